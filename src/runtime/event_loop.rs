//! The loop: something happens, the program takes it in, what it wants done goes out, and the screen is drawn once.

use super::backup::Arrangement;
use super::clock::Clock;
use super::events::{Event, Signal};
use super::inbox::{Inbox, Listener, inbox};
use super::letterhead::Letterhead;
use super::memory;
use super::panics;
use super::signals::{listen_to_signals, stop_here};
use super::store_thread::{LAST_PATIENCE, Opening, StoreThread};
use super::terminal::{self, Guard, Screen, TerminalError};
use crate::app::model::{self, Lists, Notice, Setup};
use crate::app::{Action, Effect, Message, Model, Now, Reply, elsewhere, update};
use crate::input::{self, Came, Chords, Pressed};
use crate::io_words::reason;
use crate::view::{self, HitMap};
use chrono_tz::Tz;
use crossterm::event::Event as TerminalEvent;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::{Duration, Instant};

/// How often the program is told that time has passed.
const TICK: Duration = Duration::from_millis(250);
/// How long the first frame waits for the database, so that it isn't an empty one: less than an eye notices.
const FIRST_PATIENCE: Duration = Duration::from_millis(40);
/// How much that has happened is taken in before the screen is drawn.
const AT_ONCE: usize = 256;
/// WalChanged into the seed, so that the store's own keys are others than the program's.
const STORE_SEED: u64 = 0x5eed_0f5e_ed0f_5eed;

/// What the program starts with.
#[derive(Debug)]
pub struct Start {
    /// The zone of the clock on the wall.
    pub zone: Tz,
    /// The database.
    pub database: PathBuf,
    /// How it is opened.
    pub opening: Opening,
    /// Where new keys begin.
    pub seed: u64,
    /// What printed papers have around their text.
    pub letterhead: Letterhead,
    /// Where copies for safekeeping go.
    pub backups: Arrangement,
}

/// Why the program ended other than by the user's wish; the text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The terminal.
    #[error("{0}")]
    Terminal(#[from] TerminalError),
    /// The operating system gave no thread or no signals.
    #[error("Datorn har inte resurser att köra programmet ({}).\n  Stäng andra program och försök igen.", reason(.0))]
    Resources(#[source] io::Error),
    /// The database couldn't be opened, and nobody was asked who could try again.
    #[error("{0}")]
    NotOpened(String),
    /// The thread with the database broke down, and the hook has told where.
    #[error(
        "Databasens del av programmet stannade.\n  Allt som visades som sparat ligger på disken: starta igen och fortsätt där du var."
    )]
    StoreBroke,
    /// The meeting lies in a file of its own, and not in the database.
    #[error(
        "Mötet är sparat i {file}, och inte i databasen.\n  Starta igen när databasen är i ordning, och välj ”hämta räddat möte” i hemskärmens meny."
    )]
    SavedElsewhere {
        /// Where.
        file: String,
    },
    /// Something isn't on disk.
    #[error(
        "{count} {} hann inte sparas innan programmet avslutades.\n  Starta igen och se efter vad som saknas i mötet.",
        if *.count == 1 { "ändring" } else { "ändringar" }
    )]
    Unsaved {
        /// How many acts.
        count: usize,
    },
}

impl From<io::Error> for RuntimeError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error.into())
    }
}

