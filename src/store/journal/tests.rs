use super::super::testing::{World, at};
use super::*;
use crate::domain::agenda::EntryKind;
use crate::domain::command::Record;
use crate::domain::record::{Arende, Body, Child, Entry, Head, MeetingArende, MeetingStatus, Stage};
use crate::store::Access;
use uuid::Uuid;

const NOTE: EntryKind = EntryKind::Anteckning;

fn texts(world: &World, meeting: MeetingId) -> Vec<String> {
    world.store.meeting(meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
}

#[test]
fn the_same_command_is_carried_out_once() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let entry = world.entry(meeting, NOTE, "En gång");
    let command = world.command(meeting, Code::Add(NOTE), vec![Change::put(entry)]);
    let first = world.store.commit(&command, world.now).unwrap();
    // As after a crash between the commit and its answer: another process asks again.
    world.store = Store::open(&world.path(), &Access::Practice).unwrap();
    assert_eq!(world.store.commit(&command, world.now).unwrap(), first);
    assert_eq!(texts(&world, meeting), ["En gång"]);
    let undo: CommandId = world.id();
    for _ in 0..3 {
        assert_eq!(
            world.store.undo(meeting, Reach::default(), undo, world.now).unwrap().code(),
            Some(Code::Add(NOTE))
        );
    }
    assert_eq!(texts(&world, meeting), [""; 0]);
    assert!(world.store.verify().unwrap().is_sound());
}

#[test]
fn an_edit_of_what_somebody_else_has_changed_is_stale_and_nothing_of_the_command_remains() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let entry = world.add(meeting, NOTE, "Först");
    let edit = |text: &str| Change::put(Entry { text: text.to_owned(), ..entry.clone() });
    world.commit(meeting, Code::Edit(NOTE), vec![edit("Sedan")]);
    let other = world.entry(meeting, NOTE, "I samma kommando");
    let stale = world.command(meeting, Code::Edit(NOTE), vec![Change::put(other), edit("Gammalt")]);
    let refused = world.store.commit(&stale, world.now);
    assert!(matches!(refused, Err(StoreError::Stale(key)) if key.id == entry.id.0), "{refused:?}");
    assert_eq!(texts(&world, meeting), ["Sedan"]);
    let stands = world.store.meeting(meeting).unwrap().entries.remove(0);
    world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(stands)]);
    let stale = world.command(meeting, Code::Edit(NOTE), vec![edit("Borta")]);
    assert!(matches!(world.store.commit(&stale, world.now), Err(StoreError::Stale(_))));
    assert!(world.store.verify().unwrap().is_sound());
}

#[test]
fn undo_past_the_first_row_asks_before_the_meeting_is_planned_again() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    world.set_status(meeting, MeetingStatus::Planerat);
    let head = world.store.meeting(meeting).unwrap().head;
    let head = Head { started: Some(world.now), status: MeetingStatus::Pagar, ..head };
    world.commit(meeting, Code::Begin, vec![Change::put(head)]);
    world.add(meeting, NOTE, "Ett");
    let status = |world: &World| world.store.meeting(meeting).unwrap().head.status;
    // All rows are on screen: what was written goes unasked, that the meeting began doesn't.
    let ids: Vec<Uuid> = world.store.meeting(meeting).unwrap().entries.iter().map(|row| row.id.0).collect();
    let seen = Reach { shown: Some(&ids), past: false };
    let mut undo = |reach| {
        let id = world.id();
        (world.store.undo(meeting, reach, id, world.now).unwrap(), status(&world))
    };
    assert_eq!(undo(seen).0.code(), Some(Code::Add(NOTE)));
    for _ in 0..2 {
        assert_eq!(undo(seen), (TakenBack::Hidden(Code::Begin), MeetingStatus::Pagar));
    }
    let (taken, now) = undo(Reach { shown: None, past: true });
    assert_eq!((taken.code(), now), (Some(Code::Begin), MeetingStatus::Planerat));
}

