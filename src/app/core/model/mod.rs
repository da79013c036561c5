//! Everything the program knows while it runs.

pub mod form;
pub mod list;
mod outbox;
pub mod question;

pub use super::setup::{AgendaChoice, DatabaseState, Lists, NoForm, Setup, StartWith, Theme};
pub use crate::app::home::screen::{HomeRow, HomeScreen};
pub use crate::app::meeting::screen::{Answering, MeetingScreen, RowRef};
pub use crate::app::meeting::target::Target;
pub use crate::domain::rules::Todo;
pub(crate) use outbox::NewCommand;
pub use outbox::Pending;

use super::action::{Context, name_keys};
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
use crate::domain::record::{MeetingStatus, Person};
use crate::domain::session::{Session, SessionPresence};
use chrono::{DateTime, TimeDelta, Utc};
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

/// How long what is said to somebody who writes is left standing as they write on.
const READ_IN: TimeDelta = TimeDelta::seconds(8);

/// A word to the user in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// Whether it matters more than that somebody came or went.
    pub stays: bool,
    /// Whether it is said to somebody who writes, and is left standing a while as they write on.
    pub to_writer: bool,
    /// When it was said.
    pub at: DateTime<Utc>,
}

impl Notice {
    /// Words in the status line.
    pub fn new(text: impl Into<String>, (bad, stays): (bool, bool), at: DateTime<Utc>) -> Self {
        Self { text: text.into(), bad, stays, to_writer: false, at }
    }
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
    /// A form that was left with Esc, as its draft: opened again it holds what was written.
    pub kept_form: Option<String>,
    /// What goes to the drafts of meetings that were left, once the acts before it are on disk.
    pub left_drafts: Vec<Effect>,
    /// Which list over all meetings is being read, and since when.
    pub awaited: Option<Awaited>,
    /// What a meeting that was asked for is opened to do.
    pub opens: Option<(MeetingId, Opens)>,
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

/// Why the database can't be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// What has happened, and what to do. Swedish.
    pub why: String,
    /// Whether something else lies in its place.
    pub other: bool,
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
            kept_form: None,
            left_drafts: Vec::new(),
            awaited: None,
            opens: None,
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

    /// Which keys mean what at this moment.
    pub fn context(&self) -> Context {
        self.context_under(self.dialogs.len())
    }

    /// Which keys mean what beneath the dialog in front: what help in front is about.
    pub fn context_below(&self) -> Context {
        self.context_under(self.dialogs.len().saturating_sub(1))
    }

    /// Which keys mean what when only the lowest `dialogs` are there.
    fn context_under(&self, dialogs: usize) -> Context {
        if self.lock.is_some() {
            return Context::Locked;
        }
        if self.shows_wall() && !self.is_line_on_wall(dialogs) {
            return Context::Veiled;
        }
        if let Some(dialog) = dialogs.checked_sub(1).and_then(|last| self.dialogs.get(last)) {
            return match dialog {
                Dialog::Pick(pick) => pick.context(),
                Dialog::Form(_) => Context::Form,
                Dialog::Rule(stop) if stop.reason.is_some() => Context::Form,
                Dialog::Confirm(_) | Dialog::Rule(_) => Context::Ask,
                Dialog::Reader(_) => Context::Reader,
                Dialog::Copies(_) => Context::Copies,
            };
        }
        match &self.screen {
            Screen::Start(_) => Context::Form,
            Screen::Opening | Screen::Home(_) => Context::Home,
            Screen::Meeting(screen) if screen.meeting.head.status == MeetingStatus::Avslutat => {
                Context::Closed
            }
            Screen::Meeting(screen) if screen.is_reading_out() => Context::ReadOut,
            Screen::Meeting(_) => Context::Line,
        }
    }

    /// Whether letters go to the line or the field beneath what lies in front: a letter answers no question for somebody who
    /// writes on, nor is it lost.
    pub fn writes_beneath(&self) -> bool {
        let Some(below) = self.dialogs.len().checked_sub(1) else {
            // Somebody else closed the meeting in the middle of a line.
            return self.unread && self.context_under(0) == Context::Closed;
        };
        let asks = asks(&self.dialogs[below]);
        let below = self.depth_beneath(below);
        match self.context_under(below) {
            Context::Line => asks || self.unread || self.shows_wall(),
            Context::Form => self.unread && self.is_in_text(below),
            _ => false,
        }
    }

