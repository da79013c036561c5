//! The thread that isn't lost: what was promised and wanted is reminded of, back is where one was, and what a rule named is
//! highlighted.

use super::board;
use super::followed_tests::{at, sections};
use super::screen::RowRef;
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::line::Edit;
use crate::app::core::model::Screen;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::app::wall::{Scene, of_model};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::copies;
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::record::{ActionState, ArendeState};
use crate::domain::rules::Todo;

/// An EHT in its first ärende, which follows two promises and a goal.
fn desk() -> Desk {
    let mut desk = Desk::eht();
    let blue = desk.screen().meeting.items[0].arende;
    let of = |row: Earlier| Earlier { arende: Some(blue), label: Some("Blå".to_owned()), ..row };
    desk.earlier(vec![
        of(Earlier::made_up(1, "Kartlägga läsningen")).due_on(Some(Due::By("2026-12-04".parse().unwrap()))),
        of(Earlier::made_up(2, "Ringa hem")),
        of(Earlier::made_up_goal(4, "Här varje måndag")),
    ]);
    desk.press(Action::NextArende);
    desk
}

/// The texts of the rows that lead to this.
fn of_todo(desk: &Desk, todo: Todo) -> Vec<String> {
    let all = sections(desk).into_iter().flat_map(|section| section.rows);
    all.filter(|row| row.target == Some(RowRef::Todo(todo))).map(|row| row.text).collect()
}

fn talk(desk: &Desk) -> crate::app::wall::Talk {
    match of_model(&desk.model).scene {
        Scene::Talk(talk) => *talk,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_wall_reads_what_goes_on_when_it_is_pointed_at_and_nothing_beside_it() {
    let mut desk = desk();
    desk.answers(Action::AnswerNotBegun).answers(Action::AnswerDone);
    desk.jump(3).line("Läser högt @sara >2026-12-11").jump(4);
    assert!(talk(&desk).agreed[0].in_turn);
    desk.point(at(1));
    let seen = talk(&desk);
    assert!(seen.agreed.iter().all(|point| !point.in_turn), "{:?}", seen.agreed);
    let row = seen.noted.iter().find(|row| row.in_turn).unwrap();
    assert_eq!(row.what, "Kartlägga läsningen");
    assert!(row.how.starts_with("ej påbörjad, senast"), "{}", row.how);
    assert!(!row.who.is_empty());
    // And so it is when all that is new has been confirmed.
    desk.point_away().press(Action::Accept).point(at(1));
    assert!(talk(&desk).noted.iter().any(|row| row.in_turn));
    desk.point_away();
    assert!(talk(&desk).noted.iter().all(|row| !row.in_turn));
}

#[test]
fn a_goal_that_was_answered_just_now_is_what_the_wall_looks_at() {
    let mut desk = desk();
    desk.jump(3).point(at(4)).answers(Action::AnswerGoesOn).point_away();
    let seen = talk(&desk);
    let row = seen.noted.iter().find(|row| row.in_turn).unwrap();
    assert_eq!((row.what.as_str(), row.how.as_str()), ("Här varje måndag", "på väg"));
}

#[test]
fn a_decision_of_a_plan_that_ends_is_reminded_of_until_it_is_said_whether_it_holds() {
    const SAID: &str = "1 beslut i planen har inget svar";
    let mut desk = desk();
    let mut rows = desk.screen().meeting.earlier.clone();
    let goal = rows.last().unwrap().clone();
    let decision = Earlier { kind: EntryKind::Beslut, entry: EntryId(uuid::Uuid::from_u128(5)), ..goal };
    rows.push(decision);
    desk.earlier(rows);
    desk.jump(4);
    assert_eq!(of_todo(&desk, Todo::Decisions), [""; 0], "it holds as long as the plan does");
    let ended = desk.model.now.today();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.sip_ended = Some(ended);
    }
    let all = of_todo(&desk, Todo::Decisions);
    assert!(matches!(all.as_slice(), [row] if row.ends_with(SAID)), "{all:?}");
    super::course::confirm_close(&mut desk.model);
    assert!(format!("{:?}", desk.model.dialogs).contains(SAID));
    desk.press(Action::Back);
    desk.point(RowRef::Todo(Todo::Decisions)).press(Action::Accept);
    // It isn't on screen there: what is told of it is.
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
    desk.fill("status", "gäller").press(Action::Save);
    assert_eq!(of_todo(&desk, Todo::Decisions), [""; 0]);
}

#[test]
fn a_goal_without_an_answer_is_reminded_of_where_one_goes_on_and_before_the_end() {
    const SAID: &str = "1 mål från förra mötet har inget svar";
    let mut desk = desk();
    desk.answers(Action::AnswerDone).answers(Action::AnswerDone);
    desk.jump(3).line("Läser högt @sara >2026-12-11");
    assert_eq!(of_todo(&desk, Todo::Goals), [SAID]);
    desk.point(RowRef::Todo(Todo::Goals)).press(Action::Accept);
    assert_eq!(desk.screen().cursor, Some(at(4)));
    desk.point_away().jump(4);
    // There it says whose they are.
    let all = of_todo(&desk, Todo::Goals);
    assert!(matches!(all.as_slice(), [row] if row.ends_with(SAID) && row.starts_with('”')), "{all:?}");
    super::course::confirm_close(&mut desk.model);
    assert!(format!("{:?}", desk.model.dialogs).contains(SAID));
    desk.press(Action::Back);
    // In ansvar it stands too.
    desk.point(RowRef::Todo(Todo::Goals)).press(Action::Accept);
    assert_eq!(desk.screen().cursor, Some(at(4)), "{}", desk.notice());
    desk.answers(Action::AnswerDone);
    assert_eq!(of_todo(&desk, Todo::Goals), [""; 0]);
}

#[test]
fn back_from_ansvar_is_where_one_was_and_no_rule_stops_it() {
    let mut desk = Desk::eht();
    desk.press(Action::NextArende);
    let here = desk.screen().meeting.position();
    let blue = here.arende;
    desk.jump(4);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar, "{:?}", desk.model.dialogs);
    desk.press(Action::PreviousPhase);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    assert_eq!(desk.screen().meeting.head.current, blue);
    // Over an ärende that nobody has taken up one goes back past it.
    let mut desk = Desk::eht();
    desk.press(Action::NextArende).press(Action::NextArende);
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    screen.meeting.items[0].state = ArendeState::Vantar;
    desk.press(Action::PreviousPhase);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Sammanhang);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
}

