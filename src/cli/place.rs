//! Where a command works: the settings, the database and its passphrase, the agendas.

use super::{CliError, Globals, shown};
use crate::agenda_file::{Catalogue, glossary, held, laws, snapshot_of, support};
use crate::app::action::name_keys;
use crate::app::effect::Secret;
use crate::app::model::{AgendaChoice, Lists};
use crate::config::{self, Config};
use crate::domain::agenda::EmiBorder;
use crate::domain::law::Laws;
use crate::domain::reference::Glossary;
use crate::domain::text::nfc;
use crate::runtime::access::{access_of, account, hold_back};
use crate::runtime::child::PASSPHRASE;
use crate::runtime::progress::watching_at_terminal;
use crate::store::{self, FileKind, Store, StoreError};
use crate::toml_file::TomlFileError;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// A passphrase is a few words; a first line that is longer belongs to another kind of file.
const MAX_PASSPHRASE: u64 = 4096;

/// So many times somebody is asked before the program gives up: what they type after that stands in the shell, in clear.
pub(super) const TRIES: usize = 3;

/// What the environment says, by the name of a variable; a variable that is empty says nothing.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<OsString>;

/// Where a command works.
#[derive(Debug)]
pub struct Place {
    /// The user's settings.
    pub config: Config,
    /// The database.
    pub database: PathBuf,
    /// The folder of own agendas.
    pub agendas: Option<PathBuf>,
    passphrase_file: Option<PathBuf>,
    passphrase: Option<OsString>,
    /// Who does it, where the command line says so.
    pub person: Option<String>,
    /// The verb; nothing for the program itself.
    door: Option<&'static str>,
}

impl Place {
    /// Finds it: what the command line says goes before the environment, and that before the settings.
    ///
    /// # Errors
    /// When the settings can't be understood, or the computer has no place for a database and none is named.
    pub fn find(globals: Globals, environment: Environment<'_>) -> Result<Self, CliError> {
        let config =
            config::default_file().map_or_else(|| Ok(Config::default()), |file| Config::load(&file))?;
        Self::with(config, globals, environment)
    }

    /// The same where the settings may be what is broken: then as if there were none, which is told on stderr.
    ///
    /// # Errors
    /// When the computer has no place for a database and none is named.
    pub fn find_despite_settings(globals: Globals, environment: Environment<'_>) -> Result<Self, CliError> {
        let config = config::default_file().map_or_else(|| Ok(Config::default()), |file| Config::load(&file));
        let config = config.unwrap_or_else(|error| {
            // A warning that can't be shown stops nothing.
            let _ = writeln!(io::stderr(), "Obs: inställningarna används inte. {error}");
            Config::default()
        });
        Self::with(config, globals, environment)
    }

    fn with(config: Config, globals: Globals, environment: Environment<'_>) -> Result<Self, CliError> {
        // Before the database is opened, which may tell a time.
        store::tell_time_in(config.zone);
        let from = |name: &str| environment(name).map(PathBuf::from);
        let database = globals
            .database
            .or_else(|| from("SAMVERKAN_DATABAS"))
            .or_else(|| config.database.clone())
            .or_else(config::default_database)
            .ok_or_else(|| {
                CliError::failed(
                    "Datorn har ingen egen mapp för databasen.",
                    "Säg var den ska ligga: samverkan --databas FIL",
                )
            })?;
        let agendas = globals
            .agendas
            .or_else(|| from("SAMVERKAN_AGENDOR"))
            .or_else(|| config.agendas.clone())
            .or_else(config::default_agendas);
        Ok(Self {
            config,
            database,
            agendas,
            passphrase_file: globals.passphrase_file,
            passphrase: environment(PASSPHRASE),
            person: globals.person.map(|name| nfc(&name.to_string_lossy()).trim().to_owned()),
            door: None,
        })
    }

    /// The same, for a verb of the command line: it stands in the log.
    #[must_use]
    pub fn through(self, door: Option<&'static str>) -> Self {
        Self { door, ..self }
    }

    /// Whether the program opens this database where none is named.
    pub fn is_usual(&self) -> bool {
        let usual = self.config.database.clone().or_else(config::default_database);
        usual.is_some_and(|usual| usual == self.database)
    }

