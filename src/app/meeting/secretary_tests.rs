//! What a secretary does by hand: words typed in ansvar, several points in a row, rows that are gone on from, and who is in turn.

use super::answering_tests::types;
use super::followed_tests::{at, desk, told};
use super::screen::RowRef;
use super::target::Target;
use crate::app::core::action::{Action, Context};
use crate::app::core::model::Model;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::record::{Presence, VoiceHow};
use chrono::TimeDelta;

/// A meeting in ansvar with two agreed points.
fn read_out() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @sara >2026-12-11").line("Ringa hem @sara >2026-12-11").jump(4);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar, "{:?}", desk.model.dialogs);
    desk
}

#[test]
fn a_word_typed_in_ansvar_goes_into_a_line_and_a_letter_alone_is_a_command() {
    for word in
        ["Mejla skolan", "ett samtal", "christer ringer", "vi ses", "gå hem", "ordna rum", "Jag mejlar"]
    {
        let mut desk = read_out();
        let (texts, phase) = (desk.screen().meeting.entries.clone(), desk.screen().meeting.head.phase);
        types(&mut desk, word, 120);
        assert!(desk.model.dialogs.is_empty(), "{word}: {:?}", desk.model.dialogs);
        assert_eq!(desk.screen().line.value(), word);
        assert_eq!((desk.screen().editing, desk.screen().meeting.head.phase), (None, phase), "{word}");
        assert_eq!(desk.screen().meeting.entries, texts, "{word}: nothing is done");
        assert!(!desk.screen().show_all, "{word}");
    }
    let mut edit = read_out();
    types(&mut edit, "e", 1000);
    assert!(edit.screen().editing.is_some() && edit.screen().line.value().starts_with("Läsa högt"));
    types(&mut edit, "x", 100);
    assert!(edit.screen().line.value().ends_with('x'), "who pauses goes on with the point");
    let mut close = read_out();
    types(&mut close, "c", 1000);
    assert!(!close.model.dialogs.is_empty(), "{}", close.notice());
    // Who knows the key types on at once.
    let mut new = read_out();
    types(&mut new, "nRinga", 120);
    assert_eq!(new.screen().line.value(), "Ringa");
}

#[test]
fn points_are_written_one_after_the_other_until_there_are_no_more() {
    let mut desk = read_out();
    let actions = |desk: &Desk| desk.entries(EntryKind::Atgard).len();
    desk.press(Action::NewPoint).line("Ringa hemmet @sara >2026-12-11");
    assert_eq!((actions(&desk), desk.model.context()), (3, Context::Line), "{}", desk.notice());
    desk.line("Mejla skolan @sara >2026-12-11");
    assert_eq!((actions(&desk), desk.model.context()), (4, Context::Line), "{}", desk.notice());
    let of = |at: usize| desk.entries(EntryKind::Atgard)[at].arende;
    assert_eq!(of(2), of(3), "of the same ärende");
    desk.press(Action::Accept);
    assert_eq!(desk.model.context(), Context::ReadOut, "nothing more");
    desk.press(Action::NewPoint).press(Action::Back);
    assert_eq!(desk.model.context(), Context::ReadOut);
}

#[test]
fn the_point_that_was_changed_in_ansvar_is_the_one_that_is_read() {
    let mut desk = read_out();
    let second = desk.entries(EntryKind::Atgard)[1].id;
    desk.point(RowRef::Entry(second)).press(Action::Edit).types("!").press(Action::Accept);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(second)), "{}", desk.notice());
    desk.press(Action::Accept);
    assert!(desk.screen().meeting.entry(second).unwrap().confirmed.is_some());
}

#[test]
fn the_arrow_goes_to_the_first_promise_without_an_answer() {
    let mut desk = desk();
    desk.jump(3).point(at(1)).answers(Action::AnswerDone);
    desk.line("Läsa högt @sara >2026-12-11");
    assert_eq!(desk.screen().cursor, None);
    desk.press(Action::Down);
    assert_eq!((desk.screen().cursor, told(&desk, 2)), (Some(at(2)), None));
}

