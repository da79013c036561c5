//! Which row a key is about, and the highlight that moves among the rows on screen.

use super::board;
use super::earlier;
use super::screen::{MeetingScreen, RowRef};
use super::target::{self, Target};
use super::typed_line::UNSAVED_LINE;
use crate::app::core::action::Action;
use crate::app::core::model::{Model, Screen};
use crate::app::ui::page;
use crate::domain::agenda::Phase;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
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

/// Whether a row is being changed: then the highlight stays on it, so that nobody takes another row for the one that is
/// changed. Says so.
pub(crate) fn is_changing(model: &mut Model) -> bool {
    let Screen::Meeting(screen) = &mut model.screen else { return false };
    let Some(id) = screen.editing else { return false };
    screen.cursor = Some(RowRef::Entry(id));
    model.say("Du ändrar den markerade raden. ‹Accept› sparar den, ‹Back› låter den vara som den var.");
    true
}

/// Moves the highlight among the rows on screen. Upwards into the lists one comes first to what is missing.
pub(crate) fn step(model: &mut Model, by: isize) {
    if is_changing(model) {
        return;
    }
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
        None if by < 0 => board
            .first_missing()
            .or(screen.latest.filter(|row| targets.contains(row)))
            .or(targets.last().copied()),
        None => on_from_reading(screen, &targets)
            .or_else(|| unanswered_here(screen).filter(|row| targets.contains(row)))
            .or(targets.first().copied()),
    };
}

/// What nobody has told of yet in the ärende that is spoken of: one comes to it first.
fn unanswered_here(screen: &MeetingScreen) -> Option<RowRef> {
    screen.meeting.head.phase.is_per_arende().then(|| earlier::unanswered(screen, None)).flatten()
}

/// In the read-out one goes on from where one is: the point that is read, or when all is, what comes after the last that was.
fn on_from_reading(screen: &MeetingScreen, targets: &[RowRef]) -> Option<RowRef> {
    if !screen.is_reading_out() {
        return None;
    }
    let place = |id: EntryId| targets.iter().position(|target| *target == RowRef::Entry(id));
    if let Some(at) = screen.unread().and_then(|entry| place(entry.id)) {
        return targets.get(at).copied();
    }
    let last = screen.reading.first().and_then(|id| place(*id))?;
    targets.get(last + 1).copied()
}

/// Moves the highlight about as many rows of its column as are seen at a time; they often take two lines each.
pub(crate) fn page(model: &mut Model, by: isize) {
    let rows = (page::page(model.size.1, ROUND_ROWS) / 2).max(1);
    let Some(board) = board::board(model) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let columns = board.targets_by_column();
    let here = columns
        .iter()
        .find_map(|column| Some((column, column.iter().position(|target| Some(*target) == screen.cursor)?)));
    let Some((column, at)) = here else { return step(model, by) };
    let last = column.len().saturating_sub(1);
    let to = if by > 0 { (at + rows).min(last) } else { at.saturating_sub(rows) };
    screen.cursor = column.get(to).copied();
}

/// What stands above the rows of a closed meeting.
const ROUND_ROWS: usize = 2;

/// Moves the highlight to the column beside, as far down as it stands. Without a highlight the columns are entered from the
/// side that the key points away from the line: the last one, or the first.
pub(crate) fn sideways(model: &mut Model, by: isize) {
    if is_changing(model) {
        return;
    }
    let Some(board) = board::board(model) else { return };
    let mut columns = board.targets_by_column();
    columns.retain(|column| !column.is_empty());
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let place = screen.cursor.and_then(|row| {
        let at = |column: &Vec<RowRef>| column.iter().position(|target| *target == row);
        columns.iter().enumerate().find_map(|(number, column)| Some((number, at(column)?)))
    });
    let to = match place {
        Some((column, row)) => {
            column.checked_add_signed(by).and_then(|to| columns.get(to)).map(|to| (to, row))
        }
        None if by > 0 => columns.last().map(|to| (to, 0)),
        None => columns.first().map(|to| (to, 0)),
    };
    if let Some((column, row)) = to {
        screen.cursor = column.get(row).or(column.last()).copied();
    }
}

/// The row that a key is about: the highlighted one; without pointing the point that is being read out, or what was
/// written last.
pub(crate) fn meant(screen: &MeetingScreen) -> Option<RowRef> {
    let read_out =
        || screen.unread().filter(|_| screen.is_reading_out()).map(|entry| RowRef::Entry(entry.id));
    screen.cursor.or_else(read_out).or_else(|| newest(screen))
}

