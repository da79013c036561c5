//! All agendas that can be used: those that the program carries, and those of a folder of the user's own.

use super::check::is_id;
use super::{parse, parse_knowing, parse_whole};
use crate::domain::agenda::Agenda;
use crate::domain::law::Laws;
use crate::toml_file::{TomlFileError, read_bytes, unreadable, visible};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files that the program carries, in the order in which they are offered.
const EMBEDDED: &[(&str, &str)] = &[
    ("eht.toml", include_str!("../../agendas/eht.toml")),
    ("sip.toml", include_str!("../../agendas/sip.toml")),
    ("bht.toml", include_str!("../../agendas/bht.toml")),
    ("barnsamverkan.toml", include_str!("../../agendas/barnsamverkan.toml")),
    ("sspf.toml", include_str!("../../agendas/sspf.toml")),
    ("samverkansmote.toml", include_str!("../../agendas/samverkansmote.toml")),
    ("sip-formote.toml", include_str!("../../agendas/sip-formote.toml")),
    ("sip-uppfoljning.toml", include_str!("../../agendas/sip-uppfoljning.toml")),
    ("elevsamverkan.toml", include_str!("../../agendas/elevsamverkan.toml")),
    ("bht-degerfors.toml", include_str!("../../agendas/bht-degerfors.toml")),
    ("ior.toml", include_str!("../../agendas/ior.toml")),
    ("pinocchio.toml", include_str!("../../agendas/pinocchio.toml")),
    ("sig.toml", include_str!("../../agendas/sig.toml")),
    ("akut.toml", include_str!("../../agendas/akut.toml")),
    ("skolfranvaro.toml", include_str!("../../agendas/skolfranvaro.toml")),
    ("vits.toml", include_str!("../../agendas/vits.toml")),
    ("skolfam.toml", include_str!("../../agendas/skolfam.toml")),
    ("multikompetent-team.toml", include_str!("../../agendas/multikompetent-team.toml")),
    ("placeringsuppfoljning.toml", include_str!("../../agendas/placeringsuppfoljning.toml")),
    ("resursteam.toml", include_str!("../../agendas/resursteam.toml")),
    ("samverkansgrupp.toml", include_str!("../../agendas/samverkansgrupp.toml")),
    ("trygghetsteam.toml", include_str!("../../agendas/trygghetsteam.toml")),
    ("samverkansforum.toml", include_str!("../../agendas/samverkansforum.toml")),
    ("pinocchio-ledning.toml", include_str!("../../agendas/pinocchio-ledning.toml")),
    ("bug.toml", include_str!("../../agendas/bug.toml")),
    ("ventilen.toml", include_str!("../../agendas/ventilen.toml")),
    ("familjecentral-ledning.toml", include_str!("../../agendas/familjecentral-ledning.toml")),
    ("styrgrupp.toml", include_str!("../../agendas/styrgrupp.toml")),
    ("lokbra.toml", include_str!("../../agendas/lokbra.toml")),
    ("akut-uppfoljning.toml", include_str!("../../agendas/akut-uppfoljning.toml")),
    ("foraldramote-qpm.toml", include_str!("../../agendas/foraldramote-qpm.toml")),
    ("foraldramote-opp.toml", include_str!("../../agendas/foraldramote-opp.toml")),
    ("tematiskt-foraldramote.toml", include_str!("../../agendas/tematiskt-foraldramote.toml")),
    ("sbu.toml", include_str!("../../agendas/sbu.toml")),
    ("bbu.toml", include_str!("../../agendas/bbu.toml")),
    ("lsg.toml", include_str!("../../agendas/lsg.toml")),
    ("vardgivartraff.toml", include_str!("../../agendas/vardgivartraff.toml")),
    ("projektgrupp.toml", include_str!("../../agendas/projektgrupp.toml")),
];

/// Where an agenda comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program carries it.
    Embedded,
    /// A file in the user's folder. It may stand in the place of an embedded agenda.
    File {
        /// Which file.
        path: PathBuf,
        /// Whether the program carries an agenda with the same id.
        replaces_embedded: bool,
    },
}

