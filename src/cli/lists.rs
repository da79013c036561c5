//! Lists on the command line: the formats that they all have, and how each is written.

use super::CliError;
use super::output::target;
use super::verbs::Given;
use crate::domain::text;
use serde::Serialize;
use std::io::Write;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Columns under each other, for the eye.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

impl Format {
    /// The words for them, the usual one first.
    pub(super) const WORDS: &'static [(&'static str, Self)] =
        &[("tabell", Self::Table), ("json", Self::Json), ("csv", Self::Csv)];

    /// The one that `--format` asks for.
    ///
    /// # Errors
    /// When there is no such format.
    pub(super) fn asked(given: &Given) -> Result<Self, CliError> {
        Ok(target(given, Self::WORDS)?.format.unwrap_or(Self::Table))
    }
}

/// Columns that line up, under a head.
pub(super) fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let lines: Vec<[String; N]> = std::iter::once(head.map(str::to_owned)).chain(rows).collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        lines.iter().map(|line| text::width(&line[column])).max().unwrap_or_default()
    });
    for line in &lines {
        let mut written = String::new();
        for (cell, width) in line.iter().zip(widths) {
            written.push_str(cell);
            written.push_str(&" ".repeat(width.saturating_sub(text::width(cell)) + 2));
        }
        writeln!(out, "{}", written.trim_end())?;
    }
    Ok(())
}

/// Rows as JSON.
pub(super) fn json(rows: &impl Serialize, out: &mut dyn Write) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, rows).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// Rows as RFC 4180 has them, under their keys.
pub(super) fn csv<const N: usize>(
    keys: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    write!(out, "{}\r\n", keys.join(","))?;
    for row in rows {
        write!(out, "{}\r\n", row.map(|cell| quoted(&cell)).join(","))?;
    }
    Ok(())
}

/// A cell as RFC 4180 has it. A cell that a spreadsheet would take for a formula gets an apostrophe first.
pub(super) fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}
