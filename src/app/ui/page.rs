//! How far what lies on top can be scrolled: as wide and as high as the view makes it.

use crate::app::core::action::{Action, hold_keys};
use crate::domain::dates::wrap_held;

/// The most cells that a question or a rule is wide, inside its frame and the air at its sides.
pub const ASK_WIDTH: u16 = 72;

/// The most cells that a text to read is wide, inside its frame and the air at its sides.
pub const READER_WIDTH: u16 = 96;

/// How many rows of a screen a dialog can't fill with text: the lines above and below it, its frame and its keys.
const AROUND: u16 = 7;

/// A text in the lines in which it is drawn: no day, name, or key and its word is broken.
pub fn asked_lines(said: &str, width: u16) -> Vec<String> {
    wrap_held(&hold_keys(said), usize::from(width))
}

/// How far a text that takes so many rows can be scrolled on a screen of this height. A row too far rather than one too
/// few: the view never shows less than a whole page.
pub fn scrolls_to(rows: usize, screen_height: u16) -> usize {
    rows.saturating_sub(usize::from(screen_height.saturating_sub(AROUND)))
}

/// How many rows come and go at a time with the page keys, of a text that fills a screen of this height but for `taken` rows:
/// those that are shown less one, so that one sees where one was.
pub(crate) fn page(screen_height: u16, taken: usize) -> usize {
    usize::from(screen_height.saturating_sub(AROUND + 1)).saturating_sub(taken).max(1)
}

/// How many rows of a question's text are seen at a time on a screen of this height, where it has more than that: its keys may
/// take two.
pub fn asked_rows(screen_height: u16) -> usize {
    usize::from(screen_height.saturating_sub(AROUND + 1)).max(1)
}

/// So many rows are seen whole: the row that says where one is isn't needed.
pub fn asked_whole(screen_height: u16) -> usize {
    asked_rows(screen_height) + 1
}

/// How many cells wide a dialog is inside on a screen of this width.
pub fn inner_width(screen_width: u16, widest: u16) -> u16 {
    widest.min(screen_width.saturating_sub(6))
}

/// Where a text that takes so many rows begins after a key; nothing if the key means something else.
pub(crate) fn scrolled(action: Action, top: usize, last: usize, page: usize) -> Option<usize> {
    Some(match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => (top + 1).min(last),
        Action::PageUp => top.saturating_sub(page),
        Action::PageDown => (top + page).min(last),
        _ => return None,
    })
}
