//! What lies on top of a screen: lists to pick from, forms to fill in, questions, texts to read.

use crate::app::core::action::Action;
use crate::app::core::effect::CopyWish;
use crate::app::core::line::Line;
use crate::app::home::action_list::ActionList;
use crate::domain::agenda::Huvudman;
use crate::domain::collate;
use crate::domain::copies::{Part, Share};
use crate::domain::ids::{
    ArendeId, ConsentId, EntryId, MeetingArendeId, MeetingId, ParticipantId, PersonId, RowId,
};
use crate::domain::meeting::Position;
use crate::domain::record::{CopyLog, Output, Participant};
use crate::domain::rules::{Finding, Way};
use serde::{Deserialize, Serialize};

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
    /// What was promised at all meetings.
    Actions(ActionList),
}

/// What choosing a row of a list means.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Begin a meeting by the form with this key.
    Agenda(String),
    /// The same as a key.
    Act(Action),
    /// Go to a phase or an ärende.
    Go(Position),
    /// Move the entry to an ärende, or to the meeting as a whole.
    MoveTo(EntryId, Option<MeetingArendeId>),
    /// Keep the entry from the party, or show it again.
    Exempt(EntryId, ConsentId, String),
    /// What pasted lines are.
    Paste(PasteAs),
    /// This person sits at the keyboard.
    Person(PersonId),
    /// Somebody new sits at the keyboard.
    NewPerson,
    /// This participant comes, leaves or is back.
    Presence(ParticipantId),
    /// This participant gets this task.
    Give(Task, ParticipantId),
    /// A consent for an ärende of the meeting: this one, or a new one.
    Consent(MeetingArendeId, Option<ConsentId>),
    /// Ask whether this consent is to be withdrawn.
    Withdraw(ConsentId),
    /// This need asks something of these.
    NeededFrom(EntryId, Vec<Huvudman>),
    /// What somebody wants changed in the draft: this, or something new.
    Correction(Option<RowId>),
    /// Lock the minutes.
    LockMinutes,
    /// Read a locked version.
    Version(i64),
    /// What differs between a version and a later one; nothing for the draft.
    Difference(i64, Option<i64>),
    /// Open locked minutes for a new version.
    NewVersion,
    /// Withdraw this consent at once: the list was the question.
    WithdrawNow(ConsentId),
    /// This consent from the list on home.
    ConsentOf(ConsentId),
    /// What was done when by this of the social services' clocks, or a new one.
    SocialClock(Option<RowId>),
    /// Read this consent from the list on home.
    ReadConsent(ConsentId),
    /// Print the form to sign for this ärende of the meeting.
    PrintConsent(MeetingArendeId),
    /// Print the form to sign again, as this consent from the list on home says.
    PrintConsentAs(ConsentId),
    /// This participant said what is marked as EMI.
    Emi(EntryId, ParticipantId),
    /// What may be shown here of a meeting with a protected child.
    Protection(Output),
    /// Show what an act of the journal changed.
    JournalAct(i64),
    /// Put this support of the catalogue into the line.
    Support(usize),
    /// Read on in the journal, of this meeting or of everything, before this number.
    JournalOlder(Option<MeetingId>, i64),
}

impl Choice {
    /// Whether the list stays, to go on reading in.
    pub fn keeps_list(&self) -> bool {
        matches!(self, Self::JournalAct(_) | Self::JournalOlder(..))
    }
}

/// What a participant can be asked to do in the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Leads it.
    Chairs,
    /// Takes the notes.
    TakesNotes,
    /// Holds the plan together afterwards.
    HoldsTogether,
}

