//! Making a database: encrypted with its key files, for practice, or beside another whose place it is to take.

use super::connection::connect;
use super::error::{StoreError, file_name};
use super::key_change::{Shown, remember_first};
use super::key_file::{self, Fresh, Opener};
use super::keys::{Access, KeyFiles, Passphrase, RawKey, RecoveryKey};
use super::meta::{self, random_id};
use super::swap::Swap;
use super::unfinished::{self, Draft};
use super::{Store, files, leftover, places, schema, swap};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

impl Store {
    /// Makes an encrypted database, with its key files beside it, and opens it. The recovery key is shown once. All three files
    /// are made under other names and take their places together: whoever is killed meanwhile leaves nothing that the next
    /// who makes one would stumble on.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::KeyFileExists`], [`StoreError::EmptyPassphrase`], or what the
    /// disk says; then nothing is left behind.
    pub fn create(path: &Path, passphrase: &Passphrase) -> Result<(Self, RecoveryKey), StoreError> {
        swap::finish(path)?;
        let keys = KeyFiles::of(path);
        let free = || {
            if path.exists() {
                return Err(StoreError::AlreadyExists(file_name(path)));
            }
            // A key file is never overwritten: it may be the only key to a database that is on its way back from a backup.
            match [&keys.main, &keys.reserve].into_iter().find(|key_file| key_file.exists()) {
                Some(key_file) => Err(StoreError::KeyFileExists(file_name(key_file))),
                None => Ok(()),
            }
        };
        free()?;
        let phrase = Opener::Passphrase(passphrase.checked()?);
        files::make_folder(path)?;
        let alone = files::alone(path);
        if swap::is_begun(path) {
            return Err(StoreError::HalfMoved(file_name(path)));
        }
        free()?;
        leftover::put_sides_aside(path)?;
        for own in [path, &keys.main, &keys.reserve] {
            unfinished::clean(own);
        }
        let (raw, recovery) = (RawKey::random()?, RecoveryKey::random()?);
        let main = key_file::fresh(&keys.main, phrase, &raw)?;
        let reserve = key_file::fresh(&keys.reserve, Opener::Recovery(&recovery.0), &raw)?;
        let draft = Draft::beside(path)?;
        let name = file_name(path);
        let db = Self::filled(draft.path(), Some(&raw), &name)?;
        remember_first(&db, [&main.sha, &reserve.sha], false)
            .map_err(|error| StoreError::sqlite(&name, &error))?;
        close(db, draft.path(), &name)?;
        // Nothing lies there that would need a time in its name.
        place_together(&draft, [&main, &reserve], path, "ny")?;
        drop(alone);
        let mut store = Self::with_key(path, raw)?;
        // Where it can't be written no commit can, and the reason is told there.
        let _ = store.begin_head();
        store.remember_keys(&Access::Practice);
        store.shown = Some(Shown::First);
        Ok((store, recovery))
    }

    /// Makes a database for practice: in plain text, without a key, and marked so that it always shows.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create_practice(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::AlreadyExists(file_name(path)));
        }
        if let Some(key_file) = KeyFiles::of(path).lying() {
            return Err(StoreError::KeyFileExists(key_file));
        }
        files::make_folder(path)?;
        let alone = files::alone(path);
        leftover::put_sides_aside(path)?;
        unfinished::clean(path);
        let draft = Draft::beside(path)?;
        let name = file_name(path);
        close(Self::filled(draft.path(), None, &name)?, draft.path(), &name)?;
        draft.place(path)?;
        drop(alone);
        let db = connect(path, None).map_err(|error| StoreError::sqlite(&name, &error))?;
        let store = Self::ready(db, path, None)?;
        let _ = store.begin_head();
        Ok(store)
    }

    /// Makes a database without key files of its own; `made` is told of each file, whole or not.
    pub(super) fn make_beside(
        path: &Path,
        key: Option<&RawKey>,
        made: &mut Vec<PathBuf>,
    ) -> Result<Self, StoreError> {
        leftover::put_sides_aside(path)?;
        files::create(path)?;
        let name = file_name(path);
        made.push(path.to_owned());
        made.extend(places::sides(path));
        let db = Self::filled(path, key, &name)?;
        let store = Self::ready(db, path, key.cloned())?;
        store.begin_head().map_err(|error| StoreError::io(&places::head_of(path), &error))?;
        Ok(store)
    }

    /// Makes the tables of a database, called `name`, in an empty file.
    fn filled(draft: &Path, key: Option<&RawKey>, name: &str) -> Result<Connection, StoreError> {
        let wrong = |error: rusqlite::Error| StoreError::sqlite(name, &error);
        let mut db = connect(draft, key).map_err(wrong)?;
        let mark = if key.is_some() { schema::APPLICATION } else { schema::APPLICATION_PRACTICE };
        db.pragma_update(None, "application_id", mark).map_err(wrong)?;
        schema::make(&mut db, (draft, name))?;
        meta::put(&db, meta::ORIGIN, &random_id()?.to_string()).map_err(wrong)?;
        // From here on the file itself says what it is, also before anything is copied from the WAL.
        db.execute_batch("PRAGMA journal_mode = WAL").map_err(wrong)?;
        Ok(db)
    }
}

/// Lets a database and its key files take their places together; `stamp` becomes part of the names of what lay there.
pub(super) fn place_together(
    draft: &Draft,
    keys: [&Fresh; 2],
    path: &Path,
    stamp: &str,
) -> Result<(), StoreError> {
    let [main, reserve] = keys;
    let mut swap = Swap::new(path, stamp)
        .place(draft.path(), path)
        .place(main.path(), &main.to)
        .place(reserve.path(), &reserve.to);
    // What lies beside the file that goes says nothing true of the one that comes.
    for side in places::sides(path) {
        swap = swap.put_aside(&side);
    }
    swap.throw_away().carry_out().map(drop)
}

/// Closes a database at `draft`, whose file is to be given another name: all of it lies in that file then.
pub(super) fn close(db: Connection, draft: &Path, name: &str) -> Result<(), StoreError> {
    // The last to close it copies the log into the file, and removes it.
    db.close().map_err(|(_, error)| StoreError::sqlite(name, &error))?;
    match std::fs::metadata(places::wal_of(draft)) {
        Ok(log) if log.len() > 0 => Err(StoreError::DiskFull),
        _ => Ok(()),
    }
}
