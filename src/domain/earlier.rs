//! What was promised at earlier meetings, and what is told of it at this one: a meeting opens on it.

use super::agenda::EntryKind;
use super::dates::{Due, short_date};
use super::ids::{ArendeId, ChildId, EntryId, MeetingId};
use super::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// An action of an earlier meeting of the same team, or about the same child; or a goal or a need of the same ärende.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The action, the goal or the need.
    pub entry: EntryId,
    /// Which of them it is.
    pub kind: EntryKind,
    /// The ärende that it belongs to.
    pub arende: Option<ArendeId>,
    /// The child that it is about, if it is about one.
    pub child: Option<ChildId>,
    /// The ärende's label.
    pub label: Option<String>,
    /// What was to be done, as it stood in that meeting.
    pub text: String,
    /// Who: name or role.
    pub owner: Option<String>,
    /// When; a later change counts.
    pub due: Option<Due>,
    /// The meeting at which it was agreed: whose minutes it stands in.
    pub meeting: MeetingId,
    /// That meeting's form.
    pub agenda_id: String,
    /// Where those minutes are registered.
    pub registered: Option<String>,
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

impl Earlier {
    /// Whether somebody promised it: a goal or a need is nobody's promise.
    pub fn is_promise(&self) -> bool {
        self.kind == EntryKind::Atgard
    }

    /// Whether it is a goal of before.
    pub fn is_goal(&self) -> bool {
        matches!(self.kind, EntryKind::MalLang | EntryKind::MalKort)
    }

    /// Whether it stands among what is followed up on paper: a promise always does, a goal once something was told of it.
    pub fn is_followed_up(&self) -> bool {
        self.is_promise() || self.told.is_some()
    }

    /// Whether it stands on paper: it is followed up there, or is a goal that still holds.
    pub fn is_on_paper(&self) -> bool {
        self.is_followed_up() || self.still_holds()
    }

    /// Whether it was said at this meeting that a promise goes on: it is under way, changed, or not begun yet.
    pub fn goes_on(&self) -> bool {
        self.is_promise() && self.told.as_ref().is_some_and(|told| !told.status.is_settled())
    }

    /// Whether it is a goal that nobody has said is reached or given up.
    pub fn still_holds(&self) -> bool {
        self.is_goal() && self.told.as_ref().is_none_or(|told| !told.status.is_settled())
    }

    /// Until when, as it stands now: a day that was told at this meeting counts before the one it had.
    pub fn due_now(&self) -> Option<&Due> {
        self.told.as_ref().and_then(|told| told.new_due.as_ref()).or(self.due.as_ref())
    }

    /// Whether an answer asks for a new day: what is changed has one, and what isn't done has where its own has passed.
    pub fn asks_for_day(&self, answer: ActionState, today: NaiveDate) -> bool {
        self.is_promise()
            && match answer {
                ActionState::Andrad => true,
                ActionState::Pagar | ActionState::EjPaborjad => {
                    self.due.as_ref().is_some_and(|due| due.is_late(today))
                }
                ActionState::Klar | ActionState::Inaktuell => false,
            }
    }

    /// The minutes that it comes from: "EHT Ängsskolan, mån 9 nov, dnr 12/26".
    pub fn source(&self, today: NaiveDate) -> String {
        let number = self.registered.as_ref().map(|number| format!(", dnr {number}")).unwrap_or_default();
        format!("{}, {}{number}", self.title, short_date(self.agreed_on, today))
    }
}