#[test]
fn what_a_question_or_a_rule_named_is_highlighted_when_one_goes_back() {
    let mut desk = desk();
    desk.jump(3).line("Läser högt @sara >2026-12-11").point(at(1)).answers(Action::AnswerDone).point_away();
    desk.press(Action::NextPhase);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))), "{:?}", desk.model.dialogs);
    desk.press(Action::Back);
    assert_eq!(desk.screen().cursor, Some(at(2)));
    // A point that the rule says isn't read out.
    desk.point_away().jump(4);
    let point = desk.entries(EntryKind::Atgard)[0].id;
    desk.press(Action::Close);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{}", desk.notice());
    desk.press(Action::Back);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(point)));
}

#[test]
fn who_comes_after_the_list_was_answered_is_said_to_stand_outside_it() {
    let mut desk = Desk::eht();
    assert_eq!(copies::came_after_list(&desk.screen().meeting).count(), 0, "nobody has said who gets it");
    desk.jump(4).point(RowRef::Todo(Todo::Recipients)).press(Action::Accept).press(Action::Save);
    let is_listed = |desk: &Desk| of_todo(desk, Todo::Recipients).is_empty();
    assert!(is_listed(&desk), "{:?}", of_todo(&desk, Todo::Recipients));
    desk.press(Action::SomebodyCame).line("Lena Ros, logoped");
    let said = "Lena Ros står inte på listan över vem som får protokollet";
    assert!(desk.notice().contains(said), "{}", desk.notice());
    desk.point_away();
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    screen.writing = false;
    assert_eq!(of_todo(&desk, Todo::Recipients), [said]);
    super::course::confirm_close(&mut desk.model);
    assert!(format!("{:?}", desk.model.dialogs).contains(said));
    // Who is left empty in the list gets nothing because somebody says so.
    desk.press(Action::Back).point(RowRef::Todo(Todo::Recipients)).press(Action::Accept);
    let id = desk.person("Lena Ros").id;
    desk.fill(&format!("till.{id}"), "").press(Action::Save);
    assert!(is_listed(&desk), "{:?}", of_todo(&desk, Todo::Recipients));
}

#[test]
fn the_closed_screen_shows_how_it_went_with_what_was_promised_and_wanted() {
    let mut desk = desk();
    desk.answers(Action::AnswerDone).answers(Action::AnswerDone).answers(Action::AnswerDone);
    super::course::closed(&mut desk.model);
    let all = sections(&desk);
    let went = all.iter().find(|section| section.heading == "Så gick det från förra gången").unwrap();
    let said: Vec<(&str, bool)> = went
        .rows
        .iter()
        .map(|row| (row.text.as_str(), row.detail.as_ref().unwrap().contains("klar")))
        .collect();
    assert_eq!(said, [("Kartlägga läsningen", true), ("Ringa hem", true), ("Här varje måndag", false)]);
    assert!(went.rows[2].detail.as_ref().unwrap().contains("nått"));
    assert!(
        all.iter().all(|section| section.empty.as_deref() != Some("Inget antecknades som överenskommet."))
    );
}

