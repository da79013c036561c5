//! All that is wrong with how a file says what it says, found in one reading: what was found is mended in what was read,
//! never in the file, and the reading goes on.

use super::recover::{self, line_of};
use super::words::{self, unknown};
use super::{TomlFile, TomlFileError, Unread, clean_table, nearest};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
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
    /// The lines of which nobody knows for sure what they were to say.
    unsure: BTreeSet<usize>,
    /// The keys whose values nobody knows for sure, wherever they stand.
    guessed: BTreeSet<String>,
    /// The file as it was read, where how it is written had to be mended first.
    source: Option<String>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self {
            value: None,
            errors: Vec::new(),
            mended: Vec::new(),
            unsure: BTreeSet::new(),
            guessed: BTreeSet::new(),
            source: None,
        }
    }
}

impl<T> Reading<T> {
    /// Whether what somebody finds wrong may be so only because another key's value couldn't be read: `keys` are those that
    /// it was compared with.
    pub fn may_follow_from_a_slip(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.guessed.contains(*key))
    }

    /// The file as it was read.
    pub(super) fn source<'s>(&'s self, own: &'s str) -> &'s str {
        self.source.as_deref().unwrap_or(own)
    }

    /// Whether what stands at a byte, and is complained of in `error`, is the file's own.
    pub(super) fn is_its_own(&self, start: Option<usize>, error: &TomlFileError) -> bool {
        start.is_none_or(|start| !self.mended.contains(&start))
            && error.place().is_none_or(|place| !self.unsure.contains(&place.line))
    }
}

/// A file that isn't TOML all through, with that mended.
#[derive(Default)]
struct Slips {
    source: String,
    /// What was wrong, by line; of those where a value stands also where, for its key may say better what is wrong.
    told: BTreeMap<usize, (TomlFileError, Option<usize>)>,
    unsure: BTreeSet<usize>,
    /// The keys that are gone, by the line on which they stood.
    lost: Vec<(usize, String)>,
}

impl<'f> TomlFile<'f> {
    /// As [`TomlFile::read`], with all that is wrong instead of the first.
    pub fn read_all<T: DeserializeOwned>(&self) -> Reading<T> {
        match self.read_whole() {
            Ok(value) => Reading { value: Some(value), ..Reading::default() },
            Err(Unread::Keys(error)) if error.place().is_none() && self.says_nothing() => {
                Reading { errors: vec![error], ..Reading::default() }
            }
            Err(_) => {
                let slips = self.slips();
                TomlFile { source: &slips.source, ..*self }.read_mended(&slips)
            }
        }
    }

    /// Mends all that isn't TOML, one slip at a time: what the reader makes of what stands after a slip isn't the file's.
    fn slips(&self) -> Slips {
        let mut slips = Slips { source: self.source.to_owned(), ..Slips::default() };
        for _ in 0..3 * MOST {
            let file = TomlFile { source: &slips.source, ..*self };
            let (_, mut errors) = DeTable::parse_recoverable(&slips.source);
            errors.sort_by_key(|error| error.span().map_or(usize::MAX, |span| span.start));
            let start = |error: &toml::de::Error| error.span().map_or(slips.source.len(), |span| span.start);
            if errors.is_empty() {
                break;
            }
            let is_deep = errors.iter().any(|error| error.message().contains("recur"));
            let open = if is_deep { None } else { recover::open_list(&slips.source) };
            let found = open.map(|mend| (None, mend)).or_else(|| {
                errors.iter().find_map(|error| {
                    recover::mended(&slips.source, start(error), error.message())
                        .map(|mend| (Some(error), mend))
                })
            });
            let Some((error, mend)) = found else {
                for error in &errors {
                    let line = line_of(&slips.source, start(error));
                    let at_value = recover::is_a_value(error.message()).then(|| start(error));
                    let is_empty = error.message().contains("must be quoted")
                        && error.span().is_none_or(|span| span.is_empty());
                    if at_value.is_none() || is_empty {
                        slips.unsure.insert(line);
                        slips
                            .lost
                            .extend(recover::key_at(&slips.source, start(error)).map(|key| (line, key)));
                    }
                    slips.told.entry(line).or_insert((file.syntax_error(error), at_value));
                }
                break;
            };
            let told = match (mend.words, error) {
                (Some(words), _) => file.error(Some(mend.at), words.problem, words.remedy),
                (None, Some(error)) => file.syntax_error(error),
                (None, None) => break,
            };
            let line = line_of(&slips.source, mend.at);
            if !mend.lost.is_empty() {
                slips.unsure.insert(line);
            }
            slips.lost.extend(mend.lost.into_iter().map(|key| (line, key)));
            slips.told.entry(line).or_insert((told, mend.is_value.then_some(mend.at)));
            slips.source = mend.source;
        }
        slips
    }

