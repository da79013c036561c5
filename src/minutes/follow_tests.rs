//! What the papers of a follow-up, and of a plan's end, tell of what was agreed before: each thing once, and as it stands.

use super::order_tests::{closed, flat, options};
use super::{build, find_reader, plan};
use crate::demo::tests::now;
use crate::domain::agenda::EntryKind;
use crate::domain::consent::ConsentSheet;
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::RowId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionState, ActionStatus, ParticipantKind};
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A follow-up with nothing new, whose day is the demo's.
fn follow_up() -> Meeting {
    let mut sip = closed("sip");
    sip.entries.retain(|entry| matches!(entry.kind(), EntryKind::Rost | EntryKind::Fungerar));
    sip.plan_answers.clear();
    sip
}

/// A point of the plan of 1 September, with its number there.
fn point(meeting: &Meeting, number: usize, text: &str, told: Option<ActionState>) -> Earlier {
    let row = Earlier {
        arende: Some(meeting.items[0].arende),
        owner: Some("Jonas Exempel".to_owned()),
        number: Some(number),
        agreed_on: day("2026-09-01"),
        title: "SIP Påhittskolan".to_owned(),
        ..Earlier::made_up(100 + number as u128, text)
    };
    told.map_or(row.clone(), |state| row.told(state, now()))
}

/// Settled at a meeting before this one.
fn settled(row: Earlier, status: ActionState) -> Earlier {
    let by = ActionStatus {
        id: RowId(Uuid::from_u128(row.entry.0.as_u128() + 9)),
        entry: row.entry,
        meeting: None,
        status,
        evaluation: None,
        new_due: None,
        at: "2026-10-05T12:00:00Z".parse().unwrap(),
    };
    Earlier { state: Some(status), settled_by: Some(by), ..row }
}

fn goal(row: Earlier) -> Earlier {
    Earlier { kind: EntryKind::MalKort, owner: None, number: None, ..row.due_on(None) }
}

fn minutes(meeting: &Meeting) -> String {
    flat(&build(meeting, &options()))
}

fn min_plan(meeting: &Meeting, kind: ParticipantKind) -> String {
    let person = meeting.participants.iter().find(|one| one.kind == kind).unwrap();
    let reader = find_reader(meeting, &person.name_and_role()).unwrap();
    flat(&plan(meeting, &[reader], false).unwrap())
}

/// What stands after a heading.
fn under<'a>(paper: &'a str, heading: &str) -> &'a str {
    paper.split(heading).nth(1).unwrap_or_else(|| panic!("{heading}: {paper}"))
}

/// A plan that ends, with what was reached, done and dropped before, and what is told of now.
fn ending() -> Meeting {
    let mut sip = follow_up();
    sip.settled_before = vec![
        settled(point(&sip, 1, "Boka tid", None), ActionState::Klar),
        settled(point(&sip, 2, "Skicka sms", None), ActionState::Inaktuell),
        settled(goal(point(&sip, 8, "Sover åtta timmar", None)), ActionState::Klar),
    ];
    let start = day("2026-09-01");
    let habit = |row: Earlier| row.due_on(Some(Due::Ongoing { start }));
    sip.earlier = vec![
        habit(point(&sip, 3, "Samtal varje vecka", Some(ActionState::Klar))),
        habit(Earlier {
            is_condition: true,
            ..point(&sip, 4, "Slipper prata i klassen", Some(ActionState::Klar))
        }),
        habit(point(&sip, 5, "Lugn plats", Some(ActionState::Pagar))),
        goal(point(&sip, 9, "Här varje måndag", Some(ActionState::Klar))),
    ];
    sip.head.sip_ended = Some(sip.head.planned.date());
    sip
}

