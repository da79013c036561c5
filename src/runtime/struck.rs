//! A text that is to be struck, outside the database: which files hold it, which of them lie as we wrote them and can be
//! removed, and which papers have gone to people.

use super::lying::{self, Removed};
use super::minutes_files::{checksum, folder_of, handle};
use crate::app::Now;
use crate::app::effect::Standing;
use crate::domain::collate::fold;
use crate::domain::ids::{EntryId, Ids, MeetingId};
use crate::domain::record::{CopyLog, CopyWay};
use crate::store::{Store, StoreError, Trace, Traces, is_no_copy};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that is larger than this isn't read to see what it says: it counts as holding the text.
const MOST: u64 = 64 * 1024 * 1024;

/// Words that are shorter than this say nothing of what a text is about.
const WORD: usize = 4;

/// Where an entry's text stands outside its row. With `rows`, other rows are looked through as well, which takes a while in
/// a large database.
///
/// # Errors
/// When the database can't be read: the file is away or damaged.
pub(super) fn find(
    store: &Store,
    database: &Path,
    (meeting, entry): (MeetingId, EntryId),
    rows: bool,
) -> Result<Standing, StoreError> {
    let traces = store.traces(meeting, entry)?;
    let mut standing = Standing::default();
    let own = lying::as_they_lie(store, database)?;
    for trace in &traces.papers {
        match trace.row.way {
            CopyWay::Fil => as_file(&mut standing, trace, &traces, &own, database),
            CopyWay::Lamnad => put(&mut standing.handed, told(&trace.row)),
            CopyWay::Utskrift => {
                let note = trace.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
                put(&mut standing.printed, format!("{}{note}", told(&trace.row)));
            }
            CopyWay::Visad => standing.shown += 1,
        }
    }
    // Of other meetings too: a file that can be read says itself what it holds.
    for (file, changed) in &own {
        let name = file_name(file);
        let known = standing.files.contains(file) || standing.changed.contains(&name);
        if !known && is_text(file) && says(file, &traces.texts) == Some(true) {
            if *changed { standing.changed.push(name) } else { standing.files.push(file.clone()) }
        }
    }
    let named = |id: MeetingId| store.meeting(id).map(|meeting| handle(store, &meeting));
    for (id, version) in &traces.locked {
        standing.locked.push(format!("{}, version {version}", named(*id)?));
    }
    if rows {
        for (id, count) in store.rows_saying(entry, &traces.texts)? {
            let here = if id == meeting { "det här mötet".to_owned() } else { named(id)? };
            standing.rows.push((here, count));
        }
    }
    standing.copies = copies_beside(database);
    Ok(standing)
}

/// A paper that the log says was written as a file.
fn as_file(
    standing: &mut Standing,
    trace: &Trace,
    traces: &Traces,
    own: &[(PathBuf, bool)],
    database: &Path,
) {
    let (file, changed) = match (&trace.file, &trace.place) {
        (Some(name), _) => {
            let file = folder_of(database).join(name);
            let Some((_, changed)) = own.iter().find(|(known, _)| *known == file) else { return };
            (file, *changed)
        }
        (None, Some(place)) => {
            let file = PathBuf::from(place);
            match checksum(&file) {
                Some(sum) => (file, sum != trace.row.checksum),
                // Where the name isn't told whole it can't be looked for.
                None if place.contains('…') => return put(&mut standing.elsewhere, place.clone()),
                None => return,
            }
        }
        // From a time when the log had no names.
        (None, None) => return,
    };
    if is_text(&file) && says(&file, &traces.texts) == Some(false) {
        return;
    }
    if changed {
        let name = if trace.file.is_some() { file_name(&file) } else { file.display().to_string() };
        put(&mut standing.changed, name);
    } else if !standing.files.contains(&file) {
        standing.files.push(file);
    }
}

fn put(list: &mut Vec<String>, words: String) {
    if !list.contains(&words) {
        list.push(words);
    }
}

/// For whom and what, without the version: who has it has it.
fn told(row: &CopyLog) -> String {
    if row.recipient == CopyLog::NOBODY {
        row.what.clone()
    } else {
        format!("{}: {}", row.recipient, row.what)
    }
}

fn file_name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file is of a format that says in plain letters what it holds.
fn is_text(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ["txt", "md", "json", "ics", "html", "csv"].contains(&ending.as_str()))
}

/// Whether a file holds one of the texts, however it breaks its lines: all the words of it that say something. Nothing for a
/// file that can't be read.
fn says(file: &Path, texts: &[String]) -> Option<bool> {
    let mut content = String::new();
    let mut open = fs::File::open(file).ok()?.take(MOST + 1);
    open.read_to_string(&mut content).ok()?;
    if content.len() as u64 > MOST {
        return None;
    }
    // As Markdown and JSON write what would mean something to them.
    let content = fold(&content.replace('\\', ""));
    Some(texts.iter().any(|text| {
        let plain = text.replace('\\', "");
        let mut words = plain
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= WORD)
            .peekable();
        if words.peek().is_none() {
            content.contains(plain.trim())
        } else {
            words.all(|word| content.contains(word))
        }
    }))
}

/// Files beside the database that look like copies of it: somebody's own, or what was put aside. They hold what it held when
/// they were made. The copies from before a migration go when something is struck.
fn copies_beside(database: &Path) -> Vec<String> {
    let (Some(folder), Some(name)) = (database.parent(), database.file_name()) else { return Vec::new() };
    let name = name.to_string_lossy();
    let stem = name.strip_suffix(".db").unwrap_or(&name);
    let Ok(files) = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }) else {
        return Vec::new();
    };
    let mut found: Vec<String> = files
        .flatten()
        .filter(|file| file.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter(|other| other.starts_with(stem) && other.contains(".db") && !is_no_copy(database, other))
        .collect();
    found.sort();
    found
}

/// Removes these files, where they lie as the log says that we wrote them, and logs it.
///
/// # Errors
/// When the log can't be read or written.
pub(super) fn remove(
    store: &mut Store,
    database: &Path,
    files: &[PathBuf],
    (ids, now): (&mut Ids, Now),
) -> Result<Removed, StoreError> {
    let folder = folder_of(database);
    let (beside, elsewhere): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().cloned().partition(|file| file.parent() == Some(folder.as_path()));
    let mut removed = lying::remove_some(store, database, Some(&beside), (&mut *ids, now))?;
    let known = store.named_papers()?;
    for file in elsewhere {
        let place = file.display().to_string();
        let Some((row, _)) = known.iter().rev().find(|(_, named)| *named == place) else { continue };
        let Some(sum) = checksum(&file) else { continue };
        if !known.iter().any(|(row, named)| *named == place && row.checksum == sum) {
            removed.changed.push(place);
        } else if fs::remove_file(&file).is_ok() {
            removed.gone += 1;
            lying::log_removed(store, row.meeting, (Vec::new(), format!("fil {place}")), (&mut *ids, now))?;
        } else {
            removed.stuck += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests;
