//! The support catalogue in the meeting: what is offered for whom, and what becomes of the line.

use crate::agenda_file::support;
use crate::app::core::action::{Action, Context};
use crate::app::core::line::Edit;
use crate::app::core::model::{RowRef, Target};
use crate::app::testing::Desk;
use crate::app::ui::dialog::{Dialog, Pick};
use crate::app::wall;
use crate::domain::agenda::EntryKind;
use crate::domain::record::Body;

/// An EHT in the nuläge of ”Blå”, born in a year if one is given, seen from Dals-Ed.
fn nulage(born: &str) -> Desk {
    let mut desk = Desk::eht();
    desk.model.setup.lists.support = support::load(None).0.seen_from("Dals-Ed");
    if !born.is_empty() {
        let id = desk.screen().meeting.items[0].id;
        desk.point(RowRef::Item(id)).press(Action::Fields).fill("fodelsear", born).press(Action::Save);
        desk.point_away();
    }
    desk.jump(1);
    desk
}

fn pick(desk: &Desk) -> &Pick {
    match desk.model.dialogs.last() {
        Some(Dialog::Pick(pick)) => pick,
        other => panic!("no list is open: {other:?}; {}", desk.notice()),
    }
}

fn names(desk: &Desk) -> Vec<&str> {
    pick(desk).shown().into_iter().map(|item| item.label.as_str()).collect()
}

fn line(desk: &Desk) -> (&str, usize) {
    (desk.screen().line.value(), desk.screen().line.cursor())
}

#[test]
fn two_keys_put_a_support_into_the_line() {
    let mut desk = nulage("2019");
    desk.press(Action::Support);
    assert_eq!(pick(&desk).title, "Stöd för 6–7 år");
    assert!(pick(&desk).intro.is_empty(), "{:?}", pick(&desk).intro);
    assert_eq!(names(&desk)[0], "ABC-föräldrastöd");
    desk.press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(line(&desk), ("ABC-föräldrastöd", 16));
    // In nuläge it is support of today; the line after it is what lines were before.
    let usual = Target::Entry(EntryKind::Fungerar);
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Stod));
    desk.press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Stod)[0].text, "ABC-föräldrastöd");
    assert_eq!(desk.screen().target, usual);
}

#[test]
fn in_planering_it_becomes_the_text_of_an_action_and_nothing_of_the_line_is_lost() {
    let mut desk = nulage("2019");
    desk.jump(3);
    desk.types("Erbjud hemmet @Maja Mo >fre").press(Action::Support).types("råd").press(Action::Accept);
    assert_eq!(line(&desk), ("Erbjud hemmet Råd och stöd @Maja Mo >fre", 26));
    desk.press(Action::Accept);
    let action = desk.entries(EntryKind::Atgard)[0].clone();
    assert_eq!(action.text, "Erbjud hemmet Råd och stöd");
    let Body::Atgard(body) = &action.body else { panic!("{action:?}") };
    assert_eq!(body.owner, Some(desk.person("Maja Mo").id));
    assert!(body.due.is_some());
}

#[test]
fn a_decision_in_the_making_stays_one() {
    let mut desk = nulage("2019");
    desk.jump(3).types("Vi erbjuder").press(Action::ToDecision);
    desk.press(Action::Support).types("bup").press(Action::Accept).press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Beslut)[0].text, "Vi erbjuder BUP");
    desk.press(Action::ToDecision);
    desk.press(Action::Next);
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Beslut), "Tab chose it for an empty line");
    desk.press(Action::Support).types("bup").press(Action::Accept);
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Beslut));
}

#[test]
fn esc_leaves_the_line_as_it_was() {
    let mut desk = nulage("2019");
    desk.types("Läsning  högt").send(crate::app::Message::Edit(Edit::Left));
    let (text, cursor) = (desk.screen().line.value().to_owned(), desk.screen().line.cursor());
    let target = desk.screen().target;
    desk.press(Action::Support).types("pin").press(Action::Down).press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(line(&desk), (text.as_str(), cursor));
    assert_eq!(desk.screen().target, target);
}

#[test]
fn what_is_chosen_is_kept_as_a_draft() {
    let mut desk = nulage("2019");
    desk.press(Action::Support).press(Action::Accept).wait(chrono::TimeDelta::seconds(1));
    let saved = desk.effects.iter().rev().find_map(|effect| match effect {
        crate::app::Effect::SaveDraft { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert!(saved.is_some_and(|text| text.starts_with("ABC-föräldrastöd")), "{saved:?}");
}

#[test]
fn a_changed_row_takes_it_in_too() {
    let mut desk = nulage("2019");
    desk.jump(3).line("Erbjud stöd @Maja Mo >fre");
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Edit).press(Action::Support).press(Action::Accept);
    desk.press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Atgard)[0].text, "Erbjud stöd ABC-föräldrastöd");
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 1);
}