#[test]
fn undo_and_redo_go_through_a_restart_and_say_what_they_did() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let entry = world.add(meeting, NOTE, "Ett");
    world.commit(
        meeting,
        Code::Convert(EntryKind::Atgard),
        vec![Change::put(Entry { body: Body::empty(EntryKind::Atgard), ..entry })],
    );
    world.add(meeting, NOTE, "Två");
    assert_eq!(world.redo(meeting), None);
    assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
    world.store = Store::open(&world.path(), &Access::Practice).unwrap();
    assert_eq!(world.undo(meeting), Some(Code::Convert(EntryKind::Atgard)));
    assert_eq!(world.store.meeting(meeting).unwrap().entries[0].kind(), NOTE);
    assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
    assert_eq!(world.undo(meeting), None, "the meeting itself isn't taken back");
    world.store = Store::open(&world.path(), &Access::Practice).unwrap();
    assert_eq!(world.redo(meeting), Some(Code::Add(NOTE)));
    assert_eq!(world.redo(meeting), Some(Code::Convert(EntryKind::Atgard)));
    assert_eq!(texts(&world, meeting), ["Ett"]);
    world.add(meeting, NOTE, "Tre");
    assert_eq!(world.redo(meeting), None, "a new act ends what could be done again");
    assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
    assert_eq!(world.undo(meeting), Some(Code::Convert(EntryKind::Atgard)));
    assert!(world.store.verify().unwrap().is_sound());
}

#[test]
fn a_row_that_comes_back_has_a_number_that_no_earlier_reader_has() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let entry = world.add(meeting, NOTE, "Ett");
    world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry.clone())]);
    world.undo(meeting);
    assert!(world.store.meeting(meeting).unwrap().entries[0].rev > entry.rev);
}

#[test]
fn each_person_takes_back_their_own_acts_and_leaves_the_columns_of_others() {
    let mut world = World::new();
    let (one, other) = (world.person("Ett").id, world.person("Två").id);
    world.store.act_as(Some(one));
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let head = |world: &World| world.store.meeting(meeting).unwrap().head;
    let titled = Change::put(crate::domain::record::Head { title: "Ny titel".into(), ..head(&world) });
    world.commit(meeting, Code::EditHead, vec![titled]);
    world.store.act_as(Some(other));
    let placed = Change::put(crate::domain::record::Head { place: Some("Rum 3".into()), ..head(&world) });
    world.commit(meeting, Code::EditHead, vec![placed]);
    world.store.act_as(Some(one));
    assert_eq!(world.undo(meeting), Some(Code::EditHead));
    assert_eq!(
        (head(&world).title.as_str(), head(&world).place.as_deref()),
        ("EHT Ängsskolan", Some("Rum 3"))
    );
    assert_eq!(world.undo(meeting), None);
    world.store.act_as(Some(other));
    assert_eq!(world.undo(meeting), Some(Code::EditHead));
    assert_eq!(head(&world).place, None);
}

#[test]
fn an_own_act_on_another_column_doesnt_hide_what_somebody_else_wrote() {
    let mut world = World::new();
    let (one, other) = (world.person("Ett").id, world.person("Två").id);
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let edit = |world: &mut World, change: &dyn Fn(&mut Entry)| {
        let mut entry = world.store.meeting(meeting).unwrap().entries[0].clone();
        change(&mut entry);
        world.commit(meeting, Code::Edit(NOTE), vec![Change::put(entry)]);
    };
    world.store.act_as(Some(one));
    world.add(meeting, NOTE, "Ett");
    edit(&mut world, &|entry| entry.text = "Ändrat".to_owned());
    world.store.act_as(Some(other));
    edit(&mut world, &|entry| entry.text = "Den andres".to_owned());
    world.store.act_as(Some(one));
    edit(&mut world, &|entry| entry.order = 7);
    assert_eq!(world.undo(meeting), Some(Code::Edit(NOTE)));
    let id = world.id();
    assert!(matches!(
        world.store.undo(meeting, Reach::default(), id, world.now),
        Err(StoreError::ChangedSince)
    ));
    assert_eq!(texts(&world, meeting), ["Den andres"]);
}

