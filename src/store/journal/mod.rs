//! The journal: one transaction for each command.
//!
//! - `chain`: what a line is made of and how it is chained to the one before; `seal`: the secret that it is sealed with; `undo`: what a command changed written back,
//!   and done again; `again`: a row that comes back after something has happened to others; `words`: what was told of
//!   an action, taken back by another word
//!
//! The lines themselves are written by triggers (see [`super::schema`]). A line is chained to the one before it:
//! `sha = HMAC(secret, previous sha, everything in the line, payload sha)` with `payload sha = H(salt, content)`, so that the
//! content of a line can be struck without breaking the chain. In the database the payload's checksum is called `last_sha`.
//! Lines that were written before the fifth version of the tables have a checksum without a secret.

mod again;
mod chain;
pub(super) mod seal;
#[cfg(test)]
mod tests;
mod undo;
mod words;

pub use undo::{Reach, TakenBack};

pub(super) use again::{is_struck, raise_rev, without_missing, without_struck};
pub(super) use chain::{CHAINED, CHAINED_COLUMNS, JournalLine, checksum, journal_line, register};

use super::error::StoreError;
use super::generation::Writing;
use super::head::{self, Lowered};
use super::merge;
use super::meta;
use super::rows;
use super::schema::{VERSION, user_version};
use super::{Committed, JournalHead, Loss, Store};
use crate::domain::access::Looked;
use crate::domain::command::{Change, Code, Command, Record, Table};
use crate::domain::ids::{CommandId, MeetingArendeId, MeetingId};
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use seal::Secret;
use serde_json::Value;
use std::path::Path;

/// Done, undone: the commands of one person in one meeting, each with the command that last did or undid it.
#[derive(Debug, Default)]
pub(super) struct Stack {
    seen: i64,
    done: Vec<(String, String)>,
    undone: Vec<(String, String)>,
}

/// Whose acts, in which meeting.
pub(super) type StackKey = (String, Option<String>);

/// What a command line is made of, besides who and where from.
pub(super) struct Act {
    pub(super) id: CommandId,
    pub(super) code: Code,
    pub(super) meeting: Option<MeetingId>,
    /// The command that is undone or done again, or the row that is struck.
    pub(super) about: Option<String>,
    pub(super) strike: bool,
    pub(super) now: DateTime<Utc>,
}

