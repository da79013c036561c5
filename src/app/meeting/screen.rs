//! A meeting as it stands on screen: what is being written, what is highlighted, and what is remembered of how it was.

use super::emptied::{Emptied, EmptiedLine};
use super::given::{Answering, Days, Given, Letter};
use super::target::{self, Target};
use crate::app::core::line::Line;
use crate::app::core::model::question::{Reason, ReasonFor};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::answer_line::{self, GoesOn};
use crate::domain::command::{Change, Record, Snapshot};
use crate::domain::dates::DateContext;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{ConsentId, EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, Position};
use crate::domain::overview::Known;
use crate::domain::record::Entry;
use crate::domain::rules::{self, Todo, Way};
use crate::domain::session::Editing;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Stands in a draft before each party from whom the line is kept; no control character can be typed.
const KEPT_FROM: char = '\u{1e}';
/// Stands between the consent and the party.
const OF_PARTY: char = '\u{1f}';
/// Stands last in a draft before what the line is to become, where that isn't the usual.
const BECOMES: char = '\u{1d}';

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

/// Digits that pointed at rows of the read-out, with nothing else between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDigits {
    /// The digits.
    pub digits: String,
    /// When the first one was typed.
    pub since: DateTime<Utc>,
    /// When the last one was typed.
    pub at: DateTime<Utc>,
    /// What was highlighted before the first.
    pub cursor: Option<RowRef>,
    /// How far the reading had come then.
    pub reading: Vec<EntryId>,
}

/// What somebody was on the way to when a rule spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// To a place in the meeting.
    To(Position, Way),
    /// To close the meeting.
    ToClose,
}

impl RowRef {
    /// By which rows are told apart in the order in which they were made; what was made elsewhere has none.
    pub fn made(self) -> Option<Uuid> {
        match self {
            Self::Participant(id) => Some(id.0),
            Self::Item(id) => Some(id.0),
            Self::Entry(id) => Some(id.0),
            Self::Earlier(_) | Self::Todo(_) => None,
        }
    }
}

