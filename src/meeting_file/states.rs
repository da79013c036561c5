//! What no meeting can be: a file says it, so somebody has written it by hand.

use super::MeetingFileError;
use super::rows::key;
use crate::domain::agenda::EntryKind;
use crate::domain::command::Table;
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
use crate::domain::record::columns::ORDER;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

type Checked = Result<(), MeetingFileError>;

/// So far may a clock have been put back between two moments.
const SLACK: TimeDelta = TimeDelta::days(1);
/// No number of a meeting or a row's writings is larger.
const LARGEST: i64 = 1_000_000_000;
/// Nor is a row's place in the order, which is a moment in milliseconds: what every reader of JSON holds whole.
const LAST_PLACE: i64 = 1 << 53;
/// Years in which somebody whom a meeting is about is born.
const BORN: std::ops::RangeInclusive<i64> = 1900..=2200;

fn wrong(place: impl Into<String>, problem: &str, remedy: &str) -> Checked {
    Err(MeetingFileError::at(place, problem, remedy))
}

fn is_before(later: Option<DateTime<Utc>>, earlier: Option<DateTime<Utc>>) -> bool {
    later.zip(earlier).is_some_and(|(later, earlier)| later + SLACK < earlier)
}

/// How the meeting stands, its phases and its times.
pub(super) fn all(meeting: &Meeting) -> Checked {
    status(meeting)?;
    phases(meeting)?;
    for (index, row) in meeting.stages.iter().enumerate() {
        if is_before(row.to, Some(row.from)) {
            let place = format!("{}[{index}].till", key(Table::Stage));
            return wrong(place, "Skedet slutar innan det börjar.", "Rätta tiden.");
        }
    }
    for (index, row) in meeting.participants.iter().enumerate() {
        if is_before(row.left, row.came) {
            let place = format!("{}[{index}].gick", key(Table::Participant));
            return wrong(place, "Deltagaren gick innan hon eller han kom.", "Rätta tiden.");
        }
    }
    for (index, row) in meeting.action_status.iter().enumerate() {
        if meeting.entry(row.entry).is_some_and(|entry| entry.kind() != EntryKind::Atgard) {
            let place = format!("{}[{index}].post_id", key(Table::ActionStatus));
            return wrong(
                place,
                "Bara en åtgärd kan ha en status.",
                "Peka på en åtgärd, eller ta bort raden.",
            );
        }
    }
    for (index, row) in meeting.children.iter().enumerate() {
        if row.birth_year.is_some_and(|year| !BORN.contains(&i64::from(year))) {
            let place = format!("{}[{index}].fodelsear", key(Table::Child));
            return wrong(place, "Födelseåret ligger utanför åren 1900–2200.", "Rätta årtalet.");
        }
    }
    Ok(())
}

fn status(meeting: &Meeting) -> Checked {
    let head = &meeting.head;
    let begun = head.started.is_some();
    match head.status {
        MeetingStatus::Planerat if begun || head.ended.is_some() => {
            return wrong(
                "mote.status",
                "Mötet är planerat men har en start- eller sluttid.",
                "Skriv null i startad och slutad, eller ändra status.",
            );
        }
        MeetingStatus::Pagar | MeetingStatus::Avslutat if !begun => {
            return wrong(
                "mote.startad",
                "Mötet har hållits men har ingen starttid.",
                "Skriv när det började.",
            );
        }
        MeetingStatus::Avslutat if head.ended.is_none() => {
            return wrong(
                "mote.slutad",
                "Mötet är avslutat men har ingen sluttid.",
                "Skriv när det slutade.",
            );
        }
        MeetingStatus::Avslutat if head.cancelled.is_some() => {
            return wrong(
                "mote.installt",
                "Mötet är både avslutat och inställt.",
                "Skriv null i installt, eller ändra status.",
            );
        }
        _ => {}
    }
    if is_before(head.ended, head.started) {
        return wrong("mote.slutad", "Mötet slutar innan det börjar.", "Rätta tiden.");
    }
    if head.number.is_some_and(|number| !(1..=LARGEST).contains(&number)) {
        return wrong("mote.nummer", "Numret är orimligt.", "Numren börjar på 1.");
    }
    Ok(())
}

/// No phase that the form leaves out.
fn phases(meeting: &Meeting) -> Checked {
    let without = &meeting.agenda.without;
    let stages = meeting.stages.iter().enumerate();
    let items = meeting.items.iter().enumerate();
    let mut all = std::iter::once(("mote.fas".to_owned(), meeting.head.phase))
        .chain(stages.map(|(index, row)| (format!("{}[{index}].fas", key(Table::Stage)), row.phase)))
        .chain(items.map(|(index, row)| (format!("{}[{index}].fas", key(Table::MeetingArende)), row.phase)));
    match all.find(|(_, phase)| without.contains(phase)) {
        Some((place, _)) => {
            wrong(place, "Den fasen finns inte i mötesformen.", "Välj en fas som formen har.")
        }
        None => Ok(()),
    }
}

/// No number outside what its column holds.
pub(super) fn numbers(table: Table, place: &str, values: &Value) -> Checked {
    for column in table.columns() {
        let Some(number) = values[column.name].as_i64() else { continue };
        let most = if column.name == ORDER.name { LAST_PLACE } else { LARGEST };
        if number < column.least.unwrap_or(-most) || number > most {
            return wrong(
                format!("{place}.{}", column.name),
                "Talet är orimligt.",
                "Skriv 0 i rev; andra tal står som de var i mötet.",
            );
        }
    }
    Ok(())
}
