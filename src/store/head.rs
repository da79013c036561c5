//! The journal's last line, kept once more in a small file beside the database (`<database>-huvud`): a database that is rolled
//! back, cut short or without its log looks whole from within.
//!
//! The file is two slots of fixed size, written by turns, so that one that is torn leaves the other. What stands in a slot is a
//! line's number, checksum and time under a seal with the database's secret: nothing of what anybody has written. It is
//! written after each commit by whichever program made it, without waiting for the disk, and never to an earlier line but
//! where somebody has been told what is missing and went on. What lies there and isn't this database's is put aside, never
//! written over, and no link is followed.

use super::JournalHead;
use super::files::private_file;
use super::journal::seal::{Eras, Secret};
use super::meta;
use super::places::head_of;
use super::swap;
use super::wall_clock;
use crate::domain::dates::file_moment;
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

/// Where `meta` keeps that the file wasn't there, or couldn't be read, when the database was opened, until it has been told.
pub(super) const MADE_ANEW: &str = "huvud_nytt";
/// Where `meta` keeps what the database lacks of what was seen in it, until somebody has gone on all the same.
pub(super) const LOST: &str = "forlust";
/// What each slot begins with: the file's kind and version.
const MARK: &str = "samverkan-huvud 1";
const SLOT: usize = 256;
/// What stands for the checksum of an empty journal.
const NONE: &str = "-";
/// How often, and how long apart, a file that another program is writing is tried.
const TRIES: u32 = 20;
const APART: Duration = Duration::from_micros(200);

/// How many hexadecimal digits a seal has.
const SEAL: usize = 64;

/// What a slot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// How many times the file has been written; the later of two slots holds.
    pub(super) step: u64,
    /// The journal's last line.
    pub(super) head: JournalHead,
    /// When it was written.
    pub(super) at: DateTime<Utc>,
}

impl Kept {
    fn said(&self) -> String {
        let sha = if self.head.sha.is_empty() { NONE } else { &self.head.sha };
        let at = self.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        format!("{MARK} {:020} {:020} {sha} {at}", self.step, self.head.seq)
    }

    /// As it stands in the file; `origin` is the database's own mark.
    fn to_slot(&self, secret: &Secret, origin: &str) -> Vec<u8> {
        let said = self.said();
        let seal = secret.seal_text(origin, &said);
        slot(&said, &seal)
    }

    /// Nothing where it isn't whole, or isn't this database's.
    fn from_slot(bytes: &[u8], secret: &Secret, origin: &str) -> Option<Self> {
        let kept = Self::whole(bytes)?;
        (kept.to_slot(secret, origin) == bytes).then_some(kept)
    }

    /// What a slot says that is written as this program writes them, whosever it is.
    fn whole(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut parts = text.strip_prefix(MARK)?.split_whitespace();
        let kept = Self {
            step: parts.next()?.parse().ok()?,
            head: JournalHead {
                seq: parts.next()?.parse().ok()?,
                sha: parts.next().filter(|sha| *sha != NONE).unwrap_or_default().to_owned(),
            },
            at: parts.next()?.parse().ok()?,
        };
        let seal = parts.next()?;
        let is_seal = seal.len() == SEAL && seal.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_seal && slot(&kept.said(), seal) == bytes).then_some(kept)
    }
}

fn slot(said: &str, seal: &str) -> Vec<u8> {
    let mut slot = format!("{said} {seal}").into_bytes();
    slot.resize(SLOT - 1, b' ');
    slot.push(b'\n');
    slot
}

/// What lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file.
    Missing,
    /// A file of which nothing can be read.
    Unreadable,
    /// A link or a folder: nothing is read or written through it.
    NoFile,
    /// Another database's, or that of this one under a key that it doesn't know: when it was written.
    Other(DateTime<Utc>),
    /// What it says.
    Head(Kept),
}

/// Reads the file of a database: under the database's secret, or one that was the database's before.
pub(super) fn read<'a>(path: &Path, secrets: impl IntoIterator<Item = &'a Secret>, origin: &str) -> Found {
    let own = head_of(path);
    match std::fs::symlink_metadata(&own) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Missing,
        Ok(lies) if !lies.is_file() => return Found::NoFile,
        _ => {}
    }
    let mut bytes = Vec::new();
    let read = File::open(own).and_then(|file| file.take(4 * SLOT as u64).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Missing,
        Err(_) => return Found::Unreadable,
        Ok(_) => {}
    }
    let found = secrets.into_iter().find_map(|secret| newest(&bytes, secret, origin));
    let others = || bytes.chunks_exact(SLOT).take(2).filter_map(Kept::whole).max_by_key(|kept| kept.step);
    match found {
        Some((_, kept)) => Found::Head(kept),
        None => others().map_or(Found::Unreadable, |other| Found::Other(other.at)),
    }
}

