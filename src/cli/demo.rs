//! `samverkan demo [--skapa FIL]`: made-up meetings to practise on, in a database that is gone afterwards or in a file.

use super::place::{Place, snapshot_of};
use super::verbs::Given;
use super::{CliError, program, shown};
use crate::agenda_file::Catalogue;
use crate::app::Now;
use crate::demo;
use crate::domain::ids::Ids;
use crate::io_words::reason;
use crate::runtime::store_thread::Opening;
use crate::runtime::{clock, terminal};
use crate::store::Store;
use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Opens the program on made-up meetings, or writes them to a file.
///
/// # Errors
/// When the database can't be made, and what the program itself says.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = given.value("skapa") {
        return create(Path::new(file), now, out);
    }
    terminal::check()?;
    let folder = TemporaryFolder::make()?;
    let database = folder.path.join("demo.db");
    let store = filled(&database, now)?;
    program::run(place, database, Opening::Ready(Box::new(store)), None)
}

fn create(file: &Path, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    drop(filled(file, now)?);
    let name = shown(file);
    writeln!(out, "Övningsdatabasen {name} är skriven. Öppna den: samverkan --databas {name}")?;
    Ok(())
}

/// A new database for practice with the made-up meetings as they look now. What can't be finished is removed.
///
/// # Errors
/// When there is such a file already, or it can't be written.
pub fn filled(path: &Path, now: Now) -> Result<Store, CliError> {
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

fn fill(store: &mut Store, now: Now) -> Result<(), CliError> {
    // Made-up meetings are held by the program's own forms, whatever folder the user has.
    let catalogue = Catalogue::load(None);
    let form = |id: &str| catalogue.get(id).map(|form| (form.agenda.clone(), snapshot_of(&form.agenda)));
    let mut ids = Ids::new(clock::seed().map_err(|_| no_randomness())?);
    for meeting in demo::meetings(now.utc, &form) {
        store.import(&meeting, &snapshot_of(&meeting.agenda), None, ids.next(now.unix_ms()), now.utc)?;
    }
    Ok(())
}

/// The operating system has no randomness to give.
pub(super) fn no_randomness() -> CliError {
    CliError::failed("Datorn lämnar inga slumptal.", "Starta om datorn och försök igen.")
}

/// A folder for the user alone, gone when this is dropped.
struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    fn make() -> Result<Self, CliError> {
        let mut name = [0_u8; 8];
        getrandom::fill(&mut name).map_err(|_| no_randomness())?;
        let path = std::env::temp_dir().join(format!("samverkan-demo-{}", hex::encode(name)));
        make_private(&path).map_err(|error| {
            CliError::failed(
                format!("Mappen {} gick inte att skapa ({}).", shown(&path), reason(&error)),
                "Kontrollera att det går att skriva i mappen för tillfälliga filer, eller peka ut en annan med TMPDIR.",
            )
        })?;
        Ok(Self { path })
    }
}

fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Nobody in it exists; what can't be removed is the operating system's to clean away.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::MeetingStatus;
    use crate::store::{FileKind, MeetingFilter, kind_of};

    fn now() -> Now {
        Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
    }

    #[test]
    fn the_file_holds_the_made_up_meetings_and_is_marked_for_practice() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ovning.db");
        let mut out = Vec::new();
        create(&file, now(), &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("ovning.db är skriven"));
        assert_eq!(kind_of(&file).unwrap(), FileKind::Practice);
        let store = Store::open(&file, &crate::store::Access::Practice).unwrap();
        let rows = store.meetings(&MeetingFilter::default()).unwrap();
        let closed = rows.iter().filter(|row| row.status == MeetingStatus::Avslutat).count();
        assert_eq!((rows.len(), closed), (4, 3));
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_file_that_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ovning.db");
        fs::write(&file, "mitt").unwrap();
        let error = create(&file, now(), &mut Vec::new()).unwrap_err();
        assert!(error.exit_code() == 1 && error.to_string().contains("finns redan"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mitt");
    }

    #[test]
    fn the_temporary_folder_is_private_and_goes_away() {
        let folder = TemporaryFolder::make().unwrap();
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
