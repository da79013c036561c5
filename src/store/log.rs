//! The journal read by people: a page of acts at a time, what one act changed, and a removed text put back.

use super::columns::{by_name, columns};
use super::error::StoreError;
use super::journal::Act;
use super::rows::{self, Raw};
use super::{Committed, Store, journal};
use crate::domain::access::Looked;
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::journal::{JournalAct, JournalDetail, JournalPage, RowChange, RowOp};
use crate::domain::record::CopyLog;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// So many rows of one act are shown; an import may have thousands.
const ROWS: i64 = 200;

/// By so many rows of an act the list of acts tells what it was about.
const TOLD: i64 = 12;

/// A meeting that was removed is known by what the journal has of it, until that is struck.
const ACTS: &str = "SELECT j.seq AS seq, j.tid AS tid, p.namn AS namn, j.kod AS kod, j.kommando AS kommando,
    j.mote_id AS mote, o.kod AS galler, j.galler AS sett, o.galler AS galler_sett,
    l.innehall ->> '$.fore.form' AS form_fore, substr(l.innehall ->> '$.fore.planerad', 1, 10) AS dag_fore
    FROM journal j LEFT JOIN person p ON p.id = j.person LEFT JOIN mote m ON m.id = j.mote_id
    LEFT JOIN journal_last l ON m.id IS NULL AND l.seq = (SELECT b.seq FROM journal b
       WHERE b.rad = j.mote_id AND b.tabell = 'mote' AND b.op = 'borta' ORDER BY b.seq DESC LIMIT 1)
    LEFT JOIN journal o ON o.kommando = j.galler AND o.op = 'kommando' AND j.kod IN ('angra', 'gor_om')
    WHERE j.op = 'kommando'";

impl Store {
    /// A page of at most `limit` acts before number `before`, newest first.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn journal(
        &self,
        meeting: Option<MeetingId>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<JournalPage, StoreError> {
        let limit = limit.min(10_000);
        let asked = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let first = before.unwrap_or(i64::MAX);
        let read = || -> rusqlite::Result<Vec<JournalAct>> {
            match meeting {
                Some(id) => self
                    .db
                    .prepare_cached(&page_of_meeting())?
                    .query_map(params![id.to_string(), first, asked], act)?
                    .collect(),
                None => {
                    self.db.prepare_cached(&page_of_all())?.query_map(params![first, asked], act)?.collect()
                }
            }
        };
        let mut acts = read().map_err(|error| self.wrong(&error))?;
        let more = acts.len() > limit;
        acts.truncate(limit);
        self.name_meetings(acts.iter_mut())?;
        for act in &mut acts {
            if meeting.is_some() {
                act.rows = self.rows_of(act.command).map_err(|error| self.wrong(&error))?;
            }
            if let Some(looked) = act.looked.take() {
                let mut looked = self.with_labels(looked).map_err(|error| self.wrong(&error))?;
                looked.papers = self.papers_of(act.command).map_err(|error| self.wrong(&error))?;
                act.looked = Some(looked);
            }
        }
        Ok(JournalPage { meeting, before, acts, more })
    }

    /// The keys of the first rows that an act touched.
    fn rows_of(&self, command: CommandId) -> rusqlite::Result<Vec<RecordKey>> {
        let mut rows = self.db.prepare_cached(
            "SELECT tabell, rad FROM journal WHERE kommando = ?1 AND op <> 'kommando' ORDER BY seq LIMIT ?2",
        )?;
        let rows = rows.query_map(params![command.to_string(), TOLD], |row| {
            let (table, id): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
            let id = id.and_then(|id| Uuid::parse_str(&id).ok());
            Ok(table.as_deref().and_then(by_name).zip(id).map(|(table, id)| RecordKey { table, id }))
        })?;
        rows.filter_map(Result::transpose).collect()
    }

    /// The papers that an act let out, or gave over, in words.
    fn papers_of(&self, command: CommandId) -> rusqlite::Result<Vec<String>> {
        self.db
            .prepare_cached(
                "SELECT k.mottagare, k.vad, k.version, k.format,
                    (SELECT count(*) FROM protokoll_version v WHERE v.mote_id = k.mote_id AND v.nar <= k.nar)
                 FROM journal j JOIN kopia_logg k ON k.id = j.rad
                 WHERE j.kommando = ?1 AND j.tabell = 'kopia_logg' ORDER BY j.seq",
            )?
            .query_map([command.to_string()], |row| {
                let (who, what): (String, String) = (row.get(0)?, row.get(1)?);
                let (version, format): (Option<i64>, String) = (row.get(2)?, row.get(3)?);
                let before = usize::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
                Ok(format!("{}, {format}", CopyLog::told(&who, &what, version, before)))
            })?
            .collect()
    }

