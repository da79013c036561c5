//! samverkan: structured meetings about children.

pub mod domain;
