//! The social services' clock: whether this database has one, and what it says.

use super::journal::Act;
use super::query::uuid;
use super::rows::Statements;
use super::{Store, StoreError, meta};
use crate::domain::access::Looked;
use crate::domain::command::{Code, Record, Table};
use crate::domain::ids::{ArendeId, CommandId};
use crate::domain::overview::{ClockRow, KnownArende, KnownChild, SocialClocks};
use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use std::collections::{HashMap, HashSet};

/// Something is left to do.
const RUNNING: &str = "((anmald IS NOT NULL AND (skyddsbedomd IS NULL
       OR (forhandsbedomd IS NULL AND utredning_inledd IS NULL)))
    OR (utredning_inledd IS NOT NULL AND utredning_klar IS NULL))";

impl Store {
    /// Switches the clock on or off, and logs it. What has been written stays, and is read again when it is on again.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn set_social_clock(
        &mut self,
        on: bool,
        id: CommandId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let code = if on { Code::SocialClockOn } else { Code::SocialClockOff };
        let about = self.looked(Looked::default()).to_column();
        let act = Act { id, code, meeting: None, about, strike: false, now };
        let file = self.file.clone();
        let said = if on { "pa" } else { "av" };
        self.act(&act, |tx| {
            meta::put(tx, "socialtjanst_klocka", said).map_err(|error| StoreError::sqlite(&file, &error))
        })
        .map(drop)
    }

    /// Whether the clock is on: only in a database that is the social services' own (Dals-Ed 2022, section 5).
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn has_social_clock(&self) -> Result<bool, StoreError> {
        self.db
            .query_row("SELECT varde = 'pa' FROM meta WHERE nyckel = 'socialtjanst_klocka'", [], |row| {
                row.get(0)
            })
            .optional()
            .map(|on| on.unwrap_or(false))
            .map_err(|error| self.wrong(&error))
    }

    /// All clocks, and the ärenden for which there may be one; nothing while the clock is off.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged or holds a row that can't be read.
    pub fn social_clocks(&self) -> Result<SocialClocks, StoreError> {
        if !self.has_social_clock()? {
            return Ok(SocialClocks::default());
        }
        let mut arenden = self.known_arenden("a.barn_id IS NOT NULL")?;
        // Those that have been at no meeting are known by their clock alone.
        let met: HashSet<ArendeId> = arenden.iter().map(|arende| arende.id).collect();
        let others = self.list(
            "SELECT a.id, benamning, alias, kallas, fodelsear, skyddad FROM arende a JOIN barn c ON c.id = a.barn_id
             ORDER BY benamning",
            [],
            |row| {
                let names: [Option<String>; 2] = [row.get(2)?, row.get(3)?];
                let child = KnownChild {
                    names: names.into_iter().flatten().collect(),
                    birth_year: row.get(4)?,
                    protected: row.get(5)?,
                    ..KnownChild::default()
                };
                let (id, label) = (ArendeId(uuid(row, 0)?), row.get(1)?);
                Ok(KnownArende { id, label, individual: true, agenda_id: String::new(), child })
            },
        )?;
        arenden.extend(others.into_iter().filter(|arende| !met.contains(&arende.id)));
        let rows = self
            .clock_rows(&format!("ORDER BY {RUNNING} DESC, coalesce(anmald, utredning_inledd) DESC, id"))?;
        Ok(SocialClocks { is_on: true, rows, arenden })
    }

    /// The clocks in which something is left to do.
    pub(super) fn running_social_clocks(&self) -> Result<Vec<ClockRow>, StoreError> {
        if !self.has_social_clock()? {
            return Ok(Vec::new());
        }
        self.clock_rows(&format!("WHERE {RUNNING}"))
    }

    fn clock_rows(&self, which: &str) -> Result<Vec<ClockRow>, StoreError> {
        let select = &Statements::for_table(Table::SocialClock).select;
        let clocks = self.records(Table::SocialClock, &format!("{select} {which}"), [])?;
        let labels: HashMap<String, String> = self
            .list(
                "SELECT id, benamning FROM arende WHERE id IN (SELECT arende_id FROM socialtjanst_klocka)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .into_iter()
            .collect();
        Ok(clocks
            .into_iter()
            .filter_map(|record| match record {
                Record::SocialClock(clock) => {
                    let label = labels.get(&clock.arende.to_string()).cloned().unwrap_or_default();
                    Some(ClockRow { clock, label })
                }
                _ => None,
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day};
    use crate::domain::command::{Change, Code, Record};
    use crate::domain::overview::SocialClocks;
    use crate::domain::record::SocialClock;

    #[test]
    fn another_authoritys_database_takes_no_line_of_it_and_shows_none() {
        let mut world = World::new();
        world.full_meeting();
        let row = world.store.social_clocks().unwrap().rows[0].clock.clone();
        assert_eq!(world.store.home(day("2026-12-02")).unwrap().duties[0].clock, row);

        world.set_social_clock(false);
        assert_eq!(world.store.social_clocks().unwrap(), SocialClocks::default());
        assert_eq!(world.store.home(day("2026-12-02")).unwrap().duties, []);
        let changed = SocialClock { done: Some(day("2027-01-01")), ..row.clone() };
        let fresh = SocialClock { id: world.id(), rev: 0, ..row.clone() };
        for row in [changed, fresh] {
            let id = world.id();
            let command = crate::domain::command::Command {
                id,
                code: Code::SetSocialClock,
                meeting: None,
                snapshot: None,
                changes: vec![Change::put(row)],
            };
            let refused = world.store.commit(&command, world.now).unwrap_err().to_string();
            assert!(refused.contains("Socialtjänstens klocka är avstängd"), "{refused}");
        }
        world.set_social_clock(true);
        assert_eq!(
            world.store.social_clocks().unwrap().rows[0].clock,
            row,
            "it is there when it is on again"
        );
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_clock_is_in_no_meeting_and_so_in_nothing_that_is_made_of_one() {
        let mut world = World::new();
        let (meeting, records) = world.full_meeting();
        assert!(records.iter().any(|record| matches!(record, Record::SocialClock(_))));
        let read = world.store.meeting(meeting).unwrap();
        assert!(!read.records().iter().any(|record| matches!(record, Record::SocialClock(_))));
    }

    #[test]
    fn home_has_those_in_which_something_is_left_to_do() {
        let mut world = World::new();
        world.full_meeting();
        let row = world.store.social_clocks().unwrap().rows[0].clock.clone();
        let put = |world: &mut World, row: SocialClock| {
            let meeting = world.store.resolve("senaste").unwrap();
            world.commit(meeting, Code::SetSocialClock, vec![Change::put(row)]);
            let rows = world.store.social_clocks().unwrap().rows;
            (rows[0].clock.clone(), world.store.home(day("2026-12-02")).unwrap().duties.len())
        };
        let (row, running) = put(&mut world, SocialClock { done: Some(day("2027-03-01")), ..row });
        assert_eq!(running, 0);
        let nothing_opened = SocialClock { opened: None, done: None, ..row };
        let (row, running) = put(&mut world, nothing_opened);
        assert_eq!(running, 0, "no utredning was opened");
        let (row, running) = put(&mut world, SocialClock { preliminary: None, ..row });
        assert_eq!(running, 1);
        let (_, running) = put(&mut world, SocialClock { preliminary: None, protection: None, ..row });
        assert_eq!(running, 1);
    }
}
