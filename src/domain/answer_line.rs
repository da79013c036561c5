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

/// A day of follow-up belongs to what goes on, not to what is to be done by a day.
const NO_FOLLOW_UP: &str = "”Följs upp” hör till det som pågår eller kommer åter, som ”varje fre, följs upp 15/1”. Skriv bara dagen, eller en sådan tid före.";

/// Who does it from now on, and when, where each is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoAndWhen {
    /// Who.
    pub owner: Option<String>,
    /// When.
    pub due: Option<Due>,
    /// When it is followed up, where that is said after it.
    pub follow_up: Option<NaiveDate>,
}

impl WhoAndWhen {
    /// Whether what is said of when it is followed up has room: the time decides that it has from now on, or else the one that
    /// it had.
    ///
    /// # Errors
    /// In Swedish, where it is to be done by a day.
    pub fn has_room(&self, before: Option<&Due>) -> Result<(), String> {
        let goes_on = self.due.as_ref().or(before).is_some_and(Due::goes_on);
        if self.follow_up.is_none() || goes_on { Ok(()) } else { Err(NO_FOLLOW_UP.to_owned()) }
    }
}

/// Who and when, where a line says nothing else: `@Evi >fre`, `@Evi fre`, `>fre`; where a day is expected, `fre` and
/// `fre @Evi` too, and after a time `, följs upp 15/1`. Who takes part is named as they are called there.
///
/// # Errors
/// In Swedish, where several could be meant by a name.
pub fn who_and_when(
    meeting: Option<&Meeting>,
    context: &DateContext<'_>,
    typed: &str,
    expects_day: bool,
) -> Option<Result<WhoAndWhen, String>> {
    let Some((line, followed)) = without_follow_up(context, typed) else {
        return without_followed(meeting, context, typed, expects_day);
    };
    let found = if line.is_empty() {
        Ok(WhoAndWhen::default())
    } else {
        without_followed(meeting, context, &line, expects_day)?
    };
    Some(found.and_then(|found| Ok(WhoAndWhen { follow_up: Some(followed?), ..found })))
}

/// The same, where nothing is said of when it is followed up.
fn without_followed(
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
    let Some((meeting, typed)) = meeting.zip(owner.clone()) else {
        return Some(Ok(WhoAndWhen { owner, due, follow_up: None }));
    };
    Some(whom(meeting, &typed).map(|found| {
        let person = found.and_then(|id| meeting.participant(id));
        let owner = Some(person.map_or(typed, Participant::short_name));
        WhoAndWhen { owner, due, follow_up: None }
    }))
}

/// The line taken apart, as those who take part are named.
fn parted(meeting: Option<&Meeting>, context: &DateContext<'_>, typed: &str) -> QuickEntry {
    match meeting {
        Some(meeting) => read(meeting, context, EntryKind::Atgard, typed),
        None => quick_entry::split(typed),
    }
}

/// A line without the day of follow-up that its time ends in, and that day, or why it is none: `@Evi >varje dag` of
/// `@Evi >varje dag, följs upp 12/2`, `@Evi` of `@Evi >följs upp 12/2`.
fn without_follow_up(context: &DateContext<'_>, typed: &str) -> Option<(String, Result<NaiveDate, String>)> {
    let (line, day) = followed_up(typed);
    let line = line.trim_end_matches(|c: char| c == '>' || c.is_whitespace()).to_owned();
    Some((line, day_of_follow_up(day?, context)))
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
    Some(found.and_then(|found| {
        found.has_room(row.due.as_ref())?;
        let WhoAndWhen { owner, due, follow_up } = found;
        // A day of what goes on and is followed up is the next one for that.
        let is_followed = row.follow_up.is_some() && row.due.as_ref().is_some_and(Due::goes_on);
        let (due, follow_up) = match (due, follow_up) {
            (Some(Due::By(day)), None) if is_followed => (None, Some(day)),
            // What goes on as it did has another day of follow-up, and no other time.
            (due, Some(day)) => (due.filter(|due| !goes_on_as(due, row.due.as_ref())), Some(day)),
            said => said,
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
