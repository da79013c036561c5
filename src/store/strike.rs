//! *Stryk för gott*: a text that should never have been written goes from everywhere: its row, the journal, undo, drafts
//! and the copies from migrations. That somebody struck it, and when, remains.

use super::connection::connect;
use super::error::StoreError;
use super::error::file_name;
use super::journal::{Act, JournalLine, journal_line};
use super::lock::is_in_locked_version;
use super::places::{before_version, cleaning_of, remove_with_sides};
use super::{Store, files, meta, rows};
use crate::domain::collate::fold;
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::progress::{Follow, Progress};
use chrono::{DateTime, Utc};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use uuid::Uuid;

/// What is being done while the file is cleaned.
const REWRITES: &str = "Skriver om databasen utan det som är struket";

/// In the database's own notes: something that was struck still lies in the file.
const UNCLEAN: &str = "orensad";

/// A file of so many bytes isn't rewritten in memory.
const LARGE: u64 = 64 * 1024 * 1024;

/// How often it is looked how much has been written.
const GLANCE: Duration = Duration::from_millis(50);

/// So many pages are written between two looks at who wants it to stop.
const PAGES: i32 = 2000;

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
    /// Strikes a row, and what hangs on it, for good. It is gone from everything that can be read; [`Store::clean`] then
    /// takes what is left of it between the file's pages, which takes longer the larger the file is.
    ///
    /// # Errors
    /// [`StoreError::StillNeeded`] when other rows need it, [`StoreError::InLockedVersion`]; what the disk says. Then
    /// nothing has been struck.
    pub fn strike(
        &mut self,
        meeting: MeetingId,
        row: RecordKey,
        command: CommandId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let act = Act {
            id: command,
            code: Code::Strike,
            meeting: Some(meeting),
            about: Some(format!("{}/{}", row.table.name(), row.id)),
            strike: true,
            now,
        };
        let file = self.file.clone();
        self.act(&act, |tx| {
            let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
            if is_in_locked_version(tx, meeting, row).map_err(wrong)? {
                return Err(StoreError::InLockedVersion);
            }
            strike(tx, meeting, row).map_err(wrong)?;
            // Whatever becomes of the program before the file is clean, it is known to the next.
            meta::put(tx, UNCLEAN, "1").map_err(wrong)
        })
        .map(drop)
    }

    /// Whether something that was struck still lies in the file.
    pub fn is_unclean(&self) -> bool {
        meta::get(&self.db, UNCLEAN).is_ok_and(|kept| kept.is_some())
    }

    /// Rewrites the file without anything that was removed, and empties its WAL; tells how far it has come.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like, [`StoreError::Stopped`]; that another program is reading is not an error.
    pub fn clean(&mut self, follow: &mut Follow<'_>) -> Result<Struck, StoreError> {
        self.check_file()?;
        // What reads would keep the file from being written anew.
        self.stop_check();
        self.remove_backups()?;
        // It needs no stamp of its own: it puts every page into the log, which then goes with any file.
        match self.rewrite(LARGE, follow).and_then(|()| self.empty_log()) {
            Ok(0) => {}
            Ok(_) | Err(StoreError::Busy) => return Ok(Struck::CleanLater),
            Err(error) => return Err(error),
        }
        self.write(|tx| meta::remove(tx, UNCLEAN))?;
        Ok(Struck::Everywhere)
    }

    fn empty_log(&mut self) -> Result<i64, StoreError> {
        let emptied = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.poured(matches!(emptied, Ok(0)));
        emptied.map_err(|error| self.wrong(&error))
    }

    /// Writes the file anew, page by page, so that nothing is left between what stands there. SQLite does that in memory; a
    /// file that is larger than `large` is written beside itself first.
    fn rewrite(&mut self, large: u64, follow: &mut Follow<'_>) -> Result<(), StoreError> {
        follow(Progress::of(REWRITES))?;
        let size = std::fs::metadata(&self.path).map_or(0, |meta| meta.len());
        if size >= large && self.rewrite_by_file(size, follow)? {
            return Ok(());
        }
        self.db.execute_batch("VACUUM").map_err(|error| self.wrong(&error))
    }

    /// By a file beside it. False where others have written meanwhile: what they wrote stands, and nothing is rewritten.
    fn rewrite_by_file(&mut self, size: u64, follow: &mut Follow<'_>) -> Result<bool, StoreError> {
        let beside = Beside::make(&self.path)?;
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&self.file, &error);
        // Another connection sees what everybody else writes, and what this one does.
        let watch = connect(&self.path, self.key.as_ref()).map_err(wrong)?;
        let written = || watch.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0));
        let before = written().map_err(wrong)?;
        let (db, into) = (&mut self.db, beside.path.clone());
        let interrupt = db.get_interrupt_handle();
        let copied = thread::scope(|scope| {
            let work = scope.spawn(move || db.execute("VACUUM INTO ?1", [into.to_string_lossy()]));
            let mut told = Ok(());
            while !work.is_finished() {
                thread::sleep(GLANCE);
                let done = std::fs::metadata(&beside.path).map_or(0, |meta| meta.len());
                if told.is_ok() {
                    told = follow(Progress::parts(REWRITES, done.min(size), size.saturating_mul(2)));
                }
                if told.is_err() {
                    interrupt.interrupt();
                }
            }
            let copied = work.join().unwrap_or(Err(rusqlite::Error::InvalidQuery));
            told.map_err(StoreError::from).and_then(|()| copied.map_err(wrong))
        });
        copied?;
        let new = connect(&beside.path, self.key.as_ref()).map_err(wrong)?;
        let wrong = |error: rusqlite::Error| StoreError::sqlite(&file_name(&self.path), &error);
        let back = Backup::new(&new, &mut self.db).map_err(wrong)?;
        let mut first = true;
        loop {
            // What isn't whole when this is dropped leaves the file as it was.
            match back.step(if first { 1 } else { PAGES }).map_err(wrong)? {
                StepResult::Done => return Ok(true),
                StepResult::More => {}
                _ => return Err(StoreError::Busy),
            }
            // From the first page on nobody else can write.
            if first && written().map_err(wrong)? != before {
                return Ok(false);
            }
            first = false;
            let progress = back.progress();
            let (left, all) = (progress.remaining, progress.pagecount);
            let part = |pages: i32| u64::try_from(pages).unwrap_or(0);
            follow(Progress::parts(REWRITES, part(all) + part(all - left), part(all) * 2))?;
        }
    }

    fn remove_backups(&self) -> Result<(), StoreError> {
        let prefix = before_version(&self.path);
        let folder = files::folder_of(&self.path);
        let files = std::fs::read_dir(folder).map_err(|error| StoreError::io(folder, &error))?;
        for file in files.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(&prefix)) {
            std::fs::remove_file(file.path()).map_err(|error| StoreError::io(&file.path(), &error))?;
        }
        Ok(())
    }
}

