//! Digits that answered were the first of a text: what they answered is as it was before, and what takes an answer back says so.
//! An answer that stands, though a line begins right after it, says so too, and how the digit comes into the line.

use super::answering::{close, says_nothing, stand};
use super::given::{Answering, Given, Kept};
use super::new_point;
use super::rhythm::{Goes, Typed, goes_on, may_belong};
use super::screen::RowRef;
use super::{answering, earlier};
use crate::app::core::line::Edit;
use crate::app::core::model::{Model, Screen};
use crate::domain::command::Code;
use crate::domain::quoted::quoted_short;
use chrono::{DateTime, Utc};

/// How a letter comes into the line.
pub(super) type Write = fn(&mut Model, Edit);

/// How many digits a number has at most that a text begins with.
const LONGEST: usize = 3;

/// The last digit was the first of a text; those before it are answers.
pub(super) fn begin_text_with_last(model: &mut Model, write: Write) {
    let Some(mut known) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else {
        return;
    };
    let Some(last) = known.given.pop() else { return };
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.answering = Some(known);
    }
    answering::commit(model);
    let of_last = Answering { given: vec![last], since: model.now.utc, quick: false, letter: None };
    begin_text(model, &of_last, write);
}

/// Where the number begins that a text begins with. The digits before it are answers.
fn number_of(answering: &Answering) -> usize {
    let given = &answering.given;
    let mut start = given.len().saturating_sub(1);
    let of_one = |at: usize| {
        let pause = given[at].at - given[at - 1].at;
        // No number begins with a nought that takes nothing away.
        let is_nought = given[at].digit == '0' && says_nothing(&given[at]) && may_belong(pause);
        is_nought || goes_on(Typed::Digit, pause, given[at].digit) == Goes::SameNumber
    };
    while start > 0 && given.len() - start < LONGEST && of_one(start) {
        start -= 1;
    }
    start
}

/// The digits of one number were the first of a text: what they answered is as it was before.
pub(super) fn begin_text(model: &mut Model, answering: &Answering, write: Write) {
    let mut answers = answering.clone();
    let number = answers.given.split_off(number_of(answering));
    if !answers.given.is_empty() {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.answering = Some(answers);
        }
        stand(model);
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.answering = None;
    }
    model.version += 1;
    let written = || number.iter().rev().filter(|given| given.kept == Kept::Written);
    for given in written() {
        earlier::put_back(model, Code::AnswerWasText, given.entry, given.before.clone());
    }
    let said = taken_back(model, written());
    if let (Some(first), Screen::Meeting(screen)) = (number.first(), &mut model.screen) {
        for given in &number {
            screen.days.forget(given.entry);
        }
        screen.cursor = Some(RowRef::Earlier(first.entry));
    }
    // It is of the ärende of what was pointed at.
    if new_point::is_written(model) {
        new_point::begin(model);
    }
    new_point::open_line(model);
    for given in &number {
        write(model, Edit::Insert(given.digit));
    }
    let stands = number.first().is_some_and(|first| say_what_stands(model, first.at, first.digit));
    if let Some(said) = said.filter(|_| !stands) {
        model.say_to_writer(said);
    }
}

/// That answers which were written down are none, in words; nothing where none was.
fn taken_back<'a>(model: &Model, answers: impl Iterator<Item = &'a Given>) -> Option<String> {
    let rows = &model.meeting()?.earlier;
    let said = answers.filter_map(|given| {
        let row = rows.iter().find(|row| row.entry == given.entry)?;
        Some(format!("{} på {}", row.word(given.state?), quoted_short(&row.text, 30)))
    });
    let mut said: Vec<String> = said.collect();
    said.reverse();
    let answers = if said.len() > 1 { "Svaren" } else { "Svaret" };
    let again = "‹Back› och siffran svarar igen.";
    let what = said.join(" och ");
    (!said.is_empty()).then(|| format!("{answers} {what} togs tillbaka: det blev text. {again}"))
}

/// A line begins with `first`, at `at`. An answer that was given right before it stands: which it was, and how it is taken back,
/// and into the line where it can be of it. Tells whether there is one.
pub(super) fn say_what_stands(model: &mut Model, at: DateTime<Utc>, first: char) -> bool {
    let Screen::Meeting(screen) = &mut model.screen else { return false };
    screen.stood_before.retain(|given| given.at < at);
    if !screen.stood_before.last().is_some_and(|last| may_belong(at - last.at)) {
        screen.stood_before.clear();
    }
    let Some(last) = screen.stood_before.last().cloned() else { return false };
    let row = screen.meeting.earlier.iter().find(|row| row.entry == last.entry);
    let Some((row, state)) = row.zip(last.state) else { return false };
    let (what, word) = (quoted_short(&row.text, 30), row.word(state));
    // What begins with a capital is a line of its own.
    let how = if first.is_uppercase() {
        screen.stood_before.clear();
        "Fel? ‹Undo› ångrar.".to_owned()
    } else {
        format!("‹Undo› sätter {} på raden i stället.", last.digit)
    };
    model.say_to_writer(format!("{what}: {word}. {how}"));
    true
}

/// Undo right after such a line was begun: the answer before it was its first digit. Says whether it was that.
pub(super) fn put_into_line(model: &mut Model) -> bool {
    let Screen::Meeting(screen) = &mut model.screen else { return false };
    if screen.line.is_empty() || screen.editing.is_some() {
        return false;
    }
    let Some(last) = screen.stood_before.pop() else { return false };
    let is_told = |row: &crate::domain::earlier::Earlier| {
        row.entry == last.entry && row.told.as_ref().map(|told| told.status) == last.state
    };
    if !screen.meeting.earlier.iter().any(is_told) {
        screen.stood_before.clear();
        return false;
    }
    let whole = format!("{}{}", last.digit, screen.line.value());
    let cursor = screen.line.cursor() + 1;
    screen.line.set(&whole, cursor);
    screen.cursor = Some(RowRef::Earlier(last.entry));
    screen.days.forget(last.entry);
    model.version += 1;
    earlier::put_back(model, Code::AnswerWasText, last.entry, last.before.clone());
    if let Some(said) = taken_back(model, std::iter::once(&last)) {
        model.say_to_writer(said);
    }
    say_what_stands(model, last.at, last.digit);
    true
}

/// Nothing of what was answered is of the line any more.
pub(super) fn forget(model: &mut Model) {
    close(model);
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.stood_before.clear();
    }
}
