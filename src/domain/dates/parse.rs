//! Swedish date phrases, as said at a meeting.
//!
//! A phrase is made plain (lower case, å ä ö as a a o, single spaces) and cut into words and numbers. Then the outer
//! form is read (`nästa möte`, `löpande`, `varje …`, `från …`, `efter …`, `före …`, else a last day), and inside it
//! a day or a week. What stands without a year is the next one that hasn't passed.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::error::DateError;
use super::moment::with_time;
use super::span::{Reader, Span, ahead, back, brief, said_of_the_past};
use super::tokens::words;
use super::words::read_weekday;
use super::{DateContext, Due, Outcome};

/// Reads when something is to be done.
///
/// Upper and lower case, extra spaces and missing rings and dots (`fran man`) make no difference.
/// - A day of the week is the next one after today: `fre` said on a Friday is a week ahead. `nästa fre` is the one in
///   the next ISO week.
/// - A day without a year is the next one from today on; one that passed last week is next year's.
/// - A week is its Friday; at the weekend, the Sunday of the week that still is. `från v 49` is its Monday, or today.
///   Which week a number means follows the ISO calendar over the new year.
///
/// # Errors
/// [`DateError`] says what can't be known and what to write instead.
pub fn parse(phrase: &str, context: &DateContext<'_>) -> Outcome<Due> {
    let words = words(phrase);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.is_empty() {
        return Err(DateError::Empty);
    }
    if let Some(date) = said_of_the_past(&words, context.today) {
        return Err(DateError::Past { date, today: context.today });
    }
    let due = Reader { context, phrase }.due(&words);
    if !matches!(due, Err(DateError::NotUnderstood(_))) {
        return due;
    }
    // Who writes a time of day beside the day is told what has no room.
    let day = with_time(phrase).into_iter().find(|(day, _)| parse(day, context).is_ok());
    day.map_or(due, |(day, _)| Err(DateError::WithTime(brief(&day))))
}

impl Reader<'_> {
    fn due(&self, words: &[&str]) -> Outcome<Due> {
        match words {
            [rest @ .., "nasta", "mote" | "motet"] if rest.iter().all(|w| is_before_meeting(w)) => {
                Ok(Due::NextMeeting)
            }
            ["lopande" | "fortlopande"] | ["tills", "vidare"] | ["lopande", "tills", "vidare"] => {
                Ok(Due::Ongoing { start: self.today() })
            }
            ["lopande" | "fortlopande", rest @ ..] | ["tills", "vidare", rest @ ..] => {
                Ok(Due::Ongoing { start: self.start(rest)? })
            }
            ["dagligen", rest @ ..] | ["varje", "dag", rest @ ..] => {
                Ok(Due::Daily { start: self.start(rest)? })
            }
            ["varje", "vecka", rest @ ..] | ["en" | "1", "gang", "i", "veckan", rest @ ..] => {
                Ok(Due::Weekly { weekday: None, start: self.start(rest)? })
            }
            ["varje" | "var", what, rest @ ..] => match read_weekday(what) {
                Some(weekday) => self.weekly(weekday, rest),
                None => Err(DateError::Rhythm(self.echo())),
            },
            ["varannan" | "vartannat", ..] => Err(DateError::Rhythm(self.echo())),
            ["pa", plural, rest @ ..] | [plural, rest @ ..] if plural.ends_with("dagar") => {
                match read_weekday(plural.trim_end_matches("ar")) {
                    Some(weekday) => self.weekly(weekday, rest),
                    None => Err(self.not_understood()),
                }
            }
            ["fran", rest @ ..] => Ok(Due::From(self.first_day(rest)?)),
            ["efter", rest @ ..] => match self.span(rest)? {
                Span::Day(day) => Ok(Due::From(ahead(day, 1)?)),
                Span::Week(monday) => Ok(Due::From(ahead(monday, 7)?)),
                Span::Named(_) => Err(DateError::AfterNamedDay(self.echo())),
            },
            ["senast" | "klart", "fore" | "innan", rest @ ..] | ["fore" | "innan", rest @ ..] => {
                let last = match self.span(rest)? {
                    Span::Day(day) | Span::Named(day) => back(day, 1),
                    Span::Week(monday) => self.last_of_week(back(monday, 7)),
                };
                Ok(Due::By(self.not_past(last)?))
            }
            _ => Ok(Due::By(match self.span(words)? {
                Span::Day(day) | Span::Named(day) => day,
                Span::Week(monday) => self.last_of_week(monday),
            })),
        }
    }

    /// Every week on `weekday`: from the next one, or the first on or after the day that is said.
    fn weekly(&self, weekday: Weekday, rest: &[&str]) -> Outcome<Due> {
        let start = if rest.is_empty() {
            self.next_weekday(weekday)?
        } else {
            let from = self.start(rest)?;
            ahead(from, weekday.days_since(from.weekday()))?
        };
        Ok(Due::Weekly { weekday: Some(weekday), start })
    }

    /// `från …` after something that goes on; today where nothing is said.
    fn start(&self, words: &[&str]) -> Outcome<NaiveDate> {
        match words {
            [] => Ok(self.today()),
            ["fran" | "start", rest @ ..] | ["med", "start" | "borjan", rest @ ..] => self.first_day(rest),
            _ => Err(self.not_understood()),
        }
    }

    fn first_day(&self, words: &[&str]) -> Outcome<NaiveDate> {
        Ok(match self.span(words)? {
            Span::Day(day) | Span::Named(day) => day,
            Span::Week(monday) => monday.max(self.today()),
        })
    }

    /// The week's Friday, or its Sunday when the Friday has passed.
    fn last_of_week(&self, monday: NaiveDate) -> NaiveDate {
        let friday = monday.checked_add_days(Days::new(4)).unwrap_or(monday);
        let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
        if friday < self.today() { sunday } else { friday }
    }
}

