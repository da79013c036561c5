//! Where a text stands besides in its own row, before it is struck: the papers that the log says may hold it, other meetings'
//! locked minutes, and rows that say the same.

use super::journal::time_text;
use super::rows::Statements;
use super::strike::texts_of;
use super::{Store, StoreError};
use crate::domain::access::Looked;
use crate::domain::agenda::EntryKind;
use crate::domain::collate::fold;
use crate::domain::command::{RecordKey, Table};
use crate::domain::copies;
use crate::domain::ids::{EntryId, MeetingArendeId, MeetingId, RowId};
use crate::domain::record::{CopyLog, CopyWay};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;
use uuid::Uuid;

/// What stands before a file's place in the log, where somebody named the file.
pub const NAMED_FILE: &str = "fil ";

/// A text that is shorter than this is looked for in its own meeting's papers alone: others say as much by chance.
const TELLING: usize = 10;

/// Where a text stands besides in its own row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// What the row says and has said, as texts are compared.
    pub texts: Vec<String>,
    /// When the row was written; nothing where the journal doesn't know.
    pub since: Option<DateTime<Utc>>,
    /// Papers that may hold it, oldest first: what the log of copies comes to.
    pub papers: Vec<Trace>,
    /// Their checksums, and those of papers that were removed since: somebody may have a copy of one.
    pub sums: HashSet<String>,
    /// Other meetings' locked minutes that hold it: the meeting and the version.
    pub locked: Vec<(MeetingId, i64)>,
}

/// A paper that may hold a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What the log says of it.
    pub row: CopyLog,
    /// So many of it were printed, in words with the printer: "2 ex, skrivare Lokal".
    pub note: Option<String>,
}

