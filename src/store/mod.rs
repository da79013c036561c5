//! Where everything is kept: one encrypted file, a journal in it, and the key files beside it.
//!
//! - `opening`: made and opened; `secrets`: passphrase and recovery key; `keys`: the files that hold the database's own key
//!   (`key_file`: one of them; `cipher`: that key, and encrypted files); `key_change`: another passphrase or recovery key, and
//!   what is amiss with the files; `new_key`: another key for the database itself; `unfinished`: files in the making;
//!   `key_fit`: a key file of another copy; `swap`: several files that take their places together, or not at all
//! - `places`: the one table of the files beside it and their names; `open_here`: which files SQLite has open in this process, and how
//!   they are looked into without losing its locks; `file_identity`: is it still the same file; `generation`: which log belongs to which file, and the one door through which
//!   everything is written; `leftover`: a log that lies there at the opening; `overwritten`: a copy's bytes in the open file;
//!   `checkpoint`: the log poured into the file; `elsewhere`: what is in memory saved in another file; `rescued`: taken back from there; `backup`: copies for
//!   safekeeping
//! - `columns`: what the tables are made of; `schema`: the versions of the database's shape, each frozen, and the steps
//!   between them; `rows`: records to rows
//! - `meta`: what is said of the database itself; `head`: where the journal ended, kept outside the file, so that one that was rolled back is told;
//!   `as_left`: what a program that is locked remembers of the database, so that it opens no other
//! - `journal`: commands, undo and redo; `merge`: what two changed at the same time; `verify`: does the chain hold; `daily`:
//!   all of it once a day; `against`: what a sum on a paper belongs to; `strike`: remove a text for good; `traces`: where it
//!   stands besides
//! - [`backup`]: copies for safekeeping, taken, proved and put back
//! - `lock`: minutes that are final, their versions and the log of copies
//! - `read`, `home`, `actions`, `consents`, `known`, `social_clock`: a meeting, home, lists, what helps to pick; `drafts`: what is being typed; `sessions`: who else is at work;
//!   `import`: meetings from files; `wall_clock`: the zone in which times of day are told
//!
//! Everything here waits for the disk; the thread around it is in `runtime`.

mod access;
mod actions;
mod against;
mod as_left;
mod aside;
pub mod backup;
mod checkpoint;
mod cipher;
mod columns;
mod connection;
mod consents;
mod daily;
#[cfg(test)]
mod doors_tests;
mod drafts;
mod earlier;
mod elsewhere;
mod error;
mod file_identity;
mod file_kind;
mod files;
#[cfg(test)]
mod full_tests;
mod generation;
#[cfg(test)]
mod generation_tests;
mod handover;
mod head;
mod home;
mod import;
mod journal;
mod key_change;
mod key_file;
mod key_fit;
mod keys;
#[cfg(test)]
mod keys_tests;
mod known;
mod leftover;
mod listing;
mod lock;
mod log;
mod making;
mod merge;
mod meta;
mod new_key;
mod open_here;
mod opening;
mod overwritten;
mod past;
mod places;
mod query;
mod read;
#[cfg(test)]
mod releases_tests;
mod rescued;
mod rows;
mod schema;
mod secrets;
mod sessions;
mod social_clock;
mod strike;
mod swap;
#[cfg(test)]
mod swapped_tests;
#[cfg(test)]
mod tamper_tests;
#[cfg(test)]
mod testing;
mod traces;
mod trend;
mod unfinished;
mod verify;
mod wall_clock;

