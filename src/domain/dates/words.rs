//! Days and times as they are written in Swedish.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

const WEEKDAYS: [(&str, &str); 7] = [
    ("mån", "måndag"),
    ("tis", "tisdag"),
    ("ons", "onsdag"),
    ("tor", "torsdag"),
    ("fre", "fredag"),
    ("lör", "lördag"),
    ("sön", "söndag"),
];

const MONTHS: [(&str, &str); 12] = [
    ("jan", "januari"),
    ("feb", "februari"),
    ("mar", "mars"),
    ("apr", "april"),
    ("maj", "maj"),
    ("jun", "juni"),
    ("jul", "juli"),
    ("aug", "augusti"),
    ("sep", "september"),
    ("okt", "oktober"),
    ("nov", "november"),
    ("dec", "december"),
];

/// How a moment stands in the name of a file.
pub const FILE_MOMENT: &str = "%Y-%m-%d-%H%M";

/// A moment by the clock on the wall as it stands in the name of a file: `2026-11-27-0431`.
pub fn file_moment(moment: NaiveDateTime) -> String {
    moment.format(FILE_MOMENT).to_string()
}

/// How far from today a day is understood without its year, in days: half a year.
const YEAR_UNDERSTOOD: i64 = 183;

pub(super) fn weekday_short(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

pub(super) fn weekday_long(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].1
}

/// The name of a month that is known to be 1–12.
pub(super) fn month_long(month: u32) -> &'static str {
    MONTHS[(month.clamp(1, 12) - 1) as usize].1
}

/// A text in which no day is to be parted from its month, nor from its weekday: `between` stands in it instead of the spaces
/// within a day.
pub fn hold_days(text: &str, between: char) -> String {
    let is = |names: &[(&str, &str)], word: &str| {
        let word = word.trim_end_matches([',', '.', ';', ':', ')']);
        names.iter().any(|(short, long)| word.eq_ignore_ascii_case(short) || word.eq_ignore_ascii_case(long))
    };
    let is_number =
        |word: &str| (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let mut held = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        held.push_str(word);
        let Some(next) = words.get(at + 1) else { break };
        let last = word.rsplit([' ', '\u{a0}', '(']).next().unwrap_or(word);
        let in_day = (is_number(last) && is(&MONTHS, next))
            || (is(&WEEKDAYS, last)
                && is_number(next)
                && words.get(at + 2).is_some_and(|third| is(&MONTHS, third)));
        held.push(if in_day { between } else { ' ' });
    }
    held
}

/// A fact that isn't longer than this, such as a name or a day, stands on one line.
const HELD_FACT: usize = 24;

/// Breaks a text into lines of at most so many cells: no line begins with a dot between facts, no day is broken, and no fact
/// that is short enough to be a name or a day.
pub fn wrap_held(text: &str, cells: usize) -> Vec<String> {
    let held = |fact: &str| {
        // The dot that comes after it stands on its line.
        let short = crate::domain::text::width(fact) <= HELD_FACT.min(cells.saturating_sub(2));
        if short { fact.replace(' ', "\u{a0}") } else { hold_days(fact, '\u{a0}') }
    };
    let one = |line: &str| line.split(" · ").map(held).collect::<Vec<_>>().join("\u{a0}· ");
    let held = text.split('\n').map(one).collect::<Vec<_>>().join("\n");
    crate::domain::text::wrap(&held, cells).into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// `november 2026`.
pub fn month_and_year(date: NaiveDate) -> String {
    format!("{} {}", month_long(date.month()), date.year())
}

/// `27 nov`, with the year where it isn't understood.
pub fn day_and_month(date: NaiveDate, today: NaiveDate) -> String {
    let month = MONTHS[date.month0() as usize].0;
    if date.signed_duration_since(today).num_days().abs() > YEAR_UNDERSTOOD {
        format!("{} {month} {}", date.day(), date.year())
    } else {
        format!("{} {month}", date.day())
    }
}

/// `fre 27 nov`, with the year where the day is more than half a year from today.
pub fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    format!("{} {}", weekday_short(date.weekday()), day_and_month(date, today))
}

/// `27 nov 2026`
pub fn date_with_year(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize].0, date.year())
}

/// `fre 27 nov 2026`: a day as it was understood, with nothing left to guess.
pub fn full_date(date: NaiveDate) -> String {
    format!("{} {}", weekday_short(date.weekday()), date_with_year(date))
}

/// `fre 27 nov 2026 kl. 13.00`
pub fn full_moment(at: NaiveDateTime) -> String {
    format!("{} kl. {}", full_date(at.date()), at.format("%H.%M"))
}

/// `fredag 27 november 2026`
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {} {} {}", weekday_long(date.weekday()), date.day(), month_long(date.month()), date.year())
}

/// `torsdag 21 januari`: a day as one says it.
pub fn spoken_date(date: NaiveDate) -> String {
    format!("{} {} {}", weekday_long(date.weekday()), date.day(), month_long(date.month()))
}

