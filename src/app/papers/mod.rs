//! A closed meeting's papers: who gets what, copies for each recipient, and minutes on their way to being final.

pub(crate) mod approve;
pub mod copies;
pub mod copy_list;
pub(crate) mod file_copy;
#[cfg(test)]
mod keeping_tests;
pub(crate) mod locking;
pub mod lying;
pub(crate) mod offered;
pub(crate) mod recipients;
#[cfg(test)]
mod tests;
pub(crate) mod work;
