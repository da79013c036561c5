//! A copy is taken and put back: whole, while others write, from damaged and forged files, over whatever lies there.

use super::watch::Stage;
use super::*;
use crate::domain::agenda::EntryKind;
use crate::domain::backup::Present;
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::progress::Progress;
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble, Openers};
use crate::store::testing::{World, at};
use crate::store::{Access, Passphrase, RecoveryKey, Store, StoreError};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const NOTE: EntryKind = EntryKind::Anteckning;
pub(super) const PHRASE: &str = "åtta blå båtar";

pub(super) fn access() -> Access {
    Access::Passphrase(Passphrase::new(PHRASE))
}

/// A database with a meeting in it, a folder for copies, and another for what is put back.
pub(super) struct Desk {
    pub(super) world: World,
    meeting: MeetingId,
    pub(super) recovery: String,
    files: Vec<Belonging>,
}

impl Desk {
    pub(super) fn new() -> Self {
        let mut world = World::new();
        let (store, recovery) =
            Store::create(&world.dir.path().join("bas/samverkan.db"), &Passphrase::new(PHRASE)).unwrap();
        world.store = store;
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        for folder in ["kopior", "annan"] {
            fs::create_dir(world.dir.path().join(folder)).unwrap();
        }
        let files = vec![Belonging { name: "agendor/egen.toml".to_owned(), bytes: b"x = 1\n".to_vec() }];
        let mut desk = Self { world, meeting, recovery: recovery.to_string(), files };
        desk.write("Före");
        desk
    }

    pub(super) fn write(&mut self, text: &str) {
        self.world.add(self.meeting, NOTE, text);
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.world.dir.path().join(name)
    }

    pub(super) fn take(&self, local: &str) -> Taken {
        self.try_take(local).unwrap()
    }

    pub(super) fn try_take(&self, local: &str) -> Result<Taken, BackupError> {
        let source = self.world.store.backup_source().unwrap();
        take(&source, &self.order(local), &never())
    }

    pub(super) fn order(&self, local: &str) -> Order {
        let local = at(local);
        Order {
            folder: self.path("kopior"),
            now: local.and_utc(),
            local,
            files: self.files.clone(),
            access: Some(access()),
            same_disk: false,
        }
    }

    pub(super) fn texts(&self, database: &Path, access: &Access) -> Vec<String> {
        let store = Store::open(database, access).unwrap();
        assert!(store.verify().unwrap().is_sound());
        store.meeting(self.meeting).unwrap().entries.into_iter().map(|entry| entry.text).collect()
    }

    pub(super) fn opened(&self, file: &Path) -> Result<OpenedCopy, BackupError> {
        OpenedCopy::open(file, &access(), &self.path("annan"), &never())
    }
}

pub(super) fn never() -> Watch<'static> {
    Watch::new(&|_| {}, &|| false)
}

pub(super) fn by(local: &str) -> By {
    let local: NaiveDateTime = at(local);
    By {
        door: Some("aterstall"),
        account: "asa".to_owned(),
        id: Ids::new(u64::try_from(local.and_utc().timestamp()).unwrap()).next(1),
        now: local.and_utc(),
        local,
        same_disk: false,
    }
}

pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every file of a folder with what it holds.
fn lying(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = names(folder).into_iter().filter(|name| folder.join(name).is_file());
    files
        .map(|name| {
            let bytes = fs::read(folder.join(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

#[test]
fn a_copy_opens_on_another_computer_with_the_passphrase_and_with_the_recovery_key() {
    let mut desk = Desk::new();
    let taken = desk.take("2026-11-27T04:31:00");
    assert_eq!(taken.name, "samverkan-2026-11-27-0431.kopia");
    assert_eq!(names(&desk.path("kopior")), [taken.name.as_str()]);
    assert!(taken.is_proved() && taken.opened_with_access && taken.files == 1);
    assert_eq!(fs::metadata(&taken.file).unwrap().len(), taken.size);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&taken.file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    desk.write("Efter");
    let recovery = Access::Recovery(RecoveryKey::parse(&desk.recovery).unwrap());
    for (number, access) in [access(), recovery].into_iter().enumerate() {
        // A database by another name has key files by other names.
        for name in ["samverkan.db", "namnd.db"] {
            let database = desk.path(&format!("dator{number}/{name}"));
            let folder = database.parent().unwrap();
            let copy = OpenedCopy::open(&taken.file, &access, folder, &never()).unwrap();
            assert_eq!(copy.taken_local(), at("2026-11-27T04:31:00"));
            assert_eq!(copy.files(), desk.files);
            assert!(copy.faults().is_empty() && copy.report().lines > 0);
            assert_eq!(copy.compare(&database, &access).unwrap(), Present::Nothing);
            let restored = copy.put_in_place(&database, &by("2026-11-28T08:00:00")).unwrap();
            assert_eq!(restored, Restored::default());
            assert_eq!(desk.texts(&database, &access), ["Före"]);
            assert!(names(folder).iter().all(|name| !name.contains("kopia") && !name.contains(".ny-")));
        }
    }
    // What is put back says so, and it is the copy that it comes from that was taken last.
    let mut store = Store::open(&desk.path("dator0/samverkan.db"), &access()).unwrap();
    assert_eq!((store.take_news(), store.take_head_made().unwrap()), (None, None), "nothing is missed");
    let acts = store.journal(None, None, 1).unwrap().acts;
    assert_eq!(
        crate::app::journal::words::done(&acts[0]),
        "återställde databasen från en säkerhetskopia (samverkan aterstall) · samverkan-2026-11-27-0431.kopia, tagen 2026-11-27 04.31"
    );
    let last = store.home(at("2026-11-28T08:00:00").date()).unwrap().last_copy;
    assert_eq!(last.taken, Some(at("2026-11-27T04:31:00").and_utc()));
    assert!(last.begun.is_some());
}

#[test]
fn what_others_write_meanwhile_waits_for_nothing_and_the_copy_is_of_one_moment() {
    let desk = Desk::new();
    let path = desk.path("bas/samverkan.db");
    let (stop, written) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut other = World::new();
            other.ids = Ids::new(99);
            other.store = Store::open(&path, &access()).unwrap();
            while !stop.load(Ordering::Relaxed) {
                other.add(desk.meeting, NOTE, &"text ".repeat(200));
                written.fetch_add(1, Ordering::Relaxed);
            }
        });
        for minute in 0..4 {
            let before = written.load(Ordering::Relaxed);
            let taken = desk.take(&format!("2026-11-27T04:3{minute}:00"));
            assert!(taken.is_proved(), "{:?}", taken.report);
            while written.load(Ordering::Relaxed) < before + 2 {
                std::thread::yield_now();
            }
        }
        stop.store(true, Ordering::Relaxed);
        writer.join().unwrap();
    });
    assert!(written.load(Ordering::Relaxed) > 8);
    // Of one day only the latest is kept.
    assert_eq!(names(&desk.path("kopior")), ["samverkan-2026-11-27-0433.kopia"]);
    let copy = desk.opened(&desk.path("kopior/samverkan-2026-11-27-0433.kopia")).unwrap();
    let Present::Same(differs) = copy.compare(&path, &access()).unwrap() else { panic!("the same") };
    assert!(differs.lines > 0 && differs.changes > 0 && differs.only_in_copy == 0, "{differs:?}");
}

#[test]
fn it_is_logged_and_home_knows_the_latest_that_was_proved() {
    let mut desk = Desk::new();
    let today = at("2026-11-27T00:00:00").date();
    assert_eq!(desk.world.store.home(today).unwrap().last_copy.taken, None);
    let taken = desk.take("2026-11-27T04:31:00");
    let id = desk.world.id();
    desk.world.store.log_backup(&taken, id, taken.at).unwrap();
    assert_eq!(desk.world.store.home(today).unwrap().last_copy.taken, Some(taken.at));
    let acts = desk.world.store.journal(None, None, 1).unwrap().acts;
    assert_eq!(
        crate::app::journal::words::done(&acts[0]),
        "tog en säkerhetskopia · samverkan-2026-11-27-0431.kopia"
    );
    assert!(desk.world.store.verify().unwrap().is_sound());
}

#[test]
fn a_name_that_is_taken_is_left_alone_and_older_copies_go_by_the_rule() {
    let desk = Desk::new();
    let folder = desk.path("kopior");
    fs::write(folder.join("samverkan-2026-11-27-0431.kopia"), "någon annans").unwrap();
    let taken = desk.take("2026-11-27T04:31:00");
    assert_eq!(taken.name, "samverkan-2026-11-27-0431-2.kopia");
    assert_eq!(fs::read(folder.join("samverkan-2026-11-27-0431.kopia")).unwrap(), "någon annans".as_bytes());
    assert_eq!(taken.thinned.left, ["samverkan-2026-11-27-0431.kopia"]);
    // Another database's, a damaged one, one by another name, and a folder.
    let other = Desk::new();
    let theirs = other.take("2026-11-27T04:40:00");
    fs::copy(&theirs.file, folder.join(&theirs.name)).unwrap();
    let mut bytes = fs::read(&taken.file).unwrap();
    let last = bytes.len() - 5_000;
    bytes[last] ^= 1;
    fs::write(folder.join("samverkan-2026-11-27-0432.kopia"), bytes).unwrap();
    fs::copy(&taken.file, folder.join("min egen.kopia")).unwrap();
    fs::create_dir(folder.join("samverkan-2026-11-27-0433.kopia")).unwrap();
    let again = desk.take("2026-11-27T05:00:00");
    assert_eq!(again.thinned.removed, ["samverkan-2026-11-27-0431-2.kopia"]);
    assert_eq!(again.thinned.left.len(), 3, "{:?}", again.thinned);
    assert_eq!(names(&folder).len(), 6, "{:?}", names(&folder));
    // The day, not what somebody has called the file, decides.
    fs::rename(folder.join(&again.name), folder.join("samverkan-2020-01-01-0000.kopia")).unwrap();
    let next = desk.take("2026-11-28T05:00:00");
    assert!(next.thinned.removed.is_empty() && next.thinned.kept == 2, "{:?}", next.thinned);
}

#[test]
fn a_database_in_which_something_does_not_agree_is_copied_but_counts_for_nothing() {
    let mut desk = Desk::new();
    let first = desk.take("2026-11-20T04:31:00");
    desk.world
        .store
        .db
        .execute_batch("PRAGMA ignore_check_constraints = ON; INSERT INTO kommando_nu SELECT * FROM kommando_nu; DROP TRIGGER IF EXISTS x")
        .unwrap();
    desk.world.store.db.execute("DELETE FROM oppen_antal", []).unwrap();
    desk.world.store.db.execute("INSERT INTO oppen_antal(period, antal) VALUES ('', 7)", []).unwrap();
    let taken = desk.take("2026-11-20T05:31:00");
    assert!(!taken.is_proved());
    assert_eq!(taken.name, "samverkan-2026-11-20-0531-ej-provad.kopia");
    assert!(first.file.exists() && taken.thinned == Thinned::default());
    let id = desk.world.id();
    desk.world.store.log_backup(&taken, id, taken.at).unwrap();
    assert_eq!(desk.world.store.home(at("2026-11-20T08:00:00").date()).unwrap().last_copy.taken, None);
    let copy = desk.opened(&taken.file).unwrap();
    assert_eq!(copy.faults(), taken.report.faults);
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_left() {
    let mut desk = Desk::new();
    let source = desk.world.store.backup_source().unwrap();
    let order = |folder: &str| Order { folder: desk.path(folder), ..desk.order("2026-11-27T04:31:00") };
    let missing = take(&source, &order("finns-inte"), &never());
    assert!(matches!(&missing, Err(BackupError::NoFolder(_))), "{missing:?}");
    assert!(missing.unwrap_err().to_string().contains("anslutet"));
    // Stopped, wherever it is.
    for stage in [Stage::Read, Stage::Write, Stage::Unpack, Stage::Check] {
        let stop = AtomicBool::new(false);
        let tell = |progress: Progress| {
            if progress.what == stage.word() {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let wanted = || stop.load(Ordering::Relaxed);
        let stopped = take(&source, &order("kopior"), &Watch::new(&tell, &wanted));
        assert!(matches!(stopped, Err(BackupError::Stopped)), "{stage:?}: {stopped:?}");
        assert_eq!(names(&desk.path("kopior")), Vec::<String>::new(), "{stage:?}");
    }
    // The folder goes in the middle.
    let gone = AtomicBool::new(false);
    let folder = desk.path("kopior");
    let tell = |progress: Progress| {
        if progress.what == Stage::Write.word() && !gone.swap(true, Ordering::Relaxed) {
            fs::remove_dir_all(&folder).unwrap();
        }
    };
    let vanished = take(&source, &order("kopior"), &Watch::new(&tell, &|| false));
    assert!(matches!(vanished, Err(BackupError::FolderGone(_))), "{vanished:?}");
    fs::create_dir(desk.path("kopior")).unwrap();
    // The wrong passphrase isn't called proved.
    let order =
        Order { access: Some(Access::Passphrase(Passphrase::new("en annan fras"))), ..order("kopior") };
    let wrong = take(&source, &order, &never());
    assert!(matches!(wrong, Err(BackupError::NotProved(_))), "{wrong:?}");
    assert_eq!(names(&desk.path("kopior")), Vec::<String>::new());
    desk.write("Skrivet efteråt");
    // Without its key file a database can't be opened from a copy.
    fs::rename(desk.path("bas/nyckel.db"), desk.path("bas/undan")).unwrap();
    let refused = desk.try_take("2026-11-27T04:31:00");
    assert!(matches!(refused, Err(BackupError::Store(StoreError::KeyFileMissing(_)))), "{refused:?}");
    assert_eq!(names(&desk.path("kopior")), Vec::<String>::new());
}

#[test]
fn a_copy_without_the_recovery_keys_file_is_taken_and_told() {
    let desk = Desk::new();
    fs::remove_file(desk.path("bas/nyckel-reserv.db")).unwrap();
    let taken = desk.take("2026-11-27T04:31:00");
    assert!(taken.counts() && !taken.is_proved() && taken.openers() == Some(Openers::Passphrase));
    let recovery = Access::Recovery(RecoveryKey::parse(&desk.recovery).unwrap());
    let refused = OpenedCopy::open(&taken.file, &recovery, &desk.path("annan"), &never());
    assert!(matches!(refused, Err(BackupError::WrongSecret(_))), "{refused:?}");
    // What lies where it is put back belongs to what goes.
    let database = desk.path("dator/samverkan.db");
    fs::create_dir(desk.path("dator")).unwrap();
    fs::write(desk.path("dator/nyckel-reserv.db"), "en annans").unwrap();
    let copy = OpenedCopy::open(&taken.file, &access(), &desk.path("dator"), &never()).unwrap();
    let restored = copy.put_in_place(&database, &by("2026-11-28T08:00:00")).unwrap();
    assert_eq!(restored.aside.len(), 1);
    assert_eq!(
        names(&desk.path("dator")),
        ["nyckel-reserv.db.undan-2026-11-28-0800", "nyckel.db", "samverkan.db", "samverkan.db-huvud"]
    );
}

/// The member of a copy with some bytes changed.
fn changed(copy: &Path, member: &str, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = fs::read(copy).unwrap();
    let (start, end) = parts(&bytes)[member];
    change(&mut bytes[start + 512..end]);
    bytes
}

#[test]
fn a_damaged_key_file_in_a_copy_shuts_out_who_opens_it_and_nobody_else() {
    let desk = Desk::new();
    let taken = desk.take("2026-11-27T04:31:00");
    let forged = desk.path("skadad.kopia");
    let recovery = Access::Recovery(RecoveryKey::parse(&desk.recovery).unwrap());
    let cases = [
        ("nyckel.db", KeyFile::Passphrase, access(), recovery.clone()),
        ("nyckel-reserv.db", KeyFile::Recovery, recovery.clone(), access()),
    ];
    for (member, which, shut_out, opens) in &cases {
        // In its salt, on each of its pages, and all of it.
        let flips: [fn(&mut [u8]); 4] = [
            |bytes| bytes[3] ^= 1,
            |bytes| bytes[700] ^= 0x80,
            |bytes| bytes[5_000] ^= 0x10,
            |bytes| bytes.fill(0),
        ];
        for (number, flip) in flips.into_iter().enumerate() {
            fs::write(&forged, changed(&taken.file, member, flip)).unwrap();
            let open = |access: &Access, folder: &str| {
                OpenedCopy::open(&forged, access, &desk.path(folder), &never())
            };
            let refused = open(shut_out, "annan");
            assert!(matches!(refused, Err(BackupError::WrongSecret(_))), "{member} {number}: {refused:?}");
            let folder = format!("{member}-{number}");
            let copy = open(opens, &folder).unwrap();
            let trouble =
                KeyTrouble::File { which: *which, amiss: Amiss::Damaged, name: (*member).to_owned() };
            assert_eq!(copy.key_trouble(), Some(&trouble));
            assert!(!copy.is_sound() && copy.faults().is_empty());
            // What lay there is put aside, and the damaged file isn't put back.
            let database = desk.path(&folder).join("samverkan.db");
            fs::write(desk.path(&folder).join(member), "någon annans").unwrap();
            let restored = copy.put_in_place(&database, &by("2026-11-28T08:00:00")).unwrap();
            assert_eq!(restored.aside.len(), 1);
            assert!(!desk.path(&folder).join(member).exists());
            let missing = Store::open(&database, shut_out);
            assert!(
                matches!(missing, Err(StoreError::KeyFileAmiss { amiss: Amiss::Missing, .. })),
                "{missing:?}"
            );
            assert_eq!(desk.texts(&database, opens), ["Före"]);
            let mut store = Store::open(&database, opens).unwrap();
            let told = store.key_troubles();
            assert!(
                matches!(&told[0], KeyTrouble::File { which: told, amiss: Amiss::Missing, .. } if told == which),
                "{told:?}"
            );
            // And a new one is made.
            let new = match which {
                KeyFile::Passphrase => {
                    let new = Passphrase::new("en helt annan fras");
                    store.change_passphrase(opens, &new).unwrap();
                    Access::Passphrase(new)
                }
                KeyFile::Recovery => {
                    let new = store.propose_recovery_key(opens).unwrap();
                    store.confirm_recovery_key().unwrap();
                    Access::Recovery(new)
                }
            };
            drop(store);
            assert_eq!(desk.texts(&database, &new), ["Före"]);
        }
    }
    // Any other damage, and both, is refused as before.
    let flip = |bytes: &mut [u8]| bytes[5_000] ^= 0x10;
    for members in [
        &["samverkan.db"][..],
        &["tillbehor.db"],
        &["nyckel.db", "nyckel-reserv.db"],
        &["nyckel.db", "samverkan.db"],
        &["nyckel-reserv.db", "tillbehor.db"],
    ] {
        fs::copy(&taken.file, &forged).unwrap();
        for member in members {
            let bytes = changed(&forged, member, flip);
            fs::write(&forged, bytes).unwrap();
        }
        for access in [access(), recovery.clone()] {
            let refused = OpenedCopy::open(&forged, &access, &desk.path("annan"), &never());
            assert!(
                matches!(refused, Err(BackupError::Damaged(_) | BackupError::WrongSecret(_))),
                "{members:?}: {refused:?}"
            );
        }
    }
    assert_eq!(names(&desk.path("annan")), Vec::<String>::new());
}

/// A key file that held before, or a forger's: whoever has it must not come in by a restore.
#[test]
fn a_key_file_of_another_copy_is_not_put_back() {
    let mut desk = Desk::new();
    let first = desk.take("2026-11-26T04:31:00").file;
    let old = fs::read(&first).unwrap();
    desk.world.store.change_passphrase(&access(), &Passphrase::new("nio gula getter")).unwrap();
    let order = Order {
        access: Some(Access::Passphrase(Passphrase::new("nio gula getter"))),
        ..desk.order("2026-11-27T04:31:00")
    };
    let second = take(&desk.world.store.backup_source().unwrap(), &order, &never()).unwrap();
    let forged = desk.path("blandad.kopia");
    let (start, end) = parts(&old)["nyckel.db"];
    let mixed = changed(&second.file, "nyckel.db", |bytes| bytes.copy_from_slice(&old[start + 512..end]));
    fs::write(&forged, mixed).unwrap();
    // It is the old passphrase's, which opens it: damage that isn't beside the point.
    let refused = desk.opened(&forged);
    assert!(matches!(refused, Err(BackupError::Damaged(_))), "{refused:?}");
    let recovery = Access::Recovery(RecoveryKey::parse(&desk.recovery).unwrap());
    let database = desk.path("dator/samverkan.db");
    let copy = OpenedCopy::open(&forged, &recovery, &desk.path("dator"), &never()).unwrap();
    copy.put_in_place(&database, &by("2026-11-28T08:00:00")).unwrap();
    assert!(Store::open(&database, &access()).is_err());
    assert_eq!(desk.texts(&database, &recovery), ["Före"]);
}

#[test]
fn a_practice_database_needs_none() {
    let world = World::new();
    assert!(matches!(world.store.backup_source(), Err(BackupError::Practice)));
}

#[test]
fn no_damaged_cut_or_forged_copy_is_taken_for_one_and_nothing_is_touched() {
    let desk = Desk::new();
    let taken = desk.take("2026-11-27T04:31:00");
    let whole = fs::read(&taken.file).unwrap();
    let (before, other) = (lying(&desk.path("bas")), names(&desk.path("annan")));
    let forged = desk.path("forfalskad.kopia");
    // With the database's own key, since each passphrase costs a while; what opens with one is tried below.
    let key = desk.world.store.key.clone().unwrap();
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&forged, bytes).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let refused = container::Container::open(&forged)
            .and_then(|mut copy| {
                opened::take_apart(&mut copy, dir.path(), opened::Opens::Key(&key), &never())
            })
            .map(drop)
            .expect_err(what);
        let said = refused.to_string();
        assert!(said.contains("Inget är ändrat"), "{what}: {said}");
        refused
    };
    // A flip in each header, each padding, each member: at least one in each page, and each byte of the outside.
    let mut places: Vec<usize> =
        (0..whole.len()).step_by(4096).map(|at| (at + at / 7 % 4096).min(whole.len() - 1)).collect();
    let mut at = 0;
    while at + 512 <= whole.len() {
        let size =
            tar::Header::from_byte_slice(whole[at..at + 512].try_into().unwrap()).entry_size().unwrap_or(0);
        if whole[at] == 0 {
            break;
        }
        places.extend((at..at + 512).step_by(11));
        at += 512 + usize::try_from(size.next_multiple_of(512)).unwrap();
    }
    places.extend((whole.len() - 1024..whole.len()).step_by(97));
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        let error = refused(&bytes, &format!("byte {place}"));
        assert!(
            matches!(error, BackupError::Damaged(_) | BackupError::NotACopy(_) | BackupError::Cut(_)),
            "byte {place}: {error:?}"
        );
    }
    // In the key file, where the passphrase meets it.
    for place in [512, 600, 4000, 5000] {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&forged, bytes).unwrap();
        let error = desk.opened(&forged).expect_err("a key file that was changed");
        assert!(matches!(error, BackupError::Damaged(_) | BackupError::WrongSecret(_)), "{place}: {error:?}");
    }
    for length in [
        0,
        1,
        511,
        512,
        513,
        4096,
        9000,
        whole.len() / 2,
        whole.len() - 1024,
        whole.len() - 512,
        whole.len() - 1,
    ] {
        let error = refused(&whole[..length], &format!("{length} bytes"));
        assert!(matches!(error, BackupError::Cut(_) | BackupError::NotACopy(_)), "{length}: {error:?}");
    }
    refused(&[&whole[..], &[0; 512]].concat(), "something after the end");
    refused(&[&whole[..], &whole[..]].concat(), "two copies");
    refused("möte".as_bytes(), "a text");
    refused(&fs::read(desk.path("bas/samverkan.db")).unwrap(), "a database");
    let wrong = OpenedCopy::open(
        &taken.file,
        &Access::Passphrase(Passphrase::new("fel fras helt")),
        &desk.path("annan"),
        &never(),
    );
    assert!(matches!(wrong, Err(BackupError::WrongSecret(_))), "{wrong:?}");
    assert!(matches!(desk.opened(&desk.path("finns-inte")), Err(BackupError::NoFile(_))));
    assert!(matches!(desk.opened(&desk.path("annan")), Err(BackupError::NotACopy(_))));
    assert_eq!(lying(&desk.path("bas")), before);
    assert_eq!(names(&desk.path("annan")), other);
}

