//! A copy is put back. Nothing is written over: what lies there is put aside, all of it together, after everything in the copy
//! has been checked.

use super::container::{DATABASE, KEY, RESERVE};
use super::error::{BackupError, name_of};
use super::opened::OpenedCopy;
use crate::domain::access::Looked;
use crate::domain::backup::{Differs, Present, Struck, is_name};
use crate::domain::command::Code;
use crate::domain::dates::file_moment;
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::recovery::opens;
use crate::store::keys::{self, KeyFiles, RawKey};
use crate::store::swap::{self, Swap};
use crate::store::{Access, FileKind, Store, StoreError, files, kind_of, meta, places};
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// What lay there: what it was called, and what it is called now.
    pub aside: Vec<(String, String)>,
}

/// Who restores, and when.
#[derive(Clone, Debug)]
pub struct By {
    /// The verb of the command line; nothing in the program itself.
    pub door: Option<&'static str>,
    /// The computer's account.
    pub account: String,
    /// The key of the act.
    pub id: CommandId,
    /// When it is.
    pub now: DateTime<Utc>,
    /// The same by the clock on the wall.
    pub local: NaiveDateTime,
    /// Whether the copy lies on the same disk as what is put back.
    pub same_disk: bool,
}

impl OpenedCopy {
    /// What lies where the copy is to be put back. `access` is what opened the copy: it may open what lies there too.
    /// Nothing is written.
    ///
    /// # Errors
    /// What the disk says.
    pub fn compare(&self, database: &Path, access: &Access) -> Result<Present, BackupError> {
        match kind_of(database)? {
            FileKind::Missing => return Ok(Present::Nothing),
            FileKind::Empty | FileKind::PlainNotOurs => return Ok(Present::Unknown),
            FileKind::Practice => return Ok(Present::Other),
            FileKind::Encrypted => {}
        }
        let own = || KeyFiles::of(database).read(access).ok().and_then(|key| look(database, &key));
        let Some((db, origin)) = look(database, &self.apart.key).or_else(own) else {
            return Ok(Present::Unknown);
        };
        if origin != self.apart.store.origin {
            return Ok(Present::Other);
        }
        Ok(differs(&db, &self.apart.store).map_or(Present::Unknown, Present::Same))
    }

    /// The same, where this program has the database that lies there open.
    pub fn compare_with(&self, open: &Store) -> Present {
        if open.origin != self.apart.store.origin {
            return Present::Other;
        }
        differs(&open.db, &self.apart.store).map_or(Present::Unknown, Present::Same)
    }

    /// Puts the copy in its place.
    ///
    /// # Errors
    /// [`BackupError::InUse`]; what the disk says. Then everything lies as it lay.
    pub fn put_in_place(self, database: &Path, by: &By) -> Result<Restored, BackupError> {
        let folder = files::folder_of(database).to_owned();
        self.put(database, by).map_err(|error| error.while_restoring(&folder))
    }

    fn put(mut self, database: &Path, by: &By) -> Result<Restored, BackupError> {
        self.log(by)?;
        let OpenedCopy { apart, workshop, .. } = self;
        let staged = workshop.file(DATABASE);
        let name = name_of(&staged);
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&name, &error);
        // From here on the file itself says what it is. Closing it leaves no log beside it.
        apart.store.db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).map_err(wrong)?;
        drop(apart);

        swap::finish(database)?;
        let _alone = files::alone(database);
        let _unused = unused(database)?;
        let keys = KeyFiles::of(database);
        let mut swap = Swap::new(database, &file_moment(by.local));
        let places = [
            (staged.clone(), database.to_owned()),
            (workshop.file(KEY), keys.main),
            (workshop.file(RESERVE), keys.reserve),
            (places::head_of(&staged), places::head_of(database)),
        ];
        swap::remove_unfinished(&places.each_ref().map(|(_, place)| place.as_path()));
        let mut fresh = Fresh(Vec::new());
        for (from, place) in places {
            if !from.exists() {
                // The copy has none, and what lies there belongs to what goes.
                swap = swap.put_aside(&place);
                continue;
            }
            let beside = swap::fresh_beside(&place)?;
            fs::rename(&from, &beside).map_err(|error| StoreError::io(&beside, &error))?;
            fresh.0.push(beside.clone());
            swap = swap.place(&beside, &place);
        }
        for side in places::of_sqlite(database) {
            swap = swap.put_aside(&side);
        }
        let done = swap.carry_out();
        if matches!(done, Ok(_) | Err(StoreError::HalfMoved(_))) {
            // They have their places, or will have.
            fresh.0.clear();
        }
        let aside = done?.into_iter().map(|file| (file.was, file.is)).collect();
        Ok(Restored { aside })
    }

    /// Says in the journal of what is put back that it was, and from when.
    fn log(&mut self, by: &By) -> Result<(), BackupError> {
        let taken = self.taken_local().format("%Y-%m-%d %H.%M");
        // What somebody has called a file of theirs may tell of anybody.
        let note = if is_name(&self.name) {
            format!("{}, tagen {taken}", self.name)
        } else {
            format!("tagen {taken}")
        };
        let (name, at, keys) = (self.name.clone(), self.taken(), self.keys.clone());
        let store = &mut self.apart.store;
        store.come_through(by.door, &by.account);
        let of = Looked { note: Some(note), ..Looked::default() };
        store.log_that(Code::RestoreBackup, of, by.id, by.now)?;
        let name = if is_name(&name) { name } else { String::new() };
        store.remember_backup(&name, (at, opens(&keys).unwrap_or_default(), by.same_disk))?;
        Ok(())
    }
}

