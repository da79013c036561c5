//! Alt and a letter, or Esc and then a letter? Most terminals tell both the same way: Esc's byte and the letter's. What came as one
//! and has a meaning with Alt is that; what has none is two keys. What a slow line has torn apart or glued to other letters may be
//! either ([`Came`]): so that no letter is lost and nothing is done that nobody asked for, it is asked for once more. The lock
//! never is: a lock too many costs nothing.

use super::{Situation, edit, keymap};
use crate::app::Model;
use crate::app::action::{Action, Context, Key};
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Tells Alt and a letter from Esc and a letter, as far as they can be told apart.
#[derive(Debug)]
pub struct Chords {
    /// Whether the terminal may tell two keys as one.
    ambiguous: bool,
    /// A key with Alt that waits to be pressed once more, and when it was asked about.
    waiting: Option<(KeyEvent, DateTime<Utc>)>,
}

/// How a key with Alt came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Its bytes came together, and no letter with them.
    Whole,
    /// They came apart, or other letters with them.
    Doubtful,
}

/// So soon the next letter comes of somebody who wrote on without having seen the question.
const UNSEEN: TimeDelta = TimeDelta::seconds(1);

/// What an event comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Pressed {
    /// These, one after the other.
    Keys(Vec<Event>),
    /// It is asked whether this was meant.
    Doubtful(Key, Action),
}

impl Default for Chords {
    fn default() -> Self {
        // Windows tells of keys, not of what a terminal makes of them.
        Self { ambiguous: cfg!(unix), waiting: None }
    }
}

impl Chords {
    /// What an event comes to, given what was asked before.
    pub fn take(&mut self, event: Event, came: Came, model: &Model) -> Pressed {
        let is_answer = matches!(event, Event::Paste(_))
            || matches!(&event, Event::Key(key) if key.kind == KeyEventKind::Press);
        if !is_answer {
            return Pressed::Keys(vec![event]);
        }
        let waiting = self.waiting.take().filter(|(waiting, asked)| {
            // Who has seen the question and writes on meant neither the act nor the letter.
            let unseen = model.now.utc - *asked < UNSEEN;
            matches!(&event, Event::Key(key) if key == waiting) || (unseen && !is_let_go(*waiting, model))
        });
        let waiting = waiting.map(|(waiting, _)| waiting);
        match (waiting, &event) {
            (Some(waiting), Event::Key(key)) if waiting == *key => Pressed::Keys(vec![event]),
            // Nobody writes a single letter before a command: it was asked, and not meant.
            (Some(_), Event::Key(key)) if self.is_command(*key, came, model) => Pressed::Keys(vec![event]),
            // It was Esc and a letter, and what comes now follows upon them.
            (Some(waiting), _) => {
                let mut keys = two_keys(waiting).to_vec();
                match &event {
                    Event::Key(key) if self.may_be_two(*key) => keys.extend(two_keys(*key)),
                    _ => keys.push(event),
                }
                Pressed::Keys(keys)
            }
            (None, Event::Key(key)) if self.may_be_two(*key) => self.one_or_two(*key, came, model),
            (None, _) => Pressed::Keys(vec![event]),
        }
    }

    fn one_or_two(&mut self, key: KeyEvent, came: Came, model: &Model) -> Pressed {
        let situation = Situation::of(model);
        match keymap::action(situation, Key::from(key)) {
            Some(action) if came == Came::Whole || is_taken_at_once(action, situation, model) => {
                Pressed::Keys(vec![Event::Key(key)])
            }
            Some(action) => {
                self.waiting = Some((key, model.now.utc));
                Pressed::Doubtful(Key::from(key), action)
            }
            // Who presses it twice is locked, and no letter gets into the passphrase.
            None if model.lock.is_some() && locks(key) => Pressed::Keys(Vec::new()),
            None if situation.takes_text() && (edit(Key::from(key)).is_some() || is_digit(key)) => {
                Pressed::Keys(vec![Event::Key(key)])
            }
            None => Pressed::Keys(two_keys(key).to_vec()),
        }
    }

    /// Whether a key neither writes nor mends what is written, nor leaves it.
    fn is_command(&self, key: KeyEvent, came: Came, model: &Model) -> bool {
        if self.may_be_two(key) {
            return came == Came::Whole && keymap::action(Situation::of(model), Key::from(key)).is_some();
        }
        key.code != KeyCode::Esc && edit(Key::from(key)).is_none()
    }

