//! Copies for safekeeping: which of the older ones are kept when a new one has been proved, and what is said of the latest.

use super::dates::{FILE_MOMENT, file_moment, short_date};
use super::recovery::Openers;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use std::collections::BTreeMap;

/// So many of the latest days keep their latest copy,
pub const DAYS: usize = 7;
/// so many of the latest weeks,
pub const WEEKS: usize = 4;
/// and so many of the latest months. Days, weeks and months in which none was taken don't count, so that a summer, or a
/// clock that has gone wrong, empties no folder.
pub const MONTHS: usize = 12;

/// Which of the copies that were taken at these moments are kept: one that is the latest of its day, week or month, when
/// that is among the latest that have any. The latest of all always is.
pub fn kept(taken: &[NaiveDateTime]) -> Vec<bool> {
    let mut kept = vec![false; taken.len()];
    let mut keep = |most: usize, period: fn(NaiveDate) -> (i32, u32)| {
        let mut latest = BTreeMap::new();
        let mut in_order: Vec<usize> = (0..taken.len()).collect();
        in_order.sort_by_key(|at| (taken[*at], *at));
        for at in in_order {
            latest.insert(period(taken[at].date()), at);
        }
        for at in latest.into_values().rev().take(most) {
            kept[at] = true;
        }
    };
    keep(DAYS, |day| (day.year(), day.ordinal()));
    keep(WEEKS, |day| (day.iso_week().year(), day.iso_week().week()));
    keep(MONTHS, |day| (day.year(), day.month()));
    kept
}

/// How a copy's name begins and ends; the moment stands between them, and a number where several were taken in a minute.
const BEFORE: &str = "samverkan-";
const AFTER: &str = ".kopia";

/// What the copy of a moment, local time, is called. The `number`th of the same minute says so; nothing else stands in the
/// name, so that it can lie anywhere.
pub fn name(taken: NaiveDateTime, number: usize) -> String {
    let again = if number > 1 { format!("-{number}") } else { String::new() };
    format!("{BEFORE}{}{again}{AFTER}", file_moment(taken))
}

/// What a copy is called that holds a database in which something doesn't agree: it is kept, and counts for nothing.
pub fn unproved_name(taken: NaiveDateTime, number: usize) -> String {
    let name = name(taken, number);
    format!("{}-ej-provad{AFTER}", name.strip_suffix(AFTER).unwrap_or(&name))
}

/// Whether a file is called as a copy that this program takes.
pub fn is_name(name: &str) -> bool {
    moment_of(name).is_some()
}

/// When a copy was taken, local time, by what it is called; nothing for a file that is called otherwise.
pub fn moment_of(name: &str) -> Option<NaiveDateTime> {
    let middle = name.strip_prefix(BEFORE).and_then(|rest| rest.strip_suffix(AFTER))?;
    let (moment, rest) = (middle.get(..15)?, middle.get(15..)?);
    let is_number =
        |text: &str| !text.is_empty() && text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let moment = NaiveDateTime::parse_from_str(moment, FILE_MOMENT).ok()?;
    (rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number)).then_some(moment)
}

/// After so many days without a proved copy it is said more clearly.
const LATE_DAYS: i64 = 14;

/// What is known of the latest copy that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LastCopy {
    /// When it was taken; nothing if none has been.
    pub taken: Option<DateTime<Utc>>,
    /// When the first line of the journal was written: since then there is something to lose.
    pub begun: Option<DateTime<Utc>>,
    /// What opens it.
    pub openers: Openers,
    /// Whether it lies on the same disk as the database, and is lost with that.
    pub same_disk: bool,
}

