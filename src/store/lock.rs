//! Minutes that are final. A locked meeting is refused every change by the database itself; its complete document is kept
//! under its checksum, and only a new version, with who and why, opens it again. How actions go, consents, checks of
//! what may be shown of a protected child and the log of copies lie outside the lock: they go on after it.

use super::journal::Act;
use super::rows::{self, Statements};
use super::{Store, StoreError};
use crate::domain::command::{Code, Record, RecordKey, Table};
use crate::domain::ids::{CommandId, EntryId, MeetingId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Approval, CopyLog, MeetingStatus, Version};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// How often the lock is tried again when somebody writes between the reading and the writing.
const TRIES: usize = 5;

/// What is said when minutes are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockRequest {
    /// Justerat or godkänt.
    pub approval: Approval,
    /// By whom, in words.
    pub by: String,
    /// Where it is registered: a diarienummer or an akt.
    pub registered: String,
    /// Who sits at the keyboard.
    pub locked_by: Option<String>,
}

impl Store {
    /// Locks a closed meeting as its next version. `document` makes the complete document of the meeting and the version
    /// as they stand; its text is kept as it is.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when it is locked already, [`StoreError::NotClosed`]; what `document` and the disk say.
    pub fn lock(
        &mut self,
        meeting: MeetingId,
        request: &LockRequest,
        (command, row): (CommandId, RowId),
        now: DateTime<Utc>,
        document: &dyn Fn(&Meeting, &Version) -> Result<String, StoreError>,
    ) -> Result<Version, StoreError> {
        for _ in 0..TRIES {
            let head = self.journal_head()?;
            let whole = self.meeting(meeting)?;
            if let Some(done) = whole.versions.iter().find(|version| version.id == row) {
                return Ok(done.clone());
            }
            if whole.is_locked() {
                return Err(StoreError::Locked);
            }
            if whole.head.status != MeetingStatus::Avslutat {
                return Err(StoreError::NotClosed);
            }
            let mut version = Version {
                id: row,
                meeting,
                number: whole.next_version(),
                approval: request.approval,
                by: request.by.clone(),
                registered: request.registered.clone(),
                locked_by: request.locked_by.clone(),
                at: now,
                document: String::new(),
                journal_line: head.seq,
                journal_sha: head.sha.clone(),
            };
            let json = document(&whole, &version)?;
            version.document = hex::encode(Sha256::digest(json.as_bytes()));
            let act = Act {
                id: command,
                code: Code::Lock,
                meeting: Some(meeting),
                about: None,
                strike: false,
                now,
            };
            let file = self.file.clone();
            let locked = self.act(&act, |tx| {
                let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
                // The line of this command is the first after what was read.
                let last: i64 =
                    tx.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).map_err(wrong)?;
                if last != head.seq + 1 {
                    return Err(StoreError::Busy);
                }
                keep_document(tx, &version.document, &json).map_err(wrong)?;
                let raw = rows::to_raw(&Record::Version(version.clone()))?;
                rows::insert(tx, Table::Version, &raw).map_err(wrong)
            });
            match locked {
                Ok(_) => return Ok(version),
                Err(StoreError::Busy) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Busy)
    }

    /// The complete document of a locked version, as it was written then.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it isn't there or isn't what its checksum says.
    pub fn version_document(&self, version: &Version) -> Result<String, StoreError> {
        let json: Option<String> = self
            .db
            .prepare_cached("SELECT json FROM protokoll_dokument WHERE sha = ?1")
            .and_then(|mut kept| kept.query_row([&version.document], |row| row.get(0)).optional())
            .map_err(|error| self.wrong(&error))?;
        json.filter(|json| hex::encode(Sha256::digest(json.as_bytes())) == version.document)
            .ok_or_else(|| StoreError::Damaged(self.file.clone()))
    }

    /// The first locked version of a meeting's minutes that has an entry, which can't be struck then.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn locked_with(&self, meeting: MeetingId, entry: EntryId) -> Result<Option<i64>, StoreError> {
        self.db
            .query_row(
                "SELECT min(nummer) FROM protokoll_version WHERE mote_id = ?3 AND journal_rad >=
                     (SELECT min(seq) FROM journal WHERE rad = ?1 AND tabell = ?2)",
                [entry.to_string(), Table::Entry.name().to_owned(), meeting.to_string()],
                |row| row.get(0),
            )
            .map_err(|error| self.wrong(&error))
    }

    /// The copies that have been made of a meeting's minutes, oldest first.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn copies(&self, meeting: MeetingId) -> Result<Vec<CopyLog>, StoreError> {
        let select = &Statements::for_table(Table::CopyLog).select;
        let query = format!("{select} WHERE mote_id = ?1 ORDER BY id");
        self.copy_rows(&query, [meeting.to_string()]).map(CopyLog::settled)
    }
}

