//! How far a copy has come, and that it can be stopped.

use super::error::BackupError;
use crate::domain::progress::Progress;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
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
    /// In words, as a line about it begins.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Read => "Läser databasen",
            Self::Write => "Skriver kopian",
            Self::Unpack => "Läser kopian",
            Self::Check => "Prövar kopian",
        }
    }
}

/// Who is told how far it has come, and says when it is to stop.
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    tell: &'w (dyn Fn(Progress) + Sync),
    stop: &'w (dyn Fn() -> bool + Sync),
}

/// How often it is looked whether what can't look itself is to stop.
const LOOK: Duration = Duration::from_millis(50);

impl<'w> Watch<'w> {
    /// `tell` is called now and then; all stops soon after `stop` says so.
    pub fn new(tell: &'w (dyn Fn(Progress) + Sync), stop: &'w (dyn Fn() -> bool + Sync)) -> Self {
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
        (self.tell)(Progress::parts(stage.word(), done, all));
        self.go_on()
    }

    pub(super) fn go_on(&self) -> Result<(), BackupError> {
        if (self.stop)() { Err(BackupError::Stopped) } else { Ok(()) }
    }

    /// Does something long in a database, which can't tell how far it has come and is interrupted when it is to stop.
    pub(super) fn interruptible<T>(
        &self,
        stage: Stage,
        handle: &rusqlite::InterruptHandle,
        work: impl FnOnce() -> T,
    ) -> Result<T, BackupError> {
        let done = AtomicBool::new(false);
        let result = thread::scope(|scope| {
            let looking = scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    (self.tell)(Progress::of(stage.word()));
                    if (self.stop)() {
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
