//! May we go on, and if not: what is wrong, why, and what can be done.

mod closing;
mod entering;
mod leaving;
mod lifting;

pub use closing::{agreed, before_closing, incomplete, is_silent, unasked, unfollowed};
pub use entering::{consent_finding, missing_fields, missing_meeting_fields, silenced};
pub use leaving::{others_decide, round, unheard, unplaced_need};
pub use lifting::{may_bring, may_lift_out, names_one_of, recognisable};

use super::agenda::{Agenda, Level};
use super::ids::{EntryId, MeetingArendeId, ParticipantId};
use super::meeting::{Meeting, Position};
use super::record::ParticipantKind;
use chrono::NaiveDate;

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
    /// Say from whom something is needed.
    NeededFrom(EntryId),
    /// Go on by the form that the meeting becomes when both authorities aren't needed.
    TurnInto,
    /// Say who decided.
    Decider(EntryId),
    /// Say when a recurring action is followed up.
    Recurring(EntryId),
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

/// The keys of the rules, as overrides name them.
pub mod rule {
    /// Somebody leads and somebody takes the notes.
    pub const ROLES: &str = "roller";
    /// The form's required roles are there.
    pub const REQUIRED_ROLE: &str = "roll_saknas";
    /// Both huvudmän are called.
    pub const HUVUDMAN: &str = "huvudman";
    /// There are needs of both huvudmän.
    pub const NEEDS: &str = "behov_fran_bada";
    /// Who decides.
    pub const DECIDER: &str = "beslutsfattare";
    /// A recurring action is followed up.
    pub const RECURRING: &str = "aterkommande";
    /// The meeting is about somebody.
    pub const SUBJECT: &str = "arende_saknas";
    /// No individuals in a form that has none.
    pub const INDIVIDUAL: &str = "individ";
    /// Consent.
    pub const CONSENT: &str = "samtycke";
    /// Each guardian is asked for consent.
    pub const GUARDIAN: &str = "vardnadshavare";
    /// The form isn't held where the guardians must not know.
    pub const KNOWLEDGE: &str = "vetskap";
    /// Everybody is offered the word.
    pub const ROUND: &str = "laget_runt";
    /// What must be written before a phase is left.
    pub const CONTENT: &str = "innehall";
    /// A field of the form's own.
    pub const FIELD: &str = "falt";
    /// Owner and date of every action.
    pub const COMPLETE: &str = "ansvar_och_datum";
    /// Every point is read out.
    pub const READ_OUT: &str = "upplasning";
    /// The follow-up is booked.
    pub const FOLLOW_UP: &str = "uppfoljning";
    /// It is said who gets the minutes.
    pub const RECIPIENTS: &str = "mottagare";
    /// The consent to the plan is asked for.
    pub const PLAN: &str = "planfraga";
}

/// What the rules say when the meeting goes from where it stands to `to`, the gravest first. Going back is always free;
/// what protects a child is asked wherever one goes.
pub fn before_going(meeting: &Meeting, to: Position, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let walk = meeting.walk();
    let place = |stop: Position| walk.iter().position(|known| *known == stop);
    if place(to) > place(meeting.position()) {
        leaving::leaving(meeting, meeting.position(), &mut found);
    }
    entering::entering(meeting, to, today, &mut found);
    finish(meeting, found)
}

/// Whether a child or a group may be taken up in this meeting.
///
/// # Errors
/// The finding says why not.
pub fn may_take_up(agenda: &Agenda, individual: bool) -> Result<(), Box<Finding>> {
    if individual && !agenda.individuals {
        return Err(Box::new(Finding {
            rule: rule::INDIVIDUAL,
            strength: Strength::Protects,
            arende: None,
            what: format!("I {} tas inga enskilda barn upp.", agenda.short_name),
            why: format!(
                "Här möts verksamheter som inte får dela uppgifter om ett barn på det här sättet. Källa: {}.",
                agenda.source
            ),
            remedy: "Tala om gruppen eller platsen, eller ta barnets fråga i ett möte som är till för det."
                .to_owned(),
            fix: None,
        }));
    }
    if !individual && !agenda.groups {
        return Err(Box::new(Finding {
            rule: rule::SUBJECT,
            strength: Strength::Protects,
            arende: None,
            what: format!("{} handlar om ett barn, inte om en grupp.", agenda.name),
            why: format!("Källa: {}.", agenda.source),
            remedy: "Skriv barnet som mötet gäller.".to_owned(),
            fix: Some(Fix::AddArende),
        }));
    }
    Ok(())
}

/// Whether somebody of a kind may take part: a child doesn't sit at a meeting of authorities that speak of no child.
///
/// # Errors
/// The finding says why not.
pub fn may_take_part(agenda: &Agenda, kind: ParticipantKind) -> Result<(), Box<Finding>> {
    if kind != ParticipantKind::Barn || agenda.individuals || agenda.level == Level::Foraldrar {
        return Ok(());
    }
    Err(Box::new(Finding {
        rule: rule::INDIVIDUAL,
        strength: Strength::Protects,
        arende: None,
        what: format!("I {} deltar inga barn.", agenda.short_name),
        why: format!("Mötet handlar inte om något enskilt barn. Källa: {}.", agenda.source),
        remedy: "Bjud in barnet till ett möte som är till för det.".to_owned(),
        fix: None,
    }))
}

fn source(meeting: &Meeting) -> String {
    format!("Källa: {}.", meeting.agenda.source)
}

/// Leaves out what was overridden, and puts the gravest first.
fn finish(meeting: &Meeting, mut found: Vec<Finding>) -> Vec<Finding> {
    found.retain(|finding| {
        finding.strength == Strength::Protects
            || !meeting.overrides.iter().any(|row| row.rule == finding.rule && row.arende == finding.arende)
    });
    found.sort_by_key(|finding| finding.strength);
    found
}
