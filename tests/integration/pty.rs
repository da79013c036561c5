//! The program from outside: how it takes the terminal and gives it back, and what it says where it can't be shown.

use crate::common::pty::{Pty, Start, environment, own_folder};
use samverkan::runtime::terminal;
use samverkan::store::{Access, Passphrase, Store};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Ctrl-Q.
const QUIT: &str = "\x11";

/// Stands at the end of home's last line: what was drawn last.
const HOME: &str = "n nytt möte";

/// Stands on home when the made-up meetings have been read.
const DATA: &str = "övning · Lind";

/// What gives the terminal back: the ordinary screen, no clicks, no bracketed paste, a cursor.
const GIVEN_BACK: [&str; 5] = ["\x1b[?1049l", "\x1b[?1000l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[?25h"];

fn home() -> tempfile::TempDir {
    own_folder()
}

/// Runs the program without a terminal.
fn run(home: &Path, args: &[&str]) -> Output {
    command(home, args).stdin(Stdio::null()).output().unwrap()
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
    command.args(args).current_dir(home).env_clear().envs(environment(home));
    command
}

fn text(bytes: &[u8]) -> String {
    // What is on its way may end within a character.
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn assert_given_back(pty: &Pty) {
    let raw = text(&pty.raw());
    let taken = raw.rfind("\x1b[?1049h").expect("the program has taken the terminal");
    for sequence in GIVEN_BACK {
        assert!(raw[taken..].contains(sequence), "{sequence:?} is missing at the end of {raw:?}");
    }
}

/// A database of made-up meetings, as `--skapa` writes it.
fn practice(home: &Path) -> String {
    let file = home.join("ovning.db").to_str().unwrap().to_owned();
    let made = run(home, &["demo", "--skapa", &file]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    file
}

#[test]
fn ctrl_q_gives_the_terminal_back() {
    let home = home();
    let mut pty = Pty::start(&Start::new(home.path(), &["demo"]));
    pty.wait_for(HOME);
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
    assert_given_back(&pty);
}

#[test]
fn the_demo_leaves_nothing_behind() {
    let home = home();
    for end in ["quit", "TERM", "HUP"] {
        let mut pty = Pty::start(&Start::new(home.path(), &["demo"]));
        pty.wait_for(HOME);
        let made = std::fs::read_dir(home.path()).unwrap().flatten();
        assert!(
            made.map(|entry| entry.file_name())
                .any(|name| name.to_string_lossy().starts_with("samverkan-demo-"))
        );
        if end == "quit" {
            pty.send(QUIT);
        } else {
            pty.signal(end);
        }
        assert!(pty.wait_for_end().success(), "{end}: {}", pty.screen());
        assert_given_back(&pty);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{end}");
    }
}

#[test]
fn a_stop_lends_the_terminal_and_a_continue_takes_it_again() {
    let home = home();
    let mut pty = Pty::start(&Start::new(home.path(), &["demo"]));
    pty.wait_for(DATA);
    pty.signal("TSTP");
    let is_stopped = || {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", pty.pid())).unwrap_or_default();
        status.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    };
    let until = std::time::Instant::now() + crate::common::pty::PATIENCE;
    while cfg!(target_os = "linux") && !is_stopped() {
        assert!(std::time::Instant::now() < until, "the program doesn't stop");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // The terminal is lent while the program stands still; what it was sent last may still be on its way.
    pty.wait_gone(DATA);
    pty.signal("CONT");
    pty.wait_for(DATA);
    let raw = text(&pty.raw());
    assert!(raw.matches("\x1b[?1049h").count() >= 2 && raw.contains("\x1b[?1049l"), "{raw:?}");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
    assert_given_back(&pty);
}

#[test]
#[ignore = "run in a terminal of its own by a_panic_gives_the_terminal_back_and_keeps_its_words"]
fn panics_in_a_terminal() {
    if std::env::var_os("SAMVERKAN_TEST_BARN").is_some() {
        terminal::install_panic_hook();
        let _guard = terminal::Guard::take().unwrap();
        panic!("Alma sa något");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_keeps_its_words() {
    let home = home();
    let mut pty = Pty::test("pty::panics_in_a_terminal", &Start::new(home.path(), &[]));
    assert!(!pty.wait_for_end().success());
    assert_given_back(&pty);
    let raw = text(&pty.raw());
    let back = raw.rfind("\x1b[?1049l").unwrap();
    assert!(raw[back..].contains("Programmet stannade på grund av ett fel"), "{raw:?}");
    assert!(!raw.contains("Alma"), "{raw:?}");
}

#[test]
fn the_first_start_makes_a_database_for_the_user_alone() {
    let home = home();
    let mut pty = Pty::start(&Start::new(home.path(), &[]));
    pty.wait_for("Välkommen till samverkan");
    pty.send("tre gröna grodor\ttre gröna grodor\r");
    pty.wait_for("Återställningsnyckel");
    let database = home.path().join("data/samverkan/samverkan.db");
    for (path, mode) in [(database.parent().unwrap(), 0o700), (&database, 0o600)] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
    assert!(!text(&pty.raw()).contains("grodor"), "the passphrase is never shown");
    let key = pty.recovery_key();
    // One Enter isn't enough.
    pty.send("\r");
    pty.wait_for("Skriv nyckelns fem sista tecken");
    pty.send(&format!("{}\r", &key[key.len() - 5..]));
    pty.wait_for("Vem är du?");
    pty.send("Karin Lund\tkurator\x1b[19~");
    pty.wait_gone("Vem är du?");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
    let mut pty = Pty::start(&Start::new(home.path(), &[]));
    pty.wait_for("Lås upp");
    pty.send("två gröna grodor\r");
    pty.wait_for("Fel lösenfras");
    pty.send("tre gröna grodor\r");
    pty.wait_for("Karin Lund");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
}

#[test]
fn a_line_that_is_being_typed_outlives_the_program() {
    let home = home();
    let file = practice(home.path());
    let open = ["oppna", "senaste", "--databas", file.as_str()];
    let mut typed = String::new();
    for (more, end) in [("Hen räknar", "HUP"), (" med", "TERM"), (" glädje", "KILL")] {
        let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &open) });
        pty.wait_for("Mötet är öppet där det stod");
        pty.wait_for(&typed);
        typed.push_str(more);
        pty.send(more);
        pty.wait_for(&typed);
        if end == "KILL" {
            // At most a second old is what is promised; so long may it take.
            wait_for_draft(&file, &typed);
            pty.kill();
        } else {
            pty.signal(end);
            assert!(pty.wait_for_end().success());
            assert_given_back(&pty);
        }
    }
    let pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &open) });
    pty.wait_for("Hen räknar med glädje");
}

