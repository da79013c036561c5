//! Home: what was promised, and how it has gone.

use super::actions;
use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{Effect, Reply};
use crate::app::core::model::{HomeRow, Model, Screen};
use crate::app::testing::{Desk, Disk, monday};
use crate::app::ui::dialog::{Dialog, Pick};
use crate::domain::command::{Change, Code, Command, Record};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::listing::{ListQuery, Listing};
use crate::domain::overview::{ActionRow, Home, MeetingRow};
use crate::domain::record::{ActionState, ActionStatus, MeetingStatus};
use uuid::Uuid;

fn row(number: u128, text: &str, owner: &str, day: &str) -> ActionRow {
    ActionRow {
        entry: Uuid::from_u128(number).into(),
        meeting: Uuid::from_u128(100 + number).into(),
        agenda_id: "eht".to_owned(),
        title: "EHT Ängsskolan".to_owned(),
        day: "2026-11-09".parse().unwrap(),
        label: None,
        text: text.to_owned(),
        owner: Some(owner.to_owned()),
        due: Some(Due::By(day.parse().unwrap())),
        follow_up: None,
        told: None,
    }
}

fn rows() -> Vec<ActionRow> {
    vec![
        row(1, "Ringa BUP", "Karin Lund", "2026-11-20"),
        row(2, "Bildschema", "Maja Mo", "2026-11-27"),
        row(3, "Boka tolk", "Karin Lund", "2026-12-04"),
    ]
}

fn entry(number: u128) -> EntryId {
    Uuid::from_u128(number).into()
}

fn home() -> Home {
    let meeting = MeetingRow {
        cancelled: false,
        held: None,
        id: Uuid::from_u128(50).into(),
        agenda_id: "eht".to_owned(),
        title: "EHT Ängsskolan".to_owned(),
        planned: "2026-11-09T08:30:00".parse().unwrap(),
        status: MeetingStatus::Avslutat,
        phase: crate::domain::agenda::Phase::Ansvar,
        handle: "2026-11-09-eht".to_owned(),
        arenden: Vec::new(),
        place: None,
    };
    Home { recent: vec![meeting], actions: rows(), open_actions: 3, late_actions: 1, ..Home::default() }
}

/// The list is open.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.press(Action::ListActions);
    assert!(matches!(desk.effects.last(), Some(Effect::OpenList(ListQuery::Actions))));
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(rows())))));
    assert_eq!(desk.model.context(), Context::ActionList);
    desk
}

fn list(model: &Model) -> &Pick {
    let found = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Pick(list) => Some(list),
        _ => None,
    });
    found.expect("the list is open")
}

fn selected(desk: &Desk) -> EntryId {
    list(&desk.model).selected().and_then(|item| item.key).expect("a row is highlighted").into()
}

/// What was told last, and in which meeting's journal it stands.
fn told(desk: &Desk) -> Option<(ActionStatus, Option<MeetingId>)> {
    desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Commit(command) => status_in(command),
        _ => None,
    })
}

fn status_in(command: &Command) -> Option<(ActionStatus, Option<MeetingId>)> {
    assert_eq!(command.code, Code::SetActionStatus);
    command.changes.iter().find_map(|change| match change {
        Change::Put(record) => match record.as_ref() {
            Record::ActionStatus(status) => Some((status.clone(), command.meeting)),
            _ => None,
        },
        Change::Delete(..) => None,
    })
}

#[test]
fn an_action_is_done_in_three_keys_and_the_next_is_in_turn() {
    let mut desk = desk();
    desk.press(Action::Accept);
    assert!(
        matches!(desk.model.dialogs.last(), Some(Dialog::Form(form)) if form.is(&actions::TOLD) && form.subject == serde_json::json!(entry(1)))
    );
    // Nobody has said that it is done: it is asked.
    desk.press(Action::Save);
    assert!(told(&desk).is_none());
    desk.types("k").press(Action::Save);
    let (status, meeting) = told(&desk).unwrap();
    assert_eq!((status.entry, status.status, status.meeting), (entry(1), ActionState::Klar, None));
    assert_eq!(meeting, Some(Uuid::from_u128(101).into()), "it stands in the journal of its own meeting");
    assert_eq!(desk.notice(), "Antecknat som klar: Ringa BUP");
    assert_eq!(desk.model.context(), Context::ActionList, "the list is still there");
    assert_eq!(selected(&desk), entry(2));
    let opened = |effect: &&Effect| matches!(effect, Effect::OpenList(ListQuery::Actions));
    let again = |effect: &&Effect| matches!(effect, Effect::LoadList(ListQuery::Actions));
    assert_eq!(desk.effects.iter().filter(opened).count(), 1, "it is opened once");
    assert_eq!(desk.effects.iter().filter(again).count(), 1, "the list is read again");
}

