//! The journal: one transaction for each command, undo and redo from what it wrote, and the check of its chain.
//!
//! The lines themselves are written by triggers (see [`super::schema`]). A line is chained to the one before it:
//! `sha = H(previous sha, everything in the line, last_sha)` with `last_sha = H(salt, content)`, so that the content
//! of a line can be struck without breaking the chain.

use super::columns::{by_name, columns};
use super::error::StoreError;
use super::merge;
use super::rows::{self, Raw};
use super::schema::{JournalLine, VERSION, journal_line, user_version};
use super::{Committed, Store};
use crate::domain::command::{Change, Code, Command, RecordKey, Table};
use crate::domain::ids::{CommandId, MeetingId};
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Feeds one value to a checksum, so that no two lists of values look the same.
fn feed(hasher: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_be_bytes()),
        ValueRef::Real(number) => (2, &number.to_be_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// Gives the connection the function that the triggers chain with.
pub(super) fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("kedja", -1, flags, |context| {
        let mut hasher = Sha256::new();
        for index in 0..context.len() {
            feed(&mut hasher, context.get_raw(index));
        }
        Ok(hex::encode(hasher.finalize()))
    })
}

/// What a command line is made of, besides who and where from.
pub(super) struct Act {
    pub(super) id: CommandId,
    pub(super) code: Code,
    pub(super) meeting: Option<MeetingId>,
    /// The command that is undone or done again, or the row that is struck.
    pub(super) about: Option<String>,
    pub(super) strike: bool,
    pub(super) now: DateTime<Utc>,
}

/// Milliseconds, always with three decimals, so that times sort as text.
pub(super) fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Done, undone: the commands of one person in one meeting, each with the command that last did or undid it.
#[derive(Debug, Default)]
pub(super) struct Stack {
    seen: i64,
    done: Vec<(String, String)>,
    undone: Vec<(String, String)>,
}

/// Whose acts, in which meeting.
pub(super) type StackKey = (String, Option<String>);

