//! Every door by which a child could come into a meeting that takes up no individuals: SSPF, samverkansforum,
//! trygghetsteam, the steering forms. Each is tried in each such form; what refuses says so in Swedish.

use super::columns::columns;
use super::testing::World;
use super::{Import, Reading, Store, StoreError};
use crate::agenda_file::{Catalogue, snapshot_of};
use crate::app::action::Action;
use crate::app::dialog::{Dialog, PickItem};
use crate::app::meeting::arenden;
use crate::app::model::{AgendaChoice, Lists, RowRef, Screen, Target};
use crate::app::testing::Desk;
use crate::app::{Message, complete, target};
use crate::demo::builder::Builder;
use crate::demo::tests::agenda as form_of;
use crate::domain::agenda::{Agenda, Level};
use crate::domain::carry;
use crate::domain::command::{Change, Code, Command, Table};
use crate::domain::ids::{ArendeId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::overview::{Known, KnownArende, KnownChild};
use crate::domain::record::{
    Arende, ArendeState, Child, Head, MeetingArende, MeetingStatus, Participant, ParticipantKind,
};
use crate::meeting_file::{from_json, to_json};
use serde_json::{Value, json};

/// What the database itself says.
const REFUSAL: &str = "Den här mötesformen tar inte upp enskilda barn.";

/// The forms that take up no individuals.
fn closed_forms() -> Vec<Agenda> {
    let all: Vec<Agenda> = Catalogue::carried()
        .iter()
        .map(|form| form.agenda.clone())
        .filter(|agenda| !agenda.individuals)
        .collect();
    for id in ["sspf", "samverkansforum", "trygghetsteam", "styrgrupp", "pinocchio-ledning", "sbu", "bbu"] {
        assert!(all.iter().any(|agenda| agenda.id == id), "{id}");
    }
    all
}

fn has_child(meeting: &Meeting) -> bool {
    let child_sits = meeting.agenda.level != Level::Foraldrar
        && meeting.participants.iter().any(|person| person.kind == ParticipantKind::Barn);
    child_sits
        || !meeting.children.is_empty()
        || meeting.arenden.iter().any(|arende| arende.child.is_some() || arende.unrecognisable)
}

/// A meeting by the form, and a child's ärende that the team knows from another meeting.
fn desk(agenda: &Agenda) -> Desk {
    let mut desk = Desk::meeting(&agenda.id);
    let id: ArendeId = uuid::Uuid::from_u128(77).into();
    let known = KnownArende {
        id,
        label: "Blå".to_owned(),
        individual: true,
        agenda_id: "eht".to_owned(),
        child: KnownChild::default(),
    };
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.known = Known { arenden: vec![known], ..Known::default() };
    }
    desk
}

fn aim(desk: &mut Desk, at: Target) {
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.target = at;
    }
}

#[test]
fn no_key_no_line_and_no_paste_brings_a_child_in() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let mut desk = desk(&agenda);
        assert!(
            !target::all(&desk.screen().meeting).contains(&Target::Individual),
            "{id}: Tab never offers it"
        );
        // As a rule's own remedy would aim the line.
        aim(&mut desk, Target::Individual);
        for line in ["Blå", "Bo, uppföljning", "Blå @rektor >fre"] {
            desk.line(line);
            assert!(desk.notice().contains("tas inga enskilda barn upp"), "{id}: {}", desk.notice());
            let whose = if agenda.ours.is_empty() { &agenda.source } else { "formens egen regel" };
            assert!(desk.notice().contains(whose), "{id} says where the rule comes from");
            while !desk.screen().line.is_empty() {
                desk.press(Action::Back);
            }
            aim(&mut desk, Target::Individual);
        }
        desk.send(Message::Paste("Blå\nGrön\nGul".to_owned()));
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last_mut() else { panic!("{id}: no list") };
        assert!(pick.items.iter().all(|item| !item.label.contains("ärenden om barn")), "{id}");
        let lines = ["Blå", "Grön", "Gul"].map(str::to_owned);
        let as_children = PickItem::new("", "", move |model| arenden::add_arenden(model, &lines, true));
        pick.items.insert(0, as_children);
        desk.press(Action::Accept);
        assert!(desk.notice().contains("tas inga enskilda barn upp"), "{id}: {}", desk.notice());
        assert!(!has_child(&desk.screen().meeting), "{id}");
    }
}

