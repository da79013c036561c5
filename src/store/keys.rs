//! The passphrase, the recovery key, and the two small encrypted files that hold the database's own key.
//!
//! The database is encrypted with 32 random bytes. They lie in `nyckel.db`, which the passphrase opens, and once more
//! in `nyckel-reserv.db`, which the recovery key opens. Both are ordinary SQLCipher files, so there is no cryptography
//! of our own here. A database by another name than `samverkan.db` has its own pair beside it: `<file>.nyckel` and
//! `<file>.nyckel-reserv`. Changing the passphrase rewrites the first file and leaves the database as it is.

use super::error::{StoreError, file_name};
use super::files;
use crate::domain::text::{MIN_PASSPHRASE, is_allowed, nfc};
use precis_core::profile::Profile as _;
use precis_profiles::OpaqueString;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread::{self, JoinHandle};
use zeroize::Zeroizing;

/// The key file of a database by the usual name.
const MAIN: &str = "nyckel.db";
/// What the key file of another database is called, after the database's name.
const OWN: &str = ".nyckel";
/// What the database is called unless the user says otherwise.
pub const DEFAULT_FILE: &str = "samverkan.db";

/// A passphrase as RFC 8265 prepares it (OpaqueString), so that it opens the database from any keyboard, file or paste: every
/// space is a space, letters are in NFC. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Passphrase {
    prepared: Zeroizing<String>,
    /// As versions before this prepared it, where that is something else: in NFC alone.
    before: Option<Zeroizing<String>>,
}

impl Passphrase {
    /// Takes a passphrase as it was typed; a line end at the end isn't part of it, nor is what can't be seen.
    pub fn new(typed: &str) -> Self {
        let typed = typed.trim_end_matches(['\r', '\n']);
        let before = Zeroizing::new(nfc(typed));
        let seen: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| is_allowed(*c)).collect());
        let prepared = OpaqueString::new().enforce(seen.as_str());
        let prepared = prepared.map_or_else(|_| before.clone(), |text| Zeroizing::new(text.into_owned()));
        let before = (*before != *prepared).then_some(before);
        Self { prepared, before }
    }

    /// A passphrase that somebody has chosen for a database. What reads as a recovery key is taken for one at the door, and
    /// would never open as a passphrase.
    ///
    /// # Errors
    /// [`StoreError::ShortPassphrase`], [`StoreError::RecoveryKeyAsPassphrase`].
    pub fn chosen(typed: &str) -> Result<Self, StoreError> {
        if RecoveryKey::parse(typed).is_ok() {
            return Err(StoreError::RecoveryKeyAsPassphrase);
        }
        let chosen = Self::new(typed);
        if chosen.prepared.trim().chars().count() < MIN_PASSPHRASE {
            return Err(StoreError::ShortPassphrase);
        }
        // A character that has no meaning of its own may come out as another one on the next computer.
        if OpaqueString::new().prepare(typed.trim_end_matches(['\r', '\n'])).is_err() {
            return Err(StoreError::OddPassphrase);
        }
        Ok(chosen)
    }

    fn checked(&self) -> Result<&str, StoreError> {
        if self.prepared.trim().is_empty() || self.prepared.contains('\0') {
            return Err(StoreError::EmptyPassphrase);
        }
        Ok(&self.prepared)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Digits and letters that aren't mistaken for each other on paper: no I, L, O or U.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random characters in a recovery key: 170 bits.
const RANDOM_CHARS: usize = 34;
/// Characters in a group on paper.
const GROUP: usize = 5;

/// The key for the safe: opens the database when the passphrase is forgotten. Shown in groups of five characters,
/// the last of which is a check.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(Zeroizing<String>);

impl RecoveryKey {
    /// Makes a new one.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub(super) fn random() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0_u8; RANDOM_CHARS]);
        getrandom::fill(&mut *bytes).map_err(|_| StoreError::NoRandomness)?;
        let mut key: Zeroizing<String> =
            Zeroizing::new(bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte & 31)])).collect());
        let check = char::from(SYMBOLS[check_symbol(&key)]);
        key.push(check);
        Ok(Self(key))
    }

    /// Reads a key as somebody typed it from paper: any case, with or without groups, O for 0 and I or L for 1.
    ///
    /// # Errors
    /// When the length or the check character is wrong.
    pub fn parse(typed: &str) -> Result<Self, StoreError> {
        let wrong = || StoreError::MistypedRecoveryKey { expected: RANDOM_CHARS + 1 };
        let mut key = Zeroizing::new(String::with_capacity(RANDOM_CHARS + 1));
        for c in typed.chars() {
            match c.to_ascii_uppercase() {
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
                c if c.is_whitespace() || !is_allowed(c) => {}
                'O' => key.push('0'),
                'I' | 'L' => key.push('1'),
                c if u8::try_from(c).is_ok_and(|byte| SYMBOLS.contains(&byte)) => key.push(c),
                _ => return Err(wrong()),
            }
        }
        if key.len() != RANDOM_CHARS + 1 {
            return Err(wrong());
        }
        let (random, check) = key.split_at(RANDOM_CHARS);
        if check.as_bytes() != [SYMBOLS[check_symbol(random)]] {
            return Err(wrong());
        }
        Ok(Self(key))
    }
}

impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// Luhn's check over 32 symbols: finds every single wrong character and nearly every pair that changed places.
fn check_symbol(random: &str) -> usize {
    let sum: usize = random
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let value = SYMBOLS.iter().position(|symbol| *symbol == byte).unwrap_or(0);
            if index % 2 == 0 { value * 2 / 32 + value * 2 % 32 } else { value }
        })
        .sum();
    (32 - sum % 32) % 32
}

/// What opens a database.
#[derive(Clone, Debug)]
pub enum Access {
    /// The passphrase.
    Passphrase(Passphrase),
    /// The key from the safe.
    Recovery(RecoveryKey),
    /// Nothing: a database for practice, in plain text.
    Practice,
}

/// The key of the database itself, in hex.
#[derive(Clone)]
pub(super) struct RawKey(Zeroizing<String>);

impl std::fmt::Debug for RawKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RawKey(…)")
    }
}

impl RawKey {
    pub(super) fn random() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(&mut *bytes).map_err(|_| StoreError::NoRandomness)?;
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

/// Where the keys of a database lie.
pub(super) struct KeyFiles {
    pub(super) main: PathBuf,
    pub(super) reserve: PathBuf,
}

impl KeyFiles {
    pub(super) fn of(database: &Path) -> Self {
        let name = file_name(database);
        if name == DEFAULT_FILE {
            return Self {
                main: database.with_file_name(MAIN),
                reserve: database.with_file_name("nyckel-reserv.db"),
            };
        }
        Self {
            main: database.with_file_name(format!("{name}{OWN}")),
            reserve: database.with_file_name(format!("{name}.nyckel-reserv")),
        }
    }

    pub(super) fn write_main(&self, passphrase: &Passphrase, key: &RawKey) -> Result<(), StoreError> {
        write(&self.main, passphrase.checked()?, key)
    }

    pub(super) fn write_reserve(&self, recovery: &RecoveryKey, key: &RawKey) -> Result<(), StoreError> {
        write(&self.reserve, &recovery.0, key)
    }

    pub(super) fn read(&self, access: &Access) -> Result<RawKey, StoreError> {
        let read = self.read_own(access);
        match read {
            Err(StoreError::KeyFileMissing(wanted)) => Err(match self.without_database() {
                Some(found) => StoreError::KeyFileRenamed { wanted, found },
                None => StoreError::KeyFileMissing(wanted),
            }),
            read => read,
        }
    }

    /// A key file beside these whose database isn't there.
    fn without_database(&self) -> Option<String> {
        let folder = self.main.parent()?;
        // A bare name lies in the folder that one stands in.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let names = std::fs::read_dir(folder).ok()?.flatten();
        let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        let lonely = |name: &&String| {
            let database = if *name == MAIN { Some(DEFAULT_FILE) } else { name.strip_suffix(OWN) };
            database.is_some_and(|database| !folder.join(database).exists())
        };
        names.iter().find(lonely).cloned()
    }

