//! From what the terminal tells to what the program understands.

pub mod chord;
pub mod hit;
pub mod key;
pub mod keymap;
mod situation;

pub use chord::{Came, Chords, Pressed};
pub use hit::HitMap;
pub use situation::Situation;

use crate::app::action::{Cap, Context, Key};
use crate::app::line::Edit;
use crate::app::{Action, Message, Model};
use crate::domain::agenda::Phase;
use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};

/// What an event of the terminal means; nothing for what means nothing, such as a key let go.
///
/// `hits` is what was drawn last.
pub fn message(event: &Event, model: &Model, hits: &HitMap) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => pressed(Key::from(*key), model),
        Event::Paste(text) => Some(Message::Paste(text.clone())),
        Event::Resize(columns, rows) => Some(Message::Resize(*columns, *rows)),
        Event::Mouse(mouse) => clicked(*mouse, hits),
        _ => None,
    }
}

fn pressed(key: Key, model: &Model) -> Option<Message> {
    let situation = Situation::of(model);
    // Who writes on while a question comes up answers nothing by it.
    let is_written = situation.beneath && key.writes().is_some();
    let action = keymap::action(situation, key).filter(|_| !is_written);
    if let Some(letter) = letter_of(situation, key, action) {
        return Some(Message::Letter(letter, action));
    }
    if takes_answer_back(key, model) {
        return edit(key).map(Message::Edit);
    }
    if let Some(action) = action {
        return Some(Message::Do(action));
    }
    if let Some(number) = row_of(situation, key) {
        return Some(Message::ToRow(number));
    }
    if situation.takes_text() { edit(key).map(Message::Edit) } else { None }
}

/// A letter where each alone is a command, and no text is written: in ansvar, and in what lies over it. Also what is no key
/// there, and may begin a line.
fn letter_of(situation: Situation, key: Key, action: Option<Action>) -> Option<char> {
    let is_there = matches!(situation.context, Context::ReadOut | Context::Ask)
        && situation.phase == Some(Phase::Ansvar)
        && !situation.beneath;
    let reads_out = situation.context == Context::ReadOut;
    let is_written = |c: char| {
        c.is_alphabetic() || action.is_none() && (c.is_whitespace() || reads_out && !('1'..='9').contains(&c))
    };
    key.writes().filter(|letter| is_there && is_written(*letter))
}

/// The key that erases, right after a digit that answered: also in ansvar, where nothing is written.
fn takes_answer_back(key: Key, model: &Model) -> bool {
    let answered = || model.meeting_screen().is_some_and(|screen| screen.answering.is_some());
    key.cap == Cap::Backspace && model.context() == Context::ReadOut && answered()
}

/// The number of the row that a key asks for in a meeting: a digit with Ctrl where the terminal tells of that, or alone where
/// nothing is written.
fn row_of(situation: Situation, key: Key) -> Option<usize> {
    let Cap::Char(digit @ '1'..='9') = key.cap else { return None };
    let asks = match situation.context {
        Context::Line => key.ctrl,
        Context::ReadOut | Context::Closed => true,
        _ => false,
    };
    if !asks || key.alt || situation.beneath {
        return None;
    }
    digit.to_digit(10).and_then(|number| usize::try_from(number).ok())
}

fn clicked(mouse: MouseEvent, hits: &HitMap) -> Option<Message> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => hits.at(mouse.column, mouse.row).cloned(),
        MouseEventKind::ScrollUp => Some(Message::Do(Action::Up)),
        MouseEventKind::ScrollDown => Some(Message::Do(Action::Down)),
        _ => None,
    }
}

