//! What is said of the database itself, outside the journal, and the random marks by which databases and programs are told
//! apart.

use super::error::StoreError;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

/// Under what stands where a database comes from: written when it is made, and never again.
pub(super) const ORIGIN: &str = "ursprung";

/// Where a database comes from; nothing where its making was never finished.
pub(super) fn origin(db: &Connection) -> rusqlite::Result<Option<String>> {
    get(db, ORIGIN)
}

/// Writes what is said of the database itself.
pub(super) fn put(db: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    // Each commit does it.
    db.prepare_cached(
        "INSERT INTO meta(nyckel, varde) VALUES (?1, ?2) ON CONFLICT(nyckel) DO UPDATE SET varde = excluded.varde",
    )?
    .execute([key, value])
    .map(drop)
}

/// Reads it.
pub(super) fn get(db: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT varde FROM meta WHERE nyckel = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

/// Takes it away.
pub(super) fn remove(db: &Connection, key: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM meta WHERE nyckel = ?1", [key]).map(drop)
}

/// A key that nothing else has.
pub(super) fn random_id() -> Result<Uuid, StoreError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
