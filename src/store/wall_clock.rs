//! The clock on the wall, for the few times of day that the store tells itself: what a database lacks, and what was put aside.
//! It hangs in the settings' zone, as every other time that the user sees. What the store tells while it opens is told before
//! anybody could hand it a zone, and stands in the journal and in names of files too, so that it is the process that has one.

use crate::domain::dates::short_date;
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use std::sync::{PoisonError, RwLock};

static ZONE: RwLock<Tz> = RwLock::new(Tz::Europe__Stockholm);

/// From now on the store's times of day are those of this zone.
pub fn tell_time_in(zone: Tz) {
    *ZONE.write().unwrap_or_else(PoisonError::into_inner) = zone;
}

/// A moment as the clock on the wall has it.
pub(super) fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    let zone = *ZONE.read().unwrap_or_else(PoisonError::into_inner);
    moment.with_timezone(&zone).naive_local()
}

/// `10.41`, with the day if that isn't today.
pub(super) fn in_words(moment: NaiveDateTime, now: NaiveDateTime) -> String {
    let time = moment.format("%H.%M");
    if moment.date() == now.date() {
        time.to_string()
    } else {
        format!("{} kl. {time}", short_date(moment.date(), now.date()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_with_its_day_where_it_isnt_todays_on_the_wall() {
        let at =
            |text: &str, zone: Tz| text.parse::<DateTime<Utc>>().unwrap().with_timezone(&zone).naive_local();
        for (zone, words) in [
            (chrono_tz::Europe::Stockholm, "00.34"),
            (chrono_tz::Europe::Helsinki, "01.34"),
            (chrono_tz::UTC, "tor 26 nov kl. 23.34"),
        ] {
            let said = in_words(at("2026-11-26T23:34:00Z", zone), at("2026-11-27T05:00:00Z", zone));
            assert_eq!(said, words);
        }
        assert_eq!(local("2026-11-27T05:00:00Z".parse().unwrap()).date().to_string(), "2026-11-27");
    }
}
