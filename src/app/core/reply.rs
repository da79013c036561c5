//! What the store and the world outside answer.

use super::paper::{Lying, PaperKind, Standing};
use super::restore::{RescuedMeeting, Restoring};
use super::secret::Secret;
use crate::domain::command::Code;
use crate::domain::ids::{CommandId, EntryId, MeetingId};
use crate::domain::journal::JournalDetail;
use crate::domain::listing::Listing;
use crate::domain::meeting::Meeting;
use crate::domain::overview::{Home, Known};
use crate::domain::progress::Progress;
use crate::domain::record::{CopyLog, Entry};
use crate::domain::session::{Editing, Session};
use crate::domain::trend::Judged;
use chrono::{DateTime, Utc};

/// Why something couldn't be done, in Swedish, for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What, where, and what to do.
    pub text: String,
    /// Whether trying again later may succeed (a full disk, a locked file).
    pub passing: bool,
}

/// A line that was being typed when the program last ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDraft {
    /// The text.
    pub text: String,
    /// The entry that it changes, if it isn't a new line.
    pub edits: Option<Editing>,
    /// The entry as it was when the change was begun, if it has been changed since.
    pub then: Option<Box<Entry>>,
}

/// What was being written in a meeting when the program last ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// A line.
    pub line: Option<LineDraft>,
    /// A form that was being filled in.
    pub form: Option<String>,
    /// Reasons for going past what a rule says.
    pub reasons: Option<String>,
}

