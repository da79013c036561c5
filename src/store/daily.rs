//! The whole check once a day, beside the work: on a connection and in a thread of its own, by one program of several, with a
//! pause between its steps, and stopped when the database is closed or something is struck from it. One that was broken off,
//! because the program locked itself, ended or was killed, is begun again by whoever opens the database next.

use super::connection::connect;
use super::generation::Writing;
use super::journal::seal::Secret;
use super::keys::RawKey;
use super::schema::{VERSION, user_version};
use super::verify::{self, Fault, Report};
use super::{Store, StoreError, is_running, meta};
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
/// So long after it began a program has said that it is at work, or isn't.
const SAID_BY: TimeDelta = TimeDelta::seconds(60);
/// Before it begins: whoever opened the database has something to do first.
const FIRST: Duration = Duration::from_secs(4);
/// Between its steps.
const PAUSE: Duration = Duration::from_millis(2);

/// That a check is going on: since when, in which session, and in which program of which computer.
#[derive(Debug)]
struct Claim {
    begun: DateTime<Utc>,
    session: String,
    pid: u32,
    computer: String,
}

impl Claim {
    fn of(session: &str, now: DateTime<Utc>) -> Self {
        // Where programs are told apart by their numbers, the number is told there too.
        let own = std::fs::read_link("/proc/self").ok();
        let pid = own.and_then(|own| own.to_str()?.parse().ok()).unwrap_or_default();
        Self { begun: now, session: session.to_owned(), pid, computer: computer() }
    }

    fn written(&self) -> String {
        format!("{} {} {} {}", self.begun.to_rfc3339(), self.session, self.pid, self.computer)
    }

    /// An earlier version said only when it had begun.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let begun = parts.next()?.parse().ok()?;
        let session = parts.next().unwrap_or_default().to_owned();
        let pid = parts.next().and_then(|pid| pid.parse().ok()).unwrap_or_default();
        Some(Self { begun, session, pid, computer: parts.next().unwrap_or_default().to_owned() })
    }

    /// Whether somebody else is at it still. `seen` is when its session last said that it was at work.
    fn holds(&self, session: &str, seen: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let age = now - self.begun;
        // Somebody who comes back to what they had locked had broken it off themselves.
        if self.session == session || age < TimeDelta::zero() || age >= LONGEST {
            return false;
        }
        // Numbers of programs mean something only where they were given.
        let has_ended =
            self.computer == computer() && !self.computer.is_empty() && self.pid > 0 && !is_running(self.pid);
        let is_silent = !self.session.is_empty()
            && age >= SAID_BY
            && seen.is_none_or(|seen| (now - seen).abs() >= SAID_BY);
        !has_ended && !is_silent
    }
}

