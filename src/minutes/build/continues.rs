//! What goes on from earlier meetings: as much a part of the plan as what is new. Its number is that of the plan in which it was
//! agreed, and says so, since today's points have numbers too.

use super::context::{Context, Scope, fact, non_empty, text};
use super::earlier::{audience, decided_by, is_within, needed_from, point};
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::record::{ActionState, Participant};
use crate::minutes::document::{Audience, Block, Fact, Group, Item, Named, Section};
use crate::minutes::words::{self, Label};
use chrono::NaiveDate;

/// In which words a paper says who still is to be asked, and when.
pub(super) struct Said {
    /// Of whoever is to be asked.
    pub(super) asked: &'static str,
    /// When.
    pub(super) due: fn(&Due) -> String,
    /// Of a day that has passed.
    pub(super) was_due: fn(NaiveDate) -> String,
    /// Of a day that has passed, where it was told that it goes on, and no new one.
    pub(super) lacks_day: fn(NaiveDate) -> String,
    /// Whether that nothing has been begun, and why, is said there: nothing else tells how it stands.
    pub(super) tells_how: bool,
}

/// The minutes' words.
const MINUTES: Said = Said {
    asked: words::ASKED,
    due: words::due,
    was_due: words::was_due,
    lacks_day: words::lacks_day,
    tells_how: false,
};

/// The promises of before that go on, but for the family's own where that stands apart.
pub(super) fn others(context: &Context<'_>, scope: Scope) -> Vec<Section> {
    list(context, scope, "Det här fortsätter", false)
}

/// What the family goes on with.
pub(super) fn familys(context: &Context<'_>, scope: Scope) -> Vec<Section> {
    list(context, scope, "Det här fortsätter familjen med", true)
}

fn list(context: &Context<'_>, scope: Scope, heading: &str, of_family: bool) -> Vec<Section> {
    let apart = |row: &Earlier| context.has_family_part() && context.meeting.is_familys(row);
    let name = |person: &Participant| context.full_name(person);
    let rows = promises(context, scope).filter(|row| apart(row) == of_family);
    let item = |row| {
        let mut item = promise(context, row, name, &MINUTES);
        let state = row.told.as_ref().map_or(words::UNANSWERED, |told| row.word(told.status));
        // Whoever has it now stands beside it.
        let before = row.new_owner().and(row.agreed_owner()).filter(|owner| {
            let today = context.meeting.item_of_earlier(row).map(|item| item.id);
            context.meeting.called(owner).iter().all(|person| context.may_be_named_in(person, today))
        });
        let before = before.map(|owner| format!(", förr {}", context.named(owner))).unwrap_or_default();
        item.details.push(Fact::new(Label::STATE, format!("{state}{before}")));
        item.details.extend(evaluation(context, row, Label::HOW));
        item
    };
    tables(heading, rows.map(|row| (row, item(row))).collect(), words::date)
}

/// Points of earlier plans in a table for each plan, by their numbers there; what has no number in a list.
pub(super) fn tables(
    heading: &str,
    rows: Vec<(&Earlier, Item)>,
    day: fn(NaiveDate) -> String,
) -> Vec<Section> {
    let mut plans: Vec<(String, Vec<Item>)> = Vec::new();
    let mut loose = Vec::new();
    for (row, mut item) in rows {
        let (Some(point), Some(number)) = (point(row), row.number) else {
            loose.push(item);
            continue;
        };
        item.details.retain(|fact| fact.label != Label::POINT);
        item.of_plan = Some(point.point.unwrap_or(Named { number, before: Vec::new() }));
        let heading = format!("{heading} (planen {})", day(row.agreed_on));
        match plans.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, items)) => items.push(item),
            None => plans.push((heading, vec![item])),
        }
    }
    let table = |(heading, items): (String, Vec<Item>)| {
        let groups = vec![Group { heading: None, items }];
        Section::new(heading, vec![Block::Atgarder { groups, others: String::new() }])
    };
    let mut all: Vec<Section> = plans.into_iter().map(table).collect();
    all.push(Section::new(heading, vec![Block::Lista { items: loose }]));
    all
}

