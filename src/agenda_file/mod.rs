//! Agendas as files: TOML in, an [`Agenda`] out, or an error that says where, what and how to mend it.
//!
//! - [`parse`] reads one file's bytes; [`parse_whole`] tells all that is wrong with them;
//! - [`Catalogue`] holds the agendas that the program carries and those of a folder of the user's own;
//! - [`snapshot`] is the form in which a meeting keeps the agenda that it was held by;
//! - [`glossary`], [`laws`], [`support`] and [`held`] are the lists that agendas and their meetings lean on.
//!
//! How a file is read and its errors told is [`crate::toml_file`]'s.

mod catalogue;
mod check;
pub mod glossary;
pub mod held;
pub mod laws;
mod named;
mod released;
mod shape;
mod snapshot;
pub mod support;

pub use catalogue::{Broken, Catalogue, CatalogueEntry, Origin, check_file};
pub use check::{Fault, faults};
pub use released::foreign;
pub use snapshot::{SnapshotError, from_snapshot, snapshot, snapshot_id, snapshot_of};

use crate::domain::agenda::Agenda;
use crate::domain::law::Laws;
use crate::toml_file::{Reading, TomlFile, TomlFileError};
use shape::SHAPE;

/// Reads an agenda from a file's bytes. `source_name` is what the error calls the file.
///
/// Texts come out in NFC and without space at their ends.
///
/// # Errors
/// The first thing that is wrong with the file, where it stands and what would be right, in Swedish.
pub fn parse(source_name: &str, bytes: &[u8]) -> Result<Agenda, TomlFileError> {
    parse_knowing(source_name, bytes, &Laws::default())
}

/// As [`parse`], for one whose own list of law references may name more than the program's.
fn parse_knowing(source_name: &str, bytes: &[u8], own: &Laws) -> Result<Agenda, TomlFileError> {
    let file = TomlFile::new(&SHAPE, source_name, bytes)?;
    let agenda = file.read()?;
    let unknown = || laws::unknown(&agenda, own).into_iter().next();
    match faults(&agenda).into_iter().next().or_else(unknown) {
        None => Ok(agenda),
        Some(fault) => Err(file.wrong_at(&fault.path, fault.problem, fault.remedy)),
    }
}

/// As [`parse`], with all that is wrong with the file, in the order of its lines. `known` are the keys of the agendas
/// that it may name; `own` is the user's own list of law references.
///
/// # Errors
/// All that is wrong with it; never none.
pub fn parse_whole(
    source_name: &str,
    bytes: &[u8],
    own: &Laws,
    known: &[String],
) -> Result<Agenda, Vec<TomlFileError>> {
    let file = TomlFile::new(&SHAPE, source_name, bytes).map_err(|error| vec![error])?;
    let reading: Reading<Agenda> = file.read_all();
    let mut errors = reading.errors.clone();
    let Some(agenda) = &reading.value else { return Err(errors) };
    let found = faults(agenda).into_iter().chain(laws::unknown(agenda, own));
    let found = found.chain(named::unknown(agenda, known));
    for fault in found.filter(|fault| !reading.may_follow_from_a_slip(fault.rests_on)) {
        errors.extend(file.wrong_in(&reading, &fault.path, fault.problem, fault.remedy));
    }
    errors.sort_by_key(|error| error.place().map(|place| (place.line, place.column)));
    match (errors.is_empty(), reading.value) {
        (true, Some(agenda)) => Ok(agenda),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests;
