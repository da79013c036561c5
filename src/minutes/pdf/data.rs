//! A document as the data that a template is given. Its shape is described on top of `data/protokoll.typ`; what depends
//! on the typefaces (`storlek`, `langt_stycke`, characters without a glyph) the paper program fills in.

use super::Paper;
use crate::minutes::document::{Audience, Block, Document, Fact, Group, Item, Section};
use crate::minutes::words::{Label, kept_from};
use serde_json::{Value, json};

/// Headings no deeper than this: more would be noise in a list of bookmarks.
const DEEPEST: usize = 3;

/// What the template is given.
pub(super) fn of(document: &Document, paper: &Paper, logo: Option<&str>) -> Value {
    let mut writer = Writer { sections: Vec::new(), number: 0 };
    for section in &document.sections {
        writer.section(section, 1);
    }
    json!({
        "slag": document.kind,
        "titel": document.title,
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
    [Label::DIARY, Label::REGISTERED]
        .iter()
        .find_map(|label| document.head.iter().find(|fact| fact.label == *label))
        .map(|fact| fact.value.as_str())
}

struct Writer {
    sections: Vec<Value>,
    /// The number of the last agreed point.
    number: usize,
}

impl Writer {
    fn section(&mut self, section: &Section, level: usize) {
        let spoken = section.heading == Label::VOICE;
        let blocks: Vec<Value> = section.blocks.iter().map(|block| self.block(block, spoken)).collect();
        self.sections.push(json!({
            "rubrik": section.heading,
            "niva": level.min(DEEPEST),
            "nytt_blad": section.own_sheet,
            "innehall": blocks,
        }));
        for inner in &section.sections {
            self.section(inner, level + 1);
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
        self.number += 1;
        let named = |label: &str| {
            item.details
                .iter()
                .find(|fact| fact.label == label)
                .map(|fact| format!("{}{}", fact.value, kept(&fact.audience)))
        };
        let others: Vec<&Fact> = item
            .details
            .iter()
            .filter(|fact| ![Label::OWNER, Label::WHEN].contains(&fact.label.as_str()))
            .collect();
        json!({
            "nummer": self.number,
            "vad": with_source(item),
            "vem": named(Label::OWNER),
            "nar": named(Label::WHEN),
            "uppgifter": others.into_iter().map(fact).collect::<Vec<_>>(),
        })
    }
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
