//! Whether the open file still holds what this program has written and read, and nothing else: `cp` puts a copy's bytes
//! into the file itself, which stays the same file, and SQLite goes on as if nothing had happened.
//!
//! The file's size and times tell that it was written to. Then the stamp in it alone must be one that the log goes on from:
//! other programs move it on by pouring the log into it, and never back.

use super::generation::{self, Commit, Salts, Stamp, salts_of, stamp_of};
use super::places::wal_of;
use super::{Store, StoreError, files};
use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use std::path::Path;
use std::time::Duration;

/// How often a file is looked at again that isn't as it should be: another program may be pouring its log into it.
const LOOKS: u32 = 4;
/// How long between.
const BETWEEN: Duration = Duration::from_millis(20);

/// A file as the file system tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outside {
    size: u64,
    written: Option<DateTime<Utc>>,
    /// When anything of it was changed; no program can set this one back.
    changed: Option<(i64, i64)>,
}

impl Outside {
    fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            Some((meta.ctime(), meta.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Some(Self { size: meta.len(), written: meta.modified().ok().map(DateTime::from), changed })
    }
}

/// What was last seen of an open database's files.
#[derive(Debug, Default)]
pub(super) struct Lying {
    outside: Option<Outside>,
    /// What the file alone held then; nothing before it was first looked into.
    alone: Option<Commit>,
    /// The last commit that is known, by this program or another.
    known: Option<Stamp>,
    /// SQLite's number by which it is seen that others have written since.
    version: Option<i64>,
    /// The log after that: its salts and its size.
    log: Option<(Option<Salts>, u64)>,
    /// It isn't the file that was opened any more: nothing is written to it, also not when it is closed.
    foreign: bool,
}

impl Store {
    /// Looks at the files for the first time after they were opened.
    pub(super) fn begin_to_look(&mut self) {
        let version = self.data_version().ok();
        let known = stamp_of(&self.db).ok();
        let (outside, log) = (Outside::of(&self.path), Some(log_outside(&self.path)));
        self.lying = Lying { outside, known, version, log, alone: None, foreign: false };
    }

    /// This program has emptied the log, or tried to. What it has written into the file is its own, also where a full disk
    /// broke it off: then the file alone is neither what it was nor what it is to be, and only the log beside it says so.
    pub(super) fn poured(&mut self, whole: bool) {
        self.lying.log = Some(log_outside(&self.path));
        if !whole {
            self.lying.outside = Outside::of(&self.path);
        }
    }

    /// This program has committed.
    pub(super) fn wrote(&mut self, stamp: Stamp) {
        self.lying.known = Some(stamp);
        self.lying.log = Some(log_outside(&self.path));
    }

    /// Sees that nobody has written anything else into the file than what the log had.
    ///
    /// # Errors
    /// [`StoreError::Overwritten`]; [`StoreError::DiskFull`] where it can't be told on a full disk.
    pub fn check_content(&mut self) -> Result<(), StoreError> {
        // One that isn't there, or is another, is seen to by `check_file`.
        if self.read_only || !self.is_same_file() {
            return Ok(());
        }
        for look in 0..LOOKS {
            if look > 0 {
                std::thread::sleep(BETWEEN);
            }
            if self.looks_right() {
                return self.goes_on(true);
            }
        }
        if !self.lying.foreign && files::is_full(&self.path) {
            // Another program may have been broken off in the middle of pouring. Nothing is written as long as nobody can tell.
            return Err(StoreError::DiskFull);
        }
        self.goes_on(false)
    }

    /// Whether it was found to be overwritten and isn't put right since.
    pub fn is_overwritten(&self) -> bool {
        self.lying.foreign
    }

    pub(super) fn goes_on(&mut self, right: bool) -> Result<(), StoreError> {
        if self.lying.foreign == right {
            self.lying.foreign = !right;
            // What lies in the log must not be poured into another file, nor the log removed.
            let _ = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !right);
        }
        if right { Ok(()) } else { Err(StoreError::Overwritten(self.file.clone())) }
    }

    /// One look at the content, in which another program may be in the middle of something: what isn't right now may be at the
    /// next.
    pub fn looks_right(&mut self) -> bool {
        self.main_is_right(salts_of(&self.path)) && self.log_is_as_left()
    }

    /// The same where the log is gone: whether the file is still the one to which it belonged.
    pub(super) fn looks_right_without_log(&mut self) -> bool {
        self.lying.log.is_some_and(|(salts, _)| self.main_is_right(salts))
    }

    fn main_is_right(&mut self, log: Option<Salts>) -> bool {
        let outside = Outside::of(&self.path);
        let Ok(version) = self.data_version() else { return false };
        let looked_into = self.lying.foreign || self.lying.outside != outside;
        // The file before what is read through the log: what is poured in meanwhile is in both.
        let alone = match looked_into.then(|| generation::stamp_alone(&self.path, self.key.as_ref())) {
            Some(Err(_)) => return false,
            Some(Ok(alone)) => Some(alone),
            None => None,
        };
        if self.lying.version != Some(version) && !self.learn(version) {
            return false;
        }
        let Some(alone) = alone else { return true };
        let Some(known) = &self.lying.known else { return false };
        let fits = match log {
            Some(log) => known.goes_on_from(&alone, log),
            None => alone.own == known.own,
        };
        let back = self.lying.alone.as_ref().is_some_and(|before| {
            alone.own.number < before.number || (alone.own.number == before.number && alone.own != *before)
        });
        if !fits || back {
            return false;
        }
        self.lying.outside = outside;
        self.lying.alone = Some(alone.own);
        true
    }

    /// Others have written: reads how far they have come. What this program knew last must be in it.
    fn learn(&mut self, version: i64) -> bool {
        let Ok(now) = stamp_of(&self.db) else { return false };
        if let Some(known) = &self.lying.known {
            let back = now.own.number < known.own.number;
            let other = now.own.number == known.own.number && now.own != known.own;
            if back || other {
                return false;
            }
        }
        self.lying.known = Some(now);
        self.lying.version = Some(version);
        self.lying.log = Some(log_outside(&self.path));
        true
    }

    /// Whether the log is the one to which this program wrote last, and no shorter, as long as nobody else has written.
    fn log_is_as_left(&self) -> bool {
        let Some((salts, size)) = self.lying.log else { return true };
        let (now, size_now) = log_outside(&self.path);
        // Into an empty one nothing can be put that SQLite would read.
        salts.is_none() || (now == salts && size_now >= size)
    }
}

fn log_outside(path: &Path) -> (Option<Salts>, u64) {
    (salts_of(path), std::fs::metadata(wal_of(path)).map_or(0, |log| log.len()))
}
