//! What is read about many meetings at once: home, and beside it `promised`, what was promised at all of them, `consents`,
//! `clocks`, those of the social services, and `known`, what one picks instead of typing it.

mod clocks;
mod consents;
mod known;
mod promised;

pub use clocks::{ClockRow, SocialClocks};
pub use consents::{ConsentRow, EndingConsent, Unanswered, WARN_DAYS};
pub use known::{Held, Known, KnownArende, KnownChild};
pub use promised::{ActionRow, Soon};

use super::agenda::Phase;
use super::backup::LastCopy;
use super::dates::short_date;
use super::ids::MeetingId;
use super::record::MeetingStatus;
use super::recovery::KeyTrouble;
use super::social_clock::Pending;
use crate::domain::text;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// What home shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Under way or interrupted, latest first.
    pub ongoing: Vec<MeetingRow>,
    /// Planned and not begun, soonest first: before those of today and later the ones whose day has passed.
    pub coming: Vec<MeetingRow>,
    /// Closed, and those that were called off of late, latest first.
    pub recent: Vec<MeetingRow>,
    /// Open actions, those with the earliest date first.
    pub actions: Vec<ActionRow>,
    /// How many open actions there are in all.
    pub open_actions: usize,
    /// How many of them are late.
    pub late_actions: usize,
    /// Consents that soon run out, or just have, the soonest first.
    pub ending: Vec<EndingConsent>,
    /// Those who haven't answered when asked for consent, the longest first.
    pub unanswered: Vec<Unanswered>,
    /// What the social services have to do; nothing where their clock is off.
    pub duties: Vec<ClockRow>,
    /// When the whole database was checked last; nothing if it never was.
    pub checked: Option<Checked>,
    /// The latest copy for safekeeping.
    pub last_copy: LastCopy,
    /// What somebody should see to about the database's keys.
    pub keys: Vec<KeyTrouble>,
}

impl Home {
    /// What the social services have to do, the most urgent first.
    pub fn pending(&self, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<(&ClockRow, Pending)> {
        clocks::pending(&self.duties, day_of)
    }
}

/// A meeting in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingRow {
    /// The meeting that the row opens.
    pub id: MeetingId,
    /// The form's key.
    pub agenda_id: String,
    /// What the meeting is called.
    pub title: String,
    /// Planned start, local time.
    pub planned: NaiveDateTime,
    /// How far it has come.
    pub status: MeetingStatus,
    /// Where it stands.
    pub phase: Phase,
    /// Whether it was called off.
    pub cancelled: bool,
    /// When it began, by the clock in its zone.
    pub held: Option<NaiveDateTime>,
    /// How it is named on the command line, by the day on which it was held: `2026-11-23-eht`, the second that day
    /// `2026-11-23-eht-2`.
    pub handle: String,
    /// What its ärenden are called where others can read it, in their order.
    pub arenden: Vec<String>,
    /// Where it is held; nothing where a child in it has skyddade personuppgifter.
    pub place: Option<String>,
}

/// What ärenden are called, one after the other: with dots between them where a name has a comma itself.
fn joined(names: &[String]) -> String {
    names.join(if names.iter().any(|name| name.contains(',')) { " · " } else { ", " })
}

impl MeetingRow {
    /// What it is called and whose it is, in so many cells as `width` if that can be: "EHT Ängsskolan · Blå, Röd", where
    /// that is too long "EHT · Blå +3". `short` is what its form is called briefly.
    pub fn title_and_arenden(&self, short: Option<&str>, width: usize) -> String {
        if self.arenden.is_empty() {
            return self.title.clone();
        }
        let all = format!("{} · {}", self.title, joined(&self.arenden));
        if text::width(&all) <= width {
            return all;
        }
        let title = self.called_briefly(short);
        // Some of a long title gives way to whose the meeting is.
        let title = text::shorten(title, (width / 2).max(3));
        let told = |count: usize| {
            let names = joined(&self.arenden[..count]);
            match self.arenden.len() - count {
                0 => format!("{title} · {names}"),
                left => format!("{title} · {names} +{left}"),
            }
        };
        let fitting = (1..=self.arenden.len()).rev().map(told).find(|told| text::width(told) <= width);
        fitting.unwrap_or_else(|| {
            let left = match self.arenden.len() - 1 {
                0 => String::new(),
                left => format!(" +{left}"),
            };
            let room = width.saturating_sub(text::width(&title) + 3 + text::width(&left)).max(1);
            format!("{title} · {}{left}", text::shorten(&self.arenden[0], room))
        })
    }

    /// The same whole, with the form said briefly: "EHT · Blå, Röd, matsalen".
    pub fn named_briefly(&self, short: Option<&str>) -> String {
        if self.arenden.is_empty() {
            return self.title.clone();
        }
        format!("{} · {}", self.called_briefly(short), joined(&self.arenden))
    }

