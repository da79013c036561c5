//! What stands on a consent form before it is signed.

use crate::domain::ids::ArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::overview::ConsentRow;
use crate::domain::record::{MeetingArende, Participant, ParticipantKind};

/// A party on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetParty {
    /// Its name.
    pub part: String,
    /// What it may tell; a line to write on where nothing is known.
    pub may_tell: Option<String>,
    /// What it must not tell.
    pub must_not: Option<String>,
}

/// A consent form to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentSheet {
    /// The ärende, for the file's name: never the child's.
    pub arende: ArendeId,
    /// What the child is called.
    pub child: String,
    /// The form of the meeting, where it is printed for one.
    pub form: Option<String>,
    /// What the meeting is for.
    pub purpose: Option<String>,
    /// Those who may speak with each other.
    pub parties: Vec<SheetParty>,
    /// Those who are asked, besides a guardian whose name isn't known.
    pub givers: Vec<String>,
    /// What the consent isn't to cover.
    pub not_covered: Option<String>,
}

impl ConsentSheet {
    /// For an ärende of a meeting, with those who are called to it; nothing where it isn't about a child, or where the
    /// guardians must not know.
    pub fn of_meeting(meeting: &Meeting, item: &MeetingArende) -> Option<Self> {
        let child = meeting.child_of(item).filter(|_| !meeting.is_kept_from_guardians(item))?;
        let called = child.called.clone().filter(|_| !meeting.agenda.many);
        let mut parties: Vec<SheetParty> = Vec::new();
        let mut givers = Vec::new();
        for person in &meeting.participants {
            match person.kind {
                ParticipantKind::Barn | ParticipantKind::Vardnadshavare => {
                    givers.push(person.name_and_role());
                }
                ParticipantKind::Personal | ParticipantKind::Narstaende => {
                    let part = part_of(person);
                    if !part.is_empty() && !parties.iter().any(|known| known.part == part) {
                        parties.push(SheetParty { part, may_tell: None, must_not: None });
                    }
                }
                ParticipantKind::Tolk => {}
            }
        }
        Some(Self {
            arende: item.arende,
            child: called.unwrap_or_else(|| child.alias.clone()),
            form: Some(meeting.agenda.name.clone()),
            purpose: meeting.head.purpose.clone().filter(|_| !meeting.agenda.many),
            parties,
            givers,
            not_covered: None,
        })
    }

    /// To be signed anew for the ärende of a consent, with the same parties, by each who has been asked about it: their
    /// consents are found among `all`.
    pub fn of_row(row: &ConsentRow, all: &[ConsentRow]) -> Self {
        let mut givers: Vec<String> = Vec::new();
        for other in all.iter().filter(|other| other.consent.arende == row.consent.arende) {
            if !givers.contains(&other.consent.given_by) {
                givers.push(other.consent.given_by.clone());
            }
        }
        Self {
            arende: row.consent.arende,
            child: row.label.clone(),
            form: None,
            purpose: None,
            parties: row
                .parties
                .iter()
                .map(|party| SheetParty {
                    part: party.part.clone(),
                    may_tell: party.may_tell.clone(),
                    must_not: party.must_not.clone(),
                })
                .collect(),
            givers,
            not_covered: row.consent.not_covered.clone(),
        }
    }
}

/// How a consent names somebody: by verksamhet, else by role, else by name.
pub fn part_of(person: &Participant) -> String {
    [&person.unit, &person.role, &person.name]
        .into_iter()
        .find(|word| !word.is_empty())
        .cloned()
        .unwrap_or_default()
}