/// The entry that was written last here, where the meeting stands. What another screen wrote nobody has pointed at.
fn newest(screen: &MeetingScreen) -> Option<RowRef> {
    let meeting = &screen.meeting;
    meeting
        .entries
        .iter()
        .filter(|entry| screen.mine.contains(&entry.id))
        .filter(|entry| entry.arende == meeting.head.current || !meeting.head.phase.is_per_arende())
        .max_by_key(|entry| entry.id)
        .map(|entry| RowRef::Entry(entry.id))
}

/// The row that shows a number: in the list of what the line becomes, else in those that are written here, else in any. Where
/// points of several ärenden are read, each with numbers of its own: in the ärende that is
/// read or highlighted; where that row is meant already, in the next one that has it.
pub(crate) fn numbered(model: &Model, number: usize) -> Option<RowRef> {
    let (board, screen) = (board::board(model)?, model.meeting_screen()?);
    let meeting = &screen.meeting;
    let becomes = |row: RowRef| match row {
        RowRef::Entry(id) => meeting.entry(id).map(|entry| Target::Entry(entry.kind())),
        RowRef::Participant(_) => Some(Target::Participant),
        RowRef::Item(id) => {
            let about_child = meeting.item(id).and_then(|item| meeting.child_of(item)).is_some();
            Some(if about_child { Target::Individual } else { Target::Group })
        }
        RowRef::Earlier(_) | RowRef::Todo(_) => None,
    };
    let all: Vec<(RowRef, Target)> = board
        .rows()
        .filter(|row| row.number() == Some(number))
        .filter_map(|row| Some((row.target?, becomes(row.target?)?)))
        .collect();
    if meeting.head.phase == Phase::Ansvar || meeting.head.status == MeetingStatus::Avslutat {
        let points: Vec<RowRef> =
            all.iter().map(|(row, _)| *row).filter(|row| is_point(meeting, *row)).collect();
        let found = among_points(screen, &points);
        if found.is_some() {
            return found;
        }
    }
    let called =
        |fits: &dyn Fn(Target) -> bool| all.iter().find(|(_, target)| fits(*target)).map(|(row, _)| *row);
    let here = target::all(meeting);
    // A follow-up's own points have the numbers after those of the plan: a lower one is the plan's point.
    let is_called =
        |id: EntryId| meeting.earlier.iter().any(|row| row.entry == id && row.number == Some(number));
    let of_plan = || {
        let is_plans = number <= meeting.numbered_before.points;
        let mut rows = board.rows().filter(|_| is_plans).filter_map(|row| row.target);
        rows.find(|row| matches!(row, RowRef::Earlier(id) if is_called(*id)))
    };
    called(&|target| target == screen.target)
        .or_else(of_plan)
        .or_else(|| called(&|target| here.contains(&target)))
        .or_else(|| called(&|_| true))
}

/// Said where no row shows a number.
fn no_row(number: usize) -> String {
    format!("Ingen rad här har nummer {number}. ‹Up› och ‹Down› markerar en rad.")
}

/// Whether a row is a point that is read out.
fn is_point(meeting: &Meeting, row: RowRef) -> bool {
    let RowRef::Entry(id) = row else { return false };
    rules::agreed(meeting).any(|entry| entry.id == id)
}

/// Which of the points with one number is meant: that of the ärende one is in, or the next after the one that is meant already.
fn among_points(screen: &MeetingScreen, points: &[RowRef]) -> Option<RowRef> {
    let arende_of = |row: RowRef| match row {
        RowRef::Entry(id) => screen.meeting.entry(id).map(|entry| entry.arende),
        _ => None,
    };
    let here = screen.cursor.or(screen.point().map(|entry| RowRef::Entry(entry.id)));
    if let Some(at) = here.and_then(|here| points.iter().position(|row| *row == here)) {
        return points.get((at + 1) % points.len()).copied();
    }
    let of_here = here.and_then(arende_of);
    let same = points.iter().find(|row| of_here.is_some() && arende_of(**row) == of_here);
    same.or(points.first()).copied()
}

/// Whether a key does something with a row: with nothing but a number in the line, with the row of that number.
fn takes_row(action: Action) -> bool {
    matches!(
        action,
        Action::Edit
            | Action::Remove
            | Action::Strike
            | Action::MoveEntry
            | Action::MoveUp
            | Action::MoveDown
            | Action::ChangeKind
            | Action::ToDecision
            | Action::ToAction
            | Action::Exempt
            | Action::Emi
            | Action::Presence
            | Action::Introduced
            | Action::Spoken
            | Action::Postpone
            | Action::Fields
            | Action::Consent
            | Action::Withdraw
            | Action::PrintConsent
    )
}

