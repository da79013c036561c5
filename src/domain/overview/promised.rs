//! What was promised, in lists over all meetings.

use crate::domain::dates::{Due, relative_days, short_date};
use crate::domain::earlier::{followed_up_words, last_day, moved};
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::record::{ActionState, ActionStatus};
use chrono::{Days, NaiveDate};

/// An action in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// The action.
    pub entry: EntryId,
    /// The meeting at which it was agreed.
    pub meeting: MeetingId,
    /// The form's key.
    pub agenda_id: String,
    /// What that meeting is called.
    pub title: String,
    /// The day of that meeting: the one on which it was held, whatever was planned.
    pub day: NaiveDate,
    /// The ärende's label, if it belongs to one.
    pub label: Option<String>,
    /// What is to be done, as it stands in the meeting.
    pub text: String,
    /// Who: name or role.
    pub owner: Option<String>,
    /// When; a later change counts.
    pub due: Option<Due>,
    /// The day on which it is to be followed up, where one was agreed; a later one counts.
    pub follow_up: Option<NaiveDate>,
    /// The last word on it.
    pub told: Option<ActionStatus>,
}

/// How soon an action is to be looked at: what stands above several of them in a list. In the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Soon {
    /// Its day has passed.
    Late,
    /// Today, or within a week.
    Week,
    /// Its day is further away.
    Later,
    /// It goes on, comes back, or is for the next meeting.
    NoEnd,
}

impl Soon {
    /// Above those that are.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Late => "Försenat",
            Self::Week => "Inom en vecka",
            Self::Later => "Senare",
            Self::NoEnd => "Utan slutdatum",
        }
    }
}

impl ActionRow {
    /// How soon it is to be looked at, whatever is told of it.
    pub fn soon(&self, today: NaiveDate) -> Soon {
        match self.last_day() {
            Some(day) if day < today => Soon::Late,
            Some(day) if day <= today + Days::new(7) => Soon::Week,
            Some(_) => Soon::Later,
            None => Soon::NoEnd,
        }
    }

    /// The day by which it is to be looked at: its last, or the one on which what goes on is followed up.
    pub fn last_day(&self) -> Option<NaiveDate> {
        last_day(self.due.as_ref(), self.follow_up)
    }

    /// That day, where it is one of follow-up that is near or has been.
    fn followed_up_soon(&self, today: NaiveDate) -> Option<NaiveDate> {
        let is_last = matches!(self.due, Some(Due::By(_)));
        self.follow_up.filter(|day| !is_last && *day <= today + Days::new(7))
    }

    /// How it stands by the last word on it.
    pub fn state(&self) -> Option<ActionState> {
        self.told.as_ref().map(|told| told.status)
    }

    /// Whether it still is to be done.
    pub fn is_open(&self) -> bool {
        !self.state().is_some_and(ActionState::is_settled)
    }

    /// Whether it should have been done before `today`.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_open() && self.last_day().is_some_and(|day| day < today)
    }

    /// When it is due, in a word or two.
    pub fn when(&self, today: NaiveDate) -> String {
        if let Some(day) = self.followed_up_soon(today) {
            return format!("följs upp {}", relative_days(day, today));
        }
        self.due.as_ref().map_or_else(|| "inget datum".to_owned(), |due| due.relatively(today))
    }

    /// How it stands today: "försenad 3 dagar", "försenad sen 12 nov", "klar", or else when it is due.
    pub fn standing(&self, today: NaiveDate) -> String {
        match (self.state(), &self.due) {
            (Some(state), _) if !self.is_open() => state.word().to_owned(),
            (_, Some(Due::By(day))) if self.is_late(today) => late_since(*day, today),
            _ => self.when(today),
        }
    }

    /// Who is to do it.
    pub fn owner_in_words(&self) -> &str {
        self.owner.as_deref().unwrap_or("ingen ansvarig")
    }

    /// Whose it is, and what: "Blå · Ringa BUP". Where the row is cut, whose it is stays.
    pub fn label_and_text(&self) -> String {
        match &self.label {
            Some(label) => format!("{label} · {}", self.text),
            // Nobody's own.
            None => format!("Mötet · {}", self.text),
        }
    }

    /// At which meeting it was agreed: "EHT Ängsskolan, mån 9 nov".
    pub fn agreed_at(&self, today: NaiveDate) -> String {
        format!("{}, {}", self.title, short_date(self.day, today))
    }

    /// Who, when, and at which meeting it was agreed: "Eva Ek · senast fre 27 nov · EHT Ängsskolan, mån 9 nov".
    pub fn facts(&self, today: NaiveDate) -> String {
        let due = self.due_in_words(today);
        format!("{} · {due} · {}", self.owner_in_words(), self.agreed_at(today))
    }

    /// When, and when it is followed up: "varje fre från 20 nov, följs upp fre 15 jan".
    pub fn due_in_words(&self, today: NaiveDate) -> String {
        let due = self.due.as_ref().map_or_else(|| "datum saknas".to_owned(), |due| due.in_words(today));
        match self.follow_up.filter(|_| self.is_open()) {
            Some(day) => format!("{due}, {}", followed_up_words(day, today)),
            None => due,
        }
    }

    /// What it is found by: text, owner, ärende, meeting, and how it stands.
    pub fn found_by(&self, today: NaiveDate) -> Vec<String> {
        let state = self.state().map(|state| state.word().to_owned());
        let here =
            [self.text.clone(), self.owner_in_words().to_owned(), self.title.clone(), self.standing(today)];
        here.into_iter().chain(self.label.clone()).chain(state).collect()
    }

    /// Takes in what is told of it.
    pub fn take(&mut self, told: ActionStatus) {
        (self.due, self.follow_up) = moved(
            (self.due.take(), self.follow_up),
            (told.new_due.clone(), told.follows_up(self.told.as_ref())),
        );
        if let Some(owner) = told.new_owner() {
            self.owner = Some(owner.to_owned());
        }
        self.told = Some(told);
    }
}

