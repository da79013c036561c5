//! A child's day of birth, or its personnummer, as people write it.

use super::collate::fold;
use super::dates::{self, DateContext};
use super::text;
use chrono::{Datelike, NaiveDate};

/// What was written down of when a child was born.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Born {
    day: NaiveDate,
    /// The four last digits, where it is a number.
    last: Option<String>,
    /// A samordningsnummer: its day has 60 added.
    coordination: bool,
}

/// Why it can't be a day of birth or a number. The words never repeat what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BornError {
    /// Neither a day nor a number.
    #[error("Skriv ett födelsedatum, som 2014-05-03, eller ett personnummer med tio eller tolv siffror.")]
    NotUnderstood,
    /// No such day.
    #[error("Den dagen finns inte. Kontrollera år, månad och dag.")]
    NoSuchDay,
    /// The last digit doesn't follow from the others.
    #[error("Kontrollsiffran, den sista, stämmer inte med de andra. Kontrollera numret.")]
    CheckDigit,
    /// It lies ahead, or longer ago than anybody has lived.
    #[error("Det går inte att vara född den dagen. Kontrollera året.")]
    Year,
}

/// What came before this isn't anybody's year of birth.
pub const FIRST_YEAR: i32 = 1900;

/// Whether somebody who is spoken of on a day can be born in a year.
pub fn is_birth_year(year: i32, today: NaiveDate) -> bool {
    (FIRST_YEAR..=today.year()).contains(&year)
}

/// What a samordningsnummer adds to the day.
const COORDINATION: u32 = 60;

impl Born {
    /// Reads what somebody writes on a day: a day in full, by digits or in words, or a personnummer or samordningsnummer.
    /// Without digits of century it is the latest that isn't ahead, or the one before that where a plus sign says so.
    ///
    /// # Errors
    /// [`BornError`] says what is wrong.
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, BornError> {
        let born = read(typed, Some(today))?;
        let known = is_birth_year(born.day.year(), today) && born.day <= today;
        known.then_some(born).ok_or(BornError::Year)
    }

    /// Reads what was kept, which has its century.
    ///
    /// # Errors
    /// As [`Born::parse`].
    pub fn read(kept: &str) -> Result<Self, BornError> {
        read(kept, None)
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The number, with its century: `20140503-0006`; nothing where only the day is known.
    pub fn number(&self) -> Option<String> {
        let last = self.last.as_deref()?;
        let day = self.day.day() + if self.coordination { COORDINATION } else { 0 };
        Some(format!("{:04}{:02}{day:02}-{last}", self.day.year(), self.day.month()))
    }

    /// As it is kept: the century always stands, so that it means the same in a hundred years.
    pub fn kept(&self) -> String {
        self.number().unwrap_or_else(|| self.day.to_string())
    }

    /// What it is called on paper.
    pub fn label(&self) -> &'static str {
        match (&self.last, self.coordination) {
            (None, _) => "Född",
            (Some(_), false) => "Personnummer",
            (Some(_), true) => "Samordningsnummer",
        }
    }
}

fn read(typed: &str, today: Option<NaiveDate>) -> Result<Born, BornError> {
    let plain = plain(typed);
    let signs = plain.chars().filter(|c| !c.is_ascii_digit());
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let sign = match signs.collect::<String>().as_str() {
        "" | "-" => Some('-'),
        "+" => Some('+'),
        _ => None,
    };
    let four_last = plain.len() >= 5 && matches!(plain.as_bytes()[plain.len() - 5], b'-' | b'+');
    match (digits.len(), sign) {
        (10 | 12, Some(sign)) if four_last || plain == digits => number(&digits, sign, today),
        (6 | 8, Some('-')) if plain == digits => Ok(of_day(day_of(&digits, '-', today)?)),
        (8, _) if is_iso(&plain) => Ok(of_day(day_of(&digits, '-', today)?)),
        _ => in_words(typed, today),
    }
}

/// Without spaces, with the digits and hyphens of a keyboard.
fn plain(typed: &str) -> String {
    let cleaned = text::clean(typed);
    let made = cleaned.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{ff0b}' => '+',
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or(c),
        c => c,
    });
    made.collect()
}

/// `2014-05-03`, `2014.05.03`, `2014/05/03`.
fn is_iso(plain: &str) -> bool {
    let shape: Vec<usize> = plain.split(['-', '.', '/']).map(str::len).collect();
    shape == [4, 2, 2] && plain.is_ascii()
}

fn of_day(day: NaiveDate) -> Born {
    Born { day, last: None, coordination: false }
}

fn number(digits: &str, sign: char, today: Option<NaiveDate>) -> Result<Born, BornError> {
    let (date, last) = digits.split_at(digits.len() - 4);
    let (before, day) = date.split_at(date.len() - 2);
    let day: u32 = day.parse().map_err(|_| BornError::NotUnderstood)?;
    let coordination = day > COORDINATION;
    let day = if coordination { day - COORDINATION } else { day };
    let day = day_of(&format!("{before}{day:02}"), sign, today)?;
    if check_digit(&digits[digits.len() - 10..digits.len() - 1])
        != digits.chars().last().and_then(|c| c.to_digit(10))
    {
        return Err(BornError::CheckDigit);
    }
    Ok(Born { day, last: Some(last.to_owned()), coordination })
}

