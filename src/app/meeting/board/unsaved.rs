//! Rows that the disk has refused: each says so itself, from the refusal until it is written. Not while an act is on its
//! way as usual, so that nothing flickers.

use super::{Board, Tone};
use crate::app::core::model::{Model, RowRef};
use crate::domain::command::{Change, Record};
use std::collections::HashSet;

/// What stands in such a row.
const MARK: &str = "! inte sparat";

/// Marks what isn't on disk though it should be.
pub(super) fn mark(model: &Model, board: &mut Board) {
    if !model.refused {
        return;
    }
    let changed: HashSet<RowRef> = model
        .outbox
        .iter()
        .filter_map(|pending| pending.command())
        .flat_map(|command| &command.changes)
        .filter_map(|change| match change {
            Change::Put(record) => shown_as(record),
            Change::Delete(..) => None,
        })
        .collect();
    let rows =
        board.columns.iter_mut().flat_map(|column| &mut column.sections).flat_map(|part| &mut part.rows);
    for row in rows.filter(|row| row.target.is_some_and(|target| changed.contains(&target))) {
        row.detail = Some(with_mark(row.detail.take()));
        row.tone = Tone::Warn;
    }
    if let Some(point) = &mut board.point
        && changed.contains(&point.target)
    {
        let remark = point.remark.take().map(|remark| format!(" · {remark}")).unwrap_or_default();
        point.remark = Some(format!("{}{remark}", MARK.trim_start_matches("! ")));
    }
}

fn with_mark(facts: Option<String>) -> String {
    facts.map_or_else(|| MARK.to_owned(), |facts| format!("{MARK} · {facts}"))
}

/// The row on screen in which a record is seen.
fn shown_as(record: &Record) -> Option<RowRef> {
    match record {
        Record::Entry(row) => Some(RowRef::Entry(row.id)),
        Record::Participant(row) => Some(RowRef::Participant(row.id)),
        Record::MeetingArende(row) => Some(RowRef::Item(row.id)),
        Record::Exemption(row) => Some(RowRef::Entry(row.entry)),
        Record::Heard(row) => Some(RowRef::Participant(row.participant)),
        Record::Attendance(row) => Some(RowRef::Participant(row.participant)),
        Record::ActionStatus(row) => Some(RowRef::Earlier(row.entry)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Board, board};
    use super::*;
    use crate::app::core::action::Action;
    use crate::app::testing::{Desk, Disk};
    use crate::domain::agenda::EntryKind;
    use chrono::TimeDelta;

    /// The texts of the rows that say that they aren't saved.
    fn marked(desk: &Desk) -> Vec<String> {
        let Board { columns, .. } = board(&desk.model).unwrap();
        let rows = columns.into_iter().flat_map(|column| column.sections).flat_map(|part| part.rows);
        rows.filter(|row| row.detail.as_ref().is_some_and(|facts| facts.starts_with(MARK)))
            .map(|row| row.text)
            .collect()
    }

    #[test]
    fn each_row_that_the_disk_refused_says_so_until_it_is_written() {
        let mut desk = Desk::eht();
        desk.press(Action::ToNulage).line("+ Före");
        assert!(marked(&desk).is_empty());
        desk.disk = Disk::Full;
        desk.line("+ Ett").line("- Två");
        assert_eq!(marked(&desk), ["Ett", "Två"]);
        desk.wait(TimeDelta::seconds(3));
        assert_eq!(marked(&desk), ["Ett", "Två"], "another try changes nothing");
        let before = desk.entries(EntryKind::Fungerar)[0].id;
        desk.point(RowRef::Entry(before)).press(Action::Edit).line(" och efter");
        assert_eq!(marked(&desk), ["Före och efter", "Ett", "Två"], "a row that was changed too");
        desk.press(Action::AllSpoken);
        assert_eq!(marked(&desk)[3..], ["Rektor", "Specialpedagog", "Mentor"], "who was offered the word");
        desk.disk = Disk::Works;
        desk.wait(TimeDelta::seconds(3));
        assert!(marked(&desk).is_empty());
    }

    #[test]
    fn what_is_on_its_way_as_usual_says_nothing() {
        let mut desk = Desk::eht();
        desk.press(Action::ToNulage);
        desk.disk = Disk::Slow;
        desk.line("+ Ett");
        assert!(!desk.model.outbox.is_empty());
        assert!(marked(&desk).is_empty());
    }

    #[test]
    fn the_point_that_is_read_out_says_so_too() {
        let mut desk = Desk::eht();
        desk.jump(3).line("Bildschema @maja >fre").jump(4);
        let entry = desk.entries(EntryKind::Atgard)[0].id;
        desk.disk = Disk::Full;
        desk.press(Action::Accept).point(RowRef::Entry(entry));
        let point = board(&desk.model).unwrap().point.unwrap();
        assert!(point.remark.unwrap().starts_with("inte sparat"));
    }
}
