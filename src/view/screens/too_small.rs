//! A terminal in which nothing could be read.
//!
//! ```text
//!  Fönstret är för litet: 40 × 12.
//!  Det behöver vara minst 60 × 20.
//!  Inget är borta. Gör fönstret större
//!  eller bokstäverna mindre.
//! ```

use crate::app::model::{MIN_SIZE, Model};
use crate::view::pen::{Pen, top, within};
use crate::view::theme::Meaning;
use crate::view::widgets::head::PRACTICE;
use ratatui::layout::Rect;

pub(in crate::view) fn draw(pen: &mut Pen<'_>, area: Rect, model: &Model) {
    let mut rest = if area.width > 20 { within(area, 1) } else { area };
    if model.practice {
        pen.put(top(&mut rest, 1), PRACTICE, Meaning::Practice);
    }
    let now = format!("Fönstret är för litet: {} × {}.", area.width, area.height);
    let needed = format!("Det behöver vara minst {} × {}.", MIN_SIZE.0, MIN_SIZE.1);
    rest = pen.put_wrapped(rest, &now, Meaning::Warn);
    rest = pen.put_wrapped(rest, &needed, Meaning::Strong);
    let calm = "Inget är borta. Gör fönstret större eller bokstäverna mindre.";
    pen.put_wrapped(rest, calm, Meaning::Text);
}
