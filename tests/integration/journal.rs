//! Random commands by the thousand with undo and redo: what undo gives back is what was there, row by row, and the chain
//! holds.

#![allow(clippy::too_many_lines, reason = "each kind of step has its arm")]

use crate::common::knobs::rounds;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use samverkan::agenda_file::{Catalogue, snapshot, snapshot_id};
use samverkan::domain::agenda::{EntryKind, Huvudman, Phase};
use samverkan::domain::command::{Change, Code, Command, Snapshot};
use samverkan::domain::ids::{CommandId, Ids, MeetingId, PersonId};
use samverkan::domain::meeting::Meeting;
use samverkan::domain::record::{
    Body, Entry, FieldValue, Head, Heard, MeetingStatus, Participant, ParticipantKind, Person, Presence,
    Stage,
};
use samverkan::store::{Access, Reach, Store, StoreError, TakenBack};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How many commands are given in one meeting.
const IN_ONE_MEETING: usize = 50;

/// Something that a person does; the numbers pick among what is there.
#[derive(Clone, Debug)]
enum Step {
    Add(usize, String),
    Edit(usize, String),
    Convert(usize, usize),
    Remove(usize),
    AddParticipant(String),
    RemoveParticipant(usize),
    Hear(usize),
    SetField(String),
    EditHead(bool, Option<String>),
    Several(Vec<String>),
    Walk,
    Undo(usize),
    Redo(usize),
    Restart,
}

fn text() -> impl Strategy<Value = String> {
    "[a-zåäöÅÄÖ \"'\\\\{}€𐐷]{0,20}"
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (any::<usize>(), text()).prop_map(|(kind, text)| Step::Add(kind, text)),
        5 => (any::<usize>(), text()).prop_map(|(which, text)| Step::Edit(which, text)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(which, kind)| Step::Convert(which, kind)),
        3 => any::<usize>().prop_map(Step::Remove),
        3 => text().prop_map(Step::AddParticipant),
        2 => any::<usize>().prop_map(Step::RemoveParticipant),
        2 => any::<usize>().prop_map(Step::Hear),
        2 => text().prop_map(Step::SetField),
        3 => (any::<bool>(), proptest::option::of(text())).prop_map(|(title, text)| Step::EditHead(title, text)),
        2 => proptest::collection::vec(text(), 1..5).prop_map(Step::Several),
        1 => Just(Step::Walk),
        8 => (1..4_usize).prop_map(Step::Undo),
        6 => (1..4_usize).prop_map(Step::Redo),
        1 => Just(Step::Restart),
    ]
}

/// The rows without how often they were written.
type Rows = BTreeMap<(String, String), Value>;

fn rows(meeting: &Meeting) -> Rows {
    meeting
        .records()
        .iter()
        .map(|record| {
            let mut json = record.to_json().unwrap();
            json.as_object_mut().unwrap().remove("rev");
            let key = record.key();
            ((key.table.name().to_owned(), key.id.to_string()), json)
        })
        .collect()
}

struct World {
    store: Store,
    dir: tempfile::TempDir,
    ids: Ids,
    now: DateTime<Utc>,
    meeting: MeetingId,
    /// As it was read last, until something is done.
    known: Option<Meeting>,
}

/// The form of all meetings here.
fn form() -> &'static Snapshot {
    static FORM: OnceLock<Snapshot> = OnceLock::new();
    FORM.get_or_init(|| {
        let json = snapshot(&Catalogue::load(None).get("eht").unwrap().agenda);
        Snapshot { sha: snapshot_id(&json), json }
    })
}

/// A new database; made once, for the making takes longer than many commands.
fn empty() -> &'static [u8] {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let dir = folder();
        let path = dir.path().join("ovning.db");
        drop(Store::create_practice(&path).unwrap());
        std::fs::read(&path).unwrap()
    })
}

/// In memory where there is such a folder: here the disk's own speed is of no interest.
fn folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