#[test]
fn undo_is_refused_when_somebody_else_has_changed_or_builds_on_the_same_thing() {
    let mut world = World::new();
    let (one, other) = (world.person("Ett").id, world.person("Två").id);
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    world.store.act_as(Some(one));
    let entry = world.add(meeting, NOTE, "Ett");
    let person = world.participant(meeting, "Karin", "Kurator");
    world.commit(meeting, Code::AddParticipant, vec![Change::put(person.clone())]);
    world.store.act_as(Some(other));
    let said = Entry { source: Some(person.id), ..world.entry(meeting, NOTE, "Sagt av Karin") };
    world.commit(meeting, Code::Add(NOTE), vec![Change::put(said)]);
    world.commit(meeting, Code::Edit(NOTE), vec![Change::put(Entry { text: "Ändrat".to_owned(), ..entry })]);
    let lines = world.store.journal_head().unwrap();
    world.store.act_as(Some(one));
    for _ in 0..2 {
        let id = world.id();
        let refused = world.store.undo(meeting, Reach::default(), id, world.now);
        assert!(matches!(refused, Err(StoreError::ChangedSince)), "{refused:?}");
    }
    assert_eq!(world.store.journal_head().unwrap(), lines);
    // When the other one has taken back theirs, nothing stands in the way.
    world.store.act_as(Some(other));
    world.undo(meeting);
    world.undo(meeting);
    world.store.act_as(Some(one));
    assert_eq!(world.undo(meeting), Some(Code::AddParticipant));
    assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)));
    assert_eq!(texts(&world, meeting), [""; 0]);
}

#[test]
fn undo_goes_on_past_what_somebody_else_has_built_on() {
    let mut world = World::new();
    let (one, other) = (world.person("Ett").id, world.person("Två").id);
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    world.store.act_as(Some(one));
    world.add(meeting, NOTE, "Mitt första");
    let built_on = world.add(meeting, NOTE, "Mitt andra");
    world.store.act_as(Some(other));
    let edited = Entry { text: "Den andres".to_owned(), ..built_on };
    world.commit(meeting, Code::Edit(NOTE), vec![Change::put(edited)]);
    world.store.act_as(Some(one));
    let id = world.id();
    let refused = world.store.undo(meeting, Reach::default(), id, world.now);
    assert!(matches!(refused, Err(StoreError::ChangedSince)), "told first");
    let id = world.id();
    let undone = world.store.undo(meeting, Reach { past: true, shown: None }, id, world.now).unwrap();
    assert_eq!(undone, TakenBack::Act { code: Code::Add(NOTE), passed: true, stands: None });
    assert_eq!(texts(&world, meeting), ["Den andres"]);
    assert_eq!(world.redo(meeting), Some(Code::Add(NOTE)));
    assert_eq!(texts(&world, meeting), ["Mitt första", "Den andres"]);
}