    /// Reads the keys of a file whose slips are mended.
    fn read_mended<T: DeserializeOwned>(&self, slips: &Slips) -> Reading<T> {
        let (mut document, _) = DeTable::parse_recoverable(self.source);
        let mut found = Reading {
            guessed: slips.lost.iter().map(|(_, key)| key.clone()).collect(),
            unsure: slips.unsure.clone(),
            source: Some(self.source.to_owned()),
            ..Reading::default()
        };
        let mut told = slips.told.clone();
        for stray in clean_table(document.get_mut(), self.shape.verbatim) {
            found.errors.push(self.stray(&stray));
        }
        if document.get_ref().is_empty() && !told.is_empty() {
            found.errors.extend(told.into_values().map(|(error, _)| error));
            return found;
        }
        let whole = document.span();
        let mut before = None;
        for _ in 0..3 * MOST {
            let error = match T::deserialize(Deserializer::from(document.clone())) {
                Ok(value) => {
                    found.value = Some(value);
                    break;
                }
                Err(error) => error,
            };
            let span = error.span().unwrap_or(whole.clone());
            let message = error.message();
            // What couldn't be mended is told once.
            if before.replace((span.clone(), message.to_owned())) == Some((span.clone(), message.to_owned()))
            {
                break;
            }
            if words::wants_a_word(message)
                && let Some((known, instead)) = words_for::<T>(&document, &span)
            {
                let line = line_of(self.source, span.start);
                let words = self
                    .shape
                    .one_of(self.excerpt(&span), &known.iter().map(String::as_str).collect::<Vec<_>>());
                let error = self.error(Some(span.start), words.problem, words.remedy);
                match told.get_mut(&line) {
                    Some((slip, Some(at))) if *at == span.start => *slip = error,
                    Some(_) => {}
                    None => found.errors.push(error),
                }
                found.guessed.extend(recover::key_at(self.source, span.start));
                found.mended.push(span.start);
                document = instead;
                continue;
            }
            let line = line_of(self.source, span.start);
            match told.get_mut(&line) {
                // The key knows better what should have stood here than the value does.
                Some((slip, Some(at))) if *at == span.start && !message.starts_with("unknown field") => {
                    *slip = self.schema_error(&error, &whole);
                }
                Some((slip, None)) if message.starts_with("unknown field") => {
                    let near =
                        unknown(message, "unknown field `").and_then(|(name, known)| nearest(&name, known));
                    let known = near.map(|near| slip.clone().and(&format!("Menade du ”{near}”?")));
                    *slip = known.unwrap_or_else(|| slip.clone());
                }
                Some(_) if !message.starts_with("missing field") => {}
                _ if self.is_lost(message, &span, &whole, slips) => {}
                _ => found.errors.push(self.schema_error(&error, &whole)),
            }
            let Some(mended) = self.mend(&mut document, &span, &whole, message) else { break };
            found.guessed.extend(mended.guessed);
            found.mended.push(mended.at);
        }
        found.errors.extend(told.into_values().map(|(error, _)| error));
        found.errors.truncate(MOST);
        found.errors.sort_by_key(|error| error.place().map(|place| (place.line, place.column)));
        found
    }

