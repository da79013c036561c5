//! When something is to be done: Swedish phrases in and out, and the form in which it is stored.

mod days_off;
mod direction;
mod error;
mod moment;
mod parse;
mod span;
mod tokens;
mod words;

use super::text::truncate;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

pub use days_off::day_off;
pub use direction::{Direction, parse_day};
pub use error::DateError;
pub use moment::with_time;
pub use parse::parse;
pub use words::{
    FILE_MOMENT, date_with_year, day_and_month, file_moment, full_date, full_moment, hold_days, long_date,
    month_and_year, parse_time, relative_days, school_year, short_date, spoken_date, week_of, wrap_held,
};

/// What a phrase is understood against.
#[derive(Clone, Copy, Debug)]
pub struct DateContext<'a> {
    /// The day when it is said.
    pub today: NaiveDate,
    /// The municipality's own days, such as `sportlov`. A name may stand several times, for several years.
    pub named_days: &'a [(String, NaiveDate)],
    /// The day of the next meeting, if it is booked.
    pub next_meeting: Option<NaiveDate>,
}

type Outcome<T> = Result<T, DateError>;

/// When something is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Due {
    /// At the latest this day.
    By(NaiveDate),
    /// Begins this day and goes on.
    From(NaiveDate),
    /// Every week.
    Weekly {
        /// The day of the week, or nothing for some day each week.
        weekday: Option<Weekday>,
        /// The first time, or the day from which some day each week counts.
        start: NaiveDate,
    },
    /// Every day.
    Daily {
        /// The first time.
        start: NaiveDate,
    },
    /// Goes on until further notice.
    Ongoing {
        /// The day it begins: the day it was said, unless another was named.
        start: NaiveDate,
    },
    /// At the next meeting, whenever that is.
    NextMeeting,
}

/// A stored date that the program did not write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "”{0}” är ingen tidpunkt som programmet känner till. Den ska se ut som ”senast 2026-12-04” eller ”nasta mote”."
)]
pub struct KeyError(String);

const NEXT_MEETING: &str = "nasta mote";

/// Nobody promises anything for a day that is more than so many days ahead: without its year, one that has just been is read so.
const FAR_DAYS: u64 = 300;

/// Said of such a day.
const FAR: &str = "ett år bort";

/// The days of the week as they stand in a key, Monday first.
const WEEKDAY_KEYS: [&str; 7] = ["man", "tis", "ons", "tor", "fre", "lor", "son"];

