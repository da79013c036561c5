//! `samverkan protokoll MÖTE [--format md|txt|json] [--ut FIL]`: the minutes of a meeting.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, meeting_named, shown, write_out};
use crate::agenda_file::nearest;
use crate::app::Now;
use crate::minutes::{json, markdown, plain};
use crate::runtime::minutes_files::document;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;

/// Writes the minutes to `out`, or to the file that is named.
///
/// # Errors
/// When the format or the meeting isn't known, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let render = format(given.value("format").unwrap_or(OsStr::new("md")))?;
    let store = place.open()?;
    let meeting = store.meeting(meeting_named(&store, given)?)?;
    let text = render(&document(&meeting, store.is_practice(), now.local()));
    write_out(given.value("ut").map(Path::new), &text, out)
}

fn format(name: &OsStr) -> Result<fn(&crate::minutes::Document) -> String, CliError> {
    match name.to_str() {
        Some("md") => Ok(markdown::render),
        Some("txt") => Ok(plain::render),
        Some("json") => Ok(json::render),
        other => {
            let meant = other.and_then(|word| nearest(word, ["md", "txt", "json", "markdown", "text"]));
            let remedy = match meant {
                Some("markdown" | "md") => "Menade du --format md?",
                Some("text" | "txt") => "Menade du --format txt?",
                _ => "Skriv md, txt eller json.",
            };
            Err(CliError::usage(format!("Formatet ”{}” finns inte.", shown(name)), remedy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_is_answered_with_those_that_are() {
        for (name, remedy) in
            [("markdown", "--format md"), ("text", "--format txt"), ("pdf", "md, txt eller json")]
        {
            let error = format(OsStr::new(name)).map(|_| ()).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains(remedy), "{error}");
        }
        assert!(format(OsStr::new("txt")).is_ok());
    }
}
