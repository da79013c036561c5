//! What goes on from earlier meetings: as much a part of the plan as what is new. It has no number of its own: its number is
//! its first meeting's.

use super::context::{Context, Scope, fact, text};
use super::earlier::{audience, is_within};
use crate::domain::agenda::EntryKind;
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::record::{ActionState, Participant};
use crate::minutes::document::{Audience, Block, Fact, Item, Section};
use crate::minutes::words::{self, Label};

/// The promises of before that go on, but for the family's own where that stands apart.
pub(super) fn others(context: &Context<'_>, scope: Scope) -> Section {
    list(context, scope, "Det här fortsätter", false)
}

/// What the family goes on with.
pub(super) fn familys(context: &Context<'_>, scope: Scope) -> Section {
    list(context, scope, "Det här fortsätter familjen med", true)
}

fn list(context: &Context<'_>, scope: Scope, heading: &str, of_family: bool) -> Section {
    let apart = |row: &Earlier| context.has_family_part() && context.meeting.is_familys(row);
    let name = |person: &Participant| context.full_name(person);
    let rows = promises(context, scope).filter(|row| apart(row) == of_family);
    let items = rows.map(|row| promise(context, row, name, words::due)).collect();
    Section::new(heading, vec![Block::Lista { items }])
}

/// The goals of before that still hold.
pub(super) fn goals(context: &Context<'_>, scope: Scope) -> Section {
    let items = goals_of_before(context, scope).map(|row| goal(context, row)).collect();
    Section::new("Mål från förra gången som gäller", vec![Block::Lista { items }])
}

fn rows<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    let rows = context.meeting.continues().into_iter();
    rows.filter(move |row| is_within(context, scope, row) && !text(&row.text).is_empty())
}

/// The promises of before that go on.
pub(super) fn promises<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    rows(context, scope).filter(|row| row.is_promise())
}

/// The goals of before that still hold, those in the long term first.
pub(super) fn goals_of_before<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    let mut goals: Vec<&Earlier> = rows(context, scope).filter(|row| row.still_holds()).collect();
    goals.sort_by_key(|row| row.kind != EntryKind::MalLang);
    goals.into_iter()
}

/// A goal, and how far it has come where somebody said so.
pub(super) fn goal(context: &Context<'_>, row: &Earlier) -> Item {
    let mut goal = item(context, row);
    goal.details.extend(row.told.as_ref().map(|told| Fact::new(Label::STATE, row.word(told.status))));
    goal
}

/// The goals of before that somebody has said are reached.
pub(super) fn reached<'a>(context: &Context<'a>, scope: Scope) -> impl Iterator<Item = &'a Earlier> {
    let reached = |row: &&Earlier| {
        row.is_goal() && row.told.as_ref().is_some_and(|told| told.status == ActionState::Klar)
    };
    let goals = context.meeting.earlier.iter().filter(reached);
    goals.filter(move |row| is_within(context, scope, row) && !text(&row.text).is_empty())
}

/// What, for those who may read it.
pub(super) fn item(context: &Context<'_>, row: &Earlier) -> Item {
    let held = context.held(row.entry, &[&row.text]);
    Item { audience: Audience { held, ..audience(context, row) }, ..Item::new(text(&row.text)) }
}

/// A promise with who and when, in the paper's own words for both.
pub(super) fn promise(
    context: &Context<'_>,
    row: &Earlier,
    name: impl Fn(&Participant) -> String,
    when: fn(&Due) -> String,
) -> Item {
    let today = context.meeting.items.iter().find(|item| Some(item.arende) == row.arende);
    let owner = row.owner.as_deref().and_then(|owner| match context.meeting.called(owner).as_slice() {
        [only] => {
            let who = fact(Label::OWNER, &name(only))?;
            let may = context.may_be_named_in(only, today.map(|item| item.id));
            let audience = if may { Audience::everyone() } else { context.audience_of_person(only) };
            Some(Fact { audience, ..who })
        }
        _ => fact(Label::OWNER, &context.named(owner)),
    });
    let mut point = item(context, row);
    point.details.extend(owner);
    point.details.extend(row.due_now().map(|due| Fact::new(Label::WHEN, when(due))));
    point
}
