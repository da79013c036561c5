//! A column with several headings, for all of which there isn't room: each heading stays with how many of its rows aren't
//! seen, or, where even the headings are too many, is named with how many there are.
//!
//! ```text
//!  FUNGERAR              ↑ 3 till
//!  + Matte
//!  + Kompisar
//!  SVÅRARE               ↓ 2 till
//!  - Läsning högt
//!  ↓ Stöd i dag (3) · Barnets röst (1)
//! ```

use super::lines::{BETWEEN, Item, Placed, in_rows, place};
use super::short_heading;
use super::shown::{Shown, hidden, keys_over, rows_of};
use crate::app::board::Tone;
use crate::domain::text;
use crate::view::pen::cells;
use crate::view::theme::Meaning;
use std::borrow::Cow;

/// A heading, a row, and what stands above and below.
const LEAST: usize = 4;

/// A heading with what stands under it.
#[derive(Clone, Copy)]
struct Part {
    heading: Option<usize>,
    from: usize,
    to: usize,
}

impl Part {
    fn has(&self, item: usize) -> bool {
        (self.from..self.to).contains(&item)
    }
}

/// Chooses what is seen of parts with headings in `height` lines. `wanted` are the items that are to be seen, the most wanted
/// first. Nothing where there is one heading at the most, or room for no more than a row.
pub(super) fn pinned<'a>(
    items: &[Item<'a>],
    wanted: &[usize],
    width: u16,
    height: usize,
) -> Option<Shown<'a>> {
    let parts = parts_of(items);
    if parts.iter().filter(|part| part.heading.is_some()).count() < 2 || height < LEAST {
        return None;
    }
    let anchor = wanted.first().copied();
    let focus = anchor.and_then(|anchor| parts.iter().position(|part| part.has(anchor)));
    let focus =
        focus.or_else(|| parts.iter().position(|part| items[part.from..part.to].iter().any(Item::is_row)));
    let mut choice = Choice {
        items,
        keys: anchor.and_then(|anchor| keys_over(items, anchor)),
        windows: vec![None; parts.len()],
        // Where the headings leave room for about as much again, all of them stay.
        open: (0, parts.len() - 1),
        broken: vec![None; items.len()],
        parts,
        width,
        height,
    };
    let focus = focus.unwrap_or(0);
    let is_pinned = choice.parts.len() * 2 <= height + 1;
    choice.begin(focus, wanted);
    if !is_pinned || choice.used() > height {
        choice.open = (focus, focus);
    }
    if choice.open.0 < choice.open.1 {
        choice.fill_pinned(focus, wanted);
    } else {
        choice.fill_around(focus, wanted);
    }
    choice.hints();
    Some(choice.shown())
}

fn parts_of(items: &[Item<'_>]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match (item, parts.last_mut()) {
            (Item::Heading(_), _) => parts.push(Part { heading: Some(at), from: at + 1, to: at + 1 }),
            (_, Some(part)) => part.to = at + 1,
            (_, None) => parts.push(Part { heading: None, from: at, to: at + 1 }),
        }
    }
    parts
}

/// What is seen of each part, as it is being chosen.
struct Choice<'i, 'a> {
    items: &'i [Item<'a>],
    parts: Vec<Part>,
    /// The row that says which keys answer the most wanted one.
    keys: Option<usize>,
    /// The first and the last item that is seen of each part.
    windows: Vec<Option<(usize, usize)>>,
    /// The first and the last part whose heading stands by itself; the others are named above and below.
    open: (usize, usize),
    broken: Vec<Option<Vec<Placed<'a>>>>,
    width: u16,
    height: usize,
}

