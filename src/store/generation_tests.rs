//! Every pair of a stop and a restore, on real files: a main file from one moment beside a log from another. What is opened
//! is either all that the two say together, where they belong together, or the main file as it was; never a mixture. And no
//! file is lost.

use super::generation::salts_of;
use super::testing::World;
use super::*;
use crate::domain::agenda::EntryKind;
use fastrand::Rng;
use std::fs;
use std::time::Duration;
use tempfile::TempDir;

const NOTE: EntryKind = EntryKind::Anteckning;
const PHRASE: &str = "tre gröna grodor i regn";

/// How many times more often than in a short run.
fn times() -> u64 {
    std::env::var("SAMVERKAN_TEST_GANGER").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// What has been written, in order: even numbers are lines of the meeting, odd ones drafts.
type Path_ = Vec<u32>;

/// The database's files at one moment, and what is true of them.
#[derive(Clone)]
struct Moment {
    main: Vec<u8>,
    log: Option<Vec<u8>>,
    head: Vec<u8>,
    /// What the main file alone holds.
    alone: Path_,
    /// What it held when the log began, and what is read through the log.
    base: Path_,
    whole: Path_,
    /// The log was poured into it up to where somebody read: the file alone is no state that ever was.
    partly: bool,
}

/// Somebody who writes, and keeps account of it.
struct Writer {
    world: World,
    meeting: MeetingId,
    access: Access,
    whole: Path_,
    base: Path_,
    salts: Option<generation::Salts>,
    /// Each state that the main file can have, by its stamp.
    known: Vec<(u64, String, Path_)>,
    next: u32,
    partly: bool,
}

fn stamped(store: &Store) -> (u64, String) {
    let stamp = generation::stamp_of(&store.db).unwrap();
    (stamp.own.number, stamp.own.mark)
}

fn log_of(path: &Path) -> PathBuf {
    places::wal_of(path)
}

fn memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

impl Writer {
    fn new(encrypted: bool) -> Self {
        let dir = memory();
        let path = dir.path().join("ovning.db");
        let (store, access) = if encrypted {
            let phrase = Passphrase::new(PHRASE);
            (Store::create(&path, &phrase).unwrap().0, Access::Passphrase(phrase))
        } else {
            (Store::create_practice(&path).unwrap(), Access::Practice)
        };
        let ids = crate::domain::ids::Ids::new(7);
        let mut world = World { store, dir, ids, now: "2026-11-23T12:00:00Z".parse().unwrap() };
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        world.store.pour().unwrap();
        let mut writer = Self {
            world,
            meeting,
            access,
            whole: Vec::new(),
            base: Vec::new(),
            salts: None,
            known: Vec::new(),
            next: 0,
            partly: false,
        };
        writer.keep();
        writer
    }

    /// Goes on from what lay there at a moment, in a folder of its own.
    fn fork(&self, moment: &Moment, first: u32) -> Self {
        let dir = memory();
        for entry in fs::read_dir(self.world.dir.path()).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if name.contains("nyckel") {
                fs::copy(entry.path(), dir.path().join(name)).unwrap();
            }
        }
        lay(&dir.path().join("ovning.db"), &moment.main, moment.log.as_deref());
        // Where it ended is known there too: that it isn't would be written down, and be a commit that nobody has counted.
        fs::write(places::head_of(&dir.path().join("ovning.db")), &moment.head).unwrap();
        let store = Store::open(&dir.path().join("ovning.db"), &self.access).unwrap();
        assert_eq!(holds(&store, self.meeting), expected(&moment.whole));
        let world =
            World { store, dir, ids: crate::domain::ids::Ids::new(u64::from(first)), now: self.world.now };
        let whole = moment.whole.clone();
        let mut writer = Self {
            world,
            meeting: self.meeting,
            access: self.access.clone(),
            base: whole.clone(),
            whole,
            salts: None,
            known: self.known.clone(),
            next: first,
            partly: false,
        };
        writer.keep();
        writer
    }

    fn keep(&mut self) {
        let (number, mark) = stamped(&self.world.store);
        self.known.push((number, mark, self.whole.clone()));
        let now = salts_of(&self.world.path());
        if now != self.salts {
            self.salts = now;
        }
    }

    fn write(&mut self) {
        let (number, before) = (self.next, self.whole.clone());
        self.next += 1;
        let text = format!("{number} {}", "ord ".repeat(usize::try_from(number % 7).unwrap() * 300));
        if number % 2 == 0 {
            self.world.add(self.meeting, NOTE, &text);
        } else {
            let now = self.world.now;
            self.world.store.save_draft("s", "rad", Some(self.meeting), &text, now).unwrap();
        }
        self.whole.push(number);
        if salts_of(&self.world.path()) != self.salts {
            self.base = before;
        }
        self.keep();
    }

    fn pour(&mut self, kind: &str) {
        let sql = format!("PRAGMA wal_checkpoint({kind})");
        let (all, poured): (i64, i64) =
            self.world.store.db.query_row(&sql, [], |row| Ok((row.get(1)?, row.get(2)?))).unwrap();
        self.partly = poured < all;
        self.world.store.poured(!self.partly);
        self.salts = salts_of(&self.world.path());
    }

    /// As far as somebody who reads lets it.
    fn pour_partly(&mut self, more: u32) {
        let reader = Store::open(&self.world.path(), &self.access).unwrap();
        let reading = reader.db.unchecked_transaction().unwrap();
        let _: i64 = reading.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
        for _ in 0..more {
            self.write();
        }
        self.pour("PASSIVE");
        drop(reading);
    }

    fn moment(&self) -> Moment {
        let path = self.world.path();
        let main = fs::read(&path).unwrap();
        let log = fs::read(log_of(&path)).ok().filter(|log| !log.is_empty());
        let alone = generation::stamp_alone(&path, self.world.store.key.as_ref()).unwrap().own;
        let alone = self.known.iter().find(|known| known.0 == alone.number && known.1 == alone.mark);
        let alone = alone.expect("the main file holds a state that was").2.clone();
        let head = fs::read(places::head_of(&path)).unwrap();
        Moment {
            main,
            log,
            head,
            alone,
            base: self.base.clone(),
            whole: self.whole.clone(),
            partly: self.partly,
        }
    }
}

