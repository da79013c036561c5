//! A digit is an answer or the first of a text: at which rhythm, what is said of it, and what undo knows of it.

use super::answering_tests::types;
use super::followed_tests::{at, desk, promise, told};
use crate::app::core::action::Action;
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::EntryKind;
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::record::ActionState;
use chrono::TimeDelta;

/// The rhythms of people who type slowly and quickly.
const RHYTHMS: [i64; 6] = [100, 300, 450, 700, 1200, 2000];
/// Two digits with a longer pause between them are of no one number.
const OF_ONE_NUMBER: i64 = 450;

fn digit(desk: &mut Desk, action: Action, pause: i64) {
    desk.press(action).wait(TimeDelta::milliseconds(pause));
}

#[test]
fn an_answer_stands_before_a_text_that_begins_with_a_digit_unless_they_are_one_number() {
    for pause in RHYTHMS {
        for left in [true, false] {
            let mut desk = desk();
            if !left {
                desk.answers(Action::AnswerDone).answers(Action::AnswerDone).wait(TimeDelta::seconds(3));
            }
            let answered = if left { 1 } else { 3 };
            digit(&mut desk, Action::AnswerDone, pause);
            types(&mut desk, "2 nya böcker", 100);
            desk.wait(TimeDelta::seconds(3));
            let (line, answer) = if pause <= OF_ONE_NUMBER {
                ("12 nya böcker", None)
            } else {
                ("2 nya böcker", Some(ActionState::Klar))
            };
            assert_eq!((desk.screen().line.value(), told(&desk, answered)), (line, answer), "{pause} {left}");
            let others = [2, 3].into_iter().filter(|id| *id != answered && left);
            assert!(others.clone().all(|id| told(&desk, id).is_none()), "{pause} {left}");
        }
    }
}

#[test]
fn whoever_writes_right_after_an_answer_is_told_of_it_and_undo_makes_it_the_first_of_the_line() {
    // A number, at each pause between its digits; a letter right after a digit, and a word.
    for (text, whole, rest) in
        [("12 min", "12 min", "2 min"), ("1b har", "1b har", "b har"), ("1st", "1st", "st")]
    {
        for pause in [200, 600, 1200, 2000] {
            for phase in [1, 4] {
                let mut desk = desk();
                desk.jump(phase).point_away().point(at(1));
                let mut signs = text.chars();
                let first: String = signs.by_ref().take(1).collect();
                types(&mut desk, &first, pause);
                types(&mut desk, signs.as_str(), 100);
                let line = desk.screen().line.value().to_owned();
                if line == whole {
                    assert!(told(&desk, 1).is_none() && !desk.notice().contains("klar."), "{text} {pause}");
                    assert!(pause < 700, "{text} {pause}");
                    continue;
                }
                assert_eq!((line.as_str(), told(&desk, 1)), (rest, Some(ActionState::Klar)), "{pause}");
                let said = "”Kartlägga läsningen”: klar. Ctrl-Z sätter 1 på raden i stället.";
                assert_eq!(desk.notice(), said, "{text} {pause} {phase}");
                desk.press(Action::Undo);
                assert_eq!((desk.screen().line.value(), told(&desk, 1)), (whole, None), "{text} {pause}");
                assert!(desk.notice().contains("klar på ”Kartlägga läsningen” togs tillbaka"));
                desk.types("!");
                assert_eq!(desk.screen().line.value(), format!("{whole}!"), "one goes on where one was");
            }
        }
    }
    // In the read-out a digit points at a row where no promise is highlighted any more: told there too.
    for text in ["2 min mer läsning", "12 min mer", "5-åringar"] {
        let mut pointed = desk();
        pointed.jump(4);
        pointed.point(at(4));
        types(&mut pointed, "1", 900);
        assert_eq!(pointed.screen().cursor, None);
        types(&mut pointed, text, 100);
        assert_eq!((pointed.screen().line.value(), told(&pointed, 4)), (text, Some(ActionState::Klar)));
        assert!(pointed.notice().contains("på raden i stället"), "{text} {}", pointed.notice());
        pointed.press(Action::Undo);
        assert_eq!((pointed.screen().line.value(), told(&pointed, 4)), (format!("1{text}").as_str(), None));
    }
    // While the sign after it stands alone, and nobody knows yet.
    let mut alone = desk();
    types(&mut alone, "1", 400);
    types(&mut alone, "b", 100);
    alone.press(Action::Undo);
    assert_eq!((alone.screen().line.value(), told(&alone, 1)), ("1b", None), "{}", alone.notice());
    // Each of several digits in its turn, and none twice.
    let mut several = desk();
    types(&mut several, "112", 600);
    types(&mut several, " min", 100);
    several.press(Action::Undo).press(Action::Undo);
    assert_eq!(several.screen().line.value(), "112 min", "{}", several.notice());
    assert_eq!([1, 2, 3].map(|id| told(&several, id)), [None; 3]);
    several.press(Action::Undo);
    assert_eq!(several.screen().line.value(), "112 min");
}

