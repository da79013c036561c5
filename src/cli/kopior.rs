//! `samverkan kopior MÖTE`: who gets what of a meeting's papers, and which copies have been made.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, new_keys, opened_meeting};
use crate::app::Now;
use crate::domain::copies;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::CopyLog;
use std::io::Write;

/// Writes who gets what, then the log of copies.
///
/// # Errors
/// When there is no such meeting, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let mut store = place.open()?;
    let meeting = opened_meeting(&mut store, given, (&mut new_keys()?, now))?;
    let log = store.copies(meeting.id())?;
    let written = all(&meeting, &log, now, out);
    came_out(&mut store, Some(meeting.id()), written, (now, out))
}

fn all(meeting: &Meeting, log: &[CopyLog], now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "VEM FÅR VAD")?;
    let (held, meeting) = (meeting.held_keys(), &Callings::of(meeting));
    for share in copies::shares_among(meeting, now.today(), log) {
        let what = copies::describe_all((meeting, &held), &share, &share.part);
        let way = share.way.map(|way| format!(" – {way}")).unwrap_or_default();
        writeln!(out, "  {}: {what}{way}", share.who)?;
    }
    writeln!(out, "\nKOPIOR SOM ÄR GJORDA")?;
    if log.is_empty() {
        writeln!(out, "  Inga än.")?;
    }
    for row in log {
        let at = now.at(row.at).format("%Y-%m-%d %H.%M");
        let by = row.by.as_deref().map(|by| format!(" av {by}")).unwrap_or_default();
        writeln!(
            out,
            "  {at}  {} ({}, {}){by}\n    {}",
            row.in_words(meeting.versions_at(row.at)),
            row.file_format(),
            row.way_in_words(),
            row.checksum
        )?;
    }
    Ok(())
}
