//! Parts that several screens are made of.

pub(crate) mod big;
pub(crate) mod columns;
pub(crate) mod edge;
pub(crate) mod head;
pub(crate) mod hints;
pub(crate) mod input_line;
pub(crate) mod rail;
pub(crate) mod status;
