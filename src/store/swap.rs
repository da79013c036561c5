//! Several files that take their places together, or not at all: a new database with its key files, one that is restored,
//! one that is encrypted anew. What lies in their places is put aside, never written over.
//!
//! The files are complete under other names first, and made to last there. Then a marker beside the database says what is to be moved
//! where; from that moment the change is made. Whoever opens the database next finds the marker, should the program that
//! wrote it have been stopped, and moves what is left to move.

use super::error::{StoreError, file_name};
use super::files;
use super::places::{ASIDE, FRESH, OF_SQLITE, beside, marker_of};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// So many files with the same time may lie aside before something must be wrong.
const MOST_ASIDE: usize = 1000;

/// One file's way. Names alone: all lie in the database's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    /// What takes the place; nothing where the place is only to be empty.
    ny: Option<String>,
    plats: String,
    /// What lay there is called so afterwards.
    undan: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    format: u32,
    flytta: Vec<Move>,
    /// What is put aside is to be removed when all is in place.
    #[serde(default)]
    kasta: bool,
    /// All is in place: these are to be removed.
    #[serde(default)]
    bort: Vec<String>,
}

impl Marker {
    fn of(moves: Vec<Move>) -> Self {
        Self { format: 1, flytta: moves, kasta: false, bort: Vec::new() }
    }
}

/// A file that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PutAside {
    /// What it was called.
    pub(super) was: String,
    /// What it is called.
    pub(super) is: String,
}

/// Files that are to take their places together.
#[derive(Debug)]
pub(super) struct Swap {
    database: PathBuf,
    stamp: String,
    moves: Vec<(Option<PathBuf>, PathBuf)>,
    thrown_away: bool,
}

impl Swap {
    /// A change of files in the folder of `database`. `stamp` becomes part of the names of what is put aside:
    /// "2026-11-27-0431".
    pub(super) fn new(database: &Path, stamp: &str) -> Self {
        Self { database: database.to_owned(), stamp: stamp.to_owned(), moves: Vec::new(), thrown_away: false }
    }

    /// `fresh`, which is complete, takes the place of `place`. Both lie in the database's folder.
    #[must_use]
    pub(super) fn place(mut self, fresh: &Path, place: &Path) -> Self {
        self.moves.push((Some(fresh.to_owned()), place.to_owned()));
        self
    }

    /// What lies at `place`, if something does, is put aside.
    #[must_use]
    pub(super) fn put_aside(mut self, place: &Path) -> Self {
        // Before anything takes a place: a log of the file that goes says nothing true of the one that comes.
        self.moves.insert(0, (None, place.to_owned()));
        self
    }

    /// What lay there is removed when the others are in their places, and not before: a key that shall open nothing any more
    /// doesn't lie beside them, whenever a program is stopped.
    #[must_use]
    pub(super) fn throw_away(mut self) -> Self {
        self.thrown_away = true;
        self
    }

    /// Moves them all, and tells what was put aside and lies there. The caller holds [`files::alone`] and knows that no program has the
    /// database open.
    ///
    /// # Errors
    /// What the disk says. Then everything lies as it lay, or, where even that can't be done, [`StoreError::HalfMoved`]: the
    /// next opening goes on.
    pub(super) fn carry_out(self) -> Result<Vec<PutAside>, StoreError> {
        let moves = self.planned()?;
        for fresh in moves.iter().filter_map(|one| one.ny.as_ref()) {
            files::sync(&self.database.with_file_name(fresh))?;
        }
        files::sync_folder(&self.database)?;
        write_marker(&self.database, &Marker { kasta: self.thrown_away, ..Marker::of(moves.clone()) })?;
        if let Err(error) = move_all(&self.database, &moves) {
            return Err(match move_back(&self.database, &moves) {
                Ok(()) => error,
                Err(()) => StoreError::HalfMoved(file_name(&self.database)),
            });
        }
        match done(&self.database, moves, self.thrown_away) {
            // All is in its place. The next opening removes what can't be removed now.
            Err(_) if self.thrown_away => Ok(Vec::new()),
            done => done,
        }
    }

    fn planned(&self) -> Result<Vec<Move>, StoreError> {
        let mut taken = HashSet::new();
        let mut moves = Vec::new();
        for (fresh, place) in &self.moves {
            let lies_there = fs::symlink_metadata(place).is_ok();
            if fresh.is_none() && !lies_there {
                continue;
            }
            let aside = || {
                aside_name(place, &self.stamp, &mut taken)
                    .ok_or_else(|| StoreError::AlreadyExists(file_name(place)))
            };
            let undan = lies_there.then(aside).transpose()?;
            moves.push(Move { ny: fresh.as_deref().map(file_name), plats: file_name(place), undan });
        }
        Ok(moves)
    }
}

