//! What somebody may do to the files with a tool, with the passphrase but without this program; and what rolls a database
//! back. Each is told.

use super::connection::connect;
use super::head;
use super::journal::seal::{self, Secret};
use super::journal::{CHAINED, CHAINED_COLUMNS, checksum};
use super::key_file;
use super::keys::{KeyFiles, RawKey};
use super::testing::World;
use super::*;
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::domain::progress::unfollowed;
use crate::domain::record::{Entry, Head, MeetingStatus};
use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use std::fs;

const NOTE: EntryKind = EntryKind::Anteckning;

fn phrase() -> Passphrase {
    Passphrase::new("åtta blå båtar i rad")
}

fn access() -> Access {
    Access::Passphrase(phrase())
}

/// An encrypted database with a meeting in it.
fn encrypted() -> (World, MeetingId, Entry) {
    let mut world = World::new();
    let path = world.dir.path().join(DEFAULT_FILE);
    world.store = Store::create(&path, &phrase()).unwrap().0;
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let entry = world.add(meeting, NOTE, "Påhittat: ett");
    world.add(meeting, NOTE, "Påhittat: två");
    (world, meeting, entry)
}

/// The file as somebody with the key and a tool has it: no triggers, no checks, none of our functions.
fn tool(store: &Store) -> Connection {
    let db = Connection::open(&store.path).unwrap();
    if let Some(key) = &store.key {
        db.pragma_update(None, "key", key.pragma().as_str()).unwrap();
    }
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    db.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF").unwrap();
    db
}

/// Chains all lines from `from` on anew, with the checksum that needs no secret.
fn rechain(db: &Connection, from: i64) {
    let mut previous: String = db
        .query_row("SELECT coalesce((SELECT sha FROM journal WHERE seq = ?1 - 1), '')", [from], |row| {
            row.get(0)
        })
        .unwrap();
    let last: i64 = db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
    for seq in from..=last {
        let values: Vec<Value> = db
            .query_row(&format!("SELECT {CHAINED} FROM journal WHERE seq = ?1"), [seq], |row| {
                (0..CHAINED_COLUMNS).map(|index| row.get(index)).collect()
            })
            .unwrap();
        let values =
            std::iter::once(ValueRef::Text(previous.as_bytes())).chain(values.iter().map(ValueRef::from));
        let sha = checksum(values);
        db.execute("UPDATE journal SET sha = ?1 WHERE seq = ?2", rusqlite::params![sha, seq]).unwrap();
        previous = sha;
    }
}

/// Changes what a row says, in the row and in the journal, and chains the journal anew: all that can be done without the
/// secret.
fn forge(db: &Connection) {
    for table in ["post", "journal_last"] {
        let column = if table == "post" { "text" } else { "innehall" };
        let changed = db
            .execute(
                &format!("UPDATE {table} SET {column} = replace({column}, 'Påhittat: ett', 'Förfalskat')"),
                [],
            )
            .unwrap();
        assert!(changed > 1);
    }
    let lines: Vec<(i64, String, String)> = db
        .prepare("SELECT seq, salt, innehall FROM journal_last")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (seq, salt, content) in lines {
        let sha = checksum([ValueRef::Text(salt.as_bytes()), ValueRef::Text(content.as_bytes())]);
        db.execute("UPDATE journal SET last_sha = ?1 WHERE seq = ?2", rusqlite::params![sha, seq]).unwrap();
    }
    rechain(db, 1);
}

fn faults(store: &Store) -> Vec<Fault> {
    store.verify().unwrap().faults
}

#[test]
fn a_chain_that_somebody_has_computed_anew_without_the_secret_is_told() {
    let (world, ..) = encrypted();
    assert_eq!(faults(&world.store), []);
    let db = tool(&world.store);
    forge(&db);
    assert!(faults(&world.store).contains(&Fault::Line(1)));
    let path = world.store.path.clone();
    drop(world.store);
    let mut store = Store::open(&path, &access()).unwrap();
    assert!(store.take_news().is_some_and(|news| news.contains("är inte den databas")));
    assert!(faults(&store).contains(&Fault::Line(1)));
}

