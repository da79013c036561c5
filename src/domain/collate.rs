//! Swedish order and Swedish comparison: å ä ö are letters of their own, after z.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::text::{is_hyphen, is_invisible, nfc};

/// Swedish order: punctuation before digits before letters, case aside; å, ä, ö after z; é as e, ü as y, æ as ä, ø as ö.
///
/// Numbers inside a text compare as numbers (`Åk 2` before `Åk 10`). Texts that are equal so far are told apart by their
/// bytes, so that this is a total order: only equal texts are equal. Fit for a database's collation.
pub fn compare(a: &str, b: &str) -> Ordering {
    elements(&composed(a)).cmp(elements(&composed(b))).then_with(|| a.cmp(b))
}

fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(nfc(text)) }
}

/// What one place in a text weighs; the order of the variants is the order of the kinds.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Element<'a> {
    Other(char),
    /// A number's digits without leading zeros, after how many they are.
    Number(usize, &'a str),
    Letter(u32),
}

fn elements(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let c = rest.chars().next()?;
        if c.is_ascii_digit() {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = rest[..rest.len() - after.len()].trim_start_matches('0');
            rest = after;
            return Some(Element::Number(digits.len(), digits));
        }
        rest = &rest[c.len_utf8()..];
        Some(weigh(c))
    })
}

fn weigh(c: char) -> Element<'static> {
    // The rare letter that becomes two in lower case (İ) is ordered by its first.
    let lower = c.to_lowercase().next().unwrap_or(c);
    let after_z = u32::from('z');
    match lower {
        'a'..='z' => Element::Letter(u32::from(lower)),
        'å' => Element::Letter(after_z + 1),
        'ä' | 'æ' => Element::Letter(after_z + 2),
        'ö' | 'ø' => Element::Letter(after_z + 3),
        'ü' => Element::Letter(u32::from('y')),
        _ if lower.is_alphabetic() => {
            let base = lower.nfd().next().unwrap_or(lower);
            Element::Letter(u32::from(base))
        }
        _ => Element::Other(lower),
    }
}

/// `text` as it is compared with another: in lower case, with one kind of space, hyphen and apostrophe, one space between
/// words, nothing that can't be seen, letters and digits in their plain form, and no accents but those of å, ä and ö, which
/// are letters of their own.
pub fn fold(text: &str) -> String {
    fold_plain(text).unwrap_or_else(|| fold_any(text))
}

/// What nearly all names are: our own letters, digits and signs, which need no tables. Nothing for anything else.
fn fold_plain(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '`' => folded.push('\''),
            '!'..='~' => folded.push(c.to_ascii_lowercase()),
            'å' | 'ä' | 'ö' => folded.push(c),
            'Å' => folded.push('å'),
            'Ä' => folded.push('ä'),
            'Ö' => folded.push('ö'),
            _ => return None,
        }
    }
    folded.truncate(folded.trim_end().len());
    Some(folded)
}

