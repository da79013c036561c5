//! `samverkan exportera MÖTE [--ut FIL]`: a meeting as JSON, whole, for `importera` and for others' programs.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, meeting_named, write_out};
use crate::meeting_file::to_json;
use std::io::Write;
use std::path::Path;

/// Writes a meeting as JSON to `out`, or to the file that is named.
///
/// # Errors
/// When there is no such meeting, or something can't be read or written.
pub fn run(given: &Given, place: &Place, out: &mut dyn Write) -> Result<(), CliError> {
    let store = place.open()?;
    let meeting = store.meeting(meeting_named(&store, given)?)?;
    write_out(given.value("ut").map(Path::new), to_json(&meeting).as_bytes(), out)
}
