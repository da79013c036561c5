//! How a meeting stands in the calendar: ahead, called off, or begun and still empty.

use super::Meeting;
use crate::domain::agenda::EntryKind;
use crate::domain::ids::{MeetingArendeId, made_at};
use crate::domain::record::{Head, MeetingStatus};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// That a closed meeting was opened again, before its minutes were locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// When it had been closed.
    pub closed: DateTime<Utc>,
    /// When it was opened again.
    pub at: DateTime<Utc>,
    /// When it was closed the next time.
    pub closed_again: Option<DateTime<Utc>>,
}

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

/// What a follow-up is for.
const FOLLOWS_UP: &str = "Se hur det har gått med det vi kom överens om, och vad som behöver bli annorlunda.";

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

    /// When a meeting that is closed at `now` ended: then, or when it was first closed, where nothing has been added since it was
    /// opened again. A text that is mended adds nothing, and what comes after locked minutes isn't said at the meeting.
    pub fn ends(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        // Not before it began, where the clock has been put back since.
        let now = self.head.started.map_or(now, |began| began.max(now));
        match self.head.ended {
            Some(ended) if !self.versions.is_empty() || !self.is_added_to_since(ended) => ended,
            _ => now,
        }
    }

    /// Whether somebody or something has come to it since it was last opened again, or else since it ended.
    fn is_added_to_since(&self, ended: DateTime<Utc>) -> bool {
        let since = self.reopened.last().map_or(ended, |reopened| reopened.at);
        let entries =
            self.entries.iter().filter(|entry| entry.kind() != EntryKind::Privat).map(|entry| entry.id.0);
        let people = self.participants.iter().map(|person| person.id.0);
        let items = self.items.iter().map(|item| item.id.0);
        let told = self.earlier.iter().filter_map(|row| row.told.as_ref()).map(|told| told.id.0);
        entries.chain(people).chain(items).chain(told).filter_map(made_at).any(|made| made > since)
    }

    /// What of it goes into another database: without its locked versions, which stay with the journal that anchors them, a
    /// meeting that was opened again has not ended.
    #[must_use]
    pub fn without_versions(mut self) -> Self {
        self.versions.clear();
        self.openings.clear();
        self.reopened.clear();
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

    /// What it is for: in its own words, or, of a follow-up that has none, what each such meeting is for.
    pub fn purpose(&self) -> Option<&str> {
        let own = self.head.purpose.as_deref().map(str::trim).filter(|own| !own.is_empty());
        own.or_else(|| self.is_follow_up().then_some(FOLLOWS_UP))
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
