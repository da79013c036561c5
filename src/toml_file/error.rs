//! An error in a file, as its author reads it.

use crate::domain::text;
use std::fmt;

/// How many characters of a line are shown.
const SHOWN: usize = 60;

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What stands there: at most 60 characters of the line, with invisible ones written out. Empty past the end.
    pub text: String,
}

impl Place {
    /// The place of a byte in a text; the nearest one, if there is no character at just that byte.
    pub(super) fn at(source: &str, offset: usize) -> Option<Self> {
        Self::in_bytes(source.as_bytes(), source.floor_char_boundary(offset))
    }

    /// The place of a byte in bytes that need not be text all through, but are up to there.
    pub(super) fn in_bytes(bytes: &[u8], offset: usize) -> Option<Self> {
        let before = bytes.get(..offset.min(bytes.len()))?;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| start + at);
        let line = before.split(|byte| *byte == b'\n').count();
        let mut column = String::from_utf8_lossy(&bytes[start..before.len()]).chars().count();
        let whole = String::from_utf8_lossy(&bytes[start..end]);
        let mut text = whole.trim_end_matches('\r');
        if line == 1
            && let Some(rest) = text.strip_prefix('\u{feff}')
        {
            // The mark that some editors put first in a file is no character to its author.
            text = rest;
            column = column.saturating_sub(1);
        }
        Some(Self { line, column: column + 1, text: window(text, column) })
    }
}

impl Place {
    /// The same place in a file whose lines are the same but for slips that were mended: what stands there is the file's own.
    pub(super) fn shown_in(mut self, own: &str) -> Self {
        if let Some(line) = own.split('\n').nth(self.line - 1) {
            let line = line.trim_end_matches('\r');
            let line = if self.line == 1 { line.trim_start_matches('\u{feff}') } else { line };
            self.text = window(line, self.column - 1);
        }
        self
    }
}

/// The part of a line round a character, short enough to show.
fn window(line: &str, column: usize) -> String {
    let length = line.chars().count();
    let skipped = if length > SHOWN && column >= SHOWN { column - SHOWN / 2 } else { 0 };
    let part: String = line.chars().skip(skipped).take(SHOWN).collect();
    let before = if skipped > 0 { "…" } else { "" };
    let after = if length > skipped + SHOWN { "…" } else { "" };
    format!("{before}{}{after}", visible(part.trim_end()))
}

/// Text from a file as it may be shown: what is invisible or changes the direction of text is written out.
pub fn visible(raw: &str) -> String {
    raw.chars()
        .map(|c| match c {
            '\t' => " ".to_owned(),
            c if !text::is_allowed(c) => c.escape_unicode().to_string(),
            c => c.to_string(),
        })
        .collect()
}

/// At most `limit` characters of a text from a file, as it may be shown.
pub fn short(raw: &str, limit: usize) -> String {
    let first_line = raw.trim().lines().next().unwrap_or_default();
    let part: String = first_line.chars().take(limit).collect();
    let after = if raw.trim().chars().count() > part.chars().count() { "…" } else { "" };
    format!("{}{after}", visible(&part))
}

/// What is wrong with a file that somebody wrote. Its text is Swedish and has the file, the line, what stands there and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TomlFileError {
    file: String,
    place: Option<Place>,
    problem: String,
    remedy: String,
}

impl TomlFileError {
    /// What is wrong with a file as a whole, and what can be done.
    pub fn whole(file: &str, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(file, None, problem, remedy)
    }

    pub(super) fn new(
        file: &str,
        place: Option<Place>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { file: visible(file), place, problem: problem.into(), remedy: remedy.into() }
    }

    /// The same error with more that can be done.
    pub(super) fn and(mut self, more: &str) -> Self {
        if !self.remedy.contains(more) {
            self.remedy = format!("{} {more}", self.remedy);
        }
        self
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Where it is; nothing when it concerns the whole file.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What is wrong, as the middle of a sentence.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What can be done, as a sentence.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl fmt::Display for TomlFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        match &self.place {
            None => writeln!(f, ": {}.", self.problem)?,
            Some(Place { line, column, text }) => {
                writeln!(f, ", rad {line}, tecken {column}: {}.", self.problem)?;
                if !text.is_empty() {
                    writeln!(f, "  Där står: {text}")?;
                }
            }
        }
        write!(f, "  {}", self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let place = Place::at("a\nåäö = 1\r\nc", "a\nåäö".len()).unwrap();
        assert_eq!((place.line, place.column, place.text.as_str()), (2, 4, "åäö = 1"));
    }

    #[test]
    fn a_place_past_the_end_or_inside_a_character_is_still_a_place() {
        assert_eq!(Place::at("a\n", 99), Some(Place { line: 2, column: 1, text: String::new() }));
        assert_eq!(Place::at("å", 1).map(|place| place.column), Some(1));
        assert_eq!(Place::at("", 0).map(|place| place.line), Some(1));
    }

    #[test]
    fn a_byte_order_mark_is_not_counted() {
        assert_eq!(Place::at("\u{feff}id = 1", 3), Some(Place { line: 1, column: 1, text: "id = 1".into() }));
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let line = format!("{}X{}", "a".repeat(100), "b".repeat(100));
        let place = Place::at(&line, 100).unwrap();
        assert!(place.text.contains('X') && place.text.starts_with('…') && place.text.ends_with('…'));
        assert_eq!(place.text.chars().count(), SHOWN + 2);
    }

    #[test]
    fn what_is_invisible_is_written_out() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\tc"), "a\\u{1b}[31m\\u{202e}b c");
    }
}
