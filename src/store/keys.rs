//! The two small encrypted files that hold the database's own key.
//!
//! The database is encrypted with 32 random bytes. They lie in `nyckel.db`, which the passphrase opens, and once more
//! in `nyckel-reserv.db`, which the recovery key opens. Both are SQLCipher files (`key_file`), so there is no cryptography
//! of our own here. A database by another name than `samverkan.db` has its own pair beside it: `<file>.nyckel` and
//! `<file>.nyckel-reserv`. Changing the passphrase rewrites the first file and leaves the database as it is (`key_change`).
//!
//! # Argon2id
//!
//! The passphrase goes through Argon2id before it opens its file; the recovery key has 170 random bits, and nobody guesses
//! those at any price. SQLCipher's own derivation (PBKDF2, 256 000 rounds of SHA-512) costs time but no memory, so that a graphics
//! card tries thousands of passphrases at once. Argon2id with 64 MiB takes that away. It comes from the crate `argon2`, and SQLCipher
//! is given what comes of it as a raw key, for which it derives nothing: one cost instead of the other, not both.
//!
//! The salt must lie outside what it encrypts. SQLCipher keeps one in the file's first 16 bytes, and takes ours together with the
//! raw key; it begins with the format's mark, so that a file tells how it is opened before anybody has tried. Files without the
//! mark are those of versions before this: they open as they did, and become the new kind when the passphrase is changed.

pub(super) use super::cipher::{RawKey, open, open_as_it_lies, open_to_look};
pub use super::cipher::{Waking, wake};
pub use super::secrets::{Access, Passphrase, RecoveryKey};

use super::error::{StoreError, file_name};
use super::files;
use super::key_file::{self, Opener};
use super::places::{DEFAULT_FILE, KEY, OWN_KEY, OWN_RESERVE, RESERVE, beside};
use super::unfinished;
use crate::domain::recovery::KeyFile;
use std::path::{Path, PathBuf};

/// Where the keys of a database lie.
pub(super) struct KeyFiles {
    pub(super) main: PathBuf,
    pub(super) reserve: PathBuf,
}

impl KeyFiles {
    pub(super) fn of(database: &Path) -> Self {
        if file_name(database) == DEFAULT_FILE {
            return Self { main: database.with_file_name(KEY), reserve: database.with_file_name(RESERVE) };
        }
        Self { main: beside(database, OWN_KEY), reserve: beside(database, OWN_RESERVE) }
    }

    /// The name of one that lies there, whatever it is: an encrypted database belongs beside it.
    pub(super) fn lying(&self) -> Option<String> {
        let lies = |file: &&PathBuf| std::fs::symlink_metadata(file).is_ok();
        [&self.main, &self.reserve].into_iter().find(lies).map(|file| file_name(file))
    }

    pub(super) fn read(&self, access: &Access) -> Result<RawKey, StoreError> {
        let read = self.read_own(access).map_err(|error| self.with_other(error, access));
        match read {
            Err(StoreError::KeyFileMissing(wanted)) => Err(match self.without_database() {
                Some(found) => StoreError::KeyFileRenamed { wanted, found },
                None => StoreError::KeyFileMissing(wanted),
            }),
            read => read,
        }
    }

    /// What is told where a key file is no use, and the other one is: that what opens that one opens the database.
    fn with_other(&self, error: StoreError, access: &Access) -> StoreError {
        let (which, other) = match access {
            Access::Passphrase(_) => (KeyFile::Passphrase, KeyFile::Recovery),
            Access::Recovery(_) => (KeyFile::Recovery, KeyFile::Passphrase),
            Access::Practice => return error,
        };
        let is_of_the_file = matches!(
            error,
            StoreError::WrongPassphrase(_)
                | StoreError::WrongRecoveryKey(_)
                | StoreError::KeyFileMissing(_)
                | StoreError::KeyFileEmpty(_)
                | StoreError::KeyFileUnreadable(_)
                | StoreError::KeyFileIsFolder(_)
                | StoreError::Folder(_)
                | StoreError::ReadOnly(_)
                | StoreError::Io { .. }
        );
        if !is_of_the_file {
            return error;
        }
        let (Err(amiss), Ok(Some(_))) = (key_file::look(self.path(which)), key_file::look(self.path(other)))
        else {
            return error;
        };
        StoreError::KeyFileAmiss { file: file_name(self.path(which)), which, amiss }
    }

