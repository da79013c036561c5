//! Sections beside each other, or under each other where the screen is narrow. Each column moves by itself, so that the
//! highlighted row is seen; what is left out is said.
//!
//! ```text
//!  BEHOV                              ÅTGÄRDER
//!  1 Lugn lässtund varje dag         >1 Enskild lästräning   Sara S · från 30 nov
//!  2 Veta vad som händer under        2 Bildschema i klassrummet   Maja M · 4 dec
//!    dagen                            ↓ 2 till, 1 saknas
//! ```
//!
//! What belongs to a row, such as who and when, stands at the right edge of it, and beneath where there isn't room. What is
//! longer than a wide column goes on beside itself.

use crate::app::Message;
use crate::app::board::{Column, Row, Section, Tone};
use crate::app::model::RowRef;
use crate::view::pen::{Pen, cells, count, right_of, top, wrap, wrap_facts};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Below this width, columns stand under each other.
const STACKED_BELOW: u16 = 70;

/// From this width on there is room for what is only looked at.
const ASIDE_FROM: u16 = 150;

/// What is longer than its column goes on beside, where each part gets at least so many cells.
const PART: u16 = 44;

/// Rows that are narrower by themselves make do with so many.
const NARROW_PART: u16 = 28;

/// Between the parts of a column.
const GAP: u16 = 3;

/// What belongs to a row stands no farther from it than so, unless some row needs the room.
const MEASURE: u16 = 72;

/// Something that stands in a column.
enum Item<'a> {
    Blank,
    Heading(&'a str),
    Empty(&'a str),
    Row(&'a Row),
}

impl Item<'_> {
    fn is_row(&self) -> bool {
        matches!(self, Self::Row(_))
    }
}

/// A line of a column.
#[derive(Clone)]
struct Placed<'a> {
    item: usize,
    indent: u16,
    mark: &'a str,
    text: Cow<'a, str>,
    /// Stands at the right edge.
    aside: Cow<'a, str>,
    meaning: Meaning,
    beside: Meaning,
    first: bool,
}

impl Placed<'_> {
    fn is_blank(&self) -> bool {
        self.text.is_empty() && self.aside.is_empty()
    }

    /// Whether it stands over rows: air or a heading.
    fn is_over(&self) -> bool {
        self.meaning == Meaning::Heading || self.is_blank()
    }
}

/// Draws the columns. `in_sight` are the rows that are to be seen where none is highlighted, the most wanted first.
pub(crate) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    columns: &[Column],
    selected: Option<RowRef>,
    in_sight: &[RowRef],
) {
    let area = area.intersection(pen.area());
    let is_wide = area.width >= ASIDE_FROM;
    let columns: Vec<&Column> = columns.iter().filter(|column| is_wide || !column.aside).collect();
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
    let mut left = area.width.saturating_sub(gaps);
    let mut shares: Vec<u16> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let share = width * u32::from(column.weight.max(1)) / all.max(1);
        let share = u16::try_from(share).unwrap_or(left).min(left);
        shares.push(if index + 1 == columns.len() { left } else { share });
        left = left.saturating_sub(share);
    }
    let mut rest = area;
    for (column, own) in columns.iter().zip(by_need(&columns, shares, area.height)) {
        let sections: Vec<&Section> = column.sections.iter().collect();
        draw_column(pen, Rect { width: own, ..rest }, &sections, selected, in_sight);
        rest = right_of(rest, own + 1);
    }
}

/// The columns' widths: where one has more to say than there is room for, it takes what others don't need.
fn by_need(columns: &[&Column], shares: Vec<u16>, height: u16) -> Vec<u16> {
    let all: Vec<Vec<Item<'_>>> =
        columns.iter().map(|column| items(&column.sections.iter().collect::<Vec<_>>(), true)).collect();
    let height = usize::from(height);
    // On one row each, in one part.
    let is_at_ease = |items: &[Item<'_>], own: u16| {
        let width = own.saturating_sub(1);
        let natural = items.iter().map(|item| natural_of(item, width)).max().unwrap_or(0);
        natural <= width && choose(items, None, width, height).below == 0
    };
    let eased: Vec<bool> = all.iter().zip(&shares).map(|(items, own)| is_at_ease(items, *own)).collect();
    let pressed = count(eased.iter().filter(|eased| !**eased).count());
    if pressed == 0 {
        return shares;
    }
    let mut widths = shares;
    let mut spare = 0;
    for ((items, own), _) in all.iter().zip(&mut widths).zip(&eased).filter(|(_, eased)| **eased) {
        let natural = items.iter().map(|item| natural_of(item, *own)).max().unwrap_or(0);
        let least = natural.saturating_add(1 + BETWEEN).clamp(NARROW_PART, (*own).max(NARROW_PART)).min(*own);
        if is_at_ease(items, least) {
            spare += *own - least;
            *own = least;
        }
    }
    let each = spare / pressed;
    for (own, _) in widths.iter_mut().zip(&eased).filter(|(_, eased)| !**eased) {
        *own += each;
    }
    widths
}

