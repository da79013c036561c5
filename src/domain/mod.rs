//! What a meeting is and which rules it follows. Pure: no terminal, no database, no files, no clock.

pub mod agenda;
pub mod carry;
pub mod coded;
pub mod collate;
pub mod command;
pub mod consent;
pub mod copies;
pub mod dates;
pub mod earlier;
pub mod ids;
pub mod invitation;
pub mod journal;
pub mod law;
pub mod meeting;
pub mod overview;
pub mod pace;
pub mod protection;
pub mod quick_entry;
pub mod record;
pub mod reference;
pub mod rules;
pub mod session;
pub mod social_clock;
pub mod support;
pub mod text;
pub mod trend;
