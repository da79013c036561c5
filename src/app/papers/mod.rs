//! A closed meeting's papers: copies for each recipient, and minutes on their way to being final.

pub(crate) mod approve;
pub mod copies;
#[cfg(test)]
mod tests;
