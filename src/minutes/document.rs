//! What the minutes say, decided once: every format and every copy is made from this.

mod audience;
mod named;

pub use audience::{Audience, Held, Papers, Reader};
pub use named::Named;

use crate::domain::record::CopyLog;
use crate::domain::text::clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// What stands instead for those from whom its words are held, or on whose paper it doesn't stand: that there is
    /// something. Nothing does where it is empty.
    #[serde(rename = "annars", default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// The number of a point that it names. In a copy that lacks points before it that number is lower, and so it is here.
    #[serde(rename = "punkt", default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Named>,
}

impl Fact {
    /// A fact that everyone may read.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            audience: Audience::everyone(),
            otherwise: None,
            point: None,
        }
    }

    /// The same, naming a point by a number of its own copy. Where everyone reads all that comes before it the number is the
    /// same in all of them.
    #[must_use]
    pub fn naming(self, number: usize, before: Vec<Audience>) -> Self {
        let before: Vec<Audience> = before.into_iter().filter(|one| !one.is_everyone()).collect();
        Self { point: (!before.is_empty()).then_some(Named { number, before }), ..self }
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
    /// The number by which an agreed point is spoken of; nothing for other points, and in what was locked before points
    /// had one of their own.
    #[serde(rename = "nummer", default, skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// The number that a point has in an earlier plan, where it stands in a table of that plan's points.
    #[serde(rename = "i_planen", default, skip_serializing_if = "Option::is_none")]
    pub of_plan: Option<Named>,
    /// Circumstances, such as who answers for an action and when.
    #[serde(rename = "uppgifter", default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Fact>,
    /// Who may read it.
    #[serde(rename = "lasare", default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
}

impl Item {
    /// The number that stands before it: its own, or that of the plan that it goes on from.
    pub fn mark(&self) -> Option<usize> {
        self.number.or(self.of_plan.as_ref().map(|named| named.number))
    }

    /// A text that everyone may read.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: None,
            number: None,
            of_plan: None,
            details: Vec::new(),
            audience: Audience::everyone(),
        }
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
    /// A list of points, numbered or not.
    Lista {
        /// The points, in order.
        #[serde(rename = "punkter")]
        items: Vec<Item>,
    },
    /// Agreed points, each with its number, under what they answer.
    Atgarder {
        /// Actions by need.
        #[serde(rename = "grupper")]
        groups: Vec<Group>,
        /// The heading of those that answer no need that can be read, where others do.
        #[serde(rename = "ovriga")]
        others: String,
    },
    /// What was promised earlier, with who, and how it went.
    Uppfoljt {
        /// The promises, in order.
        #[serde(rename = "punkter")]
        items: Vec<Item>,
    },
    /// Lines to sign on, each with the name in clear and a day.
    Underskrifter {
        /// Who signs: somebody by name, or a role whose name is written by hand.
        #[serde(rename = "punkter")]
        items: Vec<Item>,
        /// Whether it is the family that signs: such lines stand whomever the settings have sign.
        #[serde(rename = "familjen", default, skip_serializing_if = "std::ops::Not::not")]
        family: bool,
    },
    /// Answers to tick one of by hand, each with its box.
    Kryss {
        /// The answers, in order.
        #[serde(rename = "val")]
        choices: Vec<String>,
    },
    /// Lines to write on by hand, over the whole width.
    Rader {
        /// What is written there.
        #[serde(rename = "rubrik")]
        label: String,
        /// How many lines.
        #[serde(rename = "antal")]
        count: usize,
    },
}

impl Block {
    /// Whether nothing is left in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Uppgifter { facts } => facts.is_empty(),
            Self::Stycke { item } => item.text.is_empty(),
            Self::Lista { items } | Self::Uppfoljt { items } | Self::Underskrifter { items, .. } => {
                items.is_empty()
            }
            Self::Atgarder { groups, .. } => groups.iter().all(|group| group.items.is_empty()),
            Self::Kryss { choices } => choices.is_empty(),
            Self::Rader { count, .. } => *count == 0,
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
    /// Whether an ärende of a team's meeting is about a child: two children never share a page, and what is about none needs
    /// no page of its own. Nothing for other sections, and in what was locked before pages were shared.
    #[serde(rename = "om_barn", default, skip_serializing_if = "Option::is_none")]
    pub of_child: Option<bool>,
    /// What stands in it.
    #[serde(rename = "innehall", default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// Its sections.
    #[serde(rename = "avsnitt", default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The highest number of the plan that its own points are numbered after; nothing in a copy, which has numbers of its own.
    #[serde(rename = "efter", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Named>,
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

