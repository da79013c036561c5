//! Everything the program knows while it runs.

mod context;
pub mod form;
pub mod list;
mod notice;
mod outbox;
pub mod question;
mod saving;

pub use super::setup::{AgendaChoice, DatabaseState, Lists, NoForm, Setup, StartWith, Theme};
pub use crate::app::home::screen::{HomeRow, HomeScreen};
pub use crate::app::meeting::given::Answering;
pub use crate::app::meeting::screen::{MeetingScreen, RowRef};
pub use crate::app::meeting::target::Target;
pub use crate::domain::rules::Todo;
pub use notice::Notice;
pub(crate) use outbox::NewCommand;
pub use outbox::Pending;
pub use saving::{Away, Saving};

use super::effect::{Effect, Lying};
use super::now::Now;
use super::reply::PapersWork;
use crate::app::lock::secret_line::Lock;
use crate::app::lock::stood::{Left, Stood};
use crate::app::papers::copy_list::Copies;
use crate::domain::command::Command;
use crate::domain::dates::DateContext;
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::overview::{ActionRow, ConsentRow, Home, SocialClocks};
use crate::domain::progress::Progress;
use crate::domain::record::Person;
use crate::domain::session::{Session, SessionPresence};
use chrono::{DateTime, Utc};
use form::Form;
use list::{Pick, PickItem};
use question::{Confirm, Reader, RuleStop};

/// What was found amiss with the database when it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whole sentences.
    pub text: String,
    /// Whether it lacks something of what was seen in it: nothing is written before somebody goes on all the same.
    pub short: bool,
    /// Whether somebody has read it.
    pub read: bool,
}

/// A list over all meetings that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// What it lists: "åtgärder".
    pub of: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether it has been said that it takes a while.
    pub said: bool,
}

/// What fills the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A form that must be answered before anything else: first start, passphrase.
    Start(Form),
    /// Nothing to show yet: the database is being opened.
    Opening,
    /// Home.
    Home(HomeScreen),
    /// A meeting, under way or closed.
    Meeting(Box<MeetingScreen>),
}

/// Something on top of a screen.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// A list to choose from.
    Pick(Pick),
    /// Fields to fill in.
    Form(Form),
    /// A yes-or-no question.
    Confirm(Confirm),
    /// A rule that says stop, or asks.
    Rule(RuleStop),
    /// A text to read; the view knows how to fill help.
    Reader(Reader),
    /// Who gets what.
    Copies(Copies),
}

/// What a planned meeting is opened to do. Nothing but [`Opens::Begin`] starts its clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// To be looked at.
    Look,
    /// To be prepared: what comes along from the meeting before is asked.
    Prepare,
    /// To be begun.
    Begin,
    /// To be moved.
    Move,
    /// To be called off.
    Cancel,
    /// To stand where one stood when the program locked itself.
    Return,
}

