//! A copy is taken: of the database as it is at one moment, while others write on, with its keys and what belongs to it; and
//! proved, by being read back from the disk and opened.

use super::belongings::{self, Belonging, Manifest};
use super::container::{self, BELONGINGS, Container, DATABASE, KEY, RESERVE};
use super::error::{BackupError, name_of};
use super::opened::{Opens, take_apart};
use super::thin::{self, Thinned};
use super::watch::{Stage, Watch};
use super::workshop::Workshop;
use crate::domain::access::Looked;
use crate::domain::backup;
use crate::domain::command::Code;
use crate::domain::ids::CommandId;
use crate::store::connection::connect;
use crate::store::keys::{self, KeyFiles, RawKey};
use crate::store::{Access, JournalHead, Report, Store, StoreError, files, meta};
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is said of the latest copy, of the database itself.
pub(in crate::store) const META_TAKEN: &str = "kopia_tagen";
/// What it was called.
const META_FILE: &str = "kopia_fil";

/// So many pages are copied before anybody is told, or asked whether to go on: a megabyte.
const PAGES: i32 = 256;
/// So many copies at most are taken in a minute.
const MOST_IN_A_MINUTE: usize = 999;

/// A database to take a copy of, for any thread: it opens a connection of its own.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    key: RawKey,
    origin: String,
}

impl Source {
    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// How a copy is taken.
#[derive(Debug)]
pub struct Order {
    /// Where it is to lie; there already.
    pub folder: PathBuf,
    /// When it is.
    pub now: DateTime<Utc>,
    /// The same by the clock on the wall.
    pub local: NaiveDateTime,
    /// What belongs to the database.
    pub files: Vec<Belonging>,
    /// What opened the database, where that is at hand: the copy is opened with it too.
    pub access: Option<Access>,
}

/// A copy that was taken.
#[derive(Debug)]
pub struct Taken {
    /// Where it lies.
    pub file: PathBuf,
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// When it was begun: what was written later isn't in it.
    pub at: DateTime<Utc>,
    /// What was checked in it. What isn't as it should be stood so in the database already; such a copy doesn't count as
    /// proved.
    pub report: Report,
    /// Whether the recovery key opens it too.
    pub has_reserve: bool,
    /// Whether the passphrase, or the recovery key, was tried on it.
    pub opened_with_access: bool,
    /// How many files that belong to the database are in it.
    pub files: usize,
    /// What became of the older ones.
    pub thinned: Thinned,
}

impl Taken {
    /// Whether it counts.
    pub fn is_proved(&self) -> bool {
        self.report.is_sound()
    }
}

impl Store {
    /// What a copy is taken of.
    ///
    /// # Errors
    /// [`BackupError::Practice`]; [`StoreError::OnlyRead`] where it couldn't be logged.
    pub fn backup_source(&self) -> Result<Source, BackupError> {
        let Some(key) = &self.key else { return Err(BackupError::Practice) };
        self.may_let_out()?;
        Ok(Source { path: self.path.clone(), key: key.clone(), origin: self.origin.clone() })
    }

    /// Logs that a copy was taken, and remembers it if it was proved.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn log_backup(&mut self, taken: &Taken, id: CommandId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let of = Looked { note: Some(taken.name.clone()), ..Looked::default() };
        self.log_that(Code::TakeBackup, of, id, now)?;
        if taken.is_proved() {
            self.remember_backup(&taken.name, taken.at)?;
        }
        Ok(())
    }

    /// Remembers which copy is the latest that was proved.
    pub(super) fn remember_backup(&mut self, name: &str, taken: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_meta(META_FILE, name)?;
        self.set_meta(META_TAKEN, &taken.to_rfc3339())
    }
}

