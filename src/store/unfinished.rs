//! Files in the making: written under a name of their own, which nobody else has, and given their real one when they are whole.

use super::error::{StoreError, file_name};
use super::places::{FRESH_BEFORE, beside, remove_with_sides};
use super::{files, swap};
use std::path::{Path, PathBuf};

/// A file in the making. It goes away with this, unless it has been given its name.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// An empty file beside `of`, for the user alone.
    pub(super) fn beside(of: &Path) -> Result<Self, StoreError> {
        let path = swap::fresh_beside(of)?;
        files::create(&path)?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it last through a power cut, and gives it its name, in place of what may lie there. Those that get their names
    /// together are given them by [`swap::Swap`], which does the same.
    pub(super) fn place(self, to: &Path) -> Result<(), StoreError> {
        files::sync(&self.path)?;
        std::fs::rename(&self.path, to).map_err(|error| StoreError::io(to, &error))?;
        files::sync_folder(to)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        remove_with_sides(&self.path);
    }
}

/// Whether anything lies beside `of` that was being made in its place when a program was killed, or is being made now.
pub(super) fn is_left(of: &Path) -> bool {
    let name = file_name(of);
    let Ok(entries) = std::fs::read_dir(files::folder_of(of)) else { return false };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names
        .into_iter()
        .any(|found| found == format!("{name}{FRESH_BEFORE}") || swap::is_unfinished(&found, &name))
}

/// Removes it. Whoever calls holds the lock, so that nothing of it is in the making.
pub(super) fn clean(of: &Path) {
    swap::remove_unfinished(&[of]);
    remove_with_sides(&beside(of, FRESH_BEFORE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_goes_away_and_only_our_own_are_cleaned() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("x.db");
        let draft = Draft::beside(&own).unwrap();
        let other = Draft::beside(&own).unwrap();
        assert_ne!(draft.path(), other.path());
        drop((draft, other));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let left_behind =
            ["x.db.ny-0123456789abcdef", "x.db.ny-0123456789abcdef-wal", "x.db.ny", "x.db.ny-journal"];
        let others = [
            "x.db",
            "x.db-wal",
            "x.db.nyckel",
            "x.db.ny-0123456789abcde",
            "x.db.nya",
            "y.db.ny-0123456789abcdef",
        ];
        for name in left_behind.iter().chain(&others) {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        assert!(is_left(&own));
        clean(&own);
        assert!(!is_left(&own));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), others.len());
    }
}
