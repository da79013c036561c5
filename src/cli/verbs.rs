//! The verbs: what each takes. Parsing, help and suggestions are all made from the one table.

use super::{CliError, shown};
use crate::domain::text;
use crate::minutes::Format;
use crate::toml_file::nearest;
use lexopt::Arg;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;

/// A verb as it is written on the command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Verb {
    /// Which one.
    pub kind: Kind,
    /// Its name, in ASCII. The program itself has none.
    pub name: &'static str,
    /// Other spellings.
    aliases: &'static [&'static str],
    /// The words after it: name, and whether it must be there. A verb that reads its own words has none here.
    words: &'static [(&'static str, bool)],
    /// Its options.
    options: &'static [Switch],
    /// What it does, in a few words.
    about: &'static str,
    /// What else one should know, for the verb's own help.
    more: &'static str,
}

/// Which verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The program: home.
    Program,
    /// The program on a throw-away database.
    Demo,
    /// The program, with a new meeting.
    Start,
    /// The program, with a meeting that is there.
    Open,
    /// The wall.
    Wall,
    /// A meeting's minutes.
    Minutes,
    /// A list of meetings.
    Meetings,
    /// A list of open actions.
    Actions,
    /// Another passphrase, or another recovery key.
    Passphrase,
    /// A list of consents.
    Consents,
    /// The social services' clock.
    SocialClock,
    /// The meeting forms; reads its own words.
    Forms,
    /// A meeting from a file.
    Import,
    /// A meeting to a file.
    Export,
    /// Whether the database is whole.
    Verify,
    /// Who gets what of a meeting's papers, and what has been given.
    Copies,
    /// The invitation to a meeting, and its calendar file.
    Invitation,
    /// The printers.
    Printers,
    /// Who did what, and when.
    Log,
}

/// An option: `--name` or `--name VALUE`.
#[derive(Debug, PartialEq, Eq)]
struct Switch {
    name: &'static str,
    aliases: &'static [&'static str],
    /// What the value is, with [`FORMATS`] in it.
    value: Option<&'static str>,
    /// The value may be left out; then the option says enough by itself.
    optional: bool,
    /// What it does, with [`FORMATS`] in it.
    about: &'static str,
}

impl Switch {
    fn value(&self) -> Option<String> {
        let words = || Format::ALL.map(Format::ending).join("|");
        self.value.map(|value| value.replace(FORMATS, &words()))
    }

    fn about(&self) -> String {
        self.about.replace(FORMATS, &Format::alternatives(Format::name))
    }
}

/// An option that takes no value.
const fn flag(name: &'static str, about: &'static str) -> Switch {
    Switch { name, aliases: &[], value: None, optional: false, about }
}

/// An option with a value.
const fn with(name: &'static str, value: &'static str, about: &'static str) -> Switch {
    Switch { name, aliases: &[], value: Some(value), optional: false, about }
}

const MEETING: &[(&str, bool)] = &[("MÖTE", true)];
const ABOUT_MEETING: &str =
    "MÖTE är datum och form (2026-11-23-eht), de sex sista tecknen i mötets id, eller senaste.";
/// The formats of papers stand here in the help: the words for them as a value, what they are called in what an option
/// does.
const FORMATS: &str = "{format}";
const OUT: Switch = with("ut", "FIL", "skriv till en fil, som inte får finnas");

