//! The one file: a tar with four files in it, each encrypted by itself. It is read as strictly as it is written, byte for
//! byte, so that nothing can be in it but those four.

use super::error::{BackupError, name_of};
use super::watch::{Stage, Watch};
use crate::domain::backup;
use crate::store::open_here::is_open_here;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tar::{EntryType, Header};

// Called as a database by the usual name and what lies beside it, so that the files taken out of the tar are one that opens.
pub(super) use crate::store::places::{DEFAULT_FILE as DATABASE, KEY, RESERVE};

/// What belongs to it, and what the copy says of itself.
pub(super) const BELONGINGS: &str = "tillbehor.db";

/// The files in their order, whether they must be there (the key for the safe may be missing), and how large they may be: a forged copy fills no disk.
const MEMBERS: [(&str, bool, u64); 4] = [
    (KEY, true, 1 << 20),
    (RESERVE, false, 1 << 20),
    (DATABASE, true, u64::MAX),
    (BELONGINGS, true, 1 << 30),
];

/// A tar is made of blocks of so many bytes.
const BYTES: usize = 512;
const BLOCK: u64 = BYTES as u64;
/// Two empty blocks end a tar.
const END: u64 = 2 * BLOCK;
const BUFFER: usize = 1 << 20;

/// The checksum of a file's bytes, in hex.
pub(super) type Sum = String;

/// Writes the files that are given, in the order of [`MEMBERS`]; each name with where it lies.
pub(super) fn write(
    to: &Path,
    files: &[(&str, PathBuf)],
    moment: u64,
    watch: &Watch<'_>,
) -> Result<(), BackupError> {
    let folder = to.parent().unwrap_or(to);
    let wrong = |error: io::Error| BackupError::writing(folder, &error);
    let mut out = File::options().write(true).open(to).map_err(wrong)?;
    let mut all = 0;
    for (_, path) in files {
        all += path.metadata().map_err(wrong)?.len();
    }
    let (mut done, mut buffer) = (0, vec![0; BUFFER]);
    for (name, path) in files {
        let mut file = File::open(path).map_err(wrong)?;
        let size = file.metadata().map_err(wrong)?.len();
        out.write_all(header(name, size, moment).map_err(wrong)?.as_bytes()).map_err(wrong)?;
        let mut left = size;
        while left > 0 {
            let piece = slice_of(&mut buffer, left);
            file.read_exact(piece).map_err(wrong)?;
            out.write_all(piece).map_err(wrong)?;
            left -= piece.len() as u64;
            done += piece.len() as u64;
            watch.at(Stage::Write, done, all)?;
        }
        out.write_all(&vec![0; padding(size)]).map_err(wrong)?;
    }
    out.write_all(&[0; 2 * BYTES]).map_err(wrong)?;
    out.sync_all().map_err(wrong)
}

fn slice_of(buffer: &mut [u8], left: u64) -> &mut [u8] {
    let size = usize::try_from(left).unwrap_or(BUFFER).min(buffer.len());
    &mut buffer[..size]
}

fn padding(size: u64) -> usize {
    // Less than a block.
    usize::try_from(size.next_multiple_of(BLOCK) - size).unwrap_or_default()
}

fn header(name: &str, size: u64, moment: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(moment);
    header.set_size(size);
    header.set_cksum();
    Ok(header)
}

/// Sees that a file looks as a copy does from the outside, before anybody is asked for a passphrase.
///
/// # Errors
/// [`BackupError::NoFile`], [`BackupError::NotACopy`], [`BackupError::Cut`], [`BackupError::Damaged`].
pub fn looks_like_a_copy(file: &Path) -> Result<(), BackupError> {
    Container::open(file).map(drop)
}

/// A copy whose outside is as it should be.
#[derive(Debug)]
pub(super) struct Container {
    file: File,
    name: String,
    path: PathBuf,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    name: &'static str,
    at: u64,
    size: u64,
}

