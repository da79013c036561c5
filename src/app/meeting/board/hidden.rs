//! What the wall shows nothing of where the meeting stands, why, and what can be done.

use super::{Row, Section, Tone};
use crate::app::core::action::name_keys;
use crate::app::core::model::{MeetingScreen, Model, RowRef, Todo};
use crate::domain::agenda::Phase;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::record::{MeetingArende, MeetingStatus};
use crate::domain::rules;

/// That the wall shows nothing of what is spoken of, and why: of the ärende that is up, or of those that are read out.
pub(super) fn hides(model: &Model, screen: &MeetingScreen) -> Option<String> {
    let (item, why, _) = hidden_items(model, &screen.meeting).next()?;
    let why = said_within(&screen.meeting, &why);
    if screen.meeting.head.current.is_some() || !screen.meeting.agenda.many {
        return Some(format!("väggen visar inte ärendet: {why}"));
    }
    Some(format!("väggen visar inte allt: {}", rules::named(&screen.meeting, Some(item.id), &why)))
}

/// A sentence that goes on after a colon: a name keeps its capital.
fn said_within(meeting: &Meeting, sentence: &str) -> String {
    let by_name = meeting.participants.iter().any(|person| sentence.starts_with(&person.short_name()));
    if by_name { sentence.to_owned() } else { lower_first(sentence) }
}

/// The ärenden of which the wall shows nothing where the meeting stands, each with why and what can be done.
pub(super) fn hidden_items<'m>(
    model: &Model,
    meeting: &'m Meeting,
) -> impl Iterator<Item = (&'m MeetingArende, String, String)> {
    let (today, current, phase) = (model.now.today(), meeting.head.current, meeting.head.phase);
    let spoken_of = move |item: &&MeetingArende| {
        // A meeting about one matter is about it from the first.
        let is_all = current.is_none() && (phase == Phase::Ansvar || !meeting.agenda.many);
        current == Some(item.id) || is_all
    };
    let is_on = meeting.head.status == MeetingStatus::Pagar;
    let items = meeting.todays_items().filter(move |item| is_on && spoken_of(item));
    items.filter_map(move |item| {
        let (why, remedy) = rules::hidden_because(meeting, item, today)?;
        Some((item, why, remedy))
    })
}

/// What the wall shows nothing of where the meeting stands: why, what can be done, and a row that does it.
pub(super) fn section(model: &Model, meeting: &Meeting) -> Option<Section> {
    let rows: Vec<Row> = hidden_items(model, meeting)
        .map(|(item, why, remedy)| Row {
            target: Some(match meeting.strangers_here(item.id).next() {
                Some(person) => RowRef::Participant(person.id),
                None => RowRef::Todo(Todo::Consent(item.id)),
            }),
            mark: "!".to_owned(),
            text: rules::named(meeting, Some(item.id), &why),
            detail: Some(name_keys(&remedy)),
            tone: Tone::Warn,
        })
        .collect();
    (!rows.is_empty()).then(|| Section { heading: "Dolt på väggen".to_owned(), rows, empty: None })
}
