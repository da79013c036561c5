//! The mechanism of what lies on top of a screen: lists, forms, questions, texts to read. It knows no feature.

pub mod dialog;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod listing;
pub mod page;
pub(crate) mod question;
pub(crate) mod reader;
