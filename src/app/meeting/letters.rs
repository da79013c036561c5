//! Letters in ansvar, where each alone is a command: those that begin a word go into a line, whatever the rhythm. A letter that
//! is no command opens the line at once; a command that another letter follows soon is taken back if both can begin a word.

use super::given::Letter;
use super::new_point;
use super::rhythm::{Goes, Typed, goes_on, is_soon};
use super::screen::{MeetingScreen, RowRef};
use super::target::{self, Target};
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::{Model, Screen};
use crate::domain::agenda::Phase;
use crate::domain::rules::Todo;
use chrono::TimeDelta;

/// How a letter comes into the line.
type Write = fn(&mut Model, Edit);

/// What is to be handled in place of a message: the same, or the word that it goes on with.
pub(crate) fn read(model: &mut Model, message: Message, write: Write) -> Vec<Message> {
    match message {
        Message::Letter(letter, _) | Message::Edit(Edit::Insert(letter))
            if letter.is_uppercase() && is_key_of_open_line(model) =>
        {
            write(model, Edit::Backspace);
            model.say_to_writer("‹NewPoint› öppnar en rad för en ny punkt, och den var redan öppen.");
            vec![Message::Edit(Edit::Insert(letter))]
        }
        Message::Letter(letter, action) => next(model, letter, action, write),
        Message::Edit(Edit::Insert(letter)) if known(model).is_some() => next(model, letter, None, write),
        Message::Tick => {
            let waited = known(model).is_some_and(|known| !is_soon(model.now.utc - known.at));
            let held = if waited { let_go(model) } else { None };
            held.into_iter().chain([message]).collect()
        }
        Message::Store(_) | Message::Lists(_) | Message::Resize(..) => vec![message],
        Message::Do(Action::Accept) if is_of_a_word(model) => {
            model.say("Läs först: nästa tryckning svarar.");
            let_go(model).into_iter().collect()
        }
        other => let_go(model).into_iter().chain([other]).collect(),
    }
}

fn known(model: &Model) -> Option<&Letter> {
    model.meeting_screen()?.letter.as_ref()
}

/// Whether all that stands in the line of a new point is the letter that opens it: before a capital it is no word.
fn is_key_of_open_line(model: &Model) -> bool {
    let is_of_new_point = |screen: &MeetingScreen| {
        screen.meeting.head.phase == Phase::Ansvar
            && screen.editing.is_none()
            && matches!(screen.target, Target::Entry(_))
            && screen.line.value() == Action::NewPoint.key()
    };
    model.context() == Context::Line && model.meeting_screen().is_some_and(is_of_new_point)
}

/// Whether the question in front came by a letter among others: Enter ends what was being written, and answers nothing.
fn is_of_a_word(model: &Model) -> bool {
    let soon = |known: &Letter| known.among_others && is_soon(model.now.utc - known.at);
    model.context() == Context::Ask && known(model).is_some_and(soon)
}

/// The letter was a command. What waited to be done is done now.
fn let_go(model: &mut Model) -> Option<Message> {
    let Screen::Meeting(screen) = &mut model.screen else { return None };
    let known = screen.letter.take()?;
    known.action.filter(|_| known.held).map(Message::Do)
}

/// The next letter.
fn next(model: &mut Model, letter: char, action: Option<Action>, write: Write) -> Vec<Message> {
    let (now, dialogs, unsent) = (model.now.utc, model.dialogs.len(), model.outbox.len());
    let context = model.context();
    let alone = match context {
        Context::Line | Context::Form | Context::Pick => vec![Message::Edit(Edit::Insert(letter))],
        _ => action.map(Message::Do).into_iter().collect(),
    };
    let follows = known(model).filter(|known| is_soon(now - known.at)).cloned();
    let word = follows.as_ref().is_some_and(|known| {
        let answers = context == Context::Ask && action.is_some();
        let no_command = context == Context::ReadOut && action.is_none() && letter.is_lowercase();
        unsent <= known.unsent
            && !answers
            && (no_command || goes(known, letter, now - known.at) == Goes::SameWord)
    });
    if let (true, Some(known)) = (word, &follows) {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.letter = None;
            close_again(screen, known);
        }
        model.dialogs.truncate(known.dialogs);
        new_point::open_line(model);
        write(model, Edit::Insert(known.letter));
        model.say_to_writer(format!(
            "Det du skriver blev text på raden: ”{}” var ingen tangent.",
            known.letter
        ));
        return vec![Message::Edit(Edit::Insert(letter))];
    }
    if context == Context::Line
        && let Some(known) =
            follows.as_ref().filter(|known| goes(known, letter, now - known.at) == Goes::Doubtful)
    {
        let key = known.letter;
        model.say_to_writer(format!("Tangenten {key} öppnade raden. Började ordet på {key}: skriv dit det."));
    }
    let before = let_go(model);
    if context == Context::ReadOut && action.is_none() {
        // Nothing that is written begins with a space, except after a digit.
        if letter.is_whitespace() && model.meeting_screen().is_none_or(|screen| screen.answering.is_none()) {
            return before.into_iter().collect();
        }
        new_point::open_line(model);
        return before.into_iter().chain([Message::Edit(Edit::Insert(letter))]).collect();
    }
    let answers = [Action::Accept, Action::Back, Action::GoOnAnyway];
    let asks = context == Context::Ask && action.is_none_or(|action| !answers.contains(&action));
    let held = context == Context::ReadOut && is_held(model, action);
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.meeting.head.phase == Phase::Ansvar
    {
        screen.letter = match (context, follows) {
            (Context::ReadOut, follows) => Some(Letter {
                letter,
                action,
                at: now,
                dialogs,
                unsent: unsent + usize::from(before.is_some()),
                show_all: screen.show_all,
                held,
                among_others: follows.is_some_and(|known| known.letter != letter),
            }),
            (_, Some(known)) if asks => Some(Letter { at: now, among_others: true, ..known }),
            _ => None,
        };
    }
    if held {
        model.say("Ångrar … Skriver du vidare blir det text i stället.");
        return before.into_iter().collect();
    }
    before.into_iter().chain(alone).collect()
}

/// Whether a command waits until no word has come of it: it couldn't be made undone.
fn is_held(model: &Model, action: Option<Action>) -> bool {
    let todo =
        |screen: &MeetingScreen| matches!(screen.cursor, Some(RowRef::Todo(todo)) if todo != Todo::Close);
    match action {
        Some(Action::Undo) => true,
        Some(Action::Edit) => model.meeting_screen().is_some_and(todo),
        _ => false,
    }
}

/// Whether the letter that was a command and the one after it are the first two of a word.
fn goes(known: &Letter, second: char, pause: TimeDelta) -> Goes {
    let first = match known.action {
        Some(Action::NewPoint) => Typed::Opening(known.letter),
        Some(Action::Edit) => Typed::Editing(known.letter),
        _ => Typed::Command(known.letter),
    };
    goes_on(first, pause, second)
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
