//! What lies in the program's memory. Somebody with the rights to read it (here the computer's administrator) finds the
//! meeting, what is being typed and the database's key while the program is open, and nothing of them once it has locked
//! itself. Where the system doesn't let us read another program's memory the test says so and looks at nothing.

use crate::common::pty::{PATIENCE, Pty, Start};
use crate::common::secretary::key;
use samverkan::store::{Access, Passphrase, RecoveryKey, Store};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::Instant;

const PHRASE: &str = "sju sköna sjöstjärnor";

/// Stands on the lock's screen when nothing is left.
const CLOSED: &str = "Databasen är stängd";

const ALT_S: &str = "\x1bs";

/// What is looked for.
struct Needle {
    what: String,
    bytes: Vec<u8>,
}

impl Needle {
    fn new(what: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { what: what.to_owned(), bytes: bytes.into() }
    }

    fn text(text: &str) -> Self {
        Self::new(text, text)
    }
}

/// A part of the program's memory that it can write to.
struct Part {
    name: String,
    bytes: Vec<u8>,
}

/// Whether this test may read another program's memory.
fn may_read(pid: u32) -> bool {
    let may = File::open(format!("/proc/{pid}/mem")).is_ok();
    if !may {
        eprintln!("minnesprov: systemet låter inte provet läsa ett annat programs minne, så inget är prövat");
    }
    may
}

fn memory(pid: u32) -> Vec<Part> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut memory = File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut parts = Vec::new();
    for row in maps.lines() {
        let mut words = row.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let (from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        memory.seek(SeekFrom::Start(from)).unwrap();
        // What can't be read holds nothing that anybody else could read.
        if memory.read_exact(&mut bytes).is_ok() {
            let name = words.nth(3).unwrap_or("heap of a thread, or a stack").to_owned();
            parts.push(Part { name: format!("{range} {name}"), bytes });
        }
    }
    parts
}

/// Which of the needles lie in the program's memory, and where.
fn found(pid: u32, needles: &[Needle]) -> Vec<String> {
    let mut found = Vec::new();
    let mut first: Vec<Vec<&Needle>> = vec![Vec::new(); 256];
    for needle in needles {
        first[usize::from(needle.bytes[0])].push(needle);
    }
    for part in memory(pid) {
        for (at, byte) in part.bytes.iter().enumerate() {
            for needle in &first[usize::from(*byte)] {
                if part.bytes[at..].starts_with(&needle.bytes) {
                    let around = &part.bytes[at.saturating_sub(48)..(at + 80).min(part.bytes.len())];
                    let around = String::from_utf8_lossy(around).escape_default().to_string();
                    found.push(format!("{} in {} +{at:#x}: {around}", needle.what, part.name));
                }
            }
        }
    }
    found
}

/// Whether the keys of a text lie after each other, as the events that they came as: a character each, at the same distance.
fn found_as_keys(pid: u32, text: &str) -> Vec<String> {
    let keys: Vec<[u8; 4]> = text.chars().take(7).map(|c| u32::from(c).to_le_bytes()).collect();
    let mut found = Vec::new();
    for part in memory(pid) {
        let at = |place: usize| part.bytes.get(place..place + 4);
        for start in (0..part.bytes.len()).step_by(4).filter(|start| at(*start) == Some(&keys[0])) {
            for step in (4..=64).step_by(4) {
                if keys.iter().enumerate().all(|(nth, key)| at(start + nth * step) == Some(key)) {
                    found.push(format!("the keys of {text} in {} +{start:#x}, {step} apart", part.name));
                }
            }
        }
    }
    found
}