#[test]
fn a_chain_that_claims_to_be_from_before_the_seal_is_told() {
    let forged = |last: i64| {
        serde_json::json!({ "led": [{ "fran": last + 1, "fore": "" }], "sigill": "00" }).to_string()
    };
    for how in ["other", "none", "gone"] {
        let (world, ..) = encrypted();
        let db = tool(&world.store);
        forge(&db);
        let last: i64 = db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
        match how {
            "other" => {
                db.execute("UPDATE meta SET varde = ?1 WHERE nyckel = 'sigill'", [forged(last)]).unwrap()
            }
            "none" => db.execute("UPDATE meta SET varde = '' WHERE nyckel = 'sigill'", []).unwrap(),
            _ => db.execute("DELETE FROM meta WHERE nyckel = 'sigill'", []).unwrap(),
        };
        assert!(faults(&world.store).contains(&Fault::Seal), "{how}");
    }
}

#[test]
fn a_database_that_is_made_an_older_one_again_is_told_by_its_head() {
    let (world, ..) = encrypted();
    let path = world.store.path.clone();
    let db = tool(&world.store);
    forge(&db);
    // The doors as version 4 had them, and nothing of the seal.
    let doors: Vec<(String, String)> = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%sigill(%'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(doors.len(), 2);
    for (name, sql) in doors {
        db.execute_batch(&format!("DROP TRIGGER {name}; {}", sql.replace("sigill(", "kedja("))).unwrap();
    }
    db.execute_batch("DELETE FROM meta WHERE nyckel = 'sigill'; PRAGMA user_version = 4").unwrap();
    drop((db, world.store));
    let mut store = Store::open(&path, &access()).unwrap();
    assert!(store.take_news().is_some_and(|news| news.contains("är inte den databas")));
    let report = store.verify().unwrap();
    assert!(matches!(report.faults.as_slice(), [Fault::Lost(_)]), "{:?}", report.faults);
    assert!(report.unsealed.is_some(), "and what isn't sealed is said");
}

#[test]
fn after_a_new_key_the_lines_before_are_checked_with_the_secret_before() {
    let (mut world, meeting, _) = encrypted();
    let path = world.store.path.clone();
    for round in 0..3 {
        let old = world.store.key.clone().unwrap();
        drop(std::mem::replace(&mut world.store, World::new().store));
        let new = RawKey::random().unwrap();
        {
            let db = connect(&path, Some(&old)).unwrap();
            db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).unwrap();
            seal::renew(&db, &old, &new).unwrap();
            db.pragma_update(None, "rekey", new.pragma().as_str()).unwrap();
            db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        }
        let phrase = phrase();
        let opener = key_file::Opener::Passphrase(phrase.checked().unwrap());
        key_file::fresh(&KeyFiles::of(&path).main, opener, &new).unwrap().place().unwrap();
        world.store = Store::open(&path, &access()).unwrap();
        assert_eq!(world.store.take_news(), None, "what was seen last is known under the new key");
        assert_eq!(faults(&world.store), []);
        world.add(meeting, NOTE, &format!("Påhittat: efter {round}"));
        assert_eq!(faults(&world.store), []);
    }
    let store = &world.store;
    let kept: String = tool(store)
        .query_row("SELECT varde FROM meta WHERE nyckel = 'sigill'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept.matches("hemlighet").count(), 3);
    let db = tool(store);
    forge(&db);
    assert!(faults(store).contains(&Fault::Line(1)));
    // Another's key doesn't renew what it hasn't sealed.
    let other = RawKey::random().unwrap();
    assert!(seal::renew(&db, &other, &other).is_err());
}

#[test]
fn the_secret_is_in_no_debug_output_and_never_the_key_itself() {
    let key = RawKey::random().unwrap();
    let secret = Secret::of(Some(&key));
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert_ne!(secret.seal_text("a", "bc"), secret.seal_text("ab", "c"));
    assert_ne!(secret.seal_text("a", "b"), Secret::of(None).seal_text("a", "b"));
}

/// Closes the store, does something to the files, and opens it again.
fn meanwhile(world: &mut World, work: impl FnOnce(&Path)) -> Option<String> {
    let path = world.store.path.clone();
    let access = if world.store.key.is_some() { access() } else { Access::Practice };
    drop(std::mem::replace(&mut world.store, World::new().store));
    work(&path);
    world.store = Store::open(&path, &access).unwrap();
    world.store.take_news()
}

/// Puts a copy of a file where another lies, or nothing.
fn put(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
}

#[test]
fn a_database_that_was_rolled_back_is_told_until_somebody_goes_on_and_then_stands_in_the_journal() {
    let (mut world, meeting, _) = encrypted();
    let copy = world.dir.path().join("kopia");
    assert_eq!(meanwhile(&mut world, |path| put(path, &copy)), None);
    // Two lines each: the act and its row.
    for text in ["tre", "fyra", "fem"] {
        world.add(meeting, NOTE, text);
    }
    for _ in 0..2 {
        let told = meanwhile(&mut world, |path| put(&copy, path)).unwrap();
        assert!(told.contains("saknar 6 rader efter"), "{told}");
        let faults: Vec<String> = faults(&world.store).iter().map(ToString::to_string).collect();
        assert!(faults.len() == 1 && faults[0].starts_with("journalen saknar 6 rader efter"), "{faults:?}");
    }
    let id = world.id();
    world.store.go_on_short(id, world.now).unwrap();
    world.add(meeting, NOTE, "sex");
    assert!(world.store.loss().is_none());
    assert_eq!(faults(&world.store), []);
    assert_eq!(meanwhile(&mut world, |_| ()), None, "told no more");
    let acts = world.store.journal(None, None, 9).unwrap().acts;
    let trace: Vec<_> = acts.iter().filter(|act| act.code == Some(Code::FoundShort)).collect();
    assert_eq!(trace.len(), 1);
    let note = trace[0].looked.as_ref().unwrap().note.as_ref().unwrap();
    assert!(note.starts_with("6 rader efter"), "{note}");
    assert_eq!(world.undo(meeting), Some(Code::Add(NOTE)), "the trace isn't what is taken back");
}

#[test]
fn a_log_that_was_cut_short_or_lost_is_told_with_what_went() {
    for keep in [0, 1, 2] {
        let (mut world, meeting, _) = encrypted();
        let folder = tempfile::tempdir().unwrap();
        meanwhile(&mut world, |_| ());
        for text in ["tre", "fyra", "fem"] {
            world.add(meeting, NOTE, text);
        }
        // As the files lie after a kill.
        for name in [DEFAULT_FILE, "samverkan.db-wal", "samverkan.db-huvud", "nyckel.db"] {
            fs::copy(world.dir.path().join(name), folder.path().join(name)).unwrap();
        }
        let path = folder.path().join(DEFAULT_FILE);
        let log = wal_of(&path);
        let size = fs::metadata(&log).unwrap().len();
        fs::File::options().write(true).open(&log).unwrap().set_len(size * keep / 3).unwrap();
        let mut store = Store::open(&path, &access()).unwrap();
        let told = store.take_news().unwrap();
        assert!(told.contains("rader efter") && told.contains("saknar"), "{told}");
        assert!(!store.verify().unwrap().is_sound());
    }
}

#[test]
fn another_history_is_told() {
    let (mut world, meeting, _) = encrypted();
    let copy = world.dir.path().join("kopia");
    meanwhile(&mut world, |path| put(path, &copy));
    world.add(meeting, NOTE, "tre");
    let told = meanwhile(&mut world, |path| {
        // Somebody has gone on in the copy where nothing was known of this one.
        let elsewhere = tempfile::tempdir().unwrap();
        let other = elsewhere.path().join(DEFAULT_FILE);
        fs::copy(&copy, &other).unwrap();
        fs::copy(path.with_file_name("nyckel.db"), other.with_file_name("nyckel.db")).unwrap();
        let mut there = World::new();
        there.store = Store::open(&other, &access()).unwrap();
        there.ids = crate::domain::ids::Ids::new(99);
        for text in ["annat", "ännu annat"] {
            there.add(meeting, NOTE, text);
        }
        drop(there);
        fs::copy(&other, path).unwrap();
    });
    assert!(told.is_some_and(|told| told.contains("är inte den databas som sågs här sist")));
    assert!(matches!(faults(&world.store).as_slice(), [Fault::Lost(_)]));
}

#[test]
fn a_file_that_is_missing_or_damaged_is_made_anew_and_that_is_told_once() {
    for damage in [true, false] {
        let (mut world, meeting, _) = encrypted();
        let told = meanwhile(&mut world, |path| {
            let head = head_of(path);
            if damage { fs::write(head, "skräp").unwrap() } else { fs::remove_file(head).unwrap() }
        });
        assert_eq!(told, None);
        assert_eq!(faults(&world.store), []);
        let how = world.store.take_head_made().unwrap().unwrap();
        assert!(
            how.starts_with(if damage { "var skadad och ligger undan som" } else { "saknades" }),
            "{how}"
        );
        assert_eq!(world.store.take_head_made().unwrap(), None, "once");
        // And it works from there on.
        let copy = world.dir.path().join("kopia");
        meanwhile(&mut world, |path| put(path, &copy));
        world.add(meeting, NOTE, "tre");
        assert!(meanwhile(&mut world, |path| put(&copy, path)).is_some());
    }
}

#[test]
fn one_torn_or_changed_slot_leaves_the_other_and_says_nothing_untrue() {
    let (mut world, meeting, _) = encrypted();
    world.add(meeting, NOTE, "tre");
    let head = head_of(&world.store.path);
    let whole = fs::read(&head).unwrap();
    assert_eq!(whole.len(), 512);
    assert!(String::from_utf8(whole.clone()).unwrap().lines().all(|line| line.len() == 255));
    let secret = world.store.secret.clone();
    for index in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[index] ^= 1 << (index % 8);
        fs::write(&head, &bytes).unwrap();
        let found = head::read(&world.store.path, [&secret], &world.store.origin);
        let head::Found::Head(kept) = found else { panic!("{index}: {found:?}") };
        assert_eq!(head::compare(&world.store.db, &kept).unwrap(), None, "{index}");
    }
    for size in 0..512 {
        fs::write(&head, &whole[..size]).unwrap();
        let found = head::read(&world.store.path, [&secret], &world.store.origin);
        assert_eq!(matches!(found, head::Found::Head(_)), size >= 256, "{size}");
    }
}

