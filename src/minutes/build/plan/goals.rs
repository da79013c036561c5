//! The goals of a plan that has ended: it leads nowhere any more, and tells how it went.

use super::super::context::{Context, Scope, non_empty};
use super::super::continues;
use super::item;
use crate::domain::agenda::EntryKind;
use crate::domain::earlier;
use crate::domain::record::{ActionStatus, Entry};
use crate::minutes::document::{Block, Fact, Item};
use uuid::Uuid;

/// Under each goal, how it went with it.
const WENT: &str = "Så gick det";

/// How it went with the goals of a plan that has ended, those of before first.
pub(super) fn how_they_went(context: &Context<'_>, scope: Scope) -> Vec<Block> {
    let with = |mut goal: Item, (kind, row): (EntryKind, Uuid), told: Option<&ActionStatus>| {
        let state = told.map_or("det tog vi inte upp", |told| earlier::word(kind, told.status));
        let mut how = Fact::new(WENT, state);
        if let Some(said) = told.and_then(|told| non_empty(told.how())) {
            how.value = format!("{state}: {said}");
            how.audience.held = context.held(row, &[&said]);
            how.otherwise = Some(state.to_owned());
        }
        goal.details.push(how);
        goal
    };
    let before = continues::all_goals(context, scope);
    let kinds = [EntryKind::MalLang, EntryKind::MalKort];
    let own: Vec<&Entry> = kinds.into_iter().flat_map(|kind| context.entries(scope, kind)).collect();
    let status = |entry: &Entry| context.meeting.told_by_its_end(entry.id);
    // Where nothing was said of any of them, saying so of each tells nothing.
    if before.iter().all(|row| row.told.is_none()) && own.iter().all(|entry| status(entry).is_none()) {
        return Vec::new();
    }
    let before = before
        .into_iter()
        .map(|row| with(continues::item(context, row), (row.kind, row.entry.0), row.told.as_ref()));
    let own = own.into_iter().map(|entry| {
        let told = status(entry);
        with(item(context, entry), (entry.kind(), told.map_or(entry.id.0, |told| told.id.0)), told)
    });
    vec![Block::Lista { items: before.chain(own).collect() }]
}
