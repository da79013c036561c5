//! Another key for the database itself, when somebody shall no longer come in: a changed passphrase shuts out whoever knew the
//! old one, but not whoever has an old copy of the key file. That file opens with the old passphrase, and what it holds opens
//! every later copy of the database too, until the database is encrypted with something else.

use super::cipher::RawKey;
use super::connection::connect;
use super::error::{StoreError, file_name};
use super::journal::seal;
use super::key_change::remember_first;
use super::key_file::{self, Opener};
use super::keys::{Access, KeyFiles, Passphrase, RecoveryKey, read_key};
use super::making::{close, place_together};
use super::unfinished::{self, Draft};
use super::{Store, backup, files};
use crate::domain::progress::{Follow, Progress};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;
use std::time::Duration;

/// Pages that are copied between two words of how far it has come.
const PAGES: i32 = 512;
/// How long another program that is about to close is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

impl Store {
    /// Whether a passphrase may be chosen with a new key for the database: not the one that holds.
    ///
    /// # Errors
    /// [`StoreError::SamePassphrase`]; what the disk says.
    pub fn check_is_new(&self, new: &Passphrase) -> Result<(), StoreError> {
        match read_key(&self.path, &Access::Passphrase(new.clone())) {
            Ok(_) => Err(StoreError::SamePassphrase),
            Err(
                StoreError::WrongPassphrase(_)
                | StoreError::KeyFileMissing(_)
                | StoreError::KeyFileAmiss { .. }
                | StoreError::KeyFileEmpty(_),
            ) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes sure that no other program has the database open, before somebody takes the trouble of choosing what is to open it.
    ///
    /// # Errors
    /// [`StoreError::OpenElsewhere`].
    pub fn check_is_alone(self) -> Result<Self, StoreError> {
        self.check_writable()?;
        let (path, key, again) =
            (self.path.clone(), self.key.clone().ok_or(StoreError::NoKeys)?, self.by_recovery);
        let kept = (self.person, self.door.clone(), self.account.clone(), self.words.clone());
        drop(self);
        drop(alone_with(&path, &key)?);
        let mut store = Self::with_key(&path, key)?;
        store.remember_keys(&Access::Practice);
        store.by_recovery = again;
        (store.person, store.door, store.account, store.words) = kept;
        Ok(store)
    }

    /// Encrypts the database with another key of its own, which `new` and `recovery` open; what opened it before opens copies
    /// that were taken before, and nothing else. The fresh file is checked whole before it takes the old one's place, together
    /// with its key files, and what lay there is removed; `stamp` is in its name until then. Whoever stops it before that leaves all as it was.
    ///
    /// # Errors
    /// [`StoreError::OpenElsewhere`], [`StoreError::SamePassphrase`], [`StoreError::KeysChangedMeanwhile`], what the disk says.
    pub fn encrypt_anew(
        mut self,
        access: &Access,
        (new, recovery): (&Passphrase, &RecoveryKey),
        (stamp, follow): (&str, &mut Follow<'_>),
    ) -> Result<Self, StoreError> {
        self.check_writable()?;
        self.check_file()?;
        self.check_is_new(new)?;
        let old = self.key.clone().ok_or(StoreError::NoKeys)?;
        let (path, name) = (self.path.clone(), self.file.clone());
        let kept = (self.person, self.door.clone(), self.account.clone(), self.words.clone());
        drop(self);
        let alone = files::alone(&path);
        let keys = KeyFiles::of(&path);
        for own in [path.as_path(), &keys.main, &keys.reserve] {
            unfinished::clean(own);
        }
        match read_key(&path, access) {
            Ok(key) if key.is(&old) => {}
            Ok(_) | Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_)) => {
                return Err(StoreError::KeysChangedMeanwhile);
            }
            Err(error) => return Err(error),
        }
        // Keeps all others out until the new files lie there.
        let source = Self::ready(alone_with(&path, &old)?, &path, Some(old.clone()))?;
        let raw = RawKey::random()?;
        let draft = Draft::beside(&path)?;
        copy(&source.db, (draft.path(), &raw), &name, follow)?;
        let main = key_file::fresh(&keys.main, Opener::Passphrase(new.checked()?), &raw)?;
        let reserve = key_file::fresh(&keys.reserve, Opener::Recovery(&recovery.0), &raw)?;
        let db = connect(draft.path(), Some(&raw)).map_err(|error| StoreError::sqlite(&name, &error))?;
        seal_with(&db, (&old, &raw), &name)?;
        remember_first(&db, [&main.sha, &reserve.sha], true)
            .map_err(|error| StoreError::sqlite(&name, &error))?;
        backup::made_foreign(&db).map_err(|error| StoreError::sqlite(&name, &error))?;
        close(db, draft.path(), &name)?;
        follow(Progress::of("Kontrollerar den nya databasen"))?;
        let checked = Self::with_key(draft.path(), raw.clone())?.verify()?;
        // What was amiss before may be amiss after, and nothing else.
        if !checked.is_sound() && checked != source.verify()? {
            return Err(StoreError::Damaged(name));
        }
        follow(Progress::of("Byter"))?;
        // Its log must not lie beside another file.
        source
            .db
            .execute_batch("PRAGMA journal_mode = DELETE")
            .map_err(|error| StoreError::sqlite(&name, &error))?;
        // Where an open file can't be given another name, it is closed first.
        let held = (!cfg!(windows)).then_some(source);
        place_together(&draft, [&main, &reserve], &path, stamp)?;
        drop(held);
        drop(alone);
        let mut store = Self::with_key(&path, raw)?;
        // Where it can't be written no commit can, and the reason is told there.
        let _ = store.begin_head();
        store.remember_keys(&Access::Practice);
        (store.person, store.door, store.account, store.words) = kept;
        Ok(store)
    }
}

/// What rests on the database's own key is made to rest on another: the one place for that.
fn seal_with(db: &Connection, (old, new): (&RawKey, &RawKey), name: &str) -> Result<(), StoreError> {
    seal::renew(db, old, new).map_err(|error| match error {
        // The file is to be checked first.
        rusqlite::Error::QueryReturnedNoRows => StoreError::Damaged(name.to_owned()),
        error => StoreError::sqlite(name, &error),
    })
}

/// A connection that shuts out all others.
fn alone_with(path: &Path, key: &RawKey) -> Result<Connection, StoreError> {
    let name = file_name(path);
    let db = connect(path, Some(key)).map_err(|error| StoreError::sqlite(&name, &error))?;
    let taken = db.busy_timeout(PATIENCE).and_then(|()| {
        // Before the first reading, so that the file itself is locked and nothing is shared with others. Everyone who has
        // it open keeps a lock on it, also while nothing is read.
        db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
    });
    match taken.map_err(|error| StoreError::sqlite(&name, &error)) {
        Ok(()) => Ok(db),
        Err(StoreError::Busy) => Err(StoreError::OpenElsewhere(name)),
        Err(error) => Err(error),
    }
}

/// Copies all pages to a file with another key.
fn copy(
    source: &Connection,
    (to, key): (&Path, &RawKey),
    name: &str,
    follow: &mut Follow<'_>,
) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(name, &error);
    let mut target = connect(to, Some(key)).map_err(wrong)?;
    let work = Backup::new(source, &mut target).map_err(wrong)?;
    loop {
        let step = work.step(PAGES).map_err(wrong)?;
        let so_far = work.progress();
        let count = |pages: i32| u64::try_from(pages).unwrap_or(0);
        follow(Progress::parts(
            "Krypterar om databasen",
            count(so_far.pagecount - so_far.remaining),
            count(so_far.pagecount),
        ))?;
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::OpenElsewhere(name.to_owned())),
        }
    }
}