#[test]
fn nothing_is_removed_that_isnt_shown_unless_that_is_wished() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let (first, second) = (world.add(meeting, NOTE, "Ett"), world.add(meeting, NOTE, "Två"));
    let undo = |world: &mut World, shown: Option<&[Uuid]>| {
        let id = world.id();
        world.store.undo(meeting, Reach { shown, past: false }, id, world.now).unwrap()
    };
    let lines = world.store.journal_head().unwrap();
    assert_eq!(undo(&mut world, Some(&[first.id.0])), TakenBack::Hidden(Code::Add(NOTE)));
    assert_eq!(world.store.journal_head().unwrap(), lines, "nothing is done");
    let shown = [first.id.0, second.id.0];
    assert_eq!(undo(&mut world, Some(&shown)).code(), Some(Code::Add(NOTE)));
    assert_eq!(undo(&mut world, None).code(), Some(Code::Add(NOTE)));
    // What puts something back or changes it hides nothing.
    let entry = world.add(meeting, NOTE, "Tre");
    world.commit(
        meeting,
        Code::Edit(NOTE),
        vec![Change::put(Entry { text: "Fyra".to_owned(), ..entry.clone() })],
    );
    assert_eq!(undo(&mut world, Some(&[])).code(), Some(Code::Edit(NOTE)));
    let entry = world.store.meeting(meeting).unwrap().entries[0].clone();
    world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(entry)]);
    assert_eq!(undo(&mut world, Some(&[])).code(), Some(Code::Remove(NOTE)));
    assert_eq!(texts(&world, meeting), ["Tre"]);
    // People and ärenden neither.
    let person = world.participant(meeting, "Karin", "Kurator");
    world.commit(meeting, Code::AddParticipant, vec![Change::put(person)]);
    assert_eq!(undo(&mut world, Some(&[])), TakenBack::Hidden(Code::AddParticipant));
}

#[test]
fn what_the_database_itself_removed_or_emptied_comes_back_too() {
    let mut world = World::new();
    let (meeting, _) = world.full_meeting();
    let before = world.store.meeting(meeting).unwrap();
    let need = before.entries.iter().find(|entry| entry.kind() == EntryKind::Behov).unwrap().clone();
    world.commit(meeting, Code::Remove(EntryKind::Behov), vec![Change::delete(need)]);
    let without = world.store.meeting(meeting).unwrap();
    assert!(without.actions().all(|entry| entry.action().unwrap().need.is_none()));
    world.undo(meeting);
    let mut after = world.store.meeting(meeting).unwrap();
    for (entry, old) in after.entries.iter_mut().zip(&before.entries) {
        entry.rev = old.rev;
    }
    assert_eq!(after, before);
}

#[test]
fn an_arende_that_was_walked_through_can_be_taken_back() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let arende = Arende::new(world.id(), None, "Korridoren");
    let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
    // Children before parents: the order within a command doesn't matter.
    world.commit(meeting, Code::AddArende, vec![Change::put(item.clone()), Change::put(arende)]);
    let mut head = world.store.meeting(meeting).unwrap().head;
    head.current = Some(item.id);
    let stage = Stage {
        id: world.id(),
        meeting,
        arende: Some(item.id),
        phase: item.phase,
        from: world.now,
        to: None,
    };
    world.commit(meeting, Code::Move, vec![Change::put(head), Change::put(stage)]);
    assert_eq!(world.undo(meeting), Some(Code::AddArende));
    let read = world.store.meeting(meeting).unwrap();
    assert_eq!((read.items.len(), read.head.current, read.stages[0].arende), (0, None, None));
    assert_eq!(world.redo(meeting), Some(Code::AddArende));
    let read = world.store.meeting(meeting).unwrap();
    assert_eq!((read.head.current, read.stages[0].arende), (Some(item.id), Some(item.id)));
    assert!(world.store.verify().unwrap().is_sound());
}

#[test]
fn the_database_itself_refuses_a_child_where_individuals_may_not_be_taken_up() {
    let mut world = World::new();
    let meeting = world.meeting("bht", "2026-11-23T13:00:00");
    let child = Child::new(world.id(), "Blå");
    let arende = Arende::new(world.id(), Some(child.id), "Blå");
    let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
    let changes: Vec<Record> = vec![child.clone().into(), arende.clone().into(), item.clone().into()];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let changes = order.map(|index| Change::put(changes[index].clone())).to_vec();
        let command = world.command(meeting, Code::AddArende, changes);
        let refused = world.store.commit(&command, world.now);
        assert!(matches!(refused, Err(StoreError::IndividualNotAllowed)), "{refused:?}");
    }
    // A group is taken up; then it can't become a child.
    let group = Arende { child: None, ..arende.clone() };
    world.commit(meeting, Code::AddArende, vec![Change::put(group), Change::put(item)]);
    let command = world.command(
        meeting,
        Code::EditArende,
        vec![Change::put(child), Change::put(Arende { rev: 1, ..arende })],
    );
    assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::IndividualNotAllowed)));
    let mut head = world.store.meeting(meeting).unwrap().head;
    head.individuals = true;
    let command = world.command(meeting, Code::EditHead, vec![Change::put(head)]);
    assert!(matches!(world.store.commit(&command, world.now), Err(StoreError::Constraint(_))));
}

