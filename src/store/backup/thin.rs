//! The older copies in a folder: those that the rule lets go are removed once a new one has been proved. A file is only ever
//! removed when it is called as a copy, the database's own key opens what it says of itself, that says it is of this
//! database, and the new one has every line of the journal that it has. What can't be opened stays: it may be somebody's only
//! one.

use super::belongings::{Manifest, read_manifest};
use super::container::{BELONGINGS, Container};
use super::error::BackupError;
use super::watch::Watch;
use super::workshop::Workshop;
use crate::domain::backup::{is_name, kept};
use crate::store::JournalHead;
use crate::store::keys::RawKey;
use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension};
use std::fs;
use std::path::Path;

/// What became of the older copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thinned {
    /// Removed, by their names, the oldest first.
    pub removed: Vec<String>,
    /// So many are kept by the rule, the new one too.
    pub kept: usize,
    /// With lines of the journal that the new one lacks: the database has come back from an older copy since, and these may be all
    /// that is left of what was written meanwhile.
    pub ahead: Vec<String>,
    /// Called as copies, and not opened by this database's key: another database's, damaged, or from before a new key.
    pub left: Vec<String>,
}

/// The copy that was just proved.
pub(super) struct New<'n> {
    pub(super) name: &'n str,
    /// When it was taken, by the clock on the wall.
    pub(super) local: NaiveDateTime,
    /// The database in it.
    pub(super) db: &'n Connection,
}

/// What is called as a copy in a folder, by name.
pub(super) fn copies_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_name(name))
        .collect();
    names.sort();
    names
}

/// Removes what the rule lets go of `older`, which lay in the folder when the new one was begun. What goes wrong here leaves files
/// that could have gone, and is no failure.
pub(super) fn thin(
    folder: &Path,
    ((key, origin), older): ((&RawKey, &str), Vec<String>),
    new: &New<'_>,
    workshop: &Workshop,
    watch: &Watch<'_>,
) -> Thinned {
    let mut thinned = Thinned::default();
    let mut ours = Vec::new();
    for name in older {
        match said(&folder.join(&name), key, workshop, watch) {
            Ok(manifest) if manifest.origin != origin => thinned.left.push(name),
            Ok(manifest) if has(new.db, &manifest.head) => ours.push((manifest.local, name)),
            Ok(_) => thinned.ahead.push(name),
            // Another who takes a copy has removed it.
            Err(_) if !folder.join(&name).exists() => {}
            Err(_) => thinned.left.push(name),
        }
    }
    ours.sort();
    ours.push((new.local, new.name.to_owned()));
    let moments: Vec<NaiveDateTime> = ours.iter().map(|(at, _)| *at).collect();
    for ((_, name), keep) in ours.into_iter().zip(kept(&moments)) {
        let is_new = name == new.name;
        // Nothing goes for a copy that isn't there any more.
        let stays = keep || is_new || !folder.join(new.name).exists();
        if stays || fs::remove_file(folder.join(&name)).is_err() {
            thinned.kept += 1;
        } else {
            thinned.removed.push(name);
        }
    }
    thinned
}

/// Whether a journal has all lines up to where another ended: each line vouches for all before it.
fn has(db: &Connection, end: &JournalHead) -> bool {
    let sha = || {
        db.query_row("SELECT sha FROM journal WHERE seq = ?1", [end.seq], |row| row.get::<_, String>(0))
            .optional()
    };
    end.seq == 0 || sha().is_ok_and(|sha| sha.as_ref() == Some(&end.sha))
}

/// What a copy says of itself.
fn said(file: &Path, key: &RawKey, workshop: &Workshop, watch: &Watch<'_>) -> Result<Manifest, BackupError> {
    let mut container = Container::open(file)?;
    let small = workshop.file("aldre.db");
    let quiet = watch.quiet();
    let manifest = container
        .take_out(BELONGINGS, &small, &quiet)
        .and_then(|_| read_manifest(&small, key, container.name()));
    let _ = fs::remove_file(&small);
    manifest
}
