//! What was promised goes on with somebody else, or on another day: said in a line where it stands, or in its form.

use super::answering_tests::types;
use super::board;
use super::complete::{completions, preview};
use super::followed_tests::{at, desk, entry, promise, sections, told};
use super::screen::RowRef;
use crate::app::core::action::Action;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::app::wall::{Scene, of_model};
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::record::ActionState;
use crate::domain::rules::Todo;
use chrono::TimeDelta;
use uuid::Uuid;

fn row(desk: &Desk, id: u128) -> Earlier {
    let entry = EntryId(Uuid::from_u128(id));
    desk.screen().meeting.earlier.iter().find(|row| row.entry == entry).unwrap().clone()
}

fn facts(desk: &Desk, id: u128) -> String {
    let all = sections(desk).into_iter().flat_map(|section| section.rows);
    all.filter(|row| row.target == Some(at(id))).find_map(|row| row.detail).unwrap()
}

/// Points there, without opening what is pointed at already.
fn point(desk: &mut Desk, id: u128) -> &mut Desk {
    desk.point_away().point(at(id))
}

fn by(day: &str) -> Due {
    Due::By(day.parse().unwrap())
}

/// Where the cursor stands and what has no answer waits no more: typed and entered.
fn says(desk: &mut Desk, text: &str, pause: i64) {
    types(desk, text, pause);
    desk.press(Action::Accept);
}

#[test]
fn a_digit_and_a_day_in_one_go_are_changed_and_that_day_wherever_a_promise_is_pointed_at() {
    for phase in [0, 1, 2, 3, 4] {
        for (text, state, day) in [
            ("4fre", ActionState::Andrad, "2026-11-27"),
            ("4 fre", ActionState::Andrad, "2026-11-27"),
            ("4 12 dec", ActionState::Andrad, "2026-12-12"),
            ("4 >12/12", ActionState::Andrad, "2026-12-12"),
            ("4om 2 veckor", ActionState::Andrad, "2026-12-07"),
            ("2 tor", ActionState::Pagar, "2026-11-26"),
        ] {
            for pause in [100, 200, 900] {
                // A digit that asks for no day is written down before a word that comes late.
                if text.starts_with('2') && (pause == 900 || phase == 4) {
                    continue;
                }
                let mut desk = desk();
                point(desk.jump(phase), 1);
                says(&mut desk, text, pause);
                let row = row(&desk, 1);
                let state_told = row.told.as_ref().map(|told| told.status);
                assert_eq!(
                    (state_told, row.due_now().cloned()),
                    (Some(state), Some(by(day))),
                    "{phase} {text} {pause} {:?} {} {}",
                    desk.screen().cursor,
                    desk.notice(),
                    desk.screen().line.value()
                );
                assert_eq!(
                    (desk.screen().line.value(), desk.model.dialogs.len()),
                    ("", 0),
                    "{phase} {text} {pause}"
                );
                assert!(desk.screen().meeting.entries.is_empty(), "{phase} {text}");
            }
        }
    }
}

#[test]
fn what_only_looks_like_it_stays_a_text() {
    for text in ["12 dec", "4 samtal", "45 min", "412 dec", "3 veckor", "1 fre", "4 fre ringer Maja", "fre"] {
        let mut desk = desk();
        says(&mut desk, text, 100);
        desk.wait(chrono::TimeDelta::seconds(3));
        let written: Vec<&str> =
            desk.screen().meeting.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!((written, told(&desk, 1)), (vec![text], None));
    }
}

