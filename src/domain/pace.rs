//! When an agenda's next meeting is due by its rhythm: a proposal, never more.

use super::agenda::Agenda;
use chrono::{Datelike, Days, Months, NaiveDate};

/// How often an agenda meets, as far as a day can be reckoned from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace<'a> {
    /// Every so many weeks.
    Weeks(u32),
    /// Every so many months.
    Months(u32),
    /// In these weeks of the year, such as one in the autumn and two in the spring.
    InWeeks(&'a [u32]),
}

impl Agenda {
    /// The agenda's rhythm, if its file says it in numbers.
    pub fn pace(&self) -> Option<Pace<'_>> {
        match (self.weeks_between, self.months_between) {
            (Some(weeks), _) => Some(Pace::Weeks(weeks)),
            (None, Some(months)) => Some(Pace::Months(months)),
            (None, None) if !self.in_weeks.is_empty() => Some(Pace::InWeeks(&self.in_weeks)),
            (None, None) => None,
        }
    }
}

impl Pace<'_> {
    /// The day of the meeting after one that was held on `last`, on the same day of the week.
    pub fn after(self, last: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Weeks(weeks) => last.checked_add_days(Days::new(u64::from(weeks) * 7)),
            Self::Months(months) => nearest_weekday(last.checked_add_months(Months::new(months))?, last),
            Self::InWeeks(weeks) => {
                let week = last.iso_week();
                let mut coming: Vec<NaiveDate> = [week.year(), week.year() + 1]
                    .into_iter()
                    .flat_map(|year| weeks.iter().map(move |number| (year, *number)))
                    .filter_map(|(year, number)| NaiveDate::from_isoywd_opt(year, number, last.weekday()))
                    .filter(|day| *day > last)
                    .collect();
                coming.sort_unstable();
                coming.first().copied()
            }
        }
    }
}

/// The day nearest to `day` that falls on the same day of the week as `like`.
fn nearest_weekday(day: NaiveDate, like: NaiveDate) -> Option<NaiveDate> {
    let [is, wanted] = [day, like].map(|day| u64::from(day.weekday().num_days_from_monday()));
    match (wanted + 7 - is) % 7 {
        ahead @ 0..=3 => day.checked_add_days(Days::new(ahead)),
        ahead => day.checked_sub_days(Days::new(7 - ahead)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_meeting_keeps_its_day_of_the_week() {
        for (pace, last, next) in [
            (Pace::Weeks(2), "2026-11-24", "2026-12-08"),
            (Pace::Months(1), "2026-11-24", "2026-12-22"),
            (Pace::Months(1), "2026-01-30", "2026-02-27"),
            (Pace::Months(12), "2026-10-06", "2027-10-05"),
            // One in the autumn and two in the spring.
            (Pace::InWeeks(&[42, 7, 17]), "2026-10-13", "2027-02-16"),
            (Pace::InWeeks(&[42, 7, 17]), "2027-02-16", "2027-04-27"),
            (Pace::InWeeks(&[42, 7, 17]), "2027-04-27", "2027-10-19"),
            // A year of 53 weeks, and one that has no such week.
            (Pace::InWeeks(&[53]), "2026-01-05", "2026-12-28"),
        ] {
            assert_eq!(pace.after(day(last)), Some(day(next)), "{pace:?} {last}");
        }
        assert_eq!(Pace::InWeeks(&[53]).after(day("2024-01-08")), None);
    }

    proptest! {
        #[test]
        fn it_is_always_later_and_on_the_same_day_of_the_week(days in 0..20_000_u64, number in 1..53_u32) {
            let last = day("2000-01-01") + Days::new(days);
            for pace in [Pace::Weeks(number), Pace::Months(number), Pace::InWeeks(&[number])] {
                if let Some(next) = pace.after(last) {
                    prop_assert!(next > last && next.weekday() == last.weekday(), "{:?} {}", pace, next);
                }
            }
        }
    }
}
