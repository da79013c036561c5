//! Papers of ours that lie as files, which aren't encrypted: how many, since when, and away with them. A file is ours if the
//! log says that it was given that name; what somebody has changed since is told of, and left alone.

use super::minutes_files::{checksum, folder_of};
use crate::app::Now;
use crate::app::effect::Lying;
use crate::domain::access::Looked;
use crate::domain::command::{Code, Command};
use crate::domain::ids::{Ids, MeetingArendeId, MeetingId};
use crate::store::{SavedPaper, Store, StoreError};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What was seen before.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Checksums, so that a folder with many papers is read once.
    sums: HashMap<PathBuf, (u64, Option<DateTime<Utc>>, String)>,
    /// What was told last.
    told: Lying,
}

impl Seen {
    /// Looks which of the papers in the folder are ours; nothing where they are those that were told last.
    ///
    /// # Errors
    /// When the log can't be read.
    pub(super) fn look(&mut self, store: &Store, database: &Path) -> Result<Option<Lying>, StoreError> {
        let ours = ours(store, database, |file| self.checksum(file))?;
        let names = |changed: bool| {
            let of = ours.iter().filter(|paper| paper.changed == changed);
            of.filter_map(|paper| Some(paper.file.file_name()?.to_string_lossy().into_owned())).collect()
        };
        let lying = Lying {
            names: names(false),
            changed: names(true),
            folder: folder_of(database).display().to_string(),
            since: ours.iter().map(|paper| paper.at).min(),
        };
        let is_told = (&lying.names, &lying.changed) == (&self.told.names, &self.told.changed);
        self.told = lying.clone();
        Ok(Some(lying).filter(|_| !is_told))
    }

    fn checksum(&mut self, file: &Path) -> Option<String> {
        let about = fs::symlink_metadata(file).ok()?;
        let (length, changed) = (about.len(), about.modified().ok().map(DateTime::from));
        if let Some((known, at, sum)) = self.sums.get(file)
            && (*known, *at) == (length, changed)
        {
            return Some(sum.clone());
        }
        let sum = checksum(file)?;
        self.sums.insert(file.to_owned(), (length, changed, sum.clone()));
        Some(sum)
    }
}

/// The papers of ours in the folder, and whether somebody has changed them since.
///
/// # Errors
/// When the log can't be read.
pub(super) fn as_they_lie(store: &Store, database: &Path) -> Result<Vec<(PathBuf, bool)>, StoreError> {
    Ok(ours(store, database, checksum)?.into_iter().map(|paper| (paper.file, paper.changed)).collect())
}

/// A paper of ours in the folder.
struct Paper {
    file: PathBuf,
    /// When it was written.
    at: DateTime<Utc>,
    /// Whether somebody has changed it since.
    changed: bool,
    meeting: MeetingId,
}

/// The papers of ours in the folder.
fn ours(
    store: &Store,
    database: &Path,
    mut sum: impl FnMut(&Path) -> Option<String>,
) -> Result<Vec<Paper>, StoreError> {
    let Ok(folder) = fs::read_dir(folder_of(database)) else { return Ok(Vec::new()) };
    let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    files.sort();
    let known = store.saved_papers()?;
    let mut named: HashMap<&str, Vec<&SavedPaper>> = HashMap::new();
    // Those of a time when the log had no names are known by what they hold.
    let mut unnamed: HashMap<&str, &SavedPaper> = HashMap::new();
    for paper in &known {
        match &paper.file {
            Some(name) => named.entry(name).or_default().push(paper),
            None if paper.elsewhere => {}
            None => drop(unnamed.insert(&paper.row.checksum, paper)),
        }
    }
    Ok(files
        .into_iter()
        .filter_map(|file| {
            let sum = sum(&file)?;
            let name = file.file_name()?.to_str()?;
            let own = named.get(name).map(Vec::as_slice).unwrap_or_default();
            let same = own.iter().find(|paper| paper.row.checksum == sum).or(unnamed.get(sum.as_str()));
            let paper = same.or(own.last())?;
            let (at, meeting, changed) = (paper.row.at, paper.row.meeting, same.is_none());
            Some(Paper { file, at, changed, meeting })
        })
        .collect())
}

/// What became of the papers that were to be removed.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// So many went.
    pub(super) gone: usize,
    /// So many couldn't.
    pub(super) stuck: usize,
    /// Those that somebody has changed, which stay.
    pub(super) changed: Vec<String>,
}

impl Removed {
    /// In words, for the user.
    pub(super) fn in_words(&self) -> String {
        let Self { gone, stuck, changed } = self;
        let mut text = match gone {
            1 => "1 papper är borttaget.".to_owned(),
            count => format!("{count} papper är borttagna."),
        };
        if *stuck > 0 {
            text = format!("{text} {stuck} gick inte att ta bort. Är de öppna i ett annat program?");
        }
        if !changed.is_empty() {
            let how = if changed.len() == 1 { "ändrat" } else { "ändrade" };
            text = format!("{text} {} {how} ligger kvar: {}", changed.len(), changed.join(", "));
        }
        text
    }
}

/// Removes those that lie as we wrote them, and logs it, with their names, for each meeting.
///
/// # Errors
/// When the log can't be read or written.
pub(super) fn remove(
    store: &mut Store,
    database: &Path,
    how: (&mut Ids, Now),
) -> Result<Removed, StoreError> {
    remove_some(store, database, None, how)
}

