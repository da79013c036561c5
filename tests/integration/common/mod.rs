//! What the tests share.

pub(crate) mod pty;
pub(crate) mod secretary;
