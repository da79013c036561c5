//! A meeting held without a terminal or a disk: what is asked for is answered as the store would, from memory.

use crate::agenda_file::{Catalogue, CatalogueEntry, from_snapshot, held, snapshot_of};
use crate::app::core::action::Action;
use crate::app::core::effect::{
    DRAFT_FORM, DRAFT_LINE, DRAFT_REASONS, Drafts, Effect, LineDraft, Problem, Reply, Secret,
};
use crate::app::core::line::Edit;
use crate::app::core::model::{AgendaChoice, Lists, MeetingScreen, Model, RowRef, Setup};
use crate::app::{Message, Now, update};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Code, Command};
use crate::domain::meeting::Meeting;
use crate::domain::overview::Known;
use crate::domain::record::{Entry, Participant, Version};
use crate::domain::session::Editing;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

/// What the store is made to answer to acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disk {
    /// Everything is written.
    Works,
    /// Nothing can be written now.
    Full,
    /// The next act is refused for good.
    Refuses,
    /// Nothing is answered yet.
    Slow,
}

/// What opens its database again after the lock.
pub(crate) const PASSPHRASE: &str = "tre gröna grodor";

/// Somebody at the keyboard, and a store in memory.
pub(crate) struct Desk {
    pub(crate) model: Model,
    pub(crate) now: Now,
    pub(crate) disk: Disk,
    pub(crate) known: Known,
    /// Other meetings that can be asked for.
    pub(crate) previous: Vec<Meeting>,
    /// Every effect that went out, oldest first.
    pub(crate) effects: Vec<Effect>,
    /// The meeting as the store has it, with every state before.
    pub(crate) kept: Vec<Meeting>,
    undone: Vec<Meeting>,
    /// The drafts that were kept: a meeting that is opened after the lock has them.
    pub(crate) drafts: HashMap<&'static str, (String, Option<Editing>)>,
    /// What the lock left while the database is closed.
    pub(crate) left: Option<Secret>,
    /// Whether the lock has been opened, and the meeting is to come with its drafts.
    returns: bool,
    /// Whether the database can't be closed.
    pub(crate) stays_open: bool,
    /// Whether a form that comes up over the rule that asks for it stays there. Else it is left at once: what the rule says is
    /// what is tried.
    pub(crate) takes_forms: bool,
    /// Whether drafts can be written.
    pub(crate) drafts_fail: bool,
}

pub(crate) fn monday() -> Now {
    let utc: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
    Now { utc, zone: chrono_tz::Europe::Stockholm }
}

pub(crate) fn forms() -> Vec<AgendaChoice> {
    static CHOICES: LazyLock<Vec<AgendaChoice>> = LazyLock::new(|| {
        let choice = |form: &CatalogueEntry| AgendaChoice::of(form.agenda.clone(), snapshot_of(&form.agenda));
        Catalogue::carried().iter().map(choice).collect()
    });
    CHOICES.clone()
}

pub(crate) fn setup() -> Setup {
    Setup {
        lists: Lists { agendas: forms(), words: held::carried(), ..Lists::default() },
        workplace: "Ängsskolan".to_owned(),
        named_days: vec![("sportlov".to_owned(), "2027-02-08".parse().unwrap())],
        database_path: "övning.db".to_owned(),
        seed: 7,
        ..Setup::default()
    }
}

impl Desk {
    /// Home of a practice database with nothing in it.
    pub(crate) fn new() -> Self {
        let mut desk = Self {
            model: Model::new(setup(), monday(), (80, 24)),
            now: monday(),
            disk: Disk::Works,
            known: Known::default(),
            previous: Vec::new(),
            effects: Vec::new(),
            kept: Vec::new(),
            undone: Vec::new(),
            drafts: HashMap::new(),
            left: None,
            returns: false,
            stays_open: false,
            takes_forms: false,
            drafts_fail: false,
        };
        desk.send(Message::Store(Reply::Opened {
            recovery_key: None,
            practice: true,
            by_recovery: false,
            home: None,
        }));
        desk
    }

    /// A meeting by this form, just begun: chosen from home by its short name.
    pub(crate) fn meeting(form: &str) -> Self {
        Self::new().begin(form)
    }

