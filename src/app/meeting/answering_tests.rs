//! A digit on a promise answers it or begins a text, and what is typed next tells which.

use super::followed_tests::{at, desk, sections, told};
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::line::Edit;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::EntryKind;
use crate::domain::record::ActionState;
use chrono::TimeDelta;

fn waits(desk: &Desk) -> bool {
    desk.screen().answering.as_ref().is_some_and(crate::app::model::Answering::waits)
}

pub(super) fn types(desk: &mut Desk, text: &str, pause: i64) {
    use crate::input::{self, HitMap};
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    for c in text.chars() {
        let key = Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        if let Some(message) = input::message(&key, &desk.model, &HitMap::default()) {
            desk.send(message);
        }
        for _ in 0..pause / 100 {
            desk.wait(TimeDelta::milliseconds(100));
        }
    }
}

fn without_goals(mut desk: Desk) -> Desk {
    let promises = desk.screen().meeting.earlier.iter().filter(|row| row.is_promise()).cloned().collect();
    desk.earlier(promises);
    desk
}

fn untold(desk: &Desk) -> bool {
    desk.screen().meeting.earlier.iter().all(|row| row.told.is_none())
}

#[test]
fn a_text_that_begins_with_a_digit_comes_right_however_slowly_it_is_typed() {
    let texts = [
        "3 samtal i veckan",
        "12 elever",
        "2 ggr",
        "1a och 1b",
        "10 min",
        "4 samtal",
        "5, 6 och 7",
        "5-åringar",
        "3:an",
        "1b",
        "3B har nya böcker",
        "0 frånvaro",
        "1–2 gånger",
        "2/3 av klassen",
    ];
    // What nothing begins with goes on with a digit whenever it comes; what may begin a line does as long as the digit waits.
    let whenever =
        ["3 samtal i veckan", "2 ggr", "4 samtal", "5, 6 och 7", "3:an", "0 frånvaro", "2/3 av klassen"];
    for pause in [100, 200, 400, 700, 800, 900, 1500, 2000] {
        for text in texts.into_iter().filter(|text| pause <= 400 || whenever.contains(text)) {
            let mut desk = desk();
            types(&mut desk, text, pause);
            if text == "1b" {
                desk.press(Action::Accept);
                assert_eq!(desk.screen().meeting.entries.last().unwrap().text, text, "{pause}");
                continue;
            }
            desk.wait(TimeDelta::seconds(3));
            assert_eq!(desk.screen().line.value(), text, "{pause}");
            assert!(!waits(&desk) && desk.model.dialogs.is_empty() && untold(&desk), "{text} {pause}");
            assert_eq!(desk.screen().cursor, Some(at(1)), "{text} {pause}");
        }
    }
    // A space goes on with a text whenever it comes.
    let mut desk = desk();
    types(&mut desk, "3", 20_000);
    assert_eq!(told(&desk, 1), Some(ActionState::EjPaborjad));
    types(&mut desk, " samtal", 100);
    assert!(untold(&desk) && desk.screen().line.value() == "3 samtal");
}

#[test]
fn an_answer_stands_when_a_word_follows_whenever_it_does() {
    for after in [300, 500, 800, 3000] {
        for between in [100, 300, 900] {
            for (digits, count) in [("1", 1), ("11", 2), ("112", 3)] {
                let mut desk = desk();
                types(&mut desk, digits, after);
                types(&mut desk, "Mamma sa", between);
                desk.wait(TimeDelta::seconds(3));
                assert_eq!(desk.screen().line.value(), "Mamma sa", "{digits} {after} {between}");
                let told = desk.screen().meeting.earlier.iter().filter(|row| row.told.is_some()).count();
                assert_eq!(told, count, "{digits} {after} {between}");
            }
        }
    }
    // Answers in a row are no number, however quick.
    let mut desk = desk();
    types(&mut desk, "112Mamma", 100);
    assert_eq!((desk.screen().line.value(), told(&desk, 3)), ("Mamma", Some(ActionState::Pagar)));
    // In one rhythm it is as typed; slower the word is a line of its own.
    for text in ["3st i veckan", "12st"] {
        let mut desk = super::followed_tests::desk();
        types(&mut desk, text, 200);
        desk.wait(TimeDelta::seconds(3));
        assert!(untold(&desk) && desk.screen().line.value() == text, "{}", desk.screen().line.value());
    }
    let mut slow = super::followed_tests::desk();
    types(&mut slow, "3st", 400);
    assert_eq!((slow.screen().line.value(), told(&slow, 1)), ("st", Some(ActionState::EjPaborjad)));
}

