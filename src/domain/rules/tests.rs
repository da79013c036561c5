//! Where the rules speak on a walk through a meeting with four ärenden: one done, one under way in nuläge, a follow-up and a
//! group that wait.

use super::*;
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::{ConsentRule, EntryKind, Huvudman};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{MeetingId, RowId};
use crate::domain::record::{ActionState, Attendance, Body, Presence};
use Phase::{Ansvar, Behov, Nulage, Planering, Sammanhang};

fn today() -> NaiveDate {
    now().date_naive()
}

fn meeting() -> Meeting {
    demo::meetings(now(), &agenda).pop().unwrap()
}

/// A place: the phase, and which of the ärenden in order.
fn place(meeting: &Meeting, (phase, arende): (Phase, Option<usize>)) -> Position {
    Position { phase, arende: arende.map(|at| meeting.items[at].id) }
}

/// The meeting as it would be if it stood there.
fn standing(mut meeting: Meeting, here: (Phase, Option<usize>)) -> Meeting {
    let Position { phase, arende } = place(&meeting, here);
    (meeting.head.phase, meeting.head.current) = (phase, arende);
    meeting
}

/// What is left for good on the way, as phases of ärenden in order.
fn left(meeting: &Meeting, to: (Phase, Option<usize>), way: Way) -> Vec<(Phase, Option<usize>)> {
    let number = |id: MeetingArendeId| meeting.items.iter().position(|item| item.id == id);
    passed(meeting, place(meeting, to), way, today())
        .into_iter()
        .map(|stop| (stop.phase, stop.arende.and_then(number)))
        .collect()
}

#[test]
fn forward_is_what_comes_later_on_the_walk() {
    let meeting = meeting();
    let forward = |to| is_forward(&meeting, place(&meeting, to));
    for to in
        [(Behov, Some(1)), (Planering, Some(1)), (Planering, Some(2)), (Nulage, Some(3)), (Ansvar, None)]
    {
        assert!(forward(to), "{to:?}");
    }
    // Where it stands, what comes before, and what is no part of the walk.
    for to in [(Nulage, Some(1)), (Sammanhang, None), (Planering, Some(0)), (Nulage, Some(2)), (Behov, None)]
    {
        assert!(!forward(to), "{to:?}");
    }
}

#[test]
fn beside_the_walk_one_stands_before_all_of_it() {
    // A follow-up's nuläge is no part of the walk.
    let mut meeting = standing(meeting(), (Nulage, Some(2)));
    let forward = |meeting: &Meeting, to| is_forward(meeting, place(meeting, to));
    for to in [(Planering, Some(2)), (Nulage, Some(0)), (Nulage, Some(3)), (Sammanhang, None), (Ansvar, None)]
    {
        assert!(forward(&meeting, to), "{to:?}");
    }
    assert!(!forward(&meeting, (Nulage, Some(2))), "where it stands");
    assert!(!forward(&meeting, (Behov, Some(2))), "beside the walk too");
    // Later than all that its own ärende has on the walk.
    meeting.items[2].follow_up = false;
    meeting.items[2].state = ArendeState::Uppskjutet;
    assert!(forward(&meeting, (Ansvar, None)));
}

#[test]
fn the_stop_and_all_that_a_jump_passes_are_left() {
    let meeting = meeting();
    assert_eq!(left(&meeting, (Behov, Some(1)), Way::On), [(Nulage, Some(1))]);
    assert_eq!(left(&meeting, (Planering, Some(1)), Way::On), [(Nulage, Some(1)), (Behov, Some(1))]);
    let own = [(Nulage, Some(1)), (Behov, Some(1)), (Planering, Some(1))];
    assert_eq!(left(&meeting, (Planering, Some(2)), Way::On), own, "on to the next ärende");
    assert_eq!(left(&meeting, (Nulage, Some(3)), Way::On), own, "one that waits isn't left by being passed");
    assert_eq!(
        left(&meeting, (Ansvar, None), Way::On),
        own,
        "nor by the end, and one that is done was left before"
    );
}

