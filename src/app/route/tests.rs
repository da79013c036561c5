//! Every kind of form: opened, left and opened again, saved.

use super::FORMS;
use crate::app::core::action::{Action, Key};
use crate::app::core::effect::{Effect, Reply};
use crate::app::core::message::Message;
use crate::app::core::model::form::{Form, FormKind};
use crate::app::core::model::{DatabaseState, Dialog, HomeScreen, Model, RowRef, Screen, Setup, Todo};
use crate::app::meeting::course;
use crate::app::testing::{Desk, monday, setup};
use crate::app::ui::form;
use crate::domain::agenda::{EntryKind, FieldScope};
use crate::domain::command::Code;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::listing::Listing;
use crate::domain::overview::{ActionRow, Home};
use std::collections::BTreeSet;
use uuid::Uuid;

fn kind(key: &str) -> &'static FormKind {
    FORMS.iter().find(|kind| kind.key == key).unwrap_or_else(|| panic!("no form {key}"))
}

fn front(model: &Model) -> Option<&Form> {
    match (model.dialogs.last(), &model.screen) {
        (Some(Dialog::Form(form)), _) | (None, Screen::Start(form)) => Some(form),
        _ => None,
    }
}

/// A promise of an earlier meeting.
fn promise() -> EntryId {
    Uuid::from_u128(1).into()
}

