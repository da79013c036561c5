//! Whom to call: the contact persons and their telephone numbers, on paper alone.

use super::context::{Context, nobody_limited, non_empty};
use crate::domain::record::Participant;
use crate::minutes::document::{Audience, Block, Item, Papers, Section};

/// Those who can be called, and where. A number of a family's stands on the file copy alone, so that one guardian doesn't
/// get the other's. None at all, while a protected child's papers wait to be looked through: a number tells a place.
pub(super) fn section(context: &Context<'_>) -> Section {
    let numbers = people(context).map(|(person, phone)| {
        let audience = match person.may_be_family() {
            false => context.audience_of_person(person),
            true if context.has_sheets() => Audience { papers: Papers::Akten, ..of_family(context, person) },
            true => Audience { papers: Papers::Akten, ..Audience::everyone() },
        };
        Item { audience, ..Item::new(format!("{}: {phone}", context.name_and_unit(person))) }
    });
    Section::new("Kontaktpersoner", vec![Block::Lista { items: numbers.collect() }])
}

fn of_family(context: &Context<'_>, person: &Participant) -> Audience {
    match context.meeting.arenden_of(person) {
        Some(own) if !own.is_empty() => Audience { only_in: own, ..Audience::everyone() },
        _ => nobody_limited(),
    }
}

/// The number at which somebody can be called, who is there by their work.
pub(super) fn number_of(context: &Context<'_>, person: &Participant) -> Option<String> {
    staff(context).find(|(other, _)| other.id == person.id).map(|(_, phone)| phone)
}

/// Whom the family can call: those who are there by their work.
pub(super) fn staff<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Participant, String)> {
    people(context).filter(|(person, _)| !person.may_be_family())
}

fn people<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Participant, String)> {
    let meeting = context.meeting;
    let all = meeting.participants.iter().filter(|person| !context.protected && meeting.counts(person));
    all.filter_map(|person| non_empty(person.phone.as_deref()).map(|phone| (person, phone)))
}
