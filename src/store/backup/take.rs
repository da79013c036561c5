//! A copy is taken: of the database as it is at one moment, while others write on, with its keys and what belongs to it; and
//! proved, by being read back from the disk and opened.

use super::belongings::{self, Belonging, Manifest};
use super::container::{self, BELONGINGS, Container, DATABASE, KEY, RESERVE};
use super::error::{BackupError, name_of};
use super::opened::{Opens, take_apart};
use super::openers::{Proved, amiss_in_new};
use super::thin::{self, Thinned};
use super::watch::{Stage, Watch};
use super::workshop::Workshop;
use crate::domain::access::Looked;
use crate::domain::backup::{self, LastCopy};
use crate::domain::command::Code;
use crate::domain::ids::CommandId;
use crate::domain::recovery::{KeyTrouble, Openers, opens};
use crate::store::connection::connect;
use crate::store::keys::{self, KeyFiles, RawKey};
use crate::store::{Access, JournalHead, Report, Store, StoreError, files, meta};
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is said of the latest copy, of the database itself.
const META_TAKEN: &str = "kopia_tagen";
/// What it was called.
const META_FILE: &str = "kopia_fil";
/// What opens it, where that isn't both passphrase and recovery key.
const META_OPENS: &str = "kopia_oppnas";
/// That it lies on the same disk as the database.
const META_SAME_DISK: &str = "kopia_samma_disk";
const YES: &str = "ja";

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
    proved: Proved,
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
    /// Whether the folder lies on the same disk as the database.
    pub same_disk: bool,
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
    /// What is amiss with the key files in it, which were so beside the database already, as far as can be told without what opens
    /// them.
    pub keys: Vec<KeyTrouble>,
    /// Whether it lies on the same disk as the database.
    pub same_disk: bool,
    /// Whether the passphrase, or the recovery key, was tried on it.
    pub opened_with_access: bool,
    /// How many files that belong to the database are in it.
    pub files: usize,
    /// What became of the older ones.
    pub thinned: Thinned,
}

impl Taken {
    /// Whether everything that it is for can be told to be as it should: what it holds, and each key that opens it. Older ones
    /// only go for such a copy.
    pub fn is_proved(&self) -> bool {
        self.report.is_sound() && self.openers() == Some(Openers::Both)
    }

    /// Whether what it holds is as it should be, and somebody can open it.
    pub fn counts(&self) -> bool {
        self.report.is_sound() && self.openers().is_some()
    }

    /// What opens it, as far as is known; nothing where nothing is known to.
    pub fn openers(&self) -> Option<Openers> {
        opens(&self.keys)
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
        Ok(Source {
            path: self.path.clone(),
            key: key.clone(),
            origin: self.origin.clone(),
            proved: self.proved_keys.clone(),
        })
    }

    /// Logs that a copy was taken, and remembers it if it counts.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn log_backup(&mut self, taken: &Taken, id: CommandId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let of = Looked { note: Some(taken.name.clone()), ..Looked::default() };
        self.log_that(Code::TakeBackup, of, id, now)?;
        match taken.openers().filter(|_| taken.counts()) {
            Some(openers) => self.remember_backup(&taken.name, (taken.at, openers, taken.same_disk)),
            None => Ok(()),
        }
    }

    /// Remembers which copy is the latest that counts, what opens it, and whether it lies on the same disk.
    pub(super) fn remember_backup(
        &mut self,
        name: &str,
        (taken, openers, same_disk): (DateTime<Utc>, Openers, bool),
    ) -> Result<(), StoreError> {
        self.write(|db| {
            meta::put(db, META_FILE, name)?;
            meta::put(db, META_TAKEN, &taken.to_rfc3339())?;
            meta::put(db, META_OPENS, openers.code())?;
            if same_disk { meta::put(db, META_SAME_DISK, YES) } else { meta::remove(db, META_SAME_DISK) }
        })
    }
}

