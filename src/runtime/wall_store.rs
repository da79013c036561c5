//! The thread that reads the database for the wall: it finds the meeting to show, follows it, and comes back by itself when
//! the database has been away.

use super::access::{access_of, hold_back};
use super::clock::Clock;
use super::events::{Event, Seen, WallChoice};
use super::follow::{self, Follower};
use super::inbox::Listener;
use crate::app::Now;
use crate::app::effect::Secret;
use crate::app::wall::Wall;
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::overview::MeetingRow;
use crate::domain::record::MeetingStatus;
use crate::domain::session::{SAYS_EVERY, Session, SessionKind, SessionPresence, wall_name};
use crate::store::{AsLeft, MeetingFilter, Store, StoreError};
use chrono::{DateTime, Utc};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often the database is looked for while it is away, and looked after while it is there.
const LOOK_FOR: Duration = Duration::from_millis(500);

/// What is to be followed.
#[derive(Debug)]
pub struct Wanted {
    /// The database.
    pub database: PathBuf,
    /// What opens it; nothing opens practice.
    pub secret: Option<Secret>,
    /// This meeting; otherwise whichever is under way.
    pub meeting: Option<MeetingId>,
}

/// What wakes the thread.
#[derive(Debug)]
enum Request {
    WalChanged,
    Blank(bool),
    Choices,
    Choose(Option<MeetingId>),
    End,
}

/// The thread, as the wall sees it.
#[derive(Debug)]
pub struct WallStore {
    requests: Sender<Request>,
    thread: Option<JoinHandle<()>>,
}

impl WallStore {
    /// Starts the thread on a database that is open; what it sees goes to `listener`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        wanted: Wanted,
        store: Store,
        clock: Clock,
        seed: u64,
        listener: Listener,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let changes = requests.clone();
        let thread = thread::Builder::new().name("databas".to_owned()).spawn(move || {
            let reader = Reader {
                practice: store.is_practice(),
                wanted,
                clock,
                ids: Ids::new(seed),
                listener,
                changes,
                store: None,
                follower: None,
                watcher: None,
                opened: None,
                current: None,
                said: None,
                sessions: Vec::new(),
                name: String::new(),
                blank: false,
                looked: Instant::now(),
                missed: false,
                away: false,
                choices: Vec::new(),
                chosen: None,
                was: None,
            };
            reader.work(store, &inbox);
        })?;
        Ok(Self { requests, thread: Some(thread) })
    }

    /// Blanks the wall, or lights it again, for everybody.
    pub fn blank(&self, blank: bool) {
        // A thread that is gone can't; the wall itself is blank all the same.
        let _ = self.requests.send(Request::Blank(blank));
    }
}

impl WallStore {
    /// Asks which meetings can be shown.
    pub fn ask_choices(&self) {
        let _ = self.requests.send(Request::Choices);
    }

    /// Shows a meeting from now on, or goes on with the one that is shown.
    pub fn choose(&self, meeting: Option<MeetingId>) {
        let _ = self.requests.send(Request::Choose(meeting));
    }
}

