//! A list that the program carries, and the file of the user's own that may stand in its place; and what lists ask of
//! their rows.

use super::{Shape, Spanned, TomlFile, TomlFileError, read_bytes};
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::hash::{BuildHasher, Hash};
use std::path::Path;

/// A kind of list: what its file is and how its rows become what the program uses.
#[derive(Debug)]
pub struct List<Rows, T> {
    /// The file's name, both in the program and among the user's own.
    pub file: &'static str,
    /// What the program carries.
    pub carried: &'static str,
    /// How the file looks.
    pub shape: Shape,
    /// What the rows must be beyond having the right keys; the first thing that is wrong otherwise.
    pub check: fn(Rows) -> Result<T, Wrong>,
}

impl<Rows: DeserializeOwned, T: Default> List<Rows, T> {
    /// The user's own list in `folder` if there is one, and otherwise the program's. A list that can't be used stops
    /// nothing: the program's is used, and the error says why.
    pub fn load(&self, folder: Option<&Path>) -> (T, Option<TomlFileError>) {
        let own = folder.map(|folder| folder.join(self.file)).filter(|file| file.symlink_metadata().is_ok());
        let own =
            own.map(|file| read_bytes(&file, self.file).and_then(|bytes| self.parse(self.file, &bytes)));
        let error = match own {
            Some(Ok(own)) => return (own, None),
            Some(Err(error)) => Some(error),
            None => None,
        };
        match self.parse(self.file, self.carried.as_bytes()) {
            Ok(carried) => (carried, error),
            Err(ours) => (T::default(), error.or(Some(ours))),
        }
    }

    /// Reads a list from a file's bytes; `name` is what an error calls the file.
    ///
    /// # Errors
    /// The first thing that is wrong with it: where, what, and what would be right.
    pub fn parse(&self, name: &str, bytes: &[u8]) -> Result<T, TomlFileError> {
        let file = TomlFile::new(&self.shape, name, bytes)?;
        (self.check)(file.read()?).map_err(|wrong| file.wrong(wrong))
    }
}

/// Something in a file that can't be used, though its keys are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where it stands, in bytes from the file's beginning.
    pub at: usize,
    /// What is wrong, as the middle of a Swedish sentence.
    pub problem: String,
    /// What can be done, as a Swedish sentence.
    pub remedy: String,
}

impl Wrong {
    /// Something wrong at a byte.
    pub fn new(at: usize, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { at, problem: problem.into(), remedy: remedy.into() }
    }
}

/// What is wrong with a text that must say something, and that in at most `most` characters, with its remedy. `what` is
/// its name in the definite form: "namnet".
pub fn length_fault(what: &str, text: &str, most: usize) -> Option<(String, String)> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        let remedy = "Skriv något mellan citattecknen, eller ta bort raden om den inte behövs.";
        return Some((format!("{what} saknar text"), remedy.to_owned()));
    }
    let remedy = || format!("Korta texten till högst {most} tecken.");
    (length > most).then(|| (format!("{what} är på {length} tecken"), remedy()))
}

/// A text that must say something, in at most `most` characters.
///
/// # Errors
/// When it doesn't.
pub fn filled(text: &Spanned<String>, what: &str, most: usize) -> Result<String, Wrong> {
    let said = text.get_ref().trim();
    match length_fault(what, said, most) {
        None => Ok(said.to_owned()),
        Some((problem, remedy)) => Err(Wrong::new(text.span().start, problem, remedy)),
    }
}

/// As [`filled`], for a key that may be left out.
///
/// # Errors
/// When it is there and says nothing, or too much.
pub fn filled_if_any(
    text: Option<&Spanned<String>>,
    what: &str,
    most: usize,
) -> Result<Option<String>, Wrong> {
    text.map(|text| filled(text, what, most)).transpose()
}

/// Sees that `key` hasn't been `seen` before; `name` is what the reader knows it by, and `remedy` what to do with two.
///
/// # Errors
/// When it has, at the second.
pub fn once<K: Eq + Hash>(
    seen: &mut HashSet<K, impl BuildHasher>,
    key: K,
    (at, name): (usize, &str),
    remedy: &str,
) -> Result<(), Wrong> {
    if seen.insert(key) {
        return Ok(());
    }
    Err(Wrong::new(at, format!("{} står två gånger", super::short(name, 40)), remedy))
}
