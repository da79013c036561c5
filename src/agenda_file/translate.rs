//! The one place where what the TOML reader says is turned into Swedish.
//!
//! The reader's messages are a closed set, but not a promised one: what isn't recognised gets words that are true of
//! any error, so that no English reaches the reader of the error.

use super::error::short;
use super::nearest;
use crate::domain::agenda::Phase;
use crate::domain::coded::Coded;
use std::fmt::Write;

/// What is wrong and what can be done.
pub(super) struct Words {
    pub(super) problem: String,
    pub(super) remedy: String,
}

fn words(problem: impl Into<String>, remedy: impl Into<String>) -> Words {
    Words { problem: problem.into(), remedy: remedy.into() }
}

/// Errors in how the file is written, before its keys are looked at. The first that is contained in the message holds.
const SYNTAX: [(&str, &str, &str); 24] = [
    ("duplicate key", "samma nyckel eller avsnitt står två gånger", "Ta bort den ena."),
    ("recur", "listor eller tabeller ligger för djupt i varandra", "En mötesform behöver högst tre nivåer."),
    ("missing comma", "listan saknar ett komma eller sin avslutande hakparentes", LIST),
    ("extra comma", "här står ett komma för mycket", "Ta bort det."),
    ("in array", "listan är inte rätt skriven", LIST),
    ("unclosed array table", "rubriken saknar sina avslutande hakparenteser", "Skriv så här: [[roller]]"),
    ("unclosed array", "listan saknar sin avslutande hakparentes", LIST),
    (
        "inline table",
        "tabellen inom klamrar är inte rätt skriven",
        "Skriv den hellre som ett avsnitt med egen rubrik.",
    ),
    ("unclosed table", "rubriken saknar sin avslutande hakparentes", "Skriv så här: [faser.nulage]"),
    ("table open", "rubriken är inte rätt skriven", "Skriv så här: [faser.nulage] eller [[roller]]"),
    ("must be quoted", "texten saknar citattecken", QUOTES),
    ("key with no value", "det saknas ett likhetstecken efter nyckeln", KEY_AND_VALUE),
    ("assignment", "det saknas ett likhetstecken mellan nyckel och värde", KEY_AND_VALUE),
    ("missing value", "det saknas ett värde efter likhetstecknet", VALUE),
    ("extra `=`", "här står ett likhetstecken för mycket", "Ta bort det."),
    (
        "unexpected key or value",
        "här står något mer på samma rad",
        "Skriv en nyckel på varje rad, och inget efter värdet.",
    ),
    ("unquoted key", "nyckeln är inte rätt skriven", PLAIN_KEYS),
    ("keys cannot", "nyckeln är inte rätt skriven", PLAIN_KEYS),
    (
        "escaped",
        "efter ett omvänt snedstreck står ett tecken som inte hör dit",
        "Skriv två omvända snedstreck, eller inget.",
    ),
    ("unicode value", "koden för ett tecken är inte rätt skriven", "Skriv tecknet självt i stället."),
    ("string", "texten är inte rätt skriven", QUOTES),
    ("quote", "texten är inte rätt skriven", QUOTES),
    ("comment", "kommentaren innehåller ett otillåtet tecken", "Skriv om kommentaren efter #."),
    ("carriage return", "raden slutar på ett ovanligt sätt", "Spara om filen i en vanlig textredigerare."),
];

const LIST: &str = "Skriv så här: [\"ett\", \"två\"]";
const QUOTES: &str = "Sätt raka citattecken (\") före och efter texten, och håll den på en rad.";
const VALUE: &str = "Skriv text inom citattecken, ett heltal utan nolla först, true eller false.";
const KEY_AND_VALUE: &str = "Skriv så här: namn = \"Vårt möte\"";
const PLAIN_KEYS: &str = "Nycklar skrivs med a–z, siffror och _, utan å, ä och ö: nulage, nedrakning.";

/// What the reader says of numbers, dates, true and false that aren't.
const BAD_VALUES: [&str; 9] =
    ["boolean", "float", "number", "fraction", "exponent", "date", "time", "leading zero", "value"];

/// Puts an error in how the file is written into words. `here` is what stands at the place of the error.
pub(super) fn syntax(message: &str, here: &str) -> Words {
    // What follows tells what the reader would rather have seen, and would match the wrong row.
    let head = message.split(", expected ").next().unwrap_or_default();
    if head.contains("must be quoted") && here.is_empty() {
        return words("det saknas ett värde efter likhetstecknet", VALUE);
    }
    if head.contains("string") && (message.ends_with("`\"`") || message.ends_with("`'`")) {
        return words("texten saknar sitt citattecken i slutet", QUOTES);
    }
    if let Some((_, problem, remedy)) = SYNTAX.iter().find(|(part, ..)| head.contains(part)) {
        words(*problem, *remedy)
    } else if BAD_VALUES.iter().any(|part| head.contains(part)) {
        words("värdet är inte rätt skrivet", VALUE)
    } else {
        words("raden går inte att läsa som TOML", KEY_AND_VALUE)
    }
}

