//! How far a copy has come, and that it can be stopped.

use super::error::BackupError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The database is read.
    Read,
    /// The file is written.
    Write,
    /// The file is read back.
    Unpack,
    /// What lies in it is checked, line by line.
    Check,
}

impl Stage {
    /// In words: "läser databasen".
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "läser databasen",
            Self::Write => "skriver filen",
            Self::Unpack => "läser filen",
            Self::Check => "prövar innehållet",
        }
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of that, in hundredths; nothing where it can't be told.
    pub percent: Option<u8>,
}

/// Who is told how far it has come, and says when it is to stop.
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    tell: &'w dyn Fn(Progress),
    stop: &'w AtomicBool,
}

/// How often it is looked whether what can't look itself is to stop.
const LOOK: Duration = Duration::from_millis(50);

impl<'w> Watch<'w> {
    /// `tell` is called now and then; all stops soon after `stop` is true.
    pub fn new(tell: &'w dyn Fn(Progress), stop: &'w AtomicBool) -> Self {
        Self { tell, stop }
    }

    /// The same, telling nothing.
    pub(super) fn quiet(&self) -> Watch<'w> {
        Watch { tell: &|_| {}, stop: self.stop }
    }

    /// So much of so much is done.
    ///
    /// # Errors
    /// [`BackupError::Stopped`].
    pub(super) fn at(&self, stage: Stage, done: u64, all: u64) -> Result<(), BackupError> {
        let percent = (done.min(all) * 100).checked_div(all).and_then(|percent| u8::try_from(percent).ok());
        (self.tell)(Progress { stage, percent });
        self.go_on()
    }

    pub(super) fn go_on(&self) -> Result<(), BackupError> {
        if self.stop.load(Ordering::Relaxed) { Err(BackupError::Stopped) } else { Ok(()) }
    }

    /// Does something long in a database, which is interrupted when it is to stop.
    pub(super) fn interruptible<T>(
        &self,
        handle: &rusqlite::InterruptHandle,
        work: impl FnOnce() -> T,
    ) -> Result<T, BackupError> {
        let done = AtomicBool::new(false);
        let result = thread::scope(|scope| {
            let looking = scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    if self.stop.load(Ordering::Relaxed) {
                        handle.interrupt();
                    }
                    thread::park_timeout(LOOK);
                }
            });
            let _over = Over(&done, looking.thread().clone());
            work()
        });
        self.go_on().map(|()| result)
    }
}

/// Ends the looking, whichever way the work ends.
struct Over<'d>(&'d AtomicBool, thread::Thread);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.unpark();
    }
}
