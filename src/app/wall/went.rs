//! How it went with what was promised about the ärende before: only what was told at this meeting, and of that nothing
//! which is kept from anybody.

use super::harmless::Harmless;
use crate::app::Now;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, MeetingArende};

/// A promise from before, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Went {
    /// Which entry of the earlier meeting.
    pub entry: EntryId,
    /// What was promised.
    pub what: String,
    /// Who promised it; empty where nobody who takes part today is meant.
    pub who: String,
    /// "klar", "pågår", "ändrad".
    pub how: &'static str,
    /// The day that it has now, where it goes on; empty otherwise.
    pub when: String,
    /// Whether it is done.
    pub done: bool,
}

/// How it went with what the ärende follows.
pub(super) fn of(meeting: &Meeting, item: &MeetingArende, harmless: &Harmless, now: Now) -> Vec<Went> {
    let shown = |row: &&Earlier| {
        !row.emi && row.kept_from.is_empty() && meeting.held_in(row.entry.0, &[&row.text]).is_empty()
    };
    let rows = meeting.earlier_of(Some(item.id)).filter(|row| row.is_promise()).filter(shown);
    rows.filter_map(|row| {
        let told = row.told.as_ref()?;
        // Whoever isn't called today is nobody whose name the wall knows.
        let who = row.owner.as_ref().filter(|owner| meeting.called(owner).len() == 1);
        let goes_on = !matches!(told.status, ActionState::Klar | ActionState::Inaktuell);
        let due = told.new_due.as_ref().or(row.due.as_ref()).filter(|_| goes_on);
        Some(Went {
            entry: row.entry,
            what: harmless.text_of(Some(item.id), &row.text),
            who: who.map(|owner| harmless.named(meeting, Some(item.id), owner)).unwrap_or_default(),
            how: told.status.word(),
            when: due.map(|due| due.in_words(now.today())).unwrap_or_default(),
            done: told.status == ActionState::Klar,
        })
    })
    .collect()
}