/// An encrypted database, all that opens it, and the clock's hands.
struct Office {
    folder: tempfile::TempDir,
    database: PathBuf,
    recovery: RecoveryKey,
    raw: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("namnd.db");
        let (store, recovery) = Store::create(&database, &Passphrase::new(PHRASE)).unwrap();
        let raw = store.key_in_hex().unwrap();
        Self { database, recovery, raw: raw.to_string(), folder }
    }

    fn hands(&self, time: &str) {
        std::fs::write(self.folder.path().join("visare"), format!("2026-11-23T{time}:00+01:00")).unwrap();
    }

    fn program(&self, words: &[&str]) -> Pty {
        let mut args = words.to_vec();
        args.extend(["--databas", self.database.to_str().unwrap()]);
        let hands = self.folder.path().join("visare");
        let env = [
            ("SAMVERKAN_TEST_NU", "2026-11-23T13:00:00+01:00"),
            ("SAMVERKAN_TEST_VISARE", hands.to_str().unwrap()),
        ];
        Pty::start(&Start { env: &env, size: (110, 40), ..Start::new(self.folder.path(), &args) })
    }

    /// What opens the database, in every form in which it could lie there.
    fn keys(&self) -> Vec<Needle> {
        let shown = self.recovery.to_string();
        let binary: Vec<u8> =
            (0..64).step_by(2).map(|at| u8::from_str_radix(&self.raw[at..at + 2], 16).unwrap()).collect();
        vec![
            Needle::text(PHRASE),
            Needle::new("the key in hex", self.raw.as_str()),
            Needle::new("the key in capitals", self.raw.to_uppercase()),
            Needle::new("the key itself", binary),
            Needle::new("the recovery key as shown", shown.as_str()),
            Needle::new("the recovery key", shown.replace('-', "")),
        ]
    }

    fn meeting() -> Vec<Needle> {
        [
            "Zebrafinken",
            "Kvasarlampan",
            "Halvskrivna pumpor",
            "Formulärets flundra",
            "Zorro Zackarias",
            "Inklistrade igelkottar",
            "Xerxes Xylander",
        ]
        .map(Needle::text)
        .into()
    }

    fn wait_for(pid: u32, needle: &Needle) {
        let until = Instant::now() + PATIENCE;
        while found(pid, std::slice::from_ref(needle)).is_empty() {
            assert!(Instant::now() < until, "{} never came to lie in memory", needle.what);
        }
    }

    #[track_caller]
    fn assert_nothing(&self, pid: u32) {
        let mut needles = self.keys();
        needles.extend(Self::meeting());
        let mut found = found(pid, &needles);
        for text in [PHRASE, "Halvskrivna pumpor", &self.recovery.to_string()] {
            found.extend(found_as_keys(pid, text));
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// Presses Alt and a letter, once more where it could have been Esc and the letter.
fn alt(pty: &mut Pty, key: &str, shown: &str) {
    const DOUBT: &str = "Menade du";
    pty.send(key);
    pty.wait_until(shown, |screen| screen.contains(shown) || screen.contains(DOUBT));
    if !pty.screen().contains(shown) {
        pty.send(key);
        pty.wait_for(shown);
    }
}

#[test]
fn after_the_lock_neither_key_nor_name_nor_text_lies_in_memory_and_all_comes_back() {
    let office = Office::new();
    office.hands("13:00");
    let mut pty = office.program(&["starta", "eht"]);
    let pid = pty.pid();
    if !may_read(pid) {
        return;
    }
    pty.wait_for("Lösenfras");
    pty.send(PHRASE);
    pty.wait_for("•••");
    Office::wait_for(pid, &Needle::text(PHRASE));
    pty.send(key::ENTER);
    pty.wait_for("Vem är du?");
    pty.send("Xerxes Xylander\tspecialpedagog");
    pty.wait_for("specialpedagog");
    pty.send(key::F8);
    pty.wait_for("Deltagare>");
    pty.send("Zorro Zackarias, rektor\rMaja Mo, mentor\r");
    pty.wait_for("Maja Mo");
    pty.send("\tZebrafinken\r");
    pty.wait_for("1 Zebrafinken");
    pty.wait_for("sparat ");
    pty.jump(1, "Fungerar>");
    pty.send("Kvasarlampan blinkar fint\r");
    pty.wait_for("Kvasarlampan blinkar");
    pty.paste("Inklistrade igelkottar är ett långt stycke som någon har klistrat in i raden");
    pty.wait_for("Inklistrade igelkottar");
    pty.send(key::ENTER);
    pty.wait_for("sparat ");
    // The journal has read all of it.
    alt(&mut pty, "\x1bl", "Mötets journal");
    pty.send(key::ESC);
    pty.wait_for("Fungerar>");
    pty.send("Halvskrivna pumpor");
    pty.wait_for("Halvskrivna pumpor");
    pty.send(key::CTRL_E);
    pty.wait_for("┌ Mötets uppgifter");
    pty.send("Formulärets flundra");
    pty.wait_for("Formulärets flundra");

    // All of it can be found, so that the test can fail.
    let mut needles = Office::meeting();
    needles.push(Needle::new("the key in hex", office.raw.as_str()));
    for needle in &needles {
        assert!(!found(pid, std::slice::from_ref(needle)).is_empty(), "{} isn't there before", needle.what);
    }
    alt(&mut pty, ALT_S, CLOSED);
    office.assert_nothing(pid);
    // What doesn't open it leaves nothing either.
    pty.send("sju sköna sjöstjärnar\r");
    pty.wait_for("Fel lösenfras");
    let wrong = found(pid, &[Needle::text("sju sköna sjöstjärn")]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    pty.send(&format!("{PHRASE}\r"));
    pty.wait_for("Formulärets flundra");
    pty.send(key::F8);
    pty.wait_gone("┌ Mötets uppgifter");
    pty.wait_for("Halvskrivna pumpor");
    pty.wait_for("Kvasarlampan blinkar");
    pty.send(" i maj");
    pty.wait_for("Halvskrivna pumpor i maj");

    // By the clock, as it comes: after fifteen minutes.
    office.hands("13:14");
    pty.wait_for("Låser om en minut");
    pty.send(" och juni");
    pty.wait_for("pumpor i maj och juni");
    office.hands("13:28");
    pty.wait_for("Låser om en minut");
    office.hands("13:29");
    pty.wait_for(CLOSED);
    office.assert_nothing(pid);
    // The key from the safe opens it too.
    pty.send(&format!("{}\r", office.recovery));
    pty.wait_for("pumpor i maj och juni");
    pty.send(key::ENTER);
    pty.wait_for("sparat ");
    alt(&mut pty, ALT_S, CLOSED);
    office.assert_nothing(pid);
    let kept = Store::open(&office.database, &Access::Passphrase(Passphrase::new(PHRASE))).unwrap();
    let meeting = kept.meeting(kept.resolve("senaste").unwrap()).unwrap();
    assert!(meeting.entries.iter().any(|entry| entry.text == "Halvskrivna pumpor i maj och juni"));
}

#[test]
fn the_system_writes_no_core_file_of_any_of_the_programs() {
    let office = Office::new();
    office.hands("13:00");
    let pty = office.program(&[]);
    pty.wait_for("Lösenfras");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", pty.pid())).unwrap();
    let core = limits.lines().find(|row| row.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
}
