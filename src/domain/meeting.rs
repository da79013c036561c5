//! A meeting as a whole: its rows read together, with the questions that one asks of them.

mod belonging;
mod called;
mod followed;
mod identity;
mod next;
mod numbered;
mod rows;
mod standing;
mod walk;

pub use called::{Callings, brief_among};
pub use identity::FileGap;
pub use next::Next;
pub use standing::Reopened;
pub use walk::Position;

use super::agenda::{Agenda, EntryKind, FieldScope, Huvudman};
use super::earlier::{Earlier, Numbered};
use super::ids::{ArendeId, ChildId, EntryId, MeetingArendeId, MeetingId, ParticipantId};
use super::record::{
    ActionItem, ActionStatus, Arende, Attendance, Child, Consent, ConsentParty, Correction, EditConflict,
    Entry, Exemption, FieldValue, FollowUp, Head, Heard, MeetingArende, Opening, Override, Participant,
    ParticipantKind, Person, PlanAnswer, Presence, ProtectionCheck, Recipient, Stage, Version, WordCheck,
};
use super::words::HeldWords;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A meeting, complete. It is small: it is read back whole after each command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// The agenda as it was when the meeting began.
    #[serde(rename = "motesform")]
    pub agenda: Agenda,
    /// The head.
    #[serde(rename = "mote")]
    pub head: Head,
    /// The children that its ärenden are about.
    #[serde(rename = "barn", default)]
    pub children: Vec<Child>,
    /// The ärenden themselves.
    #[serde(rename = "arenden", default)]
    pub arenden: Vec<Arende>,
    /// This meeting's treatment of them, in order.
    #[serde(rename = "motets_arenden", default)]
    pub items: Vec<MeetingArende>,
    /// Those who take part, in order round the table.
    #[serde(rename = "deltagare", default)]
    pub participants: Vec<Participant>,
    /// Who takes part in some ärenden only, and whose family somebody is.
    #[serde(rename = "deltar_i", default)]
    pub attendance: Vec<Attendance>,
    /// Who was offered the word.
    #[serde(rename = "ordet", default)]
    pub heard: Vec<Heard>,
    /// Notes, needs, goals, decisions and actions, in order.
    #[serde(rename = "poster", default)]
    pub entries: Vec<Entry>,
    /// Entries that are two texts for the same thing.
    #[serde(rename = "tvillingar", default)]
    pub edit_conflicts: Vec<EditConflict>,
    /// Fields of the agenda's own.
    #[serde(rename = "falt", default)]
    pub fields: Vec<FieldValue>,
    /// Consents for its ärenden, also those given at other meetings.
    #[serde(rename = "samtycken", default)]
    pub consents: Vec<Consent>,
    /// The parties that they name.
    #[serde(rename = "samtyckesparter", default)]
    pub consent_parties: Vec<ConsentParty>,
    /// What is kept from whom.
    #[serde(rename = "undantag", default)]
    pub exemptions: Vec<Exemption>,
    /// Answers to the plan.
    #[serde(rename = "planfragor", default)]
    pub plan_answers: Vec<PlanAnswer>,
    /// The booked follow-up, at most one.
    #[serde(rename = "uppfoljningar", default)]
    pub follow_ups: Vec<FollowUp>,
    /// Who gets the minutes.
    #[serde(rename = "mottagare", default)]
    pub recipients: Vec<Recipient>,
    /// Time spent in the phases.
    #[serde(rename = "skeden", default)]
    pub stages: Vec<Stage>,
    /// Rules that were overridden.
    #[serde(rename = "avsteg", default)]
    pub overrides: Vec<Override>,
    /// What was checked before it may be shown, where a child is protected.
    #[serde(rename = "skyddsgranskningar", default)]
    pub protection: Vec<ProtectionCheck>,
    /// Which held words somebody has looked at, and where.
    #[serde(rename = "ordgranskningar", default)]
    pub word_checks: Vec<WordCheck>,
    /// How its actions have gone since.
    #[serde(rename = "atgardsstatus", default)]
    pub action_status: Vec<ActionStatus>,
    /// What those who were present want changed in the draft.
    #[serde(rename = "rattelser", default)]
    pub corrections: Vec<Correction>,
    /// The locked versions of its minutes. They belong to the database whose journal anchors them, not to an export.
    #[serde(skip)]
    pub versions: Vec<Version>,
    /// That locked minutes were opened for a new version; stays where the versions are.
    #[serde(skip)]
    pub openings: Vec<Opening>,
    /// That it was opened again after it was closed. The journal tells, and stays where it is.
    #[serde(skip)]
    pub reopened: Vec<Reopened>,
    /// What it opens on: open actions of earlier meetings, and what was told of them here. Read along with the meeting;
    /// the rows themselves belong to the meetings that they come from.
    #[serde(skip)]
    pub earlier: Vec<Earlier>,
    /// What was promised in a plan that ends here, and was done or dropped at the meetings in between. Read along with the
    /// meeting, as [`Meeting::earlier`] is; empty where no plan ends.
    #[serde(skip)]
    pub settled_before: Vec<Earlier>,
    /// The points of the plans that it goes on from, after which its own are numbered. Read along with the meeting, and not its
    /// own.
    #[serde(skip)]
    pub numbered_before: Numbered,
    /// The meeting that its follow-up books, where this database has it; read along with the meeting, and not its own.
    #[serde(skip)]
    pub booked: Option<Head>,
    /// The day of the meeting that it follows, and who got that one's papers and how; read along with the meeting, and not its
    /// own. Proposed anew by [`copies::proposed`](super::copies::proposed).
    #[serde(skip)]
    pub list_before: Option<(NaiveDate, Vec<Recipient>)>,
    /// The words that aren't shown to others before somebody has looked: known to whoever read the meeting, so that no
    /// way out has to be told of them.
    #[serde(skip)]
    pub words: Arc<HeldWords>,
}

