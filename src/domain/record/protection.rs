//! What must be checked before anything is shown of a meeting with a protected child.

use crate::domain::ids::{MeetingId, RowId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where something of a meeting can leave the secretary's screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// The wall.
    #[serde(rename = "vagg")]
    Wall,
    /// The invitation.
    #[serde(rename = "kallelse")]
    Invitation,
    /// The calendar file.
    #[serde(rename = "kalender")]
    Calendar,
    /// The minutes and all copies of them.
    #[serde(rename = "kopior")]
    Copies,
}

/// That a named person has checked what an output would show, word for word. Counts only while it still is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionCheck {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Where it may be shown.
    #[serde(rename = "vart")]
    pub output: Output,
    /// What was checked, as it stood then.
    #[serde(rename = "granskat")]
    pub what: String,
    /// Who checked it: name and role.
    #[serde(rename = "av")]
    pub by: String,
    /// When.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}
