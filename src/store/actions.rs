//! What was promised: open actions, and those that were settled lately.

use super::handover;
use super::query::{held_or_planned, key, limit, said, uuid};
use super::{Store, StoreError};
use crate::domain::collate::{fold, fold_loosely};
use crate::domain::command::Table;
use crate::domain::earlier::moved;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::overview::ActionRow;
use crate::domain::record::{ActionState, ActionStatus};
use chrono::NaiveDate;
use rusqlite::{Row, params};

/// Open actions in the list of all meetings' actions; a workplace with more has other work to do first.
const ALL_ACTIONS: usize = 500;
/// How many words on actions are looked back through for those that were settled, and how many of them are shown.
const SETTLED_LATELY: (i64, i64) = (300, 50);

/// Which open actions to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionFilter {
    /// Only those whose owner's name or role begins with this, whatever the case.
    pub owner: Option<String>,
    /// Only those that should have been done before this day.
    pub late_on: Option<NaiveDate>,
    /// Only those of this meeting.
    pub meeting: Option<MeetingId>,
    /// At most so many; all if nothing is said.
    pub limit: Option<usize>,
}

/// What is read of an action (`p`) of a meeting (`m`), with the last word on it (`s`).
const COLUMNS: &str = "p.id AS post, p.mote_id AS mote, m.form AS form, m.planerad AS planerad, m.startad AS startad, m.zon AS zon,
    m.titel AS titel,
    a.benamning AS benamning, p.text AS text, coalesce(nullif(d.namn, ''), d.roll, p.agare_namn) AS agare,
    p.due AS lovat, p.foljs_upp AS foljs_upp,
    s.id AS ord, s.mote_id AS sagt_vid, s.status AS status, s.utvardering AS utvardering, s.ny_due AS ny_due, s.nar AS nar,
    w.utvardering AS tog_over, v.id IS NOT NULL AS foljs_med,
    (SELECT g.ny_due FROM atgard_status g WHERE g.id = (SELECT max(x.id) FROM atgard_status x
        WHERE x.post_id = p.id AND x.ny_due NOT LIKE 'senast %')) AS ny_gang,
    (SELECT count(*) FROM atgard_status t WHERE t.post_id = s.post_id AND t.id < s.id AND t.nar = s.nar
        AND t.mote_id IS s.mote_id) % 2 AS tar_tillbaka";

/// Whose and about what.
fn around() -> String {
    format!(
        "LEFT JOIN mote_arende ma ON ma.id = p.mote_arende_id LEFT JOIN arende a ON a.id = ma.arende_id
         LEFT JOIN deltagare d ON d.id = p.agare_id LEFT JOIN atgard_status w ON w.id = {}
         LEFT JOIN atgard_status v ON v.id = {}",
        handover::last_word("1"),
        handover::follow_up_word("1")
    )
}

/// Actions that are open, those of which `which` is so, by their last day.
fn open_ones(which: &str) -> String {
    let around = around();
    format!(
        "SELECT {COLUMNS}, o.due AS due
         FROM oppen_atgard o JOIN post p ON p.id = o.post_id JOIN mote m ON m.id = o.mote_id
         LEFT JOIN atgard_status s ON s.id = (SELECT max(t.id) FROM atgard_status t WHERE t.post_id = o.post_id)
         {around} WHERE (?1 IS NULL OR o.mote_id = ?1) AND {which}
         ORDER BY {}, o.post_id LIMIT ?3",
        place("o")
    )
}

/// All that are open, by their last day.
const ALL_OPEN: &str = "(?2 IS NULL OR o.senast < ?2)";

