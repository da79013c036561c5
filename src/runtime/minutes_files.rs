//! The minutes as files beside the database: for the user's eyes only, like the database itself.

use crate::domain::law::Laws;
use crate::domain::meeting::Meeting;
use crate::io_words::reason;
use crate::minutes::{self, Options, Whole};
use crate::store::{Store, private_file, private_folder};
use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// So many papers may have the same name but for a number after it.
const MAX_SAME_NAME: usize = 999;

/// The minutes couldn't be written.
#[derive(Debug, thiserror::Error)]
#[error("Protokollet gick inte att skriva i {folder} ({}). Kontrollera att mappen går att skriva i och att disken inte är full.", reason(.source))]
pub struct WriteError {
    folder: String,
    source: io::Error,
}

/// How a meeting is named on the command line and in file names: `2026-11-23-eht`.
pub fn handle(store: &Store, meeting: &Meeting) -> String {
    let id = meeting.id().to_string();
    // A form's key from an imported file may be such that no name leads back.
    let leads_back = |handle: &String| store.resolve(handle).is_ok_and(|found| found == meeting.id());
    store.handle(meeting.id()).ok().filter(leads_back).unwrap_or_else(|| id[id.len() - 6..].to_owned())
}

/// How the files of a meeting's minutes begin, of a version or of what isn't locked: whoever finds one is to see which.
pub fn minutes_stem(store: &Store, meeting: &Meeting, version: Option<i64>) -> String {
    let version = version.map_or_else(|| "utkast".to_owned(), |number| format!("v{number}"));
    format!("{}-{version}", handle(store, meeting))
}

/// The same of what differs between a version and a later one, or what isn't locked.
pub fn difference_stem(store: &Store, meeting: &Meeting, (from, to): (i64, Option<i64>)) -> String {
    let later = to.map_or_else(|| "utkast".to_owned(), |number| number.to_string());
    format!("{}-skillnad-{from}-{later}", handle(store, meeting))
}

/// The minutes as they stand: a draft until they can be justerade.
pub fn whole(meeting: &Meeting, practice: bool, printed_at: NaiveDateTime, laws: &Laws) -> Whole {
    let laws = laws.clone();
    minutes::whole(
        meeting,
        &Options { printed_at, draft: true, practice, print_names: false, reader: None, laws },
    )
}