/// Highlights the row of the number that alone stands in the line, for a key that acts on a row. Says whether the key has
/// nothing more to do: there is no such row.
pub(crate) fn take_number(model: &mut Model, action: Action) -> bool {
    let Some(screen) = model.meeting_screen().filter(|screen| takes_row(action) && screen.editing.is_none())
    else {
        return false;
    };
    let Ok(number) = screen.line.value().trim().parse::<usize>() else { return false };
    let Some(row) = numbered(model, number) else {
        model.say(no_row(number));
        return true;
    };
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.line.clear();
        (screen.completing, screen.cursor) = (false, Some(row));
    }
    false
}

/// Highlights the row of a number.
pub(crate) fn to_row(model: &mut Model, number: usize) {
    if !model.dialogs.is_empty() || is_changing(model) {
        return;
    }
    let row = numbered(model, number);
    if row.is_none() {
        model.say(no_row(number));
    }
    if let (Some(row), Screen::Meeting(screen)) = (row, &mut model.screen) {
        screen.cursor = Some(row);
    }
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
        Some(
            RowRef::Item(id) | RowRef::Todo(Todo::ArendeFields(id) | Todo::Consent(id) | Todo::TakeUp(id)),
        ) => Some(id),
        _ => screen.meeting.head.current,
    }
}

/// Which ärende a key means that is about nothing but an ärende: also that of a point or of what is left to do, highlighted or
/// in turn in the read-out.
pub(crate) fn item_meant(model: &Model) -> Option<MeetingArendeId> {
    let screen = model.meeting_screen()?;
    let in_turn = || match screen.point() {
        _ if !screen.is_reading_out() => None,
        Some(entry) => Some(RowRef::Entry(entry.id)),
        None => board::taken_first(screen).map(RowRef::Todo),
    };
    let row = screen.cursor.or_else(in_turn);
    row.and_then(|row| item_of(&screen.meeting, row)).or_else(|| chosen_item(model))
}

