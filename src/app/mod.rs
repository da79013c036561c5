//! The program without a terminal: [`Model`], [`Message`], [`update`].
//!
//! `update` is pure: the time comes in with the message, new keys come from the model's own source, and whatever is
//! to be done outside goes out as [`Effect`]s.
//!
//! `core` is what everything rests on, `ui` the mechanism of forms, lists and questions; then comes a folder for each thing
//! that people do, and `route` knows them all.

mod assess;
pub mod backup;
mod consents;
pub mod core;
pub mod home;
pub mod journal;
pub mod lock;
pub mod meeting;
mod menu;
mod next_meeting;
pub mod papers;
pub mod presence;
pub mod restoring;
mod route;
mod social_clock;
pub(crate) mod support;
#[cfg(test)]
pub(crate) mod testing;
pub mod ui;
pub mod wall;

pub use self::core::action::{Action, Context};
pub use self::core::effect::{Effect, Reply};
pub use self::core::message::Message;
pub use self::core::model::Model;
pub use self::core::now::Now;
pub use self::core::{action, effect, line, model, now};

pub use meeting::{board, complete, target, words};
pub use papers::copies::{NO_PRINTER, last_given, last_given_in_short, what_they_get};
pub use papers::lying;
pub use presence::elsewhere;
pub use route::update;
pub use ui::dialog;
