//! A page on which not all has room in one type. On a high wall what was written last or is read next is large all the same,
//! where all others have room in small; what has no room even in small is left out whole, and it is said how many. A larger
//! wall never shows less: which row comes before which doesn't depend on how large it is.

use super::super::bricks::{Brick, Set, Step, Type, bricks_of, height, in_columns, layouts, stacked};
use super::super::page::{Item, Page};
use super::{HIGH, Laid, TWO_FROM, column_width, least, top_bricks};
use crate::domain::text;
use crate::view::theme::Meaning;
use crate::view::widgets::big::Size;
use ratatui::layout::Rect;
use std::ops::Range;

/// A question takes at most so much of the wall's height, in percent.
const QUESTION_SHARE: u16 = 30;
/// Of so many headings each is seen before a second row under any of them.
const FEW: usize = 5;

/// In one row to a line.
pub(super) const PLAIN: Step = Step {
    hero: Type::Plain,
    facts: Type::Plain,
    body: Type::Plain,
    beside: Type::Plain,
    heading: Type::Plain,
    subject: Type::Plain,
    air: 0,
    columns: 1,
    tight: true,
};

/// A page with a question on which not all has room: rows are left out whole, and it is said how many.
pub(super) fn lay_cut(page: &Page, area: Rect) -> Laid {
    let set = |hero| top_bricks(page, area, Step { hero, ..PLAIN });
    let smallest = set(least(page, area)).unwrap_or_default();
    let larger = || [Type::Big(Size::WIDE), Type::NARROW, Type::LOW].into_iter().filter_map(set);
    let larger = larger().filter(|over| over.len() == smallest.len() && height(over) > height(&smallest));
    let larger: Vec<_> = larger.collect();
    let (laid, rows) = lay_under(page, area, smallest, larger, usize::MAX);
    if page.groups.is_empty() || rows > 0 {
        return laid;
    }
    // The question gives way to the row that must be seen, and that one is cut before it is gone.
    let plain = set(Type::Plain).unwrap_or_default();
    let pages = (1..=usize::from(area.height)).rev();
    let pages = pages.map(|lines| page.with_important_in(lines * usize::from(area.width)));
    let mut all = pages.map(|page| lay_under(&page, area, plain.clone(), Vec::new(), usize::MAX));
    all.find(|(_, rows)| *rows > 0).map_or(laid, |(laid, _)| laid)
}

