//! The program killed at random moments of a meeting: what it had shown as saved is there, once; what was half typed is
//! there as it stood at some moment; the meeting goes on where it stood. How old the half typed was is printed, not asserted:
//! a busy machine is no fault of the program's.

use crate::common::knobs::{dice, one_of, rounds};
use crate::common::pty::{Pty, Start, own_folder};
use crate::common::secretary::key;
use fastrand::Rng;
use samverkan::domain::agenda::Phase;
use samverkan::store::{Access, Passphrase, Store};
use std::path::Path;
use std::time::{Duration, Instant};

const PHRASE: &str = "tre gröna grodor i regn";

/// What is typed between the lines' own names.
const WORDS: [&str; 6] = ["räknar", "med", "glädje", "på", "måndagar", "ändå"];

/// A state of a line: since when, how many lines were sent before, what stood in it.
type State = (Instant, usize, String);

/// How long the text that was kept had been another on the screen; none if nothing half typed was kept.
///
/// # Panics
/// When it never stood in the line after those that are saved.
#[track_caller]
fn age_of(kept: &str, saved: usize, typed: &[State], killed: Instant, whose: &str) -> Option<Duration> {
    let last = typed.iter().rposition(|(_, sent, text)| *sent == saved && text == kept);
    let last =
        last.unwrap_or_else(|| panic!("{whose}: ”{kept}” har aldrig stått på raden efter {saved} sparade"));
    let until = typed.get(last + 1).map_or(killed, |(at, ..)| *at);
    (!kept.is_empty()).then(|| killed.saturating_duration_since(until))
}

/// Says how it went. That something half typed is kept at all, other tests see with the patience that it takes.
fn tell(rounds: usize, ages: &[Duration]) {
    let oldest = ages.iter().max().copied().unwrap_or_default();
    println!("{rounds} gånger dödat; {} halva rader fanns kvar, den äldsta efter {oldest:.0?}.", ages.len());
}

/// A database with a meeting under way, in plain text or encrypted.
struct Prepared {
    folder: tempfile::TempDir,
    encrypted: bool,
}

impl Prepared {
    fn new(encrypted: bool) -> Self {
        let folder = own_folder();
        let database = folder.path().join("namnd.db");
        if encrypted {
            drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
        } else {
            drop(Store::create_practice(&database).unwrap());
        }
        let prepared = Self { folder, encrypted };
        let mut pty = prepared.program(prepared.folder.path(), &["starta", "eht"]);
        if encrypted {
            pty.wait_for("Vem är du?");
            pty.send("Åsa Öberg\tspecialpedagog");
            pty.wait_for("specialpedagog");
            pty.send(key::F8);
        }
        pty.wait_for("Deltagare>");
        pty.send("Gunilla Rask, rektor\r\t\tKlass 5\r");
        pty.wait_for("1 Klass 5");
        pty.jump(1, "Fungerar>");
        pty.wait_for("sparat ");
        pty.send(key::CTRL_Q);
        assert!(pty.wait_for_end().success());
        prepared
    }

    fn program(&self, home: &Path, words: &[&str]) -> Pty {
        let database = home.join("namnd.db");
        let mut args = words.to_vec();
        args.extend(["--databas", database.to_str().unwrap()]);
        let phrase = [("SAMVERKAN_LOSENFRAS", PHRASE)];
        let env: &[(&str, &str)] = if self.encrypted { &phrase } else { &[] };
        Pty::start(&Start { env, size: (100, 40), ..Start::new(home, &args) })
    }

    fn store(&self, home: &Path) -> Store {
        let access =
            if self.encrypted { Access::Passphrase(Passphrase::new(PHRASE)) } else { Access::Practice };
        Store::open(&home.join("namnd.db"), &access).unwrap()
    }

