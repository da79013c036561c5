//! A meeting that is judged, and the moment at which it is.

use crate::domain::meeting::Meeting;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// So far ahead of this computer's clock may another's be: two hours where its zone was set wrong and its hands set right.
const AHEAD: TimeDelta = TimeDelta::hours(3);

/// A meeting from a file, and when it is read.
#[derive(Clone, Copy)]
pub(super) struct Judged<'m> {
    pub(super) meeting: &'m Meeting,
    pub(super) now: DateTime<Utc>,
}

impl Judged<'_> {
    /// What has happened, happened before this.
    pub(super) fn latest(&self) -> DateTime<Utc> {
        self.now.checked_add_signed(AHEAD).unwrap_or(self.now)
    }

    /// The last day on which something can have happened, by the clock where the meeting is held.
    pub(super) fn today(&self) -> NaiveDate {
        self.meeting.day_at(self.latest())
    }
}
