//! The older copies in a folder: those that the rule lets go are removed once a new one has been proved. A file is only ever
//! removed when it is called as a copy, the database's own key opens what it says of itself, and that says it is of this
//! database. What can't be opened stays: it may be somebody's only one.

use super::belongings::read_manifest;
use super::container::{BELONGINGS, Container};
use super::error::BackupError;
use super::watch::Watch;
use super::workshop::Workshop;
use crate::domain::backup::{is_name, kept};
use crate::store::keys::RawKey;
use chrono::NaiveDateTime;
use std::fs;
use std::path::Path;

/// What became of the older copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thinned {
    /// Removed, by their names, the oldest first.
    pub removed: Vec<String>,
    /// So many are kept, the new one too.
    pub kept: usize,
    /// Called as copies, and not opened by this database's key: another database's, damaged, or from before a new key.
    pub left: Vec<String>,
}

/// Removes what the rule lets go. What goes wrong here leaves files that could have gone, and is no failure.
pub(super) fn thin(
    folder: &Path,
    (key, origin): (&RawKey, &str),
    (new, local): (&str, NaiveDateTime),
    workshop: &Workshop,
    watch: &Watch<'_>,
) -> Thinned {
    let mut thinned = Thinned::default();
    let Ok(entries) = fs::read_dir(folder) else { return thinned };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_name(name) && name != new)
        .collect();
    names.sort();
    let mut ours = Vec::new();
    for name in names {
        match taken(&folder.join(&name), (key, origin), workshop, watch) {
            Ok(Some(at)) => ours.push((at, name)),
            Ok(None) | Err(_) => thinned.left.push(name),
        }
    }
    ours.sort();
    ours.push((local, new.to_owned()));
    let moments: Vec<NaiveDateTime> = ours.iter().map(|(at, _)| *at).collect();
    for ((_, name), keep) in ours.into_iter().zip(kept(&moments)) {
        if keep || name == new || fs::remove_file(folder.join(&name)).is_err() {
            thinned.kept += 1;
        } else {
            thinned.removed.push(name);
        }
    }
    thinned
}

/// When a copy was taken; nothing if it is another database's.
fn taken(
    file: &Path,
    (key, origin): (&RawKey, &str),
    workshop: &Workshop,
    watch: &Watch<'_>,
) -> Result<Option<NaiveDateTime>, BackupError> {
    let mut container = Container::open(file)?;
    let small = workshop.file("aldre.db");
    let quiet = watch.quiet();
    let manifest = container
        .take_out(BELONGINGS, &small, &quiet)
        .and_then(|_| read_manifest(&small, key, container.name()));
    let _ = fs::remove_file(&small);
    let manifest = manifest?;
    Ok((manifest.origin == origin).then_some(manifest.local))
}
