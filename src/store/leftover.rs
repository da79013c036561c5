//! A log that lies beside the database when it is opened: a program was stopped, or somebody has copied files. Whether it
//! goes on from the file is judged before SQLite may pour it in; one that doesn't is put aside, never removed.

use super::error::{StoreError, file_name};
use super::generation::{self, Salts, Stamp, salts_of, stamp_of};
use super::keys::{self, RawKey};
use super::open_here::is_open_here;
use super::places::{of_sqlite, shm_of, wal_of};
use super::{files, swap, wall_clock};
use crate::domain::dates::file_moment;
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use std::path::Path;
use std::time::Duration;

/// What was seen of the log.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What the user is told, when it was put aside.
    pub(super) news: Option<String>,
    /// It goes on from the file, and nobody else has the database open: it is to be poured in before anything is written.
    /// Somebody may have copied the two files as they lay. Two that went on writing in the same log, each by itself, would
    /// both count as going on from it; poured in at once, each begins a log of its own. What is poured while nobody writes
    /// comes too late for that.
    pub(super) pour: bool,
    /// Whether it goes on from the file couldn't be told, as the file can't be read without it: the whole must be checked.
    pub(super) check: bool,
}

/// What the log is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It goes on from the file.
    Own,
    /// It goes on from another file.
    Foreign,
    /// The file can't be read without it, or not rightly.
    Unclear,
    /// Neither can be read.
    Nothing,
}

/// How often it is looked again while others, who have the database open, may be pouring.
const LOOKS: u32 = 20;
/// How long between.
const BETWEEN: Duration = Duration::from_millis(25);

/// Judges the log beside a database that is about to be opened, and puts it aside if it doesn't belong there.
///
/// # Errors
/// [`StoreError::Overwritten`] when others have the database open and the log isn't that of the file that lies there;
/// what the disk says when it can't be put aside.
pub(super) fn judge(path: &Path, key: Option<&RawKey>) -> Result<Seen, StoreError> {
    if !has_log(path) {
        return Ok(Seen::default());
    }
    let _alone = files::alone(path);
    // Whoever was first may have judged it meanwhile.
    if !has_log(path) {
        return Ok(Seen::default());
    }
    judge_what_lies(path, key)
}

/// The same for whatever lies there by now: others may pour the log and remove it until nobody else can open the file.
pub(super) fn judge_what_lies(path: &Path, key: Option<&RawKey>) -> Result<Seen, StoreError> {
    // Whoever has the database open here hasn't it for themselves, and would lose their own locks on the index.
    let held = |path: &Path| files::is_locked_by_others(&shm_of(path));
    if !is_open_here(path) && held(path) {
        return judge_beside_others(path, key);
    }
    let (whole, through) = match exclusive(path, key) {
        // Whoever had it open has poured it meanwhile, and removed it perhaps: SQLite has just made what lies there.
        Ok(_) if !has_log(path) => return Ok(Seen::default()),
        // A program whose lock on the file was lost still has the one on the index, and may have come in between.
        Ok(db) if held(path) => {
            drop(db);
            return judge_beside_others(path, key);
        }
        Ok(db) => {
            let through = stamp_of(&db);
            (Some(db), through)
        }
        Err(error) if is_busy(&error) => return judge_beside_others(path, key),
        Err(error) => (None, Err(error)),
    };
    let alone = generation::alone(path, key).and_then(|db| Ok((stamp_of(&db)?, db)));
    let sound = || alone.as_ref().is_ok_and(|(_, db)| is_sound(db));
    let verdict = match (&alone, &through, salts_of(path)) {
        // What doesn't begin as a log is left out by SQLite, and would be written over. It isn't empty.
        (Ok(_), _, None) => Verdict::Foreign,
        (Ok((main, db)), Ok(through), Some(log)) => {
            if fits(main, through, log, db, whole.as_ref()) {
                Verdict::Own
            } else if sound() {
                Verdict::Foreign
            } else {
                // Of a page that was half written when the power went, any half may be read.
                Verdict::Unclear
            }
        }
        (Ok(_), Err(error), Some(_)) if is_unreadable(error) && sound() => Verdict::Foreign,
        // Stopped in the middle of pouring, perhaps: without its log the file is worth nothing.
        (Err(_), Ok(_), _) => Verdict::Unclear,
        // What is wrong with the file is told by whoever opens it.
        (_, Err(_), _) => Verdict::Nothing,
    };
    drop(alone);
    if verdict != Verdict::Foreign {
        return Ok(Seen {
            news: None,
            pour: verdict != Verdict::Nothing,
            check: verdict == Verdict::Unclear,
        });
    }
    // Where an open file can be renamed nobody comes in between.
    let held = if cfg!(windows) {
        drop(whole);
        None
    } else {
        whole
    };
    let news = put_aside(path)?;
    drop(held);
    Ok(Seen { news: Some(news), pour: false, check: false })
}

/// Whether there is something in a log beside the database.
pub(super) fn has_log(path: &Path) -> bool {
    std::fs::metadata(wal_of(path)).is_ok_and(|log| log.is_file() && log.len() > 0)
}

