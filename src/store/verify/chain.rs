//! The journal's chain and seals, and whether the rows are as its lines say.

use super::{Broken, Fault, Report, Steps};
use crate::domain::command::Table;
use crate::store::columns::by_name;
use crate::store::journal::seal::{Eras, Secret};
use crate::store::journal::{CHAINED, CHAINED_COLUMNS, checksum};
use crate::store::rows::Raw;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// So many lines at the journal's end are checked at each start.
const LATEST_LINES: i64 = 200;
/// The chain of the journal's last lines.
pub(super) fn check_latest(db: &Connection, secret: &Secret, report: &mut Report) -> rusqlite::Result<()> {
    let Some(eras) = Eras::read(db, secret)? else {
        report.faults.push(Fault::Seal);
        return Ok(());
    };
    report.unsealed = eras.unsealed();
    let mut lines = db.prepare(&format!(
        "SELECT {CHAINED}, sha FROM journal WHERE seq > (SELECT coalesce(max(seq), 0) FROM journal) - ?1 ORDER BY seq"
    ))?;
    let mut lines = lines.query([LATEST_LINES])?;
    let mut before: Option<(i64, String)> = None;
    while let Some(line) = lines.next()? {
        let seq: i64 = line.get(0)?;
        let right = match &before {
            // The first of them is what the next is compared with; at the very beginning there is none before it.
            None => seq > 1 || is_right(&eras, seq, "", line)?,
            Some((last, sha)) => seq == last + 1 && is_right(&eras, seq, sha, line)?,
        };
        if !right {
            report.faults.push(Fault::Line(seq));
        }
        before = Some((seq, line.get(CHAINED_COLUMNS)?));
    }
    Ok(())
}

/// The last that the journal says about a row: the line, and whether the row is there after it.
pub(super) struct Last {
    seq: i64,
    there: bool,
}

pub(super) type Rows = HashMap<(Table, String), Last>;

/// The seal or checksum that a line should have. Its columns stand first in the row.
fn line_sum(secret: Option<&Secret>, previous: &str, line: &Row<'_>) -> rusqlite::Result<String> {
    let mut values = vec![ValueRef::Text(previous.as_bytes())];
    for index in 0..CHAINED_COLUMNS {
        values.push(line.get_ref(index)?);
    }
    Ok(match secret {
        Some(secret) => secret.seal(values),
        None => checksum(values),
    })
}

/// Whether a line's number, its place in the chain and its seal are right; `previous` is what the line before it says.
fn is_right(eras: &Eras, seq: i64, previous: &str, line: &Row<'_>) -> rusqlite::Result<bool> {
    let Some(era) = eras.of(seq) else { return Ok(false) };
    let anchored = era.from != seq || era.before == previous;
    let written = line.get_ref(CHAINED_COLUMNS)?;
    Ok(anchored
        && written.as_str().is_ok_and(|written| {
            line_sum(era.secret.as_ref(), previous, line).is_ok_and(|computed| computed == written)
        }))
}

