//! What a plan holds: the child's own words, goals, decisions, who does what and when, what goes on and what is behind.

use super::super::context::{Context, Scope};
use super::super::{consent, continues};
use super::address::Address;
use super::promises::{asked_by, behind, doing, going};
use super::{goals, item};
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::meeting::capital;
use crate::domain::quoted::unquoted;
use crate::domain::record::{ActionItem, ActionState, Body, Entry, VoiceHow};
use crate::minutes::document::{Audience, Block, Fact, Group, Item, Section};
use crate::minutes::words::Label;

/// All that a plan holds, ärende by ärende.
pub(super) fn agreed(context: &Context<'_>, to: Address) -> Vec<Section> {
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
    let actions: Vec<(&Entry, &ActionItem)> = context
        .entries(scope, EntryKind::Atgard)
        .filter_map(|entry| entry.action().map(|action| (entry, action)))
        .collect();
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
        let items = rows.map(|row| going(context, row, to)).collect();
        vec![Block::Lista { items }]
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
    let family_goes_on = match to {
        Address::Child(_) => "Det här fortsätter du och din familj med",
        Address::Guardian(_) => "Det här fortsätter ni med i familjen",
        Address::Anyone => "Det här fortsätter familjen med",
    };
    let familys = match to {
        Address::Child(_) => "Det här gör du och din familj",
        Address::Guardian(_) => "Det här gör ni i familjen",
        Address::Anyone => "Det här gör familjen",
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
        Section::new("Det här har vi bestämt", vec![Block::Lista { items: texts(&[EntryKind::Beslut]) }]),
        Section::new(familys, table(true)),
        Section::new(others, table(false)),
        Section::new(family_goes_on, going_on(true)),
        Section::new("Det här fortsätter", going_on(false)),
    ];
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
    let told = consent::answered(context).into_iter();
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
