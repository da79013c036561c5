//! The files of a database: what lies beside it, and which file it is that lies somewhere.

use super::error::file_name;
use std::path::{Path, PathBuf};

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

/// The database's WAL; it is there while the database is open.
pub(super) fn wal_of(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}-wal", file_name(path)))
}

/// The index of the log, which the programs that have the database open share.
pub(super) fn shm_of(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}-shm", file_name(path)))
}

/// The path with all its links followed, as the operating system tells it of open files.
pub(super) fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