#[test]
fn a_list_that_tab_opened_names_nobody_until_somebody_chooses() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Det går bra på idrotten").press(Action::Next).press(Action::Accept);
    let entry = desk.screen().meeting.entries.last().unwrap().clone();
    assert_eq!((entry.text.as_str(), entry.source), ("Det går bra på idrotten", None));
    // Once more, or an arrow, chooses.
    desk.types("Det är svårt i matsalen").press(Action::Next);
    assert!(!board::board(&desk.model).unwrap().completions.is_empty(), "the list is there");
    desk.press(Action::Next).press(Action::Accept);
    assert!(desk.screen().meeting.entries.last().unwrap().source.is_some(), "{}", desk.notice());
    // Who does something is asked for: there the first is marked.
    desk.jump(3).types("Läser högt").press(Action::Next);
    assert!(desk.screen().completing);
}

#[test]
fn a_line_that_one_key_empties_comes_back_by_undo() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Halv rad").send(Message::Edit(Edit::DeleteToStart));
    assert!(desk.screen().line.is_empty() && desk.notice().starts_with("Raden är tömd"), "{}", desk.notice());
    desk.press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Halv rad");
}

#[test]
fn down_goes_on_from_the_point_that_is_read() {
    let mut desk = Desk::eht();
    desk.press(Action::NextArende).jump(3);
    for text in ["Ett", "Två", "Tre"] {
        desk.line(&format!("{text} @sara >2026-12-11"));
    }
    desk.jump(4);
    let ids: Vec<EntryId> = desk.entries(EntryKind::Atgard).iter().map(|entry| entry.id).collect();
    desk.press(Action::Down);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(ids[0])));
    desk.press(Action::Down).press(Action::Accept);
    assert_eq!(desk.screen().cursor, None);
    assert_eq!(desk.screen().unread().map(|entry| entry.id), Some(ids[2]));
    desk.press(Action::Down);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(ids[2])), "not the first again");
}

#[test]
fn where_all_promises_are_settled_one_key_says_that_nothing_more_is_needed() {
    let mut desk = desk();
    desk.answers(Action::AnswerDone);
    desk.jump(3).point_away();
    desk.press(Action::NextPhase);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{:?}", desk.model.dialogs);
    desk.press(Action::NothingMore);
    assert!(desk.entries(EntryKind::Beslut).is_empty(), "a promise has no answer yet");
    desk.press(Action::Back).point(at(2)).answers(Action::AnswerNotWanted).point_away();
    let excused = desk.screen().meeting.overrides.len();
    desk.press(Action::NextPhase).press(Action::NothingMore);
    let decided: Vec<String> =
        desk.entries(EntryKind::Beslut).iter().map(|entry| entry.text.clone()).collect();
    assert_eq!(decided, ["Det som lovades är klart. Inget mer behövs."]);
    assert_eq!(desk.screen().meeting.overrides.len(), excused, "no reason is asked for");
    if matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))) {
        desk.press(Action::Back);
    }
    desk.press(Action::NextPhase);
    assert!(!matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{:?}", desk.model.dialogs);
}

#[test]
fn undoing_an_answer_says_what_it_is_now() {
    let mut desk = desk();
    desk.answers(Action::AnswerNotBegun).point(at(1)).answers(Action::AnswerNotWanted).point_away();
    let old = desk.screen().meeting.clone();
    let mut fresh = old.clone();
    let row = fresh.earlier.iter_mut().find(|row| at(1) == RowRef::Earlier(row.entry)).unwrap();
    row.told.as_mut().unwrap().status = ActionState::EjPaborjad;
    desk.model.turned_back = true;
    super::opening::refresh(&mut desk.model, fresh);
    assert_eq!(desk.notice(), "”Kartlägga läsningen”: ej påbörjad gäller igen.");
}

#[test]
fn a_role_in_definite_form_names_whoever_has_it() {
    let desk = Desk::eht();
    let meeting = &desk.screen().meeting;
    let person = meeting.participants.iter().find(|person| !person.role.is_empty()).unwrap();
    let called = |who: &str| meeting.called(who).into_iter().map(|person| person.id).collect::<Vec<_>>();
    let ending = if person.role.ends_with(['a', 'e']) { "n" } else { "en" };
    let ending = if person.role.ends_with("or") { "n" } else { ending };
    assert_eq!(called(&format!("{}{ending}", person.role)), called(&person.role));
    assert!(!called(&person.role).is_empty());
}
