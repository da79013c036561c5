//! The user's own settings, from a TOML file in the platform's config folder. No file means the defaults.

use crate::agenda_file::nearest;
use crate::app::model::Theme;
use crate::domain::text;
use crate::io_words::reason;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys of the file.
const KEYS: [&str; 15] = [
    "arbetsplats",
    "kommun",
    "tema",
    "zon",
    "namngivna_dagar",
    "databas",
    "agendor",
    "skrivare",
    "visa_med",
    "starta_i_vaggvy",
    "las_efter_minuter",
    "namnd",
    "logotyp",
    "mall",
    "underskrifter",
];

/// A settings file is a few lines; more than this is another kind of file.
const MAX_BYTES: u64 = 256 * 1024;

/// The user's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The workplace's name in heads.
    pub workplace: String,
    /// The municipality whose support is offered: "Dals-Ed"; all of them if it is empty.
    pub municipality: String,
    /// The colours.
    pub theme: Theme,
    /// The zone of the clock on the wall.
    pub zone: Tz,
    /// The municipality's own named days, in lower case: "sportlov".
    pub named_days: Vec<(String, NaiveDate)>,
    /// The database, unless the command line names another.
    pub database: Option<PathBuf>,
    /// The folder with own meeting forms, unless the command line names another.
    pub forms: Option<PathBuf>,
    /// The printer that papers go to, unless another is chosen.
    pub printer: Option<String>,
    /// The program that shows files, instead of the platform's own.
    pub viewer: Option<String>,
    /// Whether the program starts with the wall's picture: the laptop's own screen is projected.
    pub on_wall: bool,
    /// After how many minutes without a key the program locks itself; never if nothing is said.
    pub lock_after: Option<u32>,
    /// The body that answers for what is printed: "Barn- och utbildningsnämnden".
    pub body: String,
    /// The municipality's mark on what is printed, SVG or PNG.
    pub logo: Option<PathBuf>,
    /// A template of the municipality's own for what is printed.
    pub template: Option<PathBuf>,
    /// Who signs what is printed, each with a line.
    pub signatures: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            workplace: String::new(),
            municipality: String::new(),
            theme: Theme::default(),
            zone: chrono_tz::Europe::Stockholm,
            named_days: Vec::new(),
            database: None,
            forms: None,
            printer: None,
            viewer: None,
            on_wall: false,
            lock_after: None,
            body: String::new(),
            logo: None,
            template: None,
            signatures: Vec::new(),
        }
    }
}

/// What is wrong with the settings file, in Swedish: where, what, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    file: String,
    line: Option<usize>,
    problem: String,
    remedy: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inställningarna i {}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", rad {line}")?;
        }
        write!(f, ": {}.\n  {}", self.problem, self.remedy)
    }
}

/// A fault at a place in the file.
struct Fault {
    at: usize,
    problem: String,
    remedy: String,
}

impl Fault {
    fn new(at: usize, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { at, problem: problem.into(), remedy: remedy.into() }
    }
}

