//! A digit on a promise answers it, unless it begins a text. The answer stands at once; what is typed next may take it back
//! and make it the beginning of the line. What takes one back says so.
//!
//! What nothing begins with goes on with a number whenever it comes: a space, a colon ("3 samtal", "12 elever"). What may begin
//! a line of its own goes on only while the answer waits to be written down: a hyphen, a letter that stands alone ("4B har").
//! Two letters begin a line, and the answers stand, unless the keys came in one rhythm ("3st"). Digits are of one number only
//! where they come as fast as those of a number do.

use super::earlier;
use super::new_point;
use super::screen::{Answering, Given, Kept, RowRef};
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::message::Message;
use crate::app::core::model::form::Form;
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::ui::fields::{parse_goes_on, wrong};
use crate::domain::collate::fold;
use crate::domain::command::Code;
use crate::domain::quoted::{quoted, quoted_short};
use crate::domain::record::ActionState;
use chrono::TimeDelta;

/// How long an answer waits before it is written down.
const WAITS: TimeDelta = TimeDelta::milliseconds(700);
/// The longest pause between a digit and a key that belongs to it: the one that opens the row of that number, or ends an answer.
const SLOW: TimeDelta = TimeDelta::milliseconds(2500);
/// The longest pause between two keys of one word that is typed in one go.
const RHYTHM: TimeDelta = TimeDelta::milliseconds(250);
/// How many digits a word that is typed in one go begins with at most: more of them are answers in a row.
const DIGITS: usize = 2;
/// The longest pause between two digits of one number: after a longer one they are answers in a row.
const WITHIN: TimeDelta = TimeDelta::milliseconds(450);
/// How long nothing is pressed before the new day is asked for of what isn't done and whose day has passed: answers in a row are
/// given first.
const RESTS: TimeDelta = TimeDelta::milliseconds(2500);
/// How many digits a number has at most that a text begins with.
const LONGEST: usize = 3;

/// The keys that answer, each with its digit, in the order of what can be said; last the one that takes an answer away.
const KEYS: [(Action, char); 6] = [
    (Action::AnswerDone, '1'),
    (Action::AnswerGoesOn, '2'),
    (Action::AnswerNotBegun, '3'),
    (Action::AnswerChanged, '4'),
    (Action::AnswerNotWanted, '5'),
    (Action::AnswerNone, '0'),
];

/// How a letter comes into the line.
type Write = fn(&mut Model, Edit);

/// The digit of a key that answers.
fn digit_of(action: Action) -> Option<char> {
    KEYS.iter().find(|(key, _)| *key == action).map(|(_, digit)| *digit)
}

/// What a key says of the highlighted promise: nothing where it says nothing of it.
fn given(model: &Model, action: Action) -> Option<Given> {
    let screen = model.meeting_screen()?;
    let Some(RowRef::Earlier(entry)) = screen.cursor else { return None };
    let row = screen.meeting.earlier.iter().find(|row| row.entry == entry)?;
    let digit = digit_of(action)?;
    let at = KEYS.iter().position(|(key, _)| *key == action)?;
    let state = match action {
        Action::AnswerNone => None,
        _ => Some(row.answers().get(at)?.0),
    };
    let asks = state.is_some_and(|state| row.asks_for_day(state, model.now.today()));
    // Nought where nothing is said says nothing: it may be the first of a text, and is nothing that the next digit hangs on.
    (state.is_some() || action == Action::AnswerNone).then(|| Given {
        entry,
        digit,
        at: model.now.utc,
        state,
        before: row.told.clone(),
        asks,
        kept: Kept::Waits,
    })
}

/// Whether an answer takes nothing away, since nothing was said.
fn says_nothing(given: &Given) -> bool {
    given.state.is_none() && given.before.is_none()
}

/// Whether the answer is none without a day, which is asked for at once; of what isn't done it is asked for at rest.
fn needs_day(given: &Given) -> bool {
    given.asks && given.state == Some(ActionState::Andrad)
}