/// The day that six or eight digits say.
fn day_of(digits: &str, sign: char, today: Option<NaiveDate>) -> Result<NaiveDate, BornError> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let at = digits.len() - 4;
    let (Some(year), Some(month), Some(day)) = (part(0, at), part(at, at + 2), part(at + 2, at + 4)) else {
        return Err(BornError::NotUnderstood);
    };
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let year = i32::try_from(year).map_err(|_| BornError::NotUnderstood)?;
    if at == 4 {
        return on(year).ok_or(BornError::NoSuchDay);
    }
    let today = today.ok_or(BornError::NotUnderstood)?;
    // A century in which there is such a day at all: the 29th of February isn't in each.
    let centuries = (0..3).map(|back| (today.year() / 100 - back) * 100 + year);
    let mut earlier =
        centuries.filter(|year| *year <= today.year()).filter_map(on).filter(|day| *day <= today);
    let latest = earlier.next().ok_or(BornError::NoSuchDay)?;
    // The sign says a hundred years, counted from the turn of the year.
    match sign {
        '+' if today.year() - latest.year() < 100 => earlier.next().ok_or(BornError::NoSuchDay),
        _ => Ok(latest),
    }
}

/// The digit that follows from nine others: every other doubled, from the first.
fn check_digit(nine: &str) -> Option<u32> {
    let mut sum = 0;
    for (at, digit) in nine.chars().enumerate() {
        let worth = digit.to_digit(10)? * if at % 2 == 0 { 2 } else { 1 };
        sum += worth / 10 + worth % 10;
    }
    Some((10 - sum % 10) % 10)
}

/// "3 maj 2014", "3/5 2014": a day in words has its year. Two digits of it are enough where they can only be the year:
/// "12/3-15", "12 mars 15".
fn in_words(typed: &str, today: Option<NaiveDate>) -> Result<Born, BornError> {
    let today = today.ok_or(BornError::NotUnderstood)?;
    let folded = fold(typed);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [day, month, written] = words.as_slice() else { return Err(BornError::NotUnderstood) };
    let in_digits = month.bytes().all(|byte| byte.is_ascii_digit());
    let year = written.parse::<i32>().map_err(|_| BornError::NotUnderstood)?;
    let is_short = written.len() == 2 && (!in_digits || folded.matches('/').count() == 1);
    let years = match year {
        FIRST_YEAR..=9999 => vec![year],
        _ if is_short => (0..2).map(|back| (today.year() / 100 - back) * 100 + year).collect(),
        _ => return Err(BornError::NotUnderstood),
    };
    let mut why = BornError::NoSuchDay;
    for year in years {
        match said_in(day, month, in_digits, year) {
            Ok(day) if day <= today || !is_short => return Ok(of_day(day)),
            Ok(_) => {}
            Err(error) => why = error,
        }
    }
    Err(why)
}

