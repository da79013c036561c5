//! The program locks itself, is opened again, and gets another passphrase.

use super::{Closing, passphrase, recovery};
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{Effect, Problem, Reply, Secret};
use crate::app::core::line::Edit;
use crate::app::core::model::form::FieldKind;
use crate::app::core::model::list::{ListKind, Pick};
use crate::app::core::model::{DatabaseState, Model, RowRef, Screen};
use crate::app::core::reply::PapersWork;
use crate::app::testing::{Desk, Disk, PASSPHRASE, monday, setup};
use crate::app::ui::dialog::{Dialog, Form};
use crate::app::{Message, Now, update};
use crate::domain::agenda::EntryKind;
use crate::domain::ids::Ids;
use crate::domain::meeting::Meeting;
use crate::domain::overview::Known;
use crate::domain::record::Person;
use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
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

fn verified(desk: &Desk) -> Option<&Secret> {
    match desk.effects.last() {
        Some(Effect::Verify(secret)) => Some(secret),
        _ => None,
    }
}

/// What the model holds, in words: nothing that it keeps can be left out by who writes the test.
fn held(desk: &Desk) -> String {
    format!("{:?}", desk.model)
}

fn closed(desk: &Desk) -> bool {
    matches!(desk.model.lock.as_ref().map(|lock| lock.closing), Some(Closing::Closed(_)))
}

fn unlock(desk: &mut Desk) -> &mut Desk {
    desk.types(PASSPHRASE).press(Action::Accept);
    assert!(desk.model.lock.is_none());
    desk
}

#[test]
fn ten_minutes_without_a_key_lock_and_the_passphrase_opens_where_one_was() {
    let mut desk = desk();
    desk.press(Action::NextPhase).types("+ Räknar med gl");
    desk.wait(TimeDelta::minutes(9));
    assert!(desk.model.lock.is_none());
    desk.types("ä").wait(TimeDelta::seconds(599));
    assert!(desk.model.lock.is_none(), "each key puts it off");
    assert!(held(&desk).contains("Räknar med glä") && held(&desk).contains("Sara Sten"));
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.model.context(), Context::Locked);
    let drafts = desk
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::SaveDraft { text, .. } if text == "+ Räknar med glä"));
    assert_eq!(drafts.count(), 1, "what is being typed is on disk");
    assert!(closed(&desk));
    for gone in ["Räknar med", "Sara Sten", "Blå", "Korridoren"] {
        assert!(!held(&desk).contains(gone), "{gone}");
    }

    desk.types("tre gröna gropar").press(Action::Accept);
    assert_eq!(verified(&desk).unwrap().expose(), "tre gröna gropar");
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
    desk.types("x");
    assert_eq!(desk.model.lock.as_ref().unwrap().error, None);
    desk.press(Action::Back);
    let begun = desk.effects.len();
    unlock(&mut desk);
    assert_eq!(desk.model.context(), Context::Line);
    assert_eq!(desk.screen().line.value(), "+ Räknar med glä");
    let resumed = |effect: &Effect| matches!(effect, Effect::Commit(_));
    assert!(!desk.effects[begun..].iter().any(resumed), "the meeting has gone on all the time");
    desk.types("dje").press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Fungerar)[0].text, "Räknar med glädje");
    desk.wait(TimeDelta::minutes(9));
    assert!(desk.model.lock.is_none(), "the time begins anew");
}

