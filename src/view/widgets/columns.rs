//! Sections beside each other, or under each other where the screen is narrow. Each column moves by itself, so that the
//! highlighted row is seen, and what is newest beside it where both have room; what is left out is said.
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

mod lines;
mod pinned;
mod shown;

use crate::app::Message;
use crate::app::board::{Column, Row, Section};
use crate::app::model::RowRef;
use crate::domain::text;
use crate::view::pen::{Pen, cells, count, right_of, top};
use crate::view::theme::Meaning;
use lines::{BETWEEN, Item, Placed, items, natural, natural_of};
use pinned::pinned;
use ratatui::layout::Rect;
use shown::{LEAST_WITH_MARKS, Shown, choose, heading_over};
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
    let placed = shared_out(&columns, &shares, area.height);
    for (sections, own) in placed.iter().zip(by_need(&placed, shares, area.height)) {
        draw_column(pen, Rect { width: own, ..rest }, sections, selected, in_sight);
        rest = right_of(rest, own + 1);
    }
}

/// How many rows the columns take on a screen of this width at the least: a row for each of theirs, and for each heading.
pub(crate) fn rows_needed(columns: &[Column], width: u16) -> usize {
    let of = |column: &Column| column.sections.iter().map(|section| 1 + section.rows.len()).sum::<usize>();
    let seen = columns.iter().filter(|column| width >= ASIDE_FROM || !column.aside).map(of);
    if width < STACKED_BELOW { seen.sum() } else { seen.max().unwrap_or(0) }
}

/// The columns' sections: where one has more than there is room for, what stands last in it goes where there is room for all of it.
fn shared_out<'a>(columns: &[&'a Column], shares: &[u16], height: u16) -> Vec<Vec<&'a Section>> {
    let mut placed: Vec<Vec<&Section>> =
        columns.iter().map(|column| column.sections.iter().collect()).collect();
    let has_room = |sections: &[&Section], at: usize| {
        let width = shares[at].saturating_sub(1);
        choose(&items(sections, false), None, width, usize::from(height)).is_whole
    };
    for at in 0..placed.len() {
        while placed[at].len() > 1 && !columns[at].aside && !has_room(&placed[at], at) {
            let last = placed[at].len() - 1;
            let moved = placed[at][last];
            let with_it = |other: usize| {
                let mut sections = placed[other].clone();
                sections.push(moved);
                has_room(&sections, other).then_some(sections)
            };
            // To the right before to the left: what is written to the left moves nothing there.
            let mut others = (0..placed.len()).rev().filter(|other| *other != at && !columns[*other].aside);
            let Some((other, sections)) = others.find_map(|other| Some((other, with_it(other)?))) else {
                break;
            };
            placed[other] = sections;
            placed[at].pop();
        }
    }
    placed
}

