//! What the database costs: an act, a meeting read back, home after many years, undo, the check of the journal.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails stops")]

mod common;

use common::{
    Days, PHRASE, demo_database, encrypted_with_old_meetings, fill_up, folder, note, now, under_way,
    with_old_meetings,
};
use divan::Bencher;
use samverkan::agenda_file::Catalogue;
use samverkan::agenda_file::snapshot_of;
use samverkan::domain::copies;
use samverkan::domain::ids::{Ids, ParticipantId, RowId};
use samverkan::domain::meeting::Callings;
use samverkan::domain::record::{ConsentParty, Exemption, Participant};
use samverkan::store::backup::{By, OpenedCopy, Order, Watch, take};
use samverkan::store::{Access, MeetingFilter, Passphrase, Reach, Reading, Store};
use std::cell::RefCell;
use uuid::Uuid;

fn main() {
    divan::main();
}

/// How a database is kept.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Encrypted,
    Practice,
}

/// A note comes into a meeting: one transaction, journalled, on the disk when it returns.
#[divan::bench(args = [Kept::Encrypted, Kept::Practice])]
fn commit(bencher: Bencher<'_, '_>, kept: Kept) {
    let folder = folder();
    let path = demo_database(&folder);
    let mut store = Store::open(&path, &Access::Practice).unwrap();
    let id = under_way(&store);
    let mut ids = Ids::new(2);
    if matches!(kept, Kept::Encrypted) {
        let meeting = store.meeting(id).unwrap();
        let phrase = Passphrase::new("åtta blå båtar på rad");
        (store, _) = Store::create(&folder.path().join("skarp.db"), &phrase).unwrap();
        let form = snapshot_of(&Catalogue::load(None).get("eht").unwrap().agenda);
        store.import(&meeting, &form, Reading::default(), ids.next(now().unix_ms()), now().utc).unwrap();
    }
    bencher
        .with_inputs(|| note(&mut ids, id, "Något som fungerar"))
        .bench_local_values(|command| store.commit(&command, now().utc).unwrap());
}

/// A meeting with 200 rows read back, as after each act.
#[divan::bench]
fn read_full_meeting(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    let id = fill_up(&path);
    let store = Store::open(&path, &Access::Practice).unwrap();
    bencher.bench_local(|| store.meeting(id).unwrap());
}

/// Who gets what of a meeting with so many participants, each of whom is a party of the consent and has a row kept from it.
#[divan::bench(args = [125, 250, 500], sample_count = 5)]
fn who_gets_what(bencher: Bencher<'_, '_>, count: u128) {
    let folder = folder();
    let store = Store::open(&demo_database(&folder), &Access::Practice).unwrap();
    let rows = store.meetings(&MeetingFilter::default()).unwrap();
    let id = rows.iter().find(|row| row.agenda_id == "sip").unwrap().id;
    let mut meeting = store.meeting(id).unwrap();
    let party = meeting.consent_parties[0].clone();
    let one = meeting.participants.iter().find(|person| person.is_party()).unwrap().clone();
    for key in 1..=count {
        let row = |add: u128| RowId(Uuid::from_u128(key + add));
        let unit = format!("Enhet {key}");
        meeting.consent_parties.push(ConsentParty { id: row(10_000), part: unit.clone(), ..party.clone() });
        let entry = meeting.entries[usize::try_from(key).unwrap() % meeting.entries.len()].id;
        let part = format!("handläggare {key}");
        meeting.exemptions.push(Exemption {
            id: row(20_000),
            meeting: id,
            consent: party.consent,
            entry,
            part: part.clone(),
        });
        meeting.participants.push(Participant {
            id: ParticipantId(Uuid::from_u128(key)),
            name: format!("Person{key} Efternamn{key}"),
            role: part,
            unit,
            ..one.clone()
        });
    }
    bencher.bench_local(|| {
        let (held, callings) = (meeting.held_keys(), Callings::of(&meeting));
        let all = copies::shares_among(&callings, now().today(), &[]);
        let said = all.iter().map(|share| copies::describe_all((&callings, &held), share, &share.part));
        said.map(|said| said.len()).sum::<usize>()
    });
}

/// So many old meetings, and how they lie in the calendar.
const OLD: [(usize, Days); 4] =
    [(100, Days::Spread), (791, Days::Crowded), (10_000, Days::Spread), (10_000, Days::Crowded)];

/// Home read with old meetings in the database.
#[divan::bench(args = OLD)]
fn home(bencher: Bencher<'_, '_>, (old, days): (usize, Days)) {
    let store = Store::open(&with_old_meetings(old, days), &Access::Practice).unwrap();
    bencher.bench_local(|| store.home(now().today()).unwrap());
}

