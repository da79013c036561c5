//! *Stryk för gott*: a text that should never have been written goes from everywhere: its row, the journal, undo, drafts
//! and the copies from migrations. That somebody struck it, and when, remains.

use super::error::StoreError;
use super::journal::Act;
use super::schema::{JournalLine, backup_prefix, journal_line};
use super::{Store, rows};
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::ids::{CommandId, MeetingId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// How far the strike came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Struck {
    /// The text is in no page of the file or its side files.
    Everywhere,
    /// The row and its history are gone, but the file couldn't be cleaned because another program was reading it. It is
    /// cleaned by [`Store::clean`], when the other one is done.
    CleanLater,
}

impl Store {
    /// Strikes a row, and what hangs on it, for good.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when other rows need it; what the disk says. Then nothing has been struck.
    pub fn strike(
        &mut self,
        meeting: MeetingId,
        row: RecordKey,
        command: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Struck, StoreError> {
        let act = Act {
            id: command,
            code: Code::Strike,
            meeting: Some(meeting),
            about: Some(format!("{}/{}", row.table.name(), row.id)),
            strike: true,
            now,
        };
        let file = self.file.clone();
        self.act(&act, |tx| strike(tx, meeting, row).map_err(|error| StoreError::sqlite(&file, &error)))?;
        self.clean()
    }

    /// Rewrites the file without anything that was removed, and empties its WAL.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like; that another program is reading is not an error.
    pub fn clean(&mut self) -> Result<Struck, StoreError> {
        self.remove_backups()?;
        let cleaned = self.db.execute_batch("VACUUM").and_then(|()| {
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        match cleaned.map_err(|error| self.wrong(&error)) {
            Ok(0) => Ok(Struck::Everywhere),
            Ok(_) | Err(StoreError::Busy) => Ok(Struck::CleanLater),
            Err(error) => Err(error),
        }
    }

    fn remove_backups(&self) -> Result<(), StoreError> {
        let prefix = backup_prefix(&self.path);
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => std::path::Path::new("."),
        };
        let files = std::fs::read_dir(folder).map_err(|error| StoreError::io(folder, &error))?;
        for file in files.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(&prefix)) {
            std::fs::remove_file(file.path()).map_err(|error| StoreError::io(&file.path(), &error))?;
        }
        Ok(())
    }
}

fn strike(tx: &Connection, meeting: MeetingId, row: RecordKey) -> rusqlite::Result<()> {
    let mut rows = hanging_on(tx, row)?;
    rows.push(row);
    for key in rows {
        let (table, id) = (key.table.name(), key.id.to_string());
        tx.execute(
            "DELETE FROM journal_last WHERE seq IN (SELECT seq FROM journal WHERE rad = ?1 AND tabell = ?2)",
            [id.as_str(), table],
        )?;
        if !rows::delete(tx, key)? {
            // It was removed before; that it is struck must be known all the same.
            let line = JournalLine {
                table: "?1",
                row: "?2",
                meeting: "k.mote_id",
                op: "'struken'",
                payload_sha: "''",
            };
            tx.execute(&journal_line(&line), params![table, id])?;
        }
    }
    // What is half typed may be the same text.
    tx.execute("DELETE FROM utkast WHERE mote_id = ?1", [meeting.to_string()])?;
    Ok(())
}

/// The rows that repeat an entry's words or can't be without it: now, or at some time as the journal tells.
fn hanging_on(tx: &Connection, row: RecordKey) -> rusqlite::Result<Vec<RecordKey>> {
    let mut hanging = Vec::new();
    if row.table != Table::Entry {
        return Ok(hanging);
    }
    for table in [Table::Exemption, Table::ActionStatus, Table::PlanAnswer] {
        let name = table.name();
        let mut found = tx.prepare(&format!(
            "SELECT id FROM {name} WHERE post_id = ?1
             UNION
             SELECT j.rad FROM journal j JOIN journal_last l ON l.seq = j.seq
             WHERE j.tabell = '{name}' AND j.mote_id = (SELECT mote_id FROM kommando_nu)
               AND ?1 IN (l.innehall ->> '$.fore.post_id', l.innehall ->> '$.efter.post_id')"
        ))?;
        let found = found.query_map([row.id.to_string()], |row| row.get::<_, String>(0))?;
        for id in found {
            if let Ok(id) = Uuid::parse_str(&id?) {
                hanging.push(RecordKey { table, id });
            }
        }
    }
    Ok(hanging)
}
