//! Whether the database's file is still the one that was opened. A file that somebody removes lives on for those who
//! have it open, and all that is written to it then is lost when they end: it is put back instead.

use super::connection::{check_mark, connect};
use super::error::{StoreError, file_name};
use super::files;
use super::keys::KeyFiles;
use super::places::{FileIdentity, identity, rescue_of, shm_of, wal_of};
use super::schema::{VERSION, user_version};
use super::{JournalHead, Store, leftover, meta};
use rusqlite::OptionalExtension;
use std::path::Path;

/// Whether a file that this process has open was removed, rather than moved. Only Linux tells.
fn is_removed(real: &Path) -> bool {
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else { return false };
    let removed = format!("{} (deleted)", real.display());
    open.flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .any(|link| link.to_string_lossy() == removed)
}

impl Store {
    /// Whether the file that is open, and the log beside it, lie where they lay when they were opened, and nobody has
    /// written another file's bytes into them.
    pub fn is_in_place(&mut self) -> bool {
        if self.read_only {
            return true;
        }
        let right = self.is_same_file() && self.has_own_log() && self.looks_right();
        if right {
            // What was overwritten may have been put right.
            let _ = self.goes_on(true);
        }
        right
    }

    /// Whether the file that lies there is the one that is open, whatever it holds.
    pub(super) fn is_same_file(&self) -> bool {
        self.identity.is_none_or(|opened| identity(&self.path) == Some(opened))
    }

    /// Whether the log and its index, by which programs agree on what the log holds, are those that are open.
    fn has_own_log(&self) -> bool {
        let lies = |opened: Option<FileIdentity>, file: &Path| {
            opened.is_none_or(|opened| identity(file) == Some(opened))
        };
        lies(self.wal, &wal_of(&self.path)) && lies(self.shm, &shm_of(&self.path))
    }

    /// Makes sure that what is written reaches the file that the next start will open, and that this program knows its
    /// shape. A file that was removed is put back; [`Store::take_news`] tells.
    ///
    /// # Errors
    /// [`StoreError::Moved`], [`StoreError::Replaced`], [`StoreError::Overwritten`], [`StoreError::NewerMeanwhile`]; what the
    /// disk says.
    pub fn check_file(&mut self) -> Result<(), StoreError> {
        if let Some(opened) = self.identity {
            match identity(&self.path) {
                Some(found) if found == opened => self.check_log()?,
                Some(_) => self.adopt()?,
                None => self.put_back()?,
            }
        }
        self.check_writing()
    }

    /// Whether what is written now goes into the file that was opened, in the shape that this program knows: as
    /// [`Store::check_file`], but nothing is put back for it.
    pub(super) fn check_writing(&mut self) -> Result<(), StoreError> {
        self.check_content()?;
        self.check_version()
    }

    /// Whether the database still has the shape that this program knows: a newer program may have changed it meanwhile.
    pub(super) fn check_version(&self) -> Result<(), StoreError> {
        let found = user_version(&self.db).map_err(|error| self.wrong(&error))?;
        if found == VERSION {
            Ok(())
        } else {
            Err(StoreError::NewerMeanwhile { file: self.file.clone(), found, known: VERSION })
        }
    }

    /// Whether something has happened to the file that hasn't been told.
    pub fn has_news(&self) -> bool {
        self.news.is_some()
    }

    /// What happened to the file since this was last asked, for the user.
    pub fn take_news(&mut self) -> Option<String> {
        self.news.take()
    }

    /// The file is there; without its log, what was saved last would be lost to whoever opens it next, and the two can't
    /// be brought together again.
    fn check_log(&mut self) -> Result<(), StoreError> {
        if self.has_own_log() {
            return Ok(());
        }
        let removed = [wal_of(&self.real), shm_of(&self.real)].into_iter().find(|file| is_removed(file));
        let Some(removed) = removed else {
            // The database itself is there: it is the file beside it that is to be put back.
            let sides = [(self.wal, wal_of(&self.path)), (self.shm, shm_of(&self.path))];
            let moved = sides.iter().find(|(opened, file)| opened.is_some() && identity(file) != *opened);
            return Err(StoreError::Moved(
                moved.map_or_else(|| self.file.clone(), |(_, file)| file_name(file)),
            ));
        };
        // What is written anew is read from the file and the log that is gone: it must still be that file.
        if !self.looks_right_without_log() {
            return self.goes_on(false);
        }
        let _alone = files::alone(&self.path);
        if identity(&self.path) != self.identity {
            return self.adopt();
        }
        self.write_anew()?;
        self.news = Some(format!(
            "En av databasens filer ({}) hade tagits bort. Programmet har skrivit databasen på nytt, med allt som var sparat.",
            file_name(&removed)
        ));
        Ok(())
    }

