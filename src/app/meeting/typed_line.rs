//! The line being typed while the meeting goes on around it.

use super::screen::MeetingScreen;
use super::target::{self, Target};
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::meeting::Position;

/// Said where something can't be done while a line is being written.
pub(crate) const UNSAVED_LINE: &str =
    "Raden är inte sparad än. ‹Accept› sparar den, ‹Back› tömmer den. Gör sedan om det du ville göra.";

/// Said where something can't be done while pasted lines wait.
pub(crate) const UNSAVED_PASTE: &str =
    "Det du klistrade in är inte sparat än. ‹Undo› tar fram det. Gör sedan om det du ville göra.";

/// Why some of several lines can't become what they should, by their places.
pub(crate) type Bad = Vec<(usize, String)>;

/// The meeting has gone on from `before`. What is being written stays what it was, and belongs where it was begun; an
/// empty line becomes what is usual where the meeting stands now.
pub(crate) fn carry_line(screen: &mut MeetingScreen, before: Position) {
    if screen.line.is_empty() && screen.editing.is_none() {
        screen.writing = false;
        screen.line_from = None;
        screen.target = target::first(&screen.meeting);
    } else {
        screen.writing = true;
        screen.line_from.get_or_insert(before);
    }
}

/// Nothing is being written any more: the next line belongs where the meeting stands.
pub(crate) fn let_go_of_place(screen: &mut MeetingScreen) {
    if screen.line_from.take().is_some() {
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
    }
}

/// Sends what a line became, and empties the line.
pub(crate) fn finish_line(model: &mut Model, command: NewCommand) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.clear();
        screen.cleared = None;
        screen.completing = false;
        screen.completion = 0;
        let_go_of_place(screen);
    }
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        // Somebody came in during the read-out, which goes on.
        screen.writing &=
            screen.target != Target::Participant || target::all(&screen.meeting).contains(&screen.target);
        // Once the only ärende of such a form is there, the line goes on with people.
        if !target::all(&screen.meeting).contains(&screen.target) {
            screen.target = target::first(&screen.meeting);
        }
    }
}