/// Opens the database with its log for nobody else, and leaves both as they are when it is closed.
fn exclusive(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    let pragma = key.map(RawKey::pragma);
    let db = keys::open(path, pragma.as_ref().map(|key| key.as_str()))?;
    db.busy_timeout(Duration::ZERO)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // Before anything is read: then no shared index of the log is needed or made.
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA wal_autocheckpoint = 0")?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(db)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether what was read isn't a database: pages of another one, or of another key.
fn is_unreadable(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(code) => matches!(
            code,
            ErrorCode::NotADatabase
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::Unknown
                | ErrorCode::SchemaChanged
        ),
        None => !matches!(error, rusqlite::Error::SqliteFailure(..)),
    }
}

/// Whether the log goes on from what the file alone has. Where neither has a stamp, both are from an older program: then the
/// end of the file's own journal must stand in what is read through the log, unless the file is in the middle of being
/// poured into.
fn fits(main: &Stamp, through: &Stamp, log: Salts, alone: &Connection, whole: Option<&Connection>) -> bool {
    let Some(whole) = whole.filter(|_| main.own.number == 0 && through.own.number == 0) else {
        return through.goes_on_from(main, log);
    };
    is_within(alone, whole) || !is_sound(alone)
}

/// Whether the last line of the journal in `one` stands in the journal of `other`.
fn is_within(one: &Connection, other: &Connection) -> bool {
    let last = one.query_row("SELECT seq, sha FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    });
    match last {
        Ok((seq, sha)) => other
            .query_row("SELECT sha = ?2 FROM journal WHERE seq = ?1", (seq, sha), |row| row.get(0))
            .unwrap_or(false),
        Err(error) => matches!(error, rusqlite::Error::QueryReturnedNoRows),
    }
}

fn is_sound(db: &Connection) -> bool {
    db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).is_ok_and(|said| said == "ok")
}

/// Others have the database open. Nothing is put aside under them; a file that isn't the one of the log that they write
/// isn't opened.
fn judge_beside_others(path: &Path, key: Option<&RawKey>) -> Result<Seen, StoreError> {
    for look in 0..LOOKS {
        if look > 0 {
            std::thread::sleep(BETWEEN);
        }
        // The file first: what is poured into it after that is in what is read then.
        let Ok(main) = generation::stamp_alone(path, key) else { continue };
        let pragma = key.map(RawKey::pragma);
        let through = keys::open(path, pragma.as_ref().map(|key| key.as_str())).and_then(|db| {
            db.busy_timeout(BETWEEN)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            stamp_of(&db)
        });
        let Ok(through) = through else { continue };
        let fits = match salts_of(path) {
            Some(log) => through.goes_on_from(&main, log),
            None => main.own == through.own,
        };
        if fits || (main.own.number == 0 && through.own.number == 0) {
            return Ok(Seen::default());
        }
    }
    Err(StoreError::Overwritten(file_name(path)))
}

/// When a file was last written to, by the clock on the wall.
fn written(file: &Path) -> Result<NaiveDateTime, StoreError> {
    let written = std::fs::symlink_metadata(file).and_then(|meta| meta.modified());
    let local = |written| wall_clock::local(DateTime::<Utc>::from(written));
    written.map(local).map_err(|error| StoreError::io(file, &error))
}

/// Puts a file that lies beside the database aside, by when it was last written to; what it is called then.
fn aside(file: &Path, written: NaiveDateTime) -> Result<String, StoreError> {
    swap::put_one_aside(file, &file_moment(written)).map_err(|error| StoreError::io(file, &error))
}

/// Puts a side file aside that isn't this program's. The caller holds [`files::alone`].
pub(super) fn put_side_aside(side: &Path) -> Result<(), StoreError> {
    aside(side, written(side)?).map(drop)
}

/// Puts side files aside that lie where a new database is to be made: SQLite would remove them, or write through a link.
pub(super) fn put_sides_aside(path: &Path) -> Result<(), StoreError> {
    for side in of_sqlite(path) {
        if std::fs::symlink_metadata(&side).is_ok() {
            put_side_aside(&side)?;
        }
    }
    Ok(())
}

/// Puts the log and its index aside, and tells it.
fn put_aside(path: &Path) -> Result<String, StoreError> {
    let log = wal_of(path);
    let written = written(&log)?;
    let is = aside(&log, written)?;
    if shm_of(path).exists() {
        aside(&shm_of(path), written)?;
    }
    Ok(format!(
        "Loggfilen {} hör inte till databasen som ligger här: den skrevs senast {}, till en annan kopia. Den ligger undan som {}, och inget ur den har kommit med. Har du just lagt tillbaka en säkerhetskopia är det som det ska.",
        file_name(&log),
        written.format("%Y-%m-%d kl. %H.%M"),
        is
    ))
}

/// Checks the pages of a database that can't be read without its log, before anything is written to it.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(super) fn check_pages(path: &Path, key: Option<&RawKey>) -> Result<(), StoreError> {
    let pragma = key.map(RawKey::pragma);
    let whole = keys::open(path, pragma.as_ref().map(|key| key.as_str())).and_then(|db| {
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))
    });
    if whole.is_ok_and(|said| said == "ok") { Ok(()) } else { Err(StoreError::Damaged(file_name(path))) }
}