/// The goals of before that still hold. Under a plan that has ended none does: what was told of them is followed up, and here
/// stand those of which nothing was said.
pub(super) fn goals(context: &Context<'_>, scope: Scope) -> Section {
    let has_ended = context.meeting.head.sip_ended.is_some();
    let heading =
        if has_ended { "Mål i planen som inte togs upp" } else { "Mål från förra gången som gäller" };
    let rows = goals_of_before(context, scope).filter(|row| !has_ended || row.told.is_none());
    let item = |row| {
        let mut goal = goal(context, row);
        if row.told.is_none() && !has_ended {
            goal.details.push(Fact::new(Label::STATE, words::UNANSWERED));
        }
        goal.details.extend(evaluation(context, row, Label::HOW));
        goal
    };
    Section::new(heading, vec![Block::Lista { items: rows.map(item).collect() }])
}

/// The needs of before that nobody has said are met or gone, and of whom each asks something. A plan that has ended rests on
/// none any more.
pub(super) fn needs(context: &Context<'_>, scope: Scope) -> Section {
    let has_ended = context.meeting.head.sip_ended.is_some();
    let rows = told(context, scope).filter(|row| row.still_needed() && !has_ended);
    let items = rows.map(|row| {
        let mut need = item(context, row);
        need.details.extend(needed_from(&row.needed_from));
        need
    });
    Section::new("Behov från förra gången", vec![Block::Lista { items: items.collect() }])
}

/// What the plan decided and nobody has said doesn't hold any more. Where the plan has ended: what it had decided, and whether that
/// holds all the same.
pub(super) fn decisions(context: &Context<'_>, scope: Scope) -> Section {
    let has_ended = context.meeting.head.sip_ended.is_some();
    let heading = if has_ended { "Beslut i planen" } else { "Det här gäller" };
    let items = in_force(context, scope).map(|row| {
        let mut decision = item(context, row);
        decision.details.push(Fact::new("Beslutat", words::date(row.agreed_on)));
        decision.details.extend(decided_by(context, row));
        if has_ended {
            let holds = if row.told.is_some() { HOLDS_AFTER } else { words::NOT_TAKEN_UP };
            decision.details.push(Fact::new(Label::STATE, holds));
        }
        decision.details.extend(evaluation(context, row, Label::HOW));
        decision
    });
    Section::new(heading, vec![Block::Lista { items: items.collect() }])
}

/// Of a decision that somebody said holds, as the plan ended.
const HOLDS_AFTER: &str = "gäller också när planen är slut";

/// The decisions of before that nobody has said don't hold any more.
pub(super) fn in_force<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    told(context, scope).filter(|row| row.is_in_force())
}

fn rows<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    here(context, scope, context.meeting.continues())
}

/// The promises of before that go on.
pub(super) fn promises<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    rows(context, scope).filter(|row| row.is_promise())
}

/// The goals of before that still hold, in their order.
pub(super) fn goals_of_before<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    Earlier::in_plan_order(rows(context, scope).filter(|row| row.still_holds())).into_iter()
}

/// A goal, and how far it has come where somebody said so.
pub(super) fn goal(context: &Context<'_>, row: &Earlier) -> Item {
    let mut goal = item(context, row);
    goal.details.extend(row.told.as_ref().map(|told| Fact::new(Label::STATE, row.word(told.status))));
    goal
}

/// What was said of how it has gone, for those who may read it.
fn evaluation(context: &Context<'_>, row: &Earlier, label: &str) -> Option<Fact> {
    let said = non_empty(row.told.as_ref()?.how())?;
    let held = context.held(row.entry, &[&said]);
    Some(Fact { audience: Audience { held, ..Audience::everyone() }, ..Fact::new(label, said) })
}

/// What was promised before and has come to this now; of a plan that has ended, what had come to it by then too, as its
/// points stand.
pub(super) fn settled<'a>(context: &Context<'a>, scope: Scope, state: ActionState) -> Vec<&'a Earlier> {
    let by_then = settled_before(context, scope).filter(|row| row.state == Some(state));
    let now = told(context, scope).filter(|row| row.has_come_to(state));
    let all: Vec<&Earlier> = by_then.chain(now).filter(|row| row.is_promise()).collect();
    let is_plan = all.iter().any(|row| row.number.is_some());
    if is_plan { Earlier::in_plan_order(all) } else { all }
}

/// The goals of before that have come to this now: reached, or given up.
pub(super) fn goals_that_are<'a>(
    context: &Context<'a>,
    scope: Scope,
    state: ActionState,
) -> impl Iterator<Item = &'a Earlier> {
    told(context, scope).filter(move |row| row.is_goal() && row.has_come_to(state))
}

