//! What was promised at earlier meetings, and what is told of it at this one: a meeting opens on it.

use super::dates::{Due, short_date};
use super::ids::{ArendeId, ChildId, EntryId, MeetingId};
use super::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// An action of an earlier meeting of the same team, or about the same child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The action.
    pub entry: EntryId,
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
    /// The minutes that it comes from: "EHT Ängsskolan, mån 9 nov, dnr 12/26".
    pub fn source(&self, today: NaiveDate) -> String {
        let number = self.registered.as_ref().map(|number| format!(", dnr {number}")).unwrap_or_default();
        format!("{}, {}{number}", self.title, short_date(self.agreed_on, today))
    }
}