#[test]
fn no_key_reaches_what_lies_beneath() {
    for stays_open in [false, true] {
        let mut desk = desk();
        desk.stays_open = stays_open;
        let person = desk.screen().meeting.participants[0].id;
        let meeting = desk.screen().meeting.id();
        desk.wait(TimeDelta::minutes(10));
        let commits = |desk: &Desk| desk.effects.iter().filter(|e| matches!(e, Effect::Commit(_))).count();
        let before = commits(&desk);
        // The passphrase's own keys, the colours and the way out are all that is left.
        let stays =
            |action: &Action| matches!(action, Action::Accept | Action::Back | Action::Theme | Action::Quit);
        for action in Action::ALL.iter().copied().filter(|action| !stays(action)) {
            desk.press(action);
        }
        desk.send(Message::Click(RowRef::Participant(person)));
        desk.send(Message::ClickIndex(0)).send(Message::Paste("en\nhel lista\nmed namn".to_owned()));
        assert_eq!(commits(&desk), before);
        assert!(desk.model.dialogs.is_empty() && !desk.model.on_wall);
        desk.press(Action::Back);
        assert_eq!(desk.model.lock.as_ref().unwrap().typed.count(), 0);
        assert_eq!(closed(&desk), !stays_open);
        // What others do is taken in as long as the database is open.
        desk.send(Message::Store(Reply::Changed(vec![meeting])));
        assert_eq!(matches!(desk.effects.last(), Some(Effect::ReloadMeeting(_))), stays_open);
    }
}

#[test]
fn a_database_that_cannot_be_closed_is_tried_again_and_opens_as_it_was() {
    let mut desk = desk();
    desk.stays_open = true;
    desk.types("Zebrafink");
    desk.press(Action::LockScreen);
    let tries = |desk: &Desk| desk.effects.iter().filter(|e| matches!(e, Effect::Forget(_))).count();
    assert_eq!((tries(&desk), closed(&desk)), (1, false));
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(tries(&desk), 1);
    desk.wait(TimeDelta::seconds(2));
    assert_eq!(tries(&desk), 2);
    unlock(&mut desk);
    assert_eq!(desk.screen().line.value(), "Zebrafink");
    desk.press(Action::LockScreen);
    desk.stays_open = false;
    desk.wait(TimeDelta::seconds(3));
    assert!(closed(&desk));
}

#[test]
fn somebody_who_comes_back_while_it_closes_finds_it_open_or_opens_it() {
    // The store answers one thing after the other: the passphrase may be typed between any two.
    for after in 0..3 {
        let mut desk = desk();
        desk.types("Zebrafink");
        let mut waiting: Vec<Effect> = update(&mut desk.model, Message::Do(Action::LockScreen), desk.now);
        let mut answered = 0;
        let mut typed = false;
        for _ in 0..40 {
            if answered >= after && !typed {
                typed = true;
                for c in PASSPHRASE.chars() {
                    waiting.extend(update(&mut desk.model, Message::Edit(Edit::Insert(c)), desk.now));
                }
                waiting.extend(update(&mut desk.model, Message::Do(Action::Accept), desk.now));
            }
            if waiting.is_empty() {
                break;
            }
            let effect = waiting.remove(0);
            answered += usize::from(matches!(effect, Effect::Settle | Effect::Forget(_)));
            for reply in desk.answer(&effect) {
                waiting.extend(update(&mut desk.model, Message::Store(reply), desk.now));
            }
        }
        assert!(desk.model.lock.is_none(), "{after}");
        assert_eq!(desk.screen().line.value(), "Zebrafink", "{after}");
    }
}

/// A situation to lock in: what it is called, how one comes to it, and what one must stand in again.
type Situation = (&'static str, fn() -> Desk, fn(&Desk));

fn form_of<'d>(desk: &'d Desk, key: &str) -> &'d Form {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => {
            assert_eq!(form.kind.key, key);
            form
        }
        other => panic!("no form in front: {other:?}"),
    }
}

