//! Files that released programs have made: each is opened, read, written to and checked. They lie in `tests/databases/`;
//! what stands in them is made up.

use super::testing::World;
use super::*;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Change, Code, RecordKey, Table};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Approval, Body, Entry, Head, MeetingStatus, Version};
use crate::meeting_file::{from_json, to_json};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::fs;

const NOTE: EntryKind = EntryKind::Anteckning;
/// What opens the encrypted files.
const PHRASE: &str = "påhittad fras för prov";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases")
}

/// What the files hold, the same in each: a meeting with one of every record; one with locked minutes; one in which
/// things were changed, removed, taken back, done again and struck.
fn fill(world: &mut World) {
    let person = world.person("Påhittad Person");
    world.store.sit_down(person.id).unwrap();
    world.full_meeting();

    let locked = world.meeting("eht", "2026-11-24T13:00:00");
    world.add(locked, NOTE, "Påhittat: står i ett låst protokoll");
    let head = world.store.meeting(locked).unwrap().head;
    let closed = Head { status: MeetingStatus::Avslutat, ..head };
    world.commit(locked, Code::Close, vec![Change::put(closed)]);
    lock(world, locked);

    let changed = world.meeting("eht", "2026-11-24T15:00:00");
    let entry = world.add(changed, NOTE, "Påhittat: först");
    world.commit(
        changed,
        Code::Edit(NOTE),
        vec![Change::put(Entry { text: "Påhittat: sedan".to_owned(), ..entry })],
    );
    let removed = world.add(changed, NOTE, "Påhittat: borttaget");
    world.commit(changed, Code::Remove(NOTE), vec![Change::delete(removed)]);
    let struck = world.add(changed, NOTE, "Påhittat: struket");
    let action = world.action(changed, "Påhittat: ring mormor", None);
    world.commit(changed, Code::Add(EntryKind::Atgard), vec![Change::put(action)]);
    world.undo(changed);
    world.redo(changed);
    let command = world.id();
    let row = RecordKey { table: Table::Entry, id: struck.id.0 };
    world.store.strike(changed, row, command, world.now).unwrap();
    world.store.save_draft("s", "rad", Some(changed), "Påhittat: ett utkast", world.now).unwrap();
}

fn lock(world: &mut World, meeting: MeetingId) -> Version {
    let request = LockRequest {
        approval: Approval::Justerat,
        by: "Påhittad Person, rektor".to_owned(),
        registered: "BUN 2026/17".to_owned(),
        locked_by: None,
    };
    let (command, row, now) = (world.id(), world.id(), world.now);
    world.store.lock(meeting, &request, (command, row), now, &|_, _| Ok("{}".to_owned())).unwrap()
}

/// All meetings with all their rows, as JSON.
fn content(store: &Store) -> Vec<Value> {
    let mut meetings: Vec<MeetingId> =
        store.meetings(&MeetingFilter::default()).unwrap().into_iter().map(|row| row.id).collect();
    meetings.sort();
    let rows = meetings.into_iter().flat_map(|id| store.meeting(id).unwrap().records());
    rows.map(|row| serde_json::json!({ "tabell": row.key().table.name(), "rad": row.to_json().unwrap() }))
        .collect()
}

/// The versions that have files, oldest first.
fn released() -> Vec<i64> {
    let files = fs::read_dir(folder()).unwrap().flatten();
    let mut versions: Vec<i64> = files
        .filter_map(|file| file.file_name().to_str()?.strip_prefix('v')?.strip_suffix(".json")?.parse().ok())
        .collect();
    versions.sort_unstable();
    assert!(!versions.is_empty());
    versions
}

/// Copies of a version's files, each with what opens it: for practice, by passphrase and by recovery key.
fn copies(version: i64) -> Vec<(tempfile::TempDir, PathBuf, Access)> {
    let practice = tempfile::tempdir().unwrap();
    let path = practice.path().join("ovning.db");
    fs::copy(folder().join(format!("v{version}-practice.db")), &path).unwrap();
    let mut copies = vec![(practice, path, Access::Practice)];
    let encrypted = folder().join(format!("v{version}-encrypted"));
    let recovery = fs::read_to_string(encrypted.join("recovery-key.txt")).unwrap();
    for access in [
        Access::Passphrase(Passphrase::new(PHRASE)),
        Access::Recovery(RecoveryKey::parse(&recovery).unwrap()),
    ] {
        let copy = tempfile::tempdir().unwrap();
        for name in [DEFAULT_FILE, "nyckel.db", "nyckel-reserv.db"] {
            fs::copy(encrypted.join(name), copy.path().join(name)).unwrap();
        }
        let path = copy.path().join(DEFAULT_FILE);
        copies.push((copy, path, access));
    }
    copies
}

