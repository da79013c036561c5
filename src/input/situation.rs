//! What of the program's state decides what a key does.

use crate::app::action::{Context, Goes, Show, When};
use crate::app::dialog::{self, Dialog, Field};
use crate::app::home::door::{CREATE_DATABASE, UNLOCK};
use crate::app::lock::recovery;
use crate::app::meeting::asked_day;
use crate::app::model::{HomeRow, Model, RowRef, Screen, Target};
use crate::domain::agenda::{EntryKind, Phase};
use Context::{ActionList, Form, Line, Locked, Pick};

/// What decides, beside the key, what a key does and which keys are worth a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Which keys mean what.
    pub context: Context,
    /// Letters go to the line or the field beneath what lies in front.
    pub beneath: bool,
    /// Nothing is typed in the line.
    pub empty: bool,
    /// The form's cursor stands in a choice.
    pub choice: bool,
    /// The form's cursor stands in its last field, or its only one.
    pub last_field: bool,
    /// The form opens the database.
    pub unlocks: bool,
    /// The minutes have a locked version.
    pub version: bool,
    /// The form has more than one field to move between.
    pub several_fields: bool,
    /// The form must be filled in before anything else can be done.
    pub must_stay: bool,
    /// Fields of the form wait behind *fler fält*.
    pub folded: bool,
    /// The form lies over the rule that asks for it, or more reasons than the one being written are asked for.
    pub stopped: bool,
    /// A list over the line has a marked row, which Enter takes.
    pub listed: bool,
    /// There is no database yet: one can practise first.
    pub first_start: bool,
    /// No database is open yet: a copy can be put back first.
    pub door: bool,
    /// The key for the safe is shown: it can be printed.
    pub key_shown: bool,
    /// Whether the form in front asks for the new day of what was answered.
    pub day_asked: bool,
    /// The meeting's phase.
    pub phase: Option<Phase>,
    /// Enter does something that is left to do.
    pub todo: bool,
    /// Something from an earlier meeting is highlighted.
    pub promise: bool,
    /// It is a goal, which has an answer less.
    pub goal: bool,
    /// The point that Enter is about in the read-out is confirmed.
    pub confirmed: bool,
    /// There is a confirmation that can be taken back: of the highlighted point, or of the one that was confirmed last.
    pub unconfirms: bool,
    /// Where the key that goes on goes.
    pub goes: Goes,
    /// Ansvar shows what is confirmed too.
    pub shows_all: bool,
    /// Something can be printed, or printers are still looked for.
    pub printer: bool,
    /// The kind of entry that the line becomes, if it becomes one.
    pub kind: Option<EntryKind>,
}

impl Situation {
    /// A context with nothing typed.
    pub fn plain(context: Context) -> Self {
        Self {
            context,
            beneath: false,
            printer: false,
            empty: true,
            choice: false,
            last_field: false,
            unlocks: false,
            version: false,
            several_fields: true,
            must_stay: false,
            folded: false,
            stopped: false,
            listed: false,
            first_start: false,
            door: false,
            key_shown: false,
            day_asked: false,
            phase: None,
            todo: false,
            promise: false,
            goal: false,
            confirmed: false,
            unconfirms: false,
            goes: Goes::ToPhase,
            shows_all: false,
            kind: None,
        }
    }

    /// As the program stands.
    pub fn of(model: &Model) -> Self {
        Self { beneath: model.writes_beneath(), ..Self::at(model, model.context(), &model.dialogs) }
    }

    /// As it stands beneath the help that lies in front: what that tells of. A form has its keys wherever its cursor stands.
    pub fn below(model: &Model) -> Self {
        let dialogs = model.dialogs.split_last().map_or(&[][..], |(_, below)| below);
        let mut situation = Self::at(model, model.context_below(), dialogs);
        let is_choice = |field: &Field| field.kind.choices().is_some();
        situation.choice = form_in(model, dialogs).is_some_and(|form| form.fields.iter().any(is_choice));
        situation
    }

