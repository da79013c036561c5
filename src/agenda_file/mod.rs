//! Meeting forms as files: TOML in, an [`Agenda`] out, or an error that says where, what and how to mend it.
//!
//! - [`parse`] reads one file's bytes;
//! - [`Catalogue`] holds the forms that the program carries and those of a folder of the user's own;
//! - [`snapshot`] is the form in which a meeting keeps the agenda that it was held by.

mod catalogue;
mod check;
mod error;
pub mod glossary;
pub mod laws;
mod nearest;
mod snapshot;
pub mod support;
mod translate;

pub use catalogue::{Broken, Catalogue, CatalogueEntry, Origin, check_file};
pub use check::{Fault, faults};
pub use error::{AgendaFileError, Place};
pub use nearest::nearest;
pub use snapshot::{SnapshotError, from_snapshot, snapshot, snapshot_id, snapshot_of};

use crate::domain::agenda::Agenda;
use crate::domain::law::Laws;
use crate::domain::text;
use check::Step;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The largest agenda file that is read, in bytes. The forms that the program carries are some 5 KiB.
pub const MAX_BYTES: usize = 256 * 1024;

/// Reads a meeting form from a file's bytes. `source_name` is what the error calls the file.
///
/// Texts come out in NFC and without space at their ends.
///
/// # Errors
/// The first thing that is wrong with the file, where it stands and what would be right, in Swedish.
pub fn parse(source_name: &str, bytes: &[u8]) -> Result<Agenda, AgendaFileError> {
    parse_knowing(source_name, bytes, &Laws::default())
}

/// As [`parse`], for one whose own list of law references may name more than the program's.
fn parse_knowing(source_name: &str, bytes: &[u8], own: &Laws) -> Result<Agenda, AgendaFileError> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(source_name));
    }
    let source =
        std::str::from_utf8(bytes).map_err(|error| not_utf8(source_name, bytes, error.valid_up_to()))?;
    let mut document = read(source_name, source)?;
    let whole = document.span();
    if let Err(stray) = clean_table(document.get_mut()) {
        return Err(AgendaFileError::new(
            source_name,
            Place::at(source, stray.span.start),
            format!(
                "texten innehåller ett osynligt tecken (U+{:04X}) som inte får vara med",
                u32::from(stray.found)
            ),
            "Skriv om texten på en enda rad, utan att klistra in den.",
        ));
    }
    let agenda = Agenda::deserialize(toml::de::Deserializer::from(document)).map_err(|error| {
        let span = error.span().unwrap_or(whole.clone());
        let is_root = span.start <= whole.start && span.end >= whole.end;
        let words = translate::schema(error.message(), excerpt(source, &span), is_root);
        // What a file lacks stands nowhere; it belongs before the first section.
        let start = if is_root { first_section(source_name, source) } else { Some(span.start) };
        let place = start.and_then(|start| Place::at(source, start));
        AgendaFileError::new(source_name, place, words.problem, words.remedy)
    })?;
    let unknown = || laws::unknown(&agenda, own);
    match faults(&agenda).into_iter().next().or_else(unknown) {
        None => Ok(agenda),
        Some(fault) => {
            // Spans are asked for only now that they are needed: reading used them up.
            let document = read(source_name, source)?;
            let place = locate(&document, &fault.path).and_then(|span| Place::at(source, span.start));
            Err(AgendaFileError::new(source_name, place, fault.problem, fault.remedy))
        }
    }
}

fn too_large(source_name: &str) -> AgendaFileError {
    AgendaFileError::new(
        source_name,
        None,
        format!("filen är större än {} KiB, så den kan inte vara en mötesform", MAX_BYTES / 1024),
        "Kontrollera att du valde rätt fil. Utgå annars från en kopia: samverkan agendor kopiera eht",
    )
}

fn not_utf8(source_name: &str, bytes: &[u8], valid_up_to: usize) -> AgendaFileError {
    AgendaFileError::new(
        source_name,
        Place::in_bytes(bytes, valid_up_to),
        "här står tecken som inte är UTF-8",
        "Öppna filen i en textredigerare, välj Spara som och kodningen UTF-8.",
    )
}

