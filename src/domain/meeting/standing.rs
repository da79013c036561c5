//! How a meeting stands in the calendar: ahead, called off, or begun and still empty.

use super::Meeting;
use crate::domain::agenda::EntryKind;
use crate::domain::ids::MeetingArendeId;
use crate::domain::record::{Head, MeetingStatus};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

impl Head {
    /// Whether it was called off: it isn't held, and counts as held nowhere.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.is_some()
    }

    /// Whether it has begun and is or was held: who wasn't called by then is called to what follows it.
    pub fn has_begun(&self) -> bool {
        self.status != MeetingStatus::Planerat && !self.is_cancelled()
    }

    /// Whether it lies ahead: its clock hasn't started, and it is to be held.
    pub fn is_ahead(&self) -> bool {
        self.status == MeetingStatus::Planerat && !self.is_cancelled()
    }
}

impl Meeting {
    /// The day on which it began, by the clock where it is held; nothing for one that hasn't. What is agreed at it lies on
    /// that day or later.
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.head.started.map(|at| self.day_at(at))
    }

    /// The day at a moment, by the clock where it is held.
    pub fn day_at(&self, at: DateTime<Utc>) -> NaiveDate {
        let zone: Tz = self.head.zone.parse().unwrap_or(Tz::UTC);
        at.with_timezone(&zone).date_naive()
    }

    /// What of it goes into another database: without its locked versions, which stay with the journal that anchors them, a
    /// meeting that was opened again has not ended.
    #[must_use]
    pub fn without_versions(mut self) -> Self {
        self.versions.clear();
        self.openings.clear();
        if self.head.status == MeetingStatus::Pagar {
            self.head.ended = None;
        }
        self
    }

    /// Whether it follows up what an earlier one agreed on. A meeting that begins a plan does so after none, although
    /// another prepared it.
    pub fn is_follow_up(&self) -> bool {
        self.head.follows.is_some() && !self.agenda.begins_anew()
    }

    /// Whether something was written at it, or agreed on.
    pub fn has_text(&self) -> bool {
        !self.entries.is_empty()
            || !self.fields.is_empty()
            || !self.plan_answers.is_empty()
            || !self.follow_ups.is_empty()
            || !self.action_status.is_empty()
            || !self.corrections.is_empty()
    }

    /// Whether something was written about an ärende, other than the secretary's own notes, or told of what it follows.
    pub fn is_written_of(&self, item: MeetingArendeId) -> bool {
        let told = || self.earlier_of(Some(item)).any(|row| row.told.is_some());
        told()
            || self
                .entries
                .iter()
                .any(|entry| entry.arende == Some(item) && entry.kind() != EntryKind::Privat)
    }

    /// Whether it was begun by itself and nothing has been taken up at it: it can be taken away whole.
    pub fn is_empty(&self) -> bool {
        self.head.status != MeetingStatus::Avslutat
            && self.head.follows.is_none()
            && !self.has_text()
            && self.items.is_empty()
            && self.versions.is_empty()
            && self.recipients.is_empty()
            && self.exemptions.is_empty()
    }
}