/// A tar of these entries, as any program may write one.
fn tar_of(entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, kind, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        // As a forger does, past what the library lets through.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_mode(0o600);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn a_tar_that_leads_elsewhere_is_no_copy() {
    use tar::EntryType::{Directory, Link, Regular, Symlink};
    let desk = Desk::new();
    let forged = desk.path("samverkan-2026-11-27-0431.kopia");
    let page = [0_u8; 4096];
    for entries in [
        vec![("../nyckel.db", Regular, &page[..])],
        vec![("/etc/passwd", Regular, &page)],
        vec![("nyckel.db", Symlink, &[])],
        vec![("nyckel.db", Link, &[])],
        vec![("nyckel.db", Directory, &[])],
        vec![("nyckel.db", Regular, &page), ("../../samverkan.db", Regular, &page)],
        vec![("nyckel.db", Regular, &page), ("samverkan.db", Regular, &page), ("nyckel.db", Regular, &page)],
        vec![("samverkan.db", Regular, &page), ("nyckel.db", Regular, &page)],
        vec![
            ("nyckel.db", Regular, &page),
            ("samverkan.db", Regular, &page),
            ("tillbehor.db", Regular, &page),
            ("x", Regular, &page),
        ],
    ] {
        fs::write(&forged, tar_of(&entries)).unwrap();
        let refused = desk.opened(&forged);
        assert!(matches!(refused, Err(BackupError::Damaged(_))), "{entries:?}: {refused:?}");
    }
    // A header that promises more than there is.
    let mut huge = tar_of(&[("nyckel.db", Regular, &page)]);
    let mut header = tar::Header::new_ustar();
    header.set_path("samverkan.db").unwrap();
    header.set_size(u64::MAX - 10);
    header.set_mode(0o600);
    header.set_cksum();
    huge.truncate(huge.len() - 1024);
    huge.extend(header.as_bytes());
    fs::write(&forged, huge).unwrap();
    assert!(desk.opened(&forged).is_err());
    assert_eq!(names(&desk.path("annan")), Vec::<String>::new());
}