#[test]
fn a_child_of_another_meeting_is_not_carried_over() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let mut desk = desk(&agenda);
        aim(&mut desk, Target::Group);
        desk.types("Bl");
        assert!(complete::completions(&desk.model).is_empty(), "{id} doesn't offer what a child is called");
        // Postponed from an EHT, and typed here by its name.
        desk.types("å").press(Action::Accept);
        if agenda.groups {
            assert!(desk.notice().contains("ett barns ärende"), "{id}: {}", desk.notice());
        }
        assert!(!has_child(&desk.screen().meeting) && desk.screen().meeting.items.is_empty(), "{id}");
    }
}

#[test]
fn the_next_meeting_brings_no_child_along() {
    let start = "2026-11-09T09:00:00".parse().unwrap();
    let mut b = Builder::new(&form_of("eht").unwrap(), "EHT", start, 9);
    b.family("Bo", "Elev", ParticipantKind::Barn);
    b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    let child = b.child("Blå", 2012);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Uppskjutet);
    let veiled = Arende { unrecognisable: true, ..b.about_group("Fråga 1") };
    b.take_up(veiled, "", ArendeState::Uppskjutet);
    let group = b.about_group("Korridoren");
    b.take_up(group, "", ArendeState::Uppskjutet);
    let source = b.meeting;
    let all: Vec<_> = source.items.iter().map(|item| item.id).collect();
    for agenda in closed_forms() {
        let (id, snapshot) = (&agenda.id, form_of(&agenda.id).unwrap().1);
        let day = "2026-11-23T09:00:00".parse().unwrap();
        let head =
            Head::new(uuid::Uuid::from_u128(3).into(), &agenda, &snapshot.sha, day, "Europe/Stockholm");
        let mut target = Meeting::new(agenda.clone(), head);
        let mut next = 100;
        let rows = carry::rows(&source, &target, true, &all, || {
            next += 1;
            uuid::Uuid::from_u128(next)
        });
        for row in rows {
            target.put(row);
        }
        target.arenden.extend(
            source
                .arenden
                .iter()
                .filter(|row| target.items.iter().any(|item| item.arende == row.id))
                .cloned(),
        );
        assert!(!has_child(&target), "{id}: {target:?}");
        assert_eq!(
            target.items.len(),
            usize::from(agenda.groups),
            "{id} takes the group, if it takes groups"
        );
        assert!(target.participants.is_empty(), "{id}: the family stays with the child");
    }
    // Where children are taken up, the child comes.
    let (agenda, snapshot) = form_of("eht").unwrap();
    let day = "2026-11-23T09:00:00".parse().unwrap();
    let head = Head::new(uuid::Uuid::from_u128(3).into(), &agenda, &snapshot.sha, day, "Europe/Stockholm");
    assert_eq!(carry::arenden(&source, &Meeting::new(agenda, head)).len(), 3);
}

#[test]
fn no_child_sits_at_the_table_and_none_comes_without_a_name() {
    for agenda in closed_forms().into_iter().filter(|agenda| agenda.level != Level::Foraldrar) {
        let id = &agenda.id;
        let mut desk = desk(&agenda);
        desk.line("Bo, elev");
        assert!(desk.notice().contains("deltar inga barn"), "{id}: {}", desk.notice());
        while !desk.screen().line.is_empty() {
            desk.press(Action::Back);
        }
        desk.line("Eva Ek, samordnare");
        let person = desk.screen().meeting.participants[0].id;
        desk.point(RowRef::Participant(person))
            .press(Action::Accept)
            .fill("slag", "barnet")
            .press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{id}: the form is gone") };
        assert!(
            form.error.as_ref().is_some_and(|why| why.contains("deltar inga barn")),
            "{id}: {:?}",
            form.error
        );
        desk.model.dialogs.clear();
        desk.point_away().press(Action::Unrecognisable);
        assert!(desk.notice().contains("inte heller utan namn"), "{id}: {}", desk.notice());
        if agenda.groups {
            aim(&mut desk, Target::Group);
            desk.line("Torget");
            let item = desk.screen().meeting.items[0].id;
            desk.point(RowRef::Item(item)).press(Action::Unrecognisable);
            assert!(desk.notice().contains("inte heller utan namn"), "{id}: {}", desk.notice());
        }
        assert!(!has_child(&desk.screen().meeting), "{id}");
    }
}