    /// The heading under which ärenden stand of which nothing was written.
    pub(super) const UNWRITTEN: &str = "Övriga ärenden";

    /// Whether there is an ärende in it that the copy doesn't have.
    fn keeps_arende_from(&self, cut: Cut<'_>) -> bool {
        let is_kept = |item: &Item| !cut.admits(&item.audience);
        let holds_kept = |block: &Block| match block {
            Block::Lista { items } => items.iter().any(is_kept),
            _ => false,
        };
        (self.own_sheet && !cut.admits(&self.audience))
            || (self.heading == Self::UNWRITTEN && self.blocks.iter().any(holds_kept))
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

    /// What an invitation has last, to tear off and send back.
    pub const SLIP: &str = "Svarstalong";

    /// On it: whom the answer is for.
    pub const ANSWER_TO: &str = "Lämnas till";

    /// Who that is where nobody is known.
    pub const WHOEVER_CALLS: &str = "den som kallar";

    /// On it instead of a number, where that would tell where a protected child is.
    pub const ANSWER_SAFELY: &str = "Så svarar du";

    /// What a letter and the plan have last: whom one can ask.
    pub const QUESTIONS: &str = "Undrar du något?";

    /// There, where nobody is known: who, and the number.
    pub const WHOM_TO_ASK: &str = "Namn och telefon";

    /// The kind of a form on which somebody consents.
    pub const CONSENT: &str = "Samtycke";

    /// On such a form: where it is handed in.
    pub const HANDED_IN: &str = "Hit lämnar du svaret";

    /// On such a form: who answers for what is written down.
    pub const BOARD: &str = "Nämnd som ansvarar för uppgifterna";

    /// What stands where only whoever sends a paper knows: a line to write on, and whose it is to write there.
    pub const LINE: &str = "______________________ (avsändaren fyller i)";

    /// How a mark of secrecy begins.
    pub const SECRECY: &str = "SEKRETESS";

    /// What the meeting's form is called, where the title is another.
    pub const FORM: &str = "Mötesform";

    /// The kinds of an invitation: to those of authorities, and to others.
    pub const INVITATIONS: [&str; 2] = [CopyLog::CALL, CopyLog::INVITATION];

    /// The kind of the plan for child and family, which is printed in large type.
    pub const PLAN: &str = "Min plan";

    /// Whether the section at this place begins a page. A page that is about a child is about no other, so that it can be shown to
    /// a family or lie in an akt.
    pub(super) fn begins_page(&self, at: usize) -> bool {
        let Some(section) = self.sections.get(at) else { return false };
        let of_child = |section: &Section| section.of_child == Some(true);
        match section.of_child {
            None => section.own_sheet,
            Some(_) => of_child(section) && self.sections[..at].iter().any(of_child),
        }
    }

    /// Whether it is the minutes of a meeting: no letter, form or plan, and not what differs between two.
    pub fn is_minutes(&self) -> bool {
        ["Protokoll", "Mötesanteckningar"].contains(&self.kind.as_str())
    }

    /// The same with the board's mark of secrecy: the paragraph, the day and who has made it. Only minutes have one, and those
    /// that were given a mark of their own keep it. An exercise has nothing secret.
    #[must_use]
    pub fn marked_secret(&self, paragraph: &str, board: &str) -> Self {
        let paragraph = clean(paragraph).trim().to_owned();
        if paragraph.is_empty()
            || !self.is_minutes()
            || self.marks.iter().any(|mark| mark.starts_with(Self::SECRECY))
        {
            return self.clone();
        }
        let day = self.head.iter().find(|fact| fact.label == "Datum").map(|fact| fact.value.clone());
        let parts =
            [Some(format!("{}: {paragraph}", Self::SECRECY)), day, Some(clean(board).trim().to_owned())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let mut marked = self.clone();
        marked.marks.push(parts.join(" · "));
        marked
    }

    /// The copy that `reader` may have. What lies outside is absent, and nothing in the copy tells that it was there.
    #[must_use]
    pub fn copy_for(&self, reader: &Reader) -> Self {
        let mut copy = self.copy_for_all(std::slice::from_ref(reader));
        if !reader.label().is_empty() {
            copy.marks.push(format!("Kopia till {}", reader.label()));
        }
        copy
    }

    /// What each of these readers may have: no more than any one of them.
    #[must_use]
    pub fn copy_for_all(&self, readers: &[Reader]) -> Self {
        self.cut(Cut::For(readers))
    }

    fn cut(&self, cut: Cut<'_>) -> Self {
        let mut marks = self.marks.clone();
        if !cut.admits(&self.protection) {
            marks.retain(|mark| mark != Self::PROTECTED);
        }
        let mut head = copy_facts(&self.head, cut);
        let mut title = self.title.clone();
        // A title of somebody's own may tell of any of the ärenden: whoever doesn't get them all reads the form's name.
        let has_others = self.sections.iter().any(|section| section.keeps_arende_from(cut));
        if let Some(form) = head.iter().position(|fact| fact.label == Self::FORM).filter(|_| has_others) {
            title = head.remove(form).value;
        }
        Self {
            kind: self.kind.clone(),
            title,
            marks,
            protection: cut.left_of(&self.protection),
            head,
            sections: {
                let mut sections = copy_sections(&self.sections, cut);
                if let Cut::For(_) = cut {
                    let after = self.sections.iter().find_map(|section| section.after.as_ref());
                    close_gaps(&mut sections, after.map_or(0, |after| after.in_copy(cut).number));
                }
                sections
            },
            foot: self.foot.clone(),
        }
    }
}

/// Numbers without a gap, sheet by sheet, where a point isn't for this reader: a gap would tell that there is one. Where
/// nothing was left out each point keeps its number.
fn close_gaps(sections: &mut [Section], after: usize) {
    let (mut sheets, mut common): (Vec<_>, Vec<_>) = sections.iter_mut().partition(|part| part.own_sheet);
    for sheet in &mut sheets {
        number_anew(numbers(sheet).collect(), after);
    }
    number_anew(common.iter_mut().flat_map(|part| numbers(part)).collect(), after);
}

fn number_anew(mut numbers: Vec<&mut usize>, after: usize) {
    let kept: BTreeSet<usize> = numbers.iter().map(|number| **number).collect();
    for number in &mut numbers {
        **number = after + kept.range(..=**number).count();
    }
}

/// The numbers of a section's points, and of those of its own sections.
fn numbers(section: &mut Section) -> Box<dyn Iterator<Item = &mut usize> + '_> {
    let own = section.blocks.iter_mut().flat_map(|block| -> Box<dyn Iterator<Item = &mut Item> + '_> {
        match block {
            Block::Lista { items } | Block::Uppfoljt { items } => Box::new(items.iter_mut()),
            Block::Atgarder { groups, .. } => {
                Box::new(groups.iter_mut().flat_map(|group| group.items.iter_mut()))
            }
            _ => Box::new(std::iter::empty()),
        }
    });
    Box::new(own.filter_map(|item| item.number.as_mut()).chain(section.sections.iter_mut().flat_map(numbers)))
}

