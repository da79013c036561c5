//! The days on which nobody is at work: weekends, the public holidays (lag 1989:253), and the three eves that working life
//! counts with them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// What makes a day one on which nobody is at work: `juldagen`, `helg`. Nothing for a day like others.
pub fn day_off(date: NaiveDate) -> Option<&'static str> {
    holiday(date).or_else(|| matches!(date.weekday(), Weekday::Sat | Weekday::Sun).then_some("helg"))
}

fn holiday(date: NaiveDate) -> Option<&'static str> {
    let saturday = date.weekday() == Weekday::Sat;
    let friday = date.weekday() == Weekday::Fri;
    match (date.month(), date.day()) {
        (1, 1) => Some("nyårsdagen"),
        (1, 6) => Some("trettondedag jul"),
        (5, 1) => Some("första maj"),
        (6, 6) => Some("nationaldagen"),
        (6, 19..=25) if friday => Some("midsommarafton"),
        (6, 20..=26) if saturday => Some("midsommardagen"),
        (10, 31) | (11, 1..=6) if saturday => Some("alla helgons dag"),
        (12, 24) => Some("julafton"),
        (12, 25) => Some("juldagen"),
        (12, 26) => Some("annandag jul"),
        (12, 31) => Some("nyårsafton"),
        _ => by_easter(date),
    }
}

/// What a day is that follows Easter.
fn by_easter(date: NaiveDate) -> Option<&'static str> {
    match date.signed_duration_since(easter(date.year())?).num_days() {
        -2 => Some("långfredagen"),
        -1 => Some("påskafton"),
        0 => Some("påskdagen"),
        1 => Some("annandag påsk"),
        39 => Some("Kristi himmelsfärdsdag"),
        49 => Some("pingstdagen"),
        _ => None,
    }
}

/// Easter Sunday by the Gregorian calendar (Meeus, *Astronomical Algorithms*, chapter 8).
#[expect(clippy::many_single_char_names, reason = "the letters are the book's")]
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (b - (b + 8).div_euclid(25) + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let after_march_first = u64::try_from(h + l - 7 * m + 21).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(Days::new(after_march_first))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{any_day, day};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn easter_as_the_almanac_has_it() {
        for known in [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
            "2049-04-18",
            "2285-03-22",
        ] {
            assert_eq!(easter(day(known).year()), Some(day(known)));
        }
    }

    #[test]
    fn the_days_off_of_two_school_years() {
        let off = [
            ("2026-10-31", "alla helgons dag"),
            ("2026-12-24", "julafton"),
            ("2026-12-25", "juldagen"),
            ("2026-12-26", "annandag jul"),
            ("2026-12-31", "nyårsafton"),
            ("2027-01-01", "nyårsdagen"),
            ("2027-01-06", "trettondedag jul"),
            ("2027-03-26", "långfredagen"),
            ("2027-03-27", "påskafton"),
            ("2027-03-28", "påskdagen"),
            ("2027-03-29", "annandag påsk"),
            ("2027-05-01", "första maj"),
            ("2027-05-06", "Kristi himmelsfärdsdag"),
            ("2027-05-16", "pingstdagen"),
            ("2027-06-06", "nationaldagen"),
            ("2027-06-25", "midsommarafton"),
            ("2027-06-26", "midsommardagen"),
            ("2027-11-06", "alla helgons dag"),
            ("2026-06-19", "midsommarafton"),
            ("2026-06-20", "midsommardagen"),
            ("2026-12-06", "helg"),
            ("2026-12-05", "helg"),
        ];
        for (date, what) in off {
            assert_eq!(day_off(day(date)), Some(what), "{date}");
        }
        for date in ["2026-12-03", "2026-12-23", "2027-01-05", "2027-06-24", "2027-05-17", "2026-11-02"] {
            assert_eq!(day_off(day(date)), None, "{date}");
        }
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_in_its_five_weeks(year in 1600_i32..3000) {
            let found = easter(year).unwrap();
            prop_assert_eq!(found.weekday(), Weekday::Sun);
            let (first, last) = (NaiveDate::from_ymd_opt(year, 3, 22), NaiveDate::from_ymd_opt(year, 4, 25));
            prop_assert!(Some(found) >= first && Some(found) <= last);
        }

        #[test]
        fn weekends_are_off_and_most_other_days_arent(date in any_day()) {
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            prop_assert!(!weekend || day_off(date).is_some());
            let week = (0..7).filter(|days| day_off(date + Days::new(*days)).is_none()).count();
            prop_assert!(week >= 1, "{}", date);
        }
    }
}
