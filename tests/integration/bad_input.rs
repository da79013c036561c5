//! What goes wrong outside the program, and what it says about it: in Swedish, with what to do, and an exit code.

use crate::common::pty::{Pty, Start, environment};
use crate::common::secretary::key;
use samverkan::store::{Access, MeetingFilter, Passphrase, Store, StoreError};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PHRASE: &str = "tre gröna grodor i regn";

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn run(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
    command
        .args(args)
        .current_dir(home)
        .env_clear()
        .envs(environment(home))
        .env("SAMVERKAN_LOSENFRAS", PHRASE);
    command.stdin(Stdio::null()).output().unwrap()
}

/// Runs a command that must fail, and gives what it said.
#[track_caller]
fn refused(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    assert!(output.stdout.is_empty(), "{args:?}");
    assert!(said.lines().count() <= 4 && !said.contains('\x1b') && !said.contains("panicked"), "{said}");
    said
}

fn encrypted(home: &Path) -> PathBuf {
    let database = home.join("namnd.db");
    drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
    database
}

fn practice(home: &Path) -> PathBuf {
    let database = home.join("ovning.db");
    let made = run(home, &["demo", "--skapa", database.to_str().unwrap()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    database
}

/// What the store itself tells has its times by the settings' clock, not by the computer's.
#[test]
fn times_that_are_told_of_the_database_are_those_of_the_settings_zone() {
    use samverkan::domain::access::Looked;
    use samverkan::domain::ids::Ids;
    for (zone, time) in
        [("", "07.34"), ("zon = \"Europe/Helsinki\"", "08.34"), ("zon = \"Europe/Lisbon\"", "06.34")]
    {
        let home = home();
        let database = encrypted(home.path());
        let access = Access::Passphrase(Passphrase::new(PHRASE));
        let mut ids = Ids::new(7);
        let mut write = |minute: u32| {
            let at = format!("2020-11-27T06:{minute}:00Z").parse().unwrap();
            let mut store = Store::open(&database, &access).unwrap();
            store.log_opening(None, Looked::default(), ids.next(1), at).unwrap();
        };
        write(34);
        let older = std::fs::read(&database).unwrap();
        write(41);
        write(42);
        std::fs::write(&database, older).unwrap();
        let settings = home.path().join("config/samverkan");
        std::fs::create_dir_all(&settings).unwrap();
        std::fs::write(settings.join("installningar.toml"), zone).unwrap();
        let listed = run(home.path(), &["moten", "--databas", database.to_str().unwrap()]);
        let said = String::from_utf8(listed.stderr).unwrap();
        assert!(listed.status.success(), "{said}");
        assert!(
            said.contains("2 rader efter fre 27 nov 2020 kl. ") && said.contains(&format!("kl. {time}:")),
            "{said}"
        );
        // Who has read it goes on, and the journal says from what.
        let gone_on =
            run(home.path(), &["kontrollera", "--ga-vidare", "--databas", database.to_str().unwrap()]);
        assert!(gone_on.status.success(), "{}", String::from_utf8_lossy(&gone_on.stderr));
        let log = run(home.path(), &["logg", "--databas", database.to_str().unwrap()]);
        let log = String::from_utf8(log.stdout).unwrap();
        assert!(log.contains(&format!("kl. {time}")), "{log}");
    }
}

/// Meetings as files, from the ones made up for practice.
fn exported(home: &Path, database: &Path) -> Vec<String> {
    let database = database.to_str().unwrap();
    let list = run(home, &["moten", "--format", "json", "--databas", database]);
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    let ids = list.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
    let files = ids.take(3).enumerate().map(|(at, id)| {
        let file = home.join(format!("mote{at}.json")).to_str().unwrap().to_owned();
        let done = run(home, &["exportera", &id, "--databas", database, "--ut", &file]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        file
    });
    files.collect()
}

#[test]
fn of_several_files_those_that_are_right_are_taken_in_and_the_others_told_by_name() {
    let home = home();
    let files = exported(home.path(), &practice(home.path()));
    let other = home.path().join("annan.db");
    drop(Store::create_practice(&other).unwrap());
    let broken = home.path().join("trasig.json").to_str().unwrap().to_owned();
    std::fs::write(&broken, "{\"format\": ").unwrap();
    let gone = home.path().join("finns-inte.json").to_str().unwrap().to_owned();
    let database = other.to_str().unwrap();
    let args = |files: &[&String]| {
        let mut args = vec!["importera".to_owned()];
        args.extend(files.iter().map(|file| (*file).clone()));
        args.extend(["--databas".to_owned(), database.to_owned()]);
        args
    };
    let import = |files: &[&String]| {
        let args = args(files);
        let run = run(home.path(), &args.iter().map(String::as_str).collect::<Vec<_>>());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (run.status.code(), text(run.stdout), text(run.stderr))
    };
    // The first that is read is one that is refused, and so is the last.
    let (code, done, refused) = import(&[&broken, &files[0], &files[0], &files[1], &gone]);
    assert_eq!(code, Some(1), "{refused}");
    let said: Vec<&str> = done.lines().collect();
    assert_eq!(said.len(), 3, "{done}");
    for (line, (file, word)) in said.iter().zip([
        ("mote0.json", "Mötet är inläst: "),
        ("mote0.json", "inget har ändrats"),
        ("mote1.json", "Mötet är inläst: "),
    ]) {
        assert!(line.contains(file) && line.contains(word), "{line}");
    }
    assert!(refused.starts_with("2 av 5 filer är inte inlästa:\n"), "{refused}");
    assert!(refused.contains("trasig.json: ") && refused.contains("finns-inte.json: Filen "), "{refused}");
    assert_eq!(
        Store::open(&other, &Access::Practice).unwrap().meetings(&MeetingFilter::default()).unwrap().len(),
        2
    );
    let (code, done, refused) = import(&[&files[0], &files[1], &files[2]]);
    assert_eq!((code, done.lines().count(), refused.as_str()), (Some(0), 3, ""));
    // One that is emptied by its script's variable is no file.
    let (code, _, refused) = import(&[&files[0], &String::new()]);
    assert_eq!(code, Some(2), "{refused}");
    assert!(refused.starts_with("importera behöver FIL."), "{refused}");
}

/// What is done when somebody stops it is said, and no more is done.
#[cfg(unix)]
#[test]
fn an_import_of_many_files_stops_between_two_and_says_what_is_in() {
    use std::io::{BufRead, BufReader, Read};
    let home = home();
    let files = exported(home.path(), &practice(home.path()));
    let other = home.path().join("annan.db");
    drop(Store::create_practice(&other).unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
    command.arg("importera").args(vec![&files[0]; 400]).arg("--som-kopia").arg("--databas").arg(&other);
    command.env_clear().envs(environment(home.path())).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.stdin(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("Mötet är inläst"));
    let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let done = 1 + lines.count();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.starts_with(&format!("Avbrutet: {done} av 400 filer är inlästa.")), "{said}");
    let here = Store::open(&other, &Access::Practice).unwrap().meetings(&MeetingFilter::default()).unwrap();
    assert_eq!(here.len(), done);
    assert!(done < 400);
}

/// The program itself and two commands say the same of a database that can't be opened, and leave the file as it was.
#[track_caller]
fn database_is_refused(home: &Path, database: &Path, reason: &str) {
    let before = std::fs::read(database).unwrap();
    let file = database.to_str().unwrap();
    for verb in ["moten", "kontrollera"] {
        let said = refused(home, &[verb, "--databas", file]);
        assert!(said.contains(reason), "{verb}: {said}");
    }
    let env = [("SAMVERKAN_LOSENFRAS", PHRASE)];
    let args = ["--databas", file];
    let mut pty = Pty::start(&Start { env: &env, size: (200, 24), ..Start::new(home, &args) });
    pty.wait_for(reason);
    pty.send(key::CTRL_Q);
    pty.wait_for_end();
    assert_eq!(std::fs::read(database).unwrap(), before, "{reason}: the file isn't touched");
}

#[test]
fn a_wrong_passphrase_is_told_and_may_be_typed_again() {
    let home = home();
    let database = encrypted(home.path());
    let args = ["--databas", database.to_str().unwrap()];
    let mut pty = Pty::start(&Start::new(home.path(), &args));
    pty.wait_for("Lås upp");
    for wrong in ["tre gröna grodor", "", "\u{202e}nger i rodorg anörg ert"] {
        pty.send(wrong);
        pty.send(key::ENTER);
        pty.wait_for(if wrong.is_empty() { "Skriv lösenfrasen" } else { "Fel lösenfras" });
    }
    // Decomposed letters are the same letters.
    pty.send("tre gro\u{308}na grodor i regn\r");
    pty.wait_for("Vem är du?");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let home = home();
    let file = home.path().join("brev.db");
    std::fs::write(&file, "Hej! Det här är ett brev.\n".repeat(400)).unwrap();
    let said = refused(home.path(), &["moten", "--databas", file.to_str().unwrap()]);
    assert!(said.contains("brev.db är inte en samverkan-databas"), "{said}");
    // With another database's key files beside it, too.
    let other = encrypted(home.path());
    for entry in std::fs::read_dir(home.path()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if let Some(end) = name.strip_prefix("namnd.db") {
            std::fs::copy(entry.path(), home.path().join(format!("lapp.db{end}"))).unwrap();
        } else if let Some(end) = name.strip_prefix("namnd") {
            std::fs::copy(entry.path(), home.path().join(format!("lapp{end}"))).unwrap();
        }
    }
    assert!(other.exists());
    let file = home.path().join("lapp.db");
    std::fs::write(&file, "Hej! Det här är ett brev.\n".repeat(400)).unwrap();
    let said = refused(home.path(), &["moten", "--databas", file.to_str().unwrap()]);
    assert!(said.contains("lapp.db"), "{said}");
}

#[test]
fn an_empty_file_is_refused() {
    let home = home();
    let file = home.path().join("tom.db");
    std::fs::write(&file, "").unwrap();
    database_is_refused(home.path(), &file, "är tom");
}

#[test]
fn a_database_from_a_newer_program_is_refused() {
    let home = home();
    let database = practice(home.path());
    drop(samverkan::store::wake());
    let sql = rusqlite::Connection::open(&database).unwrap();
    sql.pragma_update(None, "user_version", 9_999).unwrap();
    drop(sql);
    database_is_refused(home.path(), &database, "nyare version");
}

#[test]
fn a_truncated_database_is_refused() {
    let home = home();
    for (database, keep) in [(practice(home.path()), 3), (encrypted(home.path()), 2)] {
        let whole = std::fs::read(&database).unwrap();
        std::fs::write(&database, &whole[..whole.len() / keep / 512 * 512 + 77]).unwrap();
        let said = refused(home.path(), &["kontrollera", "--databas", database.to_str().unwrap()]);
        assert!(said.contains("skadad eller ofullständig"), "{said}");
    }
}

/// Mounts a file system for a test, if this computer lets it; unmounts it afterwards.
struct Mounted(PathBuf);

impl Mounted {
    fn new(folder: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).output();
        if mount.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        println!("hoppar över: den här datorn låter inte testet montera ett filsystem");
        None
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let home = home();
    let folder = home.path().join("last");
    let Some(mounted) = Mounted::new(&folder, "size=4m,mode=700") else { return };
    let database = folder.join("ovning.db");
    std::fs::copy(practice(home.path()), &database).unwrap();
    mounted.remount("ro");
    let args = ["starta", "eht", "--databas", database.to_str().unwrap()];
    let mut pty = Pty::start(&Start { size: (120, 24), ..Start::new(home.path(), &args) });
    pty.wait_until("att det inte går att skriva", |screen| screen.contains("går inte att skriva i"));
    pty.send(key::CTRL_Q);
    pty.send("\r");
    pty.wait_for_end();
    let new = folder.join("ny.db");
    let said = refused(home.path(), &["demo", "--skapa", new.to_str().unwrap()]);
    assert!(said.contains("går inte att skriva"), "{said}");
}

#[test]
fn a_full_disk_is_told_and_what_was_written_is_saved_when_there_is_room() {
    let home = home();
    let folder = home.path().join("full");
    let Some(_mounted) = Mounted::new(&folder, "size=3m,mode=700") else { return };
    let database = folder.join("ovning.db");
    std::fs::copy(practice(home.path()), &database).unwrap();
    let args = ["oppna", "senaste", "--databas", database.to_str().unwrap()];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Mötet är öppet där det stod");
    let ballast = fill(&folder);
    let lines: Vec<String> =
        (1..=12).map(|n| format!("Rad {n} medan disken är full {}", "å".repeat(400))).collect();
    for line in &lines {
        pty.paste(line);
        pty.send(key::ENTER);
    }
    pty.wait_for("inte sparat");
    pty.wait_for("Disken är full");
    std::fs::remove_file(&ballast).unwrap();
    pty.wait_gone("inte sparat");
    pty.wait_for("sparat ");
    pty.send(key::CTRL_Q);
    assert!(pty.wait_for_end().success(), "{}", pty.screen());
    let store = Store::open(&database, &Access::Practice).unwrap();
    assert!(store.verify().unwrap().is_sound());
    let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
    let kept: Vec<&str> = meeting
        .entries
        .iter()
        .map(|entry| entry.text.as_str())
        .filter(|text| text.starts_with("Rad "))
        .collect();
    assert_eq!(kept, lines);
}

/// Fills a disk to its last byte; removed, what it returns gives the room back.
fn fill(folder: &Path) -> PathBuf {
    let ballast = folder.join("ballast");
    let mut size = 3 << 20;
    while size > 512 {
        // As much as there is room for, in ever smaller pieces.
        let more = vec![0_u8; size];
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&ballast).unwrap();
        if std::io::Write::write_all(&mut file, &more).is_err() {
            size /= 2;
        }
    }
    ballast
}

#[test]
fn what_a_full_disk_breaks_off_in_the_middle_of_pouring_is_not_taken_for_an_overwritten_file() {
    let home = home();
    let folder = home.path().join("full");
    let Some(_mounted) = Mounted::new(&folder, "size=3m,mode=700") else { return };
    let database = folder.join("ovning.db");
    std::fs::copy(practice(home.path()), &database).unwrap();
    let mut store = Store::open(&database, &Access::Practice).unwrap();
    store.pour_only_when_asked().unwrap();
    let mut other = Store::open(&database, &Access::Practice).unwrap();
    other.pour_only_when_asked().unwrap();
    let meeting = store.resolve("senaste").unwrap();
    let now = "2026-11-27T08:20:00Z".parse().unwrap();
    let write = |store: &mut Store, field: &str| {
        let text = "Medan disken är full ".repeat(400);
        store.save_draft_of(("påhittad", field), Some(meeting), &text, None, now)
    };
    // So much that the file has to grow when it is poured.
    for number in 0..40 {
        write(&mut store, &format!("rad{number}")).unwrap();
    }
    let ballast = fill(&folder);
    let poured = store.pour();
    assert!(poured.is_err(), "{poured:?}");
    for store in [&mut store, &mut other] {
        let looked = store.check_content();
        assert!(matches!(looked, Ok(()) | Err(StoreError::DiskFull)), "{looked:?}");
        assert!(matches!(write(store, "rad"), Err(StoreError::DiskFull)));
    }
    std::fs::remove_file(&ballast).unwrap();
    write(&mut store, "rad").unwrap();
    assert!(store.pour().unwrap());
    write(&mut other, "rad").unwrap();
    drop((store, other));
    let store = Store::open(&database, &Access::Practice).unwrap();
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_broken_meeting_form_is_told_and_the_program_starts_without_it() {
    let home = home();
    let forms = home.path().join("former");
    std::fs::create_dir(&forms).unwrap();
    let whole = include_str!("../../agendas/eht.toml").replace("id = \"eht\"", "id = \"lag\"");
    let phase = whole.find("[faser.behov]").unwrap();
    let after = whole.find("[faser.planering]").unwrap();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("nyckel", whole.replace("nedrakning = true", "nedraekning = true").into_bytes(), "nedraekning"),
        ("typ", whole.replace("minuter = 90", "minuter = \"nittio\"").into_bytes(), "minuter"),
        ("fas", format!("{}{}", &whole[..phase], &whole[after..]).into_bytes(), "behov"),
        (
            "kod",
            whole.replace("Elevhälsoteam", "Elevh\u{1}lsoteam").replace('\u{1}', "?").into_bytes(),
            "UTF-8",
        ),
        ("stor", format!("# {}\n{whole}", "x".repeat(10 << 20)).into_bytes(), "stor"),
    ];
    for (name, content, reason) in cases {
        let mut content = content;
        if name == "kod" {
            content.extend_from_slice(b"# \xe5\xe4\xf6\n");
        }
        let file = forms.join(format!("{name}.toml"));
        std::fs::write(&file, content).unwrap();
        let said = run(home.path(), &["agendor", "kontrollera", file.to_str().unwrap()]);
        let words =
            format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        assert_eq!(said.status.code(), Some(1), "{name}: {words}");
        assert!(words.contains(&format!("{name}.toml")) && words.contains(reason), "{name}: {words}");
        assert!(words.len() < 2_000, "{name}: {} bytes", words.len());
    }
    let args = ["demo", "--agendor", forms.to_str().unwrap()];
    let mut pty = Pty::start(&Start { size: (160, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("färger");
    // The forms are read while home is shown already; ten megabytes take their time.
    for _ in 0..50 {
        pty.send("n");
        pty.wait_until("formerna", |screen| screen.contains("Vilket möte?") || screen.contains("läses in"));
        if pty.screen().contains("Vilket möte?") {
            break;
        }
        pty.send("r");
        pty.wait_for("läst på nytt");
    }
    pty.wait_for("Vilket möte?");
    for name in ["nyckel", "typ", "fas", "kod", "stor"] {
        // The whole file name, so that no other form fits.
        pty.send(&format!("{name}.toml"));
        pty.wait_until("formen med sitt fel", |screen| screen.contains("går inte att läsa"));
        pty.send("\r");
        pty.wait_for("går inte att välja");
        pty.send(&"\x7f".repeat(name.len() + ".toml".len()));
        pty.wait_gone("går inte att välja");
    }
    pty.send("elevhälsoteam\r");
    // One of them says nowhere what it was to be: it may have been this one.
    pty.wait_for("Starta med programmets egen form?");
    pty.send("\r");
    pty.wait_for("Deltagare>");
}

/// What nobody should send but somebody will: commands to the terminal, reversed writing, a novel, split letters.
const HOSTILE: &str = "\u{202e}A\u{30a}sa\u{2066} [31m\u{7}\u{0}o\u{308}rn\u{200f}";

#[test]
fn strange_text_in_the_line_becomes_plain_text() {
    let home = home();
    let database = practice(home.path());
    let args = [
        "starta",
        "eht",
        "--titel",
        "\u{1b}]0;kapad\u{7}Mo\u{308}te\u{202e}",
        "--databas",
        database.to_str().unwrap(),
    ];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Deltagare>");
    pty.wait_for("Möte");
    pty.paste(&format!("{}, rektor", HOSTILE.replace('\0', "")));
    pty.wait_for("Deltagare> Åsa [31mörn, rektor");
    pty.send(key::ENTER);
    pty.wait_for("Åsa [31mörn, rektor");
    pty.wait_for("sparat ");
    // A form's field.
    pty.send(key::CTRL_E);
    pty.wait_for("Mötets uppgifter");
    pty.paste(HOSTILE);
    pty.wait_for("Åsa [31mörn");
    pty.send("\x13");
    pty.wait_gone("Mötets uppgifter");
    pty.send("\t\tKlass 5\r");
    pty.wait_for("1 Klass 5");
    pty.jump(1, "Fungerar>");
    // A line that would lose its end isn't taken in at all.
    pty.paste(&format!("{HOSTILE} {}", "ord a\u{30a} ".repeat(20_000)));
    pty.wait_for("Inget är inklistrat");
    pty.paste(&format!("{HOSTILE} {}", "ord a\u{30a} ".repeat(300)));
    pty.wait_for("ord å ord å");
    pty.send(key::ENTER);
    pty.wait_gone("Fungerar> Å");
    pty.wait_for("sparat ");
    pty.send(key::CTRL_Q);
    assert!(pty.wait_for_end().success(), "{}", pty.screen());
    let raw = pty.raw();
    let text = String::from_utf8_lossy(&raw);
    assert!(
        text.split("\x1b]")
            .skip(1)
            .all(|command| command.starts_with("0;samverkan\x07") || !command.starts_with("0;"))
    );
    let store = Store::open(&database, &Access::Practice).unwrap();
    let meeting = store
        .meetings(&samverkan::store::MeetingFilter::default())
        .unwrap()
        .into_iter()
        .map(|row| store.meeting(row.id).unwrap())
        .find(|meeting| meeting.head.title.contains("Möte"))
        .unwrap();
    let texts = format!("{}{:?}{:?}", meeting.head.title, meeting.participants, meeting.entries);
    for bad in ['\u{1b}', '\u{7}', '\0', '\u{202e}', '\u{2066}', '\u{30a}', '\u{308}'] {
        assert!(!texts.contains(bad), "{bad:?}");
    }
    assert_eq!(meeting.participants[0].name, "Åsa [31mörn");
    assert_eq!(meeting.head.place.as_deref(), Some("Åsa [31mörn"));
    let longest = meeting.entries.iter().map(|entry| entry.text.chars().count()).max().unwrap();
    assert!((1_000..=100_000).contains(&longest), "{longest}");
}

#[test]
fn keys_that_come_faster_than_they_are_read_are_all_read() {
    let home = home();
    let database = practice(home.path());
    let args = ["oppna", "senaste", "--databas", database.to_str().unwrap()];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Mötet är öppet där det stod");
    // A paste into a terminal that doesn't say that it is one; the last key is the program's end.
    let lines: Vec<String> =
        (0..60).map(|n| format!("Rad {n} med många ord om måndagar och läsning\r")).collect();
    let lines = lines.concat();
    pty.send(&format!("{lines}{}", key::CTRL_Q));
    assert!(pty.wait_for_end().success(), "{}", pty.screen());
    let store = Store::open(&database, &Access::Practice).unwrap();
    let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
    let count = meeting.entries.iter().filter(|entry| entry.text.starts_with("Rad ")).count();
    assert_eq!(count, 60);
}

#[test]
fn a_day_that_does_not_exist_is_refused_and_the_line_stays() {
    let home = home();
    let database = practice(home.path());
    let args = ["oppna", "senaste", "--databas", database.to_str().unwrap()];
    let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(home.path(), &args) });
    pty.wait_for("Mötet är öppet där det stod");
    pty.jump(3, "Åtgärd>");
    for day in ["30/2", "2026-02-29", "31/11", "v 54"] {
        let line = format!("Ring hemmet >{day}");
        pty.paste(&line);
        pty.wait_for(&line);
        pty.send(key::ENTER);
        pty.wait_until("ett skäl och raden kvar", |screen| {
            screen.contains(&format!("Åtgärd> {line}")) && screen.contains(" ! ")
        });
        pty.send(key::ESC);
        pty.wait_for("Raden är tömd");
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let home = home();
    let database = practice(home.path());
    let file = database.to_str().unwrap();
    for args in [
        &["agendor", "visa", "eht"][..],
        &["moten", "--databas", file],
        &["protokoll", "senaste", "--databas", file],
        &["exportera", "senaste", "--databas", file],
        &["kontrollera", "--databas", file],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"));
        command.args(args).current_dir(home.path()).env_clear().envs(environment(home.path()));
        let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {:?}", output.status);
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
