//! What is spoken of: children, ärenden, and one meeting's treatment of them.

use super::Table;
use super::columns::{Column, ID, MEETING, ORDER, REV, Says, day, flag, int, one_of, own_words, points_at};
use crate::domain::agenda::Phase;
use crate::domain::coded::coded;
use crate::domain::ids::{ArendeId, ChildId, MeetingArendeId, MeetingId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A child. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The key that all meetings about the child share.
    pub id: ChildId,
    /// What may stand on a wall where the child isn't in the room. Two children may share it: a child is who its key says.
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
    /// The day of birth or the personnummer, as it was written. For the file copy and the family's own, never for a wall.
    #[serde(rename = "fodd")]
    pub born: Option<String>,
    /// Skyddade personuppgifter: no address, school, place or time leaves the program.
    #[serde(rename = "skyddad")]
    pub protected: bool,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Child {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Barnets id."),
        own_words("alias", "alias", "Det som får stå på en vägg där barnet inte är med."),
        own_words("namn", "namn", "Barnets namn, om det är angivet.").or_null(),
        own_words("kallas", "vill kallas", "Vad barnet vill kallas på sitt eget möte.").or_null(),
        int("fodelsear", "födelseår", "Födelseår.").or_null(),
        own_words("fodd", "född", "Födelsedatum eller personnummer, om det är angivet.")
            .said_as(Says::Withheld)
            .or_null(),
        flag("skyddad", "skyddade personuppgifter", "Skyddade personuppgifter."),
        REV,
    ];
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
            born: None,
            protected: false,
            rev: 0,
        }
    }
}

/// A matter about a child or a group. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arende {
    /// The key that all meetings where it is taken up share.
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
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Ärendets id."),
        points_at(Table::Child, "barn_id", "barn", "Barnet det gäller; null när det gäller en grupp.")
            .or_null(),
        own_words("benamning", "benämning", "Referens eller gruppens namn."),
        flag("avslutat", "avslutat för gott", "Om ärendet är avslutat för gott."),
        flag(
            "avidentifierat",
            "utan att barnet går att känna igen",
            "Om frågan är tagen upp utan att barnet går att känna igen; då är barn_id null.",
        ),
        REV,
    ];
}

impl Arende {
    /// An open ärende about a child, or about a group.
    pub fn new(id: ArendeId, child: Option<ChildId>, label: &str) -> Self {
        Self { id, child, label: label.to_owned(), closed: false, unrecognisable: false, rev: 0 }
    }
}

coded! {
    /// How one ärende of a meeting stands.
    pub enum ArendeState said by word {
        /// Not taken up yet.
        Vantar = "vantar", "väntar";
        /// Taken up.
        Pagar = "pagar", "pågår";
        /// Done for today.
        Klart = "klart", "klart";
        /// Moved to the next meeting.
        Uppskjutet = "uppskjutet", "uppskjutet";
    }
}

coded! {
    /// How much an ärende asks for: the three levels of measures (Degerfors 2013, "Förklaring av begrepp i matrisen").
    pub enum MeasureLevel said by word {
        /// Broad measures, or advice that somebody has asked for.
        Forebyggande = "forebyggande", "förebyggande";
        /// A problem that is new, or serious without being acute.
        Tidiga = "tidiga", "tidiga";
        /// Acute or grave problems.
        Omfattande = "omfattande", "omfattande";
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

/// The five problem areas, by their columns.
const AREAS: [Column; 5] = [
    flag(
        "omrade_missbruk",
        "missbruk, brott, självskada",
        "Ärendet rör missbruk, kriminalitet eller annat självdestruktivt beteende.",
    ),
    flag(
        "omrade_utsatt",
        "våld, kränkning, försummelse",
        "Ärendet rör våld, övergrepp, kränkning eller försummelse.",
    ),
    flag("omrade_skola", "stora svårigheter i skolan", "Ärendet rör stora svårigheter i skolsituationen."),
    flag(
        "omrade_relationer",
        "svårt med familj, omgivning",
        "Ärendet rör allvarliga relationsproblem med familj och omgivning.",
    ),
    flag(
        "omrade_jamnariga",
        "utsatt av jämnåriga",
        "Barnet utsätts för mobbning, hot, våld eller övergrepp av jämnåriga.",
    ),
];

impl Classification {
    /// The five areas by their columns, and whether the ärende is in each.
    pub fn areas(self) -> [(&'static Column, bool); 5] {
        let [destructive, harmed, school, relations, peers] = &AREAS;
        [
            (destructive, self.destructive),
            (harmed, self.harmed),
            (school, self.school),
            (relations, self.relations),
            (peers, self.peers),
        ]
    }
}

/// One meeting's treatment of an ärende.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingArende {
    /// The key of this meeting's treatment; the next meeting's is another.
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
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Arende, "arende_id", "ärende", "Ärendet."),
        ORDER.about("Ordning i mötet, från 1.").at_least(1),
        flag("uppfoljning", "uppföljning", "En uppföljning går direkt till planering."),
        one_of::<ArendeState>("lage", "läge", "Hur ärendet står."),
        one_of::<Phase>("fas", "fas", "Fasen som det står i."),
        own_words("fraga", "fråga", "Frågan som det togs upp med.").or_null(),
        day("utvarderas", "utvärderas", "När åtgärderna utvärderas.").or_null(),
        AREAS[0],
        AREAS[1],
        AREAS[2],
        AREAS[3],
        AREAS[4],
        one_of::<MeasureLevel>(
            "insatsniva",
            "nivå på insatser",
            "Nivån på insatserna, till årets sammanställning.",
        )
        .or_null(),
        REV,
    ];
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
