//! The journal's last line, kept once more in a small file beside the database (`<database>-huvud`): a database that is rolled
//! back, cut short or without its log looks whole from within.
//!
//! The file is two slots of fixed size, written by turns, so that one that is torn leaves the other. What stands in a slot is a
//! line's number, checksum and time under a seal with the database's secret: nothing of what anybody has written. It is
//! written after each commit by whichever program made it, without waiting for the disk, and never to an earlier line but
//! where somebody has been told what is missing and went on.

use super::JournalHead;
use super::files::private_file;
use super::journal::seal::{Eras, Secret};
use super::places::head_of;
use super::wall_clock;
use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

/// Where `meta` keeps that the file wasn't there, or couldn't be read, when the database was opened, until it has been told.
pub(super) const MADE_ANEW: &str = "huvud_nytt";
/// What each slot begins with: the file's kind and version.
const MARK: &str = "samverkan-huvud 1";
const SLOT: usize = 256;
/// What stands for the checksum of an empty journal.
const NONE: &str = "-";
/// How often, and how long apart, a file that another program is writing is tried.
const TRIES: u32 = 20;
const APART: Duration = Duration::from_micros(200);

/// What a slot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// How many times the file has been written; the later of two slots holds.
    step: u64,
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
        let mut slot = format!("{said} {seal}").into_bytes();
        slot.resize(SLOT - 1, b' ');
        slot.push(b'\n');
        slot
    }

    /// Nothing where it isn't whole, or isn't this database's.
    fn from_slot(slot: &[u8], secret: &Secret, origin: &str) -> Option<Self> {
        let text = std::str::from_utf8(slot).ok()?;
        let mut parts = text.strip_prefix(MARK)?.split_whitespace();
        let kept = Self {
            step: parts.next()?.parse().ok()?,
            head: JournalHead {
                seq: parts.next()?.parse().ok()?,
                sha: parts.next().filter(|sha| *sha != NONE).unwrap_or_default().to_owned(),
            },
            at: parts.next()?.parse().ok()?,
        };
        (kept.to_slot(secret, origin) == slot).then_some(kept)
    }
}

/// What lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file.
    Missing,
    /// A file of which nothing can be read, or another database's.
    Unreadable,
    /// What it says.
    Head(Kept),
}

/// Reads the file of a database: under the database's secret, or one that was the database's before.
pub(super) fn read<'a>(path: &Path, secrets: impl IntoIterator<Item = &'a Secret>, origin: &str) -> Found {
    let mut bytes = Vec::new();
    let read = File::open(head_of(path)).and_then(|file| file.take(4 * SLOT as u64).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Missing,
        Err(_) => return Found::Unreadable,
        Ok(_) => {}
    }
    let found = secrets.into_iter().find_map(|secret| newest(&bytes, secret, origin));
    found.map_or(Found::Unreadable, |(_, kept)| Found::Head(kept))
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
    secret: &Secret,
    origin: &str,
) -> rusqlite::Result<Option<Loss>> {
    match of(db, path, secret, origin)? {
        Found::Head(kept) => compare(db, &kept),
        Found::Missing | Found::Unreadable => Ok(None),
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

/// Writes where the journal ends. The file is made if it isn't there.
///
/// # Errors
/// What the disk says. What is on disk in the database is there all the same.
pub(super) fn write(
    path: &Path,
    (secret, origin): (&Secret, &str),
    head: &JournalHead,
    at: DateTime<Utc>,
    lowered: Lowered,
) -> io::Result<()> {
    let mut options = private_file();
    let mut file = options.read(true).create_new(false).create(true).truncate(false).open(head_of(path))?;
    // A program that was stopped in the middle of this doesn't stop the others.
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(APART),
            _ => break,
        }
    }
    let mut bytes = Vec::with_capacity(2 * SLOT);
    (&file).take(4 * SLOT as u64).read_to_end(&mut bytes)?;
    let before = newest(&bytes, secret, origin);
    let (slot, step) = match &before {
        Some((_, kept)) if lowered == Lowered::No && kept.head.seq >= head.seq => return Ok(()),
        Some((index, kept)) => (1 - index, kept.step + 1),
        None => (0, 1),
    };
    if before.is_none() && !bytes.is_empty() {
        // What can't be read is gone for good: it would come before what is written now if its secret came back.
        file.set_len(0)?;
    }
    let kept = Kept { step, head: head.clone(), at };
    file.seek(SeekFrom::Start((slot * SLOT) as u64))?;
    file.write_all(&kept.to_slot(secret, origin))
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
}

impl Loss {
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
    let last = db
        .query_row("SELECT seq, tid FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let until = clock(db, &kept.at.to_rfc3339_opts(SecondsFormat::Millis, true))?;
    let Some((seq, at)) = last else {
        return Ok(Some(Loss { lines: kept.head.seq, after: None, until }));
    };
    if seq < kept.head.seq {
        let after = Some(clock(db, &at)?);
        return Ok(Some(Loss { lines: kept.head.seq - seq, after, until }));
    }
    let sha: Option<String> = db
        .query_row("SELECT sha FROM journal WHERE seq = ?1", [kept.head.seq], |row| row.get(0))
        .optional()?;
    let same = sha.is_some_and(|sha| sha == kept.head.sha);
    Ok((!same).then_some(Loss { lines: 0, after: None, until }))
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
#[cfg_attr(not(test), expect(dead_code, reason = "putting a database in another's place comes with this"))]
pub(super) fn forget(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(head_of(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
