//! What the store's tests share: a database in a folder of its own, and one of every record.

mod records;

use super::Store;
use crate::agenda_file::{Catalogue, snapshot, snapshot_id};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::command::{Change, Code, Command, Record, Snapshot};
use crate::domain::dates::Due;
use crate::domain::ids::{CommandId, Ids, MeetingId};
use crate::domain::record::*;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use std::path::PathBuf;
use tempfile::TempDir;
use uuid::Uuid;

/// The checksum of the document `{}`.
const DOCUMENT_SHA: &str = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

/// A database for practice, a clock and a source of keys.
pub(super) struct World {
    pub(super) store: Store,
    pub(super) dir: TempDir,
    pub(super) ids: Ids,
    pub(super) now: DateTime<Utc>,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub(super) fn form(id: &str) -> Snapshot {
    let json = snapshot(&Catalogue::carried().get(id).unwrap().agenda);
    Snapshot { sha: snapshot_id(&json), json }
}

/// How SQLite means to answer a query, step by step.
pub(super) fn query_plan(store: &Store, query: &str) -> Vec<String> {
    let mut plan = store.db.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
    let nothing = vec![rusqlite::types::Null; plan.parameter_count()];
    let steps = plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3)).unwrap();
    steps.map(Result::unwrap).collect()
}

impl World {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create_practice(&dir.path().join("ovning.db")).unwrap();
        Self { store, dir, ids: Ids::new(7), now: "2026-11-23T12:00:00Z".parse().unwrap() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.dir.path().join("ovning.db")
    }

    /// Switches the social services' clock on or off.
    pub(super) fn set_social_clock(&mut self, on: bool) {
        let id = self.id();
        self.store.set_social_clock(on, id, self.now).unwrap();
    }

    pub(super) fn id<T: From<Uuid>>(&mut self) -> T {
        self.now += TimeDelta::seconds(1);
        self.ids.next(u64::try_from(self.now.timestamp_millis()).unwrap())
    }

    pub(super) fn command(&mut self, meeting: MeetingId, code: Code, changes: Vec<Change>) -> Command {
        Command { id: self.id::<CommandId>(), code, meeting: Some(meeting), snapshot: None, changes }
    }

    pub(super) fn commit(&mut self, meeting: MeetingId, code: Code, changes: Vec<Change>) {
        let command = self.command(meeting, code, changes);
        self.store.commit(&command, self.now).unwrap();
    }

    pub(super) fn undo(&mut self, meeting: MeetingId) -> Option<Code> {
        let id = self.id();
        self.store.undo(meeting, crate::store::Reach::default(), id, self.now).unwrap().code()
    }

    pub(super) fn redo(&mut self, meeting: MeetingId) -> Option<Code> {
        let id = self.id();
        self.store.redo(meeting, id, self.now).unwrap().code()
    }

    pub(super) fn head(&mut self, form_id: &str, planned: &str) -> Head {
        let agenda = Catalogue::carried().get(form_id).unwrap().agenda.clone();
        let (sha, zone) = (form(form_id).sha, "Europe/Stockholm");
        Head {
            individuals: form_id != "bht",
            title: "EHT Ängsskolan".to_owned(),
            minutes: 90,
            status: MeetingStatus::Pagar,
            started: Some(self.now),
            ..Head::new(self.id(), &agenda, &sha, at(planned), zone)
        }
    }

    /// A meeting with nothing in it.
    pub(super) fn meeting(&mut self, form_id: &str, planned: &str) -> MeetingId {
        let head = self.head(form_id, planned);
        let id = head.id;
        let command = Command {
            id: self.id(),
            code: Code::NewMeeting,
            meeting: Some(id),
            snapshot: Some(form(form_id)),
            changes: vec![Change::put(head)],
        };
        self.store.commit(&command, self.now).unwrap();
        id
    }

    pub(super) fn entry(&mut self, meeting: MeetingId, kind: EntryKind, text: &str) -> Entry {
        Entry {
            id: self.id(),
            meeting,
            arende: None,
            text: text.to_owned(),
            source: None,
            confirmed: None,
            emi: false,
            order: self.now.timestamp_millis(),
            rev: 0,
            body: Body::empty(kind),
        }
    }

    pub(super) fn add(&mut self, meeting: MeetingId, kind: EntryKind, text: &str) -> Entry {
        let entry = self.entry(meeting, kind, text);
        self.commit(meeting, Code::Add(kind), vec![Change::put(entry.clone())]);
        Entry { rev: 1, ..entry }
    }

    pub(super) fn set_status(&mut self, meeting: MeetingId, status: MeetingStatus) {
        let head = self.store.meeting(meeting).unwrap().head;
        self.commit(meeting, Code::EditHead, vec![Change::put(Head { status, ..head })]);
    }

    pub(super) fn person(&mut self, name: &str) -> Person {
        let person =
            Person { id: self.id(), name: name.to_owned(), role: "Specialpedagog".to_owned(), rev: 0 };
        let command = Command {
            id: self.id(),
            code: Code::SetPerson,
            meeting: None,
            snapshot: None,
            changes: vec![Change::put(person.clone())],
        };
        self.store.commit(&command, self.now).unwrap();
        person
    }

    pub(super) fn participant(&mut self, meeting: MeetingId, name: &str, role: &str) -> Participant {
        Participant {
            phone: None,
            id: self.id(),
            meeting,
            name: name.to_owned(),
            role: role.to_owned(),
            unit: "Skola".to_owned(),
            huvudman: Huvudman::Kommun,
            kind: ParticipantKind::Personal,
            presence: Presence::Plats,
            came: None,
            left: None,
            introduced: true,
            chairs: false,
            takes_notes: true,
            main_responsible: false,
            order: 1,
            rev: 0,
        }
    }

    pub(super) fn action(&mut self, meeting: MeetingId, text: &str, due: Option<Due>) -> Entry {
        let mut entry = self.entry(meeting, EntryKind::Atgard, text);
        entry.body =
            Body::Atgard(ActionItem { owner_name: Some("Mormor".to_owned()), due, ..ActionItem::default() });
        entry
    }

    /// A meeting with one of every record in it.
    pub(super) fn full_meeting(&mut self) -> (MeetingId, Vec<Record>) {
        self.set_social_clock(true);
        let records = self.one_of_each();
        let meeting = records
            .iter()
            .find_map(|record| match record {
                Record::Head(head) => Some(head.id),
                _ => None,
            })
            .unwrap();
        self.store
            .db
            .execute("INSERT INTO protokoll_dokument(sha, json) VALUES (?1, '{}')", [DOCUMENT_SHA])
            .unwrap();
        let command = Command {
            id: self.id(),
            code: Code::NewMeeting,
            meeting: Some(meeting),
            snapshot: Some(form("eht")),
            changes: records.iter().cloned().map(Change::put).collect(),
        };
        self.store.commit(&command, self.now).unwrap();
        (meeting, records)
    }
}
