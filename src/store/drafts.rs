//! What is being typed, so that little is lost when the program is killed. One row for each session and field, outside
//! the journal.

use super::journal::time_text;
use super::{Store, StoreError};
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::session::{DRAFT_REASONS, Editing};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Stands before the field of a draft whose program is locked.
const ASIDE: &str = "låst ";

/// A text that wasn't finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// The session that typed it.
    pub session: String,
    /// The field.
    pub field: String,
    /// In this meeting.
    pub meeting: Option<MeetingId>,
    /// The text.
    pub text: String,
    /// The entry that it changes, if it isn't a new line.
    pub edits: Option<Editing>,
    /// When it was kept.
    pub saved: DateTime<Utc>,
}

impl StoredDraft {
    /// The field that was typed in, and whether its program is locked.
    pub fn typed_in(&self) -> (&str, bool) {
        self.field.strip_prefix(ASIDE).map_or((&self.field, false), |field| (field, true))
    }
}

impl Store {
    /// Keeps a new text as it stands in a field now; empty text removes the draft.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn save_draft(
        &mut self,
        session: &str,
        field: &str,
        meeting: Option<MeetingId>,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.save_draft_of((session, field), meeting, text, None, now)
    }

    /// Keeps what stands in a session's field now, and which entry it changes; empty text removes the draft.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn save_draft_of(
        &mut self,
        (session, field): (&str, &str),
        meeting: Option<MeetingId>,
        text: &str,
        edits: Option<Editing>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if text.is_empty() {
            return self.clear_draft(session, field);
        }
        self.check_file()?;
        self.write(|db| {
            db.prepare_cached(
                "INSERT INTO utkast(session, falt, mote_id, text, nar, efter, post_id, rev)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(seq), 0) FROM journal), ?6, ?7)
                 ON CONFLICT(session, falt) DO UPDATE
                 SET mote_id = excluded.mote_id, text = excluded.text, nar = excluded.nar, efter = excluded.efter,
                     post_id = excluded.post_id, rev = excluded.rev",
            )
            .and_then(|mut save| {
                save.execute(params![
                    session,
                    field,
                    meeting.map(|id| id.to_string()),
                    text,
                    time_text(now),
                    edits.map(|edits| edits.entry.to_string()),
                    edits.map(|edits| edits.rev),
                ])
            })
            .map(drop)
        })
    }

    /// Removes a draft: it has been committed, or thrown away.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn clear_draft(&mut self, session: &str, field: &str) -> Result<(), StoreError> {
        self.check_file()?;
        self.write(|db| {
            db.prepare_cached("DELETE FROM utkast WHERE session = ?1 AND falt = ?2")
                .and_then(|mut clear| clear.execute([session, field]))
                .map(drop)
        })
    }

    /// This session's program locks itself: nobody takes its drafts over until it comes back, or is gone.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn put_drafts_aside(&mut self) -> Result<(), StoreError> {
        self.rename_drafts("falt NOT GLOB ?2 || '*'", "?2 || falt")
    }

    /// It is back: its drafts are as they were.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn take_drafts_back(&mut self) -> Result<(), StoreError> {
        self.rename_drafts("falt GLOB ?2 || '*'", "substr(falt, length(?2) + 1)")
    }

    /// How many sessions have kept something in a field outside of any meeting.
    #[cfg(test)]
    pub(crate) fn count_left(&self, field: &str) -> i64 {
        let count = "SELECT count(*) FROM utkast WHERE falt = ?1 AND mote_id IS NULL";
        self.db.query_row(count, [field], |row| row.get(0)).unwrap()
    }

    fn rename_drafts(&mut self, which: &str, to: &str) -> Result<(), StoreError> {
        self.check_file()?;
        let sql = format!("UPDATE OR REPLACE utkast SET falt = {to} WHERE session = ?1 AND {which}");
        self.db
            .prepare_cached(&sql)
            .and_then(|mut rename| rename.execute([self.session.as_str(), ASIDE]))
            .map(drop)
            .map_err(|error| self.wrong(&error))
    }

    /// What a session has kept in a field outside of any meeting; it isn't there any more then.
    ///
    /// # Errors
    /// When the database can't be read or written: the disk is full, the file is away, or a newer program has changed it.
    pub fn take_left(&mut self, field: &str) -> Result<Option<Zeroizing<String>>, StoreError> {
        let session = self.session.clone();
        let found = self
            .db
            .prepare_cached("SELECT text FROM utkast WHERE session = ?1 AND falt = ?2 AND mote_id IS NULL")
            .and_then(|mut asked| asked.query_row([session.as_str(), field], |row| row.get(0)).optional())
            .map_err(|error| self.wrong(&error))?;
        if found.is_some() {
            self.clear_draft(&session, field)?;
        }
        Ok(found.map(Zeroizing::new))
    }

    /// Removes what sessions have kept in a field outside of any meeting, but for those that are at work.
    ///
    /// # Errors
    /// When the database can't be written: the disk is full, the file is away, or a newer program has changed it.
    pub fn clear_left(&mut self, field: &str, at_work: &[String]) -> Result<(), StoreError> {
        let lonely: Vec<String> = self
            .db
            .prepare_cached("SELECT session FROM utkast WHERE falt = ?1 AND mote_id IS NULL")
            .and_then(|mut asked| asked.query_map([field], |row| row.get(0))?.collect())
            .map_err(|error| self.wrong(&error))?;
        lonely
            .iter()
            .filter(|session| !at_work.contains(session))
            .try_for_each(|session| self.clear_draft(session, field))
    }

    /// The drafts of a meeting, of all sessions, latest first. One that became a line of the meeting after it was kept
    /// isn't among them: the program was ended before it could be cleared.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn drafts(&self, meeting: MeetingId) -> Result<Vec<StoredDraft>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(StoredDraft, i64)>> {
            self.db
                .prepare_cached(
                    "SELECT session, falt, text, nar, efter, post_id, rev FROM utkast WHERE mote_id = ?1
                     ORDER BY efter DESC, nar DESC, session, falt",
                )?
                .query_map([meeting.to_string()], |row| {
                    let entry: Option<String> = row.get(5)?;
                    let entry = entry.and_then(|id| Uuid::parse_str(&id).ok()).map(EntryId);
                    let rev: Option<i64> = row.get(6)?;
                    let draft = StoredDraft {
                        session: row.get(0)?,
                        field: row.get(1)?,
                        meeting: Some(meeting),
                        text: row.get(2)?,
                        edits: entry.zip(rev).map(|(entry, rev)| Editing { entry, rev }),
                        saved: row.get::<_, String>(3)?.parse().map_err(|_| {
                            rusqlite::Error::InvalidColumnType(3, "nar".into(), rusqlite::types::Type::Text)
                        })?,
                    };
                    Ok((draft, row.get(4)?))
                })?
                .collect()
        };
        let mut kept = Vec::new();
        for (draft, after) in read().map_err(|error| self.wrong(&error))? {
            let sent = self.last_line(meeting, &draft.session).map_err(|error| self.wrong(&error))?;
            let is_line = draft.typed_in().0 != DRAFT_REASONS;
            if !is_line || sent.is_none_or(|sent| sent <= after) {
                kept.push(draft);
            }
        }
        Ok(kept)
    }

    /// Where in the journal a session last sent a line. While an act is on its way no draft is kept, so that a draft of
    /// what was typed after a line always comes after it in the journal too.
    fn last_line(&self, meeting: MeetingId, session: &str) -> rusqlite::Result<Option<i64>> {
        self.db
            .prepare_cached(LAST_LINE)?
            .query_row([meeting.to_string().as_str(), session], |row| row.get(0))
            .optional()
    }
}

