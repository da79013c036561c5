//! A copy for safekeeping, taken in a thread of its own with a connection of its own: what is written meanwhile is saved
//! meanwhile. When it is taken it comes back here, to be logged.

use super::{Request, StoreWorker};
use crate::app::action::name_keys;
use crate::app::{Now, Reply};
use crate::domain::progress::Progress;
use crate::runtime::backup::Done;
use crate::runtime::events::Event;
use crate::runtime::inbox::Listener;
use crate::runtime::{memory, panics};
use crate::store::Store;
use crate::store::backup::{BackupError, Watch};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for a copy that is stopped to clean up after itself.
const LAST_BACKUP: Duration = Duration::from_secs(2);

/// A copy that is being taken.
#[derive(Debug)]
pub(super) struct BackupWork {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// What became of it.
#[derive(Debug)]
pub(super) struct BackedUp {
    outcome: Result<Done, String>,
    now: Now,
}

/// Tells how far work has come, as often as that says something new.
pub(super) fn telling(listener: Listener, reply: fn(Progress) -> Reply) -> impl Fn(Progress) {
    let last = Mutex::new(None);
    move |progress| {
        let words = progress.in_words();
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() != Some(&words) {
            *last = Some(words);
            // Nobody listens any more when the program is ending.
            let _ = listener.send(Event::Reply(reply(progress)));
        }
    }
}

impl StoreWorker {
    /// Takes a copy beside everything else.
    pub(super) fn take_backup(&mut self, store: &Store, now: Now) {
        if self.backup.is_some() {
            return;
        }
        let source = match store.backup_source() {
            Ok(source) => source,
            Err(error) => return self.answer(Reply::BackupFailed(error.to_string())),
        };
        let stop = Arc::new(AtomicBool::new(false));
        let (wanted, arrangement) = (Arc::clone(&stop), self.backups.clone());
        let (listener, back) = (self.listener.clone(), self.changes.clone());
        let begun = thread::Builder::new().name("säkerhetskopia".to_owned()).spawn(move || {
            let tell = telling(listener, Reply::BackupWork);
            let stop = || wanted.load(Ordering::Relaxed);
            let watch = Watch::new(&tell, &stop);
            let taken = memory::then_wiped(|| {
                panics::catch_panic(|| arrangement.take(&source, None, (None, now), &watch))
            });
            let outcome = match taken {
                Ok(taken) => taken.map_err(|error: BackupError| error.to_string()),
                Err(place) => Err(format!("Kopian gick inte att ta: ett fel i programmet ({place}).")),
            };
            let _ = back.send(Request::BackedUp(Box::new(BackedUp { outcome, now })));
        });
        match begun {
            Ok(thread) => self.backup = Some(BackupWork { stop, thread }),
            Err(_) => self.answer(Reply::BackupFailed(
                "Datorn har inte resurser att ta en kopia nu. Stäng andra program och försök igen."
                    .to_owned(),
            )),
        }
    }

    /// Stops it: nothing is left of it.
    pub(super) fn stop_backup(&self) {
        if let Some(backup) = &self.backup {
            backup.stop.store(true, Ordering::Relaxed);
        }
    }

    /// The program ends: the copy goes, and cleans up after itself.
    pub(super) fn leave_backup(&mut self) {
        self.stop_backup();
        let Some(backup) = self.backup.take() else { return };
        let begun = Instant::now();
        while !backup.thread.is_finished() && begun.elapsed() < LAST_BACKUP {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// It is taken, or isn't: logs it and tells.
    pub(super) fn backed_up(&mut self, BackedUp { outcome, now }: BackedUp) {
        self.backup = None;
        let Done { taken, mut lines, remarks } = match outcome {
            Ok(done) => done,
            Err(why) => return self.answer(Reply::BackupFailed(name_keys(why))),
        };
        let id = self.ids.next(now.unix_ms());
        let logged = self.store.as_mut().map(|store| store.log_backup(&taken, id, now.utc));
        lines.extend(remarks.into_iter().map(|remark| format!("Obs: {remark}")));
        if let Some(Err(error)) = logged {
            lines.push(format!("Obs: Det gick inte att skriva i loggen att kopian togs. {error}"));
        }
        let lines = lines.into_iter().map(name_keys).collect();
        self.answer(Reply::BackupTaken { lines, proved: taken.is_proved() });
    }
}