#[test]
fn somebody_else_takes_over_with_a_line_and_screen_and_wall_say_who() {
    for (text, owner, day) in [
        ("@maja >4/12", "Maja Mo", "2026-12-04"),
        ("@maja 4/12", "Maja Mo", "2026-12-04"),
        ("4 @maja >fre", "Maja Mo", "2026-11-27"),
        ("4@maja fre", "Maja Mo", "2026-11-27"),
        ("4 fre @maja", "Maja Mo", "2026-11-27"),
        ("@Evi Ek >fre", "Evi Ek", "2026-11-27"),
    ] {
        let mut desk = desk();
        desk.types(text);
        let seen = (desk.screen().line.value(), desk.screen().cursor, desk.screen().completing);
        assert!(preview(&desk.model).is_some(), "{text} {seen:?}");
        if text.starts_with('@') {
            let said = preview(&desk.model).unwrap();
            assert!(said.who.is_some() && said.when.is_some(), "{text}: {said:?}");
        }
        desk.press(Action::Back).press(Action::Back);
        point(&mut desk, 1).types(text).press(Action::Accept);
        let now = row(&desk, 1);
        assert_eq!((now.owner.as_deref(), now.due_now().cloned()), (Some(owner), Some(by(day))), "{text}");
        assert_eq!(told(&desk, 1), Some(ActionState::Andrad));
        assert!(
            facts(&desk, 1).starts_with(&format!("nu {owner}, förr Sara Sten · ändrad")),
            "{}",
            facts(&desk, 1)
        );
        assert!(desk.notice().contains(&format!("nu {owner}, förr Sara Sten")), "{}", desk.notice());
        let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!() };
        let noted = talk.noted.iter().find(|noted| noted.entry == now.entry).unwrap();
        assert!(!noted.who.contains("Sara"), "{noted:?}");
        // Asked only where they aren't here.
        assert_eq!(desk.screen().meeting.is_still_asked(&now), owner == "Evi Ek", "{text}");
        // Read out at the end too.
        desk.jump(4).point(at(1));
        let point = board::board(&desk.model).unwrap().point.unwrap();
        assert_eq!(point.owner, format!("nu {owner}, förr Sara Sten"));
    }
}

#[test]
fn the_list_of_names_stands_open_and_then_the_day_is_asked_for() {
    for phase in [0, 1, 3] {
        let mut desk = desk();
        point(desk.jump(phase), 2).types("@maj");
        assert_eq!(completions(&desk.model).len(), 1, "{phase}");
        desk.press(Action::Accept);
        assert_eq!(desk.screen().line.value(), "@Maja Mo >", "{phase}");
        desk.types("fre").press(Action::Accept);
        let now = row(&desk, 2);
        assert_eq!((now.owner.as_deref(), now.due_now().cloned()), (Some("Maja Mo"), Some(by("2026-11-27"))));
        assert_eq!(desk.screen().cursor, Some(at(3)), "and the next stands ready");
    }
    // Without a day it has the day that it had.
    let mut desk = desk();
    desk.types("@maja").press(Action::Accept).press(Action::Accept);
    let now = row(&desk, 1);
    assert_eq!((now.owner.as_deref(), now.due_now().cloned()), (Some("Maja Mo"), Some(by("2026-12-04"))));
}

#[test]
fn the_form_asks_for_who_and_when_and_either_is_enough() {
    let mut desk = desk();
    desk.answers(Action::AnswerChanged).types("@maja").press(Action::Accept);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    assert_eq!(
        (row(&desk, 1).owner.as_deref(), told(&desk, 1)),
        (Some("Maja Mo"), Some(ActionState::Andrad))
    );
    // What is said later leaves it with them.
    point(&mut desk, 1).answers(Action::AnswerGoesOn);
    assert_eq!((row(&desk, 1).owner.as_deref(), told(&desk, 1)), (Some("Maja Mo"), Some(ActionState::Pagar)));
    point(&mut desk, 1).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert_eq!(form.value("agare"), "Maja Mo");
    desk.wait(TimeDelta::seconds(1)).fill("utvardering", "Hann inte").press(Action::Save);
    let now = row(&desk, 1);
    let seen = format!("{} {:?}", desk.notice(), desk.model.dialogs);
    assert_eq!(
        (now.owner.as_deref(), now.told.unwrap().how()),
        (Some("Maja Mo"), Some("Hann inte")),
        "{seen}"
    );
    // Emptied, it is whose it was.
    point(&mut desk, 1)
        .press(Action::Accept)
        .wait(TimeDelta::seconds(1))
        .fill("agare", "")
        .press(Action::Save);
    let now = row(&desk, 1);
    assert_eq!(
        (now.owner_in_words().as_deref(), now.told.unwrap().how()),
        (Some("Sara Sten"), Some("Hann inte"))
    );
    // Nobody is guessed among several, and a changed one needs something that is changed.
    point(&mut desk, 2).answers(Action::AnswerChanged).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert!(form.error.as_ref().is_some_and(|said| said.contains("vem som tar över")), "{:?}", form.error);
}