/// The last command of a session that a typed line became. Decisions and the child's voice are changed in forms of their
/// own, with the line left as it is.
const LAST_LINE: &str = "SELECT seq FROM journal
    WHERE mote_id = ?1 AND op = 'kommando' AND session = ?2
      AND (kod GLOB 'post.ny.*' OR kod IN ('deltagare.ny', 'deltagare.nya', 'arende.nytt', 'arende.nya')
           OR (kod GLOB 'post.andra.*' AND kod NOT IN ('post.andra.beslut', 'post.andra.rost')))
    ORDER BY seq DESC LIMIT 1";

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::store::Access;

    #[test]
    fn a_draft_outlives_the_session_and_is_one_for_each_session_and_field() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let now = world.now;
        let head = world.store.journal_head().unwrap();
        for (session, field, text) in
            [("a", "rad", "Hal"), ("a", "rad", "Halvskriven å"), ("b", "rad", "Annan"), ("a", "syfte", "Att")]
        {
            world.store.save_draft(session, field, Some(meeting), text, now).unwrap();
        }
        world.store = Store::open(&world.path(), &Access::Practice).unwrap();
        let drafts = world.store.drafts(meeting).unwrap();
        assert_eq!(drafts.len(), 3);
        assert!(drafts.contains(&StoredDraft {
            session: "a".to_owned(),
            field: "rad".to_owned(),
            meeting: Some(meeting),
            text: "Halvskriven å".to_owned(),
            edits: None,
            saved: now,
        }));
        world.store.clear_draft("a", "rad").unwrap();
        world.store.save_draft("b", "rad", Some(meeting), "", now).unwrap();
        let drafts = world.store.drafts(meeting).unwrap();
        assert_eq!(drafts.iter().map(|draft| draft.text.as_str()).collect::<Vec<_>>(), ["Att"]);
        assert_eq!(world.store.journal_head().unwrap(), head, "drafts aren't journalled");
    }

    #[test]
    fn what_became_a_line_is_no_draft_and_what_came_after_is_whatever_the_clock_says() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let session = world.store.session().to_owned();
        let keep = |world: &mut World, text: &str| {
            let now = world.now;
            world.store.save_draft(&session, "rad", Some(meeting), text, now).unwrap();
        };
        keep(&mut world, "Blev en rad");
        world.add(meeting, EntryKind::Anteckning, "Blev en rad");
        assert!(world.store.drafts(meeting).unwrap().is_empty());
        world.now -= chrono::TimeDelta::hours(1);
        keep(&mut world, "Efteråt");
        assert_eq!(world.store.drafts(meeting).unwrap()[0].text, "Efteråt");
    }
}
