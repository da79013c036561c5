//! What a participant can be asked to do in the meeting.

use crate::domain::record::Participant;

/// The question that finds the huvudman with the overall responsibility, who isn't a participant.
pub(crate) const OVERALL: &str = "Vilken huvudman har det samlade ansvaret?";

/// What a participant can be asked to do in the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Leads it.
    Chairs,
    /// Takes the notes.
    TakesNotes,
    /// Holds the plan together afterwards.
    HoldsTogether,
}

impl Task {
    /// The question that finds somebody for it.
    pub(crate) fn question(self) -> &'static str {
        match self {
            Self::Chairs => "Vem leder mötet?",
            Self::TakesNotes => "Vem antecknar?",
            Self::HoldsTogether => "Vem är huvudansvarig för planen efter mötet?",
        }
    }

    /// Whether somebody has it.
    pub(crate) fn has(self, person: &Participant) -> bool {
        match self {
            Self::Chairs => person.chairs,
            Self::TakesNotes => person.takes_notes,
            Self::HoldsTogether => person.main_responsible,
        }
    }

    /// Gives or takes it.
    pub(crate) fn set(self, person: &mut Participant, given: bool) {
        match self {
            Self::Chairs => person.chairs = given,
            Self::TakesNotes => person.takes_notes = given,
            Self::HoldsTogether => person.main_responsible = given,
        }
    }
}
