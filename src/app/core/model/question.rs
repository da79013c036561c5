//! Questions with yes and no, rules that speak, and texts to read.

use super::list::Then;
use crate::app::core::line::Line;
use crate::domain::meeting::Position;
use crate::domain::rules::{Finding, Way};

/// A yes-or-no question.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The question.
    pub title: String,
    /// What one should know.
    pub text: Vec<String>,
    /// The word for yes: "Stryk", "Lämna".
    pub yes: String,
    /// What a yes leads to.
    pub then: Then,
    /// What going on without a yes leads to, where that is offered, and the word for it.
    pub otherwise: Option<(String, Then)>,
    /// What a no leads to, where anything is to be done then.
    pub no: Option<Then>,
    /// The first line shown, where not all of them fit.
    pub top: usize,
}

/// A rule that speaks before the meeting goes on.
#[derive(Clone, Debug)]
pub struct RuleStop {
    /// What the rules say, the gravest first.
    pub findings: Vec<Finding>,
    /// Where one was going, and how; nothing when the meeting was to be closed.
    pub to: Option<(Position, Way)>,
    /// The reason for going on anyway, once it is being written: for the first finding that has none yet.
    pub reason: Option<Line>,
    /// The reasons that were given, one for each of the first findings.
    pub given: Vec<String>,
    /// The first line shown, where not all of them fit.
    pub top: usize,
    /// Whether it has just spoken.
    pub fresh: bool,
}

impl RuleStop {
    /// What is shown: all of it, or what the reason that is being written is for.
    pub fn shown(&self) -> &[Finding] {
        match &self.reason {
            Some(_) => self.findings.get(self.given.len()..=self.given.len()).unwrap_or_default(),
            None => &self.findings,
        }
    }
}

/// A text to read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// What it is.
    pub title: String,
    /// The text; empty for help, which the view fills from the keymap.
    pub text: String,
    /// The first line shown.
    pub top: usize,
}

impl Reader {
    /// A text from its first line.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), top: 0 }
    }
}
