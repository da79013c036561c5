//! What a reason for going on is about, as it can be named to everybody who may read the minutes, and whether it still is so.

use super::{closing, entering, leaving, rule};
use crate::domain::agenda::EntryKind;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, Position, capital, lower_first};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{Entry, Override};
use uuid::Uuid;

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
    if let Some(entry) = deviation_of(meeting, row) {
        return Some(of_point(meeting, row, entry));
    }
    // People are not named: not everybody who reads the minutes may read of them.
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

/// The point that a reason was given for, where it was for one. Who may not read the point may not read of it here either.
pub fn deviation_of<'m>(meeting: &'m Meeting, row: &Override) -> Option<&'m Entry> {
    let about = row.about.as_deref().unwrap_or_default();
    let mut keys = about.split(Override::BETWEEN);
    keys.find_map(|key| {
        let id = Uuid::parse_str(key).ok()?;
        let two = meeting.edit_conflicts.iter().find(|two| two.id.0 == id);
        meeting.entry(two.map_or(EntryId(id), |two| two.entry))
    })
}

/// "Åtgärd 2 har ingen ansvarig". An action by its number, which is the same on screen and on paper; what has none by its text.
fn of_point(meeting: &Meeting, row: &Override, entry: &Entry) -> String {
    let point = match entry.kind() {
        kind @ EntryKind::Atgard => format!("{} {}", kind.label(), meeting.point_number(entry)),
        kind => format!("{} {}", kind.label(), quoted_short(&entry.text, 40)),
    };
    match row.rule.as_str() {
        rule::COMPLETE => format!("{point} har {}", closing::incomplete(entry).unwrap_or("inte allt")),
        rule::READ_OUT => format!("{point} är inte uppläst"),
        rule::RECURRING => format!("{point} har ingen dag för uppföljning"),
        rule::DECIDER => format!("{point} är inte fattat av {}", meeting.agenda.deciders_in_words()),
        rule::TWO_TEXTS => format!("{point} har två texter, och ingen är vald"),
        key => format!("{point}, {}", lower_first(rule::word(key).unwrap_or("Avsteg"))),
    }
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
