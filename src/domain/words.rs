//! Words of running text as they are compared, and those that are held back from others ([`super::held`]).

use super::collate::fold;
use super::quoted::quoted;
use super::text::{is_hyphen, is_invisible};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use unicode_normalization::char::is_combining_mark;

/// A text without what can't be seen: joiners, soft hyphens, marks of direction. A word with one in it is the same word.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c) && *c != '\u{34F}').collect()
}

/// The words of a text, each with where it begins. An accent that stands by itself belongs to its letter.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |c: char| c.is_alphanumeric() || is_invisible(c) || is_combining_mark(c);
    text.split(move |c: char| !in_word(c))
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// A word of so many letters is known also where it is written apart: "oros anmälan".
const LONG_ENOUGH: usize = 8;
/// In so many parts at most.
const APART: usize = 3;

/// So many other words may stand between the words of a phrase: "anmäler sin stora oro".
const BETWEEN: usize = 3;
/// So many where the phrase begins with one of a group.
const BETWEEN_GROUPS: usize = 6;

/// A word of a phrase, as it is found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Whole(String),
    Begins(String),
    Ends(String),
    Within(String),
    /// Any word of a group, by its place among them: "<vuxen>".
    Group(usize),
}

impl Form {
    fn of(word: &str, groups: &[Group]) -> Self {
        let group = group_name(word).and_then(|name| groups.iter().position(|group| group.name == name));
        if let Some(group) = group {
            return Self::Group(group);
        }
        let inner = fold(word.trim_matches('*'));
        match (word.starts_with('*'), word.ends_with('*')) {
            (false, false) => Self::Whole(inner),
            (false, true) => Self::Begins(inner),
            (true, false) => Self::Ends(inner),
            (true, true) => Self::Within(inner),
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::Whole(own) => word == own,
            Self::Begins(own) => word.starts_with(own.as_str()),
            Self::Ends(own) => word.ends_with(own.as_str()),
            Self::Within(own) => word.contains(own.as_str()),
            Self::Group(_) => false,
        }
    }

    fn fits(&self, text: &Text, at: usize) -> bool {
        match self {
            Self::Group(group) => text.groups.get(*group).is_some_and(|words| words[at]),
            other => other.is(&text.words[at]),
        }
    }

    /// Whether some words that stand together are it, written apart.
    fn fits_apart(&self, joined: &Joined) -> bool {
        let (Self::Whole(own) | Self::Begins(own) | Self::Within(own)) = self else { return false };
        own.len() >= LONG_ENOUGH && own.len() > joined.before && self.is(&joined.text)
    }
}

/// A form, and how it stands to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    form: Form,
    /// Nothing but a colon or a hyphen is between: "14:1".
    close: bool,
}

/// The name of a group within `<` and `>`, if a word of a phrase is one.
pub fn group_name(word: &str) -> Option<&str> {
    word.strip_prefix('<').and_then(|word| word.strip_suffix('>'))
}

/// Words that do the same in a phrase, whichever of them it is: those who are at home, what is done to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What phrases call it.
    pub name: String,
    forms: Vec<Form>,
}

impl Group {
    /// A group with its words, `*` for whatever stands before or after in the same word.
    pub fn new<'a>(name: &str, forms: impl IntoIterator<Item = &'a str>) -> Self {
        let forms = forms.into_iter().map(|form| Form::of(form, &[])).collect();
        Self { name: name.to_owned(), forms }
    }
}

/// A text as phrases are looked for in it.
struct Text {
    /// Its words, folded.
    words: Vec<String>,
    /// Whether a word is joined to the one before: "14:1", "gps-spårning".
    close: Vec<bool>,
    /// Of each group, which words are of it.
    groups: Vec<Vec<bool>>,
    joined: Vec<Joined>,
}

impl Text {
    fn of(text: &str, groups: &[Group]) -> Self {
        let mut folded: Vec<String> = Vec::new();
        let mut close = Vec::new();
        let mut end = None;
        for (start, word) in words(text) {
            folded.push(fold(word));
            // Not "14/1": that is a day.
            let is_close = |end: usize| text[end..start].chars().all(|c| c == ':' || is_hyphen(c));
            close.push(end.is_some_and(is_close));
            end = Some(start + word.len());
        }
        let of_group =
            |group: &Group| folded.iter().map(|word| group.forms.iter().any(|form| form.is(word))).collect();
        let groups = groups.iter().map(of_group).collect();
        let joined = Joined::of(&folded);
        Self { words: folded, close, groups, joined }
    }
}

