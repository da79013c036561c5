//! What is read about many meetings at once: home, lists, what helps to pick. All of it through indexes and with limits,
//! so that it costs the same however many old meetings there are.

use super::rows::{self, Statements};
use super::{Store, StoreError};
use crate::domain::agenda::Phase;
use crate::domain::command::{Record, Table};
use crate::domain::dates::Due;
use crate::domain::ids::{ArendeId, EntryId, MeetingId};
use crate::domain::overview::{ActionRow, Held, Home, Known, KnownArende, MeetingRow};
use crate::domain::record::{ActionState, ActionStatus, MeetingStatus, Participant};
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Params, Row, params};
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use uuid::Uuid;

/// Meetings of one kind on home.
const HOME_MEETINGS: i64 = 20;
/// Open actions on home.
const HOME_ACTIONS: usize = 50;
/// Open actions in the list of all meetings' actions; a workplace with more has other work to do first.
const ALL_ACTIONS: usize = 500;
/// How many words on actions are looked back through for those that were settled, and how many of them are shown.
const SETTLED_LATELY: (i64, i64) = (300, 50);
/// How far back known participants and ärenden are looked for, in rows.
const LOOK_BACK: i64 = 1000;
/// How many meetings of the same form are looked through first.
const SAME_FORM: i64 = 20;

/// Which meetings to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Only those that have come this far.
    pub status: Option<MeetingStatus>,
    /// Only those of this form.
    pub form: Option<String>,
    /// At most so many; all if nothing is said.
    pub limit: Option<usize>,
}

/// Which open actions to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionFilter {
    /// Only those whose owner's name or role begins with this, whatever the case.
    pub owner: Option<String>,
    /// Only those that should have been done before this day.
    pub late_on: Option<NaiveDate>,
    /// Only those of this meeting.
    pub meeting: Option<MeetingId>,
    /// At most so many; all if nothing is said.
    pub limit: Option<usize>,
}

/// The second of the same form on a day gets `-2`, by the order in which they were made.
const MEETING: &str = "SELECT m.id, m.form, m.titel, m.planerad, m.status, m.fas,
    (SELECT count(*) FROM mote o WHERE o.form = m.form AND o.id < m.id
       AND o.planerad >= substr(m.planerad, 1, 10) AND o.planerad < substr(m.planerad, 1, 10) || 'U')
    FROM mote m";

/// Actions that are open, with the last word on each.
const ACTION: &str = "SELECT o.post_id, o.mote_id, m.form, m.planerad, a.benamning, p.text,
    coalesce(nullif(d.namn, ''), d.roll, p.agare_namn), o.due, m.titel,
    s.id, s.mote_id, s.status, s.utvardering, s.ny_due, s.nar
    FROM oppen_atgard o JOIN post p ON p.id = o.post_id JOIN mote m ON m.id = o.mote_id
    LEFT JOIN atgard_status s ON s.id = (SELECT max(t.id) FROM atgard_status t WHERE t.post_id = o.post_id)
    LEFT JOIN mote_arende ma ON ma.id = p.mote_arende_id LEFT JOIN arende a ON a.id = ma.arende_id
    LEFT JOIN deltagare d ON d.id = p.agare_id";

/// Actions whose last word, among the latest `?1` words, is that nothing more is to be done; the same columns.
const SETTLED: &str = "SELECT p.id, p.mote_id, m.form, m.planerad, a.benamning, p.text,
    coalesce(nullif(d.namn, ''), d.roll, p.agare_namn),
    coalesce((SELECT t.ny_due FROM atgard_status t WHERE t.post_id = p.id AND t.ny_due IS NOT NULL
              ORDER BY t.id DESC LIMIT 1), p.due), m.titel,
    s.id, s.mote_id, s.status, s.utvardering, s.ny_due, s.nar
    FROM (SELECT id, post_id, status, mote_id, utvardering, ny_due, nar FROM atgard_status ORDER BY id DESC LIMIT ?1) s
    JOIN post p ON p.id = s.post_id JOIN mote m ON m.id = p.mote_id
    LEFT JOIN mote_arende ma ON ma.id = p.mote_arende_id LEFT JOIN arende a ON a.id = ma.arende_id
    LEFT JOIN deltagare d ON d.id = p.agare_id
    WHERE s.status IN ('klar', 'inaktuell') AND p.slag = 'atgard' AND m.status <> 'planerat'
      AND s.id = (SELECT max(t.id) FROM atgard_status t WHERE t.post_id = p.id)
    ORDER BY s.id DESC LIMIT ?2";

