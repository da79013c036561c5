//! Files that people write, in TOML: what was read, or an error in Swedish that says where, what and how to mend it.
//!
//! Meeting forms, the lists and the settings all come in here, so that the same slip is told in the same words wherever it
//! is made. A file of one kind declares its [`Shape`]: what it is called, and how its parts look when they are right.
//!
//! - [`TomlFile`] is one file being read: its size, its characters, its keys;
//! - `recover` makes a file that isn't TOML all through into one that is, so that what stands after a slip is read too;
//! - [`Reading`] is the same with all that is wrong, for one who mends a file;
//! - [`List`] is a file that the program carries and that one of the user's own may stand in the place of;
//! - [`nearest()`] finds what a misspelt word was meant to be.

mod all;
mod error;
mod list;
mod nearest;
mod quotes;
mod recover;
mod words;

pub use all::Reading;
pub use error::{Place, TomlFileError, short, visible};
pub use list::{List, Wrong, filled, filled_if_any, length_fault, once};
pub use nearest::nearest;
pub use toml::{Spanned, Value};
pub use words::{Shape, Words};

use crate::domain::text;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The largest file that is read, in bytes. Those that the program carries are at most some 20 KiB.
pub const MAX_BYTES: usize = 256 * 1024;

/// What to do with a file whose characters can't be read.
const UTF_8: &str = "Öppna filen i en textredigerare, välj Spara som och kodningen UTF-8.";

/// Whether each character takes two bytes, as some editors save *Unicode*: every other of the first is nothing.
fn is_wide(bytes: &[u8]) -> bool {
    let head = bytes.get(..4).unwrap_or_default();
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || head.contains(&0) && head.iter().any(|byte| *byte != 0)
}

/// A step on the way to a value in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To what stands at a key.
    Key(&'static str),
    /// To what stands at a place in a list, from 0.
    Index(usize),
}

/// One file, found to be text of a size that can be read.
#[derive(Clone, Copy, Debug)]
pub struct TomlFile<'f> {
    shape: &'f Shape,
    name: &'f str,
    /// What is read: the file, or the file with its slips mended.
    source: &'f str,
    /// The file as its author sees it, line by line the same.
    own: &'f str,
}

impl<'f> TomlFile<'f> {
    /// Begins to read a file's bytes. `name` is what its errors call it.
    ///
    /// # Errors
    /// When it is too large to be a file of this kind, or no text in UTF-8.
    pub fn new(shape: &'f Shape, name: &'f str, bytes: &'f [u8]) -> Result<Self, TomlFileError> {
        if bytes.len() > MAX_BYTES {
            let problem =
                format!("filen är större än {} KiB, så den kan inte vara {}", MAX_BYTES / 1024, shape.what);
            return Err(TomlFileError::whole(name, problem, shape.if_too_large));
        }
        if is_wide(bytes) {
            return Err(TomlFileError::whole(name, "filen är sparad som UTF-16", UTF_8));
        }
        match std::str::from_utf8(bytes) {
            Ok(source) => Ok(Self { shape, name, source, own: source }),
            Err(error) => Err(TomlFileError::new(
                name,
                Place::in_bytes(bytes, error.valid_up_to()),
                "här står tecken som inte är UTF-8",
                UTF_8,
            )),
        }
    }

