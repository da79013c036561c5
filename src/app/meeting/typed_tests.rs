//! What is typed comes where it belongs, a number reaches the row that shows it, and undo takes back what was done last.

use super::answering_tests::types;
use super::board;
use super::chosen::numbered;
use super::followed_tests::{at, promise, told};
use super::screen::RowRef;
use super::target::Target;
use crate::app::Message;
use crate::app::core::action::{Action, Context, Goes};
use crate::app::core::effect::Effect;
use crate::app::core::line::Edit;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::EntryKind;
use crate::domain::record::ActionState;
use crate::domain::rules::Todo;
use chrono::TimeDelta;
use proptest::prelude::*;

/// The rows that show a number, by what stands before their text.
fn showing(desk: &Desk, number: usize) -> Vec<RowRef> {
    let board = board::board(&desk.model).unwrap();
    let shows = |mark: &str| mark.split(' ').next() == Some(number.to_string().as_str());
    board.rows().filter(|row| shows(&row.mark)).filter_map(|row| row.target).collect()
}

#[test]
fn a_number_reaches_a_row_that_shows_it_in_every_phase_and_no_other() {
    let mut eht = Desk::eht();
    eht.line("Ulla Ulv, kurator");
    eht.jump(1).line("+ Räknar").line("+ Läser").line("- Sover dåligt");
    eht.jump(2).line("Lugn").line("Stöd").line("Paus");
    eht.jump(3).line("Ringa @maja >fre").line("Mejla @eva >fre").jump(0);
    let mut sip = Desk::sip();
    sip.jump(2).line("Lugn").jump(3).line("Ringa @Ann >fre").line("Boka >fre").jump(0);
    let mut followed = super::followed_tests::desk();
    followed.jump(3).line("Ringa @maja >fre").jump(0);
    for mut desk in [eht, sip, followed] {
        let mut found = 0;
        for phase in 0..5 {
            desk.jump(phase);
            assert!(desk.model.dialogs.is_empty(), "{phase} {:?}", desk.model.dialogs);
            for number in 0..12 {
                let shown = showing(&desk, number);
                let row = numbered(&desk.model, number);
                assert_eq!(row.is_some(), !shown.is_empty(), "{phase} {number} {row:?}");
                assert!(row.is_none_or(|row| shown.contains(&row)), "{phase} {number} {row:?}");
                found += shown.len();
            }
            desk.send(Message::ToRow(9));
            assert_eq!(desk.notice(), "Ingen rad här har nummer 9. ↑ och ↓ markerar en rad.", "{phase}");
        }
        assert!(found > 3, "{found}");
    }
}

#[test]
fn in_sammanhang_a_number_is_an_arendes_and_somebody_who_is_removed_is_said() {
    for key in [Action::Remove, Action::Fields] {
        let mut desk = Desk::meeting("eht");
        desk.line("Eva Ek, rektor").line("Bo By, kurator").line("Ulla Ulv, lärare").press(Action::Next);
        desk.line("Blå").line("Lila").line("Gul").press(Action::Previous);
        assert_eq!(desk.screen().target, Target::Participant);
        let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
        desk.point(RowRef::Item(items[1])).types("3").press(key);
        let meeting = &desk.screen().meeting;
        assert_eq!(meeting.participants.len(), 3);
        match key {
            Action::Remove => assert!(meeting.item(items[2]).is_none(), "{}", desk.notice()),
            _ => assert!(
                matches!(desk.model.dialogs.last(), Some(Dialog::Form(form)) if form.title.contains("Gul"))
            ),
        }
    }
    let mut desk = Desk::eht();
    let id = desk.person("Maja Mo").id;
    desk.point(RowRef::Participant(id)).press(Action::Remove);
    assert_eq!(desk.notice(), "Maja Mo är borttagen ur listan. Ctrl-Z tar tillbaka.");
    // Nothing shows the number: nothing goes, and what was typed stands.
    desk.point_away().types("9").press(Action::Remove);
    assert_eq!(desk.screen().line.value(), "9");
}

