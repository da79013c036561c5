//! Following what other programs do to the database.
//!
//! The operating system tells that the write-ahead log was written to; that comes before the commit can be read. So the
//! database's own number is asked for each millisecond for a short while after, then less often, as a slow disk may need.
//! A slow poll sees what was never told.

use crate::domain::ids::MeetingId;
pub use crate::store::is_running;
use crate::store::{Store, StoreError, wal_of};
use notify::event::EventKind;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the database is asked right after its log was written to, and how long.
const AT_ONCE: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(25));
/// The same after that: on a slow disk the commit comes so much later.
const SOON: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(300));
/// How often it is asked when nothing was told.
const SLOWLY: Duration = Duration::from_millis(500);
/// The same where the operating system tells nothing.
const UNTOLD: Duration = Duration::from_millis(20);

/// Remembers how far another's work has been seen.
#[derive(Debug)]
pub struct Follower {
    version: Option<i64>,
    seq: i64,
    wal_changed: Option<Instant>,
    told: bool,
}

impl Follower {
    /// From now on; `told` says whether [`watch`] will tell of changes.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn new(store: &Store, told: bool) -> Result<Self, StoreError> {
        let version = Some(store.data_version()?);
        Ok(Self { version, seq: store.journal_head()?.seq, wal_changed: None, told })
    }

    /// The file was opened anew: its numbers say nothing of those before.
    pub fn renew(&mut self, told: bool) {
        self.version = None;
        self.told = told;
    }

    /// Whether [`watch`] tells of changes from now on.
    pub fn is_told(&mut self, told: bool) {
        self.told = told;
    }

    /// The log was written to.
    pub fn stir(&mut self) {
        self.wal_changed = Some(Instant::now());
    }

    /// How long to wait before the next look.
    pub fn patience(&self) -> Duration {
        match self.wal_changed.map(|since| since.elapsed()) {
            Some(passed) if passed < AT_ONCE.1 => AT_ONCE.0,
            Some(passed) if passed < SOON.1 => SOON.0,
            _ if self.told => SLOWLY,
            _ => UNTOLD,
        }
    }

    /// Looks: nothing if nobody else has written; otherwise the meetings that they wrote to, which may be none.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged; the next look sees the same again.
    pub fn look(&mut self, store: &Store) -> Result<Option<Vec<MeetingId>>, StoreError> {
        let version = store.data_version()?;
        if self.version == Some(version) {
            return Ok(None);
        }
        // The end is asked for first: what is written in between is seen once more, not lost.
        let head = store.journal_head()?.seq;
        let changed = if head == self.seq { Vec::new() } else { store.changed_since(self.seq)? };
        self.version = Some(version);
        self.seq = head;
        Ok(Some(changed))
    }
}

/// Tells when a database or the log beside it is written to, moved or removed, as long as what comes back lives; nothing
/// where the operating system can't tell. The two files are watched and not their folder, in which others may be busy: a
/// file that comes in their place is watched when it has been opened.
pub fn watch(database: &Path, tell: impl Fn() + Send + 'static) -> Option<RecommendedWatcher> {
    // The log lies where the file itself does, whatever links lead there.
    let database = database.canonicalize().ok()?;
    let log = wal_of(&database);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = |event: notify::Event| {
            matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_) | EventKind::Remove(_))
        };
        if event.map_or(true, matters) {
            tell();
        }
    })
    .ok()?;
    for file in [&database, &log] {
        watcher.watch(file, RecursiveMode::NonRecursive).ok()?;
    }
    Some(watcher)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Change, Code, Command};
    use crate::domain::ids::Ids;
    use crate::domain::meeting::Meeting;
    use crate::domain::record::Head;
    use crate::runtime::practice::filled;
    use crate::store::Access;
    use std::sync::mpsc;

    fn two_programs() -> (tempfile::TempDir, Store, Store, Meeting) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ovning.db");
        let now = crate::app::Now {
            utc: "2026-11-23T08:20:00Z".parse().unwrap(),
            zone: chrono_tz::Europe::Stockholm,
        };
        let one = filled(&path, now).unwrap();
        let meeting = one.meeting(one.home(now.today()).unwrap().ongoing[0].id).unwrap();
        let two = Store::open(&path, &Access::Practice).unwrap();
        (folder, one, two, meeting)
    }

    fn retitle(meeting: &Meeting, title: &str) -> Command {
        let head = Head { title: title.to_owned(), ..meeting.head.clone() };
        Command {
            id: Ids::new(title.len() as u64).next(1),
            code: Code::EditHead,
            meeting: Some(meeting.id()),
            snapshot: None,
            changes: vec![Change::put(head)],
        }
    }

    #[test]
    fn anothers_work_is_seen_once_and_ones_own_never() {
        let (_folder, mut one, mut two, meeting) = two_programs();
        let mut follower = Follower::new(&two, true).unwrap();
        assert_eq!(follower.look(&two).unwrap(), None);
        let at = "2026-11-23T08:21:00Z".parse().unwrap();
        one.commit(&retitle(&meeting, "Ett"), at).unwrap();
        assert_eq!(follower.look(&two).unwrap(), Some(vec![meeting.id()]));
        assert_eq!(follower.look(&two).unwrap(), None);
        let fresh = two.meeting(meeting.id()).unwrap();
        two.commit(&retitle(&fresh, "Tvåan"), at).unwrap();
        assert_eq!(follower.look(&two).unwrap(), None);
        one.set_blank(meeting.id(), true).unwrap();
        assert_eq!(follower.look(&two).unwrap(), Some(Vec::new()), "a change outside the journal");
    }

    #[test]
    fn the_log_is_watched_and_the_look_is_quick_for_a_while() {
        let (_folder, mut one, two, meeting) = two_programs();
        let (tell, told) = mpsc::channel();
        let watcher = watch(two.path(), move || {
            let _ = tell.send(());
        })
        .expect("the operating system tells");
        let mut follower = Follower::new(&two, true).unwrap();
        assert_eq!(follower.patience(), SLOWLY);
        one.commit(&retitle(&meeting, "Ett"), "2026-11-23T08:21:00Z".parse().unwrap()).unwrap();
        told.recv_timeout(Duration::from_secs(5)).expect("the log was written to");
        follower.stir();
        assert!(follower.patience() <= SOON.0);
        drop(watcher);
    }

    #[test]
    fn what_happens_beside_the_database_is_not_told_and_a_moved_database_is() {
        let (folder, _one, two, _) = two_programs();
        let (tell, told) = mpsc::channel();
        let watcher = watch(two.path(), move || {
            let _ = tell.send(());
        })
        .expect("the operating system tells");
        for round in 0..100 {
            std::fs::write(folder.path().join("granne.txt"), "ord ".repeat(round)).unwrap();
        }
        std::fs::rename(two.path(), folder.path().join("undan.db")).unwrap();
        told.recv_timeout(Duration::from_secs(5)).expect("the database was moved");
        while told.recv_timeout(Duration::from_millis(50)).is_ok() {}
        std::fs::write(folder.path().join("granne.txt"), "till").unwrap();
        assert!(told.recv_timeout(Duration::from_millis(200)).is_err());
        drop(watcher);
    }
}
