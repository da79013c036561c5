//! What happens to the database without us: its file goes away and comes back, and other programs write.

use super::{Request, StoreWorker};
use crate::app::Reply;
use crate::app::action::name_keys;
use crate::app::effect::Problem;
use crate::runtime::follow;
use crate::store::{Store, StoreError};
use std::time::{Duration, Instant};

/// How long nobody has written when the log is poured into the file.
const IDLE: Duration = Duration::from_secs(5);

/// A log that is larger than this, in bytes, is poured whether anybody writes or not.
const MOST_LOG: u64 = 4 << 20;

/// How often the database's file is looked after while nobody writes.
const LOOK_AFTER: Duration = Duration::from_millis(400);

impl StoreWorker {
    /// Sees, also while nobody writes, that the file is still there, and tells what has happened to it.
    pub(super) fn look_after_file(&mut self) {
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
                let why = name_keys(error.to_string());
                if self.away.as_ref() != Some(&why) {
                    self.away = Some(why.clone());
                    let other = matches!(error, StoreError::Overwritten(_) | StoreError::Replaced(_));
                    self.answer(Reply::FileAway { why, other });
                }
            }
        }
    }

    /// Pours the log into the database's file when nobody has written for a while, or a meeting was closed. What can't be
    /// done now, as another program reads, is tried again later; what is wrong with the disk is told to whoever writes.
    pub(super) fn pour(&mut self) {
        let Some(store) = &mut self.store else { return };
        let size = store.in_log();
        let at_once = std::mem::take(&mut self.pour_soon) || size > MOST_LOG;
        if size == 0 || (size != self.log.0 && !at_once) {
            self.log = (size, Instant::now());
        } else if at_once || self.log.1.elapsed() >= IDLE {
            let _ = store.pour();
            self.log = (store.in_log(), Instant::now());
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
    pub(super) fn renew(&mut self) {
        self.watch();
        if let Some(follower) = &mut self.follower {
            follower.renew(self.watcher.is_some());
        }
        if let Some(text) = self.store.as_mut().and_then(Store::take_news) {
            self.answer(Reply::Trouble(Problem { text, passing: true }));
        }
    }

    /// From now on it is told when somebody writes to the database.
    pub(super) fn watch(&mut self) {
        let changes = self.changes.clone();
        self.watcher = follow::watch(&self.path, move || drop(changes.send(Request::WalChanged)));
        if let Some(follower) = &mut self.follower {
            follower.is_told(self.watcher.is_some());
        }
    }

    /// Tells what other programs have done since the last look.
    pub(super) fn follow(&mut self) {
        let Some(mut store) = self.store.take() else { return };
        // What others are said to have written there is nobody's work.
        if store.is_overwritten() || !store.looks_right() {
            self.store = Some(store);
            return;
        }
        match self.follower.as_mut().map(|follower| follower.look(&store)) {
            Some(Ok(Some(changed))) => {
                if !changed.is_empty() {
                    self.answer(Reply::Changed(changed));
                }
                self.tell_others(&store);
            }
            Some(Ok(None)) => {
                if self.others.0.iter().any(|session| !follow::is_running(session.pid)) {
                    self.tell_others(&store);
                }
            }
            // What is wrong with the disk is told to whoever writes; the next look tries again.
            Some(Err(_)) | None => {}
        }
        self.store = Some(store);
    }

    /// Tells who else is at work, if it is other than what was told before.
    pub(super) fn tell_others(&mut self, store: &Store) {
        let (Ok(mut sessions), Ok(blank)) = (store.sessions(), store.blank()) else { return };
        sessions.retain(|session| session.key != store.session() && follow::is_running(session.pid));
        let others = (sessions, blank);
        if others != self.others {
            self.others = others;
            let (sessions, blank) = self.others.clone();
            self.answer(Reply::Others { sessions, blank });
        }
    }
}
