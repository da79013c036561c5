//! Papers of ours that lie as files in the folder beside the database, which aren't encrypted: how many, since when, and away
//! with them. A file is ours if the log says that it was written there, or that a paper with these very bytes has gone out,
//! whatever the file is called now. What somebody has changed since is told of, and left alone; what isn't ours is counted.

use super::minutes_files::{checksum, folder_of};
use crate::app::effect::{Lying, told_name};
use crate::app::{Now, Reply};
use crate::domain::access::Looked;
use crate::domain::command::{Code, Command};
use crate::domain::ids::{Ids, MeetingArendeId, MeetingId, RowId};
use crate::io_words::reason;
use crate::store::{NAMED_FILE, SavedPaper, Store, StoreError, first_bytes};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// So many folders within each other are looked into.
const DEEP: usize = 4;

/// So much of a file is read to tell whether it is a practice database.
const HEAD: usize = 16;

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
        let lies = look_through(store, database, |file| self.checksum(file))?;
        let names = |changed: bool| {
            let of = lies.papers.iter().filter(|paper| paper.changed == changed);
            of.map(|paper| told_name(&lies.folder, &paper.file)).collect()
        };
        let lying = Lying {
            names: names(false),
            changed: names(true),
            unknown: lies.unknown.len(),
            folder: lies.folder.display().to_string(),
            since: lies.papers.iter().map(|paper| paper.at).min(),
        };
        let known = |lying: &Lying| (lying.names.clone(), lying.changed.clone(), lying.unknown);
        let is_told = known(&lying) == known(&self.told);
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

/// What lies in the folder of papers.
#[derive(Debug, Default)]
pub(super) struct Lies {
    /// The folder.
    pub(super) folder: PathBuf,
    /// The papers of ours.
    pub(super) papers: Vec<Paper>,
    /// What isn't known as ours.
    pub(super) unknown: Vec<PathBuf>,
}

/// A paper of ours in the folder.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) file: PathBuf,
    /// What it holds.
    pub(super) sum: String,
    /// When it was written.
    at: DateTime<Utc>,
    /// Whether somebody has changed it since.
    pub(super) changed: bool,
    meeting: MeetingId,
    /// The rows of the log that say that it was written there.
    pub(super) rows: Vec<RowId>,
    known_as: KnownAs,
}

impl Paper {
    /// Why it stays.
    fn why(&self) -> String {
        if self.sum.is_empty() { UNREAD.to_owned() } else { CHANGED.to_owned() }
    }
}

/// By what the log knows a file. No other name of one comes into the journal: it may be anybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
enum KnownAs {
    /// By its name in the folder of papers.
    Name(String),
    /// By where somebody had it written.
    Place(String),
    /// By what it holds alone.
    Sum,
}

/// Looks through the folder of papers. `sum` gives the checksum of what a file holds.
///
/// # Errors
/// When the log can't be read.
pub(super) fn look_through(
    store: &Store,
    database: &Path,
    mut sum: impl FnMut(&Path) -> Option<String>,
) -> Result<Lies, StoreError> {
    let folder = folder_of(database);
    let files = files_in(&folder, DEEP);
    let mut lies = Lies { folder, ..Lies::default() };
    if files.is_empty() {
        return Ok(lies);
    }
    let roots = Roots::of(database);
    let saved = store.saved_papers()?;
    let sums = store.paper_sums()?;
    let mut known: HashMap<PathBuf, Vec<&SavedPaper>> = HashMap::new();
    for paper in saved.iter().filter(|paper| !paper.removed) {
        if let Some(file) = written_to(paper, &lies.folder, &roots) {
            known.entry(file).or_default().push(paper);
        }
    }
    let others = has_another_beside(database);
    for file in files {
        let own = known.get(&file).map(Vec::as_slice).unwrap_or_default();
        let held = sum(&file);
        let sent = held.as_ref().and_then(|sum| sums.get(sum)).copied();
        let same = own.iter().find(|paper| held.as_ref() == Some(&paper.row.checksum));
        let named = same.or(own.last());
        let is_anothers = || others && held.as_ref().is_some_and(|sum| is_named_alike(&file, sum, &saved));
        let (meeting, at) = match (named, sent) {
            (Some(paper), _) => (paper.row.meeting, paper.row.at),
            (None, Some(sent)) if !is_anothers() => sent,
            _ => {
                lies.unknown.push(file);
                continue;
            }
        };
        let known_as = match named.map(|paper| (&paper.file, &paper.place)) {
            Some((Some(name), _)) => KnownAs::Name(name.clone()),
            Some((None, Some(place))) => KnownAs::Place(place.clone()),
            _ => KnownAs::Sum,
        };
        let rows = own.iter().map(|paper| paper.row.id).collect();
        let (changed, sum) = (sent.is_none(), held.unwrap_or_default());
        lies.papers.push(Paper { file, sum, at, changed, meeting, rows, known_as });
    }
    Ok(lies)
}