    /// What the file says. Its texts come out in NFC and without space at their ends, but for those that the shape takes
    /// as they are written.
    ///
    /// # Errors
    /// The first thing that is wrong with it: where, what stands there, and what would be right.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, TomlFileError> {
        self.read_whole().map_err(|first| match first {
            Unread::Keys(error) => error,
            // One slip may hide the next or look like another: which is the first is told when all are.
            Unread::Slip(error) | Unread::Word(error) => self
                .read_all::<T>()
                .errors
                .into_iter()
                .min_by_key(|error| error.place().map_or((usize::MAX, 0), |place| (place.line, place.column)))
                .unwrap_or(error),
        })
    }

    /// As [`TomlFile::read`], of a file that is TOML all through.
    fn read_whole<T: DeserializeOwned>(&self) -> Result<T, Unread> {
        let mut document = self.document().map_err(Unread::Slip)?;
        let whole = document.span();
        if self.says_nothing() {
            return Err(Unread::Keys(self.nothing()));
        }
        let strays = clean_table(document.get_mut(), self.shape.verbatim);
        if let Some(stray) = strays.first() {
            return Err(Unread::Keys(self.stray(stray)));
        }
        T::deserialize(toml::de::Deserializer::from(document)).map_err(|error| {
            let told = self.schema_error(&error, &whole);
            if words::wants_a_word(error.message()) { Unread::Word(told) } else { Unread::Keys(told) }
        })
    }

    fn says_nothing(&self) -> bool {
        !self.shape.if_empty.is_empty()
            && DeTable::parse(self.source).is_ok_and(|document| document.get_ref().is_empty())
    }

    /// That a file that must say something says nothing.
    fn nothing(&self) -> TomlFileError {
        let problem = if self.source.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
            "filen är tom"
        } else {
            "filen har bara kommentarer, rader som börjar med #"
        };
        TomlFileError::whole(self.name, problem, self.shape.if_empty)
    }

    /// That a text holds what no text may hold, or more of it.
    fn stray(&self, stray: &Stray) -> TomlFileError {
        let (problem, remedy) = match &stray.found {
            Found::Unseen(c) => (
                format!(
                    "texten innehåller ett osynligt tecken (U+{:04X}) som inte får vara med",
                    u32::from(*c)
                ),
                "Skriv om texten på en enda rad, utan att klistra in den.".to_owned(),
            ),
            Found::TooMuch(much) => (
                format!("texten är för lång: {much}"),
                format!("Korta texten till högst {} tecken.", text::MAX_CHARS),
            ),
        };
        self.wrong(Wrong::new(stray.span.start, problem, remedy))
    }

    /// An error in keys and values. `whole` is where the file's own keys stand.
    fn schema_error(&self, error: &toml::de::Error, whole: &Range<usize>) -> TomlFileError {
        let span = error.span().unwrap_or(whole.clone());
        let is_root = span.start <= whole.start && span.end >= whole.end;
        let words = self.shape.schema(error.message(), self.excerpt(&span), is_root);
        // What a file lacks stands nowhere; it belongs where the shape says.
        let start = if !is_root {
            Some(span.start)
        } else if self.shape.lacks_at_top {
            Some(0)
        } else {
            self.first_section()
        };
        self.error(start, words.problem, words.remedy)
    }

    /// An error in how the file is written, before its keys are looked at.
    fn syntax_error(&self, error: &toml::de::Error) -> TomlFileError {
        let span = error.span().unwrap_or(self.source.len()..self.source.len());
        if let Some(curly) = quotes::curly(self.source, span.start) {
            return self.error(Some(curly.at), curly.problem, curly.remedy);
        }
        let words = recover::quote_in_text(self.source, span.start, error.message())
            .unwrap_or_else(|| self.shape.syntax(error.message(), self.excerpt(&span)));
        self.error(Some(span.start), words.problem, words.remedy)
    }

    /// Something wrong, as an error of this file.
    pub fn wrong(&self, wrong: Wrong) -> TomlFileError {
        self.error(Some(wrong.at), wrong.problem, wrong.remedy)
    }

    /// Something wrong with what stands at the end of `path`, or with the innermost thing on the way to it that there is.
    pub fn wrong_at(&self, path: &[Step], problem: String, remedy: String) -> TomlFileError {
        // Spans are asked for only now that they are needed: reading used them up.
        self.error(self.start_of(path), problem, remedy)
    }

    /// As [`TomlFile::wrong_at`]; nothing where what stands there isn't the file's own but put there in `reading` of it.
    pub fn wrong_in<T>(
        &self,
        reading: &Reading<T>,
        path: &[Step],
        problem: String,
        remedy: String,
    ) -> Option<TomlFileError> {
        let read = TomlFile { source: reading.source(self.source), ..*self };
        let start = read.start_of(path);
        let error = read.error(start, problem, remedy);
        let is_ours = match path {
            [Step::Key(key), ..] => start.is_none() && reading.may_follow_from_a_slip(&[key]),
            _ => false,
        };
        (!is_ours && reading.is_its_own(start, &error)).then_some(error)
    }

    fn start_of(&self, path: &[Step]) -> Option<usize> {
        let (document, _) = DeTable::parse_recoverable(self.source);
        locate(&document, path).map(|span| span.start)
    }

    fn error(&self, start: Option<usize>, problem: String, remedy: String) -> TomlFileError {
        let place =
            start.and_then(|start| Place::at(self.source, start)).map(|place| place.shown_in(self.own));
        TomlFileError::new(self.name, place, problem, remedy)
    }

    fn document(&self) -> Result<Spanned<DeTable<'f>>, TomlFileError> {
        DeTable::parse(self.source).map_err(|error| self.syntax_error(&error))
    }

    /// Where the first section with a heading of its own begins.
    fn first_section(&self) -> Option<usize> {
        let document = self.document().ok()?;
        let starts = document.get_ref().values().filter_map(|value| match value.get_ref() {
            DeValue::Table(_) => Some(value.span().start),
            DeValue::Array(items) => {
                items.first().filter(|item| item.get_ref().is_table()).map(|item| item.span().start)
            }
            _ => None,
        });
        starts.min()
    }

    fn excerpt(&self, span: &Range<usize>) -> &'f str {
        self.source.get(span.clone()).unwrap_or_default()
    }
}

