//! A page on which not all has room in one type. On a high wall what is new or next is large all the same, and what is round
//! it small; what has no room even then is left out whole, and it is said how many.

use super::super::bricks::{Brick, Set, Step, Type, body_bricks, bricks_of, height, in_columns, stacked};
use super::super::page::{Group, Item, Page};
use super::{HIGH, LOW, Laid, TWO_FROM, column_width, top_bricks};
use crate::domain::text;
use crate::view::theme::Meaning;
use crate::view::widgets::big::Size;
use ratatui::layout::Rect;
use std::ops::Range;

/// What is read out takes at most so much of the wall's height, in percent.
const POINT_SHARE: u16 = 50;
/// A question at most so much.
const QUESTION_SHARE: u16 = 30;
/// Where not all is shown, what is large in the list takes at most so much of its room.
const LARGE_SHARE: u16 = 75;
/// So many rows in large are worth more than that all are seen.
const SOME: usize = 2;

/// In one row to a line.
const PLAIN: Step = Step {
    hero: Type::Plain,
    facts: Type::Plain,
    body: Type::Plain,
    heading: Type::Plain,
    subject: Type::Plain,
    air: 0,
    columns: 1,
};

/// A page on which not all has room: rows are left out whole, and it is said how many.
pub(super) fn lay_cut(page: &Page, area: Rect) -> Laid {
    if let Some(laid) = lay_large(page, area) {
        return laid;
    }
    let over = over(page, area, Type::Plain);
    let room = area.height.saturating_sub(height(&over) + 1);
    let number = if area.width >= TWO_FROM { 2 } else { 1 };
    let width = column_width(area, number);
    let bricks = small(page, width, number, room);
    let columns = fill(&bricks, page.beyond, number, room, width);
    let columns = columns.unwrap_or_else(|| vec![cut(&bricks, page.beyond, room, width)]);
    Laid { over, columns, width }.telling_more()
}

/// A page on a high wall of which what is new or next is large, and the others small. Nothing on a low wall, where small type
/// is as large as large is on a high one, and where not one row has room.
pub(super) fn lay_large(page: &Page, area: Rect) -> Option<Laid> {
    if area.height < HIGH {
        return None;
    }
    let most = if area.width >= TWO_FROM { 2 } else { 1 };
    let overs = [Type::LOW, Type::Plain].map(|subject| over(page, area, subject));
    // The question is as large as what stands under it, and what is read out larger.
    let least = Type::LOW.rows(1) + u16::from(page.is_point);
    let is_large = |over: &Vec<Brick>| {
        let mut inks = over.iter().flat_map(|brick| &brick.inks);
        inks.any(|ink| ink.meaning == Meaning::Question && ink.set.kind.rows(1) >= least)
    };
    let all = overs.into_iter().filter(is_large).flat_map(|over| {
        let room = area.height.saturating_sub(height(&over) + 1);
        let mixed = (1..=most).flat_map(move |number| with_large(page, area, number, room));
        mixed.map(move |mixed| (over.clone(), mixed)).collect::<Vec<_>>()
    });
    // Some in large before all in small; then rather all of it, and rather more in large. Of those alike, the first.
    let better = |(_, mixed): &(Vec<Brick>, Mixed)| (mixed.large.min(SOME), mixed.is_whole, mixed.large);
    let (over, best) = all.reduce(|one, other| if better(&other) > better(&one) { other } else { one })?;
    let mut laid =
        Laid { over, columns: best.columns, width: column_width(area, best.number) }.telling_more();
    laid.breathe(area.height.saturating_sub(laid.rows()));
    Some(laid)
}

