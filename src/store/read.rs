//! A meeting read back whole.

use super::rows::{self, Statements};
use super::{Store, StoreError};
use crate::agenda_file::from_snapshot;
use crate::domain::access::Looked;
use crate::domain::command::{Record, Snapshot, Table};
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::record::Head;
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// Which rows of a table belong to meeting `?1`; nothing for a table that no meeting has.
fn belongs(table: Table) -> Option<&'static str> {
    Some(match table {
        // The log of copies is read by itself: it grows with each copy.
        Table::Person | Table::CopyLog | Table::Assessment | Table::SocialClock => return None,
        Table::Head => "id = ?1",
        Table::Arende => "id IN (SELECT arende_id FROM mote_arende WHERE mote_id = ?1)",
        Table::Child => {
            "id IN (SELECT a.barn_id FROM mote_arende ma JOIN arende a ON a.id = ma.arende_id WHERE ma.mote_id = ?1)"
        }
        Table::Consent => "arende_id IN (SELECT arende_id FROM mote_arende WHERE mote_id = ?1)",
        Table::ConsentParty => {
            "samtycke_id IN (SELECT s.id FROM mote_arende ma JOIN samtycke s ON s.arende_id = ma.arende_id
                             WHERE ma.mote_id = ?1)"
        }
        Table::ActionStatus => "post_id IN (SELECT id FROM post WHERE mote_id = ?1)",
        _ => "mote_id = ?1",
    })
}

static QUERIES: LazyLock<HashMap<Table, String>> = LazyLock::new(|| {
    Table::ALL
        .iter()
        .filter_map(|table| {
            let select = &Statements::for_table(*table).select;
            belongs(*table).map(|which| (*table, format!("{select} WHERE {which}")))
        })
        .collect()
});

impl Store {
    /// A meeting with all that belongs to it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchMeeting`]; [`StoreError::UnreadableRow`] or [`StoreError::UnreadableAgenda`] when the
    /// database holds what it shouldn't.
    pub fn meeting(&self, id: MeetingId) -> Result<Meeting, StoreError> {
        let mut meeting = self.with_rows_of(id, Table::ALL)?.ok_or(StoreError::NoSuchMeeting)?;
        meeting.words = Arc::clone(&self.words);
        meeting.earlier = self.earlier(&meeting)?;
        meeting.settled_before = self.settled_before(&meeting)?;
        if let Some(booked) = meeting.follow_up().map(|row| MeetingId(row.id.0)) {
            meeting.booked = self.head(booked)?;
        }
        if let Some(before) = meeting.head.follows {
            let before = self.with_rows_of(before, &[Table::Recipient])?;
            // Who is of a family isn't told at a meeting that speaks of no child.
            let before = before.filter(|one| meeting.head.individuals || !one.head.individuals);
            meeting.list_before = before.map(|before| {
                let day = before.first_day().unwrap_or(before.head.planned.date());
                (day, before.recipients)
            });
        }
        Ok(meeting)
    }

    /// A meeting with what its points are numbered by, and nothing else.
    pub(super) fn points_of(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let tables =
            [Table::Child, Table::Arende, Table::MeetingArende, Table::Participant, Table::Attendance];
        self.with_rows_of(id, &[&tables[..], &[Table::Entry]].concat())
    }

    fn with_rows_of(&self, id: MeetingId, tables: &[Table]) -> Result<Option<Meeting>, StoreError> {
        let Some(head) = self.head(id)? else { return Ok(None) };
        let snapshot = self.agenda_snapshot(&head.agenda_sha)?;
        let agenda = from_snapshot(&snapshot.json).map_err(|_| StoreError::UnreadableAgenda)?;
        let mut meeting = Meeting::new(agenda, head);
        for table in tables {
            if *table != Table::Head {
                for record in self.meeting_rows(*table, id)? {
                    meeting.put(record);
                }
            }
        }
        meeting.sort();
        Ok(Some(meeting))
    }

    /// As [`Store::meeting`], and writes in the journal that this person opened it.
    ///
    /// # Errors
    /// As [`Store::meeting`].
    pub fn open_meeting(
        &mut self,
        id: MeetingId,
        command: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Meeting, StoreError> {
        let meeting = self.meeting(id)?;
        self.log_opening(Some(id), Looked::at(meeting.items.iter().map(|item| item.id)), command, now)?;
        Ok(meeting)
    }

    /// A form that some meeting is held by.
    ///
    /// # Errors
    /// [`StoreError::UnreadableAgenda`] when it isn't there.
    pub fn agenda_snapshot(&self, sha: &str) -> Result<Snapshot, StoreError> {
        self.db
            .prepare_cached("SELECT json FROM motesform WHERE sha = ?1")
            .and_then(|mut kept| kept.query_row([sha], |row| row.get(0)).optional())
            .map_err(|error| self.wrong(&error))?
            .map(|json| Snapshot { sha: sha.to_owned(), json })
            .ok_or(StoreError::UnreadableAgenda)
    }

    /// The head of a meeting, if it is here.
    fn head(&self, id: MeetingId) -> Result<Option<Head>, StoreError> {
        Ok(self.meeting_rows(Table::Head, id)?.into_iter().find_map(|record| match record {
            Record::Head(head) => Some(head),
            _ => None,
        }))
    }

    fn meeting_rows(&self, table: Table, id: MeetingId) -> Result<Vec<Record>, StoreError> {
        let Some(query) = QUERIES.get(&table) else { return Ok(Vec::new()) };
        let read = || -> rusqlite::Result<Vec<Result<Record, StoreError>>> {
            self.db
                .prepare_cached(query)?
                .query_map([id.to_string()], |row| rows::from_row(table, row))?
                .collect()
        };
        read().map_err(|error| self.wrong(&error))?.into_iter().collect()
    }
}
