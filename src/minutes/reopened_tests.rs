//! A meeting that was opened again after it was closed says so, and when it was closed again.

use super::{Options, build, markdown};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::meeting::{Meeting, Reopened};
use crate::domain::record::MeetingStatus;
use chrono::{DateTime, TimeDelta, Utc};

fn told(meeting: &Meeting) -> String {
    let options = Options { laws: crate::domain::law::Laws::default(), ..Options::made_up() };
    markdown::render(&build(meeting, &options))
}

#[test]
fn the_minutes_say_when_a_meeting_was_opened_again_and_keep_the_time_of_its_end() {
    let all = demo::meetings(now(), &agenda);
    let mut meeting = all.into_iter().find(|meeting| meeting.head.agenda_id == "sip").unwrap();
    let closed: DateTime<Utc> = "2026-11-23T09:02:00Z".parse().unwrap();
    meeting.head.status = MeetingStatus::Avslutat;
    (meeting.head.started, meeting.head.ended) = (Some(closed - TimeDelta::hours(1)), Some(closed));
    assert!(!told(&meeting).contains("Öppnat igen"));
    let at = closed + TimeDelta::hours(4);
    meeting.reopened = vec![Reopened { closed, at, closed_again: None }];
    let said = told(&meeting);
    assert!(said.contains("avslutat 10.02, öppnat igen 14.02\n"), "{said}");
    meeting.reopened[0].closed_again = Some(at + TimeDelta::minutes(2));
    let said = told(&meeting);
    assert!(said.contains("avslutat 10.02, öppnat igen 14.02, avslutat igen 14.04"), "{said}");
    assert!(said.contains("09.02–10.02"), "{said}");
    // A day is said where it is another.
    let later = at + TimeDelta::days(1);
    meeting.reopened[0] = Reopened { closed, at: later, closed_again: Some(later) };
    let said = told(&meeting);
    assert!(
        said.contains("avslutat 10.02, öppnat igen 24 november 2026 14.02, avslutat igen 14.02"),
        "{said}"
    );
}
