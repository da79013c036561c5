//! Undo and redo: what a command changed is written back from the journal, as a command of its own.

use super::super::Store;
use super::super::columns::{by_name, columns};
use super::super::error::StoreError;
use super::super::rows::{self, Raw};
use super::{Act, Stack, StackKey, again, seq_of, words};
use crate::domain::coded::Coded;
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::record::MeetingStatus;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use uuid::Uuid;

/// What became of the wish to take something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// This was taken back, or done again.
    Act {
        /// What it was.
        code: Code,
        /// Whether a later act was passed over, because somebody else has built on it.
        passed: bool,
        /// A later act of the same person that can't be taken back, and stands.
        stands: Option<Code>,
    },
    /// There is nothing left to take back.
    Nothing,
    /// Nothing was done: rows would be removed that whoever asked for it can't see, or the act is one that is asked about
    /// first.
    Hidden(Code),
}

/// What undo may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reach<'a> {
    /// No entry, participant or ärende is removed that isn't among these, and nothing taken back that is asked about first.
    pub shown: Option<&'a [Uuid]>,
    /// Acts that somebody else has built on are passed over.
    pub past: bool,
}

impl TakenBack {
    /// What was taken back or done again, if anything was.
    pub fn code(self) -> Option<Code> {
        match self {
            Self::Act { code, .. } => Some(code),
            Self::Nothing | Self::Hidden(_) => None,
        }
    }
}