fn draw_column(
    pen: &mut Pen<'_>,
    area: Rect,
    sections: &[&Section],
    selected: Option<RowRef>,
    in_sight: &[RowRef],
) {
    let width = area.width.saturating_sub(1);
    if width == 0 {
        return;
    }
    let height = usize::from(area.height);
    let place_of = |items: &[Item<'_>], wanted: RowRef| {
        items.iter().position(|item| matches!(item, Item::Row(row) if row.target == Some(wanted)))
    };
    let airy = items(sections, true);
    let parts = parts_in(&airy, width).max(1);
    // Air between sections is the first to go where there is room for it in no way.
    let dense = items(sections, false);
    let in_parts = |parts: u16| (width - GAP * (parts - 1)) / parts;
    let shown = (1..=parts).find_map(|parts| {
        let own = in_parts(parts);
        let whole = flow(&airy, choose(&airy, None, own, height * usize::from(parts)), parts, height)?;
        (whole.left_out == 0).then_some((&airy, own, whole))
    });
    let (items, own, shown) = shown.unwrap_or_else(|| {
        let wanted = selected.into_iter().chain(in_sight.iter().copied());
        let anchor = wanted.into_iter().find_map(|row| place_of(&dense, row));
        // As many parts as show the most; wide ones before narrow.
        let of = |parts: u16| {
            let (own, all) = (in_parts(parts), height * usize::from(parts));
            // What would be torn apart between two parts goes to the next, and that takes room.
            let fits = (0..all)
                .find_map(|less| flow(&dense, choose(&dense, anchor, own, all - less), parts, height));
            (&dense, own, fits.unwrap_or_default())
        };
        let all = (1..=parts).rev().map(of);
        all.min_by_key(|(_, own, shown)| (shown.left_out, u16::MAX - own)).unwrap_or((
            &dense,
            width,
            Flowed::default(),
        ))
    });
    let anchor = selected.and_then(|row| place_of(items, row));
    for (number, lines) in shown.parts.iter().enumerate() {
        let mut rest = Rect { width: own + 1, ..right_of(area, count(number) * (own + GAP)) };
        let edge = edge_of(items, own);
        for (at, line) in lines.iter().enumerate() {
            let place = top(&mut rest, 1);
            match line {
                Line::Mark { heading, text } => {
                    // How many there are is said whole.
                    let mut over = right_of(place, 1);
                    let gap = if heading.is_empty() { 0 } else { 2 };
                    over.width = over.width.saturating_sub(cells(text) + gap);
                    let after = pen.put(over, heading, Meaning::Heading);
                    let after = Rect { width: place.right().saturating_sub(after.x), ..after };
                    pen.put(right_of(after, gap), text, Meaning::Quiet);
                }
                Line::Placed(line) => {
                    let begins = line.first
                        || !matches!(at.checked_sub(1).map(|at| &lines[at]), Some(Line::Placed(_)));
                    draw_line(pen, place, line, edge, (Some(line.item) == anchor, begins));
                    if let Some(Item::Row(Row { target: Some(target), .. })) = items.get(line.item) {
                        pen.hit(place, Message::Click(*target));
                    }
                }
            }
        }
    }
}