/// Where in a tar each file begins, with its header, and ends.
fn parts(tar: &[u8]) -> BTreeMap<String, (usize, usize)> {
    let mut archive = tar::Archive::new(tar);
    let entries = archive.entries().unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let start = usize::try_from(entry.raw_header_position()).unwrap();
            let size = usize::try_from(entry.size().next_multiple_of(512)).unwrap();
            (entry.path().unwrap().to_string_lossy().into_owned(), (start, start + 512 + size))
        })
        .collect()
}

#[test]
fn a_member_of_another_copy_is_not_taken_for_this_ones() {
    let mut desk = Desk::new();
    let first = fs::read(desk.take("2026-11-26T04:31:00").file).unwrap();
    desk.write("Senare");
    let second = fs::read(desk.take("2026-11-27T04:31:00").file).unwrap();
    let (ones, twos) = (parts(&first), parts(&second));
    let mixed = desk.path("blandad.kopia");
    for taken_from_first in ["samverkan.db", "tillbehor.db"] {
        let mut bytes = Vec::new();
        for name in ["nyckel.db", "nyckel-reserv.db", "samverkan.db", "tillbehor.db"] {
            let (from, of) = if name == taken_from_first { (&first, &ones) } else { (&second, &twos) };
            bytes.extend(&from[of[name].0..of[name].1]);
        }
        bytes.extend([0; 1024]);
        fs::write(&mixed, bytes).unwrap();
        let refused = desk.opened(&mixed);
        assert!(matches!(refused, Err(BackupError::Damaged(_))), "{taken_from_first}: {refused:?}");
    }
}