/// Whether the answer has been written down.
fn is_written(given: &Given) -> bool {
    given.kept == Kept::Written || given.kept == Kept::Asked && !needs_day(given)
}

/// The highlighted promise has gone so, unless a text follows.
pub(crate) fn press(model: &mut Model, action: Action) {
    let Some(given) = given(model, action) else { return };
    let since = model.now.utc;
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == given.entry).cloned() else {
        return;
    };
    let word = given.state.map_or("inget svar", |state| row.word(state));
    let words = format!("{}: {word}", quoted_short(&row.text, 30));
    let takes_away = given.before.is_some() && given.state.is_none();
    let waiting =
        |known: &Answering| takes_away || known.of(given.entry).is_some_and(|given| !says_nothing(given));
    if screen.answering.as_ref().is_some_and(waiting) {
        commit(model);
        close(model);
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (entry, stays) = (given.entry, needs_day(&given) || given.state.is_none());
    let begins = Answering { given: Vec::new(), since, quick: true, letter: None };
    let answering = screen.answering.get_or_insert(begins);
    answering.quick &= since - answering.since <= RHYTHM;
    answering.given.push(given);
    answering.since = since;
    if !stays && screen.cursor == Some(RowRef::Earlier(entry)) {
        screen.cursor = earlier::unanswered(screen, Some(&row));
    }
    model.say(words);
}

/// Before a message is handled: whether what was answered is an answer, or began a text. `write` puts a letter into the line.
/// What is left of the message is given back.
pub(crate) fn first(model: &mut Model, message: Message, write: Write) -> Option<Message> {
    let message = meant(model, message)?;
    let Some(answering) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else {
        return Some(message);
    };
    if matches!(message, Message::Store(_) | Message::Lists(_) | Message::Resize(..)) {
        return Some(message);
    }
    let pause = model.now.utc - answering.since;
    let waits = answering.waits() && pause < WAITS && pause >= TimeDelta::zero();
    if matches!(message, Message::Tick) {
        if !waits {
            commit(model);
        }
        if pause >= RESTS {
            ask_day(model);
        }
        return Some(message);
    }
    if asked(model, &answering).is_some() {
        return in_form(model, &answering, message, write);
    }
    let in_line = model.dialogs.is_empty() && matches!(model.context(), Context::Line | Context::ReadOut);
    match answering.letter {
        Some(at) => {
            if !(in_line && after_letter(model, &answering, at, &message, write)) {
                commit(model);
                close(model);
            }
            Some(message)
        }
        None if in_line && model.meeting_screen().is_some_and(|screen| screen.line.is_empty()) => {
            in_empty_line(model, &answering, message, (pause, waits), write)
        }
        None => {
            commit(model);
            close(model);
            Some(message)
        }
    }
}

/// A digit that answers nothing is a letter, where letters are written.
fn meant(model: &mut Model, message: Message) -> Option<Message> {
    match message {
        Message::Do(action) => match digit_of(action) {
            Some(_) if model.dialogs.is_empty() && given(model, action).is_some() => Some(message),
            Some(digit) if matches!(model.context(), Context::Line | Context::ReadOut) => {
                open_line(model);
                Some(Message::Edit(Edit::Insert(digit)))
            }
            Some(_) => None,
            None => Some(message),
        },
        // In the read-out a digit alone goes to a row, but not the second of a number.
        Message::ToRow(number @ 0..=9) if goes_on_as_number(model) => {
            open_line(model);
            let digit = u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10));
            digit.map(|digit| Message::Edit(Edit::Insert(digit)))
        }
        _ => Some(message),
    }
}

/// Whether a digit in the read-out comes as fast after an answer as that of a number does.
fn goes_on_as_number(model: &Model) -> bool {
    let since = model.meeting_screen().and_then(|screen| screen.answering.as_ref()).map(|known| known.since);
    model.context() == Context::ReadOut && since.is_some_and(|since| model.now.utc - since <= WITHIN)
}

