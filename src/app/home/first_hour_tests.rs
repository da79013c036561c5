//! What somebody stumbles over who holds a first meeting with only what the screen says.

use crate::app::core::action::Action;
use crate::app::core::effect::{Effect, Reply};
use crate::app::core::line::Line;
use crate::app::core::model::{DatabaseState, Model, RowRef, Screen, Target};
use crate::app::meeting::board;
use crate::app::meeting::complete;
use crate::app::testing::{Desk, monday, setup};
use crate::app::ui::dialog::{Confirm, Dialog, RuleStop};
use crate::app::{Message, update};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::record::MeetingStatus;
use crate::domain::session::Session;

#[test]
fn practising_is_one_key_in_the_first_start() {
    let mut setup = setup();
    setup.database = DatabaseState::Missing;
    let mut model = Model::new(setup, monday(), (80, 24));
    let effects = update(&mut model, Message::Do(Action::Practise), monday());
    assert!(matches!(effects.as_slice(), [Effect::Practise]), "{effects:?}");
    let again = update(&mut model, Message::Do(Action::Practise), monday());
    assert!(again.is_empty(), "one practice at a time: {again:?}");
    let opened = Reply::Opened { recovery_key: None, practice: true, by_recovery: false, home: None };
    update(&mut model, Message::Store(opened), monday());
    assert!(model.practice && matches!(model.screen, Screen::Home(_)));
    assert!(model.dialogs.is_empty(), "nobody is asked who they are");
}

#[test]
fn a_first_passphrase_that_is_refused_or_mistyped_is_typed_anew_from_the_first_field() {
    let mut setup = setup();
    setup.database = DatabaseState::Missing;
    for (typed, again, why) in [
        ("kort", "kort", "minst 8 tecken"),
        ("sommar2026", "sommar2026", "lätt att gissa"),
        ("tre gröna grodor", "tre gröna grodar", "skiljer sig"),
        ("tre gröna grodor", "", "skiljer sig"),
    ] {
        let mut model = Model::new(setup.clone(), monday(), (80, 24));
        let Screen::Start(form) = &mut model.screen else { panic!("the first start") };
        for (field, text) in form.fields.iter_mut().zip([typed, again]) {
            field.line = Line::new(text);
        }
        form.cursor = 1;
        let effects = update(&mut model, Message::Do(Action::Save), monday());
        assert!(effects.is_empty(), "{effects:?}");
        let Screen::Start(form) = &model.screen else { panic!("still") };
        assert!(form.error.as_deref().is_some_and(|error| error.contains(why)), "{:?}", form.error);
        assert!(form.fields.iter().all(|field| field.line.is_empty()) && form.cursor == 0, "{why}");
    }
}

#[test]
fn a_first_passphrase_that_is_too_short_is_told_before_it_is_typed_again() {
    let mut setup = setup();
    setup.database = DatabaseState::Missing;
    for leave in [Action::Accept, Action::Next] {
        for (typed, why) in
            [("kort", "minst 8 tecken"), ("sommar2026", "lätt att gissa"), ("", "minst 8 tecken")]
        {
            let mut model = Model::new(setup.clone(), monday(), (80, 24));
            let Screen::Start(form) = &mut model.screen else { panic!("the first start") };
            form.fields[0].line = Line::new(typed);
            update(&mut model, Message::Do(leave), monday());
            let Screen::Start(form) = &model.screen else { panic!("still") };
            assert!(form.error.as_deref().is_some_and(|error| error.contains(why)), "{:?}", form.error);
            // It is there to be made longer.
            assert_eq!((form.cursor, form.fields[0].line.value()), (0, typed));
            let Screen::Start(form) = &mut model.screen else { panic!("still") };
            form.fields[0].line = Line::new("tre gröna grodor");
            update(&mut model, Message::Do(leave), monday());
            let Screen::Start(form) = &model.screen else { panic!("still") };
            assert_eq!((form.cursor, &form.error), (1, &None));
        }
    }
}

#[test]
fn who_practises_alone_is_not_asked_later_because_another_has_come() {
    let mut desk = Desk::new();
    let known = || Message::Store(Reply::Known(Box::default()));
    desk.send(known());
    assert!(desk.model.person.is_none() && desk.model.dialogs.is_empty());
    let here = |effect: &Effect| match effect {
        Effect::SayHere(here) => Some((**here).clone()),
        _ => None,
    };
    let here = desk.effects.iter().find_map(here).expect("it is said at once that somebody sits here");
    let other = Session { key: "andra".to_owned(), pid: 2, here, seen: monday().utc };
    let others = || Message::Store(Reply::Others { sessions: vec![other.clone()], blank: Vec::new() });
    desk.press(Action::NewMeeting).types("EHT").press(Action::Accept);
    desk.send(others()).send(known());
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    // Whoever comes second is asked.
    let mut model = Model::new(setup(), monday(), (80, 24));
    let opened = Reply::Opened { recovery_key: None, practice: true, by_recovery: false, home: None };
    for message in [Message::Store(opened), others(), known()] {
        update(&mut model, message, monday());
    }
    assert!(matches!(model.dialogs.last(), Some(Dialog::Form(_))), "{:?}", model.dialogs);
}

#[test]
fn the_key_for_practice_means_nothing_in_another_form() {
    let mut desk = Desk::eht();
    let person = desk.person("Eva Ek").id;
    desk.point(RowRef::Participant(person)).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk.effects.clear();
    desk.press(Action::Practise);
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
}

