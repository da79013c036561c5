//! Somebody at the keyboard: types lines, presses keys, looks at the screen before going on, and counts.

use super::pty::{Pty, Start};
use std::path::{Path, PathBuf};

/// The day on which the meetings are held, a Tuesday.
pub(crate) const DAY: &str = "2026-11-24";

/// The keys that a secretary presses, as a terminal sends them.
pub(crate) mod key {
    pub(crate) const ENTER: &str = "\r";
    pub(crate) const TAB: &str = "\t";
    pub(crate) const ESC: &str = "\x1b";
    pub(crate) const BACKSPACE: &str = "\x7f";
    pub(crate) const UP: &str = "\x1b[A";
    pub(crate) const DOWN: &str = "\x1b[B";
    pub(crate) const RIGHT: &str = "\x1b[C";
    pub(crate) const LEFT: &str = "\x1b[D";
    pub(crate) const END: &str = "\x1b[F";
    pub(crate) const F2: &str = "\x1bOQ";
    pub(crate) const F4: &str = "\x1bOS";
    pub(crate) const F5: &str = "\x1b[15~";
    pub(crate) const F7: &str = "\x1b[18~";
    pub(crate) const F9: &str = "\x1b[20~";
    pub(crate) const F8: &str = "\x1b[19~";
    pub(crate) const CTRL_A: &str = "\x01";
    pub(crate) const CTRL_B: &str = "\x02";
    pub(crate) const CTRL_E: &str = "\x05";
    pub(crate) const CTRL_K: &str = "\x0b";
    pub(crate) const CTRL_Q: &str = "\x11";
    pub(crate) const CTRL_U: &str = "\x15";
    pub(crate) const CTRL_W: &str = "\x17";
    pub(crate) const CTRL_G: &str = "\x07";
    pub(crate) const CTRL_X: &str = "\x18";
    pub(crate) const CTRL_Y: &str = "\x19";
    pub(crate) const CTRL_Z: &str = "\x1a";
    pub(crate) const ALT: [&str; 5] = ["\x1b1", "\x1b2", "\x1b3", "\x1b4", "\x1b5"];
}

/// A secretary at a terminal.
pub(crate) struct Secretary {
    pub(crate) pty: Pty,
    hands: PathBuf,
    /// Keys beyond the text since [`Self::count`] was last asked.
    keys: usize,
}

/// A row of the screen that takes text: what it becomes, and what stands in it.
fn input_row(screen: &str) -> Option<(&str, &str)> {
    screen.lines().rev().find_map(|row| {
        let (prompt, typed) = row.trim().split_once('>')?;
        let is_prompt = !prompt.ends_with(' ')
            && prompt.chars().next().is_some_and(char::is_uppercase)
            && prompt.chars().all(|c| c.is_alphanumeric() || ", -".contains(c));
        (is_prompt && (typed.is_empty() || typed.starts_with(' '))).then(|| (prompt, typed.trim()))
    })
}

/// The label of the form's field in turn, and what stands beside it.
fn field_row(screen: &str) -> Option<&str> {
    screen
        .lines()
        // A form lies over the board, which may be seen to the left of it.
        .filter_map(|row| {
            row.split_once("│ >")
                .map(|(_, field)| field)
                .or_else(|| row.trim_start_matches(['│', ' ']).strip_prefix('>'))
        })
        .find(|field| field.starts_with(|first: char| first.is_uppercase() || first == '–'))
}

fn label_of(row: &str) -> &str {
    row.split("  ").next().unwrap_or_default().trim_end_matches(['│', ' '])
}

fn is_saved(screen: &str) -> bool {
    screen.contains("sparat ") && !screen.contains("sparas…")
}

impl Secretary {
    /// Starts the program with a clock that stands at nine until it is moved.
    pub(crate) fn start(home: &Path, args: &[&str], size: (u16, u16)) -> Self {
        let hands = home.join("visare");
        let now = format!("{DAY}T09:00:00+01:00");
        let env = [
            ("SAMVERKAN_TEST_NU", now.as_str()),
            ("SAMVERKAN_TEST_STILLA", "1"),
            ("SAMVERKAN_TEST_VISARE", hands.to_str().expect("a temporary folder has a plain name")),
            ("SAMVERKAN_TEST_FRO", "11"),
        ];
        let pty = Pty::start(&Start { env: &env, size, ..Start::new(home, args) });
        Self { pty, hands, keys: 0 }
    }

    /// Moves the clock's hands: "09:31".
    pub(crate) fn at(&self, time: &str) {
        let beside = self.hands.with_extension("ny");
        std::fs::write(&beside, format!("{DAY}T{time}:00+01:00")).expect("the test's folder can be written");
        std::fs::rename(&beside, &self.hands).expect("the test's folder can be written");
    }

    /// How many keys beyond the text were pressed since this was last asked.
    pub(crate) fn count(&mut self) -> usize {
        std::mem::take(&mut self.keys)
    }

