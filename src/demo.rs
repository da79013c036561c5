//! Made-up meetings for trying the program: an EHT, a BHT and a SIP that are over, and an EHT that is under way.
//!
//! Nobody in them exists. They are dated by the present moment, and the same moment always gives the same rows.

mod bht;
pub mod builder;
mod eht;
mod sip;

use crate::domain::agenda::Agenda;
use crate::domain::command::Snapshot;
use crate::domain::dates::day_off;
use crate::domain::meeting::Meeting;
use builder::ZONE;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};

/// The made-up meetings as they look at `now`, oldest first. A form that `form` doesn't know leaves its meetings out.
pub fn meetings(now: DateTime<Utc>, agenda_of: &dyn Fn(&str) -> Option<(Agenda, Snapshot)>) -> Vec<Meeting> {
    let local = now.with_timezone(&ZONE).naive_local();
    let today = local.date();
    let mut meetings = Vec::new();
    meetings.extend(agenda_of("sip").map(|agenda| sip::finished(&agenda, today)));
    if let Some(team) = agenda_of("eht") {
        let (finished, blue) = eht::finished(&team, today);
        let before = finished.id();
        meetings.push(finished);
        meetings.extend(agenda_of("bht").map(|agenda| bht::finished(&agenda, today)));
        meetings.push(eht::under_way(&team, local, before, blue));
    } else {
        meetings.extend(agenda_of("bht").map(|agenda| bht::finished(&agenda, today)));
    }
    meetings
}

/// A form with its snapshot.
pub type AgendaSnapshot = (Agenda, Snapshot);

/// The first `weekday` from `from` on.
fn next(weekday: Weekday, from: NaiveDate) -> NaiveDate {
    let ahead = weekday.days_since(from.weekday());
    from + Duration::days(i64::from(ahead))
}

/// The day `days` after `from` (before it, where negative), or the last one before it when people were at work.
fn workday(from: NaiveDate, days: i64) -> NaiveDate {
    let mut day = from + Duration::days(days);
    while day_off(day).is_some() {
        day -= Duration::days(1);
    }
    day
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::agenda_file::{Catalogue, snapshot, snapshot_id};
    use crate::domain::agenda::Phase;
    use crate::domain::dates::Due;
    use crate::domain::record::{ActionState, MeetingStatus};
    use crate::domain::rules;

    /// The program's own agendas.
    pub(crate) fn agenda(id: &str) -> Option<(Agenda, Snapshot)> {
        let agenda = Catalogue::carried().get(id)?.agenda.clone();
        let json = snapshot(&agenda);
        Some((agenda, Snapshot { sha: snapshot_id(&json), json }))
    }

    pub(crate) fn now() -> DateTime<Utc> {
        "2026-11-23T08:20:00Z".parse().unwrap()
    }

    #[test]
    fn three_are_over_and_one_is_in_nulage_of_its_second_arende() {
        let all = meetings(now(), &agenda);
        let over = all.iter().filter(|meeting| meeting.head.status == MeetingStatus::Avslutat).count();
        assert_eq!((all.len(), over), (4, 3));
        let live = all.last().unwrap();
        assert_eq!(live.head.status, MeetingStatus::Pagar);
        assert_eq!(live.head.phase, Phase::Nulage);
        assert_eq!(live.head.current, Some(live.items[1].id));
        assert_eq!(live.head.started, Some("2026-11-23T08:06:00Z".parse().unwrap()));
    }

    #[test]
    fn two_actions_are_late() {
        for days in 0..14 {
            let at = now() + Duration::days(days);
            assert_eq!(late_actions(at), 2, "{at}");
        }
    }

    fn late_actions(now: DateTime<Utc>) -> usize {
        let today = now.date_naive();
        let all = meetings(now, &agenda);
        let late = all.iter().flat_map(|meeting| {
            meeting.actions().filter(move |entry| {
                let done = meeting.action_status.iter().any(|status| {
                    status.entry == entry.id && status.status == ActionState::Klar
                });
                !done && matches!(entry.action().and_then(|action| action.due.clone()), Some(Due::By(day)) if day < today)
            })
        });
        late.count()
    }

    #[test]
    fn the_same_moment_gives_the_same_rows_and_no_key_twice() {
        for days in 0..14 {
            let at = now() + Duration::days(days);
            let all = meetings(at, &agenda);
            assert_eq!(all, meetings(at, &agenda));
            let mut keys = std::collections::HashMap::new();
            for row in all.iter().flat_map(Meeting::records) {
                let json = row.to_json().unwrap();
                // The same child and ärende at two meetings are the same row.
                let known = keys.entry((row.key().table, row.key().id)).or_insert_with(|| json.clone());
                assert_eq!(*known, json);
            }
        }
    }

    #[test]
    fn they_keep_the_rules_that_they_are_to_teach() {
        for meeting in meetings(now(), &agenda) {
            let day = meeting.head.planned.date();
            for item in &meeting.items {
                assert_eq!(rules::consent_finding(&meeting, item, day), None);
            }
            if meeting.head.status == MeetingStatus::Avslutat {
                assert_eq!(rules::before_closing(&meeting, day), []);
            }
        }
    }
}
