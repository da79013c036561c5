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
use crate::domain::record::{ActionState, MeetingStatus, Presence, VoiceHow};
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

const RHYTHMS: [i64; 6] = [100, 300, 400, 600, 900, 1200];

#[test]
fn a_sentence_in_ansvar_is_a_sentence_at_every_rhythm_and_enter_after_it_closes_nothing() {
    for text in [
        "Skola och hem pratar",
        "Vi ringer",
        "Mamma undrar",
        "undrar mamma om läxan",
        "chefen ringer hem",
        "cykla till skolan",
        "en vuxen vid varje rast",
        "nya böcker i november",
        "vuxna ringer",
        "vi ses",
        "gärna lugnt",
        "gruppen delas",
        "och sedan hem",
        "\"Jag vill sluta\"",
        "- borta",
    ] {
        for pause in RHYTHMS {
            let mut desk = read_out();
            let texts = desk.screen().meeting.entries.clone();
            types(&mut desk, text, pause);
            // Whoever lets go of the key that opens the line writes there.
            let opened = text.strip_prefix('n').filter(|_| pause > 400);
            assert_eq!(desk.screen().line.value(), opened.unwrap_or(text), "{pause}");
            assert!(desk.model.dialogs.is_empty() && desk.screen().editing.is_none(), "{text} {pause}");
            assert_eq!(desk.screen().meeting.entries, texts, "{text} {pause}: nothing is done");
            assert!(!desk.screen().show_all, "{text} {pause}");
            desk.press(Action::Accept);
            assert_eq!(desk.screen().meeting.head.status, MeetingStatus::Pagar, "{text} {pause}");
        }
    }
    let mut said = read_out();
    types(&mut said, "vi", 600);
    assert!(said.notice().contains("blev text"), "{}", said.notice());
}

#[test]
fn who_means_a_letter_in_ansvar_has_it_at_once() {
    let mut close = read_out();
    types(&mut close, "c", 100);
    assert!(!close.model.dialogs.is_empty(), "{}", close.notice());
    let mut new = read_out();
    types(&mut new, "n", 100);
    assert_eq!((new.model.context(), new.screen().line.value()), (Context::Line, ""));
    types(&mut new, "ringa", 100);
    assert_eq!(new.screen().line.value(), "ringa");
    let mut edit = read_out();
    types(&mut edit, "e", 100);
    assert!(edit.screen().editing.is_some());
    types(&mut edit, " x", 100);
    assert!(edit.screen().line.value().contains("Läsa högt"), "a space goes on with the point");
    let mut all = read_out();
    types(&mut all, "v", 100);
    assert!(all.screen().show_all);
    types(&mut all, "v", 100);
    assert!(!all.screen().show_all, "the same letter twice is the key twice");
    // Undo waits for what comes next, and is done by itself.
    for (keys, left) in [("u", 1), ("uu", 0)] {
        let mut undo = read_out();
        let before = undo.entries(EntryKind::Atgard).len();
        undo.press(Action::Accept).press(Action::Accept);
        types(&mut undo, keys, 300);
        undo.wait(TimeDelta::seconds(2));
        let confirmed = undo.entries(EntryKind::Atgard).iter().filter(|row| row.confirmed.is_some()).count();
        assert_eq!((undo.entries(EntryKind::Atgard).len(), confirmed), (before, left), "{}", undo.notice());
    }
}

#[test]
fn the_closing_question_takes_no_enter_among_letters() {
    let asked = || {
        let mut desk = read_out();
        desk.press(Action::Accept).press(Action::Accept);
        desk
    };
    for pause in [100, 600, 1200] {
        for keys in ["ck", "vc"] {
            let mut desk = asked();
            types(&mut desk, keys, pause);
            let there = desk.model.dialogs.len();
            assert!(there > 0, "{keys}");
            desk.press(Action::Accept);
            assert_eq!(desk.model.dialogs.len(), there, "{keys} {pause}: {}", desk.notice());
            assert!(desk.notice().starts_with("Läs först"), "{}", desk.notice());
            desk.press(Action::Accept);
            assert_ne!(desk.model.dialogs.len(), there, "the next one answers");
        }
    }
    let mut meant = asked();
    types(&mut meant, "c", 100);
    let there = meant.model.dialogs.len();
    meant.press(Action::Accept);
    assert!(!meant.notice().starts_with("Läs först") && there > 0, "{}", meant.notice());
}

