//! Whom a recipient's name means, and which rows are kept from them.

use super::super::held::HeldKeys;
use super::{Part, fold, same};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::consent::one_party;
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{Entry, Participant};

/// The participants whom a recipient means: those on the list of recipients, otherwise whoever has just that name or
/// role, else all of a verksamhet or huvudman, else the only one who is called so. Nobody for a recipient from outside.
pub fn meant<'m>(meeting: &'m Meeting, who: &str) -> Vec<&'m Participant> {
    meant_among(&Callings::of(meeting), who)
}

/// As [`meant`], where more is asked of the same meeting.
pub fn meant_among<'m>(callings: &Callings<'m>, who: &str) -> Vec<&'m Participant> {
    let meeting = callings.meeting();
    if fold(who).is_empty() {
        return Vec::new();
    }
    let listed = meeting.recipients.iter().filter(|row| same(&row.name, who));
    let listed: Vec<&Participant> =
        listed.filter_map(|row| row.participant).filter_map(|id| meeting.participant(id)).collect();
    if !listed.is_empty() {
        return listed;
    }
    let called = callings.called(who);
    let just = |person: &&Participant| {
        [&person.name, &person.role, &person.name_and_role()].into_iter().any(|name| same(name, who))
    };
    if called.iter().any(just) {
        return called;
    }
    let there: Vec<&Participant> = meeting
        .participants
        .iter()
        .filter(|person| one_party(&person.unit, who) || same(huvudman_name(person.huvudman), who))
        .collect();
    match (there.is_empty(), called.len()) {
        (false, _) => there,
        (true, 1) => called,
        _ => Vec::new(),
    }
}

/// A huvudman's name where a consent may use it for all who work there.
pub fn huvudman_name(huvudman: Huvudman) -> &'static str {
    match huvudman {
        Huvudman::Kommun | Huvudman::Region | Huvudman::Stat => huvudman.name(),
        Huvudman::Familj | Huvudman::Annan => "",
    }
}

/// Whether a row of the minutes is kept from a recipient, who means these people: by an undantag, or because it is EMI.
/// What is kept from one of a group is kept from the group.
pub fn is_kept_from(meeting: &Callings<'_>, entry: &Entry, who: &str, people: &[&Participant]) -> bool {
    let parties = meeting.exemptions.iter().filter(|row| row.entry == entry.id).map(|row| row.part.as_str());
    is_kept(meeting, (parties, entry.emi), who, people)
}

/// The same of what these parties may not read, or what is marked EMI.
fn is_kept<'p>(
    meeting: &Callings<'_>,
    (mut parties, emi): (impl Iterator<Item = &'p str>, bool),
    who: &str,
    people: &[&Participant],
) -> bool {
    // "Maja" in an undantag is Maja Ek, and each Maja where there are two.
    let of_person = |party: &str, person: &Participant| {
        meeting.may_mean(party, person)
            || (!party.is_empty()
                && [person.name_and_role().as_str(), huvudman_name(person.huvudman)]
                    .into_iter()
                    .any(|own| !own.is_empty() && same(own, party)))
    };
    let medical = !people.is_empty() && people.iter().all(|person| person.is_medical());
    (emi && !medical)
        || parties.any(|party| one_party(party, who) || people.iter().any(|person| of_person(party, person)))
}

/// How many rows of what a recipient gets are left out for them, kept from them or held for a look: "hela protokollet" isn't
/// whole then. `held` are the keys of those held ([`Meeting::held_keys`]).
pub fn left_out((meeting, held): (&Callings<'_>, &HeldKeys), who: &str, part: &Part) -> usize {
    let people = meant_among(meeting, who);
    let covers = |entry: &&Entry| match (part, entry.arende) {
        (Part::Whole, _) => true,
        (Part::Arenden(items), Some(item)) => items.contains(&item),
        (Part::Arenden(items), None) => meeting.items.len() < 2 || is_of_family_in(meeting, entry, items),
        (Part::Nothing(_), _) => false,
    };
    let own = meeting
        .entries
        .iter()
        .filter(|entry| entry.kind() != EntryKind::Privat && !entry.text.trim().is_empty())
        .filter(covers)
        .filter(|entry| is_kept_from(meeting, entry, who, &people) || held.contains_key(&entry.id.0));
    // What was promised before stands on the paper too.
    let reads = |row: &&Earlier| match part {
        Part::Whole => true,
        Part::Arenden(items) => meeting.items.iter().any(|item| {
            Some(item.arende) == row.arende && (items.contains(&item.id) || meeting.items.len() < 2)
        }),
        Part::Nothing(_) => false,
    };
    let before = meeting.earlier.iter().filter(|row| meeting.is_on_paper(row)).chain(&meeting.settled_before);
    let before = before.filter(|row| !row.text.trim().is_empty());
    let earlier = before.filter(reads).filter(|row| {
        let parties = row.kept_from.iter().map(String::as_str);
        is_kept(meeting, (parties, row.emi), who, &people) && !held.contains_key(&row.entry.0)
    });
    // What is held besides is counted too: the same count as on the screen.
    let besides = held.iter().filter(|(key, item)| {
        let is_entry = meeting.entries.iter().any(|entry| entry.id.0 == **key);
        !is_entry
            && match (part, item) {
                (Part::Whole, _) | (Part::Arenden(_), None) => true,
                (Part::Arenden(items), Some(item)) => items.contains(item),
                (Part::Nothing(_), _) => false,
            }
    });
    own.count() + earlier.count() + besides.count()
}

/// Whether a row of the whole meeting was said or promised by somebody of a family that has one of these ärenden.
fn is_of_family_in(meeting: &Meeting, entry: &Entry, items: &[MeetingArendeId]) -> bool {
    let people = [entry.source, entry.action().and_then(|action| action.owner)];
    let own = meeting.arenden_of_families(people.into_iter().flatten());
    own.is_some_and(|own| own.iter().any(|item| items.contains(item)))
}
