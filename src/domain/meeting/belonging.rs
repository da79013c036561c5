//! Whose ärenden somebody belongs to or takes part in. Copies, consent, the plan, laget runt and the wall all ask here.
//!
//! Who is there by their work takes part in all unless rows say which. A family belongs to its own child's ärende: where the
//! meeting has one child, to that child's; where it has several and no row says whose they are, to none, until somebody has
//! said it. Better that a mother waits for her paper than that she reads another child's.

use super::Meeting;
use crate::domain::agenda::Phase;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::record::{MeetingArende, Participant, ParticipantKind, Presence};

impl Meeting {
    /// The ärenden that somebody belongs to or takes part in; nothing where it is all of them. Rows hold for the absent too.
    pub fn arenden_of(&self, person: &Participant) -> Option<Vec<MeetingArendeId>> {
        let own: Vec<MeetingArendeId> =
            self.attendance.iter().filter(|row| row.participant == person.id).map(|row| row.arende).collect();
        if !own.is_empty() {
            return Some(own);
        }
        if !person.may_be_family() {
            return None;
        }
        match self.count_of_children() {
            0 => None,
            1 if !self.agenda.many => None,
            1 => Some(self.items_about_children().map(|item| item.id).collect()),
            _ => Some(Vec::new()),
        }
    }

    /// Whether somebody belongs to an ärende or takes part in it, whether or not they are in the room.
    pub fn takes_part(&self, person: &Participant, item: MeetingArendeId) -> bool {
        self.arenden_of(person).is_none_or(|own| own.contains(&item))
    }

    /// The ärenden that all of these people's families have; nothing where none of them is of a family.
    pub fn arenden_of_families(
        &self,
        people: impl Iterator<Item = ParticipantId>,
    ) -> Option<Vec<MeetingArendeId>> {
        people
            .filter_map(|id| self.participant(id))
            .filter(|person| person.is_family())
            .filter_map(|person| self.arenden_of(person))
            .reduce(|all, own| all.into_iter().filter(|item| own.contains(item)).collect())
    }

    /// Who takes part in an ärende and isn't absent, nor only looked in; everybody where none is given.
    pub fn present_in(&self, arende: Option<MeetingArendeId>) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(move |person| {
            person.presence != Presence::Franvarande
                && !self.came_and_went(person)
                && arende.is_none_or(|item| self.takes_part(person, item))
        })
    }

    /// Whether somebody is one of those whom the meeting gathers, here or not. Who only looked in stands nowhere but among those
    /// who came and went, unless it is the child or a guardian, whose meeting it is all the same.
    pub fn counts(&self, person: &Participant) -> bool {
        matches!(person.kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare)
            || !self.came_and_went(person)
    }

    /// Whether somebody only looked in: they had gone before the meeting came to what it is about.
    pub fn came_and_went(&self, person: &Participant) -> bool {
        let stages = self.stages.iter().filter(|stage| stage.phase != Phase::Sammanhang);
        let began = stages.map(|stage| stage.from).min();
        person.presence == Presence::Gatt
            && match (person.left, began) {
                (Some(left), Some(began)) => left <= began,
                (left, None) => left.is_some() && self.head.phase == Phase::Sammanhang,
                (None, Some(_)) => false,
            }
    }

    /// Whether somebody is of a family and nobody has said whose: the meeting has several children.
    pub fn is_unplaced(&self, person: &Participant) -> bool {
        person.is_family() && self.arenden_of(person).is_some_and(|own| own.is_empty())
    }

    /// Those of whom nobody has said whose family they are.
    pub fn unplaced(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|person| self.is_unplaced(person))
    }

    /// Those whose only ärende this is, by what somebody has said, while the meeting has other children: taken off the list,
    /// they would be another child's family.
    pub fn would_lose_place(&self, item: MeetingArendeId) -> Vec<&Participant> {
        let others = self.items_about_children().any(|other| other.id != item);
        let tied = |person: &&Participant| {
            let mut own = self.attendance.iter().filter(|row| row.participant == person.id).peekable();
            own.peek().is_some() && own.all(|row| row.arende == item)
        };
        self.participants.iter().filter(|person| others && person.is_family()).filter(tied).collect()
    }

    /// The ärenden about children, in order: those that a family can belong to. One whose row hasn't been read yet counts
    /// as a child of its own.
    pub fn items_about_children(&self) -> impl Iterator<Item = &MeetingArende> {
        self.items.iter().filter(|item| self.arende_of(item).is_none_or(|arende| arende.child.is_some()))
    }

    /// Whether the meeting has ärenden about more than one child, whatever has become of them: what was postponed or
    /// stopped stands in its papers all the same.
    pub fn has_several_children(&self) -> bool {
        self.count_of_children() > 1
    }

    fn count_of_children(&self) -> usize {
        let mut seen = Vec::new();
        for item in self.items_about_children() {
            let child =
                self.arende_of(item).and_then(|arende| arende.child).map_or(item.id.0, |child| child.0);
            if !seen.contains(&child) {
                seen.push(child);
            }
        }
        seen.len()
    }

    /// Those in the room who belong to another family than an ärende's: nothing of it is for their eyes. An interpreter
    /// goes with the family that rows say.
    pub fn strangers_here(&self, item: MeetingArendeId) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(move |person| {
            let follows = person.may_be_family() || person.kind == ParticipantKind::Tolk;
            follows && person.is_here() && !self.takes_part(person, item)
        })
    }
}

#[cfg(test)]
mod tests;