/// Each kind of screen, with an unmistakable word in it.
#[allow(clippy::too_many_lines, reason = "a row for each place where somebody can stand")]
fn situations() -> Vec<Situation> {
    fn eht() -> Desk {
        let mut desk = desk();
        desk.line("Zebrafink Ask, kurator");
        desk
    }
    vec![
        (
            "a line",
            || {
                with(eht(), |desk| {
                    desk.types("Zebrafink sover");
                })
            },
            |desk| {
                assert_eq!(desk.screen().line.value(), "Zebrafink sover");
            },
        ),
        (
            "a line that becomes something else",
            || {
                with(eht(), |desk| {
                    desk.jump(1).press(Action::Next).press(Action::Next).types("Zebrafink sover");
                })
            },
            |desk| {
                assert_ne!(desk.screen().target, crate::app::meeting::target::first(&desk.screen().meeting));
            },
        ),
        (
            "an empty line that becomes something else, and a highlighted row",
            || {
                with(eht(), |desk| {
                    desk.press(Action::Next).press(Action::Next);
                    let first = desk.screen().meeting.participants[0].id;
                    desk.point(RowRef::Participant(first));
                })
            },
            |desk| {
                let first = desk.screen().meeting.participants[0].id;
                assert_eq!(desk.screen().cursor, Some(RowRef::Participant(first)));
            },
        ),
        (
            "a row that is being changed",
            || {
                with(eht(), |desk| {
                    desk.jump(1).line("Zebrafink sover");
                    let id = desk.screen().meeting.entries[0].id;
                    desk.point(RowRef::Entry(id)).press(Action::Edit).types(" gott");
                })
            },
            |desk| {
                assert_eq!(desk.screen().line.value(), "Zebrafink sover gott");
                assert_eq!(desk.screen().editing, Some(desk.screen().meeting.entries[0].id));
            },
        ),
        (
            "a form in a meeting, at the second field that it shows",
            || {
                with(eht(), |desk| {
                    // It begins in the last, which is empty.
                    desk.press(Action::Head).press(Action::Next).press(Action::Next).types("Zebrafink");
                })
            },
            |desk| {
                let form = form_of(desk, "Head");
                assert!(
                    form.shown().position(|at| at == form.cursor) == Some(1)
                        && form.fields[form.cursor].value() == "Zebrafink"
                );
            },
        ),
        (
            "a form at home",
            || {
                let mut desk = Desk::new();
                desk.model.practice = false;
                desk.press(Action::PlanMeeting).types("elevhälsoteam").press(Action::Accept);
                form_of(&desk, "PlanMeeting");
                let text =
                    |field: &&crate::app::core::model::form::Field| matches!(field.kind, FieldKind::Text);
                let key = form_of(&desk, "PlanMeeting").fields.iter().rfind(text).unwrap().key.clone();
                desk.fill(&key, "Zebrafink");
                desk
            },
            |desk| assert!(form_of(desk, "PlanMeeting").draft().contains("Zebrafink")),
        ),
        (
            "a form that was left with Esc",
            || {
                with(eht(), |desk| {
                    desk.press(Action::Head).press(Action::Next).types("Zebrafink").press(Action::Back);
                })
            },
            |desk| assert!(desk.model.kept_forms[0].contains("Zebrafink")),
        ),
        (
            "pasted lines that wait",
            || {
                with(eht(), |desk| {
                    desk.send(Message::Paste("Zebrafink ett\nZebrafink två".to_owned()));
                })
            },
            |desk| assert!(held(desk).contains("Zebrafink två")),
        ),
        (
            "a line that Esc cleared",
            || {
                with(eht(), |desk| {
                    desk.types("Zebrafink sover").press(Action::Back);
                })
            },
            |desk| assert!(desk.screen().emptied.words().unwrap().starts_with("Zebrafink sover")),
        ),
        (
            "a list",
            || {
                with(eht(), |desk| {
                    desk.press(Action::Menu).types("zebrafink");
                })
            },
            |desk| assert!(desk.model.dialogs.is_empty()),
        ),
        (
            "a text to read",
            || {
                with(eht(), |desk| {
                    desk.send(Message::Store(Reply::Text {
                        title: "Zebrafink".to_owned(),
                        text: "Zebrafink".to_owned(),
                    }));
                })
            },
            |desk| assert_eq!(desk.model.context(), Context::Line),
        ),
        (
            "home",
            || {
                with(eht(), |desk| {
                    desk.press(Action::Back).press(Action::Back).press(Action::Accept);
                })
            },
            |desk| {
                assert!(matches!(desk.model.screen, Screen::Home(_)));
            },
        ),
        (
            "a closed meeting",
            || {
                with(eht(), |desk| {
                    crate::app::meeting::course::closed(&mut desk.model);
                    desk.send(Message::Tick);
                })
            },
            |desk| assert_eq!(desk.model.context(), Context::Closed),
        ),
        (
            "the wall",
            || {
                with(eht(), |desk| {
                    desk.press(Action::ToWall);
                })
            },
            |desk| {
                assert!(desk.model.on_wall && desk.model.meeting_screen().is_some());
            },
        ),
    ]
}

