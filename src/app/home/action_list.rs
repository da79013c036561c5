//! The list of what was promised at all meetings: which rows are shown, and which is highlighted.

use crate::app::core::line::Line;
use crate::domain::overview::ActionRow;
use chrono::NaiveDate;

/// What was promised at all meetings, narrowed down by typing.
#[derive(Clone, Debug)]
pub struct ActionList {
    /// Open actions, the earliest date first, then those that were settled last.
    pub rows: Vec<ActionRow>,
    /// What is typed.
    pub filter: Line,
    /// The highlighted row, among those that are shown.
    pub cursor: usize,
}

impl ActionList {
    /// A list with nothing typed.
    pub fn new(rows: Vec<ActionRow>) -> Self {
        Self { rows, filter: Line::default(), cursor: 0 }
    }

    /// The rows that fit what is typed, in order.
    pub fn shown(&self, today: NaiveDate) -> Vec<&ActionRow> {
        let typed = self.filter.value();
        self.rows.iter().filter(|row| row.fits(typed, today)).collect()
    }

    /// The highlighted row.
    pub fn selected(&self, today: NaiveDate) -> Option<&ActionRow> {
        self.shown(today).get(self.cursor).copied()
    }

    /// "Åtgärder: 7 öppna, 2 försenade".
    pub fn title(&self, today: NaiveDate) -> String {
        let open = self.rows.iter().filter(|row| row.is_open()).count();
        let late = self.rows.iter().filter(|row| row.is_late(today)).count();
        let opened = if open == 1 { "öppen" } else { "öppna" };
        match late {
            0 => format!("Åtgärder: {open} {opened}"),
            1 => format!("Åtgärder: {open} {opened}, 1 försenad"),
            _ => format!("Åtgärder: {open} {opened}, {late} försenade"),
        }
    }
}