impl Container {
    /// Opens a copy and finds what lies in it.
    ///
    /// # Errors
    /// [`BackupError::NoFile`], [`BackupError::NotACopy`], [`BackupError::Cut`], [`BackupError::Damaged`].
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let name = name_of(path);
        // Somebody may choose the database itself, of which no other descriptor may be closed.
        if is_open_here(path) {
            return Err(BackupError::NotACopy(name));
        }
        let file = File::open(path).map_err(|error| BackupError::reading(path, &error))?;
        let meta = file.metadata().map_err(|error| BackupError::reading(path, &error))?;
        if !meta.is_file() {
            return Err(BackupError::NotACopy(name));
        }
        let mut container = Self { file, name, path: path.to_owned(), members: Vec::new() };
        container.find(meta.len())?;
        Ok(container)
    }

    fn find(&mut self, length: u64) -> Result<(), BackupError> {
        let mut at = 0;
        let mut block = [0; BYTES];
        for (name, needed, most) in MEMBERS {
            if at + BLOCK > length {
                return Err(if at == 0 { self.amiss(at) } else { BackupError::Cut(self.name.clone()) });
            }
            self.read_at(at, &mut block)?;
            let read = Header::from_byte_slice(&block);
            let (Ok(size), Ok(moment)) = (read.entry_size(), read.mtime()) else {
                return Err(self.amiss(at));
            };
            // As it would be written, to the byte: no other kind of entry, no other name, nothing in the corners.
            if header(name, size, moment).is_ok_and(|wanted| wanted.as_bytes() == &block) {
                if size > most {
                    return Err(self.amiss(at));
                }
                let end = size
                    .checked_next_multiple_of(BLOCK)
                    .and_then(|size| (at + BLOCK).checked_add(size))
                    .ok_or_else(|| self.amiss(at))?;
                if end > length {
                    return Err(BackupError::Cut(self.name.clone()));
                }
                self.members.push(Member { name, at: at + BLOCK, size });
                self.empty(at + BLOCK + size, end)?;
                at = end;
            } else if needed {
                return Err(self.amiss(at));
            }
        }
        match length - at {
            END => self.empty(at, length),
            less if less < END => Err(BackupError::Cut(self.name.clone())),
            _ => Err(BackupError::Damaged(self.name.clone())),
        }
    }

    /// What is said when something isn't as it should be: whether it is a copy at all is told by how it begins, or by what it
    /// is called.
    fn amiss(&self, at: u64) -> BackupError {
        let name = self.name.clone();
        if at == 0 && !backup::is_name(&name) {
            BackupError::NotACopy(name)
        } else {
            BackupError::Damaged(name)
        }
    }

    /// Sees that nothing stands where nothing should.
    fn empty(&mut self, from: u64, to: u64) -> Result<(), BackupError> {
        let mut rest = vec![0; usize::try_from(to - from).unwrap_or_default()];
        self.read_at(from, &mut rest)?;
        if rest.iter().all(|byte| *byte == 0) { Ok(()) } else { Err(BackupError::Damaged(self.name.clone())) }
    }

    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<(), BackupError> {
        let read = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read_exact(buffer));
        read.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => BackupError::Cut(self.name.clone()),
            _ => BackupError::reading(&self.path, &error),
        })
    }

    /// The copy's name, for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How large the whole is.
    pub(super) fn size(&self) -> u64 {
        self.members.last().map_or(0, |last| (last.at + last.size).next_multiple_of(BLOCK) + END)
    }

    /// Takes a file out, to a new one for the user only, and gives its checksum; nothing if it isn't in it.
    pub(super) fn take_out(
        &mut self,
        name: &str,
        to: &Path,
        watch: &Watch<'_>,
    ) -> Result<Option<Sum>, BackupError> {
        let Some(&Member { at, size, .. }) = self.members.iter().find(|member| member.name == name) else {
            return Ok(None);
        };
        let folder = to.parent().unwrap_or(to);
        crate::store::files::create(to).map_err(|error| BackupError::Store(error).in_folder(folder))?;
        let mut out =
            File::options().write(true).open(to).map_err(|error| BackupError::writing(folder, &error))?;
        let (mut sum, mut buffer, mut left) = (Sha256::new(), vec![0; BUFFER], size);
        self.file.seek(SeekFrom::Start(at)).map_err(|error| BackupError::reading(&self.path, &error))?;
        while left > 0 {
            let piece = slice_of(&mut buffer, left);
            self.file.read_exact(piece).map_err(|error| BackupError::reading(&self.path, &error))?;
            out.write_all(piece).map_err(|error| BackupError::writing(folder, &error))?;
            sum.update(&*piece);
            left -= piece.len() as u64;
            watch.at(Stage::Unpack, size - left, size)?;
        }
        Ok(Some(hex::encode(sum.finalize())))
    }
}

/// The checksum of a file.
pub(super) fn sum_of(path: &Path, watch: &Watch<'_>) -> Result<Sum, BackupError> {
    let wrong = |error: io::Error| BackupError::reading(path, &error);
    let mut file = File::open(path).map_err(wrong)?;
    let (mut sum, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    loop {
        match file.read(&mut buffer).map_err(wrong)? {
            0 => return Ok(hex::encode(sum.finalize())),
            read => sum.update(&buffer[..read]),
        }
        watch.go_on()?;
    }
}