impl LastCopy {
    /// "Säkerhetskopia: i går 16.10, provad", and whether that is too long ago. `local` tells what the clock on the wall
    /// showed.
    pub fn in_words(
        &self,
        local: impl Fn(DateTime<Utc>) -> NaiveDateTime,
        today: NaiveDate,
    ) -> (String, bool) {
        let days = |at: DateTime<Utc>| (today - local(at).date()).num_days();
        let late = self.taken.or(self.begun).map(days).is_some_and(|days| days >= LATE_DAYS);
        let is_foreign = self.taken.is_some() && self.openers == Openers::Former;
        let words = match (self.taken, self.begun) {
            // As wide as the narrowest terminal.
            (Some(taken), _) if late => {
                format!("Senaste kopian är {} dagar gammal · ‹Menu›, ta säkerhetskopia", days(taken))
            }
            (Some(taken), _) => {
                let day = match days(taken) {
                    0 => "i dag".to_owned(),
                    1 => "i går".to_owned(),
                    _ => short_date(local(taken).date(), today),
                };
                let when = format!("{day} {}", local(taken).format("%H.%M"));
                match self.openers {
                    Openers::Both if self.same_disk => format!("Säkerhetskopia: {when}, provad · samma disk"),
                    Openers::Both => format!("Säkerhetskopia: {when}, provad"),
                    Openers::Passphrase => format!("Kopia: {when}, bara lösenfrasen öppnar den"),
                    Openers::Recovery => format!("Kopia: {when}, bara återställningsnyckeln öppnar"),
                    Openers::Former => format!("Kopia: {when}, från före nyckelbytet: ta en ny"),
                }
            }
            (None, Some(begun)) if late => {
                format!("Ingen säkerhetskopia på {} dagar · ‹Menu›, ta säkerhetskopia", days(begun))
            }
            (None, _) => "Säkerhetskopia: ingen än · ‹Menu›, ta säkerhetskopia".to_owned(),
        };
        (words, late || is_foreign)
    }
}

/// What lies where a copy is to be put back, beside what is in the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Present {
    /// Nothing.
    Nothing,
    /// Something that can't be opened: damaged, or encrypted with another key.
    Unknown,
    /// Another database.
    Other,
    /// The same database.
    Same(Differs),
}

/// How two states of one database differ, by their journals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differs {
    /// So many lines aren't in the copy;
    pub lines: i64,
    /// of which so many changed something, rather than telling that something was read.
    pub changes: i64,
    /// When the last line was written that both have; nothing where they share none.
    pub since: Option<DateTime<Utc>>,
    /// When the last of those that aren't in the copy was written.
    pub last: Option<DateTime<Utc>>,
    /// So many lines are in the copy alone.
    pub only_in_copy: i64,
    /// The texts that have been struck for good since, and that the copy has.
    pub struck: Struck,
}

/// Texts that were struck for good after a copy was taken, and come back with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Struck {
    /// So many.
    pub count: usize,
    /// The meetings that they stood in: "2026-11-23-eht".
    pub meetings: Vec<String>,
}

impl Struck {
    /// What to do about them, in a sentence; nothing where there are none. `back`: they are there again.
    pub fn in_words(&self, back: bool) -> Option<String> {
        let (text, it) = match self.count {
            0 => return None,
            1 => ("1 text".to_owned(), "den"),
            count => (format!("{count} texter"), "dem"),
        };
        let come = if back { "är tillbaka" } else { "kommer tillbaka" };
        let place = match self.meetings.as_slice() {
            [] => String::new(),
            meetings => format!(" ({})", meetings.join(", ")),
        };
        Some(format!("{text} som ströks för gott efter kopian {come}{place}: stryk {it} igen."))
    }
}

