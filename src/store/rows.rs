//! Records to rows and back, by the description in [`super::columns`].

use super::columns::{Column, Kind, columns, has_rev};
use super::error::StoreError;
use crate::domain::command::{Record, RecordKey, Table};
use rusqlite::types::{Value as SqlValue, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A row as the journal has it: column by column, yes and no as 1 and 0.
pub(super) type Raw = Map<String, Value>;

/// The statements of a table, made once so that SQLite's cache finds them by their text.
pub(super) struct Statements {
    pub(super) select: String,
    insert: String,
    update: String,
    delete: String,
    rev: String,
    json: String,
}

static STATEMENTS: LazyLock<HashMap<Table, Statements>> =
    LazyLock::new(|| Table::ALL.iter().map(|table| (*table, Statements::of(*table))).collect());

impl Statements {
    fn of(table: Table) -> Self {
        let name = table.name();
        let names: Vec<&str> = columns(table).iter().map(|column| column.name).collect();
        let marks: Vec<String> = (1..=names.len()).map(|index| format!("?{index}")).collect();
        let sets: Vec<String> =
            names.iter().zip(&marks).skip(1).map(|(name, mark)| format!("{name} = {mark}")).collect();
        let list = names.join(", ");
        Self {
            select: format!("SELECT {list} FROM {name}"),
            insert: format!("INSERT INTO {name}({list}) VALUES ({})", marks.join(", ")),
            update: format!("UPDATE {name} SET {} WHERE id = ?1", sets.join(", ")),
            delete: format!("DELETE FROM {name} WHERE id = ?1"),
            rev: if has_rev(table) {
                format!("SELECT rev FROM {name} WHERE id = ?1")
            } else {
                format!("SELECT 0 FROM {name} WHERE id = ?1")
            },
            json: format!("SELECT rad_json FROM {name} WHERE id = ?1"),
        }
    }

    pub(super) fn for_table(table: Table) -> &'static Self {
        &STATEMENTS[&table]
    }
}

/// The record as a row: every column, in the types of the database.
pub(super) fn to_raw(record: &Record) -> Result<Raw, StoreError> {
    let table = record.key().table;
    let Ok(Value::Object(mut json)) = record.to_json() else {
        return Err(StoreError::UnreadableRow(table.name()));
    };
    Ok(columns(table)
        .iter()
        .map(|column| {
            let value = match json.remove(column.name) {
                None => Value::Null,
                Some(Value::Bool(yes)) => Value::from(i64::from(yes)),
                Some(value) => value,
            };
            (column.name.to_owned(), value)
        })
        .collect())
}

/// The record in a row as the journal has it.
pub(super) fn from_raw(table: Table, raw: &Raw) -> Result<Record, StoreError> {
    let json = columns(table).iter().filter_map(|column| {
        let value = match raw.get(column.name)? {
            Value::Null => return None,
            Value::Number(number) if column.kind == Kind::Flag => Value::Bool(number.as_i64() != Some(0)),
            value => value.clone(),
        };
        Some((column.name.to_owned(), value))
    });
    Record::from_json(table, Value::Object(json.collect()))
        .map_err(|_| StoreError::UnreadableRow(table.name()))
}

/// The record in a row that was read with [`Statements::select`].
pub(super) fn from_row(table: Table, row: &Row<'_>) -> rusqlite::Result<Result<Record, StoreError>> {
    let mut json = Map::new();
    for (index, column) in columns(table).iter().enumerate() {
        let value = match row.get_ref(index)? {
            // An absent column and an empty one are the same to a record.
            ValueRef::Null => continue,
            ValueRef::Integer(number) if column.kind == Kind::Flag => Value::Bool(number != 0),
            ValueRef::Integer(number) => Value::from(number),
            ValueRef::Text(bytes) => Value::from(std::str::from_utf8(bytes).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
            })?),
            ValueRef::Real(_) | ValueRef::Blob(_) => return Ok(Err(StoreError::UnreadableRow(table.name()))),
        };
        json.insert(column.name.to_owned(), value);
    }
    Ok(Record::from_json(table, Value::Object(json)).map_err(|_| StoreError::UnreadableRow(table.name())))
}

/// The row as it stands, or nothing.
pub(super) fn current(db: &Connection, key: RecordKey) -> rusqlite::Result<Option<Raw>> {
    let json: Option<String> = db
        .prepare_cached(&Statements::for_table(key.table).json)?
        .query_row([key.id.to_string()], |row| row.get(0))
        .optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

/// How many times the row has been written; nothing if there is no such row.
pub(super) fn rev(db: &Connection, key: RecordKey) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached(&Statements::for_table(key.table).rev)?
        .query_row([key.id.to_string()], |row| row.get(0))
        .optional()
}

pub(super) fn insert(db: &Connection, table: Table, raw: &Raw) -> rusqlite::Result<()> {
    db.prepare_cached(&Statements::for_table(table).insert)?.execute(values(table, raw))?;
    Ok(())
}

pub(super) fn update(db: &Connection, table: Table, raw: &Raw) -> rusqlite::Result<()> {
    db.prepare_cached(&Statements::for_table(table).update)?.execute(values(table, raw))?;
    Ok(())
}

/// Removes the row; whether there was one.
pub(super) fn delete(db: &Connection, key: RecordKey) -> rusqlite::Result<bool> {
    let gone = db.prepare_cached(&Statements::for_table(key.table).delete)?.execute([key.id.to_string()])?;
    Ok(gone > 0)
}

fn values(table: Table, raw: &Raw) -> impl rusqlite::Params {
    params_from_iter(
        columns(table)
            .iter()
            .map(|column: &Column| match raw.get(column.name) {
                None | Some(Value::Null) => SqlValue::Null,
                Some(Value::Bool(yes)) => SqlValue::Integer(i64::from(*yes)),
                Some(Value::Number(number)) => number.as_i64().map_or(SqlValue::Null, SqlValue::Integer),
                Some(Value::String(text)) => SqlValue::Text(text.clone()),
                // No record holds a list or an object; STRICT would refuse a column that isn't text.
                Some(other) => SqlValue::Text(other.to_string()),
            })
            .collect::<Vec<_>>(),
    )
}