impl World {
    fn new() -> Self {
        let dir = folder();
        let path = dir.path().join("ovning.db");
        std::fs::write(&path, empty()).unwrap();
        let store = Store::open(&path, &Access::Practice).unwrap();
        let form = form().clone();
        let mut ids = Ids::new(1);
        let meeting: MeetingId = ids.next(1);
        let now: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        let mut world = Self { store, dir, ids, now, meeting, known: None };
        let agenda = Catalogue::load(None).get("eht").unwrap().agenda.clone();
        let planned = "2026-11-23T13:00:00".parse().unwrap();
        let head = Head {
            status: MeetingStatus::Pagar,
            ..Head::new(meeting, &agenda, &form.sha, planned, "Europe/Stockholm")
        };
        let command = Command {
            id: world.id(),
            code: Code::NewMeeting,
            meeting: Some(meeting),
            snapshot: Some(form),
            changes: vec![Change::put(head)],
        };
        world.store.commit(&command, now).unwrap();
        world
    }

    fn id<T: From<uuid::Uuid>>(&mut self) -> T {
        self.now += TimeDelta::milliseconds(7);
        self.ids.next(u64::try_from(self.now.timestamp_millis()).unwrap())
    }

    fn read(&mut self) -> Meeting {
        let (store, meeting) = (&self.store, self.meeting);
        self.known.get_or_insert_with(|| store.meeting(meeting).unwrap()).clone()
    }

    fn restart(&mut self) {
        let person = self.store.acting();
        self.store = Store::open(&self.dir.path().join("ovning.db"), &Access::Practice).unwrap();
        self.store.act_as(person);
    }

    fn person(&mut self, name: &str) -> PersonId {
        let person = Person { id: self.id(), name: name.to_owned(), role: "Rektor".to_owned(), rev: 0 };
        let id = person.id;
        let command = Command {
            id: self.id(),
            code: Code::SetPerson,
            meeting: None,
            snapshot: None,
            changes: vec![Change::put(person)],
        };
        self.store.commit(&command, self.now).unwrap();
        id
    }

    fn entry(&mut self, kind: usize, text: &str) -> Entry {
        let source = self.read().participants.get(kind % 3).map(|person| person.id);
        Entry {
            id: self.id(),
            meeting: self.meeting,
            arende: None,
            text: text.to_owned(),
            source,
            confirmed: None,
            emi: false,
            order: self.now.timestamp_millis(),
            rev: 0,
            body: Body::empty(EntryKind::ALL[kind % EntryKind::ALL.len()]),
        }
    }

