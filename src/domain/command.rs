//! What is done to the data: a command is one act of one person, made of changes to records.

mod code;

use super::ids::{CommandId, MeetingId};
pub use super::record::{Record, RecordKey, Table};
pub use code::Code;

/// One change to one row. A put of a row that is there replaces it, if the row's `rev` is the one that is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Writes the row; the database sets `rev` one higher than what is given.
    Put(Box<Record>),
    /// Removes the row as it was with this `rev`: one whose words somebody else has changed since stays, and the command is
    /// refused. Without a `rev` it goes whatever has become of it. Removing what isn't there changes nothing.
    Delete(RecordKey, Option<i64>),
}

impl Change {
    /// Writes a row.
    pub fn put(row: impl Into<Record>) -> Self {
        Self::Put(Box::new(row.into()))
    }

    /// The row that is changed.
    pub fn key(&self) -> RecordKey {
        match self {
            Self::Put(record) => record.key(),
            Self::Delete(key, _) => *key,
        }
    }

    /// Removes a row, as it was when it was read.
    pub fn delete(row: impl Into<Record>) -> Self {
        let mut row = row.into();
        let rev = row.rev_mut().copied();
        Self::Delete(row.key(), rev)
    }
}

/// One act of one person: all of it happens, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Key; the same command is never carried out twice.
    pub id: CommandId,
    /// What it was.
    pub code: Code,
    /// The meeting in which it was done; undo looks for commands here.
    pub meeting: Option<MeetingId>,
    /// The form that the meeting is held by (its snapshot), when the meeting is new.
    pub snapshot: Option<Snapshot>,
    /// What changes.
    pub changes: Vec<Change>,
}

/// A form as it was when a meeting began: readable for ever, found by its checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// SHA-256 in hex.
    pub sha: String,
    /// Normalised JSON.
    pub json: String,
}