pub use access::{MadeOf, SavedPaper};
pub use actions::ActionFilter;
pub use against::{Match, Sum};
pub use as_left::AsLeft;
pub use aside::{lying_aside, remove_aside};
pub use daily::WholeCheck;
pub use drafts::StoredDraft;
pub use elsewhere::Rescued;
pub use error::StoreError;
pub use file_kind::{FileKind, kind_in_place, kind_of};
#[cfg(all(test, target_os = "linux"))]
pub use files::is_locked;
pub use files::{private_file, private_folder};
pub use head::Loss;
pub use home::MeetingFilter;
pub use import::{Holds, Import, Imported, Reading};
pub use journal::{Reach, TakenBack};
pub use key_change::prove_recovery_key;
pub use keys::{Access, Passphrase, RecoveryKey, Waking, wake};
pub use lock::LockRequest;
pub use open_here::first_bytes;
pub use places::{DEFAULT_FILE, head_of, is_no_copy, remove_with_sides, wal_of};
pub use rescued::{FoundRescued, remove_rescued};
pub use schema::{Deviation, upgrading};
pub use sessions::is_running;
pub use strike::Struck;
pub use swap::put_one_aside;
pub use traces::{NAMED_FILE, Trace, Traces};
pub use verify::{Fault, Report};
pub use wall_clock::tell_time_in;

use crate::domain::held::HeldWords;
use crate::domain::ids::{MeetingId, PersonId};
use journal::seal::Secret;
use keys::RawKey;
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// A command that is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The number of its line in the journal.
    pub seq: i64,
}

/// Where the journal ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalHead {
    /// The number of the last line; 0 in an empty journal.
    pub seq: i64,
    /// Its checksum in hex: the anchor of everything before it. Empty in an empty journal.
    pub sha: String,
}

/// An open database.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    /// The file's name, for messages.
    file: String,
    practice: bool,
    origin: String,
    session: String,
    person: Option<PersonId>,
    /// The verb of the command line; nothing in the program itself.
    door: Option<String>,
    /// The computer's account.
    account: String,
    stacks: HashMap<journal::StackKey, journal::Stack>,
    /// The database's own key, to open the file again if somebody removes it.
    key: Option<RawKey>,
    /// Whether the recovery key has opened it.
    by_recovery: bool,
    /// The key files' checksums as this program last saw them.
    seen_keys: [Option<String>; 2],
    /// The checksums of the key files that have opened this database while it has been open.
    proved_keys: [Option<String>; 2],
    /// A recovery key that has been shown and waits to be typed back.
    shown: Option<key_change::Shown>,
    identity: Option<places::FileIdentity>,
    wal: Option<places::FileIdentity>,
    shm: Option<places::FileIdentity>,
    /// What was last seen of the files' content.
    lying: overwritten::Lying,
    kept_keys: elsewhere::KeptKeys,
    /// The file's place with all links followed.
    real: PathBuf,
    news: Option<String>,
    /// What of its shape wasn't as it should be when it was opened.
    mended: Vec<Deviation>,
    /// What the journal's lines are sealed with.
    secret: Secret,
    /// What it lacked when it was opened of what had been seen in it, until somebody goes on all the same.
    loss: Option<Loss>,
    /// The whole check that goes on beside; it is stopped with the store.
    check: Option<daily::Held>,
    /// It was read into memory from where nothing can be written.
    read_only: bool,
    /// What each meeting that is read holds back; the program's own list until it is told another.
    words: Arc<HeldWords>,
}

impl Store {
    /// Whether this is for practice: every screen and paper says ÖVNING, and no real meeting belongs here.
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// From now on these words are held back in what is read.
    pub fn hold_back(&mut self, words: Arc<HeldWords>) {
        self.words = words;
    }

    /// The database's own key, for the test that looks for it in memory.
    #[cfg(feature = "test-clock")]
    pub fn key_in_hex(&self) -> Option<zeroize::Zeroizing<String>> {
        let pragma = self.key.as_ref()?.pragma();
        Some(zeroize::Zeroizing::new(pragma.trim_matches(['x', '\'']).to_owned()))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stops what the database is doing, from another thread: it ends with [`StoreError::Stopped`] and leaves nothing half
    /// done.
    pub fn interrupter(&self) -> impl Fn() + Send + 'static {
        let handle = self.db.get_interrupt_handle();
        move || handle.interrupt()
    }

    /// The key of this session, by which its drafts are kept apart from those of others.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Goes on as a session that this program had before it closed the database: the drafts that it kept are its own.
    pub fn go_on_as(&mut self, session: String) {
        self.session = session;
    }

