//! A meeting, or its booked follow-up, for a calendar (RFC 5545), which others than the invited may read: nothing in it
//! tells of a child. Nothing in it is random or taken from the clock, so that a calendar knows an entry again.

use crate::domain::meeting::Meeting;
use crate::domain::names::Names;
use crate::domain::record::{Head, MeetingStatus, Output};
use crate::domain::text::clean;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};
use uuid::Uuid;

/// One entry's facts.
struct Entry<'a> {
    id: Uuid,
    rev: i64,
    day: NaiveDate,
    time: Option<NaiveTime>,
    place: Option<&'a str>,
    minutes: i64,
    cancelled: bool,
    /// The row that the place stands in.
    row: Uuid,
}

/// The file: what is to come, which is the meeting itself until it begins, then its follow-up; or that a meeting is
/// called off. Nothing where nothing is ahead. `beside` is the meeting that it follows, or the booked one that follows it, as it stands now:
/// what names a child of either is left out. Where a protected child is spoken of and nobody has checked what a calendar
/// shows, there are days alone. `written` is when what the entry tells was written, as far as that is known.
pub fn calendar(
    meeting: &Meeting,
    beside: Option<&Meeting>,
    written: Option<DateTime<Utc>>,
) -> Option<String> {
    let begun = meeting.head.has_begun();
    // The follow-up's meeting gets the booking's key, so that its own invitation later is the same entry. A head is
    // written anew with each change, also when a booking is moved or called off, so that its number always grows.
    let booked = beside.filter(|other| meeting.follow_up().is_some_and(|row| row.id.0 == other.id().0));
    let entry = match (begun, booked) {
        (false, _) => Entry::of(&meeting.head),
        (true, Some(booked)) if booked.head.status != MeetingStatus::Planerat => return None,
        (true, Some(booked)) => Entry::of(&booked.head),
        (true, None) => meeting.follow_up().map(|row| Entry {
            id: row.id.0,
            rev: row.rev,
            day: row.date,
            time: row.time,
            place: row.place.as_deref(),
            minutes: meeting.head.minutes,
            cancelled: false,
            row: row.id.0,
        })?,
    };
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//samverkan//samverkan//SV"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(key, value));
    }
    if entry.cancelled {
        calendar.append_property(Property::new("METHOD", "CANCEL"));
    }
    let known: Vec<&Meeting> = std::iter::once(meeting).chain(beside).collect();
    let summary = summary(booked.filter(|_| begun).unwrap_or(meeting), &known);
    let stamp = written.unwrap_or_else(|| made(entry.id, entry.day));
    calendar.push(event(&known, &entry, &summary, stamp));
    Some(calendar.to_string())
}

impl<'a> Entry<'a> {
    fn of(head: &'a Head) -> Self {
        Self {
            id: head.id.0,
            rev: head.rev,
            day: head.planned.date(),
            time: Some(head.planned.time()),
            place: head.place.as_deref(),
            minutes: head.minutes,
            cancelled: head.is_cancelled(),
            row: head.id.0,
        }
    }
}

/// `known` are the meetings whose children the entry must not tell of, its own first.
fn event(known: &[&Meeting], entry: &Entry<'_>, summary: &str, stamp: DateTime<Utc>) -> Event {
    let withheld = known.iter().any(|meeting| meeting.withholds(Output::Calendar));
    let zone = known.first().and_then(|meeting| meeting.head.zone.parse().ok());
    let mut event = Event::new();
    event
        .uid(&format!("{}@samverkan", entry.id))
        .timestamp(stamp)
        .sequence(u32::try_from(entry.rev).unwrap_or(0))
        .summary(summary)
        .class(Class::Private);
    match entry.time.filter(|_| !withheld) {
        Some(time) => {
            let start = moment(zone.unwrap_or(Tz::Europe__Stockholm), entry.day.and_time(time));
            event.starts(start).ends(start + Duration::minutes(entry.minutes.clamp(0, 24 * 60)));
        }
        None => {
            event.all_day(entry.day);
        }
    }
    if entry.cancelled {
        event.status(EventStatus::Cancelled);
    }
    let place = entry.place.map(|place| clean(place).trim().to_owned());
    let is_held = |place: &str| known.iter().any(|meeting| !meeting.held_in(entry.row, &[place]).is_empty());
    if let Some(place) = place
        .filter(|place| !withheld && !place.is_empty() && !is_held(place) && !tells_of_child(known, place))
    {
        event.location(&place);
    }
    event.done()
}

/// The form's name where it takes up no children; otherwise it would tell that somebody's child is spoken of.
fn summary(meeting: &Meeting, known: &[&Meeting]) -> String {
    let name = clean(&meeting.agenda.name).trim().to_owned();
    if meeting.head.individuals || name.is_empty() || tells_of_child(known, &name) {
        "Möte".to_owned()
    } else {
        name
    }
}

/// Whether a text names a child, an ärende or somebody of a family: "hemma hos Alva".
fn tells_of_child(known: &[&Meeting], text: &str) -> bool {
    known.iter().any(|meeting| names_of_it(meeting, text))
}

fn names_of_it(meeting: &Meeting, text: &str) -> bool {
    let children = meeting.children.iter().flat_map(|child| {
        [Some(&child.alias), child.name.as_ref(), child.called.as_ref()].into_iter().flatten()
    });
    let labels = meeting.arenden.iter().map(|arende| &arende.label);
    let family =
        meeting.participants.iter().filter(|person| person.may_be_family()).map(|person| &person.name);
    let mut names = Names::default();
    for name in children.chain(labels).chain(family) {
        names.add(name, "", &[]);
    }
    names.may_be_in(text)
}

