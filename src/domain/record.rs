//! What is kept, row by row. Each record is flat, so that one description serves the database, the journal and the
//! JSON form of a meeting: the serde names are the columns.

use super::agenda::{EntryKind, Huvudman, Phase};
use super::dates::Due;
use super::ids::{
    ArendeId, ChildId, ConsentId, EntryId, MeetingArendeId, MeetingId, ParticipantId, PersonId, RowId,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// A child. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Key.
    pub id: ChildId,
    /// What may stand on a wall where the child isn't in the room. Unique in the database.
    pub alias: String,
    /// The real name, if it is given at all.
    #[serde(rename = "namn")]
    pub name: Option<String>,
    /// What the child wants to be called on the wall of its own meeting.
    #[serde(rename = "kallas")]
    pub called: Option<String>,
    /// Year of birth.
    #[serde(rename = "fodelsear")]
    pub birth_year: Option<i32>,
    /// Skyddade personuppgifter: no address, school, place or time leaves the program.
    #[serde(rename = "skyddad")]
    pub protected: bool,
    /// How many times the row has been written.
    pub rev: i64,
}

/// A matter about a child or a group. Outlives meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arende {
    /// Key.
    pub id: ArendeId,
    /// The child it is about; a group otherwise.
    #[serde(rename = "barn_id")]
    pub child: Option<ChildId>,
    /// A reference ("Blå") or the group's name ("Korridoren efter lunch"). May stand on a wall.
    #[serde(rename = "benamning")]
    pub label: String,
    /// Whether it is closed for good.
    #[serde(rename = "avslutat")]
    pub closed: bool,
    /// How many times the row has been written.
    pub rev: i64,
}

/// How far a meeting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStatus {
    /// In the calendar.
    Planerat,
    /// Under way, or interrupted.
    Pagar,
    /// Closed.
    Avslutat,
}

/// Why a SIP ended (Dals-Ed 2022, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Both huvudmän are no longer needed to reach the long-term goal.
    IngaBehovKvar,
    /// No new such needs are expected in the near time.
    IngaNyaBehovVantas,
    /// The consent was withdrawn.
    SamtycketAterkallat,
}

/// A meeting's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Key.
    pub id: MeetingId,
    /// The form's key: "eht".
    #[serde(rename = "form")]
    pub form: String,
    /// SHA-256 (hex) of the form as it was when the meeting began; the snapshot lies in `motesform`.
    #[serde(rename = "form_sha")]
    pub form_sha: String,
    /// Copied from the form for ever, so that the database itself can refuse a child.
    #[serde(rename = "individ_tillaten")]
    pub individuals: bool,
    /// What the meeting is called: "EHT Ängsskolan".
    #[serde(rename = "titel")]
    pub title: String,
    /// The plan's or meeting's number, if they are numbered.
    #[serde(rename = "nummer")]
    pub number: Option<i64>,
    /// The meeting that this one follows up.
    #[serde(rename = "foljer_id")]
    pub follows: Option<MeetingId>,
    /// Planned start, local time in `zone`.
    #[serde(rename = "planerad")]
    pub planned: NaiveDateTime,
    /// IANA time zone of `planned`.
    #[serde(rename = "zon")]
    pub zone: String,
    /// Planned length in minutes.
    #[serde(rename = "minuter")]
    pub minutes: i64,
    /// Where.
    #[serde(rename = "plats")]
    pub place: Option<String>,
    /// The registry number.
    pub diarienummer: Option<String>,
    /// A secrecy mark for the head of the minutes.
    #[serde(rename = "sekretess")]
    pub secrecy: Option<String>,
    /// What the meeting is for.
    #[serde(rename = "syfte")]
    pub purpose: Option<String>,
    /// The questions that the child, the family or the team wants answered.
    #[serde(rename = "fragor")]
    pub questions: Option<String>,
    /// Who took the initiative.
    #[serde(rename = "initiativ")]
    pub initiator: Option<String>,
    /// How far it has come.
    pub status: MeetingStatus,
    /// The phase in which it stands.
    #[serde(rename = "fas")]
    pub phase: Phase,
    /// The ärende that is being spoken of.
    #[serde(rename = "mote_arende_id")]
    pub current: Option<MeetingArendeId>,
    /// When it began.
    #[serde(rename = "startad")]
    pub started: Option<DateTime<Utc>>,
    /// When it was closed.
    #[serde(rename = "slutad")]
    pub ended: Option<DateTime<Utc>>,
    /// The day on which the SIP as such ended.
    #[serde(rename = "sip_slut")]
    pub sip_ended: Option<NaiveDate>,
    /// Why it ended.
    #[serde(rename = "sip_slut_skal")]
    pub sip_end_reason: Option<EndReason>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// How one ärende of a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArendeState {
    /// Not taken up yet.
    Vantar,
    /// Taken up.
    Pagar,
    /// Done for today.
    Klart,
    /// Moved to the next meeting.
    Uppskjutet,
}

