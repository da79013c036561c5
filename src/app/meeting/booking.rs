//! The meeting that comes after the one on screen: booked by a follow-up, or held at once.

use crate::app::core::model::Model;
use crate::domain::agenda::Agenda;
use crate::domain::carry;
use crate::domain::command::{Change, Snapshot};
use crate::domain::ids::MeetingId;
use crate::domain::record::{FollowUp, Head};

/// The meeting that a follow-up books: in the calendar of home, opened on its day. It is about the same child where the
/// form is about one, and held by the form for follow-ups where there is such a form.
pub(crate) fn booked(model: &Model, follow_up: &FollowUp) -> (Vec<Change>, Option<Snapshot>) {
    match next_head(model, follow_up) {
        Some((head, _, snapshot)) => (vec![Change::put(head)], Some(snapshot)),
        None => (Vec::new(), None),
    }
}

/// The form by which the meeting after one by the form `form` is held.
pub(crate) fn next_form<'m>(model: &'m Model, form: &str) -> Option<&'m (Agenda, Snapshot)> {
    let known = || model.setup.lists.agendas.iter().filter_map(|choice| choice.agenda.as_ref().ok());
    let follower = known().find(|(agenda, _)| agenda.is_follower_of(form));
    follower.or_else(|| known().find(|(agenda, _)| agenda.id == form))
}

/// The head of the meeting that comes after the one on screen, with its form. Nothing of what is said of a child goes
/// along into a form that takes up no children.
pub(crate) fn next_head(model: &Model, follow_up: &FollowUp) -> Option<(Head, Agenda, Snapshot)> {
    let meeting = &model.meeting_screen()?.meeting;
    let form = &meeting.agenda.id;
    let (agenda, snapshot) = next_form(model, form).cloned()?;
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
        return Some((head, agenda, snapshot));
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
        purpose: old.purpose,
        questions: old.questions,
        initiator: old.initiator,
        overall: old.overall.filter(|who| agenda.overall_choices().contains(who)),
        file_copy: old.file_copy,
        ..head
    };
    let head = carry::headed(meeting, head);
    Some((head, agenda, snapshot))
}