fn with(mut desk: Desk, then: impl FnOnce(&mut Desk)) -> Desk {
    then(&mut desk);
    desk
}

#[test]
fn wherever_one_stands_nothing_is_left_in_the_model_and_one_stands_there_again() {
    for (name, come, stands) in situations() {
        let mut desk = come();
        desk.sit_down();
        desk.now.utc += TimeDelta::seconds(2);
        desk.send(Message::Tick);
        if name != "home" {
            assert!(held(&desk).contains("Zebrafink") || held(&desk).contains("zebrafink"), "{name}");
        }
        let (phase, context) = (desk.model.meeting().map(Meeting::position), desk.model.context());
        desk.press(Action::LockScreen);
        assert!(closed(&desk), "{name}: {:?}", desk.model.lock);
        for gone in ["Zebrafink", "zebrafink", "Sara Sten", "Korridoren", "Gunilla Rask"] {
            assert!(!held(&desk).contains(gone), "{name}: {gone}");
        }
        // Nothing comes by itself while it is closed.
        desk.wait(TimeDelta::minutes(40));
        assert!(closed(&desk) && !held(&desk).contains("Zebrafink"), "{name}");
        unlock(&mut desk);
        assert_eq!(desk.model.meeting().map(Meeting::position), phase, "{name}");
        assert_eq!(
            desk.model.person.as_ref().map(|person| person.name.as_str()),
            Some("Gunilla Rask"),
            "{name}"
        );
        if !matches!(context, Context::Pick | Context::Reader) {
            assert_eq!(desk.model.context(), context, "{name}");
        }
        stands(&desk);
    }
}

#[test]
fn a_list_over_all_meetings_is_asked_for_again_and_so_is_who_gets_what() {
    use crate::domain::listing::ListQuery;
    for (action, query) in [
        (Action::ListActions, ListQuery::Actions),
        (Action::Consents, ListQuery::Consents),
        (Action::SocialClock, ListQuery::SocialClocks),
        (Action::Journal, ListQuery::Journal { meeting: None, before: None }),
    ] {
        let mut desk = Desk::new();
        desk.model.practice = false;
        desk.sit_down();
        desk.press(action);
        let kind = kind_of(action);
        desk.model
            .dialogs
            .push(Dialog::Pick(Pick { kind: Some(kind), ..Pick::new("Zebrafink", Vec::new()) }));
        let asked = |desk: &Desk| {
            desk.effects
                .iter()
                .filter(|effect| matches!(effect, Effect::OpenList(known) if *known == query))
                .count()
        };
        let before = asked(&desk);
        desk.press(Action::LockScreen);
        assert!(closed(&desk) && !held(&desk).contains("Zebrafink"), "{query:?}");
        unlock(&mut desk);
        assert_eq!(asked(&desk), before + 1, "{query:?}");
    }
    let mut desk = desk();
    desk.line("Zebrafink Ask, kurator");
    crate::app::meeting::course::closed(&mut desk.model);
    desk.sit_down();
    desk.send(Message::Tick).press(Action::Copies);
    assert_eq!(desk.model.context(), Context::Copies);
    desk.press(Action::LockScreen);
    assert!(closed(&desk) && !held(&desk).contains("Zebrafink"));
    unlock(&mut desk);
    assert_eq!(desk.model.context(), Context::Copies);
}

