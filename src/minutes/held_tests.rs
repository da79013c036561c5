//! Words that wait for a look are in no byte of what others get, and in all of what is the file's own.

use super::{Document, Invited, Options, Reader, build, calendar, find_reader, invitation, plain, plan};
use crate::agenda_file::held;
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::EntryKind;
use crate::domain::copies::share_of;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Body, MeetingStatus, WordCheck};

const WORD: &str = "misshandel";

/// A made-up meeting in which every text of somebody's own says it.
fn meetings() -> Vec<Meeting> {
    demo::meetings(now(), &agenda).into_iter().map(said_everywhere).collect()
}

fn said_everywhere(mut meeting: Meeting) -> Meeting {
    let said = |what: &str| format!("{what} om misshandel");
    let some = |what: &str| Some(said(what));
    meeting.words = held::carried();
    for entry in meeting.entries.iter_mut().filter(|entry| entry.kind() != EntryKind::Privat) {
        entry.text = said(&entry.text);
        match &mut entry.body {
            Body::Atgard(action) if action.owner.is_none() => action.owner_name = some("utredare"),
            Body::Beslut(decision) => decision.dissent = some("annan mening"),
            _ => {}
        }
    }
    let head = &mut meeting.head;
    head.title = said("Möte");
    (head.purpose, head.questions, head.place) = (some("Syfte"), some("Frågor"), some("Rum"));
    for item in &mut meeting.items {
        item.question = some("Fråga");
    }
    for arende in meeting.arenden.iter_mut().filter(|arende| arende.child.is_none()) {
        arende.label = said("Ärende");
    }
    for field in &mut meeting.fields {
        field.value = said(&field.value);
    }
    for row in &mut meeting.follow_ups {
        (row.place, row.called_by) = (some("Rum"), some("utredare"));
    }
    for row in &mut meeting.action_status {
        row.evaluation = some("Gick bra");
    }
    for row in &mut meeting.overrides {
        row.reason = said("Skäl");
    }
    for row in &mut meeting.consents {
        (row.not_covered, row.reason) = (some("Inte"), some("Skäl"));
    }
    for row in &mut meeting.consent_parties {
        (row.may_tell, row.must_not) = (some("Skolgång"), some("Inte"));
    }
    for row in &mut meeting.plan_answers {
        row.condition = some("om vi slipper tala");
    }
    meeting
}

fn options() -> Options {
    Options { printed_at: now().naive_utc(), laws: crate::domain::law::Laws::default(), ..Options::made_up() }
}

fn says(document: &Document) -> bool {
    plain::render(document).to_lowercase().contains(WORD)
}

/// All that leaves the house to somebody: copies, plans, invitations, calendars.
fn given_out(meeting: &Meeting) -> Vec<(String, String)> {
    let whole = build(meeting, &options());
    let mut all =
        vec![("kalender".to_owned(), calendar(meeting, None, None).unwrap_or_default().replace("\r\n ", ""))];
    all.extend(
        invitation(meeting, None, false, now().naive_utc())
            .map(|paper| ("kallelse".to_owned(), plain::render(&paper))),
    );
    for person in &meeting.participants {
        let who = person.name_and_role();
        let Some(reader) = find_reader(meeting, &who) else { continue };
        all.push((format!("kopia till {who}"), plain::render(&whole.copy_for(&reader))));
        all.extend(
            plan(meeting, &[reader], false).map(|paper| (format!("plan till {who}"), plain::render(&paper))),
        );
        let share = share_of(meeting, &who, meeting.head.planned.date(), &[]);
        let paper = Invited::new(meeting, &share)
            .and_then(|to| invitation(meeting, Some(&to), false, now().naive_utc()));
        all.extend(paper.map(|paper| (format!("kallelse till {who}"), plain::render(&paper))));
    }
    all
}

