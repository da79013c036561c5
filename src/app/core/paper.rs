//! Papers that are offered before they are written, and those that lie as files.

use crate::domain::consent::ConsentSheet;
use crate::domain::ids::MeetingId;
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};

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
    /// Shown as text, in lines of at most so many columns.
    Screen(usize),
    /// One of them saved as a file, by its place in the list.
    File(usize),
    /// All of them saved.
    AllFiles,
}

/// Where a text that is to be struck stands outside its row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The folder of papers.
    pub folder: PathBuf,
    /// The locked version of the row's own minutes that has it: then it can't be struck, and nothing else is told.
    pub locked_here: Option<i64>,
    /// Files that hold it, or may, and lie as we wrote them.
    pub files: Vec<PathBuf>,
    /// The names of those that somebody has changed since.
    pub changed: Vec<String>,
    /// The names of files in the folder that hold it and aren't known as ours.
    pub unknown: Vec<String>,
    /// The names of files that may hold it, and can't be read or aren't known as ours.
    pub unread: Vec<String>,
    /// Files that were written where the log doesn't tell all of the name.
    pub elsewhere: Vec<String>,
    /// Papers that were given over: for whom and what.
    pub handed: Vec<String>,
    /// Papers that were printed, the same.
    pub printed: Vec<String>,
    /// So many times it was shown as text, on a screen or to another program.
    pub shown: usize,
    /// Other rows that say the same: where, and how many.
    pub rows: Vec<(String, usize)>,
    /// Other meetings' locked minutes.
    pub locked: Vec<String>,
    /// Copies of the database beside it.
    pub copies: Vec<String>,
}

impl Standing {
    /// By what a file is told.
    pub fn name(&self, file: &Path) -> String {
        told_name(&self.folder, file)
    }
}

/// A file in the folder of papers by its name, another by its place.
pub fn told_name(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).display().to_string()
}

/// Papers of ours that lie as files, which aren't encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lying {
    /// The names of those that lie as we wrote them.
    pub names: Vec<String>,
    /// The names of those that somebody has changed since, which are left alone.
    pub changed: Vec<String>,
    /// So many files besides aren't known as ours.
    pub unknown: usize,
    /// The folder.
    pub folder: String,
    /// When the first of them was written.
    pub since: Option<DateTime<Utc>>,
}