/// A file name of letters, digits and hyphens: a form's key from an imported file may hold anything.
fn safe(handle: &str) -> String {
    handle.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// Where papers lie, beside the database.
pub fn folder_of(database: &Path) -> PathBuf {
    database.parent().unwrap_or(Path::new("")).join("protokoll")
}

/// Papers that are written together in the folder beside the database: all of them, or none.
#[derive(Debug)]
pub struct Batch {
    folder: PathBuf,
    /// The place that each is to have, and where it is written whole under another name; nothing where it lies in its place
    /// already.
    waiting: Vec<(Option<PathBuf>, PathBuf)>,
    /// Held while papers are on their way, so that another program knows that they are somebody's.
    alone: Option<File>,
}

impl Batch {
    /// Sees that the folder is there.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn begin(database: &Path) -> Result<Self, WriteError> {
        let folder = folder_of(database);
        let made = private_folder().recursive(true).create(&folder);
        // Where folders can't be locked nobody waits, and nothing is swept.
        let alone = File::open(&folder).ok().filter(|folder| folder.lock().is_ok());
        let batch = Self { folder, waiting: Vec::new(), alone };
        made.map_err(|source| batch.fault(source))?;
        if batch.alone.is_some() {
            sweep_folder(&batch.folder);
        }
        Ok(batch)
    }

    fn fault(&self, source: io::Error) -> WriteError {
        WriteError { folder: self.folder.display().to_string(), source }
    }

    /// Writes a paper. Its place is the one that its name says, where that is empty or the very same lies there and `is_ours`
    /// by its name and checksum; otherwise the first one free with a number after it. Nothing is written over.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
        is_ours: &dyn Fn(&str, &str) -> bool,
    ) -> Result<(), WriteError> {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
        let (stem, ending) = (safe(stem), safe(ending));
        let names = std::iter::once(format!("{stem}.{ending}"))
            .chain((2..=MAX_SAME_NAME).map(|number| format!("{stem}-{number}.{ending}")));
        let own = hex::encode(Sha256::digest(bytes));
        for name in names {
            let place = self.folder.join(&name);
            let is_taken = self.waiting.iter().any(|(_, other)| *other == place);
            if is_taken {
                continue;
            }
            // The place is held by an empty file until the paper comes there, so that nobody else takes it.
            match hold(&place) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    if checksum(&place).is_some_and(|there| there == own && is_ours(&name, &there)) {
                        self.waiting.push((None, place));
                        return Ok(());
                    }
                    continue;
                }
                Err(error) => return Err(self.fault(error)),
            }
            let mut beside = place.as_os_str().to_owned();
            beside.push(BESIDE);
            let beside = PathBuf::from(beside);
            // Left from a computer that stopped half-way; it may have other rights than ours.
            let _ = fs::remove_file(&beside);
            self.waiting.push((Some(beside.clone()), place));
            return write_new(&beside, bytes).map_err(|error| self.fault(error));
        }
        Err(self.fault(io::ErrorKind::AlreadyExists.into()))
    }

    /// The places where nothing lay before.
    pub fn new_files(&self) -> Vec<PathBuf> {
        self.waiting.iter().filter(|(beside, _)| beside.is_some()).map(|(_, place)| place.clone()).collect()
    }

    /// Puts all that was written in its place, and tells where.
    ///
    /// # Errors
    /// When one can't be put there.
    pub fn finish(mut self) -> Result<Vec<PathBuf>, WriteError> {
        let mut new = Vec::new();
        for (beside, place) in &self.waiting {
            let Some(beside) = beside else { continue };
            if let Err(error) = fs::rename(beside, place) {
                for file in &new {
                    let _ = fs::remove_file(file);
                }
                return Err(self.fault(error));
            }
            new.push(place.clone());
        }
        Ok(std::mem::take(&mut self.waiting).into_iter().map(|(_, place)| place).collect())
    }
}

impl Drop for Batch {
    /// What isn't finished leaves nothing behind.
    fn drop(&mut self) {
        for (beside, place) in &self.waiting {
            let Some(beside) = beside else { continue };
            let _ = fs::remove_file(beside);
            // The empty file that held the place.
            if fs::metadata(place).is_ok_and(|there| there.len() == 0) {
                let _ = fs::remove_file(place);
            }
        }
    }
}

/// What a paper is called until it is whole.
pub(super) const BESIDE: &str = ".ny";

/// Takes away papers that a program which was killed had on their way into the folder beside a database. They stand in no log.
pub fn sweep(database: &Path) {
    let folder = folder_of(database);
    let Ok(alone) = File::open(&folder) else { return };
    if alone.try_lock().is_ok() {
        sweep_folder(&folder);
    }
}

fn sweep_folder(folder: &Path) {
    let Ok(found) = fs::read_dir(folder) else { return };
    for entry in found.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        let beside = entry.path();
        let Some(place) = beside.to_str().and_then(|name| name.strip_suffix(BESIDE)).map(PathBuf::from)
        else {
            continue;
        };
        // Its place is held by an empty file: somebody's own file by such a name has no such place.
        if fs::symlink_metadata(&place).is_ok_and(|held| held.is_file() && held.len() == 0) {
            let _ = fs::remove_file(&beside).and_then(|()| fs::remove_file(&place));
        }
    }
}

/// Makes an empty file that wasn't there.
fn hold(place: &Path) -> io::Result<()> {
    private_file().open(place).map(drop)
}

/// The checksum of what lies in a file, as the log of copies has it; nothing for what can't be read.
pub(super) fn checksum(file: &Path) -> Option<String> {
    if !fs::symlink_metadata(file).ok()?.is_file() {
        return None;
    }
    // A bit at a time: somebody's own file may be of any size.
    let (mut hasher, mut open, mut bit) = (Sha256::new(), File::open(file).ok()?, vec![0; 64 * 1024]);
    loop {
        match open.read(&mut bit).ok()? {
            0 => return Some(hex::encode(hasher.finalize())),
            length => hasher.update(&bit[..length]),
        }
    }
}

