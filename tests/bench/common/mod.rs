//! What the benchmarks share: databases with made-up meetings, and the program at work without a terminal.
#![allow(dead_code, reason = "each benchmark is a program of its own and uses its part of this")]

mod old_meetings;

#[allow(unused_imports, reason = "as above")]
pub(crate) use old_meetings::{Days, PHRASE, encrypted_with_old_meetings, with_old_meetings};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use samverkan::agenda_file::Catalogue;
use samverkan::app::model::{Lists, Screen, Setup};
use samverkan::app::{Effect, Message, Model, Now, update};
use samverkan::cli::place::choices;
use samverkan::domain::agenda::EntryKind;
use samverkan::domain::command::{Change, Code, Command};
use samverkan::domain::ids::{Ids, MeetingId};
use samverkan::domain::record::{Body, Entry};
use samverkan::input;
use samverkan::runtime::backup::Arrangement;
use samverkan::runtime::events::Event;
use samverkan::runtime::inbox::{Inbox, inbox};
use samverkan::runtime::letterhead::Letterhead;
use samverkan::runtime::practice::filled;
use samverkan::runtime::store_thread::{Opening, StoreThread};
use samverkan::runtime::terminal;
use samverkan::store::{Access, Store};
use samverkan::view::{self, HitMap};
use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tempfile::TempDir;

/// Rows that a long meeting leaves behind.
pub(crate) const FULL: usize = 200;

/// The terminals that are drawn on: the usual one, and a wall.
pub(crate) const SIZES: [(u16, u16); 2] = [(80, 24), (240, 60)];

/// The moment at which all benchmarks happen.
pub(crate) fn now() -> Now {
    Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
}

/// A folder on the disk that the build uses: memory would flatter what waits for a disk.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// The database that `samverkan demo --skapa` writes.
pub(crate) fn demo_database(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("ovning.db");
    drop(filled(&path, now()).unwrap());
    path
}

/// The meeting that is under way.
pub(crate) fn under_way(store: &Store) -> MeetingId {
    store.home(now().today()).unwrap().ongoing[0].id
}

/// An act by which a note comes into a meeting.
pub(crate) fn note(ids: &mut Ids, meeting: MeetingId, text: &str) -> Command {
    let at = now().unix_ms();
    let entry = Entry {
        id: ids.next(at),
        meeting,
        arende: None,
        text: text.to_owned(),
        source: None,
        confirmed: None,
        emi: false,
        order: i64::try_from(at).unwrap(),
        rev: 0,
        body: Body::empty(EntryKind::Fungerar),
    };
    Command {
        id: ids.next(at),
        code: Code::Add(EntryKind::Fungerar),
        meeting: Some(meeting),
        snapshot: None,
        changes: vec![Change::put(entry)],
    }
}

/// Writes until [`FULL`] rows belong to the meeting that is under way.
pub(crate) fn fill_up(path: &Path) -> MeetingId {
    fill_up_to(path, FULL)
}

/// Writes until so many rows belong to the meeting that is under way.
pub(crate) fn fill_up_to(path: &Path, rows: usize) -> MeetingId {
    let mut store = Store::open(path, &Access::Practice).unwrap();
    let id = under_way(&store);
    let meeting = store.meeting(id).unwrap();
    let mut ids = Ids::new(3);
    for number in meeting.records().len()..rows {
        let mut command = note(&mut ids, id, &format!("Något som fungerar, nummer {number}"));
        for change in &mut command.changes {
            if let Change::Put(record) = change
                && let samverkan::domain::command::Record::Entry(entry) = record.as_mut()
            {
                entry.arende = meeting.head.current;
            }
        }
        store.commit(&command, now().utc).unwrap();
    }
    assert_eq!(store.meeting(id).unwrap().records().len(), rows);
    id
}

/// A terminal that counts what it is sent.
#[derive(Clone, Default)]
pub(crate) struct Bytes(Rc<Cell<usize>>);

impl io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The program with its store's thread, on a terminal that counts.
pub(crate) struct Desk {
    pub(crate) model: Model,
    store: StoreThread,
    answers: Inbox,
    screen: terminal::Screen<Bytes>,
    bytes: Bytes,
    hits: HitMap,
}

impl Desk {
    /// The program as it starts on a database for practice, before the first frame.
    pub(crate) fn start(path: &Path, (columns, rows): (u16, u16)) -> Self {
        let (listener, answers) = inbox().unwrap();
        let store = StoreThread::start(
            path.to_owned(),
            Opening::Practice,
            (5, now()),
            Letterhead::default(),
            Arrangement::default(),
            listener,
        )
        .unwrap();
        let lists = Lists { agendas: choices(&Catalogue::load(None), false), ..Lists::default() };
        let setup = Setup { lists, seed: 7, ..Setup::default() };
        let model = Model::new(setup, now(), (columns, rows));
        let bytes = Bytes::default();
        let screen = terminal::Screen::new(bytes.clone(), (columns, rows));
        let mut desk = Self { model, store, answers, screen, bytes, hits: HitMap::default() };
        desk.send(Message::Resize(columns, rows));
        desk
    }

    /// The program with home on screen.
    pub(crate) fn at_home(path: &Path, size: (u16, u16)) -> Self {
        let mut desk = Self::start(path, size);
        desk.wait(|model| matches!(&model.screen, Screen::Home(home) if home.data.is_some()));
        desk.draw();
        desk
    }

    /// The program with a meeting on screen.
    pub(crate) fn in_meeting(path: &Path, meeting: MeetingId, size: (u16, u16)) -> Self {
        let mut desk = Self::at_home(path, size);
        desk.store.ask(Effect::OpenMeeting(meeting), now());
        desk.wait(|model| model.meeting_screen().is_some_and(|screen| !screen.known.participants.is_empty()));
        desk.wait(|model| model.outbox.is_empty());
        desk.draw();
        desk
    }

    /// Takes something in, and asks the store for what it leads to.
    pub(crate) fn send(&mut self, message: Message) {
        for effect in update(&mut self.model, message, now()) {
            self.store.ask(effect, now());
        }
    }

    /// Takes in the store's answers until something is so.
    pub(crate) fn wait(&mut self, so: impl Fn(&Model) -> bool) {
        while !so(&self.model) {
            match self.answers.next(Duration::from_mins(1)).unwrap() {
                Event::Reply(reply) => self.send(Message::Store(reply)),
                other => panic!("{other:?}"),
            }
        }
    }

    /// A key, as the terminal tells it.
    pub(crate) fn press(&mut self, code: KeyCode) {
        let event = TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE));
        let message = input::message(&event, &self.model, &self.hits).unwrap();
        self.send(message);
    }

    /// Draws the screen and sends what is new of it; gives back how many bytes that was.
    pub(crate) fn draw(&mut self) -> usize {
        let Self { model, hits, screen, bytes, .. } = self;
        bytes.0.set(0);
        terminal::draw(screen, |canvas| *hits = view::draw(model, canvas)).unwrap();
        bytes.0.get()
    }

    /// Draws on a terminal of which nothing is known.
    pub(crate) fn draw_anew(&mut self) -> usize {
        self.screen = terminal::Screen::new(self.bytes.clone(), self.model.size);
        self.draw()
    }
}
