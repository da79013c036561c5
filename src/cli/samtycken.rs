//! `samverkan samtycken [--format tabell|json|csv]`: the consents of all ärenden, those that hold longest first.

use super::lists::{self, Format};
use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, log_list};
use crate::app::Now;
use crate::app::action::name_keys;
use crate::domain::dates::date_with_year;
use crate::domain::overview::ConsentRow;
use crate::domain::record::{Consent, ConsentAnswer, ConsentForm};
use crate::domain::text;
use chrono::NaiveDate;
use serde::Serialize;
use std::io::Write;

/// Lists the consents on `out`.
///
/// # Errors
/// When the format isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let format = Format::asked(given)?;
    let mut store = place.open()?;
    let rows = store.consents(None)?;
    let told = store.told_by_consents(&rows)?;
    log_list(&mut store, told, now)?;
    let written = write(&rows, format, now.today(), out);
    came_out(&mut store, None, written, (now, out))
}

fn write(rows: &[ConsentRow], format: Format, today: NaiveDate, out: &mut dyn Write) -> Result<(), CliError> {
    let cells = rows.iter().map(|row| cells(row, today));
    match format {
        Format::Table if rows.is_empty() => {
            writeln!(out, "{}", name_keys("Inga samtycken är skrivna ännu. De skrivs i mötet: ‹Consent›."))?;
            Ok(())
        }
        Format::Table => {
            let head = ["ÄRENDE", "FRÅN", "SVAR", "FORM", "LÄMNAT", "GÄLLER TILL", "LÄGE", "PARTER"];
            lists::table(head, cells, out)
        }
        Format::Csv => {
            let keys = ["arende", "givare", "svar", "form", "datum", "galler_till", "lage", "parter"];
            lists::csv(keys, cells, out)
        }
        Format::Json => lists::json(&rows.iter().map(JsonRow::of).collect::<Vec<_>>(), out),
    }
}

fn cells(row: &ConsentRow, today: NaiveDate) -> [String; 8] {
    let consent = &row.consent;
    let answer = match consent.answer {
        ConsentAnswer::Ja => "ja",
        ConsentAnswer::Nej => "nej",
        ConsentAnswer::Saknas => "inte svarat ännu",
    };
    let form = if consent.answer == ConsentAnswer::Saknas { "" } else { consent.form.word() };
    let standing = match consent.withdrawn {
        Some(at) => format!("återkallat {}", date_with_year(at.date_naive())),
        None if consent.holds_on(today) => "gäller".to_owned(),
        None if consent.answer == ConsentAnswer::Ja => "har gått ut".to_owned(),
        None => String::new(),
    };
    let parties: Vec<&str> = row.parties.iter().map(|party| party.part.as_str()).collect();
    [
        text::clean(&row.label),
        consent.with_custody(&text::clean(&consent.given_by)),
        answer.to_owned(),
        form.to_owned(),
        consent.given_on.to_string(),
        until(consent).map(|day| day.to_string()).unwrap_or_default(),
        standing,
        text::clean(&parties.join(", ")),
    ]
}

/// Until when it holds: a no, or no answer, holds until no day.
fn until(consent: &Consent) -> Option<NaiveDate> {
    (consent.answer == ConsentAnswer::Ja).then(|| consent.last_day())
}

#[derive(Serialize)]
struct JsonParty<'r> {
    part: &'r str,
    far_beratta: Option<&'r str>,
    far_inte: Option<&'r str>,
}

#[derive(Serialize)]
struct JsonRow<'r> {
    id: String,
    arende_id: String,
    arende: &'r str,
    givare: &'r str,
    av_barnet: bool,
    ensam: bool,
    svar: ConsentAnswer,
    form: Option<ConsentForm>,
    datum: String,
    galler_till: Option<String>,
    galler_inte: Option<&'r str>,
    aterkallat: Option<String>,
    parter: Vec<JsonParty<'r>>,
}

