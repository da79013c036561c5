//! What happens to a program that is held: its terminal goes, it is stopped and let go on, it panics, the clock is set
//! back, the database is taken away from under it. What was shown as saved is there, what is typed is kept, the terminal
//! is given back, and the program goes on when it can.

use crate::common::pty::{Pty, Start, environment};
use crate::common::secretary::key;
use samverkan::domain::meeting::Meeting;
use samverkan::domain::record::Entry;
use samverkan::store::{Access, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ON: [&str; 5] = ["\x1b[?1049h", "\x1b[?1000h", "\x1b[?1006h", "\x1b[?2004h", "\x1b[?7l"];
const OFF: [&str; 6] = ["\x1b[?1049l", "\x1b[?1000l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[?25h", "\x1b[?7h"];

struct World {
    home: tempfile::TempDir,
    database: PathBuf,
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("namnd");
        std::fs::create_dir(&folder).unwrap();
        let database = folder.join("ovning.db");
        let made = Command::new(env!("CARGO_BIN_EXE_samverkan"))
            .args(["demo", "--skapa", database.to_str().unwrap()])
            .current_dir(home.path())
            .env_clear()
            .envs(environment(home.path()))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { home, database }
    }

    /// The meeting that is under way, in nuläge.
    fn open(&self, env: &[(&str, &str)]) -> Pty {
        self.open_with("Mötet är öppet där det stod", env)
    }

    /// The same, where this is said.
    fn open_with(&self, said: &str, env: &[(&str, &str)]) -> Pty {
        let args = ["oppna", "senaste", "--databas", self.database.to_str().unwrap()];
        let pty = Pty::start(&Start { env, size: (120, 40), ..Start::new(self.home.path(), &args) });
        pty.wait_for(said);
        pty
    }

    /// The same, for whoever comes second and is asked who they are.
    fn open_second(&self) -> Pty {
        let args = ["oppna", "senaste", "--databas", self.database.to_str().unwrap()];
        let mut pty = Pty::start(&Start { size: (120, 40), ..Start::new(self.home.path(), &args) });
        pty.wait_for("Vem är du?");
        pty.send("Karin Lund\tkurator");
        pty.wait_for("kurator");
        pty.send(key::F8);
        pty.wait_for("Mötet är öppet där det stod");
        pty
    }

    fn meeting(&self) -> Meeting {
        let store = Store::open(&self.database, &Access::Practice).unwrap();
        let report = store.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.faults);
        store.meeting(store.resolve("senaste").unwrap()).unwrap()
    }

    /// The entries that a test wrote, in order.
    fn lines(&self) -> Vec<String> {
        let texts = self.meeting().entries.into_iter().map(|entry| entry.text);
        texts.filter(|text| text.starts_with("Rad ")).collect()
    }
}

fn write(pty: &mut Pty, line: &str) {
    pty.send(line);
    pty.wait_for(line);
    pty.send(key::ENTER);
    // Until then the word for what was saved before still stands there.
    pty.wait_gone(&format!("> {line}"));
}

#[track_caller]
fn wait_saved(pty: &Pty) {
    pty.wait_until("att allt är sparat", |screen| {
        screen.contains("sparat ") && !screen.contains("inte sparat") && !screen.contains("sparas…")
    });
}

#[track_caller]
fn quit(pty: &mut Pty) {
    pty.send(key::CTRL_Q);
    assert!(pty.wait_for_end().success(), "{}", pty.screen());
    assert_given_back(pty);
}

#[track_caller]
fn assert_given_back(pty: &Pty) {
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    let taken = raw.rfind("\x1b[?1049h").unwrap();
    for sequence in OFF {
        assert!(raw[taken..].contains(sequence), "{sequence:?} saknas i slutet");
    }
}

