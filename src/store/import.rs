//! A meeting from a file: ids are kept. The same with the same content does nothing; the same with other content is
//! refused, or becomes a meeting of its own if that is asked for.

use super::journal::{Act, keep_agenda};
use super::rows;
use super::{Store, StoreError};
use crate::domain::command::{Code, Record, RecordKey, Snapshot, Table};
use crate::domain::ids::{CommandId, Ids, MeetingId};
use crate::domain::meeting::Meeting;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A meeting that wasn't here.
    New(MeetingId),
    /// It is here already, the same.
    Same(MeetingId),
    /// It was here with other content, and became another meeting with this id.
    Copy(MeetingId),
}

impl Store {
    /// Takes in a meeting, as one command. `form` is its form's snapshot, whose checksum stands in the head. With
    /// `copy`, a meeting that is here with other content becomes a new one; its keys come from `ids`. Children and
    /// ärenden that are here already are kept as they are here.
    ///
    /// # Errors
    /// [`StoreError::ImportConflict`] names the table in which the content differs; [`StoreError::IndividualNotAllowed`].
    pub fn import(
        &mut self,
        meeting: &Meeting,
        form: &Snapshot,
        copy: Option<&mut Ids>,
        command: CommandId,
        now: DateTime<Utc>,
    ) -> Result<Imported, StoreError> {
        let mut records = meeting.records();
        let mut done = Imported::New(meeting.id());
        match self.meeting(meeting.id()) {
            Ok(here) => {
                let Some(table) = differs(&here, meeting)? else { return Ok(Imported::Same(meeting.id())) };
                let Some(ids) = copy else { return Err(StoreError::ImportConflict(table)) };
                records = with_new_keys(&records, ids, now)?;
                done = records
                    .iter()
                    .find_map(|record| match record {
                        Record::Head(head) => Some(Imported::Copy(head.id)),
                        _ => None,
                    })
                    .unwrap_or(done);
            }
            Err(StoreError::NoSuchMeeting) => {}
            Err(error) => return Err(error),
        }
        let is_copy = matches!(done, Imported::Copy(_));
        let (Imported::New(id) | Imported::Same(id) | Imported::Copy(id)) = done;
        let act = Act { id: command, code: Code::Import, meeting: Some(id), about: None, strike: false, now };
        let file = self.file.clone();
        self.act(&act, |tx| {
            let wrong = |error: rusqlite::Error| StoreError::sqlite(&file, &error);
            keep_agenda(tx, &form.sha, &form.json).map_err(wrong)?;
            for record in &records {
                let (key, raw) = (record.key(), rows::to_raw(record)?);
                match rows::current(tx, key).map_err(wrong)? {
                    None => rows::insert(tx, key.table, &raw).map_err(wrong)?,
                    Some(here) if same(&here, &raw) || is_copy => {}
                    Some(_) => return Err(StoreError::ImportConflict(key.table)),
                }
            }
            Ok(())
        })?;
        Ok(done)
    }
}

fn same(one: &rows::Raw, other: &rows::Raw) -> bool {
    one.iter().all(|(name, value)| name == "rev" || other.get(name) == Some(value))
}

/// The first table in which two meetings differ.
fn differs(one: &Meeting, other: &Meeting) -> Result<Option<Table>, StoreError> {
    let by_key = |meeting: &Meeting| -> Result<HashMap<RecordKey, rows::Raw>, StoreError> {
        meeting.records().iter().map(|record| Ok((record.key(), rows::to_raw(record)?))).collect()
    };
    let (one, other) = (by_key(one)?, by_key(other)?);
    let mut tables: Vec<Table> = one
        .iter()
        .filter(|(key, row)| other.get(key).is_none_or(|theirs| !same(row, theirs)))
        .map(|(key, _)| key.table)
        .chain(other.keys().filter(|key| !one.contains_key(key)).map(|key| key.table))
        .collect();
    tables.sort();
    Ok(tables.first().copied())
}

