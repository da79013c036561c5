//! An agenda's own fields, such as the date of Steg 1: what they hold, where they belong and when they are asked for.

use super::{Phase, is_no, yes};
use crate::domain::dates::{Direction, long_date, month_and_year};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a field of an agenda's own may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Free text.
    Text,
    /// A date.
    Datum,
    /// Yes or no.
    JaNej,
    /// One of `choices`.
    Val,
    /// Any number of `choices`.
    Flerval,
}

/// Of which ärenden a field is asked before a phase is begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedOf {
    /// Those about a child.
    #[default]
    Enskilda,
    /// Those about a group.
    Grupper,
    /// All.
    Alla,
}

impl AskedOf {
    /// Whether it is asked of an ärende about a child, or of one about a group.
    pub fn includes(self, individual: bool) -> bool {
        match self {
            Self::Enskilda => individual,
            Self::Grupper => !individual,
            Self::Alla => true,
        }
    }

    /// Whether it is what holds when nothing is said.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What a field of the meeting becomes in the meeting that comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// Its purpose.
    Syfte,
    /// The questions that it is to answer.
    Fragor,
    /// Those who are wanted there.
    Deltagare,
}

/// What the program knows of the meeting that this one follows, and writes in a field of the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The day on which it was held.
    ForraMotetsDag,
    /// The month, without the day.
    ForraMotetsManad,
}

impl Known {
    /// What kind of field can hold it.
    pub fn kind(self) -> FieldType {
        match self {
            Self::ForraMotetsDag => FieldType::Datum,
            Self::ForraMotetsManad => FieldType::Text,
        }
    }

    /// As a field holds it.
    pub fn value(self, held: NaiveDate) -> String {
        match self {
            Self::ForraMotetsDag => held.to_string(),
            Self::ForraMotetsManad => month_and_year(held),
        }
    }
}

/// Where a field belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldScope {
    /// Once for the meeting.
    Mote,
    /// Once for each ärende.
    Arende,
}

/// A field of an agenda's own, such as the date of Steg 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// Stable key, ASCII.
    pub id: String,
    /// The label on screen and in the minutes.
    #[serde(rename = "namn")]
    pub name: String,
    /// What it holds.
    #[serde(rename = "typ")]
    pub kind: FieldType,
    /// Where it belongs.
    #[serde(rename = "for")]
    pub scope: FieldScope,
    /// Which way a `datum` looks when a day is written without its year; to the nearest if nothing is said.
    #[serde(rename = "riktning", default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What its text becomes in the meeting that comes after; only of a `text` of the meeting.
    #[serde(rename = "blir", default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<Becomes>,
    /// What the program writes in it; only of a field of the meeting.
    #[serde(rename = "fylls_med", default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// The choices of a `val` or a `flerval`.
    #[serde(rename = "val", default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The phase that isn't begun without it. Of a follow-up, which goes straight to planering, only what is asked before
    /// planering or ansvar is asked.
    #[serde(rename = "kravs_fore", default, skip_serializing_if = "Option::is_none")]
    pub required_before: Option<Phase>,
    /// Of which ärenden it is asked then.
    #[serde(rename = "kravs_av", default, skip_serializing_if = "AskedOf::is_usual")]
    pub asked_of: AskedOf,
    /// Whether the meeting isn't closed without it: what is settled or sent last, such as a letter home.
    #[serde(rename = "kravs_vid_avslut", default, skip_serializing_if = "is_no")]
    pub required_at_close: bool,
    /// What it must hold where it is required: a required yes is a yes.
    #[serde(rename = "kravs_varde", default, skip_serializing_if = "Option::is_none")]
    pub required_value: Option<String>,
    /// How many choices of a `flerval` must be taken where it is required.
    #[serde(rename = "minst", default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// How many days before the meeting a date must be where it is required.
    #[serde(rename = "dagar_fore", default, skip_serializing_if = "Option::is_none")]
    pub days_before: Option<u32>,
    /// Why it must be there, in the agenda's own words; said when it is missing.
    #[serde(rename = "varfor", default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whether it is printed in minutes.
    #[serde(rename = "skrivs_ut", default = "yes")]
    pub printed: bool,
    /// Whether it may stand on a wall, provided that it may be printed.
    #[serde(rename = "pa_vaggen", default = "yes")]
    pub on_wall: bool,
}

impl FieldSpec {
    /// Whether it must be there before a phase begins; before the meeting is closed where no phase is given.
    pub fn is_required(&self, before: Option<Phase>) -> bool {
        match before {
            Some(before) => self.required_before.is_some_and(|phase| phase <= before),
            None => self.required_at_close || self.required_before.is_some(),
        }
    }

    /// What stands between the choices of a `flerval`.
    pub const BETWEEN: &str = "; ";

    /// Whether its value may be read by everybody in the room. What isn't printed never is.
    pub fn is_wall_safe(&self) -> bool {
        self.printed && self.on_wall
    }

    /// What a value must be where it is required, beside being there: "ska vara ja".
    pub fn requirement(&self) -> Option<String> {
        match (&self.required_value, self.days_before, self.at_least) {
            (Some(wanted), ..) => Some(format!("ska vara {wanted}")),
            (None, Some(1), _) => Some("ska vara minst en dag före mötet".to_owned()),
            (None, Some(days), _) => Some(format!("ska vara minst {days} dagar före mötet")),
            (None, None, Some(least)) => Some(format!("minst {least} ska vara valda")),
            (None, None, None) => None,
        }
    }

    /// What is wrong with a value that is there, in a meeting on `day`: a Swedish sentence that names the field.
    pub fn falls_short(&self, value: &str, day: NaiveDate) -> Option<String> {
        let name = &self.name;
        if let Some(wanted) = self.required_value.as_deref().filter(|wanted| *wanted != value) {
            return Some(format!("”{name}” ska vara {wanted}, men svaret är {value}."));
        }
        if let (Some(least), FieldType::Flerval) = (self.at_least, self.kind) {
            let taken = value.split(Self::BETWEEN).filter(|part| !part.trim().is_empty()).count();
            if u32::try_from(taken).is_ok_and(|taken| taken < least) {
                return Some(format!("I ”{name}” ska minst {least} vara valda, men det är {taken}."));
            }
        }
        let (least, given) = (i64::from(self.days_before?), value.parse::<NaiveDate>().ok()?);
        let before = (day - given).num_days();
        let how = match before {
            _ if before >= least => return None,
            0 => "mötets egen dag".to_owned(),
            1 => "dagen före mötet".to_owned(),
            2.. => format!("{before} dagar före mötet"),
            -1 => "dagen efter mötet".to_owned(),
            _ => format!("{} dagar efter mötet", -before),
        };
        let least = if least == 1 { "minst en dag".to_owned() } else { format!("minst {least} dagar") };
        Some(format!("”{name}” är {}, {how}. Det ska vara {least} före.", long_date(given)))
    }

    /// Whether a value is one that the field can hold.
    pub fn takes(&self, value: &str) -> bool {
        match self.kind {
            FieldType::Text => true,
            FieldType::Datum => value.parse::<chrono::NaiveDate>().is_ok(),
            FieldType::JaNej => matches!(value, "ja" | "nej"),
            FieldType::Val => self.choices.iter().any(|choice| choice == value),
            FieldType::Flerval => {
                value.split(Self::BETWEEN).all(|part| self.choices.iter().any(|choice| choice == part))
            }
        }
    }
}