impl Drop for WallStore {
    fn drop(&mut self) {
        let _ = self.requests.send(Request::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Reader {
    practice: bool,
    wanted: Wanted,
    clock: Clock,
    ids: Ids,
    listener: Listener,
    changes: Sender<Request>,
    store: Option<Store>,
    /// Which database it was: no other is shown here.
    was: Option<AsLeft>,
    follower: Option<Follower>,
    watcher: Option<notify::RecommendedWatcher>,
    /// The meeting that stands in the journal as opened by this wall.
    opened: Option<MeetingId>,
    current: Option<Box<Meeting>>,
    /// What the others were last told, and when.
    said: Option<(Option<MeetingId>, DateTime<Utc>)>,
    sessions: Vec<Session>,
    /// What this wall is called among those that are on; empty until the others have been seen.
    name: String,
    blank: bool,
    looked: Instant,
    /// Whether the file wasn't where it lay when it was last looked.
    missed: bool,
    /// Whether the wall is calm because the file is open but can't be put back where it lay.
    away: bool,
    /// The meetings to choose from, while somebody at the wall does.
    choices: Vec<WallChoice>,
    /// The meeting that was chosen at the wall, until it is shown.
    chosen: Option<MeetingId>,
}

impl Reader {
    fn work(mut self, store: Store, inbox: &Receiver<Request>) {
        self.have(store);
        loop {
            let patience = self.follower.as_ref().map_or(LOOK_FOR, Follower::patience);
            match inbox.recv_timeout(patience) {
                Ok(Request::WalChanged) => {
                    if let Some(follower) = &mut self.follower {
                        follower.stir();
                    }
                }
                Ok(Request::Blank(blank)) => self.set_blank(blank),
                Ok(Request::Choices) => self.list_choices(),
                Ok(Request::Choose(meeting)) => {
                    self.choices.clear();
                    self.chosen = meeting;
                    self.see(true);
                }
                Ok(Request::End) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.looked.elapsed() >= LOOK_FOR {
                self.looked = Instant::now();
                self.look_after();
            }
            self.follow();
        }
        if let Some(store) = &mut self.store {
            let own = store.session().to_owned();
            // A row that stays is known to be nobody's by its program's number.
            let _ = store.forget_session(&own);
        }
    }

    /// The database is open.
    fn have(&mut self, mut store: Store) {
        hold_back(&mut store);
        self.was = store.as_left().ok();
        if let Some(was) = &mut self.was {
            // Nobody is here who could say that a new key is right, and nothing is written from here.
            was.know_new_key();
        }
        let changes = self.changes.clone();
        self.watcher = follow::watch(&self.wanted.database, move || drop(changes.send(Request::WalChanged)));
        self.follower = Follower::new(&store, self.watcher.is_some()).ok();
        self.store = Some(store);
        self.said = None;
        self.opened = None;
        self.see(true);
    }

    /// The database can't be read: the wall goes calm until it can.
    fn lose(&mut self) {
        if self.store.take().is_some() {
            self.follower = None;
            self.watcher = None;
            self.away = false;
            self.missed = false;
            self.tell(true);
        }
    }

    /// Once a second: is the file still the one that was opened, and who is still there?
    fn look_after(&mut self) {
        if !self.put_right() {
            return;
        }
        if self.store.is_none() {
            let access = access_of(self.wanted.secret.as_ref());
            let opened = match &self.was {
                Some(was) => Store::open_again(&self.wanted.database, &access, was),
                None => Store::open(&self.wanted.database, &access),
            };
            match opened {
                Ok(store) => self.have(store),
                Err(_) => return,
            }
        }
        self.say_here();
        let gone = self.sessions.iter().any(|session| !follow::is_running(session.pid));
        // A meeting that is planned for today may be chosen without anybody having written.
        if gone || self.current.is_none() {
            self.see(false);
        }
    }

    /// Sees that the file is still the one that was opened; says whether to go on. A file that was removed is put back by
    /// whichever program comes first, this one too: it may be the last that has it open.
    fn put_right(&mut self) -> bool {
        let Some(store) = &mut self.store else { return true };
        if store.is_in_place() {
            self.missed = false;
            if std::mem::take(&mut self.away) {
                self.renew();
            }
            return true;
        }
        // Whoever removes the file may be on the way to its side files: what is put back at once would go with them.
        if !std::mem::replace(&mut self.missed, true) {
            return false;
        }
        match store.check_file() {
            Ok(()) => {
                self.away = false;
                self.missed = false;
                drop(store.take_news());
                self.renew();
                true
            }
            // A copy of it that has come in its place is as good to show; another database isn't.
            Err(StoreError::Replaced(_) | StoreError::Overwritten(_)) => {
                self.lose();
                true
            }
            Err(_) => {
                if !std::mem::replace(&mut self.away, true) {
                    self.tell(true);
                }
                false
            }
        }
    }

    /// The file was opened anew, or is back: all is read again.
    fn renew(&mut self) {
        let changes = self.changes.clone();
        self.watcher = follow::watch(&self.wanted.database, move || drop(changes.send(Request::WalChanged)));
        if let Some(follower) = &mut self.follower {
            follower.renew(self.watcher.is_some());
        }
        self.see(true);
    }

    fn follow(&mut self) {
        if self.away {
            return;
        }
        let (Some(store), Some(follower)) = (&self.store, &mut self.follower) else { return };
        match follower.look(store) {
            Ok(None) => {}
            Ok(Some(changed)) => {
                let current = self.current.as_ref().map(|meeting| meeting.id());
                self.see(current.is_none_or(|id| changed.contains(&id)));
            }
            Err(_) => self.lose(),
        }
    }

    /// Finds the meeting to show and tells what is seen; reads it anew if it has `changed`, or is another than before.
    fn see(&mut self, changed: bool) {
        let now = self.clock.now();
        if self.try_to_see(changed, now).is_err() {
            return self.lose();
        }
        self.say_here();
        self.tell(false);
    }

    fn try_to_see(&mut self, changed: bool, now: Now) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let own = store.session().to_owned();
        self.sessions = store.sessions()?;
        let before = self.current.as_ref().map(|meeting| meeting.id());
        // A meeting that somebody wishes to be shown stands in this wall's own row.
        let said = self.said.and_then(|(said, _)| said);
        let own_row = self.sessions.iter().find(|session| session.key == own);
        let wished = own_row.and_then(|row| row.here.meeting).filter(|wished| Some(*wished) != said);
        let wished = self.chosen.take().or(wished);
        self.sessions.retain(|session| session.key != own && follow::is_running(session.pid));
        let name = wall_name(&own, &self.name, &self.sessions);
        if name != self.name {
            self.name = name;
            self.said = None;
        }
        // The one that was named at the start is the first, and stays until somebody takes another.
        let kept = before.or(self.wanted.meeting);
        let chosen = match wished.filter(|id| store.meeting(*id).is_ok()) {
            Some(id) => Some(id),
            None => match kept {
                Some(id) if self.wanted.meeting == Some(id) => Some(id),
                kept => choose(store, &self.sessions, kept, now)?,
            },
        };
        if changed || chosen != before {
            self.current = match chosen.map(|id| store.meeting(id)) {
                Some(Ok(meeting)) => Some(Box::new(meeting)),
                // It was taken away for good.
                Some(Err(StoreError::NoSuchMeeting)) if before.is_some() => None,
                Some(Err(error)) => return Err(error),
                None => None,
            };
        }
        if wished.is_some() && wished == chosen {
            // Whoever wished it reads that it is so.
            self.said = None;
        }
        self.blank = match chosen {
            Some(id) => store.blank()?.contains(&id),
            None => false,
        };
        // What is shown of a meeting that is under way is an opening of it, and stands in the journal as such.
        if let Some(meeting) = &self.current
            && meeting.head.status == MeetingStatus::Pagar
            && self.opened != chosen
        {
            let command = self.ids.next(now.unix_ms());
            store.open_meeting(meeting.id(), command, now.utc)?;
            self.opened = chosen;
        }
        Ok(())
    }

    /// Says that the wall is there, and which meeting it shows.
    fn say_here(&mut self) {
        let now = self.clock.now().utc;
        let meeting = self.current.as_ref().map(|meeting| meeting.id());
        if self.said.is_some_and(|(said, at)| said == meeting && (now - at).abs() < SAYS_EVERY) {
            return;
        }
        let Some(store) = &mut self.store else { return };
        self.said = Some((meeting, now));
        let here =
            SessionPresence { name: self.name.clone(), ..SessionPresence::of(SessionKind::Wall, meeting) };
        // That it can't be told stops nothing.
        let _ = store.say_here(&here, std::process::id(), now);
    }

    /// Tells which meetings can be shown: those under way, and those of today that haven't begun.
    fn list_choices(&mut self) {
        let clock = self.clock.now();
        let Some(store) = &self.store else { return };
        let of = |status| {
            store.meetings(&MeetingFilter {
                status: Some(status),
                limit: Some(50),
                ..MeetingFilter::default()
            })
        };
        let mut rows = of(MeetingStatus::Pagar).unwrap_or_default();
        let planned = of(MeetingStatus::Planerat).unwrap_or_default();
        rows.extend(planned.into_iter().filter(|row| row.planned.date() == clock.today()));
        // A digit takes one.
        rows.truncate(9);
        self.choices = rows
            .into_iter()
            .filter_map(|row| store.meeting(row.id).ok())
            .map(|meeting| {
                let shown = self.current.as_ref().is_some_and(|current| current.id() == meeting.id());
                let now = if shown { " (visas nu)" } else { "" };
                WallChoice {
                    meeting: meeting.id(),
                    called: format!("{}{now}", Wall::called(&meeting, clock)),
                }
            })
            .collect();
        self.tell(false);
    }

    fn set_blank(&mut self, blank: bool) {
        let Some(id) = self.current.as_ref().map(|meeting| meeting.id()) else { return };
        if let Some(store) = &mut self.store
            && store.set_blank(id, blank).is_ok()
        {
            self.blank = blank;
            self.tell(false);
        }
    }

    fn tell(&self, away: bool) {
        let seen = Seen {
            practice: self.practice,
            meeting: self.current.clone(),
            sessions: self.sessions.clone(),
            name: self.name.clone(),
            blank: self.blank,
            away,
            choices: self.choices.clone(),
        };
        // Nobody listens any more when the wall is ending.
        let _ = self.listener.send(Event::Wall(Box::new(seen)));
    }
}

/// Which meeting the wall shows when nobody has said: the one that it shows already, whatever the others do. One that
/// hasn't shown any takes the meeting that somebody has in front of them, if that is a single one, or else the one that is
/// under way or planned for today.
fn choose(
    store: &Store,
    sessions: &[Session],
    before: Option<MeetingId>,
    now: Now,
) -> Result<Option<MeetingId>, StoreError> {
    let of = |status, limit| {
        store.meetings(&MeetingFilter { status: Some(status), limit, ..MeetingFilter::default() })
    };
    // A meeting that hasn't begun has shown nothing yet but that it is waited for.
    let waiting = match before.map(|id| store.meeting(id)) {
        None | Some(Err(StoreError::NoSuchMeeting)) => None,
        Some(Ok(meeting)) if meeting.head.status == MeetingStatus::Planerat => before,
        Some(Ok(_)) => return Ok(before),
        Some(Err(error)) => return Err(error),
    };
    let mut ongoing: Vec<MeetingRow> = of(MeetingStatus::Pagar, Some(20))?;
    ongoing.retain(|row| !row.cancelled);
    let attended =
        |id: MeetingId| sessions.iter().any(|session| session.is_in(id) && session.is_fresh(now.utc));
    let in_front: Vec<MeetingId> = ongoing.iter().map(|row| row.id).filter(|id| attended(*id)).collect();
    match in_front.as_slice() {
        [only] => return Ok(Some(*only)),
        [] => {}
        // Nobody but who is in the room knows which.
        _ => return Ok(waiting),
    }
    if waiting.is_some() {
        return Ok(waiting);
    }
    let today = |row: &MeetingRow| row.when().date() == now.today();
    let todays: Vec<MeetingId> = ongoing.iter().filter(|row| today(row)).map(|row| row.id).collect();
    match todays.as_slice() {
        [only] => return Ok(Some(*only)),
        [] => {}
        _ => return Ok(None),
    }
    let mut planned = of(MeetingStatus::Planerat, None)?;
    planned.retain(|row| row.is_ahead() && today(row));
    Ok(planned.last().map(|row| row.id))
}
