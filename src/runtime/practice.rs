//! Made-up meetings to practise on: a database for practice filled with them, and a folder for it that goes away.

use super::clock;
use crate::agenda_file::{Catalogue, snapshot_of};
use crate::app::Now;
use crate::demo;
use crate::domain::ids::Ids;
use crate::io_words::reason;
use crate::store::{Reading, Store, StoreError};
use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};

/// Why there is nothing to practise on; the text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// The database couldn't be made.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The operating system has no randomness to give.
    #[error("Datorn lämnar inga slumptal.")]
    NoRandomness,
    /// The folder couldn't be made.
    #[error("Mappen {} gick inte att skapa ({}).", .0.display(), reason(.1))]
    Folder(PathBuf, #[source] io::Error),
}

/// A new database for practice with the made-up meetings as they look now. What can't be finished is removed.
///
/// # Errors
/// When there is such a file already, or it can't be written.
pub fn filled(path: &Path, now: Now) -> Result<Store, PracticeError> {
    let mut store = Store::create_practice(path)?;
    if let Err(error) = fill(&mut store, now) {
        drop(store);
        for side in ["", "-wal", "-shm"] {
            let mut file = path.as_os_str().to_owned();
            file.push(side);
            // The error that stopped the work is the one to tell.
            let _ = fs::remove_file(file);
        }
        return Err(error);
    }
    Ok(store)
}

fn fill(store: &mut Store, now: Now) -> Result<(), PracticeError> {
    // Made-up meetings are held by the program's own forms, whatever folder the user has.
    let catalogue = Catalogue::load(None);
    let form = |id: &str| catalogue.get(id).map(|form| (form.agenda.clone(), snapshot_of(&form.agenda)));
    let mut ids = Ids::new(clock::seed().map_err(|_| PracticeError::NoRandomness)?);
    for meeting in demo::meetings(now.utc, &form) {
        store.import(
            &meeting,
            &snapshot_of(&meeting.agenda),
            Reading::default(),
            ids.next(now.unix_ms()),
            now.utc,
        )?;
    }
    Ok(())
}

/// A folder for the user alone, gone when this is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes one among the temporary files.
    ///
    /// # Errors
    /// When there is no randomness for its name, or nothing can be written there.
    pub fn make() -> Result<Self, PracticeError> {
        let mut name = [0_u8; 8];
        getrandom::fill(&mut name).map_err(|_| PracticeError::NoRandomness)?;
        let path = std::env::temp_dir().join(format!("samverkan-demo-{}", hex::encode(name)));
        make_private(&path).map_err(|error| PracticeError::Folder(path.clone(), error))?;
        Ok(Self { path })
    }

    /// Where the database for practice lies in it.
    pub fn database(&self) -> PathBuf {
        self.path.join("demo.db")
    }
}

fn make_private(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "there are no such rights"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nobody in it exists; what can't be removed is the operating system's to clean away.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_temporary_folder_is_private_and_goes_away() {
        let folder = Folder::make().unwrap();
        let path = folder.path.clone();
        fs::write(path.join("x"), "x").unwrap();
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o700
        );
        drop(folder);
        assert!(!path.exists());
    }
}
