//! Which way a field looks when a day is written without its year: ahead, back, or to the nearest.

use chrono::{Datelike, Months, NaiveDate};

use super::error::DateError;
use super::parse::parse;
use super::span::{FARTHEST, back, brief, latest_before, said_of_the_past};
use super::tokens::words;
use super::words::read_weekday;
use super::{DateContext, Due, Outcome};
use crate::domain::coded::coded;

coded! {
    /// Which way a date field looks.
    pub enum Direction said by word {
        /// What is to come: a letter is sent at the latest.
        Framat = "framat", "framåt";
        /// What has been: a form was handed in.
        Bakat = "bakat", "bakåt";
        /// Either: the day of a meeting.
        Narmast = "narmast", "närmast";
    }
}

/// So many weeks are looked back for a day that comes once a year, and so many years for 29 February.
const WEEKS_BACK: u64 = 54;
const YEARS_BACK: u64 = 8;

/// Reads a day as a field that looks that way means it.
///
/// - A date in full (`2026-12-15`) is that day, whichever way the field looks.
/// - *Framåt*: as [`parse`], the next one that hasn't passed.
/// - *Bakåt*: the latest one that isn't ahead. What is reckoned from today (`om två veckor`) stays ahead, and so does a
///   day with its year, so that the form can say what is wrong with it.
/// - *Närmast*: the one nearest to today; a day of the week alone is the coming one, as when people speak.
///
/// # Errors
/// As [`parse`]; and for a time that is no day, such as `nästa möte` where none is booked.
pub fn parse_day(phrase: &str, direction: Direction, context: &DateContext<'_>) -> Outcome<NaiveDate> {
    let today = context.today;
    let cut = words(phrase);
    let cut: Vec<&str> = cut.iter().map(String::as_str).collect();
    if cut.is_empty() {
        return Err(DateError::Empty);
    }
    if let Ok(day) = NaiveDate::parse_from_str(phrase.trim(), "%Y-%m-%d") {
        let farthest = today.checked_add_months(Months::new(FARTHEST));
        return if farthest.is_some_and(|farthest| day > farthest) {
            Err(DateError::TooFar)
        } else {
            Ok(day)
        };
    }
    if let Some(day) = said_of_the_past(&cut, today) {
        return if direction == Direction::Framat {
            Err(DateError::Past { date: day, today })
        } else {
            Ok(day)
        };
    }
    let weekday = match cut.as_slice() {
        [day] | ["pa", day] => read_weekday(day),
        _ => None,
    };
    let coming = read(phrase, today, context);
    match (direction, weekday) {
        (Direction::Framat, _) | (Direction::Narmast, Some(_)) => coming,
        (Direction::Bakat, Some(weekday)) => Ok(latest_before(weekday, today)),
        (Direction::Bakat, None) => latest(phrase, coming, context),
        (Direction::Narmast, None) => {
            match (latest(phrase, coming.clone(), context), first(phrase, coming, context)) {
                (Ok(past), Ok(ahead)) if ahead - today <= today - past => Ok(ahead),
                (Ok(past), _) => Ok(past),
                (Err(_), coming) => coming,
            }
        }
    }
}

/// The day that a phrase means when it is said on another day.
fn read(phrase: &str, said_on: NaiveDate, context: &DateContext<'_>) -> Outcome<NaiveDate> {
    let context = DateContext { today: said_on, ..*context };
    match parse(phrase, &context)? {
        Due::NextMeeting => context.next_meeting.ok_or(DateError::NextMeetingUnknown),
        Due::By(day) => Ok(day),
        // What goes on, or comes again, is no day that people meet or sign on.
        Due::From(_) | Due::Weekly { .. } | Due::Daily { .. } | Due::Ongoing { .. } => {
            Err(DateError::NotOneDay(brief(phrase.trim())))
        }
    }
}

/// The first such day that hasn't passed: the 29th of February isn't in each year.
fn first(phrase: &str, coming: Outcome<NaiveDate>, context: &DateContext<'_>) -> Outcome<NaiveDate> {
    let Err(DateError::NoSuchDay { .. }) = coming else { return coming };
    let new_year = |years: i32| NaiveDate::from_ymd_opt(context.today.year() + years, 1, 1);
    let mut years = (1..=8).filter_map(new_year);
    years.find_map(|said_on| read(phrase, said_on, context).ok()).map_or(coming, Ok)
}

