//! The files that SQLite has open in this process. The operating system takes all locks that a process has on a file as soon as it
//! closes any one of its descriptors of it. Whoever looked into an open database by anything else than SQLite would let other
//! programs believe that nobody has it open, and the next of them to end would remove the log beneath us.

use super::places::{FileIdentity, identity};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A file that SQLite has open.
#[derive(Debug)]
struct Open {
    file: FileIdentity,
    /// By so many connections.
    times: usize,
    /// What it was looked into by meanwhile: closed after the last of them, as SQLite does with its own.
    kept: Option<File>,
}

static OPEN: Mutex<Vec<Open>> = Mutex::new(Vec::new());

fn open() -> MutexGuard<'static, Vec<Open>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection to a file, for as long as it is open.
#[derive(Debug)]
struct Connected(FileIdentity);

impl Connected {
    fn to(file: FileIdentity) -> Self {
        let mut open = open();
        match open.iter_mut().find(|open| open.file == file) {
            Some(open) => open.times += 1,
            None => open.push(Open { file, times: 1, kept: None }),
        }
        Self(file)
    }

    /// Whether its file is still counted as open. A method, so that whoever asks it holds all of this.
    fn counts(&self) -> bool {
        open().iter().any(|open| open.file == self.0)
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(at) = open.iter().position(|open| open.file == self.0) {
            match open.get_mut(at) {
                Some(open) if open.times > 1 => open.times -= 1,
                _ => drop(open.swap_remove(at)),
            }
        }
    }
}

/// Remembers that a connection which hasn't read anything yet has the file open, until it is closed.
pub(super) fn remember(db: &Connection, path: &Path) -> rusqlite::Result<()> {
    // Where files can't be told apart, their locks aren't lost in this way either.
    let Some(file) = identity(path) else { return Ok(()) };
    let connected = Connected::to(file);
    // SQLite lets go of a connection's functions when its files are closed.
    db.create_scalar_function("samverkan_oppen", 0, FunctionFlags::SQLITE_UTF8, move |_| {
        Ok(connected.counts())
    })
}

/// Whether SQLite has the file open in this process.
pub(super) fn is_open_here(path: &Path) -> bool {
    let file = identity(path);
    file.is_some_and(|file| open().iter().any(|open| open.file == file))
}

/// The first bytes of a file that may be a database, `most` of them; fewer where it is shorter. No lock is lost by it.
///
/// # Errors
/// When it can't be read.
pub fn first_bytes(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    // Held throughout, so that no connection takes a lock between the opening and the closing.
    let mut open = open();
    let found = identity(path);
    let own = open.iter_mut().find(|open| found == Some(open.file));
    let read = |file: &mut File| {
        let mut bytes = Vec::with_capacity(most);
        file.rewind()?;
        file.take(most as u64).read_to_end(&mut bytes).map(|_| bytes)
    };
    match own {
        Some(Open { kept: Some(file), .. }) => read(file),
        Some(Open { kept, .. }) => read(kept.insert(File::open(path)?)),
        None => read(&mut File::open(path)?),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    #[cfg(target_os = "linux")]
    use crate::store::is_locked;
    use crate::store::{Access, FileKind, Store, kind_of};

    #[cfg(target_os = "linux")]
    #[test]
    fn looking_into_an_open_database_takes_no_lock_from_it() {
        let world = World::new();
        let path = world.path();
        assert!(is_locked(&path).unwrap() && is_open_here(&path));
        for _ in 0..3 {
            assert_eq!(first_bytes(&path, 16).unwrap(), b"SQLite format 3\0");
            assert_eq!(kind_of(&path).unwrap(), FileKind::Practice);
            drop(Store::open(&path, &Access::Practice).unwrap());
            assert!(is_locked(&path).unwrap());
        }
        drop(world.store);
        assert!(!is_locked(&path).unwrap() && !is_open_here(&path));
        assert!(open().iter().all(|open| Some(open.file) != identity(&path)));
    }

    #[test]
    fn a_file_that_is_no_database_is_read_as_far_as_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        std::fs::write(&file, "kort").unwrap();
        assert_eq!(first_bytes(&file, 100).unwrap(), b"kort");
        assert_eq!(first_bytes(&file, 2).unwrap(), b"ko");
        assert!(first_bytes(&folder.path().join("y"), 2).is_err() && !is_open_here(&file));
    }
}
