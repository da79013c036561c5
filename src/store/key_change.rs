//! Another passphrase, another recovery key, and what is remembered of the key files so that another file is noticed.
//!
//! A key file is changed by one program at a time (`files::alone`), who reads the key, makes the new file, reads that back from the
//! disk and gives it its name. The checksum that a file is to have is written in the database before, and settled after, so
//! that a program killed in between leaves a file that is known either way.
//!
//! A changed passphrase leaves the database's own key as it was: see `new_key`.

use super::connection::{check_mark, connect};
use super::error::{StoreError, file_name};
use super::generation::Writing;
use super::key_file::{self, Opener};
use super::keys::{Access, KeyFiles, Passphrase, RecoveryKey, read_key};
use super::schema::{VERSION, user_version};
use super::{Store, files, meta, unfinished};
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
use rusqlite::Connection;
use std::path::Path;

/// Whether somebody has shown that they have the recovery key on paper; older databases don't say.
const CONFIRMED: &str = "aterstallning_bekraftad";
const YES: &str = "ja";
const NO: &str = "nej";

/// Both files.
const BOTH: [KeyFile; 2] = [KeyFile::Passphrase, KeyFile::Recovery];

/// Under what the checksum of a file stands, and that of one that is about to take its place.
const fn remembered(which: KeyFile) -> (&'static str, &'static str) {
    match which {
        KeyFile::Passphrase => ("nyckelfil_sha", "nyckelfil_sha_ny"),
        KeyFile::Recovery => ("reservfil_sha", "reservfil_sha_ny"),
    }
}

/// A recovery key that somebody has been shown, and hasn't confirmed.
#[derive(Debug)]
pub(super) enum Shown {
    /// The one that the database was made with.
    First,
    /// One that is to hold instead of that in the file.
    New(RecoveryKey),
}

/// What is written in a database that is being made: its key files' checksums, and that nobody has confirmed the recovery key.
pub(super) fn remember_first(db: &Connection, shas: [&str; 2], confirmed: bool) -> rusqlite::Result<()> {
    for (which, sha) in BOTH.into_iter().zip(shas) {
        let (now, next) = remembered(which);
        meta::put(db, now, sha)?;
        meta::remove(db, next)?;
    }
    meta::put(db, CONFIRMED, if confirmed { YES } else { NO })
}

/// Whether the file with this checksum is remembered as the program's own.
fn is_settled(db: &Connection, which: KeyFile, sha: &str) -> rusqlite::Result<bool> {
    let (now, next) = remembered(which);
    Ok(meta::get(db, now)?.as_deref() == Some(sha) && meta::get(db, next)?.is_none())
}

/// Remembers the file that lies there as the program's own.
fn settle(db: &Connection, which: KeyFile, sha: &str) -> rusqlite::Result<()> {
    let (now, next) = remembered(which);
    meta::put(db, now, sha).and_then(|()| meta::remove(db, next))
}

/// A key file that opens, whose key isn't the database's.
fn other_key(database: &Path, key_file: &Path) -> StoreError {
    StoreError::OtherKey { file: file_name(database), key_file: file_name(key_file), fits: None }
}

impl Store {
    /// Gives the database another passphrase; the old one, or the recovery key, opens it for that.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::KeysChangedMeanwhile`] when somebody else has changed it since this program looked.
    /// Then what held before holds.
    pub fn change_passphrase(&mut self, access: &Access, new: &Passphrase) -> Result<(), StoreError> {
        self.change(Some(access), KeyFile::Passphrase, Opener::Passphrase(new.checked()?))?;
        self.by_recovery = false;
        Ok(())
    }

    /// Gives the database that the recovery key has opened another passphrase; the one that was lost opens it no more.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`] when the recovery key hasn't opened it; as [`Store::change_passphrase`].
    pub fn replace_lost_passphrase(&mut self, new: &Passphrase) -> Result<(), StoreError> {
        if !self.by_recovery {
            return Err(StoreError::WrongPassphrase(self.file.clone()));
        }
        self.change(None, KeyFile::Passphrase, Opener::Passphrase(new.checked()?))?;
        self.by_recovery = false;
        Ok(())
    }

    /// A new recovery key, to be shown. It opens nothing before [`Store::confirm_recovery_key`]; the old one does until then.
    ///
    /// # Errors
    /// As [`Store::change_passphrase`].
    pub fn propose_recovery_key(&mut self, access: &Access) -> Result<RecoveryKey, StoreError> {
        self.check_writable()?;
        self.check_place(KeyFile::Recovery)?;
        self.check_access(access)?;
        let key = RecoveryKey::random()?;
        self.seen_keys[index(KeyFile::Recovery)] = key_file::checksum(&KeyFiles::of(&self.path).reserve);
        self.shown = Some(Shown::New(key.clone()));
        Ok(key)
    }

