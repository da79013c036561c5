//! Consents, the parties that they name, and what is kept from whom.

use crate::domain::ids::{ArendeId, ConsentId, EntryId, MeetingId, RowId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What somebody answered when asked for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentAnswer {
    /// Yes, within what is named.
    Ja,
    /// A known no: the ärende isn't taken up.
    Nej,
    /// Not asked or not reached; warns and takes a reason.
    Saknas,
}

/// How a consent was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// On paper or signed electronically.
    Skriftligt,
    /// Said, and noted by whoever heard it.
    Muntligt,
}

/// A consent: from whom, in which form, until when; its parties lie in [`ConsentParty`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Key.
    pub id: ConsentId,
    /// The ärende that it is about.
    #[serde(rename = "arende_id")]
    pub arende: ArendeId,
    /// The meeting at which it was recorded.
    #[serde(rename = "mote_id")]
    pub meeting: Option<MeetingId>,
    /// Who gave it: name and relation.
    #[serde(rename = "givare")]
    pub given_by: String,
    /// The child's own, or a guardian's.
    #[serde(rename = "av_barnet")]
    pub by_child: bool,
    /// Given by the child's only guardian: nobody else is asked.
    #[serde(rename = "ensam")]
    pub sole: bool,
    /// The answer.
    #[serde(rename = "svar")]
    pub answer: ConsentAnswer,
    /// In which form.
    #[serde(rename = "form")]
    pub form: ConsentForm,
    /// The day it was given.
    #[serde(rename = "datum")]
    pub given_on: NaiveDate,
    /// The last day it holds; at most a year after it was given (Dals-Ed 2022, section 6).
    #[serde(rename = "galler_till")]
    pub valid_until: NaiveDate,
    /// What it doesn't cover, in words.
    #[serde(rename = "galler_inte")]
    pub not_covered: Option<String>,
    /// When it was withdrawn.
    #[serde(rename = "aterkallat")]
    pub withdrawn: Option<DateTime<Utc>>,
    /// Why an answer is missing.
    #[serde(rename = "skal")]
    pub reason: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// A party that a consent names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentParty {
    /// Key.
    pub id: RowId,
    /// The consent.
    #[serde(rename = "samtycke_id")]
    pub consent: ConsentId,
    /// The party's name: "BUP", "Skola", "Mormor".
    pub part: String,
    /// What it may tell the others.
    #[serde(rename = "far_beratta")]
    pub may_tell: Option<String>,
    /// What it must not tell.
    #[serde(rename = "far_inte")]
    pub must_not: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// Undantag: a party that may not read an entry, by a consent's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The consent that says so.
    #[serde(rename = "samtycke_id")]
    pub consent: ConsentId,
    /// The entry.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The party that may not read it.
    pub part: String,
}
