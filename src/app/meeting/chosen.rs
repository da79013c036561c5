//! Which row a key is about, and the highlight that moves among the rows on screen.

use super::board;
use super::screen::{MeetingScreen, RowRef};
use super::typed_line::UNSAVED_LINE;
use crate::app::core::model::{Model, Screen};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::rules::{self, Todo};

/// Why no row is meant: the line isn't saved, or what is highlighted isn't an entry.
pub(crate) fn none_meant(model: &Model) -> &'static str {
    let typed =
        model.meeting_screen().is_some_and(|screen| screen.cursor.is_none() && !screen.line.is_empty());
    if typed { UNSAVED_LINE } else { ONLY_WRITTEN }
}

/// Said of a row that isn't an entry.
pub(crate) const ONLY_WRITTEN: &str =
    "Det går bara på det som är skrivet på mötet. Markera en sådan rad med pilarna.";

/// Moves the highlight among the rows on screen.
pub(crate) fn step(model: &mut Model, by: isize) {
    let Some(board) = board::board(model) else { return };
    let targets = board.targets();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let at = screen.cursor.and_then(|row| targets.iter().position(|target| *target == row));
    screen.cursor = match at {
        Some(at) => at
            .checked_add_signed(by)
            .and_then(|at| targets.get(at))
            .copied()
            .or(screen.cursor.filter(|_| by > 0)),
        None if by < 0 => screen.latest.filter(|row| targets.contains(row)).or(targets.last().copied()),
        None => targets.first().copied(),
    };
}

/// The row that a key is about: the highlighted one; without pointing the point that is being read out, or what was
/// written last.
pub(crate) fn meant(screen: &MeetingScreen) -> Option<RowRef> {
    let read_out = || {
        let mut points = rules::agreed(&screen.meeting).filter(|_| screen.is_reading_out());
        points.find(|entry| entry.confirmed.is_none()).map(|entry| RowRef::Entry(entry.id))
    };
    screen.cursor.or_else(read_out).or_else(|| newest(&screen.meeting))
}

/// The entry that was written last where the meeting stands.
fn newest(meeting: &Meeting) -> Option<RowRef> {
    meeting
        .entries
        .iter()
        .filter(|entry| entry.arende == meeting.head.current || !meeting.head.phase.is_per_arende())
        .max_by_key(|entry| entry.id)
        .map(|entry| RowRef::Entry(entry.id))
}

/// The entry that a key is about.
pub(crate) fn chosen_entry(model: &Model) -> Option<EntryId> {
    let screen = model.meeting_screen()?;
    // What is being typed isn't the row that was written before it.
    if screen.cursor.is_none() && !screen.line.is_empty() {
        return None;
    }
    let row = meant(screen)?;
    let is_read_out = || screen.point().is_some_and(|entry| row == RowRef::Entry(entry.id));
    // Where nobody has pointed, one that isn't seen isn't meant.
    if screen.cursor.is_none() && place_of(model, row).is_none() && !is_read_out() {
        return None;
    }
    match row {
        RowRef::Entry(id) | RowRef::Todo(Todo::Complete(id) | Todo::Recurring(id) | Todo::NeededFrom(id)) => {
            Some(id)
        }
        _ => None,
    }
}

/// Which ärende a key means: the highlighted one, or the one that is spoken of.
pub(crate) fn chosen_item(model: &Model) -> Option<MeetingArendeId> {
    let screen = model.meeting_screen()?;
    match screen.cursor {
        Some(RowRef::Item(id) | RowRef::Todo(Todo::ArendeFields(id) | Todo::Consent(id))) => Some(id),
        _ => screen.meeting.head.current,
    }
}

/// What was to be done is done: the highlight doesn't stay on what it became, where Enter would open it again.
pub(crate) fn let_go_of_todo(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen
        && matches!(screen.cursor, Some(RowRef::Todo(_)))
    {
        screen.cursor = None;
    }
}

/// Where a row stands among those that can be highlighted.
pub(crate) fn place_of(model: &Model, row: RowRef) -> Option<(usize, RowRef)> {
    let board = board::board(model)?;
    Some((board.targets().iter().position(|target| *target == row)?, row))
}

/// The highlight stays where it was when its row has gone: on the row after, or else the one before, of the same kind.
pub(crate) fn stay_near(model: &mut Model, (at, gone): (usize, RowRef)) {
    let targets = board::board(model).map(|board| board.targets()).unwrap_or_default();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.cursor.is_some() || targets.contains(&gone) {
        return;
    }
    let same = |row: &&RowRef| std::mem::discriminant(*row) == std::mem::discriminant(&gone);
    let before = at.checked_sub(1).and_then(|at| targets.get(at)).filter(same);
    screen.cursor = targets.get(at).filter(same).or(before).copied();
}
