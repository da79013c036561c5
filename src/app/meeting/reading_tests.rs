//! The read-out stays where one is, and so does the meeting; two texts for the same thing are settled.

use super::board::{self, Section};
use super::screen::RowRef;
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::Reply;
use crate::app::core::line::Edit;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::ids::{EntryId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, EditConflict};
use crate::domain::rules::{self, Todo};
use crate::input::Situation;
use uuid::Uuid;

/// Two ärenden with two actions each, in ansvar, where nothing is confirmed.
fn desk() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @maja >fre").line("Ringa hem @eva >fre");
    let second = desk.screen().meeting.items[1].id;
    desk.press(Action::NextArende);
    assert_eq!(desk.screen().meeting.head.current, Some(second), "{}", desk.notice());
    desk.jump(3).line("Flytta borden @maja >fre").line("Byta rum @eva >fre");
    desk.jump(4);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar, "{}", desk.notice());
    desk.point_away();
    desk
}

fn point(desk: &Desk) -> &str {
    desk.screen().point().map_or("", |entry| entry.text.as_str())
}

fn id(desk: &Desk, text: &str) -> EntryId {
    desk.screen().meeting.entries.iter().find(|entry| entry.text == text).unwrap().id
}

/// Another program changes the meeting.
fn elsewhere(desk: &mut Desk, change: impl FnOnce(&mut Meeting)) {
    let mut meeting = desk.kept.last().unwrap().clone();
    change(&mut meeting);
    desk.kept.push(meeting.clone());
    desk.model.written_by_others = true;
    desk.send(Message::Store(Reply::Meeting(Box::new(meeting))));
}

#[test]
fn the_read_out_goes_on_below_what_was_changed_or_confirmed() {
    let mut desk = desk();
    assert_eq!(point(&desk), "Läsa högt");
    // Confirmed in the middle: the next below.
    let second = id(&desk, "Ringa hem");
    desk.point(RowRef::Entry(second)).press(Action::Accept);
    assert_eq!(point(&desk), "Flytta borden");
    // Changed: the same one, to be read as it is now.
    let third = id(&desk, "Flytta borden");
    desk.press(Action::Edit).send(Message::Edit(Edit::Start)).types("Nu ").press(Action::Accept);
    assert_eq!(point(&desk), "Nu Flytta borden");
    assert_eq!(desk.screen().point().map(|entry| entry.id), Some(third), "{}", desk.notice());
    // Changed where it was confirmed.
    desk.press(Action::Accept);
    assert_eq!(point(&desk), "Byta rum");
    desk.point(RowRef::Entry(third))
        .press(Action::Edit)
        .send(Message::Edit(Edit::Start))
        .types("Och ")
        .press(Action::Accept);
    assert_eq!(desk.screen().point().map(|entry| entry.id), Some(third));
    // What stood before comes last, when nothing below is left.
    desk.press(Action::Accept).press(Action::Accept);
    assert_eq!(point(&desk), "Läsa högt");
}

#[test]
fn what_another_program_changes_moves_nobody_to_another_child() {
    let mut desk = desk();
    let (second, third) = (id(&desk, "Ringa hem"), id(&desk, "Flytta borden"));
    desk.point(RowRef::Entry(second)).press(Action::Accept);
    // A row above comes unconfirmed, and a new one.
    elsewhere(&mut desk, |meeting| {
        let row = meeting.entries.iter_mut().find(|entry| entry.id == second).unwrap();
        row.confirmed = None;
        row.rev += 1;
        let mut new = row.clone();
        new.id = EntryId(Uuid::from_u128(77));
        new.text = "Ny".to_owned();
        meeting.entries.push(new);
    });
    assert_eq!(point(&desk), "Flytta borden");
    // The row that is read is changed, then confirmed there; then the one that is read goes away.
    elsewhere(&mut desk, |meeting| {
        meeting.entries.iter_mut().find(|entry| entry.id == third).unwrap().text = "Flytta alla".to_owned();
    });
    assert_eq!(point(&desk), "Flytta alla");
    elsewhere(&mut desk, |meeting| meeting.entries.retain(|entry| entry.id != third));
    assert_eq!(point(&desk), "Byta rum");
}

#[test]
fn the_keys_say_what_they_do_with_a_confirmed_point() {
    let mut desk = desk();
    let label = |desk: &Desk, of: Action| {
        let mut hints = crate::input::keymap::hints(Situation::of(&desk.model));
        hints.find(|(.., action)| *action == of).map(|(_, label, _)| label).unwrap_or_default()
    };
    assert_eq!((label(&desk, Action::Accept), label(&desk, Action::ShowAll)), ("bekräfta", "visa allt"));
    let first = id(&desk, "Läsa högt");
    desk.press(Action::Accept).press(Action::ShowAll).point(RowRef::Entry(first));
    assert_eq!(label(&desk, Action::Accept), "ta tillbaka");
    assert_eq!(label(&desk, Action::ShowAll), "visa bara det som är kvar");
}

fn sections(desk: &Desk) -> Vec<Section> {
    let board = board::board(&desk.model).unwrap();
    board.columns.into_iter().flat_map(|column| column.sections).collect()
}