/// What is read out gives way to the line.
fn open_line(model: &mut Model) {
    if model.context() == Context::ReadOut {
        model.version += 1;
        new_point::begin(model);
    }
}

/// The next key, while nothing stands in the line.
fn in_empty_line(
    model: &mut Model,
    answering: &Answering,
    message: Message,
    (pause, waits): (TimeDelta, bool),
    write: Write,
) -> Option<Message> {
    let within = |longest: TimeDelta| pause <= longest && pause >= TimeDelta::zero();
    match &message {
        Message::Edit(Edit::Insert(c)) if goes_on(*c) => {
            begin_text(model, answering, write);
            return Some(message);
        }
        Message::Edit(Edit::Insert(c)) => {
            let has_ended = if c.is_ascii_digit() { !within(WITHIN) } else { !waits };
            if has_ended {
                commit(model);
                close(model);
            } else if waits && answering.given.last().is_some_and(needs_day) {
                // A day is asked for first: what goes on without it is no answer.
                if answering.quick && pause <= RHYTHM && answering.given.len() <= DIGITS {
                    begin_text(model, answering, write);
                } else {
                    begin_text_with_last(model, write);
                }
            } else if let Screen::Meeting(screen) = &mut model.screen
                && let Some(known) = &mut screen.answering
            {
                known.quick &= pause <= RHYTHM && known.given.len() <= DIGITS;
                known.letter = Some(model.now.utc);
            }
            return Some(message);
        }
        Message::Paste(text) if waits || text.starts_with(goes_on) => {
            begin_text(model, answering, write);
            return Some(message);
        }
        Message::Edit(Edit::Backspace | Edit::DeleteWord) => {
            take_back(model, answering);
            model.say("Svaret är borta.");
            return None;
        }
        // A number, and the key that opens the row of that number.
        Message::Do(Action::Edit) if within(SLOW) && model.context() == Context::Line => {
            begin_text(model, answering, write);
            return Some(message);
        }
        Message::Do(action) if digit_of(*action).is_some() => {
            if waits && answering.given.last().is_some_and(needs_day) {
                // A day is asked for first: what goes on with digits is a number.
                begin_text_with_last(model, write);
                return digit_of(*action).map(|digit| Message::Edit(Edit::Insert(digit)));
            }
            if !within(WITHIN) {
                commit(model);
                close(model);
            }
            return Some(message);
        }
        // Enter says that it was an answer, and opens nothing.
        Message::Do(Action::Accept) if within(SLOW) => {
            commit(model);
            if model.dialogs.is_empty() {
                close(model);
            }
            return None;
        }
        _ => {}
    }
    commit(model);
    close(model);
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
    at: chrono::DateTime<chrono::Utc>,
    message: &Message,
    write: Write,
) -> bool {
    let line = model.meeting_screen().map(|screen| screen.line.value().to_owned()).unwrap_or_default();
    let mut letters = line.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    let quick = answering.quick && model.now.utc - at <= RHYTHM;
    // "1a ": but "i", "å" and "ö" are words.
    let alone = || !matches!(fold(&line).as_str(), "i" | "å" | "ö");
    let is_text = match message {
        Message::Edit(Edit::Insert(c)) if letter.is_ascii_digit() => {
            quick || goes_on(*c) || is_hyphen(*c) || c.is_ascii_digit()
        }
        // "5-åringar" and "1–2", but "- borta": a sign begins a line of its own.
        Message::Edit(Edit::Insert(c)) if is_hyphen(letter) => c.is_alphanumeric(),
        Message::Edit(Edit::Insert(c)) if !letter.is_alphabetic() => c.is_ascii_digit(),
        Message::Edit(Edit::Insert(c)) if c.is_alphabetic() => quick,
        Message::Edit(Edit::Insert(_)) => quick || alone(),
        Message::Do(Action::Accept) => letter.is_alphabetic() && alone(),
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

/// Whether a sign goes on with a text that begins with a digit: nothing begins with it.
fn goes_on(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';' | '/' | '%' | ')' | '!' | '°')
}

/// Whether a sign holds two parts of a word together.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '\u{2011}')
}

