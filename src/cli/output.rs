//! Where a verb writes and in which format: said by `--ut` and `--format`, the same for all verbs.

use super::verbs::Given;
use super::{CliError, shown};
use crate::domain::text::nfc;
use crate::io_words::reason;
use crate::minutes::Format;
use crate::runtime::letterhead::Letterhead;
use crate::runtime::paper::Paper;
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
    new_file(&file)?;
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
        let (ids, now) = how;
        let one = std::slice::from_ref(one);
        let shown = way_out::shown(store, one, (&mut *ids, now))?;
        let written = || -> io::Result<()> {
            shown.into_iter().try_for_each(|bytes| out.write_all(bytes))?;
            out.flush()
        };
        if let Err(error) = written() {
            let error = CliError::from(error);
            // Somebody who stops reading has read what came first.
            if !matches!(error, CliError::OutputClosed) {
                way_out::not_shown(store, one, (ids, now))?;
            }
            return Err(error);
        }
        return Ok(());
    };
    way_out::to_named_file(store, file, one, how).map_err(|error| unwritten(error, file))?;
    Ok(writeln!(out, "Sparad, inte krypterad: {}", file.display())?)
}

fn unwritten(error: WayOutError, file: &Path) -> CliError {
    match error {
        WayOutError::Named(error) => not_written(&error, file),
        other => other.into(),
    }
}

/// That a file couldn't be written, and what to do about just that.
pub(super) fn not_written(error: &io::Error, file: &Path) -> CliError {
    let name = shown(file);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let (problem, remedy) = match error.kind() {
        io::ErrorKind::AlreadyExists => (
            format!("Filen {name} finns redan och skrivs inte över."),
            "Välj ett annat namn, eller flytta undan filen.",
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            format!(
                "Filen {name} kan inte skapas, för mappen {} finns inte.",
                folder.map(shown).unwrap_or_default()
            ),
            "Skapa mappen först, eller välj en annan.",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            format!("Filen {name} gick inte att skriva ({}).", reason(error)),
            "Välj en mapp som du får skriva i.",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            format!("Filen {name} gick inte att skriva ({}).", reason(error)),
            "Frigör plats, eller välj en annan disk. Ingen halv fil är kvar.",
        ),
        io::ErrorKind::InvalidFilename => {
            (format!("Filen {name} har ett namn som inte går att använda."), "Välj ett kortare namn.")
        }
        _ => (
            format!("Filen {name} gick inte att skriva ({}).", reason(error)),
            "Försök igen, eller välj en annan mapp.",
        ),
    };
    CliError::failed(problem, remedy)
}

/// Names that Windows has for its own things, whatever ending they get.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Sees that a file may have its name, here and on the computer that it is sent to.
///
/// # Errors
/// When it is a folder, or a name that Windows can't have.
pub(super) fn new_file(file: &Path) -> Result<(), CliError> {
    let name = shown(file);
    let is_folder_name = file.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    let last = file.file_name().map(|last| last.to_string_lossy().into_owned());
    let Some(last) = last.filter(|_| !is_folder_name && !file.is_dir()) else {
        return Err(CliError::usage(format!("{name} är en mapp."), "Ange en fil i mappen."));
    };
    let stem = last.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| number.chars().count() == 1 && number.chars().all(char::is_numeric))
    });
    if RESERVED.contains(&stem.as_str()) || is_port {
        return Err(CliError::usage(
            format!("Namnet på filen {name} är upptaget i Windows."),
            "Välj ett annat namn, så går filen att öppna överallt.",
        ));
    }
    if last.starts_with(' ') || last.ends_with([' ', '.']) {
        return Err(CliError::usage(
            format!("Namnet på filen ”{name}” börjar eller slutar med mellanslag, eller slutar med punkt."),
            "Ta bort det, så går filen att öppna överallt.",
        ));
    }
    if let Some(odd) = last.chars().find(|c| c.is_control() || r#"<>:"|?*\"#.contains(*c)) {
        return Err(CliError::usage(
            format!("Tecknet {} går inte att ha i filens namn: {name}.", shown(odd.to_string())),
            "Byt det mot ett bindestreck, så går filen att öppna överallt.",
        ));
    }
    Ok(())
}

impl From<WayOutError> for CliError {
    fn from(error: WayOutError) -> Self {
        match error {
            WayOutError::Store(error) => error.into(),
            other => Self::failed("Filerna gick inte att skriva.", other.to_string()),
        }
    }
}

/// Says on standard error that somebody has to write by hand on these papers before they are handed out, as the menu says it.
pub(super) fn warn_of_lines(papers: &[Paper], letterhead: &Letterhead) {
    if let Some(words) = Paper::lines_to_fill_in(papers, letterhead) {
        // A warning that can't be shown stops nothing.
        let _ = writeln!(io::stderr(), "{words}");
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
    fn a_file_has_a_name_that_every_computer_can_have() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for name in ["a.md", "CONTRA.md", "Com10.md", "com.md", ".md", "å ä ö (2).md", "a..md"] {
            assert!(new_file(&folder.join(name)).is_ok(), "{name}");
        }
        for (name, said) in [
            ("CON", "upptaget i Windows"),
            ("aux.md", "upptaget i Windows"),
            ("Nul.tar.md", "upptaget i Windows"),
            ("com1.md", "upptaget i Windows"),
            ("LPT².md", "upptaget i Windows"),
            ("con .md", "upptaget i Windows"),
            ("a.md.", "slutar med punkt"),
            ("a.md ", "mellanslag"),
            (" a.md", "mellanslag"),
            ("a:b.md", "Tecknet :"),
            ("a?.md", "Tecknet ?"),
            ("a\n.md", "går inte att ha"),
            ("", "är en mapp"),
            ("../", "är en mapp"),
        ] {
            let error = new_file(&folder.join(name)).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains(said), "{name:?}: {error}");
        }
        let missing = std::fs::File::create(folder.join("saknas/a.md")).unwrap_err();
        let error = not_written(&missing, Path::new("saknas/a.md")).to_string();
        assert!(error.contains("mappen saknas finns inte") && error.contains("Skapa mappen"), "{error}");
    }

    #[test]
    fn the_formats_are_named_once_each() {
        assert_eq!(either(&paper_words()), "pdf, md, txt eller json");
        assert_eq!(either(&[("json", 1)]), "json");
    }
}
