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
use std::ops::Range;

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
/// A question at most so much.
const QUESTION_SHARE_CUT: u16 = 30;
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
        subject: if heading.is_big() && !page.is_point { Type::LOW } else { Type::Plain },
        air,
        columns,
    };
    // Beside a large question, what is spoken of is large before the question is larger still.
    let is_high = area.height >= HIGH && page.subject.is_some();
    let large_subject = |step: &Step| Step { subject: Type::LOW, ..*step };
    let is_larger = |hero: usize, body: usize| hero < body;
    let mut all = Vec::new();
    if page.is_point {
        for (at, hero) in heroes.iter().enumerate() {
            all.extend(bodies.iter().filter(|body| is_larger(at, body.0)).map(|body| step(*hero, *body)));
        }
    } else {
        for body in &bodies {
            let larger = heroes.iter().enumerate().filter(|(at, _)| is_larger(*at, body.0));
            let steps: Vec<Step> = larger.map(|(_, hero)| step(*hero, *body)).collect();
            let first = steps.iter().filter(|step| is_high && step.hero != Type::LOW).map(large_subject);
            // It is small only where the list would be.
            let small = steps.iter().filter(|step| {
                !is_high
                    || step.hero == Type::LOW
                    || [Type::NARROW, Type::LOW, Type::Plain].contains(&step.body)
            });
            all.extend(first.chain(small.copied()));
        }
    }
    // Before anything is only counted, all but what is read out is small.
    let plain = columns.iter().map(|columns| (0, Type::Plain, Type::Plain, 0, *columns));
    if page.is_point {
        for hero in &heroes {
            all.extend(plain.clone().map(|body| Step { facts: Type::Plain, ..step(*hero, body) }));
        }
    } else if area.height < LOWEST || !page.groups.is_empty() {
        all.extend(plain.map(|body| step(Type::Plain, body)));
    }
    all
}

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
    if page.items() > most || page.groups.iter().any(|group| group.more > 0) {
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
        let plain = Step { body: Type::Plain, heading: Type::Plain, air: 0, columns: 1, ..step };
        let plain = Some(plain).filter(|_| page.only_asks);
        // As many of its rows as there is room for. A heading says of the others how many they are.
        let least = usize::from(group.heading.is_empty());
        let more = (least..=group.items.len()).rev().find_map(|number| {
            page.groups.push(group.first(number));
            let laid = [Some(step), plain].into_iter().flatten().find_map(|step| Laid::of(&page, area, step));
            laid.or_else(|| {
                page.groups.pop();
                None
            })
        });
        if let Some(more) = more {
            laid = more;
        } else {
            // A shorter one may still have room.
            tries -= 1;
        }
    }
    let width = laid.width;
    laid.columns.iter_mut().flatten().for_each(|brick| brick.tell_more(width));
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// A page on which not all has room: rows are left out whole, and it is said how many.
fn lay_cut(page: &Page, area: Rect) -> Laid {
    let plain = Type::Plain;
    let plain =
        Step { hero: plain, facts: plain, body: plain, heading: plain, subject: plain, air: 0, columns: 1 };
    let heroes = |with_facts: bool| {
        Size::ALL.into_iter().map(Type::Big).map(move |hero| {
            let facts = if with_facts { hero } else { Type::Plain };
            Step { hero, facts, ..plain }
        })
    };
    let largest = |most: u16| {
        let mut larger = heroes(true).chain(heroes(false)).filter_map(|step| top_bricks(page, area, step));
        larger.find(|over| height(over) <= most)
    };
    // The more there is to see, the smaller may the question be; what is read out is listened to.
    let share = if page.is_point { HERO_SHARE_CUT } else { QUESTION_SHARE_CUT };
    let over = largest(area.height * share / 100)
        // What is read out is listened to now: the others can wait.
        .or_else(|| largest(area.height.saturating_sub(2)).filter(|_| page.is_point))
        .or_else(|| top_bricks(page, area, plain))
        .unwrap_or_default();
    let room = area.height.saturating_sub(height(&over) + 1);
    let columns = if area.width >= TWO_FROM { 2 } else { 1 };
    let width = column_width(area, columns);
    let bricks = body_bricks(&page.groups, width, Step { columns, ..plain }, room).unwrap_or_default();
    let set = |rows| in_columns(cut(&bricks, page.beyond, rows, width), columns, room);
    // Two columns seldom have just as much room as one that is twice as high.
    let columns = (room..=room * columns).rev().find_map(set);
    let mut columns = columns.unwrap_or_else(|| vec![cut(&bricks, page.beyond, room, width)]);
    columns.iter_mut().flatten().for_each(|brick| brick.tell_more(width));
    Laid { over, columns, width }
}