/// The form that asks for the day of the last answer, where it lies in front.
fn asked<'a>(model: &'a Model, answering: &Answering) -> Option<&'a Form> {
    let last = answering.given.last().filter(|last| last.kept == Kept::Asked)?;
    match model.dialogs.as_slice() {
        [Dialog::Form(form)] if form.is(&earlier::EARLIER) && form.is_about(last.entry) => Some(form),
        _ => None,
    }
}

/// A day is asked for: what is no day was the line that the digit began.
fn in_form(model: &mut Model, answering: &Answering, message: Message, write: Write) -> Option<Message> {
    let typed = asked(model, answering).map(|form| form.value(earlier::DAY).to_owned()).unwrap_or_default();
    let at_day = asked(model, answering)
        .is_some_and(|form| form.fields.get(form.cursor).is_some_and(|field| field.key == earlier::DAY));
    let no_day = !typed.is_empty() && parse_goes_on(model, &typed).is_err();
    let text = answering.given.last().map(|last| format!("{}{typed}", last.digit)).unwrap_or_default();
    // The digit and what came after it are one word, where it goes on as a number does or the digit asked at once.
    let asked_at_once = answering.given.last().is_some_and(needs_day);
    let is_one_word =
        typed.starts_with(|c: char| goes_on(c) || is_hyphen(c) || asked_at_once && c.is_ascii_digit());
    let as_line = |model: &mut Model| {
        model.dialogs.pop();
        begin_text(model, answering, write);
        typed.chars().for_each(|c| write(model, Edit::Insert(c)));
    };
    match &message {
        Message::Edit(Edit::Insert(c)) if typed.is_empty() && at_day && (goes_on(*c) || is_hyphen(*c)) => {
            as_line(model);
            Some(message)
        }
        Message::Do(Action::Back) if no_day && is_one_word => {
            as_line(model);
            None
        }
        Message::Do(Action::Back) => {
            leave_day(model, answering, if no_day { &typed } else { "" }, write);
            None
        }
        Message::Do(Action::Accept | Action::Save) if no_day => {
            let text = if is_one_word { &text } else { &typed };
            let why = format!("Det är ingen tid. ‹Back› lägger {} på raden i stället.", quoted(text));
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.fail(wrong(earlier::DAY, crate::app::core::action::name_keys(why)));
            }
            None
        }
        Message::Do(Action::Accept | Action::Save) => {
            close(model);
            Some(message)
        }
        _ => Some(message),
    }
}

/// The form that asks for a day is left: an answer that stands without one stands, and what was written that is no day is a line
/// of its own.
fn leave_day(model: &mut Model, answering: &Answering, typed: &str, write: Write) {
    model.dialogs.pop();
    close(model);
    model.version += 1;
    if !typed.is_empty() {
        open_line(model);
        typed.chars().for_each(|c| write(model, Edit::Insert(c)));
    }
    let Some(last) = answering.given.last() else { return };
    let Some(row) =
        model.meeting().and_then(|meeting| meeting.earlier.iter().find(|row| row.entry == last.entry))
    else {
        return;
    };
    let (what, word) = (quoted_short(&row.text, 30), last.state.map_or("", |state| row.word(state)));
    model.say_to_writer(if is_written(last) {
        format!("{what}: {word}, utan ny dag.")
    } else {
        format!("{what}: inget svar. Det som är {word} behöver en ny tid eller någon som tar över.")
    });
}

