//! A point that is named by its number: each copy has numbers of its own where it lacks points.

use super::{Audience, Cut};
use serde::{Deserialize, Serialize};

/// The number by which a fact names a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its number where nothing is left out, as it stands in the fact's label or value.
    #[serde(rename = "nummer")]
    pub number: usize,
    /// Who may read those of the points before it that not everyone may.
    #[serde(rename = "fore", default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Audience>,
}

impl Named {
    /// The number that the point has in a copy.
    fn number_in(&self, cut: Cut<'_>) -> usize {
        let lacking = self.before.iter().filter(|audience| !cut.admits(audience)).count();
        self.number.saturating_sub(lacking)
    }

    /// As a copy has it.
    pub(super) fn in_copy(&self, cut: Cut<'_>) -> Self {
        let before = if matches!(cut, Cut::File) { self.before.clone() } else { Vec::new() };
        Self { number: self.number_in(cut), before }
    }

    /// A fact's label and value with the number that the point has in a copy.
    pub(super) fn said(&self, label: &str, value: &str, cut: Cut<'_>) -> (String, String) {
        let (whole, own) = (self.number.to_string(), self.number_in(cut).to_string());
        let renumbered = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let at = words.iter().position(|word| *word == whole)?;
            Some([&words[..at], &[own.as_str()], &words[at + 1..]].concat().join(" "))
        };
        match renumbered(label) {
            Some(label) => (label, value.to_owned()),
            None => (label.to_owned(), renumbered(value).unwrap_or_else(|| value.to_owned())),
        }
    }
}
