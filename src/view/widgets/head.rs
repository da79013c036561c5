//! The top line of every screen: where one is, and the clock. It is never covered.
//!
//! ```text
//!  ÖVNING  EHT Ängsskolan        Ärende 2 av 4 · 4 av 6 min        09.31 · 31 av 90 min
//! ```

use crate::view::pen::{Pen, cells, right_of, within};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// The mark of a practice database.
pub(crate) const PRACTICE: &str = " ÖVNING ";

/// What stands in the top line.
pub(crate) struct Head<'a> {
    pub(crate) practice: bool,
    pub(crate) title: &'a str,
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
    if head.late {
        left = pen.put_right(left, &format!("! {}", head.right), Meaning::Warn);
    } else {
        left = pen.put_right(left, head.right, Meaning::Text);
    }
    left.width = left.width.saturating_sub(2);
    let rest = pen.put(left, head.title, Meaning::Title);
    // What comes last in the middle is the first to go where room is short.
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
