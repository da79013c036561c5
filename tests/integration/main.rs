//! All tests from outside, in one program: what it links (SQLCipher, Typst) is linked once. A test is named by its module:
//! `cargo test --features test-clock --test integration kill::`.
//!
//! Tests share a process and run side by side, so none may change its environment, its folder or its panic hook; what needs
//! that runs in a process of its own ([`common::pty::Pty::test`]). A program whose clock a test sets needs the feature
//! `test-clock`, and so do the modules that start one.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[cfg(feature = "test-clock")]
mod common;

mod agendas;
mod architecture;
#[cfg(all(feature = "test-clock", target_os = "linux", target_arch = "x86_64"))]
mod attack;
#[cfg(feature = "test-clock")]
mod backup;
#[cfg(feature = "test-clock")]
mod bad_input;
mod command_line;
#[cfg(all(feature = "test-clock", target_os = "linux"))]
mod faults;
mod journal;
#[cfg(feature = "test-clock")]
mod keys;
mod keys_in_texts;
#[cfg(feature = "test-clock")]
mod kill;
mod made_up_meetings;
#[cfg(all(feature = "test-clock", target_os = "linux"))]
mod memory;
mod monkey;
mod papers;
#[cfg(unix)]
mod printing;
#[cfg(feature = "test-clock")]
mod pty;
mod readme;
#[cfg(feature = "test-clock")]
mod scenario;
mod tempo;
#[cfg(feature = "test-clock")]
mod two;
mod ways_out;