/// The list that an action asks for.
fn kind_of(action: Action) -> &'static ListKind {
    match action {
        Action::ListActions => &crate::app::home::actions::PROMISED,
        Action::Consents => &crate::app::consents::list::CONSENTS,
        Action::SocialClock => &crate::app::social_clock::CLOCKS,
        _ => &crate::app::journal::JOURNAL,
    }
}

#[test]
fn a_reason_that_was_being_written_is_given_back_in_words() {
    let mut desk = desk();
    desk.press(Action::NextPhase).press(Action::NextPhase);
    for _ in 0..4 {
        if matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))) {
            break;
        }
        desk.press(Action::NextPhase);
    }
    desk.press(Action::GoOnAnyway).types("Zebrafink är sjuk");
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Rule(stop)) if stop.reason.is_some()));
    desk.press(Action::LockScreen);
    assert!(closed(&desk) && !held(&desk).contains("Zebrafink"));
    unlock(&mut desk);
    assert!(
        desk.notice().contains("Du höll på att skriva ett skäl: ”Zebrafink är sjuk”"),
        "{}",
        desk.notice()
    );
}

#[test]
fn a_minute_before_it_is_said_once_and_any_key_puts_it_off() {
    let mut desk = desk();
    desk.wait(TimeDelta::seconds(539));
    assert_eq!(desk.notice(), "");
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.notice(), "Låser om en minut: tryck på en tangent om du är kvar.");
    desk.model.notice = None;
    desk.wait(TimeDelta::seconds(30));
    assert_eq!(desk.notice(), "", "once");
    desk.press(Action::Down).wait(TimeDelta::seconds(539));
    assert!(desk.model.lock.is_none() && desk.notice().is_empty());
    desk.wait(TimeDelta::seconds(1));
    assert!(desk.notice().starts_with("Låser om en minut"));
    desk.wait(TimeDelta::seconds(60));
    assert!(closed(&desk));
    // Where a minute is all there is, it is half of it.
    let mut desk = self::desk();
    desk.model.setup.lock_after = Some(1);
    desk.wait(TimeDelta::seconds(30));
    assert_eq!(desk.notice(), "Låser om en halv minut: tryck på en tangent om du är kvar.");
}

/// What somebody does.
type Act = fn(&mut Desk);

