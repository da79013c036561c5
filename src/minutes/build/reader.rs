//! Who a copy is for.

use crate::domain::agenda::Huvudman;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::record::Participant;
use crate::minutes::document::{Reader, fold};

/// The reader that `who` means: a participant by name or role, a verksamhet, a huvudman, a party of a consent, or a
/// recipient. Nobody where the meeting knows no such reader, so that a misspelt name never gives a complete copy.
///
/// A reader goes by every name under which a consent may have kept something from them: what is kept from "Skola" is
/// kept from each who works there, and what is kept from one of them isn't given to "Skola" either.
pub fn find_reader(meeting: &Meeting, who: &str) -> Option<Reader> {
    let wanted = fold(who);
    if wanted.is_empty() {
        return None;
    }
    let mut reader = Reader::named(who.trim());
    let matching = |wanted: &str, of: fn(&Participant) -> Vec<String>| -> Vec<&Participant> {
        meeting
            .participants
            .iter()
            .filter(|person| of(person).iter().any(|name| fold(name) == wanted))
            .collect()
    };
    let own_recipient = meeting.recipients.iter().find(|row| fold(&row.name) == wanted);
    let of_recipient = own_recipient.and_then(|row| row.participant).and_then(|id| meeting.participant(id));
    let by_name = matching(&wanted, |person| vec![person.name.clone(), person.name_and_role()]);
    let by_role = matching(&wanted, |person| vec![person.role.clone()]);
    let by_unit =
        matching(&wanted, |person| vec![person.unit.clone(), huvudman_name(person.huvudman).to_owned()]);

    let found: Vec<&Participant> = if let Some(person) = of_recipient {
        vec![person]
    } else if by_name.is_empty() && by_role.is_empty() {
        by_unit
    } else {
        let own: Vec<_> = if by_name.is_empty() { by_role } else { by_name };
        // One of several with the same name or role: only what all of them may read.
        let mut common = own.first().and_then(|person| arenden_of(meeting, person));
        for person in own.iter().skip(1) {
            common = match (common, arenden_of(meeting, person)) {
                (None, other) => other,
                (some, None) => some,
                (Some(one), Some(other)) => Some(one.into_iter().filter(|id| other.contains(id)).collect()),
            };
        }
        reader.limit_to(common);
        own
    };
    if let Some(person) = of_recipient {
        reader.limit_to(arenden_of(meeting, person));
    }
    // What is kept from others is kept from a group in which only some may read it.
    reader.let_read_medical(!found.is_empty() && found.iter().all(|person| person.is_medical()));
    for person in &found {
        for name in [&person.name, &person.role, &person.unit, &person.name_and_role()] {
            reader.add_name(name);
        }
        reader.add_name(huvudman_name(person.huvudman));
    }
    let is_party = meeting.consent_parties.iter().any(|party| fold(&party.part) == wanted)
        || meeting.exemptions.iter().any(|row| fold(&row.part) == wanted);
    (!found.is_empty() || is_party || own_recipient.is_some()).then_some(reader)
}

/// A huvudman's name where a consent may use it for all who work there.
fn huvudman_name(huvudman: Huvudman) -> &'static str {
    match huvudman {
        Huvudman::Kommun | Huvudman::Region | Huvudman::Stat => huvudman.name(),
        Huvudman::Familj | Huvudman::Annan => "",
    }
}

/// The ärenden that somebody takes part in; nothing for those who take part in all.
fn arenden_of(meeting: &Meeting, person: &Participant) -> Option<Vec<MeetingArendeId>> {
    let own: Vec<_> =
        meeting.attendance.iter().filter(|row| row.participant == person.id).map(|row| row.arende).collect();
    (!own.is_empty()).then_some(own)
}
