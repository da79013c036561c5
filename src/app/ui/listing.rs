//! The lists over all meetings: asked for, shown, read again when somebody has written. What they list is the features'.

use crate::app::core::effect::Effect;
use crate::app::core::model::list::{ListKind, Pick, PickItem};
use crate::app::core::model::{Awaited, Dialog, Model, Screen};
use crate::domain::listing::ListQuery;
use chrono::TimeDelta;

/// How long a list may take before it is said that it is being read.
const PATIENCE: TimeDelta = TimeDelta::milliseconds(400);

/// Asks for a list.
pub(crate) fn load(model: &mut Model, kind: &'static ListKind, query: ListQuery) {
    model.awaited = Some(Awaited { of: kind.of, since: model.now.utc, said: false });
    let is_open = query.goes_on() || open(model, kind).is_some();
    model.ask_for(if is_open { Effect::LoadList(query) } else { Effect::OpenList(query) });
}

/// Asks again for the list that is open, since somebody has written.
pub(crate) fn again(model: &mut Model) {
    let open = model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Pick(pick) => pick.kind,
        _ => None,
    });
    if let Some(query) = open.and_then(|kind| kind.again) {
        model.ask_for(Effect::LoadList(query));
    }
}

/// Says that a list is being read, where that takes a while.
pub(crate) fn tick(model: &mut Model) {
    let now = model.now.utc;
    let Some(awaited) = model.awaited.as_mut().filter(|awaited| !awaited.said) else { return };
    if now - awaited.since >= PATIENCE {
        awaited.said = true;
        let of = awaited.of;
        model.say(format!("Läser in {of} …"));
    }
}

/// A list has come.
pub(crate) fn came(model: &mut Model) {
    if model.awaited.take().is_some_and(|awaited| awaited.said) {
        model.notice = None;
    }
}

/// The list of this kind, if it is open.
pub(crate) fn open<'m>(model: &'m mut Model, kind: &'static ListKind) -> Option<&'m mut Pick> {
    model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Pick(pick) if pick.is(kind) => Some(pick),
        _ => None,
    })
}

/// Shows a list as it was read. Where it is open already, the highlight stays on its row; where something else was opened
/// meanwhile, nothing is covered.
pub(crate) fn show(model: &mut Model, kind: &'static ListKind, title: &str, items: Vec<PickItem>) {
    if let Some(pick) = open(model, kind) {
        let here = pick.selected().and_then(|item| item.key);
        title.clone_into(&mut pick.title);
        pick.items = items;
        let at = here.and_then(|here| pick.shown().iter().position(|item| item.key == Some(here)));
        pick.cursor = at.unwrap_or(pick.cursor).min(pick.shown().len().saturating_sub(1));
        return;
    }
    if !matches!(model.screen, Screen::Home(_)) || !model.dialogs.is_empty() {
        return;
    }
    if items.is_empty() {
        return model.say(kind.empty);
    }
    model.dialogs.push(Dialog::Pick(Pick { kind: Some(kind), ..Pick::new(title, items) }));
}
