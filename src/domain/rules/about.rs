//! What a reason for going on is about, as it can be named to everybody who may read the minutes.

use super::rule;
use crate::domain::agenda::FieldSpec;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::Override;

/// The fields, the roles and the rest that a reason is about, by their names. Rows and people are not named: not everybody
/// who reads the minutes may read them.
fn subjects(meeting: &Meeting, row: &Override) -> Vec<String> {
    let about = row.about.as_deref().unwrap_or_default();
    about.split(Override::BETWEEN).filter_map(|key| subject(meeting, (&row.rule, row.arende), key)).collect()
}

/// What a reason was given for, as a heading: "Steg 1 inlämnat saknas". Nothing where it isn't so any more: all the fields
/// that were missing have been filled in.
pub fn deviation(meeting: &Meeting, row: &Override) -> Option<String> {
    let about = row.about.as_deref().unwrap_or_default();
    let filled = |key: &str| is_filled(meeting, row.arende, key);
    if row.rule == rule::FIELD && !about.is_empty() && about.split(Override::BETWEEN).all(filled) {
        return None;
    }
    let subjects = subjects(meeting, row);
    Some(match (row.rule.as_str(), subjects.join(", ")) {
        (key, names) if names.is_empty() => rule::word(key).unwrap_or("Avsteg").to_owned(),
        (rule::FIELD_VALUE, names) => format!("{names}: inte som det krävs"),
        (_, names) => format!("{} saknas", capital(&names)),
    })
}

fn subject(meeting: &Meeting, (rule, arende): (&str, Option<MeetingArendeId>), key: &str) -> Option<String> {
    match rule {
        rule::FIELD | rule::FIELD_VALUE => {
            // What isn't printed isn't named in what is printed either.
            let field = meeting.agenda.fields.iter().find(|field| field.id == key && field.printed);
            let is_so = |field: &&FieldSpec| rule != rule::FIELD || !is_filled(meeting, arende, &field.id);
            field.filter(is_so).map(|field| field.name.clone())
        }
        rule::REQUIRED_ROLE | rule::UNITS | rule::HUVUDMAN | rule::CONTENT if !key.is_empty() => {
            Some(key.to_owned())
        }
        _ => None,
    }
}

fn is_filled(meeting: &Meeting, arende: Option<MeetingArendeId>, field: &str) -> bool {
    let mut rows = meeting.fields.iter().filter(|value| value.field == field && value.arende == arende);
    rows.any(|value| !value.value.trim().is_empty())
}