#[test]
fn a_new_day_and_a_line_are_told_and_what_makes_no_sense_is_refused() {
    let mut desk = desk();
    desk.press(Action::Accept).fill("status", "ändrad").press(Action::Save);
    let error = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.error.clone().unwrap_or_default(),
        _ => String::new(),
    };
    assert_eq!(error(&desk), "Skriv den nya tiden, eller vem som tar över.");
    desk.fill("tid", "fre").fill("status", "klar").press(Action::Save);
    assert!(error(&desk).contains("har ingen ny tid"));
    assert!(told(&desk).is_none());
    desk.fill("status", "ändrad").fill("utvardering", "Hann inte").press(Action::Save);
    let (status, _) = told(&desk).unwrap();
    assert_eq!(status.new_due, Some(Due::By("2026-11-27".parse().unwrap())));
    assert_eq!(status.evaluation.as_deref(), Some("Hann inte"));
}

#[test]
fn typing_finds_by_owner_text_and_what_is_late() {
    let mut desk = desk();
    let shown =
        |desk: &Desk| list(&desk.model).shown().iter().map(|row| row.label.clone()).collect::<Vec<_>>();
    desk.press(Action::Down).types("karin");
    assert_eq!(shown(&desk), ["Mötet · Ringa BUP", "Mötet · Boka tolk"]);
    assert_eq!(selected(&desk), entry(1), "the highlight is in the list that is shown");
    desk.types(" tolk");
    assert_eq!(shown(&desk), ["Mötet · Boka tolk"]);
    desk.press(Action::Back);
    assert_eq!(shown(&desk).len(), 3, "Esc empties what is typed first");
    desk.types("försenad");
    assert_eq!(shown(&desk), ["Mötet · Ringa BUP"]);
    desk.types("x").press(Action::Accept);
    assert_eq!(desk.notice(), "Ingen åtgärd passar det som är skrivet.");
    desk.press(Action::Back).press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn the_meeting_where_it_was_agreed_is_one_key_away() {
    let mut desk = desk();
    desk.press(Action::Down).press(Action::Jump);
    assert!(
        matches!(desk.effects.last(), Some(Effect::OpenMeeting(id)) if *id == Uuid::from_u128(102).into())
    );
}

#[test]
fn what_is_told_with_a_full_disk_stands_in_the_list_and_is_tried_again() {
    let mut desk = desk();
    desk.disk = Disk::Full;
    desk.press(Action::Accept).types("k").press(Action::Save);
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(rows())))));
    assert_eq!(desk.model.promised[0].state(), Some(ActionState::Klar));
    desk.send(Message::Store(Reply::Home(Box::new(home()))));
    let Screen::Home(at_home) = &desk.model.screen else { panic!("home is shown") };
    assert!(!at_home.data.as_ref().unwrap().actions[0].is_open());
    desk.disk = Disk::Works;
    desk.wait(chrono::TimeDelta::seconds(3));
    assert!(desk.model.outbox.is_empty());
}

#[test]
fn what_is_told_now_sorts_after_what_was_told_by_a_clock_ahead() {
    let mut desk = desk();
    let later: Uuid = crate::domain::ids::Ids::new(1).next(1_900_000_000_000);
    let mut ahead = rows();
    ahead[0].told = Some(ActionStatus {
        id: later.into(),
        entry: entry(1),
        meeting: None,
        status: ActionState::Pagar,
        evaluation: Some("Ringt en gång".to_owned()),
        new_due: None,
        at: "2030-03-17T00:00:00Z".parse().unwrap(),
    });
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(ahead)))));
    desk.press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the form is open") };
    assert_eq!(form.value("utvardering"), "", "what was said another day isn't said again");
    desk.types("k").press(Action::Save);
    assert!(told(&desk).unwrap().0.id.0 > later);
}

#[test]
fn what_was_told_today_can_be_mended() {
    let mut desk = desk();
    let mut done = rows();
    done[0].told = Some(ActionStatus {
        id: Uuid::from_u128(9).into(),
        entry: entry(1),
        meeting: None,
        status: ActionState::Klar,
        evaluation: Some("Ringde".to_owned()),
        new_due: None,
        at: monday().utc,
    });
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(done)))));
    desk.press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the form is open") };
    assert_eq!((form.value("status"), form.value("utvardering")), ("klar", "Ringde"));
}

#[test]
fn the_highlight_stays_on_its_row_when_others_have_written() {
    let mut desk = desk();
    desk.press(Action::Down);
    desk.send(Message::Store(Reply::Changed(Vec::new())));
    assert!(matches!(desk.effects.last(), Some(Effect::LoadList(ListQuery::Actions))));
    let mut more = rows();
    more.insert(0, row(9, "Ny", "Eva Ek", "2026-11-01"));
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(more)))));
    assert_eq!(selected(&desk), entry(2));
}

