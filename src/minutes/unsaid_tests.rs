//! What was asked and not answered, what has ended and what waits: on every paper, where a reader looks for it.

use super::pdf::{self, Paper};
use super::{Options, build, find_reader, json, markdown, plain, plan};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, EndReason, MeetingStatus, Override};
use crate::domain::rules::rule;

fn closed(form: &str) -> Meeting {
    let all = demo::meetings(now(), &agenda);
    let mut meeting = all.into_iter().find(|meeting| meeting.head.agenda_id == form).unwrap();
    meeting.head.status = MeetingStatus::Avslutat;
    meeting
}

fn options(meeting: &Meeting, who: Option<&str>) -> Options {
    Options {
        reader: who.map(|who| find_reader(meeting, who).unwrap()),
        laws: crate::domain::law::Laws::default(),
        ..Options::made_up()
    }
}

/// Every format of a document, and what the paper program is given.
fn formats(document: &super::Document) -> [String; 4] {
    let (order, _) = pdf::order(document, &Paper::plain("2026-11-23T10:00:00Z".parse().unwrap())).unwrap();
    let given = serde_json::to_string(&order).unwrap();
    [markdown::render(document), plain::render(document), json::render(document), given]
}

fn silent(form: &str) -> Meeting {
    let mut meeting = closed(form);
    for person in &mut meeting.participants {
        (person.chairs, person.takes_notes, person.main_responsible) = (false, false, false);
    }
    meeting.head.overall = None;
    meeting.follow_ups.clear();
    meeting.booked = None;
    meeting.plan_answers.clear();
    meeting
}

fn walk(value: &serde_json::Value, all: &mut Vec<(String, String)>) {
    if let serde_json::Value::Object(map) = value {
        let strings: Vec<&str> = map.values().filter_map(serde_json::Value::as_str).collect();
        if let [one, other, ..] = strings.as_slice() {
            all.push(((*one).to_owned(), (*other).to_owned()));
        }
        for value in map.values() {
            walk(value, all);
        }
    } else if let serde_json::Value::Array(values) = value {
        for value in values {
            walk(value, all);
        }
    }
}

/// The facts of a document and of all its sections: label and value.
fn facts(document: &super::Document) -> Vec<(String, String)> {
    let text = json::render(document);
    let mut all = Vec::new();
    walk(&serde_json::from_str(&text).unwrap(), &mut all);
    all
}

fn says(document: &super::Document, label: &str, value: &str) -> bool {
    facts(document)
        .iter()
        .any(|(one, other)| (one == label && other == value) || (one == value && other == label))
}

#[test]
fn what_was_asked_and_not_answered_stands_where_a_reader_looks_for_it() {
    for form in ["sip", "eht", "bht"] {
        let meeting = silent(form);
        let document = build(&meeting, &options(&meeting, None));
        for label in ["Leder mötet", "Antecknar"] {
            assert!(says(&document, label, "inte angivet"), "{form} {label}: {:?}", facts(&document));
        }
        for text in formats(&document) {
            assert!(text.contains("Leder mötet") && text.contains("inte angivet"), "{form}: {text}");
        }
        let plan = meeting.agenda.plan_consent;
        for label in ["Huvudansvarig", "Samlat ansvar"] {
            assert_eq!(says(&document, label, "inte angivet"), plan, "{form} {label}");
        }
        assert_eq!(says(&document, "Datum", "inte bokat"), meeting.agenda.follow_up_required, "{form}");
        assert_eq!(plain::render(&document).contains("har inte svarat"), plan, "{form}");
        // Nothing is missing yet where the meeting goes on, nor where it was answered.
        let mut going = meeting.clone();
        going.head.status = MeetingStatus::Pagar;
        for meeting in [going, closed(form)] {
            let text = plain::render(&build(&meeting, &options(&meeting, None)));
            assert!(
                !text.contains("Leder mötet: inte angivet") && !text.contains("inte bokat"),
                "{form}: {text}"
            );
        }
    }
}

