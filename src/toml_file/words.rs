//! The one place where what the TOML reader says is turned into Swedish.
//!
//! The reader's messages are a closed set, but not a promised one: what isn't recognised gets words that are true of
//! any error, so that no English reaches the reader of the error.

use super::{nearest, short};
use std::fmt::Write;

/// What is wrong and what can be done, in Swedish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is wrong, as the middle of a sentence.
    pub problem: String,
    /// What can be done, as a sentence.
    pub remedy: String,
}

impl Words {
    /// Words for one error.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into() }
    }
}

/// What files of one kind are, as far as their errors need to know. All texts are Swedish.
#[derive(Debug)]
pub struct Shape {
    /// What the file is, with its article: "en ordlista".
    pub what: &'static str,
    /// What to do with a file that is too large to be one, as a sentence.
    pub if_too_large: &'static str,
    /// What to do with a file that says nothing, as a sentence; nothing where that is a file like any other.
    pub if_empty: &'static str,
    /// A line as it might be written: `namn = "Vårt möte"`.
    pub line: &'static str,
    /// Headings as they might be written, of a section and of one in a row of several: `[faser.nulage]`, `[[roller]]`.
    pub headings: &'static str,
    /// How keys are written, as a sentence.
    pub keys: &'static str,
    /// What a number counts, as "ett heltal", and how one is written, as a sentence.
    pub number: (&'static str, &'static str),
    /// What stands where only some words are allowed: "ett av formens fasta ord".
    pub word: &'static str,
    /// Where it can be seen how all is written, as a sentence.
    pub see: &'static str,
    /// Values as they might be written, for the lines that are missing; `false` for what isn't here.
    pub examples: &'static [(&'static str, &'static str)],
    /// Words of their own for a key that is missing; the second is what stands where it should be.
    pub missing: fn(&str, &str) -> Option<Words>,
    /// Whether a key of the file's own that is missing is told at the file's beginning; otherwise at its first heading.
    pub lacks_at_top: bool,
    /// The file's own keys whose texts are taken as they are written, such as the names of files.
    pub verbatim: &'static [&'static str],
}

impl Shape {
    /// What most lists have in common. The rest of a shape says what the list is.
    pub const LIST: Self = Self {
        what: "en lista",
        if_too_large: "Flytta undan den, så används programmets egen.",
        if_empty: "",
        line: "namn = \"…\"",
        headings: "[[…]]",
        keys: "Nycklar skrivs med a–z, siffror och _, utan å, ä och ö.",
        number: ("ett heltal", "Skriv talet med siffror, utan citattecken."),
        word: "ett av de ord som får stå här",
        see: "",
        examples: &[],
        missing: |_, _| None,
        lacks_at_top: true,
        verbatim: &[],
    };
}