    /// From now on this person acts: stands in the journal, and undo takes back this person's acts alone.
    pub fn act_as(&mut self, person: Option<PersonId>) {
        self.person = person;
    }

    /// This person has sat down at the keyboard: acts from now on, and is offered first the next time.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn sit_down(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.act_as(Some(person));
        self.set_meta("person", &person.to_string())
    }

    /// Keeps something about the database itself, outside the journal.
    fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.check_file()?;
        self.write(|tx| meta::put(tx, key, value))
    }

    /// Who acts.
    pub fn acting(&self) -> Option<PersonId> {
        self.person
    }

    /// A number that changes when another process has written to the database.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        // Asked each millisecond for a while after each write, so that it isn't read as SQL each time.
        let number = self
            .db
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut asked| asked.query_row([], |row| row.get(0)));
        number.map_err(|error| self.wrong(&error))
    }

    /// Where the journal ends.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn journal_head(&self) -> Result<JournalHead, StoreError> {
        journal::end(&self.db).map_err(|error| self.wrong(&error))
    }

    /// Whether it was read into memory from where nothing can be written.
    pub fn is_only_read(&self) -> bool {
        self.read_only
    }

    /// What the database lacked when it was opened of what had been seen in it; nothing once somebody has gone on.
    pub fn loss(&self) -> Option<&Loss> {
        self.loss.as_ref()
    }

    /// The meetings that others than this program have written to after line `seq` of the journal.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn changed_since(&self, seq: i64) -> Result<Vec<MeetingId>, StoreError> {
        let ids = || -> rusqlite::Result<Vec<String>> {
            self.db
                .prepare_cached(
                    "SELECT DISTINCT mote_id FROM journal
                     WHERE seq > ?1 AND mote_id IS NOT NULL AND kod <> 'oppna' AND session <> ?2",
                )?
                .query_map(rusqlite::params![seq, self.session], |row| row.get(0))?
                .collect()
        };
        let ids = ids().map_err(|error| self.wrong(&error))?;
        Ok(ids.iter().filter_map(|id| Uuid::parse_str(id).ok()).map(MeetingId).collect())
    }

    /// How the file that keeps where the journal ends had to be made anew, since this was last asked: "saknades".
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub fn take_head_made(&mut self) -> Result<Option<String>, StoreError> {
        let how = meta::get(&self.db, head::MADE_ANEW).map_err(|error| self.wrong(&error))?;
        if how.is_some() && !self.read_only {
            self.write(|tx| meta::remove(tx, head::MADE_ANEW))?;
        }
        Ok(how)
    }

    /// Writes something outside the journal, in a transaction of its own.
    fn write(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        let writing = generation::Writing::begin(&mut self.db, &self.path)?;
        work(&writing).map_err(|error| StoreError::sqlite(&self.file, &error))?;
        let stamp = writing.commit()?;
        self.wrote(stamp);
        Ok(())
    }

    fn wrong(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::sqlite(&self.file, error)
    }
}

impl Drop for Store {
    /// SQLite pours the log into the file when the last program closes it. That must still be the file that the log goes on
    /// from.
    fn drop(&mut self) {
        let _ = self.check_content();
    }
}

#[cfg(test)]
mod tests {
    use super::connection::connect;
    use super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::{Change, Code, Table};
    use std::collections::HashSet;
    use std::fs;

