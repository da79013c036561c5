//! The sign for a day that the program put last in a line: what is written after it and is no day is hardly a part of the text.

use super::screen::MeetingScreen;
use crate::domain::dates::{self, DateContext};
use crate::domain::entry_line::followed_up;
use crate::domain::quick_entry::{self, Token};

/// What was written where a day was asked for.
pub(super) struct NoDay {
    /// The line before it.
    pub before: String,
    /// All that was written there.
    pub rest: String,
    /// The words of it that were to be the day.
    pub words: String,
}

/// The line has been completed, and asks for a day where it ends in its sign.
pub(super) fn note(screen: &mut MeetingScreen) {
    let line = screen.line.value().trim_start();
    let asks = line.ends_with(" >");
    screen.asked_when = if asks { line.to_owned() } else { String::new() };
}

/// What was written where the line asks for a day, and is none.
pub(super) fn no_day(screen: &MeetingScreen, context: &DateContext<'_>, typed: &str) -> Option<NoDay> {
    let asked = Some(screen.asked_when.as_str()).filter(|asked| !asked.is_empty())?;
    let rest = typed.strip_prefix(asked)?.trim();
    let Token::Due { typed: words, .. } = quick_entry::token_at(typed, asked.chars().count()) else {
        return None;
    };
    let is_day = words.is_empty() || dates::parse(followed_up(&words).0, context).is_ok();
    let before = asked.strip_suffix('>').unwrap_or(asked).trim_end().to_owned();
    // A second sign says itself what follows it.
    (!is_day && !words.starts_with(['@', '>'])).then(|| NoDay { before, rest: rest.to_owned(), words })
}