fn keep_document(db: &Connection, sha: &str, json: &str) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO protokoll_dokument(sha, json) VALUES (?1, ?2) ON CONFLICT(sha) DO NOTHING",
    )?
    .execute([sha, json])?;
    Ok(())
}

/// Whether a row stood in the meeting when a version of it was locked: its words are in that version's document.
pub(super) fn is_in_locked_version(
    db: &Connection,
    meeting: MeetingId,
    row: RecordKey,
) -> rusqlite::Result<bool> {
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM journal j WHERE j.rad = ?1 AND j.tabell = ?2 AND j.seq <=
             (SELECT max(journal_rad) FROM protokoll_version WHERE mote_id = ?3))",
        params![row.id.to_string(), row.table.name(), meeting.to_string()],
        |row| row.get(0),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::Change;
    use crate::domain::record::{ActionState, ActionStatus, CopyWay, Head, Opening};
    use crate::store::schema::described::is_under_lock;
    use std::collections::HashSet;

    const NOTE: EntryKind = EntryKind::Anteckning;

    fn request() -> LockRequest {
        LockRequest {
            approval: Approval::Justerat,
            by: "Eva Ek, rektor".to_owned(),
            registered: "BUN 2026/17".to_owned(),
            locked_by: Some("Sara Sten".to_owned()),
        }
    }

    fn close(world: &mut World, meeting: MeetingId) {
        let head = world.store.meeting(meeting).unwrap().head;
        let head = Head { status: MeetingStatus::Avslutat, ..head };
        world.commit(meeting, Code::Close, vec![Change::put(head)]);
    }

    fn lock(world: &mut World, meeting: MeetingId) -> Result<Version, StoreError> {
        let (command, row, now) = (world.id(), world.id(), world.now);
        world.store.lock(meeting, &request(), (command, row), now, &|meeting, version| {
            let texts: Vec<&str> = meeting.entries.iter().map(|entry| entry.text.as_str()).collect();
            Ok(format!("{} {}", version.number, texts.join("|")))
        })
    }

    fn open(world: &mut World, meeting: MeetingId, number: i64) -> Result<(), StoreError> {
        let opening = Opening {
            id: world.id(),
            meeting,
            number,
            by: "Eva Ek".to_owned(),
            reason: "Fel datum".to_owned(),
            at: world.now,
        };
        let command = world.command(meeting, Code::NewVersion, vec![Change::put(opening)]);
        world.store.commit(&command, world.now).map(|_| ())
    }

    #[test]
    fn no_row_of_a_locked_meeting_can_be_written() {
        let mut world = World::new();
        let (meeting, records) = world.full_meeting();
        close(&mut world, meeting);
        lock(&mut world, meeting).unwrap();
        let before = world.store.meeting(meeting).unwrap();
        let mut tried = HashSet::new();
        for record in records {
            let table = record.key().table;
            if !is_under_lock(table) {
                continue;
            }
            tried.insert(table);
            let here = before.records().into_iter().find(|row| row.key() == record.key());
            let Some(here) = here else { continue };
            for change in [Change::Put(Box::new(here.clone())), Change::Delete(here.key(), None)] {
                let command = world.command(meeting, Code::EditHead, vec![change]);
                let refused = world.store.commit(&command, world.now);
                assert!(matches!(refused, Err(StoreError::Locked)), "{table:?}: {refused:?}");
            }
        }
        assert!(tried.len() >= 14, "{tried:?}");
        let new = world.entry(meeting, NOTE, "Sent");
        let command = world.command(meeting, Code::Add(NOTE), vec![Change::put(new)]);
        assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::Locked)));
        assert!(matches!(lock(&mut world, meeting), Err(StoreError::Locked)), "not twice");
        assert_eq!(world.store.meeting(meeting).unwrap(), before);
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn how_actions_go_and_copies_lie_outside_the_lock() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let action = world.action(meeting, "Ring", None);
        world.commit(meeting, Code::Add(EntryKind::Atgard), vec![Change::put(action.clone())]);
        close(&mut world, meeting);
        let version = lock(&mut world, meeting).unwrap();
        let status = ActionStatus {
            id: world.id(),
            entry: action.id,
            meeting: Some(meeting),
            status: ActionState::Klar,
            evaluation: None,
            new_due: None,
            at: world.now,
        };
        world.commit(meeting, Code::SetActionStatus, vec![Change::put(status)]);
        let copy = CopyLog {
            arenden: None,
            id: world.id(),
            meeting,
            version: Some(version.number),
            recipient: "Mormor".to_owned(),
            what: "hela protokollet".to_owned(),
            way: CopyWay::Fil,
            format: "txt".to_owned(),
            checksum: "ab".to_owned(),
            by: None,
            at: world.now,
        };
        world.commit(meeting, Code::Copies, vec![Change::put(copy.clone())]);
        assert_eq!(world.store.copies(meeting).unwrap(), std::slice::from_ref(&copy));
        assert_eq!(world.undo(meeting), Some(Code::SetActionStatus), "what was told since can be");
        assert_eq!(world.undo(meeting), None, "a copy that has left can't be taken back");
        for change in
            [Change::delete(copy.clone()), Change::put(CopyLog { recipient: "Ingen".to_owned(), ..copy })]
        {
            let command = world.command(meeting, Code::Copies, vec![change]);
            assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::Constraint(_))));
        }
    }

    #[test]
    fn a_version_keeps_its_document_and_the_journal_its_checksum() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Ett");
        assert!(matches!(lock(&mut world, meeting), Err(StoreError::NotClosed)));
        close(&mut world, meeting);
        let head = world.store.journal_head().unwrap();
        let version = lock(&mut world, meeting).unwrap();
        assert_eq!((version.journal_line, version.journal_sha.as_str()), (head.seq, head.sha.as_str()));
        assert_eq!(world.store.version_document(&version).unwrap(), "1 Ett");
        let journalled: String = world
            .store
            .db
            .query_row(
                "SELECT l.innehall FROM journal j JOIN journal_last l USING (seq) WHERE j.tabell = 'protokoll_version'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert!(journalled.contains(&version.document));
        let read = world.store.meeting(meeting).unwrap();
        assert!(read.is_locked() && read.versions == [version.clone()]);
        world.store.db.execute_batch("DROP TRIGGER protokoll_dokument_andras_inte").unwrap();
        world.store.db.execute("UPDATE protokoll_dokument SET json = '1 Två'", []).unwrap();
        assert!(world.store.version_document(&version).is_err());
        assert!(!world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_new_version_opens_the_meeting_and_undo_stays_on_its_side_of_the_lock() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Ett");
        assert!(matches!(open(&mut world, meeting, 2), Err(StoreError::Constraint(_))), "nothing is locked");
        close(&mut world, meeting);
        lock(&mut world, meeting).unwrap();
        assert_eq!(world.undo(meeting), None);
        assert!(matches!(open(&mut world, meeting, 3), Err(StoreError::Constraint(_))), "wrong number");
        open(&mut world, meeting, 2).unwrap();
        assert!(!world.store.meeting(meeting).unwrap().is_locked());
        assert_eq!(world.undo(meeting), None, "what was done before the lock stands");
        world.add(meeting, NOTE, "Två");
        assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
        assert_eq!(world.redo(meeting), Some(Code::Add(NOTE)));
        let second = lock(&mut world, meeting).unwrap();
        assert_eq!(second.number, 2);
        assert_eq!(world.store.version_document(&second).unwrap(), "2 Ett|Två");
        let first = &world.store.meeting(meeting).unwrap().versions[0];
        assert_eq!(world.store.version_document(first).unwrap(), "1 Ett", "the first is as it was");
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn another_person_cant_undo_past_the_lock() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let (one, other) = (world.person("Sara").id, world.person("Eva").id);
        world.store.act_as(Some(one));
        world.add(meeting, NOTE, "Saras");
        world.store.act_as(Some(other));
        close(&mut world, meeting);
        lock(&mut world, meeting).unwrap();
        open(&mut world, meeting, 2).unwrap();
        world.store.act_as(Some(one));
        assert_eq!(world.undo(meeting), None);
        assert_eq!(world.store.meeting(meeting).unwrap().entries.len(), 1);
    }

    #[test]
    fn what_stands_in_a_locked_version_isnt_struck() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let old = world.add(meeting, NOTE, "Gammal");
        close(&mut world, meeting);
        lock(&mut world, meeting).unwrap();
        let strike = |world: &mut World, id: crate::domain::ids::EntryId| {
            let command = world.id();
            world.store.strike(meeting, RecordKey { table: Table::Entry, id: id.0 }, command, world.now)
        };
        assert!(strike(&mut world, old.id).is_err());
        open(&mut world, meeting, 2).unwrap();
        assert!(matches!(strike(&mut world, old.id), Err(StoreError::InLockedVersion)));
        let new = world.add(meeting, NOTE, "Ny");
        let locked = |id| world.store.locked_with(meeting, id).unwrap();
        assert_eq!((locked(old.id), locked(new.id)), (Some(1), None));
        assert!(strike(&mut world, new.id).is_ok());
        assert!(world.store.verify().unwrap().is_sound());
    }
}
