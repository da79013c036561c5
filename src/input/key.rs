//! A key of the terminal's as a [`Key`] of the program's.

use crate::app::action::{Cap, Key};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

fn cap(code: KeyCode) -> Cap {
    match code {
        KeyCode::Char(c) => Cap::Char(c),
        KeyCode::F(number) => Cap::F(number),
        KeyCode::Enter => Cap::Enter,
        KeyCode::Esc => Cap::Esc,
        KeyCode::Tab | KeyCode::BackTab => Cap::Tab,
        KeyCode::Backspace => Cap::Backspace,
        KeyCode::Delete => Cap::Delete,
        KeyCode::Insert => Cap::Insert,
        KeyCode::Up => Cap::Up,
        KeyCode::Down => Cap::Down,
        KeyCode::Left => Cap::Left,
        KeyCode::Right => Cap::Right,
        KeyCode::Home => Cap::Home,
        KeyCode::End => Cap::End,
        KeyCode::PageUp => Cap::PageUp,
        KeyCode::PageDown => Cap::PageDown,
        _ => Cap::Other,
    }
}

impl From<KeyEvent> for Key {
    /// Terminals tell the same key in several ways; here they become one.
    fn from(event: KeyEvent) -> Self {
        let mut key = Self {
            cap: cap(event.code),
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
            shift: event.modifiers.contains(KeyModifiers::SHIFT),
        };
        key.shift |= event.code == KeyCode::BackTab;
        if let Cap::Char(c) = key.cap {
            key.shift = false;
            // Windows tells AltGr as Ctrl and Alt: `@`, `{` and `€` are characters all the same.
            if key.ctrl && key.alt && !c.is_ascii_alphanumeric() {
                key.ctrl = false;
                key.alt = false;
            }
            if key.ctrl || key.alt {
                key.cap = Cap::Char(c.to_ascii_lowercase());
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Key {
        Key::from(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn the_same_key_told_in_two_ways_is_one_key() {
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::SHIFT), Key::shift(Cap::Tab));
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::NONE), Key::shift(Cap::Tab));
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
