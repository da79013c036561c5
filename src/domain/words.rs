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
}

/// A word that is held, and how it may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldWord {
    /// What it is called: one word, as the secretary is told.
    pub word: String,
    forms: Vec<Vec<Form>>,
}

impl HeldWord {
    /// A word with its forms: each a word or several, `*` for whatever stands before or after in the same word.
    pub fn new<'a>(word: &str, forms: impl IntoIterator<Item = &'a str>) -> Self {
        let form = |text: &str| text.split_whitespace().map(Form::of).collect();
        Self { word: word.to_owned(), forms: forms.into_iter().map(form).collect() }
    }

    fn is_in(&self, words: &[String]) -> bool {
        self.forms.iter().any(|phrase| {
            let Some((first, rest)) = phrase.split_first() else { return false };
            (0..words.len()).filter(|at| first.fits(&words[*at])).any(|at| {
                let mut from = at + 1;
                rest.iter().all(|form| {
                    let until = words.len().min(from + BETWEEN + 1);
                    let found =
                        words.get(from..until).and_then(|next| next.iter().position(|word| form.fits(word)));
                    found.is_some_and(|found| {
                        from += found + 1;
                        true
                    })
                })
            })
        })
    }
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
        self.words.iter().filter(|held| held.is_in(&words)).map(|held| held.word.clone()).collect()
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
        ] {
            assert_eq!(words.in_text(text), found, "{text}");
        }
    }
}
