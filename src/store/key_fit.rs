//! A key file that opens, whose key isn't the database's: one of them has come back from another copy than the other.

use super::error::{StoreError, file_name};
use super::files;
use super::generation;
use super::keys::{Access, KeyFiles, RawKey};
use super::open_here::first_bytes;
use super::places::ASIDE;
use std::path::{Path, PathBuf};

/// A database that is larger than this isn't read whole to tell a wrong key from damage.
const LARGEST: u64 = 512 * 1024 * 1024;
/// What SQLCipher has on a page of its own to check.
const PAGE: u64 = 4096;

/// What is told when an encrypted database can't be read with the key from its key file: that they don't belong together,
/// if no page of it fits the key, and which key file does.
pub(super) fn told(error: StoreError, path: &Path, key: Option<&RawKey>, access: &Access) -> StoreError {
    let (StoreError::Damaged(_), Some(key)) = (&error, key) else { return error };
    // A file that is cut in the middle of a page is damaged, whatever its key.
    let is_whole = std::fs::metadata(path).is_ok_and(|file| file.len().is_multiple_of(PAGE));
    if !is_whole || !is_like_chance(path) || fits_somewhere(path, key) {
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
    let Ok(page) = first_bytes(path, 4096) else { return false };
    let mut seen = [false; 256];
    for byte in &page {
        seen[usize::from(*byte)] = true;
    }
    page.len() == 4096 && seen.iter().filter(|seen| **seen).count() == seen.len()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Passphrase, Store};
    use std::fs;

    fn access(phrase: &str) -> Access {
        Access::Passphrase(Passphrase::new(phrase))
    }

    /// Two copies of a database from before and after it was given another key, each with its key file.
    fn two() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["ett", "två"].map(|name| folder.path().join(name).join("samverkan.db"));
        for path in [&one, &other] {
            drop(Store::create(path, &Passphrase::new("åtta blå båtar")).unwrap());
        }
        (folder, one, other)
    }

    #[test]
    fn a_key_file_of_another_copy_is_told_apart_from_damage_and_the_one_that_fits_is_named() {
        let (_folder, one, other) = two();
        let key = |path: &Path| path.with_file_name("nyckel.db");
        let own = fs::read(key(&one)).unwrap();
        fs::copy(key(&other), key(&one)).unwrap();
        let open = || Store::open(&one, &access("åtta blå båtar"));
        let Err(StoreError::OtherKey { file, key_file, fits: None }) = open() else { panic!("{:?}", open()) };
        assert_eq!((file.as_str(), key_file.as_str()), ("samverkan.db", "nyckel.db"));
        assert!(open().unwrap_err().to_string().contains("Lägg tillbaka nyckel.db från samma kopia"));
        // Whoever types another passphrase is told that.
        assert!(matches!(
            Store::open(&one, &access("något annat alls")),
            Err(StoreError::WrongPassphrase(_))
        ));
        for (name, bytes) in
            [("2026-11-26-1200", fs::read(key(&other)).unwrap()), ("2026-11-27-0431", own.clone())]
        {
            fs::write(one.with_file_name(format!("nyckel.db.undan-{name}")), bytes).unwrap();
        }
        let refused = open().unwrap_err();
        let fits = "nyckel.db.undan-2026-11-27-0431";
        assert!(
            matches!(&refused, StoreError::OtherKey { fits: Some(found), .. } if found == fits),
            "{refused:?}"
        );
        assert!(refused.to_string().contains(&format!("Nyckeln i {fits} passar")));
        // Two that fit: which one is somebody's to say.
        fs::write(one.with_file_name("nyckel.db.undan-2026-11-27-0431-2"), &own).unwrap();
        assert!(matches!(open(), Err(StoreError::OtherKey { fits: None, .. })));
        fs::write(key(&one), own).unwrap();
        open().unwrap();
        // A page that is damaged is damage.
        let whole = fs::read(&one).unwrap();
        for at in [2000, 20] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&one, damaged).unwrap();
            assert!(matches!(open(), Err(StoreError::Damaged(_))), "{at}: {:?}", open());
        }
    }

    #[test]
    fn a_log_of_the_database_with_its_other_key_is_put_aside() {
        let (_folder, one, other) = two();
        let store = Store::open(&other, &access("åtta blå båtar")).unwrap();
        let log = super::super::places::wal_of(&other);
        let mut store = store;
        store.save_draft("s", "rad", None, "text", "2026-11-27T04:31:00Z".parse().unwrap()).unwrap();
        let bytes = fs::read(&log).unwrap();
        fs::write(super::super::places::wal_of(&one), &bytes).unwrap();
        let mut opened = Store::open(&one, &access("åtta blå båtar")).unwrap();
        assert!(opened.take_news().unwrap().contains("ligger undan som samverkan.db-wal.undan-"));
        assert!(opened.verify().unwrap().is_sound());
    }
}