/// Takes a copy and proves it. Nothing is left of one that isn't, whatever stood in the way.
///
/// # Errors
/// What the database, the folder or the copy read back says; [`BackupError::Stopped`].
pub fn take(source: &Source, order: &Order, watch: &Watch<'_>) -> Result<Taken, BackupError> {
    let folder = &order.folder;
    if !folder.is_dir() {
        return Err(BackupError::NoFolder(folder.display().to_string()));
    }
    let workshop = Workshop::make(folder)?;
    let draft = workshop.file("kopia");
    let taken = write(source, order, (&workshop, &draft), watch)
        .and_then(|()| prove(source, order, (&workshop, draft), watch))
        .map_err(|error| error.in_folder(folder))?;
    Ok(taken)
}

/// Writes the one file, under a name of its own for now.
fn write(
    source: &Source,
    order: &Order,
    (workshop, draft): (&Workshop, &Path),
    watch: &Watch<'_>,
) -> Result<(), BackupError> {
    let path = |name: &str| workshop.file(name);
    let (db, head) = begin(source, workshop)?;
    copy(&db, &source.key, &path(DATABASE), watch)?;
    drop(db);
    let mut members = vec![(KEY, path(KEY)), (RESERVE, path(RESERVE)), (DATABASE, path(DATABASE))];
    members.retain(|(_, path)| path.exists());
    let mut manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken: order.now,
        local: order.local,
        origin: source.origin.clone(),
        head,
        sums: std::collections::BTreeMap::new(),
    };
    for (name, path) in &members {
        manifest.sums.insert((*name).to_owned(), container::sum_of(path, watch)?);
    }
    belongings::write(&path(BELONGINGS), &source.key, &manifest, &order.files)?;
    members.push((BELONGINGS, path(BELONGINGS)));
    files::create(draft)?;
    let moment = u64::try_from(order.now.timestamp()).unwrap_or_default();
    container::write(draft, &members, moment, watch)?;
    forget_in_memory(draft);
    // What is proved is the file, not what it was made from.
    for (_, path) in members {
        fs::remove_file(&path).map_err(|error| BackupError::writing(&order.folder, &error))?;
    }
    Ok(())
}

/// Reads a moment of the database, with the key files of that moment. Nobody changes the keys meanwhile.
fn begin(source: &Source, workshop: &Workshop) -> Result<(Connection, JournalHead), BackupError> {
    let name = name_of(&source.path);
    let _alone = files::alone(&source.path);
    let wrong = |error: rusqlite::Error| StoreError::sqlite(&name, &error);
    let db = connect(&source.path, Some(&source.key)).map_err(wrong)?;
    // Open until the copy is made, so that those who write don't make it begin anew.
    db.execute_batch("BEGIN").map_err(wrong)?;
    if meta::origin(&db).map_err(wrong)?.as_ref() != Some(&source.origin) {
        return Err(StoreError::Replaced(name).into());
    }
    let head = db.query_row("SELECT seq, sha FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok(JournalHead { seq: row.get(0)?, sha: row.get(1)? })
    });
    let head = match head {
        Err(rusqlite::Error::QueryReturnedNoRows) => JournalHead { seq: 0, sha: String::new() },
        head => head.map_err(wrong)?,
    };
    let keys = KeyFiles::of(&source.path);
    for (from, to, needed) in [(&keys.main, KEY, true), (&keys.reserve, RESERVE, false)] {
        match fs::read(from) {
            Ok(bytes) => {
                let to = workshop.file(to);
                files::create(&to)?;
                fs::write(&to, bytes).map_err(|error| BackupError::writing(&to, &error))?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !needed => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::KeyFileMissing(name_of(from)).into());
            }
            Err(error) => return Err(BackupError::reading(from, &error)),
        }
    }
    Ok((db, head))
}

/// Copies the database as that connection sees it, to a file that stands on its own.
fn copy(db: &Connection, key: &RawKey, to: &Path, watch: &Watch<'_>) -> Result<(), BackupError> {
    files::create(to)?;
    let name = name_of(to);
    let wrong = |error: rusqlite::Error| BackupError::Store(StoreError::sqlite(&name, &error));
    let mut copy = keys::open(to, Some(&key.pragma())).map_err(wrong)?;
    // It is made anew if anything goes wrong, and reaches the disk in the file that it becomes a part of.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").map_err(wrong)?;
    let pages = |count: i32| u64::try_from(count).unwrap_or_default();
    {
        let steps = Backup::new(db, &mut copy).map_err(wrong)?;
        loop {
            let step = steps.step(PAGES).map_err(wrong)?;
            let progress = steps.progress();
            let all = pages(progress.pagecount);
            watch.at(Stage::Read, all.saturating_sub(pages(progress.remaining)), all)?;
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(std::time::Duration::from_millis(20)),
            }
        }
    }
    // It has no write-ahead log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(wrong)?;
    Ok(())
}

