//! `samverkan logg [MÖTE] [--format tabell|json|csv]`: who did what, and when; the latest first. Codes in words, never
//! what somebody wrote.

use super::lists::{Format, quoted};
use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, log_read, meeting_named};
use crate::app::Now;
use crate::app::journal::words;
use crate::domain::ids::MeetingId;
use crate::domain::journal::JournalAct;
use crate::domain::text;
use crate::store::Store;
use chrono::SecondsFormat;
use serde::Serialize;
use std::io::Write;

/// So many acts are read at a time: a journal of many years is never held whole.
const PAGE: usize = 500;
/// Columns of the table are at least this wide, as rows that are still to come may be.
const WIDTHS: [usize; 4] = [6, 16, 20, 18];

/// Writes the journal of a meeting, or of everything, on `out`.
///
/// # Errors
/// When the format or the meeting isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let format = Format::asked(given)?;
    let mut store = place.open()?;
    let meeting = given.word(0).map(|_| meeting_named(&store, given)).transpose()?;
    log_read(&mut store, meeting, now)?;
    let written = all(&store, meeting, format, now, out);
    came_out(&mut store, meeting, written, (now, out))
}

fn all(
    store: &Store,
    meeting: Option<MeetingId>,
    format: Format,
    now: Now,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    begin(format, out)?;
    let (mut before, mut first) = (None, true);
    loop {
        let page = store.journal(meeting, before, PAGE)?;
        for act in &page.acts {
            line(format, act, now, first, out)?;
            first = false;
        }
        before = page.acts.last().map(|act| act.seq);
        if !page.more {
            return end(format, first, out);
        }
    }
}

/// The cells that table and CSV share: number, when, who, in which meeting, what.
fn cells(act: &JournalAct, now: Now) -> [String; 5] {
    [
        act.seq.to_string(),
        now.at(act.at).format("%Y-%m-%d %H.%M").to_string(),
        text::clean(&words::who_and_account(act)),
        act.handle.clone().unwrap_or_default(),
        words::done(act),
    ]
}

fn table_line(cells: &[String; 5], out: &mut dyn Write) -> Result<(), CliError> {
    let mut written = String::new();
    for (cell, width) in cells.iter().zip(WIDTHS) {
        written.push_str(cell);
        written.push_str(&" ".repeat(width.saturating_sub(text::width(cell)) + 2));
    }
    written.push_str(&cells[4]);
    writeln!(out, "{}", written.trim_end())?;
    Ok(())
}

fn begin(format: Format, out: &mut dyn Write) -> Result<(), CliError> {
    match format {
        Format::Table => table_line(&["NR", "NÄR", "VEM", "MÖTE", "VAD"].map(str::to_owned), out),
        Format::Json => Ok(write!(out, "[")?),
        Format::Csv => Ok(write!(out, "nr,nar,vem,mote,vad\r\n")?),
    }
}

#[derive(Serialize)]
struct JsonAct<'a> {
    nr: i64,
    tid: String,
    person: Option<&'a str>,
    konto: Option<&'a str>,
    kod: &'a str,
    vad: String,
    mote: Option<&'a str>,
    mote_id: Option<String>,
    galler: Option<String>,
}

fn line(
    format: Format,
    act: &JournalAct,
    now: Now,
    first: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    match format {
        Format::Table => table_line(&cells(act, now), out),
        Format::Csv => Ok(write!(out, "{}\r\n", cells(act, now).map(|cell| quoted(&cell)).join(","))?),
        Format::Json => {
            write!(out, "{}\n  ", if first { "" } else { "," })?;
            let row = JsonAct {
                nr: act.seq,
                tid: act.at.to_rfc3339_opts(SecondsFormat::Millis, true),
                person: act.person.as_deref(),
                konto: words::account(act),
                kod: &act.key,
                vad: words::done(act),
                mote: act.handle.as_deref(),
                mote_id: act.meeting.map(|id| id.to_string()),
                galler: act.about.map(crate::domain::command::Code::key),
            };
            serde_json::to_writer(&mut *out, &row).map_err(std::io::Error::from)?;
            Ok(())
        }
    }
}

fn end(format: Format, empty: bool, out: &mut dyn Write) -> Result<(), CliError> {
    match (format, empty) {
        (Format::Json, true) => writeln!(out, "]")?,
        (Format::Json, false) => writeln!(out, "\n]")?,
        (Format::Table, true) => writeln!(out, "Journalen är tom än.")?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Looked;
    use crate::domain::command::Code;
    use crate::domain::ids::CommandId;

    fn now() -> Now {
        Now { utc: "2026-11-23T08:00:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
    }

    fn written(format: Format, acts: &[JournalAct]) -> String {
        let mut out = Vec::new();
        begin(format, &mut out).unwrap();
        for (at, act) in acts.iter().enumerate() {
            line(format, act, now(), at == 0, &mut out).unwrap();
        }
        end(format, acts.is_empty(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn acts() -> Vec<JournalAct> {
        let act = |seq, code: Code, person: Option<&str>| JournalAct {
            seq,
            at: now().utc,
            person: person.map(str::to_owned),
            code: Some(code),
            key: code.key(),
            command: CommandId(uuid::Uuid::nil()),
            meeting: None,
            handle: Some("2026-11-23-eht".to_owned()),
            about: None,
            looked: None,
            rows: Vec::new(),
        };
        vec![
            act(12, Code::Undo, Some("Åsa Öberg, \"specialpedagog\"")),
            act(9, Code::Open, Some("=1+1")),
            JournalAct {
                looked: Some(Looked { account: Some("tjanst".to_owned()), ..Looked::default() }),
                ..act(3, Code::Open, None)
            },
        ]
    }

    #[test]
    fn every_format_holds_every_act() {
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &acts())).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 3);
        assert_eq!(
            (json[1]["kod"].as_str(), json[1]["vad"].as_str()),
            (Some("oppna"), Some("öppnade mötet"))
        );
        assert_eq!((&json[2]["person"], &json[2]["konto"]), (&serde_json::Value::Null, &"tjanst".into()));
        assert_eq!(json[1]["konto"], serde_json::Value::Null);
        let table = written(Format::Table, &acts());
        assert!(table.contains("2026-11-23 09.00") && table.contains("(kontot tjanst)"), "{table}");
        let csv = written(Format::Csv, &acts());
        assert!(csv.contains("\"Åsa Öberg, \"\"specialpedagog\"\"\"") && csv.contains("\"'=1+1\""), "{csv}");
        assert_eq!(written(Format::Json, &[]), "[]\n");
        assert!(written(Format::Table, &[]).contains("tom"));
    }
}