    /// Types text. The signs for who and when are keys of their own in the count.
    pub(crate) fn types(&mut self, text: &str) {
        self.keys += text.matches(['@', '>', '#']).count() + text.matches(key::BACKSPACE).count();
        self.pty.send(text);
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        self.keys += 1;
        self.pty.send(key);
    }

    /// Presses a key and waits for what it leads to.
    #[track_caller]
    pub(crate) fn press_for(&mut self, key: &str, shown: &str) {
        self.press(key);
        self.pty.wait_for(shown);
    }

    /// Types a line, sees it in its row, and sends it; waits until it is saved.
    #[track_caller]
    pub(crate) fn line(&mut self, text: &str) {
        self.types(text);
        self.enter();
    }

    /// Sends the line and waits until it is saved.
    #[track_caller]
    pub(crate) fn enter(&mut self) {
        self.pty
            .wait_until("en skriven rad", |screen| input_row(screen).is_some_and(|row| !row.1.is_empty()));
        self.press(key::ENTER);
        self.saved();
    }

    /// Waits until nothing is in the line and everything is on disk.
    #[track_caller]
    pub(crate) fn saved(&self) {
        self.pty.wait_until("en tom rad, sparad", |screen| {
            is_saved(screen) && input_row(screen).is_none_or(|row| row.1.is_empty())
        });
    }

    /// Turns the empty line until it becomes `kind`.
    #[track_caller]
    pub(crate) fn turn_to(&mut self, kind: &str) {
        for _ in 0..14 {
            let before = self.prompt();
            if before == kind {
                return;
            }
            self.press(key::TAB);
            self.pty.wait_until("en annan ledtext", |screen| {
                input_row(screen).is_some_and(|row| row.0 != before)
            });
        }
        panic!("raden blir aldrig {kind}:\n{}", self.pty.screen());
    }

    fn prompt(&self) -> String {
        let screen = self.pty.screen();
        input_row(&screen).unwrap_or_else(|| panic!("ingen rad att skriva på:\n{screen}")).0.to_owned()
    }

    /// Waits until exactly this stands in the line.
    #[track_caller]
    pub(crate) fn wait_typed(&self, text: &str) {
        self.pty.wait_until(&format!("”{text}” på raden"), |screen| {
            input_row(screen).is_some_and(|row| row.1 == text)
        });
    }

    /// Waits for an open form, goes to the field with this label, and replaces what stands there.
    #[track_caller]
    pub(crate) fn fill(&mut self, label: &str, value: &str) {
        self.field(label);
        self.press(key::END);
        self.press(key::CTRL_U);
        self.types(value);
        // A long text is shown by its end; a secret by dots.
        let end: String = value.chars().skip(value.chars().count().saturating_sub(8)).collect();
        self.pty.wait_until(&format!("”{value}” i fältet {label}"), |screen| {
            field_row(screen).is_some_and(|row| row.contains(&end) || row.contains("••••"))
        });
    }

    /// Goes to the field with this label and turns its choice to `value`.
    #[track_caller]
    pub(crate) fn choose(&mut self, label: &str, value: &str) {
        self.field(label);
        for _ in 0..12 {
            let before = self.in_turn();
            if before.contains(&format!("< {value} >")) {
                return;
            }
            self.press(key::RIGHT);
            self.pty.wait_until("ett annat val", |screen| field_row(screen).is_some_and(|row| row != before));
        }
        panic!("{label} blir aldrig {value}:\n{}", self.pty.screen());
    }

    /// Ticks the first of several choices.
    ///
    /// # Panics
    /// When it isn't the first, or doesn't get its tick.
    #[track_caller]
    pub(crate) fn tick(&mut self, label: &str, value: &str) {
        self.field(label);
        assert!(self.in_turn().contains(&format!("[ ] {value}")), "{}", self.pty.screen());
        self.press(" ");
        let ticked = format!("[x] {value}");
        self.pty
            .wait_until("valet kryssat", |screen| field_row(screen).is_some_and(|row| row.contains(&ticked)));
    }

    fn in_turn(&self) -> String {
        self.pty.wait_until("ett fält i tur", |screen| field_row(screen).is_some());
        field_row(&self.pty.screen()).map(str::to_owned).unwrap_or_default()
    }

    #[track_caller]
    fn field(&mut self, label: &str) {
        for _ in 0..40 {
            let before = label_of(&self.in_turn()).to_owned();
            if before.starts_with(label) {
                return;
            }
            // It may wait behind those that are asked for first.
            if self.pty.screen().contains("fält till: F9") {
                self.press(key::F9);
                self.pty.wait_until("fler fält", |screen| !screen.contains("fält till: F9"));
                continue;
            }
            self.press(key::TAB);
            self.pty.wait_until("ett annat fält", |screen| {
                field_row(screen).is_some_and(|row| label_of(row) != before)
            });
        }
        panic!("inget fält heter {label}:\n{}", self.pty.screen());
    }

    /// Saves the open form and waits until it is gone and saved.
    #[track_caller]
    pub(crate) fn save_form(&mut self) {
        self.press(key::F8);
        self.pty.wait_until("formuläret sparat", |screen| field_row(screen).is_none() && is_saved(screen));
    }
}
