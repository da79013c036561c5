//! Each key that help and the bottom row name does something where it is named, or it is said why not.

use super::dialogs::reader::says;
use crate::app::action::{Cap, Key, When};
use crate::app::effect::Effect;
use crate::app::testing::Desk;
use crate::app::{Action, Message};
use crate::input::{HitMap, Situation, keymap, message};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// What a situation is called, and how one comes to it.
type Place = (&'static str, fn() -> Desk);

fn with(mut desk: Desk, then: impl for<'d> FnOnce(&'d mut Desk) -> &'d mut Desk) -> Desk {
    then(&mut desk);
    desk
}

fn closed() -> Desk {
    with(Desk::sip(), |desk| {
        desk.jump(3).line("Ringa BUP @Karin >fre");
        crate::app::meeting::course::closed(&mut desk.model);
        desk.send(Message::Tick)
    })
}

fn places() -> Vec<Place> {
    vec![
        ("home", || {
            with(Desk::new(), |desk| {
                desk.model.screen = crate::view::fixtures::home_model().screen;
                desk
            })
        }),
        ("sammanhang", Desk::eht),
        ("nuläge", || with(Desk::sip(), |desk| desk.jump(1).line("Läser gärna"))),
        ("planering", || with(Desk::eht(), |desk| desk.jump(3).line("Läsa högt @maja >fre"))),
        ("a line that is typed", || with(Desk::eht(), |desk| desk.jump(1).types("Läser"))),
        ("ansvar", || with(Desk::eht(), |desk| desk.jump(3).line("Läsa högt @maja >fre").jump(4))),
        ("a closed meeting", closed),
        ("who gets what", || with(closed(), |desk| desk.press(Action::Copies))),
        ("the papers of a closed meeting", || with(closed(), |desk| desk.press(Action::Approve))),
        ("the menu", || with(Desk::eht(), |desk| desk.press(Action::Menu))),
        ("where to go", || with(Desk::eht(), |desk| desk.press(Action::Jump))),
        ("the meeting's facts", || with(Desk::eht(), |desk| desk.press(Action::Head))),
        ("who leads", || with(Desk::eht(), |desk| desk.press(Action::Roles))),
        ("a consent", || with(Desk::sip(), |desk| desk.press(Action::Consent))),
        ("the follow-up", || {
            with(Desk::sip(), |desk| {
                crate::app::meeting::follow_up::open(&mut desk.model);
                desk
            })
        }),
        ("the end of a plan", || {
            with(Desk::sip(), |desk| {
                crate::app::meeting::follow_up::open_end(&mut desk.model);
                desk
            })
        }),
        ("who sits here", || {
            with(Desk::new(), |desk| {
                let person = |number: u128| crate::domain::record::Person {
                    id: uuid::Uuid::from_u128(number).into(),
                    name: format!("Person {number}"),
                    role: String::new(),
                    rev: 1,
                };
                desk.model.persons = (1..4).map(person).collect();
                desk.press(Action::SwitchPerson)
            })
        }),
        ("a planned meeting", || {
            with(Desk::new(), |desk| {
                desk.press(Action::PlanMeeting).types("elevhälsoteam").press(Action::Accept)
            })
        }),
        ("a rule that speaks", || with(Desk::eht(), |desk| desk.press(Action::NextPhase))),
        ("a question", || with(Desk::eht(), |desk| desk.press(Action::CancelMeeting))),
        ("help", || with(Desk::eht(), |desk| desk.press(Action::Help))),
        ("a text to read", || {
            with(Desk::new(), |desk| {
                desk.model.show("Protokoll", "En rad att läsa\n".repeat(90));
                desk
            })
        }),
    ]
}