/// Puts the files there as `cp` does.
fn lay(path: &Path, main: &[u8], log: Option<&[u8]>) {
    fs::write(path, main).unwrap();
    match log {
        Some(log) => fs::write(log_of(path), log).unwrap(),
        None => drop(fs::remove_file(log_of(path))),
    }
}

/// What a database holds; panics where it holds a mixture.
fn holds(store: &Store, meeting: MeetingId) -> Path_ {
    let number = |text: &str| text.split(' ').next().unwrap().parse::<u32>().unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.faults);
    let lines = store.meeting(meeting).unwrap().entries;
    let mut lines: Path_ = lines.iter().map(|entry| number(&entry.text)).collect();
    lines.sort_unstable();
    let drafts = store.drafts(meeting).unwrap();
    lines.extend(drafts.iter().map(|draft| number(&draft.text)));
    lines
}

/// The same of what was written.
fn expected(path: &Path_) -> Path_ {
    let mut lines: Path_ = path.iter().copied().filter(|number| number % 2 == 0).collect();
    lines.sort_unstable();
    lines.extend(path.iter().rev().find(|number| *number % 2 == 1));
    lines
}

/// A history with a stop after each step, and a second one from a copy of the first.
fn history(dice: &mut Rng, encrypted: bool) -> (Vec<Moment>, Writer) {
    let mut writer = Writer::new(encrypted);
    let mut moments = vec![writer.moment()];
    let live = |writer: &mut Writer, moments: &mut Vec<Moment>, dice: &mut Rng| {
        for _ in 0..dice.u32(3..9) {
            match dice.u32(0..9) {
                0 => writer.pour("TRUNCATE"),
                1 => writer.pour("PASSIVE"),
                2 => writer.pour("RESTART"),
                3 => writer.pour_partly(dice.u32(1..4)),
                4 => {
                    let (path, access) = (writer.world.path(), writer.access.clone());
                    // Closed in order, and opened again.
                    let other = World::new();
                    drop(std::mem::replace(&mut writer.world.store, other.store));
                    writer.world.store = Store::open(&path, &access).unwrap();
                    writer.salts = salts_of(&path);
                }
                _ => {
                    for _ in 0..dice.u32(1..4) {
                        writer.write();
                    }
                }
            }
            moments.push(writer.moment());
        }
    };
    live(&mut writer, &mut moments, dice);
    let from = dice.usize(..moments.len());
    let mut fork = writer.fork(&moments[from].clone(), 1000);
    live(&mut fork, &mut moments, dice);
    live(&mut writer, &mut moments, dice);
    writer.known.extend(fork.known);
    (moments, writer)
}