/// What is in a file, up to one byte more than is allowed: enough to see that it is too large. `name` is what an error
/// calls it.
///
/// # Errors
/// When it isn't there, is no ordinary file, or can't be read.
pub fn read_bytes(path: &Path, name: &str) -> Result<Vec<u8>, TomlFileError> {
    // Asked for before it is opened: opening a named pipe would wait for its other end.
    let metadata = fs::metadata(path).map_err(|error| match fs::read_link(path) {
        Ok(target) => TomlFileError::whole(
            name,
            format!("filen är en länk till {}, som inte går att läsa", visible(&target.to_string_lossy())),
            "Kontrollera vart länken leder, eller lägg filen själv på platsen.",
        ),
        Err(_) => unreadable(name, "filen", &error),
    })?;
    if !metadata.is_file() {
        let problem =
            if metadata.is_dir() { "det här är en mapp" } else { "det här är ingen vanlig fil" };
        return Err(TomlFileError::whole(name, problem, "Ange en fil som slutar på .toml."));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(name, "filen", &error))?;
    Ok(bytes)
}

/// The error that a file or folder (`what`: "filen", "mappen") can't be read.
pub fn unreadable(name: &str, what: &str, error: &io::Error) -> TomlFileError {
    let (problem, remedy) = match error.kind() {
        io::ErrorKind::NotFound => ("finns inte", "Kontrollera sökvägen."),
        io::ErrorKind::PermissionDenied => ("får inte läsas", "Be den som äger den om läsrätt."),
        io::ErrorKind::NotADirectory => ("är ingen mapp", "Ange mappen som filerna ligger i."),
        _ => (
            "går inte att läsa",
            "Försök igen. Ligger den på en nätverksdisk, kontrollera att du är ansluten.",
        ),
    };
    let subject = if error.kind() == io::ErrorKind::NotADirectory { "det här" } else { what };
    TomlFileError::whole(name, format!("{subject} {problem}"), remedy)
}

/// Why a file wasn't read.
enum Unread {
    /// It isn't TOML all through.
    Slip(TomlFileError),
    /// It says something else where one of a few words should stand: which, the whole reading tells.
    Word(TomlFileError),
    /// It doesn't say what it should.
    Keys(TomlFileError),
}

/// What is wrong with a text, whatever it is a text of.
struct Stray {
    found: Found,
    span: Range<usize>,
}

enum Found {
    /// A character that no text may hold.
    Unseen(char),
    /// More than a text may hold.
    TooMuch(text::TooLong),
}

/// Brings the texts into the one form that is kept. What stands in them that no text may hold is taken away, and told, and so
/// is one that is longer than any text.
fn clean_table(table: &mut DeTable<'_>, verbatim: &[&str]) -> Vec<Stray> {
    let mut strays = Vec::new();
    for (_, value) in table.iter_mut().filter(|(key, _)| !verbatim.contains(&key.get_ref().as_ref())) {
        clean_value(value, &mut strays);
    }
    strays
}

fn clean_value(value: &mut Spanned<DeValue<'_>>, strays: &mut Vec<Stray>) {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(string) => {
            let unseen = string.chars().find(|c| !text::is_allowed(*c)).map(Found::Unseen);
            let allowed: String = string.chars().filter(|c| text::is_allowed(*c)).collect();
            let kept = text::clean(allowed.trim());
            let found = unseen.or_else(|| text::fits(&kept).err().map(Found::TooMuch));
            strays.extend(found.map(|found| Stray { found, span }));
            *string = Cow::Owned(kept);
        }
        DeValue::Array(items) => items.iter_mut().for_each(|item| clean_value(item, strays)),
        // Only the file's own keys can be taken as they are written.
        DeValue::Table(table) => strays.extend(clean_table(table, &[])),
        _ => {}
    }
}

/// Where the thing at the end of `path` stands, or the innermost thing on the way to it that there is.
fn locate(document: &Spanned<DeTable<'_>>, path: &[Step]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let mut here = document.get_ref().get(*key)?;
    for step in rest {
        let inner = match step {
            Step::Key(key) => here.get_ref().get(*key),
            Step::Index(index) => here.get_ref().get(*index),
        };
        match inner {
            Some(inner) => here = inner,
            None => break,
        }
    }
    Some(here.span())
}
