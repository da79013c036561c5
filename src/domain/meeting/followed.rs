//! What an ärende of today follows, of what was agreed at earlier meetings.

use super::Meeting;
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::record::MeetingArende;

impl Meeting {
    /// What an ärende follows: what was promised about it, or about the same child, and its goals; of a meeting about one
    /// matter, everything. Where no ärende is meant, what belongs to none of today's.
    pub fn earlier_of(&self, item: Option<MeetingArendeId>) -> impl Iterator<Item = &Earlier> {
        let item = item.and_then(|id| self.item(id));
        self.earlier.iter().filter(move |row| match item {
            Some(item) => (!self.agenda.many && self.items.len() == 1) || self.follows_on(item, row),
            None => !self.items.iter().any(|item| self.follows_on(item, row)),
        })
    }

    fn follows_on(&self, item: &MeetingArende, row: &Earlier) -> bool {
        let child = self.arende(item.arende).and_then(|arende| arende.child);
        row.arende == Some(item.arende) || (child.is_some() && row.child == child)
    }

    /// The ärende of today that something from before belongs to.
    pub fn item_of_earlier(&self, row: &Earlier) -> Option<&MeetingArende> {
        let own = |item: &&MeetingArende| Some(item.arende) == row.arende;
        self.items.iter().find(own).or_else(|| self.items.iter().find(|item| self.follows_on(item, row)))
    }
}
