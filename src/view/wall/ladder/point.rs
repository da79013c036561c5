//! A page on which a point is read out. Its text, who and when come first: they are as large as can be, then as many of the
//! others as possible are seen. A larger wall shows neither of them smaller: what is large where not all has room is told by
//! the smallest wall, and type grows only where all has room.

use super::super::bricks::{Brick, Set, Step, Type, height};
use super::super::page::Page;
use super::cut::{PLAIN, air_under, lay_under, with_large};
use super::steps::point_steps;
use super::{HIGH, Laid, SMALLEST, TWO_FROM, column_width, top_bricks};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// With all of it large.
const LARGE: Step = Step { hero: Type::LOW, facts: Type::LOW, ..PLAIN };
/// A text that is too long to be large, with who and when large.
const LARGE_FACTS: Step = Step { facts: Type::LOW, ..PLAIN };

/// What a page has of a wall of 80×24.
const COMMON: Rect = Rect { x: 0, y: 0, width: 76, height: 20 };

/// The page as large as it can be; of a list that `is_bound` not all is known.
pub(super) fn lay(page: &Page, area: Rect, is_bound: bool) -> Laid {
    let whole = |steps: &[Step]| {
        let mut steps = steps.iter().filter(|_| !is_bound);
        steps.find_map(|step| Laid::of(page, area, *step).map(|laid| (*step, laid)))
    };
    if let Some((step, laid)) = whole(&point_steps(area)) {
        return breathing(with_next_large(page, area, step).unwrap_or(laid), area);
    }
    let is_always = |step: Step| has_room(page, SMALLEST, step) && has_room(page, area, step);
    // A text that is large from a common wall on leaves as much of the list to the smaller ones.
    let on_common = has_room(page, COMMON, LARGE).then(|| cut(page, COMMON, LARGE, usize::MAX).1);
    let is_common = area.width >= COMMON.width && area.height >= COMMON.height;
    if is_always(LARGE) || (is_common && on_common.is_some()) {
        return cut(page, area, LARGE, usize::MAX).0;
    }
    let most = on_common.unwrap_or(usize::MAX);
    let steps = [Step { tight: false, ..LARGE_FACTS }, LARGE_FACTS];
    if let Some((_, laid)) = whole(&steps).filter(|_| page.items() <= most) {
        return breathing(laid, area);
    }
    cut(page, area, if is_always(LARGE_FACTS) { LARGE_FACTS } else { PLAIN }, most).0
}

/// With what is left shared out; on a high wall first to what the point is called.
fn breathing(mut laid: Laid, area: Rect) -> Laid {
    let spare = area.height.saturating_sub(laid.rows());
    let label =
        laid.over.iter().position(|brick| brick.inks.iter().any(|ink| ink.meaning == Meaning::Heading));
    // It is never larger than the text under it.
    let is_large = |at: &usize| {
        let mut inks = laid.over.iter().skip(at + 1).flat_map(|brick| &brick.inks);
        inks.next().is_some_and(|ink| ink.set.kind.is_big())
    };
    if let Some(at) = label.filter(|_| area.height >= HIGH).filter(is_large) {
        let old = &laid.over[at];
        let is_small = old.inks.iter().all(|ink| !ink.set.kind.is_big());
        let text = old.inks.iter().flat_map(|ink| &ink.set.lines).cloned().collect::<Vec<_>>().join(" ");
        let large = Set::of(&text, area.width, Type::LOW).filter(|set| set.rows() < old.rows + spare);
        if let Some(set) = large.filter(|_| is_small) {
            laid.over[at] = Brick::of(old.gap, set, Meaning::Heading);
            if let Some(next) = laid.over.get_mut(at + 1) {
                next.gap = next.gap.max(1);
            }
        }
    }
    laid.breathe(area.height.saturating_sub(laid.rows()));
    laid
}

/// Whether what stands over the list has room, with how many there are in it.
fn has_room(page: &Page, area: Rect, step: Step) -> bool {
    let list = u16::from(!page.groups.is_empty());
    let over = top_bricks(page, area, step);
    over.is_some_and(|over| height(&over) + list * (air_under(&over) + 1) <= area.height)
}

/// At most so many rows of the list, and how many they are. The question stands over the point where it costs no row.
fn cut(page: &Page, area: Rect, step: Step, most: usize) -> (Laid, usize) {
    let set = |step: Step| top_bricks(page, area, step);
    let with_question = set(Step { tight: false, ..step });
    lay_under(page, area, set(step).unwrap_or_default(), with_question.into_iter().collect(), most)
}

/// On a high wall, where the list is small, what is read next is large, if all others have room.
fn with_next_large(page: &Page, area: Rect, step: Step) -> Option<Laid> {
    if area.height < HIGH || step.body.is_big() || step.hero == Type::LOW {
        return None;
    }
    let over = top_bricks(page, area, step)?;
    let room = area.height.checked_sub(height(&over) + 1)?;
    let most = if area.width >= TWO_FROM { 2 } else { 1 };
    (1..=most).find_map(|number| {
        let width = column_width(area, number);
        let columns = with_large(page, width, number, room)?;
        Some(Laid { over: over.clone(), air: 1, columns, width })
    })
}
