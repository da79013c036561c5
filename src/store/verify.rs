//! Does everything in the file agree: the chain, what its lines carry, and the rows as they stand.

use super::columns::by_name;
use super::rows::Raw;
use super::schema::{CHAINED, open_actions_query, row_json};
use super::{Store, StoreError};
use crate::domain::command::Table;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Something that doesn't agree. Names lines and rows, never what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A line of the journal isn't what was written: itself, or a line before it.
    Line(i64),
    /// A line's content isn't what was written.
    Content(i64),
    /// A line's content is gone, though its row wasn't struck.
    ContentMissing(i64),
    /// A row isn't as the journal left it.
    Row(String, String),
    /// A form isn't what its checksum says.
    Form(String),
    /// The journal comes from another database.
    Origin,
    /// The list of open actions isn't what the actions say.
    OpenActions,
    /// SQLite's own checks: a damaged page, or a row that points at nothing.
    File(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(seq) => write!(f, "journalens rad {seq} är ändrad eller saknas"),
            Self::Content(seq) => write!(f, "innehållet i journalens rad {seq} är ändrat"),
            Self::ContentMissing(seq) => {
                write!(f, "innehållet i journalens rad {seq} saknas utan att raden är struken")
            }
            Self::Row(table, id) => write!(f, "raden {id} i tabellen {table} stämmer inte med journalen"),
            Self::Form(sha) => write!(f, "mötesformen {sha} är ändrad"),
            Self::Origin => f.write_str("journalen hör till en annan databas"),
            Self::OpenActions => f.write_str("listan över öppna åtgärder stämmer inte med mötena"),
            Self::File(what) => write!(f, "filen: {what}"),
        }
    }
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines of the journal that were checked.
    pub lines: usize,
    /// Rows that were compared with it.
    pub rows: usize,
    /// What doesn't agree; empty when all is well.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether all is well.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// The last that the journal says about a row: the line, and whether the row is there after it.
struct Last {
    seq: i64,
    there: bool,
}

impl Store {
    /// Checks the whole file: reads every line and row.
    ///
    /// # Errors
    /// When the file can't be read at all; what can be read but doesn't agree is in the report.
    pub fn verify(&self) -> Result<Report, StoreError> {
        let mut report = Report::default();
        // In one transaction, so that nobody writes between the journal and the rows.
        let mut check = || -> rusqlite::Result<()> {
            let tx = self.db.unchecked_transaction()?;
            let rows = check_chain(&tx, &self.origin, &mut report)?;
            check_rows(&tx, rows, &mut report)?;
            check_forms(&tx, &mut report)?;
            check_open_actions(&tx, &mut report)?;
            check_file(&tx, &mut report)
        };
        check().map_err(|error| self.wrong(&error))?;
        Ok(report)
    }
}

type Rows = HashMap<(Table, String), Last>;

