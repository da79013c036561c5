use super::described::described;
use super::*;
use crate::store::journal::seal::Secret;
use std::collections::{BTreeMap, BTreeSet};

/// Everything in a database by kind and name, so that two can be compared: what stands between the commas of a table in
/// any order, and any spaces as one.
fn shape(db: &Connection) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut all = db.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
    let all = all
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get::<_, String>(2)?)))
        .unwrap()
        .map(|row| row.unwrap());
    all.map(|(key, sql)| {
        let sql: Vec<&str> = sql.split_whitespace().collect();
        let sql = sql.join(" ");
        let parts = if sql.starts_with("CREATE TABLE") { parts(&sql) } else { BTreeSet::from([sql]) };
        (key, parts)
    })
    .collect()
}

/// What stands between the outermost commas and brackets.
fn parts(sql: &str) -> BTreeSet<String> {
    let (mut parts, mut part, mut depth) = (BTreeSet::new(), String::new(), 0);
    for c in sql.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if (depth == 1 && matches!(c, ',' | '(')) || (depth == 0 && c == ')') {
            parts.insert(std::mem::take(&mut part).trim().to_owned());
        } else {
            part.push(c);
        }
    }
    parts.insert(part.trim().to_owned());
    parts
}

fn made(steps: &[Migration]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    drop(crate::store::wake());
    let mut db = Connection::open(&path).unwrap();
    crate::store::journal::register(&db, &Secret::of(None)).unwrap();
    migrate(&mut db, &path, steps).unwrap();
    (folder, db)
}

#[test]
fn all_steps_together_make_what_is_described() {
    let (_folder, stepwise) = made(MIGRATIONS);
    let at_once = Connection::open_in_memory().unwrap();
    at_once.execute_batch(&described()).unwrap();
    let (stepwise, at_once) = (shape(&stepwise), shape(&at_once));
    for (key, parts) in &at_once {
        assert_eq!(
            stepwise.get(key),
            Some(parts),
            "{key:?} is described and not made so: a new step is needed"
        );
    }
    let more: Vec<_> = stepwise.keys().filter(|key| !at_once.contains_key(key)).collect();
    assert!(more.is_empty(), "made and not described: {more:?}");
}

#[test]
fn the_last_step_makes_this_version() {
    let (_folder, db) = made(MIGRATIONS);
    assert_eq!(user_version(&db).unwrap(), VERSION);
    assert_eq!(VERSION, i64::try_from(MIGRATIONS.len()).unwrap());
}

fn two(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("ALTER TABLE x ADD COLUMN b")
}

fn breaks(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("CREATE TABLE half(a); DROP TABLE x; SELECT no_such_function()")
}

fn dies(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("CREATE TABLE half(a); DROP TABLE x")?;
    panic!("in the middle of a step");
}

/// A first version: a table, and what each transaction leaves its stamp in.
const ONE: Migration = Migration {
    step: Step::Sql(
        "CREATE TABLE x(a); INSERT INTO x VALUES (1); CREATE TABLE journal(seq, sha);
         CREATE TABLE meta(nyckel TEXT PRIMARY KEY, varde TEXT)",
    ),
    shape: "",
    then: None,
};

const fn work(work: fn(&Connection) -> rusqlite::Result<()>) -> Migration {
    Migration { step: Step::Work(work), shape: "", then: None }
}

#[test]
fn a_step_that_breaks_leaves_the_version_before_and_a_copy() {
    for step in [breaks, dies] {
        let (folder, mut db) = made(&[ONE]);
        let path = folder.path().join("x.db");
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            migrate(&mut db, &path, &[ONE, work(two), work(step)]).is_err()
        }));
        assert!(outcome.unwrap_or(true));
        drop(db);
        let db = Connection::open(&path).unwrap();
        // The step before it was whole.
        assert_eq!(user_version(&db).unwrap(), 2);
        assert_eq!(
            shape(&db).keys().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
            ["journal", "meta", "x"]
        );
        assert_eq!(db.query_row("SELECT a FROM x WHERE b IS NULL", [], |row| row.get(0)), Ok(1));
        let copy = Connection::open(folder.path().join("x.db.fore-v1")).unwrap();
        assert_eq!((user_version(&copy), shape(&copy).len()), (Ok(1), 3));
    }
}

#[test]
fn programs_that_start_at_the_same_time_take_each_step_once() {
    for _ in 0..10 {
        let (folder, db) = made(&[ONE]);
        drop(db);
        let path = folder.path().join("x.db");
        let start = std::sync::Barrier::new(3);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut db = Connection::open(&path).unwrap();
                    db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
                    start.wait();
                    migrate(&mut db, &path, &[ONE, work(two)]).unwrap();
                    assert_eq!(user_version(&db).unwrap(), 2);
                });
            }
        });
        let copy = Connection::open(folder.path().join("x.db.fore-v1")).unwrap();
        assert_eq!(user_version(&copy), Ok(1), "the copy is from before");
    }
}

