//! What the rules do in a meeting that goes on: when they speak, what a reason covers, what mends them. Each form's own
//! rules stand in `agenda_rules_tests`.

use crate::app::core::action::Action;
use crate::app::core::model::{RowRef, Screen, Target};
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::record::{Body, Head, Presence};
use crate::domain::rules::{Finding, rule};

/// What the rules say where the meeting can't go on.
fn said(desk: &Desk) -> Vec<Finding> {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => stop.findings.clone(),
        other => panic!("no rule spoke: {other:?}, {}", desk.notice()),
    }
}

/// A meeting by a form with these people, and one ärende about a child if the form takes such.
fn meeting(form: &str, people: &[&str]) -> Desk {
    let mut desk = Desk::meeting(form);
    for person in people {
        desk.line(person);
    }
    for (target, label) in [(Target::Individual, "Blå"), (Target::Group, "Årskurs tre")] {
        for _ in 0..4 {
            if desk.screen().meeting.items.is_empty() && desk.screen().target == target {
                desk.line(label);
            }
            if !desk.screen().meeting.items.is_empty() {
                break;
            }
            desk.press(Action::Next);
        }
    }
    desk
}

/// The same, with the line about to become a kind of entry in a phase.
fn in_phase(mut desk: Desk, phase: u8) -> Desk {
    desk.jump(phase);
    assert_eq!(
        desk.screen().meeting.head.phase.index(),
        usize::from(phase),
        "{:?}",
        desk.model.dialogs.last()
    );
    desk
}

const SCHOOL: [&str; 2] = ["Eva Ek, rektor, skola", "Sara Sten, specialpedagog, skola"];

#[test]
fn a_sip_goes_on_as_a_samverkansmote_with_everything_kept_and_undo_brings_it_back() {
    let mut desk = in_phase(Desk::sip(), 2);
    desk.line("Lugna kvällar @kommun").press(Action::Fields).press(Action::Back);
    let before = desk.screen().meeting.clone();
    desk.press(Action::NextPhase).press(Action::TurnInto);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
    assert!(
        asked.title.contains("samverkansmöte") && asked.text[0].contains("Allt som är skrivet följer med")
    );
    desk.press(Action::Accept);
    let meeting = &desk.screen().meeting;
    assert_eq!(
        (meeting.agenda.id.as_str(), meeting.head.agenda_id.as_str()),
        ("samverkansmote", "samverkansmote")
    );
    assert!(meeting.head.title.starts_with("Samverkansmöte"), "{}", meeting.head.title);
    assert_eq!(meeting.participants, before.participants);
    assert_eq!((&meeting.items, &meeting.consents), (&before.items, &before.consents));
    for entry in &before.entries {
        assert!(meeting.entries.contains(entry));
    }
    let note = meeting.entries.iter().find(|entry| entry.text.starts_with("Mötet började som SIP")).unwrap();
    assert!(matches!(note.body, Body::Anteckning));
    desk.press(Action::NextPhase);
    assert!(!matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "one huvudman is enough now");
    desk.jump(2).press(Action::Undo).press(Action::Undo).press(Action::Undo);
    assert_eq!(desk.screen().meeting.head.agenda_id, "sip");
}

#[test]
fn a_booking_goes_along_when_the_meeting_goes_on_by_another_form() {
    let mut desk = in_phase(Desk::sip(), 2);
    desk.line("Lugna kvällar @kommun").jump(4);
    desk.point(RowRef::Todo(crate::app::core::model::Todo::FollowUp)).press(Action::Accept);
    desk.fill("datum", "18/1").press(Action::Save);
    let before = desk.screen().meeting.booked.clone().unwrap();
    assert_eq!(before.agenda_id, "sip-uppfoljning");
    // Since then it has been prepared.
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.booked =
            Some(Head { purpose: Some("Se hur kvällarna är".to_owned()), rev: 3, ..before.clone() });
    }
    desk.press(Action::TurnInto).press(Action::Accept);
    let meeting = &desk.screen().meeting;
    let after = meeting.booked.clone().unwrap();
    assert_eq!(
        (after.id, after.planned, after.rev),
        (before.id, before.planned, 4),
        "on top of what others wrote"
    );
    assert_eq!(after.agenda_id, "samverkansmote");
    assert!(after.title.starts_with("Samverkansmöte"), "{}", after.title);
    assert_eq!(after.purpose.as_deref(), Some("Se hur kvällarna är"));
    assert_eq!(meeting.follow_up().unwrap().id.0, before.id.0);
}

