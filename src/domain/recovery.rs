//! The key for the safe as somebody writes it down, and what is amiss with the files that hold the database's key.

use super::text::is_allowed;
use zeroize::Zeroizing;

/// Digits and letters that aren't mistaken for each other on paper: no I, L, O or U.
pub const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many of the last characters show that somebody has the key on paper: one of its groups.
pub const LAST: usize = 5;

/// The characters of a key, or of a part of one, as somebody typed them from paper: any case, with or without groups, O for 0
/// and I or L for 1. Nothing if something else stands there.
pub fn symbols(typed: &str) -> Option<Zeroizing<String>> {
    let mut key = Zeroizing::new(String::with_capacity(typed.len()));
    for c in typed.chars() {
        match c.to_ascii_uppercase() {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if c.is_whitespace() || !is_allowed(c) => {}
            'O' => key.push('0'),
            'I' | 'L' => key.push('1'),
            c if u8::try_from(c).is_ok_and(|byte| SYMBOLS.contains(&byte)) => key.push(c),
            _ => return None,
        }
    }
    Some(key)
}

/// Whether what was typed is the end of the key that was shown, or the whole of it.
pub fn is_typed_back(key: &str, typed: &str) -> bool {
    let (Some(key), Some(typed)) = (symbols(key), symbols(typed)) else { return false };
    typed.len() >= LAST && key.ends_with(typed.as_str())
}

/// One of the two files that hold the database's own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFile {
    /// The one that the passphrase opens.
    Passphrase,
    /// The one that the key from the safe opens.
    Recovery,
}

/// What is amiss with a key file, as far as can be told without what opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amiss {
    /// It isn't there.
    Missing,
    /// There is nothing in it.
    Empty,
    /// It is cut short, or is no such file.
    Damaged,
    /// It isn't the one that the program wrote last.
    Other,
    /// Something else lies in its place: a folder, or a link to elsewhere.
    NoFile,
    /// Its rights don't let it be read.
    Unreadable,
}

impl Amiss {
    /// After the file's name: "saknas".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Missing => "saknas",
            Self::Empty => "är tom",
            Self::Damaged => "är skadad",
            Self::Other => "är en annan än den som programmet skrev",
            Self::NoFile => "är en mapp eller en länk, inte filen själv",
            Self::Unreadable => "går inte att läsa: kontrollera rättigheterna till den",
        }
    }
}

/// Something about the keys that somebody should see to. The display is Swedish and names the file, not what to do: that
/// depends on where it is said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// A key file isn't as it should be.
    #[error("{}", in_words(*.which, *.amiss, .name))]
    File {
        /// Which of them.
        which: KeyFile,
        /// What is amiss.
        amiss: Amiss,
        /// The file's name.
        name: String,
    },
    /// Nobody has shown that they have the recovery key on paper.
    #[error("Ingen har bekräftat att återställningsnyckeln är nedskriven")]
    NeverConfirmed,
}

impl KeyTrouble {
    /// Which file it is about, if it is about one.
    pub fn file(&self) -> Option<KeyFile> {
        match self {
            Self::File { which, .. } => Some(*which),
            Self::NeverConfirmed => None,
        }
    }

    /// Whether a new recovery key mends it; otherwise another passphrase does.
    pub fn is_recovery(&self) -> bool {
        match self {
            Self::File { which, .. } => *which == KeyFile::Recovery,
            Self::NeverConfirmed => true,
        }
    }

    /// Whether what belongs to the file may open it all the same.
    pub fn may_be_right(&self) -> bool {
        matches!(self, Self::File { amiss: Amiss::Other, .. })
    }

    /// Whether something else lies where the file should.
    pub fn is_no_file(&self) -> bool {
        matches!(self, Self::File { amiss: Amiss::NoFile, .. })
    }

    /// Whether no passphrase opens the database any more.
    pub fn shuts_passphrase_out(&self) -> bool {
        matches!(self, Self::File { which: KeyFile::Passphrase, amiss, .. } if !matches!(amiss, Amiss::Other | Amiss::NoFile))
    }

    /// Whether the key from the safe may open it all the same: it is worth trying.
    pub fn may_open(&self) -> bool {
        self.may_be_right() && self.is_recovery()
    }
}

fn in_words(which: KeyFile, amiss: Amiss, name: &str) -> String {
    let file = match which {
        KeyFile::Passphrase => "Nyckelfilen",
        KeyFile::Recovery => "Återställningsfilen",
    };
    format!("{file} {name} {}", amiss.in_words())
}

/// What opens a copy of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Openers {
    /// Passphrase and recovery key.
    #[default]
    Both,
    /// The passphrase alone.
    Passphrase,
    /// The recovery key alone.
    Recovery,
    /// What opened the database before it was given another key of its own.
    Former,
}

impl Openers {
    const ALL: [Self; 4] = [Self::Both, Self::Passphrase, Self::Recovery, Self::Former];

    /// As the database remembers it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Both => "allt",
            Self::Passphrase => "losenfras",
            Self::Recovery => "aterstallningsnyckel",
            Self::Former => "fore_nyckelbyte",
        }
    }

    /// The same, read.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|openers| openers.code() == code)
    }
}

/// What opens something whose key files have these troubles; nothing where none is known to.
pub fn opens(troubles: &[KeyTrouble]) -> Option<Openers> {
    let amiss = |which| troubles.iter().any(|trouble| trouble.file() == Some(which));
    match (amiss(KeyFile::Passphrase), amiss(KeyFile::Recovery)) {
        (false, false) => Some(Openers::Both),
        (false, true) => Some(Openers::Passphrase),
        (true, false) => Some(Openers::Recovery),
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_something_is_what_no_trouble_is_told_of() {
        let file = |which| KeyTrouble::File { which, amiss: Amiss::Empty, name: String::new() };
        let (main, reserve) = (file(KeyFile::Passphrase), file(KeyFile::Recovery));
        assert_eq!(opens(&[KeyTrouble::NeverConfirmed]), Some(Openers::Both));
        assert_eq!(opens(std::slice::from_ref(&main)), Some(Openers::Recovery));
        assert_eq!(opens(std::slice::from_ref(&reserve)), Some(Openers::Passphrase));
        assert_eq!(opens(&[main, KeyTrouble::NeverConfirmed, reserve]), None);
        for openers in Openers::ALL {
            assert_eq!(Openers::of_code(openers.code()), Some(openers));
        }
    }

    #[test]
    fn the_last_group_or_more_of_a_key_is_typed_back() {
        let key = "AB0C1-DEFGH-JKMNP-QRSTV-WXYZ2-34567-89A0C";
        for right in ["89A0C", " 89a0c ", "89-aOc", "3456789A0C", key, &key.to_lowercase().replace('1', "l")]
        {
            assert!(is_typed_back(key, right), "{right}");
        }
        for wrong in ["", "9A0C", "89A0D", "AB0C1", "89A0C89A0C", "å", "     ", "-----"] {
            assert!(!is_typed_back(key, wrong), "{wrong}");
        }
        assert!(!is_typed_back("", ""));
    }
}