/// The same under all the secrets that a database has had.
pub(super) fn of(db: &Connection, path: &Path, secret: &Secret, origin: &str) -> rusqlite::Result<Found> {
    let eras = Eras::read(db, secret)?;
    let before: Vec<&Secret> = eras.iter().flat_map(Eras::secrets).collect();
    Ok(read(path, std::iter::once(secret).chain(before), origin))
}

/// What the database lacks of what the file beside it says, if there is one to read.
pub(super) fn lacks(
    db: &Connection,
    path: &Path,
    (secret, origin, practice): (&Secret, &str, bool),
) -> rusqlite::Result<Option<Loss>> {
    loss(db, &of(db, path, secret, origin)?, practice)
}

/// What a database lacks of what was found. Databases for practice are copied over each other as one likes.
pub(super) fn loss(db: &Connection, found: &Found, practice: bool) -> rusqlite::Result<Option<Loss>> {
    match found {
        Found::Head(kept) => compare(db, kept),
        Found::Other(at) if !practice => Loss::other(db, *at).map(Some),
        Found::Other(_) | Found::Missing | Found::Unreadable | Found::NoFile => Ok(None),
    }
}

/// When a line was written.
pub(super) fn time_of(db: &Connection, seq: i64) -> DateTime<Utc> {
    let at: rusqlite::Result<String> =
        db.query_row("SELECT tid FROM journal WHERE seq = ?1", [seq], |row| row.get(0));
    at.ok().and_then(|at| at.parse().ok()).unwrap_or_default()
}

/// The slot that was written last, and its place.
fn newest(bytes: &[u8], secret: &Secret, origin: &str) -> Option<(usize, Kept)> {
    let slots = bytes.chunks_exact(SLOT).take(2).enumerate();
    slots
        .filter_map(|(index, slot)| Kept::from_slot(slot, secret, origin).map(|kept| (index, kept)))
        .max_by_key(|(_, kept)| kept.step)
}

/// Whether an earlier line may take the place of a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lowered {
    /// Never: another program has come further.
    No,
    /// Somebody has been told what is missing, and went on; or another database has come there.
    Accepted,
}

/// Writes where the journal ends. The file is made if it isn't there. What lies there and isn't this database's is put aside
/// and told.
///
/// # Errors
/// What the disk says. What is on disk in the database is there all the same.
pub(super) fn write(
    path: &Path,
    (secret, origin): (&Secret, &str),
    head: &JournalHead,
    at: DateTime<Utc>,
    lowered: Lowered,
) -> io::Result<Option<String>> {
    let own = head_of(path);
    let is_no_file = std::fs::symlink_metadata(&own).is_ok_and(|lies| !lies.is_file());
    let mut aside = if is_no_file { Some(put_aside(&own)?) } else { None };
    let (mut file, mut bytes) = open(&own)?;
    let mut before = newest(&bytes, secret, origin);
    if before.is_none() && !bytes.is_empty() {
        drop(file);
        aside = Some(put_aside(&own)?);
        (file, bytes) = open(&own)?;
        before = newest(&bytes, secret, origin);
    }
    let (slot, step) = match &before {
        Some((_, kept)) if lowered == Lowered::No && kept.head.seq >= head.seq => return Ok(aside),
        Some((index, kept)) => (1 - index, kept.step + 1),
        None => (0, 1),
    };
    let kept = Kept { step, head: head.clone(), at };
    file.seek(SeekFrom::Start((slot * SLOT) as u64))?;
    file.write_all(&kept.to_slot(secret, origin))?;
    Ok(aside)
}

/// Opens the file for this program alone, with what it holds. A link is never followed: what lies at its end is somebody
/// else's.
fn open(own: &Path) -> io::Result<(File, Vec<u8>)> {
    let mut options = private_file();
    options.read(true).create_new(false).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, nix::libc::O_NOFOLLOW);
    let file = options.open(own)?;
    // A program that was stopped in the middle of this doesn't stop the others.
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(APART),
            _ => break,
        }
    }
    let mut bytes = Vec::with_capacity(2 * SLOT);
    (&file).take(4 * SLOT as u64).read_to_end(&mut bytes)?;
    Ok((file, bytes))
}

/// Puts what lies in the file's place aside, by when it was last written to.
fn put_aside(own: &Path) -> io::Result<String> {
    let written = std::fs::symlink_metadata(own)?.modified()?;
    swap::put_one_aside(own, &file_moment(wall_clock::local(DateTime::<Utc>::from(written))))
}

/// What a database lacks of what was seen in it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// How many lines of the journal; 0 where the lines are others.
    lines: i64,
    /// The time of the last line that is there, on the wall's clock: `10.41`, with the day if it isn't today's.
    after: Option<String>,
    /// Until when there were lines.
    until: String,
    /// What was seen, and where the journal ended when it was missed: what is logged since is no part of it.
    noted: Noted,
}