impl Present {
    /// What was struck for good after the copy was taken comes back: what to do about it, where it is known or may be.
    pub fn struck(&self, back: bool) -> Option<String> {
        match self {
            Self::Same(differs) => differs.struck.in_words(back),
            Self::Other | Self::Unknown | Self::Nothing if back => Some(
                "Har något strukits för gott efter att kopian togs står det här igen: stryk det igen."
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// What would be put aside, in sentences; nothing where there is nothing.
    pub fn in_words(
        &self,
        local: impl Fn(DateTime<Utc>) -> NaiveDateTime,
        today: NaiveDate,
    ) -> Option<String> {
        let when = |at: DateTime<Utc>| {
            let (day, time) = (local(at).date(), local(at).format("%H.%M"));
            if day == today { format!("i dag {time}") } else { format!("{} {time}", short_date(day, today)) }
        };
        Some(match self {
            Self::Nothing => return None,
            Self::Unknown => {
                "Det ligger något här som inte går att öppna med kopians nyckel, så det går inte att veta vad det har som \
                 kopian saknar."
                    .to_owned()
            }
            Self::Other => {
                "Här ligger en annan databas än den som kopian är tagen av. Inget av det som står i den finns i kopian."
                    .to_owned()
            }
            Self::Same(Differs { lines: 0, only_in_copy: 0, .. }) => {
                "Det som ligger här är detsamma som i kopian.".to_owned()
            }
            Self::Same(Differs { lines: 0, only_in_copy, .. }) => {
                let rows = if *only_in_copy == 1 { "rad" } else { "rader" };
                format!("Kopian har allt som ligger här, och {only_in_copy} {rows} i journalen till.")
            }
            Self::Same(Differs { lines, changes, since, last, .. }) => {
                let rows = if *lines == 1 { "rad" } else { "rader" };
                let since = since.map_or_else(String::new, |at| format!(" efter {}", when(at)));
                let last = last.map_or_else(String::new, |at| format!(" (senast {})", when(at)));
                let what = match changes {
                    0 => " Ingen av dem ändrar något: de säger att något lästes.".to_owned(),
                    1 => " 1 av dem ändrar något i mötena.".to_owned(),
                    changes => format!(" {changes} av dem ändrar något i mötena."),
                };
                let struck = self.struck(false).map_or_else(String::new, |struck| format!(" {struck}"));
                format!(
                    "Det som ligger här har {lines} {rows} i journalen{since}{last} som inte finns i kopian.{what}{struck}"
                )
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    /// What is left when each copy is taken in turn and the older ones are thinned after each.
    fn thinned_each_time(taken: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
        let mut left: Vec<NaiveDateTime> = Vec::new();
        for moment in taken {
            left.push(*moment);
            left = thinned(&left);
        }
        left
    }

    fn thinned(taken: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
        taken.iter().zip(kept(taken)).filter(|(_, kept)| *kept).map(|(moment, _)| *moment).collect()
    }

    fn moments() -> impl Strategy<Value = Vec<NaiveDateTime>> {
        let first = at("2025-01-01T00:00:00");
        proptest::collection::vec(0_i64..900 * 24 * 60, 0..120).prop_map(move |mut minutes| {
            minutes.sort_unstable();
            minutes.dedup();
            minutes.into_iter().map(|minutes| first + chrono::Duration::minutes(minutes)).collect()
        })
    }

    proptest! {
        #[test]
        fn thinning_after_each_copy_leaves_what_thinning_them_all_at_once_does(taken in moments()) {
            prop_assert_eq!(thinned_each_time(&taken), thinned(&taken));
        }

        #[test]
        fn the_latest_is_kept_and_of_no_day_two(taken in moments()) {
            let left = thinned(&taken);
            prop_assert_eq!(left.last(), taken.last());
            let mut days: Vec<_> = left.iter().map(NaiveDateTime::date).collect();
            days.dedup();
            prop_assert_eq!(days.len(), left.len());
            prop_assert!(left.len() <= DAYS + WEEKS + MONTHS);
        }

        #[test]
        fn what_the_calendar_promises_is_there(taken in moments()) {
            let Some(today) = taken.last().map(NaiveDateTime::date) else { return Ok(()) };
            let left = thinned(&taken);
            for moment in &taken {
                let day = moment.date();
                if (today - day).num_days() < 7 {
                    prop_assert!(left.iter().any(|kept| kept.date() == day && kept >= moment));
                }
                let months = (today.year() - day.year()) * 12 + today.month().cast_signed() - day.month().cast_signed();
                if months < 12 {
                    let same = |kept: &NaiveDateTime| (kept.year(), kept.month()) == (day.year(), day.month());
                    prop_assert!(left.iter().any(|kept| same(kept) && kept >= moment));
                }
            }
        }

        #[test]
        fn the_order_in_which_they_are_found_says_nothing(taken in moments(), turn in 0_usize..120) {
            let mut turned = taken.clone();
            if !turned.is_empty() {
                turned.rotate_left(turn % taken.len());
            }
            let mut left = thinned(&turned);
            left.sort_unstable();
            prop_assert_eq!(left, thinned(&taken));
        }
    }

    #[test]
    fn of_a_year_of_daily_copies_days_weeks_and_months_are_left() {
        let mut day = at("2025-11-28T16:10:00");
        let mut taken = Vec::new();
        while day <= at("2026-11-27T16:10:00") {
            taken.push(day);
            day += chrono::Duration::days(1);
        }
        let left: Vec<String> =
            thinned(&taken).iter().map(|moment| moment.format("%Y-%m-%d").to_string()).collect();
        assert_eq!(
            left,
            [
                "2025-12-31",
                "2026-01-31",
                "2026-02-28",
                "2026-03-31",
                "2026-04-30",
                "2026-05-31",
                "2026-06-30",
                "2026-07-31",
                "2026-08-31",
                "2026-09-30",
                "2026-10-31",
                "2026-11-08",
                "2026-11-15",
                "2026-11-21",
                "2026-11-22",
                "2026-11-23",
                "2026-11-24",
                "2026-11-25",
                "2026-11-26",
                "2026-11-27"
            ]
        );
    }

    #[test]
    fn a_clock_that_was_wrong_once_removes_little_and_never_the_only_one() {
        assert_eq!(kept(&[at("2036-01-01T00:00:00")]), [true]);
        assert_eq!(kept(&[at("2036-01-01T00:00:00"), at("2026-11-27T16:10:00")]), [true, true]);
        assert_eq!(kept(&[]), Vec::<bool>::new());
    }

    #[test]
    fn a_copy_is_known_by_its_name() {
        let moment = at("2026-11-27T04:31:00");
        for number in 1..12 {
            assert!(is_name(&name(moment, number)));
        }
        assert_eq!(name(moment, 1), "samverkan-2026-11-27-0431.kopia");
        assert_eq!(name(moment, 2), "samverkan-2026-11-27-0431-2.kopia");
        for other in [
            "samverkan.db",
            "samverkan-2026-11-27-0431.kopia.bak",
            &unproved_name(moment, 1),
            &unproved_name(moment, 2),
            "samverkan-2026-13-27-0431.kopia",
            "samverkan-2026-11-27.kopia",
            "samverkan-2026-11-27-0431-.kopia",
            "min samverkan-2026-11-27-0431.kopia",
            "samverkan-åäö.kopia",
            "samverkan-.kopia",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn what_is_said_of_the_latest_is_calm_until_it_is_old() {
        let today = at("2026-11-27T00:00:00").date();
        let said = |taken: Option<&str>, begun: Option<&str>| {
            let moment = |text: Option<&str>| text.map(|text| at(text).and_utc());
            LastCopy { taken: moment(taken), begun: moment(begun), ..LastCopy::default() }
                .in_words(|at| at.naive_utc(), today)
        };
        let begun = Some("2026-01-01T10:00:00");
        for (taken, words, late) in [
            ("2026-11-27T08:05:00", "Säkerhetskopia: i dag 08.05, provad", false),
            ("2026-11-26T16:10:00", "Säkerhetskopia: i går 16.10, provad", false),
            ("2026-11-20T16:10:00", "Säkerhetskopia: fre 20 nov 16.10, provad", false),
            ("2026-11-13T16:10:00", "Senaste kopian är 14 dagar gammal · ‹Menu›, ta säkerhetskopia", true),
        ] {
            assert_eq!(said(Some(taken), begun), (words.to_owned(), late));
        }
        let of = |openers, same_disk| {
            let taken = Some(at("2026-11-20T16:10:00").and_utc());
            let (words, late) =
                LastCopy { taken, begun: None, openers, same_disk }.in_words(|at| at.naive_utc(), today);
            assert!(words.chars().count() <= 58, "{words}");
            (words, late)
        };
        assert_eq!(
            of(Openers::Both, true),
            ("Säkerhetskopia: fre 20 nov 16.10, provad · samma disk".to_owned(), false)
        );
        for (openers, word) in
            [(Openers::Passphrase, "bara lösenfrasen"), (Openers::Recovery, "bara återställningsnyckeln")]
        {
            for same_disk in [false, true] {
                let (words, late) = of(openers, same_disk);
                assert!(words.contains(word) && !words.contains("provad") && !late, "{words}");
            }
        }
        let (words, late) = of(Openers::Former, true);
        assert!(words.ends_with("från före nyckelbytet: ta en ny") && late, "{words}");
        assert!(said(None, None).0.contains("ingen än") && !said(None, None).1);
        assert!(!said(None, Some("2026-11-20T10:00:00")).1);
        let (words, late) = said(None, Some("2026-11-07T10:00:00"));
        assert!(late && words.contains("på 20 dagar"), "{words}");
    }

    #[test]
    fn what_would_be_put_aside_is_told_with_when_it_was_written() {
        let moment = |text: &str| Some(at(text).and_utc());
        let today = at("2026-11-27T00:00:00").date();
        let said = |present: Present| present.in_words(|at| at.naive_utc(), today).unwrap_or_default();
        let newer = Differs {
            lines: 12,
            changes: 5,
            since: moment("2026-11-27T10:41:00"),
            last: moment("2026-11-27T11:02:00"),
            ..Differs::default()
        };
        assert_eq!(
            said(Present::Same(newer.clone())),
            "Det som ligger här har 12 rader i journalen efter i dag 10.41 (senast i dag 11.02) som inte finns i kopian. \
             5 av dem ändrar något i mötena."
        );
        let read = Differs { lines: 1, changes: 0, since: moment("2026-11-26T10:41:00"), ..newer.clone() };
        assert_eq!(
            said(Present::Same(read)),
            "Det som ligger här har 1 rad i journalen efter tor 26 nov 10.41 (senast i dag 11.02) som inte finns i kopian. \
             Ingen av dem ändrar något: de säger att något lästes."
        );
        assert!(said(Present::Same(Differs::default())).contains("detsamma"));
        assert!(said(Present::Same(Differs { only_in_copy: 3, ..Differs::default() })).contains("3 rader"));
        assert!(
            said(Present::Other).contains("annan databas")
                && said(Present::Unknown).contains("inte går att öppna")
        );
        assert_eq!(said(Present::Nothing), "");

        let struck = Struck { count: 1, meetings: vec!["2026-11-23-eht".to_owned()] };
        let one = Present::Same(Differs { struck, ..newer.clone() });
        let sentence =
            "1 text som ströks för gott efter kopian kommer tillbaka (2026-11-23-eht): stryk den igen.";
        assert!(said(one.clone()).ends_with(sentence), "{}", said(one.clone()));
        assert!(one.struck(true).unwrap().contains("är tillbaka (2026-11-23-eht): stryk den igen"));
        let two =
            Present::Same(Differs { struck: Struck { count: 2, meetings: Vec::new() }, ..newer.clone() });
        assert!(
            said(two)
                .ends_with(" 2 texter som ströks för gott efter kopian kommer tillbaka: stryk dem igen.")
        );
        // Where it can't be known it is said that it may be so.
        for present in [Present::Unknown, Present::Other, Present::Nothing] {
            assert!(present.struck(true).unwrap().starts_with("Har något strukits"));
        }
        assert_eq!(Present::Same(newer).struck(true), None);
    }
}
