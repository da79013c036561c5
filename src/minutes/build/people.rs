//! Who the meeting is about, who led it, who was there and who gets the minutes.

use super::context::{Context, fact, non_empty};
use super::{identity, version};
use crate::domain::agenda::MinutesKind;
use crate::domain::copies::{self, Part, Share, Wish};
use crate::domain::record::{MeetingArende, MeetingStatus, Participant, ParticipantKind, Presence};
use crate::domain::rules;
use crate::minutes::document::{Audience, Block, Fact, Item, Papers, Section};
use crate::minutes::words::{Label, enumeration};

/// The child, as much as is to be printed, the guardians and the interpreter.
pub(super) fn child(context: &Context<'_>) -> Vec<Fact> {
    let meeting = context.meeting;
    let mut facts = Vec::new();
    for child in &meeting.children {
        facts.extend(fact("Barn", &context.child_name(child)));
        facts.extend(
            child.birth_year.filter(|_| context.print_names).map(|year| Fact::new("Född", year.to_string())),
        );
    }
    facts.extend(meeting.items_about_children().flat_map(|item| identity::facts(context, item)));
    facts.extend(named("Vårdnadshavare", context, |person| person.kind == ParticipantKind::Vardnadshavare));
    facts.extend(named("Tolk", context, |person| person.kind == ParticipantKind::Tolk));
    facts
}

/// The name and year of birth of the child that an ärende is about, where they are to be printed.
pub(super) fn child_facts(context: &Context<'_>, item: &MeetingArende) -> Vec<Fact> {
    let Some(child) = context.meeting.child_of(item).filter(|_| context.print_names) else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    facts.extend(child.name.as_deref().and_then(|name| fact("Namn", name)));
    facts.extend(child.birth_year.map(|year| Fact::new("Född", year.to_string())));
    facts
}

/// What stands where a reader looks for what was asked as the meeting closed, and nobody answered.
const NOT_SAID: &str = "inte angivet";

/// Chair, secretary, initiator and main responsible. What is asked of a meeting before it closes stands there in a closed
/// one whether or not it was answered.
pub(super) fn responsible(context: &Context<'_>) -> Vec<Fact> {
    let meeting = context.meeting;
    let closed = meeting.head.status == MeetingStatus::Avslutat;
    let or_missing = |told: Option<Fact>, label: &str, asked: bool| {
        told.or_else(|| (closed && asked).then(|| Fact::new(label, NOT_SAID)))
    };
    let leads = |label: &str, wanted: fn(&Participant) -> bool| {
        // Somebody who stands without name and role is there all the same.
        let nobody = !meeting.participants.iter().any(wanted);
        or_missing(named(label, context, wanted), label, nobody)
    };
    let mut facts = Vec::new();
    facts.extend(leads("Leder mötet", |person| person.chairs));
    facts.extend(leads("Antecknar", |person| person.takes_notes));
    facts.extend(
        context
            .meeting
            .head
            .initiator
            .as_deref()
            .and_then(|who| context.told(context.meeting.head.id, "Initiativ", who))
            .map(|who| Fact { value: context.named(&who.value), ..who })
            .map(|who| context.common(who)),
    );
    let overall = meeting.head.overall.map(|who| Fact::new("Samlat ansvar", who.definite()));
    facts.extend(or_missing(overall, "Samlat ansvar", rules::lacks_overall(meeting)));
    let holds = "Huvudansvarig";
    let holder = named(holds, context, |person| person.main_responsible);
    facts.extend(or_missing(holder, holds, rules::lacks_holder(meeting)));
    facts
}

fn named(label: &str, context: &Context<'_>, wanted: impl Fn(&Participant) -> bool) -> Option<Fact> {
    let people: Vec<&Participant> =
        context.meeting.participants.iter().filter(|person| wanted(person)).collect();
    // Who belongs to one ärende is named to those alone who take part in it.
    let audience = match people.as_slice() {
        [one] => context.audience_of_person(one),
        several if several.iter().all(|person| context.audience_of_person(person).is_everyone()) => {
            Audience::everyone()
        }
        _ => context.in_common(),
    };
    let names: Vec<String> = people
        .into_iter()
        .map(|person| {
            // "Vårdnadshavare: Maria Vide, vårdnadshavare" would say it twice.
            let by_role =
                person.role.to_lowercase() == label.to_lowercase() && !person.name.trim().is_empty();
            if by_role && (context.print_names || !context.protected) {
                person.name.clone()
            } else {
                context.full_name(person)
            }
        })
        .filter(|name| !name.is_empty())
        .collect();
    fact(label, &enumeration(&names)).map(|fact| Fact { audience, ..fact })
}