pub(super) fn check_chain(
    db: &Connection,
    (secret, origin): (&Secret, &str),
    report: &mut Report,
    steps: &mut Steps<'_, '_>,
) -> Result<Rows, Broken> {
    let mut struck = HashSet::new();
    let mut lines = db.prepare("SELECT tabell, rad FROM journal WHERE op = 'struken'")?;
    for line in lines.query_map([], |line| Ok((line.get::<_, String>(0)?, line.get::<_, String>(1)?)))? {
        struck.insert(line?);
    }
    let mut rows = Rows::new();
    let eras = Eras::read(db, secret)?;
    if eras.is_none() {
        report.faults.push(Fault::Seal);
    }
    report.unsealed = eras.as_ref().and_then(Eras::unsealed);
    let mut lines = db.prepare(&format!(
        "SELECT {CHAINED}, j.sha, l.salt, l.innehall, l.seq IS NOT NULL
         FROM journal j LEFT JOIN journal_last l USING (seq) ORDER BY seq"
    ))?;
    let mut lines = lines.query([])?;
    let (mut previous, mut expected) = (String::new(), 1_i64);
    while let Some(line) = lines.next()? {
        report.lines += 1;
        steps.step()?;
        let (seq, written): (i64, String) = (line.get(0)?, line.get(13)?);
        // Without the list of secrets, what is under which can't be said; that it is gone is told already.
        let right = match &eras {
            Some(eras) => is_right(eras, seq, &previous, line)?,
            None => true,
        };
        if seq != expected || !right {
            report.faults.push(Fault::Line(seq));
        }
        if line.get::<_, String>(1)? != origin && !report.faults.contains(&Fault::Origin) {
            report.faults.push(Fault::Origin);
        }
        (previous, expected) = (written, seq + 1);
        let op: String = line.get(10)?;
        let (table, row): (Option<String>, Option<String>) = (line.get(7)?, line.get(8)?);
        let has_content: bool = line.get(16)?;
        let content_sha = checksum([line.get_ref(14)?, line.get_ref(15)?]);
        let carries = op != "kommando" && op != "struken";
        if has_content && (!carries || content_sha != line.get::<_, String>(12)?) {
            report.faults.push(Fault::Content(seq));
        }
        let (Some(table), Some(row)) = (table, row) else { continue };
        if carries && !has_content && !struck.contains(&(table.clone(), row.clone())) {
            report.faults.push(Fault::ContentMissing(seq));
        }
        match by_name(&table) {
            Some(table) => {
                rows.insert((table, row), Last { seq, there: op == "ny" || op == "andrad" });
            }
            None => report.faults.push(Fault::Line(seq)),
        }
    }
    // Lines under a seal that come after the last one.
    if let Some(eras) = &eras
        && eras.last().is_some_and(|era| era.from > expected)
    {
        report.faults.push(Fault::Line(expected));
    }
    // Content that belongs to no line.
    let mut loose = db.prepare("SELECT seq FROM journal_last WHERE seq NOT IN (SELECT seq FROM journal)")?;
    for seq in loose.query_map([], |row| row.get(0))? {
        report.faults.push(Fault::Content(seq?));
    }
    Ok(rows)
}

pub(super) fn check_rows(
    db: &Connection,
    mut journalled: Rows,
    report: &mut Report,
    steps: &mut Steps<'_, '_>,
) -> Result<(), Broken> {
    let mut content = db.prepare("SELECT innehall FROM journal_last WHERE seq = ?1")?;
    for table in Table::ALL {
        let name = table.name();
        let mut rows = db.prepare(&format!("SELECT id, rad_json FROM {name}"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            report.rows += 1;
            steps.step()?;
            let (id, json): (String, String) = (row.get(0)?, row.get(1)?);
            let last = journalled.remove(&(*table, id.clone())).filter(|last| last.there);
            let written = match last {
                Some(last) => content.query_row([last.seq], |row| row.get::<_, String>(0)).ok(),
                None => None,
            };
            let mut written: Raw =
                written.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            let now: Value = serde_json::from_str(&json).unwrap_or_default();
            if written.remove("efter").is_none_or(|after| !is_same(&after, &now)) {
                report.faults.push(Fault::Row(name.to_owned(), id));
            }
        }
    }
    let mut missing: Vec<_> =
        journalled.into_iter().filter(|(_, last)| last.there).map(|(key, _)| key).collect();
    missing.sort();
    report.faults.extend(missing.into_iter().map(|(table, id)| Fault::Row(table.name().to_owned(), id)));
    Ok(())
}

/// Whether a row still is what was journalled. A column that has come since is empty in a row that nobody has written to.
fn is_same(journalled: &Value, now: &Value) -> bool {
    let (Value::Object(journalled), Value::Object(now)) = (journalled, now) else { return false };
    journalled.keys().all(|name| now.contains_key(name))
        && now.iter().all(|(name, value)| journalled.get(name).unwrap_or(&Value::Null) == value)
}
