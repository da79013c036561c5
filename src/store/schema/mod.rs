//! The database's own shape: the steps from one version to the next, each frozen as it was released.
//!
//! New databases take all the steps too, so that a new one and one that has come a long way are the same. What they come
//! to is what [`super::columns`] and the rules describe: `described`, which the tests compare with. `shape` tells whether
//! a database still is what its version should be.

#[cfg(test)]
pub(super) mod described;
mod shape;
#[cfg(test)]
mod tests;

pub use shape::Deviation;

use super::error::{StoreError, file_name};
use super::files;
use super::generation::stamp;
use super::journal::seal;
use super::places::before_version;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The version that this program makes and knows: SQLite's `user_version`.
pub(super) const VERSION: i64 = 5;
/// From this version on the journal's lines are sealed, and where they end is kept beside the file.
pub(super) const SEALED: i64 = 5;
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

/// What makes a version.
pub(super) struct Migration {
    pub(super) step: Step,
    /// The checksum of the shape that it comes to; see `shape`.
    pub(super) shape: &'static str,
    /// What is written in a database that takes the step; nothing of its shape.
    pub(super) then: Option<fn(&Connection) -> rusqlite::Result<()>>,
}

/// All versions in order; the first makes the tables of a new database, and each makes the version that is its number here.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        step: Step::Sql(include_str!("v1.sql")),
        shape: "7a0a335d45708cc159ce539588ec253b191c707e64328ec0db44eb34c6243abf",
        then: None,
    },
    Migration {
        step: Step::Sql(include_str!("v2.sql")),
        shape: "d4ce1e7924dec31c68e34445e364dac8ba6dcacf2e670f8b823d8ee7dacdcc45",
        then: None,
    },
    Migration {
        step: Step::Sql(include_str!("v3.sql")),
        shape: "56cc9bb2d5818b598704d3938408c5a4168f8637bcb3af041fc1491bfb9c78d5",
        then: None,
    },
    Migration {
        step: Step::Sql(include_str!("v4.sql")),
        shape: "bd98eef5b243605a380c08a008610b61d6d434f7658f762643d58145b81b0cc2",
        then: None,
    },
    Migration {
        step: Step::Sql(include_str!("v5.sql")),
        shape: "42ec9e0a035722faacf48d15d25fafd15d166a197b971813ad51aa6ec519ba17",
        then: Some(seal::begin),
    },
];

/// Sees that a database is what its version should be, and makes it this program's version. Tells what of it had been
/// changed by something else.
///
/// # Errors
/// [`StoreError::NewerVersion`], [`StoreError::OtherShape`]; what the disk says. Then the file is as it was.
pub(super) fn bring_up(db: &mut Connection, path: &Path) -> Result<Vec<Deviation>, StoreError> {
    let found = user_version(db).map_err(|error| StoreError::sqlite(&file_name(path), &error))?;
    let known = usize::try_from(found).ok().and_then(|found| MIGRATIONS.get(..found));
    let mended = match known {
        Some(steps) if found > 0 => shape::mend(db, path, steps)?,
        _ => Vec::new(),
    };
    migrate(db, path, MIGRATIONS)?;
    Ok(mended)
}

/// Makes a copy in memory this program's version; the file that it was read from stays as it is.
///
/// # Errors
/// [`StoreError::NewerVersion`]; what SQLite says.
pub(super) fn bring_up_in_memory(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let name = file_name(path);
    let found = user_version(db).map_err(|error| StoreError::sqlite(&name, &error))?;
    if found > VERSION {
        return Err(StoreError::NewerVersion { file: name, found, known: VERSION });
    }
    take_steps(db, (path, &name), MIGRATIONS)
}

/// Makes all tables in a new database, which nobody else has; `name` is what it will be called.
///
/// # Errors
/// What SQLite says.
pub(super) fn make(db: &mut Connection, (path, name): (&Path, &str)) -> Result<(), StoreError> {
    take_steps(db, (path, name), MIGRATIONS)
}

/// What in an open database isn't as this program makes it.
pub(super) fn deviations(db: &Connection) -> rusqlite::Result<Vec<Deviation>> {
    shape::deviations(db, MIGRATIONS)
}

/// Brings a database up to the last of `steps`, each in its own transaction, with a copy of the file beside it first
/// if there was anything in it. What is interrupted in the middle of a step leaves the version before.
pub(super) fn migrate(db: &mut Connection, path: &Path, steps: &[Migration]) -> Result<(), StoreError> {
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
    let _going_on = (found > 0).then(Upgrading::begin);
    if found > 0 {
        back_up(db, path, found)?;
    }
    take_steps(db, (path, &name), steps)
}

/// How many databases are being brought up to this program's version now.
static UPGRADING: AtomicUsize = AtomicUsize::new(0);

/// What is going on while a database from an earlier version is opened, for whoever waits for it; nothing otherwise. A large
/// one takes a while: it is copied first.
pub fn upgrading() -> Option<&'static str> {
    (UPGRADING.load(Ordering::Acquire) > 0).then_some("Databasen kopieras och får det nya programmets format")
}

/// For as long as a database is brought up.
struct Upgrading;

impl Upgrading {
    fn begin() -> Self {
        UPGRADING.fetch_add(1, Ordering::AcqRel);
        Self
    }
}

impl Drop for Upgrading {
    fn drop(&mut self) {
        UPGRADING.fetch_sub(1, Ordering::AcqRel);
    }
}

fn take_steps(
    db: &mut Connection,
    (path, name): (&Path, &str),
    steps: &[Migration],
) -> Result<(), StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(name, &error);
    for (to, step) in (1_i64..).zip(steps) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(wrong)?;
        // Asked again inside, where folders can't be locked.
        if user_version(&tx).map_err(wrong)? == to - 1 {
            run(&tx, step).map_err(wrong)?;
            if let Some(then) = step.then {
                then(&tx).map_err(wrong)?;
            }
            tx.pragma_update(None, "user_version", to).map_err(wrong)?;
            stamp(&tx, path)?;
            tx.commit().map_err(wrong)?;
        }
    }
    Ok(())
}

fn run(db: &Connection, migration: &Migration) -> rusqlite::Result<()> {
    match migration.step {
        Step::Sql(sql) => db.execute_batch(sql),
        Step::Work(work) => work(db),
    }
}

/// A copy of the whole file as it was before any step, for whoever needs it back.
fn back_up(db: &Connection, path: &Path, version: i64) -> Result<(), StoreError> {
    let copy = path.with_file_name(format!("{}{version}", before_version(path)));
    if copy.exists() {
        std::fs::remove_file(&copy).map_err(|error| StoreError::io(&copy, &error))?;
    }
    // Into a file that is there already and empty, so that it has the right rights from its first byte.
    files::create(&copy)?;
    db.execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        .map(drop)
        .map_err(|error| StoreError::sqlite(&file_name(path), &error))
}

pub(super) fn user_version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}
