//! The program killed at random moments of a meeting: what it had shown as saved is there, once; what was half typed is
//! at most a second old; the meeting goes on where it stood. `SAMVERKAN_TEST_RUNDOR` sets how many times.

use crate::common::pty::{Pty, Start};
use crate::common::secretary::key;
use samverkan::domain::agenda::Phase;
use samverkan::store::{Access, Passphrase, Store};
use std::path::Path;
use std::time::{Duration, Instant};

const PHRASE: &str = "tre gröna grodor i regn";

/// So old may a half-typed text be.
const OLDEST: Duration = Duration::from_secs(1);

/// What is typed between the lines' own names.
const WORDS: [&str; 6] = ["räknar", "med", "glädje", "på", "måndagar", "ändå"];

/// A generator of numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A database with a meeting under way, in plain text or encrypted.
struct Prepared {
    folder: tempfile::TempDir,
    encrypted: bool,
}

impl Prepared {
    fn new(encrypted: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
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
        let copy = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap) {
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
            }
        }
        copy
    }

    /// Types until the moment comes, kills, and looks at what is left. Says whether something half typed was kept.
    fn round(&self, number: usize, dice: &mut Dice) -> bool {
        let home = self.copy();
        let mut pty = self.program(home.path(), &["oppna", "senaste"]);
        pty.wait_for("Mötet är öppet där det stod");
        // Now short lines in a hurry, now a long one that takes its time.
        let (words, pause, most) = if number.is_multiple_of(2) { (4, 16, 900) } else { (40, 30, 1600) };
        let until = Instant::now() + Duration::from_millis(30 + dice.below(most));
        // Every state of the line: when, how many lines were sent before, what stands in it.
        let mut typed: Vec<(Instant, usize, String)> = vec![(Instant::now(), 0, String::new())];
        let mut lines: Vec<String> = Vec::new();
        'typing: loop {
            let mut line = format!("rad{:03}", lines.len());
            for _ in 0..=dice.below(words) {
                line.push(' ');
                line.push_str(WORDS[usize::try_from(dice.below(6)).unwrap()]);
            }
            for (at, letter) in line.char_indices() {
                if Instant::now() >= until {
                    break 'typing;
                }
                pty.send(&letter.to_string());
                typed.push((Instant::now(), lines.len(), line[..at + letter.len_utf8()].to_owned()));
                std::thread::sleep(Duration::from_millis(dice.below(pause)));
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
        typed: &[(Instant, usize, String)],
        killed: Instant,
    ) -> bool {
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
        // The line as it may have been left: each state of the last second, and the one that the second began with.
        let fresh =
            typed.iter().rposition(|(at, ..)| *at <= killed.checked_sub(OLDEST).unwrap_or(*at)).unwrap_or(0);
        let is_fresh = typed[fresh..].iter().any(|(_, sent, text)| *sent == kept.len() && *text == draft);
        assert!(
            is_fresh,
            "runda {number}: ”{draft}” med {} rader sparade; skrivet den sista sekunden: {:?}",
            kept.len(),
            typed[fresh..].iter().map(|(_, sent, text)| (sent, text)).collect::<Vec<_>>()
        );
        if number.is_multiple_of(10) {
            let pty = self.program(home, &["oppna", "senaste"]);
            pty.wait_for("Mötet är öppet där det stod");
            pty.wait_for(format!("Fungerar> {draft}").trim_end());
        }
        !draft.is_empty()
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
    /// Every state of the line: when, how many lines were sent before, what stands in it.
    typed: Vec<(Instant, usize, String)>,
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
        pty.wait_for("sparat ");
        Self { name, pty, lines: Vec::new(), typed: vec![(Instant::now(), 0, String::new())] }
    }

    /// Types lines until the moment comes.
    fn type_until(&mut self, until: Instant, dice: &mut Dice) {
        loop {
            let mut line = format!("{}{:03}", self.name, self.lines.len());
            for _ in 0..=dice.below(6) {
                line.push(' ');
                line.push_str(WORDS[usize::try_from(dice.below(6)).unwrap()]);
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
                std::thread::sleep(Duration::from_millis(dice.below(16)));
            }
            self.pty.send(key::ENTER);
            self.lines.push(line);
            self.typed.push((Instant::now(), self.lines.len(), String::new()));
        }
    }

    /// Looks at what is left of this side.
    fn look(&self, number: usize, kept: &[&str], drafts: &[String], killed: Instant) {
        let own: Vec<&str> = kept.iter().copied().filter(|text| text.starts_with(self.name)).collect();
        assert_eq!(own, self.lines[..own.len()], "runda {number}: i ordning, en gång var");
        let shown = shown_as_saved(&self.pty.raw(), self.name);
        assert!(shown <= own.len(), "runda {number}: {shown} rader visades som sparade, {} finns", own.len());
        let draft = drafts.iter().find(|draft| draft.starts_with(self.name)).cloned().unwrap_or_default();
        let before = killed.checked_sub(OLDEST).unwrap_or(killed);
        let fresh = self.typed.iter().rposition(|(at, ..)| *at <= before).unwrap_or(0);
        let short = |text: &str| text.len() < self.name.len();
        let is_fresh = self.typed[fresh..]
            .iter()
            .any(|(_, sent, text)| *sent == own.len() && (*text == draft || draft.is_empty() && short(text)));
        assert!(is_fresh, "runda {number}: ”{draft}” med {} rader sparade av {}", own.len(), self.name);
    }
}

impl Prepared {
    /// Two programs in one meeting, killed at the same moment.
    fn round_of_two(&self, number: usize, dice: &mut Dice) {
        let home = self.copy();
        let mut sides = ["rad", "led"].map(|name| Side::sit_down(self, home.path(), name));
        let until = Instant::now() + Duration::from_millis(30 + dice.below(900));
        let mut other = Dice(dice.below(1 << 20));
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
        for side in &sides {
            side.look(number, &kept, &drafts, killed);
        }
        assert_eq!(kept.len(), kept.iter().collect::<std::collections::BTreeSet<_>>().len());
    }
}

#[test]
fn two_programs_killed_at_once_have_lost_nothing_that_either_called_saved() {
    let rounds = std::env::var("SAMVERKAN_TEST_RUNDOR").ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    for encrypted in [true, false] {
        let prepared = Prepared::new(encrypted);
        let mut dice = Dice(if encrypted { 17 } else { 18 });
        for number in 0..usize::div_ceil(rounds, 2) {
            prepared.round_of_two(number, &mut dice);
        }
    }
}

#[test]
fn a_killed_program_has_lost_nothing_that_it_called_saved() {
    let rounds =
        std::env::var("SAMVERKAN_TEST_RUNDOR").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let half = |encrypted: bool| {
        let prepared = Prepared::new(encrypted);
        let mut dice = Dice(if encrypted { 7 } else { 8 });
        (0..rounds / 2).filter(|number| prepared.round(*number, &mut dice)).count()
    };
    let drafts = std::thread::scope(|scope| {
        let encrypted = scope.spawn(|| half(true));
        half(false) + encrypted.join().unwrap()
    });
    println!("{rounds} gånger dödat; {drafts} gånger stod en halv rad kvar.");
    assert!(drafts * 10 > rounds, "det halvskrivna sparas för sällan: {drafts} av {rounds}");
}
