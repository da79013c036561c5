//! May we go on, and if not: what is wrong, why, and what can be done.

use super::ids::{EntryId, MeetingArendeId, ParticipantId};

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Protects a child or a family: can't be overridden.
    Protects,
    /// Can be overridden with a written reason, which the minutes print.
    Asks,
    /// Only says so.
    Reminds,
}

/// What mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fix {
    /// Say what the meeting is about.
    AddArende,
    /// Add or change participants.
    Participants,
    /// Fill in the ärende's own fields.
    ArendeFields(MeetingArendeId),
    /// Fill in the meeting's own fields.
    MeetingFields,
    /// Write down a consent.
    Consent(MeetingArendeId),
    /// Offer the word to those who haven't had it.
    Round,
    /// Write down what is missing in this phase.
    Write,
    /// Complete an action.
    Complete(EntryId),
    /// Confirm a point.
    Confirm(EntryId),
    /// Book the follow-up.
    FollowUp,
    /// Ask for consent to the plan.
    PlanAnswer(ParticipantId),
    /// Say who gets the minutes.
    Recipients,
}

/// A rule that has something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's key, as an override names it.
    pub rule: &'static str,
    /// How strictly it holds.
    pub strength: Strength,
    /// The ärende that it concerns.
    pub arende: Option<MeetingArendeId>,
    /// What is wrong.
    pub what: String,
    /// Why it matters, with the form's source.
    pub why: String,
    /// What can be done.
    pub remedy: String,
    /// What mends it.
    pub fix: Option<Fix>,
}
