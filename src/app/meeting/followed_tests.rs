//! What an ärende follows is answered where it stands, in the ärende itself.

use super::board::{self, Section};
use super::screen::RowRef;
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::line::Edit;
use crate::app::core::model::Screen;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::app::wall::{NotedKind, Scene, of_model};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{ArendeId, EntryId};
use crate::domain::meeting::{Meeting, Position};
use crate::domain::record::ActionState;
use crate::domain::rules;
use chrono::TimeDelta;
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

fn at(id: u128) -> RowRef {
    RowRef::Earlier(EntryId(Uuid::from_u128(id)))
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
    assert_eq!(desk.screen().cursor, Some(at(1)), "it opens on the first");
    desk.answers(Action::AnswerDone);
    assert_eq!((told(&desk, 1), desk.screen().cursor), (Some(ActionState::Klar), Some(at(2))));
    assert!(desk.model.dialogs.is_empty());
    desk.answers(Action::AnswerNotWanted).answers(Action::AnswerGoesOn);
    assert_eq!((told(&desk, 2), told(&desk, 3)), (Some(ActionState::Inaktuell), Some(ActionState::Pagar)));
    assert_eq!(desk.screen().cursor, None, "then none");
    // A mistake is mended where it stands, and a goal is answered in the same way.
    desk.point(at(1)).answers(Action::AnswerGoesOn);
    assert_eq!(told(&desk, 1), Some(ActionState::Pagar));
    desk.point(at(4)).answers(Action::AnswerChanged);
    assert_eq!(told(&desk, 4), Some(ActionState::Andrad), "a goal has no day to ask for");
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn what_is_changed_asks_for_its_day_and_so_does_what_goes_on_past_its_own() {
    let mut desk = desk();
    desk.answers(Action::AnswerChanged);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no day is asked for") };
    assert_eq!((form.fields[form.cursor].key.as_str(), form.value("status")), ("tid", "ändrad"));
    desk.types("om 2 veckor").press(Action::Accept);
    assert!(desk.model.dialogs.is_empty(), "one text and one key");
    assert_eq!(told(&desk, 1), Some(ActionState::Andrad));
    // The second's day has passed: asked, and free to leave.
    assert_eq!(desk.screen().cursor, Some(at(2)));
    desk.answers(Action::AnswerGoesOn);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk.press(Action::Accept);
    assert_eq!((told(&desk, 2), desk.screen().cursor), (Some(ActionState::Pagar), Some(at(3))));
    // The third's day lies ahead.
    desk.answers(Action::AnswerNotBegun);
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_promise_that_goes_on_is_what_planering_asks_for_and_one_that_is_done_is_not() {
    for (answer, enough) in [
        (Action::AnswerGoesOn, true),
        (Action::AnswerDone, false),
        (Action::AnswerNotBegun, true),
        (Action::AnswerNotWanted, false),
    ] {
        let mut desk = desk();
        desk.jump(3).point(at(1)).answers(answer);
        desk.press(Action::NextPhase);
        assert_eq!(desk.model.dialogs.is_empty(), enough, "{answer:?}: {:?}", desk.model.dialogs);
    }
    let mut desk = desk();
    desk.jump(3).point(at(1)).answers(Action::AnswerChanged).types("fre").press(Action::Accept);
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
    desk.answers(Action::AnswerGoesOn);
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
        for row in &mut rows {
            row.arende = row.arende.map(|_| arende);
        }
        other.earlier(rows);
        assert!(went(&other).is_empty());
    }
    desk.press(Action::NextArende);
    assert!(went(&desk).is_empty(), "of this ärende alone");
}

fn waits(desk: &Desk) -> bool {
    desk.screen().answering.is_some()
}

#[test]
fn a_digit_that_begins_a_text_answers_nothing() {
    for text in ["3 samtal i veckan", "12 elever", "2 ggr", "1a", "10 min", "45 minuter", "5, 6 och 7"] {
        let mut desk = desk();
        for c in text.chars() {
            // As the keymap reads it: a digit answers where the line is empty.
            let answers = desk.screen().line.is_empty();
            match c {
                '1' if answers => desk.press(Action::AnswerDone),
                '2' if answers => desk.press(Action::AnswerGoesOn),
                '3' if answers => desk.press(Action::AnswerNotBegun),
                '4' if answers => desk.press(Action::AnswerChanged),
                '5' if answers => desk.press(Action::AnswerNotWanted),
                _ => desk.types(&c.to_string()),
            };
            desk.wait(TimeDelta::milliseconds(200));
        }
        assert_eq!(desk.screen().line.value(), text);
        assert!(!waits(&desk) && desk.model.dialogs.is_empty());
        desk.wait(TimeDelta::seconds(2));
        assert!(desk.screen().meeting.earlier.iter().all(|row| row.told.is_none()), "{text}");
    }
    let mut pasted = desk();
    pasted.press(Action::AnswerGoesOn).send(Message::Paste(" gånger".to_owned()));
    assert_eq!(pasted.screen().line.value(), "2 gånger");
    // Somebody who takes the digit back.
    let mut desk = desk();
    desk.press(Action::AnswerDone).send(Message::Edit(Edit::Backspace)).wait(TimeDelta::seconds(2));
    assert_eq!((told(&desk, 1), desk.screen().line.value()), (None, ""));
}

#[test]
fn a_number_and_f2_open_the_row_of_that_number() {
    let mut desk = desk();
    desk.line("+ Läser gärna").line("+ Räknar gärna").point(at(1));
    desk.press(Action::AnswerGoesOn).wait(TimeDelta::milliseconds(300)).press(Action::Edit);
    let second = desk.entries(EntryKind::Fungerar)[1].id;
    assert_eq!(desk.screen().editing, Some(second), "{}", desk.notice());
    assert_eq!(told(&desk, 1), None);
}

#[test]
fn an_answer_is_seen_at_once_and_said_with_how_it_is_mended() {
    let mut desk = desk();
    desk.press(Action::AnswerGoesOn);
    assert_eq!(desk.notice(), "”Kartlägga läsningen”: pågår");
    let facts = |desk: &Desk| {
        let all = sections(desk).into_iter().flat_map(|section| section.rows);
        all.filter(|row| row.target == Some(at(1))).find_map(|row| row.detail).unwrap()
    };
    assert!(facts(&desk).contains("pågår"));
    desk.wait(TimeDelta::milliseconds(600));
    assert_eq!(told(&desk, 1), None);
    desk.wait(TimeDelta::milliseconds(100));
    assert_eq!((told(&desk, 1), desk.screen().cursor), (Some(ActionState::Pagar), Some(at(2))));
    let said = desk.notice();
    assert!(said.starts_with("”Kartlägga läsningen”: pågår. Fel?") && said.contains("siffra"), "{said}");
}

#[test]
fn what_comes_next_commits_the_answer_first() {
    for next in [
        Action::NextPhase,
        Action::NextArende,
        Action::ToSammanhang,
        Action::Close,
        Action::LockScreen,
        Action::Quit,
    ] {
        let mut desk = desk();
        desk.press(Action::AnswerDone).press(next);
        let told = desk.kept.last().unwrap().earlier.iter().find_map(|row| row.told.clone());
        assert_eq!(told.map(|told| told.status), Some(ActionState::Klar), "{next:?}");
    }
    // Enter says that it was an answer, and opens nothing.
    let mut entered = desk();
    entered.press(Action::AnswerDone).press(Action::Accept);
    assert_eq!((told(&entered, 1), entered.screen().cursor), (Some(ActionState::Klar), Some(at(2))));
    assert!(entered.model.dialogs.is_empty());
    // The arrow goes from where one stood.
    let mut arrow = desk();
    arrow.press(Action::AnswerDone).press(Action::Down);
    assert_eq!((told(&arrow, 1), arrow.screen().cursor), (Some(ActionState::Klar), Some(at(2))));
    // A digit later than the pause, before the clock has told of it, answers the next; after the last one it is a text.
    let mut late = desk();
    for _ in 0..3 {
        late.press(Action::AnswerDone);
        late.now.utc += TimeDelta::milliseconds(800);
    }
    late.press(Action::AnswerDone);
    assert_eq!([1, 2, 3].map(|id| told(&late, id)), [Some(ActionState::Klar); 3]);
    assert_eq!(late.screen().line.value(), "1");
}

#[test]
fn after_an_answer_comes_the_next_below_and_never_one_above() {
    let mut desk = desk();
    desk.press(Action::ToSammanhang).point(at(2)).answers(Action::AnswerDone);
    assert_eq!(desk.screen().cursor, Some(at(3)));
    desk.answers(Action::AnswerDone);
    assert_eq!(desk.screen().cursor, Some(at(5)));
    desk.answers(Action::AnswerDone);
    assert_eq!((desk.screen().cursor, told(&desk, 1)), (None, None));
}

#[test]
fn what_goes_on_is_read_aloud_in_its_own_arende_also_what_nobody_has_begun() {
    let mut desk = desk();
    desk.answers(Action::AnswerNotBegun).point(at(3)).answers(Action::AnswerDone);
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    (screen.meeting.head.phase, screen.meeting.head.current) = (Phase::Ansvar, None);
    let all = sections(&desk);
    let section = all.iter().find(|section| section.heading.starts_with("Fortsätter")).unwrap();
    let texts: Vec<&str> = section.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["Ärende 1 ”Blå”", "Kartlägga läsningen"]);
    assert_eq!(section.rows[1].detail.as_deref(), Some("Sara Sten · senast fre 4 dec · ej påbörjad"));
    // The wall has the same rows, without anything new to read.
    let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!() };
    let rows: Vec<(&str, &str, Option<usize>)> =
        talk.noted.iter().map(|row| (row.what.as_str(), row.how.as_str(), row.place)).collect();
    assert_eq!(rows, [("Kartlägga läsningen", "senast fre 4 dec", Some(1))]);
    assert!(talk.noted.iter().all(|row| row.kind == NotedKind::GoesOn));
}