    /// The verb; nothing for the program itself.
    pub fn door(&self) -> Option<&'static str> {
        self.door
    }

    /// Says who does it and through which door: the person who is named, otherwise the computer's account.
    fn introduce(&self, store: &mut Store) -> Result<(), CliError> {
        store.come_through(self.door, &account());
        let Some(name) = &self.person else { return Ok(()) };
        let known = store.person_named(name)?;
        // In the program itself somebody new is asked for the rest.
        if known.is_none() && self.door.is_none() {
            return Ok(());
        }
        let person = known.ok_or_else(|| {
            CliError::usage(
                "Databasen känner ingen person som heter så.",
                "Skriv namnet på någon som har suttit vid tangentbordet i programmet, eller utelämna --person.",
            )
        })?;
        store.act_as(Some(person.id));
        Ok(())
    }

    /// All agendas.
    pub fn catalogue(&self) -> Catalogue {
        Catalogue::load_knowing(self.agendas.as_deref(), &laws().0)
    }

    /// The passphrase, if a file or the environment has it.
    ///
    /// # Errors
    /// When the file can't be read or has nothing on its first line.
    pub fn passphrase(&self) -> Result<Option<Secret>, CliError> {
        if let Some(file) = &self.passphrase_file {
            return passphrase_in(file).map(Some);
        }
        match &self.passphrase {
            None => Ok(None),
            Some(text) => text.to_str().map(|text| Some(Secret::new(text.to_owned()))).ok_or_else(|| {
                CliError::failed(
                    "Lösenfrasen i SAMVERKAN_LOSENFRAS är inte text i UTF-8.",
                    "Skriv den på nytt, eller lägg den i en fil och ange --losenfras-fil FIL.",
                )
            }),
        }
    }

    /// Opens the database for a command, and asks for the passphrase if it has to.
    ///
    /// # Errors
    /// When there is no database, it can't be opened, or there is nobody to ask.
    pub fn open(&self) -> Result<Store, CliError> {
        self.open_keeping().map(|(store, _)| store)
    }

    /// As [`Place::open`], with what opened it, for whoever must be able to open it again.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub fn open_keeping(&self) -> Result<(Store, Option<Secret>), CliError> {
        let (mut store, secret) = self.open_untold()?;
        if let Some(news) = store.take_news() {
            let _ = writeln!(io::stderr(), "Obs: {}", name_keys(news));
        }
        Ok((store, secret))
    }

    /// The same for the program itself, which tells what was found where it is read.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub fn open_untold(&self) -> Result<(Store, Option<Secret>), CliError> {
        let open = |secret: Option<&Secret>| {
            let access = access_of(secret);
            watching_at_terminal(store::upgrading, || Store::open(&self.database, &access))
        };
        let (opened, secret) = match store::kind_in_place(&self.database)? {
            FileKind::Encrypted => match self.passphrase()? {
                Some(secret) => (open(Some(&secret)), Some(secret)),
                None => again_if(is_wrong_secret, || {
                    let secret = ask("Lösenfras: ")?;
                    Ok((open(Some(&secret)), Some(secret)))
                })?,
            },
            // What isn't there or isn't ours is refused by the opening, with its reason.
            _ => (open(None), None),
        };
        let access = access_of(secret.as_ref());
        let mut store = match opened {
            // A backup is read where it lies.
            Err(StoreError::ReadOnly(_)) => Store::open_to_read(&self.database, &access)?,
            opened => opened?,
        };
        hold_back(&mut store);
        self.introduce(&mut store)?;
        Ok((store, secret))
    }
}

/// Does something with what somebody types, and again where that was wrong.
pub(super) fn again_if<T, S, E: std::fmt::Display>(
    is_wrong: impl Fn(&E) -> bool,
    mut attempt: impl FnMut() -> Result<(Result<T, E>, S), CliError>,
) -> Result<(Result<T, E>, S), CliError> {
    for _ in 1..TRIES {
        match attempt()? {
            (Err(wrong), _) if is_wrong(&wrong) => {
                // What can't be shown is asked for all the same.
                let _ = writeln!(io::stderr(), "{wrong}");
            }
            done => return Ok(done),
        }
    }
    attempt()
}

/// Whether something else is to be typed.
pub(super) fn is_wrong_secret(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::WrongPassphrase(_)
            | StoreError::WrongRecoveryKey(_)
            | StoreError::MistypedRecoveryKey { .. }
    )
}