    /// A meeting by a form of one's own, as its file says it.
    pub(crate) fn own_form(text: &str) -> Self {
        let agenda =
            crate::agenda_file::parse("egen.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let (mut desk, id) = (Self::new(), agenda.id.clone());
        let kept = snapshot_of(&agenda);
        desk.model.setup.lists.agendas.push(AgendaChoice::of(agenda, kept));
        desk.begin(&id)
    }

    fn begin(self, form: &str) -> Self {
        let mut desk = self;
        let choice = desk.model.setup.lists.agendas.iter().find(|choice| choice.id == form);
        let (agenda, _) = choice.unwrap().agenda.clone().unwrap();
        desk.press(Action::NewMeeting).types(&agenda.short_name).press(Action::Accept);
        if matches!(desk.model.dialogs.last(), Some(crate::app::ui::dialog::Dialog::Confirm(_))) {
            desk.press(Action::Accept);
        }
        assert_eq!(desk.screen().meeting.head.agenda_id, form);
        desk
    }

    /// An EHT with a rektor who leads, a specialpedagog, a mentor and two ärenden: ”Blå” with its Steg 1, and a group.
    pub(crate) fn eht() -> Self {
        let mut desk = Self::meeting("eht");
        desk.line("Eva Ek, rektor").line("Sara Sten, specialpedagog").line("Maja Mo, mentor");
        desk.press(Action::Next).line("Blå").press(Action::Next).line("Korridoren");
        let id = desk.screen().meeting.items[0].id;
        desk.point(RowRef::Item(id)).press(Action::Fields).types("igår 2026-11-20");
        desk.fill("falt.steg1_datum", "2026-11-20").press(Action::Save);
        desk.point_away();
        desk
    }

    /// A SIP with the child, a guardian, a kurator and BUP, and a consent that names them.
    pub(crate) fn sip() -> Self {
        let mut desk = Self::meeting("sip");
        desk.line("Bo, barnet").line("Ann Ask, vårdnadshavare").line("Karin Lund, kurator, skola");
        desk.line("Per Pil, psykolog, BUP");
        desk.press(Action::Next).line("Bo");
        let id = desk.screen().meeting.items[0].id;
        desk.point(RowRef::Item(id)).press(Action::Consent);
        desk.consents("Ann Ask, vårdnadshavare", "ensam vårdnadshavare", "ja");
        desk.point_away();
        desk
    }

    /// A closed SIP about somebody of 16, who has said no where the guardian says yes.
    pub(crate) fn sip_refused_by_the_child() -> Self {
        use crate::app::core::model::Screen;
        use crate::domain::record::{Consent, ConsentAnswer, ConsentForm, MeetingStatus};
        let mut desk = Self::sip();
        let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("no meeting") };
        let meeting = &mut screen.meeting;
        meeting.head.status = MeetingStatus::Avslutat;
        meeting.children[0].born = Some("2010-01-02".to_owned());
        let guardians = meeting.consents[0].clone();
        meeting.consents.push(Consent {
            id: crate::domain::ids::ConsentId(uuid::Uuid::from_u128(11)),
            given_by: "Bo, barnet".to_owned(),
            by_child: true,
            sole: false,
            answer: ConsentAnswer::Nej,
            form: ConsentForm::Muntligt,
            ..guardians
        });
        desk
    }

    /// Somebody says who they are.
    pub(crate) fn sit_down(&mut self) -> &mut Self {
        self.model.person = Some(crate::domain::record::Person {
            id: crate::domain::ids::PersonId(uuid::Uuid::from_u128(900)),
            name: "Gunilla Rask".to_owned(),
            role: "Sekreterare".to_owned(),
            rev: 1,
        });
        self
    }

    /// Fills in the form for a consent, and saves it: from whom, as what, the answer. A yes names all in the room.
    pub(crate) fn consents(&mut self, from: &str, as_what: &str, answer: &str) -> &mut Self {
        self.fill("givare", from).fill("av", as_what).fill("svar", answer);
        match answer {
            "ja" => self.fill("form", "skriftligt").all_parties(),
            "nej" => self.fill("form", "muntligt"),
            _ => self.fill("datum", "2026-11-20").fill("fragad", "brev hem"),
        };
        self.press(Action::Save)
    }