/// Words that stand together, as one.
struct Joined {
    text: String,
    /// How long all but the last of them are.
    before: usize,
}

impl Joined {
    /// All that could be one word written apart.
    fn of(words: &[String]) -> Vec<Self> {
        let parts = (2..=APART).flat_map(|count| words.windows(count));
        parts
            .map(|parts| Self {
                text: parts.concat(),
                before: parts[..parts.len() - 1].iter().map(String::len).sum(),
            })
            .collect()
    }
}

/// What a word begins with: by it the phrases are found that could begin there, since they are some thousands.
type Start = (char, Option<char>);

fn start(word: &str) -> Option<Start> {
    let mut letters = word.chars();
    letters.next().map(|first| (first, letters.next()))
}

/// Phrases, to be looked for from each word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Phrases {
    all: Vec<Vec<Step>>,
    by_start: BTreeMap<Start, Vec<usize>>,
    /// Those that may begin with any letter.
    loose: Vec<usize>,
}

impl Phrases {
    fn new<'a>(texts: impl IntoIterator<Item = &'a str>, groups: &[Group]) -> Self {
        let mut found = Self::default();
        for text in texts {
            let mut steps = Vec::new();
            for word in text.split_whitespace() {
                let parts = word.split(':').enumerate();
                steps.extend(parts.map(|(at, part)| Step { form: Form::of(part, groups), close: at > 0 }));
            }
            let at = found.all.len();
            let begins = match steps.first().map(|step| &step.form) {
                Some(Form::Whole(own)) => start(own),
                Some(Form::Begins(own)) => start(own).filter(|(_, second)| second.is_some()),
                Some(_) => None,
                None => continue,
            };
            match begins {
                Some(begins) => found.by_start.entry(begins).or_default().push(at),
                None => found.loose.push(at),
            }
            found.all.push(steps);
        }
        found
    }

    /// Those that could begin with a word.
    fn from(&self, word: &str) -> impl Iterator<Item = &[Step]> {
        let known = start(word).and_then(|start| self.by_start.get(&start));
        known.into_iter().flatten().chain(&self.loose).map(|at| self.all[*at].as_slice())
    }
}

/// A word that is held, and how it may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldWord {
    /// What it is called: one word, as the secretary is told.
    pub word: String,
    forms: Phrases,
    /// Words next to each other that say something else: "full koll".
    except: Phrases,
}

impl HeldWord {
    /// A word with its forms: each a word or several, `*` for whatever stands before or after in the same word, `<name>` for
    /// any word of that group; and phrases of words next to each other in which it says something else.
    pub fn new<'a>(
        word: &str,
        groups: &[Group],
        forms: impl IntoIterator<Item = &'a str>,
        except: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            word: word.to_owned(),
            forms: Phrases::new(forms, groups),
            except: Phrases::new(except, groups),
        }
    }

    /// Which of the words say something else.
    fn set_aside(&self, text: &Text) -> Vec<bool> {
        let mut aside = vec![false; text.words.len()];
        for (at, word) in text.words.iter().enumerate() {
            for phrase in self.except.from(word).filter(|phrase| at + phrase.len() <= text.words.len()) {
                if phrase.iter().enumerate().all(|(step, one)| one.form.fits(text, at + step)) {
                    aside[at..at + phrase.len()].fill(true);
                }
            }
        }
        aside
    }

    /// What of a text is a form of it, as it is written there: one word, or else those of a phrase.
    fn written_in(&self, raw: &str, text: &Text) -> Option<Written> {
        let aside = self.set_aside(text);
        let own: Vec<&str> = words(raw).map(|(_, word)| word).collect();
        let found = |alone: bool| {
            text.words.iter().enumerate().find_map(|(at, folded)| {
                let mut fitting = self.forms.from(folded).filter(|phrase| (phrase.len() == 1) == alone);
                fitting.find_map(|phrase| {
                    let mut places = Vec::new();
                    is_at_with(phrase, text, at, &aside, |at| places.push(at)).then_some(places)
                })
            })
        };
        let word = |at: usize| own.get(at).map_or_else(String::new, |word| word.to_lowercase());
        if let Some(places) = found(true) {
            return places.first().map(|at| Written::Word(word(*at)));
        }
        let mut said = String::new();
        let mut before = None;
        for at in found(false)? {
            said.push_str(match before {
                None => "",
                Some(before) if before + 1 == at => " ",
                Some(_) => " … ",
            });
            said.push_str(&word(at));
            before = Some(at);
        }
        Some(Written::Phrase(said))
    }

    fn is_in(&self, text: &Text) -> bool {
        let apart = |one: &Joined| {
            let mut alone = self.forms.from(&one.text).filter(|phrase| phrase.len() == 1);
            alone.any(|phrase| phrase[0].form.fits_apart(one))
        };
        if text.joined.iter().any(apart) {
            return true;
        }
        let aside = self.set_aside(text);
        let mut words = text.words.iter().enumerate();
        words.any(|(at, word)| self.forms.from(word).any(|phrase| is_at(phrase, text, at, &aside)))
    }
}