#[test]
fn a_line_of_its_own_after_an_answer_says_what_was_answered_and_undo_is_as_always() {
    let mut desk = desk();
    types(&mut desk, "1", 1500);
    types(&mut desk, "Mamma sa", 200);
    assert_eq!(desk.notice(), "”Kartlägga läsningen”: klar. Fel? Ctrl-Z ångrar.");
    desk.press(Action::Undo);
    assert_eq!((desk.screen().line.value(), told(&desk, 1)), ("Mamma sa", None));
    // Who thinks for a while has seen it, and what is done in between is undone first.
    let mut later = super::followed_tests::desk();
    types(&mut later, "1", 4000);
    types(&mut later, "mamma sa", 200);
    assert_eq!(later.notice(), "");
    let mut between = super::followed_tests::desk();
    types(&mut between, "1", 1500);
    types(&mut between, "st", 200);
    between.press(Action::Spoken).press(Action::Undo);
    assert_eq!((between.screen().line.value(), told(&between, 1)), ("st", Some(ActionState::Klar)));
}

#[test]
fn backspace_takes_the_answer_back_in_every_phase() {
    use crate::input::{self, HitMap};
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    for phase in [1, 2, 3, 4] {
        for pause in [100, 1000, 5000] {
            let mut desk = desk();
            desk.jump(phase).point_away().point(at(1));
            types(&mut desk, "1", pause);
            let key = Event::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
            let message = input::message(&key, &desk.model, &HitMap::default());
            desk.send(message.expect("the key means something"));
            assert_eq!((told(&desk, 1), desk.screen().cursor), (None, Some(at(1))), "{phase} {pause}");
            assert_eq!(desk.notice(), "Svaret är borta.", "{phase} {pause}");
        }
    }
}

#[test]
fn a_word_whose_first_letter_opened_the_line_is_told_that_it_did() {
    for (pause, line, is_told) in [(200, "noterat", false), (800, "oterat", true), (2500, "oterat", false)] {
        let mut desk = desk();
        desk.jump(4).point_away();
        types(&mut desk, "n", pause);
        types(&mut desk, "oterat", 100);
        let key = "Tangenten n öppnade raden. Började ordet på n: skriv dit det.";
        assert_eq!((desk.screen().line.value(), desk.notice() == key), (line, is_told), "{pause}");
    }
}

#[test]
fn answers_in_a_row_stand_before_such_a_text() {
    for pause in RHYTHMS.into_iter().filter(|pause| *pause > OF_ONE_NUMBER) {
        let mut desk = desk();
        digit(&mut desk, Action::AnswerDone, pause);
        digit(&mut desk, Action::AnswerNotWanted, pause);
        types(&mut desk, "3 nya böcker", 100);
        desk.wait(TimeDelta::seconds(3));
        let states = [1, 2, 3].map(|id| told(&desk, id));
        assert_eq!(states, [Some(ActionState::Klar), Some(ActionState::Inaktuell), None], "{pause}");
        assert_eq!(desk.screen().line.value(), "3 nya böcker", "{pause}");
    }
}

#[test]
fn nought_where_nothing_is_said_is_no_part_of_the_text_that_comes_later() {
    for pause in RHYTHMS.into_iter().filter(|pause| *pause > OF_ONE_NUMBER) {
        let mut desk = desk();
        types(&mut desk, "0", pause);
        types(&mut desk, "1 nya böcker", 100);
        desk.wait(TimeDelta::seconds(3));
        assert_eq!((desk.screen().line.value(), told(&desk, 1)), ("1 nya böcker", None), "{pause}");
    }
    let mut quick = desk();
    types(&mut quick, "10 min", 200);
    assert_eq!(quick.screen().line.value(), "10 min");
}

#[test]
fn what_takes_an_answer_back_says_so_to_who_writes_on() {
    let mut desk = desk();
    digit(&mut desk, Action::AnswerDone, 1000);
    assert_eq!(told(&desk, 1), Some(ActionState::Klar));
    types(&mut desk, " samtal i veckan", 100);
    assert_eq!((desk.screen().line.value(), told(&desk, 1)), ("1 samtal i veckan", None));
    let said = desk.notice();
    assert!(said.starts_with("Svaret klar på ”Kartlägga läsningen” togs tillbaka: det blev text."), "{said}");
    desk.wait(TimeDelta::seconds(10)).types("x");
    assert_eq!(desk.notice(), "", "it has been seen");
    // What was no answer yet is nothing to tell of.
    let mut quick = super::followed_tests::desk();
    types(&mut quick, "1 samtal", 100);
    assert_eq!(quick.notice(), "");
}

