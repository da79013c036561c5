//! Files and folders that nobody else on the computer may read.

use super::error::{StoreError, file_name};
use super::open_here;
use super::places::{head_of, of_sqlite};
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Makes folders for the user only.
pub fn private_folder() -> DirBuilder {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "there are no such rights"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Makes a file that isn't there, for the user only, to write in.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the folder of `path`, and those above it, if they aren't there: for the user only. A folder that is there
/// already is left as it is; it may be the user's own or everybody's.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    if folder.is_dir() {
        return Ok(());
    }
    private_folder().recursive(true).create(folder).map_err(|error| StoreError::io(folder, &error))
}

/// Makes an empty file for the user only; SQLite gives its side files the same rights.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    private_file().open(path).map(drop).map_err(|error| match error.kind() {
        // The folder is missing or can't be written: name it, not the file.
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
            StoreError::io(path.parent().unwrap_or(path), &error)
        }
        _ => StoreError::io(path, &error),
    })
}

/// Takes the rights to a file from everybody but its owner, if somebody has widened them (by copying, for instance).
/// A file that can't be changed is left: that it can't is no reason not to open it.
pub(super) fn keep_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What a link leads to is somebody else's.
        if let Ok(meta) = std::fs::symlink_metadata(path)
            && !meta.is_symlink()
            && meta.permissions().mode() & 0o077 != 0
        {
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Lets the files beside a database be written where the database itself can: SQLite gives them the rights that it had when they
/// were made, and leaves them so. None of them may be a link: what lies at its end would be written over.
///
/// # Errors
/// [`StoreError::Link`]; [`StoreError::SideReadOnly`] where one of them can't be written all the same.
pub(super) fn mend_sides(path: &Path) -> Result<(), StoreError> {
    // `head` sees to what else may lie in its place.
    give_rights_back(path, &head_of(path));
    for side in of_sqlite(path) {
        let Ok(lies) = std::fs::symlink_metadata(&side) else { continue };
        if lies.is_symlink() {
            return Err(StoreError::Link(file_name(&side)));
        }
        give_rights_back(path, &side);
        #[cfg(unix)]
        {
            use nix::errno::Errno;
            use nix::unistd::{AccessFlags, access};
            // One that another program has just taken away is no hindrance.
            let refused = matches!(access(&side, AccessFlags::W_OK), Err(Errno::EACCES | Errno::EPERM));
            if refused && access(path, AccessFlags::W_OK).is_ok() {
                return Err(StoreError::SideReadOnly { file: file_name(path), side: file_name(&side) });
            }
        }
    }
    Ok(())
}

/// Lets a file beside a database be written by its owner, and by nobody else, where the database can. Whether it could be done
/// is seen by whoever writes.
fn give_rights_back(path: &Path, side: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |file: &Path| {
            let lies = std::fs::symlink_metadata(file).ok().filter(std::fs::Metadata::is_file);
            lies.map(|lies| lies.permissions().mode() & 0o777)
        };
        let database = std::fs::metadata(path).map(|about| about.permissions().mode());
        if database.is_ok_and(|mode| mode & OWN == OWN) && mode(side).is_some_and(|mode| mode != OWN) {
            let _ = std::fs::set_permissions(side, std::fs::Permissions::from_mode(OWN));
        }
    }
    #[cfg(not(unix))]
    let _ = (path, side);
}

/// The rights of all that is ours: the owner reads and writes, and nobody else.
#[cfg(unix)]
const OWN: u32 = 0o600;

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether there is so little room left on the disk of a file that what is written there may be broken off.
pub(super) fn is_full(path: &Path) -> bool {
    #[cfg(unix)]
    {
        /// A few pages of a database, in bytes.
        const LITTLE: u64 = 1 << 17;
        rustix::fs::statvfs(folder_of(path))
            .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LITTLE)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Makes what stands in a file last through a power cut. Whoever gives it its name does that, just before: then no name ever
/// stands for something that isn't on disk, and nobody needs to do it earlier.
pub(super) fn sync(path: &Path) -> Result<(), StoreError> {
    // Windows wants the right to write for that.
    let file = OpenOptions::new().write(true).open(path);
    file.and_then(|file| file.sync_all()).map_err(|error| StoreError::io(path, &error))
}

/// Makes a rename last through a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    sync_names(folder).map_err(|error| StoreError::io(folder, &error))
}

