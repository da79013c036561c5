//! The minutes as Markdown (CommonMark). No text of a user's can break out of its place.

use super::document::{Block, Document, Fact, Group, Item, Section};

/// The document as Markdown.
pub fn render(document: &Document) -> String {
    let mut writer = Writer { out: String::new(), number: 0 };
    writer.document(document);
    writer.out
}

/// Characters that mean something in Markdown wherever they stand.
const ALWAYS: &str = "\\`*_#<>[]|~&@$^";

/// A user's text with everything escaped that Markdown would take for markup, links or references.
/// Taking away each backslash before a punctuation mark gives the text back.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    // What begins a list or a rule only does so at the beginning.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        escaped.push_str(&text[..digits]);
        escaped.push('\\');
        escaped.push_str(&text[digits..=digits]);
        rest = &text[digits + 1..];
    } else if text.starts_with(['-', '+', '=', ':']) {
        escaped.push('\\');
        escaped.push_str(&text[..1]);
        rest = &text[1..];
    }
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        // Addresses would become links by themselves.
        let address = (c == ':' && chars.peek() == Some(&'/')) || (c == '.' && ends_with_www(&escaped));
        if address || ALWAYS.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

struct Writer {
    out: String,
    /// The number of the last agreed point.
    number: usize,
}

impl Writer {
    fn document(&mut self, document: &Document) {
        for mark in &document.marks {
            self.line(&format!("**{}**\n", escape(mark)));
        }
        self.line(&format!("# {}: {}\n", escape(&document.kind), escape(&document.title)));
        self.facts(&document.head, "");
        for section in &document.sections {
            self.section(section, 2);
        }
        self.line(&format!("\n---\n\n{}", escape(&document.foot)));
    }

    fn section(&mut self, section: &Section, level: usize) {
        self.line(&format!("\n{} {}", "#".repeat(level), escape(&section.heading)));
        for block in &section.blocks {
            self.line("");
            self.block(block);
        }
        for inner in &section.sections {
            self.section(inner, (level + 1).min(6));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Uppgifter { facts } => self.facts(facts, ""),
            Block::Stycke { item } => {
                self.line(&text_of(item));
                if !item.details.is_empty() {
                    self.line("");
                    self.facts(&item.details, "");
                }
            }
            Block::Lista { items } => {
                for item in items {
                    self.line(&format!("- {}", text_of(item)));
                    self.facts(&item.details, "  ");
                }
            }
            Block::Atgarder { groups, others } => self.groups(groups, others),
        }
    }

    fn groups(&mut self, groups: &[Group], others: &str) {
        let headed = groups.iter().any(|group| group.heading.is_some());
        let mut first = true;
        for group in groups.iter().filter(|group| !group.items.is_empty()) {
            if !std::mem::take(&mut first) {
                self.line("");
            }
            match &group.heading {
                Some(heading) => self.line(&format!("**Behov:** {}\n", text_of(heading))),
                None if headed => self.line(&format!("**{}**\n", escape(others))),
                None => {}
            }
            for item in &group.items {
                self.number += 1;
                let mark = format!("{}. ", self.number);
                self.line(&format!("{mark}{}", text_of(item)));
                self.facts(&item.details, &" ".repeat(mark.len()));
            }
        }
    }

    fn facts(&mut self, facts: &[Fact], indent: &str) {
        for fact in facts {
            self.line(&format!(
                "{indent}- **{}:** {}{}",
                escape(&fact.label),
                escape(&fact.value),
                kept_from(&fact.audience.except)
            ));
        }
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// The text with who said it and, in the complete minutes, who may not read it.
fn text_of(item: &Item) -> String {
    let from = item.from.as_ref().map(|from| format!(" *({})*", escape(from))).unwrap_or_default();
    format!("{}{from}{}", escape(&item.text), kept_from(&item.audience.except))
}

fn kept_from(parties: &[String]) -> String {
    if parties.is_empty() {
        return String::new();
    }
    let parties: Vec<String> = parties.iter().map(|party| escape(party)).collect();
    format!(" **(Undantag: lämnas inte till {})**", super::words::enumeration(&parties))
}
