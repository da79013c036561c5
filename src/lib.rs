//! samverkan: structured meetings about children.

pub mod app;
pub mod domain;
pub mod input;
pub mod view;
