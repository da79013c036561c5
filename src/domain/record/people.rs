//! Those who take part, and those who sit at the keyboard.

use crate::domain::agenda::Huvudman;
use crate::domain::ids::{MeetingArendeId, MeetingId, ParticipantId, PersonId, RowId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a participant is to the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantKind {
    /// Staff of an authority.
    Personal,
    /// The child.
    Barn,
    /// A guardian.
    Vardnadshavare,
    /// A grandparent or somebody else close to the child.
    Narstaende,
    /// An interpreter.
    Tolk,
}

/// Whether a participant is in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In the room.
    Plats,
    /// By link or telephone.
    Distans,
    /// Called but absent.
    Franvarande,
    /// Was here and has left.
    Gatt,
}

/// Somebody who takes part in a meeting, or was called to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Key.
    pub id: ParticipantId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Name; may be empty where only the role is known.
    #[serde(rename = "namn")]
    pub name: String,
    /// "Rektor", "Mentor", "Mormor".
    #[serde(rename = "roll")]
    pub role: String,
    /// "Skola", "BUP".
    #[serde(rename = "verksamhet")]
    pub unit: String,
    /// The authority behind it.
    pub huvudman: Huvudman,
    /// What they are to the meeting.
    #[serde(rename = "slag")]
    pub kind: ParticipantKind,
    /// Whether they are in the room.
    #[serde(rename = "narvaro")]
    pub presence: Presence,
    /// When they came, if later than the start.
    #[serde(rename = "kom")]
    pub came: Option<DateTime<Utc>>,
    /// When they left, if before the end.
    #[serde(rename = "gick")]
    pub left: Option<DateTime<Utc>>,
    /// Whether they have presented themselves.
    #[serde(rename = "presenterad")]
    pub introduced: bool,
    /// Leads the meeting.
    #[serde(rename = "leder")]
    pub chairs: bool,
    /// Takes the notes.
    #[serde(rename = "antecknar")]
    pub takes_notes: bool,
    /// Holds the plan together afterwards (SIP's main responsible).
    #[serde(rename = "haller_ihop")]
    pub main_responsible: bool,
    /// Order round the table, from 1.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// How many times the row has been written.
    pub rev: i64,
}

/// That a participant takes part in one ärende only. Without any such row they take part in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Who.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// In which ärende.
    #[serde(rename = "mote_arende_id")]
    pub arende: MeetingArendeId,
}

/// That a participant was offered the word in laget runt. Never that somebody declined, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// Who.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// When.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

/// Somebody who sits at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// Name.
    #[serde(rename = "namn")]
    pub name: String,
    /// Role: "Specialpedagog".
    #[serde(rename = "roll")]
    pub role: String,
    /// How many times the row has been written.
    pub rev: i64,
}
