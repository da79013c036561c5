//! What the journal tells to a reader: acts, and what an act changed.

use super::access::Looked;
use super::command::{Code, RecordKey, Table};
use super::ids::{CommandId, MeetingId};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalAct {
    /// Its number: what decides the order, whatever the clock said.
    pub seq: i64,
    /// What the clock said.
    pub at: DateTime<Utc>,
    /// Who did it, by the name that the person has now; nothing when nobody had said who sat at the keyboard.
    pub person: Option<String>,
    /// What was done; nothing for a code that this version doesn't know.
    pub code: Option<Code>,
    /// The code as it stands in the journal.
    pub key: String,
    /// The act's own key.
    pub command: CommandId,
    /// The meeting in which it was done.
    pub meeting: Option<MeetingId>,
    /// How that meeting is named on the command line; of one that was removed its day and form, and that it is removed.
    pub handle: Option<String>,
    /// What was undone or done again.
    pub about: Option<Code>,
    /// What an opening or a copy told of, and through which door.
    pub looked: Option<Looked>,
    /// The rows that it touched, in a page of one meeting: their keys alone, and no more than the first few.
    pub rows: Vec<RecordKey>,
}

/// A page of the journal, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalPage {
    /// Of this meeting; of the whole database if nothing is said.
    pub meeting: Option<MeetingId>,
    /// Only acts before this number; the newest page if nothing is said.
    pub before: Option<i64>,
    /// The acts.
    pub acts: Vec<JournalAct>,
    /// Whether there are older ones.
    pub more: bool,
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOp {
    /// It came.
    New,
    /// It was changed.
    Changed,
    /// It went.
    Removed,
    /// It was struck for good.
    Struck,
}

/// What an act did to one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// The table.
    pub table: Table,
    /// The row.
    pub id: Uuid,
    /// What happened.
    pub op: RowOp,
    /// The row before, column by column.
    pub before: Option<Map<String, Value>>,
    /// The row after.
    pub after: Option<Map<String, Value>>,
    /// Whether its content has been struck or purged since, so that it can't be told any more.
    pub gone: bool,
}

/// An act with what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalDetail {
    /// The act.
    pub act: JournalAct,
    /// The rows, in the order in which they were changed.
    pub rows: Vec<RowChange>,
    /// Whether something that it took away can be put back.
    pub restorable: bool,
}
