//! A line of the journal and the chain that it stands in, as SQL and as the functions that the SQL calls.

use super::seal::{Secret, feed};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// The checksum of some values, which anybody can compute: what lines were chained with before they had a seal, and what a
/// line says of its content still.
pub(in crate::store) fn checksum<'a>(values: impl IntoIterator<Item = ValueRef<'a>>) -> String {
    let mut hasher = Sha256::new();
    for value in values {
        feed(&mut hasher, value);
    }
    hex::encode(hasher.finalize())
}

/// Gives the connection the functions that the triggers chain with: `kedja`, a checksum, and `sigill`, the same with the
/// database's secret.
pub(in crate::store) fn register(db: &Connection, secret: &Secret) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("kedja", -1, flags, |context| {
        Ok(checksum((0..context.len()).map(|index| context.get_raw(index))))
    })?;
    let secret = secret.clone();
    db.create_scalar_function("sigill", -1, flags, move |context| {
        Ok(secret.seal((0..context.len()).map(|index| context.get_raw(index))))
    })
}

/// The columns of a journal line that the chain holds, in order; the line's number first and its content's checksum last.
pub(in crate::store) const CHAINED: &str =
    "seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha";

/// How many they are.
pub(in crate::store) const CHAINED_COLUMNS: usize = 13;

/// SQL that writes one line of the journal from `kommando_nu`, whatever the values are called there.
pub(in crate::store) fn journal_line(line: &JournalLine) -> String {
    let JournalLine { table, row, meeting, op, payload_sha } = line;
    let values = [
        "n.seq",
        "k.ursprung",
        "k.session",
        "k.person",
        "k.tid",
        "k.kommando",
        "k.kod",
        table,
        row,
        meeting,
        op,
        "k.galler",
        payload_sha,
    ];
    let named: Vec<String> =
        values.iter().zip(CHAINED.split(", ")).map(|(value, name)| format!("{value} AS {name}")).collect();
    format!(
        "INSERT INTO journal({CHAINED}, sha)
         SELECT *, sigill(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), {CHAINED})
         FROM (SELECT {}
               FROM kommando_nu k, (SELECT coalesce(max(seq), 0) + 1 AS seq FROM journal) n) r",
        named.join(", ")
    )
}

/// SQL expressions for one line.
pub(in crate::store) struct JournalLine<'a> {
    pub(in crate::store) table: &'a str,
    pub(in crate::store) row: &'a str,
    pub(in crate::store) meeting: &'a str,
    pub(in crate::store) op: &'a str,
    pub(in crate::store) payload_sha: &'a str,
}
