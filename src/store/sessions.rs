//! Programs that are at work on the database at the same time, and whether somebody has blanked the wall. Outside the
//! journal: it says nothing of the meeting, and it is of no interest afterwards.

use super::journal::time_text;
use super::query::said;
use super::{Store, StoreError};
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::session::{Session, SessionKind, SessionPresence};
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};
use uuid::Uuid;

/// Before the key of a row that somebody points at, in the column for what they change: whoever points changes nothing. A
/// program that doesn't know the word takes it for no key.
const POINTS: &str = "pekar ";

/// Whether a program is still running, as far as the operating system tells.
#[cfg(target_os = "linux")]
pub fn is_running(pid: u32) -> bool {
    // A program in another container has a number that means nothing here; it is known by what it says.
    std::path::Path::new("/proc").join(pid.to_string()).exists()
}

/// Whether a program is still running isn't told here: it is known by what it says.
#[cfg(not(target_os = "linux"))]
pub fn is_running(_: u32) -> bool {
    true
}

impl Store {
    /// Says that this program is at work, who sits at it and where they are.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn say_here(
        &mut self,
        here: &SessionPresence,
        pid: u32,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.check_writing()?;
        let id = |id: Option<Uuid>| id.map(|id| id.to_string());
        let phase = here.phase.and_then(|phase| serde_json::to_value(phase).ok());
        let session = self.session.clone();
        self.write(|db| {
            db.prepare_cached(
                "INSERT INTO narvarande(session, slag, pid, person, namn, roll, mote_id, mote_arende_id, fas, andrar, sedd)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT(session) DO UPDATE SET slag = ?2, pid = ?3, person = ?4, namn = ?5, roll = ?6, mote_id = ?7,
                    mote_arende_id = ?8, fas = ?9, andrar = ?10, sedd = ?11",
            )
            .and_then(|mut say| {
                say.execute(params![
                    session,
                    here.kind.word(),
                    pid,
                    id(here.person.map(|id| id.0)),
                    here.name,
                    here.role,
                    id(here.meeting.map(|id| id.0)),
                    id(here.arende.map(|id| id.0)),
                    phase.as_ref().and_then(|word| word.as_str()),
                    id(here.edits.map(|id| id.0))
                        .or_else(|| here.points.map(|entry| format!("{POINTS}{entry}"))),
                    time_text(now),
                ])
            })
            .map(drop)
        })
    }

    /// Every program that has said that it is at work and hasn't said that it ends, this one too: also those that were
    /// killed.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Session>> {
            self.db
                .prepare_cached(
                    "SELECT session, slag, pid, person, namn, roll, mote_id, mote_arende_id, fas, andrar, sedd
                     FROM narvarande ORDER BY session",
                )?
                .query_map([], session)?
                .collect()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// Wishes that a wall shows a meeting: it reads so in its own row, and goes there.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn show_on_wall(&mut self, wall: &str, meeting: MeetingId) -> Result<(), StoreError> {
        self.check_writing()?;
        self.write(|db| {
            db.prepare_cached("UPDATE narvarande SET mote_id = ?2 WHERE session = ?1 AND slag = ?3")
                .and_then(|mut wish| {
                    wish.execute(params![wall, meeting.to_string(), SessionKind::Wall.word()])
                })
                .map(drop)
        })
    }

    /// A program has ended.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn forget_session(&mut self, key: &str) -> Result<(), StoreError> {
        self.check_writing()?;
        self.write(|db| {
            db.prepare_cached("DELETE FROM narvarande WHERE session = ?1")
                .and_then(|mut forget| forget.execute([key]))
                .map(drop)
        })
    }

    /// Blanks the wall of a meeting, or lights it again.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn set_blank(&mut self, meeting: MeetingId, blank: bool) -> Result<(), StoreError> {
        self.check_writing()?;
        let sql = if blank {
            "INSERT INTO slackt(mote_id) VALUES (?1) ON CONFLICT(mote_id) DO NOTHING"
        } else {
            "DELETE FROM slackt WHERE mote_id = ?1"
        };
        self.write(|db| {
            db.prepare_cached(sql).and_then(|mut set| set.execute([meeting.to_string()])).map(drop)
        })
    }

    /// The meetings whose wall is blank.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn blank(&self) -> Result<Vec<MeetingId>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.db
                .prepare_cached("SELECT mote_id FROM slackt ORDER BY mote_id")?
                .query_map([], |row| row.get(0))?
                .collect()
        };
        let ids = read().map_err(|error| self.wrong(&error))?;
        Ok(ids.iter().filter_map(|id| Uuid::parse_str(id).ok()).map(MeetingId).collect())
    }
}