#[test]
fn a_line_that_is_full_is_left_as_it_is() {
    let mut desk = nulage("2019");
    let full = "å".repeat(crate::domain::text::MAX_CHARS);
    desk.send(crate::app::Message::Paste(full.clone())).press(Action::Support).press(Action::Accept);
    assert!(desk.notice().contains("Raden är full"), "{}", desk.notice());
    assert_eq!(desk.screen().line.value(), full);
}

#[test]
fn the_age_on_the_meetings_day_decides() {
    let offers = |born: &str, name: &str| {
        let mut desk = nulage(born);
        desk.press(Action::Support);
        names(&desk).contains(&name)
    };
    // ABC is for 3–12; the meeting is on 23 November 2026.
    assert!(!offers("2024", "ABC-föräldrastöd"), "1–2");
    assert!(offers("2023", "ABC-föräldrastöd"), "2–3");
    assert!(offers("2013", "ABC-föräldrastöd"), "12–13");
    assert!(!offers("2012", "ABC-föräldrastöd"), "13–14");
}

#[test]
fn without_an_age_everything_is_offered_and_it_says_why() {
    let mut desk = nulage("");
    desk.press(Action::Support);
    assert_eq!(pick(&desk).title, "Stöd för alla åldrar");
    assert!(pick(&desk).intro[0].contains("Barnets ålder är inte känd"));
    assert!(names(&desk).contains(&"Babycafé") && names(&desk).contains(&"Ungdomsmottagningen"));
    // The key that it names mends it.
    desk.press(Action::Back).press(Action::Fields).fill("fodelsear", "2010").press(Action::Save);
    desk.press(Action::Support);
    assert_eq!(pick(&desk).title, "Stöd för 15–16 år");
    assert!(!names(&desk).contains(&"Babycafé"));
}

#[test]
fn a_groups_arende_is_offered_everything() {
    let mut desk = nulage("2019");
    desk.press(Action::NextArende).press(Action::Support);
    assert!(pick(&desk).intro[0].contains("en grupp"), "{:?}", pick(&desk).intro);
    assert!(names(&desk).contains(&"Babycafé"));
}

#[test]
fn without_a_municipality_all_are_shown_with_their_names_and_one_line_says_how_to_choose() {
    let mut desk = nulage("2019");
    desk.model.setup.lists.support = support::load(None).0;
    desk.press(Action::Support);
    let list = pick(&desk);
    assert!(list.intro.len() == 1 && list.intro[0].contains("kommun = "), "{:?}", list.intro);
    let detail = |name: &str| list.items.iter().find(|item| item.label == name).unwrap().detail.clone();
    assert_eq!(detail("ABC-föräldrastöd"), "3–12 år · Dals-Ed · Alla Barn i Centrum");
    assert_eq!(detail("Pinocchio"), "6–12 år · Degerfors");
    assert_eq!(detail("BUP"), "till och med 17 år · Barn- och ungdomspsykiatrin");
    desk.press(Action::Back).model.setup.lists.support = support::load(None).0.seen_from("Åmål");
    desk.press(Action::Support);
    assert!(pick(&desk).intro[0].contains("inget eget för Åmål"), "{:?}", pick(&desk).intro);
}

#[test]
fn other_names_are_found_too() {
    let mut desk = nulage("2012");
    desk.press(Action::Support).types("umo");
    assert_eq!(names(&desk), ["Ungdomsmottagningen"]);
    desk.press(Action::Accept);
    assert_eq!(line(&desk).0, "Ungdomsmottagningen");
}

#[test]
fn in_other_phases_it_says_where_it_is() {
    let mut desk = nulage("2019");
    for phase in [0, 2, 4] {
        desk.jump(phase).press(Action::Support);
        assert!(desk.model.dialogs.is_empty(), "phase {phase}");
        assert!(desk.notice().contains("nuläge (Alt-2) och planering (Alt-4)"), "{}", desk.notice());
    }
}

#[test]
fn nothing_of_it_comes_to_the_wall() {
    let mut desk = nulage("2019");
    let wall_of = |desk: &Desk| format!("{:?}", wall::of_model(&desk.model));
    let before = wall_of(&desk);
    desk.press(Action::Support);
    assert_eq!(wall_of(&desk), before);
    desk.press(Action::ToWall);
    assert_eq!(desk.model.context(), Context::Veiled, "the list isn't on the wall's picture");
    desk.press(Action::ToWall).press(Action::Back).press(Action::ToWall);
    desk.press(Action::Support);
    assert!(desk.model.dialogs.is_empty(), "nor does it open there");
}

#[test]
fn an_arende_whose_consent_is_withdrawn_is_offered_nothing() {
    let mut desk = Desk::sip();
    desk.model.setup.lists.support = support::load(None).0.seen_from("Dals-Ed");
    desk.jump(1).press(Action::Support);
    assert!(!names(&desk).is_empty());
    desk.press(Action::Back).press(Action::Withdraw).press(Action::Accept);
    desk.press(Action::Support);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    // Nor is there a way back to where it is offered.
    desk.press(Action::ToNulage).press(Action::Support);
    assert!(!desk.model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Pick(_))));
}