/// As many rows of the list as there is room for under what stands over it, at most `limit`, and how many they are; over it the first of
/// `larger` that costs no row.
pub(super) fn lay_under(
    page: &Page,
    area: Rect,
    smallest: Vec<Brick>,
    larger: Vec<Vec<Brick>>,
    limit: usize,
) -> (Laid, usize) {
    let most = if area.width >= TWO_FROM { 2 } else { 1 };
    let lists: Vec<(u16, u16, Vec<Brick>)> = (1..=most)
        .map(|number| (number, column_width(area, number)))
        .flat_map(|(number, width)| small(page, width).into_iter().map(move |bricks| (number, width, bricks)))
        .collect();
    let cuts: Vec<(u16, Cut<'_>)> =
        lists.iter().map(|(number, width, bricks)| (*number, Cut::of(bricks, page.beyond, *width))).collect();
    let filled = |over: &[Brick]| {
        let room = area.height.saturating_sub(height(over) + air_under(over));
        let all = cuts.iter().map(|(number, cut)| cut.fill(*number, room, limit));
        // Of those that show as much, the first.
        all.reduce(|best, next| if next.rows > best.rows { next } else { best }).unwrap_or_default()
    };
    let shown = filled(&smallest);
    let has_room = |over: &Vec<Brick>| height(over) + air_under(over) < area.height;
    let mut larger = larger.into_iter().filter(has_room).map(|over| (filled(&over), over));
    let same = larger.find(|(other, _)| other.rows == shown.rows);
    let (filled, over) = same.unwrap_or((shown, smallest));
    let (air, width) = (air_under(&over), column_width(area, filled.number));
    let laid = Laid { over, air, columns: filled.columns, width };
    (laid.telling_more(), filled.rows)
}

/// The row between what stands over a list that hasn't room and the list: large letters have air of their own beneath them.
pub(super) fn air_under(over: &[Brick]) -> u16 {
    let last = over.last().and_then(|brick| brick.inks.last());
    u16::from(last.is_some_and(|ink| !ink.set.kind.is_big()))
}

/// A page on a high wall of which what was written last or is read next is large, and the others small. Nothing on a low wall,
/// where small type is as large as large is on a high one, and where not all has room.
pub(super) fn lay_large(page: &Page, area: Rect) -> Option<Laid> {
    if area.height < HIGH {
        return None;
    }
    let most = if area.width >= TWO_FROM { 2 } else { 1 };
    // The question is as large as what stands under it.
    let least = Type::LOW.rows(1);
    let is_large = |over: &Vec<Brick>| {
        let mut inks = over.iter().flat_map(|brick| &brick.inks);
        inks.any(|ink| ink.meaning == Meaning::Question && ink.set.kind.rows(1) >= least)
    };
    let subjects = [Type::LOW, Type::Plain];
    let overs = subjects.map(|subject| over(page, area, subject)).into_iter();
    let smallest = subjects
        .into_iter()
        .filter_map(|subject| top_bricks(page, area, Step { hero: Type::LOW, subject, ..PLAIN }));
    let overs = overs.chain(smallest).filter(is_large);
    let mut all = overs.flat_map(|over| (1..=most).map(move |number| (over.clone(), number)));
    let mut laid = all.find_map(|(over, number)| {
        let room = area.height.checked_sub(height(&over) + 1)?;
        let width = column_width(area, number);
        Some(Laid { over, air: 1, columns: with_large(page, width, number, room)?, width })
    })?;
    laid.breathe(area.height.saturating_sub(laid.rows()));
    Some(laid)
}

/// What stands over a list in small type: the more there is to see, the smaller may the question be.
fn over(page: &Page, area: Rect, subject: Type) -> Vec<Brick> {
    let heroes = Size::ALL.into_iter().map(Type::Big);
    // What is spoken of isn't much smaller than the question.
    let is_lone = subject.is_big() || page.subject.is_none();
    let heroes = heroes.filter(|hero| is_lone || hero.rows(1) <= Type::NARROW.rows(1));
    let most = area.height * QUESTION_SHARE / 100;
    heroes
        .filter_map(|hero| top_bricks(page, area, Step { hero, subject, ..PLAIN }))
        .find(|over| height(over) <= most)
        .or_else(|| top_bricks(page, area, PLAIN))
        .unwrap_or_default()
}

/// How many rows must have room under a question: all who are here; else a heading, the row that must be seen, and how many more
/// there are above and below.
pub(super) fn needed(page: &Page, width: u16) -> u16 {
    let rows = |bricks: &Vec<Brick>| {
        if !page.is_gathered {
            return important(bricks).map_or(0, |at| bricks[at].rows) + 3;
        }
        let here = bricks.iter().filter(|brick| brick.heading || !brick.beside);
        here.map(|brick| brick.rows).sum::<u16>() + 1
    };
    small(page, width).iter().map(rows).min().unwrap_or(0)
}

/// The list in one row to a line, without air, in each of its layouts.
fn small(page: &Page, width: u16) -> Vec<Vec<Brick>> {
    let mut all = layouts(&page.groups, width, PLAIN);
    all.iter_mut().flatten().for_each(|brick| brick.gap = 0);
    all
}

/// The list with what was written last or is read next in large and all others in small, if all have room.
pub(super) fn with_large(page: &Page, width: u16, columns: u16, room: u16) -> Option<Vec<Vec<Brick>>> {
    let row = |item: &Item| {
        let large = item.fresh.then(|| stacked(item, width, Type::LOW)).flatten();
        large.or_else(|| stacked(item, width, Type::Plain))
    };
    let large = bricks_of(&page.groups, width, Step { body: Type::LOW, air: 1, ..PLAIN }, &row)?;
    let fresh = large.iter().position(|brick| brick.fresh)?;
    let is_large = large[fresh].inks.iter().any(|ink| ink.set.kind.is_big());
    let set = |bricks: &[Brick], air: u16| {
        let mut bricks = bricks.to_vec();
        bricks[fresh] = large[fresh].clone();
        bricks.iter_mut().skip(1).for_each(|brick| brick.gap = brick.gap.max(air));
        // Air on both sides, so that it is seen where a row ends that takes several.
        bricks[fresh].gap = u16::from(fresh > 0);
        if let Some(next) = bricks.get_mut(fresh + 1) {
            next.gap = 1;
        }
        in_columns(bricks, columns, room)
    };
    let all = small(page, width);
    let all = all.iter().filter(|_| is_large);
    // What is left is shared out between the rows.
    all.clone().find_map(|bricks| set(bricks, 1)).or_else(|| all.clone().find_map(|bricks| set(bricks, 0)))
}

/// The row that must be seen; of none, the last.
fn important(bricks: &[Brick]) -> Option<usize> {
    let important = bricks.iter().position(|brick| brick.important);
    important.or_else(|| bricks.iter().rposition(|brick| !brick.heading))
}

/// Rows under a heading, by their places among the bricks.
struct Part {
    heading: Option<usize>,
    items: Range<usize>,
    beside: bool,
}

fn parts(bricks: &[Brick]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, brick) in bricks.iter().enumerate() {
        let part = |heading: Option<usize>, items| Part { heading, items, beside: brick.beside };
        match parts.last_mut() {
            Some(part) if !brick.heading => part.items.end = at + 1,
            _ if brick.heading => parts.push(part(Some(at), at + 1..at + 1)),
            _ => parts.push(part(None, at..at + 1)),
        }
    }
    parts
}

