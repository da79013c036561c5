//! The program locks itself, is opened again, and gets another passphrase.

use super::passphrase;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{Effect, Problem, Reply, Secret};
use crate::app::core::line::Edit;
use crate::app::core::model::{DatabaseState, Model, Screen};
use crate::app::testing::{Desk, Disk, monday, setup};
use crate::app::ui::dialog::{Dialog, Form};
use crate::app::{Message, Now, update};
use crate::domain::agenda::EntryKind;
use crate::domain::ids::Ids;
use crate::domain::overview::Known;
use crate::domain::record::Person;
use chrono::TimeDelta;

/// A meeting in a database with a passphrase, that locks after ten minutes.
fn desk() -> Desk {
    let mut desk = Desk::eht();
    desk.model.practice = false;
    desk.model.setup.lock_after = Some(10);
    desk
}

fn wrong() -> Problem {
    Problem { text: "Fel lösenfras.".to_owned(), passing: false }
}

fn types(desk: &mut Desk, text: &str) {
    desk.types(text);
}

fn verified(desk: &Desk) -> Option<&Secret> {
    match desk.effects.last() {
        Some(Effect::Verify(secret)) => Some(secret),
        _ => None,
    }
}

#[test]
fn ten_minutes_without_a_key_lock_and_the_passphrase_opens_where_one_was() {
    let mut desk = desk();
    desk.press(Action::NextPhase).types("+ Räknar med gl");
    desk.wait(TimeDelta::minutes(9));
    assert!(desk.model.lock.is_none());
    desk.types("ä").wait(TimeDelta::seconds(599));
    assert!(desk.model.lock.is_none(), "each key puts it off");
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.model.context(), Context::Locked);
    let drafts = desk
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::SaveDraft { text, .. } if text == "+ Räknar med glä"));
    assert_eq!(drafts.count(), 1, "what is being typed is on disk");

    types(&mut desk, "tre gröna grodor");
    assert_eq!(desk.screen().line.value(), "+ Räknar med glä", "nothing is typed beneath");
    desk.press(Action::Accept);
    assert_eq!(verified(&desk).unwrap().expose(), "tre gröna grodor");
    let before = desk.effects.len();
    desk.press(Action::Accept);
    assert_eq!(desk.effects.len(), before, "one question at a time");
    desk.send(Message::Store(Reply::NotVerified(wrong())));
    let lock = desk.model.lock.as_ref().unwrap();
    assert_eq!(
        (lock.error.as_deref(), lock.checking, lock.typed.count()),
        (Some("Fel lösenfras."), false, 0)
    );
    desk.press(Action::Accept);
    assert_eq!(desk.model.lock.as_ref().unwrap().error.as_deref(), Some("Skriv lösenfrasen."));
    types(&mut desk, "x");
    assert_eq!(desk.model.lock.as_ref().unwrap().error, None);
    desk.press(Action::Accept).send(Message::Store(Reply::Verified { by_recovery: false }));
    assert!(desk.model.lock.is_none());
    assert_eq!(desk.model.context(), Context::Line);
    desk.types("dje").press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Fungerar)[0].text, "Räknar med glädje");
    desk.wait(TimeDelta::minutes(9));
    assert!(desk.model.lock.is_none(), "the time begins anew");
}

#[test]
fn no_key_reaches_what_lies_beneath() {
    let mut desk = desk();
    desk.wait(TimeDelta::minutes(10));
    let phase = desk.screen().meeting.head.phase;
    let commits = |desk: &Desk| desk.effects.iter().filter(|e| matches!(e, Effect::Commit(_))).count();
    let before = commits(&desk);
    // The passphrase's own keys, the colours and the way out are all that is left.
    let stays =
        |action: &Action| matches!(action, Action::Accept | Action::Back | Action::Theme | Action::Quit);
    for action in Action::ALL.iter().copied().filter(|action| !stays(action)) {
        desk.press(action);
    }
    desk.send(Message::Click(crate::app::core::model::RowRef::Participant(
        desk.screen().meeting.participants[0].id,
    )));
    desk.send(Message::ClickIndex(0)).send(Message::Paste("en\nhel lista\nmed namn".to_owned()));
    assert_eq!((commits(&desk), desk.screen().meeting.head.phase), (before, phase));
    assert!(desk.model.dialogs.is_empty() && !desk.model.on_wall && desk.screen().cursor.is_none());
    desk.press(Action::Back);
    assert_eq!(desk.model.lock.as_ref().unwrap().typed.count(), 0);
    // What others do is taken in all the time.
    desk.send(Message::Store(Reply::Changed(vec![desk.screen().meeting.id()])));
    assert!(matches!(desk.effects.last(), Some(Effect::ReloadMeeting(_))));
}

