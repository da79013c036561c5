//! The minutes as Markdown (CommonMark). No text of a user's can break out of its place.

use crate::minutes::document::{Block, Document, Fact, Group, Item, Section};

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
    let mut chars = text.chars().peekable();
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

/// [`escape`] for a text that stands first on a line or in a list, where it could begin a list or a rule of its own.
pub fn escape_first(text: &str) -> String {
    let mut escaped = escape(text);
    let digits = escaped.len() - escaped.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut after = escaped[digits..].chars();
    let numbered =
        digits > 0 && matches!(after.next(), Some('.' | ')')) && after.next().is_none_or(char::is_whitespace);
    if numbered || (digits == 0 && escaped.starts_with(['-', '+', '=', ':'])) {
        escaped.insert(digits, '\\');
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
        self.line(&format!("\n---\n\n{}", escape_first(&document.foot)));
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
            Block::Lista { items } | Block::Uppfoljt { items } => {
                for item in items {
                    self.line(&format!("- {}", text_of(item)));
                    self.facts(&item.details, "  ");
                }
            }
            Block::Atgarder { groups, others } => self.groups(groups, others),
            Block::Underskrifter { items, .. } => {
                for item in items {
                    self.line(&format!("**{}**\n", escape(&item.text)));
                    self.line("Namnteckning:\n\n---\n\nNamnförtydligande:\n\n---\n\nDatum:\n\n---");
                }
            }
            Block::Kryss { choices } => {
                for choice in choices {
                    let line =
                        if choice.ends_with(':') { " \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_" } else { "" };
                    self.line(&format!("- [ ] {}{line}", escape(choice)));
                }
            }
            Block::Rader { label, count } => {
                self.line(&format!("**{}:**", escape(label)));
                // A line of its own is a rule over the whole width.
                for _ in 0..*count {
                    self.line("\n\n---");
                }
            }
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
                // What was locked before points had numbers of their own is counted through.
                self.number += 1;
                let mark = format!("{}. ", item.mark().unwrap_or(self.number));
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
    format!("{}{from}{}", escape_first(&item.text), kept_from(&item.audience.except))
}

fn kept_from(parties: &[String]) -> String {
    if parties.is_empty() {
        return String::new();
    }
    let parties: Vec<String> = parties.iter().map(|party| escape(party)).collect();
    format!(" **(Undantag: lämnas inte till {})**", crate::minutes::words::parties_in_words(&parties))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::clean;
    use proptest::prelude::*;

    /// Takes away each backslash before a punctuation mark; fails on a mark that means something and has none.
    fn unescape(text: &str) -> Result<String, String> {
        let mut plain = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some(next) if next.is_ascii_punctuation() => plain.push(next),
                    other => return Err(format!("a lone backslash before {other:?}")),
                },
                c if ALWAYS.contains(c) => return Err(format!("{c} is not escaped")),
                c => plain.push(c),
            }
        }
        Ok(plain)
    }

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was(raw in "([-+*_#<>|~&@$^`:/.()0-9a-zåäö \\\\\\[\\]]|\\PC){0,60}") {
            let text = clean(&raw).trim().to_owned();
            prop_assert_eq!(unescape(&escape(&text)), Ok(text.clone()));
            prop_assert_eq!(unescape(&escape_first(&text)), Ok(text.clone()));
            prop_assert!(!escape_first(&text).contains(['\n', '\r']));
        }

        #[test]
        fn no_text_begins_a_list_or_a_rule(start in "([-+*]|[0-9]{1,9}[.)]|=+|-+|#+|>|:|```|~~~|<div>)", rest in "( .{0,10})?") {
            let text = clean(&format!("{start}{rest}")).trim().to_owned();
            prop_assert!(!text.is_empty());
            let escaped = escape_first(&text);
            let digits = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
            prop_assert!(digits.starts_with('\\') , "{}", escaped);
        }
    }

    #[test]
    fn times_and_dates_stay_readable() {
        assert_eq!(escape_first("09.00–09.58"), "09.00–09.58");
        assert_eq!(escape_first("3. mars"), "3\\. mars");
        assert_eq!(escape("se https://x.se och www.x.se"), "se https\\://x.se och www\\.x.se");
    }

    #[test]
    fn a_heading_cannot_be_smuggled_in() {
        let item = Item::new("# Beslut **nu** [länk](http://x) <script> | a@b.se");
        let section = Section::new("A", vec![Block::Lista { items: vec![item] }]);
        let document = Document {
            kind: "Protokoll".to_owned(),
            title: "T".to_owned(),
            marks: Vec::new(),
            protection: crate::minutes::document::Audience::everyone(),
            head: Vec::new(),
            sections: vec![section],
            foot: String::new(),
        };
        let text = render(&document);
        assert!(text.contains(r"- \# Beslut \*\*nu\*\* \[länk\](http\://x) \<script\> \| a\@b.se"), "{text}");
    }
}
