//! What the minutes say, decided once: every format and every copy is made from this.

use crate::domain::ids::MeetingArendeId;
use crate::domain::{collate, text};
use serde::{Deserialize, Serialize};

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
        self.except.is_empty() && self.only_in.is_empty() && !self.medical && !self.staff
    }

    /// Whether `reader` may read it.
    pub fn admits(&self, reader: &Reader) -> bool {
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
    /// The ärenden in which they took part; `None` where they took part in all.
    arenden: Option<Vec<MeetingArendeId>>,
    /// Whether all who are meant may read what is marked EMI.
    medical: bool,
    /// Whether all who are meant are there because of their work.
    staff: bool,
    /// Whether nothing tells in which ärenden they took part, so that somebody has to say it.
    unplaced: bool,
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
        Self { arenden: Some(vec![arende]), staff: true, ..Self::default() }
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
    pub(super) fn add_name(&mut self, name: &str) {
        let folded = fold(name);
        if !folded.is_empty() && !self.names.contains(&folded) {
            self.names.push(folded);
        }
    }

    /// May read what is marked EMI.
    pub(super) fn let_read_medical(&mut self, may: bool) {
        self.medical = may;
    }

    /// May read what is for those who are there because of their work.
    pub(super) fn count_as_staff(&mut self, may: bool) {
        self.staff = may;
    }

    /// The only ärenden that the reader takes part in.
    pub(super) fn limit_to(&mut self, arenden: Option<Vec<MeetingArendeId>>) {
        self.arenden = arenden;
    }

    /// In which ärenden they took part isn't known: none, until somebody says which.
    pub(super) fn leave_unplaced(&mut self) {
        self.arenden = Some(Vec::new());
        self.unplaced = true;
    }

    /// Whether the reader is meant by a party's name.
    pub fn goes_by(&self, party: &str) -> bool {
        self.names.contains(&fold(party))
    }
}

/// For comparing names of parties: case, form of å ä ö and surplus spaces don't matter.
pub(super) fn fold(name: &str) -> String {
    collate::fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label and what stands for it: "Datum", "måndag 23 november 2026".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The label, without a colon.
    #[serde(rename = "rubrik")]
    pub label: String,
    /// The value.
    #[serde(rename = "varde")]
    pub value: String,
    /// Who may read it.
    #[serde(rename = "lasare", default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
}

impl Fact {
    /// A fact that everyone may read.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), audience: Audience::everyone() }
    }
}

/// One point: what was said or agreed, from whom, and its circumstances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The text.
    pub text: String,
    /// Who said it.
    #[serde(rename = "fran", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Circumstances, such as who answers for an action and when.
    #[serde(rename = "uppgifter", default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Fact>,
    /// Who may read it.
    #[serde(rename = "lasare", default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
}

impl Item {
    /// A text that everyone may read.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), from: None, details: Vec::new(), audience: Audience::everyone() }
    }
}

/// Points under a heading of their own that is itself a point, such as actions under the need that they answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The heading; gone where it can't be read, while the points may be.
    #[serde(rename = "rubrik", default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Item>,
    /// The points.
    #[serde(rename = "punkter")]
    pub items: Vec<Item>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// Labels with values.
    Uppgifter {
        /// The facts, in order.
        #[serde(rename = "uppgifter")]
        facts: Vec<Fact>,
    },
    /// A running text.
    Stycke {
        /// The text.
        #[serde(rename = "punkt")]
        item: Item,
    },
    /// Points.
    Lista {
        /// The points, in order.
        #[serde(rename = "punkter")]
        items: Vec<Item>,
    },
    /// Agreed points, numbered through the whole document, under what they answer.
    Atgarder {
        /// Actions by need.
        #[serde(rename = "grupper")]
        groups: Vec<Group>,
        /// The heading of those that answer no need that can be read, where others do.
        #[serde(rename = "ovriga")]
        others: String,
    },
}

impl Block {
    /// Whether nothing is left in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Uppgifter { facts } => facts.is_empty(),
            Self::Stycke { item } => item.text.is_empty(),
            Self::Lista { items } => items.is_empty(),
            Self::Atgarder { groups, .. } => groups.iter().all(|group| group.items.is_empty()),
        }
    }
}

/// A section with its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    #[serde(rename = "rubrik")]
    pub heading: String,
    /// Whether it begins a sheet of its own, as each ärende of a team's meeting does.
    #[serde(rename = "nytt_blad", default, skip_serializing_if = "std::ops::Not::not")]
    pub own_sheet: bool,
    /// What stands in it.
    #[serde(rename = "innehall", default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// Its sections.
    #[serde(rename = "avsnitt", default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Who may read it.
    #[serde(rename = "lasare", default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
}

