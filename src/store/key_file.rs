//! One key file: how it is made, told apart and read.

use super::cipher::{RawKey, open, random_bytes};
use super::error::{StoreError, file_name};
use super::unfinished::Draft;
use crate::domain::recovery::Amiss;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rusqlite::ErrorCode;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// With what a key file opens.
#[derive(Clone, Copy)]
pub(super) enum Opener<'s> {
    /// What people remember: costly to guess.
    Passphrase(&'s str),
    /// What nobody guesses.
    Recovery(&'s str),
}

/// SQLCipher's salt: the file's first bytes.
const SALT: usize = 16;
/// What the salt begins with where the passphrase has gone through Argon2id. By chance one in 2⁴⁸ files does.
const MARK: &[u8; 6] = b"SAMVA2";
/// What a guess costs: RFC 9106's second recommendation, in memory that a school's computer has to spare. The mark stands for these
/// figures; others need another one.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// What SQLite writes at a time.
const PAGE: usize = 4096;
/// A key file has its table of contents and the key.
const LEAST: usize = 2 * PAGE;
/// No key file is larger by far.
const MOST: u64 = 1024 * 1024;

/// A key file that is whole and has been read back, but hasn't got its name.
#[derive(Debug)]
pub(super) struct Fresh {
    draft: Draft,
    /// Where it is to lie.
    pub(super) to: PathBuf,
    /// Its checksum.
    pub(super) sha: String,
}

/// Makes a key file for `to` beside it.
pub(super) fn fresh(to: &Path, opener: Opener<'_>, key: &RawKey) -> Result<Fresh, StoreError> {
    let draft = Draft::beside(to)?;
    let name = file_name(to);
    let secret = match opener {
        Opener::Passphrase(phrase) => {
            let mut salt: [u8; SALT] = random_bytes()?;
            salt[..MARK.len()].copy_from_slice(MARK);
            stretched(phrase, salt, &name)?
        }
        Opener::Recovery(recovery) => Zeroizing::new(recovery.to_owned()),
    };
    open(draft.path(), Some(&secret))
        .and_then(|db| {
            // A draft that isn't finished is thrown away, so that nothing has to be rolled back.
            db.execute_batch(
                "PRAGMA journal_mode = OFF;
                 CREATE TABLE nyckel(id INTEGER PRIMARY KEY CHECK (id = 1), format INTEGER NOT NULL, ra TEXT NOT NULL) STRICT",
            )?;
            db.execute("INSERT INTO nyckel(id, format, ra) VALUES (1, 1, ?1)", [key.0.as_str()]).map(drop)
        })
        .map_err(|error| StoreError::sqlite(&name, &error))?;
    // From the file, with what will be typed: what can't be opened so never gets its name.
    if !read(draft.path(), opener)?.is(key) {
        return Err(StoreError::KeyNotKept(name));
    }
    let sha = checksum(draft.path()).ok_or(StoreError::KeyNotKept(name))?;
    Ok(Fresh { draft, to: to.to_owned(), sha })
}

impl Fresh {
    /// Where it lies until it has its name.
    pub(super) fn path(&self) -> &Path {
        self.draft.path()
    }

    /// Gives it its name, in place of what lay there, and sees that it lies there.
    pub(super) fn place(self) -> Result<(), StoreError> {
        self.draft.place(&self.to)?;
        if checksum(&self.to).as_ref() == Some(&self.sha) {
            Ok(())
        } else {
            Err(StoreError::KeyNotKept(file_name(&self.to)))
        }
    }
}

/// The database's key from a key file.
pub(super) fn read(path: &Path, opener: Opener<'_>) -> Result<RawKey, StoreError> {
    let name = file_name(path);
    let head = match head_of(path) {
        Ok(head) if head.is_empty() => return Err(StoreError::KeyFileEmpty(name)),
        Ok(head) => head,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::KeyFileMissing(name));
        }
        Err(_) if path.is_dir() => return Err(StoreError::KeyFileIsFolder(name)),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return Err(StoreError::KeyFileUnreadable(name));
        }
        Err(error) => return Err(StoreError::io(path, &error)),
    };
    let secret = match (opener, <[u8; SALT]>::try_from(head.as_slice())) {
        (Opener::Passphrase(phrase), Ok(salt)) if salt.starts_with(MARK) => stretched(phrase, salt, &name)?,
        (Opener::Passphrase(plain) | Opener::Recovery(plain), _) => Zeroizing::new(plain.to_owned()),
    };
    let wrong = || match opener {
        Opener::Passphrase(_) => StoreError::WrongPassphrase(name.clone()),
        Opener::Recovery(_) => StoreError::WrongRecoveryKey(name.clone()),
    };
    let key = open(path, Some(&secret))
        .and_then(|db| db.query_row("SELECT ra FROM nyckel WHERE id = 1", [], |row| row.get::<_, String>(0)));
    match key {
        Ok(key) => Ok(RawKey(Zeroizing::new(key))),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(
                failure.code,
                ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown
            ) =>
        {
            Err(wrong())
        }
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(wrong()),
        Err(error) => Err(StoreError::sqlite(&name, &error)),
    }
}

