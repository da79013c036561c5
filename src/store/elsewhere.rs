//! Saving a meeting in a database of its own, when this one can't be written: what is in memory isn't lost with it.

use super::error::StoreError;
use super::import::Reading;
use super::keys::KeyFiles;
use super::{Store, files};
use crate::domain::command::Snapshot;
use crate::domain::ids::CommandId;
use crate::domain::meeting::Meeting;
use chrono::{DateTime, Utc};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// So many files of the same minute may lie there before something must be wrong.
const MOST: usize = 100;

/// The key files as they lay when the database was opened. They are encrypted; where somebody overwrites the database, its
/// key files are seldom spared.
#[derive(Debug, Default)]
pub(super) struct KeptKeys([Option<Vec<u8>>; 2]);

impl KeptKeys {
    pub(super) fn of(path: &Path) -> Self {
        let KeyFiles { main, reserve } = KeyFiles::of(path);
        Self([main, reserve].map(|file| fs::read(file).ok()))
    }

    fn lay(&self, database: &Path, made: &mut Vec<PathBuf>) -> Result<(), StoreError> {
        let KeyFiles { main, reserve } = KeyFiles::of(database);
        for (file, bytes) in [main, reserve].into_iter().zip(&self.0) {
            let Some(bytes) = bytes else { continue };
            files::create(&file)?;
            made.push(file.clone());
            let written = fs::OpenOptions::new().write(true).open(&file).and_then(|mut out| {
                out.write_all(bytes)?;
                out.sync_all()
            });
            written.map_err(|error| StoreError::io(&file, &error))?;
        }
        Ok(())
    }
}

/// What is saved elsewhere.
#[derive(Debug)]
pub struct Rescued<'a> {
    /// The meeting, with all that isn't saved.
    pub meeting: &'a Meeting,
    /// Its form.
    pub form: &'a Snapshot,
    /// The line that is being typed, and in which field.
    pub line: (&'a str, &'a str),
}

/// How the names begin of the files in which meetings of a database are saved.
pub(super) fn rescued_stem(database: &Path) -> String {
    format!("{}-raddad-", database.file_stem().unwrap_or_default().to_string_lossy())
}