/// Errors in how the file is written, before its keys are looked at. The first that is contained in the message holds.
const SYNTAX: [(&str, &str, Remedy); 24] = [
    ("duplicate key", "samma nyckel eller avsnitt står två gånger", Remedy::Say("Ta bort den ena.")),
    (
        "recur",
        "listor eller tabeller ligger för djupt i varandra",
        Remedy::Say("Skriv det på högst tre nivåer."),
    ),
    ("missing comma", "listan saknar ett komma eller sin avslutande hakparentes", LIST),
    ("extra comma", "här står ett komma för mycket", Remedy::Say("Ta bort det.")),
    ("in array", "listan är inte rätt skriven", LIST),
    ("unclosed array table", "rubriken saknar sina avslutande hakparenteser", Remedy::Headings),
    ("unclosed array", "listan saknar sin avslutande hakparentes", LIST),
    (
        "inline table",
        "tabellen inom klamrar är inte rätt skriven",
        Remedy::Say("Skriv den hellre som ett avsnitt med egen rubrik."),
    ),
    ("unclosed table", "rubriken saknar sin avslutande hakparentes", Remedy::Headings),
    ("table open", "rubriken är inte rätt skriven", Remedy::Headings),
    ("must be quoted", "texten saknar citattecken", QUOTES),
    ("key with no value", "det saknas ett likhetstecken efter nyckeln", Remedy::Line),
    ("assignment", "det saknas ett likhetstecken mellan nyckel och värde", Remedy::Line),
    ("missing value", "det saknas ett värde efter likhetstecknet", VALUE),
    ("extra `=`", "här står ett likhetstecken för mycket", Remedy::Say("Ta bort det.")),
    (
        "unexpected key or value",
        "här står något mer på samma rad",
        Remedy::Say("Skriv en nyckel på varje rad, och inget efter värdet."),
    ),
    ("unquoted key", "nyckeln är inte rätt skriven", Remedy::Keys),
    ("keys cannot", "nyckeln är inte rätt skriven", Remedy::Keys),
    (
        "escaped",
        "efter ett omvänt snedstreck står ett tecken som inte hör dit",
        Remedy::Say("Skriv två omvända snedstreck, eller inget."),
    ),
    (
        "unicode value",
        "koden för ett tecken är inte rätt skriven",
        Remedy::Say("Skriv tecknet självt i stället."),
    ),
    ("string", "texten är inte rätt skriven", QUOTES),
    ("quote", "texten är inte rätt skriven", QUOTES),
    ("comment", "kommentaren innehåller ett otillåtet tecken", Remedy::Say("Skriv om kommentaren efter #.")),
    (
        "carriage return",
        "raden slutar på ett ovanligt sätt",
        Remedy::Say("Spara om filen i en vanlig textredigerare."),
    ),
];

/// What can be done about an error in how the file is written.
#[derive(Clone, Copy)]
enum Remedy {
    /// The same in every file.
    Say(&'static str),
    /// A line as this kind of file has it.
    Line,
    /// Headings as this kind of file has them.
    Headings,
    /// How keys are written in this kind of file.
    Keys,
}

const LIST: Remedy = Remedy::Say("Skriv så här: [\"ett\", \"två\"]");
const QUOTES: Remedy =
    Remedy::Say("Sätt raka citattecken (\") före och efter texten, och håll den på en rad.");
const VALUE: Remedy =
    Remedy::Say("Skriv text inom citattecken, ett heltal utan nolla först, true eller false.");

/// What the reader says of numbers, dates, true and false that aren't.
const BAD_VALUES: [&str; 9] =
    ["boolean", "float", "number", "fraction", "exponent", "date", "time", "leading zero", "value"];

impl Shape {
    /// Puts an error in how the file is written into words. `here` is what stands at the place of the error.
    pub(super) fn syntax(&self, message: &str, here: &str) -> Words {
        // What follows tells what the reader would rather have seen, and would match the wrong row.
        let head = message.split(", expected ").next().unwrap_or_default();
        let (problem, remedy) = if head.contains("boolean") {
            ("true och false skrivs med små bokstäver", Remedy::Say("Skriv true för ja eller false för nej."))
        } else if head.contains("leading zero") {
            (
                "talet börjar med en nolla",
                Remedy::Say("Skriv talet utan nollan, eller inom citattecken om det är text."),
            )
        } else if head.contains("must be quoted") && here.is_empty() {
            ("det saknas ett värde efter likhetstecknet", VALUE)
        } else if head.contains("string") && (message.ends_with("`\"`") || message.ends_with("`'`")) {
            ("texten saknar sitt citattecken i slutet", QUOTES)
        } else if let Some((_, problem, remedy)) = SYNTAX.iter().find(|(part, ..)| head.contains(part)) {
            (*problem, *remedy)
        } else if BAD_VALUES.iter().any(|part| head.contains(part)) {
            ("värdet är inte rätt skrivet", VALUE)
        } else {
            ("raden går inte att läsa som TOML", Remedy::Line)
        };
        Words::new(problem, self.say(remedy))
    }