fn head_of(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut head = Vec::with_capacity(SALT);
    std::fs::File::open(path)?.take(SALT as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The raw key that a passphrase comes to with a salt, in the form that SQLCipher takes both.
fn stretched(phrase: &str, salt: [u8; SALT], name: &str) -> Result<Zeroizing<String>, StoreError> {
    let failed = |why: &str| StoreError::Io { file: name.to_owned(), why: why.to_owned() };
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| failed("Argon2 går inte"))?;
    let mut memory = Zeroizing::new(Vec::new());
    memory.try_reserve_exact(params.block_count()).map_err(|_| failed("minnet räcker inte"))?;
    memory.resize(params.block_count(), Block::new());
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(phrase.as_bytes(), &salt, key.as_mut_slice(), memory.as_mut_slice())
        .map_err(|_| failed("Argon2 går inte"))?;
    let hex = Zeroizing::new(hex::encode(key.as_slice()));
    Ok(Zeroizing::new(format!("x'{}{}'", hex.as_str(), hex::encode(salt))))
}

/// The checksum of a key file as it lies; nothing if it can't be read.
pub(super) fn checksum(path: &Path) -> Option<String> {
    whole(path).ok().map(|bytes| sum(&bytes))
}

fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn whole(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The checksum of a key file, or what is amiss with it as far as its shape tells. One that can't be read just now says nothing.
pub(super) fn look(path: &Path) -> Result<Option<String>, Amiss> {
    match std::fs::symlink_metadata(path) {
        Ok(lies) if !lies.is_file() => return Err(Amiss::NoFile),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Amiss::Missing),
        _ => {}
    }
    let bytes = match whole(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Amiss::Missing),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => return Err(Amiss::Unreadable),
        Err(_) => return Ok(None),
    };
    if bytes.is_empty() {
        return Err(Amiss::Empty);
    }
    let page_is_blank = |page: &[u8]| page.iter().all(|byte| *byte == page[0]);
    let is_plain = bytes.starts_with(b"SQLite format 3\0");
    if bytes.len() < LEAST
        || !bytes.len().is_multiple_of(PAGE)
        || is_plain
        || bytes.chunks(PAGE).any(page_is_blank)
    {
        return Err(Amiss::Damaged);
    }
    Ok(Some(sum(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: Opener<'_> = Opener::Passphrase("tre gröna grodor");

    #[test]
    fn a_key_file_is_whole_before_it_has_its_name_and_opens_with_its_secret_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nyckel.db");
        let key = RawKey::random().unwrap();
        for (opener, wrong) in [
            (PHRASE, Opener::Passphrase("tre gröna grodar")),
            (Opener::Recovery("ABC"), Opener::Recovery("ABD")),
        ] {
            let made = fresh(&path, opener, &key).unwrap();
            assert!(read(made.path(), opener).unwrap().is(&key));
            let sha = made.sha.clone();
            made.place().unwrap();
            assert_eq!(look(&path), Ok(Some(sha)));
            assert!(read(&path, opener).unwrap().is(&key));
            assert!(matches!(
                read(&path, wrong),
                Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_))
            ));
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
        // The mark tells them apart, and no two have the same salt.
        let salts: Vec<Vec<u8>> = (0..2)
            .map(|_| {
                fresh(&path, PHRASE, &key).unwrap().place().unwrap();
                head_of(&path).unwrap()
            })
            .collect();
        assert!(salts.iter().all(|salt| salt.starts_with(MARK)) && salts[0] != salts[1]);
    }

    #[test]
    fn a_key_file_of_a_version_before_opens_as_it_did() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nyckel.db");
        let key = RawKey::random().unwrap();
        // The same as the recovery key's: SQLCipher's own derivation.
        fresh(&path, Opener::Recovery("tre gröna grodor"), &key).unwrap().place().unwrap();
        assert!(read(&path, PHRASE).unwrap().is(&key));
        assert!(matches!(read(&path, Opener::Passphrase("x")), Err(StoreError::WrongPassphrase(_))));
    }

    #[test]
    fn what_is_amiss_with_a_file_is_seen_without_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nyckel-reserv.db");
        assert_eq!(look(&path), Err(Amiss::Missing));
        fresh(&path, PHRASE, &RawKey::random().unwrap()).unwrap().place().unwrap();
        let whole = std::fs::read(&path).unwrap();
        let mut zeros = whole.clone();
        zeros[PAGE..].fill(0);
        for (bytes, amiss) in [
            (Vec::new(), Amiss::Empty),
            (whole[..100].to_vec(), Amiss::Damaged),
            (whole[..PAGE].to_vec(), Amiss::Damaged),
            (whole[..whole.len() - 1].to_vec(), Amiss::Damaged),
            (vec![0; whole.len()], Amiss::Damaged),
            (zeros, Amiss::Damaged),
            ([b"SQLite format 3\0".to_vec(), whole[16..].to_vec()].concat(), Amiss::Damaged),
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(look(&path), Err(amiss));
        }
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(look(&path), Err(Amiss::NoFile));
    }
}