#[test]
fn the_end_of_a_plan_accounts_for_all_goals_and_promises_of_all_its_meetings() {
    let sip = ending();
    for paper in [
        minutes(&sip),
        min_plan(&sip, ParticipantKind::Barn),
        min_plan(&sip, ParticipantKind::Vardnadshavare),
    ] {
        for row in sip.earlier.iter().chain(&sip.settled_before) {
            assert_eq!(paper.matches(&row.text).count(), 1, "{}: {paper}", row.text);
        }
        assert!(paper.contains("nått 5 oktober 2026"), "{paper}");
    }
    let whole = minutes(&sip);
    assert!(under(&whole, "SÅ GICK DET MED PLANEN").contains("klar 5 oktober 2026"), "{whole}");
    // While the plan goes on nothing is summed up.
    let mut going_on = ending();
    (going_on.head.sip_ended, going_on.settled_before) = (None, Vec::new());
    assert!(minutes(&going_on).contains("FRÅN FÖRRA GÅNGEN"));
}

#[test]
fn a_plan_that_ends_says_what_is_done_and_what_goes_on_after_it() {
    let paper = min_plan(&ending(), ParticipantKind::Barn);
    let goes_on = under(&paper, "DET HÄR FORTSÄTTER NÄR PLANEN ÄR SLUT");
    let (goes_on, rest) = goes_on.split_once("DET HÄR ÄR REDAN GJORT").unwrap();
    let (done, dropped) = rest.split_once("DET HÄR BEHÖVS INTE LÄNGRE").unwrap();
    assert!(goes_on.contains("Lugn plats"), "{paper}");
    assert!(done.contains("Boka tid") && done.contains("Samtal varje vecka"), "{paper}");
    // Also what somebody asked of the plan.
    assert!(done.contains("Slipper prata i klassen") && !paper.contains("GÄLLER OCKSÅ"), "{paper}");
    assert!(dropped.contains("Skicka sms") && !paper.contains("fråga oss"), "{paper}");
}

#[test]
fn what_is_settled_as_a_plan_ends_goes_on_in_no_paper() {
    const TEXT: &str = "Det som provas";
    let kinds: [(EntryKind, bool); 5] = [
        (EntryKind::Atgard, false),
        (EntryKind::Atgard, true),
        (EntryKind::Beslut, false),
        (EntryKind::MalKort, false),
        (EntryKind::MalLang, false),
    ];
    for (kind, is_condition) in kinds {
        for state in [None].into_iter().chain(ActionState::ALL.iter().copied().map(Some)) {
            let mut sip = ending();
            let row = Earlier { kind, is_condition, ..point(&sip, 7, TEXT, None) };
            sip.earlier.push(state.map_or(row.clone(), |state| row.told(state, now())));
            let papers = [minutes(&sip)].into_iter();
            let plans = [ParticipantKind::Barn, ParticipantKind::Vardnadshavare].map(|to| min_plan(&sip, to));
            for paper in papers.chain(plans) {
                let case = format!("{kind:?} {is_condition} {state:?}: {paper}");
                assert!(paper.matches(TEXT).count() <= 1, "{case}");
                let Some((before, after)) = paper.split_once(TEXT) else { continue };
                if !state.is_some_and(ActionState::is_settled) {
                    continue;
                }
                // What goes on stands under a heading, or has a state, that says so.
                let heading = before.rsplit("---").next().unwrap_or_default().to_lowercase();
                assert!(!heading.contains("fortsätter"), "{case}");
                let own = after.split(" - ").next().unwrap_or_default();
                assert!(!own.contains("gäller också när planen är slut"), "{case}");
                let is_under = |heading: &str| {
                    let at = before.to_lowercase().rfind(heading);
                    let next = |at: usize| before.to_lowercase()[at + heading.len()..].contains("det här ");
                    at.is_some_and(|at| !next(at))
                };
                assert!(!is_under("det här gäller också när planen är slut"), "{case}");
            }
        }
    }
}

