//! The meeting that comes after the one on screen: booked by a follow-up, or held at once.

use crate::app::core::model::{Model, NoForm};
use crate::domain::agenda::Agenda;
use crate::domain::carry;
use crate::domain::command::{Change, Snapshot};
use crate::domain::ids::MeetingId;
use crate::domain::record::{FollowUp, Head};

/// The meeting that a follow-up books: in the calendar of home, opened on its day. It is about the same child where the
/// form is about one, and held by the form for follow-ups where there is such a form.
///
/// # Errors
/// When that form can't be used.
pub(crate) fn booked(model: &Model, follow_up: &FollowUp) -> Result<(Vec<Change>, Snapshot), NoForm> {
    next_head(model, follow_up).map(|(head, _, snapshot)| (vec![Change::put(head)], snapshot))
}

/// The head of the meeting that comes after the one on screen, with its form. Nothing of what is said of a child goes
/// along into a form that takes up no children.
///
/// # Errors
/// When that form can't be used.
pub(crate) fn next_head(model: &Model, follow_up: &FollowUp) -> Result<(Head, Agenda, Snapshot), NoForm> {
    let meeting = model.meeting().ok_or_else(|| NoForm::Missing(String::new()))?;
    let (agenda, snapshot) = model.setup.lists.form_after(&meeting.agenda.id).cloned()?;
    let time = follow_up.time.unwrap_or(meeting.head.planned.time());
    let blank = Head::new(
        MeetingId(follow_up.id.0),
        &agenda,
        &snapshot.sha,
        follow_up.date.and_time(time),
        &meeting.head.zone,
    );
    let head = Head { follows: Some(meeting.id()), place: follow_up.place.clone(), ..blank };
    if meeting.head.individuals && !agenda.individuals {
        return Ok((head, agenda, snapshot));
    }
    let old = meeting.head.clone();
    let head = Head {
        title: match old.title.strip_prefix(&meeting.agenda.short_name) {
            Some(rest) => format!("{}{rest}", agenda.short_name),
            None => old.title,
        },
        number: old.number,
        minutes: if agenda.id == old.agenda_id { old.minutes } else { head.minutes },
        diarienummer: old.diarienummer,
        secrecy: old.secrecy,
        // What the first meeting was for, and asked, it has met: a follow-up has a purpose of its own.
        purpose: old.purpose.filter(|_| agenda.begins_anew()),
        questions: old.questions.filter(|_| agenda.begins_anew()),
        initiator: old.initiator,
        overall: old.overall.filter(|who| agenda.overall_choices().contains(who)),
        file_copy: old.file_copy,
        ..head
    };
    let head = carry::headed(meeting, head);
    Ok((head, agenda, snapshot))
}
