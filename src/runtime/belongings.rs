//! What belongs to the database and lies beside the settings: the settings themselves, own forms and lists, the municipality's
//! mark and template. Gathered for a copy, and put back from one.

use super::minutes_files::write_new;
use crate::config::{self, Config};
use crate::domain::dates::file_moment;
use crate::io_words::reason;
use crate::store::backup::{Belonging, MOST_BYTES, MOST_FILES, is_safe_name};
use crate::store::{private_folder, put_one_aside};
use chrono::NaiveDateTime;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Where files go that lay outside the folder of settings.
const OUTSIDE: &str = "utanfor";
const FORMS: &str = "agendor";
const ENDING: &str = "toml";

/// What was gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files.
    pub files: Vec<Belonging>,
    /// What couldn't be taken along, by name, and why.
    pub left: Vec<String>,
}

/// Gathers what belongs to a database with these settings.
pub fn gather(config: &Config, agendas: Option<&Path>) -> Gathered {
    config::default_folder().map_or_else(Gathered::default, |folder| gather_from(&folder, config, agendas))
}

fn gather_from(folder: &Path, config: &Config, agendas: Option<&Path>) -> Gathered {
    let mut gathered = Gathered::default();
    for file in files_in(folder) {
        gathered.take(&file, file_name(&file));
    }
    let own_forms = folder.join(FORMS);
    let forms = agendas.unwrap_or(&own_forms);
    for file in files_in(forms) {
        let name = match forms.strip_prefix(folder) {
            Ok(inside) => with_slashes(&inside.join(file_name(&file))),
            Err(_) => format!("{OUTSIDE}/{FORMS}/{}", file_name(&file)),
        };
        gathered.take(&file, name);
    }
    for file in [&config.logo, &config.template].into_iter().flatten() {
        let name = match file.strip_prefix(folder) {
            Ok(inside) => with_slashes(inside),
            Err(_) => format!("{OUTSIDE}/{}", file_name(file)),
        };
        gathered.take(file, name);
    }
    gathered
}

impl Gathered {
    fn take(&mut self, file: &Path, name: String) {
        // The template may lie in a folder that was read already.
        if self.files.iter().any(|known| known.name == name) {
            return;
        }
        if !is_safe_name(&name) {
            return self.left.push(format!("{}: namnet går inte att ta med", file.display()));
        }
        match read(file) {
            Ok(_) if self.files.len() >= MOST_FILES => {
                self.left.push(format!("{name}: det är för många filer"));
            }
            Ok(Some(bytes)) => self.files.push(Belonging { name, bytes }),
            Ok(None) => self.left.push(format!("{name}: filen är för stor")),
            Err(error) => self.left.push(format!("{name}: {}", reason(&error))),
        }
    }
}

/// A file's bytes; nothing if there are too many.
fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= MOST_BYTES).then_some(bytes))
}

/// The files in a folder that people have written for the program, by name.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING) && path.is_file())
        .collect();
    files.sort();
    files
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Puts files back in the folder of settings. What lies there and says something else is put aside with the moment in its
/// name; what is the same is left alone. Tells file by file what was done.
pub fn put_back(files: &[Belonging], moment: NaiveDateTime) -> Vec<String> {
    match config::default_folder() {
        Some(folder) => put_back_in(&folder, files, moment),
        None if files.is_empty() => Vec::new(),
        None => vec!["Datorn har ingen mapp för inställningar, så de lades inte tillbaka.".to_owned()],
    }
}

fn put_back_in(folder: &Path, files: &[Belonging], moment: NaiveDateTime) -> Vec<String> {
    let mut told = Vec::new();
    let mut outside = Vec::new();
    for file in files {
        let is_outside = file.name.starts_with(OUTSIDE);
        let written = match written_to(folder, file, moment) {
            Ok(Some(words)) => words,
            Ok(None) => continue,
            Err(error) => {
                told.push(format!("{} gick inte att lägga tillbaka: {}.", file.name, reason(&error)));
                continue;
            }
        };
        told.push(written);
        outside.extend(is_outside.then(|| file.name.clone()));
    }
    if !outside.is_empty() {
        told.push(format!(
            "{} låg utanför inställningarnas mapp när kopian togs och ligger nu i {}. Flytta, eller rätta raderna i \
             inställningarna.",
            outside.join(", "),
            folder.join(OUTSIDE).display()
        ));
    }
    told
}

