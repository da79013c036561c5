//! samverkan: structured meetings about children.

pub mod agenda_file;
pub mod cli;
pub mod domain;