impl Due {
    /// The day to sort and warn by; nothing for the next meeting.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::By(date) | Self::From(date) => Some(*date),
            Self::Weekly { start, .. } | Self::Daily { start } | Self::Ongoing { start } => Some(*start),
            Self::NextMeeting => None,
        }
    }

    /// Whether it comes back: each week or each day.
    pub fn is_recurring(&self) -> bool {
        matches!(self, Self::Weekly { .. } | Self::Daily { .. })
    }

    /// Whether it is to go on rather than to be done by some day.
    pub fn goes_on(&self) -> bool {
        match self {
            Self::From(_) | Self::Weekly { .. } | Self::Daily { .. } | Self::Ongoing { .. } => true,
            Self::By(_) | Self::NextMeeting => false,
        }
    }

    /// Whether its day has passed. Only what has a last day can be late.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        matches!(self, Self::By(date) if *date < today)
    }

    /// As shown: `senast fre 27 nov`, `från mån 30 nov`, `varje fre från 27 nov`, `löpande från 23 nov`, `nästa möte`.
    /// The year is written where the day is more than half a year from today.
    pub fn in_words(&self, today: NaiveDate) -> String {
        match self {
            Self::By(date) => format!("senast {}", short_date(*date, today)),
            Self::From(date) => format!("från {}", short_date(*date, today)),
            Self::Weekly { weekday, start } => {
                let what = weekday.map_or("vecka", words::weekday_short);
                format!("varje {what} från {}", words::day_and_month(*start, today))
            }
            Self::Daily { start } => format!("varje dag från {}", words::day_and_month(*start, today)),
            Self::Ongoing { start } => format!("löpande från {}", words::day_and_month(*start, today)),
            Self::NextMeeting => "nästa möte".to_owned(),
        }
    }

    /// What was understood, while it is typed: as [`Due::in_words`] with the day of the week always there, and with what
    /// speaks against the day: `senast sön 6 dec: helg`.
    pub fn as_understood(&self, today: NaiveDate) -> String {
        let words = match self {
            Self::Weekly { weekday: None, start } => {
                format!("varje vecka från {}", short_date(*start, today))
            }
            Self::Daily { start } => format!("varje dag från {}", short_date(*start, today)),
            Self::Ongoing { start } => format!("löpande från {}", short_date(*start, today)),
            other => other.in_words(today),
        };
        self.with_what_speaks_against(words, today)
    }

    /// Nobody is at work on the day that it names: what that day is. What comes back each day or week names none.
    pub fn day_off(&self) -> Option<&'static str> {
        match self {
            Self::By(date) | Self::From(date) | Self::Weekly { weekday: Some(_), start: date } => {
                day_off(*date)
            }
            Self::Weekly { weekday: None, .. }
            | Self::Daily { .. }
            | Self::Ongoing { .. }
            | Self::NextMeeting => None,
        }
    }

    /// What speaks against the day that it names: nobody is at work then, or it is so far ahead that a day that has just been
    /// may have been meant.
    pub fn speaks_against(&self, today: NaiveDate) -> Option<&'static str> {
        let is_far = matches!(self, Self::By(day) | Self::From(day) if *day > today + Days::new(FAR_DAYS));
        if is_far { Some(FAR) } else { self.day_off() }
    }

    fn with_what_speaks_against(&self, words: String, today: NaiveDate) -> String {
        match self.speaks_against(today) {
            Some(what) => format!("{words}: {what}"),
            None => words,
        }
    }

    /// In a column of a list over many meetings: days near `today` as [`relative_days`] says them, and what goes on
    /// without the day on which it begins.
    pub fn relatively(&self, today: NaiveDate) -> String {
        match self {
            Self::By(date) => relative_days(*date, today),
            Self::From(date) if *date > today => format!("från {}", relative_days(*date, today)),
            Self::From(_) => "pågår".to_owned(),
            Self::Weekly { start, .. } | Self::Daily { start } | Self::Ongoing { start } => {
                self.briefly(today.max(*start))
            }
            Self::NextMeeting => self.briefly(today),
        }
    }

    /// In a word or two, for the edge of a row: `27 nov`, `från 30 nov`, `varje fre`, `varje dag`, `löpande`, `nästa möte`.
    pub fn briefly(&self, today: NaiveDate) -> String {
        let from = |what: String, start: NaiveDate| {
            if start > today { format!("{what} från {}", words::day_and_month(start, today)) } else { what }
        };
        match self {
            Self::By(date) => words::day_and_month(*date, today),
            Self::From(date) => format!("från {}", words::day_and_month(*date, today)),
            Self::Weekly { weekday, start } => {
                from(format!("varje {}", weekday.map_or("vecka", words::weekday_short)), *start)
            }
            Self::Daily { start } => from("varje dag".to_owned(), *start),
            Self::Ongoing { start } => from("löpande".to_owned(), *start),
            Self::NextMeeting => "nästa möte".to_owned(),
        }
    }

    /// What was understood, in full: as [`Due::in_words`] with the day of the week and the year always there.
    pub fn in_full(&self) -> String {
        match self {
            Self::By(date) => format!("senast {}", full_date(*date)),
            Self::From(date) => format!("från {}", full_date(*date)),
            Self::Weekly { weekday, start } => {
                let what = weekday.map_or("vecka", words::weekday_short);
                format!("varje {what} från {}", full_date(*start))
            }
            Self::Daily { start } => format!("varje dag från {}", full_date(*start)),
            Self::Ongoing { start } => format!("löpande från {}", full_date(*start)),
            Self::NextMeeting => "nästa möte".to_owned(),
        }
    }

    /// The form in which it is stored: plain ASCII that ends in the ISO date, such as `varje fre fran 2026-11-27`.
    pub fn to_key(&self) -> String {
        match self {
            Self::By(date) => format!("senast {date}"),
            Self::From(date) => format!("fran {date}"),
            Self::Weekly { weekday, start } => {
                let what = weekday.map_or("vecka", |day| WEEKDAY_KEYS[day.num_days_from_monday() as usize]);
                format!("varje {what} fran {start}")
            }
            Self::Daily { start } => format!("varje dag fran {start}"),
            Self::Ongoing { start } => format!("lopande fran {start}"),
            Self::NextMeeting => NEXT_MEETING.to_owned(),
        }
    }

    /// Reads what [`Due::to_key`] wrote, and nothing else.
    ///
    /// # Errors
    /// [`KeyError`] for any other text, also for a weekly day that doesn't begin on its day of the week.
    pub fn from_key(key: &str) -> Result<Self, KeyError> {
        Self::read_key(key)
            .filter(|due| due.to_key() == key)
            .ok_or_else(|| KeyError(truncate(key, 40).into_owned()))
    }

    fn read_key(key: &str) -> Option<Self> {
        if key == NEXT_MEETING {
            return Some(Self::NextMeeting);
        }
        let (kind, date) = key.rsplit_once(' ')?;
        let start = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        Some(match kind {
            "senast" => Self::By(start),
            "fran" => Self::From(start),
            "lopande fran" => Self::Ongoing { start },
            "varje dag fran" => Self::Daily { start },
            "varje vecka fran" => Self::Weekly { weekday: None, start },
            _ => {
                let day = kind.strip_prefix("varje ")?.strip_suffix(" fran")?;
                let weekday = start.weekday();
                (WEEKDAY_KEYS[weekday.num_days_from_monday() as usize] == day)
                    .then_some(Self::Weekly { weekday: Some(weekday), start })?
            }
        })
    }
}

