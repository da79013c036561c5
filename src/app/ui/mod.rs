//! What lies on top of a screen: lists, forms, questions, texts to read.

pub(crate) mod ask;
pub mod dialog;
pub(crate) mod forms;
pub(crate) mod picks;
