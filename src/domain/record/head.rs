//! A meeting's head, and what belongs to the meeting as a whole.

use super::Table;
use super::columns::{
    Column, ID, ITEM, MEETING, OnDelete, REV, Says, day, flag, int, loose_key, moment, one_of, own_words,
    points_at, text,
};
use crate::domain::agenda::{Agenda, Huvudman, Phase};
use crate::domain::coded::coded;
use crate::domain::ids::{EntryId, MeetingArendeId, MeetingId, ParticipantId, RowId};
use crate::domain::quoted::without_word;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

coded! {
    /// How far a meeting has come.
    pub enum MeetingStatus said by word {
        /// In the calendar.
        Planerat = "planerat", "planerat";
        /// Under way, or interrupted.
        Pagar = "pagar", "pågår";
        /// Closed.
        Avslutat = "avslutat", "avslutat";
    }
}

coded! {
    /// Why a SIP ended (Dals-Ed 2022, section 6).
    pub enum EndReason said by word {
        /// Both huvudmän are no longer needed to reach the long-term goal.
        IngaBehovKvar = "inga_behov_kvar", "hjälp från båda huvudmännen behövs inte längre";
        /// No new such needs are expected in the near time.
        IngaNyaBehovVantas = "inga_nya_behov_vantas", "ny hjälp från båda huvudmännen väntas inte behövas";
        /// The consent was withdrawn.
        SamtycketAterkallat = "samtycket_aterkallat", "samtycket är återkallat";
    }
}

coded! {
    /// What the file copy, which is registered in the akt, says of whose the plan is.
    pub enum FileCopy said by word {
        /// Name and birth date, as far as the meeting has them.
        Namn = "namn", "namn och födelsedatum";
        /// The alias alone.
        Alias = "alias", "bara alias";
    }
}