#[test]
fn what_isnt_on_disk_is_kept_until_it_is_and_only_covered() {
    // An act that a full disk refuses, a draft that it refuses, papers that are being made, and a key that is shown once.
    let situations: [(&str, Act, Act); 4] = [
        (
            "an act",
            |desk| {
                desk.disk = Disk::Full;
                desk.line("+ Zebrafink läser");
            },
            |desk| desk.disk = Disk::Works,
        ),
        (
            "a draft",
            |desk| {
                desk.drafts_fail = true;
                desk.types("Zebrafink sover");
            },
            |desk| desk.drafts_fail = false,
        ),
        (
            "papers",
            |desk| {
                desk.types("Zebrafink");
                desk.send(Message::Store(Reply::PapersWork(Some(PapersWork { done: 1, all: 2 }))));
            },
            |desk| {
                desk.send(Message::Store(Reply::PapersWork(None)));
            },
        ),
        (
            "the key for the safe",
            |desk| {
                desk.types("Zebrafink");
                recovery::show_first(&mut desk.model, "ABCDE-12345");
            },
            |desk| {
                desk.model.dialogs.pop();
            },
        ),
    ];
    for (name, hold, let_go) in situations {
        let mut desk = desk();
        desk.press(Action::NextPhase);
        hold(&mut desk);
        desk.press(Action::LockScreen);
        desk.wait(TimeDelta::seconds(3)).wait(TimeDelta::minutes(5));
        assert_eq!(desk.model.context(), Context::Locked, "{name}");
        assert!(!closed(&desk) && held(&desk).contains("Zebrafink"), "{name}");
        assert!(super::holds(&desk.model).is_some() || name == "a draft", "{name}");
        let_go(&mut desk);
        desk.wait(TimeDelta::seconds(3)).wait(TimeDelta::seconds(3));
        assert!(closed(&desk) && !held(&desk).contains("Zebrafink"), "{name}");
        unlock(&mut desk);
        assert!(held(&desk).contains("Zebrafink"), "{name}");
    }
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
fn the_wall_pauses_at_once_when_somebody_locks_and_a_minute_later_when_the_clock_does() {
    let here = |desk: &Desk| {
        desk.effects.iter().rev().find_map(|effect| match effect {
            Effect::SayHere(here) => Some(here.meeting),
            _ => None,
        })
    };
    let mut desk = desk();
    desk.wait(TimeDelta::seconds(20));
    assert!(here(&desk).unwrap().is_some());
    desk.press(Action::LockScreen);
    assert_eq!(here(&desk), Some(None));
    let said =
        |desk: &Desk| desk.effects.iter().filter(|effect| matches!(effect, Effect::SayHere(_))).count();
    let before = said(&desk);
    unlock(&mut desk);
    assert!(said(&desk) > before && here(&desk).unwrap().is_some());
    // Nothing more is said: after a minute the others take this program for gone, and the wall is calm.
    let before = said(&desk);
    desk.wait(TimeDelta::minutes(10)).wait(TimeDelta::minutes(10));
    assert!(closed(&desk) && said(&desk) == before && here(&desk).unwrap().is_some());
}

#[test]
fn any_key_opens_practice() {
    let mut desk = Desk::eht();
    desk.model.setup.lock_after = Some(1);
    desk.wait(TimeDelta::minutes(1));
    assert!(closed(&desk), "the same path, with nothing to protect");
    desk.send(Message::Edit(Edit::Insert('x')));
    assert!(desk.model.lock.is_none() && desk.screen().line.is_empty());
    desk.press(Action::Back).press(Action::Back).press(Action::Accept);
    desk.press(Action::LockScreen);
    assert!(desk.model.lock.is_some(), "at once");
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
    assert!(error(&desk).contains("minst 8 tecken"));
    desk.fill("ny", "nio gula getter").fill("igen", "nio gula gettar").press(Action::Save);
    assert!(error(&desk).contains("skiljer sig"));
    // Both are typed anew, from the first.
    let asked = form(&desk).unwrap();
    assert!(asked.fields.iter().all(|field| field.line.is_empty()) && asked.cursor == 0);
    desk.fill("ny", "nio gula getter").fill("igen", "nio gula getter").press(Action::Save);
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
    assert!(desk.model.dialogs.is_empty() && desk.model.kept_forms.is_empty());
    desk.wait(TimeDelta::seconds(5));
    assert!(form(&desk).is_none(), "not again in this round");
    desk.model.setup.lock_after = Some(1);
    desk.wait(TimeDelta::minutes(1));
    desk.types("nyckel").press(Action::Accept);
    desk.send(Message::Store(Reply::CameBack { by_recovery: true, left: desk.left.clone(), home: None }));
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

/// The form in front, by its title.
fn front(desk: &Desk) -> &Form {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form,
        other => panic!("{other:?}"),
    }
}

const KEY: &str = "AB0C1-DEFGH-JKMNP-QRSTV-WXYZ2-34567-89A0C";

#[test]
fn the_first_key_stays_until_it_is_typed_back() {
    let mut desk = Desk::new();
    desk.send(Message::Store(Reply::Opened {
        recovery_key: Some(KEY.to_owned()),
        practice: false,
        by_recovery: false,
        home: None,
    }));
    assert!(front(&desk).intro[0] == KEY);
    let before = desk.effects.len();
    // One Enter was enough before.
    for (typed, said) in [
        ("", "Skriv nyckelns fem"),
        ("89A0D", "inte nyckelns fem"),
        ("9A0C", "inte nyckelns fem"),
        ("AB0C1", "inte nyckelns fem"),
    ] {
        desk.fill("sista", typed).press(Action::Save);
        assert!(front(&desk).error.as_deref().is_some_and(|error| error.contains(said)), "{typed}");
        desk.press(Action::Back);
        assert!(front(&desk).intro[0] == KEY, "Esc doesn't take it away");
    }
    assert!(!desk.effects[before..].iter().any(|effect| matches!(effect, Effect::ConfirmRecoveryKey)));
    desk.fill("sista", "89-aoc").press(Action::Save).press(Action::Save);
    let asked = desk.effects[before..].iter().filter(|effect| matches!(effect, Effect::ConfirmRecoveryKey));
    assert_eq!(asked.count(), 1);
    // A full disk: it can be tried again.
    desk.send(Message::Store(Reply::RecoveryKeyRefused(wrong())));
    assert_eq!(front(&desk).error.as_deref(), Some("Fel lösenfras."));
    desk.press(Action::Save).send(Message::Store(Reply::RecoveryKeyConfirmed));
    assert!(!desk.model.dialogs.iter().any(recovery::is_shown));
    assert!(desk.notice().contains("nyckeln är reserven"));
}

#[test]
fn a_key_that_is_shown_is_printed_and_typed_back_all_the_same() {
    let mut desk = Desk::new();
    desk.model.setup.printer = Some("Kansliet".to_owned());
    desk.press(Action::PrintKey);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::PrintRecoveryKey { .. })));
    recovery::show_first(&mut desk.model, KEY);
    let before = desk.effects.len();
    desk.press(Action::PrintKey).press(Action::PrintKey);
    let asked: Vec<_> = desk.effects[before..]
        .iter()
        .filter_map(|effect| match effect {
            Effect::PrintRecoveryKey { key, printer } => Some((key.expose(), printer.as_deref())),
            _ => None,
        })
        .collect();
    assert_eq!(asked, [(KEY, Some("Kansliet"))], "once");
    desk.send(Message::Store(Reply::KeyPrinted(Err(wrong()))));
    let error = front(&desk).error.clone().unwrap_or_default();
    assert!(error.contains("för hand"), "{error}");
    desk.press(Action::Back);
    assert!(desk.model.dialogs.iter().any(recovery::is_shown), "a printer's no lets nobody leave it unread");
    desk.press(Action::PrintKey).send(Message::Store(Reply::KeyPrinted(Ok("Kansliet".to_owned()))));
    assert!(desk.notice().contains("Kansliet") && desk.notice().contains("fem sista"), "{}", desk.notice());
    assert!(desk.model.dialogs.iter().any(recovery::is_shown));
}

