//! Who else on the computer can read or write what lies in the folders: told at home and by `kontrollera`, with what puts it
//! right. What the program makes itself is for the user alone; this is about folders and files that somebody has opened, or
//! put somewhere else.
//!
//! It looks at the owner and the nine bits of Unix. Lists of rights beside those (ACL) aren't looked at, and on Windows nothing
//! is: there a folder's rights come from the profile that it lies in.

use std::path::Path;

/// Something that others on the computer can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wide {
    /// What it is about and what is wrong, in a sentence.
    pub what: String,
    /// The command that puts it right.
    pub remedy: String,
}

impl Wide {
    /// "Mappen /x kan läsas av andra på datorn. Så stängs den: chmod go-rwx '/x'".
    pub fn in_words(&self) -> String {
        format!("{} Så stängs det: {}", self.what, self.remedy)
    }
}

/// One line for home about all that was found; nothing where all is well.
pub fn line(found: &[Wide]) -> Option<String> {
    let (first, rest) = found.split_first()?;
    Some(match rest.len() {
        0 => first.in_words(),
        more => format!("{} ({more} till: samverkan kontrollera)", first.in_words()),
    })
}

/// Looks at what belongs to a database, and at the folder of the settings.
pub fn wide(database: &Path, settings: Option<&Path>) -> Vec<Wide> {
    unix::wide(database, settings)
}

#[cfg(not(unix))]
mod unix {
    use super::Wide;
    use std::path::Path;

    pub(super) fn wide(_: &Path, _: Option<&Path>) -> Vec<Wide> {
        Vec::new()
    }
}

#[cfg(unix)]
mod unix {
    use super::Wide;
    use crate::runtime::minutes_files::folder_of;
    use nix::unistd::{Gid, Group, Uid, User};
    use std::fs::{self, Metadata};
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    /// Others may read it, or list what is in it.
    const READ: u32 = 0o044;
    /// Others may write it, or put things in its place.
    const WRITE: u32 = 0o022;
    /// In such a folder only the owner of a file takes it away.
    const STICKY: u32 = 0o1000;

    pub(super) fn wide(database: &Path, settings: Option<&Path>) -> Vec<Wide> {
        let database = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
        let folder = match database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let mut found = Vec::new();
        found.extend(of_folder(&folder, READ | WRITE));
        found.extend(folder.ancestors().skip(1).filter_map(of_ancestor));
        let papers = folder_of(&database);
        found.extend(of_folder(&papers, READ | WRITE));
        found.extend(of_files(&folder, &|name| is_key_or_copy(name, &database)));
        found.extend(of_files(&papers, &|_| true));
        if let Some(settings) = settings {
            // They say nothing of anybody, but whoever can write them chooses what program is started.
            found.extend(settings.parent().and_then(|folder| of_folder(folder, WRITE)));
            found.extend(about(settings).and_then(|about| of_file(settings, &about, WRITE)));
        }
        found
    }

    fn about(path: &Path) -> Option<Metadata> {
        fs::symlink_metadata(path).ok().filter(|about| !about.is_symlink())
    }

    /// The bits that mean somebody else: those of a group in which the user is alone mean nobody.
    fn bits(about: &Metadata) -> u32 {
        let group = about.mode() & 0o070 != 0 && is_own_group(about.gid());
        if group { about.mode() & !0o070 } else { about.mode() }
    }

    /// Whether a group is the user's own, with nobody else in it, as many systems give each user one.
    fn is_own_group(gid: u32) -> bool {
        let Ok(Some(user)) = User::from_uid(Uid::effective()) else { return false };
        let Ok(Some(group)) = Group::from_gid(Gid::from_raw(gid)) else { return false };
        user.gid.as_raw() == gid && group.name == user.name && group.mem.iter().all(|name| *name == user.name)
    }

    fn is_others(about: &Metadata) -> bool {
        about.uid() != Uid::effective().as_raw() && about.uid() != 0
    }