/// The files in a folder, and in those within it; not what the system or another program has there for itself.
fn files_in(folder: &Path, deep: usize) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in found.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') || ["Thumbs.db", "desktop.ini"].contains(&&*name) {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && deep > 0 => files.extend(files_in(&path, deep - 1)),
            Ok(kind) if kind.is_dir() => {}
            // What is on its way there has an empty file in its place.
            Ok(kind) if kind.is_file() && is_on_its_way(&path) => {}
            _ => files.push(path),
        }
    }
    files.sort();
    files
}

fn is_on_its_way(file: &Path) -> bool {
    let is_empty =
        |file: &Path| fs::symlink_metadata(file).is_ok_and(|about| about.is_file() && about.len() == 0);
    let place = file.to_str().and_then(|name| name.strip_suffix(super::minutes_files::BESIDE));
    is_empty(file) || place.is_some_and(|place| is_empty(Path::new(place)))
}

/// Where a paper was written; nothing where the log doesn't tell.
pub(super) fn written_to(paper: &SavedPaper, folder: &Path, roots: &Roots) -> Option<PathBuf> {
    match (&paper.file, &paper.place) {
        (Some(name), _) => Some(folder.join(name)),
        (None, Some(place)) => {
            let file = roots.find(place)?;
            // The folder may be reached by more ways than one.
            let same = roots.papers.as_ref().is_some_and(|real| {
                file.parent().and_then(|parent| fs::canonicalize(parent).ok()).as_ref() == Some(real)
            });
            Some(if same { folder.join(file.file_name()?) } else { file })
        }
        (None, None) => None,
    }
}

/// Folders that are known here, by which a place is read in which the log has left out names: whoever is at a meeting may be
/// called as an account.
pub(super) struct Roots {
    known: Vec<PathBuf>,
    /// The folder of papers, with all links followed.
    papers: Option<PathBuf>,
}

impl Roots {
    pub(super) fn of(database: &Path) -> Self {
        let papers = folder_of(database);
        let folders = [Some(papers.clone()), crate::config::home_folder(), std::env::current_dir().ok()];
        Self {
            known: folders
                .into_iter()
                .flatten()
                .filter_map(|folder| std::path::absolute(folder).ok())
                .collect(),
            papers: fs::canonicalize(papers).ok(),
        }
    }

    /// The place as it is called here; nothing where a part that was left out can't be told.
    pub(super) fn find(&self, place: &str) -> Option<PathBuf> {
        let is_whole = |path: &Path| !path.components().any(|part| part.as_os_str() == HIDDEN);
        let path = PathBuf::from(place);
        if is_whole(&path) {
            return Some(path);
        }
        self.known.iter().map(|root| filled(&path, root)).find(|path| is_whole(path))
    }
}

/// What stands in the log for a part of a place that has a name in it.
const HIDDEN: &str = "…";

/// A path with what is left out in it as a folder has it, as far as the two are alike.
fn filled(path: &Path, root: &Path) -> PathBuf {
    let mut roots = root.components();
    let mut alike = true;
    path.components()
        .map(|part| {
            let own = roots.next().filter(|_| alike);
            match own {
                Some(own) if part == own || part.as_os_str() == HIDDEN => own,
                _ => {
                    alike = false;
                    part
                }
            }
        })
        .collect()
}