/// Who was there, in one row: how and when stands last. Who belongs to one ärende stands in a row for its readers.
pub(super) fn in_brief(context: &Context<'_>) -> Vec<Fact> {
    let mut rows: Vec<(Audience, Vec<String>)> = Vec::new();
    let there =
        |one: &&Participant| one.presence != Presence::Franvarande && !context.meeting.came_and_went(one);
    for person in context.meeting.participants.iter().filter(there) {
        let audience = context.audience_of_person(person);
        let name = context.full_name(person);
        match rows.iter_mut().find(|(known, _)| *known == audience) {
            Some((_, names)) => names.push(name),
            None => rows.push((audience, vec![name])),
        }
    }
    rows.sort_by_key(|(audience, _)| !audience.is_everyone());
    rows.into_iter()
        .filter_map(|(audience, names)| {
            // In which of them isn't said: that is told to those alone who took part there too.
            let label = if audience.is_everyone() { Label::PRESENT } else { Label::PARTLY_PRESENT };
            fact(label, &names.join("; ")).map(|fact| Fact { audience, ..fact })
        })
        .collect()
}

/// Those who took part, those who only looked in, and those who were called but absent.
pub(super) fn participants(context: &Context<'_>) -> [Section; 3] {
    let (absent, came): (Vec<_>, Vec<_>) =
        context.meeting.participants.iter().partition(|person| person.presence == Presence::Franvarande);
    let (passed_by, there): (Vec<_>, Vec<_>) =
        came.into_iter().partition(|person| context.meeting.came_and_went(person));
    let line = |person: &&Participant| {
        let name = context.name_and_unit(person);
        let how = circumstances(context, person);
        let how = if how.is_empty() { how } else { format!(" – {how}") };
        Item {
            details: took_part_in(context, person),
            audience: context.audience_of_person(person),
            ..Item::new(format!("{name}{how}"))
        }
    };
    let list = |heading: &str, people: &[&Participant]| {
        Section::new(heading, vec![Block::Lista { items: people.iter().map(line).collect() }])
    };
    [
        list("Deltagare", &there),
        list(Label::CAME_AND_WENT, &passed_by),
        list("Kallade men frånvarande", &absent),
    ]
}

/// Who signs: where the family is asked about the plan, the child and its guardians, and who led the meeting; otherwise, of a
/// protokoll, who led it and who attests it. Notes of a meeting are approved without being signed.
pub(super) fn signatures(context: &Context<'_>) -> Section {
    let meeting = context.meeting;
    let is_plan = meeting.agenda.plan_consent;
    let is_signed = is_plan || meeting.agenda.minutes_kind == MinutesKind::Protokoll;
    if meeting.head.status != MeetingStatus::Avslutat || meeting.head.is_cancelled() || !is_signed {
        return Section::default();
    }
    let line = |person: &Participant| Item {
        audience: context.audience_of_person(person),
        ..Item::new(context.full_name(person))
    };
    let people = meeting.participants.iter();
    let family: Vec<Item> =
        people.clone().filter(|person| is_plan && person.kind.is_child_or_guardian()).map(line).collect();
    let mut others: Vec<Item> =
        people.filter(|person| person.chairs && !person.may_be_family()).map(line).collect();
    if !is_plan {
        others.push(attests(context));
    }
    let blocks = vec![
        Block::Underskrifter { items: family, family: true },
        Block::Underskrifter { items: others, family: false },
    ];
    Section::new("Underskrifter", blocks)
}

/// Who attests, and that they weren't there where that is so. Before it is attested that isn't known: the name is written by hand.
fn attests(context: &Context<'_>) -> Item {
    const ATTESTS: &str = "Justerare";
    let Some(who) = version::attested_by(context) else {
        return Item { from: Some("roll".to_owned()), ..Item::new(ATTESTS) };
    };
    let called = context.meeting.called(&who);
    let was_there = |person: &&Participant| {
        person.presence != Presence::Franvarande && !context.meeting.came_and_went(person)
    };
    let was_there = called.iter().any(was_there);
    let remark = if was_there { "" } else { " (var inte med på mötet)" };
    Item::new(format!("{ATTESTS}: {}{remark}", context.named(&who)))
}