impl Meeting {
    /// A meeting with a head and nothing else.
    pub fn new(agenda: Agenda, head: Head) -> Self {
        Self {
            agenda,
            head,
            children: Vec::new(),
            arenden: Vec::new(),
            items: Vec::new(),
            participants: Vec::new(),
            attendance: Vec::new(),
            heard: Vec::new(),
            entries: Vec::new(),
            edit_conflicts: Vec::new(),
            fields: Vec::new(),
            consents: Vec::new(),
            consent_parties: Vec::new(),
            exemptions: Vec::new(),
            plan_answers: Vec::new(),
            follow_ups: Vec::new(),
            recipients: Vec::new(),
            stages: Vec::new(),
            overrides: Vec::new(),
            protection: Vec::new(),
            word_checks: Vec::new(),
            action_status: Vec::new(),
            corrections: Vec::new(),
            versions: Vec::new(),
            openings: Vec::new(),
            reopened: Vec::new(),
            earlier: Vec::new(),
            settled_before: Vec::new(),
            numbered_before: Numbered::default(),
            booked: None,
            list_before: None,
            words: Arc::default(),
        }
    }

    /// The meeting's key.
    pub fn id(&self) -> MeetingId {
        self.head.id
    }

    /// The latest locked version of its minutes.
    pub fn latest_version(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// How many versions had been locked at a moment.
    pub fn versions_at(&self, at: DateTime<Utc>) -> usize {
        self.versions.iter().filter(|version| version.at <= at).count()
    }

    /// Whether its minutes are locked now: the latest version hasn't been opened for a new one.
    pub fn is_locked(&self) -> bool {
        self.latest_version()
            .is_some_and(|version| self.openings.iter().all(|opening| opening.number <= version.number))
    }

    /// The number of the version that is locked next.
    pub fn next_version(&self) -> i64 {
        self.latest_version().map_or(1, |version| version.number + 1)
    }

    /// Why the version with a number was begun; the first one was begun by nobody.
    pub fn opening_of(&self, number: i64) -> Option<&Opening> {
        self.openings.iter().find(|opening| opening.number == number)
    }

    /// One of its ärenden.
    pub fn item(&self, id: MeetingArendeId) -> Option<&MeetingArende> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The number by which an ärende is told from the meeting's others wherever it is named: its place on the list, counting
    /// also those that were postponed, so that it is the same all through the meeting and on paper.
    pub fn number_of(&self, id: MeetingArendeId) -> usize {
        self.items.iter().position(|item| item.id == id).map_or(0, |at| at + 1)
    }

    /// Whether somebody of a family has promised it themselves.
    pub fn is_by_family(&self, entry: &Entry) -> bool {
        entry.action().is_some_and(|action| self.is_owned_by_family(action))
    }

    /// Whether an action is the family's own: by who takes part, or else by whom the name means.
    pub fn is_owned_by_family(&self, action: &ActionItem) -> bool {
        match action.owner.and_then(|id| self.participant(id)) {
            Some(person) => person.is_family(),
            None => action.owner_name.as_deref().is_some_and(|name| self.names_family(name)),
        }
    }

    /// What the child and its guardians are asked of the plan, at the end: of one that ends, whether that is all right.
    pub fn plan_question(&self) -> &'static str {
        if self.head.asks_of_the_end() { "känns det okej att planen slutar?" } else { "är planen okej?" }
    }

    /// The ärende with a number.
    pub fn numbered(&self, number: usize) -> Option<&MeetingArende> {
        number.checked_sub(1).and_then(|at| self.items.get(at))
    }

    /// The ärende that is being spoken of.
    pub fn current_item(&self) -> Option<&MeetingArende> {
        self.head.current.and_then(|id| self.item(id))
    }

