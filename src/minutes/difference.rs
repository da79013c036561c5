//! What differs between two versions of the minutes, as a document of its own: every format can print it.
//!
//! Each point, fact and action is a line under its heading. Lines that are alike enough are compared word by word:
//! `lästräning [15 → 20] minuter`. To show it to one recipient, compare the two copies that they may have.

use super::document::{Block, Document, Fact, Item, Section};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Sections and facts that tell of the version itself; they always differ.
pub(super) const VERSION_SECTION: &str = "Version och journal";
/// Headings that gather sections.
pub(super) const GATHERING: [&str; 4] = ["Planen", "Det vi kom överens om", "Om mötet", "Gemensamt"];
const VERSION_FACTS: [&str; 4] = ["Justerat", "Godkänt", "Version", "Registrerat"];

/// A part of a changed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the older one alone.
    Gone(String),
    /// In the newer one alone.
    New(String),
}

/// What happened to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came.
    Added(String),
    /// It went.
    Removed(String),
    /// Some of its words changed.
    Changed(Vec<Piece>),
}

/// The changes under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The headings from the outermost in: "Ärende 1: Blå › Beslut".
    pub heading: String,
    /// What happened, in order.
    pub changes: Vec<Change>,
}

/// What differs, heading by heading; empty where the two say the same.
pub fn changes(old: &Document, new: &Document) -> Vec<Changes> {
    let (before, after) = (lines(old), lines(new));
    let mut headings: Vec<&String> = after.iter().map(|(heading, _)| heading).collect();
    // What is gone altogether stands where it stood: after the heading before it.
    for (index, (heading, _)) in before.iter().enumerate() {
        if !headings.contains(&heading) {
            let follows = before[..index].iter().rev().find_map(|(earlier, _)| {
                headings.iter().position(|known| *known == earlier).map(|place| place + 1)
            });
            headings.insert(follows.unwrap_or(0), heading);
        }
    }
    let of = |all: &[(String, Vec<String>)], wanted: &String| {
        all.iter().find(|(heading, _)| heading == wanted).map(|(_, lines)| lines.clone()).unwrap_or_default()
    };
    headings
        .into_iter()
        .map(|heading| Changes {
            heading: heading.clone(),
            changes: compare(&of(&before, heading), &of(&after, heading)),
        })
        .filter(|found| !found.changes.is_empty())
        .collect()
}

/// The same as a document, `head` saying which versions are compared, and why there is a new one.
pub fn document(old: &Document, new: &Document, mut head: Vec<Fact>, foot: String) -> Document {
    let found = changes(old, new);
    let sections = if found.is_empty() {
        let item = Item::new("Ingenting i texten skiljer dem åt.");
        vec![Section::new("Ändringar", vec![Block::Stycke { item }])]
    } else {
        head.push(Fact::new(
            "Så läser du",
            "[förr → nu] är ersatt, [+ nu] är tillagt, [− förr] är borttaget",
        ));
        found.into_iter().map(section).collect()
    };
    Document {
        kind: "Skillnad mellan versioner".to_owned(),
        title: new.title.clone(),
        marks: new.marks.clone(),
        protection: new.protection.clone(),
        head,
        sections,
        foot,
    }
}

fn section(found: Changes) -> Section {
    let items = found
        .changes
        .iter()
        .map(|change| match change {
            Change::Added(line) => Item::new(format!("Tillagt: {line}")),
            Change::Removed(line) => Item::new(format!("Borttaget: {line}")),
            Change::Changed(pieces) => Item::new(format!("Ändrat: {}", in_words(pieces))),
        })
        .collect();
    Section::new(found.heading, vec![Block::Lista { items }])
}

/// "lästräning [15 → 20] minuter".
fn in_words(pieces: &[Piece]) -> String {
    let mut words = Vec::new();
    let mut rest = pieces.iter().peekable();
    while let Some(piece) = rest.next() {
        words.push(match (piece, rest.peek()) {
            (Piece::Gone(gone), Some(Piece::New(new))) => {
                rest.next();
                format!("[{gone} → {new}]")
            }
            (Piece::Gone(gone), _) => format!("[− {gone}]"),
            (Piece::New(new), _) => format!("[+ {new}]"),
            (Piece::Same(same), _) => same.clone(),
        });
    }
    words.join(" ")
}

