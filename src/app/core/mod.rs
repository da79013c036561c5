//! What everything else of the program rests on: the model, what happens to it and what it wants done, the line being
//! typed, the outbox.

pub mod action;
pub mod effect;
pub mod line;
pub mod message;
pub mod model;
pub mod now;
mod outbox;

pub(crate) use outbox::NewCommand;
