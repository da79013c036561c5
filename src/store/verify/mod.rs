//! Does everything in the file agree: the chain, what its lines carry, and the rows as they stand.

use super::columns::by_name;
use super::journal::seal::{Eras, Secret};
use super::journal::{CHAINED, CHAINED_COLUMNS, checksum};
use super::rows::Raw;
use super::schema::{self, Deviation};
use super::{Loss, Store, StoreError};
use crate::domain::command::{Code, Table};
use crate::domain::progress::{Follow, Progress, Stopped, unfollowed};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};
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
    /// A locked version's document isn't what its checksum says, or is gone.
    Document(String),
    /// The journal comes from another database.
    Origin,
    /// What says from which line on the journal is sealed, and with what, is changed or gone.
    Seal,
    /// The journal ends before what was seen in it last, or says something else.
    Lost(Loss),
    /// A locked version says of the journal what isn't so: the meeting as it is named, the version, and the line.
    Anchor(String, i64, i64),
    /// A setting of the database isn't as the journal says that it was made.
    Setting(&'static str),
    /// The list of open actions isn't what the actions say.
    OpenActions,
    /// A table, an index, a view or a trigger isn't as the program makes it, or wasn't when the database was opened.
    Shape(Deviation),
    /// SQLite's own checks: a damaged page, or a row that points at nothing.
    File(String),
}

impl Fault {
    /// Pages that can't be read at all.
    pub fn unreadable() -> Self {
        Self::File(UNREADABLE.to_owned())
    }
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
            Self::Document(sha) => write!(f, "det låsta protokollet {sha} är ändrat eller saknas"),
            Self::Origin => f.write_str("journalen hör till en annan databas"),
            Self::Seal => {
                f.write_str("det som visar vilka rader i journalen som har sigill är ändrat eller borta")
            }
            Self::Lost(loss) => write!(f, "journalen saknar {}", loss.words()),
            Self::Anchor(meeting, version, line) => write!(
                f,
                "version {version} av protokollet från {meeting} låstes vid rad {line} i journalen, som nu är en annan eller saknas"
            ),
            Self::Setting(what) => write!(f, "{what} är inte satt som journalen säger"),
            Self::OpenActions => f.write_str("listan över öppna åtgärder stämmer inte med mötena"),
            Self::Shape(deviation) => deviation.fmt(f),
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
    /// The last line of the journal that was written before lines were sealed, if any was.
    pub unsealed: Option<i64>,
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

/// Why a check came to no end.
pub(super) enum Broken {
    Sqlite(rusqlite::Error),
    Stopped(Stopped),
}

impl Broken {
    pub(super) fn told(self, file: &str) -> StoreError {
        match self {
            Self::Stopped(stopped) => stopped.into(),
            Self::Sqlite(error) => StoreError::sqlite(file, &error),
        }
    }
}

impl From<rusqlite::Error> for Broken {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Stopped> for Broken {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// How far a check has come, and who follows it.
struct Steps<'s, 'f> {
    follow: &'s mut Follow<'f>,
    what: &'static str,
    done: u64,
    all: u64,
}

/// So many lines or rows are read between two words to whoever follows.
const STEP: u64 = 256;

impl Steps<'_, '_> {
    fn step(&mut self) -> Result<(), Stopped> {
        self.done += 1;
        if self.done.is_multiple_of(STEP) {
            return (self.follow)(Progress::parts(self.what, self.done, self.all.max(self.done)));
        }
        Ok(())
    }
}

impl Store {
    /// Checks the whole file: reads every line and row.
    ///
    /// # Errors
    /// When the file can't be read at all; what can be read but doesn't agree is in the report.
    pub fn verify(&self) -> Result<Report, StoreError> {
        self.verify_following(&mut unfollowed)
    }

