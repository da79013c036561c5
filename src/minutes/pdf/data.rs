//! A document as the data that a template is given. Its shape is described on top of `data/protokoll.typ`; what depends
//! on the typefaces (`storlek`, `langt_stycke`, characters without a glyph) the paper program fills in.

use super::Paper;
use crate::domain::collate::same;
use crate::minutes::document::{Audience, Block, Document, Fact, Group, Item, Section};
use crate::minutes::words::{DNR, Label, is_diary_number, is_of_people, is_voice, kept_from};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Headings no deeper than this: more would be noise in a list of bookmarks.
const DEEPEST: usize = 3;

/// What the template is given.
pub(super) fn of(document: &Document, paper: &Paper, logo: Option<&str>) -> Value {
    let own_signatures = !paper.signatures.is_empty();
    let mut writer = Writer { sections: Vec::new(), number: 0, own_signatures };
    for (at, section) in document.sections.iter().enumerate() {
        writer.section(section, 1, document.begins_page(at));
    }
    json!({
        "slag": document.kind,
        "titel": document.title,
        "filtitel": file_title(document),
        "namn": names(document),
        "kommun": paper.municipality,
        "organ": paper.body,
        "arbetsplats": paper.workplace,
        "logotyp": logo,
        "stor": paper.large,
        "markningar": document.marks,
        "diarienummer": diary_number(document),
        "huvud": facts(&document.head),
        "avsnitt": writer.sections,
        "underskrifter": paper.signatures,
        "fot": document.foot,
    })
}

fn diary_number(document: &Document) -> Option<&str> {
    let of_head = |label: &&str| document.head.iter().find(|fact| fact.label == **label);
    let numbers = [Label::DIARY, Label::REGISTERED];
    let number = numbers
        .iter()
        .filter_map(of_head)
        .map(|fact| fact.value.as_str())
        .find(|value| is_diary_number(value))?;
    // The template says "Dnr" itself.
    let rest = number.split_once(' ').filter(|(first, _)| same(first.trim_end_matches(['.', ':']), DNR));
    Some(rest.map_or(number, |(_, rest)| rest))
}

