//! "Min plan": what was agreed, for the child and those who have the care of it, on one page and in plain words.

use super::context::{Context, Scope, fact, non_empty, text};
use super::{contacts, identity, version};
use crate::domain::agenda::EntryKind;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{
    ActionItem, Entry, MeetingStatus, Output, Participant, PlanAnswerKind, Presence,
};
use crate::minutes::document::{Audience, Block, Document, Fact, Group, Item, Reader, Section};
use crate::minutes::words::{self, Label};

/// The plan as all of these readers may have it: goals, decisions, who does what and when, when we meet again. Nothing of
/// classification, risk or what some party may not read. No plan where the meeting takes up no child, nobody is to read
/// it, or the family must not know.
pub fn plan(meeting: &Meeting, readers: &[Reader], practice: bool) -> Option<Document> {
    if !meeting.head.individuals || readers.is_empty() || meeting.is_kept_from_family() {
        return None;
    }
    let context = Context::for_output(meeting, false, Output::Copies);
    let day = meeting.head.started.map_or(meeting.head.planned.date(), |at| context.clocks.day(at));
    let mut marks =
        if practice { vec!["ÖVNING – alla personer är påhittade".to_owned()] } else { Vec::new() };
    if meeting.head.status != MeetingStatus::Avslutat {
        marks.push("Mötet är inte avslutat".to_owned());
    }
    let changed = version::changed_on(&context);
    if changed.is_some() {
        marks.push("Planen är ändrad. Den här gäller i stället för den du fick förut.".to_owned());
    }
    let mut head: Vec<Fact> = super::ended(&meeting.head, words::plain_end_reason).into_iter().collect();
    if let ([child], false) = (meeting.children.as_slice(), context.has_sheets()) {
        head.extend(fact("För", &context.child_name(child)));
    }
    head.extend(meeting.items_about_children().flat_map(|item| identity::facts(&context, item)));
    head.push(Fact::new("Vi träffades", words::long_date(day)));
    let mut sections = agreed(&context);
    if sections.is_empty() {
        return None;
    }
    sections.push(next(&context));
    sections.push(questions(&context));
    sections.retain(|section| !section.is_empty());
    let complete = Document {
        kind: Document::PLAN.to_owned(),
        title: if is_refused(meeting) { "Det här är planen" } else { "Det här kom vi överens om" }.to_owned(),
        marks: Vec::new(),
        protection: Audience::everyone(),
        head,
        sections,
        // No day of printing: the same meeting gives the same plan.
        foot: match changed {
            Some(changed) => {
                format!("Planen gjordes på mötet {} och ändrades {}.", words::date(day), words::date(changed))
            }
            None => format!("Planen gjordes på mötet {}.", words::date(day)),
        },
    };
    let copy = complete.copy_for_all(readers);
    // A plan of which nothing is left is none.
    let tells = |section: &Section| ![NEXT, QUESTIONS].contains(&section.heading.as_str());
    copy.sections.iter().any(tells).then_some(Document { marks, ..copy })
}

/// The ärenden of which such a plan tells.
pub fn plan_tells_of(meeting: &Meeting, readers: &[Reader]) -> Vec<MeetingArendeId> {
    let items = meeting.todays_items().filter(|item| !meeting.is_stopped(item));
    items.map(|item| item.id).filter(|id| readers.iter().all(|reader| reader.takes_part_in(*id))).collect()
}

/// Whether somebody who was asked doesn't consent to it.
fn is_refused(meeting: &Meeting) -> bool {
    meeting.plan_answers.iter().any(|row| row.answer == PlanAnswerKind::Nej)
}

const NEXT: &str = "Vi ses igen";
const QUESTIONS: &str = "Undrar du något?";

fn agreed(context: &Context<'_>) -> Vec<Section> {
    if !context.has_sheets() {
        // What may not be spoken of any more isn't a plan any more.
        let stopped = context.meeting.items.first().is_some_and(|item| context.meeting.is_stopped(item));
        return if stopped { Vec::new() } else { parts(context, Scope::All) };
    }
    // Each ärende for those alone who took part in it; what the team noted in common isn't about one child.
    let items = context.meeting.todays_items().filter(|item| !context.meeting.is_stopped(item));
    items
        .flat_map(|item| {
            let own = parts(context, Scope::Item(item.id)).into_iter();
            own.map(|section| Section { audience: Audience::of_arende(Some(item.id)), ..section })
        })
        .collect()
}

