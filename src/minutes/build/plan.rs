//! "Min plan": what was agreed, for the child and those who have the care of it, in plain words, on one page where it has
//! room.

mod address;
mod goals;
mod promises;

use super::context::{Context, Scope, fact, text};
use super::{contacts, continues, earlier, identity, version};
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::quoted::unquoted;
use crate::domain::record::{
    ActionItem, ActionState, Body, EndReason, Entry, MeetingStatus, Output, Participant, PlanAnswerKind,
    VoiceHow,
};
use crate::minutes::document::{Audience, Block, Document, Fact, Group, Item, Reader, Section};
use crate::minutes::words::{self, Label};
use address::{Address, you_and_yours};
use promises::{asked_by, behind, doing, going};

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
                head.extend(fact(GUARDED, &name));
            }
            None => head.extend(fact("För", &name)),
        }
    }
    let mut own: Vec<Fact> =
        meeting.items_about_children().flat_map(|item| identity::facts(&context, item)).collect();
    // Whom it is for is said by name once: by the whole name on the papers that say it.
    let childs = if to.guardian(meeting).is_some() { GUARDED } else { "För" };
    if let [.., last] = head.as_mut_slice()
        && last.label == childs
        && let Some(at) = own.iter().position(|fact| fact.label == "Namn")
    {
        let name = own.remove(at);
        let otherwise = Some(last.value.clone());
        *last = Fact { label: last.label.clone(), otherwise, ..name };
    }
    head.extend(own);
    head.push(Fact::new("Vi träffades", words::long_date(day)));
    let mut sections = agreed(&context, to);
    if sections.is_empty() && !has_ended {
        return None;
    }
    sections.push(next(&context));
    sections.push(questions(&context, to));
    sections.retain(|section| !section.is_empty());
    let sections = earlier::numbered_on(&context, sections);
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
            // Who ends a plan, or follows it up, hasn't made it then.
            let done = match (meeting.head.sip_ended.is_some_and(|end| end <= day), meeting.is_follow_up()) {
                (true, _) => "avslutades",
                (false, true) => "följdes upp",
                (false, false) => "gjordes",
            };
            let changed = changed.map(|changed| format!(" och ändrades {}", words::date(changed)));
            format!("Planen {done} på mötet {}{}.", words::date(day), changed.unwrap_or_default())
        },
    };
    let mut copy = complete.copy_for_all(readers);
    copy.sections.iter_mut().for_each(in_plain_labels);
    // A plan of which nothing is left is none. That it has ended, and whom to turn to then, is something.
    let tells = |section: &Section| ![NEXT, QUESTIONS].contains(&section.heading.as_str());
    (has_ended || copy.sections.iter().any(tells)).then_some(Document { marks, ..copy })
}