/// When the row was made: its key tells. Of a key that doesn't, the day itself, so that it always is the same.
fn made(id: Uuid, day: NaiveDate) -> DateTime<Utc> {
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
    use crate::domain::collate::fold;

    fn lines(meeting: &Meeting) -> Vec<String> {
        calendar(meeting, None, None)
            .unwrap_or_default()
            .replace("\r\n ", "")
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn a_calendar_knows_an_entry_again_and_learns_nothing_of_a_child() {
        for meeting in demo::meetings(now(), &agenda) {
            let begun = meeting.head.has_begun();
            let Some(file) = calendar(&meeting, None, None) else {
                assert!(begun && meeting.follow_up().is_none());
                continue;
            };
            assert_eq!(calendar(&meeting, None, None), Some(file.clone()));
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
            // What has been isn't to come: of a closed meeting there is the follow-up alone.
            assert_eq!(!begun, lines.contains(&format!("UID:{}@samverkan", meeting.id())), "{file}");
            let events = 1;
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
        meeting.head.status = MeetingStatus::Planerat;
        meeting.head.place = Some("Rum 4; plan 2, entré B".to_owned());
        let own = lines(&meeting);
        assert!(own.contains(&"DTSTART:20261123T080000Z".to_owned()), "{own:?}");
        assert!(own.contains(&"DTEND:20261123T090000Z".to_owned()), "{own:?}");
        assert!(own.contains(&r"LOCATION:Rum 4\; plan 2\, entré B".to_owned()), "{own:?}");
        assert!(own.contains(&"SUMMARY:Möte".to_owned()), "{own:?}");
        let name = meeting.participants.iter().find(|person| person.is_family()).unwrap().name.clone();
        meeting.head.place = Some(format!("Hemma hos {name}"));
        assert!(!calendar(&meeting, None, None).unwrap().contains("Hemma"));
        // What another meeting tells of the child is left out too: the booked one may know nobody yet.
        let blank = Meeting::new(meeting.agenda.clone(), Head { rev: 3, ..meeting.head.clone() });
        assert!(calendar(&blank, None, None).unwrap().contains("Hemma"));
        assert!(!calendar(&blank, Some(&meeting), None).unwrap().contains("Hemma"));
        meeting.children[0].protected = true;
        meeting.head.place = Some("Rum 4".to_owned());
        let own = lines(&meeting);
        assert!(own.contains(&"DTSTART;VALUE=DATE:20261123".to_owned()), "{own:?}");
        assert!(!own.iter().any(|line| line.starts_with("LOCATION") || line.contains("T080000")), "{own:?}");
    }

    #[test]
    fn what_is_moved_or_called_off_replaces_what_the_calendar_has() {
        let mut meeting =
            demo::meetings(now(), &agenda).into_iter().find(|m| m.head.agenda_id == "sip").unwrap();
        meeting.head.status = MeetingStatus::Planerat;
        meeting.head.rev = 4;
        let before = lines(&meeting);
        assert!(
            before.contains(&"SEQUENCE:4".to_owned())
                && !before.iter().any(|line| line.starts_with("METHOD"))
        );
        let uid = |lines: &[String]| lines.iter().find(|line| line.starts_with("UID:")).cloned();
        meeting.head.planned = "2026-12-10T13:00:00".parse().unwrap();
        meeting.head.rev = 5;
        let moved = lines(&meeting);
        assert!(
            moved.contains(&"SEQUENCE:5".to_owned())
                && moved.contains(&"DTSTART:20261210T120000Z".to_owned())
        );
        (meeting.head.cancelled, meeting.head.rev) = (Some("2026-12-01T08:00:00Z".parse().unwrap()), 6);
        let off = lines(&meeting);
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:6"] {
            assert!(off.contains(&line.to_owned()), "{line}: {off:?}");
        }
        assert!(uid(&before).is_some() && uid(&before) == uid(&moved) && uid(&moved) == uid(&off));
    }

    #[test]
    fn a_closed_meeting_tells_of_its_follow_up_as_that_stands_now() {
        let mut meeting =
            demo::meetings(now(), &agenda).into_iter().find(|m| m.head.agenda_id == "sip").unwrap();
        meeting.head.status = MeetingStatus::Avslutat;
        let mut booked = meeting.clone();
        (booked.head.status, booked.head.rev) = (MeetingStatus::Planerat, 7);
        booked.head.planned = "2027-01-12T09:00:00".parse().unwrap();
        booked.head.id = crate::domain::ids::MeetingId(Uuid::from_u128(77));
        let row = crate::domain::record::FollowUp {
            id: Uuid::from_u128(77).into(),
            meeting: meeting.id(),
            date: "2026-12-15".parse().unwrap(),
            time: None,
            place: None,
            called_by: None,
            rev: 2,
        };
        meeting.follow_ups = vec![row];
        let alone = calendar(&meeting, None, None).unwrap();
        assert!(alone.contains("DTSTART;VALUE=DATE:20261215") && alone.contains("SEQUENCE:2"), "{alone}");
        let now = calendar(&meeting, Some(&booked), None).unwrap();
        assert!(now.contains("DTSTART:20270112T080000Z") && now.contains("SEQUENCE:7"), "{now}");
        assert!(!now.contains(&meeting.id().to_string()), "{now}");
        booked.head.cancelled = Some("2026-12-01T08:00:00Z".parse().unwrap());
        assert!(calendar(&meeting, Some(&booked), None).unwrap().contains("METHOD:CANCEL"));
        meeting.follow_ups.clear();
        assert_eq!(calendar(&meeting, None, None), None);
    }
}
