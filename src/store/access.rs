//! Who is at the database and through which door, what was looked at, and which papers were written as files.

use super::journal::Act;
use super::rows::Statements;
use super::traces::NAMED_FILE;
use super::{Committed, Store, StoreError};
use crate::domain::access::{Looked, account_in_words};
use crate::domain::collate::fold;
use crate::domain::command::{Code, Command, Record, Table};
use crate::domain::ids::{ArendeId, CommandId, EntryId, MeetingArendeId, MeetingId};
use crate::domain::listing::Listing;
use crate::domain::overview::{ActionRow, ConsentRow};
use crate::domain::record::{CopyLog, Person};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Params, params};
use std::collections::HashMap;
use uuid::Uuid;

/// An opening that tells of more ärenden than this is of the whole list.
const MOST: usize = 200;

/// An act that wrote or removed papers: its key, the paper's row, and what stands beside it.
type PaperAct = (String, Option<String>, Option<String>);

/// A paper that the log says was saved as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedPaper {
    /// What the log says of it.
    pub row: CopyLog,
    /// Its name in the folder of papers; nothing where somebody said where to put it, or it was written before the log had
    /// names.
    pub file: Option<String>,
    /// Where somebody had it written, as the log has it: without the names of those whom the meeting is about.
    pub place: Option<String>,
    /// Whether the log says that it was removed since.
    pub removed: bool,
}

/// What papers were made of.
#[derive(Clone, Copy, Debug)]
pub struct MadeOf<'m> {
    /// The entries that each of them may hold.
    pub entries: &'m [&'m [EntryId]],
    /// Up to this line of the journal it is known that nothing of them has been struck.
    pub up_to: i64,
}

