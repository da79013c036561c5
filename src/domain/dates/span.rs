//! A day or a week inside a phrase, past the words that change nothing.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::error::DateError;
use super::tokens::{count, day_number, is_number, number, words, year};
use super::words::{read_month, read_weekday};
use super::{DateContext, Outcome};
use crate::domain::text::{clean, truncate};

/// How far ahead a day may lie, in months.
pub(super) const FARTHEST: u32 = 60;

/// Words that may stand before a day and change nothing.
const FILLERS: [&str; 11] =
    ["senast", "klart", "kommande", "nu", "till", "tills", "pa", "den", "i", "under", "vid"];

/// What people say without meaning a certain day, made plain.
const VAGUE: [&str; 15] = [
    "manadsskiftet",
    "arsskiftet",
    "snart",
    "snarast",
    "snarast mojligt",
    "omgaende",
    "direkt",
    "sa snart som mojligt",
    "sa fort som mojligt",
    "behov",
    "asap",
    "nasta manad",
    "denna manad",
    "nasta termin",
    "ett tag",
];

/// Ends of names of a school year's own days, made plain.
const NAMED_DAY_ENDINGS: [&str; 8] =
    ["lov", "lovet", "avslutning", "avslutningen", "studiedag", "studiedagen", "terminsstart", "terminsslut"];

/// What stands inside the outer form.
#[derive(Clone, Copy)]
pub(super) enum Span {
    Day(NaiveDate),
    /// One of the municipality's days.
    Named(NaiveDate),
    /// An ISO week, by its Monday.
    Week(NaiveDate),
}

pub(super) struct Reader<'a> {
    pub(super) context: &'a DateContext<'a>,
    pub(super) phrase: &'a str,
}

