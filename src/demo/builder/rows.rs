//! What is said, agreed and answered at a made-up meeting.

use super::{Builder, Owner, STEP, moment, unix_ms};
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman, Phase};
use crate::domain::dates::Due;
use crate::domain::ids::{ArendeId, ConsentId, EntryId, ParticipantId};
use crate::domain::record::{
    ActionItem, ActionState, ActionStatus, Body, Consent, ConsentAnswer, ConsentForm, ConsentParty, Decision,
    Entry, Exemption, FieldValue, FollowUp, Heard, PlanAnswer, PlanAnswerKind, Recipient, Stage, VoiceHow,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

impl Builder {
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
            emi: false,
            order: self.now.timestamp_millis(),
            rev: 1,
            body,
        });
        id
    }

    /// A note that somebody gave.
    pub fn said(&mut self, who: ParticipantId, kind: EntryKind, text: &str) -> EntryId {
        self.entry(Body::empty(kind), text, Some(who))
    }

    /// A note from all.
    pub fn noted(&mut self, kind: EntryKind, text: &str) -> EntryId {
        self.entry(Body::empty(kind), text, None)
    }

    /// The child's voice.
    pub fn voice(&mut self, how: VoiceHow, who: Option<ParticipantId>, text: &str) -> EntryId {
        self.entry(Body::Rost { how }, text, who)
    }

    /// A decision.
    pub fn decided(&mut self, by: &str, dissent: Option<&str>, text: &str) -> EntryId {
        let decision = Decision { decided_by: Some(by.to_owned()), dissent: dissent.map(str::to_owned) };
        self.entry(Body::Beslut(decision), text, None)
    }

    /// An action.
    pub fn action(&mut self, need: Option<EntryId>, owner: &Owner<'_>, due: Due, text: &str) -> EntryId {
        let (owner, owner_name) = match owner {
            Owner::Of(id) => (Some(*id), None),
            Owner::Asked(name) => (None, Some((*name).to_owned())),
        };
        let action = ActionItem { owner, owner_name, due: Some(due), need, ..ActionItem::default() };
        self.entry(Body::Atgard(action), text, None)
    }

    /// When a recurring action is followed up.
    pub fn followed_up(&mut self, id: EntryId, day: NaiveDate) {
        let entry = self.meeting.entries.iter_mut().find(|entry| entry.id == id);
        if let Some(Entry { body: Body::Atgard(action), .. }) = entry {
            action.follow_up = Some(day);
        }
    }

    /// Whom a need asks something of.
    pub fn needed_from(&mut self, id: EntryId, huvudman: Huvudman) {
        let entry = self.meeting.entries.iter_mut().find(|entry| entry.id == id);
        if let Some(Entry { body: Body::Behov(need), .. }) = entry {
            need.from = vec![huvudman];
        }
    }

    /// How an action went, as told later.
    pub fn went(&mut self, entry: EntryId, at: NaiveDateTime, status: ActionState, how: &str) {
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
    pub fn field(&mut self, scope: FieldScope, key: &str, value: &str) {
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
    pub fn heard(&mut self, who: &[ParticipantId]) {
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
    pub fn consent(&mut self, arende: ArendeId, by: &str, by_child: bool, on: NaiveDate) -> ConsentId {
        let id = self.next();
        self.meeting.consents.push(Consent {
            asked: None,
            id,
            arende,
            meeting: Some(self.id()),
            given_by: by.to_owned(),
            by_child,
            sole: false,
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
    pub fn not_covered(&mut self, consent: ConsentId, what: &str) {
        if let Some(row) = self.meeting.consents.iter_mut().find(|row| row.id == consent) {
            row.not_covered = Some(what.to_owned());
        }
    }

    /// A party that a consent names.
    pub fn party(&mut self, consent: ConsentId, part: &str, may: &str, must_not: Option<&str>) {
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
    pub fn exempt(&mut self, consent: ConsentId, entry: EntryId, part: &str) {
        let row = Exemption { id: self.next(), meeting: self.id(), consent, entry, part: part.to_owned() };
        self.meeting.exemptions.push(row);
    }

    /// An answer to the plan.
    pub fn answers(
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
    pub fn book(&mut self, at: NaiveDateTime, place: &str, called_by: &str) {
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
    pub fn copy_to(&mut self, participant: Option<ParticipantId>, name: &str, way: &str) {
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
    pub fn stage(&mut self, phase: Phase, from: DateTime<Utc>, minutes: Option<i64>) {
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
}