/// Whether another database of the same kind lies beside this one: then a paper just like one of ours may be its own.
fn has_another_beside(database: &Path) -> bool {
    // As the store reads it: this one is open.
    let is_plain = |file: &Path| {
        let head = first_bytes(file, HEAD).ok().filter(|head| !head.is_empty());
        head.map(|head| head.starts_with(b"SQLite format 3"))
    };
    let folder = match database.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(found) = fs::read_dir(folder) else { return false };
    let own = is_plain(database);
    found.flatten().any(|entry| {
        let is_database = entry.path().extension().is_some_and(|end| end == "db");
        is_database
            && !entry.file_name().to_string_lossy().starts_with("nyckel")
            && Some(entry.file_name().as_os_str()) != database.file_name()
            && is_plain(&entry.path()) == own
    })
}

/// Whether a file is called as the program would call a paper with these bytes, where another by that name lay already.
fn is_named_alike(file: &Path, sum: &str, saved: &[SavedPaper]) -> bool {
    let name = |file: &Path| file.file_name().map(|name| without_number(&name.to_string_lossy()));
    let own = name(file);
    let ours = saved.iter().filter(|paper| paper.row.checksum == sum).filter_map(|paper| paper.file.as_ref());
    own.is_some() && ours.into_iter().any(|other| name(Path::new(other)) == own)
}

/// A file's name without the number that tells it from another of that name.
fn without_number(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = match stem.rsplit_once('-') {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            stem
        }
        _ => stem,
    };
    format!("{stem}.{ending}")
}

/// What became of the papers that were to be removed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Removed {
    /// So many went.
    pub(super) gone: usize,
    /// Those that stay, by the names by which they are told, and why.
    pub(super) kept: Vec<(String, String)>,
    /// So many files in the folder aren't known as ours.
    pub(super) unknown: usize,
}

/// Why one stays that can't be read.
const UNREAD: &str = "för att den inte gick att läsa";

/// Why one stays that was never written there.
const NOT_OURS: &str = "för att programmet inte skrev den";

/// Why one stays that isn't as we wrote it.
const CHANGED: &str = "för att någon har ändrat den";

impl Removed {
    /// For the user.
    pub(super) fn told(&self) -> Reply {
        Reply::PapersRemoved { said: self.in_words(), all: self.kept.is_empty() }
    }

    fn in_words(&self) -> String {
        let mut text = match self.gone {
            1 => "1 papper är borttaget.".to_owned(),
            count => format!("{count} papper är borttagna."),
        };
        if !self.kept.is_empty() {
            let each: Vec<String> = self.kept.iter().map(|(name, why)| format!("{name}, {why}")).collect();
            text = format!("{text} {} ligger kvar: {}.", self.kept.len(), each.join("; "));
        }
        match self.unknown {
            0 => {}
            1 => text.push_str(" 1 fil till i mappen känner programmet inte igen, och den ligger kvar."),
            count => {
                text = format!(
                    "{text} {count} filer till i mappen känner programmet inte igen, och de ligger kvar."
                );
            }
        }
        text
    }
}

/// Removes those in the folder that lie as we wrote them, and logs it, for each meeting.
///
/// # Errors
/// When the log can't be read or written.
pub(super) fn remove(
    store: &mut Store,
    database: &Path,
    how: (&mut Ids, Now),
) -> Result<Removed, StoreError> {
    let lies = look_through(store, database, checksum)?;
    let mut done = Removed { unknown: lies.unknown.len(), ..Removed::default() };
    let (kept, ours): (Vec<Paper>, Vec<Paper>) = lies.papers.into_iter().partition(|paper| paper.changed);
    done.kept = kept.iter().map(|paper| (told_name(&lies.folder, &paper.file), paper.why())).collect();
    let ours = ours.into_iter().map(|paper| (paper.file, paper.meeting, paper.known_as));
    remove_each(store, &lies.folder, ours.collect(), (&mut done, how))?;
    Ok(done)
}