#[test]
fn what_lacks_something_opens_where_that_is_written() {
    // What stands there, what is typed at once, and what comes of it: the owner and the day.
    for (line, typed, wanted) in [
        ("Boka rum @maja", "fre", (true, true)),
        ("Boka rum >fre", "maja", (true, true)),
        ("Boka rum", "maja", (true, false)),
    ] {
        for phase in [3, 4] {
            let mut desk = Desk::eht();
            desk.jump(3).line(line).jump(phase);
            let id = desk.entries(EntryKind::Atgard)[0].id;
            desk.point(RowRef::Todo(Todo::Complete(id))).press(Action::Accept);
            assert_eq!(desk.screen().editing, Some(id), "{}", desk.notice());
            // Left as it was opened, nothing was changed.
            desk.press(Action::Back);
            assert_eq!(desk.notice(), "Raden är som den var.", "{line}");
            desk.point_away().point(RowRef::Todo(Todo::Complete(id))).press(Action::Accept);
            desk.types(typed).press(Action::Accept);
            if desk.screen().editing.is_some() {
                desk.press(Action::Accept);
            }
            let entry = desk.entries(EntryKind::Atgard)[0].clone();
            let action = entry.action().unwrap();
            assert_eq!(entry.text, "Boka rum", "{line} {phase}");
            assert_eq!(
                (action.owner.is_some(), action.due.is_some()),
                wanted,
                "{line} {phase} {}",
                desk.notice()
            );
            assert_eq!(action.owner_name, None);
        }
    }
    // With F2 the text of what lacks both may be what is changed.
    let mut desk = Desk::eht();
    desk.jump(3).line("Boka rum");
    desk.press(Action::Edit).types(" 7").press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Atgard)[0].text, "Boka rum 7");
}

/// Two ärenden, each with an action, in the read-out.
fn read_out() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @maja >fre").line("Ringa hem @eva >fre");
    desk.press(Action::NextArende).jump(3).line("Flytta borden @maja >fre").jump(4);
    desk.point_away();
    assert_eq!(desk.model.context(), Context::ReadOut);
    desk
}

#[test]
fn a_text_that_begins_with_a_digit_is_whole_in_the_read_out_however_slowly_it_is_typed() {
    for pause in [100, 300, 500, 1000, 2500, 4500] {
        for text in
            ["2 böcker", "12 veckor", "10 minuter", "5-åringarna", "9 pass", "250 kronor", "3, 4 och 5"]
        {
            for pointed in [false, true] {
                let mut desk = read_out();
                let second = desk.entries(EntryKind::Atgard)[1].id;
                if pointed {
                    desk.point(RowRef::Entry(second));
                }
                let before = desk.screen().cursor;
                let read = desk.screen().point().and_then(|entry| entry.arende);
                types(&mut desk, text, pause);
                assert_eq!(desk.screen().line.value(), text, "{pause} {pointed}");
                assert_eq!(desk.screen().cursor, before, "{text} {pause}");
                let of = desk.screen().line_from.and_then(|from| from.arende);
                assert_eq!((of, of.is_some()), (read, true), "of the ärende that was read");
            }
        }
    }
    // A word after a row was pointed at is a line of its own, and how the digit was read is said.
    let mut desk = read_out();
    types(&mut desk, "2", 1200);
    types(&mut desk, "Mamma", 100);
    assert_eq!(desk.screen().line.value(), "Mamma");
    let mut desk = read_out();
    types(&mut desk, "2", 1200);
    types(&mut desk, "M", 100);
    assert!(desk.notice().contains("Siffran 2 markerade"), "{}", desk.notice());
    // Digits alone go to rows.
    let mut desk = read_out();
    types(&mut desk, "21", 900);
    assert!(desk.screen().line.is_empty() && desk.screen().cursor.is_some());
}

#[test]
fn a_number_with_a_nought_onto_a_promise_is_whole_or_its_answer_is_said() {
    for pause in [100, 400, 500, 1000, 2000] {
        let mut desk = super::followed_tests::desk();
        types(&mut desk, "10 m", pause);
        assert_eq!((desk.screen().line.value(), told(&desk, 1)), ("10 m", None), "{pause} {}", desk.notice());
    }
}

/// Four promises whose day has passed, and the first pointed at.
fn late() -> Desk {
    let mut desk = super::followed_tests::desk();
    let arende = desk.screen().meeting.items[0].arende;
    desk.earlier((1..=4).map(|id| promise(id, "Ringa hem", Some(arende), "2026-11-20")).collect());
    if desk.screen().cursor != Some(at(1)) {
        desk.point(at(1));
    }
    desk
}