#[test]
fn the_file_is_never_lowered_whichever_program_comes_last() {
    let (mut world, meeting, _) = encrypted();
    let early = world.store.journal_head().unwrap();
    world.add(meeting, NOTE, "tre");
    let late = world.store.journal_head().unwrap();
    let Store { path, secret, origin, .. } = &world.store;
    let read = || match head::read(path, [secret], origin) {
        head::Found::Head(kept) => kept.head,
        found => panic!("{found:?}"),
    };
    assert_eq!(read(), late);
    head::write(path, (secret, origin), &early, world.now, head::Lowered::No).unwrap();
    assert_eq!(read(), late);
    head::write(path, (secret, origin), &early, world.now, head::Lowered::Accepted).unwrap();
    assert_eq!(read(), early);
    head::forget(path).unwrap();
    head::forget(path).unwrap();
    assert_eq!(head::read(path, [secret], origin), head::Found::Missing);
}

#[test]
fn a_locked_version_whose_anchor_or_document_is_another_is_told() {
    for (sql, wanted) in [
        ("UPDATE protokoll_version SET journal_sha = 'ab'", "Anchor"),
        ("UPDATE protokoll_version SET journal_rad = journal_rad - 1", "Anchor"),
        ("UPDATE protokoll_version SET journal_rad = 9999", "Anchor"),
        ("UPDATE protokoll_dokument SET json = '{ }'", "Document"),
        ("DELETE FROM protokoll_dokument", "Document"),
        ("UPDATE protokoll_version SET dokument_sha = 'ab'", "Document"),
    ] {
        let (mut world, meeting, _) = encrypted();
        let head = world.store.meeting(meeting).unwrap().head;
        let closed = Head { status: MeetingStatus::Avslutat, ..head };
        world.commit(meeting, Code::Close, vec![Change::put(closed)]);
        let request = LockRequest {
            approval: crate::domain::record::Approval::Justerat,
            by: "Påhittad Person".to_owned(),
            registered: "BUN 2026/17".to_owned(),
            locked_by: None,
        };
        let (command, row, now) = (world.id(), world.id(), world.now);
        world.store.lock(meeting, &request, (command, row), now, &|_, _| Ok("{}".to_owned())).unwrap();
        assert_eq!(faults(&world.store), []);
        tool(&world.store).execute_batch(sql).unwrap();
        let found = faults(&world.store);
        assert!(found.iter().any(|fault| format!("{fault:?}").starts_with(wanted)), "{sql}: {found:?}");
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        let named = told.iter().any(|told| told.contains("version 1 av protokollet från 2026-11-23-eht"));
        assert_eq!(named, wanted == "Anchor", "{told:?}");
    }
}

