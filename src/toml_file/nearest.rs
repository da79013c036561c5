//! "Menade du …?": the known word that is nearest to a misspelt one.

use crate::domain::text::nfc;
use strsim::osa_distance;

/// The one of `known` that `word` probably was meant to be, if any is near enough: few letters put in, taken out, changed
/// or swapped with their neighbour. Capital letters and the dots and rings of å, ä and ö make no difference.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = folded(word);
    let allowed = match wanted.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=7 => 2,
        8..=64 => 3,
        _ => return None,
    };
    let known: Vec<(String, &str)> = known.into_iter().map(|one| (folded(one), one)).collect();
    let near = known.iter().map(|(folded, candidate)| (osa_distance(&wanted, folded), *candidate));
    let near = near.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance);
    // The beginning of one alone, or that with an ending.
    let mut begun = known.iter().filter(|(folded, _)| {
        wanted.len().min(folded.len()) >= 3 && (folded.starts_with(&wanted) || wanted.starts_with(folded))
    });
    let only = begun.next().filter(|_| begun.next().is_none());
    near.map(|(_, candidate)| candidate).or(only.map(|(_, candidate)| *candidate))
}

/// A word without what nobody means by it.
fn folded(word: &str) -> String {
    nfc(word.trim())
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            ' ' | '-' => '_',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 5] = ["minuter", "fragor", "tar", "kravs", "laget_runt"];

    #[test]
    fn the_nearest_is_found() {
        assert_eq!(nearest("minutr", KEYS), Some("minuter"));
        assert_eq!(nearest("Frågor", KEYS), Some("fragor"));
        assert_eq!(nearest("laget-runt", KEYS), Some("laget_runt"));
        assert_eq!(nearest("frag", ["fragor", "tar"]), Some("fragor"));
        assert_eq!(nearest("faserna", ["faser", "falt"]), Some("faser"));
        assert_eq!(nearest("sam", ["samtycke", "samtycke_form"]), None, "which of them?");
        assert_eq!(nearest("tat", KEYS), Some("tar"));
        assert_eq!(nearest("atr", KEYS), Some("tar"));
        assert_eq!(nearest(" FRA\u{30a}GOR ", KEYS), Some("fragor"), "written with a ring of its own");
    }

    #[test]
    fn nothing_is_guessed_from_afar() {
        assert_eq!(nearest("x", KEYS), None);
        assert_eq!(nearest("beslutsfattare", KEYS), None);
        assert_eq!(nearest(&"minuter".repeat(1000), KEYS), None);
    }
}