/// A desk at which what the form is about is there, and the form has been asked for as people ask.
#[expect(clippy::too_many_lines, reason = "a row for each kind of form")]
fn desk_with(key: &str) -> Desk {
    match key {
        "CreateDatabase" | "Unlock" => {
            let database = if key == "Unlock" { DatabaseState::Locked } else { DatabaseState::Missing };
            let mut desk = Desk::new();
            desk.model = Model::new(Setup { database, ..setup() }, monday(), (80, 24));
            desk
        }
        "NewPassphrase" => {
            let mut desk = Desk::new();
            desk.model.practice = false;
            desk.press(Action::ChangePassphrase);
            desk
        }
        "FirstRecoveryKey" => {
            let mut desk = Desk::new();
            crate::app::lock::recovery::show_first(&mut desk.model, "12345-AB0CD");
            desk
        }
        "NewRecoveryKey" => {
            let mut desk = Desk::new();
            let key = crate::app::effect::Secret::new("12345-AB0CD".to_owned());
            desk.send(Message::Store(Reply::RecoveryKeyShown(key)));
            desk
        }
        "AskForRecoveryKey" | "ProveRecoveryKey" => {
            let mut desk = Desk::new();
            desk.model.practice = false;
            let prove = key == "ProveRecoveryKey";
            desk.press(if prove { Action::ProveRecoveryKey } else { Action::NewRecoveryKey });
            desk
        }
        "RestoreBackup" => {
            let mut desk = Desk::new();
            desk.model.practice = false;
            let none = crate::app::effect::Restoring::Found(Vec::new());
            desk.press(Action::RestoreBackup).send(Message::Store(Reply::Restoring(none)));
            desk
        }
        "Person" => {
            let mut desk = Desk::new();
            desk.press(Action::SwitchPerson).press(Action::Accept);
            desk
        }
        "PlanMeeting" => {
            let mut desk = Desk::new();
            desk.press(Action::PlanMeeting).types("EHT").press(Action::Accept);
            desk
        }
        "SocialClock" => {
            let mut desk = Desk::new();
            let clocks = crate::domain::overview::SocialClocks { is_on: true, ..Default::default() };
            desk.send(Message::Store(Reply::List(Box::new(Listing::SocialClocks(clocks)))))
                .press(Action::Accept);
            desk
        }
        "Told" => {
            let mut desk = Desk::new();
            let row = ActionRow {
                entry: promise(),
                meeting: Uuid::from_u128(9).into(),
                agenda_id: "eht".to_owned(),
                title: "EHT Ängsskolan".to_owned(),
                day: "2026-11-09".parse().unwrap(),
                label: None,
                text: "Ringa BUP".to_owned(),
                owner: None,
                due: None,
                follow_up: None,
                told: None,
            };
            desk.model.screen = Screen::Home(HomeScreen {
                data: Some(Home { actions: vec![row], ..Home::default() }),
                ..HomeScreen::default()
            });
            desk.press(Action::Accept);
            desk
        }
        "Earlier" => {
            let mut desk = Desk::meeting("eht");
            desk.earlier(vec![Earlier { entry: promise(), ..Earlier::made_up(1, "Flytta borden") }]);
            desk.point(RowRef::Earlier(promise())).press(Action::Accept);
            desk
        }
        "Participant" => {
            let mut desk = Desk::eht();
            let id = desk.screen().meeting.participants[0].id;
            desk.point(RowRef::Participant(id)).press(Action::Accept);
            desk
        }
        "Family" => {
            let mut desk = Desk::meeting("bht-degerfors");
            desk.press(Action::Next).line("Blå").line("Grön");
            // Several of them, the one before the last.
            desk.press(Action::Previous).line("Lena Berg, mamma").press(Action::Down).press(Action::Down);
            desk.press(Action::Down).press(Action::Accept);
            desk
        }
        "Arende" | "Unrecognisable" => {
            let mut desk = Desk::eht();
            let id = desk.screen().meeting.items[0].id;
            let key = if key == "Arende" { Action::Fields } else { Action::Unrecognisable };
            desk.point(RowRef::Item(id)).press(key);
            desk
        }
        "Head" => {
            let mut desk = Desk::eht();
            desk.press(Action::Head);
            desk
        }
        "Fields" => {
            let with_own = crate::app::testing::forms()
                .into_iter()
                .find(|choice| {
                    choice
                        .agenda
                        .as_ref()
                        .is_ok_and(|(agenda, _)| agenda.fields_for(FieldScope::Mote).next().is_some())
                })
                .unwrap();
            let mut desk = Desk::meeting(&with_own.id);
            desk.press(Action::Fields);
            desk
        }
        "Entry" => {
            let mut desk = Desk::eht();
            desk.jump(3).press(Action::ToDecision);
            desk.types("Kartläggningen görs").press(Action::ToDecision).press(Action::Accept);
            let id = desk.entries(EntryKind::Beslut)[0].id;
            desk.point(RowRef::Entry(id)).press(Action::Edit);
            desk
        }
        "Pasted" => {
            let mut desk = Desk::eht();
            desk.jump(3).send(Message::Paste("Ring hem\nBoka rum".to_owned()));
            desk.press(Action::Back).press(Action::Undo);
            desk
        }
        "Recurring" => {
            let mut desk = Desk::eht();
            desk.jump(3).line("Läsa högt @maja >varje fre");
            let id = desk.entries(EntryKind::Atgard)[0].id;
            desk.point(RowRef::Todo(Todo::Recurring(id))).press(Action::Accept);
            desk
        }
        "SendOn" => {
            let mut desk = Desk::eht();
            let id = desk.screen().meeting.items[0].id;
            desk.point(RowRef::Item(id)).press(Action::SendOn);
            desk
        }
        "MoveMeeting" | "CancelMeeting" => {
            let mut desk = Desk::eht();
            let mut meeting = desk.screen().meeting.clone();
            meeting.head.status = crate::domain::record::MeetingStatus::Planerat;
            desk.open(meeting);
            desk.press(if key == "MoveMeeting" { Action::MoveMeeting } else { Action::CancelMeeting });
            desk
        }
        "Despite" => {
            let mut desk = Desk::sip_refused_by_the_child();
            desk.sit_down().press(Action::Copies);
            let Some(crate::app::core::model::Dialog::Copies(copies)) = desk.model.dialogs.last() else {
                panic!("no list")
            };
            for _ in 0..copies.rows.iter().position(|row| row.share.despite.is_some()).unwrap() {
                desk.press(Action::Down);
            }
            desk.press(Action::ChoiceRight);
            desk
        }
        "Correction" | "Lock" | "WhosePlan" | "NewVersion" | "Printing" | "Assess" | "CarryOver" => {
            closed_with(key)
        }
        _ => {
            let mut desk = Desk::sip();
            let child = desk.screen().meeting.participants.iter().find(|person| person.role == "Barnet");
            let person = child.unwrap_or(&desk.screen().meeting.participants[0]).id;
            match key {
                "Consent" => {
                    let id = desk.screen().meeting.items[0].id;
                    // A new one is the first row of the list.
                    desk.point(RowRef::Item(id)).press(Action::Consent).press(Action::Accept);
                }
                "PlanAnswer" => {
                    desk.jump(4).point(RowRef::Todo(Todo::PlanAnswer(person))).press(Action::Accept);
                }
                "FollowUp" => {
                    desk.jump(4).point(RowRef::Todo(Todo::FollowUp)).press(Action::Accept);
                }
                "Recipients" => {
                    desk.jump(4).point(RowRef::Todo(Todo::Recipients)).press(Action::Accept);
                }
                "EndSip" => {
                    desk.jump(4).point(RowRef::Todo(Todo::EndSip)).press(Action::Accept);
                }
                _ => panic!("{key}: how is it opened?"),
            }
            desk
        }
    }
}