/// All is in its place: removes what is to be removed, and the marker.
fn done(database: &Path, moves: Vec<Move>, throw_away: bool) -> Result<Vec<PutAside>, StoreError> {
    let aside = put_aside(moves);
    if !throw_away {
        remove_marker(database)?;
        return Ok(aside);
    }
    let names: Vec<String> = aside.into_iter().map(|file| file.is).collect();
    // From here on it isn't seen by where the files lie that they have been moved.
    let written = Marker { bort: names, ..Marker::of(Vec::new()) };
    write_marker(database, &written)?;
    throw(database, &written.bort)
}

/// Removes what was put aside, and the marker.
fn throw(database: &Path, names: &[String]) -> Result<Vec<PutAside>, StoreError> {
    for name in names {
        let file = database.with_file_name(name);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io(&file, &error));
            }
            _ => {}
        }
    }
    remove_marker(database)?;
    Ok(Vec::new())
}

fn put_aside(moves: Vec<Move>) -> Vec<PutAside> {
    moves.into_iter().filter_map(|one| Some(PutAside { was: one.plats, is: one.undan? })).collect()
}

/// A name beside `place` for a file that isn't complete yet.
///
/// # Errors
/// When there is no randomness for it.
pub(super) fn fresh_beside(place: &Path) -> Result<PathBuf, StoreError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(beside(place, &format!("{FRESH}{}", hex::encode(bytes))))
}

/// The name under which what lies at `place` is put aside, where nothing lies and which isn't in `taken`; nothing where all
/// are.
fn aside_name(place: &Path, stamp: &str, taken: &mut HashSet<String>) -> Option<String> {
    let name = format!("{}{ASIDE}{stamp}", file_name(place));
    let numbered = (2..MOST_ASIDE).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    let free = names
        .find(|name| fs::symlink_metadata(place.with_file_name(name)).is_err() && !taken.contains(name))?;
    taken.insert(free.clone());
    Some(free)
}

/// Puts a single file aside, and tells what it is called then. For one beside a database the caller holds the lock on its folder.
///
/// # Errors
/// What the disk says; then it lies where it lay.
pub fn put_one_aside(place: &Path, stamp: &str) -> io::Result<String> {
    let is = aside_name(place, stamp, &mut HashSet::new()).ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(place, place.with_file_name(&is))?;
    files::sync_names(files::folder_of(place))?;
    Ok(is)
}

fn write_marker(database: &Path, what: &Marker) -> Result<(), StoreError> {
    let (marker, draft) = (marker_of(database), fresh_beside(&marker_of(database))?);
    let text = serde_json::to_vec(what);
    let text = text.map_err(|_| StoreError::HalfMoved(file_name(database)))?;
    files::create(&draft)?;
    let wrong = |error: io::Error| StoreError::io(&marker, &error);
    let written = fs::write(&draft, text)
        .map_err(wrong)
        .and_then(|()| files::sync(&draft))
        .and_then(|()| fs::rename(&draft, &marker).map_err(wrong))
        .and_then(|()| files::sync_folder(database));
    if written.is_err() {
        // The fault that is reported is the one that matters, not what the tidying met.
        let _ = fs::remove_file(&draft);
        if what.bort.is_empty() {
            let _ = fs::remove_file(&marker);
        }
    }
    written
}

fn remove_marker(database: &Path) -> Result<(), StoreError> {
    files::sync_folder(database)?;
    let marker = marker_of(database);
    fs::remove_file(&marker).map_err(|error| StoreError::io(&marker, &error))?;
    files::sync_folder(database)
}