/// A meeting's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The key that all rows of the meeting name; its last six characters are a handle on the command line.
    pub id: MeetingId,
    /// The form's key: "eht".
    #[serde(rename = "form")]
    pub agenda_id: String,
    /// SHA-256 (hex) of the form as it was when the meeting began; the snapshot lies in `motesform`.
    #[serde(rename = "form_sha")]
    pub agenda_sha: String,
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
    /// The place as it was written: a room, an address, a link.
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
    /// The huvudman with the overall responsibility for the plan.
    #[serde(rename = "huvudansvar")]
    pub overall: Option<Huvudman>,
    /// What the file copy says of the child; nothing where nobody has said.
    #[serde(rename = "arkivexemplar")]
    pub file_copy: Option<FileCopy>,
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
    /// When it was called off; such a meeting is held no more.
    #[serde(rename = "installt")]
    pub cancelled: Option<DateTime<Utc>>,
    /// Why it was called off.
    #[serde(rename = "installt_skal")]
    pub cancel_reason: Option<String>,
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
    /// Whether the child and its guardians are asked of the plan's end rather than of the plan: not where their own no is what
    /// ended it, for then it was the plan that they answered to.
    pub fn asks_of_the_end(&self) -> bool {
        self.sip_ended.is_some() && self.sip_end_reason != Some(EndReason::SamtycketAterkallat)
    }

    /// The table's columns, the key first. Where the meeting stands has one truth, and each step writes the time spent
    /// as well: these mean something only together.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID.about("Mötets id."),
        text("form", "mötesform", "Formens id: samma som motesform.id.").said_as(Says::Agenda),
        text("form_sha", "mötesformens kontrollsumma", "Kontrollsumma (SHA-256) för formen som den såg ut.")
            .with("REFERENCES motesform(sha) DEFERRABLE INITIALLY DEFERRED")
            .silent(),
        flag("individ_tillaten", "enskilda barn tas upp", "Samma som motesform.individarenden."),
        own_words("titel", "rubrik", "Vad mötet heter."),
        int("nummer", "nummer", "Planens eller mötets nummer.").or_null().at_least(1),
        // No pointer: a meeting that is read in may follow one that stayed on another computer.
        loose_key("foljer_id", "följer upp", "Mötet som det här följer upp. Det mötet ligger i en egen fil.")
            .or_null(),
        text("planerad", "planerat till", "Planerad start i lokal tid, till exempel 2026-11-23T09:00:00.")
            .said_as(Says::Local),
        text("zon", "tidszon", "Tidszon, i Sverige Europe/Stockholm."),
        int("minuter", "minuter", "Planerad längd i minuter.").at_least(0),
        own_words("plats", "plats", "Plats.").or_null(),
        own_words("diarienummer", "diarienummer", "Diarienummer.").or_null(),
        own_words("sekretess", "sekretessmarkering", "Sekretessmarkering.").or_null(),
        own_words("syfte", "syfte", "Vad mötet är till för.").or_null(),
        own_words("fragor", "frågor", "Frågor som barnet, familjen eller teamet vill ha svar på.").or_null(),
        own_words("initiativ", "initiativ", "Vem som tog initiativet.").or_null(),
        one_of::<Huvudman>(
            "huvudansvar",
            "huvudman med det samlade ansvaret",
            "Huvudmannen som har det samlade ansvaret för planen.",
        )
        .or_null(),
        one_of::<FileCopy>(
            "arkivexemplar",
            "exemplaret för akten visar",
            "Vad exemplaret som registreras säger om vems planen är.",
        )
        .or_null(),
        one_of::<MeetingStatus>("status", "läge", "Hur långt mötet har kommit.").together(),
        one_of::<Phase>("fas", "fas", "Fasen som mötet står i.").together(),
        ITEM.about("Ärendet som är uppe just nu.").on_delete(OnDelete::Empty).together(),
        moment("startad", "började", "När mötet började.").or_null().together(),
        moment("slutad", "avslutades", "När mötet avslutades.").or_null().together(),
        moment("installt", "ställdes in", "När mötet ställdes in.").or_null().together(),
        own_words("installt_skal", "skäl att ställa in", "Varför mötet ställdes in.").or_null().together(),
        day("sip_slut", "planen avslutad", "Dagen då planen avslutades.").or_null(),
        one_of::<EndReason>("sip_slut_skal", "skäl att avsluta planen", "Varför planen avslutades.")
            .or_null(),
        REV,
    ];
}

impl Head {
    /// A meeting by a form, in the calendar and with nothing said of it yet: called by the form's short name, as long
    /// as the form plans. `form_sha` is the checksum of the form's snapshot. It is planned to the minute: a later one that is
    /// booked without a time takes this one's.
    pub fn new(id: MeetingId, agenda: &Agenda, form_sha: &str, planned: NaiveDateTime, zone: &str) -> Self {
        Self {
            id,
            agenda_id: agenda.id.clone(),
            agenda_sha: form_sha.to_owned(),
            individuals: agenda.individuals,
            title: agenda.short_name.clone(),
            number: None,
            follows: None,
            planned: planned.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(planned),
            zone: zone.to_owned(),
            minutes: i64::from(agenda.minutes),
            place: None,
            diarienummer: None,
            secrecy: None,
            purpose: None,
            questions: None,
            initiator: None,
            overall: None,
            file_copy: None,
            status: MeetingStatus::Planerat,
            phase: Phase::Sammanhang,
            current: None,
            started: None,
            ended: None,
            cancelled: None,
            cancel_reason: None,
            sip_ended: None,
            sip_end_reason: None,
            rev: 0,
        }
    }
}

/// The value of a field of the form's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The row's own key, which stays when it is changed.
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

impl FieldValue {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        ITEM,
        text("falt", "fält", "Fältets id i mötesformen.").said_as(Says::Field),
        own_words("varde", "värde", "Text, datum (2026-11-23), ja eller nej, eller ett av valen.")
            .said_as(Says::Answer),
        REV,
    ];
}

coded! {
    /// What somebody answered when asked for consent to the plan.
    pub enum PlanAnswerKind said by word {
        /// Consents to the plan.
        Ja = "ja", "ja";
        /// Yes, on a condition, which becomes an agreed point.
        JaOm = "ja_om", "ja, om …";
        /// Doesn't consent to the plan.
        Nej = "nej", "nej";
    }
}