/// As many rows as there is room for.
#[derive(Default)]
struct Filled {
    rows: usize,
    number: u16,
    columns: Vec<Vec<Brick>>,
}

/// A list of which not all is shown: the important row, what is first under each heading, and then what is round it. A heading
/// says how many more there are under it.
struct Cut<'b> {
    bricks: &'b [Brick],
    parts: Vec<Part>,
    /// What comes before what: rows, and headings that at least tell of theirs.
    order: Vec<usize>,
    /// How many rows there are before and after all that are known.
    beyond: (usize, usize),
    width: u16,
}

impl<'b> Cut<'b> {
    fn of(bricks: &'b [Brick], beyond: (usize, usize), width: u16) -> Self {
        let parts = parts(bricks);
        let mut order = Vec::new();
        if let Some(important) = important(bricks) {
            let own = parts.iter().position(|part| part.items.contains(&important)).unwrap_or(0);
            // What comes after it is nearer than what has been.
            let others: Vec<&Part> = parts[own + 1..].iter().chain(parts[..own].iter().rev()).collect();
            let agreed = || others.iter().filter(|part| !part.beside);
            order.push(important);
            let is_few = parts.len() <= FEW;
            order.extend(others.iter().filter(|part| is_few || part.beside).filter_map(|part| part.heading));
            order.extend(agreed().map(|part| part.items.start));
            let items = parts[own].items.clone();
            order.extend(important + 1..items.end);
            order.extend((items.start..important).rev());
            order.extend(agreed().flat_map(|part| part.items.clone().skip(1)));
            order.extend(others.iter().filter(|part| part.beside).flat_map(|part| part.items.clone()));
        }
        Self { bricks, parts, order, beyond, width }
    }