impl MadeOf<'_> {
    /// Whether one of the entries has been struck.
    fn is_struck(self, tx: &Connection, meeting: MeetingId) -> rusqlite::Result<bool> {
        let mut strikes = tx.prepare_cached(
            "SELECT r.rad FROM journal k JOIN journal r ON r.kommando = k.kommando AND r.op <> 'kommando'
             WHERE k.mote_id = ?1 AND k.seq > ?2 AND k.op = 'kommando' AND k.kod = ?3",
        )?;
        let rows = strikes
            .query_map(params![meeting.to_string(), self.up_to, Code::Strike.key()], |row| {
                row.get::<_, String>(0)
            })?;
        for row in rows {
            let struck = Uuid::parse_str(&row?).map(EntryId);
            if struck.is_ok_and(|struck| self.entries.iter().any(|of| of.contains(&struck))) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Store {
    /// By which account of the computer, and through which verb of the command line, this database is read. Stands beside
    /// what is looked at and copied.
    pub fn come_through(&mut self, door: Option<&str>, account: &str) {
        self.door = door.map(str::to_owned);
        account.clone_into(&mut self.account);
    }

    /// Who acts, in words: the person, otherwise the account as a proposal. Never empty.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn who(&self) -> Result<String, StoreError> {
        let named = match self.person {
            Some(id) => self
                .db
                .prepare_cached("SELECT namn FROM person WHERE id = ?1")
                .and_then(|mut one| one.query_row([id.to_string()], |row| row.get(0)).optional())
                .map_err(|error| self.wrong(&error))?,
            None => None,
        };
        Ok(named.unwrap_or_else(|| account_in_words(&self.account)))
    }

    /// The person who is known by a name.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn person_named(&self, name: &str) -> Result<Option<Person>, StoreError> {
        let select = &Statements::for_table(Table::Person).select;
        let rows = self.records(Table::Person, &format!("{select} ORDER BY id DESC"), [])?;
        let wanted = fold(name.trim());
        Ok(rows.into_iter().find_map(|record| match record {
            Record::Person(person) if fold(person.name.trim()) == wanted => Some(person),
            _ => None,
        }))
    }

    /// Whether papers may leave: only where that can be logged.
    ///
    /// # Errors
    /// [`StoreError::OnlyRead`], [`StoreError::Short`].
    pub fn may_let_out(&self) -> Result<(), StoreError> {
        self.check_writable()
    }

    /// Logs something that changes no row: a consent was read, a key was changed.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn log_that(
        &mut self,
        code: Code,
        of: Looked,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let about = self.looked(of).to_column();
        let act = Act { id, code, meeting: None, about, strike: false, now };
        self.act(&act, |_| Ok(())).map(drop)
    }

    /// Logs that something was looked at: a meeting, or, where none is named, a list over all.
    ///
    /// # Errors
    /// What the disk says; then nothing may be shown.
    pub fn log_opening(
        &mut self,
        meeting: Option<MeetingId>,
        of: Looked,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let about = self.looked(of).to_column();
        let act = Act { id, code: Code::Open, meeting, about, strike: false, now };
        self.act(&act, |_| Ok(())).map(drop)
    }

    /// As [`Store::commit`], for copies: the journal keeps which ärenden they told of, through which door they went, and
    /// where to.
    ///
    /// With `made`, they may not hold what has been struck since: whoever strikes a text looks in the log for papers that hold
    /// it, and finds those alone that stand there already.
    ///
    /// # Errors
    /// As [`Store::commit`]; [`StoreError::StruckSince`].
    pub fn commit_copies(
        &mut self,
        command: &Command,
        of: Looked,
        made: Option<MadeOf<'_>>,
        now: DateTime<Utc>,
    ) -> Result<Committed, StoreError> {
        let about = self.looked(of).to_column();
        let file = self.file.clone();
        self.commit_about(command, about, now, |tx| match (made, command.meeting) {
            (Some(made), Some(meeting)) => {
                let struck =
                    made.is_struck(tx, meeting).map_err(|error| StoreError::sqlite(&file, &error))?;
                if struck { Err(StoreError::StruckSince) } else { Ok(()) }
            }
            _ => Ok(()),
        })
    }

    /// The same, with the door and the account. The account is kept beside the person: whoever sits down as somebody else
    /// is seen to have done so.
    pub(super) fn looked(&self, mut of: Looked) -> Looked {
        of.arenden.dedup();
        if of.arenden.len() > MOST {
            of.arenden.clear();
        }
        let account = Some(self.account.clone()).filter(|account| !account.is_empty());
        Looked { door: self.door.clone(), account, ..of }
    }

    /// What an opening told of, with the ärenden's names as they are now.
    pub(super) fn with_labels(&self, mut looked: Looked) -> rusqlite::Result<Looked> {
        // One that was taken out of its meeting since is known by what the journal has of it.
        let mut label = self.db.prepare_cached(
            "SELECT coalesce(b.alias, a.benamning) FROM arende a LEFT JOIN barn b ON b.id = a.barn_id
             WHERE a.id = coalesce(
                (SELECT arende_id FROM mote_arende WHERE id = ?1),
                (SELECT l.innehall ->> '$.fore.arende_id' FROM journal j JOIN journal_last l ON l.seq = j.seq
                 WHERE j.rad = ?1 AND j.op = 'borta' ORDER BY j.seq DESC LIMIT 1))",
        )?;
        for id in &looked.arenden {
            let name: Option<String> = label.query_row([id.to_string()], |row| row.get(0)).optional()?;
            looked.labels.extend(name.filter(|name| !name.is_empty() && !looked.labels.contains(name)));
        }
        Ok(looked)
    }

    /// In which meeting an ärende was taken up last, and its key there.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn latest_item(&self, arende: ArendeId) -> Result<Option<(MeetingId, MeetingArendeId)>, StoreError> {
        self.keys(
            "SELECT mote_id, id FROM mote_arende WHERE arende_id = ?1 ORDER BY id DESC LIMIT 1",
            &arende.to_string(),
        )
    }

    /// Which ärenden a list over all meetings tells of.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn told_by(&self, listing: &Listing) -> Result<Vec<MeetingArendeId>, StoreError> {
        match listing {
            Listing::Actions(rows) => self.told_by_actions(rows),
            Listing::Consents(rows) => self.told_by_consents(rows),
            Listing::SocialClocks(_) | Listing::Journal(_) => Ok(Vec::new()),
        }
    }

    /// Which ärenden actions tell of.
    ///
    /// # Errors
    /// As [`Store::told_by`].
    pub fn told_by_actions(&self, rows: &[ActionRow]) -> Result<Vec<MeetingArendeId>, StoreError> {
        rows.iter().filter_map(|row| self.item_of(row.entry).transpose()).collect()
    }

    /// Which ärenden consents tell of: where each was taken up last.
    ///
    /// # Errors
    /// As [`Store::told_by`].
    pub fn told_by_consents(&self, rows: &[ConsentRow]) -> Result<Vec<MeetingArendeId>, StoreError> {
        let latest = |row: &ConsentRow| self.latest_item(row.consent.arende).transpose();
        rows.iter().filter_map(latest).map(|found| found.map(|(_, item)| item)).collect()
    }

    /// The ärende that an entry belongs to.
    fn item_of(&self, entry: EntryId) -> Result<Option<MeetingArendeId>, StoreError> {
        let found = self.keys(
            "SELECT mote_id, mote_arende_id FROM post WHERE id = ?1 AND mote_arende_id IS NOT NULL",
            &entry.to_string(),
        )?;
        Ok(found.map(|(_, item)| item))
    }

    fn keys(&self, query: &str, id: &str) -> Result<Option<(MeetingId, MeetingArendeId)>, StoreError> {
        let found: Option<(String, String)> = self
            .db
            .prepare_cached(query)
            .and_then(|mut one| one.query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|error| self.wrong(&error))?;
        let uuid = |text: &str| Uuid::parse_str(text).ok();
        Ok(found
            .and_then(|(meeting, item)| Some((MeetingId(uuid(&meeting)?), MeetingArendeId(uuid(&item)?)))))
    }

    /// Every paper that the log says was saved as a file, oldest first, also those that it says were removed since.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn saved_papers(&self) -> Result<Vec<SavedPaper>, StoreError> {
        let select = &Statements::for_table(Table::CopyLog).select;
        let rows = self.copy_rows(&format!("{select} WHERE satt = 'fil' ORDER BY id"), [])?;
        let mut rows: HashMap<String, CopyLog> =
            rows.into_iter().map(|row| (row.id.to_string(), row)).collect();
        let acts = self.paper_acts().map_err(|error| self.wrong(&error))?;
        let mut saved: Vec<SavedPaper> = Vec::with_capacity(rows.len());
        // Papers stand in their act in the order of their names.
        let mut number = (String::new(), 0);
        for (act, row, column) in acts {
            let Looked { files, note, .. } = column.map(|column| Looked::read(&column)).unwrap_or_default();
            let place = note.and_then(|note| note.strip_prefix(NAMED_FILE).map(str::to_owned));
            let Some(row) = row else {
                for paper in &mut saved {
                    paper.removed |= paper.file.as_ref().is_some_and(|name| files.contains(name))
                        || (paper.place.is_some() && paper.place == place);
                }
                continue;
            };
            number = if number.0 == act { (act, number.1 + 1) } else { (act, 0) };
            if let Some(row) = rows.remove(&row) {
                saved.push(SavedPaper { row, file: files.get(number.1).cloned(), place, removed: false });
            }
        }
        Ok(saved)
    }

    /// Every paper that has gone out, whichever way, by its checksum: of which meeting, and when first.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn paper_sums(&self) -> Result<HashMap<String, (MeetingId, DateTime<Utc>)>, StoreError> {
        let select = &Statements::for_table(Table::CopyLog).select;
        let rows = self.copy_rows(&format!("{select} ORDER BY id DESC"), [])?;
        Ok(rows.into_iter().map(|row| (row.checksum, (row.meeting, row.at))).collect())
    }

    /// Acts that wrote papers as files, a line for each paper, and those that removed some: the act's key, the paper's row,
    /// and what stands beside it.
    fn paper_acts(&self) -> rusqlite::Result<Vec<PaperAct>> {
        self.db
            .prepare_cached(
                "SELECT j.seq, j.kommando, k.id, j.galler FROM kopia_logg k JOIN journal j ON j.rad = k.id
                 WHERE k.satt = 'fil'
                 UNION ALL SELECT seq, kommando, NULL, galler FROM journal
                 WHERE op = 'kommando' AND kod = ?1 ORDER BY 1",
            )?
            .query_map([Code::RemovedPapers.key()], |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect()
    }

    /// The rows of the log of copies that a query finds.
    pub(super) fn copy_rows(&self, query: &str, params: impl Params) -> Result<Vec<CopyLog>, StoreError> {
        let rows = self.records(Table::CopyLog, query, params)?;
        Ok(rows
            .into_iter()
            .filter_map(|record| match record {
                Record::CopyLog(row) => Some(row),
                _ => None,
            })
            .collect())
    }
}