/// All verbs, in the order in which help lists them.
pub const VERBS: &[Verb] = &[
    Verb {
        kind: Kind::Program,
        name: "",
        aliases: &[],
        words: &[],
        options: &[],
        about: "öppnar programmet",
        more: "",
    },
    Verb {
        kind: Kind::Demo,
        name: "demo",
        aliases: &[],
        words: &[],
        options: &[with("skapa", "FIL", "skriv övningsdatabasen till en fil i stället, och sluta")],
        about: "öppnar programmet med påhittade möten, att öva på",
        more: "Databasen är tillfällig: den tas bort när du avslutar. Ingen lösenfras behövs.",
    },
    Verb {
        kind: Kind::Start,
        name: "starta",
        aliases: &[],
        words: &[("AGENDA", true)],
        options: &[with("titel", "TITEL", "vad mötet ska heta")],
        about: "börjar ett nytt möte",
        more: "AGENDA är mötesformens id, till exempel eht. Alla former: samverkan agendor lista",
    },
    Verb {
        kind: Kind::Open,
        name: "oppna",
        aliases: &["öppna"],
        words: MEETING,
        options: &[],
        about: "öppnar ett möte som finns",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Wall,
        name: "projektor",
        aliases: &["vagg", "vägg"],
        words: &[("MÖTE", false)],
        options: &[Switch {
            name: "text",
            aliases: &[],
            value: None,
            optional: false,
            about: "säg varje ändring som en mening, för den som lyssnar",
        }],
        about: "visar väggen: mötet som pågår, för alla i rummet",
        more: "Utan MÖTE visas mötet som pågår. Mellanslag släcker och tänder, Ctrl-Q avslutar.",
    },
    Verb {
        kind: Kind::Minutes,
        name: "protokoll",
        aliases: &[],
        words: MEETING,
        options: &[
            with("format", FORMATS, "{format}; annars som filen heter, eller md"),
            OUT,
            with("till", "MOTTAGARE", "bara det som mottagaren får läsa; ”alla” gör var och ens kopia"),
            Switch { aliases: &["ärende"], ..with("arende", "N", "bara ärende N, på ett eget blad") },
            Switch { optional: true, ..with("skriv-ut", "SKRIVARE", "till skrivaren, eller den förvalda") },
            with("antal", "N", "så många av varje, när det skrivs ut"),
            flag("enkelsidigt", "skriv ut på en sida av pappret"),
            flag("visa", "visa i datorns eget program"),
            flag("min-plan", "Min plan, på lätt svenska, till barnet och familjen"),
            with("version", "N", "en låst version"),
            flag("inbyggd-mall", "programmets egen mall, också när inställningarna har en annan"),
            with("skillnad", "N", "vad som skiljer från version N"),
        ],
        about: "skriver ut ett mötes protokoll",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Copies,
        name: "kopior",
        aliases: &[],
        words: MEETING,
        options: &[],
        about: "visar vem som får vad, och vilka kopior som är lämnade",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Invitation,
        name: "kallelse",
        aliases: &["inbjudan"],
        words: MEETING,
        options: &[
            with("till", "MOTTAGARE", "bara det som mottagaren får veta; ”alla” gör en för var och en"),
            with("format", "{format}|ics", "ics är en kalenderfil, utan barnets namn; annars md"),
            OUT,
        ],
        about: "kallar till ett möte, eller till dess uppföljning",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Printers,
        name: "skrivare",
        aliases: &[],
        words: &[],
        options: &[],
        about: "listar datorns skrivare",
        more: "",
    },
    Verb {
        kind: Kind::Meetings,
        name: "moten",
        aliases: &["möten"],
        words: &[],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "listar alla möten",
        more: "",
    },
    Verb {
        kind: Kind::Actions,
        name: "atgarder",
        aliases: &["åtgärder"],
        words: &[],
        options: &[
            Switch { aliases: &["försenade"], ..flag("forsenade", "bara de som skulle ha varit klara") },
            with("ansvarig", "NAMN", "bara den här personens eller rollens; början av namnet räcker"),
            with("format", "tabell|json|csv", "annars tabell"),
        ],
        about: "listar öppna åtgärder från alla möten",
        more: "Den som skulle ha varit klar först står överst.",
    },
    Verb {
        kind: Kind::Consents,
        name: "samtycken",
        aliases: &[],
        words: &[],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "listar alla samtycken, med parter och hur länge de gäller",
        more: "",
    },
    Verb {
        kind: Kind::SocialClock,
        name: "socialtjanstklocka",
        aliases: &["socialtjänstklocka"],
        words: &[("pa|av|visa", false)],
        options: &[],
        about: "socialtjänstens klocka: slå på, stäng av, visa",
        more: "Bara i en databas som är socialtjänstens egen. Klockan går från anmälan (24 timmar till skyddsbedömning, \
               14 dagar till förhandsbedömning) och från att en utredning inleds (4 månader). På hemskärmen: F5.",
    },
    Verb {
        kind: Kind::Forms,
        name: "agendor",
        aliases: &["motesformer", "mötesformer"],
        words: &[],
        options: &[],
        about: "visar, kontrollerar och kopierar mötesformer",
        more: "",
    },
    Verb {
        kind: Kind::Import,
        name: "importera",
        aliases: &[],
        words: &[("FIL", true)],
        options: &[flag("som-kopia", "läs in mötet som ett nytt, även om det finns redan")],
        about: "läser in ett möte från en JSON-fil",
        more: "",
    },
    Verb {
        kind: Kind::Export,
        name: "exportera",
        aliases: &[],
        words: MEETING,
        options: &[OUT],
        about: "skriver ett möte som JSON",
        more: ABOUT_MEETING,
    },
    Verb {
        kind: Kind::Log,
        name: "logg",
        aliases: &["journal"],
        words: &[("MÖTE", false)],
        options: &[with("format", "tabell|json|csv", "annars tabell")],
        about: "visar vem som har gjort vad, och när",
        more: "Det senaste står först. Utan MÖTE visas hela databasen. Vad som skrevs står inte här: det visas i\n  mötets egen journal i programmet (Alt-L).",
    },
    Verb {
        kind: Kind::Passphrase,
        name: "losenfras",
        aliases: &["lösenfras"],
        words: &[],
        options: &[
            with("ny-fil", "FIL", "läs den nya lösenfrasen från filens första rad"),
            flag("ny-nyckel", "gör en ny återställningsnyckel i stället; den gamla slutar gälla"),
        ],
        about: "byter lösenfras eller återställningsnyckel",
        more: "Har du glömt lösenfrasen? Skriv återställningsnyckeln från kassaskåpet när den gamla lösenfrasen\n  efterfrågas, så får du välja en ny. Byt säkerhetskopians nyckelfiler också: de har kvar det gamla.",
    },
    Verb {
        kind: Kind::Verify,
        name: "kontrollera",
        aliases: &[],
        words: &[],
        options: &[],
        about: "kontrollerar att databasen och dess journal är hela",
        more: "",
    },
];

