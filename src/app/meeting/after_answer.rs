//! What is typed after a digit that answered a promise: whether the answer stands, or was the first of a text.
//!
//! What nothing begins with goes on with a number whenever it comes: a space, a colon ("3 samtal", "12 elever"). What may begin
//! a line of its own goes on only while the answer waits to be written down: a hyphen, a letter that stands alone ("4B har").
//! Two letters begin a line, and the answers stand, unless the keys came in one rhythm ("3st"). Digits are of one number only
//! where they come as fast as those of a number do.

use super::answering::{close, commit, digit_of, given, needs_day, says_nothing, stand, take_back};
use super::asked_day;
use super::became_text::{self, Write, begin_text, begin_text_with_last};
use super::given::Answering;
use super::new_point;
use super::rhythm::{
    ANSWER_WAITS, Goes, Typed, goes_on, goes_on_after_number, is_one_go, may_belong, was_text,
};
use super::screen::RowRef;
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use chrono::{DateTime, TimeDelta, Utc};

/// How many digits a word that is typed in one go begins with at most: more of them are answers in a row.
const DIGITS: usize = 2;

/// Before a message is handled: whether what was answered is an answer, or began a text. `write` puts a letter into the line.
/// What is left of the message is given back.
pub(crate) fn first(model: &mut Model, message: Message, write: Write) -> Option<Message> {
    let message = meant(model, message)?;
    match message {
        Message::Store(_) | Message::Lists(_) | Message::Resize(..) => return Some(message),
        Message::Tick => {
            if waiting(model).is_some_and(|(_, waits)| !waits) {
                commit(model);
            }
            return Some(message);
        }
        _ => {}
    }
    if let Some(asked) = asked_day::in_front(model) {
        return asked_day::in_form(model, asked, message, write);
    }
    let in_line = model.dialogs.is_empty() && matches!(model.context(), Context::Line | Context::ReadOut);
    let is_empty = model.meeting_screen().is_some_and(|screen| screen.line.is_empty());
    if let (Message::Do(action), true, false) = (&message, in_line, is_empty) {
        if *action == Action::Undo {
            stand(model);
            if became_text::put_into_line(model) {
                return None;
            }
        }
        // What is done next is another thing.
        if model.meeting_screen().is_some_and(|screen| screen.answering.is_none()) {
            became_text::forget(model);
        }
    }
    let Some(answering) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else {
        if in_line && is_empty {
            line_begins(model, &message);
        }
        return Some(message);
    };
    match answering.letter {
        Some(at) => {
            let alone = model.meeting_screen().and_then(|screen| screen.line.value().chars().next());
            if !(in_line && after_letter(model, &answering, at, &message, write)) {
                stand(model);
                if let (Message::Edit(Edit::Insert(_)), Some(alone)) = (&message, alone) {
                    became_text::say_what_stands(model, at, alone);
                }
            }
            Some(message)
        }
        None if in_line && is_empty => in_empty_line(model, &answering, message, write),
        None => {
            stand(model);
            Some(message)
        }
    }
}

/// A line begins where nothing waits: what was answered right before it is told of.
fn line_begins(model: &mut Model, message: &Message) {
    let first = match message {
        Message::Edit(Edit::Insert(c)) => Some(*c),
        Message::Paste(text) => text.chars().next(),
        _ => None,
    };
    if let Some(first) = first {
        became_text::say_what_stands(model, model.now.utc, first);
    }
}

/// The answers that may begin a text, and whether they wait to be written down.
fn waiting(model: &Model) -> Option<(&Answering, bool)> {
    let answering = model.meeting_screen()?.answering.as_ref()?;
    let pause = model.now.utc - answering.since;
    Some((answering, answering.waits() && pause < ANSWER_WAITS && pause >= TimeDelta::zero()))
}

/// A digit that answers nothing is a letter, where letters are written.
fn meant(model: &mut Model, message: Message) -> Option<Message> {
    match message {
        Message::Do(action) => match digit_of(action) {
            Some(_) if model.dialogs.is_empty() && given(model, action).is_some() => Some(message),
            Some(digit) if matches!(model.context(), Context::Line | Context::ReadOut) => {
                new_point::open_line(model);
                Some(Message::Edit(Edit::Insert(digit)))
            }
            Some(_) => None,
            None => Some(message),
        },
        // In the read-out a digit alone goes to a row, but not the second of a number.
        Message::ToRow(number @ 0..=9) => {
            let digit = u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10))?;
            if !goes_on_as_number(model, digit) {
                return Some(message);
            }
            new_point::open_line(model);
            Some(Message::Edit(Edit::Insert(digit)))
        }
        _ => Some(message),
    }
}

