//! What an ärende of today follows, of what was agreed at earlier meetings.

use super::Meeting;
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::record::{
    ActionState, ActionStatus, ArendeState, MeetingArende, Participant, ParticipantKind,
};
use crate::domain::roles;

impl Meeting {
    /// What an ärende follows: what was promised about it, or about the same child, and its goals; of a meeting about one
    /// matter, everything. Where no ärende is meant, what belongs to none of today's.
    pub fn earlier_of(&self, item: Option<MeetingArendeId>) -> impl Iterator<Item = &Earlier> {
        let item = item.and_then(|id| self.item(id));
        self.earlier.iter().filter(move |row| match item {
            Some(item) => (!self.agenda.many && self.items.len() == 1) || self.follows_on(item, row),
            None => !self.items.iter().any(|item| self.follows_on(item, row)),
        })
    }

    fn follows_on(&self, item: &MeetingArende, row: &Earlier) -> bool {
        let child = self.arende(item.arende).and_then(|arende| arende.child);
        row.arende == Some(item.arende) || (child.is_some() && row.child == child)
    }

    /// The ärende of today that something from before belongs to.
    pub fn item_of_earlier(&self, row: &Earlier) -> Option<&MeetingArende> {
        let own = |item: &&MeetingArende| Some(item.arende) == row.arende;
        self.items.iter().find(own).or_else(|| self.items.iter().find(|item| self.follows_on(item, row)))
    }

    /// Whether it is followed up today: its ärende was taken up and may be spoken of, or it is the whole meeting's own. What was
    /// put off, or wasn't come to, is followed the next time.
    fn is_followed_today(&self, row: &Earlier) -> bool {
        match self.item_of_earlier(row) {
            Some(item) => {
                item.state != ArendeState::Uppskjutet
                    && (item.state != ArendeState::Vantar || !self.agenda.many)
                    && !self.is_stopped(item)
            }
            None => row.arende.is_none() || (!self.agenda.many && self.items.len() <= 1),
        }
    }

    /// The promises that are followed up today and of which nobody has told: ärende by ärende.
    pub fn untold(&self) -> Vec<&Earlier> {
        self.continues().into_iter().filter(|row| row.is_promise() && row.told.is_none()).collect()
    }

    /// The promises that were told at this meeting to go on past their day, with no new one.
    pub fn without_day(&self) -> Vec<&Earlier> {
        let day = self.first_day().unwrap_or(self.head.planned.date());
        self.continues().into_iter().filter(|row| row.lacks_day(day)).collect()
    }

    /// The goals that are followed up today and of which nobody has told.
    pub fn untold_goals(&self) -> Vec<&Earlier> {
        let has_ended = self.head.sip_ended.is_some() || self.is_ended_by_no();
        let goals = self.continues().into_iter().filter(|row| row.is_goal() && row.told.is_none());
        goals.filter(|row| !has_ended && self.is_followed_today(row)).collect()
    }

    /// The decisions of a plan that ends here of which nobody has said whether they hold all the same.
    pub fn untold_decisions(&self) -> Vec<&Earlier> {
        let has_ended = self.head.sip_ended.is_some();
        let decisions = self.earlier.iter().filter(|row| row.is_decision() && row.told.is_none());
        decisions.filter(|row| has_ended && self.is_followed_today(row)).collect()
    }

    /// What of before is part of what is agreed now: the promises that go on, also where nobody said so, and the goals that
    /// still hold; ärende by ärende. What nobody has told of belongs here only where its ärende was taken up today.
    pub fn continues(&self) -> Vec<&Earlier> {
        let place =
            |row: &&Earlier| self.item_of_earlier(row).map_or(usize::MAX, |item| self.number_of(item.id));
        // What nobody has said anything of goes on, unless the whole plan has ended.
        let has_ended = self.head.sip_ended.is_some() || self.is_ended_by_no();
        let silent = |row: &Earlier| {
            row.is_promise() && row.told.is_none() && !has_ended && self.is_followed_today(row)
        };
        let goes_on = |row: &&Earlier| row.goes_on() || self.still_holds(row) || silent(row);
        let mut rows: Vec<&Earlier> = self.earlier.iter().filter(goes_on).collect();
        rows.sort_by_key(place);
        rows
    }

