//! A point that is written during the read-out: whose it is, and how it becomes the whole meeting's.

use super::board::wall_name;
use super::chosen::item_of;
use super::screen::{MeetingScreen, RowRef};
use super::target::Target;
use crate::app::core::action::Context;
use crate::app::core::model::{Model, Screen};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Position;
use crate::domain::quoted::quoted;

/// The line opens for a point of the ärende that is read out.
pub(crate) fn begin(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let item = in_turn(screen);
    screen.writing = true;
    screen.held_open = false;
    screen.target = Target::Entry(EntryKind::Atgard);
    screen.line_from = item.map(|item| within(screen, item));
    say_whose(model);
}

/// What is read out gives way to the line, for what is typed.
pub(crate) fn open_line(model: &mut Model) {
    if model.context() == Context::ReadOut {
        model.version += 1;
        model.notice = None;
        begin(model);
    }
}

/// Whether such a point is being written.
pub(crate) fn is_written(model: &Model) -> bool {
    model.meeting_screen().is_some_and(|screen| {
        screen.meeting.head.phase == Phase::Ansvar
            && screen.writing
            && screen.editing.is_none()
            && screen.meeting.agenda.many
            && matches!(screen.target, Target::Entry(_))
    })
}

/// It becomes the whole meeting's, or the ärende's again.
pub(crate) fn turn(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    screen.line_from = match screen.line_from.take() {
        Some(_) => None,
        None => in_turn(screen).map(|item| within(screen, item)),
    };
    say_whose(model);
}

fn within(screen: &MeetingScreen, item: MeetingArendeId) -> Position {
    Position { phase: screen.meeting.agenda.last_phase(), arende: Some(item) }
}

/// The ärende of what is read out or pointed at; nothing where it is the whole meeting's, or there is only one.
fn in_turn(screen: &MeetingScreen) -> Option<MeetingArendeId> {
    let meeting = &screen.meeting;
    let item = match screen.cursor {
        Some(row @ (RowRef::Earlier(_) | RowRef::Item(_))) => item_of(meeting, row),
        Some(RowRef::Todo(_)) => None,
        _ => screen.point().and_then(|entry| entry.arende),
    };
    item.filter(|_| meeting.agenda.many)
}

fn say_whose(model: &mut Model) {
    let Some(screen) = model.meeting_screen().filter(|screen| screen.meeting.agenda.many) else { return };
    let said = match screen.line_from.and_then(|from| from.arende) {
        Some(item) => {
            let label = quoted(&wall_name(&screen.meeting, item));
            format!("Raden hör till {label}. ‹MoveEntry› gör den till hela mötets.")
        }
        None if in_turn(screen).is_some() => {
            "Raden hör till hela mötet. ‹MoveEntry› lägger den i ärendet igen.".to_owned()
        }
        None => "Raden hör till hela mötet.".to_owned(),
    };
    model.say(said);
}