fn event(key: Key) -> Event {
    let code = match key.cap {
        Cap::Char(c) => KeyCode::Char(c),
        Cap::F(number) => KeyCode::F(number),
        Cap::Enter => KeyCode::Enter,
        Cap::Esc => KeyCode::Esc,
        Cap::Tab if key.shift => KeyCode::BackTab,
        Cap::Tab => KeyCode::Tab,
        Cap::Backspace => KeyCode::Backspace,
        Cap::Delete => KeyCode::Delete,
        Cap::Up => KeyCode::Up,
        Cap::Down => KeyCode::Down,
        Cap::Left => KeyCode::Left,
        Cap::Right => KeyCode::Right,
        Cap::PageUp => KeyCode::PageUp,
        Cap::PageDown => KeyCode::PageDown,
        Cap::Home => KeyCode::Home,
        Cap::End => KeyCode::End,
        _ => KeyCode::Null,
    };
    let held =
        [(key.ctrl, KeyModifiers::CONTROL), (key.alt, KeyModifiers::ALT), (key.shift, KeyModifiers::SHIFT)];
    let held = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, modifier)| modifier).collect();
    Event::Key(KeyEvent::new(code, held))
}

/// All that can be seen to have changed.
fn state(desk: &Desk) -> String {
    let model = &desk.model;
    format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}{}",
        model.screen,
        model.dialogs,
        model.notice,
        model.setup.theme,
        model.on_wall,
        model.lock,
        desk.effects.len()
    )
}

fn sends(desk: &mut Desk, key: Key) {
    if let Some(asked) = message(&event(key), &desk.model, &HitMap::default()) {
        desk.send(asked);
        desk.wait(chrono::TimeDelta::seconds(1));
    }
}

/// Whether a key does anything where one stands, or after a key by which one has come to the middle or the end of what is there.
fn does(place: fn() -> Desk, key: Key) -> bool {
    let before = [None, Some(Cap::Down), Some(Cap::PageDown), Some(Cap::Right), Some(Cap::Tab)];
    before.into_iter().any(|first| {
        let mut desk = place();
        if let Some(cap) = first {
            sends(&mut desk, Key::plain(cap));
        }
        desk.model.notice = None;
        let was = state(&desk);
        sends(&mut desk, key);
        state(&desk) != was || desk.effects.iter().any(|effect| matches!(effect, Effect::Quit))
    })
}

#[test]
fn each_key_that_is_named_does_something_where_it_is_named() {
    let mut idle = Vec::new();
    for (name, place) in places() {
        let model = place().model;
        let situation = Situation::of(&model);
        let dialog = model.dialogs.last();
        for (action, binding) in Action::bindings_of(situation.context) {
            let is_named =
                matches!(binding.when, When::Always | When::Empty) || situation.allows(binding.when);
            if !is_named || says(&model, dialog, *action, action.label()).is_none() {
                continue;
            }
            if !does(place, binding.key) {
                idle.push(format!("{name}: {} {action:?}", binding.key));
            }
        }
        for (key, label, action) in keymap::hints(situation) {
            let bindings = Action::bindings_of(situation.context);
            let named =
                bindings.iter().find(|(known, binding)| *known == action && binding.key.to_string() == key);
            assert!(named.is_some_and(|(_, binding)| does(place, binding.key)), "{name}: {key} {label}");
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn a_key_of_a_closed_meeting_is_called_one_thing_wherever_it_stands() {
    let model = closed().model;
    let board = crate::app::board::board(&model);
    let text = super::tests::screen_text(&model, board.as_ref(), (200, 50));
    let rows: Vec<&str> = text.lines().filter(|row| row.contains(" m protokoll")).collect();
    assert!(rows.len() >= 2, "above and below: {text}");
    for (key, label, _) in keymap::hints(Situation::of(&model)) {
        for row in &rows {
            let named = row.split_once(&format!("  {key} "));
            assert!(named.is_none_or(|(_, after)| after.starts_with(label)), "{key} {label}: {row}");
        }
    }
    assert!(!text.contains("v versioner"), "there is none yet: {text}");
}
