//! Databases that have been in use for years.

use super::now;
use chrono::{NaiveDateTime, Timelike};
use rusqlite::{Connection, OpenFlags};
use samverkan::agenda_file::snapshot_of;
use samverkan::domain::agenda::{EntryKind, Huvudman};
use samverkan::domain::command::{Change, Code, Command, Snapshot};
use samverkan::domain::dates::Due;
use samverkan::domain::ids::Ids;
use samverkan::domain::meeting::Meeting;
use samverkan::domain::record::{
    ActionItem, ActionState, ActionStatus, Arende, ArendeState, Body, Child, Entry, Head, MeetingArende,
    MeetingStatus, Participant, ParticipantKind, Presence,
};
use samverkan::runtime::practice::filled;
use samverkan::store::{Access, MeetingFilter, Passphrase, Reading, Store};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Meetings that are written in one transaction.
const AT_ONCE: usize = 100;
/// One action in so many was never reported as done.
const FORGOTTEN: usize = 10;

/// How meetings lie in the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Days {
    /// Eight a day, backwards.
    Spread,
    /// All on the same three days, as after a file that was read in with the wrong dates.
    Crowded,
}

/// A database with the demo's meetings and `count` old ones. It is kept beside what is built, and made anew when the
/// tables have changed.
pub(crate) fn with_old_meetings(count: usize, days: Days) -> PathBuf {
    let name = format!("moten-{count}-{days:?}-{}.db", shape());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        let folder = super::folder();
        let unfinished = folder.path().join("moten.db");
        let mut store = filled(&unfinished, now()).unwrap();
        write(&mut store, count, days);
        drop(store);
        fs::rename(&unfinished, &path).unwrap();
    }
    path
}

/// The passphrase of the encrypted one.
pub(crate) const PHRASE: &str = "åtta blå båtar på rad";

/// The same, encrypted, in a folder of its own with its key files.
pub(crate) fn encrypted_with_old_meetings(count: usize) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("krypterade-{count}-{}", shape()));
    if !place.exists() {
        let folder = super::folder();
        let made = folder.path().join("klar");
        let demo = super::demo_database(&folder);
        let model = Store::open(&demo, &Access::Practice).unwrap();
        let rows =
            model.meetings(&MeetingFilter { agenda_id: Some("eht".to_owned()), ..MeetingFilter::default() });
        let meeting = model.meeting(rows.unwrap()[0].id).unwrap();
        let phrase = Passphrase::new(PHRASE);
        let (mut store, _) = Store::create(&made.join("samverkan.db"), &phrase).unwrap();
        let form = snapshot_of(&meeting.agenda);
        let act = Ids::new(12).next(now().unix_ms());
        store.import(&meeting, &form, Reading::default(), act, now().utc).unwrap();
        write(&mut store, count, Days::Spread);
        drop(store);
        fs::rename(&made, &place).unwrap();
    }
    place.join("samverkan.db")
}

/// Tells one set of tables from another.
fn shape() -> String {
    let folder = super::folder();
    let path = folder.path().join("tom.db");
    drop(Store::create_practice(&path).unwrap());
    let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let sql = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
    let schema: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
    hex::encode(&Sha256::digest(schema)[..6])
}

fn write(store: &mut Store, count: usize, days: Days) {
    let model =
        store.meetings(&MeetingFilter { agenda_id: Some("eht".to_owned()), ..MeetingFilter::default() });
    let model = store.meeting(model.unwrap()[0].id).unwrap();
    let mut old = Old { form: snapshot_of(&model.agenda), model, days, ids: Ids::new(11) };
    let numbers: Vec<usize> = (0..count).collect();
    for some in numbers.chunks(AT_ONCE) {
        let command = old.meetings(some);
        store.commit(&command, now().utc).unwrap();
    }
}

/// Makes old meetings.
struct Old {
    model: Meeting,
    form: Snapshot,
    days: Days,
    ids: Ids,
}

impl Old {
    fn id<T: From<uuid::Uuid>>(&mut self) -> T {
        self.ids.next(now().unix_ms())
    }