fn parts(context: &Context<'_>, scope: Scope) -> Vec<Section> {
    let texts = |kinds: &[EntryKind]| -> Vec<Item> {
        let entries = kinds.iter().flat_map(|kind| context.entries(scope, *kind));
        entries.map(|entry| item(context, entry)).collect()
    };
    let actions: Vec<Item> = context
        .entries(scope, EntryKind::Atgard)
        .filter_map(|entry| entry.action().map(|action| doing(context, entry, action)))
        .collect();
    let group = Group { heading: None, items: actions };
    let mut sections = vec![
        Section::new(
            "Dit vill vi",
            vec![Block::Lista { items: texts(&[EntryKind::MalLang, EntryKind::MalKort]) }],
        ),
        Section::new("Det här har vi bestämt", vec![Block::Lista { items: texts(&[EntryKind::Beslut]) }]),
        Section::new("Vem gör vad?", vec![Block::Atgarder { groups: vec![group], others: String::new() }]),
    ];
    sections.retain(|section| !section.is_empty());
    sections
}

fn item(context: &Context<'_>, entry: &Entry) -> Item {
    Item { audience: context.audience(entry), ..Item::new(text(&entry.text)) }
}

fn doing(context: &Context<'_>, entry: &Entry, action: &ActionItem) -> Item {
    let mut point = item(context, entry);
    let person = action.owner.and_then(|id| context.meeting.participant(id));
    let who = match person {
        // Who wasn't there hasn't promised anything yet.
        Some(person) if person.presence == Presence::Franvarande => {
            Some(format!("{} (vi frågar)", context.full_name(person)))
        }
        Some(person) => Some(context.full_name(person)),
        None => non_empty(action.owner_name.as_deref())
            .map(|name| format!("{} (vi frågar)", context.named(&name))),
    };
    let audience = match person.filter(|person| !context.may_be_named_in(person, entry.arende)) {
        Some(person) => context.audience_of_person(person),
        None => Audience::everyone(),
    };
    let who = who.and_then(|who| fact(Label::OWNER, &who)).map(|fact| Fact { audience, ..fact });
    point.details.extend(who);
    point.details.extend(action.due.as_ref().map(|due| Fact::new(Label::WHEN, words::plain_due(due))));
    point
}

fn next(context: &Context<'_>) -> Section {
    let mut facts = Vec::new();
    if let Some(next) = context.meeting.next() {
        if next.cancelled {
            facts.push(Fact::new("Mötet", format!("{} är inställt.", words::long_date(next.day))));
            return Section::new(NEXT, vec![Block::Uppgifter { facts }]);
        }
        facts.push(Fact::new("Dag", words::long_date(next.day)));
        if !context.protected {
            facts.extend(next.time.map(|time| Fact::new("Tid", words::clock(time))));
            facts.extend(next.place.and_then(|place| context.told(next.decided.id, "Plats", place)));
        }
    }
    Section::new(NEXT, vec![Block::Uppgifter { facts }])
}

/// Which huvudman has the overall responsibility, and who of them to turn to.
fn together(context: &Context<'_>) -> Option<Item> {
    // Nobody holds together what has ended.
    if context.meeting.head.sip_ended.is_some() {
        return None;
    }
    let overall = capital(context.meeting.head.overall?.definite());
    Some(match main_responsible(context) {
        Some(person) => Item {
            audience: context.audience_of_person(person),
            ..Item::new(format!(
                "{overall} har det samlade ansvaret, och {} är huvudansvarig för planen.",
                context.full_name(person)
            ))
        },
        None => Item::new(format!("{overall} har det samlade ansvaret.")),
    })
}

/// Who holds the plan together, where it is somebody by their work.
fn main_responsible<'a>(context: &Context<'a>) -> Option<&'a Participant> {
    let people = &context.meeting.participants;
    people.iter().find(|person| person.main_responsible).filter(|person| !person.may_be_family())
}

fn questions(context: &Context<'_>) -> Section {
    let people = &context.meeting.participants;
    let person = people
        .iter()
        .find(|person| person.main_responsible)
        .or_else(|| people.iter().find(|person| person.chairs))
        .filter(|person| !person.may_be_family());
    let who =
        person.map_or_else(|| "någon av oss som var med".to_owned(), |person| context.full_name(person));
    let numbers: Vec<(&Participant, String)> = contacts::staff(context).collect();
    let own = numbers.iter().find(|(one, _)| person.is_some_and(|person| person.id == one.id));
    let ask = match own {
        Some((_, phone)) => format!("Ring {who}, {phone}, om du undrar."),
        None => format!("Fråga {who}."),
    };
    let item = Item {
        audience: person.map_or_else(Audience::everyone, |person| context.audience_of_person(person)),
        ..Item::new(if context.meeting.head.sip_ended.is_some() {
            ask
        } else {
            format!("{ask} Säg också till om något i planen inte blir som vi sa.")
        })
    };
    let others = numbers.iter().filter(|(one, _)| person.is_none_or(|person| person.id != one.id));
    let others = others.map(|(one, phone)| Item {
        audience: context.audience_of_person(one),
        ..Item::new(format!("Du kan också ringa {}: {phone}", context.full_name(one)))
    });
    let mut blocks: Vec<Block> = together(context).map(|item| Block::Stycke { item }).into_iter().collect();
    blocks.extend([Block::Stycke { item }, Block::Lista { items: others.collect() }]);
    Section::new(QUESTIONS, blocks)
}