fn draw_line(
    pen: &mut Pen<'_>,
    place: Rect,
    line: &Placed<'_>,
    edge: u16,
    (highlighted, begins): (bool, bool),
) {
    let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
    if highlighted {
        pen.paint(place, Meaning::Selected);
        if begins {
            pen.put(place, ">", Meaning::Selected);
        }
    }
    let mut inner = right_of(place, 1);
    inner.width = inner.width.min(edge);
    if !line.aside.is_empty() {
        inner = pen.put_right(inner, &line.aside, chosen(line.beside));
    }
    if line.first {
        pen.put(Rect { width: inner.width.min(line.indent), ..inner }, line.mark, chosen(line.meaning));
    }
    pen.put(right_of(inner, line.indent), &line.text, chosen(line.meaning));
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

fn indent_of(row: &Row, width: u16) -> u16 {
    if row.mark.is_empty() { 0 } else { (cells(&row.mark) + 1).min(width / 2) }
}

/// How wide a row is on one line, with what belongs to it.
fn natural(row: &Row, width: u16) -> u16 {
    let short = |detail: &&str| cells(detail) <= (width / 2).max(SHORT);
    let detail = row.detail.as_deref().filter(short);
    let beside = detail.map_or(0, |detail| cells(detail).saturating_add(BETWEEN));
    indent_of(row, width).saturating_add(cells(&row.text)).saturating_add(beside)
}

/// The same, of whatever stands in a column.
fn natural_of(item: &Item<'_>, width: u16) -> u16 {
    match item {
        Item::Row(row) => natural(row, width),
        Item::Heading(heading) => cells(heading),
        Item::Blank | Item::Empty(_) => 0,
    }
}

/// What stands beside a text is no longer than this, or than half of the row.
const SHORT: u16 = 30;

/// Between a text and what stands beside it.
const BETWEEN: u16 = 2;

/// How many parts beside each other a column can have.
fn parts_in(items: &[Item<'_>], width: u16) -> u16 {
    let rows = items.iter().filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None });
    let widest = rows.map(|row| natural(row, width)).max().unwrap_or(0);
    (width + GAP) / (widest.clamp(NARROW_PART, PART) + GAP)
}

/// Where the right edge is, for what stands there.
fn edge_of(items: &[Item<'_>], width: u16) -> u16 {
    let rows = items.iter().filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None });
    let fitting = rows.map(|row| natural(row, width)).filter(|wide| *wide <= width);
    width.min(fitting.max().unwrap_or(0).max(MEASURE))
}

/// What of a column is seen.
struct Shown<'a> {
    /// So many rows are left out above, and under which heading they stand.
    above: usize,
    heading: Cow<'a, str>,
    lines: Vec<Placed<'a>>,
    /// So many rows are left out below, and so many of those say what is missing.
    below: usize,
    missing: usize,
}

/// What stands in a row of the screen.
enum Line<'a> {
    /// How much is left out, and under which heading one is.
    Mark {
        heading: Cow<'a, str>,
        text: String,
    },
    Placed(Placed<'a>),
}

/// A column, in parts beside each other.
#[derive(Default)]
struct Flowed<'a> {
    parts: Vec<Vec<Line<'a>>>,
    /// How many rows aren't seen.
    left_out: usize,
}

/// Breaks what is seen into parts, no row in two of them; nothing if that takes more parts than there are.
fn flow<'a>(items: &[Item<'a>], shown: Shown<'a>, parts: u16, height: usize) -> Option<Flowed<'a>> {
    let left_out = shown.above + shown.below;
    let mut all: Vec<Vec<Line<'a>>> = vec![Vec::new()];
    if shown.above > 0 && height >= LEAST_WITH_MARKS {
        let text = format!("↑ {} till", shown.above);
        all[0].push(Line::Mark { heading: shown.heading, text });
    }
    // Lines that stand together: a heading with what comes first under it, and all lines of a row.
    let mut groups: Vec<Vec<Placed<'a>>> = Vec::new();
    let mut after_heading = false;
    let mut before = None;
    for line in shown.lines {
        let is_same = before == Some(line.item);
        before = Some(line.item);
        let is_heading = line.meaning == Meaning::Heading;
        match groups.last_mut() {
            Some(group) if is_same || after_heading => group.push(line),
            _ => groups.push(vec![line]),
        }
        after_heading = is_heading;
    }
    for group in groups {
        let room = height.saturating_sub(all.last().map_or(0, Vec::len));
        let is_blank = group.iter().all(Placed::is_blank);
        if group.len() > room && parts > 1 {
            if is_blank {
                all.push(Vec::new());
                continue;
            }
            if all.last().is_some_and(|part| !part.is_empty()) {
                all.push(Vec::new());
            }
        }
        if is_blank && all.len() > 1 && all.last().is_some_and(Vec::is_empty) {
            continue;
        }
        let begins = all.len() > 1 && all.last().is_some_and(Vec::is_empty);
        let heading = group.first().filter(|_| begins).and_then(|line| heading_over(items, line.item));
        let part = all.last_mut()?;
        if let Some(heading) = heading {
            part.push(Line::Mark { heading, text: String::new() });
        }
        part.extend(group.into_iter().map(Line::Placed));
    }
    if shown.below > 0 && height >= LEAST_WITH_MARKS {
        let text = match shown.missing {
            0 => format!("↓ {} till", shown.below),
            missing => format!("↓ {} till, {missing} saknas", shown.below),
        };
        all.last_mut()?.push(Line::Mark { heading: Cow::Borrowed(""), text });
    }
    let fits = all.len() <= usize::from(parts) && all.iter().all(|part| part.len() <= height);
    fits.then_some(Flowed { parts: all, left_out })
}