/// Writes a file that wasn't there, for the user only. Nothing is left of it if it can't be written whole.
///
/// # Errors
/// When there is a file of that name, or it can't be written.
pub fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut open = private_file().open(file)?;
    let written = open.write_all(bytes).and_then(|()| open.sync_all());
    if written.is_err() {
        drop(open);
        // The first error is the one to tell.
        let _ = fs::remove_file(file);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_handle_leads_out_of_the_folder() {
        assert_eq!(safe("2026-11-23-eht-2"), "2026-11-23-eht-2");
        assert_eq!(safe("2026-11-23-../../x\u{1b}"), "2026-11-23-______x_");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("protokoll"), "en fil i vägen").unwrap();
        let error = Batch::begin(&folder.path().join("a.db")).unwrap_err();
        assert!(error.to_string().contains("Protokollet gick inte att skriva i"), "{error}");
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_never_written_over_and_the_same_paper_lies_once() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let papers = folder_of(&database);
        let write = |bytes: &[u8], ours: &str| {
            let mut batch = Batch::begin(&database).unwrap();
            batch.add("x.txt", bytes, &|name, _| name == ours).unwrap();
            let new = batch.new_files().len();
            (batch.finish().unwrap().remove(0), new)
        };
        assert_eq!(write(b"ett", "x.txt"), (papers.join("x.txt"), 1));
        assert_eq!(write(b"ett", "x.txt"), (papers.join("x.txt"), 0), "the same paper of ours");
        assert_eq!(write(b"ett", ""), (papers.join("x-2.txt"), 1), "alike, and not ours");
        assert_eq!(write("två".as_bytes(), "x.txt"), (papers.join("x-3.txt"), 1), "ours, but another");
        assert_eq!(fs::read(papers.join("x.txt")).unwrap(), b"ett");
        assert_eq!(names(&papers), ["x-2.txt", "x-3.txt", "x.txt"]);
    }

    #[test]
    fn what_a_kill_left_half_way_goes_and_what_another_program_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let papers = folder_of(&database);
        fs::create_dir(&papers).unwrap();
        for (name, text) in [
            ("a.pdf", ""),
            ("a.pdf.ny", "halvt"),
            ("min.pdf", "min egen"),
            ("min.pdf.ny", "också min"),
            ("ny.ny", "min"),
        ] {
            fs::write(papers.join(name), text).unwrap();
        }
        let mut batch = Batch::begin(&database).unwrap();
        batch.add("b.txt", b"ett", &|_, _| false).unwrap();
        assert_eq!(names(&papers), ["b.txt", "b.txt.ny", "min.pdf", "min.pdf.ny", "ny.ny"]);
        // On its way in another program.
        sweep(&database);
        assert_eq!(names(&papers), ["b.txt", "b.txt.ny", "min.pdf", "min.pdf.ny", "ny.ny"]);
        batch.waiting.clear();
        drop(batch);
        sweep(&database);
        assert_eq!(names(&papers), ["min.pdf", "min.pdf.ny", "ny.ny"]);
    }

    #[test]
    fn what_is_not_finished_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        fs::create_dir(folder_of(&database)).unwrap();
        fs::write(folder_of(&database).join("min.txt"), "min egen").unwrap();
        let mut batch = Batch::begin(&database).unwrap();
        batch.add("a.txt", b"ett", &|_, _| false).unwrap();
        batch.add("a.txt", b"annat", &|_, _| false).unwrap();
        batch.add("min.txt", b"inte min", &|_, _| false).unwrap();
        assert!(names(&folder_of(&database)).len() > 3);
        drop(batch);
        assert_eq!(names(&folder_of(&database)), ["min.txt"]);
        assert_eq!(fs::read(folder_of(&database).join("min.txt")).unwrap(), b"min egen");
    }
}