/// Minutes with all that any paper of them says: the file copy and each recipient's own are made from it. It isn't printed
/// or shown itself, since no paper says all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Whole(Document);

impl Whole {
    pub(in crate::minutes) fn new(document: Document) -> Self {
        Self(document)
    }

    /// The complete minutes, for the akt.
    #[must_use]
    pub fn file_copy(&self) -> Document {
        self.0.cut(Cut::File)
    }

    /// The copy that `reader` may have.
    #[must_use]
    pub fn copy_for(&self, reader: &Reader) -> Document {
        self.0.copy_for(reader)
    }
}

/// What a copy is cut to.
#[derive(Clone, Copy)]
enum Cut<'a> {
    /// To what each of these may read.
    For(&'a [Reader]),
    /// To what the file copy says. It keeps who may read what, so that a reader of it knows.
    File,
}

impl Cut<'_> {
    fn admits(self, audience: &Audience) -> bool {
        match self {
            Self::For(readers) => readers.iter().all(|reader| audience.admits(reader)),
            Self::File => audience.papers.hold_the_file_copy(),
        }
    }

    fn admits_shortened(self, audience: &Audience) -> bool {
        match self {
            Self::For(readers) => readers.iter().all(|reader| audience.admits_shortened(reader)),
            Self::File => true,
        }
    }

    fn left_of(self, audience: &Audience) -> Audience {
        match self {
            Self::For(_) => Audience::everyone(),
            Self::File => audience.clone(),
        }
    }
}