impl Store {
    /// Carries out `work` in one transaction as the command `act`; if it has been carried out before, does nothing
    /// and tells the line that it got then.
    pub(super) fn act(
        &mut self,
        act: &Act,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
    ) -> Result<Committed, StoreError> {
        self.check_file()?;
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrong)?;
        let found = user_version(&tx).map_err(wrong)?;
        if found != VERSION {
            return Err(StoreError::NewerMeanwhile { file: self.file.clone(), found, known: VERSION });
        }
        if let Some(seq) = seq_of(&tx, act.id).map_err(wrong)? {
            return Ok(Committed { seq });
        }
        let person = self.person.map(|id| id.to_string());
        let seq = begin(&tx, act, &self.origin, &self.session, person.as_deref()).map_err(wrong)?;
        work(&tx)?;
        tx.execute("DELETE FROM kommando_nu", []).map_err(wrong)?;
        tx.commit().map_err(wrong)?;
        Ok(Committed { seq })
    }

    /// Carries out a command: all of it, or nothing. The same command twice is carried out once.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when somebody else has changed the same thing in a row since it was read; [`StoreError::IndividualNotAllowed`];
    /// whatever the disk says.
    pub fn commit(&mut self, command: &Command, now: DateTime<Utc>) -> Result<Committed, StoreError> {
        let act = Act {
            id: command.id,
            code: command.code,
            meeting: command.meeting,
            about: None,
            strike: false,
            now,
        };
        let file = self.file.clone();
        self.act(&act, |tx| {
            let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
            if let Some(form) = &command.snapshot {
                keep_form(tx, &form.sha, &form.json).map_err(wrong)?;
            }
            for change in &command.changes {
                match change {
                    Change::Put(record) => {
                        let key = record.key();
                        let mut raw = rows::to_raw(record)?;
                        let given = raw.get("rev").and_then(Value::as_i64).unwrap_or(0);
                        let kept = rows::rev(tx, key).map_err(wrong)?;
                        // A row that was removed, or struck, by somebody else doesn't come back by an edit.
                        let gone = kept.is_none() && (given != 0 || is_struck(tx, key).map_err(wrong)?);
                        if gone {
                            return Err(StoreError::Stale(key));
                        }
                        if let Some(kept) = kept.filter(|kept| *kept != given) {
                            raw = merge::merged(tx, key, &raw, given)
                                .map_err(wrong)?
                                .ok_or(StoreError::Stale(key))?;
                            raw.insert("rev".to_owned(), Value::from(kept + 1));
                        } else if raw.contains_key("rev") {
                            raw.insert("rev".to_owned(), Value::from(given + 1));
                        }
                        match kept {
                            Some(_) => rows::update(tx, key.table, &raw),
                            None => rows::insert(tx, key.table, &raw),
                        }
                        .map_err(wrong)?;
                    }
                    Change::Delete(key, given) => {
                        let kept = rows::rev(tx, *key).map_err(wrong)?;
                        if let (Some(kept), Some(given)) = (kept, *given)
                            && kept != given
                            && merge::is_rewritten(tx, *key, given).map_err(wrong)?
                        {
                            return Err(StoreError::Stale(*key));
                        }
                        rows::delete(tx, *key).map_err(wrong)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Takes back this person's latest act in the meeting that isn't taken back already. Tells what it was; nothing
    /// when there is nothing left to take back.
    ///
    /// # Errors
    /// [`StoreError::ChangedSince`] when somebody else has changed the same thing since.
    pub fn undo(
        &mut self,
        meeting: MeetingId,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Option<Code>, StoreError> {
        self.take_back(meeting, id, now, Code::Undo)
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn redo(
        &mut self,
        meeting: MeetingId,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Option<Code>, StoreError> {
        self.take_back(meeting, id, now, Code::Redo)
    }

    fn take_back(
        &mut self,
        meeting: MeetingId,
        id: CommandId,
        now: DateTime<Utc>,
        code: Code,
    ) -> Result<Option<Code>, StoreError> {
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        if seq_of(&self.db, id).map_err(wrong)?.is_some() {
            return code_behind(&self.db, id).map_err(wrong);
        }
        let person = self.person.map(|id| id.to_string());
        let key = (meeting.to_string(), person.clone());
        let stack = self.stacks.entry(key.clone()).or_default();
        follow(&self.db, &key, stack).map_err(wrong)?;
        let acts = if code == Code::Undo { &stack.done } else { &stack.undone };
        let mut chosen = None;
        for (original, latest) in acts.iter().rev() {
            let gone = is_all_struck(&self.db, latest).map_err(wrong)?
                || is_about_withdrawn(&self.db, latest).map_err(wrong)?;
            if !gone {
                chosen = Some((original.clone(), latest.clone()));
                break;
            }
        }
        let Some((original, latest)) = chosen else { return Ok(None) };
        let act = Act { id, code, meeting: Some(meeting), about: Some(original), strike: false, now };
        let done = self.act(&act, |tx| invert(tx, &latest, person.as_deref(), &file));
        match done {
            Ok(_) => code_behind(&self.db, id).map_err(wrong),
            // Somebody else's rows hang on what would go.
            Err(StoreError::Constraint(_) | StoreError::AliasTaken) => Err(StoreError::ChangedSince),
            Err(error) => Err(error),
        }
    }
}

/// Keeps a form, if it isn't kept already.
pub(super) fn keep_form(db: &Connection, sha: &str, json: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO motesform(sha, json) VALUES (?1, ?2) ON CONFLICT(sha) DO NOTHING")?
        .execute([sha, json])?;
    Ok(())
}

fn begin(
    tx: &Connection,
    act: &Act,
    origin: &str,
    session: &str,
    person: Option<&str>,
) -> rusqlite::Result<i64> {
    tx.prepare_cached(
        "INSERT INTO kommando_nu(ett, ursprung, session, person, tid, kommando, kod, mote_id, galler, stryk)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        origin,
        session,
        person,
        time_text(act.now),
        act.id.to_string(),
        act.code.key(),
        act.meeting.map(|id| id.to_string()),
        act.about,
        act.strike,
    ])?;
    let line =
        JournalLine { table: "NULL", row: "NULL", meeting: "k.mote_id", op: "'kommando'", payload_sha: "''" };
    tx.prepare_cached(&journal_line(&line))?.execute([])?;
    Ok(tx.last_insert_rowid())
}

fn seq_of(db: &Connection, id: CommandId) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT seq FROM journal WHERE kommando = ?1 AND op = 'kommando'")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()
}

/// What an undo or redo took back or did again.
fn code_behind(db: &Connection, id: CommandId) -> rusqlite::Result<Option<Code>> {
    let key: Option<String> = db
        .prepare_cached(
            "SELECT o.kod FROM journal u JOIN journal o ON o.kommando = u.galler AND o.op = 'kommando'
             WHERE u.kommando = ?1 AND u.op = 'kommando'",
        )?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    Ok(key.and_then(|key| Code::from_key(&key)))
}

/// Reads on where the stack was left: another process may have acted for the same person.
fn follow(db: &Connection, (meeting, person): &StackKey, stack: &mut Stack) -> rusqlite::Result<()> {
    let mut lines = db.prepare_cached(
        "SELECT seq, kommando, kod, galler FROM journal
         WHERE mote_id = ?1 AND op = 'kommando' AND seq > ?2 AND (person IS ?3 OR kod = ?4) ORDER BY seq",
    )?;
    let mut lines = lines.query(params![meeting, stack.seen, person, Code::Lock.key()])?;
    while let Some(line) = lines.next()? {
        stack.seen = line.get(0)?;
        let (id, code, about): (String, String, Option<String>) = (line.get(1)?, line.get(2)?, line.get(3)?);
        match (Code::from_key(&code), about) {
            // Whoever locked it: what was done before stands.
            (Some(Code::Lock), _) => {
                stack.done.clear();
                stack.undone.clear();
            }
            (Some(Code::Undo), Some(original)) => {
                stack.done.retain(|(done, _)| *done != original);
                stack.undone.push((original, id));
            }
            (Some(Code::Redo), Some(original)) => {
                stack.undone.retain(|(undone, _)| *undone != original);
                stack.done.push((original, id));
            }
            (Some(code), _) if code.is_undoable() => {
                stack.done.push((id.clone(), id));
                stack.undone.clear();
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether nothing is left of a command, because all the rows that it changed have been struck.
fn is_all_struck(db: &Connection, command: &str) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT count(*) > 0 AND count(l.seq) = 0 FROM journal j LEFT JOIN journal_last l ON l.seq = j.seq
         WHERE j.kommando = ?1 AND j.op <> 'kommando'",
    )?
    .query_row([command], |row| row.get(0))
}

/// Whether a command wrote a consent that has been withdrawn since: what was withdrawn isn't taken back, and undo goes
/// on to what came before.
fn is_about_withdrawn(db: &Connection, command: &str) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal j JOIN samtycke s ON s.id = j.rad
                        WHERE j.kommando = ?1 AND j.op <> 'kommando' AND j.tabell = 'samtycke' AND s.aterkallat IS NOT NULL)",
    )?
    .query_row([command], |row| row.get(0))
}

/// Whether the row was struck for good.
pub(super) fn is_struck(db: &Connection, key: RecordKey) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE rad = ?1 AND tabell = ?2 AND op = 'struken')",
    )?
    .query_row([key.id.to_string().as_str(), key.table.name()], |row| row.get(0))
}

/// Whether somebody other than `me` was the last, after line `seq`, to change one of the columns `names` of the row.
/// That a row came or went changes all its columns, the key too.
fn other_changed(
    db: &Connection,
    key: RecordKey,
    seq: i64,
    me: Option<&str>,
    mut names: Vec<&str>,
) -> rusqlite::Result<bool> {
    let mut lines = db.prepare_cached(
        "SELECT j.person IS ?4, l.innehall FROM journal j JOIN journal_last l ON l.seq = j.seq
         WHERE j.rad = ?1 AND j.tabell = ?2 AND j.seq > ?3 ORDER BY j.seq DESC",
    )?;
    let mut lines = lines.query(params![key.id.to_string(), key.table.name(), seq, me])?;
    while let Some(line) = lines.next()? {
        let (mine, content): (bool, String) = (line.get(0)?, line.get(1)?);
        let content: Value = serde_json::from_str(&content).unwrap_or_default();
        let before = names.len();
        names.retain(|name| content["fore"][*name] == content["efter"][*name]);
        if names.len() < before && !mine {
            return Ok(true);
        }
        if names.is_empty() {
            break;
        }
    }
    Ok(false)
}

/// What a line of the journal says happened to a row.
struct Happened {
    seq: i64,
    key: RecordKey,
    before: Option<Raw>,
    after: Option<Raw>,
}

/// Writes back what a command changed, last change first. Only the columns that it changed: what else has happened
/// to a row since remains.
fn invert(db: &Connection, command: &str, me: Option<&str>, file: &str) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(file, &error);
    for happened in read_changes(db, command).map_err(wrong)? {
        let Happened { seq, key, before, after } = happened;
        let now = rows::current(db, key).map_err(wrong)?;
        let refuse_if_other = |names: Vec<&str>| {
            if other_changed(db, key, seq, me, names).map_err(wrong)? {
                Err(StoreError::ChangedSince)
            } else {
                Ok(())
            }
        };
        match (before, after) {
            (None, Some(after)) => {
                if let Some(now) = now {
                    refuse_if_other(changed_columns(key.table, &now, &after).collect())?;
                    rows::delete(db, key).map_err(wrong)?;
                }
            }
            (Some(mut before), None) => {
                if let Some(now) = now {
                    refuse_if_other(changed_columns(key.table, &now, &before).collect())?;
                } else {
                    refuse_if_other(vec!["id"])?;
                    if without_struck(db, key.table, &mut before).map_err(wrong)? {
                        raise_rev(&mut before, None);
                        rows::insert(db, key.table, &before).map_err(wrong)?;
                    }
                }
            }
            (Some(mut before), Some(after)) => {
                let Some(mut now) = now else {
                    refuse_if_other(vec!["id"])?;
                    continue;
                };
                without_struck(db, key.table, &mut before).map_err(wrong)?;
                let changed: Vec<&str> = changed_columns(key.table, &before, &after).collect();
                let otherwise =
                    |name: &&str| now.get(*name) != after.get(*name) && now.get(*name) != before.get(*name);
                refuse_if_other(changed.iter().copied().filter(otherwise).collect())?;
                if changed.iter().all(|name| now.get(*name) == before.get(*name)) {
                    continue;
                }
                for name in changed {
                    now.insert(name.to_owned(), before.get(name).cloned().unwrap_or(Value::Null));
                }
                let kept = now.get("rev").and_then(Value::as_i64);
                raise_rev(&mut now, kept);
                rows::update(db, key.table, &now).map_err(wrong)?;
            }
            (None, None) => {}
        }
    }
    Ok(())
}

fn read_changes(db: &Connection, command: &str) -> rusqlite::Result<Vec<Happened>> {
    let mut lines = db.prepare_cached(
        "SELECT j.seq, j.tabell, j.rad, l.innehall FROM journal j JOIN journal_last l ON l.seq = j.seq
         WHERE j.kommando = ?1 AND j.op <> 'kommando' ORDER BY j.seq DESC",
    )?;
    let lines = lines.query_map([command], |line| {
        let (seq, table, row, content): (i64, String, String, String) =
            (line.get(0)?, line.get(1)?, line.get(2)?, line.get(3)?);
        let key = by_name(&table).zip(Uuid::parse_str(&row).ok()).map(|(table, id)| RecordKey { table, id });
        let mut content: Raw = serde_json::from_str(&content).unwrap_or_default();
        let mut take = |name: &str| match content.remove(name) {
            Some(Value::Object(row)) => Some(row),
            _ => None,
        };
        Ok(key.map(|key| Happened { seq, key, before: take("fore"), after: take("efter") }))
    })?;
    lines.filter_map(Result::transpose).collect()
}

/// The columns in which two rows differ, leaving out how many times they have been written.
fn changed_columns<'a>(
    table: Table,
    one: &'a Raw,
    other: &'a Raw,
) -> impl Iterator<Item = &'static str> + 'a {
    columns(table)
        .iter()
        .map(|column| column.name)
        .filter(move |name| *name != "rev" && one.get(*name) != other.get(*name))
}

