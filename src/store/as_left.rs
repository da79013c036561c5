//! The database as a program left it when it closed it, to be compared with what lies there when it is opened again: what was
//! put in its place meanwhile isn't opened as if it were the same.

use super::error::StoreError;
use super::head::{self, Kept, Loss};
use super::journal::seal::Secret;
use super::{JournalHead, Store};
use chrono::{DateTime, Utc};
use rusqlite::Connection;

/// What the seal of the key is for.
const KEY: &str = "samverkan: samma nyckel, 1";

/// What a program remembers of the database while it has it closed: nothing that stood in it, and nothing that opens it.
#[derive(Clone, Debug)]
pub struct AsLeft {
    encrypted: bool,
    origin: String,
    /// By which the database's key is known again.
    key: String,
    head: JournalHead,
    at: DateTime<Utc>,
    /// Somebody has been told that the key is another.
    new_key_is_known: bool,
}

impl Store {
    /// What is to be remembered when it is closed.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn as_left(&self) -> Result<AsLeft, StoreError> {
        // What is noted in memory alone, where nothing can be written, is no part of the file.
        let head =
            if self.read_only { JournalHead { seq: 0, sha: String::new() } } else { self.journal_head()? };
        Ok(AsLeft {
            encrypted: !self.practice,
            origin: self.origin.clone(),
            key: seal_of(&self.secret),
            at: head::time_of(&self.db, head.seq),
            head,
            new_key_is_known: false,
        })
    }
}

impl AsLeft {
    /// Whether something has to be typed to open it.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Somebody has been told that the key is another, and may open it with that.
    pub fn know_new_key(&mut self) {
        self.new_key_is_known = true;
    }

    /// Whether what lies there is a file of the same kind, before anything is read of it.
    pub(super) fn check_kind(&self, practice: bool, name: &str) -> Result<(), StoreError> {
        match (self.encrypted, practice) {
            (true, true) => Err(StoreError::NoLongerEncrypted(name.to_owned())),
            (false, false) => Err(StoreError::OtherDatabase(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// Whether it is the same database, with the same key.
    pub(super) fn check(&self, origin: &str, secret: &Secret, name: &str) -> Result<(), StoreError> {
        if self.origin != origin {
            return Err(StoreError::OtherDatabase(name.to_owned()));
        }
        if self.key != seal_of(secret) && !self.new_key_is_known {
            return Err(StoreError::NewKeyMeanwhile(name.to_owned()));
        }
        Ok(())
    }

    /// What it lacks of what was there when it was closed.
    pub(super) fn lacks(&self, db: &Connection) -> rusqlite::Result<Option<Loss>> {
        head::compare(db, &Kept { step: 0, head: self.head.clone(), at: self.at })
    }
}

fn seal_of(secret: &Secret) -> String {
    secret.seal_text(KEY, "")
}