/// What stands over a list that hasn't room: what is read out as large as leaves room for the next row or two.
fn over(page: &Page, area: Rect, subject: Type) -> Vec<Brick> {
    let largest = |with_facts: bool, most: u16| {
        let heroes = Size::ALL.into_iter().map(Type::Big);
        // What is spoken of isn't much smaller than the question.
        let is_lone = subject.is_big() || page.subject.is_none() || page.is_point || area.height < HIGH;
        let heroes = heroes.filter(|hero| is_lone || hero.rows(1) <= Type::NARROW.rows(1));
        let steps = heroes.map(|hero| {
            let facts = if with_facts { hero } else { Type::Plain };
            Step { hero, facts, subject, ..PLAIN }
        });
        steps.filter_map(|step| top_bricks(page, area, step)).find(|over| height(over) <= most)
    };
    let either = |most| largest(true, most).or_else(|| largest(false, most));
    // The more there is to see, the smaller may the question be; what is read out is listened to, and who and when are as
    // large as it where there is room for what comes next.
    let share = if page.is_point { POINT_SHARE } else { QUESTION_SHARE };
    let beneath = |with_facts: bool, rows: usize| {
        let most = area.height.saturating_sub(under(page, area, rows));
        largest(with_facts, most).filter(|_| page.is_point)
    };
    // On a low wall the text has fewer rows before who and when are small.
    let found = if page.is_point && area.height < LOW {
        largest(true, area.height * share / 100)
    } else {
        either(area.height * share / 100)
    };
    let next = [(true, 2), (true, 1), (false, 2), (false, 1)];
    // There the others are only counted before who and when are small, and the text is small before that.
    let low = || {
        let most = area.height.saturating_sub(2);
        let small = Step { facts: Type::LOW, subject, ..PLAIN };
        let small = || top_bricks(page, area, small).filter(|over| height(over) <= most);
        let next = [2, 1].into_iter().find_map(|rows| beneath(true, rows));
        next.or_else(|| largest(true, most)).or_else(small)
    };
    found
        .or_else(|| low().filter(|_| page.is_point && area.height < LOW))
        .or_else(|| next.into_iter().find_map(|(with_facts, rows)| beneath(with_facts, rows)))
        // What is read out is listened to now: the others can wait.
        .or_else(|| either(area.height.saturating_sub(2)).filter(|_| page.is_point))
        .or_else(|| top_bricks(page, area, PLAIN))
        .unwrap_or_default()
}

/// How many rows so many of what comes next take, with their heading and how many more there are.
fn under(page: &Page, area: Rect, rows: usize) -> u16 {
    let bricks = small(page, area.width, 1, 0);
    let next = by_nearness(&bricks);
    let next: u16 = next.iter().take(rows).map(|at| bricks[*at].rows).sum();
    // Beside the air: a heading, and that there is something above.
    next + 3
}

/// The list in one row to a line, without air.
fn small(page: &Page, width: u16, columns: u16, room: u16) -> Vec<Brick> {
    let bricks = body_bricks(&page.groups, width, Step { columns, ..PLAIN }, room).unwrap_or_default();
    bricks.into_iter().map(|brick| Brick { gap: 0, ..brick }).collect()
}

/// A list of which what is new or next is large.
struct Mixed {
    columns: Vec<Vec<Brick>>,
    number: u16,
    large: usize,
    is_whole: bool,
}

/// The list with as many rows in large as there is room for beside all others in small; and that with many in large, where
/// some may have to wait.
fn with_large(page: &Page, area: Rect, columns: u16, room: u16) -> Vec<Mixed> {
    let width = column_width(area, columns);
    let small = small(page, width, columns, room);
    let row = |item: &Item| stacked(item, width, Type::LOW).or_else(|| stacked(item, width, Type::Plain));
    let large = bricks_of(&page.groups, width, Step { body: Type::LOW, air: 1, ..PLAIN }, &row);
    let large = large.unwrap_or_else(|| small.clone());
    let near = by_nearness(&small);
    let mixed = |which: &[usize]| {
        let mut bricks = small.clone();
        for at in which {
            bricks[*at] = large[*at].clone();
            // Air on both sides, so that it is seen where a row ends that takes several.
            bricks[*at].gap = u16::from(*at > 0);
            if let Some(next) = bricks.get_mut(at + 1) {
                next.gap = 1;
            }
        }
        bricks
    };
    let found = |number: usize, bricks: Vec<Vec<Brick>>, is_whole: bool| Mixed {
        columns: bricks,
        number: columns,
        large: number,
        is_whole,
    };
    let has_all = |group: &Group| group.more == 0 || group.items.is_empty();
    let is_whole = page.beyond == (0, 0) && page.groups.iter().all(has_all);
    let whole = |which: &[usize]| {
        let mut bricks = mixed(which);
        let set = in_columns(bricks.clone(), columns, room)?;
        // What is left is shared out between the rows.
        bricks.iter_mut().skip(1).for_each(|brick| brick.gap = brick.gap.max(1));
        Some(found(which.len(), in_columns(bricks, columns, room).unwrap_or(set), true))
    };
    // The nearest first; one that is too long in large leaves its room to a shorter one.
    let mut which: Vec<usize> = Vec::new();
    for at in near.iter().filter(|_| is_whole) {
        which.push(*at);
        if in_columns(mixed(&which), columns, room).is_none() {
            which.pop();
        }
    }
    let is_near_large = near.first().is_some_and(|first| which.contains(first));
    let all = Some(which).filter(|_| is_near_large).and_then(|which| whole(&which));
    let most = room * columns * LARGE_SHARE / 100;
    let fits = |number: &usize| near.iter().take(*number).map(|at| large[*at].rows + 1).sum::<u16>() <= most;
    let some = (1..=near.len()).take_while(fits).last().and_then(|number| {
        fill(&mixed(&near[..number]), page.beyond, columns, room, width).map(|set| found(number, set, false))
    });
    all.into_iter().chain(some).collect()
}

