//! Whether a key goes on with what was typed before it: the same word, the same number, or a key of its own. By what was typed,
//! how long ago, and what is typed now; nothing here knows of a meeting.

use crate::domain::collate::fold;
use chrono::TimeDelta;

/// How long an answer by a digit waits for what comes next before it is written down.
pub(crate) const ANSWER_WAITS: TimeDelta = TimeDelta::milliseconds(700);
/// The longest pause between a letter that was a command and the next one of the same word.
const LETTERS: TimeDelta = TimeDelta::milliseconds(1500);
/// The same, where the letter opened the line: whoever means the key writes on in it.
const OPENING: TimeDelta = TimeDelta::milliseconds(400);
/// The longest pause between two digits of one number: after a longer one they are answers in a row.
const NUMBER: TimeDelta = TimeDelta::milliseconds(450);
/// The longest pause between two keys of what is typed in one go after a digit.
const ONE_GO: TimeDelta = TimeDelta::milliseconds(250);
/// The longest pause between a digit and a key that may belong to it.
const BELONGS: TimeDelta = TimeDelta::milliseconds(2500);

/// What was typed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A digit that answered.
    Digit,
    /// A letter that was a command.
    Command(char),
    /// A letter that took a row into the line.
    Editing(char),
    /// A letter that opened the line.
    Opening(char),
}

/// What a key is to what was typed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goes {
    /// It goes on with the same word or text.
    SameWord,
    /// It is the next digit of the same number.
    SameNumber,
    /// The sign after it tells.
    NextTells,
    /// It has nothing to do with it, most likely; who typed it is told how it was read.
    Doubtful,
    /// It has nothing to do with it.
    NewKey,
}

/// What `now` is to what was typed `pause` before it.
pub(crate) fn goes_on(before: Typed, pause: TimeDelta, now: char) -> Goes {
    let is_word = match before {
        Typed::Digit => return after_digit(pause, now),
        _ if !is_soon(pause) => false,
        Typed::Opening(first) if pause > OPENING && begin_a_word(first, now) && is_vowel(now) => {
            return Goes::Doubtful;
        }
        Typed::Command(_) if now.is_whitespace() => true,
        Typed::Command(first) | Typed::Editing(first) => {
            begin_a_word(first, now) && (is_vowel(first) || is_vowel(now) || "hjlnr".contains(now))
        }
        Typed::Opening(first) => begin_a_word(first, now) && is_vowel(now),
    };
    if is_word { Goes::SameWord } else { Goes::NewKey }
}

fn after_digit(pause: TimeDelta, now: char) -> Goes {
    let within = |longest: TimeDelta| pause <= longest && pause >= TimeDelta::zero();
    match now {
        _ if goes_on_after_number(now) => Goes::SameWord,
        '0'..='9' if within(NUMBER) => Goes::SameNumber,
        '0'..='9' => Goes::NewKey,
        _ if within(ANSWER_WAITS) && pause != ANSWER_WAITS => Goes::NextTells,
        _ => Goes::NewKey,
    }
}

/// Whether a sign that followed an answer and stands alone in the line was, with the digit before it, the first of a text, by
/// what comes next: a sign, or Enter. `one_go`: whether all of them were typed in one go.
pub(crate) fn was_text(alone: char, next: Option<char>, one_go: bool) -> bool {
    // "1a ": but "i", "å" and "ö" are words.
    let no_word = || !matches!(fold(&alone.to_string()).as_str(), "i" | "å" | "ö");
    match next {
        Some(c) if alone.is_ascii_digit() => {
            one_go || goes_on_after_number(c) || is_hyphen(c) || c.is_ascii_digit()
        }
        // "5-åringar" and "1–2", but "- borta": a sign begins a line of its own.
        Some(c) if is_hyphen(alone) => c.is_alphanumeric(),
        Some(c) if !alone.is_alphabetic() => c.is_ascii_digit(),
        Some(c) if c.is_alphabetic() => one_go,
        Some(_) => one_go || no_word(),
        None => alone.is_alphabetic() && no_word(),
    }
}

