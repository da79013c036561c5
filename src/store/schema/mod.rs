//! The database's own shape: the steps from one version to the next, each frozen as it was released.
//!
//! New databases take all the steps too, so that a new one and one that has come a long way are the same. What they come
//! to is what [`super::columns`] and the rules describe: `described`, which the tests compare with.

#[cfg(test)]
pub(super) mod described;
#[cfg(test)]
mod tests;

use super::columns::columns;
use super::error::{StoreError, file_name};
use super::files;
use crate::domain::command::Table;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The version that this program makes and knows: SQLite's `user_version`.
pub(super) const VERSION: i64 = 1;
/// "SAMV" in the file's head: a database of this program.
pub(super) const APPLICATION: i32 = 0x5341_4d56;
/// "SAMO" in the file's head: a database for practice, in plain text.
pub(super) const APPLICATION_PRACTICE: i32 = 0x5341_4d4f;

/// How the tables of the version before become those of the next.
pub(super) enum Step {
    /// SQL, frozen.
    Sql(&'static str),
    /// What SQL can't say.
    #[cfg_attr(not(test), expect(dead_code, reason = "no step has needed it yet"))]
    Work(fn(&Connection) -> rusqlite::Result<()>),
}

/// All steps in order; the first makes the tables of a new database, and each makes the version that is its number here.
pub(super) const STEPS: &[Step] = &[Step::Sql(include_str!("v1.sql"))];

/// Brings a database up to the last of `steps`, each in its own transaction, with a copy of the file beside it first
/// if there was anything in it. What is interrupted in the middle of a step leaves the version before.
pub(super) fn migrate(db: &mut Connection, path: &Path, steps: &[Step]) -> Result<(), StoreError> {
    let name = file_name(path);
    let wrong = |error: rusqlite::Error| StoreError::sqlite(&name, &error);
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let behind = |db: &Connection| match user_version(db).map_err(wrong)? {
        found if found > known => Err(StoreError::NewerVersion { file: name.clone(), found, known }),
        found => Ok(found < known),
    };
    if !behind(db)? {
        return Ok(());
    }
    // Another program may be taking the same steps: its copy is the one from before.
    let _alone = files::alone(path);
    if !behind(db)? {
        return Ok(());
    }
    let found = user_version(db).map_err(wrong)?;
    if found > 0 {
        back_up(db, path, found)?;
    }
    for (to, step) in (1_i64..).zip(steps) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(wrong)?;
        // Asked again inside, where folders can't be locked.
        if user_version(&tx).map_err(wrong)? == to - 1 {
            match step {
                Step::Sql(sql) => tx.execute_batch(sql),
                Step::Work(work) => work(&tx),
            }
            .map_err(wrong)?;
            tx.pragma_update(None, "user_version", to).map_err(wrong)?;
            tx.commit().map_err(wrong)?;
        }
    }
    Ok(())
}

/// A copy of the whole file as it was before any step, for whoever needs it back.
fn back_up(db: &Connection, path: &Path, version: i64) -> Result<(), StoreError> {
    let copy = path.with_file_name(format!("{}{version}", backup_prefix(path)));
    if copy.exists() {
        std::fs::remove_file(&copy).map_err(|error| StoreError::io(&copy, &error))?;
    }
    // Into a file that is there already and empty, so that it has the right rights from its first byte.
    files::create(&copy)?;
    db.execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        .map(drop)
        .map_err(|error| StoreError::sqlite(&file_name(path), &error))
}

/// How the copies that are made before a migration are named; the version from before comes last.
pub(super) fn backup_prefix(path: &Path) -> String {
    format!("{}.fore-v", file_name(path))
}

pub(super) fn user_version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// The row as JSON, in SQL: `row` is `NEW`, `OLD` or the table's name.
pub(super) fn row_json(table: Table, row: &str) -> String {
    let pairs: Vec<String> =
        columns(table).iter().map(|column| format!("'{0}', {row}.{0}", column.name)).collect();
    format!("json_object({})", pairs.join(", "))
}

/// The columns of a journal line that the chain holds, in order; the line's number first and its content's checksum last.
pub(super) const CHAINED: &str =
    "seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha";

/// SQL that writes one line of the journal from `kommando_nu`, whatever the values are called there.
pub(super) fn journal_line(line: &JournalLine) -> String {
    let JournalLine { table, row, meeting, op, payload_sha } = line;
    let values = format!(
        "n.seq, k.ursprung, k.session, k.person, k.tid, k.kommando, k.kod, {table}, {row}, {meeting}, {op}, k.galler, {payload_sha}"
    );
    format!(
        "INSERT INTO journal({CHAINED}, sha)
         SELECT {values}, kedja(coalesce((SELECT sha FROM journal WHERE seq = n.seq - 1), ''), {values})
         FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n"
    )
}

/// SQL expressions for one line.
pub(super) struct JournalLine<'a> {
    pub(super) table: &'a str,
    pub(super) row: &'a str,
    pub(super) meeting: &'a str,
    pub(super) op: &'a str,
    pub(super) payload_sha: &'a str,
}

/// What `oppen_atgard` should hold: actions of meetings that have begun whose last word isn't klar or inaktuell.
/// `{which}` picks the entries.
pub(super) fn open_actions_query(which: &str) -> String {
    format!(
        "SELECT p.id, p.mote_id, d.due,
                CASE WHEN d.due GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                CASE WHEN d.due GLOB 'senast [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(d.due, -10) END,
                d.status
         FROM (SELECT p.id,
                      coalesce((SELECT s.ny_due FROM atgard_status s WHERE s.post_id = p.id AND s.ny_due IS NOT NULL
                                ORDER BY s.id DESC LIMIT 1), p.due) AS due,
                      (SELECT s.status FROM atgard_status s WHERE s.post_id = p.id ORDER BY s.id DESC LIMIT 1) AS status
               FROM post p WHERE {which} AND p.slag = 'atgard') d
         JOIN post p ON p.id = d.id JOIN mote m ON m.id = p.mote_id
         WHERE m.status <> 'planerat' AND (d.status IS NULL OR d.status NOT IN ('klar', 'inaktuell'))"
    )
}
