//! The papers of a meeting are of that meeting: they say the same whatever is told of it afterwards.

use super::document::Document;
use super::{Options, build, find_reader, json, markdown, pdf, plain, plan};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::dates::Due;
use crate::domain::ids::{MeetingId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ActionStatus, MeetingStatus, Participant};
use chrono::{DateTime, Days, TimeDelta, Utc};
use uuid::Uuid;

fn held() -> impl Iterator<Item = Meeting> {
    let all = demo::meetings(now(), &agenda).into_iter();
    all.filter(|meeting| meeting.head.status == MeetingStatus::Avslutat)
}

/// Every paper of a meeting, for each who may have one, in every format.
fn papers(meeting: &Meeting) -> Vec<String> {
    let options = Options { printed_at: now().naive_utc(), ..Options::made_up() };
    let mut all = vec![build(meeting, &options)];
    let people = meeting.participants.iter().map(Participant::name_and_role);
    for reader in people.filter_map(|who| find_reader(meeting, &who)) {
        all.extend(plan(meeting, std::slice::from_ref(&reader), false));
        all.push(build(meeting, &Options { reader: Some(reader), ..options.clone() }));
    }
    let formats = |document: &Document| {
        let set = pdf::order(document, &pdf::Paper::plain(now())).unwrap().0.data;
        [plain::render(document), markdown::render(document), json::render(document), set.to_string()]
    };
    all.iter().flat_map(formats).collect()
}

/// The same meeting after something was told of each thing that it agreed on.
fn told(meeting: &Meeting, at: DateTime<Utc>, told_at: Option<MeetingId>, status: ActionState) -> Meeting {
    let mut later = meeting.clone();
    for (index, entry) in meeting.entries.iter().enumerate() {
        later.action_status.push(ActionStatus {
            id: RowId(Uuid::from_u128(u128::MAX - 1000 + index as u128)),
            entry: entry.id,
            meeting: told_at,
            status,
            evaluation: Some("@Evi Ek: Det märks redan".to_owned()),
            new_due: Some(Due::By(at.date_naive() + Days::new(30))),
            at,
        });
    }
    later
}

#[test]
fn no_paper_of_a_meeting_changes_by_what_is_told_of_its_promises_afterwards() {
    let mut seen = 0;
    for meeting in held() {
        let before = papers(&meeting);
        let ended = meeting.head.ended.unwrap();
        let follow_up = Some(MeetingId(Uuid::from_u128(4711)));
        for status in ActionState::ALL {
            for (at, where_told) in [
                // At the follow-up, also where somebody has put the clock back; and at home between the meetings.
                (ended + TimeDelta::days(56), follow_up),
                (ended - TimeDelta::minutes(1), follow_up),
                (ended + TimeDelta::days(3), None),
            ] {
                assert_eq!(
                    papers(&told(&meeting, at, where_told, status)),
                    before,
                    "{status:?} {where_told:?}"
                );
                seen += 1;
            }
        }
        // What was told at it counts.
        let own = told(&meeting, ended, Some(meeting.id()), ActionState::Klar);
        assert!(meeting.actions().next().is_none() || papers(&own) != before);
    }
    assert!(seen >= 30, "{seen}");
}

#[test]
fn a_plan_that_ended_on_a_later_day_tells_what_was_done_by_then() {
    let mut sip = held().find(|meeting| meeting.agenda.plan_consent).unwrap();
    let ended = sip.head.ended.unwrap();
    let entry = sip.actions().next().unwrap().id;
    let done = told(&sip, ended + TimeDelta::days(20), None, ActionState::Klar);
    assert_eq!(done.told_by_its_end(entry).map(|word| word.status), None);
    sip.head.sip_ended = Some(ended.date_naive() + Days::new(30));
    let done = told(&sip, ended + TimeDelta::days(20), None, ActionState::Klar);
    assert_eq!(done.told_by_its_end(entry).map(|word| word.status), Some(ActionState::Klar));
    let after = told(&sip, ended + TimeDelta::days(40), None, ActionState::Klar);
    assert_eq!(after.told_by_its_end(entry).map(|word| word.status), None);
}
