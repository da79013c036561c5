//! Writes a made-up meeting row by row, as a secretary would have done it.

mod rows;

use super::AgendaSnapshot;
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::ids::{Ids, MeetingArendeId, MeetingId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    Arende, ArendeState, Attendance, Child, Head, MeetingArende, MeetingStatus, Participant, ParticipantKind,
    Presence,
};
use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Where all made-up meetings are held.
pub const ZONE: Tz = Tz::Europe__Stockholm;

/// Time between two entries.
const STEP: Duration = Duration::seconds(25);

/// The moment at which clocks in Sweden show `local`; the later one where it doesn't exist.
pub fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    ZONE.from_local_datetime(&local)
        .earliest()
        .map_or_else(|| local.and_utc() - Duration::hours(1), |moment| moment.with_timezone(&Utc))
}

/// A time of day; midnight for one that doesn't exist.
pub fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

/// Who an action falls to.
pub enum Owner<'a> {
    /// A participant.
    Of(ParticipantId),
    /// Somebody who isn't there.
    Asked(&'a str),
}

/// A meeting in the making.
pub struct Builder {
    /// The meeting as far as it has come.
    pub meeting: Meeting,
    ids: Ids,
    /// The moment of the next act.
    now: DateTime<Utc>,
    /// The ärende that is being spoken of.
    item: Option<MeetingArendeId>,
}

impl Builder {
    /// A meeting that begins at `planned`. The same seed gives the same keys.
    pub fn new(agenda: &AgendaSnapshot, title: &str, planned: NaiveDateTime, seed: u64) -> Self {
        let now = moment(planned);
        let mut ids = Ids::new(seed);
        let (agenda, snapshot) = agenda;
        let head = Head {
            title: title.to_owned(),
            status: MeetingStatus::Pagar,
            started: Some(now),
            rev: 1,
            ..Head::new(ids.next(unix_ms(now)), agenda, &snapshot.sha, planned, ZONE.name())
        };
        Self { meeting: Meeting::new(agenda.clone(), head), ids, now, item: None }
    }

    fn next<T: From<uuid::Uuid>>(&mut self) -> T {
        self.ids.next(unix_ms(self.now))
    }

    /// The meeting's key, for what refers to it.
    pub fn id(&self) -> MeetingId {
        self.meeting.head.id
    }

    /// Adds somebody who is there in their work.
    pub fn staff(&mut self, name: &str, role: &str, unit: &str, huvudman: Huvudman) -> ParticipantId {
        self.person(name, role, unit, huvudman, ParticipantKind::Personal)
    }

    /// The child or somebody close to it.
    pub fn family(&mut self, name: &str, role: &str, kind: ParticipantKind) -> ParticipantId {
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
            phone: None,
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
    pub fn with(&mut self, id: ParticipantId, change: impl FnOnce(&mut Participant)) {
        if let Some(person) = self.meeting.participants.iter_mut().find(|person| person.id == id) {
            change(person);
        }
    }

    /// Called but absent.
    pub fn absent(&mut self, id: ParticipantId) {
        self.with(id, |person| {
            person.presence = Presence::Franvarande;
            person.introduced = false;
        });
    }

    /// Takes part in the ärende that is being spoken of, and in no other but those named likewise.
    pub fn only_here(&mut self, who: ParticipantId) {
        if let Some(arende) = self.item {
            let row = Attendance { id: self.next(), meeting: self.id(), participant: who, arende };
            self.meeting.attendance.push(row);
        }
    }

    /// A new child.
    pub fn child(&mut self, alias: &str, born: i32) -> Child {
        Child { birth_year: Some(born), rev: 1, ..Child::new(self.next(), alias) }
    }

    /// A matter about a child.
    pub fn about_child(&mut self, child: Child) -> Arende {
        let arende = Arende { rev: 1, ..Arende::new(self.next(), Some(child.id), &child.alias) };
        self.meeting.children.push(child);
        arende
    }

    /// A matter about a group.
    pub fn about_group(&mut self, label: &str) -> Arende {
        Arende { rev: 1, ..Arende::new(self.next(), None, label) }
    }

    /// Takes up an ärende.
    pub fn take_up(&mut self, arende: Arende, question: &str, state: ArendeState) -> MeetingArendeId {
        let id = self.next();
        let phase = match state {
            ArendeState::Vantar | ArendeState::Uppskjutet => Phase::Nulage,
            ArendeState::Pagar => self.meeting.head.phase,
            ArendeState::Klart => Phase::Planering,
        };
        self.meeting.items.push(MeetingArende {
            state,
            phase,
            question: (!question.is_empty()).then(|| question.to_owned()),
            rev: 1,
            ..MeetingArende::new(id, self.id(), arende.id, place_after(self.meeting.items.len()))
        });
        self.meeting.arenden.push(arende);
        self.item = Some(id);
        id
    }

    /// Changes the ärende that is being spoken of.
    pub fn item(&mut self, change: impl FnOnce(&mut MeetingArende)) {
        let current = self.item;
        if let Some(item) = self.meeting.items.iter_mut().find(|item| Some(item.id) == current) {
            change(item);
        }
    }

    /// What follows belongs to an ärende, or to the meeting as a whole.
    #[cfg(test)]
    pub fn at_item(&mut self, item: Option<MeetingArendeId>) {
        self.item = item;
    }

    /// What follows belongs to the meeting as a whole.
    pub fn in_common(&mut self) {
        self.item = None;
    }

    /// The meeting, under way.
    pub fn under_way(mut self, phase: Phase, item: MeetingArendeId) -> Meeting {
        self.meeting.head.phase = phase;
        self.meeting.head.current = Some(item);
        self.meeting.sort();
        self.meeting
    }

    /// The meeting, read out, confirmed and closed `minutes` after it began.
    pub fn closed(mut self, minutes: i64) -> Meeting {
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
