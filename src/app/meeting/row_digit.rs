//! Digits in the read-out, where each points at the row of that number: what is typed next tells whether they began a text.

use super::rhythm::{ANSWER_WAITS, goes_on_after_number, is_hyphen, may_belong};
use super::screen::RowDigits;
use super::{became_text, new_point};
use crate::app::core::action::Context;
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use chrono::TimeDelta;

/// The longest pause between two digits of what may be one number. Slower than elsewhere: none of them has answered anything.
const NUMBER: TimeDelta = TimeDelta::seconds(10);
/// So many digits a text begins with at most.
const MOST: usize = 6;

/// How a letter comes into the line.
type Write = fn(&mut Model, Edit);

/// Before a message is handled: digits before a sign that nothing begins with are of one text with it.
pub(crate) fn read(model: &mut Model, message: Message, write: Write) -> Message {
    let sign = match &message {
        Message::Tick | Message::Store(_) | Message::Lists(_) | Message::Resize(..) => return message,
        Message::ToRow(number @ 1..=9) => {
            remember(model, *number);
            return message;
        }
        Message::Letter(c, None) | Message::Edit(Edit::Insert(c)) => Some(*c),
        _ => None,
    };
    let reads_out = model.context() == Context::ReadOut;
    let Screen::Meeting(screen) = &mut model.screen else { return message };
    let Some((known, c)) = screen.row_digits.take().filter(|_| reads_out).zip(sign) else { return message };
    let pause = model.now.utc - known.at;
    let goes_on = goes_on_after_number(c)
        || is_hyphen(c)
        || c.is_ascii_digit()
        || pause < ANSWER_WAITS && pause >= TimeDelta::zero();
    if goes_on {
        // The text is of the ärende that was read before them.
        screen.cursor = known.cursor.filter(|row| screen.has(*row));
        screen.reading.clone_from(&known.reading);
        new_point::open_line(model);
        known.digits.chars().for_each(|digit| write(model, Edit::Insert(digit)));
        if let Some(first) = known.digits.chars().next() {
            became_text::say_what_stands(model, known.since, first);
        }
    } else if may_belong(pause) {
        new_point::open_line(model);
        model.say_to_writer(format!(
            "Siffran {} markerade en rad. Hör den till texten: skriv dit den.",
            known.digits
        ));
    } else {
        return message;
    }
    Message::Edit(Edit::Insert(c))
}

fn remember(model: &mut Model, number: usize) {
    let reads_out = model.context() == Context::ReadOut;
    let now = model.now.utc;
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(digit) = u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10)) else {
        return;
    };
    let before = screen.row_digits.take().filter(|known| {
        let pause = now - known.at;
        reads_out && pause <= NUMBER && pause >= TimeDelta::zero() && known.digits.len() < MOST
    });
    let begins = || RowDigits {
        digits: String::new(),
        since: now,
        at: now,
        cursor: screen.cursor,
        reading: screen.reading.clone(),
    };
    let mut known = before.unwrap_or_else(begins);
    known.digits.push(digit);
    known.at = now;
    screen.row_digits = reads_out.then_some(known);
}
