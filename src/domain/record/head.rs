//! A meeting's head, and what belongs to the meeting as a whole.

use crate::domain::agenda::{Agenda, Phase};
use crate::domain::ids::{EntryId, MeetingArendeId, MeetingId, ParticipantId, RowId};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

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

impl Head {
    /// A meeting by a form, in the calendar and with nothing said of it yet: called by the form's short name, as long
    /// as the form plans. `form_sha` is the checksum of the form's snapshot.
    pub fn new(id: MeetingId, agenda: &Agenda, form_sha: &str, planned: NaiveDateTime, zone: &str) -> Self {
        Self {
            id,
            form: agenda.id.clone(),
            form_sha: form_sha.to_owned(),
            individuals: agenda.individuals,
            title: agenda.short_name.clone(),
            number: None,
            follows: None,
            planned,
            zone: zone.to_owned(),
            minutes: i64::from(agenda.minutes),
            place: None,
            diarienummer: None,
            secrecy: None,
            purpose: None,
            questions: None,
            initiator: None,
            status: MeetingStatus::Planerat,
            phase: Phase::Sammanhang,
            current: None,
            started: None,
            ended: None,
            sip_ended: None,
            sip_end_reason: None,
            rev: 0,
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
    /// What exactly was shown when the reason was given, by keys, when the rule is about several things: the reason
    /// covers these alone.
    #[serde(rename = "galler")]
    pub about: Option<String>,
    /// Why.
    #[serde(rename = "skal")]
    pub reason: String,
    /// When.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl Override {
    /// What stands between the keys of what it is about.
    pub const BETWEEN: &str = "; ";
}