/// "på distans, kom 09.10, lämnade mötet 09.31".
fn circumstances(context: &Context<'_>, person: &Participant) -> String {
    if person.presence == Presence::Franvarande {
        return String::new();
    }
    let mut how = Vec::new();
    if person.presence == Presence::Distans {
        how.push("på distans".to_owned());
    }
    if let Some(came) = person.came {
        how.push(if context.protected {
            "kom senare".to_owned()
        } else {
            format!("kom {}", context.clocks.time(came))
        });
    }
    match person.left {
        Some(left) if !context.protected => how.push(format!("lämnade mötet {}", context.clocks.time(left))),
        None if person.presence != Presence::Gatt => {}
        _ => how.push("lämnade mötet före slutet".to_owned()),
    }
    how.join(", ")
}

/// The only ärenden in which somebody took part. Each is told to those alone who took part in it too.
fn took_part_in(context: &Context<'_>, person: &Participant) -> Vec<Fact> {
    if !context.has_sheets() || person.presence == Presence::Franvarande {
        return Vec::new();
    }
    let own = |item: &MeetingArende| {
        context.meeting.attendance.iter().any(|row| row.participant == person.id && row.arende == item.id)
    };
    let own = context.meeting.items.iter().filter(|item| own(item));
    own.map(|item| Fact {
        audience: Audience::of_arende(Some(item.id)),
        ..Fact::new("Deltog i", format!("ärende {}", context.meeting.number_of(item.id)))
    })
    .collect()
}

/// Who gets the minutes, and how. How may hold an address, so not where a child is protected.
pub(super) fn recipients(context: &Context<'_>) -> Vec<Item> {
    let shares = copies::shares(context.meeting, context.today, &[]);
    context
        .meeting
        .recipients
        .iter()
        .filter(|row| Wish::of(row) != Wish::Nothing)
        .filter_map(|row| {
            let person = row.participant.and_then(|id| context.meeting.participant(id));
            let name = person.map_or_else(
                || non_empty(Some(&context.named(&row.name))),
                |person| Some(context.full_name(person)),
            );
            let (wish, way) = row.way.as_deref().map_or((Wish::Minutes, None), Wish::read);
            let way = non_empty(way.as_deref()).filter(|_| !context.protected);
            let whose = |share: &&Share| match person {
                Some(person) => share.participant == Some(person.id),
                None => share.participant.is_none() && share.who == row.name.trim(),
            };
            let share = shares.iter().find(whose);
            // The list of copies says the same: who gets nothing gets it no way.
            let nothing = share.filter(|share| !share.plan && matches!(share.part, Part::Nothing(_)));
            let nothing = nothing.map(|share| copies::describe(context.meeting, &share.part));
            // Only those who get the same are told of each other.
            let audience = match (share, person) {
                (Some(Share { plan: true, part: Part::Nothing(_), .. }), Some(person)) => {
                    context.audience_of_person(person)
                }
                (Some(Share { part: Part::Whole, .. }), _) => match context.meeting.items.as_slice() {
                    [only] if context.has_sheets() => Audience::of_arende(Some(only.id)),
                    _ => Audience::everyone(),
                },
                (Some(Share { part: Part::Arenden(items), .. }), _) => {
                    Audience { only_in: items.clone(), ..Audience::everyone() }
                }
                _ => Audience { papers: Papers::Akten, ..Audience::everyone() },
            };
            // How may hold an address: nobody else's business, and each knows how they got their own.
            let how = Audience { papers: Papers::Akten, ..Audience::everyone() };
            let way = way.filter(|_| nothing.is_none());
            let only_plan = (wish == Wish::Plan).then(|| copies::ONLY_PLAN.to_owned());
            let what = nothing.or(only_plan).map(|what| Fact::new("Får", what));
            let how = way.and_then(|way| fact("Hur", &way)).map(|fact| Fact { audience: how, ..fact });
            let details = what.into_iter().chain(how).collect();
            name.map(|name| Item { details, audience, ..Item::new(name) })
        })
        .chain(unlisted_children(context, &shares))
        .collect()
}

/// The children who stand on no row of the list and get their plan all the same.
fn unlisted_children<'a>(context: &'a Context<'_>, shares: &'a [Share]) -> impl Iterator<Item = Item> + 'a {
    let rows = &context.meeting.recipients;
    let people = context.meeting.participants.iter().filter(|_| !rows.is_empty());
    let unlisted = people.filter(|person| person.kind == ParticipantKind::Barn);
    let unlisted = unlisted.filter(|person| rows.iter().all(|row| row.participant != Some(person.id)));
    let gets_plan =
        |person: &&Participant| shares.iter().any(|share| share.plan && share.participant == Some(person.id));
    unlisted.filter(gets_plan).map(|person| Item {
        audience: context.audience_of_person(person),
        details: vec![Fact::new("Får", copies::ONLY_PLAN)],
        ..Item::new(context.full_name(person))
    })
}