/// An agenda that can be used.
#[derive(Clone, Debug)]
pub struct CatalogueEntry {
    /// The agenda itself.
    pub agenda: Agenda,
    /// Where it comes from.
    pub origin: Origin,
    /// The file's own text, comments and all.
    pub text: String,
}

/// A file or folder that couldn't be used.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Which one.
    pub path: PathBuf,
    /// The agenda that it was to be, as far as can be told. Nothing for a folder.
    pub id: Option<String>,
    /// Why, and what can be done. Swedish.
    pub reason: TomlFileError,
    /// The agendas that the embedded one follows, in whose place it was to stand: a follow-up of those has no agenda now.
    pub follows: Vec<String>,
}

/// All agendas that can be used, and what couldn't be.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    agendas: Vec<CatalogueEntry>,
    broken: Vec<Broken>,
    unread: Option<TomlFileError>,
}

impl Catalogue {
    /// Reads the agendas that the program carries and then each `*.toml` in `folder`, sorted by name without its ending.
    ///
    /// - A file with the id of an embedded agenda takes its place; any other id is a new agenda.
    /// - When two files have the same id, the first holds and the second is listed as broken, so that a forgotten copy
    ///   (`eht-kopia.toml`) never quietly replaces `eht.toml`.
    /// - A file that can't be used is listed in [`Catalogue::broken`] with the reason. The embedded agenda in whose place it
    ///   was to stand isn't offered: it may have other rules for consent.
    /// - A folder that can't be read, or isn't there, is listed there too, and is [`Catalogue::unread`]. For a folder that need
    ///   not exist, pass `None`.
    pub fn load(folder: Option<&Path>) -> Self {
        Self::load_knowing(folder, &Laws::default())
    }

    /// What the program carries, read once for all tests: many of them ask for an agenda many times over.
    #[cfg(test)]
    pub(crate) fn carried() -> &'static Self {
        static CARRIED: std::sync::LazyLock<Catalogue> = std::sync::LazyLock::new(|| Catalogue::load(None));
        &CARRIED
    }

    /// As [`Catalogue::load`]; the agendas of the folder may remind of what the user's own list of law references has, too.
    pub fn load_knowing(folder: Option<&Path>, laws: &Laws) -> Self {
        let mut catalogue = Self::default();
        for &(name, text) in EMBEDDED {
            match parse(name, text.as_bytes()) {
                Ok(agenda) => {
                    catalogue.agendas.push(CatalogueEntry {
                        agenda,
                        origin: Origin::Embedded,
                        text: text.to_owned(),
                    });
                }
                Err(reason) => catalogue.break_off(Path::new(name), None, reason),
            }
        }
        if let Some(folder) = folder {
            catalogue.add_folder(folder, laws);
        }
        catalogue
    }

    /// The agendas, those that the program carries first, then the user's own by file name.
    pub fn iter(&self) -> impl Iterator<Item = &CatalogueEntry> {
        self.agendas.iter()
    }

    /// The agenda with an id.
    pub fn get(&self, id: &str) -> Option<&CatalogueEntry> {
        self.agendas.iter().find(|entry| entry.agenda.id == id)
    }

    /// What couldn't be used, and why.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// What couldn't be used and was to be the agenda with an id.
    pub fn broken_as(&self, id: &str) -> Option<&Broken> {
        self.broken.iter().filter(|_| self.get(id).is_none()).find(|broken| broken.id.as_deref() == Some(id))
    }

    /// Why the user's folder couldn't be read, or which file in it says neither by its text nor by its name what it is to be.
    /// Then nobody knows which agendas stand in the embedded ones' place.
    pub fn unread(&self) -> Option<&TomlFileError> {
        self.unread.as_ref()
    }

    fn add_folder(&mut self, folder: &Path, laws: &Laws) {
        let listed = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> = match listed {
            Ok(entries) => {
                entries.iter().map(fs::DirEntry::path).filter(|path| is_agenda_name(path)).collect()
            }
            Err(error) => {
                let reason = unreadable(&folder.to_string_lossy(), "mappen", &error);
                self.unread = Some(reason.clone());
                return self.break_off(folder, None, reason);
            }
        };
        // By the stem, for "eht-kopia.toml" sorts before "eht.toml".
        paths.sort_by(|a, b| (a.file_stem(), a).cmp(&(b.file_stem(), b)));
        for path in paths {
            match read_file(&path, &name_of(&path), laws) {
                Ok((agenda, text)) => self.add_file(path, agenda, text),
                Err(reason) => {
                    let said = id_said(&path);
                    let id = said.clone().unwrap_or_else(|| stem(&path));
                    if said.is_none() && self.agendas.iter().all(|entry| entry.agenda.id != id) {
                        self.unread.get_or_insert_with(|| reason.clone());
                    }
                    self.break_off(&path, Some(id), reason);
                }
            }
        }
        let Self { agendas, broken, .. } = self;
        agendas.retain(|entry| {
            let instead = broken.iter_mut().find(|broken| broken.id.as_ref() == Some(&entry.agenda.id));
            match instead {
                Some(broken) if entry.origin == Origin::Embedded => {
                    broken.follows.clone_from(&entry.agenda.follows);
                    false
                }
                _ => true,
            }
        });
    }

    fn add_file(&mut self, path: PathBuf, agenda: Agenda, text: String) {
        let Some(place) = self.agendas.iter_mut().find(|entry| entry.agenda.id == agenda.id) else {
            let origin = Origin::File { path, replaces_embedded: false };
            return self.agendas.push(CatalogueEntry { agenda, origin, text });
        };
        match &place.origin {
            Origin::Embedded => {
                let origin = Origin::File { path, replaces_embedded: true };
                *place = CatalogueEntry { agenda, origin, text };
            }
            Origin::File { path: first, .. } => {
                let reason = TomlFileError::whole(
                    &name_of(&path),
                    format!("formen ”{}” finns redan i filen {}", agenda.id, visible(&name_of(first))),
                    "Ge den här ett annat id, eller flytta bort den ena filen.",
                );
                self.break_off(&path, Some(agenda.id), reason);
            }
        }
    }

    fn break_off(&mut self, path: &Path, id: Option<String>, reason: TomlFileError) {
        self.broken.push(Broken { path: path.to_owned(), id, reason, follows: Vec::new() });
    }
}

