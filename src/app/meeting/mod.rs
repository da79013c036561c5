//! A meeting on screen: walking through it, writing, rows, people and ärenden.

#[cfg(test)]
mod agenda_rules_tests;
pub(crate) mod arenden;
pub mod board;
pub mod complete;
#[cfg(test)]
mod draft_tests;
pub(crate) mod entry;
#[cfg(test)]
mod forms_tests;
pub(crate) mod keys;
pub(crate) mod marks;
pub(crate) mod newcomers;
pub(crate) mod open_form;
pub(crate) mod people;
pub(crate) mod rows;
#[cfg(test)]
mod rules_tests;
pub(crate) mod save_closing;
pub(crate) mod save_form;
pub mod target;
pub(crate) mod tasks;
#[cfg(test)]
mod tests;
pub(crate) mod timing;
pub(crate) mod turn;
pub(crate) mod walk;
pub mod words;
