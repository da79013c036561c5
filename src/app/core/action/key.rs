//! A key as a person presses it, and its name on a Swedish keyboard. What the terminal tells becomes one in `input`.

use std::fmt;

/// A key with the keys held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub cap: Cap,
    /// Ctrl is held down.
    pub ctrl: bool,
    /// Alt is held down.
    pub alt: bool,
    /// Shift is held down; for a letter its case says so instead.
    pub shift: bool,
}

/// What stands on a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "a key is what stands on it")]
pub enum Cap {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// A key that the program has no use for.
    Other,
}

impl Key {
    /// The key alone.
    pub const fn plain(cap: Cap) -> Self {
        Self { cap, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    pub const fn char(c: char) -> Self {
        Self::plain(Cap::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// A character with Alt.
    pub const fn alt(c: char) -> Self {
        Self::with_alt(Cap::Char(c))
    }

    /// A key with Alt.
    pub const fn with_alt(cap: Cap) -> Self {
        Self { alt: true, ..Self::plain(cap) }
    }

    /// A function key.
    pub const fn f(number: u8) -> Self {
        Self::plain(Cap::F(number))
    }

    /// The key with Shift.
    pub const fn shift(cap: Cap) -> Self {
        Self { shift: true, ..Self::plain(cap) }
    }

    /// Whether it writes a character.
    pub fn writes(&self) -> Option<char> {
        match self.cap {
            Cap::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Skift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.cap {
            Cap::Char(' ') => f.write_str("Mellanslag"),
            Cap::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_uppercase()),
            Cap::Char(c) => write!(f, "{c}"),
            Cap::F(number) => write!(f, "F{number}"),
            Cap::Up => f.write_str("↑"),
            Cap::Down => f.write_str("↓"),
            Cap::Left => f.write_str("←"),
            Cap::Right => f.write_str("→"),
            Cap::PageUp => f.write_str("PgUp"),
            Cap::PageDown => f.write_str("PgDn"),
            Cap::Delete => f.write_str("Del"),
            Cap::Insert => f.write_str("Ins"),
            Cap::Backspace => f.write_str("Backsteg"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_names_on_a_swedish_keyboard() {
        let names = [
            (Key::plain(Cap::Enter), "Enter"),
            (Key::plain(Cap::Esc), "Esc"),
            (Key::shift(Cap::Tab), "Skift-Tab"),
            (Key::ctrl('b'), "Ctrl-B"),
            (Key::ctrl(' '), "Ctrl-Mellanslag"),
            (Key::alt('1'), "Alt-1"),
            (Key::f(8), "F8"),
            (Key::plain(Cap::PageUp), "PgUp"),
            (Key::plain(Cap::Up), "↑"),
            (Key::char('?'), "?"),
        ];
        for (key, name) in names {
            assert_eq!(key.to_string(), name);
        }
    }
}
