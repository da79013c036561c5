//! A meeting under way, set as large as there is room for. The question, or the point that is read out, is the largest; then
//! comes what is agreed, as what, who and when. There is a ladder of steps from the largest type down to one row to a line,
//! and the first on which everything has room is taken. Where nothing does, rows are left out whole, and it is said how many:
//! who does something and when is never cut.

mod cut;
mod point;
mod steps;

use super::super::pen::{Pen, count};
use super::super::theme::Meaning;
use super::bricks::{Brick, Set, Step, Type, draw_brick, height, in_columns, list_bricks};
use super::page::{Group, Page};
use crate::app::wall::Talk;
use cut::{PLAIN, lay_cut, lay_large};
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
/// A question that takes at most so many lines of [`SHORT_IN`] columns in the lowest of the large types is never smaller than that.
const SHORT: usize = 3;
/// What a wall of 60 columns has within its margins.
const SHORT_IN: u16 = 56;
/// What a page has of a wall of 60×20.
const SMALLEST: Rect = Rect { x: 0, y: 0, width: SHORT_IN, height: 17 };
/// The hero takes at most so much of the wall's height when something stands under it, in percent.
const HERO_SHARE: u16 = 75;
/// After so many rows that have no room, no more are tried.
const TRIES: usize = 6;