/// From this height on, how much is left out has rows of its own.
const LEAST_WITH_MARKS: usize = 3;

/// Chooses what is seen in `height` lines: from the top if the anchor is seen there, else ending with the anchor. Only
/// about as many rows as are seen are broken into lines, however many there are.
fn choose<'a>(items: &[Item<'a>], anchor: Option<usize>, width: u16, height: usize) -> Shown<'a> {
    let nothing = Cow::Borrowed("");
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        place(index, item, width, &mut lines);
        if lines.len() > height {
            break;
        }
    }
    if lines.len() <= height {
        return Shown { above: 0, heading: nothing, lines, below: 0, missing: 0 };
    }
    if height < LEAST_WITH_MARKS {
        let first = items.iter().position(Item::is_row);
        return squeezed(items, anchor.or(first).unwrap_or(0), width, height);
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
    // A row is shown whole or not at all, but for one that is longer than the screen.
    let cut = lines.get(room).map(|line| line.item);
    lines.truncate(room);
    if let Some(cut) = cut.filter(|cut| lines.first().is_some_and(|line| line.item != *cut)) {
        let whole = lines.iter().take_while(|line| line.item != cut).count();
        if lines[..whole].iter().any(|line| !line.is_over()) {
            lines.truncate(whole);
        }
    }
    // A heading alone says nothing.
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
    }
    let (below, missing) = hidden(items.get(lines.last().map_or(0, |line| line.item + 1)..));
    Shown { above: 0, heading: nothing, lines, below: below.max(1), missing }
}

fn around<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let room = height - (1 + usize::from(rows_of(items.get(anchor + 1..)) > 0));
    let mut lines = Vec::new();
    place(anchor, &items[anchor], width, &mut lines);
    lines.truncate(room);
    // Some of what comes after it is seen too.
    let mut last = anchor;
    for (index, item) in items.iter().enumerate().skip(anchor + 1) {
        let mut after = Vec::new();
        place(index, item, width, &mut after);
        if lines.len() + after.len() > room / 3 {
            break;
        }
        lines.append(&mut after);
        last = index;
    }
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
        last -= 1;
    }
    let (below, missing) = hidden(items.get(last + 1..));
    let mut index = anchor;
    while lines.len() < room && index > 0 {
        index -= 1;
        let mut before = Vec::new();
        place(index, &items[index], width, &mut before);
        // A row is shown whole or not at all.
        if before.len() > room - lines.len() {
            break;
        }
        before.append(&mut lines);
        lines = before;
    }
    let (mut last, mut below, mut missing) = (last, below, missing);
    // What there is room for after all comes from beneath.
    for (index, item) in items.iter().enumerate().skip(last + 1) {
        let mut after = Vec::new();
        place(index, item, width, &mut after);
        if lines.len() + after.len() > room {
            break;
        }
        lines.append(&mut after);
        last = index;
        (below, missing) = hidden(items.get(last + 1..));
    }
    while lines.len() > 1 && lines.last().is_some_and(|line| line.meaning == Meaning::Heading) {
        lines.pop();
    }
    let begins = lines.first().map_or(0, |line| line.item);
    let above = rows_of(items.get(..begins));
    let heading = heading_over(items, begins).unwrap_or_default();
    Shown { above: above.max(1), heading, lines, below, missing }
}

/// The heading of the section in which a row stands, unless it is a heading itself.
fn heading_over<'a>(items: &[Item<'a>], at: usize) -> Option<Cow<'a, str>> {
    if !matches!(items.get(at), Some(Item::Row(_) | Item::Empty(_))) {
        return None;
    }
    items[..at].iter().rev().find_map(|item| match item {
        Item::Heading(heading) => Some(Cow::Owned(heading.to_uppercase())),
        _ => None,
    })
}

/// One row and no more, and how many there are above and below in the same line.
fn squeezed<'a>(items: &[Item<'a>], anchor: usize, width: u16, height: usize) -> Shown<'a> {
    let (above, below) = (rows_of(items.get(..anchor)), rows_of(items.get(anchor + 1..)));
    let mark = match (above, below) {
        (0, 0) => String::new(),
        (0, below) => format!("↓ {below}"),
        (above, 0) => format!("↑ {above}"),
        (above, below) => format!("↑ {above} ↓ {below}"),
    };
    let mut lines = Vec::new();
    if let Some(item) = items.get(anchor) {
        place(anchor, item, width.saturating_sub(cells(&mark) + BETWEEN), &mut lines);
    }
    lines.truncate(height);
    if let Some(line) = lines.first_mut() {
        line.aside = Cow::Owned(mark);
    }
    Shown { above, heading: Cow::Borrowed(""), lines, below, missing: 0 }
}

