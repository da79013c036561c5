//! The program locked: nobody has touched it for a while, and what it knows isn't shown until the passphrase is typed.

use super::stood::Stood;
use crate::app::core::effect::Secret;
use crate::app::core::line::Edit;
use crate::domain::text;
use chrono::{DateTime, Utc};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// What is typed while the program is locked.
#[derive(Debug, Default)]
pub struct Lock {
    /// The passphrase, or the key from the safe.
    pub typed: SecretLine,
    /// What was wrong with the last one.
    pub error: Option<String>,
    /// Whether one is being tried, so that a second Enter isn't a second question.
    pub checking: bool,
    /// How far the program has come in forgetting.
    pub closing: Closing,
    /// Whether it was the clock that locked, and nobody by a key.
    pub by_clock: bool,
}

/// How far a locked program has come in forgetting what it knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Something may not be on disk: all is kept until it is.
    Waits {
        /// When it is tried again to close the database, after that has failed.
        from: Option<DateTime<Utc>>,
    },
    /// Everything has been sent to the disk; it isn't known yet whether it came there.
    Settles,
    /// The database is being closed.
    Closes,
    /// It is closed, and nothing is left but where one stood.
    Closed(Stood),
}

impl Default for Closing {
    fn default() -> Self {
        Self::Waits { from: None }
    }
}

/// A secret being typed: never printed, never moved in memory, wiped when it is taken or dropped. The cursor is always at its
/// end.
pub struct SecretLine(Zeroizing<String>);

/// The longest character in UTF-8, in bytes.
const WIDEST: usize = 4;

impl Default for SecretLine {
    fn default() -> Self {
        // Room for all that can be typed: a text that grows would leave its old self behind.
        Self(Zeroizing::new(String::with_capacity(text::MAX_CHARS * WIDEST)))
    }
}

impl fmt::Debug for SecretLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretLine(…)")
    }
}

impl SecretLine {
    /// How many characters are typed.
    pub fn count(&self) -> usize {
        self.0.chars().count()
    }

    /// Does what an editing key says, as far as it means something at the end of a text that isn't shown. Says whether there
    /// was room for it.
    pub fn edit(&mut self, edit: Edit) -> bool {
        match edit {
            Edit::Insert(c) => return self.paste(c.encode_utf8(&mut [0; WIDEST])),
            Edit::Backspace => drop(self.0.pop()),
            Edit::DeleteWord | Edit::DeleteToStart => self.0.zeroize(),
            _ => {}
        }
        true
    }

    /// Takes in pasted text, whole or not at all; its line ends aren't part of a secret. Says whether there was room for it.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let allowed = || pasted.chars().filter(|c| text::is_allowed(*c));
        let there_is_room = allowed().count() <= text::MAX_CHARS - self.count();
        if there_is_room {
            allowed().for_each(|c| self.0.push(c));
        }
        there_is_room
    }

    /// What was typed; nothing is left here.
    pub fn take(&mut self) -> Secret {
        let secret = Secret::new(self.0.to_string());
        self.0.zeroize();
        secret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_typed_mended_taken_and_never_printed() {
        let mut line = SecretLine::default();
        let place = line.0.as_ptr();
        "tre gröna grodor".chars().for_each(|c| assert!(line.edit(Edit::Insert(c))));
        line.edit(Edit::Insert('x'));
        line.edit(Edit::Left);
        line.edit(Edit::Backspace);
        assert!(line.paste("\r\u{1b}!"));
        assert_eq!((line.count(), line.0.as_str()), (17, "tre gröna grodor!"));
        assert!(!format!("{line:?}").contains("grodor"));
        assert_eq!(line.take().expose(), "tre gröna grodor!");
        assert_eq!((line.count(), line.0.as_ptr()), (0, place));
        assert!(!line.paste(&"å".repeat(text::MAX_CHARS + 1)));
        assert_eq!(line.count(), 0, "a secret that lost its end would be another");
        assert!(line.paste(&format!("{}\r\n", "å".repeat(text::MAX_CHARS))));
        assert!(!line.edit(Edit::Insert('x')) && line.edit(Edit::End));
        assert_eq!((line.count(), line.0.as_ptr()), (text::MAX_CHARS, place));
        line.edit(Edit::DeleteToStart);
        assert_eq!(line.count(), 0);
    }
}
