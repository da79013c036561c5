//! Writes a made-up meeting row by row, as a secretary would have done it.

use super::Form;
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman, Phase};
use crate::domain::dates::Due;
use crate::domain::ids::{ArendeId, ConsentId, EntryId, Ids, MeetingArendeId, MeetingId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    Action, ActionState, ActionStatus, Arende, ArendeState, Attendance, Body, Child, Consent, ConsentAnswer,
    ConsentForm, ConsentParty, Decision, Entry, Exemption, FieldValue, FollowUp, Head, Heard, MeetingArende,
    MeetingStatus, Participant, ParticipantKind, PlanAnswer, PlanAnswerKind, Presence, Recipient, Stage,
    VoiceHow,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Where all made-up meetings are held.
pub(crate) const ZONE: Tz = Tz::Europe__Stockholm;

/// Time between two entries.
const STEP: Duration = Duration::seconds(25);

/// The moment at which clocks in Sweden show `local`; the later one where it doesn't exist.
pub(crate) fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    ZONE.from_local_datetime(&local)
        .earliest()
        .map_or_else(|| local.and_utc() - Duration::hours(1), |moment| moment.with_timezone(&Utc))
}

/// A time of day; midnight for one that doesn't exist.
pub(crate) fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

/// Who an action falls to.
pub(crate) enum Owner<'a> {
    /// A participant.
    Of(ParticipantId),
    /// Somebody who isn't there.
    Asked(&'a str),
}

/// A meeting in the making.
pub(crate) struct Builder {
    pub(crate) meeting: Meeting,
    ids: Ids,
    /// The moment of the next act.
    now: DateTime<Utc>,
    /// The ärende that is being spoken of.
    item: Option<MeetingArendeId>,
}

impl Builder {
    /// A meeting that begins at `planned`. The same seed gives the same keys.
    pub(crate) fn new(form: &Form, title: &str, planned: NaiveDateTime, seed: u64) -> Self {
        let now = moment(planned);
        let mut ids = Ids::new(seed);
        let (agenda, snapshot) = form;
        let head = Head {
            id: ids.next(unix_ms(now)),
            form: agenda.id.clone(),
            form_sha: snapshot.sha.clone(),
            individuals: agenda.individuals,
            title: title.to_owned(),
            number: None,
            follows: None,
            planned,
            zone: ZONE.name().to_owned(),
            minutes: i64::from(agenda.minutes),
            place: None,
            diarienummer: None,
            secrecy: None,
            purpose: None,
            questions: None,
            initiator: None,
            status: MeetingStatus::Pagar,
            phase: Phase::Sammanhang,
            current: None,
            started: Some(now),
            ended: None,
            sip_ended: None,
            sip_end_reason: None,
            rev: 1,
        };
        Self { meeting: Meeting::new(agenda.clone(), head), ids, now, item: None }
    }

    fn next<T: From<uuid::Uuid>>(&mut self) -> T {
        self.ids.next(unix_ms(self.now))
    }

    pub(crate) fn id(&self) -> MeetingId {
        self.meeting.head.id
    }

    /// Staff.
    pub(crate) fn staff(&mut self, name: &str, role: &str, unit: &str, huvudman: Huvudman) -> ParticipantId {
        self.person(name, role, unit, huvudman, ParticipantKind::Personal)
    }

    /// The child or somebody close to it.
    pub(crate) fn family(&mut self, name: &str, role: &str, kind: ParticipantKind) -> ParticipantId {
        self.person(name, role, "", Huvudman::Familj, kind)
    }

    fn person(
        &mut self,
        name: &str,
        role: &str,
        unit: &str,
        huvudman: Huvudman,
        kind: ParticipantKind,
    ) -> ParticipantId {
        let id = self.next();
        let order = place_after(self.meeting.participants.len());
        self.meeting.participants.push(Participant {
            id,
            meeting: self.id(),
            name: name.to_owned(),
            role: role.to_owned(),
            unit: unit.to_owned(),
            huvudman,
            kind,
            presence: Presence::Plats,
            came: None,
            left: None,
            introduced: true,
            chairs: false,
            takes_notes: false,
            main_responsible: false,
            order,
            rev: 1,
        });
        id
    }

    /// Changes a participant.
    pub(crate) fn with(&mut self, id: ParticipantId, change: impl FnOnce(&mut Participant)) {
        if let Some(person) = self.meeting.participants.iter_mut().find(|person| person.id == id) {
            change(person);
        }
    }

    /// Called but absent.
    pub(crate) fn absent(&mut self, id: ParticipantId) {
        self.with(id, |person| {
            person.presence = Presence::Franvarande;
            person.introduced = false;
        });
    }

    /// Takes part in the ärende that is being spoken of, and in no other but those named likewise.
    pub(crate) fn only_here(&mut self, who: ParticipantId) {
        if let Some(arende) = self.item {
            let row = Attendance { id: self.next(), meeting: self.id(), participant: who, arende };
            self.meeting.attendance.push(row);
        }
    }

