//! Home, lists of meetings, and the meeting that somebody means. All of it through indexes and with limits, so that it costs
//! the same however many old meetings there are.

use super::actions::{ActionFilter, without_last_day};
use super::backup;
use super::query::{held, limit, said, uuid, when, word};
use super::{Store, StoreError};
use crate::domain::agenda::Phase;
use crate::domain::command::Table;
use crate::domain::ids::MeetingId;
use crate::domain::overview::{Home, MeetingRow};
use crate::domain::record::MeetingStatus;
use chrono::{Days, NaiveDate, NaiveDateTime};
use rusqlite::{Params, Row, params};

/// Meetings of one kind on home.
const HOME_MEETINGS: i64 = 20;
/// So many days back a meeting that was called off is still told of on home.
const CANCELLED_DAYS: u64 = 30;
/// The latest planned first.
const LATEST: &str = "m.planerad DESC, m.id DESC";
/// After every day.
const ALWAYS: &str = "U";
/// Open actions on home.
const HOME_ACTIONS: usize = 50;

/// Which meetings to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Only those that have come this far.
    pub status: Option<MeetingStatus>,
    /// Only those of this form.
    pub agenda_id: Option<String>,
    /// At most so many; all if nothing is said.
    pub limit: Option<usize>,
}

/// What tells of a meeting, and how many of the same form that were made before it were planned for the same day.
const MEETING: &str = "SELECT m.id AS id, m.form AS form, m.titel AS titel, m.planerad AS planerad, m.status AS status,
    m.fas AS fas, m.startad AS startad, m.zon AS zon, m.installt IS NOT NULL AS installt, (SELECT count(*) FROM mote o WHERE o.form = m.form AND o.id < m.id
       AND o.planerad >= substr(m.planerad, 1, 10) AND o.planerad < substr(m.planerad, 1, 10) || 'U') AS tidigare,
    (SELECT group_concat(printf('%08d', ma.ordning) || a.benamning, char(31)) FROM mote_arende ma
       JOIN arende a ON a.id = ma.arende_id WHERE ma.mote_id = m.id) AS arenden,
    CASE WHEN EXISTS (SELECT 1 FROM mote_arende ma JOIN arende a ON a.id = ma.arende_id JOIN barn b ON b.id = a.barn_id
       WHERE ma.mote_id IN (m.id, m.foljer_id) AND b.skyddad = 1) THEN NULL ELSE m.plats END AS plats
    FROM mote m";

/// A meeting is held within so many days of the one that it was planned for, as far as its name on the command line goes.
const HELD_WITHIN: u64 = 400;

/// Before each ärende stands its place among the others in so many digits: in a meeting of one's own they are few, and are
/// sorted when they have been read.
const PLACE: usize = 8;