/// Everything the program knows while it runs.
#[derive(Debug)]
pub struct Model {
    /// Another number after each message but a letter typed on in a meeting's line: as long as it is the same, so is all that
    /// the board says but for the line.
    pub version: u64,
    /// What it was told at the start.
    pub setup: Setup,
    /// The present moment, as of the last message.
    pub now: Now,
    /// Where new keys come from.
    pub ids: Ids,
    /// The terminal's size in cells.
    pub size: (u16, u16),
    /// Who sits at the keyboard.
    pub person: Option<Person>,
    /// Who has sat there before.
    pub persons: Vec<Person>,
    /// Whether the database is for practice.
    pub practice: bool,
    /// What fills the screen.
    pub screen: Screen,
    /// What lies on top, the last being in front.
    pub dialogs: Vec<Dialog>,
    /// Whether the store is making or opening the database, so that a second Enter isn't a second question.
    pub opening: bool,
    /// The forms that were left with Esc, as their drafts: opened again each holds what was written.
    pub kept_forms: Vec<String>,
    /// What goes to the drafts of meetings that were left, once the acts before it are on disk.
    pub left_drafts: Vec<Effect>,
    /// Which list over all meetings is being read, and since when.
    pub awaited: Option<Awaited>,
    /// What a meeting that was asked for is opened to do.
    pub opens: Option<(MeetingId, Opens)>,
    /// The meeting under way that was left for home last, and when: its time goes on meanwhile.
    pub left: Option<(MeetingId, DateTime<Utc>)>,
    /// The meeting that was just taken away, for undo to bring back.
    pub removed: Option<MeetingId>,
    /// What was promised at all meetings, as it was listed last.
    pub promised: Vec<ActionRow>,
    /// The consents that home lists, as they were read last.
    pub consents: Vec<ConsentRow>,
    /// The social services' clocks, as they were last listed.
    pub social_clocks: SocialClocks,
    /// A word to the user.
    pub notice: Option<Notice>,
    /// Whether what the start asked for waits for nothing but the agendas.
    pub start_due: bool,
    /// What is wrong with where the database lies, or else with the user's own lists; stands on home.
    pub warning: Option<String>,
    /// What was found amiss with it when it was opened.
    pub found: Option<Found>,
    /// Commands on their way to the disk, oldest first.
    pub outbox: Vec<Pending>,
    /// Whether the disk has refused something that is still in the outbox.
    pub refused: bool,
    /// Why the database's file isn't where it was, while it isn't.
    pub away: Option<Away>,
    /// The meeting that was saved in a file of its own since the database couldn't be written.
    pub rescued: Option<Box<Rescue>>,
    /// The papers of ours that lie as files.
    pub lying: Lying,
    /// How far papers have come that are being made.
    pub papers: Option<PapersWork>,
    /// How far the copy for safekeeping has come that is being taken.
    pub backup: Option<Progress>,
    /// A copy that is being checked to be put back, or is taking its place.
    pub restoring: Option<InHand>,
    /// How many have been handed to a printer, while that goes on.
    pub printing: Option<PapersWork>,
    /// How far work in the database has come that takes a while.
    pub work: Option<Progress>,
    /// When something was last known to be saved.
    pub saved_at: Option<DateTime<Utc>>,
    /// The other programs at work on the same database.
    pub others: Vec<Session>,
    /// The meetings whose wall is blank.
    pub blank: Vec<MeetingId>,
    /// What the other programs were last told of this one, and when.
    pub told: Option<(SessionPresence, DateTime<Utc>)>,
    /// Whether another program has written to the meeting on screen since it was read.
    pub written_by_others: bool,
    /// Whether an act of one's own was just taken back or done again: what that changes is nobody else's doing.
    pub turned_back: bool,
    /// Acts that somebody else was quicker than: seen to when the meeting has been read back.
    pub overtaken: Vec<Command>,
    /// The other program at which somebody pointed last; nothing where it was this one.
    pub leads: Option<String>,
    /// Whether the screen shows what the wall shows.
    pub on_wall: bool,
    /// Whether somebody was writing when last they touched a key.
    pub wrote: bool,
    /// Whether what lies in front came, or was written under, while somebody wrote: the first Enter doesn't answer it.
    pub unread: bool,
    /// What is typed while the program is locked; nothing while it isn't.
    pub lock: Option<Lock>,
    /// When a key or the mouse last was touched.
    pub touched: DateTime<Utc>,
    /// Whether it has been said since then that the lock is near.
    pub warned: bool,
    /// Where one stood when the program locked itself, until the meeting is there again.
    pub(crate) comes_back: Option<Box<(Stood, Left)>>,
    /// Whether the key from the safe opened the database, and no new passphrase has been chosen since.
    pub lost_passphrase: bool,
    /// Whether the program is to end.
    pub quit: bool,
    /// What is to be done outside, collected while a message is handled.
    pub(crate) effects: Vec<Effect>,
}

/// A meeting that was saved in a file of its own.
#[derive(Clone, Debug)]
pub struct Rescue {
    /// The meeting as it was then,
    pub meeting: Meeting,
    /// and the line that was being typed.
    pub line: String,
    /// Where it lies, once it does.
    pub file: Option<String>,
    /// Whether the program is to end then.
    pub ends: bool,
}

/// What is being done with a copy that is to be put back.
#[derive(Clone, Debug)]
pub enum InHand {
    /// It is checked.
    Checked,
    /// It takes its place; this screen comes back if it can't.
    TakesPlace(Box<Screen>),
    /// It has its place: the program ends when that has been read.
    InPlace,
}