/// Runs the program until it ends. The database is opened beside the first frame, which waits a moment for it. The agendas
/// and lists are read when that is drawn, so that they don't delay it, unless a meeting is to begin in it.
///
/// # Errors
/// When the terminal is lost, and when something couldn't be saved.
pub fn run(
    start: Start,
    setup: Setup,
    read: impl FnOnce() -> Lists + Send + 'static,
) -> Result<(), RuntimeError> {
    terminal::check()?;
    terminal::install_panic_hook();
    let (sender, mut events) = inbox().map_err(RuntimeError::Resources)?;
    let seed = start.seed ^ STORE_SEED;
    let asks = matches!(start.opening, Opening::Ask);
    // A key that is worked out from a passphrase takes so long that an eye would notice.
    let patience = if matches!(start.opening, Opening::With(_)) { Duration::ZERO } else { FIRST_PATIENCE };
    let clock = Clock::new(start.zone);
    let (database, opening) = (start.database, start.opening);
    let listener = sender.clone();
    let letterhead = start.letterhead.with_lists(move || {
        let lists = read();
        let for_papers = (lists.glossary.clone(), lists.laws.clone());
        // Nobody listens any more when the program is ending; a paper that is on its way needs the lists all the same.
        let _ = listener.send(Event::Lists(Box::new(lists)));
        for_papers
    });
    let store = StoreThread::start(
        database,
        opening,
        (seed, clock.now()),
        letterhead.clone(),
        start.backups,
        sender.clone(),
    )
    .map_err(RuntimeError::Resources)?;
    // A meeting that begins at once needs its agenda.
    let begins = setup.open.is_some();
    if begins {
        read_beside(letterhead.clone())?;
    }
    listen_to_signals(sender.clone()).map_err(RuntimeError::Resources)?;
    let guard = Guard::take()?;
    let size = terminal::size()?;
    let mut screen = guard.screen(size)?;
    let model = Model::new(setup, clock.now(), size);
    let mut program = Program {
        model,
        clock,
        store,
        hits: HitMap::default(),
        chords: Chords::default(),
        phase: Phase::Running,
        stale: true,
        opening: false,
        asks,
        refused: None,
        has_lists: false,
        forgets: Forgets::Nothing,
        listener: sender,
    };
    program.take_in(Message::Resize(size.0, size.1));
    program.wait_for_data(&mut events, patience);
    if program.phase == Phase::Running {
        program.draw(&mut screen)?;
    }
    if !begins {
        read_beside(letterhead)?;
    }
    let ended = program.go_on(&guard, &mut screen, &mut events);
    if ended.is_err() {
        // The terminal went while somebody was typing.
        program.end();
    }
    program.finish(&mut events);
    drop(guard);
    ended?;
    if let Some(why) = program.refused {
        return Err(RuntimeError::NotOpened(why));
    }
    match (elsewhere::lies_in(&program.model), program.model.outbox.len()) {
        (Some(file), _) => Err(RuntimeError::SavedElsewhere { file: file.to_owned() }),
        (None, 0) => Ok(()),
        (None, count) => Err(RuntimeError::Unsaved { count }),
    }
}

/// Reads the agendas and lists in a thread of its own.
fn read_beside(letterhead: Letterhead) -> Result<(), RuntimeError> {
    let reader = thread::Builder::new().name("listor".to_owned()).spawn(move || letterhead.read_lists());
    reader.map(drop).map_err(RuntimeError::Resources)
}

/// How far the program has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Running,
    /// It is to end; what was done may still be on its way to the disk.
    Ending,
    /// The store's thread is gone.
    StoreGone,
}

/// What has to be forgotten outside of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forgets {
    Nothing,
    /// What was typed: a passphrase has been tried.
    Typed,
    /// What was shown and typed: the program is locked, and the database closed.
    All,
}

struct Program {
    model: Model,
    clock: Clock,
    store: StoreThread,
    hits: HitMap,
    chords: Chords,
    phase: Phase,
    /// Whether the screen shows something older than the model.
    stale: bool,
    /// Whether a meeting has been asked for and isn't here yet.
    opening: bool,
    /// Whether somebody is asked for the passphrase, and can try again.
    asks: bool,
    /// Why the database couldn't be opened, when nobody can try again.
    refused: Option<String>,
    /// Whether the lists have come: no key is taken in before them.
    has_lists: bool,
    /// What has to be forgotten outside of the model.
    forgets: Forgets,
    listener: Listener,
}

impl Program {
    /// Lets the program take something in, and has done what it wants done.
    fn take_in(&mut self, message: Message) {
        let now = self.clock.now();
        match &message {
            Message::Store(Reply::Meeting { .. } | Reply::Trouble(_)) => self.opening = false,
            Message::Lists(_) => self.has_lists = true,
            Message::Store(Reply::Forgotten) => self.forgets = Forgets::All,
            Message::Store(
                Reply::Opened { .. }
                | Reply::CameBack { .. }
                | Reply::Verified { .. }
                | Reply::NotVerified(_)
                | Reply::PassphraseChanged
                | Reply::PassphraseNotChanged(_),
            ) if self.has_lists && self.forgets == Forgets::Nothing => self.forgets = Forgets::Typed,
            Message::Store(Reply::NotOpened(problem)) if !self.asks => {
                self.refused = Some(problem.text.clone());
                self.phase = Phase::Ending;
            }
            _ => {}
        }
        let wanted = panics::catch_panic(|| {
            #[cfg(feature = "test-clock")]
            if let Message::Paste(text) = &message {
                panics::provoke("ta_emot", text);
            }
            update(&mut self.model, message, now)
        });
        let wanted = wanted.unwrap_or_else(|place| self.after_mishap(&place, now));
        for effect in wanted {
            match effect {
                Effect::Quit => self.phase = Phase::Ending,
                effect => {
                    self.opening |= matches!(effect, Effect::OpenMeeting(_));
                    self.store.ask(effect, now);
                }
            }
        }
    }

