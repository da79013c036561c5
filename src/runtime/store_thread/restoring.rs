//! A copy that is put back from within the program. It is opened and checked in a thread of its own; when somebody has said
//! yes the database is closed, the copy takes its place, and the thread forgets all that it had.

use super::backup::telling;
use super::opening::used_up;
use super::{Request, StoreWorker, Unclean};
use crate::app::action::name_keys;
use crate::app::effect::{RestoreStep, Restoring, Secret};
use crate::app::{Now, Reply};
use crate::domain::backup::Present;
use crate::runtime::restoring::{copies_in, in_words, path_as_typed, put_back};
use crate::runtime::{memory, panics};
use crate::store::backup::{BackupError, OpenedCopy, Watch, check_unused};
use crate::store::{Access, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const BUSY: &str = "Papper skrivs ut, eller en säkerhetskopia tas, just nu. Vänta tills det är klart, och försök igen. \
    Inget är ändrat.";
const OTHERS: &str = "Databasen är öppen i ett annat program också. Avsluta det, också väggen, och försök igen. Inget är \
    ändrat.";
const NO_SECRET: &str = "Skriv kopians lösenfras, eller återställningsnyckeln.";
const GONE: &str = "Kopian är inte öppen längre. Öppna den en gång till. Inget är ändrat.";
const NO_THREAD: &str = "Datorn har inte resurser att öppna kopian nu. Stäng andra program och försök igen.";

/// A copy that is to be put back.
#[derive(Debug)]
pub(super) enum Restore {
    /// It is being opened; this stops it.
    Opens(Arc<AtomicBool>),
    /// It is opened, checked, and whole; and what lies where it is to be put.
    Opened(Box<OpenedCopy>, Present),
}

/// What became of a copy that was to be opened.
#[derive(Debug)]
pub(super) struct CopyOpened {
    outcome: Result<(OpenedCopy, Option<Present>), String>,
    now: Now,
}

impl StoreWorker {
    /// Takes a step.
    pub(super) fn restore(&mut self, step: RestoreStep, now: Now) {
        match step {
            RestoreStep::Find => {
                self.tell(Restoring::Found(copies_in(&self.backups.usual_folder(&self.path))));
            }
            RestoreStep::Open { file, secret } => self.open_copy(&file, secret, now),
            RestoreStep::Stop => {
                if let Some(Restore::Opens(stop)) = &self.restore {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            RestoreStep::Leave => self.restore = None,
            RestoreStep::PutBack => self.put_back(now),
        }
    }

    fn tell(&self, told: Restoring) {
        self.answer(Reply::Restoring(told));
    }

    fn refuse(&self, why: impl Into<String>) {
        self.tell(Restoring::Refused(name_keys(why)));
    }

    fn open_copy(&mut self, file: &str, secret: Secret, now: Now) {
        let file = path_as_typed(file);
        if file.is_dir() {
            return match copies_in(&file) {
                copies if copies.is_empty() => {
                    self.refuse(
                        "I den mappen ligger ingen säkerhetskopia. Skriv en annan mapp, eller filen själv.",
                    );
                }
                copies => self.tell(Restoring::Found(copies)),
            };
        }
        if secret.expose().is_empty() {
            return self.refuse(NO_SECRET);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (wanted, back) = (Arc::clone(&stop), self.changes.clone());
        let tell = telling(self.listener.clone(), |progress| Reply::Restoring(Restoring::Checks(progress)));
        let (database, is_open) = (self.path.clone(), self.store.is_some());
        let begun = thread::Builder::new().name("kopia".to_owned()).spawn(move || {
            let stop = || wanted.load(Ordering::Relaxed);
            let watch = Watch::new(&tell, &stop);
            let opened = memory::then_wiped(|| {
                panics::catch_panic(|| {
                    used_up(secret, |access| opened(&file, access, (&database, is_open), &watch))
                })
            });
            let outcome = match opened {
                Ok(opened) => opened.map_err(|error| error.to_string()),
                Err(place) => Err(format!("Kopian gick inte att öppna: ett fel i programmet ({place}).")),
            };
            // Nobody listens any more when the program is ending; the copy goes away with what was taken out of it.
            let _ = back.send(Request::CopyOpened(Box::new(CopyOpened { outcome, now })));
        });
        match begun {
            Ok(_) => self.restore = Some(Restore::Opens(stop)),
            Err(_) => self.refuse(NO_THREAD),
        }
    }

    /// It is opened, or isn't.
    pub(super) fn copy_opened(&mut self, CopyOpened { outcome, now }: CopyOpened) {
        self.restore = None;
        let (copy, present) = match outcome {
            Ok(opened) => opened,
            Err(why) => return self.refuse(why),
        };
        let present = match (present, &self.store) {
            (Some(present), _) => present,
            (None, Some(store)) => copy.compare_with(store),
            (None, None) => return self.refuse(GONE),
        };
        let lines = in_words(&copy, &present, now).into_iter().map(name_keys).collect();
        self.restore = Some(Restore::Opened(Box::new(copy), present));
        self.tell(Restoring::Opened(lines));
    }

    /// Whether a copy is being opened: what it needs stays.
    pub(super) fn opens_copy(&self) -> bool {
        matches!(self.restore, Some(Restore::Opens(_)))
    }

    /// The program ends: what is being opened is stopped.
    pub(super) fn leave_copy(&mut self) {
        if let Some(Restore::Opens(stop)) = self.restore.take() {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Closes the database and puts the copy in its place.
    fn put_back(&mut self, now: Now) {
        let Some(Restore::Opened(copy, present)) = self.restore.take() else { return self.refuse(GONE) };
        if self.work.is_some() || self.printing > 0 || self.backup.is_some() {
            return self.refuse(BUSY);
        }
        if !self.others.0.is_empty() {
            return self.refuse(OTHERS);
        }
        if let Err(error) = self.close() {
            return self.refuse(error.to_string());
        }
        let id = self.ids.next(now.unix_ms());
        let done = panics::catch_panic(|| put_back((*copy, &present), &self.path, (None, id, now)));
        let told = match done {
            Ok(Ok(lines)) => Restoring::Done(lines.into_iter().map(name_keys).collect()),
            Ok(Err(error)) => Restoring::NotDone(name_keys(error.to_string())),
            Err(place) => Restoring::NotDone(format!(
                "Kopian gick inte att lägga tillbaka: ett fel i programmet ({place})."
            )),
        };
        self.forgets = Some(Reply::Restoring(told));
    }

    /// Closes the database for good, with nothing left of this program in it.
    fn close(&mut self) -> Result<(), StoreError> {
        if self.unclean != Unclean::No {
            self.clean();
        }
        if let Some(store) = &mut self.store {
            // A file that was removed since the last act would take with it all that was said to be saved.
            store.check_file()?;
            let own = store.session().to_owned();
            store.forget_session(&own)?;
        }
        self.close_store();
        Ok(())
    }
}

/// Opens a copy, and compares it with what lies there: where this program has that open itself, its store does.
fn opened(
    file: &Path,
    access: &Access,
    (database, is_open): (&PathBuf, bool),
    watch: &Watch<'_>,
) -> Result<(OpenedCopy, Option<Present>), BackupError> {
    if !is_open {
        check_unused(database)?;
    }
    let copy = OpenedCopy::open_for(database, file, access, watch)?;
    let present = if is_open { None } else { Some(copy.compare(database, access)?) };
    Ok((copy, present))
}
