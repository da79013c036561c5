//! How the minutes say days, times, people and answers.

use super::document::Document;
use crate::domain::collate::{distinct, same};
use crate::domain::dates::Due;
pub(super) use crate::domain::earlier::NO_NEW_DAY;
use crate::domain::record::EndReason;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

pub(super) use crate::domain::dates::long_date;

/// "4 december 2026".
pub(super) fn date(day: NaiveDate) -> String {
    let long = long_date(day);
    long.split_once(' ').map_or_else(|| long.clone(), |(_, date)| date.to_owned())
}

/// "fredag".
fn weekday(day: NaiveDate) -> String {
    let long = long_date(day);
    long.split_once(' ').map_or_else(String::new, |(weekday, _)| weekday.to_owned())
}

/// "09.31".
pub(super) fn clock(time: NaiveTime) -> String {
    time.format("%H.%M").to_string()
}

/// "senast fredag 4 december 2026": on paper the year is always written, and nothing is cut short.
pub(super) fn due(due: &Due) -> String {
    match due {
        Due::By(day) => format!("senast {}", long_date(*day)),
        Due::From(day) => format!("från och med {}", long_date(*day)),
        Due::Weekly { weekday: Some(_), start } => {
            format!("varje {} från {}", weekday(*start), date(*start))
        }
        Due::Weekly { weekday: None, start } => format!("varje vecka, från och med {}", date(*start)),
        Due::Daily { start } => format!("varje dag, från och med {}", date(*start)),
        Due::Ongoing { start } => format!("löpande, från och med {}", date(*start)),
        Due::NextMeeting => "till nästa möte".to_owned(),
    }
}

/// [`due`] as one says it to a child: without the year, which the plan tells above.
pub(super) fn plain_due(due: &Due) -> String {
    let day = plain_day;
    let named = |one: NaiveDate| format!("{} {}", weekday(one), day(one));
    match due {
        Due::By(last) => format!("senast {}", named(*last)),
        Due::From(first) => format!("från {}", named(*first)),
        Due::Weekly { weekday: Some(_), start } => format!("varje {} från {}", weekday(*start), day(*start)),
        Due::Weekly { weekday: None, start } => format!("varje vecka från {}", day(*start)),
        Due::Daily { start } => format!("varje dag från {}", day(*start)),
        Due::Ongoing { start } => format!("tills vidare, från {}", day(*start)),
        Due::NextMeeting => "till nästa möte".to_owned(),
    }
}

/// Of a day that has passed: "skulle vara klar fredag 8 januari 2027".
pub(super) fn was_due(day: NaiveDate) -> String {
    format!("skulle vara klar {}", long_date(day))
}

/// [`was_due`] as one says it to a family.
pub(super) fn plain_was_due(day: NaiveDate) -> String {
    format!("skulle vara klar {} {}", weekday(day), plain_day(day))
}

/// Of a day that has passed: "ny dag saknas (den förra var fredag 8 januari 2027)".
pub(super) fn lacks_day(day: NaiveDate) -> String {
    format!("{NO_NEW_DAY} (den förra var {})", long_date(day))
}

/// [`lacks_day`] as one says it to a family.
pub(super) fn plain_lacks_day(day: NaiveDate) -> String {
    format!("{NO_NEW_DAY} (den förra var {} {})", weekday(day), plain_day(day))
}

/// "8 januari": without the year.
pub(super) fn plain_day(day: NaiveDate) -> String {
    date(day).rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned())
}

/// Of what nobody told anything of, where it doesn't go on by itself.
pub(super) const NOT_TAKEN_UP: &str = "togs inte upp";

/// How it stands with what goes on, where nobody told anything of it.
pub(super) const UNANSWERED: &str = "inget svar, fortsätter";

/// Why a SIP ended.
pub(super) fn end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::IngaBehovKvar => {
            "Insatser från både kommun och region behövs inte längre för att nå det långsiktiga målet."
        }
        EndReason::IngaNyaBehovVantas => {
            "Inga nya behov av insatser från både kommun och region väntas den närmaste tiden."
        }
        EndReason::SamtycketAterkallat => "Samtycket har återkallats.",
    }
}

