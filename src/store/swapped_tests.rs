//! Other files in the places of the database's own: what somebody may put there while it is closed or locked. Nothing is opened as
//! if it were the same, nothing is written through it or over it, and each is told.

use super::key_file;
use super::keys::KeyFiles;
use super::places::beside;
use super::testing::World;
use super::*;
use crate::domain::access::Looked;
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
use std::fs;

const NOTE: EntryKind = EntryKind::Anteckning;
const PHRASE: &str = "åtta blå båtar i rad";
/// What stands after the database's name in that of the file beside it.
const HEAD: &str = "-huvud";

fn phrase() -> Passphrase {
    Passphrase::new(PHRASE)
}

fn access() -> Access {
    Access::Passphrase(phrase())
}

/// An encrypted database with a meeting in it.
fn encrypted() -> (World, MeetingId, PathBuf) {
    let mut world = World::new();
    let path = world.dir.path().join("x.db");
    world.store = Store::create(&path, &phrase()).unwrap().0;
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    world.add(meeting, NOTE, "Påhittat: ett");
    (world, meeting, path)
}

/// Closes the store.
fn close(world: &mut World) {
    drop(std::mem::replace(&mut world.store, World::new().store));
}

/// A database for practice with a meeting in it, as bytes.
fn plain() -> Vec<u8> {
    let mut world = World::new();
    world.meeting("eht", "2026-11-23T13:00:00");
    let path = world.path();
    close(&mut world);
    fs::read(path).unwrap()
}