#[test]
fn files_of_every_released_version_are_read_written_and_verified() {
    for version in released() {
        let written = fs::read_to_string(folder().join(format!("v{version}.json"))).unwrap();
        let written: Vec<Value> = serde_json::from_str(&written).unwrap();
        for (dir, path, access) in copies(version) {
            let mut world = World::new();
            // Keys that nothing in the file has.
            world.ids = crate::domain::ids::Ids::new(99);
            world.store = Store::open(&path, &access).unwrap();
            assert_eq!(schema::user_version(&world.store.db).unwrap(), schema::VERSION);
            // Up to version 4 they have a version whose anchor was made up.
            let news = world.store.take_news();
            let made_up = news.as_ref().is_some_and(|news| news.contains("låstes vid rad 1 i journalen"));
            assert_eq!((news.is_some(), made_up), (version < schema::SEALED, version < schema::SEALED));
            let report = verified(&world.store, version);
            assert!(report.is_sound() && report.lines > 50, "version {version}: {report:?}");
            let old = version < schema::SEALED;
            assert_eq!(report.unsealed.is_some(), old, "version {version}");
            let read = content(&world.store);
            assert_eq!(read.len(), written.len());
            for (read, written) in read.iter().zip(&written) {
                assert_eq!(read["tabell"], written["tabell"]);
                // What has come since is empty in what is old.
                let Value::Object(columns) = &written["rad"] else { panic!("{written}") };
                for (name, value) in columns {
                    assert_eq!(&read["rad"][name], value, "version {version}: {written}");
                }
            }
            goes_on(&mut world);
            let report = verified(&world.store, version);
            assert!(report.is_sound(), "version {version}: {report:?}");
            drop(world);
            let store = Store::open(&path, &access).unwrap();
            assert!(verified(&store, version).is_sound());
            let copy =
                dir.path().join(format!("{}.fore-v{version}", path.file_name().unwrap().to_str().unwrap()));
            assert_eq!(copy.exists(), version < schema::VERSION, "a copy from before the steps");
        }
    }
}

/// What the check says. Files up to version 4 have one version among their records whose anchor was made up.
fn verified(store: &Store, version: i64) -> Report {
    let mut report = store.verify().unwrap();
    let made_up =
        |fault: &Fault| matches!(fault, Fault::Anchor(meeting, 1, 1) if meeting == "2026-11-23-eht");
    if version < schema::SEALED {
        let before = report.faults.len();
        report.faults.retain(|fault| !made_up(fault));
        assert_eq!(before - report.faults.len(), 1, "the others are compared");
    }
    report
}

/// Goes on in a file's meetings: what an earlier program journalled is taken back and done again.
fn goes_on(world: &mut World) {
    let meetings = world.store.meetings(&MeetingFilter::default()).unwrap();
    let find = |planned: &str| {
        meetings.iter().find(|row| row.planned == super::testing::at(planned)).map(|row| row.id).unwrap()
    };
    let (locked, changed) = (find("2026-11-24T13:00:00"), find("2026-11-24T15:00:00"));
    let texts = |world: &World| -> Vec<String> {
        world.store.meeting(changed).unwrap().entries.into_iter().map(|entry| entry.text).collect()
    };
    assert_eq!(texts(world), ["Påhittat: sedan", "Påhittat: ring mormor"]);
    world.store.act_as(world.store.known("eht").unwrap().persons.first().map(|person| person.id));
    let mut undone = 0;
    while world.undo(changed).is_some() {
        undone += 1;
    }
    assert_eq!(
        (undone, texts(world).len()),
        (5, 0),
        "the action, the removal, the removed, the edit, the first"
    );
    while world.redo(changed).is_some() {}
    assert_eq!(texts(world), ["Påhittat: sedan", "Påhittat: ring mormor"]);
    world.add(changed, NOTE, "Påhittat: skrivet av ett senare program");
    assert_eq!(world.undo(changed), Some(Code::Add(NOTE)));
    assert_eq!(world.store.drafts(changed).unwrap().len(), 1);

    let late = world.entry(locked, NOTE, "Sent");
    let late = world.command(locked, Code::Add(NOTE), vec![Change::put(late)]);
    assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Locked)));
    let version = world.store.meeting(locked).unwrap().versions[0].clone();
    assert_eq!(world.store.version_document(&version).unwrap(), "{}");
}