#[test]
fn what_is_taken_back_is_whose_it_was() {
    let mut desk = desk();
    desk.types("@maja >fre").press(Action::Accept).press(Action::Undo);
    assert_eq!(
        (row(&desk, 1).owner_in_words().as_deref(), told(&desk, 1)),
        (Some("Sara Sten"), None),
        "{}",
        desk.notice()
    );
    desk.press(Action::Redo);
    assert_eq!(row(&desk, 1).owner.as_deref(), Some("Maja Mo"));
    point(&mut desk, 1).answers(Action::AnswerNone);
    assert_eq!((row(&desk, 1).owner_in_words().as_deref(), told(&desk, 1)), (Some("Sara Sten"), None));
}

#[test]
fn a_goal_that_continues_is_pointed_at_read_and_answered_in_ansvar() {
    let mut desk = desk();
    desk.jump(4);
    let goals =
        |desk: &Desk| sections(desk).into_iter().find(|section| section.heading.starts_with("Mål från"));
    let texts: Vec<String> = goals(&desk).unwrap().rows.into_iter().map(|row| row.text).collect();
    assert_eq!(texts, ["Ärende 1 ”Blå”", "Här varje måndag"]);
    point(&mut desk, 4);
    assert_eq!(goals(&desk).unwrap().rows[0].text, "1 nått  2 på väg  3 inte än  4 inte aktuellt");
    let read = board::board(&desk.model).unwrap().point.unwrap();
    assert_eq!((read.text.as_str(), read.owner.as_str()), ("Här varje måndag", ""));
    assert!(read.heading.starts_with("Mål från förra gången · ärende 1"), "{}", read.heading);
    let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!() };
    assert!(talk.noted.iter().any(|row| row.what == "Här varje måndag" && row.in_turn), "{:?}", talk.noted);
    desk.answers(Action::AnswerGoesOn);
    assert_eq!((told(&desk, 4), desk.screen().cursor), (Some(ActionState::Pagar), None), "the last of all");
    assert_eq!(goals(&desk).unwrap().rows[1].detail.as_deref(), Some("på väg"));
    // Enter asks how it went, in a few words.
    point(&mut desk, 4).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
}

#[test]
fn the_count_follows_the_marks_also_while_answers_wait() {
    for phase in [0, 1, 2, 3] {
        let mut desk = desk();
        desk.jump(phase);
        let of = if phase == 0 { 4 } else { 3 };
        let count = |desk: &Desk| {
            let all =
                sections(desk).into_iter().find(|section| section.heading.starts_with("Från förra gången"));
            let section = all.unwrap();
            let marked = section.rows.iter().filter(|row| matches!(row.mark.as_str(), "[x]" | "[→]")).count();
            (section.heading, format!("Från förra gången  {marked} av {of}"))
        };
        point(&mut desk, 1);
        for _ in 0..3 {
            desk.press(Action::AnswerDone);
            let (said, marked) = count(&desk);
            assert_eq!(said, marked, "{phase}");
        }
        assert_eq!(told(&desk, 3), None, "it waits");
        desk.wait(chrono::TimeDelta::seconds(1));
        assert_eq!(count(&desk).0, format!("Från förra gången  3 av {of}"), "{phase}");
        // One that is taken away again isn't counted either.
        point(&mut desk, 1).press(Action::AnswerNone);
        assert_eq!(count(&desk).0, format!("Från förra gången  2 av {of}"), "{phase}");
    }
}