fn lying(path: &Path) -> Vec<String> {
    let names = fs::read_dir(path.parent().unwrap()).unwrap().flatten();
    let mut names: Vec<String> = names.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn one_in_plain_text_is_opened_at_no_door_where_a_key_file_lies() {
    let (mut world, _, path) = encrypted();
    close(&mut world);
    let keys = KeyFiles::of(&path);
    let not_ours = {
        let other = world.dir.path().join("annat");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE x(y)").unwrap();
        fs::read(other).unwrap()
    };
    for bytes in [plain(), not_ours] {
        fs::write(&path, &bytes).unwrap();
        for gone in [None, Some(&keys.main), Some(&keys.reserve)] {
            let kept = gone.map(|gone| {
                let kept = fs::read(gone).unwrap();
                fs::remove_file(gone).unwrap();
                kept
            });
            let before = lying(&path);
            for access in [Access::Practice, access(), Access::Passphrase(Passphrase::new("xyz"))] {
                for opened in [Store::open(&path, &access), Store::open_to_read(&path, &access)] {
                    let Err(error @ StoreError::Unencrypted { .. }) = opened else { panic!("{opened:?}") };
                    let said = error.to_string();
                    assert!(said.contains("x.db.nyckel") && said.contains("aterstall"), "{said}");
                }
            }
            assert_eq!(fs::read(&path).unwrap(), bytes);
            assert_eq!(lying(&path), before);
            if let (Some(gone), Some(kept)) = (gone, kept) {
                fs::write(gone, kept).unwrap();
            }
        }
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(Store::create_practice(&path), Err(StoreError::KeyFileExists(_))));
    // Without key files what was typed opens nothing in plain text either.
    for key in [&keys.main, &keys.reserve] {
        fs::remove_file(key).unwrap();
    }
    fs::write(&path, plain()).unwrap();
    assert!(matches!(Store::open(&path, &access()), Err(StoreError::NoLongerEncrypted(_))));
    Store::open(&path, &Access::Practice).unwrap();
}

#[test]
fn what_is_opened_again_is_what_was_closed() {
    let (mut world, meeting, path) = encrypted();
    let left = world.store.as_left().unwrap();
    assert!(!format!("{left:?}").contains(&*world.store.key.clone().unwrap().0));
    close(&mut world);
    let mut same = Store::open_again(&path, &access(), &left).unwrap();
    assert_eq!(same.take_news(), None);
    drop(same);
    let whole: Vec<(PathBuf, Vec<u8>)> = lying(&path)
        .into_iter()
        .map(|name| path.with_file_name(name))
        .filter(|file| file.is_file())
        .map(|file| (file.clone(), fs::read(file).unwrap()))
        .collect();
    let put_back = || {
        for (file, bytes) in &whole {
            fs::write(file, bytes).unwrap();
        }
    };
    // In plain text, with and without its key files.
    for with_keys in [true, false] {
        fs::write(&path, plain()).unwrap();
        if !with_keys {
            fs::remove_file(beside(&path, ".nyckel")).unwrap();
            fs::remove_file(beside(&path, ".nyckel-reserv")).unwrap();
        }
        for access in [access(), Access::Practice] {
            let refused = Store::open_again(&path, &access, &left);
            let is_refused =
                matches!(refused, Err(StoreError::Unencrypted { .. } | StoreError::NoLongerEncrypted(_)));
            assert!(is_refused, "{refused:?}");
        }
        put_back();
    }
    // Another, which the same passphrase opens.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("x.db");
    drop(Store::create(&other, &phrase()).unwrap());
    for end in ["", ".nyckel", ".nyckel-reserv"] {
        fs::copy(beside(&other, end), beside(&path, end)).unwrap();
    }
    for opened in
        [Store::open_again(&path, &access(), &left), Store::open_again_to_read(&path, &access(), &left)]
    {
        assert!(matches!(opened, Err(StoreError::OtherDatabase(_))), "{opened:?}");
    }
    put_back();
    world.store = Store::open(&path, &access()).unwrap();
    world.add(meeting, NOTE, "två");
    // With another key: told once, and opened by whoever types it again.
    let store = std::mem::replace(&mut world.store, World::new().store);
    let recovery = RecoveryKey::random().unwrap();
    let new = Passphrase::new("nio röda bilar på rad");
    let follow = &mut crate::domain::progress::unfollowed;
    drop(store.encrypt_anew(&access(), (&new, &recovery), ("2026-11-27-0900", follow)).unwrap());
    let new = Access::Passphrase(new);
    let mut left = left;
    assert!(matches!(Store::open_again(&path, &new, &left), Err(StoreError::NewKeyMeanwhile(_))));
    left.know_new_key();
    Store::open_again(&path, &new, &left).unwrap();
}

#[test]
fn a_copy_that_has_come_in_its_place_while_it_was_locked_is_told_also_with_its_own_head() {
    for with_head in [false, true] {
        let (mut world, meeting, path) = encrypted();
        close(&mut world);
        let copies = tempfile::tempdir().unwrap();
        let ends = if with_head { &["", HEAD][..] } else { &[""] };
        let copy = |end: &str| copies.path().join(format!("kopia{end}"));
        for end in ends {
            fs::copy(beside(&path, end), copy(end)).unwrap();
        }
        world.store = Store::open(&path, &access()).unwrap();
        for text in ["två", "tre"] {
            world.add(meeting, NOTE, text);
        }
        let left = world.store.as_left().unwrap();
        close(&mut world);
        for end in ends {
            fs::copy(copy(end), beside(&path, end)).unwrap();
        }
        let mut store = Store::open_again(&path, &access(), &left).unwrap();
        let told = store.take_news().unwrap();
        assert!(told.contains("saknar 4 rader efter"), "{told}");
        drop(store);
        // And from then on by whoever opens it, though the file beside says nothing of it.
        let mut store = Store::open(&path, &access()).unwrap();
        assert!(store.take_news().is_some_and(|told| told.contains("saknar 4 rader efter")));
        assert!(!store.verify().unwrap().is_sound());
    }
}

#[test]
fn to_read_in_what_lacks_something_is_not_to_go_on() {
    let (mut world, meeting, path) = encrypted();
    close(&mut world);
    let copy = world.dir.path().join("kopia");
    fs::copy(&path, &copy).unwrap();
    world.store = Store::open(&path, &access()).unwrap();
    for text in ["två", "tre", "fyra"] {
        world.add(meeting, NOTE, text);
    }
    let person = world.person("Eva Ek").id;
    close(&mut world);
    let whole = fs::read(&path).unwrap();
    fs::copy(&copy, &path).unwrap();
    let head = fs::read(beside(&path, HEAD)).unwrap();
    // More is logged as read than what is missing.
    for _ in 0..4 {
        world.store = Store::open(&path, &access()).unwrap();
        let told = world.store.take_news().unwrap();
        assert!(told.contains("saknar 8 rader efter"), "{told}");
        for _ in 0..3 {
            let id = world.id();
            world.store.open_meeting(meeting, id, world.now).unwrap();
            let id = world.id();
            world.store.log_opening(None, Looked::default(), id, world.now).unwrap();
        }
        let entry = world.entry(meeting, NOTE, "fem");
        let command = world.command(meeting, Code::Add(NOTE), vec![Change::put(entry)]);
        let refused = world.store.commit(&command, world.now);
        assert!(matches!(refused, Err(StoreError::Short { .. })), "{refused:?}");
        assert!(matches!(world.store.propose_recovery_key(&access()), Err(StoreError::Short { .. })));
        let id = world.id();
        assert!(matches!(world.store.set_social_clock(true, id, world.now), Err(StoreError::Short { .. })));
        assert!(matches!(world.store.verify().unwrap().faults.as_slice(), [Fault::Lost(_)]));
        close(&mut world);
        assert_eq!(fs::read(beside(&path, HEAD)).unwrap(), head);
    }
    // The right one comes back: nothing is amiss.
    let short = fs::read(&path).unwrap();
    fs::write(&path, whole).unwrap();
    let mut store = Store::open(&path, &access()).unwrap();
    assert_eq!(store.take_news(), None);
    assert!(store.verify().unwrap().is_sound());
    drop(store);
    // Somebody goes on, and that stands there with who it was.
    fs::write(&path, short).unwrap();
    world.store = Store::open(&path, &access()).unwrap();
    let mut other = Store::open(&path, &access()).unwrap();
    world.store.act_as(Some(person));
    world.store.come_through(None, "tjanst");
    let id = world.id();
    world.store.go_on_short(id, world.now).unwrap();
    let act = world.store.journal(None, None, 1).unwrap().acts.remove(0);
    assert_eq!(act.code, Some(Code::FoundShort));
    let looked = act.looked.unwrap();
    assert_eq!(looked.account.as_deref(), Some("tjanst"));
    assert!(looked.note.unwrap().starts_with("8 rader efter"));
    world.add(meeting, NOTE, "fem");
    // The other program need not say it again.
    std::mem::swap(&mut world.store, &mut other);
    world.add(meeting, NOTE, "sex");
    assert!(world.store.loss().is_none() && world.store.verify().unwrap().is_sound());
    drop(other);
    close(&mut world);
    assert_eq!(Store::open(&path, &access()).unwrap().take_news(), None);
}

#[test]
fn what_another_database_has_said_beside_it_is_not_written_over() {
    let (mut world, meeting, path) = encrypted();
    let own = beside(&path, HEAD);
    close(&mut world);
    let right = fs::read(&own).unwrap();
    let (mut other, ..) = encrypted();
    let foreign = beside(&other.store.path, HEAD);
    close(&mut other);
    let foreign = fs::read(foreign).unwrap();
    fs::write(&own, &foreign).unwrap();
    let mut store = Store::open(&path, &access()).unwrap();
    assert!(store.take_news().is_some_and(|told| told.contains("är inte den databas som sågs här sist")));
    drop(store);
    assert_eq!(fs::read(&own).unwrap(), foreign);
    world.store = Store::open(&path, &access()).unwrap();
    let id = world.id();
    world.store.go_on_short(id, world.now).unwrap();
    let aside: Vec<String> = lying(&path).into_iter().filter(|name| name.contains("-huvud.undan-")).collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(fs::read(path.with_file_name(&aside[0])).unwrap(), foreign);
    world.add(meeting, NOTE, "två");
    close(&mut world);
    assert_ne!(fs::read(&own).unwrap(), right);
    assert_eq!(Store::open(&path, &access()).unwrap().take_news(), None);

    // Beside practice, which is copied as one likes, it is put aside at once, and told.
    let mut practice = World::new();
    practice.meeting("eht", "2026-11-23T13:00:00");
    let path = practice.path();
    close(&mut practice);
    fs::write(beside(&path, HEAD), &foreign).unwrap();
    let mut store = Store::open(&path, &Access::Practice).unwrap();
    let told = store.take_news().unwrap();
    assert!(
        told.contains("hörde till en annan databas och ligger undan som ovning.db-huvud.undan-"),
        "{told}"
    );
    assert!(
        store.loss().is_none() && store.take_head_made().unwrap().is_some_and(|how| !how.contains("skadad"))
    );
    // Also one that comes while it is open.
    practice.store = store;
    fs::write(beside(&path, HEAD), &foreign).unwrap();
    practice.meeting("eht", "2026-11-24T13:00:00");
    assert_eq!(lying(&path).iter().filter(|name| name.contains("-huvud.undan-")).count(), 2);
}

#[test]
fn a_copy_from_before_the_key_was_changed_is_told() {
    let (mut world, meeting, path) = encrypted();
    close(&mut world);
    let old: Vec<(PathBuf, Vec<u8>)> = ["", ".nyckel", ".nyckel-reserv"]
        .map(|end| (beside(&path, end), fs::read(beside(&path, end)).unwrap()))
        .into();
    let store = Store::open(&path, &access()).unwrap();
    let new = Passphrase::new("nio röda bilar på rad");
    let follow = &mut crate::domain::progress::unfollowed;
    let order = (&new, &RecoveryKey::random().unwrap());
    world.store = store.encrypt_anew(&access(), order, ("2026-11-27-0900", follow)).unwrap();
    world.add(meeting, NOTE, "två");
    close(&mut world);
    for (file, bytes) in old {
        fs::write(file, bytes).unwrap();
    }
    let mut store = Store::open(&path, &access()).unwrap();
    assert!(store.take_news().is_some_and(|told| told.contains("är inte den databas")));
    assert!(store.loss().is_some());
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_where_something_of_ours_is_written() {
    use std::os::unix::fs::symlink;
    let letter = "Kära Åsa, …".repeat(90);
    let (mut world, meeting, path) = encrypted();
    let raw = world.store.key.clone().unwrap();
    close(&mut world);
    let brev = world.dir.path().join("brev");
    fs::write(&brev, &letter).unwrap();
    let own = beside(&path, HEAD);
    // Also one that leads to nothing: a file would be made there.
    for to in [brev.clone(), world.dir.path().join("finns-inte")] {
        fs::remove_file(&own).unwrap();
        symlink(&to, &own).unwrap();
        world.store = Store::open(&path, &access()).unwrap();
        let told = world.store.take_news().unwrap();
        assert!(told.contains("x.db-huvud var en länk eller en mapp och ligger undan som"), "{told}");
        // And where it comes while the database is open.
        fs::remove_file(&own).unwrap();
        symlink(&to, &own).unwrap();
        world.add(meeting, NOTE, "två");
        assert!(fs::symlink_metadata(&own).unwrap().is_file());
        close(&mut world);
    }
    for end in ["-wal", "-shm", "-journal"] {
        for to in [&brev, &world.dir.path().join("finns-inte")] {
            let side = beside(&path, end);
            symlink(to, &side).unwrap();
            let refused = Store::open(&path, &access());
            assert!(matches!(&refused, Err(StoreError::Link(name)) if name.ends_with(end)), "{refused:?}");
            fs::remove_file(side).unwrap();
        }
    }
    // A new database, and new key files, take the place of the link itself.
    let new = world.dir.path().join("ny.db");
    for end in ["-wal", "-shm", "-journal", HEAD] {
        symlink(&brev, beside(&new, end)).unwrap();
    }
    drop(Store::create_practice(&new).unwrap());
    let key = beside(&path, ".nyckel");
    fs::remove_file(&key).unwrap();
    symlink(&brev, &key).unwrap();
    world.store = Store::open_with_key(&path, &raw).unwrap();
    assert!(world.store.key_troubles().iter().any(KeyTrouble::is_no_file));
    key_file::fresh(&key, key_file::Opener::Passphrase(PHRASE), &raw).unwrap().place().unwrap();
    assert!(fs::symlink_metadata(&key).unwrap().is_file());
    assert_eq!(fs::read_to_string(&brev).unwrap(), letter);
    assert!(!world.dir.path().join("finns-inte").exists());
}

#[cfg(unix)]
#[test]
fn the_files_beside_get_their_rights_back_with_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let set = |file: &Path, mode: u32| fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    let (world, meeting, path) = encrypted();
    // As after a kill while the rights were others.
    let elsewhere = tempfile::tempdir().unwrap();
    let kept = elsewhere.path().join("x.db");
    for end in ["", "-wal", "-shm", ".nyckel", ".nyckel-reserv", HEAD] {
        fs::copy(beside(&path, end), beside(&kept, end)).unwrap();
    }
    for end in ["-wal", "-shm", HEAD] {
        set(&beside(&kept, end), 0o400);
    }
    let store = Store::open(&kept, &access()).unwrap();
    for end in ["", "-wal", "-shm", HEAD] {
        assert_eq!(mode(&beside(&kept, end)), 0o600, "{end}");
    }
    assert_eq!(store.meeting(meeting).unwrap().entries.len(), 1);
    drop((store, world));
    // One that is to be read only stays so.
    fs::write(beside(&kept, "-shm"), "").unwrap();
    set(&beside(&kept, "-shm"), 0o400);
    set(&kept, 0o400);
    let _ = super::files::mend_sides(&kept);
    assert_eq!(mode(&beside(&kept, "-shm")), 0o400);
}

#[test]
fn what_is_amiss_with_one_key_file_names_what_opens_instead() {
    let (mut world, _, path) = encrypted();
    let keys = KeyFiles::of(&path);
    close(&mut world);
    let recovery = Access::Recovery(RecoveryKey::random().unwrap());
    for (which, access, opens) in [
        (KeyFile::Passphrase, access(), "Återställningsnyckeln"),
        (KeyFile::Recovery, recovery, "Lösenfrasen öppnar"),
    ] {
        let file = keys.path(which);
        let whole = fs::read(file).unwrap();
        for (amiss, word) in [
            (Amiss::Missing, "saknas"),
            (Amiss::Empty, "är tom"),
            (Amiss::Damaged, "är skadad"),
            (Amiss::NoFile, "är en mapp"),
        ] {
            fs::remove_file(file).unwrap();
            match amiss {
                Amiss::Empty => fs::write(file, "").unwrap(),
                Amiss::Damaged => fs::write(file, &whole[..1000]).unwrap(),
                Amiss::NoFile => fs::create_dir(file).unwrap(),
                _ => {}
            }
            assert_eq!(key_file::look(file), Err(amiss));
            let said = Store::open(&path, &access).unwrap_err().to_string();
            assert!(said.contains(word) && said.contains(opens) && !said.contains("skriva i "), "{said}");
            let _ = fs::remove_dir(file);
            fs::write(file, &whole).unwrap();
        }
    }
    // With neither, only a copy helps.
    for file in [&keys.main, &keys.reserve] {
        fs::remove_file(file).unwrap();
    }
    let said = Store::open(&path, &access()).unwrap_err().to_string();
    assert!(said.contains("aterstall") && !said.contains("Återställningsnyckeln från"), "{said}");
}

#[test]
fn a_folder_or_link_where_a_key_file_should_lie_is_a_fault() {
    let (world, _, path) = encrypted();
    let keys = KeyFiles::of(&path);
    fs::remove_file(&keys.reserve).unwrap();
    fs::create_dir(&keys.reserve).unwrap();
    let troubles = |store: &Store| store.key_troubles().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(
        troubles(&world.store)[0].contains("x.db.nyckel-reserv är en mapp"),
        "{:?}",
        troubles(&world.store)
    );
    #[cfg(unix)]
    {
        let away = path.with_file_name("annorstades");
        fs::rename(&keys.main, &away).unwrap();
        std::os::unix::fs::symlink(&away, &keys.main).unwrap();
        assert!(troubles(&world.store)[0].contains("x.db.nyckel är en mapp eller en länk"));
    }
}