#[test]
fn a_screen_that_cannot_be_drawn_is_said_and_nothing_typed_is_lost() {
    let world = World::new();
    let mut pty = world.open(&[("SAMVERKAN_TEST_PANIK", "rita:spräng")]);
    write(&mut pty, "Rad ett");
    wait_saved(&pty);
    pty.send("Rad spräng två");
    pty.wait_for("går inte att rita");
    pty.wait_for("> Rad spräng två");
    let screen = pty.screen();
    assert!(screen.contains("panics.rs:") && screen.contains("Inget är borta"), "{screen}");
    // What is typed goes on being taken in, in any size.
    pty.send(" till");
    pty.wait_for("> Rad spräng två till");
    pty.resize(40, 10);
    let row = |screen: &str, number: usize, text: &str| {
        screen.lines().nth(number).is_some_and(|line| line.contains(text)) && screen.contains("två till")
    };
    pty.wait_until("skälet på två rader", |screen| row(screen, 1, "fel i programmet"));
    pty.resize(120, 40);
    pty.wait_until("skälet på en rad", |screen| row(screen, 0, "fel i programmet"));
    pty.send(key::ENTER);
    pty.wait_for("Fungerar>");
    pty.wait_gone("går inte att rita");
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad ett", "Rad spräng två till"]);
    assert!(!String::from_utf8_lossy(&pty.raw()).contains("panicked"));
}

#[test]
fn a_fault_in_an_act_is_said_and_the_program_goes_on() {
    let world = World::new();
    let mut pty = world.open(&[("SAMVERKAN_TEST_PANIK", "ta_emot:spräng")]);
    pty.send("Rad ett");
    pty.wait_for("Rad ett");
    pty.paste("spräng");
    pty.wait_for("ett fel i programmet");
    assert!(!pty.screen().contains("spräng"), "a panic's own words aren't shown: {}", pty.screen());
    pty.send(key::ENTER);
    pty.wait_gone("> Rad ett");
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad ett"]);
}

#[test]
fn a_fault_in_the_database_s_part_gives_the_text_back() {
    let world = World::new();
    let mut pty = world.open(&[("SAMVERKAN_TEST_PANIK", "lagra:spräng")]);
    pty.send("Rad spräng");
    pty.wait_for("> Rad spräng");
    pty.send(key::ENTER);
    pty.wait_for("gick inte att spara");
    pty.wait_for("> Rad spräng");
    pty.send(key::ENTER);
    pty.wait_gone("> Rad spräng");
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad spräng"]);
}

#[test]
fn a_database_that_is_removed_is_put_back() {
    for all in [true, false] {
        let world = World::new();
        let mut pty = world.open(&[]);
        write(&mut pty, "Rad ett");
        wait_saved(&pty);
        remove(&world.database, all);
        write(&mut pty, "Rad två");
        pty.wait_for("lagt tillbaka den");
        wait_saved(&pty);
        // And once more, with nothing written after it.
        remove(&world.database, all);
        quit(&mut pty);
        assert_eq!(world.lines(), ["Rad ett", "Rad två"]);
    }
}

fn remove(database: &Path, all: bool) {
    std::fs::remove_file(database).unwrap();
    for end in ["-wal", "-shm"].iter().filter(|_| all) {
        let _ = std::fs::remove_file(format!("{}{end}", database.display()));
    }
}

#[test]
fn a_database_that_is_moved_is_waited_for() {
    let world = World::new();
    let mut pty = world.open(&[]);
    write(&mut pty, "Rad ett");
    wait_saved(&pty);
    let folder = world.database.parent().unwrap();
    let aside = world.home.path().join("undan");
    std::fs::rename(folder, &aside).unwrap();
    write(&mut pty, "Rad två");
    pty.wait_for("inte sparat (1)");
    pty.wait_for("har flyttats");
    write(&mut pty, "Rad tre");
    pty.wait_for("inte sparat (2)");
    // Leaving is asked about first, and can be refused.
    pty.send(key::CTRL_Q);
    pty.wait_for("Mötet är inte sparat i databasen");
    pty.send(key::ESC);
    std::fs::rename(&aside, folder).unwrap();
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad ett", "Rad två", "Rad tre"]);
}

/// Two programs and the wall, with the meeting in front of them.
fn three(world: &World) -> (Pty, Pty, Pty) {
    let first = world.open(&[]);
    let second = world.open_second();
    let args = ["projektor", "--databas", world.database.to_str().unwrap()];
    let wall = Pty::start(&Start::new(world.home.path(), &args));
    wall.wait_for("Nu berättar");
    (first, second, wall)
}