    /// The command for a step, if there is anything to do it to.
    fn command(&mut self, step: &Step) -> Option<(Code, Vec<Change>)> {
        let read = self.read();
        let meeting = self.meeting;
        let entries = read.entries.clone();
        let pick = |which: usize| (!entries.is_empty()).then(|| entries[which % entries.len()].clone());
        Some(match step {
            Step::Add(kind, text) => {
                let entry = self.entry(*kind, text);
                (Code::Add(entry.kind()), vec![Change::put(entry)])
            }
            Step::Edit(which, text) => {
                let entry = pick(*which)?;
                (Code::Edit(entry.kind()), vec![Change::put(Entry { text: text.clone(), ..entry })])
            }
            Step::Convert(which, kind) => {
                let (entry, kind) = (pick(*which)?, EntryKind::ALL[kind % EntryKind::ALL.len()]);
                (Code::Convert(kind), vec![Change::put(Entry { body: Body::empty(kind), ..entry })])
            }
            Step::Remove(which) => {
                let entry = pick(*which)?;
                (Code::Remove(entry.kind()), vec![Change::delete(entry)])
            }
            Step::AddParticipant(name) => {
                let person = Participant {
                    phone: None,
                    id: self.id(),
                    meeting,
                    name: name.clone(),
                    role: "Kurator".to_owned(),
                    unit: "Skola".to_owned(),
                    huvudman: Huvudman::Kommun,
                    kind: ParticipantKind::Personal,
                    presence: Presence::Plats,
                    came: None,
                    left: Some(self.now),
                    introduced: false,
                    chairs: false,
                    takes_notes: true,
                    main_responsible: false,
                    order: 1,
                    rev: 0,
                };
                (Code::AddParticipant, vec![Change::put(person)])
            }
            Step::RemoveParticipant(which) => {
                let people: Vec<&Participant> = read.participants.iter().collect();
                let person = (!people.is_empty()).then(|| people[which % people.len()])?;
                let mut changes = vec![Change::delete(person.clone())];
                for entry in read.entries.iter().filter(|entry| entry.source == Some(person.id)) {
                    changes.push(Change::put(Entry { source: None, ..entry.clone() }));
                }
                changes.extend(
                    read.heard
                        .iter()
                        .filter(|row| row.participant == person.id)
                        .map(|row| Change::delete(row.clone())),
                );
                (Code::RemoveParticipant, changes)
            }
            Step::Hear(which) => {
                let people = &read.participants;
                let person = (!people.is_empty()).then(|| people[which % people.len()].id)?;
                let heard = Heard { id: self.id(), meeting, arende: None, participant: person, at: self.now };
                (Code::Heard, vec![Change::put(heard)])
            }
            Step::SetField(text) => {
                let field = read.fields.first().cloned();
                let field = field.unwrap_or_else(|| FieldValue {
                    id: self.id(),
                    meeting,
                    arende: None,
                    field: "steg1".to_owned(),
                    value: String::new(),
                    rev: 0,
                });
                (Code::SetField, vec![Change::put(FieldValue { value: text.clone(), ..field })])
            }
            Step::EditHead(title, text) => {
                let mut head = read.head;
                if *title {
                    head.title = text.clone().unwrap_or_default();
                } else {
                    head.place.clone_from(text);
                }
                (Code::EditHead, vec![Change::put(head)])
            }
            Step::Several(texts) => {
                let changes = texts.iter().map(|text| Change::put(self.entry(text.len(), text))).collect();
                (Code::AddArenden, changes)
            }
            Step::Walk => {
                let mut head = read.head;
                head.phase = Phase::ALL[(head.phase.index() + 1) % 5];
                let stage = Stage {
                    id: self.id(),
                    meeting,
                    arende: None,
                    phase: head.phase,
                    from: self.now,
                    to: None,
                };
                (Code::Move, vec![Change::put(head), Change::put(stage)])
            }
            Step::Undo(_) | Step::Redo(_) | Step::Restart => return None,
        })
    }

    fn commit(&mut self, code: Code, changes: Vec<Change>) -> Result<(), StoreError> {
        let command = Command { id: self.id(), code, meeting: Some(self.meeting), snapshot: None, changes };
        self.known = None;
        self.store.commit(&command, self.now).map(drop)
    }

    fn undo(&mut self) -> Result<Option<Code>, StoreError> {
        let id: CommandId = self.id();
        self.known = None;
        self.store.undo(self.meeting, Reach::default(), id, self.now).map(TakenBack::code)
    }

    fn redo(&mut self) -> Result<Option<Code>, StoreError> {
        let id: CommandId = self.id();
        self.known = None;
        self.store.redo(self.meeting, id, self.now).map(TakenBack::code)
    }

    fn check_chain(&self) {
        let report = self.store.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.faults);
    }
}

fn many(test: impl Fn(Vec<Step>)) {
    let cases = u32::try_from(rounds(10)).unwrap();
    // A failing list of steps is told in full; there is nothing to store beside the source.
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    });
    runner
        .run(&proptest::collection::vec(step(), IN_ONE_MEETING), |steps| {
            test(steps);
            Ok(())
        })
        .unwrap();
}