    /// The ärende behind one of its items.
    pub fn arende_of(&self, item: &MeetingArende) -> Option<&Arende> {
        self.arende(item.arende)
    }

    /// An ärende by key.
    pub fn arende(&self, id: ArendeId) -> Option<&Arende> {
        self.arenden.iter().find(|arende| arende.id == id)
    }

    /// A child by key.
    pub fn child(&self, id: ChildId) -> Option<&Child> {
        self.children.iter().find(|child| child.id == id)
    }

    /// The child that an item is about, if it is about one.
    pub fn child_of(&self, item: &MeetingArende) -> Option<&Child> {
        self.arende_of(item).and_then(|arende| arende.child).and_then(|id| self.child(id))
    }

    /// A participant by key.
    pub fn participant(&self, id: ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|person| person.id == id)
    }

    /// An entry by key.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What says that an entry is one of two texts for the same thing.
    pub fn edit_conflicts_of(&self, entry: EntryId) -> impl Iterator<Item = &EditConflict> {
        self.edit_conflicts
            .iter()
            .filter(move |edit_conflict| edit_conflict.entry == entry || edit_conflict.beside == entry)
    }

    /// Two texts for the same thing of which nobody has chosen one yet, where both are there.
    pub fn undecided(&self) -> impl Iterator<Item = (&EditConflict, &Entry, &Entry)> {
        self.edit_conflicts
            .iter()
            .filter_map(|row| Some((row, self.entry(row.entry)?, self.entry(row.beside)?)))
    }

    /// Whether an entry is one of two texts of which nobody has chosen one yet.
    pub fn is_undecided(&self, entry: EntryId) -> bool {
        self.undecided().any(|(_, one, other)| one.id == entry || other.id == entry)
    }

    /// The entries of a kind in an ärende (`None`: those that belong to the meeting as a whole), in order.
    pub fn entries_of(
        &self,
        arende: Option<MeetingArendeId>,
        kind: EntryKind,
    ) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.arende == arende && entry.kind() == kind)
    }

    /// All actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.kind() == EntryKind::Atgard)
    }

    /// Whether a participant has been offered the word in an ärende.
    pub fn is_heard(&self, who: ParticipantId, arende: Option<MeetingArendeId>) -> bool {
        self.heard.iter().any(|row| row.participant == who && row.arende == arende)
    }

    /// The value of a field of the agenda's own.
    pub fn field(&self, scope: FieldScope, arende: Option<MeetingArendeId>, id: &str) -> Option<&FieldValue> {
        let arende = if scope == FieldScope::Mote { None } else { arende };
        self.fields.iter().find(|value| value.field == id && value.arende == arende)
    }

    /// The booked follow-up.
    pub fn follow_up(&self) -> Option<&FollowUp> {
        self.follow_ups.first()
    }

    /// How a participant is named in lists and minutes: "Karin Lund, kurator"; the role alone where no name is known.
    pub fn name_and_role(&self, id: ParticipantId) -> Option<String> {
        self.participant(id).map(Participant::name_and_role)
    }
}

impl Person {
    /// "Karin Lund, kurator"; the name alone where no role is known.
    pub fn name_and_role(&self) -> String {
        name_and_role(&self.name, &self.role)
    }
}

fn name_and_role(name: &str, role: &str) -> String {
    match (name.is_empty(), role.is_empty()) {
        (true, _) => role.to_owned(),
        (false, true) => name.to_owned(),
        (false, false) => format!("{name}, {}", lower_first(role)),
    }
}

impl Participant {
    /// "Karin Lund, kurator"; the role alone where no name is known.
    pub fn name_and_role(&self) -> String {
        name_and_role(&self.name, &self.role)
    }

    /// The name, or the role where no name is known.
    pub fn short_name(&self) -> String {
        if self.name.is_empty() { self.role.clone() } else { self.name.clone() }
    }

    /// The child or somebody close to it.
    pub fn is_family(&self) -> bool {
        self.kind.is_family()
    }

    /// Whether nobody has said if they are family or staff: what nothing knows is kept as staff of the family, which is
    /// neither. They get nothing that is for staff, and nothing that is for the family.
    pub fn is_unsettled(&self) -> bool {
        self.kind == ParticipantKind::Personal && self.huvudman == Huvudman::Familj
    }

    /// Somebody who may be close to the child: family, or not yet said to be staff.
    pub fn may_be_family(&self) -> bool {
        self.is_family() || self.is_unsettled()
    }

    /// Here because of their work.
    pub fn is_staff(&self) -> bool {
        self.kind == ParticipantKind::Personal && !self.is_unsettled()
    }

    /// In the room or by link at this moment.
    pub fn is_here(&self) -> bool {
        matches!(self.presence, Presence::Plats | Presence::Distans)
    }
}

/// The first letter small, unless the word is an abbreviation ("BUP").
pub fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => word.to_owned(),
    }
}

/// The first letter large.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
