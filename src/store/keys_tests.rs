//! What opens a database, changed by one and by several, interrupted at each step, and looked at afterwards.

use super::connection::connect;
use super::error::file_name;
use super::key_file::{self, Opener};
use super::keys::{KeyFiles, read_key};
use super::{
    Access, DEFAULT_FILE, FileKind, Passphrase, RecoveryKey, Store, StoreError, kind_of, prove_recovery_key,
};
use crate::domain::access::Looked;
use crate::domain::command::Code;
use crate::domain::progress::{Progress, Stopped, unfollowed};
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use tempfile::TempDir;

const PHRASE: &str = "åtta blå båtar";

fn by(phrase: &str) -> Access {
    Access::Passphrase(Passphrase::new(phrase))
}

/// A new database, closed, and what its recovery key is.
fn made() -> (TempDir, PathBuf, RecoveryKey) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DEFAULT_FILE);
    let (store, recovery) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
    drop(store);
    (folder, path, recovery)
}

fn open(path: &Path, access: &Access) -> Store {
    Store::open(path, access).unwrap()
}

fn opens(path: &Path, access: &Access) -> bool {
    match Store::open(path, access) {
        Ok(_) => true,
        Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const WHOLE: [&str; 4] = ["nyckel-reserv.db", "nyckel.db", DEFAULT_FILE, "samverkan.db-huvud"];

#[test]
fn a_passphrase_is_changed_by_the_old_one_or_the_recovery_key() {
    let (_folder, path, recovery) = made();
    let mut store = open(&path, &by(PHRASE));
    let wrong = store.change_passphrase(&by("fel"), &Passphrase::new("nio gröna getter"));
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase(_))), "{wrong:?}");
    assert!(opens(&path, &by(PHRASE)));
    store.change_passphrase(&by(PHRASE), &Passphrase::new("nio gröna getter")).unwrap();
    assert!(!opens(&path, &by(PHRASE)) && opens(&path, &by("nio gröna getter")));
    store
        .change_passphrase(&Access::Recovery(recovery.clone()), &Passphrase::new("elva blå bävrar"))
        .unwrap();
    assert!(!opens(&path, &by("nio gröna getter")) && opens(&path, &by("elva blå bävrar")));
    assert!(opens(&path, &Access::Recovery(recovery)));
}

#[test]
fn a_new_recovery_key_holds_when_it_is_confirmed_and_the_old_one_until_then() {
    let (_folder, path, old) = made();
    let mut store = open(&path, &by(PHRASE));
    assert!(matches!(store.propose_recovery_key(&by("fel")), Err(StoreError::WrongPassphrase(_))));
    assert!(matches!(store.confirm_recovery_key(), Err(StoreError::NoKeyShown)));
    let opens = |key: &RecoveryKey| opens(&path, &Access::Recovery(key.clone()));
    let never = store.propose_recovery_key(&by(PHRASE)).unwrap();
    assert!(opens(&old) && !opens(&never));
    store.forget_shown_key();
    assert!(matches!(store.confirm_recovery_key(), Err(StoreError::NoKeyShown)));
    // Only the one that was shown last can be confirmed.
    let before = store.propose_recovery_key(&by(PHRASE)).unwrap();
    let new = store.propose_recovery_key(&by(PHRASE)).unwrap();
    assert!(store.confirm_recovery_key().unwrap());
    assert!(opens(&new) && ![&old, &never, &before].into_iter().any(opens));
    assert!(matches!(store.confirm_recovery_key(), Err(StoreError::NoKeyShown)));
}

#[test]
fn a_first_key_that_nobody_confirmed_is_told_until_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DEFAULT_FILE);
    let (mut store, key) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
    assert_eq!(store.key_troubles(), [KeyTrouble::NeverConfirmed]);
    drop(store);
    // It is shown no more, so that only another one can be confirmed.
    store = open(&path, &by(PHRASE));
    assert_eq!(store.key_troubles(), [KeyTrouble::NeverConfirmed]);
    assert!(matches!(store.confirm_recovery_key(), Err(StoreError::NoKeyShown)));
    store.propose_recovery_key(&by(PHRASE)).unwrap();
    assert_eq!(store.key_troubles(), [KeyTrouble::NeverConfirmed]);
    store.confirm_recovery_key().unwrap();
    assert_eq!(store.key_troubles(), []);
    assert!(!opens(&path, &Access::Recovery(key)));
    // Confirmed at once.
    let second = folder.path().join("andra.db");
    let (mut store, key) = Store::create(&second, &Passphrase::new(PHRASE)).unwrap();
    assert!(!store.confirm_recovery_key().unwrap());
    assert_eq!(store.key_troubles(), []);
    assert!(opens(&second, &Access::Recovery(key)));
    // A database from before says nothing of it.
    store
        .db
        .execute("DELETE FROM meta WHERE nyckel LIKE '%bekraftad' OR nyckel LIKE '%\\_sha' ESCAPE '\\'", [])
        .unwrap();
    drop(store);
    assert_eq!(open(&second, &by(PHRASE)).key_troubles(), []);
}

