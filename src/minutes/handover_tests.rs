//! What somebody else took over is told of as theirs, on every paper.

use super::document::Block;
use super::order_tests::{child, closed, flat, following, guardian, options, plan_of, promise};
use super::words::Label;
use super::{Options, build, find_reader};
use crate::demo::tests::now;
use crate::domain::ids::{EntryId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ActionStatus};
use uuid::Uuid;

/// The promise of a number goes on with somebody else.
fn takes_over(meeting: &mut Meeting, entry: u128, words: &str) {
    let word = ActionStatus {
        id: RowId(Uuid::from_u128(900 + entry)),
        entry: EntryId(Uuid::from_u128(entry)),
        meeting: Some(meeting.id()),
        status: ActionState::Andrad,
        evaluation: Some(words.to_owned()),
        new_due: None,
        at: now(),
    };
    meeting.earlier.iter_mut().find(|row| row.entry == word.entry).unwrap().hear(&word);
}

#[test]
fn the_minutes_say_who_does_it_now_and_who_did_before() {
    let mut sip = following();
    takes_over(&mut sip, 31, "@Petra Modell: Jonas slutar");
    let minutes = build(&sip, &options());
    let plan = minutes.sections.iter().find(|part| part.heading == "Planen").unwrap();
    let goes_on = plan.sections.iter().filter(|part| part.heading.starts_with("Det här fortsätter"));
    let items = goes_on.flat_map(|part| &part.blocks).flat_map(|block| match block {
        Block::Lista { items } => items.iter().collect::<Vec<_>>(),
        Block::Atgarder { groups, .. } => groups.iter().flat_map(|group| &group.items).collect(),
        _ => Vec::new(),
    });
    let item = items.into_iter().find(|item| item.text == "Samtal varje vecka").unwrap();
    let said = |label: &str| {
        item.details.iter().find(|fact| fact.label == label).map_or("", |fact| fact.value.as_str())
    };
    assert!(said(Label::OWNER).starts_with("Petra Modell"), "{item:?}");
    assert_eq!((said(Label::STATE), said(Label::HOW)), ("ändrad, förr Jonas Exempel", "Jonas slutar"));
    assert!(!flat(&minutes).contains("@Petra"), "{}", flat(&minutes));
}

#[test]
fn min_plan_names_whoever_took_over_and_the_familys_own_changes_place() {
    let mut sip = following();
    takes_over(&mut sip, 31, "@Petra Modell");
    for person in [child(&sip), guardian(&sip)] {
        let paper = flat(&plan_of(&sip, person));
        let after = paper.split_once("Samtal varje vecka").map(|(_, after)| after).unwrap();
        let said: String = after.chars().take(110).collect();
        assert!(said.contains("Petra") && said.contains("(tar över efter Jonas Exempel"), "{paper}");
    }
    // What a parent takes over is the family's, and what staff takes over of the family isn't.
    let mother = sip.participants[guardian(&sip)].name.clone();
    takes_over(&mut sip, 32, &format!("@{mother}"));
    takes_over(&mut sip, 33, "@Petra Modell");
    let familys = |text: &str| {
        let row = sip.earlier.iter().find(|row| row.text == text).unwrap();
        sip.is_familys(row)
    };
    assert!(familys("Skydd i klassen") && !familys("Kvällsrutin hemma"));
    // Who takes no part is asked first, and so it says.
    takes_over(&mut sip, 31, "@Evi Ek");
    let said = flat(&build(&sip, &options()));
    assert!(said.contains("Evi Ek – tillfrågas") && said.contains("ändrad, förr Jonas Exempel"), "{said}");
}

#[test]
fn what_is_told_at_its_own_meeting_names_whoever_took_over_there() {
    let mut sip = closed("sip");
    let point = sip.actions().next().unwrap().clone();
    sip.action_status.push(ActionStatus {
        id: RowId(Uuid::from_u128(77)),
        entry: point.id,
        meeting: Some(sip.id()),
        status: ActionState::Andrad,
        evaluation: Some("@Petra Modell: Bytte av".to_owned()),
        new_due: None,
        at: now(),
    });
    let said = flat(&build(&sip, &options()));
    assert!(said.contains("ändrad, nu Petra Modell") && !said.contains("@Petra"), "{said}");
    let paper = flat(&plan_of(&sip, child(&sip)));
    let after = paper.split_once(point.text.as_str()).map(|(_, after)| after).unwrap();
    assert!(after.chars().take(60).collect::<String>().contains("Petra"), "{paper}");
}

#[test]
fn who_had_it_is_told_whatever_is_said_of_it_after_that() {
    for (state, says) in
        [(ActionState::Pagar, "pågår, förr Jonas Exempel"), (ActionState::Klar, "förr Jonas Exempel")]
    {
        for form in ["sip", "eht"] {
            let mut meeting = if form == "sip" { following() } else { closed(form) };
            if form == "eht" {
                let row = crate::domain::earlier::Earlier {
                    owner: Some("Jonas Exempel".to_owned()),
                    ..promise(&meeting, 31, "Samtal varje vecka", None)
                };
                meeting.earlier = vec![row];
            }
            takes_over(&mut meeting, 31, "@Petra Modell");
            let row = meeting.earlier.iter_mut().find(|row| row.entry.0 == Uuid::from_u128(31)).unwrap();
            let later = ActionStatus {
                id: RowId(Uuid::from_u128(990)),
                status: state,
                evaluation: Some("gick bra".to_owned()),
                at: now() + chrono::TimeDelta::minutes(1),
                ..row.told.clone().unwrap()
            };
            row.hear(&later);
            let said = flat(&build(&meeting, &options()));
            assert!(said.contains(says) && said.contains("Petra Modell"), "{form} {state:?}: {said}");
            // Whoever no longer has it reads so too.
            if form == "sip" {
                let reader = find_reader(&meeting, "Jonas Exempel").unwrap();
                let copy = flat(&build(&meeting, &Options { reader: Some(reader), ..options() }));
                assert!(copy.contains(says), "{state:?}: {copy}");
            }
        }
    }
}

#[test]
fn a_handover_at_the_promises_own_meeting_stands_when_more_is_told() {
    let mut sip = closed("sip");
    let point = sip.actions().next().unwrap().clone();
    for (id, status, words) in
        [(77_u8, ActionState::Andrad, "@Petra Modell: Bytte av"), (78, ActionState::Pagar, "Halvvägs")]
    {
        sip.action_status.push(ActionStatus {
            id: RowId(Uuid::from_u128(id.into())),
            entry: point.id,
            meeting: Some(sip.id()),
            status,
            evaluation: Some(words.to_owned()),
            new_due: None,
            at: now() + chrono::TimeDelta::minutes(id.into()),
        });
    }
    let said = flat(&build(&sip, &options()));
    assert!(said.contains("pågår, nu Petra Modell"), "{said}");
    let paper = flat(&plan_of(&sip, child(&sip)));
    let after = paper.split_once(point.text.as_str()).map(|(_, after)| after).unwrap();
    let after: String = after.chars().take(80).collect();
    assert!(after.contains("Petra") && after.contains("(tar över efter "), "{paper}");
}
