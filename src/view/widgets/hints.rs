//! The keys that work now, as many as fit; each can be clicked. The key that shows all the others always fits.
//!
//! ```text
//! Enter spara  Tab fyll i  Ctrl-B beslut  F1 hjälp
//! ```

use crate::app::{Action, Message};
use crate::view::pen::{Pen, cells, right_of};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// A key's name, a short label, and what a click on it does.
pub(crate) type Hint = (String, String, Action);

/// The cells that a hint takes.
pub(crate) fn width_of((key, label, _): &Hint) -> u16 {
    cells(key) + 1 + cells(label)
}

/// Draws as many hints as fit on the first row of `area`, the first first.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, hints: &[Hint]) {
    let help = hints.iter().find(|(.., action)| *action == Action::Help);
    let mut reserved = help.map_or(0, |help| width_of(help) + 2);
    let mut rest = area;
    let mut full = false;
    for hint in hints {
        let (key, label, action) = hint;
        let width = width_of(hint);
        if *action == Action::Help {
            reserved = 0;
        } else if full || width.saturating_add(reserved) > rest.width {
            // Only the key that shows all the others can follow.
            full = true;
            continue;
        }
        if width > rest.width {
            break;
        }
        let after = pen.put(rest, key, Meaning::HintKey);
        pen.put(right_of(after, 1), label, Meaning::Text);
        pen.hit(Rect { width, height: rest.height.min(1), ..rest }, Message::Do(*action));
        rest = right_of(rest, width + 2);
    }
}