#[test]
fn a_setting_that_nobody_has_made_is_told() {
    let (mut world, ..) = encrypted();
    for (on, sql) in [
        (false, "INSERT OR REPLACE INTO meta VALUES ('socialtjanst_klocka', 'pa')"),
        (true, "UPDATE meta SET varde = 'av' WHERE nyckel = 'socialtjanst_klocka'"),
        (true, "DELETE FROM meta WHERE nyckel = 'socialtjanst_klocka'"),
    ] {
        world.set_social_clock(on);
        assert_eq!(faults(&world.store), []);
        tool(&world.store).execute_batch(sql).unwrap();
        assert_eq!(faults(&world.store), [Fault::Setting("socialtjänstens klocka")], "{sql}");
    }
}

/// How many bits of each file are turned; `SAMVERKAN_BITAR` asks for more.
fn flips() -> u64 {
    std::env::var("SAMVERKAN_BITAR").ok().and_then(|count| count.parse().ok()).unwrap_or(6)
}

#[test]
fn one_bit_that_has_turned_in_any_file_is_told_or_changes_nothing() {
    let (mut world, meeting, _) = encrypted();
    meanwhile(&mut world, |_| ());
    for text in ["tre", "fyra", "fem"] {
        world.add(meeting, NOTE, text);
    }
    let names = [DEFAULT_FILE, "samverkan.db-wal", "samverkan.db-huvud", "nyckel.db"];
    let (end, rows) = (world.store.journal_head().unwrap(), world.store.meeting(meeting).unwrap());
    let from = |name: &str| world.dir.path().join(name);
    let mut dice = fastrand::Rng::with_seed(11);
    let mut told = [0; 4];
    for (index, flipped) in names.into_iter().enumerate() {
        for _ in 0..flips() {
            let folder = tempfile::tempdir().unwrap();
            for name in names {
                fs::copy(from(name), folder.path().join(name)).unwrap();
            }
            let file = folder.path().join(flipped);
            let mut bytes = fs::read(&file).unwrap();
            let bit = dice.usize(..bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(&file, bytes).unwrap();
            let outcome = Store::open(&folder.path().join(DEFAULT_FILE), &access());
            let words = match outcome {
                Err(error) => Some(error.to_string()),
                Ok(mut store) => match (store.take_news(), store.verify()) {
                    (Some(news), _) => Some(news),
                    (None, Err(error)) => Some(error.to_string()),
                    (None, Ok(report)) if !report.is_sound() => Some(report.faults[0].to_string()),
                    (None, Ok(_)) => {
                        assert_eq!(store.journal_head().unwrap(), end, "{flipped} bit {bit}");
                        assert_eq!(store.meeting(meeting).unwrap(), rows, "{flipped} bit {bit}");
                        None
                    }
                },
            };
            if let Some(words) = words {
                told[index] += 1;
                for foreign in ["returned", "Failure", "malformed", "SQLITE", "database", "error", "Err("] {
                    assert!(!words.contains(foreign), "{flipped} bit {bit}: {words}");
                }
            }
        }
    }
    assert!(told[0] > 0 && told[1] > 0 && told[2] == 0, "{told:?}");
}

#[test]
fn a_page_that_somebody_has_written_over_is_told_in_swedish() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    for index in 0..200 {
        world.add(meeting, NOTE, &format!("Påhittat {index}"));
    }
    world.store.clean(&mut unfollowed).unwrap();
    let path = world.path();
    drop(std::mem::replace(&mut world.store, World::new().store));
    let whole = fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    let mut dice = fastrand::Rng::with_seed(3);
    for _ in 0..30 {
        let page = dice.usize(1..pages);
        let mut bytes = whole.clone();
        for byte in &mut bytes[page * 4096..page * 4096 + 64] {
            *byte = dice.u8(..);
        }
        fs::write(&path, &bytes).unwrap();
        let words: Vec<String> = match Store::open(&path, &Access::Practice) {
            Err(error) => vec![error.to_string()],
            Ok(mut store) => {
                let mut words: Vec<String> = store.take_news().into_iter().collect();
                match store.verify() {
                    Ok(report) => words.extend(report.faults.iter().map(ToString::to_string)),
                    Err(error) => words.push(error.to_string()),
                }
                words
            }
        };
        for said in words {
            for foreign in ["returned", "Failure", "malformed", "row ", "page ", "index ", "error", "Tree"] {
                assert!(!said.contains(foreign), "page {page}: {said}");
            }
        }
    }
}