/// Whether two keys came as fast as those of what is typed in one go.
pub(crate) fn is_one_go(pause: TimeDelta) -> bool {
    pause <= ONE_GO
}

/// Whether a letter that was a command can still begin a word.
pub(crate) fn is_soon(pause: TimeDelta) -> bool {
    pause <= LETTERS
}

/// Whether a key may belong to a digit before it: the one that opens the row of that number, ends an answer, or goes on with a
/// text.
pub(crate) fn may_belong(pause: TimeDelta) -> bool {
    pause <= BELONGS && pause >= TimeDelta::zero()
}

/// Whether a sign goes on with a text that begins with a digit: nothing begins with it.
pub(crate) fn goes_on_after_number(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '.' | ':' | ';' | '/' | '%' | ')' | '!' | '°')
}

/// Whether a sign holds two parts of a word together.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '\u{2011}')
}

/// Whether two letters can be the first two of a word at all.
fn begin_a_word(first: char, second: char) -> bool {
    first != second && second.is_lowercase()
}

/// Whether a letter is a vowel.
fn is_vowel(c: char) -> bool {
    "aeiouyåäöéü".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_and_the_sign_tell_what_a_key_is_to_the_one_before_it() {
        use Goes::{Doubtful, NewKey, NextTells, SameNumber, SameWord};
        use Typed::{Command, Digit, Editing, Opening};
        type ByPause = &'static [(i64, Goes)];
        // What was typed, what comes, and what it is after each pause, in milliseconds.
        let table: [(Typed, char, ByPause); 14] = [
            (Digit, ' ', &[(0, SameWord), (60_000, SameWord)]),
            (Digit, ':', &[(0, SameWord), (60_000, SameWord)]),
            (Digit, '2', &[(0, SameNumber), (450, SameNumber), (451, NewKey), (-1, NewKey)]),
            (Digit, 's', &[(0, NextTells), (699, NextTells), (700, NewKey), (-1, NewKey)]),
            (Digit, '-', &[(699, NextTells), (700, NewKey)]),
            (Command('u'), 't', &[(0, SameWord), (1500, SameWord), (1501, NewKey)]),
            (Command('v'), 'i', &[(1500, SameWord), (1501, NewKey)]),
            (Command('v'), ' ', &[(1500, SameWord), (1501, NewKey)]),
            (Command('v'), 'v', &[(0, NewKey)]),
            (Command('v'), 'I', &[(0, NewKey)]),
            (Command('c'), 't', &[(0, NewKey)]),
            (Editing('e'), ' ', &[(0, NewKey)]),
            (Opening('n'), 'o', &[(0, SameWord), (400, SameWord), (401, Doubtful), (1501, NewKey)]),
            (Opening('n'), 'l', &[(0, NewKey)]),
        ];
        for (before, now, by_pause) in table {
            for (pause, wanted) in by_pause {
                let goes = goes_on(before, TimeDelta::milliseconds(*pause), now);
                assert_eq!(goes, *wanted, "{before:?} {now} {pause}");
            }
        }
    }

    #[test]
    fn a_sign_that_stands_alone_after_a_digit_is_of_its_text_by_what_comes_next() {
        for (alone, next, slowly, in_one_go) in [
            ('b', Some(' '), true, true),
            ('i', Some(' '), false, true),
            ('s', Some('t'), false, true),
            ('-', Some('å'), true, true),
            ('-', Some(' '), false, false),
            ('2', Some('3'), true, true),
            ('2', Some('e'), false, true),
            ('+', Some('1'), true, true),
            ('b', None, true, true),
            ('i', None, false, false),
            ('-', None, false, false),
        ] {
            assert_eq!(was_text(alone, next, false), slowly, "{alone} {next:?}");
            assert_eq!(was_text(alone, next, true), in_one_go, "{alone} {next:?} in one go");
        }
    }
}