/// A follow-up in ansvar, its first promise highlighted.
fn promises_read_out() -> Desk {
    let mut desk = desk();
    desk.jump(4).point(at(1));
    assert_eq!((desk.model.context(), desk.screen().cursor), (Context::ReadOut, Some(at(1))));
    desk
}

#[test]
fn a_text_in_ansvar_that_begins_with_a_digit_takes_its_answer_back_and_says_so() {
    for text in ["1 gång i veckan", "2 nya pärmar", "3:an", "5, 6 och 7"] {
        for pause in RHYTHMS {
            let mut desk = promises_read_out();
            types(&mut desk, text, pause);
            desk.wait(TimeDelta::seconds(3));
            assert_eq!((desk.screen().line.value(), told(&desk, 1)), (text, None), "{pause}");
        }
    }
    for text in ["12 elever", "10 min"] {
        let mut desk = promises_read_out();
        types(&mut desk, text, 200);
        assert_eq!((desk.screen().line.value(), told(&desk, 1)), (text, None));
    }
    let mut slow = promises_read_out();
    types(&mut slow, "1", 1000);
    assert_eq!(told(&slow, 1), Some(ActionState::Klar));
    types(&mut slow, " gång", 100);
    assert!(slow.notice().contains("togs tillbaka: det blev text"), "{}", slow.notice());
    // Answers stay answers before a sentence and before a key.
    for pause in RHYTHMS {
        let mut desk = promises_read_out();
        types(&mut desk, "1", pause);
        types(&mut desk, "Mamma ringer", pause);
        let expected = ("Mamma ringer", Some(ActionState::Klar));
        desk.wait(TimeDelta::seconds(2));
        if pause > 250 {
            assert_eq!((desk.screen().line.value(), told(&desk, 1)), expected, "{pause}");
        }
        let mut desk = promises_read_out();
        types(&mut desk, "1c", pause);
        assert!(told(&desk, 1) == Some(ActionState::Klar) && !desk.model.dialogs.is_empty(), "{pause}");
    }
}

#[test]
fn a_promise_is_handed_over_in_ansvar_as_elsewhere() {
    for pause in RHYTHMS {
        let mut desk = promises_read_out();
        types(&mut desk, "@maja >10/12", pause);
        assert_eq!(desk.screen().line.value(), "@maja >10/12", "{pause}");
        desk.press(Action::Back).press(Action::Back);
    }
    let mut desk = promises_read_out();
    types(&mut desk, "@maja >10/12", 300);
    desk.press(Action::Accept);
    assert_eq!(told(&desk, 1), Some(ActionState::Andrad), "{} {:?}", desk.notice(), desk.model.dialogs);
    assert!(desk.notice().contains("nu Maja Mo"), "{}", desk.notice());
}

#[test]
fn a_point_that_lacks_something_is_confirmed_as_it_stands_after_that_was_shown() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt").jump(4);
    desk.point_away();
    let confirmed = |desk: &Desk| desk.entries(EntryKind::Atgard)[0].confirmed.is_some();
    desk.press(Action::Accept);
    assert!(
        desk.screen().editing.is_some() && desk.notice().contains("bekräftar punkten"),
        "{}",
        desk.notice()
    );
    desk.press(Action::Accept);
    assert!(!confirmed(&desk));
    desk.press(Action::Accept);
    assert!(confirmed(&desk), "{} {:?}", desk.notice(), desk.model.dialogs);
}

#[test]
fn a_line_that_is_brought_back_in_ansvar_is_seen() {
    let mut desk = read_out();
    types(&mut desk, "Mejla", 100);
    desk.press(Action::Back).press(Action::Back);
    assert_eq!(desk.model.context(), Context::ReadOut);
    desk.press(Action::Undo);
    assert_eq!((desk.screen().line.value(), desk.model.context()), ("Mejla", Context::Line));
}