impl Section {
    /// A section with blocks; empty blocks are left out.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            heading: heading.into(),
            blocks: blocks.into_iter().filter(|block| !block.is_empty()).collect(),
            ..Self::default()
        }
    }

    /// Whether nothing is left but its heading.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.sections.is_empty()
    }
}

/// The minutes of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// "Protokoll" or "Mötesanteckningar".
    #[serde(rename = "slag")]
    pub kind: String,
    /// What the meeting is called.
    #[serde(rename = "titel")]
    pub title: String,
    /// What must be seen before anything else is read: practice, draft, secrecy.
    #[serde(rename = "markningar", default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Who may be told that a child in it is protected: the mark that says so is among `marks`.
    #[serde(rename = "skydd", default, skip_serializing_if = "Audience::is_everyone")]
    pub protection: Audience,
    /// Number, date, time, place …
    #[serde(rename = "huvud")]
    pub head: Vec<Fact>,
    /// The rest, in order.
    #[serde(rename = "avsnitt")]
    pub sections: Vec<Section>,
    /// When and from what this was made, last on the paper.
    #[serde(rename = "fot")]
    pub foot: String,
}

impl Document {
    /// The mark of a meeting that speaks of a child with skyddade personuppgifter.
    pub const PROTECTED: &str = "SKYDDADE PERSONUPPGIFTER";

    /// The kinds of an invitation: to those of authorities, and to others.
    pub const INVITATIONS: [&str; 2] = ["Kallelse", "Inbjudan"];

    /// The kind of the plan for child and family, which is printed in large type.
    pub const PLAN: &str = "Min plan";

    /// The copy that `reader` may have. What lies outside is absent, and nothing in the copy tells that it was there.
    #[must_use]
    pub fn copy_for(&self, reader: &Reader) -> Self {
        let mut marks = self.marks.clone();
        if !self.protection.admits(reader) {
            marks.retain(|mark| mark != Self::PROTECTED);
        }
        if !reader.label.is_empty() {
            marks.push(format!("Kopia till {}", reader.label));
        }
        Self {
            kind: self.kind.clone(),
            title: self.title.clone(),
            marks,
            protection: Audience::everyone(),
            head: copy_facts(&self.head, reader),
            sections: copy_sections(&self.sections, reader),
            foot: self.foot.clone(),
        }
    }
}

fn copy_facts(facts: &[Fact], reader: &Reader) -> Vec<Fact> {
    facts
        .iter()
        .filter(|fact| fact.audience.admits(reader))
        .map(|fact| Fact::new(fact.label.clone(), fact.value.clone()))
        .collect()
}

fn copy_item(item: &Item, reader: &Reader) -> Option<Item> {
    item.audience.admits(reader).then(|| Item {
        text: item.text.clone(),
        from: item.from.clone(),
        details: copy_facts(&item.details, reader),
        audience: Audience::everyone(),
    })
}

fn copy_items(items: &[Item], reader: &Reader) -> Vec<Item> {
    items.iter().filter_map(|item| copy_item(item, reader)).collect()
}

/// Groups whose heading is gone are put together, so that their number doesn't tell how many needs were kept back.
fn copy_groups(groups: &[Group], reader: &Reader) -> Vec<Group> {
    let mut kept = Vec::new();
    let mut headless = Vec::new();
    for group in groups {
        let items = copy_items(&group.items, reader);
        match group.heading.as_ref().and_then(|heading| copy_item(heading, reader)) {
            Some(heading) if !items.is_empty() => kept.push(Group { heading: Some(heading), items }),
            Some(_) => {}
            None => headless.extend(items),
        }
    }
    if !headless.is_empty() {
        kept.push(Group { heading: None, items: headless });
    }
    kept
}

fn copy_block(block: &Block, reader: &Reader) -> Option<Block> {
    let copy = match block {
        Block::Uppgifter { facts } => Block::Uppgifter { facts: copy_facts(facts, reader) },
        Block::Stycke { item } => Block::Stycke { item: copy_item(item, reader)? },
        Block::Lista { items } => Block::Lista { items: copy_items(items, reader) },
        Block::Atgarder { groups, others } => {
            Block::Atgarder { groups: copy_groups(groups, reader), others: others.clone() }
        }
    };
    (!copy.is_empty()).then_some(copy)
}

fn copy_sections(sections: &[Section], reader: &Reader) -> Vec<Section> {
    sections
        .iter()
        .filter(|section| section.audience.admits(reader))
        .map(|section| Section {
            heading: section.heading.clone(),
            own_sheet: section.own_sheet,
            blocks: section.blocks.iter().filter_map(|block| copy_block(block, reader)).collect(),
            sections: copy_sections(&section.sections, reader),
            audience: Audience::everyone(),
        })
        .filter(|section| !section.is_empty())
        .collect()
}
