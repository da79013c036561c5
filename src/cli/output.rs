//! Where a verb writes and in which format: said by `--ut` and `--format`, the same for all verbs.

use super::verbs::Given;
use super::{CliError, shown};
use crate::domain::text::nfc;
use crate::io_words::reason;
use crate::minutes::Format;
use crate::runtime::way_out::{self, Made, WayOutError};
use crate::store::Store;
use crate::toml_file::nearest;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What `--ut` says where the text is to go to the screen or to another program.
const STDOUT: &str = "-";

/// Where to, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target<F> {
    /// The file; nothing for the screen or another program.
    pub(super) file: Option<PathBuf>,
    /// The format that was asked for, if one was.
    pub(super) format: Option<F>,
}

/// Reads both: `words` are the formats that the verb has, each word that means it, the usual one first. What the file's
/// name ends with and `--format` must mean the same, whatever their case.
///
/// # Errors
/// When one of them is unknown, they contradict each other, or a file's name doesn't say what it is to be.
pub(super) fn target<F: Copy + PartialEq>(
    given: &Given,
    words: &[(&'static str, F)],
) -> Result<Target<F>, CliError> {
    let asked = given.value("format").map(|name| format_named(name, words)).transpose()?;
    let Some(file) = given.value("ut").filter(|file| *file != STDOUT) else {
        return Ok(Target { file: None, format: asked });
    };
    let name = shown(file);
    let file = PathBuf::from(file);
    let format = match (file.extension(), asked) {
        (Some(ending), asked) => {
            let meant = find(ending, words).ok_or_else(|| {
                CliError::usage(
                    format!("Filen {name} har en ändelse som kommandot inte skriver."),
                    format!("Låt namnet sluta på {}.", either(words)),
                )
            })?;
            if asked.is_some_and(|asked| asked != meant) {
                return Err(CliError::usage(
                    format!("Filens ändelse och --format säger olika: {name}."),
                    "Utelämna --format, eller ge filen den ändelse som formatet har.",
                ));
            }
            meant
        }
        (None, Some(asked)) => asked,
        (None, None) => match words {
            [(_, only), rest @ ..] if rest.iter().all(|(_, other)| other == only) => *only,
            _ => {
                return Err(CliError::usage(
                    format!("Det framgår inte vad filen {name} ska bli."),
                    format!("Låt namnet sluta på {}, eller ange --format.", either(words)),
                ));
            }
        },
    };
    Ok(Target { file: Some(file), format: Some(format) })
}

fn find<F: Copy>(name: &OsStr, words: &[(&'static str, F)]) -> Option<F> {
    let name = nfc(name.to_str()?).to_lowercase();
    words.iter().find(|(word, _)| *word == name).map(|(_, format)| *format)
}

/// The format that a word means.
///
/// # Errors
/// When it means none.
pub(super) fn format_named<F: Copy + PartialEq>(
    name: &OsStr,
    words: &[(&'static str, F)],
) -> Result<F, CliError> {
    if let Some(format) = find(name, words) {
        return Ok(format);
    }
    let lower = name.to_string_lossy().to_lowercase();
    let remedy = match nearest(&lower, words.iter().map(|(word, _)| *word)) {
        Some(word) => format!("Menade du --format {word}?"),
        None => format!("Skriv {}.", either(words)),
    };
    Err(CliError::usage(format!("Formatet ”{}” finns inte.", shown(name)), remedy))
}

/// "pdf, md, txt eller json": one word for each format.
fn either<F: Copy + PartialEq>(words: &[(&'static str, F)]) -> String {
    let mut firsts: Vec<(&str, F)> = Vec::new();
    for (word, format) in words {
        if !firsts.iter().any(|(_, known)| known == format) {
            firsts.push((word, *format));
        }
    }
    let names: Vec<&str> = firsts.into_iter().map(|(word, _)| word).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} eller {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// The words for the formats of papers.
pub(super) fn paper_words() -> Vec<(&'static str, Format)> {
    Format::words().collect()
}

/// Lets a paper go to the file that is named, or to `out`, and logs it. Where it lies is told.
///
/// # Errors
/// When the file is there already or can't be written, the log can't, or a terminal would get a PDF.
pub(super) fn let_go(
    store: &mut Store,
    file: Option<&Path>,
    one: &Made,
    how: super::Keys<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let Some(file) = file else {
        if one.format() == Format::Pdf.ending() && io::stdout().is_terminal() {
            return Err(CliError::usage(
                "En PDF går inte att visa i terminalen.",
                "Ange en fil: --ut FIL.pdf. Eller visa den i datorns eget program: --visa.",
            ));
        }
        for bytes in way_out::shown(store, std::slice::from_ref(one), how)? {
            out.write_all(bytes)?;
        }
        return Ok(());
    };
    way_out::to_named_file(store, file, one, how).map_err(|error| unwritten(error, file))?;
    Ok(writeln!(out, "Sparad, inte krypterad: {}", file.display())?)
}

fn unwritten(error: WayOutError, file: &Path) -> CliError {
    let name = shown(file);
    match error {
        WayOutError::Named(error) if error.kind() == io::ErrorKind::AlreadyExists => CliError::failed(
            format!("Filen {name} finns redan och skrivs inte över."),
            "Välj ett annat namn, eller flytta undan filen.",
        ),
        WayOutError::Named(error) => CliError::failed(
            format!("Filen {name} gick inte att skriva ({}).", reason(&error)),
            "Kontrollera att mappen finns, att du får skriva i den och att disken inte är full.",
        ),
        other => other.into(),
    }
}

impl From<WayOutError> for CliError {
    fn from(error: WayOutError) -> Self {
        match error {
            WayOutError::Store(error) => error.into(),
            other => Self::failed("Filerna gick inte att skriva.", other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::verbs::{Asked, read};
    use super::*;
    use std::ffi::OsString;

    fn asked(line: &str) -> Result<Target<Format>, CliError> {
        let words: Vec<OsString> =
            format!("protokoll senaste {line}").split_whitespace().map(Into::into).collect();
        let Asked::Verb(_, given) = read(words).unwrap() else { panic!("{line}") };
        target(&given, &paper_words())
    }

    #[test]
    fn an_ending_and_a_format_mean_the_same_whatever_their_case() {
        for (line, file, format) in [
            ("", None, None),
            ("--ut -", None, None),
            ("--ut - --format JSON", None, Some(Format::Json)),
            ("--format Markdown", None, Some(Format::Markdown)),
            ("--ut sip.PDF", Some("sip.PDF"), Some(Format::Pdf)),
            ("--ut sip.Md --format MD", Some("sip.Md"), Some(Format::Markdown)),
            ("--ut sip --format txt", Some("sip"), Some(Format::Plain)),
        ] {
            let target = asked(line).unwrap();
            assert_eq!((target.file, target.format), (file.map(PathBuf::from), format), "{line}");
        }
    }

    #[test]
    fn what_is_unknown_or_contradicts_itself_is_refused() {
        for (line, said) in [
            ("--ut sip.ICS", "ändelse som kommandot inte skriver"),
            ("--ut sip.docx --format md", "ändelse som kommandot inte skriver"),
            ("--ut sip.pdf --format md", "säger olika"),
            ("--ut sip.TXT --format json", "säger olika"),
            ("--ut sip", "framgår inte"),
            ("--format odt", "pdf, md, txt eller json"),
            ("--format pfd", "--format pdf"),
            ("--ut - --format odt", "pdf, md, txt eller json"),
        ] {
            let error = asked(line).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains(said), "{line}: {error}");
        }
    }

    #[test]
    fn the_formats_are_named_once_each() {
        assert_eq!(either(&paper_words()), "pdf, md, txt eller json");
        assert_eq!(either(&[("json", 1)]), "json");
    }
}
