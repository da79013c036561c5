//! Puts together what a slow line has torn apart. A key such as an arrow is several bytes, the first of which is that of Esc; where
//! it comes alone, crossterm tells of Esc and then of the rest as if somebody had typed it. So it is with Alt and a letter, which
//! can't be told from Esc and a letter then, nor where other letters came along.

use super::events::Event;
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::collections::VecDeque;

/// More characters than any key is told with.
const LONGEST: usize = 16;

/// Whether the last that was typed may be the beginning of a key whose rest is on its way.
pub(super) fn is_begun(typed: &VecDeque<Event>) -> bool {
    typed.back().is_some_and(|event| is_key(event, KeyCode::Esc))
}

/// What was typed, with torn keys whole again. What isn't the rest of any known key stays as it was typed.
pub(super) fn join(typed: VecDeque<Event>) -> VecDeque<Event> {
    let typed: Vec<Event> = typed.into();
    let mut joined = VecDeque::with_capacity(typed.len());
    let mut rest = typed.into_iter().peekable();
    while let Some(event) = rest.next() {
        if let Some(key) = with_alt(&event) {
            let glued = rest.peek().is_some_and(|next| character(next).is_some());
            joined.push_back(if glued { Event::Doubtful(key) } else { event });
            continue;
        }
        if !is_key(&event, KeyCode::Esc) {
            joined.push_back(event);
            continue;
        }
        let mut taken: Vec<Event> = Vec::new();
        let mut told = String::new();
        while !is_whole(&told) && told.chars().count() < LONGEST {
            let Some(next) = rest.next_if(|next| character(next).is_some_and(|c| may_follow(&told, c)))
            else {
                break;
            };
            told.extend(character(&next));
            taken.push(next);
        }
        match meaning(&told) {
            Meaning::Key(key) => joined.push_back(Event::Input(TerminalEvent::Key(key))),
            Meaning::NoKey => {}
            Meaning::AsTyped => {
                let letter = rest.peek().and_then(character).filter(|_| taken.is_empty());
                let torn = letter.filter(|_| rest.len() == 1);
                if let Some(letter) = torn {
                    rest.next();
                    joined
                        .push_back(Event::Doubtful(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT)));
                } else {
                    joined.push_back(event);
                    joined.extend(taken);
                }
            }
        }
    }
    joined
}

/// A letter or a digit with Alt, a capital perhaps.
fn with_alt(event: &Event) -> Option<KeyEvent> {
    match event {
        Event::Input(TerminalEvent::Key(key @ KeyEvent { code: KeyCode::Char(_), modifiers, kind, .. }))
            if *modifiers - KeyModifiers::SHIFT == KeyModifiers::ALT && *kind == KeyEventKind::Press =>
        {
            Some(*key)
        }
        _ => None,
    }
}

fn is_key(event: &Event, code: KeyCode) -> bool {
    matches!(event, Event::Input(TerminalEvent::Key(key))
        if key.code == code && key.modifiers.is_empty() && key.kind == KeyEventKind::Press)
}

fn character(event: &Event) -> Option<char> {
    match event {
        Event::Input(TerminalEvent::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }))
            if (*modifiers - KeyModifiers::SHIFT).is_empty() =>
        {
            Some(*c)
        }
        _ => None,
    }
}

fn may_follow(told: &str, c: char) -> bool {
    match told {
        "" => matches!(c, '[' | 'O'),
        _ => c.is_ascii_graphic(),
    }
}

fn is_whole(told: &str) -> bool {
    let mut chars = told.chars();
    match chars.next() {
        Some('O') => chars.next().is_some(),
        Some(_) => chars.next_back().is_some_and(|last| matches!(last, '@'..='Z' | 'a'..='z' | '~')),
        None => false,
    }
}

/// What stands behind Esc.
enum Meaning {
    /// The rest of this key.
    Key(KeyEvent),
    /// What a terminal tells that is no key: a click that has lost its place, that a paste begins.
    NoKey,
    /// What somebody typed.
    AsTyped,
}

fn meaning(told: &str) -> Meaning {
    let is_click = told.starts_with("[<") && told.ends_with(['M', 'm']);
    if is_click || matches!(told, "[200~" | "[201~") {
        return Meaning::NoKey;
    }
    key_of(told).map_or(Meaning::AsTyped, Meaning::Key)
}

