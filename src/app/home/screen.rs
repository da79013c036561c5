//! Home as it stands on screen: what was read, and which row is highlighted.

use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::overview::Home;

/// From this width on, actions stand beside the meetings. On a narrower screen neither would have room for its texts.
pub const BESIDE_FROM: u16 = 100;

/// Home.
#[derive(Clone, Debug, Default)]
pub struct HomeScreen {
    /// What it shows; nothing before it is read.
    pub data: Option<Home>,
    /// The highlighted row, counted through the meetings (ongoing, coming, recent) and then the actions.
    pub cursor: usize,
    /// The row to highlight once home is read.
    pub wanted: Option<HomeRow>,
}

/// A row of home that can be highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeRow {
    /// A meeting.
    Meeting(MeetingId),
    /// An action.
    Action(EntryId),
}

impl HomeScreen {
    /// Every row that can be highlighted, in order.
    pub fn rows(&self) -> Vec<HomeRow> {
        self.data.as_ref().map_or_else(Vec::new, |data| {
            let meetings = data.ongoing.iter().chain(&data.coming).chain(&data.recent);
            let meetings = meetings.map(|row| HomeRow::Meeting(row.id));
            meetings.chain(data.actions.iter().map(|row| HomeRow::Action(row.entry))).collect()
        })
    }

    /// The highlighted row.
    pub fn selected(&self) -> Option<HomeRow> {
        self.rows().get(self.cursor).copied()
    }

    /// Takes in what was read. The highlight stays on its row, or near where it was.
    pub fn read(&mut self, data: Home) {
        let here = self.wanted.or_else(|| self.selected());
        self.data = Some(data);
        let rows = self.rows();
        self.wanted.take_if(|_| !rows.is_empty());
        let meetings = rows.iter().filter(|row| matches!(row, HomeRow::Meeting(_))).count();
        let at = here.and_then(|here| rows.iter().position(|row| *row == here));
        // A meeting that is gone doesn't let the highlight fall on an action, nor the other way round.
        let most = if matches!(here, Some(HomeRow::Action(_))) { rows.len() } else { meetings };
        self.cursor = at.unwrap_or(self.cursor).min(most.saturating_sub(1));
    }
}