/// Writes a file, if it isn't there as it is already; what was done, in words.
fn written_to(folder: &Path, file: &Belonging, moment: NaiveDateTime) -> io::Result<Option<String>> {
    // Names were checked where they were read; once more where it counts.
    if !is_safe_name(&file.name) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut place = folder.to_owned();
    private_folder().recursive(true).create(&place)?;
    let (inside, name) = file.name.rsplit_once('/').unwrap_or(("", &file.name));
    for part in inside.split('/').filter(|part| !part.is_empty()) {
        place.push(part);
        private_folder().recursive(true).create(&place)?;
        // A link leads who knows where.
        if !fs::symlink_metadata(&place)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
    }
    let to = place.join(name);
    let there = fs::symlink_metadata(&to).is_ok();
    if there && fs::read(&to).is_ok_and(|bytes| bytes == file.bytes) {
        return Ok(None);
    }
    let fresh = place.join(format!(".{name}.ny-{}", std::process::id()));
    let _ = fs::remove_file(&fresh);
    write_new(&fresh, &file.bytes)?;
    let place_it = || -> io::Result<Option<String>> {
        let aside = there.then(|| put_one_aside(&to, &file_moment(moment))).transpose()?;
        fs::rename(&fresh, &to)?;
        Ok(aside)
    };
    let aside = place_it().inspect_err(|_| {
        let _ = fs::remove_file(&fresh);
    })?;
    Ok(Some(match aside {
        Some(aside) => format!("{} är lagd tillbaka. Den som låg där heter nu {aside}.", file.name),
        None => format!("{} är lagd tillbaka.", file.name),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment() -> NaiveDateTime {
        "2026-11-27T04:31:00".parse().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn settings_forms_lists_mark_and_template_come_along_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, elsewhere) = (dir.path().join("config"), dir.path().join("annat"));
        for (path, text) in [
            ("config/installningar.toml", "namnd = \"N\"\n"),
            ("config/ordlista.toml", "x"),
            ("config/agendor/egen.toml", "y"),
            ("config/mallar/egen.typ", "t"),
            ("config/samverkan.db", "d"),
            ("config/nyckel.db", "d"),
            ("config/anteckning.txt", "d"),
            ("annat/vapen.svg", "<svg/>"),
            ("annat/former/a.toml", "z"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let config = Config {
            logo: Some(elsewhere.join("vapen.svg")),
            template: Some(folder.join("mallar/egen.typ")),
            ..Config::default()
        };
        let gathered = |agendas: Option<&Path>| -> Vec<String> {
            let gathered = gather_from(&folder, &config, agendas);
            assert!(gathered.left.is_empty(), "{:?}", gathered.left);
            gathered.files.into_iter().map(|file| file.name).collect()
        };
        let own = [
            "installningar.toml",
            "ordlista.toml",
            "agendor/egen.toml",
            "utanfor/vapen.svg",
            "mallar/egen.typ",
        ];
        assert_eq!(gathered(None), own);
        assert_eq!(gathered(Some(&folder.join("agendor"))), own);
        let outside = gathered(Some(&elsewhere.join("former")));
        assert!(outside.contains(&"utanfor/agendor/a.toml".to_owned()), "{outside:?}");
        assert!(outside.iter().all(|name| is_safe_name(name)));
    }

    #[test]
    fn what_is_too_large_or_gone_is_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("stor.toml"), vec![b'#'; MOST_BYTES + 1]).unwrap();
        let config = Config { logo: Some(dir.path().join("borta.svg")), ..Config::default() };
        let gathered = gather_from(dir.path(), &config, None);
        assert!(gathered.files.is_empty());
        assert_eq!(gathered.left.len(), 2, "{:?}", gathered.left);
    }

    #[test]
    fn what_differs_is_put_aside_and_what_is_the_same_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| Belonging { name: name.to_owned(), bytes: text.into() };
        fs::write(dir.path().join("lika.toml"), "lika").unwrap();
        fs::write(dir.path().join("olika.toml"), "mitt").unwrap();
        let files = [
            file("lika.toml", "lika"),
            file("olika.toml", "kopians"),
            file("agendor/ny.toml", "ny"),
            file("utanfor/v.svg", "v"),
        ];
        let told = put_back_in(dir.path(), &files, moment());
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].contains("olika.toml.undan-2026-11-27-0431"), "{told:?}");
        assert!(told[3].contains("utanfor/v.svg låg utanför"), "{told:?}");
        assert_eq!(fs::read_to_string(dir.path().join("olika.toml.undan-2026-11-27-0431")).unwrap(), "mitt");
        assert_eq!(fs::read_to_string(dir.path().join("olika.toml")).unwrap(), "kopians");
        let once = names(dir.path());
        assert!(put_back_in(dir.path(), &files, moment()).is_empty(), "all is there");
        assert_eq!(names(dir.path()), once);
        fs::write(dir.path().join("olika.toml"), "mitt igen").unwrap();
        assert!(put_back_in(dir.path(), &files, moment())[0].contains("undan-2026-11-27-0431-2"));
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_outside_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, outside) = (dir.path().join("config"), dir.path().join("annat"));
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("x.toml"), "deras").unwrap();
        std::os::unix::fs::symlink(&outside, folder.join("agendor")).unwrap();
        std::os::unix::fs::symlink(outside.join("x.toml"), folder.join("x.toml")).unwrap();
        let file = |name: &str| Belonging { name: name.to_owned(), bytes: b"forged".to_vec() };
        let forged = ["agendor/y.toml", "../y.toml", "/tmp/y.toml", "a/../../y.toml", "x.toml"];
        let told = put_back_in(&folder, &forged.map(file), moment());
        assert_eq!(names(&outside), ["x.toml"]);
        assert_eq!(fs::read_to_string(outside.join("x.toml")).unwrap(), "deras");
        assert_eq!(
            told.iter().filter(|line| line.contains("gick inte att lägga tillbaka")).count(),
            4,
            "{told:?}"
        );
        // The link itself is put aside, not what it leads to.
        assert!(folder.join("x.toml.undan-2026-11-27-0431").is_symlink());
    }
}