impl Store {
    /// Takes back this person's latest act in the meeting that isn't taken back already.
    ///
    /// # Errors
    /// [`StoreError::ChangedSince`] when somebody else has changed the same thing since, in all that may be taken back.
    pub fn undo(
        &mut self,
        meeting: MeetingId,
        reach: Reach<'_>,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<TakenBack, StoreError> {
        self.take_back(meeting, reach, id, now, Code::Undo)
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// [`StoreError::ChangedSince`] when somebody else has changed the same thing since.
    pub fn redo(
        &mut self,
        meeting: MeetingId,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<TakenBack, StoreError> {
        self.take_back(meeting, Reach::default(), id, now, Code::Redo)
    }

    fn take_back(
        &mut self,
        meeting: MeetingId,
        reach: Reach<'_>,
        id: CommandId,
        now: DateTime<Utc>,
        code: Code,
    ) -> Result<TakenBack, StoreError> {
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        if seq_of(&self.db, id).map_err(wrong)?.is_some() {
            let behind = code_behind(&self.db, id).map_err(wrong)?;
            return Ok(behind.map_or(TakenBack::Nothing, |code| TakenBack::Act {
                code,
                passed: false,
                stands: None,
            }));
        }
        let person = self.person.map(|id| id.to_string());
        let key = (meeting.to_string(), person.clone());
        let stack = self.stacks.entry(key.clone()).or_default();
        follow(&self.db, &key, stack).map_err(wrong)?;
        let acts = if code == Code::Undo { stack.done.clone() } else { stack.undone.clone() };
        let mut passed = false;
        for (original, latest) in acts.into_iter().rev() {
            let gone = is_all_struck(&self.db, &latest).map_err(wrong)?
                || is_about_withdrawn(&self.db, &latest).map_err(wrong)?
                || is_settled(&self.db, &original).map_err(wrong)?;
            if gone {
                continue;
            }
            if let Some(shown) = reach.shown
                && let Some(code) = code_of(&self.db, &original).map_err(wrong)?
                && (code.asked_first().is_some()
                    || removes_others_than(&self.db, &latest, shown).map_err(wrong)?)
            {
                return Ok(TakenBack::Hidden(code));
            }
            let about = Some(original.clone());
            let act = Act { id, code, meeting: Some(meeting), about, strike: false, now };
            match self.act(&act, |tx| invert(tx, &latest, (person.as_deref(), id), &file)) {
                Ok(_) => {
                    let behind = code_behind(&self.db, id).map_err(wrong)?;
                    let stands = standing(&self.db, (&key.0, &key.1), &original).map_err(wrong)?;
                    let stands = stands.filter(|_| act.code == Code::Undo);
                    let act = |code| TakenBack::Act { code, passed, stands };
                    return Ok(behind.map_or(TakenBack::Nothing, act));
                }
                // Somebody else has changed the same thing, or has rows that hang on what would go.
                Err(error)
                    if reach.past && (error.is_refusal() || matches!(error, StoreError::ChangedSince)) =>
                {
                    passed = true;
                }
                Err(error) if error.is_refusal() => return Err(StoreError::ChangedSince),
                Err(error) => return Err(error),
            }
        }
        if passed { Err(StoreError::ChangedSince) } else { Ok(TakenBack::Nothing) }
    }
}

/// Whether what a command put there, and what would be removed with it, holds an entry, a participant or an ärende of
/// the meeting that isn't among those.
fn removes_others_than(db: &Connection, command: &str, shown: &[Uuid]) -> rusqlite::Result<bool> {
    let seen = [Table::Entry, Table::Participant, Table::MeetingArende];
    for happened in read_changes(db, command)? {
        let removed = happened.before.is_none() && seen.contains(&happened.key.table);
        if removed && !shown.contains(&happened.key.id) && rows::current(db, happened.key)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The latest act of this person in the meeting after `command` that can't be taken back, and that somebody might believe
/// to be the one that was.
fn standing(
    db: &Connection,
    (meeting, person): (&str, &Option<String>),
    command: &str,
) -> rusqlite::Result<Option<Code>> {
    let mut later = db.prepare_cached(
        "SELECT kod FROM journal WHERE mote_id = ?1 AND op = 'kommando' AND person IS ?2 AND seq >
            (SELECT seq FROM journal WHERE kommando = ?3 AND op = 'kommando') ORDER BY seq DESC",
    )?;
    let later = later.query_map(params![meeting, person, command], |row| row.get::<_, String>(0))?;
    for key in later {
        match Code::from_key(&key?) {
            Some(code) if code.is_lasting() => return Ok(Some(code)),
            _ => {}
        }
    }
    Ok(None)
}

fn code_of(db: &Connection, command: &str) -> rusqlite::Result<Option<Code>> {
    let key: Option<String> = db
        .prepare_cached("SELECT kod FROM journal WHERE kommando = ?1 AND op = 'kommando'")?
        .query_row([command], |row| row.get(0))
        .optional()?;
    Ok(key.and_then(|key| Code::from_key(&key)))
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
            // The answer that it takes back was never one.
            (Some(Code::AnswerWasText), _) => {
                let last = stack.done.last().map(|(original, _)| code_of(db, original)).transpose()?;
                if matches!(last.flatten(), Some(Code::SetActionStatus | Code::ForgetActionStatus)) {
                    stack.done.pop();
                }
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

/// Whether the meeting has gone past what a command did: when a meeting that has begun was to be held, and why a rule was
/// passed on the way to its end.
fn is_settled(db: &Connection, command: &str) -> rusqlite::Result<bool> {
    let found: Option<(String, String)> = db
        .prepare_cached(
            "SELECT j.kod, m.status FROM journal j JOIN mote m ON m.id = j.mote_id
             WHERE j.kommando = ?1 AND j.op = 'kommando'",
        )?
        .query_row([command], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((code, status)) = found else { return Ok(false) };
    let status = MeetingStatus::of_code(&status);
    Ok(match Code::from_key(&code) {
        Some(Code::MoveMeeting) => status != Some(MeetingStatus::Planerat),
        Some(Code::Override) => status == Some(MeetingStatus::Avslutat),
        _ => false,
    })
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
/// to a row since remains. `as_act`: who does it, and by which act.
fn invert(
    db: &Connection,
    command: &str,
    as_act: (Option<&str>, CommandId),
    file: &str,
) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(file, &error);
    let (me, act) = as_act;
    for happened in read_changes(db, command).map_err(wrong)? {
        let Happened { seq, key, before, after } = happened;
        // Rows that are only ever added to are taken back by another.
        if key.table == Table::ActionStatus {
            words::unsay(db, key, act, file)?;
            continue;
        }
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
                    if again::without_struck(db, key.table, &mut before).map_err(wrong)? {
                        again::raise_rev(&mut before, None);
                        rows::insert(db, key.table, &before).map_err(wrong)?;
                    }
                }
            }
            (Some(mut before), Some(after)) => {
                let Some(mut now) = now else {
                    refuse_if_other(vec!["id"])?;
                    continue;
                };
                again::without_struck(db, key.table, &mut before).map_err(wrong)?;
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
                again::raise_rev(&mut now, kept);
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
