//! A line that says how a promise goes on: `4fre`, `4 12 dec`, `2 @Evi`, `@Evi >fre`. It says who and when as the line of an
//! action does, and nothing else: whatever says more is a text.

use super::agenda::EntryKind;
use super::dates::{self, DateContext, Due};
use super::earlier::Earlier;
use super::entry_line::{day_of_follow_up, followed_up, read, whom};
use super::meeting::Meeting;
use super::quick_entry::{self, QuickEntry};
use super::record::{ActionState, Participant};
use chrono::NaiveDate;

/// How a promise goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoesOn {
    /// How it stands.
    pub state: ActionState,
    /// Who does it from now on, if it is somebody else.
    pub owner: Option<String>,
    /// The new day, if there is one.
    pub due: Option<Due>,
    /// When it is followed up, where that is said beside how it goes on.
    pub follow_up: Option<NaiveDate>,
}

/// A day of follow-up has nowhere to stand beside what was to be done by a day.
const NO_FOLLOW_UP: &str = "Det här löftet har ett slutdatum, så en dag för uppföljning får inte plats. Skriv tiden utan ”följs upp”, eller det hela som en ny åtgärd.";

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
    let day = |words: &str| dates::parse(words, context).ok();
    let QuickEntry { text, owner, due } = parted(meeting, context, typed);
    let owner = owner.filter(|owner| !owner.is_empty());
    let (mut owner, mut due) = match (text.as_str(), due.filter(|due| !due.is_empty())) {
        ("", None) => (owner, None),
        ("", Some(due)) => match dates::parse(&due, context) {
            Ok(due) => (owner, Some(due)),
            Err(why) => return Some(Err(why.to_string())),
        },
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

/// The line taken apart, as those who take part are named.
fn parted(meeting: Option<&Meeting>, context: &DateContext<'_>, typed: &str) -> QuickEntry {
    match meeting {
        Some(meeting) => read(meeting, context, EntryKind::Atgard, typed),
        None => quick_entry::split(typed),
    }
}

/// A line without the day of follow-up that its time ends in, and that day: `@Evi >varje dag` of `@Evi >varje dag, följs upp 12/2`,
/// `@Evi` of `@Evi >följs upp 12/2`.
///
/// # Errors
/// In Swedish, where what follows is no day.
fn without_follow_up(context: &DateContext<'_>, typed: &str) -> Option<Result<(String, NaiveDate), String>> {
    let (line, day) = followed_up(typed);
    let line = line.trim_end_matches(|c: char| c == '>' || c.is_whitespace()).to_owned();
    Some(day_of_follow_up(day?, context).map(|day| (line, day)))
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
    let (rest, follow_up) = match without_follow_up(context, rest) {
        None => (rest.to_owned(), None),
        Some(Ok((line, day))) => (line, Some(day)),
        Some(Err(why)) => return Some(Err(why)),
    };
    let found = match who_and_when(Some(meeting), context, &rest, said.is_some()) {
        None if follow_up.is_some() && rest.is_empty() => Ok((None, None)),
        found => found?,
    };
    Some(found.and_then(|(owner, due)| {
        if follow_up.is_some() && row.follow_up.is_none() {
            return Err(NO_FOLLOW_UP.to_owned());
        }
        // What goes on as it did has another day of follow-up, and no other time.
        let due = due.filter(|due| follow_up.is_none() || !goes_on_as(due, row.due.as_ref()));
        let (due, follow_up) = match due {
            None => (follow_up.map(Due::By), None),
            due => (due, follow_up),
        };
        // Whose it is already isn't somebody else's.
        Ok(GoesOn { state, owner: owner.filter(|owner| row.owner.as_ref() != Some(owner)), due, follow_up })
    }))
}

/// Whether it goes on as before, whichever day it begins.
fn goes_on_as(due: &Due, before: Option<&Due>) -> bool {
    match (due, before) {
        (Due::Weekly { weekday, .. }, Some(Due::Weekly { weekday: before, .. })) => weekday == before,
        (Due::Daily { .. }, Some(Due::Daily { .. })) | (Due::Ongoing { .. }, Some(Due::Ongoing { .. })) => {
            true
        }
        _ => false,
    }
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