/// How a list says when: `3 dagar sen`, `igår`, `idag`, `imorgon`, `fre` within the next six days, else `27 nov`.
pub fn relative_days(date: NaiveDate, today: NaiveDate) -> String {
    match date.signed_duration_since(today).num_days() {
        days @ -6..=-2 => format!("{} dagar sen", -days),
        -1 => "igår".to_owned(),
        0 => "idag".to_owned(),
        1 => "imorgon".to_owned(),
        2..=6 => weekday_short(date.weekday()).to_owned(),
        _ => day_and_month(date, today),
    }
}

/// The number of the ISO week, 1–53.
pub fn week_of(date: NaiveDate) -> u32 {
    date.iso_week().week()
}

/// `2026/27`; a school year begins on 1 July.
pub fn school_year(date: NaiveDate) -> String {
    let first = if date.month() >= 7 { date.year() } else { date.year() - 1 };
    format!("{first}/{:02}", (first + 1).rem_euclid(100))
}

/// A time of day as people write it and say it: `13.00`, `13:00`, `1300`, `kl 13`, `klockan 13`, `13`, `halv tre`,
/// `kvart i två`, `tjugo över nio`, `fem i halv tre`, `tre`. Nobody meets at night: what is said in words is the time of the
/// working day, from seven in the morning on.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase();
    let before = ["klockan", "kl"].into_iter().find_map(|word| text.strip_prefix(word));
    let text = before.map_or(text.as_str(), |rest| rest.trim_start_matches('.').trim_start());
    if let Some(spoken) = spoken_time(text) {
        return Some(spoken);
    }
    let (hour, minute) = match text.split_once(['.', ':']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if !text.is_ascii() => return None,
        None if text.len() > 2 => text.split_at(text.len() - 2),
        None => (text, "00"),
    };
    let number = |digits: &str| {
        let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
}

/// The hours as they are said.
const HOURS: [&str; 12] =
    ["ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];

/// A time that is said in words, with the hour in words or digits: at least one word besides digits.
fn spoken_time(text: &str) -> Option<NaiveTime> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let hour = |word: &str| {
        let at = HOURS.iter().position(|known| plain(known) == plain(word));
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        let typed = || word.parse::<i32>().ok().filter(|hour| is_number && (1..=12).contains(hour));
        at.and_then(|at| i32::try_from(at + 1).ok()).or_else(typed)
    };
    let minutes = |word: &str| match plain(word).as_str() {
        "fem" | "5" => Some(5),
        "tio" | "10" => Some(10),
        "kvart" => Some(15),
        "tjugo" | "20" => Some(20),
        _ => None,
    };
    let side = |word: &str| match plain(word).as_str() {
        "i" => Some(-1),
        "over" => Some(1),
        _ => None,
    };
    let of_day = match words.as_slice() {
        [whole] if !whole.starts_with(|c: char| c.is_ascii_digit()) => hour(whole)? * 60,
        ["halv", next] => hour(next)? * 60 - 30,
        [count, before, "halv", next] => hour(next)? * 60 - 30 + side(before)? * minutes(count)?,
        [count, before, whole] => hour(whole)? * 60 + side(before)? * minutes(count)?,
        _ => return None,
    };
    let of_day = if of_day < 7 * 60 { of_day + 12 * 60 } else { of_day };
    let of_day = u32::try_from(of_day).ok()?;
    NaiveTime::from_hms_opt(of_day / 60, of_day % 60, 0)
}

/// The day of the week that a word in lower-case ASCII means: `mån`, `månd`, `måndag`, `måndagen`, with or without the ring.
pub(super) fn read_weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix("en").filter(|day| day.ends_with("dag")).unwrap_or(word);
    let begins = |(_, long): &(&str, &str)| word.len() >= 3 && plain(long).starts_with(word);
    let index = WEEKDAYS.iter().position(begins)?;
    Weekday::try_from(u8::try_from(index).ok()?).ok()
}

/// The number (1–12) of the month that a word in lower-case ASCII means.
pub(super) fn read_month(word: &str) -> Option<u32> {
    let index = match word {
        "febr" => 1,
        "sept" => 8,
        _ => MONTHS.iter().position(|(short, long)| word == *short || word == *long)?,
    };
    u32::try_from(index + 1).ok()
}

/// Lower case with å ä ö é as a a o e, since not every keyboard has them.
pub(super) fn plain(text: &str) -> String {
    let lower = crate::domain::collate::fold(text);
    let letters = lower.chars().map(|c| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        c => c,
    });
    letters.collect()
}

