//! What hangs on an entry, and is let go when the entry goes away or becomes something else.

use crate::domain::command::Change;
use crate::domain::ids::EntryId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionItem, Body, PlanAnswer};

/// What refers to an entry that goes away.
pub(crate) fn loose_ends(meeting: &Meeting, id: EntryId) -> Vec<Change> {
    let mut changes: Vec<Change> =
        meeting.exemptions.iter().filter(|row| row.entry == id).cloned().map(Change::delete).collect();
    for entry in meeting.actions() {
        if let Body::Atgard(action) = &entry.body
            && action.need == Some(id)
        {
            let mut entry = entry.clone();
            entry.body = Body::Atgard(ActionItem { need: None, ..action.clone() });
            changes.push(Change::put(entry));
        }
    }
    for answer in meeting.plan_answers.iter().filter(|answer| answer.entry == Some(id)) {
        changes.push(Change::put(PlanAnswer { entry: None, ..answer.clone() }));
    }
    changes
}