    /// Whether something of before stands on this meeting's papers: it is followed up there, is a goal that still holds, a
    /// need of a plan that goes on, or a decision.
    pub fn is_on_paper(&self, row: &Earlier) -> bool {
        let is_needed = row.still_needed() && self.head.sip_ended.is_none();
        row.is_followed_up() || is_needed || row.is_decision() || self.still_holds(row)
    }

    /// Whether it is a goal that still holds, of an ärende of which something was said today.
    fn still_holds(&self, row: &Earlier) -> bool {
        row.still_holds() && (row.told.is_some() || self.is_followed_today(row))
    }

    /// The last word on something of this meeting's own that its papers tell of: what was told at it, or at none before it
    /// ended; where its plan ended on a later day, all by that day. What is told afterwards belongs to the papers of later
    /// meetings, so that those of this one say the same whenever they are made.
    pub fn told_by_its_end(&self, entry: EntryId) -> Option<&ActionStatus> {
        self.words_by_its_end(entry).max_by_key(|word| word.id)
    }

    /// Who does something of this meeting's own by its end, where somebody else took it over: also when more was told after that.
    pub fn taken_over_by_its_end(&self, entry: EntryId) -> Option<&str> {
        let words = self.words_by_its_end(entry).filter(|word| word.new_owner().is_some());
        words.max_by_key(|word| word.id).and_then(ActionStatus::new_owner)
    }

    /// The new time that something of this meeting's own has by its end, where it was moved.
    pub fn moved_by_its_end(&self, entry: EntryId) -> Option<&Due> {
        let words = self.words_by_its_end(entry).filter(|word| word.new_due.is_some());
        words.max_by_key(|word| word.id).and_then(|word| word.new_due.as_ref())
    }

    fn words_by_its_end(&self, entry: EntryId) -> impl Iterator<Item = &ActionStatus> {
        let plan_ended = self.head.sip_ended.filter(|_| self.ends_its_plan_later());
        let by_the_end = move |word: &ActionStatus| {
            word.meeting == Some(self.id())
                || (word.meeting.is_none() && self.head.ended.is_none_or(|ended| word.at <= ended))
                || plan_ended.is_some_and(|day| self.day_at(word.at) <= day)
        };
        let told = self.action_status.iter().filter(move |word| word.entry == entry && by_the_end(word));
        ActionStatus::standing(told).into_iter()
    }

    /// Whether its plan ended on a day after the meeting itself.
    fn ends_its_plan_later(&self) -> bool {
        let held = self.first_day().unwrap_or(self.head.planned.date());
        self.head.sip_ended.is_some_and(|day| day > held)
    }

    /// Whether somebody of a family promised it: by whom the owner's name means here, or else by who they were where it was
    /// said, or else by what the words say.
    pub fn is_familys(&self, row: &Earlier) -> bool {
        let then = || self.owner_elsewhere(row).map(|person| person.is_family());
        row.owner.as_deref().is_some_and(|owner| then().unwrap_or_else(|| self.names_family(owner)))
    }

    /// Whoever does something of before and takes no part here, as the meeting knew them at which it was said.
    pub fn owner_elsewhere(&self, row: &Earlier) -> Option<Participant> {
        row.owner_as_then()
            .filter(|_| row.owner.as_deref().is_some_and(|owner| self.called(owner).is_empty()))
    }

    /// Whether whoever was to be asked for a promise hasn't said yes to it: they weren't there then, and aren't here now. Nobody
    /// is asked for what has begun, is done or is dropped.
    pub fn is_still_asked(&self, row: &Earlier) -> bool {
        row.asked && !row.has_begun() && !row.is_settled() && !self.is_here(row)
    }

    /// Whether it was dropped before whoever was asked had said yes to it.
    pub fn was_only_asked(&self, row: &Earlier) -> bool {
        let last = row.told.as_ref().or(row.settled_by.as_ref());
        let is_dropped = last.is_some_and(|told| told.status == ActionState::Inaktuell);
        row.asked && is_dropped && !row.has_begun() && !self.is_here(row)
    }

    /// Whether whoever does it is here.
    fn is_here(&self, row: &Earlier) -> bool {
        let is_here = |owner: &str| self.called(owner).iter().any(|person| person.is_here());
        row.owner.as_deref().is_some_and(is_here)
    }

    /// Whether a name means the family alone: those who take part and are called so, or else what the word says.
    pub fn names_family(&self, name: &str) -> bool {
        match self.called(name).as_slice() {
            [] => roles::kind_of(name).is_some_and(ParticipantKind::is_family),
            people => people.iter().all(|person| person.is_family()),
        }
    }
}
