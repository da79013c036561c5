//! `samverkan kallelse MÖTE`: the invitation to a meeting, or to the follow-up of a closed one, and its calendar file.

use super::output::{let_go, paper_words, target, warn_of_lines};
use super::place::{Place, glossary_or_warning};
use super::verbs::Given;
use super::{CliError, new_keys, opened_meeting, protokoll};
use crate::app::Now;
use crate::domain::law::Laws;
use crate::domain::record::CopyLog;
use crate::domain::text;
use crate::minutes::Format;
use crate::runtime::invitations::{self, InvitationError};
use crate::runtime::letterhead::Letterhead;
use crate::runtime::paper::Paper;
use crate::runtime::way_out::{Made, Tells};
use std::io::{self, Write};

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
    let mut words: Vec<(&str, As)> =
        paper_words().into_iter().map(|(word, format)| (word, As::Paper(format))).collect();
    words.push((ICS, As::Calendar));
    let target = target(given, &words)?;
    let to = given.value("till").map(|who| text::nfc(&who.to_string_lossy()).trim().to_owned());
    let everyone = to.as_deref() == Some(protokoll::EVERYBODY);
    if everyone && given.has("ut") {
        return Err(CliError::usage(
            "--till alla gör en kallelse för var och en.",
            "Utelämna --ut. Filerna läggs i mappen protokoll bredvid databasen.",
        ));
    }
    if to.is_some() && target.format == Some(As::Calendar) {
        return Err(CliError::usage("Kalenderfilen är den samma för alla.", "Utelämna --till."));
    }
    let glossary = glossary_or_warning();
    let letterhead = Letterhead::of(&place.config).with_lists(|| (glossary, Laws::default()));
    let (mut store, mut ids) = (place.open()?, new_keys()?);
    let meeting = opened_meeting(&mut store, given, (&mut ids, now))?;
    let stem = invitations::stem(&store, &meeting);
    if target.format == Some(As::Calendar) {
        let (what, name) = (CopyLog::CALENDAR, format!("{stem}.{ICS}"));
        let calendar = invitations::calendar(&store, &meeting)?.into_bytes();
        let one = Made::new("", what, name, Tells::of(&meeting).only(&[]), calendar);
        return let_go(&mut store, target.file.as_deref(), &one, (&mut ids, now), out);
    }
    let asked = match target.format {
        Some(As::Paper(format)) => Some(format),
        _ => None,
    };
    if everyone {
        let format = asked.unwrap_or_else(|| protokoll::paper_format(&letterhead));
        if invitations::calls_nobody(&store, &meeting)? {
            // A warning that can't be shown stops nothing.
            let _ = writeln!(io::stderr(), "{}", invitations::NOBODY);
        }
        let mut made = Vec::new();
        let papers = invitations::everybody(&store, &meeting, format, now)?;
        warn_of_lines(&papers, &letterhead);
        for paper in papers {
            made.push(paper.made(&letterhead, false).map_err(InvitationError::from)?.0);
        }
        return protokoll::as_files(&mut store, place, &made, (&mut ids, now), out);
    }
    if let Some(who) = &to {
        protokoll::one_of_several(&meeting, who)?;
    }
    let document = invitations::document(&store, &meeting, to.as_deref(), now)?;
    let tells = match &to {
        Some(who) => invitations::told(&store, &meeting, who, now)?,
        None => Tells::of(&meeting),
    };
    let (who, what) =
        (to.map(|who| invitations::named(&meeting, &who)).unwrap_or_default(), document.kind.clone());
    let as_what = (document, asked.unwrap_or(Format::Markdown), now.utc);
    let paper = Paper::new((&who, &what), &format!("{stem}-kallelse"), tells, as_what);
    warn_of_lines(std::slice::from_ref(&paper), &letterhead);
    let (one, _) = paper.made(&letterhead, false).map_err(InvitationError::from)?;
    let_go(&mut store, target.file.as_deref(), &one, (&mut ids, now), out)
}

const ICS: &str = "ics";

/// What an invitation can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    Paper(Format),
    Calendar,
}