/// The row that a record stands in.
fn row_of(record: &Record) -> Option<RowRef> {
    match record {
        Record::Participant(row) => Some(RowRef::Participant(row.id)),
        Record::MeetingArende(row) => Some(RowRef::Item(row.id)),
        Record::Entry(row) => Some(RowRef::Entry(row.id)),
        Record::ActionStatus(row) => Some(RowRef::Earlier(row.entry)),
        _ => None,
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
    /// Answers to promises that may still turn out to begin a text.
    pub answering: Option<Answering>,
    /// Answers that stand, each given right before the next, the last right before what is typed now.
    pub stood_before: Vec<Given>,
    /// Promises whose new day is asked for when the ärende is left.
    pub days: Days,
    /// A letter that may be the first of a word, where each alone is a command.
    pub letter: Option<Letter>,
    /// Digits that pointed at rows of the read-out, and may turn out to begin a text.
    pub row_digits: Option<RowDigits>,
    /// The point that was confirmed last in the read-out.
    pub just_confirmed: Option<EntryId>,
    /// Whether the form that ends a plan has been opened here: then what is left to do goes before it.
    pub end_asked: bool,
    /// The point that is read out in ansvar, and those that come after it.
    pub reading: Vec<EntryId>,
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
    /// The draft of the reasons as it is on disk.
    pub reasons_saved: String,
    /// Since when what is typed differs from the drafts on disk.
    pub draft_since: Option<DateTime<Utc>>,
    /// Whether the line is open in ansvar, where the read-out is the rule.
    pub writing: bool,
    /// Whether it is open only because somebody was writing when another moved the meeting there.
    pub held_open: bool,
    /// Lines that were emptied, for undo to bring back.
    pub emptied: Emptied,
    /// The list of what fits what is typed was put away, until something else is typed.
    pub list_away: bool,
    /// What was to be taken back last somebody else has built on: the next undo goes on to what came before.
    pub undo_refused: bool,
    /// Lines that were pasted and aren't rows yet, as their draft; empty if none wait.
    pub pasted: String,
    /// The parties that may not read the line once it is saved, each with the consent that says so.
    pub line_exempt: Vec<(ConsentId, String)>,
    /// What lines become when this one, which was made something else, is saved.
    pub usual_target: Option<Target>,
    /// The entries that were written at this screen since the meeting was opened here, oldest first.
    pub mine: Vec<EntryId>,
    /// The entry that somebody else is changing, once that has been said: asked for again, it is opened all the same.
    pub warned: Option<EntryId>,
    /// The point that lacks something, once that has been shown in the read-out: asked for again, it is confirmed as it stands.
    pub shown_lacking: Option<EntryId>,
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
    /// Where the line was begun and what it was to become there, when one has gone on with it since.
    pub line_was: Option<(Position, Target)>,
    /// The line as Enter left it standing, refused or not read yet: what is written after it is another line.
    pub stood: String,
    /// The line as it was when the program put the sign for a day last in it.
    pub asked_when: String,
    /// Where one was going when a rule spoke, while what it asks for is filled in.
    pub going: Option<Going>,
    /// The reasons that are written for going past what the rules say, as long as they say so and nobody has gone on.
    pub reasons: Vec<(ReasonFor, Reason)>,
    /// The other meeting while it is asked what comes along: the one before, or the one that is prepared, with the form's
    /// snapshot if it is new.
    pub next: Option<Box<(Meeting, Option<Snapshot>)>>,
}

impl MeetingScreen {
    /// A meeting as it was read.
    pub fn new(meeting: Meeting) -> Self {
        let target = target::first(&meeting);
        Self {
            meeting,
            line: Line::default(),
            target,
            editing: None,
            cursor: None,
            answering: None,
            stood_before: Vec::new(),
            days: Days::default(),
            letter: None,
            row_digits: None,
            just_confirmed: None,
            end_asked: false,
            reading: Vec::new(),
            completion: 0,
            completing: false,
            known: Known::default(),
            draft_saved: String::new(),
            draft_edits: None,
            form_saved: String::new(),
            reasons_saved: String::new(),
            draft_since: None,
            writing: false,
            held_open: false,
            emptied: Emptied::default(),
            list_away: false,
            undo_refused: false,
            pasted: String::new(),
            line_exempt: Vec::new(),
            reasons: Vec::new(),
            usual_target: None,
            mine: Vec::new(),
            warned: None,
            shown_lacking: None,
            latest: None,
            leaving: false,
            show_all: false,
            begun: None,
            line_from: None,
            line_was: None,
            stood: String::new(),
            asked_when: String::new(),
            going: None,
            next: None,
        }
    }

    /// What of earlier meetings is highlighted.
    pub(crate) fn pointed_earlier(&self) -> Option<&Earlier> {
        let Some(RowRef::Earlier(entry)) = self.cursor else { return None };
        self.meeting.earlier.iter().find(|row| row.entry == entry)
    }

    /// How the highlighted promise goes on, where the line says that and nothing else.
    pub(crate) fn said_of_promise(
        &self,
        context: &DateContext<'_>,
        typed: &str,
    ) -> Option<Result<(EntryId, GoesOn), String>> {
        let row = self.pointed_earlier().filter(|_| self.editing.is_none())?;
        let said = answer_line::goes_on(&self.meeting, context, row, typed)?;
        Some(said.map(|said| (row.entry, said)))
    }

    /// What is being written, with those from whom it is kept and what it is to become: what a draft holds.
    pub fn written(&self) -> String {
        let mut written = self.line.value().to_owned();
        if !written.is_empty() {
            for (consent, part) in &self.line_exempt {
                written.push(KEPT_FROM);
                written.push_str(&consent.to_string());
                written.push(OF_PARTY);
                written.push_str(part);
            }
            if self.target != target::first(&self.meeting) {
                written.push(BECOMES);
                written.push_str(self.target.code());
            }
        }
        written
    }

    /// Goes on with what was being written.
    pub fn set_written(&mut self, written: &str) {
        let (written, becomes) = written.rsplit_once(BECOMES).unwrap_or((written, ""));
        // Somebody can come in anywhere, and one's own note stays one's own.
        let anywhere = [Target::Participant, Target::Entry(EntryKind::Privat)];
        let there = target::all(&self.meeting).into_iter().chain(anywhere);
        let there = there.into_iter().find(|target| target.code() == becomes);
        self.target = there.unwrap_or(self.target);
        let mut parts = written.split(KEPT_FROM);
        let text = parts.next().unwrap_or_default();
        self.line.set(text, text.chars().count());
        self.line_exempt = parts
            .filter_map(|kept| {
                let (consent, part) = kept.split_once(OF_PARTY)?;
                Some((ConsentId(uuid::Uuid::parse_str(consent).ok()?), part.to_owned()))
            })
            .collect();
    }

    /// The line has been emptied of these words: undo brings them back.
    pub(crate) fn has_emptied(&mut self, words: String) {
        self.emptied.push(EmptiedLine {
            words,
            of: self.editing,
            target: self.target,
            usual_target: self.usual_target,
            at: self.meeting.position(),
            from: self.line_from,
            acts: 0,
        });
    }

    /// Empties the line, and remembers it for undo: of a row that is being changed with which row it was. What Ctrl-U has emptied
    /// of it already is remembered so.
    pub(crate) fn clear_line(&mut self) {
        if !(self.line.is_empty() && self.emptied.ends_with(self.editing)) {
            self.has_emptied(self.written());
        }
        self.editing = None;
        self.line.clear();
    }

    /// Whether a row is there to be highlighted.
    pub fn has(&self, row: RowRef) -> bool {
        match row {
            RowRef::Entry(id) => self.meeting.entry(id).is_some(),
            RowRef::Participant(id) => self.meeting.participant(id).is_some(),
            RowRef::Item(id) => self.meeting.item(id).is_some(),
            RowRef::Earlier(id) => self.meeting.earlier.iter().any(|row| row.entry == id),
            RowRef::Todo(_) => true,
        }
    }

    /// The row that an act has written is kept in sight: the last that is new, or what it has told of what stood there.
    pub(crate) fn keep_in_sight(&mut self, changes: &[Change]) {
        let put = changes.iter().filter_map(|change| match change {
            Change::Put(record) => row_of(record),
            Change::Delete(..) => None,
        });
        let rows: Vec<RowRef> = put.collect();
        let new = rows.iter().rev().find(|row| !self.has(**row));
        let told = match rows.as_slice() {
            [row @ (RowRef::Entry(_) | RowRef::Earlier(_))] => Some(row),
            _ => None,
        };
        self.latest = new.or(told).copied().or(self.latest);
    }

    /// The meeting was read anew: what has come since `before` is kept in sight, and if it is one's own doing (undo) what
    /// has changed too.
    pub(crate) fn keep_newest_in_sight(&mut self, before: &Meeting, own: bool) {
        let meeting = &self.meeting;
        let here = |entry: &&Entry| {
            entry.arende == meeting.head.current
                || entry.arende.is_none()
                || !meeting.head.phase.is_per_arende()
        };
        let is_news = |was: Option<i64>, is: i64| was.is_none_or(|was| own && was != is);
        let entries = meeting
            .entries
            .iter()
            .filter(here)
            .filter(|row| is_news(before.entry(row.id).map(|row| row.rev), row.rev));
        let people = meeting
            .participants
            .iter()
            .filter(|row| is_news(before.participant(row.id).map(|row| row.rev), row.rev));
        let items = meeting.items.iter().filter(|row| before.item(row.id).is_none());
        let news = entries.map(|row| RowRef::Entry(row.id));
        let news = news.chain(people.map(|row| RowRef::Participant(row.id)));
        let news = news.chain(items.map(|row| RowRef::Item(row.id)));
        self.latest = news.max_by_key(|row| row.made()).or(self.latest);
        // Whoever took back an answer stands where it was.
        let was = |row: &Earlier| before.earlier.iter().find(|old| old.entry == row.entry);
        let is_turned = |row: &&Earlier| own && was(row).is_some_and(|old| old.told != row.told);
        let turned = self.meeting.earlier.iter().rfind(is_turned);
        if let Some(row) = turned.map(|row| RowRef::Earlier(row.entry)) {
            self.latest = Some(row);
            if self.line.is_empty() {
                self.cursor = Some(row);
            }
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

    /// The point that Enter is about in the read-out: the highlighted one, or the one that is read.
    pub fn point(&self) -> Option<&Entry> {
        let pointed = match self.cursor {
            Some(RowRef::Entry(id)) => self.meeting.entry(id),
            _ => None,
        };
        pointed.or_else(|| self.unread())
    }

    /// The point whose confirmation can be taken back: the highlighted one, or where none is, the one that was confirmed last.
    pub fn to_unconfirm(&self) -> Option<&Entry> {
        let id = match self.cursor {
            Some(RowRef::Entry(id)) => id,
            None if self.is_reading_out() => self.just_confirmed?,
            _ => return None,
        };
        self.meeting.entry(id).filter(|entry| entry.confirmed.is_some())
    }

    /// The row that everybody is to look at, where the meeting itself doesn't tell which: the point that is read, unless it is
    /// the first that waits, and the promise that is pointed at.
    pub fn points_at(&self) -> Option<EntryId> {
        match self.cursor {
            Some(RowRef::Earlier(entry)) => Some(entry),
            None | Some(RowRef::Entry(_)) if self.meeting.head.phase == Phase::Ansvar => {
                let first = rules::agreed(&self.meeting).find(|entry| entry.confirmed.is_none());
                let first = first.map(|entry| entry.id);
                self.point().map(|entry| entry.id).filter(|id| Some(*id) != first)
            }
            _ => None,
        }
    }

    /// The point that is read without pointing: where the reading had come, or the next below that isn't confirmed; else the
    /// first.
    pub fn unread(&self) -> Option<&Entry> {
        let waits = |entry: &&Entry| entry.confirmed.is_none();
        let mut on =
            self.reading.iter().filter_map(|id| rules::agreed(&self.meeting).find(|row| row.id == *id));
        on.find(waits).or_else(|| rules::agreed(&self.meeting).find(waits))
    }

    /// Remembers how far the reading has come. Asked after each message, so that whoever changes a row hasn't to think of it.
    pub(crate) fn keep_place(&mut self) {
        if self.meeting.head.phase != Phase::Ansvar {
            return self.reading.clear();
        }
        let read = || self.point().filter(|_| !self.writing).map(|entry| entry.id);
        let Some(at) = self.editing.or_else(read) else { return };
        self.reading = rules::agreed(&self.meeting).map(|row| row.id).skip_while(|id| *id != at).collect();
    }

    /// Whether Enter does what is left to do: it is highlighted, or every point has been confirmed.
    pub fn does_what_is_left(&self) -> bool {
        matches!(self.cursor, Some(RowRef::Todo(_))) || (self.is_reading_out() && self.point().is_none())
    }
}