    fn copy(&self) -> tempfile::TempDir {
        let copy = own_folder();
        for file in std::fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap) {
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
            }
        }
        copy
    }

    /// Types until the moment comes, kills, and looks at what is left. Says how old the half typed was that was kept.
    fn round(&self, number: usize, dice: &mut Rng) -> Option<Duration> {
        let home = self.copy();
        let mut pty = self.program(home.path(), &["oppna", "senaste"]);
        pty.wait_for("Mötet är öppet där det stod");
        // Now short lines in a hurry, now a long one that takes its time.
        let (words, pause, most) = if number.is_multiple_of(2) { (4, 16, 900) } else { (40, 30, 1600) };
        let until = Instant::now() + Duration::from_millis(30 + dice.u64(..most));
        let mut typed: Vec<State> = vec![(Instant::now(), 0, String::new())];
        let mut lines: Vec<String> = Vec::new();
        'typing: loop {
            let mut line = format!("rad{:03}", lines.len());
            for _ in 0..=dice.usize(..words) {
                line.push(' ');
                line.push_str(one_of(dice, &WORDS));
            }
            for (at, letter) in line.char_indices() {
                if Instant::now() >= until {
                    break 'typing;
                }
                pty.send(&letter.to_string());
                typed.push((Instant::now(), lines.len(), line[..at + letter.len_utf8()].to_owned()));
                std::thread::sleep(Duration::from_millis(dice.u64(..pause)));
            }
            pty.send(key::ENTER);
            lines.push(line);
            typed.push((Instant::now(), lines.len(), String::new()));
        }
        let killed = Instant::now();
        pty.kill();
        self.look(number, home.path(), &pty, &lines, &typed, killed)
    }

    fn look(
        &self,
        number: usize,
        home: &Path,
        pty: &Pty,
        lines: &[String],
        typed: &[State],
        killed: Instant,
    ) -> Option<Duration> {
        let store = self.store(home);
        assert!(store.verify().unwrap().is_sound(), "runda {number}: journalen stämmer inte");
        let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
        assert_eq!(meeting.head.phase, Phase::Nulage, "runda {number}");
        let kept: Vec<&str> = meeting.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(kept, lines[..kept.len()], "runda {number}: de första raderna, i ordning, en gång var");
        let shown = shown_as_saved(&pty.raw(), "rad");
        assert!(
            shown <= kept.len(),
            "runda {number}: {shown} rader visades som sparade, {} finns",
            kept.len()
        );
        let draft =
            store.drafts(meeting.id()).unwrap().into_iter().next().map_or(String::new(), |draft| draft.text);
        drop(store);
        let age = age_of(&draft, kept.len(), typed, killed, &format!("runda {number}"));
        if number.is_multiple_of(10) {
            let pty = self.program(home, &["oppna", "senaste"]);
            pty.wait_for("Mötet är öppet där det stod");
            pty.wait_for(format!("Fungerar> {draft}").trim_end());
        }
        age
    }
}

/// How many of the lines that begin with a name of three letters the program had shown as saved in any frame.
fn shown_as_saved(raw: &[u8], name: &str) -> usize {
    let mark = format!("{name}0");
    let mut parser = vt100::Parser::new(40.try_into().unwrap(), 100.try_into().unwrap(), 0);
    let end = b"\x1b[?2026l";
    let (mut from, mut most) = (0, 0);
    while let Some(at) = raw[from..].windows(end.len()).position(|window| window == end) {
        parser.process(&raw[from..from + at + end.len()]);
        from += at + end.len();
        let screen = parser.screen().contents();
        let Some((board, below)) = screen.rsplit_once("────") else { continue };
        if below.contains("sparat ") && !below.contains("inte sparat") {
            let last = board.rmatch_indices(&mark).next();
            let shown = last
                .and_then(|(at, _)| board.get(at + 3..at + 6))
                .and_then(|number| number.parse::<usize>().ok());
            most = most.max(shown.map_or(0, |last| last + 1));
        }
    }
    most
}

/// One of two secretaries in the same meeting: what was typed, and when.
struct Side {
    name: &'static str,
    pty: Pty,
    lines: Vec<String>,
    /// Every state of the line, in order.
    typed: Vec<State>,
}

impl Side {
    fn sit_down(prepared: &Prepared, home: &Path, name: &'static str) -> Self {
        let mut pty = prepared.program(home, &["oppna", "senaste"]);
        pty.wait_until("mötet eller frågan", |screen| {
            screen.contains("Fungerar>") || screen.contains("Vem är du?")
        });
        if pty.screen().contains("Vem är du?") {
            // The only one who is known sits at the other screen.
            pty.send(key::ENTER);
            pty.wait_for("Namn");
            pty.send("Karin Lund\tkurator");
            pty.wait_for("kurator");
            pty.send(key::F8);
        }
        pty.wait_for("Fungerar>");
        Self { name, pty, lines: Vec::new(), typed: vec![(Instant::now(), 0, String::new())] }
    }