fn closed_with(key: &str) -> Desk {
    let mut desk = Desk::eht();
    course::closed(&mut desk.model);
    desk.wait(chrono::TimeDelta::seconds(1));
    match key {
        "Correction" => {
            desk.press(Action::Approve).press(Action::Down).press(Action::Accept);
        }
        "Lock" => {
            desk.press(Action::Approve).press(Action::Accept).press(Action::Down).press(Action::Accept);
        }
        "WhosePlan" => {
            desk.press(Action::Approve).press(Action::Accept).press(Action::Accept);
        }
        "NewVersion" => {
            desk.press(Action::Approve).press(Action::Accept).press(Action::Down).press(Action::Accept);
            desk.fill("av", "Eva Ek, rektor").fill("registrerad", "12/26").press(Action::Save);
            desk.press(Action::Versions).press(Action::Accept);
        }
        "Printing" => {
            desk.press(Action::Copies);
            desk.send(Message::Store(Reply::Printers(vec!["Lärarrummet".to_owned()])));
            desk.press(Action::Printing);
        }
        "Assess" => {
            desk.press(Action::Assess);
        }
        _ => {
            desk.press(Action::NextMeeting);
        }
    }
    desk
}

#[test]
fn each_kind_of_form_has_a_key_of_its_own() {
    let keys: BTreeSet<&str> = FORMS.iter().map(|kind| kind.key).collect();
    assert_eq!(keys.len(), FORMS.len());
}

#[test]
fn each_kind_of_form_opens_keeps_its_draft_as_it_says_and_saves() {
    for kind in FORMS {
        let key = kind.key;
        let mut desk = desk_with(key);
        let open = front(&desk.model).unwrap_or_else(|| panic!("{key} doesn't open: {}", desk.notice()));
        assert!(open.is(kind), "{key} opens {:?}", open.kind);
        assert_eq!(!open.draft().is_empty(), kind.keeps_draft, "{key}");

        // Left and opened again by its draft, it holds what it held.
        let (draft, values) = (open.draft(), values(open));
        if kind.keeps_draft {
            desk.model.dialogs.pop();
            form::reopen(&mut desk.model, &draft, FORMS);
            let again = front(&desk.model).unwrap_or_else(|| panic!("{key} isn't opened by {draft}"));
            assert!(again.is(kind), "{key} comes back as {:?}", again.kind);
            assert_eq!(self::values(again), values, "{key}");
        }

        // It is saved, or says what is missing.
        desk.press(Action::Save);
        let left = front(&desk.model).filter(|form| form.is(kind));
        let said = left.and_then(|form| form.error.as_deref());
        assert!(left.is_none() || said.is_some() || kind.stays, "{key} is neither saved nor refused");
    }
}

fn values(form: &Form) -> Vec<String> {
    form.fields.iter().map(|field| field.value().to_owned()).collect()
}

