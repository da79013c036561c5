//! The goals of a plan that has ended: it leads nowhere any more, and tells how it went.

use super::super::context::{Context, Scope, non_empty};
use super::super::continues;
use super::item;
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::{self, Earlier};
use crate::domain::record::{ActionStatus, Entry};
use crate::minutes::document::{Block, Fact, Item};
use crate::minutes::words;
use uuid::Uuid;

/// Under each goal, how it went with it.
const WENT: &str = "Så gick det";

/// How it went with the goals of a plan that has ended, those of before first.
pub(super) fn how_they_went(context: &Context<'_>, scope: Scope) -> Vec<Block> {
    let with = |mut goal: Item, (kind, row): (EntryKind, Uuid), told: Option<&ActionStatus>, before: bool| {
        let day = |told: &ActionStatus| {
            let day = words::date(context.clocks.day(told.at));
            if before { format!(" {day}") } else { String::new() }
        };
        let state = told.map_or("det tog vi inte upp".to_owned(), |told| {
            format!("{}{}", earlier::word(kind, told.status), day(told))
        });
        let mut how = Fact::new(WENT, state.clone());
        if let Some(said) = told.and_then(|told| non_empty(told.how())) {
            how.value = format!("{state}: {said}");
            how.audience.held = context.held(row, &[&said]);
            how.otherwise = Some(state);
        }
        goal.details.push(how);
        goal
    };
    let before = continues::all_goals(context, scope);
    let kinds = [EntryKind::MalLang, EntryKind::MalKort];
    let own: Vec<&Entry> = kinds.into_iter().flat_map(|kind| context.entries(scope, kind)).collect();
    let status = |entry: &Entry| context.meeting.told_by_its_end(entry.id);
    // Where nothing was said of any of them, saying so of each tells nothing.
    let told = |row: &Earlier| row.told.clone().or(row.settled_by.clone());
    if before.iter().all(|row| told(row).is_none()) && own.iter().all(|entry| status(entry).is_none()) {
        return Vec::new();
    }
    let before = before.into_iter().map(|row| {
        let known = (row.kind, row.entry.0);
        with(continues::item(context, row), known, told(row).as_ref(), row.told.is_none())
    });
    let own = own.into_iter().map(|entry| {
        let told = status(entry);
        with(item(context, entry), (entry.kind(), told.map_or(entry.id.0, |told| told.id.0)), told, false)
    });
    vec![Block::Lista { items: before.chain(own).collect() }]
}
