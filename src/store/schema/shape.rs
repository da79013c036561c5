//! Whether a database has the shape that its version should have. Whoever drops a trigger with a tool has dropped a part of
//! the journal or of the lock: it is put back and told. Tables are never mended: what stood in them is unknown.

use super::super::error::{StoreError, file_name};
use super::super::files;
use super::super::generation::stamp;
use super::{Migration, run};
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// What is other than it should be with a table, an index, a view or a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    kind: String,
    name: String,
    how: How,
    mended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Missing,
    Changed,
    Unknown,
}

impl Deviation {
    /// Whether it was put right when the database was opened.
    pub fn is_mended(&self) -> bool {
        self.mended
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind.as_str() {
            "table" => "tabellen",
            "index" => "indexet",
            "view" => "vyn",
            _ => "skyddet",
        };
        let how = match (self.how, self.mended) {
            (How::Missing, true) => "hade tagits bort",
            (How::Missing, false) => "saknas",
            (How::Changed, true) => "hade ändrats",
            (How::Changed, false) => "är inte som det ska vara",
            (How::Unknown, _) => "hör inte hit",
        };
        write!(f, "{kind} {} {how}", self.name)
    }
}

/// All but what SQLite keeps for itself: that has no SQL, or is one of these tables. A trigger by such a name is nobody's of these.
const OURS: &str = "sql IS NOT NULL AND NOT (type = 'table' AND name IN
    ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4'))";

/// Everything in a database by kind and name, with its SQL; but for what SQLite keeps for itself.
type Shape = BTreeMap<(String, String), String>;

fn shape(db: &Connection) -> rusqlite::Result<Shape> {
    db.prepare(&format!("SELECT type, name, sql FROM sqlite_schema WHERE {OURS}"))?
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
        .collect()
}

/// The checksum of everything in a database, in whatever order it was made.
pub(super) fn checksum(db: &Connection) -> rusqlite::Result<String> {
    let mut all = db
        .prepare(&format!("SELECT sql FROM sqlite_schema WHERE {OURS}"))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    all.sort_unstable();
    let mut hasher = Sha256::new();
    for sql in all {
        hasher.update(sql);
        hasher.update([0]);
    }
    Ok(hex::encode(hasher.finalize()))
}

/// What in a database isn't as `steps` make it.
pub(super) fn deviations(db: &Connection, steps: &[Migration]) -> rusqlite::Result<Vec<Deviation>> {
    if steps.last().is_some_and(|last| checksum(db).is_ok_and(|found| found == last.shape)) {
        return Ok(Vec::new());
    }
    Ok(compare(&shape(db)?, &wanted(steps)?))
}

fn wanted(steps: &[Migration]) -> rusqlite::Result<Shape> {
    let made = Connection::open_in_memory()?;
    for step in steps {
        run(&made, step)?;
    }
    shape(&made)
}

fn compare(found: &Shape, wanted: &Shape) -> Vec<Deviation> {
    let deviation = |key: &(String, String), how| {
        let (kind, name) = key.clone();
        Deviation { kind, name, how, mended: false }
    };
    let mut deviations: Vec<Deviation> = wanted
        .iter()
        .filter_map(|(key, sql)| match found.get(key) {
            None => Some(deviation(key, How::Missing)),
            Some(found) => (found != sql).then(|| deviation(key, How::Changed)),
        })
        .collect();
    deviations.extend(
        found.keys().filter(|key| !wanted.contains_key(*key)).map(|key| deviation(key, How::Unknown)),
    );
    deviations
}

/// Puts back what is missing or changed of triggers, views and indexes, and tells it together with what doesn't belong.
///
/// # Errors
/// [`StoreError::OtherShape`] when a table isn't as it should be, or what is missing can't be put back; then nothing is
/// changed.
pub(super) fn mend(
    db: &mut Connection,
    path: &Path,
    steps: &[Migration],
) -> Result<Vec<Deviation>, StoreError> {
    let file = file_name(path);
    let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
    if deviations(db, steps).map_err(wrong)?.is_empty() {
        return Ok(Vec::new());
    }
    let _alone = files::alone(path);
    let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(wrong)?;
    let wanted = wanted(steps).map_err(wrong)?;
    let mut deviations = compare(&shape(&tx).map_err(wrong)?, &wanted);
    let other = |what: String| StoreError::OtherShape { file: file.clone(), what };
    let table = deviations.iter().find(|found| found.kind == "table" && found.how != How::Unknown);
    if let Some(table) = table {
        return Err(other(table.to_string()));
    }
    for found in deviations.iter_mut().filter(|found| found.how != How::Unknown) {
        if found.how == How::Changed {
            tx.execute_batch(&format!("DROP {} IF EXISTS {}", found.kind, found.name)).map_err(wrong)?;
        }
        found.mended = true;
    }
    // With a view go the triggers on it. Triggers come last in the alphabet before views: these are made first.
    let mut missing = compare(&shape(&tx).map_err(wrong)?, &wanted);
    missing.retain(|missing| missing.how == How::Missing);
    missing.sort_by_key(|missing| missing.kind == "trigger");
    for Deviation { kind, name, .. } in missing {
        if let Some(sql) = wanted.get(&(kind.clone(), name.clone())) {
            tx.execute_batch(sql).map_err(|_| other(format!("{kind} {name}")))?;
        }
    }
    stamp(&tx, path)?;
    tx.commit().map_err(wrong)?;
    Ok(deviations)
}
