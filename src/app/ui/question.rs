//! Yes-or-no questions.

use super::page::{ASK_WIDTH, asked_lines, asked_rows, asked_whole, inner_width, page, scrolled, scrolls_to};
use crate::app::core::action::{Action, name_keys};
use crate::app::core::model::list::Then;
use crate::app::core::model::question::Confirm;
use crate::app::core::model::{Dialog, Model};

/// A question whose yes does `then`.
pub(crate) fn question(
    title: impl Into<String>,
    text: Vec<String>,
    yes: &str,
    then: impl Fn(&mut Model) + 'static,
) -> Confirm {
    Confirm {
        title: title.into(),
        text: text.into_iter().map(name_keys).collect(),
        yes: yes.to_owned(),
        then: Then::new(then),
        otherwise: None,
        no: None,
        top: 0,
        read: 0,
    }
}

/// Asks a yes-or-no question.
pub(crate) fn confirm(
    model: &mut Model,
    title: impl Into<String>,
    text: Vec<String>,
    yes: &str,
    then: impl Fn(&mut Model) + 'static,
) {
    model.dialogs.push(Dialog::Confirm(question(title, text, yes, then)));
}

/// Whether this is what is asked now.
pub(crate) fn is_asked(model: &Model, title: &str) -> bool {
    matches!(model.dialogs.last(), Some(Dialog::Confirm(confirm)) if confirm.title == title)
}

/// Moves in what is said, where it is longer than the screen: `rows` counts it at a width, and what is
/// written beneath it has `taken` some rows. Says where it begins after the
/// key; nothing if the key means something else.
pub(crate) fn scroll(
    size: (u16, u16),
    action: Action,
    top: usize,
    taken: usize,
    rows: impl Fn(u16) -> usize,
) -> Option<usize> {
    let last = scrolls_to(rows(inner_width(size.0, ASK_WIDTH)), size.1);
    let action = match action {
        Action::Previous => Action::Up,
        Action::Next => Action::Down,
        other => other,
    };
    scrolled(action, top, last, page(size.1, taken))
}

/// The rows that a text takes at a width.
pub(crate) fn rows_of(said: &str, width: u16) -> usize {
    asked_lines(said, width).len()
}

/// How far what is asked about can be scrolled on a screen of this size.
fn last_of(confirm: &Confirm, (width, height): (u16, u16)) -> usize {
    let width = inner_width(width, ASK_WIDTH);
    let rows: usize = confirm.text.iter().map(|text| rows_of(text, width)).sum();
    if rows <= asked_whole(height) { 0 } else { rows - asked_rows(height) }
}

/// Whether all that is asked about has been on the screen: nobody says yes to what nobody has seen.
fn is_read(confirm: &Confirm, size: (u16, u16)) -> bool {
    confirm.read.max(confirm.top) >= last_of(confirm, size)
}

/// What a key does where this is asked on a screen of this size; nothing where it does nothing.
pub(crate) fn says(confirm: &Confirm, size: (u16, u16), action: Action, label: &str) -> Option<String> {
    match action {
        Action::Accept if !is_read(confirm, size) => Some("läs vidare".to_owned()),
        Action::Accept => Some(confirm.yes.to_lowercase()),
        Action::Back => Some("nej".to_owned()),
        Action::GoOnAnyway => confirm.otherwise.as_ref().map(|(word, _)| word.clone()),
        Action::Unrecognisable | Action::NothingMore | Action::TurnInto | Action::Postpone => None,
        _ => Some(label.to_owned()),
    }
}

/// A key while a question is asked.
pub(crate) fn act(model: &mut Model, action: Action) {
    let size = model.size;
    let Some(Dialog::Confirm(confirm)) = model.dialogs.last_mut() else { return };
    let action = match action {
        Action::Previous => Action::Up,
        Action::Next => Action::Down,
        // A yes reads on until all was seen.
        Action::Accept if !is_read(confirm, size) => Action::PageDown,
        other => other,
    };
    let page = asked_rows(size.1).saturating_sub(1).max(1);
    if let Some(top) = scrolled(action, confirm.top, last_of(confirm, size), page) {
        confirm.top = top;
        confirm.read = confirm.read.max(top);
        return;
    }
    let then = match action {
        Action::Accept => Some(confirm.then.clone()),
        Action::GoOnAnyway if confirm.otherwise.is_some() => {
            confirm.otherwise.clone().map(|(_, otherwise)| otherwise)
        }
        Action::Back => confirm.no.clone(),
        _ => return,
    };
    model.dialogs.pop();
    if let Some(then) = then {
        then.act(model);
    }
}