impl Task {
    /// The question that finds somebody for it.
    pub fn question(self) -> &'static str {
        match self {
            Self::Chairs => "Vem leder mötet?",
            Self::TakesNotes => "Vem antecknar?",
            Self::HoldsTogether => "Vem håller ihop planen efter mötet?",
        }
    }

    /// Whether somebody has it.
    pub fn has(self, person: &Participant) -> bool {
        match self {
            Self::Chairs => person.chairs,
            Self::TakesNotes => person.takes_notes,
            Self::HoldsTogether => person.main_responsible,
        }
    }

    /// Gives or takes it.
    pub fn set(self, person: &mut Participant, given: bool) {
        match self {
            Self::Chairs => person.chairs = given,
            Self::TakesNotes => person.takes_notes = given,
            Self::HoldsTogether => person.main_responsible = given,
        }
    }

    /// Whether one alone has it; notes can be taken by two.
    pub fn is_for_one(self) -> bool {
        self != Self::TakesNotes
    }
}

/// What pasted lines become, one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteAs {
    /// Participants: "Namn, roll, verksamhet".
    Participants,
    /// Ärenden about children.
    Individuals,
    /// Ärenden about groups.
    Groups,
    /// Entries of the kind that the line makes.
    Entries,
    /// One single line of text.
    OneLine,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PickItem {
    /// What it is called.
    pub label: String,
    /// What is good to know about it.
    pub detail: String,
    /// What choosing it means; nothing for a row that can't be chosen, such as a broken form.
    pub choice: Option<Choice>,
}

/// A list to choose from, narrowed down by typing.
#[derive(Clone, Debug)]
pub struct Pick {
    /// What it is about.
    pub title: String,
    /// What one should know before choosing.
    pub intro: Vec<String>,
    /// All rows.
    pub items: Vec<PickItem>,
    /// What is typed.
    pub filter: Line,
    /// The highlighted row, among those that are shown.
    pub cursor: usize,
    /// Pasted lines that wait for their meaning.
    pub pasted: Vec<String>,
}

impl Pick {
    /// A list with nothing typed.
    pub fn new(title: &str, items: Vec<PickItem>) -> Self {
        Self {
            title: title.to_owned(),
            intro: Vec::new(),
            items,
            filter: Line::default(),
            cursor: 0,
            pasted: Vec::new(),
        }
    }

    /// The rows that fit what is typed, in order; those whose label begins with it first. An action is found by its
    /// synonyms too.
    pub fn shown(&self) -> Vec<&PickItem> {
        let typed = collate::fold(self.filter.value());
        let begins = |item: &&PickItem| collate::fold(&item.label).starts_with(&typed);
        let is_called = |item: &&PickItem| {
            let synonyms = match item.choice {
                Some(Choice::Act(action)) => action.about().synonyms,
                _ => &[],
            };
            synonyms.iter().any(|word| collate::starts_with_folded(word, &typed))
        };
        let holds = |item: &&PickItem| {
            !begins(item)
                && (collate::starts_with_folded(&item.label, &typed)
                    || collate::starts_with_folded(&item.detail, &typed)
                    || is_called(item))
        };
        self.items.iter().filter(begins).chain(self.items.iter().filter(holds)).collect()
    }

    /// The highlighted row.
    pub fn selected(&self) -> Option<&PickItem> {
        self.shown().get(self.cursor).copied()
    }
}

