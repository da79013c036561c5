//! A meeting from a file: ids are kept. The same with the same content does nothing; the same with other content is
//! refused, or becomes a meeting of its own if that is asked for. What a meeting shares with others (a child, its ärende, a
//! consent) is who its key says and nobody else; where the file says something else of it than what stands here, somebody
//! says which holds.

use super::journal::{Act, keep_agenda};
use super::rows;
use super::{Store, StoreError};
use crate::agenda_file::foreign;
use crate::domain::access::Looked;
use crate::domain::command::{Code, Record, RecordKey, Snapshot, Table};
use crate::domain::ids::{CommandId, Ids, MeetingId};
use crate::domain::meeting::Meeting;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A meeting that wasn't here.
    New(MeetingId),
    /// It is here already, the same.
    Same(MeetingId),
    /// It was here, and became another meeting with this id.
    Copy(MeetingId),
}

/// What holds of a child or an ärende that is here already, where the file says something else. Skyddade personuppgifter on
/// either side stay on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// What stands here.
    Here,
    /// What the file says.
    File,
}

/// How a file is read in.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    /// A meeting that is here becomes a new one, also where it is alike; its keys come from these.
    pub copy: Option<&'a mut Ids>,
    /// What holds of children and ärenden. Where nothing is said, a copy leaves what stands here, and anything else is
    /// refused.
    pub holds: Option<Holds>,
    /// Checksums of forms that are the user's own, also where they are called as one of the program's.
    pub own_forms: &'a [String],
}

/// What became of the file, and what it said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What became of it.
    pub what: Imported,
    /// What it says otherwise of the children and their ärenden, by the columns' Swedish words; their protection aside.
    pub differs: Vec<&'static str>,
    /// Whose word it is that a child has skyddade personuppgifter, where the other says that it hasn't.
    pub protected_by: Option<Holds>,
}

/// The column that says that a child has skyddade personuppgifter.
const PROTECTED: &str = "skyddad";

/// The tables whose rows outlive meetings.
const SHARED: [Table; 4] = [Table::Child, Table::Arende, Table::Consent, Table::ConsentParty];

