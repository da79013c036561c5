//! Sections beside each other, or under each other where the screen is narrow. Each column moves by itself, so that the
//! highlighted row is seen; what is left out is said.
//!
//! ```text
//!  BEHOV                              ÅTGÄRDER
//!  1 Lugn lässtund varje dag         >1 Enskild lästräning 15 min om dagen
//!  2 Veta vad som händer under            Specialpedagog · från mån 30 nov
//!    dagen                            ↓ 2 till
//! ```

use crate::app::Message;
use crate::app::board::{Column, Row, Section, Tone};
use crate::app::model::RowRef;
use crate::view::pen::{Pen, cells, count, right_of, top, wrap, wrap_facts};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Below this width, columns stand under each other.
const STACKED_BELOW: u16 = 70;

/// Something that stands in a column.
enum Item<'a> {
    Blank,
    Heading(&'a str),
    Empty(&'a str),
    Row(&'a Row),
}

/// A line of a column.
struct Placed<'a> {
    item: usize,
    indent: u16,
    mark: &'a str,
    text: Cow<'a, str>,
    meaning: Meaning,
    first: bool,
}

/// Draws the columns.
pub(crate) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    columns: &[Column],
    selected: Option<RowRef>,
    in_sight: Option<RowRef>,
) {
    let area = area.intersection(pen.area());
    if area.is_empty() || columns.is_empty() {
        return;
    }
    if area.width < STACKED_BELOW {
        let sections: Vec<&Section> = columns.iter().flat_map(|column| &column.sections).collect();
        draw_column(pen, area, &sections, selected, in_sight);
        return;
    }
    let all: u32 = columns.iter().map(|column| u32::from(column.weight.max(1))).sum();
    let gaps = count(columns.len() - 1);
    let width = u32::from(area.width.saturating_sub(gaps));
    let mut rest = area;
    for (index, column) in columns.iter().enumerate() {
        let share = width * u32::from(column.weight.max(1)) / all.max(1);
        let share = u16::try_from(share).unwrap_or(rest.width).min(rest.width);
        let own = if index + 1 == columns.len() { rest.width } else { share };
        let sections: Vec<&Section> = column.sections.iter().collect();
        draw_column(pen, Rect { width: own, ..rest }, &sections, selected, in_sight);
        rest = right_of(rest, own + 1);
    }
}

fn draw_column(
    pen: &mut Pen<'_>,
    area: Rect,
    sections: &[&Section],
    selected: Option<RowRef>,
    in_sight: Option<RowRef>,
) {
    let width = area.width.saturating_sub(1);
    if width == 0 {
        return;
    }
    let airy = items(sections, true);
    let height = usize::from(area.height);
    let place_of = |items: &[Item<'_>], wanted: Option<RowRef>| {
        items
            .iter()
            .position(|item| matches!(item, Item::Row(row) if row.target.is_some() && row.target == wanted))
    };
    let whole = choose(&airy, None, width, height);
    // Air between sections is the first to go where room is short.
    let dense = if whole.is_cut() { items(sections, false) } else { Vec::new() };
    let (items, shown) = if whole.is_cut() {
        let kept_in_sight = place_of(&dense, selected).or_else(|| place_of(&dense, in_sight));
        (&dense, choose(&dense, kept_in_sight, width, height))
    } else {
        (&airy, whole)
    };
    let anchor = place_of(items, selected);
    let mut rest = area;
    if shown.above > 0 {
        pen.put(right_of(top(&mut rest, 1), 1), &format!("↑ {} till", shown.above), Meaning::Quiet);
    }
    let mut first = true;
    for line in &shown.lines {
        let place = top(&mut rest, 1);
        let highlighted = Some(line.item) == anchor;
        let meaning = if highlighted { Meaning::Selected } else { line.meaning };
        if highlighted {
            pen.paint(place, Meaning::Selected);
            if line.first || first {
                pen.put(place, ">", Meaning::Selected);
            }
        }
        first = false;
        let inner = right_of(place, 1);
        if line.first {
            pen.put(Rect { width: inner.width.min(line.indent), ..inner }, line.mark, meaning);
        }
        pen.put(right_of(inner, line.indent), &line.text, meaning);
        if let Some(Item::Row(Row { target: Some(target), .. })) = items.get(line.item) {
            pen.hit(place, Message::Click(*target));
        }
    }
    if shown.below > 0 {
        pen.put(right_of(top(&mut rest, 1), 1), &format!("↓ {} till", shown.below), Meaning::Quiet);
    }
}

fn items<'a>(sections: &[&'a Section], airy: bool) -> Vec<Item<'a>> {
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

/// What of a column is seen.
struct Shown<'a> {
    /// So many rows are left out above.
    above: usize,
    lines: Vec<Placed<'a>>,
    /// So many rows are left out below.
    below: usize,
}

impl Shown<'_> {
    fn is_cut(&self) -> bool {
        self.above + self.below > 0
    }
}

/// Chooses what is seen in `height` lines: from the top if the anchor is seen there, else ending with the anchor. Only
/// about as many rows as are seen are broken into lines, however many there are.
fn choose<'a>(items: &[Item<'a>], anchor: Option<usize>, width: u16, height: usize) -> Shown<'a> {
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        place(index, item, width, &mut lines);
        if lines.len() > height {
            break;
        }
    }
    if lines.len() <= height {
        return Shown { above: 0, lines, below: 0 };
    }
    let room = height.saturating_sub(1);
    let seen_at_top = match anchor {
        None => true,
        Some(anchor) => {
            let last_line = lines.iter().rposition(|line| line.item == anchor);
            // The last item that was broken may not be there in full.
            last_line.is_some_and(|last| last < room)
        }
    };
    if let (false, Some(anchor)) = (seen_at_top, anchor) {
        return around(items, anchor, width, height);
    }
    lines.truncate(room);
    let below = hidden_below(items, &lines);
    Shown { above: 0, lines, below }
}

