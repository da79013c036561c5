//! The minutes as plain text: for a line printer at most 80 columns, on a screen as many as the reader there has; a form feed
//! before each ärende's sheet.

use crate::domain::text::{width, wrap};
use crate::minutes::document::{Block, Document, Fact, Group, Item, Section};
use crate::minutes::words::kept_from;

/// The longest line on paper, in columns.
pub const COLUMNS: usize = 80;

/// Values stand at most this far in; a longer label gets its value after it.
const LABEL_COLUMNS: usize = 22;

/// The fewest columns that a document is laid out in; what is narrower breaks its lines once more.
const NARROWEST: usize = 40;

/// The document as plain text for paper.
pub fn render(document: &Document) -> String {
    render_in(document, COLUMNS)
}

/// The document as plain text whose lines are at most so many columns wide.
pub fn render_in(document: &Document, columns: usize) -> String {
    let mut writer = Writer { out: String::new(), columns: columns.max(NARROWEST), number: 0 };
    writer.document(document);
    writer.out
}

struct Writer {
    out: String,
    /// The longest line.
    columns: usize,
    /// The number of the last agreed point.
    number: usize,
}

impl Writer {
    fn document(&mut self, document: &Document) {
        for mark in &document.marks {
            self.hanging("*** ", &format!("{mark} ***"));
        }
        if !document.marks.is_empty() {
            self.blank();
        }
        self.hanging("", &document.kind.to_uppercase());
        self.underlined(&document.title, '=');
        self.blank();
        self.facts(&document.head, 0);
        for (at, section) in document.sections.iter().enumerate() {
            self.section(section, 0, document.begins_page(at));
        }
        self.blank();
        self.hanging("", &"-".repeat(self.columns));
        self.hanging("", &document.foot);
    }

    fn section(&mut self, section: &Section, level: usize, begins_page: bool) {
        // A screen turns no page: there the sheets are parted by the empty line.
        self.blank();
        if begins_page {
            self.out.push('\u{c}');
        }
        match level {
            0 if section.own_sheet => self.underlined(&section.heading, '='),
            0 => self.underlined(&section.heading.to_uppercase(), '-'),
            1 => self.underlined(&section.heading, '-'),
            _ => self.hanging("", &section.heading),
        }
        let mut first = true;
        for block in &section.blocks {
            if !std::mem::take(&mut first) {
                self.blank();
            }
            self.block(block);
        }
        for inner in &section.sections {
            self.section(inner, level + 1, false);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Uppgifter { facts } => self.facts(facts, 0),
            Block::Stycke { item } => {
                self.hanging("", &text_of(item));
                self.facts(&item.details, 2);
            }
            Block::Lista { items } | Block::Uppfoljt { items } => {
                for item in items {
                    self.hanging("- ", &text_of(item));
                    self.facts(&item.details, 2);
                }
            }
            Block::Atgarder { groups, others } => self.groups(groups, others),
            Block::Underskrifter { items, .. } => {
                for item in items {
                    self.blank();
                    self.hanging("", &"_".repeat(self.columns));
                    self.hanging("", &item.text);
                    self.blank();
                    let line = |label: &str, columns: usize| format!("{label}: {}", "_".repeat(columns));
                    let name = line("Namnförtydligande", (self.columns / 2).saturating_sub(10));
                    self.hanging(
                        "",
                        &format!("{name}  {}", line("Datum", (self.columns / 2).saturating_sub(22))),
                    );
                }
            }
            Block::Kryss { choices } => {
                for choice in choices {
                    let line = if choice.ends_with(':') { " ____________" } else { "" };
                    self.hanging("[ ] ", &format!("{choice}{line}"));
                }
            }
            Block::Rader { label, count } => {
                self.hanging("", &format!("{label}:"));
                for _ in 0..*count {
                    self.blank();
                    self.line(&"_".repeat(self.columns));
                }
            }
        }
    }

    fn groups(&mut self, groups: &[Group], others: &str) {
        let headed = groups.iter().any(|group| group.heading.is_some());
        let mut first = true;
        for group in groups.iter().filter(|group| !group.items.is_empty()) {
            if !std::mem::take(&mut first) {
                self.blank();
            }
            match &group.heading {
                Some(heading) => self.hanging("Behov: ", &text_of(heading)),
                None if headed => self.hanging("", &format!("{others}:")),
                None => {}
            }
            for item in &group.items {
                // What was locked before points had numbers of their own is counted through.
                self.number += 1;
                let mark = format!("{:>3}. ", item.mark().unwrap_or(self.number));
                self.hanging(&mark, &text_of(item));
                self.facts(&item.details, width(&mark));
            }
        }
    }

