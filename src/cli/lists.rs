//! Lists on the command line: the formats that they all have, and how each is written.

use super::{CliError, shown};
use crate::domain::text;
use serde::Serialize;
use std::ffi::OsStr;
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
    /// By its name on the command line.
    ///
    /// # Errors
    /// When there is no such format.
    pub(super) fn of(name: &OsStr) -> Result<Self, CliError> {
        match name.to_str() {
            Some("tabell") => Ok(Self::Table),
            Some("json") => Ok(Self::Json),
            Some("csv") => Ok(Self::Csv),
            _ => Err(CliError::usage(
                format!("Formatet ”{}” finns inte.", shown(name)),
                "Skriv tabell, json eller csv.",
            )),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_is_answered_with_those_that_are() {
        let error = Format::of(OsStr::new("xlsx")).unwrap_err();
        assert!(error.exit_code() == 2 && error.to_string().contains("tabell, json eller csv"));
    }
}