impl Store {
    /// What home shows on the day `today`.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged or holds a row that can't be read.
    pub fn home(&self, today: NaiveDate) -> Result<Home, StoreError> {
        let day = today.to_string();
        let list = |status: &str, (from, until): (&str, &str), rest: &str| {
            self.meeting_list(
                &format!(
                    "{MEETING} WHERE m.status = ?1 AND m.planerad >= ?2 AND m.planerad < ?3 AND m.installt IS NULL
                     ORDER BY {rest} LIMIT ?4"
                ),
                params![status, from, until, HOME_MEETINGS],
            )
        };
        // What was planned and never began isn't forgotten because its day has passed.
        let mut coming = list("planerat", ("", &day), LATEST)?;
        coming.reverse();
        coming.extend(list("planerat", (&day, ALWAYS), "m.planerad, m.id")?);
        let counts = || -> rusqlite::Result<(i64, i64)> {
            self.db
                .prepare_cached(
                    "SELECT coalesce((SELECT antal FROM oppen_antal WHERE period = ''), 0),
                        coalesce((SELECT sum(antal) FROM oppen_antal
                                  WHERE period > '' AND period < ?1 AND length(period) = 7), 0)
                        + coalesce((SELECT sum(antal) FROM oppen_antal
                                    WHERE period > ?1 AND period < ?2 AND length(period) = 10), 0)",
                )?
                .query_row([&day[..7], day.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        // What goes on has no last day, but one on which it is followed up.
        let followed_up = || -> rusqlite::Result<i64> {
            self.db
                .prepare_cached(&format!(
                    "SELECT count(*) FROM oppen_atgard o JOIN post p ON p.id = o.post_id
                     WHERE {} AND p.foljs_upp < ?1",
                    without_last_day("o")
                ))?
                .query_row([today.to_string()], |row| row.get(0))
        };
        let (open_actions, late_actions) = counts().map_err(|error| self.wrong(&error))?;
        let late_actions = late_actions + followed_up().map_err(|error| self.wrong(&error))?;
        Ok(Home {
            ongoing: latest_first(list("pagar", ("", ALWAYS), LATEST)?),
            coming,
            recent: latest_first([list("avslutat", ("", ALWAYS), LATEST)?, self.cancelled(today)?].concat()),
            actions: self
                .open_actions(&ActionFilter { limit: Some(HOME_ACTIONS), ..ActionFilter::default() })?,
            open_actions: count(open_actions),
            late_actions: count(late_actions),
            ending: self.ending_consents(today)?,
            unanswered: self.unanswered_consents()?,
            duties: self.running_social_clocks()?,
            checked: self.last_check()?,
            last_copy: backup::last_copy(&self.db).map_err(|error| self.wrong(&error))?,
            keys: self.key_troubles(),
        })
    }

    /// Meetings that were called off, planned for so many days back or later, the latest planned first.
    fn cancelled(&self, today: NaiveDate) -> Result<Vec<MeetingRow>, StoreError> {
        let since = today.checked_sub_days(Days::new(CANCELLED_DAYS)).unwrap_or(today).to_string();
        let mut all = Vec::new();
        for status in [MeetingStatus::Planerat, MeetingStatus::Pagar] {
            all.extend(self.meeting_list(
                &format!(
                    "{MEETING} WHERE m.status = ?1 AND m.planerad >= ?2 AND m.installt IS NOT NULL
                     ORDER BY m.planerad DESC, m.id DESC LIMIT ?3"
                ),
                params![word(status), since, HOME_MEETINGS],
            )?);
        }
        Ok(all)
    }

    /// Meetings, the latest first: by when each was held, and what lies ahead by when it is planned.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn meetings(&self, filter: &MeetingFilter) -> Result<Vec<MeetingRow>, StoreError> {
        let status = filter.status.map(word);
        let rows = self.meeting_list(
            &format!(
                "{MEETING} WHERE m.id IN (SELECT m.id FROM mote m
                    WHERE (?1 IS NULL OR m.status = ?1) AND (?2 IS NULL OR m.form = ?2)
                    ORDER BY {} DESC, m.planerad DESC, m.id DESC LIMIT ?3)",
                when("m")
            ),
            params![status, filter.agenda_id, limit(filter.limit)],
        )?;
        Ok(latest_first(rows))
    }

    /// The meeting that a text on the command line names: `2026-11-23-eht`, `2026-11-23-eht-2`, the last six
    /// characters of its id (or the whole), or `senaste` for the one that was held last.
    ///
    /// # Errors
    /// [`StoreError::NoSuchMeeting`], [`StoreError::AmbiguousMeeting`].
    pub fn resolve(&self, text: &str) -> Result<MeetingId, StoreError> {
        let text = text.trim().to_lowercase();
        let found = if text == "senaste" {
            let held = self.meeting_list(
                &format!(
                    "{MEETING} WHERE m.status <> 'planerat' AND m.installt IS NULL
                     ORDER BY m.startad IS NULL, m.startad DESC, m.planerad DESC, m.id DESC LIMIT 1"
                ),
                [],
            )?;
            // Where none has been held the next one is meant, which one calls to.
            if held.is_empty() { self.next_planned()? } else { held }
        } else if let Some(day) = text.get(..10).filter(|day| day.parse::<NaiveDate>().is_ok()) {
            // By the day for which it was planned it is found too, once it was held on another.
            let query = format!("{MEETING} WHERE m.planerad >= ?1 AND m.planerad < ?1 || 'U' ORDER BY m.id");
            let mut found = self
                .list(&query, [day], |row| Ok(meeting(row)))?
                .into_iter()
                .collect::<Result<Vec<_>, _>>()?;
            found.extend(self.moved_to(day.parse().unwrap_or_default())?);
            found.retain(|row| row.handle == text);
            found
        } else if text.len() >= 6 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
            // Reads the keys alone, from the primary key's index; not a thing that is done while people wait.
            self.meeting_list(&format!("{MEETING} WHERE substr(m.id, -length(?1)) = ?1 LIMIT 2"), [&text])?
        } else {
            Vec::new()
        };
        match found.as_slice() {
            [] => Err(StoreError::NoSuchMeeting),
            [one] => Ok(one.id),
            [one, ..] => Err(StoreError::AmbiguousMeeting(one.handle.clone())),
        }
    }

