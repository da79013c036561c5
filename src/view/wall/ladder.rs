//! A meeting under way, set as large as there is room for. The question, or the point that is read out, is the largest; then
//! comes what is agreed, as what, who and when. There is a ladder of steps from the largest type down to one row to a line,
//! and the first on which everything has room is taken. Where nothing does, rows are left out whole, and it is said how many:
//! who does something and when is never cut.

mod cut;
mod steps;

use super::super::pen::{Pen, count};
use super::super::theme::Meaning;
use super::bricks::{Brick, Set, Step, Type, body_bricks, draw_brick, height, in_columns};
use super::page::{Group, Page};
use crate::app::wall::Talk;
use cut::{lay_cut, lay_large};
use ratatui::layout::Rect;
use steps::steps;

/// Below so many rows, air is spared.
const LOW: u16 = 24;
/// From so many rows on, small type is too small to be read from afar, and what a point is called is large too.
const HIGH: u16 = 30;
/// From this width on, rows may stand in two columns.
const TWO_FROM: u16 = 110;

/// Between two columns.
const GUTTER: u16 = 6;
/// The hero takes at most so much of the wall's height when something stands under it, in percent.
const HERO_SHARE: u16 = 75;
/// After so many rows that have no room, no more are tried.
const TRIES: usize = 6;

/// What stands over the list.
fn top_bricks(page: &Page, area: Rect, step: Step) -> Option<Vec<Brick>> {
    let air = u16::from(area.height >= LOW);
    let mut bricks = Vec::new();
    let mut gap = 0;
    if let Some(subject) = &page.subject {
        bricks.push(Brick::of(gap, Set::of(subject, area.width, step.subject)?, Meaning::Title));
        gap = air;
    }
    if let Some(question) = page.small.as_ref().filter(|_| area.height >= LOW) {
        bricks.push(Brick::of(gap, Set::of(question, area.width, Type::Plain)?, Meaning::Question));
        gap = 1;
    }
    if let Some(label) = &page.label {
        let is_small = [Type::LOW, Type::Plain].contains(&step.hero);
        let kind = if !is_small && area.height >= HIGH { Type::LOW } else { Type::Plain };
        bricks.push(Brick::of(gap, Set::of(label, area.width, kind)?, Meaning::Heading));
        gap = u16::from(kind.is_big());
    }
    for (text, kind) in page.hero.iter().zip([step.hero, step.facts]) {
        // Large letters have air of their own beneath them.
        gap = gap.min(air + u16::from(kind.is_big()));
        bricks.push(Brick::of(gap, Set::of_facts(text, area.width, kind)?, Meaning::Question));
        gap = u16::from(kind.is_big());
    }
    if let Some(said) = &page.said {
        let kind = if step.body.is_big() || page.groups.is_empty() { step.body } else { Type::Plain };
        bricks.push(Brick::of(1, Set::of(said, area.width, kind)?, Meaning::Strong));
    }
    Some(bricks)
}

/// How wide each of so many columns is.
fn column_width(area: Rect, columns: u16) -> u16 {
    if columns == 2 { area.width.saturating_sub(GUTTER) / 2 } else { area.width }
}

/// A page on a step.
struct Laid {
    over: Vec<Brick>,
    columns: Vec<Vec<Brick>>,
    width: u16,
}

impl Laid {
    fn of(page: &Page, area: Rect, step: Step) -> Option<Self> {
        let over = top_bricks(page, area, step)?;
        if page.groups.is_empty() {
            return (height(&over) <= area.height).then(|| Self {
                over,
                columns: Vec::new(),
                width: area.width,
            });
        }
        let used = height(&over) + 1;
        if used > area.height * HERO_SHARE / 100 && step.hero.is_big() {
            return None;
        }
        let room = area.height.checked_sub(used)?;
        let width = column_width(area, step.columns);
        // Most steps are much too large: that is seen without breaking a line.
        let items = count(page.groups.iter().map(|group| group.items.len()).sum());
        if items.saturating_mul(step.body.rows(1)) > room.saturating_mul(step.columns) {
            return None;
        }
        let bricks = body_bricks(&page.groups, width, step, room)?;
        // Where a row takes several lines, it is seen where the next begins.
        let breaks = |brick: &Brick| brick.inks.iter().any(|ink| ink.set.lines.len() > 1);
        if step.body.is_big() && step.air == 0 && bricks.iter().any(|brick| !brick.heading && breaks(brick)) {
            return None;
        }
        let columns = in_columns(bricks, step.columns, room)?;
        Some(Self { over, columns, width })
    }

    fn body_rows(&self) -> u16 {
        self.columns.iter().map(|column| height(column)).max().unwrap_or(0)
    }

    fn rows(&self) -> u16 {
        let body = self.body_rows();
        height(&self.over) + if body > 0 { body + 1 } else { 0 }
    }

    /// With how many more there are said in each heading.
    fn telling_more(mut self) -> Self {
        let width = self.width;
        self.columns.iter_mut().flatten().for_each(|brick| brick.tell_more(width));
        self
    }