    /// The first so many of the order, with their headings.
    fn shown(&self, number: usize) -> Vec<bool> {
        let mut shown = vec![false; self.bricks.len()];
        self.order[..number].iter().for_each(|at| shown[*at] = true);
        for part in &self.parts {
            if let Some(heading) = part.heading.filter(|_| shown[part.items.clone()].contains(&true)) {
                shown[heading] = true;
            }
        }
        shown
    }

    /// How many rows of a part aren't shown.
    fn hidden(&self, part: &Part, shown: &[bool]) -> usize {
        let more = part.heading.map_or(0, |heading| self.bricks[heading].more);
        part.items.clone().filter(|at| !shown[*at]).count() + more
    }

    /// How many there are above and below of which no heading tells.
    fn untold(&self, shown: &[bool]) -> (usize, usize) {
        let is_seen = |part: &Part| {
            shown[part.items.clone()].contains(&true) || part.heading.is_some_and(|heading| shown[heading])
        };
        let first = self.parts.iter().position(is_seen);
        let mut counts = self.beyond;
        for (at, part) in self.parts.iter().enumerate() {
            let hidden = self.hidden(part, shown);
            let is_told = part.heading.is_some_and(|heading| shown[heading]);
            // Of what has no heading to tell it, the rows before those that are shown are above.
            let above = part.items.clone().take_while(|at| !shown[*at]).count();
            match first {
                _ if is_told => {}
                Some(first) if at < first => counts.0 += hidden,
                Some(first) if at == first => {
                    counts.0 += above;
                    counts.1 += hidden - above;
                }
                _ => counts.1 += hidden,
            }
        }
        counts
    }

    /// What is seen of it.
    fn set(&self, shown: &[bool]) -> Vec<Brick> {
        let (above, below) = self.untold(shown);
        let told = |number: usize, where_: &str| {
            let said = format!("{number} till {where_}");
            let line = text::truncate(said.trim_end(), usize::from(self.width)).into_owned();
            Brick::of(0, Set { lines: vec![line], kind: Type::Plain }, Meaning::Text)
        };
        let mut out = Vec::new();
        out.extend((above > 0).then(|| told(above, "ovanför")));
        for part in &self.parts {
            for at in part.heading.into_iter().chain(part.items.clone()).filter(|at| shown[*at]) {
                let more = if self.bricks[at].heading { self.hidden(part, shown) } else { 0 };
                out.push(Brick { more, ..self.bricks[at].clone() });
            }
        }
        let none = !shown.contains(&true);
        out.extend((below > 0).then(|| told(below, if none { "" } else { "nedanför" })));
        out
    }

    /// As many of the rows as there is room for in so many columns.
    fn fill(&self, number: u16, room: u16, limit: usize) -> Filled {
        let count_shown = |shown: &[bool]| {
            let rows = shown.iter().zip(self.bricks).filter(|(shown, brick)| **shown && !brick.heading);
            rows.count()
        };
        let filled = |shown: Vec<bool>, columns| Filled { rows: count_shown(&shown), number, columns };
        let most = room.saturating_mul(number);
        let fits = |shown: &[bool]| {
            let (above, below) = self.untold(shown);
            let seen = self.bricks.iter().zip(shown).filter(|(_, shown)| **shown);
            let used: u16 = seen.map(|(brick, _)| brick.gap + brick.rows).sum();
            used + u16::from(above > 0) + u16::from(below > 0) <= most
        };
        let found = (1..=self.order.len()).rev().find_map(|rows| {
            let shown = self.shown(rows);
            if count_shown(&shown) > limit || !fits(&shown) {
                return None;
            }
            let columns = in_columns(self.set(&shown), number, room)?;
            Some(filled(shown, columns))
        });
        found.unwrap_or_else(|| {
            let none = vec![false; self.bricks.len()];
            let all = self.set(&none);
            filled(none, vec![all])
        })
    }
}