/// What is read from files beside the program's start: the agendas in `folder` and the program's own, the lists, and what is
/// wrong with the user's own lists, as one line. The support is as a municipality sees it.
pub fn lists(folder: Option<&Path>, municipality: &str, emi_border: bool) -> Lists {
    let (glossary, of_glossary) = glossary();
    let (laws, of_laws) = laws();
    let (support, of_support) = support::load(config::default_folder().as_deref());
    let of_support = not_used("Er stödkatalog", of_support);
    let (words, of_words) = held::load(config::default_folder().as_deref());
    let of_words = not_used("Er lista över ord som hålls inne", of_words);
    let agendas = choices(&Catalogue::load_knowing(folder, &laws), emi_border);
    let remarks: Vec<String> = [of_glossary, of_laws, of_support, of_words].into_iter().flatten().collect();
    let remark = remarks.iter().flat_map(|remark| remark.split_whitespace()).collect::<Vec<_>>().join(" ");
    let remark = Some(remark).filter(|remark| !remark.is_empty());
    let words = Arc::new(words);
    Lists { agendas, glossary, laws, support: support.seen_from(municipality), words, remark }
}

/// What abbreviations stand for, and what is wrong with the user's own list, if something is.
fn glossary() -> (Glossary, Option<String>) {
    let (glossary, error) = glossary::load(config::default_folder().as_deref());
    (glossary, not_used("Ordlistan", error))
}

/// What the law says that agendas remind of, and what is wrong with the user's own list, if something is.
fn laws() -> (Laws, Option<String>) {
    let (laws, error) = laws::load(config::default_folder().as_deref());
    (laws, not_used("Er lista över lagrum", error))
}

/// What abbreviations stand for; what is wrong with the user's own list is told on stderr.
pub fn glossary_or_warning() -> Glossary {
    or_warning(glossary())
}

/// What the law says that agendas remind of; what is wrong with the user's own list is told on stderr.
pub fn laws_or_warning() -> Laws {
    or_warning(laws())
}

fn or_warning<T>((list, error): (T, Option<String>)) -> T {
    if let Some(error) = error {
        // A warning that can't be shown stops nothing.
        let _ = writeln!(io::stderr(), "{error}");
    }
    list
}

fn not_used(list: &str, error: Option<TomlFileError>) -> Option<String> {
    error.map(|error| format!("{list} används inte, utan programmets egen. {error}"))
}

/// Asks in the terminal, without showing what is typed.
///
/// # Errors
/// When there is no terminal.
pub fn ask(question: &str) -> Result<Secret, CliError> {
    if !io::stdin().is_terminal() {
        return Err(CliError::failed(
            "Databasen är låst, och det finns ingen terminal att fråga efter lösenfrasen i.",
            "Ange --losenfras-fil FIL, eller sätt SAMVERKAN_LOSENFRAS.",
        ));
    }
    rpassword::prompt_password(question).map(Secret::new).map_err(|_| {
        CliError::failed(
            "Det gick inte att läsa lösenfrasen ur terminalen.",
            "Försök igen, eller ange --losenfras-fil FIL.",
        )
    })
}

/// The passphrase on the first line of a file.
///
/// # Errors
/// When the file can't be read or has nothing on its first line.
pub fn passphrase_in(path: &Path) -> Result<Secret, CliError> {
    let name = shown(path);
    let unreadable = |problem: &str| {
        CliError::failed(
            format!("Filen med lösenfrasen, {name}, {problem}."),
            "Filen ska vara text i UTF-8 med lösenfrasen på första raden.",
        )
    };
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => unreadable("finns inte"),
        _ => unreadable("går inte att läsa"),
    })?;
    if is_readable_by_others(&file) {
        let warning =
            format!("Varning: {name} kan läsas av andra på datorn. Gör den till din egen: chmod 600 {name}");
        // A warning that can't be shown stops nothing.
        let _ = writeln!(io::stderr(), "{warning}");
    }
    let mut line = Zeroizing::new(String::new());
    BufReader::new(file.take(MAX_PASSPHRASE + 1)).read_line(&mut line).map_err(|error| {
        unreadable(match error.kind() {
            io::ErrorKind::InvalidData => "är inte text",
            _ => "går inte att läsa",
        })
    })?;
    if line.len() as u64 > MAX_PASSPHRASE {
        return Err(unreadable("har en orimligt lång första rad"));
    }
    let text = line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
    if text.trim().is_empty() {
        return Err(unreadable("har ingenting på första raden"));
    }
    Ok(Secret::new(text.to_owned()))
}

