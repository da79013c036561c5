//! What of a meeting may be seen by the many who look at a wall. What holds for many rows is asked once: a wall is made anew
//! with each act, and a long meeting has hundreds of rows.

use super::harmless::Harmless;
use crate::app::Now;
use crate::domain::held::entry_texts;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Entry, MeetingArende};
use std::collections::HashSet;
use uuid::Uuid;

/// A meeting as its wall looks at it.
pub(super) struct Sight<'m> {
    pub(super) meeting: &'m Meeting,
    pub(super) now: Now,
    /// How what is seen is said.
    pub(super) harmless: Harmless<'m>,
    /// The ärenden that may not be spoken of, whoever is here.
    unspoken: HashSet<MeetingArendeId>,
    /// The entries that a consent keeps from somebody.
    exempt: HashSet<EntryId>,
}

impl<'m> Sight<'m> {
    pub(super) fn of(meeting: &'m Meeting, now: Now) -> Self {
        let today = now.today();
        let unspoken = meeting.items.iter().filter(|item| meeting.is_hidden_from_wall(item, today));
        Self {
            meeting,
            now,
            harmless: Harmless::of(meeting),
            unspoken: unspoken.map(|item| item.id).collect(),
            exempt: meeting.exemptions.iter().map(|row| row.entry).collect(),
        }
    }

    /// What an ärende is called where several stand beside each other; empty where there is one, or while it waits for a look.
    pub(super) fn alias(&self, item: MeetingArendeId) -> String {
        let item = self.meeting.item(item).filter(|_| self.meeting.agenda.many);
        item.map(|item| self.harmless.name_of(self.meeting, item)).unwrap_or_default()
    }

    /// Whether nothing of an ärende is shown: its consent doesn't hold, or somebody is in the room whom it doesn't name or who
    /// is of another family.
    pub(super) fn is_hidden(&self, item: &MeetingArende) -> bool {
        self.unspoken.contains(&item.id) || self.meeting.is_hidden_by_who_is_here(item, self.now.today())
    }

    /// Whether an entry isn't for a room where many read: also what a consent keeps from somebody.
    pub(super) fn is_kept(&self, entry: &Entry) -> bool {
        !self.meeting.may_be_on_wall(entry, |item| self.unspoken.contains(&item.id))
            || self.exempt.contains(&entry.id)
            || self.is_held(entry.id.0, entry.arende, &entry_texts(entry))
    }

    /// Whether what a row says waits for a look; of an ärende also for the names of another family's.
    pub(super) fn is_held(&self, about: Uuid, item: Option<MeetingArendeId>, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.harmless.is_held(self.meeting, about, item, text))
    }
}
