//! Copies for safekeeping through the program itself: killed at random moments, with settings and own forms, and while
//! another program has the database open.

use crate::common::pty::{Pty, Start, environment};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use samverkan::store::{Access, Passphrase, Store};

const PHRASE: &str = "tre gröna grodor i regn";
const OTHER: &str = "nio gula getter i snö";

/// So many kills of each kind; more by request.
fn kills() -> u64 {
    std::env::var("SAMVERKAN_DODA").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4)
}

struct Computer {
    home: tempfile::TempDir,
    kopior: PathBuf,
}

impl Computer {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let kopior = home.path().join("kopior");
        fs::create_dir(&kopior).unwrap();
        Self { home, kopior }
    }

    fn database(&self, folder: &str) -> PathBuf {
        self.home.path().join(folder).join("samverkan.db")
    }

    fn command(&self, database: &Path, phrase: &str, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
        command
            .arg("--databas")
            .arg(database)
            .args(words)
            .env_clear()
            .envs(environment(self.home.path()))
            .env("SAMVERKAN_LOSENFRAS", phrase)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn run(&self, database: &Path, phrase: &str, words: &[&str]) -> Output {
        self.command(database, phrase, words).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap()
    }

    #[track_caller]
    fn done(&self, database: &Path, phrase: &str, words: &[&str]) -> String {
        let output = self.run(database, phrase, words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts a command and kills it after a while.
    fn killed(&self, database: &Path, phrase: &str, words: &[&str], after: Duration) {
        let mut child = self.command(database, phrase, words).spawn().unwrap();
        thread::sleep(after);
        let _ = child.kill();
        child.wait().unwrap();
    }

    fn is_sound(&self, database: &Path, phrase: &str) -> bool {
        self.run(database, phrase, &["kontrollera"]).status.success()
    }

    fn copies(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.kopior).unwrap().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|ending| ending == "kopia")).collect();
        files.sort();
        files
    }
}

fn left(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(".samverkan") || name.contains(".ny-") || name.ends_with("-byte"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_copy_that_is_killed_leaves_whole_copies_or_none_and_the_next_one_sweeps() {
    let computer = Computer::new();
    let database = computer.database("bas");
    drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
    let words = ["sakerhetskopiera", computer.kopior.to_str().unwrap()];
    let begun = Instant::now();
    computer.done(&database, PHRASE, &words);
    let whole = begun.elapsed();
    let mut dice = fastrand::Rng::with_seed(7);
    for _ in 0..kills() {
        computer.killed(&database, PHRASE, &words, whole.mul_f64(dice.f64()));
        for copy in computer.copies() {
            computer.done(&database, PHRASE, &["kontrollera", "--kopia", copy.to_str().unwrap()]);
        }
        assert!(!computer.copies().is_empty());
    }
    computer.done(&database, PHRASE, &words);
    assert_eq!(left(&computer.kopior), Vec::<String>::new());
    assert!(computer.is_sound(&database, PHRASE));
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_one_or_the_new_one_whole() {
    let computer = Computer::new();
    let database = computer.database("bas");
    drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
    computer.done(&database, PHRASE, &["sakerhetskopiera", computer.kopior.to_str().unwrap()]);
    let copy = computer.copies().remove(0);
    let words = ["aterstall", copy.to_str().unwrap(), "--ja"];
    let begun = Instant::now();
    computer.done(&computer.database("ny"), PHRASE, &words);
    let whole = begun.elapsed();
    // What lies there has another key and another passphrase: halves of the two would open with neither.
    let old = computer.database("gammal");
    drop(Store::create(&old, &Passphrase::new(OTHER)).unwrap());
    let mut dice = fastrand::Rng::with_seed(11);
    for round in 0..2 * kills() {
        let over = round % 2 == 0;
        let target = computer.database(&format!("dator{round}"));
        let folder = target.parent().unwrap();
        fs::create_dir(folder).unwrap();
        if over {
            for name in ["samverkan.db", "nyckel.db", "nyckel-reserv.db"] {
                fs::copy(old.with_file_name(name), folder.join(name)).unwrap();
            }
        }
        // Most of what is moved is moved at the end.
        let at = 1.0 - dice.f64() * dice.f64() * 0.6;
        computer.killed(&target, PHRASE, &words, whole.mul_f64(at));
        let is_new = computer.is_sound(&target, PHRASE);
        let is_old = over && !is_new && computer.is_sound(&target, OTHER);
        assert!(
            is_new || is_old || (!over && !target.exists()),
            "round {round}, {at}: {:?}",
            fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name()).collect::<Vec<_>>()
        );
        computer.done(&target, PHRASE, &words);
        assert!(computer.is_sound(&target, PHRASE), "round {round}");
        assert_eq!(left(folder), Vec::<String>::new(), "round {round}");
    }
}

#[test]
fn settings_and_own_forms_come_along_and_what_differs_is_put_aside() {
    let computer = Computer::new();
    let database = computer.database("bas");
    drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
    let config = computer.home.path().join("config/samverkan");
    fs::create_dir_all(config.join("agendor")).unwrap();
    let settings =
        format!("namnd = \"Nämnden\"\nsakerhetskopior = {:?}\n", computer.kopior.to_str().unwrap());
    fs::write(config.join("installningar.toml"), &settings).unwrap();
    fs::write(config.join("ordlista.toml"), "[[ord]]\nkort = \"XY\"\nutskrivet = \"Xylofon\"\n").unwrap();
    let said = computer.done(&database, PHRASE, &["sakerhetskopiera"]);
    assert!(said.contains("2 filer med inställningar"), "{said}");
    let copy = computer.copies().remove(0);
    fs::write(config.join("installningar.toml"), "namnd = \"Annan\"\n").unwrap();
    fs::remove_file(config.join("ordlista.toml")).unwrap();
    let said = computer.done(&computer.database("ny"), PHRASE, &["aterstall", copy.to_str().unwrap()]);
    assert!(
        said.contains(
            "installningar.toml är lagd tillbaka. Den som låg där heter nu installningar.toml.undan-"
        ),
        "{said}"
    );
    assert!(said.contains("ordlista.toml är lagd tillbaka."), "{said}");
    assert_eq!(fs::read_to_string(config.join("installningar.toml")).unwrap(), settings);
    assert!(config.join("ordlista.toml").exists());
}

#[test]
fn a_database_that_a_program_has_open_is_copied_but_not_restored_over() {
    let computer = Computer::new();
    let database = computer.database("bas");
    drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
    let env = [("SAMVERKAN_LOSENFRAS", PHRASE)];
    let args = ["--databas", database.to_str().unwrap()];
    let pty = Pty::start(&Start { env: &env, ..Start::new(computer.home.path(), &args) });
    pty.wait_for("Vem");
    computer.done(&database, PHRASE, &["sakerhetskopiera", computer.kopior.to_str().unwrap()]);
    let copy = computer.copies().remove(0);
    if cfg!(any(target_os = "linux", target_os = "macos")) {
        let refused = computer.run(&database, PHRASE, &["aterstall", copy.to_str().unwrap(), "--ja"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("öppen i ett annat program"), "{said}");
    }
    drop(pty);
    assert!(Store::open(&database, &Access::Passphrase(Passphrase::new(PHRASE))).is_ok());
    computer.done(&database, PHRASE, &["aterstall", copy.to_str().unwrap(), "--ja"]);
}
