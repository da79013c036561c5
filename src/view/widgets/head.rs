//! The top line of every screen: where one is, and the clock. It is never covered.
//!
//! ```text
//!  ÖVNING  EHT Ängsskolan · mån 23 nov   Ärende 2 av 4 · 4 av 6 min        09.31 · 31 av 90 min
//! ```

use crate::domain::text;
use crate::view::pen::{Pen, cells, right_of, within};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// The mark of a practice database.
pub(crate) const PRACTICE: &str = " ÖVNING ";

/// So much of the title is always seen, in cells.
const SHORTEST_TITLE: u16 = 12;

/// What stands in the top line.
pub(crate) struct Head<'a> {
    pub(crate) practice: bool,
    pub(crate) title: &'a str,
    /// The day of the meeting on screen; empty elsewhere.
    pub(crate) day: &'a str,
    pub(crate) middle: &'a str,
    pub(crate) right: &'a str,
    /// The time is used up.
    pub(crate) late: bool,
}

/// Draws it on the first row of `area`: the mark, the clock and the title before what stands in the middle.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, head: &Head<'_>) {
    let mut left = within(area, 1);
    if head.practice {
        left = right_of(pen.put(left, PRACTICE, Meaning::Practice), 1);
    }
    let whole = left;
    // Where room is short the whole meeting's time goes first, then the end of the title: an ärende's own time is what
    // the chair looks for.
    let day = if head.day.is_empty() { String::new() } else { format!(" · {}", head.day) };
    let needed = |right: &str| cells(head.title) + cells(&day) + cells(head.middle) + cells(right) + 8;
    // That it was planned for another day goes before anything else.
    let brief = day.split_once(" (").map(|(held, _)| held.to_owned());
    let day = brief.filter(|_| needed(head.right) > left.width).unwrap_or_else(|| day.clone());
    let needed = |right: &str| cells(head.title) + cells(&day) + cells(head.middle) + cells(right) + 8;
    let clock = head.right.split(" · ").next().unwrap_or(head.right);
    let right = if needed(head.right) <= left.width { head.right } else { clock };
    let (mark, meaning) = if head.late { ("! ", Meaning::Warn) } else { ("", Meaning::Text) };
    left = pen.put_right(left, &format!("{mark}{right}"), meaning);
    left.width = left.width.saturating_sub(2);
    let room =
        usize::from(left.width).saturating_sub(text::width(head.middle) + 2).max(usize::from(SHORTEST_TITLE));
    let name = room.saturating_sub(text::width(&day));
    let (name, day) = if name >= usize::from(SHORTEST_TITLE).min(text::width(head.title)) {
        (name, day)
    } else {
        (room, String::new())
    };
    let rest = pen.put(left, &format!("{}{day}", text::truncate(head.title, name)), Meaning::Title);
    // What comes last in the middle is the next to go.
    let mut middle = head.middle;
    while cells(middle) + 2 > rest.width {
        let Some((before, _)) = middle.rsplit_once(" · ") else { return };
        middle = before;
    }
    // In the middle of the line if it fits there, else anywhere between.
    let width = cells(middle);
    let centre = whole.x + (whole.width.saturating_sub(width)) / 2;
    let x = centre.clamp(rest.x + 2, rest.right() - width);
    pen.put(Rect { x, width: rest.right() - x, ..rest }, middle, Meaning::Text);
}