#[test]
fn after_a_sleep_the_first_key_is_no_command_and_a_clock_set_back_puts_nothing_off() {
    let mut desk = desk();
    desk.now.utc += TimeDelta::hours(2);
    desk.press(Action::NextPhase);
    assert!(desk.model.lock.is_some());
    assert_eq!(desk.screen().meeting.head.phase, crate::domain::agenda::Phase::Sammanhang);

    let mut desk = self::desk();
    desk.wait(TimeDelta::hours(-3)).wait(TimeDelta::minutes(10));
    assert!(desk.model.lock.is_some());
}

#[test]
fn nothing_said_means_never_and_there_is_nothing_to_lock_before_the_database_is_open() {
    let mut desk = desk();
    desk.model.setup.lock_after = None;
    desk.wait(TimeDelta::hours(20));
    assert!(desk.model.lock.is_none());
    let start =
        crate::app::core::model::Setup { database: DatabaseState::Locked, lock_after: Some(1), ..setup() };
    let mut model = Model::new(start, monday(), (80, 24));
    let later = Now { utc: monday().utc + TimeDelta::hours(1), ..monday() };
    update(&mut model, Message::Tick, later);
    assert!(model.lock.is_none());
}

#[test]
fn the_wall_pauses_while_nobody_sits_here() {
    let mut desk = desk();
    let here = |desk: &Desk| {
        desk.effects.iter().rev().find_map(|effect| match effect {
            Effect::SayHere(here) => Some(here.meeting),
            _ => None,
        })
    };
    desk.wait(TimeDelta::seconds(20));
    assert!(here(&desk).unwrap().is_some());
    desk.wait(TimeDelta::minutes(10));
    assert_eq!(here(&desk), Some(None));
    desk.send(Message::Store(Reply::Verified { by_recovery: false }));
    assert!(here(&desk).unwrap().is_some());
}

#[test]
fn any_key_opens_practice() {
    let mut desk = Desk::eht();
    desk.model.setup.lock_after = Some(1);
    desk.wait(TimeDelta::minutes(1));
    desk.send(Message::Edit(Edit::Insert('x')));
    assert!(desk.model.lock.is_none() && desk.screen().line.is_empty());
    desk.press(Action::Back).press(Action::Back).press(Action::Accept);
    desk.press(Action::LockScreen);
    assert!(desk.model.lock.is_some(), "the menu locks at once");
}

#[test]
fn what_isnt_saved_isnt_thrown_away_by_whoever_comes_by() {
    let mut desk = desk();
    desk.disk = Disk::Full;
    desk.press(Action::NextPhase).line("+ Läser");
    desk.wait(TimeDelta::minutes(10)).press(Action::Quit);
    assert!(!desk.model.quit && !desk.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
    assert_eq!(
        desk.model.lock.as_ref().unwrap().error.as_deref(),
        Some("Allt är inte sparat. Lås upp först.")
    );
    desk.disk = Disk::Works;
    desk.wait(TimeDelta::seconds(3)).press(Action::Quit);
    assert!(desk.model.quit);
}

/// Home of a database that the key from the safe has just opened, with somebody known at the keyboard.
fn recovered() -> Desk {
    let mut desk = Desk::new();
    let person = Person {
        id: Ids::new(3).next(monday().unix_ms()),
        name: "Karin Lund".to_owned(),
        role: "kurator".to_owned(),
        rev: 1,
    };
    desk.known = Known { persons: vec![person], ..Known::default() };
    desk.send(Message::Store(Reply::Opened {
        recovery_key: None,
        practice: false,
        by_recovery: true,
        home: None,
    }));
    desk
}

fn form(desk: &Desk) -> Option<&Form> {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) if form.is(&passphrase::NEW_PASSPHRASE) => Some(form),
        _ => None,
    }
}

