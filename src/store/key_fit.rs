//! A key file that opens, whose key isn't the database's: one of them has come back from another copy than the other.

use super::error::{StoreError, file_name};
use super::files;
use super::generation;
use super::keys::{Access, KeyFiles, RawKey};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Stands in the names of files that were put aside.
const ASIDE: &str = ".undan-";
/// A database that is larger than this isn't read whole to tell a wrong key from damage.
const LARGEST: u64 = 512 * 1024 * 1024;
/// What SQLCipher has on a page of its own to check.
const PAGE: u64 = 4096;

/// What is told when an encrypted database can't be read with the key from its key file: that they don't belong together,
/// if no page of it fits the key, and which key file does.
pub(super) fn told(error: StoreError, path: &Path, key: Option<&RawKey>, access: &Access) -> StoreError {
    let (StoreError::Damaged(_), Some(key)) = (&error, key) else { return error };
    if !is_like_chance(path) || fits_somewhere(path, key) {
        return error;
    }
    let keys = KeyFiles::of(path);
    let key_file = if matches!(access, Access::Recovery(_)) { keys.reserve } else { keys.main };
    let mut fitting = put_aside(&key_file).into_iter().filter(|candidate| opens(path, candidate, access));
    let fits = match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(file_name(&only)),
        _ => None,
    };
    StoreError::OtherKey { file: file_name(path), key_file: file_name(&key_file), fits }
}

/// Whether the first page is as encryption leaves it: all bytes, as by chance. Anything else is no page of a database.
fn is_like_chance(path: &Path) -> bool {
    let mut page = [0_u8; 4096];
    // The database isn't open: no lock is lost.
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut page));
    let mut seen = [false; 256];
    for byte in page {
        seen[usize::from(byte)] = true;
    }
    read.is_ok() && seen.iter().filter(|seen| **seen).count() == seen.len()
}

/// Whether any page of the database is written with this key.
fn fits_somewhere(path: &Path, key: &RawKey) -> bool {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size > LARGEST {
        return true;
    }
    let failing = generation::alone(path, Some(key)).and_then(|db| {
        let mut check = db.prepare("PRAGMA cipher_integrity_check")?;
        let failing = check.query_map([], |row| row.get::<_, String>(0))?;
        Ok(failing.filter(|said| said.as_ref().is_ok_and(|said| said.contains("page"))).count())
    });
    failing.is_ok_and(|failing| u64::try_from(failing).is_ok_and(|failing| failing < size / PAGE))
}

/// The key files that were put aside beside `key_file`.
fn put_aside(key_file: &Path) -> Vec<PathBuf> {
    let stem = format!("{}{ASIDE}", file_name(key_file));
    let Ok(lying) = std::fs::read_dir(files::folder_of(key_file)) else { return Vec::new() };
    let names = lying.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(&stem)).collect();
    names.sort();
    names.into_iter().map(|name| key_file.with_file_name(name)).collect()
}

/// Whether `access` opens the key file `candidate`, and its key the database.
fn opens(path: &Path, candidate: &Path, access: &Access) -> bool {
    let files = KeyFiles { main: candidate.to_owned(), reserve: candidate.to_owned() };
    let Ok(key) = files.read(access) else { return false };
    generation::alone(path, Some(&key))
        .and_then(|db| db.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)))
        .is_ok()
}
