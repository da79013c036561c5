//! Questions with yes and no, rules that speak, and texts to read.

use super::list::Then;
use crate::app::core::line::Line;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Position;
use crate::domain::rules::{Finding, Way};
use serde::{Deserialize, Serialize};

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
    /// The farthest that one has read: the first line shown there.
    pub read: usize,
}

/// What a reason is given for: the rule, the ärende, and what exactly it is about.
pub type ReasonFor = (String, Option<MeetingArendeId>, Vec<String>);

/// What a reason for going past a finding is given for.
pub fn reason_for(finding: &Finding) -> ReasonFor {
    (finding.rule.to_owned(), finding.arende, finding.about.clone())
}

/// A reason, as far as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The words.
    pub text: String,
    /// Whether it was given: what was left half-written waits, and counts for nothing.
    pub given: bool,
}

/// Puts reasons among those that were written before, in the place of what was written for the same.
pub fn remember(known: &mut Vec<(ReasonFor, Reason)>, written: Vec<(ReasonFor, Reason)>) {
    known.retain(|(about, _)| !written.iter().any(|(fresh, _)| fresh == about));
    known.extend(written.into_iter().filter(|(_, reason)| !reason.text.is_empty()));
}

/// Reasons as they are kept in drafts; nothing for none.
pub fn reasons_draft(reasons: &[(ReasonFor, Reason)]) -> String {
    if reasons.is_empty() { String::new() } else { serde_json::to_string(reasons).unwrap_or_default() }
}

/// Reasons from their draft; none if it isn't one.
pub fn reasons_of(draft: &str) -> Vec<(ReasonFor, Reason)> {
    serde_json::from_str(draft).unwrap_or_default()
}

/// A rule that speaks before the meeting goes on.
#[derive(Clone, Debug)]
pub struct RuleStop {
    /// What the rules say, the gravest first.
    pub findings: Vec<Finding>,
    /// Where one was going, and how; nothing when the meeting was to be closed.
    pub to: Option<(Position, Way)>,
    /// The reason for going on anyway, once it is being written.
    pub reason: Option<Line>,
    /// Which of what is asked for a reason (`asked`) it is written for.
    pub at: usize,
    /// The reasons that are written, one for each of what is asked for a reason; empty where none is yet.
    pub reasons: Vec<Reason>,
    /// The first line shown, where not all of them fit.
    pub top: usize,
    /// Whether it has just spoken.
    pub fresh: bool,
}

impl RuleStop {
    /// What is asked for a reason, one by one: the findings about the same thing together, such as an action that nobody has
    /// taken on and that isn't read out.
    pub fn asked(&self) -> Vec<Vec<&Finding>> {
        let mut asked: Vec<Vec<&Finding>> = Vec::new();
        for finding in &self.findings {
            let same = |with: &&mut Vec<&Finding>| {
                let first = with[0];
                !finding.about.is_empty() && first.about == finding.about && first.arende == finding.arende
            };
            match asked.iter_mut().find(same) {
                Some(with) => with.push(finding),
                None => asked.push(vec![finding]),
            }
        }
        asked
    }

    /// What is shown: all of it, or what the reason that is being written is for.
    pub fn shown(&self) -> Vec<&Finding> {
        match &self.reason {
            Some(_) => self.asked().into_iter().nth(self.at).unwrap_or_default(),
            None => self.findings.iter().collect(),
        }
    }

    /// The reasons as they are written, each with what it is for; the one being typed counts as given only as it was given.
    pub fn written(&self) -> Vec<(ReasonFor, Reason)> {
        let typed = self.reason.as_ref().map(|line| line.value().trim());
        let at = |at: usize| {
            let known = self.reasons.get(at).cloned().unwrap_or_default();
            match typed.filter(|typed| at == self.at && *typed != known.text) {
                Some(typed) => Reason { text: typed.to_owned(), given: false },
                None => known,
            }
        };
        let asked = self.asked().into_iter().enumerate();
        asked
            .flat_map(|(place, with)| with.into_iter().map(move |one| (reason_for(one), at(place))))
            .collect()
    }

    /// Whether more than what the reason is being written for is left to ask.
    pub fn asks_more(&self) -> bool {
        self.reason.is_some() && self.at + 1 < self.asked().len()
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