#[cfg(unix)]
fn is_readable_by_others(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    // A pipe or a device has other rights than a file; nothing of it stays on disk.
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_: &File) -> bool {
    false
}

/// The agendas as the program offers them: those that work, then those that don't, with the reason.
pub fn choices(catalogue: &Catalogue, emi_border: bool) -> Vec<AgendaChoice> {
    let unread = catalogue.unread();
    let works = catalogue.iter().map(|entry| {
        let mut agenda = entry.agenda.clone();
        // What a form reminds of, the settings turn on: a meeting keeps it from its beginning.
        if emi_border && agenda.emi_border == EmiBorder::Paminner {
            agenda.emi_border = EmiBorder::Ja;
        }
        let kept = snapshot_of(&agenda);
        AgendaChoice { doubt: unread.map(ToString::to_string), ..AgendaChoice::of(agenda, kept) }
    });
    let broken = catalogue.broken().iter().map(|broken| AgendaChoice {
        id: broken.id.clone().map_or_else(
            || shown(broken.path.file_stem().unwrap_or(broken.path.as_os_str())),
            |id| shown(id.as_str()),
        ),
        agenda: Err(broken.reason.to_string()),
        doubt: None,
        follows: broken.follows.clone(),
    });
    works.chain(broken).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(globals: Globals, variables: &[(&str, &str)]) -> Place {
        let environment = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        Place::with(Config::default(), globals, &environment).unwrap()
    }

    fn with_file(content: &[u8]) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fras");
        std::fs::write(&file, content).unwrap();
        let globals = Globals { passphrase_file: Some(file), ..Globals::default() };
        place(globals, &[("SAMVERKAN_LOSENFRAS", "ur miljön")])
            .passphrase()
            .map(|secret| secret.unwrap().expose().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_command_line_goes_before_the_environment() {
        let variables = [("SAMVERKAN_DATABAS", "miljö.db"), ("SAMVERKAN_AGENDOR", "miljö")];
        let found = place(Globals::default(), &variables);
        assert_eq!((found.database, found.agendas), ("miljö.db".into(), Some("miljö".into())));
        let globals =
            Globals { database: Some("rad.db".into()), agendas: Some("rad".into()), ..Globals::default() };
        let found = place(globals, &variables);
        assert_eq!((found.database, found.agendas), ("rad.db".into(), Some("rad".into())));
    }

    #[test]
    fn a_passphrase_comes_from_the_file_before_the_environment() {
        assert_eq!(with_file("tre gröna grodor\r\nmer\n".as_bytes()), Ok("tre gröna grodor".to_owned()));
        let from_environment = place(Globals::default(), &[("SAMVERKAN_LOSENFRAS", "ur miljön")]);
        assert_eq!(from_environment.passphrase().unwrap().unwrap().expose(), "ur miljön");
        assert!(place(Globals::default(), &[]).passphrase().unwrap().is_none());
    }

    #[test]
    fn a_file_without_a_passphrase_is_told_apart() {
        for (content, problem) in [
            (&b""[..], "har ingenting på första raden"),
            (b"\nfrasen", "har ingenting på första raden"),
            (&[0x61, 0xff, 0xfe], "är inte text"),
            (&[b'a'; 10_000], "orimligt lång"),
        ] {
            let error = with_file(content).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
        let globals = Globals { passphrase_file: Some("/finns/inte".into()), ..Globals::default() };
        assert!(place(globals, &[]).passphrase().unwrap_err().to_string().contains("finns inte"));
    }

    #[test]
    fn every_form_is_offered_with_its_snapshot() {
        for choice in choices(&Catalogue::load(None), false) {
            let (agenda, kept) = choice.agenda.unwrap();
            assert_eq!((agenda.id, kept.sha.len()), (choice.id, 64));
        }
    }

    #[test]
    fn a_setting_turns_on_the_border_that_a_form_reminds_of_and_no_other() {
        let of = |id: &str, emi_border| {
            let choice = choices(&Catalogue::load(None), emi_border).into_iter().find(|one| one.id == id);
            let (agenda, kept) = choice.unwrap().agenda.unwrap();
            assert_eq!(kept, snapshot_of(&agenda));
            agenda.emi_border
        };
        assert_eq!((of("eht", false), of("eht", true)), (EmiBorder::Paminner, EmiBorder::Ja));
        assert_eq!((of("sip", false), of("sip", true)), (EmiBorder::Nej, EmiBorder::Nej));
    }
}