/// How many days a month has.
pub(super) fn days_in_month(year: i32, month: u32) -> u32 {
    let (next_year, next_month) = if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next_year, next_month, 1)
        .and_then(|first| first.checked_sub_days(Days::new(1)))
        .map_or(31, |last| last.day())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{any_day, day};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_and_long_dates() {
        let today = day("2026-11-23");
        assert_eq!(short_date(day("2026-11-27"), today), "fre 27 nov");
        assert_eq!(short_date(day("2027-05-25"), today), "tis 25 maj");
        assert_eq!(short_date(day("2027-05-26"), today), "ons 26 maj 2027");
        assert_eq!(short_date(day("2026-02-01"), today), "sön 1 feb 2026");
        assert_eq!(long_date(day("2026-11-27")), "fredag 27 november 2026");
        assert_eq!(long_date(day("2027-01-02")), "lördag 2 januari 2027");
    }

    #[test]
    fn days_from_today() {
        let today = day("2026-11-23");
        let expected = [
            ("2026-11-13", "13 nov"),
            ("2026-11-16", "16 nov"),
            ("2026-11-17", "6 dagar sen"),
            ("2026-11-20", "3 dagar sen"),
            ("2026-11-22", "igår"),
            ("2026-11-23", "idag"),
            ("2026-11-24", "imorgon"),
            ("2026-11-25", "ons"),
            ("2026-11-29", "sön"),
            ("2026-11-30", "30 nov"),
            ("2027-11-30", "30 nov 2027"),
        ];
        for (date, words) in expected {
            assert_eq!(relative_days(day(date), today), words);
        }
    }

    #[test]
    fn weeks_and_school_years() {
        assert_eq!(week_of(day("2026-11-23")), 48);
        assert_eq!(week_of(day("2027-01-01")), 53);
        assert_eq!(school_year(day("2026-11-23")), "2026/27");
        assert_eq!(school_year(day("2027-06-30")), "2026/27");
        assert_eq!(school_year(day("2027-07-01")), "2027/28");
        assert_eq!(school_year(day("1999-09-01")), "1999/00");
    }

    #[test]
    fn times_as_people_write_them() {
        for text in ["13.00", "13:00", "1300", "kl 13", "13", "kl. 13.00", "Kl 13:00", " 13 ", "kl13"] {
            assert_eq!(parse_time(text), NaiveTime::from_hms_opt(13, 0, 0), "{text}");
        }
        assert_eq!(parse_time("8.30"), NaiveTime::from_hms_opt(8, 30, 0));
        assert_eq!(parse_time("830"), NaiveTime::from_hms_opt(8, 30, 0));
        assert_eq!(parse_time("0"), NaiveTime::from_hms_opt(0, 0, 0));
        for text in [
            "", "kl", "24", "13.60", "13.5", "13.000", "13000", "1a", "-1", "+1", "åå", "åäö", "13.0å",
            "klockan",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn times_as_people_say_them() {
        for (text, hour, minute) in [
            ("klockan 14", 14, 0),
            ("Klockan 14.30", 14, 30),
            ("kl 14", 14, 0),
            ("halv tre", 14, 30),
            ("halv 3", 14, 30),
            ("klockan halv nio", 8, 30),
            ("kvart i två", 13, 45),
            ("kvart i tva", 13, 45),
            ("kvart över ett", 13, 15),
            ("tio över åtta", 8, 10),
            ("tjugo i elva", 10, 40),
            ("fem i halv tre", 14, 25),
            ("fem över halv tre", 14, 35),
            ("halv ett", 12, 30),
            ("tre", 15, 0),
            ("klockan tolv", 12, 0),
            ("tio i ett", 12, 50),
        ] {
            assert_eq!(parse_time(text), NaiveTime::from_hms_opt(hour, minute, 0), "{text}");
        }
        for text in
            ["halv", "kvart", "kvart i", "halv tretton", "kvart före två", "tre mars", "i tre", "halv 15"]
        {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn words_for_days_and_months() {
        assert_eq!(read_weekday("man"), Some(Weekday::Mon));
        assert_eq!(read_weekday("tors"), Some(Weekday::Thu));
        assert_eq!(read_weekday("sondagen"), Some(Weekday::Sun));
        assert_eq!(read_weekday("manad"), None);
        assert_eq!(read_month("sept"), Some(9));
        assert_eq!(read_month("mars"), Some(3));
        assert_eq!(read_month("man"), None);
        assert_eq!(plain("LÖRDAG på Idén"), "lordag pa iden");
    }

    #[test]
    fn months_know_their_length() {
        assert_eq!(days_in_month(2027, 2), 28);
        assert_eq!(days_in_month(2028, 2), 29);
        assert_eq!(days_in_month(2026, 12), 31);
        assert_eq!(days_in_month(2026, 11), 30);
    }

    proptest! {
        #[test]
        fn every_time_is_read_back(hour in 0_u32..24, minute in 0_u32..60) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0);
            prop_assert_eq!(parse_time(&format!("{hour:02}.{minute:02}")), time);
            prop_assert_eq!(parse_time(&format!("{hour}:{minute:02}")), time);
            prop_assert_eq!(parse_time(&format!("kl {hour:02}{minute:02}")), time);
        }

        #[test]
        fn any_text_is_a_time_or_not(text in any::<String>()) {
            if let Some(time) = parse_time(&text) {
                let said = || HOURS.iter().any(|hour| plain(&text).contains(&plain(hour)));
                prop_assert!(text.contains(|c: char| c.is_ascii_digit()) || said(), "{time}");
            }
        }

        #[test]
        fn relative_days_are_short(date in any_day(), today in any_day()) {
            prop_assert!(crate::domain::text::width(&relative_days(date, today)) <= 11);
        }
    }
}