impl Store {
    /// Takes in a meeting, as one command. `form` is its form's snapshot, whose checksum stands in the head.
    ///
    /// # Errors
    /// [`StoreError::ForeignForm`] when its form isn't what it says that it is; [`StoreError::ImportConflict`] names the table in which the content differs; [`StoreError::ChildDiffers`] what the
    /// file says otherwise of a child; [`StoreError::IndividualNotAllowed`].
    pub fn import(
        &mut self,
        meeting: &Meeting,
        form: &Snapshot,
        reading: Reading<'_>,
        command: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Import, StoreError> {
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let here = match self.meeting(meeting.id()) {
            Ok(here) => Some(here.without_versions()),
            Err(StoreError::NoSuchMeeting) => None,
            Err(error) => return Err(error),
        };
        let Reading { copy, holds, own_forms } = reading;
        let is_known = own_forms.contains(&form.sha) || self.has_form(&form.sha)?;
        if !is_known && let Some(why) = foreign(&meeting.agenda, &form.sha) {
            return Err(StoreError::ForeignForm(why));
        }
        let mut records = meeting.records();
        let shared = Shared::of(&self.db, &records, &file)?;
        let holds = holds.or(copy.is_some().then_some(Holds::Here));
        if holds.is_none() && shared.says_otherwise() {
            return Err(StoreError::ChildDiffers(shared.words().join(", ")));
        }
        let mut refused = shared.conflict.filter(|_| holds.is_none());
        if copy.is_none() {
            refused = refused.or(shared.other_child.first().map(|key| key.table));
        }
        let mut what = Imported::New(meeting.id());
        if let Some(here) = &here {
            what = Imported::Same(meeting.id());
            if copy.is_none() {
                refused = differs(here, &meeting.clone().without_versions())?.or(refused).or(shared.new);
                if refused.is_none() && shared.is_alike() {
                    return Ok(Import { what, differs: Vec::new(), protected_by: None });
                }
            }
        }
        if let Some(table) = refused {
            return Err(StoreError::ImportConflict(table));
        }
        records.retain(|record| !shared.added.contains(&record.key()));
        if here.is_none() && self.leads_back(meeting)? {
            return Err(StoreError::FollowsItself);
        }
        if let Some(ids) = copy {
            let renewed = |key: RecordKey| {
                shared.other_child.contains(&key) || (here.is_some() && !SHARED.contains(&key.table))
            };
            records = with_new_keys(&records, renewed, ids, now)?;
            let id = records.iter().find_map(|record| match record {
                Record::Head(head) => Some(head.id),
                _ => None,
            });
            if here.is_some() {
                what = id.map_or(what, Imported::Copy);
            }
        }
        let (Imported::New(id) | Imported::Same(id) | Imported::Copy(id)) = what;
        let mut notes =
            if matches!(what, Imported::Copy(_)) { vec!["som kopia".to_owned()] } else { Vec::new() };
        notes.extend(self.changes_of_children(&records, holds)?);
        let items = records.iter().map(Record::key).filter(|key| key.table == Table::MeetingArende);
        let note = Some(notes.join("; ")).filter(|note| !note.is_empty());
        let about = self.looked(Looked { note, ..Looked::at(items.map(|key| key.id.into())) }).to_column();
        let act = Act { id: command, code: Code::Import, meeting: Some(id), about, strike: false, now };
        self.act(&act, |tx| {
            keep_agenda(tx, &form.sha, &form.json).map_err(wrong)?;
            for record in &records {
                let (key, raw) = (record.key(), rows::to_raw(record)?);
                match rows::current(tx, key).map_err(wrong)? {
                    None => rows::insert(tx, key.table, &raw).map_err(wrong)?,
                    Some(here) if same(&here, &raw) => {}
                    Some(here) if matches!(key.table, Table::Child | Table::Arende) => {
                        if let Some(row) = put_together(&here, raw, holds) {
                            rows::update(tx, key.table, &row).map_err(wrong)?;
                        }
                    }
                    // A consent is changed by whoever gave it, never by a file.
                    Some(_) if SHARED.contains(&key.table) || matches!(what, Imported::Same(_)) => {}
                    Some(_) => return Err(StoreError::ImportConflict(key.table)),
                }
            }
            Ok(())
        })?;
        Ok(Import { what, differs: shared.differs, protected_by: shared.protected_by })
    }
}

impl Store {
    /// Whether a meeting here has been held by that very form.
    fn has_form(&self, sha: &str) -> Result<bool, StoreError> {
        self.db
            .query_row("SELECT EXISTS (SELECT 1 FROM motesform WHERE sha = ?1)", [sha], |row| row.get(0))
            .map_err(|error| self.wrong(&error))
    }

    /// Whether the meetings that a meeting follows up, one after the other, end with itself.
    fn leads_back(&self, meeting: &Meeting) -> Result<bool, StoreError> {
        let mut seen = HashSet::from([meeting.id()]);
        let mut next = meeting.head.follows;
        while let Some(id) = next {
            if !seen.insert(id) {
                return Ok(id == meeting.id());
            }
            let key = RecordKey { table: Table::Head, id: id.0 };
            let row = rows::current(&self.db, key).map_err(|error| self.wrong(&error))?;
            let follows = row.as_ref().and_then(|row| row.get("foljer_id")).and_then(Value::as_str);
            next = follows.and_then(|id| Uuid::parse_str(id).ok()).map(MeetingId);
        }
        Ok(false)
    }

