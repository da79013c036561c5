//! What was promised at earlier meetings, and what is told of it at this one: a meeting opens on it.

use super::dates::Due;
use super::ids::{ArendeId, EntryId};
use super::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// An action of an earlier meeting of the same team, or about the same child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The action.
    pub entry: EntryId,
    /// The ärende that it belongs to.
    pub arende: Option<ArendeId>,
    /// Whether that ärende is about a child.
    pub individual: bool,
    /// The ärende's label.
    pub label: Option<String>,
    /// What.
    pub text: String,
    /// Who: name or role.
    pub owner: Option<String>,
    /// When; a later change counts.
    pub due: Option<Due>,
    /// The day of the meeting at which it was agreed.
    pub agreed_on: NaiveDate,
    /// What that meeting is called.
    pub title: String,
    /// The last word on it, if it still is open.
    pub state: Option<ActionState>,
    /// What was told of it at this meeting, the latest word.
    pub told: Option<ActionStatus>,
    /// Parties that may not read it, by a consent's word.
    pub kept_from: Vec<String>,
    /// Whether it is marked EMI.
    pub emi: bool,
}

impl ActionState {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Klar, Self::Pagar, Self::EjPaborjad, Self::Andrad, Self::Inaktuell];

    /// The word on screen and in minutes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Klar => "klar",
            Self::Pagar => "pågår",
            Self::EjPaborjad => "ej påbörjad",
            Self::Andrad => "ändrad",
            Self::Inaktuell => "inte aktuell",
        }
    }
}