fn is_prefix(one: &Path_, of: &Path_) -> bool {
    of.starts_with(one)
}

/// Opens a main file of one moment beside the log of another.
fn restore(main: &Moment, log: &Moment, writer: &Writer) {
    let dir = memory();
    let path = dir.path().join("ovning.db");
    for entry in fs::read_dir(writer.world.dir.path()).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name.contains("nyckel") {
            fs::copy(entry.path(), dir.path().join(name)).unwrap();
        }
    }
    lay(&path, &main.main, log.log.as_deref());
    let same = main.partly && log.log.is_some() && main.whole == log.whole && main.base == log.base;
    if main.partly && !same {
        // Half a copy is damage: it isn't opened, or the check tells, or it happens to be whole, as it stood after some commit.
        // Drafts lie outside the journal: nothing can tell that one is of another.
        if let Ok(store) = Store::open(&path, &writer.access)
            && store.verify().is_ok_and(|report| report.is_sound())
        {
            let lines = |held: Path_| held.into_iter().filter(|number| number % 2 == 0).collect::<Path_>();
            let found = lines(holds(&store, writer.meeting));
            let was = writer.known.iter().any(|(.., whole)| lines(expected(whole)) == found);
            assert!(was, "{found:?} never was");
        }
        return;
    }
    let mut store = Store::open(&path, &writer.access).unwrap();
    let found = holds(&store, writer.meeting);
    let fits = same || is_prefix(&log.base, &main.alone) && is_prefix(&main.alone, &log.whole);
    let aside: Vec<PathBuf> = fs::read_dir(dir.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains("-wal.undan-"))
        .collect();
    let news = store.take_news();
    let what = format!("alone {:?}, log {:?}..{:?}", main.alone, log.base, log.whole);
    match &log.log {
        None => assert_eq!(found, expected(&main.alone), "{what}"),
        Some(_) if fits => {
            assert_eq!((found, aside.len(), news), (expected(&log.whole), 0, None), "{what}");
        }
        Some(bytes) => {
            assert_eq!(found, expected(&main.alone), "{what}");
            assert_eq!(aside.len(), 1, "{what}");
            assert!(fs::read(&aside[0]).unwrap() == *bytes, "what is put aside is whole");
            assert!(news.unwrap().contains("ligger undan som"));
        }
    }
    // And it goes on from there.
    let session = store.session().to_owned();
    store.save_draft(&session, "rad", Some(writer.meeting), "vidare", writer.world.now).unwrap();
    drop(store);
    let mut store = Store::open(&path, &writer.access).unwrap();
    assert!(store.verify().unwrap().is_sound());
    assert!(store.drafts(writer.meeting).unwrap().iter().any(|draft| draft.text == "vidare"));
    assert_eq!(store.take_news(), None);
}

#[test]
fn every_main_file_beside_every_log_is_whole_or_told() {
    for seed in 0..3 * times() {
        let mut dice = Rng::with_seed(seed);
        let (moments, writer) = history(&mut dice, false);
        // All of them when many are asked for.
        let pairs = u32::try_from(moments.len() * moments.len()).unwrap();
        let part = if times() > 1 { 1.0 } else { 40.0 / f64::from(pairs) };
        for main in &moments {
            for log in &moments {
                if dice.f64() < part {
                    restore(main, log, &writer);
                }
            }
        }
    }
}

#[test]
fn so_are_those_of_an_encrypted_database() {
    for seed in 100..100 + times() {
        let mut dice = Rng::with_seed(seed);
        let (moments, writer) = history(&mut dice, true);
        for _ in 0..8 {
            let (main, log) = (&moments[dice.usize(..moments.len())], &moments[dice.usize(..moments.len())]);
            restore(main, log, &writer);
        }
    }
}