/// The day as it would be said on the first day of its year.
fn said_in(day: &str, month: &str, in_digits: bool, year: i32) -> Result<NaiveDate, BornError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(BornError::NotUnderstood)?;
    let between = if in_digits { "/" } else { " " };
    let context = DateContext { today: first, named_days: &[], next_meeting: None };
    let due =
        dates::parse(&format!("{day}{between}{month}"), &context).map_err(|_| BornError::NotUnderstood)?;
    let day = due.date().ok_or(BornError::NotUnderstood)?;
    (day.year() == year).then_some(day).ok_or(BornError::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn kept(typed: &str) -> Result<String, BornError> {
        Born::parse(typed, today()).map(|born| born.kept())
    }

    #[test]
    fn a_year_of_two_digits_is_read_where_it_can_only_be_the_year() {
        for (typed, day) in [
            ("12/3-15", "2015-03-12"),
            ("12/3 -15", "2015-03-12"),
            ("12/3 15", "2015-03-12"),
            ("12 mars 15", "2015-03-12"),
            ("3 maj 98", "1998-05-03"),
            ("27/11-26", "1926-11-27"),
            ("29/2-12", "2012-02-29"),
        ] {
            assert_eq!(kept(typed), Ok(day.to_owned()), "{typed}");
        }
        for typed in ["12-03-15", "12/03/15", "12.3.15", "12/3", "12/3-115", "31/2-15"] {
            assert!(kept(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_day_is_understood_however_it_is_written() {
        for typed in [
            "2014-05-03",
            "20140503",
            "2014.05.03",
            "2014/05/03",
            " 2014\u{2011}05\u{2011}03 ",
            "3 maj 2014",
            "3/5 2014",
            "140503",
            "3 MAJ 2014",
            "\u{ff12}\u{ff10}14-05-03",
        ] {
            assert_eq!(kept(typed).as_deref(), Ok("2014-05-03"), "{typed}");
        }
    }

    #[test]
    fn a_number_keeps_its_century_and_says_what_it_is() {
        // Made up: the digits before the last are 000, which nobody has.
        for typed in [
            "140503-0006",
            "20140503-0006",
            "201405030006",
            "1405030006",
            "20140503 0006",
            "140503\u{2013}0006",
        ] {
            let born = Born::parse(typed, today()).unwrap_or_else(|why| panic!("{typed}: {why}"));
            assert_eq!((born.kept().as_str(), born.label()), ("20140503-0006", "Personnummer"), "{typed}");
            assert_eq!(
                Born::read(&born.kept()).as_ref(),
                Ok(&born),
                "what is kept is read again as the same"
            );
        }
        let coordination = Born::parse("20140563-0003", today()).unwrap();
        assert_eq!((coordination.label(), coordination.day()), ("Samordningsnummer", day(2014, 5, 3)));
        assert_eq!(coordination.kept(), "20140563-0003");
    }

    #[test]
    fn without_its_century_it_is_the_latest_that_was_and_a_plus_is_the_one_before() {
        let year = |typed: &str| Born::parse(typed, today()).map(|born| born.day().year());
        assert_eq!(year("261126"), Ok(2026));
        assert_eq!(year("261127"), Ok(1926), "tomorrow hasn't been");
        assert_eq!(year("300101"), Ok(1930));
        assert_eq!(year(&with_check("140503+000")), Ok(1914));
        assert_eq!(year(&with_check("140503-000")), Ok(2014));
        assert_eq!(year("000229"), Ok(2000));
    }

    #[test]
    fn what_is_wrong_is_said_and_never_repeated() {
        for (typed, why) in [
            ("140503-0009", BornError::CheckDigit),
            ("20140563-0006", BornError::CheckDigit),
            ("2014-02-30", BornError::NoSuchDay),
            ("141303-0000", BornError::NoSuchDay),
            ("2030-01-01", BornError::Year),
            ("2026-11-27", BornError::Year),
            ("1814-05-03", BornError::Year),
            ("3 maj", BornError::NotUnderstood),
            ("i går", BornError::NotUnderstood),
            ("2014", BornError::NotUnderstood),
            ("14-05-03-0006-1", BornError::NotUnderstood),
            ("070-123 45 67", BornError::NotUnderstood),
            ("Maja Ek", BornError::NotUnderstood),
            ("140503-TF12", BornError::NotUnderstood),
            ("", BornError::NotUnderstood),
        ] {
            assert_eq!(Born::parse(typed, today()), Err(why), "{typed}");
            let said = why.to_string();
            assert!(typed.is_empty() || typed == "2014" || !said.contains(typed), "{said}");
        }
    }

    /// The digit worked out in another way than the program's: by the rule's own sum.
    fn with_check(nine: &str) -> String {
        let digits: Vec<u32> = nine.chars().filter_map(|c| c.to_digit(10)).collect();
        let digits = &digits[digits.len() - 9..];
        let is_right = |last: u32| {
            let doubled =
                digits.iter().step_by(2).map(|digit| if *digit > 4 { digit * 2 - 9 } else { digit * 2 });
            let others = digits.iter().skip(1).step_by(2);
            (doubled.sum::<u32>() + others.sum::<u32>() + last).is_multiple_of(10)
        };
        let last = (0..10).find(|last| is_right(*last)).unwrap();
        format!("{nine}{last}")
    }

    proptest! {
        #[test]
        fn each_number_is_read_whatever_its_shape_and_no_other_digit_will_do(
            days in 0..45_000_i64, serial in 0..1000_u32, coordination: bool, shape in 0..4_usize, off in 1..10_u32,
        ) {
            let born = day(1900, 1, 1) + chrono::TimeDelta::days(days);
            prop_assume!(born <= today());
            let written = born.day() + if coordination { 60 } else { 0 };
            let long = with_check(&format!("{:04}{:02}{written:02}-{serial:03}", born.year(), born.month()));
            let age = today().year() - born.year();
            let typed = match shape {
                0 => long.clone(),
                1 => long.replace('-', ""),
                2 => long.replace('-', "\u{2010}"),
                _ => long[2..].replace('-', if age >= 100 { "+" } else { "-" }),
            };
            // A hundred years in the year in which it is turned is told by the sign alone once the day has been.
            let ambiguous = shape == 3 && age == 100;
            prop_assume!(!ambiguous);
            let read = Born::parse(&typed, today());
            prop_assert_eq!(read.as_ref().map(Born::kept), Ok(long.clone()), "{}", typed);
            let last = long.chars().last().and_then(|c| c.to_digit(10)).unwrap();
            let wrong = format!("{}{}", &long[..long.len() - 1], (last + off) % 10);
            prop_assert_eq!(Born::parse(&wrong, today()), Err(BornError::CheckDigit));
        }

        #[test]
        fn nothing_that_is_typed_makes_it_stop(typed in "\\PC{0,24}") {
            let _ = Born::parse(&typed, today());
        }
    }
}