impl Config {
    /// Reads the settings in `file`; the defaults if there is no such file.
    ///
    /// # Errors
    /// When the file can't be read or says what can't be understood.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let shown = file.display().to_string();
        let fail = |problem: String, remedy: &str| ConfigError {
            file: text::clean(&shown),
            line: None,
            problem,
            remedy: remedy.to_owned(),
        };
        let mut bytes = Vec::new();
        let opened = std::fs::File::open(file).and_then(|f| f.take(MAX_BYTES + 1).read_to_end(&mut bytes));
        match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                let remedy = "Se till att filen går att läsa, eller flytta undan den.";
                return Err(fail(format!("filen går inte att läsa ({})", reason(&error)), remedy));
            }
            Ok(_) if bytes.len() as u64 > MAX_BYTES => {
                let remedy = "En fil med inställningar är några rader. Flytta undan den här och skriv en ny.";
                return Err(fail("filen är orimligt stor".to_owned(), remedy));
            }
            Ok(_) => {}
        }
        let Ok(content) = String::from_utf8(bytes) else {
            return Err(fail("filen är inte text i UTF-8".to_owned(), "Spara om den som UTF-8."));
        };
        Self::parse(&shown, &content, file.parent())
    }

    /// Reads settings from text; paths in it that aren't absolute start from `folder`.
    ///
    /// # Errors
    /// When the text says what can't be understood; `name` is the file that is named then.
    pub fn parse(name: &str, content: &str, folder: Option<&Path>) -> Result<Self, ConfigError> {
        let located = |fault: Fault| ConfigError {
            file: text::clean(name),
            line: Some(line_of(content, fault.at)),
            problem: fault.problem,
            remedy: fault.remedy,
        };
        let table = DeTable::parse(content).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            located(Fault::new(
                at,
                "raden går inte att tyda",
                "En rad skrivs som  nyckel = \"värde\" , till exempel  tema = \"ljus\" . Varje nyckel får stå en gång, och en nyckel med å, ä eller ö sätts inom citattecken.",
            ))
        })?;
        Self::from_table(table.get_ref(), folder).map_err(located)
    }

    fn from_table(table: &DeTable<'_>, folder: Option<&Path>) -> Result<Self, Fault> {
        let mut config = Self::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "arbetsplats" => text::clean(string(key, value)?).trim().clone_into(&mut config.workplace),
                "kommun" => text::clean(string(key, value)?).trim().clone_into(&mut config.municipality),
                "tema" => config.theme = theme(string(key, value)?, value.span().start)?,
                "zon" => config.zone = zone(string(key, value)?, value.span().start)?,
                "namngivna_dagar" => config.named_days = named_days(value)?,
                "databas" => config.database = Some(path(string(key, value)?, folder)),
                "skrivare" => {
                    config.printer = Some(string(key, value)?.to_owned()).filter(|name| !name.is_empty());
                }
                "visa_med" => {
                    config.viewer = Some(string(key, value)?.to_owned()).filter(|name| !name.is_empty());
                }
                "starta_i_vaggvy" => config.on_wall = yes_or_no(key, value)?,
                "las_efter_minuter" => config.lock_after = minutes(key, value)?,
                "namnd" => text::clean(string(key, value)?).trim().clone_into(&mut config.body),
                "logotyp" => config.logo = Some(path(string(key, value)?, folder)),
                "mall" => config.template = Some(path(string(key, value)?, folder)),
                "underskrifter" => config.signatures = signatures(value)?,
                "agendor" => config.forms = Some(path(string(key, value)?, folder)),
                unknown => {
                    let remedy = match nearest(unknown, KEYS) {
                        Some(meant) => format!("Menade du {meant}?"),
                        None => format!("Det som kan ställas in är {}.", KEYS.join(", ")),
                    };
                    return Err(Fault::new(
                        key.span().start,
                        format!("”{}” är ingen inställning", text::clean(unknown)),
                        remedy,
                    ));
                }
            }
        }
        Ok(config)
    }
}

/// Where the settings are; nothing if the computer has no place for them.
pub fn default_file() -> Option<PathBuf> {
    Some(folders()?.config_dir().join("installningar.toml"))
}

/// The folder of the settings, where the user's own lists are too; nothing if the computer has no place for them.
pub fn default_folder() -> Option<PathBuf> {
    Some(folders()?.config_dir().to_owned())
}

/// Where the database is, unless somebody says otherwise; nothing if the computer has no place for it.
pub fn default_database() -> Option<PathBuf> {
    Some(folders()?.data_dir().join("samverkan.db"))
}

/// Where own meeting forms are, unless somebody says otherwise; nothing if there is no such folder.
pub fn default_forms() -> Option<PathBuf> {
    Some(folders()?.config_dir().join("agendor")).filter(|folder| folder.is_dir())
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "samverkan")
}

/// The colours, when the environment has its say: NO_COLOR (no-color.org) goes before the settings.
pub fn theme_for(chosen: Theme, no_color: Option<&OsStr>) -> Theme {
    if no_color.is_some_and(|value| !value.is_empty()) { Theme::Plain } else { chosen }
}

fn line_of(content: &str, at: usize) -> usize {
    content.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn string<'v>(key: &Spanned<impl AsRef<str>>, value: &'v Spanned<DeValue<'_>>) -> Result<&'v str, Fault> {
    let key = key.get_ref().as_ref();
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err(Fault::new(
            value.span().start,
            format!("värdet av {key} ska vara text"),
            format!("Sätt citattecken om värdet:  {key} = \"…\""),
        )),
    }
}

fn yes_or_no(key: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) -> Result<bool, Fault> {
    let key = key.get_ref().as_ref();
    match value.get_ref() {
        DeValue::Boolean(yes) => Ok(*yes),
        _ => Err(Fault::new(
            value.span().start,
            format!("{key} ska vara true (ja) eller false (nej)"),
            format!("Skriv utan citattecken:  {key} = true"),
        )),
    }
}

/// So many minutes at most may the program be set to wait: a day.
const MOST_MINUTES: u32 = 24 * 60;

