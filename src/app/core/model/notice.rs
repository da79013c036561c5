//! A word in the status line.

use super::Model;
use crate::app::core::action::name_keys;
use chrono::{DateTime, TimeDelta, Utc};

/// How long what is said to somebody who writes is left standing as they write on.
const READ_IN: TimeDelta = TimeDelta::seconds(8);

/// A word to the user in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// Whether it matters more than that somebody came or went.
    pub stays: bool,
    /// Whether it is said to somebody who writes, and is left standing a while as they write on.
    pub to_writer: bool,
    /// When it was said.
    pub at: DateTime<Utc>,
}

impl Notice {
    /// Words in the status line.
    pub fn new(text: impl Into<String>, (bad, stays): (bool, bool), at: DateTime<Utc>) -> Self {
        Self { text: text.into(), bad, stays, to_writer: false, at }
    }
}

impl Model {
    /// Says a word in the status line.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (false, false), self.now.utc));
    }

    /// Says what matters more than that somebody came or went.
    pub(crate) fn announce(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (false, true), self.now.utc));
    }

    /// Says what somebody who writes is to see though they write on.
    pub(crate) fn say_to_writer(&mut self, text: impl Into<String>) {
        self.announce(text);
        self.notice = self.notice.take().map(|notice| Notice { to_writer: true, ..notice });
    }

    /// What was said has been seen by somebody who writes on.
    pub(crate) fn written_past(&mut self) {
        let now = self.now.utc;
        self.notice = self.notice.take().filter(|notice| notice.to_writer && now - notice.at < READ_IN);
    }

    /// Says that something is wrong, and what to do.
    pub(crate) fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (true, true), self.now.utc));
    }
}