/// The latest such day that isn't ahead of today; what has none stays as it was understood.
fn latest(phrase: &str, coming: Outcome<NaiveDate>, context: &DateContext<'_>) -> Outcome<NaiveDate> {
    let today = context.today;
    let coming = match coming {
        Ok(day) if day <= today => return Ok(day),
        // With its year written out: the day that is meant is known.
        Err(DateError::Past { date, .. }) => return Ok(date),
        other => other,
    };
    let week_ago = read(phrase, back(today, 7), context);
    if let (Ok(now), Ok(before)) = (&coming, &week_ago)
        && matches!((*now - *before).num_days(), 4..=10)
    {
        // Reckoned from the day on which it is said.
        return coming;
    }
    let year_ago = read(phrase, back(today, 371), context);
    if coming.is_ok() && coming == year_ago && coming == read(phrase, back(today, 371 * 4), context) {
        return coming;
    }
    let weeks = (1..=WEEKS_BACK).map(|weeks| back(today, weeks * 7));
    let years = (2..=YEARS_BACK).map(|years| back(today, years * 364));
    let was = |said_on| match read(phrase, said_on, context) {
        Ok(day) | Err(DateError::Past { date: day, .. }) if day <= today => Some(day),
        _ => None,
    };
    weeks.chain(years).find_map(was).map_or(coming, Ok)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{any_day, day};
    use super::*;
    use proptest::prelude::*;

    fn said(phrase: &str, direction: Direction, today: &str) -> Outcome<NaiveDate> {
        parse_day(phrase, direction, &DateContext { today: day(today), named_days: &[], next_meeting: None })
    }

    /// Said on Thursday 26 November 2026.
    fn check(direction: Direction, table: &[(&str, &str)]) {
        for (phrase, expected) in table {
            assert_eq!(said(phrase, direction, "2026-11-26"), Ok(day(expected)), "{phrase} {direction:?}");
        }
    }

    #[test]
    fn a_day_is_read_the_way_its_field_looks() {
        check(
            Direction::Framat,
            &[
                ("10 dec", "2026-12-10"),
                ("12 nov", "2027-11-12"),
                ("den 15:e", "2026-12-15"),
                ("fre", "2026-11-27"),
                ("v 48", "2026-11-27"),
                ("om två veckor", "2026-12-10"),
                ("2026-10-01", "2026-10-01"),
            ],
        );
        check(
            Direction::Bakat,
            &[
                ("10 dec", "2025-12-10"),
                ("12 nov", "2026-11-12"),
                ("26/11", "2026-11-26"),
                ("27/11", "2025-11-27"),
                ("den 15:e", "2026-11-15"),
                ("den 31", "2026-10-31"),
                ("den 26", "2026-11-26"),
                ("fre", "2026-11-20"),
                ("tors", "2026-11-19"),
                ("v 47", "2026-11-20"),
                ("igår", "2026-11-25"),
                ("i förrgår", "2026-11-24"),
                ("i måndags", "2026-11-23"),
                ("förra fredagen", "2026-11-20"),
                ("idag", "2026-11-26"),
                ("29/2", "2024-02-29"),
                ("12 nov 2025", "2025-11-12"),
                ("3/5 2024", "2024-05-03"),
                ("2026-12-15", "2026-12-15"),
                ("15/12 2026", "2026-12-15"),
                ("om två veckor", "2026-12-10"),
                ("nästa fredag", "2026-12-04"),
            ],
        );
        check(
            Direction::Narmast,
            &[
                ("10 dec", "2026-12-10"),
                ("12 nov", "2026-11-12"),
                ("10 jan", "2027-01-10"),
                ("1 juni", "2026-06-01"),
                ("20 maj", "2027-05-20"),
                ("den 20", "2026-11-20"),
                ("den 2", "2026-12-02"),
                ("fre", "2026-11-27"),
                ("ons", "2026-12-02"),
                ("på onsdag", "2026-12-02"),
                ("i onsdags", "2026-11-25"),
                ("igår", "2026-11-25"),
                ("imorgon", "2026-11-27"),
                ("om 3v", "2026-12-17"),
                ("v 48", "2026-11-27"),
                ("v 46", "2026-11-13"),
                ("12 nov 2025", "2025-11-12"),
                ("29/2", "2028-02-29"),
                ("1/12 -26", "2026-12-01"),
                ("1 dec -26", "2026-12-01"),
                ("30/11 -2025", "2025-11-30"),
            ],
        );
        let near = |today| said("29 feb", Direction::Narmast, today);
        assert_eq!(near("2025-11-26"), Ok(day("2024-02-29")), "638 days back, 825 ahead");
        assert_eq!(near("2028-02-01"), Ok(day("2028-02-29")));
    }

    #[test]
    fn a_field_that_takes_one_day_takes_nothing_that_goes_on_or_comes_again() {
        let table = [
            "löpande",
            "tills vidare",
            "varje fre",
            "varje dag",
            "dagligen",
            "fredagar",
            "från mån",
            "fr.o.m. 1/12",
            "efter v 49",
        ];
        for direction in Direction::ALL {
            for phrase in table {
                let refused = said(phrase, direction, "2026-11-26");
                assert_eq!(refused, Err(DateError::NotOneDay(phrase.to_owned())), "{direction:?}");
            }
            let far = said("2126-12-01", direction, "2026-11-26");
            assert_eq!(far, Err(DateError::TooFar), "{direction:?}");
            let month = said("2026-13-01", direction, "2026-11-26").unwrap_err();
            assert_eq!(month, DateError::NoSuchIsoMonth(13));
            assert!(!month.to_string().contains("1/13"), "{month}");
        }
        let context = DateContext { today: day("2026-11-26"), named_days: &[], next_meeting: None };
        for (phrase, was) in [("i går", "2026-11-25"), ("igår", "2026-11-25"), ("i måndags", "2026-11-23")]
        {
            let why = parse(phrase, &context).unwrap_err();
            assert_eq!(why, DateError::Past { date: day(was), today: context.today }, "{phrase}");
        }
        assert!(parse("v 49 -50", &context).is_err() && parse("-26", &context).is_err());
    }

    #[test]
    fn what_was_isnt_to_come_and_what_is_no_day_is_refused() {
        let past = said("igår", Direction::Framat, "2026-11-26");
        assert_eq!(past, Err(DateError::Past { date: day("2026-11-25"), today: day("2026-11-26") }));
        for direction in Direction::ALL {
            for phrase in ["", "i morse", "snart", "31/2", "nästa möte", "varje"] {
                assert!(said(phrase, direction, "2026-11-26").is_err(), "{phrase} {direction:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_day_without_its_year_lies_the_way_the_field_looks(today in any_day(), shown in any_day()) {
            let context = DateContext { today, named_days: &[], next_meeting: None };
            let phrase = format!("{}/{}", shown.day(), shown.month());
            let same = |read: NaiveDate| (read.day(), read.month()) == (shown.day(), shown.month());
            let ahead = parse_day(&phrase, Direction::Framat, &context);
            let past = parse_day(&phrase, Direction::Bakat, &context).unwrap();
            let near = parse_day(&phrase, Direction::Narmast, &context).unwrap();
            prop_assert!(past <= today && same(past) && same(near));
            if (shown.day(), shown.month()) != (29, 2) {
                prop_assert!((today - past).num_days() < 366);
                prop_assert!((near - today).num_days().abs() <= 183, "{phrase} {today}: {near}");
                let ahead = ahead.unwrap();
                prop_assert!(ahead >= today && same(ahead) && (ahead - today).num_days() < 366);
            }
        }

        #[test]
        fn what_is_shown_as_understood_is_read_as_the_same_day(today in any_day(), shown in any_day()) {
            let context = DateContext { today, named_days: &[], next_meeting: None };
            prop_assume!((shown - today).num_days() < 1800);
            for direction in [Direction::Bakat, Direction::Narmast] {
                let echo = super::super::full_date(shown);
                prop_assert_eq!(parse_day(&echo, direction, &context), Ok(shown), "{} on {}", echo, today);
            }
        }
    }
}
