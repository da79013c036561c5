//! The thread that has the database. It does what it is asked in the order in which it was asked, one thing at a time,
//! and tries nothing twice by itself: what to do with a failure is the program's business.

use super::events::Happening;
use super::minutes_files;
use crate::app::effect::{DRAFT_LINE, Problem, Secret};
use crate::app::{Effect, Now, Reply};
use crate::domain::command::{RecordKey, Table};
use crate::domain::ids::{CommandId, EntryId, Ids, MeetingId};
use crate::store::{Access, Passphrase, RecoveryKey, Store, StoreError, Struck};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for what is on its way to the disk.
const LAST_PATIENCE: Duration = Duration::from_secs(5);

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

/// The thread, as the rest of the program sees it.
#[derive(Debug)]
pub struct StoreThread {
    requests: Option<Sender<(Effect, Now)>>,
    thread: Option<JoinHandle<()>>,
}

impl StoreThread {
    /// Starts the thread; its answers go to `listener`. `seed` is where its own keys begin.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        path: PathBuf,
        opening: Opening,
        seed: u64,
        listener: Sender<Happening>,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let thread = thread::Builder::new().name("databas".to_owned()).spawn(move || {
            let farewell = Farewell(listener);
            let keeper = Keeper {
                path,
                store: None,
                listener: farewell.0.clone(),
                ids: Ids::new(seed),
                reload: Vec::new(),
                unclean: false,
            };
            keeper.work(opening, &inbox);
        })?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
    }

    /// Asks for something. After the thread has ended nothing happens: its end was told.
    pub fn ask(&self, effect: Effect, now: Now) {
        if let Some(requests) = &self.requests {
            let _ = requests.send((effect, now));
        }
    }

    /// Takes no more questions: the thread ends when all that was asked is done, and tells so.
    pub fn close(&mut self) {
        self.requests = None;
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
struct Farewell(Sender<Happening>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(Happening::StoreEnded);
    }
}

struct Keeper {
    path: PathBuf,
    store: Option<Store>,
    listener: Sender<Happening>,
    ids: Ids,
    /// Meetings that were changed and aren't read back yet.
    reload: Vec<MeetingId>,
    /// Whether something that was struck still lies in the file because another program was reading it.
    unclean: bool,
}

type Outcome = Result<(), StoreError>;

impl Keeper {
    fn work(mut self, opening: Opening, inbox: &Receiver<(Effect, Now)>) {
        self.open(opening);
        loop {
            let next = match inbox.try_recv() {
                Ok(next) => next,
                Err(_) => {
                    self.read_back();
                    match inbox.recv() {
                        Ok(next) => next,
                        Err(_) => break,
                    }
                }
            };
            // A meeting is read back once after the last of several changes.
            if !changes_meeting(&next.0) {
                self.read_back();
            }
            self.perform(next.0, next.1);
        }
        self.clean();
    }

    fn answer(&self, reply: Reply) {
        // Nobody listens any more when the program is ending; what was asked is done all the same.
        let _ = self.listener.send(Happening::Reply(reply));
    }

    fn open(&mut self, opening: Opening) {
        let opened = match opening {
            Opening::Ask => return,
            Opening::Ready(store) => Ok((*store, None)),
            Opening::Practice => Store::open(&self.path, &Access::Practice).map(|store| (store, None)),
            Opening::With(secret) => Store::open(&self.path, &access(&secret)).map(|store| (store, None)),
        };
        self.opened(opened);
    }

    fn opened(&mut self, opened: Result<(Store, Option<RecoveryKey>), StoreError>) {
        let reply = match opened {
            Ok((store, recovery)) => {
                let practice = store.is_practice();
                self.store = Some(store);
                Reply::Opened { recovery_key: recovery.map(|key| key.to_string()), practice }
            }
            Err(error) => Reply::NotOpened(problem(&error)),
        };
        self.answer(reply);
    }