    /// Names the meetings of acts, those that are there.
    fn name_meetings<'a>(&self, acts: impl Iterator<Item = &'a mut JournalAct>) -> Result<(), StoreError> {
        let mut names: HashMap<MeetingId, Option<String>> = HashMap::new();
        for act in acts.filter(|act| act.handle.is_none()) {
            let Some(id) = act.meeting else { continue };
            if let Entry::Vacant(place) = names.entry(id) {
                place.insert(match self.handle(id) {
                    Err(StoreError::NoSuchMeeting) => None,
                    name => Some(name?),
                });
            }
            act.handle = names.get(&id).cloned().flatten();
        }
        Ok(())
    }

    /// What the act with this number changed in its meeting.
    ///
    /// # Errors
    /// [`StoreError::NoSuchAct`]; what the disk says.
    pub fn journal_detail(&self, seq: i64) -> Result<JournalDetail, StoreError> {
        let wrong = |error: rusqlite::Error| self.wrong(&error);
        let found = self
            .db
            .prepare_cached(&format!("{ACTS} AND j.seq = ?1"))
            .and_then(|mut one| one.query_row([seq], act).optional())
            .map_err(wrong)?;
        let Some(mut act) = found else { return Err(StoreError::NoSuchAct) };
        self.name_meetings(std::iter::once(&mut act))?;
        let rows = changes(&self.db, &act).map_err(wrong)?;
        let mut restorable = false;
        for row in &rows {
            restorable |= plan(&self.db, row).map_err(wrong)?.is_some();
        }
        Ok(JournalDetail { act, rows, restorable })
    }

    /// Puts back what the act with this number took away: rows that went, and the wording of a text that was changed. A
    /// command of its own, so that it stands in the journal and can be undone.
    ///
    /// # Errors
    /// [`StoreError::NothingToRestore`] when it was struck or purged, or stands there already; what the disk says.
    pub fn restore(
        &mut self,
        meeting: MeetingId,
        seq: i64,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Committed, StoreError> {
        let detail = self.journal_detail(seq)?;
        if detail.act.meeting != Some(meeting) {
            return Err(StoreError::NoSuchAct);
        }
        let file = self.file.clone();
        let about = Some(detail.act.command.to_string());
        let act = Act { id, code: Code::Restore, meeting: Some(meeting), about, strike: false, now };
        let done = self.act(&act, |tx| {
            let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
            let mut put_back = 0;
            // What others point at comes first.
            let mut waiting: Vec<&RowChange> = detail.rows.iter().rev().collect();
            while !waiting.is_empty() {
                let next = waiting.iter().position(|row| !points_at_any(row, &waiting)).unwrap_or(0);
                let row = waiting.remove(next);
                let Some(plan) = plan(tx, row).map_err(wrong)? else { continue };
                match plan {
                    Plan::Insert(raw) => rows::insert(tx, row.table, &raw),
                    Plan::Update(raw) => rows::update(tx, row.table, &raw),
                }
                .map_err(wrong)?;
                put_back += 1;
            }
            if put_back == 0 { Err(StoreError::NothingToRestore) } else { Ok(()) }
        });
        match done {
            // What it hung on has gone as well.
            Err(error) if error.is_refusal() => Err(StoreError::NothingToRestore),
            other => other,
        }
    }
}

fn page_of_meeting() -> String {
    format!("{ACTS} AND j.mote_id = ?1 AND j.seq < ?2 ORDER BY j.seq DESC LIMIT ?3")
}

fn page_of_all() -> String {
    format!("{ACTS} AND j.seq < ?1 ORDER BY j.seq DESC LIMIT ?2")
}

