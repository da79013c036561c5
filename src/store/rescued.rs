//! Meetings that were saved elsewhere ([`super::elsewhere`]), taken back into the database.

use super::drafts::StoredDraft;
use super::elsewhere::rescued_stem;
use super::error::file_name;
use super::home::MeetingFilter;
use super::{Store, StoreError, files};
use crate::domain::meeting::Meeting;
use std::fs;
use std::path::{Path, PathBuf};

/// What lies in a file that a meeting was saved in.
#[derive(Debug)]
pub struct FoundRescued {
    /// The meeting, with all that wasn't saved.
    pub meeting: Meeting,
    /// What was being typed.
    pub drafts: Vec<StoredDraft>,
}

impl Store {
    /// The files beside this database, and in `others`, that meetings of it were saved in, by their names.
    pub fn rescued_files(&self, others: &[PathBuf]) -> Vec<PathBuf> {
        let stem = rescued_stem(&self.path);
        let beside = files::folder_of(&self.path).to_owned();
        let mut found: Vec<PathBuf> = std::iter::once(&beside)
            .chain(others)
            .filter_map(|folder| fs::read_dir(folder).ok())
            .flat_map(Iterator::flatten)
            .map(|entry| entry.path())
            .filter(|path| {
                let name = file_name(path);
                name.starts_with(&stem) && path.extension().is_some_and(|end| end == "db") && path.is_file()
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Reads the meeting in such a file, which this database's own key opens.
    ///
    /// # Errors
    /// When another key is wanted, or the file is damaged or holds no meeting.
    pub fn read_rescued(&self, file: &Path) -> Result<FoundRescued, StoreError> {
        let other = Self::open_keyed(file, self.key.clone(), None, None)?;
        let id = other.meetings(&MeetingFilter::default())?.first().map(|row| row.id);
        let id = id.ok_or(StoreError::NoSuchMeeting)?;
        Ok(FoundRescued { meeting: other.meeting(id)?, drafts: other.drafts(id)? })
    }
}

/// Removes such a file, with its key files and all else that lies beside it by its name.
///
/// # Errors
/// What the disk says of the first that can't be removed.
pub fn remove_rescued(file: &Path) -> Result<(), StoreError> {
    let (folder, name) = (files::folder_of(file), file_name(file));
    let beside = fs::read_dir(folder).map_err(|error| StoreError::io(folder, &error))?;
    // The database first: as long as it lies there, its key files do.
    let mut all: Vec<PathBuf> = beside
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| file_name(path).starts_with(&name) && path.as_path() != file)
        .collect();
    all.insert(0, file.to_owned());
    for path in all {
        fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::elsewhere::Rescued;
    use super::super::testing::{World, form};
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::store::{Passphrase, Store};

    #[test]
    fn a_meeting_that_was_saved_elsewhere_is_found_read_with_its_half_line_and_removed_whole() {
        let mut world = World::new();
        let path = world.dir.path().join("samverkan.db");
        world.store = Store::create(&path, &Passphrase::new("åtta blå båtar")).unwrap().0;
        let (id, _) = world.full_meeting();
        let mut meeting = world.store.meeting(id).unwrap();
        let unsaved = world.entry(id, EntryKind::Anteckning, "Inte sparat");
        meeting.entries.push(unsaved);
        let what = Rescued { meeting: &meeting, form: &form("eht"), line: ("rad", "Halvskriv") };
        let elsewhere = tempfile::tempdir().unwrap();
        let command = world.id();
        let stamp = "2026-11-27-0431";
        let file = world.store.save_elsewhere(&what, &[], stamp, command, world.now).unwrap();
        // Another database's, and what is only called so.
        std::fs::write(world.dir.path().join("annan-raddad-2026-11-27-0431.db"), "x").unwrap();
        std::fs::create_dir(world.dir.path().join("samverkan-raddad-2026-11-28-0431.db")).unwrap();
        let others = [elsewhere.path().to_owned(), elsewhere.path().join("saknas")];
        assert_eq!(world.store.rescued_files(&others), [file.as_path()]);
        let found = world.store.read_rescued(&file).unwrap();
        assert!(found.meeting.entries.iter().any(|entry| entry.text == "Inte sparat"));
        assert_eq!(found.drafts[0].text, "Halvskriv");
        remove_rescued(&file).unwrap();
        let left: Vec<String> = std::fs::read_dir(world.dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("samverkan-raddad-2026-11-27"))
            .collect();
        assert_eq!(left, Vec::<String>::new());
        assert!(world.store.meeting(id).is_ok());
    }

    #[test]
    fn what_another_key_opens_or_is_damaged_is_refused() {
        let mut world = World::new();
        let path = world.dir.path().join("samverkan.db");
        world.store = Store::create(&path, &Passphrase::new("åtta blå båtar")).unwrap().0;
        let file = world.dir.path().join("samverkan-raddad-2026-11-27-0431.db");
        drop(Store::create(&file, &Passphrase::new("nio röda rävar")).unwrap());
        assert!(world.store.read_rescued(&file).is_err());
        std::fs::write(&file, "något annat").unwrap();
        assert!(world.store.read_rescued(&file).is_err());
        assert!(file.exists());
    }
}
