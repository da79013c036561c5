//! Where somebody stood when the program locked itself, so that it opens there again. What is kept in memory meanwhile can
//! hold no text: it is made of keys and choices alone. What had been written and is no draft of a meeting lies in the
//! database with the drafts, and comes back from there.

use crate::app::core::model::list::ListKind;
use crate::app::home::screen::HomeRow;
use crate::app::meeting::emptied::Emptied;
use crate::app::meeting::screen::RowRef;
use crate::app::meeting::target::Target;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Position;
use crate::domain::record::Person;
use serde::{Deserialize, Serialize};

/// Where somebody stood. Whatever is copied bit by bit owns no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stood {
    pub(crate) place: Place,
    /// The field of the form in front.
    pub(crate) field: usize,
    /// What lay over the screen.
    pub(crate) over: Option<Over>,
    pub(crate) removed: Option<MeetingId>,
}

/// What lies over a screen and is asked for again, since it is made of what is in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// A list over all meetings, or the journal of one.
    List(&'static ListKind),
    /// Who gets what of a meeting's papers.
    Copies,
}

/// On which screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Home, with this row highlighted.
    Home(Option<HomeRow>),
    /// A meeting.
    Meeting(InMeeting),
}

impl Default for Place {
    fn default() -> Self {
        Self::Home(None)
    }
}

/// How a meeting stood on screen, as its screen says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InMeeting {
    pub(crate) meeting: MeetingId,
    pub(crate) target: Target,
    pub(crate) usual_target: Option<Target>,
    pub(crate) cursor: Option<RowRef>,
    pub(crate) latest: Option<RowRef>,
    pub(crate) writing: bool,
    pub(crate) show_all: bool,
    pub(crate) line_from: Option<Position>,
}

impl Stood {
    /// The meeting that was on screen.
    pub(crate) fn meeting(&self) -> Option<MeetingId> {
        match self.place {
            Place::Meeting(place) => Some(place.meeting),
            Place::Home(_) => None,
        }
    }

    /// The highlighted row of home.
    pub(crate) fn home_row(&self) -> Option<HomeRow> {
        match self.place {
            Place::Home(row) => row,
            Place::Meeting(_) => None,
        }
    }
}

/// What had been written and is no draft of a meeting, as it lies in the database while the program is locked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Left {
    /// Who sat there.
    pub(crate) person: Option<Person>,
    /// The drafts of forms, the lowest first; not of the one that is a draft of the meeting.
    pub(crate) forms: Vec<String>,
    /// The forms that were left with Esc.
    pub(crate) kept_forms: Vec<String>,
    /// What was pasted and waits, under a form.
    pub(crate) pasted: String,
    /// The reason that was being written for a rule.
    pub(crate) reason: String,
    /// Lines that were emptied, which undo brings back.
    pub(crate) emptied: Emptied,
}

impl Left {
    /// As it lies in the database; empty if there is nothing.
    pub(crate) fn text(&self) -> String {
        if *self == Self::default() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }

    /// What lies there; nothing of what can't be understood.
    pub(crate) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_comes_back_as_it_was_and_nothing_is_nothing() {
        let left = Left {
            person: Some(Person {
                id: crate::domain::ids::Ids::new(1).next(1),
                name: "Karin".to_owned(),
                role: String::new(),
                rev: 2,
            }),
            forms: vec!["{}".to_owned(), "[]".to_owned()],
            kept_forms: vec!["k".to_owned()],
            pasted: "p".to_owned(),
            reason: "r".to_owned(),
            emptied: Emptied::made_up(),
        };
        assert_eq!(Left::read(Some(&left.text())), left);
        assert_eq!(Left::default().text(), "");
        for nothing in [None, Some(""), Some("rappakalja"), Some("{}")] {
            assert_eq!(Left::read(nothing), Left::default());
        }
    }
}
