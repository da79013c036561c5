//! The read-out stays where one is, and so does the meeting; two texts for the same thing are settled.

use super::board::{self, Section};
use super::screen::RowRef;
use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::Reply;
use crate::app::core::line::Edit;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::ids::{EntryId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, EditConflict};
use crate::domain::rules::{self, Todo};
use crate::domain::session::{Session, SessionKind, SessionPresence};
use crate::input::Situation;
use chrono::TimeDelta;
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
    assert_eq!(label(&desk, Action::Accept), "nästa punkt");
    assert_eq!(label(&desk, Action::Unconfirm), "ta tillbaka");
    assert_eq!(label(&desk, Action::ShowAll), "visa bara det som är kvar");
}

#[test]
fn the_key_that_confirms_takes_no_confirmation_back_and_goes_on_and_another_key_does() {
    let mut desk = desk();
    let (first, second) = (id(&desk, "Läsa högt"), id(&desk, "Ringa hem"));
    let is_confirmed = |desk: &Desk, id| desk.screen().meeting.entry(id).unwrap().confirmed.is_some();
    desk.press(Action::Accept).press(Action::ShowAll).point(RowRef::Entry(first));
    desk.press(Action::Accept);
    assert!(is_confirmed(&desk, first) && desk.model.dialogs.is_empty());
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(second)), "the next that isn't");
    assert!(desk.notice().contains("redan bekräftad"), "{}", desk.notice());
    desk.point(RowRef::Entry(first)).press(Action::Unconfirm);
    assert!(!is_confirmed(&desk, first) && desk.screen().cursor == Some(RowRef::Entry(first)));
    desk.press(Action::Accept);
    assert!(is_confirmed(&desk, first));
    // Where all are, it goes to the next, and from the last nowhere.
    for entry in rules::agreed(&desk.screen().meeting).map(|entry| entry.id).collect::<Vec<_>>() {
        if !is_confirmed(&desk, entry) {
            desk.point(RowRef::Entry(entry)).press(Action::Accept);
        }
    }
    let all: Vec<_> = rules::agreed(&desk.screen().meeting).map(|entry| RowRef::Entry(entry.id)).collect();
    desk.point(all[0]).press(Action::Accept);
    assert_eq!(desk.screen().cursor, Some(all[1]));
    desk.point(all[all.len() - 1]).press(Action::Accept);
    assert_eq!((desk.screen().cursor, desk.model.dialogs.len()), (None, 0));
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
    let lines = question.text.iter().filter(|line| !line.is_empty());
    let asked: Vec<bool> = lines.map(|line| line.contains("tillfrågas: kan inte lova")).collect();
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

#[test]
fn a_new_point_belongs_to_the_arende_that_is_read_unless_it_is_made_the_meetings() {
    let prompt = |desk: &Desk| board::board(&desk.model).unwrap().prompt.unwrap();
    let mut desk = desk();
    let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| item.id).collect();
    let arende = |desk: &Desk, text: &str| desk.screen().meeting.entry(id(desk, text)).unwrap().arende;
    desk.press(Action::NewPoint);
    assert_eq!(prompt(&desk), "Åtgärd i Blå");
    assert!(desk.notice().contains("”Blå”") && desk.notice().contains("hela mötets"), "{}", desk.notice());
    desk.line("Ringa BUP @maja >fre");
    assert_eq!(arende(&desk, "Ringa BUP"), Some(items[0]));
    let other = RowRef::Entry(id(&desk, "Byta rum"));
    desk.point(other).press(Action::NewPoint);
    assert_eq!(prompt(&desk), "Åtgärd i Korridoren");
    desk.press(Action::MoveEntry);
    assert_eq!(prompt(&desk), "Åtgärd, hela mötet");
    desk.press(Action::MoveEntry).press(Action::MoveEntry).line("Nya tider @maja >fre");
    assert_eq!(arende(&desk, "Nya tider"), None);
    // Whoever writes nothing after all, and begins again at another point, writes there.
    desk.point(other).press(Action::NewPoint).press(Action::Back);
    assert_eq!(desk.model.context(), Context::ReadOut);
    desk.point(RowRef::Entry(id(&desk, "Läsa högt"))).press(Action::NewPoint);
    assert_eq!(prompt(&desk), "Åtgärd i Blå");
    desk.types("Halv").press(Action::Back);
    assert_eq!(desk.model.context(), Context::ReadOut);
    // What is highlighted is moved as before when nothing new is written.
    desk.point(other).press(Action::MoveEntry);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Pick(_))), "{}", desk.notice());
    // Where there is one ärende there is nothing to choose.
    let mut sip = Desk::sip();
    sip.jump(3).line("Ringa BUP @Karin >fre").jump(4).press(Action::NewPoint);
    assert_eq!(prompt(&sip), "Åtgärd");
}

