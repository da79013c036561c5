//! Those who take part, and those who sit at the keyboard.

use super::Table;
use super::columns::{Column, ID, ITEM, MEETING, ORDER, REV, flag, moment, one_of, own_words, points_at};
use crate::domain::agenda::Huvudman;
use crate::domain::coded::coded;
use crate::domain::ids::{MeetingArendeId, MeetingId, ParticipantId, PersonId, RowId};
pub use crate::domain::roles::ParticipantKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded! {
    /// Whether a participant is in the room.
    pub enum Presence said by word {
        /// In the room.
        Plats = "plats", "på plats";
        /// By link or telephone.
        Distans = "distans", "på distans";
        /// Called but absent.
        Franvarande = "franvarande", "frånvarande";
        /// Was here and has left.
        Gatt = "gatt", "har gått";
    }
}

/// Somebody who takes part in a meeting, or was called to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The key in this meeting; the same person has another in the next one.
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
    /// Where they are reached as a contact person. On paper, never on a wall.
    #[serde(rename = "telefon")]
    pub phone: Option<String>,
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

impl Participant {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Deltagarens id."),
        MEETING,
        own_words("namn", "namn", "Namn; tomt om bara rollen är känd."),
        own_words("roll", "roll", "Roll."),
        own_words("verksamhet", "verksamhet", "Verksamhet."),
        own_words("telefon", "telefon", "Telefon till den som är kontaktperson.").or_null(),
        one_of::<Huvudman>("huvudman", "huvudman", "Huvudman."),
        one_of::<ParticipantKind>("slag", "är", "Vad personen är för mötet."),
        one_of::<Presence>("narvaro", "närvaro", "Om personen är här."),
        moment("kom", "kom", "När personen kom, om det var efter start.").or_null(),
        moment("gick", "gick", "När personen gick, om det var före slutet.").or_null(),
        flag("presenterad", "har presenterat sig", "Om personen har presenterat sig."),
        flag("leder", "leder mötet", "Leder mötet."),
        flag("antecknar", "antecknar", "Antecknar."),
        flag("haller_ihop", "huvudansvarig för planen", "Huvudansvarig för planen efter mötet."),
        ORDER.about("Ordning runt bordet, från 1.").at_least(1),
        REV,
    ];
}

/// That a participant takes part in one ärende only, or whose family they are. Without any such row those who are there by
/// their work take part in all; what it means for a family stands in [`crate::domain::meeting`]'s `arenden_of`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The one who is there for that ärende, and others named likewise, alone.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// In which ärende.
    #[serde(rename = "mote_arende_id")]
    pub arende: MeetingArendeId,
}

impl Attendance {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Participant, "deltagare_id", "deltagare", "Vem."),
        points_at(Table::MeetingArende, "mote_arende_id", "ärende", "I vilket ärende."),
    ];
}

/// That a participant was offered the word in laget runt. Never that somebody declined, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The one who was offered the word.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// When it was noted that they have had the word.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl Heard {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        ITEM,
        points_at(Table::Participant, "deltagare_id", "deltagare", "Vem."),
        moment("nar", "när", "När."),
    ];
}

/// Somebody who sits at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The key by which the journal knows them.
    pub id: PersonId,
    /// The name, as it was written.
    #[serde(rename = "namn")]
    pub name: String,
    /// Role, and after a comma the verksamhet, as of those who take part: "Specialpedagog, elevhälsan".
    #[serde(rename = "roll")]
    pub role: String,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Person {
    /// The role and the verksamhet apart; what isn't said is empty.
    pub fn role_and_unit(&self) -> (&str, &str) {
        let (role, unit) = self.role.split_once(',').unwrap_or((&self.role, ""));
        (role.trim(), unit.trim())
    }

    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] =
        &[ID, own_words("namn", "namn", ""), own_words("roll", "roll", ""), REV];
}