    /// The same, and tells how far it has come.
    ///
    /// # Errors
    /// As [`Store::verify`]; [`StoreError::Stopped`].
    pub fn verify_following(&self, follow: &mut Follow<'_>) -> Result<Report, StoreError> {
        let mut report = Report::default();
        report.faults.extend(self.mended.iter().cloned().map(Fault::Shape));
        report.faults.extend(self.loss.clone().map(Fault::Lost));
        let checked = check(&self.db, (&self.secret, &self.origin), &mut report, follow);
        checked.map(|()| report).map_err(|broken| broken.told(&self.file))
    }

    /// What can be seen at each start without reading everything: the latest lines of the journal, and what the latest locked
    /// versions say of it. The shape and the journal's end are compared at the opening itself.
    pub(super) fn look_over(&self) -> Vec<Fault> {
        let mut report = Report::default();
        let mut look = || -> rusqlite::Result<()> {
            check_latest(&self.db, &self.secret, &mut report)?;
            check_anchors(&self.db, &mut report, LATEST_VERSIONS)?;
            check_settings(&self.db, &mut report)
        };
        if look().is_err() {
            report.faults.push(Fault::unreadable());
        }
        report.faults
    }
}

/// Checks everything in one transaction, so that nobody writes between the journal and the rows.
pub(super) fn check(
    db: &Connection,
    seal: (&Secret, &str),
    report: &mut Report,
    follow: &mut Follow<'_>,
) -> Result<(), Broken> {
    let tx = db.unchecked_transaction()?;
    let count = |what: &str| -> rusqlite::Result<u64> {
        let count: i64 = tx.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    let mut all = count("journal")?;
    for table in Table::ALL {
        all += count(table.name())?;
    }
    let mut steps = Steps { follow, what: "Kontrollerar databasen", done: 0, all };
    check_shape(&tx, report)?;
    let rows = check_chain(&tx, seal, report, &mut steps)?;
    check_anchors(&tx, report, i64::MAX)?;
    check_settings(&tx, report)?;
    check_rows(&tx, rows, report, &mut steps)?;
    check_agendas(&tx, report)?;
    check_documents(&tx, report)?;
    check_open_actions(&tx, report)?;
    (steps.follow)(Progress::of("Kontrollerar filen"))?;
    check_file(&tx, report)?;
    Ok(())
}

/// So many lines at the journal's end are checked at each start.
const LATEST_LINES: i64 = 200;
/// So many of the latest locked versions are.
const LATEST_VERSIONS: i64 = 20;
/// What is said of pages that can't be read.
const UNREADABLE: &str = "en del av filen går inte att läsa";

/// The chain of the journal's last lines.
fn check_latest(db: &Connection, secret: &Secret, report: &mut Report) -> rusqlite::Result<()> {
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

/// What isn't as the program makes it now; what was told at the opening isn't told twice.
fn check_shape(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    for deviation in schema::deviations(db)? {
        let fault = Fault::Shape(deviation);
        if !report.faults.contains(&fault) {
            report.faults.push(fault);
        }
    }
    Ok(())
}

type Rows = HashMap<(Table, String), Last>;

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

fn check_chain(
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

fn check_rows(
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

fn check_agendas(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut agendas = db.prepare("SELECT sha, json FROM motesform")?;
    for kept in agendas.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
        let (sha, json) = kept?;
        if hex::encode(Sha256::digest(json.as_bytes())) != sha {
            report.faults.push(Fault::Form(sha));
        }
    }
    Ok(())
}

fn check_documents(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut documents = db.prepare(
        "SELECT v.dokument_sha, d.json FROM protokoll_version v LEFT JOIN protokoll_dokument d ON d.sha = v.dokument_sha",
    )?;
    let documents =
        documents.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?;
    for document in documents {
        let (sha, json) = document?;
        if json.is_none_or(|json| hex::encode(Sha256::digest(json.as_bytes())) != sha) {
            report.faults.push(Fault::Document(sha));
        }
    }
    Ok(())
}

/// Whether the journal has what each locked version says of it, and its paper prints.
fn check_anchors(db: &Connection, report: &mut Report, latest: i64) -> rusqlite::Result<()> {
    let mut versions = db.prepare(
        "SELECT substr(m.planerad, 1, 10) || '-' || m.form, v.nummer, v.journal_rad
         FROM (SELECT * FROM protokoll_version ORDER BY rowid DESC LIMIT ?1) v LEFT JOIN mote m ON m.id = v.mote_id LEFT JOIN journal j ON j.seq = v.journal_rad
         WHERE CASE v.journal_rad WHEN 0 THEN '' ELSE j.sha END IS NOT v.journal_sha",
    )?;
    let versions = versions.query_map([latest], |row| {
        let meeting: Option<String> = row.get(0)?;
        Ok(Fault::Anchor(
            meeting.unwrap_or_else(|| "ett möte som saknas".to_owned()),
            row.get(1)?,
            row.get(2)?,
        ))
    })?;
    for fault in versions {
        report.faults.push(fault?);
    }
    Ok(())
}

/// Whether what `meta` says of the database is what acts in the journal have made it.
fn check_settings(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let last: Option<String> = db
        .query_row(
            "SELECT kod FROM journal WHERE op = 'kommando' AND kod IN (?1, ?2) ORDER BY seq DESC LIMIT 1",
            [Code::SocialClockOn.key(), Code::SocialClockOff.key()],
            |row| row.get(0),
        )
        .optional()?;
    let is_on: Option<bool> = db
        .query_row("SELECT varde = 'pa' FROM meta WHERE nyckel = 'socialtjanst_klocka'", [], |row| row.get(0))
        .optional()?;
    // Versions before the seal have switched it without a line; of those with one, the last says how it is.
    let known = last.is_some() || report.unsealed.is_none();
    if known && is_on.unwrap_or(false) != (last == Some(Code::SocialClockOn.key())) {
        report.faults.push(Fault::Setting("socialtjänstens klocka"));
    }
    Ok(())
}

fn check_open_actions(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let differing: i64 = db.query_row(
            "SELECT (SELECT count(*) FROM (SELECT * FROM oppen_atgard EXCEPT SELECT * FROM oppen_atgard_nu))
                  + (SELECT count(*) FROM (SELECT * FROM oppen_atgard_nu EXCEPT SELECT * FROM oppen_atgard))
                  + ((SELECT count(*) FROM oppen_atgard) <> coalesce((SELECT antal FROM oppen_antal WHERE period = ''), 0))
                  + (SELECT count(*) FROM (
                        SELECT period FROM oppen_antal a WHERE length(period) = 10 AND antal <>
                            (SELECT count(*) FROM oppen_atgard WHERE senast = a.period)
                        UNION ALL
                        SELECT period FROM oppen_antal a WHERE length(period) = 7 AND antal <>
                            (SELECT count(*) FROM oppen_atgard WHERE substr(senast, 1, 7) = a.period)))",
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
        for line in word?.lines().filter(|line| *line != "ok" && !line.starts_with("***")) {
            let fault = Fault::File(in_swedish(line));
            if !report.faults.contains(&fault) {
                report.faults.push(fault);
            }
        }
    }
    let mut pointers = db.prepare("PRAGMA foreign_key_check")?;
    for pointer in pointers.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)))? {
        let (from, to) = pointer?;
        report
            .faults
            .push(Fault::File(format!("en rad i tabellen {from} pekar på en rad i {to} som inte finns")));
    }
    Ok(())
}

/// What SQLite's own check says, in words; page numbers stay, for whoever helps.
fn in_swedish(word: &str) -> String {
    let after = |marker: &str| word.split_once(marker).map(|(_, name)| name.trim());
    if let Some(index) = after("missing from index ") {
        return format!("indexet {index} saknar en rad");
    }
    if let Some(index) = after("wrong # of entries in index ") {
        return format!("indexet {index} har fel antal rader");
    }
    if let Some(index) = after("non-unique entry in index ") {
        return format!("indexet {index} har samma värde två gånger");
    }
    if let Some(table) = after("CHECK constraint failed in ") {
        return format!("tabellen {table} har ett värde som inte får stå där");
    }
    if let Some(place) = after(" value in ") {
        return format!("{place} har ett värde som inte får stå där");
    }
    let mut numbers = word.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    match numbers.next_back() {
        Some(number) => format!("en del av filen är skadad (sida {number})"),
        None => "en del av filen är skadad".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::agenda::EntryKind;
    use crate::domain::command::Change;
    use crate::store::columns::{Kind, columns};
    use rusqlite::config::DbConfig;
    use rusqlite::types::Value as SqlValue;

    /// The file as somebody with a tool would write in it: no triggers, no checks.
    fn tamper(world: &World) -> Connection {
        let db = Connection::open(world.path()).unwrap();
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
        db.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF").unwrap();
        db
    }

    /// A meeting with one of each record, something removed and something struck.
    fn world() -> World {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let kind = EntryKind::Anteckning;
        let gone = world.add(meeting, kind, "Borttagen");
        world.commit(meeting, Code::Remove(kind), vec![Change::delete(gone)]);
        let struck = world.add(meeting, kind, "Struken");
        let command = world.id();
        let key = crate::domain::command::RecordKey { table: Table::Entry, id: struck.id.0 };
        world.store.strike(meeting, key, command, world.now).unwrap();
        assert!(world.store.verify().unwrap().is_sound());
        world
    }

    /// Changes the value in one place, checks that it is found, and puts it back.
    fn change(is_sound: &dyn Fn() -> bool, db: &Connection, table: &str, column: &str, rowid: i64) {
        let select = format!("SELECT {column} FROM {table} WHERE rowid = ?1");
        let old: SqlValue = db.query_row(&select, [rowid], |row| row.get(0)).unwrap();
        let new = match &old {
            SqlValue::Null => SqlValue::Text("1".to_owned()),
            SqlValue::Integer(number) => SqlValue::Integer(number + 1),
            SqlValue::Text(text) => {
                let mut bytes = text.clone().into_bytes();
                let last = bytes.len() - 1;
                bytes[last] = if bytes[last] == b'0' { b'1' } else { b'0' };
                SqlValue::Text(String::from_utf8(bytes).unwrap_or_else(|_| "0".to_owned()))
            }
            other => panic!("{other:?}"),
        };
        let update = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
        if db.execute(&update, rusqlite::params![new, rowid]).is_err() {
            // A number where STRICT wants one.
            db.execute(&update, rusqlite::params![1, rowid]).unwrap();
        }
        assert!(!is_sound(), "{table}.{column} row {rowid}");
        db.execute(&update, rusqlite::params![old, rowid]).unwrap();
    }

    #[test]
    fn one_changed_value_in_any_column_of_any_record_is_found() {
        let world = world();
        let db = tamper(&world);
        let is_sound = || world.store.verify().is_ok_and(|report| report.is_sound());
        for table in Table::ALL {
            for column in columns(*table) {
                assert!(matches!(column.kind, Kind::Text | Kind::Int | Kind::Flag));
                change(&is_sound, &db, table.name(), column.name, 1);
            }
        }
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn one_changed_value_in_any_line_of_the_journal_is_found() {
        let world = world();
        let db = tamper(&world);
        // The journal alone: the rows don't change here.
        let is_sound = || {
            let mut report = Report::default();
            let mut follow = unfollowed;
            let mut steps = Steps { follow: &mut follow, what: "", done: 0, all: 0 };
            let seal = (&world.store.secret, world.store.origin.as_str());
            check_chain(&world.store.db, seal, &mut report, &mut steps).is_ok() && report.is_sound()
        };
        let lines: i64 = db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
        let columns = CHAINED.split(", ").skip(1).chain(["sha"]);
        for column in columns {
            for seq in 1..=lines {
                // Empty in the lines of commands and of what was struck.
                let text: Option<String> = db
                    .query_row(&format!("SELECT {column} FROM journal WHERE seq = ?1"), [seq], |row| {
                        row.get(0)
                    })
                    .unwrap();
                if text.is_none_or(|text| !text.is_empty()) {
                    change(&is_sound, &db, "journal", column, seq);
                }
            }
        }
        for column in ["salt", "innehall"] {
            let mut with_content = db.prepare("SELECT seq FROM journal_last").unwrap();
            let with_content: Vec<i64> =
                with_content.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
            for seq in with_content {
                change(&is_sound, &db, "journal_last", column, seq);
            }
        }
        assert!(world.store.verify().unwrap().is_sound());
        let is_sound = || world.store.verify().is_ok_and(|report| report.is_sound());
        change(&is_sound, &db, "motesform", "json", 1);
        assert!(is_sound());
    }

    #[test]
    fn a_row_or_line_that_was_taken_away_or_put_in_is_found() {
        for (sql, wanted) in [
            ("DELETE FROM post WHERE rowid = 1", None),
            ("DELETE FROM journal_last WHERE seq = 3", Some(Fault::ContentMissing(3))),
            ("DELETE FROM journal WHERE seq = 3", Some(Fault::Line(4))),
            (
                "INSERT INTO person SELECT 'x', namn, roll, rev FROM person",
                Some(Fault::Row("person".into(), "x".into())),
            ),
            ("INSERT INTO journal_last VALUES (9999, 'a', '{}')", Some(Fault::Content(9999))),
            ("UPDATE meta SET varde = 'annan' WHERE nyckel = 'ursprung'", Some(Fault::Origin)),
            ("DELETE FROM oppen_atgard", Some(Fault::OpenActions)),
        ] {
            let mut world = World::new();
            world.full_meeting();
            tamper(&world).execute_batch(sql).unwrap();
            world.store = Store::open(&world.path(), &super::super::Access::Practice).unwrap();
            let report = world.store.verify().unwrap();
            assert!(!report.is_sound(), "{sql}");
            if let Some(fault) = wanted {
                assert!(report.faults.contains(&fault), "{sql}: {:?}", report.faults);
            }
        }
    }

    #[test]
    fn a_lock_that_was_taken_away_is_told_while_open_and_when_it_is_put_back() {
        let mut world = world();
        let other = Connection::open(world.path()).unwrap();
        other.execute_batch("DROP TRIGGER journal_in_last; DROP TRIGGER post_journal_UPDATE").unwrap();
        let told = |world: &World| -> Vec<String> {
            world.store.verify().unwrap().faults.iter().map(ToString::to_string).collect()
        };
        assert_eq!(told(&world), ["skyddet journal_in_last saknas", "skyddet post_journal_UPDATE saknas"]);
        let open = || Store::open(&world.path(), &super::super::Access::Practice).unwrap();
        let mut store = open();
        let news = store.take_news().unwrap();
        assert!(
            news.contains("ovning.db") && news.contains("journal_in_last hade tagits bort och 1 till"),
            "{news}"
        );
        let mut again = open();
        assert!(again.take_news().is_none() && again.verify().unwrap().is_sound());
        world.store = store;
        assert_eq!(
            told(&world),
            ["skyddet journal_in_last hade tagits bort", "skyddet post_journal_UPDATE hade tagits bort"]
        );
    }

    #[test]
    fn what_is_struck_excuses_that_row_alone() {
        let world = world();
        let db = tamper(&world);
        let seq: i64 = db
            .query_row(
                "SELECT l.seq FROM journal_last l JOIN journal j USING (seq) WHERE j.tabell = 'deltagare'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        db.execute("DELETE FROM journal_last WHERE seq = ?1", [seq]).unwrap();
        assert!(world.store.verify().unwrap().faults.contains(&Fault::ContentMissing(seq)));
    }
}
