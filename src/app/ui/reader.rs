//! Texts to read.

use super::page::{READER_WIDTH, inner_width, page, scrolled, scrolls_to};
use crate::app::core::action::{Action, hold_keys};
use crate::app::core::model::{Dialog, Model};
use crate::domain::dates::wrap_held;

/// Help has no text of its own here: the view fills it, and never shows less than its last page.
const HELP_ROWS: usize = 120;

/// How many columns a text to read has: what is made for it is laid out in them, and broken no more.
pub(crate) fn columns(model: &Model) -> usize {
    usize::from(inner_width(model.size.0, READER_WIDTH))
}

/// A key in a text to read.
pub(crate) fn act(model: &mut Model, action: Action) {
    let width = columns(model);
    let height = model.size.1;
    let Some(Dialog::Reader(reader)) = model.dialogs.last_mut() else { return };
    let last = if reader.text.is_empty() {
        HELP_ROWS
    } else {
        // Counted as the view breaks it: a text that is wider than the screen has more rows than lines.
        scrolls_to(reader.text.lines().map(|line| wrap_held(&hold_keys(line), width).len()).sum(), height)
    };
    match scrolled(action, reader.top, last, page(height, 0)) {
        Some(top) => reader.top = top,
        None if matches!(action, Action::Back | Action::Accept) => drop(model.dialogs.pop()),
        None => {}
    }
}

/// All keys.
pub(crate) fn help(model: &mut Model) {
    if matches!(model.dialogs.last(), Some(Dialog::Reader(_))) {
        return model
            .say("Det här är en text att läsa: ‹Reader:Down› rullar den, ‹Reader:Back› går tillbaka.");
    }
    model.show("Hjälp", "");
}