/// The same to a child.
pub(super) fn plain_end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::IngaBehovKvar => "Du behöver inte hjälp från både kommunen och regionen längre.",
        EndReason::IngaNyaBehovVantas => {
            "Vi tror inte att du kommer att behöva mer hjälp från både kommunen och regionen nu."
        }
        EndReason::SamtycketAterkallat => "Vi har inte längre ett ja till att prata med varandra.",
    }
}

/// The same to those who have the care of a child, who don't need the help themselves.
pub(super) fn familys_end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::IngaBehovKvar => "Hjälp från både kommunen och regionen behövs inte längre.",
        EndReason::IngaNyaBehovVantas => {
            "Vi tror inte att det kommer att behövas mer hjälp från både kommunen och regionen nu."
        }
        EndReason::SamtycketAterkallat => plain_end_reason(reason),
    }
}

/// "Blå, mentor och rektor".
pub(super) fn enumeration(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} och {last}", init.join(", ")),
    }
}

/// A moment as the clocks in the meeting's zone showed it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clocks {
    zone: Tz,
}

impl Clocks {
    /// The zone by its IANA name; Sweden's where the name isn't known.
    pub(super) fn new(zone: &str) -> Self {
        Self { zone: zone.parse().unwrap_or(Tz::Europe__Stockholm) }
    }

    pub(super) fn day(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone).date_naive()
    }

    pub(super) fn time(self, moment: DateTime<Utc>) -> String {
        clock(moment.with_timezone(&self.zone).time())
    }
}

/// What stands after whoever isn't there and is to be asked, who so has promised nothing.
pub(super) const ASKED: &str = " – tillfrågas";

/// After whoever was asked and hadn't answered when it was dropped.
pub(super) const WAS_ASKED: &str = " – tillfrågades";

/// The same to a family. The words stay together.
pub(super) const WE_ASK: &str = " – vi\u{a0}frågar";

/// Labels and headings by which more than one part of the program knows what stands there.
pub(super) struct Label;

impl Label {
    /// Who was there, in brief.
    pub(super) const PRESENT: &str = "Deltog";
    /// Those who had gone before the meeting came to what it was about.
    pub(super) const CAME_AND_WENT: &str = "Kom och gick";
    /// Who took part in some of the ärenden.
    pub(super) const PARTLY_PRESENT: &str = "Deltog i en del";
    /// The child's voice.
    pub(super) const VOICE: &str = "Barnets röst";
    /// How the heading begins over the child's own words on its plan.
    pub(super) const SAID: &str = "Så här sa ";
    /// Who answers for an action.
    pub(super) const OWNER: &str = "Ansvarig";
    /// The same to a family.
    pub(super) const WHO: &str = "Vem";
    /// Why something was put off.
    pub(super) const WHY: &str = "Varför";
    /// How something stands.
    pub(super) const STATE: &str = "Läge";
    /// How it went with what was promised.
    pub(super) const HOW: &str = "Hur det gick";
    /// How something has gone that isn't done yet.
    pub(super) const HAS_GONE: &str = "Hur det har gått";
    /// When it is to be done instead.
    pub(super) const NEW_TIME: &str = "Ny tid";
    /// Who calls to a meeting.
    pub(super) const CALLS: &str = "Kallar";
    /// At which number somebody answers.
    pub(super) const PHONE: &str = "Telefon";
    /// When it is to be done.
    pub(super) const WHEN: &str = "När";
    /// When it is looked at whether it still is right.
    pub(super) const FOLLOWED_UP: &str = "Följs upp";
    /// Which point of an earlier meeting's plan it is.
    pub(super) const POINT: &str = "Punkt";
    /// The registry number.
    pub(super) const DIARY: &str = "Diarienummer";
    /// Where it is registered, where that is no number: "Elevakten".
    pub(super) const REGISTERED_IN: &str = "Registreras i";
    /// Where it is registered.
    pub(super) const REGISTERED: &str = "Registrerat";
}

/// Labels under which people stand.
const OF_PEOPLE: [&str; 16] = [
    Label::PRESENT,
    Label::PARTLY_PRESENT,
    "Barn",
    "Namn",
    "Vårdnadshavare",
    "Tolk",
    "Leder mötet",
    "Antecknar",
    "Initiativ",
    "Huvudansvarig",
    Label::CALLS,
    Document::ANSWER_TO,
    "För",
    "Till",
    Label::OWNER,
    Label::WHO,
];

