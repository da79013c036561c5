//! `samverkan moten [--format tabell|json|csv]`: all meetings, latest first.

use super::lists::{self, Format};
use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, log_list};
use crate::app::Now;
use crate::domain::overview::MeetingRow;
use crate::domain::record::MeetingStatus;
use crate::domain::text;
use crate::store::MeetingFilter;
use chrono::NaiveDate;
use serde::Serialize;
use std::io::Write;

/// Lists the meetings on `out`.
///
/// # Errors
/// When the format isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let format = Format::asked(given)?;
    let mut store = place.open()?;
    log_list(&mut store, Vec::new(), now)?;
    let written = write(&store.meetings(&MeetingFilter::default())?, now.today(), format, out);
    came_out(&mut store, None, written, (now, out))
}

fn write(rows: &[MeetingRow], today: NaiveDate, format: Format, out: &mut dyn Write) -> Result<(), CliError> {
    let cells = rows.iter().map(|row| cells(row, today));
    match format {
        Format::Table if rows.is_empty() => {
            writeln!(out, "Det finns inga möten ännu. Börja ett: samverkan starta AGENDA")?;
            Ok(())
        }
        Format::Table => lists::table(["MÖTE", "NÄR", "LÄGE", "FAS", "TITEL"], cells, out),
        Format::Csv => lists::csv(["mote", "nar", "lage", "fas", "titel"], cells, out),
        Format::Json => lists::json(&rows.iter().map(JsonRow::of).collect::<Vec<_>>(), out),
    }
}

/// The cells of a row that table and CSV share.
fn cells(row: &MeetingRow, today: NaiveDate) -> [String; 5] {
    [
        row.handle.clone(),
        when(row),
        row.standing(today).to_owned(),
        row.phase.name().to_lowercase(),
        text::clean(&row.title),
    ]
}

/// "2026-12-18 13.00": when it began, or is planned; and for which day it was planned where it was held on another.
fn when(row: &MeetingRow) -> String {
    let when = row.when().format("%Y-%m-%d %H.%M");
    let planned = row.planned.date();
    if row.is_moved() { format!("{when}, planerat {planned}") } else { when.to_string() }
}

#[derive(Serialize)]
struct JsonRow<'r> {
    mote: &'r str,
    id: String,
    form: &'r str,
    titel: &'r str,
    planerad: String,
    hallet: Option<String>,
    status: MeetingStatus,
    fas: crate::domain::agenda::Phase,
    installt: bool,
}

impl<'r> JsonRow<'r> {
    fn of(row: &'r MeetingRow) -> Self {
        Self {
            mote: &row.handle,
            id: row.id.to_string(),
            form: &row.agenda_id,
            titel: &row.title,
            planerad: row.planned.format("%Y-%m-%dT%H:%M:%S").to_string(),
            hallet: row.held.map(|day| day.to_string()),
            status: row.status,
            fas: row.phase,
            installt: row.cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agenda::Phase;
    use crate::domain::ids::MeetingId;

    fn rows() -> Vec<MeetingRow> {
        let row = |handle: &str, title: &str, status| MeetingRow {
            cancelled: false,
            held: None,
            id: MeetingId(uuid::Uuid::nil()),
            agenda_id: "eht".to_owned(),
            title: title.to_owned(),
            planned: "2026-11-23T08:30:00".parse().unwrap(),
            status,
            phase: Phase::Nulage,
            handle: handle.to_owned(),
            arenden: Vec::new(),
            place: None,
        };
        vec![
            row("2026-11-23-eht", "EHT, \"Ängsskolan\"", MeetingStatus::Pagar),
            row("2026-11-23-eht-2", "=1+1", MeetingStatus::Avslutat),
        ]
    }

    fn text(format: Format, rows: &[MeetingRow]) -> String {
        let mut out = Vec::new();
        write(rows, "2026-11-23".parse().unwrap(), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_table_lines_up() {
        let shown = text(Format::Table, &rows());
        let titles: Vec<usize> = shown
            .lines()
            .zip(["TITEL", "EHT,", "=1+1"])
            .map(|(line, title)| line.split_once(title).unwrap().0.chars().count())
            .collect();
        assert!(titles.windows(2).all(|pair| pair[0] == pair[1]), "{shown}");
        assert!(shown.contains("2026-11-23 08.30") && shown.contains("pågår"), "{shown}");
        assert!(text(Format::Table, &[]).contains("inga möten"));
    }

    #[test]
    fn json_and_csv_hold_every_meeting() {
        let json: serde_json::Value = serde_json::from_str(&text(Format::Json, &rows())).unwrap();
        assert_eq!(json[0]["mote"], "2026-11-23-eht");
        assert_eq!(json[0]["status"], "pagar");
        assert_eq!(json[1]["planerad"], "2026-11-23T08:30:00");
        let csv = text(Format::Csv, &rows());
        assert!(csv.contains("\"EHT, \"\"Ängsskolan\"\"\"\r\n") && csv.ends_with("\"'=1+1\"\r\n"), "{csv}");
    }
}