    /// Types lines until the moment comes.
    fn type_until(&mut self, until: Instant, dice: &mut Rng) {
        loop {
            let mut line = format!("{}{:03}", self.name, self.lines.len());
            for _ in 0..=dice.u64(..6) {
                line.push(' ');
                line.push_str(one_of(dice, &WORDS));
            }
            for (at, letter) in line.char_indices() {
                if Instant::now() >= until {
                    return;
                }
                self.pty.send(&letter.to_string());
                self.typed.push((
                    Instant::now(),
                    self.lines.len(),
                    line[..at + letter.len_utf8()].to_owned(),
                ));
                std::thread::sleep(Duration::from_millis(dice.u64(..16)));
            }
            self.pty.send(key::ENTER);
            self.lines.push(line);
            self.typed.push((Instant::now(), self.lines.len(), String::new()));
        }
    }

    /// Looks at what is left of this side. Says how old the half typed was that was kept.
    fn look(&self, number: usize, kept: &[&str], drafts: &[String], killed: Instant) -> Option<Duration> {
        let own: Vec<&str> = kept.iter().copied().filter(|text| text.starts_with(self.name)).collect();
        assert_eq!(own, self.lines[..own.len()], "runda {number}: i ordning, en gång var");
        let shown = shown_as_saved(&self.pty.raw(), self.name);
        assert!(shown <= own.len(), "runda {number}: {shown} rader visades som sparade, {} finns", own.len());
        let draft = drafts.iter().find(|draft| draft.starts_with(self.name)).cloned().unwrap_or_default();
        age_of(&draft, own.len(), &self.typed, killed, &format!("runda {number}, {}", self.name))
    }
}

impl Prepared {
    /// Two programs in one meeting, killed at the same moment.
    fn round_of_two(&self, number: usize, dice: &mut Rng) -> Vec<Duration> {
        let home = self.copy();
        let mut sides = ["rad", "led"].map(|name| Side::sit_down(self, home.path(), name));
        let until = Instant::now() + Duration::from_millis(30 + dice.u64(..900));
        let mut other = dice.fork();
        std::thread::scope(|scope| {
            let [one, two] = &mut sides;
            scope.spawn(|| one.type_until(until, dice));
            two.type_until(until, &mut other);
        });
        let killed = Instant::now();
        let [one, two] = &mut sides;
        one.pty.kill_with(&mut two.pty);
        let store = self.store(home.path());
        let report = store.verify().unwrap();
        assert!(report.is_sound(), "runda {number}: {:?}", report.faults);
        let meeting = store.meeting(store.resolve("senaste").unwrap()).unwrap();
        let kept: Vec<&str> = meeting.entries.iter().map(|entry| entry.text.as_str()).collect();
        let drafts: Vec<String> =
            store.drafts(meeting.id()).unwrap().into_iter().map(|draft| draft.text).collect();
        assert_eq!(kept.len(), kept.iter().collect::<std::collections::BTreeSet<_>>().len());
        sides.iter().filter_map(|side| side.look(number, &kept, &drafts, killed)).collect()
    }
}

#[test]
fn two_programs_killed_at_once_have_lost_nothing_that_either_called_saved() {
    let rounds = rounds(2);
    let half = |encrypted: bool| {
        let prepared = Prepared::new(encrypted);
        let mut dice = dice(if encrypted { 17 } else { 18 });
        (0..rounds).flat_map(|number| prepared.round_of_two(number, &mut dice)).collect::<Vec<_>>()
    };
    tell(2 * rounds, &[half(true), half(false)].concat());
}

#[test]
fn a_killed_program_has_lost_nothing_that_it_called_saved() {
    let rounds = rounds(5);
    let half = |encrypted: bool| {
        let prepared = Prepared::new(encrypted);
        let mut dice = dice(if encrypted { 7 } else { 8 });
        (0..rounds).filter_map(|number| prepared.round(number, &mut dice)).collect::<Vec<_>>()
    };
    let ages = std::thread::scope(|scope| {
        let encrypted = scope.spawn(|| half(true));
        [half(false), encrypted.join().unwrap()].concat()
    });
    tell(2 * rounds, &ages);
}