#[test]
fn going_back_or_aside_leaves_nothing_for_good() {
    let meeting = meeting();
    for to in [(Nulage, Some(1)), (Sammanhang, None), (Planering, Some(0))] {
        assert_eq!(left(&meeting, to, Way::On), [], "{to:?}");
    }
    assert_eq!(left(&meeting, (Planering, Some(2)), Way::Aside), []);
    assert_eq!(
        left(&meeting, (Planering, Some(1)), Way::Aside),
        [(Nulage, Some(1)), (Behov, Some(1))],
        "within one's own ärende one is left, and what is jumped over"
    );
    assert_eq!(
        left(&meeting, (Ansvar, None), Way::Aside),
        [(Nulage, Some(1)), (Behov, Some(1)), (Planering, Some(1))],
        "and where one goes to no other"
    );
    let start = standing(meeting, (Sammanhang, None));
    assert_eq!(left(&start, (Nulage, Some(1)), Way::Aside), [(Sammanhang, None)], "nor comes from one");
}

#[test]
fn what_was_begun_and_laid_aside_is_left_at_ansvar_from_where_it_stood() {
    let mut meeting = meeting();
    (meeting.items[0].state, meeting.items[0].phase) = (ArendeState::Pagar, Planering);
    (meeting.items[3].state, meeting.items[3].phase) = (ArendeState::Pagar, Behov);
    let own = [(Nulage, Some(1)), (Behov, Some(1)), (Planering, Some(1))];
    let end = [&[(Planering, Some(0))], &own[..], &[(Behov, Some(3)), (Planering, Some(3))]].concat();
    assert_eq!(left(&meeting, (Ansvar, None), Way::On), end);
    assert_eq!(left(&meeting, (Ansvar, None), Way::Aside), end);
    assert_eq!(left(&meeting, (Planering, Some(2)), Way::On), own, "only there");
    // One that stands in no phase of its own has all of them left.
    meeting.items[3].phase = Sammanhang;
    assert!(left(&meeting, (Ansvar, None), Way::On).contains(&(Nulage, Some(3))));
}

#[test]
fn what_may_not_be_spoken_of_is_not_asked_about() {
    let mut meeting = meeting();
    meeting.agenda.consent = ConsentRule::Kravs;
    assert!(silenced(&meeting, &meeting.items[1], today()).is_some());
    assert_eq!(left(&meeting, (Planering, Some(2)), Way::On), []);
}

#[test]
fn a_meeting_about_one_child_leaves_its_stops_whatever_its_state() {
    let mut meeting = standing(meeting(), (Sammanhang, None));
    meeting.items.truncate(1);
    meeting.items[0].state = ArendeState::Vantar;
    let all = [(Sammanhang, None), (Nulage, Some(0)), (Behov, Some(0)), (Planering, Some(0))];
    assert_eq!(left(&meeting, (Ansvar, None), Way::On), all[..1], "one of many that waits isn't left");
    meeting.agenda.many = false;
    assert_eq!(left(&meeting, (Ansvar, None), Way::On), all);
}

#[test]
fn from_beside_the_walk_the_stop_itself_and_what_follows_in_its_arende_are_left() {
    let mut meeting = standing(meeting(), (Nulage, Some(2)));
    meeting.items[2].state = ArendeState::Pagar;
    assert_eq!(left(&meeting, (Planering, Some(2)), Way::On), [(Nulage, Some(2))]);
    assert_eq!(left(&meeting, (Nulage, Some(3)), Way::On), [(Nulage, Some(2)), (Planering, Some(2))]);
}

#[test]
fn what_is_wanted_elsewhere_says_where_and_the_gravest_comes_first() {
    let mut meeting = meeting();
    meeting.agenda.phases.nulage.requires_all = vec![EntryKind::Svarare];
    meeting.agenda.phases.behov.requires_all = vec![EntryKind::Behov];
    let to = place(&meeting, (Planering, Some(1)));
    let found = before_going(&meeting, to, Way::On, today());
    let wanted: Vec<_> =
        found.iter().filter(|one| one.rule == rule::CONTENT).map(|one| one.at.map(|at| at.phase)).collect();
    assert_eq!(wanted, [None, Some(Behov)], "here, and on the way");
    assert!(found.is_sorted_by_key(|one| one.severity));
    assert!(
        before_going(&meeting, place(&meeting, (Planering, Some(0))), Way::On, today()).is_empty(),
        "back"
    );
}