/// Those that go on, with a day on which they are followed up: nothing is to be done by any other. The index has them by the
/// day on which they began: which come first is found from their keys and days alone, so that no more are read whole than are
/// wanted.
fn followed_up() -> String {
    format!(
        "o.post_id IN (SELECT f.post_id FROM oppen_atgard f JOIN post g ON g.id = f.post_id
         WHERE {} AND g.foljs_upp IS NOT NULL AND (?1 IS NULL OR f.mote_id = ?1) AND (?2 IS NULL OR g.foljs_upp < ?2)
         ORDER BY g.foljs_upp, {}, f.post_id LIMIT ?3)",
        without_last_day("f"),
        place("f")
    )
}

/// Whether an open action has no last day, as its index knows it: they come after all that have.
pub(super) fn without_last_day(of: &str) -> String {
    format!("{of}.senast IS NULL AND {} >= '9'", place(of))
}

/// The place of an open action among others, by its last day: what their index is of.
fn place(of: &str) -> String {
    format!("coalesce({of}.senast, '9' || coalesce({of}.datum, ''))")
}

/// Actions whose last word, among the latest `?1` words, is that nothing more is to be done.
fn settled() -> String {
    let around = around();
    format!(
        "SELECT {COLUMNS}, coalesce((SELECT t.ny_due FROM atgard_status t WHERE t.post_id = p.id
                                     AND t.ny_due IS NOT NULL ORDER BY t.id DESC LIMIT 1), p.due) AS due
         FROM (SELECT id, post_id, status, mote_id, utvardering, ny_due, nar
               FROM atgard_status ORDER BY id DESC LIMIT ?1) s
         JOIN post p ON p.id = s.post_id JOIN mote m ON m.id = p.mote_id {around}
         WHERE s.status IN ('klar', 'inaktuell') AND p.slag = 'atgard' AND m.status <> 'planerat'
           AND s.id = (SELECT max(t.id) FROM atgard_status t WHERE t.post_id = p.id)
         ORDER BY s.id DESC LIMIT ?2"
    )
}

impl Store {
    /// Open actions: those with a last day first, the earliest at the top; then those that go on.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn open_actions(&self, filter: &ActionFilter) -> Result<Vec<ActionRow>, StoreError> {
        // The owner is compared here: SQLite doesn't know that Å and å are the same letter.
        let at_most = if filter.owner.is_some() { None } else { filter.limit };
        let read = |which: &str, at_most: Option<usize>| -> Result<Vec<ActionRow>, StoreError> {
            let rows = self.list(
                &open_ones(which),
                params![
                    filter.meeting.map(|id| id.to_string()),
                    filter.late_on.map(|day| day.to_string()),
                    limit(at_most)
                ],
                |row| Ok(action(row)),
            )?;
            rows.into_iter().collect()
        };
        let followed_up = read(&followed_up(), at_most)?;
        let mut rows = read(ALL_OPEN, at_most)?;
        rows.retain(|row| followed_up.iter().all(|known| known.entry != row.entry));
        // Among those with a last day, by the day on which it is looked at.
        for row in followed_up {
            let at =
                rows.iter().position(|other| other.last_day().is_none_or(|day| Some(day) > row.last_day()));
            rows.insert(at.unwrap_or(rows.len()), row);
        }
        if let Some(wanted) = &filter.owner {
            let begins = |row: &ActionRow, how: fn(&str) -> String| {
                row.owner.as_ref().is_some_and(|owner| how(owner).starts_with(&how(wanted)))
            };
            let just = rows.iter().any(|row| begins(row, fold));
            rows.retain(|row| begins(row, if just { fold } else { fold_loosely }));
        }
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(rows)
    }

    /// What was promised at all meetings: open actions as [`Store::open_actions`] has them, then those that were lately
    /// said to be done or no longer of interest, the latest first.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn promised(&self) -> Result<Vec<ActionRow>, StoreError> {
        let mut rows =
            self.open_actions(&ActionFilter { limit: Some(ALL_ACTIONS), ..ActionFilter::default() })?;
        let (words, shown) = SETTLED_LATELY;
        for settled in self.list(&settled(), params![words, shown], |row| Ok(action(row)))? {
            rows.push(settled?);
        }
        Ok(rows)
    }
}

