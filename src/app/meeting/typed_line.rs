//! The line being typed while the meeting goes on around it.

use super::screen::MeetingScreen;
use super::target::{self, Target};
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::agenda::EntryKind;
use crate::domain::meeting::{Meeting, Position};

/// Said where something can't be done while a line is being written.
pub(crate) const UNSAVED_LINE: &str =
    "Raden är inte sparad än. ‹Accept› sparar den, ‹Back› tömmer den. Gör sedan om det du ville göra.";

/// Said where something can't be done while pasted lines wait.
pub(crate) const UNSAVED_PASTE: &str =
    "Det du klistrade in är inte sparat än. ‹Undo› tar fram det. Gör sedan om det du ville göra.";

/// Why some of several lines can't become what they should, by their places.
pub(crate) type Bad = Vec<(usize, String)>;

/// The meeting has gone on from `before`, by one's `own` key or by somebody else's. An empty line becomes what is usual where
/// the meeting stands now; what is being written keeps its text. Whoever goes on takes the line along: it becomes what is
/// written there, unless it already is of a kind that is. A line that belongs to another ärende, or that somebody else's key
/// has moved the meeting from, stays what it was, and belongs where it was begun.
pub(crate) fn carry_line(screen: &mut MeetingScreen, before: Position, own: bool) {
    if screen.line.is_empty() && screen.editing.is_none() {
        screen.writing = false;
        screen.line_from = None;
        screen.line_was = None;
        screen.target = target::first(&screen.meeting);
        return;
    }
    screen.writing = true;
    let belongs_here = own && screen.editing.is_none() && comes_along(screen, before);
    if !belongs_here {
        screen.line_from.get_or_insert(before);
        return;
    }
    let here = screen.meeting.position();
    let (begun, was) = *screen.line_was.get_or_insert((before, screen.target));
    // Back where it was begun it is what it was.
    let kind = if begun == here { was } else { becomes(&screen.meeting, screen.target) };
    if kind == screen.target && before.arende != here.arende && begun != here {
        screen.line_from.get_or_insert(before);
    } else {
        screen.line_from = None;
        screen.target = kind;
    }
}

/// Whether the line can be of the place to which the meeting has gone from `before`: it belongs to the same ärende, or to none.
fn comes_along(screen: &MeetingScreen, before: Position) -> bool {
    let (meeting, here) = (&screen.meeting, screen.meeting.position());
    let from = screen.line_from.unwrap_or(before).arende;
    !matches!(screen.target, Target::Entry(_))
        || from.is_none()
        || from == here.arende
        || (here.arende.is_none() && !meeting.agenda.many)
}

/// What a line of this kind becomes where the meeting stands. A sentence never becomes somebody's name, and a note of one's own
/// is nobody else's.
fn becomes(meeting: &Meeting, kind: Target) -> Target {
    let all = target::all(meeting);
    if all.contains(&kind) || kind == Target::Entry(EntryKind::Privat) {
        return kind;
    }
    let is_sentence = |other: &&Target| matches!(other, Target::Entry(_));
    let sentence = all.iter().find(is_sentence).filter(|_| is_sentence(&&kind)).copied();
    sentence.unwrap_or_else(|| target::first(meeting))
}

/// Nothing is being written any more: the next line belongs where the meeting stands.
pub(crate) fn let_go_of_place(screen: &mut MeetingScreen) {
    let was = screen.line_was.take();
    if screen.line_from.take().is_some() || was.is_some() {
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
    }
}

/// Sends what a line became, and empties the line.
pub(crate) fn finish_line(model: &mut Model, command: NewCommand) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.clear();
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