impl Store {
    /// What home shows on the day `today`.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged or holds a row that can't be read.
    pub fn home(&self, today: NaiveDate) -> Result<Home, StoreError> {
        let list = |status: &str, rest: &str| {
            self.meeting_list(
                &format!("{MEETING} WHERE m.status = ?1 AND m.planerad >= ?2 ORDER BY {rest} LIMIT ?3"),
                params![
                    status,
                    if status == "planerat" { today.to_string() } else { String::new() },
                    HOME_MEETINGS
                ],
            )
        };
        let counts = || -> rusqlite::Result<(i64, i64)> {
            let day = today.to_string();
            self.db
                .prepare_cached(
                    "SELECT coalesce((SELECT antal FROM oppen_antal WHERE period = ''), 0),
                        coalesce((SELECT sum(antal) FROM oppen_antal
                                  WHERE period > '' AND period < ?1 AND length(period) = 7), 0)
                        + coalesce((SELECT sum(antal) FROM oppen_antal
                                    WHERE period > ?1 AND period < ?2 AND length(period) = 10), 0)",
                )?
                .query_row([&day[..7], day.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        let (open_actions, late_actions) = counts().map_err(|error| self.wrong(&error))?;
        Ok(Home {
            ongoing: list("pagar", "m.planerad DESC, m.id DESC")?,
            coming: list("planerat", "m.planerad, m.id")?,
            recent: list("avslutat", "m.planerad DESC, m.id DESC")?,
            actions: self
                .open_actions(&ActionFilter { limit: Some(HOME_ACTIONS), ..ActionFilter::default() })?,
            open_actions: count(open_actions),
            late_actions: count(late_actions),
            ending: self.ending_consents(today)?,
            duties: self.running_social_clocks()?,
        })
    }

    /// Meetings, latest planned first.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn meetings(&self, filter: &MeetingFilter) -> Result<Vec<MeetingRow>, StoreError> {
        let status = filter.status.map(word);
        self.meeting_list(
            &format!(
                "{MEETING} WHERE (?1 IS NULL OR m.status = ?1) AND (?2 IS NULL OR m.form = ?2)
                 ORDER BY m.planerad DESC, m.id DESC LIMIT ?3"
            ),
            params![status, filter.form, limit(filter.limit)],
        )
    }

    /// The meeting that a text on the command line names: `2026-11-23-eht`, `2026-11-23-eht-2`, the last six
    /// characters of its id (or the whole), or `senaste` for the latest that has begun.
    ///
    /// # Errors
    /// [`StoreError::NoSuchMeeting`], [`StoreError::AmbiguousMeeting`].
    pub fn resolve(&self, text: &str) -> Result<MeetingId, StoreError> {
        let text = text.trim().to_lowercase();
        let found = if text == "senaste" {
            self.meeting_list(
                &format!(
                    "{MEETING} WHERE m.status <> 'planerat' ORDER BY m.planerad DESC, m.id DESC LIMIT 1"
                ),
                [],
            )?
        } else if let Some(day) = text.get(..10).filter(|day| day.parse::<NaiveDate>().is_ok()) {
            let mut that_day = self.meeting_list(
                &format!("{MEETING} WHERE m.planerad >= ?1 AND m.planerad < ?1 || 'U' ORDER BY m.id"),
                [day],
            )?;
            that_day.retain(|row| row.handle == text);
            that_day
        } else if text.len() >= 6 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
            // Reads the keys alone, from the primary key's index; not a thing that is done while people wait.
            self.meeting_list(&format!("{MEETING} WHERE substr(m.id, -length(?1)) = ?1 LIMIT 2"), [&text])?
        } else {
            Vec::new()
        };
        match found.as_slice() {
            [] => Err(StoreError::NoSuchMeeting),
            [one] => Ok(one.id),
            [one, ..] => Err(StoreError::AmbiguousMeeting(one.handle.clone())),
        }
    }

    /// Open actions: those with a last day first, the earliest at the top; then those that go on.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn open_actions(&self, filter: &ActionFilter) -> Result<Vec<ActionRow>, StoreError> {
        let query = format!(
            "{ACTION} WHERE (?1 IS NULL OR o.mote_id = ?1) AND (?2 IS NULL OR o.senast < ?2)
             ORDER BY coalesce(o.senast, '9' || coalesce(o.datum, '')), o.post_id LIMIT ?3"
        );
        // The owner is compared here: SQLite doesn't know that Å and å are the same letter.
        let at_most = if filter.owner.is_some() { None } else { filter.limit };
        let wanted = filter.owner.as_ref().map(|owner| owner.to_lowercase());
        let rows = self.list(
            &query,
            params![
                filter.meeting.map(|id| id.to_string()),
                filter.late_on.map(|day| day.to_string()),
                limit(at_most)
            ],
            |row| Ok(action(row)),
        )?;
        rows.into_iter()
            .filter(|row: &Result<ActionRow, _>| {
                let (Ok(row), Some(wanted)) = (row, &wanted) else { return true };
                row.owner.as_ref().is_some_and(|owner| owner.to_lowercase().starts_with(wanted))
            })
            .take(filter.limit.unwrap_or(usize::MAX))
            .collect()
    }

