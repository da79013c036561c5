//! What a row has been, as the journal has it: for letters that replace earlier ones, and for calendars.

use super::journal::time_text;
use super::rows::{self, Raw};
use super::{Store, StoreError};
use crate::domain::command::{Record, RecordKey, Table};
use crate::domain::ids::MeetingId;
use crate::domain::record::Head;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

impl Store {
    /// A meeting's head as it stood at a moment; nothing where it wasn't there, or that is struck.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn head_at(&self, id: MeetingId, at: DateTime<Utc>) -> Result<Option<Head>, StoreError> {
        let content: Option<String> = self
            .db
            .prepare_cached(
                "SELECT l.innehall FROM journal j JOIN journal_last l ON l.seq = j.seq
                 WHERE j.rad = ?1 AND j.tabell = ?2 AND j.tid <= ?3 ORDER BY j.seq DESC LIMIT 1",
            )
            .and_then(|mut line| {
                let of = params![id.to_string(), Table::Head.name(), time_text(at)];
                line.query_row(of, |row| row.get(0)).optional()
            })
            .map_err(|error| self.wrong(&error))?;
        let after = content.and_then(|content| serde_json::from_str::<Raw>(&content).ok()?.remove("efter"));
        Ok(match after {
            Some(Value::Object(row)) => match rows::from_raw(Table::Head, &row) {
                Ok(Record::Head(head)) => Some(head),
                _ => None,
            },
            _ => None,
        })
    }

    /// When a row was written last.
    ///
    /// # Errors
    /// As [`Store::head_at`].
    pub fn written_at(&self, key: RecordKey) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: Option<String> = self
            .db
            .prepare_cached(
                "SELECT tid FROM journal WHERE rad = ?1 AND tabell = ?2 ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut line| {
                line.query_row(params![key.id.to_string(), key.table.name()], |row| row.get(0)).optional()
            })
            .map_err(|error| self.wrong(&error))?;
        Ok(at.and_then(|at| DateTime::parse_from_rfc3339(&at).ok()).map(|at| at.to_utc()))
    }
}