/// The columns' widths: where one has more to say than there is room for, it takes what others don't need.
fn by_need(columns: &[Vec<&Section>], shares: Vec<u16>, height: u16) -> Vec<u16> {
    let all: Vec<Vec<Item<'_>>> = columns.iter().map(|sections| items(sections, true)).collect();
    let height = usize::from(height);
    // On one row each, in one part.
    let is_at_ease = |items: &[Item<'_>], own: u16| {
        let width = own.saturating_sub(1);
        let natural = items.iter().map(|item| natural_of(item, width)).max().unwrap_or(0);
        natural <= width && choose(items, None, width, height).is_whole
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
    // Rows are broken where they are drawn: one edge for both.
    let edge_in = |parts: u16| edge_of(&airy, in_parts(parts));
    let shown = (1..=parts).find_map(|parts| {
        let edge = edge_in(parts);
        let whole = flow(&airy, choose(&airy, None, edge, height * usize::from(parts)), parts, height)?;
        whole.is_whole.then_some((&airy, parts, whole))
    });
    let (items, parts, shown) = shown.unwrap_or_else(|| {
        let wanted = selected.into_iter().chain(in_sight.iter().copied());
        let wanted: Vec<usize> = wanted.filter_map(|row| place_of(&dense, row)).collect();
        let anchor = wanted.first().copied();
        // The newest beside the one that is highlighted, where both have room.
        let also = wanted.iter().copied().find(|other| Some(*other) != anchor);
        // As many parts as show the most; wide ones before narrow.
        let of = |parts: u16| {
            let (edge, all) = (edge_in(parts), height * usize::from(parts));
            // What would be torn apart between two parts goes to the next, and that takes room.
            let around = |anchor| {
                (0..all).find_map(|less| {
                    let chosen = pinned(&dense, &wanted, edge, all - less);
                    let chosen = chosen.unwrap_or_else(|| choose(&dense, anchor, edge, all - less));
                    flow(&dense, chosen, parts, height)
                })
            };
            let shown = around(anchor);
            let lacks = |shown: &Flowed<'_>, row: Option<usize>| row.is_some_and(|row| !shown.has(row));
            let both = shown.as_ref().is_some_and(|shown| lacks(shown, also)).then(|| around(also)).flatten();
            let shown = both.filter(|both| !lacks(both, anchor)).or(shown);
            (&dense, parts, shown.unwrap_or_default())
        };
        let all = (1..=parts).rev().map(of);
        all.min_by_key(|(_, parts, shown)| (shown.left_out, !shown.is_whole, *parts)).unwrap_or((
            &dense,
            1,
            Flowed::default(),
        ))
    });
    let (own, edge) = (in_parts(parts), edge_in(parts));
    let anchor = selected.and_then(|row| place_of(items, row));
    for (number, lines) in shown.parts.iter().enumerate() {
        let mut rest = Rect { width: own + 1, ..right_of(area, count(number) * (own + GAP)) };
        for (at, line) in lines.iter().enumerate() {
            let place = top(&mut rest, 1);
            match line {
                Line::Mark { before, heading, text, whole } => {
                    let apart = cells(before) + cells(text) + 2;
                    if !before.is_empty() && !text.is_empty() && apart > place.width.saturating_sub(1) {
                        pen.put(right_of(place, 1), whole, Meaning::Quiet);
                        continue;
                    }
                    // How many there are is said whole, though not in a sentence where the heading needs the room.
                    let is_narrow = apart + cells(heading) + 1 > place.width;
                    let text =
                        if is_narrow && !heading.is_empty() { text.trim_end_matches(" till") } else { text };
                    let mut over = pen.put(right_of(place, 1), before, Meaning::Quiet);
                    let gap = if heading.is_empty() { 0 } else { 2 };
                    over.width = over.width.saturating_sub(cells(text) + gap);
                    let after = pen.put(over, &short_heading(heading, over.width), Meaning::Heading);
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

/// How many parts beside each other a column can have.
fn parts_in(items: &[Item<'_>], width: u16) -> u16 {
    let rows = items.iter().filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None });
    let widest = rows.map(|row| natural(row, width)).max().unwrap_or(0);
    (width + GAP) / (widest.clamp(NARROW_PART, PART) + GAP)
}

/// Where the right edge is, at which rows are broken and what belongs to them stands.
fn edge_of(items: &[Item<'_>], width: u16) -> u16 {
    let widest = items.iter().map(|item| natural_of(item, width)).max().unwrap_or(0);
    width.min(widest.max(MEASURE))
}

/// A heading in the room there is. The words that explain a number go first, then how many there are; what it is said of is
/// shortened last, and by its end.
fn short_heading(heading: &str, width: u16) -> Cow<'_, str> {
    if cells(heading) <= width {
        return Cow::Borrowed(heading);
    }
    let (name, counts) = heading.rsplit_once("  ").unwrap_or((heading, ""));
    let plain = counts.split(" (").next().unwrap_or(counts);
    let bare = plain.split(", ").map(bare_count).collect::<Vec<_>>().join(", ");
    let least = bare.replace(" AV ", "/");
    let all = [counts, plain, bare.as_str(), least.as_str()];
    let mut all =
        all.into_iter().filter(|counts| !counts.is_empty()).map(|counts| format!("{name}  {counts}"));
    match all.find(|said| cells(said) <= width) {
        Some(said) => Cow::Owned(said),
        None => text::truncate(name, usize::from(width)),
    }
}

/// "3 AV 3 BEKRÄFTADE" without the word.
fn bare_count(count: &str) -> String {
    let is_count = |word: &&str| *word == "AV" || word.chars().any(|c| c.is_ascii_digit());
    let words: Vec<&str> = count.split(' ').collect();
    let of = words.iter().take_while(|word| is_count(word)).count();
    // What is counted beside the first is told by its word.
    let keeps = if words.contains(&"AV") { of.max(1) } else { words.len() };
    words[..keeps].join(" ")
}

/// What stands in a row of the screen.
enum Line<'a> {
    /// How much is left out under other headings, under which heading one is, and how much is left out there.
    Mark {
        before: String,
        heading: Cow<'a, str>,
        text: String,
        /// All of that together, where there isn't room for more.
        whole: String,
    },
    Placed(Placed<'a>),
}

/// A column, in parts beside each other.
#[derive(Default)]
struct Flowed<'a> {
    parts: Vec<Vec<Line<'a>>>,
    /// How many rows aren't seen.
    left_out: usize,
    /// Whether all is seen, hints and headings too.
    is_whole: bool,
}

impl Flowed<'_> {
    /// Whether something of an item is seen.
    fn has(&self, item: usize) -> bool {
        let is_of = |line: &Line<'_>| matches!(line, Line::Placed(line) if line.item == item);
        self.parts.iter().flatten().any(is_of)
    }
}

/// Breaks what is seen into parts, no row in two of them; nothing if that takes more parts than there are.
fn flow<'a>(items: &[Item<'a>], shown: Shown<'a>, parts: u16, height: usize) -> Option<Flowed<'a>> {
    let (left_out, is_whole) = (shown.above + shown.below + shown.left_out, shown.is_whole);
    let mut all: Vec<Vec<Line<'a>>> = vec![Vec::new()];
    let is_over = shown.above > 0 || !shown.heading.is_empty();
    if is_over && height >= LEAST_WITH_MARKS {
        // Above a row that is longer than its column there may be its heading alone. What stands under other headings isn't
        // counted as its own.
        let told = |number: usize| if number > 0 { format!("↑ {number} till") } else { String::new() };
        let own = if shown.heading.is_empty() { 0 } else { shown.own };
        let mut before = told(shown.above - own);
        if !before.is_empty() && !shown.heading.is_empty() {
            before += "  ";
        }
        all[0].push(Line::Mark { before, heading: shown.heading, text: told(own), whole: told(shown.above) });
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
            part.push(Line::Mark {
                before: String::new(),
                heading,
                text: String::new(),
                whole: String::new(),
            });
        }
        part.extend(group.into_iter().map(Line::Placed));
    }
    if shown.below > 0 && height >= LEAST_WITH_MARKS {
        let last = all.iter().flatten().rev().find_map(|line| match line {
            Line::Placed(line) => Some(line.item),
            Line::Mark { .. } => None,
        });
        let last = last.filter(|last| items.get(*last).is_some_and(Item::is_row));
        let next = last.and_then(|last| items[last + 1..].iter().find(|item| !matches!(item, Item::Blank)));
        let text = match shown.missing {
            // None of them stands under the heading that is seen.
            0 if next.is_some_and(Item::is_heading) => format!("↓ {} till längre ner", shown.below),
            0 => format!("↓ {} till", shown.below),
            missing => format!("↓ {} till, {missing} saknas", shown.below),
        };
        all.last_mut()?.push(Line::Mark {
            before: String::new(),
            heading: Cow::Borrowed(""),
            text,
            whole: String::new(),
        });
    }
    let fits = all.len() <= usize::from(parts) && all.iter().all(|part| part.len() <= height);
    fits.then_some(Flowed { parts: all, left_out, is_whole })
}

#[cfg(test)]
mod tests {
    use super::shown::tests::{section, uneven};
    use super::*;
    use crate::app::board::Tone;
    use proptest::prelude::*;

    /// The rows of a column with 20 rows, of which one is highlighted and another is the newest.
    fn seen(selected: Option<u128>, newest: u128, height: u16) -> String {
        use crate::app::model::Theme;
        use crate::view::canvas::Canvas;
        let target = |number: u128| RowRef::Entry(uuid::Uuid::from_u128(number).into());
        let mut section = section(20);
        for (number, row) in (1..).zip(&mut section.rows) {
            row.target = Some(target(number));
        }
        let area = Rect::new(0, 0, 40, height);
        let mut canvas = Canvas::new(area);
        let mut pen = Pen::new(&mut canvas, Theme::Dark, None);
        draw_column(&mut pen, area, &[&section], selected.map(target), &[target(newest)]);
        canvas.end();
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        canvas.copy_to(&mut buffer);
        let row = |y| (0..40).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect::<Vec<_>>().join("\n") + "\n"
    }

    /// A column's text on a screen of a size, row by row.
    fn drawn(sections: &[Section], selected: Option<RowRef>, in_sight: &[RowRef], area: Rect) -> Vec<String> {
        use crate::app::model::Theme;
        use crate::view::canvas::Canvas;
        let mut canvas = Canvas::new(area);
        let mut pen = Pen::new(&mut canvas, Theme::Dark, None);
        draw_column(&mut pen, area, &sections.iter().collect::<Vec<_>>(), selected, in_sight);
        canvas.end();
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        canvas.copy_to(&mut buffer);
        let row =
            |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..area.height).map(row).collect()
    }

    /// What is said after an arrow: how many, beside a heading or after each that is named.
    fn counted(rows: &[String], arrow: char) -> usize {
        let said = rows.iter().flat_map(|row| row.split(arrow).skip(1));
        said.map(|after| {
            let after = after.split(['↑', '↓']).next().unwrap().trim_start();
            let number: String = after.chars().take_while(char::is_ascii_digit).collect();
            if let Ok(number) = number.parse::<usize>() {
                return number;
            }
            let named =
                after.split('(').skip(1).filter_map(|rest| rest.split_once(')')?.0.parse::<usize>().ok());
            let rest = after
                .split(" · ")
                .filter_map(|part| part.trim().split_once(" till")?.0.parse::<usize>().ok());
            named.chain(rest).sum()
        })
        .sum()
    }

    /// How many words a row has, how much belongs to it, and of which kind it is.
    type RowShape = (usize, usize, u8);

    /// Sections as they come in a meeting: some empty with a hint, some with rows of one line or of many.
    fn any_sections() -> impl Strategy<Value = Vec<Section>> {
        let row = (0..60usize, 0..2usize, 0..8u8);
        let section = (prop::collection::vec(row, 0..6), any::<bool>());
        prop::collection::vec(section, 1..5).prop_map(|sections| {
            let mut number = 0u128;
            let one = |(at, (rows, hint)): (usize, (Vec<RowShape>, bool))| Section {
                heading: ["Fungerar", "Svårare", "Stöd", "Röst"][at].to_owned(),
                rows: rows
                    .into_iter()
                    .map(|(words, facts, tone)| {
                        number += 1;
                        let is_over = tone == 0;
                        let what = if is_over { "över".to_owned() } else { format!("r{number:02}") };
                        Row {
                            target: (!is_over).then(|| RowRef::Entry(uuid::Uuid::from_u128(number).into())),
                            mark: if is_over { "" } else { "+" }.to_owned(),
                            text: format!("{what}{}", " ord".repeat(if is_over { 0 } else { words % 30 })),
                            detail: (facts > 0 && !is_over).then(|| "Per S · 4 dec".repeat(facts)),
                            tone: if is_over { Tone::Over } else { Tone::Normal },
                        }
                    })
                    .collect(),
                empty: hint.then(|| "först på raden skriver hit".to_owned()),
            };
            sections.into_iter().enumerate().map(one).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

        #[test]
        fn a_count_is_said_if_and_only_if_rows_are_hidden_there_and_equals_them(
            sections in any_sections(),
            (width, height) in (16..140u16, 5..40u16),
            (selected, newest) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            is_selected in any::<bool>(),
        ) {
            let rows: Vec<&Row> = sections.iter().flat_map(|section| &section.rows).collect();
            let targets: Vec<RowRef> = rows.iter().filter_map(|row| row.target).collect();
            let pick = |index: prop::sample::Index| (!targets.is_empty()).then(|| targets[index.index(targets.len())]);
            let in_sight: Vec<RowRef> = pick(newest).into_iter().collect();
            let seen = drawn(
                &sections,
                pick(selected).filter(|_| is_selected),
                &in_sight,
                Rect::new(0, 0, width, height),
            );
            let text = seen.join("\n");
            let is_seen: Vec<bool> = rows
                .iter()
                .filter(|row| row.tone != Tone::Over)
                .map(|row| text.contains(row.text.split(' ').next().unwrap()))
                .collect();
            let above = is_seen.iter().take_while(|seen| !**seen).count();
            let none = above == is_seen.len();
            let below = is_seen.iter().rev().take_while(|seen| !**seen).count();
            let hidden = is_seen.iter().filter(|seen| !**seen).count();
            prop_assert_eq!(counted(&seen, '↑') + counted(&seen, '↓'), hidden, "{}", text);
            // Under one heading, those that are above and those that are below.
            if !none && sections.len() == 1 {
                prop_assert_eq!((counted(&seen, '↑'), counted(&seen, '↓')), (above, below), "{}", text);
            }
            // Each heading stands, or is named or counted with its rows, and the row that is wanted most is seen.
            let names = |section: &Section| text.contains(&section.heading.to_uppercase()) || text.contains(&section.heading);
            let counts = seen.iter().any(|row| row.contains("till") && (row.starts_with(" ↑") || row.starts_with(" ↓")));
            for section in sections.iter().filter(|_| height > 3) {
                // Under one heading, whose the first row is goes before it.
                let is_over = sections.len() == 1 && text.contains("över");
                prop_assert!(counts || is_over || names(section), "{}\n{}", section.heading, text);
            }
            let wanted = pick(selected).filter(|_| is_selected).or(pick(newest));
            if let Some(row) = rows.iter().find(|row| row.target.is_some() && row.target == wanted) {
                prop_assert!(text.contains(row.text.split(' ').next().unwrap()), "{}\n{}", row.text, text);
            }
        }
    }

    #[test]
    fn a_heading_loses_its_words_first_then_its_numbers_and_last_the_end_of_its_name() {
        let all = [
            ("ÄRENDE 12 ”DEN BLÅA ELEVEN”", "3 AV 3 BEKRÄFTADE, 2 TILLFRÅGAS", "3/3, 2 TILLFRÅGAS"),
            ("DELTAGARE", "2 AV 14 PRESENTERADE (F4)", "2/14"),
            ("FRÅN FÖRRA GÅNGEN", "0 AV 5", "0/5"),
        ];
        for (name, counts, least) in all {
            let heading = format!("{name}  {counts}");
            for width in 8..80 {
                let said = short_heading(&heading, width);
                assert!(cells(&said) <= width, "{width}: {said}");
                assert!(said.contains(name) || cells(name) > width, "{width}: {said}");
                let numbers = least.split(',').next().unwrap();
                let has = said.contains(numbers) || said.contains(&numbers.replace('/', " AV "));
                assert!(has || cells(name) + cells(least) + 2 > width, "{width}: {said}");
                assert!(said.contains(' ') || width < 12 || name == "DELTAGARE", "{width}: {said}");
            }
        }
    }

    #[test]
    fn what_another_has_just_written_is_seen_beside_the_highlighted_row_where_both_have_room() {
        for highlighted in 1..=20 {
            for newest in 1..=20 {
                let seen = seen(Some(highlighted), newest, 10);
                assert!(seen.contains(&format!("rad {highlighted}\n")), "{highlighted} {newest}: {seen}");
                let near = highlighted.abs_diff(newest) < 4;
                assert!(!near || seen.contains(&format!("rad {newest}\n")), "{highlighted} {newest}: {seen}");
            }
        }
        assert!(seen(None, 20, 10).contains("rad 20\n"));
    }

    #[test]
    fn what_there_isnt_room_for_goes_to_a_column_with_rows_to_spare_with_its_heading() {
        let named = |heading: &str, rows| Section { heading: heading.to_owned(), ..section(rows) };
        let column = |sections| Column { weight: 4, sections, aside: false };
        let columns = [
            column(vec![named("Fungerar", 5), named("Prövat", 2), named("Röst", 1)]),
            column(vec![named("Svårare", 9)]),
            column(vec![named("Laget runt", 3)]),
        ];
        let columns: Vec<&Column> = columns.iter().collect();
        let headings = |height| {
            let placed = shared_out(&columns, &[26, 26, 26], height);
            placed
                .iter()
                .map(|sections| sections.iter().map(|one| one.heading.as_str()).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        assert_eq!(headings(11), [vec!["Fungerar", "Prövat", "Röst"], vec!["Svårare"], vec!["Laget runt"]]);
        assert_eq!(headings(10), [vec!["Fungerar", "Prövat"], vec!["Svårare"], vec!["Laget runt", "Röst"]]);
        assert_eq!(headings(8), [vec!["Fungerar", "Prövat"], vec!["Svårare"], vec!["Laget runt", "Röst"]]);
    }

    #[test]
    fn what_one_column_doesnt_need_goes_to_one_with_more_to_say_than_there_is_room_for() {
        let (long, short) = (uneven(60), section(3));
        let columns = [vec![&long], vec![&short]];
        let widths = by_need(&columns, vec![108, 90], 20);
        assert!(
            widths[0] > 150 && widths[1] >= NARROW_PART && widths.iter().sum::<u16>() == 198,
            "{widths:?}"
        );
        // With room for all, each has its share.
        assert_eq!(by_need(&columns, vec![108, 90], 200), [108, 90]);
    }
}