#[test]
fn what_lies_there_is_compared_and_put_aside_whatever_it_is() {
    type Make = fn(&mut Desk, &Path);
    type Case = (&'static str, Make, fn(&Present) -> bool);
    let cases: [Case; 7] = [
        ("nothing", |_, _| {}, |present| *present == Present::Nothing),
        (
            "newer",
            |desk, folder| {
                desk.write("Nyare");
                desk.world.store.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
                for name in ["samverkan.db", "nyckel.db", "nyckel-reserv.db"] {
                    fs::copy(desk.path("bas").join(name), folder.join(name)).unwrap();
                }
            },
            |present| matches!(present, Present::Same(differs) if differs.changes == 1 && differs.last.is_some()),
        ),
        (
            "foreign",
            |_, folder| {
                drop(Store::create(&folder.join("samverkan.db"), &Passphrase::new(PHRASE)).unwrap());
            },
            |present| *present == Present::Other,
        ),
        (
            "another key",
            |_, folder| {
                drop(Store::create(&folder.join("samverkan.db"), &Passphrase::new("en helt annan")).unwrap());
            },
            |present| *present == Present::Unknown,
        ),
        (
            "broken",
            |_, folder| {
                for (name, bytes) in [
                    ("samverkan.db", vec![7; 8192]),
                    ("samverkan.db-wal", vec![1; 99]),
                    ("nyckel.db", vec![9; 4096]),
                ] {
                    fs::write(folder.join(name), bytes).unwrap();
                }
            },
            |present| *present == Present::Unknown,
        ),
        (
            "empty",
            |_, folder| fs::write(folder.join("samverkan.db"), "").unwrap(),
            |present| *present == Present::Unknown,
        ),
        (
            "practice",
            |_, folder| drop(Store::create_practice(&folder.join("samverkan.db")).unwrap()),
            |present| *present == Present::Other,
        ),
    ];
    for (what, make, expected) in cases {
        let mut desk = Desk::new();
        let taken = desk.take("2026-11-27T04:31:00");
        let folder = desk.path("dator");
        fs::create_dir(&folder).unwrap();
        make(&mut desk, &folder);
        let before = lying(&folder);
        let database = folder.join("samverkan.db");
        let copy = OpenedCopy::open(&taken.file, &access(), &folder, &never()).unwrap();
        let present = copy.compare(&database, &access()).unwrap();
        assert!(expected(&present), "{what}: {present:?}");
        let restored = copy.put_in_place(&database, &by("2026-11-28T08:00:00")).unwrap();
        assert_eq!(desk.texts(&database, &access()), ["Före"], "{what}");
        let after = lying(&folder);
        for (name, bytes) in before {
            let (_, is) = restored
                .aside
                .iter()
                .find(|(was, _)| *was == name)
                .unwrap_or_else(|| panic!("{what}: {name}"));
            assert_eq!(*is, format!("{name}.undan-2026-11-28-0800"));
            assert_eq!(after[is], bytes, "{what}: {name}");
        }
    }
}

#[test]
fn an_older_one_that_lies_there_is_told_as_older_and_one_that_went_another_way_as_both() {
    let mut desk = Desk::new();
    let early = desk.take("2026-11-26T04:31:00");
    let folder = desk.path("dator");
    let database = folder.join("samverkan.db");
    let copy = OpenedCopy::open(&early.file, &access(), &folder, &never()).unwrap();
    copy.put_in_place(&database, &by("2026-11-26T08:00:00")).unwrap();
    desk.write("Senare");
    let late = desk.take("2026-11-27T04:31:00");
    let copy = OpenedCopy::open(&late.file, &access(), &folder, &never()).unwrap();
    let Present::Same(differs) = copy.compare(&database, &access()).unwrap() else { panic!("the same") };
    // There the restore, here a row.
    assert_eq!((differs.lines, differs.changes), (1, 0), "{differs:?}");
    assert!(differs.only_in_copy >= 2 && differs.since.is_some(), "{differs:?}");
    // That nothing was written by looking.
    assert_eq!(desk.texts(&database, &access()), ["Före"]);
}

#[test]
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn what_another_program_has_open_is_left_alone() {
    let desk = Desk::new();
    let taken = desk.take("2026-11-27T04:31:00");
    let database = desk.path("bas/samverkan.db");
    let copy = OpenedCopy::open(&taken.file, &access(), &desk.path("bas"), &never()).unwrap();
    // Reading the file here would let its locks go.
    let before = names(&desk.path("bas"));
    let refused = copy.put_in_place(&database, &by("2026-11-28T08:00:00"));
    if cfg!(target_os = "linux") {
        assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
        let after: Vec<String> =
            before.iter().filter(|name| !name.starts_with(".samverkan")).cloned().collect();
        assert_eq!(names(&desk.path("bas")), after);
    }
}

#[test]
fn what_was_struck_since_is_known_to_come_back() {
    let mut desk = Desk::new();
    let old = desk.world.add(desk.meeting, NOTE, "Grannens påhittade sjukdom");
    let other = desk.world.add(desk.meeting, NOTE, "En annan påhittad sak");
    let taken = desk.take("2026-11-27T04:31:00");
    let new = desk.world.add(desk.meeting, NOTE, "Skriven efter kopian");
    let strike = |desk: &mut Desk, entry: &crate::domain::record::Entry| {
        let (id, now) = (desk.world.id(), desk.world.now);
        let row =
            crate::domain::command::RecordKey { table: crate::domain::command::Table::Entry, id: entry.id.0 };
        desk.world.store.strike(desk.meeting, row, id, now).unwrap();
    };
    let struck = |desk: &Desk| {
        let copy = desk.opened(&taken.file).unwrap();
        let Present::Same(differs) = copy.compare(&desk.path("bas/samverkan.db"), &access()).unwrap() else {
            panic!("the same")
        };
        let open = copy.compare_with(&desk.world.store);
        assert_eq!(open, Present::Same(differs.clone()), "however it is read");
        differs.struck
    };
    assert_eq!(struck(&desk).count, 0);
    // The copy hasn't it, so that it doesn't come back.
    strike(&mut desk, &new);
    assert_eq!(struck(&desk).count, 0);
    strike(&mut desk, &old);
    let told = struck(&desk);
    assert_eq!((told.count, told.meetings.len()), (1, 1));
    let said = told.in_words(false).unwrap();
    assert!(said.starts_with("1 text som ströks för gott efter kopian kommer tillbaka ("), "{said}");
    assert!(said.ends_with("): stryk den igen."), "{said}");
    strike(&mut desk, &other);
    let told = struck(&desk);
    assert_eq!((told.count, told.meetings.len()), (2, 1), "in one meeting");
    // A copy that was taken after it brings nothing back.
    let later = desk.take("2026-11-27T05:31:00");
    let copy = desk.opened(&later.file).unwrap();
    let present = copy.compare(&desk.path("bas/samverkan.db"), &access()).unwrap();
    assert_eq!(present.struck(false), None, "{present:?}");
}