fn compare(old: &[String], new: &[String]) -> Vec<Change> {
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => {
                found.extend(old[old_index..old_index + old_len].iter().cloned().map(Change::Removed));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                found.extend(new[new_index..new_index + new_len].iter().cloned().map(Change::Added));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                found.extend(replaced(
                    &old[old_index..old_index + old_len],
                    &new[new_index..new_index + new_len],
                ));
            }
        }
    }
    found
}

/// Pairs lines that are alike; the others went or came.
fn replaced(old: &[String], new: &[String]) -> Vec<Change> {
    let mut found = Vec::new();
    let mut left: Vec<&String> = old.iter().collect();
    let mut later = Vec::new();
    for line in new {
        let alike = left.iter().position(|old| same_label(old, line) || is_alike(&word_changes(old, line)));
        match alike {
            Some(index) => {
                // What stood before it and has no like any more went.
                found.extend(left.drain(..index).cloned().map(Change::Removed));
                found.append(&mut later);
                found.push(Change::Changed(word_changes(left.remove(0), line)));
            }
            None => later.push(Change::Added(line.clone())),
        }
    }
    found.extend(left.into_iter().cloned().map(Change::Removed));
    found.append(&mut later);
    found
}

/// Whether both are values of the same label: "Plats: …".
fn same_label(old: &str, new: &str) -> bool {
    let label = |line: &str| line.split_once(": ").map(|(label, _)| label.to_owned());
    label(old).is_some_and(|old| !old.contains(" · ") && label(new) == Some(old))
}

/// Whether so much is the same that it reads as one line that was changed: two fifths of the longer one's words.
fn is_alike(pieces: &[Piece]) -> bool {
    let count = |wanted: fn(&Piece) -> Option<&String>| -> usize {
        pieces.iter().filter_map(wanted).map(|words| words.split(' ').count()).sum()
    };
    let same = count(|piece| match piece {
        Piece::Same(words) => Some(words),
        _ => None,
    });
    let gone = count(|piece| match piece {
        Piece::Gone(words) => Some(words),
        _ => None,
    });
    let new = count(|piece| match piece {
        Piece::New(words) => Some(words),
        _ => None,
    });
    same * 5 >= (same + gone.max(new)) * 2
}

/// Two lines word by word. The pieces that aren't new make the old line, those that aren't gone the new one.
pub fn word_changes(old: &str, new: &str) -> Vec<Piece> {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let mut pieces = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (old, new) = (before[op.old_range()].join(" "), after[op.new_range()].join(" "));
        match op {
            DiffOp::Equal { .. } => pieces.push(Piece::Same(old)),
            DiffOp::Delete { .. } => pieces.push(Piece::Gone(old)),
            DiffOp::Insert { .. } => pieces.push(Piece::New(new)),
            DiffOp::Replace { .. } => pieces.extend([Piece::Gone(old), Piece::New(new)]),
        }
    }
    pieces
}

/// Every line of a document under its heading, in order.
fn lines(document: &Document) -> Vec<(String, Vec<String>)> {
    let mut head = vec![format!("{}: {}", document.kind, document.title)];
    head.extend(
        document.head.iter().filter(|fact| !VERSION_FACTS.contains(&fact.label.as_str())).map(fact_line),
    );
    let mut all = vec![("Mötet".to_owned(), head)];
    for section in &document.sections {
        section_lines(section, "", &mut all);
    }
    all
}

fn section_lines(section: &Section, within: &str, all: &mut Vec<(String, Vec<String>)>) {
    if section.heading == VERSION_SECTION {
        return;
    }
    // What only holds others together on the paper is no place of its own: where a point stood in an older version it is
    // looked for.
    if within.is_empty() && GATHERING.contains(&section.heading.as_str()) {
        for inner in &section.sections {
            section_lines(inner, "", all);
        }
        return;
    }
    let heading =
        if within.is_empty() { section.heading.clone() } else { format!("{within} › {}", section.heading) };
    let mut own = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Uppgifter { facts } => own.extend(facts.iter().map(fact_line)),
            Block::Stycke { item } => own.push(item_line(item)),
            Block::Lista { items } | Block::Uppfoljt { items } => own.extend(items.iter().map(item_line)),
            // What is filled in by hand afterwards.
            Block::Kryss { .. } | Block::Rader { .. } | Block::Underskrifter { .. } => {}
            Block::Atgarder { groups, .. } => {
                for group in groups {
                    let need = group.heading.as_ref().map(|need| format!(" · Behov: {}", need.text));
                    own.extend(
                        group
                            .items
                            .iter()
                            .map(|item| format!("{}{}", item_line(item), need.as_deref().unwrap_or(""))),
                    );
                }
            }
        }
    }
    // Two sections of the same name under each other are read as one.
    match all.iter_mut().find(|(known, _)| *known == heading) {
        Some((_, lines)) => lines.append(&mut own),
        None => all.push((heading.clone(), own)),
    }
    for inner in &section.sections {
        section_lines(inner, &heading, all);
    }
}