    fn say(&self, remedy: Remedy) -> String {
        match remedy {
            Remedy::Say(words) => words.to_owned(),
            Remedy::Line => format!("Skriv så här: {}", self.line),
            Remedy::Headings => format!("Skriv så här: {}", self.headings),
            Remedy::Keys => self.keys.to_owned(),
        }
    }

    /// Puts an error in keys and values into words. `here` is what stands at the place of the error; `is_root` says that
    /// it concerns the file's own keys, before its first section.
    pub(super) fn schema(&self, message: &str, here: &str, is_root: bool) -> Words {
        if let Some((name, known)) = unknown(message, "unknown field `") {
            unknown_key(&name, &known)
        } else if let Some((name, known)) = unknown(message, "unknown variant `") {
            unknown_word(&name, &known)
        } else if let Some(name) =
            message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'))
        {
            (self.missing)(name, here).unwrap_or_else(|| self.missing_line(name, is_root))
        } else if message.starts_with("duplicate field") {
            Words::new("samma nyckel står två gånger", "Ta bort den ena.")
        } else {
            self.wrong_type(message, here)
        }
    }

    /// Puts it into words that `here` stands where one of the words in `known` should.
    pub(super) fn one_of(&self, here: &str, known: &[&str]) -> Words {
        Words::new(
            format!("här ska det stå {}, men det står {}", self.word, short(here, 40)),
            format!("Skriv ett av orden inom citattecken: {}.", known.join(", ")),
        )
    }

    fn missing_line(&self, name: &str, is_root: bool) -> Words {
        let example = self.examples.iter().find(|(key, _)| *key == name).map_or("false", |(_, value)| *value);
        let place = if is_root { "före den första rubriken" } else { "under rubriken" };
        Words::new(
            format!("nyckeln ”{name}” saknas"),
            format!("Lägg till en rad {place}: {name} = {example}"),
        )
    }

    fn wrong_type(&self, message: &str, here: &str) -> Words {
        let expected = message.rsplit_once("expected ").map_or(message, |(_, expected)| expected);
        let word = format!("Skriv ordet inom citattecken. {}", self.see);
        let section = format!("Skriv det som ett avsnitt med egen rubrik: {}", self.headings);
        let found = short(here, 40);
        let in_brackets = format!("Skriv listan inom hakparenteser: [{found}]");
        let (wanted, remedy) = match expected {
            "a string" => ("en text", text_remedy(&found)),
            "a boolean" => ("true eller false", "Skriv true för ja eller false för nej, utan citattecken."),
            "u8" | "u16" | "u32" | "i32" => (self.number.0, number_remedy(&found).unwrap_or(self.number.1)),
            "a sequence" if found.starts_with('"') && !found.ends_with('…') => {
                ("en lista", in_brackets.as_str())
            }
            "a sequence" => ("en lista", "Skriv listan inom hakparenteser: [\"ett\", \"två\"]"),
            "a map" => ("ett avsnitt med nycklar", section.as_str()),
            _ if expected.contains("string or table") => (self.word, word.as_str()),
            _ if expected.starts_with("struct ") => ("ett avsnitt med nycklar", section.as_str()),
            _ => ("något annat", self.see),
        };
        if found.is_empty() || found.starts_with('[') && wanted.starts_with("ett avsnitt") {
            Words::new(format!("här ska det stå {wanted}"), remedy)
        } else {
            Words::new(format!("här ska det stå {wanted}, men det står {found}"), remedy)
        }
    }
}

/// Whether one of a few words should stand where something else does.
pub(super) fn wants_a_word(message: &str) -> bool {
    message.contains("string or table")
}

/// What to do where a text is wanted and something else stands.
fn text_remedy(found: &str) -> &'static str {
    match found.chars().next() {
        Some('[') => "Skriv en enda text inom raka citattecken (\"), utan hakparenteser.",
        Some('{') => "Skriv en enda text inom raka citattecken (\"), utan klamrar.",
        _ if found == "true" => "Skriv texten inom raka citattecken. Menar du svaret ja, skriv \"ja\".",
        _ if found == "false" => "Skriv texten inom raka citattecken. Menar du svaret nej, skriv \"nej\".",
        _ => "Sätt raka citattecken (\") före och efter texten.",
    }
}