fn is_before_meeting(word: &str) -> bool {
    matches!(word, "till" | "tills" | "senast" | "pa" | "vid" | "infor" | "fore" | "innan")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{any_day, any_due, day};
    use super::*;
    use proptest::prelude::*;

    fn at(today: NaiveDate) -> DateContext<'static> {
        DateContext { today, named_days: &[], next_meeting: None }
    }

    /// Said on Monday 23 November 2026, in week 48.
    fn said(phrase: &str) -> Outcome<Due> {
        let named_days = [
            ("Sportlov".to_owned(), day("2026-02-16")),
            ("Sportlov".to_owned(), day("2027-02-15")),
            ("påsklov".to_owned(), day("2026-03-30")),
            ("Lucia på Ängsskolan".to_owned(), day("2026-12-11")),
        ];
        let next_meeting = Some(day("2026-12-07"));
        parse(phrase, &DateContext { today: day("2026-11-23"), named_days: &named_days, next_meeting })
    }

    #[expect(clippy::unnecessary_wraps, reason = "the tables hold refusals too")]
    fn by(date: &str) -> Outcome<Due> {
        Ok(Due::By(day(date)))
    }

    #[expect(clippy::unnecessary_wraps, reason = "the tables hold refusals too")]
    fn from(date: &str) -> Outcome<Due> {
        Ok(Due::From(day(date)))
    }

    fn check(table: &[(&str, Outcome<Due>)]) {
        for (phrase, due) in table {
            assert_eq!(&said(phrase), due, "{phrase}");
            assert_eq!(&said(&phrase.to_uppercase()), due, "{phrase} in capitals");
            assert_eq!(&said(&format!("  {} ", phrase.replace(' ', "   "))), due, "{phrase} with spaces");
        }
    }

    #[test]
    fn days_of_the_week() {
        check(&[
            ("fre", by("2026-11-27")),
            ("fredag", by("2026-11-27")),
            ("på fredag", by("2026-11-27")),
            ("senast fre", by("2026-11-27")),
            ("tors", by("2026-11-26")),
            ("lör", by("2026-11-28")),
            ("lor", by("2026-11-28")),
            ("söndagen", by("2026-11-29")),
            // Said on a Monday: a week ahead.
            ("mån", by("2026-11-30")),
            ("nästa fre", by("2026-12-04")),
            ("nästa fredag", by("2026-12-04")),
            ("nasta mandag", by("2026-11-30")),
            ("fre v 49", by("2026-12-04")),
            ("onsdag i vecka 50", by("2026-12-09")),
            ("fredag nästa vecka", by("2026-12-04")),
            ("fre 27 nov", by("2026-11-27")),
            ("denna fredag", by("2026-11-27")),
            ("nu på fredag", by("2026-11-27")),
        ]);
    }

    proptest! {
        /// A word that means nothing in a phrase makes it refused: it isn't read past.
        #[test]
        fn a_word_too_many_is_never_read_past(
            phrase in prop::sample::select(vec![
                "fre", "15/12", "v 49", "om 3v", "nästa möte", "varje fre", "löpande", "från mån", "den 15:e", "efter v 50",
                "sportlovet", "varje fredag från 2/12", "tis 15/12",
            ]),
            word in prop::sample::select(vec!["kanske", "Eva", "@bo", ">", "9.30", "kl", "(", "boken", "3", "st", "#2"]),
            at in 0_usize..6,
        ) {
            let mut words: Vec<&str> = phrase.split(' ').collect();
            words.insert(at.min(words.len()), word);
            let longer = words.join(" ");
            // `3` can be the day, the year or the week that was missing.
            if word != "3" {
                prop_assert!(said(&longer).is_err(), "{}: {:?}", longer, said(&longer));
            }
        }
    }

    #[test]
    fn days_close_by() {
        check(&[
            ("idag", by("2026-11-23")),
            ("i dag", by("2026-11-23")),
            ("imorgon", by("2026-11-24")),
            ("i morgon", by("2026-11-24")),
            ("imorn", by("2026-11-24")),
            ("övermorgon", by("2026-11-25")),
            ("i övermorgon", by("2026-11-25")),
            ("i overmorgon", by("2026-11-25")),
        ]);
    }

    #[test]
    fn dates() {
        for phrase in [
            "15/12",
            "15/12-26",
            "15/12 2026",
            "15/12/2026",
            "15/12-2026",
            "15/12/26",
            "15 / 12",
            "15 dec",
            "15dec",
            "15 dec.",
            "den 15 december",
            "15:e december",
            "15 dec 2026",
            "15 dec 26",
            "den 15:e",
            "15:e",
            "15e",
            "den 15",
            "2026-12-15",
            "20261215",
            "261215",
            "senast 15/12",
            "till den 15:e",
            "till och med 15/12",
            "t.o.m. 15/12",
            "på den 15 december",
            "tis 15/12",
            "tisdagen den 15 december",
        ] {
            assert_eq!(said(phrase), by("2026-12-15"), "{phrase}");
        }
        check(&[
            ("15 januari 2027", by("2027-01-15")),
            ("15 januari", by("2027-01-15")),
            ("den 2:a", by("2026-12-02")),
            ("23/11", by("2026-11-23")),
            // Yesterday, without a year, is next year's.
            ("22/11", by("2027-11-22")),
            ("den 23:e", by("2026-11-23")),
            ("den 31:a", by("2026-12-31")),
            ("den 22", by("2026-12-22")),
        ]);
        assert_eq!(parse("den 31", &at(day("2027-01-31"))), by("2027-01-31"));
        assert_eq!(parse("den 30", &at(day("2027-01-31"))), by("2027-03-30"));
        assert_eq!(parse("29/2", &at(day("2027-11-01"))), by("2028-02-29"));
    }

    #[test]
    fn weeks() {
        check(&[
            ("v 49", by("2026-12-04")),
            ("v49", by("2026-12-04")),
            ("v. 49", by("2026-12-04")),
            ("v.49", by("2026-12-04")),
            ("vecka 49", by("2026-12-04")),
            ("i vecka 49", by("2026-12-04")),
            ("senast v 49", by("2026-12-04")),
            ("v 48", by("2026-11-27")),
            ("v 2", by("2027-01-15")),
            ("v 47", by("2027-11-26")),
            ("v 53", by("2027-01-01")),
            ("v 49 2027", by("2027-12-10")),
            ("före v 50", by("2026-12-04")),
            ("fore vecka 50", by("2026-12-04")),
            ("innan v 50", by("2026-12-04")),
            ("efter v 50", from("2026-12-14")),
            ("efter v 53", from("2027-01-04")),
            ("före v 1", by("2027-01-01")),
            ("nästa vecka", by("2026-12-04")),
            ("denna vecka", by("2026-11-27")),
            ("i veckan", by("2026-11-27")),
            ("den här veckan", by("2026-11-27")),
            ("före nästa vecka", by("2026-11-27")),
        ]);
    }

    #[test]
    fn weeks_at_the_turn_of_the_year() {
        // 1 January 2027 is a Friday in week 53 of 2026.
        let new_year = at(day("2027-01-01"));
        assert_eq!(parse("v 53", &new_year), by("2027-01-01"));
        assert_eq!(parse("v 1", &new_year), by("2027-01-08"));
        assert_eq!(parse("v 52", &new_year), by("2027-12-31"));
        assert_eq!(parse("nästa vecka", &new_year), by("2027-01-08"));
        // 29 December 2025 is a Monday in week 1 of 2026.
        let before = at(day("2025-12-29"));
        assert_eq!(parse("v 1", &before), by("2026-01-02"));
        assert_eq!(parse("v 52", &before), by("2026-12-25"));
    }

    #[test]
    fn a_week_that_still_is_ends_on_its_sunday() {
        let saturday = at(day("2026-11-28"));
        assert_eq!(parse("v 48", &saturday), by("2026-11-29"));
        assert_eq!(parse("i veckan", &saturday), by("2026-11-29"));
        assert_eq!(parse("från v 48", &saturday), from("2026-11-28"));
        assert_eq!(parse("fre", &at(day("2026-11-27"))), by("2026-12-04"));
        assert_eq!(parse("nästa fre", &at(day("2026-11-27"))), by("2026-12-04"));
    }

    #[test]
    fn before_and_after() {
        check(&[
            ("innan 15/12", by("2026-12-14")),
            ("före 15/12", by("2026-12-14")),
            ("före den 15:e", by("2026-12-14")),
            ("senast före 15/12", by("2026-12-14")),
            ("klart före v 50", by("2026-12-04")),
            ("före fredag", by("2026-11-26")),
            ("efter 15/12", from("2026-12-16")),
        ]);
    }

    #[test]
    fn some_time_time_from_now() {
        check(&[
            ("om 3v", by("2026-12-14")),
            ("om 3 v", by("2026-12-14")),
            ("om 2 veckor", by("2026-12-07")),
            ("om två veckor", by("2026-12-07")),
            ("om tva veckor", by("2026-12-07")),
            ("inom fyra veckor", by("2026-12-21")),
            ("om tolv veckor", by("2027-02-15")),
            ("om en vecka", by("2026-11-30")),
            ("om 10 dagar", by("2026-12-03")),
            ("om 10 d", by("2026-12-03")),
            ("om 10d", by("2026-12-03")),
            ("om en månad", by("2026-12-23")),
            ("om 2 mån", by("2027-01-23")),
            ("om 2mån", by("2027-01-23")),
            ("om ett halvår", by("2027-05-23")),
            ("om ett år", by("2027-11-23")),
            ("senast om 2 veckor", by("2026-12-07")),
            ("från om 2 veckor", from("2026-12-07")),
        ]);
        assert_eq!(parse("om en månad", &at(day("2027-01-31"))), by("2027-02-28"));
    }

    #[test]
    fn beginnings() {
        check(&[
            ("från mån", from("2026-11-30")),
            ("fran man", from("2026-11-30")),
            ("från på måndag", from("2026-11-30")),
            ("från och med 2/12", from("2026-12-02")),
            ("fr o m 2/12", from("2026-12-02")),
            ("fr.o.m. 2/12", from("2026-12-02")),
            ("from 2/12", from("2026-12-02")),
            ("från den 2:a", from("2026-12-02")),
            ("från nästa vecka", from("2026-11-30")),
            ("från v 49", from("2026-11-30")),
            ("från idag", from("2026-11-23")),
            ("från nästa möte", from("2026-12-07")),
            ("efter nästa möte", from("2026-12-08")),
            ("från sportlovet", from("2027-02-15")),
        ]);
    }

    #[test]
    fn what_comes_back_or_goes_on() {
        let weekly = |weekday, start| Ok(Due::Weekly { weekday, start: day(start) });
        let daily = |start| Ok(Due::Daily { start: day(start) });
        let ongoing = |start| Ok(Due::Ongoing { start: day(start) });
        let friday = Some(Weekday::Fri);
        check(&[
            ("varje fre", weekly(friday, "2026-11-27")),
            ("varje fredag från 2/12", weekly(friday, "2026-12-04")),
            ("varje fredag från 4/12", weekly(friday, "2026-12-04")),
            ("varje fredag fr.o.m. v 50", weekly(friday, "2026-12-11")),
            ("på fredagar", weekly(friday, "2026-11-27")),
            ("torsdagar från 2/12", weekly(Some(Weekday::Thu), "2026-12-03")),
            // Said on a Monday: a week ahead, as for the day itself.
            ("varje mån", weekly(Some(Weekday::Mon), "2026-11-30")),
            ("varje mån från idag", weekly(Some(Weekday::Mon), "2026-11-23")),
            ("varje vecka", weekly(None, "2026-11-23")),
            ("varje vecka från 2/12", weekly(None, "2026-12-02")),
            ("varje vecka från den 2:a", weekly(None, "2026-12-02")),
            ("varje vecka med start 2/12", weekly(None, "2026-12-02")),
            ("en gång i veckan", weekly(None, "2026-11-23")),
            ("varje dag", daily("2026-11-23")),
            ("dagligen", daily("2026-11-23")),
            ("dagligen från mån", daily("2026-11-30")),
            ("löpande", ongoing("2026-11-23")),
            ("lopande", ongoing("2026-11-23")),
            ("tills vidare", ongoing("2026-11-23")),
            ("löpande från 2/12", ongoing("2026-12-02")),
        ]);
    }

    #[test]
    fn the_next_meeting() {
        for phrase in [
            "nästa möte",
            "nasta mote",
            "till nästa möte",
            "Senast nästa mötet",
            "på nästa möte",
            "inför nästa möte",
        ] {
            assert_eq!(said(phrase), Ok(Due::NextMeeting), "{phrase}");
        }
        assert_eq!(parse("från nästa möte", &at(day("2026-11-23"))), Err(DateError::NextMeetingUnknown));
    }

    #[test]
    fn the_municipality_s_own_days() {
        check(&[
            ("sportlov", by("2027-02-15")),
            ("till sportlovet", by("2027-02-15")),
            ("före sportlov", by("2027-02-14")),
            ("lucia på ängsskolan", by("2026-12-11")),
            ("till lucia pa angsskolan", by("2026-12-11")),
            ("påsklovet", Err(DateError::NamedDayPassed { name: "påsklov".into(), date: day("2026-03-30") })),
        ]);
        assert_eq!(said("efter sportlovet"), Err(DateError::AfterNamedDay("efter sportlovet".into())));
        let known = "Sportlov, påsklov, Lucia på Ängsskolan".to_owned();
        let unknown = said("till höstlovet").unwrap_err();
        assert_eq!(unknown, DateError::UnknownNamedDay { name: "höstlovet".into(), known });
    }

    /// What the user reads when `phrase` is said on Monday 23 November 2026.
    fn refusal(phrase: &str) -> String {
        match said(phrase) {
            Ok(due) => panic!("{phrase} was read as {due:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_people_write_is_a_day_or_is_told_how() {
        check(&[
            ("om 4v", by("2026-12-21")),
            ("om 4 v.", by("2026-12-21")),
            ("om 4 veckor", by("2026-12-21")),
            ("v 3", by("2027-01-22")),
            ("v.3", by("2027-01-22")),
            ("fre v 3", by("2027-01-22")),
            ("kommande fredag", by("2026-11-27")),
            ("fred", by("2026-11-27")),
            ("torsd", by("2026-11-26")),
            ("fredag om två veckor", by("2026-12-11")),
            ("tis om 1 vecka", by("2026-12-01")),
            ("15.1", by("2027-01-15")),
            ("15.01", by("2027-01-15")),
            ("15.1.2027", by("2027-01-15")),
            ("15.1.27", by("2027-01-15")),
            ("15.1 2027", by("2027-01-15")),
            ("fre 15.1", by("2027-01-15")),
            ("imorgon", by("2026-11-24")),
            ("30.2", Err(DateError::NoSuchDay { day: 30, month: 2, year: 2027 })),
            ("8.30", Err(DateError::NotUnderstood("8.30".into()))),
        ]);
        assert_eq!(
            refusal("i januari"),
            "”i januari” är ingen bestämd dag. Skriv ett datum eller en vecka, till exempel 15/12 eller v 49."
        );
        for phrase in [
            "fre 8.00",
            "fre kl 8",
            "4/12 kl 8",
            "4/12 kl. 8.30",
            "kl 8 4/12",
            "halv nio på fredag",
            "v 3 kl 13",
        ] {
            assert!(matches!(said(phrase), Err(DateError::WithTime(_))), "{phrase}: {:?}", said(phrase));
        }
        assert_eq!(refusal("4/12 8.00"), "Här skrivs bara dagen: 4/12. Klockslaget får inte plats.");
        // In the week that four weeks lead to nobody is at work, and that is said beside it.
        let due = parse("om 4v", &at(day("2026-11-27"))).unwrap();
        assert_eq!(due.as_understood(day("2026-11-27")), "senast fre 25 dec: juldagen");
    }

    #[test]
    fn no_sentence_says_a_day_in_digits() {
        let is_iso = |text: &str| {
            text.split(|c: char| !c.is_ascii_digit() && c != '-').any(|word| {
                let parts: Vec<usize> = word.split('-').map(str::len).collect();
                parts == [4, 2, 2]
            })
        };
        for phrase in [
            "igår",
            "22/11 2026",
            "före idag",
            "v 47 2026",
            "tor 27 nov",
            "påsklovet",
            "efter sportlovet",
            "höstlovet",
            "30/2",
            "15/13",
            "den 32:a",
            "v 54",
            "om 6 år",
            "snarast",
            "varannan vecka",
            "4/12 8.00",
            "",
            "hej",
        ] {
            assert!(!is_iso(&refusal(phrase)), "{phrase}: {}", refusal(phrase));
        }
        assert!(is_iso("(2026-12-04)"));
    }

    #[test]
    fn days_that_do_not_exist() {
        assert_eq!(refusal("30/2"), "30/2 finns inte: februari 2027 har 28 dagar.");
        assert_eq!(refusal("från 31 nov"), "31/11 finns inte: november 2026 har 30 dagar.");
        assert_eq!(refusal("29 feb 2027"), "29/2 finns inte: februari 2027 har 28 dagar.");
        assert_eq!(refusal("2027-02-30"), "30/2 finns inte: februari 2027 har 28 dagar.");
        assert_eq!(refusal("0/12"), "0/12 finns inte: december 2026 har 31 dagar.");
        assert_eq!(refusal("15/13"), "15/13 finns inte: månaderna är 1 till 12. Dagen skrivs först.");
        assert_eq!(refusal("den 32:a"), "Den 32:e finns inte i någon månad. Skriv en dag mellan 1 och 31.");
        assert_eq!(refusal("v 54"), "Vecka 54 finns inte 2026: det året har veckorna 1 till 53.");
        assert_eq!(refusal("v 0"), "Vecka 0 finns inte 2027: det året har veckorna 1 till 52.");
        let in_2027 = parse("v 53", &at(day("2027-03-01"))).unwrap_err();
        assert_eq!(in_2027.to_string(), "Vecka 53 finns inte 2027: det året har veckorna 1 till 52.");
        assert_eq!(
            refusal("tor 27 nov"),
            "Den 27 nov 2026 är en fredag. Stryk veckodagen eller ändra datumet."
        );
    }

    #[test]
    fn days_that_have_passed_or_are_far_away() {
        let past = "Den dagen har varit: mån 15 dec 2025. Skriv en dag från och med idag, mån 23 nov 2026.";
        for phrase in
            ["2025-12-15", "15/12 2025", "från 15/12-25", "den 15 december 2025", "efter 2025-12-15"]
        {
            assert_eq!(refusal(phrase), past, "{phrase}");
        }
        for phrase in ["före 23/11", "före idag", "före v 48", "2026-11-22", "v 47 2026"] {
            assert!(matches!(said(phrase), Err(DateError::Past { .. })), "{phrase}");
        }
        assert!(said("2031-11-23").is_ok());
        for phrase in ["2031-11-24", "om 6 år", "om 99999999999999999999 dagar", "v 2 2040"] {
            assert_eq!(said(phrase), Err(DateError::TooFar), "{phrase}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_with_the_reason() {
        for phrase in ["", "  ", "\u{200B}", ".", "!?"] {
            assert_eq!(said(phrase), Err(DateError::Empty), "{phrase:?}");
        }
        for phrase in
            ["i månadsskiftet", "snarast", "så snart som möjligt", "vid behov", "i december", "nästa månad"]
        {
            assert_eq!(said(phrase), Err(DateError::Vague(phrase.into())), "{phrase}");
        }
        for phrase in ["varannan vecka", "varje månad", "var tredje vecka"] {
            assert_eq!(said(phrase), Err(DateError::Rhythm(phrase.into())), "{phrase}");
        }
        for phrase in [
            "hej",
            "från",
            "före",
            "om",
            "om två",
            "om två hästar",
            "v",
            "v x",
            "varje",
            "på",
            "15/",
            "/12",
            "1/2/3/4",
            "skoldagar",
        ] {
            assert_eq!(said(phrase), Err(DateError::NotUnderstood(phrase.into())), "{phrase}");
        }
        let long = refusal("när vi har hunnit prata igenom saken ordentligt hemma");
        assert!(long.starts_with(
            "”när vi har hunnit prata igeno…” går inte att läsa som en dag. Skriv till exempel fre,"
        ));
    }

    #[test]
    fn no_refusal_shows_control_characters() {
        let error = refusal("\u{1B}[2Jhej\u{202E} du\n");
        assert!(error.starts_with("”hej du”"), "{error}");
        assert!(error.chars().all(crate::domain::text::is_allowed));
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_overflow() {
        for today in [NaiveDate::MIN, NaiveDate::MAX] {
            for phrase in [
                "fre",
                "nästa fre",
                "v 1",
                "v 53",
                "nästa vecka",
                "före idag",
                "efter idag",
                "den 31:a",
                "1/1",
                "om 1 d",
            ] {
                // Only that it answers: what a calendar's last day is followed by, nobody asks.
                let _ = parse(phrase, &at(today));
            }
        }
    }

    proptest! {
        #[test]
        fn an_iso_date_is_that_day_or_past(today in any_day(), ahead in -730_i64..730) {
            let date = today + chrono::Duration::days(ahead);
            let expected = if ahead < 0 { Err(DateError::Past { date, today }) } else { Ok(Due::By(date)) };
            for form in ["%Y-%m-%d", "%Y%m%d", "%y%m%d", "%-d/%-m %Y", "%-d/%-m-%y"] {
                prop_assert_eq!(parse(&date.format(form).to_string(), &at(today)), expected.clone());
            }
        }

        #[test]
        fn a_date_without_a_year_is_the_next(today in any_day(), ahead in 0_u64..365) {
            let date = today + Days::new(ahead);
            prop_assume!((date.month(), date.day()) != (2, 29));
            let phrase = format!("{}/{}", date.day(), date.month());
            prop_assert_eq!(parse(&phrase, &at(today)), Ok(Due::By(date)));
        }

        #[test]
        fn a_week_lands_in_that_week(today in any_day(), week in 1_u32..=52) {
            let context = at(today);
            for phrase in [format!("v {week}"), format!("från v {week}"), format!("fre v {week}")] {
                match parse(&phrase, &context) {
                    Ok(due) => {
                        let date = due.date().unwrap();
                        prop_assert_eq!(date.iso_week().week(), week);
                        prop_assert!(date >= today && date < today + Days::new(54 * 7));
                    }
                    // Only a day that has passed in the week that still is.
                    Err(error) => {
                        let is_past = matches!(error, DateError::Past { .. });
                        prop_assert!(is_past && phrase.starts_with("fre"));
                        prop_assert_eq!(today.iso_week().week(), week);
                    }
                }
            }
        }

        #[test]
        fn before_a_week_is_the_week_before(today in any_day(), week in 1_u32..=52) {
            if let Ok(due) = parse(&format!("före v {week}"), &at(today)) {
                let date = due.date().unwrap();
                prop_assert!(date >= today);
                prop_assert_eq!((date + Days::new(7)).iso_week().week(), week);
            }
            let Ok(after) = parse(&format!("efter v {week}"), &at(today)) else { panic!("efter v {week}") };
            let date = after.date().unwrap();
            prop_assert_eq!(date.weekday(), Weekday::Mon);
            prop_assert_eq!((date - Days::new(1)).iso_week().week(), week);
        }

        #[test]
        fn a_day_of_the_week_is_the_next(today in any_day(), index in 0_usize..7) {
            let (name, weekday) = [
                ("mån", Weekday::Mon), ("tisdag", Weekday::Tue), ("ons", Weekday::Wed), ("på torsdag", Weekday::Thu),
                ("fre", Weekday::Fri), ("lör", Weekday::Sat), ("söndag", Weekday::Sun),
            ][index];
            let date = parse(name, &at(today)).unwrap().date().unwrap();
            prop_assert_eq!(date.weekday(), weekday);
            prop_assert!(date > today && date <= today + Days::new(7));
        }

        #[test]
        fn words_are_read_back(
            (today, due) in (any_day(), 0_u64..1500).prop_flat_map(|(today, ahead)| {
                (Just(today), any_due(today + Days::new(ahead)))
            })
        ) {
            prop_assert_eq!(parse(&due.in_words(today), &at(today)), Ok(due));
        }

        #[test]
        fn any_text_is_read_or_refused(phrase in ".{0,60}", today in any_day()) {
            if let Err(error) = parse(&phrase, &at(today)) {
                prop_assert!(error.to_string().chars().count() < 200);
            }
        }

        #[test]
        fn any_mixture_of_known_words_is_read_or_refused(
            words in prop::collection::vec(prop::sample::select(vec![
                "fre", "mån", "v", "49", "om", "2", "veckor", "från", "före", "efter", "varje", "den", "15:e", "dec", "15/12", "i",
                "nästa", "möte", "vecka", "2027", "löpande", "senast", "tills", "vidare", "/", "-", "fr.o.m.", "dagar", "sportlov",
            ]), 0..7),
            today in any_day(),
        ) {
            let named_days = [("sportlov".to_owned(), today)];
            let context = DateContext { today, named_days: &named_days, next_meeting: Some(today) };
            if let Ok(due) = parse(&words.join(" "), &context) {
                prop_assert!(due.date().is_none_or(|date| date >= today));
                prop_assert_eq!(Due::from_key(&due.to_key()), Ok(due));
            }
        }
    }
}