/// Milliseconds, always with three decimals, so that times sort as text.
pub(super) fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Store {
    /// Carries out `work` in one transaction as the command `act`; if it has been carried out before, does nothing
    /// and tells the line that it got then.
    pub(super) fn act(
        &mut self,
        act: &Act,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
    ) -> Result<Committed, StoreError> {
        // That something is read is noted in memory alone, where there is no other place for it.
        if self.read_only && !matches!(act.code, Code::Open | Code::Shown) {
            return Err(StoreError::ReadOnly(self.file.clone()));
        }
        self.check_file()?;
        let file = self.file.clone();
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
        let tx = Writing::begin(&mut self.db, &self.path)?;
        let found = user_version(&tx).map_err(wrong)?;
        if found != VERSION {
            return Err(StoreError::NewerMeanwhile { file: self.file.clone(), found, known: VERSION });
        }
        if let Some(seq) = seq_of(&tx, act.id).map_err(wrong)? {
            return Ok(Committed { seq });
        }
        let person = self.person.map(|id| id.to_string());
        let goes_on = matches!(act.code, Code::FoundShort | Code::RestoreBackup);
        let short = match &self.loss {
            Some(loss) => {
                let seal = (&self.secret, self.origin.as_str(), self.practice);
                is_short_still(&tx, &self.path, seal).map_err(wrong)?.then(|| loss.clone())
            }
            None => None,
        };
        // To read isn't to go on; that it was read is noted all the same.
        if let Some(short) = &short
            && !goes_on
            && !matches!(act.code, Code::Open | Code::Shown | Code::ReadConsent)
        {
            return Err(StoreError::Short { file: self.file.clone(), what: short.words() });
        }
        let seq = begin(&tx, act, &self.origin, &self.session, person.as_deref()).map_err(wrong)?;
        work(&tx)?;
        tx.execute("DELETE FROM kommando_nu", []).map_err(wrong)?;
        if goes_on {
            meta::remove(&tx, head::LOST).map_err(wrong)?;
        }
        let end = end(&tx).map_err(wrong)?;
        let stamp = tx.commit()?;
        self.wrote(stamp);
        // What the file beside says stays until somebody has gone on: the right database may come back to it.
        if short.is_none() || goes_on {
            self.loss = None;
            if !self.read_only {
                let lowered = if goes_on { Lowered::Accepted } else { Lowered::No };
                // What is on disk is on disk. Without the file the next start says that it was missing.
                let _ = head::write(&self.path, (&self.secret, &self.origin), &end, act.now, lowered);
            }
        }
        Ok(Committed { seq })
    }

    /// Goes on in a database that lacks something of what was seen in it: somebody has been told, and wants to. It stands in the
    /// journal.
    ///
    /// # Errors
    /// [`StoreError::OnlyRead`]; whatever the disk says.
    pub fn go_on_short(&mut self, id: CommandId, now: DateTime<Utc>) -> Result<(), StoreError> {
        if self.read_only {
            return Err(StoreError::OnlyRead(self.file.clone()));
        }
        let Some(loss) = &self.loss else { return Ok(()) };
        let seal = (&self.secret, self.origin.as_str(), self.practice);
        if !is_short_still(&self.db, &self.path, seal).map_err(|error| self.wrong(&error))? {
            // Another program has gone on already.
            self.loss = None;
            return Ok(());
        }
        let about = self.looked(Looked { note: Some(loss.words()), ..Looked::default() }).to_column();
        let act = Act { id, code: Code::FoundShort, meeting: None, about, strike: false, now };
        self.act(&act, |_| Ok(())).map(drop)
    }

    /// Carries out a command: all of it, or nothing. The same command twice is carried out once.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when somebody else has changed the same thing in a row since it was read; [`StoreError::IndividualNotAllowed`];
    /// whatever the disk says.
    pub fn commit(&mut self, command: &Command, now: DateTime<Utc>) -> Result<Committed, StoreError> {
        let about = command.code.is_about_arende().then(|| self.arenden_of(command)).transpose()?;
        let about = about.and_then(|of| self.looked(of).to_column());
        self.commit_about(command, about, now, |_| Ok(()))
    }

    /// Which ärenden a command about some is about: their rows in the meeting, or where the ärende of a consent or a clock
    /// was taken up last.
    fn arenden_of(&self, command: &Command) -> Result<Looked, StoreError> {
        let mut items = Vec::new();
        for change in &command.changes {
            let arende = match change {
                Change::Put(record) => match record.as_ref() {
                    Record::Consent(consent) => Some(consent.arende),
                    Record::SocialClock(clock) => Some(clock.arende),
                    _ => None,
                },
                Change::Delete(..) => None,
            };
            let item = match arende {
                Some(arende) => self.latest_item(arende)?.map(|(_, item)| item),
                None => Some(change.key())
                    .filter(|key| key.table == Table::MeetingArende)
                    .map(|key| MeetingArendeId(key.id)),
            };
            items.extend(item);
        }
        Ok(Looked::at(items))
    }

    /// As [`Store::commit`], with what the command's line says beside it, and what must hold when it is written.
    pub(super) fn commit_about(
        &mut self,
        command: &Command,
        about: Option<String>,
        now: DateTime<Utc>,
        may: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<Committed, StoreError> {
        let act =
            Act { id: command.id, code: command.code, meeting: command.meeting, about, strike: false, now };
        let file = self.file.clone();
        self.act(&act, |tx| {
            let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
            may(tx)?;
            if let Some(agenda) = &command.snapshot {
                keep_agenda(tx, &agenda.sha, &agenda.json).map_err(wrong)?;
            }
            for change in &command.changes {
                match change {
                    Change::Put(record) => {
                        let key = record.key();
                        let mut raw = rows::to_raw(record)?;
                        let given = raw.get("rev").and_then(Value::as_i64).unwrap_or(0);
                        let kept = rows::rev(tx, key).map_err(wrong)?;
                        // A row that was removed, or struck, by somebody else doesn't come back by an edit.
                        let gone = kept.is_none() && (given != 0 || is_struck(tx, key).map_err(wrong)?);
                        if gone {
                            return Err(StoreError::Stale(key));
                        }
                        if let Some(kept) = kept.filter(|kept| *kept != given) {
                            raw = merge::merged(tx, key, &raw, given)
                                .map_err(wrong)?
                                .ok_or(StoreError::Stale(key))?;
                            raw.insert("rev".to_owned(), Value::from(kept + 1));
                        } else if raw.contains_key("rev") {
                            raw.insert("rev".to_owned(), Value::from(given + 1));
                        }
                        match kept {
                            Some(_) => rows::update(tx, key.table, &raw),
                            None => rows::insert(tx, key.table, &raw),
                        }
                        .map_err(wrong)?;
                    }
                    Change::Delete(key, given) => {
                        let kept = rows::rev(tx, *key).map_err(wrong)?;
                        if let (Some(kept), Some(given)) = (kept, *given)
                            && kept != given
                            && merge::is_rewritten(tx, *key, given).map_err(wrong)?
                        {
                            return Err(StoreError::Stale(*key));
                        }
                        rows::delete(tx, *key).map_err(wrong)?;
                    }
                }
            }
            Ok(())
        })
    }
}

/// Whether the database lacks what it did when it was opened: another program may have gone on meanwhile.
fn is_short_still(db: &Connection, path: &Path, seal: (&Secret, &str, bool)) -> rusqlite::Result<bool> {
    Ok(Loss::noted(db)?.is_some() || head::lacks(db, path, seal)?.is_some())
}

/// Where the journal ends.
pub(super) fn end(db: &Connection) -> rusqlite::Result<JournalHead> {
    let last = db
        .prepare_cached("SELECT seq, sha FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok(JournalHead { seq: row.get(0)?, sha: row.get(1)? }))
        .optional()?;
    Ok(last.unwrap_or(JournalHead { seq: 0, sha: String::new() }))
}

/// Keeps a form, if it isn't kept already.
pub(super) fn keep_agenda(db: &Connection, sha: &str, json: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO motesform(sha, json) VALUES (?1, ?2) ON CONFLICT(sha) DO NOTHING")?
        .execute([sha, json])?;
    Ok(())
}

fn begin(
    tx: &Connection,
    act: &Act,
    origin: &str,
    session: &str,
    person: Option<&str>,
) -> rusqlite::Result<i64> {
    tx.prepare_cached(
        "INSERT INTO kommando_nu(ett, ursprung, session, person, tid, kommando, kod, mote_id, galler, stryk)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        origin,
        session,
        person,
        time_text(act.now),
        act.id.to_string(),
        act.code.key(),
        act.meeting.map(|id| id.to_string()),
        act.about,
        act.strike,
    ])?;
    let line =
        JournalLine { table: "NULL", row: "NULL", meeting: "k.mote_id", op: "'kommando'", payload_sha: "''" };
    tx.prepare_cached(&journal_line(&line))?.execute([])?;
    Ok(tx.last_insert_rowid())
}

fn seq_of(db: &Connection, id: CommandId) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT seq FROM journal WHERE kommando = ?1 AND op = 'kommando'")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()
}
