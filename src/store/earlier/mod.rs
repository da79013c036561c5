//! What was promised, wanted and needed at earlier meetings and is still open, and what was told of it at this one.

mod row;
mod which;

use super::journal::time_text;
use super::{Store, StoreError};
use crate::domain::command::{Record, Table};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ActionStatus, MeetingStatus};
use rusqlite::Params;
use std::collections::BTreeSet;
use which::{
    DECISIONS, GOALS, OF_PLAN, OPEN_NOW, OPEN_THEN, TOLD, of_all_followed, of_arende, of_followed, of_team,
};

impl Store {
    /// The actions of earlier meetings that this one opens on: of the meeting that it follows, of the same form where a
    /// meeting takes up many ärenden, and of the same ärenden and children where [`Meeting::may_open_on`] says so. A meeting
    /// about one child alone shows nothing of another child's. A closed meeting has those that it was told of, and those
    /// that were open when it ended and that nobody told of, but for what the team has left over from other ärenden.
    ///
    /// # Errors
    /// As [`Store::meeting`].
    pub(super) fn earlier(&self, meeting: &Meeting) -> Result<Vec<Earlier>, StoreError> {
        let told = self.told_at(meeting)?;
        let mut which = vec![TOLD.to_owned()];
        let ended = meeting.head.ended.map(time_text).unwrap_or_default();
        match meeting.head.status {
            // One that was opened again for a new version stands as it ended.
            MeetingStatus::Pagar if ended.is_empty() => {
                which.extend([of_all_followed(OPEN_NOW), of_arende(OPEN_NOW)]);
                which.extend([of_followed(GOALS), of_arende(GOALS)]);
                if meeting.agenda.many || !meeting.agenda.individuals {
                    which.push(of_team());
                }
            }
            MeetingStatus::Pagar | MeetingStatus::Avslutat if !ended.is_empty() => {
                which.extend([of_all_followed(OPEN_THEN), of_arende(OPEN_THEN)]);
                which.extend([of_followed(GOALS), of_arende(GOALS)]);
            }
            _ => {}
        }
        // What a plan decided holds until it is said not to.
        if meeting.agenda.plan_consent && which.len() > 1 {
            which.push(of_all_followed(DECISIONS));
        }
        let mut all: Vec<(String, Earlier)> = Vec::new();
        for which in which {
            for (place, mut action) in self.rows_before(meeting, &which)? {
                if which != TOLD && !meeting.may_open_on(&action) {
                    continue;
                }
                for word in &told {
                    if word.entry == action.entry {
                        action.hear(word);
                    }
                }
                if !all.iter().any(|(_, known)| known.entry == action.entry) {
                    all.push((place, action));
                }
            }
        }
        // By the day that each had when it was agreed: no row moves while it is answered.
        all.sort_by(|(one, first), (other, second)| (one, first.entry).cmp(&(other, second.entry)));
        let mut all: Vec<Earlier> = all.into_iter().map(|(_, action)| action).collect();
        if meeting.agenda.plan_consent {
            self.number_as_planned(&mut all)?;
            // A plan is followed point by point.
            all.sort_by_key(Earlier::place_in_plan);
        }
        Ok(all)
    }

    /// What was promised and wanted in the plan that ends at a meeting, and was done, reached or dropped before it.
    pub(super) fn settled_before(&self, meeting: &Meeting) -> Result<Vec<Earlier>, StoreError> {
        if meeting.head.sip_ended.is_none() || !meeting.agenda.plan_consent {
            return Ok(Vec::new());
        }
        let all = self.rows_before(meeting, &of_all_followed(OF_PLAN))?.into_iter().map(|(_, action)| action);
        let is_settled = |row: &Earlier| row.state.is_some_and(ActionState::is_settled);
        let is_here = |row: &Earlier| meeting.earlier.iter().any(|known| known.entry == row.entry);
        let mut settled: Vec<Earlier> = all.filter(|row| is_settled(row) && !is_here(row)).collect();
        for row in &mut settled {
            row.settled_by = self.last_word_before(meeting, row.entry)?;
        }
        self.number_as_planned(&mut settled)?;
        settled.sort_by_key(Earlier::place_in_plan);
        Ok(settled)
    }

    /// Gives each point of a plan the number that it has there.
    fn number_as_planned(&self, all: &mut [Earlier]) -> Result<(), StoreError> {
        let meetings: BTreeSet<MeetingId> =
            all.iter().filter(|row| row.is_promise()).map(|row| row.meeting).collect();
        for id in meetings {
            let Some(plan) = self.points_of(id)?.filter(|plan| plan.agenda.plan_consent) else { continue };
            for row in all.iter_mut().filter(|row| row.meeting == id && row.is_promise()) {
                let Some(entry) = plan.entry(row.entry) else { continue };
                row.number = Some(plan.point_number(entry));
                row.before = plan.withheld_before(entry);
            }
        }
        Ok(())
    }

    /// The last word on something before this meeting.
    fn last_word_before(
        &self,
        meeting: &Meeting,
        entry: EntryId,
    ) -> Result<Option<ActionStatus>, StoreError> {
        let ended = meeting.head.ended.map(time_text).unwrap_or_default();
        let which = "post_id = ?1 AND mote_id IS NOT ?2 AND (?3 = '' OR nar <= ?3) ORDER BY id DESC LIMIT 1";
        let words = self.words(which, [entry.to_string(), meeting.id().to_string(), ended])?;
        Ok(words.into_iter().next())
    }

    /// What was told at this meeting of actions and holds, in the order in which it was told.
    fn told_at(&self, meeting: &Meeting) -> Result<Vec<ActionStatus>, StoreError> {
        let words = self.words("mote_id = ?1 ORDER BY id", [meeting.id().to_string()])?;
        Ok(ActionStatus::standing(&words).into_iter().cloned().collect())
    }

    fn words(&self, which: &str, given: impl Params) -> Result<Vec<ActionStatus>, StoreError> {
        let select = &super::rows::Statements::for_table(Table::ActionStatus).select;
        let rows = self.records(Table::ActionStatus, &format!("{select} WHERE {which}"), given)?;
        let words = rows.into_iter().filter_map(|record| match record {
            Record::ActionStatus(status) => Some(status),
            _ => None,
        });
        Ok(words.collect())
    }
}

#[cfg(test)]
mod tests;
