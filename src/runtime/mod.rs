//! What runs the program: the terminal, the clock, the event loop, and the thread that has the database.

pub mod access;
pub mod backup;
pub mod belongings;
pub mod child;
pub mod clock;
pub mod copies;
pub mod disk;
pub mod event_loop;
pub mod events;
pub mod follow;
pub mod inbox;
pub mod invitations;
mod key_paper;
pub mod letterhead;
mod lying;
pub mod memory;
pub mod minutes_files;
mod outgoing;
pub mod panics;
pub mod paper;
pub mod papers;
#[cfg(unix)]
mod pieces;
pub mod practice;
pub mod printing;
pub mod progress;
pub mod restoring;
pub mod rights;
pub mod signals;
pub mod store_thread;
mod struck;
pub mod terminal;
pub mod typesetter;
pub mod wall;
pub mod wall_store;
pub mod way_out;

pub use event_loop::{RuntimeError, Start, run};
