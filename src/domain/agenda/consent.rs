//! What a form says of consent beyond whether it is asked for, and of the border round elevhälsans medicinska insats.

use serde::{Deserialize, Serialize};

/// In which form a consent is to be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedForm {
    /// Said or written.
    #[default]
    Valfri,
    /// In writing: what is said alone doesn't do.
    Skriftligt,
}

/// What is asked for where somebody hasn't answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    /// The meeting goes on when it is written down who was asked, when and how.
    #[default]
    Skrivs,
    /// The meeting doesn't go on before everybody has answered.
    Stopp,
}

/// Whether elevhälsans medicinska insats (EMI) has a border of its own within the school: municipalities differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmiBorder {
    /// None is spoken of.
    #[default]
    Nej,
    /// The meeting is reminded that there may be one; a user's settings turn it on.
    Paminner,
    /// EMI's rows are EMI unless somebody says otherwise, and EMI neither leads nor takes the notes.
    Ja,
}

/// Whether a form says nothing else than what holds by itself.
pub(super) fn is_usual<T: Default + PartialEq>(said: &T) -> bool {
    *said == T::default()
}