    /// What was promised at all meetings: open actions as [`Store::open_actions`] has them, then those that were lately
    /// said to be done or no longer of interest, the latest first.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn promised(&self) -> Result<Vec<ActionRow>, StoreError> {
        let mut rows =
            self.open_actions(&ActionFilter { limit: Some(ALL_ACTIONS), ..ActionFilter::default() })?;
        let (words, shown) = SETTLED_LATELY;
        for settled in self.list(SETTLED, params![words, shown], |row| Ok(action(row)))? {
            rows.push(settled?);
        }
        Ok(rows)
    }

    /// What helps to pick instead of typing, for a meeting of `form`: people from the latest meetings of the same form
    /// first. Only staff and interpreters: whose mother has been here is nobody's business at another meeting.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn known(&self, form: &str) -> Result<Known, StoreError> {
        let people = &Statements::for_table(Table::Participant).select;
        // The same person has a row in each meeting: only the latest is read in full.
        let latest = |rows: &str| {
            format!(
                "{people} WHERE id IN (SELECT max(id) FROM ({rows}) WHERE slag IN ('personal', 'tolk')
                                       GROUP BY namn, roll) ORDER BY id DESC"
            )
        };
        let mut participants = self.records(
            Table::Participant,
            &latest(
                "SELECT id, namn, roll, slag FROM deltagare WHERE mote_id IN
                    (SELECT id FROM mote WHERE form = ?1 ORDER BY planerad DESC LIMIT ?2)",
            ),
            params![form, SAME_FORM],
        )?;
        participants.extend(self.records(
            Table::Participant,
            &latest("SELECT id, namn, roll, slag FROM deltagare ORDER BY id DESC LIMIT ?1"),
            [LOOK_BACK],
        )?);
        let mut seen = HashSet::new();
        let participants: Vec<Participant> = participants
            .into_iter()
            .filter_map(|record| match record {
                Record::Participant(person) => Some(person),
                _ => None,
            })
            .filter(|person| seen.insert((person.name.clone(), person.role.clone())))
            .collect();
        let mut seen = HashSet::new();
        let mut arenden = self.list(
            "SELECT ma.arende_id, a.benamning, a.barn_id IS NOT NULL, m.form
             FROM (SELECT id, arende_id, mote_id FROM mote_arende ORDER BY id DESC LIMIT ?1) ma
             JOIN arende a ON a.id = ma.arende_id JOIN mote m ON m.id = ma.mote_id
             WHERE a.avslutat = 0 AND a.avidentifierat = 0 ORDER BY ma.id DESC",
            [LOOK_BACK],
            |row| {
                Ok(KnownArende {
                    id: ArendeId(uuid(row, 0)?),
                    label: row.get(1)?,
                    individual: row.get(2)?,
                    form: row.get(3)?,
                })
            },
        )?;
        arenden.retain(|arende| seen.insert(arende.id));
        let persons = &Statements::for_table(Table::Person).select;
        let persons = self
            .records(
                Table::Person,
                &format!(
                    "{persons} ORDER BY id = (SELECT varde FROM meta WHERE nyckel = 'person') DESC, id DESC"
                ),
                [],
            )?
            .into_iter()
            .filter_map(|record| match record {
                Record::Person(person) => Some(person),
                _ => None,
            })
            .collect();
        let last = self
            .list(
                "SELECT id, planerad FROM mote WHERE form = ?1 AND status = 'avslutat'
                 ORDER BY planerad DESC LIMIT 1",
                [form],
                |row| {
                    let planned: Option<NaiveDateTime> = from_word(row.get(1)?);
                    let id = MeetingId(uuid(row, 0)?);
                    Ok(planned.map(|planned| Held { id, day: planned.date() }))
                },
            )?
            .into_iter()
            .flatten()
            .next();
        Ok(Known { participants, arenden, persons, last })
    }

    /// The row of an ärende that is known, with its child if it is about one: what a new meeting about it needs.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn arende(&self, id: ArendeId) -> Result<Option<Record>, StoreError> {
        let select = &Statements::for_table(Table::Arende).select;
        Ok(self.records(Table::Arende, &format!("{select} WHERE id = ?1"), [id.to_string()])?.pop())
    }

    fn meeting_list(&self, query: &str, params: impl Params) -> Result<Vec<MeetingRow>, StoreError> {
        self.list(query, params, |row| Ok(meeting(row)))?.into_iter().collect()
    }

    pub(super) fn records(
        &self,
        table: Table,
        query: &str,
        params: impl Params,
    ) -> Result<Vec<Record>, StoreError> {
        self.list(query, params, |row| rows::from_row(table, row))?.into_iter().collect()
    }

    pub(super) fn list<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let list = || self.db.prepare_cached(query)?.query_map(params, read)?.collect();
        let list: rusqlite::Result<Vec<T>> = list();
        list.map_err(|error| self.wrong(&error))
    }
}

