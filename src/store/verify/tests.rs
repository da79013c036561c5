use super::*;
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::store::columns::{Kind, columns};
use crate::store::journal::CHAINED;
use crate::store::testing::World;
use rusqlite::config::DbConfig;
use rusqlite::types::Value as SqlValue;

/// The file as somebody with a tool would write in it: no triggers, no checks.
fn tamper(world: &World) -> Connection {
    let db = Connection::open(world.path()).unwrap();
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    db.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF").unwrap();
    db
}

/// A meeting with one of each record, something removed and something struck.
fn world() -> World {
    let mut world = World::new();
    let (meeting, _) = world.full_meeting();
    let kind = EntryKind::Anteckning;
    let gone = world.add(meeting, kind, "Borttagen");
    world.commit(meeting, Code::Remove(kind), vec![Change::delete(gone)]);
    let struck = world.add(meeting, kind, "Struken");
    let command = world.id();
    let key = crate::domain::command::RecordKey { table: Table::Entry, id: struck.id.0 };
    world.store.strike(meeting, key, command, world.now).unwrap();
    assert!(world.store.verify().unwrap().is_sound());
    world
}

/// Changes the value in one place, checks that it is found, and puts it back.
fn change(is_sound: &dyn Fn() -> bool, db: &Connection, table: &str, column: &str, rowid: i64) {
    let select = format!("SELECT {column} FROM {table} WHERE rowid = ?1");
    let old: SqlValue = db.query_row(&select, [rowid], |row| row.get(0)).unwrap();
    let new = match &old {
        SqlValue::Null => SqlValue::Text("1".to_owned()),
        SqlValue::Integer(number) => SqlValue::Integer(number + 1),
        SqlValue::Text(text) => {
            let mut bytes = text.clone().into_bytes();
            let last = bytes.len() - 1;
            bytes[last] = if bytes[last] == b'0' { b'1' } else { b'0' };
            SqlValue::Text(String::from_utf8(bytes).unwrap_or_else(|_| "0".to_owned()))
        }
        other => panic!("{other:?}"),
    };
    let update = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
    if db.execute(&update, rusqlite::params![new, rowid]).is_err() {
        // A number where STRICT wants one.
        db.execute(&update, rusqlite::params![1, rowid]).unwrap();
    }
    assert!(!is_sound(), "{table}.{column} row {rowid}");
    db.execute(&update, rusqlite::params![old, rowid]).unwrap();
}

#[test]
fn one_changed_value_in_any_column_of_any_record_is_found() {
    let world = world();
    let db = tamper(&world);
    let is_sound = || world.store.verify().is_ok_and(|report| report.is_sound());
    for table in Table::ALL {
        for column in columns(*table) {
            assert!(matches!(column.kind, Kind::Text | Kind::Int | Kind::Flag));
            change(&is_sound, &db, table.name(), column.name, 1);
        }
    }
    assert!(world.store.verify().unwrap().is_sound());
}

#[test]
fn one_changed_value_in_any_line_of_the_journal_is_found() {
    let world = world();
    let db = tamper(&world);
    // The journal alone: the rows don't change here.
    let is_sound = || {
        let mut report = Report::default();
        let mut follow = unfollowed;
        let mut steps = Steps { follow: &mut follow, what: "", done: 0, all: 0 };
        let seal = (&world.store.secret, world.store.origin.as_str());
        check_chain(&world.store.db, seal, &mut report, &mut steps).is_ok() && report.is_sound()
    };
    let lines: i64 = db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
    let columns = CHAINED.split(", ").skip(1).chain(["sha"]);
    for column in columns {
        for seq in 1..=lines {
            // Empty in the lines of commands and of what was struck.
            let text: Option<String> = db
                .query_row(&format!("SELECT {column} FROM journal WHERE seq = ?1"), [seq], |row| row.get(0))
                .unwrap();
            if text.is_none_or(|text| !text.is_empty()) {
                change(&is_sound, &db, "journal", column, seq);
            }
        }
    }
    for column in ["salt", "innehall"] {
        let mut with_content = db.prepare("SELECT seq FROM journal_last").unwrap();
        let with_content: Vec<i64> =
            with_content.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        for seq in with_content {
            change(&is_sound, &db, "journal_last", column, seq);
        }
    }
    assert!(world.store.verify().unwrap().is_sound());
    let is_sound = || world.store.verify().is_ok_and(|report| report.is_sound());
    change(&is_sound, &db, "motesform", "json", 1);
    assert!(is_sound());
}

#[test]
fn a_row_or_line_that_was_taken_away_or_put_in_is_found() {
    for (sql, wanted) in [
        ("DELETE FROM post WHERE rowid = 1", None),
        ("DELETE FROM journal_last WHERE seq = 3", Some(Fault::ContentMissing(3))),
        ("DELETE FROM journal WHERE seq = 3", Some(Fault::Line(4))),
        (
            "INSERT INTO person SELECT 'x', namn, roll, rev FROM person",
            Some(Fault::Row("person".into(), "x".into())),
        ),
        ("INSERT INTO journal_last VALUES (9999, 'a', '{}')", Some(Fault::Content(9999))),
        ("UPDATE meta SET varde = 'annan' WHERE nyckel = 'ursprung'", Some(Fault::Origin)),
        ("DELETE FROM oppen_atgard", Some(Fault::OpenActions)),
    ] {
        let mut world = World::new();
        world.full_meeting();
        tamper(&world).execute_batch(sql).unwrap();
        world.store = Store::open(&world.path(), &super::super::Access::Practice).unwrap();
        let report = world.store.verify().unwrap();
        assert!(!report.is_sound(), "{sql}");
        if let Some(fault) = wanted {
            assert!(report.faults.contains(&fault), "{sql}: {:?}", report.faults);
        }
    }
}

#[test]
fn a_lock_that_was_taken_away_is_told_while_open_and_when_it_is_put_back() {
    let mut world = world();
    let other = Connection::open(world.path()).unwrap();
    other.execute_batch("DROP TRIGGER journal_in_last; DROP TRIGGER post_journal_UPDATE").unwrap();
    let told = |world: &World| -> Vec<String> {
        world.store.verify().unwrap().faults.iter().map(ToString::to_string).collect()
    };
    assert_eq!(told(&world), ["skyddet journal_in_last saknas", "skyddet post_journal_UPDATE saknas"]);
    let open = || Store::open(&world.path(), &super::super::Access::Practice).unwrap();
    let mut store = open();
    let news = store.take_news().unwrap();
    assert!(
        news.contains("ovning.db") && news.contains("journal_in_last hade tagits bort och 1 till"),
        "{news}"
    );
    let mut again = open();
    assert!(again.take_news().is_none() && again.verify().unwrap().is_sound());
    world.store = store;
    assert_eq!(
        told(&world),
        ["skyddet journal_in_last hade tagits bort", "skyddet post_journal_UPDATE hade tagits bort"]
    );
}

#[test]
fn what_is_struck_excuses_that_row_alone() {
    let world = world();
    let db = tamper(&world);
    let seq: i64 = db
        .query_row(
            "SELECT l.seq FROM journal_last l JOIN journal j USING (seq) WHERE j.tabell = 'deltagare'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    db.execute("DELETE FROM journal_last WHERE seq = ?1", [seq]).unwrap();
    assert!(world.store.verify().unwrap().faults.contains(&Fault::ContentMissing(seq)));
}
