//! What everything else of the program rests on: the model, what happens to it and what it wants done, the line being
//! typed, drafts, the outbox.

pub mod action;
pub(crate) mod drafts;
pub mod effect;
pub mod line;
pub mod message;
pub mod model;
pub mod now;
pub mod paper;
pub mod reply;
pub mod restore;
pub mod secret;
pub mod setup;