#[test]
fn who_is_absent_has_no_turn_though_the_list_points_there() {
    let mut desk = Desk::eht();
    let people: Vec<_> = desk.screen().meeting.participants.iter().map(|person| person.id).collect();
    let first = people[0];
    desk.point(RowRef::Participant(first));
    while desk.screen().meeting.participant(first).unwrap().presence != Presence::Franvarande {
        desk.press(Action::Presence);
    }
    let before = desk.screen().meeting.participants.clone();
    let next = before.iter().find(|person| person.is_here() && !person.introduced).map(|person| person.id);
    desk.press(Action::Spoken);
    let changed = |desk: &Desk, id| desk.screen().meeting.participant(id).unwrap().introduced;
    assert_eq!(changed(&desk, first), before[0].introduced);
    assert!(next.is_some_and(|id| changed(&desk, id)));
}

#[test]
fn the_same_key_gives_a_line_back_the_kind_that_it_was_begun_as() {
    let mut desk = Desk::eht();
    desk.press(Action::NextArende);
    let harder = Target::Entry(EntryKind::Svarare);
    while desk.screen().target != harder {
        desk.press(Action::Next);
    }
    desk.types("Stör i klassrummet").press(Action::ToAction);
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Atgard));
    desk.press(Action::ToAction);
    assert_eq!(desk.screen().target, harder);
    desk.press(Action::ToDecision).press(Action::ToDecision).press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Svarare).len(), 1, "{}", desk.notice());
}

#[test]
fn what_somebody_conveyed_is_never_told_as_the_childs_own_words() {
    let mut desk = Desk::eht();
    desk.press(Action::NextArende).line("\"Jag vill läsa");
    let id = desk.entries(EntryKind::Rost)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Edit);
    let Some(Dialog::Form(_)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    desk.fill("hur", "med egna ord").fill("kalla", "Sara").press(Action::Save);
    let entry = desk.screen().meeting.entry(id).unwrap();
    assert!(matches!(entry.body, crate::domain::record::Body::Rost { how: VoiceHow::Framford }), "{entry:?}");
}

#[test]
fn a_promise_that_is_changed_to_the_day_it_had_is_told_so_and_the_last_one_left_is_named() {
    let mut same = desk();
    same.answers(Action::AnswerChanged).types("2026-12-04").press(Action::Accept);
    assert!(same.notice().contains("ändrad, samma dag som förut"), "{}", same.notice());
    let mut other = desk();
    other.answers(Action::AnswerChanged).types("2026-12-11").press(Action::Accept);
    assert!(!other.notice().contains("samma dag"), "{}", other.notice());
    let mut close = desk();
    for id in [1, 2, 3] {
        close.point_away().point(at(id)).answers(Action::AnswerDone);
    }
    super::course::confirm_close(&mut close.model);
    let asked = format!("{:?}", close.model.dialogs);
    assert!(asked.contains("1 löfte från förra mötet har inget svar: ”Flytta borden”"), "{asked}");
}

#[test]
fn a_next_meeting_that_is_now_begins_without_being_asked_about() {
    for (minutes, follows, asks) in
        [(0, true, false), (1, true, false), (0, false, true), (30, true, true), (-30, true, true)]
    {
        let mut desk = Desk::eht();
        let mut meeting = desk.screen().meeting.clone();
        meeting.head.status = crate::domain::record::MeetingStatus::Planerat;
        meeting.head.started = None;
        meeting.head.follows = follows.then(|| crate::domain::ids::MeetingId(uuid::Uuid::from_u128(9)));
        meeting.head.planned = desk.now.local() - TimeDelta::minutes(minutes);
        desk.open(meeting);
        super::planned::ask_begin(&mut desk.model, |_: &mut Model| {});
        assert_eq!(!desk.model.dialogs.is_empty(), asks, "{minutes}: {}", desk.notice());
    }
}
