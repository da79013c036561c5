//! The lock: the database is closed, and opened again by whoever comes back.

use super::opening::used_up;
use super::problem;
use super::{StoreWorker, Unclean};
use crate::app::effect::Secret;
use crate::app::{Now, Reply};
use crate::domain::ids::PersonId;
use crate::store::{Access, AsLeft, Store, StoreError};

/// The field of the drafts in which the program leaves what no other draft has.
const LEFT: &str = "lås";

/// As whom the database is opened again.
#[derive(Debug)]
pub(super) struct LeftAs {
    session: String,
    person: Option<PersonId>,
    was: AsLeft,
}

impl StoreWorker {
    /// Closes the database, and lets the thread forget what came from it. What was asked for before is done: as long as it
    /// isn't, or something can't be written, all stays as it is.
    pub(super) fn forget(&mut self, left: &Secret, now: Now) {
        if self.work.is_some() || self.printing > 0 || self.backup.is_some() || self.opens_copy() {
            return self.answer(Reply::NotForgotten);
        }
        if self.unclean != Unclean::No {
            // What can't be cleaned now is cleaned by whoever opens it next.
            self.clean();
        }
        let Some(mut store) = self.store.take() else { return self.answer(Reply::NotForgotten) };
        let Ok(was) = self.leave(&mut store, left, now).and_then(|()| store.as_left()) else {
            self.store = Some(store);
            return self.answer(Reply::NotForgotten);
        };
        // The row among those at work stays: a program that is locked is there.
        self.left = Some(LeftAs { session: store.session().to_owned(), person: store.acting(), was });
        self.store = Some(store);
        self.close_store();
        self.forgets = Some(Reply::Forgotten);
    }

    /// Closes the database, for all of this program.
    pub(super) fn close_store(&mut self) {
        self.store = None;
        // The check has the key too, until it has heard that the database is closed.
        if let Some(check) = self.check.take() {
            let _ = check.join();
        }
        self.letterhead.typesetter().rest();
    }

    /// The last that is written before the database is closed.
    fn leave(&self, store: &mut Store, left: &Secret, now: Now) -> Result<(), StoreError> {
        // A file that was removed since the last act would take with it all that was said to be saved.
        store.check_file()?;
        let session = store.session().to_owned();
        let mut at_work: Vec<String> = self.others.0.iter().map(|other| other.key.clone()).collect();
        at_work.push(session.clone());
        store.clear_left(LEFT, &at_work)?;
        store.save_draft_of((&session, LEFT), None, left.expose(), None, now.utc)?;
        store.put_drafts_aside()
    }

    /// Opens the database again with what somebody typed, as the session that it was: that database, and no other that has come
    /// in its place.
    pub(super) fn come_back(&mut self, secret: Secret, now: Now) {
        let Some(left) = &mut self.left else { return };
        let open = |access: &Access| match Store::open_again(&self.path, access, &left.was) {
            // A backup is read where it lies.
            Err(StoreError::ReadOnly(_)) => Store::open_again_to_read(&self.path, access, &left.was),
            opened => opened,
        };
        // Nothing opens practice.
        let mut store = if left.was.is_encrypted() { used_up(secret, open) } else { open(&Access::Practice) };
        match &mut store {
            Ok(store) => {
                store.go_on_as(left.session.clone());
                store.act_as(left.person);
            }
            // Whoever types it once more has been told.
            Err(StoreError::NewKeyMeanwhile(_)) => left.was.know_new_key(),
            Err(_) => {}
        }
        let text = match &mut store {
            // That they can't be had is no reason not to open: they are drafts of a program that is gone, then.
            Ok(store) => store.take_drafts_back().and_then(|()| store.take_left(LEFT)).ok().flatten(),
            Err(_) => None,
        };
        match store {
            Ok(store) => {
                self.left = None;
                let by_recovery = store.is_by_recovery();
                let left = text.map(|text| Secret::new(text.to_string()));
                self.have(store, now, |home| Reply::CameBack { by_recovery, left, home });
            }
            Err(error) => self.answer(Reply::NotVerified(problem(&error))),
        }
    }
}
