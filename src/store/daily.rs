//! The whole check once a day, beside the work: on a connection and in a thread of its own, by one program of several, with a
//! pause between its steps, and stopped when the database is closed or something is struck from it.

use super::connection::connect;
use super::generation::Writing;
use super::journal::seal::Secret;
use super::keys::RawKey;
use super::schema::{VERSION, user_version};
use super::verify::{self, Fault, Report};
use super::{Store, StoreError, meta};
use crate::domain::overview::Checked;
use crate::domain::progress::{Progress, Stopped};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::InterruptHandle;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Where `meta` keeps when the last whole check was and what it said, and that one is going on.
const LAST: &str = "kontroll";
const GOING_ON: &str = "kontroll_pagar";
/// A check that was begun so long ago has been broken off.
const LONGEST: TimeDelta = TimeDelta::hours(2);
/// Before it begins: whoever opened the database has something to do first.
const FIRST: Duration = Duration::from_secs(4);
/// Between its steps.
const PAUSE: Duration = Duration::from_millis(2);

/// Stops a check that goes on, when it is dropped too.
#[derive(Default)]
pub(super) struct Stopper {
    wanted: AtomicBool,
    going_on: Mutex<Option<InterruptHandle>>,
}

impl std::fmt::Debug for Stopper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Stopper").field(&self.wanted).finish()
    }
}

impl Stopper {
    fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    /// Stops it: also in the middle of a long step.
    pub(super) fn stop(&self) {
        self.wanted.store(true, Ordering::Release);
        if let Some(step) = self.going_on.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            step.interrupt();
        }
    }
}

/// Held by the store: with it goes the check.
#[derive(Debug)]
pub(super) struct Held(Arc<Stopper>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A whole check that is to be made.
#[derive(Debug)]
pub struct WholeCheck {
    path: PathBuf,
    file: String,
    key: Option<RawKey>,
    secret: Secret,
    origin: String,
    stopper: Arc<Stopper>,
}

impl WholeCheck {
    /// Makes it, slowly. Nothing of the connection is left afterwards.
    ///
    /// # Errors
    /// As [`Store::verify_following`]; [`StoreError::Stopped`] when the database was closed meanwhile.
    pub fn run(self) -> Result<Report, StoreError> {
        self.wait(FIRST)?;
        self.run_now()
    }

    fn run_now(self) -> Result<Report, StoreError> {
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&self.file, &error);
        let db = connect(&self.path, self.key.as_ref()).map_err(wrong)?;
        db.execute_batch("PRAGMA query_only = ON").map_err(wrong)?;
        if user_version(&db).map_err(wrong)? != VERSION {
            return Err(Stopped.into());
        }
        *self.stopper.going_on.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(db.get_interrupt_handle());
        let mut follow = |_: Progress| {
            thread::sleep(PAUSE);
            if self.stopper.is_wanted() { Err(Stopped) } else { Ok(()) }
        };
        let mut report = Report::default();
        verify::check(&db, (&self.secret, &self.origin), &mut report, &mut follow)
            .map_err(|broken| broken.told(&self.file))?;
        Ok(report)
    }

    fn wait(&self, time: Duration) -> Result<(), StoreError> {
        let step = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while waited < time {
            if self.stopper.is_wanted() {
                return Err(Stopped.into());
            }
            thread::sleep(step);
            waited += step;
        }
        Ok(())
    }
}

