//! By which number a point is spoken of: on the screen and on every paper the same.

use super::Meeting;
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::{Numbered, Withheld};
use crate::domain::held::entry_texts;
use crate::domain::record::Entry;

impl Meeting {
    /// The number of a point, by which it is spoken of on the screen and on every paper: its place among the points of its
    /// kind in its ärende, in the order in which they were written, in a plan those that the family does itself first, as they
    /// stand there, and last what somebody may not read: no other point's number is another in the copy that lacks it. A
    /// follow-up's points go on after those of the plan that it follows.
    pub fn point_number(&self, entry: &Entry) -> usize {
        let before = if entry.kind() == EntryKind::Atgard { self.numbered_before.points } else { 0 };
        self.place_beside(entry).map_or(0, |at| before + at + 1)
    }

    /// The points of the plans that it follows, and its own: after which those of the next one are numbered. What somebody may
    /// not read isn't counted: the wall and each copy would tell by a gap that there is something.
    pub fn numbered_with_own(&self) -> Numbered {
        let mut all = self.numbered_before.clone();
        if self.has_one_plan() {
            let own: Vec<&Entry> = self.actions().filter(|point| !self.is_withheld(point)).collect();
            all.points += own.len();
            all.withheld.extend(own.into_iter().filter_map(|point| self.withheld(point)));
        }
        all
    }

    /// Whether its points are those of one plan, which a follow-up goes on from.
    pub fn has_one_plan(&self) -> bool {
        self.agenda.plan_consent && !self.agenda.many && self.items.len() < 2
    }

    /// The number that stands beside a point: a need's and an action's. A decision has none anywhere, as on paper, so that
    /// nobody takes it for an action's.
    pub fn spoken_number(&self, entry: &Entry) -> Option<usize> {
        matches!(entry.kind(), EntryKind::Behov | EntryKind::Atgard).then(|| self.point_number(entry))
    }

    /// The meeting's own points with lower numbers than this one's, in order.
    pub fn points_before(&self, entry: &Entry) -> Vec<&Entry> {
        let mut all = self.points_beside(entry);
        all.truncate(self.place_beside(entry).unwrap_or(0));
        all
    }

    fn place_beside(&self, entry: &Entry) -> Option<usize> {
        self.points_beside(entry).into_iter().position(|other| other.id == entry.id)
    }

    /// From whom those with lower numbers are withheld that not everybody reads, also those of the plans that it follows.
    pub fn withheld_before(&self, entry: &Entry) -> Vec<Withheld> {
        let own = self.points_before(entry).into_iter().filter_map(|point| self.withheld(point));
        let of_plan = self.numbered_before.withheld.iter().filter(|_| entry.kind() == EntryKind::Atgard);
        of_plan.cloned().chain(own).collect()
    }

    fn withheld(&self, point: &Entry) -> Option<Withheld> {
        let exemptions = self.exemptions.iter().filter(|row| row.entry == point.id);
        let found = Withheld {
            from: exemptions.map(|row| row.part.clone()).collect(),
            emi: point.emi,
            held: !self.held_in(point.id, &entry_texts(point)).is_empty(),
        };
        (found != Withheld::default()).then_some(found)
    }

    /// The points that are numbered together with this one, in order. Where the meeting is about one matter, what was written
    /// of the meeting as a whole is counted along, so that no two points of one list have the same number.
    fn points_beside(&self, entry: &Entry) -> Vec<&Entry> {
        let one_matter = !self.agenda.many && self.items.len() < 2;
        let beside =
            |other: &&Entry| other.kind() == entry.kind() && (one_matter || other.arende == entry.arende);
        let mut beside: Vec<&Entry> = self.entries.iter().filter(beside).collect();
        beside.sort_by_cached_key(|entry| self.place_of_point(entry));
        beside
    }

    /// What decides a point's place before the order in which they were written does.
    pub fn place_of_point(&self, entry: &Entry) -> (bool, bool) {
        let withheld = entry.kind() == EntryKind::Atgard && self.is_withheld(entry);
        (withheld, self.agenda.plan_consent && !self.is_by_family(entry))
    }

    /// Whether somebody who gets a copy may not read it, by a consent's word or as EMI.
    pub fn is_withheld(&self, entry: &Entry) -> bool {
        entry.emi || self.exemptions.iter().any(|row| row.entry == entry.id)
    }
}
