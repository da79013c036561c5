//! `samverkan moten [--format tabell|json|csv]`: all meetings, latest first.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, shown};
use crate::domain::overview::MeetingRow;
use crate::domain::record::MeetingStatus;
use crate::domain::text;
use crate::store::MeetingFilter;
use serde::Serialize;
use std::ffi::OsStr;
use std::io::Write;

/// Lists the meetings on `out`.
///
/// # Errors
/// When the format isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, out: &mut dyn Write) -> Result<(), CliError> {
    let write = format(given.value("format").unwrap_or(OsStr::new("tabell")))?;
    let store = place.open()?;
    write(&store.meetings(&MeetingFilter::default())?, out)
}

type Writer = fn(&[MeetingRow], &mut dyn Write) -> Result<(), CliError>;

fn format(name: &OsStr) -> Result<Writer, CliError> {
    match name.to_str() {
        Some("tabell") => Ok(table),
        Some("json") => Ok(json),
        Some("csv") => Ok(csv),
        _ => Err(CliError::usage(
            format!("Formatet ”{}” finns inte.", shown(name)),
            "Skriv tabell, json eller csv.",
        )),
    }
}

fn status(status: MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::Planerat => "planerat",
        MeetingStatus::Pagar => "pågår",
        MeetingStatus::Avslutat => "avslutat",
    }
}

/// The cells of a row that table and CSV share.
fn cells(row: &MeetingRow) -> [String; 5] {
    [
        row.handle.clone(),
        row.planned.format("%Y-%m-%d %H.%M").to_string(),
        status(row.status).to_owned(),
        row.phase.name().to_lowercase(),
        text::clean(&row.title),
    ]
}

fn table(rows: &[MeetingRow], out: &mut dyn Write) -> Result<(), CliError> {
    if rows.is_empty() {
        writeln!(out, "Det finns inga möten ännu. Börja ett: samverkan starta AGENDA")?;
        return Ok(());
    }
    let head = ["MÖTE", "NÄR", "LÄGE", "FAS", "TITEL"].map(str::to_owned);
    let lines: Vec<[String; 5]> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let widths: [usize; 5] = std::array::from_fn(|column| {
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

#[derive(Serialize)]
struct JsonRow<'r> {
    mote: &'r str,
    id: String,
    form: &'r str,
    titel: &'r str,
    planerad: String,
    status: MeetingStatus,
    fas: crate::domain::agenda::Phase,
}

fn json(rows: &[MeetingRow], out: &mut dyn Write) -> Result<(), CliError> {
    let rows: Vec<JsonRow<'_>> = rows
        .iter()
        .map(|row| JsonRow {
            mote: &row.handle,
            id: row.id.to_string(),
            form: &row.form,
            titel: &row.title,
            planerad: row.planned.format("%Y-%m-%dT%H:%M:%S").to_string(),
            status: row.status,
            fas: row.phase,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

fn csv(rows: &[MeetingRow], out: &mut dyn Write) -> Result<(), CliError> {
    write!(out, "mote,nar,lage,fas,titel\r\n")?;
    for row in rows {
        write!(out, "{}\r\n", cells(row).map(|cell| quoted(&cell)).join(","))?;
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
    use crate::domain::agenda::Phase;
    use crate::domain::ids::MeetingId;

    fn rows() -> Vec<MeetingRow> {
        let row = |handle: &str, title: &str, status| MeetingRow {
            id: MeetingId(uuid::Uuid::nil()),
            form: "eht".to_owned(),
            title: title.to_owned(),
            planned: "2026-11-23T08:30:00".parse().unwrap(),
            status,
            phase: Phase::Nulage,
            handle: handle.to_owned(),
        };
        vec![
            row("2026-11-23-eht", "EHT, \"Ängsskolan\"", MeetingStatus::Pagar),
            row("2026-11-23-eht-2", "=1+1", MeetingStatus::Avslutat),
        ]
    }

    fn text(write: Writer, rows: &[MeetingRow]) -> String {
        let mut out = Vec::new();
        write(rows, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_table_lines_up() {
        let shown = text(table, &rows());
        let titles: Vec<usize> = shown
            .lines()
            .zip(["TITEL", "EHT,", "=1+1"])
            .map(|(line, title)| line.split_once(title).unwrap().0.chars().count())
            .collect();
        assert!(titles.windows(2).all(|pair| pair[0] == pair[1]), "{shown}");
        assert!(shown.contains("2026-11-23 08.30") && shown.contains("pågår"), "{shown}");
        assert!(text(table, &[]).contains("inga möten"));
    }

    #[test]
    fn json_and_csv_hold_every_meeting() {
        let json: serde_json::Value = serde_json::from_str(&text(json, &rows())).unwrap();
        assert_eq!(json[0]["mote"], "2026-11-23-eht");
        assert_eq!(json[0]["status"], "pagar");
        assert_eq!(json[1]["planerad"], "2026-11-23T08:30:00");
        let csv = text(csv, &rows());
        assert!(csv.contains("\"EHT, \"\"Ängsskolan\"\"\"\r\n") && csv.ends_with("\"'=1+1\"\r\n"), "{csv}");
    }

    #[test]
    fn an_unknown_format_is_answered_with_those_that_are() {
        let error = format(OsStr::new("xlsx")).map(|_| ()).unwrap_err();
        assert!(error.exit_code() == 2 && error.to_string().contains("tabell, json eller csv"));
    }
}
