//! A meeting read back whole.

use super::rows::{self, Statements};
use super::{Store, StoreError};
use crate::agenda_file::from_snapshot;
use crate::domain::access::Looked;
use crate::domain::command::{Code, Record, Snapshot, Table};
use crate::domain::earlier::Numbered;
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::meeting::{Meeting, Reopened};
use crate::domain::record::Head;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};
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
        meeting.reopened = self.reopened(id)?;
        meeting.earlier = self.earlier(&meeting)?;
        meeting.settled_before = self.settled_before(&meeting)?;
        meeting.numbered_before = self.numbered_before(&meeting)?;
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

    /// When it was opened again after it was closed, as the journal tells.
    fn reopened(&self, id: MeetingId) -> Result<Vec<Reopened>, StoreError> {
        let (close, reopen) = (Code::Close.key(), Code::Reopen.key());
        let acts: Vec<(String, String)> = self.list(
            "SELECT kod, tid FROM journal WHERE mote_id = ?1 AND op = 'kommando' AND kod IN (?2, ?3) ORDER BY seq",
            params![id.to_string(), close, reopen],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut all: Vec<Reopened> = Vec::new();
        let mut closed = None;
        for (code, at) in acts {
            let Some(at) = DateTime::parse_from_rfc3339(&at).ok().map(|at| at.to_utc()) else { continue };
            if code == close {
                closed = Some(at);
                if let Some(last) = all.last_mut() {
                    last.closed_again.get_or_insert(at);
                }
            } else if let Some(closed) = closed {
                all.push(Reopened { closed, at, closed_again: None });
            }
        }
        Ok(all)
    }

    /// A meeting with what its points are numbered by, in each copy, and nothing else.
    pub(super) fn points_of(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let Some(plan) = self.own_points_of(id)? else { return Ok(None) };
        Ok(Some(Meeting { numbered_before: self.numbered_before(&plan)?, ..plan }))
    }

    /// The points of the plans that a meeting follows, one after the other.
    fn numbered_before(&self, meeting: &Meeting) -> Result<Numbered, StoreError> {
        let (mut seen, mut plans) = (BTreeSet::from([meeting.id()]), Vec::new());
        let mut before = meeting.head.follows.filter(|_| meeting.has_one_plan());
        while let Some(id) = before.filter(|id| seen.insert(*id)) {
            let Some(plan) = self.own_points_of(id)? else { break };
            before = plan.head.follows;
            plans.push(plan);
        }
        let first = Numbered::default();
        Ok(plans
            .into_iter()
            .rev()
            .fold(first, |numbered_before, plan| Meeting { numbered_before, ..plan }.numbered_with_own()))
    }

    fn own_points_of(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let people =
            [Table::Child, Table::Arende, Table::MeetingArende, Table::Participant, Table::Attendance];
        let points = [Table::Entry, Table::Exemption, Table::WordCheck];
        let plan = self.with_rows_of(id, &[&people[..], &points[..]].concat())?;
        Ok(plan.map(|plan| Meeting { words: Arc::clone(&self.words), ..plan }))
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

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::command::Change;
    use crate::domain::record::MeetingStatus;

    #[test]
    fn a_meeting_knows_when_it_was_opened_again_and_closed_again() {
        let mut world = World::new();
        let id = world.meeting("eht", "2026-11-23T08:00:00");
        let turn = |world: &mut World, code| {
            let head = world.store.meeting(id).unwrap().head;
            let closes = code == Code::Close;
            let status = if closes { MeetingStatus::Avslutat } else { MeetingStatus::Pagar };
            let ended = head.ended.or(closes.then_some(world.now));
            world.commit(id, code, vec![Change::put(Head { status, ended, ..head })]);
            world.now
        };
        let first = turn(&mut world, Code::Close);
        assert!(world.store.meeting(id).unwrap().reopened.is_empty());
        let opened = turn(&mut world, Code::Reopen);
        let once = Reopened { closed: first, at: opened, closed_again: None };
        assert_eq!(world.store.meeting(id).unwrap().reopened, [once]);
        let again = turn(&mut world, Code::Close);
        let twice = turn(&mut world, Code::Reopen);
        assert_eq!(
            world.store.meeting(id).unwrap().reopened,
            [
                Reopened { closed_again: Some(again), ..once },
                Reopened { closed: again, at: twice, closed_again: None },
            ]
        );
    }
}