/// The rows by how soon they are looked at: the important one, what comes after it, what has been, the nearest first.
fn by_nearness(bricks: &[Brick]) -> Vec<usize> {
    let rows: Vec<usize> = (0..bricks.len()).filter(|at| !bricks[*at].heading).collect();
    let important = rows.iter().position(|at| bricks[*at].important).unwrap_or(rows.len().saturating_sub(1));
    let (before, after) = rows.split_at(important.min(rows.len()));
    after.iter().chain(before.iter().rev()).copied().collect()
}

/// As many of the rows as there is room for in so many columns.
fn fill(
    bricks: &[Brick],
    beyond: (usize, usize),
    columns: u16,
    room: u16,
    width: u16,
) -> Option<Vec<Vec<Brick>>> {
    let set = |rows| in_columns(cut(bricks, beyond, rows, width), columns, room);
    // Two columns seldom have just as much room as one that is twice as high.
    (room..=room * columns).rev().find_map(set)
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
    let mut add = |wanted: &[usize]| {
        let mut next = shown.clone();
        for at in wanted {
            let part = parts.iter().find(|part| part.items.contains(at));
            part.and_then(|part| part.heading).into_iter().chain([*at]).for_each(|at| next[at] = true);
        }
        let (above, below) = left_out(&next);
        let used: u16 = bricks
            .iter()
            .zip(&next)
            .filter(|(_, shown)| **shown)
            .map(|(brick, _)| brick.gap + brick.rows)
            .sum();
        let fits = used + u16::from(above > 0) + u16::from(below > 0) <= room;
        if fits {
            shown = next;
        }
        fits
    };
    if add(&[important]) {
        // What comes after it is nearer than what has been. None is passed over for a shorter one: then its heading tells of
        // it, and those of the others farther off of theirs.
        let (before, after) = (parts[..own].iter().rev(), parts[own + 1..].iter());
        let mut others: Vec<&Part> = Vec::new();
        for side in [after.collect::<Vec<_>>(), before.collect()] {
            let mut in_turn = side.into_iter().peekable();
            while let Some(part) = in_turn.next_if(|part| !part.items.is_empty() && add(&[part.items.start]))
            {
                others.push(part);
            }
            let headings = in_turn.map_while(|part| part.heading);
            headings.take_while(|heading| add(&[*heading])).for_each(drop);
        }
        let range = parts[own].items.clone();
        (important + 1..range.end).take_while(|at| add(&[*at])).for_each(drop);
        (range.start..important).rev().take_while(|at| add(&[*at])).for_each(drop);
        for part in others {
            part.items.clone().take_while(|at| add(&[*at])).for_each(drop);
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
            out.push(Brick { more, ..bricks[at].clone() });
        }
    }
    out.extend((below > 0).then(|| told(below, if none { "" } else { "nedanför" })));
    out
}
