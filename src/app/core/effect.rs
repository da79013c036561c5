//! What the program wants done outside itself, and what comes back.

pub use super::paper::{Lying, PaperKind, PaperTo, Standing, told_name};
pub use super::reply::{Drafts, LineDraft, Problem, Reply};
pub use super::restore::{FoundCopy, RescuedMeeting, RestoreStep, Restoring};
pub use super::secret::Secret;

use crate::domain::command::Command;
use crate::domain::copies::Part;
use crate::domain::ids::{ArendeId, CommandId, EntryId, MeetingId, PersonId, RowId};
use crate::domain::listing::ListQuery;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Approval, CopyLog};
use crate::domain::session::{Editing, SessionPresence};
use chrono::NaiveDate;
use std::path::PathBuf;
use uuid::Uuid;

/// Which field a draft belongs to; the same names stand in the database's drafts.
pub const DRAFT_LINE: &str = "rad";

/// The draft of a form with fields: what it is for, and what its fields hold, as JSON.
pub const DRAFT_FORM: &str = "formulär";

pub use crate::domain::session::DRAFT_REASONS;

/// One recipient's copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyOrder {
    /// Its number among the meeting's recipients, for a file name that says nothing of them.
    pub number: usize,
    /// Who it is for.
    pub who: String,
    /// What of the minutes.
    pub part: Part,
    /// The same in words, for the log.
    pub what: String,
    /// The plan in plain language too.
    pub plan: bool,
    /// Somebody has said why it is given though the child itself has said no.
    pub despite: bool,
}

/// How copies are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyWish {
    /// The printer; the system's usual one where none is named.
    pub printer: Option<String>,
    /// How many of each.
    pub copies: u32,
    /// On both sides of the paper.
    pub duplex: bool,
}

impl Default for CopyWish {
    fn default() -> Self {
        Self { printer: None, copies: 1, duplex: true }
    }
}

/// What becomes of copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyTo {
    /// Files beside the database.
    Files,
    /// A printer.
    Printer(CopyWish),
    /// A file, shown in this program or the platform's own.
    Viewer(Option<String>),
}

/// What is said when minutes are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockOrder {
    /// The key of the command.
    pub id: CommandId,
    /// The key of the version.
    pub row: RowId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Justerat or godkänt.
    pub approval: Approval,
    /// By whom.
    pub by: String,
    /// Where it is registered.
    pub registered: String,
    /// Who sits at the keyboard.
    pub locked_by: Option<String>,
}

