//! Whether each value is of the kind that its column holds, said by the column itself: before a file becomes a meeting, so
//! that what is wrong is told with its place and with what should stand there.

use super::MeetingFileError;
use super::rows::ROWS;
use crate::domain::command::Table;
use crate::domain::record::columns::{Column, Kind, Says};
use serde_json::Value;

type Checked = Result<(), MeetingFileError>;

/// No meeting has so many rows of a kind.
const MOST_ROWS: usize = 5000;

/// Checks the head and all rows. What isn't there at all is told by whoever reads it.
pub(super) fn all(meeting: &Value) -> Checked {
    let Some(meeting) = meeting.as_object() else { return Err(wrong_kind("mote", meeting, "ett objekt")) };
    if let Some(head) = meeting.get("mote") {
        row(Table::Head, "mote", head)?;
    }
    for (table, key, _) in ROWS {
        let Some(rows) = meeting.get(key) else { continue };
        let Some(rows) = rows.as_array() else { return Err(wrong_kind(key, rows, "en lista")) };
        if rows.len() > MOST_ROWS {
            return Err(MeetingFileError::at(
                key,
                format!("Det är {} rader, fler än något möte har ({MOST_ROWS}).", rows.len()),
                "Kontrollera att det är rätt fil.",
            ));
        }
        for (index, value) in rows.iter().enumerate() {
            row(table, &format!("{key}[{index}]"), value)?;
        }
    }
    Ok(())
}

fn row(table: Table, place: &str, value: &Value) -> Checked {
    let Some(columns) = value.as_object() else { return Err(wrong_kind(place, value, "ett objekt")) };
    for column in table.columns() {
        let Some(given) = columns.get(column.name) else { continue };
        let place = format!("{place}.{}", column.name);
        // A column of one kind of entries alone is told of by whoever knows what kind this is.
        if given.is_null() && (!column.required || column.only.is_some()) {
            continue;
        }
        let fits = match column.kind {
            Kind::Text => given.is_string(),
            Kind::Int => given.as_i64().is_some(),
            Kind::Flag => given.is_boolean(),
        };
        if !fits {
            return Err(wrong_kind(&place, given, &wanted(column)));
        }
        if let Some(text) = given.as_str() {
            one_of_few(column, &place, text)?;
        }
    }
    Ok(())
}

/// A column that holds one of a few words, or several of them.
fn one_of_few(column: &Column, place: &str, text: &str) -> Checked {
    let is_known = match column.says {
        Says::Codes(word_of) => text.split_whitespace().all(|code| word_of(code).is_some()),
        _ => column.words.is_empty() || column.words.contains(&text),
    };
    if is_known {
        return Ok(());
    }
    let remedy = if column.words.is_empty() {
        column.about.to_owned()
    } else {
        format!("Välj bland: {}.", column.words.join(", "))
    };
    Err(MeetingFileError::not_one_of(place, text, remedy))
}

/// What should stand in a column.
fn wanted(column: &Column) -> String {
    match (column.kind, column.says) {
        _ if !column.words.is_empty() => format!("ett av värdena {}", column.words.join(", ")),
        (Kind::Int, _) => "ett heltal".to_owned(),
        (Kind::Flag, _) => "true eller false".to_owned(),
        (Kind::Text, Says::Key) => "ett id".to_owned(),
        (Kind::Text, Says::Day) => "ett datum, som ”2026-11-23”".to_owned(),
        (Kind::Text, Says::Moment) => "en tidpunkt, som ”2026-11-23T08:00:00Z”".to_owned(),
        (Kind::Text, Says::Local) => "en tidpunkt, som ”2026-11-23T09:00:00”".to_owned(),
        (Kind::Text, Says::Time) => "ett klockslag, som ”13:00:00”".to_owned(),
        (Kind::Text, _) => "en text".to_owned(),
    }
}

fn wrong_kind(place: &str, given: &Value, wanted: &str) -> MeetingFileError {
    let problem = match given {
        Value::Null => "Värdet är null, men här måste något stå.".to_owned(),
        other => format!("Värdet är av fel slag: {}.", kind_of(other)),
    };
    MeetingFileError::at(place, problem, format!("Här ska stå {wanted}."))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true eller false",
        Value::Number(number) if number.is_i64() => "ett heltal",
        Value::Number(_) => "ett tal som inte är ett heltal, eller är för stort",
        Value::String(_) => "en text",
        Value::Array(_) => "en lista",
        Value::Object(_) => "ett objekt",
    }
}