/// Removes these files, wherever they lie, where they are as we wrote them now too, and logs it.
///
/// # Errors
/// As [`remove`].
pub(super) fn remove_these(
    store: &mut Store,
    database: &Path,
    files: &[PathBuf],
    how: (&mut Ids, Now),
) -> Result<Removed, StoreError> {
    let lies = look_through(store, database, checksum)?;
    let (folder, roots) = (&lies.folder, Roots::of(database));
    let (saved, sums) = (store.saved_papers()?, store.paper_sums()?);
    let (mut done, mut ours) = (Removed::default(), Vec::new());
    for file in files {
        let mut keep = |why: String| done.kept.push((told_name(folder, file), why));
        if lies.unknown.contains(file) {
            keep(NOT_OURS.to_owned());
        } else if let Some(paper) = lies.papers.iter().find(|paper| paper.file == *file) {
            if paper.changed {
                keep(paper.why());
            } else {
                ours.push((file.clone(), paper.meeting, paper.known_as.clone()));
            }
        } else if let Err(error) = File::open(file) {
            if error.kind() != ErrorKind::NotFound {
                keep(format!("{UNREAD} ({})", reason(&error)));
            }
        } else {
            let written = |paper: &&SavedPaper| written_to(paper, folder, &roots).as_ref() == Some(file);
            let place = saved.iter().rev().find(written).and_then(|paper| paper.place.clone());
            match (place, checksum(file).and_then(|sum| sums.get(&sum))) {
                (Some(place), Some((meeting, _))) => {
                    ours.push((file.clone(), *meeting, KnownAs::Place(place)));
                }
                (Some(_), None) => keep(CHANGED.to_owned()),
                (None, _) => keep(NOT_OURS.to_owned()),
            }
        }
    }
    remove_each(store, folder, ours, (&mut done, how))?;
    Ok(done)
}

/// Removes files that are ours, and logs those that went: an act for each meeting, and for each place that somebody named.
fn remove_each(
    store: &mut Store,
    folder: &Path,
    files: Vec<(PathBuf, MeetingId, KnownAs)>,
    (done, (ids, now)): (&mut Removed, (&mut Ids, Now)),
) -> Result<(), StoreError> {
    let mut gone: Vec<(MeetingId, usize, Vec<String>)> = Vec::new();
    for (file, meeting, known_as) in files {
        match fs::remove_file(&file) {
            Ok(()) => done.gone += 1,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => {
                let why = format!("för att den inte gick att ta bort ({})", reason(&error));
                done.kept.push((told_name(folder, &file), why));
                continue;
            }
        }
        if let KnownAs::Place(place) = known_as {
            log_removed(store, meeting, (Vec::new(), format!("{NAMED_FILE}{place}")), (&mut *ids, now))?;
            continue;
        }
        let at = gone.iter().position(|(known, ..)| *known == meeting).unwrap_or_else(|| {
            gone.push((meeting, 0, Vec::new()));
            gone.len() - 1
        });
        gone[at].1 += 1;
        if let KnownAs::Name(name) = known_as {
            gone[at].2.push(name);
        }
    }
    for (meeting, count, names) in gone {
        let note = match count {
            1 => "1 fil".to_owned(),
            count => format!("{count} filer"),
        };
        log_removed(store, meeting, (names, note), (&mut *ids, now))?;
    }
    Ok(())
}