    fn perform(&mut self, effect: Effect, now: Now) {
        match effect {
            Effect::CreateDatabase(secret) => {
                let made = Store::create(&self.path, &Passphrase::new(secret.expose()));
                return self.opened(made.map(|(store, key)| (store, Some(key))));
            }
            Effect::Unlock(secret) => {
                let opened = Store::open(&self.path, &access(&secret));
                return self.opened(opened.map(|store| (store, None)));
            }
            _ => {}
        }
        let Some(mut store) = self.store.take() else {
            let why = Problem { text: NOT_OPEN.to_owned(), passing: false };
            return self.answer(failure(&effect, why));
        };
        let done = self.with(&mut store, &effect, now);
        self.store = Some(store);
        if let Err(error) = done {
            if matches!(error, StoreError::Stale(_) | StoreError::ChangedSince) {
                self.changed(meeting_of(&effect));
            }
            self.answer(failure(&effect, problem(&error)));
        }
    }

    /// Carries out one effect and answers it, unless it fails.
    fn with(&mut self, store: &mut Store, effect: &Effect, now: Now) -> Outcome {
        let at = now.utc;
        match effect {
            Effect::Commit(command) => {
                store.commit(command, at)?;
                self.answer(Reply::Committed { id: command.id, at });
                self.changed(command.meeting);
            }
            Effect::Undo { meeting, id } | Effect::Redo { meeting, id } => {
                let again = matches!(effect, Effect::Redo { .. });
                let code = if again { store.redo(*meeting, *id, at) } else { store.undo(*meeting, *id, at) }?;
                self.answer(Reply::Undone { id: *id, at, code, again });
                self.changed(Some(*meeting));
            }
            Effect::Strike { meeting, entry, id } => {
                self.strike(store, *meeting, *entry, *id, now)?;
                self.changed(Some(*meeting));
            }
            Effect::LoadHome(today) => {
                let home = store.home(*today)?;
                self.answer(Reply::Home(Box::new(home)));
            }
            Effect::OpenMeeting(id) => {
                let act = self.ids.next(now.unix_ms());
                let meeting = store.open_meeting(*id, act, at)?;
                let draft = adopt_draft(store, *id, now)?;
                self.answer(Reply::Meeting { meeting: Box::new(meeting), draft, opened: true });
            }
            Effect::ReloadMeeting(id) => {
                let meeting = Box::new(store.meeting(*id)?);
                self.answer(Reply::Meeting { meeting, draft: None, opened: false });
            }
            Effect::LoadKnown(form) => {
                let known = store.known(form)?;
                self.answer(Reply::Known(Box::new(known)));
            }
            Effect::SaveDraft { meeting, field, text } => {
                let session = store.session().to_owned();
                store.save_draft(&session, field, Some(*meeting), text, at)?;
                self.answer(Reply::DraftSaved);
            }
            Effect::ActAs(person) => store.act_as(Some(*person)),
            Effect::WriteMinutes { meeting } => {
                let handle = minutes_files::handle(store, meeting);
                let written =
                    minutes_files::write(&self.path, meeting, &handle, store.is_practice(), now.local());
                self.answer(match written {
                    Ok((files, preview)) => Reply::MinutesWritten { files, preview },
                    Err(error) => Reply::Trouble(Problem { text: error.to_string(), passing: true }),
                });
            }
            // The database is made and opened by `perform`; leaving is the event loop's.
            Effect::CreateDatabase(_) | Effect::Unlock(_) | Effect::Quit => {}
        }
        Ok(())
    }

    fn strike(
        &mut self,
        store: &mut Store,
        meeting: MeetingId,
        entry: EntryId,
        id: CommandId,
        now: Now,
    ) -> Outcome {
        let row = RecordKey { table: Table::Entry, id: entry.0 };
        let struck = store.strike(meeting, row, id, now.utc)?;
        self.answer(Reply::Struck { id, at: now.utc });
        if struck == Struck::CleanLater {
            self.unclean = true;
            self.answer(Reply::Trouble(Problem { text: CLEAN_LATER.to_owned(), passing: true }));
        }
        Ok(())
    }