impl<'r> JsonRow<'r> {
    fn of(row: &'r ConsentRow) -> Self {
        let consent = &row.consent;
        Self {
            id: consent.id.to_string(),
            arende_id: consent.arende.to_string(),
            arende: &row.label,
            givare: &consent.given_by,
            av_barnet: consent.by_child,
            ensam: consent.sole,
            svar: consent.answer,
            form: Some(consent.form).filter(|_| consent.answer != ConsentAnswer::Saknas),
            datum: consent.given_on.to_string(),
            galler_till: until(consent).map(|day| day.to_string()),
            galler_inte: consent.not_covered.as_deref(),
            aterkallat: consent.withdrawn.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            parter: row
                .parties
                .iter()
                .map(|party| JsonParty {
                    part: &party.part,
                    far_beratta: party.may_tell.as_deref(),
                    far_inte: party.must_not.as_deref(),
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::ConsentParty;
    use uuid::Uuid;

    fn row(given_by: &str, withdrawn: Option<&str>) -> ConsentRow {
        let id = Uuid::from_u128(7);
        ConsentRow {
            label: "Blå".to_owned(),
            consent: Consent {
                asked: None,
                id: id.into(),
                arende: id.into(),
                meeting: None,
                given_by: given_by.to_owned(),
                by_child: false,
                sole: false,
                answer: ConsentAnswer::Ja,
                form: ConsentForm::Skriftligt,
                given_on: "2026-11-23".parse().unwrap(),
                valid_until: "2027-11-23".parse().unwrap(),
                not_covered: None,
                withdrawn: withdrawn.map(|at| at.parse().unwrap()),
                reason: None,
                rev: 1,
            },
            parties: vec![ConsentParty {
                id: id.into(),
                consent: id.into(),
                part: "BUP".to_owned(),
                may_tell: Some("bedömningen".to_owned()),
                must_not: None,
                rev: 1,
            }],
        }
    }

    fn written(rows: &[ConsentRow], format: Format, today: &str) -> String {
        let mut out = Vec::new();
        write(rows, format, today.parse().unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_no_and_no_answer_hold_until_no_day_and_no_answer_has_no_form() {
        let answered = |answer| {
            let mut row = row("Ann", None);
            row.consent.answer = answer;
            row
        };
        let rows = [answered(ConsentAnswer::Nej), answered(ConsentAnswer::Saknas)];
        let csv = written(&rows, Format::Csv, "2026-11-25");
        let lines: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(
            lines,
            ["Blå,Ann,nej,skriftligt,2026-11-23,,,BUP", "Blå,Ann,inte svarat ännu,,2026-11-23,,,BUP"]
        );
        let json: serde_json::Value =
            serde_json::from_str(&written(&rows, Format::Json, "2026-11-25")).unwrap();
        assert!(json[0]["galler_till"].is_null() && json[1]["galler_till"].is_null(), "{json}");
        assert_eq!((&json[0]["form"], json[1]["form"].is_null()), (&"skriftligt".into(), true));
    }

    #[test]
    fn consents_are_listed_with_who_until_when_and_whether_they_hold() {
        let rows = [row("Ann Ask, mamma", None), row("=Per", Some("2026-11-24T08:41:00Z"))];
        let table = written(&rows, Format::Table, "2026-11-25");
        assert!(table.contains("gäller") && table.contains("återkallat 24 nov 2026"), "{table}");
        assert!(written(&rows, Format::Table, "2027-11-24").contains("har gått ut"));
        let csv = written(&rows, Format::Csv, "2026-11-25");
        assert!(
            csv.contains("Blå,\"Ann Ask, mamma\",ja,skriftligt,2026-11-23,2027-11-23,gäller,BUP\r\n"),
            "{csv}"
        );
        assert!(csv.contains("\"'=Per\""), "{csv}");
        let json: serde_json::Value =
            serde_json::from_str(&written(&rows, Format::Json, "2026-11-25")).unwrap();
        assert_eq!(json[0]["parter"][0]["far_beratta"], "bedömningen");
        assert_eq!(json[1]["aterkallat"], "2026-11-24T08:41:00Z");
        assert!(written(&[], Format::Table, "2026-11-25").contains("Inga samtycken"));
        assert_eq!(written(&[], Format::Json, "2026-11-25").trim(), "[]");
    }
}
