//! A monkey at the keyboard: random keys, pastes, clicks, sizes and moments over every screen, with the whole program
//! but for the terminal, and a real database. Nothing panics, nothing gets stuck, what is shown as saved is on disk, and
//! the database is sound. The keys come from the program's own table.

use crate::common::knobs::{dice, one_of, rounds};
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use fastrand::Rng;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use samverkan::agenda_file::{Catalogue, snapshot_of};
use samverkan::app::action::{Action, Cap, Key};
use samverkan::app::effect::CopyTo;
use samverkan::app::model::{AgendaChoice, Lists, Screen, Setup};
use samverkan::app::{Effect, Message, Model, Now, Reply, update};
use samverkan::input::{self, HitMap, Situation, keymap};
use samverkan::meeting_file::{from_json, to_json};
use samverkan::runtime::backup::Arrangement;
use samverkan::runtime::events::Event;
use samverkan::runtime::inbox::{Inbox, inbox};
use samverkan::runtime::letterhead::Letterhead;
use samverkan::runtime::practice::filled;
use samverkan::runtime::store_thread::{Opening, StoreThread};
use samverkan::store::{Access, MeetingFilter, Store};
use samverkan::view;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::time::Duration;

/// Keys in a round; each begins a new meeting by the next form.
const KEYS: usize = 400;
/// How far back a failure tells what was done.
const TOLD: usize = 80;
/// So many presses of Esc, with a yes to leaving, lead home from anywhere.
const WAY_HOME: usize = 40;

const TEXTS: [&str; 24] = [
    "Ring hemmet @maja >fre",
    "Eva Ek, rektor",
    "Ann Ask, vårdnadshavare",
    "Bo, barnet",
    "Blå",
    "Klass 5",
    "+ Bra",
    "- Svårt #1",
    "= Stöd",
    "! Behov",
    "? Hur går det",
    "\"Jag vill läsa\"",
    "om 3v",
    "2026-12-15",
    "13.00",
    "ja",
    "1",
    "@",
    ">",
    "#9",
    "\\@x \\>y",
    "a\u{30a}\u{202e}o\u{308}",
    "För att det behövdes i dag",
    "Ett långt ord: ordföljdsomkastningsövningarnas och så mycket till att raden inte räcker hela vägen ut",
];

struct Monkey {
    dice: Rng,
    model: Model,
    terminal: Terminal<TestBackend>,
    hits: HitMap,
    store: StoreThread,
    answers: Inbox,
    /// Reads what is on disk, as another program would.
    reader: Store,
    path: PathBuf,
    forms: Vec<AgendaChoice>,
    now: DateTime<Utc>,
    keys: usize,
    told: VecDeque<String>,
    seen: BTreeMap<String, usize>,
    _folder: tempfile::TempDir,
}

/// What the terminal calls a key.
fn code(cap: Cap) -> KeyCode {
    match cap {
        Cap::Char(c) => KeyCode::Char(c),
        Cap::F(number) => KeyCode::F(number),
        Cap::Enter => KeyCode::Enter,
        Cap::Esc => KeyCode::Esc,
        Cap::Tab => KeyCode::Tab,
        Cap::Backspace => KeyCode::Backspace,
        Cap::Delete => KeyCode::Delete,
        Cap::Insert => KeyCode::Insert,
        Cap::Up => KeyCode::Up,
        Cap::Down => KeyCode::Down,
        Cap::Left => KeyCode::Left,
        Cap::Right => KeyCode::Right,
        Cap::Home => KeyCode::Home,
        Cap::End => KeyCode::End,
        Cap::PageUp => KeyCode::PageUp,
        Cap::PageDown => KeyCode::PageDown,
        Cap::Other => KeyCode::Null,
    }
}

fn forms() -> Vec<AgendaChoice> {
    Catalogue::load(None)
        .iter()
        .map(|form| AgendaChoice::of(form.agenda.clone(), snapshot_of(&form.agenda)))
        .collect()
}

fn model(forms: &[AgendaChoice], now: Now, seed: u64) -> Model {
    let setup = Setup {
        lists: Lists { agendas: forms.to_vec(), ..Lists::default() },
        workplace: "Ängsskolan".to_owned(),
        database_path: "övning.db".to_owned(),
        seed,
        ..Setup::default()
    };
    Model::new(setup, now, (80, 24))
}