fn fact_line(fact: &Fact) -> String {
    format!("{}: {}", fact.label, fact.value)
}

fn item_line(item: &Item) -> String {
    let mut line = item.text.clone();
    if let Some(from) = &item.from {
        line = format!("{line} ({from})");
    }
    for fact in &item.details {
        line = format!("{line} · {}", fact_line(fact));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use crate::domain::agenda::EntryKind;
    use crate::minutes::{Options, build};
    use proptest::prelude::*;

    fn sip() -> crate::domain::meeting::Meeting {
        demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == "sip").unwrap()
    }

    fn document_of(meeting: &crate::domain::meeting::Meeting) -> Document {
        let options = Options { draft: false, ..Options::made_up() };
        build(meeting, &options)
    }

    #[test]
    fn a_document_differs_in_nothing_from_itself() {
        let one = document_of(&sip());
        assert_eq!(changes(&one, &one), []);
        let said = document(&one, &one, Vec::new(), String::new());
        assert!(crate::minutes::plain::render(&said).contains("Ingenting i texten skiljer dem åt."));
    }

    #[test]
    fn what_changed_came_and_went_is_told_under_its_heading() {
        let old = sip();
        let mut new = old.clone();
        let action = new.entries.iter_mut().find(|entry| entry.text.starts_with("Samtal med Vera")).unwrap();
        action.text = action.text.replace("en gång", "två gånger");
        let gone = new.entries.iter().position(|entry| entry.kind() == EntryKind::Fungerar).unwrap();
        let gone = new.entries.remove(gone).text;
        let mut came = new.entries.iter().find(|entry| entry.kind() == EntryKind::Svarare).unwrap().clone();
        came.id = crate::domain::ids::EntryId(uuid::Uuid::from_u128(1));
        came.text = "Morgnarna drar ut på tiden.".to_owned();
        new.entries.push(came);
        new.sort();
        let said = document(
            &document_of(&old),
            &document_of(&new),
            vec![Fact::new("Varför", "Det stod fel")],
            "Fot".to_owned(),
        );
        let text = crate::minutes::plain::render(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Ändrat: Samtal med Vera [en gång → två gånger] i veckan"), "{text}");
        assert!(text.contains(&format!("Borttaget: {gone}")), "{text}");
        assert!(text.contains("Tillagt: Morgnarna drar ut på tiden."), "{text}");
        insta::assert_snapshot!(crate::minutes::markdown::render(&said));
    }

    fn joined(pieces: &[Piece], leave_out: fn(&Piece) -> bool) -> String {
        let kept: Vec<&str> = pieces
            .iter()
            .filter(|piece| !leave_out(piece))
            .map(|(Piece::Same(words) | Piece::Gone(words) | Piece::New(words))| words.as_str())
            .collect();
        kept.join(" ")
    }

    proptest! {
        #[test]
        fn the_pieces_of_a_changed_line_make_both_lines(
            old in "[a-cåäö]{1,3}( [a-cåäö]{1,3}){0,8}",
            new in "[a-cåäö]{1,3}( [a-cåäö]{1,3}){0,8}",
        ) {
            let pieces = word_changes(&old, &new);
            prop_assert_eq!(joined(&pieces, |piece| matches!(piece, Piece::New(_))), old);
            prop_assert_eq!(joined(&pieces, |piece| matches!(piece, Piece::Gone(_))), new);
        }

        #[test]
        fn every_line_that_came_or_went_is_told_once(
            old in prop::collection::vec("[a-d]{1,2}( [a-d]{1,2}){0,3}", 0..6),
            new in prop::collection::vec("[a-d]{1,2}( [a-d]{1,2}){0,3}", 0..6),
        ) {
            let found = compare(&old, &new);
            let changed = found.iter().filter(|change| matches!(change, Change::Changed(_))).count();
            let added = found.iter().filter(|change| matches!(change, Change::Added(_))).count();
            let removed = found.iter().filter(|change| matches!(change, Change::Removed(_))).count();
            // As many lines are the same in both, counted from either side.
            prop_assert_eq!(old.len() - removed - changed, new.len() - added - changed);
            prop_assert_eq!(found.is_empty(), old == new);
        }
    }
}
