//! Lines that were emptied, each with where it belongs: undo brings them back in their order among the acts.

use super::target::Target;
use crate::domain::command::Code;
use crate::domain::ids::EntryId;
use crate::domain::meeting::Position;
use serde::{Deserialize, Serialize};

/// So many are remembered.
const MOST: usize = 50;

/// A line that was emptied, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EmptiedLine {
    /// What was written, as a draft holds it.
    pub(crate) words: String,
    /// The entry whose words they are.
    pub(crate) of: Option<EntryId>,
    pub(crate) target: Target,
    pub(crate) usual_target: Option<Target>,
    /// Where the meeting stood.
    pub(crate) at: Position,
    /// Where the line belonged, where that was another place.
    pub(crate) from: Option<Position>,
    /// How many acts have been done since, until the next line was emptied, that undo takes back before it.
    pub(crate) acts: usize,
}

/// All that were emptied and aren't brought back, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emptied(Vec<EmptiedLine>);

impl Emptied {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// None of them comes back any more.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// One more.
    pub(crate) fn push(&mut self, line: EmptiedLine) {
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(line);
    }

    /// Whether the last one is of a row that is being changed, and nothing has been done after it.
    pub(crate) fn ends_with(&self, of: Option<EntryId>) -> bool {
        self.0.last().is_some_and(|line| line.acts == 0 && line.of == of)
    }

    /// An act was done. One that says that an answer was the first of a text takes that answer out of what undo takes back.
    pub(crate) fn acted(&mut self, code: Code) {
        if let Some(last) = self.0.last_mut() {
            match code {
                Code::AnswerWasText => last.acts = last.acts.saturating_sub(1),
                code => last.acts += usize::from(code.is_undoable()),
            }
        }
    }

    /// An act was done again, or wasn't taken back after all.
    pub(crate) fn stands(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.acts += 1;
        }
    }

    /// An act is taken back.
    pub(crate) fn taken_back(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.acts = last.acts.saturating_sub(1);
        }
    }

    /// No act is left to take back.
    pub(crate) fn no_acts(&mut self) {
        self.0.iter_mut().for_each(|line| line.acts = 0);
    }

    /// The line that undo brings back now: the last, where nothing has been done after it.
    pub(crate) fn next(&mut self) -> Option<EmptiedLine> {
        self.0.pop_if(|line| line.acts == 0)
    }

    /// It wasn't brought back.
    pub(crate) fn put_back(&mut self, line: EmptiedLine) {
        self.0.push(line);
    }

    /// The words that were emptied last of all, for a test to look at.
    #[cfg(test)]
    pub(crate) fn words(&self) -> Option<&str> {
        self.0.last().map(|line| line.words.as_str())
    }

    /// One line, for a test.
    #[cfg(test)]
    pub(crate) fn made_up() -> Self {
        let at = Position { phase: crate::domain::agenda::Phase::Nulage, arende: None };
        let target = Target::Participant;
        let words = "c".to_owned();
        Self(vec![EmptiedLine { words, of: None, target, usual_target: None, at, from: None, acts: 1 }])
    }
}