#[test]
fn a_list_that_comes_late_doesnt_cover_what_was_opened_meanwhile() {
    let mut desk = Desk::new();
    desk.press(Action::ListActions).press(Action::NewMeeting);
    desk.send(Message::Store(Reply::List(Box::new(Listing::Actions(rows())))));
    assert_eq!(desk.model.context(), Context::Pick);
    let mut desk = Desk::new();
    desk.press(Action::ListActions).send(Message::Store(Reply::List(Box::new(Listing::Actions(Vec::new())))));
    assert!(desk.model.dialogs.is_empty() && desk.notice().starts_with("Inga åtgärder"));
}

#[test]
fn home_goes_on_from_the_meetings_to_the_actions() {
    let mut desk = Desk::new();
    desk.send(Message::Store(Reply::Home(Box::new(home()))));
    let here = |desk: &Desk| match &desk.model.screen {
        Screen::Home(home) => home.selected(),
        _ => None,
    };
    assert!(matches!(here(&desk), Some(HomeRow::Meeting(_))));
    desk.press(Action::Down);
    assert_eq!(here(&desk), Some(HomeRow::Action(entry(1))));
    desk.press(Action::Next);
    assert!(matches!(here(&desk), Some(HomeRow::Meeting(_))));
    desk.press(Action::ChoiceRight).press(Action::Down);
    assert_eq!(here(&desk), Some(HomeRow::Action(entry(2))));
    desk.press(Action::Invite);
    assert_eq!(desk.notice(), "Markera ett möte först.");
    // Another meeting comes: the highlight stays on the action.
    let mut more = home();
    more.recent.push(MeetingRow { id: Uuid::from_u128(51).into(), ..more.recent[0].clone() });
    desk.send(Message::Store(Reply::Home(Box::new(more))));
    assert_eq!(here(&desk), Some(HomeRow::Action(entry(2))));
    desk.press(Action::Accept).fill("status", "pågår").press(Action::Save);
    assert_eq!(told(&desk).unwrap().0.status, ActionState::Pagar);
    assert!(desk.model.dialogs.is_empty());
    // The last action is gone: another is in turn, not a meeting.
    desk.send(Message::Store(Reply::Home(Box::new(home())))).press(Action::Next).press(Action::Down);
    let mut fewer = home();
    fewer.actions.truncate(1);
    desk.send(Message::Store(Reply::Home(Box::new(fewer))));
    assert_eq!(here(&desk), Some(HomeRow::Action(entry(1))));
}

#[test]
fn who_sits_here_says_their_verksamhet_and_stands_with_it_among_those_who_take_part() {
    for (role, unit, said) in [
        ("Sekreterare, förvaltningen", "Förvaltningen", "Sekreterare"),
        ("Sekreterare", "", "Sekreterare"),
        ("kurator, elevhälsan", "Elevhälsan", "kurator"),
    ] {
        let mut desk = Desk::new();
        let id = desk.model.new_id();
        let person =
            crate::domain::record::Person { id, name: "Gun Rask".to_owned(), role: role.to_owned(), rev: 0 };
        desk.model.person = Some(person);
        desk.press(Action::NewMeeting).types("elevhälsoteam").press(Action::Accept);
        let meeting = &desk.screen().meeting;
        let writer = meeting.participants.iter().find(|person| person.name == "Gun Rask").unwrap();
        assert_eq!(writer.role, said, "{role}");
        if !unit.is_empty() {
            assert!(writer.unit.starts_with(unit), "{role}: {}", writer.unit);
        }
    }
}

#[test]
fn whoever_writes_in_one_who_they_are_is_the_same_as_one_who_is_written_in_the_meeting() {
    let told = |desk: &Desk| {
        let meeting = &desk.screen().meeting;
        let person = meeting.participants.iter().find(|person| person.name == "Petra Sund").unwrap();
        let part = crate::domain::consent::part_of(person);
        (person.role.to_lowercase(), person.unit.clone(), person.huvudman, part)
    };
    for form in ["elevhälsoteam", "sip"] {
        let mut written = Desk::new();
        written.press(Action::NewMeeting).types(form).press(Action::Accept);
        written.line("Petra Sund, kurator, skola");
        for (name, role) in [("Petra Sund, kurator, skola", ""), ("Petra Sund", "kurator, skola")] {
            let mut desk = Desk::new();
            super::persons::ask(&mut desk.model);
            desk.fill("namn", name).fill("roll", role).press(Action::Save);
            assert_eq!(desk.model.person.as_ref().map(|person| person.name.as_str()), Some("Petra Sund"));
            desk.model.dialogs.clear();
            desk.press(Action::NewMeeting).types(form).press(Action::Accept);
            assert_eq!(told(&desk), told(&written), "{form}: {name} {role}");
        }
    }
}