    fn of_folder(folder: &Path, which: u32) -> Option<Wide> {
        let about = about(folder).filter(Metadata::is_dir)?;
        if is_others(&about) {
            let what = format!("Mappen {} ägs av ett annat konto på datorn.", folder.display());
            return Some(Wide { what, remedy: "lägg databasen i en mapp som är din".to_owned() });
        }
        let mode = bits(&about);
        let can = said(mode & which, mode & STICKY != 0)?;
        // Everybody's own, such as /tmp: its rights aren't the user's to change.
        let remedy = if about.uid() == 0 && Uid::effective().as_raw() != 0 {
            "lägg databasen i en mapp som är din".to_owned()
        } else {
            format!("chmod go-rwx {}", quoted(folder))
        };
        Some(Wide { what: format!("Mappen {} kan {can} av andra på datorn.", folder.display()), remedy })
    }

    /// A folder further up: whoever can write in it can put another in its place.
    fn of_ancestor(folder: &Path) -> Option<Wide> {
        let about = about(folder).filter(Metadata::is_dir)?;
        let mode = bits(&about);
        if mode & WRITE == 0 || mode & STICKY != 0 {
            return None;
        }
        let what = format!("I mappen {} kan andra på datorn byta ut det som ligger där.", folder.display());
        Some(Wide { what, remedy: format!("chmod go-w {}", quoted(folder)) })
    }

    /// The files of a folder that are meant, as one.
    fn of_files(folder: &Path, is_meant: &dyn Fn(&str) -> bool) -> Option<Wide> {
        let mut open: Vec<(PathBuf, Wide)> = fs::read_dir(folder)
            .ok()?
            .flatten()
            .filter(|file| is_meant(&file.file_name().to_string_lossy()))
            .filter_map(|file| {
                let path = file.path();
                let wide = of_file(&path, &about(&path)?, READ | WRITE)?;
                Some((path, wide))
            })
            .collect();
        open.sort_by(|one, other| one.0.cmp(&other.0));
        let count = open.len();
        let (_, first) = open.into_iter().next()?;
        if count == 1 {
            return Some(first);
        }
        let what = format!(
            "{count} filer i mappen {} kan läsas eller skrivas av andra på datorn.",
            folder.display()
        );
        Some(Wide { what, remedy: format!("chmod go-rwx {}/*", quoted(folder)) })
    }

    fn of_file(file: &Path, about: &Metadata, which: u32) -> Option<Wide> {
        if !about.is_file() {
            return None;
        }
        let can = said(bits(about) & which, false)?;
        let what = format!("Filen {} kan {can} av andra på datorn.", file.display());
        Some(Wide { what, remedy: format!("chmod go-rwx {}", quoted(file)) })
    }