/// Stopped while the log was being poured into the file, at any of its pages: then the log is all there is.
#[test]
fn a_stop_in_the_middle_of_pouring_never_loses_the_log() {
    const PAGE: usize = 4096;
    for seed in 0..4 * times() {
        let mut dice = Rng::with_seed(seed);
        let encrypted = seed == 0;
        let mut writer = Writer::new(encrypted);
        for _ in 0..dice.u32(2..30) {
            writer.write();
        }
        let before = writer.moment();
        writer.pour("PASSIVE");
        let after = writer.moment();
        assert_eq!(after.alone, after.whole);
        let pages: Vec<usize> = (0..after.main.len() / PAGE)
            .filter(|page| {
                let at = page * PAGE..(page + 1) * PAGE;
                before.main.get(at.clone()) != after.main.get(at)
            })
            .collect();
        let tries = if encrypted { 4 } else { pages.len().min(12) };
        for number in 0..tries {
            let mut main = before.main.clone();
            // In order up to a page, as a kill leaves it; or any of them, as a power cut does.
            let written: Vec<usize> = if dice.bool() {
                pages[..(number * pages.len() / tries + 1).min(pages.len())].to_vec()
            } else {
                pages.iter().copied().filter(|_| dice.bool()).collect()
            };
            for page in written {
                let at = page * PAGE..(page + 1) * PAGE;
                main.resize(main.len().max(at.end), 0);
                let half = if dice.u8(0..8) == 0 { PAGE / 2 } else { PAGE };
                main[at.start..at.start + half].copy_from_slice(&after.main[at.start..at.start + half]);
            }
            let dir = memory();
            let path = dir.path().join("ovning.db");
            for entry in fs::read_dir(writer.world.dir.path()).unwrap().flatten() {
                let name = entry.file_name().into_string().unwrap();
                if name.contains("nyckel") {
                    fs::copy(entry.path(), dir.path().join(name)).unwrap();
                }
            }
            lay(&path, &main, before.log.as_deref());
            let mut store = Store::open(&path, &writer.access).unwrap();
            assert_eq!(holds(&store, writer.meeting), expected(&before.whole), "{seed} {number}");
            assert_eq!(store.take_news(), None, "{seed} {number}");
        }
    }
}

/// What a kill left, copied: whoever opens it begins a log of its own, so that the one's is never taken for the other's.
#[test]
fn two_who_go_on_from_the_same_log_begin_one_each() {
    let mut writer = Writer::new(false);
    writer.write();
    let left = writer.moment();
    assert!(left.log.is_some());
    let mut forks = [1000, 2000].map(|first| writer.fork(&left, first));
    for fork in &mut forks {
        for _ in 0..3 {
            fork.write();
        }
    }
    let [one, other] = &mut forks;
    assert_ne!(salts_of(&one.world.path()), salts_of(&other.world.path()));
    one.pour("PASSIVE");
    other.write();
    restore(&one.moment(), &other.moment(), &writer);
}

#[test]
fn a_log_of_another_database_or_of_nothing_is_put_aside() {
    let writer = {
        let mut writer = Writer::new(false);
        writer.write();
        writer
    };
    let mut other = Writer::new(true);
    other.write();
    let mut stranger = Writer::new(false);
    stranger.write();
    let here = writer.moment();
    let noise: Vec<u8> = (0..5000_u32).map(|number| (number % 251) as u8).collect();
    let logs = [other.moment().log.unwrap(), stranger.moment().log.unwrap(), noise, b"x".to_vec()];
    for log in logs {
        restore(&here, &Moment { log: Some(log), base: vec![7], whole: vec![7], ..here.clone() }, &writer);
    }
}

#[test]
fn what_others_have_open_is_never_put_aside_and_a_file_that_was_overwritten_isnt_opened() {
    let mut writer = Writer::new(false);
    let early = writer.moment();
    writer.write();
    writer.pour("TRUNCATE");
    writer.write();
    let path = writer.world.path();
    let second = Store::open(&path, &Access::Practice).unwrap();
    assert_eq!(holds(&second, writer.meeting), expected(&writer.whole));
    drop(second);
    let late = fs::read(&path).unwrap();
    fs::write(&path, &early.main).unwrap();
    let refused = Store::open(&path, &Access::Practice);
    assert!(matches!(refused, Err(StoreError::Overwritten(_))), "{refused:?}");
    assert!(log_of(&path).exists());
    fs::write(&path, late).unwrap();
    let second = Store::open(&path, &Access::Practice).unwrap();
    assert_eq!(holds(&second, writer.meeting), expected(&writer.whole));
}

#[test]
fn a_log_that_is_emptied_or_removed_while_it_is_judged_is_nothing_to_put_aside() {
    for encrypted in [false, true] {
        let mut writer = Writer::new(encrypted);
        writer.write();
        let here = writer.moment();
        let folder = memory();
        let path = folder.path().join("x.db");
        for log in [None, Some(&b""[..])] {
            lay(&path, &here.main, log);
            // Poured by whoever had it open when it was seen to lie there.
            let pouring = writer.world.store.key.as_ref();
            let seen = leftover::judge_what_lies(&path, pouring).unwrap();
            assert_eq!((seen.news, seen.pour, seen.check), (None, false, false));
            assert!(aside::lying_aside(&path).is_empty());
        }
    }
}

