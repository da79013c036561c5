//! How the database comes to be open, and what opens it.

use super::elsewhere;
use super::problem;
use super::{Opening, Outcome, Request, StoreWorker, Unclean};
use crate::app::effect::{Problem, Secret};
use crate::app::{Now, Reply};
use crate::config::default_file;
use crate::domain::overview::Home;
use crate::domain::progress::Stopped;
use crate::runtime::access::{access, account, hold_back};
use crate::runtime::events::Event;
use crate::runtime::follow::Follower;
use crate::runtime::progress::watching;
use crate::runtime::{disk, memory, minutes_files, panics, practice, rights};
use crate::store::{Access, Fault, Passphrase, RecoveryKey, Report, Store, StoreError, upgrading};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

impl StoreWorker {
    pub(super) fn open(&mut self, opening: Opening, now: Now) {
        let opened = match opening {
            Opening::Ask => return,
            Opening::Ready(store) => Ok((*store, None)),
            Opening::Practice => self.open_store(&Access::Practice).map(|store| (store, None)),
            Opening::With(secret) => {
                used_up(secret, |access| self.open_store(access)).map(|store| (store, None))
            }
        };
        self.opened(opened, now);
    }

    /// Tells that the database is open, and what home shows; whatever can wait is seen to after that.
    fn opened(&mut self, opened: Result<(Store, Option<RecoveryKey>), StoreError>, now: Now) {
        let (store, recovery) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.answer(Reply::NotOpened(problem(&error))),
        };
        let (practice, by_recovery) = (store.is_practice(), store.is_by_recovery());
        let recovery_key = recovery.map(|key| key.to_string());
        self.have(store, now, |home| Reply::Opened { recovery_key, practice, by_recovery, home });
    }

    /// The database is open, which is answered with what home shows.
    pub(super) fn have(
        &mut self,
        mut store: Store,
        now: Now,
        answer: impl FnOnce(Option<Box<Home>>) -> Reply,
    ) {
        hold_back(&mut store);
        store.come_through(None, &account());
        // Where it can't be said the log is poured by itself too, which is seen to be ours as long as the disk has room.
        let _ = store.pour_only_when_asked();
        // Before home is read, so that what others write meanwhile is seen.
        self.follower = Follower::new(&store, false).ok();
        // What is wrong is told to whoever asks for it next.
        let home = panics::catch_panic(|| store.home(now.today()).ok()).ok().flatten().map(Box::new);
        self.answer(answer(home));
        minutes_files::sweep(&self.path);
        practice::sweep(&std::env::temp_dir(), now);
        self.count_papers(&store);
        if store.is_unclean() {
            // The program before was ended in the middle.
            self.unclean = Unclean::Now;
        }
        let open_to_others = || {
            let settings = default_file();
            rights::line(&rights::wide(&self.path, settings.as_deref()))
        };
        // Made-up meetings are nobody's secret.
        let warning =
            disk::warning(&self.path).or_else(|| if store.is_practice() { None } else { open_to_others() });
        let warnings: Vec<String> = elsewhere::waits(&store).into_iter().chain(warning).collect();
        if !warnings.is_empty() {
            self.answer(Reply::Warned(warnings.join(" ")));
        }
        if let Some(text) = store.take_news() {
            // Where nothing can be written, nobody can go on.
            let short = store.loss().is_some() && !store.is_only_read();
            self.answer(Reply::Found { text, short });
        }
        self.check(&mut store, now);
        self.store = Some(store);
        self.watch();
    }

    /// Checks everything beside the work, once a day. Without a thread for it, or where the database can't be written, it is
    /// done another day.
    fn check(&mut self, store: &mut Store, now: Now) {
        let Ok(Some(check)) = store.due_check(now.utc, &|at| now.day_at(at) == now.today()) else { return };
        let answers = self.changes.clone();
        let begun = thread::Builder::new().name("kontroll".to_owned()).spawn(move || {
            let outcome = memory::then_wiped(|| panics::catch_panic(|| check.run()));
            let outcome = outcome.unwrap_or(Err(Stopped.into()));
            // Nobody listens any more when the program is ending.
            let _ = answers.send(Request::Checked(Box::new(outcome), now));
        });
        match begun {
            Ok(thread) => self.check = Some(thread),
            Err(_) => drop(store.note_check(None, now.utc)),
        }
    }

    /// Everything was checked: home tells.
    pub(super) fn checked(&mut self, outcome: &Result<Report, StoreError>, now: Now) {
        let Some(store) = &mut self.store else { return };
        let damaged = Report { faults: vec![Fault::unreadable()], ..Report::default() };
        let report = match outcome {
            Ok(report) => Some(report),
            Err(StoreError::Damaged(_)) => Some(&damaged),
            Err(_) => None,
        };
        if store.note_check(report, now.utc).is_ok() && report.is_some() {
            self.answer(Reply::Changed(Vec::new()));
        }
    }

    /// Opens the database, and tells what goes on where it comes from an earlier version.
    fn open_store(&self, access: &Access) -> Result<Store, StoreError> {
        let (listener, told) = (self.listener.clone(), Arc::new(AtomicBool::new(false)));
        let said = Arc::clone(&told);
        let tell = move |words: &str| {
            said.store(true, Ordering::Release);
            let _ = listener.send(Event::Reply(Reply::PrintState(words.to_owned())));
        };
        let opened = watching(upgrading, tell, || Store::open(&self.path, access));
        if told.load(Ordering::Acquire) {
            self.answer(Reply::PrintState("Databasen har det nya programmets format.".to_owned()));
        }
        opened
    }

    /// Opens made-up meetings in a folder that is gone when the program ends.
    pub(super) fn practise(&mut self, now: Now) {
        let made = practice::Folder::make(now).and_then(|folder| {
            let path = folder.database();
            practice::filled(&path, now).map(|store| (folder, path, store))
        });
        match made {
            Ok((folder, path, store)) => {
                self.path = path;
                self.practice = Some(folder);
                self.opened(Ok((store, None)), now);
            }
            Err(error) => {
                self.answer(Reply::NotOpened(Problem { text: error.to_string(), passing: false }));
            }
        }
    }

    /// Makes a new encrypted database.
    pub(super) fn create(&mut self, secret: Secret, now: Now) {
        let chosen = Passphrase::chosen(secret.expose(), self.letterhead.workplace());
        drop(secret);
        let made = chosen.and_then(|passphrase| Store::create(&self.path, &passphrase));
        self.opened(made.map(|(store, key)| (store, Some(key))), now);
    }

    /// Opens the database with what somebody typed.
    pub(super) fn unlock(&mut self, secret: Secret, now: Now) {
        let opened = used_up(secret, |access| self.open_store(access));
        self.opened(opened.map(|store| (store, None)), now);
    }
}

/// Does something with what a secret opens. When it is done the secret lies nowhere, so that it is gone before anybody is
/// told how it went.
pub(super) fn used_up<T>(secret: Secret, with: impl FnOnce(&Access) -> T) -> T {
    let access = access(&secret);
    drop(secret);
    with(&access)
}

/// Gives the database another passphrase; without the old one only where the key from the safe has opened it.
pub(super) fn change_passphrase(
    store: &mut Store,
    old: Option<&Secret>,
    (new, workplace): (&Secret, &str),
) -> Outcome {
    let new = Passphrase::chosen(new.expose(), workplace)?;
    match old {
        Some(old) => store.change_passphrase(&access(old), &new),
        None => store.replace_lost_passphrase(&new),
    }
}