    /// What a file changes of children who are here, for the log: by their aliases and the columns' words alone.
    fn changes_of_children(
        &self,
        records: &[Record],
        holds: Option<Holds>,
    ) -> Result<Vec<String>, StoreError> {
        let mut told = Vec::new();
        for record in records {
            let Record::Child(child) = record else { continue };
            let (key, raw) = (record.key(), rows::to_raw(record)?);
            let here = rows::current(&self.db, key).map_err(|error| self.wrong(&error))?;
            let Some(here) = here else { continue };
            let Some(row) = put_together(&here, raw, holds) else { continue };
            let columns = key.table.columns().iter().filter(|column| column.name != "rev");
            let changed = columns.filter(|column| here.get(column.name) != row.get(column.name));
            let changed: Vec<&str> = changed.map(|column| column.label).collect();
            let protected = row.get(PROTECTED) == Some(&Value::from(1));
            let who = if protected { "ett barn med skyddade personuppgifter" } else { "barnet" };
            told.push(format!("ändrade {who} {}: {}", child.alias, changed.join(", ")));
        }
        Ok(told)
    }
}

/// How the rows of a file that outlive meetings stand to what is here.
#[derive(Default)]
struct Shared {
    /// What is said otherwise of children and ärenden, by the columns' words; protection aside.
    differs: Vec<&'static str>,
    /// Who says that a child is protected, where the other doesn't.
    protected_by: Option<Holds>,
    /// Ärenden that are another child's here.
    other_child: Vec<RecordKey>,
    /// A consent that stands otherwise here.
    conflict: Option<Table>,
    /// Parties that a consent which is here doesn't name here: they stay outside.
    added: Vec<RecordKey>,
    /// What isn't here.
    new: Option<Table>,
}

impl Shared {
    fn of(db: &Connection, records: &[Record], file: &str) -> Result<Self, StoreError> {
        let mut found = Self::default();
        for record in records.iter().filter(|record| SHARED.contains(&record.key().table)) {
            let (key, raw) = (record.key(), rows::to_raw(record)?);
            let here = rows::current(db, key).map_err(|error| StoreError::sqlite(file, &error))?;
            let Some(here) = here else {
                // Whom a consent names is said by whoever gave it, as the consent itself.
                if let Record::ConsentParty(party) = record
                    && rows::current(db, RecordKey { table: Table::Consent, id: party.consent.0 })
                        .map_err(|error| StoreError::sqlite(file, &error))?
                        .is_some()
                {
                    found.conflict.get_or_insert(key.table);
                    found.added.push(key);
                }
                found.new.get_or_insert(key.table);
                continue;
            };
            if same(&here, &raw) {
                continue;
            }
            if !matches!(key.table, Table::Child | Table::Arende) {
                found.conflict.get_or_insert(key.table);
                continue;
            }
            if key.table == Table::Arende && here.get("barn_id") != raw.get("barn_id") {
                found.other_child.push(key);
                continue;
            }
            let columns = key.table.columns().iter().filter(|column| column.name != "rev");
            for column in columns.filter(|column| here.get(column.name) != raw.get(column.name)) {
                if column.name == PROTECTED {
                    let is_here = here.get(PROTECTED) == Some(&Value::from(1));
                    // Of several children the one whom the file would have laid bare is told of.
                    let by = if is_here { Holds::Here } else { Holds::File };
                    if found.protected_by != Some(Holds::Here) {
                        found.protected_by = Some(by);
                    }
                } else if !found.differs.contains(&column.label) {
                    found.differs.push(column.label);
                }
            }
        }
        Ok(found)
    }

    fn says_otherwise(&self) -> bool {
        !self.differs.is_empty() || self.protected_by.is_some()
    }

    /// All that is said otherwise.
    fn words(&self) -> Vec<&'static str> {
        let protection = Table::Child.column(PROTECTED).filter(|_| self.protected_by.is_some());
        self.differs.iter().copied().chain(protection.map(|column| column.label)).collect()
    }

    fn is_alike(&self) -> bool {
        !self.says_otherwise() && self.other_child.is_empty()
    }
}

/// The row that holds, if it isn't the one that is here. What protects a child on either side stays.
fn put_together(here: &rows::Raw, file: rows::Raw, holds: Option<Holds>) -> Option<rows::Raw> {
    let yes = Value::from(1);
    let protected = [here, &file].iter().any(|row| row.get(PROTECTED) == Some(&yes));
    let mut row = if holds == Some(Holds::File) { file } else { here.clone() };
    if let Some(flag) = row.get_mut(PROTECTED).filter(|_| protected) {
        *flag = yes;
    }
    let rev = here.get("rev").and_then(Value::as_i64).unwrap_or(0);
    row.insert("rev".to_owned(), Value::from(rev + 1));
    (!same(here, &row)).then_some(row)
}

fn same(one: &rows::Raw, other: &rows::Raw) -> bool {
    one.iter().all(|(name, value)| name == "rev" || other.get(name) == Some(value))
}