#[test]
fn of_several_who_change_the_passphrase_at_once_one_does_and_nobody_is_locked_out() {
    for _ in 0..2 {
        let (folder, path, recovery) = made();
        let stores: Vec<Store> = (0..3).map(|_| open(&path, &by(PHRASE))).collect();
        let start = Barrier::new(stores.len());
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = stores
                .into_iter()
                .enumerate()
                .map(|(number, mut store)| {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        store.change_passphrase(
                            &by(PHRASE),
                            &Passphrase::new(&format!("fras nummer {number}")),
                        )
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won: Vec<usize> = (0..3).filter(|number| outcomes[*number].is_ok()).collect();
        let [won] = won[..] else { panic!("{outcomes:?}") };
        assert!(
            outcomes.iter().all(|done| matches!(done, Ok(()) | Err(StoreError::KeysChangedMeanwhile))),
            "{outcomes:?}"
        );
        for number in 0..3 {
            assert_eq!(opens(&path, &by(&format!("fras nummer {number}"))), number == won);
        }
        assert!(!opens(&path, &by(PHRASE)) && opens(&path, &Access::Recovery(recovery)));
        assert_eq!(names(folder.path()), WHOLE);
        assert_eq!(
            open(&path, &by(&format!("fras nummer {won}"))).key_troubles(),
            [KeyTrouble::NeverConfirmed]
        );
    }
}

#[test]
fn whoever_came_in_with_the_recovery_key_does_not_undo_a_change_made_meanwhile() {
    let (_folder, path, recovery) = made();
    let access = Access::Recovery(recovery);
    let mut forgetful = open(&path, &access);
    open(&path, &by(PHRASE)).change_passphrase(&by(PHRASE), &Passphrase::new("nio gröna getter")).unwrap();
    for refused in [
        forgetful.change_passphrase(&access, &Passphrase::new("elva blå bävrar")),
        forgetful.replace_lost_passphrase(&Passphrase::new("elva blå bävrar")),
    ] {
        assert!(matches!(refused, Err(StoreError::KeysChangedMeanwhile)), "{refused:?}");
    }
    assert!(opens(&path, &by("nio gröna getter")));
    // Whoever begins again knows of it.
    open(&path, &access).replace_lost_passphrase(&Passphrase::new("elva blå bävrar")).unwrap();
    assert!(opens(&path, &by("elva blå bävrar")) && !opens(&path, &by("nio gröna getter")));
}

#[test]
fn two_new_recovery_keys_at_once_are_one() {
    let (_folder, path, old) = made();
    let (mut one, mut two) = (open(&path, &by(PHRASE)), open(&path, &by(PHRASE)));
    let first = one.propose_recovery_key(&by(PHRASE)).unwrap();
    let second = two.propose_recovery_key(&by(PHRASE)).unwrap();
    one.confirm_recovery_key().unwrap();
    assert!(matches!(two.confirm_recovery_key(), Err(StoreError::KeysChangedMeanwhile)));
    let opens = |key: &RecoveryKey| opens(&path, &Access::Recovery(key.clone()));
    assert!(opens(&first) && !opens(&second) && !opens(&old));
}

#[test]
fn a_change_that_was_killed_leaves_what_held_and_is_cleaned_away() {
    let (folder, path, _) = made();
    let keys = KeyFiles::of(&path);
    let raw = read_key(&path, &by(PHRASE)).unwrap();
    let (draft, old_kind) = ("nyckel.db.ny-0123456789abcdef", "nyckel-reserv.db.ny");
    for bytes in [Vec::new(), vec![7; 100], fs::read(&keys.main).unwrap()] {
        fs::write(folder.path().join(draft), &bytes).unwrap();
        fs::write(folder.path().join(old_kind), &bytes).unwrap();
        assert!(opens(&path, &by(PHRASE)));
        assert_eq!(names(folder.path()), WHOLE);
        fs::write(folder.path().join(draft), &bytes).unwrap();
        let mut store = open(&path, &by(PHRASE));
        fs::write(folder.path().join(draft), &bytes).unwrap();
        store.change_passphrase(&by(PHRASE), &Passphrase::new(PHRASE)).unwrap();
        drop(store);
        assert_eq!(names(folder.path()), WHOLE);
    }
    // A key that has no file in its place is let alone, whatever it is called.
    fs::rename(&keys.reserve, folder.path().join(old_kind)).unwrap();
    drop(open(&path, &by(PHRASE)));
    assert_eq!(names(folder.path()), [old_kind, "nyckel.db", DEFAULT_FILE, "samverkan.db-huvud"]);
    fs::rename(folder.path().join(old_kind), &keys.reserve).unwrap();

    // Killed when the file has its name and the database doesn't say so yet, or the other way round.
    let store = open(&path, &by(PHRASE));
    let fresh = key_file::fresh(&keys.main, Opener::Passphrase("nio gröna getter"), &raw).unwrap();
    super::meta::put(&store.db, "nyckelfil_sha_ny", &fresh.sha).unwrap();
    assert_eq!(store.key_troubles(), [KeyTrouble::NeverConfirmed]);
    drop(store);
    fresh.place().unwrap();
    for _ in 0..2 {
        assert_eq!(open(&path, &by("nio gröna getter")).key_troubles(), [KeyTrouble::NeverConfirmed]);
    }
}

#[test]
fn what_is_amiss_with_the_key_files_is_told() {
    let (folder, path, recovery) = made();
    let (elsewhere, other_path, _) = made();
    let store = open(&path, &by(PHRASE));
    let keys = KeyFiles::of(&path);
    let others = KeyFiles::of(&other_path);
    let amiss = |store: &Store| -> Vec<(KeyFile, Amiss)> {
        let told = store.key_troubles().into_iter().filter_map(|trouble| match trouble {
            KeyTrouble::File { which, amiss, name } => {
                assert_eq!(name, file_name(keys.path(which)));
                Some((which, amiss))
            }
            KeyTrouble::NeverConfirmed => None,
        });
        told.collect()
    };
    assert_eq!(amiss(&store), []);
    for which in [KeyFile::Passphrase, KeyFile::Recovery] {
        let own = keys.path(which);
        let whole = fs::read(own).unwrap();
        let mut flipped = whole.clone();
        flipped[5000] ^= 1;
        for (bytes, what) in [
            (Some(Vec::new()), Amiss::Empty),
            (Some(whole[..4096].to_vec()), Amiss::Damaged),
            (Some(vec![0; whole.len()]), Amiss::Damaged),
            (Some(flipped), Amiss::Other),
            (Some(fs::read(others.path(which)).unwrap()), Amiss::Other),
            (None, Amiss::Missing),
        ] {
            match bytes {
                Some(bytes) => fs::write(own, bytes).unwrap(),
                None => fs::remove_file(own).unwrap(),
            }
            assert_eq!(amiss(&store), [(which, what)]);
        }
        fs::write(own, whole).unwrap();
        assert_eq!(amiss(&store), []);
    }
    // An older passphrase's file put back is noticed, also by who opens with it.
    let old = fs::read(&keys.main).unwrap();
    let mut store = store;
    store.change_passphrase(&by(PHRASE), &Passphrase::new("nio gröna getter")).unwrap();
    fs::write(&keys.main, old).unwrap();
    let mut back = open(&path, &by(PHRASE));
    assert_eq!(amiss(&back), [(KeyFile::Passphrase, Amiss::Other)]);
    back.change_passphrase(&by(PHRASE), &Passphrase::new("elva blå bävrar")).unwrap();
    assert_eq!(amiss(&back), []);
    // A recovery file that has shown what it holds is the program's own from then on.
    let raw = read_key(&path, &by("elva blå bävrar")).unwrap();
    key_file::fresh(&keys.reserve, Opener::Recovery(&recovery.0), &raw).unwrap().place().unwrap();
    assert_eq!(amiss(&back), [(KeyFile::Recovery, Amiss::Other)]);
    prove_recovery_key(&path, &recovery).unwrap();
    assert_eq!(amiss(&back), []);
    // That of another database may open, but not this one.
    fs::copy(&others.reserve, &keys.reserve).unwrap();
    assert!(matches!(prove_recovery_key(&path, &recovery), Err(StoreError::WrongRecoveryKey(_))));
    let foreign = read_key(&other_path, &by(PHRASE)).unwrap();
    key_file::fresh(&keys.reserve, Opener::Recovery(&recovery.0), &foreign).unwrap().place().unwrap();
    assert!(matches!(prove_recovery_key(&path, &recovery), Err(StoreError::OtherKey { .. })));
    assert_eq!(amiss(&back), [(KeyFile::Recovery, Amiss::Other)]);
    drop((folder, elsewhere));
}

#[test]
fn a_first_start_that_was_killed_is_begun_anew() {
    let (folder, path, _) = made();
    let of_a_start = ["nyckel-reserv.db", "nyckel.db", DEFAULT_FILE];
    let whole = of_a_start.map(|name| (name, fs::read(folder.path().join(name)).unwrap()));
    // Each of the files half made or whole under its own name, and none of them in its place.
    for bytes in [0, 100, 4096, usize::MAX] {
        let folder = tempfile::tempdir().unwrap();
        for (number, (name, content)) in whole.iter().enumerate() {
            let draft = format!("{name}.ny-{number:016x}");
            fs::write(folder.path().join(&draft), &content[..content.len().min(bytes)]).unwrap();
            fs::write(folder.path().join(format!("{draft}-wal")), "x").unwrap();
        }
        let path = folder.path().join(DEFAULT_FILE);
        assert_eq!(kind_of(&path).unwrap(), FileKind::Missing);
        let (store, recovery) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
        drop(store);
        assert_eq!(names(folder.path()), WHOLE);
        assert!(opens(&path, &by(PHRASE)) && opens(&path, &Access::Recovery(recovery)));
    }
    drop((folder, path));
}

#[test]
fn of_several_first_starts_at_once_one_makes_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("djup").join(DEFAULT_FILE);
    let start = Barrier::new(3);
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|number| {
                let (path, start) = (&path, &start);
                scope.spawn(move || {
                    start.wait();
                    Store::create(path, &Passphrase::new(&format!("fras nummer {number}")))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won: Vec<usize> = (0..3).filter(|number| outcomes[*number].is_ok()).collect();
    let [won] = won[..] else { panic!("{outcomes:?}") };
    assert!(
        outcomes.iter().all(|done| matches!(done, Ok(_) | Err(StoreError::AlreadyExists(_)))),
        "{outcomes:?}"
    );
    drop(outcomes);
    assert_eq!(names(path.parent().unwrap()), WHOLE);
    assert!(opens(&path, &by(&format!("fras nummer {won}"))));
}

#[test]
fn a_database_whose_making_was_never_finished_does_not_open() {
    let (_folder, path, _) = made();
    let raw = read_key(&path, &by(PHRASE)).unwrap();
    let db = connect(&path, Some(&raw)).unwrap();
    db.execute("DELETE FROM meta WHERE nyckel = 'ursprung'", []).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(db);
    let before = fs::read(&path).unwrap();
    let refused = Store::open(&path, &by(PHRASE));
    assert!(matches!(refused, Err(StoreError::NoOrigin(_))), "{refused:?}");
    assert!(refused.unwrap_err().to_string().contains("blev aldrig färdig"));
    assert!(matches!(Store::open_to_read(&path, &by(PHRASE)), Err(StoreError::NoOrigin(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
    // The key is there, but no table yet.
    fs::remove_file(&path).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "key", raw.pragma().as_str()).unwrap();
    db.pragma_update(None, "application_id", super::schema::APPLICATION).unwrap();
    drop(db);
    let before = fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path, &by(PHRASE)), Err(StoreError::NoOrigin(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_with_another_key_holds_the_same_and_opens_with_the_new_alone() {
    let (folder, path, recovery) = made();
    let old = read_key(&path, &by(PHRASE)).unwrap();
    let mut store = open(&path, &by(PHRASE));
    let at = "2026-11-23T11:00:00Z".parse().unwrap();
    store.log_that(Code::ChangePassphrase, Looked::default(), uuid::Uuid::from_u128(6).into(), at).unwrap();
    drop(store);
    let before = fs::read(&path).unwrap();
    let key = RecoveryKey::random().unwrap();
    let new = Passphrase::new("nio gröna getter");
    let mut told = Vec::new();
    let store = open(&path, &by(PHRASE))
        .encrypt_anew(
            &by(PHRASE),
            (&new, &key),
            ("2026-11-27", &mut |progress: Progress| {
                told.push(progress);
                Ok(())
            }),
        )
        .unwrap();
    assert!(told.iter().any(|told| told.percent() == Some(100)), "{told:?}");
    // What the journal is sealed with rests on the new key from here on, and on the old one up to here.
    let mut store = store;
    let at = "2026-11-23T12:00:00Z".parse().unwrap();
    let id = uuid::Uuid::from_u128(7).into();
    store.log_that(Code::NewDatabaseKey, Looked::default(), id, at).unwrap();
    assert!(store.verify().unwrap().is_sound() && store.key_troubles().is_empty());
    assert!(!store.key.as_ref().unwrap().is(&old));
    drop(store);
    assert_eq!(names(folder.path()), WHOLE);
    assert!(opens(&path, &Access::Passphrase(new)) && opens(&path, &Access::Recovery(key)));
    assert!(!opens(&path, &by(PHRASE)) && !opens(&path, &Access::Recovery(recovery)));
    let check = connect(&path, Some(&old));
    assert!(
        check
            .and_then(|db| db.query_row("SELECT count(*) FROM meta", [], |row| row.get::<_, i64>(0)))
            .is_err()
    );
    // What lies at the same place in both isn't the same.
    let after = fs::read(&path).unwrap();
    let same = before.chunks(4096).zip(after.chunks(4096)).filter(|(one, other)| one == other).count();
    assert_eq!(same, 0);
}

#[test]
fn nobody_gets_another_key_while_others_have_the_database_open() {
    let (folder, path, _) = made();
    let (mut other, key) = (open(&path, &by(PHRASE)), RecoveryKey::random().unwrap());
    let new = Passphrase::new("nio gröna getter");
    let again = |store: Store| store.encrypt_anew(&by(PHRASE), (&new, &key), ("x", &mut unfollowed));
    assert!(matches!(open(&path, &by(PHRASE)).check_is_alone(), Err(StoreError::OpenElsewhere(_))));
    assert!(matches!(again(open(&path, &by(PHRASE))), Err(StoreError::OpenElsewhere(_))));
    other.set_meta("person", "x").unwrap();
    drop(other);
    let store = open(&path, &by(PHRASE)).check_is_alone().unwrap();
    assert!(matches!(store.check_is_new(&Passphrase::new(PHRASE)), Err(StoreError::SamePassphrase)));
    // Whoever has changed the passphrase since then isn't undone.
    open(&path, &by(PHRASE)).change_passphrase(&by(PHRASE), &Passphrase::new("elva blå bävrar")).unwrap();
    assert!(matches!(again(store), Err(StoreError::KeysChangedMeanwhile)));
    assert!(opens(&path, &by("elva blå bävrar")));
    assert_eq!(names(folder.path()), WHOLE);
    // The log is used as ever after an attempt that came to nothing.
    let store = open(&path, &by("elva blå bävrar"));
    let kind: String = store.db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(kind, "wal");
}

#[test]
fn whoever_stops_it_leaves_the_database_as_it_was() {
    let (folder, path, recovery) = made();
    let key = RecoveryKey::random().unwrap();
    let new = Passphrase::new("nio gröna getter");
    let mut steps = 0;
    let mut stop_after = 0;
    loop {
        let mut left = stop_after;
        let mut follow = |_: Progress| {
            if left == 0 {
                return Err(Stopped);
            }
            left -= 1;
            Ok(())
        };
        let done = open(&path, &by(PHRASE)).encrypt_anew(&by(PHRASE), (&new, &key), ("x", &mut follow));
        match done {
            Err(StoreError::Stopped(_)) => steps += 1,
            done => {
                done.unwrap();
                break;
            }
        }
        assert_eq!(names(folder.path()), WHOLE);
        assert!(opens(&path, &by(PHRASE)) && opens(&path, &Access::Recovery(recovery.clone())));
        stop_after += 1;
    }
    assert!(steps >= 3, "{steps}");
    assert!(opens(&path, &Access::Passphrase(new)) && !opens(&path, &by(PHRASE)));
}
