//! A line being typed: what it holds, where the cursor stands, and whether a draft of it is saved.

use crate::domain::text;
use tui_input::{Input, InputRequest};

/// What an editing key does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A character comes in at the cursor.
    Insert(char),
    /// Removes what stands before the cursor.
    Backspace,
    /// Removes what stands at the cursor.
    Delete,
    /// Removes the word before the cursor.
    DeleteWord,
    /// Removes all that stands before the cursor.
    DeleteToStart,
    /// Removes all that stands after the cursor.
    DeleteToEnd,
    /// One step left.
    Left,
    /// One step right.
    Right,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the start.
    Start,
    /// To the end.
    End,
}

/// So many bytes of a paste are looked at at most.
const MOST_WASHED: usize = 100 * text::MAX_CHARS;

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct Line {
    input: Input,
    /// What it holds is a proposal: what is typed first comes in its place.
    proposal: bool,
}

impl Line {
    /// A line that holds `value` whole, with the cursor at its end. Where it is longer than what can be typed it can only be
    /// shortened, and isn't saved before that.
    pub fn new(value: &str) -> Self {
        Self { input: Input::new(text::clean(value)), proposal: false }
    }

    /// A line that proposes `value`: the first character that is typed replaces it, any other key goes on from it.
    pub fn proposing(value: &str) -> Self {
        Self { proposal: !value.is_empty(), ..Self::new(value) }
    }

    /// Whether the next character replaces what it holds.
    pub fn is_proposal(&self) -> bool {
        self.proposal
    }

    /// What it holds.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.value().is_empty()
    }

    /// The cursor, in characters from the start.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        let end = self.value().char_indices().nth(self.cursor()).map_or(self.value().len(), |(at, _)| at);
        &self.value()[..end]
    }

    /// Does what an editing key says. What comes in is normalised with what stood there, so that an `a` followed by
    /// a lone ring becomes an `å`. Says whether there was room for it.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let request = match edit {
            Edit::Insert(c) => {
                let there_is_room = self.proposal || self.value().chars().count() < text::MAX_CHARS;
                if text::is_allowed(c) && there_is_room {
                    self.insert(&c.to_string());
                }
                return there_is_room || !text::is_allowed(c);
            }
            Edit::Backspace => InputRequest::DeletePrevChar,
            Edit::Delete => InputRequest::DeleteNextChar,
            Edit::DeleteWord => InputRequest::DeletePrevWord,
            Edit::DeleteToStart => InputRequest::DeleteFromStart,
            Edit::DeleteToEnd => InputRequest::DeleteTillEnd,
            Edit::Left => InputRequest::GoToPrevChar,
            Edit::Right => InputRequest::GoToNextChar,
            Edit::WordLeft => InputRequest::GoToPrevWord,
            Edit::WordRight => InputRequest::GoToNextWord,
            Edit::Start => InputRequest::GoToStart,
            Edit::End => InputRequest::GoToEnd,
        };
        self.proposal = false;
        self.input.handle(request);
        true
    }

    /// Takes in pasted text as one line, whole; says whether there was room for it.
    pub fn paste(&mut self, pasted: &str) -> bool {
        // What is that long has no room whatever cleaning takes away of it: a whole book isn't washed to be refused.
        if pasted.len() > MOST_WASHED {
            return false;
        }
        let pasted = text::clean(pasted);
        let room = text::MAX_CHARS.saturating_sub(self.value().chars().count());
        let there_is_room = pasted.chars().count() <= room;
        if there_is_room {
            self.insert(&pasted);
        }
        there_is_room
    }

    /// Replaces the whole and puts the cursor at `cursor` characters from the start.
    pub fn set(&mut self, value: &str, cursor: usize) {
        self.input = Input::new(value.to_owned()).with_cursor(cursor);
        self.proposal = false;
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.input.reset();
        self.proposal = false;
    }

    fn insert(&mut self, new: &str) {
        if new.is_empty() {
            return;
        }
        if self.proposal {
            self.clear();
        }
        let before = text::nfc(&format!("{}{new}", self.before_cursor()));
        let after = &self.value()[self.before_cursor().len()..];
        let cursor = before.chars().count();
        let whole = format!("{before}{after}");
        self.set(&whole, cursor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Line {
        let mut line = Line::default();
        for c in text.chars() {
            line.edit(Edit::Insert(c));
        }
        line
    }

    #[test]
    fn what_is_proposed_gives_way_to_what_is_typed_but_not_to_the_other_keys() {
        let mut line = Line::proposing("13.16");
        line.edit(Edit::Insert('8'));
        line.edit(Edit::Insert('.'));
        assert_eq!(line.value(), "8.");
        let mut line = Line::proposing("13.16");
        line.edit(Edit::Backspace);
        line.edit(Edit::Insert('5'));
        assert_eq!(line.value(), "13.15");
        let mut line = Line::proposing("13.16");
        line.edit(Edit::Start);
        line.edit(Edit::Insert('2'));
        assert_eq!(line.value(), "213.16");
        let mut line = Line::proposing("13.16");
        line.paste("");
        assert!(line.is_proposal());
        line.paste("9.00");
        assert_eq!(line.value(), "9.00");
        assert!(!Line::proposing("").is_proposal());
    }

    #[test]
    fn decomposed_letters_become_whole_and_are_removed_whole() {
        let mut line = typed("Pa\u{30a}");
        assert_eq!(line.value(), "På");
        line.edit(Edit::Backspace);
        assert_eq!(line.value(), "P");
    }

    #[test]
    fn typing_in_the_middle_keeps_the_rest() {
        let mut line = typed("måndag");
        line.edit(Edit::Start);
        line.edit(Edit::Right);
        line.edit(Edit::Insert('ö'));
        assert_eq!((line.value(), line.cursor(), line.before_cursor()), ("möåndag", 2, "mö"));
        line.edit(Edit::DeleteToEnd);
        assert_eq!(line.value(), "mö");
    }

    #[test]
    fn a_line_is_begun_whole_however_long_and_can_only_be_shortened_then() {
        let long = "å".repeat(text::MAX_CHARS + 2);
        for mut line in [Line::new(&long), Line::proposing(&long)] {
            assert_eq!(line.value(), long);
            assert!(line.edit(Edit::End));
            assert!(!line.edit(Edit::Insert('x')) && !line.paste("x"));
            line.edit(Edit::Backspace);
            assert!(!line.edit(Edit::Insert('x')), "one too many still");
            line.edit(Edit::Backspace);
            line.edit(Edit::Backspace);
            assert!(line.edit(Edit::Insert('x')));
            assert_eq!(line.value(), format!("{}x", "å".repeat(text::MAX_CHARS - 1)));
        }
    }

    #[test]
    fn a_paste_comes_in_whole_or_not_at_all() {
        let mut line = typed("x");
        assert!(!line.paste(&"å".repeat(10_000_000)) && !line.paste(&"å".repeat(100_000)));
        assert!(!line.paste(&"å".repeat(text::MAX_CHARS)));
        assert_eq!(line.value(), "x");
        assert!(line.paste(&"å".repeat(text::MAX_CHARS - 1)));
        assert_eq!(line.value().chars().count(), text::MAX_CHARS);
    }
}
