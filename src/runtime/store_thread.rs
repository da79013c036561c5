//! The thread that has the database. It does what it is asked in the order in which it was asked, one thing at a time,
//! and tries nothing twice by itself: what to do with a failure is the program's business.

mod backup;
mod effects;
mod elsewhere;
mod following;
mod locking;
mod opening;
mod papers;
mod restoring;
mod setting;

use backup::{BackedUp, BackupWork};
use locking::LeftAs;
use papers::{PrintWish, PrintedCopies};
use restoring::{CopyOpened, Restore};
use setting::{SetPapers, Work};

use super::backup::Arrangement;
use super::events::Event;
use super::follow::Follower;
use super::inbox::Listener;
use super::letterhead::Letterhead;
use super::lying::Seen;
use super::memory;
use super::panics;
use super::practice;
use super::typesetter::Typesetter;
use super::way_out::Gone;
use crate::app::action::name_keys;
use crate::app::effect::{Problem, Secret};
use crate::app::{Effect, Now, Reply};
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::progress::Progress;
use crate::domain::session::Session;
use crate::store::{Report, Store, StoreError, Struck};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for what is on its way to the disk: longer than the store waits for another
/// program that keeps the database busy.
pub(super) const LAST_PATIENCE: Duration = Duration::from_secs(8);

/// How much of that a paper gets that is being set. What was written is worth more than a paper, and may wait behind it.
const LAST_PAPER: Duration = Duration::from_secs(3);

/// How long it waits for a printer.
const LAST_PRINT: Duration = Duration::from_secs(4);

/// How long the thread sleeps when there is no database to follow: until somebody asks.
const NOTHING_OPEN: Duration = Duration::from_hours(1);

/// How the database comes to be open.
#[derive(Debug)]
pub enum Opening {
    /// Somebody is asked first: the program sends `CreateDatabase` or `Unlock`.
    Ask,
    /// At once, without a key.
    Practice,
    /// At once, with a passphrase that came with the start.
    With(Secret),
    /// It is open already.
    Ready(Box<Store>),
}

/// What wakes the thread.
#[derive(Debug)]
enum Request {
    /// What became of copies that were sent to a printer.
    Printed(Box<PrintedCopies>),
    /// A paper is to be handed to a printer: may it, once that is logged?
    ToPrinter(Box<PrintWish>),
    /// A printer has answered.
    Answered(Box<Gone>, Now),
    /// Papers have been set, or have not.
    Set(Box<SetPapers>),
    /// A copy for safekeeping was taken, or wasn't.
    BackedUp(Box<BackedUp>),
    /// A copy that is to be put back was opened, or wasn't.
    CopyOpened(Box<CopyOpened>),
    /// Something is asked for.
    Do(Box<Effect>, Now),
    /// Everything was checked, or it came to no end.
    Checked(Box<Result<Report, StoreError>>, Now),
    /// The database's log was written to, by us or by another program.
    WalChanged,
    /// Nothing more will be asked for.
    End,
}

/// The thread, as the rest of the program sees it.
#[derive(Debug)]
pub struct StoreThread {
    requests: Option<Sender<Request>>,
    typesetter: Typesetter,
    thread: Option<JoinHandle<()>>,
}

impl StoreThread {
    /// Starts the thread; its answers go to `listener`. `seed` is where its own keys begin, `now` when it is.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        path: PathBuf,
        opening: Opening,
        (seed, now): (u64, Now),
        letterhead: Letterhead,
        backups: Arrangement,
        listener: Listener,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let changes = requests.clone();
        let typesetter = letterhead.typesetter().clone();
        let thread = thread::Builder::new().name("databas".to_owned()).spawn(move || {
            let farewell = Farewell(listener);
            let lasting = Lasting {
                path,
                letterhead,
                listener: farewell.0.clone(),
                ids: Ids::new(seed),
                changes,
                left: None,
                practice: None,
                backups,
            };
            StoreWorker::new(lasting).work(opening, now, &inbox);
        })?;
        Ok(Self { requests: Some(requests), typesetter, thread: Some(thread) })
    }

    /// Asks for something. After the thread has ended nothing happens: its end was told.
    pub fn ask(&self, effect: Effect, now: Now) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(Request::Do(Box::new(effect), now));
        }
    }

    /// Takes no more questions: the thread ends when all that was asked is done, and tells so.
    pub fn close(&mut self) {
        if let Some(requests) = self.requests.take() {
            self.typesetter.finish_by(Instant::now() + LAST_PAPER);
            let _ = requests.send(Request::End);
        }
    }
}