/// The ärende that a row is about, where it is about one.
pub(super) fn item_of(meeting: &Meeting, row: RowRef) -> Option<MeetingArendeId> {
    let of_entry = |id| meeting.entry(id).and_then(|entry| entry.arende);
    let of_earlier = |row: &Earlier| meeting.item_of_earlier(row).map(|item| item.id);
    let of_all = |rows: Vec<&Earlier>| {
        let first = rows.first().and_then(|row| of_earlier(row));
        first.filter(|_| rows.iter().all(|row| of_earlier(row) == first))
    };
    match row {
        RowRef::Participant(_) => None,
        RowRef::Item(id) => Some(id),
        RowRef::Entry(id) => of_entry(id),
        RowRef::Earlier(id) | RowRef::Todo(Todo::NewDay(id)) => {
            meeting.earlier.iter().find(|row| row.entry == id).and_then(of_earlier)
        }
        RowRef::Todo(todo) => match todo {
            Todo::TakeUp(id) | Todo::ArendeFields(id) | Todo::Consent(id) => Some(id),
            Todo::NeededFrom(id)
            | Todo::Decider(id)
            | Todo::Recurring(id)
            | Todo::Complete(id)
            | Todo::Confirm(id) => of_entry(id),
            Todo::Promises => of_all(rules::unanswered(meeting, None).collect()),
            Todo::Goals => of_all(rules::unanswered_goals(meeting, None).collect()),
            _ => None,
        },
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

/// What was missing is there: the highlight goes on to the next of its sort, where one is missing.
pub(crate) fn on_from_todo(model: &mut Model) {
    let Some(RowRef::Todo(done)) = model.meeting_screen().and_then(|screen| screen.cursor) else { return };
    let Some(board) = board::board(model) else { return };
    let left = board.targets();
    if left.contains(&RowRef::Todo(done)) {
        return;
    }
    let is_like = |row: &&RowRef| matches!(row, RowRef::Todo(todo) if std::mem::discriminant(todo) == std::mem::discriminant(&done));
    let next = left.iter().find(is_like).copied();
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = next;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Desk;
    use crate::domain::agenda::EntryKind;

    #[test]
    fn after_what_was_missing_the_highlight_goes_on_to_the_next_of_its_sort() {
        let mut desk = Desk::meeting("eht");
        desk.press(Action::Next).line("Blå").line("Röd").line("Lila");
        let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
        desk.point(RowRef::Todo(Todo::ArendeFields(items[0])));
        for next in [Some(items[1]), Some(items[2]), None] {
            desk.press(Action::Accept).fill("falt.steg1_datum", "2026-11-20").press(Action::Save);
            assert_eq!(desk.screen().cursor, next.map(|id| RowRef::Todo(Todo::ArendeFields(id))));
        }
    }

    #[test]
    fn a_number_in_the_line_says_which_row_a_key_is_about() {
        let mut desk = Desk::eht();
        desk.jump(2).line("Lugn").line("Stöd").line("Paus");
        let left = |desk: &Desk| {
            desk.entries(EntryKind::Behov).iter().map(|row| row.text.clone()).collect::<Vec<_>>()
        };
        desk.types("2").press(Action::Remove);
        assert_eq!(left(&desk), ["Lugn", "Paus"]);
        assert!(desk.screen().line.is_empty());
        desk.point_away().types("2").press(Action::MoveUp);
        let meeting = &desk.screen().meeting;
        let first = meeting.entries_of(meeting.head.current, EntryKind::Behov).next();
        assert_eq!(first.map(|row| row.text.as_str()), Some("Paus"));
        // No such row: nothing is done, and what was typed stands.
        desk.point_away().types("7").press(Action::Remove);
        assert_eq!(
            (desk.notice(), desk.screen().line.value()),
            ("Ingen rad här har nummer 7. ↑ och ↓ markerar en rad.", "7")
        );
        assert_eq!(left(&desk).len(), 2);
        // More than a number is a text.
        desk.types(" barn").press(Action::Remove);
        assert_eq!(left(&desk).len(), 2);
    }

    #[test]
    fn upwards_one_comes_first_to_what_is_missing() {
        let mut desk = Desk::eht();
        desk.press(Action::Up);
        assert_eq!(desk.screen().cursor, Some(RowRef::Todo(Todo::Roles)));
        desk.point_away().jump(3).line("Ringa hemmet @Maja").line("Mejla hemmet @Sara >4/12");
        let lacking = desk.entries(EntryKind::Atgard)[0].id;
        desk.press(Action::Up);
        assert_eq!(desk.screen().cursor, Some(RowRef::Todo(Todo::Complete(lacking))));
        // Where nothing is missing: what was written last.
        desk.point_away().point(RowRef::Entry(lacking)).press(Action::Remove).point_away();
        let last = desk.entries(EntryKind::Atgard)[0].id;
        desk.press(Action::Up);
        assert!(
            desk.screen()
                .cursor
                .is_some_and(|row| matches!(row, RowRef::Todo(_)) || row == RowRef::Entry(last))
        );
        // In ansvar: the first thing that is left to do.
        desk.point_away().jump(4).press(Action::Up);
        assert!(matches!(desk.screen().cursor, Some(RowRef::Todo(todo)) if todo != Todo::Close));
    }

    #[test]
    fn right_and_left_go_from_column_to_column() {
        let mut desk = Desk::eht();
        let (people, items): (Vec<_>, Vec<_>) = {
            let meeting = &desk.screen().meeting;
            (
                meeting.participants.iter().map(|row| RowRef::Participant(row.id)).collect(),
                meeting.items.iter().map(|row| RowRef::Item(row.id)).collect(),
            )
        };
        let at = |desk: &mut Desk, action| desk.press(action).screen().cursor;
        assert_eq!(at(&mut desk, Action::ChoiceRight), Some(items[0]));
        assert_eq!(at(&mut desk, Action::Down), Some(items[1]));
        assert_eq!(at(&mut desk, Action::ChoiceLeft), Some(people[1]));
        assert_eq!(at(&mut desk, Action::ChoiceLeft), Some(people[1]), "there is no column further on");
        assert_eq!(at(&mut desk, Action::ChoiceRight), Some(items[1]));
        desk.point_away();
        assert_eq!(at(&mut desk, Action::ChoiceLeft), Some(people[0]));
        // Through nuläge's columns those without rows are passed.
        desk.point_away().jump(1).line("+ Matte").line("= Elevassistent");
        let (works, support) = (desk.entries(EntryKind::Fungerar)[0].id, desk.entries(EntryKind::Stod)[0].id);
        assert_eq!(at(&mut desk, Action::ChoiceLeft), Some(RowRef::Entry(works)));
        assert_eq!(at(&mut desk, Action::ChoiceRight), Some(RowRef::Entry(support)));
        assert!(matches!(at(&mut desk, Action::ChoiceRight), Some(RowRef::Participant(_))));
    }
}