#[test]
fn from_whom_help_is_needed_is_asked_of_every_need_and_can_be_typed() {
    let mut desk = in_phase(Desk::sip(), 2);
    desk.line("Lugna kvällar").line("Bättre sömn").press(Action::NextPhase);
    desk.press(Action::Accept).types("kom").press(Action::Accept).types("reg").press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    // What was asked for is there: on without the key again.
    assert_eq!(desk.screen().meeting.head.phase, Phase::Planering);
    desk.press(Action::ToBehov).line("Stöd hemma @båda").line("En lugnare start @komm");
    let from: Vec<String> = desk
        .entries(EntryKind::Behov)
        .iter()
        .map(|entry| {
            entry.need().unwrap().from.iter().map(|huvudman| huvudman.name()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(from, ["kommun", "region", "kommun region", "kommun"]);
    desk.press(Action::NextPhase);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Planering);
}

#[test]
fn what_a_rule_asked_for_in_a_list_is_answered_and_the_meeting_goes_on_unless_it_is_left() {
    let mut desk = in_phase(Desk::sip(), 2);
    desk.line("Lugna kvällar @komm").line("Bättre sömn").press(Action::NextPhase);
    desk.press(Action::Accept).press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov, "whoever leaves the list goes nowhere");
    desk.press(Action::NextPhase).press(Action::Accept).types("kom").press(Action::Accept);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    assert!(stop.findings.iter().any(|finding| finding.rule == rule::NEEDS), "what still is so is said");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
}

#[test]
fn an_absent_party_is_noted_and_never_blocks_a_sip() {
    let mut desk = Desk::sip();
    let id = desk.person("Per Pil").id;
    desk.point(RowRef::Participant(id))
        .press(Action::Edit)
        .fill("narvaro", "frånvarande")
        .press(Action::Save);
    desk.point_away().press(Action::Roles);
    while let Some(Dialog::Pick(_)) = desk.model.dialogs.last() {
        desk.choose();
    }
    desk.press(Action::NextPhase);
    while let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() {
        assert!(stop.findings.iter().all(|finding| finding.rule == rule::GUARDIAN), "{:?}", stop.findings);
        desk.press(Action::GoOnAnyway).reasons("frågas i kväll");
    }
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
    desk.press(Action::AllSpoken).press(Action::NextPhase);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
    assert_eq!(desk.person("Per Pil").presence, Presence::Franvarande);
}

#[test]
fn a_sip_ends_for_one_of_three_reasons() {
    let mut desk = in_phase(Desk::sip(), 4);
    desk.point(RowRef::Todo(crate::app::core::model::Todo::EndSip)).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
    let crate::app::ui::dialog::FieldKind::Choice(words) = &form.fields[0].kind else { panic!("no choice") };
    assert_eq!(words.len(), 3, "a consent that holds ends no plan");
    desk.fill("skal", "ny hjälp från båda huvudmännen väntas inte behövas").press(Action::Save);
    desk.press(Action::Close);
    let found = said(&desk);
    assert!(found.iter().all(|finding| ![rule::NEEDS, rule::FOLLOW_UP].contains(&finding.rule)), "{found:?}");
}

/// The rules that speak, with what they are about.
fn keys(desk: &Desk) -> Vec<(&'static str, Vec<String>)> {
    said(desk).into_iter().map(|finding| (finding.rule, finding.about)).collect()
}

#[test]
fn a_jump_asks_at_once_what_each_step_of_the_way_would_have_asked() {
    let mut walked = Desk::sip();
    let mut spoken = Vec::new();
    while walked.screen().meeting.head.phase != Phase::Ansvar {
        walked.press(Action::NextPhase);
        if let Some(Dialog::Rule(_)) = walked.model.dialogs.last() {
            spoken.extend(keys(&walked).into_iter().map(|(rule, about)| (rule, about.len())));
            walked.press(Action::GoOnAnyway).reasons("det hinns inte");
        }
    }
    let mut jumped = Desk::sip();
    jumped.press(Action::ToAnsvar);
    let asked: Vec<_> = keys(&jumped).into_iter().map(|(rule, about)| (rule, about.len())).collect();
    assert_eq!(asked, spoken);
    assert!(asked.len() > 3, "{asked:?}");
    assert!(said(&jumped).iter().any(|one| one.what == "Inget behov är skrivet än."));
    // One reason for them all, and then nothing more is asked on the way.
    jumped.press(Action::GoOnAnyway).reasons("det hinns inte");
    assert_eq!(jumped.screen().meeting.head.phase, Phase::Ansvar);
    assert_eq!(jumped.screen().meeting.overrides.len(), spoken.len());
}

#[test]
fn enter_mends_the_first_of_what_a_jump_would_have_passed_where_it_belongs() {
    let mut desk = in_phase(Desk::sip(), 1);
    desk.press(Action::AllSpoken).press(Action::ToAnsvar);
    assert_eq!(said(&desk)[0].what, "Inget behov är skrivet än.");
    desk.press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
    assert_eq!(desk.screen().target, Target::Entry(EntryKind::Behov));
}

#[test]
fn a_reason_covers_what_was_shown_and_nothing_else() {
    // Steg 1 was shown, and needs and actions weren't.
    let mut desk = meeting("eht", &SCHOOL);
    desk.press(Action::NextPhase);
    assert_eq!(keys(&desk), [(rule::FIELD, vec!["steg1_datum".to_owned()])]);
    desk.press(Action::GoOnAnyway).reasons("mentorn är sjuk");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
    desk.press(Action::ToPlanering);
    assert_eq!(keys(&desk), [(rule::CONTENT, vec!["behov: behov".to_owned()])]);
    desk.press(Action::GoOnAnyway).reasons("vi är eniga redan");
    desk.press(Action::NextPhase);
    assert_eq!(
        keys(&desk),
        [(rule::CONTENT, vec!["planering: åtgärd eller beslut".to_owned()])],
        "the reason for no need is no reason for no action"
    );
    // Two actions without owner: a reason for the first is none for the second.
    desk.press(Action::Back).line("Kartlägga läsningen").press(Action::NextPhase);
    while !matches!(desk.model.dialogs.last(), None | Some(Dialog::Rule(_))) {
        desk.press(Action::GoOnAnyway);
    }
    desk.press(Action::Close);
    let first = said(&desk).iter().filter(|one| one.rule == rule::COMPLETE).count();
    desk.press(Action::GoOnAnyway).reasons("tas på måndag").press(Action::Back);
    desk.jump(3).line("Boka tid").jump(4).press(Action::Close);
    let second: Vec<_> = said(&desk).into_iter().filter(|one| one.rule == rule::COMPLETE).collect();
    assert_eq!((first, second.len()), (1, 1), "{second:?}");
    assert!(second[0].what.contains("Boka tid"), "{second:?}");
}

#[test]
fn a_field_added_to_what_is_missing_is_asked_though_another_was_excused() {
    let mut desk = meeting("ior", &["Ann Ask, vårdnadshavare", "Fia Fors, förskollärare, förskola"]);
    desk.press(Action::NextPhase);
    desk.press(Action::GoOnAnyway).reasons("skrivs i kväll");
    desk.press(Action::AllSpoken);
    if let crate::app::core::model::Screen::Meeting(screen) = &mut desk.model.screen {
        let field = screen.meeting.agenda.fields.iter_mut().find(|field| field.id == "kognitivt").unwrap();
        field.required_before = Some(Phase::Behov);
    }
    desk.press(Action::NextPhase);
    let found = said(&desk);
    assert!(found[0].what.ends_with(": Kognitiv utveckling."), "{found:?}");
}

#[test]
fn what_was_to_be_there_before_ansvar_is_asked_again_when_the_meeting_ends() {
    let mut desk = in_phase(meeting("sig", &["Kim Karlsson, skolkurator, skola"]), 3);
    let id = desk.screen().meeting.items[0].id;
    desk.point(RowRef::Item(id)).press(Action::Fields).fill("falt.atgardsplan", "2026-11-20");
    desk.press(Action::Save).point_away().jump(4);
    assert!(!desk.screen().meeting.overrides.iter().any(|row| row.about.as_deref() == Some("atgardsplan")));
    // It was there, and is taken away again.
    desk.jump(3).point(RowRef::Item(id)).press(Action::Fields).fill("falt.atgardsplan", "");
    desk.press(Action::Save).point_away();
    let meeting = desk.screen().meeting.clone();
    if let crate::app::core::model::Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.phase = Phase::Ansvar;
        screen.meeting.head.current = None;
    }
    desk.press(Action::Close);
    let found = said(&desk);
    let words = "Det här saknas innan mötet avslutas: Åtgärdsplanen upprättad.";
    assert!(found.iter().any(|finding| finding.what == words), "{found:?}");
    assert_eq!(meeting.head.phase, Phase::Planering);
}