impl Store {
    /// Where an entry's text stands besides in its row.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn traces(&self, meeting: MeetingId, entry: EntryId) -> Result<Traces, StoreError> {
        let wrong = |error: rusqlite::Error| self.wrong(&error);
        let texts = texts_of(&self.db, RecordKey { table: Table::Entry, id: entry.0 }).map_err(wrong)?;
        let since: Option<String> = self
            .db
            .query_row(
                "SELECT min(tid) FROM journal WHERE rad = ?1 AND tabell = ?2",
                [entry.to_string().as_str(), Table::Entry.name()],
                |row| row.get(0),
            )
            .map_err(wrong)?;
        let about: Option<(Option<String>, String)> = self
            .db
            .query_row("SELECT mote_arende_id, slag FROM post WHERE id = ?1", [entry.to_string()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(wrong)?;
        let (item, kind) = about.unwrap_or_default();
        let private = kind == EntryKind::Privat.code();
        let mut of: Vec<(MeetingId, Option<String>)> = vec![(meeting, item.clone())];
        if !private {
            of.extend(self.later(meeting, item.as_deref()).map_err(wrong)?);
        }
        let at = since.as_deref().and_then(|since| DateTime::parse_from_rfc3339(since).ok());
        let mut traces = Traces { texts, since: at.map(|at| at.to_utc()), ..Traces::default() };
        let saved = self.saved_papers()?.into_iter().filter(|paper| !paper.removed);
        let lying: HashSet<RowId> = saved.map(|paper| paper.row.id).collect();
        for (id, item) in &of {
            let telling = self.papers_telling(*id, item.as_deref(), since.as_deref(), private)?;
            traces.sums.extend(telling.iter().map(|row| row.checksum.clone()));
            for row in telling {
                traces.papers.extend(self.trace(row, &lying)?);
            }
        }
        let others: Vec<MeetingId> = of.iter().skip(1).map(|(id, _)| *id).collect();
        traces.locked = self.locked_saying(&others, &traces.texts).map_err(wrong)?;
        Ok(traces)
    }

    /// The meetings in which an ärende was taken up besides, where what was promised before stands on the papers too, with
    /// its key there; where no ärende is meant, all of the meeting's, and the follow-ups.
    fn later(
        &self,
        meeting: MeetingId,
        item: Option<&str>,
    ) -> rusqlite::Result<Vec<(MeetingId, Option<String>)>> {
        let mut found = self.db.prepare(
            "SELECT b.mote_id, b.id FROM mote_arende a JOIN mote_arende b ON b.arende_id = a.arende_id
             WHERE a.mote_id = ?1 AND b.mote_id <> ?1 AND (?2 IS NULL OR a.id = ?2)
             UNION SELECT id, NULL FROM mote WHERE foljer_id = ?1 AND ?2 IS NULL",
        )?;
        let found = found.query_map(params![meeting.to_string(), item], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        let mut all = Vec::new();
        for row in found {
            let (id, item) = row?;
            if let Ok(id) = Uuid::parse_str(&id) {
                all.push((MeetingId(id), item));
            }
        }
        Ok(all)
    }

    fn papers_telling(
        &self,
        meeting: MeetingId,
        item: Option<&str>,
        since: Option<&str>,
        private: bool,
    ) -> Result<Vec<CopyLog>, StoreError> {
        let item: Option<MeetingArendeId> = item.and_then(|key| key.parse().ok()).map(MeetingArendeId);
        let tells = |row: &CopyLog| match (&row.arenden, item) {
            (Some(told), Some(item)) => told.split(' ').any(|own| own == item.to_string()),
            _ => true,
        };
        let is_late = |row: &CopyLog| since.is_none_or(|since| time_text(row.at).as_str() >= since);
        let kind = |row: &CopyLog| match row.what.as_str() {
            copies::EVERYTHING => true,
            what => !private && copies::is_of_rows(what),
        };
        let select = &Statements::for_table(Table::CopyLog).select;
        let all =
            self.copy_rows(&format!("{select} WHERE mote_id = ?1 ORDER BY id"), [meeting.to_string()])?;
        Ok(CopyLog::settled(all).into_iter().filter(|row| tells(row) && is_late(row) && kind(row)).collect())
    }

    /// A paper with what else is known of it; nothing for a file that was removed since.
    fn trace(&self, row: CopyLog, lying: &HashSet<RowId>) -> Result<Option<Trace>, StoreError> {
        if row.way == CopyWay::Fil && !lying.contains(&row.id) {
            return Ok(None);
        }
        let note = self.note_beside(&row)?;
        Ok(Some(Trace { row, note }))
    }

    /// What the journal has beside a paper.
    fn note_beside(&self, row: &CopyLog) -> Result<Option<String>, StoreError> {
        let column: Option<Option<String>> = self
            .db
            .prepare_cached("SELECT galler FROM journal WHERE rad = ?1 ORDER BY seq LIMIT 1")
            .and_then(|mut beside| beside.query_row([row.id.to_string()], |row| row.get(0)).optional())
            .map_err(|error| self.wrong(&error))?;
        Ok(column.flatten().and_then(|column| Looked::read(&column).note))
    }

    /// The meetings in which other rows hold one of these texts whole, and how many do.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn rows_saying(
        &self,
        entry: EntryId,
        texts: &[String],
    ) -> Result<Vec<(MeetingId, usize)>, StoreError> {
        self.others_saying(entry, texts).map_err(|error| self.wrong(&error))
    }

    fn others_saying(&self, entry: EntryId, texts: &[String]) -> rusqlite::Result<Vec<(MeetingId, usize)>> {
        let texts: Vec<&String> = texts.iter().filter(|text| is_telling(text)).collect();
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.db.prepare("SELECT mote_id, text FROM post WHERE id <> ?1")?;
        let mut rows = found.query([entry.to_string()])?;
        let mut counts: Vec<(MeetingId, usize)> = Vec::new();
        while let Some(row) = rows.next()? {
            let said = fold(row.get_ref(1)?.as_str().unwrap_or_default());
            if !texts.iter().any(|text| said.contains(text.as_str())) {
                continue;
            }
            let Ok(id) = Uuid::parse_str(row.get_ref(0)?.as_str().unwrap_or_default()) else { continue };
            match counts.iter_mut().find(|(known, _)| known.0 == id) {
                Some((_, count)) => *count += 1,
                None => counts.push((MeetingId(id), 1)),
            }
        }
        Ok(counts)
    }

    /// The locked minutes of these meetings that hold one of the texts.
    fn locked_saying(
        &self,
        meetings: &[MeetingId],
        texts: &[String],
    ) -> rusqlite::Result<Vec<(MeetingId, i64)>> {
        let mut kept = self.db.prepare_cached(
            "SELECT v.nummer, d.json FROM protokoll_version v JOIN protokoll_dokument d ON d.sha = v.dokument_sha
             WHERE v.mote_id = ?1 ORDER BY v.nummer",
        )?;
        let mut found = Vec::new();
        for meeting in meetings {
            let mut rows = kept.query([meeting.to_string()])?;
            while let Some(row) = rows.next()? {
                let json = fold(row.get_ref(1)?.as_str().unwrap_or_default());
                if texts.iter().any(|text| is_telling(text) && json.contains(text.as_str())) {
                    found.push((*meeting, row.get(0)?));
                }
            }
        }
        found.dedup();
        Ok(found)
    }
}

fn is_telling(text: &str) -> bool {
    text.chars().count() >= TELLING
}