fn key_of(told: &str) -> Option<KeyEvent> {
    let last = told.chars().next_back()?;
    if told.starts_with('O') {
        return named(last).filter(|_| told.len() == 2).map(plain);
    }
    let numbers = told.strip_prefix('[')?.strip_suffix(last)?;
    let mut numbers = numbers.split(';');
    let (first, held) = (numbers.next()?, numbers.next());
    let code = match (last, first) {
        ('~', number) => numbered(number.parse().ok()?)?,
        ('Z', "") => KeyCode::BackTab,
        (letter, "" | "1") => named(letter)?,
        _ => return None,
    };
    let held: u8 = held.map_or(Some(1), |held| held.parse().ok())?;
    let held = held.checked_sub(1)?;
    let modifiers = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = modifiers.into_iter().filter(|(bit, _)| held & bit > 0).map(|(_, held)| held).collect();
    Some(KeyEvent::new(code, modifiers))
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Keys that a letter tells.
fn named(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'P' => KeyCode::F(1),
        'Q' => KeyCode::F(2),
        'R' => KeyCode::F(3),
        'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// Keys that a number tells.
fn numbered(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> VecDeque<Event> {
        let key = |c| match c {
            '\x1b' => plain(KeyCode::Esc),
            c => plain(KeyCode::Char(c)),
        };
        text.chars().map(|c| Event::Input(TerminalEvent::Key(key(c)))).collect()
    }

    /// What comes out, as keys.
    fn keys(events: VecDeque<Event>) -> Vec<KeyEvent> {
        let keys = |event| match event {
            Event::Input(TerminalEvent::Key(key)) => vec![key],
            // Esc and the letter, until somebody says otherwise.
            Event::Doubtful(key) => vec![plain(KeyCode::Esc), plain(key.code)],
            other => panic!("{other:?}"),
        };
        events.into_iter().flat_map(keys).collect()
    }

    #[test]
    fn a_key_that_was_torn_apart_is_one_key() {
        let shift = KeyModifiers::SHIFT;
        for (told, wanted) in [
            ("[A", plain(KeyCode::Up)),
            ("OB", plain(KeyCode::Down)),
            ("[1;2C", KeyEvent::new(KeyCode::Right, shift)),
            ("[1;3A", KeyEvent::new(KeyCode::Up, KeyModifiers::ALT)),
            ("[H", plain(KeyCode::Home)),
            ("[6~", plain(KeyCode::PageDown)),
            ("[3;5~", KeyEvent::new(KeyCode::Delete, KeyModifiers::CONTROL)),
            ("[Z", plain(KeyCode::BackTab)),
            ("OP", plain(KeyCode::F(1))),
            ("[15~", plain(KeyCode::F(5))),
            ("[21~", plain(KeyCode::F(10))),
            ("[24~", plain(KeyCode::F(12))),
        ] {
            let found = keys(join(typed(&format!("a\x1b{told}b"))));
            assert_eq!(found, [plain(KeyCode::Char('a')), wanted, plain(KeyCode::Char('b'))], "{told}");
        }
    }

    #[test]
    fn what_is_no_key_of_the_users_vanishes_whole() {
        for told in ["[<35;10;5M", "[<0;1;1m", "[200~"] {
            assert!(join(typed(&format!("\x1b{told}"))).is_empty(), "{told}");
        }
    }

    #[test]
    fn esc_and_words_stay_as_they_were_typed() {
        for words in [
            "\x1b",
            "\x1bhej",
            "\x1bOj",
            "\x1b[",
            "\x1b[vet inte]",
            "\x1b\x1b",
            "[A",
            "\x1b[99~",
            "\x1b[9999999999999999999A",
        ] {
            assert_eq!(keys(join(typed(words))), keys(typed(words)), "{words:?}");
        }
    }

    #[test]
    fn alt_and_a_letter_is_doubtful_where_it_came_in_pieces_or_with_other_letters() {
        let alt = KeyEvent::new(KeyCode::Char('s'), KeyModifiers::ALT);
        let whole = || Event::Input(TerminalEvent::Key(alt));
        let is_doubtful = |event: &Event| matches!(event, Event::Doubtful(key) if *key == alt);
        // A capital is told with its Shift.
        let capital = KeyEvent::new(KeyCode::Char('R'), KeyModifiers::ALT | KeyModifiers::SHIFT);
        let word = [capital, plain(KeyCode::Char('u'))].map(|key| Event::Input(TerminalEvent::Key(key)));
        assert!(matches!(join(word.into())[0], Event::Doubtful(key) if key == capital));
        // Alone, twice, or before a command: one key.
        let enter = || Event::Input(TerminalEvent::Key(plain(KeyCode::Enter)));
        for typed in [vec![whole()], vec![whole(), whole()], vec![whole(), enter()]] {
            assert!(!join(typed.into()).iter().any(is_doubtful));
        }
        let glued = join([whole(), Event::Input(TerminalEvent::Key(plain(KeyCode::Char('e'))))].into());
        assert!(glued.len() == 2 && is_doubtful(&glued[0]), "{glued:?}");
        let torn = join(typed("\x1bs"));
        assert!(torn.len() == 1 && is_doubtful(&torn[0]), "{torn:?}");
    }

    #[test]
    fn only_esc_alone_may_be_a_beginning() {
        assert!(is_begun(&typed("a\x1b")));
        assert!(!is_begun(&typed("\x1ba")) && !is_begun(&typed("")));
        let with_alt = KeyEvent::new(KeyCode::Esc, KeyModifiers::ALT);
        assert!(!is_begun(&VecDeque::from([Event::Input(TerminalEvent::Key(with_alt))])));
    }

    proptest! {
        #[test]
        fn what_has_no_esc_is_never_changed(text in "[ -~åäö]{0,30}") {
            prop_assert_eq!(keys(join(typed(&text))), keys(typed(&text)));
        }

        #[test]
        fn no_letter_of_a_word_is_lost(before in "[a-zåäö ]{0,8}", after in "[a-zåäö ]{0,8}") {
            let text = format!("{before}\x1b{after}");
            prop_assert_eq!(keys(join(typed(&text))), keys(typed(&text)));
        }
    }
}