/// Empties pointers at rows that have been struck. False if the row can't be without one of them.
pub(super) fn without_struck(db: &Connection, table: Table, row: &mut Raw) -> rusqlite::Result<bool> {
    for column in columns(table) {
        let Some((target, _)) = column.target else { continue };
        let Some(id) = row.get(column.name).and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok())
        else {
            continue;
        };
        if is_struck(db, RecordKey { table: target, id })? {
            if column.required {
                return Ok(false);
            }
            row.insert(column.name.to_owned(), Value::Null);
        }
    }
    Ok(true)
}

/// Empties pointers at rows that aren't there now. False if the row can't be without one of them.
pub(super) fn without_missing(db: &Connection, table: Table, row: &mut Raw) -> rusqlite::Result<bool> {
    for column in columns(table) {
        let Some((target, _)) = column.target else { continue };
        let Some(id) = row.get(column.name).and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok())
        else {
            continue;
        };
        if rows::rev(db, RecordKey { table: target, id })?.is_none() {
            if column.required {
                return Ok(false);
            }
            row.insert(column.name.to_owned(), Value::Null);
        }
    }
    Ok(true)
}

/// A row never goes back to an earlier number, so that an edit from before is known as stale.
pub(super) fn raise_rev(row: &mut Raw, kept: Option<i64>) {
    if let Some(rev) = row.get_mut("rev") {
        *rev = Value::from(kept.or(rev.as_i64()).unwrap_or(0) + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, at};
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::Record;
    use crate::domain::record::{Arende, Body, Child, Entry, MeetingArende, Stage};
    use crate::store::Access;

    const NOTE: EntryKind = EntryKind::Anteckning;

    fn texts(world: &World, meeting: MeetingId) -> Vec<String> {
        world.store.meeting(meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
    }

    #[test]
    fn the_same_command_is_carried_out_once() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.entry(meeting, NOTE, "En gång");
        let command = world.command(meeting, Code::Add(NOTE), vec![Change::put(entry)]);
        let first = world.store.commit(&command, world.now).unwrap();
        // As after a crash between the commit and its answer: another process asks again.
        world.store = Store::open(&world.path(), &Access::Practice).unwrap();
        assert_eq!(world.store.commit(&command, world.now).unwrap(), first);
        assert_eq!(texts(&world, meeting), ["En gång"]);
        let undo: CommandId = world.id();
        for _ in 0..3 {
            assert_eq!(world.store.undo(meeting, undo, world.now).unwrap(), Some(Code::Add(NOTE)));
        }
        assert_eq!(texts(&world, meeting), [""; 0]);
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn an_edit_of_what_somebody_else_has_changed_is_stale_and_nothing_of_the_command_remains() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Först");
        let edit = |text: &str| Change::put(Entry { text: text.to_owned(), ..entry.clone() });
        world.commit(meeting, Code::Edit(NOTE), vec![edit("Sedan")]);
        let other = world.entry(meeting, NOTE, "I samma kommando");
        let stale = world.command(meeting, Code::Edit(NOTE), vec![Change::put(other), edit("Gammalt")]);
        let refused = world.store.commit(&stale, world.now);
        assert!(matches!(refused, Err(StoreError::Stale(key)) if key.id == entry.id.0), "{refused:?}");
        assert_eq!(texts(&world, meeting), ["Sedan"]);
        let stands = world.store.meeting(meeting).unwrap().entries.remove(0);
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(stands)]);
        let stale = world.command(meeting, Code::Edit(NOTE), vec![edit("Borta")]);
        assert!(matches!(world.store.commit(&stale, world.now), Err(StoreError::Stale(_))));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn undo_and_redo_go_through_a_restart_and_say_what_they_did() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Ett");
        world.commit(
            meeting,
            Code::Convert(EntryKind::Atgard),
            vec![Change::put(Entry { body: Body::empty(EntryKind::Atgard), ..entry })],
        );
        world.add(meeting, NOTE, "Två");
        assert_eq!(world.redo(meeting), None);
        assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
        world.store = Store::open(&world.path(), &Access::Practice).unwrap();
        assert_eq!(world.undo(meeting), Some(Code::Convert(EntryKind::Atgard)));
        assert_eq!(world.store.meeting(meeting).unwrap().entries[0].kind(), NOTE);
        assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
        assert_eq!(world.undo(meeting), None, "the meeting itself isn't taken back");
        world.store = Store::open(&world.path(), &Access::Practice).unwrap();
        assert_eq!(world.redo(meeting), Some(Code::Add(NOTE)));
        assert_eq!(world.redo(meeting), Some(Code::Convert(EntryKind::Atgard)));
        assert_eq!(texts(&world, meeting), ["Ett"]);
        world.add(meeting, NOTE, "Tre");
        assert_eq!(world.redo(meeting), None, "a new act ends what could be done again");
        assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
        assert_eq!(world.undo(meeting), Some(Code::Convert(EntryKind::Atgard)));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_row_that_comes_back_has_a_number_that_no_earlier_reader_has() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, "Ett");
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
        world.undo(meeting);
        assert!(world.store.meeting(meeting).unwrap().entries[0].rev > entry.rev);
    }

    #[test]
    fn each_person_takes_back_their_own_acts_and_leaves_the_columns_of_others() {
        let mut world = World::new();
        let (one, other) = (world.person("Ett").id, world.person("Två").id);
        world.store.act_as(Some(one));
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let head = |world: &World| world.store.meeting(meeting).unwrap().head;
        let titled = Change::put(crate::domain::record::Head { title: "Ny titel".into(), ..head(&world) });
        world.commit(meeting, Code::EditHead, vec![titled]);
        world.store.act_as(Some(other));
        let placed = Change::put(crate::domain::record::Head { place: Some("Rum 3".into()), ..head(&world) });
        world.commit(meeting, Code::EditHead, vec![placed]);
        world.store.act_as(Some(one));
        assert_eq!(world.undo(meeting), Some(Code::EditHead));
        assert_eq!(
            (head(&world).title.as_str(), head(&world).place.as_deref()),
            ("EHT Ängsskolan", Some("Rum 3"))
        );
        assert_eq!(world.undo(meeting), None);
        world.store.act_as(Some(other));
        assert_eq!(world.undo(meeting), Some(Code::EditHead));
        assert_eq!(head(&world).place, None);
    }

    #[test]
    fn an_own_act_on_another_column_doesnt_hide_what_somebody_else_wrote() {
        let mut world = World::new();
        let (one, other) = (world.person("Ett").id, world.person("Två").id);
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let edit = |world: &mut World, change: &dyn Fn(&mut Entry)| {
            let mut entry = world.store.meeting(meeting).unwrap().entries[0].clone();
            change(&mut entry);
            world.commit(meeting, Code::Edit(NOTE), vec![Change::put(entry)]);
        };
        world.store.act_as(Some(one));
        world.add(meeting, NOTE, "Ett");
        edit(&mut world, &|entry| entry.text = "Ändrat".to_owned());
        world.store.act_as(Some(other));
        edit(&mut world, &|entry| entry.text = "Den andres".to_owned());
        world.store.act_as(Some(one));
        edit(&mut world, &|entry| entry.order = 7);
        assert_eq!(world.undo(meeting), Some(Code::Edit(NOTE)));
        let id = world.id();
        assert!(matches!(world.store.undo(meeting, id, world.now), Err(StoreError::ChangedSince)));
        assert_eq!(texts(&world, meeting), ["Den andres"]);
    }

    #[test]
    fn undo_is_refused_when_somebody_else_has_changed_or_builds_on_the_same_thing() {
        let mut world = World::new();
        let (one, other) = (world.person("Ett").id, world.person("Två").id);
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.store.act_as(Some(one));
        let entry = world.add(meeting, NOTE, "Ett");
        let person = world.participant(meeting, "Karin", "Kurator");
        world.commit(meeting, Code::AddParticipant, vec![Change::put(person.clone())]);
        world.store.act_as(Some(other));
        let said = Entry { source: Some(person.id), ..world.entry(meeting, NOTE, "Sagt av Karin") };
        world.commit(meeting, Code::Add(NOTE), vec![Change::put(said)]);
        world.commit(
            meeting,
            Code::Edit(NOTE),
            vec![Change::put(Entry { text: "Ändrat".to_owned(), ..entry })],
        );
        let lines = world.store.journal_head().unwrap();
        world.store.act_as(Some(one));
        for _ in 0..2 {
            let id = world.id();
            let refused = world.store.undo(meeting, id, world.now);
            assert!(matches!(refused, Err(StoreError::ChangedSince)), "{refused:?}");
        }
        assert_eq!(world.store.journal_head().unwrap(), lines);
        // When the other one has taken back theirs, nothing stands in the way.
        world.store.act_as(Some(other));
        world.undo(meeting);
        world.undo(meeting);
        world.store.act_as(Some(one));
        assert_eq!(world.undo(meeting), Some(Code::AddParticipant));
        assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
        assert_eq!(texts(&world, meeting), [""; 0]);
    }

    #[test]
    fn what_the_database_itself_removed_or_emptied_comes_back_too() {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let before = world.store.meeting(meeting).unwrap();
        let need = before.entries.iter().find(|entry| entry.kind() == EntryKind::Behov).unwrap().clone();
        world.commit(meeting, Code::Remove(EntryKind::Behov), vec![Change::delete(need)]);
        let without = world.store.meeting(meeting).unwrap();
        assert!(without.actions().all(|entry| entry.action().unwrap().need.is_none()));
        world.undo(meeting);
        let mut after = world.store.meeting(meeting).unwrap();
        for (entry, old) in after.entries.iter_mut().zip(&before.entries) {
            entry.rev = old.rev;
        }
        assert_eq!(after, before);
    }

    #[test]
    fn an_arende_that_was_walked_through_can_be_taken_back() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let arende = Arende::new(world.id(), None, "Korridoren");
        let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
        // Children before parents: the order within a command doesn't matter.
        world.commit(meeting, Code::AddArende, vec![Change::put(item.clone()), Change::put(arende)]);
        let mut head = world.store.meeting(meeting).unwrap().head;
        head.current = Some(item.id);
        let stage = Stage {
            id: world.id(),
            meeting,
            arende: Some(item.id),
            phase: item.phase,
            from: world.now,
            to: None,
        };
        world.commit(meeting, Code::Move, vec![Change::put(head), Change::put(stage)]);
        assert_eq!(world.undo(meeting), Some(Code::AddArende));
        let read = world.store.meeting(meeting).unwrap();
        assert_eq!((read.items.len(), read.head.current, read.stages[0].arende), (0, None, None));
        assert_eq!(world.redo(meeting), Some(Code::AddArende));
        let read = world.store.meeting(meeting).unwrap();
        assert_eq!((read.head.current, read.stages[0].arende), (Some(item.id), Some(item.id)));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn the_database_itself_refuses_a_child_where_individuals_may_not_be_taken_up() {
        let mut world = World::new();
        let meeting = world.meeting("bht", "2026-11-23T13:00:00");
        let child = Child::new(world.id(), "Blå");
        let arende = Arende::new(world.id(), Some(child.id), "Blå");
        let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
        let changes: Vec<Record> = vec![child.clone().into(), arende.clone().into(), item.clone().into()];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let changes = order.map(|index| Change::put(changes[index].clone())).to_vec();
            let command = world.command(meeting, Code::AddArende, changes);
            let refused = world.store.commit(&command, world.now);
            assert!(matches!(refused, Err(StoreError::IndividualNotAllowed)), "{refused:?}");
        }
        // A group is taken up; then it can't become a child.
        let group = Arende { child: None, ..arende.clone() };
        world.commit(meeting, Code::AddArende, vec![Change::put(group), Change::put(item)]);
        let command = world.command(
            meeting,
            Code::EditArende,
            vec![Change::put(child), Change::put(Arende { rev: 1, ..arende })],
        );
        assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::IndividualNotAllowed)));
        let mut head = world.store.meeting(meeting).unwrap().head;
        head.individuals = true;
        let command = world.command(meeting, Code::EditHead, vec![Change::put(head)]);
        assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::Constraint(_))));
    }

    #[test]
    fn an_alias_is_one_childs_alone() {
        let mut world = World::new();
        world.full_meeting();
        let child = Child::new(world.id(), "Blå");
        let meeting = world.meeting("eht", "2026-11-24T13:00:00");
        let command = world.command(meeting, Code::AddArende, vec![Change::put(child)]);
        assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::AliasTaken)));
    }

    #[test]
    fn the_journal_holds_who_when_and_what_but_no_words_of_the_user_outside_its_content() {
        let mut world = World::new();
        let person = world.person("Åke").id;
        world.store.act_as(Some(person));
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Hemlighet");
        let command = world.id();
        world.store.open_meeting(meeting, command, world.now).unwrap();
        let lines: Vec<String> = world
            .store
            .db
            .prepare("SELECT coalesce(person, '') || ' ' || tid || ' ' || kod || ' ' || coalesce(tabell, '') || op FROM journal ORDER BY seq")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let expected = [
            "person.satt kommando",
            "person.satt personny",
            "mote.nytt kommando",
            "mote.nytt moteny",
            "post.ny.anteckning kommando",
            "post.ny.anteckning postny",
            "oppna kommando",
        ];
        assert_eq!(lines.len(), expected.len(), "{lines:#?}");
        for (index, (line, end)) in lines.iter().zip(expected).enumerate() {
            assert!(line.ends_with(end), "{line}");
            assert_eq!(line.starts_with(&person.to_string()), index > 1, "{line}");
        }
        assert_eq!(world.store.changed_since(0).unwrap(), [], "one's own lines are no news");
        let other = Store::open(&world.path(), &Access::Practice).unwrap();
        assert_eq!(other.changed_since(0).unwrap(), [meeting]);
        assert_eq!(other.changed_since(6).unwrap(), []);
        assert_eq!(world.store.meeting(meeting).unwrap().head.planned, at("2026-11-23T13:00:00"));
    }
}