/// All goals of before, whatever was told of them, also before this meeting, in their order.
pub(super) fn all_goals<'a>(context: &Context<'a>, scope: Scope) -> Vec<&'a Earlier> {
    let all = settled_before(context, scope).chain(told(context, scope));
    Earlier::in_plan_order(all.filter(|row| row.is_goal()))
}

fn told<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    here(context, scope, &context.meeting.earlier)
}

fn settled_before<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    here(context, scope, &context.meeting.settled_before)
}

/// Those of the rows that stand within a scope, and say something.
fn here<'a, R: IntoIterator<Item = &'a Earlier>>(
    context: &Context<'a>,
    scope: Scope,
    rows: R,
) -> impl Iterator<Item = &'a Earlier> {
    rows.into_iter().filter(move |row| is_within(context, scope, row) && !text(&row.text).is_empty())
}

/// What, for those who may read it, and which point of its plan it is.
pub(super) fn item(context: &Context<'_>, row: &Earlier) -> Item {
    let held = context.held(row.entry, &[&row.text]);
    Item {
        audience: Audience { held, ..audience(context, row) },
        details: point(row).into_iter().collect(),
        ..Item::new(text(&row.text))
    }
}

/// When, as it stands now. A day that has passed is said to have, and that nothing has been begun too.
fn when(context: &Context<'_>, row: &Earlier, said: &Said) -> Option<String> {
    let waits = said.tells_how && row.has_come_to(ActionState::EjPaborjad);
    let not_begun = waits.then_some("inte påbörjad än");
    let day = match row.due_now() {
        // Who has it now didn't promise it for a day that had passed.
        Some(Due::By(day)) if row.lacks_day(context.held_on()) => Some((said.lacks_day)(*day)),
        Some(Due::By(day)) if is_late(context, row) => Some((said.was_due)(*day)),
        due => due.map(said.due),
    };
    let parts: Vec<String> = not_begun.map(str::to_owned).into_iter().chain(day).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn is_late(context: &Context<'_>, row: &Earlier) -> bool {
    row.due_now().is_some_and(|due| due.is_late(context.held_on()))
}

/// A promise with who and when, in the paper's own words for both. Who still is to be asked has promised nothing.
pub(super) fn promise(
    context: &Context<'_>,
    row: &Earlier,
    name: impl Fn(&Participant) -> String,
    said: &Said,
) -> Item {
    let asked = if context.meeting.is_still_asked(row) { said.asked } else { "" };
    let today = context.meeting.items.iter().find(|item| Some(item.arende) == row.arende);
    let owner = row.owner.as_deref().and_then(|owner| {
        let [only] = context.meeting.called(owner)[..] else {
            let elsewhere = context.meeting.owner_elsewhere(row).map(|person| name(&person));
            let who = elsewhere.unwrap_or_else(|| context.named(owner));
            return fact(Label::OWNER, &format!("{who}{asked}"));
        };
        let who = fact(Label::OWNER, &format!("{}{asked}", name(only)))?;
        let may = context.may_be_named_in(only, today.map(|item| item.id));
        let audience = if may { Audience::everyone() } else { context.audience_of_person(only) };
        Some(Fact { audience, ..who })
    });
    let mut point = item(context, row);
    point.details.extend(owner);
    point.details.extend(when(context, row, said).map(|when| Fact::new(Label::WHEN, when)));
    let put_off = row.told.as_ref().is_some_and(|told| told.new_due.is_some()) || is_late(context, row);
    // What was said of a day that was put off is why; of anything else, how it has gone.
    let held_up = [ActionState::Andrad, ActionState::EjPaborjad].iter().any(|state| row.has_come_to(*state));
    let label = if held_up && row.new_due().is_some() { Label::WHY } else { Label::HAS_GONE };
    point.details.extend(evaluation(context, row, label).filter(|_| said.tells_how && put_off));
    let followed_up = row.follow_up.filter(|day| *day > context.held_on()).map(words::long_date);
    let is_asked_for = row.lacks_day(context.held_on()) && !matches!(row.due_now(), Some(Due::By(_)));
    let followed_up = followed_up.or(is_asked_for.then(|| words::NO_NEW_DAY.to_owned()));
    point.details.extend(followed_up.map(|day| Fact::new(Label::FOLLOWED_UP, day)));
    point
}