#[test]
fn a_digit_more_than_there_are_promises_is_a_number_only_if_it_goes_on_as_one() {
    for (pause, line, answer) in [
        (100, "12 elever", None),
        (400, "12 elever", None),
        (500, "2 elever", Some(ActionState::Klar)),
        (2000, "2 elever", Some(ActionState::Klar)),
    ] {
        let mut desk = desk();
        desk.answers(Action::AnswerDone).answers(Action::AnswerDone).wait(TimeDelta::seconds(4));
        types(&mut desk, "12 elever", pause);
        assert_eq!((desk.screen().line.value(), told(&desk, 3)), (line, answer), "{pause}");
    }
    let mut desk = without_goals(desk());
    desk.answers(Action::AnswerDone).answers(Action::AnswerDone);
    types(&mut desk, "12", 900);
    types(&mut desk, "Skicka", 100);
    assert_eq!((desk.screen().line.value(), told(&desk, 3)), ("2Skicka", Some(ActionState::Klar)));
}

#[test]
fn a_number_takes_back_none_of_the_answers_that_were_given_before_it() {
    for (between, within) in [(600, 200), (800, 100), (600, 300), (1500, 400)] {
        let mut desk = desk();
        types(&mut desk, "11", between);
        types(&mut desk, "15 min", within);
        desk.wait(TimeDelta::seconds(3));
        assert_eq!(desk.screen().line.value(), "15 min", "{between} {within}");
        let states = [1, 2, 3].map(|id| told(&desk, id));
        assert_eq!(states, [Some(ActionState::Klar), Some(ActionState::Klar), None], "{between} {within}");
    }
}

#[test]
fn where_a_day_is_asked_for_what_is_no_day_goes_to_the_line() {
    let mut desk = desk();
    types(&mut desk, "45 minuter", 900);
    assert_eq!(desk.model.dialogs.len(), 1, "4 asks for a day");
    desk.press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    let said = form.error.clone().unwrap_or_default();
    assert!(said.contains("Esc") && said.contains("45 minuter"), "{said}");
    desk.press(Action::Back);
    assert_eq!(desk.screen().line.value(), "45 minuter");
    assert!(desk.model.dialogs.is_empty() && untold(&desk));
    // A day that is left is a form that is left.
    let mut day = super::followed_tests::desk();
    types(&mut day, "4", 900);
    day.types("om 2 veckor").press(Action::Back);
    assert!(day.model.dialogs.is_empty() && day.screen().line.is_empty() && untold(&day));
}

#[test]
fn answers_in_a_row_wait_for_nothing_and_a_line_of_its_own_leaves_them() {
    for pause in [100, 900, 3000] {
        let mut desk = desk();
        types(&mut desk, "113", pause);
        desk.wait(TimeDelta::seconds(1));
        let states = [1, 2, 3].map(|id| told(&desk, id));
        let wanted = [ActionState::Klar, ActionState::Klar, ActionState::EjPaborjad].map(Some);
        assert_eq!(states, wanted, "{pause}");
        // Who has answered thinks a while before the first letter, and not before the next.
        types(&mut desk, "L", 200);
        types(&mut desk, "äser 2 sidor", 200);
        assert_eq!(desk.screen().line.value(), "Läser 2 sidor", "{pause}");
        assert_eq!([1, 2, 3].map(|id| told(&desk, id)), wanted, "{pause}");
    }
    let mut word = desk();
    word.answers(Action::AnswerDone);
    types(&mut word, "i skolan", 200);
    assert_eq!((word.screen().line.value(), told(&word, 1)), ("i skolan", Some(ActionState::Klar)));
    let mut sign = desk();
    sign.answers(Action::AnswerDone).wait(TimeDelta::seconds(2));
    types(&mut sign, "- borta", 900);
    assert_eq!((sign.screen().line.value(), told(&sign, 1)), ("- borta", Some(ActionState::Klar)));
}

#[test]
fn what_is_pasted_or_erased_after_a_digit_takes_the_answer_back() {
    let mut pasted = desk();
    pasted.press(Action::AnswerGoesOn).send(Message::Paste(" gånger".to_owned()));
    assert_eq!(pasted.screen().line.value(), "2 gånger");
    for late in [0, 2] {
        let mut desk = desk();
        desk.press(Action::AnswerDone).wait(TimeDelta::seconds(late));
        desk.send(Message::Edit(Edit::Backspace)).wait(TimeDelta::seconds(2));
        assert_eq!((told(&desk, 1), desk.screen().line.value()), (None, ""));
        assert_eq!(desk.screen().cursor, Some(at(1)), "it waits for the right one");
    }
}

