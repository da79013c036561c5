//! Through which door somebody came to what they read, by which account of the computer, and which ärenden it told of: what
//! the journal keeps beside an opening or a copy.

use super::ids::MeetingArendeId;

const DOOR: &str = "dorr:";
const ARENDEN: &str = "arenden:";
/// Last, since it may hold anything.
const ACCOUNT: &str = "konto:";

/// What was looked at, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// The verb of the command line; nothing in the program itself.
    pub door: Option<String>,
    /// The ärenden that it told of, by their meetings' keys.
    pub arenden: Vec<MeetingArendeId>,
    /// What those are called; known where the journal is read.
    pub labels: Vec<String>,
    /// The papers that went out, in words: for whom, what, which version, in which format; known where the journal is read.
    pub papers: Vec<String>,
    /// The computer's account, where nobody had said who sits at the keyboard.
    pub account: Option<String>,
}

impl Looked {
    /// At these ärenden.
    pub fn at(arenden: impl IntoIterator<Item = MeetingArendeId>) -> Self {
        Self { arenden: arenden.into_iter().collect(), ..Self::default() }
    }

    /// As the journal's column has it; nothing where there is nothing to say.
    pub fn to_column(&self) -> Option<String> {
        let keys: Vec<String> = self.arenden.iter().map(ToString::to_string).collect();
        let parts = [
            self.door.as_ref().map(|door| format!("{DOOR}{door}")),
            (!keys.is_empty()).then(|| format!("{ARENDEN}{}", keys.join(","))),
            self.account.as_ref().map(|account| format!("{ACCOUNT}{account}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The inverse of [`Looked::to_column`]; what isn't understood is left out.
    pub fn read(column: &str) -> Self {
        let mut looked = Self::default();
        let (rest, account) = match column.find(ACCOUNT) {
            Some(at) => (&column[..at], Some(column[at + ACCOUNT.len()..].to_owned())),
            None => (column, None),
        };
        looked.account = account;
        for part in rest.split(' ') {
            if let Some(door) = part.strip_prefix(DOOR) {
                looked.door = Some(door.to_owned());
            } else if let Some(keys) = part.strip_prefix(ARENDEN) {
                looked.arenden =
                    keys.split(',').filter_map(|key| key.parse().ok()).map(MeetingArendeId).collect();
            }
        }
        looked
    }
}

/// The computer's account as a proposal of who it was: "(kontot eva)".
pub fn account_in_words(account: &str) -> String {
    format!("(kontot {account})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            door in prop::option::of("[a-z]{1,12}"),
            keys in prop::collection::vec(any::<u128>(), 0..4),
            account in prop::option::of("\\PC{1,20}"),
        ) {
            let arenden = keys.into_iter().map(|key| MeetingArendeId(Uuid::from_u128(key))).collect();
            let looked = Looked { door, arenden, account, ..Looked::default() };
            prop_assert_eq!(Looked::read(&looked.to_column().unwrap_or_default()), looked);
        }

        #[test]
        fn anything_may_stand_in_the_column(column in "\\PC{0,60}") {
            Looked::read(&column);
        }
    }
}