impl Drop for StoreThread {
    /// Whichever way the program ends, what was asked for gets its time to reach the disk.
    fn drop(&mut self) {
        self.close();
        let Some(thread) = self.thread.take() else { return };
        let started = Instant::now();
        while !thread.is_finished() && started.elapsed() < LAST_PATIENCE {
            thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Tells that the thread is done, also when it breaks down.
struct Farewell(Listener);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(Event::StoreEnded);
    }
}

/// What the thread keeps when the program is locked and the database closed: nothing that was read from it.
struct Lasting {
    path: PathBuf,
    letterhead: Letterhead,
    listener: Listener,
    ids: Ids,
    /// Where the log's watcher tells that it was written to.
    changes: Sender<Request>,
    /// As whom the database is opened again.
    left: Option<LeftAs>,
    /// Where made-up meetings to practise on lie.
    practice: Option<practice::Folder>,
    /// Where copies for safekeeping go.
    backups: Arrangement,
}

struct StoreWorker {
    path: PathBuf,
    letterhead: Letterhead,
    store: Option<Store>,
    listener: Listener,
    ids: Ids,
    /// As whom the database is opened again, while it is closed.
    left: Option<LeftAs>,
    /// It is closed now, and all that came from it is to be forgotten: what is told when it is.
    forgets: Option<Reply>,
    /// Meetings that were changed and aren't read back yet.
    reload: Vec<MeetingId>,
    /// Whether something that was struck still lies in the file.
    unclean: Unclean,
    /// How far the others' work has been seen; nothing before the database is open.
    follower: Option<Follower>,
    /// Tells when the log is written to.
    watcher: Option<notify::RecommendedWatcher>,
    /// Where it tells that.
    changes: Sender<Request>,
    /// The other programs, and the meetings whose wall is blank, as last told.
    others: (Vec<Session>, Vec<MeetingId>),
    /// When it was last looked whether the database's file still lies where it lay.
    looked: Instant,
    /// Whether it didn't then.
    missed: bool,
    /// Why it can't be put right, as told.
    away: Option<String>,
    /// How many times copies have been sent to a printer without an answer.
    printing: usize,
    /// How large the database's log was when it last changed, and when that was seen.
    log: (u64, Instant),
    /// Whether it is to be poured into the file as soon as nobody waits: a meeting was closed, or minutes were locked.
    pour_soon: bool,
    /// The check of everything, which is made beside the work once a day.
    check: Option<JoinHandle<()>>,
    /// Papers that are being set.
    work: Option<Work>,
    /// Where copies for safekeeping go.
    backups: Arrangement,
    /// The copy that is being taken.
    backup: Option<BackupWork>,
    /// The copy that is to be put back.
    restore: Option<Restore>,
    /// The papers that lie as files.
    lying: Seen,
    /// Where made-up meetings to practise on lie. Last, so that it goes away after the database in it is closed.
    practice: Option<practice::Folder>,
}

type Outcome = Result<(), StoreError>;

/// Whether something that was struck still lies in the file, between what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unclean {
    No,
    /// It is cleaned as soon as nothing else is asked for.
    Now,
    /// Another program was reading it: it is cleaned after the next change.
    Later,
}

const CLEAN_LATER: &str = "Texten är struken, men ett annat program läser databasen just nu. \
    Det sista spåret i filen försvinner när det andra programmet är avslutat.";

/// How often it is told how far the cleaning has come.
const TELL_EVERY: Duration = Duration::from_millis(200);

impl StoreWorker {
    /// With no database open.
    fn new(lasting: Lasting) -> Self {
        let Lasting { path, letterhead, listener, ids, changes, left, practice, backups } = lasting;
        Self {
            path,
            letterhead,
            store: None,
            listener,
            ids,
            left,
            forgets: None,
            reload: Vec::new(),
            unclean: Unclean::No,
            follower: None,
            watcher: None,
            changes,
            others: (Vec::new(), Vec::new()),
            looked: Instant::now(),
            missed: false,
            away: None,
            practice,
            printing: 0,
            log: (0, Instant::now()),
            pour_soon: false,
            check: None,
            work: None,
            backups,
            backup: None,
            restore: None,
            lying: Seen::default(),
        }
    }

    /// The same after the lock has closed the database: what isn't named in [`Lasting`] is dropped.
    fn anew(self) -> Self {
        let Self { path, letterhead, listener, ids, changes, left, practice, backups, .. } = self;
        Self::new(Lasting { path, letterhead, listener, ids, changes, left, practice, backups })
    }

