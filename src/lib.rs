//! samverkan: structured meetings about children.

pub mod agenda_file;
pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod input;
pub mod io_words;
pub mod meeting_file;
pub mod minutes;
pub mod runtime;
pub mod store;
pub mod view;
