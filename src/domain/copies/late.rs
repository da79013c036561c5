//! Those who came after it was said who gets the minutes.

use crate::domain::meeting::Meeting;
use crate::domain::record::{Participant, ParticipantKind};

/// Those who came after it was said who gets the minutes, and of whom nothing is said there: they get nothing, and nobody has
/// chosen so.
pub fn came_after_list(meeting: &Meeting) -> impl Iterator<Item = &Participant> {
    let made = meeting.recipients.iter().map(|row| row.id.0).filter(|id| id.get_timestamp().is_some());
    let list = made.min();
    let is_late = move |person: &Participant| {
        let id = person.id.0;
        id.get_timestamp().is_some() && list.is_some_and(|list| id > list)
    };
    let is_listed = |person: &Participant| {
        meeting.recipients.iter().any(|row| match row.participant {
            Some(id) => id == person.id,
            None => meeting.called(&row.name).iter().any(|called| called.id == person.id),
        })
    };
    meeting
        .participants
        .iter()
        .filter(move |person| person.kind != ParticipantKind::Tolk && is_late(person) && !is_listed(person))
}

/// "Lena Ros står inte på listan över vem som får protokollet"
pub fn late_words(person: &Participant) -> String {
    format!("{} står inte på listan över vem som får protokollet", person.short_name())
}
