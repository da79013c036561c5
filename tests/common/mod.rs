//! What the tests from outside share.
#![allow(dead_code, missing_docs, reason = "each test program uses its part")]

pub(crate) mod pty;
pub(crate) mod secretary;