    fn work(mut self, opening: Opening, now: Now, inbox: &Receiver<Request>) {
        self.open(opening, now);
        loop {
            if let Some(told) = self.forgets.take() {
                self = self.anew();
                memory::wipe_stack();
                self.answer(told);
            }
            let waiting = match inbox.try_recv() {
                Ok(request) => Some(request),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => break,
            };
            // A meeting is read back once, after the last of several changes that are waiting.
            let changes =
                |request: &Request| matches!(request, Request::Do(effect, _) if effect.act().is_some());
            if !waiting.as_ref().is_some_and(changes) {
                self.read_back();
            }
            if waiting.is_none() && self.unclean == Unclean::Now {
                self.clean();
            }
            if waiting.is_none() {
                self.pour();
            }
            let next = match waiting {
                Some(request) => Ok(request),
                None => inbox.recv_timeout(self.follower.as_ref().map_or(NOTHING_OPEN, Follower::patience)),
            };
            match next {
                Ok(Request::Do(effect, now)) => self.perform(*effect, now),
                Ok(Request::Printed(done)) => self.printed(*done),
                Ok(Request::ToPrinter(wish)) => self.may_print(*wish),
                Ok(Request::Answered(gone, now)) => self.print_answered(*gone, now),
                Ok(Request::Set(set)) => self.papers_set(*set),
                Ok(Request::Checked(outcome, now)) => self.checked(&outcome, now),
                Ok(Request::BackedUp(done)) => self.backed_up(*done),
                Ok(Request::CopyOpened(done)) => self.copy_opened(*done),
                Ok(Request::WalChanged) => {
                    if let Some(follower) = &mut self.follower {
                        follower.stir();
                    }
                }
                Ok(Request::End) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.look_after_file();
            self.follow();
        }
        self.leave_backup();
        self.leave_copy();
        // What a printer has taken stands in the log, also when the program ends meanwhile.
        let until = Instant::now() + LAST_PRINT;
        while self.printing > 0
            && let Ok(request) = inbox.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            match request {
                Request::Printed(done) => self.printed(*done),
                Request::Answered(gone, now) => self.print_answered(*gone, now),
                // Nothing more is handed over: whoever asks gets no answer.
                _ => {}
            }
        }
        if self.unclean != Unclean::No {
            self.clean();
        }
        // A file that was removed since the last act would take with it all that was said to be saved.
        if let Some(store) = &mut self.store {
            let _ = store.check_file();
            let own = store.session().to_owned();
            // A row that stays is known to be nobody's by its program's number.
            let _ = store.forget_session(&own);
        }
    }

    fn answer(&self, reply: Reply) {
        // Nobody listens any more when the program is ending; what was asked is done all the same.
        let _ = self.listener.send(Event::Reply(reply));
    }

    fn changed(&mut self, meeting: MeetingId) {
        if !self.reload.contains(&meeting) {
            self.reload.push(meeting);
        }
    }

    /// Reads back the meetings that were changed.
    fn read_back(&mut self) {
        if self.reload.is_empty() {
            return;
        }
        if self.unclean == Unclean::Later {
            self.unclean = Unclean::Now;
        }
        let changed = std::mem::take(&mut self.reload);
        let Some(store) = &mut self.store else { return };
        if store.check_content().is_err() {
            // What is on screen is worth more than what lies there now.
            self.reload = changed;
            return;
        }
        for id in changed {
            let Some(store) = &mut self.store else { return };
            let meeting = store.meeting(id);
            if store.check_content().is_err() {
                self.reload.push(id);
                continue;
            }
            match meeting {
                Ok(meeting) => {
                    let meeting = Box::new(meeting);
                    self.answer(Reply::Meeting(meeting));
                }
                // A meeting whose making was refused isn't there to be read.
                Err(StoreError::NoSuchMeeting) => {}
                Err(error) => self.answer(Reply::Trouble(problem(&error))),
            }
        }
    }

    /// Cleans the file of what was struck, and tells how far it has come where that takes a while.
    fn clean(&mut self) {
        let Some(mut store) = self.store.take() else { return };
        let (mut told, mut said) = (Instant::now(), false);
        let mut follow = |progress: Progress| {
            if told.elapsed() >= TELL_EVERY {
                (told, said) = (Instant::now(), true);
                self.answer(Reply::Works(Some(progress)));
            }
            Ok(())
        };
        let cleaned = panics::catch_panic(|| store.clean(&mut follow));
        self.store = Some(store);
        if said {
            self.answer(Reply::Works(None));
        }
        let before = self.unclean;
        self.unclean = match cleaned {
            Ok(Ok(Struck::Everywhere)) => Unclean::No,
            _ => Unclean::Later,
        };
        match cleaned {
            Ok(Err(error)) if before == Unclean::Now => self.answer(Reply::Trouble(problem(&error))),
            Ok(Ok(Struck::CleanLater)) if before == Unclean::Now => {
                self.answer(Reply::Trouble(Problem { text: CLEAN_LATER.to_owned(), passing: true }));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;

/// What the user is told, and whether trying again later may succeed.
fn problem(error: &StoreError) -> Problem {
    let passing = matches!(
        error,
        StoreError::DiskFull
            | StoreError::Busy
            | StoreError::ReadOnly(_)
            | StoreError::Io { .. }
            | StoreError::Moved(_)
            | StoreError::Replaced(_)
            | StoreError::Overwritten(_)
            | StoreError::Short { .. }
            | StoreError::NewerMeanwhile { .. }
    );
    Problem { text: name_keys(error.to_string()), passing }
}

/// Something else went wrong, in words.
fn trouble(text: &str) -> Reply {
    Reply::Trouble(Problem { text: text.to_owned(), passing: false })
}
