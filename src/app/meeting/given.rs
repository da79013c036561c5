//! What keys have said that may turn out otherwise: answers that may begin a text, letters that may begin a word; and the days
//! that are asked for when the ärende is left.

use crate::app::core::action::Action;
use crate::domain::ids::EntryId;
use crate::domain::record::{ActionState, ActionStatus};
use chrono::{DateTime, Utc};

/// Answers by digits, one after the other, that may turn out to begin a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// The answers, in order.
    pub given: Vec<Given>,
    /// When the last digit was pressed.
    pub since: DateTime<Utc>,
    /// Whether each key so far came right after the one before it.
    pub quick: bool,
    /// When the sign came that stands alone in the line after them: the one after it tells what the digits were.
    pub letter: Option<DateTime<Utc>>,
}

impl Answering {
    /// What waits to be written down of a promise.
    pub fn of(&self, entry: EntryId) -> Option<&Given> {
        self.given.iter().rev().find(|given| given.entry == entry && given.kept == Kept::Waits)
    }

    /// Whether any answer waits to be written down.
    pub fn waits(&self) -> bool {
        self.given.iter().any(|given| given.kept == Kept::Waits)
    }
}

/// An answer by a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What was promised.
    pub entry: EntryId,
    /// The digit.
    pub digit: char,
    /// When it was pressed.
    pub at: DateTime<Utc>,
    /// How it has gone; nothing where the answer is taken away.
    pub state: Option<ActionState>,
    /// What was told of it before.
    pub before: Option<ActionStatus>,
    /// Whether a day is asked for.
    pub asks: bool,
    /// How far it has come.
    pub kept: Kept,
}

/// A letter that may be the first of a word, and how it stood before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter.
    pub letter: char,
    /// What it asks for.
    pub action: Option<Action>,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How many dialogs lay there.
    pub dialogs: usize,
    /// How many acts waited to be written.
    pub unsent: usize,
    /// Whether what is confirmed was shown too.
    pub show_all: bool,
    /// Whether what it asks for waits until it is no word.
    pub held: bool,
    /// Whether another letter came just before it, or after it.
    pub among_others: bool,
}

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It waits for what comes next.
    Waits,
    /// It is written down.
    Written,
    /// Its day is asked for.
    Asked,
}

/// Promises whose new day is asked for when the ärende is left, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Those that wait, in the order in which they were answered.
    pub wait: Vec<EntryId>,
    /// The one that is asked for in front.
    pub asked: Option<Asked>,
}

/// The form that asks for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of what.
    pub entry: EntryId,
    /// How it came up.
    pub came: Came,
}

/// How a form came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// A key asked for it.
    ByKey,
    /// The ärende was to be left.
    OnLeaving,
}

impl Days {
    /// Something was answered: its day is asked for when the ärende is left, or not any more.
    pub(crate) fn answered(&mut self, given: &Given) {
        self.forget(given.entry);
        if given.asks && given.state != Some(ActionState::Andrad) {
            self.wait.push(given.entry);
        }
    }

    /// Its day isn't asked for.
    pub(crate) fn forget(&mut self, entry: EntryId) {
        self.wait.retain(|waiting| *waiting != entry);
    }
}