    fn meetings(&mut self, numbers: &[usize]) -> Command {
        let mut changes = Vec::new();
        for number in numbers {
            self.meeting(*number, &mut changes);
        }
        let form = Snapshot { sha: self.form.sha.clone(), json: self.form.json.clone() };
        Command { id: self.id(), code: Code::Import, meeting: None, snapshot: Some(form), changes }
    }

    /// The meeting of this number, four weeks ago or before.
    fn meeting(&mut self, number: usize, changes: &mut Vec<Change>) {
        let today = now().local().with_hour(8).and_then(|at| at.with_minute(0)).unwrap();
        let (day, hour) = match self.days {
            Days::Spread => (number / 8, number % 8),
            Days::Crowded => (number % 3, number / 3 % 8),
        };
        let planned: NaiveDateTime = today - chrono::Days::new(28 + u64::try_from(day).unwrap())
            + chrono::TimeDelta::hours(i64::try_from(hour).unwrap());
        let head = Head {
            id: self.id(),
            title: format!("EHT nummer {number}"),
            follows: None,
            planned,
            status: MeetingStatus::Avslutat,
            current: None,
            started: Some(planned.and_utc()),
            ended: Some(planned.and_utc() + chrono::TimeDelta::hours(1)),
            rev: 0,
            ..self.model.head.clone()
        };
        let meeting = head.id;
        let child = Child { birth_year: Some(2014), ..Child::new(self.id(), &format!("Barn {number}")) };
        let arende = Arende::new(self.id(), Some(child.id), &child.alias);
        let item = MeetingArende {
            state: ArendeState::Klart,
            phase: head.phase,
            ..MeetingArende::new(self.id(), meeting, arende.id, 1)
        };
        let item_id = item.id;
        changes.extend([Change::put(head), Change::put(child), Change::put(arende), Change::put(item)]);
        for (order, role) in (1_u8..).zip(["Rektor", "Specialpedagog", "Skolsköterska", "Mentor"]) {
            let name = format!("Person {}", (number * 7 + usize::from(order) * 13) % 400);
            changes.push(Change::put(Participant {
                phone: None,
                id: self.id(),
                meeting,
                name,
                role: role.to_owned(),
                unit: "Skola".to_owned(),
                huvudman: Huvudman::Kommun,
                kind: ParticipantKind::Personal,
                presence: Presence::Plats,
                came: None,
                left: None,
                introduced: true,
                chairs: order == 1,
                takes_notes: order == 2,
                main_responsible: false,
                order: order.into(),
                rev: 0,
            }));
        }
        for (order, kind) in (1..).zip([EntryKind::Fungerar, EntryKind::Svarare, EntryKind::Behov]) {
            let body = Body::empty(kind);
            changes.push(Change::put(Entry { order, ..self.entry(meeting, item_id, body) }));
        }
        let action = ActionItem {
            owner_name: Some("Mentor".to_owned()),
            due: Some(Due::By((planned + chrono::Days::new(14)).date())),
            ..ActionItem::default()
        };
        let action = self.entry(meeting, item_id, Body::Atgard(action));
        let entry = action.id;
        changes.push(Change::put(action));
        if !number.is_multiple_of(FORGOTTEN) {
            changes.push(Change::put(ActionStatus {
                id: self.id(),
                entry,
                meeting: None,
                status: ActionState::Klar,
                evaluation: None,
                new_due: None,
                at: planned.and_utc(),
            }));
        }
    }

    fn entry(
        &mut self,
        meeting: samverkan::domain::ids::MeetingId,
        item: samverkan::domain::ids::MeetingArendeId,
        body: Body,
    ) -> Entry {
        Entry {
            id: self.id(),
            meeting,
            arende: Some(item),
            text: "En rad så lång som de brukar bli när någon skriver medan andra talar.".to_owned(),
            source: None,
            confirmed: None,
            emi: false,
            order: 1,
            rev: 0,
            body,
        }
    }
}