#[test]
fn a_database_that_is_removed_while_nobody_writes_is_put_back_and_both_programs_say_so() {
    for all in [true, false] {
        let world = World::new();
        let (mut first, second, wall) = three(&world);
        write(&mut first, "Rad ett");
        wait_saved(&first);
        second.wait_for("Rad ett");
        let removed = Instant::now();
        remove(&world.database, all);
        while !world.database.exists() {
            assert!(removed.elapsed() < crate::common::pty::PATIENCE, "filen läggs inte tillbaka");
            std::thread::sleep(Duration::from_millis(10));
        }
        first.wait_for("hade tagits bort");
        second.wait_for("hade tagits bort");
        // All three are on the file that lies there.
        let mut second = second;
        write(&mut second, "Rad två");
        wait_saved(&second);
        first.wait_for("Rad två");
        second.jump(3, "Åtgärd>");
        wall.wait_gone("Nu berättar");
        quit(&mut second);
        quit(&mut first);
        drop(wall);
        assert_eq!(world.lines(), ["Rad ett", "Rad två"]);
    }
}

#[test]
fn a_database_that_is_moved_while_nobody_writes_is_missed_until_it_is_back() {
    let world = World::new();
    let (mut first, mut second, wall) = three(&world);
    write(&mut first, "Rad ett");
    wait_saved(&first);
    second.wait_for("Rad ett");
    let folder = world.database.parent().unwrap();
    let aside = world.home.path().join("undan");
    std::fs::rename(folder, &aside).unwrap();
    for program in [&first, &second] {
        program.wait_for("databasen är borta");
        program.wait_for("har flyttats");
        assert!(!program.screen().contains(" sparat 0"), "{}", program.screen());
    }
    wall.wait_for("Paus");
    std::fs::rename(&aside, folder).unwrap();
    // Both say so for a while: neither is waited for alone.
    let until = Instant::now() + crate::common::pty::PATIENCE;
    let mut told = [false; 2];
    while told.contains(&false) {
        for (program, told) in [&first, &second].into_iter().zip(&mut told) {
            *told |= program.screen().contains("tillbaka där den låg");
        }
        assert!(Instant::now() < until, "{told:?}\n{}\n{}", first.screen(), second.screen());
        std::thread::sleep(Duration::from_millis(10));
    }
    for program in [&first, &second] {
        program.wait_gone("databasen är borta");
    }
    wall.wait_for("Nu berättar");
    write(&mut second, "Rad två");
    wait_saved(&second);
    first.wait_for("Rad två");
    quit(&mut second);
    quit(&mut first);
    drop(wall);
    assert_eq!(world.lines(), ["Rad ett", "Rad två"]);
}

