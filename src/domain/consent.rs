//! What a consent allows at this moment.
//!
//! Dals-Ed 2022, section 6: a consent names the parties and what each may tell, holds for a year at most and can be
//! withdrawn at any time; a new party needs a new consent.

use super::agenda::{ConsentRule, Huvudman};
use super::collate::fold;
use super::ids::{ArendeId, ConsentId, ParticipantId};
use super::meeting::Meeting;
use super::record::{Consent, ConsentAnswer, MeetingArende, Participant, ParticipantKind};
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// How the consent for an ärende stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None is needed: no individual, or all belong to one authority.
    NotNeeded,
    /// None has been written down.
    Missing,
    /// Somebody who must be asked has said no.
    Refused,
    /// It was withdrawn.
    Withdrawn,
    /// Its last day has passed.
    Expired(NaiveDate),
    /// It holds, but for those in the room whom it doesn't name.
    Valid {
        /// Participants whom no valid consent names.
        unnamed: Vec<ParticipantId>,
    },
}

/// The last day on which a consent given on `given` can hold: one year (Dals-Ed 2022, section 6).
pub fn latest_day(given: NaiveDate) -> NaiveDate {
    given.checked_add_months(Months::new(12)).unwrap_or(given)
}

impl Consent {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.answer == ConsentAnswer::Ja
            && self.withdrawn.is_none()
            && day <= self.valid_until.min(latest_day(self.given_on))
    }
}

impl Meeting {
    /// The consents for an ärende.
    pub fn consents_for(&self, arende: ArendeId) -> impl Iterator<Item = &Consent> {
        self.consents.iter().filter(move |consent| consent.arende == arende)
    }

    /// The parties that a consent names.
    pub fn parties_of(&self, consent: ConsentId) -> impl Iterator<Item = &str> {
        self.consent_parties.iter().filter(move |row| row.consent == consent).map(|row| row.part.as_str())
    }

    /// How the consent for one of the meeting's ärenden stands on a day.
    pub fn consent_standing(&self, item: &MeetingArende, day: NaiveDate) -> Standing {
        if !self.needs_consent(item) {
            return Standing::NotNeeded;
        }
        let consents: Vec<&Consent> = self.consents_for(item.arende).collect();
        if consents.iter().any(|consent| consent.answer == ConsentAnswer::Nej) {
            return Standing::Refused;
        }
        let valid: Vec<&&Consent> = consents.iter().filter(|consent| consent.holds_on(day)).collect();
        if valid.is_empty() {
            return if consents.iter().any(|consent| consent.withdrawn.is_some()) {
                Standing::Withdrawn
            } else if let Some(last) =
                consents.iter().filter(|c| c.answer == ConsentAnswer::Ja).map(|c| c.valid_until).max()
            {
                Standing::Expired(last)
            } else {
                Standing::Missing
            };
        }
        let unnamed = self
            .present_in(Some(item.id))
            .filter(|person| person.is_party())
            .filter(|person| {
                !valid.iter().any(|consent| self.parties_of(consent.id).any(|part| person.is_named(part)))
            })
            .map(|person| person.id)
            .collect();
        Standing::Valid { unnamed }
    }

    /// Whether the form asks for consent before this ärende is spoken of.
    pub fn needs_consent(&self, item: &MeetingArende) -> bool {
        let individual = self.arende_of(item).is_some_and(|arende| arende.child.is_some());
        individual
            && match self.agenda.consent {
                ConsentRule::Kravs | ConsentRule::KravsUtomSkyddsskal => true,
                ConsentRule::KravsVidSekretessgrans => self.crosses_border(item),
                ConsentRule::Nej => false,
            }
    }

    /// Whether those who are to speak of an ärende belong to different authorities. Within the municipality the
    /// social services are an authority of their own beside the school.
    fn crosses_border(&self, item: &MeetingArende) -> bool {
        let authorities: BTreeSet<(Huvudman, bool)> = self
            .present_in(Some(item.id))
            .filter(|person| person.kind == ParticipantKind::Personal)
            .map(|person| (person.huvudman, fold(&person.unit).starts_with("social")))
            .collect();
        authorities.len() > 1
    }
}

impl Participant {
    /// Whether a consent must name them: everybody but the child, its guardians and an interpreter.
    pub fn is_party(&self) -> bool {
        matches!(self.kind, ParticipantKind::Personal | ParticipantKind::Narstaende)
    }

    /// Whether a party in a consent means them, by name, role or verksamhet.
    pub fn is_named(&self, part: &str) -> bool {
        let part = fold(part.trim());
        !part.is_empty()
            && [&self.name, &self.role, &self.unit].into_iter().any(|own| fold(own.trim()) == part)
    }
}
