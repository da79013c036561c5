//! What the tests share.

pub(crate) mod knobs;
#[cfg(feature = "test-clock")]
pub(crate) mod pty;
#[cfg(feature = "test-clock")]
pub(crate) mod secretary;