impl Store {
    /// When everything was checked last, and what it said.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn last_check(&self) -> Result<Option<Checked>, StoreError> {
        let text = meta::get(&self.db, LAST).map_err(|error| self.wrong(&error))?;
        Ok(text.and_then(|text| Checked::read(&text)))
    }

    /// The whole check, if there has been none on the day that `is_today` knows and no other program is at it.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub fn due_check(
        &mut self,
        now: DateTime<Utc>,
        is_today: &dyn Fn(DateTime<Utc>) -> bool,
    ) -> Result<Option<WholeCheck>, StoreError> {
        if self.practice || self.read_only {
            return Ok(None);
        }
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let tx = Writing::begin(&mut self.db, &self.path)?;
        let last = meta::get(&tx, LAST).map_err(wrong)?.and_then(|text| Checked::read(&text));
        let begun = meta::get(&tx, GOING_ON).map_err(wrong)?.and_then(|at| at.parse::<DateTime<Utc>>().ok());
        let is_going_on = begun.is_some_and(|begun| begun <= now && now - begun < LONGEST);
        if last.is_some_and(|last| is_today(last.at)) || is_going_on {
            return Ok(None);
        }
        meta::put(&tx, GOING_ON, &now.to_rfc3339()).map_err(wrong)?;
        let stamp = tx.commit()?;
        self.wrote(stamp);
        let stopper = Arc::new(Stopper::default());
        self.check = Some(Held(Arc::clone(&stopper)));
        Ok(Some(WholeCheck {
            path: self.path.clone(),
            file: self.file.clone(),
            key: self.key.clone(),
            secret: self.secret.clone(),
            origin: self.origin.clone(),
            stopper,
        }))
    }

    /// Remembers what a whole check has said; one that came to no end may be begun again.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_check(&mut self, report: Option<&Report>, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.check = None;
        if self.read_only {
            return Ok(());
        }
        self.write(|tx| {
            if let Some(report) = report {
                let checked = Checked { at: now, faults: report.faults.len() };
                meta::put(tx, LAST, &checked.written())?;
            }
            meta::remove(tx, GOING_ON)
        })
    }

    /// Stops the check that goes on, if one does: something is to be done to the whole file.
    pub(super) fn stop_check(&mut self) {
        self.check = None;
    }
}

/// What is amiss, for whoever has just opened the database.
pub(super) fn told(file: &str, faults: &[Fault]) -> Option<String> {
    let first = faults.first()?;
    let more = match faults.len() - 1 {
        0 => String::new(),
        more => format!(" och {more} till"),
    };
    Some(format!(
        "Något i {file} stämmer inte: {first}{more}. Kör samverkan kontrollera, som går igenom allt, innan du skriver mer."
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::progress::unfollowed;
    use crate::store::{Access, DEFAULT_FILE, Passphrase};

    fn encrypted() -> World {
        let mut world = World::new();
        let path = world.dir.path().join(DEFAULT_FILE);
        world.store = Store::create(&path, &Passphrase::new("åtta blå båtar i rad")).unwrap().0;
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, EntryKind::Anteckning, "Påhittat");
        world
    }

    #[test]
    fn everything_is_checked_once_a_day_by_one_program() {
        let mut world = encrypted();
        let now = world.now;
        let day = |at: DateTime<Utc>| at.date_naive() == now.date_naive();
        let access = Access::Passphrase(Passphrase::new("åtta blå båtar i rad"));
        let mut other = Store::open(world.store.path(), &access).unwrap();
        let check = world.store.due_check(now, &day).unwrap().unwrap();
        assert!(other.due_check(now, &day).unwrap().is_none(), "one is at it");
        let report = check.run_now().unwrap();
        assert!(report.is_sound() && report.lines > 3);
        world.store.note_check(Some(&report), now).unwrap();
        assert_eq!(other.last_check().unwrap(), Some(Checked { at: now, faults: 0 }));
        assert!(other.due_check(now, &day).unwrap().is_none(), "not twice a day");
        let tomorrow = now + TimeDelta::days(1);
        let day = |at: DateTime<Utc>| at.date_naive() == tomorrow.date_naive();
        assert!(other.due_check(tomorrow, &day).unwrap().is_some());
        // That program was killed: hours later another takes over.
        assert!(world.store.due_check(tomorrow, &day).unwrap().is_none());
        assert!(world.store.due_check(tomorrow + LONGEST, &day).unwrap().is_some());
    }

    #[test]
    fn a_check_ends_with_the_database_and_when_something_is_struck() {
        for how in ["close", "clean"] {
            let mut world = encrypted();
            let now = world.now;
            let check = world.store.due_check(now, &|_| false).unwrap().unwrap();
            let begun = thread::spawn(move || check.run());
            if how == "close" {
                drop(std::mem::replace(&mut world.store, World::new().store));
            } else {
                world.store.clean(&mut unfollowed).unwrap();
            }
            let outcome = begun.join().unwrap();
            assert!(matches!(outcome, Err(StoreError::Stopped(_))), "{how}: {outcome:?}");
        }
    }

    #[test]
    fn what_is_for_practice_is_not_checked_each_day() {
        let mut world = World::new();
        let now = world.now;
        assert!(world.store.due_check(now, &|_| false).unwrap().is_none());
    }
}