/// Something to be done outside the program's own state.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Make a new encrypted database with this passphrase.
    CreateDatabase(Secret),
    /// Open made-up meetings to practise on, in a database that is gone afterwards; answered as the others by `Opened`.
    Practise,
    /// Open the encrypted database.
    Unlock(Secret),
    /// Try whether this opens the database, which the lock may have closed: answered by `Verified` where it was open still,
    /// by `CameBack` where it is open again, or by `NotVerified`.
    Verify(Secret),
    /// Tell when all that was asked for before this is done: answered by `Settled`.
    Settle,
    /// Close the database, and forget its key and all that was read from it. This text comes back with `CameBack`. Answered
    /// by `Forgotten` or `NotForgotten`.
    Forget(Secret),
    /// Go on in a database that lacks something of what was seen in it; in the journal under this key. Answered by `WentOn`.
    GoOnShort(CommandId),
    /// Give the database another passphrase.
    ChangePassphrase {
        /// The one that holds now; nothing where the key from the safe has opened the database.
        old: Option<Secret>,
        /// The new one.
        new: Secret,
    },
    /// Make a new key for the safe, which this passphrase allows: answered by `RecoveryKeyShown`. It doesn't hold yet.
    ProposeRecoveryKey(Secret),
    /// The key that was shown has been typed back: from now on it holds.
    ConfirmRecoveryKey,
    /// Print the key that is shown, on a printer or the computer's usual one: answered by `KeyPrinted`.
    PrintRecoveryKey {
        /// The key.
        key: Secret,
        /// The printer, where the settings name one.
        printer: Option<String>,
    },
    /// The key that was shown won't be used.
    ForgetRecoveryKey,
    /// Try whether this key opens the database; nothing is changed.
    ProveRecoveryKey(Secret),
    /// Carry out a command; answered by `Committed` or `Failed` with its key.
    Commit(Box<Command>),
    /// Take back this person's latest act in the meeting.
    Undo {
        /// In this meeting.
        meeting: MeetingId,
        /// What the screen shows: nothing else is removed. Nothing when it was asked for knowing that.
        shown: Option<Vec<Uuid>>,
        /// What somebody else has built on is passed over.
        past: bool,
        /// The key of the command that takes it back.
        id: CommandId,
    },
    /// Do again what was taken back.
    Redo {
        /// In this meeting.
        meeting: MeetingId,
        /// The key of the command that does it again.
        id: CommandId,
    },
    /// Look where an entry's text stands besides; answered by `Stands`.
    FindText {
        /// In this meeting.
        meeting: MeetingId,
        /// The entry.
        entry: EntryId,
    },
    /// Remove these files, which held what was struck, where they lie as we wrote them.
    RemoveFiles(Vec<PathBuf>),
    /// Strike an entry for good.
    Strike {
        /// In this meeting.
        meeting: MeetingId,
        /// The entry.
        entry: EntryId,
        /// The key of the command.
        id: CommandId,
    },
    /// Put back what an act of the journal took away.
    Restore {
        /// In this meeting.
        meeting: MeetingId,
        /// The act's number.
        seq: i64,
        /// The key of the command.
        id: CommandId,
    },
    /// Read a list over all meetings, and log that it was opened.
    OpenList(ListQuery),
    /// Read a list again, or go on in it.
    LoadList(ListQuery),
    /// Read what an act of the journal changed.
    LoadJournalAct(i64),
    /// Read what home shows.
    LoadHome(NaiveDate),
    /// Read a meeting, and log that it was opened.
    OpenMeeting(MeetingId),
    /// Read a meeting again.
    ReloadMeeting(MeetingId),
    /// Read what helps to pick participants and ärenden, for meetings of this form.
    LoadKnown(String),
    /// Read how the team that held this meeting has judged its cooperation.
    LoadTrend {
        /// The meeting.
        meeting: MeetingId,
        /// Whether its form is about one child.
        one_child: bool,
    },
    /// Read an earlier meeting, for what comes along from it.
    LoadPrevious(MeetingId),
    /// Keep what is being typed; empty text removes the draft.
    SaveDraft {
        /// In this meeting.
        meeting: MeetingId,
        /// In this field.
        field: &'static str,
        /// The text.
        text: String,
        /// The entry that it changes.
        edits: Option<Editing>,
    },
    /// Save the meeting, with all that isn't saved, in a database of its own. Answered by
    /// `SavedElsewhere`.
    SaveElsewhere {
        /// As it stands on screen.
        meeting: Box<Meeting>,
        /// What is being typed.
        line: String,
        /// The key of the act that saves it there.
        id: CommandId,
    },
    /// Find the meetings that were saved so: answered by `Rescued`.
    FindRescued,
    /// Take back the one in this file, and remove the file: answered by `RescuedTaken`.
    TakeBackRescued(String),
    /// From now on this person acts.
    ActAs(PersonId),
    /// Take a copy for safekeeping, beside everything else: answered by `BackupWork` while it goes on, then by `BackupTaken` or
    /// `BackupFailed`.
    TakeBackup,
    /// A step towards a copy that is put back: answered by `Restoring`.
    Restoring(RestoreStep),
    /// Stop the copy that is being taken.
    StopBackup,
    /// Ask which papers there are of a kind, and where they would lie; nothing is written. Answered by `PapersOffered`.
    OfferPapers(PaperKind),
    /// Show or write papers that were offered, and log it.
    TakePapers(PaperKind, PaperTo),
    /// Show the folder of papers in the platform's own program.
    OpenFolder,
    /// Ask how many papers lie in the folder; answered by `PapersLying`.
    CountPapers,
    /// Remove the papers of ours that lie in the folder as we wrote them.
    RemovePapers,
    /// Log that a copy which was made before has been given over.
    HandOver(Box<CopyLog>),
    /// Log that a consent for an ärende is read.
    LogConsentRead(ArendeId),
    /// Say to the other programs who sits here, and where.
    SayHere(Box<SessionPresence>),
    /// Blank the wall of a meeting, or light it again.
    BlankWall {
        /// Of this meeting.
        meeting: MeetingId,
        /// Whether it is to be blank.
        blank: bool,
    },
    /// Let a wall show a meeting.
    ShowOnWall {
        /// The wall's session.
        wall: String,
        /// The meeting.
        meeting: MeetingId,
    },
    /// Read which copies have been made.
    LoadCopies(MeetingId),
    /// Ask the system for its printers.
    ListPrinters,
    /// Show a copy as text, without making it.
    PreviewCopy {
        /// Of this meeting.
        meeting: MeetingId,
        /// For whom.
        order: CopyOrder,
        /// The longest line, in columns.
        columns: usize,
    },
    /// Make copies, log them, and let them go.
    MakeCopies {
        /// Of this meeting's minutes.
        meeting: MeetingId,
        /// For whom.
        orders: Vec<CopyOrder>,
        /// To where.
        to: CopyTo,
    },
    /// Stop the papers that are being made.
    StopPapers,
    /// Lock the minutes; answered as a command is.
    LockMinutes(Box<LockOrder>),
    /// Read a locked version.
    ShowVersion {
        /// Of this meeting.
        meeting: MeetingId,
        /// Its number.
        number: i64,
        /// The longest line, in columns.
        columns: usize,
    },
    /// Leave the program in order.
    Quit,
}

impl Effect {
    /// The key of the act that this is, and the meeting that it changes: what waits in the outbox, is answered by its key
    /// also when it fails, and after which the meeting is read back.
    pub fn act(&self) -> Option<(CommandId, Option<MeetingId>)> {
        match self {
            Self::Commit(command) => Some((command.id, command.meeting)),
            Self::LockMinutes(order) => Some((order.id, Some(order.meeting))),
            Self::Undo { meeting, id, .. }
            | Self::Redo { meeting, id }
            | Self::Strike { meeting, id, .. }
            | Self::Restore { meeting, id, .. } => Some((*id, Some(*meeting))),
            _ => None,
        }
    }
}
