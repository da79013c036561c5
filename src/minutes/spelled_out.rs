//! Abbreviations spelled out where they first come, on each paper for itself: the last thing that is done with a
//! document before a format writes it down, so that a copy has its own first uses, and what is kept says what was written.

use super::document::{Block, Document, Fact, Item, Section};
use super::words::{Label, is_of_people, is_voice};
use crate::domain::reference::{FirstUse, Glossary};

/// The document with each abbreviation spelled out at its first use. Headings, labels, names and the child's own words
/// stay as they are.
#[must_use]
pub fn spelled_out(document: &Document, glossary: &Glossary) -> Document {
    let mut first = First { used: FirstUse::new(glossary), to_family: document.kind == Document::PLAN };
    let mut document = document.clone();
    facts(&mut document.head, &mut first);
    document.sections.iter_mut().for_each(|part| section(part, &mut first));
    document
}

fn section(part: &mut Section, first: &mut First<'_>) {
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

fn item(one: &mut Item, first: &mut First<'_>) {
    one.text = first.used.text(&one.text);
    facts(&mut one.details, first);
}

/// Labels besides those of people under which what was given stays as it was.
const KEPT: [&str; 5] = ["Referens", Label::DIARY, Label::REGISTERED, Label::REGISTERED_IN, Label::VOICE];

/// Whether what stands under a label isn't to be touched. A family reads who calls and who does what, and may meet an
/// abbreviation there and nowhere else: on its plan, and in a letter.
fn is_kept(label: &str, to_family: bool) -> bool {
    let is_read = label == Label::CALLS || (to_family && [Label::OWNER, Label::WHO].contains(&label));
    KEPT.contains(&label) || (is_of_people(label) && !is_read)
}

fn facts(some: &mut [Fact], first: &mut First<'_>) {
    for fact in some.iter_mut().filter(|fact| !is_kept(&fact.label, first.to_family)) {
        fact.value = first.used.text(&fact.value);
    }
}

/// What has been met so far on a paper.
struct First<'g> {
    used: FirstUse<'g>,
    to_family: bool,
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
    fn a_family_reads_who_does_what_in_full_words_once_and_in_one_pair_of_brackets() {
        let who = |name: &str| Item { details: vec![Fact::new(Label::OWNER, name)], ..Item::new("Ringer") };
        let mut plan = document(vec![list("Vem gör vad?", vec![who("BUP – vi frågar"), who("Bo, BUP")])]);
        let owners = |document: &Document| {
            let Block::Lista { items } = &document.sections[0].blocks[0] else { panic!() };
            items.iter().map(|item| item.details[0].value.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            owners(&spelled_out(&plan, &bup())),
            ["BUP – vi frågar", "Bo, BUP"],
            "minutes name people"
        );
        plan.kind = Document::PLAN.to_owned();
        let told = owners(&spelled_out(&plan, &bup()));
        assert_eq!(told, ["BUP (barn- och ungdomspsykiatrin) – vi frågar", "Bo, BUP"]);
        // A letter says who calls.
        let mut letter = document(vec![Section::new(
            "När",
            vec![Block::Uppgifter {
                facts: vec![
                    Fact::new(Label::CALLS, "BUP"),
                    Fact::new("Till", "Bo Ek, BUP"),
                    Fact::new("För", "BUP"),
                ],
            }],
        )]);
        letter.kind = Document::INVITATIONS[1].to_owned();
        let text = crate::minutes::plain::render(&spelled_out(&letter, &bup()));
        assert_eq!(text.matches("ungdomspsykiatrin").count(), 1, "{text}");
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
