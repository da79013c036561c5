//! All that is wrong with how a file says what it says, found in one reading: what was found is mended in what was read,
//! never in the file, and the reading goes on.

use super::words::unknown;
use super::{TomlFile, TomlFileError, clean_table, nearest, quotes};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// As many are told at once; a file with more is told the rest when these are mended.
const MOST: usize = 30;

/// What a file says as far as it can be told, and all that is wrong with it.
#[derive(Debug)]
pub struct Reading<T> {
    /// What it says, with a value of ours where something is wrong. Nothing where it can't be read at all.
    pub value: Option<T>,
    /// What is wrong, in the order in which it was found.
    pub errors: Vec<TomlFileError>,
    /// Where a value of ours stands; what is said of it says nothing of the file.
    mended: Vec<usize>,
    /// The file as it was read, where its quotation marks had to be mended first.
    source: Option<String>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { value: None, errors: Vec::new(), mended: Vec::new(), source: None }
    }
}

impl<T> Reading<T> {
    /// The file as it was read.
    pub(super) fn source<'s>(&'s self, own: &'s str) -> &'s str {
        self.source.as_deref().unwrap_or(own)
    }

    /// Whether what stands at a byte is the file's own.
    pub(super) fn is_its_own(&self, start: Option<usize>) -> bool {
        start.is_none_or(|start| !self.mended.contains(&start))
    }
}

impl TomlFile<'_> {
    /// As [`TomlFile::read`], with all that is wrong instead of the first.
    pub fn read_all<T: DeserializeOwned>(&self) -> Reading<T> {
        let first = match self.read() {
            Ok(value) => return Reading { value: Some(value), ..Reading::default() },
            Err(first) => first,
        };
        if let Some(reading) = self.read_with_straight_quotes() {
            return reading;
        }
        let (mut document, errors) = DeTable::parse_recoverable(self.source);
        let mut found = Reading { errors: vec![first], ..Reading::default() };
        if !errors.is_empty() {
            // One slip often makes several complaints: one is told for each line.
            for error in errors.iter().take(MOST).map(|error| self.syntax_error(error)) {
                let line = |error: &TomlFileError| error.place().map(|place| place.line);
                if found.errors.iter().all(|known| line(known) != line(&error)) {
                    found.errors.push(error);
                }
            }
            return found;
        }
        if clean_table(document.get_mut(), self.shape.verbatim).is_err() {
            return found;
        }
        found.errors.clear();
        let whole = document.span();
        while found.errors.len() < MOST {
            let error = match T::deserialize(Deserializer::from(document.clone())) {
                Ok(value) => {
                    found.value = Some(value);
                    break;
                }
                Err(error) => error,
            };
            let span = error.span().unwrap_or(whole.clone());
            found.errors.push(self.schema_error(&error, &whole));
            let Some(mended) = self.mend(&mut document, &span, &whole, error.message()) else { break };
            found.mended.push(mended);
        }
        found
    }

    /// Reads on behind curly quotation marks; nothing where there are none that stop the reading.
    fn read_with_straight_quotes<T: DeserializeOwned>(&self) -> Option<Reading<T>> {
        let mut source = self.source.to_owned();
        let mut errors = Vec::new();
        while errors.len() < MOST
            && let Err(error) = DeTable::parse(&source)
            && let Some(at) = error.span().map(|span| span.start)
            && let Some(mended) = quotes::mended(&source, at)
        {
            errors.push(self.syntax_error(&error));
            source = mended;
        }
        if errors.is_empty() {
            return None;
        }
        let mut reading: Reading<T> = TomlFile { source: &source, ..*self }.read_all();
        errors.append(&mut reading.errors);
        Some(Reading { errors, source: Some(reading.source.take().unwrap_or(source)), ..reading })
    }

    /// Puts something right in the place of what is wrong. Where it stands; nothing where nothing right is known.
    fn mend(
        &self,
        document: &mut Spanned<DeTable<'_>>,
        span: &Range<usize>,
        whole: &Range<usize>,
        message: &str,
    ) -> Option<usize> {
        if let Some((name, known)) = unknown(message, "unknown field `") {
            let meant = nearest(&name, known);
            return rename(document.get_mut(), span, meant).then_some(span.start);
        }
        if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            let example = self.shape.examples.iter().find(|(key, _)| *key == name);
            // What has no example is a switch; whole sections can't be made up.
            if example.is_none() && (self.shape.missing)(name, "").is_some() {
                return None;
            }
            let is_root = span.start <= whole.start && span.end >= whole.end;
            let table = if is_root { Some(document.get_mut()) } else { table_at(document.get_mut(), span) }?;
            let value = value_of(example.map_or("false", |(_, value)| *value))?;
            let key = Spanned::new(span.start..span.start, Cow::Owned(name.to_owned()));
            table.insert(key, Spanned::new(span.clone(), value));
            return Some(span.start);
        }
        let value = match unknown(message, "unknown variant `") {
            Some((_, known)) => DeValue::String(Cow::Owned((*known.first()?).to_owned())),
            None => match message.rsplit_once("expected ").map_or("", |(_, expected)| expected) {
                "a string" => DeValue::String(Cow::Borrowed("x")),
                "a boolean" => DeValue::Boolean(false),
                "u8" | "u16" | "u32" | "i32" => value_of("1")?,
                "a sequence" => value_of("[]")?,
                _ => return None,
            },
        };
        let place = value_at(document.get_mut(), span, false)?;
        *place.get_mut() = value;
        Some(span.start)
    }
}

