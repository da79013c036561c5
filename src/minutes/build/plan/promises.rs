//! Promises as a plan says them to its reader: who sees to it and when, and what has become of those that are behind us.

use super::super::context::{Context, Scope, fact, non_empty};
use super::super::continues::{self, Said};
use super::{Address, in_apposition, item};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::record::{ActionItem, ActionState, Entry, Participant, ParticipantKind};
use crate::domain::rules;
use crate::minutes::document::{Audience, Block, Fact, Item, Section};
use crate::minutes::words::{self, Label};

/// What is behind us: done, not needed any more; and the goals that are none any more. What is told to be done is done, whoever
/// asked for it; a decision that was said to hold goes on when the plan has ended.
pub(super) fn behind(
    context: &Context<'_>,
    scope: Scope,
    to: Address,
    actions: &[(&Entry, &ActionItem)],
) -> [Section; 4] {
    let has_ended = context.meeting.head.sip_ended.is_some();
    let settled = |state: ActionState| -> Vec<Item> {
        let before = continues::settled(context, scope, state).into_iter();
        let before = before.map(|row| going(context, row, to));
        let is = |entry: &Entry| {
            context.meeting.told_by_its_end(entry.id).is_some_and(|last| last.status == state)
        };
        let own = actions.iter().filter(|(entry, _)| is(entry));
        let own = own.map(|(entry, action)| doing(context, entry, action, to));
        before.chain(own).collect()
    };
    let only = |labels: &[&str], mut items: Vec<Item>| -> Vec<Item> {
        for item in &mut items {
            item.details.retain(|fact| labels.contains(&fact.label.as_str()));
        }
        items
    };
    let in_force = continues::in_force(context, scope).filter(|row| has_ended && row.told.is_some());
    let held = in_force.map(|row| continues::item(context, row)).collect();
    let list = |heading: &str, items: Vec<Item>| Section::new(heading, vec![Block::Lista { items }]);
    // Of a plan that has ended it is told of each goal how it went.
    let given_up = continues::goals_that_are(context, scope, ActionState::Inaktuell).filter(|_| !has_ended);
    let given_up = given_up.map(|row| continues::item(context, row)).collect();
    // Whose it was, so that they know that nobody waits for it.
    let dropped = only(&[Label::OWNER], settled(ActionState::Inaktuell));
    [
        list("Det här är redan gjort", only(&[], settled(ActionState::Klar))),
        list("Det här gäller också när planen är slut", held),
        list("Det här behövs inte längre", dropped),
        list("Det här är inte längre ett mål", given_up),
    ]
}

/// A promise of before to whom it concerns.
pub(super) fn going(context: &Context<'_>, row: &Earlier, to: Address) -> Item {
    let name = |person: &Participant| {
        let name = to.name(context, person);
        let is_askers = person.kind == ParticipantKind::Barn;
        if row.is_condition && !is_askers { sees_to_it(&name) } else { name }
    };
    let said = Said {
        asked: words::WE_ASK,
        due: words::plain_due,
        was_due: words::plain_was_due,
        lacks_day: words::plain_lacks_day,
        tells_how: true,
    };
    let mut point = continues::promise(context, row, name, &said);
    // Whose it was is told as long as somebody is to do it.
    let is_settled = row.told.as_ref().is_some_and(|told| told.status.is_settled());
    let arende = context.meeting.item_of_earlier(row).map(|item| item.id);
    let before = row.new_owner().and(row.agreed_owner()).filter(|_| !is_settled);
    if let Some(after) = before.and_then(|before| after(context, before, arende, to)) {
        for fact in point.details.iter_mut().filter(|fact| fact.label == Label::OWNER) {
            fact.value = format!("{}{after}", fact.value);
        }
    }
    point
}

/// From whom somebody takes over: " (tar över efter Maja Öberg)". Nothing where whoever it was may not be named there.
fn after(
    context: &Context<'_>,
    before: &str,
    arende: Option<MeetingArendeId>,
    to: Address,
) -> Option<String> {
    let name = match context.meeting.called(before).as_slice() {
        [only] if !context.may_be_named_in(only, arende) => return None,
        [_] if to.is_called(context, Some(before)) => "dig".to_owned(),
        [only] => to.name(context, only),
        _ => context.named(before),
    };
    non_empty(Some(&name)).map(|name| format!(" (tar över efter {name})"))
}

/// Who asked for a point as they said yes to the plan.
pub(super) fn asked_by(context: &Context<'_>, entry: &Entry) -> Option<ParticipantId> {
    let answers = &context.meeting.plan_answers;
    answers.iter().find(|row| row.entry == Some(entry.id)).map(|row| row.participant)
}

/// What somebody else asked for isn't in the words of whoever answers for it: "Petra Dahl ser till att det blir så".
fn sees_to_it(name: &str) -> String {
    format!("{} ser till att det blir så", in_apposition(name))
}

/// A promise of this meeting to whom it concerns.
pub(super) fn doing(context: &Context<'_>, entry: &Entry, action: &ActionItem, to: Address) -> Item {
    let mut point = item(context, entry);
    point.number = Some(context.meeting.point_number(entry));
    let person = action.owner.and_then(|id| context.meeting.participant(id));
    // Who wasn't there hasn't promised anything yet.
    let asked = if rules::is_asked(context.meeting, entry) { words::WE_ASK } else { "" };
    let who = match person {
        Some(person) if asked_by(context, entry).is_some_and(|asker| asker != person.id) => {
            Some(sees_to_it(&to.name(context, person)))
        }
        Some(person) => Some(to.name(context, person)),
        None => non_empty(action.owner_name.as_deref()).map(|name| context.named(&name)),
    };
    // Whoever took it over counts, as a later day does.
    let later = context.meeting.taken_over_by_its_end(entry.id);
    let was = person.map(|person| person.name.as_str()).or(action.owner_name.as_deref());
    let from = later.and(was).and_then(|was| after(context, was, entry.arende, to)).unwrap_or_default();
    let who = later.map(|owner| context.named(owner)).or(who).map(|who| format!("{who}{asked}{from}"));
    let audience = match person.filter(|person| !context.may_be_named_in(person, entry.arende)) {
        Some(person) => context.audience_of_person(person),
        None => Audience::everyone(),
    };
    let who = who.and_then(|who| fact(Label::OWNER, &who)).map(|fact| Fact { audience, ..fact });
    point.details.extend(who);
    // A later day counts.
    let due = context.meeting.moved_by_its_end(entry.id).or(action.due.as_ref());
    point.details.extend(due.map(|due| Fact::new(Label::WHEN, words::plain_due(due))));
    point.details.extend(action.follow_up.map(|day| Fact::new(Label::FOLLOWED_UP, words::long_date(day))));
    point
}