/// What a form is for; says what saving it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Purpose {
    /// A passphrase for a new database, twice.
    CreateDatabase,
    /// The passphrase of the database.
    Unlock,
    /// Another passphrase for the database, twice.
    NewPassphrase,
    /// Who sits at the keyboard.
    Person,
    /// A participant's facts.
    Participant(ParticipantId),
    /// The meeting's head.
    Head,
    /// An ärende of the meeting, with the form's own fields.
    Arende(MeetingArendeId),
    /// The form's own fields for the meeting.
    Fields,
    /// A consent; a new one unless its key is given.
    Consent(ArendeId, Option<ConsentId>),
    /// The question of a child's ärende, so that the child can't be recognised.
    Unrecognisable(MeetingArendeId),
    /// The follow-up.
    FollowUp(Option<RowId>),
    /// The answer to the plan.
    PlanAnswer(ParticipantId),
    /// Who gets the minutes, and how.
    Recipients,
    /// The end of the SIP.
    EndSip,
    /// A decision or the child's voice.
    Entry(EntryId),
    /// When a recurring action is followed up.
    Recurring(EntryId),
    /// How an action of an earlier meeting has gone.
    Earlier(EntryId),
    /// How an action has gone, told between meetings.
    Told(EntryId),
    /// What somebody wants changed in the draft.
    Correction(Option<RowId>),
    /// Lock the minutes: by whom, and where they are registered.
    #[serde(rename = "Lock")]
    LockMinutes,
    /// Open locked minutes for a new version: who, and why.
    NewVersion,
    /// How copies are printed.
    Printing,
    /// How the team works together.
    Assess,
    /// What comes along from this earlier meeting.
    CarryOver(MeetingId),
    /// What was done when by this of the social services' clocks, or a new one.
    SocialClock(Option<RowId>),
}

/// What a field of a form takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text, on one line.
    Text,
    /// A date, as a phrase.
    Date,
    /// A time of day.
    Time,
    /// A secret, shown as dots.
    Secret,
    /// One of several words.
    Choice(Vec<String>),
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// What saving looks it up by.
    pub key: String,
    /// The label.
    pub label: String,
    /// A hint in a few words.
    pub hint: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What is typed.
    pub line: Line,
    /// The chosen word of a choice.
    pub chosen: usize,
}

impl Field {
    /// A field that holds `value`.
    pub fn new(key: &str, label: &str, kind: FieldKind, value: &str) -> Self {
        let chosen = match &kind {
            FieldKind::Choice(words) => words.iter().position(|word| word == value).unwrap_or(0),
            _ => 0,
        };
        let line = match kind {
            FieldKind::Choice(_) => Line::default(),
            // Nobody mends a day letter by letter: another day is written instead.
            FieldKind::Date | FieldKind::Time => Line::proposing(value),
            FieldKind::Text | FieldKind::Secret => Line::new(value),
        };
        Self { key: key.to_owned(), label: label.to_owned(), hint: String::new(), kind, line, chosen }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// Replaces what it holds; a word that isn't offered changes nothing.
    pub fn set(&mut self, value: &str) {
        match &self.kind {
            FieldKind::Choice(words) => {
                self.chosen = words.iter().position(|word| word == value).unwrap_or(self.chosen);
            }
            _ => self.line = Line::new(value),
        }
    }

    /// What it holds: the text, or the chosen word.
    pub fn value(&self) -> &str {
        match &self.kind {
            FieldKind::Choice(words) => words.get(self.chosen).map_or("", String::as_str),
            _ => self.line.value().trim(),
        }
    }
}

/// Fields to fill in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is about.
    pub title: String,
    /// What one should know before filling it in.
    pub intro: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The field that is being filled in.
    pub cursor: usize,
    /// What saving does.
    pub purpose: Purpose,
    /// What is wrong with what was filled in.
    pub error: Option<String>,
    /// What the fields held when the form was opened.
    pub opened_with: Vec<String>,
}

impl Form {
    /// A form with the cursor in its first field.
    pub fn new(title: &str, purpose: Purpose, fields: Vec<Field>) -> Self {
        let opened_with = fields.iter().map(|field| field.value().to_owned()).collect();
        Self {
            title: title.to_owned(),
            intro: Vec::new(),
            fields,
            cursor: 0,
            purpose,
            error: None,
            opened_with,
        }
    }

    /// Whether anything was filled in or changed since it was opened.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().zip(&self.opened_with).any(|(field, opened)| field.value() != opened)
    }

    /// The value of a field.
    pub fn value(&self, key: &str) -> &str {
        self.fields.iter().find(|field| field.key == key).map_or("", Field::value)
    }

    /// The value of a field, unless it is empty.
    pub fn given(&self, key: &str) -> Option<String> {
        Some(self.value(key)).filter(|value| !value.is_empty()).map(str::to_owned)
    }
}