    fn changed(&mut self, meeting: Option<MeetingId>) {
        if let Some(id) = meeting
            && !self.reload.contains(&id)
        {
            self.reload.push(id);
        }
    }

    /// Reads back the meetings that were changed.
    fn read_back(&mut self) {
        if self.reload.is_empty() {
            return;
        }
        self.clean();
        let changed = std::mem::take(&mut self.reload);
        let Some(store) = &self.store else { return };
        for id in changed {
            match store.meeting(id) {
                Ok(meeting) => {
                    let meeting = Box::new(meeting);
                    self.answer(Reply::Meeting { meeting, draft: None, opened: false });
                }
                // A meeting whose making was refused isn't there to be read.
                Err(StoreError::NoSuchMeeting) => {}
                Err(error) => self.answer(Reply::Trouble(problem(&error))),
            }
        }
    }

    /// Cleans the file of what was struck, if that couldn't be done at once.
    fn clean(&mut self) {
        if self.unclean
            && let Some(store) = &mut self.store
        {
            self.unclean = !matches!(store.clean(), Ok(Struck::Everywhere));
        }
    }
}

const NOT_OPEN: &str = "Databasen är inte öppen. Avsluta programmet, starta det igen och skriv lösenfrasen.";
const CLEAN_LATER: &str = "Texten är struken, men ett annat program läser databasen just nu. \
    Det sista spåret i filen försvinner när det andra programmet är avslutat.";

/// What was typed opens the database either as the passphrase or as the key from the safe, which can be told by its
/// check characters.
fn access(secret: &Secret) -> Access {
    match RecoveryKey::parse(secret.expose()) {
        Ok(key) => Access::Recovery(key),
        Err(_) => Access::Passphrase(Passphrase::new(secret.expose())),
    }
}

/// The line that was being typed in this meeting when a program last ended. It becomes this session's own: its new row
/// is on disk before the old one goes.
fn adopt_draft(store: &mut Store, meeting: MeetingId, now: Now) -> Result<Option<String>, StoreError> {
    let mut drafts = store.drafts(meeting)?;
    drafts.retain(|draft| draft.field == DRAFT_LINE);
    let Some(latest) = drafts.first() else { return Ok(None) };
    let (session, text) = (store.session().to_owned(), latest.text.clone());
    store.save_draft(&session, DRAFT_LINE, Some(meeting), &text, now.utc)?;
    if latest.session != session {
        store.clear_draft(&latest.session, DRAFT_LINE)?;
    }
    Ok(Some(text))
}

fn changes_meeting(effect: &Effect) -> bool {
    matches!(effect, Effect::Commit(_) | Effect::Undo { .. } | Effect::Redo { .. } | Effect::Strike { .. })
}

fn meeting_of(effect: &Effect) -> Option<MeetingId> {
    match effect {
        Effect::Commit(command) => command.meeting,
        Effect::Undo { meeting, .. } | Effect::Redo { meeting, .. } | Effect::Strike { meeting, .. } => {
            Some(*meeting)
        }
        _ => None,
    }
}

/// The answer to an effect that failed.
fn failure(effect: &Effect, why: Problem) -> Reply {
    match effect {
        Effect::Commit(command) => Reply::Failed { id: command.id, why },
        Effect::Undo { id, .. } | Effect::Redo { id, .. } | Effect::Strike { id, .. } => {
            Reply::Failed { id: *id, why }
        }
        _ => Reply::Trouble(why),
    }
}

/// What the user is told, and whether trying again later may succeed.
fn problem(error: &StoreError) -> Problem {
    let passing = matches!(
        error,
        StoreError::DiskFull | StoreError::Busy | StoreError::ReadOnly(_) | StoreError::Io { .. }
    );
    Problem { text: error.to_string(), passing }
}
