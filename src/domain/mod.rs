//! What a meeting is and which rules it follows. Pure: no terminal, no database, no files, no clock.

pub mod agenda;
pub mod collate;
pub mod dates;
pub mod ids;
pub mod quick_entry;
pub mod text;