#[test]
fn a_number_and_f2_open_the_row_of_that_number() {
    let mut desk = desk();
    desk.jump(3).line("Ringa @maja >fre").line("Mejla @maja >fre").point(at(1));
    let second = desk.entries(EntryKind::Atgard)[1].id;
    for pause in [300, 1200] {
        desk.press(Action::AnswerGoesOn).wait(TimeDelta::milliseconds(pause)).press(Action::Edit);
        assert_eq!(desk.screen().editing, Some(second), "{}", desk.notice());
        assert_eq!(told(&desk, 1), None);
        desk.press(Action::Back).point(at(1));
    }
}

#[test]
fn an_answer_is_seen_at_once_and_said_with_how_it_is_mended() {
    let mut desk = desk();
    desk.press(Action::AnswerGoesOn);
    assert_eq!(desk.notice(), "”Kartlägga läsningen”: pågår");
    let facts = |desk: &Desk| {
        let all = sections(desk).into_iter().flat_map(|section| section.rows);
        all.filter(|row| row.target == Some(at(1))).find_map(|row| row.detail).unwrap()
    };
    assert!(facts(&desk).contains("pågår"));
    desk.wait(TimeDelta::milliseconds(600));
    assert_eq!(told(&desk, 1), None);
    desk.wait(TimeDelta::milliseconds(100));
    assert_eq!((told(&desk, 1), desk.screen().cursor), (Some(ActionState::Pagar), Some(at(2))));
    let said = desk.notice();
    assert!(said.starts_with("”Kartlägga läsningen”: pågår. Fel? Ctrl-Z"), "{said}");
}

#[test]
fn what_comes_next_commits_the_answer_first() {
    for next in [
        Action::NextPhase,
        Action::NextArende,
        Action::ToSammanhang,
        Action::Close,
        Action::LockScreen,
        Action::Quit,
    ] {
        let mut desk = desk();
        desk.press(Action::AnswerDone).press(next);
        let told = desk.kept.last().unwrap().earlier.iter().find_map(|row| row.told.clone());
        assert_eq!(told.map(|told| told.status), Some(ActionState::Klar), "{next:?}");
    }
    // Enter says that it was an answer, and opens nothing.
    let mut entered = desk();
    entered.press(Action::AnswerDone).press(Action::Accept);
    assert_eq!((told(&entered, 1), entered.screen().cursor), (Some(ActionState::Klar), Some(at(2))));
    assert!(entered.model.dialogs.is_empty());
    assert!(entered.notice().starts_with("Svaret är skrivet"), "{}", entered.notice());
    // The arrow goes from where one stood.
    let mut arrow = desk();
    arrow.press(Action::AnswerDone).press(Action::Down);
    assert_eq!((told(&arrow, 1), arrow.screen().cursor), (Some(ActionState::Klar), Some(at(2))));
    // A digit later than the pause, before the clock has told of it, answers the next; long after the last one it is a text.
    let mut late = without_goals(desk());
    for _ in 0..3 {
        late.press(Action::AnswerDone);
        late.now.utc += TimeDelta::milliseconds(800);
    }
    late.now.utc += TimeDelta::seconds(3);
    late.press(Action::AnswerDone);
    assert_eq!([1, 2, 3].map(|id| told(&late, id)), [Some(ActionState::Klar); 3]);
    assert_eq!(late.screen().line.value(), "1");
}

/// Four promises whose day has passed.
fn late() -> Desk {
    let mut desk = desk();
    let arende = desk.screen().meeting.items[0].arende;
    let late = (1..=4).map(|id| super::followed_tests::promise(id, "Ringa hem", Some(arende), "2026-11-20"));
    desk.earlier(late.collect());
    to_first(&mut desk);
    desk
}

/// One promise whose day has passed.
fn one_late() -> Desk {
    let mut desk = late();
    let one = desk.screen().meeting.earlier[..1].to_vec();
    desk.earlier(one);
    to_first(&mut desk);
    desk
}

/// A click on what is highlighted would open it.
fn to_first(desk: &mut Desk) {
    if desk.screen().cursor != Some(at(1)) {
        desk.point(at(1));
    }
}