/// A key; what is none is left out: another program's words are never a reason not to list it.
fn id<T: From<Uuid>>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| Uuid::parse_str(&text).ok()).map(T::from))
}

fn pointed(row: &Row<'_>) -> rusqlite::Result<Option<EntryId>> {
    let text: Option<String> = row.get("andrar")?;
    let key = text.as_deref().and_then(|text| text.strip_prefix(POINTS));
    Ok(key.and_then(|key| Uuid::parse_str(key).ok()).map(EntryId))
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let seen: String = row.get("sedd")?;
    Ok(Session {
        key: row.get("session")?,
        pid: row.get("pid")?,
        here: SessionPresence {
            kind: SessionKind::from_word(&row.get::<_, String>("slag")?),
            person: id(row, "person")?,
            name: row.get("namn")?,
            role: row.get("roll")?,
            meeting: id(row, "mote_id")?,
            arende: id(row, "mote_arende_id")?,
            phase: said(row, "fas")?,
            edits: id(row, "andrar")?,
            points: pointed(row)?,
        },
        seen: seen.parse().map_err(|_| {
            rusqlite::Error::InvalidColumnType(10, "sedd".into(), rusqlite::types::Type::Text)
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::Phase;
    use crate::store::Access;

    #[test]
    fn each_program_sees_the_others_and_is_forgotten_when_it_ends() {
        let mut world = World::new();
        let person = world.person("Åsa").id;
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let mut here = SessionPresence {
            person: Some(person),
            name: "Åsa".to_owned(),
            role: "Rektor".to_owned(),
            phase: Some(Phase::Nulage),
            ..SessionPresence::of(SessionKind::Program, Some(meeting))
        };
        let lines = world.store.journal_head().unwrap();
        world.store.say_here(&here, 7, world.now).unwrap();
        here.phase = Some(Phase::Behov);
        here.points = Some(EntryId(Uuid::from_u128(7)));
        world.store.say_here(&here, 7, world.now).unwrap();
        let mut other = Store::open(&world.path(), &Access::Practice).unwrap();
        let wall = SessionPresence { kind: SessionKind::Wall, person: None, ..here.clone() };
        other.say_here(&wall, 8, world.now).unwrap();
        let seen = other.sessions().unwrap();
        assert_eq!(seen.len(), 2);
        let first = seen.iter().find(|session| session.key == world.store.session()).unwrap();
        assert_eq!((&first.here, first.pid, first.seen), (&here, 7, world.now));
        assert!(first.is_in(meeting) && !seen.iter().find(|one| one.pid == 8).unwrap().is_in(meeting));
        // Who changes a row points at it.
        let changing = SessionPresence { edits: Some(EntryId(Uuid::from_u128(8))), ..here.clone() };
        world.store.say_here(&changing, 7, world.now).unwrap();
        let seen = other.sessions().unwrap();
        let first = seen.iter().find(|session| session.key == world.store.session()).unwrap();
        assert_eq!((first.in_hand(), first.here.points), (changing.edits, None));
        let key = world.store.session().to_owned();
        other.forget_session(&key).unwrap();
        assert_eq!(world.store.sessions().unwrap().len(), 1);
        assert_eq!(world.store.journal_head().unwrap(), lines, "nothing of it stands in the journal");
    }

    #[test]
    fn the_wall_is_blank_for_everybody_until_somebody_lights_it() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.store.set_blank(meeting, true).unwrap();
        world.store.set_blank(meeting, true).unwrap();
        let mut other = Store::open(&world.path(), &Access::Practice).unwrap();
        assert_eq!(other.blank().unwrap(), [meeting]);
        other.set_blank(meeting, false).unwrap();
        assert_eq!(world.store.blank().unwrap(), []);
    }
}