/// Rows under a heading, by their places among the bricks.
struct Part {
    heading: Option<usize>,
    items: Range<usize>,
}

fn parts(bricks: &[Brick]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, brick) in bricks.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if !brick.heading => part.items.end = at + 1,
            _ if brick.heading => parts.push(Part { heading: Some(at), items: at + 1..at + 1 }),
            _ => parts.push(Part { heading: None, items: at..at + 1 }),
        }
    }
    parts
}

/// As many of the rows as there is room for: the important one, the first under each heading, and then those round it. A
/// heading says how many more there are under it.
fn cut(bricks: &[Brick], beyond: (usize, usize), room: u16, width: u16) -> Vec<Brick> {
    let parts = parts(bricks);
    let rows = |at: usize| !bricks[at].heading;
    let Some(important) = (0..bricks.len())
        .find(|at| bricks[*at].important)
        .or_else(|| (0..bricks.len()).rfind(|at| rows(*at)))
    else {
        return bricks.to_vec();
    };
    let own = parts.iter().position(|part| part.items.contains(&important)).unwrap_or(0);
    let mut shown = vec![false; bricks.len()];
    // How many rows of a part aren't shown.
    let hidden = |part: &Part, shown: &[bool]| {
        let more = part.heading.map_or(0, |heading| bricks[heading].more);
        part.items.clone().filter(|at| !shown[*at]).count() + more
    };
    let left_out = |shown: &[bool]| {
        let first = parts.iter().position(|part| shown[part.items.clone()].contains(&true));
        let mut counts = beyond;
        for (at, part) in parts.iter().enumerate() {
            let hidden = hidden(part, shown);
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
    };
    let mut add = |at: usize| {
        let heading = parts.iter().find(|part| part.items.contains(&at)).and_then(|part| part.heading);
        let mut next = shown.clone();
        heading.into_iter().chain([at]).for_each(|at| next[at] = true);
        let (above, below) = left_out(&next);
        let used: u16 =
            bricks.iter().zip(&next).filter(|(_, shown)| **shown).map(|(brick, _)| brick.rows).sum();
        let fits = used + u16::from(above > 0) + u16::from(below > 0) <= room;
        if fits {
            shown = next;
        }
        fits
    };
    if add(important) {
        // What comes after it is nearer than what has been.
        let others: Vec<&Part> = parts[own + 1..].iter().chain(parts[..own].iter().rev()).collect();
        for part in &others {
            add(part.items.start);
        }
        let range = parts[own].items.clone();
        (important + 1..range.end).take_while(|at| add(*at)).for_each(drop);
        (range.start..important).rev().take_while(|at| add(*at)).for_each(drop);
        for part in others {
            part.items.clone().take_while(|at| add(*at)).for_each(drop);
        }
    }
    let (above, below) = left_out(&shown);
    let none = !shown.contains(&true);
    let plain = |said: &str, meaning| {
        let lines = vec![text::truncate(said.trim_end(), usize::from(width)).into_owned()];
        Brick::of(0, Set { lines, kind: Type::Plain }, meaning)
    };
    let told = |number: usize, where_: &str| plain(&format!("{number} till {where_}"), Meaning::Text);
    let mut out = Vec::new();
    out.extend((above > 0).then(|| told(above, "ovanför")));
    for part in &parts {
        let hidden = hidden(part, &shown);
        for at in part.heading.into_iter().chain(part.items.clone()).filter(|at| shown[*at]) {
            let more = if bricks[at].heading { hidden } else { 0 };
            out.push(Brick { gap: 0, more, ..bricks[at].clone() });
        }
    }
    out.extend((below > 0).then(|| told(below, if none { "" } else { "nedanför" })));
    out
}

#[cfg(test)]
mod tests;
