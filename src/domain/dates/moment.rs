//! A day with a time of day beside it: `4/12 8.00`, `fre kl 8`, `halv nio på fredag`.

use chrono::NaiveTime;

use super::words::parse_time;

/// The ways in which a phrase can be a day and a time of day beside it, in either order: what is left for the day, and the
/// time. Whether that is a day, nobody has judged.
pub fn with_time(phrase: &str) -> Vec<(String, NaiveTime)> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let parts = (1..words.len()).map(|at| (words[..at].join(" "), words[at..].join(" ")));
    let parts: Vec<(String, String)> = parts.collect();
    let turned = parts.iter().map(|(first, last)| (last.clone(), first.clone()));
    let both = parts.iter().cloned().chain(turned);
    both.filter_map(|(day, time)| Some((day, said_time(&time)?))).collect()
}

/// A time that nobody takes for something else: a number alone is none.
fn said_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim_end_matches([',', ';']);
    let is_marked = text.to_lowercase().starts_with("kl") || text.contains([' ', '.', ':']);
    parse_time(text).filter(|_| is_marked)
}
