//! How easily a passphrase is guessed, as somebody chooses it, and what to do then. The one judge: the first start, the change
//! in the program and the command line ask here. What opens a database is never judged.

use super::collate::fold_loosely;
use zxcvbn::feedback::{Feedback, Warning};
use zxcvbn::{Score, zxcvbn};

/// Shorter than this none is good, whatever it is made of.
const FLOOR: usize = 8;

/// What a first guess is made of in Swedish, the likeliest first; the judge itself knows English.
const GUESSED: &str = include_str!("../../data/gissade_ord.txt");

/// What a field for a new passphrase asks for.
pub const HINT: &str = "fyra ord som inte hör ihop";

/// Why a passphrase isn't good enough. The display is Swedish, for the user, and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Too few characters.
    #[error("Lösenfrasen behöver vara minst 8 tecken. Fyra ord som inte hör ihop är lätta att minnas.")]
    Short,
    /// Too few guesses; why, if that can be told.
    #[error("Lösenfrasen är lätt att gissa{0}. Välj fyra ord som inte hör ihop, med mellanslag emellan.")]
    Guessed(&'static str),
}

/// Whether a passphrase stands being guessed by somebody who has the files. It is the number of guesses that counts, not that of
/// characters: the scale's highest step, ten thousand million, each of which costs what the key file says; its third step
/// lets `Sommar2026!` through.
///
/// # Errors
/// [`Weak`].
pub fn judge(phrase: &str, workplace: &str) -> Result<(), Weak> {
    let phrase = phrase.trim();
    if phrase.chars().count() < FLOOR {
        return Err(Weak::Short);
    }
    let mut known: Vec<String> = vec![workplace.to_lowercase()];
    known.extend(workplace.split_whitespace().map(str::to_lowercase));
    known.extend(GUESSED.lines().map(str::to_owned));
    // Also as they are typed where there are no dots.
    let plain: Vec<String> =
        known.iter().map(|word| fold_loosely(word)).filter(|word| !known.contains(word)).collect();
    known.extend(plain);
    known.retain(|word| !word.is_empty());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let judged = zxcvbn(phrase, &known);
    if judged.score() >= Score::Four {
        return Ok(());
    }
    Err(Weak::Guessed(judged.feedback().and_then(Feedback::warning).map_or("", why)))
}

/// What makes it weak, after "lätt att gissa".
fn why(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            ": den följer tangenterna på tangentbordet"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            ": samma sak upprepas"
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => ": den liknar ett vanligt lösenord",
        Warning::SequencesLikeAbcAreEasyToGuess => ": tecknen kommer i ordning, som abc eller 6543",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => {
            ": ett årtal eller ett datum är bland det första som prövas"
        }
        Warning::AWordByItselfIsEasyToGuess => ": ett ord räcker inte",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => ": namn är bland det första som prövas",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_thinks_of_first_is_weak() {
        for weak in [
            "sommar2026",
            "Sommar2026!",
            "sommaren2025",
            "hejhejhejhej",
            "hejhej123456",
            "lösenord1234",
            "losenord2026",
            "L0senord2026!",
            "lösenfraslösenfras",
            "qwertyuiopasdf",
            "aaaaaaaaaaaaaaaa",
            "123456789012345",
            "passwordpassword",
            "Ängsskolan2026",
            "angsskolan 2026",
            "samverkan2026",
            "Stockholm123",
            "Emma20100523",
            "måndagmåndag",
            "elevhälsan1",
        ] {
            assert!(matches!(judge(weak, "Ängsskolan"), Err(Weak::Guessed(_))), "{weak}");
        }
        for short in ["", "x", "två ord", "  Zq8#kk \u{a0}"] {
            assert_eq!(judge(short, ""), Err(Weak::Short), "{short:?}");
        }
    }

    #[test]
    fn some_words_that_have_nothing_to_do_with_each_other_are_good() {
        for good in [
            "tre gröna grodor",
            "tre gröna grodor i regn",
            "nio gula getter",
            "åtta blå båtar",
            "påhittad fras för prov",
            "vante kikare lera moln",
            "Zq8#kkP2x!r",
        ] {
            assert_eq!(judge(good, "Ängsskolan"), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_said_is_swedish_and_says_what_to_do() {
        for (weak, why) in [
            ("hejhejhejhej", "upprepas"),
            ("qwertyuiop", "lätt att gissa"),
            ("abcdefghijkl", "ordning"),
            ("password1", "vanligt lösenord"),
        ] {
            let said = judge(weak, "").unwrap_err().to_string();
            assert!(said.contains(why) && said.contains("fyra ord"), "{weak}: {said}");
        }
    }
}
