//! What stands in a column, row by row, and how each row is broken into lines.

use crate::app::board::{Row, Section, Tone};
use crate::view::pen::{cells, wrap};
use crate::view::theme::Meaning;
use std::borrow::Cow;

/// Something that stands in a column.
pub(super) enum Item<'a> {
    Blank,
    Heading(&'a str),
    Empty(&'a str),
    Row(&'a Row),
}

impl Item<'_> {
    pub(super) fn is_row(&self) -> bool {
        matches!(self, Self::Row(row) if !matches!(row.tone, Tone::Over | Tone::Keys))
    }

    /// Whether rows stand under it.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self, Self::Heading(_)) || matches!(self, Self::Row(row) if row.tone == Tone::Over)
    }
}

/// A line of a column.
#[derive(Clone)]
pub(super) struct Placed<'a> {
    pub(super) item: usize,
    pub(super) indent: u16,
    pub(super) mark: &'a str,
    pub(super) text: Cow<'a, str>,
    /// Stands at the right edge.
    pub(super) aside: Cow<'a, str>,
    pub(super) meaning: Meaning,
    pub(super) beside: Meaning,
    pub(super) first: bool,
    /// Says nothing but what belongs to the row, such as who and when.
    pub(super) fact: bool,
}

impl Placed<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty() && self.aside.is_empty()
    }

    /// Whether it stands over rows: air or a heading.
    pub(super) fn is_over(&self) -> bool {
        self.meaning == Meaning::Heading || self.is_blank()
    }
}

pub(super) fn items<'a>(sections: &[&'a Section], airy: bool) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for section in sections {
        if airy && !items.is_empty() {
            items.push(Item::Blank);
        }
        if !section.heading.is_empty() {
            items.push(Item::Heading(&section.heading));
        }
        items.extend(section.rows.iter().map(Item::Row));
        let empty = section.empty.as_deref().filter(|text| section.rows.is_empty() && !text.is_empty());
        items.extend(empty.map(Item::Empty));
    }
    items
}

pub(super) fn indent_of(row: &Row, width: u16) -> u16 {
    if row.mark.is_empty() { 0 } else { (cells(&row.mark) + 1).min(width / 2) }
}

/// How wide a row is on one line, with what belongs to it.
pub(super) fn natural(row: &Row, width: u16) -> u16 {
    let short = |detail: &&str| cells(detail) <= (width / 2).max(SHORT);
    let detail = row.detail.as_deref().filter(short);
    let beside = detail.map_or(0, |detail| cells(detail).saturating_add(BETWEEN));
    indent_of(row, width).saturating_add(cells(&row.text)).saturating_add(beside)
}

/// The same, of whatever stands in a column.
pub(super) fn natural_of(item: &Item<'_>, width: u16) -> u16 {
    match item {
        Item::Row(row) => natural(row, width),
        Item::Heading(heading) => cells(heading),
        Item::Blank | Item::Empty(_) => 0,
    }
}

/// What stands beside a text is no longer than this, or than half of the row.
pub(super) const SHORT: u16 = 30;

/// Between a text and what stands beside it.
pub(super) const BETWEEN: u16 = 2;