    /// Another file lies there. If it holds all that this one holds, another program has put it back.
    fn adopt(&mut self) -> Result<(), StoreError> {
        let head = self.journal_head()?;
        let replaced = || StoreError::Replaced(self.file.clone());
        // The WAL beside it still is that of the file that lay here: opening would pour it into the other one.
        if self.wal.is_some() && identity(&wal_of(&self.path)) == self.wal {
            return Err(replaced());
        }
        let db = connect(&self.path, self.key.as_ref()).map_err(|_| replaced())?;
        check_mark(&db, self.practice, &self.file).map_err(|_| replaced())?;
        if meta::origin(&db).map_err(|_| replaced())?.as_ref() != Some(&self.origin) {
            return Err(replaced());
        }
        let sha: Option<String> = db
            .query_row("SELECT sha FROM journal WHERE seq = ?1", [head.seq], |row| row.get(0))
            .optional()
            .map_err(|_| replaced())?;
        if sha.is_none_or(|sha| sha != head.sha) {
            return Err(replaced());
        }
        let new_file = identity(&self.path) != self.identity;
        self.db = db;
        self.identify();
        if new_file {
            self.news = Some(
                "En av databasens filer hade tagits bort. Den är tillbaka, med allt som var sparat."
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// Nothing lies there. What was removed is written anew; what was moved isn't, for then there would be two.
    fn put_back(&mut self) -> Result<(), StoreError> {
        if !is_removed(&self.real) {
            return Err(StoreError::Moved(self.file.clone()));
        }
        // The whole folder may be gone.
        files::make_folder(&self.path)?;
        let _alone = files::alone(&self.path);
        if identity(&self.path).is_some() {
            return self.adopt();
        }
        self.write_anew()?;
        let name = &self.file;
        let keys = KeyFiles::of(&self.path);
        let without_key = self.key.is_some() && !(keys.main.exists() || keys.reserve.exists());
        let key_is_gone = if without_key {
            " Nyckelfilerna är också borta: lägg tillbaka dem från säkerhetskopian, annars går den inte att öppna igen."
        } else {
            ""
        };
        self.news = Some(format!(
            "Databasfilen {name} hade tagits bort. Programmet har lagt tillbaka den, med allt som var sparat.{key_is_gone}"
        ));
        Ok(())
    }

    /// Remembers which file is open.
    fn identify(&mut self) {
        self.identity = identity(&self.path);
        self.wal = identity(&wal_of(&self.path));
        self.shm = identity(&shm_of(&self.path));
        self.begin_to_look();
    }

    /// Writes all that is open to a new file, under the name of the one that was opened.
    fn write_anew(&mut self) -> Result<(), StoreError> {
        let head = self.journal_head()?;
        let draft = rescue_of(&self.path);
        let written = self.write_by_way_of(&draft, &head);
        if written.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        written
    }

    fn write_by_way_of(&mut self, draft: &Path, head: &JournalHead) -> Result<(), StoreError> {
        let io = |path: &Path, error: &std::io::Error| StoreError::io(path, error);
        if draft.exists() {
            std::fs::remove_file(draft).map_err(|error| io(draft, &error))?;
        }
        files::create(draft)?;
        self.db.execute("VACUUM INTO ?1", [draft.to_string_lossy()]).map_err(|error| self.wrong(&error))?;
        files::sync(draft)?;
        // Side files of the file that was removed say nothing true of the new one. All that was in its own is in the new
        // one; others aren't this program's to remove.
        for (side, own) in [(wal_of(&self.path), self.wal), (shm_of(&self.path), self.shm)] {
            match identity(&side) {
                None if own.is_some() => {}
                found if found == own => match std::fs::remove_file(&side) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(io(&side, &error));
                    }
                    _ => {}
                },
                _ => leftover::put_side_aside(&side)?,
            }
        }
        std::fs::rename(draft, &self.path).map_err(|error| io(&self.path, &error))?;
        files::sync_folder(&self.path)?;
        let db = connect(&self.path, self.key.as_ref()).map_err(|error| self.wrong(&error))?;
        db.execute_batch("PRAGMA journal_mode = WAL").map_err(|error| self.wrong(&error))?;
        self.db = db;
        self.identify();
        if self.journal_head()? == *head { Ok(()) } else { Err(StoreError::Damaged(self.file.clone())) }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::{Change, Code};
    use crate::domain::ids::MeetingId;
    use crate::store::{Access, Passphrase};
    use std::os::unix::fs::PermissionsExt;

    const NOTE: EntryKind = EntryKind::Anteckning;

    fn write(world: &mut World, meeting: MeetingId, text: &str) -> Result<(), StoreError> {
        let entry = world.entry(meeting, NOTE, text);
        let command = world.command(meeting, Code::Add(NOTE), vec![Change::put(entry)]);
        world.store.commit(&command, world.now).map(drop)
    }

    fn kept(path: &Path, access: &Access, meeting: MeetingId) -> Vec<String> {
        let store = Store::open(path, access).unwrap();
        assert!(store.verify().unwrap().is_sound());
        store.meeting(meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
    }

    fn remove_all(path: &Path) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }

    #[test]
    fn a_removed_file_is_put_back_with_all_that_was_saved() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        write(&mut world, meeting, "Före").unwrap();
        for (text, with_sides) in [("Efter", true), ("En gång till", false)] {
            if with_sides {
                remove_all(&world.path());
            } else {
                std::fs::remove_file(world.path()).unwrap();
            }
            write(&mut world, meeting, text).unwrap();
            assert!(world.store.take_news().unwrap().contains("lagt tillbaka"));
        }
        assert_eq!(kept(&world.path(), &Access::Practice, meeting), ["Före", "Efter", "En gång till"]);
        let left: Vec<_> = std::fs::read_dir(world.dir.path()).unwrap().flatten().collect();
        assert!(left.iter().all(|file| !file.file_name().to_string_lossy().contains("raddas")), "{left:?}");
        // Undo reaches back past what happened to the file.
        assert!(world.undo(meeting).is_some() && world.undo(meeting).is_some());
        assert_eq!(kept(&world.path(), &Access::Practice, meeting), ["Före"]);
    }

    #[test]
    fn an_encrypted_file_too_and_its_passphrase_still_opens_it() {
        let mut world = World::new();
        let path = world.dir.path().join("namnd.db");
        world.store = Store::create(&path, &Passphrase::new("åtta blå båtar")).unwrap().0;
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        write(&mut world, meeting, "Före").unwrap();
        remove_all(&path);
        write(&mut world, meeting, "Efter").unwrap();
        assert!(!std::fs::read(&path).unwrap().starts_with(b"SQLite format"));
        let access = Access::Passphrase(Passphrase::new("åtta blå båtar"));
        assert_eq!(kept(&path, &access, meeting), ["Före", "Efter"]);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn two_programs_on_a_removed_file_end_on_the_same_one() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        write(&mut world, meeting, "Före").unwrap();
        let mut other = Store::open(&world.path(), &Access::Practice).unwrap();
        remove_all(&world.path());
        write(&mut world, meeting, "Från den ena").unwrap();
        std::mem::swap(&mut world.store, &mut other);
        write(&mut world, meeting, "Från den andra").unwrap();
        assert_eq!(
            kept(&world.path(), &Access::Practice, meeting),
            ["Före", "Från den ena", "Från den andra"]
        );
    }

    #[test]
    fn programs_that_see_it_at_the_same_time_put_it_back_once() {
        for round in 0..10 {
            let mut world = World::new();
            let meeting = world.meeting("eht", "2026-11-23T13:00:00");
            write(&mut world, meeting, "Före").unwrap();
            let mut others: Vec<Store> =
                (0..3).map(|_| Store::open(&world.path(), &Access::Practice).unwrap()).collect();
            if round % 2 == 0 {
                remove_all(&world.path());
            } else {
                std::fs::remove_file(world.path()).unwrap();
            }
            let start = std::sync::Barrier::new(others.len());
            std::thread::scope(|scope| {
                for store in &mut others {
                    scope.spawn(|| {
                        start.wait();
                        store.check_file().unwrap();
                        assert!(store.take_news().unwrap().contains("hade tagits bort"));
                    });
                }
            });
            for (number, mut store) in others.into_iter().enumerate() {
                assert!(store.is_in_place());
                std::mem::swap(&mut world.store, &mut store);
                write(&mut world, meeting, &format!("Från {number}")).unwrap();
                std::mem::swap(&mut world.store, &mut store);
            }
            let texts = kept(&world.path(), &Access::Practice, meeting);
            assert_eq!(texts, ["Före", "Från 0", "Från 1", "Från 2"]);
        }
    }

    #[test]
    fn without_its_log_the_file_still_gets_what_was_saved() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        write(&mut world, meeting, "Före").unwrap();
        let mut other = Store::open(&world.path(), &Access::Practice).unwrap();
        for side in ["-wal", "-shm"] {
            std::fs::remove_file(format!("{}{side}", world.path().display())).unwrap();
        }
        assert!(!world.store.is_in_place() && !other.is_in_place());
        write(&mut world, meeting, "Efter").unwrap();
        assert!(world.store.is_in_place());
        std::mem::swap(&mut world.store, &mut other);
        write(&mut world, meeting, "Från den andra").unwrap();
        assert_eq!(kept(&world.path(), &Access::Practice, meeting), ["Före", "Efter", "Från den andra"]);
    }