/// One meeting's treatment of an ärende.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingArende {
    /// Key.
    pub id: MeetingArendeId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende.
    #[serde(rename = "arende_id")]
    pub arende: ArendeId,
    /// Order in the meeting, from 1.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// A follow-up goes straight to planering.
    #[serde(rename = "uppfoljning")]
    pub follow_up: bool,
    /// How it stands.
    #[serde(rename = "lage")]
    pub state: ArendeState,
    /// The phase in which it stands or was left.
    #[serde(rename = "fas")]
    pub phase: Phase,
    /// The question that it was raised with.
    #[serde(rename = "fraga")]
    pub question: Option<String>,
    /// When its actions are evaluated.
    #[serde(rename = "utvarderas")]
    pub evaluated_on: Option<NaiveDate>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// What a participant is to the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantKind {
    /// Staff of an authority.
    Personal,
    /// The child.
    Barn,
    /// A guardian.
    Vardnadshavare,
    /// A grandparent or somebody else close to the child.
    Narstaende,
    /// An interpreter.
    Tolk,
}

/// Whether a participant is in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In the room.
    Plats,
    /// By link or telephone.
    Distans,
    /// Called but absent.
    Franvarande,
    /// Was here and has left.
    Gatt,
}

/// Somebody who takes part in a meeting, or was called to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Key.
    pub id: ParticipantId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Name; may be empty where only the role is known.
    #[serde(rename = "namn")]
    pub name: String,
    /// "Rektor", "Mentor", "Mormor".
    #[serde(rename = "roll")]
    pub role: String,
    /// "Skola", "BUP".
    #[serde(rename = "verksamhet")]
    pub unit: String,
    /// The authority behind it.
    pub huvudman: Huvudman,
    /// What they are to the meeting.
    #[serde(rename = "slag")]
    pub kind: ParticipantKind,
    /// Whether they are in the room.
    #[serde(rename = "narvaro")]
    pub presence: Presence,
    /// When they came, if later than the start.
    #[serde(rename = "kom")]
    pub came: Option<DateTime<Utc>>,
    /// When they left, if before the end.
    #[serde(rename = "gick")]
    pub left: Option<DateTime<Utc>>,
    /// Whether they have presented themselves.
    #[serde(rename = "presenterad")]
    pub introduced: bool,
    /// Leads the meeting.
    #[serde(rename = "leder")]
    pub chairs: bool,
    /// Takes the notes.
    #[serde(rename = "antecknar")]
    pub takes_notes: bool,
    /// Holds the plan together afterwards (SIP's main responsible).
    #[serde(rename = "haller_ihop")]
    pub main_responsible: bool,
    /// Order round the table, from 1.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// How many times the row has been written.
    pub rev: i64,
}

/// That a participant takes part in one ärende only. Without any such row they take part in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Who.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// In which ärende.
    #[serde(rename = "mote_arende_id")]
    pub arende: MeetingArendeId,
}

