//! Who may read what of the minutes, and who reads.

use crate::domain::collate::fold;
use crate::domain::consent::one_party;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::record::WordCheck;
use crate::domain::text;
use serde::{Deserialize, Serialize};

/// On which papers something stands, besides what its other limits say of who may read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Papers {
    /// On all of them.
    #[default]
    Alla,
    /// On the file copy alone, which is registered in the akt.
    Akten,
    /// On the file copy, and on those of the child itself and its guardians.
    AktenOchFamiljen,
    /// On those of the child itself and its guardians alone.
    Familjen,
}

impl Papers {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn are_all(&self) -> bool {
        *self == Self::Alla
    }

    /// Whether it stands on the file copy.
    pub(super) fn hold_the_file_copy(self) -> bool {
        self != Self::Familjen
    }

    /// Whether it stands on what `reader` gets.
    fn are_for(self, reader: &Reader) -> bool {
        match self {
            Self::Alla => true,
            Self::Akten => reader.file,
            Self::AktenOchFamiljen => reader.file || reader.own_family,
            Self::Familjen => reader.own_family,
        }
    }
}

/// Who may read a part of the minutes. Without any limits: everyone who gets them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Parties that may not read it (undantag).
    #[serde(rename = "utom", default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// Only those who took part in one of these ärenden, where there are any.
    #[serde(rename = "bara_i", default, skip_serializing_if = "Vec::is_empty")]
    pub only_in: Vec<MeetingArendeId>,
    /// Only those of elevhälsan's medical part, and others in health care like them.
    #[serde(rename = "emi", default, skip_serializing_if = "std::ops::Not::not")]
    pub medical: bool,
    /// Only those who are there because of their work: not the child and those close to it.
    #[serde(rename = "bara_personal", default, skip_serializing_if = "std::ops::Not::not")]
    pub staff: bool,
    /// On which papers it stands.
    #[serde(rename = "papper", default, skip_serializing_if = "Papers::are_all")]
    pub papers: Papers,
    /// Parties that may read it on whichever paper they get, besides those that `papers` names.
    #[serde(rename = "ocksa", default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The one whose own words they are: those are never held from whoever said them.
    #[serde(rename = "egna", default, skip_serializing_if = "Option::is_none")]
    pub own: Option<ParticipantId>,
    /// Words in it that nobody else than the file reads before somebody has let them through.
    #[serde(rename = "hallna", default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held>,
}

/// Words that are held back in what one row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The key of the row.
    #[serde(rename = "rad")]
    pub row: String,
    /// The words.
    #[serde(rename = "ord")]
    pub words: Vec<String>,
}

impl Audience {
    /// Everyone who gets the minutes.
    pub fn everyone() -> Self {
        Self::default()
    }

    /// Those who took part in an ärende; everyone where there is none.
    pub fn of_arende(arende: Option<MeetingArendeId>) -> Self {
        Self { only_in: arende.into_iter().collect(), ..Self::default() }
    }

    /// Those who are there because of their work.
    pub fn of_staff() -> Self {
        Self { staff: true, ..Self::default() }
    }

    /// Whether there is no limit.
    pub fn is_everyone(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `reader` may read it.
    pub fn admits(&self, reader: &Reader) -> bool {
        self.admits_shortened(reader)
            && (self.own.is_some_and(|own| reader.one == Some(own))
                || self.held.iter().all(|held| reader.may_read(held)))
            && (self.papers.are_for(reader) || self.also.iter().any(|party| reader.is_called(party)))
    }

    /// Whether `reader` may know that it is there, and read what is said of it instead where they may not read it.
    pub(super) fn admits_shortened(&self, reader: &Reader) -> bool {
        (self.only_in.is_empty() || self.only_in.iter().any(|arende| reader.takes_part_in(*arende)))
            && !self.except.iter().any(|party| reader.goes_by(party))
            && (!self.medical || reader.medical)
            && (!self.staff || reader.staff)
    }
}

/// Somebody who gets a copy: all names by which a consent may mean them, and the ärenden in which they took part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// As the copy names them.
    label: String,
    /// Name, role, verksamhet, huvudman.
    names: Vec<String>,
    /// Who it is, where it is one person.
    one: Option<ParticipantId>,
    /// The ärenden in which they took part; `None` where they took part in all.
    arenden: Option<Vec<MeetingArendeId>>,
    /// Whether all who are meant may read what is marked EMI.
    medical: bool,
    /// Whether all who are meant are there because of their work.
    staff: bool,
    /// Whether what they get is for the akt, from which no words are held.
    file: bool,
    /// Whether all who are meant are the child that it is about, or its guardians.
    own_family: bool,
    /// Whether nothing tells in which ärenden they took part, so that somebody has to say it.
    unplaced: bool,
    /// What somebody has looked at and let through.
    let_through: Vec<WordCheck>,
}

