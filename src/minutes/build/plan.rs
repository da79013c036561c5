//! "Min plan": what was agreed, for the child and those who have the care of it, on one page and in plain words.

mod address;
mod goals;
mod parts;
mod promises;

use super::context::{Context, fact, text};
use super::{contacts, identity, version};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{EndReason, Entry, MeetingStatus, Output, Participant, PlanAnswerKind};
use crate::minutes::document::{Audience, Block, Document, Fact, Item, Reader, Section};
use crate::minutes::words::{self, Label};
use address::Address;
use parts::agreed;

/// The plan as all of these readers may have it: the child's own words, goals, decisions, who does what and when, what is done
/// already, what each answered, when we meet again and whom to turn to. Nothing of classification, risk or what some party may
/// not read. It speaks to the one who reads it. No plan where the meeting takes up no child, nobody is to read it, or the family
/// must not know.
pub fn plan(meeting: &Meeting, readers: &[Reader], practice: bool) -> Option<Document> {
    if !meeting.head.individuals || readers.is_empty() || meeting.is_kept_from_family() {
        return None;
    }
    let context = Context::for_output(meeting, false, Output::Copies);
    let to = Address::of(meeting, readers);
    let has_ended = meeting.head.sip_ended.is_some();
    let day = context.held_on();
    let mut marks =
        if practice { vec!["ÖVNING – alla personer är påhittade".to_owned()] } else { Vec::new() };
    if meeting.head.status != MeetingStatus::Avslutat {
        marks.push("Mötet är inte avslutat".to_owned());
    }
    let changed = version::changed_on(&context);
    if changed.is_some() {
        marks.push("Planen är ändrad. Den här gäller i stället för den du fick förut.".to_owned());
    }
    let why: fn(EndReason) -> &'static str = match to {
        Address::Child(_) => words::plain_end_reason,
        Address::Guardian(_) | Address::Anyone => words::familys_end_reason,
    };
    let mut head: Vec<Fact> = super::ended(&meeting.head, why).into_iter().collect();
    if let ([child], false) = (meeting.children.as_slice(), context.has_sheets()) {
        let name = context.child_name(child);
        match to.guardian(meeting) {
            Some(guardian) => {
                head.extend(fact("För", &context.full_name(guardian)));
                head.extend(fact("Planen gäller", &name));
            }
            None => head.extend(fact("För", &name)),
        }
    }
    head.extend(meeting.items_about_children().flat_map(|item| identity::facts(&context, item)));
    head.push(Fact::new("Vi träffades", words::long_date(day)));
    let mut sections = agreed(&context, to);
    if sections.is_empty() && !has_ended {
        return None;
    }
    sections.push(next(&context));
    sections.push(questions(&context, to));
    sections.retain(|section| !section.is_empty());
    let title = if has_ended {
        "Planen är avslutad"
    } else if is_refused(meeting) {
        "Det här är planen"
    } else {
        "Det här kom vi överens om"
    };
    let complete = Document {
        kind: Document::PLAN.to_owned(),
        title: title.to_owned(),
        marks: Vec::new(),
        protection: Audience::everyone(),
        head,
        sections,
        // No day of printing: the same meeting gives the same plan.
        foot: {
            // Who ends a plan, or goes through it again, hasn't made it then.
            let done = match (meeting.head.sip_ended.is_some_and(|end| end <= day), meeting.is_follow_up()) {
                (true, _) => "avslutades",
                (false, true) => "gicks igenom",
                (false, false) => "gjordes",
            };
            let changed = changed.map(|changed| format!(" och ändrades {}", words::date(changed)));
            format!("Planen {done} på mötet {}{}.", words::date(day), changed.unwrap_or_default())
        },
    };
    let copy = complete.copy_for_all(readers);
    // A plan of which nothing is left is none. That it has ended, and whom to turn to then, is something.
    let tells = |section: &Section| ![NEXT, QUESTIONS].contains(&section.heading.as_str());
    (has_ended || copy.sections.iter().any(tells)).then_some(Document { marks, ..copy })
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
const QUESTIONS: &str = Document::QUESTIONS;

fn item(context: &Context<'_>, entry: &Entry) -> Item {
    Item { audience: context.audience(entry), ..Item::new(text(&entry.text)) }
}

