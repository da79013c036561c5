//! Encrypted files, and the key of the database itself.

use super::error::StoreError;
use super::open_here;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};
use zeroize::Zeroizing;

/// The key of the database itself, in hex.
#[derive(Clone)]
pub(super) struct RawKey(pub(super) Zeroizing<String>);

impl std::fmt::Debug for RawKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RawKey(…)")
    }
}

impl RawKey {
    pub(super) fn random() -> Result<Self, StoreError> {
        let bytes = Zeroizing::new(random_bytes::<32>()?);
        Ok(Self(Zeroizing::new(hex::encode(bytes.as_slice()))))
    }

    /// Whether it is the same key.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }

    /// What other secrets are derived from.
    pub(super) fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.as_bytes().to_vec())
    }

    /// In the form that SQLCipher takes as a key, not as a passphrase to derive one from.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", self.0.as_str()))
    }
}

/// Random bytes from the operating system.
pub(super) fn random_bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}

/// SQLite calls itself ready before SQLCipher is: a thread that opens meanwhile would be told that its key is wrong. From
/// then on what SQLite gives back to the heap is overwritten: pages, statements and what they were about, so that nothing
/// of it lies there once the program has locked itself. Tells whether it is by a heap of our own.
///
/// Always, rather than just before the database is closed: what was given back before would be missed. SQLCipher's own way
/// does the same, and made each act cost half as much again.
fn wait_until_awake() -> bool {
    static AWAKE: OnceLock<bool> = OnceLock::new();
    *AWAKE.get_or_init(|| {
        let overwrites = samverkan_sqlite_heap::take_over();
        // Where it can't be had, whoever opens is told why.
        let _ =
            Connection::open_in_memory().and_then(|db| db.execute_batch("PRAGMA cipher_log_level = NONE"));
        overwrites
    })
}

/// The cryptography being made ready in a thread of its own. Dropping it waits until it is: a process that ended
/// meanwhile would take the library down beneath it.
#[derive(Debug)]
pub struct Waking(Option<JoinHandle<()>>);

/// Makes the cryptography ready while something else is done; that takes longer than to find out what to open. Without a
/// thread to do it the first opening does.
pub fn wake() -> Waking {
    Waking(thread::Builder::new().name("krypto".to_owned()).spawn(|| _ = wait_until_awake()).ok())
}

impl Drop for Waking {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // Whether it went well is seen by whoever opens.
            let _ = thread.join();
        }
    }
}

/// Opens an existing file, with its key if it is encrypted.
pub(super) fn open(path: &Path, key: Option<&str>) -> rusqlite::Result<Connection> {
    wait_until_awake();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    open_here::remember(&db, path)?;
    unlocked(db, key)
}

/// Opens an existing file to read what it says together with its log; nothing is written to either.
pub(super) fn open_to_look(path: &Path, key: &str) -> rusqlite::Result<Connection> {
    wait_until_awake();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    open_here::remember(&db, path)?;
    unlocked(db, Some(key))
}

/// Opens an existing file of which nothing else is read and beside which nothing is written.
pub(super) fn open_as_it_lies(path: &Path, key: Option<&str>) -> rusqlite::Result<Connection> {
    wait_until_awake();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    if cfg!(windows) {
        name = format!("/{}", name.replace('\\', "/"));
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    unlocked(Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?, key)
}

fn unlocked(db: Connection, key: Option<&str>) -> rusqlite::Result<Connection> {
    if let Some(key) = key {
        // Before the key: SQLCipher tells of a wrong one on stderr otherwise, in the middle of the screen.
        db.execute_batch("PRAGMA cipher_log_level = NONE")?;
        if !wait_until_awake() {
            // SQLite had been used before it could be given another heap: SQLCipher's own way, for what is encrypted.
            db.execute_batch("PRAGMA cipher_memory_security = ON")?;
        }
        db.pragma_update(None, "key", key)?;
    }
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sqlite_gives_back_is_overwritten_by_its_heap_and_not_by_the_slow_way() {
        assert!(wait_until_awake());
        let db = Connection::open_in_memory().unwrap();
        let db = unlocked(db, Some(RawKey::random().unwrap().pragma().as_str())).unwrap();
        let slow: String = db.query_row("PRAGMA cipher_memory_security", [], |row| row.get(0)).unwrap();
        assert_eq!(slow, "0");
    }
}