    /// The key that was shown has been typed back: from now on it holds. Says whether it is another than before.
    ///
    /// # Errors
    /// [`StoreError::NoKeyShown`]; as [`Store::change_passphrase`]. Then the old one holds.
    pub fn confirm_recovery_key(&mut self) -> Result<bool, StoreError> {
        self.check_writable()?;
        let new = match self.shown.take() {
            None => return Err(StoreError::NoKeyShown),
            Some(Shown::First) => false,
            Some(Shown::New(key)) => {
                let done = self.change(None, KeyFile::Recovery, Opener::Recovery(&key.0));
                if done.is_err() {
                    // It may be tried again.
                    self.shown = Some(Shown::New(key));
                }
                done?;
                true
            }
        };
        self.set_meta(CONFIRMED, YES)?;
        Ok(new)
    }

    /// The key that was shown won't be used.
    pub fn forget_shown_key(&mut self) {
        self.shown = None;
    }

    /// Writes one of the key files anew. `access` must open the database as it is now; without it nobody may have changed the
    /// file since this program looked at it.
    fn change(
        &mut self,
        access: Option<&Access>,
        which: KeyFile,
        opener: Opener<'_>,
    ) -> Result<(), StoreError> {
        self.check_writable()?;
        self.check_file()?;
        self.check_place(which)?;
        let key = self.key.clone().ok_or(StoreError::NoKeys)?;
        let keys = KeyFiles::of(&self.path);
        let _alone = files::alone(&self.path);
        keys.clean();
        let before = key_file::checksum(keys.path(which));
        if let Some(access) = access {
            self.check_access(access)?;
        }
        // Whoever knows the passphrase that holds now may change it. Others would undo a change that they know nothing of.
        let knows = matches!(access, Some(Access::Passphrase(_)));
        if !knows && before != self.seen_keys[index(which)] {
            return Err(StoreError::KeysChangedMeanwhile);
        }
        let fresh = key_file::fresh(keys.path(which), opener, &key)?;
        let sha = fresh.sha.clone();
        self.write(|db| meta::put(db, remembered(which).1, &sha))?;
        // Where folders can't be locked, this is what keeps two from writing over each other's.
        if key_file::checksum(keys.path(which)) != before {
            return Err(StoreError::KeysChangedMeanwhile);
        }
        fresh.place()?;
        self.seen_keys[index(which)] = Some(sha.clone());
        self.proved_keys[index(which)] = Some(sha.clone());
        // It is changed whatever becomes of this; the next opening settles it.
        drop(self.settle(which, &sha));
        Ok(())
    }

    /// Whether a key file can lie where it should, before somebody takes the trouble of choosing what is to open it.
    fn check_place(&self, which: KeyFile) -> Result<(), StoreError> {
        let place = KeyFiles::of(&self.path).path(which).to_owned();
        if place.is_dir() { Err(StoreError::KeyFileIsFolder(file_name(&place))) } else { Ok(()) }
    }

