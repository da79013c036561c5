//! What a consent allows at this moment.
//!
//! Dals-Ed 2022, section 6: a consent names the parties and what each may tell, holds for a year at most and can be
//! withdrawn at any time; a new party needs a new consent. That each guardian and the child is asked, and that a
//! known no stops whoever else said yes, is our rule. Each person's last answer is the one that counts: it takes the place of
//! all that they answered before.

mod age;
mod party;
mod sheet;
mod waited;

pub use age::{AGE_FIELD, OF_AGE_FIELD};
pub use party::one_party;
pub use sheet::{ConsentSheet, Leads, SheetParty, part_of};
pub use waited::{Waited, waiting};

use self::party::field_of;
use super::agenda::{AskedForm, ConsentRule, EmiBorder, FieldScope, Huvudman};
use super::collate::fold;
use super::dates::date_with_year;
use super::ids::{ArendeId, ConsentId, ParticipantId};
use super::meeting::{Callings, Meeting};
use super::record::{
    Consent, ConsentAnswer, ConsentForm, EndReason, MeetingArende, MeetingStatus, Participant,
    ParticipantKind,
};
use super::rules::rule;
use chrono::{DateTime, Months, NaiveDate, Utc};
use std::collections::BTreeSet;

/// A field of a form's own by this id asks whether the guardians may know of the meeting. With the answer no the form
/// isn't held, and nothing is made for the family (Degerfors 2013 and 2022: crime against the child, honour).
pub const KNOWLEDGE_FIELD: &str = "vetskap";

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
    /// It was said, where the form asks for it in writing.
    Spoken,
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

/// What is wrong with the days of a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongDays {
    /// It was given on a day that hasn't come.
    Ahead,
    /// It ends before it was given.
    EndsBefore,
    /// It holds for longer than any can.
    TooLong,
}

/// What is wrong with the day on which somebody answered, or was asked, and the last day that the answer holds.
pub fn wrong_days(given_on: NaiveDate, valid_until: NaiveDate, today: NaiveDate) -> Option<WrongDays> {
    if given_on > today {
        Some(WrongDays::Ahead)
    } else if valid_until < given_on {
        Some(WrongDays::EndsBefore)
    } else {
        (valid_until > latest_day(given_on)).then_some(WrongDays::TooLong)
    }
}

/// What stands on the wall when a consent is withdrawn: not why.
pub const WE_STOP: &str = "Vi stannar här.";

/// What is said to the one who writes when a consent is withdrawn, with the time of day. The wall says [`WE_STOP`].
pub fn withdrawal_words(clock: &str) -> String {
    format!(
        "Samtycket återkallat {clock}. Vi slutar prata om ärendet. \
         Det som redan är antecknat lämnas inte till någon ny."
    )
}

impl Consent {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.answer == ConsentAnswer::Ja && self.withdrawn.is_none() && day <= self.last_day()
    }

    /// The last day on which it can hold, whatever was written: at most a year after it was given.
    pub fn last_day(&self) -> NaiveDate {
        self.valid_until.min(latest_day(self.given_on))
    }

    /// Who gave it, without the relation: "Maria Påhitt".
    pub fn given_by_name(&self) -> &str {
        self.given_by.split(',').next().unwrap_or_default().trim()
    }

    /// That there is no answer, and how it was asked for: "har inte svarat ännu (tillfrågad 20 nov 2026, brev hem)".
    pub fn waits(&self) -> String {
        let how = self.asked.as_deref().map_or_else(String::new, |how| format!(", {how}"));
        format!("{} (tillfrågad {}{how})", self.answer.word(), date_with_year(self.given_on))
    }

    /// Whether it is a known no: said, or said by taking a yes back.
    pub fn is_no(&self) -> bool {
        self.answer == ConsentAnswer::Nej || self.withdrawn.is_some()
    }

    /// Whether both come from the same person. What stands after a comma is the relation, not the name.
    pub fn is_from_same(&self, other: &Self) -> bool {
        self.arende == other.arende && self.giver() == other.giver()
    }

    fn giver(&self) -> (bool, String) {
        (self.by_child, if self.by_child { String::new() } else { giver_name(&self.given_by) })
    }

    /// When this person last said something through it: given, refused or withdrawn. Of two from the same day the one
    /// that was written down later counts; a key tells its own moment.
    fn said_at(&self) -> (NaiveDate, i64) {
        if let Some(at) = self.withdrawn {
            return (at.date_naive().max(self.given_on), at.timestamp_millis());
        }
        let (seconds, nanos) = self.id.0.get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
        (self.given_on, i64::try_from(seconds).unwrap_or(0) * 1000 + i64::from(nanos / 1_000_000))
    }
}