/// What isn't taken back: walking between phases.
fn undoable(mut rows: Rows) -> Rows {
    rows.retain(|(table, _), _| table != "skede");
    for ((table, _), row) in &mut rows {
        if table == "mote" {
            row.as_object_mut().unwrap().remove("fas");
        }
    }
    rows
}

#[test]
fn undo_gives_back_every_row_and_redo_what_was_done() {
    many(|steps| {
        let mut world = World::new();
        // What stood after each act that can be taken back, and where among them we are.
        let mut past = vec![undoable(rows(&world.read()))];
        let mut here = 0_usize;
        for step in &steps {
            match step {
                Step::Undo(times) => {
                    for _ in 0..*times {
                        assert_eq!(world.undo().unwrap().is_some(), here > 0);
                        here = here.saturating_sub(1);
                    }
                    assert_eq!(undoable(rows(&world.read())), past[here]);
                }
                Step::Redo(times) => {
                    for _ in 0..*times {
                        assert_eq!(world.redo().unwrap().is_some(), here + 1 < past.len());
                        here = (here + 1).min(past.len() - 1);
                    }
                    assert_eq!(undoable(rows(&world.read())), past[here]);
                }
                Step::Restart => world.restart(),
                step => {
                    let Some((code, changes)) = world.command(step) else { continue };
                    world.commit(code, changes).unwrap();
                    if code.is_undoable() {
                        past.truncate(here + 1);
                        past.push(undoable(rows(&world.read())));
                        here += 1;
                    }
                }
            }
        }
        while here > 0 {
            assert!(world.undo().unwrap().is_some());
            here -= 1;
        }
        assert_eq!(world.undo().unwrap(), None);
        assert_eq!(undoable(rows(&world.read())), past[0]);
        world.restart();
        while here + 1 < past.len() {
            assert!(world.redo().unwrap().is_some());
            here += 1;
        }
        assert_eq!(world.redo().unwrap(), None);
        assert_eq!(undoable(rows(&world.read())), past[here]);
        world.check_chain();
    });
}

#[test]
fn two_persons_never_lose_each_others_rows() {
    many(|steps| {
        let mut world = World::new();
        let persons = [world.person("Ett"), world.person("Två")];
        // What each person last left in each column of each row. Undo and redo change nothing that stands otherwise.
        let mut left: [BTreeMap<(String, String), Map<String, Value>>; 2] =
            [BTreeMap::new(), BTreeMap::new()];
        for (index, step) in steps.iter().enumerate() {
            let me = index % 2;
            world.store.act_as(Some(persons[me]));
            let before = rows(&world.read());
            let outcome = match step {
                Step::Undo(_) => world.undo().map(|_| ()),
                Step::Redo(_) => world.redo().map(|_| ()),
                Step::Restart => {
                    world.restart();
                    Ok(())
                }
                step => match world.command(step) {
                    Some((code, changes)) => world.commit(code, changes),
                    None => Ok(()),
                },
            };
            let after = rows(&world.read());
            match outcome {
                Ok(()) => {}
                Err(StoreError::ChangedSince) => {
                    assert!(matches!(step, Step::Undo(_) | Step::Redo(_)));
                    assert_eq!(after, before, "what is refused changes nothing");
                }
                Err(error) => panic!("{step:?}: {error}"),
            }
            let taking_back = matches!(step, Step::Undo(_) | Step::Redo(_));
            let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
            for key in keys {
                let of = |rows: &Rows| rows.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
                let (before, after) = (of(&before), of(&after));
                let mine = left[me].entry(key.clone()).or_default();
                let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
                for name in names.into_iter().filter(|name| before.get(*name) != after.get(*name)) {
                    assert!(
                        !taking_back || before.get(name) == mine.get(name),
                        "{step:?} changed what the other one left in {}.{name}",
                        key.0
                    );
                    match after.get(name) {
                        Some(value) => mine.insert(name.clone(), value.clone()),
                        None => mine.remove(name),
                    };
                }
            }
        }
        world.check_chain();
    });
}