/// As `meta` keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Noted {
    seen: JournalHead,
    at: DateTime<Utc>,
    end: i64,
}

impl Noted {
    fn written(&self) -> String {
        let sha = if self.seen.sha.is_empty() { NONE } else { &self.seen.sha };
        let at = self.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        format!("{} {sha} {} {at}", self.seen.seq, self.end)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let seq = parts.next()?.parse().ok()?;
        let sha = parts.next().filter(|sha| *sha != NONE).unwrap_or_default().to_owned();
        let end = parts.next()?.parse().ok()?;
        Some(Self { seen: JournalHead { seq, sha }, at: parts.next()?.parse().ok()?, end })
    }
}

impl Loss {
    fn of(db: &Connection, noted: Noted) -> rusqlite::Result<Self> {
        let until = clock(db, &noted.at.to_rfc3339_opts(SecondsFormat::Millis, true))?;
        let lines = (noted.seen.seq - noted.end).max(0);
        let after = if lines > 0 && noted.end > 0 {
            let last = time_of(db, noted.end).to_rfc3339_opts(SecondsFormat::Millis, true);
            Some(clock(db, &last)?)
        } else {
            None
        };
        Ok(Self { lines, after, until, noted })
    }

    /// Another database lies there than the one that was seen.
    fn other(db: &Connection, at: DateTime<Utc>) -> rusqlite::Result<Self> {
        let seen = JournalHead { seq: 0, sha: String::new() };
        Self::of(db, Noted { seen, at, end: end_of(db)? })
    }

    /// What was noted of it in the database, if anything was.
    pub(super) fn noted(db: &Connection) -> rusqlite::Result<Option<Self>> {
        let noted = meta::get(db, LOST)?.as_deref().and_then(Noted::read);
        noted.map(|noted| Self::of(db, noted)).transpose()
    }

    /// As it is noted there.
    pub(super) fn written(&self) -> String {
        self.noted.written()
    }

    /// Whether both tell of the same that is missing.
    pub(super) fn is_about_the_same(&self, other: &Self) -> bool {
        self.noted.seen == other.noted.seen && self.noted.at == other.noted.at
    }

    /// `12 rader efter 10.41`: for the journal and for lists.
    pub fn words(&self) -> String {
        let rows = if self.lines == 1 { "rad" } else { "rader" };
        match &self.after {
            _ if self.lines == 0 => format!("andra rader än de som sågs {}", self.until),
            Some(after) => format!("{} {rows} efter {after}", self.lines),
            None => format!("{} {rows}: allt", self.lines),
        }
    }

    /// What is to be known and done, whole sentences.
    pub fn told(&self, file: &str) -> String {
        if self.lines == 0 {
            return format!(
                "{file} är inte den databas som sågs här sist ({}): journalen säger något annat. Har en annan kopia lagts här? Leta upp den rätta innan du skriver mer.",
                self.until
            );
        }
        format!(
            "{file} saknar {}: den slutar tidigare än när den sågs här sist ({}). Har en äldre kopia lagts tillbaka, eller {file}-wal försvunnit? Leta upp den senaste kopian innan du skriver mer.",
            self.words(),
            self.until
        )
    }
}

/// What the database lacks of what the file says; nothing when it has it all.
pub(super) fn compare(db: &Connection, kept: &Kept) -> rusqlite::Result<Option<Loss>> {
    if kept.head.seq == 0 {
        return Ok(None);
    }
    let end = end_of(db)?;
    let sha: Option<String> = db
        .query_row("SELECT sha FROM journal WHERE seq = ?1", [kept.head.seq], |row| row.get(0))
        .optional()?;
    if sha.is_some_and(|sha| sha == kept.head.sha) {
        return Ok(None);
    }
    Loss::of(db, Noted { seen: kept.head.clone(), at: kept.at, end }).map(Some)
}

/// The number of the journal's last line; 0 in an empty one.
fn end_of(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))
}

/// A moment as the clock on the wall has it, with the day if that isn't today.
pub(super) fn clock(db: &Connection, moment: &str) -> rusqlite::Result<String> {
    let now =
        db.query_row("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", [], |row| row.get::<_, String>(0))?;
    let both = (moment.parse::<DateTime<Utc>>(), now.parse::<DateTime<Utc>>());
    let (Ok(moment), Ok(now)) = both else { return Ok("okänd tid".to_owned()) };
    Ok(wall_clock::in_words(wall_clock::local(moment), wall_clock::local(now)))
}

/// Takes away what the file of another database, or of one before, says: the next commit begins it anew.
///
/// # Errors
/// What the disk says, but for a file that isn't there.
pub(super) fn forget(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(head_of(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
