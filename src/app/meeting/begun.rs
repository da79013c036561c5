//! A change that was begun before somebody else wrote: what is saved is meant for the rows as they were seen then.

use super::screen::MeetingScreen;
use crate::domain::command::{Change, Record, RecordKey};
use crate::domain::meeting::Meeting;
use crate::domain::record::Head;
use std::collections::HashMap;

/// The meeting is about to be replaced by what somebody else wrote. Whoever is in the middle of a change goes on from what
/// they saw.
pub(crate) fn remember(screen: &mut MeetingScreen, busy: bool) {
    if screen.begun.is_none() && (busy || screen.editing.is_some()) {
        screen.begun = Some(Box::new(screen.meeting.clone()));
    }
}

/// Nothing is being changed any more: what comes next is made from what is on screen.
pub(crate) fn forget(screen: &mut MeetingScreen) {
    if screen.editing.is_none() {
        screen.begun = None;
    }
}

/// The changes as they are meant by somebody who saw the rows as they were when the change was begun: the database puts
/// them together with what others have changed since.
pub(crate) fn meant(screen: &mut MeetingScreen, changes: &mut [Change]) {
    let Some(begun) = screen.begun.take() else { return };
    let now = &screen.meeting;
    let moves = |record: &Record| match record {
        Record::Head(head) => {
            let stands = |head: &Head| (head.status, head.phase, head.current);
            stands(head) != stands(&now.head)
        }
        _ => false,
    };
    let rows = |meeting: &Meeting| -> HashMap<RecordKey, Record> {
        meeting.records().into_iter().map(|record| (record.key(), record)).collect()
    };
    let (then, now) = (rows(&begun), rows(&screen.meeting));
    for change in changes {
        let Change::Put(record) = change else { continue };
        // A step is taken from where the meeting is seen to stand.
        if moves(record) {
            continue;
        }
        let key = record.key();
        if let (Some(then), Some(now)) = (then.get(&key), now.get(&key))
            && then != now
            && let Some(meant) = as_meant(record, then, now)
        {
            **record = meant;
        }
    }
    // Something else was done while a row is being changed: that change goes on from what was seen when it was begun.
    if screen.editing.is_some() {
        screen.begun = Some(begun);
    }
}

/// What differs from the row as it stands now is one's own, the rest is as it was then.
fn as_meant(mine: &Record, then: &Record, now: &Record) -> Option<Record> {
    let (mut mine_row, then_row, now_row) = (mine.to_json().ok()?, then.to_json().ok()?, now.to_json().ok()?);
    let names: Vec<String> =
        then_row.as_object()?.keys().chain(mine_row.as_object()?.keys()).cloned().collect();
    let row = mine_row.as_object_mut()?;
    for name in names {
        if row.get(&name) == now_row.get(&name) {
            match then_row.get(&name) {
                Some(value) => row.insert(name, value.clone()),
                None => row.remove(&name),
            };
        }
    }
    Record::from_json(mine.key().table, mine_row).ok()
}
