//! What opens a database: the passphrase, or the key for the safe.

use super::error::StoreError;
use crate::domain::passphrase;
use crate::domain::recovery::{SYMBOLS, symbols};
use crate::domain::text::{is_allowed, nfc};
use precis_core::profile::Profile as _;
use precis_profiles::OpaqueString;
use std::fmt;
use zeroize::Zeroizing;

/// A passphrase as RFC 8265 prepares it (OpaqueString), so that it opens the database from any keyboard, file or paste: every
/// space is a space, letters are in NFC. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Passphrase {
    pub(super) prepared: Zeroizing<String>,
    /// As versions before this prepared it, where that is something else: in NFC alone.
    pub(super) before: Option<Zeroizing<String>>,
}

impl Passphrase {
    /// Takes a passphrase as it was typed; a line end at the end isn't part of it, nor is what can't be seen.
    pub fn new(typed: &str) -> Self {
        let typed = typed.trim_end_matches(['\r', '\n']);
        let before = Zeroizing::new(nfc(typed));
        let seen: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| is_allowed(*c)).collect());
        let prepared = OpaqueString::new().enforce(seen.as_str());
        let prepared = prepared.map_or_else(|_| before.clone(), |text| Zeroizing::new(text.into_owned()));
        let before = (*before != *prepared).then_some(before);
        Self { prepared, before }
    }

    /// A passphrase that somebody has chosen for a database at this workplace. What reads as a recovery key is taken for one at
    /// the door, and would never open as a passphrase.
    ///
    /// # Errors
    /// [`StoreError::WeakPassphrase`], [`StoreError::OddPassphrase`], [`StoreError::RecoveryKeyAsPassphrase`].
    pub fn chosen(typed: &str, workplace: &str) -> Result<Self, StoreError> {
        if RecoveryKey::parse(typed).is_ok() {
            return Err(StoreError::RecoveryKeyAsPassphrase);
        }
        let chosen = Self::new(typed);
        passphrase::judge(&chosen.prepared, workplace)?;
        // A character that has no meaning of its own may come out as another one on the next computer.
        if OpaqueString::new().prepare(typed.trim_end_matches(['\r', '\n'])).is_err() {
            return Err(StoreError::OddPassphrase);
        }
        Ok(chosen)
    }

    pub(super) fn checked(&self) -> Result<&str, StoreError> {
        if self.prepared.trim().is_empty() || self.prepared.contains('\0') {
            return Err(StoreError::EmptyPassphrase);
        }
        Ok(&self.prepared)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Random characters in a recovery key: 170 bits.
const RANDOM_CHARS: usize = 34;
/// Characters in a group on paper.
const GROUP: usize = 5;

/// The key for the safe: opens the database when the passphrase is forgotten. Shown in groups of five characters,
/// the last of which is a check.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(pub(super) Zeroizing<String>);

impl RecoveryKey {
    /// Makes a new one.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub(super) fn random() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0_u8; RANDOM_CHARS]);
        getrandom::fill(&mut *bytes).map_err(|_| StoreError::NoRandomness)?;
        let mut key: Zeroizing<String> =
            Zeroizing::new(bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte & 31)])).collect());
        let check = char::from(SYMBOLS[check_symbol(&key)]);
        key.push(check);
        Ok(Self(key))
    }

    /// Reads a key as somebody typed it from paper: any case, with or without groups, O for 0 and I or L for 1.
    ///
    /// # Errors
    /// When the length or the check character is wrong.
    pub fn parse(typed: &str) -> Result<Self, StoreError> {
        let wrong = || StoreError::MistypedRecoveryKey { expected: RANDOM_CHARS + 1 };
        let key = symbols(typed).ok_or_else(wrong)?;
        if key.len() != RANDOM_CHARS + 1 {
            return Err(wrong());
        }
        let (random, check) = key.split_at(RANDOM_CHARS);
        if check.as_bytes() != [SYMBOLS[check_symbol(random)]] {
            return Err(wrong());
        }
        Ok(Self(key))
    }
}

impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// Luhn's check over 32 symbols: finds every single wrong character and nearly every pair that changed places.
fn check_symbol(random: &str) -> usize {
    let sum: usize = random
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let value = SYMBOLS.iter().position(|symbol| *symbol == byte).unwrap_or(0);
            if index % 2 == 0 { value * 2 / 32 + value * 2 % 32 } else { value }
        })
        .sum();
    (32 - sum % 32) % 32
}

/// What opens a database.
#[derive(Clone, Debug)]
pub enum Access {
    /// The passphrase.
    Passphrase(Passphrase),
    /// The key from the safe.
    Recovery(RecoveryKey),
    /// Nothing: a database for practice, in plain text.
    Practice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_same_whatever_space_or_invisible_sign_came_with_it() {
        let plain = Passphrase::new("tre gröna grodor");
        for space in ["\u{a0}", "\u{2009}", "\u{202f}", "\u{3000}", " "] {
            for unseen in ["", "\u{200b}", "\u{feff}", "\u{ad}", "\u{2060}"] {
                let typed = format!("{unseen}tre{space}gro\u{308}na{space}grodor{unseen}\r\n");
                assert_eq!(*Passphrase::new(&typed).prepared, *plain.prepared, "{typed:?}");
            }
        }
        // Case and other spaces between words count.
        for other in ["Tre gröna grodor", "tre gröna  grodor", "tre grona grodor"] {
            assert_ne!(*Passphrase::new(other).prepared, *plain.prepared);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_chosen() {
        for odd in [
            "tre gröna\u{200b} grodor",
            "tre gröna grodor\u{7}",
            "\u{202e}tre gröna grodor",
            "tre\tgröna grodor",
        ] {
            assert!(matches!(Passphrase::chosen(odd, ""), Err(StoreError::OddPassphrase)), "{odd:?}");
        }
        assert!(Passphrase::chosen("tre\u{a0}gröna grodor 😀\n", "").is_ok());
    }

    #[test]
    fn a_recovery_key_comes_back_from_paper() {
        let key = RecoveryKey::random().unwrap();
        let shown = key.to_string();
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [5; 7]);
        assert_eq!(RecoveryKey::parse(&shown).unwrap(), key);
        let sloppy = shown.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryKey::parse(&format!("\n{sloppy} ")).unwrap(), key);
    }

    #[test]
    fn any_single_wrong_character_in_a_recovery_key_is_found() {
        let key = RecoveryKey::random().unwrap();
        for index in 0..key.0.len() {
            for symbol in SYMBOLS {
                let mut typed: Vec<u8> = key.0.bytes().collect();
                if typed[index] != *symbol {
                    typed[index] = *symbol;
                    let typed = String::from_utf8(typed).unwrap();
                    assert!(RecoveryKey::parse(&typed).is_err(), "{typed}");
                }
            }
        }
        assert!(RecoveryKey::parse("").is_err());
        assert!(RecoveryKey::parse("åäö").is_err());
    }

    #[test]
    fn secrets_are_not_in_debug_output() {
        let key = RecoveryKey::random().unwrap();
        let shown = format!("{:?} {key:?}", Access::Passphrase(Passphrase::new("hemlig fras")));
        assert!(!shown.contains("hemlig") && !shown.contains(key.0.as_str()));
    }

    #[test]
    fn a_passphrase_is_the_same_however_its_letters_are_composed() {
        assert_eq!(*Passphrase::new("a\u{30a}ska\n").prepared, *Passphrase::new("åska").prepared);
        assert!(Passphrase::new(" \n").checked().is_err());
    }
}
