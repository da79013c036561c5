//! Consents, the parties that they name, and what is kept from whom.

use super::Table;
use super::columns::{
    Column, ID, MEETING, OnDelete, REV, day, flag, loose_key, moment, one_of, own_words, points_at,
};
use crate::domain::coded::coded;
use crate::domain::ids::{ArendeId, ConsentId, EntryId, MeetingId, RowId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded! {
    /// What somebody answered when asked for consent.
    pub enum ConsentAnswer said by word {
        /// Yes, within what is named.
        Ja = "ja", "ja";
        /// A known no: the ärende isn't taken up.
        Nej = "nej", "nej";
        /// Asked, when and how the row says, and no answer yet.
        Saknas = "saknas", "har inte svarat ännu";
    }
}

coded! {
    /// How a consent was given.
    pub enum ConsentForm said by word {
        /// On paper or signed electronically.
        Skriftligt = "skriftligt", "skriftligt";
        /// Said, and noted by whoever heard it.
        Muntligt = "muntligt", "muntligt";
    }
}

/// A consent: from whom, in which form, until when; its parties lie in [`ConsentParty`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The key that its parties name.
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
    /// How somebody who hasn't answered was asked: "brev hem", "telefon".
    #[serde(rename = "fragad")]
    pub asked: Option<String>,
    /// Why an answer is missing.
    #[serde(rename = "skal")]
    pub reason: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

impl Consent {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Samtyckets id."),
        points_at(Table::Arende, "arende_id", "ärende", "Ärendet."),
        // No pointer: the consent is read in with a later meeting, without the one at which it was given.
        loose_key("mote_id", "möte", "Mötet där det skrevs ner; kan vara ett annat möte.").or_null().silent(),
        own_words("givare", "från", "Vem som gav det."),
        flag("av_barnet", "av barnet", "Om barnet gav det."),
        flag("ensam", "av ensam vårdnadshavare", "Om barnets enda vårdnadshavare gav det."),
        one_of::<ConsentAnswer>("svar", "svar", "Svaret.").together(),
        one_of::<ConsentForm>("form", "form", "Hur det gavs.").together(),
        day("datum", "lämnat", "Dagen det gavs.").together(),
        day("galler_till", "gäller till", "Sista dagen det gäller, högst ett år.").together(),
        own_words("galler_inte", "gäller inte", "Vad det inte omfattar.").or_null().together(),
        moment("aterkallat", "återkallat", "När det återkallades.").or_null().together(),
        own_words("fragad", "tillfrågad genom", "Hur den som inte har svarat tillfrågades.")
            .or_null()
            .together(),
        own_words("skal", "skäl", "Varför svar saknas.").or_null().together(),
        REV,
    ];
}

/// A party that a consent names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentParty {
    /// The row's own key, which stays when it is changed.
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

impl ConsentParty {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        points_at(Table::Consent, "samtycke_id", "samtycke", "Samtycket."),
        own_words("part", "part", "Partens namn."),
        own_words("far_beratta", "får berätta", "Vad parten får berätta.").or_null(),
        own_words("far_inte", "får inte berätta", "Vad parten inte får berätta.").or_null(),
        REV,
    ];
}

/// Undantag: a party that may not read an entry, by a consent's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// The row's own key, which stays when it is changed.
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

impl Consent {
    /// Who gave it, as they are `named`, and whether they have the custody alone: then nobody else is asked.
    pub fn with_custody(&self, named: &str) -> String {
        const GUARDIAN: &str = "vårdnadshavare";
        if !self.sole || self.by_child {
            return named.to_owned();
        }
        match named.strip_suffix(GUARDIAN) {
            Some(before) => format!("{before}ensam {GUARDIAN}"),
            None if named.to_lowercase() == GUARDIAN => format!("Ensam {GUARDIAN}"),
            None => format!("{named}, ensam {GUARDIAN}"),
        }
    }
}

impl Exemption {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Consent, "samtycke_id", "samtycke", "Samtycket som säger det."),
        points_at(Table::Entry, "post_id", "rad", "Posten.").on_delete(OnDelete::Follow),
        own_words("part", "part", "Parten som inte får läsa den."),
    ];
}