#[test]
fn a_role_is_completed_after_the_name() {
    let mut desk = Desk::meeting("barnsamverkan");
    desk.types("Mona Ali, socialsekr");
    assert_eq!(complete::completions(&desk.model).len(), 1);
    desk.press(Action::Next);
    assert_eq!(desk.screen().line.value(), "Mona Ali, Socialsekreterare");
    assert!(complete::completions(&desk.model).is_empty(), "the role is written out");
    desk.press(Action::Accept);
    assert_eq!(desk.person("Mona Ali").unit, "Socialtjänst barn och unga");
    // All roles are offered once there is a name; none where the role stands first.
    desk.types("Bo, ");
    assert!(complete::completions(&desk.model).len() > 3);
    desk.press(Action::Back).types("Rektor, ");
    assert!(complete::completions(&desk.model).is_empty());
}

#[test]
fn a_decision_that_is_being_written_stays_a_decision_when_the_meeting_goes_on() {
    let mut desk = Desk::eht();
    desk.jump(3).types("Vi prövar till jul").press(Action::ToDecision);
    let item = desk.screen().meeting.head.current;
    desk.press(Action::NextArende);
    assert_ne!(desk.screen().meeting.head.current, item, "{}", desk.notice());
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Beslut));
    assert_eq!(board::board(&desk.model).unwrap().prompt.as_deref(), Some("Beslut i Blå"));
    desk.press(Action::Accept);
    let decisions = desk.entries(EntryKind::Beslut);
    assert_eq!((decisions.len(), decisions[0].arende), (1, item), "it belongs where it was begun");
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Fungerar), "the next line belongs here");
}

#[test]
fn points_are_not_confirmed_while_one_of_them_is_being_written() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ringa hem @sara >fre").types("Vi prövar till jul");
    desk.press(Action::NextPhase);
    assert!(desk.model.dialogs.is_empty() && desk.notice().contains("inte sparad"), "{}", desk.notice());
    desk.press(Action::Accept).press(Action::NextPhase);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(Confirm { otherwise: Some(_), .. }))));
}

#[test]
fn a_meeting_is_not_closed_over_a_line_that_is_being_written() {
    let mut desk = Desk::eht();
    desk.press(Action::ToAnsvar).press(Action::NewPoint).types("Vi prövar till jul");
    desk.press(Action::NextPhase);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    assert!(desk.notice().contains("Enter sparar den"), "{}", desk.notice());
    assert_eq!(desk.screen().line.value(), "Vi prövar till jul");
    assert_eq!(desk.screen().meeting.head.status, MeetingStatus::Pagar);
}

#[test]
fn closing_says_what_has_not_been_done() {
    let mut desk = Desk::eht();
    desk.press(Action::ToAnsvar).press(Action::Close);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    let said = asked.text.join("\n");
    assert!(said.contains("– Boka uppföljning") && said.contains("– Vem får"), "{said}");
    assert!(!said.contains("Avsluta mötet"), "closing itself isn't left undone: {said}");
}

#[test]
fn the_highlight_stays_in_the_list_when_a_row_is_removed() {
    let mut desk = Desk::eht();
    let [eva, sara, maja] = ["Eva Ek", "Sara Sten", "Maja Mo"].map(|name| desk.person(name).id);
    desk.point(RowRef::Participant(sara)).press(Action::Remove);
    assert_eq!(desk.screen().cursor, Some(RowRef::Participant(maja)));
    desk.press(Action::Remove);
    assert_eq!(desk.screen().cursor, Some(RowRef::Participant(eva)), "the last one: the row before");
    desk.press(Action::Remove);
    assert!(!matches!(desk.screen().cursor, Some(RowRef::Todo(_) | RowRef::Item(_))), "another list");
}

#[test]
fn what_the_rules_say_can_be_read_to_its_end_in_a_small_window() {
    let mut desk = Desk::meeting("sip");
    desk.model.size = (60, 20);
    desk.line("Bo, barnet").line("Per Pil, psykolog, BUP").press(Action::Next).line("Bo");
    desk.press(Action::ToNulage);
    let top = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Rule(RuleStop { top, .. })) => *top,
        other => panic!("no rule spoke: {other:?}"),
    };
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last_mut() else { panic!("no rule spoke") };
    let one = stop.findings[0].clone();
    stop.findings.extend([one.clone(), one.clone(), one]);
    assert_eq!(top(&desk), 0);
    desk.press(Action::PageDown);
    assert_eq!(top(&desk), 12, "what is shown less one row");
    for _ in 0..40 {
        desk.press(Action::Down);
    }
    let end = top(&desk);
    assert!((10..40).contains(&end), "{end}");
    desk.press(Action::Up);
    assert_eq!(top(&desk), end - 1, "no key is spent on what lies beyond the end");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Sammanhang);
}

#[test]
fn a_text_that_is_wider_than_the_window_can_be_read_to_its_end() {
    let mut desk = Desk::new();
    desk.model.size = (60, 20);
    let text = "Ett ord till, och ett till, och ännu ett som gör att raden inte får rum.\n".repeat(40);
    desk.send(Message::Store(Reply::Text { title: "Protokoll".to_owned(), text }));
    for _ in 0..20 {
        desk.press(Action::PageDown);
    }
    let Some(Dialog::Reader(reader)) = desk.model.dialogs.last() else { panic!("nothing to read") };
    assert!(reader.top > 60, "80 rows on a screen of 20: {}", reader.top);
}