#[test]
fn late_promises_are_answered_in_a_row_at_every_rhythm_and_their_day_is_asked_for_when_one_leaves() {
    for phase in [1, 4] {
        for pause in [100, 300, 600, 900, 1200, 2000] {
            let mut desk = late();
            desk.jump(phase);
            to_first(&mut desk);
            types(&mut desk, "2231", pause);
            let states = [1, 2, 3, 4].map(|id| told(&desk, id));
            if pause < 700 {
                desk.wait(TimeDelta::seconds(1));
            }
            let wanted = [ActionState::Pagar, ActionState::Pagar, ActionState::EjPaborjad, ActionState::Klar];
            assert_eq!([1, 2, 3, 4].map(|id| told(&desk, id)), wanted.map(Some), "{pause} {states:?}");
            assert!(desk.model.dialogs.is_empty() && desk.screen().line.is_empty(), "{phase} {pause}");
            let all = sections(&desk).into_iter().flat_map(|section| section.rows);
            let lacking =
                all.filter(|row| row.detail.as_ref().is_some_and(|facts| facts.contains("ny dag saknas")));
            assert_eq!(lacking.count(), 3, "{phase} {pause}");
        }
    }
    // When the ärende is left the day is asked for: of each that lacks one, in the order in which they were answered.
    for skipped in [None, Some(2)] {
        let mut each = late();
        types(&mut each, "2231", 600);
        each.wait(TimeDelta::seconds(10));
        assert!(each.model.dialogs.is_empty(), "it isn't left yet");
        leaves(&mut each);
        for (id, left) in [(1, "2 löften till väntar"), (2, "Ett löfte till väntar"), (3, "")] {
            let Some(Dialog::Form(form)) = each.model.dialogs.last() else {
                panic!("{id} {}", each.notice())
            };
            assert!(form.is_about(super::followed_tests::entry(id)), "{id}");
            assert!(form.intro.iter().any(|said| said.contains(left)), "{:?}", form.intro);
            each.wait(TimeDelta::seconds(1));
            if skipped == Some(id) {
                each.press(Action::Back);
            } else {
                each.types("om 2 veckor").press(Action::Accept);
            }
        }
        assert!(each.model.dialogs.is_empty());
        each.wait(TimeDelta::seconds(10));
        assert!(each.model.dialogs.is_empty(), "what is skipped isn't asked for again");
        let all = sections(&each).into_iter().flat_map(|section| section.rows);
        let lacking: Vec<_> = all
            .filter(|row| row.detail.as_ref().is_some_and(|facts| facts.contains("ny dag saknas")))
            .filter_map(|row| row.target)
            .collect();
        assert_eq!(lacking, skipped.map(at).into_iter().collect::<Vec<_>>(), "and stays seen on its row");
    }
    let mut rest = late();
    types(&mut rest, "2", 3500);
    assert!(rest.model.dialogs.is_empty(), "a digit answers the next promise");
    types(&mut rest, "111", 1200);
    rest.wait(TimeDelta::seconds(10));
    assert!(rest.model.dialogs.is_empty(), "{:?}", rest.model.dialogs);
    assert_eq!((told(&rest, 1), rest.screen().cursor), (Some(ActionState::Pagar), None));
}

#[test]
fn no_form_opens_by_itself_however_long_the_keys_rest_and_the_next_key_is_what_it_is() {
    for phase in [1, 4] {
        for pause in [900, 2600, 60_000] {
            let mut desk = one_late();
            desk.jump(phase);
            to_first(&mut desk);
            types(&mut desk, "2", pause);
            assert!(desk.model.dialogs.is_empty(), "{phase} {pause}");
            types(&mut desk, "Mamma ringer", 200);
            assert_eq!(desk.screen().line.value(), "Mamma ringer", "{phase} {pause}");
            desk.press(Action::Accept).wait(TimeDelta::seconds(60));
            assert!(desk.model.dialogs.is_empty(), "{phase} {pause}");
            assert_eq!(told(&desk, 1), Some(ActionState::Pagar));
        }
        let mut undone = one_late();
        undone.jump(phase);
        to_first(&mut undone);
        types(&mut undone, "2", 5000);
        undone.press(Action::Undo);
        assert_eq!((told(&undone, 1), undone.model.dialogs.len()), (None, 0), "{phase}");
    }
    // Who has gone on to another ärende isn't asked there.
    let mut gone = one_late();
    types(&mut gone, "2", 900);
    gone.press(Action::NextArende).wait(TimeDelta::seconds(5));
    assert!(gone.model.dialogs.is_empty());
}

/// Goes on from the ärende, to where the days that lack are asked for.
fn leaves(desk: &mut Desk) {
    desk.jump(3).press(Action::NextPhase);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
}