/// How a word that is held stands in a text.
enum Written {
    Word(String),
    /// "vänta … utanför skolan"
    Phrase(String),
}

/// Whether a phrase begins at a word, and goes on within reach.
fn is_at(phrase: &[Step], text: &Text, at: usize, aside: &[bool]) -> bool {
    is_at_with(phrase, text, at, aside, |_| {})
}

/// The same; tells where each of its words stands as far as it goes.
fn is_at_with(phrase: &[Step], text: &Text, at: usize, aside: &[bool], mut seen: impl FnMut(usize)) -> bool {
    let fits =
        |step: &Step, at: usize| !aside[at] && step.form.fits(text, at) && (!step.close || text.close[at]);
    let Some((first, rest)) = phrase.split_first() else { return false };
    // Who does something may stand farther from what is done.
    let between = if matches!(first.form, Form::Group(_)) { BETWEEN_GROUPS } else { BETWEEN };
    let mut from = at + 1;
    seen(at);
    fits(first, at)
        && rest.iter().all(|step| {
            let until = text.words.len().min(from + if step.close { 1 } else { between + 1 });
            let found = (from..until).find(|at| fits(step, *at));
            found.is_some_and(|found| {
                seen(found);
                from = found + 1;
                true
            })
        })
}

/// The words that are held, and the names that are ordinary words too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldWords {
    /// In the order of the file.
    pub words: Vec<HeldWord>,
    /// Names that are ordinary words too, folded.
    pub names: Vec<String>,
    /// What the phrases call by a name.
    pub groups: Vec<Group>,
    /// What was found in texts before.
    found: Known<Vec<String>>,
    /// And by those who show texts to others.
    readings: Known<Reading>,
}

/// What whoever shows a text to others has found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The words for which it is held.
    pub held: Vec<String>,
    /// Whether it is shown just as it stands.
    pub as_it_stands: bool,
}

impl HeldWords {
    /// A list of these words, ordinary names and groups.
    pub fn new(words: Vec<HeldWord>, names: Vec<String>, groups: Vec<Group>) -> Self {
        Self { words, names, groups, ..Self::default() }
    }

    /// What a reader finds in a text; `key` tells the text and all that the reader goes by from others. It is read once.
    pub fn reading(&self, key: impl Hash, read: impl FnOnce() -> Reading) -> Reading {
        self.readings.or_look(key, read)
    }

    /// The words for which texts are held, as somebody wrote them there: "puttas" rather than the word of the list that it is
    /// a form of. What is known by several words keeps the list's.
    pub fn as_written(&self, found: &[String], texts: &[&str]) -> Vec<String> {
        self.told(found, texts, |word, _| word.to_owned())
    }

    /// The same, with the words by which it is known: "hot (”vänta … utanför skolan”)".
    pub fn with_phrases(&self, found: &[String], texts: &[&str]) -> Vec<String> {
        self.told(found, texts, |word, phrase| format!("{word} ({})", quoted(phrase)))
    }

    fn told(&self, found: &[String], texts: &[&str], of_phrase: fn(&str, &str) -> String) -> Vec<String> {
        let texts: Vec<(&str, Text)> =
            texts.iter().map(|text| (*text, Text::of(text, &self.groups))).collect();
        let written = |word: &String| {
            let held = self.words.iter().find(|held| held.word == *word)?;
            texts.iter().find_map(|(raw, text)| held.written_in(raw, text))
        };
        let told = |word: &String| match written(word) {
            Some(Written::Word(own)) => own,
            Some(Written::Phrase(phrase)) => of_phrase(word, &phrase),
            None => word.clone(),
        };
        found.iter().map(told).collect()
    }

