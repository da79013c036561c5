//! Time spent and time given: what the secretary's screen and the wall both count by.

use crate::app::core::now::Now;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Head, MeetingStatus, Stage};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// When the meeting is to end: its length after its planned start, or, where it is held on another day, after it began.
pub(crate) fn ends(meeting: &Meeting, now: Now) -> NaiveDateTime {
    let head = &meeting.head;
    let began = head.started.map(|at| at.with_timezone(&now.zone).naive_local());
    let from = began.filter(|began| began.date() != head.planned.date()).unwrap_or(head.planned);
    from + TimeDelta::minutes(head.minutes)
}

/// When a meeting is, or was once it has begun, whatever was planned: as home's rows say it.
pub(crate) fn when(head: &Head, now: Now) -> NaiveDateTime {
    let began = head.started.filter(|_| head.status != MeetingStatus::Planerat && !head.is_cancelled());
    began.map_or(head.planned, |at| now.at(at))
}

/// The day of a meeting: the one on which it was held, once it has begun, whatever was planned.
pub(crate) fn day(head: &Head, now: Now) -> NaiveDate {
    head.started.map_or(head.planned.date(), |at| now.day_at(at))
}

/// Whole minutes spent, as of `now`, in the stretches of time that fit.
pub(crate) fn minutes_spent(now: DateTime<Utc>, meeting: &Meeting, fits: impl Fn(&Stage) -> bool) -> i64 {
    let spent: TimeDelta = meeting
        .stages
        .iter()
        .filter(|stage| fits(stage))
        .map(|stage: &Stage| (stage.to.unwrap_or(now) - stage.from).max(TimeDelta::zero()))
        .sum();
    spent.num_minutes()
}

/// Which stretches of time count against a budget.
type Counts = Box<dyn Fn(&Stage) -> bool>;

/// The minutes that are given where the meeting stands, and what counts against them.
pub(crate) fn budget(meeting: &Meeting) -> (i64, Counts) {
    let phase = meeting.head.phase;
    match meeting.head.current {
        Some(id) if meeting.agenda.many && !meeting.agenda.one_line => {
            let minutes = if meeting.item(id).is_some_and(|item| item.follow_up) {
                meeting.agenda.phase(meeting.agenda.first_phase(true)).minutes
            } else {
                meeting.agenda.arende_minutes()
            };
            (i64::from(minutes), Box::new(move |stage| stage.arende == Some(id)))
        }
        _ => (i64::from(meeting.agenda.phase(phase).minutes), Box::new(move |stage| stage.phase == phase)),
    }
}

/// Which ärende it is, and how many the meeting has.
pub(crate) fn place(meeting: &Meeting, id: MeetingArendeId) -> (usize, usize) {
    (meeting.number_of(id), meeting.items.len())
}
