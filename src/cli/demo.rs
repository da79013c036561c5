//! `samverkan demo [--skapa FIL]`: made-up meetings to practise on, in a database that is gone afterwards or in a file.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, no_randomness, program, shown};
use crate::app::Now;
use crate::runtime::practice::{self, PracticeError, filled};
use crate::runtime::store_thread::Opening;
use crate::runtime::terminal;
use std::io::Write;
use std::path::Path;

/// Opens the program on made-up meetings, or writes them to a file.
///
/// # Errors
/// When the database can't be made, and what the program itself says.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = given.value("skapa") {
        return create(Path::new(file), now, out);
    }
    terminal::check()?;
    let folder = practice::Folder::make(now)?;
    let database = folder.database();
    let store = filled(&database, now)?;
    program::run(place, database, Opening::Ready(Box::new(store)), None)
}

fn create(file: &Path, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    drop(filled(file, now)?);
    let name = shown(file);
    writeln!(out, "Övningsdatabasen {name} är skriven. Öppna den: samverkan --databas {name}")?;
    Ok(())
}

impl From<PracticeError> for CliError {
    fn from(error: PracticeError) -> Self {
        match error {
            PracticeError::Store(error) => error.into(),
            PracticeError::NoRandomness => no_randomness(),
            PracticeError::Folder(..) => CliError::failed(
                error.to_string(),
                "Kontrollera att det går att skriva i mappen för tillfälliga filer, eller peka ut en annan med TMPDIR.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::MeetingStatus;
    use crate::store::{FileKind, MeetingFilter, Store, kind_of};
    use std::fs;

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
}
