//! The program without a terminal: [`Model`], [`Message`], [`update`].
//!
//! `update` is pure: the time comes in with the message, new keys come from the model's own source, and whatever is
//! to be done outside goes out as [`Effect`]s.

pub mod action;
pub mod action_list;
#[cfg(test)]
mod agenda_rules_tests;
pub mod board;
pub mod complete;
#[cfg(test)]
mod consent_tests;
#[cfg(test)]
mod copies_tests;
pub mod dialog;
#[cfg(test)]
mod draft_tests;
pub mod effect;
#[cfg(test)]
mod first_hour_tests;
#[cfg(test)]
mod forms_tests;
#[cfg(test)]
mod home_tests;
pub mod journal;
pub mod line;
pub mod lock;
#[cfg(test)]
mod lock_tests;
pub mod model;
#[cfg(test)]
mod next_tests;
pub mod now;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
mod social_clock_tests;
#[cfg(test)]
mod support_tests;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod timing;
mod update;
pub mod wall;
pub mod words;

pub use action::{Action, Context};
pub use effect::{Effect, Reply};
pub use model::Model;
pub use now::Now;
pub use update::{last_given, update, what_they_get};

use line::Edit;
use model::RowRef;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key or a click asked for something.
    Do(Action),
    /// A key changed the text that is being typed.
    Edit(Edit),
    /// Text was pasted.
    Paste(String),
    /// A row was clicked.
    Click(RowRef),
    /// A row of a list, a form or home was clicked, counted from 0 among those shown.
    ClickIndex(usize),
    /// The store answered.
    Store(Reply),
    /// The meeting forms are read.
    Agendas(Vec<model::AgendaChoice>),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// Time has passed.
    Tick,
}