    fn next_planned(&self) -> Result<Vec<MeetingRow>, StoreError> {
        let query = format!(
            "{MEETING} WHERE m.status = 'planerat' AND m.installt IS NULL ORDER BY m.planerad, m.id LIMIT 1"
        );
        self.meeting_list(&query, [])
    }

    /// How a meeting is named on the command line and in file names: `2026-11-23-eht`.
    ///
    /// # Errors
    /// [`StoreError::NoSuchMeeting`]; as [`Store::home`].
    pub fn handle(&self, id: MeetingId) -> Result<String, StoreError> {
        let row = self.meeting_list(&format!("{MEETING} WHERE m.id = ?1"), [id.to_string()])?.pop();
        row.map(|row| row.handle).ok_or(StoreError::NoSuchMeeting)
    }

    fn meeting_list(&self, query: &str, params: impl Params) -> Result<Vec<MeetingRow>, StoreError> {
        let rows = self.list(query, params, |row| Ok(meeting(row)))?;
        rows.into_iter().map(|row| self.named_by_the_day_it_was_held(row?)).collect()
    }

    /// Once a meeting has begun on another day than was planned, that is the day in its name. It comes after those that were
    /// planned for that day, so that no name that somebody has written down comes to mean another meeting.
    fn named_by_the_day_it_was_held(&self, row: MeetingRow) -> Result<MeetingRow, StoreError> {
        if !row.is_moved() {
            return Ok(row);
        }
        let day = row.when().date();
        let same = self.moved_to(day)?;
        Ok(same.into_iter().find(|other| other.id == row.id).unwrap_or(row))
    }

    /// The meetings that were held on a day, and planned for another, named by the day on which they were held.
    fn moved_to(&self, day: NaiveDate) -> Result<Vec<MeetingRow>, StoreError> {
        let from = day.checked_sub_days(Days::new(HELD_WITHIN)).unwrap_or(day);
        let until = day.checked_add_days(Days::new(HELD_WITHIN)).unwrap_or(day);
        // The day at which it began is the day before or after by another clock.
        let (before, after) = (day.pred_opt().unwrap_or(day), day + Days::new(2));
        let rows = self.list(
            &format!(
                "{MEETING} WHERE m.planerad >= ?1 AND m.planerad < ?2 AND m.startad >= ?3 AND m.startad < ?4 ORDER BY m.id"
            ),
            [from, until, before, after].map(|day| day.to_string()),
            |row| Ok(meeting(row)),
        )?;
        let rows: Vec<MeetingRow> = rows.into_iter().collect::<Result<_, _>>()?;
        let mut named: Vec<MeetingRow> = Vec::new();
        for row in rows.into_iter().filter(|row| row.is_moved() && row.when().date() == day) {
            let planned: i64 = self
                .db
                .prepare_cached(
                    "SELECT count(*) FROM mote WHERE form = ?1 AND planerad >= ?2 AND planerad < ?2 || 'U'",
                )
                .and_then(|mut all| all.query_row([&row.agenda_id, &day.to_string()], |row| row.get(0)))
                .map_err(|error| self.wrong(&error))?;
            let moved = named.iter().filter(|other| other.agenda_id == row.agenda_id).count();
            let handle = handle(day, &row.agenda_id, count(planned) + moved);
            named.push(MeetingRow { handle, ..row });
        }
        Ok(named)
    }
}

