//! The secret that the journal's lines are sealed with, and which lines under which: a chain that anybody with the file and
//! a tool could compute anew would show only that nobody had taken the trouble.
//!
//! The secret comes from the database's own key, so that passphrase and recovery key lead to the same one and no file has to
//! keep it. `meta` keeps where the lines under it begin, and what the line before says, sealed with it too. When the
//! database gets another key, the secret before is kept there for the lines up to then.

use super::super::keys::RawKey;
use super::super::meta;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sha2::digest::Update;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the secret is for: the same key never gives the same bytes to anything else.
const PURPOSE: &str = "samverkan: journalens sigill, 1";
/// Of databases for practice, which are in plain text: nothing is protected there, and all else is the same.
const PRACTICE: &[u8] = b"samverkan: en databas for ovning";
/// Where `meta` keeps which lines are under which secret.
const META: &str = "sigill";

/// What lines are sealed with. Wiped from memory when dropped.
#[derive(Clone)]
pub(in crate::store) struct Secret(Arc<Zeroizing<[u8; 32]>>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret of a database with this key; without one it is for practice.
    pub(in crate::store) fn of(key: Option<&RawKey>) -> Self {
        let key = key.map_or_else(|| Zeroizing::new(PRACTICE.to_vec()), RawKey::bytes);
        let mut derived = keyed(&key);
        Update::update(&mut derived, PURPOSE.as_bytes());
        Self(Arc::new(Zeroizing::new(derived.finalize().into_bytes().into())))
    }

    /// The seal of some values.
    pub(in crate::store) fn seal<'a>(&self, values: impl IntoIterator<Item = ValueRef<'a>>) -> String {
        let mut mac = keyed(self.0.as_slice());
        for value in values {
            feed(&mut mac, value);
        }
        hex::encode(mac.finalize().into_bytes())
    }

    /// The seal of something that isn't a line: what kind of thing it is, and what it says.
    pub(in crate::store) fn seal_text(&self, kind: &str, text: &str) -> String {
        self.seal([ValueRef::Text(kind.as_bytes()), ValueRef::Text(text.as_bytes())])
    }

    fn to_hex(&self) -> String {
        hex::encode(self.0.as_slice())
    }

    fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text, &mut *bytes).ok().map(|()| Self(Arc::new(bytes)))
    }
}

/// Feeds one value to a checksum, so that no two lists of values look the same.
pub(super) fn feed(hasher: &mut impl Update, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_be_bytes()),
        ValueRef::Real(number) => (2, &number.to_be_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hasher.update(&[kind]);
    hasher.update(&(bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// A key of any length is one to HMAC.
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => Hmac::<Sha256>::new(&hmac::digest::Key::<Hmac<Sha256>>::default()),
    }
}

/// Lines under the same secret: from which number on, and what the line before it says.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    fran: i64,
    fore: String,
    /// The secret itself, of all but the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    hemlighet: Option<Zeroizing<String>>,
}

/// As `meta` has it.
#[derive(Serialize, Deserialize)]
struct Written {
    led: Vec<Kept>,
    sigill: String,
}

impl Written {
    fn seal(led: &[Kept], secret: &Secret) -> String {
        secret.seal_text("led", &serde_json::to_string(led).unwrap_or_default())
    }
}

/// Lines from a number on, until the next.
pub(in crate::store) struct Era {
    /// The number of the first.
    pub(in crate::store) from: i64,
    /// What the line before it says; nothing at the very first.
    pub(in crate::store) before: String,
    /// What they are sealed with; nothing where they have checksums alone.
    pub(in crate::store) secret: Option<Secret>,
}

/// Which lines are under which secret, first lines first.
pub(in crate::store) struct Eras(Vec<Era>);

impl Eras {
    /// As `meta` tells it; nothing when that is missing, or isn't what the database's secret has sealed.
    pub(in crate::store) fn read(db: &Connection, secret: &Secret) -> rusqlite::Result<Option<Self>> {
        let written = meta::get(db, META)?.map(Zeroizing::new);
        let written = written.and_then(|text| serde_json::from_str::<Written>(&text).ok());
        Ok(written.filter(|kept| kept.sigill == Written::seal(&kept.led, secret)).map(|kept| {
            let mut eras = vec![Era { from: 1, before: String::new(), secret: None }];
            let last = kept.led.len().saturating_sub(1);
            for (index, era) in kept.led.into_iter().enumerate() {
                let own = if index == last {
                    Some(secret.clone())
                } else {
                    era.hemlighet.and_then(|text| Secret::from_hex(&text))
                };
                eras.push(Era { from: era.fran, before: era.fore, secret: own });
            }
            Self(eras)
        }))
    }

    /// The lines that a line is among.
    pub(in crate::store) fn of(&self, seq: i64) -> Option<&Era> {
        self.0.iter().rev().find(|era| era.from <= seq)
    }

    /// The last line that has a checksum alone, from a version before the seal; nothing if none has.
    pub(in crate::store) fn unsealed(&self) -> Option<i64> {
        self.0.get(1).map(|era| era.from - 1).filter(|last| *last > 0)
    }

    /// The lines that are written now.
    pub(in crate::store) fn last(&self) -> Option<&Era> {
        self.0.last()
    }

    /// All secrets, the latest first.
    pub(in crate::store) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.0.iter().rev().filter_map(|era| era.secret.as_ref())
    }
}

/// Lines are sealed from here on: what the step to the version that does so writes, with the connection's own secret.
pub(in crate::store) fn begin(db: &Connection) -> rusqlite::Result<()> {
    let led = [next(db)?];
    let text = serde_json::to_string(&led).unwrap_or_default();
    let sigill = db.query_row("SELECT sigill('led', ?1)", [text], |row| row.get(0))?;
    write(db, Vec::from(led), sigill)
}

/// The lines after the journal's last.
fn next(db: &Connection) -> rusqlite::Result<Kept> {
    let last = db
        .query_row("SELECT seq, sha FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?))
        })
        .optional()?;
    let (seq, fore) = last.unwrap_or_default();
    Ok(Kept { fran: seq + 1, fore, hemlighet: None })
}

fn write(db: &Connection, led: Vec<Kept>, sigill: String) -> rusqlite::Result<()> {
    let text = Zeroizing::new(serde_json::to_string(&Written { led, sigill }).unwrap_or_default());
    meta::put(db, META, &text)
}

/// The database gets another key: lines up to now stay under the secret of the one before, and those to come are under the
/// new one's. To be called in the same transaction, or in the same new file, as the key is changed in; nothing else may be
/// written between.
///
/// # Errors
/// What SQLite says; [`rusqlite::Error::QueryReturnedNoRows`] when what `meta` keeps isn't what `old` has sealed: then the
/// file is to be checked first.
pub(in crate::store) fn renew(db: &Connection, old: &RawKey, new: &RawKey) -> rusqlite::Result<()> {
    let (old, new) = (Secret::of(Some(old)), Secret::of(Some(new)));
    let written = meta::get(db, META)?.map(Zeroizing::new);
    let kept = written.and_then(|written| serde_json::from_str::<Written>(&written).ok());
    let kept = kept.filter(|kept| kept.sigill == Written::seal(&kept.led, &old));
    let mut led = kept.ok_or(rusqlite::Error::QueryReturnedNoRows)?.led;
    if let Some(last) = led.last_mut() {
        last.hemlighet = Some(Zeroizing::new(old.to_hex()));
    }
    led.push(next(db)?);
    let sigill = Written::seal(&led, &new);
    write(db, led, sigill)
}
