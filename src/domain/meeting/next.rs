//! When people meet again: what was decided at a meeting, and where the booked one stands now.

use super::Meeting;
use crate::domain::record::{FollowUp, MeetingStatus};
use chrono::{NaiveDate, NaiveTime};

/// The follow-up as it stands now. It may have been moved or called off since it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next<'m> {
    /// What was decided.
    pub decided: &'m FollowUp,
    /// The day.
    pub day: NaiveDate,
    /// The time of day, where one is set.
    pub time: Option<NaiveTime>,
    /// The place.
    pub place: Option<&'m str>,
    /// Its planned length, in minutes.
    pub minutes: i64,
    /// Whether it is called off.
    pub cancelled: bool,
    /// Why it was called off.
    pub reason: Option<&'m str>,
    /// How far it has come; nothing where it isn't in this database.
    pub status: Option<MeetingStatus>,
}

impl Next<'_> {
    /// Whether it is another day or time than was decided.
    pub fn is_moved(&self) -> bool {
        self.day != self.decided.date || (self.decided.time.is_some() && self.time != self.decided.time)
    }
}

impl Meeting {
    /// When people meet again, as the booked meeting says where this database has it.
    pub fn next(&self) -> Option<Next<'_>> {
        let decided = self.follow_up()?;
        let Some(booked) = &self.booked else {
            return Some(Next {
                decided,
                day: decided.date,
                time: decided.time,
                place: decided.place.as_deref(),
                minutes: self.head.minutes,
                cancelled: false,
                reason: None,
                status: None,
            });
        };
        let day = booked.planned.date();
        // Where no time was decided, the calendar has that of this meeting, which nobody has said.
        let unsaid = decided.time.is_none() && day == decided.date;
        let time = Some(booked.planned.time()).filter(|time| !unsaid || *time != self.head.planned.time());
        Some(Next {
            decided,
            day,
            time,
            place: booked.place.as_deref(),
            minutes: booked.minutes,
            cancelled: booked.is_cancelled(),
            reason: booked.cancel_reason.as_deref().filter(|_| booked.is_cancelled()),
            status: Some(booked.status),
        })
    }
}
