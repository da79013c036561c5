//! A text that is to be struck, outside the database: which files hold it, or may, and which papers have gone to people.
//! [`super::lying`] removes those that lie as we wrote them.

use super::lying::{self, Lies, Roots};
use super::minutes_files::{checksum, handle};
use crate::app::effect::Standing;
use crate::domain::collate::fold;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::record::{CopyLog, CopyWay};
use crate::store::{SavedPaper, Store, StoreError, Traces, is_no_copy};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::Path;

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
    if let Some(version) = store.locked_with(meeting, entry)? {
        return Ok(Standing { locked_here: Some(version), ..Standing::default() });
    }
    let traces = store.traces(meeting, entry)?;
    let lies = lying::look_through(store, database, checksum)?;
    let mut standing = Standing { folder: lies.folder.clone(), ..Standing::default() };
    for row in traces.papers.iter().filter(|trace| trace.row.way != CopyWay::Fil) {
        match row.row.way {
            CopyWay::Lamnad => put(&mut standing.handed, told(&row.row)),
            CopyWay::Utskrift => {
                let note = row.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
                put(&mut standing.printed, format!("{}{note}", told(&row.row)));
            }
            CopyWay::Visad => standing.shown += 1,
            CopyWay::Fil => {}
        }
    }
    in_folder(&mut standing, &traces, &lies);
    elsewhere(&mut standing, &traces, (store, database))?;
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
    standing.copies = copies_beside(database, traces.since);
    Ok(standing)
}

/// What lies in the folder of papers: one that can be read says itself what it holds, also one of another meeting, or one that
/// the log doesn't know; of others the log says whether they may.
fn in_folder(standing: &mut Standing, traces: &Traces, lies: &Lies) {
    let rows: HashSet<_> = traces.papers.iter().map(|trace| trace.row.id).collect();
    for paper in &lies.papers {
        let may = traces.sums.contains(&paper.sum) || paper.rows.iter().any(|row| rows.contains(row));
        if !said(&paper.file, &traces.texts).unwrap_or(may) {
            continue;
        }
        if !paper.changed {
            standing.files.push(paper.file.clone());
        } else if paper.sum.is_empty() {
            standing.unread.push(standing.name(&paper.file));
        } else {
            standing.changed.push(standing.name(&paper.file));
        }
    }
    for file in &lies.unknown {
        let name = standing.name(file);
        match said(file, &traces.texts) {
            Some(true) => standing.unknown.push(name),
            Some(false) => {}
            None => standing.unread.push(name),
        }
    }
}

/// Papers that somebody had written to a file of their own, where that lies still.
fn elsewhere(
    standing: &mut Standing,
    traces: &Traces,
    (store, database): (&Store, &Path),
) -> Result<(), StoreError> {
    let (roots, sums) = (Roots::of(database), store.paper_sums()?);
    let telling: HashSet<_> = traces.papers.iter().map(|trace| trace.row.id).collect();
    let named = |paper: &SavedPaper| !paper.removed && paper.place.is_some();
    for paper in store.saved_papers()?.into_iter().filter(named) {
        let may = telling.contains(&paper.row.id);
        let Some(file) = lying::written_to(&paper, &standing.folder, &roots) else {
            if may {
                put(&mut standing.elsewhere, paper.place.unwrap_or_default());
            }
            continue;
        };
        // Those in the folder are told of already.
        let is_told = file.starts_with(&standing.folder) || standing.files.contains(&file);
        if is_told || fs::symlink_metadata(&file).is_err() || !said(&file, &traces.texts).unwrap_or(may) {
            continue;
        }
        let name = standing.name(&file);
        match checksum(&file) {
            Some(sum) if sums.contains_key(&sum) => standing.files.push(file),
            Some(_) => put(&mut standing.changed, name),
            None => put(&mut standing.unread, name),
        }
    }
    Ok(())
}

/// Whether a file says one of the texts; nothing for one that can't be read so that it is known.
fn said(file: &Path, texts: &[String]) -> Option<bool> {
    if is_text(file) { says(file, texts) } else { None }
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

/// Files beside the database that may be copies of it, and aren't older than the text: somebody's own, or what was put aside.
/// They hold what it held when they were made. The copies from before a migration go when something is struck.
fn copies_beside(database: &Path, since: Option<DateTime<Utc>>) -> Vec<String> {
    let (Some(folder), Some(name)) = (database.parent(), database.file_name()) else { return Vec::new() };
    let name = name.to_string_lossy();
    let stem = name.strip_suffix(".db").unwrap_or(&name);
    let Ok(files) = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }) else {
        return Vec::new();
    };
    // Some disks tell the time in steps of two seconds.
    let since = since.map(|since| since - TimeDelta::seconds(2));
    let may_hold = |about: &fs::Metadata| {
        let at = about.modified().ok().map(DateTime::<Utc>::from);
        about.is_file() && about.len() > 0 && at.is_none_or(|at| since.is_none_or(|since| at >= since))
    };
    let mut found: Vec<String> = files
        .flatten()
        .filter(|file| file.metadata().is_ok_and(|about| may_hold(&about)))
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter(|other| other.starts_with(stem) && other.contains(".db") && !is_no_copy(database, other))
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests;