#[test]
fn from_the_last_promise_the_highlight_goes_on_to_the_goals_where_they_stand() {
    for phase in [1, 2, 3, 4] {
        let mut desk = desk();
        desk.jump(phase);
        // In ansvar the team's own promise stands there too.
        let promises: &[u128] = if phase == 4 { &[1, 2, 3, 5] } else { &[1, 2, 3] };
        point(&mut desk, 1);
        for id in promises {
            assert_eq!(desk.screen().cursor, Some(at(*id)), "{phase}");
            desk.answers(Action::AnswerNotWanted);
        }
        assert_eq!(desk.screen().cursor, Some(at(4)), "{phase}");
        desk.answers(Action::AnswerDone);
        assert_eq!(desk.screen().cursor, None, "{phase}");
    }
    // In sammanhang no goal stands.
    let mut desk = desk();
    desk.jump(0);
    point(&mut desk, 5).answers(Action::AnswerDone);
    assert_eq!(desk.screen().cursor, None);
}

/// A follow-up day that has come, of something that is done each day.
fn each_day(id: u128, followed: &str) -> Earlier {
    let day = Some(followed.parse().unwrap());
    let row = promise(id, "Läsa hemma", None, "2026-11-20");
    let row = row.due_on(Some(Due::Daily { start: "2026-10-01".parse().unwrap() }));
    Earlier { follow_up: day, follow_up_before: day, ..row }
}

fn left_to_do(desk: &Desk) -> Vec<String> {
    let rows = sections(desk).into_iter().flat_map(|section| section.rows);
    rows.filter(|row| matches!(row.target, Some(RowRef::Todo(Todo::NewDay(_))))).map(|row| row.text).collect()
}

#[test]
fn who_takes_over_what_is_late_is_asked_its_day_and_it_stands_among_what_is_left_until_one_is_said() {
    let mut desk = desk();
    desk.takes_forms = true;
    point(&mut desk, 2);
    says(&mut desk, "@maja", 100);
    desk.press(Action::Accept).jump(3).press(Action::NextPhase);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else {
        panic!("{} {:?} {:?}", desk.notice(), desk.screen().days, desk.model.context())
    };
    assert_eq!((form.value("agare"), form.value("status"), form.value("tid")), ("Maja Mo", "ändrad", ""));
    desk.press(Action::Back);
    assert_eq!(row(&desk, 2).owner.as_deref(), Some("Maja Mo"));
    assert!(facts(&desk, 2).contains("ny dag saknas"), "{}", facts(&desk, 2));
    desk.jump(4).point(at(2));
    assert_eq!(left_to_do(&desk), ["”Blå”: ”Ringa hem”: ny dag saknas"]);
    assert!(board::board(&desk.model).unwrap().point.unwrap().when.contains("ny dag saknas"));
    let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!() };
    let noted = talk.noted.iter().find(|noted| noted.entry == entry(2)).unwrap();
    assert_eq!(noted.how, "ändrad, ny dag saknas");
    super::course::confirm_close(&mut desk.model);
    assert!(format!("{:?}", desk.model.dialogs).contains("”Ringa hem”: ny dag saknas"));
    desk.press(Action::Back);
    // One key asks for it.
    desk.point(RowRef::Todo(Todo::NewDay(entry(2)))).press(Action::Accept);
    desk.types("fre").press(Action::Accept);
    assert_eq!((left_to_do(&desk), row(&desk, 2).due), (Vec::new(), Some(by("2026-11-27"))));
}

