//! Two changed the same row at the same time. What they changed in different places is put together; where both changed
//! the same, the later one is refused, and nothing is written over.

use super::columns::columns;
use super::rows::{self, Raw};
use super::{Store, StoreError};
use crate::domain::command::{Record, RecordKey, Table};
use crate::domain::ids::EntryId;
use crate::domain::record::Entry;
use rusqlite::Connection;
use serde_json::Value;

/// The row as it becomes when `mine`, made from the row as it was at `rev`, is added to what others have made of it since;
/// nothing if both have changed the same.
pub(super) fn merged(db: &Connection, key: RecordKey, mine: &Raw, rev: i64) -> rusqlite::Result<Option<Raw>> {
    let (Some(base), Some(theirs)) = (as_it_was(db, key, rev)?, rows::current(db, key)?) else {
        return Ok(None);
    };
    Ok(put_together(key.table, &base, &theirs, mine))
}

impl Store {
    /// An entry as it was when it had been written `rev` times; nothing if that was struck, or nobody has changed it since.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged.
    pub fn entry_before(&self, entry: EntryId, rev: i64) -> Result<Option<Entry>, StoreError> {
        let key = RecordKey { table: Table::Entry, id: entry.0 };
        let wrong = |error: rusqlite::Error| self.wrong(&error);
        if rows::rev(&self.db, key).map_err(wrong)? == Some(rev) {
            return Ok(None);
        }
        let Some(raw) = as_it_was(&self.db, key, rev).map_err(wrong)? else { return Ok(None) };
        match rows::from_raw(Table::Entry, &raw)? {
            Record::Entry(entry) => Ok(Some(entry)),
            _ => Ok(None),
        }
    }
}

/// Whether the row says something else than it did at `rev`: then nobody who read it then may remove it. Its place among
/// the others says nothing.
pub(super) fn is_rewritten(db: &Connection, key: RecordKey, rev: i64) -> rusqlite::Result<bool> {
    let (Some(then), Some(now)) = (as_it_was(db, key, rev)?, rows::current(db, key)?) else {
        return Ok(true);
    };
    let says = |name: &&str| !matches!(*name, "rev" | "ordning");
    Ok(columns(key.table)
        .iter()
        .map(|column| column.name)
        .filter(says)
        .any(|name| then.get(name) != now.get(name)))
}

/// When an entry was read out and confirmed.
const CONFIRMED: &str = "bekraftad";

fn put_together(table: Table, base: &Raw, theirs: &Raw, mine: &Raw) -> Option<Raw> {
    // Columns that mean something only together: who changes one of them has changed them all.
    let group: Vec<&str> =
        columns(table).iter().filter(|column| column.together).map(|column| column.name).collect();
    let changed = |row: &Raw, name: &str| row.get(name) != base.get(name);
    let any = |row: &Raw| group.iter().any(|name| changed(row, name));
    // One read it out, the other said it in other words: those hold, and nobody has heard them yet.
    let confirms = |row: &Raw| {
        table == Table::Entry
            && changed(row, CONFIRMED)
            && group.iter().all(|name| *name == CONFIRMED || !changed(row, name))
    };
    if any(mine) && any(theirs) && confirms(mine) != confirms(theirs) {
        let unread = |row: &Raw, known: &Raw| {
            let mut row = row.clone();
            row.insert(CONFIRMED.to_owned(), known.get(CONFIRMED).cloned().unwrap_or(Value::Null));
            row
        };
        let mut both = put_together(table, base, &unread(theirs, base), &unread(mine, base))?;
        both.insert(CONFIRMED.to_owned(), Value::Null);
        return Some(both);
    }
    // Where the meeting stands is one truth, and the same step twice is two steps; the same words twice are the same words.
    let same = |name: &str| mine.get(name) == theirs.get(name);
    if any(mine) && any(theirs) && (table == Table::Head || !group.iter().all(|name| same(name))) {
        return None;
    }
    // A meeting that somebody else has called off isn't moved unseen.
    let called_off = |row: &Raw| row.get("installt").is_some_and(|at| !at.is_null());
    if table == Table::Head && changed(mine, "planerad") && called_off(theirs) && !called_off(base) {
        return None;
    }
    let mut merged = theirs.clone();
    for column in columns(table).iter().map(|column| column.name).filter(|name| *name != "rev") {
        if !changed(mine, column) {
            continue;
        }
        if changed(theirs, column) && !same(column) {
            return None;
        }
        merged.insert(column.to_owned(), mine.get(column).cloned().unwrap_or(Value::Null));
    }
    Some(merged)
}

