//! What belongs to the database and lies outside it, and what a copy says of itself: a small database encrypted with the same
//! key. Whoever hasn't that key can neither read it nor change it, and its checksums vouch for the rest of the copy.

use super::container::Sum;
use super::error::BackupError;
use crate::store::keys::{self, RawKey};
use crate::store::{JournalHead, StoreError, files};
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::path::{Component, Path};

/// The format of copies that this program takes, and the newest that it knows.
const FORMAT: i64 = 1;
/// No file that belongs to a database is larger than this, and there are no more than so many.
pub const MOST_BYTES: usize = 4 << 20;
/// See [`MOST_BYTES`].
pub const MOST_FILES: usize = 2_000;
/// A name has no more than so many bytes, in so many folders.
const LONGEST: usize = 200;
const DEEPEST: usize = 4;

/// A file that belongs to the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Belonging {
    /// Where it lies in the folder of settings, with `/` between the folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Belonging {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Belonging({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// Whether a name leads to a file in the folder that it starts from, on every system, and nowhere else.
pub fn is_safe_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    let is_safe = |part: &&str| {
        let odd = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
        !part.is_empty()
            && !part.starts_with([' ', '.'])
            && !part.ends_with([' ', '.'])
            && !part.contains(odd)
            && !is_device(part)
    };
    name.len() <= LONGEST
        && parts.len() <= DEEPEST
        && parts.iter().all(is_safe)
        && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// What Windows takes for a device, whatever its ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_uppercase();
    let numbered = |name: &str| stem.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// What a copy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The version of the program that took it.
    pub(super) program: String,
    /// When it was taken.
    pub(super) taken: DateTime<Utc>,
    /// The same by the clock on the wall there.
    pub(super) local: NaiveDateTime,
    /// Of which database.
    pub(super) origin: String,
    /// Where its journal ended.
    pub(super) head: JournalHead,
    /// The checksums of the copy's other files, by their names.
    pub(super) sums: BTreeMap<String, Sum>,
}

const SUM: &str = "summa:";

/// Writes the small database to a new file.
pub(super) fn write(
    path: &Path,
    key: &RawKey,
    manifest: &Manifest,
    files: &[Belonging],
) -> Result<(), BackupError> {
    files::create(path)?;
    let facts = [
        ("format", FORMAT.to_string()),
        ("program", manifest.program.clone()),
        ("tagen", manifest.taken.to_rfc3339()),
        ("lokal_tid", manifest.local.format("%Y-%m-%dT%H:%M:%S").to_string()),
        ("ursprung", manifest.origin.clone()),
        ("journal_rad", manifest.head.seq.to_string()),
        ("journal_sha", manifest.head.sha.clone()),
    ];
    let sums = manifest.sums.iter().map(|(name, sum)| (format!("{SUM}{name}"), sum.clone()));
    let facts = facts.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(sums);
    let write = || -> rusqlite::Result<()> {
        let mut db = keys::open(path, Some(&key.pragma()))?;
        let tx = db.transaction()?;
        tx.execute_batch(
            "CREATE TABLE uppgift(nyckel TEXT PRIMARY KEY, varde TEXT NOT NULL) STRICT;
             CREATE TABLE fil(namn TEXT PRIMARY KEY, innehall BLOB NOT NULL) STRICT;",
        )?;
        for (key, value) in facts {
            tx.execute("INSERT INTO uppgift VALUES (?1, ?2)", [key, value])?;
        }
        for file in files {
            tx.execute("INSERT INTO fil VALUES (?1, ?2)", (&file.name, &file.bytes))?;
        }
        tx.commit()
    };
    write().map_err(|error| StoreError::sqlite(&super::error::name_of(path), &error))?;
    Ok(())
}

/// Opens the small database of a copy called `copy`, and reads what the copy says of itself.
///
/// # Errors
/// [`BackupError::Damaged`] when the key doesn't open it or it isn't what it should be; [`BackupError::Newer`].
pub(super) fn read_manifest(path: &Path, key: &RawKey, copy: &str) -> Result<Manifest, BackupError> {
    let damaged = || BackupError::Damaged(copy.to_owned());
    let db = open(path, key).map_err(|_| damaged())?;
    let fact = |key: &str| -> Result<String, BackupError> {
        db.query_row("SELECT varde FROM uppgift WHERE nyckel = ?1", [key], |row| row.get(0))
            .map_err(|_| damaged())
    };
    let format: i64 = fact("format")?.parse().map_err(|_| damaged())?;
    if format > FORMAT {
        // The version is shown in a terminal.
        let program: String = fact("program")?.chars().filter(char::is_ascii_graphic).take(20).collect();
        return Err(BackupError::Newer { file: copy.to_owned(), program });
    }
    let read_sums = || -> rusqlite::Result<BTreeMap<String, Sum>> {
        let mut sums = db.prepare("SELECT nyckel, varde FROM uppgift WHERE nyckel LIKE 'summa:%'")?;
        let sums = sums.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        sums.map(|row| row.map(|(key, sum)| (key[SUM.len()..].to_owned(), sum))).collect()
    };
    Ok(Manifest {
        program: fact("program")?,
        taken: DateTime::parse_from_rfc3339(&fact("tagen")?).map_err(|_| damaged())?.to_utc(),
        local: fact("lokal_tid")?.parse().map_err(|_| damaged())?,
        origin: fact("ursprung")?,
        head: JournalHead {
            seq: fact("journal_rad")?.parse().map_err(|_| damaged())?,
            sha: fact("journal_sha")?,
        },
        sums: read_sums().map_err(|_| damaged())?,
    })
}