/// What was made ready and hasn't taken its place.
struct Fresh(Vec<PathBuf>);

impl Drop for Fresh {
    fn drop(&mut self) {
        for path in &self.0 {
            // The fault that is reported is the one that matters; what is left is removed by the next one.
            let _ = fs::remove_file(path);
        }
    }
}

/// What lies there, to read, with its origin; nothing where the key doesn't open it.
fn look(database: &Path, key: &RawKey) -> Option<(Connection, String)> {
    // With a log beside it, what it says is read through that; otherwise nothing is to be made by looking.
    let has_log = fs::metadata(places::wal_of(database)).is_ok_and(|log| log.len() > 0);
    let open = if has_log { keys::open_to_look } else { looked_at_alone };
    let db = open(database, &key.pragma()).ok()?;
    let origin = meta::origin(&db).ok()??;
    Some((db, origin))
}

fn looked_at_alone(database: &Path, key: &str) -> rusqlite::Result<Connection> {
    keys::open_as_it_lies(database, Some(key))
}

/// How the journals of what lies there and of the copy differ.
fn differs(present: &Connection, of: &Store) -> rusqlite::Result<Differs> {
    let copy = &of.db;
    let last = |db: &Connection| -> rusqlite::Result<i64> {
        db.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))
    };
    let sha = |db: &Connection, seq: i64| -> rusqlite::Result<Option<String>> {
        db.query_row("SELECT sha FROM journal WHERE seq = ?1", [seq], |row| row.get(0)).optional()
    };
    let time = |db: &Connection, seq: i64| -> rusqlite::Result<Option<DateTime<Utc>>> {
        let text: Option<String> =
            db.query_row("SELECT tid FROM journal WHERE seq = ?1", [seq], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()).map(|at| at.to_utc()))
    };
    let (here, there) = (last(present)?, last(copy)?);
    // Each line vouches for all before it, so that the two are alike up to some line and nowhere after it.
    let (mut alike, mut unlike) = (0, here.min(there) + 1);
    while alike + 1 < unlike {
        let middle = i64::midpoint(alike, unlike);
        let own = sha(present, middle)?;
        if own.is_some() && own == sha(copy, middle)? { alike = middle } else { unlike = middle }
    }
    let changes = present.query_row(
        "SELECT count(*) FROM journal WHERE seq > ?1 AND op <> 'kommando'",
        [alike],
        |row| row.get(0),
    )?;
    Ok(Differs {
        lines: here - alike,
        changes,
        since: time(copy, alike)?,
        last: if here > alike { time(present, here)? } else { None },
        only_in_copy: there - alike,
        struck: struck_since(present, of, alike)?,
    })
}

/// The texts that were struck in what lies there, after a line, and that the copy has still.
fn struck_since(present: &Connection, copy: &Store, line: i64) -> rusqlite::Result<Struck> {
    let mut acts = present.prepare(
        "SELECT DISTINCT galler, mote_id FROM journal WHERE seq > ?1 AND op = 'kommando' AND kod = ?2 ORDER BY seq",
    )?;
    let acts = acts.query_map(params![line, Code::Strike.key()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut has = copy.db.prepare(
        "SELECT EXISTS (SELECT 1 FROM journal j JOIN journal_last l ON l.seq = j.seq WHERE j.tabell = ?1 AND j.rad = ?2)",
    )?;
    let mut struck = Struck::default();
    for act in acts {
        let (about, meeting): (Option<String>, Option<String>) = act?;
        let Some((table, row)) = about.as_deref().and_then(|about| about.split_once('/')) else { continue };
        if !has.query_row([table, row], |row| row.get::<_, bool>(0))? {
            continue;
        }
        struck.count += 1;
        let meeting =
            meeting.and_then(|id| Uuid::parse_str(&id).ok()).and_then(|id| copy.meeting(MeetingId(id)).ok());
        let named = meeting
            .map(|meeting| format!("{}-{}", meeting.head.planned.format("%Y-%m-%d"), meeting.head.agenda_id));
        struck.meetings.extend(named.filter(|name| !struck.meetings.contains(name)));
    }
    Ok(struck)
}

/// Sees that no program has a database open that a copy is to be put in the place of, before anybody is asked anything.
///
/// # Errors
/// [`BackupError::InUse`].
pub fn check_unused(database: &Path) -> Result<(), BackupError> {
    unused(database).map(drop)
}

/// Sees that no program has what lies there open, and holds it so while it is moved.
fn unused(database: &Path) -> Result<Option<File>, BackupError> {
    files::hold_unused(database).map_err(|()| BackupError::InUse(name_of(database)))
}
