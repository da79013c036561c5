//! A meeting under way, set as large as there is room for. The question, or the point that is read out, is the largest; then
//! comes what is agreed, as what, who and when. There is a ladder of steps from the largest type down to one row to a line,
//! and the first on which everything has room is taken. Where nothing does, rows are left out whole, and it is said how many:
//! who does something and when is never cut.

use super::super::pen::{Pen, count};
use super::super::theme::Meaning;
use super::super::widgets::big::Size;
use super::bricks::{Brick, Set, Step, Type, body_bricks, draw_brick, height, in_columns};
use super::page::{Group, Page};
use crate::app::wall::Talk;
use crate::domain::text;
use ratatui::layout::Rect;

/// Below so many rows, air is spared.
const LOW: u16 = 24;
/// Below so many, nothing but the point that is read out is large for certain.
const LOWEST: u16 = 12;
/// From so many rows on, what a point is called is large too.
const HIGH: u16 = 30;
/// From this width on, rows may stand in two columns.
const TWO_FROM: u16 = 110;
/// Between two columns.
const GUTTER: u16 = 6;
/// The hero takes at most so much of the wall's height when something stands under it, in percent.
const HERO_SHARE: u16 = 75;
/// And so much when not all of that has room.
const HERO_SHARE_CUT: u16 = 50;
/// After so many rows that have no room, no more are tried.
const TRIES: usize = 6;

/// The ladder, from the top. Where a point is read out, that it is large comes first; else that all is.
fn steps(page: &Page, area: Rect) -> Vec<Step> {
    let columns: &[u16] = if area.width >= TWO_FROM { &[1, 2] } else { &[1] };
    let heroes: Vec<Type> = Size::ALL.into_iter().map(Type::Big).collect();
    let mut bodies = Vec::new();
    for (at, body) in heroes.iter().enumerate() {
        let sparing = [Type::NARROW, Type::LOW].contains(body);
        // What rows stand under is never larger than they are, nor than the question.
        for (heading, air) in [(Type::LOW, 2), (Type::LOW, 1), (Type::Plain, 1)] {
            bodies.extend(columns.iter().map(|columns| (at, *body, heading, air, *columns)));
        }
        if sparing {
            for heading in [Type::LOW, Type::Plain] {
                bodies.extend(columns.iter().map(|columns| (at, *body, heading, 0, *columns)));
            }
        }
    }
    for air in [1, 0] {
        bodies.extend(columns.iter().map(|columns| (heroes.len(), Type::Plain, Type::Plain, air, *columns)));
    }
    let step = |hero: Type, (_, body, heading, air, columns): (usize, Type, Type, u16, u16)| Step {
        hero,
        facts: hero,
        body,
        heading,
        air,
        columns,
    };
    let is_larger = |hero: usize, body: usize| hero < body;
    let mut all = Vec::new();
    if page.is_point {
        for (at, hero) in heroes.iter().enumerate() {
            all.extend(bodies.iter().filter(|body| is_larger(at, body.0)).map(|body| step(*hero, *body)));
        }
    } else {
        for body in &bodies {
            let larger = heroes.iter().enumerate().filter(|(at, _)| is_larger(*at, body.0));
            all.extend(larger.map(|(_, hero)| step(*hero, *body)));
        }
    }
    // The question stays large, and so does what is read out, if others have to wait for it; not where there is no room.
    if !page.is_point && area.height < LOWEST {
        all.extend(
            columns.iter().map(|columns| step(Type::Plain, (0, Type::Plain, Type::Plain, 0, *columns))),
        );
    }
    all
}

