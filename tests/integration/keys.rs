//! What opens a database, changed by two programs at once: somebody always gets in with what they were told holds, and nobody
//! with anything else. That a program which is killed meanwhile leaves one or the other is tried in `attack`.

use crate::common::keyed::{Keyed, OLD, WHOLE, by, lying, opens, shown_key, the_one, typed_back};
use crate::common::knobs::rounds;
use samverkan::store::{Access, RecoveryKey};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

const NEW: [&str; 2] = ["nio gula getter på ängen", "elva blå bävrar i ån"];

struct Made(Keyed);

impl Made {
    fn new() -> Self {
        Self(Keyed::new(&[("fras0", NEW[0]), ("fras1", NEW[1])]))
    }

    /// The verb, with what opens the database in the environment.
    fn verb(&self, args: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
        command.arg("losenfras").args(args).arg("--databas").arg(self.0.database());
        command.env("SAMVERKAN_LOSENFRAS", OLD).env("XDG_CONFIG_HOME", self.0.folder.path().join("ingen"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    fn file(&self, number: usize) -> String {
        self.0.folder.path().join(format!("fras{number}")).to_str().unwrap().to_owned()
    }

    fn opens(&self, access: &Access) -> bool {
        opens(&self.0.database(), access)
    }

    /// The number of the one that opens it: none, or one of the new ones.
    #[track_caller]
    fn the_one(&self) -> usize {
        let all = [OLD, NEW[0], NEW[1]];
        let one = the_one(&self.0.database(), &all, "efter två byten på en gång");
        all.iter().position(|phrase| *phrase == one).unwrap()
    }

    /// Nothing lies there but what belongs, once somebody has opened it.
    #[track_caller]
    fn is_tidy(&self) {
        assert_eq!(lying(self.0.folder.path()), WHOLE);
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
        if let Some(key) = shown_key(&line) {
            break key;
        }
    };
    // One that has failed meanwhile reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed_back(&key).as_bytes());
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
        let one = made.the_one();
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
        assert!(made.0.opens_by_recovery());
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
        assert!(!made.0.opens_by_recovery() && made.opens(&by(OLD)));
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
        let one = made.the_one();
        let said = format!("{anew:?} {change:?}");
        match one {
            1 => assert!(anew.is_none() && change.is_some(), "{said}"),
            2 => assert!(change.is_none() && anew.is_some(), "{said}"),
            _ => assert!(change.is_some() && anew.is_some(), "{said}"),
        }
        let holds = if one == 1 { key.unwrap() } else { made.0.recovery.clone() };
        assert!(made.opens(&Access::Recovery(holds)));
        made.is_tidy();
    }
}
