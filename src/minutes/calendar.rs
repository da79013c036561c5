//! A meeting and its booked follow-up for a calendar (RFC 5545), which others than the invited may read: nothing in it
//! tells of a child. Nothing in it is random or taken from the clock, so that a calendar knows an entry again.

use crate::domain::collate::fold;
use crate::domain::meeting::Meeting;
use crate::domain::record::Output;
use crate::domain::text::clean;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::{Calendar, Class, Component, Event, EventLike, Property};
use uuid::Uuid;

/// One entry's facts.
struct Entry<'a> {
    id: Uuid,
    rev: i64,
    day: NaiveDate,
    time: Option<NaiveTime>,
    place: Option<&'a str>,
}

/// The file. Where a protected child is spoken of and nobody has checked what a calendar shows, there are days alone.
pub fn calendar(meeting: &Meeting) -> String {
    let head = &meeting.head;
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//samverkan//samverkan//SV"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(key, value));
    }
    let own = Entry {
        id: head.id.0,
        rev: head.rev,
        day: head.planned.date(),
        time: Some(head.planned.time()),
        place: head.place.as_deref(),
    };
    // The follow-up's meeting gets the booking's key, so that its own invitation later is the same entry.
    let next = meeting.follow_up().map(|row| Entry {
        id: row.id.0,
        rev: row.rev,
        day: row.date,
        time: row.time,
        place: row.place.as_deref(),
    });
    for entry in std::iter::once(own).chain(next) {
        calendar.push(event(meeting, &entry));
    }
    calendar.to_string()
}

fn event(meeting: &Meeting, entry: &Entry<'_>) -> Event {
    let withheld = meeting.withholds(Output::Calendar);
    let mut event = Event::new();
    event
        .uid(&format!("{}@samverkan", entry.id))
        .timestamp(written(entry.id, entry.day))
        .sequence(u32::try_from(entry.rev).unwrap_or(0))
        .summary(&summary(meeting))
        .class(Class::Private);
    match entry.time.filter(|_| !withheld) {
        Some(time) => {
            let zone: Tz = meeting.head.zone.parse().unwrap_or(Tz::Europe__Stockholm);
            let start = moment(zone, entry.day.and_time(time));
            event.starts(start).ends(start + Duration::minutes(meeting.head.minutes.clamp(0, 24 * 60)));
        }
        None => {
            event.all_day(entry.day);
        }
    }
    let place = entry.place.map(|place| clean(place).trim().to_owned());
    if let Some(place) =
        place.filter(|place| !withheld && !place.is_empty() && !tells_of_child(meeting, place))
    {
        event.location(&place);
    }
    event.done()
}

/// The form's name where it takes up no children; otherwise it would tell that somebody's child is spoken of.
fn summary(meeting: &Meeting) -> String {
    let name = clean(&meeting.agenda.name).trim().to_owned();
    if meeting.head.individuals || name.is_empty() || tells_of_child(meeting, &name) {
        "Möte".to_owned()
    } else {
        name
    }
}

/// Whether a text names a child, an ärende or somebody of a family: "hemma hos Alva".
fn tells_of_child(meeting: &Meeting, text: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        fold(name)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 1)
            .map(str::to_owned)
            .collect()
    };
    let said = words(text);
    let children = meeting.children.iter().flat_map(|child| {
        [Some(&child.alias), child.name.as_ref(), child.called.as_ref()].into_iter().flatten()
    });
    let labels = meeting.arenden.iter().map(|arende| &arende.label);
    let family =
        meeting.participants.iter().filter(|person| person.may_be_family()).map(|person| &person.name);
    let mut names = children.chain(labels).chain(family).flat_map(|name| words(name));
    // "Alvas rum" names Alva too.
    names.any(|name| said.iter().any(|word| *word == name || *word == format!("{name}s")))
}

/// When the row was made: its key tells. Of a key that doesn't, the day itself, so that it always is the same.
fn written(id: Uuid, day: NaiveDate) -> DateTime<Utc> {
    id.get_timestamp()
        .and_then(|stamp| {
            let (seconds, _) = stamp.to_unix();
            DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
        })
        .unwrap_or_else(|| day.and_time(NaiveTime::MIN).and_utc())
}

/// The earlier of two in the hour that comes twice in autumn; in the hour that doesn't come in spring, an hour later.
fn moment(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let at = |local: NaiveDateTime| zone.from_local_datetime(&local).earliest();
    at(local)
        .or_else(|| at(local + Duration::hours(1)))
        .map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};

    fn lines(meeting: &Meeting) -> Vec<String> {
        calendar(meeting).replace("\r\n ", "").lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_calendar_knows_an_entry_again_and_learns_nothing_of_a_child() {
        for meeting in demo::meetings(now(), &agenda) {
            let file = calendar(&meeting);
            assert_eq!(file, calendar(&meeting));
            assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"), "{file}");
            assert!(
                !file.contains("VALARM") && !file.contains("ATTENDEE") && !file.contains("DESCRIPTION"),
                "{file}"
            );
            let folded = fold(&file.replace("\r\n ", ""));
            let secret = meeting.children.iter().flat_map(|child| {
                [Some(child.alias.clone()), child.name.clone(), child.called.clone()].into_iter().flatten()
            });
            let people = meeting.participants.iter().map(|person| person.name.clone());
            for name in secret.chain(people).filter(|name| name.chars().count() > 2) {
                assert!(!folded.contains(&fold(&name)), "{name}: {file}");
            }
            assert!(
                meeting.agenda.name == meeting.head.title || !file.contains(&meeting.head.title),
                "{file}"
            );
            let lines = lines(&meeting);
            assert!(lines.contains(&format!("UID:{}@samverkan", meeting.id())), "{file}");
            let events = 1 + usize::from(meeting.follow_up().is_some());
            for key in ["UID:", "DTSTAMP:", "DTSTART", "SUMMARY:", "SEQUENCE:", "CLASS:PRIVATE"] {
                assert_eq!(
                    lines.iter().filter(|line| line.starts_with(key)).count(),
                    events,
                    "{key}: {file}"
                );
            }
        }
    }

    #[test]
    fn times_are_utc_and_a_place_that_names_somebody_is_left_out() {
        let mut meeting =
            demo::meetings(now(), &agenda).into_iter().find(|m| m.head.agenda_id == "sip").unwrap();
        meeting.head.planned = "2026-11-23T09:00:00".parse().unwrap();
        meeting.head.minutes = 60;
        meeting.head.place = Some("Rum 4; plan 2, entré B".to_owned());
        let own = lines(&meeting);
        assert!(own.contains(&"DTSTART:20261123T080000Z".to_owned()), "{own:?}");
        assert!(own.contains(&"DTEND:20261123T090000Z".to_owned()), "{own:?}");
        assert!(own.contains(&r"LOCATION:Rum 4\; plan 2\, entré B".to_owned()), "{own:?}");
        assert!(own.contains(&"SUMMARY:Möte".to_owned()), "{own:?}");
        let name = meeting.participants.iter().find(|person| person.is_family()).unwrap().name.clone();
        meeting.head.place = Some(format!("Hemma hos {name}"));
        assert!(!calendar(&meeting).contains("Hemma"));
        meeting.children[0].protected = true;
        meeting.head.place = Some("Rum 4".to_owned());
        let own = lines(&meeting);
        assert!(own.contains(&"DTSTART;VALUE=DATE:20261123".to_owned()), "{own:?}");
        assert!(!own.iter().any(|line| line.starts_with("LOCATION") || line.contains("T080000")), "{own:?}");
    }
}