    fn at(model: &Model, context: Context, dialogs: &[Dialog]) -> Self {
        let mut situation = Self::plain(context);
        if let Some(meeting) = model.meeting_screen() {
            situation.empty = meeting.line.is_empty();
            situation.listed = meeting.completing;
            situation.phase = Some(meeting.meeting.head.phase);
            situation.kind = match meeting.target {
                Target::Entry(kind) => Some(kind),
                _ => None,
            };
            situation.version = meeting.meeting.latest_version().is_some();
            situation.todo = meeting.does_what_is_left();
            situation.promise = matches!(meeting.cursor, Some(RowRef::Earlier(_)));
            situation.goal = meeting
                .meeting
                .earlier
                .iter()
                .any(|row| row.is_goal() && meeting.cursor == Some(RowRef::Earlier(row.entry)));
            situation.confirmed = meeting.point().is_some_and(|entry| entry.confirmed.is_some());
            situation.unconfirms = meeting.to_unconfirm().is_some();
            situation.goes = Goes::of(&meeting.meeting);
            situation.shows_all = meeting.show_all || !meeting.meeting.agenda.many;
        }
        if let (Screen::Home(home), true) = (&model.screen, dialogs.is_empty()) {
            situation.todo = matches!(home.selected(), Some(HomeRow::Action(_)));
        }
        situation.printer = match dialogs.last() {
            // They are looked for first.
            Some(Dialog::Copies(copies)) => copies.printers.as_ref().is_none_or(|names| !names.is_empty()),
            _ => false,
        };
        let form = form_in(model, dialogs);
        situation.first_start = form.is_some_and(|form| form.is(&CREATE_DATABASE));
        situation.unlocks = form.is_some_and(|form| form.is(&UNLOCK));
        situation.door = situation.first_start || situation.unlocks;
        situation.day_asked = asked_day::in_front(model).is_some();
        situation.key_shown = model.lock.is_none() && dialogs.last().is_some_and(recovery::is_shown);
        let field = form.and_then(|form| form.fields.get(form.cursor));
        situation.stopped = match dialogs {
            [.., Dialog::Rule(_), Dialog::Form(_)] => true,
            [.., Dialog::Rule(stop)] => stop.asks_more(),
            _ => false,
        };
        situation.folded = form.is_some_and(|form| form.folded() > 0);
        situation.last_field =
            form.is_some_and(|form| form.shown().next_back().is_none_or(|last| last <= form.cursor));
        situation.several_fields = form.is_some_and(|form| form.shown().nth(1).is_some());
        let fills_the_screen = dialogs.is_empty() && matches!(model.screen, Screen::Start(_));
        situation.must_stay = fills_the_screen || form.is_some_and(|form| (form.kind.must_stay)(model));
        situation.choice = field.is_some_and(|field| field.kind.choices().is_some());
        situation
    }

    /// Whether letters are letters here.
    pub fn takes_text(&self) -> bool {
        match self.context {
            // A letter chooses in a choice.
            Line | Pick | ActionList | Locked | Form => true,
            _ => self.beneath,
        }
    }

    /// Whether a key means what its binding says.
    pub(crate) fn allows(self, when: When) -> bool {
        match when {
            When::Always => true,
            When::Empty => self.empty,
            When::Choice => self.choice,
            When::Folded => self.folded,
            When::Stopped => self.stopped,
            When::FirstStart => self.first_start,
            When::Door => self.door,
            When::KeyShown => self.key_shown,
            When::DayAsked => self.day_asked,
            When::Promise => self.promise && self.empty,
            When::Confirmed => self.unconfirms,
        }
    }

    /// Whether a hint is worth its room.
    pub(super) fn is_worth(self, show: Show) -> bool {
        match show {
            Show::Always => true,
            Show::Empty => self.empty,
            Show::Filled => !self.empty,
            Show::Written => !self.empty && !self.listed,
            Show::Listed => self.listed,
            Show::FilledUnless(kind) => !self.empty && self.kind.is_some_and(|written| written != kind),
            Show::GoesTo(goes) => self.empty && self.goes == goes,
            Show::SavesAndGoesTo(goes) => !self.empty && self.goes == goes,
            Show::Choice => self.choice,
            Show::LastField => self.last_field,
            Show::Unlocks => self.unlocks,
            Show::Version => self.version,
            Show::NotLastField => !self.last_field,
            Show::OneOfSeveral => self.several_fields,
            Show::CanLeave => !self.must_stay,
            Show::MustStay => self.must_stay,
            Show::In(phase) => self.phase == Some(phase) && self.empty,
            Show::Todo => self.todo,
            Show::EmptyTodo => self.todo && self.empty,
            Show::NotTodo => !self.todo,
            Show::Printer => self.printer,
            Show::Promise => self.promise && !self.goal && self.empty,
            Show::Goal => self.goal && self.empty,
            Show::ToConfirm => !self.todo && !self.promise && !self.confirmed,
            Show::Confirmed => !self.todo && !self.promise && self.confirmed,
            Show::ShowsAll => self.shows_all,
            Show::ShowsLeft => !self.shows_all,
        }
    }
}

/// The form that lies in front, where so much lies on the screen.
fn form_in<'a>(model: &'a Model, dialogs: &'a [Dialog]) -> Option<&'a dialog::Form> {
    let form = match (dialogs.last(), &model.screen) {
        (Some(Dialog::Form(form)), _) | (None, Screen::Start(form)) => Some(form),
        _ => None,
    };
    form.filter(|_| model.lock.is_none())
}
