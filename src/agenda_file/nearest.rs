//! "Menade du …?": the known word that is nearest to a misspelt one.

use std::cmp::min;

/// The one of `known` that `word` probably was meant to be, if any is near enough. Capital letters and the dots and
/// rings of å, ä and ö make no difference.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = folded(word);
    if wanted.len() > 64 {
        return None;
    }
    let allowed = match wanted.len() {
        0..=2 => 0,
        3..=4 => 1,
        5..=7 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|candidate| (distance(&wanted, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Vec<char> {
    word.trim()
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

/// How many letters must be put in, taken out, changed, or swapped with their neighbour.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut least = min(above[j] + usize::from(a != b), min(above[j + 1], row[j]) + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = min(least, before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
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
        assert_eq!(nearest("tat", KEYS), Some("tar"));
        assert_eq!(nearest("atr", KEYS), Some("tar"));
    }

    #[test]
    fn nothing_is_guessed_from_afar() {
        assert_eq!(nearest("x", KEYS), None);
        assert_eq!(nearest("beslutsfattare", KEYS), None);
        assert_eq!(nearest(&"minuter".repeat(1000), KEYS), None);
    }

    #[test]
    fn distance_counts_letters() {
        let count =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(
            (count("", "abc"), count("abc", "abc"), count("kitten", "sitting"), count("ab", "ba")),
            (3, 0, 3, 1)
        );
    }
}