#[test]
fn a_first_key_that_cannot_be_confirmed_keeps_nobody() {
    let mut desk = Desk::new();
    recovery::show_first(&mut desk.model, KEY);
    desk.press(Action::Back);
    assert!(desk.model.dialogs.iter().any(recovery::is_shown));
    // The program was locked meanwhile, and the key forgotten.
    for _ in 0..2 {
        desk.fill("sista", KEY).press(Action::Save).send(Message::Store(Reply::RecoveryKeyRefused(wrong())));
    }
    assert_eq!(front(&desk).intro.iter().filter(|said| said.contains("obekräftad")).count(), 1);
    desk.press(Action::Back);
    assert!(!desk.model.dialogs.iter().any(recovery::is_shown));
}

#[test]
fn a_new_key_from_the_menu_holds_when_it_is_typed_back_and_leaving_it_leaves_the_old_one() {
    let mut desk = Desk::new();
    desk.press(Action::Menu).types("ny återst").press(Action::Accept);
    assert!(desk.notice().contains("övningsdatabas"));
    desk.model.practice = false;
    for confirms in [false, true] {
        desk.press(Action::Menu).types("ny återst").press(Action::Accept);
        desk.press(Action::Save);
        assert!(front(&desk).error.as_deref().is_some_and(|error| error.contains("gäller nu")));
        desk.fill("losenfras", "fel").press(Action::Save);
        desk.send(Message::Store(Reply::RecoveryKeyRefused(wrong())));
        assert!(front(&desk).error.is_some() && front(&desk).fields[0].line.is_empty());
        desk.fill("losenfras", "tre gröna grodor").press(Action::Save);
        let Some(Effect::ProposeRecoveryKey(phrase)) = desk.effects.last() else { panic!("asked for") };
        assert_eq!(phrase.expose(), "tre gröna grodor");
        desk.send(Message::Store(Reply::RecoveryKeyShown(Secret::new(KEY.to_owned()))));
        assert_eq!((front(&desk).title.as_str(), desk.model.dialogs.len()), ("Ny återställningsnyckel", 1));
        desk.fill("sista", "00000").press(Action::Save);
        // The wrong answer gives way to the next.
        assert!(front(&desk).error.is_some() && front(&desk).fields[0].line.is_proposal());
        if confirms {
            desk.fill("sista", KEY).press(Action::Save);
            assert!(matches!(desk.effects.last(), Some(Effect::ConfirmRecoveryKey)));
            desk.send(Message::Store(Reply::RecoveryKeyConfirmed));
            assert!(
                desk.model.dialogs.is_empty() && desk.notice().contains("äldre säkerhetskopior"),
                "{}",
                desk.notice()
            );
        } else {
            // One Esc isn't enough to make a key void that somebody has written down.
            desk.press(Action::Back);
            assert!(desk.notice().contains("en gång till") && desk.model.dialogs.len() == 1);
            assert!(
                front(&desk).intro.last().is_some_and(|said| said.contains("gäller den nya nyckeln inte"))
            );
            assert!(!matches!(desk.effects.last(), Some(Effect::ForgetRecoveryKey)));
            desk.press(Action::Back);
            assert!(matches!(desk.effects.last(), Some(Effect::ForgetRecoveryKey)));
            assert!(desk.model.dialogs.is_empty() && desk.notice().contains("gäller fortfarande"));
        }
    }
}

