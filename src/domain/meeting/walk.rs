//! The way that a meeting walks: its phases, and each ärende through those that are its own.

use super::Meeting;
use crate::domain::agenda::Phase;
use crate::domain::ids::MeetingArendeId;
use crate::domain::record::{ArendeState, MeetingArende};
use serde::{Deserialize, Serialize};

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The phase.
    pub phase: Phase,
    /// The ärende, in the phases that are walked per ärende.
    pub arende: Option<MeetingArendeId>,
}

impl Meeting {
    /// Where the meeting stands.
    pub fn position(&self) -> Position {
        Position { phase: self.head.phase, arende: self.head.current }
    }

    /// The items that are to be taken up today, in order: not those that were postponed, and not those whose consent
    /// was withdrawn at this meeting.
    pub fn todays_items(&self) -> impl Iterator<Item = &MeetingArende> {
        self.items
            .iter()
            .filter(|item| item.state != ArendeState::Uppskjutet && self.withdrawn_here(item).is_none())
    }

    /// Whether it stands at an ärende that isn't taken up today any more.
    pub fn is_put_off(&self) -> bool {
        self.head.current.is_some_and(|id| self.todays_items().all(|item| item.id != id))
    }

    /// Whether the only matter of the meeting waits for the next one.
    pub fn is_all_put_off(&self) -> bool {
        let waits = |item: &MeetingArende| item.state == ArendeState::Uppskjutet;
        !self.agenda.many && !self.items.is_empty() && self.items.iter().all(waits)
    }

    /// The ärende that was spoken of last, if it still is taken up today.
    pub fn spoken_of_last(&self) -> Option<MeetingArendeId> {
        let of_arende = self.stages.iter().filter(|stage| stage.arende.is_some());
        let last = of_arende.max_by_key(|stage| (stage.from, stage.id))?.arende;
        self.todays_items().find(|item| Some(item.id) == last).map(|item| item.id)
    }

    /// Every stop of the meeting in order: sammanhang, then each ärende's phases ([`crate::domain::agenda::Agenda::arende_phases`]), then ansvar.
    /// Without ärenden the phases are walked once; where the only one's consent was withdrawn, not at all.
    pub fn walk(&self) -> Vec<Position> {
        let mut stops = vec![Position { phase: Phase::Sammanhang, arende: None }];
        let mut any = self.items.iter().any(|item| self.withdrawn_here(item).is_some());
        for item in self.todays_items() {
            any = true;
            let phases = self.agenda.arende_phases(item.follow_up);
            stops.extend(phases.map(|phase| Position { phase, arende: Some(item.id) }));
        }
        if !any {
            stops.extend(self.agenda.arende_phases(false).map(|phase| Position { phase, arende: None }));
        }
        stops.push(Position { phase: Phase::Ansvar, arende: None });
        stops
    }

    /// From sammanhang: where the ärende that was spoken of last was left, or the first one that isn't done.
    fn taken_up_again(&self) -> Option<Position> {
        let is_open = |item: &&MeetingArende| item.state != ArendeState::Klart;
        let last = self.spoken_of_last().and_then(|id| self.item(id)).filter(is_open);
        let item = last.or_else(|| self.todays_items().find(is_open))?;
        let was_left = item.state == ArendeState::Pagar && item.phase.is_per_arende();
        let phase = if was_left && self.agenda.has(item.phase) {
            item.phase
        } else {
            self.agenda.first_phase(item.follow_up)
        };
        Some(Position { phase, arende: Some(item.id) })
    }

    /// The stop after the present one, if there is one.
    pub fn next_position(&self) -> Option<Position> {
        let stops = self.walk();
        if self.head.phase == Phase::Sammanhang && self.agenda.many && self.todays_items().next().is_some() {
            return self.taken_up_again().or(stops.last().copied());
        }
        let here = stops.iter().position(|stop| *stop == self.position());
        match here {
            Some(index) => stops.get(index + 1).copied(),
            // An ärende that was put off: on to the one after it.
            None if self.is_put_off() => {
                let order = self.current_item().map(|item| (item.order, item.id));
                let after = |stop: &&Position| {
                    stop.arende.and_then(|id| self.item(id)).map(|item| (item.order, item.id)) > order
                };
                stops.iter().find(after).or(stops.last()).copied()
            }
            // Somewhere off the path, such as nuläge of a follow-up: on to the next phase of the same ärende.
            None => self
                .agenda
                .walked()
                .find(|phase| *phase > self.head.phase)
                .map(|phase| Position { phase, arende: self.head.current.filter(|_| phase.is_per_arende()) }),
        }
    }