type Harm = Box<dyn Fn(&Path, &Moment)>;

/// All that `cp`, a shell's `>` and others can do to an open file.
#[test]
fn what_is_written_into_the_open_file_is_noticed_and_nothing_follows() {
    let mut stranger = Writer::new(false);
    stranger.write();
    stranger.pour("TRUNCATE");
    let stranger = stranger.moment().main;
    let harms: Vec<(&str, Harm)> = vec![
        ("an earlier copy", Box::new(|path, early| fs::write(path, &early.main).unwrap())),
        ("nothing", Box::new(|path, _| fs::write(path, "").unwrap())),
        ("another's file", Box::new(move |path, _| fs::write(path, &stranger).unwrap())),
        ("a text", Box::new(|path, _| fs::write(path, "Kära dagbok ".repeat(1000)).unwrap())),
        ("half a copy", Box::new(|path, early| fs::write(path, &early.main[..8192]).unwrap())),
        (
            "its first pages",
            Box::new(|path, early| {
                use std::io::Write as _;
                let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
                file.write_all(&early.main[..16384]).unwrap();
            }),
        ),
        ("another log", Box::new(|path, _| fs::write(log_of(path), vec![7; 9000]).unwrap())),
        ("an empty log", Box::new(|path, _| fs::write(log_of(path), "").unwrap())),
    ];
    for (what, harm) in &harms {
        for writes_at_once in [false, true] {
            let mut writer = Writer::new(false);
            let early = writer.moment();
            writer.write();
            writer.pour("TRUNCATE");
            writer.write();
            writer.write();
            assert!(writer.world.store.is_in_place());
            let before = writer.moment();
            let path = writer.world.path();
            harm(&path, &early);
            let harmed = [fs::read(&path).unwrap(), fs::read(log_of(&path)).unwrap()];
            if !writes_at_once {
                assert!(!writer.world.store.is_in_place(), "{what}");
            }
            let (session, now) = (writer.world.store.session().to_owned(), writer.world.now);
            let refused = writer.world.store.save_draft(&session, "rad", Some(writer.meeting), "x", now);
            assert!(matches!(refused, Err(StoreError::Overwritten(_))), "{what}: {refused:?}");
            let store = &mut writer.world.store;
            assert!(matches!(store.pour(), Err(StoreError::Overwritten(_)) | Ok(true)), "{what}");
            assert!(
                matches!(
                    store.clean(&mut crate::domain::progress::unfollowed),
                    Err(StoreError::Overwritten(_))
                ),
                "{what}"
            );
            assert!(store.is_overwritten());
            // Nor is anything poured in when it ends.
            drop(std::mem::replace(store, World::new().store));
            assert!(harmed == [fs::read(&path).unwrap(), fs::read(log_of(&path)).unwrap()], "{what}");
            // Put right again, it is all there.
            lay(&path, &before.main, before.log.as_deref());
            let store = Store::open(&path, &Access::Practice).unwrap();
            assert_eq!(holds(&store, writer.meeting), expected(&writer.whole), "{what}");
        }
    }
}

#[test]
fn what_was_overwritten_and_put_right_goes_on_and_pouring_by_others_is_nothing_else() {
    let mut writer = Writer::new(false);
    let early = writer.moment();
    for _ in 0..5 {
        writer.write();
    }
    let path = writer.world.path();
    let mut other = Store::open(&path, &Access::Practice).unwrap();
    let now = fs::read(&path).unwrap();
    for round in 0..3 {
        assert!(other.pour().unwrap());
        assert!(writer.world.store.is_in_place() && other.is_in_place(), "{round}");
        writer.write();
        let poured = fs::read(&path).unwrap();
        fs::write(&path, &early.main).unwrap();
        assert!(!writer.world.store.is_in_place() && !other.is_in_place());
        assert!(writer.world.store.check_file().is_err());
        fs::write(&path, if round == 1 { &now } else { &poured }).unwrap();
        // What lay there before the last pouring isn't what lies there now.
        assert_eq!(writer.world.store.is_in_place(), round != 1);
        fs::write(&path, &poured).unwrap();
        assert!(writer.world.store.is_in_place() && other.is_in_place());
        writer.write();
        let session = other.session().to_owned();
        other
            .save_draft(
                &session,
                "rad",
                Some(writer.meeting),
                &format!("{}", 2001 + 2 * round),
                writer.world.now,
            )
            .unwrap();
        assert!(writer.world.store.is_in_place());
        other.clear_draft(&session, "rad").unwrap();
        writer.write();
    }
    assert_eq!(holds(&other, writer.meeting), expected(&writer.whole));
}

