//! What is written down: notes, needs, goals, decisions and actions, and how actions go.

use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, MeetingArendeId, MeetingId, ParticipantId, RowId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How the child's voice came into the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceHow {
    /// The child's own words, said in the room.
    EgnaOrd,
    /// Somebody conveyed them; the entry's source says who.
    Framford,
    /// The child wasn't heard; the text says why.
    Saknas,
}

/// Who is to do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    /// The owner, when it is a participant.
    #[serde(rename = "agare_id", default)]
    pub owner: Option<ParticipantId>,
    /// The owner's name and role in words, when they aren't a participant: to be asked, not confirmed.
    #[serde(rename = "agare_namn", default)]
    pub owner_name: Option<String>,
    /// When.
    #[serde(default)]
    pub due: Option<Due>,
    /// When a recurring action is followed up.
    #[serde(rename = "foljs_upp", default)]
    pub follow_up: Option<NaiveDate>,
    /// The need that it answers.
    #[serde(rename = "behov_id", default)]
    pub need: Option<EntryId>,
}

/// A decision's circumstances.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided, in words: "rektor".
    #[serde(rename = "beslutat_av", default)]
    pub decided_by: Option<String>,
    /// Who was of another mind, and how.
    #[serde(rename = "avvikande", default)]
    pub dissent: Option<String>,
}

/// Whom a need asks something of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The authorities, or the family itself; empty until it is said. One column holds them: `kommun region`.
    #[serde(rename = "behovs_fran", default, with = "huvudman_words")]
    pub from: Vec<Huvudman>,
}

/// Authorities as words with a space between, in the order of [`Huvudman::ALL`]; nothing for none.
mod huvudman_words {
    use super::Huvudman;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ptr_arg, reason = "serde asks with the field's own type")]
    pub(super) fn serialize<S: Serializer>(list: &Vec<Huvudman>, to: S) -> Result<S::Ok, S::Error> {
        let words: Vec<&str> =
            Huvudman::ALL.iter().filter(|known| list.contains(known)).map(|known| known.name()).collect();
        Some(words.join(" ")).filter(|words| !words.is_empty()).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Huvudman>, D::Error> {
        let words = Option::<String>::deserialize(from)?.unwrap_or_default();
        let known = |word: &str| Huvudman::ALL.into_iter().find(|known| known.name() == word);
        words
            .split_whitespace()
            .map(|word| known(word).ok_or_else(|| D::Error::custom(format!("okänd huvudman: {word}"))))
            .collect()
    }
}

/// What an entry is. Notes carry nothing but their text and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", rename_all = "snake_case")]
pub enum Body {
    /// What works.
    Fungerar,
    /// What is harder.
    Svarare,
    /// Support today; the text says which and from whom.
    Stod,
    /// The child's voice.
    Rost {
        /// How it came into the room.
        #[serde(rename = "rost_hur")]
        how: VoiceHow,
    },
    /// Adaptations already tried.
    Anpassning,
    /// A profession's reflection; the source says whose.
    Reflektion,
    /// A protective factor.
    Skyddsfaktor,
    /// A risk factor.
    Riskfaktor,
    /// Any other note.
    Anteckning,
    /// A question to take home.
    Fraga,
    /// The secretary's own note.
    Privat,
    /// What was not agreed.
    EjOverens,
    /// The summing up.
    Sammanfattning,
    /// A need.
    Behov(Need),
    /// A goal in the long term.
    MalLang,
    /// A goal in the short term.
    MalKort,
    /// A decision.
    Beslut(Decision),
    /// An action.
    Atgard(ActionItem),
}