/// A value as it might be written.
fn value_of(text: &'static str) -> Option<DeValue<'static>> {
    DeValue::parse(text).ok().map(Spanned::into_inner)
}

/// Gives a key the name that was meant, or takes it away with what stands there. Tells whether it was found.
fn rename(table: &mut DeTable<'_>, span: &Range<usize>, meant: Option<&str>) -> bool {
    let here = table.iter().find(|(key, _)| key.span() == *span).map(|(key, _)| key.get_ref().to_string());
    if let Some(name) = here {
        let value = table.remove(name.as_str());
        if let (Some(value), Some(meant)) = (value, meant)
            && !table.contains_key(meant)
        {
            table.insert(Spanned::new(span.clone(), Cow::Owned(meant.to_owned())), value);
        }
        return true;
    }
    table.iter_mut().any(|(_, value)| within(value, &mut |table| rename(table, span, meant)))
}

/// Whether something could be done in one of the tables in a value.
fn within(value: &mut Spanned<DeValue<'_>>, act: &mut dyn FnMut(&mut DeTable<'_>) -> bool) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => act(table),
        DeValue::Array(items) => items.iter_mut().any(|item| within(item, act)),
        _ => false,
    }
}

/// The table that stands in a place. A row of several sections begins where its first section does.
fn table_at<'t, 'f>(table: &'t mut DeTable<'f>, span: &Range<usize>) -> Option<&'t mut DeTable<'f>> {
    match value_at(table, span, true)?.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// The value that stands in a place; only a table where one is sought.
fn value_at<'t, 'f>(
    table: &'t mut DeTable<'f>,
    span: &Range<usize>,
    tables: bool,
) -> Option<&'t mut Spanned<DeValue<'f>>> {
    table.iter_mut().find_map(|(_, value)| inside(value, span, tables))
}

fn inside<'t, 'f>(
    value: &'t mut Spanned<DeValue<'f>>,
    span: &Range<usize>,
    tables: bool,
) -> Option<&'t mut Spanned<DeValue<'f>>> {
    if value.span() == *span && (!tables || value.get_ref().is_table()) {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => value_at(table, span, tables),
        DeValue::Array(items) => items.iter_mut().find_map(|item| inside(item, span, tables)),
        _ => None,
    }
}