#[test]
fn what_is_added_to_the_shape_with_a_tool_is_told_at_the_opening_and_in_the_check() {
    for (sql, named) in [
        ("CREATE TRIGGER tyst AFTER INSERT ON post BEGIN UPDATE utkast SET text = ''; END", "skyddet tyst"),
        ("CREATE TABLE annat(a)", "tabellen annat"),
        ("CREATE VIEW vy AS SELECT * FROM post", "vyn vy"),
        ("DROP INDEX mote_status", "indexet mote_status"),
        ("DROP TRIGGER journal_tas_inte_bort", "skyddet journal_tas_inte_bort"),
        ("DROP VIEW last_mote; CREATE VIEW last_mote(mote_id) AS SELECT NULL WHERE 0", "vyn last_mote"),
        (
            "DROP TRIGGER journal_in_skriv; CREATE TRIGGER journal_in_skriv INSTEAD OF INSERT ON journal_in BEGIN SELECT 1; END",
            "skyddet journal_in_skriv",
        ),
    ] {
        let (mut world, ..) = encrypted();
        let told = meanwhile(&mut world, |path| {
            let db = connect(path, Some(&key_of(path))).unwrap();
            db.execute_batch(sql).unwrap();
        });
        assert!(told.as_ref().is_some_and(|told| told.contains(named)), "{sql}: {told:?}");
        let faults: Vec<String> = faults(&world.store).iter().map(ToString::to_string).collect();
        assert!(faults.iter().any(|fault| fault.contains(named)), "{sql}: {faults:?}");
    }
}