impl Body {
    /// The kind without what it carries.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Fungerar => EntryKind::Fungerar,
            Self::Svarare => EntryKind::Svarare,
            Self::Stod => EntryKind::Stod,
            Self::Rost { .. } => EntryKind::Rost,
            Self::Anpassning => EntryKind::Anpassning,
            Self::Reflektion => EntryKind::Reflektion,
            Self::Skyddsfaktor => EntryKind::Skyddsfaktor,
            Self::Riskfaktor => EntryKind::Riskfaktor,
            Self::Anteckning => EntryKind::Anteckning,
            Self::Fraga => EntryKind::Fraga,
            Self::Privat => EntryKind::Privat,
            Self::EjOverens => EntryKind::EjOverens,
            Self::Sammanfattning => EntryKind::Sammanfattning,
            Self::Behov(_) => EntryKind::Behov,
            Self::MalLang => EntryKind::MalLang,
            Self::MalKort => EntryKind::MalKort,
            Self::Beslut(_) => EntryKind::Beslut,
            Self::Atgard(_) => EntryKind::Atgard,
        }
    }

    /// An entry of `kind` with nothing filled in.
    pub fn empty(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Fungerar => Self::Fungerar,
            EntryKind::Svarare => Self::Svarare,
            EntryKind::Stod => Self::Stod,
            EntryKind::Rost => Self::Rost { how: VoiceHow::EgnaOrd },
            EntryKind::Anpassning => Self::Anpassning,
            EntryKind::Reflektion => Self::Reflektion,
            EntryKind::Skyddsfaktor => Self::Skyddsfaktor,
            EntryKind::Riskfaktor => Self::Riskfaktor,
            EntryKind::Anteckning => Self::Anteckning,
            EntryKind::Fraga => Self::Fraga,
            EntryKind::Privat => Self::Privat,
            EntryKind::EjOverens => Self::EjOverens,
            EntryKind::Sammanfattning => Self::Sammanfattning,
            EntryKind::Behov => Self::Behov(Need::default()),
            EntryKind::MalLang => Self::MalLang,
            EntryKind::MalKort => Self::MalKort,
            EntryKind::Beslut => Self::Beslut(Decision::default()),
            EntryKind::Atgard => Self::Atgard(ActionItem {
                owner: None,
                owner_name: None,
                due: None,
                follow_up: None,
                need: None,
            }),
        }
    }
}

/// A note, need, goal, decision or action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Key.
    pub id: EntryId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The text.
    pub text: String,
    /// The participant it came from.
    #[serde(rename = "kalla_id")]
    pub source: Option<ParticipantId>,
    /// When it was read out and confirmed in ansvar.
    #[serde(rename = "bekraftad")]
    pub confirmed: Option<DateTime<Utc>>,
    /// From the medical part of elevhälsan: stays out of others' copies and off the wall.
    pub emi: bool,
    /// Order among its kind; the moment of writing in milliseconds since 1970 unless it was moved.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// How many times the row has been written.
    pub rev: i64,
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
}

impl Entry {
    /// What it is.
    pub fn kind(&self) -> EntryKind {
        self.body.kind()
    }

    /// Whom the need asks something of, if it is one.
    pub fn need(&self) -> Option<&Need> {
        match &self.body {
            Body::Behov(need) => Some(need),
            _ => None,
        }
    }

    /// The action's circumstances, if it is one.
    pub fn action(&self) -> Option<&ActionItem> {
        match &self.body {
            Body::Atgard(action) => Some(action),
            _ => None,
        }
    }
}

/// That two changed an entry at the same time: both texts stand until somebody has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditConflict {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The entry with the text that came first.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The entry with the other text.
    #[serde(rename = "jamte_id")]
    pub beside: EntryId,
}

/// How an action stands, as told at a later moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// Done.
    Klar,
    /// Going on.
    Pagar,
    /// Not begun.
    EjPaborjad,
    /// Changed, for instance a new date.
    Andrad,
    /// No longer of interest.
    Inaktuell,
}

/// One word on how an action stands. Only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionStatus {
    /// Key.
    pub id: RowId,
    /// The action.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The meeting at which it was told.
    #[serde(rename = "mote_id")]
    pub meeting: Option<MeetingId>,
    /// How it stands.
    pub status: ActionState,
    /// How it went, in a line.
    #[serde(rename = "utvardering")]
    pub evaluation: Option<String>,
    /// The new time, when it was changed.
    #[serde(rename = "ny_due")]
    pub new_due: Option<Due>,
    /// When it was told.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}