    fn read_own(&self, access: &Access) -> Result<RawKey, StoreError> {
        match access {
            Access::Passphrase(passphrase) => {
                match (
                    read(&self.main, passphrase.checked()?, StoreError::WrongPassphrase),
                    &passphrase.before,
                ) {
                    (Err(StoreError::WrongPassphrase(_)), Some(before)) => {
                        read(&self.main, before, StoreError::WrongPassphrase)
                    }
                    (read, _) => read,
                }
            }
            Access::Recovery(recovery) => read(&self.reserve, &recovery.0, StoreError::WrongRecoveryKey),
            Access::Practice => Err(StoreError::WrongPassphrase(file_name(&self.main))),
        }
    }
}

/// SQLite calls itself ready before SQLCipher is: a thread that opens meanwhile would be told that its key is wrong. From
/// then on what SQLite gives back to the heap is overwritten: pages, statements and what they were about.
fn wait_until_awake() {
    static AWAKE: Once = Once::new();
    AWAKE.call_once(|| {
        // Where it can't be had, whoever opens is told why.
        let _ = Connection::open_in_memory().and_then(|db| {
            db.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON")
        });
    });
}

/// The cryptography being made ready in a thread of its own. Dropping it waits until it is: a process that ended
/// meanwhile would take the library down beneath it.
#[derive(Debug)]
pub struct Waking(Option<JoinHandle<()>>);

/// Makes the cryptography ready while something else is done; that takes longer than to find out what to open. Without a
/// thread to do it the first opening does.
pub fn wake() -> Waking {
    Waking(thread::Builder::new().name("krypto".to_owned()).spawn(wait_until_awake).ok())
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
    unlocked(Connection::open_with_flags(path, flags)?, key)
}

/// Opens an existing file to read what it says together with its log; nothing is written to either.
pub(super) fn open_to_look(path: &Path, key: &str) -> rusqlite::Result<Connection> {
    wait_until_awake();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    unlocked(Connection::open_with_flags(path, flags)?, Some(key))
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
        db.pragma_update(None, "key", key)?;
    }
    Ok(db)
}

/// Writes beside and renames, so that there is a whole key file at every moment.
fn write(path: &Path, secret: &str, key: &RawKey) -> Result<(), StoreError> {
    let fresh = path.with_file_name(format!("{}.ny", file_name(path)));
    if fresh.exists() {
        std::fs::remove_file(&fresh).map_err(|error| StoreError::io(&fresh, &error))?;
    }
    files::create(&fresh)?;
    let written = open(&fresh, Some(secret)).and_then(|db| {
        db.execute_batch(
            "CREATE TABLE nyckel(id INTEGER PRIMARY KEY CHECK (id = 1), format INTEGER NOT NULL, ra TEXT NOT NULL) STRICT",
        )?;
        db.execute("INSERT INTO nyckel(id, format, ra) VALUES (1, 1, ?1)", [key.0.as_str()])?;
        Ok(())
    });
    let done = written
        .map_err(|error| StoreError::sqlite(&file_name(path), &error))
        .and_then(|()| std::fs::rename(&fresh, path).map_err(|error| StoreError::io(path, &error)))
        .and_then(|()| files::sync_folder(path));
    if done.is_err() {
        // The fault that is reported is the one that matters, not what the tidying met.
        let _ = std::fs::remove_file(&fresh);
    }
    done
}