/// Whether people stand under a label: by name, with the role after it.
pub(super) fn is_of_people(label: &str) -> bool {
    OF_PEOPLE.contains(&label)
}

/// Whether what stands under a heading is the child's own words, or what somebody conveyed of them.
pub(super) fn is_voice(heading: &str) -> bool {
    heading == Label::VOICE || heading.starts_with(Label::SAID)
}

/// Whether this looks like a registry number and nothing else: "BUN 2026/17", "2026-00123". The name of a file ("Elevakten"),
/// also with a number after it, doesn't.
pub(super) fn is_diary_number(text: &str) -> bool {
    let of_number = |word: &str| {
        let is_board = word.chars().count() <= 5 && word.chars().all(char::is_uppercase);
        is_board
            || same(word.trim_end_matches(['.', ':']), DNR)
            || word.contains(|c: char| c.is_ascii_digit())
    };
    if !text.split_whitespace().all(of_number) {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let joins =
        (1..chars.len()).any(|at| "/-:.–".contains(chars[at]) && is_digit(at - 1) && is_digit(at + 1));
    joins || chars.split(|c| !c.is_ascii_digit()).any(|digits| digits.len() > 4)
}

/// Parties in a row, each once however it is spelled.
pub(super) fn parties_in_words(parties: &[String]) -> String {
    enumeration(&distinct(parties.iter().cloned()))
}

/// What may stand before a registry number, and says no more than its label does.
pub(super) const DNR: &str = "dnr";

/// What the complete minutes say of a point that some may not read.
pub(super) fn kept_from(parties: &[String]) -> String {
    if parties.is_empty() {
        String::new()
    } else {
        format!(" [Undantag: lämnas inte till {}]", parties_in_words(parties))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    #[test]
    fn only_what_looks_like_a_number_is_a_registry_number() {
        for number in ["BUN 2026/17", "2026-00123", "KS2026.45", "Dnr 2026:45", "202600123"] {
            assert!(is_diary_number(number), "{number}");
        }
        for place in [
            "Elevakt Modin, dnr BUN 2026/112",
            "Akt 2026-17",
            "Elevakten",
            "Elevakten 7B",
            "Elevakten, hylla 12",
            "Akten 2026",
            "",
        ] {
            assert!(!is_diary_number(place), "{place}");
        }
    }

    #[test]
    fn days_are_written_out() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
        assert_eq!(due(&Due::By(day)), "senast fredag 4 december 2026");
        assert_eq!(
            due(&Due::Weekly { weekday: Some(Weekday::Fri), start: day }),
            "varje fredag från 4 december 2026"
        );
        assert_eq!(due(&Due::NextMeeting), "till nästa möte");
        assert_eq!(plain_due(&Due::By(day)), "senast fredag 4 december");
        assert_eq!(
            plain_due(&Due::Weekly { weekday: Some(Weekday::Fri), start: day }),
            "varje fredag från 4 december"
        );
    }

    #[test]
    fn moments_are_told_by_the_clocks_of_the_zone() {
        let moment = "2026-11-23T23:31:00Z".parse().unwrap();
        let clocks = Clocks::new("Europe/Stockholm");
        assert_eq!(clocks.time(moment), "00.31");
        assert_eq!(clocks.day(moment), NaiveDate::from_ymd_opt(2026, 11, 24).unwrap());
        let summer = "2026-06-23T07:31:00Z".parse().unwrap();
        assert_eq!(Clocks::new("Ingenstans/Alls").time(summer), "09.31");
    }

    #[test]
    fn a_party_that_is_spelled_in_two_ways_is_told_once() {
        let twice = ["Skola", "skola", "BUP", "Skola "].map(str::to_owned);
        assert_eq!(kept_from(&twice), " [Undantag: lämnas inte till Skola och BUP]");
    }

    #[test]
    fn names_are_listed_as_in_speech() {
        let names = ["Blå", "mentor", "rektor"].map(str::to_owned);
        assert_eq!(enumeration(&names), "Blå, mentor och rektor");
        assert_eq!(enumeration(&names[..1]), "Blå");
        assert_eq!(enumeration(&[]), "");
    }
}