/// A file beside the database, gone when this is dropped.
struct Beside {
    path: PathBuf,
}

impl Beside {
    fn make(database: &Path) -> Result<Self, StoreError> {
        let path = cleaning_of(database);
        // Left by a program that was killed.
        drop(Self { path: path.clone() });
        // It is there and empty, so that it has the right rights from its first byte.
        files::create(&path)?;
        Ok(Self { path })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        remove_with_sides(&self.path);
    }
}

fn strike(tx: &Connection, meeting: MeetingId, row: RecordKey) -> rusqlite::Result<()> {
    let mut rows = hanging_on(tx, row)?;
    rows.push(row);
    // While the journal still knows what they said.
    strike_drafts(tx, meeting, &rows)?;
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
    Ok(())
}

/// A part of a struck text that is shorter than this says too little to be taken for it.
const TELLING: usize = 10;

/// Removes the drafts that are changes of a row, or hold what it said; in other meetings those that hold all of it. What
/// somebody else is typing stays.
fn strike_drafts(tx: &Connection, meeting: MeetingId, rows: &[RecordKey]) -> rusqlite::Result<()> {
    let mut said = Vec::new();
    for key in rows {
        said.extend(texts_of(tx, *key)?);
    }
    let ids: Vec<String> = rows.iter().map(|key| key.id.to_string()).collect();
    let holds = |draft: &str| {
        let draft = fold(draft.trim());
        said.iter().any(|text| {
            draft.contains(text) || (draft.chars().count() >= TELLING && text.contains(draft.as_str()))
        })
    };
    let holds_all = |draft: &str| {
        let draft = fold(draft);
        said.iter().any(|text| text.chars().count() >= TELLING && draft.contains(text))
    };
    let mut drafts = tx.prepare("SELECT session, falt, text, post_id, mote_id IS ?1 FROM utkast")?;
    let drafts = drafts.query_map([meeting.to_string()], |row| {
        let draft = (row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?);
        Ok((draft, row.get::<_, Option<String>>(3)?, row.get::<_, bool>(4)?))
    })?;
    for draft in drafts.collect::<rusqlite::Result<Vec<_>>>()? {
        let ((session, field, text), entry, here) = draft;
        // A form's draft names the row that it is about.
        let about = entry.is_some_and(|entry| ids.contains(&entry)) || ids.iter().any(|id| text.contains(id));
        if about || (here && holds(&text)) || holds_all(&text) {
            tx.execute("DELETE FROM utkast WHERE session = ?1 AND falt = ?2", [session, field])?;
        }
    }
    Ok(())
}