/// The database is given another key of its own: no copy that was taken before opens with what opens it from now on.
pub(in crate::store) fn made_foreign(db: &Connection) -> rusqlite::Result<()> {
    match meta::get(db, META_TAKEN)? {
        Some(_) => meta::put(db, META_OPENS, Openers::Former.code()),
        None => Ok(()),
    }
}

/// What is remembered of the latest copy that counts, and since when there is something to lose.
pub(in crate::store) fn last_copy(db: &Connection) -> rusqlite::Result<LastCopy> {
    let moment = |text: Option<String>| {
        text.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()).map(|at| at.to_utc())
    };
    let begun = db
        .prepare_cached("SELECT tid FROM journal ORDER BY seq LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(LastCopy {
        taken: moment(meta::get(db, META_TAKEN)?),
        begun: moment(begun),
        openers: meta::get(db, META_OPENS)?.as_deref().and_then(Openers::of_code).unwrap_or_default(),
        same_disk: meta::get(db, META_SAME_DISK)?.is_some(),
    })
}

/// Takes a copy and proves it. Nothing is left of one that isn't, whatever stood in the way.
///
/// # Errors
/// What the database, the folder or the copy read back says; [`BackupError::Stopped`].
pub fn take(source: &Source, order: &Order, watch: &Watch<'_>) -> Result<Taken, BackupError> {
    let folder = &order.folder;
    if !folder.is_dir() {
        let name = folder.display().to_string();
        return Err(if folder.exists() {
            BackupError::FolderIsFile(name)
        } else {
            BackupError::NoFolder(name)
        });
    }
    // What comes while this one is taken may be another's who is told in this moment that it lies there.
    let lying = thin::copies_in(folder);
    let workshop = Workshop::make(folder)?;
    let draft = workshop.file("kopia");
    let taken = write(source, order, (&workshop, &draft), watch)
        .and_then(|()| prove(source, order, (&workshop, draft, lying), watch))
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
    let of_the_database = |error: BackupError| match error {
        // No other database was read.
        BackupError::Store(StoreError::Damaged(_) | StoreError::NotADatabase(_)) => {
            BackupError::DatabaseDamaged(name_of(&source.path))
        }
        error => error,
    };
    let (db, head) = begin(source, workshop).map_err(of_the_database)?;
    copy(&db, &source.key, &path(DATABASE), watch).map_err(of_the_database)?;
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
                fs::write(&to, bytes).map_err(|error| BackupError::writing(files::folder_of(&to), &error))?;
            }
            // It is told of the copy that it lacks it.
            Err(error) if !needed && (error.kind() == ErrorKind::NotFound || from.is_dir()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::KeyFileMissing(name_of(from)).into());
            }
            Err(_) if from.is_dir() => return Err(StoreError::KeyFileIsFolder(name_of(from)).into()),
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
    (workshop, draft, lying): (&Workshop, PathBuf, Vec<String>),
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
            // It was read back as it was written: it was so before.
            BackupError::DamagedWithin(_) => BackupError::DatabaseDamaged(name_of(&source.path)),
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
    let mut taken = Taken {
        file: PathBuf::new(),
        name: String::new(),
        size,
        at: order.now,
        report: apart.report.clone(),
        keys: amiss_in_new(&apart.store, order.access.as_ref(), (&source.path, &source.proved)),
        same_disk: order.same_disk,
        opened_with_access: order.access.is_some(),
        files: apart.files.len(),
        thinned: Thinned::default(),
    };
    taken.name = name_it(&draft, order, taken.counts())?;
    taken.file = order.folder.join(&taken.name);
    // From here on there is a copy, whatever becomes of the older ones.
    if taken.is_proved() {
        let new = thin::New { name: &taken.name, local: order.local, db: &apart.store.db };
        let theirs = (&source.key, source.origin.as_str());
        taken.thinned = thin::thin(&order.folder, (theirs, lying), &new, workshop, watch);
    }
    Ok(taken)
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
