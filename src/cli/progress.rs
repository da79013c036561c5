//! How far something long has come, on a line of its own in the terminal.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};

/// A line on stderr that is written over; nothing where that is no terminal.
pub(super) struct Line {
    shown: bool,
    last: Cell<Option<(&'static str, Option<u8>)>>,
}

impl Line {
    pub(super) fn new() -> Self {
        Self { shown: io::stderr().is_terminal(), last: Cell::new(None) }
    }

    /// What is done now, and how much of it in hundredths.
    pub(super) fn at(&self, what: &'static str, percent: Option<u8>) {
        if self.shown && self.last.replace(Some((what, percent))) != Some((what, percent)) {
            let much = percent.map_or_else(|| " …".to_owned(), |percent| format!(" {percent} %"));
            // What can't be shown stops nothing.
            let _ = write!(io::stderr(), "\r\x1b[K{what}{much}");
            let _ = io::stderr().flush();
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.last.get().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
