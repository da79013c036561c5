//! Leaving the program as it locks itself, and coming back to where one stood.

use super::stood::{InMeeting, Left, Over, Place, Stood};
use crate::app::core::drafts;
use crate::app::core::model::form::FormKind;
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::meeting::target;
use crate::app::papers::copies;
use crate::app::presence;
use crate::app::ui::form;
use crate::domain::quoted::quoted;

/// Where the program stands now.
pub(super) fn where_one_stands(model: &Model) -> Stood {
    let place = match &model.screen {
        Screen::Meeting(screen) => Place::Meeting(InMeeting {
            meeting: screen.meeting.id(),
            target: screen.target,
            usual_target: screen.usual_target,
            cursor: screen.cursor,
            latest: screen.latest,
            writing: screen.writing,
            show_all: screen.show_all,
            line_from: screen.line_from,
        }),
        Screen::Home(home) => Place::Home(home.selected().or(home.wanted)),
        Screen::Start(_) | Screen::Opening => Place::default(),
    };
    let field = match model.dialogs.last() {
        Some(Dialog::Form(form)) => form.cursor,
        _ => 0,
    };
    let over = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Pick(pick) => pick.kind.map(Over::List),
        Dialog::Copies(_) => Some(Over::Copies),
        _ => None,
    });
    Stood { place, field, over, removed: model.removed }
}

/// What is left in the program that no draft has.
pub(super) fn what_is_left(model: &Model) -> Left {
    let screen = model.meeting_screen();
    let in_meeting = drafts::form(model).filter(|_| screen.is_some());
    let forms: Vec<String> = model
        .dialogs
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != in_meeting.as_ref().map(|(at, _)| *at))
        .filter_map(|(_, dialog)| match dialog {
            Dialog::Form(form) => Some(form.draft()).filter(|draft| !draft.is_empty()),
            _ => None,
        })
        .collect();
    let reason = model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Rule(stop) => stop.reason.as_ref().map(|line| line.value().trim().to_owned()),
        _ => None,
    });
    Left {
        person: model.person.clone(),
        forms,
        kept_forms: model.kept_forms.clone(),
        pasted: screen.filter(|_| in_meeting.is_some()).map_or_else(String::new, |s| s.pasted.clone()),
        reason: reason.unwrap_or_default(),
        emptied: screen.map(|screen| screen.emptied.clone()).unwrap_or_default(),
    }
}

/// Opens the forms again that were being filled in, beneath the one that is in front already.
pub(super) fn forms_again(model: &mut Model, stood: &Stood, left: &Left, kinds: &[&'static FormKind]) {
    let front = std::mem::take(&mut model.dialogs);
    for draft in &left.forms {
        form::reopen(model, draft, kinds);
    }
    model.dialogs.extend(front);
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
        form.cursor = stood.field.min(form.fields.len().saturating_sub(1));
    }
    model.removed = stood.removed;
    // What was being filled in over a list goes first.
    match stood.over.filter(|_| model.dialogs.is_empty()) {
        Some(Over::List(kind)) => (kind.open)(model),
        Some(Over::Copies) => copies::open(model),
        None => {}
    }
    if !left.reason.is_empty() {
        model.say(format!(
            "Du höll på att skriva ett skäl: {}. Gör om det du ville göra.",
            quoted(&left.reason)
        ));
    }
}

/// The meeting that was on screen is there again, with its drafts: as it stood.
pub(crate) fn in_meeting(model: &mut Model, kinds: &[&'static FormKind]) {
    let Some((stood, left)) = model.comes_back.take().map(|both| *both) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Place::Meeting(place) = stood.place else { return };
    if place.meeting != screen.meeting.id() {
        return;
    }
    // A row that is being changed is highlighted already.
    screen.cursor = screen.cursor.or(place.cursor.filter(|row| screen.has(*row)));
    screen.latest = place.latest.filter(|row| screen.has(*row));
    let targets = target::all(&screen.meeting);
    if screen.line.is_empty() && targets.contains(&place.target) {
        screen.target = place.target;
        screen.usual_target = place.usual_target;
    }
    screen.writing |= place.writing;
    screen.show_all = place.show_all;
    screen.line_from = place.line_from.filter(|_| !screen.line.is_empty());
    screen.emptied.clone_from(&left.emptied);
    if screen.pasted.is_empty() {
        screen.pasted.clone_from(&left.pasted);
    }
    forms_again(model, &stood, &left, kinds);
    presence::say_here(model);
}
