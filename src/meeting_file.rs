//! A meeting as one documented JSON file, both ways: what `exportera` writes and `importera` reads.
//!
//! The schema is `data/mote.schema.json`. Out, in and out again gives the same bytes.

mod check;
mod consents;
mod error;
mod judged;
mod once;
mod people;
mod rows;
mod shape;
mod states;
mod subjects;
mod written;

pub use error::MeetingFileError;

use crate::domain::meeting::Meeting;
use crate::domain::text::{clean, fits};
use chrono::{DateTime, Utc};
use judged::Judged;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The envelope's name for itself.
const FORMAT: &str = "samverkan-mote";

/// The version that this program writes, and the only one that it reads.
const VERSION: u64 = 1;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Envelope<M> {
    format: String,
    version: u64,
    #[serde(rename = "mote")]
    meeting: M,
}

/// The meeting with all its rows, in a fixed order.
///
/// # Panics
/// Never: a meeting is made of plain values with text keys.
pub fn to_json(meeting: &Meeting) -> String {
    let mut sorted = meeting.clone().without_versions();
    sorted.sort();
    let envelope = Envelope { format: FORMAT.to_owned(), version: VERSION, meeting: sorted };
    let mut json = serde_json::to_string_pretty(&envelope).expect("a meeting is made of plain values");
    json.push('\n');
    json
}

/// Reads a meeting at a moment, with every text as if it had been typed here. A file is trusted in nothing: what the program
/// itself can't come to isn't read.
///
/// # Errors
/// When the file is too large, isn't JSON of this format and version, holds what a meeting can't hold or come to, or refers
/// to what isn't in it; says where, what and how it can be mended.
pub fn from_json(bytes: &[u8], now: DateTime<Utc>) -> Result<Meeting, MeetingFileError> {
    if bytes.len() > MAX_BYTES {
        return Err(MeetingFileError::too_large(MAX_BYTES));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| MeetingFileError::not_utf8(bytes, &error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: Value = serde_json::from_str(text).map_err(|error| MeetingFileError::json(&error))?;
    check_envelope(&value)?;
    let _: once::Once = serde_json::from_str(text).map_err(|error| MeetingFileError::value(&error))?;
    shape::all(&value["mote"])?;
    // Read twice: from the text, so that errors say where; then from the cleaned values.
    let _: Envelope<Meeting> = serde_json::from_str(text).map_err(|error| MeetingFileError::value(&error))?;
    clean_all(&mut value, "filen")?;
    let envelope: Envelope<Meeting> =
        serde_json::from_value(value.clone()).map_err(|error| MeetingFileError::value(&error))?;
    let mut meeting = envelope.meeting;
    let kept = serde_json::to_value(&meeting).map_err(|error| MeetingFileError::value(&error))?;
    nothing_unknown(&value["mote"], &kept, "mote")?;
    check::all(Judged { meeting: &meeting, now })?;
    meeting.sort();
    Ok(meeting)
}

fn check_envelope(value: &Value) -> Result<(), MeetingFileError> {
    let Some(object) = value.as_object() else { return Err(MeetingFileError::other_format()) };
    if object.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(MeetingFileError::other_format());
    }
    match object.get("version") {
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(version) => return Err(MeetingFileError::other_version(version)),
        None => return Err(MeetingFileError::other_format()),
    }
    match object.keys().find(|key| !["format", "version", "mote"].contains(&key.as_str())) {
        Some(key) => Err(MeetingFileError::unknown_key(key, "filen")),
        None => Ok(()),
    }
}

/// Every text passes the same door as what is typed. One that is longer than what can be typed is refused: it would lose
/// its end.
fn clean_all(value: &mut Value, path: &str) -> Result<(), MeetingFileError> {
    match value {
        Value::String(text) => {
            let cleaned = clean(text);
            if let Err(long) = fits(&cleaned) {
                return Err(MeetingFileError::at(
                    path,
                    format!("Texten är för lång: {long}."),
                    "Dela den på flera poster.",
                ));
            }
            if cleaned != *text {
                *text = cleaned;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                clean_all(item, &format!("{path}[{index}]"))?;
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                clean_all(field, &format!("{path}.{key}"))?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// What this version doesn't know would be lost without a word; so it is refused.
fn nothing_unknown(given: &Value, kept: &Value, path: &str) -> Result<(), MeetingFileError> {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => {
            for (key, value) in given {
                match kept.get(key) {
                    Some(kept) => nothing_unknown(value, kept, &format!("{path}.{key}"))?,
                    // Keys that are left out where there is nothing to say.
                    None if value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty) => {
                    }
                    None => return Err(MeetingFileError::unknown_key(key, path)),
                }
            }
            Ok(())
        }
        (Value::Array(given), Value::Array(kept)) => {
            for (index, (given, kept)) in given.iter().zip(kept).enumerate() {
                nothing_unknown(given, kept, &format!("{path}[{index}]"))?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod forged_tests;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;