    fn said(bits: u32, sticky: bool) -> Option<&'static str> {
        match (bits & READ != 0, bits & WRITE != 0) {
            (false, false) => None,
            (true, false) => Some("läsas"),
            (false, true) if sticky => Some("fyllas på"),
            (false, true) => Some("skrivas i"),
            (true, true) => Some("läsas och skrivas i"),
        }
    }

    /// The database, its keys, and copies of either.
    fn is_key_or_copy(name: &str, database: &Path) -> bool {
        let own = database.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = own.strip_suffix(".db").unwrap_or(&own).to_owned();
        name.starts_with(stem.as_str()) || (name.contains("nyckel") && name.contains(".db"))
    }

    /// As a shell takes it for one word.
    fn quoted(path: &Path) -> String {
        format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
    }

    #[cfg(test)]
    mod tests {
        use super::super::*;
        use std::fs;
        use std::os::unix::fs::PermissionsExt;
        use std::path::PathBuf;

        struct Home {
            place: tempfile::TempDir,
        }

        impl Home {
            fn new() -> Self {
                let home = Self { place: tempfile::tempdir().unwrap() };
                fs::create_dir_all(home.at("data/protokoll")).unwrap();
                fs::create_dir_all(home.at("config")).unwrap();
                for file in [
                    "data/m.db",
                    "data/nyckel.db",
                    "data/protokoll/a.pdf",
                    "data/annat.txt",
                    "config/config.toml",
                ] {
                    fs::write(home.at(file), "x").unwrap();
                    home.mode(file, 0o600);
                }
                for folder in ["", "data", "data/protokoll", "config"] {
                    home.mode(folder, 0o700);
                }
                home
            }

            fn at(&self, name: &str) -> PathBuf {
                self.place.path().canonicalize().unwrap().join(name)
            }

            fn mode(&self, name: &str, mode: u32) {
                fs::set_permissions(self.at(name), fs::Permissions::from_mode(mode)).unwrap();
            }

            fn told(&self) -> Vec<String> {
                let all = wide(&self.at("data/m.db"), Some(&self.at("config/config.toml")));
                all.iter().map(Wide::in_words).collect()
            }
        }

        #[test]
        fn what_is_the_users_alone_is_not_told_of() {
            assert_eq!(Home::new().told(), Vec::<String>::new());
        }

        #[test]
        fn each_thing_that_others_can_do_is_told_with_what_puts_it_right() {
            for (name, mode, said, remedy) in [
                ("data", 0o704, "kan läsas av andra", "chmod go-rwx '"),
                ("data", 0o702, "kan skrivas i av andra", "chmod go-rwx '"),
                ("data", 0o1702, "kan fyllas på av andra", "chmod go-rwx '"),
                ("data/protokoll", 0o705, "kan läsas av andra", "chmod go-rwx '"),
                ("data/protokoll/a.pdf", 0o604, "a.pdf kan läsas", "chmod go-rwx '"),
                ("data/nyckel.db", 0o606, "nyckel.db kan läsas och skrivas", "chmod go-rwx '"),
                ("data/m.db", 0o602, "m.db kan skrivas i", "chmod go-rwx '"),
                ("config", 0o702, "kan skrivas i av andra", "chmod go-rwx '"),
                ("config/config.toml", 0o602, "config.toml kan skrivas i", "chmod go-rwx '"),
                ("", 0o702, "kan andra på datorn byta ut", "chmod go-w '"),
            ] {
                let home = Home::new();
                home.mode(name, mode);
                let told = home.told();
                assert_eq!(told.len(), 1, "{name} {mode:o}: {told:?}");
                assert!(told[0].contains(said) && told[0].contains(remedy), "{name} {mode:o}: {told:?}");
            }
            for (name, mode) in [
                ("config", 0o755),
                ("config/config.toml", 0o644),
                ("data/annat.txt", 0o666),
                ("", 0o755),
                ("", 0o1777),
                ("data", 0o711),
            ] {
                let home = Home::new();
                home.mode(name, mode);
                assert_eq!(home.told(), Vec::<String>::new(), "{name} {mode:o}");
            }
        }

        /// What is told to be typed does what it says.
        #[test]
        fn the_remedy_closes_it() {
            let home = Home::new();
            for name in
                ["data", "data/protokoll", "data/protokoll/a.pdf", "data/nyckel.db", "data/m.db", "config"]
            {
                home.mode(name, if name.contains('.') { 0o606 } else { 0o707 });
            }
            let all = wide(&home.at("data/m.db"), Some(&home.at("config/config.toml")));
            assert!(all.len() >= 4, "{all:?}");
            assert!(line(&all).unwrap().ends_with("till: samverkan kontrollera)"));
            for one in all {
                assert!(
                    std::process::Command::new("sh").args(["-c", &one.remedy]).status().unwrap().success()
                );
            }
            assert_eq!(home.told(), Vec::<String>::new());
        }

        #[test]
        fn a_link_is_not_what_it_points_at() {
            let home = Home::new();
            let outside = tempfile::tempdir().unwrap();
            fs::write(outside.path().join("x"), "x").unwrap();
            std::os::unix::fs::symlink(outside.path().join("x"), home.at("data/protokoll/lank")).unwrap();
            assert_eq!(home.told(), Vec::<String>::new());
        }
    }
}
