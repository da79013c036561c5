//! The user's own settings, from a TOML file in the platform's config folder. No file means the defaults.

use crate::app::model::Theme;
use crate::domain::text;
use crate::toml_file::{self, Shape, Spanned, TomlFile, TomlFileError, Value, Wrong, filled, short};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How the file looks.
static SHAPE: Shape = Shape {
    what: "inställningar",
    if_too_large: "En fil med inställningar är några rader. Flytta undan den här och skriv en ny.",
    line: "tema = \"ljus\"",
    headings: "[namngivna_dagar]",
    keys: "Nycklar skrivs med a–z, siffror och _. En dag med å, ä eller ö i namnet sätts inom citattecken: \"påsklov\" = \"2027-03-29\"",
    see: "Skriv till exempel: underskrifter = [\"Ordförande\", \"Justerare\"]",
    verbatim: &["databas", "agendor", "sakerhetskopior", "skrivare", "visa_med", "logotyp", "mall"],
    ..Shape::LIST
};

/// The file's keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Rows {
    arbetsplats: Option<Spanned<String>>,
    kommun: String,
    tema: Option<Spanned<String>>,
    zon: Option<Spanned<String>>,
    namngivna_dagar: BTreeMap<String, Spanned<Value>>,
    databas: Option<String>,
    agendor: Option<String>,
    sakerhetskopior: Option<String>,
    skrivare: String,
    visa_med: String,
    starta_i_vaggvy: bool,
    las_efter_minuter: Option<Spanned<u32>>,
    emi_grans: bool,
    telefon: String,
    adress: String,
    namnd: String,
    brevhuvud: String,
    sekretess: String,
    logotyp: Option<String>,
    mall: Option<String>,
    underskrifter: Vec<String>,
}

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
    /// The folder with own agendas, unless the command line names another.
    pub agendas: Option<PathBuf>,
    /// The folder for copies for safekeeping, unless the command line names another.
    pub backups: Option<PathBuf>,
    /// The printer that papers go to, unless another is chosen.
    pub printer: Option<String>,
    /// The program that shows files, instead of the platform's own.
    pub viewer: Option<String>,
    /// Whether the program starts with the wall's picture: the laptop's own screen is projected.
    pub on_wall: bool,
    /// After how many minutes without a key the program locks itself; nothing: never.
    pub lock_after: Option<u32>,
    /// Whether elevhälsans medicinska insats has a border of its own, where a form only reminds of it.
    pub emi_border: bool,
    /// The number at which the unit answers, on letters where whoever calls has none.
    pub phone: String,
    /// Where a letter reaches the unit.
    pub address: String,
    /// The body that answers for what is printed: "Barn- och utbildningsnämnden".
    pub body: String,
    /// The municipality as it writes itself in the head of what is printed: "Dals-Eds kommun".
    pub letterhead: String,
    /// The paragraph by which the board marks its minutes as secret: "26 kap. 1 § OSL"; no mark if it is empty.
    pub secrecy: String,
    /// The municipality's mark on what is printed, SVG or PNG.
    pub logo: Option<PathBuf>,
    /// A template of the municipality's own for what is printed.
    pub template: Option<PathBuf>,
    /// Who signs what is printed, each with a line.
    pub signatures: Vec<String>,
}

/// After how many minutes without a key the program locks itself, unless the settings say otherwise: long enough for people to
/// talk, short enough for a laptop that somebody walked away from.
const LOCKS_AFTER: u32 = 15;