/// Logs that papers of a meeting were removed: those of the folder by their names, and others by where they lay.
fn log_removed(
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
    use crate::runtime::way_out::{Made, Tells, to_files, to_named_file};

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
        let told = Seen::default().look(&second, &other).unwrap().unwrap();
        assert_eq!((told.names.len(), told.changed.len(), told.unknown), (0, 0, 3));
        // How many, of which meeting.
        let act = second.journal(None, None, 1).unwrap().acts.remove(0);
        assert_eq!((act.code, act.meeting.is_some()), (Some(Code::RemovedPapers), true));
        let looked = act.looked.unwrap();
        assert_eq!((looked.note.as_deref(), looked.files.len()), (Some("2 filer"), 2));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn looking_through_the_folders_takes_no_lock_from_the_database() {
        use crate::store::is_locked;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut store = filled(&path, now()).unwrap();
        drop(filled(&folder.path().join("b.db"), now()).unwrap());
        write(&mut store, &path, 3, &[("p.txt", "ett")]);
        assert!(is_locked(&path).unwrap());
        assert_eq!(Seen::default().look(&store, &path).unwrap().unwrap().names, ["p.txt"]);
        assert!(is_locked(&path).unwrap());
        assert_eq!(remove(&mut store, &path, (&mut Ids::new(5), now())).unwrap().gone, 1);
        assert!(is_locked(&path).unwrap() && !is_locked(&folder.path().join("b.db")).unwrap());
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
        fs::write(folder.path().join("protokoll/annan.txt"), "tre").unwrap();
        let told = seen.look(&store, &path).unwrap().unwrap();
        // By what it holds it is ours, whatever it is called.
        assert_eq!(told.names, ["min egen.txt", "p.txt"]);
        assert_eq!((told.changed, told.unknown), (vec!["q.txt".to_owned()], 1));
        let done = remove(&mut store, &path, (&mut Ids::new(5), now())).unwrap();
        let kept: Vec<&str> = done.kept.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((done.gone, kept, done.unknown), (2, vec!["q.txt"], 1));
        let said = done.in_words();
        for words in ["2 papper är borttagna", "1 ligger kvar: q.txt, för att", "1 fil till i mappen"] {
            assert!(said.contains(words), "{said}");
        }
        let told = seen.look(&store, &path).unwrap().unwrap();
        assert_eq!(told.changed, ["q.txt"], "home goes on telling");
        assert_eq!(names(folder.path()), ["annan.txt", "q.txt"]);
    }

    #[test]
    fn what_somebody_had_written_into_the_folder_counts_under_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut store = filled(&path, now()).unwrap();
        write(&mut store, &path, 3, &[("p.txt", "ett")]);
        let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
        let papers = folder.path().join("protokoll");
        let mut ids = Ids::new(9);
        for (name, text) in [("extra.md", "två"), ("export.json", "{}"), ("min.md", "tre")] {
            let one = Made::new("", "papper", name.to_owned(), Tells::of(&meeting), text.into());
            to_named_file(&mut store, &papers.join(name), &one, (&mut ids, now())).unwrap();
        }
        fs::write(papers.join("min.md"), "tre, och mer").unwrap();
        fs::write(papers.join(".DS_Store"), "inget för någon").unwrap();
        fs::write(papers.join("på väg.pdf"), "").unwrap();
        fs::write(papers.join("på väg.pdf.ny"), "halvt").unwrap();
        let told = Seen::default().look(&store, &path).unwrap().unwrap();
        assert_eq!(told.names, ["export.json", "extra.md", "p.txt"]);
        assert_eq!((told.changed, told.unknown), (vec!["min.md".to_owned()], 0));
        assert_eq!(remove(&mut store, &path, (&mut ids, now())).unwrap().gone, 3);
        // Whoever writes a file of their own where one was has a file of their own.
        fs::write(papers.join("extra.md"), "mitt eget").unwrap();
        let told = Seen::default().look(&store, &path).unwrap().unwrap();
        assert_eq!((told.names.len(), told.changed.len(), told.unknown), (0, 1, 1));
    }

    #[test]
    fn a_place_in_which_names_are_left_out_is_read_by_what_is_known_here() {
        let known = ["/home/karin/bas/protokoll", "/home/karin"].map(PathBuf::from).to_vec();
        let roots = Roots { known, papers: None };
        let found = |place: &str| roots.find(place).map(|path| path.display().to_string());
        for (place, file) in [
            ("/home/…/prot.txt", Some("/home/karin/prot.txt")),
            ("/home/…/bas/protokoll/extra.md", Some("/home/karin/bas/protokoll/extra.md")),
            ("/mnt/usb/prot.txt", Some("/mnt/usb/prot.txt")),
            ("/mnt/…/prot.txt", None),
            ("/home/…/….md", Some("/home/karin/….md")),
            ("/home/karin/Hämtat/…", None),
        ] {
            assert_eq!(found(place).as_deref(), file, "{place}");
        }
    }
}
