//! What is wrong with a meeting's file: where, what, and what can be done.

use crate::domain::text::{clean, truncate};
use serde_json::Value;
use serde_json::error::Category;
use std::str::Utf8Error;

/// Why a file isn't read as a meeting. Never quotes what somebody wrote in the meeting, only keys and values of the
/// format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem} {remedy}", place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default())]
pub struct MeetingFileError {
    /// "Rad 12, kolumn 5", or the path to the value.
    place: Option<String>,
    problem: String,
    remedy: String,
}

/// A part of the file, short and safe to show.
fn shown(raw: &str) -> String {
    truncate(clean(raw).trim(), 60).into_owned()
}

impl MeetingFileError {
    fn new(place: Option<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place, problem: problem.into(), remedy: remedy.into() }
    }

    /// Where: a line and column, or the path to a value.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What is wrong.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What can be done.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// How large it is isn't said: whoever reads it may stop at what is too much.
    pub(super) fn too_large(most: usize) -> Self {
        Self::new(
            None,
            format!(
                "Filen är för stor: mer än {} MB, som är det mesta ett möte får vara.",
                most / (1024 * 1024)
            ),
            "Kontrollera att det är rätt fil.",
        )
    }

    pub(super) fn not_utf8(bytes: &[u8], error: &Utf8Error) -> Self {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        Self::new(
            Some(format!("Rad {line}")),
            "Filen är inte sparad som UTF-8.",
            "Spara den med teckenkodningen UTF-8 och försök igen.",
        )
    }

    pub(super) fn other_format() -> Self {
        Self::new(
            None,
            "Det här är inte ett möte från samverkan.",
            "Välj en fil som är skapad med ”samverkan exportera”.",
        )
    }

    pub(super) fn other_version(version: &Value) -> Self {
        Self::new(
            None,
            format!(
                "Filen har version {} av formatet. Det här programmet läser version 1.",
                shown(&version.to_string())
            ),
            "Uppdatera programmet, eller exportera mötet på nytt från den version som ni har.",
        )
    }

    pub(super) fn unknown_key(key: &str, path: &str) -> Self {
        Self::new(
            Some(shown(path)),
            format!("Fältet ”{}” finns inte i formatet.", shown(key)),
            "Ta bort det, eller rätta stavningen. Alla fält står i mote.schema.json.",
        )
    }

    pub(super) fn at(path: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Some(path.into()), problem, remedy)
    }

    pub(super) fn not_one_of(path: &str, value: &str, remedy: String) -> Self {
        Self::at(path, format!("”{}” är inte ett av värdena här.", shown(value)), remedy)
    }

    /// A value that the format doesn't hold, in a file that is JSON.
    pub(super) fn value(error: &serde_json::Error) -> Self {
        let place = (error.line() > 0).then(|| format!("Rad {}, kolumn {}", error.line(), error.column()));
        let (problem, remedy) = data(&error.to_string());
        Self::new(place, problem, remedy)
    }

    /// The parser's own words are English; what they say is said in Swedish.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let place = (error.line() > 0).then(|| format!("Rad {}, kolumn {}", error.line(), error.column()));
        let message = error.to_string();
        let (problem, remedy) = match error.classify() {
            Category::Eof => (
                "Filen tar slut mitt i.".to_owned(),
                "Den är troligen inte färdigkopierad. Hämta eller exportera den igen.".to_owned(),
            ),
            Category::Io => ("Filen går inte att läsa.".to_owned(), "Försök igen.".to_owned()),
            Category::Syntax if message.starts_with("recursion limit") => (
                "Filen har listor i listor, fler än något möte har.".to_owned(),
                "Kontrollera att det är rätt fil.".to_owned(),
            ),
            Category::Syntax => (
                "Det här är inte giltig JSON.".to_owned(),
                "Titta efter ett komma, ett citattecken eller en parentes som saknas eller är för mycket."
                    .to_owned(),
            ),
            Category::Data => data(&message),
        };
        Self::new(place, problem, remedy)
    }
}

/// What is between the first two backticks.
fn quoted(message: &str) -> &str {
    message.split('`').nth(1).unwrap_or_default()
}

fn data(message: &str) -> (String, String) {
    let name = shown(quoted(message));
    if message.starts_with("missing field") {
        return (
            format!("Fältet ”{name}” saknas."),
            "Lägg till det. Vad det ska innehålla står i mote.schema.json.".to_owned(),
        );
    }
    if message.starts_with("duplicate field") {
        return (format!("Fältet ”{name}” står två gånger."), "Ta bort det ena.".to_owned());
    }
    if message.starts_with("unknown field") {
        return (
            format!("Fältet ”{name}” finns inte i formatet."),
            "Ta bort det, eller rätta stavningen. Alla fält står i mote.schema.json.".to_owned(),
        );
    }
    if message.starts_with("unknown variant") {
        let choices: Vec<String> = message.split('`').skip(3).step_by(2).map(shown).collect();
        return (
            format!("”{name}” är inte ett av värdena här."),
            format!("Välj bland: {}.", choices.join(", ")),
        );
    }
    if message.to_lowercase().contains("uuid") {
        return (
            "Ett id har fel form.".to_owned(),
            "Ett id är en UUID: 8-4-4-4-12 tecken 0–9 och a–f.".to_owned(),
        );
    }
    if message.starts_with("invalid type: null") {
        return (
            "Värdet är null, men här måste något stå.".to_owned(),
            "Vad det ska vara står i mote.schema.json.".to_owned(),
        );
    }
    if message.starts_with("invalid type") || message.starts_with("expected value") {
        return (
            "Värdet är null, eller av ett annat slag än det som ska stå där.".to_owned(),
            "Se i mote.schema.json vad fältet ska innehålla.".to_owned(),
        );
    }
    (
        "Värdet går inte att läsa. Det kan vara ett datum som inte finns.".to_owned(),
        "Ett datum skrivs 2026-11-23, en tidpunkt 2026-11-23T08:00:00Z. Se mote.schema.json.".to_owned(),
    )
}