    /// Whether a key is missing only because its line couldn't be read.
    fn is_lost(&self, message: &str, span: &Range<usize>, whole: &Range<usize>, slips: &Slips) -> bool {
        let Some(name) = missing(message) else { return false };
        let is_root = span.start <= whole.start && span.end >= whole.end;
        // One heading further down, another section's keys stand.
        let (first, last) = if is_root {
            (0, recover::next_heading(self.own, 0))
        } else {
            let line = line_of(self.source, span.start);
            (line, recover::next_heading(self.own, line))
        };
        slips.lost.iter().any(|(line, key)| {
            // A section that is gone stands anywhere.
            let is_here = (first..last).contains(line) || is_root || recover::is_heading_at(self.own, *line);
            let key = key.trim_matches(['[', ']']);
            is_here && (key == name || nearest(key, [name]).is_some())
        })
    }

    /// Puts something right in the place of what is wrong. Where it stands; nothing where nothing right is known.
    fn mend(
        &self,
        document: &mut Spanned<DeTable<'f>>,
        span: &Range<usize>,
        whole: &Range<usize>,
        message: &str,
    ) -> Option<Mended> {
        if let Some((name, known)) = unknown(message, "unknown field `") {
            let meant = nearest(&name, known);
            let guessed = if meant.is_some() { Vec::new() } else { vec![name] };
            return rename(document.get_mut(), span, meant).then_some(Mended { at: span.start, guessed });
        }
        if let Some(name) = missing(message) {
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
            return Some(Mended { at: span.start, guessed: vec![name.to_owned()] });
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
        let guessed = recover::key_at(self.source, span.start).into_iter().collect();
        let place = value_at(document.get_mut(), span, false)?;
        let meant = meant(self.excerpt(span), &value);
        let is_meant = meant.is_some();
        *place.get_mut() = meant.unwrap_or(value);
        Some(Mended { at: span.start, guessed: if is_meant { Vec::new() } else { guessed } })
    }
}

/// The words of which one should stand in a place, and the document with the first of them there.
fn words_for<'f, T: DeserializeOwned>(
    document: &Spanned<DeTable<'f>>,
    span: &Range<usize>,
) -> Option<(Vec<String>, Spanned<DeTable<'f>>)> {
    let mut instead = document.clone();
    *value_at(instead.get_mut(), span, false)?.get_mut() = DeValue::String(Cow::Borrowed("?"));
    let error = T::deserialize(Deserializer::from(instead.clone())).err()?;
    let (_, known) =
        unknown(error.message(), "unknown variant `").filter(|_| error.span() == Some(span.clone()))?;
    let first = Cow::Owned((*known.first()?).to_owned());
    *value_at(instead.get_mut(), span, false)?.get_mut() = DeValue::String(first);
    Some((known.into_iter().map(str::to_owned).collect(), instead))
}

/// What was put right, and the keys whose values are only guessed now.
struct Mended {
    at: usize,
    guessed: Vec<String>,
}

/// The key that is missing.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'))
}

/// What somebody meant who wrote a number or a yes as text; `like` is a value of the kind that is wanted.
fn meant<'f>(written: &'f str, like: &DeValue<'_>) -> Option<DeValue<'f>> {
    let text = written.trim_matches(['"', '\'', ' ']);
    match like {
        DeValue::Boolean(_) => match text.to_lowercase().as_str() {
            "ja" | "true" | "sant" | "yes" => Some(DeValue::Boolean(true)),
            "nej" | "false" | "falskt" | "no" => Some(DeValue::Boolean(false)),
            _ => None,
        },
        DeValue::Integer(_) => {
            let number = text.trim_start_matches('0');
            number.parse::<u32>().ok().and_then(|_| DeValue::parse(number).ok()).map(Spanned::into_inner)
        }
        _ => None,
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