/// The row as the journal has it after it was written for the `rev`th time; nothing if that was struck.
fn as_it_was(db: &Connection, key: RecordKey, rev: i64) -> rusqlite::Result<Option<Raw>> {
    let mut lines = db.prepare_cached(
        "SELECT l.innehall FROM journal j JOIN journal_last l ON l.seq = j.seq
         WHERE j.rad = ?1 AND j.tabell = ?2 ORDER BY j.seq DESC",
    )?;
    let mut lines = lines.query([key.id.to_string().as_str(), key.table.name()])?;
    while let Some(line) = lines.next()? {
        let content: Value = serde_json::from_str(&line.get::<_, String>(0)?).unwrap_or_default();
        // A row that was away in between isn't the one that was read.
        let Value::Object(after) = &content["efter"] else { break };
        if after.get("rev").and_then(Value::as_i64) == Some(rev) {
            return Ok(Some(after.clone()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::StoreError;
    use super::super::testing::World;
    use crate::domain::agenda::{EntryKind, Phase};
    use crate::domain::command::{Change, Code};
    use crate::domain::ids::MeetingId;
    use crate::domain::record::{Entry, Head};

    const NOTE: EntryKind = EntryKind::Anteckning;

    fn head(world: &World, meeting: MeetingId) -> Head {
        world.store.meeting(meeting).unwrap().head
    }

    #[test]
    fn what_two_changed_in_different_places_is_put_together() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = head(&world, meeting);
        world.commit(meeting, Code::Move, vec![Change::put(Head { phase: Phase::Nulage, ..read.clone() })]);
        world.commit(
            meeting,
            Code::EditHead,
            vec![Change::put(Head { place: Some("Rum 3".into()), ..read.clone() })],
        );
        world.commit(meeting, Code::EditHead, vec![Change::put(Head { title: "Ny".into(), ..read })]);
        let now = head(&world, meeting);
        assert_eq!(
            (now.phase, now.place.as_deref(), now.title.as_str()),
            (Phase::Nulage, Some("Rum 3"), "Ny")
        );
        assert_eq!(now.rev, 4);
        assert_eq!(world.undo(meeting), Some(Code::EditHead));
        assert_eq!(
            head(&world, meeting).place.as_deref(),
            Some("Rum 3"),
            "one's own change alone is taken back"
        );
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn an_entry_is_found_as_it_was_when_a_change_was_begun() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = world.add(meeting, NOTE, "Först");
        let before = |world: &World| world.store.entry_before(read.id, read.rev).unwrap();
        assert_eq!(before(&world), None, "nobody has changed it");
        let edited = Entry { text: "Sedan".into(), ..read.clone() };
        world.commit(meeting, Code::Edit(NOTE), vec![Change::put(edited)]);
        assert_eq!(before(&world), Some(read.clone()));
        let stands = world.store.meeting(meeting).unwrap().entries.remove(0);
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(stands)]);
        assert_eq!(before(&world), None, "it is gone");
    }

    #[test]
    fn a_meeting_that_was_called_off_meanwhile_is_not_moved_unseen() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-12-10T13:00:00");
        let read = head(&world, meeting);
        let off = Head { cancelled: Some(world.now), cancel_reason: Some("Sjukdom".into()), ..read.clone() };
        world.commit(meeting, Code::CancelMeeting, vec![Change::put(off)]);
        let planned = "2026-12-18T13:00:00".parse().unwrap();
        let late = Head { planned, ..read.clone() };
        let late = world.command(meeting, Code::MoveMeeting, vec![Change::put(late)]);
        assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Stale(_))));
        world.commit(meeting, Code::EditHead, vec![Change::put(Head { title: "Ny".into(), ..read })]);
        let now = head(&world, meeting);
        assert!((now.is_cancelled(), now.title.as_str()) == (true, "Ny"), "other words are put together");
        // Whoever has seen it may.
        world.commit(meeting, Code::EditHead, vec![Change::put(Head { planned, ..now })]);
        assert_eq!(head(&world, meeting).planned, planned);
    }

    #[test]
    fn the_phase_has_one_truth() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = head(&world, meeting);
        let step = |phase| Change::put(Head { phase, ..read.clone() });
        world.commit(meeting, Code::Move, vec![step(Phase::Nulage)]);
        for phase in [Phase::Nulage, Phase::Behov] {
            let late = world.command(meeting, Code::Move, vec![step(phase)]);
            assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Stale(_))), "{phase:?}");
        }
        assert_eq!(head(&world, meeting).phase, Phase::Nulage);
    }

    #[test]
    fn what_somebody_else_has_just_changed_is_not_removed_unread() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = world.add(meeting, NOTE, "Först");
        let edit = |entry: Entry| vec![Change::put(entry)];
        world.commit(meeting, Code::MoveEntry(NOTE), edit(Entry { order: 9, ..read.clone() }));
        world.commit(meeting, Code::Edit(NOTE), edit(Entry { text: "Sedan".into(), ..read.clone() }));
        let late = world.command(meeting, Code::Remove(NOTE), vec![Change::delete(read.clone())]);
        assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Stale(_))));
        let stands = world.store.meeting(meeting).unwrap().entries.remove(0);
        assert_eq!((stands.text.as_str(), stands.order), ("Sedan", 9));
        world.commit(meeting, Code::MoveEntry(NOTE), edit(Entry { order: 3, ..stands.clone() }));
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(stands.clone())]);
        assert!(world.store.meeting(meeting).unwrap().entries.is_empty(), "its place is another matter");
        world.commit(meeting, Code::Remove(NOTE), vec![Change::delete(stands)]);
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_text_that_both_changed_is_refused() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = world.add(meeting, NOTE, "Först");
        let put = |change: &dyn Fn(&mut Entry)| {
            let mut entry = read.clone();
            change(&mut entry);
            vec![Change::put(entry)]
        };
        world.commit(meeting, Code::Edit(NOTE), put(&|entry| entry.text = "Deras".into()));
        let late = world.command(meeting, Code::Edit(NOTE), put(&|entry| entry.text = "Mitt".into()));
        assert!(matches!(world.store.commit(&late, world.now), Err(StoreError::Stale(_))));
        world.commit(meeting, Code::Edit(NOTE), put(&|entry| entry.order = 9));
        let entry = world.store.meeting(meeting).unwrap().entries.remove(0);
        assert_eq!((entry.order, entry.text.as_str()), (9, "Deras"), "its place is another matter");
    }

    #[test]
    fn a_text_that_is_changed_while_another_confirms_it_is_one_row_that_nobody_has_confirmed() {
        type Step = (Code, fn(&mut Entry));
        let steps: [Step; 2] = [
            (Code::Edit(NOTE), |entry| entry.text = "Mitt".into()),
            (Code::Confirm(NOTE), |entry| entry.confirmed = Some("2026-11-23T13:10:00Z".parse().unwrap())),
        ];
        for order in [[0, 1], [1, 0]] {
            let mut world = World::new();
            let meeting = world.meeting("eht", "2026-11-23T13:00:00");
            let read = world.add(meeting, NOTE, "Först");
            for (code, change) in order.map(|at| steps[at]) {
                let mut entry = read.clone();
                change(&mut entry);
                world.commit(meeting, code, vec![Change::put(entry)]);
            }
            let all = world.store.meeting(meeting).unwrap().entries;
            assert_eq!((all.len(), all[0].text.as_str(), all[0].confirmed), (1, "Mitt", None), "{order:?}");
            // Read out again it is confirmed.
            let again = Entry { confirmed: Some(world.now), ..all[0].clone() };
            world.commit(meeting, Code::Confirm(NOTE), vec![Change::put(again)]);
            assert!(world.store.meeting(meeting).unwrap().entries[0].confirmed.is_some());
            assert!(world.store.verify().unwrap().is_sound());
        }
        // Where somebody only moved it meanwhile, it is the point that was read out.
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let read = world.add(meeting, NOTE, "Först");
        let moved = Entry { order: 9, ..read.clone() };
        world.commit(meeting, Code::MoveEntry(NOTE), vec![Change::put(moved)]);
        let confirmed = Entry { confirmed: Some(world.now), ..read };
        world.commit(meeting, Code::Confirm(NOTE), vec![Change::put(confirmed)]);
        let stands = world.store.meeting(meeting).unwrap().entries.remove(0);
        assert!((stands.order, stands.confirmed.is_some()) == (9, true));
    }
}