#[test]
fn who_looks_into_behov_of_what_is_followed_up_gets_out_again() {
    for (kind, enough) in [(Some(EntryKind::Behov), true), (Some(EntryKind::Atgard), false), (None, false)] {
        let mut desk = Desk::eht();
        let blue = desk.screen().meeting.items[0].arende;
        let before = kind.map(|kind| Earlier { kind, ..goal(1, "En lugn plats", blue) });
        desk.earlier(before.into_iter().collect());
        desk.jump(2);
        let shown = sections(&desk).into_iter().find(|section| section.heading == "Behov från förra gången");
        let shown = shown.map(|section| section.rows[0].text.clone());
        assert_eq!(shown.is_some(), kind == Some(EntryKind::Behov), "{shown:?}");
        if enough {
            assert_eq!(desk.screen().cursor, None, "nobody answers for a need");
        }
        let from = desk.screen().meeting.position();
        let to = Position { phase: Phase::Planering, ..from };
        let asks = |meeting: &Meeting| {
            let found = rules::before_going(meeting, to, rules::Way::On, desk.now.today());
            found.iter().any(|one| one.rule == rules::rule::CONTENT)
        };
        assert_eq!(asks(&desk.screen().meeting), !enough, "{kind:?}");
        // What the ärende doesn't walk through asks for nothing.
        let mut meeting = desk.screen().meeting.clone();
        meeting.items[0].follow_up = true;
        assert!(!asks(&meeting), "{kind:?}");
    }
}