fn rows_of(items: Option<&[Item<'_>]>) -> usize {
    items.unwrap_or_default().iter().filter(|item| item.is_row()).count()
}

/// How many rows are left out, and how many of them say what is missing.
fn hidden(items: Option<&[Item<'_>]>) -> (usize, usize) {
    let missing = |item: &&Item<'_>| match item {
        Item::Row(row) => matches!(row.target, Some(RowRef::Todo(_))) && row.tone == Tone::Warn,
        _ => false,
    };
    (rows_of(items), items.unwrap_or_default().iter().filter(missing).count())
}

fn place<'a>(index: usize, item: &Item<'a>, width: u16, lines: &mut Vec<Placed<'a>>) {
    let mut add = |indent: u16, mark: &'a str, text: Cow<'a, str>, meaning: Meaning, first: bool| {
        let (aside, beside) = (Cow::Borrowed(""), Meaning::Text);
        lines.push(Placed { item: index, indent, mark, text, aside, meaning, beside, first });
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
            let indent = indent_of(row, width);
            for (number, line) in wrap(&row.text, width - indent).into_iter().enumerate() {
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
                lines.push(Placed { item: index, indent, mark, text, aside, meaning, beside, first });
                return;
            }
            let indent = (indent + 2).min(width / 2);
            for line in wrap_facts(detail, width - indent) {
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
                });
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
                let marks = if height < LEAST_WITH_MARKS { 0 } else { marks };
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

    /// Rows of one line and of several, each with somebody at its edge.
    fn uneven(rows: usize) -> Section {
        let mut section = section(rows);
        for (at, row) in section.rows.iter_mut().enumerate() {
            row.text = vec![row.text.as_str(); at % 3 + 1].join(" och sedan ");
            row.detail = Some("Per S · 4 dec".to_owned());
        }
        section
    }

    #[test]
    fn a_row_is_shown_whole_or_not_at_all_at_either_end_and_all_are_seen_or_counted() {
        let section = uneven(12);
        let items = items(&[&section], false);
        for anchor in std::iter::once(None).chain((1..=12).map(Some)) {
            for width in [24, 40] {
                for height in 8..=30 {
                    let shown = choose(&items, anchor, width, height);
                    let said = format!("{anchor:?} in {width}×{height}: {:?}", texts(&shown));
                    let mut seen = 0;
                    for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_row()) {
                        let mut whole = Vec::new();
                        place(index, item, width, &mut whole);
                        let lines = shown.lines.iter().filter(|line| line.item == index).count();
                        assert!(lines == 0 || lines == whole.len(), "{index}, {said}");
                        seen += usize::from(lines > 0);
                    }
                    assert_eq!(seen + shown.above + shown.below, 12, "{said}");
                    let marks = usize::from(shown.above > 0) + usize::from(shown.below > 0);
                    assert!(shown.lines.len() + marks <= height, "{said}");
                    assert!(anchor.is_none_or(|anchor| shown.lines.iter().any(|line| line.item == anchor)));
                    // A heading that was scrolled past stands beside how many are above.
                    assert!(shown.above == 0 || shown.heading == "RADER", "{said}");
                }
            }
        }
    }

    #[test]
    fn what_one_column_doesnt_need_goes_to_one_with_more_to_say_than_there_is_room_for() {
        let column = |weight, section| Column { weight, sections: vec![section], aside: false };
        let (long, short) = (column(6, uneven(60)), column(5, section(3)));
        let widths = by_need(&[&long, &short], vec![108, 90], 20);
        assert!(
            widths[0] > 150 && widths[1] >= NARROW_PART && widths.iter().sum::<u16>() == 198,
            "{widths:?}"
        );
        // With room for all, each has its share.
        assert_eq!(by_need(&[&long, &short], vec![108, 90], 200), [108, 90]);
    }

    #[test]
    fn who_and_when_are_as_clear_as_what_and_grey_is_for_rows_that_may_be_skipped() {
        for (tone, meaning) in
            [(Tone::Normal, Meaning::Text), (Tone::Good, Meaning::Text), (Tone::Quiet, Meaning::Quiet)]
        {
            for width in [20, 60] {
                let mut row = uneven(1).rows.remove(0);
                row.tone = tone;
                let mut lines = Vec::new();
                place(0, &Item::Row(&row), width, &mut lines);
                let last = lines.last().unwrap();
                assert!(last.aside.contains("Per S"), "{width}");
                assert_eq!(last.beside, meaning, "{tone:?} {width}");
            }
        }
    }
}