/// Writes down what waits. It may still turn out to begin a text.
fn commit(model: &mut Model) {
    let Some(answering) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else { return };
    for (at, given) in answering.given.iter().enumerate().filter(|(_, given)| given.kept == Kept::Waits) {
        let kept = if needs_day(given) { Kept::Asked } else { Kept::Written };
        if let Screen::Meeting(screen) = &mut model.screen
            && let Some(waiting) = screen.answering.as_mut().and_then(|known| known.given.get_mut(at))
        {
            waiting.kept = kept;
        }
        match given.state {
            Some(state) if needs_day(given) => earlier::answer(model, given.entry, state),
            Some(state) => earlier::answer_without_day(model, given.entry, state),
            None => earlier::take_back(model, given.entry),
        }
    }
}

/// Nothing has been pressed for a while: the new day of the last answer is asked for, where it lacks one.
fn ask_day(model: &mut Model) {
    let at_rest = model.dialogs.is_empty() && matches!(model.context(), Context::Line | Context::ReadOut);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if !at_rest || !screen.line.is_empty() {
        return;
    }
    let last = screen.answering.as_mut().and_then(|known| known.given.last_mut());
    let Some(last) = last.filter(|last| last.asks && last.kept == Kept::Written) else { return };
    last.kept = Kept::Asked;
    if let (entry, Some(state)) = (last.entry, last.state) {
        earlier::answer(model, entry, state);
    }
}

/// What was answered is an answer.
fn close(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.answering = None;
    }
}

/// The last answer wasn't meant.
fn take_back(model: &mut Model, answering: &Answering) {
    let Some((last, rest)) = answering.given.split_last() else { return };
    if is_written(last) {
        earlier::put_back(model, Code::ForgetActionStatus, last.entry, last.before.clone());
    }
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = Some(RowRef::Earlier(last.entry));
        screen.answering =
            (!rest.is_empty()).then(|| Answering { given: rest.to_vec(), ..answering.clone() });
    }
    commit(model);
    close(model);
}

/// The last digit was the first of a text; those before it are answers.
fn begin_text_with_last(model: &mut Model, write: Write) {
    let Some(mut answering) = model.meeting_screen().and_then(|screen| screen.answering.clone()) else {
        return;
    };
    let Some(last) = answering.given.pop() else { return };
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.answering = Some(answering);
    }
    commit(model);
    let of_last = Answering { given: vec![last], since: model.now.utc, quick: false, letter: None };
    begin_text(model, &of_last, write);
}

/// Where the number begins that a text begins with. The digits before it are answers.
fn number_of(answering: &Answering) -> usize {
    let given = &answering.given;
    let mut start = given.len().saturating_sub(1);
    while start > 0 && given.len() - start < LONGEST && given[start].at - given[start - 1].at <= WITHIN {
        start -= 1;
    }
    start
}

/// The digits of one number were the first of a text: what they answered is as it was before.
fn begin_text(model: &mut Model, answering: &Answering, write: Write) {
    let mut answers = answering.clone();
    let number = answers.given.split_off(number_of(answering));
    if !answers.given.is_empty() {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.answering = Some(answers);
        }
        commit(model);
    }
    let answering = &Answering { given: number, ..answering.clone() };
    close(model);
    model.version += 1;
    let written = || answering.given.iter().rev().filter(|given| is_written(given));
    for given in written() {
        earlier::put_back(model, Code::AnswerWasText, given.entry, given.before.clone());
    }
    let said = taken_back(model, written());
    if let (Some(first), Screen::Meeting(screen)) = (answering.given.first(), &mut model.screen) {
        screen.cursor = Some(RowRef::Earlier(first.entry));
    }
    // It is of the ärende of what was pointed at.
    if model.context() == Context::ReadOut || new_point::is_written(model) {
        new_point::begin(model);
    }
    for given in &answering.given {
        write(model, Edit::Insert(given.digit));
    }
    if let Some(said) = said {
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
