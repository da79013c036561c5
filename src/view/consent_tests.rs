//! Consent on screen: what is said when it is missing, how it is withdrawn with two keys, and what is seen afterwards.

use super::tests::{SIZES, kept_sizes, screen_text};
use crate::app::action::Action;
use crate::app::board;
use crate::app::dialog::Dialog;
use crate::app::effect::Reply;
use crate::app::model::{RowRef, Target};
use crate::app::testing::Desk;
use crate::app::{Message, Model};
use crate::domain::listing::Listing;
use crate::domain::overview::ConsentRow;
use crate::domain::record::Person;
use crate::input::{self, HitMap};
use chrono::TimeDelta;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

fn snapshots(name: &str, model: &Model) {
    let board = board::board(model);
    for size in kept_sizes(name, SIZES) {
        let text = screen_text(model, board.as_ref(), size);
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), text);
    }
}

/// A key as the terminal sends it.
fn key(desk: &mut Desk, code: KeyCode, modifiers: KeyModifiers) {
    let event = Event::Key(KeyEvent::new(code, modifiers));
    let message = input::message(&event, &desk.model, &HitMap::default()).expect("the key means something");
    desk.send(message);
}

#[test]
fn a_consent_is_withdrawn_with_two_keys() {
    let mut desk = Desk::sip();
    desk.jump(1).line("- Sover dåligt");
    desk.wait(TimeDelta::minutes(41));
    key(&mut desk, KeyCode::Char('k'), KeyModifiers::ALT);
    snapshots("consent_withdraw", &desk.model);
    key(&mut desk, KeyCode::Enter, KeyModifiers::NONE);
    assert!(desk.screen().meeting.consents[0].withdrawn.is_some());
    snapshots("consent_withdrawn", &desk.model);
}

/// Somebody from outside is there, and no consent.
fn stopped() -> Desk {
    let mut desk = Desk::eht();
    while desk.screen().target != Target::Participant {
        desk.press(Action::Next);
    }
    desk.line("Siv Sund, socialsekreterare, socialtjänst").jump(1);
    desk
}

#[test]
fn what_is_missing_is_said_and_what_can_be_done_without_it() {
    let mut desk = stopped();
    snapshots("consent_missing", &desk.model);
    // Help tells of the keys that this question takes, and each of them does something.
    desk.press(Action::Help);
    let help = screen_text(&desk.model, board::board(&desk.model).as_ref(), (120, 50));
    desk.press(Action::Back);
    assert!(help.contains("Alt-U") && help.contains("ordna nu"), "{help}");
    for of_others in ["Alt-N", "Alt-K", "samverkansmöte", "Ctrl-G"] {
        assert!(!help.contains(of_others), "{of_others}: {help}");
    }
    for action in [Action::Accept, Action::Unrecognisable, Action::Back] {
        let mut desk = stopped();
        let before = format!("{:?}", desk.model.dialogs);
        desk.press(action);
        assert_ne!(format!("{:?}", desk.model.dialogs), before, "{action:?} does nothing");
    }
    // Everything is readable in the smallest terminal too, and the key that helps is shown.
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (60, 20));
    assert!(!text.contains("läs vidare") && text.contains("Alt-U utan namn"), "{text}");
    key(&mut desk, KeyCode::Char('u'), KeyModifiers::ALT);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    snapshots("consent_unrecognisable", &desk.model);
}

#[test]
fn home_lists_the_consents() {
    let sip = Desk::sip();
    let meeting = &sip.screen().meeting;
    let row = ConsentRow {
        consent: meeting.consents[0].clone(),
        label: "Blå".to_owned(),
        parties: meeting.consent_parties.clone(),
    };
    let mut desk = Desk::new();
    key(&mut desk, KeyCode::Char('s'), KeyModifiers::NONE);
    desk.send(Message::Store(Reply::List(Box::new(Listing::Consents(vec![row])))));
    snapshots("consents", &desk.model);
}

#[test]
fn what_a_check_would_show_is_seen_before_it_is_said_to_be_right() {
    let mut desk = Desk::sip();
    let id = uuid::Uuid::from_u128(5).into();
    desk.model.person =
        Some(Person { id, name: "Karin Lund".to_owned(), role: "Kurator".to_owned(), rev: 1 });
    let item = desk.screen().meeting.items[0].id;
    desk.point(RowRef::Item(item))
        .press(Action::Fields)
        .fill("skyddad", "ja")
        .press(Action::Save)
        .point_away();
    key(&mut desk, KeyCode::Char('r'), KeyModifiers::ALT);
    snapshots("protection", &desk.model);
    key(&mut desk, KeyCode::Enter, KeyModifiers::NONE);
    snapshots("protection_check", &desk.model);
}
