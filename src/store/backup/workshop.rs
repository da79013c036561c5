//! A folder of our own in which a copy is made or taken apart. It is gone when that is over; what a kill leaves is swept by
//! whoever comes next.

use super::error::BackupError;
use crate::store::{StoreError, private_folder};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the folder's name begins; random characters follow.
const BEFORE: &str = ".samverkan-kopia-";
const RANDOM: usize = 32;
/// Held by whoever works in the folder.
const BUSY: &str = "pagar";
/// A folder that nothing tells of is left alone so long: where files can't be locked it may be somebody's.
const LONG: Duration = Duration::from_hours(24);

/// The folder, for the user only.
#[derive(Debug)]
pub(super) struct Workshop {
    folder: PathBuf,
    /// Locked as long as it is open.
    #[cfg_attr(not(test), expect(dead_code, reason = "the lock lasts as long as it"))]
    busy: File,
}

impl Workshop {
    /// Makes one in `folder`, and sweeps away what others have left there.
    pub(super) fn make(folder: &Path) -> Result<Self, BackupError> {
        loop {
            if let Some(made) = Self::try_make(folder)? {
                made.sweep(folder);
                return Ok(made);
            }
        }
    }

    /// Makes one; nothing if somebody who sweeps was there between its file and the lock on that.
    fn try_make(folder: &Path) -> Result<Option<Self>, BackupError> {
        let mut bytes = [0_u8; RANDOM / 2];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
        let own = folder.join(format!("{BEFORE}{}", hex::encode(bytes)));
        private_folder().create(&own).map_err(|error| BackupError::writing(folder, &error))?;
        let busy = match File::create_new(own.join(BUSY)) {
            Ok(busy) => busy,
            // Taken for an empty one that somebody had left.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && folder.is_dir() => return Ok(None),
            Err(error) => {
                let _ = fs::remove_dir(&own);
                return Err(BackupError::writing(folder, &error));
            }
        };
        // Where files can't be locked, a left folder is swept after a day.
        let is_swept = matches!(busy.try_lock(), Err(TryLockError::WouldBlock)) || !own.join(BUSY).exists();
        let made = Self { folder: own, busy };
        Ok((!is_swept).then_some(made))
    }

    /// A file in it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        clear(&self.folder);
    }
}

/// Removes a work folder. The file that tells whose it is goes last, so that a kill leaves nothing that nobody dares to touch.
/// What can't be removed now is swept the next time.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name() != BUSY {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_dir_all(folder);
}

impl Workshop {
    /// Removes the folders beside this one that nobody works in any more.
    fn sweep(&self, folder: &Path) {
        for other in workshops_in(folder) {
            if other != self.folder && (fs::remove_dir(&other).is_err() && self.is_left(&other)) {
                clear(&other);
            }
        }
    }

    fn is_left(&self, other: &Path) -> bool {
        // By the disk's own clock: this one was made just now.
        let made = |folder: &Path| fs::symlink_metadata(folder).and_then(|meta| meta.modified());
        let old = || match (made(&self.folder), made(other)) {
            (Ok(now), Ok(then)) => now.duration_since(then).is_ok_and(|age| age > LONG),
            _ => false,
        };
        match is_held(other) {
            Some(held) => !held,
            None => old(),
        }
    }
}

/// Removes the folders in `folder` that somebody worked in who was killed: those that can be told to be nobody's.
pub(in crate::store) fn sweep(folder: &Path) {
    for left in workshops_in(folder) {
        // An empty one is nobody's, or is made anew by whoever was about to work in it.
        if fs::remove_dir(&left).is_err() && is_held(&left) == Some(false) {
            clear(&left);
        }
    }
}

fn workshops_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_ours = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let is_named = name
            .to_str()
            .and_then(|name| name.strip_prefix(BEFORE))
            .is_some_and(|rest| rest.len() == RANDOM && rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        // A link is no folder of ours.
        is_named && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    entries.flatten().filter(is_ours).map(|entry| entry.path()).collect()
}

/// Whether somebody works there; nothing where that can't be told.
fn is_held(workshop: &Path) -> Option<bool> {
    let busy = File::open(workshop.join(BUSY)).ok()?;
    match busy.try_lock() {
        Ok(()) => Some(false),
        Err(TryLockError::WouldBlock) => Some(true),
        Err(TryLockError::Error(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kill_left_is_swept_and_what_is_used_or_anothers_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let left = Workshop::make(dir.path()).unwrap();
        fs::write(left.file("x"), "x").unwrap();
        let left_folder = left.folder.clone();
        let used = Workshop::make(dir.path()).unwrap();
        assert!(left_folder.exists(), "somebody works in it");
        // A kill: the lock goes, the folder doesn't.
        let Workshop { folder, busy } = &left;
        busy.unlock().unwrap();
        let others = [".samverkan-kopia-kort", ".samverkan-kopia-gggggggggggggggggggggggggggggggg"];
        for name in others {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        let unlocked = dir.path().join(format!("{BEFORE}{}", "0".repeat(RANDOM)));
        fs::create_dir(&unlocked).unwrap();
        fs::write(unlocked.join("x"), "x").unwrap();
        // Killed between its file and the folder itself, at either end of its life.
        let empty = dir.path().join(format!("{BEFORE}{}", "2".repeat(RANDOM)));
        fs::create_dir(&empty).unwrap();
        let third = Workshop::make(dir.path()).unwrap();
        assert!(!folder.exists() && used.folder.exists() && third.folder.exists() && unlocked.exists());
        assert!(!empty.exists());
        fs::create_dir(&empty).unwrap();
        assert!(others.iter().all(|name| dir.path().join(name).exists()));
        // Whoever only looks takes what is told to be nobody's, and leaves the rest.
        let left = dir.path().join(format!("{BEFORE}{}", "1".repeat(RANDOM)));
        fs::create_dir(&left).unwrap();
        fs::write(left.join(BUSY), "").unwrap();
        fs::write(left.join("samverkan.db"), "x").unwrap();
        sweep(dir.path());
        assert!(!empty.exists());
        assert!(!left.exists() && used.folder.exists() && third.folder.exists() && unlocked.exists());
        assert!(others.iter().all(|name| dir.path().join(name).exists()));
        let folders = [used.folder.clone(), third.folder.clone()];
        drop((used, third));
        assert!(folders.iter().all(|folder| !folder.exists()));
    }
}
