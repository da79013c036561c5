//! Whom a name means among those who take part.

use super::Meeting;
use crate::domain::quick_entry::{Candidate, exactly};
use crate::domain::record::{ActionItem, Participant};

impl Meeting {
    /// Those who are called `who`, as people write it: by name and role, by name, by role, or by a part of the name that
    /// nobody else has as theirs ("Maja" is Maja Ek). Several where it could be any of them.
    pub fn called(&self, who: &str) -> Vec<&Participant> {
        let candidates: Vec<Candidate<'_>> = self
            .participants
            .iter()
            .enumerate()
            .map(|(key, person)| Candidate {
                key,
                name: &person.name,
                role: &person.role,
                unit: &person.unit,
            })
            .collect();
        exactly(who, &candidates).into_iter().filter_map(|at| self.participants.get(at)).collect()
    }

    /// Whether a party's name means a participant: their name, role or verksamhet, or what only they are called.
    pub fn means(&self, part: &str, person: &Participant) -> bool {
        person.is_named(part)
            || (!self.participants.iter().any(|other| other.is_named(part))
                && matches!(self.called(part).as_slice(), [only] if only.id == person.id))
    }

    /// Whether a party's name could mean a participant. What is kept from one of two is kept from both.
    pub fn may_mean(&self, part: &str, person: &Participant) -> bool {
        person.is_named(part) || self.called(part).iter().any(|other| other.id == person.id)
    }

    /// The name by which one of the participants is told from the others: the name, or the role where no name is known,
    /// with the role after it where two are called the same.
    pub fn telling_name(&self, person: &Participant) -> String {
        let name = person.short_name();
        match self.called(&name).as_slice() {
            [only] if only.id == person.id => name,
            _ => person.name_and_role(),
        }
    }

    /// Whose an action is, by the name that tells them from the others, or the words where it is nobody's here.
    pub fn owner_named(&self, action: &ActionItem) -> Option<String> {
        let person = action.owner.and_then(|id| self.participant(id));
        person.map(|person| self.telling_name(person)).or_else(|| action.owner_name.clone())
    }
}