#[test]
fn a_day_of_follow_up_that_has_come_is_asked_anew_whoever_goes_on_and_however() {
    for text in ["@maja", "@maja >varje dag", "2 @maja", "4 varje vecka"] {
        let mut desk = desk();
        desk.takes_forms = true;
        desk.earlier(vec![each_day(7, "2026-11-20")]);
        desk.jump(0);
        let marks: Vec<String> = sections(&desk)
            .into_iter()
            .flat_map(|section| section.rows)
            .filter(|row| row.target == Some(at(7)))
            .map(|row| row.mark)
            .collect();
        assert_eq!(marks, ["[!]"], "late at home is late here");
        point(&mut desk, 7);
        says(&mut desk, text, 100);
        if desk.model.dialogs.is_empty() && !desk.screen().line.is_empty() {
            desk.press(Action::Accept);
        }
        desk.wait(TimeDelta::seconds(1));
        // What is asked for at once was.
        if desk.model.dialogs.is_empty() {
            desk.press(Action::NextPhase);
        }
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{text}: {}", desk.notice()) };
        assert_eq!(form.value("tid"), "", "{text}");
        desk.wait(TimeDelta::seconds(5)).types("12/2").press(Action::Accept).wait(TimeDelta::seconds(5));
        assert!(desk.model.dialogs.is_empty(), "{text}: {:?}", desk.model.dialogs);
        let now = row(&desk, 7);
        assert_eq!(now.follow_up, Some("2027-02-12".parse().unwrap()), "{text}");
        assert!(
            now.due.as_ref().is_some_and(Due::goes_on) && !now.lacks_day(desk.now.today()),
            "{text}: {now:?}"
        );
    }
}

#[test]
fn whoever_took_it_over_at_a_later_meeting_is_told_of_that_day() {
    let mut desk = desk();
    let later = Earlier {
        owner: Some("Eva Modig".to_owned()),
        took_over: Some("2026-11-16".parse().unwrap()),
        ..promise(8, "Ringa BUP", None, "2026-12-04")
    };
    desk.earlier(vec![later]);
    desk.jump(0);
    assert!(facts(&desk, 8).ends_with("tog över 16 nov"), "{}", facts(&desk, 8));
    point(&mut desk, 8);
    says(&mut desk, "@Evi Ek >fre", 100);
    assert!(facts(&desk, 8).starts_with("nu Evi Ek, förr Eva Modig"), "{}", facts(&desk, 8));
    assert!(!facts(&desk, 8).contains("tog över"), "{}", facts(&desk, 8));
}

#[test]
fn a_day_of_follow_up_is_said_as_in_the_line_of_a_new_action_and_what_is_no_time_is_said_to_be_none() {
    let followed = Some("2027-02-12".parse().unwrap());
    for (text, owner, daily) in [
        ("@maja >varje dag, följs upp 12/2", "Maja Mo", true),
        ("@maja >varje vecka, följs upp 12/2", "Maja Mo", false),
        ("@maja >följs upp 12/2", "Maja Mo", true),
        (">följs upp 12/2", "Sara Sten", true),
        ("4 följs upp 12/2", "Sara Sten", true),
    ] {
        let mut desk = desk();
        desk.earlier(vec![each_day(7, "2026-11-20")]);
        desk.jump(0);
        point(&mut desk, 7);
        says(&mut desk, text, 100);
        desk.wait(TimeDelta::seconds(5));
        let now = row(&desk, 7);
        let is_daily = matches!(now.due, Some(Due::Daily { .. }));
        assert_eq!(
            (now.owner.as_deref(), now.follow_up, is_daily, told(&desk, 7)),
            (Some(owner), followed, daily, Some(ActionState::Andrad)),
            "{text}: {} {}",
            desk.notice(),
            desk.screen().line.value()
        );
        assert!(desk.model.dialogs.is_empty(), "{text}: nothing is missing");
    }
    for (text, why) in [
        ("@maja >varje kväll", "varje kväll"),
        (">snart", "ingen bestämd dag"),
        ("@maja >varje dag, följs upp snart", "ingen bestämd dag"),
        ("@maja >följs upp 12/2", "hör till det som pågår"),
        ("@maja >fre, följs upp 12/2", "hör till det som pågår"),
    ] {
        let mut desk = desk();
        point(&mut desk, 1);
        says(&mut desk, text, 100);
        assert!(desk.notice().contains(why), "{text}: {}", desk.notice());
        assert_eq!(desk.screen().line.value(), text);
    }
}