fn start_store(path: &std::path::Path, seed: u64, now: Now) -> (StoreThread, Inbox) {
    let (listener, answers) = inbox().unwrap();
    let store = Store::open(path, &Access::Practice).unwrap();
    let opening = Opening::Ready(Box::new(store));
    // The store's own keys are others than the model's.
    let start = StoreThread::start(
        path.to_owned(),
        opening,
        (!seed, now),
        Letterhead::default(),
        Arrangement::default(),
        listener,
    );
    (start.unwrap(), answers)
}

impl Monkey {
    fn new(seed: u64) -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let path = folder.path().join("ovning.db");
        let utc: DateTime<Utc> = "2026-11-23T07:30:00Z".parse().unwrap();
        let now = Now { utc, zone: chrono_tz::Europe::Stockholm };
        drop(filled(&path, now).unwrap());
        let (store, answers) = start_store(&path, seed, now);
        let forms = forms();
        let mut monkey = Self {
            dice: dice(seed),
            model: model(&forms, now, seed),
            terminal: Terminal::new(TestBackend::new(80, 24)).unwrap(),
            hits: HitMap::default(),
            store,
            answers,
            reader: Store::open(&path, &Access::Practice).unwrap(),
            path,
            forms,
            now: utc,
            keys: 0,
            told: VecDeque::new(),
            seen: BTreeMap::new(),
            _folder: folder,
        };
        monkey.settle();
        monkey
    }

    fn moment(&self) -> Now {
        Now { utc: self.now, zone: chrono_tz::Europe::Stockholm }
    }

    fn tell(&mut self, what: String) {
        self.told.push_back(what);
        if self.told.len() > TOLD {
            self.told.pop_front();
        }
    }

    /// The model takes something in, and all that it wants done is done before anything else happens.
    fn take_in(&mut self, message: Message) {
        let now = self.moment();
        let wanted = update(&mut self.model, message, now);
        let (mut quits, mut printers) = (false, false);
        for effect in wanted {
            match effect {
                Effect::Quit => quits = true,
                // A monkey has no printer, and no window to show papers in.
                Effect::ListPrinters => printers = true,
                Effect::MakeCopies { meeting, orders, .. } => {
                    let copies = Effect::MakeCopies { meeting, orders, to: CopyTo::Files };
                    self.store.ask(copies, self.moment());
                }
                effect => {
                    self.tell(format!(
                        "  begär {}",
                        format!("{effect:?}").chars().take(300).collect::<String>()
                    ));
                    self.store.ask(effect, self.moment());
                }
            }
        }
        if printers {
            self.take_in(Message::Store(Reply::Printers(vec!["Virtuell".to_owned()])));
        }
        if quits {
            self.restart();
        }
    }

    /// Waits until the store has done everything, also what its answers ask for.
    fn settle(&mut self) {
        loop {
            // Asks for what isn't there: the answer to it comes after all others.
            self.store.ask(Effect::LoadJournalAct(i64::MIN), self.moment());
            let mut answered = 0;
            loop {
                match self.answers.next(Duration::from_mins(3)).expect("the store answers") {
                    // A database that the lock has closed answers everything alike.
                    Event::Reply(Reply::Trouble(problem))
                        if problem.text.contains("mötets journal")
                            || problem.text.starts_with("Databasen är inte öppen") =>
                    {
                        break;
                    }
                    Event::Reply(reply) => {
                        answered += 1;
                        if let Reply::Failed { why, .. } | Reply::Trouble(why) = &reply {
                            self.tell(format!("  nej: {}", why.text));
                        }
                        self.take_in(Message::Store(reply));
                    }
                    other => panic!("{other:?}"),
                }
            }
            if answered == 0 {
                return;
            }
        }
    }

    /// The program was left: it is started again on the same database.
    fn restart(&mut self) {
        self.tell("(startar om)".to_owned());
        let seed = self.dice.u64(..1 << 30);
        let (store, answers) = start_store(&self.path, seed, self.moment());
        self.store = store;
        self.answers = answers;
        let size = self.model.size;
        self.model = model(&self.forms, self.moment(), seed);
        self.model.size = size;
        self.settle();
    }

    fn event(&mut self, event: &TerminalEvent) {
        self.tell(format!("{:?} {event:?}", self.model.context()));
        if let Some(message) = input::message(event, &self.model, &self.hits) {
            self.take_in(message);
        }
        self.after();
    }

    /// What must hold after each event.
    fn after(&mut self) {
        self.keys += 1;
        self.settle();
        let failed: Vec<_> =
            self.model.outbox.iter().map(|pending| (&pending.effect, &pending.failed)).collect();
        assert!(failed.is_empty(), "the disk works, so nothing waits: {failed:?}");
        let Self { model, hits, terminal, .. } = self;
        terminal.draw(|frame| *hits = view::draw_frame(model, frame)).unwrap();
        let shown = terminal.backend().to_string();
        assert!(!shown.contains('‹'), "an action stands where its key should:\n{shown}");
        *self.seen.entry(format!("{:?}", self.model.context())).or_default() += 1;
        if self.keys.is_multiple_of(25) {
            self.compare();
        }
        if self.keys.is_multiple_of(1000) {
            let report = self.reader.verify().unwrap();
            assert!(report.is_sound(), "{:?}", report.faults);
        }
    }

    /// What is shown as saved is what another program reads from the disk.
    fn compare(&self) {
        let Some(screen) = self.model.meeting_screen() else { return };
        let shown = &screen.meeting;
        let kept = self.reader.meeting(shown.id());
        let kept = kept.unwrap_or_else(|error| panic!("{error}: {:?}, {:?}", self.model.notice, shown.head));
        assert_eq!(shown.head, kept.head);
        assert_eq!(shown.entries, kept.entries);
        assert_eq!(shown.participants, kept.participants);
        assert_eq!(shown.items, kept.items);
        assert_eq!(shown.consents, kept.consents);
        assert_eq!(shown.exemptions, kept.exemptions);
        assert_eq!(shown.fields, kept.fields);
        if !shown.head.individuals {
            assert!(kept.arenden.iter().all(|arende| arende.child.is_none()));
        }
    }

    fn press(&mut self, key: Key) {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, key.ctrl);
        modifiers.set(KeyModifiers::ALT, key.alt);
        modifiers.set(KeyModifiers::SHIFT, key.shift);
        self.event(&TerminalEvent::Key(KeyEvent::new(code(key.cap), modifiers)));
    }

    /// A key that means something here, mostly; some that mean something elsewhere.
    fn any_key(&mut self) {
        let context = self.model.context();
        let all: Vec<_> = Action::bindings().map(|(_, binding)| binding).collect();
        let here: Vec<Key> = all
            .iter()
            .filter(|binding| binding.contexts.contains(&context))
            .map(|binding| binding.key)
            .collect();
        let key = if self.dice.usize(..10) < 8 {
            one_of(&mut self.dice, &here)
        } else {
            all[self.dice.usize(..all.len())].key
        };
        // Leaving the program is a rare thing to do.
        let leaves = matches!(keymap::action(Situation::of(&self.model), key), Some(Action::Quit));
        if !leaves || self.dice.usize(..20) == 0 {
            self.press(key);
        }
    }

    fn step(&mut self) {
        self.now += TimeDelta::milliseconds(self.dice.i64(0..1500));
        match self.dice.usize(..100) {
            0..45 => self.any_key(),
            45..62 => {
                let text = one_of(&mut self.dice, &TEXTS);
                if self.dice.usize(..3) == 0 {
                    self.event(&TerminalEvent::Paste(text.to_owned()));
                } else {
                    for c in text.chars() {
                        self.press(Key::char(c));
                    }
                }
                if self.dice.usize(..3) > 0 {
                    self.press(Key::plain(Cap::Enter));
                }
            }
            62..65 => {
                let lines: Vec<&str> =
                    (0..self.dice.usize(..5)).map(|_| one_of(&mut self.dice, &TEXTS)).collect();
                self.event(&TerminalEvent::Paste(lines.join("\r\n")));
            }
            65..80 => {
                let (columns, rows) = self.model.size;
                let kind = one_of(
                    &mut self.dice,
                    &[
                        MouseEventKind::Down(MouseButton::Left),
                        MouseEventKind::Down(MouseButton::Left),
                        MouseEventKind::ScrollUp,
                        MouseEventKind::ScrollDown,
                    ],
                );
                let column = self.dice.u16(..columns);
                let row = self.dice.u16(..rows);
                self.event(&TerminalEvent::Mouse(MouseEvent {
                    kind,
                    column,
                    row,
                    modifiers: KeyModifiers::NONE,
                }));
            }
            80..84 => {
                let columns = self.dice.u16(1..=200);
                let rows = self.dice.u16(1..=60);
                self.resize(columns, rows);
            }
            84..88 => {
                let columns = one_of(&mut self.dice, &[60, 80, 120]);
                self.resize(columns, 24);
            }
            88..94 => {
                self.tell("Tick".to_owned());
                self.take_in(Message::Tick);
                self.after();
            }
            94 => self.now -= TimeDelta::hours(1),
            95 => self.now += TimeDelta::hours(3),
            96 => self.now += TimeDelta::days(1),
            _ => self.press(Key::plain(Cap::Enter)),
        }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        self.hits = HitMap::default();
        self.event(&TerminalEvent::Resize(columns, rows));
    }

    /// From anywhere, Esc and a yes to leaving lead home: nothing is a dead end.
    fn go_home(&mut self) {
        self.resize(80, 24);
        for _ in 0..WAY_HOME {
            if matches!(self.model.screen, Screen::Home(_)) && self.model.dialogs.is_empty() {
                return;
            }
            let leaving = self.model.dialogs.len() == 1
                && self.model.context() != samverkan::app::Context::Veiled
                && matches!(self.model.dialogs.last(), Some(samverkan::app::dialog::Dialog::Confirm(confirm))
                    if confirm.title == "Lämna mötet?");
            self.press(Key::plain(if leaving { Cap::Enter } else { Cap::Esc }));
        }
        panic!("no way home from {:?} with {:?}", self.model.context(), self.model.dialogs);
    }

    /// A round in a meeting that is there already, closed or not.
    fn round_of_old(&mut self) {
        self.go_home();
        self.tell("(ett möte som finns)".to_owned());
        for _ in 0..self.dice.usize(..30) {
            self.press(Key::plain(Cap::Down));
        }
        self.press(Key::plain(Cap::Enter));
        self.go_on();
    }

    /// A round in a new meeting.
    fn round(&mut self, form: &str) {
        self.go_home();
        let words = search_for(form);
        self.tell(format!("(nytt möte: {form})"));
        self.press(Key::char('n'));
        for c in words.chars() {
            self.press(Key::char(c));
        }
        self.press(Key::plain(Cap::Enter));
        self.go_on();
    }

    fn go_on(&mut self) {
        let until = self.keys + KEYS;
        while self.keys < until {
            self.step();
        }
    }
}

