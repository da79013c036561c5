//! Which promises of earlier meetings a meeting may open on.

use super::earlier::Earlier;
use super::ids::ArendeId;
use super::meeting::{Callings, Meeting};
use super::record::{ConsentAnswer, Participant};

impl Meeting {
    /// Whether this meeting may open on an action of an earlier one. Its own form's and those of the meeting that it
    /// follows: yes. What another form's meeting agreed on about a child is opened only where a consent that holds names
    /// everybody here (our rule, after Dals-Ed 2022, section 6): the school's own promises are no business of a SIP's
    /// other parties, nor the other way round.
    pub fn may_open_on(&self, action: &Earlier) -> bool {
        if action.agenda_id == self.head.agenda_id
            || Some(action.meeting) == self.head.follows
            || action.child.is_none()
        {
            return true;
        }
        let (day, callings) = (self.head.planned.date(), Callings::of(self));
        let own = |arende: ArendeId| {
            Some(arende) == action.arende || self.arende(arende).is_some_and(|row| row.child == action.child)
        };
        self.items.iter().filter(|item| own(item.arende)).any(|item| {
            let refused = self.consents_for(item.arende).any(|row| row.answer == ConsentAnswer::Nej);
            let valid: Vec<_> = self.consents_for(item.arende).filter(|row| row.holds_on(day)).collect();
            let named = |person: &Participant| {
                valid.iter().any(|row| self.parties_of(row.id).any(|part| callings.means(part, person)))
            };
            !refused
                && !valid.is_empty()
                && self.present_in(Some(item.id)).filter(|person| self.is_party_in(person, item)).all(named)
        })
    }
}