/// What stands over the list.
fn top_bricks(page: &Page, area: Rect, step: Step) -> Option<Vec<Brick>> {
    let air = u16::from(area.height >= LOW);
    let mut bricks = Vec::new();
    let mut gap = 0;
    let small = if step.heading.is_big() && !page.is_point { Type::LOW } else { Type::Plain };
    if let Some(subject) = &page.subject {
        bricks.push(Brick::of(gap, Set::of(subject, area.width, small)?, Meaning::Title));
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
        bricks.push(Brick::of(gap, Set::of_facts(text, area.width, kind)?, Meaning::Question));
        gap = u16::from(kind.is_big());
    }
    if let Some(said) = &page.said {
        let kind = if step.body.is_big() || page.groups.is_empty() { step.body } else { Type::Plain };
        bricks.push(Brick::of(1, Set::of(said, area.width, kind)?, Meaning::Strong));
    }
    Some(bricks)
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
        let width = if step.columns == 2 { (area.width - GUTTER) / 2 } else { area.width };
        // Most steps are much too large: that is seen without breaking a line.
        let items = count(page.groups.iter().map(|group| group.items.len()).sum());
        if items.saturating_mul(step.body.rows(1)) > room.saturating_mul(step.columns) {
            return None;
        }
        let bricks = body_bricks(&page.groups, width, step, room)?;
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
    if page.items() > most {
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
    let mut tries = TRIES;
    for group in std::mem::take(&mut page.more) {
        if tries == 0 {
            break;
        }
        page.groups.push(group);
        let plain = Step { body: Type::Plain, heading: Type::Plain, air: 0, columns: 1, ..step };
        let plain = Some(plain).filter(|_| page.only_asks);
        match [Some(step), plain].into_iter().flatten().find_map(|step| Laid::of(&page, area, step)) {
            Some(more) => laid = more,
            // A shorter one may still have room.
            None => {
                page.groups.pop();
                tries -= 1;
            }
        }
    }
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// A page on which not all has room: rows are left out whole at one end or both, and it is said how many.
fn lay_cut(page: &Page, area: Rect) -> Laid {
    let plain = Type::Plain;
    let plain = Step { hero: plain, facts: plain, body: plain, heading: plain, air: 0, columns: 1 };
    let heroes = |with_facts: bool| {
        Size::ALL.into_iter().map(Type::Big).map(move |hero| {
            let facts = if with_facts { hero } else { Type::Plain };
            Step { hero, facts, ..plain }
        })
    };
    let largest = |most: u16| {
        let mut larger = heroes(true).chain(heroes(false)).filter_map(|step| top_bricks(page, area, step));
        // A question is large, but leaves what room it can to what is agreed.
        if page.is_point {
            larger.find(|over| height(over) <= most)
        } else {
            larger.filter(|over| height(over) <= most).min_by_key(|over| height(over))
        }
    };
    let over = largest(area.height * HERO_SHARE_CUT / 100)
        // What is read out is listened to now: the others can wait.
        .or_else(|| largest(area.height.saturating_sub(2)).filter(|_| page.is_point))
        .or_else(|| top_bricks(page, area, plain))
        .unwrap_or_default();
    let room = area.height.saturating_sub(height(&over) + 1);
    let bricks = body_bricks(&page.groups, area.width, plain, room).unwrap_or_default();
    Laid { over, columns: vec![cut(bricks, page.beyond, room, area.width)], width: area.width }
}

/// As many of the rows as there is room for, round the important one.
fn cut(bricks: Vec<Brick>, beyond: (usize, usize), room: u16, width: u16) -> Vec<Brick> {
    let items: Vec<usize> = (0..bricks.len()).filter(|at| !bricks[*at].heading).collect();
    if items.is_empty() {
        return bricks;
    }
    let heading_of = |at: usize| bricks[..at].iter().rposition(|brick| brick.heading);
    let chosen = |first: usize, last: usize| {
        let mut shown: Vec<usize> = items[first..last].iter().filter_map(|at| heading_of(*at)).collect();
        shown.extend(&items[first..last]);
        shown.sort_unstable();
        shown.dedup();
        shown
    };
    let needs = |first: usize, last: usize| {
        let rows: u16 = chosen(first, last).iter().map(|at| bricks[*at].rows).sum();
        rows + u16::from(first + beyond.0 > 0) + u16::from(last < items.len() + beyond.1)
    };
    let important = items.iter().position(|at| bricks[*at].important).unwrap_or(items.len() - 1);
    // Not even the important one has room.
    let none = needs(important, important + 1) > room;
    let (mut first, mut last) = (important, important + usize::from(!none));
    loop {
        if none {
            break;
        } else if first > 0 && needs(first - 1, last) <= room {
            first -= 1;
        } else if last < items.len() && needs(first, last + 1) <= room {
            last += 1;
        } else {
            break;
        }
    }
    let shown = chosen(first, last);
    let (above, below) = if none { (0, items.len()) } else { (first, items.len() - last) };
    let (above, below) = match beyond {
        (before, after) if none => (above, below + before + after),
        (before, after) => (above + before, below + after),
    };
    let told = |number: usize, where_: &str| {
        let said = format!("{number} till {where_}");
        let lines = vec![text::truncate(said.trim_end(), usize::from(width)).into_owned()];
        Brick::of(0, Set { lines, kind: Type::Plain }, Meaning::Text)
    };
    let mut out = Vec::new();
    out.extend((above > 0).then(|| told(above, "ovanför")));
    let kept = bricks.into_iter().enumerate().filter(|(at, _)| shown.contains(at));
    out.extend(kept.map(|(_, brick)| Brick { gap: 0, ..brick }));
    out.extend((below > 0).then(|| told(below, if none { "" } else { "nedanför" })));
    out
}
#[cfg(test)]
mod tests;