/// What the user's own file `name` in `folder` says if there is one, and otherwise what the program carries. A file that
/// can't be used stops nothing: what the program carries is used, and the error says why.
fn own_or_carried<T: Default>(
    folder: Option<&Path>,
    name: &str,
    parse: impl FnOnce(&str, &[u8]) -> Result<T, AgendaFileError>,
    carried: impl FnOnce() -> Result<T, AgendaFileError>,
) -> (T, Option<AgendaFileError>) {
    let own = folder.map(|folder| folder.join(name)).filter(|file| file.exists());
    let error = match own.map(|file| catalogue::read_bytes(&file, name).and_then(|bytes| parse(name, &bytes)))
    {
        Some(Ok(own)) => return (own, None),
        Some(Err(error)) => Some(error),
        None => None,
    };
    match carried() {
        Ok(carried) => (carried, error),
        Err(own) => (T::default(), error.or(Some(own))),
    }
}

/// Reads a list of the user's own, such as the abbreviations, as far as it can be read without knowing its keys. `what`
/// says what it should have been: "en ordlista".
fn read_list<'i>(
    name: &str,
    bytes: &'i [u8],
    what: &str,
) -> Result<(&'i str, Spanned<DeTable<'i>>), AgendaFileError> {
    if bytes.len() > MAX_BYTES {
        let problem = format!("filen är större än {} KiB, så den kan inte vara {what}", MAX_BYTES / 1024);
        let remedy = "Flytta undan den, så används programmets egen.";
        return Err(AgendaFileError::new(name, None, problem, remedy));
    }
    let source = std::str::from_utf8(bytes).map_err(|error| not_utf8(name, bytes, error.valid_up_to()))?;
    let mut document = read(name, source)?;
    if let Err(stray) = clean_table(document.get_mut()) {
        let problem = format!("texten innehåller ett osynligt tecken (U+{:04X})", u32::from(stray.found));
        let remedy = "Skriv om texten på en enda rad, utan att klistra in den.";
        return Err(AgendaFileError::new(name, Place::at(source, stray.span.start), problem, remedy));
    }
    Ok((source, document))
}

fn read<'i>(source_name: &str, source: &'i str) -> Result<Spanned<DeTable<'i>>, AgendaFileError> {
    DeTable::parse(source).map_err(|error| {
        let span = error.span().unwrap_or(source.len()..source.len());
        let words = translate::syntax(error.message(), excerpt(source, &span));
        let place = Place::at(source, span.start);
        AgendaFileError::new(source_name, place, words.problem, words.remedy)
    })
}

/// Where the first section with a heading of its own begins.
fn first_section(source_name: &str, source: &str) -> Option<usize> {
    let document = read(source_name, source).ok()?;
    let starts = document.get_ref().values().filter_map(|value| match value.get_ref() {
        DeValue::Table(_) => Some(value.span().start),
        DeValue::Array(items) => {
            items.first().filter(|item| item.get_ref().is_table()).map(|item| item.span().start)
        }
        _ => None,
    });
    starts.min()
}

fn excerpt<'s>(source: &'s str, span: &Range<usize>) -> &'s str {
    source.get(span.clone()).unwrap_or_default()
}

/// A character that no text of an agenda may hold.
struct Stray {
    found: char,
    span: Range<usize>,
}

fn clean_table(table: &mut DeTable<'_>) -> Result<(), Stray> {
    table.iter_mut().try_for_each(|(_, value)| clean_value(value))
}

fn clean_value(value: &mut Spanned<DeValue<'_>>) -> Result<(), Stray> {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(string) => {
            if let Some(found) = string.chars().find(|c| !text::is_allowed(*c)) {
                return Err(Stray { found, span });
            }
            *string = Cow::Owned(text::clean(string.trim()));
            Ok(())
        }
        DeValue::Array(items) => items.iter_mut().try_for_each(clean_value),
        DeValue::Table(table) => clean_table(table),
        _ => Ok(()),
    }
}

/// Where the thing at the end of `path` stands, or the innermost thing on the way to it that there is.
fn locate(document: &Spanned<DeTable<'_>>, path: &[Step]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let mut here = document.get_ref().get(*key)?;
    for step in rest {
        let inner = match step {
            Step::Key(key) => here.get_ref().get(*key),
            Step::Index(index) => here.get_ref().get(*index),
        };
        match inner {
            Some(inner) => here = inner,
            None => break,
        }
    }
    Some(here.span())
}

#[cfg(test)]
mod tests;
