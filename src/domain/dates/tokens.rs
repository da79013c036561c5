//! A phrase cut into plain words and numbers.

use super::words::{plain, read_month};
use crate::domain::text::clean;

/// Cuts a phrase into plain words and numbers: `V.49` → `v`, `49`; `den 15:e` → `den`, `15:`; `fr.o.m.` → `fran`.
pub(super) fn words(phrase: &str) -> Vec<String> {
    let spaced = plain(&clean(phrase)).replace([',', ';', '!', '?'], " ");
    let mut text = format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "));
    for (from, to) in [
        (" fr.o.m. ", " fran "),
        (" fr.o.m ", " fran "),
        (" fr o m ", " fran "),
        (" fran och med ", " fran "),
        (" from ", " fran "),
        (" t.o.m. ", " till "),
        (" t.o.m ", " till "),
        (" t o m ", " till "),
        (" till och med ", " till "),
        (" tom ", " till "),
        (" / ", "/"),
    ] {
        text = text.replace(from, to);
    }
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_end_matches('.');
        // The year in `1/12 -26`.
        let is_day = |word: &String| word.contains('/') || read_month(word).is_some();
        if let Some(year) =
            word.strip_prefix('-').filter(|rest| is_number(rest) && matches!(rest.len(), 2 | 4))
            && words.last().is_some_and(is_day)
        {
            words.push(year.to_owned());
            continue;
        }
        if let Some(date) = dotted(word) {
            words.push(date);
            continue;
        }
        let ordinal = [":e", ":a", "e", "a"].iter().find_map(|ending| word.strip_suffix(ending));
        if let Some(number) = ordinal.filter(|number| is_number(number)) {
            words.push(format!("{number}:"));
        } else {
            words.extend(parted(word).into_iter().map(str::to_owned));
        }
    }
    words
}

/// A date with dots, such as `15.1` or `15.1.2027`, as it is written with strokes. What can be no month is no date.
fn dotted(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('.').collect();
    let (day, month, of) = match parts[..] {
        [day, month] => (day, month, None),
        [day, month, of] => (day, month, Some(year(of).map(|_| of)?)),
        _ => return None,
    };
    let short = |digits: &str| digits.len() <= 2;
    let is_month = short(month) && number(month).is_some_and(|month| (1..=12).contains(&month));
    let is_date = is_month && short(day) && number(day).is_some();
    is_date.then(|| {
        [format!("{day}/{month}")].into_iter().chain(of.map(str::to_owned)).collect::<Vec<_>>().join("/")
    })
}

/// Parts letters from digits in a word of only such: `v49`, `3v`, `15dec`, `v.49`.
fn parted(word: &str) -> Vec<&str> {
    if !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
        return vec![word];
    }
    let border = word.find(|c: char| c.is_ascii_digit() != word.starts_with(|c: char| c.is_ascii_digit()));
    let (head, tail) = word.split_at(border.unwrap_or(word.len()));
    [head.trim_end_matches('.'), tail.trim_start_matches('.')]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect()
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// A number of at most four digits.
pub(super) fn number(word: &str) -> Option<u32> {
    (is_number(word) && word.len() <= 4).then(|| word.parse().ok()).flatten()
}

/// A number in digits or, up to twelve and fourteen, in words.
pub(super) fn count(word: &str) -> Option<u32> {
    const WORDS: [&str; 14] = [
        "noll", "en", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio", "tio", "elva", "tolv",
        "tretton",
    ];
    match word {
        "ett" => Some(1),
        "fjorton" => Some(14),
        _ => number(word).or_else(|| u32::try_from(WORDS.iter().position(|name| *name == word)?).ok()),
    }
}

/// A year of four digits, or of two in this century.
pub(super) fn year(word: &str) -> Option<i32> {
    let year = i32::try_from(number(word)?).ok()?;
    match word.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// A day of the month, as a number (`15`) or an ordinal (`15:`).
pub(super) fn day_number(word: &str) -> Option<u32> {
    number(word.strip_suffix(':').unwrap_or(word)).filter(|_| word.len() <= 3)
}
