//! Who a copy is for.

use crate::domain::collate::{fold, same};
use crate::domain::consent::one_party;
use crate::domain::copies::{huvudman_name, meant_among};
use crate::domain::ids::{ArendeId, MeetingArendeId};
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{Participant, ParticipantKind};
use crate::minutes::document::Reader;

/// The reader that `who` means: a participant by name or role, a verksamhet, a huvudman, a party of a consent, or a
/// recipient. Nobody where the meeting knows no such reader, so that a misspelt name never gives a complete copy.
///
/// A reader goes by every name under which a consent may have kept something from them: what is kept from "Skola" is
/// kept from each who works there, and what is kept from one of them isn't given to "Skola" either.
pub fn find_reader(meeting: &Meeting, who: &str) -> Option<Reader> {
    find_reader_among(&Callings::of(meeting), who)
}

/// As [`find_reader`], where more is asked of the same meeting.
pub fn find_reader_among(meeting: &Callings<'_>, who: &str) -> Option<Reader> {
    let wanted = fold(who);
    if wanted.is_empty() {
        return None;
    }
    let own_recipient = meeting.recipients.iter().find(|row| fold(&row.name) == wanted);
    let found = meant_among(meeting, who);
    let mut reader = Reader::named(&label(who, &found));
    reader.let_through(&meeting.word_checks);
    let is_party = meeting.consent_parties.iter().any(|party| one_party(&party.part, &wanted))
        || meeting.exemptions.iter().any(|row| one_party(&row.part, &wanted));
    if found.is_empty() {
        place_stranger(meeting, &wanted, is_party, &mut reader);
        for row in meeting.consent_parties.iter().filter(|row| one_party(&row.part, &wanted)) {
            reader.add_name(&row.part);
        }
    } else {
        // One of several with the same name, role or verksamhet: only what all of them may read.
        reader.limit_to(common_arenden(meeting, &found));
    }
    // Where the guardians must not know, nothing is made for anybody close to the child.
    if meeting.is_kept_from_family() && found.iter().any(|person| person.may_be_family()) {
        return None;
    }
    // What is kept from others is kept from a group in which only some may read it.
    let works = |person: &&Participant| person.is_staff();
    reader.count_as_staff(!found.is_empty() && found.iter().all(works));
    // A guardian of a child who has come of age is like anybody else.
    let own =
        |person: &&Participant| person.kind == ParticipantKind::Barn || is_own_guardian(meeting, person);
    reader.count_as_own_family(!found.is_empty() && found.iter().all(own));
    reader.let_read_medical(!found.is_empty() && found.iter().all(|person| person.is_medical()));
    if let [only] = found.as_slice() {
        reader.count_as(only.id);
    }
    for person in &found {
        for name in [&person.name, &person.role, &person.unit, &person.name_and_role()] {
            reader.add_name(name);
        }
        reader.add_name(huvudman_name(person.huvudman));
        // "Maja" in an undantag is Maja Ek, and each Maja where there are two.
        for row in meeting.exemptions.iter().filter(|row| meeting.may_mean(&row.part, person)) {
            reader.add_name(&row.part);
        }
        for row in meeting.consent_parties.iter().filter(|row| meeting.means(&row.part, person)) {
            reader.add_name(&row.part);
        }
    }
    (!found.is_empty() || is_party || own_recipient.is_some()).then_some(reader)
}

fn is_own_guardian(meeting: &Meeting, person: &Participant) -> bool {
    person.kind == ParticipantKind::Vardnadshavare && !meeting.is_family_of_adults(person)
}

/// What the copy calls its reader.
fn label(who: &str, found: &[&Participant]) -> String {
    let [only] = found else { return who.trim().to_owned() };
    let own = [&only.name, &only.role, &only.unit].into_iter().find(|name| same(name, who));
    own.cloned().unwrap_or_else(|| only.name_and_role())
}

/// The ärenden that all of them take part in; nothing where each takes part in all.
fn common_arenden(meeting: &Meeting, people: &[&Participant]) -> Option<Vec<MeetingArendeId>> {
    people.iter().map(|person| arenden_of(meeting, person)).fold(None, |common, own| match (common, own) {
        (None, other) => other,
        (some, None) => some,
        (Some(one), Some(other)) => Some(one.into_iter().filter(|id| other.contains(id)).collect()),
    })
}

/// Somebody who took no part: a party reads of the ärenden whose consents name it, anybody else of those that somebody
/// says. Where a meeting is about one matter there is nothing to choose.
fn place_stranger(meeting: &Meeting, wanted: &str, is_party: bool, reader: &mut Reader) {
    if meeting.items.len() < 2 {
        return;
    }
    if !is_party {
        return reader.leave_unplaced();
    }
    let named = |arende: ArendeId| {
        meeting.consents_for(arende).any(|consent| {
            consent.withdrawn.is_none() && meeting.parties_of(consent.id).any(|part| one_party(part, wanted))
        })
    };
    reader
        .limit_to(Some(meeting.items.iter().filter(|item| named(item.arende)).map(|item| item.id).collect()));
}

/// The ärenden that somebody takes part in; nothing for those who take part in all, whether or not each is named.
fn arenden_of(meeting: &Meeting, person: &Participant) -> Option<Vec<MeetingArendeId>> {
    meeting
        .arenden_of(person)
        .filter(|own| own.is_empty() || meeting.items.iter().any(|item| !own.contains(&item.id)))
}