/// Moves what isn't moved yet. What was moved already is known by where it lies.
fn move_all(database: &Path, moves: &[Move]) -> Result<(), StoreError> {
    let rename = |from: &Path, to: &Path| fs::rename(from, to).map_err(|error| StoreError::io(from, &error));
    let lies = |path: &Path| fs::symlink_metadata(path).is_ok();
    for Move { ny, plats, undan } in moves {
        let place = database.with_file_name(plats);
        let fresh = ny.as_ref().map(|ny| database.with_file_name(ny));
        let aside = undan.as_ref().map(|undan| database.with_file_name(undan));
        if let Some(fresh) = fresh.as_ref().filter(|fresh| !lies(fresh)) {
            if lies(&place) && aside.as_deref().is_none_or(lies) {
                continue;
            }
            return Err(StoreError::NotFound(file_name(fresh)));
        }
        if let Some(aside) = aside.filter(|aside| !lies(aside) && lies(&place)) {
            rename(&place, &aside)?;
        }
        match fresh {
            // Something has come to lie there since.
            Some(_) if lies(&place) => return Err(StoreError::AlreadyExists(plats.clone())),
            Some(fresh) => rename(&fresh, &place)?,
            None => {}
        }
    }
    Ok(())
}

/// Everything as it lay, where it couldn't be moved.
fn move_back(database: &Path, moves: &[Move]) -> Result<(), ()> {
    let lies = |path: &Path| fs::symlink_metadata(path).is_ok();
    for Move { ny, plats, undan } in moves.iter().rev() {
        let place = database.with_file_name(plats);
        let aside = undan.as_ref().map(|undan| database.with_file_name(undan));
        // What lay there lies there still, where it was to be put aside and isn't.
        if lies(&place) && aside.as_deref().is_none_or(lies) {
            let fresh = ny.as_ref().map(|ny| database.with_file_name(ny));
            if let Some(fresh) = fresh.filter(|fresh| !lies(fresh)) {
                fs::rename(&place, &fresh).map_err(drop)?;
            }
        }
        if let Some(aside) = aside.filter(|aside| lies(aside) && !lies(&place)) {
            fs::rename(&aside, &place).map_err(drop)?;
        }
    }
    remove_marker(database).map_err(drop)
}

/// Goes on with what a program that was stopped had begun, if there is such a thing, and tells what was put aside. Cheap
/// where there is nothing.
///
/// # Errors
/// [`StoreError::HalfMoved`] when the marker can't be read or names what it may not; what the disk says.
pub(super) fn finish(database: &Path) -> Result<Vec<PutAside>, StoreError> {
    if !marker_of(database).exists() {
        return Ok(Vec::new());
    }
    let _alone = files::alone(database);
    let half = || StoreError::HalfMoved(file_name(database));
    let marker = match fs::read(marker_of(database)) {
        Ok(marker) => marker,
        // Another program was first.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&marker_of(database), &error)),
    };
    let marker: Marker = serde_json::from_slice(&marker).map_err(|_| half())?;
    let all_ours = marker.flytta.iter().all(|one| {
        is_bare(&one.plats)
            && one.ny.as_ref().is_none_or(|ny| is_bare(ny) && ny.contains(FRESH))
            && one.undan.as_ref().is_none_or(|undan| is_bare(undan) && undan.contains(ASIDE))
    });
    let may_go = |name: &String| is_bare(name) && name.contains(ASIDE);
    if marker.format != 1 || !all_ours || !marker.bort.iter().all(may_go) {
        return Err(half());
    }
    if !marker.bort.is_empty() {
        return throw(database, &marker.bort);
    }
    move_all(database, &marker.flytta)?;
    done(database, marker.flytta, marker.kasta)
}

/// Whether a name is that of a file in the folder itself.
fn is_bare(name: &str) -> bool {
    let path = Path::new(name);
    path.file_name() == Some(OsStr::new(name)) && !name.contains(['/', '\\', ':'])
}

