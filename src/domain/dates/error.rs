//! Why a phrase is not a day, told so that the writer can mend it.

use chrono::{Datelike, NaiveDate};

use super::words::{date_with_year, days_in_month, full_date, month_long, weekday_long};

/// Why a phrase could not be read as a [`super::Due`]. What is displayed is Swedish and meant for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing was written.
    #[error("Skriv när det ska vara klart, till exempel fre, 15/12, v 49 eller nästa möte.")]
    Empty,
    /// Not a phrase that the program knows; holds at most 30 characters of it.
    #[error(
        "”{0}” går inte att läsa som en dag. Skriv till exempel fre, 15/12, v 49, före v 50, om 2 veckor, från mån, \
         varje fre, löpande eller nästa möte."
    )]
    NotUnderstood(String),
    /// Something that people say but that names no certain day; holds at most 30 characters of it.
    #[error("”{0}” är ingen bestämd dag. Skriv ett datum eller en vecka, till exempel 15/12 eller v 49.")]
    Vague(String),
    /// A time that goes on or comes again, where one day is asked for; holds at most 30 characters of it.
    #[error("”{0}” är inte en enda dag. Skriv dagen, till exempel 15/12 eller fre.")]
    NotOneDay(String),
    /// A day and a time of day, where a day alone is asked for; holds the day as it is written.
    #[error("Här skrivs bara dagen: {0}. Klockslaget får inte plats.")]
    WithTime(String),
    /// A rhythm that can't be followed up; holds at most 30 characters of it.
    #[error("”{0}” kan inte följas upp här. Skriv varje dag, varje vecka, varje fre eller löpande.")]
    Rhythm(String),
    /// The month lacks that day.
    #[error("{day}/{month} finns inte: {} {year} har {} dagar.", month_long(*month), days_in_month(*year, *month))]
    NoSuchDay {
        /// As written.
        day: u32,
        /// 1–12.
        month: u32,
        /// The year as written, or the one that was understood.
        year: i32,
    },
    /// No month has that number.
    #[error("{day}/{month} finns inte: månaderna är 1 till 12. Dagen skrivs först.")]
    NoSuchMonth {
        /// As written.
        day: u32,
        /// As written.
        month: u32,
    },
    /// No month has the number that stands in `2026-13-01`.
    #[error("Månad {0} finns inte: månaderna är 1 till 12. Året skrivs först, sedan månaden och dagen.")]
    NoSuchIsoMonth(u32),
    /// No month has that day.
    #[error("Den {0}:e finns inte i någon månad. Skriv en dag mellan 1 och 31.")]
    NoSuchDayOfMonth(u32),
    /// The year lacks that week.
    #[error("Vecka {week} finns inte {year}: det året har veckorna 1 till {last}.")]
    NoSuchWeek {
        /// As written.
        week: u32,
        /// The ISO year as written, or the one that was understood.
        year: i32,
        /// 52 or 53.
        last: u32,
    },
    /// The day has passed.
    #[error(
        "Den dagen har varit: {}. Skriv en dag från och med idag, {}.", full_date(*date), full_date(*today)
    )]
    Past {
        /// The day that was meant.
        date: NaiveDate,
        /// The day when it was written.
        today: NaiveDate,
    },
    /// The day is more than five years away.
    #[error("Det är mer än fem år dit. Skriv en närmare dag.")]
    TooFar,
    /// The day of the week doesn't belong to the date.
    #[error(
        "Den {} är en {}. Stryk veckodagen eller ändra datumet.",
        date_with_year(*date),
        weekday_long(date.weekday())
    )]
    WrongWeekday {
        /// The date that was meant.
        date: NaiveDate,
    },
    /// It sounds like one of the municipality's own days, but the configuration lacks it.
    #[error(
        "Dagen ”{name}” står inte i inställningarna. {}",
        if known.is_empty() { "Skriv ett datum.".to_owned() } else { format!("Där finns: {known}.") }
    )]
    UnknownNamedDay {
        /// At most 30 characters of what was written.
        name: String,
        /// The names in the configuration, with commas between.
        known: String,
    },
    /// The municipality's day has passed and the next one isn't in the configuration.
    #[error(
        "”{name}” i inställningarna har passerat ({}). Skriv ett datum, eller lägg in nästa {name} där.",
        date_with_year(*date)
    )]
    NamedDayPassed {
        /// As in the configuration.
        name: String,
        /// The last such day in the configuration.
        date: NaiveDate,
    },
    /// The configuration says when it begins, not when it ends; holds at most 30 characters of the phrase.
    #[error("”{0}” går inte att veta: inställningarna säger bara när det börjar. Skriv ett datum.")]
    AfterNamedDay(String),
    /// The next meeting has no day yet, so nothing can begin from it.
    #[error("Nästa möte har ingen dag än. Boka det först, eller skriv ett datum.")]
    NextMeetingUnknown,
}