    /// Whether a key with Alt is told as the key alone with Esc before it. Arrows and the like tell their Alt in words.
    fn may_be_two(&self, key: KeyEvent) -> bool {
        let told_by_one_byte =
            matches!(key.code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace);
        self.ambiguous && key.modifiers.contains(KeyModifiers::ALT) && told_by_one_byte
    }
}

/// Whether a key locks where nothing is locked.
fn locks(key: KeyEvent) -> bool {
    keymap::action(Situation::plain(Context::Home), Key::from(key)) == Some(Action::LockScreen)
}

/// Whether a key with Alt is what somebody means, however it came: who locks always locks. Where Esc has nothing to leave, nobody
/// has pressed it on the way to a digit, and who is told to save elsewhere does so, which takes nothing from anybody.
fn is_taken_at_once(action: Action, situation: Situation, model: &Model) -> bool {
    let leaves_nothing = situation.empty && model.dialogs.is_empty();
    let saves = action == Action::SaveElsewhere && model.saving().is_trouble();
    action == Action::LockScreen || leaves_nothing && (action.is_step_to_phase() || saves)
}

/// Whether a key that was asked about and isn't pressed once more is nothing at all. Esc would empty the line: what stands in
/// it is worth more than a letter after Esc, and it was said that one just writes on.
fn is_let_go(waiting: KeyEvent, model: &Model) -> bool {
    is_digit(waiting) || model.dialogs.is_empty() && !Situation::of(model).empty
}

/// Nobody presses Esc on the way to a digit.
fn is_digit(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char('0'..='9'))
}