fn next(context: &Context<'_>) -> Section {
    let mut facts = Vec::new();
    if let Some(next) = context.meeting.next() {
        if next.cancelled {
            facts.push(Fact::new("Mötet", format!("{} är inställt.", words::long_date(next.day))));
            return Section::new(NEXT, vec![Block::Uppgifter { facts }]);
        }
        let time = next.time.filter(|_| !context.protected);
        let time = time.map(|time| format!(" kl. {}", words::clock(time))).unwrap_or_default();
        facts.push(Fact::new("Dag", format!("{}{time}", words::long_date(next.day))));
        if !context.protected {
            facts.extend(next.place.and_then(|place| context.told(next.decided.id, "Plats", place)));
        }
        let calls = next.decided.called_by.as_deref();
        let calls = calls.and_then(|who| context.told(next.decided.id, Label::CALLS, who));
        facts.extend(calls.map(|who| Fact { value: context.named(&who.value), ..who }));
    }
    Section::new(NEXT, vec![Block::Uppgifter { facts }])
}

/// Which huvudman has the overall responsibility, and who of them to turn to.
fn together(context: &Context<'_>, to: Address) -> Option<Item> {
    // Nobody holds together what has ended.
    if context.meeting.head.sip_ended.is_some() {
        return None;
    }
    let holder = main_responsible(context);
    if let Address::Child(_) = to {
        // How offices share it isn't the child's to sort out: somebody sees to it.
        return holder.map(|person| Item {
            audience: context.audience_of_person(person),
            ..Item::new(format!("{} ser till att planen blir av.", in_apposition(&context.full_name(person))))
        });
    }
    let overall = capital(context.meeting.head.overall?.definite());
    Some(match holder {
        Some(person) => Item {
            audience: context.audience_of_person(person),
            ..Item::new(format!(
                "{overall} har det samlade ansvaret, och {} är huvudansvarig för planen.",
                in_apposition(&context.full_name(person))
            ))
        },
        None => Item::new(format!("{overall} har det samlade ansvaret.")),
    })
}

/// "Jonas Ek, kurator," within a sentence that goes on.
fn in_apposition(name: &str) -> String {
    if name.contains(',') { format!("{name},") } else { name.to_owned() }
}

/// Who holds the plan together, where it is somebody by their work.
fn main_responsible<'a>(context: &Context<'a>) -> Option<&'a Participant> {
    let people = &context.meeting.participants;
    people.iter().find(|person| person.main_responsible).filter(|person| !person.may_be_family())
}

fn questions(context: &Context<'_>, to: Address) -> Section {
    let person = context.meeting.leads();
    let who =
        person.map_or_else(|| "någon av oss som var med".to_owned(), |person| context.full_name(person));
    let numbers: Vec<(&Participant, String)> = contacts::staff(context).collect();
    let own = numbers.iter().find(|(one, _)| person.is_some_and(|person| person.id == one.id));
    let ask = match own {
        Some((_, phone)) => format!("Ring {who}, {phone}, om du undrar."),
        None => format!("Fråga {who}."),
    };
    // Nobody else can be rung either: then somebody writes a number there.
    let line =
        Some(Fact::new(Label::PHONE, Document::LINE)).filter(|_| numbers.is_empty() && !context.protected);
    let item = Item {
        audience: person.map_or_else(Audience::everyone, |person| context.audience_of_person(person)),
        details: line.into_iter().collect(),
        ..Item::new(match (context.meeting.head.sip_ended, to) {
            (Some(_), Address::Child(_)) => format!("{ask} Det går bra också nu när planen är slut."),
            (Some(_), _) => format!("{ask} Behövs en ny plan kan du be om det."),
            (None, Address::Guardian(_)) => {
                format!("{ask} Hör också av dig om något i planen inte blir som vi sa.")
            }
            (None, _) => format!("{ask} Säg också till om något i planen inte blir som vi sa."),
        })
    };
    let others = numbers.iter().filter(|(one, _)| person.is_none_or(|person| person.id != one.id));
    let others = others.map(|(one, phone)| Item {
        audience: context.audience_of_person(one),
        ..Item::new(format!("Du kan också ringa {}: {phone}", context.full_name(one)))
    });
    let mut blocks: Vec<Block> =
        together(context, to).map(|item| Block::Stycke { item }).into_iter().collect();
    blocks.extend([Block::Stycke { item }, Block::Lista { items: others.collect() }]);
    Section::new(QUESTIONS, blocks)
}