fn act(row: &Row<'_>) -> rusqlite::Result<JournalAct> {
    let (at, key): (String, String) = (row.get("tid")?, row.get("kod")?);
    let uuid = |text: Option<String>| text.and_then(|text| Uuid::parse_str(&text).ok());
    let about: Option<String> = row.get("galler")?;
    let looked: Option<String> = row.get("sett")?;
    let (removed, its_day): (Option<String>, Option<String>) = (row.get("form_fore")?, row.get("dag_fore")?);
    let removed = removed.zip(its_day).map(|(agenda, day)| format!("{day}-{agenda} (borttaget)"));
    let code = Code::from_key(&key);
    let about = about.and_then(|key| Code::from_key(&key));
    let looked = match (code, about) {
        (Some(code), _) if code.is_looking() || code.is_about_arende() => {
            looked.map(|column| Looked::read(&column))
        }
        // What was taken back, of whom; by which account, and through which door, the act that is taken back was done.
        (_, Some(about)) if about.is_about_arende() => {
            let column: Option<String> = row.get("galler_sett")?;
            column.map(|column| Looked::at(Looked::read(&column).arenden))
        }
        _ => None,
    };
    Ok(JournalAct {
        seq: row.get("seq")?,
        at: DateTime::parse_from_rfc3339(&at).map(|at| at.to_utc()).unwrap_or_default(),
        person: row.get("namn")?,
        code,
        key,
        command: CommandId(uuid(row.get("kommando")?).unwrap_or_default()),
        meeting: uuid(row.get("mote")?).map(MeetingId),
        // That of a meeting that is there is known when all acts are read.
        handle: removed,
        about,
        looked,
        rows: Vec::new(),
    })
}

fn changes(db: &Connection, act: &JournalAct) -> rusqlite::Result<Vec<RowChange>> {
    let mut lines = db.prepare_cached(
        "SELECT j.tabell, j.rad, j.op, l.innehall FROM journal j LEFT JOIN journal_last l ON l.seq = j.seq
         WHERE j.kommando = ?1 AND j.op <> 'kommando' ORDER BY j.seq LIMIT ?2",
    )?;
    let lines = lines.query_map(params![act.command.to_string(), ROWS], |line| {
        let (table, row, op): (Option<String>, Option<String>, String) =
            (line.get(0)?, line.get(1)?, line.get(2)?);
        let content: Option<String> = line.get(3)?;
        let key = table.as_deref().and_then(by_name).zip(row.and_then(|row| Uuid::parse_str(&row).ok()));
        let gone = content.is_none();
        let mut content: Raw =
            content.and_then(|content| serde_json::from_str(&content).ok()).unwrap_or_default();
        let mut take = |name: &str| match content.remove(name) {
            Some(Value::Object(row)) => Some(row),
            _ => None,
        };
        let op = match op.as_str() {
            "ny" => RowOp::New,
            "andrad" => RowOp::Changed,
            "borta" => RowOp::Removed,
            _ => RowOp::Struck,
        };
        Ok(key.map(|(table, id)| RowChange {
            table,
            id,
            op,
            before: take("fore"),
            after: take("efter"),
            gone,
        }))
    })?;
    lines.filter_map(Result::transpose).collect()
}

/// Whether a row, as it was, points at one of the others.
fn points_at_any(row: &RowChange, others: &[&RowChange]) -> bool {
    columns(row.table).iter().filter(|column| column.target.is_some()).any(|column| {
        let at = row.before.as_ref().and_then(|before| before.get(column.name)).and_then(Value::as_str);
        at.is_some_and(|at| others.iter().any(|other| other.id != row.id && other.id.to_string() == at))
    })
}

/// How a row is put back.
enum Plan {
    Insert(Raw),
    Update(Raw),
}