/// Makes what the files in a folder are called last through a power cut.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all())
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// Locks the whole of a database file that no program has open, so that none opens it while the lock is held; nothing where
/// there is no file, or the system has no such locks.
///
/// # Errors
/// When a program has it open, this one too.
pub(super) fn hold_unused(path: &Path) -> Result<Option<std::fs::File>, ()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use nix::errno::Errno;
        use nix::fcntl::{FcntlArg, fcntl};
        use std::os::fd::AsRawFd;
        if open_here::is_open_here(path) {
            return Err(());
        }
        let Ok(file) = OpenOptions::new().read(true).write(true).open(path) else { return Ok(None) };
        // SQLite has a lock on some bytes of it as long as it has it open.
        let whole = whole_file();
        #[cfg(target_os = "linux")]
        let lock = FcntlArg::F_OFD_SETLK(&whole);
        #[cfg(target_os = "macos")]
        let lock = FcntlArg::F_SETLK(&whole);
        match fcntl(file.as_raw_fd(), lock) {
            Err(Errno::EAGAIN | Errno::EACCES) => Err(()),
            // Where files can't be locked, nobody can tell.
            Err(_) => Ok(None),
            Ok(_) => Ok(Some(file)),
        }
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    {
        let _ = path;
        Ok(None)
    }
}

/// Whether another process has a lock on the file. This one must have none on it: those would go.
pub(super) fn is_locked_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use nix::fcntl::{FcntlArg, fcntl};
        use std::os::fd::AsRawFd;
        let Ok(file) = OpenOptions::new().read(true).open(path) else { return false };
        let mut lock = whole_file();
        // It tells of others alone. Where files can't be locked, nobody can tell.
        let asked = fcntl(file.as_raw_fd(), FcntlArg::F_GETLK(&mut lock));
        asked.is_ok() && !is_free(&lock)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Whether what was asked for could be had.
#[cfg(unix)]
#[expect(clippy::cast_possible_truncation, reason = "a constant of the operating system, which fits")]
fn is_free(lock: &nix::libc::flock) -> bool {
    lock.l_type == nix::libc::F_UNLCK as nix::libc::c_short
}

/// A lock on all of a file, to write.
#[cfg(unix)]
#[expect(clippy::cast_possible_truncation, reason = "constants of the operating system, which fit")]
fn whole_file() -> nix::libc::flock {
    use nix::libc;
    libc::flock {
        l_type: libc::F_WRLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    }
}

/// Whether others would see that the file is locked: SQLite locks some bytes of a database as long as it has it open.
///
/// # Errors
/// When it can't be opened or asked about.
#[cfg(all(test, target_os = "linux"))]
pub fn is_locked(path: &Path) -> io::Result<bool> {
    use nix::fcntl::{FcntlArg, fcntl};
    use std::os::fd::AsRawFd;
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut lock = whole_file();
    let asked = fcntl(file.as_raw_fd(), FcntlArg::F_OFD_GETLK(&mut lock));
    // Closing it would take what was asked for.
    std::mem::forget(file);
    asked?;
    Ok(!is_free(&lock))
}

/// Held by the one program of several that puts a removed file back, or changes the file's shape: the others wait, and
/// then find it done.
pub(super) fn alone(path: &Path) -> Option<std::fs::File> {
    let folder = std::fs::File::open(folder_of(path)).ok()?;
    // Where folders can't be locked, nobody waits, as on every disk that only one program uses.
    folder.lock().ok().map(|()| folder)
}
