//! The thread that has the database. It does what it is asked in the order in which it was asked, one thing at a time,
//! and tries nothing twice by itself: what to do with a failure is the program's business.

use super::copies::{self, Format};
use super::events::Event;
use super::follow::{self, Follower};
use super::invitations::{self, InvitationError};
use super::letterhead::Letterhead;
use super::minutes_files::{WriteError, Written};
use super::outgoing::{list_printers, send_off};
use super::practice;
use super::{disk, minutes_files, panics};
use crate::app::effect::{CopyTo, DRAFT_FORM, DRAFT_LINE, LineDraft, Problem, Secret};
use crate::app::{Effect, Now, Reply};
use crate::domain::command::{RecordKey, Table};
use crate::domain::ids::{CommandId, EntryId, Ids, MeetingId};
use crate::domain::record::CopyWay;
use crate::domain::session::{Editing, Session};
use crate::minutes::{Document, plain};
use crate::store::{Access, Passphrase, RecoveryKey, Store, StoreError, StoredDraft, Struck};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for what is on its way to the disk: longer than the store waits for another
/// program that keeps the database busy.
pub(super) const LAST_PATIENCE: Duration = Duration::from_secs(8);

/// How many consents home lists.
const HOME_CONSENTS: usize = 500;

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
    /// Something is asked for.
    Do(Box<Effect>, Now),
    /// The database's log was written to, by us or by another program.
    WalChanged,
    /// Nothing more will be asked for.
    End,
}

/// The thread, as the rest of the program sees it.
#[derive(Debug)]
pub struct StoreThread {
    requests: Option<Sender<Request>>,
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
        letterhead: Letterhead,
        listener: Sender<Event>,
    ) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let changes = requests.clone();
        let thread = thread::Builder::new().name("databas".to_owned()).spawn(move || {
            let farewell = Farewell(listener);
            let worker = StoreWorker {
                path,
                letterhead,
                store: None,
                listener: farewell.0.clone(),
                ids: Ids::new(seed),
                reload: Vec::new(),
                unclean: false,
                follower: None,
                watcher: None,
                changes,
                others: (Vec::new(), Vec::new()),
                looked: Instant::now(),
                missed: false,
                away: None,
                practice: None,
            };
            worker.work(opening, &inbox);
        })?;
        Ok(Self { requests: Some(requests), thread: Some(thread) })
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
struct Farewell(Sender<Event>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(Event::StoreEnded);
    }
}

struct StoreWorker {
    path: PathBuf,
    letterhead: Letterhead,
    store: Option<Store>,
    listener: Sender<Event>,
    ids: Ids,
    /// Meetings that were changed and aren't read back yet.
    reload: Vec<MeetingId>,
    /// Whether something that was struck still lies in the file because another program was reading it.
    unclean: bool,
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
    /// Where made-up meetings to practise on lie. Last, so that it goes away after the database in it is closed.
    practice: Option<practice::Folder>,
}

type Outcome = Result<(), StoreError>;