/// How what was taken from a row is put back; nothing where there is nothing to put back.
fn plan(db: &Connection, row: &RowChange) -> rusqlite::Result<Option<Plan>> {
    let key = RecordKey { table: row.table, id: row.id };
    let Some(before) = &row.before else { return Ok(None) };
    if row.gone || journal::is_struck(db, key)? {
        return Ok(None);
    }
    let now = rows::current(db, key)?;
    match (row.op, now) {
        (RowOp::Removed, None) => {
            let mut before = before.clone();
            let whole = journal::without_struck(db, row.table, &mut before)?
                && journal::without_missing(db, row.table, &mut before)?;
            journal::raise_rev(&mut before, None);
            Ok(whole.then_some(Plan::Insert(before)))
        }
        // The words alone: whose it is and when it is due may have been changed for good reasons since.
        (RowOp::Changed, Some(mut now)) if row.table == Table::Entry => {
            let (old, written) = (before.get("text"), row.after.as_ref().and_then(|row| row.get("text")));
            if old == written || now.get("text") == old {
                return Ok(None);
            }
            now.insert("text".to_owned(), old.cloned().unwrap_or(Value::Null));
            let kept = now.get("rev").and_then(Value::as_i64);
            journal::raise_rev(&mut now, kept);
            Ok(Some(Plan::Update(now)))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, query_plan};
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::Change;
    use crate::domain::record::{Entry, Exemption};

    const NOTE: EntryKind = EntryKind::Anteckning;

    fn texts(world: &World, meeting: MeetingId) -> Vec<String> {
        world.store.meeting(meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
    }

    fn newest(world: &World, meeting: MeetingId) -> JournalAct {
        world.store.journal(Some(meeting), None, 1).unwrap().acts.remove(0)
    }

    fn restore(world: &mut World, meeting: MeetingId, seq: i64) -> Result<Committed, StoreError> {
        let id = world.id();
        world.store.restore(meeting, seq, id, world.now)
    }

    #[test]
    fn pages_hold_every_act_once_newest_first() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let other = world.meeting("eht", "2026-11-23T15:00:00");
        for number in 0..25 {
            world.add(meeting, NOTE, &format!("Rad {number}"));
        }
        world.add(other, NOTE, "Annat möte");
        let all = world.store.journal(None, None, 1000).unwrap();
        assert!(!all.more && all.acts.windows(2).all(|pair| pair[0].seq > pair[1].seq));
        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let page = world.store.journal(None, before, 7).unwrap();
            before = page.acts.last().map(|act| act.seq);
            paged.extend(page.acts);
            if !page.more {
                break;
            }
        }
        assert_eq!(paged, all.acts);
        let own = world.store.journal(Some(meeting), None, 1000).unwrap().acts;
        assert_eq!(own.len(), 26);
        assert!(own.iter().all(|act| act.handle.as_deref() == Some("2026-11-23-eht")));
        assert_eq!(newest(&world, other).handle.as_deref(), Some("2026-11-23-eht-2"));
        assert_eq!(newest(&world, other).code, Some(Code::Add(NOTE)));
        let written = world.store.meeting(other).unwrap().entries[0].id.0;
        assert_eq!(newest(&world, other).rows, [RecordKey { table: Table::Entry, id: written }]);
    }

    #[test]
    fn pages_are_read_through_their_indexes() {
        let world = World::new();
        for query in [page_of_all(), page_of_meeting()] {
            let steps = query_plan(&world.store, &query);
            assert!(steps[0].contains("USING INDEX journal_"), "{steps:?}");
            assert!(
                !steps.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE")),
                "{steps:?}"
            );
        }
    }

    #[test]
    fn the_order_is_that_of_the_acts_when_the_clock_is_set_back() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Först");
        world.now -= chrono::TimeDelta::hours(1);
        world.add(meeting, NOTE, "Sedan");
        let acts = world.store.journal(Some(meeting), None, 2).unwrap().acts;
        assert!(acts[0].seq > acts[1].seq && acts[0].at < acts[1].at);
        let first = world.store.journal_detail(acts[0].seq).unwrap();
        assert_eq!(first.rows[0].after.as_ref().unwrap()["text"], "Sedan");
        // Undo takes the latest act, whatever the clock said.
        world.undo(meeting);
        assert_eq!(texts(&world, meeting), ["Först"]);
    }

    #[test]
    fn what_was_undone_is_told() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Rad");
        world.undo(meeting);
        let act = newest(&world, meeting);
        assert_eq!((act.code, act.about), (Some(Code::Undo), Some(Code::Add(NOTE))));
    }

    #[test]
    fn a_removed_text_is_put_back_as_a_command_that_can_be_undone() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Borttagen av misstag");
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
        let removed = newest(&world, meeting);
        let detail = world.store.journal_detail(removed.seq).unwrap();
        assert!(detail.restorable);
        assert_eq!(detail.rows[0].before.as_ref().unwrap()["text"], "Borttagen av misstag");
        restore(&mut world, meeting, removed.seq).unwrap();
        assert_eq!(texts(&world, meeting), ["Borttagen av misstag"]);
        assert_eq!(newest(&world, meeting).code, Some(Code::Restore));
        // It stands there: there is nothing more to put back, and an edit from before is stale.
        assert!(!world.store.journal_detail(removed.seq).unwrap().restorable);
        assert!(matches!(restore(&mut world, meeting, removed.seq), Err(StoreError::NothingToRestore)));
        let late = Change::put(Entry { text: "Sen".to_owned(), ..entry });
        let late = world.command(meeting, Code::Edit(NOTE), vec![late]);
        assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Stale(_))));
        assert_eq!(world.undo(meeting), Some(Code::Restore));
        assert!(texts(&world, meeting).is_empty());
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn an_earlier_wording_is_put_back_and_the_rest_stays() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Första lydelsen");
        let second = Entry { text: "Andra lydelsen".to_owned(), ..entry.clone() };
        world.commit(meeting, Code::Edit(NOTE), vec![Change::put(second)]);
        let edited = newest(&world, meeting);
        let row = world.store.meeting(meeting).unwrap().entry(entry.id).unwrap().clone();
        let moved = Entry { order: 77, ..row };
        world.commit(meeting, Code::MoveEntry(NOTE), vec![Change::put(moved)]);
        restore(&mut world, meeting, edited.seq).unwrap();
        let read = world.store.meeting(meeting).unwrap();
        let row = read.entry(entry.id).unwrap();
        assert_eq!((row.text.as_str(), row.order), ("Första lydelsen", 77));
    }

    #[test]
    fn what_was_struck_cannot_be_told_nor_put_back() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Ska aldrig ha skrivits");
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
        let removed = newest(&world, meeting);
        let id = world.id();
        let row = RecordKey { table: Table::Entry, id: entry.id.0 };
        world.store.strike(meeting, row, id, world.now).unwrap();
        let detail = world.store.journal_detail(removed.seq).unwrap();
        assert!(detail.rows[0].gone && detail.rows[0].before.is_none() && !detail.restorable);
        assert!(matches!(restore(&mut world, meeting, removed.seq), Err(StoreError::NothingToRestore)));
        assert!(texts(&world, meeting).is_empty());
    }

    #[test]
    fn what_hung_on_a_removed_row_comes_back_with_it() {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let exempt = world.store.meeting(meeting).unwrap().exemptions[0].clone();
        let entry = world.add(meeting, NOTE, "Bara för skolan");
        let exempt = Exemption { id: world.id(), entry: entry.id, ..exempt };
        world.commit(meeting, Code::SetExemption, vec![Change::put(exempt.clone())]);
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
        assert!(!world.store.meeting(meeting).unwrap().exemptions.contains(&exempt));
        let seq = newest(&world, meeting).seq;
        restore(&mut world, meeting, seq).unwrap();
        let after = world.store.meeting(meeting).unwrap();
        assert!(after.exemptions.contains(&exempt));
        assert_eq!(after.entry(entry.id).unwrap().text, "Bara för skolan");
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn another_meeting_s_act_is_not_put_back_here() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let other = world.meeting("eht", "2026-11-23T15:00:00");
        let entry = world.add(meeting, NOTE, "Rad");
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry)]);
        let seq = newest(&world, meeting).seq;
        assert!(matches!(restore(&mut world, other, seq), Err(StoreError::NoSuchAct)));
    }

    #[test]
    fn an_act_about_an_arende_says_which_also_when_it_is_gone() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let meeting = world.store.meeting(id).unwrap();
        let item = meeting.items[0].clone();
        let label = meeting.child_of(&item).map_or_else(
            || meeting.arenden.iter().find(|row| row.id == item.arende).unwrap().label.clone(),
            |child| child.alias.clone(),
        );
        let other = crate::domain::record::MeetingArende { id: world.id(), rev: 0, ..item };
        world.commit(id, Code::AddArende, vec![Change::put(other.clone())]);
        let labels = |world: &World| newest(world, id).looked.unwrap().labels;
        assert_eq!(labels(&world), [label.as_str()]);
        world.commit(
            id,
            Code::RemoveArende,
            vec![Change::Delete(RecordKey { table: Table::MeetingArende, id: other.id.0 }, None)],
        );
        assert_eq!(labels(&world), [label.as_str()]);
        world.add(id, NOTE, "Rad");
        assert_eq!(newest(&world, id).looked, None);
    }

    #[test]
    fn the_account_stands_beside_the_person() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let person = world.person("Eva Ek").id;
        world.store.come_through(None, "tjanst");
        world.store.act_as(Some(person));
        let act = world.id();
        world.store.open_meeting(meeting, act, world.now).unwrap();
        let read = newest(&world, meeting);
        assert_eq!(read.person.as_deref(), Some("Eva Ek"));
        assert_eq!(read.looked.unwrap().account.as_deref(), Some("tjanst"));
    }
}
