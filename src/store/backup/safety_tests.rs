//! What a copy must not do: go while it is somebody's only one, be called proved when a key file in it opens nothing, be blamed
//! on the disk when the database is damaged, and lie beside the database for ever when a restore was killed.

use super::tests::{Desk, PHRASE, access, by, names, never};
use super::watch::Stage;
use super::*;
use crate::domain::progress::Progress;
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble, Openers};
use crate::store::keys::KeyFiles;
use crate::store::testing::{World, at};
use crate::store::{Access, Passphrase, RecoveryKey, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

impl Desk {
    fn database(&self) -> PathBuf {
        self.path("bas/samverkan.db")
    }

    fn kopior(&self) -> Vec<String> {
        names(&self.path("kopior"))
    }

    /// Nothing has the database open.
    fn close(&mut self) {
        self.world.store = World::new().store;
    }

    fn open(&mut self, access: &Access) {
        self.world.store = Store::open(&self.database(), access).unwrap();
    }

    fn by_recovery(&self) -> Access {
        Access::Recovery(RecoveryKey::parse(&self.recovery).unwrap())
    }

    fn log(&mut self, taken: &Taken) {
        let id = self.world.id();
        self.world.store.log_backup(taken, id, taken.at).unwrap();
    }

    fn openers_at_home(&self) -> Openers {
        self.world.store.home(at("2026-11-27T00:00:00").date()).unwrap().last_copy.openers
    }
}

/// As somebody copies the files by hand.
fn all_of(folder: &Path, to: &Path) {
    for name in names(folder).into_iter().filter(|name| !name.ends_with("-shm")) {
        fs::copy(folder.join(&name), to.join(&name)).unwrap();
    }
}

#[test]
fn a_copy_with_lines_that_the_new_one_lacks_is_kept_after_a_restore_by_program_or_by_hand() {
    for by_hand in [false, true] {
        let mut desk = Desk::new();
        let old = desk.take("2026-11-27T08:00:00");
        fs::copy(&old.file, desk.path("gammal.kopia")).unwrap();
        desk.close();
        all_of(&desk.path("bas"), &desk.path("annan"));
        desk.open(&access());
        for text in ["Ett", "Två", "Tre", "Fyra", "Fem"] {
            desk.write(text);
        }
        let newer = desk.take("2026-11-27T08:30:00");
        // That has all of the first, which goes by the rule.
        assert_eq!((newer.thinned.removed.as_slice(), newer.thinned.ahead.len()), (&[old.name][..], 0));
        desk.close();
        if by_hand {
            for name in names(&desk.path("bas")) {
                fs::remove_file(desk.path("bas").join(name)).unwrap();
            }
            all_of(&desk.path("annan"), &desk.path("bas"));
        } else {
            let (file, folder) = (desk.path("gammal.kopia"), desk.path("bas"));
            let copy = OpenedCopy::open(&file, &access(), &folder, &never()).unwrap();
            copy.put_in_place(&desk.database(), &by("2026-11-27T08:40:00")).unwrap();
        }
        desk.open(&access());
        // Shorter than what it lacks, as long, and longer.
        for (minute, rows) in [(45, 0), (46, 2), (47, 20)] {
            for _ in 0..rows {
                desk.write("Annat");
            }
            let taken = desk.take(&format!("2026-11-27T08:{minute}:00"));
            assert!(taken.is_proved());
            assert_eq!(taken.thinned.ahead, [newer.name.as_str()], "{by_hand} {minute}");
            assert!(!taken.thinned.removed.contains(&newer.name));
            assert_eq!(desk.kopior(), [newer.name.as_str(), taken.name.as_str()], "{by_hand} {minute}");
        }
        // And it is whole.
        let copy = desk.opened(&newer.file).unwrap();
        assert!(copy.is_sound());
        // Where it is put back again, it is the others that have gone another way.
        desk.close();
        copy.put_in_place(&desk.database(), &by("2026-11-27T08:50:00")).unwrap();
        desk.open(&access());
        let taken = desk.take("2026-11-27T08:55:00");
        assert_eq!(taken.thinned.removed, [newer.name.as_str()]);
        assert_eq!(taken.thinned.ahead, ["samverkan-2026-11-27-0847.kopia"]);
    }
}

#[test]
fn two_copies_at_once_are_both_left() {
    for stage in [Stage::Read, Stage::Write, Stage::Check] {
        let desk = Desk::new();
        let before = desk.take("2026-11-27T04:00:00");
        let source = desk.world.store.backup_source().unwrap();
        let order = desk.order("2026-11-27T04:31:00");
        let other = Mutex::new(None);
        let tell = |progress: Progress| {
            let mut other = other.lock().unwrap();
            if progress.what == stage.word() && other.is_none() {
                *other = Some(take(&source, &order, &never()).unwrap());
            }
        };
        let own = take(&source, &order, &Watch::new(&tell, &|| false)).unwrap();
        let other = other.into_inner().unwrap().unwrap();
        assert!(own.is_proved() && other.is_proved() && own.name != other.name);
        assert!(own.file.exists() && other.file.exists(), "{stage:?}: {:?}", desk.kopior());
        assert!(!before.file.exists(), "which both have all of");
        // The next one lets them go.
        let next = desk.take("2026-11-27T04:40:00");
        assert_eq!(desk.kopior(), [next.name.as_str()], "{stage:?}");
    }
}

#[test]
fn a_copy_whose_key_file_opens_nothing_is_not_proved_says_which_key_opens_it_and_removes_none() {
    let elsewhere = Desk::new();
    for which in [KeyFile::Passphrase, KeyFile::Recovery] {
        let mut desk = Desk::new();
        let (opens, openers) = match which {
            KeyFile::Passphrase => (desk.by_recovery(), Openers::Recovery),
            KeyFile::Recovery => (access(), Openers::Passphrase),
        };
        let file = KeyFiles::of(&desk.database()).path(which).to_owned();
        let whole = fs::read(&file).unwrap();
        let mut flipped = whole.clone();
        flipped[5_000] ^= 1;
        let theirs = fs::read(KeyFiles::of(&elsewhere.database()).path(which)).unwrap();
        let garbage: Vec<u8> = (0..whole.len()).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
        let good = desk.take("2026-11-27T04:00:00");
        for (bytes, amiss) in [
            (Vec::new(), Amiss::Empty),
            (b"hej".to_vec(), Amiss::Damaged),
            (whole[..4096].to_vec(), Amiss::Damaged),
            (vec![0; whole.len()], Amiss::Damaged),
            (garbage, Amiss::Other),
            (flipped, Amiss::Other),
            (theirs, Amiss::Other),
        ] {
            fs::write(&file, bytes).unwrap();
            // As at the command line, opened anew with the other one, and as in the program that has it open.
            desk.open(&opens);
            for typed in [Some(opens.clone()), None] {
                let order = Order { access: typed, ..desk.order("2026-11-27T05:00:00") };
                let taken = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap();
                let name = file.file_name().unwrap().to_str().unwrap().to_owned();
                assert_eq!(taken.keys, [KeyTrouble::File { which, amiss, name }]);
                assert_eq!(taken.openers(), Some(openers));
                assert!(!taken.is_proved() && taken.counts() && taken.report.is_sound());
                assert!(taken.thinned == Thinned::default() && good.file.exists());
                desk.log(&taken);
                assert_eq!(desk.openers_at_home(), openers);
                let copy = OpenedCopy::open(&taken.file, &opens, &desk.path("annan"), &never()).unwrap();
                assert!(!copy.is_sound() && copy.faults().is_empty());
                assert_eq!(copy.key_troubles()[0].file(), Some(which));
                drop(copy);
                fs::remove_file(&taken.file).unwrap();
            }
        }
        fs::write(&file, whole).unwrap();
        desk.open(&opens);
        let taken = desk.take("2026-11-27T05:00:00");
        assert!(taken.is_proved() && taken.keys.is_empty());
        assert_eq!(taken.thinned.removed, [good.name]);
        desk.log(&taken);
        assert_eq!(desk.openers_at_home(), Openers::Both);
    }
}

#[test]
fn a_copy_that_nothing_is_known_to_open_counts_for_nothing() {
    let mut desk = Desk::new();
    let keys = KeyFiles::of(&desk.database());
    // The program has the database open, and then both go.
    fs::write(&keys.main, "").unwrap();
    fs::remove_file(&keys.reserve).unwrap();
    let order = Order { access: None, ..desk.order("2026-11-27T05:00:00") };
    let taken = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap();
    assert_eq!((taken.openers(), taken.counts()), (None, false));
    assert_eq!(taken.name, "samverkan-2026-11-27-0500-ej-provad.kopia");
    desk.log(&taken);
    assert_eq!(desk.world.store.home(at("2026-11-27T00:00:00").date()).unwrap().last_copy.taken, None);
}

#[test]
fn a_key_file_that_has_opened_the_database_is_as_it_should_be_whatever_is_remembered_of_it() {
    let mut desk = Desk::new();
    let keys = KeyFiles::of(&desk.database());
    let old = fs::read(&keys.main).unwrap();
    desk.world.store.change_passphrase(&access(), &Passphrase::new("nio gula getter")).unwrap();
    // The old passphrase's file comes back, which opens.
    fs::write(&keys.main, old).unwrap();
    desk.open(&access());
    for typed in [Some(access()), None] {
        let order = Order { access: typed, ..desk.order("2026-11-27T05:00:00") };
        let taken = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap();
        assert!(taken.is_proved(), "{:?}", taken.keys);
    }
}

#[test]
fn what_stands_in_a_key_files_or_the_folders_place_is_told_as_what_it_is() {
    let mut desk = Desk::new();
    let keys = KeyFiles::of(&desk.database());
    fs::remove_file(&keys.reserve).unwrap();
    fs::create_dir(&keys.reserve).unwrap();
    let taken = desk.take("2026-11-27T05:00:00");
    let name = "nyckel-reserv.db".to_owned();
    let (which, amiss) = (KeyFile::Recovery, Amiss::NoFile);
    assert_eq!(taken.keys, [KeyTrouble::File { which, amiss, name }]);
    assert!(taken.keys[0].to_string().contains("är en mapp"));
    // Nobody is shown a key that can't be saved.
    let shown = desk.world.store.propose_recovery_key(&access());
    assert!(matches!(shown, Err(StoreError::KeyFileIsFolder(_))), "{shown:?}");
    fs::remove_dir(&keys.reserve).unwrap();
    fs::rename(&keys.main, desk.path("bas/undan")).unwrap();
    fs::create_dir(&keys.main).unwrap();
    let refused = desk.try_take("2026-11-27T05:01:00").unwrap_err();
    assert!(refused.to_string().contains("nyckel.db är en mapp"), "{refused}");
    assert_eq!(desk.kopior(), [taken.name.as_str()]);

    fs::remove_dir(&keys.main).unwrap();
    fs::rename(desk.path("bas/undan"), &keys.main).unwrap();
    fs::write(desk.path("fil"), "x").unwrap();
    let order = Order { folder: desk.path("fil"), ..desk.order("2026-11-27T05:02:00") };
    let refused = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap_err();
    assert!(matches!(refused, BackupError::FolderIsFile(_)) && refused.is_of_folder(), "{refused}");
}

#[test]
fn a_database_that_is_damaged_is_told_as_that_and_not_as_the_copys_disk() {
    let mut desk = Desk::new();
    for number in 0..40 {
        desk.write(&format!("Rad {number} {}", "x".repeat(2000)));
    }
    desk.close();
    let whole = fs::read(desk.database()).unwrap();
    let pages = whole.len() / 4096;
    let (mut refused, mut told) = (0, 0);
    for page in (1..pages).step_by(pages / 12 + 1) {
        desk.open(&access());
        let source = desk.world.store.backup_source().unwrap();
        desk.close();
        let mut damaged = whole.clone();
        damaged[page * 4096 + 2000] ^= 1;
        fs::write(desk.database(), damaged).unwrap();
        match take(&source, &desk.order("2026-11-27T05:00:00"), &never()) {
            Ok(taken) => {
                assert!(!taken.report.is_sound(), "page {page}");
                told += 1;
                fs::remove_file(taken.file).unwrap();
            }
            Err(error) => {
                assert!(matches!(error, BackupError::DatabaseDamaged(_)), "page {page}: {error:?}");
                assert!(error.to_string().contains("samverkan.db är skadad"), "{error}");
                assert!(error.to_string().contains("samverkan kontrollera"), "{error}");
                refused += 1;
            }
        }
        assert_eq!(desk.kopior(), Vec::<String>::new());
        fs::write(desk.database(), &whole).unwrap();
    }
    assert!(refused > 0, "{refused} {told}");
}

#[test]
fn what_a_killed_restore_or_new_key_left_beside_the_database_goes_with_the_next_opening() {
    let mut desk = Desk::new();
    let taken = desk.take("2026-11-27T05:00:00");
    desk.close();
    let folder = desk.path("bas");
    let own = names(&folder);
    let random = "0123456789abcdef";
    let left = folder.join(format!(".samverkan-kopia-{random}{random}"));
    fs::create_dir(&left).unwrap();
    fs::write(left.join("pagar"), "").unwrap();
    fs::write(left.join("samverkan.db"), "krypterad").unwrap();
    for name in ["samverkan.db.ny-", "nyckel.db.ny-", "nyckel-reserv.db.ny-"] {
        fs::write(folder.join(format!("{name}{random}")), "halv").unwrap();
    }
    fs::write(folder.join(format!("samverkan.db.ny-{random}-journal")), "halv").unwrap();
    let others = ["samverkan.db.ny", "samverkan.db.ny-kort", "annan.db.ny-0123456789abcdef"];
    for name in others {
        fs::write(folder.join(name), "någons").unwrap();
    }
    // Somebody is putting a copy back just now.
    let copy = OpenedCopy::open(&taken.file, &access(), &folder, &never()).unwrap();
    fs::create_dir(&left).unwrap_or_default();
    fs::write(left.join("pagar"), "").unwrap();
    desk.open(&access());
    assert!(copy.workshop.file("samverkan.db").exists());
    let lying = names(&folder);
    drop(copy);
    desk.close();
    let busy = lying.iter().filter(|name| name.starts_with(".samverkan-kopia-")).count();
    assert_eq!(busy, 1, "{lying:?}");
    let mut expected: Vec<String> = own.into_iter().chain(others.map(str::to_owned)).collect();
    expected.sort();
    assert_eq!(names(&folder), expected);
    desk.open(&Access::Passphrase(Passphrase::new(PHRASE)));
}

#[test]
fn a_new_database_key_makes_home_ask_for_a_new_copy() {
    let mut desk = Desk::new();
    let taken = desk.take("2026-11-27T05:00:00");
    desk.log(&taken);
    desk.close();
    let (phrase, key) = (Passphrase::new("nio gröna getter"), RecoveryKey::random().unwrap());
    let store = Store::open(&desk.database(), &access()).unwrap();
    let store = store.encrypt_anew(&access(), (&phrase, &key), ("2026-11-27", &mut |_| Ok(()))).unwrap();
    desk.world.store = store;
    assert_eq!(desk.openers_at_home(), Openers::Former);
    let order = Order {
        access: Some(Access::Passphrase(phrase)),
        same_disk: true,
        ..desk.order("2026-11-27T06:00:00")
    };
    let taken = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap();
    assert_eq!(taken.thinned.left, ["samverkan-2026-11-27-0500.kopia"]);
    desk.log(&taken);
    let last = desk.world.store.home(at("2026-11-27T00:00:00").date()).unwrap().last_copy;
    assert!(last.openers == Openers::Both && last.same_disk);
    // One without a copy has none from before.
    let desk = Desk::new();
    let store = Store::open(&desk.database(), &access()).unwrap();
    assert_eq!(store.home(at("2026-11-27T00:00:00").date()).unwrap().last_copy.openers, Openers::Both);
}