/// Minutes; nothing for 0.
fn minutes(key: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) -> Result<Option<u32>, Fault> {
    let key = key.get_ref().as_ref();
    let number = match value.get_ref() {
        DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    match number {
        Some(number) if number <= MOST_MINUTES => Ok(Some(number).filter(|number| *number > 0)),
        _ => Err(Fault::new(
            value.span().start,
            format!("{key} ska vara ett antal minuter, 0–{MOST_MINUTES}"),
            format!("Skriv utan citattecken:  {key} = 10 . 0 betyder att programmet inte låser sig."),
        )),
    }
}

fn signatures(value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Fault> {
    let wrong = |at: usize| {
        Fault::new(
            at,
            "underskrifter ska vara en lista med dem som skriver under",
            "Skriv till exempel:  underskrifter = [\"Ordförande\", \"Justerare\"]",
        )
    };
    let DeValue::Array(names) = value.get_ref() else { return Err(wrong(value.span().start)) };
    names
        .iter()
        .map(|name| match name.get_ref() {
            DeValue::String(name) => Ok(text::clean(name).trim().to_owned()),
            _ => Err(wrong(name.span().start)),
        })
        .collect()
}

fn theme(word: &str, at: usize) -> Result<Theme, Fault> {
    match text::nfc(word).trim().to_lowercase().as_str() {
        "mork" | "mörk" => Ok(Theme::Dark),
        "ljus" => Ok(Theme::Light),
        "kontrast" => Ok(Theme::Contrast),
        _ => Err(Fault::new(
            at,
            format!("temat ”{}” finns inte", text::clean(word)),
            "Skriv \"mork\", \"ljus\" eller \"kontrast\".",
        )),
    }
}

fn zone(word: &str, at: usize) -> Result<Tz, Fault> {
    word.trim().parse().map_err(|_| {
        Fault::new(
            at,
            format!("tidszonen ”{}” är okänd", text::clean(word)),
            "Skriv den som världsdel och stad, till exempel \"Europe/Stockholm\".",
        )
    })
}

fn named_days(value: &Spanned<DeValue<'_>>) -> Result<Vec<(String, NaiveDate)>, Fault> {
    let DeValue::Table(days) = value.get_ref() else {
        return Err(Fault::new(
            value.span().start,
            "namngivna_dagar ska vara namn med var sitt datum",
            "Skriv till exempel:  namngivna_dagar = { sportlov = \"2027-02-08\" }",
        ));
    };
    days.iter()
        .map(|(name, day)| {
            let written = match day.get_ref() {
                DeValue::String(text) => text.trim().to_owned(),
                DeValue::Datetime(date) => date.to_string(),
                _ => String::new(),
            };
            let name = text::clean(name.get_ref()).to_lowercase();
            match written.parse::<NaiveDate>() {
                Ok(date) => Ok((name, date)),
                Err(_) => Err(Fault::new(
                    day.span().start,
                    format!("”{name}” har inget datum som finns"),
                    "Skriv år-månad-dag inom citattecken, till exempel \"2027-02-08\".",
                )),
            }
        })
        .collect()
}

/// A path as it is written in the file: `~/` is the user's home, what isn't absolute starts from the file's folder.
fn path(written: &str, folder: Option<&Path>) -> PathBuf {
    if let (Some(rest), Some(base)) = (written.strip_prefix("~/"), directories::BaseDirs::new()) {
        return base.home_dir().join(rest);
    }
    folder.map_or_else(|| PathBuf::from(written), |folder| folder.join(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(content: &str) -> Result<Config, ConfigError> {
        Config::parse("/etc/installningar.toml", content, Some(Path::new("/etc")))
    }

    #[test]
    fn every_setting_is_read() {
        let config = parse(
            "# våra inställningar\narbetsplats = \"  Ängsskolan \"\nkommun = \" Dals-Ed\"\ntema = \"mörk\"\nzon = \"Europe/Helsinki\"\n\
             databas = \"/srv/namnd.db\"\nagendor = \"egna\"\nstarta_i_vaggvy = true\nlas_efter_minuter = 10\nnamnd = \"Nämnden\"\nlogotyp = \"vapen.svg\"\n\
             mall = \"/srv/egen.typ\"\nunderskrifter = [\"Ordförande\", \"Justerare\"]\n\
             [namngivna_dagar]\nSportlov = \"2027-02-08\"\n\"påsklov\" = 2027-03-29\n",
        )
        .unwrap();
        assert_eq!(config.workplace, "Ängsskolan");
        assert_eq!(config.municipality, "Dals-Ed");
        assert_eq!(config.theme, Theme::Dark);
        assert_eq!(config.zone, chrono_tz::Europe::Helsinki);
        assert_eq!(config.database.as_deref(), Some(Path::new("/srv/namnd.db")));
        assert_eq!(config.forms.as_deref(), Some(Path::new("/etc/egna")));
        assert!(config.on_wall);
        assert_eq!(config.lock_after, Some(10));
        assert_eq!(parse("las_efter_minuter = 0").unwrap().lock_after, None);
        assert_eq!(config.body, "Nämnden");
        assert_eq!(config.logo.as_deref(), Some(Path::new("/etc/vapen.svg")));
        assert_eq!(config.template.as_deref(), Some(Path::new("/srv/egen.typ")));
        assert_eq!(config.signatures, ["Ordförande", "Justerare"]);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut days = config.named_days;
        days.sort();
        assert_eq!(
            days,
            [("påsklov".to_owned(), day("2027-03-29")), ("sportlov".to_owned(), day("2027-02-08"))]
        );
    }

    #[test]
    fn nothing_written_means_the_defaults() {
        assert_eq!(parse(""), Ok(Config::default()));
        assert_eq!(Config::default().zone, chrono_tz::Europe::Stockholm);
        assert_eq!(Config::load(Path::new("/finns/inte.toml")), Ok(Config::default()));
    }

    #[test]
    fn each_fault_tells_line_problem_and_remedy() {
        for (content, line, problem, remedy) in [
            ("\ntemma = \"ljus\"", 2, "”temma” är ingen inställning", "Menade du tema?"),
            ("xyzzy = 1", 1, "”xyzzy”", "arbetsplats, kommun, tema"),
            ("tema = \"blå\"", 1, "temat ”blå” finns inte", "kontrast"),
            ("underskrifter = \"Rektor\"", 1, "underskrifter ska vara en lista", "Justerare"),
            ("underskrifter = [1]", 1, "underskrifter ska vara en lista", "Justerare"),
            ("tema = 3", 1, "värdet av tema ska vara text", "citattecken"),
            ("starta_i_vaggvy = \"ja\"", 1, "ska vara true (ja) eller false (nej)", "starta_i_vaggvy = true"),
            ("zon = \"Sverige\"", 1, "tidszonen ”Sverige”", "Europe/Stockholm"),
            ("las_efter_minuter = \"tio\"", 1, "antal minuter", "las_efter_minuter = 10"),
            ("las_efter_minuter = -1", 1, "antal minuter", "låser sig"),
            ("las_efter_minuter = 1441", 1, "antal minuter", "låser sig"),
            ("namngivna_dagar = \"v 7\"", 1, "namn med var sitt datum", "sportlov"),
            ("[namngivna_dagar]\nsportlov = \"2027-02-30\"", 2, "”sportlov” har inget datum", "2027-02-08"),
            ("[namngivna_dagar]\n\nlov = 7", 3, "”lov” har inget datum", "2027-02-08"),
            ("tema = \"ljus\"\ntema = \"mork\"", 2, "går inte att tyda", "en gång"),
            ("tema = \"ljus\"\n= \n", 2, "går inte att tyda", "nyckel"),
        ] {
            let error = parse(content).unwrap_err();
            assert_eq!(error.line, Some(line), "{content}: {error}");
            let shown = error.to_string();
            assert!(shown.contains(problem), "{problem} in {shown}");
            assert!(shown.contains(remedy), "{remedy} in {shown}");
            assert!(shown.starts_with(&format!("Inställningarna i /etc/installningar.toml, rad {line}: ")));
        }
    }

    #[test]
    fn a_file_that_is_no_settings_file_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("installningar.toml");
        std::fs::write(&file, [0x66, 0xff, 0xfe]).unwrap();
        assert!(Config::load(&file).unwrap_err().to_string().contains("UTF-8"));
        std::fs::write(&file, vec![b'#'; 10_000_000]).unwrap();
        assert!(Config::load(&file).unwrap_err().to_string().contains("orimligt stor"));
        assert!(Config::load(folder.path()).unwrap_err().to_string().contains("går inte att läsa"));
    }

    #[test]
    fn escape_sequences_in_the_file_stay_there() {
        let shown = parse("\"te\\u001b[31mma\" = 1").unwrap_err().to_string();
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }

    #[test]
    fn no_color_goes_before_the_settings() {
        assert_eq!(theme_for(Theme::Light, Some(OsStr::new("1"))), Theme::Plain);
        assert_eq!(theme_for(Theme::Light, Some(OsStr::new(""))), Theme::Light);
        assert_eq!(theme_for(Theme::Light, None), Theme::Light);
    }
}