    /// Lets the consent that is being written name all in the room, if somebody is there, and tell the same of all.
    pub(crate) fn all_parties(&mut self) -> &mut Self {
        use crate::app::ui::dialog::Dialog;
        let Some(Dialog::Form(form)) = self.model.dialogs.last() else { panic!("no form is open") };
        if form.fields.iter().any(|field| field.key == "alla") {
            self.fill("alla", "alla i rummet");
        }
        self.fill("far_beratta", "alla: det som behövs")
    }

    pub(crate) fn send(&mut self, message: Message) -> &mut Self {
        let lay_there = self.is_stopped_by_form();
        self.deliver(message);
        if !self.takes_forms && !lay_there && self.is_stopped_by_form() {
            self.deliver(Message::Do(Action::Back));
        }
        self
    }

    fn deliver(&mut self, message: Message) {
        let mut inbox = VecDeque::from([message]);
        while let Some(message) = inbox.pop_front() {
            for effect in update(&mut self.model, message, self.now) {
                inbox.extend(self.answer(&effect).into_iter().map(Message::Store));
                self.effects.push(effect);
            }
        }
    }

    pub(crate) fn answer(&mut self, effect: &Effect) -> Vec<Reply> {
        let at = self.now.utc;
        match effect {
            Effect::Commit(command) => match self.disk {
                Disk::Works => {
                    self.write(command);
                    let mut replies = vec![Reply::Committed { id: command.id, at }];
                    replies.extend(self.read_back());
                    replies
                }
                Disk::Full => vec![failed(command, "Disken är full.", true)],
                Disk::Slow => Vec::new(),
                Disk::Refuses => {
                    self.disk = Disk::Works;
                    vec![failed(command, "Någon annan har ändrat raden.", false)]
                }
            },
            Effect::Undo { id, .. } | Effect::Redo { id, .. } => {
                let again = matches!(effect, Effect::Redo { .. });
                let code = self.turn_back(again);
                let mut replies =
                    vec![Reply::Undone { id: *id, at, code, again, passed: false, stands: None }];
                replies.extend(self.read_back());
                replies
            }
            Effect::Strike { id, entry, meeting } => {
                // Nothing of the text is left in any state that undo could go back to.
                for meeting in self.kept.iter_mut().chain(&mut self.undone) {
                    meeting.entries.retain(|row| row.id != *entry);
                    meeting.exemptions.retain(|row| row.entry != *entry);
                }
                let (meeting, left) = (*meeting, Box::default());
                let mut replies = vec![Reply::Struck { id: *id, at, meeting, left }];
                replies.extend(self.read_back());
                replies
            }
            Effect::LockMinutes(order) => {
                let Some(mut meeting) = self.kept.last().cloned() else { return Vec::new() };
                meeting.versions.push(Version {
                    id: order.row,
                    meeting: order.meeting,
                    number: meeting.next_version(),
                    approval: order.approval,
                    by: order.by.clone(),
                    registered: order.registered.clone(),
                    locked_by: order.locked_by.clone(),
                    at,
                    document: "ab".to_owned(),
                    journal_line: 1,
                    journal_sha: "cd".to_owned(),
                });
                self.kept.push(meeting);
                let mut replies = vec![Reply::Committed { id: order.id, at }];
                replies.extend(self.read_back());
                replies
            }
            Effect::LoadHome(_) => vec![Reply::Home(Box::default())],
            Effect::LoadKnown(_) => vec![Reply::Known(Box::new(self.known.clone()))],
            Effect::OpenMeeting(_) => {
                let returns = std::mem::take(&mut self.returns);
                let draft = |field| self.drafts.get(field).filter(|_| returns).cloned();
                let line = draft(DRAFT_LINE).map(|(text, edits)| LineDraft { text, edits, then: None });
                let text = |field| draft(field).map(|(text, _)| text);
                let drafts = Drafts { line, form: text(DRAFT_FORM), reasons: text(DRAFT_REASONS) };
                let opened =
                    |meeting: &Meeting| Reply::OpenedMeeting { meeting: Box::new(meeting.clone()), drafts };
                self.kept.last().map(opened).into_iter().collect()
            }
            Effect::SaveDraft { .. } if self.drafts_fail => {
                vec![Reply::DraftFailed(Problem { text: "Disken är full.".to_owned(), passing: true })]
            }
            Effect::SaveDraft { field, text, edits, .. } => {
                self.drafts.insert(field, (text.clone(), *edits));
                vec![Reply::DraftSaved]
            }
            Effect::Settle => vec![Reply::Settled],
            Effect::Forget(_) if self.stays_open => vec![Reply::NotForgotten],
            Effect::Forget(left) => {
                self.left = Some(left.clone());
                vec![Reply::Forgotten]
            }
            Effect::Verify(secret) if secret.expose() == PASSPHRASE || self.model.practice => {
                let by_recovery = false;
                let Some(left) = self.left.take() else { return vec![Reply::Verified { by_recovery }] };
                self.returns = true;
                vec![Reply::CameBack { by_recovery, left: Some(left), home: Some(Box::default()) }]
            }
            Effect::LoadPrevious(id) => {
                let found = self.previous.iter().find(|meeting| meeting.id() == *id);
                vec![found.map_or(Reply::NoPrevious, |meeting| Reply::Previous(Box::new(meeting.clone())))]
            }
            Effect::ReloadMeeting(_) => self.read_back().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn write(&mut self, command: &Command) {
        let mut meeting = match self.kept.last() {
            Some(meeting) if Some(meeting.id()) == command.meeting => meeting.clone(),
            _ => match self.model.meeting_screen() {
                Some(screen) => {
                    let mut meeting =
                        Meeting::new(screen.meeting.agenda.clone(), screen.meeting.head.clone());
                    meeting.words = held::carried();
                    meeting
                }
                None => return,
            },
        };
        if let Some(kept) = &command.snapshot {
            let agenda = from_snapshot(&kept.json).unwrap();
            if agenda.id != meeting.head.agenda_id && command.code == Code::TurnInto {
                meeting.agenda = agenda;
            }
        }
        meeting.apply(&command.changes);
        // The answer that it takes back was never one.
        if command.code == Code::AnswerWasText && self.kept.len() > 1 {
            self.kept.pop();
            self.kept.pop();
        }
        // The store reads back the ärenden and children that were there before.
        for other in &self.previous {
            for arende in &other.arenden {
                if meeting.items.iter().any(|item| item.arende == arende.id)
                    && meeting.arende(arende.id).is_none()
                {
                    meeting.put(arende.clone().into());
                    let child = arende.child.and_then(|id| other.child(id)).cloned();
                    if let Some(child) = child {
                        meeting.put(child.into());
                    }
                }
            }
        }
        self.kept.push(meeting);
        self.undone.clear();
    }

    /// Undo in memory takes back the last command, whatever it was: the store's own rules are tested with the store.
    fn turn_back(&mut self, again: bool) -> Option<Code> {
        let codes = self.effects.iter().rev().filter_map(|effect| match effect {
            Effect::Commit(command) => Some(command.code),
            _ => None,
        });
        let mut never = 0;
        let code = codes.into_iter().find(|code| {
            let (is_text, is_one) = (*code == Code::AnswerWasText, never > 0);
            never = if is_text { never + 1 } else { never - usize::from(is_one) };
            !is_text && !is_one
        });
        if again {
            self.kept.push(self.undone.pop()?);
        } else {
            if self.kept.len() < 2 {
                return None;
            }
            self.undone.extend(self.kept.pop());
        }
        code
    }

    fn read_back(&self) -> Option<Reply> {
        let meeting = Box::new(self.kept.last()?.clone());
        Some(Reply::Meeting(meeting))
    }

    /// Opens a meeting as the store has it from now on.
    pub(crate) fn open(&mut self, mut meeting: Meeting) -> &mut Self {
        meeting.words = held::carried();
        self.kept.push(meeting.clone());
        let meeting = Box::new(meeting);
        self.send(Message::Store(Reply::OpenedMeeting { meeting, drafts: Drafts::default() }))
    }

    /// What the store would have read along from earlier meetings.
    pub(crate) fn earlier(&mut self, earlier: Vec<crate::domain::earlier::Earlier>) {
        let meeting = self.kept.last_mut().expect("a meeting is kept");
        meeting.earlier = earlier;
        let fresh = Box::new(meeting.clone());
        self.send(Message::Store(Reply::Meeting(fresh)));
    }

    pub(crate) fn press(&mut self, action: Action) -> &mut Self {
        self.send(Message::Do(action))
    }

    /// Presses a key that answers a promise, and writes nothing after it.
    pub(crate) fn answers(&mut self, action: Action) -> &mut Self {
        self.press(action).wait(TimeDelta::seconds(1))
    }

    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Message::Edit(Edit::Insert(c)));
        }
        self
    }

    /// Chooses in the list in front as it stands, or the first row where nothing is highlighted yet.
    pub(crate) fn choose(&mut self) -> &mut Self {
        use crate::app::ui::dialog::Dialog;
        if matches!(self.model.dialogs.last(), Some(Dialog::Pick(pick)) if pick.highlighted().is_none()) {
            self.press(Action::Down);
        }
        self.press(Action::Accept)
    }

    /// Asks for a phase, counted from 0.
    pub(crate) fn ask_for_phase(&mut self, phase: u8) -> &mut Self {
        self.press(Action::to_phase(Phase::ALL[usize::from(phase)]))
    }

    /// Jumps to a phase, past the rules that bend.
    pub(crate) fn jump(&mut self, phase: u8) -> &mut Self {
        use crate::app::ui::dialog::Dialog;
        use crate::domain::rules::Severity;
        self.ask_for_phase(phase);
        let bends = |dialog: Option<&Dialog>| match dialog {
            Some(Dialog::Rule(stop)) => {
                stop.findings.iter().all(|finding| finding.severity != Severity::Blocking)
            }
            _ => false,
        };
        if bends(self.model.dialogs.last()) {
            self.press(Action::GoOnAnyway).reasons("vi tar det sedan");
        }
        self
    }

    /// Whether a form lies over the rule that asks for it.
    fn is_stopped_by_form(&self) -> bool {
        use crate::app::ui::dialog::Dialog;
        matches!(self.model.dialogs.as_slice(), [.., Dialog::Rule(_), Dialog::Form(_)])
    }

    /// Gives the same reason for each of the findings in front.
    pub(crate) fn reasons(&mut self, why: &str) -> &mut Self {
        use crate::app::ui::dialog::Dialog;
        let Some(Dialog::Rule(stop)) = self.model.dialogs.last() else { panic!("no rule speaks") };
        for _ in 0..stop.asked().len() {
            self.types(why).press(Action::Accept);
        }
        self
    }

    /// Types a line and presses Enter; whoever is asked when then says nothing of it.
    pub(crate) fn line(&mut self, text: &str) -> &mut Self {
        let asks = |desk: &Self| {
            desk.model.dialogs.is_empty()
                && desk.model.meeting_screen().is_some_and(|screen| screen.line.value().ends_with(" >"))
        };
        self.types(text).press(Action::Accept);
        if asks(self) && !text.ends_with('>') {
            self.press(Action::Accept);
        }
        self
    }

    /// Replaces what a field of the form in front holds.
    pub(crate) fn fill(&mut self, key: &str, value: &str) -> &mut Self {
        use crate::app::ui::dialog::Dialog;
        let Some(Dialog::Form(form)) = self.model.dialogs.last_mut() else { panic!("no form is open") };
        let field = form.fields.iter_mut().find(|field| field.key == key).expect("the form has the field");
        field.set(value);
        assert_eq!(field.value(), value, "the field takes the value");
        self
    }

    pub(crate) fn wait(&mut self, time: TimeDelta) -> &mut Self {
        self.now.utc += time;
        self.send(Message::Tick)
    }

    pub(crate) fn point(&mut self, row: RowRef) -> &mut Self {
        self.send(Message::Click(row))
    }

    pub(crate) fn point_away(&mut self) -> &mut Self {
        if self.screen().cursor.is_some() {
            self.press(Action::Back);
        }
        self
    }

    pub(crate) fn screen(&self) -> &MeetingScreen {
        self.model.meeting_screen().expect("a meeting is on screen")
    }

    pub(crate) fn entries(&self, kind: EntryKind) -> Vec<&Entry> {
        self.screen().meeting.entries.iter().filter(|entry| entry.kind() == kind).collect()
    }

    pub(crate) fn person(&self, name: &str) -> &Participant {
        let found = self.screen().meeting.participants.iter().find(|person| person.short_name() == name);
        found.expect("the participant is there")
    }

    pub(crate) fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }
}

fn failed(command: &Command, why: &str, passing: bool) -> Reply {
    Reply::Failed { id: command.id, why: Problem { text: why.to_owned(), passing } }
}
