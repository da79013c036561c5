//! The journal: one transaction for each command, undo and redo from what it wrote, and the check of its chain.
//!
//! The lines themselves are written by triggers (see [`super::schema`]). A line is chained to the one before it:
//! `sha = H(previous sha, everything in the line, last_sha)` with `last_sha = H(salt, content)`, so that the content
//! of a line can be struck without breaking the chain.

use super::columns::{by_name, columns};
use super::error::StoreError;
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
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrong)?;
        let found = user_version(&tx).map_err(wrong)?;
        if found != VERSION {
            return Err(StoreError::NewerVersion { file: self.file.clone(), found, known: VERSION });
        }
        if let Some(seq) = seq_of(&tx, act.id).map_err(wrong)? {
            return Ok(Committed { seq });
        }
        let seq = begin(&tx, act, &self.origin, &self.session, self.person.map(|id| id.to_string()))
            .map_err(wrong)?;
        work(&tx)?;
        tx.execute("DELETE FROM kommando_nu", []).map_err(wrong)?;
        tx.commit().map_err(wrong)?;
        Ok(Committed { seq })
    }

    /// Carries out a command: all of it, or nothing. The same command twice is carried out once.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when a row isn't as it was when it was read; [`StoreError::IndividualNotAllowed`];
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
                        if gone || kept.is_some_and(|kept| kept != given) {
                            return Err(StoreError::Stale(key));
                        }
                        if raw.contains_key("rev") {
                            raw.insert("rev".to_owned(), Value::from(given + 1));
                        }
                        match kept {
                            Some(_) => rows::update(tx, key.table, &raw),
                            None => rows::insert(tx, key.table, &raw),
                        }
                        .map_err(wrong)?;
                    }
                    Change::Delete(key) => {
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
            // Nothing is left of a command whose rows have all been struck.
            if has_content(&self.db, latest).map_err(wrong)? {
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
    person: Option<String>,
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
         WHERE mote_id = ?1 AND op = 'kommando' AND seq > ?2 AND person IS ?3 ORDER BY seq",
    )?;
    let mut lines = lines.query(params![meeting, stack.seen, person])?;
    while let Some(line) = lines.next()? {
        stack.seen = line.get(0)?;
        let (id, code, about): (String, String, Option<String>) = (line.get(1)?, line.get(2)?, line.get(3)?);
        match (Code::from_key(&code), about) {
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

fn has_content(db: &Connection, command: &str) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal j JOIN journal_last l ON l.seq = j.seq
                        WHERE j.kommando = ?1 AND j.op <> 'kommando')",
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

/// Whether the last to write the row after line `seq` was somebody other than `me`.
fn other_wrote(db: &Connection, key: RecordKey, seq: i64, me: Option<&str>) -> rusqlite::Result<bool> {
    let mine: Option<bool> = db
        .prepare_cached(
            "SELECT person IS ?4 FROM journal WHERE rad = ?1 AND tabell = ?2 AND seq > ?3 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(params![key.id.to_string(), key.table.name(), seq, me], |row| row.get(0))
        .optional()?;
    Ok(mine == Some(false))
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
        let refuse_if_other = || match other_wrote(db, key, seq, me).map_err(wrong)? {
            true => Err(StoreError::ChangedSince),
            false => Ok(()),
        };
        match (before, after) {
            (None, Some(after)) => {
                if let Some(now) = now {
                    if changed_columns(key.table, &now, &after).next().is_some() {
                        refuse_if_other()?;
                    }
                    rows::delete(db, key).map_err(wrong)?;
                }
            }
            (Some(mut before), None) => {
                if let Some(now) = now {
                    if changed_columns(key.table, &now, &before).next().is_some() {
                        refuse_if_other()?;
                    }
                } else {
                    refuse_if_other()?;
                    if without_struck(db, key.table, &mut before).map_err(wrong)? {
                        raise_rev(&mut before, None);
                        rows::insert(db, key.table, &before).map_err(wrong)?;
                    }
                }
            }
            (Some(mut before), Some(after)) => {
                let Some(mut now) = now else {
                    refuse_if_other()?;
                    continue;
                };
                without_struck(db, key.table, &mut before).map_err(wrong)?;
                let changed: Vec<&str> = changed_columns(key.table, &before, &after).collect();
                if changed
                    .iter()
                    .any(|name| now.get(*name) != after.get(*name) && now.get(*name) != before.get(*name))
                {
                    refuse_if_other()?;
                }
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
fn without_struck(db: &Connection, table: Table, row: &mut Raw) -> rusqlite::Result<bool> {
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

/// A row never goes back to an earlier number, so that an edit from before is known as stale.
fn raise_rev(row: &mut Raw, kept: Option<i64>) {
    if let Some(rev) = row.get_mut("rev") {
        *rev = Value::from(kept.or(rev.as_i64()).unwrap_or(0) + 1);
    }
}