#[test]
fn a_passed_day_is_said_to_have_passed_and_why_another_came() {
    let mut sip = follow_up();
    let held = sip.head.started.unwrap().date_naive();
    let passed = Due::By(held.pred_opt().unwrap());
    let later = Due::By(held + chrono::Days::new(30));
    let told = |row: &mut Earlier, why: &str, new_due: Option<Due>| {
        let told = row.told.as_mut().unwrap();
        (told.evaluation, told.new_due) = (Some(why.to_owned()), new_due);
    };
    let due = |row: Earlier| row.due_on(Some(passed.clone()));
    let mut moved = due(point(&sip, 2, "Skicka brevet", None)).told(ActionState::Andrad, now());
    told(&mut moved, "posten var stängd", Some(later));
    sip.earlier = vec![
        due(point(&sip, 1, "Boka tid", None)).told(ActionState::EjPaborjad, now()),
        moved,
        due(point(&sip, 3, "Ring hem", None)).told(ActionState::Pagar, now()),
    ];
    told(&mut sip.earlier[2], "ringt två gånger", None);
    // A habit with a new day on which one looks at it: what is said of it is no reason.
    let mut habit = point(&sip, 4, "Läsa varje kväll", None).due_on(Some(Due::Daily { start: held }));
    (habit.follow_up, habit.follow_up_before) = (Some(held), Some(held));
    let word = ActionStatus {
        new_due: Some(Due::By(held + chrono::Days::new(21))),
        evaluation: Some("två kvällar av tre".to_owned()),
        ..habit.clone().told(ActionState::Pagar, now()).told.unwrap()
    };
    habit.hear(&word);
    sip.earlier.push(habit);
    let paper = min_plan(&sip, ParticipantKind::Vardnadshavare);
    let row = |text: &str| under(&paper, text).chars().take(120).collect::<String>();
    assert!(row("Boka tid").contains("inte påbörjad än; ny dag saknas (den förra var"), "{paper}");
    assert!(row("Ring hem").contains("ny dag saknas"), "{paper}");
    assert!(row("Ring hem").contains("Hur det har gått: ringt två gånger"), "{paper}");
    let habit = under(&paper, "Läsa varje kväll").chars().take(260).collect::<String>();
    assert!(habit.contains("Hur det har gått: två kvällar av tre") && habit.contains("Följs upp"), "{paper}");
    let moved = row("Skicka brevet");
    assert!(moved.contains("senast") && moved.contains("Varför: posten var stängd"), "{paper}");
    let whole = minutes(&sip);
    assert!(under(&whole, "Boka tid").contains("ny dag saknas"), "{whole}");
    assert!(under(&whole, "Skicka brevet").contains("Hur det gick: posten var stängd"), "{whole}");
}

#[test]
fn what_goes_on_stands_once_in_the_minutes_with_how_it_went_and_its_plan_once() {
    let mut sip = follow_up();
    sip.earlier = vec![
        point(&sip, 1, "Boka tid", Some(ActionState::Pagar)),
        point(&sip, 2, "Skicka sms", Some(ActionState::Klar)),
        point(&sip, 3, "Ring hem", Some(ActionState::Inaktuell)),
        goal(point(&sip, 8, "Sover hela natten", Some(ActionState::Pagar))),
    ];
    let paper = minutes(&sip);
    for row in &sip.earlier {
        assert_eq!(paper.matches(&row.text).count(), 1, "{}: {paper}", row.text);
    }
    let goes_on = under(&paper, "Det här fortsätter (planen 1 september 2026)");
    assert!(goes_on.contains("1. Boka tid") && goes_on.contains("Läge: pågår"), "{paper}");
    assert_eq!(paper.matches("Bestämt vid SIP Påhittskolan").count(), 1, "{paper}");
    assert!(!paper.contains("Från: SIP"), "{paper}");
}

#[test]
fn a_child_is_named_once_and_reads_its_own_words_and_who_really_does_something() {
    let mut sip = follow_up();
    let kid = sip.participants.iter().find(|one| one.kind == ParticipantKind::Barn).unwrap().clone();
    let mother =
        sip.participants.iter().find(|one| one.kind == ParticipantKind::Vardnadshavare).unwrap().name.clone();
    let of = |row: Earlier, owner: &str| Earlier { owner: Some(owner.to_owned()), ..row };
    let row = |number| of(point(&sip, number, "Läsa", Some(ActionState::Pagar)), &mother);
    sip.earlier = vec![row(1)];
    let paper = min_plan(&sip, ParticipantKind::Barn);
    assert!(paper.contains("DET HÄR FORTSÄTTER DIN FAMILJ MED"), "{paper}");
    assert!(paper.contains("Vem: ") && !paper.contains("Ansvarig"), "{paper}");
    sip.earlier.push(of(point(&sip, 2, "Rita", Some(ActionState::Pagar)), &kid.name));
    assert!(min_plan(&sip, ParticipantKind::Barn).contains("DET HÄR FORTSÄTTER DU OCH DIN FAMILJ MED"));
    sip.earlier.remove(0);
    assert!(min_plan(&sip, ParticipantKind::Barn).contains("DET HÄR FORTSÄTTER DU MED"));
    let arende = sip.items[0].arende;
    let child = sip.arende(arende).unwrap().child.unwrap();
    sip.children.iter_mut().find(|one| one.id == child).unwrap().name = Some("Vera Påhitt".to_owned());
    let paper = min_plan(&sip, ParticipantKind::Barn);
    assert!(paper.contains("För: Vera Påhitt") && !paper.contains("Namn:"), "{paper}");
    let paper = min_plan(&sip, ParticipantKind::Vardnadshavare);
    assert!(paper.contains("Planen gäller: Vera Påhitt") && !paper.contains("Namn:"), "{paper}");
}

