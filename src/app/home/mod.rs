//! Home, who sits at the keyboard, and what was promised at all meetings.

pub mod action_list;
pub(crate) mod actions;
#[cfg(test)]
mod first_hour_tests;
pub(crate) mod start;
#[cfg(test)]
mod tests;