/// What is typed to find a form among those to choose from.
fn search_for(form: &str) -> String {
    form.split('-').next().unwrap_or_default().to_owned()
}

/// Tells what was done last, if the test ends in a panic.
struct Teller<'a>(&'a mut Monkey);

impl Drop for Teller<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("efter {} tangenter; det sista som gjordes:", self.0.keys);
            for told in &self.0.told {
                println!("  {told}");
            }
        }
    }
}

#[test]
fn whatever_is_pressed_the_program_stands_and_the_database_is_sound() {
    let mut monkey = Monkey::new(7);
    let teller = Teller(&mut monkey);
    let forms: Vec<String> = teller.0.forms.iter().map(|form| form.id.clone()).collect();
    for round in 0..rounds(3) {
        // A stride that meets every form before any comes again.
        let form = &forms[round * 7 % forms.len()];
        if round % 3 == 2 {
            teller.0.round_of_old();
        } else {
            teller.0.round(form);
        }
    }
    teller.0.go_home();
    let report = teller.0.reader.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.faults);
    // Wherever it came: another computer takes it in.
    for row in teller.0.reader.meetings(&MeetingFilter::default()).unwrap() {
        let json = to_json(&teller.0.reader.meeting(row.id).unwrap());
        let read = from_json(json.as_bytes(), teller.0.now);
        assert!(read.is_ok(), "{} ({:?}): {}", row.id, row.status, read.unwrap_err());
    }
    println!("{} tangenter; skärmar: {:?}", teller.0.keys, teller.0.seen);
}
