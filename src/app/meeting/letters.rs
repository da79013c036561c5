//! Letters in ansvar, where each alone is a command: several that come as those of a word do are a word, and go into a line.
//! What the first of them had opened is closed again.

use super::screen::{Letter, MeetingScreen};
use super::target;
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use crate::domain::agenda::Phase;
use chrono::TimeDelta;

/// The longest pause between two letters of one word.
const WITHIN: TimeDelta = TimeDelta::milliseconds(300);

/// What is to be handled in place of a message: the same, or the word that it goes on with.
pub(crate) fn read(model: &mut Model, message: Message) -> Vec<Message> {
    match message {
        Message::Letter(letter, action) => {
            next(model, letter).unwrap_or_else(|| action.map(Message::Do).into_iter().collect())
        }
        Message::Edit(Edit::Insert(letter)) if waits(model) => {
            next(model, letter).unwrap_or_else(|| vec![Message::Edit(Edit::Insert(letter))])
        }
        Message::Tick | Message::Store(_) | Message::Lists(_) | Message::Resize(..) => vec![message],
        other => {
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.letter = None;
            }
            vec![other]
        }
    }
}

fn waits(model: &Model) -> bool {
    model.meeting_screen().is_some_and(|screen| screen.letter.is_some())
}

/// The next letter: nothing where it is one by itself.
fn next(model: &mut Model, letter: char) -> Option<Vec<Message>> {
    let (now, dialogs, unsent) = (model.now.utc, model.dialogs.len(), model.outbox.len());
    let reads_out = model.context() == Context::ReadOut;
    let Screen::Meeting(screen) = &mut model.screen else { return None };
    if screen.meeting.head.phase != Phase::Ansvar {
        screen.letter = None;
        return None;
    }
    let known = screen.letter.take().filter(|known| now - known.at <= WITHIN && unsent <= known.unsent);
    let Some(known) = known else {
        let first = Letter { letter, at: now, dialogs, unsent, show_all: screen.show_all };
        screen.letter = reads_out.then_some(first);
        return None;
    };
    // A line that is open for a new point takes what is typed.
    if screen.writing && screen.editing.is_none() && dialogs == 0 {
        return None;
    }
    close_again(screen, &known);
    model.dialogs.truncate(known.dialogs);
    let both = [known.letter, letter].map(|letter| Message::Edit(Edit::Insert(letter)));
    Some(std::iter::once(Message::Do(Action::NewPoint)).chain(both).collect())
}

/// What the first letter of a word had opened is as it was.
fn close_again(screen: &mut MeetingScreen, known: &Letter) {
    screen.show_all = known.show_all;
    if screen.editing.take().is_some() {
        screen.line.clear();
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
    }
}