/// A meeting's name: the second of the same form on a day gets `-2`.
fn handle(day: NaiveDate, form: &str, earlier: usize) -> String {
    match earlier {
        0 => format!("{day}-{form}"),
        _ => format!("{day}-{form}-{}", earlier + 1),
    }
}

/// Those that were called off among the closed ones, by their day.
/// The latest held first, whatever was planned.
fn latest_first(mut rows: Vec<MeetingRow>) -> Vec<MeetingRow> {
    rows.sort_by_key(|row| std::cmp::Reverse((row.when(), row.id)));
    rows
}

/// A counter is never below 0 unless somebody has tampered with it; `verify` tells.
fn count(counter: i64) -> usize {
    usize::try_from(counter).unwrap_or(0)
}

/// What a meeting's ärenden are called, in their order.
fn arenden(told: Option<String>) -> Vec<String> {
    let told = told.unwrap_or_default();
    let mut all: Vec<(&str, &str)> =
        told.split('\u{1f}').filter_map(|one| one.split_at_checked(PLACE)).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// A meeting by the name that it had when it was planned.
fn meeting(row: &Row<'_>) -> Result<MeetingRow, StoreError> {
    let read = || -> rusqlite::Result<Option<MeetingRow>> {
        let agenda_id: String = row.get("form")?;
        let earlier: i64 = row.get("tidigare")?;
        let (Some(planned), Some(status), Some(phase)) = (
            said::<NaiveDateTime>(row, "planerad")?,
            said::<MeetingStatus>(row, "status")?,
            said::<Phase>(row, "fas")?,
        ) else {
            return Ok(None);
        };
        let handle = handle(planned.date(), &agenda_id, count(earlier));
        Ok(Some(MeetingRow {
            id: MeetingId(uuid(row, "id")?),
            agenda_id,
            title: row.get("titel")?,
            planned,
            status,
            phase,
            cancelled: row.get("installt")?,
            held: held(row.get("startad")?, &row.get::<_, String>("zon")?),
            handle,
            arenden: arenden(row.get("arenden")?),
            place: row.get("plats")?,
        }))
    };
    read().ok().flatten().ok_or(StoreError::UnreadableRow(Table::Head.name()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day, query_plan};
    use super::*;
    use crate::domain::command::{Change, Code};
    use crate::domain::record::Head;

    /// It was held when it was planned, and is closed.
    fn held_as_planned(world: &mut World, id: MeetingId) {
        let head = world.store.meeting(id).unwrap().head;
        let started = Some(head.planned.and_utc());
        let head = Head { started, status: MeetingStatus::Avslutat, ..head };
        world.commit(id, Code::Close, vec![Change::put(head)]);
    }

    #[test]
    fn home_shows_what_goes_on_what_comes_and_what_was() {
        let mut world = World::new();
        let (today, tomorrow) = ("2026-11-23T08:00:00", "2026-11-24T08:00:00");
        let ongoing = world.meeting("eht", today);
        let first = world.meeting("sip", "2026-11-23T15:00:00");
        let second = world.meeting("sip", tomorrow);
        let past = world.meeting("bht", "2026-11-20T08:00:00");
        let (old, older) =
            (world.meeting("eht", "2026-11-02T08:00:00"), world.meeting("eht", "2026-10-12T08:00:00"));
        for planned in [second, first, past] {
            world.set_status(planned, MeetingStatus::Planerat);
        }
        for closed in [older, old] {
            held_as_planned(&mut world, closed);
        }
        let home = world.store.home(day("2026-11-23")).unwrap();
        let keys = |rows: &[MeetingRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(keys(&home.ongoing), [ongoing]);
        assert_eq!(keys(&home.coming), [past, first, second]);
        assert_eq!(home.coming.iter().filter(|row| row.is_missed(day("2026-11-23"))).count(), 1);
        assert_eq!(keys(&home.recent), [old, older]);
        let listed = world
            .store
            .meetings(&MeetingFilter {
                agenda_id: Some("eht".to_owned()),
                limit: Some(2),
                ..MeetingFilter::default()
            })
            .unwrap();
        assert_eq!(keys(&listed), [ongoing, old]);
        let planned = MeetingFilter { status: Some(MeetingStatus::Planerat), ..MeetingFilter::default() };
        assert_eq!(keys(&world.store.meetings(&planned).unwrap()), [second, first, past]);
    }

    #[test]
    fn a_meeting_is_found_by_day_and_form_by_the_end_of_its_id_or_as_the_latest() {
        let mut world = World::new();
        let first = world.meeting("eht", "2026-11-23T15:00:00");
        let second = world.meeting("eht", "2026-11-23T08:00:00");
        let other = world.meeting("sip", "2026-11-23T23:59:00");
        let later = world.meeting("eht", "2026-11-24T00:00:00");
        let store = &world.store;
        assert_eq!(store.resolve("2026-11-23-eht").unwrap(), first);
        assert_eq!(store.resolve(" 2026-11-23-EHT-2 ").unwrap(), second);
        assert_eq!(store.resolve("2026-11-23-sip").unwrap(), other);
        assert_eq!(store.resolve("2026-11-24-eht").unwrap(), later);
        assert_eq!(store.resolve("senaste").unwrap(), later);
        let id = second.to_string();
        assert_eq!(store.resolve(&id[id.len() - 6..]).unwrap(), second);
        assert_eq!(store.resolve(&id.to_uppercase()).unwrap(), second);
        for wrong in
            ["", "2026-11-23", "2026-11-23-eht-4", "2026-02-30-eht", "ffffff", "åäö", "%", "2026-11-2å-eht"]
        {
            assert!(matches!(store.resolve(wrong), Err(StoreError::NoSuchMeeting)), "{wrong}");
        }
        for row in store.meetings(&MeetingFilter::default()).unwrap() {
            assert_eq!(store.resolve(&row.handle).unwrap(), row.id);
        }
    }

    #[test]
    fn a_meeting_tells_what_its_arenden_are_called_in_their_order() {
        let mut world = World::new();
        let (meeting, _) = world.full_meeting();
        let whole = world.store.meeting(meeting).unwrap();
        let mut items: Vec<_> = whole.items.iter().collect();
        items.sort_by_key(|item| item.order);
        let expected: Vec<String> =
            items.iter().map(|item| whole.arende_of(item).unwrap().label.clone()).collect();
        let home = world.store.home(day("2026-11-23")).unwrap();
        let rows = [home.ongoing, home.coming, home.recent].concat();
        let row = rows.iter().find(|row| row.id == meeting).unwrap();
        assert!(!expected.is_empty());
        assert_eq!(row.arenden, expected);
        assert_eq!(
            arenden(Some("00000002Röd\u{1f}00000000Blå\u{1f}00000001Å\u{1f}x".to_owned())),
            ["Blå", "Å", "Röd"]
        );
        assert_eq!(arenden(None), [""; 0]);
    }

    #[test]
    fn home_reads_through_indexes_alone_and_sorts_nothing() {
        let world = World::new();
        for (status, order) in
            [("pagar", LATEST), ("planerat", "m.planerad, m.id"), ("planerat", LATEST), ("avslutat", LATEST)]
        {
            let query = format!(
                "{MEETING} WHERE m.status = '{status}' AND m.planerad >= '' AND m.planerad < '{ALWAYS}' ORDER BY {order} LIMIT 20"
            );
            for step in query_plan(&world.store, &query) {
                assert!(!step.starts_with("SCAN") && !step.contains("TEMP B-TREE"), "{status}: {step}");
                // The handles are counted in the index alone, on days with many meetings too.
                assert!(!step.starts_with("SEARCH o") || step.contains("COVERING INDEX mote_form"), "{step}");
            }
        }
    }

    #[test]
    fn what_is_called_off_is_told_of_but_is_neither_coming_nor_ongoing_nor_the_latest() {
        let mut world = World::new();
        let past = world.meeting("eht", "2026-11-20T08:00:00");
        let off = world.meeting("eht", "2026-11-23T08:00:00");
        let ahead = world.meeting("sip", "2026-11-24T08:00:00");
        held_as_planned(&mut world, past);
        world.set_status(ahead, MeetingStatus::Planerat);
        for id in [off, ahead] {
            let head = world.store.meeting(id).unwrap().head;
            let head = Head { cancelled: Some("2026-11-22T08:00:00Z".parse().unwrap()), ..head };
            world.commit(id, Code::CancelMeeting, vec![Change::put(head)]);
        }
        let home = world.store.home(day("2026-11-23")).unwrap();
        assert!(home.ongoing.is_empty() && home.coming.is_empty());
        let told: Vec<_> = home.recent.iter().map(|row| (row.id, row.standing(day("2026-11-23")))).collect();
        assert_eq!(told, [(ahead, "inställt"), (off, "inställt"), (past, "avslutat")]);
        assert_eq!(world.store.resolve("senaste").unwrap(), past);
        assert_eq!(world.store.known("eht").unwrap().last.map(|last| last.id), Some(past));
        world.undo(ahead);
        assert_eq!(world.store.home(day("2026-11-23")).unwrap().coming.len(), 1);
        assert_eq!(world.store.meetings(&MeetingFilter::default()).unwrap().len(), 3);
    }

    #[test]
    fn the_latest_is_the_one_that_was_held_last_whatever_day_it_was_planned_for() {
        let mut world = World::new();
        let early = world.meeting("eht", "2026-12-24T08:00:00");
        let late = world.meeting("eht", "2026-11-23T08:00:00");
        for (id, at) in [(early, "2026-11-20T08:00:00Z"), (late, "2026-11-23T08:00:00Z")] {
            let head = world.store.meeting(id).unwrap().head;
            world.commit(
                id,
                Code::Begin,
                vec![Change::put(Head { started: Some(at.parse().unwrap()), ..head })],
            );
        }
        assert_eq!(world.store.resolve("senaste").unwrap(), late);
    }

    /// It began at a moment.
    fn began(world: &mut World, id: MeetingId, at: &str) {
        let head = world.store.meeting(id).unwrap().head;
        let head = Head { started: Some(at.parse().unwrap()), status: MeetingStatus::Pagar, ..head };
        world.commit(id, Code::Begin, vec![Change::put(head)]);
    }

    #[test]
    fn a_meeting_is_named_by_the_day_it_was_held_and_found_by_the_planned_one_too() {
        let mut world = World::new();
        let moved = world.meeting("eht", "2026-11-30T08:00:00");
        let planned = world.meeting("eht", "2026-11-23T08:00:00");
        let same_day = world.meeting("eht", "2026-11-30T15:00:00");
        let also_moved = world.meeting("eht", "2026-12-07T08:00:00");
        let other_form = world.meeting("sip", "2026-12-07T08:00:00");
        for id in [moved, planned, same_day, also_moved, other_form] {
            world.set_status(id, MeetingStatus::Planerat);
        }
        let name = |world: &World, id| world.store.handle(id).unwrap();
        assert_eq!(name(&world, moved), "2026-11-30-eht", "it lies ahead");
        assert_eq!(name(&world, same_day), "2026-11-30-eht-2");
        for id in [moved, also_moved, other_form] {
            began(&mut world, id, "2026-11-23T08:00:00Z");
        }
        began(&mut world, same_day, "2026-11-30T14:00:00Z");
        let names = [
            (moved, "2026-11-23-eht-2"),
            (planned, "2026-11-23-eht"),
            // What was written down of the others still means them.
            (same_day, "2026-11-30-eht-2"),
            (also_moved, "2026-11-23-eht-3"),
            (other_form, "2026-11-23-sip"),
        ];
        let listed = world.store.meetings(&MeetingFilter::default()).unwrap();
        for (id, said) in names {
            assert_eq!(name(&world, id), said);
            assert_eq!(world.store.resolve(said).unwrap(), id, "{said}");
            assert_eq!(listed.iter().find(|row| row.id == id).unwrap().handle, said);
        }
        for (id, said) in
            [(moved, "2026-11-30-eht"), (also_moved, "2026-12-07-eht"), (other_form, "2026-12-07-sip")]
        {
            assert_eq!(world.store.resolve(said).unwrap(), id, "{said}");
        }
        let acts = world.store.journal(None, None, 100).unwrap().acts;
        let of_moved: Vec<_> = acts.iter().filter(|act| act.meeting == Some(moved)).collect();
        assert!(of_moved.iter().all(|act| act.handle.as_deref() == Some("2026-11-23-eht-2")), "{of_moved:?}");
    }

    #[test]
    fn a_meeting_past_midnight_is_named_by_the_day_on_the_clock_where_it_was_held() {
        let mut world = World::new();
        let id = world.meeting("eht", "2026-11-20T08:00:00");
        began(&mut world, id, "2026-11-22T23:30:00Z");
        assert_eq!(world.store.handle(id).unwrap(), "2026-11-23-eht");
        assert_eq!(world.store.resolve("2026-11-23-eht").unwrap(), id);
    }

    #[test]
    fn a_meeting_that_was_held_early_stands_where_it_was_held() {
        let mut world = World::new();
        let early = world.meeting("eht", "2026-12-24T15:00:00");
        let same_day = world.meeting("eht", "2026-11-23T15:00:00");
        let between = world.meeting("eht", "2026-11-22T08:00:00");
        let ahead = world.meeting("sip", "2026-11-25T08:00:00");
        for (id, at) in [
            (early, "2026-11-20T08:00:00Z"),
            (same_day, "2026-11-23T08:10:00Z"),
            (between, "2026-11-22T07:00:00Z"),
        ] {
            let head = world.store.meeting(id).unwrap().head;
            let head = Head { started: Some(at.parse().unwrap()), status: MeetingStatus::Avslutat, ..head };
            world.commit(id, Code::Close, vec![Change::put(head)]);
        }
        world.set_status(ahead, MeetingStatus::Planerat);
        let home = world.store.home(day("2026-11-23")).unwrap();
        let when = |rows: &[MeetingRow]| -> Vec<_> {
            rows.iter().map(|row| (row.id, row.when().to_string())).collect()
        };
        assert_eq!(
            when(&home.recent),
            [
                (same_day, "2026-11-23 09:10:00".to_owned()),
                (between, "2026-11-22 08:00:00".to_owned()),
                (early, "2026-11-20 09:00:00".to_owned()),
            ]
        );
        assert_eq!(when(&home.coming), [(ahead, "2026-11-25 08:00:00".to_owned())]);
        // One that is begun again, or taken back, lies ahead under its own hour.
        world.set_status(early, MeetingStatus::Planerat);
        let coming = world.store.home(day("2026-11-23")).unwrap().coming;
        assert_eq!(coming.last().unwrap().when().to_string(), "2026-12-24 15:00:00");
    }

    #[test]
    fn an_empty_meeting_that_is_taken_away_is_gone_and_comes_back() {
        let mut world = World::new();
        let id = world.meeting("eht", "2026-11-23T08:00:00");
        let person = world.participant(id, "Eva", "Kurator");
        world.commit(id, Code::AddParticipant, vec![Change::put(person.clone())]);
        let head = world.store.meeting(id).unwrap();
        let (person, head) = (head.participants[0].clone(), head.head.clone());
        world.commit(id, Code::RemoveMeeting, vec![Change::delete(person), Change::delete(head)]);
        assert!(world.store.meetings(&MeetingFilter::default()).unwrap().is_empty());
        // The journal tells which it was, at each of its acts; a later one of the same day and form isn't taken for it.
        let other = world.meeting("eht", "2026-11-23T09:00:00");
        let acts = |world: &World, of| world.store.journal(Some(of), None, 10).unwrap().acts;
        let handles = |acts: Vec<crate::domain::journal::JournalAct>| -> Vec<String> {
            acts.into_iter().map(|act| act.handle.unwrap_or_default()).collect()
        };
        assert_eq!(acts(&world, id)[0].code, Some(Code::RemoveMeeting));
        assert_eq!(handles(acts(&world, id)), ["2026-11-23-eht (borttaget)"; 3]);
        assert_eq!(handles(acts(&world, other)), ["2026-11-23-eht"]);
        assert_eq!(
            handles(world.store.journal(None, None, 2).unwrap().acts)[1],
            "2026-11-23-eht (borttaget)"
        );
        world.undo(id);
        assert!(handles(acts(&world, id)).iter().all(|handle| handle == "2026-11-23-eht"));
        assert_eq!(world.store.meeting(id).unwrap().participants.len(), 1);
    }
}
