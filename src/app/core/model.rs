//! Everything the program knows while it runs.

use crate::app::core::action::Context;
use crate::app::core::effect::Effect;
use crate::app::core::line::Line;
use crate::app::core::now::Now;
use crate::app::lock::Lock;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{Agenda, EntryKind, Phase};
use crate::domain::command::{Command, Snapshot};
use crate::domain::ids::{CommandId, EntryId, Ids, MeetingArendeId, MeetingId, ParticipantId};
use crate::domain::law::Laws;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::overview::{ConsentRow, Home, Known, SocialClocks};
use crate::domain::record::{MeetingStatus, Person};
use crate::domain::reference::Glossary;
use crate::domain::session::{Editing, Session, SessionPresence};
use crate::domain::support::SupportCatalogue;
use chrono::{DateTime, NaiveDate, Utc};

/// A form that can be started, or the reason why it can't.
#[derive(Clone, Debug)]
pub struct AgendaChoice {
    /// The form's key.
    pub id: String,
    /// The form with its snapshot, or what is wrong with its file.
    pub agenda: Result<(Agenda, Snapshot), String>,
}

/// What the program is told when it starts. The default is nobody's: no forms, no settings, a database that is being
/// opened.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The forms that can be started; none until they are read.
    pub agendas: Vec<AgendaChoice>,
    /// The workplace's name in heads: "Ängsskolan".
    pub workplace: String,
    /// The municipality's own named days: "sportlov".
    pub named_days: Vec<(String, NaiveDate)>,
    /// The colours.
    pub theme: Theme,
    /// Whether there is a database, and of which kind.
    pub database: DatabaseState,
    /// Where the database is, in words for the first start.
    pub database_path: String,
    /// The seed for new keys.
    pub seed: u64,
    /// What to open at once instead of home.
    pub open: Option<StartWith>,
    /// The printer that the settings name.
    pub printer: Option<String>,
    /// The program that shows files, if the settings name one.
    pub viewer: Option<String>,
    /// What is wrong with the user's own lists; stands on home.
    pub remark: Option<String>,
    /// What abbreviations stand for.
    pub glossary: Glossary,
    /// What the law says that forms remind of.
    pub laws: Laws,
    /// The support that can be offered, as the own municipality sees it.
    pub support: SupportCatalogue,
    /// Whether the program starts with the wall's picture.
    pub on_wall: bool,
    /// After how many minutes without a key the program locks itself; never if nothing is said.
    pub lock_after: Option<u32>,
}

/// What `samverkan starta` and `samverkan oppna` ask for.
#[derive(Clone, Debug)]
pub enum StartWith {
    /// A new meeting by this form, with a title of its own.
    New {
        /// The form's key.
        form: String,
        /// The title.
        title: Option<String>,
    },
    /// A meeting that is there.
    Open(crate::domain::ids::MeetingId),
}

/// What is known of the database before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DatabaseState {
    /// None yet: first start.
    Missing,
    /// Encrypted: the passphrase is asked for.
    Locked,
    /// It is being opened without a question (practice, or the passphrase came with the start).
    #[default]
    Opening,
}

/// The colours, by purpose of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
    /// White on black, nothing in between.
    Contrast,
    /// No colour at all (NO_COLOR).
    Plain,
}

impl Theme {
    /// The one that F12 gives after this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Contrast,
            Self::Contrast => Self::Dark,
            Self::Plain => Self::Plain,
        }
    }
}

/// A word to the user in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// When it was said.
    pub at: DateTime<Utc>,
}

/// An act that isn't known to be on disk. Acts are sent one at a time, in order, so that a full disk never lets a later
/// one overtake an earlier.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The act's key.
    pub id: CommandId,
    /// What the store is asked for.
    pub effect: Effect,
    /// Why the last try failed.
    pub failed: Option<String>,
    /// When it was last sent; nothing while it waits for its turn.
    pub sent: Option<DateTime<Utc>>,
}

impl Pending {
    /// The command, unless the act is an undo, a redo or a strike.
    pub fn command(&self) -> Option<&Command> {
        match &self.effect {
            Effect::Commit(command) => Some(command),
            _ => None,
        }
    }
}

/// What a line of input becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A participant: "Namn, roll, verksamhet".
    Participant,
    /// An ärende about a child: its alias.
    Individual,
    /// An ärende about a group: its name.
    Group,
    /// An entry.
    Entry(EntryKind),
}

/// A row that can be highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowRef {
    /// A participant.
    Participant(ParticipantId),
    /// An ärende of the meeting.
    Item(MeetingArendeId),
    /// An entry.
    Entry(EntryId),
    /// An action of an earlier meeting.
    Earlier(EntryId),
    /// Something that is missing or left to do.
    Todo(Todo),
}