    /// A key file beside these whose database isn't there.
    fn without_database(&self) -> Option<String> {
        let folder = self.main.parent()?;
        // A bare name lies in the folder that one stands in.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let names = std::fs::read_dir(folder).ok()?.flatten();
        let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        let lonely = |name: &&String| {
            let database = if *name == KEY { Some(DEFAULT_FILE) } else { name.strip_suffix(OWN_KEY) };
            database.is_some_and(|database| !folder.join(database).exists())
        };
        names.iter().find(lonely).cloned()
    }

    fn read_own(&self, access: &Access) -> Result<RawKey, StoreError> {
        match access {
            Access::Passphrase(passphrase) => {
                let own = key_file::read(&self.main, Opener::Passphrase(passphrase.checked()?));
                match (own, &passphrase.before) {
                    (Err(StoreError::WrongPassphrase(_)), Some(before)) => {
                        key_file::read(&self.main, Opener::Passphrase(before))
                    }
                    (read, _) => read,
                }
            }
            Access::Recovery(recovery) => key_file::read(&self.reserve, Opener::Recovery(&recovery.0)),
            Access::Practice => Err(StoreError::WrongPassphrase(file_name(&self.main))),
        }
    }

    /// One of the two.
    pub(super) fn path(&self, which: KeyFile) -> &Path {
        match which {
            KeyFile::Passphrase => &self.main,
            KeyFile::Recovery => &self.reserve,
        }
    }

    /// Removes what a change of the keys that was killed has left; a key that has no file in its place isn't touched. Nobody else
    /// changes them meanwhile: whoever calls holds the lock.
    pub(super) fn clean(&self) {
        for own in [&self.main, &self.reserve] {
            if std::fs::metadata(own).is_ok_and(|meta| meta.len() > 0) {
                unfinished::clean(own);
            }
        }
    }
}

/// What SQLite writes at a time.
const PAGE: u64 = 4096;

/// The key of the database at `path`, from its key files.
pub(super) fn read_key(path: &Path, access: &Access) -> Result<RawKey, StoreError> {
    let keys = KeyFiles::of(path);
    let key = keys.read(access);
    if let Err(StoreError::KeyFileMissing(_) | StoreError::KeyFileRenamed { .. }) = key {
        // Without a key file, a file that can't even be a database by its size isn't one.
        let size = std::fs::metadata(path).map_err(|error| StoreError::io(path, &error))?.len();
        if size == 0 {
            return Err(StoreError::EmptyFile(file_name(path)));
        }
        if !size.is_multiple_of(PAGE) {
            return Err(StoreError::NotADatabase(file_name(path)));
        }
    }
    files::keep_private(&keys.main);
    files::keep_private(&keys.reserve);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, opener: Opener<'_>, key: &RawKey) {
        key_file::fresh(path, opener, key).unwrap().place().unwrap();
    }

    #[test]
    fn a_key_file_that_was_written_with_the_spaces_as_they_were_opens() {
        let folder = tempfile::tempdir().unwrap();
        let files = KeyFiles::of(&folder.path().join("x.db"));
        let key = RawKey::random().unwrap();
        let typed = "tre\u{a0}gröna\u{200b} grodor";
        write(&files.main, Opener::Passphrase(typed), &key);
        let opened = |typed: &str| files.read(&Access::Passphrase(Passphrase::new(typed)));
        assert!(opened(typed).unwrap().is(&key));
        assert!(matches!(opened("tre gröna grodor"), Err(StoreError::WrongPassphrase(_))));
        write(&files.main, Opener::Passphrase(Passphrase::new(typed).checked().unwrap()), &key);
        assert!(opened("tre gröna grodor").unwrap().is(&key) && opened(typed).unwrap().is(&key));
    }

    #[test]
    fn a_database_that_was_given_a_new_name_is_told_where_its_key_lies() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let key = RawKey::random().unwrap();
        let phrase = Passphrase::new("tre gröna grodor");
        for old in [DEFAULT_FILE, "namnd.db"] {
            let files = KeyFiles::of(&at(old));
            write(&files.main, Opener::Passphrase(phrase.checked().unwrap()), &key);
            let asked = KeyFiles::of(&at("nytt namn.db")).read(&Access::Passphrase(phrase.clone()));
            let Err(StoreError::KeyFileRenamed { wanted, found }) = asked else {
                panic!("{:?}", asked.err())
            };
            assert_eq!((wanted.as_str(), found), ("nytt namn.db.nyckel", file_name(&files.main)));
            // A key whose database is where it should be is that one's.
            std::fs::write(at(old), "x").unwrap();
            let asked = KeyFiles::of(&at("nytt namn.db")).read(&Access::Passphrase(phrase.clone()));
            assert!(matches!(asked, Err(StoreError::KeyFileMissing(_))));
        }
    }
}
