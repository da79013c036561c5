//! `samverkan atgarder [--forsenade] [--ansvarig NAMN] [--format tabell|json|csv]`: open actions of all meetings.

use super::lists::{self, Format};
use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, log_list};
use crate::app::Now;
use crate::domain::ids::MeetingId;
use crate::domain::overview::ActionRow;
use crate::domain::record::ActionState;
use crate::domain::text;
use crate::store::{ActionFilter, MeetingFilter};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;

/// Lists the open actions on `out`, those with the earliest last day first.
///
/// # Errors
/// When the format isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let (format, today) = (Format::asked(given)?, now.today());
    let filter = ActionFilter {
        owner: given.value("ansvarig").map(|name| text::nfc(name.to_string_lossy().trim())),
        late_on: given.has("forsenade").then_some(today),
        ..ActionFilter::default()
    };
    let mut store = place.open()?;
    let rows = store.open_actions(&filter)?;
    let told = store.told_by_actions(&rows)?;
    log_list(&mut store, told, now)?;
    let meetings = store.meetings(&MeetingFilter::default())?;
    let handles: HashMap<MeetingId, String> = meetings.into_iter().map(|row| (row.id, row.handle)).collect();
    let written = write(&rows, &filter, (format, &handles), today, out);
    came_out(&mut store, None, written, (now, out))
}

fn write(
    rows: &[ActionRow],
    filter: &ActionFilter,
    (format, handles): (Format, &HashMap<MeetingId, String>),
    today: NaiveDate,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    match format {
        Format::Table if rows.is_empty() => {
            let nothing = match (filter.late_on, &filter.owner) {
                (None, None) => "Det finns inga öppna åtgärder.",
                (Some(_), None) => "Inga åtgärder är försenade.",
                (_, Some(_)) => "Inga sådana åtgärder finns för den ansvariga.",
            };
            Ok(writeln!(out, "{nothing}")?)
        }
        Format::Table => {
            let head = ["NÄR", "ANSVARIG", "ÅTGÄRD", "ÄRENDE", "LÄGE", "FRÅN MÖTET"];
            lists::table(head, rows.iter().map(|row| in_words(row, handles, today)), out)
        }
        Format::Csv => {
            let keys = [
                "nar",
                "forsenad",
                "ansvarig",
                "text",
                "arende",
                "lage",
                "form",
                "mote_dag",
                "id",
                "foljs_upp",
            ];
            lists::csv(keys, rows.iter().map(|row| in_keys(row, today)), out)
        }
        Format::Json => {
            lists::json(&rows.iter().map(|row| JsonRow::of(row, handles, today)).collect::<Vec<_>>(), out)
        }
    }
}

fn in_words(row: &ActionRow, handles: &HashMap<MeetingId, String>, today: NaiveDate) -> [String; 6] {
    let due = row.due_in_words(today);
    [
        if row.is_late(today) { format!("! {due}") } else { due },
        row.owner.as_deref().map_or_else(|| "ansvarig saknas".to_owned(), text::clean),
        text::clean(&row.text),
        text::clean(row.label.as_deref().unwrap_or_default()),
        row.state().map(ActionState::word).unwrap_or_default().to_owned(),
        // As it is named on the command line: there may be several of a form on a day.
        handles.get(&row.meeting).cloned().unwrap_or_else(|| format!("{}-{}", row.day, row.agenda_id)),
    ]
}

fn in_keys(row: &ActionRow, today: NaiveDate) -> [String; 10] {
    [
        row.due.as_ref().map(crate::domain::dates::Due::to_key).unwrap_or_default(),
        if row.is_late(today) { "ja" } else { "nej" }.to_owned(),
        text::clean(row.owner.as_deref().unwrap_or_default()),
        text::clean(&row.text),
        text::clean(row.label.as_deref().unwrap_or_default()),
        row.state().map(ActionState::word).unwrap_or_default().to_owned(),
        row.agenda_id.clone(),
        row.day.to_string(),
        row.entry.to_string(),
        row.follow_up.map(|day| day.to_string()).unwrap_or_default(),
    ]
}