/// Something that is left to do before the meeting can be closed, each mended by one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Todo {
    /// Fill in the ärende's own fields.
    ArendeFields(MeetingArendeId),
    /// Fill in the meeting's own fields.
    MeetingFields,
    /// The action has no owner or no date.
    Complete(EntryId),
    /// The action comes back and has no day of follow-up.
    Recurring(EntryId),
    /// The need doesn't say from whom something is needed.
    NeededFrom(EntryId),
    /// Somebody must lead, or take the notes.
    Roles,
    /// Ask for the consent to the plan.
    PlanAnswer(ParticipantId),
    /// Book the follow-up.
    FollowUp,
    /// Who gets the minutes.
    Recipients,
    /// See who gets what, and make it.
    Copies,
    /// Whether the SIP ends.
    EndSip,
    /// Write down the consent for an ärende.
    Consent(MeetingArendeId),
    /// Close the meeting.
    Close,
}

/// Home.
#[derive(Clone, Debug, Default)]
pub struct HomeScreen {
    /// What it shows; nothing before it is read.
    pub data: Option<Home>,
    /// The highlighted row, counted through the meetings (ongoing, coming, recent) and then the actions.
    pub cursor: usize,
}

/// A row of home that can be highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeRow {
    /// A meeting.
    Meeting(MeetingId),
    /// An action.
    Action(EntryId),
}

impl HomeScreen {
    /// Every row that can be highlighted, in order.
    pub fn rows(&self) -> Vec<HomeRow> {
        self.data.as_ref().map_or_else(Vec::new, |data| {
            let meetings = data.ongoing.iter().chain(&data.coming).chain(&data.recent);
            let meetings = meetings.map(|row| HomeRow::Meeting(row.id));
            meetings.chain(data.actions.iter().map(|row| HomeRow::Action(row.entry))).collect()
        })
    }

    /// The highlighted row.
    pub fn selected(&self) -> Option<HomeRow> {
        self.rows().get(self.cursor).copied()
    }

    /// Takes in what was read. The highlight stays on its row, or near where it was.
    pub fn read(&mut self, data: Home) {
        let here = self.selected();
        self.data = Some(data);
        let rows = self.rows();
        let meetings = rows.iter().filter(|row| matches!(row, HomeRow::Meeting(_))).count();
        let at = here.and_then(|here| rows.iter().position(|row| *row == here));
        // A meeting that is gone doesn't let the highlight fall on an action, nor the other way round.
        let most = if matches!(here, Some(HomeRow::Action(_))) { rows.len() } else { meetings };
        self.cursor = at.unwrap_or(self.cursor).min(most.saturating_sub(1));
    }
}

/// A meeting on screen.
#[derive(Clone, Debug)]
pub struct MeetingScreen {
    /// The meeting with everything that is on its way to the disk.
    pub meeting: Meeting,
    /// The input line.
    pub line: Line,
    /// What the line becomes.
    pub target: Target,
    /// The entry that is being changed in the line.
    pub editing: Option<EntryId>,
    /// The highlighted row.
    pub cursor: Option<RowRef>,
    /// The highlighted completion.
    pub completion: usize,
    /// Whether a completion was pointed at, so that Enter takes it.
    pub completing: bool,
    /// What helps to pick.
    pub known: Known,
    /// The draft as it is on disk.
    pub draft_saved: String,
    /// Which entry that draft changes, as it is on disk.
    pub draft_edits: Option<Editing>,
    /// The draft of the form in front as it is on disk.
    pub form_saved: String,
    /// Since when what is typed differs from the drafts on disk.
    pub draft_since: Option<DateTime<Utc>>,
    /// Whether the line is open in ansvar, where the read-out is the rule.
    pub writing: bool,
    /// What Esc last cleared from the line, for undo to bring back.
    pub cleared: Option<String>,
    /// What lines become when this one, which was made something else, is saved.
    pub usual_target: Option<Target>,
    /// The row that was written last: kept in sight.
    pub latest: Option<RowRef>,
    /// Whether Esc was just pressed with nothing left to go back from: once more leaves the meeting.
    pub leaving: bool,
    /// Whether ansvar shows confirmed points too.
    pub show_all: bool,
    /// The meeting as it was when what is being changed was begun, when somebody else has written since.
    pub begun: Option<Box<Meeting>>,
    /// Where the line was begun, when somebody else has moved the meeting since: what is written belongs there.
    pub line_from: Option<Position>,
    /// The other meeting while it is asked what comes along: the one before, or the one that is prepared, with the form's
    /// snapshot if it is new.
    pub next: Option<Box<(Meeting, Option<Snapshot>)>>,
}

/// What fills the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A form that must be answered before anything else: first start, passphrase.
    Start(crate::app::ui::dialog::Form),
    /// Nothing to show yet: the database is being opened.
    Opening,
    /// Home.
    Home(HomeScreen),
    /// A meeting, under way or closed.
    Meeting(Box<MeetingScreen>),
}

