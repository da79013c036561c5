//! What an ärende follows is answered where it stands, in the ärende itself.

use super::answering_tests::types;
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

pub(super) fn promise(id: u128, text: &str, arende: Option<ArendeId>, due: &str) -> Earlier {
    let label = arende.map(|_| "Blå".to_owned());
    Earlier { arende, label, ..Earlier::made_up(id, text) }.due_on(Some(Due::By(due.parse().unwrap())))
}

fn goal(id: u128, text: &str, arende: ArendeId) -> Earlier {
    Earlier { arende: Some(arende), label: Some("Blå".to_owned()), ..Earlier::made_up_goal(id, text) }
}

/// An EHT in its first ärende, which follows three promises and a goal; another promise is of the team alone.
pub(super) fn desk() -> Desk {
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

pub(super) fn entry(id: u128) -> EntryId {
    EntryId(Uuid::from_u128(id))
}

pub(super) fn at(id: u128) -> RowRef {
    RowRef::Earlier(entry(id))
}

pub(super) fn sections(desk: &Desk) -> Vec<Section> {
    let board = board::board(&desk.model).unwrap();
    board.columns.into_iter().flat_map(|column| column.sections).collect()
}

pub(super) fn told(desk: &Desk, id: u128) -> Option<ActionState> {
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
        // The digits stand there only where they answer.
        if desk.screen().cursor.is_none() {
            assert_eq!(promises.rows[0].text, "↑ och ↓ markerar en rad, och en siffra svarar.", "{phase:?}");
            desk.press(Action::Up).point(at(1));
            let pointed = sections(&desk).into_iter().find(|section| section.heading == promises.heading);
            let words = pointed.unwrap().rows[0].text.clone();
            assert_eq!(words, "1 klar  2 pågår  3 ej påbörjad  4 ändrad  5 inte aktuell");
        } else {
            let words = &promises.rows[0].text;
            assert_eq!(words, "1 klar  2 pågår  3 ej påbörjad  4 ändrad  5 inte aktuell");
        }
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
    assert_eq!(desk.screen().cursor, Some(at(4)), "then the goals");
    // A mistake is mended where it stands, and a goal is answered in the same way.
    desk.point(at(1)).answers(Action::AnswerGoesOn);
    assert_eq!((told(&desk, 1), desk.screen().cursor), (Some(ActionState::Pagar), Some(at(4))));
    // A goal has words of its own, and no day to ask for: its fourth is the last.
    desk.answers(Action::AnswerChanged);
    assert_eq!(told(&desk, 4), Some(ActionState::Inaktuell));
    assert_eq!(desk.screen().cursor, None, "then the line");
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
    // The second's day has passed: asked when the ärende is left, and free to leave.
    assert_eq!(desk.screen().cursor, Some(at(2)));
    desk.answers(Action::AnswerGoesOn).wait(TimeDelta::seconds(4));
    assert!(desk.model.dialogs.is_empty());
    assert_eq!((told(&desk, 2), desk.screen().cursor), (Some(ActionState::Pagar), Some(at(3))));
    // The third's day lies ahead.
    desk.answers(Action::AnswerNotBegun).answers(Action::AnswerDone).wait(TimeDelta::seconds(2));
    assert!(desk.model.dialogs.is_empty(), "no form opens by itself");
    desk.jump(3).press(Action::NextPhase);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no day is asked for") };
    assert!(form.is_about(entry(2)));
    desk.wait(TimeDelta::seconds(1)).press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(told(&desk, 2), Some(ActionState::Pagar));
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

#[test]
fn undo_takes_back_the_answer_and_redo_gives_it_again() {
    for waited in [0, 2] {
        let mut desk = desk();
        desk.line("+ Läser gärna").types("Mamma").press(Action::Back).point(at(1));
        desk.press(Action::AnswerDone).wait(TimeDelta::seconds(waited)).press(Action::Undo);
        assert!(desk.screen().line.is_empty(), "a line that was cleared before it isn't what was done last");
        assert_eq!((told(&desk, 1), desk.screen().cursor), (None, Some(at(1))), "{waited}");
        assert_eq!(desk.entries(EntryKind::Fungerar).len(), 1, "what was written before stands");
        assert!(desk.notice().starts_with("Ångrat: svaret"), "{}", desk.notice());
        desk.press(Action::Redo);
        assert_eq!(told(&desk, 1), Some(ActionState::Klar));
    }
}

#[test]
fn nought_takes_an_answer_away_where_there_is_one_and_says_so() {
    let mut desk = desk();
    desk.answers(Action::AnswerDone).point(at(1));
    let line = |desk: &Desk| {
        let all = sections(desk).into_iter().find(|section| section.heading.starts_with("Från förra gången"));
        all.unwrap().rows[0].text.clone()
    };
    assert!(line(&desk).ends_with("5 inte aktuell  0\u{a0}inget\u{a0}svar"), "{}", line(&desk));
    desk.wait(TimeDelta::seconds(5));
    types(&mut desk, "0", 1000);
    assert_eq!((told(&desk, 1), desk.screen().cursor), (None, Some(at(1))));
    // The same digit again says nothing new.
    desk.answers(Action::AnswerGoesOn).point(at(1));
    let acts = desk.effects.len();
    desk.wait(TimeDelta::seconds(5)).answers(Action::AnswerGoesOn);
    let told_again =
        desk.effects[acts..].iter().filter(|effect| matches!(effect, crate::app::Effect::Commit(_)));
    assert_eq!((told_again.count(), told(&desk, 1)), (0, Some(ActionState::Pagar)));
}

#[test]
fn a_promise_without_an_answer_is_reminded_of_where_one_goes_on_and_before_the_end() {
    let mut desk = desk();
    desk.jump(3).point(at(1)).answers(Action::AnswerGoesOn);
    let missing = |desk: &Desk| {
        let all = sections(desk).into_iter().flat_map(|section| section.rows);
        let rows = all.filter(|row| row.target == Some(RowRef::Todo(rules::Todo::Promises)));
        rows.map(|row| row.text).collect::<Vec<_>>()
    };
    assert_eq!(missing(&desk), ["2 löften från förra mötet har inget svar"]);
    desk.press(Action::NextPhase);
    assert!(desk.model.dialogs.is_empty(), "gently: {:?}", desk.model.dialogs);
    assert!(
        desk.notice().starts_with("”Blå”: 2 löften från förra mötet har inget svar."),
        "{}",
        desk.notice()
    );
    desk.jump(4);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar, "{:?}", desk.model.dialogs);
    let all = "”Blå” och 1 till: 3 löften från förra mötet har inget svar";
    assert_eq!(missing(&desk), [all], "the team's own too");
    super::course::confirm_close(&mut desk.model);
    let asked = format!("{:?}", desk.model.dialogs);
    assert!(asked.contains("3 löften från förra mötet har inget svar"), "{asked}");
    desk.press(Action::Back);
    // A key for each, from the row that reminds.
    desk.point(RowRef::Todo(rules::Todo::Promises)).press(Action::Accept);
    assert_eq!(desk.screen().cursor, Some(at(2)));
    types(&mut desk, "131", 100);
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(
        [2, 3, 5].map(|id| told(&desk, id)).map(Option::unwrap),
        [ActionState::Klar, ActionState::EjPaborjad, ActionState::Klar]
    );
    assert!(missing(&desk).is_empty());
}

#[test]
fn what_was_put_off_or_is_not_on_the_list_is_nobodys_to_answer_today() {
    let mut desk = desk();
    let count = |desk: &Desk| rules::unanswered(&desk.screen().meeting, None).count();
    assert_eq!(count(&desk), 4);
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    screen.meeting.items[0].state = crate::domain::record::ArendeState::Uppskjutet;
    assert_eq!(count(&desk), 1, "the team's own is left");
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    let other = ArendeId(Uuid::from_u128(77));
    screen.meeting.earlier =
        vec![promise(8, "Någon annans", Some(other), "2026-12-04"), goal(9, "Dit vill någon annan", other)];
    assert_eq!(count(&desk), 0);
    assert_eq!(desk.screen().meeting.continues(), Vec::<&Earlier>::new(), "nor read out, nor in the minutes");
}

#[test]
fn what_continues_is_pointed_at_read_and_answered_in_ansvar() {
    let mut desk = desk();
    desk.answers(Action::AnswerNotBegun).answers(Action::AnswerDone);
    desk.answers(Action::AnswerChanged).types("2026-12-18").press(Action::Accept);
    desk.jump(3).line("Läser högt @sara >2026-12-11").jump(4);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar, "{:?}", desk.model.dialogs);
    let reached: Vec<RowRef> = (0..12)
        .filter_map(|_| {
            desk.press(Action::Down);
            desk.screen().cursor
        })
        .collect();
    assert!(reached.contains(&at(1)) && reached.contains(&at(3)), "{reached:?}");
    desk.point(at(1));
    let point = board::board(&desk.model).unwrap().point.unwrap();
    assert_eq!(point.text, "Kartlägga läsningen");
    assert_eq!((point.owner.as_str(), point.when.as_str()), ("Sara Sten", "senast fre 4 dec · ej påbörjad"));
    assert!(point.heading.starts_with("Fortsätter från förra gången"), "{}", point.heading);
    assert_eq!(point.remark, None, "nothing is missing");
    let facts = |desk: &Desk, id| {
        let all = sections(desk).into_iter().flat_map(|section| section.rows);
        all.filter(|row| row.target == Some(at(id))).find_map(|row| row.detail).unwrap()
    };
    assert_eq!(facts(&desk, 3), "Sara Sten · ändrad till 18 dec");
    desk.answers(Action::AnswerGoesOn);
    assert_eq!(told(&desk, 1), Some(ActionState::Pagar));
    desk.point(at(1)).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "and Enter its day and a few words");
    desk.wait(TimeDelta::seconds(1))
        .fill("tid", "2026-12-20")
        .fill("utvardering", "Väntar på tid")
        .press(Action::Save);
    assert!(facts(&desk, 1).contains("20 dec"), "{}", facts(&desk, 1));
    // And in a closed meeting, with the key that changes.
    super::course::closed(&mut desk.model);
    desk.point(at(1)).press(Action::Edit);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
}