    /// Whether `access` opens the database's key files now. One that did and doesn't any more was changed by somebody else.
    fn check_access(&self, access: &Access) -> Result<(), StoreError> {
        let Some(own) = &self.key else { return Err(StoreError::NoKeys) };
        let read = read_key(&self.path, access);
        let which = opened_by(access).unwrap_or(KeyFile::Passphrase);
        match read {
            Ok(key) if key.is(own) => Ok(()),
            Ok(_) => Err(other_key(&self.path, KeyFiles::of(&self.path).path(which))),
            Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_))
                if key_file::checksum(KeyFiles::of(&self.path).path(which))
                    != self.seen_keys[index(which)] =>
            {
                Err(StoreError::KeysChangedMeanwhile)
            }
            Err(error) => Err(error),
        }
    }

    fn settle(&mut self, which: KeyFile, sha: &str) -> Result<(), StoreError> {
        if is_settled(&self.db, which, sha).map_err(|error| self.wrong(&error))? {
            return Ok(());
        }
        self.write(|db| settle(db, which, sha))
    }

    /// Whether what opens the database may be changed: not where it can only be read, nor where somebody must say first that it is
    /// the right one.
    pub(super) fn check_writable(&self) -> Result<(), StoreError> {
        match &self.loss {
            _ if self.read_only => Err(StoreError::OnlyRead(self.file.clone())),
            Some(loss) => Err(StoreError::Short { file: self.file.clone(), what: loss.words() }),
            None => Ok(()),
        }
    }

    /// Looks at the key files when the database has been opened by `access`: takes away what a killed change has left, and
    /// remembers files that nothing is known of yet, or that have just shown what they hold.
    pub(super) fn remember_keys(&mut self, access: &Access) {
        if self.practice {
            return;
        }
        let keys = KeyFiles::of(&self.path);
        self.note_proved(access);
        for which in BOTH {
            if unfinished::is_left(keys.path(which))
                && let Some(_alone) = files::alone(&self.path)
            {
                keys.clean();
            }
            self.seen_keys[index(which)] = key_file::checksum(keys.path(which));
            let Ok(Some(sha)) = key_file::look(keys.path(which)) else { continue };
            let proved = which == KeyFile::Recovery && matches!(access, Access::Recovery(_));
            // What can't be written now is written at the next opening.
            let known = known(&self.db, which).unwrap_or_default();
            if known.is_empty() || proved || known.get(1) == Some(&sha) {
                drop(self.settle(which, &sha));
            }
        }
    }

    /// Remembers the key file that `access` has just opened this database with.
    pub(super) fn note_proved(&mut self, access: &Access) {
        if let Some(which) = opened_by(access) {
            self.proved_keys[index(which)] = key_file::checksum(KeyFiles::of(&self.path).path(which));
        }
    }

    /// What somebody should see to about the keys.
    pub fn key_troubles(&self) -> Vec<KeyTrouble> {
        if self.practice {
            return Vec::new();
        }
        let keys = KeyFiles::of(&self.path);
        let mut troubles = Vec::new();
        for which in BOTH {
            let amiss = match key_file::look(keys.path(which)) {
                Err(amiss) => amiss,
                Ok(Some(sha)) => {
                    let known = known(&self.db, which).unwrap_or_default();
                    if known.is_empty() || known.contains(&sha) {
                        continue;
                    }
                    Amiss::Other
                }
                Ok(None) => continue,
            };
            troubles.push(KeyTrouble::File { which, amiss, name: file_name(keys.path(which)) });
        }
        if meta::get(&self.db, CONFIRMED).is_ok_and(|said| said.as_deref() == Some(NO)) {
            troubles.push(KeyTrouble::NeverConfirmed);
        }
        troubles
    }
}

/// Which key file something opens.
pub(super) fn opened_by(access: &Access) -> Option<KeyFile> {
    match access {
        Access::Passphrase(_) => Some(KeyFile::Passphrase),
        Access::Recovery(_) => Some(KeyFile::Recovery),
        Access::Practice => None,
    }
}

pub(super) const fn index(which: KeyFile) -> usize {
    match which {
        KeyFile::Passphrase => 0,
        KeyFile::Recovery => 1,
    }
}

/// The checksums that a file may have: as it was written last, and as one that was about to take its place.
fn known(db: &Connection, which: KeyFile) -> rusqlite::Result<Vec<String>> {
    let (now, next) = remembered(which);
    // A file that was to come, before anything was known of the one that lay there, says nothing of that.
    let Some(now) = meta::get(db, now)? else { return Ok(Vec::new()) };
    Ok([Some(now), meta::get(db, next)?].into_iter().flatten().collect())
}

/// Tries whether a recovery key opens the database at `path`. Nothing is changed by it, but the file that has shown what it holds is
/// remembered.
///
/// # Errors
/// [`StoreError::WrongRecoveryKey`]; [`StoreError::OtherKey`] when it opens its file, which belongs to another database;
/// as [`Store::open`].
pub fn prove_recovery_key(path: &Path, recovery: &RecoveryKey) -> Result<(), StoreError> {
    let name = file_name(path);
    let reserve = KeyFiles::of(path).reserve;
    let key = read_key(path, &Access::Recovery(recovery.clone()))?;
    let opened = connect(path, Some(&key)).map_err(|error| StoreError::sqlite(&name, &error));
    let opened = opened.and_then(|db| check_mark(&db, false, &name).map(|()| db));
    let mut opened = opened.map_err(|error| match error {
        StoreError::Damaged(_) => other_key(path, &reserve),
        error => error,
    })?;
    if user_version(&opened).is_ok_and(|version| version == VERSION)
        && let Ok(Some(sha)) = key_file::look(&reserve)
    {
        // That it opens is proved, whether it can be remembered or not.
        let _ = Writing::begin(&mut opened, path).and_then(|tx| {
            settle(&tx, KeyFile::Recovery, &sha).map_err(|error| StoreError::sqlite(&name, &error))?;
            tx.commit()
        });
    }
    Ok(())
}