/// What a row says, and all that it has said: folded, and as it stands in a form's draft too.
pub(super) fn texts_of(tx: &Connection, key: RecordKey) -> rusqlite::Result<Vec<String>> {
    let mut lines = tx.prepare(
        "SELECT l.innehall FROM journal j JOIN journal_last l ON l.seq = j.seq WHERE j.rad = ?1 AND j.tabell = ?2",
    )?;
    let lines = lines
        .query_map([key.id.to_string().as_str(), key.table.name()], |row| row.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let mut texts = Vec::new();
    for line in lines {
        let content: Value = serde_json::from_str(&line).unwrap_or_default();
        for side in ["fore", "efter"] {
            for column in ["text", "utvardering", "villkor"] {
                let Some(text) = content[side][column].as_str().map(str::trim) else { continue };
                let quoted = Value::from(text).to_string();
                texts.extend([text, quoted.trim_matches('"')].map(fold));
            }
        }
    }
    texts.retain(|text| !text.is_empty());
    texts.sort();
    texts.dedup();
    Ok(texts)
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

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::Change;
    use crate::domain::ids::EntryId;
    use crate::domain::progress::{Stopped, unfollowed};
    use crate::domain::record::Entry;
    use crate::domain::session::Editing;
    use crate::store::{Access, DEFAULT_FILE, Passphrase, Store};
    use std::path::Path;

    const NOTE: EntryKind = EntryKind::Anteckning;
    const SECRET: &str = "Grannens cancer åäö";

    fn holds(path: &Path, text: &str) -> bool {
        ["", "-wal", "-shm"].iter().any(|side| {
            let file = path.with_file_name(format!("{}{side}", path.file_name().unwrap().to_str().unwrap()));
            // Lossy: what is valid stays as it is, and the standard library's own search is quick also in a debug build.
            std::fs::read(file).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
        })
    }

    fn strike(world: &mut World, meeting: MeetingId, entry: &Entry) -> Struck {
        let id = world.id();
        let key = RecordKey { table: Table::Entry, id: entry.id.0 };
        world.store.strike(meeting, key, id, world.now).unwrap();
        assert!(world.store.is_unclean());
        let cleaned = world.store.clean(&mut unfollowed).unwrap();
        assert_eq!(world.store.is_unclean(), cleaned == Struck::CleanLater);
        cleaned
    }

    /// A meeting in which the text stands in a row, many lines of the journal and a draft, among other texts.
    fn written(world: &mut World) -> (MeetingId, Entry) {
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.add(meeting, NOTE, "Före");
        let entry = world.add(meeting, NOTE, SECRET);
        for index in 0..200 {
            world.add(meeting, NOTE, &format!("Anteckning {index} {}", "ord ".repeat(index % 50)));
        }
        let edited = Entry { text: format!("{SECRET} igen"), ..entry.clone() };
        world.commit(meeting, Code::Edit(NOTE), vec![Change::put(edited)]);
        world.undo(meeting);
        world.redo(meeting);
        world.undo(meeting);
        world.store.save_draft("a", "rad", Some(meeting), &format!("och {SECRET}"), world.now).unwrap();
        (meeting, entry)
    }

    #[test]
    fn a_large_file_is_cleaned_by_a_file_beside_it_and_told_of() {
        for encrypted in [false, true] {
            let mut world = World::new();
            let folder = tempfile::tempdir().unwrap();
            if encrypted {
                let path = folder.path().join(DEFAULT_FILE);
                world.store = Store::create(&path, &Passphrase::new("en lång lösenfras")).unwrap().0;
            }
            let path = world.store.path().to_owned();
            let (meeting, entry) = written(&mut world);
            let id = world.id();
            let key = RecordKey { table: Table::Entry, id: entry.id.0 };
            let size = std::fs::metadata(&path).unwrap().len();
            world.store.strike(meeting, key, id, world.now).unwrap();
            let mut told = Vec::new();
            let mut follow = |progress: Progress| {
                told.push(progress.percent().unwrap_or_default());
                Ok(())
            };
            world.store.rewrite_by_file(size, &mut follow).unwrap();
            assert!(told.is_sorted() && told.iter().all(|percent| *percent <= 100), "{told:?}");
            assert_eq!(world.store.empty_log().unwrap(), 0);
            assert!(!holds(&path, SECRET) && !holds(&path, "cancer"));
            assert!(encrypted || holds(&path, "Anteckning 199"));
            assert!(world.store.verify().unwrap().is_sound());
            assert_eq!(world.store.meeting(meeting).unwrap().entries.len(), 201);
            let beside = std::fs::read_dir(path.parent().unwrap()).unwrap().flatten();
            assert!(beside.into_iter().all(|file| !file.file_name().to_string_lossy().contains("rensas")));
            // It is as any other afterwards.
            world.add(meeting, NOTE, "Efteråt");
            let access = if encrypted {
                Access::Passphrase(Passphrase::new("en lång lösenfras"))
            } else {
                Access::Practice
            };
            let again = Store::open(&path, &access).unwrap();
            assert_eq!(again.meeting(meeting).unwrap().entries.len(), 202);
            assert!(again.verify().unwrap().is_sound());
        }
    }

    #[test]
    fn what_another_program_writes_while_the_file_is_rewritten_stands() {
        let mut world = World::new();
        let (meeting, entry) = written(&mut world);
        let id = world.id();
        let key = RecordKey { table: Table::Entry, id: entry.id.0 };
        world.store.strike(meeting, key, id, world.now).unwrap();
        let path = world.path();
        let before = world.store.meeting(meeting).unwrap().entries.len();
        let (mut other, now) = (Some(Store::open(&path, &Access::Practice).unwrap()), world.now);
        let mut wrote = false;
        // Between the copy and its way back: the file is copied by then, and the first page isn't written.
        let mut follow = |progress: Progress| {
            if progress.all > 0
                && let Some(mut other) = other.take()
            {
                wrote = other.save_draft("annan", "rad", Some(meeting), "skrivet under tiden", now).is_ok();
            }
            Ok(())
        };
        let size = std::fs::metadata(&path).unwrap().len();
        let done = world.store.rewrite_by_file(size, &mut follow).unwrap();
        assert_eq!(world.store.meeting(meeting).unwrap().entries.len(), before);
        let kept = world.store.drafts(meeting).unwrap().iter().any(|draft| draft.session == "annan");
        // What was saved stands, and the file is rewritten the other way; who came too late was told so.
        assert_eq!((kept, done), (wrote, !wrote));
        drop(other);
        assert_eq!(world.store.clean(&mut unfollowed).unwrap(), Struck::Everywhere);
        assert!(!holds(&path, SECRET) && world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_rewriting_that_is_stopped_leaves_the_file_as_it_was_and_is_known_to_the_next() {
        let mut world = World::new();
        let (meeting, entry) = written(&mut world);
        let id = world.id();
        let key = RecordKey { table: Table::Entry, id: entry.id.0 };
        world.store.strike(meeting, key, id, world.now).unwrap();
        for stop_at in 0..4 {
            let mut count = 0;
            let mut follow = |_: Progress| {
                count += 1;
                if count > stop_at { Err(Stopped) } else { Ok(()) }
            };
            let size = std::fs::metadata(world.path()).unwrap().len();
            // In a small file there is little to stop in.
            let stopped = world.store.rewrite_by_file(size, &mut follow);
            assert!(matches!(stopped, Err(StoreError::Stopped(_)) | Ok(_)), "{stopped:?}");
            assert!(world.store.verify().unwrap().is_sound());
            assert_eq!(world.store.meeting(meeting).unwrap().entries.len(), 201);
        }
        let path = world.path();
        let mut next = Store::open(&path, &Access::Practice).unwrap();
        assert!(next.is_unclean());
        drop(world);
        assert_eq!(next.clean(&mut unfollowed).unwrap(), Struck::Everywhere);
        assert!(!next.is_unclean() && !holds(&path, SECRET));
    }

    #[test]
    fn a_struck_text_is_in_no_page_and_the_chain_holds() {
        let mut world = World::new();
        let (meeting, entry) = written(&mut world);
        assert!(holds(&world.path(), SECRET));
        assert_eq!(strike(&mut world, meeting, &entry), Struck::Everywhere);
        assert!(!holds(&world.path(), SECRET));
        assert!(!holds(&world.path(), "cancer"));
        assert!(holds(&world.path(), "Anteckning 199"), "the search finds what is there");
        let report = world.store.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.faults);
        assert_eq!(world.store.drafts(meeting).unwrap(), []);
        let said: i64 = world
            .store
            .db
            .query_row("SELECT count(*) FROM journal WHERE kod = 'stryk' AND op = 'kommando'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(said, 1);
    }

    #[test]
    fn the_drafts_of_the_row_go_and_another_s_line_stays() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, SECRET);
        let edited = Entry { text: "Ofarligt nu".to_owned(), ..entry.clone() };
        world.commit(meeting, Code::Edit(NOTE), vec![Change::put(edited)]);
        let now = world.now;
        let edits = Some(Editing { entry: entry.id, rev: 1 });
        let form = serde_json::json!({ "purpose": { "Entry": entry.id }, "values": ["annat"] }).to_string();
        let quoted = serde_json::json!({ "values": [format!("\"ja\" {SECRET}")] }).to_string();
        let mut keep = |session: &str, field: &str, text: &str, edits| {
            let store = &mut world.store;
            store.save_draft_of((session, field), Some(meeting), text, edits, now).unwrap();
        };
        keep("a", "rad", "Något helt annat", edits);
        keep("b", "rad", &SECRET.to_uppercase(), None);
        keep("c", "rad", "grannens cancer", None);
        keep("d", "formulär", &form, None);
        keep("e", "formulär", &quoted, None);
        keep("f", "rad", "Det som en annan skriver", None);
        keep("g", "rad", "cancer", None);
        keep("h", "rad", "Ändrar en annan rad", Some(Editing { entry: world_entry(), rev: 1 }));
        let other = world.meeting("bht", "2026-11-24T13:00:00");
        let now = world.now;
        for (session, text) in [("o", format!("Som sagt: {SECRET}")), ("p", "grannens cancer".to_owned())] {
            world.store.save_draft(session, "rad", Some(other), &text, now).unwrap();
        }
        strike(&mut world, meeting, &entry);
        let elsewhere = world.store.drafts(other).unwrap();
        assert_eq!(elsewhere.iter().map(|draft| draft.session.as_str()).collect::<Vec<_>>(), ["p"]);
        let left: Vec<String> =
            world.store.drafts(meeting).unwrap().into_iter().map(|draft| draft.session).collect();
        assert_eq!(left, ["f", "g", "h"]);
    }

    fn world_entry() -> EntryId {
        EntryId(Uuid::from_u128(9))
    }

    #[test]
    fn nothing_brings_a_struck_text_back() {
        let mut world = World::new();
        let (meeting, entry) = written(&mut world);
        strike(&mut world, meeting, &entry);
        // The undone edit of the struck row isn't there to be done again, and the last act before it is the last note.
        assert_eq!(world.redo(meeting), None);
        let mut undone = 0;
        while world.undo(meeting).is_some() {
            undone += 1;
            // Now and then: the whole file is read each time.
            assert!(undone % 20 != 0 || !holds(&world.path(), SECRET));
        }
        assert!(!holds(&world.path(), SECRET));
        assert_eq!(undone, 201, "all notes but the struck one");
        while world.redo(meeting).is_some() {}
        let read = world.store.meeting(meeting).unwrap();
        assert_eq!(read.entries.len(), 201);
        assert!(read.entries.iter().all(|row| row.id != entry.id));
        let again = world.command(meeting, Code::Edit(NOTE), vec![Change::put(Entry { rev: 0, ..entry })]);
        assert!(matches!(world.store.commit(&again, world.now), Err(StoreError::Stale(_))));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_text_that_was_removed_before_can_be_struck_all_the_same() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, SECRET);
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
        assert_eq!(strike(&mut world, meeting, &entry), Struck::Everywhere);
        assert!(!holds(&world.path(), SECRET));
        assert_eq!(world.undo(meeting), None);
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn what_hangs_on_a_struck_entry_goes_and_the_rest_stays() {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let before = world.store.meeting(meeting).unwrap();
        let action = before.actions().next().unwrap().clone();
        strike(&mut world, meeting, &action);
        let after = world.store.meeting(meeting).unwrap();
        assert!(
            after.exemptions.is_empty() && after.action_status.is_empty() && after.plan_answers.is_empty()
        );
        assert_eq!(after.entries.len(), before.entries.len() - 1);
        assert_eq!(after.participants, before.participants);
        for text in ["Prata med läraren", "Gick bra", "om det går"] {
            assert!(!holds(&world.path(), text), "{text}");
        }
        assert!(world.store.verify().unwrap().is_sound());
        // A need that actions point at: they stay, without it.
        let need = after.entries.iter().find(|entry| entry.kind() == EntryKind::Behov).unwrap().clone();
        let mut other = world.action(meeting, "Annan", None);
        if let crate::domain::record::Body::Atgard(action) = &mut other.body {
            action.need = Some(need.id);
        }
        world.commit(meeting, Code::Add(EntryKind::Atgard), vec![Change::put(other.clone())]);
        let kept = world.store.meeting(meeting).unwrap().entry(other.id).unwrap().clone();
        world.commit(meeting, Code::Remove(EntryKind::Atgard), vec![Change::delete(kept)]);
        strike(&mut world, meeting, &need);
        assert_eq!(world.undo(meeting), Some(Code::Remove(EntryKind::Atgard)));
        let read = world.store.meeting(meeting).unwrap();
        let back = read.entry(other.id).unwrap();
        assert_eq!((back.text.as_str(), back.action().unwrap().need), ("Annan", None));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn copies_from_migrations_go_too() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let entry = world.add(meeting, NOTE, SECRET);
        let copy = world.path().with_file_name("ovning.db.fore-v0");
        std::fs::copy(world.path(), &copy).unwrap();
        strike(&mut world, meeting, &entry);
        assert!(!copy.exists());
    }

    #[test]
    fn a_reader_delays_the_cleaning_but_not_the_strike() {
        let mut world = World::new();
        let (meeting, entry) = written(&mut world);
        let reader = Store::open(&world.path(), &Access::Practice).unwrap();
        world.store.db.busy_timeout(std::time::Duration::from_millis(10)).unwrap();
        let reading = reader.db.unchecked_transaction().unwrap();
        let _: i64 = reading.query_row("SELECT count(*) FROM post", [], |row| row.get(0)).unwrap();
        assert_eq!(strike(&mut world, meeting, &entry), Struck::CleanLater);
        assert!(world.store.meeting(meeting).unwrap().entries.iter().all(|row| row.text != SECRET));
        drop(reading);
        assert_eq!(world.store.clean(&mut unfollowed).unwrap(), Struck::Everywhere);
        assert!(!holds(&world.path(), SECRET));
    }

    #[test]
    fn in_an_encrypted_database_too() {
        let mut world = World::new();
        let path = world.dir.path().join(DEFAULT_FILE);
        let (store, _) = Store::create(&path, &Passphrase::new("åtta blå båtar")).unwrap();
        world.store = store;
        let (meeting, entry) = written(&mut world);
        let plain = |world: &World, name: &str| {
            let plain = world.dir.path().join(name);
            std::fs::write(&plain, "").unwrap();
            let db = &world.store.db;
            db.execute("ATTACH ?1 AS plain KEY ''", [plain.to_str().unwrap()]).unwrap();
            db.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(())).unwrap();
            db.execute_batch("DETACH plain").unwrap();
            plain
        };
        assert!(holds(&plain(&world, "fore"), SECRET));
        assert!(!holds(&path, "CREATE TABLE"), "it is encrypted");
        assert_eq!(strike(&mut world, meeting, &entry), Struck::Everywhere);
        let after = plain(&world, "efter");
        assert!(!holds(&after, SECRET) && holds(&after, "Anteckning 199"));
    }
}