#[test]
fn nothing_is_asked_of_a_plan_that_has_ended_and_it_says_so_first_on_every_paper() {
    let mut meeting = silent("sip");
    meeting.head.sip_ended = Some("2026-11-20".parse().unwrap());
    for reason in [EndReason::IngaBehovKvar, EndReason::IngaNyaBehovVantas, EndReason::SamtycketAterkallat] {
        meeting.head.sip_end_reason = Some(reason);
        let mut papers = vec![build(&meeting, &options(&meeting, None))];
        for person in &meeting.participants {
            let who = person.name_and_role();
            papers.push(build(&meeting, &options(&meeting, Some(&who))));
            papers.extend(plan(&meeting, &[find_reader(&meeting, &who).unwrap()], false));
        }
        for paper in papers {
            let first = paper.head.first().unwrap();
            assert!(
                first.label == "Planen" && first.value.starts_with("avslutad fredag 20 november 2026"),
                "{first:?}"
            );
            for text in formats(&paper) {
                assert!(text.contains("avslutad fredag 20 november 2026"), "{text}");
                for asked in ["Huvudansvarig", "Samlat ansvar", "har inte svarat", "inte bokat"] {
                    assert!(!text.contains(asked), "{asked}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_matter_that_waits_says_so_first_on_every_paper() {
    let mut meeting = closed("sip");
    for item in &mut meeting.items {
        item.state = ArendeState::Uppskjutet;
    }
    let document = build(&meeting, &options(&meeting, None));
    assert_eq!(document.head[0].value, "uppskjutet till nästa möte");
    for text in formats(&document) {
        assert!(text.contains("uppskjutet till nästa möte"), "{text}");
    }
}

#[test]
fn words_in_marks_of_their_own_get_no_more_on_paper() {
    let mut meeting = closed("sip");
    for entry in &mut meeting.entries {
        if entry.kind() == crate::domain::agenda::EntryKind::Rost {
            entry.text = "”jag vill sitta kvar”".to_owned();
        }
    }
    for text in formats(&build(&meeting, &options(&meeting, None))) {
        assert!(!text.contains("””") && text.contains("jag vill sitta kvar"), "{text}");
    }
}

#[test]
fn a_deviation_says_which_point_or_whose_answer_and_is_kept_from_whom_the_point_is() {
    let mut meeting = silent("sip");
    let child = meeting.participants[0].clone();
    let action = meeting.entries.iter_mut().find(|entry| entry.action().is_some()).unwrap();
    (action.confirmed, action.emi) = (None, true);
    let action = action.clone();
    let row = |id: u128, rule: &str, about: String| Override {
        id: uuid::Uuid::from_u128(id).into(),
        meeting: meeting.head.id,
        arende: None,
        rule: rule.to_owned(),
        about: Some(about),
        reason: format!("påhittat skäl {id}"),
        at: now(),
    };
    let rows = [row(1, rule::PLAN, child.id.0.to_string()), row(2, rule::READ_OUT, action.id.0.to_string())];
    let number = meeting.point_number(&action);
    meeting.overrides = rows.to_vec();
    meeting.overrides[1].arende = action.arende;
    let whole = plain::render(&build(&meeting, &options(&meeting, None)));
    assert!(whole.contains(&format!("Åtgärd {number} är inte uppläst: påhittat skäl 2")), "{whole}");
    assert!(whole.contains("Samtycke till planen, ") && whole.contains("påhittat skäl 1"), "{whole}");
    // One reason for two rules says which of them it was written for.
    let twice = {
        let mut meeting = meeting.clone();
        let entry = meeting.entries.iter_mut().find(|entry| entry.id == action.id).unwrap();
        if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
            (action.owner, action.owner_name) = (None, None);
        }
        let read_out = meeting.overrides[1].clone();
        let complete = Override {
            id: uuid::Uuid::from_u128(1).into(),
            rule: rule::COMPLETE.to_owned(),
            ..read_out.clone()
        };
        meeting.overrides = vec![complete, read_out];
        plain::render(&build(&meeting, &options(&meeting, None)))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(twice.contains("ingen ansvarig: påhittat skäl 2 "), "{twice}");
    assert!(twice.contains("är inte uppläst: påhittat skäl 2 (skrivet för: har ingen ansvarig"), "{twice}");
    // The point is EMI's alone: so is why it wasn't read out.
    let mentor = meeting.participants.iter().find(|person| person.role == "Mentor").unwrap().name.clone();
    let copy = plain::render(&build(&meeting, &options(&meeting, Some(&mentor))));
    assert!(!copy.contains("påhittat skäl 2") && !copy.contains("är inte uppläst"), "{copy}");
}