/// What to do with what is no number that can stand here, where it isn't that it stands as text.
fn number_remedy(found: &str) -> Option<&'static str> {
    let is_date = found.len() >= 10 && found.as_bytes()[4] == b'-' && found.as_bytes()[7] == b'-';
    let digits = found.trim_start_matches(['-', '+']);
    match found.chars().next()? {
        _ if is_date => Some("Skriv ett tal med siffror, inte ett datum."),
        '[' => Some("Skriv ett enda tal, utan hakparenteser."),
        '-' if digits.starts_with(|c: char| c.is_ascii_digit()) => Some("Skriv talet utan minustecken."),
        c if c.is_ascii_digit() && digits.contains(['.', 'e', 'E']) => {
            Some("Skriv ett helt tal, utan decimaler.")
        }
        c if c.is_ascii_digit() && digits.chars().all(|c| c.is_ascii_digit() || c == '_') => {
            Some("Skriv ett mindre tal.")
        }
        c if c.is_ascii_digit() => Some("Skriv bara talet, med siffror."),
        'a'..='z' | 'A'..='Z' => Some("Skriv talet med siffror."),
        _ => None,
    }
}

/// The name that isn't known and those that are, out of "unknown field `x`, expected one of `a`, `b`".
pub(super) fn unknown<'m>(message: &'m str, prefix: &str) -> Option<(String, Vec<&'m str>)> {
    let rest = message.strip_prefix(prefix)?;
    let (name, known) = rest.rsplit_once("`, expected ")?;
    // Between backticks stand the names, and every other piece is what joins them.
    Some((name.to_owned(), known.split('`').skip(1).step_by(2).collect()))
}

fn unknown_key(name: &str, known: &[&str]) -> Words {
    let remedy = match nearest(name, known.iter().copied()) {
        Some(key) => format!("Menade du ”{key}”?"),
        None => format!("Nycklar som får stå här: {}.", known.join(", ")),
    };
    Words::new(format!("nyckeln ”{}” är okänd", short(name, 40)), remedy)
}

fn unknown_word(name: &str, known: &[&str]) -> Words {
    let mut remedy = String::new();
    if let Some(word) = nearest(name, known.iter().copied()) {
        let _ = write!(remedy, "Menade du \"{word}\"? ");
    }
    let _ = write!(remedy, "Det som får stå här: {}.", known.join(", "));
    Words::new(format!("”{}” är inget av orden som får stå här", short(name, 40)), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_out_of_the_readers_lists() {
        for (message, name, known) in [
            ("unknown field `x`, expected `a`", "x", vec!["a"]),
            ("unknown field `x`, expected `a` or `b`", "x", vec!["a", "b"]),
            ("unknown field `x`, expected one of `a`, `b`, `c`", "x", vec!["a", "b", "c"]),
            ("unknown field `x`, expected `y`, expected `a` or `b`", "x`, expected `y", vec!["a", "b"]),
        ] {
            assert_eq!(unknown(message, "unknown field `"), Some((name.to_owned(), known)), "{message}");
        }
    }

    #[test]
    fn a_message_that_is_not_known_still_becomes_swedish() {
        let both = [
            Shape::LIST.syntax("frobnicated, expected ham", "x"),
            Shape::LIST.schema("wanted exactly 1 element", "{}", false),
        ];
        for Words { problem, remedy } in both {
            let all = format!("{problem} {remedy}");
            assert!(!all.contains("ham") && !all.contains("exactly") && !all.contains("frob"), "{all}");
        }
    }
}
