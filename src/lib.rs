//! samverkan: structured meetings about children.

pub mod app;
pub mod demo;
pub mod domain;
pub mod meeting_file;
pub mod minutes;
