//! The social services' clock as its users meet it: on home, and nowhere else.

use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::{Effect, Reply};
use crate::app::testing::Desk;
use crate::app::ui::dialog::{Dialog, Pick};
use crate::domain::command::{Change, Code, Record};
use crate::domain::listing::{ListQuery, Listing};
use crate::domain::overview::{ClockRow, KnownArende, KnownChild, SocialClocks};
use crate::domain::record::SocialClock;
use uuid::Uuid;

fn clocks(rows: Vec<ClockRow>) -> SocialClocks {
    let known = KnownArende {
        id: Uuid::from_u128(2).into(),
        label: "Blå".to_owned(),
        individual: true,
        agenda_id: "eht".to_owned(),
        child: KnownChild::default(),
    };
    SocialClocks { is_on: true, rows, arenden: vec![known] }
}

fn listed(desk: &mut Desk, clocks: SocialClocks) -> &mut Desk {
    desk.press(Action::SocialClock);
    assert!(matches!(desk.effects.last(), Some(Effect::OpenList(ListQuery::SocialClocks))));
    desk.send(Message::Store(Reply::List(Box::new(Listing::SocialClocks(clocks)))))
}

fn pick(desk: &Desk) -> &Pick {
    match desk.model.dialogs.last() {
        Some(Dialog::Pick(pick)) => pick,
        other => panic!("no list: {other:?}"),
    }
}

/// A new clock's form.
fn new_clock() -> Desk {
    let mut desk = Desk::new();
    listed(&mut desk, clocks(Vec::new())).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk
}

/// What was saved last.
fn saved(desk: &Desk) -> Vec<Record> {
    let command = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Commit(command) if command.code == Code::SetSocialClock => Some(command),
        _ => None,
    });
    let changes = &command.expect("nothing was saved").changes;
    changes
        .iter()
        .filter_map(|change| match change {
            Change::Put(record) => Some((**record).clone()),
            Change::Delete(..) => None,
        })
        .collect()
}

fn clock_in(records: &[Record]) -> SocialClock {
    match records.last() {
        Some(Record::SocialClock(clock)) => clock.clone(),
        other => panic!("{other:?}"),
    }
}

/// Saves, and reads what is wrong.
fn refused(desk: &mut Desk) -> String {
    desk.press(Action::Save);
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.error.clone().expect("it was taken"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_it_is_off_the_key_says_how_it_is_switched_on() {
    let mut desk = Desk::new();
    listed(&mut desk, SocialClocks::default());
    assert!(desk.model.dialogs.is_empty());
    let said = &desk.model.notice.as_ref().unwrap().text;
    assert!(said.contains("samverkan socialtjanstklocka pa"), "{said}");
}

#[test]
fn a_report_that_came_now_takes_one_word_and_joins_nobody_unasked() {
    for (keys, same) in
        [(&[Action::Accept][..], false), (&[Action::Down, Action::Accept], true), (&[Action::Back], false)]
    {
        let mut desk = new_clock();
        desk.fill("arende", "blå").press(Action::Save);
        let records = saved(&desk);
        let clock = clock_in(&records);
        assert_ne!(clock.arende, Uuid::from_u128(2).into(), "a new child until somebody says otherwise");
        let reported = clock.reported.unwrap();
        assert_eq!(desk.now.clock_at(reported), desk.now.clock());
        assert_eq!(pick(&desk).items[pick(&desk).cursor].label, "Nej, ett annat barn");
        for key in keys {
            desk.press(*key);
        }
        let joined = desk.effects.iter().find_map(|effect| match effect {
            Effect::Commit(command) if command.code == Code::SameChild => Some(command.changes.clone()),
            _ => None,
        });
        assert_eq!(joined.is_some(), same);
        if let Some(changes) = joined {
            let Change::Put(record) = &changes[0] else { panic!("{changes:?}") };
            let Record::SocialClock(joined) = record.as_ref() else { panic!("{changes:?}") };
            assert_eq!((joined.id, joined.arende), (clock.id, Uuid::from_u128(2).into()));
            assert_eq!(changes.len(), 3, "what was made for a new child goes: {changes:?}");
        }
        let asked_again = |effect: &Effect| matches!(effect, Effect::OpenList(ListQuery::SocialClocks));
        assert!(desk.effects.iter().any(asked_again), "the list is shown again");
    }
}

#[test]
fn a_child_that_no_meeting_knows_gets_an_arende() {
    let mut desk = new_clock();
    desk.fill("arende", "Grön").fill("anmald", "").fill("anmald_tid", "").fill("inledd", "igår");
    desk.press(Action::Save);
    let records = saved(&desk);
    let [Record::Child(child), Record::Arende(arende), Record::SocialClock(clock)] = records.as_slice()
    else {
        panic!("{records:?}")
    };
    assert_eq!((child.alias.as_str(), arende.child), ("Grön", Some(child.id)));
    assert_eq!((clock.arende, clock.reported), (arende.id, None));
    assert_eq!(clock.opened, Some("2026-11-22".parse().unwrap()));
}

#[test]
fn what_cannot_be_is_told_in_its_field() {
    let mut desk = new_clock();
    assert!(refused(&mut desk).contains("alias"));
    for (fields, why) in [
        (vec![("anmald", ""), ("anmald_tid", "")], "Skriv när anmälan kom"),
        (vec![("anmald", "2026-11-24"), ("anmald_tid", "8.00")], "har inte varit än"),
        (vec![("anmald", "2026-11-23"), ("anmald_tid", "23.59")], "Den tiden har inte varit än"),
        (vec![("anmald", "2026-11-20"), ("anmald_tid", "")], "Skriv klockslaget också"),
        (vec![("anmald_tid", "8.00"), ("skydd", "2026-11-19"), ("skydd_tid", "8.00")], "före anmälan"),
        (vec![("skydd", "2026-11-20"), ("skydd_tid", "9.00"), ("forhand", "2026-11-19")], "dag före anmälan"),
        (vec![("forhand", "2026-11-20"), ("klar", "2026-11-22")], "innan den är inledd"),
        (vec![("klar", ""), ("anmald", "2026-03-29"), ("anmald_tid", "2.30")], "Den timmen fanns inte"),
    ] {
        desk.fill("arende", "Blå");
        for (key, value) in fields {
            desk.fill(key, value);
        }
        let said = refused(&mut desk);
        assert!(said.contains(why), "{why}: {said}");
    }
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Commit(_))));
}

