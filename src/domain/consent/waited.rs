//! Whose answer to the question of consent is waited for.

use super::super::agenda::Unanswered;
use super::super::ids::{ArendeId, ParticipantId};
use super::super::meeting::Meeting;
use super::super::record::{Consent, ConsentAnswer, MeetingArende, Participant, ParticipantKind};
use chrono::NaiveDate;

impl Meeting {
    /// Whom the meeting still waits for an answer from, where a consent holds: each guardian, the other one where only one
    /// answer is known, and a child of 15. Of a child who has come of age nobody else is asked. Whether somebody has said
    /// how they were asked makes no difference here; see [`Meeting::unanswered`].
    fn waited_for(&self, item: &MeetingArende, day: NaiveDate) -> Vec<Waited> {
        if self.is_of_age(item) {
            return Vec::new();
        }
        let mut waited: Vec<Waited> = Vec::new();
        // A no is an answer too.
        let mut answers = self.counting_answers(item);
        answers.retain(|consent| consent.is_no() || (consent.holds_on(day) && self.is_in_form(consent)));
        let of_guardians: Vec<&&Consent> = answers.iter().filter(|consent| !consent.by_child).collect();
        let sole = of_guardians.iter().any(|consent| consent.sole && !consent.is_no());
        let own = self.participants.iter().filter(|person| {
            person.kind == ParticipantKind::Vardnadshavare && self.takes_part(person, item.id)
        });
        let silent: Vec<&Participant> =
            own.filter(|person| !of_guardians.iter().any(|consent| person.gave(consent))).collect();
        if sole || of_guardians.len() >= 2 {
            // One guardian, or both.
        } else if !silent.is_empty() {
            waited.extend(silent.into_iter().map(Waited::person));
        } else if of_guardians.is_empty() {
            waited.push(Waited::unknown("Vårdnadshavarna"));
        } else {
            waited.push(Waited::unknown("Den andra vårdnadshavaren"));
        }
        if self.is_asked_itself(item) && !answers.iter().any(|consent| consent.by_child) {
            waited.extend(self.child_as_waited(item));
        }
        for waited in &mut waited {
            self.tell_spoken(waited, item, day);
        }
        waited
    }

    /// Whether this one's answer is waited for, asked or not.
    pub fn waits_for(&self, who: ParticipantId, item: &MeetingArende, day: NaiveDate) -> bool {
        self.waited_for(item, day).iter().any(|waited| waited.who == Some(who))
    }

    /// Says of somebody whose answer is waited for that they have said yes, though not in the form that is asked for.
    fn tell_spoken(&self, waited: &mut Waited, item: &MeetingArende, day: NaiveDate) {
        let answers = self.last_answers(item.arende);
        let mut spoken = answers.iter().filter(|consent| consent.holds_on(day) && !self.is_in_form(consent));
        let person = waited.who.and_then(|id| self.participant(id));
        let own = spoken.find(|consent| match person {
            _ if waited.by_child => consent.by_child,
            Some(person) => person.gave(consent),
            None => !consent.by_child,
        });
        if let Some(consent) = own {
            waited.spoken = true;
            if person.is_none() && !waited.by_child {
                consent.given_by.split(',').next().unwrap_or_default().trim().clone_into(&mut waited.name);
            }
        }
    }

    /// Those who are asked and haven't answered, and of whom nobody has written down when and how they were asked; all who
    /// haven't answered, where the form doesn't let a meeting go on without them. Nothing where no consent holds at all.
    pub fn unanswered(&self, item: &MeetingArende, day: NaiveDate) -> Vec<Waited> {
        let mut waited = self.waited_for(item, day);
        if self.agenda.unanswered == Unanswered::Skrivs {
            let asked: Vec<&Consent> = self
                .last_asked(item.arende)
                .into_iter()
                .filter(|consent| consent.asked.is_some() || consent.reason.is_some())
                .collect();
            // Who isn't among the participants is known by no name: any other guardian who was asked is the one.
            let others = || {
                asked.iter().any(|consent| {
                    !consent.by_child && !self.participants.iter().any(|person| person.gave(consent))
                })
            };
            waited.retain(|waited| match waited {
                Waited { by_child: true, .. } => !asked.iter().any(|consent| consent.by_child),
                Waited { who: Some(id), .. } => self
                    .participant(*id)
                    .is_none_or(|person| !asked.iter().any(|consent| person.gave(consent))),
                Waited { who: None, .. } => !others(),
            });
        }
        waited
    }

