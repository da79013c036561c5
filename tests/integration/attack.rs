//! Keys, copies and files under attack: the program killed at each call by which it changes something on disk. Whatever it
//! was doing, the database opens afterwards, with what opened it before or what opens it now and never with both; everything
//! in it is whole, and what was asked for can be done again.

use crate::common::keyed::{Keyed, OLD, WHOLE, by, lying, opens, shown_key, the_one, typed_back};
use crate::common::knobs::{dice, rounds};
use crate::common::pty::{Pty, Start};
use crate::common::secretary::key;
use crate::common::system_calls::{Ran, kill_running, run};
use samverkan::store::{Access, DEFAULT_FILE, Passphrase, RecoveryKey, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};

const NEW: &str = "nio gula getter på ängen";

/// What each attempt begins anew from.
fn prepared() -> Keyed {
    Keyed::new(&[("gammal", OLD), ("ny", NEW)])
}

fn attempt(prepared: &Keyed) -> Attempt {
    let home = tempfile::tempdir().unwrap();
    copy(prepared.folder.path(), home.path());
    Attempt { home }
}

fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            fs::create_dir(&place).unwrap();
            copy(&file.path(), &place);
        } else {
            fs::copy(file.path(), place).unwrap();
        }
    }
}

struct Attempt {
    home: tempfile::TempDir,
}

impl Attempt {
    fn database(&self) -> PathBuf {
        self.home.path().join(DEFAULT_FILE)
    }

    /// One verb on the database, opened by what stands in the file `by`, and killed at its `at`-th call.
    fn run(&self, by: &str, words: &[&str], at: Option<usize>) -> Ran {
        let database = self.database();
        let mut args = vec!["--databas", database.to_str().unwrap(), "--losenfras-fil", by];
        args.extend(words);
        run(self.home.path(), &args, type_back, at)
    }

    fn opens(&self, access: &Access) -> bool {
        opens(&self.database(), access)
    }

    /// Which of the two passphrases opens it.
    #[track_caller]
    fn the_one(&self, when: &str) -> &'static str {
        the_one(&self.database(), &[OLD, NEW], when)
    }

    fn lying(&self) -> Vec<String> {
        lying(self.home.path())
    }
}

/// The recovery key that was shown, typed back when it is.
fn type_back(said: &str) -> Option<String> {
    let shown = key_in(said)?;
    said.contains("från pappret").then(|| typed_back(&shown))
}

fn key_in(said: &str) -> Option<RecoveryKey> {
    said.lines().find_map(shown_key)
}

/// At which calls of `all` to kill: some by chance and the last ones, where files take their places; each of them when that
/// is asked for.
fn moments(all: usize, few: usize, which: u64) -> Vec<usize> {
    let wanted = rounds(few);
    if wanted >= all {
        return (1..=all).collect();
    }
    let mut dice = dice(which);
    let mut moments: Vec<usize> = (0..wanted)
        .map(|number| if number % 2 == 0 { dice.usize(1..=all) } else { dice.usize(all / 2..=all) })
        .collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// What was done and when it was killed, for the words of an assertion.
fn told(what: &str, at: usize, all: &Ran, ran: &Ran) -> String {
    format!("{what}, dödad vid anrop {at} av {}: {}", all.calls, ran.said)
}

#[test]
fn a_change_of_passphrase_that_is_killed_leaves_one_that_opens() {
    let prepared = prepared();
    let change = ["losenfras", "--ny-fil", "ny"];
    let whole = attempt(&prepared);
    let all = whole.run("gammal", &change, None);
    assert_eq!((all.code, whole.the_one("helt")), (Some(0), NEW), "{all:?}");
    for at in moments(all.calls, 8, 31) {
        let attempt = attempt(&prepared);
        let ran = attempt.run("gammal", &change, Some(at));
        let told = told("byte av lösenfras", at, &all, &ran);
        let one = attempt.the_one(&told);
        assert!(attempt.opens(&Access::Recovery(prepared.recovery.clone())), "{told}");
        assert_eq!(attempt.lying(), WHOLE, "{told}");
        // And it can be changed again.
        if one == OLD {
            let again = attempt.run("gammal", &change, None);
            assert_eq!((again.code, attempt.the_one(&told)), (Some(0), NEW), "{told}: {again:?}");
        }
    }
}

#[test]
fn a_new_recovery_key_that_is_killed_leaves_one_that_opens() {
    let prepared = prepared();
    let change = ["losenfras", "--ny-nyckel"];
    let whole = attempt(&prepared);
    let all = whole.run("gammal", &change, None);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert!(whole.opens(&Access::Recovery(key_in(&all.said).unwrap())));
    for at in moments(all.calls, 8, 32) {
        let attempt = attempt(&prepared);
        let ran = attempt.run("gammal", &change, Some(at));
        let told = told("ny återställningsnyckel", at, &all, &ran);
        let old = attempt.opens(&Access::Recovery(prepared.recovery.clone()));
        let new = key_in(&ran.said).is_some_and(|key| attempt.opens(&Access::Recovery(key)));
        assert!(old != new, "{told}: den gamla {old}, den nya {new}");
        assert_eq!(attempt.the_one(&told), OLD);
        assert_eq!(attempt.lying(), WHOLE, "{told}");
    }
}

#[test]
fn a_new_database_key_that_is_killed_leaves_the_old_or_the_new_and_nothing_beside() {
    let prepared = prepared();
    let change = ["losenfras", "--ny-databasnyckel", "--ny-fil", "ny"];
    let whole = attempt(&prepared);
    let all = whole.run("gammal", &change, None);
    assert_eq!((all.code, whole.the_one("helt")), (Some(0), NEW), "{all:?}");
    for at in moments(all.calls, 8, 33) {
        let attempt = attempt(&prepared);
        let ran = attempt.run("gammal", &change, Some(at));
        let told = told("ny databasnyckel", at, &all, &ran);
        let is_new = attempt.the_one(&told) == NEW;
        assert_eq!(attempt.opens(&Access::Recovery(prepared.recovery.clone())), !is_new, "{told}");
        let key = key_in(&ran.said);
        assert_eq!(key.is_some_and(|key| attempt.opens(&Access::Recovery(key))), is_new, "{told}");
        if is_new {
            // What the old key opens doesn't lie there any more.
            assert_eq!(attempt.lying(), WHOLE, "{told}");
        }
        let again = attempt.run(if is_new { "ny" } else { "gammal" }, &["kontrollera"], None);
        assert_eq!(again.code, Some(0), "{told}: {again:?}");
    }
}

fn is_copy(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "kopia")
}

