//! The social services' clock: what is to be done when after a report of concern, or after an utredning is opened
//! (Dals-Ed 2022, section 5). Kept only in a database that is the social services' own, where it is switched on. It never
//! says who reported: there is no place to write it.

use super::dates::short_date;
use super::ids::{ArendeId, RowId};
use super::record::SocialClock;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// The protection assessment is made within so many hours of the report (Dals-Ed 2022, section 5).
const PROTECTION_HOURS: i64 = 24;
/// The preliminary assessment is done within so many days of the report (Dals-Ed 2022, section 5).
const PRELIMINARY_DAYS: u64 = 14;
/// An utredning is done within so many months of its opening (Dals-Ed 2022, section 5).
const INQUIRY_MONTHS: u32 = 4;

/// What the social services have to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// Assess whether the child needs protection at once.
    Protection,
    /// Assess whether an utredning is to be opened.
    Preliminary,
    /// Be done with the utredning.
    Inquiry,
}

impl Duty {
    fn name(self) -> &'static str {
        match self {
            Self::Protection => "Skyddsbedömning",
            Self::Preliminary => "Förhandsbedömning",
            Self::Inquiry => "Utredning",
        }
    }
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// This moment: hours are hours, also in the night when the clock is changed.
    Moment(DateTime<Utc>),
    /// The end of this day.
    Day(NaiveDate),
}

impl Limit {
    /// Its end, to sort by.
    pub fn end(self) -> NaiveDateTime {
        match self {
            Self::Moment(at) => at.naive_utc(),
            Self::Day(day) => day.and_time(NaiveTime::MIN) + TimeDelta::days(1),
        }
    }
}

/// Something that isn't done yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What the social services have to do.
    pub duty: Duty,
    /// Until when.
    pub limit: Limit,
}

impl SocialClock {
    /// A clock by which nothing has happened yet.
    pub fn new(id: RowId, arende: ArendeId) -> Self {
        Self {
            id,
            arende,
            reported: None,
            protection: None,
            preliminary: None,
            opened: None,
            done: None,
            rev: 0,
        }
    }

    /// What isn't done yet, the most urgent first. `day_of` tells which day a moment is on by the clock on the wall.
    pub fn pending(&self, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<Pending> {
        let mut pending = Vec::new();
        if let Some(reported) = self.reported {
            if self.protection.is_none() {
                let limit = Limit::Moment(reported + TimeDelta::hours(PROTECTION_HOURS));
                pending.push(Pending { duty: Duty::Protection, limit });
            }
            // An utredning that is opened has answered the question.
            if self.preliminary.is_none() && self.opened.is_none() {
                let limit = Limit::Day(day_of(reported) + Days::new(PRELIMINARY_DAYS));
                pending.push(Pending { duty: Duty::Preliminary, limit });
            }
        }
        if let Some(opened) = self.opened
            && self.done.is_none()
        {
            // A month that has no such day ends earlier.
            let limit = Limit::Day(opened + Months::new(INQUIRY_MONTHS));
            pending.push(Pending { duty: Duty::Inquiry, limit });
        }
        pending
    }
}

impl Pending {
    /// Whether its time is out.
    pub fn is_late(&self, now: DateTime<Utc>, today: NaiveDate) -> bool {
        match self.limit {
            Limit::Moment(limit) => now > limit,
            Limit::Day(limit) => today > limit,
        }
    }

    /// In the few words that fit beside others: "skyddsbedömning, 3 tim kvar", "utredning till tors 1 apr".
    pub fn briefly(&self, now: DateTime<Utc>, today: NaiveDate) -> String {
        let name = self.duty.name().to_lowercase();
        match self.limit {
            _ if self.is_late(now, today) => format!("{name} försenad"),
            Limit::Moment(limit) if limit - now < TimeDelta::hours(1) => {
                format!("{name}, {} min kvar", (limit - now).num_minutes())
            }
            Limit::Moment(limit) => format!("{name}, {} tim kvar", (limit - now).num_hours()),
            Limit::Day(limit) if limit == today => format!("{name} klar i dag"),
            Limit::Day(limit) => format!("{name} till {}", short_date(limit, today)),
        }
    }

