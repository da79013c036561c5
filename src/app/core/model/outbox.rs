//! Acts on their way to the disk: one at a time, in order, shown at once and never claimed to be saved before they are.

use super::{Model, Screen};
use crate::app::core::effect::Effect;
use crate::app::meeting::begun;
use crate::domain::command::{Change, Code, Command, Record, Snapshot};
use crate::domain::ids::{CommandId, EntryId, MeetingId};
use crate::domain::meeting::Meeting;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// How long a failed act waits before it is tried again.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(2);

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

/// A command before it has a key.
#[derive(Debug)]
pub(crate) struct NewCommand {
    pub(crate) code: Code,
    pub(crate) meeting: Option<MeetingId>,
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) changes: Vec<Change>,
}

impl NewCommand {
    pub(crate) fn new(code: Code, meeting: MeetingId) -> Self {
        Self { code, meeting: Some(meeting), snapshot: None, changes: Vec::new() }
    }
}

/// What was read out and confirmed isn't confirmed any more when it says something else, whoever changes it and wherever.
fn unconfirm(meeting: &Meeting, changes: &mut [Change]) {
    for change in changes {
        if let Change::Put(record) = change
            && let Record::Entry(entry) = record.as_mut()
            && meeting.entry(entry.id).is_some_and(|known| !known.reads_as(entry))
        {
            entry.confirmed = None;
        }
    }
}

/// Whether all that would be changed stands in the meeting already, as a form does that was saved as it was opened: then
/// nobody has changed anything, and nothing is logged.
fn changes_nothing(meeting: &Meeting, changes: &[Change]) -> bool {
    changes.iter().all(|change| match change {
        Change::Put(record) => meeting.row(record.key()).is_some_and(|row| row.says_the_same_as(record)),
        Change::Delete(..) => false,
    })
}

impl Model {
    /// Carries out a command in memory and sends it on its way to the disk.
    pub(crate) fn commit(&mut self, mut command: NewCommand) {
        if command.changes.is_empty() {
            return;
        }
        if let Screen::Meeting(screen) = &self.screen
            && command.meeting == Some(screen.meeting.id())
            && changes_nothing(&screen.meeting, &command.changes)
        {
            return;
        }
        if let Screen::Meeting(screen) = &self.screen {
            unconfirm(&screen.meeting, &mut command.changes);
        }
        let shown = command.changes.clone();
        if let Screen::Meeting(screen) = &mut self.screen {
            begun::meant(screen, &mut command.changes);
        }
        if let Screen::Meeting(screen) = &mut self.screen
            && command.meeting == Some(screen.meeting.id())
        {
            screen.keep_in_sight(&shown);
            screen.emptied.acted(command.code);
            screen.meeting.apply(&shown);
        }
        let id = self.new_id();
        let command = Command {
            id,
            code: command.code,
            meeting: command.meeting,
            snapshot: command.snapshot,
            changes: command.changes,
        };
        self.enqueue(id, Effect::Commit(Box::new(command)));
    }

    /// Takes back this person's latest act. With `shown`, nothing is removed but what is among those; with `past`, what
    /// somebody else has built on is passed over.
    pub(crate) fn undo(&mut self, meeting: MeetingId, shown: Option<Vec<Uuid>>, past: bool) {
        if let Screen::Meeting(screen) = &mut self.screen {
            screen.emptied.taken_back();
        }
        let id = self.new_id();
        self.enqueue(id, Effect::Undo { meeting, shown, past, id });
    }

    /// Does again what was taken back.
    pub(crate) fn redo(&mut self, meeting: MeetingId) {
        if let Screen::Meeting(screen) = &mut self.screen {
            screen.emptied.stands();
        }
        let id = self.new_id();
        self.enqueue(id, Effect::Redo { meeting, id });
    }

    /// Strikes an entry for good.
    pub(crate) fn strike(&mut self, meeting: MeetingId, entry: EntryId) {
        let id = self.new_id();
        self.enqueue(id, Effect::Strike { meeting, entry, id });
    }

    /// Puts back what an act of the journal took away.
    pub(crate) fn restore(&mut self, meeting: MeetingId, seq: i64) {
        let id = self.new_id();
        self.enqueue(id, Effect::Restore { meeting, seq, id });
    }

    pub(crate) fn enqueue(&mut self, id: CommandId, effect: Effect) {
        self.outbox.push(Pending { id, effect, failed: None, sent: None });
        self.send_next();
    }

    /// Sends the oldest act, unless it is under way.
    pub(crate) fn send_next(&mut self) {
        let now = self.now.utc;
        if let Some(first) = self.outbox.first_mut()
            && first.sent.is_none()
        {
            first.sent = Some(now);
            let effect = first.effect.clone();
            self.ask_for(effect);
        }
    }

    /// Sends a failed act again after a while.
    pub(crate) fn retry(&mut self) {
        let now = self.now.utc;
        if let Some(first) = self.outbox.first_mut()
            && first.failed.is_some()
            && first.sent.is_none_or(|sent| now - sent >= RETRY_AFTER || sent > now)
        {
            first.sent = None;
            self.send_next();
        }
    }

    /// Sends a failed act again at once: what stood in its way is gone.
    pub(crate) fn retry_now(&mut self) {
        if let Some(first) = self.outbox.first_mut()
            && first.failed.is_some()
        {
            first.sent = None;
            self.send_next();
        }
    }

    /// Takes an act that is done from the outbox; says whether it was there.
    pub(crate) fn done(&mut self, id: CommandId) -> bool {
        let before = self.outbox.len();
        self.outbox.retain(|pending| pending.id != id);
        self.refused = self.refused && !self.outbox.is_empty();
        self.outbox.len() < before
    }
}