#[test]
fn digits_answer_one_promise_after_the_other_at_any_tempo_and_the_days_are_asked_for_last() {
    for phase in [1, 3] {
        for pause in [300, 1000, 2700, 3000, 3300, 4500, 8000] {
            let mut desk = late();
            desk.jump(phase);
            if desk.screen().cursor != Some(at(1)) {
                desk.point(at(1));
            }
            for (digit, next) in [("2", true), ("3", true), ("2", true), ("1", false)] {
                types(&mut desk, digit, pause);
                assert!(!next || desk.model.dialogs.is_empty(), "{phase} {pause}");
            }
            desk.wait(TimeDelta::seconds(3));
            let wanted = [ActionState::Pagar, ActionState::EjPaborjad, ActionState::Pagar, ActionState::Klar];
            assert_eq!([1, 2, 3, 4].map(|id| told(&desk, id)), wanted.map(Some), "{phase} {pause}");
            assert!(desk.model.dialogs.is_empty(), "{phase} {pause}");
            desk.jump(3).press(Action::NextPhase);
            for _ in 0..3 {
                assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{phase} {pause}");
                desk.wait(TimeDelta::seconds(1)).types("12/1").press(Action::Accept);
            }
            assert!(desk.model.dialogs.is_empty() && desk.screen().line.is_empty());
            let days = desk
                .screen()
                .meeting
                .earlier
                .iter()
                .filter(|row| row.told.as_ref().is_some_and(|told| told.new_due.is_some()));
            assert_eq!(days.count(), 3);
        }
    }
    // Some are left without an answer: the days are asked for when the ärende is left.
    let mut desk = late();
    types(&mut desk, "22", 4500);
    assert!(desk.model.dialogs.is_empty());
    desk.jump(3).press(Action::NextPhase);
    let here = desk.screen().meeting.head.current;
    for _ in 0..2 {
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
        desk.press(Action::Back);
    }
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.screen().meeting.head.current, here);
    // Skipped, they aren't asked for again.
    desk.press(Action::NextPhase);
    assert!(!matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
}

#[test]
fn a_change_without_a_day_that_is_left_says_which_answer_stands() {
    for (before, said) in [("2", "pågår står kvar"), ("", "inget svar")] {
        let mut desk = late();
        types(&mut desk, before, 1000);
        desk.point_away().point(at(1));
        types(&mut desk, "4", 1000);
        assert_eq!(desk.model.dialogs.len(), 1);
        desk.press(Action::Back);
        assert!(desk.notice().contains(said), "{}", desk.notice());
        assert_eq!(told(&desk, 1).is_some(), !before.is_empty());
    }
}

#[test]
fn the_point_that_was_just_confirmed_can_be_taken_back_by_one_key() {
    use crate::input::{self, HitMap};
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    let erase = |desk: &mut Desk| {
        let key = Event::Key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
        if let Some(message) = input::message(&key, &desk.model, &HitMap::default()) {
            desk.send(message);
        }
    };
    let confirmed =
        |desk: &Desk| desk.screen().meeting.entries.iter().filter(|row| row.confirmed.is_some()).count();
    let mut desk = read_out();
    erase(&mut desk);
    for count in 1..=3 {
        desk.press(Action::Accept);
        assert_eq!(confirmed(&desk), count);
        erase(&mut desk);
        assert_eq!(confirmed(&desk), count - 1);
        assert!(desk.notice().contains("är inte längre bekräftad"), "{}", desk.notice());
        desk.press(Action::Undo);
        assert_eq!((confirmed(&desk), desk.notice()), (count, "Ångrat: åtgärden är bekräftad igen."));
        desk.press(Action::Redo);
        let again = "Gjort om: åtgärden är inte längre bekräftad.";
        assert_eq!((confirmed(&desk), desk.notice()), (count - 1, again));
        erase(&mut desk);
        assert_eq!(confirmed(&desk), count - 1, "one at a time");
        desk.press(Action::Accept);
    }
}

#[test]
fn esc_closes_the_emptied_line_of_the_read_out_and_the_words_on_screen_are_true() {
    for new_point in [false, true] {
        let mut desk = read_out();
        if new_point {
            desk.press(Action::NewPoint);
        }
        types(&mut desk, "Mer", 100);
        desk.press(Action::Back);
        assert_eq!(desk.model.context(), Context::ReadOut);
        desk.press(Action::Undo);
        assert_eq!((desk.screen().line.value(), desk.model.context()), ("Mer", Context::Line));
        assert!(desk.screen().line_from.is_some());
    }
    // Where nothing is left to confirm, an open line takes the letters: what they do isn't promised.
    let mut desk = read_out();
    desk.press(Action::Accept).press(Action::Accept).press(Action::Accept);
    let says = |desk: &Desk| {
        let board = board::board(&desk.model).unwrap();
        let sections = board.columns.iter().flat_map(|column| &column.sections);
        sections.filter_map(|section| section.empty.clone()).find(|said| said.contains("bekräfta")).unwrap()
    };
    assert!(says(&desk).contains("c avslutar"), "{}", says(&desk));
    desk.press(Action::NewPoint);
    assert!(!says(&desk).contains("c avslutar") && says(&desk).contains("Esc"), "{}", says(&desk));
}