/// The smallest terminal in which the screens can be read.
pub const MIN_SIZE: (u16, u16) = (60, 20);

impl Model {
    /// The program as it starts, with its first screen.
    pub(crate) fn with_screen(setup: Setup, now: Now, size: (u16, u16), screen: Screen) -> Self {
        let ids = Ids::new(setup.seed);
        let on_wall = setup.on_wall;
        Self {
            version: 0,
            setup,
            now,
            ids,
            size,
            person: None,
            persons: Vec::new(),
            practice: false,
            screen,
            dialogs: Vec::new(),
            opening: false,
            kept_forms: Vec::new(),
            left_drafts: Vec::new(),
            awaited: None,
            opens: None,
            left: None,
            removed: None,
            promised: Vec::new(),
            consents: Vec::new(),
            social_clocks: SocialClocks::default(),
            notice: None,
            start_due: false,
            warning: None,
            found: None,
            outbox: Vec::new(),
            refused: false,
            away: None,
            rescued: None,
            lying: Lying::default(),
            papers: None,
            backup: None,
            restoring: None,
            printing: None,
            work: None,
            saved_at: None,
            others: Vec::new(),
            blank: Vec::new(),
            told: None,
            written_by_others: false,
            turned_back: false,
            overtaken: Vec::new(),
            leads: None,
            on_wall,
            wrote: false,
            unread: false,
            lock: None,
            touched: now.utc,
            warned: false,
            comes_back: None,
            lost_passphrase: false,
            quit: false,
            effects: Vec::new(),
        }
    }

    /// The program as it was when it started, but for what it was told then and what concerns the program itself: what isn't
    /// named here is dropped, also what somebody adds to the model and doesn't think of.
    pub(crate) fn begin_anew(&mut self, screen: Screen) {
        let setup = std::mem::take(&mut self.setup);
        *self = Self {
            version: self.version,
            ids: std::mem::replace(&mut self.ids, Ids::new(0)),
            practice: self.practice,
            on_wall: self.on_wall,
            saved_at: self.saved_at,
            touched: self.touched,
            quit: self.quit,
            effects: std::mem::take(&mut self.effects),
            ..Self::with_screen(setup, self.now, self.size, screen)
        };
    }

    /// The meeting on screen.
    pub fn meeting_screen(&self) -> Option<&MeetingScreen> {
        match &self.screen {
            Screen::Meeting(screen) => Some(screen),
            _ => None,
        }
    }

    /// What home shows, where home is on screen and has been read.
    pub fn home(&self) -> Option<&Home> {
        match &self.screen {
            Screen::Home(home) => home.data.as_ref(),
            _ => None,
        }
    }

    /// The meeting that is on screen.
    pub fn meeting(&self) -> Option<&Meeting> {
        self.meeting_screen().map(|screen| &screen.meeting)
    }

    /// Whether the terminal is large enough.
    pub fn fits(&self) -> bool {
        self.size.0 >= MIN_SIZE.0 && self.size.1 >= MIN_SIZE.1
    }

    /// What date phrases are read against.
    pub fn date_context(&self) -> DateContext<'_> {
        let next = self.meeting().and_then(Meeting::next).filter(|next| !next.cancelled).map(|next| next.day);
        DateContext { today: self.now.today(), named_days: &self.setup.named_days, next_meeting: next }
    }

    /// A new key.
    pub(crate) fn new_id<T: From<uuid::Uuid>>(&mut self) -> T {
        self.ids.next(self.now.unix_ms())
    }

    /// Asks for something outside.
    pub(crate) fn ask_for(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Shows a text to read.
    pub(crate) fn show(&mut self, title: impl Into<String>, text: impl Into<String>) {
        self.dialogs.push(Dialog::Reader(Reader::new(title, text)));
    }

    /// Puts a list in front.
    pub(crate) fn pick(&mut self, title: &str, items: Vec<PickItem>) {
        self.dialogs.push(Dialog::Pick(Pick::new(title, items)));
    }

    /// Puts a question in front whose answer is written at once: none of the answers is highlighted before it is chosen.
    pub(crate) fn ask_which(&mut self, title: &str, items: Vec<PickItem>) {
        self.dialogs.push(Dialog::Pick(Pick { waits: true, ..Pick::new(title, items) }));
    }
}