impl Reader {
    /// A reader known by name alone, who takes part in everything.
    pub fn named(name: &str) -> Self {
        let mut reader = Self { label: text::clean(name).trim().to_owned(), ..Self::default() };
        reader.add_name(name);
        reader
    }

    /// Nobody in particular: one ärende's own sheet, complete, as for the child's akt.
    pub fn of_arende(arende: MeetingArendeId) -> Self {
        Self { arenden: Some(vec![arende]), staff: true, file: true, ..Self::default() }
    }

    /// Nobody in particular, who may read all but the words that wait for a look.
    pub(in crate::minutes) fn of_all(checks: &[WordCheck]) -> Self {
        Self { medical: true, staff: true, let_through: checks.to_vec(), ..Self::default() }
    }

    /// As the copy names them; empty for nobody in particular.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The same reader, given one ärende alone. Nothing where that ärende isn't theirs.
    #[must_use]
    pub fn for_arende(&self, arende: MeetingArendeId) -> Option<Self> {
        (self.unplaced || self.takes_part_in(arende)).then(|| Self {
            arenden: Some(vec![arende]),
            unplaced: false,
            ..self.clone()
        })
    }

    /// The same reader, given these of their ärenden alone.
    #[must_use]
    pub fn for_arenden(&self, arenden: &[MeetingArendeId]) -> Self {
        let own = arenden.iter().copied().filter(|arende| self.unplaced || self.takes_part_in(*arende));
        Self { arenden: Some(own.collect()), unplaced: false, ..self.clone() }
    }

    /// Whether they may read what belongs to an ärende.
    pub fn takes_part_in(&self, arende: MeetingArendeId) -> bool {
        self.arenden.as_ref().is_none_or(|own| own.contains(&arende))
    }

    /// One more name that the reader goes by.
    pub(in crate::minutes) fn add_name(&mut self, name: &str) {
        let folded = fold(name);
        if !folded.is_empty() && !self.names.contains(&folded) {
            self.names.push(folded);
        }
    }

    /// It is this one person.
    pub(in crate::minutes) fn count_as(&mut self, one: ParticipantId) {
        self.one = Some(one);
    }

    /// Who it is, where it is one person.
    pub(in crate::minutes) fn person(&self) -> Option<ParticipantId> {
        self.one
    }

    /// Whether a party's name is one of the reader's own, letter for letter.
    fn is_called(&self, party: &str) -> bool {
        self.names.contains(&fold(party))
    }

    /// May read what is marked EMI.
    pub(in crate::minutes) fn let_read_medical(&mut self, may: bool) {
        self.medical = may;
    }

    /// May read what is for those who are there because of their work.
    pub(in crate::minutes) fn count_as_staff(&mut self, may: bool) {
        self.staff = may;
    }

    /// These words somebody has looked at.
    pub(in crate::minutes) fn let_through(&mut self, checks: &[WordCheck]) {
        self.let_through = checks.to_vec();
    }

    /// Whether words that are held back are for this reader: all of them let through where they stand.
    fn may_read(&self, held: &Held) -> bool {
        let passes =
            |word: &String| self.let_through.iter().any(|row| row.about == held.row && row.lets(word));
        self.file || held.words.iter().all(passes)
    }

    /// May know what the child's own papers say of it.
    pub(in crate::minutes) fn count_as_own_family(&mut self, is: bool) {
        self.own_family = is;
    }

    /// The only ärenden that the reader takes part in.
    pub(in crate::minutes) fn limit_to(&mut self, arenden: Option<Vec<MeetingArendeId>>) {
        self.arenden = arenden;
    }

    /// In which ärenden they took part isn't known: none, until somebody says which.
    pub(in crate::minutes) fn leave_unplaced(&mut self) {
        self.arenden = Some(Vec::new());
        self.unplaced = true;
    }

    /// Whether the reader is meant by a party's name, in whichever form it is written.
    pub fn goes_by(&self, party: &str) -> bool {
        self.names.iter().any(|name| one_party(name, party))
    }
}
