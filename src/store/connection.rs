//! A connection to the database, as every one of them is set up.

use super::journal;
use super::keys::{self, RawKey};
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

/// How long another process may keep the database busy before we say so.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database file, encrypted where there is a key.
pub(super) fn connect(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    let pragma = key.map(RawKey::pragma);
    let db = keys::open(path, pragma.as_ref().map(|key| key.as_str()))?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(256);
    // secure_delete: what is removed is overwritten. temp_store: nothing is sorted in a file outside the encryption.
    db.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL",
    )?;
    journal::register(&db)?;
    Ok(db)
}