#[test]
fn drafts_on_disk_open_their_forms() {
    // As the program has always written them.
    for (key, purpose, subject) in [
        ("Head", r#""Head""#, None),
        ("Participant", r#"{"Participant":ID}"#, Some("participant")),
        ("Arende", r#"{"Arende":ID}"#, Some("item")),
        ("Consent", r#"{"Consent":[ID,null]}"#, Some("arende")),
        ("FollowUp", r#"{"FollowUp":null}"#, None),
        ("PlanAnswer", r#"{"PlanAnswer":ID}"#, Some("participant")),
        ("Recipients", r#""Recipients""#, None),
        ("EndSip", r#""EndSip""#, None),
        ("Correction", r#"{"Correction":null}"#, None),
        ("Lock", r#""Lock""#, None),
        ("WhosePlan", r#""WhosePlan""#, None),
        ("NewVersion", r#""NewVersion""#, None),
        ("SocialClock", r#"{"SocialClock":null}"#, None),
    ] {
        let mut desk = Desk::sip();
        let meeting = &desk.screen().meeting;
        let id = match subject {
            Some("participant") => meeting.participants[0].id.0,
            Some("item") => meeting.items[0].id.0,
            Some(_) => meeting.items[0].arende.0,
            None => Uuid::nil(),
        };
        let purpose = purpose.replace("ID", &format!("\"{id}\""));
        form::reopen(
            &mut desk.model,
            &format!(r#"{{"purpose":{purpose},"values":[["plats","Aulan"]]}}"#),
            FORMS,
        );
        let open = front(&desk.model).unwrap_or_else(|| panic!("{key} isn't opened"));
        assert!(open.is(kind(key)), "{key} opens {:?}", open.kind);
        if key == "Head" {
            assert_eq!(open.value("plats"), "Aulan");
        }
    }
    // What can't be known any more is let go.
    for lost in [
        r#"{"purpose":"Printing","values":[]}"#,
        r#"{"purpose":{"Told":"00000000-0000-0000-0000-000000000001"},"values":[]}"#,
        r#"{"purpose":{"Entry":"00000000-0000-0000-0000-000000000001"},"values":[]}"#,
        r#"{"purpose":"Assess","values":[]}"#,
        r#"{"purpose":{"Drom":[1]},"values":[]}"#,
        "{",
    ] {
        let mut desk = Desk::sip();
        form::reopen(&mut desk.model, lost, FORMS);
        assert!(front(&desk.model).is_none(), "{lost}");
    }
}

#[test]
fn undo_tells_what_the_screen_shows_and_asks_before_it_removes_anything_else() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Har slutat komma i tid");
    let entry = desk.screen().meeting.entries[0].id.0;
    desk.jump(0).press(Action::Undo);
    let Some(Effect::Undo { shown: Some(shown), .. }) = desk.effects.last() else {
        panic!("{:?}", desk.effects.last())
    };
    assert!(!shown.contains(&entry), "a row of another phase isn't seen here");
    assert!(desk.screen().meeting.participants.iter().all(|person| shown.contains(&person.id.0)));
    let id = desk.model.new_id();
    desk.send(Message::Store(Reply::Hidden { id, code: Code::Add(EntryKind::Fungerar) }));
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("it is asked") };
    assert!(asked.text.iter().any(|text| text.contains("syns inte")), "{:?}", asked.text);
    desk.press(Action::Accept);
    assert!(matches!(desk.effects.last(), Some(Effect::Undo { shown: None, .. })));
    // What changes the whole meeting is asked about by its name, wherever one is.
    for code in Code::all().filter(|code| code.asked_first().is_some()) {
        for (answer, undoes) in [(Action::Back, false), (Action::Accept, true)] {
            desk.effects.clear();
            let id = desk.model.new_id();
            desk.send(Message::Store(Reply::Hidden { id, code }));
            let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("{code:?}") };
            assert_eq!(Some(asked.title.as_str()), code.asked_first());
            assert!(asked.text.iter().any(|text| text.contains(&code.undone())), "{:?}", asked.text);
            desk.press(answer);
            assert!(desk.model.dialogs.is_empty());
            let undone = desk.effects.iter().any(|effect| matches!(effect, Effect::Undo { shown: None, .. }));
            assert_eq!(undone, undoes, "{code:?}");
        }
    }
    // What somebody else has built on is told once, and passed over when it is asked for again.
    desk.press(Action::Undo);
    assert!(matches!(desk.effects.last(), Some(Effect::Undo { past: false, .. })));
    let id = desk.model.new_id();
    desk.send(Message::Store(Reply::BuiltOn { id })).press(Action::Undo);
    assert!(matches!(desk.effects.last(), Some(Effect::Undo { past: true, .. })));
    desk.press(Action::Undo);
    assert!(matches!(desk.effects.last(), Some(Effect::Undo { past: false, .. })));
}

#[test]
fn the_key_that_copies_elsewhere_asks_before_it_leaves_a_meeting() {
    let left = |desk: &Desk| desk.effects.iter().any(|effect| matches!(effect, Effect::Quit));
    let mut desk = Desk::eht();
    desk.press(Action::Interrupt);
    assert!(!left(&desk) && matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))));
    desk.press(Action::Back);
    assert!(!left(&desk) && desk.model.dialogs.is_empty());
    desk.press(Action::Interrupt).press(Action::Interrupt);
    assert!(left(&desk), "the same key again means it");
    let mut home = Desk::new();
    home.press(Action::Interrupt);
    assert!(left(&home), "at home nothing goes on");
}

#[test]
fn a_key_that_may_have_been_two_is_named_and_does_nothing_yet() {
    let mut desk = Desk::eht();
    desk.jump(1).send(Message::Doubtful(Key::alt('a'), Action::AllSpoken));
    let said = desk.model.notice.as_ref().unwrap().text.clone();
    assert!(said.contains("Alt-A") && said.contains("alla har fått ordet"), "{said}");
    assert!(desk.screen().meeting.heard.is_empty());
    assert!(said.contains("skriver du bara vidare"), "{said}");
    // Where nothing is written, nothing is said of it.
    crate::app::meeting::course::closed(&mut desk.model);
    desk.send(Message::Tick).send(Message::Doubtful(Key::alt('l'), Action::Journal));
    assert!(desk.notice().contains("Alt-L") && !desk.notice().contains("vidare"), "{}", desk.notice());
}