/// How long something has been late: `försenad 3 dagar`, and after a week `försenad sen 12 nov`.
fn late_since(last_day: NaiveDate, today: NaiveDate) -> String {
    match (today - last_day).num_days() {
        1 => "försenad 1 dag".to_owned(),
        days @ 2..=6 => format!("försenad {days} dagar"),
        _ => format!("försenad sen {}", relative_days(last_day, today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(due: Option<Due>) -> ActionRow {
        ActionRow {
            entry: Uuid::from_u128(7).into(),
            meeting: Uuid::from_u128(8).into(),
            agenda_id: "eht".to_owned(),
            title: "EHT Ängsskolan".to_owned(),
            day: "2026-11-16".parse().unwrap(),
            label: Some("Blå".to_owned()),
            text: "Ringa BUP om en bedömning".to_owned(),
            owner: Some("Åsa Lind".to_owned()),
            due,
            follow_up: None,
            told: None,
        }
    }

    fn told(status: ActionState, new_due: Option<Due>) -> ActionStatus {
        ActionStatus {
            id: Uuid::from_u128(9).into(),
            entry: Uuid::from_u128(7).into(),
            meeting: None,
            status,
            evaluation: None,
            new_due,
            at: "2026-11-23T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn what_is_late_is_called_late_until_it_is_done_or_has_a_new_day() {
        let today = day("2026-11-23");
        let mut action = row(Some(Due::By(day("2026-11-20"))));
        assert_eq!(action.standing(today), "försenad 3 dagar");
        action.take(told(ActionState::Pagar, None));
        assert_eq!(action.standing(today), "försenad 3 dagar");
        action.take(told(ActionState::Andrad, Some(Due::By(day("2026-12-24")))));
        assert!(action.is_open() && !action.is_late(today));
        assert_eq!(action.standing(today), "24 dec");
        action.take(told(ActionState::Klar, None));
        assert_eq!((action.standing(today), action.is_open()), ("klar".to_owned(), false));
    }

    #[test]
    fn every_typed_word_must_be_found_somewhere() {
        let today = day("2026-11-23");
        let action = row(Some(Due::By(day("2026-11-20"))));
        let finds = |row: &ActionRow, typed: &str| {
            let found_by = row.found_by(today);
            crate::domain::collate::finds(typed, &found_by.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for typed in ["", "ringa", "BUP åsa", "blå", "försenad", "eht ring", "bedömning lind "] {
            assert!(finds(&action, typed), "{typed}");
        }
        for typed in ["asa", "ringa eva", "klar", "edömning"] {
            assert!(!finds(&action, typed), "{typed}");
        }
        assert!(finds(&row(None), "ringa") && !finds(&row(None), "försenad"));
    }

    #[test]
    fn what_is_late_says_so_in_words_near_and_far() {
        let today = day("2026-11-23");
        for (due, said) in [
            ("2026-11-22", "försenad 1 dag"),
            ("2026-11-17", "försenad 6 dagar"),
            ("2026-11-12", "försenad sen 12 nov"),
            ("2025-11-12", "försenad sen 12 nov 2025"),
            ("2026-11-23", "idag"),
        ] {
            assert_eq!(row(Some(Due::By(day(due)))).standing(today), said);
        }
    }

    #[test]
    fn the_facts_say_who_when_and_from_which_meeting() {
        let today = day("2026-11-23");
        let action = ActionRow { owner: None, ..row(Some(Due::By(day("2026-11-27")))) };
        assert_eq!(action.facts(today), "ingen ansvarig · senast fre 27 nov · EHT Ängsskolan, mån 16 nov");
        assert_eq!(row(None).facts(today), "Åsa Lind · datum saknas · EHT Ängsskolan, mån 16 nov");
        assert_eq!(action.label_and_text(), "Blå · Ringa BUP om en bedömning");
    }
}