    #[test]
    fn a_removed_folder_is_made_again_and_a_missing_key_is_said() {
        let mut world = World::new();
        let path = world.dir.path().join("namnd").join("namnd.db");
        world.store = Store::create(&path, &Passphrase::new("åtta blå båtar")).unwrap().0;
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let keys = ["namnd.db.nyckel", "namnd.db.nyckel-reserv"];
        for name in keys {
            std::fs::copy(path.with_file_name(name), world.dir.path().join(name)).unwrap();
        }
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        write(&mut world, meeting, "Efter").unwrap();
        assert!(world.store.take_news().unwrap().contains("Nyckelfilerna är också borta"));
        assert_eq!(std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        for name in keys {
            std::fs::copy(world.dir.path().join(name), path.with_file_name(name)).unwrap();
        }
        let access = Access::Passphrase(Passphrase::new("åtta blå båtar"));
        assert_eq!(kept(&path, &access, meeting), ["Efter"]);
    }

    #[test]
    fn a_moved_file_is_waited_for_and_another_one_is_not_written_to() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let aside = world.dir.path().join("undan.db");
        std::fs::rename(world.path(), &aside).unwrap();
        assert!(matches!(write(&mut world, meeting, "Ett"), Err(StoreError::Moved(_))));
        assert!(!world.path().exists());
        let mut other = World::new();
        other.meeting("eht", "2026-11-23T13:00:00");
        std::fs::copy(other.path(), world.path()).unwrap();
        assert!(matches!(write(&mut world, meeting, "Två"), Err(StoreError::Replaced(_))));
        std::fs::rename(&aside, world.path()).unwrap();
        write(&mut world, meeting, "Tre").unwrap();
        assert_eq!(world.store.meeting(meeting).unwrap().entries[0].text, "Tre");
    }