#[test]
fn in_the_read_out_enter_takes_what_stands_first_and_a_choice_once() {
    let mut desk = Desk::sip();
    desk.jump(4);
    if let crate::app::core::model::Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.follows = Some(crate::domain::ids::MeetingId(uuid::Uuid::from_u128(7)));
        screen.meeting.agenda.follows = Vec::new();
    }
    let first = |desk: &Desk| board::taken_first(desk.screen());
    let stands = |desk: &Desk| {
        let targets = board::board(&desk.model).unwrap().targets();
        targets.into_iter().find_map(|row| match row {
            RowRef::Todo(todo) => Some(todo),
            _ => None,
        })
    };
    assert_eq!((first(&desk), stands(&desk)), (Some(Todo::EndSip), Some(Todo::EndSip)));
    desk.press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
    desk.press(Action::Back);
    assert!(first(&desk).is_some_and(|todo| todo != Todo::EndSip), "what is left to choice is asked once");
}

#[test]
fn what_is_not_taken_up_is_what_the_key_that_puts_off_acts_on() {
    let mut desk = Desk::eht();
    let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
    desk.jump(4);
    desk.point(RowRef::Todo(Todo::TakeUp(items[1]))).press(Action::Postpone);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    let label = board::wall_name(&desk.screen().meeting, items[1]);
    assert!(asked.title.contains(&label), "{}", asked.title);
}

#[test]
fn the_key_that_puts_off_means_the_arende_of_the_row_in_the_read_out() {
    let asks_of = |desk: &mut Desk, item| {
        desk.press(Action::Postpone);
        let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
        let label = board::wall_name(&desk.screen().meeting, item);
        assert!(asked.title.contains(&label), "{}", asked.title);
        desk.press(Action::Back);
    };
    let mut desk = read_out();
    let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
    // The point in turn, one that is highlighted, and what is left to do of it.
    asks_of(&mut desk, items[0]);
    let other = desk.entries(EntryKind::Atgard).iter().find(|row| row.arende == Some(items[1])).unwrap().id;
    desk.point(RowRef::Entry(other));
    asks_of(&mut desk, items[1]);
    for row in board::board(&desk.model).unwrap().targets() {
        if let Some(item) = super::chosen::item_of(&desk.screen().meeting, row) {
            desk.point_away().point(row);
            asks_of(&mut desk, item);
        }
    }
    let mut followed = super::followed_tests::desk();
    followed.jump(4).point(at(1));
    let item = followed.screen().meeting.items[0].id;
    asks_of(&mut followed, item);
}

#[test]
fn the_key_of_a_new_point_before_a_capital_is_no_letter_of_its_open_line() {
    for (typed, line) in [("nKalla", "Kalla"), ("nu kallar", "nu kallar"), ("nn", "nn"), ("enK", "enK")] {
        let mut desk = read_out();
        desk.press(Action::NewPoint);
        types(&mut desk, "Boka rum", 100);
        desk.press(Action::Accept);
        assert_eq!(
            (desk.model.context(), desk.screen().line.value()),
            (Context::Line, ""),
            "it is open still"
        );
        types(&mut desk, typed, 100);
        assert_eq!(desk.screen().line.value(), line);
        assert_eq!(desk.notice().contains("redan öppen"), typed != line, "{}", desk.notice());
    }
    // Elsewhere a letter is a letter.
    let mut desk = Desk::eht();
    desk.jump(3);
    types(&mut desk, "nK", 100);
    assert_eq!(desk.screen().line.value(), "nK");
}

#[test]
fn the_key_that_goes_on_says_where_it_goes() {
    let mut desk = Desk::eht();
    let goes = |desk: &Desk| Goes::of(&desk.screen().meeting);
    assert_eq!(goes(&desk), Goes::ToPhase);
    for (phase, to) in [(1, Goes::ToPhase), (2, Goes::ToPhase), (3, Goes::ToArende)] {
        desk.jump(phase);
        assert_eq!(goes(&desk), to, "{phase}");
    }
    let last = desk.screen().meeting.items.len() - 1;
    for _ in 0..last {
        desk.press(Action::NextArende);
    }
    desk.jump(3);
    assert_eq!(goes(&desk), Goes::ToPhase);
    desk.jump(4);
    assert_eq!(goes(&desk), Goes::ToClose);
}