#[test]
fn going_back_asks_what_protects_a_child_and_what_one_begins_lacks() {
    // Standing in the last of them, with one that was passed and one that is done.
    let mut meeting = standing(meeting(), (Nulage, Some(3)));
    meeting.items[2].state = ArendeState::Pagar;
    meeting.fields.clear();
    let rules = |meeting: &Meeting, to| {
        let found = before_going(meeting, place(meeting, to), Way::Aside, today());
        found.iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(
        rules(&meeting, (Nulage, Some(0))),
        [""; 0],
        "it was begun before, and lacks what it lacked then"
    );
    meeting.items[0].state = ArendeState::Vantar;
    assert_eq!(rules(&meeting, (Nulage, Some(0))), [rule::FIELD], "it hasn't been begun");
    for (consent, severity) in
        [(ConsentRule::Kravs, Severity::Blocking), (ConsentRule::KravsUtomSkyddsskal, Severity::Overridable)]
    {
        meeting.items[0].state = ArendeState::Klart;
        meeting.agenda.consent = consent;
        let found = before_going(&meeting, place(&meeting, (Nulage, Some(0))), Way::Aside, today());
        assert_eq!(
            found.iter().map(|one| (one.rule, one.severity)).collect::<Vec<_>>(),
            [(rule::CONSENT, severity)]
        );
    }
}

#[test]
fn planering_is_done_when_what_it_insists_on_is_there_or_a_reason_was_given() {
    let mut meeting = meeting();
    let item = meeting.items[1].id;
    let spec = &mut meeting.agenda.phases.planering;
    (spec.requires_all, spec.requires) = (vec![EntryKind::Beslut], Vec::new());
    assert!(!is_done(&meeting, item));
    let mut found = Vec::new();
    leaving::leaving(&meeting, Position { phase: Planering, arende: Some(item) }, &mut found);
    for finding in &found {
        meeting.overrides.push(reason_for(&meeting, finding.rule, finding.arende, &finding.about));
    }
    assert!(is_done(&meeting, item));
    meeting.overrides.clear();
    meeting.agenda.phases.planering.requires_all.clear();
    assert!(is_done(&meeting, item));
}

fn reason_for(meeting: &Meeting, rule: &str, arende: Option<MeetingArendeId>, about: &[String]) -> Override {
    Override {
        id: RowId(uuid::Uuid::nil()),
        meeting: meeting.id(),
        arende,
        rule: rule.to_owned(),
        about: (!about.is_empty()).then(|| about.join(Override::BETWEEN)),
        reason: "påhittat skäl".to_owned(),
        at: now(),
    }
}

#[test]
fn a_reason_covers_its_rule_its_arende_and_what_was_shown() {
    let mut meeting = meeting();
    let (one, other) = (Some(meeting.items[0].id), Some(meeting.items[1].id));
    let about = ["a", "b"].map(str::to_owned);
    meeting.overrides =
        vec![reason_for(&meeting, rule::FIELD, one, &about), reason_for(&meeting, rule::PLAN, None, &[])];
    for (rule, arende, about, excused) in [
        (rule::FIELD, one, "a", true),
        (rule::FIELD, one, "b", true),
        (rule::FIELD, one, "c", false),
        (rule::FIELD, one, "", false),
        (rule::FIELD, other, "a", false),
        (rule::ROUND, one, "a", false),
        (rule::PLAN, None, "", true),
        (rule::PLAN, one, "", false),
    ] {
        assert_eq!(is_excused(&meeting, rule, arende, about), excused, "{rule} {about:?}");
    }
    let finding = |severity, about: &[&str]| Finding {
        rule: rule::FIELD,
        severity,
        arende: one,
        about: about.iter().map(|key| (*key).to_owned()).collect(),
        ..Finding::PLAIN
    };
    let found = vec![
        finding(Severity::Overridable, &["a", "b"]),
        finding(Severity::Advisory, &["a", "c"]),
        finding(Severity::Overridable, &[]),
        finding(Severity::Blocking, &["a"]),
    ];
    let left: Vec<_> =
        finish(&meeting, found).into_iter().map(|one| (one.severity, one.about.len())).collect();
    let wanted = [(Severity::Blocking, 1), (Severity::Overridable, 0), (Severity::Advisory, 2)];
    assert_eq!(left, wanted, "all of it must be covered, and what protects a child never is");
}

#[test]
fn who_and_what_a_form_is_for() {
    let of = |individuals, groups| {
        let mut agenda = meeting().agenda;
        (agenda.individuals, agenda.groups) = (individuals, groups);
        agenda
    };
    for (individuals, groups, individual, rule) in [
        (true, true, true, None),
        (true, true, false, None),
        (false, true, true, Some(rule::INDIVIDUAL)),
        (false, true, false, None),
        (true, false, false, Some(rule::SUBJECT)),
        (true, false, true, None),
    ] {
        let said = may_take_up(&of(individuals, groups), individual).err().map(|finding| finding.rule);
        assert_eq!(said, rule, "{individuals} {groups} {individual}");
    }
    let mut without = of(false, true);
    assert!(may_take_part(&without, ParticipantKind::Barn).is_err());
    assert!(may_take_part(&without, ParticipantKind::Vardnadshavare).is_ok());
    assert!(may_take_part(&of(true, true), ParticipantKind::Barn).is_ok());
    without.level = Level::Foraldrar;
    assert!(may_take_part(&without, ParticipantKind::Barn).is_ok(), "parents may bring their child");
}

#[test]
fn the_word_goes_to_the_child_first_and_to_each_who_is_still_there_but_the_interpreter() {
    let mut meeting = meeting();
    let item = meeting.items[1].id;
    let here = Some(item);
    let kinds = [
        ParticipantKind::Tolk,
        ParticipantKind::Narstaende,
        ParticipantKind::Vardnadshavare,
        ParticipantKind::Barn,
        ParticipantKind::Personal,
    ];
    let mut guests = Vec::new();
    for (person, kind) in meeting.participants.iter_mut().zip(kinds) {
        person.kind = kind;
        guests.push(person.id);
    }
    assert_eq!(
        round(&meeting, here).iter().filter(|person| person.is_family()).count(),
        0,
        "nobody has said whose"
    );
    let id = meeting.id();
    meeting.attendance.extend(guests.iter().map(|who| Attendance {
        id: RowId(who.0),
        meeting: id,
        participant: *who,
        arende: item,
    }));
    let gone = meeting.participants.last_mut().unwrap();
    gone.presence = Presence::Gatt;
    let order: Vec<_> = round(&meeting, here).iter().map(|person| person.id).collect();
    assert_eq!(order, [guests[3], guests[2], guests[1], guests[4]]);
}

#[test]
fn what_a_known_no_has_stopped_is_silent() {
    let mut meeting = meeting();
    let entry =
        meeting.entries.iter().find(|entry| entry.arende == Some(meeting.items[1].id)).unwrap().clone();
    let mut common = entry.clone();
    common.arende = None;
    assert!(!is_silent(&meeting, &entry));
    meeting.agenda.consent = ConsentRule::Kravs;
    assert!(!is_silent(&meeting, &entry), "nobody has answered");
    let arende = meeting.arende_of(&meeting.items[1]).unwrap().id;
    let sip = demo::meetings(now(), &agenda).remove(0);
    let mut no = sip.consents.first().unwrap().clone();
    (no.arende, no.answer) = (arende, crate::domain::record::ConsentAnswer::Nej);
    meeting.consents = vec![no];
    assert!(is_silent(&meeting, &entry));
    assert!(!is_silent(&meeting, &common), "what belongs to no ärende is nobody's");
}

/// A follow-up of a SIP: nothing is written anew, and before it these needs were written down.
fn follow_up(needs: &[(&str, &[Huvudman], Option<ActionState>)]) -> Meeting {
    let sip = demo::meetings(now(), &agenda).remove(0);
    let mut meeting = sip.clone();
    meeting.agenda = agenda("sip-uppfoljning").unwrap().0;
    meeting.head.follows = Some(MeetingId(uuid::Uuid::from_u128(77)));
    meeting.entries.clear();
    meeting.earlier = needs
        .iter()
        .zip(1..)
        .map(|((text, from, told), id)| {
            let need = Earlier {
                kind: EntryKind::Behov,
                arende: Some(meeting.items[0].arende),
                owner: None,
                needed_from: from.to_vec(),
                ..Earlier::made_up(id, text)
            };
            let need = need.due_on(None);
            told.map_or(need.clone(), |status| need.told(status, now()))
        })
        .collect();
    meeting
}

#[test]
fn what_was_needed_before_is_needed_still_in_a_follow_up() {
    use Huvudman::{Kommun, Region};
    let needs = |meeting: &Meeting| {
        before_closing(meeting, now().date_naive()).into_iter().find(|one| one.rule == rule::NEEDS)
    };
    let both: &[(&str, &[Huvudman], _)] = &[("Sova", &[Region], None), ("Morgnar", &[Kommun], None)];
    assert_eq!(needs(&follow_up(both)), None);
    assert_eq!(needs(&follow_up(&[("Sova", &[Kommun, Region], None)])), None);
    // A need that is met asks nothing of anybody any more.
    for state in [ActionState::Klar, ActionState::Inaktuell] {
        let met = follow_up(&[("Sova", &[Region], Some(state)), ("Morgnar", &[Kommun], None)]);
        let found = needs(&met).unwrap();
        assert_eq!(found.about, ["regionen"], "{state:?}");
        // What mends it is the need, written where needs are.
        assert_eq!(found.fix, Some(Todo::Write(EntryKind::Behov)));
        assert_eq!(found.at.map(|at| at.phase), Some(Phase::Behov));
    }
    let going = follow_up(&[("Sova", &[Region], Some(ActionState::Pagar)), ("Morgnar", &[Kommun], None)]);
    assert_eq!(needs(&going), None);
    // The first SIP is about what is needed now.
    let mut first = follow_up(both);
    first.head.follows = None;
    assert!(needs(&first).is_some());
}

#[test]
fn what_was_needed_before_counts_as_written_in_every_form_that_asks_for_needs() {
    let mut asked = 0;
    for form in crate::app::testing::forms() {
        let agenda = form.agenda.unwrap().0;
        let spec = agenda.phase(Behov);
        let insists =
            spec.requires.contains(&EntryKind::Behov) || spec.requires_all.contains(&EntryKind::Behov);
        if !agenda.has(Behov) || !insists {
            continue;
        }
        asked += 1;
        let about = |told| {
            let mut meeting = follow_up(&[("Sova", &[Huvudman::Region], told)]);
            meeting.agenda = agenda.clone();
            let at = Position { phase: Behov, arende: Some(meeting.items[0].id) };
            let found = leaving::content(&meeting, at);
            found.is_some_and(|found| found.about.iter().any(|what| what.contains("behov: behov")))
        };
        assert!(!about(None) && !about(Some(ActionState::Pagar)), "{}", agenda.id);
        assert!(about(Some(ActionState::Klar)), "{}", agenda.id);
    }
    assert!(asked > 5, "{asked}");
}

#[test]
fn a_deviation_says_which_point_it_is_from() {
    let mut meeting = meeting();
    let actions: Vec<Entry> =
        meeting.entries.iter().filter(|entry| entry.kind() == EntryKind::Atgard).cloned().collect();
    let action = actions.last().unwrap().clone();
    for entry in &mut meeting.entries {
        entry.confirmed = None;
        if let Body::Atgard(action) = &mut entry.body {
            (action.owner, action.owner_name) = (None, None);
        }
    }
    let number = meeting.point_number(&action);
    let of = |rule: &str, about: &str| {
        let row = reason_for(&meeting, rule, action.arende, &[about.to_owned()]);
        (deviation(&meeting, &row), deviation_of(&meeting, &row).map(|entry| entry.id))
    };
    let key = action.id.0.to_string();
    assert_eq!(
        of(rule::COMPLETE, &key),
        (Some(format!("Åtgärd {number} har ingen ansvarig")), Some(action.id))
    );
    assert_eq!(of(rule::READ_OUT, &key).0, Some(format!("Åtgärd {number} är inte uppläst")));
    // Who was asked for is no point.
    assert_eq!(of(rule::ROUND, &meeting.participants[0].id.0.to_string()).1, None);
}