    /// What was asked for panicked: nobody knows what of it was done in memory, so that the meeting is read back.
    fn after_mishap(&mut self, place: &str, now: Now) -> Vec<Effect> {
        let text = format!(
            "Det där gick inte: ett fel i programmet ({place}). Se efter att det senaste stämmer, och gå vidare."
        );
        self.model.notice = Some(Notice::new(text, (true, true), now.utc));
        let meeting = self.model.meeting_screen().map(|screen| screen.meeting.id());
        meeting.map(Effect::ReloadMeeting).into_iter().collect()
    }

    /// Waits a moment for the database, so that the first frame has something to show.
    fn wait_for_data(&mut self, events: &mut Inbox, patience: Duration) {
        let until = Instant::now() + patience;
        while self.waits_for_data() && self.phase == Phase::Running {
            match events.next(until.saturating_duration_since(Instant::now())) {
                Ok(Event::Reply(reply)) => self.take_in(Message::Store(reply)),
                Ok(Event::Lists(lists)) => self.take_in(Message::Lists(lists)),
                // Signals and a broken store are seen to by the loop, which ends at once then.
                Ok(Event::StoreEnded) => self.phase = Phase::StoreGone,
                Ok(Event::Signal(Signal::End)) => self.end(),
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    fn waits_for_data(&self) -> bool {
        match &self.model.screen {
            model::Screen::Opening => true,
            model::Screen::Home(home) => {
                home.data.is_none() || self.opening || self.model.setup.open.is_some()
            }
            model::Screen::Start(_) | model::Screen::Meeting(_) => false,
        }
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let Self { model, hits, .. } = self;
        terminal::draw(screen, |canvas| {
            let drawn = panics::catch_panic(|| {
                #[cfg(feature = "test-clock")]
                panics::provoke("rita", model.meeting_screen().map_or("", |screen| screen.line.value()));
                view::draw(model, canvas)
            });
            *hits = drawn.unwrap_or_else(|place| view::draw_broken(model, &place, canvas));
        })?;
        self.stale = false;
        Ok(())
    }

    /// Goes on until the program is to end.
    fn go_on(&mut self, guard: &Guard, screen: &mut Screen, events: &mut Inbox) -> Result<(), RuntimeError> {
        let mut last_tick = Instant::now();
        while self.phase == Phase::Running {
            if self.has_lists {
                events.read_terminal(&self.listener).map_err(RuntimeError::Resources)?;
            }
            match events.next(TICK.saturating_sub(last_tick.elapsed())) {
                Ok(first) => {
                    self.handle(first, guard, screen)?;
                    for _ in 0..AT_ONCE {
                        let Some(next) = events.try_next() else { break };
                        self.handle(next, guard, screen)?;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.phase = Phase::StoreGone,
            }
            if last_tick.elapsed() >= TICK {
                last_tick = Instant::now();
                self.tick();
                // Another size isn't told by a signal that came before anybody listened.
                self.fit(guard, screen)?;
            }
            // Before the screen says that it is so.
            if self.forgets != Forgets::Nothing {
                self.forget(guard, screen, events)?;
                memory::wipe_stack();
            }
            // A panic in another thread has given the terminal back; its end is on its way here.
            if self.stale && terminal::is_taken() && self.phase == Phase::Running {
                self.draw(screen)?;
            }
        }
        if self.phase == Phase::StoreGone { Err(RuntimeError::StoreBroke) } else { Ok(()) }
    }

    fn handle(&mut self, event: Event, guard: &Guard, screen: &mut Screen) -> Result<(), RuntimeError> {
        match event {
            Event::Input(TerminalEvent::Resize(..)) | Event::Signal(Signal::Resized) => {
                self.fit(guard, screen)?;
            }
            Event::Input(event) => self.pressed(event, Came::Whole),
            Event::Doubtful(key) => self.pressed(TerminalEvent::Key(key), Came::Doubtful),
            Event::Reply(reply) => {
                // That a draft is saved isn't shown: somebody is typing, and the next key shows soon enough.
                self.stale |= !matches!(reply, Reply::DraftSaved);
                self.take_in(Message::Store(reply));
            }
            Event::Lists(lists) => {
                self.stale = true;
                self.take_in(Message::Lists(lists));
            }
            Event::InputEnded | Event::Signal(Signal::End) => self.end(),
            Event::StoreEnded => self.phase = Phase::StoreGone,
            // There is no reader for a wall here.
            Event::Wall(_) => {}
            Event::Signal(Signal::Stop) => {
                guard.lend();
                stop_here().map_err(RuntimeError::Resources)?;
                self.come_back(guard, screen)?;
            }
            Event::Signal(Signal::Continue) => self.come_back(guard, screen)?,
        }
        Ok(())
    }

    fn pressed(&mut self, event: TerminalEvent, came: Came) {
        match self.chords.take(event, came, &self.model) {
            Pressed::Doubtful(key, action) => {
                self.stale = true;
                self.take_in(Message::Doubtful(key, action));
            }
            Pressed::Keys(keys) => {
                // What a key means may depend on what the one before it did.
                for key in keys {
                    if let Some(message) = input::message(&key, &self.model, &self.hits) {
                        self.stale = true;
                        self.take_in(message);
                    }
                }
            }
        }
    }

    /// Drops what is left outside of the model: what stood on the screen, where one could click, keys that wait for another.
    fn forget(&mut self, guard: &Guard, screen: &mut Screen, events: &mut Inbox) -> Result<(), RuntimeError> {
        if std::mem::replace(&mut self.forgets, Forgets::Nothing) == Forgets::All && terminal::is_taken() {
            *screen = guard.empty_screen(self.model.size)?;
            self.hits = HitMap::default();
            self.chords = Chords::default();
            self.stale = true;
        }
        events.forget();
        Ok(())
    }

    /// Takes the terminal again and draws everything anew.
    fn come_back(&mut self, guard: &Guard, screen: &mut Screen) -> Result<(), RuntimeError> {
        guard.retake()?;
        let size = terminal::size()?;
        *screen = guard.screen(size)?;
        self.take_in(Message::Resize(size.0, size.1));
        self.stale = true;
        Ok(())
    }

    /// Draws everything anew if the terminal has got another size.
    fn fit(&mut self, guard: &Guard, screen: &mut Screen) -> Result<(), RuntimeError> {
        let size = terminal::size()?;
        if size != self.model.size {
            *screen = guard.empty_screen(size)?;
            self.take_in(Message::Resize(size.0, size.1));
            self.stale = true;
        }
        Ok(())
    }

    /// Time has passed. The screen shows minutes, some counted from the second when they began, so that it is
    /// drawn once a second if nothing else happens.
    fn tick(&mut self) {
        let before = self.model.now.utc.timestamp();
        let notice = self.model.notice.clone();
        let waited = self.answer_waits();
        self.take_in(Message::Tick);
        self.stale |= waited && !self.answer_waits();
        self.stale |= self.model.now.utc.timestamp() != before || self.model.notice != notice;
    }

    /// Whether an answer waits for what comes next.
    fn answer_waits(&self) -> bool {
        let answering = self.model.meeting_screen().and_then(|screen| screen.answering.as_ref());
        answering.is_some_and(crate::app::model::Answering::waits)
    }

    /// Ends although nobody at the keyboard asked for it: what is being typed is kept, and nothing is asked first.
    fn end(&mut self) {
        self.model.quit = true;
        self.take_in(Message::Do(Action::Quit));
    }

    /// Waits until everything that was done is on disk: each act that is answered may send the next.
    fn finish(&mut self, events: &mut Inbox) {
        let until = Instant::now() + LAST_PATIENCE;
        let mut closed = false;
        while self.phase != Phase::StoreGone {
            let stuck = self.model.outbox.iter().any(|pending| pending.failed.is_some());
            if !closed && (self.model.outbox.is_empty() || stuck) {
                self.store.close();
                closed = true;
            }
            match events.next(until.saturating_duration_since(Instant::now())) {
                Ok(Event::Reply(reply)) => self.take_in(Message::Store(reply)),
                Ok(Event::StoreEnded) => self.phase = Phase::StoreGone,
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}