/// That a participant was offered the word in laget runt. Never that somebody declined, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// Who.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// When.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

/// How the child's voice came into the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceHow {
    /// The child's own words, said in the room.
    EgnaOrd,
    /// Somebody conveyed them; the entry's source says who.
    Framford,
    /// The child wasn't heard; the text says why.
    Saknas,
}

/// Who is to do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The owner, when it is a participant.
    #[serde(rename = "agare_id", default)]
    pub owner: Option<ParticipantId>,
    /// The owner's name and role in words, when they aren't a participant: to be asked, not confirmed.
    #[serde(rename = "agare_namn", default)]
    pub owner_name: Option<String>,
    /// When.
    #[serde(default)]
    pub due: Option<Due>,
    /// When a recurring action is followed up.
    #[serde(rename = "foljs_upp", default)]
    pub follow_up: Option<NaiveDate>,
    /// The need that it answers.
    #[serde(rename = "behov_id", default)]
    pub need: Option<EntryId>,
}

/// A decision's circumstances.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided, in words: "rektor".
    #[serde(rename = "beslutat_av", default)]
    pub decided_by: Option<String>,
    /// Who was of another mind, and how.
    #[serde(rename = "avvikande", default)]
    pub dissent: Option<String>,
}

/// What an entry is. Notes carry nothing but their text and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "slag", rename_all = "snake_case")]
pub enum Body {
    /// What works.
    Fungerar,
    /// What is harder.
    Svarare,
    /// Support today; the text says which and from whom.
    Stod,
    /// The child's voice.
    Rost {
        /// How it came into the room.
        #[serde(rename = "rost_hur")]
        how: VoiceHow,
    },
    /// Adaptations already tried.
    Anpassning,
    /// A profession's reflection; the source says whose.
    Reflektion,
    /// A protective factor.
    Skyddsfaktor,
    /// A risk factor.
    Riskfaktor,
    /// Any other note.
    Anteckning,
    /// A question to take home.
    Fraga,
    /// The secretary's own note.
    Privat,
    /// What was not agreed.
    EjOverens,
    /// The summing up.
    Sammanfattning,
    /// A need.
    Behov,
    /// A goal in the long term.
    MalLang,
    /// A goal in the short term.
    MalKort,
    /// A decision.
    Beslut(Decision),
    /// An action.
    Atgard(Action),
}

impl Body {
    /// The kind without what it carries.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Fungerar => EntryKind::Fungerar,
            Self::Svarare => EntryKind::Svarare,
            Self::Stod => EntryKind::Stod,
            Self::Rost { .. } => EntryKind::Rost,
            Self::Anpassning => EntryKind::Anpassning,
            Self::Reflektion => EntryKind::Reflektion,
            Self::Skyddsfaktor => EntryKind::Skyddsfaktor,
            Self::Riskfaktor => EntryKind::Riskfaktor,
            Self::Anteckning => EntryKind::Anteckning,
            Self::Fraga => EntryKind::Fraga,
            Self::Privat => EntryKind::Privat,
            Self::EjOverens => EntryKind::EjOverens,
            Self::Sammanfattning => EntryKind::Sammanfattning,
            Self::Behov => EntryKind::Behov,
            Self::MalLang => EntryKind::MalLang,
            Self::MalKort => EntryKind::MalKort,
            Self::Beslut(_) => EntryKind::Beslut,
            Self::Atgard(_) => EntryKind::Atgard,
        }
    }

    /// An entry of `kind` with nothing filled in.
    pub fn empty(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Fungerar => Self::Fungerar,
            EntryKind::Svarare => Self::Svarare,
            EntryKind::Stod => Self::Stod,
            EntryKind::Rost => Self::Rost { how: VoiceHow::EgnaOrd },
            EntryKind::Anpassning => Self::Anpassning,
            EntryKind::Reflektion => Self::Reflektion,
            EntryKind::Skyddsfaktor => Self::Skyddsfaktor,
            EntryKind::Riskfaktor => Self::Riskfaktor,
            EntryKind::Anteckning => Self::Anteckning,
            EntryKind::Fraga => Self::Fraga,
            EntryKind::Privat => Self::Privat,
            EntryKind::EjOverens => Self::EjOverens,
            EntryKind::Sammanfattning => Self::Sammanfattning,
            EntryKind::Behov => Self::Behov,
            EntryKind::MalLang => Self::MalLang,
            EntryKind::MalKort => Self::MalKort,
            EntryKind::Beslut => Self::Beslut(Decision::default()),
            EntryKind::Atgard => {
                Self::Atgard(Action { owner: None, owner_name: None, due: None, follow_up: None, need: None })
            }
        }
    }
}

