//! Swedish date phrases, both ways.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// When something is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Due {
    /// At the latest this day.
    By(NaiveDate),
    /// Begins this day and goes on.
    From(NaiveDate),
    /// Every week on `weekday`, or some day each week, the first time on `start`.
    Weekly {
        /// The day of the week, if one was said.
        weekday: Option<Weekday>,
        /// The first time.
        start: NaiveDate,
    },
    /// Every day from `start`.
    Daily {
        /// The first day.
        start: NaiveDate,
    },
    /// Goes on until further notice, from the day it was said.
    Ongoing {
        /// The day it was said.
        start: NaiveDate,
    },
    /// At the next meeting, whenever that is.
    NextMeeting,
}