#[test]
fn a_consent_form_names_the_child_as_a_letter_does_and_not_as_the_staff_do() {
    let mut sip = follow_up();
    sip.children.iter_mut().for_each(|child| child.called = None);
    let named = |sip: &Meeting| ConsentSheet::of_meeting(sip, &sip.items[0]).unwrap().child;
    assert_eq!(named(&sip), "Vera");
    sip.children[0].protected = true;
    assert_eq!(named(&sip), sip.children[0].alias, "never of a protected child");
    sip.children[0].protected = false;
    sip.participants.retain(|person| person.kind != ParticipantKind::Barn);
    assert_eq!(named(&sip), sip.children[0].alias, "nobody knows another");
}

/// Somebody's grandmother, who wasn't at the first meeting and isn't called to this one.
fn grandmothers(meeting: &Meeting, number: usize, told: Option<ActionState>) -> Earlier {
    let row = Earlier {
        owner: Some("Berit Ros".to_owned()),
        owner_then: Some(("Farmor".to_owned(), ParticipantKind::Narstaende)),
        asked: true,
        ..point(meeting, number, "Hämta på onsdagar", None)
    };
    told.map_or(row.clone(), |state| row.told(state, now()))
}

#[test]
fn who_is_still_asked_keeps_role_and_side_where_they_take_no_part() {
    let mut sip = follow_up();
    sip.earlier = vec![grandmothers(&sip, 2, None), point(&sip, 3, "Ring hem", None)];
    let paper = minutes(&sip);
    let own = under(&paper, "Det här fortsätter familjen med");
    assert!(own.contains("Hämta på onsdagar") && own.contains("Berit Ros, farmor – tillfrågas"), "{paper}");
    let childs = min_plan(&sip, ParticipantKind::Barn);
    let own = under(&childs, "DIN FAMILJ MED").split("Ring hem").next().unwrap();
    assert!(own.contains("Hämta på onsdagar") && own.contains("farmor – vi frågar"), "{childs}");
    assert!(!childs.contains("Berit"), "{childs}");
    // Somebody has to tell her; and nobody where she is here, or it is dropped.
    let told = |sip: &Meeting| crate::domain::copies::untold_words(sip, now().date_naive()).join(" ");
    assert!(told(&sip).contains("Berit Ros, farmor: var inte här"), "{}", told(&sip));
    let mut dropped = sip.clone();
    dropped.earlier[0] = grandmothers(&sip, 2, Some(ActionState::Inaktuell));
    assert!(!told(&dropped).contains("Berit"), "{}", told(&dropped));
    sip.participants[0].name = "Berit Ros".to_owned();
    assert!(!told(&sip).contains("Berit Ros, farmor"), "{}", told(&sip));
}

