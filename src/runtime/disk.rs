//! On what kind of disk the database lies. SQLite's WAL needs memory that all programs on the file share, which a disk
//! over the network doesn't give, and a memory stick can be pulled out in the middle of a sentence.
//!
//! Linux tells which file system a folder is on in `/proc/self/mountinfo`; other systems don't tell without being asked
//! in ways that this program has no need of otherwise, and there nothing is said.

use std::path::{Path, PathBuf};

/// A kind of disk that the database shouldn't lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsuited {
    /// Another computer's, over the network.
    Network,
    /// A memory stick's or a camera's: without rights for each user, and mostly removable.
    Removable,
    /// Through another program (FUSE): of what is below nothing is known.
    Through,
}

/// What is said about the disk of the database; nothing when it is as it should be, or nobody knows.
pub fn warning(database: &Path) -> Option<String> {
    let table = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let place = std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    let kind = file_system(&place, &table)?;
    classify(&kind).map(|unsuited| words(unsuited, &kind))
}

fn words(unsuited: Unsuited, kind: &str) -> String {
    match unsuited {
        Unsuited::Network => format!(
            "Databasen ligger på en nätverksdisk ({kind}). Två program på olika datorer kan skada den, för de \
             har inget gemensamt minne, och ett avbrott i nätet stoppar sparandet. Lägg den på datorns egen disk."
        ),
        Unsuited::Removable => format!(
            "Databasen ligger på ett minne eller en disk utan egna rättigheter för varje användare ({kind}). Dra \
             inte ur det medan programmet kör, och låt ingen annan komma åt det. Datorns egen disk är säkrare."
        ),
        Unsuited::Through => format!(
            "Databasen ligger på en disk som nås genom ett annat program ({kind}). Den kan vara långsam och \
             försvinna, och två program samtidigt kan skada den. Lägg den på datorns egen disk."
        ),
    }
}

/// What a kind of file system, as Linux calls it, means for the database.
fn classify(kind: &str) -> Option<Unsuited> {
    const NETWORK: &[&str] = &[
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "smb2",
        "9p",
        "afs",
        "ncpfs",
        "ceph",
        "glusterfs",
        "lustre",
        "gfs2",
        "ocfs2",
        "coda",
        "davfs",
        "virtiofs",
        "prl_fs",
        "vboxsf",
        "vmhgfs",
    ];
    const NETWORK_FUSE: &[&str] =
        &["sshfs", "rclone", "gvfsd-fuse", "davfs", "s3fs", "glusterfs", "ceph-fuse", "smbnetfs"];
    const REMOVABLE: &[&str] =
        &["vfat", "exfat", "msdos", "fat", "umsdos", "hfs", "hfsplus", "udf", "iso9660"];
    if NETWORK.contains(&kind) {
        return Some(Unsuited::Network);
    }
    if REMOVABLE.contains(&kind) {
        return Some(Unsuited::Removable);
    }
    match kind.split_once('.') {
        Some(("fuse" | "fuseblk", below)) if NETWORK_FUSE.contains(&below) => Some(Unsuited::Network),
        // Where containers keep their files: on a disk of the computer's own.
        Some(("fuse", "fuse-overlayfs" | "lxcfs")) => None,
        Some(("fuse" | "fuseblk", _)) => Some(Unsuited::Through),
        _ if kind == "fuse" => Some(Unsuited::Through),
        // NTFS and exFAT on a stick, through a program.
        _ if kind == "fuseblk" => Some(Unsuited::Removable),
        _ => None,
    }
}

/// The kind of file system that an absolute path lies on, by the lines of `mountinfo`.
fn file_system(path: &Path, table: &str) -> Option<String> {
    let mut found: Option<(PathBuf, String)> = None;
    for line in table.lines() {
        let Some((before, after)) = line.split_once(" - ") else { continue };
        let (Some(at), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else { continue };
        let at = PathBuf::from(unescaped(at));
        // A later line lies on top of an earlier one at the same place.
        if path.starts_with(&at) && found.as_ref().is_none_or(|(known, _)| at.starts_with(known)) {
            found = Some((at, kind.to_owned()));
        }
    }
    found.map(|(_, kind)| kind)
}

/// A path as it is, from what stands in `mountinfo`: blanks and the like as `\\040`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = after.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) if *first == b'\\' => {
                bytes.push(byte);
                rest = &after[3..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:27 / /home rw,nosuid shared:5 - btrfs /dev/sda2 rw,subvol=/home
40 22 0:40 / /mnt/Gemensam\\040disk rw - cifs //server/nämnd rw
41 22 8:17 / /media/åsa/USB rw shared:9 - vfat /dev/sdb1 rw
42 31 0:50 / /home/åsa/moln rw - fuse.rclone moln: rw
43 22 0:51 / /media/åsa/USB/inre rw - ext4 /dev/sdc1 rw
44 22 0:52 / /srv rw - ext4 /dev/sdd1 rw
45 44 0:53 / /srv rw - nfs4 server:/srv rw
trasig rad
";

    fn kind(path: &str) -> Option<String> {
        file_system(Path::new(path), TABLE)
    }

    #[test]
    fn the_innermost_and_last_mount_counts() {
        for (path, wanted) in [
            ("/var/lib", "ext4"),
            ("/home/åsa", "btrfs"),
            ("/homestead", "ext4"),
            ("/mnt/Gemensam disk/nämnd", "cifs"),
            ("/media/åsa/USB/samverkan", "vfat"),
            ("/media/åsa/USB/inre", "ext4"),
            ("/home/åsa/moln", "fuse.rclone"),
            ("/srv/samverkan", "nfs4"),
        ] {
            assert_eq!(kind(path).as_deref(), Some(wanted), "{path}");
        }
        assert_eq!(file_system(Path::new("/x"), ""), None);
    }

    #[test]
    fn each_kind_is_known_for_what_it_is() {
        for own in [
            "ext4",
            "btrfs",
            "xfs",
            "zfs",
            "tmpfs",
            "overlay",
            "f2fs",
            "apfs",
            "ntfs3",
            "fuse.fuse-overlayfs",
            "ecryptfs",
            "",
        ] {
            assert_eq!(classify(own), None, "{own}");
        }
        for network in
            ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "virtiofs"]
        {
            assert_eq!(classify(network), Some(Unsuited::Network), "{network}");
        }
        for stick in ["vfat", "exfat", "msdos", "fuseblk"] {
            assert_eq!(classify(stick), Some(Unsuited::Removable), "{stick}");
        }
        for through in ["fuse", "fuse.encfs", "fuse.onedriver", "fuseblk.ntfs"] {
            assert_eq!(classify(through), Some(Unsuited::Through), "{through}");
        }
    }

    #[test]
    fn a_warning_gives_the_reason_and_the_remedy() {
        for unsuited in [Unsuited::Network, Unsuited::Removable, Unsuited::Through] {
            let said = words(unsuited, "cifs");
            assert!(said.contains("(cifs)") && said.contains("egen disk"), "{said}");
            assert!(!said.contains("  "), "{said}");
        }
        assert_eq!(warning(Path::new("/proc/finns-inte/alls.db")), None);
    }
}