impl<'a> Choice<'_, 'a> {
    fn lines(&mut self, item: usize) -> &[Placed<'a>] {
        let (items, width) = (self.items, self.width);
        self.broken[item].get_or_insert_with(|| {
            let mut lines = Vec::new();
            place(item, &items[item], width, &mut lines);
            lines
        })
    }

    /// What stands over the first row that is seen though it isn't in sight itself: the keys that answer it, and whose it is.
    fn over(&self, part: usize, (first, _): (usize, usize)) -> Vec<usize> {
        let from = self.parts[part].from;
        let is_over = |at: &usize| matches!(&self.items[*at], Item::Row(row) if row.tone == Tone::Over);
        let keys = self.keys.filter(|keys| *keys >= from && *keys < first);
        let over = if is_over(&first) { None } else { (from..first).rev().find(is_over) };
        keys.into_iter().chain(over).collect()
    }

    fn cost(&mut self, part: usize) -> usize {
        let Some(window) = self.windows[part] else { return 0 };
        let over = self.over(part, window);
        over.into_iter().chain(window.0..=window.1).map(|item| self.lines(item).len()).sum()
    }

    /// How many lines all of it takes.
    fn used(&mut self) -> usize {
        let (first, last) = self.open;
        let folded = usize::from(first > 0) + usize::from(last + 1 < self.parts.len());
        let headings = self.parts[first..=last].iter().filter(|part| part.heading.is_some()).count();
        folded + headings + (first..=last).map(|part| self.cost(part)).sum::<usize>()
    }

    /// What of a part is to be seen first.
    fn begin(&mut self, part: usize, wanted: &[usize]) {
        let own = self.parts[part];
        let wanted = wanted.iter().copied().find(|item| own.has(*item));
        let first = || (own.from..own.to).find(|item| self.items[*item].is_row());
        self.windows[part] = wanted.or_else(first).map(|item| (item, item));
    }

    /// The same, where there is room for it.
    fn begin_if_room(&mut self, part: usize, wanted: &[usize]) -> bool {
        self.begin(part, wanted);
        let fits = self.used() <= self.height;
        if !fits {
            self.windows[part] = None;
        }
        fits
    }

    /// One row more of a part, beneath or above what is seen; tells whether there was room for one.
    fn grow(&mut self, part: usize) -> bool {
        let Some((first, last)) = self.windows[part] else { return false };
        let Part { from, to, .. } = self.parts[part];
        let below = (last + 1..to).find(|item| self.items[*item].is_row()).map(|next| (first, next));
        let above = (first > from).then(|| (first - 1, last));
        let before = self.windows[part];
        [below, above].into_iter().flatten().any(|window| {
            self.windows[part] = Some(window);
            let fits = self.used() <= self.height;
            if !fits {
                self.windows[part] = before;
            }
            fits
        })
    }

    /// Whether all rows of a part are seen.
    fn is_whole(&self, part: usize) -> bool {
        let Part { from, to, .. } = self.parts[part];
        let unseen = |item: usize| self.windows[part].is_none_or(|(first, last)| item < first || item > last);
        !(from..to).any(|item| self.items[item].is_row() && unseen(item))
    }

    /// All headings stay: a row of each, then as much as there is room for of the one that is spoken of, then of the others.
    fn fill_pinned(&mut self, focus: usize, wanted: &[usize]) {
        let of = |item: &usize| self.parts.iter().position(|part| part.has(*item));
        let mut order: Vec<usize> = wanted.iter().filter_map(of).collect();
        order.extend(0..self.parts.len());
        for part in order {
            if self.windows[part].is_none() {
                self.begin_if_room(part, wanted);
            }
        }
        while self.grow(focus) {}
        loop {
            let mut has_grown = false;
            for part in 0..self.parts.len() {
                has_grown |= self.grow(part);
            }
            if !has_grown {
                break;
            }
        }
    }

    /// What is spoken of, then what stands beneath it and above.
    fn fill_around(&mut self, focus: usize, wanted: &[usize]) {
        while self.grow(focus) {}
        while self.open.1 + 1 < self.parts.len() && self.is_whole(self.open.1) {
            let before = self.open;
            self.open.1 += 1;
            if !self.begin_if_room(self.open.1, wanted) || self.used() > self.height {
                self.open = before;
                break;
            }
            while self.grow(self.open.1) {}
        }
        while self.open.0 > 0 && self.is_whole(self.open.0) {
            let before = self.open;
            self.open.0 -= 1;
            let own = self.parts[self.open.0];
            let last = (own.from..own.to).rev().find(|item| self.items[*item].is_row());
            let wanted: Vec<usize> = wanted.iter().copied().chain(last).collect();
            if !self.begin_if_room(self.open.0, &wanted) || self.used() > self.height {
                self.open = before;
                break;
            }
            while self.grow(self.open.0) {}
        }
    }

    /// How one writes under a heading that has no rows, where there is room left.
    fn hints(&mut self) {
        for part in self.open.0..=self.open.1 {
            let own = self.parts[part];
            let hint = (own.from..own.to).find(|item| matches!(self.items[*item], Item::Empty(_)));
            if let (None, Some(hint)) = (self.windows[part], hint) {
                self.windows[part] = Some((hint, hint));
                if self.used() > self.height {
                    self.windows[part] = None;
                }
            }
        }
    }

    fn shown(mut self) -> Shown<'a> {
        let (first, last) = self.open;
        let mut lines: Vec<Placed<'a>> = Vec::new();
        lines.extend(self.folded(0..first, "↑"));
        let over = self.used().saturating_sub(self.height);
        let mut left_out = rows_of(self.items.get(..self.parts[first].from));
        for part in first..=last {
            let own = self.parts[part];
            let rows = |from: usize, to: usize| hidden(self.items.get(from..to));
            let (above, below) = match self.windows[part] {
                Some((first, last)) => (rows(own.from, first), rows(last + 1, own.to)),
                None => ((0, 0), rows(own.from, own.to)),
            };
            left_out += above.0 + below.0;
            lines.extend(own.heading.map(|at| self.heading(at, above, below)));
            let Some(window) = self.windows[part] else { continue };
            let mut body: Vec<Placed<'a>> = Vec::new();
            for item in self.over(part, window).into_iter().chain(window.0..=window.1) {
                let own = self.lines(item).to_vec();
                // A row that is longer than the room there is says that it goes on.
                let room = own.len().saturating_sub(over).max(1);
                body.extend(if over > 0 && item == window.0 { in_rows(own, self.width, room) } else { own });
            }
            lines.append(&mut body);
        }
        left_out += rows_of(self.items.get(self.parts[last].to..));
        lines.extend(self.folded(last + 1..self.parts.len(), "↓"));
        lines.truncate(self.height);
        Shown { lines, left_out, ..Shown::default() }
    }

    /// A heading with how many of its rows aren't seen.
    fn heading(&self, at: usize, above: (usize, usize), below: (usize, usize)) -> Placed<'a> {
        let Item::Heading(heading) = &self.items[at] else {
            return line(at, Cow::Borrowed(""), Meaning::Heading, Cow::Borrowed(""));
        };
        let heading = heading.to_uppercase();
        let arrows = [("↑", above.0), ("↓", below.0)].into_iter().filter(|(_, rows)| *rows > 0);
        let in_words = |between: &str| {
            arrows
                .clone()
                .map(|(arrow, rows)| format!("{arrow}{between}{rows}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let missing = above.1 + below.1;
        let missing = if missing > 0 { format!(", {missing} saknas") } else { String::new() };
        let told = if above.0 + below.0 == 0 {
            String::new()
        } else {
            // The words go before the name does.
            let name = cells(heading.split("  ").next().unwrap_or_default()) + BETWEEN;
            let least = in_words("");
            let all = [
                format!("{} till{missing}", in_words(" ")),
                format!("{} till", in_words(" ")),
                in_words(" "),
            ];
            all.into_iter().find(|told| name + cells(told) <= self.width).unwrap_or(least)
        };
        let room = self.width.saturating_sub(if told.is_empty() { 0 } else { cells(&told) + BETWEEN });
        let heading = short_heading(&heading, room).into_owned();
        line(at, Cow::Owned(heading), Meaning::Heading, Cow::Owned(told))
    }

    /// Headings that don't stand by themselves, on one line: each with how many rows it has, as many as there is room for.
    fn folded(&self, parts: std::ops::Range<usize>, arrow: &str) -> Option<Placed<'a>> {
        let first = parts.start;
        let all: Vec<(&str, usize)> = self.parts[parts]
            .iter()
            .map(|part| {
                let heading = part.heading.and_then(|at| match &self.items[at] {
                    Item::Heading(heading) => Some(heading.split("  ").next().unwrap_or(heading)),
                    _ => None,
                });
                (heading.unwrap_or_default(), rows_of(self.items.get(part.from..part.to)))
            })
            .collect();
        if all.is_empty() {
            return None;
        }
        let in_line = |named: usize| {
            let names = all[..named].iter().map(|(name, rows)| format!("{name} ({rows})"));
            let rest: usize = all[named..].iter().map(|(_, rows)| rows).sum();
            let rest = (named < all.len()).then(|| format!("{rest} till"));
            format!("{arrow} {}", names.chain(rest).collect::<Vec<_>>().join(" · "))
        };
        let named = (0..=all.len()).rev().find(|named| cells(&in_line(*named)) <= self.width).unwrap_or(0);
        let text = text::truncate(&in_line(named), usize::from(self.width)).into_owned();
        let at = self.parts[first].heading.unwrap_or(self.parts[first].from);
        Some(line(at, Cow::Owned(text), Meaning::Quiet, Cow::Borrowed("")))
    }
}

fn line<'a>(item: usize, text: Cow<'a, str>, meaning: Meaning, aside: Cow<'a, str>) -> Placed<'a> {
    Placed {
        item,
        indent: 0,
        mark: "",
        text,
        aside,
        meaning,
        beside: Meaning::Quiet,
        first: true,
        fact: false,
    }
}
