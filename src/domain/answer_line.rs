//! A line that says how a promise goes on: `4fre`, `4 12 dec`, `2 @Evi`, `@Evi >fre`. It says who and when as the line of an
//! action does, and nothing else: whatever says more is a text.

use super::agenda::EntryKind;
use super::dates::{self, DateContext, Due};
use super::earlier::Earlier;
use super::entry_line::{read, whom};
use super::meeting::Meeting;
use super::quick_entry::{self, QuickEntry};
use super::record::{ActionState, Participant};

/// How a promise goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoesOn {
    /// How it stands.
    pub state: ActionState,
    /// Who does it from now on, if it is somebody else.
    pub owner: Option<String>,
    /// The new day, if there is one.
    pub due: Option<Due>,
}

/// Who does it from now on, and when, where each is said.
pub type WhoAndWhen = (Option<String>, Option<Due>);

/// Who and when, where a line says nothing else: `@Evi >fre`, `@Evi fre`, `>fre`; where a day is expected, `fre` and
/// `fre @Evi` too. Who takes part is named as they are called there.
///
/// # Errors
/// In Swedish, where several could be meant by a name.
pub fn who_and_when(
    meeting: Option<&Meeting>,
    context: &DateContext<'_>,
    typed: &str,
    expects_day: bool,
) -> Option<Result<WhoAndWhen, String>> {
    let parts = match meeting {
        Some(meeting) => read(meeting, context, EntryKind::Atgard, typed),
        None => quick_entry::split(typed),
    };
    let day = |words: &str| dates::parse(words, context).ok();
    let QuickEntry { text, owner, due } = parts;
    let owner = owner.filter(|owner| !owner.is_empty());
    let (mut owner, mut due) = match (text.as_str(), due.filter(|due| !due.is_empty())) {
        ("", None) => (owner, None),
        ("", Some(due)) => (owner, Some(day(&due)?)),
        (text, None) if expects_day => (owner, Some(day(text)?)),
        _ => return None,
    };
    let known = |name: &str| meeting.and_then(|meeting| whom(meeting, name).ok().flatten()).is_some();
    if let (None, Some(words)) = (&due, owner.clone())
        && !known(&words)
        && let Some((name, found)) = before_day(&words, day)
    {
        (owner, due) = (Some(name), Some(found));
    }
    if owner.is_none() && due.is_none() {
        return None;
    }
    let Some((meeting, typed)) = meeting.zip(owner.clone()) else { return Some(Ok((owner, due))) };
    Some(whom(meeting, &typed).map(|found| {
        let person = found.and_then(|id| meeting.participant(id));
        (Some(person.map_or(typed, Participant::short_name)), due)
    }))
}

/// A name and the day after it, where the last words are a day.
fn before_day(words: &str, day: impl Fn(&str) -> Option<Due>) -> Option<(String, Due)> {
    let spaces = words.match_indices(' ').map(|(at, _)| at);
    let parts = spaces.map(|at| words.split_at(at));
    parts
        .map(|(name, rest)| (name.trim(), rest.trim()))
        .find_map(|(name, rest)| Some((name.to_owned(), day(rest)?)).filter(|_| !name.is_empty()))
}

/// What a line says of a promise that is pointed at, if that is all it says.
///
/// # Errors
/// In Swedish, where several could be meant by a name.
pub fn goes_on(
    meeting: &Meeting,
    context: &DateContext<'_>,
    row: &Earlier,
    typed: &str,
) -> Option<Result<GoesOn, String>> {
    if !row.is_promise() {
        return None;
    }
    let answer = answered(row, typed);
    let (said, rest) = answer.map_or((None, typed), |(state, rest)| (Some(state), rest));
    // What is done, or not wanted any more, has neither owner nor day any more.
    if said.is_some_and(ActionState::is_settled) {
        return None;
    }
    let before = row.told.as_ref().map(|told| told.status).filter(|state| !state.is_settled());
    let state = said.or(before).unwrap_or(ActionState::Andrad);
    let found = who_and_when(Some(meeting), context, rest, said.is_some())?;
    Some(found.map(|(owner, due)| GoesOn {
        state,
        // Whose it is already isn't somebody else's.
        owner: owner.filter(|owner| row.owner.as_ref() != Some(owner)),
        due,
    }))
}

/// The digit that a line begins with, as it answers, and the rest. A number is no answer.
fn answered<'a>(row: &Earlier, typed: &'a str) -> Option<(ActionState, &'a str)> {
    let mut letters = typed.chars();
    let digit = letters.next()?.to_digit(10)?;
    let rest = letters.as_str();
    let begins = |c: char| c.is_whitespace() || c.is_alphabetic() || matches!(c, '@' | '>');
    let at = usize::try_from(digit).ok()?.checked_sub(1)?;
    rest.chars().next().filter(|c| begins(*c))?;
    Some((row.answers().get(at)?.0, rest.trim_start()))
}
