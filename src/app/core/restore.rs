//! A copy for safekeeping that is put back: what is asked for, and what is told, step by step.

use super::secret::Secret;
use crate::domain::progress::Progress;
use chrono::NaiveDateTime;

/// A step on the way, as the program asks for it.
#[derive(Clone, Debug)]
pub enum RestoreStep {
    /// Find the copies that lie where copies go.
    Find,
    /// Open this copy and check all of it. Nothing is touched.
    Open {
        /// The file, or a folder to look in, as somebody wrote it.
        file: String,
        /// The passphrase of its time, or the key from the safe.
        secret: Secret,
    },
    /// Stop checking it.
    Stop,
    /// The copy that was opened won't be put back.
    Leave,
    /// Put it in its place.
    PutBack,
}

/// What is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restoring {
    /// The copies that were found, the newest first.
    Found(Vec<FoundCopy>),
    /// How far the check has come.
    Checks(Progress),
    /// The copy can be put back: what it is and what would be put aside, in sentences.
    Opened(Vec<String>),
    /// It can't, or not now, and why. Everything is as it was, and as open as it was.
    Refused(String),
    /// It has its place: what was done, in sentences. No database is open.
    Done(Vec<String>),
    /// It doesn't: everything lies as it lay, but the database that was open is closed.
    NotDone(String),
}

/// A meeting that lies in a file of its own, where it was saved when the database couldn't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescuedMeeting {
    /// The file, with its folder.
    pub file: String,
    /// Which meeting it is.
    pub what: String,
    /// The file's name.
    pub lies: String,
}

/// A copy that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCopy {
    /// The file, with its folder.
    pub file: String,
    /// Its name alone.
    pub name: String,
    /// When it was taken, by the clock on the wall there; as its name says, nobody has looked.
    pub taken: NaiveDateTime,
    /// How large it is, in words.
    pub size: String,
}