#[test]
fn what_waits_for_a_look_is_in_nothing_that_others_get_and_in_all_that_is_the_files() {
    for mut meeting in meetings() {
        for status in [MeetingStatus::Avslutat, MeetingStatus::Planerat] {
            meeting.head.status = status;
            for (what, text) in given_out(&meeting) {
                // One's own answer to the plan stands in one's own copy.
                let theirs = |line: &str| what.starts_with("kopia") && line.contains("slipper tala");
                let line = text.lines().find(|line| line.to_lowercase().contains(WORD) && !theirs(line));
                assert!(line.is_none(), "{what} of {}: {line:?}", meeting.agenda.id);
            }
        }
        let whole = build(&meeting, &options());
        assert!(says(&whole), "the complete minutes have all of it");
        let title = whole.head.iter().find(|fact| fact.label == "Rubrik").map(|fact| fact.value.clone());
        assert_eq!(title.as_deref(), Some("Möte om misshandel"), "the title too, in its own place");
        for item in &meeting.items {
            assert!(says(&whole.copy_for(&Reader::of_arende(item.id))), "and so has the akt's sheet");
        }
    }
}

#[test]
fn an_answer_to_the_plan_stands_in_the_own_copy_and_others_read_that_there_is_one() {
    let mut sip = meetings().into_iter().find(|meeting| meeting.agenda.id == "sip").unwrap();
    for row in &mut sip.plan_answers {
        (row.answer, row.condition) = (crate::domain::record::PlanAnswerKind::Ja, None);
    }
    let row = sip.plan_answers.first_mut().unwrap();
    row.condition = Some("om vi slipper tala om misshandel".to_owned());
    row.answer = crate::domain::record::PlanAnswerKind::JaOm;
    let own = row.participant;
    let whole = build(&sip, &options());
    for person in &sip.participants {
        let Some(reader) = find_reader(&sip, &person.name_and_role()) else { continue };
        let text = plain::render(&whole.copy_for(&reader));
        assert_eq!(text.contains("slipper tala"), person.id == own, "{}: {text}", person.name);
        assert!(person.id == own || text.contains("ja, med villkor"), "{}: {text}", person.name);
    }
}

#[test]
fn what_somebody_has_seen_at_is_given_out_row_by_row_also_from_what_was_locked_before() {
    for meeting in meetings() {
        // As it was locked, when nobody had seen yet.
        let locked = build(&meeting, &options());
        let json = serde_json::to_string(&locked).unwrap();
        let locked: Document = serde_json::from_str(&json).unwrap();
        let rows = meeting.rows_to_look_at();
        let entry = meeting.entries.iter().find(|entry| {
            let kept = meeting.exemptions.iter().any(|row| row.entry == entry.id);
            matches!(entry.kind(), EntryKind::Atgard) && !kept && !entry.emi
        });
        let Some(entry) = entry.cloned() else { continue };
        assert!(rows.iter().all(|row| row.held));
        let of_staff = meeting.participants.iter().filter(|person| !person.is_family());
        let readers = |meeting: &Meeting| -> Vec<Reader> {
            of_staff.clone().filter_map(|person| find_reader(meeting, &person.name_and_role())).collect()
        };
        assert!(readers(&meeting).iter().all(|reader| !says(&locked.copy_for(reader))));
        let mut seen = meeting.clone();
        seen.word_checks.push(WordCheck {
            id: uuid::Uuid::from_u128(1).into(),
            meeting: meeting.id(),
            about: entry.id.to_string(),
            words: "slag".to_owned(),
            by: "Gunilla Rask, rektor".to_owned(),
            at: "2026-11-23T09:00:00Z".parse().unwrap(),
        });
        assert_eq!(seen.held_count(), meeting.held_count() - 1, "one row, and no other");
        assert!(readers(&seen).iter().any(|reader| says(&locked.copy_for(reader))), "{}", meeting.agenda.id);
        seen.word_checks[0].words = "hot".to_owned();
        assert!(
            readers(&seen).iter().all(|reader| !says(&locked.copy_for(reader))),
            "another word isn't this one"
        );
    }
}