/// A note, need, goal, decision or action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Key.
    pub id: EntryId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, where the meeting has several.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The text.
    pub text: String,
    /// The participant it came from.
    #[serde(rename = "kalla_id")]
    pub source: Option<ParticipantId>,
    /// When it was read out and confirmed in ansvar.
    #[serde(rename = "bekraftad")]
    pub confirmed: Option<DateTime<Utc>>,
    /// Order among its kind; the moment of writing in milliseconds since 1970 unless it was moved.
    #[serde(rename = "ordning")]
    pub order: i64,
    /// How many times the row has been written.
    pub rev: i64,
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
}

impl Entry {
    /// What it is.
    pub fn kind(&self) -> EntryKind {
        self.body.kind()
    }

    /// The action's circumstances, if it is one.
    pub fn action(&self) -> Option<&Action> {
        match &self.body {
            Body::Atgard(action) => Some(action),
            _ => None,
        }
    }
}

/// The value of a field of the form's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, for a field of an ärende.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The field's key in the form.
    #[serde(rename = "falt")]
    pub field: String,
    /// The value: text, an ISO date, `ja`/`nej`, or the choice.
    #[serde(rename = "varde")]
    pub value: String,
    /// How many times the row has been written.
    pub rev: i64,
}

/// What somebody answered when asked for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentAnswer {
    /// Yes, within what is named.
    Ja,
    /// A known no: the ärende isn't taken up.
    Nej,
    /// Not asked or not reached; warns and takes a reason.
    Saknas,
}

/// How a consent was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// On paper or signed electronically.
    Skriftligt,
    /// Said, and noted by whoever heard it.
    Muntligt,
}

/// A consent: from whom, in which form, until when; its parties lie in [`ConsentParty`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Key.
    pub id: ConsentId,
    /// The ärende that it is about.
    #[serde(rename = "arende_id")]
    pub arende: ArendeId,
    /// The meeting at which it was recorded.
    #[serde(rename = "mote_id")]
    pub meeting: Option<MeetingId>,
    /// Who gave it: name and relation.
    #[serde(rename = "givare")]
    pub given_by: String,
    /// The child's own, or a guardian's.
    #[serde(rename = "av_barnet")]
    pub by_child: bool,
    /// The answer.
    #[serde(rename = "svar")]
    pub answer: ConsentAnswer,
    /// In which form.
    #[serde(rename = "form")]
    pub form: ConsentForm,
    /// The day it was given.
    #[serde(rename = "datum")]
    pub given_on: NaiveDate,
    /// The last day it holds; at most a year after it was given (Dals-Ed 2022, section 6).
    #[serde(rename = "galler_till")]
    pub valid_until: NaiveDate,
    /// What it doesn't cover, in words.
    #[serde(rename = "galler_inte")]
    pub not_covered: Option<String>,
    /// When it was withdrawn.
    #[serde(rename = "aterkallat")]
    pub withdrawn: Option<DateTime<Utc>>,
    /// Why an answer is missing.
    #[serde(rename = "skal")]
    pub reason: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// A party that a consent names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentParty {
    /// Key.
    pub id: RowId,
    /// The consent.
    #[serde(rename = "samtycke_id")]
    pub consent: ConsentId,
    /// The party's name: "BUP", "Skola", "Mormor".
    pub part: String,
    /// What it may tell the others.
    #[serde(rename = "far_beratta")]
    pub may_tell: Option<String>,
    /// What it must not tell.
    #[serde(rename = "far_inte")]
    pub must_not: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// Undantag: a party that may not read an entry, by a consent's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The consent that says so.
    #[serde(rename = "samtycke_id")]
    pub consent: ConsentId,
    /// The entry.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The party that may not read it.
    pub part: String,
}