#[test]
fn whoever_leaves_a_new_key_is_not_told_that_one_holds_which_opens_nothing() {
    for (amiss, said) in [
        (Amiss::Missing, "saknas: ingen återställningsnyckel gäller nu"),
        (Amiss::Empty, "är tom: ingen"),
        (Amiss::NoFile, "är en mapp"),
        (Amiss::Other, "prövar den gamla nyckeln"),
    ] {
        let mut desk = Desk::new();
        desk.model.practice = false;
        let Screen::Home(home) = &mut desk.model.screen else { panic!("at home") };
        let name = "nyckel-reserv.db".to_owned();
        home.data.as_mut().unwrap().keys = vec![KeyTrouble::File { which: KeyFile::Recovery, amiss, name }];
        desk.send(Message::Store(Reply::RecoveryKeyShown(Secret::new(KEY.to_owned()))));
        desk.press(Action::Back).press(Action::Back);
        assert!(
            desk.notice().contains(said) && !desk.notice().contains("gäller fortfarande"),
            "{}",
            desk.notice()
        );
    }
}

#[test]
fn the_key_from_the_safe_is_tried_from_the_menu() {
    let mut desk = Desk::new();
    desk.model.practice = false;
    desk.press(Action::Menu).types("prova återst").press(Action::Accept);
    desk.fill("nyckel", KEY).press(Action::Save);
    let Some(Effect::ProveRecoveryKey(key)) = desk.effects.last() else { panic!("asked for") };
    assert_eq!(key.expose(), KEY);
    desk.send(Message::Store(Reply::RecoveryKeyRefused(wrong())));
    // What was mistyped is mended.
    assert!(front(&desk).error.is_some() && front(&desk).value("nyckel") == KEY);
    desk.press(Action::Save).send(Message::Store(Reply::RecoveryKeyProved));
    assert!(desk.model.dialogs.is_empty() && desk.notice().contains("öppnar databasen"));
}

#[test]
fn whoever_changes_the_passphrase_is_told_whom_that_does_not_shut_out() {
    let mut desk = Desk::new();
    desk.model.practice = false;
    desk.press(Action::ChangePassphrase);
    assert!(
        front(&desk)
            .intro
            .iter()
            .any(|said| said.contains("äldre kopia") && said.contains("--ny-databasnyckel"))
    );
}
