//! What the tests share.

#[cfg(feature = "test-clock")]
pub(crate) mod keyed;
pub(crate) mod knobs;
#[cfg(feature = "test-clock")]
pub(crate) mod large;
#[cfg(feature = "test-clock")]
pub(crate) mod pty;
#[cfg(feature = "test-clock")]
pub(crate) mod secretary;
#[cfg(all(feature = "test-clock", target_os = "linux", target_arch = "x86_64"))]
pub(crate) mod system_calls;