/// A counter is never below 0 unless somebody has tampered with it; `verify` tells.
fn count(counter: i64) -> usize {
    usize::try_from(counter).unwrap_or(0)
}

fn limit(limit: Option<usize>) -> i64 {
    limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1)
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

pub(super) fn uuid(row: &Row<'_>, index: usize) -> rusqlite::Result<Uuid> {
    let text: String = row.get(index)?;
    Uuid::parse_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn meeting(row: &Row<'_>) -> Result<MeetingRow, StoreError> {
    let read = || -> rusqlite::Result<Option<MeetingRow>> {
        let form: String = row.get(1)?;
        let earlier: i64 = row.get(6)?;
        let (Some(planned), Some(status), Some(phase)) = (
            from_word::<NaiveDateTime>(row.get(3)?),
            from_word::<MeetingStatus>(row.get(4)?),
            from_word::<Phase>(row.get(5)?),
        ) else {
            return Ok(None);
        };
        let mut handle = format!("{}-{form}", planned.date());
        if earlier > 0 {
            handle = format!("{handle}-{}", earlier + 1);
        }
        Ok(Some(MeetingRow {
            id: MeetingId(uuid(row, 0)?),
            form,
            title: row.get(2)?,
            planned,
            status,
            phase,
            handle,
        }))
    };
    read().ok().flatten().ok_or(StoreError::UnreadableRow(Table::Head.name()))
}

fn action(row: &Row<'_>) -> Result<ActionRow, StoreError> {
    let read = || -> rusqlite::Result<Option<ActionRow>> {
        let Some(planned) = from_word::<NaiveDateTime>(row.get(3)?) else { return Ok(None) };
        Ok(Some(ActionRow {
            entry: EntryId(uuid(row, 0)?),
            meeting: MeetingId(uuid(row, 1)?),
            form: row.get(2)?,
            planned,
            title: row.get(8)?,
            label: row.get(4)?,
            text: row.get(5)?,
            owner: row.get(6)?,
            due: row.get::<_, Option<String>>(7)?.and_then(from_word::<Due>),
            told: told(row)?,
        }))
    };
    read().ok().flatten().ok_or(StoreError::UnreadableRow(Table::Entry.name()))
}

/// The last word on an action, if there is one.
fn told(row: &Row<'_>) -> rusqlite::Result<Option<ActionStatus>> {
    if row.get::<_, Option<String>>(9)?.is_none() {
        return Ok(None);
    }
    let meeting = match row.get::<_, Option<String>>(10)? {
        Some(_) => Some(MeetingId(uuid(row, 10)?)),
        None => None,
    };
    let (Some(status), Some(at)) = (from_word::<ActionState>(row.get(11)?), from_word(row.get(14)?)) else {
        return Ok(None);
    };
    Ok(Some(ActionStatus {
        id: uuid(row, 9)?.into(),
        entry: EntryId(uuid(row, 0)?),
        meeting,
        status,
        evaluation: row.get(12)?,
        new_due: row.get::<_, Option<String>>(13)?.and_then(from_word::<Due>),
        at,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day};
    use super::*;
    use crate::domain::command::{Change, Code};
    use crate::domain::record::{Arende, Head, MeetingArende, ParticipantKind};

    /// Adds an action and tells its key.
    fn action(world: &mut World, meeting: MeetingId, text: &str, due: Option<Due>) -> EntryId {
        let entry = world.action(meeting, text, due);
        world.commit(
            meeting,
            Code::Add(crate::domain::agenda::EntryKind::Atgard),
            vec![Change::put(entry.clone())],
        );
        entry.id
    }

    fn tell(world: &mut World, entry: EntryId, status: ActionState, new_due: Option<Due>) {
        let row = ActionStatus {
            id: world.id(),
            entry,
            meeting: None,
            status,
            evaluation: None,
            new_due,
            at: world.now,
        };
        let meeting = world.meeting("eht", "2026-12-01T10:00:00");
        world.commit(meeting, Code::SetActionStatus, vec![Change::put(row)]);
    }

    fn set_status(world: &mut World, meeting: MeetingId, status: MeetingStatus) {
        let head = world.store.meeting(meeting).unwrap().head;
        world.commit(meeting, Code::EditHead, vec![Change::put(Head { status, ..head })]);
    }

    #[test]
    fn home_shows_what_goes_on_what_comes_and_what_was() {
        let mut world = World::new();
        let (today, tomorrow) = ("2026-11-23T08:00:00", "2026-11-24T08:00:00");
        let ongoing = world.meeting("eht", today);
        let first = world.meeting("sip", "2026-11-23T15:00:00");
        let second = world.meeting("sip", tomorrow);
        let past = world.meeting("bht", "2026-11-20T08:00:00");
        let (old, older) =
            (world.meeting("eht", "2026-11-02T08:00:00"), world.meeting("eht", "2026-10-12T08:00:00"));
        for planned in [second, first, past] {
            set_status(&mut world, planned, MeetingStatus::Planerat);
        }
        for closed in [older, old] {
            set_status(&mut world, closed, MeetingStatus::Avslutat);
        }
        let home = world.store.home(day("2026-11-23")).unwrap();
        let keys = |rows: &[MeetingRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(keys(&home.ongoing), [ongoing]);
        assert_eq!(keys(&home.coming), [first, second]);
        assert_eq!(keys(&home.recent), [old, older]);
        let listed = world
            .store
            .meetings(&MeetingFilter {
                form: Some("eht".to_owned()),
                limit: Some(2),
                ..MeetingFilter::default()
            })
            .unwrap();
        assert_eq!(keys(&listed), [ongoing, old]);
        let planned = MeetingFilter { status: Some(MeetingStatus::Planerat), ..MeetingFilter::default() };
        assert_eq!(keys(&world.store.meetings(&planned).unwrap()), [second, first, past]);
    }

    #[test]
    fn open_actions_follow_their_last_word() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let by = |text: &str| Some(Due::By(day(text)));
        let late = action(&mut world, meeting, "Sen", by("2026-10-30"));
        let late_this_month = action(&mut world, meeting, "Sen i månaden", by("2026-11-22"));
        let today = action(&mut world, meeting, "I dag", by("2026-11-23"));
        let ongoing = action(&mut world, meeting, "Löpande", Some(Due::Ongoing { start: day("2026-01-01") }));
        let whenever = action(&mut world, meeting, "Nästa möte", Some(Due::NextMeeting));
        let home = |world: &World| world.store.home(day("2026-11-23")).unwrap();
        let order = |home: &Home| home.actions.iter().map(|row| row.entry).collect::<Vec<_>>();
        let shown = home(&world);
        assert_eq!(order(&shown), [late, late_this_month, today, whenever, ongoing]);
        assert_eq!((shown.open_actions, shown.late_actions), (5, 2));
        assert_eq!(shown.actions[0].owner.as_deref(), Some("Mormor"));
        let late_only = ActionFilter { late_on: Some(day("2026-11-23")), ..ActionFilter::default() };
        assert_eq!(world.store.open_actions(&late_only).unwrap().len(), 2);

        tell(&mut world, late, ActionState::Andrad, by("2026-12-24"));
        tell(&mut world, late_this_month, ActionState::Klar, None);
        tell(&mut world, today, ActionState::Pagar, None);
        tell(&mut world, whenever, ActionState::Inaktuell, None);
        let shown = home(&world);
        assert_eq!(order(&shown), [today, late, ongoing]);
        assert_eq!((shown.open_actions, shown.late_actions), (3, 0));
        assert_eq!(shown.actions[1].due, by("2026-12-24"));
        assert_eq!(shown.actions[1].state(), Some(ActionState::Andrad));
        // Somebody says later that it wasn't done after all.
        tell(&mut world, late_this_month, ActionState::EjPaborjad, None);
        assert_eq!(home(&world).late_actions, 1);
        // Actions of a meeting that hasn't begun aren't promised yet.
        set_status(&mut world, meeting, MeetingStatus::Planerat);
        assert_eq!((home(&world).open_actions, home(&world).actions.len()), (0, 0));
        assert_eq!(world.undo(meeting), Some(Code::EditHead));
        assert_eq!((home(&world).open_actions, home(&world).late_actions), (4, 1));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn all_that_was_promised_is_what_is_open_and_then_what_was_settled_last() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let by = |text: &str| Some(Due::By(day(text)));
        let late = action(&mut world, meeting, "Sen", by("2026-10-30"));
        let done = action(&mut world, meeting, "Klar", by("2026-11-01"));
        let moved = action(&mut world, meeting, "Flyttad och klar", by("2026-11-02"));
        let reopened = action(&mut world, meeting, "Inte klar ändå", by("2026-12-01"));
        tell(&mut world, moved, ActionState::Andrad, by("2026-12-24"));
        tell(&mut world, done, ActionState::Klar, None);
        tell(&mut world, moved, ActionState::Inaktuell, None);
        tell(&mut world, reopened, ActionState::Klar, None);
        tell(&mut world, reopened, ActionState::EjPaborjad, None);
        let all = world.store.promised().unwrap();
        let order: Vec<EntryId> = all.iter().map(|row| row.entry).collect();
        assert_eq!(order, [late, reopened, moved, done]);
        assert!(all[0].told.is_none() && all[1].state() == Some(ActionState::EjPaborjad));
        assert_eq!((all[2].state(), all[2].due.clone()), (Some(ActionState::Inaktuell), by("2026-12-24")));
        assert!(all[1].is_open() && !all[2].is_open());
        assert_eq!(all[3].title, world.store.meeting(meeting).unwrap().head.title);
        // Actions of a meeting that hasn't begun aren't promised yet, nor settled.
        set_status(&mut world, meeting, MeetingStatus::Planerat);
        assert_eq!(world.store.promised().unwrap(), []);
    }

    #[test]
    fn actions_are_found_by_their_owner_whatever_the_case() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let person = world.participant(meeting, "Åsa Öberg", "Rektor");
        world.commit(meeting, Code::AddParticipant, vec![Change::put(person.clone())]);
        action(&mut world, meeting, "Mormors", None);
        let mut entry = world.action(meeting, "Åsas", None);
        if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
            (action.owner, action.owner_name) = (Some(person.id), None);
        }
        world.commit(meeting, Code::Add(entry.kind()), vec![Change::put(entry)]);
        let filter = ActionFilter { owner: Some("åSA".to_owned()), ..ActionFilter::default() };
        let found = world.store.open_actions(&filter).unwrap();
        assert_eq!(found.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["Åsas"]);
        assert_eq!(found[0].owner.as_deref(), Some("Åsa Öberg"));
    }

    #[test]
    fn a_meeting_is_found_by_day_and_form_by_the_end_of_its_id_or_as_the_latest() {
        let mut world = World::new();
        let first = world.meeting("eht", "2026-11-23T15:00:00");
        let second = world.meeting("eht", "2026-11-23T08:00:00");
        let other = world.meeting("sip", "2026-11-23T23:59:00");
        let later = world.meeting("eht", "2026-11-24T00:00:00");
        let store = &world.store;
        assert_eq!(store.resolve("2026-11-23-eht").unwrap(), first);
        assert_eq!(store.resolve(" 2026-11-23-EHT-2 ").unwrap(), second);
        assert_eq!(store.resolve("2026-11-23-sip").unwrap(), other);
        assert_eq!(store.resolve("2026-11-24-eht").unwrap(), later);
        assert_eq!(store.resolve("senaste").unwrap(), later);
        let id = second.to_string();
        assert_eq!(store.resolve(&id[id.len() - 6..]).unwrap(), second);
        assert_eq!(store.resolve(&id.to_uppercase()).unwrap(), second);
        for wrong in
            ["", "2026-11-23", "2026-11-23-eht-3", "2026-02-30-eht", "ffffff", "åäö", "%", "2026-11-2å-eht"]
        {
            assert!(matches!(store.resolve(wrong), Err(StoreError::NoSuchMeeting)), "{wrong}");
        }
        for row in store.meetings(&MeetingFilter::default()).unwrap() {
            assert_eq!(store.resolve(&row.handle).unwrap(), row.id);
        }
    }

    #[test]
    fn known_people_are_those_of_the_same_form_first_each_once_and_never_families() {
        let mut world = World::new();
        let eht = world.meeting("eht", "2026-11-02T13:00:00");
        let sip = world.meeting("sip", "2026-11-09T13:00:00");
        for (meeting, name, role) in [
            (eht, "Karin", "Kurator"),
            (eht, "Rolf", "Rektor"),
            (sip, "Berit", "BUP"),
            (sip, "Karin", "Kurator"),
        ] {
            let person = world.participant(meeting, name, role);
            world.commit(meeting, Code::AddParticipant, vec![Change::put(person)]);
        }
        let mother =
            Participant { kind: ParticipantKind::Vardnadshavare, ..world.participant(sip, "Maria", "Mamma") };
        world.commit(sip, Code::AddParticipant, vec![Change::put(mother)]);
        let person = world.person("Specialpedagogen");
        let known = world.store.known("eht").unwrap();
        let names: Vec<&str> = known.participants.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Rolf", "Karin", "Berit"]);
        assert_eq!(known.persons.len(), 1);
        assert_eq!(known.persons[0].id, person.id);
    }

    #[test]
    fn known_arenden_are_open_ones_with_the_form_that_last_took_them_up() {
        let mut world = World::new();
        let take_up = |world: &mut World, form: &str, arende: &Arende| {
            let meeting = world.meeting(form, "2026-11-02T13:00:00");
            let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
            let mut changes = vec![Change::put(item)];
            if world.store.arende(arende.id).unwrap().is_none() {
                changes.push(Change::put(arende.clone()));
            }
            world.commit(meeting, Code::AddArende, changes);
        };
        let mut arende = |label: &str, closed| Arende { closed, ..Arende::new(world.id(), None, label) };
        let (hall, yard, done) =
            (arende("Korridoren", false), arende("Skolgården", false), arende("Klar", true));
        for (form, arende) in [("eht", &hall), ("eht", &yard), ("eht", &done), ("bht", &hall)] {
            take_up(&mut world, form, arende);
        }
        let known = world.store.known("eht").unwrap().arenden;
        let seen: Vec<_> = known
            .iter()
            .map(|arende| (arende.label.as_str(), arende.form.as_str(), arende.individual))
            .collect();
        assert_eq!(seen, [("Korridoren", "bht", false), ("Skolgården", "eht", false)]);
    }

    #[test]
    fn home_reads_through_indexes_alone() {
        let world = World::new();
        for (name, query) in [
            (
                "ongoing",
                format!(
                    "{MEETING} WHERE m.status = 'pagar' AND m.planerad >= '' ORDER BY m.planerad DESC, m.id DESC LIMIT 20"
                ),
            ),
            ("settled", SETTLED.replace("?1", "300").replace("?2", "50")),
            (
                "actions",
                format!(
                    "{ACTION} WHERE (NULL IS NULL OR o.mote_id = NULL) ORDER BY coalesce(o.senast, '9' || coalesce(o.datum, '')), o.post_id LIMIT 50"
                ),
            ),
        ] {
            let plan: Vec<String> = world
                .store
                .db
                .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
                .unwrap()
                .query_map([], |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            for step in &plan {
                // `s` are the latest words on actions, so many and no more, also to be sorted.
                let bounded = step == "SCAN s" || name == "settled" && step.starts_with("USE TEMP");
                let indexed = !step.starts_with("SCAN") || step.contains("USING INDEX");
                assert!(indexed || bounded, "{name}: {plan:#?}");
                assert!(bounded || !step.contains("TEMP B-TREE FOR ORDER BY"), "{name}: {plan:#?}");
            }
        }
    }
}