/// What tells this computer, since it was started, from others, and one container from the next; empty where nothing does.
fn computer() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let numbers = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let both = format!("{}/{}", boot.trim(), numbers.display());
    if boot.is_empty() || numbers.as_os_str().is_empty() { String::new() } else { both.replace(' ', "") }
}

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
        if self.practice || self.read_only || self.check.is_some() {
            return Ok(None);
        }
        let sessions = self.sessions()?;
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let tx = Writing::begin(&mut self.db, &self.path)?;
        let last = meta::get(&tx, LAST).map_err(wrong)?.and_then(|text| Checked::read(&text));
        let claim = meta::get(&tx, GOING_ON).map_err(wrong)?.and_then(|text| Claim::read(&text));
        let is_going_on = claim.is_some_and(|claim| {
            let seen = sessions.iter().find(|one| one.key == claim.session).map(|one| one.seen);
            claim.holds(&self.session, seen, now)
        });
        if last.is_some_and(|last| is_today(last.at)) || is_going_on {
            return Ok(None);
        }
        meta::put(&tx, GOING_ON, &Claim::of(&self.session, now).written()).map_err(wrong)?;
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
        let session = self.session.clone();
        self.write(|tx| {
            let claim = meta::get(tx, GOING_ON)?.and_then(|text| Claim::read(&text));
            if report.is_none() && claim.is_some_and(|claim| claim.session != session) {
                // Somebody else has begun it since.
                return Ok(());
            }
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
    use crate::domain::session::{SessionKind, SessionPresence};
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
        // It goes on for a while: nobody else begins, and whoever does only hours later finds that it has stopped.
        assert!(world.store.due_check(tomorrow, &day).unwrap().is_none());
        assert!(world.store.due_check(tomorrow + LONGEST, &day).unwrap().is_some());
    }

    const PHRASE: &str = "åtta blå båtar i rad";

    fn again(path: &std::path::Path) -> Store {
        Store::open(path, &Access::Passphrase(Passphrase::new(PHRASE))).unwrap()
    }

    #[test]
    fn one_that_the_lock_broke_off_is_begun_again_when_somebody_comes_back() {
        let mut world = encrypted();
        let now = world.now;
        let path = world.store.path().to_owned();
        let session = world.store.session().to_owned();
        assert!(world.store.due_check(now, &|_| false).unwrap().is_some());
        assert!(world.store.due_check(now, &|_| false).unwrap().is_none(), "this one is at it");
        world.store = again(&path);
        world.store.go_on_as(session);
        let later = now + TimeDelta::minutes(1);
        assert!(world.store.due_check(later, &|_| false).unwrap().is_some(), "the same session");
        assert!(again(&path).due_check(later, &|_| false).unwrap().is_none(), "and still only one");
    }

    #[test]
    fn one_whose_program_has_ended_is_begun_again_at_the_next_opening() {
        let mut world = encrypted();
        let now = world.now;
        let path = world.store.path().to_owned();
        let claimed = |world: &mut World, claim: &Claim| {
            world.store.write(|tx| meta::put(tx, GOING_ON, &claim.written())).unwrap();
        };
        // No program has the number 0, and on a computer that tells its programs apart, nor this one.
        let ended = Claim { pid: u32::MAX, ..Claim::of("annan", now) };
        claimed(&mut world, &ended);
        let begins = again(&path).due_check(now, &|_| false).unwrap().is_some();
        assert_eq!(begins, !computer().is_empty(), "told by its number where that means something");
        // On another computer nothing is known of it but what it says: within a minute it has said something.
        let far = Claim { computer: "annan".to_owned(), ..ended };
        for (seconds, seen, begins) in [
            (0, None, false),
            (59, None, false),
            (60, None, true),
            (600, Some(15), false),
            (600, Some(59), false),
            (600, Some(60), true),
            (7199, Some(15), false),
            (7200, Some(15), true),
            (-1, None, true),
        ] {
            let at = now + TimeDelta::seconds(seconds);
            let seen = seen.map(|ago| at - TimeDelta::seconds(ago));
            assert_eq!(!far.holds("min", seen, at), begins, "{seconds} {seen:?}");
        }
        // It said that it was there, and then nothing.
        claimed(&mut world, &far);
        let here = SessionPresence::of(SessionKind::Program, None);
        let mut other = again(&path);
        other.go_on_as("annan".to_owned());
        other.say_here(&here, u32::MAX, now).unwrap();
        let (soon, later) = (now + TimeDelta::seconds(59), now + TimeDelta::seconds(61));
        assert!(again(&path).due_check(soon, &|_| false).unwrap().is_none());
        assert!(again(&path).due_check(later, &|_| false).unwrap().is_some());
        // An earlier version's word holds as it did.
        world.store.write(|tx| meta::put(tx, GOING_ON, &now.to_rfc3339())).unwrap();
        assert!(again(&path).due_check(later, &|_| false).unwrap().is_none());
        assert!(again(&path).due_check(now + LONGEST, &|_| false).unwrap().is_some());
    }

    #[test]
    fn whoever_stops_takes_away_only_their_own_word() {
        let mut world = encrypted();
        let now = world.now;
        let path = world.store.path().to_owned();
        assert!(world.store.due_check(now, &|_| false).unwrap().is_some());
        let mut other = again(&path);
        other.note_check(None, now).unwrap();
        assert!(other.due_check(now, &|_| false).unwrap().is_none(), "the first is at it still");
        world.store.note_check(None, now).unwrap();
        assert!(other.due_check(now, &|_| false).unwrap().is_some(), "it came to no end");
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