    /// A new child.
    pub(crate) fn child(&mut self, alias: &str, born: i32) -> Child {
        Child {
            id: self.next(),
            alias: alias.to_owned(),
            name: None,
            called: None,
            birth_year: Some(born),
            protected: false,
            rev: 1,
        }
    }

    /// A matter about a child.
    pub(crate) fn about_child(&mut self, child: Child) -> Arende {
        let arende = Arende {
            id: self.next(),
            child: Some(child.id),
            label: child.alias.clone(),
            closed: false,
            rev: 1,
        };
        self.meeting.children.push(child);
        arende
    }

    /// A matter about a group.
    pub(crate) fn about_group(&mut self, label: &str) -> Arende {
        Arende { id: self.next(), child: None, label: label.to_owned(), closed: false, rev: 1 }
    }

    /// Takes up an ärende.
    pub(crate) fn take_up(&mut self, arende: Arende, question: &str, state: ArendeState) -> MeetingArendeId {
        let id = self.next();
        let phase = match state {
            ArendeState::Vantar | ArendeState::Uppskjutet => Phase::Nulage,
            ArendeState::Pagar => self.meeting.head.phase,
            ArendeState::Klart => Phase::Planering,
        };
        self.meeting.items.push(MeetingArende {
            id,
            meeting: self.id(),
            arende: arende.id,
            order: place_after(self.meeting.items.len()),
            follow_up: false,
            state,
            phase,
            question: (!question.is_empty()).then(|| question.to_owned()),
            evaluated_on: None,
            rev: 1,
        });
        self.meeting.arenden.push(arende);
        self.item = Some(id);
        id
    }

    /// Changes the ärende that is being spoken of.
    pub(crate) fn item(&mut self, change: impl FnOnce(&mut MeetingArende)) {
        let current = self.item;
        if let Some(item) = self.meeting.items.iter_mut().find(|item| Some(item.id) == current) {
            change(item);
        }
    }

    /// What follows belongs to the meeting as a whole.
    pub(crate) fn in_common(&mut self) {
        self.item = None;
    }

    fn entry(&mut self, body: Body, text: &str, source: Option<ParticipantId>) -> EntryId {
        self.now += STEP;
        let id = self.next();
        self.meeting.entries.push(Entry {
            id,
            meeting: self.id(),
            arende: self.item,
            text: text.to_owned(),
            source,
            confirmed: None,
            order: self.now.timestamp_millis(),
            rev: 1,
            body,
        });
        id
    }

    /// A note that somebody gave.
    pub(crate) fn said(&mut self, who: ParticipantId, kind: EntryKind, text: &str) -> EntryId {
        self.entry(Body::empty(kind), text, Some(who))
    }

    /// A note from all.
    pub(crate) fn noted(&mut self, kind: EntryKind, text: &str) -> EntryId {
        self.entry(Body::empty(kind), text, None)
    }

    /// The child's voice.
    pub(crate) fn voice(&mut self, how: VoiceHow, who: Option<ParticipantId>, text: &str) -> EntryId {
        self.entry(Body::Rost { how }, text, who)
    }

    /// A decision.
    pub(crate) fn decided(&mut self, by: &str, dissent: Option<&str>, text: &str) -> EntryId {
        let decision = Decision { decided_by: Some(by.to_owned()), dissent: dissent.map(str::to_owned) };
        self.entry(Body::Beslut(decision), text, None)
    }

    /// An action.
    pub(crate) fn action(
        &mut self,
        need: Option<EntryId>,
        owner: &Owner<'_>,
        due: Due,
        text: &str,
    ) -> EntryId {
        let (owner, owner_name) = match owner {
            Owner::Of(id) => (Some(*id), None),
            Owner::Asked(name) => (None, Some((*name).to_owned())),
        };
        let action = Action { owner, owner_name, due: Some(due), follow_up: None, need };
        self.entry(Body::Atgard(action), text, None)
    }

    /// When a recurring action is followed up.
    pub(crate) fn followed_up(&mut self, id: EntryId, day: NaiveDate) {
        let entry = self.meeting.entries.iter_mut().find(|entry| entry.id == id);
        if let Some(Entry { body: Body::Atgard(action), .. }) = entry {
            action.follow_up = Some(day);
        }
    }

    /// How an action went, as told later.
    pub(crate) fn went(&mut self, entry: EntryId, at: NaiveDateTime, status: ActionState, how: &str) {
        let at = moment(at);
        let row = ActionStatus {
            id: self.ids.next(unix_ms(at)),
            entry,
            meeting: None,
            status,
            evaluation: Some(how.to_owned()),
            new_due: None,
            at,
        };
        self.meeting.action_status.push(row);
    }

    /// A field of the form's own; passed over where the form has no such field.
    pub(crate) fn field(&mut self, scope: FieldScope, key: &str, value: &str) {
        if !self.meeting.agenda.fields_for(scope).any(|spec| spec.id == key) {
            return;
        }
        let row = FieldValue {
            id: self.next(),
            meeting: self.id(),
            arende: if scope == FieldScope::Mote { None } else { self.item },
            field: key.to_owned(),
            value: value.to_owned(),
            rev: 1,
        };
        self.meeting.fields.push(row);
    }