    /// How many of the lowest `dialogs` lie where letters go that what lies above takes none of: beneath other questions that
    /// wait for their turn.
    fn depth_beneath(&self, dialogs: usize) -> usize {
        let waits = |dialog: &Dialog| asks(dialog) || matches!(dialog, Dialog::Pick(pick) if pick.after_line);
        self.dialogs[..dialogs].iter().rposition(|dialog| !waits(dialog)).map_or(0, |last| last + 1)
    }

    /// Whether the cursor of the form in front of the lowest `dialogs` is where one writes.
    fn is_in_text(&self, dialogs: usize) -> bool {
        match dialogs.checked_sub(1).and_then(|last| self.dialogs.get(last)) {
            Some(Dialog::Form(form)) => {
                form.fields.get(form.cursor).is_some_and(|field| field.kind.choices().is_none())
            }
            Some(Dialog::Rule(_)) => true,
            _ => false,
        }
    }

    /// How many of the dialogs, from the lowest, lie where letters go.
    pub(crate) fn depth_of_writing(&self) -> usize {
        let all = self.dialogs.len();
        if self.writes_beneath() { self.depth_beneath(all.saturating_sub(1)) } else { all }
    }

    /// Whether the wall's picture is what is shown. The passphrase must be asked for all the same.
    pub fn shows_wall(&self) -> bool {
        self.on_wall && !matches!(self.screen, Screen::Start(_))
    }

    /// Whether there is, under the wall's picture, a meeting under way with nothing on top: then one writes and walks on.
    fn is_line_on_wall(&self, dialogs: usize) -> bool {
        let under_way =
            self.meeting_screen().is_some_and(|s| s.meeting.head.status != MeetingStatus::Avslutat);
        under_way && dialogs == 0
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

    /// What the status line says of saving: nothing is claimed to be saved that isn't.
    pub fn saving(&self) -> Saving {
        if let Some(Away { why, other: true }) = &self.away {
            Saving::Away { why: why.clone(), other: true }
        } else if let Some(why) = self.outbox.iter().find_map(|pending| pending.failed.clone()) {
            Saving::NotSaved { why, count: self.outbox.len() }
        } else if let Some(Away { why, other }) = &self.away {
            Saving::Away { why: why.clone(), other: *other }
        } else if self.outbox.is_empty() {
            self.saved_at.map_or(Saving::Nothing, Saving::Saved)
        } else {
            Saving::UnderWay
        }
    }

    /// Says a word in the status line.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (false, false), self.now.utc));
    }

    /// Says what matters more than that somebody came or went.
    pub(crate) fn announce(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (false, true), self.now.utc));
    }

    /// Says what somebody who writes is to see though they write on.
    pub(crate) fn say_to_writer(&mut self, text: impl Into<String>) {
        self.announce(text);
        self.notice = self.notice.take().map(|notice| Notice { to_writer: true, ..notice });
    }

    /// What was said has been seen by somebody who writes on.
    pub(crate) fn written_past(&mut self) {
        let now = self.now.utc;
        self.notice = self.notice.take().filter(|notice| notice.to_writer && now - notice.at < READ_IN);
    }

    /// Says that something is wrong, and what to do.
    pub(crate) fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(name_keys(text), (true, true), self.now.utc));
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

/// Whether a dialog takes no letters, and asks something.
fn asks(dialog: &Dialog) -> bool {
    match dialog {
        Dialog::Confirm(_) => true,
        Dialog::Rule(stop) => stop.reason.is_none(),
        Dialog::Pick(pick) => !pick.narrows,
        _ => false,
    }
}

/// What is known about saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was written yet.
    Nothing,
    /// Everything is on disk since then.
    Saved(DateTime<Utc>),
    /// Something is on its way.
    UnderWay,
    /// Everything was saved, but the file isn't where it was, and nothing can be written; why.
    Away {
        /// Why, and what to do.
        why: String,
        /// Whether something else lies in its place: then nobody knows what of all this is on disk.
        other: bool,
    },
    /// Something couldn't be written and is kept in memory.
    NotSaved {
        /// The reason, in Swedish, as the bottom line shows it.
        why: String,
        /// How many acts.
        count: usize,
    },
}

impl Saving {
    /// What the screens say of it, in a few words.
    pub fn in_words(&self, now: Now) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Saved(at) => format!("sparat {}", now.clock_at(*at)),
            Self::UnderWay => "sparas…".to_owned(),
            Self::Away { other: false, .. } => "! databasen är borta".to_owned(),
            Self::Away { other: true, .. } => "! databasen är överskriven".to_owned(),
            Self::NotSaved { count, .. } => format!("! inte sparat ({count})"),
        }
    }

    /// Whether something can't be written.
    pub fn is_trouble(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::NotSaved { .. })
    }
}