    #[test]
    fn a_log_that_is_moved_is_called_by_its_name_and_the_database_not_missed() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        write(&mut world, meeting, "Ett").unwrap();
        let (log, aside) = (wal_of(&world.path()), world.dir.path().join("undan"));
        std::fs::rename(&log, &aside).unwrap();
        let refused = write(&mut world, meeting, "Två");
        assert!(matches!(&refused, Err(StoreError::Moved(name)) if *name == file_name(&log)), "{refused:?}");
        std::fs::rename(&aside, &log).unwrap();
        write(&mut world, meeting, "Två").unwrap();
        assert_eq!(kept(&world.path(), &Access::Practice, meeting), ["Ett", "Två"]);
    }

    #[test]
    fn a_shape_that_another_program_has_given_is_left_alone_by_every_write() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let person = world.person("Åsa");
        let newer = rusqlite::Connection::open(world.path()).unwrap();
        newer.pragma_update(None, "user_version", VERSION + 1).unwrap();
        let before: i64 = newer.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap();
        assert!(matches!(write(&mut world, meeting, "Ett"), Err(StoreError::NewerMeanwhile { .. })));
        let session = world.store.session().to_owned();
        let now = world.now;
        let store = &mut world.store;
        let drafts = [
            store.save_draft(&session, "rad", Some(meeting), "Två", now),
            store.clear_draft(&session, "rad"),
            store.sit_down(person.id),
            store.clean(&mut crate::domain::progress::unfollowed).map(drop),
            store.set_blank(meeting, true),
            store.forget_session(&session),
        ];
        for refused in drafts {
            assert!(matches!(refused, Err(StoreError::NewerMeanwhile { .. })), "{refused:?}");
        }
        let after: i64 = newer.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap();
        assert_eq!(after, before, "nothing was written");
    }
}