/// Runs a command on the same database, of which only the first bytes are read, as by `head`; or kills it after a while.
fn short_command(world: &World, words: &[&str], killed: Option<Duration>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samverkan"))
        .args(words)
        .args(["--databas", world.database.to_str().unwrap()])
        .current_dir(world.home.path())
        .env_clear()
        .envs(environment(world.home.path()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(after) = killed {
        std::thread::sleep(after);
        let _ = command.kill();
    } else {
        let mut few = [0; 64];
        let _ = std::io::Read::read(command.stdout.as_mut().unwrap(), &mut few);
        drop(command.stdout.take());
    }
    command.wait().unwrap();
}

#[test]
fn commands_that_come_and_go_beside_an_open_program_move_nothing_beneath_it() {
    let world = World::new();
    // What lies among the papers is compared with what other databases in the folder may have written.
    let folder = world.database.parent().unwrap();
    std::fs::create_dir(folder.join("protokoll")).unwrap();
    std::fs::write(folder.join("protokoll/egen.txt"), "egen").unwrap();
    let mut pty = world.open(&[]);
    let papers: [&[&str]; 4] =
        [&["kopior", "senaste"], &["protokoll", "senaste", "--ut", "-"], &["moten"], &["kontrollera"]];
    for round in 0..12_u64 {
        write(&mut pty, &format!("Rad {round}"));
        let words = papers[usize::try_from(round).unwrap() % papers.len()];
        short_command(&world, words, (round % 3 == 2).then(|| Duration::from_millis(20 * round)));
    }
    write(&mut pty, "Sist av allt");
    wait_saved(&pty);
    let names = |part: &str| {
        let files = std::fs::read_dir(folder).unwrap().flatten();
        files.filter(|file| file.file_name().to_string_lossy().contains(part)).count()
    };
    assert_eq!((names(".undan-"), names("-wal")), (0, 1));
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let file = std::fs::metadata(&world.database).unwrap().ino();
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        let own = format!(" {} ", pty.pid());
        let held = |line: &str| line.contains(&own) && line.contains(&format!(":{file} "));
        assert!(locks.lines().any(held), "{locks}");
    }
    let screen = pty.screen();
    assert!(screen.contains("Sist av allt") && !screen.contains("databasen är borta"), "{screen}");
    quit(&mut pty);
    let texts = world.meeting().entries;
    for round in 0..12 {
        assert!(texts.iter().any(|entry| entry.text == format!("Rad {round}")), "{round}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_log_of_a_program_that_has_lost_its_lock_is_not_put_aside() {
    let world = World::new();
    let access = Access::Practice;
    let before = std::fs::read(&world.database).unwrap();
    let mut store = Store::open(&world.database, &access).unwrap();
    let meeting = store.resolve("senaste").unwrap();
    for blank in [true, false] {
        store.set_blank(meeting, blank).unwrap();
        store.pour().unwrap();
    }
    store.set_blank(meeting, true).unwrap();
    // A descriptor that is closed takes all of this process's locks, and the log isn't that of what lies here then.
    std::fs::write(&world.database, &before).unwrap();
    short_command(&world, &["moten"], None);
    let files = std::fs::read_dir(world.database.parent().unwrap()).unwrap().flatten();
    let names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.contains(".undan-")), "{names:?}");
    assert!(
        !store.is_in_place()
            && store.check_file().is_err_and(|error| error.to_string().contains("skrivits över"))
    );
}

/// Waits until what is being typed is on disk.
#[track_caller]
fn wait_draft(world: &World, text: &str) {
    let store = Store::open(&world.database, &Access::Practice).unwrap();
    let id = store.resolve("senaste").unwrap();
    let until = Instant::now() + crate::common::pty::PATIENCE;
    while store.drafts(id).unwrap().first().is_none_or(|draft| draft.text != text) {
        assert!(Instant::now() < until, "utkastet sparas inte");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Highlights a row of those that work, and changes it: a program that was started anew has written none itself.
fn change(pty: &mut Pty, row: &str) {
    let is_marked = |screen: &str| screen.contains(&format!(">+ {row}"));
    for _ in 0..40 {
        if is_marked(&pty.screen()) {
            break;
        }
        let before = pty.screen();
        pty.send("\x1b[B");
        pty.wait_until("en annan rad markerad", |screen| *screen != *before);
    }
    pty.send(key::F2);
    pty.wait_for(&format!("> {row}"));
}

#[test]
fn a_change_that_a_kill_interrupts_comes_back_as_the_change() {
    let world = World::new();
    let mut pty = world.open(&[]);
    write(&mut pty, "Rad ett");
    wait_saved(&pty);
    pty.send(key::F2);
    pty.wait_for("> Rad ett");
    pty.send(" ändrad");
    wait_draft(&world, "Rad ett ändrad");
    pty.kill();
    // Killed twice, it is still the change.
    let mut pty = world.open_with("med ändringen som höll på att skrivas", &[]);
    pty.kill();
    let mut pty = world.open_with("med ändringen som höll på att skrivas", &[]);
    pty.wait_for("> Rad ett ändrad");
    pty.send(key::ENTER);
    pty.wait_gone("> Rad ett ändrad");
    wait_saved(&pty);
    assert_eq!(world.lines(), ["Rad ett ändrad"]);
    // Somebody else changes the row while nobody is there: both texts stand.
    change(&mut pty, "Rad ett ändrad");
    pty.send(" igen");
    wait_draft(&world, "Rad ett ändrad igen");
    pty.kill();
    let mut other = world.open_with("med ändringen som höll på att skrivas", &[]);
    other.send(key::ESC);
    other.wait_for("Raden är som den var");
    change(&mut other, "Rad ett ändrad");
    other.send(" av en annan");
    wait_draft(&world, "Rad ett ändrad av en annan");
    other.kill();
    let mut store = Store::open(&world.database, &Access::Practice).unwrap();
    let meeting = world.meeting();
    let row = meeting.entries.iter().find(|entry| entry.text == "Rad ett ändrad").unwrap().clone();
    let command = samverkan::domain::command::Command {
        id: samverkan::domain::ids::Ids::new(5).next(1),
        code: samverkan::domain::command::Code::Edit(row.kind()),
        meeting: Some(meeting.id()),
        snapshot: None,
        changes: vec![samverkan::domain::command::Change::put(Entry {
            text: "Rad av grannen".to_owned(),
            ..row
        })],
    };
    store.commit(&command, std::time::SystemTime::now().into()).unwrap();
    drop(store);
    let mut pty = world.open_with("står båda kvar", &[]);
    pty.send(key::ENTER);
    pty.wait_for("Båda texterna står kvar");
    wait_saved(&pty);
    quit(&mut pty);
    let mut lines = world.lines();
    lines.sort();
    assert_eq!(lines, ["Rad av grannen", "Rad ett ändrad av en annan"]);
    assert_eq!(world.meeting().edit_conflicts.len(), 1);
}

#[test]
fn a_newer_program_s_database_is_left_alone_and_what_is_written_is_kept_in_memory() {
    let world = World::new();
    let mut pty = world.open(&[]);
    write(&mut pty, "Rad ett");
    wait_saved(&pty);
    drop(samverkan::store::wake());
    let newer = rusqlite::Connection::open(&world.database).unwrap();
    let known: i64 = newer.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    newer.pragma_update(None, "user_version", known + 1).unwrap();
    let seq = |sql: &rusqlite::Connection| -> (i64, i64) {
        let count = |what: &str| sql.query_row(what, [], |row| row.get(0)).unwrap();
        (count("SELECT max(seq) FROM journal"), count("SELECT count(*) FROM utkast"))
    };
    let before = seq(&newer);
    write(&mut pty, "Rad två");
    pty.wait_for("inte sparat (1)");
    pty.wait_for("Ett nyare program har ändrat databasen");
    write(&mut pty, "Rad tre");
    pty.wait_for("inte sparat (2)");
    assert_eq!(seq(&newer), before);
    // As if the newer program had been a mistake.
    newer.pragma_update(None, "user_version", known).unwrap();
    drop(newer);
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad ett", "Rad två", "Rad tre"]);
}

#[test]
fn a_clock_that_is_set_back_changes_no_order_and_stops_nothing() {
    let world = World::new();
    // The clock goes in leaps: what is between them is nobody's absence.
    let config = world.home.path().join("config/samverkan");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("installningar.toml"), "las_efter_minuter = 0\n").unwrap();
    let hands = world.home.path().join("visare");
    std::fs::write(&hands, "2027-01-11T09:00:00+01:00").unwrap();
    let env = [
        ("SAMVERKAN_TEST_NU", "2027-01-11T09:00:00+01:00"),
        ("SAMVERKAN_TEST_STILLA", "1"),
        ("SAMVERKAN_TEST_VISARE", hands.to_str().unwrap()),
    ];
    let set = |time: &str| std::fs::write(&hands, format!("2027-01-11T{time}+01:00")).unwrap();
    let mut pty = world.open(&env);
    set("09:31:00");
    write(&mut pty, "Rad ett");
    pty.wait_for("sparat 09.31");
    set("08:31:00");
    write(&mut pty, "Rad två");
    pty.wait_for("sparat 08.31");
    // A draft is kept although it seems older than the one before.
    pty.send("Rad halv");
    set("08:31:05");
    pty.wait_for("Rad halv");
    let until = Instant::now() + crate::common::pty::PATIENCE;
    let store = Store::open(&world.database, &Access::Practice).unwrap();
    let id = store.resolve("senaste").unwrap();
    while store.drafts(id).unwrap().first().is_none_or(|draft| draft.text != "Rad halv") {
        assert!(Instant::now() < until, "utkastet sparas inte");
        set("08:31:06");
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(store);
    pty.kill();
    // The next program begins with a clock that is an hour behind, too.
    let mut pty = world.open(&env);
    pty.wait_for("> Rad halv");
    pty.send(key::ENTER);
    wait_saved(&pty);
    pty.send(key::CTRL_Z);
    pty.wait_for("Ångrat:");
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad ett", "Rad två"]);
    let store = Store::open(&world.database, &Access::Practice).unwrap();
    let acts = store.journal(Some(id), None, 100).unwrap().acts;
    assert!(acts.windows(2).all(|pair| pair[0].seq > pair[1].seq));
    assert!(acts.windows(2).any(|pair| pair[0].at < pair[1].at), "the clock went back");
}

#[test]
fn a_terminal_that_is_closed_ends_the_program_and_loses_nothing() {
    let world = World::new();
    let mut pty = world.open(&[]);
    write(&mut pty, "Rad ett");
    pty.send("Rad halv");
    pty.wait_for("> Rad halv");
    let pid = pty.pid();
    pty.close_terminal();
    let until = Instant::now() + crate::common::pty::PATIENCE;
    let is_there = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z') && !rest.is_empty())
    };
    while is_there() {
        assert!(Instant::now() < until, "programmet lever kvar utan terminal");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(world.lines(), ["Rad ett"]);
    let mut pty = world.open(&[]);
    pty.wait_for("> Rad halv");
    quit(&mut pty);
}

#[test]
fn a_logout_in_the_middle_of_a_sentence_loses_no_letter() {
    let world = World::new();
    let mut typed = String::new();
    for (round, signal) in ["TERM", "HUP", "INT", "QUIT"].into_iter().enumerate() {
        let mut pty = world.open(&[]);
        pty.wait_for(format!("> {typed}").trim_end());
        let more = format!("ord{round} ");
        // The lines and the signal come at once.
        pty.send(&more);
        typed.push_str(&more);
        pty.wait_for(typed.trim_end());
        pty.signal(signal);
        assert!(pty.wait_for_end().success(), "{signal}");
        assert_given_back(&pty);
    }
    let mut pty = world.open(&[]);
    pty.wait_for(&format!("> {}", typed.trim_end()));
    quit(&mut pty);
}

#[test]
fn a_stop_in_the_middle_of_a_sentence_is_gone_on_from() {
    let world = World::new();
    let mut pty = world.open(&[]);
    pty.send("Rad fö");
    pty.wait_for("> Rad fö");
    for _ in 0..3 {
        let before = pty.raw().len();
        pty.signal("TSTP");
        let until = Instant::now() + crate::common::pty::PATIENCE;
        let state = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", pty.pid())).unwrap_or_default();
            stat.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next())
        };
        while state() != Some('T') {
            assert!(Instant::now() < until, "programmet stannar inte");
            std::thread::sleep(Duration::from_millis(5));
        }
        // What it was sent last may still be on its way; the title comes back after everything else.
        while !String::from_utf8_lossy(&pty.raw()[before..]).contains("\x1b[23;2t") {
            assert!(Instant::now() < until, "terminalen lämnas inte tillbaka");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_given_back(&pty);
        // Somebody else has the terminal, and another size is made meanwhile.
        pty.resize(100, 30);
        pty.signal("CONT");
        pty.wait_for("> Rad fö");
        let raw = String::from_utf8_lossy(&pty.raw()[before..]).into_owned();
        let lent = raw.rfind("\x1b[?1049l").unwrap();
        for sequence in ON {
            assert!(raw[lent..].contains(sequence), "{sequence:?} saknas efter återkomsten");
        }
        pty.resize(120, 40);
    }
    pty.paste("rst");
    pty.wait_for("> Rad först");
    pty.send(key::ENTER);
    wait_saved(&pty);
    quit(&mut pty);
    assert_eq!(world.lines(), ["Rad först"]);
}

#[test]
fn a_storm_of_sizes_ends_in_a_whole_screen() {
    let world = World::new();
    let mut pty = world.open(&[]);
    for round in 0..300_u16 {
        pty.resize(1 + round * 37 % 200, 1 + round * 23 % 70);
        if round % 30 == 0 {
            pty.send("å");
        }
    }
    pty.resize(80, 24);
    pty.wait_until("hela skärmen i 80 × 24", |screen| {
        screen.contains("> åååååååååå") && screen.contains("[>] Nuläge") && screen.contains("spara")
    });
    let lines = pty.screen().lines().count();
    assert!(lines <= 24, "{lines}");
    quit(&mut pty);
}