/// Something that is done each day, which nobody has said when to follow up.
fn each_day_without_end(id: u128) -> Earlier {
    let row = promise(id, "Läsa hemma", None, "2026-11-20");
    row.due_on(Some(Due::Daily { start: "2026-11-27".parse().unwrap() }))
}

#[test]
fn a_new_time_that_goes_on_has_room_for_its_day_of_follow_up_in_the_line_and_in_the_form() {
    let followed = Some("2027-02-12".parse().unwrap());
    for (typed, daily) in [("varje dag, följs upp 12/2", true), ("varje fre, följs upp 12/2", false)] {
        // One that had a last day, and one that goes on already.
        for old in [promise(7, "Läsa hemma", None, "2026-12-04"), each_day_without_end(7)] {
            for in_form in [false, true] {
                let mut desk = desk();
                desk.earlier(vec![old.clone()]);
                desk.jump(0);
                if in_form {
                    super::earlier::open(&mut desk.model, entry(7));
                    desk.fill("status", "ändrad").fill("tid", typed).press(Action::Save);
                    assert!(desk.model.dialogs.is_empty(), "{typed}: {:?}", desk.model.dialogs);
                } else {
                    types(point(&mut desk, 7), &format!("@maja >{typed}"), 100);
                    let said = preview(&desk.model).unwrap();
                    let when = said.when.unwrap();
                    assert!(when.ends_with("följs upp fre 12 feb") && !when.contains("senast"), "{when}");
                    desk.press(Action::Accept);
                }
                let now = row(&desk, 7);
                let is_daily = matches!(now.due, Some(Due::Daily { .. }));
                assert_eq!(
                    (is_daily, now.due.as_ref().is_some_and(Due::goes_on), now.follow_up),
                    (daily, true, followed),
                    "{typed} {in_form} {:?} {}",
                    old.due,
                    desk.notice()
                );
                // The next such day is said as a day.
                point(&mut desk, 7);
                says(&mut desk, "4 19/3", 100);
                let now = row(&desk, 7);
                assert_eq!(
                    (now.follow_up, is_daily),
                    (Some("2027-03-19".parse().unwrap()), daily),
                    "{typed}"
                );
                assert!(now.due.as_ref().is_some_and(Due::goes_on), "{typed}");
            }
        }
    }
    // What goes on as it did gets a day; one alone, without the words, is its last.
    for (typed, due, day) in [(">följs upp 12/2", None, followed), (">12/2", Some(by("2027-02-12")), None)] {
        let mut desk = desk();
        desk.earlier(vec![each_day_without_end(7)]);
        desk.jump(0);
        point(&mut desk, 7);
        says(&mut desk, typed, 100);
        let now = row(&desk, 7);
        let due = due.or(each_day_without_end(7).due);
        assert_eq!((now.due, now.follow_up), (due, day), "{typed}");
    }
    // What is said twice is one breath all the same.
    let mut desk = desk();
    desk.earlier(vec![promise(7, "Läsa hemma", None, "2026-12-04")]);
    desk.jump(0);
    for text in [">varje fre", ">varje fre, följs upp 12/2"] {
        point(&mut desk, 7);
        says(&mut desk, text, 100);
        desk.wait(TimeDelta::seconds(5));
    }
    let now = row(&desk, 7);
    assert_eq!((now.due.is_some_and(|due| due.goes_on()), now.follow_up), (true, followed));
}
