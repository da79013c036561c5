//! A document as the data that a template is given. Its shape is described on top of `data/protokoll.typ`.

use super::Paper;
use super::typeset::printable;
use crate::minutes::document::{Audience, Block, Document, Fact, Group, Item, Section};
use crate::minutes::words::{Label, kept_from};
use serde_json::{Value, json};

/// Headings no deeper than this: more would be noise in a list of bookmarks.
const DEEPEST: usize = 3;

/// Where a paragraph's lines are no longer weighed against each other: that takes time by the square of its length.
const LONG_TEXT: usize = 2_000;

/// What the template is given.
pub(super) fn of(document: &Document, paper: &Paper, logo: Option<&str>, size: f64) -> Value {
    let mut writer = Writer { sections: Vec::new(), number: 0 };
    for section in &document.sections {
        writer.section(section, 1);
    }
    let mut content = json!({
        "slag": printable(&document.kind),
        "titel": printable(&document.title),
        "organ": printable(&paper.body),
        "arbetsplats": printable(&paper.workplace),
        "logotyp": logo,
        "stor": paper.large,
        "storlek": size,
        "markningar": document.marks.iter().map(|mark| printable(mark)).collect::<Vec<_>>(),
        "diarienummer": diary_number(document).map(printable),
        "huvud": facts(&document.head),
        "avsnitt": writer.sections,
        "underskrifter": paper.signatures.iter().map(|name| printable(name)).collect::<Vec<_>>(),
        "fot": printable(&document.foot),
    });
    content["langt_stycke"] = (longest(&content) > LONG_TEXT).into();
    content
}

/// The length of the longest text, in bytes.
fn longest(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(rows) => rows.iter().map(longest).max().unwrap_or(0),
        Value::Object(fields) => fields.values().map(longest).max().unwrap_or(0),
        _ => 0,
    }
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
            "rubrik": printable(&section.heading),
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
                json!({ "rubrik": heading.as_deref().map(printable), "rader": rows })
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
                .map(|fact| printable(&format!("{}{}", fact.value, kept(&fact.audience))))
        };
        let others: Vec<&Fact> = item
            .details
            .iter()
            .filter(|fact| ![Label::OWNER, Label::WHEN].contains(&fact.label.as_str()))
            .collect();
        json!({
            "nummer": self.number,
            "vad": printable(&with_source(item)),
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
        "text": printable(&item.text),
        "fran": item.from.as_deref().map(printable),
        "undantag": Some(kept(&item.audience)).filter(|kept| !kept.is_empty()).map(|kept| printable(kept.trim())),
        "uppgifter": facts(&item.details),
    })
}

fn fact(fact: &Fact) -> Value {
    let value = format!("{}{}", fact.value, kept(&fact.audience));
    json!([printable(&fact.label), printable(&value)])
}

fn facts(rows: &[Fact]) -> Vec<Value> {
    rows.iter().map(fact).collect()
}