/// What a yes leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yes {
    /// Strike the entry for good.
    Strike(EntryId),
    /// Withdraw a consent.
    WithdrawConsent(ConsentId),
    /// The guardians may know of the meeting: it begins, by this form and with this title.
    Begin(String, Option<String>),
    /// What is shown here of a meeting with a protected child has been checked.
    Checked(Output),
    /// Remove one of the social services' clocks.
    RemoveSocialClock(RowId),
    /// Leave the meeting and show home.
    LeaveMeeting,
    /// Close the meeting.
    Close,
    /// Go on by another form.
    TurnInto,
    /// Confirm the ärende's agreed points and go on.
    ConfirmArende(MeetingArendeId, Position),
    /// Move the ärende to the next meeting.
    Postpone(MeetingArendeId),
    /// Open a closed meeting again.
    Reopen,
    /// Put back what the act of the journal with this number took away.
    Restore(i64),
    /// Leave the program although something isn't saved.
    Quit,
    /// The recovery key is noted.
    KeyNoted,
}

/// A yes-or-no question.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The question.
    pub title: String,
    /// What one should know.
    pub text: Vec<String>,
    /// The word for yes: "Stryk", "Lämna".
    pub yes: String,
    /// What a yes leads to.
    pub then: Yes,
    /// The first line shown, where not all of them fit.
    pub top: usize,
}

/// A rule that speaks before the meeting goes on.
#[derive(Clone, Debug)]
pub struct RuleStop {
    /// What the rules say, the gravest first.
    pub findings: Vec<Finding>,
    /// Where one was going, and how; nothing when the meeting was to be closed.
    pub to: Option<(Position, Way)>,
    /// The reason for going on anyway, once it is being written.
    pub reason: Option<Line>,
    /// The first line shown, where not all of them fit.
    pub top: usize,
}

/// The most cells that a question or a rule is wide, inside its frame and the air at its sides.
pub const ASK_WIDTH: u16 = 72;

/// The most cells that a text to read is wide, inside its frame and the air at its sides.
pub const READER_WIDTH: u16 = 96;

/// How many rows of a screen a dialog can't fill with text: the lines above and below it, its frame and its keys.
const AROUND: u16 = 7;

/// How far a text that takes so many rows can be scrolled on a screen of this height. A row too far rather than one too
/// few: the view never shows less than a whole page.
pub fn scrolls_to(rows: usize, screen_height: u16) -> usize {
    rows.saturating_sub(usize::from(screen_height.saturating_sub(AROUND)))
}

/// How many cells wide a dialog is inside on a screen of this width.
pub fn inner_width(screen_width: u16, widest: u16) -> u16 {
    widest.min(screen_width.saturating_sub(6))
}

/// A text to read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// What it is.
    pub title: String,
    /// The text; empty for help, which the view fills from the keymap.
    pub text: String,
    /// The first line shown.
    pub top: usize,
}

/// Who gets what of a meeting's papers.
#[derive(Clone, Debug)]
pub struct Copies {
    /// A row for each recipient.
    pub rows: Vec<CopyRow>,
    /// The highlighted row.
    pub cursor: usize,
    /// The copies that have been made before.
    pub given: Vec<CopyLog>,
    /// The printers, the usual one first; nothing until they are known.
    pub printers: Option<Vec<String>>,
    /// How copies are printed.
    pub wish: CopyWish,
    /// Whether copies are being made, so that a second key doesn't make them twice.
    pub making: bool,
}

/// One recipient.
#[derive(Clone, Debug)]
pub struct CopyRow {
    /// Who, and what they may have.
    pub share: Share,
    /// What can be chosen, never more than they may have.
    pub choices: Vec<Part>,
    /// The choice.
    pub chosen: usize,
}

impl CopyRow {
    /// What they get.
    pub fn part(&self) -> &Part {
        self.choices.get(self.chosen).unwrap_or(&self.share.part)
    }
}
