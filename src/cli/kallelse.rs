//! `samverkan kallelse MÖTE`: the invitation to a meeting, or to the follow-up of a closed one, and its calendar file.

use super::place::{Place, glossary_or_warning};
use super::verbs::Given;
use super::{CliError, meeting_named, protokoll, shown, write_out};
use crate::app::Now;
use crate::domain::law::Laws;
use crate::domain::text;
use crate::minutes::Format;
use crate::runtime::invitations::{self, InvitationError};
use crate::runtime::letterhead::Letterhead;
use std::io::Write;
use std::path::Path;

impl From<InvitationError> for CliError {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::Store(error) => error.into(),
            other => Self::failed("Kallelsen går inte att göra.", other.to_string()),
        }
    }
}

/// Writes the invitation, or the calendar file, to `out` or to the file that is named.
///
/// # Errors
/// When the format, the meeting or the recipient isn't known, something can't be read or written, or nothing may be
/// made.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let file = given.value("ut").map(Path::new);
    // A file's name says what it is to be.
    let ending = file.and_then(Path::extension);
    let wanted = given.value("format").or(ending);
    let calendar = wanted.is_some_and(|name| name == "ics");
    let format = match (given.value("format").filter(|_| !calendar), ending) {
        (Some(name), _) => protokoll::format(name)?,
        (None, ending) => ending.and_then(|name| protokoll::format(name).ok()).unwrap_or(Format::Markdown),
    };
    let glossary = glossary_or_warning();
    let letterhead = Letterhead::of(&place.config).with_lists(|| (glossary, Laws::default()));
    let store = place.open()?;
    let meeting = store.meeting(meeting_named(&store, given)?)?;
    let to = given.value("till").map(|who| text::nfc(&who.to_string_lossy()).trim().to_owned());
    if calendar {
        return write_out(file, invitations::calendar(&store, &meeting)?.as_bytes(), out);
    }
    if to.as_deref() == Some(protokoll::EVERYBODY) {
        if file.is_some() {
            return Err(CliError::usage(
                "--till alla gör en kallelse för var och en.",
                "Utelämna --ut. Filerna läggs i mappen protokoll bredvid databasen.",
            ));
        }
        let format = if given.has("format") { format } else { protokoll::paper_format(&letterhead) };
        let made = invitations::everybody(&store, &meeting, (format, &letterhead), now)?;
        let (_, files) = invitations::write(&place.database, &made)?;
        for (one, file) in made.iter().zip(files) {
            writeln!(out, "{}: {}\n  {}", one.who, one.what, shown(&file))?;
        }
        return Ok(());
    }
    if let Some(who) = &to {
        protokoll::one_of_several(&meeting, who)?;
    }
    let document = invitations::document(&store, &meeting, to.as_deref(), now)?;
    write_out(file, &letterhead.write(&document, format, now.local()).map_err(InvitationError::from)?, out)
}