    #[test]
    fn every_record_fits_its_table_and_comes_back() {
        let mut world = World::new();
        let records = world.one_of_each();
        let tables: HashSet<Table> = records.iter().map(|record| record.key().table).collect();
        assert_eq!(tables.len(), Table::ALL.len());
        for record in &records {
            let table = record.key().table;
            let serde_json::Value::Object(json) = record.to_json().unwrap() else { panic!("{table:?}") };
            for name in json.keys() {
                assert!(columns::find(table, name).is_some(), "{table:?} has no column {name}");
            }
            // Those that only some entries have are compared beside their record.
            for column in columns::columns(table).iter().filter(|column| column.only.is_none()) {
                assert!(json.contains_key(column.name), "{table:?} has no field for {}", column.name);
            }
        }
        let (meeting, records) = world.full_meeting();
        let read = world.store.meeting(meeting).unwrap();
        let own_reading = [
            Table::Person,
            Table::Version,
            Table::Opening,
            Table::CopyLog,
            Table::Assessment,
            Table::SocialClock,
        ];
        for record in records.iter().filter(|record| !own_reading.contains(&record.key().table)) {
            let written = rows::to_raw(record).unwrap();
            let read = read.records().into_iter().find(|read| read.key() == record.key()).unwrap();
            let mut read = rows::to_raw(&read).unwrap();
            if let Some(rev) = read.get_mut("rev") {
                assert_eq!(*rev, 1);
                *rev = 0.into();
            }
            assert_eq!(read, written);
        }
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_newer_database_is_left_alone_also_while_open() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let other = connect(&world.path(), None).unwrap();
        other.pragma_update(None, "user_version", 99).unwrap();
        let entry = world.entry(meeting, EntryKind::Anteckning, "Sent");
        let command = world.command(meeting, Code::Add(EntryKind::Anteckning), vec![Change::put(entry)]);
        let refused = world.store.commit(&command, world.now);
        assert!(
            matches!(refused, Err(StoreError::NewerMeanwhile { found: 99, known: schema::VERSION, .. })),
            "{refused:?}"
        );
        let before = fs::read(world.path()).unwrap();
        let refused = Store::open(&world.path(), &Access::Practice);
        assert!(matches!(refused, Err(StoreError::NewerVersion { found: 99, .. })), "{refused:?}");
        assert_eq!(fs::read(world.path()).unwrap(), before);
    }

    #[test]
    fn a_full_disk_is_said_and_nothing_is_half_written() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let pages: i64 = world.store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        world.store.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        let entry = world.entry(meeting, EntryKind::Anteckning, &"långt ".repeat(20_000));
        let command = world.command(meeting, Code::Add(EntryKind::Anteckning), vec![Change::put(entry)]);
        assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::DiskFull)));
        world.store.db.query_row("PRAGMA max_page_count = 100000", [], |_| Ok(())).unwrap();
        assert!(world.store.meeting(meeting).unwrap().entries.is_empty());
        assert!(world.store.verify().unwrap().is_sound());
        world.store.commit(&command, world.now).unwrap();
        assert_eq!(world.store.meeting(meeting).unwrap().entries.len(), 1);
    }

    #[test]
    fn a_database_that_cant_be_written_is_said() {
        use rusqlite::ffi;
        for code in [ffi::SQLITE_READONLY, ffi::SQLITE_CANTOPEN, ffi::SQLITE_PERM] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert!(matches!(StoreError::sqlite("x.db", &error), StoreError::ReadOnly(_)), "{code}");
        }
        let mut world = World::new();
        world.meeting("eht", "2026-11-23T13:00:00");
        world.store.db.execute_batch("PRAGMA query_only = ON").unwrap();
        let command = world.id();
        let meeting = world.id();
        let refused = world.store.undo(meeting, Reach::default(), command, world.now);
        assert!(matches!(refused, Ok(TakenBack::Nothing)), "{refused:?}");
        let refused = world.store.save_draft("s", "rad", None, "text", world.now);
        assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    }

    #[test]
    fn a_change_outside_a_command_is_refused() {
        let mut world = World::new();
        let (_, records) = world.full_meeting();
        for record in records {
            let key = record.key();
            let outside = world
                .store
                .db
                .execute(&format!("UPDATE {0} SET id = id WHERE id = '{1}'", key.table.name(), key.id), []);
            assert!(outside.is_err(), "{key:?}");
            let outside = world
                .store
                .db
                .execute(&format!("DELETE FROM {} WHERE id = '{}'", key.table.name(), key.id), []);
            assert!(outside.is_err(), "{key:?}");
        }
    }
}
