//! The one place where what the TOML reader says is turned into Swedish.
//!
//! The reader's messages are a closed set, but not a promised one: what isn't recognised gets words that are true of
//! any error, so that no English reaches the reader of the error.

use super::error::short;
use super::nearest;
use crate::domain::agenda::Phase;
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
const SYNTAX: [(&str, &str, &str); 19] = [
    ("duplicate key", "samma nyckel eller avsnitt står två gånger", "Ta bort den ena."),
    ("recurs", "listor eller tabeller ligger för djupt i varandra", "En mötesform behöver högst tre nivåer."),
    (
        "missing comma",
        "det saknas ett komma mellan två värden",
        "Skriv ett komma efter varje värde utom det sista.",
    ),
    ("extra comma", "här står ett komma för mycket", "Ta bort det."),
    ("in array", "listan är inte rätt skriven", "Skriv så här: [\"ett\", \"två\"]"),
    ("unclosed array", "listan saknar sin avslutande hakparentes", "Skriv ] där listan slutar."),
    ("unclosed inline table", "tabellen saknar sin avslutande klammer", "Skriv } där den slutar."),
    ("unclosed table", "rubriken saknar sin avslutande hakparentes", "Skriv så här: [faser.nulage]"),
    ("table open", "rubriken är inte rätt skriven", "Skriv så här: [faser.nulage] eller [[roller]]"),
    ("must be quoted", "texten saknar citattecken", "Sätt raka citattecken (\") före och efter texten."),
    (
        "key with no value",
        "nyckeln har inget värde",
        "Skriv ett likhetstecken och ett värde: namn = \"Vårt möte\"",
    ),
    (
        "missing value",
        "det saknas ett värde efter likhetstecknet",
        "Skriv text inom citattecken, ett tal, true eller false.",
    ),
    (
        "assignment",
        "det saknas ett likhetstecken mellan nyckel och värde",
        "Skriv så här: namn = \"Vårt möte\"",
    ),
    ("extra `=`", "här står ett likhetstecken för mycket", "Ta bort det."),
    ("quote", "texten saknar sitt citattecken i slutet", "Sätt raka citattecken (\") före och efter texten."),
    (
        "string",
        "texten är inte rätt skriven",
        "Sätt raka citattecken (\") före och efter texten och håll den på en rad.",
    ),
    (
        "key",
        "nyckeln är inte rätt skriven",
        "Nycklar skrivs med a–z, siffror och _, utan å, ä och ö: nulage, laget_runt.",
    ),
    ("comment", "kommentaren innehåller ett otillåtet tecken", "Skriv om kommentaren efter #."),
    ("value", "värdet är inte rätt skrivet", "Skriv text inom citattecken, ett heltal, true eller false."),
];

/// Puts an error in how the file is written into words.
pub(super) fn syntax(message: &str) -> Words {
    // What follows tells what the reader would rather have seen, and would match the wrong row.
    let head = message.split(", expected ").next().unwrap_or_default();
    SYNTAX.iter().find(|(part, ..)| head.contains(part)).map_or_else(
        || {
            words(
                "raden går inte att läsa som TOML",
                "Skriv raden som: nyckel = värde. Text står inom raka citattecken.",
            )
        },
        |(_, problem, remedy)| words(*problem, *remedy),
    )
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
        missing(name, is_root)
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

fn missing(name: &str, is_root: bool) -> Words {
    if let Some(phase) = Phase::ALL.into_iter().find(|phase| phase_key(*phase) == name) {
        return words(
            format!("fasen {} saknas", phase.name().to_lowercase()),
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
            format!("Lägg till en rad överst, före den första rubriken inom hakparenteser: {line}")
        }
        _ => format!("Lägg till en rad under rubriken: {line}"),
    };
    words(problem, remedy)
}

/// The key of a phase in an agenda file.
pub(super) fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Sammanhang => "sammanhang",
        Phase::Nulage => "nulage",
        Phase::Behov => "behov",
        Phase::Planering => "planering",
        Phase::Ansvar => "ansvar",
    }
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
        "rytm" => "\"En gång i månaden.\"",
        "huvudman" => "\"kommun\"",
        "behov" => "\"onskas\"",
        "typ" => "\"text\"",
        "for" => "\"arende\"",
        "minuter" => "10",
        "fragor" => "[\"Hur har det gått sedan sist?\"]",
        "tar" => "[\"anteckning\"]",
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
        let both = [syntax("frobnicated, expected ham"), schema("wanted exactly 1 element", "{}", false)];
        for Words { problem, remedy } in both {
            let all = format!("{problem} {remedy}");
            assert!(!all.contains("ham") && !all.contains("exactly") && !all.contains("frob"), "{all}");
        }
    }
}
