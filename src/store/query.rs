//! Reading rows: lists of them, and values that are words or keys.

use super::rows;
use super::{Store, StoreError};
use crate::domain::command::{Record, Table};
use chrono::{DateTime, NaiveDateTime};
use rusqlite::types::ValueRef;
use rusqlite::{Params, Row, RowIndex};
use serde::de::DeserializeOwned;
use uuid::Uuid;

impl Store {
    /// The records of a table that a query finds; it selects the columns in their order.
    pub(super) fn records(
        &self,
        table: Table,
        query: &str,
        params: impl Params,
    ) -> Result<Vec<Record>, StoreError> {
        self.list(query, params, |row| rows::from_row(table, row))?.into_iter().collect()
    }

    /// What a query finds, read row by row.
    pub(super) fn list<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let list = || self.db.prepare_cached(query)?.query_map(params, read)?.collect();
        let list: rusqlite::Result<Vec<T>> = list();
        list.map_err(|error| self.wrong(&error))
    }
}

/// A number of rows for `LIMIT`: all if nothing is said.
pub(super) fn limit(limit: Option<usize>) -> i64 {
    limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1)
}

/// A value that is one of a few words, or says itself as one: its word in the database.
pub(super) fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value that a word stands for, if it is one.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

/// The value of a column that is a word or nothing; nothing too where the word stands for none.
pub(super) fn said<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(from_word))
}

/// A key.
pub(super) fn uuid(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Uuid> {
    let index = column.idx(row.as_ref())?;
    let text: String = row.get(index)?;
    Uuid::parse_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A key, where there is one.
pub(super) fn key<T: From<Uuid>>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => Ok(Some(uuid(row, column)?.into())),
    }
}

/// When a meeting is, or was once it has begun, as text to put meetings in order by: [`MeetingRow::when`] in SQL. What has begun
/// is told in UTC and what lies ahead by the clock on the wall, so that two on one day may change places.
///
/// [`MeetingRow::when`]: crate::domain::overview::MeetingRow::when
pub(super) fn when(of: &str) -> String {
    format!(
        "CASE WHEN {of}.status = 'planerat' OR {of}.installt IS NOT NULL THEN {of}.planerad
         ELSE coalesce({of}.startad, {of}.planerad) END"
    )
}

/// When a meeting began, by the clock in its zone, or is planned where it never did: of a row that has `startad`, `zon` and
/// `planerad`.
pub(super) fn held_or_planned(row: &Row<'_>) -> rusqlite::Result<Option<NaiveDateTime>> {
    Ok(held(row.get("startad")?, &row.get::<_, String>("zon")?).or(said(row, "planerad")?))
}

/// When a meeting began, by the clock in its zone.
pub(super) fn held(started: Option<String>, zone: &str) -> Option<NaiveDateTime> {
    let zone = zone.parse().unwrap_or(chrono_tz::Europe::Stockholm);
    started
        .and_then(|at| DateTime::parse_from_rfc3339(&at).ok())
        .map(|at| at.with_timezone(&zone).naive_local())
}
