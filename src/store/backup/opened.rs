//! A copy taken apart beside everything else, and checked whole.

use super::belongings::{self, Belonging, Manifest};
use super::container::{BELONGINGS, Container, DATABASE, KEY, RESERVE};
use super::error::BackupError;
use super::openers::amiss;
use super::watch::{Stage, Watch};
use super::workshop::Workshop;
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
use crate::store::keys::{KeyFiles, RawKey};
use crate::store::{Access, Fault, Report, Store, StoreError};
use chrono::{DateTime, NaiveDateTime, Utc};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What opens a copy.
#[derive(Clone, Copy)]
pub(super) enum Opens<'k> {
    /// What somebody typed.
    Typed(&'k Access),
    /// The database's own key.
    Key(&'k RawKey),
}

/// What lies in a copy, taken out of it.
#[derive(Debug)]
pub(super) struct TakenApart {
    pub(super) store: Store,
    pub(super) key: RawKey,
    pub(super) manifest: Manifest,
    pub(super) files: Vec<Belonging>,
    pub(super) report: Report,
    /// The key file in it that isn't what was written, where the other one opens it. It doesn't lie with the rest.
    pub(super) key_trouble: Option<KeyTrouble>,
}

/// Takes a copy apart in a folder that is there, and checks all of it: checksums, the key, the database line by line and where
/// its journal ends.
///
/// # Errors
/// [`BackupError::Damaged`] and the like. That one key file isn't what was written, where somebody has typed what opens the
/// other one, is no error: then what matters can be saved.
pub(super) fn take_apart(
    container: &mut Container,
    folder: &Path,
    opens: Opens<'_>,
    watch: &Watch<'_>,
) -> Result<TakenApart, BackupError> {
    let copy = container.name().to_owned();
    let damaged = || BackupError::Damaged(copy.clone());
    let mut sums = BTreeMap::new();
    for name in [KEY, RESERVE, BELONGINGS] {
        let sum = container.take_out(name, &folder.join(name), watch)?;
        sums.extend(sum.map(|sum| (name.to_owned(), sum)));
    }
    sums.remove(BELONGINGS);
    let database = folder.join(DATABASE);
    let key = match opens {
        Opens::Key(key) => key.clone(),
        Opens::Typed(access) => KeyFiles::of(&database).read(access).map_err(|error| match error {
            StoreError::WrongPassphrase(_)
            | StoreError::WrongRecoveryKey(_)
            | StoreError::KeyFileMissing(_)
            | StoreError::KeyFileRenamed { .. }
            // The other key file may be whole.
            | StoreError::KeyFileAmiss { .. }
            | StoreError::KeyFileEmpty(_)
            | StoreError::EmptyFile(_)
            | StoreError::Damaged(_)
            | StoreError::NotADatabase(_) => BackupError::WrongSecret(copy.clone()),
            other => other.into(),
        })?,
    };
    let small = folder.join(BELONGINGS);
    let manifest = belongings::read_manifest(&small, &key, &copy)?;
    let files = belongings::read_files(&small, &key, &copy)?;
    let sum = container.take_out(DATABASE, &database, watch)?;
    sums.extend(sum.map(|sum| (DATABASE.to_owned(), sum)));
    let key_trouble = match other_than(&sums, &manifest.sums).ok_or_else(damaged)?.as_slice() {
        [] => None,
        // It may be damaged, or from another day: what nobody answers for is put back nowhere.
        [other] => {
            let which = spare(other, opens).ok_or_else(damaged)?;
            std::fs::remove_file(folder.join(other)).map_err(|error| BackupError::writing(folder, &error))?;
            Some(KeyTrouble::File { which, amiss: Amiss::Damaged, name: (*other).to_owned() })
        }
        _ => return Err(damaged()),
    };
    let (store, report) = check(&database, &key, &manifest, &copy, watch)?;
    Ok(TakenApart { store, key, manifest, files, report, key_trouble })
}

/// Which files aren't what was written; nothing where other files lie in the copy than then.
fn other_than<'s>(
    found: &'s BTreeMap<String, String>,
    written: &BTreeMap<String, String>,
) -> Option<Vec<&'s str>> {
    let differ = found.iter().filter(|(name, sum)| written.get(*name) != Some(sum));
    found.keys().eq(written.keys()).then(|| differ.map(|(name, _)| name.as_str()).collect())
}

/// Which key file it is, if what somebody has typed doesn't open that one but the other.
fn spare(name: &str, opens: Opens<'_>) -> Option<KeyFile> {
    match (name, opens) {
        (KEY, Opens::Typed(Access::Recovery(_))) => Some(KeyFile::Passphrase),
        (RESERVE, Opens::Typed(Access::Passphrase(_))) => Some(KeyFile::Recovery),
        _ => None,
    }
}

