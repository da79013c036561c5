//! Copies for safekeeping: one file with all that belongs together, taken while people work, proved by being opened again, and
//! put back without anything being written over.
//!
//! - `container`: the file, a tar with four encrypted files in it; `belongings`: the one with settings, own forms and lists and
//!   what the copy says of itself
//! - `take`: a copy is taken and proved; `thin`: which older ones go then (the rule is [`crate::domain::backup`])
//! - `opened`: a copy taken apart and checked whole; `openers`: which of its key files open it; `restore`: put back
//! - `workshop`: the folder in which that happens; `watch`: how far it has come, and that it can be stopped

mod belongings;
mod container;
mod error;
mod opened;
mod openers;
mod restore;
#[cfg(test)]
mod safety_tests;
mod take;
#[cfg(test)]
mod tests;
mod thin;
mod watch;
mod workshop;

pub use belongings::{Belonging, MOST_BYTES, MOST_FILES, is_safe_name};
pub use container::looks_like_a_copy;
pub use error::BackupError;
pub use opened::OpenedCopy;
pub use restore::{By, Restored, check_unused};
pub use take::{Order, Source, Taken, take};
pub(in crate::store) use take::{last_copy, made_foreign};
pub use thin::Thinned;
pub use watch::Watch;
pub(in crate::store) use workshop::sweep;
