//! The social services' clocks in a list.

use super::known::KnownArende;
use crate::domain::record::SocialClock;
use crate::domain::social_clock::Pending;
use chrono::{DateTime, NaiveDate, Utc};

/// The social services' clock for a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRow {
    /// The clock.
    pub clock: SocialClock,
    /// The label of the child's ärende.
    pub label: String,
}

/// All of the social services' clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocialClocks {
    /// Whether the database is the social services' own, so that the clock may be used.
    pub is_on: bool,
    /// The clocks: those in which something is left to do first.
    pub rows: Vec<ClockRow>,
    /// The children's ärenden.
    pub arenden: Vec<KnownArende>,
}

impl SocialClocks {
    /// What is left to do, the most urgent first. `day_of` tells which day a moment is on by the clock on the wall.
    pub fn pending(&self, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<(&ClockRow, Pending)> {
        pending(&self.rows, day_of)
    }
}

/// What is left to do by some clocks, the most urgent first.
pub(super) fn pending(
    rows: &[ClockRow],
    day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
) -> Vec<(&ClockRow, Pending)> {
    let mut all: Vec<_> = rows
        .iter()
        .flat_map(|row| row.clock.pending(&day_of).into_iter().map(move |pending| (row, pending)))
        .collect();
    all.sort_by_key(|(_, pending)| pending.limit.end());
    all
}
