//! A row that is written back after something has happened to others: what was struck stays gone, pointers at what isn't
//! there are emptied, and no number comes back.

use super::super::columns::columns;
use super::super::rows::{self, Raw};
use crate::domain::command::{RecordKey, Table};
use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

/// Whether the row was struck for good.
pub(in crate::store) fn is_struck(db: &Connection, key: RecordKey) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE rad = ?1 AND tabell = ?2 AND op = 'struken')",
    )?
    .query_row([key.id.to_string().as_str(), key.table.name()], |row| row.get(0))
}

/// Empties pointers at rows that have been struck. False if the row can't be without one of them.
pub(in crate::store) fn without_struck(
    db: &Connection,
    table: Table,
    row: &mut Raw,
) -> rusqlite::Result<bool> {
    without(table, row, |target| is_struck(db, target))
}

/// Empties pointers at rows that aren't there now. False if the row can't be without one of them.
pub(in crate::store) fn without_missing(
    db: &Connection,
    table: Table,
    row: &mut Raw,
) -> rusqlite::Result<bool> {
    without(table, row, |target| Ok(rows::rev(db, target)?.is_none()))
}

/// Empties pointers at rows that are gone. False if the row can't be without one of them.
fn without(
    table: Table,
    row: &mut Raw,
    is_gone: impl Fn(RecordKey) -> rusqlite::Result<bool>,
) -> rusqlite::Result<bool> {
    for column in columns(table) {
        let Some((target, _)) = column.target else { continue };
        let Some(id) = row.get(column.name).and_then(Value::as_str).and_then(|id| Uuid::parse_str(id).ok())
        else {
            continue;
        };
        if is_gone(RecordKey { table: target, id })? {
            if column.required {
                return Ok(false);
            }
            row.insert(column.name.to_owned(), Value::Null);
        }
    }
    Ok(true)
}

/// A row never goes back to an earlier number, so that an edit from before is known as stale.
pub(in crate::store) fn raise_rev(row: &mut Raw, kept: Option<i64>) {
    if let Some(rev) = row.get_mut("rev") {
        *rev = Value::from(kept.or(rev.as_i64()).unwrap_or(0) + 1);
    }
}