/// The first of a meeting's own tables in which two differ.
fn differs(one: &Meeting, other: &Meeting) -> Result<Option<Table>, StoreError> {
    let by_key = |meeting: &Meeting| -> Result<HashMap<RecordKey, rows::Raw>, StoreError> {
        let records = meeting.records();
        let own = records.iter().filter(|record| !SHARED.contains(&record.key().table));
        own.map(|record| Ok((record.key(), rows::to_raw(record)?))).collect()
    };
    let (one, other) = (by_key(one)?, by_key(other)?);
    let mut tables: Vec<Table> = one
        .iter()
        .filter(|(key, row)| other.get(key).is_none_or(|theirs| !same(row, theirs)))
        .map(|(key, _)| key.table)
        .chain(other.keys().filter(|key| !one.contains_key(key)).map(|key| key.table))
        .collect();
    tables.sort();
    Ok(tables.first().copied())
}

/// The same rows, those that are `renewed` under new keys.
fn with_new_keys(
    records: &[Record],
    renewed: impl Fn(RecordKey) -> bool,
    ids: &mut Ids,
    now: DateTime<Utc>,
) -> Result<Vec<Record>, StoreError> {
    let moment = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    let fresh: HashMap<String, Uuid> = records
        .iter()
        .map(Record::key)
        .filter(|key| renewed(*key))
        .map(|key| (key.id.to_string(), ids.next::<Uuid>(moment)))
        .collect();
    records
        .iter()
        .map(|record| {
            let table = record.key().table;
            let unreadable = |_| StoreError::UnreadableRow(table.name());
            let mut json = record.to_json().map_err(unreadable)?;
            if let Value::Object(columns) = &mut json {
                // Only keys look like keys: a text that happens to be one is the same text with another key in it.
                for (name, value) in columns.iter_mut() {
                    let is_key = name == "id" || name.ends_with("_id");
                    if let Some(new) = value.as_str().filter(|_| is_key).and_then(|id| fresh.get(id)) {
                        *value = Value::String(new.to_string());
                    }
                }
            }
            Record::from_json(table, json).map_err(unreadable)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, form};
    use super::*;
    use crate::domain::command::Change;
    use crate::domain::record::{Arende, Child, Consent};

    fn import(world: &mut World, meeting: &Meeting, copy: bool) -> Result<Imported, StoreError> {
        let mut ids = world.ids.clone();
        let reading = Reading { copy: copy.then_some(&mut ids), ..Reading::default() };
        read_in(world, meeting, reading).map(|import| import.what)
    }

    fn read_in(world: &mut World, meeting: &Meeting, reading: Reading<'_>) -> Result<Import, StoreError> {
        let (command, now) = (world.id(), world.now);
        world.store.import(meeting, &form("eht"), reading, command, now)
    }

    fn holding(holds: Holds) -> Reading<'static> {
        Reading { holds: Some(holds), ..Reading::default() }
    }

    #[test]
    fn a_meeting_goes_out_and_in_and_is_the_same() {
        let mut one = World::new();
        let (id, _) = one.full_meeting();
        let head = one.store.meeting(id).unwrap().head;
        one.commit(id, Code::EditHead, vec![Change::put(head)]);
        let mut out = one.store.meeting(id).unwrap();
        let text = serde_json::to_string(&out).unwrap();
        let mut two = World::new();
        let read: Meeting = serde_json::from_str(&text).unwrap();
        assert_eq!(import(&mut two, &read, false).unwrap(), Imported::New(id));
        // A lock is an act in one database: read in elsewhere, the meeting is a draft.
        assert_eq!((out.versions.len(), out.openings.len()), (1, 1));
        out.versions.clear();
        out.openings.clear();
        assert_eq!(two.store.meeting(id).unwrap(), out);
        let lines = two.store.journal_head().unwrap();
        assert_eq!(import(&mut two, &read, false).unwrap(), Imported::Same(id));
        assert_eq!(two.store.journal_head().unwrap(), lines, "the same again does nothing");
        assert!(two.store.verify().unwrap().is_sound());
        assert_eq!(two.undo(id), None, "an import isn't taken back");
    }

    #[test]
    fn a_form_that_isnt_what_it_says_brings_nothing_in() {
        use crate::agenda_file::{Catalogue, snapshot_of};
        let mut one = World::new();
        let id = one.meeting("sspf", "2026-11-23T13:00:00");
        let mut file = one.store.meeting(id).unwrap();
        // As somebody forged it: the program's own name over a form that takes up children.
        file.agenda.individuals = true;
        file.head.individuals = true;
        let forged = snapshot_of(&file.agenda);
        file.head.agenda_sha.clone_from(&forged.sha);
        let mut world = World::new();
        let mut read = |file: &Meeting, form: &Snapshot, own: &[String]| {
            let (command, now) = (world.id(), world.now);
            let reading = Reading { own_forms: own, ..Reading::default() };
            world.store.import(file, form, reading, command, now)
        };
        let refused = read(&file, &forged, &[]).unwrap_err();
        assert!(
            matches!(refused, StoreError::ForeignForm(_)) && refused.to_string().contains("sspf"),
            "{refused}"
        );
        // A municipality's own form may stand in the program's place, where it has been put there.
        let own = read(&file, &forged, std::slice::from_ref(&forged.sha));
        assert!(matches!(own, Ok(Import { what: Imported::New(_), .. })), "{own:?}");
        // The forms that the program carries, and has carried.
        let carried = Catalogue::carried().get("sspf").unwrap().agenda.clone();
        assert!(carried.individuals != file.agenda.individuals);
        let mut own = file.clone();
        own.agenda.id = "../sspf".to_owned();
        let form = snapshot_of(&own.agenda);
        assert!(matches!(read(&own, &form, &[]), Err(StoreError::ForeignForm(_))));
    }

    #[test]
    fn other_content_is_refused_or_becomes_a_copy() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let here = world.store.meeting(id).unwrap();
        let mut other = here.clone();
        other.entries[0].text = "Annat".to_owned();
        let refused = import(&mut world, &other, false);
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Entry))), "{refused:?}");
        let mut fewer = here.clone();
        fewer.heard.clear();
        let refused = import(&mut world, &fewer, false);
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Heard))), "{refused:?}");

        let Imported::Copy(copy) = import(&mut world, &other, true).unwrap() else { panic!("a copy") };
        assert_ne!(copy, id);
        assert_eq!(world.store.meeting(id).unwrap().entries, here.entries, "the first is as it was");
        let copied = world.store.meeting(copy).unwrap();
        assert_eq!(copied.entries.len(), other.entries.len());
        assert!(copied.entries.iter().any(|entry| entry.text == "Annat"));
        assert_eq!(copied.head.current, Some(copied.items[0].id));
        assert_eq!((&copied.children, &copied.arenden), (&here.children, &here.arenden));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_child_with_the_same_alias_here_is_another_child() {
        let mut one = World::new();
        let (id, _) = one.full_meeting();
        let out = one.store.meeting(id).unwrap();
        let mut two = World::new();
        two.ids = Ids::new(8);
        let meeting = two.meeting("eht", "2026-11-02T13:00:00");
        let same_alias = Child { id: two.id(), rev: 0, ..out.children[0].clone() };
        // Another key than the child in the file has.
        assert_ne!(same_alias.id, out.children[0].id);
        two.commit(meeting, Code::AddArende, vec![Change::put(same_alias)]);
        import(&mut two, &out, false).unwrap();
        assert_eq!(two.store.meeting(id).unwrap().children[0].id, out.children[0].id);
        assert_ne!(two.store.meeting(meeting).unwrap().children, two.store.meeting(id).unwrap().children);
    }

    /// Two databases with the same child, which has been changed in the second; the meeting is the first's alone.
    fn apart(change: impl FnOnce(&mut Child)) -> (World, Meeting) {
        let mut one = World::new();
        let (id, _) = one.full_meeting();
        let out = one.store.meeting(id).unwrap();
        let mut two = World::new();
        two.ids = Ids::new(8);
        let other = two.meeting("eht", "2026-11-02T13:00:00");
        let mut child = out.children[0].clone();
        child.rev = 0;
        change(&mut child);
        let child_id = Some(child.id);
        let arende = Arende { rev: 0, child: child_id, ..out.arenden[0].clone() };
        two.commit(other, Code::AddArende, vec![Change::put(child), Change::put(arende)]);
        (two, out)
    }

    fn child_here(world: &World, meeting: &Meeting) -> Child {
        world.store.meeting(meeting.id()).unwrap().children[0].clone()
    }

    #[test]
    fn what_a_file_says_otherwise_of_a_child_is_told_and_somebody_says_what_holds() {
        let differs = |child: &mut Child| {
            child.name = Some("Kim Påhitt".to_owned());
            child.protected = !child.protected;
        };
        let (mut world, file) = apart(differs);
        let lines = world.store.journal_head().unwrap();
        let refused = import(&mut world, &file, false).unwrap_err().to_string();
        assert!(refused.contains("namn, skyddade personuppgifter"), "{refused}");
        assert!(!refused.contains("Kim") && refused.contains("--barn"), "{refused}");
        assert_eq!(world.store.journal_head().unwrap(), lines, "nothing was taken in");

        let import = read_in(&mut world, &file, holding(Holds::Here)).unwrap();
        assert_eq!(import.what, Imported::New(file.id()));
        assert_eq!((import.differs, import.protected_by), (vec!["namn"], Some(Holds::File)));
        let child = child_here(&world, &file);
        assert_eq!((child.name.as_deref(), child.protected), (Some("Kim Påhitt"), true));

        let (mut world, file) = apart(differs);
        read_in(&mut world, &file, holding(Holds::File)).unwrap();
        let child = child_here(&world, &file);
        assert_eq!((&child.name, child.protected), (&file.children[0].name, true));
        let page = world.store.journal(Some(file.id()), None, 1).unwrap();
        let told = world.store.journal_detail(page.acts[0].seq).unwrap();
        assert!(format!("{told:?}").contains("Kim Påhitt"), "what stood before is in the journal");
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn protection_stays_on_whichever_side_has_it_and_whatever_holds() {
        for (here, there) in [(true, false), (false, true)] {
            for reading in [None, Some(Holds::Here), Some(Holds::File)] {
                let (mut world, mut file) = apart(|child| child.protected = here);
                file.children[0].protected = there;
                let mut ids = world.ids.clone();
                // Nothing is said of what holds only where a copy is asked for.
                let copy = reading.is_none().then_some(&mut ids);
                read_in(&mut world, &file, Reading { copy, holds: reading, ..Reading::default() }).unwrap();
                assert!(child_here(&world, &file).protected, "{here} {there} {reading:?}");
            }
        }
    }

    #[test]
    fn a_copy_is_made_also_of_what_is_alike_and_of_what_isnt_here() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let here = world.store.meeting(id).unwrap();
        let Imported::Copy(first) = import(&mut world, &here, true).unwrap() else { panic!("no copy") };
        let Imported::Copy(second) = import(&mut world, &here, true).unwrap() else { panic!("no copy") };
        assert!(first != second && first != id);
        // The meeting isn't here, and its child is called otherwise: no dead end.
        let (mut world, file) = apart(|child| child.alias = "Grön".to_owned());
        assert_eq!(import(&mut world, &file, true).unwrap(), Imported::New(file.id()));
        assert_eq!(child_here(&world, &file).alias, "Grön");
    }

    #[test]
    fn a_copy_doesnt_bring_a_withdrawn_consent_back() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        // As it was before the consent was withdrawn.
        let mut file = world.store.meeting(id).unwrap();
        let consent = file.consents[0].clone();
        file.consents[0] = Consent { withdrawn: None, reason: None, ..consent.clone() };
        let refused = import(&mut world, &file, false);
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Consent))), "{refused:?}");
        let Imported::Copy(copy) = import(&mut world, &file, true).unwrap() else { panic!("no copy") };
        let copied = world.store.meeting(copy).unwrap();
        let of_arende = copied.consents.iter().filter(|row| row.arende == consent.arende);
        assert!(of_arende.clone().count() > 0 && of_arende.clone().all(|row| row.withdrawn.is_some()));
    }

    #[test]
    fn no_file_takes_away_a_childs_protection_and_who_has_the_word_is_told() {
        let (mut world, mut file) = apart(|_| ());
        assert!(child_here_by_arende(&world, &file).protected);
        file.children[0].protected = false;
        let refused = read_in(&mut world, &file, Reading::default()).unwrap_err().to_string();
        assert!(refused.contains("(skyddade personuppgifter)"), "{refused}");
        let import = read_in(&mut world, &file, holding(Holds::File)).unwrap();
        assert_eq!((import.differs, import.protected_by), (Vec::new(), Some(Holds::Here)));
        assert!(child_here(&world, &file).protected);
    }

    fn child_here_by_arende(world: &World, file: &Meeting) -> Child {
        let key = RecordKey { table: Table::Child, id: file.children[0].id.0 };
        let raw = rows::current(&world.store.db, key).unwrap().unwrap();
        let protected = raw.get(PROTECTED) == Some(&Value::from(1));
        Child { protected, ..file.children[0].clone() }
    }

    #[test]
    fn a_file_names_no_new_party_in_a_consent_that_is_here() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let here = world.store.meeting(id).unwrap();
        let other = world.meeting("eht", "2026-11-24T13:00:00");
        let mut file = Meeting::new(here.agenda.clone(), world.store.meeting(other).unwrap().head);
        file.head.id = world.id();
        file.children.clone_from(&here.children);
        file.arenden.clone_from(&here.arenden);
        file.consents.clone_from(&here.consents);
        file.consent_parties.clone_from(&here.consent_parties);
        let mut added = file.consent_parties[0].clone();
        added.id = world.id();
        added.part = "Polisen".to_owned();
        file.consent_parties.push(added);
        let refused = read_in(&mut world, &file, Reading::default());
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::ConsentParty))), "{refused:?}");
        let mut ids = world.ids.clone();
        read_in(&mut world, &file, Reading { copy: Some(&mut ids), ..Reading::default() }).unwrap();
        let parties = world.store.meeting(id).unwrap().consent_parties;
        assert_eq!(parties, here.consent_parties);
    }

    #[test]
    fn no_meeting_follows_up_one_that_follows_it_up() {
        let mut world = World::new();
        let (first, second) = (world.meeting("eht", "2026-11-02T13:00:00"), world.id());
        let head = world.store.meeting(first).unwrap().head;
        let follows = crate::domain::record::Head { follows: Some(second), ..head.clone() };
        world.commit(first, Code::EditHead, vec![Change::put(follows)]);
        let mut file = world.store.meeting(first).unwrap();
        file.head.id = second;
        file.head.follows = Some(world.id());
        let loose = file.clone();
        file.head.follows = Some(first);
        let refused = read_in(&mut world, &file, Reading::default());
        assert!(matches!(refused, Err(StoreError::FollowsItself)), "{refused:?}");
        read_in(&mut world, &loose, Reading::default()).unwrap();
    }

    #[test]
    fn an_arende_that_is_another_childs_here_is_never_joined_to_it() {
        let (mut world, file) = apart(|child| child.id = uuid::Uuid::from_u128(99).into());
        // The ärende in the file is about the file's child; here it is about another.
        let arende = &file.arenden[0];
        for holds in [None, Some(Holds::Here), Some(Holds::File)] {
            let refused = read_in(&mut world, &file, Reading { holds, ..Reading::default() });
            assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Arende))), "{refused:?}");
        }
        let mut ids = world.ids.clone();
        read_in(&mut world, &file, Reading { copy: Some(&mut ids), ..Reading::default() }).unwrap();
        let read = world.store.meeting(file.id()).unwrap();
        let own = read.arenden.iter().find(|row| row.label == arende.label).unwrap();
        assert_ne!(own.id, arende.id);
        assert_eq!(own.child, arende.child);
    }

    #[test]
    fn the_log_says_which_children_a_file_changes_and_how() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let mut out = world.store.meeting(id).unwrap();
        out.children[0].name = Some("Ett Annat Namn".to_owned());
        out.children[0].protected = true;
        let alias = out.children[0].alias.clone();
        read_in(&mut world, &out, holding(Holds::File)).unwrap();
        let act = world.store.journal(Some(id), None, 1).unwrap().acts.remove(0);
        assert_eq!(act.code, Some(Code::Import));
        let looked = act.looked.unwrap();
        let note = looked.note.unwrap();
        assert!(note.contains("skyddade personuppgifter") && note.contains(&alias), "{note}");
        assert!(note.contains("namn") && !note.contains("Ett Annat"), "{note}");
        assert!(!looked.labels.is_empty());
    }
}