#[test]
fn a_form_that_is_edited_while_the_meeting_runs_changes_nothing_in_it() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let mut desk = desk(&agenda);
        let mut edited = agenda.clone();
        edited.individuals = true;
        let form = AgendaChoice::of(edited.clone(), snapshot_of(&edited));
        desk.send(Message::Lists(Box::new(Lists { agendas: vec![form], ..Lists::default() })));
        aim(&mut desk, Target::Individual);
        desk.line("Blå");
        assert!(desk.notice().contains("tas inga enskilda barn upp"), "{id}: {}", desk.notice());
        assert!(!desk.screen().meeting.head.individuals && !has_child(&desk.screen().meeting), "{id}");
    }
}

/// The file of a meeting by the form, with a child in it.
fn file_with_child(agenda: &Agenda) -> Value {
    let start = "2026-11-23T09:00:00".parse().unwrap();
    let mut b = Builder::new(&form_of(&agenda.id).unwrap(), "Möte", start, 5);
    let child = b.child("Blå", 2012);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Pagar);
    serde_json::from_str(&to_json(&b.meeting)).unwrap()
}

#[test]
fn no_file_brings_a_child_in() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let refused = |value: &Value, words: &str| {
            let error = from_json(value.to_string().as_bytes(), "2026-11-24T12:00:00Z".parse().unwrap())
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{id}: {error}");
        };
        let whole = file_with_child(&agenda);
        refused(&whole, "inget enskilt barn");
        // The head says that it may, and then the form too.
        let mut value = whole.clone();
        value["mote"]["mote"]["individ_tillaten"] = json!(true);
        refused(&value, "stämmer inte med mötesformen");
        value["mote"]["motesform"]["individarenden"] = json!(true);
        refused(&value, "Mötesformen har ändrats");
        // Without the child, but as a question about one; and a child at the table.
        let mut value = whole.clone();
        value["mote"]["barn"] = json!([]);
        value["mote"]["arenden"][0]["barn_id"] = json!(null);
        value["mote"]["arenden"][0]["avidentifierat"] = json!(true);
        refused(&value, "inget enskilt barn");
        if agenda.level != Level::Foraldrar {
            value["mote"]["arenden"][0]["avidentifierat"] = json!(false);
            let start = "2026-11-23T09:00:00".parse().unwrap();
            let mut b = Builder::new(&form_of(id).unwrap(), "Möte", start, 6);
            b.family("Bo", "Elev", ParticipantKind::Barn);
            let with_child: Value = serde_json::from_str(&to_json(&b.meeting)).unwrap();
            refused(&with_child, "deltar inga barn");
        }
    }
}

/// The store with a meeting by the form and a group's ärende in it, and the child that wants in.
struct House {
    world: World,
    meeting: MeetingId,
    child: Child,
    of_child: Arende,
    item: MeetingArende,
    staff: Participant,
}

impl House {
    fn new(agenda: &Agenda) -> Self {
        let mut world = World::new();
        let form = snapshot_of(agenda);
        let planned = "2026-11-23T13:00:00".parse().unwrap();
        let mut head = Head::new(world.id(), agenda, &form.sha, planned, "Europe/Stockholm");
        head.status = MeetingStatus::Pagar;
        let meeting = head.id;
        let staff = world.participant(meeting, "Eva Ek", "Rektor");
        let group = Arende::new(world.id(), None, "Torget");
        let item = MeetingArende::new(world.id(), meeting, group.id, 1);
        let child = Child::new(world.id(), "Blå");
        let of_child =
            Arende { id: world.id(), child: Some(child.id), label: "Blå".into(), ..group.clone() };
        let command = Command {
            id: world.id(),
            code: Code::NewMeeting,
            meeting: Some(meeting),
            snapshot: Some(form),
            changes: vec![
                Change::put(head),
                Change::put(group),
                Change::put(item.clone()),
                Change::put(staff.clone()),
                // The child is known in the database: it is at another meeting that it is spoken of.
                Change::put(child.clone()),
                Change::put(of_child.clone()),
            ],
        };
        world.store.commit(&command, world.now).unwrap();
        Self { world, meeting, child, of_child, item, staff }
    }

    fn refuses(&mut self, what: &str, changes: Vec<Change>) {
        let command = self.world.command(self.meeting, Code::AddArende, changes);
        let refused = self.world.store.commit(&command, self.world.now);
        assert!(matches!(refused, Err(StoreError::IndividualNotAllowed)), "{what}: {refused:?}");
    }