    /// Shares out what is left, most of it between the question and what is agreed.
    fn breathe(&mut self, spare: u16) {
        let small = spare.min(6) / 3;
        let big = spare.min(9) / 3;
        if let Some(hero) = self.over.iter_mut().find(|brick| brick.gap > 0) {
            hero.gap += small;
        }
        if let Some(first) = self.columns.iter_mut().find_map(|column| column.first_mut()) {
            first.gap += big;
        }
        let first = self.columns.first().and_then(|column| column.first()).map_or(0, |brick| brick.gap);
        for column in self.columns.iter_mut().skip(1) {
            if let Some(brick) = column.first_mut() {
                brick.gap = first;
            }
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        let mut y = area.y;
        for brick in &self.over {
            y = draw_brick(pen, area, y, brick);
        }
        let start = y + u16::from(!self.over.is_empty());
        for (at, column) in self.columns.iter().enumerate() {
            let x = area.x + count(at) * (self.width + GUTTER);
            let place = Rect { x, width: self.width, ..area };
            column.iter().fold(start, |y, brick| draw_brick(pen, place, y, brick));
        }
    }
}

/// Draws the page.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, talk: &Talk) {
    lay(Page::of(talk), area).draw(pen, area);
}

/// The page on the highest step on which all has room, with what else there is room for then.
fn lay(mut page: Page, area: Rect) -> Laid {
    let columns = if area.width >= TWO_FROM { 2 } else { 1 };
    let most = usize::from(area.height) * columns;
    page.bound(most);
    let is_bound = page.items() > most || page.groups.iter().any(|group| group.more > 0);
    // What has a heading is never left out without a word: its heading at least says how much there is.
    let is_noted = |group: &Group| !group.heading.is_empty();
    let (noted, asks): (Vec<Group>, Vec<Group>) =
        std::mem::take(&mut page.more).into_iter().partition(is_noted);
    page.more = asks;
    let first_noted = page.groups.len();
    page.groups.extend(noted.iter().map(|group| group.first(0)));
    if is_bound {
        return lay_cut(&page, area);
    }
    let find = |page: &Page, but: Option<Type>| {
        let steps = steps(page, area).into_iter().filter(|step| but.is_none_or(|but| step.body != but));
        steps.into_iter().find_map(|step| Laid::of(page, area, step).map(|laid| (step, laid)))
    };
    let mut found = None;
    if page.only_asks {
        // Questions that are asked later don't make the first one small.
        found = find(&page, Some(Type::Plain));
        if found.is_none() {
            page.more = std::mem::take(&mut page.groups).into_iter().flat_map(Group::each).collect();
        }
    }
    let Some((step, mut laid)) = found.or_else(|| find(&page, None)) else {
        return lay_cut(&page, area);
    };
    let is_small = step.body == Type::Plain && !page.groups.is_empty() && !page.only_asks;
    if is_small && let Some(laid) = lay_large(&page, area) {
        let mut whole = page;
        whole.groups.splice(first_noted.., noted);
        return with_noted(&whole, area, first_noted, &laid).unwrap_or(laid);
    }
    let mut tries = TRIES;
    // As many of their rows as there is room for.
    for (at, group) in (first_noted..).zip(noted) {
        let more = (1..=group.items.len()).rev().find_map(|number| {
            page.groups[at] = group.first(number);
            Laid::of(&page, area, step)
        });
        match more {
            Some(more) => laid = more,
            None => page.groups[at] = group.first(0),
        }
    }
    for group in std::mem::take(&mut page.more) {
        if tries == 0 {
            break;
        }
        let plain = Step { body: Type::Plain, heading: Type::Plain, air: 0, columns: 1, ..step };
        let plain = Some(plain).filter(|_| page.only_asks);
        page.groups.push(group);
        let more = [Some(step), plain].into_iter().flatten().find_map(|step| Laid::of(&page, area, step));
        if let Some(more) = more {
            laid = more;
        } else {
            // A shorter one may still have room.
            page.groups.pop();
            tries -= 1;
        }
    }
    laid = laid.telling_more();
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// The page with all that stands beside what is agreed, where there is room for it and no less of what is agreed is large.
fn with_noted(page: &Page, area: Rect, first_noted: usize, without: &Laid) -> Option<Laid> {
    let beside = &page.groups.get(first_noted)?.heading;
    let large = |laid: &Laid| {
        let agreed = laid.columns.iter().flatten().take_while(|brick| !brick.is_headed(beside));
        agreed.filter(|brick| !brick.heading && brick.inks.iter().any(|ink| ink.set.kind.is_big())).count()
    };
    let rows = |laid: &Laid| laid.columns.iter().flatten().filter(|brick| !brick.heading).count();
    lay_large(page, area).filter(|laid| rows(laid) == page.items() && large(laid) >= large(without))
}

#[cfg(test)]
mod tests;