/// Puts an error in keys and values into words. `here` is what stands at the place of the error; `is_root` says that it
/// concerns the file's own keys, before its first section.
pub(super) fn schema(message: &str, here: &str, is_root: bool) -> Words {
    if let Some((name, known)) = unknown(message, "unknown field `") {
        unknown_key(&name, &known)
    } else if let Some((name, known)) = unknown(message, "unknown variant `") {
        unknown_word(&name, &known)
    } else if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'))
    {
        missing(name, here, is_root)
    } else if message.starts_with("duplicate field") {
        words("samma nyckel står två gånger", "Ta bort den ena.")
    } else {
        wrong_type(message, here)
    }
}

/// The name that isn't known and those that are, out of "unknown field `x`, expected one of `a`, `b`".
fn unknown<'m>(message: &'m str, prefix: &str) -> Option<(String, Vec<&'m str>)> {
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
    words(format!("nyckeln ”{}” är okänd", short(name, 40)), remedy)
}

fn unknown_word(name: &str, known: &[&str]) -> Words {
    let mut remedy = String::new();
    if let Some(word) = nearest(name, known.iter().copied()) {
        let _ = write!(remedy, "Menade du \"{word}\"? ");
    }
    let _ = write!(remedy, "Det som får stå här: {}.", known.join(", "));
    words(format!("”{}” är inget av orden som får stå här", short(name, 40)), remedy)
}

fn missing(name: &str, here: &str, is_root: bool) -> Words {
    // A role has a key of the same name as a phase.
    let in_phases = here.trim_start_matches('[').starts_with("faser") || here.contains("fragor");
    if in_phases && let Some(phase) = Phase::of_code(name) {
        return words(
            format!("fasen {} saknas bland avsnitten som börjar här", phase.name().to_lowercase()),
            format!(
                "Alla fem faser ska finnas. Lägg till ett avsnitt [faser.{name}] med minuter, fragor och tar."
            ),
        );
    }
    let problem = format!("nyckeln ”{name}” saknas");
    let line = example(name);
    let remedy = match name {
        "roller" => "Lägg till minst ett avsnitt [[roller]] med namn, huvudman och behov.".to_owned(),
        "faser" => {
            "Lägg till avsnitten [faser.sammanhang], [faser.nulage], [faser.behov], [faser.planering] och \
                    [faser.ansvar]."
                .to_owned()
        }
        _ if is_root => {
            format!("Lägg till en rad före den första rubriken: {line}")
        }
        _ => format!("Lägg till en rad under rubriken: {line}"),
    };
    words(problem, remedy)
}

/// A line as it might be written.
fn example(key: &str) -> String {
    let value = match key {
        "id" => "\"vart-mote\"",
        "namn" => "\"Vårt möte\"",
        "kortnamn" => "\"VM\"",
        "niva" => "\"grupp\"",
        "kalla" => "\"Rutin 2026, avsnitt 3\"",
        "om" => "\"Vad mötet är till för.\"",
        "dokument" => "\"motesanteckningar\"",
        "samtycke" => "\"kravs\"",
        "laget_runt" => "\"gemensamt\"",
        "rytm" => "\"Varje månad.\"",
        "huvudman" => "\"kommun\"",
        "behov" => "\"onskas\"",
        "typ" => "\"text\"",
        "for" => "\"arende\"",
        "minuter" => "10",
        "fragor" => "[\"Hur har det gått sedan sist?\"]",
        "tar" => "[\"anteckning\"]",
        "individarenden" => "true",
        "datum" => "\"2026-11-24\"",
        "lag" => "\"skollagen\"",
        "sager" => "\"Så här är det, i en mening.\"",
        _ => "false",
    };
    format!("{key} = {value}")
}

fn wrong_type(message: &str, here: &str) -> Words {
    let expected = message.rsplit_once("expected ").map_or(message, |(_, expected)| expected);
    let (wanted, remedy) = match expected {
        "a string" => ("en text", "Sätt raka citattecken (\") före och efter texten."),
        "a boolean" => ("true eller false", "Skriv true för ja eller false för nej, utan citattecken."),
        "u32" => ("ett heltal", "Skriv antalet minuter med siffror, utan citattecken."),
        "u8" => ("en ålder i hela år", "Skriv åldern med siffror, utan citattecken: 6"),
        "i32" => ("ett årtal", "Skriv året med siffror, utan citattecken: 2022"),
        "a sequence" => ("en lista", "Skriv listan inom hakparenteser: [\"ett\", \"två\"]"),
        _ if expected.contains("string or table") => (
            "ett av formens fasta ord",
            "Skriv ordet inom citattecken. Se hur det ser ut i en kopia: samverkan agendor kopiera eht",
        ),
        _ if expected.starts_with("struct ") => (
            "ett avsnitt med nycklar",
            "Skriv det som ett avsnitt med egen rubrik: [faser.nulage] eller [[roller]]",
        ),
        _ => ("något annat", "Se hur det ser ut i en kopia: samverkan agendor kopiera eht"),
    };
    let found = short(here, 40);
    if found.is_empty() || found.starts_with('[') && wanted.starts_with("ett avsnitt") {
        words(format!("här ska det stå {wanted}"), remedy)
    } else {
        words(format!("här ska det stå {wanted}, men det står {found}"), remedy)
    }
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
        let both =
            [syntax("frobnicated, expected ham", "x"), schema("wanted exactly 1 element", "{}", false)];
        for Words { problem, remedy } in both {
            let all = format!("{problem} {remedy}");
            assert!(!all.contains("ham") && !all.contains("exactly") && !all.contains("frob"), "{all}");
        }
    }
}