#[test]
#[cfg(target_os = "linux")]
fn looking_into_the_file_leaves_no_file_open() {
    let mut writer = Writer::new(false);
    let open =
        || fs::read_dir("/proc/self/fd").unwrap().flatten().filter_map(|fd| fs::read_link(fd.path()).ok());
    let path = writer.world.path();
    let count = || open().filter(|open| *open == path).count();
    writer.write();
    writer.world.store.pour().unwrap();
    writer.world.store.check_file().unwrap();
    let before = count();
    for _ in 0..30 {
        writer.write();
        assert!(writer.world.store.pour().unwrap());
        writer.world.store.check_file().unwrap();
    }
    assert!(count() <= before + 1, "{before} {}", count());
}

#[test]
fn a_log_is_poured_without_waiting_for_anybody() {
    let mut writer = Writer::new(false);
    writer.write();
    assert!(writer.world.store.in_log() > 0);
    let other = Store::open(&writer.world.path(), &Access::Practice).unwrap();
    let reading = other.db.unchecked_transaction().unwrap();
    let _: i64 = reading.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    writer.write();
    let started = std::time::Instant::now();
    assert!(!writer.world.store.pour().unwrap());
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    drop(reading);
    assert!(writer.world.store.pour().unwrap());
    assert_eq!(writer.world.store.in_log(), 0);
    // A plain copy of the file alone is whole.
    let copy = writer.world.dir.path().join("kopia.db");
    fs::copy(writer.world.path(), &copy).unwrap();
    assert_eq!(
        holds(&Store::open(&copy, &Access::Practice).unwrap(), writer.meeting),
        expected(&writer.whole)
    );
}

type Write = Box<dyn Fn(&mut World) -> Result<(), StoreError>>;

#[test]
fn every_write_has_a_stamp_of_its_own() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let (person, now, session) = (world.person("Åsa"), world.now, world.store.session().to_owned());
    let here =
        crate::domain::session::SessionPresence::of(crate::domain::session::SessionKind::Program, None);
    let key = session.clone();
    let writes: Vec<Write> = vec![
        Box::new(move |world| world.store.save_draft(&key, "rad", Some(meeting), "Två", now)),
        Box::new(move |world| world.store.clear_draft(&session, "rad")),
        Box::new(move |world| world.store.sit_down(person.id)),
        Box::new(move |world| world.store.set_blank(meeting, true)),
        Box::new(move |world| world.store.show_on_wall("w", meeting)),
        Box::new(move |world| world.store.say_here(&here, 1, now)),
        Box::new(|world| world.store.forget_session("w")),
        Box::new(move |world| {
            world.add(meeting, NOTE, "Rad");
            Ok(())
        }),
        Box::new(move |world| {
            world.undo(meeting);
            Ok(())
        }),
        Box::new(|world| {
            world.set_social_clock(true);
            Ok(())
        }),
    ];
    for (number, write) in writes.iter().enumerate() {
        let before = stamped(&world.store).0;
        write(&mut world).unwrap();
        assert_eq!(stamped(&world.store).0, before + 1, "{number}");
    }
}

/// A transaction that writes is begun in one place; the others make or mend the shape, and leave a stamp too.
#[test]
fn nothing_is_written_but_through_the_one_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files = vec![root.clone()];
    let mut begun = Vec::new();
    while let Some(at) = files.pop() {
        if at.is_dir() {
            files.extend(fs::read_dir(at).unwrap().flatten().map(|entry| entry.path()));
            continue;
        }
        let name = at.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if name.contains("test") || at.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = fs::read_to_string(&at).unwrap();
        let text: String =
            text.split("#[cfg(test)]\nmod tests {").next().unwrap().split_whitespace().collect();
        for sign in ["transaction_with_behavior(", ".savepoint("] {
            begun.extend(text.matches(sign).map(|_| name.clone()));
        }
        for sql in ["INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP"] {
            let direct = ["execute(", "execute_batch(", "prepare_cached(", "prepare("]
                .iter()
                .any(|call| text.contains(&format!("self.db.{call}\"{sql}")));
            assert!(!direct, "{name} writes past the door");
        }
    }
    begun.sort();
    assert_eq!(begun, ["generation.rs", "schema/mod.rs", "schema/shape.rs"]);
}
