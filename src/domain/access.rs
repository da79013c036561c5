//! Through which door somebody came to what they read, by which account of the computer, and which ärenden it told of: what
//! the journal keeps beside an opening or a copy.

use super::ids::MeetingArendeId;

const DOOR: &str = "dorr:";
const ARENDEN: &str = "arenden:";
/// The names of files in the folder of papers, in the order of the papers that went out.
const FILES: &str = "filer:";
/// Words beside it, percent-encoded where they would look like another part.
const NOTE: &str = "om:";
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
    /// The names of the files in the folder of papers: of each paper that went out, in their order, or of those that were
    /// removed.
    pub files: Vec<String>,
    /// What else is to be known, in words, and never more of anybody than an alias: "2 av varje, skrivare Lokal".
    pub note: Option<String>,
    /// The computer's account, whoever has said that they sit at the keyboard.
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
            (!self.files.is_empty()).then(|| {
                let names: Vec<String> = self.files.iter().map(|name| encoded(name)).collect();
                format!("{FILES}{}", names.join(","))
            }),
            self.note.as_ref().map(|note| format!("{NOTE}{}", encoded(note))),
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
            } else if let Some(names) = part.strip_prefix(FILES) {
                looked.files = names.split(',').map(decoded).collect();
            } else if let Some(note) = part.strip_prefix(NOTE) {
                looked.note = Some(decoded(note));
            }
        }
        looked
    }
}

/// What may stand among the other parts: without what they are told apart by.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            ' ' => out.push_str("%20"),
            ':' => out.push_str("%3A"),
            ',' => out.push_str("%2C"),
            c => out.push(c),
        }
    }
    out
}

/// The inverse of [`encoded`].
fn decoded(text: &str) -> String {
    text.replace("%20", " ").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
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
            files in prop::collection::vec("[a-zåäö0-9%,: .-]{1,9}", 0..3),
            note in prop::option::of("\\PC{0,20}"),
        ) {
            let arenden = keys.into_iter().map(|key| MeetingArendeId(Uuid::from_u128(key))).collect();
            let looked = Looked { door, arenden, files, note, account, ..Looked::default() };
            prop_assert_eq!(Looked::read(&looked.to_column().unwrap_or_default()), looked);
        }

        #[test]
        fn anything_may_stand_in_the_column(column in "\\PC{0,60}") {
            Looked::read(&column);
        }
    }
}
