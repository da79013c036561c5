//! A connection to the database, as every one of them is set up.

use super::error::StoreError;
use super::journal::{self, seal::Secret};
use super::keys::{self, RawKey};
use super::schema;
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long another process may keep the database busy before we say so.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database file, encrypted where there is a key.
pub(super) fn connect(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    let pragma = key.map(RawKey::pragma);
    prepared(keys::open(path, pragma.as_ref().map(|key| key.as_str()))?, key)
}

/// Where SQLite's file tells how it is written and read.
const JOURNAL_KIND: std::ops::Range<usize> = 18..20;

/// Reads the whole database into memory, from where nothing can be written beside it.
pub(super) fn read_in(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    let pragma = key.map(RawKey::pragma);
    let mut file = keys::open_as_it_lies(path, pragma.as_ref().map(|key| key.as_str()))?;
    let mut bytes = Zeroizing::new(file.serialize("main")?.to_vec());
    // Memory has no write-ahead log.
    if let Some(kind) = bytes.get_mut(JOURNAL_KIND) {
        kind.fill(1);
    }
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false)?;
    prepared(db, key)
}

fn prepared(db: Connection, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(256);
    // secure_delete: what is removed is overwritten. temp_store: nothing is sorted in a file outside the encryption.
    db.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL",
    )?;
    journal::register(&db, &Secret::of(key))?;
    Ok(db)
}

/// Sees that an open database bears this program's mark.
pub(super) fn check_mark(db: &Connection, practice: bool, name: &str) -> Result<(), StoreError> {
    let mark: i32 = db
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(|error| StoreError::sqlite(name, &error))?;
    let own = if practice { schema::APPLICATION_PRACTICE } else { schema::APPLICATION };
    if mark == own { Ok(()) } else { Err(StoreError::NotADatabase(name.to_owned())) }
}
