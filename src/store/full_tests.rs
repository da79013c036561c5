//! A disk that is full before each step of a meeting: what isn't written is refused whole, what was written stands, and
//! the same acts go through when there is room again.

use super::testing::World;
use super::*;
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code, Command, RecordKey, Table};
use crate::domain::ids::{CommandId, Ids, MeetingId};
use crate::domain::record::Entry;

const NOTE: EntryKind = EntryKind::Anteckning;

/// What a secretary does, over and over.
#[derive(Clone, Copy, Debug)]
enum Step {
    Add,
    Edit,
    Remove,
    Undo,
    Redo,
    Draft,
    Restore,
    Strike,
}

const STEPS: [Step; 12] = [
    Step::Add,
    Step::Draft,
    Step::Add,
    Step::Edit,
    Step::Add,
    Step::Remove,
    Step::Restore,
    Step::Draft,
    Step::Undo,
    Step::Redo,
    Step::Add,
    Step::Strike,
];

/// A text that needs pages of its own.
fn text(number: usize) -> String {
    format!("Rad {number} {}", "måndagar är svåra ".repeat(40 + number * 37 % 900))
}

/// Does a step; the same twice is done once.
fn step(world: &mut World, meeting: MeetingId, number: usize, id: CommandId) -> Result<(), StoreError> {
    let now = world.now;
    let entries = world.store.meeting(meeting)?.entries;
    let last = entries.last().cloned();
    let code_and_change = match (STEPS[number % STEPS.len()], last) {
        (Step::Add, _) => {
            let mut entry = world.entry(meeting, NOTE, &text(number));
            entry.id = id.0.into();
            (Code::Add(NOTE), Change::put(entry))
        }
        (Step::Edit, Some(entry)) => {
            (Code::Edit(NOTE), Change::put(Entry { text: text(number + 1), ..entry }))
        }
        (Step::Remove, Some(entry)) => (Code::Remove(NOTE), Change::delete(entry)),
        (Step::Undo, _) => return world.store.undo(meeting, Reach::default(), id, now).map(drop),
        (Step::Redo, _) => return world.store.redo(meeting, id, now).map(drop),
        (Step::Draft, _) => {
            let session = world.store.session().to_owned();
            return world.store.save_draft(&session, "rad", Some(meeting), &text(number), now);
        }
        (Step::Restore, _) => {
            let acts = world.store.journal(Some(meeting), None, 5)?.acts;
            let removed = acts.iter().find(|act| matches!(act.code, Some(Code::Remove(_))));
            let seq = removed.map(|act| act.seq).unwrap();
            return world.store.restore(meeting, seq, id, now).map(drop);
        }
        (Step::Strike, Some(entry)) => {
            let row = RecordKey { table: Table::Entry, id: entry.id.0 };
            world.store.strike(meeting, row, id, now)?;
            return world.store.clean(&mut crate::domain::progress::unfollowed).map(drop);
        }
        (Step::Edit | Step::Remove | Step::Strike, None) => return Ok(()),
    };
    let (code, change) = code_and_change;
    let command = Command { id, code, meeting: Some(meeting), snapshot: None, changes: vec![change] };
    world.store.commit(&command, now).map(drop)
}

/// How many pages the database may have: one more than it has and `more`; without limit if nothing is said.
fn room(world: &World, more: Option<i64>) {
    let db = &world.store.db;
    let pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let most = more.map_or(1 << 30, |more| pages + more);
    db.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(())).unwrap();
}

fn texts(world: &World, meeting: MeetingId) -> Vec<String> {
    world.store.meeting(meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
}

/// In memory where there is such a folder: the disk's own speed is of no interest here.
fn in_memory() -> World {
    let memory = Path::new("/dev/shm");
    let dir = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let store = Store::create_practice(&dir.path().join("ovning.db")).unwrap();
    World { store, dir, ids: Ids::new(7), now: "2026-11-23T12:00:00Z".parse().unwrap() }
}

/// Holds a meeting, on a disk that is full from before step `full` until `for_steps` tries have failed or passed.
fn hold(full: Option<(usize, i64)>) -> (Vec<String>, usize) {
    let mut world = in_memory();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let mut refused = 0;
    for number in 0..36 {
        let id: CommandId = world.id();
        if let Some((from, more)) = full
            && number == from
        {
            room(&world, Some(more));
        }
        // What stood before is asked for only while the disk may be full.
        let may_be_full = full.is_some_and(|(from, _)| number >= from) && refused == 0;
        let before = may_be_full.then(|| texts(&world, meeting));
        match step(&mut world, meeting, number, id) {
            Ok(()) => {}
            Err(StoreError::DiskFull) => {
                refused += 1;
                let struck = matches!(STEPS[number % STEPS.len()], Step::Strike);
                // A strike is done before the file is cleaned; all else is done whole or not at all.
                assert!(struck || Some(texts(&world, meeting)) == before, "steg {number}: halvgjort");
                assert!(world.store.verify().unwrap().is_sound());
                // Whoever opens the file now sees the same.
                let reader = Store::open(&world.path(), &Access::Practice).unwrap();
                assert_eq!(reader.journal_head().unwrap(), world.store.journal_head().unwrap());
                drop(reader);
                room(&world, None);
                if !struck {
                    step(&mut world, meeting, number, id).unwrap();
                }
            }
            Err(error) => panic!("steg {number}: {error}"),
        }
    }
    room(&world, None);
    assert!(world.store.verify().unwrap().is_sound());
    (texts(&world, meeting), refused)
}

#[test]
fn a_disk_that_is_full_before_any_step_loses_nothing() {
    let (wanted, refused) = hold(None);
    assert!(refused == 0 && wanted.len() > 6);
    let mut refused_in_all = 0;
    // Before each step, with room for no page more, for one, or for two.
    for from in 0..34 {
        let more = i64::try_from(from % 3).unwrap();
        let (kept, refused) = hold(Some((from, more)));
        assert_eq!(kept, wanted, "full före steg {from}, {more} sidor kvar");
        refused_in_all += refused;
    }
    assert!(refused_in_all >= 30, "disken var full bara {refused_in_all} gånger");
}
