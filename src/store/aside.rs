//! What was put aside of a database and its key files, by a restore for instance. None of it is removed unasked.

use super::error::{StoreError, file_name};
use super::files;
use super::keys::KeyFiles;
use super::places::{self, ASIDE, before_version};
use std::path::{Path, PathBuf};

/// What was put aside of a database, by name, with the copies from before its shape was changed. It opens with what opened the
/// database then.
pub fn lying_aside(database: &Path) -> Vec<PathBuf> {
    let keys = KeyFiles::of(database);
    let own = [database.to_owned(), keys.main, keys.reserve].into_iter().chain(places::sides(database));
    let aside = own.map(|path| format!("{}{ASIDE}", file_name(&path)));
    let stems: Vec<String> = aside.chain([before_version(database)]).collect();
    let is_aside =
        |name: &String| stems.iter().any(|stem| name.strip_prefix(stem).is_some_and(|rest| !rest.is_empty()));
    let Ok(entries) = std::fs::read_dir(files::folder_of(database)) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(is_aside)
        .collect();
    names.sort();
    names.into_iter().map(|name| database.with_file_name(name)).collect()
}

/// Removes what somebody has been shown of it.
///
/// # Errors
/// What the disk says of the first that can't be removed.
pub fn remove_aside(files: &[PathBuf]) -> Result<(), StoreError> {
    for file in files {
        std::fs::remove_file(file).map_err(|error| StoreError::io(file, &error))?;
    }
    files.first().map_or(Ok(()), |first| files::sync_folder(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let aside = [
            "x.db-huvud.undan-2026-11-27-0850",
            "x.db-wal.undan-2026-11-27-0850",
            "x.db.fore-v4",
            "x.db.nyckel-reserv.undan-2026-11-27-0850",
            "x.db.nyckel.undan-2026-11-27-0850",
            "x.db.undan-2026-11-27-0850",
            "x.db.undan-2026-11-27-0850-2",
        ];
        let others = [
            "x.db",
            "x-raddad-2026.db",
            "x.db.nyckel",
            "x.db.undan-",
            "xx.db.undan-2026",
            "y.db.nyckel.undan-2026",
        ];
        for name in aside.iter().chain(&others) {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.path().join("x.db.undan-mapp")).unwrap();
        let found = lying_aside(&folder.path().join("x.db"));
        let names: Vec<String> = found.iter().map(|path| file_name(path)).collect();
        assert_eq!(names, aside);
        remove_aside(&found).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), others.len() + 1);
        assert!(remove_aside(&found).is_err() && remove_aside(&[]).is_ok());
    }
}