/// Removes what a program that was stopped left unfinished of `places`, under the names that [`fresh_beside`] gives. The
/// caller holds [`files::alone`] and has called [`finish`].
pub(super) fn remove_unfinished(places: &[&Path]) {
    for place in places {
        let own = file_name(place);
        let Ok(lying) = fs::read_dir(files::folder_of(place)) else { continue };
        for entry in lying.flatten() {
            if entry.file_name().to_str().is_some_and(|name| is_unfinished(name, &own)) {
                // What can't be removed hinders nothing.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether anything lies beside `place` under the names that [`fresh_beside`] gives.
pub(super) fn has_unfinished(place: &Path) -> bool {
    let own = file_name(place);
    let Ok(lying) = fs::read_dir(files::folder_of(place)) else { return false };
    lying.flatten().any(|entry| entry.file_name().to_str().is_some_and(|name| is_unfinished(name, &own)))
}

/// Whether a file is one in the making of the file called `place`, by its name.
pub(super) fn is_unfinished(name: &str, place: &str) -> bool {
    name.strip_prefix(place).and_then(|rest| rest.strip_prefix(FRESH)).is_some_and(is_ours)
}

/// Whether a change was begun and isn't finished.
pub(super) fn is_begun(database: &Path) -> bool {
    marker_of(database).exists()
}

/// Whether it is what [`fresh_beside`] puts last, with a log of SQLite's perhaps.
fn is_ours(rest: &str) -> bool {
    let random = OF_SQLITE.iter().find_map(|side| rest.strip_suffix(side)).unwrap_or(rest);
    random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const STAMP: &str = "2026-11-27-0431";

    /// All files of a folder with what they hold.
    fn lying(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        entries
            .map(|entry| {
                (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    }

    struct World {
        folder: tempfile::TempDir,
        database: PathBuf,
    }

    impl World {
        fn new(old: &[&str]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let database = folder.path().join("namnd.db");
            for name in old {
                fs::write(folder.path().join(name), format!("gammal {name}")).unwrap();
            }
            Self { folder, database }
        }

        /// A change of the database and its key, with the log put aside.
        fn swap(&self) -> Swap {
            let mut swap = Swap::new(&self.database, STAMP);
            for name in ["namnd.db", "namnd.db.nyckel"] {
                let place = self.folder.path().join(name);
                let fresh = fresh_beside(&place).unwrap();
                fs::write(&fresh, format!("ny {name}")).unwrap();
                swap = swap.place(&fresh, &place);
            }
            swap.put_aside(&self.folder.path().join("namnd.db-wal"))
        }

        fn expected(old: &[&str]) -> BTreeMap<String, String> {
            let aside = old.iter().map(|name| (format!("{name}.undan-{STAMP}"), format!("gammal {name}")));
            let new = ["namnd.db", "namnd.db.nyckel"].map(|name| (name.to_owned(), format!("ny {name}")));
            aside.chain(new).collect()
        }
    }

    #[test]
    fn all_take_their_places_and_what_lay_there_is_put_aside() {
        for old in [&["namnd.db", "namnd.db.nyckel", "namnd.db-wal"][..], &["namnd.db-wal"], &[]] {
            let world = World::new(old);
            let aside = world.swap().carry_out().unwrap();
            assert_eq!(aside.len(), old.len());
            assert!(aside.iter().all(|file| file.is == format!("{}.undan-{STAMP}", file.was)));
            assert_eq!(lying(world.folder.path()), World::expected(old));
            assert_eq!(finish(&world.database).unwrap(), []);
        }
    }

    /// Stopped before, between or after the moves, or among the removals.
    #[test]
    fn what_is_to_be_thrown_away_is_gone_when_the_rest_is_in_place() {
        let old = ["namnd.db", "namnd.db.nyckel", "namnd.db-wal"];
        for removed in 0..=old.len() {
            let world = World::new(&old);
            let moves = world.swap().planned().unwrap();
            write_marker(&world.database, &Marker { kasta: true, ..Marker::of(moves.clone()) }).unwrap();
            if removed > 0 {
                move_all(&world.database, &moves).unwrap();
                let bort: Vec<String> = moves.iter().filter_map(|one| one.undan.clone()).collect();
                write_marker(&world.database, &Marker { bort: bort.clone(), ..Marker::of(Vec::new()) })
                    .unwrap();
                for name in bort.iter().take(removed) {
                    fs::remove_file(world.database.with_file_name(name)).unwrap();
                }
            }
            assert_eq!(finish(&world.database).unwrap(), []);
            assert_eq!(lying(world.folder.path()), World::expected(&[]), "{removed}");
        }
        let world = World::new(&old);
        assert_eq!(world.swap().throw_away().carry_out().unwrap(), []);
        assert_eq!(lying(world.folder.path()), World::expected(&[]));
    }

    #[test]
    fn what_lies_aside_already_keeps_its_name() {
        let world = World::new(&["namnd.db", "namnd.db.undan-2026-11-27-0431"]);
        world.swap().carry_out().unwrap();
        let lying = lying(world.folder.path());
        assert_eq!(lying["namnd.db.undan-2026-11-27-0431"], "gammal namnd.db.undan-2026-11-27-0431");
        assert_eq!(lying["namnd.db.undan-2026-11-27-0431-2"], "gammal namnd.db");
    }

    proptest! {
        /// Stopped after any of the moves, once or again and again: the next one comes to the same end.
        #[test]
        fn a_change_that_was_stopped_is_finished(which in prop::collection::vec(any::<bool>(), 3), stops in prop::collection::vec(0_usize..6, 0..4)) {
            let names = ["namnd.db", "namnd.db.nyckel", "namnd.db-wal"];
            let old: Vec<&str> = names.into_iter().zip(which).filter_map(|(name, is)| is.then_some(name)).collect();
            let world = World::new(&old);
            let moves = world.swap().planned().unwrap();
            write_marker(&world.database, &Marker::of(moves.clone())).unwrap();
            for stop in stops {
                // As far as that many renames reach.
                let mut left = stop;
                for one in &moves {
                    let at = |name: &str| world.folder.path().join(name);
                    for (from, to) in [(Some(&one.plats), one.undan.as_ref()), (one.ny.as_ref(), Some(&one.plats))] {
                        let (Some(from), Some(to)) = (from, to) else { continue };
                        if left > 0 && at(from).exists() && !at(to).exists() {
                            fs::rename(at(from), at(to)).unwrap();
                            left -= 1;
                        }
                    }
                }
            }
            let aside = finish(&world.database).unwrap();
            prop_assert_eq!(aside.len(), old.len());
            prop_assert_eq!(lying(world.folder.path()), World::expected(&old));
        }

        #[test]
        fn what_cannot_be_moved_leaves_everything_as_it_lay(which in prop::collection::vec(any::<bool>(), 3), fails in 0_usize..2) {
            let names = ["namnd.db", "namnd.db.nyckel", "namnd.db-wal"];
            let old: Vec<&str> = names.into_iter().zip(which).filter_map(|(name, is)| is.then_some(name)).collect();
            let world = World::new(&old);
            let swap = world.swap();
            let before = lying(world.folder.path());
            let moves = swap.planned().unwrap();
            write_marker(&world.database, &Marker::of(moves.clone())).unwrap();
            // What was to take a place has gone.
            let fresh: Vec<&String> = moves.iter().filter_map(|one| one.ny.as_ref()).collect();
            let gone = fresh[fails].clone();
            let kept = fs::read(world.folder.path().join(&gone)).unwrap();
            fs::remove_file(world.folder.path().join(&gone)).unwrap();
            prop_assert!(move_all(&world.database, &moves).is_err());
            prop_assert_eq!(move_back(&world.database, &moves), Ok(()));
            fs::write(world.folder.path().join(&gone), kept).unwrap();
            prop_assert_eq!(lying(world.folder.path()), before);
        }
    }

    #[test]
    fn a_marker_that_somebody_has_written_moves_nothing_out_of_the_folder() {
        for text in [
            "",
            "{}",
            r#"{"format":2,"flytta":[]}"#,
            r#"{"format":1,"flytta":[{"ny":"../x.ny-1","plats":"namnd.db","undan":null}]}"#,
            r#"{"format":1,"flytta":[{"ny":"nyckel.db","plats":"namnd.db","undan":null}]}"#,
            r#"{"format":1,"flytta":[{"ny":null,"plats":"/etc/passwd","undan":"a.undan-1"}]}"#,
            r#"{"format":1,"flytta":[{"ny":null,"plats":"..","undan":"a.undan-1"}]}"#,
            r#"{"format":1,"flytta":[],"bort":["nyckel.db"]}"#,
            r#"{"format":1,"flytta":[],"bort":["../x.undan-1"]}"#,
        ] {
            let world = World::new(&["namnd.db", "nyckel.db"]);
            fs::write(marker_of(&world.database), text).unwrap();
            let before = lying(world.folder.path());
            assert!(matches!(finish(&world.database), Err(StoreError::HalfMoved(_))), "{text}");
            assert_eq!(lying(world.folder.path()), before);
        }
    }

    #[test]
    fn only_what_was_left_unfinished_is_removed() {
        let kept =
            ["namnd.db", "namnd.db.ny-", "namnd.db.ny-0123456789abcdeg", "annan.db.ny-0123456789abcdef"];
        let world = World::new(&kept);
        let places = [world.database.as_path()];
        for side in ["", "-wal", "-shm"] {
            fs::write(format!("{}{side}", fresh_beside(places[0]).unwrap().display()), "halv").unwrap();
        }
        remove_unfinished(&places);
        let left: Vec<String> = lying(world.folder.path()).into_keys().collect();
        let mut kept = kept.map(str::to_owned);
        kept.sort();
        assert_eq!(left, kept);
    }
}