/// What the file calls itself, where its name is seen without the paper: kind, form and day. The meeting's own title often has
/// the child's name in it.
fn file_title(document: &Document) -> String {
    let told = |labels: &[&str]| {
        let of_head = document.head.iter().find(|fact| labels.contains(&fact.label.as_str()));
        of_head.map(|fact| fact.value.clone())
    };
    if Document::INVITATIONS.contains(&document.kind.as_str()) {
        // The title is the day on which people meet.
        return format!("{}, {}", document.kind, document.title);
    }
    let parts = [Some(document.kind.clone()), told(&[Document::FORM]), told(&["Datum", "Vi träffades"])];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Headings under which people stand, one in each row.
const PEOPLE: [&str; 6] = [
    "Deltagare",
    Label::CAME_AND_WENT,
    "Kallade men frånvarande",
    "Kontaktpersoner",
    "Kopior",
    "Vi som träffas",
];

/// No name has more words than this.
const MOST_WORDS: usize = 6;
/// So many names at most are looked for in the texts of a paper.
const MOST_NAMES: usize = 400;

/// The names that this paper itself says, whole and by each word: they are neither broken between two lines nor hyphenated
/// wherever they stand. The longest first.
fn names(document: &Document) -> Vec<String> {
    let mut all = BTreeSet::new();
    take_names(&document.head, &mut all);
    for section in &document.sections {
        names_of(section, &mut all);
    }
    let mut all: Vec<String> = all.into_iter().collect();
    all.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    all.truncate(MOST_NAMES);
    all
}

fn names_of(section: &Section, all: &mut BTreeSet<String>) {
    let rows = PEOPLE.contains(&section.heading.as_str());
    let mut of_item = |item: &Item, named: bool| {
        if named {
            take_name(&item.text, all);
        }
        take_names(&item.details, all);
    };
    for block in &section.blocks {
        match block {
            Block::Uppgifter { .. } | Block::Kryss { .. } | Block::Rader { .. } => {}
            Block::Stycke { item } => of_item(item, false),
            Block::Lista { items } | Block::Uppfoljt { items } => {
                for item in items {
                    of_item(item, rows);
                }
            }
            Block::Underskrifter { items, .. } => {
                for item in items {
                    of_item(item, true);
                }
            }
            Block::Atgarder { groups, .. } => {
                for item in groups.iter().flat_map(|group| &group.items) {
                    of_item(item, false);
                }
            }
        }
    }
    for block in &section.blocks {
        if let Block::Uppgifter { facts } = block {
            take_names(facts, all);
        }
    }
    for inner in &section.sections {
        names_of(inner, all);
    }
}

fn take_names(facts: &[Fact], all: &mut BTreeSet<String>) {
    for fact in facts.iter().filter(|fact| is_of_people(&fact.label)) {
        fact.value.split(" och ").flat_map(|part| part.split(';')).for_each(|part| take_name(part, all));
    }
}

/// "Karin Exempel, rektor (Skola, kommun)": what stands before the role, if it looks like a name.
fn take_name(text: &str, all: &mut BTreeSet<String>) {
    let name = text.split([',', '(', ':', '–']).next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let ends = words.first().is_some_and(capital) && words.last().is_some_and(capital);
    if !ends || words.len() > MOST_WORDS {
        return;
    }
    if words.len() > 1 {
        all.insert(words.join(" "));
    }
    all.extend(words.into_iter().filter(|word| word.chars().count() > 2).map(str::to_owned));
}

struct Writer {
    sections: Vec<Value>,
    /// Whether the settings name who signs besides the family.
    own_signatures: bool,
    /// The number of the last agreed point.
    number: usize,
}

impl Writer {
    fn section(&mut self, section: &Section, level: usize, begins_page: bool) {
        let spoken = is_voice(&section.heading);
        let own = self.own_signatures;
        let is_shown = |block: &&Block| !own || !matches!(block, Block::Underskrifter { family: false, .. });
        let shown: Vec<&Block> = section.blocks.iter().filter(is_shown).collect();
        if shown.is_empty() && !section.blocks.is_empty() && section.sections.is_empty() {
            return;
        }
        let blocks: Vec<Value> = shown.into_iter().map(|block| self.block(block, spoken)).collect();
        self.sections.push(json!({
            "rubrik": section.heading,
            "niva": level.min(DEEPEST),
            "nytt_blad": begins_page,
            "innehall": blocks,
        }));
        for inner in &section.sections {
            self.section(inner, level + 1, false);
        }
    }

    fn block(&mut self, block: &Block, spoken: bool) -> Value {
        match block {
            Block::Uppgifter { facts: rows } => json!({ "slag": "uppgifter", "rader": facts(rows) }),
            Block::Stycke { item } => json!({ "slag": "stycke", "punkt": point(item) }),
            Block::Lista { items } => json!({
                "slag": if spoken { "citat" } else { "lista" },
                "punkter": items.iter().map(point).collect::<Vec<_>>(),
            }),
            Block::Atgarder { groups, others } => self.actions(groups, others),
            Block::Uppfoljt { items } => json!({
                "slag": "uppfoljt",
                "rader": items.iter().map(followed_up).collect::<Vec<_>>(),
            }),
            Block::Underskrifter { items, .. } => json!({
                "slag": "underskrifter",
                // Of a role alone it isn't known who signs: the name is written by hand.
                "namn": items.iter().map(|item| item.text.clone()).collect::<Vec<_>>(),
                "roller": items.iter().filter(|item| item.from.is_some()).map(|item| item.text.clone()).collect::<Vec<_>>(),
            }),
            Block::Kryss { choices } => json!({ "slag": "kryss", "val": choices }),
            Block::Rader { label, count } => json!({ "slag": "rader", "rubrik": label, "antal": count }),
        }
    }

    fn actions(&mut self, groups: &[Group], others: &str) -> Value {
        let headed = groups.iter().any(|group| group.heading.is_some());
        let groups: Vec<Value> = groups
            .iter()
            .filter(|group| !group.items.is_empty())
            .map(|group| {
                let heading = match &group.heading {
                    Some(item) => Some(format!("Behov: {}", with_source(item))),
                    None if headed => Some(others.to_owned()),
                    None => None,
                };
                let rows: Vec<Value> = group.items.iter().map(|item| self.action(item)).collect();
                json!({ "rubrik": heading, "rader": rows })
            })
            .collect();
        json!({ "slag": "atgarder", "grupper": groups })
    }

    fn action(&mut self, item: &Item) -> Value {
        // What was locked before points had numbers of their own is counted through.
        self.number += 1;
        json!({
            "nummer": item.mark().unwrap_or(self.number),
            "vad": with_source(item),
            "vem": detail(item, Label::OWNER).or_else(|| detail(item, Label::WHO)),
            "nar": detail(item, Label::WHEN),
            "uppgifter": other_details(item, &[Label::OWNER, Label::WHO, Label::WHEN]),
        })
    }
}

/// What stands under a label of a point.
fn detail(item: &Item, label: &str) -> Option<String> {
    let found = item.details.iter().find(|fact| fact.label == label);
    found.map(|fact| format!("{}{}", fact.value, kept(&fact.audience)))
}

/// What stands under none of these labels.
fn other_details(item: &Item, labels: &[&str]) -> Vec<Value> {
    item.details.iter().filter(|fact| !labels.contains(&fact.label.as_str())).map(fact).collect()
}

fn followed_up(item: &Item) -> Value {
    json!({
        "vad": with_source(item),
        "vem": detail(item, Label::OWNER),
        "lage": detail(item, Label::STATE),
        "hur": detail(item, Label::HOW),
        "ny_tid": detail(item, Label::NEW_TIME),
        "uppgifter": other_details(item, &[Label::OWNER, Label::STATE, Label::HOW, Label::NEW_TIME]),
    })
}

fn kept(audience: &Audience) -> String {
    kept_from(&audience.except)
}

fn with_source(item: &Item) -> String {
    let from = item.from.as_ref().map(|from| format!(" ({from})")).unwrap_or_default();
    format!("{}{from}{}", item.text, kept(&item.audience))
}

fn point(item: &Item) -> Value {
    json!({
        "text": item.text,
        "fran": item.from,
        "undantag": Some(kept(&item.audience)).filter(|kept| !kept.is_empty()).map(|kept| kept.trim().to_owned()),
        "uppgifter": facts(&item.details),
    })
}

fn fact(fact: &Fact) -> Value {
    let value = format!("{}{}", fact.value, kept(&fact.audience));
    json!([fact.label, value])
}

fn facts(rows: &[Fact]) -> Vec<Value> {
    rows.iter().map(fact).collect()
}