    /// What says of each, last, that they were asked in an ärende and haven't answered.
    fn last_asked(&self, arende: ArendeId) -> Vec<&Consent> {
        waiting(self.consents_for(arende))
    }

    /// The child, where it takes part or is of an age to be asked itself, and hasn't answered: neither no, nor a yes that
    /// holds.
    pub fn unasked_child(&self, item: &MeetingArende, day: NaiveDate) -> Option<String> {
        let answered = self.last_answers(item.arende).iter().any(|consent| {
            consent.by_child && (consent.is_no() || (consent.holds_on(day) && self.is_in_form(consent)))
        });
        let is_here = || self.present_in(Some(item.id)).any(|person| person.kind == ParticipantKind::Barn);
        let asked = !answered && (self.is_asked_itself(item) || is_here());
        asked.then(|| self.child_as_waited(item)).flatten().map(|waited| waited.name)
    }

    fn child_as_waited(&self, item: &MeetingArende) -> Option<Waited> {
        let own =
            |person: &&Participant| person.kind == ParticipantKind::Barn && self.takes_part(person, item.id);
        match self.participants.iter().find(own) {
            Some(child) => Some(Waited { by_child: true, name: child.short_name(), ..Waited::person(child) }),
            None => {
                self.arende_of(item).map(|arende| Waited { by_child: true, ..Waited::unknown(&arende.label) })
            }
        }
    }
}

/// Somebody whose answer is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waited {
    /// The participant, if they are one.
    pub who: Option<ParticipantId>,
    /// How they are called: "Maria Påhitt", "Den andra vårdnadshavaren".
    pub name: String,
    /// Whether it is the child itself.
    pub by_child: bool,
    /// Whether they have said yes, where it must be written.
    pub spoken: bool,
}

impl Waited {
    fn person(person: &Participant) -> Self {
        Self { who: Some(person.id), name: person.short_name(), by_child: false, spoken: false }
    }

    fn unknown(name: &str) -> Self {
        Self { who: None, name: name.to_owned(), by_child: false, spoken: false }
    }

    /// "Maria Påhitt och Per Ask har inte svarat ännu"; "Per Ek har svarat muntligt och inte skriftligt".
    pub fn words(all: &[Self]) -> Option<String> {
        let names = |spoken: bool| {
            let of: Vec<&str> =
                all.iter().filter(|one| one.spoken == spoken).map(|one| one.name.as_str()).collect();
            let (last, before) = of.split_last()?;
            Some(if before.is_empty() {
                (*last).to_owned()
            } else {
                format!("{} och {last}", before.join(", "))
            })
        };
        let silent = names(false).map(|names| format!("{names} har inte svarat ännu"));
        let spoken = names(true).map(|names| format!("{names} har svarat muntligt och inte skriftligt"));
        let all: Vec<String> = silent.into_iter().chain(spoken).collect();
        (!all.is_empty()).then(|| all.join(", och "))
    }
}

/// Those of the consents of an ärende that say, as the last of somebody, that they were asked and haven't answered.
pub fn waiting<'a>(all: impl Iterator<Item = &'a Consent>) -> Vec<&'a Consent> {
    let all: Vec<&Consent> = all.collect();
    let is_last =
        |one: &&Consent| !all.iter().any(|other| other.is_from_same(one) && other.said_at() > one.said_at());
    all.iter().copied().filter(|one| one.answer == ConsentAnswer::Saknas).filter(is_last).collect()
}
