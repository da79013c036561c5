//! What helps to pick instead of typing: people, ärenden and the meeting before.

use crate::domain::collate::fold;
use crate::domain::dates::date_with_year;
use crate::domain::ids::{ArendeId, MeetingId};
use crate::domain::record::{Participant, Person};
use chrono::NaiveDate;

/// An ärende that has been spoken of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownArende {
    /// The ärende that is taken up again if the row is chosen.
    pub id: ArendeId,
    /// Its label.
    pub label: String,
    /// Whether it is about a child.
    pub individual: bool,
    /// The form at which it was last spoken of.
    pub agenda_id: String,
    /// What tells the child from another with the same alias.
    pub child: KnownChild,
}

/// What somebody has to see before they can say that a child is one who has been spoken of before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownChild {
    /// What the child is called beside the ärende's label: its alias, and what it wants to be called.
    pub names: Vec<String>,
    /// Its latest meetings, the latest first: what they are called, and their days.
    pub meetings: Vec<(String, NaiveDate)>,
    /// Guardians and others of the family who have taken part for the child, with their roles.
    pub family: Vec<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Skyddade personuppgifter.
    pub protected: bool,
    /// The last day on which a consent holds, if there is one that isn't withdrawn.
    pub consent_until: Option<NaiveDate>,
}

impl KnownArende {
    /// Whether what is typed is what this ärende or its child is called.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed.trim());
        std::iter::once(&self.label).chain(&self.child.names).any(|name| fold(name.trim()) == typed)
    }

    /// The ärende as one tells it from others in a row: `Blå · EHT 12 okt 2026 · mamma Maria Påhitt`.
    pub fn in_a_row(&self) -> String {
        let meeting =
            self.child.meetings.first().map(|(title, day)| format!("{title} {}", date_with_year(*day)));
        let family = (!self.child.family.is_empty()).then(|| self.child.family.join(", "));
        std::iter::once(self.label.clone()).chain(meeting).chain(family).collect::<Vec<_>>().join(" · ")
    }

    /// All that is known here, in sentences.
    pub fn told(&self, today: NaiveDate) -> Vec<String> {
        let child = &self.child;
        let meetings: Vec<String> =
            child.meetings.iter().map(|(title, day)| format!("{title} {}", date_with_year(*day))).collect();
        let or = |known: String, unknown: &str| if known.is_empty() { unknown.to_owned() } else { known };
        let consent = match child.consent_until {
            Some(until) if until >= today => format!("Ett samtycke gäller till {}.", date_with_year(until)),
            Some(_) => "Samtycket har gått ut.".to_owned(),
            None => "Inget samtycke gäller.".to_owned(),
        };
        let mut facts = vec![
            child
                .birth_year
                .map_or_else(|| "Födelseår: inte angivet.".to_owned(), |year| format!("Född {year}.")),
        ];
        facts.extend(child.protected.then(|| "Skyddade personuppgifter.".to_owned()));
        facts.push(consent);
        vec![
            format!("Senaste möten: {}.", or(meetings.join(", "), "inga")),
            format!("Familjen: {}.", or(child.family.join(", "), "ingen har varit med")),
            facts.join(" "),
        ]
    }
}

/// A meeting that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The meeting that was held.
    pub id: MeetingId,
    /// Its day.
    pub day: NaiveDate,
    /// So many of its ärenden were postponed, or not reached.
    pub left: usize,
}

/// Everything that helps the secretary to pick instead of typing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// People who have taken part before, latest first, each name and role once.
    pub participants: Vec<Participant>,
    /// Ärenden that aren't closed, latest first.
    pub arenden: Vec<KnownArende>,
    /// Those who sit at the keyboard, whoever sat there last first.
    pub persons: Vec<Person>,
    /// The latest closed meeting of the form.
    pub last: Option<Held>,
}