/// Makes the files of this version; those of a released version are never made again.
#[test]
#[ignore = "makes files in tests/databases/: run it with the program that is about to be released"]
fn make_the_files_of_this_version() {
    let version = schema::VERSION;
    let practice = folder().join(format!("v{version}-practice.db"));
    let encrypted = folder().join(format!("v{version}-encrypted"));
    assert!(!practice.exists() && !encrypted.exists(), "version {version} has its files");
    let mut world = World::new();
    world.store = Store::create_practice(&practice).unwrap();
    fill(&mut world);
    assert!(world.store.verify().unwrap().is_sound());
    world.store.clean(&mut crate::domain::progress::unfollowed).unwrap();
    let content = serde_json::to_string_pretty(&content(&world.store)).unwrap();
    fs::write(folder().join(format!("v{version}.json")), content + "\n").unwrap();

    let mut world = World::new();
    let (store, recovery) = Store::create(&encrypted.join(DEFAULT_FILE), &Passphrase::new(PHRASE)).unwrap();
    world.store = store;
    fill(&mut world);
    world.store.clean(&mut crate::domain::progress::unfollowed).unwrap();
    fs::write(encrypted.join("recovery-key.txt"), format!("{recovery}\n")).unwrap();
}

#[test]
fn a_file_of_any_version_is_read_where_nothing_can_be_written() {
    for version in released() {
        for (folder, path, access) in copies(version) {
            let before = fs::read(&path).unwrap();
            let mut store = Store::open_to_read(&path, &access).unwrap();
            assert_eq!(schema::user_version(&store.db).unwrap(), schema::VERSION);
            assert!(!content(&store).is_empty());
            let meeting = store.meetings(&MeetingFilter::default()).unwrap()[0].id;
            let mut ids = crate::domain::ids::Ids::new(99);
            let now = World::new().now;
            store.open_meeting(meeting, ids.next(0), now).unwrap();
            let undone = store.undo(meeting, Reach::default(), ids.next(0), now);
            assert!(matches!(undone, Err(StoreError::ReadOnly(_)) | Ok(TakenBack::Nothing)), "{undone:?}");
            assert!(store.take_news().is_some_and(|news| news.contains("kan bara läsas")));
            drop(store);
            assert_eq!(fs::read(&path).unwrap(), before, "version {version}");
            let beside = fs::read_dir(folder.path()).unwrap().flatten();
            assert!(
                beside.map(|file| file.file_name().into_string().unwrap()).all(|name| !name.contains("wal"))
            );
            // What lies in a log beside would be missed.
            fs::write(places::wal_of(&path), "x").unwrap();
            let refused = Store::open_to_read(&path, &access);
            assert!(matches!(refused, Err(StoreError::UnfinishedCopy { .. })), "{:?}", refused.err());
        }
    }
}

/// What one of every record holds that no meeting does, mended.
fn as_held(mut meeting: Meeting, now: DateTime<Utc>) -> Meeting {
    let head = &mut meeting.head;
    head.phase = head.current.map_or(head.phase, |_| Phase::Nulage);
    (head.sip_ended, head.sip_end_reason) = (None, None);
    if head.status == MeetingStatus::Avslutat {
        (head.phase, head.ended) = (Phase::Ansvar, Some(now));
    }
    meeting.participants.iter_mut().for_each(|person| person.left = None);
    meeting.consents.iter_mut().for_each(|consent| consent.asked = None);
    meeting.overrides.iter_mut().for_each(|row| "uppfoljning".clone_into(&mut row.rule));
    meeting.plan_answers.clear();
    meeting.fields.clear();
    for entry in &mut meeting.entries {
        if let Body::Atgard(action) = &mut entry.body
            && action.owner.is_some()
        {
            action.owner_name = None;
        }
    }
    meeting
}

#[test]
fn meetings_of_every_released_version_go_out_as_files_and_are_taken_in() {
    let now = "2026-11-24T12:00:00Z".parse().unwrap();
    for version in released() {
        let (_dir, path, access) = copies(version).remove(0);
        let store = Store::open(&path, &access).unwrap();
        let meetings = store.meetings(&MeetingFilter::default()).unwrap();
        assert!(!meetings.is_empty());
        for row in meetings {
            let meeting = as_held(store.meeting(row.id).unwrap(), now);
            let read = from_json(to_json(&meeting).as_bytes(), now);
            assert!(read.is_ok(), "version {version}: {}", read.unwrap_err());
        }
    }
}