/// The child's or a guardian's answer to the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAnswer {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The child or the guardian who answered.
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

impl PlanAnswer {
    /// A condition as it is written, without the "ja, om" that is said before it.
    pub fn condition_of(typed: &str) -> &str {
        without_word(without_word(typed, "ja"), "om")
    }

    /// What was answered, in words: "ja, om jag slipper prata i klassen".
    pub fn said(&self) -> String {
        let condition = self.condition.as_deref().map(str::trim).filter(|condition| !condition.is_empty());
        match (self.answer, condition) {
            (PlanAnswerKind::Ja, _) => "ja".to_owned(),
            (PlanAnswerKind::Nej, _) => "nej".to_owned(),
            (PlanAnswerKind::JaOm, None) => "ja, med villkor".to_owned(),
            (PlanAnswerKind::JaOm, Some(condition)) => format!("ja, om {}", Self::condition_of(condition)),
        }
    }

    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Participant, "deltagare_id", "deltagare", "Vem."),
        one_of::<PlanAnswerKind>("svar", "svar", "Svaret."),
        own_words("villkor", "villkor", "Det som står efter »ja, om«.").or_null(),
        points_at(Table::Entry, "post_id", "rad", "Åtgärden som villkoret blev.")
            .or_null()
            .on_delete(OnDelete::Empty),
        REV,
    ];
}

/// The follow-up that was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The row's own key, which stays when it is changed.
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
    /// The place as it was written; none if it is decided later.
    #[serde(rename = "plats")]
    pub place: Option<String>,
    /// Who sends the call.
    #[serde(rename = "kallar")]
    pub called_by: Option<String>,
    /// How many times the row has been written.
    pub rev: i64,
}

impl FollowUp {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        day("datum", "dag", "Dag.").together(),
        text("tid", "tid", "Klockslag, till exempel 13:00:00.").said_as(Says::Time).or_null().together(),
        own_words("plats", "plats", "Plats.").or_null(),
        own_words("kallar", "kallar", "Vem som kallar.").or_null(),
        REV,
    ];
}

/// Somebody who gets the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The row's own key, which stays when it is changed.
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

impl Recipient {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        points_at(Table::Participant, "deltagare_id", "deltagare", "Deltagaren, om det är en.").or_null(),
        own_words("namn", "namn", "Namn eller part."),
        own_words("satt", "sätt", "På vilket sätt.").or_null(),
        REV,
    ];
}

/// A stretch of time spent in one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The row's own key, which stays when it is changed.
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
    /// When the phase was entered.
    #[serde(rename = "fran")]
    pub from: DateTime<Utc>,
    /// Until; open while it goes on.
    #[serde(rename = "till")]
    pub to: Option<DateTime<Utc>>,
}

impl Stage {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        // Time that was spent remains when the ärende is taken away again.
        ITEM.on_delete(OnDelete::Empty),
        one_of::<Phase>("fas", "fas", "Fasen."),
        moment("fran", "från", "Från."),
        moment("till", "till", "Till; null medan den pågår.").or_null(),
    ];
}

/// A rule that was overridden, with the reason that the minutes print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The row's own key, which stays when it is changed.
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
    /// The reason, in the words of the one who gave it.
    #[serde(rename = "skal")]
    pub reason: String,
    /// When they went on in spite of it.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl Override {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        ITEM,
        text("regel", "regel", "Regelns id.").said_as(Says::Rule),
        text(
            "galler",
            "gäller",
            "Vad skälet täcker när regeln gäller flera saker (fält, åtgärder, personer), med semikolon emellan; null när den gäller ärendet eller mötet i stort.",
        )
        .said_as(Says::About)
        .or_null(),
        own_words("skal", "skäl", "Varför."),
        moment("nar", "när", "När."),
    ];
}

impl Override {
    /// What stands between the keys of what it is about.
    pub const BETWEEN: &str = "; ";
}