/// Reads the files that belong to the database of a copy.
///
/// # Errors
/// [`BackupError::Damaged`] when one has a name that it can't have, is too large, or there are too many.
pub(super) fn read_files(path: &Path, key: &RawKey, copy: &str) -> Result<Vec<Belonging>, BackupError> {
    let damaged = || BackupError::Damaged(copy.to_owned());
    let read = || -> rusqlite::Result<Option<Vec<Belonging>>> {
        let db = open(path, key)?;
        let most = i64::try_from(MOST_BYTES).unwrap_or(i64::MAX);
        let (count, largest): (i64, Option<i64>) =
            db.query_row("SELECT count(*), max(length(innehall)) FROM fil", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        if usize::try_from(count).is_ok_and(|count| count > MOST_FILES)
            || largest.is_some_and(|size| size > most)
        {
            return Ok(None);
        }
        let mut files = db.prepare("SELECT namn, innehall FROM fil ORDER BY namn")?;
        let files = files.query_map([], |row| Ok(Belonging { name: row.get(0)?, bytes: row.get(1)? }))?;
        files.collect::<rusqlite::Result<_>>().map(Some)
    };
    let files = read().ok().flatten().ok_or_else(damaged)?;
    if files.iter().all(|file| is_safe_name(&file.name)) { Ok(files) } else { Err(damaged()) }
}

fn open(path: &Path, key: &RawKey) -> rusqlite::Result<Connection> {
    let db = keys::open_as_it_lies(path, Some(&key.pragma()))?;
    // Nothing of its schema may do anything.
    db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    let views: Option<i64> = db
        .query_row("SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger') LIMIT 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    // Every page is what was written, also those that nobody reads.
    let damaged: Option<String> =
        db.query_row("PRAGMA cipher_integrity_check", [], |row| row.get(0)).optional()?;
    if views.is_some() || damaged.is_some() { Err(rusqlite::Error::InvalidQuery) } else { Ok(db) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_into_the_folder_and_nowhere_else() {
        for safe in [
            "installningar.toml",
            "agendor/egen-eht.toml",
            "agendor/å/ä.toml",
            "utanfor/vapen 2.svg",
            "a/b/c/d",
        ] {
            assert!(is_safe_name(safe), "{safe}");
        }
        let long = "a".repeat(LONGEST + 1);
        for forged in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "/",
            "..",
            ".",
            ".bashrc",
            "a/.ssh",
            "C:\\x",
            "c:x",
            "a\\b",
            "a\0b",
            "a\nb",
            "\u{1b}[31m",
            "CON",
            "con.toml",
            "a/NUL.txt",
            "COM1",
            "a ",
            "a.",
            " a",
            "a/b/c/d/e",
            "a?",
            "a*b",
            "x|y",
            long.as_str(),
        ] {
            assert!(!is_safe_name(forged), "{forged:?}");
        }
    }

    #[test]
    fn what_was_written_is_read_and_only_with_its_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.db");
        let key = RawKey::random().unwrap();
        let manifest = Manifest {
            program: "0.1.0".to_owned(),
            taken: "2026-11-27T03:31:00Z".parse().unwrap(),
            local: "2026-11-27T04:31:00".parse().unwrap(),
            origin: "x".to_owned(),
            head: JournalHead { seq: 7, sha: "ab".to_owned() },
            sums: [("nyckel.db".to_owned(), "00".to_owned())].into(),
        };
        let files = vec![Belonging { name: "a/b".to_owned(), bytes: vec![0, 255] }];
        write(&path, &key, &manifest, &files).unwrap();
        assert_eq!(read_manifest(&path, &key, "k").unwrap(), manifest);
        assert_eq!(read_files(&path, &key, "k").unwrap(), files);
        let other = RawKey::random().unwrap();
        assert!(matches!(read_manifest(&path, &other, "k"), Err(BackupError::Damaged(_))));
        for forged in ["../x", "/x", "a\\b"] {
            let db = keys::open(&path, Some(&key.pragma())).unwrap();
            db.execute("UPDATE fil SET namn = ?1", [forged]).unwrap();
            drop(db);
            assert!(matches!(read_files(&path, &key, "k"), Err(BackupError::Damaged(_))), "{forged}");
        }
        let db = keys::open(&path, Some(&key.pragma())).unwrap();
        db.execute("UPDATE uppgift SET varde = '2' WHERE nyckel = 'format'", []).unwrap();
        drop(db);
        assert!(matches!(read_manifest(&path, &key, "k"), Err(BackupError::Newer { .. })));
    }
}