/// Whether a digit in the read-out comes as fast after an answer as that of a number does.
fn goes_on_as_number(model: &Model, digit: char) -> bool {
    let since = model.meeting_screen().and_then(|screen| screen.answering.as_ref()).map(|known| known.since);
    let is_number = |since| goes_on(Typed::Digit, model.now.utc - since, digit) == Goes::SameNumber;
    model.context() == Context::ReadOut && since.is_some_and(is_number)
}

/// The next key, while nothing stands in the line.
fn in_empty_line(
    model: &mut Model,
    answering: &Answering,
    message: Message,
    write: Write,
) -> Option<Message> {
    let pause = model.now.utc - answering.since;
    let waits = waiting(model).is_some_and(|(_, waits)| waits);
    let asks_at_once = waits && answering.given.last().is_some_and(needs_day);
    match &message {
        Message::Edit(Edit::Insert(c)) => {
            match goes_on(Typed::Digit, pause, *c) {
                Goes::SameWord => begin_text(model, answering, write),
                // A day is asked for first: what goes on without it is no answer.
                Goes::SameNumber | Goes::NextTells if asks_at_once => {
                    if answering.quick && is_one_go(pause) && answering.given.len() <= DIGITS {
                        begin_text(model, answering, write);
                    } else {
                        begin_text_with_last(model, write);
                    }
                }
                goes @ (Goes::SameNumber | Goes::NextTells) if waits || goes == Goes::SameNumber => {
                    if let Screen::Meeting(screen) = &mut model.screen
                        && let Some(known) = &mut screen.answering
                    {
                        known.quick &= is_one_go(pause) && known.given.len() <= DIGITS;
                        known.letter = Some(model.now.utc);
                    }
                }
                _ => {
                    stand(model);
                    line_begins(model, &message);
                }
            }
            return Some(message);
        }
        Message::Paste(text) if waits || text.starts_with(goes_on_after_number) => {
            begin_text(model, answering, write);
            return Some(message);
        }
        Message::Edit(Edit::Backspace | Edit::DeleteWord) => {
            take_back(model, answering);
            model.say("Svaret är borta.");
            return None;
        }
        // A number, and the key that opens the row of that number.
        Message::Do(Action::Edit) if may_belong(pause) && model.context() == Context::Line => {
            begin_text(model, answering, write);
            return Some(message);
        }
        Message::Do(action) => {
            if let Some(digit) = digit_of(*action) {
                if asks_at_once {
                    // A day is asked for first: what goes on with digits is a number.
                    begin_text_with_last(model, write);
                    return Some(Message::Edit(Edit::Insert(digit)));
                }
                // A nought that takes nothing away is no answer: it may be of the number before it.
                let is_nought = digit == '0' && given(model, *action).as_ref().is_some_and(says_nothing);
                let may_be_number = is_nought && may_belong(pause);
                if goes_on(Typed::Digit, pause, digit) != Goes::SameNumber && !may_be_number {
                    stand(model);
                }
                return Some(message);
            }
            // Enter says that it was an answer, and opens nothing.
            if *action == Action::Accept && may_belong(pause) {
                commit(model);
                if model.dialogs.is_empty() {
                    close(model);
                    model.say("Svaret är skrivet (‹Undo› ångrar). ‹Accept› igen tar det som står på tur.");
                }
                return None;
            }
        }
        _ => {}
    }
    stand(model);
    line_begins(model, &message);
    // The arrows go from where one stands.
    let from = answering.given.last().filter(|_| waits).map(|last| RowRef::Earlier(last.entry));
    if let (Some(from), Screen::Meeting(screen)) = (from, &mut model.screen)
        && matches!(message, Message::Do(Action::Up | Action::Down))
        && model.dialogs.is_empty()
    {
        screen.cursor = Some(from);
    }
    Some(message)
}

/// What comes after a sign that followed an answer and stands alone in the line: whether both were the first of a text.
fn after_letter(
    model: &mut Model,
    answering: &Answering,
    at: DateTime<Utc>,
    message: &Message,
    write: Write,
) -> bool {
    let line = model.meeting_screen().map(|screen| screen.line.value().to_owned()).unwrap_or_default();
    let mut letters = line.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    let is_text = match message {
        Message::Edit(Edit::Insert(c)) => {
            was_text(letter, Some(*c), answering.quick && is_one_go(model.now.utc - at))
        }
        Message::Do(Action::Accept) => was_text(letter, None, false),
        // A number of two digits, and the key that opens the row of that number.
        Message::Do(Action::Edit) => letter.is_ascii_digit(),
        _ => false,
    };
    if is_text {
        write(model, Edit::Backspace);
        begin_text(model, answering, write);
        write(model, Edit::Insert(letter));
    }
    is_text
}