    /// SQL by hand, in a transaction that has all that a command of the program has.
    fn sql(&self, statement: &str) -> String {
        let db = &self.world.store.db;
        db.execute_batch(
            "BEGIN; INSERT INTO kommando_nu VALUES (1, 'x', 'x', NULL, '2026-11-23T12:00:00.000Z', 'x', 'import', NULL, NULL, 0);",
        )
        .unwrap();
        let done = db.execute_batch(statement);
        let words = match done {
            Ok(()) => {
                let commit = db.execute_batch("COMMIT");
                commit.map_or_else(|error| error.to_string(), |()| "inget".to_owned())
            }
            Err(error) => error.to_string(),
        };
        // What was refused is rolled back whole.
        let _ = db.execute_batch("ROLLBACK");
        words
    }
}

#[test]
fn a_form_in_which_nobody_is_recognised_takes_questions_and_no_child() {
    const OWN: &str = include_str!("../../tests/integration/own_forms/konsultation.toml");
    let agenda = crate::agenda_file::parse("konsultation.toml", OWN.as_bytes()).unwrap();
    let mut house = House::new(&agenda);
    let question = |house: &mut House| {
        let question =
            Arende { unrecognisable: true, ..Arende::new(house.world.id(), None, "Bråk på rasten") };
        let item = MeetingArende::new(house.world.id(), house.meeting, question.id, 2);
        vec![Change::put(question), Change::put(item)]
    };
    let changes = question(&mut house);
    let command = house.world.command(house.meeting, Code::AddArende, changes);
    house.world.store.commit(&command, house.world.now).unwrap();
    let child = MeetingArende::new(house.world.id(), house.meeting, house.of_child.id, 3);
    house.refuses("a child", vec![Change::put(child)]);
    let meeting = house.world.store.meeting(house.meeting).unwrap();
    assert!(meeting.arenden.iter().any(|arende| arende.unrecognisable), "{:?}", meeting.arenden);
    // A form that takes neither children nor such questions goes on refusing both.
    let mut house = House::new(&closed_forms()[0]);
    let changes = question(&mut house);
    house.refuses("a question about a child", changes);
}

#[test]
fn the_store_refuses_a_child_by_every_command() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let mut house = House::new(&agenda);
        let fresh = MeetingArende { id: house.world.id(), rev: 0, ..house.item.clone() };
        let (of_child, child) = (house.of_child.clone(), house.child.clone());
        let taken = MeetingArende { arende: of_child.id, ..fresh.clone() };
        house.refuses(&format!("{id}: a child's ärende is taken up"), vec![Change::put(taken)]);
        let swapped = MeetingArende { arende: of_child.id, rev: 1, ..house.item.clone() };
        house.refuses(&format!("{id}: an ärende becomes the child's"), vec![Change::put(swapped)]);
        let group = house.world.store.meeting(house.meeting).unwrap().arenden[0].clone();
        let linked = Arende { child: Some(child.id), ..group };
        house.refuses(&format!("{id}: a group becomes the child"), vec![Change::put(linked)]);
        let veiled = Arende {
            id: house.world.id(),
            child: None,
            unrecognisable: true,
            label: "Fråga 1".into(),
            rev: 0,
            ..of_child
        };
        let asked = MeetingArende { arende: veiled.id, ..fresh };
        house.refuses(
            &format!("{id}: a question about a child nobody knows"),
            vec![Change::put(veiled), Change::put(asked)],
        );
        if agenda.level != Level::Foraldrar {
            let sits = Participant { kind: ParticipantKind::Barn, rev: 1, ..house.staff.clone() };
            house.refuses(&format!("{id}: a child sits down"), vec![Change::put(sits)]);
        }
        let meeting = house.world.store.meeting(house.meeting).unwrap();
        assert!(!has_child(&meeting), "{id}");
        assert!(house.world.store.verify().unwrap().is_sound(), "{id}");
    }
}

#[test]
fn a_copied_meeting_and_one_from_a_file_are_refused_by_the_store_too() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let house = House::new(&agenda);
        let House { mut world, meeting, child, of_child, item, .. } = house;
        let form =
            world.store.agenda_snapshot(&world.store.meeting(meeting).unwrap().head.agenda_sha).unwrap();
        let mut copied = world.store.meeting(meeting).unwrap();
        copied.children.push(child);
        copied.arenden.push(of_child.clone());
        copied.items[0] = MeetingArende { arende: of_child.id, ..item };
        let (command, now, mut ids) = (world.id(), world.now, world.ids.clone());
        let reading = Reading { copy: Some(&mut ids), ..Reading::default() };
        let refused: Result<Import, StoreError> = world.store.import(&copied, &form, reading, command, now);
        assert!(matches!(refused, Err(StoreError::IndividualNotAllowed)), "{id}: {refused:?}");
        let mut other = World::new();
        let command = other.id();
        let refused = other.store.import(&copied, &form, Reading::default(), command, now);
        assert!(matches!(refused, Err(StoreError::IndividualNotAllowed)), "{id}: {refused:?}");
        assert!(matches!(other.store.meeting(meeting), Err(StoreError::NoSuchMeeting)), "{id}");
    }
}

