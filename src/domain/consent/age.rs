//! How old a child is on a meeting's day, and what follows: one of 15 is asked itself, one of 18 consents alone.
//!
//! That a child of 15 may ask for a SIP itself stands in Enköping's routine; that a pupil of 18 has a form of its own in
//! Norrköping's. Where only the year is known, nobody is taken to have had a birthday that may be to come.

use crate::domain::agenda::FieldScope;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Child, MeetingArende, Participant, ParticipantKind};
use crate::domain::support::Ages;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// A field of a form's own by this id says how old the child is, in whole years.
pub const AGE_FIELD: &str = "alder";

/// A field of a form's own by this id says whether the child has come of age.
pub const OF_AGE_FIELD: &str = "myndig";

/// Who has come so far in years is asked itself for consent.
const ASKED_ITSELF: u8 = 15;

/// Who has come so far consents alone.
const OF_AGE: u8 = 18;

/// The ages that a child may have on a day, by its day of birth, or else its year.
fn ages(child: &Child, day: NaiveDate) -> Option<Ages> {
    match child.born.as_deref().and_then(|written| birthday(written, day)) {
        Some(born) => day.years_since(born).and_then(|years| u8::try_from(years).ok()).map(Ages::exactly),
        None => child.birth_year.and_then(|year| Ages::on(year, day)),
    }
}

/// The day of birth in a date or a personnummer as people write them: 2008-05-13, 20080513-1234, 080513-1234.
/// A samordningsnummer has 60 added to its day. Two figures of a year are the latest such year that isn't after `day`.
fn birthday(written: &str, day: NaiveDate) -> Option<NaiveDate> {
    let written: String = written.nfkc().collect();
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    let number = |digits: &[u32]| digits.iter().fold(0, |whole, digit| whole * 10 + digit);
    let date = |year: u32, rest: &[u32]| {
        let of_month = number(&rest[2..4]);
        let of_month = if of_month > 60 { of_month - 60 } else { of_month };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(&rest[..2]), of_month)
            .filter(|born| *born <= day)
    };
    if written.chars().any(char::is_alphabetic) {
        return None;
    }
    match digits.len() {
        8 | 12 => date(number(&digits[..4]), &digits[4..]),
        6 | 10 => {
            let year = number(&digits[..2]);
            date(2000 + year, &digits[2..]).or_else(|| date(1900 + year, &digits[2..]))
        }
        _ => None,
    }
}

impl Meeting {
    /// The ages that the child of an ärende may have on the meeting's day; what the form asks counts where nothing is known
    /// of the child itself.
    pub fn ages_of(&self, item: &MeetingArende) -> Option<Ages> {
        let child = self.child_of(item)?;
        ages(child, self.head.planned.date()).or_else(|| {
            let typed = self.field(FieldScope::Arende, Some(item.id), AGE_FIELD)?;
            let years: String = typed.value.chars().take_while(char::is_ascii_digit).collect();
            years.parse().ok().map(Ages::exactly)
        })
    }

    /// Whether the child of an ärende has come of age, for sure: it consents alone, and no guardian is asked.
    pub fn is_of_age(&self, item: &MeetingArende) -> bool {
        self.child_of(item).is_some()
            && (self.ages_of(item).is_some_and(|ages| ages.youngest >= OF_AGE)
                || self
                    .field(FieldScope::Arende, Some(item.id), OF_AGE_FIELD)
                    .is_some_and(|row| row.value == "ja"))
    }

    /// Whether the child of an ärende comes of age this year, and nobody has said whether it has done so already.
    pub fn may_be_of_age(&self, item: &MeetingArende) -> bool {
        self.field(FieldScope::Arende, Some(item.id), OF_AGE_FIELD).is_none_or(|row| row.value.is_empty())
            && self.ages_of(item).is_some_and(|ages| ages.youngest < OF_AGE && ages.oldest >= OF_AGE)
    }

    /// Whether the child of an ärende is asked itself for consent, present or not. Where only the year is known it is asked
    /// from the year in which it turns 15.
    pub fn is_asked_itself(&self, item: &MeetingArende) -> bool {
        self.is_of_age(item) || self.ages_of(item).is_some_and(|ages| ages.oldest >= ASKED_ITSELF)
    }

    /// Whether the child of an ärende is of an age to answer for itself, and has said no, or taken its yes back.
    pub fn has_refused_itself(&self, item: &MeetingArende) -> bool {
        self.is_asked_itself(item)
            && self.last_answers(item.arende).iter().any(|consent| consent.by_child && consent.is_no())
    }

    /// Whether somebody is a child of an age to answer for itself in all that it takes part in.
    pub fn answers_itself(&self, person: &Participant) -> bool {
        let mut own = self.items_about_children().filter(|item| self.takes_part(person, item.id)).peekable();
        person.kind == ParticipantKind::Barn
            && own.peek().is_some()
            && own.all(|item| self.is_asked_itself(item))
    }

    /// Whether all that somebody takes part in is about children who have come of age: there, a guardian is asked nothing.
    pub fn is_family_of_adults(&self, person: &Participant) -> bool {
        let mut own = self
            .items_about_children()
            .filter(|item| self.takes_part(person, item.id) && self.child_of(item).is_some())
            .peekable();
        own.peek().is_some() && own.all(|item| self.is_of_age(item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ChildId;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn child(born: Option<&str>, year: Option<i32>) -> Child {
        let child = Child::new(ChildId(Uuid::from_u128(1)), "Blå");
        Child { born: born.map(str::to_owned), birth_year: year, ..child }
    }

    #[test]
    fn a_birthday_is_read_as_people_write_it() {
        let today = day("2026-11-23");
        for written in [
            "2008-11-23",
            "20081123",
            "081123",
            "08-11-23",
            "20081123-1234",
            "081123-1234",
            "200811231234",
            "20081123–1234",
            "081183-1234",
            "２００８１１２３",
        ] {
            assert_eq!(birthday(written, today), Some(day("2008-11-23")), "{written}");
        }
        for written in ["", "2008", "13 maj 2008", "20081323", "2008-02-30", "vet inte", "20301123"] {
            assert_eq!(birthday(written, today), None, "{written}");
        }
        assert_eq!(birthday("801123-1234", today), Some(day("1980-11-23")), "the latest year that has been");
    }

    #[test]
    fn an_age_turns_on_the_birthday_itself_and_is_two_where_only_the_year_is_known() {
        let on = |born, year, at| ages(&child(born, year), day(at)).map(|ages| (ages.youngest, ages.oldest));
        for (at, years) in [("2026-11-22", 17), ("2026-11-23", 18), ("2027-11-22", 18), ("2027-11-23", 19)] {
            assert_eq!(on(Some("2008-11-23"), Some(1999), at), Some((years, years)), "{at}");
        }
        assert_eq!(on(Some("2008-02-29"), None, "2026-02-28"), Some((17, 17)));
        assert_eq!(on(Some("2008-02-29"), None, "2026-03-01"), Some((18, 18)));
        assert_eq!(on(None, Some(2008), "2026-11-23"), Some((17, 18)));
        assert_eq!(on(Some("vet inte"), Some(2008), "2026-12-31"), Some((18, 18)));
        assert_eq!(on(None, None, "2026-11-23"), None);
    }
}