/// Lets the operating system forget what was written, so that what is read back comes from the disk.
fn forget_in_memory(path: &Path) {
    #[cfg(target_os = "linux")]
    {
        use nix::fcntl::{PosixFadviseAdvice, posix_fadvise};
        use std::os::fd::AsRawFd;
        if let Ok(file) = fs::File::open(path) {
            let _ = posix_fadvise(file.as_raw_fd(), 0, 0, PosixFadviseAdvice::POSIX_FADV_DONTNEED);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = path;
}

/// Opens the file that was written, as somebody will who needs it, and gives it its name.
fn prove(
    source: &Source,
    order: &Order,
    (workshop, draft): (&Workshop, PathBuf),
    watch: &Watch<'_>,
) -> Result<Taken, BackupError> {
    let opens = order.access.as_ref().map_or(Opens::Key(&source.key), Opens::Typed);
    let not_proved = |why: &str| BackupError::NotProved(why.to_owned());
    let mut container = Container::open(&draft).map_err(|_| not_proved("den är inte hel"))?;
    let size = container.size();
    let apart =
        take_apart(&mut container, &workshop.file(""), opens, watch).map_err(|error| match error {
            BackupError::Damaged(_) | BackupError::Cut(_) | BackupError::NotACopy(_) => {
                not_proved("innehållet är inte det som skrevs")
            }
            BackupError::WrongSecret(_) => not_proved("lösenfrasen öppnar inte nyckelfilen i den"),
            other => other,
        })?;
    if apart.key_trouble.is_some() {
        return Err(not_proved("en av nyckelfilerna i den är inte den som skrevs"));
    }
    if !apart.key.is(&source.key) {
        return Err(not_proved("nyckelfilen hör till en annan databas"));
    }
    drop(container);
    watch.go_on()?;
    let report = apart.report.clone();
    let name = name_it(&draft, order, report.is_sound())?;
    let file = order.folder.join(&name);
    // From here on there is a copy, whatever becomes of the older ones.
    let thinned = if report.is_sound() {
        thin::thin(&order.folder, (&source.key, &source.origin), (&name, order.local), workshop, watch)
    } else {
        Thinned::default()
    };
    Ok(Taken {
        file,
        name,
        size,
        at: order.now,
        report,
        has_reserve: apart.has_reserve,
        opened_with_access: order.access.is_some(),
        files: apart.files.len(),
        thinned,
    })
}

/// Gives the copy the first name that is free. No file is ever written over.
fn name_it(draft: &Path, order: &Order, proved: bool) -> Result<String, BackupError> {
    let folder = &order.folder;
    let wrong = |error: &std::io::Error| BackupError::writing(folder, error);
    // Where a file can't have two names, those who take a copy at the same time wait for each other.
    let _alone = files::alone(&folder.join("x"));
    for number in 1..=MOST_IN_A_MINUTE {
        let name = if proved {
            backup::name(order.local, number)
        } else {
            backup::unproved_name(order.local, number)
        };
        let place = folder.join(&name);
        match fs::hard_link(draft, &place) {
            Ok(()) => {
                fs::remove_file(draft).map_err(|error| wrong(&error))?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(_) if fs::symlink_metadata(&place).is_ok() => continue,
            Err(_) => fs::rename(draft, &place).map_err(|error| wrong(&error))?,
        }
        files::sync_folder(&place)?;
        return Ok(name);
    }
    Err(StoreError::AlreadyExists(backup::name(order.local, MOST_IN_A_MINUTE)).into())
}
