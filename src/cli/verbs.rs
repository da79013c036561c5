//! The verbs: what each takes. Reading, help and suggestions are all made from the one [table](VERBS).

mod help;
mod table;

pub use help::help;
pub use table::{Kind, VERBS, Verb};

use super::{CliError, shown};
use crate::domain::text;
use crate::toml_file::nearest;
use lexopt::Arg;
use std::ffi::{OsStr, OsString};
use table::GLOBAL;

/// Ends the name of a word that may stand many times.
const MANY: char = '…';

/// What was written after a verb.
#[derive(Debug, Default)]
pub struct Given {
    words: Vec<OsString>,
    options: Vec<(&'static str, OsString)>,
}

impl Given {
    /// The word at a place, counted from 0.
    pub fn word(&self, at: usize) -> Option<&OsStr> {
        self.words.get(at).map(OsString::as_os_str)
    }

    /// All the words.
    pub fn words(&self) -> &[OsString] {
        &self.words
    }

    /// The value of an option.
    pub fn value(&self, name: &str) -> Option<&OsStr> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_os_str())
    }

    /// Whether an option was written.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
}

/// What a command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// A verb, with what was written after it.
    Verb(&'static Verb, Given),
    /// `agendor` and all that follows it.
    Forms(Vec<OsString>),
    /// Help, about one verb or all of them.
    Help(Option<&'static Verb>),
    /// Which version this is.
    Version,
}

/// Reads a command line from which the options for every verb have been taken.
///
/// # Errors
/// When it isn't written right: an unknown verb or option, a word too many or too few.
pub fn read(args: Vec<OsString>) -> Result<Asked, CliError> {
    let first = args.first().map(|word| text::nfc(&word.to_string_lossy()));
    let (verb, rest) = match first.as_deref() {
        None => (&VERBS[0], args),
        Some("--version" | "-V") => return Ok(Asked::Version),
        Some("hjalp" | "hjälp" | "help") => return Ok(Asked::Help(None)),
        Some(option) if option.starts_with('-') => (&VERBS[0], args),
        Some(word) => {
            let verb = VERBS
                .iter()
                .find(|verb| !word.is_empty() && (verb.name == word || verb.aliases.contains(&word)))
                .ok_or_else(|| unknown_verb(word))?;
            (verb, args.into_iter().skip(1).collect())
        }
    };
    if verb.kind == Kind::Forms {
        return Ok(Asked::Forms(rest));
    }
    verb.read(rest)
}

/// An option that stands twice: nothing tells which of them is meant.
pub(super) fn twice(name: &str) -> CliError {
    CliError::usage(format!("--{name} står två gånger."), "Skriv den en gång.")
}

fn unknown_verb(word: &str) -> CliError {
    let names = VERBS.iter().map(|verb| verb.name).filter(|name| !name.is_empty());
    let remedy = nearest(word, names).map_or_else(
        || "Se alla kommandon: samverkan --hjalp".to_owned(),
        |name| format!("Menade du: samverkan {name}"),
    );
    CliError::usage(format!("”{}” är inget kommando.", shown(word)), remedy)
}

impl Verb {
    fn read(&'static self, args: Vec<OsString>) -> Result<Asked, CliError> {
        let mut given = Given::default();
        let mut parser = lexopt::Parser::from_args(args);
        // The option just before, if its value may follow or not.
        let mut waiting = false;
        while let Some(arg) = parser.next()? {
            let takes = std::mem::take(&mut waiting);
            match arg {
                Arg::Value(word) if given.words.len() < self.words.len() || self.takes_many() => {
                    given.words.push(word);
                }
                Arg::Value(word) if takes => {
                    if let Some((_, value)) = given.options.last_mut() {
                        *value = word;
                    }
                }
                Arg::Value(word) => return Err(lexopt::Error::UnexpectedArgument(word).into()),
                Arg::Short('h') => return Ok(Asked::Help(self.with_name())),
                Arg::Short(letter) => return Err(self.unknown_option(&format!("-{letter}"))),
                Arg::Long(name) => match text::nfc(name).as_str() {
                    "hjalp" | "hjälp" | "help" => return Ok(Asked::Help(self.with_name())),
                    name => {
                        let switch = self
                            .options
                            .iter()
                            .find(|switch| switch.name == name || switch.aliases.contains(&name))
                            .ok_or_else(|| self.unknown_option(&format!("--{name}")))?;
                        if given.has(switch.name) {
                            return Err(twice(switch.name));
                        }
                        let value = match (switch.value, switch.optional) {
                            (None, _) => OsString::default(),
                            (Some(_), false) => super::filled(parser.value()?, &format!("--{name}"))?,
                            (Some(_), true) => {
                                let written = parser.optional_value();
                                waiting = written.is_none();
                                written.unwrap_or_default()
                            }
                        };
                        given.options.push((switch.name, value));
                    }
                },
            }
        }
        // A script whose variable is empty means nothing by it.
        let said = given.words.iter().take_while(|word| !super::is_blank(word)).count();
        let mut unsaid = self.words.iter().skip(said.min(self.words.len().saturating_sub(1)));
        let is_unsaid = said < given.words.len();
        match unsaid.find(|(_, needed)| is_unsaid || *needed && said < self.words.len()) {
            Some((word, _)) => Err(CliError::usage(
                format!("{} behöver {}.", self.name, word.trim_end_matches(MANY)),
                format!("Skriv: samverkan {}\n  {}", self.usage(), self.more),
            )),
            None => Ok(Asked::Verb(self, given)),
        }
    }

    /// Whether its last word may stand many times.
    fn takes_many(&self) -> bool {
        self.words.last().is_some_and(|(word, _)| word.ends_with(MANY))
    }

    fn with_name(&'static self) -> Option<&'static Self> {
        (!self.name.is_empty()).then_some(self)
    }

    fn unknown_option(&self, written: &str) -> CliError {
        let known = self.options.iter().map(|switch| switch.name).chain(GLOBAL.iter().map(|row| row.0));
        let remedy = match nearest(written.trim_start_matches('-'), known) {
            Some(meant) => format!("Menade du --{meant}?"),
            None if self.name.is_empty() => "Se vad som går att skriva: samverkan --hjalp".to_owned(),
            None => format!("Se vad som går att skriva: samverkan {} --hjalp", self.name),
        };
        CliError::usage(format!("Växeln {} är okänd.", shown(written)), remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Asked, CliError> {
        read(line.split_whitespace().map(OsString::from).collect())
    }

    fn verb(line: &str) -> (Kind, Given) {
        match read_line(line) {
            Ok(Asked::Verb(verb, given)) => (verb.kind, given),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn each_verb_is_read() {
        for (line, kind, word) in [
            ("", Kind::Program, None),
            ("demo", Kind::Demo, None),
            ("demo --skapa x.db", Kind::Demo, None),
            ("starta eht --titel T", Kind::Start, Some("eht")),
            ("oppna senaste", Kind::Open, Some("senaste")),
            ("öppna 2026-11-23-eht", Kind::Open, Some("2026-11-23-eht")),
            ("o\u{308}ppna senaste", Kind::Open, Some("senaste")),
            ("projektor", Kind::Wall, None),
            ("projektor senaste --text", Kind::Wall, Some("senaste")),
            ("protokoll senaste --format txt --ut x", Kind::Minutes, Some("senaste")),
            ("moten --format=json", Kind::Meetings, None),
            ("möten", Kind::Meetings, None),
            ("importera x.json --som-kopia", Kind::Import, Some("x.json")),
            ("importera x.json y.json --barn har z.json", Kind::Import, Some("x.json")),
            ("exportera senaste", Kind::Export, Some("senaste")),
            ("kontrollera", Kind::Verify, None),
            ("kontrollera --kopia x.kopia", Kind::Verify, None),
            ("säkerhetskopiera", Kind::Backup, None),
            ("sakerhetskopiera /mnt/x", Kind::Backup, Some("/mnt/x")),
            ("återställ x.kopia --ja", Kind::Restore, Some("x.kopia")),
            ("kopior senaste", Kind::Copies, Some("senaste")),
            ("kallelse senaste --format ics", Kind::Invitation, Some("senaste")),
            ("inbjudan senaste --till alla", Kind::Invitation, Some("senaste")),
            ("protokoll senaste --min-plan", Kind::Minutes, Some("senaste")),
            ("skrivare", Kind::Printers, None),
            ("åtgärder --försenade --ansvarig Eva", Kind::Actions, None),
            ("lösenfras --ny-nyckel", Kind::Passphrase, None),
            ("protokoll --skriv-ut senaste", Kind::Minutes, Some("senaste")),
        ] {
            let (found, given) = verb(line);
            assert_eq!(found, kind, "{line}");
            assert_eq!(given.word(0), word.map(OsStr::new), "{line}");
        }
        let (_, given) = verb("protokoll --ut a senaste --format txt");
        assert_eq!(
            (given.value("format"), given.value("ut")),
            (Some(OsStr::new("txt")), Some(OsStr::new("a")))
        );
        for (line, printer) in [
            ("protokoll a --skriv-ut", ""),
            ("protokoll a --skriv-ut Lokal", "Lokal"),
            ("protokoll a --skriv-ut=Lokal", "Lokal"),
            ("protokoll --skriv-ut a --antal 2", ""),
            ("protokoll --skriv-ut=Lokal a", "Lokal"),
        ] {
            assert_eq!(verb(line).1.value("skriv-ut"), Some(OsStr::new(printer)), "{line}");
        }
        assert_eq!(verb("importera x y --barn har z").1.words(), ["x", "y", "z"]);
        assert!(verb("importera x --som-kopia").1.has("som-kopia"));
        assert!(!verb("importera x").1.has("som-kopia"));
        for line in ["agendor visa eht", "motesformer visa eht", "mötesformer visa eht"] {
            assert!(matches!(read_line(line), Ok(Asked::Forms(rest)) if rest == ["visa", "eht"]), "{line}");
        }
    }

    #[test]
    fn each_mistake_gets_its_own_answer() {
        for (line, problem, remedy) in [
            ("protokol senaste", "”protokol” är inget kommando.", "Menade du: samverkan protokoll"),
            ("xyzzy", "”xyzzy” är inget kommando.", "samverkan --hjalp"),
            ("\u{1b}[31m", "”\\u{1b}[31m” är inget kommando.", "samverkan --hjalp"),
            ("protokoll", "protokoll behöver MÖTE.", "2026-11-23-eht"),
            ("starta", "starta behöver AGENDA.", "agendor lista"),
            ("importera", "importera behöver FIL.", "samverkan importera FIL"),
            ("protokoll a b", "”b” är ett ord för mycket.", "--hjalp"),
            ("protokoll a --formta md", "Växeln --formta är okänd.", "Menade du --format?"),
            ("--databs x", "Växeln --databs är okänd.", "Menade du --databas?"),
            ("moten -x", "Växeln -x är okänd.", "samverkan moten --hjalp"),
            ("protokoll a --ut", "--ut saknar sitt värde.", "--hjalp"),
            ("protokoll a --till=", "--till saknar sitt värde.", "--hjalp"),
            ("protokoll a --ut=\u{a0}", "--ut saknar sitt värde.", "--hjalp"),
            ("importera a --som-kopia=ja", "--som-kopia tar inget värde.", "--hjalp"),
            ("protokoll a --ut x --ut y", "--ut står två gånger.", "en gång"),
            ("protokoll --till A a --till=B", "--till står två gånger.", "en gång"),
            ("moten --format json --format csv", "--format står två gånger.", "en gång"),
            ("protokoll a --ärende 1 --arende 2", "--arende står två gånger.", "en gång"),
            ("protokoll a --visa --visa", "--visa står två gånger.", "en gång"),
            ("demo extra", "”extra” är ett ord för mycket.", "--hjalp"),
        ] {
            let error = read_line(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            let said = error.to_string();
            assert!(said.starts_with(problem), "{line}: {said}");
            assert!(said.contains(remedy), "{line}: {said}");
        }
    }

    #[test]
    fn an_empty_word_is_none() {
        for (words, said) in [
            (["protokoll", ""], "protokoll behöver MÖTE."),
            (["starta", " "], "starta behöver AGENDA."),
            (["importera", ""], "importera behöver FIL."),
            (["logg", ""], "logg behöver MÖTE."),
            (["projektor", "\u{3000}"], "projektor behöver MÖTE."),
        ] {
            let error = read(words.map(OsString::from).to_vec()).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().starts_with(said), "{words:?}: {error}");
        }
    }

    #[test]
    fn help_is_found_by_any_of_its_names() {
        for line in ["--hjalp", "--hjälp", "--help", "-h", "hjälp"] {
            assert!(matches!(read_line(line), Ok(Asked::Help(None))), "{line}");
        }
        let about = read_line("protokoll --hjälp");
        assert!(matches!(about, Ok(Asked::Help(Some(verb))) if verb.kind == Kind::Minutes));
        assert!(matches!(read_line("--version"), Ok(Asked::Version)));
    }

    #[test]
    fn help_tells_of_every_verb_and_option_within_100_columns() {
        let all = help(None);
        for verb in VERBS {
            let about = help(Some(verb));
            assert!(all.contains(verb.name) && all.contains(verb.about), "{}", verb.name);
            for switch in verb.options {
                let written = format!("--{}", switch.name);
                assert!(all.contains(&written) && about.contains(&switch.about()), "{written}");
            }
        }
        assert!(all.lines().all(|line| line.chars().count() <= 110), "{all}");
    }
}