#[test]
fn a_newer_file_is_left_as_it_is() {
    let (folder, mut db) = made(&[ONE, work(two)]);
    let path = folder.path().join("x.db");
    let before = std::fs::read(&path).unwrap();
    let refused = migrate(&mut db, &path, &[ONE]);
    assert!(matches!(refused, Err(StoreError::NewerVersion { found: 2, known: 1, .. })), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn each_version_has_the_checksum_of_its_shape() {
    for (index, migration) in MIGRATIONS.iter().enumerate() {
        let (_folder, db) = made(&MIGRATIONS[..=index]);
        assert_eq!(shape::checksum(&db).unwrap(), migration.shape, "version {}", index + 1);
    }
}

/// A database of the version, with something done to it by a tool.
fn tampered(version: usize, sql: &str) -> (tempfile::TempDir, Connection) {
    let (folder, db) = made(&MIGRATIONS[..version]);
    db.execute_batch(sql).unwrap();
    (folder, db)
}

#[test]
fn whatever_is_dropped_is_noticed() {
    let (_folder, db) = made(MIGRATIONS);
    let whole = shape::checksum(&db).unwrap();
    for (kind, name) in shape(&db).keys().filter(|(kind, _)| kind != "table") {
        db.execute_batch(&format!("SAVEPOINT s; DROP {kind} {name}")).unwrap();
        assert_ne!(shape::checksum(&db).unwrap(), whole, "{kind} {name}");
        db.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
    }
    assert_eq!(shape::checksum(&db).unwrap(), whole);
}

#[test]
fn what_is_missing_or_changed_of_the_protection_is_told_and_put_back() {
    for (version, dropped) in [
        (1, "DROP TRIGGER post_last_UPDATE"),
        (1, "DROP VIEW journal_in"),
        (2, "DROP TRIGGER journal_in_last"),
        (2, "DROP VIEW journal_in"),
        (2, "DROP INDEX mote_form"),
    ] {
        let (folder, mut db) = tampered(version, dropped);
        let path = folder.path().join("x.db");
        let told = bring_up(&mut db, &path).unwrap();
        assert!(!told.is_empty() && told.iter().all(Deviation::is_mended), "{dropped}");
        let name = dropped.rsplit(' ').next().unwrap();
        assert!(told.iter().any(|told| told.to_string().ends_with(&format!(" {name} hade tagits bort"))));
        assert_eq!(deviations(&db).unwrap(), [], "{dropped}");
        assert_eq!(user_version(&db).unwrap(), VERSION);
        assert!(bring_up(&mut db, &path).unwrap().is_empty(), "told once");
    }
    let changed = "DROP TRIGGER journal_in_last;
        CREATE TRIGGER journal_in_last INSTEAD OF INSERT ON journal_in WHEN 0 BEGIN SELECT 1; END;
        DROP INDEX mote_form; CREATE INDEX mote_form ON mote(form)";
    let (folder, mut db) = tampered(MIGRATIONS.len(), changed);
    let told = bring_up(&mut db, &folder.path().join("x.db")).unwrap();
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["indexet mote_form hade ändrats", "skyddet journal_in_last hade ändrats"]);
    assert_eq!(deviations(&db).unwrap(), []);
}

#[test]
fn what_doesnt_belong_is_told_and_left() {
    let (folder, mut db) =
        tampered(MIGRATIONS.len(), "CREATE TABLE annat(a); CREATE INDEX post_text ON post(text)");
    for _ in 0..2 {
        let told = bring_up(&mut db, &folder.path().join("x.db")).unwrap();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["indexet post_text hör inte hit", "tabellen annat hör inte hit"]);
    }
    // Nor does a trigger that hides behind a name of SQLite's.
    let hidden = "PRAGMA writable_schema = ON;
        INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_x', 'post', 0,
            'CREATE TRIGGER sqlite_x AFTER INSERT ON post BEGIN SELECT 1; END')";
    let (_folder, db) = tampered(MIGRATIONS.len(), hidden);
    let told: Vec<String> = deviations(&db).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["skyddet sqlite_x hör inte hit"]);
    // What SQLite keeps for itself is its own.
    let (folder, mut db) = tampered(MIGRATIONS.len(), "ANALYZE");
    assert_eq!(bring_up(&mut db, &folder.path().join("x.db")).unwrap(), []);
}

#[test]
fn a_database_with_other_tables_is_refused_as_it_is() {
    for (version, sql) in [
        (1, "ALTER TABLE post ADD COLUMN ny TEXT"),
        (1, "DROP TABLE slackt"),
        (2, "ALTER TABLE mote RENAME COLUMN plats TO rum; DROP TRIGGER person_journal_INSERT"),
    ] {
        let (folder, mut db) = tampered(version, sql);
        let path = folder.path().join("x.db");
        let before = std::fs::read(&path).unwrap();
        let refused = bring_up(&mut db, &path);
        assert!(
            matches!(&refused, Err(StoreError::OtherShape { file, .. }) if file == "x.db"),
            "{refused:?}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before, "{sql}");
    }
}