/// The key of a database whose passphrase is known.
fn key_of(path: &Path) -> RawKey {
    KeyFiles::of(path).read(&access()).unwrap()
}

#[test]
fn the_latest_lines_and_versions_are_looked_over_at_each_start() {
    for (sql, said) in [
        (
            "UPDATE journal SET tid = '2026-11-23T12:00:00.000Z' WHERE seq = (SELECT max(seq) - 1 FROM journal)",
            "journalens rad",
        ),
        ("DELETE FROM journal WHERE seq = (SELECT max(seq) - 1 FROM journal)", "journalens rad"),
        ("UPDATE journal SET person = 'x' WHERE seq = (SELECT max(seq) FROM journal)", "journalens rad"),
        ("UPDATE meta SET varde = '{}' WHERE nyckel = 'sigill'", "sigill"),
        ("INSERT OR REPLACE INTO meta VALUES ('socialtjanst_klocka', 'pa')", "klocka"),
    ] {
        let (mut world, ..) = encrypted();
        let told = meanwhile(&mut world, |path| {
            let key = key_of(path);
            let db = connect(path, Some(&key)).unwrap();
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
            assert!(db.execute(sql, []).unwrap() > 0);
        });
        let told = told.unwrap_or_default();
        assert!(told.contains("stämmer inte") && told.contains(said), "{sql}: {told}");
    }
}