impl From<Due> for String {
    fn from(due: Due) -> Self {
        due.to_key()
    }
}

impl TryFrom<String> for Due {
    type Error = KeyError;

    fn try_from(key: String) -> Result<Self, KeyError> {
        Self::from_key(&key)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    /// A day between 2019 and 2035.
    pub(crate) fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..6000).prop_map(|days| day("2019-01-01") + Days::new(days))
    }

    /// Any kind of due, at `date`.
    pub(crate) fn any_due(date: NaiveDate) -> impl Strategy<Value = Due> {
        prop::sample::select(vec![
            Due::By(date),
            Due::From(date),
            Due::Weekly { weekday: Some(date.weekday()), start: date },
            Due::Weekly { weekday: None, start: date },
            Due::Daily { start: date },
            Due::Ongoing { start: date },
            Due::NextMeeting,
        ])
    }

    #[test]
    fn keys_are_fixed() {
        let friday = day("2026-11-27");
        let keys = [
            (Due::By(friday), "senast 2026-11-27"),
            (Due::From(friday), "fran 2026-11-27"),
            (Due::Weekly { weekday: Some(Weekday::Fri), start: friday }, "varje fre fran 2026-11-27"),
            (Due::Weekly { weekday: None, start: friday }, "varje vecka fran 2026-11-27"),
            (Due::Daily { start: friday }, "varje dag fran 2026-11-27"),
            (Due::Ongoing { start: friday }, "lopande fran 2026-11-27"),
            (Due::NextMeeting, "nasta mote"),
        ];
        for (due, key) in keys {
            assert_eq!(due.to_key(), key);
            assert_eq!(Due::from_key(key), Ok(due));
        }
    }

    #[test]
    fn other_keys_are_refused() {
        for key in [
            "",
            "senast",
            "senast 2026-02-30",
            "senast 2026-2-3",
            "senast  2026-02-03",
            "Senast 2026-02-03",
            "varje tor fran 2026-11-27",
            "varje  fran 2026-11-27",
            "nasta mote 2026-11-27",
            "sedan 2026-11-27",
        ] {
            assert!(Due::from_key(key).is_err(), "{key}");
        }
        assert!(
            Due::from_key("i morgon").unwrap_err().to_string().starts_with("”i morgon” är ingen tidpunkt")
        );
    }

    #[test]
    fn json_holds_the_key() {
        let due = Due::By(day("2026-12-04"));
        let json = serde_json::to_string(&due).unwrap();
        assert_eq!(json, "\"senast 2026-12-04\"");
        assert_eq!(serde_json::from_str::<Due>(&json).unwrap(), due);
        assert!(serde_json::from_str::<Due>("\"fredag\"").is_err());
    }

    #[test]
    fn words_as_on_the_screens() {
        let today = day("2026-11-23");
        let words = |due: Due| due.in_words(today);
        assert_eq!(words(Due::By(day("2026-11-27"))), "senast fre 27 nov");
        assert_eq!(words(Due::By(day("2027-11-27"))), "senast lör 27 nov 2027");
        assert_eq!(words(Due::From(day("2026-11-30"))), "från mån 30 nov");
        let friday = day("2026-11-27");
        assert_eq!(
            words(Due::Weekly { weekday: Some(Weekday::Fri), start: friday }),
            "varje fre från 27 nov"
        );
        assert_eq!(words(Due::Weekly { weekday: None, start: day("2026-12-02") }), "varje vecka från 2 dec");
        assert_eq!(words(Due::Daily { start: day("2026-12-02") }), "varje dag från 2 dec");
        assert_eq!(words(Due::Ongoing { start: today }), "löpande från 23 nov");
        assert_eq!(words(Due::NextMeeting), "nästa möte");
    }

    #[test]
    fn what_is_understood_says_the_day_of_the_week_and_what_speaks_against_it() {
        let today = day("2026-11-23");
        for (due, said) in [
            (Due::By(day("2026-12-03")), "senast tor 3 dec"),
            (Due::By(day("2026-12-06")), "senast sön 6 dec: helg"),
            (Due::From(day("2026-12-25")), "från fre 25 dec: juldagen"),
            (
                Due::Weekly { weekday: Some(Weekday::Thu), start: day("2026-12-24") },
                "varje tor från 24 dec: julafton",
            ),
            (Due::Weekly { weekday: None, start: day("2026-12-06") }, "varje vecka från sön 6 dec"),
            (Due::Daily { start: day("2026-11-30") }, "varje dag från mån 30 nov"),
            (Due::Ongoing { start: day("2026-11-23") }, "löpande från mån 23 nov"),
            (Due::NextMeeting, "nästa möte"),
            // A day that has just been, without its year.
            (Due::By(day("2027-11-20")), "senast lör 20 nov 2027: ett år bort"),
            (Due::By(day("2027-06-11")), "senast fre 11 jun 2027"),
        ] {
            assert_eq!(due.as_understood(today), said);
        }
    }

    #[test]
    fn only_a_last_day_can_be_late() {
        let (before, today) = (day("2026-11-22"), day("2026-11-23"));
        assert!(Due::By(before).is_late(today));
        assert!(!Due::By(today).is_late(today));
        assert!(!Due::From(before).is_late(today));
        assert!(!Due::Ongoing { start: before }.is_late(today));
        assert!(!Due::NextMeeting.is_late(today));
    }

    #[test]
    fn what_recurs() {
        let start = day("2026-11-23");
        assert!(Due::Weekly { weekday: None, start }.is_recurring());
        assert!(Due::Daily { start }.is_recurring());
        assert!(!Due::Ongoing { start }.is_recurring());
        assert!(!Due::By(start).is_recurring());
        assert_eq!(Due::Daily { start }.date(), Some(start));
        assert_eq!(Due::NextMeeting.date(), None);
    }

    proptest! {
        #[test]
        fn a_key_comes_back_the_same(due in any_day().prop_flat_map(any_due)) {
            let key = due.to_key();
            prop_assert!(key.is_ascii());
            prop_assert_eq!(Due::from_key(&key), Ok(due));
        }

        #[test]
        fn a_key_that_is_read_is_written_the_same(key in "(senast|fran|varje (man|tis|vecka|dag) fran|lopande fran) 20[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            if let Ok(due) = Due::from_key(&key) {
                prop_assert_eq!(due.to_key(), key);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(key in any::<String>()) {
            if let Ok(due) = Due::from_key(&key) {
                prop_assert_eq!(due.to_key(), key);
            }
        }
    }
}
