//! The made-up meetings in a real database: in, out as a file, and into another database.

use chrono::{DateTime, Utc};
use samverkan::agenda_file::{Catalogue, snapshot, snapshot_id};
use samverkan::demo;
use samverkan::domain::agenda::Agenda;
use samverkan::domain::command::Snapshot;
use samverkan::domain::ids::Ids;
use samverkan::domain::meeting::Meeting;
use samverkan::meeting_file::{from_json, to_json};
use samverkan::store::{Imported, Reading, Store};

fn form(catalogue: &Catalogue, id: &str) -> Option<(Agenda, Snapshot)> {
    let agenda = catalogue.get(id)?.agenda.clone();
    let json = snapshot(&agenda);
    Some((agenda, Snapshot { sha: snapshot_id(&json), json }))
}

fn import(store: &mut Store, meeting: &Meeting, ids: &mut Ids, now: DateTime<Utc>) -> Imported {
    let json = snapshot(&meeting.agenda);
    let form = Snapshot { sha: snapshot_id(&json), json };
    assert_eq!(form.sha, meeting.head.agenda_sha);
    let import = store.import(meeting, &form, Reading::default(), ids.next(1), now);
    import.expect("a made-up meeting fits the database").what
}

#[test]
fn they_go_into_a_database_and_come_out_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let now = "2026-11-23T08:20:00Z".parse().unwrap();
    let catalogue = Catalogue::load(None);
    let meetings = demo::meetings(now, &|id| form(&catalogue, id));
    assert_eq!(meetings.len(), 4);
    let mut ids = Ids::new(7);
    let mut first = Store::create_practice(&folder.path().join("ett.db")).unwrap();
    let mut second = Store::create_practice(&folder.path().join("två.db")).unwrap();
    for meeting in &meetings {
        assert_eq!(import(&mut first, meeting, &mut ids, now), Imported::New(meeting.id()));
    }
    for meeting in &meetings {
        let mut kept = first.meeting(meeting.id()).unwrap();
        // What a meeting opens on is read along from the others; it is no part of the meeting itself.
        kept.earlier.clear();
        kept.list_before = None;
        let file = to_json(&kept);
        let mut moved = from_json(file.as_bytes(), now).unwrap();
        // What is held back is the reader's own list, and no part of the meeting either.
        moved.words.clone_from(&kept.words);
        assert_eq!(moved, kept);
        import(&mut second, &moved, &mut ids, now);
        assert_eq!(import(&mut first, &moved, &mut ids, now), Imported::Same(meeting.id()));
    }
    for meeting in &meetings {
        let (one, other) = (first.meeting(meeting.id()).unwrap(), second.meeting(meeting.id()).unwrap());
        assert_eq!(to_json(&one), to_json(&other));
        assert_eq!(to_json(&one), to_json(meeting), "the database changed something");
    }
}
