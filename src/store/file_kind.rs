//! What a file is, before anything opens it.

use super::error::{StoreError, file_name};
use super::keys::KeyFiles;
use super::open_here::first_bytes;
use super::{schema, swap};
use std::path::Path;

/// What a file is, as far as can be told without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// There is no file.
    Missing,
    /// There is a file with nothing in it.
    Empty,
    /// A database for practice, in plain text.
    Practice,
    /// A database in plain text that isn't ours, or isn't for practice.
    PlainNotOurs,
    /// Encrypted, or something else altogether: only the key can tell.
    Encrypted,
}

/// What a file is, as far as can be told without a key. A change of files that was stopped is finished first.
///
/// # Errors
/// When the file is there but can't be read, or the change can't be finished.
pub fn kind_of(path: &Path) -> Result<FileKind, StoreError> {
    swap::finish(path)?;
    if path.is_dir() {
        return Err(StoreError::Folder(file_name(path)));
    }
    let head = match first_bytes(path, 100) {
        Ok(head) => head,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(FileKind::Missing),
        Err(error) => return Err(StoreError::io(path, &error)),
    };
    Ok(match head.get(..16) {
        _ if head.is_empty() => FileKind::Empty,
        // Where SQLite keeps the application's own mark.
        Some(b"SQLite format 3\0") => match head.get(68..72) {
            Some(mark) if mark == schema::APPLICATION_PRACTICE.to_be_bytes() => FileKind::Practice,
            _ => FileKind::PlainNotOurs,
        },
        _ => FileKind::Encrypted,
    })
}

/// As [`kind_of`], where the file is to be used.
///
/// # Errors
/// [`StoreError::Unencrypted`] where it is in plain text and a key file lies beside it; as [`kind_of`].
pub fn kind_in_place(path: &Path) -> Result<FileKind, StoreError> {
    let kind = kind_of(path)?;
    match (kind, KeyFiles::of(path).lying()) {
        (FileKind::PlainNotOurs | FileKind::Practice, Some(key_file)) => {
            Err(StoreError::Unencrypted { file: file_name(path), key_file })
        }
        _ => Ok(kind),
    }
}