impl Store {
    /// Writes a meeting to a new database, with the key of this one and the key files as they lay when it was opened: beside
    /// this one, or where that can't be, in the first of `others` in which it can. `stamp` becomes part of its name:
    /// "2026-11-27-0431". Nothing of this database is read or written.
    ///
    /// # Errors
    /// What the last folder says.
    pub fn save_elsewhere(
        &self,
        what: &Rescued<'_>,
        others: &[PathBuf],
        stamp: &str,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<PathBuf, StoreError> {
        let beside = files::folder_of(&self.path).to_owned();
        let mut refused = None;
        for folder in std::iter::once(&beside).chain(others) {
            match self.save_in(folder, what, stamp, id, now) {
                Ok(path) => return Ok(path),
                Err(error) => refused = Some(error),
            }
        }
        Err(refused.unwrap_or_else(|| StoreError::ReadOnly(self.file.clone())))
    }

    fn save_in(
        &self,
        folder: &Path,
        what: &Rescued<'_>,
        stamp: &str,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<PathBuf, StoreError> {
        let name = format!("{}{stamp}", rescued_stem(&self.path));
        let free = (1..MOST)
            .map(|number| if number == 1 { format!("{name}.db") } else { format!("{name}-{number}.db") })
            .map(|name| folder.join(name))
            .find(|path| !path.exists())
            .ok_or(StoreError::AlreadyExists(name))?;
        let mut made = Vec::new();
        let saved = (|| {
            if self.key.is_some() {
                self.kept_keys.lay(&free, &mut made)?;
            }
            let mut store = Self::make_beside(&free, self.key.as_ref(), &mut made)?;
            store.come_through(self.door.as_deref(), &self.account);
            store.import(what.meeting, what.form, Reading::default(), id, now)?;
            let (field, line) = what.line;
            if !line.is_empty() {
                let session = store.session().to_owned();
                store.save_draft(&session, field, Some(what.meeting.id()), line, now)?;
            }
            store.pour()?;
            files::sync_folder(&free)
        })();
        match saved {
            Ok(()) => Ok(free),
            Err(error) => {
                for file in made {
                    // The fault that is reported is the one that matters, not what the tidying met.
                    let _ = fs::remove_file(file);
                }
                Err(error)
            }
        }
    }

    /// Whether the key files are other now than when the database was opened: what is saved elsewhere opens as it did then.
    pub fn keys_are_other(&self) -> bool {
        self.key.is_some() && KeptKeys::of(&self.path).0 != self.kept_keys.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::file_name;
    use super::super::testing::{World, form};
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::store::{Access, Passphrase};

    const STAMP: &str = "2026-11-27-0431";

    #[test]
    fn the_meeting_in_memory_lands_in_a_database_of_its_own_that_the_same_passphrase_opens() {
        let mut world = World::new();
        let path = world.dir.path().join("samverkan.db");
        let phrase = Passphrase::new("åtta blå båtar");
        world.store = Store::create(&path, &phrase).unwrap().0;
        let (id, _) = world.full_meeting();
        let mut meeting = world.store.meeting(id).unwrap();
        let unsaved = world.entry(id, EntryKind::Anteckning, "Inte sparat");
        meeting.entries.push(unsaved);
        // All that lay there has been overwritten with something else.
        for name in ["samverkan.db", "nyckel.db", "nyckel-reserv.db"] {
            fs::write(world.dir.path().join(name), "något annat").unwrap();
        }
        assert!(!world.store.is_in_place());
        assert!(world.store.keys_are_other());
        let what = Rescued { meeting: &meeting, form: &form("eht"), line: ("rad", "Halvskriv") };
        let mut saved = Vec::new();
        for _ in 0..2 {
            let command = world.id();
            saved.push(world.store.save_elsewhere(&what, &[], STAMP, command, world.now).unwrap());
        }
        let names: Vec<String> = saved.iter().map(|path| file_name(path)).collect();
        assert_eq!(names, ["samverkan-raddad-2026-11-27-0431.db", "samverkan-raddad-2026-11-27-0431-2.db"]);
        for path in saved {
            let store = Store::open(&path, &Access::Passphrase(phrase.clone())).unwrap();
            assert!(store.verify().unwrap().is_sound());
            let found = store.meeting(id).unwrap();
            assert_eq!(found.entries.len(), meeting.entries.len());
            assert!(found.entries.iter().any(|entry| entry.text == "Inte sparat"));
            assert_eq!(store.drafts(id).unwrap()[0].text, "Halvskriv");
            assert!(!fs::read(&path).unwrap().starts_with(b"SQLite format"));
        }
        assert_eq!(fs::read(&path).unwrap(), "något annat".as_bytes());
    }

    #[test]
    fn where_nothing_can_be_written_beside_it_the_next_folder_is_taken_and_nothing_half_is_left() {
        let mut world = World::new();
        let id = world.meeting("eht", "2026-11-23T13:00:00");
        let meeting = world.store.meeting(id).unwrap();
        let away = world.dir.path().join("borta");
        let home = tempfile::tempdir().unwrap();
        let what = Rescued { meeting: &meeting, form: &form("eht"), line: ("rad", "") };
        world.store.path = away.join("ovning.db");
        let command = world.id();
        let saved = world.store.save_elsewhere(
            &what,
            &[away.join("x"), home.path().to_owned()],
            STAMP,
            command,
            world.now,
        );
        let saved = saved.unwrap();
        assert_eq!(saved.parent(), Some(home.path()));
        assert!(Store::open(&saved, &Access::Practice).unwrap().is_practice());
        assert!(world.store.save_elsewhere(&what, &[], STAMP, command, world.now).is_err());
        // A meeting that the form refuses leaves no file.
        let mut wrong = meeting.clone();
        wrong.head.agenda_sha = "f".repeat(64);
        let empty = tempfile::tempdir().unwrap();
        let what = Rescued { meeting: &wrong, ..what };
        let refused =
            world.store.save_elsewhere(&what, &[empty.path().to_owned()], STAMP, command, world.now);
        assert!(refused.is_err());
        assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
    }
}
