//! Papers of ours that lie as files, which aren't encrypted: how many, since when, and away with them. A file is ours if the
//! log knows its checksum; what somebody else has put there, or changed, is left alone.

use super::minutes_files::{checksum, folder_of};
use crate::app::Now;
use crate::app::effect::Lying;
use crate::domain::command::{Code, Command};
use crate::domain::ids::Ids;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What was seen before.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Checksums, so that a folder with many papers is read once.
    sums: HashMap<PathBuf, (u64, Option<DateTime<Utc>>, String)>,
    /// What was told last.
    told: Vec<String>,
}

impl Seen {
    /// Looks which of the papers in the folder are ours; nothing where they are those that were told last.
    ///
    /// # Errors
    /// When the log can't be read.
    pub(super) fn look(&mut self, store: &Store, database: &Path) -> Result<Option<Lying>, StoreError> {
        let ours = ours(store, database, |file| self.checksum(file))?;
        let names: Vec<String> = ours
            .iter()
            .filter_map(|(file, _)| Some(file.file_name()?.to_string_lossy().into_owned()))
            .collect();
        if names == self.told {
            return Ok(None);
        }
        self.told.clone_from(&names);
        let folder = folder_of(database).display().to_string();
        Ok(Some(Lying { names, folder, since: ours.iter().map(|(_, at)| *at).min() }))
    }

    fn checksum(&mut self, file: &Path) -> Option<String> {
        let about = fs::symlink_metadata(file).ok()?;
        let (length, changed) = (about.len(), about.modified().ok().map(DateTime::from));
        if let Some((known, at, sum)) = self.sums.get(file)
            && (*known, *at) == (length, changed)
        {
            return Some(sum.clone());
        }
        let sum = checksum(file)?;
        self.sums.insert(file.to_owned(), (length, changed, sum.clone()));
        Some(sum)
    }
}

/// The papers of ours in the folder, each with when it was written.
fn ours(
    store: &Store,
    database: &Path,
    mut sum: impl FnMut(&Path) -> Option<String>,
) -> Result<Vec<(PathBuf, DateTime<Utc>)>, StoreError> {
    let Ok(folder) = fs::read_dir(folder_of(database)) else { return Ok(Vec::new()) };
    let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    files.sort();
    let known: HashMap<String, DateTime<Utc>> =
        store.saved_papers()?.into_iter().map(|row| (row.checksum, row.at)).collect();
    Ok(files
        .into_iter()
        .filter_map(|file| {
            let at = *known.get(&sum(&file)?)?;
            Some((file, at))
        })
        .collect())
}

/// Removes them, and logs it: how many went, and how many couldn't.
///
/// # Errors
/// When the log can't be read or written.
pub(super) fn remove(
    store: &mut Store,
    database: &Path,
    (ids, now): (&mut Ids, Now),
) -> Result<(usize, usize), StoreError> {
    let (mut removed, mut left) = (0, 0);
    for (file, _) in ours(store, database, checksum)? {
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            Err(_) => left += 1,
        }
    }
    if removed > 0 {
        let id = ids.next(now.unix_ms());
        let command =
            Command { id, code: Code::RemovedPapers, meeting: None, snapshot: None, changes: Vec::new() };
        store.commit_copies(&command, Vec::new(), now.utc)?;
    }
    Ok((removed, left))
}
