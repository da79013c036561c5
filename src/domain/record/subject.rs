//! What is spoken of: children, ärenden, and one meeting's treatment of them.

use crate::domain::agenda::Phase;
use crate::domain::ids::{ArendeId, ChildId, MeetingArendeId, MeetingId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A child. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Key.
    pub id: ChildId,
    /// What may stand on a wall where the child isn't in the room. Unique in the database.
    pub alias: String,
    /// The real name, if it is given at all.
    #[serde(rename = "namn")]
    pub name: Option<String>,
    /// What the child wants to be called on the wall of its own meeting.
    #[serde(rename = "kallas")]
    pub called: Option<String>,
    /// Year of birth.
    #[serde(rename = "fodelsear")]
    pub birth_year: Option<i32>,
    /// Skyddade personuppgifter: no address, school, place or time leaves the program.
    #[serde(rename = "skyddad")]
    pub protected: bool,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Child {
    /// A child of whom nothing is known but an alias.
    pub fn new(id: ChildId, alias: &str) -> Self {
        Self {
            id,
            alias: alias.to_owned(),
            name: None,
            called: None,
            birth_year: None,
            protected: false,
            rev: 0,
        }
    }
}

/// A matter about a child or a group. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arende {
    /// Key.
    pub id: ArendeId,
    /// The child it is about; a group otherwise.
    #[serde(rename = "barn_id")]
    pub child: Option<ChildId>,
    /// A reference ("Blå") or the group's name ("Korridoren efter lunch"). May stand on a wall.
    #[serde(rename = "benamning")]
    pub label: String,
    /// Whether it is closed for good.
    #[serde(rename = "avslutat")]
    pub closed: bool,
    /// A question about a child who can't be recognised in it: no child is linked, and none may be.
    #[serde(rename = "avidentifierat")]
    pub unrecognisable: bool,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Arende {
    /// An open ärende about a child, or about a group.
    pub fn new(id: ArendeId, child: Option<ChildId>, label: &str) -> Self {
        Self { id, child, label: label.to_owned(), closed: false, unrecognisable: false, rev: 0 }
    }
}

/// How one ärende of a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArendeState {
    /// Not taken up yet.
    Vantar,
    /// Taken up.
    Pagar,
    /// Done for today.
    Klart,
    /// Moved to the next meeting.
    Uppskjutet,
}

/// How much an ärende asks for: the three levels of measures (Degerfors 2013, "Förklaring av begrepp i matrisen").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureLevel {
    /// Broad measures, or advice that somebody has asked for.
    Forebyggande,
    /// A problem that is new, or serious without being acute.
    Tidiga,
    /// Acute or grave problems.
    Omfattande,
}

impl MeasureLevel {
    /// All of them, the mildest first.
    pub const ALL: [Self; 3] = [Self::Forebyggande, Self::Tidiga, Self::Omfattande];

    /// The word in forms and summaries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Forebyggande => "förebyggande",
            Self::Tidiga => "tidiga",
            Self::Omfattande => "omfattande",
        }
    }
}

/// What an ärende is about, for the yearly summary alone: the five problem areas and the three levels of measures
/// (Degerfors 2013). A child may fit in several areas. Never printed beside a name, never on a wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Classification {
    /// Abuse, crime or other self-destructive behaviour.
    #[serde(rename = "omrade_missbruk")]
    pub destructive: bool,
    /// Subject to violence, assault, degradation or neglect.
    #[serde(rename = "omrade_utsatt")]
    pub harmed: bool,
    /// Great difficulties at school.
    #[serde(rename = "omrade_skola")]
    pub school: bool,
    /// Grave troubles in the relations to family and others.
    #[serde(rename = "omrade_relationer")]
    pub relations: bool,
    /// Bullied, threatened or assaulted by others of its age.
    #[serde(rename = "omrade_jamnariga")]
    pub peers: bool,
    /// The level of measures.
    #[serde(rename = "insatsniva")]
    pub level: Option<MeasureLevel>,
}

impl Classification {
    /// The five areas: the column's name, the words in a form, and whether the ärende is in it.
    pub fn areas(self) -> [(&'static str, &'static str, bool); 5] {
        [
            ("omrade_missbruk", "Missbruk, brott, självskada", self.destructive),
            ("omrade_utsatt", "Våld, kränkning, försummelse", self.harmed),
            ("omrade_skola", "Stora svårigheter i skolan", self.school),
            ("omrade_relationer", "Svårt med familj, omgivning", self.relations),
            ("omrade_jamnariga", "Utsatt av jämnåriga", self.peers),
        ]
    }
}

/// One meeting's treatment of an ärende.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingArende {
    /// Key.
    pub id: MeetingArendeId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende.
    #[serde(rename = "arende_id")]
    pub arende: ArendeId,
    /// Order in the meeting, from 1.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// A follow-up goes straight to planering.
    #[serde(rename = "uppfoljning")]
    pub follow_up: bool,
    /// How it stands.
    #[serde(rename = "lage")]
    pub state: ArendeState,
    /// The phase in which it stands or was left.
    #[serde(rename = "fas")]
    pub phase: Phase,
    /// The question that it was raised with.
    #[serde(rename = "fraga")]
    pub question: Option<String>,
    /// When its actions are evaluated.
    #[serde(rename = "utvarderas")]
    pub evaluated_on: Option<NaiveDate>,
    /// What it is about, for the yearly summary.
    #[serde(flatten)]
    pub class: Classification,
    /// How many times the row has been written.
    pub rev: i64,
}

impl MeetingArende {
    /// An ärende that waits for its turn, with nothing said of it yet.
    pub fn new(id: MeetingArendeId, meeting: MeetingId, arende: ArendeId, order: i64) -> Self {
        Self {
            id,
            meeting,
            arende,
            order,
            follow_up: false,
            state: ArendeState::Vantar,
            phase: Phase::Nulage,
            question: None,
            evaluated_on: None,
            class: Classification::default(),
            rev: 0,
        }
    }
}