/// What a key does to a text that is being typed, unless the keymap has another use for it.
fn edit(key: Key) -> Option<Edit> {
    if let Some(c) = key.writes() {
        return Some(Edit::Insert(c));
    }
    let by_word = key.ctrl || key.alt;
    Some(match key.cap {
        Cap::Backspace if by_word => Edit::DeleteWord,
        Cap::Backspace => Edit::Backspace,
        Cap::Delete => Edit::Delete,
        Cap::Left if by_word => Edit::WordLeft,
        Cap::Right if by_word => Edit::WordRight,
        Cap::Left => Edit::Left,
        Cap::Right => Edit::Right,
        Cap::Home => Edit::Start,
        Cap::End => Edit::End,
        Cap::Char(c) if key.ctrl && !key.alt => match c {
            'w' => Edit::DeleteWord,
            'a' => Edit::Start,
            'e' => Edit::End,
            'u' => Edit::DeleteToStart,
            'k' => Edit::DeleteToEnd,
            // What some terminals send for the key that removes backwards.
            'h' => Edit::Backspace,
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialog::{Dialog, Field, FieldKind, Form, Pick};
    use crate::app::line::Line;
    use crate::app::meeting::head_form::HEAD;
    use crate::view::fixtures;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use ratatui::layout::Rect;

    fn press(model: &Model, code: KeyCode, modifiers: KeyModifiers) -> Option<Message> {
        message(&Event::Key(KeyEvent::new(code, modifiers)), model, &HitMap::default())
    }

    fn plain(model: &Model, code: KeyCode) -> Option<Message> {
        press(model, code, KeyModifiers::NONE)
    }

    #[test]
    fn letters_are_typed_in_a_meeting_and_command_at_home() {
        let home = fixtures::home_model();
        assert!(matches!(plain(&home, KeyCode::Char('n')), Some(Message::Do(Action::NewMeeting))));
        assert!(plain(&home, KeyCode::Char('z')).is_none());
        let meeting = fixtures::meeting_model();
        assert!(matches!(plain(&meeting, KeyCode::Char('n')), Some(Message::Edit(Edit::Insert('n')))));
        let control = press(&meeting, KeyCode::Char('b'), KeyModifiers::CONTROL);
        assert!(matches!(control, Some(Message::Do(Action::ToDecision))));
    }

    #[test]
    fn a_question_mark_is_a_letter_in_a_line_and_explains_elsewhere() {
        let mut model = fixtures::meeting_model();
        assert!(matches!(
            plain(&fixtures::home_model(), KeyCode::Char('?')),
            Some(Message::Do(Action::Help))
        ));
        assert!(matches!(plain(&model, KeyCode::Char('?')), Some(Message::Edit(Edit::Insert('?')))));
        assert!(matches!(plain(&model, KeyCode::Delete), Some(Message::Do(Action::Remove))));
        fixtures::screen_of(&mut model).line = Line::new("Hur går det");
        assert!(matches!(plain(&model, KeyCode::Char('?')), Some(Message::Edit(Edit::Insert('?')))));
        assert!(matches!(plain(&model, KeyCode::Delete), Some(Message::Edit(Edit::Delete))));
    }

    #[test]
    fn a_letter_answers_no_question_over_a_line_and_does_elsewhere() {
        let mut model = fixtures::meeting_model();
        let ask = crate::app::dialog::Confirm {
            title: "Går det?".to_owned(),
            text: Vec::new(),
            yes: "Ja".to_owned(),
            then: crate::app::dialog::Then::new(|_| {}),
            otherwise: None,
            no: None,
            top: 0,
            read: 0,
        };
        model.dialogs.push(Dialog::Confirm(ask.clone()));
        for letter in ['g', 'j', 'n', 'u', '?', ' ', 'q'] {
            let pressed = plain(&model, KeyCode::Char(letter));
            assert!(matches!(pressed, Some(Message::Edit(Edit::Insert(c))) if c == letter), "{letter}");
        }
        assert!(matches!(plain(&model, KeyCode::Backspace), Some(Message::Edit(Edit::Backspace))));
        let go_on = press(&model, KeyCode::Char('g'), KeyModifiers::CONTROL);
        assert!(matches!(go_on, Some(Message::Do(Action::GoOnAnyway))));
        assert!(matches!(plain(&model, KeyCode::Enter), Some(Message::Do(Action::Accept))));
        // A hidden question, under the wall's picture, takes none of them either.
        model.on_wall = true;
        assert!(matches!(plain(&model, KeyCode::Char('g')), Some(Message::Edit(Edit::Insert('g')))));
        let mut home = fixtures::home_model();
        home.dialogs.push(Dialog::Confirm(ask));
        assert!(matches!(plain(&home, KeyCode::Char('g')), Some(Message::Do(Action::GoOnAnyway))));
        assert!(matches!(plain(&home, KeyCode::Char('j')), Some(Message::Do(Action::Accept))));
    }

    #[test]
    fn arrows_choose_in_a_choice_and_move_in_a_text() {
        let mut model = fixtures::home_model();
        let words = FieldKind::Choice(vec!["ja".into(), "nej".into()]);
        let fields = vec![Field::new("a", "A", words, "ja"), Field::new("b", "B", FieldKind::Text, "text")];
        let mut form = Form::new("Uppgifter", &HEAD, (), fields);
        model.dialogs.push(Dialog::Form(form.clone()));
        assert!(matches!(plain(&model, KeyCode::Right), Some(Message::Do(Action::ChoiceRight))));
        // A letter is one of the choice's.
        for letter in [' ', 'n', 'x'] {
            let pressed = plain(&model, KeyCode::Char(letter));
            assert!(matches!(pressed, Some(Message::Edit(Edit::Insert(c))) if c == letter));
        }
        form.cursor = 1;
        model.dialogs = vec![Dialog::Form(form)];
        assert!(matches!(plain(&model, KeyCode::Right), Some(Message::Edit(Edit::Right))));
        assert!(matches!(plain(&model, KeyCode::Char(' ')), Some(Message::Edit(Edit::Insert(' ')))));
    }

    #[test]
    fn a_list_is_narrowed_by_typing() {
        let mut model = fixtures::meeting_model();
        model.dialogs.push(Dialog::Pick(Pick::new("Gå till", Vec::new())));
        assert!(matches!(plain(&model, KeyCode::Char('q')), Some(Message::Edit(Edit::Insert('q')))));
        assert!(matches!(plain(&model, KeyCode::Down), Some(Message::Do(Action::Down))));
    }

    #[test]
    fn keys_let_go_and_unknown_events_mean_nothing() {
        let model = fixtures::home_model();
        let mut released = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        assert!(message(&Event::Key(released), &model, &HitMap::default()).is_none());
        assert!(message(&Event::FocusLost, &model, &HitMap::default()).is_none());
        assert!(plain(&model, KeyCode::Null).is_none());
    }

    #[test]
    fn a_click_means_what_was_drawn_there_and_the_wheel_moves() {
        let model = fixtures::home_model();
        let mut hits = HitMap::default();
        hits.add(Rect::new(0, 0, 5, 1), Message::Do(Action::Quit));
        let mouse =
            |kind, column| Event::Mouse(MouseEvent { kind, column, row: 0, modifiers: KeyModifiers::NONE });
        let left = MouseEventKind::Down(MouseButton::Left);
        assert!(matches!(message(&mouse(left, 2), &model, &hits), Some(Message::Do(Action::Quit))));
        assert!(message(&mouse(left, 7), &model, &hits).is_none());
        let wheel = message(&mouse(MouseEventKind::ScrollDown, 7), &model, &hits);
        assert!(matches!(wheel, Some(Message::Do(Action::Down))));
    }

    #[test]
    fn pasted_text_and_a_new_size_come_through() {
        let model = fixtures::home_model();
        let pasted = message(&Event::Paste("a\rb".into()), &model, &HitMap::default());
        assert!(matches!(pasted, Some(Message::Paste(text)) if text == "a\rb"));
        let sized = message(&Event::Resize(80, 24), &model, &HitMap::default());
        assert!(matches!(sized, Some(Message::Resize(80, 24))));
    }
}
