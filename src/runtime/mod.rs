//! What runs the program: the terminal, the clock, the event loop, and the thread that has the database.

pub mod clock;
pub mod terminal;