#[test]
fn on_leaving_one_key_skips_one_day_and_the_key_that_goes_on_skips_the_rest() {
    use crate::input::{self, HitMap};
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    let asked = |desk: &Desk| matches!(desk.model.dialogs.last(), Some(Dialog::Form(_)));
    let key = |desk: &mut Desk, code, held| {
        let key = Event::Key(KeyEvent::new(code, held));
        let message = input::message(&key, &desk.model, &HitMap::default()).unwrap();
        desk.send(message);
    };
    let said = |desk: &Desk| desk.notice().to_owned();
    for skips in [KeyCode::Esc, KeyCode::Enter] {
        let mut desk = late();
        types(&mut desk, "2231", 1000);
        leaves(&mut desk);
        let here = desk.screen().meeting.head.current;
        let acts = desk.kept.len();
        key(&mut desk, skips, KeyModifiers::NONE);
        assert!(asked(&desk) && said(&desk).contains("utan ny dag"), "{skips:?} {}", said(&desk));
        key(&mut desk, KeyCode::F(8), KeyModifiers::NONE);
        assert!(!asked(&desk), "{skips:?}");
        assert_eq!(desk.screen().meeting.entries.len(), 0);
        while let Some(Dialog::Rule(_)) = desk.model.dialogs.last() {
            desk.press(Action::GoOnAnyway).reasons("vi tar det sedan");
        }
        assert_ne!(desk.screen().meeting.head.current, here, "{skips:?} {}", said(&desk));
        assert!(desk.kept.len() > acts && !said(&desk).contains("Fel?"), "{}", said(&desk));
    }
    // What is filled in is saved by it, and the next is asked for.
    let mut saved = late();
    types(&mut saved, "2231", 1000);
    leaves(&mut saved);
    saved.types("om 2 veckor");
    key(&mut saved, KeyCode::F(8), KeyModifiers::NONE);
    assert!(asked(&saved));
    assert!(saved.screen().meeting.earlier[0].told.as_ref().is_some_and(|told| told.new_due.is_some()));
    // Undo takes back that one was to go on, then the last answer; the days are asked for when one leaves again.
    let mut undone = late();
    undone.jump(3).point(at(1));
    types(&mut undone, "22", 1000);
    undone.press(Action::NextPhase);
    assert!(asked(&undone));
    key(&mut undone, KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert!(!asked(&undone) && said(&undone).contains("står kvar här"), "{}", said(&undone));
    key(&mut undone, KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert_eq!([1, 2].map(|id| told(&undone, id)), [Some(ActionState::Pagar), None], "{}", said(&undone));
    undone.press(Action::NextPhase);
    assert!(asked(&undone));
    undone.types("om");
    key(&mut undone, KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert!(asked(&undone) && said(&undone).contains("inte sparat"), "{}", said(&undone));
    // An answer that is none without its day goes with the form.
    let mut changed = one_late();
    types(&mut changed, "4", 1000);
    key(&mut changed, KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert_eq!((told(&changed, 1), changed.model.dialogs.len()), (None, 0));
    assert!(said(&changed).contains("inget svar"), "{}", said(&changed));
}

#[test]
fn what_was_filled_in_beside_the_day_is_there_when_the_form_is_opened_again() {
    for digit in ["2", "4"] {
        let mut desk = one_late();
        types(&mut desk, digit, 1000);
        if digit == "2" {
            leaves(&mut desk);
        }
        desk.fill("utvardering", "Mormor hämtar numera").press(Action::Back);
        assert!(desk.model.dialogs.is_empty());
        assert!(desk.notice().contains("Det du fyllde i finns kvar"), "{}", desk.notice());
        desk.point(at(1)).press(Action::Accept);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{digit} {}", desk.notice()) };
        assert_eq!(form.value("utvardering"), "Mormor hämtar numera");
    }
}

#[test]
fn an_answer_stands_when_its_day_is_left_and_a_text_begun_there_is_a_line_of_its_own() {
    for (typed, line) in [("", ""), ("Köpa ny väska", "Köpa ny väska"), ("om 2 veckor", "")] {
        let mut desk = one_late();
        types(&mut desk, "2", 1000);
        leaves(&mut desk);
        desk.types(typed).press(Action::Back);
        assert!(desk.model.dialogs.is_empty());
        assert_eq!((told(&desk, 1), desk.screen().line.value()), (Some(ActionState::Pagar), line));
        assert!(desk.notice().contains("pågår, utan ny dag"), "{}", desk.notice());
    }
}
