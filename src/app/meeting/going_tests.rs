//! A form that a stop opens leads on: the step that was stopped is taken when it is saved, or the next stop is shown.

use super::walk;
use crate::app::action::Action;
use crate::app::core::model::{Dialog, RowRef};
use crate::app::testing::Desk;
use crate::domain::agenda::Phase;
use crate::domain::record::ArendeState;

/// A meeting by a form with people of a family, school and health care, and what it is about: nothing is filled in.
fn begun(form: &str) -> Desk {
    let mut desk = Desk::meeting(form);
    for who in [
        "Eva Ek, rektor, skola",
        "Bo, barnet",
        "Ann Ask, vårdnadshavare",
        "Per Ask, vårdnadshavare",
        "Siv Sund, socialsekreterare, socialtjänst",
        "Pia Pil, psykolog, BUP",
    ] {
        desk.line(who);
        desk.model.dialogs.clear();
    }
    desk.press(Action::Next).line("Blå").line("Röd");
    desk.model.dialogs.clear();
    desk.takes_forms = true;
    desk
}

/// Walks through a meeting, and answers each stop on the way by a key. Gives how many forms came up by it.
fn walked(form: &str, key: Action) -> usize {
    let (mut desk, mut forms) = (begun(form), 0);
    for _ in 0..40 {
        let stood = desk.screen().meeting.position();
        if stood.phase == Phase::Ansvar {
            break;
        }
        desk.press(Action::NextPhase);
        for _ in 0..8 {
            let of_stop = match desk.model.dialogs.as_slice() {
                [.., Dialog::Rule(_), Dialog::Form(_)] => true,
                [.., Dialog::Rule(_)] => {
                    desk.press(key);
                    matches!(desk.model.dialogs.last(), Some(Dialog::Form(_)))
                }
                [.., Dialog::Confirm(_)] => {
                    desk.press(Action::Accept);
                    false
                }
                _ => break,
            };
            if of_stop {
                forms += 1;
                let what = format!("{form} {key:?} at {stood:?}: {:?}", desk.model.dialogs.last());
                assert!(desk.screen().going.is_some(), "{what}");
                break;
            }
        }
        desk.model.dialogs.clear();
        // Past it, whatever the rules say.
        if desk.screen().meeting.position() == stood {
            let to = desk.screen().meeting.next_position().unwrap();
            walk::arrive(&mut desk.model, to);
        }
    }
    assert_eq!(desk.screen().meeting.position().phase, Phase::Ansvar, "{form}");
    forms
}

#[test]
fn each_form_that_a_stop_opens_knows_where_one_was_going() {
    let mut seen = 0;
    for form in ["eht", "sip", "bht"] {
        for key in [Action::Accept, Action::GoOnAnyway, Action::Unrecognisable] {
            seen += walked(form, key);
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[test]
fn what_is_put_off_where_a_rule_advises_it_is_passed_and_found_again() {
    let mut desk = begun("eht");
    let first = desk.screen().meeting.items[0].id;
    desk.press(Action::NextPhase);
    if matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))) {
        desk.press(Action::Back);
    }
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    assert_eq!(super::rule_stop::says(&desk.model, stop, Action::Postpone, "x").as_deref(), Some("x"));
    desk.press(Action::Postpone).press(Action::Accept);
    let state = |desk: &Desk| desk.screen().meeting.item(first).unwrap().state;
    assert_eq!(state(&desk), ArendeState::Uppskjutet);
    // On to the next one, or what is asked before it.
    let second = desk.screen().meeting.items[1].id;
    match desk.model.dialogs.iter().find(|dialog| matches!(dialog, Dialog::Rule(_))) {
        Some(Dialog::Rule(stop)) => assert_eq!(stop.to.and_then(|(to, _)| to.arende), Some(second)),
        _ => assert_eq!(desk.screen().meeting.head.current, Some(second)),
    }
    // It is last among where one can go, and is taken up there.
    desk.model.dialogs.clear();
    desk.press(Action::Jump).types("uppskj");
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    assert!(pick.selected().is_some_and(|item| item.label.contains("Blå")), "{:?}", pick.selected());
    desk.press(Action::Accept);
    assert_ne!(state(&desk), ArendeState::Uppskjutet);
}

#[test]
fn what_is_left_to_fill_in_opens_at_the_field_that_is_missing() {
    let mut desk = Desk::meeting("sip-uppfoljning");
    desk.line("Bo, barnet").press(Action::Next).line("Bo");
    super::arende_form::open_fields(&mut desk.model);
    let keys: Vec<String> = match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.fields.iter().map(|field| field.key.clone()).collect(),
        other => panic!("{other:?}"),
    };
    desk.model.dialogs.clear();
    // Whichever of them is filled in, the cursor stands in the next that isn't.
    for at in 0..keys.len() {
        super::arende_form::open_fields(&mut desk.model);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last_mut() else { panic!("{at}") };
        assert_eq!(form.cursor, at, "{keys:?}");
        let field = &mut form.fields[at];
        match field.kind.choices() {
            Some(words) => {
                let last = words.last().unwrap().clone();
                field.set(&last);
            }
            None => field.set(if matches!(field.kind, crate::app::core::model::form::FieldKind::Date(_)) {
                "2026-11-20"
            } else {
                "Ja"
            }),
        }
        desk.press(Action::Save);
        assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    }
    let item = desk.screen().meeting.items[0].id;
    desk.point(RowRef::Item(item));
}
