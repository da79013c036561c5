//! The present moment, as it comes in with each message.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Tz;

/// A moment and the zone in which the meeting's clock hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The moment.
    pub utc: DateTime<Utc>,
    /// The zone of the clock on the wall.
    pub zone: Tz,
}

impl Now {
    /// Local date and time.
    pub fn local(&self) -> NaiveDateTime {
        self.at(self.utc)
    }

    /// The day on the wall, which isn't always that of UTC.
    pub fn today(&self) -> NaiveDate {
        self.local().date()
    }

    /// The clock, "09.31".
    pub fn clock(&self) -> String {
        self.clock_at(self.utc)
    }

    /// Another moment by the same clock.
    pub fn at(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.with_timezone(&self.zone).naive_local()
    }

    /// Another moment by the same clock, "09.31".
    pub fn clock_at(&self, moment: DateTime<Utc>) -> String {
        self.at(moment).format("%H.%M").to_string()
    }

    /// The day of another moment by the same calendar.
    pub fn day_at(&self, moment: DateTime<Utc>) -> NaiveDate {
        self.at(moment).date()
    }

    /// The moment of a local date and time; the first, where the clock shows it twice, and nothing where it never does.
    pub fn moment(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        self.zone.from_local_datetime(&local).earliest().map(|at| at.to_utc())
    }

    /// Milliseconds since 1970.
    pub fn unix_ms(&self) -> u64 {
        u64::try_from(self.utc.timestamp_millis()).unwrap_or(0)
    }
}