    /// What its form is called, where its title begins with that.
    fn called_briefly<'a>(&'a self, short: Option<&'a str>) -> &'a str {
        let is_of_form = |short: &&str| {
            let rest = self.title.strip_prefix(*short);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        short.filter(is_of_form).unwrap_or(&self.title)
    }

    /// How it stands, in a word: "pågår", "inställt"; where it was planned for a day before `today` that it never began on, that.
    pub fn standing(&self, today: NaiveDate) -> &'static str {
        match self.status {
            _ if self.cancelled => "inställt",
            _ if self.is_missed(today) => "dagen har gått",
            status => status.word(),
        }
    }

    /// Whether it has begun, on another day than was planned.
    pub fn is_moved(&self) -> bool {
        self.when().date() != self.planned.date()
    }

    /// When it is, or was once it has begun, whatever was planned.
    pub fn when(&self) -> NaiveDateTime {
        self.held
            .filter(|_| self.status != MeetingStatus::Planerat && !self.cancelled)
            .unwrap_or(self.planned)
    }

    /// Whether it lies ahead: its clock hasn't started, and it is to be held.
    pub fn is_ahead(&self) -> bool {
        self.status == MeetingStatus::Planerat && !self.cancelled
    }

    /// Whether its day has passed without its having begun: somebody has to say what became of it.
    pub fn is_missed(&self, today: NaiveDate) -> bool {
        self.is_ahead() && self.planned.date() < today
    }
}

/// That the whole database was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// When.
    pub at: DateTime<Utc>,
    /// How many things weren't as they should be.
    pub faults: usize,
}

impl Checked {
    /// As it is kept.
    pub fn written(&self) -> String {
        format!("{} {}", self.at.to_rfc3339(), self.faults)
    }

    /// The inverse of [`Checked::written`].
    pub fn read(text: &str) -> Option<Self> {
        let (at, faults) = text.split_once(' ')?;
        Some(Self { at: at.parse().ok()?, faults: faults.parse().ok()? })
    }

    /// "Kontrollerad i dag 08.12: allt stämmer"; `local` is when it was by the clock on the wall.
    pub fn in_words(&self, local: NaiveDateTime, today: NaiveDate) -> String {
        let day = match (today - local.date()).num_days() {
            0 => "i dag".to_owned(),
            1 => "i går".to_owned(),
            _ => short_date(local.date(), today),
        };
        let time = local.format("%H.%M");
        if self.faults == 0 {
            format!("Kontrollerad {day} {time}: allt stämmer")
        } else {
            format!("Kontrollerad {day} {time}: något stämmer inte. Kör samverkan kontrollera")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_meeting_says_whose_it_is_in_the_room_there_is() {
        let meeting = |title: &str, arenden: &[&str]| MeetingRow {
            id: Uuid::from_u128(8).into(),
            agenda_id: "eht".to_owned(),
            title: title.to_owned(),
            planned: "2026-11-16T08:30:00".parse().unwrap(),
            status: MeetingStatus::Planerat,
            phase: Phase::Sammanhang,
            cancelled: false,
            held: None,
            handle: String::new(),
            arenden: arenden.iter().map(|name| (*name).to_owned()).collect(),
            place: None,
        };
        let row = meeting("EHT Ängsskolan", &["Blå", "Röd", "matsalen", "Grön"]);
        for (width, said) in [
            (60, "EHT Ängsskolan · Blå, Röd, matsalen, Grön"),
            (40, "EHT · Blå, Röd, matsalen, Grön"),
            (29, "EHT · Blå, Röd, matsalen +1"),
            (18, "EHT · Blå, Röd +2"),
            (12, "EHT · Blå +3"),
        ] {
            assert_eq!(row.title_and_arenden(Some("EHT"), width), said);
        }
        // Names with commas in them are told apart.
        let commas = meeting("EHT", &["Gul, åk 4", "Kråkan, åk 7"]);
        assert_eq!(commas.title_and_arenden(Some("EHT"), 60), "EHT · Gul, åk 4 · Kråkan, åk 7");
        // A title of one's own stays, and is cut before whose it is.
        let own = meeting("Uppstart på Gula huset", &["Blå", "Röd"]);
        assert_eq!(own.title_and_arenden(Some("EHT"), 24), "Uppstart på… · Blå, Röd");
        assert_eq!(meeting("EHT Ängsskolan", &[]).title_and_arenden(Some("EHT"), 9), "EHT Ängsskolan");
        for width in 16..80 {
            for short in [Some("EHT"), None] {
                assert!(crate::domain::text::width(&row.title_and_arenden(short, width)) <= width, "{width}");
            }
        }
    }
}