fn fold_any(text: &str) -> String {
    // An accent that stands alone for an apostrophe would come apart into a space and itself.
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\u{B4}' { '\'' } else { c });
    let lower = seen.nfkd().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for c in lower.nfkd() {
        match c {
            '\u{30A}' if folded.ends_with('a') => folded.push(c),
            '\u{308}' if folded.ends_with(['a', 'o']) => folded.push(c),
            _ if is_combining_mark(c) => {}
            _ if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            _ if is_hyphen(c) => folded.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2032}' | '`' => folded.push('\''),
            'ø' => folded.push_str("o\u{308}"),
            'æ' => folded.push_str("a\u{308}"),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'œ' => folded.push_str("oe"),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            _ => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    nfc(&folded)
}

/// `text` for those who don't have our letters, or leave out the signs: as [`fold`], with å and ä as a, ö as o, a hyphen as
/// a space, and no apostrophes. What is called just so goes before what only looks like it.
pub fn fold_loosely(text: &str) -> String {
    let letters = fold(text)
        .chars()
        .filter(|c| *c != '\'')
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            '-' => ' ',
            c => c,
        })
        .collect::<String>();
    fold(&letters)
}

/// Whether two names are the same, as people write them.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Each name once, in the spelling that comes first.
pub fn distinct<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for name in names {
        if !all.iter().any(|known| same(known.as_ref(), name.as_ref())) {
            all.push(name);
        }
    }
    all
}

/// What a Swedish noun ends in where it is definite, or somebody's: "socialtjänsten", "BUP:s".
const ENDINGS: [&str; 12] = ["ens", "ets", "en", "et", "ns", "ts", "n", "t", "s", ":s", ":n", ":ns"];

/// Whether two folded words are one, or the same noun in another form ("socialtjänst", "socialtjänsten").
pub(crate) fn is_one_word(one: &str, other: &str) -> bool {
    // A form is the word, or how it begins.
    if one.is_empty() || other.is_empty() || one.chars().next() != other.chars().next() {
        return false;
    }
    let (one, other) = (forms(one), forms(other));
    one.iter().any(|form| other.contains(form))
}

/// A folded word, and what is left of it without each ending.
fn forms(word: &str) -> Vec<&str> {
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    let stems = stems.filter(|stem| stem.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    stems.chain([word]).collect()
}

/// Whether a folded word is another one with a letter too many, too few, changed or swapped with its neighbour, or another
/// form of it: `kalelse` and `kallelse`, `deltagarna` and `deltagare`.
pub fn is_nearly(word: &str, other: &str) -> bool {
    let long = |text: &str| text.chars().count();
    let common = word.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let (left, left_of_other) = (long(word) - common, long(other) - common);
    let is_form = (common >= 3 && common > left && left <= 4 && left_of_other <= 2)
        || (common >= 6 && left <= 6 && left_of_other <= 3);
    // "nya", "nytt" and "ny".
    let is_short_form = left_of_other == 0 && common >= 2 && left <= 2;
    word == other || is_form || is_short_form || (long(word) >= 4 && strsim::osa_distance(word, other) <= 1)
}

/// Those of `all` that have just one of these names; if nobody has, those whose name looks like it.
pub fn called<T>(typed: &str, all: &[T], names: impl Fn(&T) -> Vec<String>) -> Vec<usize> {
    for how in [fold, fold_loosely] {
        let wanted = how(typed);
        let is_called = |one: &T| names(one).iter().any(|name| how(name) == wanted);
        let found: Vec<usize> = all
            .iter()
            .enumerate()
            .filter(|(_, one)| !wanted.is_empty() && is_called(one))
            .map(|(at, _)| at)
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether any word of `hay` begins with `needle`, case aside. A word begins after white space, `.` or `-`;
/// `needle` may reach over several words. An empty `needle` always fits.
pub fn starts_with_folded(hay: &str, needle: &str) -> bool {
    let (hay, needle) = (fold(hay), fold(needle));
    let mut at_start = true;
    for (index, c) in hay.char_indices() {
        if at_start && hay[index..].starts_with(&needle) {
            return true;
        }
        at_start = c.is_whitespace() || matches!(c, '.' | '-');
    }
    needle.is_empty()
}

/// Whether every word of what is typed begins a word of one of the texts.
pub fn finds(typed: &str, texts: &[&str]) -> bool {
    typed.split_whitespace().all(|word| texts.iter().any(|text| starts_with_folded(text, word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(mut words: Vec<&str>) -> Vec<&str> {
        words.sort_by(|a, b| compare(a, b));
        words
    }

    proptest! {
        /// What is quick says the same as what is thorough, where it says anything.
        #[test]
        fn the_quick_way_folds_as_the_thorough_one(text in "[ -~åäöÅÄÖ`´éÉøß\t\u{ad}\u{2011}\u{308}]{0,20}") {
            prop_assert_eq!(fold(&text), fold_any(&text));
            if text.chars().all(|c| matches!(c, ' '..='~' | 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö')) {
                prop_assert!(fold_plain(&text).is_some());
            }
        }
    }

    #[test]
    fn swedish_letters_come_last_in_their_order() {
        assert_eq!(
            sorted(vec!["Östen", "Ärla", "Åsa", "Zoe", "Adam"]),
            ["Adam", "Zoe", "Åsa", "Ärla", "Östen"]
        );
        assert_eq!(sorted(vec!["ø", "ö", "æ", "ä", "å", "z"]), ["z", "å", "ä", "æ", "ö", "ø"]);
    }

    #[test]
    fn names_that_differ_in_case_or_spaces_alone_are_one_in_the_first_spelling() {
        assert_eq!(distinct(["skola", "BUP", "Skola", " SKOLA ", "Skolan"]), ["skola", "BUP", "Skolan"]);
        assert!(distinct(Vec::<String>::new()).is_empty());
    }

    #[test]
    fn case_comes_second() {
        assert_eq!(
            sorted(vec!["bo", "Bo", "Anna", "anna", "Åsa", "åke"]),
            ["Anna", "anna", "Bo", "bo", "åke", "Åsa"]
        );
    }

    #[test]
    fn accents_are_set_aside() {
        assert_eq!(sorted(vec!["Idf", "Idé", "Ide", "Idb"]), ["Idb", "Ide", "Idé", "Idf"]);
        assert_eq!(sorted(vec!["Mz", "Müller", "Myller", "Mx"]), ["Mx", "Myller", "Müller", "Mz"]);
        assert_eq!(sorted(vec!["x", "w", "v"]), ["v", "w", "x"]);
    }

    #[test]
    fn numbers_compare_as_numbers() {
        assert_eq!(sorted(vec!["Åk 10", "Åk 2", "Åk 1"]), ["Åk 1", "Åk 2", "Åk 10"]);
        assert_eq!(sorted(vec!["7b", "10a", "7a", "a"]), ["7a", "7b", "10a", "a"]);
        assert_eq!(sorted(vec!["2", "02", "002", "1"]), ["1", "002", "02", "2"]);
        assert_eq!(compare("99999999999999999999998", "99999999999999999999999"), Ordering::Less);
    }

    #[test]
    fn punctuation_before_digits_before_letters() {
        assert_eq!(sorted(vec!["ab", "a1", "a b", "a"]), ["a", "a b", "a1", "ab"]);
    }

    #[test]
    fn decomposed_letters_sort_with_composed_ones() {
        assert_eq!(sorted(vec!["ö", "a\u{30A}b", "åa", "z"]), ["z", "åa", "a\u{30A}b", "ö"]);
        assert_ne!(compare("å", "a\u{30A}"), Ordering::Equal);
    }

    #[test]
    fn folding_keeps_swedish_letters() {
        assert_eq!(fold("ÅSA A\u{308}NG"), "åsa äng");
        assert_ne!(fold("å"), fold("a"));
        assert_eq!(fold_loosely("Åsa-Östen O’Hara"), "asa osten ohara");
    }

    #[test]
    fn signs_and_accents_that_people_leave_out_are_no_difference() {
        for name in [
            "Anna\u{A0}Karin",
            "anna\u{2009}karin",
            " ANNA  Karin ",
            "Anna\u{202F}Ka\u{AD}rin",
            "Ánna Karin\u{200B}",
            "Anna\tKarin",
        ] {
            assert_eq!(fold(name), "anna karin", "{name:?}");
        }
        for name in ["Ann\u{2011}Marie", "Ann\u{2010}Marie", "Ann\u{2013}Marie", "ann-Marié"] {
            assert_eq!(fold(name), "ann-marie", "{name:?}");
        }
        for name in ["O’Hara", "O\u{2BC}Hara", "O´Hara", "O`Hara", "O\u{FF07}Hara"] {
            assert_eq!(fold(name), "o'hara", "{name:?}");
        }
        for name in ["Ｍａｊａ", "Maj\u{202A}a", "Ma\u{200F}ja", "Ma\u{34F}ja", "M\u{20DD}aja"] {
            assert_eq!(fold(name), "maja", "{name:?}");
        }
        assert_eq!(fold("Guðrún Þórsdóttir"), "gudrun thorsdottir");
        assert_eq!(fold("Müller, Søren, Łukasz"), "muller, sören, lukasz");
        assert!(same("Skola", "skola ") && !same("Åsa", "Asa"));
    }

    #[test]
    fn a_name_without_our_letters_is_found_only_if_nobody_has_just_that() {
        let names = |name: &&str| vec![(*name).to_owned()];
        assert_eq!(called("asa", &["Åsa", "Bo"], names), [0]);
        assert_eq!(called("asa", &["Åsa", "Asa"], names), [1]);
        assert_eq!(called("Åsa", &["Asa", "Åsa"], names), [1]);
        assert_eq!(called("anna karin", &["Anna-Karin"], names), [0]);
        assert_eq!(called(" ", &["", "Bo"], names), [0_usize; 0]);
    }

    #[test]
    fn finds_the_start_of_any_word() {
        assert!(starts_with_folded("Karin Lind-Åberg", "kar"));
        assert!(starts_with_folded("Karin Lind-Åberg", "LIND"));
        assert!(starts_with_folded("Karin Lind-Åberg", "åb"));
        assert!(starts_with_folded("Karin Lind-Åberg", "karin l"));
        assert!(starts_with_folded("Spec.ped.", "ped"));
        assert!(starts_with_folded("Karin", ""));
        assert!(starts_with_folded("", ""));
        assert!(!starts_with_folded("Karin Lind-Åberg", "arin"));
        assert!(!starts_with_folded("Karin Lind-Åberg", "ab"));
        assert!(!starts_with_folded("", "a"));
    }

    fn names() -> impl Strategy<Value = String> {
        prop_oneof!["[a-cA-Cåäöéü0-3 .-]{0,6}", "[ao\u{308}\u{30A}0-1İßZz]{0,5}", any::<String>()]
    }

    proptest! {
        #[test]
        fn is_antisymmetric(a in names(), b in names()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
        }

        #[test]
        fn is_transitive(a in names(), b in names(), c in names()) {
            let mut three = [a, b, c];
            three.sort_by(|a, b| compare(a, b));
            prop_assert_ne!(compare(&three[0], &three[1]), Ordering::Greater);
            prop_assert_ne!(compare(&three[1], &three[2]), Ordering::Greater);
            prop_assert_ne!(compare(&three[0], &three[2]), Ordering::Greater);
        }

        #[test]
        fn folding_twice_changes_nothing(text in names()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold_loosely(&fold_loosely(&text)), fold_loosely(&text));
        }

        #[test]
        fn every_prefix_of_a_word_is_found(word in "[a-zåäö]{1,8}", before in "[a-z]{0,5}", length in 1_usize..8) {
            let prefix: String = word.chars().take(length).collect();
            let hay = format!("{before} {}", word.to_uppercase());
            prop_assert!(starts_with_folded(&hay, &prefix));
        }
    }
}
