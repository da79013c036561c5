//! The minutes as files beside the database: for the user's eyes only, like the database itself.

use super::letterhead::Letterhead;
use crate::domain::consent::ConsentSheet;
use crate::domain::law::Laws;
use crate::domain::meeting::Meeting;
use crate::io_words::reason;
use crate::minutes::format::{Format, Writer};
use crate::minutes::pdf::Paper;
use crate::minutes::{self, Document, Options};
use crate::store::Store;
use chrono::NaiveDateTime;
use std::fmt::Display;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many meetings of one form there may be on a day before the id is used instead of a number.
const MAX_SAME_DAY: usize = 20;

/// The minutes couldn't be written.
#[derive(Debug, thiserror::Error)]
#[error("Protokollet gick inte att skriva i {folder} ({}). Kontrollera att mappen går att skriva i och att disken inte är full.", reason(.source))]
pub struct WriteError {
    folder: String,
    source: io::Error,
}

/// How a meeting is named on the command line and in file names: `2026-11-23-eht`.
pub fn handle(store: &Store, meeting: &Meeting) -> String {
    let plain = format!("{}-{}", meeting.head.planned.format("%Y-%m-%d"), meeting.head.agenda_id);
    let numbered = (2..=MAX_SAME_DAY).map(|number| format!("{plain}-{number}"));
    let id = meeting.id().to_string();
    std::iter::once(plain.clone())
        .chain(numbered)
        .find(|handle| store.resolve(handle).is_ok_and(|found| found == meeting.id()))
        .unwrap_or_else(|| id[id.len() - 6..].to_owned())
}

/// The minutes as they stand: a draft until they can be justerade, without the children's real names.
pub fn document(meeting: &Meeting, practice: bool, printed_at: NaiveDateTime, laws: &Laws) -> Document {
    let laws = laws.clone();
    minutes::build(
        meeting,
        &Options { printed_at, draft: true, practice, print_names: false, reader: None, laws },
    )
}

/// What has been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files.
    pub files: Vec<String>,
    /// The document as plain text, to read on screen.
    pub preview: String,
    /// Why the paper doesn't look as the settings ask for, if it doesn't.
    pub remark: Option<String>,
}

/// Writes a document in the formats that are kept ([`Format::is_kept`]) in the folder `protokoll` beside the database.
/// `made_at` is when what it says was made. A letterhead that can't be used doesn't stop the paper: it gets the program's
/// own, and a remark. Where there can be no PDF, the texts are there, and the remark says why.
///
/// # Errors
/// When the folder or a file can't be written; a file that was there is whole then.
pub fn write(
    database: &Path,
    document: &Document,
    name: &str,
    (letterhead, made_at): (&Letterhead, NaiveDateTime),
) -> Result<Written, WriteError> {
    let document = &letterhead.spelled_out(document);
    let (mut made, mut remark) = (Vec::new(), None);
    for format in Format::ALL.into_iter().filter(|format| format.is_kept()) {
        let bytes = match format.writer() {
            Writer::Text(write) => Some(write(document).into_bytes()),
            Writer::Typeset => {
                let (pdf, lacking) = typeset(document, letterhead, made_at);
                remark = lacking;
                pdf
            }
        };
        made.extend(bytes.map(|bytes| (format!("{name}.{}", format.ending()), bytes)));
    }
    let files: Vec<_> = made.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    let written = write_files(database, &files)?;
    let files = written.iter().map(|file| file.display().to_string()).collect();
    Ok(Written { files, preview: minutes::plain::render(document), remark })
}

/// The document as PDF, if it can be made, and what isn't as the settings ask for.
fn typeset(
    document: &Document,
    letterhead: &Letterhead,
    made_at: NaiveDateTime,
) -> (Option<Vec<u8>>, Option<String>) {
    let set = |paper: &Paper| letterhead.typesetter().set(document, paper);
    let without = |error: &dyn Display| (None, Some(format!("PDF-filen gjordes inte. {error}")));
    let error = match letterhead.paper(made_at) {
        Err(error) => error.to_string(),
        Ok(paper) => match set(&paper) {
            Ok(bytes) => return (Some(bytes), None),
            Err(error) if paper.is_own() && error.may_lie_in_the_letterhead() => error.to_string(),
            Err(error) => return without(&error),
        },
    };
    match set(&Paper::plain(made_at)) {
        Ok(bytes) => (Some(bytes), Some(format!("Papperet har programmets eget utseende. {error}"))),
        Err(error) => without(&error),
    }
}

/// Writes a consent form to sign, as [`write()`] does with minutes. The file's name says nothing of the child.
///
/// # Errors
/// As [`write()`].
pub fn write_consent_form(
    database: &Path,
    sheet: &ConsentSheet,
    practice: bool,
    (letterhead, printed_at): (&Letterhead, NaiveDateTime),
) -> Result<Written, WriteError> {
    let document = minutes::consent_form(sheet, practice, printed_at);
    let id = sheet.arende.to_string();
    let name = format!("samtyckesblankett-{}-{}", printed_at.format("%Y-%m-%d"), &id[id.len() - 6..]);
    write(database, &document, &name, (letterhead, printed_at))
}

/// A file name of letters, digits and hyphens: a form's key from an imported file may hold anything.
fn safe(handle: &str) -> String {
    handle.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// Writes files in the folder `protokoll` beside the database, each with its name and bytes. Gives their paths.
///
/// # Errors
/// As [`write()`].
pub fn write_files(database: &Path, files: &[(String, &[u8])]) -> Result<Vec<PathBuf>, WriteError> {
    let folder = database.parent().unwrap_or(Path::new("")).join("protokoll");
    let fail = |source| WriteError { folder: folder.display().to_string(), source };
    make_folder(&folder).map_err(fail)?;
    let mut written = Vec::new();
    for (name, bytes) in files {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
        let file = folder.join(format!("{}.{}", safe(stem), safe(ending)));
        replace(&file, bytes).map_err(fail)?;
        written.push(file);
    }
    Ok(written)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts a new file in the place of one that may be there: either is whole, whenever the computer stops.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".ny");
    let beside = PathBuf::from(beside);
    // Left from a computer that stopped half-way; it may have other rights than ours.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = write_private(&beside, bytes).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a file that wasn't there, for the user only.
///
/// # Errors
/// When there is a file of that name, or it can't be written.
pub fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_handle_leads_out_of_the_folder() {
        assert_eq!(safe("2026-11-23-eht-2"), "2026-11-23-eht-2");
        assert_eq!(safe("2026-11-23-../../x\u{1b}"), "2026-11-23-______x_");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("protokoll"), "en fil i vägen").unwrap();
        let meetings = crate::demo::meetings("2026-11-23T08:20:00Z".parse().unwrap(), &|id| {
            let catalogue = crate::agenda_file::Catalogue::load(None);
            catalogue.get(id).map(|form| (form.agenda.clone(), crate::agenda_file::snapshot_of(&form.agenda)))
        });
        let printed = "2026-11-23T10:00:00".parse().unwrap();
        let document = document(&meetings[0], true, printed, &Laws::default());
        let error = write(&folder.path().join("a.db"), &document, "x", (&Letterhead::default(), printed))
            .unwrap_err();
        assert!(error.to_string().contains("Protokollet gick inte att skriva i"), "{error}");
    }
}