impl Reader<'_> {
    pub(super) fn today(&self) -> NaiveDate {
        self.context.today
    }

    /// Reads a day or a week, past the words that change nothing.
    pub(super) fn span(&self, words: &[&str]) -> Outcome<Span> {
        let mut rest = words;
        loop {
            if let Some(span) = self.named(rest).or_else(|| self.exact(rest)) {
                return self.within_reach(span?);
            }
            match rest {
                [first, after @ ..] if FILLERS.contains(first) => rest = after,
                _ => return Err(self.unreadable(rest)),
            }
        }
    }

    fn exact(&self, words: &[&str]) -> Option<Outcome<Span>> {
        let today = self.today();
        let day = |days: u32| Some(ahead(today, days).map(Span::Day));
        match words {
            ["idag"] | ["i", "dag"] => day(0),
            ["imorgon" | "imorron" | "imorn"] | ["i", "morgon" | "morron" | "morn"] => day(1),
            ["overmorgon" | "iovermorgon"] => day(2),
            ["veckan"] | ["denna" | "innevarande", "v" | "vecka"] | ["den", "har", "veckan"] => {
                Some(Ok(Span::Week(monday_of(today))))
            }
            ["nasta", "v" | "vecka"] => Some(ahead(monday_of(today), 7).map(Span::Week)),
            ["nasta", "mote" | "motet"] => {
                let booked = self.context.next_meeting.filter(|date| *date >= today);
                Some(booked.map(Span::Day).ok_or(DateError::NextMeetingUnknown))
            }
            ["v" | "vecka", week] => number(week).map(|week| self.week(week, None)),
            ["v" | "vecka", week, of] => Some(self.week(number(week)?, Some(year(of)?))),
            ["om" | "inom", rest @ ..] => self.time_from_now(rest),
            ["nasta", weekday] => {
                let days = 7 + read_weekday(weekday)?.num_days_from_monday();
                Some(ahead(monday_of(today), days).map(Span::Day))
            }
            ["denna", weekday] => Some(self.on_weekday(read_weekday(weekday)?, Span::Week(monday_of(today)))),
            // "Fredag om två veckor": that day in the week that is then.
            [weekday, "om" | "inom", count, unit @ ("v" | "vecka" | "veckor")] => {
                let weekday = read_weekday(weekday)?;
                Some(self.time_from_now(&[count, unit])?.and_then(|span| match span {
                    Span::Day(day) => self.on_weekday(weekday, Span::Week(monday_of(day))),
                    other => self.on_weekday(weekday, other),
                }))
            }
            [weekday, rest @ ..] if read_weekday(weekday).is_some() => {
                let weekday = read_weekday(weekday)?;
                Some(if rest.is_empty() {
                    self.next_weekday(weekday).map(Span::Day)
                } else {
                    self.span(rest).and_then(|span| self.on_weekday(weekday, span))
                })
            }
            ["den", day] => day_number(day).map(|day| self.day_of_month(day)),
            [day] if day.ends_with(':') => day_number(day).map(|day| self.day_of_month(day)),
            [day, month] if read_month(month).is_some() => {
                Some(self.date(day_number(day)?, read_month(month)?, None))
            }
            [day, month, of] => Some(self.date(day_number(day)?, read_month(month)?, Some(year(of)?))),
            [date] => self.digits(date, None),
            [date, of] => self.digits(date, Some(year(of)?)),
            _ => None,
        }
    }

    /// `15/12`, `15/12-26`, `15/12/2026`, `2026-12-15`, `20261215`, `261215`; `of` is a year that stands by itself.
    fn digits(&self, word: &str, of: Option<i32>) -> Option<Outcome<Span>> {
        if let Some((day, rest)) = word.split_once('/') {
            let (month, of) = match rest.split_once(['/', '-']) {
                Some((month, written)) if of.is_none() => (month, Some(year(written)?)),
                Some(_) => return None,
                None => (rest, of),
            };
            return Some(self.date(day_number(day)?, number(month)?, of));
        }
        if of.is_some() {
            return None;
        }
        let parts: Vec<&str> = word.split('-').collect();
        let (of, month, day) = match parts[..] {
            [of, month, day] if of.len() == 4 => (of, month, day),
            [all] if is_number(all) && matches!(all.len(), 6 | 8) => {
                let (of, rest) = all.split_at(all.len() - 4);
                let (month, day) = rest.split_at(2);
                (of, month, day)
            }
            _ => return None,
        };
        let (day, month) = (number(day)?, number(month)?);
        if !(1..=12).contains(&month) {
            return Some(Err(DateError::NoSuchIsoMonth(month)));
        }
        Some(self.date(day, month, Some(year(of)?)))
    }

    /// A day by its numbers; without a year, the next one from today on.
    fn date(&self, day: u32, month: u32, of: Option<i32>) -> Outcome<Span> {
        let today = self.today();
        if !(1..=12).contains(&month) {
            return Err(DateError::NoSuchMonth { day, month });
        }
        let passed = (month, day) < (today.month(), today.day());
        let year = of.unwrap_or_else(|| today.year() + i32::from(passed));
        let date =
            NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay { day, month, year })?;
        self.not_past(date).map(Span::Day)
    }

    /// `den 15:e`: the next such day from today on, in the first month that has it.
    fn day_of_month(&self, day: u32) -> Outcome<Span> {
        let today = self.today();
        let first = back(today, u64::from(today.day0()));
        // Two months in a row never both lack a day that any month has, so three are enough.
        (0..3)
            .filter_map(|ahead| first.checked_add_months(Months::new(ahead))?.with_day(day))
            .find(|date| *date >= today)
            .map(Span::Day)
            .ok_or(DateError::NoSuchDayOfMonth(day))
    }

    /// An ISO week; without a year, the next one that hasn't ended.
    fn week(&self, week: u32, of: Option<i32>) -> Outcome<Span> {
        let today = self.today();
        let this = today.iso_week();
        let year = of.unwrap_or_else(|| this.year() + i32::from(week < this.week()));
        let missing = || {
            // 28 December always lies in its year's last week.
            let last = NaiveDate::from_ymd_opt(year, 12, 28).map_or(52, |date| date.iso_week().week());
            DateError::NoSuchWeek { week, year, last }
        };
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or_else(missing)?;
        if monday < monday_of(today) {
            return Err(DateError::Past { date: monday, today });
        }
        Ok(Span::Week(monday))
    }

    /// `om 3v`, `inom fyra veckor`, `om ett halvår`.
    fn time_from_now(&self, words: &[&str]) -> Option<Outcome<Span>> {
        let (count, unit) = match words {
            ["halvar"] | ["ett", "halvar"] | ["ett", "halvt", "ar"] => (6, "man"),
            [amount, unit] if is_number(amount) => (count(amount).unwrap_or(u32::MAX), *unit),
            [amount, unit] => (count(amount)?, *unit),
            _ => return None,
        };
        let today = self.today();
        let date = match unit {
            "d" | "dag" | "dagar" | "dgr" | "dygn" => today.checked_add_days(Days::new(u64::from(count))),
            "v" | "vecka" | "veckor" => today.checked_add_days(Days::new(u64::from(count) * 7)),
            "m" | "man" | "manad" | "manader" => today.checked_add_months(Months::new(count)),
            "ar" => today.checked_add_months(Months::new(count.saturating_mul(12))),
            _ => return None,
        };
        Some(date.map(Span::Day).ok_or(DateError::TooFar))
    }

    /// One of the municipality's own days, in the indefinite or the definite form.
    fn named(&self, phrase: &[&str]) -> Option<Outcome<Span>> {
        let phrase = phrase.join(" ");
        let is_meant = |name: &str| {
            let name = words(name).join(" ");
            let ending = phrase.strip_prefix(&name);
            !name.is_empty() && ending.is_some_and(|rest| ["", "et", "en", "n", "t"].contains(&rest))
        };
        let mut days: Vec<&(String, NaiveDate)> =
            self.context.named_days.iter().filter(|(name, _)| is_meant(name)).collect();
        days.sort_by_key(|(_, date)| *date);
        let (name, last) = days.last()?;
        let coming = days.iter().find(|(_, date)| *date >= self.today());
        Some(match coming {
            Some((_, date)) => Ok(Span::Named(*date)),
            None => Err(DateError::NamedDayPassed { name: name.clone(), date: *last }),
        })
    }

    /// `fre 27 nov` must agree; `fre v 49` is that day in the week.
    fn on_weekday(&self, weekday: Weekday, span: Span) -> Outcome<Span> {
        match span {
            Span::Week(monday) => {
                let date = ahead(monday, weekday.num_days_from_monday())?;
                self.not_past(date).map(Span::Day)
            }
            Span::Day(date) | Span::Named(date) if date.weekday() == weekday => Ok(Span::Day(date)),
            Span::Day(date) | Span::Named(date) => Err(DateError::WrongWeekday { date }),
        }
    }

    /// The next such day after today.
    pub(super) fn next_weekday(&self, weekday: Weekday) -> Outcome<NaiveDate> {
        match weekday.days_since(self.today().weekday()) {
            0 => ahead(self.today(), 7),
            days => ahead(self.today(), days),
        }
    }

    pub(super) fn not_past(&self, date: NaiveDate) -> Outcome<NaiveDate> {
        let today = self.today();
        if date < today { Err(DateError::Past { date, today }) } else { Ok(date) }
    }

    fn within_reach(&self, span: Span) -> Outcome<Span> {
        let (Span::Day(date) | Span::Named(date) | Span::Week(date)) = span;
        match self.today().checked_add_months(Months::new(FARTHEST)) {
            Some(farthest) if date > farthest => Err(DateError::TooFar),
            _ => Ok(span),
        }
    }

    /// Why what is left after the fillers is no day.
    fn unreadable(&self, rest: &[&str]) -> DateError {
        let phrase = rest.join(" ");
        if VAGUE.contains(&phrase.as_str()) || rest.len() == 1 && read_month(&phrase).is_some() {
            return DateError::Vague(self.echo());
        }
        if rest.len() == 1 && NAMED_DAY_ENDINGS.iter().any(|ending| phrase.ends_with(ending)) {
            let mut known: Vec<&str> = Vec::new();
            for (name, _) in self.context.named_days {
                if !known.contains(&name.as_str()) {
                    known.push(name);
                }
            }
            let phrase = clean(self.phrase);
            let name = phrase.trim_end_matches(|c: char| !c.is_alphanumeric()).split_whitespace().next_back();
            return DateError::UnknownNamedDay {
                name: brief(name.unwrap_or_default()),
                known: known.join(", "),
            };
        }
        self.not_understood()
    }

    pub(super) fn not_understood(&self) -> DateError {
        DateError::NotUnderstood(self.echo())
    }

    /// The phrase as typed, cut for a message.
    pub(super) fn echo(&self) -> String {
        brief(clean(self.phrase).trim())
    }
}