    /// What of it a text says.
    pub fn in_text(&self, text: &str) -> Vec<String> {
        self.found.or_look(text, || {
            let text = Text::of(text, &self.groups);
            self.words.iter().filter(|held| held.is_in(&text)).map(|held| held.word.clone()).collect()
        })
    }
}

/// So many texts are known: more than the longest meeting has.
const KNOWN_TEXTS: usize = 8192;

/// What was found in texts, by a checksum with a secret of its own, so that no text is kept: each frame asks of the same
/// rows, and there are thousands of phrases.
struct Known<T> {
    secret: RandomState,
    known: Mutex<HashMap<u64, T>>,
}

impl<T: Clone> Known<T> {
    fn or_look(&self, key: impl Hash, look: impl FnOnce() -> T) -> T {
        let key = self.secret.hash_one(key);
        // After a panic in another thread what is known is whole all the same: it is only ever added to.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(&key) {
            return found.clone();
        }
        let found = look();
        let mut known = known();
        if known.len() >= KNOWN_TEXTS {
            known.clear();
        }
        known.insert(key, found.clone());
        found
    }
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { secret: RandomState::new(), known: Mutex::default() }
    }
}

/// What is known of texts says nothing of the list.
impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> PartialEq for Known<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Known<T> {}

impl<T> std::fmt::Debug for Known<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Known(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_may_have_words_between_and_a_star_stands_for_the_rest() {
        let groups = vec![Group::new("vuxen", ["mamma*", "farsan"])];
        let held = |word, forms: &[&'static str], except: &[&'static str]| {
            HeldWord::new(word, &groups, forms.iter().copied(), except.iter().copied())
        };
        let words = HeldWords::new(
            vec![
                held("orosanmälan", &["orosanmäl*", "anmäl* oro", "14:1"], &[]),
                held("våld", &["*våld*"], &[]),
                held("hot", &["hot"], &[]),
                held("full", &["<vuxen> full"], &["full koll", "<vuxen> ler"]),
            ],
            Vec::new(),
            groups.clone(),
        );
        let written = |text: &str| words.as_written(&words.in_text(text), &[text]);
        assert_eq!(written("Familjevåldet, hot"), ["familjevåldet", "hot"]);
        assert_eq!(written("Rektor anmäler sin oro"), ["orosanmälan"], "what several words say has one name");
        let whole = |text: &str| words.with_phrases(&words.in_text(text), &[text]);
        assert_eq!(whole("Rektor anmäler sin oro"), ["orosanmälan (”anmäler … oro”)"]);
        assert_eq!(whole("Mamma full, hot"), ["hot", "full (”mamma full”)"]);
        for (text, found) in [
            ("Rektor gör en orosanmälan i morgon", vec!["orosanmälan"]),
            ("OROSANMÄLNINGAR", vec!["orosanmälan"]),
            ("Rektor anmäler sin stora oro", vec!["orosanmälan"]),
            ("Anmälan till kören. Oroa er inte", vec![]),
            ("oros\u{ad}anmälan", vec!["orosanmälan"]),
            ("anmäler att det finns en viss och växande oro", vec![]),
            ("Familjevåldet, hot", vec!["våld", "hot"]),
            ("hotell", vec![]),
            ("", vec![]),
            ("En oros anmälan, OROS-ANMÄLAN", vec!["orosanmälan"]),
            ("Oros an mälan", vec!["orosanmälan"]),
            ("Oro. Anmälan till kören", vec![]),
            ("Mamma var full i går", vec!["full"]),
            ("Mamma har full koll", vec![]),
            ("Mamma, full koll, full i går", vec!["full"]),
            ("Farsan full, mammas nya full", vec!["full"]),
            ("Farsan ler, full", vec![]),
            ("Skickat 14:1 i går, 14.1", vec!["orosanmälan"]),
            ("Kl 14, 1 elev; 14 1, 14/1", vec![]),
        ] {
            assert_eq!(words.in_text(text), found, "{text}");
        }
    }
}
