//! How an action has gone is only ever added to: what was told is taken back, and told again, by a word that says what held
//! before it.

use super::super::error::StoreError;
use super::super::query::from_word;
use super::super::rows::{self, Statements};
use crate::domain::command::{Record, RecordKey, Table};
use crate::domain::dates::Due;
use crate::domain::ids::{CommandId, EntryId, Ids};
use crate::domain::record::{ActionState, ActionStatus};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

/// Takes back what a word said, or tells again what it took back. `act` is what does it: the new word's key is made from it.
///
/// # Errors
/// [`StoreError::ChangedSince`] where somebody has told something of it since.
pub(super) fn unsay(db: &Connection, word: RecordKey, act: CommandId, file: &str) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(file, &error);
    let all = told_with(db, word.id, file)?;
    let Some(at) = all.iter().position(|row| row.id.0 == word.id) else { return Ok(()) };
    let (Some(unsaid), Some(last)) = (all.get(at), all.last()) else { return Ok(()) };
    let earlier = all.get(..at).unwrap_or_default();
    // What was taken back and told again keeps its moment, and is nothing new.
    let is_known = |row: &ActionStatus| {
        let of_it = |known: &ActionStatus| known.meeting == row.meeting && known.at == row.at;
        row.id <= unsaid.id || of_it(unsaid) || earlier.iter().any(of_it)
    };
    if !ActionStatus::standing(&all).into_iter().all(is_known) {
        return Err(StoreError::ChangedSince);
    }
    let before = earlier.last();
    // The day that it had counts again, where it got another.
    let mut new_due = before.and_then(|row| row.new_due.clone());
    if new_due.is_none() && unsaid.new_due.is_some() {
        new_due = earlier.iter().rev().find_map(|row| row.new_due.clone());
        if new_due.is_none() {
            new_due = agreed_due(db, unsaid.entry).map_err(wrong)?;
        }
    }
    let seed = act.0.as_u64_pair().1 ^ word.id.as_u64_pair().1;
    let mut ids = Ids::new(seed);
    ids.after(last.id.0);
    let again = ActionStatus {
        id: ids.next(made(act.0)),
        status: before.map_or(ActionState::EjPaborjad, |row| row.status),
        evaluation: before.and_then(|row| row.evaluation.clone()),
        new_due,
        ..unsaid.clone()
    };
    let raw = rows::to_raw(&again.into())?;
    rows::insert(db, Table::ActionStatus, &raw).map_err(wrong)
}

/// All that was told of what a word is about, in its order. Nothing where the word is gone.
fn told_with(db: &Connection, word: Uuid, file: &str) -> Result<Vec<ActionStatus>, StoreError> {
    let select = &Statements::for_table(Table::ActionStatus).select;
    let query =
        format!("{select} WHERE post_id = (SELECT post_id FROM atgard_status WHERE id = ?1) ORDER BY id");
    let read = || -> rusqlite::Result<Vec<Result<Record, StoreError>>> {
        let mut rows = db.prepare_cached(&query)?;
        rows.query_map([word.to_string()], |row| rows::from_row(Table::ActionStatus, row))?.collect()
    };
    let mut all = Vec::new();
    for record in read().map_err(|error| StoreError::sqlite(file, &error))? {
        if let Record::ActionStatus(row) = record? {
            all.push(row);
        }
    }
    Ok(all)
}

/// When it was to be done as it was agreed.
fn agreed_due(db: &Connection, entry: EntryId) -> rusqlite::Result<Option<Due>> {
    let due: Option<Option<String>> = db
        .prepare_cached("SELECT due FROM post WHERE id = ?1")?
        .query_row([entry.to_string()], |row| row.get(0))
        .optional()?;
    Ok(due.flatten().and_then(from_word))
}

/// The moment of a key, in milliseconds since 1970.
fn made(id: Uuid) -> u64 {
    id.get_timestamp().map_or(0, |stamp| {
        let (seconds, nanos) = stamp.to_unix();
        seconds.saturating_mul(1000).saturating_add(u64::from(nanos) / 1_000_000)
    })
}