fn check_chain(db: &Connection, origin: &str, report: &mut Report) -> rusqlite::Result<Rows> {
    let mut struck = HashSet::new();
    let mut lines = db.prepare("SELECT tabell, rad FROM journal WHERE op = 'struken'")?;
    for line in lines.query_map([], |line| Ok((line.get::<_, String>(0)?, line.get::<_, String>(1)?)))? {
        struck.insert(line?);
    }
    let mut rows = Rows::new();
    let mut sum = db.prepare(&format!(
        "SELECT kedja({})",
        (1..=14).map(|index| format!("?{index}")).collect::<Vec<_>>().join(", ")
    ))?;
    let mut lines = db.prepare(&format!(
        "SELECT {CHAINED}, j.sha, kedja(l.salt, l.innehall), l.seq IS NOT NULL
         FROM journal j LEFT JOIN journal_last l USING (seq) ORDER BY seq"
    ))?;
    let mut lines = lines.query([])?;
    let (mut previous, mut expected) = (String::new(), 1_i64);
    while let Some(line) = lines.next()? {
        report.lines += 1;
        let mut parts = vec![SqlValue::Text(previous)];
        for index in 0..13 {
            parts.push(line.get(index)?);
        }
        let computed: String = sum.query_row(params_from_iter(parts), |row| row.get(0))?;
        let (seq, written): (i64, String) = (line.get(0)?, line.get(13)?);
        if computed != written || seq != expected {
            report.faults.push(Fault::Line(seq));
        }
        if line.get::<_, String>(1)? != origin {
            report.faults.push(Fault::Origin);
        }
        (previous, expected) = (written, seq + 1);
        let op: String = line.get(10)?;
        let (table, row): (Option<String>, Option<String>) = (line.get(7)?, line.get(8)?);
        let (content_sha, has_content): (String, bool) = (line.get(14)?, line.get(15)?);
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
    // Content that belongs to no line.
    let mut loose = db.prepare("SELECT seq FROM journal_last WHERE seq NOT IN (SELECT seq FROM journal)")?;
    for seq in loose.query_map([], |row| row.get(0))? {
        report.faults.push(Fault::Content(seq?));
    }
    Ok(rows)
}

fn check_rows(db: &Connection, mut journalled: Rows, report: &mut Report) -> rusqlite::Result<()> {
    let mut content = db.prepare("SELECT innehall FROM journal_last WHERE seq = ?1")?;
    for table in Table::ALL {
        let name = table.name();
        let mut rows = db.prepare(&format!("SELECT id, {} FROM {name}", row_json(*table, name)))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            report.rows += 1;
            let (id, json): (String, String) = (row.get(0)?, row.get(1)?);
            let last = journalled.remove(&(*table, id.clone())).filter(|last| last.there);
            let written = match last {
                Some(last) => content.query_row([last.seq], |row| row.get::<_, String>(0)).ok(),
                None => None,
            };
            let mut written: Raw =
                written.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            let now: Value = serde_json::from_str(&json).unwrap_or_default();
            if written.remove("efter").is_none_or(|after| after != now) {
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

fn check_forms(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut forms = db.prepare("SELECT sha, json FROM motesform")?;
    for form in forms.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
        let (sha, json) = form?;
        if hex::encode(Sha256::digest(json.as_bytes())) != sha {
            report.faults.push(Fault::Form(sha));
        }
    }
    Ok(())
}

fn check_open_actions(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let wanted = open_actions_query("1");
    let differing: i64 = db.query_row(
        &format!(
            "SELECT (SELECT count(*) FROM (SELECT * FROM oppen_atgard EXCEPT {wanted}))
                  + (SELECT count(*) FROM ({wanted} EXCEPT SELECT * FROM oppen_atgard))
                  + ((SELECT count(*) FROM oppen_atgard) <> coalesce((SELECT antal FROM oppen_antal WHERE period = ''), 0))
                  + (SELECT count(*) FROM (
                        SELECT period FROM oppen_antal a WHERE length(period) = 10 AND antal <>
                            (SELECT count(*) FROM oppen_atgard WHERE senast = a.period)
                        UNION ALL
                        SELECT period FROM oppen_antal a WHERE length(period) = 7 AND antal <>
                            (SELECT count(*) FROM oppen_atgard WHERE substr(senast, 1, 7) = a.period)))"
        ),
        [],
        |row| row.get(0),
    )?;
    if differing > 0 {
        report.faults.push(Fault::OpenActions);
    }
    Ok(())
}

fn check_file(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut integrity = db.prepare("PRAGMA integrity_check(10)")?;
    for word in integrity.query_map([], |row| row.get::<_, String>(0))? {
        let word = word?;
        if word != "ok" {
            report.faults.push(Fault::File(word));
        }
    }
    let mut pointers = db.prepare("PRAGMA foreign_key_check")?;
    for pointer in pointers.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)))? {
        let (from, to) = pointer?;
        report.faults.push(Fault::File(format!("{from} → {to}")));
    }
    Ok(())
}
