//! Does everything in the file agree: the chain, what its lines carry, and the rows as they stand.

mod beside;
mod chain;
mod report;
#[cfg(test)]
mod tests;

pub use report::{Fault, Report};

use super::journal::seal::Secret;
use super::{Store, StoreError};
use crate::domain::command::Table;
use crate::domain::progress::{Follow, Progress, Stopped, unfollowed};
use beside::{
    check_agendas, check_anchors, check_documents, check_file, check_open_actions, check_settings,
    check_shape,
};
use chain::{check_chain, check_latest, check_rows};
use rusqlite::Connection;

/// So many of the latest locked versions are.
const LATEST_VERSIONS: i64 = 20;
/// Why a check came to no end.
pub(super) enum Broken {
    Sqlite(rusqlite::Error),
    Stopped(Stopped),
}

impl Broken {
    pub(super) fn told(self, file: &str) -> StoreError {
        match self {
            Self::Stopped(stopped) => stopped.into(),
            Self::Sqlite(error) => StoreError::sqlite(file, &error),
        }
    }
}

impl From<rusqlite::Error> for Broken {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Stopped> for Broken {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// How far a check has come, and who follows it.
struct Steps<'s, 'f> {
    follow: &'s mut Follow<'f>,
    what: &'static str,
    done: u64,
    all: u64,
}

/// So many lines or rows are read between two words to whoever follows.
const STEP: u64 = 256;

impl Steps<'_, '_> {
    fn step(&mut self) -> Result<(), Stopped> {
        self.done += 1;
        if self.done.is_multiple_of(STEP) {
            return (self.follow)(Progress::parts(self.what, self.done, self.all.max(self.done)));
        }
        Ok(())
    }
}

impl Store {
    /// Checks the whole file: reads every line and row.
    ///
    /// # Errors
    /// When the file can't be read at all; what can be read but doesn't agree is in the report.
    pub fn verify(&self) -> Result<Report, StoreError> {
        self.verify_following(&mut unfollowed)
    }

    /// The same, and tells how far it has come.
    ///
    /// # Errors
    /// As [`Store::verify`]; [`StoreError::Stopped`].
    pub fn verify_following(&self, follow: &mut Follow<'_>) -> Result<Report, StoreError> {
        let mut report = Report::default();
        report.faults.extend(self.mended.iter().cloned().map(Fault::Shape));
        report.faults.extend(self.loss.clone().map(Fault::Lost));
        let checked = check(&self.db, (&self.secret, &self.origin), &mut report, follow);
        checked.map(|()| report).map_err(|broken| broken.told(&self.file))
    }

    /// What can be seen at each start without reading everything: the latest lines of the journal, and what the latest locked
    /// versions say of it. The shape and the journal's end are compared at the opening itself.
    pub(super) fn look_over(&self) -> Vec<Fault> {
        let mut report = Report::default();
        let mut look = || -> rusqlite::Result<()> {
            check_latest(&self.db, &self.secret, &mut report)?;
            check_anchors(&self.db, &mut report, LATEST_VERSIONS)?;
            check_settings(&self.db, &mut report)
        };
        if look().is_err() {
            report.faults.push(Fault::unreadable());
        }
        report.faults
    }
}

/// Checks everything in one transaction, so that nobody writes between the journal and the rows.
pub(super) fn check(
    db: &Connection,
    seal: (&Secret, &str),
    report: &mut Report,
    follow: &mut Follow<'_>,
) -> Result<(), Broken> {
    let tx = db.unchecked_transaction()?;
    let count = |what: &str| -> rusqlite::Result<u64> {
        let count: i64 = tx.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    let mut all = count("journal")?;
    for table in Table::ALL {
        all += count(table.name())?;
    }
    let mut steps = Steps { follow, what: "Kontrollerar databasen", done: 0, all };
    check_shape(&tx, report)?;
    let rows = check_chain(&tx, seal, report, &mut steps)?;
    check_anchors(&tx, report, i64::MAX)?;
    check_settings(&tx, report)?;
    check_rows(&tx, rows, report, &mut steps)?;
    check_agendas(&tx, report)?;
    check_documents(&tx, report)?;
    check_open_actions(&tx, report)?;
    (steps.follow)(Progress::of("Kontrollerar filen"))?;
    check_file(&tx, report)?;
    Ok(())
}