/// Reads and checks one agenda file. `laws` is the user's own list of law references; `known` are the keys of the agendas
/// that it may name, besides those of the files beside it.
///
/// # Errors
/// All that is wrong with it; never none.
pub fn check_file(path: &Path, laws: &Laws, known: &[String]) -> Result<Agenda, Vec<TomlFileError>> {
    let name = path.to_string_lossy();
    let bytes = read_bytes(path, &name).map_err(|error| vec![error])?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all: Vec<String> = beside.filter(|path| is_agenda_name(path)).map(|path| id_of(&path)).collect();
    all.extend(known.iter().cloned());
    parse_whole(&name, &bytes, laws, &all)
}

/// The id that a file gives, whatever else is wrong with it; its name without the ending where it gives none.
fn id_of(path: &Path) -> String {
    id_said(path).unwrap_or_else(|| stem(path))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The id that a file gives, however it is written: with its key in quotes, in capitals, with another system's line ends.
fn id_said(path: &Path) -> Option<String> {
    let bytes = read_bytes(path, "").ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let head = text.split(['\n', '\r']).map(str::trim).take_while(|line| !line.starts_with('['));
    head.filter_map(|line| line.trim_start_matches('\u{feff}').split_once('=')).find_map(|(key, value)| {
        let key = key.trim().trim_matches(['"', '\'', '”', '“']).to_lowercase();
        let value = value.split('#').next().unwrap_or_default();
        let value = value.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_lowercase();
        (key == "id" && is_id(&value, '-')).then_some(value)
    })
}

/// The agenda in a file, and the file's own text. `name` is what an error calls the file.
fn read_file(path: &Path, name: &str, laws: &Laws) -> Result<(Agenda, String), TomlFileError> {
    let bytes = read_bytes(path, name)?;
    let agenda = parse_knowing(name, &bytes, laws)?;
    Ok((agenda, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Whether a file in the user's folder is meant as an agenda. Hidden files belong to editors and systems.
fn is_agenda_name(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let ends_right = path.extension().is_some_and(|ending: &OsStr| ending.eq_ignore_ascii_case("toml"));
    ends_right && !hidden
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    fn ids(catalogue: &Catalogue) -> Vec<&str> {
        catalogue.iter().map(|entry| entry.agenda.id.as_str()).collect()
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn eht(id: &str, name: &str) -> String {
        let text = EMBEDDED[0].1;
        let text = text.replacen("id = \"eht\"", &format!("id = \"{id}\""), 1);
        text.replacen("namn = \"Elevhälsoteam\"", &format!("namn = \"{name}\""), 1)
    }

    #[test]
    fn the_forms_that_the_program_carries_are_whole_and_named_as_their_files() {
        let catalogue = Catalogue::load(None);
        assert!(catalogue.broken().is_empty(), "{}", catalogue.broken()[0].reason);
        let names: Vec<_> = EMBEDDED.iter().map(|(name, _)| name.trim_end_matches(".toml")).collect();
        assert_eq!(ids(&catalogue), names);
        assert!(
            catalogue.iter().all(|entry| entry.origin == Origin::Embedded && entry.text.starts_with("# "))
        );
    }

    #[test]
    fn every_file_among_the_agendas_is_carried() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("agendas");
        let mut files: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| name_of(&entry.unwrap().path())).collect();
        let mut carried: Vec<_> = EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).collect();
        files.sort();
        carried.sort();
        assert_eq!(files, carried);
    }

    #[test]
    fn a_file_replaces_the_form_with_its_id_and_adds_new_ones_last() {
        let folder =
            folder(&[("mitt.toml", &eht("eht", "Vårt EHT")), ("norra.TOML", &eht("eht-norra", "EHT Norra"))]);
        let catalogue = Catalogue::load(Some(folder.path()));
        let carried = EMBEDDED.iter().map(|(name, _)| name.trim_end_matches(".toml"));
        assert_eq!(ids(&catalogue), carried.chain(["eht-norra"]).collect::<Vec<_>>());
        let ours = catalogue.get("eht").unwrap();
        assert_eq!(ours.agenda.name, "Vårt EHT");
        let path = folder.path().join("mitt.toml");
        assert_eq!(ours.origin, Origin::File { path, replaces_embedded: true });
        let new = catalogue.get("eht-norra").unwrap();
        assert!(matches!(new.origin, Origin::File { replaces_embedded: false, .. }));
        assert!(catalogue.broken().is_empty());
    }

    #[test]
    fn a_broken_file_is_listed_and_the_carried_form_is_not_used_in_its_place() {
        let folder = folder(&[
            ("eht.toml", "id = 5"),
            ("a.toml", ""),
            ("sip-uppfoljning.toml", ""),
            ("anteckningar.txt", "inget"),
            (".eht.toml", "x"),
        ]);
        let catalogue = Catalogue::load(Some(folder.path()));
        assert!(catalogue.get("eht").is_none(), "another rule for consent may have stood there");
        assert_eq!(catalogue.broken_as("eht").unwrap().reason.file(), "eht.toml");
        assert!(catalogue.broken_as("eht").unwrap().follows.is_empty());
        assert!(catalogue.broken_as("sip-uppfoljning").unwrap().follows.iter().any(|form| form == "sip"));
        assert_eq!(catalogue.get("sip").unwrap().origin, Origin::Embedded);
        let broken: Vec<_> =
            catalogue.broken().iter().map(|broken| broken.reason.file().to_owned()).collect();
        assert_eq!(broken, ["a.toml", "eht.toml", "sip-uppfoljning.toml"]);
    }

    #[test]
    fn a_file_that_says_nowhere_what_it_is_casts_doubt_on_all() {
        let utf16: Vec<u8> = eht("eht", "Vårt").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes, doubt) in [
            ("eht-norra.toml", [&[0xff, 0xfe][..], &utf16].concat(), true),
            ("norra.toml", b"namn = \"EHT\"".to_vec(), true),
            ("norra.toml", Vec::new(), true),
            ("eht.toml", utf16.clone(), false),
            ("norra.toml", b"id = \"norra\"".to_vec(), false),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), &bytes).unwrap();
            let catalogue = Catalogue::load(Some(folder.path()));
            assert_eq!(catalogue.unread().is_some(), doubt, "{name}");
            assert_eq!(catalogue.broken().len(), 1, "{name}");
        }
    }

    #[test]
    fn a_broken_file_is_known_by_the_id_that_it_gives() {
        let slip = |text: &str| text.replacen("niva", "nivå", 1);
        for (name, text) in [
            ("norra.toml", slip(&eht("eht", "Vårt"))),
            ("norra.toml", format!("\u{feff}{}", slip(&eht("eht", "Vårt")))),
            ("norra.toml", slip(&eht("eht", "Vårt")).replacen("\"eht\"", "”eht” # vår", 1)),
            ("norra.toml", slip(&eht("eht", "Vårt")).replacen("id =", "\"id\" =", 1)),
            ("eht-norra.toml", slip(&eht("eht", "Vårt")).replacen("id =", "Id =", 1)),
            ("norra.toml", eht("EHT", "Vårt")),
            ("norra.toml", slip(&eht("eht", "Vårt")).replace('\n', "\r")),
            ("eht.toml", slip(&eht("Mitt EHT", "Vårt"))),
            ("eht.toml", "[[roller]]\nid = \"sip\"\n".to_owned()),
        ] {
            let folder = folder(&[(name, &text)]);
            let catalogue = Catalogue::load(Some(folder.path()));
            assert!(catalogue.get("eht").is_none() && catalogue.broken_as("eht").is_some(), "{text}");
            assert!(catalogue.get("sip").is_some(), "{text}");
        }
        // Where a whole file of one's own has the id, a broken copy beside it takes nothing away.
        let text = slip(&eht("eht", "Kopian"));
        let folder = folder(&[("a-kopia.toml", &text), ("eht.toml", &eht("eht", "Den rätta"))]);
        let catalogue = Catalogue::load(Some(folder.path()));
        assert_eq!(catalogue.get("eht").unwrap().agenda.name, "Den rätta");
        assert!(catalogue.broken_as("eht").is_none() && catalogue.broken().len() == 1);
    }

    #[test]
    fn of_two_files_with_one_id_the_first_holds() {
        let folder =
            folder(&[("eht-kopia.toml", &eht("eht", "Kopian")), ("eht.toml", &eht("eht", "Den rätta"))]);
        let catalogue = Catalogue::load(Some(folder.path()));
        assert_eq!(catalogue.get("eht").unwrap().agenda.name, "Den rätta");
        let reason = catalogue.broken()[0].reason.to_string();
        assert!(reason.starts_with("eht-kopia.toml: formen ”eht” finns redan i filen eht.toml."), "{reason}");
    }

    #[test]
    fn a_folder_that_is_not_there_or_is_a_file_is_said() {
        let folder = folder(&[("fil", "")]);
        for (name, words) in [("saknas", "mappen finns inte"), ("fil", "det här är ingen mapp")] {
            let catalogue = Catalogue::load(Some(&folder.path().join(name)));
            assert_eq!(catalogue.iter().count(), EMBEDDED.len());
            assert!(catalogue.unread().is_some());
            assert!(
                catalogue.broken()[0].reason.to_string().contains(words),
                "{}",
                catalogue.broken()[0].reason
            );
        }
    }

    #[test]
    fn a_folder_named_as_a_file_is_said() {
        let folder = folder(&[]);
        fs::create_dir(folder.path().join("eht.toml")).unwrap();
        let catalogue = Catalogue::load(Some(folder.path()));
        assert!(catalogue.broken()[0].reason.to_string().contains("det här är en mapp"));
    }

    #[test]
    fn a_large_file_is_not_read_to_its_end() {
        let folder = folder(&[]);
        let path = folder.path().join("stor.toml");
        // A file with a hole: 1 TiB by name, nothing on disk.
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let error = read_file(&path, "stor.toml", &Laws::default()).unwrap_err();
        assert!(error.to_string().contains("256 KiB"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_with_strange_characters_is_shown_safely() {
        let folder = folder(&[("a\u{1b}[31m\u{202e}.toml", "id = 5")]);
        let text = Catalogue::load(Some(folder.path())).broken()[0].reason.to_string();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    }
}