/// At most 30 characters, with … where something is left out.
pub(super) fn brief(text: &str) -> String {
    let start: String = text.chars().take(31).collect();
    let fitting = truncate(&start, 30);
    fitting.chars().take(30).collect()
}

/// What is said of a day that was, whichever way the field looks.
pub(super) fn said_of_the_past(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let weekday = match words {
        ["igar"] | ["i", "gar"] => return Some(back(today, 1)),
        ["iforrgar"] | ["i", "forrgar"] => return Some(back(today, 2)),
        ["i", day] => day.strip_suffix('s').and_then(read_weekday)?,
        ["forra", day] => day.strip_suffix("en").and_then(read_weekday)?,
        _ => return None,
    };
    Some(latest_before(weekday, today))
}

/// The latest such day before today.
pub(super) fn latest_before(weekday: Weekday, today: NaiveDate) -> NaiveDate {
    match today.weekday().days_since(weekday) {
        0 => back(today, 7),
        days => back(today, days.into()),
    }
}

pub(super) fn ahead(date: NaiveDate, days: u32) -> Outcome<NaiveDate> {
    date.checked_add_days(Days::new(u64::from(days))).ok_or(DateError::TooFar)
}

pub(super) fn back(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

pub(super) fn monday_of(date: NaiveDate) -> NaiveDate {
    back(date, u64::from(date.weekday().num_days_from_monday()))
}