#[test]
fn nobody_is_asked_any_more_for_what_is_dropped() {
    let mut sip = ending();
    sip.earlier.push(grandmothers(&sip, 7, Some(ActionState::Inaktuell)));
    let paper = minutes(&sip);
    assert!(paper.contains("Berit Ros, farmor – tillfrågades"), "{paper}");
    for kind in [ParticipantKind::Barn, ParticipantKind::Vardnadshavare] {
        let plan = min_plan(&sip, kind);
        let dropped = under(&plan, "DET HÄR BEHÖVS INTE LÄNGRE");
        assert!(dropped.to_lowercase().contains("farmor") && !dropped.contains("frågar"), "{plan}");
    }
    // Also of a plan's own points.
    let mut first = closed("sip");
    let asked = first.actions().find(|entry| crate::domain::rules::is_asked(&first, entry)).cloned();
    let asked = asked.expect("somebody is asked in the demo");
    first.action_status.push(ActionStatus {
        id: RowId(Uuid::from_u128(77)),
        entry: asked.id,
        meeting: Some(first.id()),
        status: ActionState::Inaktuell,
        evaluation: None,
        new_due: None,
        at: now(),
    });
    assert!(!crate::domain::rules::is_asked(&first, &asked));
}

/// A decision of the plan of 1 September.
fn decided(meeting: &Meeting, told: Option<ActionState>) -> Earlier {
    let row = Earlier {
        kind: EntryKind::Beslut,
        owner: None,
        number: None,
        ..point(meeting, 9, "Bo går in från gården", None)
    };
    let row = row.due_on(None);
    told.map_or(row.clone(), |state| row.told(state, now()))
}

#[test]
fn a_decision_of_the_plan_holds_until_it_is_said_not_to() {
    let mut sip = follow_up();
    for told in [None, Some(ActionState::Pagar)] {
        sip.earlier = vec![decided(&sip, told), point(&sip, 3, "Ring hem", None)];
        let paper = minutes(&sip);
        assert!(under(&paper, "Det här gäller").contains("Bo går in från gården"), "{paper}");
        assert!(paper.contains("Beslutat: 1 september 2026"), "{paper}");
        assert_eq!(paper.matches("Bo går in från gården").count(), 1, "{paper}");
        for kind in [ParticipantKind::Barn, ParticipantKind::Vardnadshavare] {
            let plan = min_plan(&sip, kind);
            assert!(under(&plan, "DET HÄR GÄLLER").contains("Bo går in från gården"), "{plan}");
        }
    }
    sip.earlier[0] = decided(&sip, Some(ActionState::Inaktuell));
    let paper = minutes(&sip);
    assert!(under(&paper, "Beslut från förra gången").contains("gäller inte längre"), "{paper}");
    assert!(!min_plan(&sip, ParticipantKind::Barn).contains("Bo går in"));
}

#[test]
fn at_a_plans_end_it_is_said_what_becomes_of_its_decisions() {
    let mut sip = ending();
    let by = |row: Earlier| Earlier { decided_by: Some("Rektor".to_owned()), ..row };
    sip.earlier.push(by(decided(&sip, None)));
    let said = |sip: &Meeting| (minutes(sip), min_plan(sip, ParticipantKind::Barn));
    let (paper, plan) = said(&sip);
    assert!(under(&paper, "Beslut i planen").contains("togs inte upp"), "{paper}");
    assert!(paper.contains("Beslutat av: Rektor"), "{paper}");
    let said_of_it = under(&plan, "DET HÄR BESTÄMDE VI I PLANEN");
    assert!(said_of_it.contains("Bo går in från gården Läge: togs inte upp"), "{plan}");
    let count = |sip: &Meeting| crate::domain::rules::unanswered_decisions(sip, None).count();
    let going_on =
        Meeting { head: crate::domain::record::Head { sip_ended: None, ..sip.head.clone() }, ..sip.clone() };
    assert_eq!((count(&sip), count(&going_on)), (1, 0), "it holds on by itself as long as the plan does");
    let last = sip.earlier.len() - 1;
    sip.earlier[last] = by(decided(&sip, Some(ActionState::Inaktuell)));
    assert!(minutes(&sip).contains("Beslutat av: Rektor") && count(&sip) == 0, "{}", minutes(&sip));
    sip.earlier[last] = by(decided(&sip, Some(ActionState::Pagar)));
    let (paper, plan) = said(&sip);
    assert_eq!(count(&sip), 0);
    assert!(under(&paper, "Beslut i planen").contains("gäller också när planen är slut"), "{paper}");
    assert!(under(&plan, "DET HÄR GÄLLER OCKSÅ NÄR PLANEN ÄR SLUT").contains("Bo går in"), "{plan}");
}