/// The same of those that are named alone.
///
/// # Errors
/// As [`remove`].
pub(super) fn remove_some(
    store: &mut Store,
    database: &Path,
    only: Option<&[PathBuf]>,
    (ids, now): (&mut Ids, Now),
) -> Result<Removed, StoreError> {
    let mut done = Removed::default();
    let mut gone: Vec<(MeetingId, Vec<String>)> = Vec::new();
    let is_meant = |paper: &Paper| only.is_none_or(|only| only.contains(&paper.file));
    for paper in ours(store, database, checksum)?.into_iter().filter(is_meant) {
        let name = paper.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if paper.changed {
            done.changed.push(name);
        } else if fs::remove_file(&paper.file).is_ok() {
            done.gone += 1;
            match gone.iter_mut().find(|(meeting, _)| *meeting == paper.meeting) {
                Some((_, names)) => names.push(name),
                None => gone.push((paper.meeting, vec![name])),
            }
        } else {
            done.stuck += 1;
        }
    }
    for (meeting, files) in gone {
        let note = match files.len() {
            1 => "1 fil".to_owned(),
            count => format!("{count} filer"),
        };
        log_removed(store, meeting, (files, note), (&mut *ids, now))?;
    }
    Ok(done)
}

/// Logs that papers of a meeting were removed: those of the folder by their names, and others by where they lay.
///
/// # Errors
/// When the log can't be written.
pub(super) fn log_removed(
    store: &mut Store,
    meeting: MeetingId,
    (files, note): (Vec<String>, String),
    (ids, now): (&mut Ids, Now),
) -> Result<(), StoreError> {
    let arenden: Vec<MeetingArendeId> = match store.meeting(meeting) {
        Ok(meeting) => meeting.items.iter().map(|item| item.id).collect(),
        Err(_) => Vec::new(),
    };
    let (id, code) = (ids.next(now.unix_ms()), Code::RemovedPapers);
    let command = Command { id, code, meeting: Some(meeting), snapshot: None, changes: Vec::new() };
    let of = Looked { files, note: Some(note), ..Looked::at(arenden) };
    store.commit_copies(&command, of, None, now.utc).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::practice::filled;
    use crate::runtime::way_out::{Made, Tells, to_files};

    fn now() -> Now {
        Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
    }

    fn write(store: &mut Store, database: &Path, seed: u64, texts: &[(&str, &str)]) {
        let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
        let made: Vec<Made> = texts
            .iter()
            .map(|(name, text)| {
                Made::new("", "papper", (*name).to_owned(), Tells::of(&meeting), (*text).into())
            })
            .collect();
        to_files(store, database, &made, (&mut Ids::new(seed), now())).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let files = fs::read_dir(folder.join("protokoll")).unwrap();
        let mut names: Vec<String> =
            files.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn another_databases_papers_stay_also_where_they_are_alike() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
        let (mut first, mut second) = (filled(&one, now()).unwrap(), filled(&other, now()).unwrap());
        let papers = [("p.txt", "lika"), ("q.txt", "lika med")];
        write(&mut first, &one, 3, &papers);
        write(&mut second, &other, 4, &papers);
        assert_eq!(names(folder.path()), ["p-2.txt", "p.txt", "q-2.txt", "q.txt"]);
        let told = |store: &Store, path: &Path| Seen::default().look(store, path).unwrap().unwrap().names;
        assert_eq!(told(&first, &one), ["p.txt", "q.txt"]);
        assert_eq!(told(&second, &other), ["p-2.txt", "q-2.txt"]);
        let done = remove(&mut second, &other, (&mut Ids::new(5), now())).unwrap();
        assert_eq!((done.gone, names(folder.path())), (2, vec!["p.txt".to_owned(), "q.txt".to_owned()]));
        // What the first one writes where the second one's lay is the first one's alone.
        fs::write(folder.path().join("protokoll/p-2.txt"), "annat").unwrap();
        assert!(Seen::default().look(&second, &other).unwrap().is_none());
        // How many, of which meeting.
        let act = second.journal(None, None, 1).unwrap().acts.remove(0);
        assert_eq!((act.code, act.meeting.is_some()), (Some(Code::RemovedPapers), true));
        let looked = act.looked.unwrap();
        assert_eq!((looked.note.as_deref(), looked.files.len()), (Some("2 filer"), 2));
    }

    #[test]
    fn what_somebody_has_changed_is_told_of_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut store = filled(&path, now()).unwrap();
        write(&mut store, &path, 3, &[("p.txt", "ett"), ("q.txt", "två")]);
        let mut seen = Seen::default();
        assert!(seen.look(&store, &path).unwrap().unwrap().changed.is_empty());
        fs::write(folder.path().join("protokoll/q.txt"), "två, och mer för hand").unwrap();
        fs::write(folder.path().join("protokoll/min egen.txt"), "två").unwrap();
        let told = seen.look(&store, &path).unwrap().unwrap();
        assert_eq!((told.names, told.changed), (vec!["p.txt".to_owned()], vec!["q.txt".to_owned()]));
        let done = remove(&mut store, &path, (&mut Ids::new(5), now())).unwrap();
        assert_eq!((done.gone, done.changed), (1, vec!["q.txt".to_owned()]));
        let told = seen.look(&store, &path).unwrap().unwrap();
        assert_eq!(told.changed, ["q.txt"], "home goes on telling");
        assert_eq!(names(folder.path()), ["min egen.txt", "q.txt"]);
    }
}