/// What stands over the list.
fn top_bricks(page: &Page, area: Rect, step: Step) -> Option<Vec<Brick>> {
    // How high the wall is says nothing of what stands over a point, or a higher one could show less.
    let is_high = |rows: u16| page.is_point || area.height >= rows;
    let air = u16::from(is_high(LOW) && !step.tight);
    let mut bricks = Vec::new();
    let mut gap = 0;
    if let Some(subject) = &page.subject {
        bricks.push(Brick::of(gap, Set::of(subject, area.width, step.subject)?, Meaning::Title));
        gap = air;
    }
    // A point that is read out comes before the question.
    let asks = is_high(LOW) && !(page.is_point && step.tight);
    if let Some(question) = page.small.as_ref().filter(|_| asks) {
        bricks.push(Brick::of(gap, Set::of(question, area.width, Type::Plain)?, Meaning::Question));
        gap = 1;
    }
    if let Some(label) = &page.label {
        let is_large = step.hero.rows(1) > if page.is_point { Type::NARROW } else { Type::LOW }.rows(1);
        let kind = if is_large && is_high(HIGH) { Type::LOW } else { Type::Plain };
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

/// The smallest type in which a question is set, whatever stands under it: it is the largest on the wall. A long one is large
/// where that costs no row of the list. The size of the wall says nothing of it, or a larger one could show less.
fn least(page: &Page, area: Rect) -> Type {
    let is_short =
        |text: &String| Set::of(text, SHORT_IN, Type::LOW).is_some_and(|set| set.lines.len() <= SHORT);
    let has_room = |area: Rect| {
        let over = top_bricks(page, area, Step { hero: Type::LOW, ..PLAIN });
        over.is_some_and(|over| height(&over) + cut::needed(page, area.width) <= area.height)
    };
    let is_large =
        page.hero.iter().take(1).all(is_short) && has_room(area) && (page.is_gathered || has_room(SMALLEST));
    if is_large { Type::LOW } else { Type::Plain }
}

/// How wide each of so many columns is.
fn column_width(area: Rect, columns: u16) -> u16 {
    if columns == 2 { area.width.saturating_sub(GUTTER) / 2 } else { area.width }
}

/// A page on a step.
struct Laid {
    over: Vec<Brick>,
    /// Between that and the list.
    air: u16,
    columns: Vec<Vec<Brick>>,
    width: u16,
}

impl Laid {
    fn of(page: &Page, area: Rect, step: Step) -> Option<Self> {
        // Most steps are much too large: that is seen without breaking a line.
        let rows = |group: &Group| count(group.items.len()).saturating_mul(step.kind_of(group).rows(1));
        let rows = page.groups.iter().map(rows).fold(0, u16::saturating_add);
        if rows > area.height.saturating_mul(step.columns) {
            return None;
        }
        let over = top_bricks(page, area, step)?;
        if page.groups.is_empty() {
            return (height(&over) <= area.height).then(|| Self {
                over,
                air: 1,
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
        if rows > room.saturating_mul(step.columns) {
            return None;
        }
        let bricks = list_bricks(&page.groups, width, step, room)?;
        // Where a row takes several lines, it is seen where the next begins.
        let breaks =
            |brick: &Brick| brick.inks.iter().any(|ink| ink.set.kind.is_big() && ink.set.lines.len() > 1);
        if step.body.is_big() && step.air == 0 && bricks.iter().any(|brick| !brick.heading && breaks(brick)) {
            return None;
        }
        let columns = in_columns(bricks, step.columns, room)?;
        Some(Self { over, air: 1, columns, width })
    }

    fn body_rows(&self) -> u16 {
        self.columns.iter().map(|column| height(column)).max().unwrap_or(0)
    }

    fn rows(&self) -> u16 {
        let body = self.body_rows();
        height(&self.over) + if body > 0 { body + self.air } else { 0 }
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
        for first in self.columns.iter_mut().filter_map(|column| column.first_mut()) {
            first.gap += big;
        }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        let mut y = area.y;
        for brick in &self.over {
            y = draw_brick(pen, area, y, brick);
        }
        let start = if self.over.is_empty() { y } else { y + self.air };
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

/// The page on the highest step on which all has room, with what else there is room for then. Only where all has no room in
/// one size, what stands beside is smaller than what is agreed, or what was written last or is read next is larger than the
/// others.
fn lay(mut page: Page, area: Rect) -> Laid {
    let columns = if area.width >= TWO_FROM { 2 } else { 1 };
    let most = usize::from(area.height) * columns;
    page.bound(most);
    let is_bound = page.items() > most || page.groups.iter().any(|group| group.more > 0);
    if page.is_point {
        return point::lay(&page, area, is_bound);
    }
    if is_bound {
        return lay_cut(&page, area);
    }
    let least = least(&page, area);
    let find = |page: &Page, fits: &dyn Fn(&Step) -> bool| {
        let mut steps = steps(page, area, least).into_iter().filter(|step| fits(step));
        steps.find_map(|step| Laid::of(page, area, step).map(|laid| (step, laid)))
    };
    let is_large = |step: &Step| step.body.is_big();
    let mut found = find(&page, &is_large);
    if found.is_none() && page.only_asks {
        // Questions that are asked later don't make the first one small.
        page.more = std::mem::take(&mut page.groups).into_iter().flat_map(Group::each).collect();
    }
    if found.is_none()
        && !page.groups.is_empty()
        && let Some(laid) = lay_parted(&page, area, least).or_else(|| lay_large(&page, area))
    {
        return laid;
    }
    found = found.or_else(|| find(&page, &|step| !step.body.is_big() || page.groups.is_empty()));
    let Some((step, mut laid)) = found else {
        return lay_cut(&page, area);
    };
    let mut tries = TRIES;
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
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// What is agreed in one large size, and what stands beside it small.
fn lay_parted(page: &Page, area: Rect, least: Type) -> Option<Laid> {
    let beside = page.groups.iter().filter(|group| group.beside).count();
    if beside == 0 || beside == page.groups.len() {
        return None;
    }
    let steps = steps(page, area, least).into_iter().filter(|step| step.body.is_big());
    let mut laid = steps.map(|step| Step { beside: Type::Plain, ..step });
    let mut laid = laid.find_map(|step| Laid::of(page, area, step))?;
    laid.breathe(area.height.saturating_sub(laid.rows()));
    Some(laid)
}

#[cfg(test)]
mod tests;