    /// Labels with their values in one column, which begins after the longest label.
    fn facts(&mut self, facts: &[Fact], indent: usize) {
        let column = facts
            .iter()
            .map(|fact| width(&fact.label) + 2)
            .filter(|columns| *columns <= LABEL_COLUMNS)
            .max()
            .unwrap_or(0);
        for fact in facts {
            let label = format!("{}{}:", " ".repeat(indent), fact.label);
            let value = format!("{}{}", fact.value, kept_from(&fact.audience.except));
            let padding = (indent + column).saturating_sub(width(&label)).max(1);
            self.labelled(&label, padding, indent + column.max(2), &value);
        }
    }

    /// A label, `padding` columns of space, and the value with its further lines `hang` columns in.
    fn labelled(&mut self, label: &str, padding: usize, hang: usize, value: &str) {
        let start = width(label) + padding;
        if start + 10 > self.columns {
            self.hanging("", label.trim_start());
            self.hanging(&" ".repeat(hang), value);
            return;
        }
        // The first line may begin further in than the others; a filler of that width stands for the label.
        let lines = wrap_from(value, self.columns - start, self.columns - hang);
        for (index, line) in lines.iter().enumerate() {
            let before =
                if index == 0 { format!("{label}{}", " ".repeat(padding)) } else { " ".repeat(hang) };
            self.line(&format!("{before}{line}"));
        }
    }

    /// A text after `mark`, with its further lines as far in as the mark is wide.
    fn hanging(&mut self, mark: &str, text: &str) {
        let indent = width(mark);
        for (index, line) in wrap(text, self.columns - indent).iter().enumerate() {
            let before = if index == 0 { mark.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{before}{line}"));
        }
    }

    fn underlined(&mut self, text: &str, rule: char) {
        let lines = wrap(text, self.columns);
        let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        for line in lines {
            self.line(&line);
        }
        self.line(&rule.to_string().repeat(widest));
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }
}

/// Wraps so that the first line has `first` columns and the others `rest`.
fn wrap_from(text: &str, first: usize, rest: usize) -> Vec<String> {
    let whole = wrap(text, first);
    let Some((head, tail)) = whole.split_first() else { return Vec::new() };
    if tail.is_empty() {
        return whole;
    }
    let after = text.trim_start()[head.trim_start().len()..].trim_start().to_owned();
    let mut lines = vec![head.clone()];
    lines.extend(wrap(&after, rest));
    lines
}

fn text_of(item: &Item) -> String {
    let from = item.from.as_ref().map(|from| format!(" ({from})")).unwrap_or_default();
    format!("{}{from}{}", item.text, kept_from(&item.audience.except))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::clean;
    use proptest::prelude::*;

    fn document(texts: &[String]) -> Document {
        let fact = |at: usize| Fact::new(texts[at].clone(), texts[at + 1].clone());
        let item = |at: usize| Item {
            from: Some(texts[at + 1].clone()),
            details: vec![fact(at)],
            ..Item::new(texts[at].clone())
        };
        let groups = vec![
            Group { heading: Some(item(0)), items: vec![item(1)] },
            Group { heading: None, items: vec![item(2)] },
        ];
        let mut inner = Section::new(texts[3].clone(), vec![Block::Lista { items: vec![item(0), item(2)] }]);
        inner.sections.push(Section::new(texts[1].clone(), vec![Block::Stycke { item: item(2) }]));
        let mut sheet =
            Section::new(texts[2].clone(), vec![Block::Atgarder { groups, others: texts[0].clone() }]);
        sheet.own_sheet = true;
        sheet.sections.push(inner);
        Document {
            kind: texts[0].clone(),
            title: texts[1].clone(),
            marks: vec![texts[2].clone()],
            protection: crate::minutes::document::Audience::everyone(),
            head: vec![fact(0), fact(2)],
            sections: vec![sheet],
            foot: texts[3].clone(),
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_keeps_within_the_page(raw in proptest::collection::vec(".{0,200}", 4)) {
            let texts: Vec<String> = raw.iter().map(|raw| clean(raw).trim().to_owned()).collect();
            for columns in [COLUMNS, 74, 54, 96] {
                let page = render_in(&document(&texts), columns);
                prop_assert_eq!(page.matches('\u{c}').count(), 1);
                for line in page.split(['\n', '\u{c}']) {
                    prop_assert!(width(line) <= columns, "{}", line);
                    prop_assert!(!line.contains(char::is_control));
                }
            }
        }
    }

    #[test]
    fn no_word_of_a_long_text_is_lost() {
        let long = "ett mycket långt ord ".repeat(40) + &"å".repeat(200);
        let texts = [long.as_str(), "b", "c", "d"].map(str::to_owned);
        let page = render(&document(&texts));
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(squeezed(&page).contains(&squeezed(&long)));
    }
}