impl Default for Config {
    fn default() -> Self {
        Self {
            workplace: String::new(),
            municipality: String::new(),
            theme: Theme::default(),
            zone: chrono_tz::Europe::Stockholm,
            named_days: Vec::new(),
            database: None,
            agendas: None,
            backups: None,
            printer: None,
            viewer: None,
            on_wall: false,
            lock_after: Some(LOCKS_AFTER),
            emi_border: false,
            phone: String::new(),
            address: String::new(),
            body: String::new(),
            letterhead: String::new(),
            secrecy: String::new(),
            logo: None,
            template: None,
            signatures: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the settings in `file`; the defaults if there is no such file.
    ///
    /// # Errors
    /// When the file can't be read or says what can't be understood.
    pub fn load(file: &Path) -> Result<Self, TomlFileError> {
        if matches!(file.try_exists(), Ok(false)) {
            return Ok(Self::default());
        }
        let name = name_of(&file.display().to_string());
        Self::parse(&name, &toml_file::read_bytes(file, &name)?, file.parent())
    }

    /// Reads settings from a file's bytes; paths in it that aren't absolute start from `folder`.
    ///
    /// # Errors
    /// When they say what can't be understood; `name` is what the error calls the file.
    pub fn parse(name: &str, bytes: &[u8], folder: Option<&Path>) -> Result<Self, TomlFileError> {
        let file = TomlFile::new(&SHAPE, name, bytes)?;
        Self::check(file.read()?, folder).map_err(|wrong| file.wrong(wrong))
    }

    fn check(rows: Rows, folder: Option<&Path>) -> Result<Self, Wrong> {
        let path = |written: Option<String>| written.map(|written| path(&written, folder));
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let standard = Self::default();
        Ok(Self {
            workplace: rows.arbetsplats.as_ref().map_or(Ok(standard.workplace), workplace)?,
            municipality: rows.kommun,
            theme: rows.tema.as_ref().map(theme).transpose()?.unwrap_or(standard.theme),
            zone: rows.zon.as_ref().map(zone).transpose()?.unwrap_or(standard.zone),
            named_days: rows.namngivna_dagar.into_iter().map(named_day).collect::<Result<_, _>>()?,
            database: path(rows.databas),
            agendas: path(rows.agendor),
            backups: path(rows.sakerhetskopior),
            printer: given(rows.skrivare),
            viewer: given(rows.visa_med),
            on_wall: rows.starta_i_vaggvy,
            lock_after: rows.las_efter_minuter.as_ref().map_or(Ok(standard.lock_after), minutes)?,
            emi_border: rows.emi_grans,
            phone: rows.telefon,
            address: rows.adress,
            body: rows.namnd,
            letterhead: rows.brevhuvud,
            secrecy: rows.sekretess,
            logo: path(rows.logotyp),
            template: path(rows.mall),
            signatures: rows.underskrifter,
        })
    }
}

/// What errors call a settings file.
fn name_of(file: &str) -> String {
    format!("Inställningarna i {file}")
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

/// Where own agendas are, unless somebody says otherwise; nothing if there is no such folder.
pub fn default_agendas() -> Option<PathBuf> {
    Some(folders()?.config_dir().join("agendor")).filter(|folder| folder.is_dir())
}

/// The user's own folder; nothing if the computer has none.
pub fn home_folder() -> Option<PathBuf> {
    Some(directories::BaseDirs::new()?.home_dir().to_owned())
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "samverkan")
}

/// The colours, when the environment has its say: NO_COLOR (no-color.org) goes before the settings.
pub fn theme_for(chosen: Theme, no_color: Option<&OsStr>) -> Theme {
    if no_color.is_some_and(|value| !value.is_empty()) { Theme::Plain } else { chosen }
}

/// So many minutes at most may the program be set to wait: a day.
const MOST_MINUTES: u32 = 24 * 60;

/// Minutes; nothing for 0.
fn minutes(number: &Spanned<u32>) -> Result<Option<u32>, Wrong> {
    match *number.get_ref() {
        0 => Ok(None),
        minutes if minutes <= MOST_MINUTES => Ok(Some(minutes)),
        minutes => Err(Wrong::new(
            number.span().start,
            format!("{minutes} minuter är mer än ett dygn"),
            format!("Skriv ett antal minuter, 0–{MOST_MINUTES}. 0 betyder att programmet inte låser sig."),
        )),
    }
}

/// So many characters may the workplace's name have: it stands in titles, with the form's name before it.
const LONGEST_WORKPLACE: usize = 200;

fn workplace(name: &Spanned<String>) -> Result<String, Wrong> {
    // Nothing between the quotes means nothing.
    if name.get_ref().is_empty() {
        Ok(String::new())
    } else {
        filled(name, "arbetsplatsen", LONGEST_WORKPLACE)
    }
}

fn theme(word: &Spanned<String>) -> Result<Theme, Wrong> {
    match word.get_ref().to_lowercase().as_str() {
        "mork" | "mörk" => Ok(Theme::Dark),
        "ljus" => Ok(Theme::Light),
        "kontrast" => Ok(Theme::Contrast),
        _ => Err(Wrong::new(
            word.span().start,
            format!("temat ”{}” finns inte", short(word.get_ref(), 40)),
            "Skriv \"mork\", \"ljus\" eller \"kontrast\".",
        )),
    }
}

fn zone(word: &Spanned<String>) -> Result<Tz, Wrong> {
    word.get_ref().parse().map_err(|_| {
        Wrong::new(
            word.span().start,
            format!("tidszonen ”{}” är okänd", short(word.get_ref(), 40)),
            "Skriv en av Europas tidszoner, till exempel \"Europe/Stockholm\".",
        )
    })
}

fn named_day((name, day): (String, Spanned<Value>)) -> Result<(String, NaiveDate), Wrong> {
    let written = match day.get_ref() {
        Value::String(text) => text.clone(),
        Value::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    let name = text::clean(&name).to_lowercase();
    match written.parse() {
        Ok(date) => Ok((name, date)),
        Err(_) => Err(Wrong::new(
            day.span().start,
            format!("”{name}” har inget datum som finns"),
            "Skriv år-månad-dag inom citattecken, till exempel \"2027-02-08\".",
        )),
    }
}

/// A path as it is written in the file: `~/` is the user's home, what isn't absolute starts from the file's folder.
pub(crate) fn path(written: &str, folder: Option<&Path>) -> PathBuf {
    if let (Some(rest), Some(home)) = (written.strip_prefix("~/"), home_folder()) {
        return home.join(rest);
    }
    folder.map_or_else(|| PathBuf::from(written), |folder| folder.join(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(content: &str) -> Result<Config, TomlFileError> {
        Config::parse(&name_of("/etc/installningar.toml"), content.as_bytes(), Some(Path::new("/etc")))
    }

    #[test]
    fn every_setting_is_read() {
        let config = parse(
            "# våra inställningar\narbetsplats = \"  Ängsskolan \"\nkommun = \" Dals-Ed\"\ntema = \"mörk\"\nzon = \"Europe/Helsinki\"\n\
             databas = \"/srv/namnd.db\"\nagendor = \"egna\"\nsakerhetskopior = \"/mnt/kopior\"\nstarta_i_vaggvy = true\nlas_efter_minuter = 10\nemi_grans = true\ntelefon = \"0500-00 00 00\"\nadress = \"Skolgatan 1\"\nnamnd = \"Nämnden\"\nlogotyp = \"vapen.svg\"\n\
             mall = \"/srv/egen.typ\"\nunderskrifter = [\"Ordförande\", \"Justerare\"]\n\
             [namngivna_dagar]\nSportlov = \"2027-02-08\"\n\"påsklov\" = 2027-03-29\n",
        )
        .unwrap();
        assert_eq!(config.workplace, "Ängsskolan");
        assert_eq!(config.municipality, "Dals-Ed");
        assert_eq!(config.theme, Theme::Dark);
        assert_eq!(config.zone, chrono_tz::Europe::Helsinki);
        assert_eq!(config.database.as_deref(), Some(Path::new("/srv/namnd.db")));
        assert_eq!(config.agendas.as_deref(), Some(Path::new("/etc/egna")));
        assert_eq!(config.backups.as_deref(), Some(Path::new("/mnt/kopior")));
        assert!(config.on_wall);
        assert_eq!(config.lock_after, Some(10));
        assert_eq!(parse("las_efter_minuter = 0").unwrap().lock_after, None);
        assert_eq!(parse("").unwrap().lock_after, Some(15));
        assert_eq!(Config::load(Path::new("/finns/inte")).unwrap().lock_after, Some(15));
        assert_eq!((config.phone.as_str(), config.address.as_str()), ("0500-00 00 00", "Skolgatan 1"));
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
            ("\ntemma = \"ljus\"", 2, "nyckeln ”temma” är okänd", "Menade du ”tema”?"),
            ("xyzzy = 1", 1, "”xyzzy”", "arbetsplats, kommun, tema"),
            ("tema = \"blå\"", 1, "temat ”blå” finns inte", "kontrast"),
            ("underskrifter = \"Rektor\"", 1, "här ska det stå en lista", "hakparenteser"),
            ("underskrifter = [1]", 1, "här ska det stå en text, men det står 1", "citattecken"),
            ("tema = 3", 1, "här ska det stå en text, men det står 3", "citattecken"),
            ("kommun = \"Dals\u{202e}-Ed\"", 1, "osynligt tecken (U+202E)", "Skriv om texten"),
            ("starta_i_vaggvy = \"ja\"", 1, "här ska det stå true eller false", "Skriv true för ja"),
            ("zon = \"Sverige\"", 1, "tidszonen ”Sverige”", "Europe/Stockholm"),
            ("las_efter_minuter = \"tio\"", 1, "här ska det stå ett heltal", "siffror"),
            ("las_efter_minuter = -1", 1, "här ska det stå ett heltal", "utan minustecken"),
            ("las_efter_minuter = 1441", 1, "mer än ett dygn", "låser sig"),
            ("namngivna_dagar = \"v 7\"", 1, "ett avsnitt med nycklar", "[namngivna_dagar]"),
            ("[namngivna_dagar]\nsportlov = \"2027-02-30\"", 2, "”sportlov” har inget datum", "2027-02-08"),
            ("[namngivna_dagar]\n\nlov = 7", 3, "”lov” har inget datum", "2027-02-08"),
            ("[namngivna_dagar]\npåsklov = 7", 2, "nyckeln är inte rätt skriven", "sätts inom citattecken"),
            ("tema = \"ljus\"\ntema = \"mork\"", 2, "två gånger", "Ta bort den ena"),
            ("tema = \"ljus\"\n= \n", 2, "nyckel", "Nycklar skrivs med"),
        ] {
            let error = parse(content).unwrap_err();
            let shown = error.to_string();
            assert!(shown.contains(problem), "{problem} in {shown}");
            assert!(shown.contains(remedy), "{remedy} in {shown}");
            let place = format!("Inställningarna i /etc/installningar.toml, rad {line}, tecken ");
            assert!(shown.starts_with(&place), "{shown}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_and_never_cut() {
        let long = "å".repeat(text::MAX_CHARS + 1);
        for key in ["kommun", "namnd", "tema", "underskrifter"] {
            let value = if key == "underskrifter" { format!("[\"{long}\"]") } else { format!("\"{long}\"") };
            let said = parse(&format!("\n{key} = {value}")).unwrap_err().to_string();
            assert!(
                said.contains("rad 2, tecken ") && said.contains("texten är för lång: 10001 tecken"),
                "{said}"
            );
            assert!(said.contains("Korta texten till högst 10000 tecken."), "{said}");
        }
        let most = &long[..2 * text::MAX_CHARS];
        assert_eq!(parse(&format!("namnd = \" {most} \"")).unwrap().body, most);
        // What stands in titles has less room.
        let said = parse(&format!("arbetsplats = \"{}\"", "å".repeat(201))).unwrap_err().to_string();
        assert!(said.contains("arbetsplatsen är på 201 tecken"), "{said}");
        assert_eq!(parse("arbetsplats = \"\"").unwrap().workplace, "");
        // A name of a file is taken as it is written.
        let file = "a".repeat(text::MAX_CHARS + 1);
        assert_eq!(parse(&format!("visa_med = \"{file}\"")).unwrap().viewer.as_deref(), Some(&*file));
        let named = parse(&format!("[namngivna_dagar]\n\"{long}\" = \"2027-02-08\"")).unwrap();
        assert_eq!(named.named_days[0].0, long);
    }

    #[test]
    fn a_file_that_is_no_settings_file_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("installningar.toml");
        std::fs::write(&file, [0x66, 0xff, 0xfe]).unwrap();
        assert!(Config::load(&file).unwrap_err().to_string().contains("UTF-8"));
        std::fs::write(&file, vec![b'#'; 10_000_000]).unwrap();
        assert!(Config::load(&file).unwrap_err().to_string().contains("större än 256 KiB"));
        assert!(Config::load(folder.path()).unwrap_err().to_string().contains("det här är en mapp"));
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
