//! What people are invited to: a meeting that lies ahead, or the booked follow-up of one that is closed.

use super::copies::Share;
use super::meeting::Meeting;
use super::record::{MeetingStatus, Participant, ParticipantKind};
use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

/// When and where people are to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The day.
    pub day: NaiveDate,
    /// The time of day, where one is set.
    pub time: Option<NaiveTime>,
    /// The planned length, in minutes.
    pub minutes: i64,
    /// The place as it was written: a room, an address, a link; none yet if it is missing.
    pub place: Option<String>,
    /// Who calls, where somebody is written down for it.
    pub called_by: Option<String>,
    /// It follows up the meeting.
    pub follow_up: bool,
    /// The key of the row in which it stands: the meeting, or its booked follow-up.
    pub row: Uuid,
}

impl Meeting {
    /// What people can be invited to now: the meeting itself until it begins, then its booked follow-up as it stands
    /// now; nothing where that is called off or held.
    pub fn occasion(&self) -> Option<Occasion> {
        let head = &self.head;
        if head.is_cancelled() {
            return None;
        }
        if !head.has_begun() {
            return Some(Occasion {
                day: head.planned.date(),
                time: Some(head.planned.time()),
                minutes: head.minutes,
                place: head.place.clone(),
                called_by: None,
                follow_up: false,
                row: head.id.0,
            });
        }
        // One that is called off, or held already, isn't ahead.
        let ahead =
            |status: Option<MeetingStatus>| status.is_none_or(|status| status == MeetingStatus::Planerat);
        let next = self.next().filter(|next| !next.cancelled && ahead(next.status))?;
        Some(Occasion {
            day: next.day,
            time: next.time,
            minutes: next.minutes,
            place: next.place.map(str::to_owned),
            called_by: next.decided.called_by.clone(),
            follow_up: true,
            row: next.decided.id.0,
        })
    }

    /// Whether somebody who was at it comes to what follows without anybody choosing so: not who came along with a family unexpected
    /// and went again, nor who only looked in, nor whom no consent that held names.
    pub fn comes_again(&self, person: &Participant) -> bool {
        let day = self.first_day().unwrap_or(self.head.planned.date());
        let passed_by = person.came.is_some() && person.left.is_some();
        let unnamed = || self.is_named_by_none(person, day);
        match person.kind {
            _ if !self.counts(person) => false,
            ParticipantKind::Narstaende => !passed_by && !unnamed(),
            // Who works with it comes anew, and is asked for in a new consent.
            ParticipantKind::Personal => !(passed_by && unnamed()),
            _ => true,
        }
    }

    /// Who holds it together, or else leads it, where that is somebody by their work.
    pub fn leads(&self) -> Option<&Participant> {
        let people = &self.participants;
        let holds = people.iter().find(|person| person.main_responsible);
        holds.or_else(|| people.iter().find(|person| person.chairs)).filter(|person| !person.may_be_family())
    }

    /// Whether people from authorities are called (kallelse) through this share, or somebody else is invited.
    pub fn is_called(&self, share: &Share) -> bool {
        use super::agenda::Huvudman::{Kommun, Region, Stat};
        let person = share.participant.and_then(|id| self.participant(id));
        person.is_none_or(|person| {
            person.kind == ParticipantKind::Personal && matches!(person.huvudman, Kommun | Region | Stat)
        })
    }
}