fn error(desk: &Desk) -> &str {
    form(desk).and_then(|form| form.error.as_deref()).unwrap_or_default()
}

#[test]
fn after_the_key_from_the_safe_a_new_passphrase_is_asked_for_and_checked() {
    let mut desk = recovered();
    assert!(form(&desk).is_some_and(|form| form.fields.len() == 2));
    desk.fill("ny", "kort").fill("igen", "kort").press(Action::Save);
    assert!(error(&desk).contains("minst 12 tecken"));
    desk.fill("ny", "nio gula getter").fill("igen", "nio gula gettar").press(Action::Save);
    assert!(error(&desk).contains("skiljer sig"));
    desk.fill("igen", "nio gula getter").press(Action::Save);
    let Some(Effect::ChangePassphrase { old: None, new }) = desk.effects.last() else { panic!("asked for") };
    assert_eq!(new.expose(), "nio gula getter");
    let before = desk.effects.len();
    desk.press(Action::Save);
    assert_eq!(desk.effects.len(), before);
    desk.send(Message::Store(Reply::PassphraseNotChanged(wrong())));
    assert_eq!(error(&desk), "Fel lösenfras.");
    assert!(form(&desk).unwrap().fields.iter().all(|field| field.line.is_empty()));
    desk.fill("ny", "nio gula getter").fill("igen", "nio gula getter").press(Action::Save);
    desk.send(Message::Store(Reply::PassphraseChanged));
    assert!(desk.model.dialogs.is_empty() && desk.notice().starts_with("Lösenfrasen är bytt"));
    desk.send(Message::Tick);
    assert!(form(&desk).is_none());
}

#[test]
fn the_question_can_be_skipped_and_comes_again_the_next_time() {
    let mut desk = recovered();
    desk.press(Action::Back);
    assert!(desk.model.dialogs.is_empty() && desk.model.kept_form.is_none());
    desk.wait(TimeDelta::seconds(5));
    assert!(form(&desk).is_none(), "not again in this round");
    desk.model.setup.lock_after = Some(1);
    desk.wait(TimeDelta::minutes(1));
    desk.types("nyckel").press(Action::Accept).send(Message::Store(Reply::Verified { by_recovery: true }));
    assert!(form(&desk).is_some());
}

#[test]
fn the_question_waits_until_a_meeting_that_was_asked_for_is_left() {
    let mut desk = Desk::eht();
    desk.model.lost_passphrase = true;
    desk.wait(TimeDelta::seconds(1));
    assert!(form(&desk).is_none());
    desk.model.person =
        Some(Person { id: Ids::new(3).next(1), name: "Karin".to_owned(), role: String::new(), rev: 1 });
    desk.press(Action::Back).press(Action::Back).press(Action::Accept);
    assert!(matches!(desk.model.screen, Screen::Home(_)));
    assert!(form(&desk).is_some());
}

#[test]
fn the_menu_changes_the_passphrase_and_asks_for_the_old_one() {
    let mut desk = Desk::new();
    desk.press(Action::Menu).types("byt lös").press(Action::Accept);
    assert!(form(&desk).is_none() && desk.notice().contains("övningsdatabas"));
    desk.model.practice = false;
    desk.press(Action::Menu).types("byt lös").press(Action::Accept);
    desk.fill("ny", "nio gula getter").fill("igen", "nio gula getter").press(Action::Save);
    assert!(error(&desk).contains("gäller nu"));
    desk.fill("nuvarande", "tre gröna grodor").press(Action::Save);
    let Some(Effect::ChangePassphrase { old: Some(old), .. }) = desk.effects.last() else {
        panic!("asked for")
    };
    assert_eq!(old.expose(), "tre gröna grodor");
    desk.press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
}