    /// "Skyddsbedömning: 3 tim 20 min kvar", "Utredning: senast tors 1 apr, 12 dagar kvar".
    pub fn in_words(&self, now: DateTime<Utc>, today: NaiveDate) -> String {
        let name = self.duty.name();
        match self.limit {
            Limit::Moment(limit) if now > limit => format!("{name}: försenad {}", span(now - limit)),
            Limit::Moment(limit) => format!("{name}: {} kvar", span(limit - now)),
            Limit::Day(limit) => {
                let day = short_date(limit, today);
                match (limit - today).num_days() {
                    0 => format!("{name}: i dag är sista dagen"),
                    1 => format!("{name}: senast i morgon, {day}"),
                    -1 => format!("{name}: försenad en dag ({day})"),
                    left @ 2.. => format!("{name}: senast {day}, {left} dagar kvar"),
                    late => format!("{name}: försenad {} dagar ({day})", -late),
                }
            }
        }
    }
}

/// Hours and minutes; days where it is more than two.
fn span(time: TimeDelta) -> String {
    let (hours, minutes) = (time.num_hours(), time.num_minutes() % 60);
    match (hours, minutes) {
        (0, minutes) => format!("{minutes} min"),
        (48.., _) => format!("{} dagar", time.num_days()),
        (hours, 0) => format!("{hours} tim"),
        (hours, minutes) => format!("{hours} tim {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn in_stockholm(moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&chrono_tz::Europe::Stockholm).date_naive()
    }

    fn clock() -> SocialClock {
        SocialClock::new(Uuid::from_u128(1).into(), Uuid::from_u128(2).into())
    }

    fn limits(clock: &SocialClock) -> Vec<(Duty, Limit)> {
        clock.pending(in_stockholm).into_iter().map(|pending| (pending.duty, pending.limit)).collect()
    }

    #[test]
    fn a_report_starts_two_clocks_and_an_utredning_a_third() {
        let reported = SocialClock { reported: Some(at("2026-11-23T13:05:00Z")), ..clock() };
        assert_eq!(
            limits(&reported),
            [
                (Duty::Protection, Limit::Moment(at("2026-11-24T13:05:00Z"))),
                (Duty::Preliminary, Limit::Day(day("2026-12-07"))),
            ]
        );
        let protected = SocialClock { protection: Some(at("2026-11-23T15:00:00Z")), ..reported };
        assert_eq!(limits(&protected), [(Duty::Preliminary, Limit::Day(day("2026-12-07")))]);
        let not_opened = SocialClock { preliminary: Some(day("2026-12-01")), ..protected.clone() };
        assert_eq!(limits(&not_opened), []);
        let opened = SocialClock { opened: Some(day("2026-12-01")), ..protected };
        assert_eq!(limits(&opened), [(Duty::Inquiry, Limit::Day(day("2027-04-01")))]);
        assert_eq!(limits(&SocialClock { done: Some(day("2027-03-30")), ..opened }), []);
        let applied = SocialClock { opened: Some(day("2026-10-31")), ..clock() };
        assert_eq!(limits(&applied), [(Duty::Inquiry, Limit::Day(day("2027-02-28")))]);
    }

    #[test]
    fn hours_pass_through_the_night_of_the_changed_clock_and_days_are_those_of_the_wall() {
        // The clock goes forward in that night: 24 hours later it shows an hour more.
        let spring = SocialClock { reported: Some(at("2026-03-28T14:00:00Z")), ..clock() };
        let limit = at("2026-03-29T14:00:00Z");
        assert_eq!(limits(&spring)[0].1, Limit::Moment(limit));
        // Half past eleven in the evening by London is the next day in Sweden.
        let late = SocialClock { reported: Some(at("2026-11-22T23:30:00Z")), ..clock() };
        assert_eq!(limits(&late)[1].1, Limit::Day(day("2026-12-07")));
    }

    #[test]
    fn the_time_left_is_told_to_the_last_minute_and_what_is_late_is_said_to_be() {
        let today = day("2026-11-24");
        let limit = at("2026-11-24T13:05:00Z");
        let protection = Pending { duty: Duty::Protection, limit: Limit::Moment(limit) };
        for (now, words, late) in [
            ("2026-11-23T13:05:00Z", "Skyddsbedömning: 24 tim kvar", false),
            ("2026-11-24T09:45:00Z", "Skyddsbedömning: 3 tim 20 min kvar", false),
            ("2026-11-24T13:05:00Z", "Skyddsbedömning: 0 min kvar", false),
            ("2026-11-24T13:06:00Z", "Skyddsbedömning: försenad 1 min", true),
            ("2026-11-26T13:05:00Z", "Skyddsbedömning: försenad 2 dagar", true),
        ] {
            assert_eq!(protection.in_words(at(now), today), words);
            assert_eq!(protection.is_late(at(now), today), late, "{now}");
            assert_eq!(protection.briefly(at(now), today).ends_with("försenad"), late, "{now}");
        }
        let preliminary = Pending { duty: Duty::Preliminary, limit: Limit::Day(day("2026-12-07")) };
        for (today, words, late) in [
            ("2026-11-24", "Förhandsbedömning: senast mån 7 dec, 13 dagar kvar", false),
            ("2026-12-06", "Förhandsbedömning: senast i morgon, mån 7 dec", false),
            ("2026-12-07", "Förhandsbedömning: i dag är sista dagen", false),
            ("2026-12-08", "Förhandsbedömning: försenad en dag (mån 7 dec)", true),
            ("2026-12-10", "Förhandsbedömning: försenad 3 dagar (mån 7 dec)", true),
        ] {
            assert_eq!(preliminary.in_words(limit, day(today)), words);
            assert_eq!(preliminary.is_late(limit, day(today)), late, "{today}");
            assert_eq!(preliminary.briefly(limit, day(today)).ends_with("försenad"), late, "{today}");
        }
    }
}