#[test]
fn a_goal_is_answered_in_words_of_its_own_on_screen_and_wall() {
    let mut desk = desk();
    desk.point(at(4));
    let line = |desk: &Desk| {
        let all = sections(desk).into_iter().find(|section| section.heading.starts_with("Mål från"));
        all.unwrap().rows[0].text.clone()
    };
    assert_eq!(line(&desk), "1 nått  2 på väg  3 inte än  4 inte aktuellt");
    desk.answers(Action::AnswerGoesOn).point(at(4));
    assert_eq!(line(&desk), "1 nått  2 på väg  3 inte än  4 inte aktuellt  0\u{a0}inget\u{a0}svar");
    let facts: Vec<String> = sections(&desk)
        .into_iter()
        .flat_map(|section| section.rows)
        .filter(|row| row.target == Some(at(4)))
        .filter_map(|row| row.detail)
        .collect();
    assert!(facts[0].contains("på väg") && !facts[0].contains("pågår"), "{facts:?}");
    let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!() };
    let goal = talk.noted.iter().find(|row| row.kind == NotedKind::ShortGoal).unwrap();
    assert_eq!(
        (goal.what.as_str(), goal.how.as_str(), goal.who.as_str()),
        ("Här varje måndag", "på väg", "")
    );
    // A digit that none of its words has is a text.
    types(&mut desk, "5 dagar", 900);
    assert_eq!(desk.screen().line.value(), "5 dagar");
    desk.send(Message::Edit(Edit::DeleteToStart)).point(at(4)).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert_eq!(form.value("status"), "på väg");
    assert!(form.fields.iter().all(|field| field.key != "tid"), "a goal has no day");
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
    desk.answers(Action::AnswerNotBegun).answers(Action::AnswerDone).answers(Action::AnswerDone).point_away();
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    (screen.meeting.head.phase, screen.meeting.head.current) = (Phase::Ansvar, None);
    let all = sections(&desk);
    let section = all.iter().find(|section| section.heading.starts_with("Fortsätter")).unwrap();
    let texts: Vec<&str> = section.rows.iter().map(|row| row.text.as_str()).collect();
    // What nobody has told of goes on too, and waits for an answer.
    assert_eq!(texts, ["Ärende 1 ”Blå”", "Kartlägga läsningen", "Hela mötet", "Flytta borden"]);
    assert_eq!(section.rows[3].detail.as_deref(), Some("Sara Sten · senast fre 27 nov · inget svar än"));
    assert_eq!((section.rows[1].mark.as_str(), section.rows[3].mark.as_str()), ("[→]", "[ ]"));
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
