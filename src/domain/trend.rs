//! How a team's cooperation has been judged from meeting to meeting, for the team alone.

use chrono::NaiveDate;

/// The three conditions for cooperation after Danermark (Degerfors 2013 and 2022): the column's name, a word, the question.
pub const CONDITIONS: [(&str, &str, &str); 3] = [
    ("struktur", "Ramar", "Är det tydligt vad mötet är till för och vem som gör vad?"),
    ("respekt", "Respekt", "Känner vi till och litar på varandras arbete?"),
    ("samspel", "Samspel", "Får vi våra olika sätt att se på barnet att mötas?"),
];

/// What an answer means, from 1 to 5.
pub const ANSWERS: [&str; 5] =
    ["1 nej, inte alls", "2 inte riktigt", "3 delvis", "4 till stor del", "5 ja, helt"];

/// The answers to one condition at one meeting, or at several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// How many answered.
    pub count: i64,
    /// The answers added up.
    pub sum: i64,
}

impl Score {
    /// The mean in tenths, 10–50; nothing where nobody answered, or two did. One answer may be the team's together.
    pub fn tenths(self) -> Option<i64> {
        // Of two, each would read the other's answer out of the mean.
        (self.count > 0 && self.count != 2).then(|| (self.sum * 20 + self.count) / (self.count * 2))
    }
}

/// One meeting's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The day of the meeting.
    pub day: NaiveDate,
    /// How many answers there are.
    pub answers: i64,
    /// In the order of [`CONDITIONS`].
    pub scores: [Score; 3],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_tenths_and_is_none_where_it_would_say_nothing_or_too_much() {
        for (sum, count, tenths) in
            [(0, 0, None), (5, 1, Some(50)), (7, 2, None), (10, 3, Some(33)), (11, 3, Some(37))]
        {
            assert_eq!(Score { count, sum }.tenths(), tenths, "{sum} av {count}");
        }
    }
}