impl StoreWorker {
    fn work(mut self, opening: Opening, inbox: &Receiver<Request>) {
        self.open(opening);
        loop {
            let waiting = match inbox.try_recv() {
                Ok(request) => Some(request),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => break,
            };
            // A meeting is read back once, after the last of several changes that are waiting.
            let changes =
                |request: &Request| matches!(request, Request::Do(effect, _) if changes_meeting(effect));
            if !waiting.as_ref().is_some_and(changes) {
                self.read_back();
            }
            let next = match waiting {
                Some(request) => Ok(request),
                None => inbox.recv_timeout(self.follower.as_ref().map_or(NOTHING_OPEN, Follower::patience)),
            };
            match next {
                Ok(Request::Do(effect, now)) => self.perform(*effect, now),
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
        self.clean();
        // A file that was removed since the last act would take with it all that was said to be saved.
        if let Some(store) = &mut self.store {
            let _ = store.check_file();
            let own = store.session().to_owned();
            // A row that stays is known to be nobody's by its program's number.
            let _ = store.forget_session(&own);
        }
    }

    /// Sees, also while nobody writes, that the file is still there, and tells what has happened to it.
    fn look_after_file(&mut self) {
        if self.looked.elapsed() < LOOK_AFTER {
            return;
        }
        self.looked = Instant::now();
        let Some(store) = &mut self.store else { return };
        if store.is_in_place() {
            self.missed = false;
            return self.is_back();
        }
        // Whoever removes the file may be on the way to its side files: what is put back at once would go with them.
        if !std::mem::replace(&mut self.missed, true) {
            return;
        }
        match store.check_file() {
            Ok(()) => {
                self.missed = false;
                self.renew();
                self.is_back();
            }
            Err(error) => {
                let text = error.to_string();
                if self.away.as_ref() != Some(&text) {
                    self.away = Some(text.clone());
                    self.answer(Reply::FileAway(text));
                }
            }
        }
    }

    /// The file is where it should be: says so to whoever was told otherwise.
    fn is_back(&mut self) {
        if self.away.take().is_some() {
            self.renew();
            self.answer(Reply::FileBack);
        }
    }

    /// The file was opened anew, or its folder may be another: what follows it begins again, and news of it is told.
    fn renew(&mut self) {
        let changes = self.changes.clone();
        self.watcher = follow::watch(&self.path, move || drop(changes.send(Request::WalChanged)));
        if let Some(follower) = &mut self.follower {
            follower.renew(self.watcher.is_some());
        }
        if let Some(text) = self.store.as_mut().and_then(Store::take_news) {
            self.answer(Reply::Trouble(Problem { text, passing: true }));
        }
    }

    /// Tells what other programs have done since the last look.
    fn follow(&mut self) {
        let (Some(store), Some(follower)) = (&self.store, &mut self.follower) else { return };
        match follower.look(store) {
            Ok(Some(changed)) => {
                if !changed.is_empty() {
                    self.answer(Reply::Changed(changed));
                }
                self.tell_others();
            }
            Ok(None) => {
                if self.others.0.iter().any(|session| !follow::is_running(session.pid)) {
                    self.tell_others();
                }
            }
            // What is wrong with the disk is told to whoever writes; the next look tries again.
            Err(_) => {}
        }
    }

    /// Tells who else is at work, if it is other than what was told before.
    fn tell_others(&mut self) {
        let Some(store) = &self.store else { return };
        let (Ok(mut sessions), Ok(blank)) = (store.sessions(), store.blank()) else { return };
        sessions.retain(|session| session.key != store.session() && follow::is_running(session.pid));
        let others = (sessions, blank);
        if others != self.others {
            self.others = others;
            let (sessions, blank) = self.others.clone();
            self.answer(Reply::Others { sessions, blank });
        }
    }

    fn answer(&self, reply: Reply) {
        // Nobody listens any more when the program is ending; what was asked is done all the same.
        let _ = self.listener.send(Event::Reply(reply));
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
                let (practice, by_recovery) = (store.is_practice(), store.is_by_recovery());
                let changes = self.changes.clone();
                self.watcher = follow::watch(&self.path, move || drop(changes.send(Request::WalChanged)));
                self.follower = Follower::new(&store, self.watcher.is_some()).ok();
                self.store = Some(store);
                if let Some(text) = disk::warning(&self.path) {
                    self.answer(Reply::Warned(text));
                }
                let recovery_key = recovery.map(|key| key.to_string());
                Reply::Opened { recovery_key, practice, by_recovery }
            }
            Err(error) => Reply::NotOpened(problem(&error)),
        };
        self.answer(reply);
    }

    /// Opens made-up meetings in a folder that is gone when the program ends.
    fn practise(&mut self, now: Now) {
        let made = practice::Folder::make().and_then(|folder| {
            let path = folder.database();
            practice::filled(&path, now).map(|store| (folder, path, store))
        });
        match made {
            Ok((folder, path, store)) => {
                self.path = path;
                self.practice = Some(folder);
                self.opened(Ok((store, None)));
            }
            Err(error) => {
                self.answer(Reply::NotOpened(Problem { text: error.to_string(), passing: false }));
            }
        }
    }