/// SQL that copies a row with other values in some of its columns, whatever columns the table has.
fn copied(table: Table, from: &str, new: &[(&str, &str)]) -> String {
    let names: Vec<&str> = columns(table).iter().map(|column| column.name).collect();
    let values: Vec<String> = names
        .iter()
        .map(|name| {
            let known = new.iter().find(|(column, _)| column == name);
            known.map_or_else(|| (*name).to_owned(), |(_, value)| format!("'{value}'"))
        })
        .collect();
    let (name, names, values) = (table.name(), names.join(", "), values.join(", "));
    format!("INSERT INTO {name}({names}) SELECT {values} FROM {name} WHERE id = '{from}'")
}

#[test]
fn sql_by_hand_is_refused_in_the_databases_own_words() {
    for agenda in closed_forms() {
        let id = &agenda.id;
        let house = House::new(&agenda);
        let (meeting, item, of_child, child) =
            (house.meeting, house.item.id, house.of_child.id, house.child.id);
        let group = house.item.arende;
        let taken = |key: &str, meeting: &str| {
            let new = [("id", key), ("mote_id", meeting), ("arende_id", &of_child.to_string())];
            copied(Table::MeetingArende, &item.to_string(), &new)
        };
        let here = meeting.to_string();
        let other = copied(Table::Head, &here, &[("id", "annat"), ("individ_tillaten", "1")]);
        let same = copied(Table::Head, &here, &[("id", "annat")]);
        let doors = [
            ("INSERT", taken("ny", &here)),
            ("REPLACE", taken(&item.to_string(), &here).replacen("INSERT", "INSERT OR REPLACE", 1)),
            (
                "UPSERT",
                format!(
                    "{} ON CONFLICT(id) DO UPDATE SET arende_id = excluded.arende_id",
                    taken(&item.to_string(), &here)
                ),
            ),
            (
                "UPDATE av mötets ärende",
                format!("UPDATE mote_arende SET arende_id = '{of_child}' WHERE id = '{item}'"),
            ),
            ("UPDATE av ärendet", format!("UPDATE arende SET barn_id = '{child}' WHERE id = '{group}'")),
            (
                "ett annat mötes ärende flyttas hit",
                format!(
                    "{other}; {}; UPDATE mote_arende SET mote_id = '{here}' WHERE id = 'dar'",
                    taken("dar", "annat")
                ),
            ),
            ("ett möte till med samma form", format!("{same}; {}", taken("dar", "annat"))),
        ];
        for (door, statement) in doors {
            let words = house.sql(&statement);
            assert!(words.contains(REFUSAL), "{id}, {door}: {words}");
        }
        let words = house.sql(&format!("UPDATE mote SET individ_tillaten = 1 WHERE id = '{meeting}'"));
        assert!(words.contains("Om ett möte får ta upp enskilda barn ändras inte."), "{id}: {words}");
        let words = house.sql("UPDATE motesform SET json = replace(json, 'false', 'true')");
        assert!(words.contains("Ett mötes form ändras inte."), "{id}: {words}");
        if agenda.level != Level::Foraldrar {
            let words = house.sql(&format!("UPDATE deltagare SET slag = 'barn' WHERE mote_id = '{meeting}'"));
            assert!(words.contains(REFUSAL), "{id}: {words}");
        }
        let veiled = [("id", "x"), ("avidentifierat", "1")];
        let words = house.sql(&copied(Table::Arende, &of_child.to_string(), &veiled));
        assert!(words.contains("knyts inte till något barn"), "{id}: {words}");
        let kept: Meeting = house.world.store.meeting(meeting).unwrap();
        assert!(!has_child(&kept), "{id}");
        assert_eq!((kept.items.len(), kept.items[0].arende), (1, group), "{id}: nothing of it is left");
        let is_sound = |store: &Store| store.verify().unwrap().is_sound();
        assert!(is_sound(&house.world.store), "{id}");
    }
}
