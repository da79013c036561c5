//! Papers that are offered before they are written, and those that lie as files.

use crate::domain::consent::ConsentSheet;
use crate::domain::ids::MeetingId;
use chrono::{DateTime, Utc};

/// Papers that are offered before anything is written.
#[derive(Clone, Debug)]
pub enum PaperKind {
    /// A meeting's complete minutes.
    Minutes(MeetingId),
    /// What differs between a version and a later one, or the draft.
    Difference(MeetingId, i64, Option<i64>),
    /// The invitations to a meeting, or to its follow-up, and the calendar file.
    Invitations(MeetingId),
    /// A consent form to sign.
    ConsentForm(Box<ConsentSheet>),
}

/// What is to be done with papers that were offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperTo {
    /// Shown as text.
    Screen,
    /// One of them saved as a file, by its place in the list.
    File(usize),
    /// All of them saved.
    AllFiles,
}

/// Papers of ours that lie as files, which aren't encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lying {
    /// The names of those that lie as we wrote them.
    pub names: Vec<String>,
    /// The names of those that somebody has changed since, which are left alone.
    pub changed: Vec<String>,
    /// The folder.
    pub folder: String,
    /// When the first of them was written.
    pub since: Option<DateTime<Utc>>,
}
