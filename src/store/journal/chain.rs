//! A line of the journal and the chain that it stands in, as SQL and as the function that the SQL calls.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// Feeds one value to a checksum, so that no two lists of values look the same.
fn feed(hasher: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_be_bytes()),
        ValueRef::Real(number) => (2, &number.to_be_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// Gives the connection the function that the triggers chain with.
pub(in crate::store) fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("kedja", -1, flags, |context| {
        let mut hasher = Sha256::new();
        for index in 0..context.len() {
            feed(&mut hasher, context.get_raw(index));
        }
        Ok(hex::encode(hasher.finalize()))
    })
}

/// The columns of a journal line that the chain holds, in order; the line's number first and its content's checksum last.
pub(in crate::store) const CHAINED: &str =
    "seq, ursprung, session, person, tid, kommando, kod, tabell, rad, mote_id, op, galler, last_sha";

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
         SELECT *, kedja(coalesce((SELECT sha FROM journal j WHERE j.seq = r.seq - 1), ''), {CHAINED})
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