/// Everything the program knows while it runs.
#[derive(Debug)]
pub struct Model {
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
    /// The consents that home lists, as they were read last.
    pub consents: Vec<ConsentRow>,
    /// The social services' clocks, as they were last listed.
    pub social_clocks: SocialClocks,
    /// A word to the user.
    pub notice: Option<Notice>,
    /// What is wrong with where the database lies; stands on home.
    pub warning: Option<String>,
    /// Commands on their way to the disk, oldest first.
    pub outbox: Vec<Pending>,
    /// Whether the disk has refused something that is still in the outbox.
    pub refused: bool,
    /// Why the database's file isn't where it was, while it isn't.
    pub away: Option<String>,
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
    /// Acts that somebody else was quicker than: seen to when the meeting has been read back.
    pub overtaken: Vec<Command>,
    /// Whether the screen shows what the wall shows.
    pub on_wall: bool,
    /// What is typed while the program is locked; nothing while it isn't.
    pub lock: Option<Lock>,
    /// When a key or the mouse last was touched.
    pub touched: DateTime<Utc>,
    /// Whether the key from the safe opened the database, and no new passphrase has been chosen since.
    pub lost_passphrase: bool,
    /// Whether the program is to end.
    pub quit: bool,
    /// What is to be done outside, collected while a message is handled.
    pub(crate) effects: Vec<Effect>,
}

/// The smallest terminal in which the screens can be read.
pub const MIN_SIZE: (u16, u16) = (60, 20);

impl Model {
    /// The program as it starts; what it needs from outside is asked for in answer to the first message.
    pub fn new(setup: Setup, now: Now, size: (u16, u16)) -> Self {
        let ids = Ids::new(setup.seed);
        let screen = crate::app::home::start::first_screen(&setup);
        let warning = setup.remark.clone();
        let on_wall = setup.on_wall;
        Self {
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
            consents: Vec::new(),
            social_clocks: SocialClocks::default(),
            notice: None,
            warning,
            outbox: Vec::new(),
            refused: false,
            away: None,
            saved_at: None,
            others: Vec::new(),
            blank: Vec::new(),
            told: None,
            written_by_others: false,
            overtaken: Vec::new(),
            on_wall,
            lock: None,
            touched: now.utc,
            lost_passphrase: false,
            quit: false,
            effects: Vec::new(),
        }
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
                Dialog::Pick(_) => Context::Pick,
                Dialog::Form(_) => Context::Form,
                Dialog::Rule(stop) if stop.reason.is_some() => Context::Form,
                Dialog::Confirm(_) | Dialog::Rule(_) => Context::Ask,
                Dialog::Reader(_) => Context::Reader,
                Dialog::Copies(_) => Context::Copies,
                Dialog::Actions(_) => Context::ActionList,
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

    /// Whether the terminal is large enough.
    pub fn fits(&self) -> bool {
        self.size.0 >= MIN_SIZE.0 && self.size.1 >= MIN_SIZE.1
    }

    /// What the status line says of saving: nothing is claimed to be saved that isn't.
    pub fn saving(&self) -> Saving {
        if let Some(why) = self.outbox.iter().find_map(|pending| pending.failed.clone()) {
            Saving::NotSaved { why, count: self.outbox.len() }
        } else if let Some(why) = &self.away {
            Saving::Away(why.clone())
        } else if self.outbox.is_empty() {
            self.saved_at.map_or(Saving::Nothing, Saving::Saved)
        } else {
            Saving::UnderWay
        }
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
    Away(String),
    /// Something couldn't be written and is kept in memory.
    NotSaved {
        /// The reason, in Swedish, as the bottom line shows it.
        why: String,
        /// How many acts.
        count: usize,
    },
}

impl MeetingScreen {
    /// A meeting as it was read.
    pub fn new(meeting: Meeting) -> Self {
        let target = crate::app::meeting::target::first(&meeting);
        Self {
            meeting,
            line: Line::default(),
            target,
            editing: None,
            cursor: None,
            completion: 0,
            completing: false,
            known: Known::default(),
            draft_saved: String::new(),
            draft_edits: None,
            form_saved: String::new(),
            draft_since: None,
            writing: false,
            cleared: None,
            usual_target: None,
            latest: None,
            leaving: false,
            show_all: false,
            begun: None,
            line_from: None,
            next: None,
        }
    }

    /// What is being changed in the line, as whoever changes it saw it first.
    pub fn changing(&self) -> Option<Editing> {
        let entry = self.editing?;
        let seen = self.begun.as_ref().and_then(|begun| begun.entry(entry));
        let rev = seen.or_else(|| self.meeting.entry(entry))?.rev;
        Some(Editing { entry, rev })
    }

    /// Whether the read-out of ansvar is on screen rather than the input line.
    pub fn is_reading_out(&self) -> bool {
        self.meeting.head.phase == Phase::Ansvar && !self.writing
    }
}