    /// These were offered the word.
    pub(crate) fn heard(&mut self, who: &[ParticipantId]) {
        for participant in who {
            let row = Heard {
                id: self.next(),
                meeting: self.id(),
                arende: self.item,
                participant: *participant,
                at: self.now,
            };
            self.meeting.heard.push(row);
        }
    }

    /// A written yes, given today and valid for a year.
    pub(crate) fn consent(&mut self, arende: ArendeId, by: &str, by_child: bool, on: NaiveDate) -> ConsentId {
        let id = self.next();
        self.meeting.consents.push(Consent {
            id,
            arende,
            meeting: Some(self.id()),
            given_by: by.to_owned(),
            by_child,
            answer: ConsentAnswer::Ja,
            form: if by_child { ConsentForm::Muntligt } else { ConsentForm::Skriftligt },
            given_on: on,
            valid_until: on + Duration::days(364),
            not_covered: None,
            withdrawn: None,
            reason: None,
            rev: 1,
        });
        id
    }

    /// What a consent doesn't cover.
    pub(crate) fn not_covered(&mut self, consent: ConsentId, what: &str) {
        if let Some(row) = self.meeting.consents.iter_mut().find(|row| row.id == consent) {
            row.not_covered = Some(what.to_owned());
        }
    }

    /// A party that a consent names.
    pub(crate) fn party(&mut self, consent: ConsentId, part: &str, may: &str, must_not: Option<&str>) {
        let row = ConsentParty {
            id: self.next(),
            consent,
            part: part.to_owned(),
            may_tell: (!may.is_empty()).then(|| may.to_owned()),
            must_not: must_not.map(str::to_owned),
            rev: 1,
        };
        self.meeting.consent_parties.push(row);
    }

    /// Keeps an entry from a party.
    pub(crate) fn exempt(&mut self, consent: ConsentId, entry: EntryId, part: &str) {
        let row = Exemption { id: self.next(), meeting: self.id(), consent, entry, part: part.to_owned() };
        self.meeting.exemptions.push(row);
    }

    /// An answer to the plan.
    pub(crate) fn answers(
        &mut self,
        who: ParticipantId,
        answer: PlanAnswerKind,
        condition: Option<(&str, EntryId)>,
    ) {
        let row = PlanAnswer {
            id: self.next(),
            meeting: self.id(),
            participant: who,
            answer,
            condition: condition.map(|(text, _)| text.to_owned()),
            entry: condition.map(|(_, entry)| entry),
            rev: 1,
        };
        self.meeting.plan_answers.push(row);
    }

    /// The follow-up.
    pub(crate) fn book(&mut self, at: NaiveDateTime, place: &str, called_by: &str) {
        let row = FollowUp {
            id: self.next(),
            meeting: self.id(),
            date: at.date(),
            time: Some(at.time()),
            place: Some(place.to_owned()),
            called_by: Some(called_by.to_owned()),
            rev: 1,
        };
        self.meeting.follow_ups.push(row);
    }

    /// Somebody who gets the minutes.
    pub(crate) fn copy_to(&mut self, participant: Option<ParticipantId>, name: &str, way: &str) {
        let row = Recipient {
            id: self.next(),
            meeting: self.id(),
            participant,
            name: name.to_owned(),
            way: (!way.is_empty()).then(|| way.to_owned()),
            rev: 1,
        };
        self.meeting.recipients.push(row);
    }

    /// Time spent in a phase, `minutes` long; open where none are given.
    pub(crate) fn stage(&mut self, phase: Phase, from: DateTime<Utc>, minutes: Option<i64>) {
        let row = Stage {
            id: self.next(),
            meeting: self.id(),
            arende: self.item.filter(|_| phase.is_per_arende()),
            phase,
            from,
            to: minutes.map(|minutes| from + Duration::minutes(minutes)),
        };
        self.meeting.stages.push(row);
    }

    /// The meeting, under way.
    pub(crate) fn under_way(mut self, phase: Phase, item: MeetingArendeId) -> Meeting {
        self.meeting.head.phase = phase;
        self.meeting.head.current = Some(item);
        self.meeting.sort();
        self.meeting
    }

    /// The meeting, read out, confirmed and closed `minutes` after it began.
    pub(crate) fn closed(mut self, minutes: i64) -> Meeting {
        let head = &mut self.meeting.head;
        head.status = MeetingStatus::Avslutat;
        head.phase = Phase::Ansvar;
        head.ended = head.started.map(|at| at + Duration::minutes(minutes));
        let read_out = head.ended.map(|at| at - Duration::minutes(3));
        for entry in &mut self.meeting.entries {
            if matches!(entry.kind(), EntryKind::Beslut | EntryKind::Atgard) {
                entry.confirmed = read_out;
            }
        }
        self.meeting.sort();
        self.meeting
    }
}

fn unix_ms(moment: DateTime<Utc>) -> u64 {
    u64::try_from(moment.timestamp_millis()).unwrap_or(0)
}

/// The place in order after `count` others, from 1.
fn place_after(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX - 1) + 1
}