#[test]
fn the_journal_holds_who_when_and_what_but_no_words_of_the_user_outside_its_content() {
    let mut world = World::new();
    let person = world.person("Åke").id;
    world.store.act_as(Some(person));
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    world.add(meeting, NOTE, "Hemlighet");
    let command = world.id();
    world.store.open_meeting(meeting, command, world.now).unwrap();
    let lines: Vec<String> = world
        .store
        .db
        .prepare("SELECT coalesce(person, '') || ' ' || tid || ' ' || kod || ' ' || coalesce(tabell, '') || op FROM journal ORDER BY seq")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let expected = [
        "person.satt kommando",
        "person.satt personny",
        "mote.nytt kommando",
        "mote.nytt moteny",
        "post.ny.anteckning kommando",
        "post.ny.anteckning postny",
        "oppna kommando",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (index, (line, end)) in lines.iter().zip(expected).enumerate() {
        assert!(line.ends_with(end), "{line}");
        assert_eq!(line.starts_with(&person.to_string()), index > 1, "{line}");
    }
    assert_eq!(world.store.changed_since(0).unwrap(), [], "one's own lines are no news");
    let other = Store::open(&world.path(), &Access::Practice).unwrap();
    assert_eq!(other.changed_since(0).unwrap(), [meeting]);
    assert_eq!(other.changed_since(6).unwrap(), []);
    assert_eq!(world.store.meeting(meeting).unwrap().head.planned, at("2026-11-23T13:00:00"));
}

#[test]
fn of_what_cannot_be_taken_back_it_is_said_that_it_stands() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    for text in ["Ett", "Två"] {
        world.add(meeting, NOTE, text);
    }
    let head = world.store.meeting(meeting).unwrap().head;
    let closed = Head { status: MeetingStatus::Avslutat, ended: Some(world.now), ..head };
    world.commit(meeting, Code::Close, vec![Change::put(closed)]);
    let undo = |world: &mut World| {
        let id = world.id();
        world.store.undo(meeting, Reach::default(), id, world.now).unwrap()
    };
    let act = TakenBack::Act { code: Code::Add(NOTE), passed: false, stands: Some(Code::Close) };
    assert_eq!(undo(&mut world), act);
    // What was written since is the latest: nobody takes the closing for it.
    world.add(meeting, NOTE, "Tre");
    let act = TakenBack::Act { code: Code::Add(NOTE), passed: false, stands: None };
    assert_eq!(undo(&mut world), act);
}

#[test]
fn what_the_meeting_has_gone_past_is_not_taken_back() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let head = world.store.meeting(meeting).unwrap().head;
    let planned = Head { status: MeetingStatus::Planerat, ..head };
    world.commit(meeting, Code::EditHead, vec![Change::put(planned.clone())]);
    let moved = Head { planned: at("2026-11-30T13:00:00"), rev: planned.rev + 1, ..planned };
    world.commit(meeting, Code::MoveMeeting, vec![Change::put(moved.clone())]);
    // While it lies ahead it is moved back.
    assert_eq!(world.undo(meeting), Some(Code::MoveMeeting));
    assert_eq!(world.redo(meeting), Some(Code::MoveMeeting));
    let rev = world.store.meeting(meeting).unwrap().head.rev;
    let begun = Head { status: MeetingStatus::Pagar, rev, ..moved };
    world.commit(meeting, Code::Resume, vec![Change::put(begun)]);
    world.undo(meeting);
    assert_eq!(world.store.meeting(meeting).unwrap().head.planned, at("2026-11-30T13:00:00"));
}
