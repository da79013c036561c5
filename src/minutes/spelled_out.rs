//! Abbreviations spelled out where they first come, on each paper for itself: the last thing that is done with a
//! document before a format writes it down, so that a copy has its own first uses, and what is kept says what was written.

use super::document::{Block, Document, Fact, Item, Section};
use super::words::{Label, is_voice};
use crate::domain::reference::{FirstUse, Glossary};

/// The document with each abbreviation spelled out at its first use. Headings, labels, names and the child's own words
/// stay as they are.
#[must_use]
pub fn spelled_out(document: &Document, glossary: &Glossary) -> Document {
    let mut first = FirstUse::new(glossary);
    let mut document = document.clone();
    facts(&mut document.head, &mut first);
    document.sections.iter_mut().for_each(|part| section(part, &mut first));
    document
}

fn section(part: &mut Section, first: &mut FirstUse<'_>) {
    if is_voice(&part.heading) {
        return;
    }
    for block in &mut part.blocks {
        match block {
            Block::Uppgifter { facts: some } => facts(some, first),
            Block::Stycke { item: one } => item(one, first),
            Block::Lista { items } | Block::Uppfoljt { items } => {
                for one in items {
                    item(one, first);
                }
            }
            Block::Atgarder { groups, .. } => {
                for group in groups {
                    group.heading.iter_mut().for_each(|heading| item(heading, first));
                    group.items.iter_mut().for_each(|one| item(one, first));
                }
            }
            Block::Kryss { .. } | Block::Rader { .. } | Block::Underskrifter { .. } => {}
        }
    }
    part.sections.iter_mut().for_each(|inner| section(inner, first));
}

fn item(one: &mut Item, first: &mut FirstUse<'_>) {
    one.text = first.text(&one.text);
    facts(&mut one.details, first);
}

/// Labels under which names stand, or what must stay as it was given.
const NAMES: [&str; 14] = [
    "Barn",
    "Namn",
    "Referens",
    "Vårdnadshavare",
    "Tolk",
    "Leder mötet",
    "Antecknar",
    "Initiativ",
    "Huvudansvarig",
    Label::OWNER,
    Label::DIARY,
    Label::REGISTERED,
    Label::REGISTERED_IN,
    Document::ANSWER_TO,
];

fn facts(some: &mut [Fact], first: &mut FirstUse<'_>) {
    for fact in
        some.iter_mut().filter(|fact| !NAMES.contains(&fact.label.as_str()) && fact.label != Label::VOICE)
    {
        fact.value = first.text(&fact.value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::Term;
    use crate::minutes::Reader;
    use crate::minutes::document::Audience;

    fn bup() -> Glossary {
        let term = Term {
            short: "BUP".to_owned(),
            long: "barn- och ungdomspsykiatrin".to_owned(),
            about: String::new(),
            source: String::new(),
        };
        Glossary { terms: vec![term] }
    }

    fn document(sections: Vec<Section>) -> Document {
        Document {
            kind: "Protokoll".to_owned(),
            title: "Möte med BUP".to_owned(),
            marks: Vec::new(),
            protection: Audience::everyone(),
            head: vec![Fact::new("Antecknar", "BUP")],
            sections,
            foot: String::new(),
        }
    }

    fn list(heading: &str, items: Vec<Item>) -> Section {
        Section::new(heading, vec![Block::Lista { items }])
    }

    #[test]
    fn headings_names_and_the_childs_words_are_left_and_the_first_use_is_spelled_out() {
        let whole = document(vec![
            list(Label::VOICE, vec![Item::new("BUP är bra")]),
            list("Kontakt med BUP", vec![Item::new("BUP hör av sig"), Item::new("BUP igen")]),
        ]);
        let text = crate::minutes::plain::render(&spelled_out(&whole, &bup()));
        assert_eq!(text.matches("ungdomspsykiatrin").count(), 1, "{text}");
        assert!(text.contains("BUP (barn- och ungdomspsykiatrin) hör av sig"), "{text}");
        assert!(text.contains("BUP är bra"), "{text}");
    }

    #[test]
    fn each_copy_has_its_own_first_use() {
        let kept_back = Audience { except: vec!["mentor".to_owned()], ..Audience::everyone() };
        let first = Item { audience: kept_back, ..Item::new("BUP utreder") };
        let whole = document(vec![list("Nuläge", vec![first, Item::new("BUP ringer")])]);
        let text = |document: &Document| crate::minutes::plain::render(&spelled_out(document, &bup()));
        assert!(text(&whole).contains("BUP (barn- och ungdomspsykiatrin) utreder"));
        let copy = text(&whole.copy_for(&Reader::named("mentor")));
        assert!(
            !copy.contains("utreder") && copy.contains("BUP (barn- och ungdomspsykiatrin) ringer"),
            "{copy}"
        );
    }
}
