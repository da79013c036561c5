//! What opens a database, changed by two programs at once and by one that is killed: somebody always gets in with what they were
//! told holds, and nobody with anything else.

use crate::common::knobs::{dice, rounds};
use samverkan::store::{Access, DEFAULT_FILE, Passphrase, RecoveryKey, Store, StoreError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const OLD: &str = "tre gröna grodor i regn";
const NEW: [&str; 2] = ["nio gula getter på ängen", "elva blå bävrar i ån"];

/// Where the database is to be made by [`makes_a_database_when_told`].
const FOLDER: &str = "SAMVERKAN_PROV_MAPP";

struct Made {
    folder: TempDir,
    database: PathBuf,
    recovery: RecoveryKey,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join(DEFAULT_FILE);
        let (store, recovery) = Store::create(&database, &Passphrase::new(OLD)).unwrap();
        drop(store);
        for (number, phrase) in NEW.iter().enumerate() {
            std::fs::write(folder.path().join(format!("fras{number}")), phrase).unwrap();
        }
        Self { folder, database, recovery }
    }

    /// The verb, with what opens the database in the environment.
    fn verb(&self, args: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
        command.arg("losenfras").args(args).arg("--databas").arg(&self.database);
        command.env("SAMVERKAN_LOSENFRAS", OLD).env("XDG_CONFIG_HOME", self.folder.path().join("ingen"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    fn file(&self, number: usize) -> String {
        self.folder.path().join(format!("fras{number}")).to_str().unwrap().to_owned()
    }

    fn opens(&self, access: &Access) -> bool {
        opens(&self.database, access)
    }

    /// The first of these that opens it, which is the only one.
    #[track_caller]
    fn the_one(&self, phrases: &[&str]) -> usize {
        let open: Vec<usize> = (0..phrases.len()).filter(|at| self.opens(&by(phrases[*at]))).collect();
        let [one] = open[..] else { panic!("{open:?} of {phrases:?}") };
        one
    }

    /// Nothing lies there but what belongs, once somebody has opened it.
    #[track_caller]
    fn is_tidy(&self) {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with("fras"))
            .collect();
        names.sort();
        assert_eq!(names, ["nyckel-reserv.db", "nyckel.db", DEFAULT_FILE, "samverkan.db-huvud"]);
    }
}

fn by(phrase: &str) -> Access {
    Access::Passphrase(Passphrase::new(phrase))
}

#[track_caller]
fn opens(database: &Path, access: &Access) -> bool {
    match Store::open(database, access) {
        Ok(store) => {
            assert!(store.verify().unwrap().is_sound());
            true
        }
        Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

/// How long something takes that tells when it begins; a little more, so that what comes last is met too.
fn takes(work: impl Fn() -> Instant) -> Duration {
    let begun = work();
    begun.elapsed() * 5 / 4
}

/// When somebody is killed, within a time.
trait Moment {
    fn duration(&mut self, within: Duration) -> Duration;
}

impl Moment for fastrand::Rng {
    fn duration(&mut self, within: Duration) -> Duration {
        within.mul_f64(self.f64())
    }
}

/// Waits until the key is shown, types the end of it, and says what the key is.
fn type_back(child: &mut Child) -> Option<RecoveryKey> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let key = loop {
        line.clear();
        if out.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some(key) = line.strip_prefix("  ").and_then(|key| RecoveryKey::parse(key).ok()) {
            break key;
        }
    };
    let shown = key.to_string();
    let typed = format!("{}\n", &shown[shown.len() - 5..]);
    // One that has been killed meanwhile reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
    Some(key)
}

fn failed(child: Child) -> Option<String> {
    let end = child.wait_with_output().unwrap();
    (!end.status.success()).then(|| String::from_utf8(end.stderr).unwrap())
}

#[test]
fn of_two_programs_that_change_the_passphrase_one_does() {
    for _ in 0..rounds(2) {
        let made = Made::new();
        let children = [0, 1].map(|number| made.verb(&["--ny-fil", &made.file(number)]));
        let told = children.map(failed);
        let one = made.the_one(&[OLD, NEW[0], NEW[1]]);
        // What was told is what holds: it may be that the second began when the first was done.
        for (number, told) in told.iter().enumerate() {
            match told {
                None => assert_eq!(one, number + 1, "{told:?}"),
                Some(why) => {
                    assert_ne!(one, number + 1);
                    assert!(why.contains("Någon annan har bytt") || why.contains("Fel lösenfras"), "{why}");
                }
            }
        }
        assert!(made.opens(&Access::Recovery(made.recovery.clone())));
        made.is_tidy();
    }
}

#[test]
fn of_two_programs_that_make_a_recovery_key_one_does() {
    for _ in 0..rounds(2) {
        let made = Made::new();
        let mut children = [0, 1].map(|_| made.verb(&["--ny-nyckel"]));
        let keys = children.each_mut().map(|child| type_back(child).unwrap());
        let told = children.map(failed);
        let holds = keys.map(|key| made.opens(&Access::Recovery(key)));
        // One after the other, both were made; the later holds. Otherwise the later is told.
        assert_eq!(holds.iter().filter(|holds| **holds).count(), 1, "{told:?}");
        for (told, holds) in told.iter().zip(holds) {
            if let Some(why) = told {
                assert!(!holds && why.contains("Någon annan har bytt"), "{why}");
            }
        }
        assert!(told.iter().any(Option::is_none));
        assert!(!made.opens(&Access::Recovery(made.recovery.clone())) && made.opens(&by(OLD)));
        made.is_tidy();
    }
}

#[test]
fn a_new_passphrase_and_a_new_database_key_at_once_lock_nobody_out() {
    for _ in 0..rounds(2) {
        let made = Made::new();
        let mut anew = made.verb(&["--ny-databasnyckel", "--ny-fil", &made.file(0)]);
        let change = made.verb(&["--ny-fil", &made.file(1)]);
        let key = type_back(&mut anew);
        let (change, anew) = (failed(change), failed(anew));
        let one = made.the_one(&[OLD, NEW[0], NEW[1]]);
        let said = format!("{anew:?} {change:?}");
        match one {
            1 => assert!(anew.is_none() && change.is_some(), "{said}"),
            2 => assert!(change.is_none() && anew.is_some(), "{said}"),
            _ => assert!(change.is_some() && anew.is_some(), "{said}"),
        }
        let holds = if one == 1 { key.unwrap() } else { made.recovery.clone() };
        assert!(made.opens(&Access::Recovery(holds)));
        made.is_tidy();
    }
}

#[test]
fn a_change_that_is_killed_leaves_the_old_or_the_new() {
    let mut dice = dice(11);
    let mut ends = [0; 2];
    let patience = takes(|| {
        let made = Made::new();
        let child = made.verb(&["--ny-fil", &made.file(0)]);
        let begun = Instant::now();
        assert_eq!(failed(child), None);
        begun
    });
    for _ in 0..rounds(5) {
        let made = Made::new();
        let mut child = made.verb(&["--ny-fil", &made.file(0)]);
        std::thread::sleep(dice.duration(patience));
        child.kill().unwrap();
        child.wait().unwrap();
        ends[made.the_one(&[OLD, NEW[0]])] += 1;
        assert!(made.opens(&Access::Recovery(made.recovery.clone())));
        made.is_tidy();
    }
    println!("dödad: {} gånger den gamla, {} gånger den nya", ends[0], ends[1]);
}

#[test]
fn a_new_database_key_that_is_killed_leaves_the_old_or_the_new() {
    let mut dice = dice(12);
    let mut ends = [0; 2];
    let patience = takes(|| {
        let made = Made::new();
        let mut child = made.verb(&["--ny-databasnyckel", "--ny-fil", &made.file(0)]);
        type_back(&mut child).unwrap();
        let begun = Instant::now();
        assert_eq!(failed(child), None);
        begun
    });
    for _ in 0..rounds(5) {
        let made = Made::new();
        let mut child = made.verb(&["--ny-databasnyckel", "--ny-fil", &made.file(0)]);
        let key = type_back(&mut child).unwrap();
        std::thread::sleep(dice.duration(patience));
        child.kill().unwrap();
        child.wait().unwrap();
        let one = made.the_one(&[OLD, NEW[0]]);
        ends[one] += 1;
        assert_eq!(made.opens(&Access::Recovery(key)), one == 1);
        assert_eq!(made.opens(&Access::Recovery(made.recovery.clone())), one == 0);
    }
    println!("dödad: {} gånger den gamla, {} gånger den nya", ends[0], ends[1]);
}

/// Not a test by itself: the program that [`a_first_start_that_is_killed_leaves_nothing_or_the_whole`] kills.
#[test]
fn makes_a_database_when_told() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    Store::create(&Path::new(&folder).join(DEFAULT_FILE), &Passphrase::new(OLD)).unwrap();
}

#[test]
fn a_first_start_that_is_killed_leaves_nothing_or_the_whole() {
    let mut dice = dice(13);
    let mut ends = [0; 2];
    let start = |folder: &Path| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "keys::makes_a_database_when_told"]).env(FOLDER, folder);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let patience = takes(|| {
        let folder = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        assert!(start(folder.path()).wait().unwrap().success());
        begun
    });
    for _ in 0..rounds(6) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join(DEFAULT_FILE);
        let mut child = start(folder.path());
        std::thread::sleep(dice.duration(patience));
        child.kill().unwrap();
        child.wait().unwrap();
        match Store::create(&database, &Passphrase::new(OLD)) {
            Ok(_) => ends[0] += 1,
            // It is there whole: what it asks for opens it.
            Err(StoreError::AlreadyExists(_)) => ends[1] += 1,
            Err(error) => panic!("{error}"),
        }
        assert!(opens(&database, &by(OLD)));
    }
    println!("dödad: {} gånger ingenting, {} gånger hela", ends[0], ends[1]);
}
