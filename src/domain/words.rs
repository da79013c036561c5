//! Words of running text as they are compared, and those that are held back from others ([`super::held`]).

use super::collate::fold;
use super::text::is_invisible;
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

/// A word of a phrase, as it is found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Whole(String),
    Begins(String),
    Ends(String),
    Within(String),
}

impl Form {
    fn of(word: &str) -> Self {
        let inner = fold(word.trim_matches('*'));
        match (word.starts_with('*'), word.ends_with('*')) {
            (false, false) => Self::Whole(inner),
            (false, true) => Self::Begins(inner),
            (true, false) => Self::Ends(inner),
            (true, true) => Self::Within(inner),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Whole(own) => word == own,
            Self::Begins(own) => word.starts_with(own.as_str()),
            Self::Ends(own) => word.ends_with(own.as_str()),
            Self::Within(own) => word.contains(own.as_str()),
        }
    }

    /// Whether some words that stand together are it, written apart.
    fn fits_apart(&self, joined: &[Joined]) -> bool {
        let (Self::Whole(own) | Self::Begins(own) | Self::Within(own)) = self else { return false };
        own.len() >= LONG_ENOUGH && joined.iter().any(|one| own.len() > one.before && self.fits(&one.text))
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

/// A word that is held, and how it may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldWord {
    /// What it is called: one word, as the secretary is told.
    pub word: String,
    forms: Vec<Vec<Form>>,
    /// Words next to each other that say something else: "full koll".
    except: Vec<Vec<Form>>,
}

impl HeldWord {
    /// A word with its forms: each a word or several, `*` for whatever stands before or after in the same word.
    pub fn new<'a>(word: &str, forms: impl IntoIterator<Item = &'a str>) -> Self {
        Self { word: word.to_owned(), forms: phrases(forms), except: Vec::new() }
    }

    /// But not in these: words next to each other, in which the word says something else.
    #[must_use]
    pub fn except<'a>(self, phrases_of_others: impl IntoIterator<Item = &'a str>) -> Self {
        Self { except: phrases(phrases_of_others), ..self }
    }

    /// Which of the words say something else.
    fn set_aside(&self, words: &[String]) -> Vec<bool> {
        let mut aside = vec![false; words.len()];
        for phrase in &self.except {
            for at in 0..words.len() {
                let Some(own) = words.get(at..at + phrase.len()) else { break };
                if phrase.iter().zip(own).all(|(form, word)| form.fits(word)) {
                    aside[at..at + phrase.len()].fill(true);
                }
            }
        }
        aside
    }

    fn is_in(&self, words: &[String], joined: &[Joined]) -> bool {
        let aside = self.set_aside(words);
        self.forms.iter().any(|phrase| {
            let Some((first, rest)) = phrase.split_first() else { return false };
            if rest.is_empty() && first.fits_apart(joined) {
                return true;
            }
            (0..words.len()).filter(|at| !aside[*at] && first.fits(&words[*at])).any(|at| {
                let mut from = at + 1;
                rest.iter().all(|form| {
                    let until = words.len().min(from + BETWEEN + 1);
                    let found = (from..until).find(|at| !aside[*at] && form.fits(&words[*at]));
                    found.is_some_and(|found| {
                        from = found + 1;
                        true
                    })
                })
            })
        })
    }
}

fn phrases<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Vec<Form>> {
    texts.into_iter().map(|text| text.split_whitespace().map(Form::of).collect()).collect()
}

/// The words that are held, and the names that are ordinary words too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldWords {
    /// In the order of the file.
    pub words: Vec<HeldWord>,
    /// Names that are ordinary words too, folded.
    pub names: Vec<String>,
}

impl HeldWords {
    /// What of it a text says.
    pub fn in_text(&self, text: &str) -> Vec<String> {
        let words: Vec<String> = words(text).map(|(_, word)| fold(word)).collect();
        let joined = Joined::of(&words);
        self.words.iter().filter(|held| held.is_in(&words, &joined)).map(|held| held.word.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_may_have_words_between_and_a_star_stands_for_the_rest() {
        let words = HeldWords {
            words: vec![
                HeldWord::new("orosanmälan", ["orosanmäl*", "anmäl* oro"]),
                HeldWord::new("våld", ["*våld*"]),
                HeldWord::new("hot", ["hot"]),
                HeldWord::new("full", ["mamma full"]).except(["full koll"]),
            ],
            names: Vec::new(),
        };
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
        ] {
            assert_eq!(words.in_text(text), found, "{text}");
        }
    }
}
