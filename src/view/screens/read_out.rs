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
use crate::view::pen::{Pen, count, rows_of, top, within, wrap_facts};
use crate::view::theme::Meaning;
use crate::view::widgets::big;
use ratatui::layout::Rect;

/// From this width on, the point may stand in large type.
const LARGE_FROM: u16 = 100;

/// Large type takes at most so many lines.
const LARGE_LINES: usize = 3;

/// So many rows are left for what stands beneath.
const BENEATH: u16 = 5;

/// Draws the point; gives back what is left below. If it is `alone`, it may take all the room there is.
pub(in crate::view) fn draw(pen: &mut Pen<'_>, area: Rect, point: &Point, alone: bool) -> Rect {
    let inner = within(area, 4);
    let beneath = if alone { 0 } else { BENEATH };
    let room = area.height.saturating_sub(beneath);
    let who = [point.owner.as_str(), point.when.as_str()];
    let who = who.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ");
    let remark = point.remark.as_ref().map(|remark| format!("! {remark}"));
    let rows = |text: &str| if text.is_empty() { 0 } else { rows_of(text, inner.width) };
    let who = if who.is_empty() { Vec::new() } else { wrap_facts(&who, inner.width) };
    let others = rows(&point.heading) + count(who.len()) + remark.as_deref().map_or(0, rows);

    let large = (area.width >= LARGE_FROM)
        .then(|| big::fit(&point.text, inner.width, LARGE_LINES))
        .flatten()
        .filter(|lines| others + big::Size::WIDE.rows(lines.len()) + 4 <= room);
    let text_rows = match &large {
        Some(lines) => big::Size::WIDE.rows(lines.len()),
        None => rows(&point.text),
    };
    let air = u16::from(others + text_rows + 4 <= room);

    let mut rest = inner;
    top(&mut rest, air.min(u16::from(large.is_some())));
    rest = pen.put_wrapped(rest, &point.heading, Meaning::Text);
    top(&mut rest, air);
    match &large {
        Some(lines) => {
            big::draw(pen, rest, lines, Meaning::Question);
            top(&mut rest, text_rows);
        }
        None => rest = pen.put_wrapped(rest, &point.text, Meaning::Question),
    }
    top(&mut rest, air);
    for line in &who {
        pen.put(top(&mut rest, 1), line, Meaning::Strong);
    }
    if let Some(remark) = &remark {
        rest = pen.put_wrapped(rest, remark, Meaning::Warn);
    }
    top(&mut rest, 1);
    Rect { y: rest.y, height: rest.height, ..area }
}
