//! Which write-ahead log belongs to which database file. SQLite pours any log that is whole in itself into whatever file
//! lies beside it: that of yesterday into a copy that was put back today.
//!
//! Each transaction that writes therefore leaves a [`Stamp`] in `meta`: its own number and mark, and which commits the log
//! began with. The stamp that is read through the log and the one in the main file alone then tell whether the log goes on
//! from that file. The time of day decides nothing.
//!
//! [`Writing`] is the one door through which transactions that write go, so that none is without its stamp.

use super::error::{StoreError, file_name};
use super::keys::{self, RawKey};
use super::meta;
use super::places::wal_of;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::fs::File;
use std::io::Read as _;
use std::ops::Deref;
use std::path::Path;

/// The key in `meta`.
const KEY: &str = "stampel";

/// How a log begins, whatever the byte order of its checksums.
const MAGIC: [[u8; 4]; 2] = [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]];

/// What tells one use of the log from the next; SQLite puts a new one in its head each time it begins from the start.
pub(super) type Salts = [u8; 8];

/// A commit, by its number and a mark that is drawn by lot, as two copies of a database count on by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) number: u64,
    pub(super) mark: String,
}

/// What a commit says of itself and of the log that it was written to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The commit itself.
    pub(super) own: Commit,
    /// The one before it.
    before: Commit,
    /// The log as it lay before the commit; nothing where it was empty. The commit may have begun it anew.
    log: Option<Salts>,
    /// What the file held when that log began, and the first commit in it.
    base: Commit,
    first: Commit,
}

impl Stamp {
    /// What a database from before there were stamps stands at: where its journal ends.
    fn unstamped(db: &Connection) -> rusqlite::Result<Self> {
        let sha = db
            .query_row("SELECT sha FROM journal ORDER BY seq DESC LIMIT 1", [], |row| row.get::<_, String>(0))
            .optional()?;
        let mark: String = sha.map_or_else(|| "-".to_owned(), |sha| sha.chars().take(16).collect());
        Ok(Self { own: Commit { number: 0, mark }, ..Self::default() })
    }

    /// The stamp of the next commit, to a log that lies as `log` says.
    fn next(&self, log: Option<Salts>, mark: String) -> Self {
        let same = log.is_some() && log == self.log;
        let (base, first) = if same {
            (self.base.clone(), self.first.clone())
        } else {
            // Another log than the one that the commit before saw: it is the one that began it.
            (self.before.clone(), self.own.clone())
        };
        let own = Commit { number: self.own.number + 1, mark };
        Self { own, before: self.own.clone(), log, base, first }
    }

    /// Whether the log with these salts, through which this stamp was read, goes on from a file that alone has `main`.
    pub(super) fn goes_on_from(&self, main: &Self, log: Salts) -> bool {
        let (base, first) =
            if self.log == Some(log) { (&self.base, &self.first) } else { (&self.before, &self.own) };
        // Written from before there were stamps on: as trusted as it was then.
        (base.mark.is_empty() && main.own.number == 0)
            // Checkpointed whole, not at all, or up to some commit in between.
            || main.own == self.own
            || main.own == *base
            || main.own == *first
            || (main.log == Some(log)
                && main.own.number > base.number
                && main.own.number <= self.own.number)
    }

    fn to_text(&self) -> String {
        let log = self.log.map_or_else(|| "-".to_owned(), hex::encode);
        let Self { own, before, base, first, .. } = self;
        format!(
            "{} {} {} {log} {} {} {}",
            own.number, own.mark, before.mark, base.number, base.mark, first.mark
        )
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut word = || words.next();
        let own = Commit { number: word()?.parse().ok()?, mark: word()?.to_owned() };
        let before = Commit { number: own.number.checked_sub(1)?, mark: word()?.to_owned() };
        let log = match word()? {
            "-" => None,
            salts => {
                let mut bytes = Salts::default();
                hex::decode_to_slice(salts, &mut bytes).ok()?;
                Some(bytes)
            }
        };
        let base = Commit { number: word()?.parse().ok()?, mark: word()?.to_owned() };
        let first = Commit { number: base.number + 1, mark: word()?.to_owned() };
        word().is_none().then_some(Self { own, before, log, base, first })
    }
}

/// The last stamp of a database, as it is read through `db`.
pub(super) fn stamp_of(db: &Connection) -> rusqlite::Result<Stamp> {
    let text = meta::get(db, KEY)?;
    // Something else than a stamp counts as none, as after any other program.
    match text.as_deref().and_then(Stamp::from_text) {
        Some(stamp) => Ok(stamp),
        None => Stamp::unstamped(db),
    }
}

/// The stamp in the main file alone, whatever lies in a log beside it.
pub(super) fn stamp_alone(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Stamp> {
    stamp_of(&alone(path, key)?)
}

/// The main file alone, to read.
pub(super) fn alone(path: &Path, key: Option<&RawKey>) -> rusqlite::Result<Connection> {
    let pragma = key.map(RawKey::pragma);
    keys::open_as_it_lies(path, pragma.as_ref().map(|key| key.as_str()))
}

/// The salts of the log beside `path`; nothing where there is none, or what lies there doesn't begin as a log does.
pub(super) fn salts_of(path: &Path) -> Option<Salts> {
    // Never so with the database itself: closing it here would take SQLite's own locks from it.
    let mut head = [0_u8; 32];
    File::open(wal_of(path)).ok()?.read_exact(&mut head).ok()?;
    let (begins, salts) = (head.first_chunk::<4>()?, head.get(16..24)?);
    MAGIC.contains(begins).then(|| salts.try_into().ok()).flatten()
}

/// Leaves the stamp of the commit that ends this transaction, which holds the right to write.
pub(super) fn stamp(tx: &Connection, path: &Path) -> Result<Stamp, StoreError> {
    let wrong = |error: rusqlite::Error| StoreError::sqlite(&file_name(path), &error);
    let mut mark = [0_u8; 8];
    getrandom::fill(&mut mark).map_err(|_| StoreError::NoRandomness)?;
    let next = stamp_of(tx).map_err(wrong)?.next(salts_of(path), hex::encode(mark));
    meta::put(tx, KEY, &next.to_text()).map_err(wrong)?;
    Ok(next)
}

/// A transaction that writes; what isn't committed is rolled back.
pub(super) struct Writing<'db> {
    tx: Transaction<'db>,
    path: &'db Path,
}

impl<'db> Writing<'db> {
    /// Takes the right to write.
    pub(super) fn begin(db: &'db mut Connection, path: &'db Path) -> Result<Self, StoreError> {
        let tx = db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| StoreError::sqlite(&file_name(path), &error))?;
        Ok(Self { tx, path })
    }

    /// Puts it on disk, with its stamp.
    pub(super) fn commit(self) -> Result<Stamp, StoreError> {
        let stamp = stamp(&self.tx, self.path)?;
        self.tx.commit().map_err(|error| StoreError::sqlite(&file_name(self.path), &error))?;
        Ok(stamp)
    }
}

impl<'db> Deref for Writing<'db> {
    type Target = Transaction<'db>;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}