fn around<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let after = items.get(anchor + 1..).unwrap_or_default();
    let below = after.iter().filter(|item| matches!(item, Item::Row(_))).count();
    let marks = if height < 3 { 0 } else { 1 + usize::from(below > 0) };
    let room = height - marks;
    let mut lines = Vec::new();
    place(anchor, &items[anchor], width, &mut lines);
    lines.truncate(room);
    let mut index = anchor;
    while lines.len() < room && index > 0 {
        index -= 1;
        let mut before = Vec::new();
        place(index, &items[index], width, &mut before);
        let fitting = before.len().saturating_sub(room - lines.len());
        before.drain(..fitting);
        before.append(&mut lines);
        lines = before;
    }
    if marks == 0 {
        return Shown { above: 0, lines, below: 0 };
    }
    let first = lines.first().map_or(0, |line| line.item + usize::from(!line.first));
    let above = items[..first].iter().filter(|item| matches!(item, Item::Row(_))).count();
    Shown { above: above.max(1), lines, below }
}

/// How many rows don't stand in `lines`, or not to their end.
fn hidden_below(items: &[Item<'_>], lines: &[Placed<'_>]) -> usize {
    let next = lines.last().map_or(0, |line| line.item + 1);
    let after = items.get(next..).unwrap_or_default();
    after.iter().filter(|item| matches!(item, Item::Row(_))).count().max(1)
}

fn place<'a>(index: usize, item: &Item<'a>, width: u16, lines: &mut Vec<Placed<'a>>) {
    let mut add = |indent: u16, mark: &'a str, text: Cow<'a, str>, meaning: Meaning, first: bool| {
        lines.push(Placed { item: index, indent, mark, text, meaning, first });
    };
    match item {
        Item::Blank => add(0, "", Cow::Borrowed(""), Meaning::Text, true),
        Item::Heading(heading) => add(0, "", Cow::Owned(heading.to_uppercase()), Meaning::Heading, true),
        Item::Empty(empty) => {
            for line in wrap(empty, width) {
                add(0, "", line, Meaning::Quiet, true);
            }
        }
        Item::Row(row) => {
            let meaning = match row.tone {
                Tone::Normal => Meaning::Text,
                Tone::Quiet => Meaning::Quiet,
                Tone::Good => Meaning::Good,
                Tone::Warn => Meaning::Warn,
                Tone::Strong => Meaning::Strong,
            };
            let indent = if row.mark.is_empty() { 0 } else { (cells(&row.mark) + 1).min(width / 2) };
            for (number, line) in wrap(&row.text, width - indent).into_iter().enumerate() {
                add(indent, &row.mark, line, meaning, number == 0);
            }
            if let Some(detail) = &row.detail {
                let indent = (indent + 2).min(width / 2);
                for line in wrap_facts(detail, width - indent) {
                    add(indent, "", line, Meaning::Quiet, false);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(rows: usize) -> Section {
        let row = |number: usize| Row {
            target: None,
            mark: number.to_string(),
            text: format!("rad {number}"),
            detail: None,
            tone: Tone::Normal,
        };
        Section { heading: "Rader".to_owned(), rows: (1..=rows).map(row).collect(), empty: None }
    }

    fn texts(shown: &Shown<'_>) -> Vec<String> {
        shown.lines.iter().map(|line| line.text.to_string()).collect()
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let section = section(3);
        let items = items(&[&section], true);
        let shown = choose(&items, None, 20, 4);
        assert_eq!((shown.above, shown.lines.len(), shown.below), (0, 4, 0));
    }

    #[test]
    fn what_is_cut_is_counted() {
        let section = section(9);
        let items = items(&[&section], true);
        let shown = choose(&items, None, 20, 4);
        assert_eq!(
            (shown.above, texts(&shown), shown.below),
            (0, vec!["RADER".into(), "rad 1".into(), "rad 2".into()], 7)
        );
    }

    #[test]
    fn the_highlighted_row_is_always_seen() {
        let section = section(9);
        let items = items(&[&section], true);
        for anchor in 1..=9 {
            for height in 1..=11 {
                let shown = choose(&items, Some(anchor), 20, height);
                let marks = usize::from(shown.above > 0) + usize::from(shown.below > 0);
                assert!(shown.lines.len() + marks <= height);
                let seen = texts(&shown);
                assert!(seen.contains(&format!("rad {anchor}")), "{anchor} in {height}: {seen:?}");
                let rows = seen.iter().filter(|text| text.starts_with("rad")).count();
                if height >= 3 {
                    assert_eq!(rows + shown.above + shown.below, 9, "{anchor} in {height}: {seen:?}");
                }
            }
        }
    }

    #[test]
    fn a_row_hangs_by_its_mark_and_its_detail_further_in() {
        let row = Row {
            target: None,
            mark: "[x]".to_owned(),
            text: "Veta vad som händer under dagen".to_owned(),
            detail: Some("Mentor (skola) · senast fre".to_owned()),
            tone: Tone::Normal,
        };
        let mut lines = Vec::new();
        place(0, &Item::Row(&row), 20, &mut lines);
        let laid: Vec<_> = lines.iter().map(|line| (line.indent, line.text.as_ref())).collect();
        assert_eq!(
            laid,
            [
                (4, "Veta vad som"),
                (4, "händer under"),
                (4, "dagen"),
                (6, "Mentor"),
                (6, "(skola) ·"),
                (6, "senast fre")
            ]
        );
    }
}