/// A family's words for labels.
fn in_plain_labels(section: &mut Section) {
    let plain = |item: &mut Item| {
        for fact in item.details.iter_mut().filter(|fact| fact.label == Label::OWNER) {
            Label::WHO.clone_into(&mut fact.label);
        }
    };
    for block in &mut section.blocks {
        match block {
            Block::Lista { items } | Block::Uppfoljt { items } => items.iter_mut().for_each(plain),
            Block::Atgarder { groups, .. } => {
                groups.iter_mut().flat_map(|group| group.items.iter_mut()).for_each(plain);
            }
            _ => {}
        }
    }
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

/// On a guardian's plan: whose it is.
const GUARDED: &str = "Planen gäller";
const NEXT: &str = "Vi ses igen";
const QUESTIONS: &str = Document::QUESTIONS;

fn agreed(context: &Context<'_>, to: Address) -> Vec<Section> {
    if !context.has_sheets() {
        // What may not be spoken of any more isn't a plan any more.
        let stopped = context.meeting.items.first().is_some_and(|item| context.meeting.is_stopped(item));
        return if stopped { Vec::new() } else { parts(context, Scope::All, to) };
    }
    // Each ärende for those alone who took part in it; what the team noted in common isn't about one child.
    let items = context.meeting.todays_items().filter(|item| !context.meeting.is_stopped(item));
    items
        .flat_map(|item| {
            let own = parts(context, Scope::Item(item.id), to).into_iter();
            own.map(|section| Section { audience: Audience::of_arende(Some(item.id)), ..section })
        })
        .collect()
}

fn parts(context: &Context<'_>, scope: Scope, to: Address) -> Vec<Section> {
    let texts = |kinds: &[EntryKind]| -> Vec<Item> {
        let entries = kinds.iter().flat_map(|kind| context.entries(scope, *kind));
        entries.map(|entry| item(context, entry)).collect()
    };
    let actions: Vec<(&Entry, &ActionItem)> = context.actions(scope).collect();
    let is = |entry: &Entry, state: ActionState| {
        let last = context.meeting.told_by_its_end(entry.id);
        last.is_some_and(|last| last.status == state)
    };
    let ended = context.meeting.head.sip_ended;
    let has_ended = ended.is_some();
    // What was agreed as the plan ended comes after it; what was agreed before wasn't done.
    let comes_after = ended.is_some_and(|day| day <= context.held_on());
    // What somebody asked of the plan stands among the answers to it: it isn't something that they left undone.
    let table = |of_family: bool| {
        let rows = actions.iter().filter(|(entry, action)| {
            let answered = has_ended && !comes_after && asked_by(context, entry).is_some();
            // What isn't to be done any more is no plan.
            !is(entry, ActionState::Klar)
                && !is(entry, ActionState::Inaktuell)
                && !answered
                && context.meeting.is_owned_by_family(action) == of_family
        });
        let items: Vec<Item> = rows.map(|(entry, action)| doing(context, entry, action, to)).collect();
        let groups = if items.is_empty() { Vec::new() } else { vec![Group { heading: None, items }] };
        vec![Block::Atgarder { groups, others: String::new() }]
    };
    let going_on = |of_family: bool| {
        let rows = continues::promises(context, scope);
        let rows = rows.filter(move |row| context.meeting.is_familys(row) == of_family);
        rows.map(|row| (row, going(context, row, to))).collect::<Vec<_>>()
    };
    let before: Vec<&Earlier> = continues::goals_of_before(context, scope).collect();
    let mut goals = texts(&[EntryKind::MalLang, EntryKind::MalKort]);
    // That nobody has said anything of a goal makes no plan.
    let untold = goals.is_empty() && before.iter().all(|row| row.told.is_none());
    goals.extend(before.into_iter().map(|row| continues::goal(context, row)));
    let reached: Vec<Item> = continues::goals_that_are(context, scope, ActionState::Klar)
        .map(|row| continues::item(context, row))
        .collect();
    // A plan that has ended leads nowhere any more: it is told how it went.
    let (wanted, reached) = if has_ended {
        (Section::new("Så gick det med målen", goals::how_they_went(context, scope)), Vec::new())
    } else {
        (Section::new("Dit vill vi", vec![Block::Lista { items: goals }]), reached)
    };
    let childs = |of: &mut dyn Iterator<Item = bool>| -> (bool, bool) {
        of.fold((false, false), |(own, others), is_own| (own || is_own, others || !is_own))
    };
    let goes_on = continues::promises(context, scope).filter(|row| context.meeting.is_familys(row));
    let goes_on = childs(&mut goes_on.map(|row| to.is_called(context, row.owner.as_deref())));
    let new = table(true);
    let new_own = actions.iter().filter(|(_, action)| context.meeting.is_owned_by_family(action));
    let new_own = childs(&mut new_own.map(|(_, action)| to.is(context, action)));
    let end = if has_ended { " när planen är slut" } else { "" };
    let family_goes_on = match to {
        Address::Child(_) => format!("Det här fortsätter {} med{end}", you_and_yours(goes_on)),
        Address::Guardian(_) => format!("Det här fortsätter ni med i familjen{end}"),
        Address::Anyone => format!("Det här fortsätter familjen med{end}"),
    };
    let familys = match to {
        Address::Child(_) => format!("Det här gör {}", you_and_yours(new_own)),
        Address::Guardian(_) => "Det här gör ni i familjen".to_owned(),
        Address::Anyone => "Det här gör familjen".to_owned(),
    };
    let others = match (has_ended, comes_after) {
        (false, _) => "Vem gör vad?",
        (true, true) => "Det här gör vi när planen är slut",
        (true, false) => "Det här var inte klart",
    };
    let mut sections = vec![
        voice(context, scope, to),
        wanted,
        Section::new("Det här har vi nått", vec![Block::Lista { items: reached }]),
        still_decided(context, scope),
        Section::new("Det här har vi bestämt", vec![Block::Lista { items: texts(&[EntryKind::Beslut]) }]),
        Section::new(familys, new),
        Section::new(others, table(false)),
    ];
    let day = words::plain_day;
    sections.extend(continues::tables(&family_goes_on, going_on(true), day));
    sections.extend(continues::tables(&format!("Det här fortsätter{end}"), going_on(false), day));
    sections.extend(behind(context, scope, to, &actions));
    if scope == Scope::All {
        let asked = capital(context.meeting.plan_question());
        sections.push(Section::new(asked, vec![Block::Uppgifter { facts: answers(context, to) }]));
    }
    // A voice alone is no plan.
    let only_voice = sections.iter().skip(if untold { 2 } else { 1 }).all(Section::is_empty);
    sections.retain(|section| !section.is_empty());
    if only_voice { Vec::new() } else { sections }
}

/// What was decided before and holds; of a plan that has ended, what it had decided and nobody said holds all the same.
fn still_decided(context: &Context<'_>, scope: Scope) -> Section {
    let has_ended = context.meeting.head.sip_ended.is_some();
    let heading = if has_ended { "Det här bestämde vi i planen" } else { "Det här gäller" };
    let rows = continues::in_force(context, scope).filter(|row| !has_ended || row.told.is_none());
    let items = rows.map(|row| {
        let mut decision = continues::item(context, row);
        decision.details.extend(has_ended.then(|| Fact::new(Label::STATE, words::NOT_TAKEN_UP)));
        decision
    });
    Section::new(heading, vec![Block::Lista { items: items.collect() }])
}

/// The child's own words; what somebody else conveyed isn't the child's to stand for.
fn voice(context: &Context<'_>, scope: Scope, to: Address) -> Section {
    let own = context.entries(scope, EntryKind::Rost);
    let own = own.filter(|entry| matches!(entry.body, Body::Rost { how: VoiceHow::EgnaOrd }));
    let items: Vec<Item> = own
        .map(|entry| {
            let said = item(context, entry);
            Item { text: unquoted(&said.text).to_owned(), ..said }
        })
        .collect();
    let who = match (to, context.meeting.children.as_slice()) {
        (Address::Child(_), _) => "du".to_owned(),
        (_, [child]) if !context.has_sheets() => context.child_name(child),
        _ => "barnet".to_owned(),
    };
    Section::new(format!("{}{who}", Label::SAID), vec![Block::Lista { items }])
}

/// What each answered when they were asked whether the plan is all right.
fn answers(context: &Context<'_>, to: Address) -> Vec<Fact> {
    let told = super::consent::answered(context).into_iter();
    // A plan lies about at home: also one's own words wait for a look.
    let told =
        told.map(|(id, fact)| (id, Fact { audience: Audience { own: None, ..fact.audience }, ..fact }));
    told.map(|(id, fact)| match (to, context.meeting.participant(id)) {
        (Address::Anyone, _) | (_, None) => fact,
        (to, Some(person)) => {
            let named = to.name(context, person);
            // The role alone is enough for those who are named by it.
            if named == context.full_name(person) { fact } else { Fact { label: capital(&named), ..fact } }
        }
    })
    .collect()
}

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