fn two_keys(key: KeyEvent) -> [Event; 2] {
    let esc = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
    [esc, KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key }].map(Event::Key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::line::Line;
    use crate::app::model::Away;
    use crate::view::fixtures;

    fn chords() -> Chords {
        Chords { ambiguous: true, waiting: None }
    }

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn alt(c: char) -> Event {
        key(KeyCode::Char(c), KeyModifiers::ALT)
    }

    fn plain(c: char) -> Event {
        key(KeyCode::Char(c), KeyModifiers::NONE)
    }

    fn esc() -> Event {
        key(KeyCode::Esc, KeyModifiers::NONE)
    }

    #[test]
    fn what_means_something_with_alt_is_asked_for_once_more() {
        let model = fixtures::meeting_model();
        for (letter, action) in [('a', Action::AllSpoken), ('b', Action::Blank), ('k', Action::Withdraw)] {
            let mut chords = chords();
            assert_eq!(
                chords.take(alt(letter), Came::Doubtful, &model),
                Pressed::Doubtful(Key::alt(letter), action)
            );
            assert_eq!(
                chords.take(alt(letter), Came::Doubtful, &model),
                Pressed::Keys(vec![alt(letter)]),
                "now it is meant"
            );
            // The next time it is asked again.
            assert_eq!(
                chords.take(alt(letter), Came::Doubtful, &model),
                Pressed::Doubtful(Key::alt(letter), action)
            );
        }
    }

    #[test]
    fn where_one_types_on_it_was_two_keys_and_no_letter_is_lost() {
        let model = fixtures::meeting_model();
        let mut chords = chords();
        chords.take(alt('a'), Came::Doubtful, &model);
        assert_eq!(
            chords.take(plain('n'), Came::Doubtful, &model),
            Pressed::Keys(vec![esc(), plain('a'), plain('n')]),
            "Esc, »an«"
        );
        assert_eq!(chords.take(plain('n'), Came::Doubtful, &model), Pressed::Keys(vec![plain('n')]));
        chords.take(alt('a'), Came::Doubtful, &model);
        let other = chords.take(alt('b'), Came::Doubtful, &model);
        assert_eq!(other, Pressed::Keys(vec![esc(), plain('a'), esc(), plain('b')]));
        chords.take(alt('a'), Came::Doubtful, &model);
        let paste = Event::Paste("text".to_owned());
        assert_eq!(
            chords.take(paste.clone(), Came::Doubtful, &model),
            Pressed::Keys(vec![esc(), plain('a'), paste])
        );
    }

    #[test]
    fn who_has_seen_the_question_and_types_on_has_no_stray_letter() {
        let mut model = fixtures::meeting_model();
        let mut chords = chords();
        chords.take(alt('a'), Came::Doubtful, &model);
        model.now.utc += TimeDelta::seconds(2);
        assert_eq!(chords.take(plain('n'), Came::Doubtful, &model), Pressed::Keys(vec![plain('n')]));
        // Pressed once more it is meant, however long it was thought about.
        chords.take(alt('a'), Came::Doubtful, &model);
        model.now.utc += TimeDelta::seconds(20);
        assert_eq!(chords.take(alt('a'), Came::Doubtful, &model), Pressed::Keys(vec![alt('a')]));
    }

    #[test]
    fn a_command_after_the_question_leaves_no_letter_behind() {
        let model = fixtures::meeting_model();
        let plain_key = |code| key(code, KeyModifiers::NONE);
        for next in [
            plain_key(KeyCode::Enter),
            plain_key(KeyCode::Tab),
            plain_key(KeyCode::F(8)),
            plain_key(KeyCode::Down),
            key(KeyCode::Char('b'), KeyModifiers::CONTROL),
        ] {
            let mut chords = chords();
            chords.take(alt('a'), Came::Doubtful, &model);
            assert_eq!(chords.take(next.clone(), Came::Doubtful, &model), Pressed::Keys(vec![next]));
            assert_eq!(chords.take(plain('S'), Came::Doubtful, &model), Pressed::Keys(vec![plain('S')]));
        }
        // What mends a text follows upon text.
        for next in [plain_key(KeyCode::Backspace), esc()] {
            let mut chords = chords();
            chords.take(alt('a'), Came::Doubtful, &model);
            assert_eq!(
                chords.take(next.clone(), Came::Doubtful, &model),
                Pressed::Keys(vec![esc(), plain('a'), next])
            );
        }
    }

    #[test]
    fn what_means_nothing_with_alt_is_two_keys() {
        let model = fixtures::meeting_model();
        for (event, second) in [
            (alt('h'), plain('h')),
            (alt('å'), plain('å')),
            (key(KeyCode::Enter, KeyModifiers::ALT), key(KeyCode::Enter, KeyModifiers::NONE)),
            (
                key(KeyCode::Char('z'), KeyModifiers::ALT | KeyModifiers::CONTROL),
                key(KeyCode::Char('z'), KeyModifiers::CONTROL),
            ),
        ] {
            assert_eq!(chords().take(event, Came::Doubtful, &model), Pressed::Keys(vec![esc(), second]));
        }
        // What removes a word does so with Alt held down.
        let backspace = key(KeyCode::Backspace, KeyModifiers::ALT);
        assert_eq!(chords().take(backspace.clone(), Came::Doubtful, &model), Pressed::Keys(vec![backspace]));
    }

    #[test]
    fn a_step_between_phases_is_taken_at_once_unless_something_may_have_been_left() {
        let mut model = fixtures::meeting_model();
        assert_eq!(chords().take(alt('3'), Came::Doubtful, &model), Pressed::Keys(vec![alt('3')]));
        fixtures::screen_of(&mut model).line = Line::new("Hon är");
        assert_eq!(
            chords().take(alt('3'), Came::Doubtful, &model),
            Pressed::Doubtful(Key::alt('3'), Action::ToBehov)
        );
    }

    #[test]
    fn a_text_that_stands_in_the_line_is_written_on_after_the_question_and_nothing_comes_in() {
        let mut model = fixtures::meeting_model();
        fixtures::screen_of(&mut model).line = Line::new("Ring BUP om tid");
        for asked in [alt('2'), alt('3'), alt('a'), alt('b')] {
            for next in [
                plain(' '),
                plain('i'),
                Event::Paste("i morgon".to_owned()),
                key(KeyCode::Backspace, KeyModifiers::NONE),
                key(KeyCode::Left, KeyModifiers::NONE),
                key(KeyCode::Enter, KeyModifiers::NONE),
            ] {
                let mut chords = chords();
                assert!(matches!(chords.take(asked.clone(), Came::Doubtful, &model), Pressed::Doubtful(..)));
                assert_eq!(
                    chords.take(next.clone(), Came::Doubtful, &model),
                    Pressed::Keys(vec![next]),
                    "{asked:?}"
                );
            }
        }
        // Another one is asked for in its turn.
        let mut chords = chords();
        chords.take(alt('2'), Came::Doubtful, &model);
        assert_eq!(
            chords.take(alt('3'), Came::Doubtful, &model),
            Pressed::Doubtful(Key::alt('3'), Action::ToBehov)
        );
        assert_eq!(chords.take(alt('3'), Came::Doubtful, &model), Pressed::Keys(vec![alt('3')]));
        // Digits that mean nothing take nothing from anybody.
        assert_eq!(chords.take(alt('7'), Came::Doubtful, &model), Pressed::Keys(vec![alt('7')]));
        assert!(super::super::message(&alt('7'), &model, &crate::input::HitMap::default()).is_none());
    }

    #[test]
    fn what_saves_elsewhere_is_taken_at_once_where_it_is_asked_for_and_nothing_is_left() {
        let mut model = fixtures::meeting_model();
        let asked = Pressed::Doubtful(Key::alt('f'), Action::SaveElsewhere);
        assert_eq!(chords().take(alt('f'), Came::Doubtful, &model), asked, "everything is saved as usual");
        model.away = Some(Away { why: "Databasfilen har skrivits över.".to_owned(), other: true });
        assert_eq!(chords().take(alt('f'), Came::Doubtful, &model), Pressed::Keys(vec![alt('f')]));
        assert_eq!(
            chords().take(alt('a'), Came::Doubtful, &model),
            Pressed::Doubtful(Key::alt('a'), Action::AllSpoken)
        );
        // Esc would empty the line, and f begin another.
        fixtures::screen_of(&mut model).line = Line::new("Hon är");
        assert_eq!(chords().take(alt('f'), Came::Doubtful, &model), asked);
    }

    #[test]
    fn what_is_told_whole_is_one_key_and_so_is_everything_on_windows() {
        let model = fixtures::meeting_model();
        let up = key(KeyCode::Up, KeyModifiers::ALT);
        assert_eq!(chords().take(up.clone(), Came::Doubtful, &model), Pressed::Keys(vec![up]));
        let mut windows = Chords { ambiguous: false, waiting: None };
        assert_eq!(windows.take(alt('a'), Came::Doubtful, &model), Pressed::Keys(vec![alt('a')]));
        assert_eq!(windows.take(alt('h'), Came::Doubtful, &model), Pressed::Keys(vec![alt('h')]));
    }

    #[test]
    fn a_mouse_or_another_size_between_changes_nothing() {
        let model = fixtures::meeting_model();
        let mut chords = chords();
        chords.take(alt('a'), Came::Doubtful, &model);
        assert_eq!(
            chords.take(Event::Resize(80, 24), Came::Doubtful, &model),
            Pressed::Keys(vec![Event::Resize(80, 24)])
        );
        assert_eq!(chords.take(alt('a'), Came::Doubtful, &model), Pressed::Keys(vec![alt('a')]));
    }

    #[test]
    fn what_came_whole_is_done_at_once_and_the_lock_however_it_came() {
        let mut model = fixtures::meeting_model();
        for line in ["", "Hon är"] {
            fixtures::screen_of(&mut model).line = Line::new(line);
            for c in ['a', 'b', 'k', 'l', 's', '3'] {
                let at_once = Pressed::Keys(vec![alt(c)]);
                assert_eq!(chords().take(alt(c), Came::Whole, &model), at_once, "{c} {line:?}");
            }
            let lock = Pressed::Keys(vec![alt('s')]);
            assert_eq!(chords().take(alt('s'), Came::Doubtful, &model), lock);
            // Also after another that waits: that one is nothing, and leaves no letter.
            let mut chords = chords();
            chords.take(alt('a'), Came::Doubtful, &model);
            assert_eq!(chords.take(alt('s'), Came::Whole, &model), lock);
            assert_eq!(chords.take(plain('x'), Came::Whole, &model), Pressed::Keys(vec![plain('x')]));
        }
        // What means nothing with Alt is two keys, however it came.
        assert_eq!(chords().take(alt('h'), Came::Whole, &model), Pressed::Keys(vec![esc(), plain('h')]));
        let home = fixtures::home_model();
        assert_eq!(chords().take(alt('s'), Came::Whole, &home), Pressed::Keys(vec![alt('s')]));
    }
}