/// The same rows under new keys, but for children and ärenden, which are the same in every meeting.
fn with_new_keys(records: &[Record], ids: &mut Ids, now: DateTime<Utc>) -> Result<Vec<Record>, StoreError> {
    let moment = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    let shared = |record: &&Record| !matches!(record.key().table, Table::Child | Table::Arende);
    let fresh: HashMap<String, Uuid> = records
        .iter()
        .filter(shared)
        .map(|record| (record.key().id.to_string(), ids.next::<Uuid>(moment)))
        .collect();
    records
        .iter()
        .map(|record| {
            let table = record.key().table;
            let unreadable = |_| StoreError::UnreadableRow(table.name());
            let mut json = record.to_json().map_err(unreadable)?;
            if let Value::Object(columns) = &mut json {
                // Only keys look like keys: a text that happens to be one is the same text with another key in it.
                for (name, value) in columns.iter_mut() {
                    let is_key = name == "id" || name.ends_with("_id");
                    if let Some(new) = value.as_str().filter(|_| is_key).and_then(|id| fresh.get(id)) {
                        *value = Value::String(new.to_string());
                    }
                }
            }
            Record::from_json(table, json).map_err(unreadable)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, form};
    use super::*;
    use crate::domain::command::Change;
    use crate::domain::record::Child;

    fn import(world: &mut World, meeting: &Meeting, copy: bool) -> Result<Imported, StoreError> {
        let (command, now, mut ids) = (world.id(), world.now, world.ids.clone());
        world.store.import(meeting, &form("eht"), copy.then_some(&mut ids), command, now)
    }

    #[test]
    fn a_meeting_goes_out_and_in_and_is_the_same() {
        let mut one = World::new();
        let (id, _) = one.full_meeting();
        let head = one.store.meeting(id).unwrap().head;
        one.commit(id, Code::EditHead, vec![Change::put(head)]);
        let mut out = one.store.meeting(id).unwrap();
        let text = serde_json::to_string(&out).unwrap();
        let mut two = World::new();
        let read: Meeting = serde_json::from_str(&text).unwrap();
        assert_eq!(import(&mut two, &read, false).unwrap(), Imported::New(id));
        // A lock is an act in one database: read in elsewhere, the meeting is a draft.
        assert_eq!((out.versions.len(), out.openings.len()), (1, 1));
        out.versions.clear();
        out.openings.clear();
        assert_eq!(two.store.meeting(id).unwrap(), out);
        let lines = two.store.journal_head().unwrap();
        assert_eq!(import(&mut two, &read, false).unwrap(), Imported::Same(id));
        assert_eq!(two.store.journal_head().unwrap(), lines, "the same again does nothing");
        assert!(two.store.verify().unwrap().is_sound());
        assert_eq!(two.undo(id), None, "an import isn't taken back");
    }

    #[test]
    fn other_content_is_refused_or_becomes_a_copy() {
        let mut world = World::new();
        let (id, _) = world.full_meeting();
        let here = world.store.meeting(id).unwrap();
        let mut other = here.clone();
        other.entries[0].text = "Annat".to_owned();
        let refused = import(&mut world, &other, false);
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Entry))), "{refused:?}");
        let mut fewer = here.clone();
        fewer.heard.clear();
        let refused = import(&mut world, &fewer, false);
        assert!(matches!(refused, Err(StoreError::ImportConflict(Table::Heard))), "{refused:?}");

        let Imported::Copy(copy) = import(&mut world, &other, true).unwrap() else { panic!("a copy") };
        assert_ne!(copy, id);
        assert_eq!(world.store.meeting(id).unwrap().entries, here.entries, "the first is as it was");
        let copied = world.store.meeting(copy).unwrap();
        assert_eq!(copied.entries.len(), other.entries.len());
        assert!(copied.entries.iter().any(|entry| entry.text == "Annat"));
        assert_eq!(copied.head.current, Some(copied.items[0].id));
        assert_eq!((&copied.children, &copied.arenden), (&here.children, &here.arenden));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_child_with_the_same_alias_here_is_another_child() {
        let mut one = World::new();
        let (id, _) = one.full_meeting();
        let out = one.store.meeting(id).unwrap();
        let mut two = World::new();
        two.ids = Ids::new(8);
        let meeting = two.meeting("eht", "2026-11-02T13:00:00");
        let same_alias = Child { id: two.id(), rev: 0, ..out.children[0].clone() };
        // Another key than the child in the file has.
        assert_ne!(same_alias.id, out.children[0].id);
        two.commit(meeting, Code::AddArende, vec![Change::put(same_alias)]);
        import(&mut two, &out, false).unwrap();
        assert_eq!(two.store.meeting(id).unwrap().children[0].id, out.children[0].id);
        assert_ne!(two.store.meeting(meeting).unwrap().children, two.store.meeting(id).unwrap().children);
    }
}
