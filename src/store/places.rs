//! The files of a database: the one table of what lies beside it and how that is called, and which file it is that lies
//! somewhere.

use super::error::file_name;
use std::path::{Path, PathBuf};

/// What the database is called unless the user says otherwise.
pub const DEFAULT_FILE: &str = "samverkan.db";
/// What the passphrase opens, beside a database by the usual name.
pub(super) const KEY: &str = "nyckel.db";
/// What the recovery key opens, there.
pub(super) const RESERVE: &str = "nyckel-reserv.db";

// What follows stands after the name of the file that it belongs to.

/// What the passphrase opens, beside a database by another name.
pub(super) const OWN_KEY: &str = ".nyckel";
/// What the recovery key opens, there.
pub(super) const OWN_RESERVE: &str = ".nyckel-reserv";
/// The write-ahead log.
const LOG: &str = "-wal";
/// The index of the log, which the programs that have the database open share.
const INDEX: &str = "-shm";
/// What SQLite takes a change back by where there is no log.
const ROLLBACK: &str = "-journal";
/// Where the journal ended (`head`).
const HEAD: &str = "-huvud";
/// Which files are on their way to their places (`swap`).
const MARKER: &str = "-byte";
/// The database written anew without what was struck (`strike`).
const CLEANING: &str = ".rensas";
/// The database written anew when it had been removed (`file_identity`).
const RESCUE: &str = ".raddas";
/// The database as it was before it got the shape of a later version, which comes last (`schema`).
const BEFORE_VERSION: &str = ".fore-v";
/// A file that hasn't got its name yet; sixteen digits come last (`swap`).
pub(super) const FRESH: &str = ".ny-";
/// The same as versions before this called it, without digits (`unfinished`).
pub(super) const FRESH_BEFORE: &str = ".ny";
/// What was put aside; when comes last (`swap`).
pub(super) const ASIDE: &str = ".undan-";

/// What SQLite lays beside a file.
pub(super) const OF_SQLITE: [&str; 3] = [LOG, INDEX, ROLLBACK];

/// The file called as `path` with this after its name.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// The database's WAL; it is there while the database is open.
pub fn wal_of(path: &Path) -> PathBuf {
    beside(path, LOG)
}

/// The index of the log.
pub(super) fn shm_of(path: &Path) -> PathBuf {
    beside(path, INDEX)
}

/// Where the end of the journal is kept.
pub fn head_of(path: &Path) -> PathBuf {
    beside(path, HEAD)
}

/// What says that files are on their way to their places.
pub(super) fn marker_of(path: &Path) -> PathBuf {
    beside(path, MARKER)
}

/// Where the database is written anew without what was struck.
pub(super) fn cleaning_of(path: &Path) -> PathBuf {
    beside(path, CLEANING)
}

/// Where a database that had been removed is written anew.
pub(super) fn rescue_of(path: &Path) -> PathBuf {
    beside(path, RESCUE)
}

/// The start of the name of a copy from before a later version.
pub(super) fn before_version(path: &Path) -> String {
    format!("{}{BEFORE_VERSION}", file_name(path))
}

/// What SQLite may have laid beside a file.
pub(super) fn of_sqlite(path: &Path) -> [PathBuf; 3] {
    OF_SQLITE.map(|end| beside(path, end))
}

/// What says something of this very file, and nothing true of another that comes in its place.
pub(super) fn sides(path: &Path) -> [PathBuf; 4] {
    [LOG, INDEX, ROLLBACK, HEAD].map(|end| beside(path, end))
}

/// Removes a file and what says something of it. What can't be removed is left: there is something else to tell, or it is
/// found by whoever tidies next.
pub fn remove_with_sides(path: &Path) {
    for file in std::iter::once(path.to_owned()).chain(sides(path)) {
        let _ = std::fs::remove_file(file);
    }
}

/// Whether the file `name` in the folder of a database is that, or lies beside it and holds nothing that stays when the
/// database is cleaned of what was struck: no copy of it. Keys and the like of any database there hold nothing either, also
/// those that were put aside.
pub fn is_no_copy(database: &Path, name: &str) -> bool {
    let plain = [ASIDE, FRESH].iter().find_map(|end| Some(name.split_once(end)?.0)).unwrap_or(name);
    if [INDEX, HEAD, MARKER, OWN_KEY, OWN_RESERVE].iter().any(|end| plain.ends_with(end)) {
        return true;
    }
    let Some(end) = name.strip_prefix(&file_name(database)) else { return false };
    ["", LOG, INDEX, ROLLBACK, CLEANING].contains(&end)
        || [HEAD, MARKER, OWN_KEY, OWN_RESERVE, BEFORE_VERSION].iter().any(|own| end.starts_with(own))
}

/// Which file it is, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileIdentity(u64, u64);

/// Which file lies there; nothing if none does, or where files can't be told apart.
pub(super) fn identity(path: &Path) -> Option<FileIdentity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|meta| FileIdentity(meta.dev(), meta.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The path with all its links followed, as the operating system tells it of open files.
pub(super) fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
