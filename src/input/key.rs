//! A key as a person presses it, and its name on a Swedish keyboard.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// A key with the keys held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub code: KeyCode,
    /// Ctrl is held down.
    pub ctrl: bool,
    /// Alt is held down.
    pub alt: bool,
    /// Shift is held down; for a letter its case says so instead.
    pub shift: bool,
}

impl Key {
    /// The key alone.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// A character with Alt.
    pub const fn alt(c: char) -> Self {
        Self::with_alt(KeyCode::Char(c))
    }

    /// A key with Alt.
    pub const fn with_alt(code: KeyCode) -> Self {
        Self { alt: true, ..Self::plain(code) }
    }

    /// A function key.
    pub const fn f(number: u8) -> Self {
        Self::plain(KeyCode::F(number))
    }

    /// The key with Shift.
    pub const fn shift(code: KeyCode) -> Self {
        Self { shift: true, ..Self::plain(code) }
    }

    /// Whether it writes a character.
    pub fn writes(&self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    /// Terminals tell the same key in several ways; here they become one.
    fn from(event: KeyEvent) -> Self {
        let mut key = Self {
            code: event.code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
            shift: event.modifiers.contains(KeyModifiers::SHIFT),
        };
        match key.code {
            KeyCode::BackTab => {
                key.code = KeyCode::Tab;
                key.shift = true;
            }
            KeyCode::Char(c) => {
                key.shift = false;
                // Windows tells AltGr as Ctrl and Alt: `@`, `{` and `€` are characters all the same.
                if key.ctrl && key.alt && !c.is_ascii_alphanumeric() {
                    key.ctrl = false;
                    key.alt = false;
                }
                if key.ctrl || key.alt {
                    key.code = KeyCode::Char(c.to_ascii_lowercase());
                }
            }
            _ => {}
        }
        key
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Skift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Mellanslag"),
            KeyCode::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::Insert => f.write_str("Ins"),
            KeyCode::Backspace => f.write_str("Backsteg"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Key {
        Key::from(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_have_their_names_on_a_swedish_keyboard() {
        let names = [
            (Key::plain(KeyCode::Enter), "Enter"),
            (Key::plain(KeyCode::Esc), "Esc"),
            (Key::shift(KeyCode::Tab), "Skift-Tab"),
            (Key::ctrl('b'), "Ctrl-B"),
            (Key::ctrl(' '), "Ctrl-Mellanslag"),
            (Key::alt('1'), "Alt-1"),
            (Key::f(8), "F8"),
            (Key::plain(KeyCode::PageUp), "PgUp"),
            (Key::plain(KeyCode::Up), "↑"),
            (Key::char('?'), "?"),
        ];
        for (key, name) in names {
            assert_eq!(key.to_string(), name);
        }
    }

    #[test]
    fn the_same_key_told_in_two_ways_is_one_key() {
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT), Key::shift(KeyCode::Tab));
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::NONE), Key::shift(KeyCode::Tab));
        assert_eq!(key(KeyCode::Char('B'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), Key::ctrl('b'));
        assert_eq!(key(KeyCode::Char('A'), KeyModifiers::SHIFT), Key::char('A'));
    }

    #[test]
    fn alt_gr_writes_its_character() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(key(KeyCode::Char('@'), both).writes(), Some('@'));
        assert_eq!(key(KeyCode::Char('q'), both).writes(), None);
    }
}