#[test]
fn the_hour_that_the_clock_shows_twice_is_taken_as_the_first() {
    let mut desk = new_clock();
    desk.fill("arende", "Blå").fill("anmald", "2026-10-25").fill("anmald_tid", "2.30").press(Action::Save);
    assert_eq!(clock_in(&saved(&desk)).reported, Some("2026-10-25T00:30:00Z".parse().unwrap()));
}

fn row(label: &str, change: impl FnOnce(&mut SocialClock)) -> ClockRow {
    let id = Uuid::from_u128(label.len() as u128).into();
    let mut clock = SocialClock { rev: 1, ..SocialClock::new(id, Uuid::from_u128(2).into()) };
    change(&mut clock);
    ClockRow { clock, label: label.to_owned() }
}

#[test]
fn the_most_urgent_stands_first_and_what_is_done_last() {
    let mut desk = Desk::new();
    let rows = vec![
        row("Färdig", |clock| {
            clock.opened = Some("2026-06-01".parse().unwrap());
            clock.done = Some("2026-09-01".parse().unwrap());
        }),
        row("Utreds", |clock| clock.opened = Some("2026-11-02".parse().unwrap())),
        row("Ny", |clock| clock.reported = Some("2026-11-22T12:00:00Z".parse().unwrap())),
    ];
    listed(&mut desk, clocks(rows));
    let labels: Vec<&str> = pick(&desk).items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels, ["Ny klocka", "”Ny”", "”Ny”", "”Utreds”", "”Färdig”"]);
    assert!(pick(&desk).items[1].detail.contains("Skyddsbedömning:"), "{:?}", pick(&desk).items[1]);
    assert!(pick(&desk).items[4].detail.contains("blev klar 1 sep 2026"));
}

#[test]
fn a_clock_that_was_a_mistake_is_removed_after_a_question() {
    let mut desk = Desk::new();
    let rows = vec![row("Fel", |clock| clock.opened = Some("2026-11-02".parse().unwrap()))];
    listed(&mut desk, clocks(rows)).press(Action::Down).press(Action::Accept);
    desk.fill("inledd", "").press(Action::Save);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))));
    desk.press(Action::Accept);
    let removed = desk.effects.iter().any(|effect| match effect {
        Effect::Commit(command) => matches!(command.changes.as_slice(), [Change::Delete(..)]),
        _ => false,
    });
    assert!(removed);
}

#[test]
fn there_is_no_place_to_write_who_reported() {
    let desk = new_clock();
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    let keys: Vec<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(
        keys,
        ["arende", "anmald", "anmald_tid", "skydd", "skydd_tid", "forhand", "inledd", "klar"],
        "a day or a time each, but for the alias"
    );
}