#[derive(Serialize)]
struct JsonRow<'r> {
    id: String,
    mote_id: String,
    mote: Option<&'r str>,
    form: &'r str,
    mote_dag: String,
    arende: Option<&'r str>,
    text: &'r str,
    ansvarig: Option<&'r str>,
    nar: Option<String>,
    foljs_upp: Option<String>,
    forsenad: bool,
    lage: Option<ActionState>,
}

impl<'r> JsonRow<'r> {
    fn of(row: &'r ActionRow, handles: &'r HashMap<MeetingId, String>, today: NaiveDate) -> Self {
        Self {
            id: row.entry.to_string(),
            mote_id: row.meeting.to_string(),
            mote: handles.get(&row.meeting).map(String::as_str),
            form: &row.agenda_id,
            mote_dag: row.day.to_string(),
            arende: row.label.as_deref(),
            text: &row.text,
            ansvarig: row.owner.as_deref(),
            nar: row.due.as_ref().map(crate::domain::dates::Due::to_key),
            foljs_upp: row.follow_up.map(|day| day.to_string()),
            forsenad: row.is_late(today),
            lage: row.state(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates::Due;
    use crate::domain::record::ActionStatus;
    use uuid::Uuid;

    fn row(text: &str, owner: Option<&str>, due: Option<Due>) -> ActionRow {
        ActionRow {
            entry: Uuid::from_u128(7).into(),
            meeting: Uuid::from_u128(8).into(),
            agenda_id: "eht".to_owned(),
            title: "EHT Ängsskolan".to_owned(),
            day: "2026-11-16".parse().unwrap(),
            label: Some("Blå".to_owned()),
            text: text.to_owned(),
            owner: owner.map(str::to_owned),
            follow_up: None,
            due,
            told: Some(ActionStatus {
                id: Uuid::from_u128(9).into(),
                entry: Uuid::from_u128(7).into(),
                meeting: None,
                status: ActionState::Pagar,
                evaluation: None,
                new_due: None,
                at: "2026-11-20T08:30:00Z".parse().unwrap(),
            }),
        }
    }

    fn written(rows: &[ActionRow], filter: &ActionFilter, format: Format) -> String {
        let mut out = Vec::new();
        let handles = HashMap::from([(Uuid::from_u128(8).into(), "2026-11-16-eht-3".to_owned())]);
        write(rows, filter, (format, &handles), "2026-11-23".parse().unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_late_and_what_is_missing_is_told() {
        let by = |day: &str| Some(Due::By(day.parse().unwrap()));
        let rows = [
            row("Ringa BUP", Some("Karin Lind"), by("2026-11-20")),
            row("=Bildschema", None, by("2026-11-23")),
            row("Samtal", Some("Mentor"), None),
        ];
        let all = ActionFilter::default();
        let table = written(&rows, &all, Format::Table);
        assert_eq!(table.lines().filter(|line| line.starts_with("! ")).count(), 1, "{table}");
        assert!(table.contains("2026-11-16-eht-3"), "which of that day: {table}");
        assert!(table.contains("ansvarig saknas") && table.contains("datum saknas"), "{table}");
        let csv = written(&rows, &all, Format::Csv);
        assert!(csv.contains("senast 2026-11-20,ja,Karin Lind,Ringa BUP,Blå,pågår,eht,2026-11-16,"), "{csv}");
        assert!(csv.contains("senast 2026-11-23,nej,,\"'=Bildschema\""), "{csv}");
        let json: serde_json::Value = serde_json::from_str(&written(&rows, &all, Format::Json)).unwrap();
        assert_eq!((&json[0]["forsenad"], &json[1]["forsenad"]), (&true.into(), &false.into()));
        assert!(json[2]["nar"].is_null());
    }

    #[test]
    fn an_empty_list_says_what_there_is_none_of() {
        let late = ActionFilter { late_on: "2026-11-23".parse().ok(), ..ActionFilter::default() };
        assert!(written(&[], &late, Format::Table).contains("försenade"));
        assert!(written(&[], &ActionFilter::default(), Format::Table).contains("inga öppna"));
        assert_eq!(written(&[], &late, Format::Json).trim(), "[]");
    }
}