#[test]
fn what_somebody_is_only_asked_is_read_as_such_and_not_counted() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @maja >fre").line("Bedömning @BUP Dalsland >om 3v");
    desk.press(Action::NextPhase);
    let Some(Dialog::Confirm(question)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    let asked: Vec<bool> =
        question.text.iter().map(|line| line.contains("tillfrågas: kan inte lova")).collect();
    assert_eq!(asked, [false, false, true], "{:?}", question.text);
    desk.press(Action::Accept).jump(4).press(Action::ShowAll);
    let all = sections(&desk);
    assert!(
        all.iter().any(|section| section.heading.ends_with("1 av 1 bekräftade, 1 tillfrågas")),
        "{all:?}"
    );
}

/// Of the two actions of the first ärende somebody wrote one beside the other.
fn two_texts(desk: &mut Desk) -> RowId {
    let (entry, beside) = (id(desk, "Läsa högt"), id(desk, "Ringa hem"));
    let row =
        EditConflict { id: RowId(Uuid::from_u128(5)), meeting: desk.screen().meeting.id(), entry, beside };
    elsewhere(desk, |meeting| meeting.edit_conflicts.push(row));
    RowId(Uuid::from_u128(5))
}

#[test]
fn two_texts_for_the_same_thing_are_left_to_do_and_one_key_settles_them() {
    for (at, left) in [(0, vec!["Läsa högt", "Ringa hem"]), (1, vec!["Läsa högt"]), (2, vec!["Ringa hem"])]
    {
        let mut desk = desk();
        let row = two_texts(&mut desk);
        let todo = RowRef::Todo(Todo::TwoTexts(row));
        let is_left = |desk: &Desk| {
            sections(desk).iter().any(|part| part.rows.iter().any(|row| row.target == Some(todo)))
        };
        assert!(is_left(&desk));
        let found = rules::before_closing(&desk.screen().meeting, desk.now.today());
        let found: Vec<_> = found.iter().filter(|finding| finding.rule == rules::rule::TWO_TEXTS).collect();
        assert_eq!((found.len(), found[0].severity), (1, rules::Severity::Overridable));
        desk.point(todo).press(Action::Accept);
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last_mut() else { panic!("nothing is asked") };
        pick.cursor = at;
        desk.press(Action::Accept);
        assert!(!is_left(&desk) && desk.screen().meeting.edit_conflicts.is_empty());
        let first = desk.screen().meeting.items[0].id;
        let texts: Vec<&str> = desk
            .screen()
            .meeting
            .entries_of(Some(first), EntryKind::Atgard)
            .map(|entry| entry.text.as_str())
            .collect();
        assert_eq!(texts, left);
    }
    // Where it was written it is missing, and in no other ärende.
    let mut desk = desk();
    let row = two_texts(&mut desk);
    let is_missing = |desk: &Desk| {
        let rows = sections(desk).into_iter().flat_map(|section| section.rows);
        rows.into_iter().any(|one| one.target == Some(RowRef::Todo(Todo::TwoTexts(row))))
    };
    desk.press(Action::ToPlanering);
    assert!(!is_missing(&desk), "the second ärende");
    desk.press(Action::PreviousArende);
    assert!(is_missing(&desk), "{}", desk.notice());
}

#[test]
fn from_sammanhang_one_goes_back_to_where_one_was() {
    let mut desk = desk();
    let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
    elsewhere(&mut desk, |meeting| {
        meeting.items.iter_mut().for_each(|item| item.state = ArendeState::Pagar);
    });
    desk.press(Action::ToPlanering);
    assert_eq!(desk.screen().meeting.head.current, Some(items[1]));
    desk.press(Action::ToSammanhang).press(Action::NextPhase);
    let position = desk.screen().meeting.position();
    assert_eq!((position.phase, position.arende), (Phase::Planering, Some(items[1])), "{}", desk.notice());
    // What is done is passed by, and comes last in the list; the head counts what isn't.
    elsewhere(&mut desk, |meeting| {
        meeting.items[0].state = ArendeState::Klart;
    });
    let head = board::board(&desk.model).unwrap().middle;
    assert!(head.contains("0 kvar"), "{head:?}");
    desk.press(Action::Jump);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    let told: Vec<_> = pick.items.iter().map(|item| item.detail.as_str()).collect();
    assert!(told.contains(&"klart") && told.contains(&"här är ni"), "{told:?}");
    desk.press(Action::Back).press(Action::ToSammanhang);
    let listed: Vec<_> = sections(&desk)
        .into_iter()
        .flat_map(|section| section.rows)
        .filter_map(|row| match row.target {
            Some(RowRef::Item(id)) => Some(id),
            _ => None,
        })
        .collect();
    assert_eq!(listed, [items[1], items[0]]);
    elsewhere(&mut desk, |meeting| {
        meeting.items[0].state = ArendeState::Pagar;
        meeting.items[1].state = ArendeState::Klart;
    });
    desk.press(Action::NextPhase);
    assert_eq!(desk.screen().meeting.head.current, Some(items[0]), "{}", desk.notice());
}
