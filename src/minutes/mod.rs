//! From a meeting to its minutes: [`build()`] decides once what is said and who may read it, and each format writes
//! that down.

mod build;
mod calendar;
mod consent_form;
pub mod difference;
pub mod document;
pub mod format;
pub mod pdf;
mod slip;
mod spelled_out;
mod words;

#[cfg(test)]
use build::answer_by;
pub use build::{
    Invited, Options, Replaced, build, find_reader, find_reader_among, in_place_of, invitation, plan,
    plan_tells_of, whole,
};
pub use calendar::calendar;
pub use consent_form::consent_form;
pub use document::{Document, Reader, Whole};
pub use format::{Format, json, markdown, plain};
pub use slip::{Office, answerable, lacks_where_to_answer};
pub use spelled_out::spelled_out;

#[cfg(test)]
mod copy_tests;
#[cfg(test)]
mod family_leak_tests;
#[cfg(test)]
mod follow_tests;
#[cfg(test)]
mod handover_tests;
#[cfg(test)]
mod held_tests;
#[cfg(test)]
mod later_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod leak_tests;
#[cfg(test)]
mod numbered_tests;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod paper_tests;
#[cfg(test)]
mod reopened_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unsaid_tests;
#[cfg(test)]
mod whose_tests;
