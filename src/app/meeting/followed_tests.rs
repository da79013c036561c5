//! What an ärende follows is answered where it stands, in the ärende itself.

use super::board::{self, Section};
use super::screen::RowRef;
use crate::app::core::action::Action;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::app::wall::{Scene, of_model};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{ArendeId, EntryId};
use crate::domain::record::ActionState;
use uuid::Uuid;

fn promise(id: u128, text: &str, arende: Option<ArendeId>, due: &str) -> Earlier {
    Earlier {
        entry: EntryId(Uuid::from_u128(id)),
        kind: EntryKind::Atgard,
        arende,
        child: None,
        label: arende.map(|_| "Blå".to_owned()),
        text: text.to_owned(),
        owner: Some("Sara Sten".to_owned()),
        due: Some(Due::By(due.parse().unwrap())),
        meeting: Uuid::from_u128(9).into(),
        agenda_id: "eht".to_owned(),
        registered: None,
        agreed_on: "2026-11-09".parse().unwrap(),
        title: "EHT Ängsskolan".to_owned(),
        state: None,
        told: None,
        kept_from: Vec::new(),
        emi: false,
    }
}

fn goal(id: u128, text: &str, arende: ArendeId) -> Earlier {
    Earlier {
        kind: EntryKind::MalKort,
        owner: None,
        due: None,
        ..promise(id, text, Some(arende), "2026-11-20")
    }
}

/// An EHT in its first ärende, which follows three promises and a goal; another promise is of the team alone.
fn desk() -> Desk {
    let mut desk = Desk::eht();
    let blue = desk.screen().meeting.items[0].arende;
    desk.earlier(vec![
        promise(1, "Kartlägga läsningen", Some(blue), "2026-12-04"),
        promise(2, "Ringa hem", Some(blue), "2026-11-20"),
        promise(3, "Fråga om glasögon", Some(blue), "2026-12-04"),
        goal(4, "Här varje måndag", blue),
        promise(5, "Flytta borden", None, "2026-11-27"),
    ]);
    desk.press(Action::NextArende);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage, "{}", desk.notice());
    desk
}

fn at(id: u128) -> Option<RowRef> {
    Some(RowRef::Earlier(EntryId(Uuid::from_u128(id))))
}

fn sections(desk: &Desk) -> Vec<Section> {
    let board = board::board(&desk.model).unwrap();
    board.columns.into_iter().flat_map(|column| column.sections).collect()
}

fn told(desk: &Desk, id: u128) -> Option<ActionState> {
    let entry = EntryId(Uuid::from_u128(id));
    let row = desk.screen().meeting.earlier.iter().find(|row| row.entry == entry).unwrap();
    row.told.as_ref().map(|told| told.status)
}

#[test]
fn each_phase_of_an_arende_shows_what_it_follows_and_nothing_of_another() {
    let mut desk = desk();
    for phase in [Phase::Nulage, Phase::Behov, Phase::Planering] {
        desk.jump(Phase::ALL.iter().position(|known| *known == phase).unwrap().try_into().unwrap());
        let all = sections(&desk);
        let promises = all.iter().find(|section| section.heading.starts_with("Från förra gången  0 av 3"));
        let promises = promises.unwrap_or_else(|| panic!("{phase:?}: {all:?}"));
        assert_eq!(promises.rows[0].text, "1 klar  2 pågår  3 ej påbörjad  4 ändrad  5 inte aktuell");
        let first = &promises.rows[1];
        assert_eq!(first.text, "Kartlägga läsningen");
        let facts = first.detail.as_ref().unwrap();
        assert!(facts.contains("Sara Sten") && facts.contains("4 dec"), "{facts}");
        assert!(all.iter().any(|section| section.rows.iter().any(|row| row.text == "Här varje måndag")));
        assert!(!all.iter().any(|section| section.rows.iter().any(|row| row.text == "Flytta borden")));
    }
    desk.press(Action::NextArende);
    assert_eq!(desk.screen().cursor, None, "the next ärende follows nothing");
    assert!(!sections(&desk).iter().any(|section| section.heading.contains("förra gången")));
}