#[test]
fn who_is_moved_to_ansvar_comes_to_the_read_out_unless_something_is_half_typed() {
    let moved = |desk: &mut Desk| {
        elsewhere(desk, |meeting| (meeting.head.phase, meeting.head.current) = (Phase::Ansvar, None));
    };
    let in_planering = || {
        let mut desk = desk();
        desk.press(Action::ToPlanering).line("Duka om @maja >fre");
        desk
    };
    // Between two lines: a letter on its way is the line's. A moment later nobody writes.
    let mut desk = in_planering();
    moved(&mut desk);
    assert_eq!(desk.model.context(), Context::Line);
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.model.context(), Context::Line);
    desk.wait(TimeDelta::seconds(3));
    assert_eq!((desk.model.context(), point(&desk)), (Context::ReadOut, "Läsa högt"));
    // Who wrote a while ago is there at once.
    let mut desk = in_planering();
    desk.wait(TimeDelta::seconds(10));
    moved(&mut desk);
    assert_eq!((desk.model.context(), point(&desk)), (Context::ReadOut, "Läsa högt"));
    // What is half typed stays, however long.
    let mut desk = in_planering();
    desk.types("Halv").wait(TimeDelta::seconds(10));
    moved(&mut desk);
    desk.wait(TimeDelta::seconds(10));
    assert_eq!((desk.model.context(), desk.screen().line.value()), (Context::Line, "Halv"));
    // And a point that one begins oneself waits for its words.
    let mut desk = in_planering();
    moved(&mut desk);
    desk.wait(TimeDelta::seconds(4)).press(Action::NewPoint).wait(TimeDelta::seconds(10));
    assert_eq!(desk.model.context(), Context::Line);
}

#[test]
fn the_screen_says_which_point_the_wall_shows_where_another_chose_it() {
    let mut desk = desk();
    let meeting = desk.screen().meeting.id();
    let at = desk.now.utc;
    let seen = |kind, points| Session {
        key: format!("{kind:?}"),
        pid: 1,
        here: SessionPresence {
            name: "Karin Lund".to_owned(),
            phase: Some(Phase::Ansvar),
            points,
            ..SessionPresence::of(kind, Some(meeting))
        },
        seen: at,
    };
    let wall = seen(SessionKind::Wall, None);
    let third = id(&desk, "Flytta borden");
    let (still, points) = (seen(SessionKind::Program, None), seen(SessionKind::Program, Some(third)));
    let others = |desk: &mut Desk, sessions: Vec<Session>| {
        desk.send(Message::Store(Reply::Others { sessions, blank: Vec::new() }));
        let company = board::board(&desk.model).unwrap().company.unwrap_or_default();
        company.split(" · ").next().unwrap_or_default().to_owned()
    };
    assert_eq!(others(&mut desk, vec![wall.clone(), still]), "väggen visar mötet");
    assert_eq!(others(&mut desk, vec![wall.clone(), points.clone()]), "väggen visar punkt 3");
    let marked = sections(&desk).into_iter().flat_map(|section| section.rows);
    let marked: Vec<String> = marked
        .filter(|row| row.detail.as_ref().is_some_and(|facts| facts.contains("på väggen")))
        .map(|row| row.text)
        .collect();
    assert_eq!(marked, ["Flytta borden"]);
    // The same one here: nothing to say. Whoever points after them is followed.
    desk.point(RowRef::Entry(third)).send(Message::Tick);
    assert_eq!(others(&mut desk, vec![wall.clone(), points.clone()]), "väggen visar mötet");
    desk.point(RowRef::Entry(id(&desk, "Byta rum"))).send(Message::Tick);
    assert_eq!(others(&mut desk, vec![wall.clone(), points.clone()]), "väggen visar mötet");
    let second = seen(SessionKind::Program, Some(id(&desk, "Ringa hem")));
    assert_eq!(others(&mut desk, vec![wall, second]), "väggen visar punkt 2");
    assert!(others(&mut desk, vec![points]).ends_with("är med"), "without a wall it shows nothing");
}

#[test]
fn what_was_begun_and_left_is_named_before_the_end_and_never_called_done() {
    let mut desk = desk();
    let first = desk.screen().meeting.items[0].id;
    // Left in planering by another way than on to the next.
    elsewhere(&mut desk, |meeting| meeting.items[0].state = ArendeState::Pagar);
    let said = "”Blå”: vi kom till planering".to_owned();
    assert!(board::left_undone(&desk.screen().meeting).contains(&said));
    super::course::confirm_close(&mut desk.model);
    let Some(Dialog::Confirm(question)) = desk.model.dialogs.last() else { panic!() };
    assert!(question.text.contains(&format!("– {said}")), "{:?}", question.text);
    desk.press(Action::Back);
    super::course::closed(&mut desk.model);
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Pagar);
    let rows: Vec<String> = sections(&desk)
        .into_iter()
        .flat_map(|section| section.rows)
        .filter(|row| row.target == Some(RowRef::Item(first)))
        .filter_map(|row| row.detail)
        .collect();
    assert!(rows.iter().all(|facts| facts.contains("kom till planering")), "{rows:?}");
    // Its row goes there, and from there it is done in the usual way.
    let mut desk = super::reading_tests::desk();
    elsewhere(&mut desk, |meeting| meeting.items[0].state = ArendeState::Pagar);
    desk.point(RowRef::Todo(Todo::TakeUp(first))).press(Action::Accept);
    let here = desk.screen().meeting.position();
    assert_eq!((here.phase, here.arende), (Phase::Planering, Some(first)));
    desk.jump(4);
    assert!(!board::left_undone(&desk.screen().meeting).contains(&said), "{:?}", desk.model.dialogs);
}