/// The database opened and home read, as at the start.
#[divan::bench(args = OLD)]
fn open_and_home(bencher: Bencher<'_, '_>, (old, days): (usize, Days)) {
    let path = with_old_meetings(old, days);
    bencher.bench_local(|| Store::open(&path, &Access::Practice).unwrap().home(now().today()).unwrap());
}

/// The database opened: most of it is reading its schema.
#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    bencher.bench_local(|| Store::open(&path, &Access::Practice).unwrap());
}

/// An old meeting read back among others.
#[divan::bench(args = OLD)]
fn read_old_meeting(bencher: Bencher<'_, '_>, (old, days): (usize, Days)) {
    let store = Store::open(&with_old_meetings(old, days), &Access::Practice).unwrap();
    let id = store.home(now().today()).unwrap().recent[0].id;
    bencher.bench_local(|| store.meeting(id).unwrap());
}

/// The people and ärenden to choose from.
#[divan::bench(args = OLD)]
fn known(bencher: Bencher<'_, '_>, (old, days): (usize, Days)) {
    let store = Store::open(&with_old_meetings(old, days), &Access::Practice).unwrap();
    bencher.bench_local(|| store.known("eht").unwrap());
}

/// The newest page of the journal.
#[divan::bench(args = OLD)]
fn journal(bencher: Bencher<'_, '_>, (old, days): (usize, Days)) {
    let store = Store::open(&with_old_meetings(old, days), &Access::Practice).unwrap();
    bencher.bench_local(|| store.journal(None, None, 50).unwrap());
}

/// The latest act taken back.
#[divan::bench]
fn undo(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    let id = fill_up(&path);
    let store = RefCell::new(Store::open(&path, &Access::Practice).unwrap());
    let ids = RefCell::new(Ids::new(4));
    bencher
        .with_inputs(|| {
            let command = note(&mut ids.borrow_mut(), id, "Något som fungerar");
            store.borrow_mut().commit(&command, now().utc).unwrap();
            ids.borrow_mut().next(now().unix_ms())
        })
        .bench_local_values(|act| {
            let undone = store.borrow_mut().undo(id, Reach::default(), act, now().utc).unwrap();
            assert!(undone.code().is_some());
        });
}

/// A copy for safekeeping taken of many meetings, and proved.
#[divan::bench(args = [10_000], sample_count = 3, sample_size = 1)]
fn backup(bencher: Bencher<'_, '_>, old: usize) {
    let store = Store::open(&encrypted_with_old_meetings(old), &phrase()).unwrap();
    let source = store.backup_source().unwrap();
    let folder = folder();
    bencher.bench_local(|| take(&source, &order(&folder), &watch()).unwrap());
}

/// The same copy put back on another computer.
#[divan::bench(args = [10_000], sample_count = 3, sample_size = 1)]
fn restore(bencher: Bencher<'_, '_>, old: usize) {
    let store = Store::open(&encrypted_with_old_meetings(old), &phrase()).unwrap();
    let folder = folder();
    let copy = take(&store.backup_source().unwrap(), &order(&folder), &watch()).unwrap();
    println!("{} bytes", copy.size);
    let mut ids = Ids::new(13);
    bencher.with_inputs(common::folder).bench_local_values(|elsewhere| {
        let database = elsewhere.path().join("samverkan.db");
        let by = By {
            door: None,
            account: String::new(),
            id: ids.next(now().unix_ms()),
            now: now().utc,
            local: now().local(),
            same_disk: true,
        };
        let copy = OpenedCopy::open(&copy.file, &phrase(), elsewhere.path(), &watch()).unwrap();
        copy.put_in_place(&database, &by).unwrap();
        elsewhere
    });
}

fn phrase() -> Access {
    Access::Passphrase(Passphrase::new(PHRASE))
}

fn order(folder: &tempfile::TempDir) -> Order {
    let (now, local) = (now().utc, now().local());
    Order {
        folder: folder.path().to_owned(),
        now,
        local,
        files: Vec::new(),
        access: Some(phrase()),
        same_disk: true,
    }
}

fn watch() -> Watch<'static> {
    Watch::new(&|_| {}, &|| false)
}

/// The whole journal checked, and that it tells what stands in the tables, after one long meeting and three others.
#[divan::bench]
fn verify(bencher: Bencher<'_, '_>) {
    let folder = folder();
    let path = demo_database(&folder);
    fill_up(&path);
    let store = Store::open(&path, &Access::Practice).unwrap();
    assert!(store.verify().unwrap().is_sound());
    bencher.bench_local(|| store.verify().unwrap());
}