    fn perform(&mut self, effect: Effect, now: Now) {
        match effect {
            Effect::CreateDatabase(secret) => {
                let made = Passphrase::chosen(secret.expose())
                    .and_then(|passphrase| Store::create(&self.path, &passphrase));
                return self.opened(made.map(|(store, key)| (store, Some(key))));
            }
            Effect::Practise => return self.practise(now),
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
        if matches!(effect, Effect::OpenMeeting(_) | Effect::LoadKnown(_)) {
            // Who is here already decides who one can be, and whether a meeting was interrupted.
            self.store = Some(store);
            self.tell_others();
            let Some(back) = self.store.take() else { return };
            store = back;
        }
        let done = panics::catch_panic(|| {
            #[cfg(feature = "test-clock")]
            panics::provoke("lagra", &format!("{effect:?}"));
            self.with(&mut store, &effect, now)
        });
        let news = store.has_news();
        self.store = Some(store);
        if news {
            self.renew();
        }
        // What had begun was rolled back. The same would panic again, so that it goes back to the one who asked.
        let done = match done {
            Ok(done) => done,
            Err(place) => {
                let text = format!("{BROKE} ({place}).");
                return self.answer(failure(&effect, Problem { text, passing: false }));
            }
        };
        if let Err(error) = done {
            if matches!(error, StoreError::Stale(_) | StoreError::ChangedSince) {
                self.changed(meeting_of(&effect));
            }
            match (&effect, &error) {
                (Effect::Commit(command), StoreError::Stale(_)) => {
                    self.answer(Reply::Overtaken { id: command.id });
                }
                _ => self.answer(failure(&effect, problem(&error))),
            }
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
            Effect::Restore { meeting, seq, id } => {
                store.restore(*meeting, *seq, *id, at)?;
                self.answer(Reply::Restored { id: *id, at });
                self.changed(Some(*meeting));
            }
            Effect::LoadSocialClocks => {
                let clocks = store.social_clocks()?;
                self.answer(Reply::SocialClocks(clocks));
            }
            Effect::LoadJournal { meeting, before } => {
                let page = store.journal(*meeting, *before, JOURNAL_PAGE)?;
                self.answer(Reply::Journal(Box::new(page)));
            }
            Effect::LoadJournalAct(seq) => {
                let detail = store.journal_detail(*seq)?;
                self.answer(Reply::JournalAct(Box::new(detail)));
            }
            Effect::LoadHome(today) => {
                let home = store.home(*today)?;
                self.answer(Reply::Home(Box::new(home)));
            }
            Effect::OpenMeeting(id) => {
                let act = self.ids.next(now.unix_ms());
                let meeting = store.open_meeting(*id, act, at)?;
                let draft = self.adopt_draft(store, *id, DRAFT_LINE, now)?;
                let draft = draft.map(|draft| line_draft(store, draft)).transpose()?;
                let form = self.adopt_draft(store, *id, DRAFT_FORM, now)?.map(|draft| draft.text);
                self.answer(Reply::OpenedMeeting { meeting: Box::new(meeting), draft, form });
            }
            Effect::ReloadMeeting(id) => {
                let meeting = Box::new(store.meeting(*id)?);
                self.answer(Reply::Meeting(meeting));
            }
            Effect::Verify(_) | Effect::ChangePassphrase { .. } => self.keys(store, effect),
            Effect::LoadActions => {
                let actions = store.promised()?;
                self.answer(Reply::Actions(actions));
            }
            Effect::LoadKnown(form) => {
                let known = store.known(form)?;
                self.answer(Reply::Known(Box::new(known)));
            }
            Effect::LoadTrend { meeting, one_child } => {
                let trend = store.trend(*meeting, *one_child)?;
                self.answer(Reply::Trend(trend));
            }
            Effect::LoadPrevious(id) => {
                let act = self.ids.next(now.unix_ms());
                match store.open_meeting(*id, act, at) {
                    Ok(meeting) => self.answer(Reply::Previous(Box::new(meeting))),
                    Err(StoreError::NoSuchMeeting) => self.answer(Reply::NoPrevious),
                    Err(error) => return Err(error),
                }
            }
            Effect::SaveDraft { meeting, field, text, edits } => {
                let session = store.session().to_owned();
                store.save_draft_of((&session, field), Some(*meeting), text, *edits, at)?;
                self.answer(Reply::DraftSaved);
            }
            Effect::ActAs(person) => store.sit_down(*person)?,
            // That it can't be told where one is stops nobody: the next time it may.
            Effect::SayHere(here) => drop(store.say_here(here, std::process::id(), at)),
            Effect::BlankWall { meeting, blank } => {
                store.set_blank(*meeting, *blank)?;
                self.others.1 = store.blank()?;
                let (sessions, blank) = self.others.clone();
                self.answer(Reply::Others { sessions, blank });
            }
            Effect::WriteMinutes { .. }
            | Effect::LoadCopies(_)
            | Effect::ListPrinters
            | Effect::PreviewCopy(..)
            | Effect::WriteInvitations(_)
            | Effect::MakeCopies { .. }
            | Effect::LockMinutes(_)
            | Effect::ShowVersion(..)
            | Effect::LoadConsents
            | Effect::WriteConsentForm(_)
            | Effect::ShowDifference(..) => self.papers(store, effect, now)?,
            // The database is made and opened by `perform`; leaving is the event loop's.
            Effect::CreateDatabase(_) | Effect::Practise | Effect::Unlock(_) | Effect::Quit => {}
        }
        Ok(())
    }

    /// What has to do with what opens the database.
    fn keys(&self, store: &mut Store, effect: &Effect) {
        match effect {
            Effect::Verify(secret) => {
                let access = access(secret);
                self.answer(match store.verify_access(&access) {
                    Ok(()) => Reply::Verified { by_recovery: matches!(access, Access::Recovery(_)) },
                    Err(error) => Reply::NotVerified(problem(&error)),
                });
            }
            Effect::ChangePassphrase { old, new } => {
                self.answer(match change_passphrase(store, old.as_ref(), new) {
                    Ok(()) => Reply::PassphraseChanged,
                    Err(error) => Reply::PassphraseNotChanged(problem(&error)),
                });
            }
            _ => {}
        }
    }

    /// Tells what was written, and then what the paper lacks.
    fn written(
        &self,
        written: Result<Written, WriteError>,
        reply: impl FnOnce(Vec<String>, String) -> Reply,
    ) {
        match written {
            Ok(Written { files, preview, remark }) => {
                self.answer(reply(files, preview));
                if let Some(remark) = remark {
                    self.answer(trouble(&format!("Papperet har programmets eget utseende. {remark}")));
                }
            }
            Err(error) => self.answer(Reply::Trouble(Problem { text: error.to_string(), passing: true })),
        }
    }

    /// A document as plain text, to read on screen.
    fn shown(&self, document: &Document) -> String {
        plain::render(&self.letterhead.spelled_out(document))
    }

    /// What has to do with minutes and copies.
    fn papers(&mut self, store: &mut Store, effect: &Effect, now: Now) -> Outcome {
        match effect {
            Effect::WriteMinutes { meeting } => {
                let handle = minutes_files::handle(store, meeting);
                let document = copies::complete(store, meeting, now.local(), self.letterhead.laws())?;
                let made_at = copies::made_at(meeting, now);
                let written =
                    minutes_files::write(&self.path, &document, &handle, (&self.letterhead, made_at));
                self.written(written, |files, preview| Reply::MinutesWritten { files, preview });
            }
            Effect::LoadCopies(id) => {
                let given = store.copies(*id)?;
                self.answer(Reply::Copies(given));
            }
            Effect::ListPrinters => list_printers(self.listener.clone()),
            Effect::PreviewCopy(id, order) => {
                let meeting = store.meeting(*id)?;
                let complete = copies::complete(store, &meeting, now.local(), self.letterhead.laws())?;
                let plan = copies::plan(&meeting, order, store.is_practice());
                self.answer(match copies::copy(&meeting, &complete, order) {
                    Ok(None) if plan.is_none() => trouble(
                        "Mottagaren får inget av protokollet, och det finns inget överenskommet att göra Min plan av.",
                    ),
                    Ok(copy) => Reply::Text {
                        title: format!("Till {}", order.who),
                        text: plan.iter().chain(&copy).map(|document| self.shown(document)).collect::<Vec<_>>().join("\n\n"),
                    },
                    Err(error) => trouble(&error.to_string()),
                });
            }
            Effect::WriteInvitations(id) => {
                let meeting = store.meeting(*id)?;
                let made = invitations::everybody(store, &meeting, (Format::PAPER, &self.letterhead), now);
                let written = made.and_then(|made| invitations::write(&self.path, &made));
                let whole = invitations::document(store, &meeting, None, now).ok();
                self.answer(match written {
                    Ok((lines, _)) => Reply::Text {
                        title: "Kallelser".to_owned(),
                        text: format!(
                            "Sparade som filer, som inte är krypterade:\n\n{}\n\n{}",
                            lines.join("\n"),
                            whole.map(|document| self.shown(&document)).unwrap_or_default()
                        ),
                    },
                    Err(InvitationError::Store(error)) => return Err(error),
                    Err(error) => trouble(&error.to_string()),
                });
            }
            Effect::MakeCopies { meeting, orders, to, id, by } => {
                let whole = store.meeting(*meeting)?;
                let way = if let CopyTo::Printer(_) = to { CopyWay::Utskrift } else { CopyWay::Fil };
                let how = (Format::PAPER, way, by.as_deref());
                let keys = (*id, &mut self.ids);
                match copies::make(store, &whole, orders, how, &self.letterhead, keys, now) {
                    Ok(made) => send_off(made, to.clone(), self.path.clone(), self.listener.clone()),
                    Err(error) => self.answer(trouble(&error.to_string())),
                }
            }
            Effect::LockMinutes(order) => {
                copies::lock(store, order, self.letterhead.laws(), now)?;
                self.answer(Reply::Committed { id: order.id, at: now.utc });
                self.changed(Some(order.meeting));
            }
            Effect::ShowVersion(id, number) => {
                let meeting = store.meeting(*id)?;
                let document = copies::of_version(store, &meeting, *number)?;
                let text = self.shown(&document);
                self.answer(Reply::Text { title: format!("Version {number}"), text });
            }
            Effect::ShowDifference(id, from, to) => {
                let meeting = store.meeting(*id)?;
                let as_now = (now.local(), self.letterhead.laws());
                let document = copies::difference(store, &meeting, (*from, *to), None, as_now)?;
                let to = to.map_or_else(|| "utkast".to_owned(), |number| number.to_string());
                let name = format!("{}-skillnad-{from}-{to}", minutes_files::handle(store, &meeting));
                let paper = (&self.letterhead, copies::made_at(&meeting, now));
                self.written(minutes_files::write(&self.path, &document, &name, paper), |files, text| {
                    Reply::Text {
                        title: "Skillnad mellan versioner".to_owned(),
                        text: format!("{text}\nSparat som:\n{}", files.join("\n")),
                    }
                });
            }
            Effect::LoadConsents => {
                let consents = store.consents(Some(HOME_CONSENTS))?;
                self.answer(Reply::Consents(consents));
            }
            Effect::WriteConsentForm(sheet) => {
                let paper = (&self.letterhead, now.local());
                let written =
                    minutes_files::write_consent_form(&self.path, sheet, store.is_practice(), paper);
                self.written(written, |files, preview| Reply::ConsentFormWritten { files, preview });
            }
            _ => {}
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

    /// What was being typed in this field of the meeting when a program last ended. It becomes this session's own: its new
    /// row is on disk before the old one goes. What somebody is typing at another screen now is theirs.
    fn adopt_draft(
        &self,
        store: &mut Store,
        meeting: MeetingId,
        field: &'static str,
        now: Now,
    ) -> Result<Option<StoredDraft>, StoreError> {
        let mut drafts = store.drafts(meeting)?;
        let is_at_work =
            |key: &str| self.others.0.iter().any(|other| other.key == key && other.is_fresh(now.utc));
        drafts.retain(|draft| draft.field == field && !is_at_work(&draft.session));
        let Some(latest) = drafts.into_iter().next() else { return Ok(None) };
        let session = store.session().to_owned();
        store.save_draft_of((&session, field), Some(meeting), &latest.text, latest.edits, now.utc)?;
        if latest.session != session {
            store.clear_draft(&latest.session, field)?;
        }
        Ok(Some(latest))
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
                    self.answer(Reply::Meeting(meeting));
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

/// How long the thread sleeps when there is no database to follow: until somebody asks.
const NOTHING_OPEN: Duration = Duration::from_hours(1);
/// How often the database's file is looked after while nobody writes.
const LOOK_AFTER: Duration = Duration::from_millis(400);
/// So many acts of the journal are read at a time.
const JOURNAL_PAGE: usize = 200;
const NOT_OPEN: &str = "Databasen är inte öppen. Avsluta programmet, starta det igen och skriv lösenfrasen.";
const BROKE: &str =
    "Det här gick inte att spara: ett fel i programmet. Texten står kvar på raden; försök igen";
const CLEAN_LATER: &str = "Texten är struken, men ett annat program läser databasen just nu. \
    Det sista spåret i filen försvinner när det andra programmet är avslutat.";

/// A line with what it changes, and how that was when the change was begun.
fn line_draft(store: &Store, draft: StoredDraft) -> Result<LineDraft, StoreError> {
    let then = match draft.edits {
        Some(Editing { entry, rev }) => store.entry_before(entry, rev)?.map(Box::new),
        None => None,
    };
    Ok(LineDraft { text: draft.text, edits: draft.edits, then })
}

/// What was typed opens the database either as the passphrase or as the key from the safe, which can be told by its
/// check characters.
fn access(secret: &Secret) -> Access {
    match RecoveryKey::parse(secret.expose()) {
        Ok(key) => Access::Recovery(key),
        Err(_) => Access::Passphrase(Passphrase::new(secret.expose())),
    }
}

/// Gives the database another passphrase; without the old one only where the key from the safe has opened it.
fn change_passphrase(store: &mut Store, old: Option<&Secret>, new: &Secret) -> Outcome {
    let new = Passphrase::chosen(new.expose())?;
    match old {
        Some(old) => Store::change_passphrase(store.path(), &access(old), &new),
        None => store.replace_lost_passphrase(&new),
    }
}

fn changes_meeting(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Commit(_)
            | Effect::LockMinutes(_)
            | Effect::Undo { .. }
            | Effect::Redo { .. }
            | Effect::Strike { .. }
            | Effect::Restore { .. }
    )
}

fn meeting_of(effect: &Effect) -> Option<MeetingId> {
    match effect {
        Effect::Commit(command) => command.meeting,
        Effect::LockMinutes(order) => Some(order.meeting),
        Effect::Undo { meeting, .. }
        | Effect::Redo { meeting, .. }
        | Effect::Strike { meeting, .. }
        | Effect::Restore { meeting, .. } => Some(*meeting),
        _ => None,
    }
}

/// Something else went wrong, in words.
fn trouble(text: &str) -> Reply {
    Reply::Trouble(Problem { text: text.to_owned(), passing: false })
}

/// The answer to an effect that failed.
fn failure(effect: &Effect, why: Problem) -> Reply {
    match effect {
        Effect::Commit(command) => Reply::Failed { id: command.id, why },
        Effect::LockMinutes(order) => Reply::Failed { id: order.id, why },
        Effect::Undo { id, .. }
        | Effect::Redo { id, .. }
        | Effect::Strike { id, .. }
        | Effect::Restore { id, .. } => Reply::Failed { id: *id, why },
        Effect::SaveDraft { .. } => Reply::DraftFailed(why),
        Effect::Verify(_) => Reply::NotVerified(why),
        Effect::ChangePassphrase { .. } => Reply::PassphraseNotChanged(why),
        _ => Reply::Trouble(why),
    }
}

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
            | StoreError::NewerMeanwhile { .. }
    );
    Problem { text: error.to_string(), passing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::{Change, Code, Command};
    use crate::domain::meeting::Meeting;
    use crate::domain::record::Entry;
    use crate::domain::session::{SessionKind, SessionPresence};
    use crate::runtime::practice::filled;
    use crate::store::MeetingFilter;
    use tempfile::TempDir;

    const PHRASE: &str = "tre gröna grodor";

    fn now() -> Now {
        Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    /// A database with the made-up meetings, and the one of them that is under way.
    fn practice() -> (TempDir, PathBuf, Meeting) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ovning.db");
        let store = filled(&path, now()).unwrap();
        let id = store.home(now().today()).unwrap().ongoing[0].id;
        let meeting = store.meeting(id).unwrap();
        (folder, path, meeting)
    }

    /// The thread, and what it answers.
    struct Talk {
        thread: StoreThread,
        answers: Receiver<Event>,
    }

    impl Talk {
        fn start(path: &std::path::Path, opening: Opening) -> Self {
            let (listener, answers) = mpsc::channel();
            Self {
                thread: StoreThread::start(path.to_owned(), opening, 7, Letterhead::default(), listener)
                    .unwrap(),
                answers,
            }
        }

        fn ask(&self, effect: Effect) {
            self.thread.ask(effect, now());
        }

        fn next(&self) -> Reply {
            match self.answers.recv_timeout(Duration::from_secs(20)).unwrap() {
                Event::Reply(reply) => reply,
                other => panic!("{other:?}"),
            }
        }

        /// Everything that is answered until the thread has ended.
        fn rest(mut self) -> Vec<Reply> {
            self.thread.close();
            let mut replies = Vec::new();
            loop {
                match self.answers.recv_timeout(Duration::from_secs(20)).unwrap() {
                    Event::Reply(reply) => replies.push(reply),
                    Event::StoreEnded => return replies,
                    other => panic!("{other:?}"),
                }
            }
        }
    }

    /// Commands that each give the meeting another title, to be carried out in order.
    fn titles(meeting: &Meeting, titles: &[&str]) -> Vec<Effect> {
        let mut ids = Ids::new(11);
        let mut head = meeting.head.clone();
        titles
            .iter()
            .map(|title| {
                (*title).clone_into(&mut head.title);
                let change = Change::put(head.clone());
                head.rev += 1;
                Effect::Commit(Box::new(Command {
                    id: ids.next(now().unix_ms()),
                    code: Code::EditHead,
                    meeting: Some(meeting.id()),
                    snapshot: None,
                    changes: vec![change],
                }))
            })
            .collect()
    }

    #[test]
    fn a_practice_database_opens_and_home_is_read() {
        let (_folder, path, meeting) = practice();
        let talk = Talk::start(&path, Opening::Practice);
        assert!(matches!(talk.next(), Reply::Opened { recovery_key: None, practice: true, .. }));
        talk.ask(Effect::LoadHome(now().today()));
        let Reply::Home(home) = talk.next() else { panic!() };
        assert_eq!((home.ongoing[0].id, home.recent.len()), (meeting.id(), 3));
        talk.ask(Effect::LoadKnown("eht".to_owned()));
        assert!(matches!(talk.next(), Reply::Known(known) if !known.participants.is_empty()));
        assert!(talk.rest().is_empty());
    }

    #[test]
    fn several_changes_in_a_row_are_answered_one_by_one_and_read_back_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("namnd.db");
        let (_other, _, meeting) = practice();
        let (mut store, _) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
        let snapshot = crate::agenda_file::snapshot_of(&meeting.agenda);
        store.import(&meeting, &snapshot, None, Ids::new(3).next(1), now().utc).unwrap();
        drop(store);
        // The key takes its time, so that all three are waiting when the database is open.
        let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
        let asked = titles(&meeting, &["Ett", "Två", "Tre"]);
        let last = match &asked[2] {
            Effect::Commit(command) => command.id,
            _ => unreachable!(),
        };
        for effect in asked {
            talk.ask(effect);
        }
        let replies = talk.rest();
        let kinds: Vec<&str> = replies
            .iter()
            .map(|reply| match reply {
                Reply::Opened { practice: false, .. } => "öppnad",
                Reply::Committed { .. } => "sparat",
                Reply::Meeting(_) => "läst",
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, ["öppnad", "sparat", "sparat", "sparat", "läst"]);
        assert!(matches!(&replies[3], Reply::Committed { id, at } if *id == last && *at == now().utc));
        assert!(matches!(&replies[4], Reply::Meeting(meeting) if meeting.head.title == "Tre"));
    }

    #[test]
    fn what_was_asked_for_reaches_the_disk_although_the_program_ends() {
        let (_folder, path, meeting) = practice();
        let talk = Talk::start(&path, Opening::Practice);
        for effect in titles(&meeting, &["Ett", "Två"]) {
            talk.ask(effect);
        }
        drop(talk);
        let store = Store::open(&path, &Access::Practice).unwrap();
        assert_eq!(store.meeting(meeting.id()).unwrap().head.title, "Två");
    }

    #[test]
    fn a_change_of_what_is_no_longer_so_fails_and_the_meeting_is_read_back() {
        let (_folder, path, meeting) = practice();
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        let mut old = meeting.clone();
        old.head.rev += 5;
        for effect in titles(&old, &["Ett"]) {
            talk.ask(effect);
        }
        assert!(matches!(talk.next(), Reply::Overtaken { .. }));
        assert!(matches!(talk.next(), Reply::Meeting(read) if read.head == meeting.head));
    }

    #[test]
    fn undo_and_redo_tell_what_they_did() {
        let (_folder, path, meeting) = practice();
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        let id = |number: u64| Ids::new(number).next(number);
        for effect in titles(&meeting, &["Ett"]) {
            talk.ask(effect);
        }
        talk.ask(Effect::Undo { meeting: meeting.id(), id: id(21) });
        talk.ask(Effect::Redo { meeting: meeting.id(), id: id(22) });
        talk.ask(Effect::Redo { meeting: meeting.id(), id: id(23) });
        let done: Vec<(Option<Code>, bool)> = talk
            .rest()
            .into_iter()
            .filter_map(|reply| match reply {
                Reply::Undone { code, again, .. } => Some((code, again)),
                _ => None,
            })
            .collect();
        let code = Some(Code::EditHead);
        assert_eq!(done, [(code, false), (code, true), (None, true)]);
    }

    #[test]
    fn a_struck_text_is_gone() {
        let (_folder, path, meeting) = practice();
        let entry = meeting.entries.last().unwrap().clone();
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        let id = Ids::new(31).next(1);
        talk.ask(Effect::Strike { meeting: meeting.id(), entry: entry.id, id });
        assert!(matches!(talk.next(), Reply::Struck { id: struck, .. } if struck == id));
        assert!(matches!(talk.next(), Reply::Meeting(meeting) if meeting.entry(entry.id).is_none()));
    }

    #[test]
    fn a_line_that_was_being_typed_is_taken_over_once() {
        let (_folder, path, meeting) = practice();
        let save = |text: &str| Effect::SaveDraft {
            meeting: meeting.id(),
            field: DRAFT_LINE,
            text: text.to_owned(),
            edits: None,
        };
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        talk.ask(save("Hen räknar med gl"));
        assert!(matches!(talk.next(), Reply::DraftSaved));
        drop(talk);
        for _ in 0..2 {
            let talk = Talk::start(&path, Opening::Practice);
            talk.next();
            talk.ask(Effect::OpenMeeting(meeting.id()));
            let Reply::OpenedMeeting { draft, .. } = talk.next() else { panic!() };
            assert_eq!(draft.unwrap().text, "Hen räknar med gl");
        }
        let store = Store::open(&path, &Access::Practice).unwrap();
        assert_eq!(store.drafts(meeting.id()).unwrap().len(), 1);
        let talk = Talk::start(&path, Opening::Ready(Box::new(store)));
        talk.next();
        talk.ask(Effect::OpenMeeting(meeting.id()));
        talk.next();
        talk.ask(save(""));
        talk.rest();
        assert!(Store::open(&path, &Access::Practice).unwrap().drafts(meeting.id()).unwrap().is_empty());
    }

    #[test]
    fn a_change_that_was_interrupted_comes_back_as_that_change_with_what_others_did_since() {
        let (_folder, path, meeting) = practice();
        let entry = meeting.entries.iter().find(|entry| entry.kind() == EntryKind::Fungerar).unwrap().clone();
        let edits = Some(Editing { entry: entry.id, rev: entry.rev });
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        let text = "Mitt hal".to_owned();
        talk.ask(Effect::SaveDraft { meeting: meeting.id(), field: DRAFT_LINE, text, edits });
        assert!(matches!(talk.next(), Reply::DraftSaved));
        drop(talk);
        let adopted = || {
            let talk = Talk::start(&path, Opening::Practice);
            talk.next();
            talk.ask(Effect::OpenMeeting(meeting.id()));
            let Reply::OpenedMeeting { draft, .. } = talk.next() else { panic!() };
            draft.unwrap()
        };
        let draft = adopted();
        assert_eq!((draft.text.as_str(), draft.edits, draft.then), ("Mitt hal", edits, None));
        let mut other = Store::open(&path, &Access::Practice).unwrap();
        let theirs = Entry { text: "Deras".to_owned(), ..entry.clone() };
        let command = Command {
            id: Ids::new(3).next(1),
            code: Code::Edit(entry.kind()),
            meeting: Some(meeting.id()),
            snapshot: None,
            changes: vec![Change::put(theirs)],
        };
        other.commit(&command, now().utc).unwrap();
        drop(other);
        assert_eq!(adopted().then.as_deref(), Some(&entry));
    }

    #[test]
    fn another_program_is_seen_and_its_line_is_left_to_it() {
        let (_folder, path, meeting) = practice();
        let here = |meeting: Option<MeetingId>| {
            Effect::SayHere(Box::new(SessionPresence {
                kind: SessionKind::Program,
                person: None,
                name: "Åsa".to_owned(),
                role: String::new(),
                meeting,
                arende: None,
                phase: None,
                edits: None,
            }))
        };
        let one = Talk::start(&path, Opening::Practice);
        one.next();
        one.ask(here(Some(meeting.id())));
        let draft = Effect::SaveDraft {
            meeting: meeting.id(),
            field: DRAFT_LINE,
            text: "Det som Åsa skriver".to_owned(),
            edits: None,
        };
        one.ask(draft);
        assert!(matches!(one.next(), Reply::DraftSaved));
        let two = Talk::start(&path, Opening::Practice);
        two.next();
        two.ask(Effect::OpenMeeting(meeting.id()));
        let Reply::Others { sessions, .. } = two.next() else { panic!() };
        assert!(sessions.len() == 1 && sessions[0].is_in(meeting.id()), "{sessions:?}");
        assert!(matches!(two.next(), Reply::OpenedMeeting { draft: None, .. }));
        for effect in titles(&meeting, &["Ny titel"]) {
            two.ask(effect);
        }
        assert!(matches!(one.next(), Reply::Changed(changed) if changed == [meeting.id()]));
        one.ask(Effect::ReloadMeeting(meeting.id()));
        assert!(matches!(one.next(), Reply::Meeting(read) if read.head.title == "Ny titel"));
        assert!(matches!(two.next(), Reply::Committed { .. }));
        assert!(matches!(two.next(), Reply::Meeting(_)));
        drop(one);
        assert!(matches!(two.next(), Reply::Others { sessions, .. } if sessions.is_empty()));
    }

    #[test]
    fn a_new_database_gives_its_key_for_the_safe_which_opens_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("namnd.db");
        let talk = Talk::start(&path, Opening::Ask);
        talk.ask(Effect::CreateDatabase(secret(PHRASE)));
        let Reply::Opened { recovery_key: Some(key), practice: false, .. } = talk.next() else { panic!() };
        drop(talk);
        let talk = Talk::start(&path, Opening::Ask);
        talk.ask(Effect::Unlock(secret("två gröna grodor")));
        assert!(matches!(talk.next(), Reply::NotOpened(why) if why.text.contains("Fel lösenfras")));
        talk.ask(Effect::Unlock(secret(&key)));
        assert!(matches!(
            talk.next(),
            Reply::Opened { recovery_key: None, practice: false, by_recovery: true }
        ));
    }

    #[test]
    fn nothing_is_saved_in_a_database_that_is_not_open() {
        let (folder, _path, meeting) = practice();
        let missing = folder.path().join("saknas.db");
        let talk = Talk::start(&missing, Opening::Practice);
        assert!(matches!(talk.next(), Reply::NotOpened(why) if why.text.contains("finns inte")));
        for effect in titles(&meeting, &["Ett"]) {
            talk.ask(effect);
        }
        assert!(matches!(talk.next(), Reply::Failed { why, .. } if !why.passing));
        talk.ask(Effect::LoadHome(now().today()));
        assert!(matches!(talk.next(), Reply::Trouble(_)));
        assert!(!missing.exists());
    }

    #[test]
    fn minutes_are_written_for_the_user_alone() {
        let (folder, path, meeting) = practice();
        let store = Store::open(&path, &Access::Practice).unwrap();
        let closed =
            store.meetings(&MeetingFilter::default()).unwrap().into_iter().find(|row| row.id != meeting.id());
        let closed = closed.unwrap();
        let closed_meeting = store.meeting(closed.id).unwrap();
        let talk = Talk::start(&path, Opening::Ready(Box::new(store)));
        talk.next();
        // The second time the files are replaced.
        for _ in 0..2 {
            talk.ask(Effect::WriteMinutes { meeting: Box::new(closed_meeting.clone()) });
            let Reply::MinutesWritten { files, preview } = talk.next() else { panic!() };
            let endings: &[&str] = if cfg!(feature = "pdf") { &["pdf", "md", "txt"] } else { &["md", "txt"] };
            let wanted: Vec<_> = endings
                .iter()
                .map(|end| folder.path().join("protokoll").join(format!("{}.{end}", closed.handle)))
                .collect();
            assert_eq!(files, wanted.iter().map(|file| file.display().to_string()).collect::<Vec<_>>());
            assert_eq!(std::fs::read_to_string(&wanted[wanted.len() - 1]).unwrap(), preview);
            assert_eq!(std::fs::read_dir(folder.path().join("protokoll")).unwrap().count(), wanted.len());
            #[cfg(unix)]
            for (path, mode) in [(folder.path().join("protokoll"), 0o700), (wanted[0].clone(), 0o600)] {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
            }
        }
    }

    #[test]
    fn what_may_pass_is_told_apart_from_what_will_not() {
        assert!(problem(&StoreError::DiskFull).passing && problem(&StoreError::Busy).passing);
        assert!(!problem(&StoreError::ChangedSince).passing && !problem(&StoreError::AliasTaken).passing);
    }

    #[test]
    fn a_locked_program_is_opened_by_the_passphrase_or_the_key_and_only_the_key_replaces_a_lost_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("namnd.db");
        let talk = Talk::start(&path, Opening::Ask);
        talk.ask(Effect::CreateDatabase(secret("för kort")));
        assert!(matches!(talk.next(), Reply::NotOpened(problem) if problem.text.contains("minst 12 tecken")));
        talk.ask(Effect::CreateDatabase(secret(PHRASE)));
        let Reply::Opened { recovery_key: Some(key), .. } = talk.next() else { panic!() };
        talk.ask(Effect::Verify(secret("fel fras helt")));
        assert!(matches!(talk.next(), Reply::NotVerified(problem) if problem.text.contains("Fel lösenfras")));
        talk.ask(Effect::Verify(secret(PHRASE)));
        assert!(matches!(talk.next(), Reply::Verified { by_recovery: false }));

        let change = |old: Option<&str>, new: &str| Effect::ChangePassphrase {
            old: old.map(secret),
            new: secret(new),
        };
        // Without the old one, and without the key, nobody changes it.
        talk.ask(change(None, "nio gula getter"));
        assert!(matches!(talk.next(), Reply::PassphraseNotChanged(_)));
        talk.ask(change(Some("fel fras helt"), "nio gula getter"));
        assert!(matches!(talk.next(), Reply::PassphraseNotChanged(_)));
        talk.ask(change(Some(PHRASE), &key));
        assert!(
            matches!(talk.next(), Reply::PassphraseNotChanged(problem) if problem.text.contains("kassaskåpet"))
        );
        talk.ask(change(Some(PHRASE), "nio gula getter"));
        assert!(matches!(talk.next(), Reply::PassphraseChanged));
        talk.ask(Effect::Verify(secret(PHRASE)));
        assert!(matches!(talk.next(), Reply::NotVerified(_)));

        talk.ask(Effect::Verify(secret(&key)));
        assert!(matches!(talk.next(), Reply::Verified { by_recovery: true }));
        talk.ask(change(None, "elva blå bävrar"));
        assert!(matches!(talk.next(), Reply::PassphraseChanged));
        drop(talk);
        let talk = Talk::start(&path, Opening::With(secret("elva blå bävrar")));
        assert!(matches!(talk.next(), Reply::Opened { by_recovery: false, .. }));
        drop(talk);
        let talk = Talk::start(&path, Opening::With(secret(&key)));
        assert!(matches!(talk.next(), Reply::Opened { by_recovery: true, .. }));
    }
}