#[test]
fn a_backup_that_is_killed_is_whole_or_none() {
    let prepared = prepared();
    let take = ["sakerhetskopiera", "kopior"];
    fs::create_dir(prepared.folder.path().join("kopior")).unwrap();
    let whole = attempt(&prepared);
    let all = whole.run("gammal", &take, None);
    assert_eq!(all.code, Some(0), "{all:?}");
    for at in moments(all.calls, 8, 34) {
        let attempt = attempt(&prepared);
        let ran = attempt.run("gammal", &take, Some(at));
        let told = told("säkerhetskopia", at, &all, &ran);
        assert_eq!(attempt.the_one(&told), OLD);
        let copies = |attempt: &Attempt| -> Vec<String> {
            let lying = fs::read_dir(attempt.home.path().join("kopior")).unwrap().flatten();
            lying.map(|entry| entry.file_name().into_string().unwrap()).collect()
        };
        for copy in copies(&attempt).iter().filter(|name| is_copy(name)) {
            let checked = attempt.run("gammal", &["kontrollera", "--kopia", &format!("kopior/{copy}")], None);
            assert_eq!(checked.code, Some(0), "{told}: {checked:?}");
        }
        // The next one sweeps.
        let again = attempt.run("gammal", &take, None);
        assert_eq!(again.code, Some(0), "{told}: {again:?}");
        assert!(copies(&attempt).iter().all(|name| is_copy(name)), "{told}: {:?}", copies(&attempt));
    }
}

#[test]
fn a_restore_that_is_killed_leaves_what_lay_there_or_the_copy() {
    let prepared = prepared();
    fs::create_dir(prepared.folder.path().join("kopior")).unwrap();
    let begun = attempt(&prepared);
    assert_eq!(begun.run("gammal", &["sakerhetskopiera", "kopior"], None).code, Some(0));
    let file = fs::read_dir(begun.home.path().join("kopior")).unwrap().next().unwrap().unwrap().file_name();
    let file = format!("kopior/{}", file.to_str().unwrap());
    // Since the copy the passphrase has been changed: which database lies there is seen by what opens it.
    assert_eq!(begun.run("gammal", &["losenfras", "--ny-fil", "ny"], None).code, Some(0));
    let prepared = Keyed { folder: begun.home, recovery: prepared.recovery };
    let restore = ["aterstall", file.as_str(), "--ja"];
    let whole = attempt(&prepared);
    let all = whole.run("gammal", &restore, None);
    assert_eq!((all.code, whole.the_one("helt")), (Some(0), OLD), "{all:?}");
    for at in moments(all.calls, 8, 35) {
        let attempt = attempt(&prepared);
        let ran = attempt.run("gammal", &restore, Some(at));
        let told = told("återställning", at, &all, &ran);
        if attempt.the_one(&told) == OLD {
            // What lay there lies aside, all of it.
            let aside = attempt.lying().iter().filter(|name| name.contains(".undan-")).count();
            assert!(aside >= 3, "{told}: {:?}", attempt.lying());
        }
        let again = attempt.run("gammal", &restore, None);
        assert_eq!((again.code, attempt.the_one(&told)), (Some(0), OLD), "{told}: {again:?}");
    }
}

#[test]
fn a_first_start_that_is_killed_leaves_nothing_that_hinders_or_a_database() {
    let wanted = rounds(6);
    let mut dice = dice(36);
    // So many calls a first start takes, as long as it goes on: enough that some kills come after it.
    let mut reached = 60;
    for _ in 0..wanted {
        let at = dice.usize(1..=reached);
        let home = tempfile::tempdir().unwrap();
        let database = home.path().join("mapp").join(DEFAULT_FILE);
        let args = ["--databas", database.to_str().unwrap()];
        let mut pty = Pty::start(&Start::new(home.path(), &args));
        pty.wait_for("Välkommen till samverkan");
        let traced = kill_running(pty.pid(), at);
        pty.send(&format!("{OLD}\t{OLD}"));
        pty.send(key::ENTER);
        while !traced.is_finished() && !pty.screen().contains("Fem sista") {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        if !traced.is_finished() {
            pty.kill();
        }
        let ran = traced.join().unwrap();
        reached = reached.max(ran.calls);
        // The next start either asks for the passphrase, which opens, or makes a database as if nothing had been.
        match Store::create(&database, &Passphrase::new(OLD)) {
            Ok(_) | Err(StoreError::AlreadyExists(_)) => {}
            Err(error) => panic!("dödad vid anrop {at}: {error}"),
        }
        assert!(opens(&database, &by(OLD)), "dödad vid anrop {at}");
    }
}
