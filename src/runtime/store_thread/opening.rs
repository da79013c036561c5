//! How the database comes to be open, and what opens it.

use super::problem;
use super::{Opening, Outcome, StoreWorker, Unclean};
use crate::app::effect::{Problem, Secret};
use crate::app::{Now, Reply};
use crate::config::default_file;
use crate::runtime::access::{access, account, hold_back};
use crate::runtime::events::Event;
use crate::runtime::follow::Follower;
use crate::runtime::progress::watching;
use crate::runtime::{disk, minutes_files, panics, practice, rights};
use crate::store::{Access, Passphrase, RecoveryKey, Store, StoreError, upgrading};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

impl StoreWorker {
    pub(super) fn open(&mut self, opening: Opening, now: Now) {
        let opened = match opening {
            Opening::Ask => return,
            Opening::Ready(store) => Ok((*store, None)),
            Opening::Practice => self.open_store(&Access::Practice).map(|store| (store, None)),
            Opening::With(secret) => self.open_store(&access(&secret)).map(|store| (store, None)),
        };
        self.opened(opened, now);
    }

    /// Tells that the database is open, and what home shows; whatever can wait is seen to after that.
    fn opened(&mut self, opened: Result<(Store, Option<RecoveryKey>), StoreError>, now: Now) {
        let (mut store, recovery) = match opened {
            Ok(opened) => opened,
            Err(error) => return self.answer(Reply::NotOpened(problem(&error))),
        };
        hold_back(&mut store);
        store.come_through(None, &account());
        // Before home is read, so that what others write meanwhile is seen.
        self.follower = Follower::new(&store, false).ok();
        self.answer(Reply::Opened {
            recovery_key: recovery.map(|key| key.to_string()),
            practice: store.is_practice(),
            by_recovery: store.is_by_recovery(),
            // What is wrong is told to whoever asks for it next.
            home: panics::catch_panic(|| store.home(now.today()).ok()).ok().flatten().map(Box::new),
        });
        minutes_files::sweep(&self.path);
        self.count_papers(&store);
        if store.is_unclean() {
            // The program before was ended in the middle.
            self.unclean = Unclean::Now;
        }
        self.store = Some(store);
        self.watch();
        let open_to_others = || {
            let settings = default_file();
            rights::line(&rights::wide(&self.path, settings.as_deref()))
        };
        // Made-up meetings are nobody's secret.
        let practice = self.store.as_ref().is_some_and(Store::is_practice);
        let warning = disk::warning(&self.path).or_else(|| if practice { None } else { open_to_others() });
        if let Some(text) = warning {
            self.answer(Reply::Warned(text));
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
    pub(super) fn create(&mut self, secret: &Secret, now: Now) {
        let made =
            Passphrase::chosen(secret.expose()).and_then(|passphrase| Store::create(&self.path, &passphrase));
        self.opened(made.map(|(store, key)| (store, Some(key))), now);
    }

    /// Opens the database with what somebody typed.
    pub(super) fn unlock(&mut self, secret: &Secret, now: Now) {
        let opened = self.open_store(&access(secret));
        self.opened(opened.map(|store| (store, None)), now);
    }
}

/// Gives the database another passphrase; without the old one only where the key from the safe has opened it.
pub(super) fn change_passphrase(store: &mut Store, old: Option<&Secret>, new: &Secret) -> Outcome {
    let new = Passphrase::chosen(new.expose())?;
    match old {
        Some(old) => Store::change_passphrase(store.path(), &access(old), &new),
        None => store.replace_lost_passphrase(&new),
    }
}
