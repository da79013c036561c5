//! The keys that are shown.

use super::widgets::hints::Hint;
use crate::app::Model;
use crate::input::{Situation, keymap};

/// The keys that work now, the most wanted first.
pub(super) fn hints(model: &Model) -> Vec<Hint> {
    keymap::hints(Situation::of(model)).map(|(key, label, action)| (key, label.to_owned(), action)).collect()
}

/// The keys for the bottom line of a screen: none while a dialog shows its own.
pub(super) fn screen_hints(model: &Model) -> Vec<Hint> {
    if model.dialogs.is_empty() { hints(model) } else { Vec::new() }
}