fn action(row: &Row<'_>) -> Result<ActionRow, StoreError> {
    let read = || -> rusqlite::Result<Option<ActionRow>> {
        let Some(held) = held_or_planned(row)? else { return Ok(None) };
        // How it goes on may have been told before the day on which that is followed up.
        let goes_on = moved((said(row, "lovat")?, said(row, "foljs_upp")?), (said(row, "ny_gang")?, false));
        let (due, follow_up) = moved(goes_on, (said(row, "due")?, row.get("foljs_med")?));
        Ok(Some(ActionRow {
            entry: EntryId(uuid(row, "post")?),
            meeting: MeetingId(uuid(row, "mote")?),
            agenda_id: row.get("form")?,
            day: held.date(),
            title: row.get("titel")?,
            label: row.get("benamning")?,
            text: row.get("text")?,
            owner: handover::owner(row.get::<_, Option<String>>("tog_over")?.as_deref(), row.get("agare")?),
            due,
            follow_up,
            told: told(row)?,
        }))
    };
    read().ok().flatten().ok_or(StoreError::UnreadableRow(Table::Entry.name()))
}

/// The last word on an action, if there is one.
fn told(row: &Row<'_>) -> rusqlite::Result<Option<ActionStatus>> {
    let Some(id) = key(row, "ord")? else { return Ok(None) };
    let (Some(status), Some(at)) = (said(row, "status")?, said(row, "nar")?) else { return Ok(None) };
    // What takes back a word says how it stood before: where nothing had been told, that it wasn't begun.
    if status == ActionState::EjPaborjad && row.get("tar_tillbaka")? {
        return Ok(None);
    }
    Ok(Some(ActionStatus {
        id,
        entry: EntryId(uuid(row, "post")?),
        meeting: key(row, "sagt_vid")?,
        status,
        evaluation: row.get("utvardering")?,
        new_due: said(row, "ny_due")?,
        at,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day, query_plan};
    use super::*;
    use crate::domain::command::{Change, Code};
    use crate::domain::dates::Due;
    use crate::domain::overview::Home;
    use crate::domain::record::MeetingStatus;

    /// Adds an action and tells its key.
    fn action(world: &mut World, meeting: MeetingId, text: &str, due: Option<Due>) -> EntryId {
        let entry = world.action(meeting, text, due);
        world.commit(
            meeting,
            Code::Add(crate::domain::agenda::EntryKind::Atgard),
            vec![Change::put(entry.clone())],
        );
        entry.id
    }

    fn tell(world: &mut World, entry: EntryId, status: ActionState, new_due: Option<Due>) {
        let row = ActionStatus {
            id: world.id(),
            entry,
            meeting: None,
            status,
            evaluation: None,
            new_due,
            at: world.now,
        };
        let meeting = world.meeting("eht", "2026-12-01T10:00:00");
        world.commit(meeting, Code::SetActionStatus, vec![Change::put(row)]);
    }

    #[test]
    fn open_actions_follow_their_last_word() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let by = |text: &str| Some(Due::By(day(text)));
        let late = action(&mut world, meeting, "Sen", by("2026-10-30"));
        let late_this_month = action(&mut world, meeting, "Sen i månaden", by("2026-11-22"));
        let today = action(&mut world, meeting, "I dag", by("2026-11-23"));
        let ongoing = action(&mut world, meeting, "Löpande", Some(Due::Ongoing { start: day("2026-01-01") }));
        let whenever = action(&mut world, meeting, "Nästa möte", Some(Due::NextMeeting));
        let home = |world: &World| world.store.home(day("2026-11-23")).unwrap();
        let order = |home: &Home| home.actions.iter().map(|row| row.entry).collect::<Vec<_>>();
        let shown = home(&world);
        assert_eq!(order(&shown), [late, late_this_month, today, whenever, ongoing]);
        assert_eq!((shown.open_actions, shown.late_actions), (5, 2));
        assert_eq!(shown.actions[0].owner.as_deref(), Some("Mormor"));
        let late_only = ActionFilter { late_on: Some(day("2026-11-23")), ..ActionFilter::default() };
        assert_eq!(world.store.open_actions(&late_only).unwrap().len(), 2);

        tell(&mut world, late, ActionState::Andrad, by("2026-12-24"));
        tell(&mut world, late_this_month, ActionState::Klar, None);
        tell(&mut world, today, ActionState::Pagar, None);
        tell(&mut world, whenever, ActionState::Inaktuell, None);
        let shown = home(&world);
        assert_eq!(order(&shown), [today, late, ongoing]);
        assert_eq!((shown.open_actions, shown.late_actions), (3, 0));
        assert_eq!(shown.actions[1].due, by("2026-12-24"));
        assert_eq!(shown.actions[1].state(), Some(ActionState::Andrad));
        // Somebody says later that it wasn't done after all.
        tell(&mut world, late_this_month, ActionState::EjPaborjad, None);
        assert_eq!(home(&world).late_actions, 1);
        // Actions of a meeting that hasn't begun aren't promised yet.
        world.set_status(meeting, MeetingStatus::Planerat);
        assert_eq!((home(&world).open_actions, home(&world).actions.len()), (0, 0));
        assert_eq!(world.undo(meeting), Some(Code::EditHead));
        assert_eq!((home(&world).open_actions, home(&world).late_actions), (4, 1));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn all_that_was_promised_is_what_is_open_and_then_what_was_settled_last() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let by = |text: &str| Some(Due::By(day(text)));
        let late = action(&mut world, meeting, "Sen", by("2026-10-30"));
        let done = action(&mut world, meeting, "Klar", by("2026-11-01"));
        let moved = action(&mut world, meeting, "Flyttad och klar", by("2026-11-02"));
        let reopened = action(&mut world, meeting, "Inte klar ändå", by("2026-12-01"));
        tell(&mut world, moved, ActionState::Andrad, by("2026-12-24"));
        tell(&mut world, done, ActionState::Klar, None);
        tell(&mut world, moved, ActionState::Inaktuell, None);
        tell(&mut world, reopened, ActionState::Klar, None);
        tell(&mut world, reopened, ActionState::EjPaborjad, None);
        let all = world.store.promised().unwrap();
        let order: Vec<EntryId> = all.iter().map(|row| row.entry).collect();
        assert_eq!(order, [late, reopened, moved, done]);
        assert!(all[0].told.is_none() && all[1].state() == Some(ActionState::EjPaborjad));
        assert_eq!((all[2].state(), all[2].due.clone()), (Some(ActionState::Inaktuell), by("2026-12-24")));
        assert!(all[1].is_open() && !all[2].is_open());
        assert_eq!(all[3].title, world.store.meeting(meeting).unwrap().head.title);
        // Actions of a meeting that hasn't begun aren't promised yet, nor settled.
        world.set_status(meeting, MeetingStatus::Planerat);
        assert_eq!(world.store.promised().unwrap(), []);
    }

    #[test]
    fn the_first_of_what_is_open_are_the_same_however_many_are_asked_for() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        for at in 0..12_u32 {
            // Some are followed up on the same day, some on none.
            let start = day(&format!("2026-10-{:02}", 12 - at));
            let dues = [Due::Ongoing { start }, Due::By(day(&format!("2026-12-{:02}", at + 1)))];
            for (kind, due) in dues.into_iter().enumerate() {
                let mut entry = world.action(meeting, &format!("{kind} {at}"), Some(due));
                if let crate::domain::record::Body::Atgard(action) = &mut entry.body
                    && kind == 0
                    && at % 4 != 3
                {
                    action.follow_up = Some(day(&format!("2026-12-{:02}", 13 - at / 2 * 2)));
                }
                world.commit(meeting, Code::Add(entry.kind()), vec![Change::put(entry)]);
            }
        }
        let first = |limit, late_on| {
            let filter = ActionFilter { late_on, limit, ..ActionFilter::default() };
            world.store.open_actions(&filter).unwrap()
        };
        for late_on in [None, Some(day("2026-12-08"))] {
            let all = first(None, late_on);
            assert_eq!(all.len(), if late_on.is_none() { 24 } else { 11 });
            assert!(all.is_sorted_by_key(|row| (row.last_day().is_none(), row.last_day())), "{all:?}");
            for count in 0..=all.len() {
                assert_eq!(first(Some(count), late_on), all[..count], "{count}");
            }
        }
    }

    #[test]
    fn home_reads_whole_no_more_of_what_is_followed_up_than_it_shows() {
        const SHOWN: i64 = 20;
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let add = |world: &mut World, count: i64| {
            let rows = (0..count).map(|at| {
                let start = day("2026-10-01") + chrono::Days::new(at.unsigned_abs());
                let mut entry = world.action(meeting, "Läsa högt", Some(Due::Ongoing { start }));
                if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
                    action.follow_up = Some(start + chrono::Days::new(90));
                }
                Change::put(entry)
            });
            let rows = rows.collect();
            world.commit(meeting, Code::AddEntries, rows);
        };
        // What the database does for it, in its own steps.
        let steps = |world: &World, query: &str, shown: i64| {
            let mut read = world.store.db.prepare(query).unwrap();
            let given = params![None::<String>, None::<String>, shown];
            let rows = read.query_map(given, |_| Ok(())).unwrap().count();
            assert_eq!(i64::try_from(rows).unwrap(), shown);
            read.get_status(rusqlite::StatementStatus::VmStep)
        };
        add(&mut world, SHOWN);
        let few = steps(&world, &open_ones(&followed_up()), SHOWN);
        add(&mut world, 10 * SHOWN);
        let many = steps(&world, &open_ones(&followed_up()), SHOWN);
        let all = steps(&world, &open_ones(&followed_up()), 11 * SHOWN);
        assert!(many - few < (all - few) / 4, "{few} {many} {all}");
    }

    #[test]
    fn actions_are_found_by_their_owner_whatever_the_case() {
        let mut world = World::new();
        let meeting = world.meeting("eht", "2026-11-23T13:00:00");
        let person = world.participant(meeting, "Åsa Öberg", "Rektor");
        world.commit(meeting, Code::AddParticipant, vec![Change::put(person.clone())]);
        action(&mut world, meeting, "Mormors", None);
        let mut entry = world.action(meeting, "Åsas", None);
        if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
            (action.owner, action.owner_name) = (Some(person.id), None);
        }
        world.commit(meeting, Code::Add(entry.kind()), vec![Change::put(entry)]);
        let filter = ActionFilter { owner: Some("åSA".to_owned()), ..ActionFilter::default() };
        let found = world.store.open_actions(&filter).unwrap();
        assert_eq!(found.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["Åsas"]);
        assert_eq!(found[0].owner.as_deref(), Some("Åsa Öberg"));
    }

    #[test]
    fn actions_are_read_through_indexes_alone() {
        let world = World::new();
        for (name, query) in [
            ("open", open_ones(ALL_OPEN)),
            ("followed up", open_ones(&followed_up())),
            ("settled", settled()),
        ] {
            for step in query_plan(&world.store, &query) {
                // `s` are the latest words on actions, so many and no more, also to be sorted.
                // Those that are followed up are sorted by their keys alone, and then as many as are wanted.
                let sorted = name != "open" && step.starts_with("USE TEMP");
                let bounded = step == "SCAN s" || sorted;
                let indexed = !step.starts_with("SCAN") || step.contains("USING INDEX");
                assert!(indexed || bounded, "{name}: {step}");
                assert!(bounded || !step.contains("TEMP B-TREE FOR ORDER BY"), "{name}: {step}");
            }
        }
    }
}