#[test]
fn another_arende_is_not_entered_past_its_rules_by_any_key() {
    let mut desk = Desk::eht();
    desk.jump(1);
    while desk.screen().target != Target::Participant {
        desk.press(Action::ToSammanhang).press(Action::Next);
    }
    for _ in 0..4 {
        if desk.screen().target == Target::Individual {
            desk.line("Grön");
            break;
        }
        desk.press(Action::Next);
    }
    let green = desk.screen().meeting.items.last().unwrap().id;
    desk.press(Action::ToNulage).press(Action::NextArende).press(Action::NextArende);
    assert_eq!(keys(&desk), [(rule::FIELD, vec!["steg1_datum".to_owned()])], "aside to it");
    desk.press(Action::Back).press(Action::Postpone);
    if let Some(Dialog::Confirm(_)) = desk.model.dialogs.last() {
        desk.press(Action::Accept);
    }
    assert_eq!(
        keys(&desk),
        [(rule::FIELD, vec!["steg1_datum".to_owned()])],
        "when the one before is postponed"
    );
    assert_ne!(desk.screen().meeting.head.current, Some(green));
    desk.press(Action::GoOnAnyway).reasons("mentorn är sjuk");
    assert_eq!(desk.screen().meeting.head.current, Some(green));
}

#[test]
fn an_arende_laid_aside_is_asked_about_before_ansvar_and_one_not_taken_up_is_not() {
    let mut desk = Desk::eht();
    desk.jump(1).press(Action::NextArende).line("+ Vuxna syns i korridoren");
    desk.press(Action::ToAnsvar);
    let found = said(&desk);
    let what: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
    assert!(what.contains(&"”Blå”: Inget behov är skrivet än."), "{what:?}");
    assert!(what.contains(&"”Korridoren”: Inget behov är skrivet än."), "{what:?}");

    let mut desk = Desk::eht();
    desk.jump(1).press(Action::ToAnsvar);
    assert!(said(&desk).iter().all(|finding| !finding.what.contains("Korridoren")), "{:?}", said(&desk));
}
