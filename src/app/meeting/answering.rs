//! A digit on a promise answers it, unless it begins a text. Which of the two is decided by what comes next.

use super::earlier;
use super::screen::{Answering, RowRef};
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use crate::domain::quoted::quoted_short;
use crate::domain::record::ActionState;
use chrono::TimeDelta;

/// How long after the digit a letter still makes a text of it.
const WAITS: TimeDelta = TimeDelta::milliseconds(700);

/// The keys that answer, in the order of [`ActionState::ALL`].
const KEYS: [Action; 5] = [
    Action::AnswerDone,
    Action::AnswerGoesOn,
    Action::AnswerNotBegun,
    Action::AnswerChanged,
    Action::AnswerNotWanted,
];

/// The digit of an answer, counted from 0.
fn digit(at: usize) -> Option<char> {
    char::from_digit(u32::try_from(at + 1).ok()?, 10)
}

/// The digit of a key that answers.
fn digit_of(action: Action) -> Option<char> {
    KEYS.iter().position(|key| *key == action).and_then(digit)
}

/// The highlighted promise has gone so, unless a text follows.
pub(crate) fn press(model: &mut Model, action: Action) {
    let since = model.now.utc;
    let Some(at) = KEYS.iter().position(|key| *key == action) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (Some(RowRef::Earlier(entry)), Some(state)) = (screen.cursor, ActionState::ALL.get(at).copied())
    else {
        return;
    };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == entry) else { return };
    let words = format!("{}: {}", quoted_short(&row.text, 30), state.word());
    screen.answering = Some(Answering { entry, state, since });
    model.say(words);
}

/// Before a message is handled: whether the answer that waits is one, or began a text. `write` puts a letter into the line. What
/// is left of the message is given back.
pub(crate) fn first(
    model: &mut Model,
    message: Message,
    write: impl FnOnce(&mut Model, Edit),
) -> Option<Message> {
    let Some(waiting) = model.meeting_screen().and_then(|screen| screen.answering) else {
        return Some(message);
    };
    let passed = model.now.utc - waiting.since;
    let is_over = passed >= WAITS || passed < TimeDelta::zero();
    let in_line = !is_over && model.dialogs.is_empty() && model.context() == Context::Line;
    match message {
        Message::Store(_) | Message::Lists(_) | Message::Resize(..) => return Some(message),
        Message::Tick if !is_over => return Some(message),
        Message::Do(action) if in_line && (action == Action::Edit || digit_of(action).is_some()) => {
            begin_text(model, waiting, write);
            return Some(as_text(message, action));
        }
        Message::Edit(Edit::Insert(_)) | Message::Paste(_) if in_line => {
            begin_text(model, waiting, write);
            return Some(message);
        }
        Message::Edit(Edit::Backspace | Edit::DeleteWord) if in_line => {
            drop_it(model);
            model.say("Svaret är borta.");
            return None;
        }
        // Enter says that it was an answer, and opens nothing.
        Message::Do(Action::Accept) if in_line => {
            commit(model, true);
            return None;
        }
        _ => {}
    }
    // The arrows go from where one stands.
    commit(model, !matches!(message, Message::Do(Action::Up | Action::Down)));
    Some(match message {
        Message::Do(action) if !points_at_promise(model) => as_text(message, action),
        _ => message,
    })
}

/// Commits what waits. Nothing where nothing does.
fn commit(model: &mut Model, goes_on: bool) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(Answering { entry, state, .. }) = screen.answering.take() else { return };
    earlier::answer(model, entry, state);
    if let (false, Screen::Meeting(screen)) = (goes_on, &mut model.screen) {
        screen.cursor = Some(RowRef::Earlier(entry));
    }
}

fn drop_it(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.answering = None;
    }
}

/// The digit was the first of a text.
fn begin_text(model: &mut Model, waiting: Answering, write: impl FnOnce(&mut Model, Edit)) {
    drop_it(model);
    let digit = ActionState::ALL.iter().position(|state| *state == waiting.state).and_then(digit);
    if let Some(digit) = digit {
        write(model, Edit::Insert(digit));
    }
}

/// A digit that answers nothing is a letter.
fn as_text(message: Message, action: Action) -> Message {
    digit_of(action).map_or(message, |digit| Message::Edit(Edit::Insert(digit)))
}

/// Whether a digit answers a promise now.
fn points_at_promise(model: &Model) -> bool {
    model.dialogs.is_empty()
        && model
            .meeting_screen()
            .is_some_and(|screen| screen.line.is_empty() && matches!(screen.cursor, Some(RowRef::Earlier(_))))
}