#[test]
fn a_digit_answers_and_the_next_promise_stands_ready_until_none_is_left() {
    let mut desk = desk();
    assert_eq!(desk.screen().cursor, at(1), "it opens on the first");
    desk.press(Action::AnswerDone);
    assert_eq!((told(&desk, 1), desk.screen().cursor), (Some(ActionState::Klar), at(2)));
    assert!(desk.model.dialogs.is_empty());
    desk.press(Action::AnswerNotWanted).press(Action::AnswerGoesOn);
    assert_eq!((told(&desk, 2), told(&desk, 3)), (Some(ActionState::Inaktuell), Some(ActionState::Pagar)));
    assert_eq!(desk.screen().cursor, None, "then none");
    // A mistake is mended where it stands, and a goal is answered in the same way.
    desk.point(at(1).unwrap()).press(Action::AnswerGoesOn);
    assert_eq!(told(&desk, 1), Some(ActionState::Pagar));
    desk.point(at(4).unwrap()).press(Action::AnswerChanged);
    assert_eq!(told(&desk, 4), Some(ActionState::Andrad), "a goal has no day to ask for");
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn what_is_changed_asks_for_its_day_and_so_does_what_goes_on_past_its_own() {
    let mut desk = desk();
    desk.press(Action::AnswerChanged);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no day is asked for") };
    assert_eq!((form.fields[form.cursor].key.as_str(), form.value("status")), ("tid", "ändrad"));
    desk.types("om 2 veckor").press(Action::Accept);
    assert!(desk.model.dialogs.is_empty(), "one text and one key");
    assert_eq!(told(&desk, 1), Some(ActionState::Andrad));
    // The second's day has passed: asked, and free to leave.
    assert_eq!(desk.screen().cursor, at(2));
    desk.press(Action::AnswerGoesOn);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk.press(Action::Accept);
    assert_eq!((told(&desk, 2), desk.screen().cursor), (Some(ActionState::Pagar), at(3)));
    // The third's day lies ahead.
    desk.press(Action::AnswerNotBegun);
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_promise_that_goes_on_is_what_planering_asks_for_and_one_that_is_done_is_not() {
    for (answer, enough) in [
        (Action::AnswerGoesOn, true),
        (Action::AnswerDone, false),
        (Action::AnswerNotBegun, false),
        (Action::AnswerNotWanted, false),
    ] {
        let mut desk = desk();
        desk.jump(3).point(at(1).unwrap()).press(answer);
        desk.press(Action::NextPhase);
        assert_eq!(desk.model.dialogs.is_empty(), enough, "{answer:?}: {:?}", desk.model.dialogs);
    }
    let mut desk = desk();
    desk.jump(3).point(at(1).unwrap()).press(Action::AnswerChanged).types("fre").press(Action::Accept);
    desk.press(Action::NextPhase);
    assert!(desk.model.dialogs.is_empty(), "a new day is agreed");
}

#[test]
fn a_letter_begins_the_line_and_a_line_keeps_its_digits() {
    let mut desk = desk();
    desk.line("+ Läser gärna");
    assert_eq!(desk.entries(EntryKind::Fungerar).len(), 1);
    assert!(desk.screen().meeting.earlier.iter().all(|row| row.told.is_none()));
    assert_eq!(desk.screen().cursor, None, "a digit begins a text again");
}

#[test]
fn the_wall_shows_how_it_went_and_nothing_that_is_kept_from_anybody() {
    let mut desk = desk();
    let went = |desk: &Desk| match of_model(&desk.model).scene {
        Scene::Talk(talk) => {
            let told = talk.noted.iter().filter(|row| row.told);
            told.map(|row| (row.what.clone(), row.how.clone())).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert!(went(&desk).is_empty());
    desk.press(Action::AnswerGoesOn);
    let rows = vec![("Kartlägga läsningen".to_owned(), "pågår, senast fre 4 dec".to_owned())];
    assert_eq!(went(&desk), rows);
    for hide in [
        |row: &mut Earlier| row.emi = true,
        |row: &mut Earlier| row.kept_from.push("Skola".to_owned()),
        |row: &mut Earlier| row.text = "Orosanmälan följs upp".to_owned(),
    ] {
        let mut rows = desk.screen().meeting.earlier.clone();
        hide(&mut rows[0]);
        let mut other = Desk::eht();
        other.press(Action::NextArende);
        let arende = other.screen().meeting.items[0].arende;
        rows.iter_mut().for_each(|row| row.arende = row.arende.map(|_| arende));
        other.earlier(rows);
        assert!(went(&other).is_empty());
    }
    desk.press(Action::NextArende);
    assert!(went(&desk).is_empty(), "of this ärende alone");
}