/// A row in fewer lines than it takes: its text is cut, and says so. Who and when never are.
pub(super) fn in_rows(own: Vec<Placed<'_>>, width: u16, room: usize) -> Vec<Placed<'_>> {
    if own.len() <= room {
        return own;
    }
    let mark = own.first().map_or("", |line| line.mark);
    let (mut facts, mut text): (Vec<_>, Vec<_>) = own.into_iter().partition(|line| line.fact);
    // What stood beside the last line of the text gets a line of its own.
    if let Some(last) = text.last_mut().filter(|line| !line.aside.is_empty()) {
        let aside = std::mem::take(&mut last.aside);
        let beside = last.beside;
        let text = Cow::Borrowed("");
        facts.insert(0, Placed { text, aside, meaning: beside, fact: true, first: false, ..last.clone() });
    }
    // What it is goes before who and when, where there is room for one line alone.
    text.truncate(room.saturating_sub(facts.len()).max(1));
    say_cut(&mut text, width);
    text.append(&mut facts);
    text.truncate(room);
    if let Some(first) = text.first_mut() {
        (first.first, first.mark) = (true, mark);
    }
    text
}

/// Says at the last line that its text goes on.
fn say_cut(lines: &mut [Placed<'_>], width: u16) {
    let Some(last) = lines.last_mut() else { return };
    let room = width.saturating_sub(last.indent + 2);
    let mut text = last.text.as_ref();
    while cells(text) > room {
        text = text.rsplit_once(' ').map_or("", |(before, _)| before);
    }
    last.text = Cow::Owned(if text.is_empty() { "…".to_owned() } else { format!("{text} …") });
}

/// A heading whose counts aren't broken within themselves.
fn hold_counts(heading: &str) -> String {
    let Some((name, counts)) = heading.rsplit_once("  ") else { return heading.to_owned() };
    format!("{name}  {}", counts.replace(' ', "\u{a0}").replace(",\u{a0}", ", "))
}

/// Keys that aren't parted from what they do.
fn hold_keys(keys: &str) -> Cow<'_, str> {
    let pairs = keys.split("  ").map(|pair| pair.replace(' ', "\u{a0}"));
    Cow::Owned(pairs.collect::<Vec<_>>().join("  "))
}

fn held(text: Cow<'_, str>, width: u16) -> Vec<Cow<'_, str>> {
    match text {
        Cow::Borrowed(text) => wrap(text, width),
        Cow::Owned(text) => {
            wrap(&text, width).into_iter().map(|line| Cow::Owned(line.into_owned())).collect()
        }
    }
}

pub(super) fn place<'a>(index: usize, item: &Item<'a>, width: u16, lines: &mut Vec<Placed<'a>>) {
    let mut add = |indent: u16, mark: &'a str, text: Cow<'a, str>, meaning: Meaning, first: bool| {
        let (aside, beside) = (Cow::Borrowed(""), Meaning::Text);
        lines.push(Placed { item: index, indent, mark, text, aside, meaning, beside, first, fact: false });
    };
    match item {
        Item::Blank => add(0, "", Cow::Borrowed(""), Meaning::Text, true),
        Item::Heading(heading) => {
            for line in wrap(&hold_counts(&heading.to_uppercase()), width) {
                add(0, "", Cow::Owned(line.replace('\u{a0}', " ")), Meaning::Heading, true);
            }
        }
        Item::Empty(empty) => {
            for line in wrap(empty, width) {
                add(0, "", line, Meaning::Quiet, true);
            }
        }
        Item::Row(row) => {
            let meaning = match row.tone {
                Tone::Normal => Meaning::Text,
                Tone::Quiet | Tone::Keys => Meaning::Quiet,
                Tone::Good => Meaning::Good,
                Tone::Warn => Meaning::Warn,
                Tone::Strong => Meaning::Strong,
                Tone::Over => Meaning::Heading,
            };
            let indent = indent_of(row, width);
            let text = if row.tone == Tone::Keys { hold_keys(&row.text) } else { Cow::Borrowed(&*row.text) };
            for (number, line) in held(text, width - indent).into_iter().enumerate() {
                add(indent, &row.mark, line, meaning, number == 0);
            }
            let Some(detail) = &row.detail else { return };
            // Who and when count as much as what does; of a row that may be skipped all may.
            let beside = if row.tone == Tone::Quiet { Meaning::Quiet } else { Meaning::Text };
            let last = lines.last_mut().filter(|line| line.item == index);
            let used = last.as_ref().map_or(0, |line| indent + cells(&line.text) + BETWEEN);
            // Beside the text where it fits and is no sentence of its own, else beneath it.
            let short = cells(detail) <= (width / 2).max(SHORT);
            if let Some(line) = last.filter(|_| short && used.saturating_add(cells(detail)) <= width) {
                (line.aside, line.beside) = (Cow::Borrowed(detail.as_str()), beside);
                return;
            }
            if short && indent + cells(detail) <= width {
                let (text, aside) = (Cow::Borrowed(""), Cow::Borrowed(detail.as_str()));
                let (mark, meaning, first) = ("", beside, false);
                let fact = true;
                lines.push(Placed { item: index, indent, mark, text, aside, meaning, beside, first, fact });
                return;
            }
            let indent = (indent + 2).min(width / 2);
            for line in wrap(detail, width - indent) {
                let (text, aside) = (line, Cow::Borrowed(""));
                lines.push(Placed {
                    item: index,
                    indent,
                    mark: "",
                    text,
                    aside,
                    meaning: beside,
                    beside,
                    first: false,
                    fact: true,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_day_name_or_key_is_broken_at_any_width() {
        let row = |text: &str, detail: Option<&str>, tone| Row {
            target: None,
            mark: "[→]".to_owned(),
            text: text.to_owned(),
            detail: detail.map(str::to_owned),
            tone,
        };
        let broken = |row: &Row, width: u16| {
            let mut lines = Vec::new();
            place(0, &Item::Row(row), width, &mut lines);
            lines.iter().map(|line| format!("{} {}", line.text, line.aside)).collect::<Vec<_>>()
        };
        for width in 28..90 {
            let facts = "nu Petra Holm, förr Eva Modig · senast fre 11 dec · ändrad till 18 dec";
            let said = broken(&row("Läsa ihop med Maja senast fre 11 dec", Some(facts), Tone::Normal), width);
            for held in ["fre 11 dec", "senast fre 11 dec ", "ändrad till 18 dec"] {
                assert!(said.iter().any(|line| line.contains(held.trim_end())), "{width}: {said:?}");
            }
            let said = broken(
                &row("Ringa", Some("Ingrid Ek · 4 dec · Maja H · undantag: BUP"), Tone::Normal),
                width,
            );
            for held in ["Ingrid Ek", "4 dec", "Maja H"] {
                assert!(said.iter().any(|line| line.contains(held)), "{width}: {said:?}");
            }
            let keys = "1 klar  2 pågår  3 ej påbörjad  4 ändrad  5 inte aktuell  0\u{a0}inget\u{a0}svar";
            let said = broken(&row(keys, None, Tone::Keys), width);
            for held in ["3 ej påbörjad", "4 ändrad", "5 inte aktuell", "0 inget svar"] {
                assert!(said.iter().any(|line| line.contains(held)), "{width}: {said:?}");
            }
            let key = crate::app::action::name_keys(
                "Åtgärden är sparad men har varken ansvarig eller datum. ‹Edit› fyller i.",
            );
            let held = key.split("datum. ").nth(1).unwrap().trim_end_matches(" i.").to_owned();
            let said = wrap(&key, width);
            assert!(said.iter().any(|line| line.contains(&held)), "{width}: {said:?}");
        }
    }
}