#[test]
fn the_first_esc_closes_a_list_and_the_next_one_empties_the_line() {
    for (phase, typed) in [(0, "re"), (1, "Sover bra @"), (3, "Ringa @")] {
        let mut desk = Desk::meeting("eht");
        if phase > 0 {
            desk = Desk::eht();
            desk.jump(phase);
        }
        desk.types(typed);
        let lists = |desk: &Desk| !board::board(&desk.model).unwrap().completions.is_empty();
        assert!(lists(&desk), "{typed}");
        desk.press(Action::Back);
        assert!(!lists(&desk) && desk.screen().line.value() == typed, "{typed} {}", desk.notice());
        // What is typed next brings it back, as do the arrows.
        desk.press(Action::Down);
        assert!(lists(&desk), "{typed}");
        desk.press(Action::Back).press(Action::Back);
        assert!(desk.screen().line.is_empty(), "{typed}");
    }
}

#[test]
fn a_line_that_was_emptied_comes_back_where_it_was_and_acts_are_undone_before_it() {
    // Emptied, and then a point confirmed.
    let mut desk = read_out();
    types(&mut desk, "Hej du", 100);
    let from = desk.screen().line_from;
    desk.press(Action::Back).press(Action::Accept);
    let confirmed = |desk: &Desk| desk.screen().meeting.entries.iter().any(|row| row.confirmed.is_some());
    assert!(confirmed(&desk), "{}", desk.notice());
    desk.press(Action::Undo);
    assert!(!confirmed(&desk) && desk.screen().line.is_empty(), "{}", desk.notice());
    desk.press(Action::Undo);
    assert_eq!((desk.screen().line.value(), desk.screen().line_from), ("Hej du", from));
    assert!(from.is_some());
    // Emptied, and then the last row made something else.
    let mut desk = Desk::eht();
    desk.jump(3).line("Kartläggningen görs").types("Halv").send(Message::Edit(Edit::DeleteToStart));
    desk.press(Action::ToDecision);
    assert_eq!(desk.entries(EntryKind::Beslut).len(), 1, "{}", desk.notice());
    desk.press(Action::Undo);
    assert_eq!((desk.entries(EntryKind::Atgard).len(), desk.screen().line.value()), (1, ""));
    desk.press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Halv");
    // Done again, it is what is taken back first once more.
    let mut desk = Desk::eht();
    desk.jump(1).types("Halv").press(Action::Back).line("+ Läser").press(Action::Undo).press(Action::Redo);
    desk.press(Action::Undo);
    assert!(desk.entries(EntryKind::Fungerar).is_empty() && desk.screen().line.is_empty());
    desk.press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Halv");
    // In another ärende it is still of its own.
    let mut desk = Desk::eht();
    let first = desk.screen().meeting.items[0].id;
    desk.jump(3).types("Ringa").press(Action::Back).press(Action::NextArende).jump(3);
    while desk.screen().line.is_empty() {
        desk.press(Action::Undo);
        if !desk.model.dialogs.is_empty() {
            desk.press(Action::Accept);
        }
    }
    desk.press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Atgard)[0].arende, Some(first), "{}", desk.notice());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Lines that were emptied and acts are one order, whatever it is: the last first.
    #[test]
    fn undo_takes_back_the_last_of_lines_and_acts(steps in prop::collection::vec(0_u8..4, 1..9), ansvar: bool) {
        let mut desk = Desk::eht();
        desk.jump(if ansvar { 4 } else { 3 });
        let mut done: Vec<Option<String>> = Vec::new();
        for (at, step) in steps.into_iter().enumerate() {
            let word = format!("Rad{at}");
            if desk.model.context() == Context::ReadOut {
                desk.press(Action::NewPoint);
            }
            match step {
                0 => { desk.types(&word).press(Action::Back); }
                1 => { desk.types(&word).send(Message::Edit(Edit::DeleteToStart)); }
                _ => { desk.line(&word); }
            }
            prop_assert!(desk.screen().line.is_empty(), "{}", desk.notice());
            done.push((step < 2).then_some(word));
        }
        let mut line: Vec<String> = Vec::new();
        while let Some(last) = done.pop() {
            let before = desk.entries(EntryKind::Atgard).len();
            let asked = desk.effects.len();
            desk.press(Action::Undo);
            let undoes = |effect: &&Effect| matches!(effect, Effect::Undo { .. });
            let undone = desk.effects[asked..].iter().filter(undoes).count();
            let is_act = last.is_none();
            line.splice(0..0, last);
            prop_assert_eq!(undone, usize::from(is_act), "{}", desk.notice());
            prop_assert_eq!(desk.entries(EntryKind::Atgard).len(), before - usize::from(is_act));
            prop_assert_eq!(desk.screen().line.value(), line.join(" "));
        }
    }
}