fn check(
    database: &Path,
    key: &RawKey,
    manifest: &Manifest,
    copy: &str,
    watch: &Watch<'_>,
) -> Result<(Store, Report), BackupError> {
    watch.at(Stage::Check, 0, 0)?;
    let store = Store::open_with_key(database, key).map_err(|error| match error {
        StoreError::NewerVersion { .. } => {
            BackupError::Newer { file: copy.to_owned(), program: manifest.program.clone() }
        }
        StoreError::DiskFull | StoreError::ReadOnly(_) => error.into(),
        _ => BackupError::DamagedWithin(copy.to_owned()),
    })?;
    let report = watch.interruptible(Stage::Check, &store.db.get_interrupt_handle(), || store.verify())?;
    let report = report.map_err(|error| match error {
        StoreError::DiskFull => BackupError::Store(error),
        _ => BackupError::DamagedWithin(copy.to_owned()),
    })?;
    if store.journal_head()? != manifest.head || store.origin != manifest.origin {
        return Err(BackupError::Damaged(copy.to_owned()));
    }
    Ok((store, report))
}

/// A copy that somebody has opened, whole: nothing has been touched yet.
#[derive(Debug)]
pub struct OpenedCopy {
    pub(super) apart: TakenApart,
    pub(super) name: String,
    pub(super) size: u64,
    /// Where it lies.
    pub(super) file: PathBuf,
    pub(super) keys: Vec<KeyTrouble>,
    /// Last, so that it goes away after the database in it is closed.
    pub(super) workshop: Workshop,
}

impl OpenedCopy {
    /// Opens a copy that may be put back as `database`: it is taken apart beside that.
    ///
    /// # Errors
    /// As [`OpenedCopy::open`].
    pub fn open_for(
        database: &Path,
        file: &Path,
        access: &Access,
        watch: &Watch<'_>,
    ) -> Result<Self, BackupError> {
        Self::open(file, access, crate::store::files::folder_of(database), watch)
    }

    /// Opens a copy with what somebody typed, and checks all of it. It is taken apart in `folder`, which is made if it isn't
    /// there.
    ///
    /// # Errors
    /// What is wrong with the copy, or with the folder.
    pub fn open(file: &Path, access: &Access, folder: &Path, watch: &Watch<'_>) -> Result<Self, BackupError> {
        let mut container = Container::open(file)?;
        crate::store::files::make_folder(&folder.join("x"))
            .map_err(|error| BackupError::from(error).while_restoring(folder))?;
        let workshop = Workshop::make(folder).map_err(|error| error.while_restoring(folder))?;
        let apart = take_apart(&mut container, &workshop.file(""), Opens::Typed(access), watch)
            .map_err(|error| error.while_restoring(folder))?;
        // What isn't what was written has been told of, and lies there no more.
        let mut keys = amiss(&apart.store, Some(access));
        let removed = apart.key_trouble.as_ref().and_then(KeyTrouble::file);
        keys.retain(|trouble| trouble.file() != removed);
        Ok(Self {
            keys,
            name: container.name().to_owned(),
            size: container.size(),
            file: file.to_owned(),
            apart,
            workshop,
        })
    }

    /// What the file is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When it was taken.
    pub fn taken(&self) -> DateTime<Utc> {
        self.apart.manifest.taken
    }

    /// The same by the clock on the wall there.
    pub fn taken_local(&self) -> NaiveDateTime {
        self.apart.manifest.local
    }

    /// The version of the program that took it.
    pub fn program(&self) -> &str {
        &self.apart.manifest.program
    }

    /// What was checked, and what of the database wasn't as it should be already when the copy was taken.
    pub fn report(&self) -> &Report {
        &self.apart.report
    }

    /// The same, one by one.
    pub fn faults(&self) -> &[Fault] {
        &self.apart.report.faults
    }

    /// The key file in it that isn't what was written, where the other one opens it: it isn't put back.
    pub fn key_trouble(&self) -> Option<&KeyTrouble> {
        self.apart.key_trouble.as_ref()
    }

    /// What is amiss with the key files in it, and was so when it was taken.
    pub fn key_troubles(&self) -> &[KeyTrouble] {
        &self.keys
    }

    /// Whether nothing at all is amiss with it.
    pub fn is_sound(&self) -> bool {
        self.faults().is_empty() && self.key_trouble().is_none() && self.keys.is_empty()
    }

    /// Where it lies.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The files that belong to the database: settings, own forms and lists.
    pub fn files(&self) -> &[Belonging] {
        &self.apart.files
    }
}
