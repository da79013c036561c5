//! Ansvar: one agreed point at a time, as large as there is room for; what is left to do stands beneath.
//!
//! ```text
//!      Åtgärd 2 av 5
//!
//!      Bildschema i klassrummet
//!
//!      Mentor (skola) · senast fre 27 nov
//!      ! tillfrågas
//! ```

use crate::app::board::Point;
use crate::view::pen::{Pen, count, rows_of, top, within, wrap};
use crate::view::theme::Meaning;
use crate::view::widgets::big;
use ratatui::layout::Rect;

/// From this width on, the point may stand in wide type.
const WIDE_FROM: u16 = 100;

/// Large type takes at most so many lines.
const LARGE_LINES: usize = 3;

/// And narrow type so many.
const NARROW_LINES: usize = 2;

/// So many rows are left for what stands beneath, where it needs them.
const BENEATH: u16 = 8;

/// And so many where the screen is low: what is read goes before.
const LEAST_BENEATH: u16 = 6;

/// Draws the point; gives back what is left below. What stands beneath takes so many rows: where that is nothing, the point
/// may take all the room there is.
pub(in crate::view) fn draw(pen: &mut Pen<'_>, area: Rect, point: &Point, beneath: usize) -> Rect {
    let inner = within(area, 4);
    let (alone, needed) = (beneath == 0, count(beneath));
    // With air below.
    let beneath = if alone { 0 } else { BENEATH.min(needed.saturating_add(2)) };
    let room = area.height.saturating_sub(beneath);
    let who = [point.owner.as_str(), point.when.as_str()];
    let who = who.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ");
    let remark = point.remark.as_ref().map(|remark| format!("! {remark}"));
    let rows = |text: &str| if text.is_empty() { 0 } else { rows_of(text, inner.width) };
    let who = if who.is_empty() { Vec::new() } else { wrap(&who, inner.width) };
    let others = rows(&point.heading) + count(who.len()) + remark.as_deref().map_or(0, rows);

    // The largest type in which all of it has room; on a low screen with less air about it.
    let sizes: &[big::Size] = if area.width >= WIDE_FROM {
        &[big::Size::WIDE, big::Size::NARROW, big::Size::LOW]
    } else {
        &[big::Size::NARROW, big::Size::LOW]
    };
    let least =
        if alone { room } else { area.height.saturating_sub(LEAST_BENEATH.min(needed.saturating_add(1))) };
    let in_size = |air: u16, room: u16, most: usize| {
        sizes.iter().find_map(|size| {
            let lines = big::wrap(&point.text, inner.width, *size)?;
            // Narrow letters are read with effort: not many of them.
            let most = if *size == big::Size::WIDE { most } else { most.min(NARROW_LINES) };
            let fits = lines.len() <= most && others + size.rows(lines.len()) + air <= room;
            fits.then_some((*size, lines))
        })
    };
    let large = in_size(4, room, LARGE_LINES).or_else(|| in_size(3, least, 1));
    let text_rows = match &large {
        Some((size, lines)) => size.rows(lines.len()),
        None => rows(&point.text),
    };
    let air = u16::from(others + text_rows + if large.is_some() { 3 } else { 4 } <= least.max(room));

    let mut rest = inner;
    top(&mut rest, u16::from(others + text_rows + 4 <= room).min(u16::from(large.is_some())));
    rest = pen.put_wrapped(rest, &point.heading, Meaning::Text);
    if let Some((size, lines)) = &large {
        top(&mut rest, air);
        big::draw_in(pen, rest, lines, Meaning::Question, *size);
        top(&mut rest, text_rows + air);
    } else {
        // Too long for that: it stands between two rules.
        if air > 0 {
            pen.rule(top(&mut rest, 1));
        }
        rest = pen.put_wrapped(rest, &point.text, Meaning::Question);
        if air > 0 {
            pen.rule(top(&mut rest, 1));
        }
    }
    for line in &who {
        pen.put(top(&mut rest, 1), line, Meaning::Strong);
    }
    if let Some(remark) = &remark {
        rest = pen.put_wrapped(rest, remark, Meaning::Warn);
    }
    top(&mut rest, 1);
    Rect { y: rest.y, height: rest.height, ..area }
}