/// What somebody answered when asked for consent to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanAnswerKind {
    /// Yes.
    Ja,
    /// Yes, on a condition, which becomes an agreed point.
    JaOm,
    /// No.
    Nej,
}

/// The child's or a guardian's answer to the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAnswer {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Who.
    #[serde(rename = "deltagare_id")]
    pub participant: ParticipantId,
    /// The answer.
    #[serde(rename = "svar")]
    pub answer: PlanAnswerKind,
    /// "ja, om …"
    #[serde(rename = "villkor")]
    pub condition: Option<String>,
    /// The action that the condition became.
    #[serde(rename = "post_id")]
    pub entry: Option<EntryId>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// The follow-up that was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The day.
    #[serde(rename = "datum")]
    pub date: NaiveDate,
    /// The time of day.
    #[serde(rename = "tid")]
    pub time: Option<NaiveTime>,
    /// Where.
    #[serde(rename = "plats")]
    pub place: Option<String>,
    /// Who sends the call.
    #[serde(rename = "kallar")]
    pub called_by: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// Somebody who gets the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The participant, if it is one.
    #[serde(rename = "deltagare_id")]
    pub participant: Option<ParticipantId>,
    /// Name or party.
    #[serde(rename = "namn")]
    pub name: String,
    /// How: "hem med svarskuvert".
    #[serde(rename = "satt")]
    pub way: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

/// A stretch of time spent in one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, in the phases that are walked per ärende.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The phase.
    #[serde(rename = "fas")]
    pub phase: Phase,
    /// From.
    #[serde(rename = "fran")]
    pub from: DateTime<Utc>,
    /// Until; open while it goes on.
    #[serde(rename = "till")]
    pub to: Option<DateTime<Utc>>,
}

/// A rule that was overridden, with the reason that the minutes print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Key.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The ärende, if it concerns one.
    #[serde(rename = "mote_arende_id")]
    pub arende: Option<MeetingArendeId>,
    /// The rule's key.
    #[serde(rename = "regel")]
    pub rule: String,
    /// Why.
    #[serde(rename = "skal")]
    pub reason: String,
    /// When.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

/// How an action stands, as told at a later moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionState {
    /// Done.
    Klar,
    /// Going on.
    Pagar,
    /// Not begun.
    EjPaborjad,
    /// Changed, for instance a new date.
    Andrad,
    /// No longer of interest.
    Inaktuell,
}

/// One word on how an action stands. Only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionStatus {
    /// Key.
    pub id: RowId,
    /// The action.
    #[serde(rename = "post_id")]
    pub entry: EntryId,
    /// The meeting at which it was told.
    #[serde(rename = "mote_id")]
    pub meeting: Option<MeetingId>,
    /// How it stands.
    pub status: ActionState,
    /// How it went, in a line.
    #[serde(rename = "utvardering")]
    pub evaluation: Option<String>,
    /// The new time, when it was changed.
    #[serde(rename = "ny_due")]
    pub new_due: Option<Due>,
    /// When it was told.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

/// Somebody who sits at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// Name.
    #[serde(rename = "namn")]
    pub name: String,
    /// Role: "Specialpedagog".
    #[serde(rename = "roll")]
    pub role: String,
    /// How many times the row has been written.
    pub rev: i64,
}