fn wait_for_draft(file: &str, text: &str) {
    let store = Store::open(Path::new(file), &Access::Practice).unwrap();
    let meeting = store.resolve("senaste").unwrap();
    let until = std::time::Instant::now() + crate::common::pty::PATIENCE;
    while store.drafts(meeting).unwrap().first().is_none_or(|draft| draft.text != text) {
        assert!(std::time::Instant::now() < until, "the draft isn't kept");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_database_that_cannot_be_opened_is_told_in_the_ordinary_terminal() {
    let home = home();
    let write = |name: &str, content: &[u8]| {
        let file = home.path().join(name);
        std::fs::write(&file, content).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let empty = write("tom.db", b"");
    let other = write("annat.db", b"SQLite format 3\0 och sedan annat");
    let whole = std::fs::read(practice(home.path())).unwrap();
    let cut = write("avkortad.db", &whole[..whole.len() / 2]);
    for (file, said) in [(&empty, "är tom"), (&other, "annat.db"), (&cut, "avkortad.db")] {
        let args = ["--databas", file.as_str()];
        let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
        assert_eq!(pty.wait_for_end().exit_code(), 1, "{}", pty.screen());
        assert!(pty.screen().contains(said), "{}", pty.screen());
        assert_given_back(&pty);
    }
}

#[test]
fn a_wrong_passphrase_from_a_file_ends_the_program_with_its_reason() {
    let home = home();
    let database = home.path().join("namnd.db");
    drop(Store::create(&database, &Passphrase::new("tre gröna grodor")).unwrap());
    let args = ["--databas", database.to_str().unwrap()];
    let env = [("SAMVERKAN_LOSENFRAS", "två gröna grodor")];
    let mut pty = Pty::start(&Start { env: &env, ..Start::new(home.path(), &args) });
    assert_eq!(pty.wait_for_end().exit_code(), 1);
    assert!(pty.screen().contains("Fel lösenfras"), "{}", pty.screen());
    assert_given_back(&pty);
}

#[test]
fn a_meeting_is_started_by_its_form_with_a_title() {
    let home = home();
    let file = practice(home.path());
    let args = ["starta", "EHT", "--titel", "Om måndagar", "--databas", &file];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Om måndagar");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
    let list = run(home.path(), &["moten", "--databas", &file]);
    assert!(text(&list.stdout).contains("Om måndagar"), "{}", text(&list.stdout));
}

#[test]
fn a_terminal_that_becomes_too_small_loses_nothing() {
    let home = home();
    let file = practice(home.path());
    let args = ["oppna", "senaste", "--databas", &file];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Mötet är öppet där det stod");
    pty.send("Hen räknar");
    pty.wait_for("Hen räknar");
    pty.resize(40, 10);
    pty.wait_gone("Hen räknar");
    pty.resize(60, 20);
    pty.wait_for("Hen räknar");
    pty.resize(240, 60);
    pty.wait_for("Hen räknar");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
}

#[test]
fn no_color_means_no_colour() {
    let home = home();
    for (value, coloured) in [("", true), ("1", false)] {
        let env = [("NO_COLOR", value)];
        let mut pty = Pty::start(&Start { env: &env, ..Start::new(home.path(), &["demo"]) });
        pty.wait_for(DATA);
        pty.send(QUIT);
        assert!(pty.wait_for_end().success());
        // Colours are parameters 30–49 and 90–107 of SGR; 39 and 49 are the terminal's own.
        let raw = text(&pty.raw());
        let found = raw.split("\x1b[").skip(1).filter_map(|part| part.split_once('m')).any(|(codes, _)| {
            codes
                .split(';')
                .filter_map(|code| code.parse::<u8>().ok())
                .any(|code| matches!(code, 30..=38 | 40..=48 | 90..=107))
        });
        assert_eq!(found, coloured, "NO_COLOR={value}");
    }
}

#[test]
fn without_a_terminal_the_program_says_so() {
    let home = home();
    let file = practice(home.path());
    for args in [&["--databas", &file][..], &["demo"], &["starta", "eht", "--databas", &file]] {
        let refused = run(home.path(), args);
        assert_eq!(refused.status.code(), Some(1), "{args:?}");
        assert!(text(&refused.stderr).contains("behöver en terminal"), "{}", text(&refused.stderr));
        assert!(refused.stdout.is_empty());
    }
    let mut pty = Pty::shell("samverkan demo </dev/null", &Start::new(home.path(), &[]));
    assert_eq!(pty.wait_for_end().exit_code(), 1);
    assert!(pty.screen().contains("inmatningen går någon annanstans"), "{}", pty.screen());
    assert!(!text(&pty.raw()).contains("\x1b[?1049h"));
}

#[test]
fn a_terminal_that_can_only_do_lines_is_told_so() {
    let home = home();
    for term in ["dumb", ""] {
        let env = [("TERM", term)];
        let mut pty = Pty::start(&Start { env: &env, ..Start::new(home.path(), &["demo"]) });
        assert_eq!(pty.wait_for_end().exit_code(), 1);
        assert!(pty.screen().contains("kan inte visa programmet (TERM="), "{}", pty.screen());
        assert!(!text(&pty.raw()).contains('\x1b'));
    }
}

#[test]
fn a_reader_that_has_had_enough_ends_a_list_quietly() {
    let home = home();
    let file = practice(home.path());
    let line = format!(
        "for lista in 1 2 3 4 5 6 7 8 9; do samverkan moten --databas {file}; done | head -1; \
         samverkan protokoll senaste --databas {file} | head -1; samverkan --hjalp | head -1; \
         samverkan agendor visa eht | head -1; echo slut"
    );
    let mut pty = Pty::shell(&line, &Start { size: (160, 50), ..Start::new(home.path(), &[]) });
    assert!(pty.wait_for_end().success());
    let screen = pty.screen();
    assert!(screen.contains("slut") && !screen.to_lowercase().contains("panik"), "{screen}");
    assert_eq!(screen.trim().lines().count(), 5, "{screen}");
    // The same with a reader that is gone before the first byte.
    let mut child = command(home.path(), &["moten", "--databas", &file])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{}", text(&ended.stderr));
}

#[test]
fn mistakes_on_the_command_line_are_answered_in_swedish() {
    let home = home();
    for (args, code, said) in [
        (&["protokol"][..], 2, "Menade du: samverkan protokoll"),
        (&["--databs"], 2, "Menade du --databas?"),
        (&["moten", "--databas", "finns/inte.db"], 1, "finns inte"),
        (&["starta", "etht"], 1, "eht"),
    ] {
        let answered = run(home.path(), args);
        assert_eq!(answered.status.code(), Some(code), "{args:?}");
        assert!(text(&answered.stderr).contains(said), "{args:?}: {}", text(&answered.stderr));
        assert!(answered.stdout.is_empty());
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is made by a mistake");
}

#[test]
fn an_encrypted_database_is_opened_by_file_or_environment_alone() {
    let home = home();
    let database = home.path().join("namnd.db");
    let phrase = Passphrase::new("tre gröna grodor");
    drop(Store::create(&database, &phrase).unwrap());
    let database = database.to_str().unwrap();
    let file = home.path().join("fras");
    std::fs::write(&file, "tre gröna grodor\n").unwrap();
    let with_file =
        run(home.path(), &["moten", "--databas", database, "--lösenfras-fil", file.to_str().unwrap()]);
    assert!(with_file.status.success(), "{}", text(&with_file.stderr));
    assert!(text(&with_file.stderr).contains("kan läsas av andra"), "the file's rights are 0644");
    let with_variable = |phrase: &str| {
        command(home.path(), &["kontrollera", "--databas", database])
            .env("SAMVERKAN_LOSENFRAS", phrase)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    let checked = text(&with_variable("tre gröna grodor").stdout);
    assert!(
        checked.contains("\nAllt stämmer") && checked.starts_with("Obs: Ingen har bekräftat"),
        "{checked}"
    );
    let wrong = with_variable("två gröna grodor");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("Fel lösenfras"), "{}", text(&wrong.stderr));
    let nobody = run(home.path(), &["moten", "--databas", database]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(text(&nobody.stderr).contains("ingen terminal att fråga"), "{}", text(&nobody.stderr));
}

#[test]
fn a_meeting_goes_out_in_and_out_again_the_same() {
    let home = home();
    let first = practice(home.path());
    let other = home.path().join("annan.db").to_str().unwrap().to_owned();
    drop(Store::create_practice(Path::new(&other)).unwrap());
    let json = home.path().join("mote.json").to_str().unwrap().to_owned();
    let export = |database: &str| run(home.path(), &["exportera", "senaste", "--databas", database]).stdout;
    let written = run(home.path(), &["exportera", "senaste", "--databas", &first, "--ut", &json]);
    assert!(
        written.status.success() && text(&written.stdout).contains("mote.json"),
        "{}",
        text(&written.stderr)
    );
    let again = run(home.path(), &["exportera", "senaste", "--databas", &first, "--ut", &json]);
    assert!(again.status.code() == Some(1) && text(&again.stderr).contains("skrivs inte över"));
    for said in ["Mötet är inläst: ", "Mötet finns redan"] {
        let read = run(home.path(), &["importera", &json, "--databas", &other]);
        assert!(text(&read.stdout).starts_with(said), "{}{}", text(&read.stdout), text(&read.stderr));
    }
    assert_eq!(text(&export(&other)), text(&export(&first)));
}

#[test]
fn keys_that_a_slow_line_tears_apart_or_glues_together_lose_no_letter() {
    let home = home();
    let file = practice(home.path());
    let mut pty = Pty::start(&Start::new(home.path(), &["starta", "eht", "--databas", &file]));
    // Said as soon as it is known who met last: the next key takes it away.
    pty.wait_for("Ni sågs senast");
    // Esc and a word at once, as tmux and a slow line bring them: no command, and no letter less.
    pty.send("\x1bRut Rask, mentor");
    pty.wait_for("Rut Rask, mentor");
    pty.send("\r");
    pty.wait_for("0 AV 1");
    // Alt-L in one piece is that, at once; Alt-A in two might have been Esc and a: it is asked, and what follows is text.
    pty.send("\x1bl");
    pty.wait_for("Mötets journal");
    pty.send("\x1b");
    pty.wait_gone("Mötets journal");
    pty.send("\x1b");
    std::thread::sleep(std::time::Duration::from_millis(5));
    pty.send("a");
    pty.wait_for("Menade du Alt-A");
    pty.send("nna");
    pty.wait_for("anna");
    for _ in 0..4 {
        pty.send("\x7f");
    }
    pty.wait_gone("anna");
    // F10 in two parts.
    pty.send("\x1b");
    std::thread::sleep(std::time::Duration::from_millis(5));
    pty.send("[21~");
    pty.wait_for("Vad vill du göra?");
    assert!(!pty.screen().contains("[21~"));
}

#[test]
fn who_writes_on_while_a_rule_speaks_passes_no_stop_and_loses_no_word() {
    let home = home();
    let file = practice(home.path());
    let mut pty = Pty::start(&Start::new(home.path(), &["starta", "eht", "--databas", &file]));
    pty.wait_for("Ni sågs senast");
    // F8 and the words after it in one go, as when two are at one keyboard.
    pty.send("\x1b[19~");
    pty.wait_for("Innan vi går vidare");
    pty.send("Gun gjorde det igen, sa Jan\r");
    pty.wait_for("Läs först");
    assert!(!pty.screen().contains("Skäl>"), "{}", pty.screen());
    pty.send("\x1b");
    pty.wait_gone("Innan vi går vidare");
    pty.wait_for("Gun gjorde det igen, sa Jan");
    for _ in 0.."Gun gjorde det igen, sa Jan".len() {
        pty.send("\x7f");
    }
    pty.wait_gone("Gun");
    // Its own key goes on, with a reason.
    pty.send("\x1b[19~");
    pty.wait_for("Innan vi går vidare");
    pty.send("\x07");
    pty.wait_for("Skäl>");
}

#[test]
fn ctrl_c_asks_before_a_meeting_is_left() {
    let home = home();
    let file = practice(home.path());
    let mut pty = Pty::start(&Start::new(home.path(), &["starta", "eht", "--databas", &file]));
    pty.wait_for("Sammanhang");
    pty.send("\x03");
    pty.wait_for("Lämna mötet och programmet?");
    // Whoever writes on answers nothing, and the words are the line's.
    pty.send("nej");
    pty.wait_for("Det du skriver står kvar på raden");
    pty.send("\x1b");
    pty.wait_gone("Lämna mötet och programmet?");
    pty.wait_for("nej");
    pty.send("\x03");
    pty.wait_for("Lämna mötet och programmet?");
    pty.send("\x03");
    assert!(pty.wait_for_end().success());
}

/// A database with a made-up meeting, closed, with a passphrase in a file; and what names both on the command line.
fn encrypted(home: &Path) -> (std::path::PathBuf, [String; 4]) {
    let plain = practice(home);
    let json = run(home, &["exportera", "senaste", "--databas", &plain]);
    let away = home.join("mote.json");
    std::fs::write(&away, &json.stdout).unwrap();
    let database = home.join("x.db");
    drop(Store::create(&database, &Passphrase::new("tre gröna grodor")).unwrap());
    let phrase = home.join("fras");
    std::fs::write(&phrase, "tre gröna grodor\n").unwrap();
    let named = ["--databas", database.to_str().unwrap(), "--losenfras-fil", phrase.to_str().unwrap()]
        .map(str::to_owned);
    let mut words = vec!["importera", away.to_str().unwrap()];
    words.extend(named.iter().map(String::as_str));
    let done = run(home, &words);
    assert!(done.status.success(), "{}", text(&done.stderr));
    (database, named)
}

#[test]
fn a_locked_program_opens_nothing_in_plain_text_and_a_copy_is_told_in_the_meeting() {
    let home = home();
    let (database, named) = encrypted(home.path());
    let mut words = vec!["oppna", "senaste", "--person", "Karin Lund"];
    words.extend(named.iter().map(String::as_str));
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &words) });
    pty.wait_for("Vem är du?");
    pty.send("\x1b[19~");
    pty.wait_for("Mötet är öppet");
    let copy = home.path().join("kopia");
    std::fs::copy(&database, &copy).unwrap();
    pty.send("Karin tycker om gröt\r");
    pty.wait_for("sparat");
    pty.send("\x1bs");
    pty.wait_for("Låst");
    // It is closed when nothing of it is beside it any more.
    let log = home.path().join("x.db-wal");
    let until = std::time::Instant::now() + crate::common::pty::PATIENCE;
    while log.exists() {
        assert!(std::time::Instant::now() < until, "the database isn't closed");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::fs::copy(home.path().join("ovning.db"), &database).unwrap();
    pty.send("xyz\r");
    pty.wait_for("okrypterad");
    std::fs::copy(&copy, &database).unwrap();
    pty.send("tre gröna grodor\r");
    pty.wait_for("Databasen är inte som den var sist");
    pty.wait_for("saknar");
    pty.send("\r");
    pty.wait_for("Inget i mötena sparas förrän");
    // What is written is asked about again, and is saved when somebody has gone on.
    pty.send("Karin tycker om bröd\r");
    pty.wait_for("Databasen är inte som den var sist");
    pty.send("\x07");
    pty.wait_for("Du gick vidare");
    pty.wait_gone("inte sparat");
    pty.send(QUIT);
    assert!(pty.wait_for_end().success());
}
