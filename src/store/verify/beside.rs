//! What lies beside the journal: the shape, forms, documents, settings, what is counted ahead, and the file itself.

use super::{Fault, Report};
use crate::domain::command::Code;
use crate::store::schema;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// What isn't as the program makes it now; what was told at the opening isn't told twice.
pub(super) fn check_shape(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    for deviation in schema::deviations(db)? {
        let fault = Fault::Shape(deviation);
        if !report.faults.contains(&fault) {
            report.faults.push(fault);
        }
    }
    Ok(())
}

pub(super) fn check_agendas(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut agendas = db.prepare("SELECT sha, json FROM motesform")?;
    for kept in agendas.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))? {
        let (sha, json) = kept?;
        if hex::encode(Sha256::digest(json.as_bytes())) != sha {
            report.faults.push(Fault::Form(sha));
        }
    }
    Ok(())
}

pub(super) fn check_documents(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
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
pub(super) fn check_anchors(db: &Connection, report: &mut Report, latest: i64) -> rusqlite::Result<()> {
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
pub(super) fn check_settings(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
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

pub(super) fn check_open_actions(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
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

pub(super) fn check_file(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
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
