//! How far the meeting has come, where it stands, and its times, as they can't be.

use super::MeetingFileError;
use super::judged::Judged;
use super::rows::{at, key};
use crate::domain::agenda::Phase;
use crate::domain::command::Table;
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
use crate::domain::record::columns::{ORDER, REV};
use serde_json::Value;

pub(super) type Checked = Result<(), MeetingFileError>;

/// No number of a meeting or a row's writings is larger.
const LARGEST: i64 = 1_000_000_000;
/// Nor is a row's place in the order, which is a moment in milliseconds: what every reader of JSON holds whole.
const LAST_PLACE: i64 = 1 << 53;

pub(super) fn wrong(place: impl Into<String>, problem: &str, remedy: &str) -> Checked {
    Err(MeetingFileError::at(place, problem, remedy))
}

/// How the meeting stands, its phases and its times.
pub(super) fn all(judged: Judged<'_>) -> Checked {
    let meeting = judged.meeting;
    status(meeting)?;
    position(meeting)?;
    head(judged)?;
    phases(meeting)?;
    stages(meeting)
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
        MeetingStatus::Pagar if head.ended.is_some() => {
            return wrong(
                "mote.slutad",
                "Mötet pågår men har en sluttid.",
                "Skriv null i slutad, eller ändra status.",
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
    if head.ended < head.started && head.ended.is_some() {
        return wrong("mote.slutad", "Mötet slutar innan det börjar.", "Rätta tiden.");
    }
    if head.cancel_reason.is_some() && head.cancelled.is_none() {
        return wrong(
            "mote.installt_skal",
            "Här står varför mötet ställdes in, men inte att det är inställt.",
            "Skriv null, eller skriv i installt när det ställdes in.",
        );
    }
    Ok(())
}

/// Where the meeting stands: it begins in the first phase and is closed in the last, and an ärende is spoken of in those that
/// are walked for each.
fn position(meeting: &Meeting) -> Checked {
    let head = &meeting.head;
    let only = match head.status {
        MeetingStatus::Planerat => Some((Phase::Sammanhang, "Ett planerat möte står i sammanhang.")),
        MeetingStatus::Avslutat => Some((Phase::Ansvar, "Ett avslutat möte står i ansvar.")),
        MeetingStatus::Pagar => None,
    };
    if let Some((phase, problem)) = only.filter(|(phase, _)| *phase != head.phase) {
        return wrong("mote.fas", problem, &format!("Skriv {}, eller ändra status.", phase.code()));
    }
    if head.current.is_some() && !head.phase.is_per_arende() {
        return wrong(
            "mote.mote_arende_id",
            "Inget ärende är uppe i den fas som mötet står i.",
            "Skriv null, eller rätta fas.",
        );
    }
    Ok(())
}

/// What the head says besides.
fn head(judged: Judged<'_>) -> Checked {
    let (meeting, head) = (judged.meeting, &judged.meeting.head);
    if head.number.is_some_and(|number| !(1..=LARGEST).contains(&number)) {
        return wrong("mote.nummer", "Numret är orimligt.", "Numren börjar på 1.");
    }
    if head.follows == Some(head.id) {
        return wrong(
            "mote.foljer_id",
            "Mötet följer upp sig självt.",
            "Skriv det förra mötets id, eller null.",
        );
    }
    let ends = head.sip_ended.is_some() || head.sip_end_reason.is_some();
    if ends && !meeting.agenda.can_end {
        return wrong(
            "mote.sip_slut",
            "Mötesformen har ingen plan som kan avslutas.",
            "Skriv null i sip_slut och sip_slut_skal.",
        );
    }
    if ends && (head.sip_ended.is_none() || head.sip_end_reason.is_none()) {
        return wrong(
            "mote.sip_slut",
            "Dagen då planen avslutades och skälet hör ihop.",
            "Skriv båda, eller null i båda.",
        );
    }
    if head.sip_ended.is_some_and(|day| day > judged.today()) {
        return wrong("mote.sip_slut", "Den dagen har inte varit än.", "Rätta datumet.");
    }
    let choices = meeting.agenda.overall_choices();
    if !choices.is_empty() && head.overall.is_some_and(|who| !choices.contains(&who)) {
        return wrong(
            "mote.huvudansvar",
            "Den huvudmannen har inte ansvar för planen i den här mötesformen.",
            "Välj en av motesform.huvudman_kravs, eller skriv null.",
        );
    }
    if head.file_copy.is_some() && !head.individuals {
        return wrong("mote.arkivexemplar", "Mötet gäller inget enskilt barn.", "Skriv null.");
    }
    Ok(())
}

/// No phase that the form leaves out.
fn phases(meeting: &Meeting) -> Checked {
    let without = &meeting.agenda.without;
    let stages = meeting.stages.iter().enumerate();
    let items = meeting.items.iter().enumerate();
    let mut all = std::iter::once(("mote.fas".to_owned(), meeting.head.phase))
        .chain(stages.map(|(index, row)| (at(Table::Stage, index, "fas"), row.phase)))
        .chain(items.map(|(index, row)| (at(Table::MeetingArende, index, "fas"), row.phase)));
    match all.find(|(_, phase)| without.contains(phase)) {
        Some((place, _)) => {
            wrong(place, "Den fasen finns inte i mötesformen.", "Välj en fas som formen har.")
        }
        None => Ok(()),
    }
}

fn stages(meeting: &Meeting) -> Checked {
    for (index, row) in meeting.stages.iter().enumerate() {
        if row.to.is_some_and(|to| to < row.from) {
            return wrong(at(Table::Stage, index, "till"), "Skedet slutar innan det börjar.", "Rätta tiden.");
        }
        if row.to.is_none() && meeting.head.status != MeetingStatus::Pagar {
            return wrong(
                at(Table::Stage, index, "till"),
                "Skedet pågår, men det gör inte mötet.",
                "Skriv när det slutade.",
            );
        }
        if row.arende.is_some() && !row.phase.is_per_arende() {
            return wrong(
                at(Table::Stage, index, "mote_arende_id"),
                "Den fasen är hela mötets, inte ett ärendes.",
                "Skriv null.",
            );
        }
    }
    if meeting.head.status == MeetingStatus::Planerat && !meeting.stages.is_empty() {
        return wrong(
            key(Table::Stage),
            "Mötet är planerat men har tid i faser.",
            "Ta bort raderna, eller ändra status.",
        );
    }
    Ok(())
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
                if column.name == REV.name { "Skriv 0." } else { "Skriv talet som det var i mötet." },
            );
        }
    }
    Ok(())
}