    /// How long each ärende has in a round with a line for each: "46 sekunder var".
    pub fn time_for_each(&self) -> Option<String> {
        let count = u32::try_from(self.todays_items().count()).ok().filter(|count| *count > 0)?;
        let seconds = self.agenda.arende_minutes().checked_mul(60)? / count;
        let each = match (seconds / 60, seconds % 60) {
            (0, _) | (1, 1..40) => format!("{seconds} sekunder"),
            (minutes, 0) => format!("{minutes} min"),
            (minutes, rest) => format!("{minutes} min {rest} s"),
        };
        self.agenda.one_line.then(|| format!("{each} var"))
    }

    /// The whole of it, said before the round begins: "26 ärenden på 20 minuter: 46 sekunder var".
    pub fn time_of_round(&self) -> Option<String> {
        let each = self.time_for_each()?;
        let whole = match self.agenda.arende_minutes() {
            1 => "en minut".to_owned(),
            minutes => format!("{minutes} minuter"),
        };
        let what = match self.todays_items().count() {
            1 => "Ett ärende".to_owned(),
            count => format!("{count} ärenden"),
        };
        Some(format!("{what} på {whole}: {each}"))
    }

    /// The stop before the present one, if there is one: back is where one was, and never an ärende that nobody has taken up.
    pub fn previous_position(&self) -> Option<Position> {
        let stops = self.walk();
        let waits = |stop: &&Position| {
            stop.arende
                .filter(|id| Some(*id) != self.head.current)
                .and_then(|id| self.item(id))
                .is_some_and(|item| self.agenda.many && item.state == ArendeState::Vantar)
        };
        match stops.iter().position(|stop| *stop == self.position()) {
            Some(0) => None,
            Some(_) if self.head.phase == Phase::Ansvar => self
                .was_at()
                .or_else(|| stops.iter().rfind(|stop| stop.phase != Phase::Ansvar && !waits(stop)).copied()),
            Some(index) => stops[..index].iter().rfind(|stop| !waits(stop)).map(|stop| self.as_left(*stop)),
            None if self.is_put_off() => {
                let order = self.current_item().map(|item| (item.order, item.id));
                let before = |stop: &&Position| {
                    stop.phase != Phase::Ansvar
                        && stop.arende.and_then(|id| self.item(id)).map(|item| (item.order, item.id)) < order
                };
                stops.iter().rfind(|stop| before(stop) && !waits(stop)).map(|stop| self.as_left(*stop))
            }
            None => stops.first().copied(),
        }
    }

    /// Where the meeting stood before ansvar, if that still is taken up today.
    fn was_at(&self) -> Option<Position> {
        let before = self.stages.iter().filter(|stage| stage.phase != Phase::Ansvar);
        let last = before.max_by_key(|stage| (stage.from, stage.id))?;
        let is_todays = |id| self.todays_items().any(|item| item.id == id);
        let stands = match last.arende {
            Some(id) => is_todays(id),
            None => !last.phase.is_per_arende() || self.items.is_empty(),
        };
        stands.then_some(Position { phase: last.phase, arende: last.arende })
    }

    /// Another ärende is come back to where it was left.
    fn as_left(&self, stop: Position) -> Position {
        let other = stop.arende.filter(|id| Some(*id) != self.head.current).and_then(|id| self.item(id));
        match other {
            Some(item) if item.state == ArendeState::Pagar && item.phase.is_per_arende() => {
                Position { phase: item.phase.min(stop.phase), arende: stop.arende }
            }
            _ => stop,
        }
    }
}