fn giver_name(given_by: &str) -> String {
    fold(given_by.split(',').next().unwrap_or_default())
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

    /// The last answer of each who was asked for consent in an ärende. That somebody was asked again, and hasn't answered,
    /// changes nothing of what they answered before.
    pub fn last_answers(&self, arende: ArendeId) -> Vec<&Consent> {
        let all: Vec<&Consent> = self.consents_for(arende).collect();
        let rank = |consent: &Consent| (consent.answer != ConsentAnswer::Saknas, consent.said_at());
        let is_last =
            |one: &&&Consent| !all.iter().any(|other| other.is_from_same(one) && rank(other) > rank(one));
        all.iter().filter(is_last).copied().collect()
    }

    /// Whether there is something to withdraw in a consent: a yes, which its giver hasn't followed by a no.
    pub fn can_be_taken_back(&self, consent: &Consent) -> bool {
        let stands = |last: &&Consent| last.answer == ConsentAnswer::Ja && last.withdrawn.is_none();
        stands(&consent)
            && self.last_answers(consent.arende).iter().any(|last| last.is_from_same(consent) && stands(last))
    }

    /// The last answers that count in one of the meeting's ärenden: of a child who has come of age, its own alone.
    fn counting_answers(&self, item: &MeetingArende) -> Vec<&Consent> {
        let mut answers = self.last_answers(item.arende);
        if self.is_of_age(item) {
            answers.retain(|consent| consent.by_child);
        }
        answers
    }

    /// The consents that hold for one of the meeting's ärenden on a day, in the form that its agenda asks for.
    pub fn holding(&self, item: &MeetingArende, day: NaiveDate) -> Vec<&Consent> {
        let mut answers = self.counting_answers(item);
        answers.retain(|consent| consent.holds_on(day) && self.is_in_form(consent));
        answers
    }

    /// Whether a consent was given as the form asks for it.
    fn is_in_form(&self, consent: &Consent) -> bool {
        self.agenda.consent_form == AskedForm::Valfri || consent.form == ConsentForm::Skriftligt
    }

    /// How the consent for one of the meeting's ärenden stands on a day.
    pub fn consent_standing(&self, item: &MeetingArende, day: NaiveDate) -> Standing {
        let Standing::Valid { .. } = self.consent_as_such(item, day) else {
            return self.consent_as_such(item, day);
        };
        let (valid, callings) = (self.holding(item, day), Callings::of(self));
        let unnamed = self
            .present_in(Some(item.id))
            .filter(|person| self.is_party_in(person, item) && person.is_here())
            .filter(|person| {
                !valid
                    .iter()
                    .any(|consent| self.parties_of(consent.id).any(|part| callings.means(part, person)))
            })
            .map(|person| person.id)
            .collect();
        Standing::Valid { unnamed }
    }

    /// Whether consents held on a day for all that somebody took part in, where one is asked for, and none of them names them.
    pub(crate) fn is_named_by_none(&self, person: &Participant, day: NaiveDate) -> bool {
        let callings = Callings::of(self);
        let mut asked = self
            .items
            .iter()
            .filter(|item| self.takes_part(person, item.id) && self.needs_consent(item))
            .peekable();
        let unnamed = |item: &MeetingArende| {
            let valid = self.holding(item, day);
            let names =
                |consent: &&Consent| self.parties_of(consent.id).any(|part| callings.means(part, person));
            !valid.is_empty() && !valid.iter().any(names)
        };
        asked.peek().is_some() && asked.all(unnamed)
    }

    /// The same, without asking who in the room it doesn't name.
    pub(crate) fn consent_as_such(&self, item: &MeetingArende, day: NaiveDate) -> Standing {
        if !self.needs_consent(item) {
            return Standing::NotNeeded;
        }
        let answers = self.counting_answers(item);
        if answers.iter().any(|consent| consent.answer == ConsentAnswer::Nej) {
            return Standing::Refused;
        }
        if answers.iter().any(|consent| consent.withdrawn.is_some()) {
            return Standing::Withdrawn;
        }
        let valid = self.holding(item, day);
        if valid.is_empty() {
            if answers.iter().any(|consent| consent.holds_on(day)) {
                return Standing::Spoken;
            }
            let last = answers.iter().filter(|c| c.answer == ConsentAnswer::Ja).map(|c| c.last_day()).max();
            return last.map_or(Standing::Missing, Standing::Expired);
        }
        Standing::Valid { unnamed: Vec::new() }
    }

    /// Whether the form asks for consent before this ärende is spoken of.
    pub fn needs_consent(&self, item: &MeetingArende) -> bool {
        let individual = self.arende_of(item).is_some_and(|arende| arende.child.is_some());
        individual
            && match self.agenda.consent {
                ConsentRule::Kravs => true,
                ConsentRule::KravsUtomSkyddsskal => !self.is_protective_exception(item),
                // Who goes out of the room when a consent is withdrawn takes the border along, but not the no.
                ConsentRule::KravsVidSekretessgrans => {
                    self.crosses_border(item) || self.withdrawn_here(item).is_some()
                }
                ConsentRule::Nej => false,
            }
    }

    /// Whether consent isn't asked for, with a reason that protects the child. A consent that is withdrawn later needs
    /// a reason of its own.
    fn is_protective_exception(&self, item: &MeetingArende) -> bool {
        let withdrawn = self.consents_for(item.arende).filter_map(|consent| consent.withdrawn).max();
        self.overrides
            .iter()
            .filter(|row| row.rule == rule::CONSENT && row.arende == Some(item.id))
            .any(|row| withdrawn.is_none_or(|at| row.at > at))
    }

    /// Whether those who are to speak of an ärende belong to different authorities, or to parts of one that keep
    /// secrets from each other.
    ///
    /// Within the municipality each board's field is one of its own: education (förskola, skola and their barn- and
    /// elevhälsa together), social services, and any other by its name. The medical part of elevhälsan is no border
    /// here, since its people sit in every EHT as members of it: what they say as such is marked EMI and stays out of
    /// others' copies. Where the form gives it a border of its own, it is one like any other. While the meeting goes on those who have left don't count; afterwards all who were there do.
    fn crosses_border(&self, item: &MeetingArende) -> bool {
        let closed = self.head.status == MeetingStatus::Avslutat;
        let authorities: BTreeSet<(Huvudman, String)> = self
            .present_in(Some(item.id))
            .filter(|person| person.kind == ParticipantKind::Personal && (closed || person.is_here()))
            .map(|person| match self.agenda.emi_border {
                EmiBorder::Ja if person.is_medical() => (person.huvudman, "EMI".to_owned()),
                _ => (person.huvudman, field_of(person)),
            })
            .collect();
        authorities.len() > 1
    }

    /// When the consent for an ärende was withdrawn at this meeting, if it was and hasn't been given anew.
    pub fn withdrawn_here(&self, item: &MeetingArende) -> Option<DateTime<Utc>> {
        let began = self.head.started?;
        self.counting_answers(item)
            .iter()
            .filter_map(|consent| consent.withdrawn)
            .filter(|at| *at >= began && self.head.ended.is_none_or(|ended| *at <= ended))
            .max()
    }

    /// Whether a known no stands in the way of speaking of an ärende: said, or said by withdrawing. Nothing of it is
    /// read out, asked for or given to anybody new.
    pub fn is_stopped(&self, item: &MeetingArende) -> bool {
        self.needs_consent(item) && self.counting_answers(item).iter().any(|consent| consent.is_no())
    }

    /// Whether a known no has ended the meeting as such: its only matter may not be spoken of.
    pub fn is_ended_by_no(&self) -> bool {
        !self.agenda.many && !self.items.is_empty() && self.items.iter().all(|item| self.is_stopped(item))
    }

    /// Whether somebody who counts has taken a consent back, or said no, in an ärende of the meeting.
    pub fn is_taken_back(&self) -> bool {
        self.items.iter().any(|item| self.counting_answers(item).iter().any(|consent| consent.is_no()))
    }

    /// Whether a plan can end for a reason, as the consents stand: none ends for want of a consent that holds.
    pub fn may_end_by(&self, reason: EndReason, day: NaiveDate) -> bool {
        reason != EndReason::SamtycketAterkallat
            || self.is_taken_back()
            || self.items.iter().all(|item| self.holding(item, day).is_empty())
    }

    /// Whether nothing of an ärende may be shown on the wall on a day: it may not be spoken of now.
    pub fn is_hidden_from_wall(&self, item: &MeetingArende, today: NaiveDate) -> bool {
        self.is_kept_from_guardians(item)
            || !matches!(self.consent_standing(item, today), Standing::NotNeeded | Standing::Valid { .. })
    }

    /// Whether nothing of an ärende may be shown to those who are in the room: somebody whom its consent doesn't name sits there,
    /// or somebody of another family.
    pub fn is_hidden_by_who_is_here(&self, item: &MeetingArende, today: NaiveDate) -> bool {
        let is_here = |id| self.participant(id).is_some_and(Participant::is_here);
        self.strangers_here(item.id).next().is_some()
            || match self.consent_standing(item, today) {
                Standing::Valid { unnamed } => unnamed.into_iter().any(is_here),
                _ => false,
            }
    }

    /// Whether the guardians must not know: then the form isn't held about this ärende.
    pub fn is_kept_from_guardians(&self, item: &MeetingArende) -> bool {
        self.field(FieldScope::Arende, Some(item.id), KNOWLEDGE_FIELD).is_some_and(|row| row.value == "nej")
    }

    /// Whether nothing of the meeting may be made for the family: no invitation, no copy, no calendar file, no plan.
    pub fn is_kept_from_family(&self) -> bool {
        self.items.iter().any(|item| self.is_kept_from_guardians(item))
    }
}

#[cfg(test)]
mod tests;