fn copy_facts(facts: &[Fact], cut: Cut<'_>) -> Vec<Fact> {
    let copy = |fact: &Fact| {
        if cut.admits(&fact.audience) {
            let audience = cut.left_of(&fact.audience);
            // The file copy keeps what others read instead, as it keeps who may read what.
            let otherwise = fact.otherwise.clone().filter(|_| matches!(cut, Cut::File));
            let (label, value) = match &fact.point {
                Some(point) => point.said(&fact.label, &fact.value, cut),
                None => (fact.label.clone(), fact.value.clone()),
            };
            let point = fact.point.clone().filter(|_| matches!(cut, Cut::File));
            return Some(Fact { audience, otherwise, point, ..Fact::new(label, value) });
        }
        let shorter = fact.otherwise.as_ref().filter(|_| cut.admits_shortened(&fact.audience))?;
        Some(Fact::new(fact.label.clone(), shorter.clone()))
    };
    facts.iter().filter_map(copy).collect()
}

fn copy_item(item: &Item, cut: Cut<'_>) -> Option<Item> {
    cut.admits(&item.audience).then(|| Item {
        text: item.text.clone(),
        from: item.from.clone(),
        number: item.number,
        of_plan: item.of_plan.as_ref().map(|named| named.in_copy(cut)),
        details: copy_facts(&item.details, cut),
        audience: cut.left_of(&item.audience),
    })
}

fn copy_items(items: &[Item], cut: Cut<'_>) -> Vec<Item> {
    items.iter().filter_map(|item| copy_item(item, cut)).collect()
}

/// Groups whose heading is gone are put together, so that their number doesn't tell how many needs were kept back.
fn copy_groups(groups: &[Group], cut: Cut<'_>) -> Vec<Group> {
    let mut kept = Vec::new();
    let mut headless = Vec::new();
    for group in groups {
        let items = copy_items(&group.items, cut);
        match group.heading.as_ref().and_then(|heading| copy_item(heading, cut)) {
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

fn copy_block(block: &Block, cut: Cut<'_>) -> Option<Block> {
    let copy = match block {
        Block::Uppgifter { facts } => Block::Uppgifter { facts: copy_facts(facts, cut) },
        Block::Stycke { item } => Block::Stycke { item: copy_item(item, cut)? },
        Block::Lista { items } => Block::Lista { items: copy_items(items, cut) },
        Block::Atgarder { groups, others } => {
            Block::Atgarder { groups: copy_groups(groups, cut), others: others.clone() }
        }
        Block::Uppfoljt { items } => Block::Uppfoljt { items: copy_items(items, cut) },
        Block::Underskrifter { items, family } => {
            Block::Underskrifter { items: copy_items(items, cut), family: *family }
        }
        Block::Kryss { .. } | Block::Rader { .. } => block.clone(),
    };
    (!copy.is_empty()).then_some(copy)
}

fn copy_sections(sections: &[Section], cut: Cut<'_>) -> Vec<Section> {
    sections
        .iter()
        .filter(|section| cut.admits(&section.audience))
        .map(|section| Section {
            heading: section.heading.clone(),
            own_sheet: section.own_sheet,
            of_child: section.of_child,
            after: section.after.clone().filter(|_| matches!(cut, Cut::File)),
            blocks: section.blocks.iter().filter_map(|block| copy_block(block, cut)).collect(),
            sections: copy_sections(&section.sections, cut),
            audience: cut.left_of(&section.audience),
        })
        .filter(|section| !section.is_empty())
        .collect()
}