/// What the store answered.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The database is open (or was just made).
    Opened {
        /// The recovery key of a database that was just made, for the safe.
        recovery_key: Option<String>,
        /// Whether it is a practice database.
        practice: bool,
        /// Whether the key from the safe opened it.
        by_recovery: bool,
        /// What home shows, unless it couldn't be read.
        home: Option<Box<Home>>,
    },
    /// What was to be verified opens the database.
    Verified {
        /// Whether it is the key from the safe.
        by_recovery: bool,
    },
    /// All that was asked for before `Settle` is done.
    Settled,
    /// The database is closed, and nothing of it is left.
    Forgotten,
    /// The database is as open as it was: something isn't on disk, or is being made.
    NotForgotten,
    /// What was to be verified has opened the database again after `Forgotten`.
    CameBack {
        /// Whether it is the key from the safe.
        by_recovery: bool,
        /// The text that `Forget` left.
        left: Option<Secret>,
        /// What home shows, unless it couldn't be read.
        home: Option<Box<Home>>,
    },
    /// What was to be verified doesn't open the database, or couldn't be tried.
    NotVerified(Problem),
    /// The database has another passphrase.
    PassphraseChanged,
    /// The passphrase is the one it was.
    PassphraseNotChanged(Problem),
    /// A new key for the safe, to be shown and typed back.
    RecoveryKeyShown(Secret),
    /// The key that was typed back holds.
    RecoveryKeyConfirmed,
    /// The key that is shown is on its way to this printer, or why it isn't.
    KeyPrinted(Result<String, Problem>),
    /// The key that was tried opens the database.
    RecoveryKeyProved,
    /// The key wasn't made, confirmed or right.
    RecoveryKeyRefused(Problem),
    /// The database lies where it shouldn't; in words.
    Warned(String),
    /// Something about the database was found when it was opened.
    Found {
        /// Whole sentences.
        text: String,
        /// Whether it lacks something of what was seen in it, and somebody must go on all the same before anything is written.
        short: bool,
    },
    /// Somebody has gone on all the same.
    WentOn,
    /// The database couldn't be opened.
    NotOpened(Problem),
    /// A command is on disk.
    Committed {
        /// The command.
        id: CommandId,
        /// When it was written.
        at: DateTime<Utc>,
    },
    /// A command wasn't carried out: somebody else has changed the same thing since it was read.
    Overtaken {
        /// The command.
        id: CommandId,
    },
    /// A command, an undo, a redo or a strike isn't on disk.
    Failed {
        /// The key that the act was asked for with.
        id: CommandId,
        /// What stood in the way.
        why: Problem,
    },
    /// Undo or redo was carried out.
    Undone {
        /// The key it was asked for with.
        id: CommandId,
        /// When it was written.
        at: DateTime<Utc>,
        /// What was taken back or done again; nothing if there was nothing to take back.
        code: Option<Code>,
        /// Whether it was done again.
        again: bool,
        /// Whether a later act was passed over, because somebody else has built on it.
        passed: bool,
        /// A later act that can't be taken back, and stands.
        stands: Option<Code>,
    },
    /// Nothing was taken back: somebody else has built on it.
    BuiltOn {
        /// The key it was asked for with.
        id: CommandId,
    },
    /// Nothing was taken back: it would remove what the screen doesn't show, or is asked about first.
    Hidden {
        /// The key it was asked for with.
        id: CommandId,
        /// What would be taken back.
        code: Code,
    },
    /// A text was struck for good.
    Struck {
        /// The key it was asked for with.
        id: CommandId,
        /// When it was written.
        at: DateTime<Utc>,
        /// In which meeting.
        meeting: MeetingId,
        /// Where it stands besides.
        left: Box<Standing>,
    },
    /// Where a text stands that is asked about.
    Stands {
        /// The entry.
        entry: EntryId,
        /// Where.
        standing: Box<Standing>,
    },
    /// How far work in the database has come that takes a while; nothing when it is done.
    Works(Option<Progress>),
    /// What an act of the journal had taken away is back.
    Restored {
        /// The key it was asked for with.
        id: CommandId,
        /// When it was written.
        at: DateTime<Utc>,
    },
    /// A list over all meetings.
    List(Box<Listing>),
    /// What an act of the journal changed.
    JournalAct(Box<JournalDetail>),
    /// Something else went wrong.
    Trouble(Problem),
    /// What home shows.
    Home(Box<Home>),
    /// What helps to pick.
    Known(Box<Known>),
    /// A meeting as it stands in the database.
    Meeting(Box<Meeting>),
    /// A meeting that was asked for by `OpenMeeting`.
    OpenedMeeting {
        /// The meeting.
        meeting: Box<Meeting>,
        /// What was being written in it when the program last ended.
        drafts: Drafts,
    },
    /// Another program has written to these meetings; to something else if there are none.
    Changed(Vec<MeetingId>),
    /// The other programs at work, and the meetings whose wall is blank.
    Others {
        /// The programs.
        sessions: Vec<Session>,
        /// The meetings.
        blank: Vec<MeetingId>,
    },
    /// The database's file was taken away and can't be put back; why, and what to do.
    FileAway {
        /// Why, and what to do.
        why: String,
        /// Whether something else lies in its place.
        other: bool,
    },
    /// The meeting on screen was saved in a file of its own.
    SavedElsewhere {
        /// Where it lies.
        file: String,
        /// What is to be known of it.
        text: String,
    },
    /// Meetings that lie in files of their own, and can be taken back.
    Rescued(Vec<RescuedMeeting>),
    /// One of them is among the others again: what became of it.
    RescuedTaken(String),
    /// It is back.
    FileBack,
    /// A draft isn't on disk.
    DraftFailed(Problem),
    /// How a team has judged its cooperation, oldest first.
    Trend(Vec<Judged>),
    /// An earlier meeting that was asked for by `LoadPrevious`.
    Previous(Box<Meeting>),
    /// The meeting that `LoadPrevious` asked for isn't in this database.
    NoPrevious,
    /// A meeting that was to be read anew isn't there any more: somebody has removed it.
    MeetingGone(MeetingId),
    /// A draft is on disk, or the draft was removed.
    DraftSaved,
    /// Which papers there are, and where they would lie.
    PapersOffered {
        /// Their kind.
        kind: Box<PaperKind>,
        /// What they are.
        title: String,
        /// Whether they can be read on the screen.
        readable: bool,
        /// What each is, and its path.
        files: Vec<(String, String)>,
        /// At so many of those paths a file lies already.
        lie: usize,
        /// What they lack.
        remark: Option<String>,
    },
    /// The papers of ours that lie in the folder.
    PapersLying(Lying),
    /// Papers were removed.
    PapersRemoved {
        /// What became of them, in words.
        said: String,
        /// Whether none of them is left.
        all: bool,
    },
    /// The copies that have been made.
    Copies(Vec<CopyLog>),
    /// The system's printers, the usual one first; empty where there are none.
    Printers(Vec<String>),
    /// A text to read.
    Text {
        /// What it is.
        title: String,
        /// The text.
        text: String,
    },
    /// Copies were made and logged.
    CopiesMade {
        /// What became of each, a line for each.
        lines: Vec<String>,
    },
    /// Papers were made as files and logged.
    PapersMade {
        /// What they are.
        title: String,
        /// What became of each.
        lines: Vec<String>,
    },
    /// How far the papers have come that are being made; nothing when that is over.
    PapersWork(Option<PapersWork>),
    /// How many papers have been handed to a printer of those that are to be; nothing when that is over.
    Printing(Option<PapersWork>),
    /// How printing goes, in words.
    PrintState(String),
    /// How far the copy for safekeeping has come that is being taken.
    BackupWork(Progress),
    /// A copy was taken, proved and logged; or was taken, and something in it doesn't agree.
    BackupTaken {
        /// What became of it, in sentences.
        lines: Vec<String>,
        /// Whether it counts.
        proved: bool,
    },
    /// No copy was taken; why, and what to do.
    BackupFailed(String),
    /// What is told of a copy that is to be put back.
    Restoring(Restoring),
}

/// How far papers have come that are being made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PapersWork {
    /// So many are made.
    pub done: usize,
    /// Of so many; zero until it is known.
    pub all: usize,
}