fn read(path: &Path, secret: &str, wrong: fn(String) -> StoreError) -> Result<RawKey, StoreError> {
    let name = file_name(path);
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() == 0 => return Err(StoreError::EmptyFile(name)),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::KeyFileMissing(name));
        }
        Err(error) => return Err(StoreError::io(path, &error)),
    }
    let key = open(path, Some(secret))
        .and_then(|db| db.query_row("SELECT ra FROM nyckel WHERE id = 1", [], |row| row.get::<_, String>(0)));
    match key {
        Ok(key) => Ok(RawKey(Zeroizing::new(key))),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(
                failure.code,
                ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown
            ) =>
        {
            Err(wrong(name))
        }
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(wrong(name)),
        Err(error) => Err(StoreError::sqlite(&name, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_same_whatever_space_or_invisible_sign_came_with_it() {
        let plain = Passphrase::new("tre gröna grodor");
        for space in ["\u{a0}", "\u{2009}", "\u{202f}", "\u{3000}", " "] {
            for unseen in ["", "\u{200b}", "\u{feff}", "\u{ad}", "\u{2060}"] {
                let typed = format!("{unseen}tre{space}gro\u{308}na{space}grodor{unseen}\r\n");
                assert_eq!(*Passphrase::new(&typed).prepared, *plain.prepared, "{typed:?}");
            }
        }
        // Case and other spaces between words count.
        for other in ["Tre gröna grodor", "tre gröna  grodor", "tre grona grodor"] {
            assert_ne!(*Passphrase::new(other).prepared, *plain.prepared);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_chosen() {
        for odd in [
            "tre gröna\u{200b} grodor",
            "tre gröna grodor\u{7}",
            "\u{202e}tre gröna grodor",
            "tre\tgröna grodor",
        ] {
            assert!(matches!(Passphrase::chosen(odd), Err(StoreError::OddPassphrase)), "{odd:?}");
        }
        assert!(Passphrase::chosen("tre\u{a0}gröna grodor 😀\n").is_ok());
    }

    #[test]
    fn a_key_file_that_was_written_with_the_spaces_as_they_were_opens() {
        let folder = tempfile::tempdir().unwrap();
        let files = KeyFiles::of(&folder.path().join("x.db"));
        let key = RawKey::random().unwrap();
        let typed = "tre\u{a0}gröna\u{200b} grodor";
        write(&files.main, typed, &key).unwrap();
        let opened = |typed: &str| files.read(&Access::Passphrase(Passphrase::new(typed)));
        assert!(opened(typed).unwrap().is(&key));
        assert!(matches!(opened("tre gröna grodor"), Err(StoreError::WrongPassphrase(_))));
        files.write_main(&Passphrase::new(typed), &key).unwrap();
        assert!(opened("tre gröna grodor").unwrap().is(&key) && opened(typed).unwrap().is(&key));
    }

    #[test]
    fn a_database_that_was_given_a_new_name_is_told_where_its_key_lies() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let key = RawKey::random().unwrap();
        let phrase = Passphrase::new("tre gröna grodor");
        for old in [DEFAULT_FILE, "namnd.db"] {
            let files = KeyFiles::of(&at(old));
            files.write_main(&phrase, &key).unwrap();
            let asked = KeyFiles::of(&at("nytt namn.db")).read(&Access::Passphrase(phrase.clone()));
            let Err(StoreError::KeyFileRenamed { wanted, found }) = asked else {
                panic!("{:?}", asked.err())
            };
            assert_eq!((wanted.as_str(), found), ("nytt namn.db.nyckel", file_name(&files.main)));
            // A key whose database is where it should be is that one's.
            std::fs::write(at(old), "x").unwrap();
            let asked = KeyFiles::of(&at("nytt namn.db")).read(&Access::Passphrase(phrase.clone()));
            assert!(matches!(asked, Err(StoreError::KeyFileMissing(_))));
        }
    }

    #[test]
    fn a_recovery_key_comes_back_from_paper() {
        let key = RecoveryKey::random().unwrap();
        let shown = key.to_string();
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [5; 7]);
        assert_eq!(RecoveryKey::parse(&shown).unwrap(), key);
        let sloppy = shown.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryKey::parse(&format!("\n{sloppy} ")).unwrap(), key);
    }

    #[test]
    fn any_single_wrong_character_in_a_recovery_key_is_found() {
        let key = RecoveryKey::random().unwrap();
        for index in 0..key.0.len() {
            for symbol in SYMBOLS {
                let mut typed: Vec<u8> = key.0.bytes().collect();
                if typed[index] != *symbol {
                    typed[index] = *symbol;
                    let typed = String::from_utf8(typed).unwrap();
                    assert!(RecoveryKey::parse(&typed).is_err(), "{typed}");
                }
            }
        }
        assert!(RecoveryKey::parse("").is_err());
        assert!(RecoveryKey::parse("åäö").is_err());
    }

    #[test]
    fn secrets_are_not_in_debug_output() {
        let key = RecoveryKey::random().unwrap();
        let shown = format!("{:?} {key:?}", Access::Passphrase(Passphrase::new("hemlig fras")));
        assert!(!shown.contains("hemlig") && !shown.contains(key.0.as_str()));
    }

    #[test]
    fn a_passphrase_is_the_same_however_its_letters_are_composed() {
        assert_eq!(*Passphrase::new("a\u{30a}ska\n").prepared, *Passphrase::new("åska").prepared);
        assert!(Passphrase::new(" \n").checked().is_err());
    }
}
