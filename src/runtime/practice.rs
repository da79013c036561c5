//! Made-up meetings to practise on: a database for practice filled with them, and a folder for it that goes away.

use super::clock;
use crate::agenda_file::{Catalogue, snapshot_of};
use crate::app::Now;
use crate::demo;
use crate::domain::ids::Ids;
use crate::io_words::reason;
use crate::store::backup::check_unused;
use crate::store::{Reading, Store, StoreError, private_folder, remove_with_sides};
use chrono::{DateTime, TimeDelta, Utc};
use std::fs::{self, File, TryLockError};
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
        remove_with_sides(path);
        return Err(error);
    }
    Ok(store)
}

fn fill(store: &mut Store, now: Now) -> Result<(), PracticeError> {
    // Made-up meetings are held by the program's own forms, whatever folder the user has.
    let catalogue = Catalogue::load(None);
    let form = |id: &str| catalogue.get(id).map(|form| (form.agenda.clone(), snapshot_of(&form.agenda)));
    let mut ids = Ids::new(clock::seed().map_err(|_| PracticeError::NoRandomness)?);
    for mut meeting in demo::meetings(now.utc, &form) {
        // Their papers say whom one can call.
        for person in meeting.participants.iter_mut().filter(|one| one.chairs || one.main_responsible) {
            person.phone = Some(PHONE.to_owned());
        }
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

/// A number that is kept for made-up people, and so is nobody's.
const PHONE: &str = "070-174 06 05";

/// How the folders are named, before sixteen digits.
const NAME: &str = "samverkan-demo-";

/// What a folder is called until its lock is held.
const BEGUN: &str = ".ny";

/// The database in it.
const DATABASE: &str = "demo.db";

/// The file in a folder whose lock says that a program lives in it.
const LIVES: &str = "lever";

/// What has no lock may be about to get one, or belong to a program from before there were any; after this long it doesn't.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

/// A folder for the user alone, gone when this is dropped; after a kill, when the next program starts.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Locked for as long as the program lives, whatever becomes of it.
    lives: Option<File>,
}

impl Folder {
    /// Makes one among the temporary files, where those are taken away that nobody lives in any more.
    ///
    /// # Errors
    /// When there is no randomness for its name, or nothing can be written there.
    pub fn make(now: Now) -> Result<Self, PracticeError> {
        let place = std::env::temp_dir();
        sweep(&place, now);
        Self::make_in(&place)
    }

    fn make_in(place: &Path) -> Result<Self, PracticeError> {
        let mut name = [0_u8; 8];
        getrandom::fill(&mut name).map_err(|_| PracticeError::NoRandomness)?;
        let path = place.join(format!("{NAME}{}", hex::encode(name)));
        let mut begun = path.as_os_str().to_owned();
        begun.push(BEGUN);
        let begun = PathBuf::from(begun);
        let made = || -> io::Result<File> {
            private_folder().create(&begun)?;
            let lives = File::create_new(begun.join(LIVES))?;
            // Where files can't be locked, it is left to its age.
            let _ = lives.try_lock();
            // Under its own name it is locked from the first moment.
            fs::rename(&begun, &path)?;
            Ok(lives)
        };
        let lives = made().map_err(|error| {
            let _ = fs::remove_dir_all(&begun);
            PracticeError::Folder(path.clone(), error)
        })?;
        Ok(Self { path, lives: Some(lives) })
    }

    /// Where the database for practice lies in it.
    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Elsewhere than on Unix what is open can't be removed.
        self.lives = None;
        // Nobody in it exists; what can't be removed is taken away by the next program.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Takes away what programs that were killed have left among the temporary files: folders to practise in, and files on their
/// way to a printer. Only this user's own, only what is named and filled as this program does it, and nothing that another
/// program lives in. Links are never followed.
pub fn sweep(place: &Path, now: Now) {
    let Ok(found) = fs::read_dir(place) else { return };
    for entry in found.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        // Other programs' files, of which there may be thousands, aren't even looked at.
        if !is_folder_name(&name) && !is_file_name(&name) {
            continue;
        }
        let path = entry.path();
        // Of the entry itself, whatever it points at.
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if !is_own(&about) {
            continue;
        }
        let is_old = about.modified().is_ok_and(|at| now.utc - DateTime::<Utc>::from(at) > FORGOTTEN);
        if about.is_dir() && is_folder_name(&name) {
            // One that hasn't got its name is being made, and about to be locked.
            if is_old || !name.ends_with(BEGUN) {
                sweep_folder(&path, is_old);
            }
        } else if about.is_file() && is_old && is_file_name(&name) {
            let _ = fs::remove_file(&path);
        }
    }
}

fn sweep_folder(path: &Path, is_old: bool) {
    if !holds_only_ours(path) {
        return;
    }
    match File::open(path.join(LIVES)) {
        // The lock is let go by whoever holds it when they end, however that comes.
        Ok(lives) => match lives.try_lock() {
            Err(TryLockError::WouldBlock) => return,
            Err(TryLockError::Error(_)) if !is_old => return,
            Ok(()) | Err(TryLockError::Error(_)) => {}
        },
        Err(_) if !is_old => return,
        // Whoever practises in it, without a lock, has the database open.
        Err(_) if check_unused(&path.join(DATABASE)).is_err() => return,
        Err(_) => {}
    }
    let _ = fs::remove_dir_all(path);
}

/// Whether a folder's name is one that this program gives.
fn is_folder_name(name: &str) -> bool {
    let number = name.strip_prefix(NAME).map(|rest| rest.strip_suffix(BEGUN).unwrap_or(rest));
    number.is_some_and(|number| {
        number.len() == 16
            && number.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

/// Whether a file's name is one that a document has for the moment before it loses its name on the way to a printer.
fn is_file_name(name: &str) -> bool {
    let numbers = name.strip_prefix("samverkan-").and_then(|rest| rest.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, count)| is_number(process) && is_number(count))
}

/// Whether all that lies in a folder is what this program puts there: the database and what belongs to it, and papers.
fn holds_only_ours(path: &Path) -> bool {
    let Ok(found) = fs::read_dir(path) else { return false };
    found.into_iter().all(|entry| {
        entry.is_ok_and(|entry| {
            let (name, kind) = (entry.file_name(), entry.file_type());
            let name = name.to_string_lossy();
            match kind {
                Ok(kind) if kind.is_file() => name == LIVES || name.starts_with(DATABASE),
                Ok(kind) if kind.is_dir() => name == "protokoll",
                _ => false,
            }
        })
    })
}

#[cfg(unix)]
fn is_own(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == nix::unistd::Uid::effective().as_raw()
}

/// The folder for temporary files is each user's own here.
#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Now {
        // Later than every file that a test makes, and not by long.
        Now { utc: clock::Clock::new(chrono_tz::UTC).now().utc, zone: chrono_tz::UTC }
    }

    fn later(days: i64) -> Now {
        Now { utc: now().utc + TimeDelta::days(days), ..now() }
    }

    fn names(place: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(place)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_temporary_folder_is_private_and_goes_away() {
        let folder = Folder::make(now()).unwrap();
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

    /// As a kill leaves it: nothing is removed, and the lock goes with the process.
    fn killed(place: &Path) -> PathBuf {
        let mut folder = Folder::make_in(place).unwrap();
        fs::write(folder.database(), "x").unwrap();
        fs::write(folder.path.join("demo.db-wal"), "x").unwrap();
        fs::create_dir(folder.path.join("protokoll")).unwrap();
        fs::write(folder.path.join("protokoll").join("a.pdf"), "x").unwrap();
        folder.lives = None;
        let path = folder.path.clone();
        std::mem::forget(folder);
        path
    }

    #[test]
    fn what_a_kill_left_goes_with_the_next_start_and_the_living_stay() {
        let place = tempfile::tempdir().unwrap();
        let (place, dead) = (place.path(), killed(place.path()));
        let living = Folder::make_in(place).unwrap();
        fs::write(living.database(), "x").unwrap();
        for at in [now(), later(400)] {
            sweep(place, at);
            assert!(!dead.exists());
            assert!(living.database().exists(), "however long it has lived");
        }
        drop(living);
        assert_eq!(names(place), Vec::<String>::new());
    }

    #[test]
    fn what_isnt_ours_stays_however_it_is_named() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("demo.db"), "x").unwrap();
        for name in
            ["samverkan-demo-", "samverkan-demo-0123", "samverkan-demo-0123456789abcdeg", "samverkan-demo-x"]
        {
            fs::create_dir(place.join(name)).unwrap();
        }
        // A file by such a name, and a folder with something else in it.
        fs::write(place.join("samverkan-demo-0123456789abcde0"), "x").unwrap();
        fs::write(killed(place).join("mitt.txt"), "x").unwrap();
        fs::create_dir(killed(place).join("eget")).unwrap();
        fs::write(place.join("samverkan-12-3.pdf"), "x").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(elsewhere.path(), place.join("samverkan-demo-0123456789abcde1"))
                .unwrap();
            let inside = killed(place);
            std::os::unix::fs::symlink(elsewhere.path(), inside.join("protokoll-x")).unwrap();
        }
        let before = names(place);
        sweep(place, later(400));
        assert_eq!(names(place), before);
        assert!(elsewhere.path().join("demo.db").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_within_goes_and_what_it_points_at_stays() {
        let place = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("viktigt.txt"), "x").unwrap();
        let dead = killed(place.path());
        std::os::unix::fs::symlink(elsewhere.path(), dead.join("protokoll").join("ut")).unwrap();
        sweep(place.path(), now());
        assert!(!dead.exists() && elsewhere.path().join("viktigt.txt").exists());
    }

    #[test]
    fn what_has_no_lock_goes_when_it_is_old() {
        let place = tempfile::tempdir().unwrap();
        let place = place.path();
        // From a version without locks, from a kill before the folder had its name, and on its way to a printer.
        let old = place.join("samverkan-demo-0123456789abcdef");
        fs::create_dir(&old).unwrap();
        fs::write(old.join("demo.db"), "x").unwrap();
        fs::create_dir(place.join("samverkan-demo-0123456789abcde0.ny")).unwrap();
        fs::write(place.join("samverkan-12-3"), "x").unwrap();
        sweep(place, now());
        assert_eq!(names(place).len(), 3);
        // Somebody practises in it all the same.
        fs::remove_file(old.join(DATABASE)).unwrap();
        let open = Store::create_practice(&old.join(DATABASE)).unwrap();
        if cfg!(target_os = "linux") {
            sweep(place, later(2));
            assert_eq!(names(place), ["samverkan-demo-0123456789abcdef"]);
        }
        drop(open);
        sweep(place, later(2));
        assert_eq!(names(place), Vec::<String>::new());
    }
}