/// The options that hold for every verb, for help and suggestions; [`super::Globals`] takes them.
const GLOBAL: &[(&str, &str, &str)] = &[
    ("databas", "FIL", "databasen (även SAMVERKAN_DATABAS)"),
    ("agendor", "KATALOG", "egna mötesformer (även SAMVERKAN_AGENDOR)"),
    ("losenfras-fil", "FIL", "läs lösenfrasen från filens första rad (även SAMVERKAN_LOSENFRAS)"),
];

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

    /// The value of an option; the last one, if it was written twice.
    pub fn value(&self, name: &str) -> Option<&OsStr> {
        self.options.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_os_str())
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
                Arg::Value(word) if given.words.len() < self.words.len() => given.words.push(word),
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
                        let value = match (switch.value, switch.optional) {
                            (None, _) => OsString::default(),
                            (Some(_), false) => parser.value()?,
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
        match self.words.iter().skip(given.words.len()).find(|(_, needed)| *needed) {
            Some((word, _)) => Err(CliError::usage(
                format!("{} behöver {word}.", self.name),
                format!("Skriv: samverkan {}\n  {}", self.usage(), self.more),
            )),
            None => Ok(Asked::Verb(self, given)),
        }
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

    /// `protokoll MÖTE [--format md|txt|json] [--ut FIL]`
    fn usage(&self) -> String {
        let mut line = self.name.to_owned();
        for (word, needed) in self.words {
            let _ = if *needed { write!(line, " {word}") } else { write!(line, " [{word}]") };
        }
        for switch in self.options {
            let _ = write!(line, " [--{}", switch.name);
            let _ = match (switch.value(), switch.optional) {
                (Some(value), true) => write!(line, " [{value}]"),
                (Some(value), false) => write!(line, " {value}"),
                (None, _) => Ok(()),
            };
            line.push(']');
        }
        if self.kind == Kind::Forms {
            line.push_str(" lista|visa|kontrollera|kopiera");
        }
        line
    }
}

/// Help about one verb, or about the whole command line.
pub fn help(verb: Option<&Verb>) -> String {
    match verb {
        Some(verb) => help_verb(verb),
        None => help_all(),
    }
}

fn help_all() -> String {
    let mut out = String::from("samverkan: strukturerade möten om barn\n\n");
    for verb in VERBS {
        let usage = verb.usage();
        let _ = match usage.as_str() {
            "" => writeln!(out, "  {:<42}{}", "samverkan", verb.about),
            usage if usage.chars().count() > 30 => {
                writeln!(out, "  samverkan {}\n  {:<42}{}", folded(usage), "", verb.about)
            }
            usage => writeln!(out, "  samverkan {usage:<32}{}", verb.about),
        };
    }
    out.push_str("\nFör alla kommandon:\n");
    for (name, value, about) in GLOBAL {
        let _ = writeln!(out, "  {:<42}{about}", format!("--{name} {value}"));
    }
    out.push_str(
        "  --hjalp                                   den här hjälpen, eller hjälp om ett kommando\n",
    );
    out.push_str("  --version                                 vilken version det är\n");
    let _ = write!(
        out,
        "\n{ABOUT_MEETING}\nNamnen går att skriva med å, ä och ö också: öppna, möten, --hjälp.\n"
    );
    out
}

/// A long usage on several lines, broken before an option.
fn folded(usage: &str) -> String {
    let mut lines = vec![String::new()];
    for (index, part) in usage.split(" [--").enumerate() {
        let part = if index == 0 { part.to_owned() } else { format!(" [--{part}") };
        if let Some(line) = lines.last_mut().filter(|line| line.chars().count() + part.chars().count() < 90) {
            line.push_str(&part);
        } else {
            lines.push(part);
        }
    }
    lines.join("\n           ")
}

fn help_verb(verb: &Verb) -> String {
    let mut out = format!("samverkan {}\n  {}\n", folded(&verb.usage()), verb.about);
    if !verb.options.is_empty() {
        out.push('\n');
    }
    for switch in verb.options {
        let written = switch.value().map(|value| format!(" {value}")).unwrap_or_default();
        let _ = writeln!(out, "  {:<32}{}", format!("--{}{written}", switch.name), switch.about());
    }
    if !verb.more.is_empty() {
        let _ = writeln!(out, "\n{}", verb.more);
    }
    out
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
            ("exportera senaste", Kind::Export, Some("senaste")),
            ("kontrollera", Kind::Verify, None),
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
        let (_, given) = verb("protokoll --ut a senaste --format txt --ut b");
        assert_eq!(
            (given.value("format"), given.value("ut")),
            (Some(OsStr::new("txt")), Some(OsStr::new("b")))
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
            ("importera a --som-kopia=ja", "--som-kopia tar inget värde.", "--hjalp"),
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
