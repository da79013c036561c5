//! What a reason for going on is about, as it can be named to everybody who may read the minutes, and whether it still is so.

use super::{closing, entering, leaving, rule};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, Position, capital};
use crate::domain::record::Override;

/// What a reason was given for, as a heading: "Steg 1 inlämnat saknas". Nothing where it isn't so any more: what was missing
/// was filled in, whoever wasn't there came.
pub fn deviation(meeting: &Meeting, row: &Override) -> Option<String> {
    // A row of the minutes says where it went.
    if row.rule == rule::SENT_ON {
        return None;
    }
    let about = row.about.as_deref().unwrap_or_default();
    let standing: Vec<&str> = about.split(Override::BETWEEN).filter(|key| is_so(meeting, row, key)).collect();
    if standing.is_empty() {
        return None;
    }
    // Rows and people are not named: not everybody who reads the minutes may read them.
    let subjects: Vec<String> = standing.iter().filter_map(|key| subject(meeting, &row.rule, key)).collect();
    let names = subjects.join(", ");
    Some(match row.rule.as_str() {
        key if names.is_empty() => rule::word(key).unwrap_or("Avsteg").to_owned(),
        rule::CONTENT => unwritten(meeting, &standing),
        rule::FIELD_VALUE => names,
        rule::REQUIRED_ROLE | rule::UNITS if least(&names).is_some() => {
            let (number, what) = least(&names).unwrap_or_default();
            let of = if row.rule == rule::UNITS { "" } else { "i rollen " };
            format!("Färre än {number} {of}{what}")
        }
        _ => format!("{} saknas", capital(&names)),
    })
}

/// "minst 2 Specialpedagog" as its number and what it counts.
fn least(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix("minst ")?.split_once(' ')
}

/// "Nuläge: svårare, fungerar saknas", or "Nuläge: färre än 2 under svårare" where several are asked for.
fn unwritten(meeting: &Meeting, keys: &[&str]) -> String {
    let phase = keys.first().and_then(|key| key.split_once(": ")).map_or("", |(phase, _)| phase);
    let kinds: Vec<&str> =
        keys.iter().map(|key| key.split_once(": ").map_or(*key, |(_, kinds)| kinds)).collect();
    let spec = meeting.agenda.walked().find(|known| known.name().to_lowercase() == phase);
    let least = spec.and_then(|known| meeting.agenda.phase(known).at_least).filter(|least| *least > 1);
    match least {
        Some(least) => format!("{}: färre än {least} under {}", capital(phase), kinds.join(" och ")),
        None => format!("{}: {} saknas", capital(phase), kinds.join(", ")),
    }
}

fn subject(meeting: &Meeting, rule: &str, key: &str) -> Option<String> {
    // What isn't printed isn't named in what is printed either.
    let field = || meeting.agenda.fields.iter().find(|field| field.id == key && field.printed);
    match rule {
        rule::FIELD => field().map(|field| field.name.clone()),
        rule::FIELD_VALUE => field().map(|field| {
            let wanted = field.requirement().map_or_else(String::new, |wanted| format!(" ({wanted})"));
            format!("{}: inte som det krävs{wanted}", field.name)
        }),
        rule::REQUIRED_ROLE | rule::UNITS | rule::HUVUDMAN | rule::CONTENT if !key.is_empty() => {
            Some(key.to_owned())
        }
        _ => None,
    }
}

/// Whether what a reason was given for still is as it was then.
fn is_so(meeting: &Meeting, row: &Override, key: &str) -> bool {
    match row.rule.as_str() {
        rule::FIELD => !is_filled(meeting, row.arende, key),
        rule::FIELD_VALUE => {
            let item = row.arende.and_then(|id| meeting.item(id));
            entering::fallen_short(meeting, item, None).iter().any(|(field, _)| field.id == key)
        }
        // Whoever left unheard was not heard.
        rule::ROUND => !meeting
            .heard
            .iter()
            .any(|heard| heard.arende == row.arende && heard.participant.0.to_string() == key),
        rule::REQUIRED_ROLE
        | rule::UNITS
        | rule::HUVUDMAN
        | rule::ROLES
        | rule::FAMILY
        | rule::CONTENT
        | rule::NEEDS
        | rule::DECIDER
        | rule::RECURRING
        | rule::COMPLETE
        | rule::READ_OUT
        | rule::FOLLOW_UP
        | rule::RECIPIENTS
        | rule::OVERALL
        | rule::PLAN => is_found(meeting, row, key),
        // That a child was spoken of without an answer was so, whatever came afterwards.
        _ => true,
    }
}

/// Whether the rule would speak of it now, had nobody given a reason.
fn is_found(meeting: &Meeting, row: &Override, key: &str) -> bool {
    let unexcused = Meeting { overrides: Vec::new(), ..meeting.clone() };
    let mut found = closing::before_closing(&unexcused, meeting.head.planned.date());
    for phase in meeting.agenda.walked() {
        leaving::leaving(&unexcused, Position { phase, arende: row.arende }, &mut found);
    }
    found.iter().any(|finding| {
        let about = &finding.about;
        finding.rule == row.rule
            && finding.arende == row.arende
            && (about.iter().any(|own| own == key) || (about.is_empty() && key.is_empty()))
    })
}

fn is_filled(meeting: &Meeting, arende: Option<MeetingArendeId>, field: &str) -> bool {
    let mut rows = meeting.fields.iter().filter(|value| value.field == field && value.arende == arende);
    rows.any(|value| !value.value.trim().is_empty())
}