/// The marks of the rows that are points, with their texts.
fn marks(desk: &Desk) -> Vec<(String, String)> {
    let board = board::board(&desk.model).unwrap();
    let rows = board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows);
    let points = rows.filter(|row| matches!(row.target, Some(RowRef::Entry(_))));
    points.map(|row| (row.mark.clone(), row.text.clone())).collect()
}

#[test]
fn a_point_has_one_number_and_how_far_one_has_come_is_no_number() {
    let mut desk = desk();
    desk.press(Action::Accept).press(Action::Accept).press(Action::ShowAll);
    let heading = board::board(&desk.model).unwrap().point.unwrap().heading;
    assert!(heading.starts_with("Åtgärd 1 · ärende 2"), "{heading}");
    assert!(heading.ends_with("2 av 4 upplästa") && !heading.contains("punkt"), "{heading}");
    let seen = marks(&desk);
    for (text, mark) in [("Läsa högt", "1 [x]"), ("Ringa hem", "2 [x]"), ("Flytta borden", "1 [ ]")] {
        assert!(seen.contains(&(mark.to_owned(), text.to_owned())), "{seen:?}");
    }
    let meeting = &desk.screen().meeting;
    for entry in rules::agreed(meeting) {
        let mark = &seen.iter().find(|(_, text)| *text == entry.text).unwrap().0;
        let number = meeting.spoken_number(entry).map(|number| number.to_string());
        // A decision's would be taken for an action's.
        assert_eq!(number.is_none(), entry.kind() == EntryKind::Beslut);
        assert_eq!(mark.split(' ').next().filter(|word| *word != "·"), number.as_deref());
    }
}

#[test]
fn a_number_reaches_the_point_that_has_it_in_the_arende_that_is_read_and_then_in_the_next() {
    let mut desk = desk();
    let at = |desk: &Desk| desk.screen().point().map(|entry| entry.text.clone()).unwrap_or_default();
    for (typed, text) in [(2, "Ringa hem"), (2, "Byta rum"), (1, "Flytta borden"), (1, "Läsa högt")] {
        desk.send(Message::ToRow(typed));
        assert_eq!((at(&desk).as_str(), desk.screen().cursor.is_some()), (text, true));
    }
    desk.send(Message::ToRow(7));
    assert_eq!(desk.notice(), "Ingen rad här har nummer 7. ↑ och ↓ markerar en rad.");
}

#[test]
fn what_is_left_comes_first_where_nothing_is_to_be_confirmed_whether_something_was_agreed_or_not() {
    let mut desk = Desk::eht();
    desk.jump(4).point_away();
    let said = |desk: &Desk| {
        let board = board::board(&desk.model).unwrap();
        let all = board.columns.iter().flat_map(|column| &column.sections);
        all.filter_map(|section| section.empty.clone()).collect::<String>()
    };
    let words = said(&desk);
    let left = words.find("kvar att göra").unwrap_or_else(|| panic!("{words}"));
    assert!(words.find("avslutar").is_some_and(|leaves| left < leaves), "{words}");
}

#[test]
fn what_the_wall_doesnt_show_for_somebody_who_takes_part_in_other_arenden_alone_is_said_where_it_is_read() {
    let mut desk = desk();
    let (who, first) = {
        let meeting = &desk.screen().meeting;
        (meeting.participants[0].clone(), meeting.items[0].id)
    };
    desk.point(RowRef::Participant(who.id)).press(Action::Edit);
    if desk.model.dialogs.is_empty() {
        crate::app::meeting::participant_form::open(&mut desk.model, who.id);
    }
    desk.fill("arenden", "1").press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    for entry in rules::agreed(&desk.screen().meeting.clone()) {
        desk.point(RowRef::Entry(entry.id));
        let remark = board::board(&desk.model).unwrap().point.unwrap().remark.unwrap_or_default();
        let says = remark.contains("visas inte på väggen") && remark.contains(&who.short_name());
        assert_eq!(says, entry.arende != Some(first), "{}: {remark}", entry.text);
    }
}