#[test]
fn undo_knows_nothing_of_a_digit_that_became_text() {
    let mut desk = desk();
    desk.line("+ Läser gärna").point(at(1));
    digit(&mut desk, Action::AnswerDone, 1000);
    types(&mut desk, ":a lektionen", 100);
    assert_eq!((desk.screen().line.value(), told(&desk, 1)), ("1:a lektionen", None));
    while !desk.screen().line.is_empty() {
        desk.send(Message::Edit(Edit::Backspace));
    }
    desk.press(Action::Undo);
    assert_eq!(told(&desk, 1), None, "{}", desk.notice());
    assert!(desk.entries(EntryKind::Fungerar).is_empty(), "what was done before it: {}", desk.notice());
    // Nor after a row was written.
    let mut saved = super::followed_tests::desk();
    saved.line("+ Läser gärna").point(at(1));
    digit(&mut saved, Action::AnswerDone, 1000);
    types(&mut saved, " bok i veckan", 100);
    saved.press(Action::Accept);
    let written = |desk: &Desk| desk.screen().meeting.entries.len();
    assert_eq!(written(&saved), 2, "{}", saved.notice());
    saved.press(Action::Undo);
    assert_eq!((written(&saved), told(&saved, 1)), (1, None), "{}", saved.notice());
    saved.press(Action::Undo);
    assert_eq!((written(&saved), told(&saved, 1)), (0, None), "{}", saved.notice());
}

#[test]
fn enter_after_a_digit_opens_nothing_and_a_form_claims_nothing() {
    for pause in [0, 500, 1000, 2000] {
        let mut desk = desk();
        digit(&mut desk, Action::AnswerDone, pause);
        desk.press(Action::Accept);
        assert!(desk.model.dialogs.is_empty(), "{pause}");
        assert_eq!((told(&desk, 1), told(&desk, 2)), (Some(ActionState::Klar), None), "{pause}");
    }
    // A promise and a goal that nobody has told of begin with nothing, and words are no answer.
    for row in [1, 4] {
        let mut desk = desk();
        desk.point(at(row)).press(Action::Accept);
        let status = |desk: &Desk| match desk.model.dialogs.last() {
            Some(Dialog::Form(form)) => form.value("status").to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(status(&desk), "", "{row}");
        desk.types("Maila hemmet om synen");
        assert_eq!(status(&desk), "", "{row}");
        let is_told = |desk: &Desk| match desk.model.dialogs.last() {
            Some(Dialog::Form(form)) => form.wrong_in.is_some(),
            _ => true,
        };
        for _ in 0..5 {
            if !is_told(&desk) {
                desk.press(Action::Accept);
            }
        }
        assert_eq!(told(&desk, row), None, "{row}");
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{row}") };
        assert!(
            form.error.as_ref().is_some_and(|why| why.contains("Välj hur det har gått")),
            "{:?}",
            form.error
        );
    }
}

/// Something that comes back, with a day on which it is followed up.
fn followed_up(day: &str) -> Desk {
    let mut desk = desk();
    let arende = desk.screen().meeting.items[0].arende;
    let due = Some(Due::Weekly { weekday: None, start: "2026-10-30".parse().unwrap() });
    let day = Some(day.parse().unwrap());
    let row = promise(1, "Läser högt", Some(arende), "2026-12-04").due_on(due);
    desk.earlier(vec![Earlier { follow_up: day, follow_up_before: day, ..row }]);
    if desk.screen().cursor != Some(at(1)) {
        desk.point(at(1));
    }
    desk
}

fn facts(desk: &Desk) -> String {
    let all = super::followed_tests::sections(desk).into_iter().flat_map(|section| section.rows);
    all.filter(|row| row.target == Some(at(1))).find_map(|row| row.detail).unwrap_or_default()
}

#[test]
fn what_is_followed_up_says_when_and_asks_for_the_next_day_once_it_has_come() {
    let mut ahead = followed_up("2026-12-18");
    assert!(facts(&ahead).contains("följs upp fre 18 dec"), "{}", facts(&ahead));
    ahead.answers(Action::AnswerGoesOn);
    assert!(ahead.model.dialogs.is_empty(), "its day lies ahead");
    assert!(facts(&ahead).contains("följs upp fre 18 dec"), "{}", facts(&ahead));
    let mut come = followed_up("2026-11-20");
    come.answers(Action::AnswerGoesOn).wait(TimeDelta::seconds(20));
    assert!(come.model.dialogs.is_empty(), "no form opens by itself");
    come.jump(3).press(Action::NextPhase);
    let Some(Dialog::Form(form)) = come.model.dialogs.last() else { panic!("{}", come.notice()) };
    assert_eq!(form.fields.last().unwrap().label, "Följs upp nästa gång");
    come.types("2027-01-15").press(Action::Accept);
    let now = facts(&come);
    assert!(now.contains("varje vecka") && now.contains("följs upp fre 15 jan"), "{now}");
    // It is read in ansvar as it was agreed.
    come.jump(4).point(at(1));
    let point = super::board::board(&come.model).unwrap().point.unwrap();
    assert!(
        point.when.contains("varje vecka") && point.when.contains("följs upp fre 15 jan"),
        "{}",
        point.when
    );
    // What is taken back has its day again.
    come.answers(Action::AnswerNone);
    let row = &come.screen().meeting.earlier[0];
    assert_eq!((row.follow_up, row.told.is_none()), (row.follow_up_before, true));
}
