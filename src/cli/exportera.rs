//! `samverkan exportera MÖTE [--ut FIL]`: a meeting as JSON, whole, for `importera` and for others' programs.

use super::output::{let_go, target};
use super::place::Place;
use super::verbs::Given;
use super::{CliError, new_keys, opened_meeting};
use crate::app::Now;
use crate::domain::copies;
use crate::meeting_file::to_json;
use crate::runtime::minutes_files::handle;
use crate::runtime::way_out::{Made, Tells};
use std::io::Write;

/// Writes a meeting as JSON to `out`, or to the file that is named.
///
/// # Errors
/// When there is no such meeting, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let target = target(given, &[("json", ())])?;
    let (mut store, mut ids) = (place.open()?, new_keys()?);
    let meeting = opened_meeting(&mut store, given, (&mut ids, now))?;
    let name = format!("{}.json", handle(&store, &meeting));
    let whole = Made::new("", copies::EVERYTHING, name, Tells::of(&meeting), to_json(&meeting).into_bytes());
    let_go(&mut store, target.file.as_deref(), &whole, (&mut ids, now), out)
}
