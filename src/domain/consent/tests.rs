//! What a consent allows, answer by answer, at made-up meetings with a row or two that matters.

use super::*;
use crate::demo::builder::{Builder, clock, moment};
use crate::demo::tests::agenda;
use crate::domain::ids::{Ids, MeetingArendeId, RowId};
use crate::domain::record::{ArendeState, Attendance, FieldValue, Override, Presence};
use chrono::TimeDelta;
use uuid::Uuid;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    moment(day().and_time(clock(hour, minute)))
}

/// A SIP about one child, under way since one o'clock, with nobody in it yet. It asks for consent.
fn sip() -> Builder {
    let mut b = Builder::new(&agenda("sip").unwrap(), "", day().and_time(clock(13, 0)), 1);
    let child = b.child("Lind", 2015);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Pagar);
    b
}

/// The same, but consent is asked for by another rule.
fn sip_by(rule: ConsentRule) -> Builder {
    let mut b = sip();
    b.meeting.agenda.consent = rule;
    b
}

fn item(meeting: &Meeting) -> &MeetingArende {
    &meeting.items[0]
}

/// What somebody answered when asked for consent.
#[derive(Clone, Copy, Debug)]
enum Says {
    Yes,
    /// As the child's only guardian.
    SoleYes,
    SoleNo,
    ChildYes,
    No,
    NoWithReason,
    /// Yes, and withdrawn twenty minutes into the meeting.
    TookBack,
    Unreached,
    UnreachedWithReason,
}

/// Writes down what somebody answered on the day of the meeting.
fn says(b: &mut Builder, who: &str, what: Says) -> ConsentId {
    let arende = item(&b.meeting).arende;
    let id = b.consent(arende, who, matches!(what, Says::ChildYes), day());
    let row = b.meeting.consents.last_mut().unwrap();
    row.answer = match what {
        Says::Yes | Says::SoleYes | Says::ChildYes | Says::TookBack => ConsentAnswer::Ja,
        Says::SoleNo | Says::No | Says::NoWithReason => ConsentAnswer::Nej,
        Says::Unreached | Says::UnreachedWithReason => ConsentAnswer::Saknas,
    };
    row.sole = matches!(what, Says::SoleYes | Says::SoleNo);
    row.withdrawn = matches!(what, Says::TookBack).then(|| at(13, 20));
    row.reason =
        matches!(what, Says::NoWithReason | Says::UnreachedWithReason).then(|| "ett skäl".to_owned());
    id
}

/// Lets the last consent be one that was written down at a moment, in milliseconds since 1970.
fn written_at(b: &mut Builder, ms: u64) -> ConsentId {
    let id = Ids::new(ms).next(ms);
    b.meeting.consents.last_mut().unwrap().id = id;
    id
}

fn guardians_must_not_know(b: &mut Builder) {
    b.meeting.fields.push(FieldValue {
        id: RowId(Uuid::from_u128(1)),
        meeting: b.id(),
        arende: Some(item(&b.meeting).id),
        field: KNOWLEDGE_FIELD.to_owned(),
        value: "nej".to_owned(),
        rev: 1,
    });
}

#[test]
fn a_yes_holds_until_its_last_day_and_a_known_no_stops_the_arende() {
    let last = latest_day(day()).pred_opt().unwrap();
    let after = latest_day(day());
    let valid = Standing::Valid { unnamed: Vec::new() };
    for (what, on, standing, stopped, hidden) in [
        (None, day(), Standing::Missing, false, true),
        (Some(Says::Yes), last, valid, false, false),
        (Some(Says::Yes), after, Standing::Expired(last), false, true),
        (Some(Says::No), day(), Standing::Refused, true, true),
        (Some(Says::TookBack), day(), Standing::Withdrawn, true, true),
        (Some(Says::Unreached), day(), Standing::Missing, false, true),
    ] {
        let mut b = sip();
        if let Some(what) = what {
            says(&mut b, "Ann Ask", what);
        }
        let meeting = b.meeting;
        let item = item(&meeting);
        assert_eq!(meeting.consent_standing(item, on), standing, "{what:?}");
        assert_eq!(meeting.is_stopped(item), stopped, "{what:?}");
        assert_eq!(meeting.is_hidden_from_wall(item, on), hidden, "{what:?}");
    }
}

#[test]
fn a_group_needs_no_consent_by_any_rule() {
    for rule in [
        ConsentRule::Kravs,
        ConsentRule::KravsUtomSkyddsskal,
        ConsentRule::KravsVidSekretessgrans,
        ConsentRule::Nej,
    ] {
        let mut b = sip_by(rule);
        b.staff("", "Mentor", "Skola", Huvudman::Kommun);
        b.staff("", "Psykolog", "BUP", Huvudman::Region);
        assert_eq!(b.meeting.needs_consent(item(&b.meeting)), rule != ConsentRule::Nej, "{rule:?}");
        b.meeting.arenden[0].child = None;
        assert!(!b.meeting.needs_consent(item(&b.meeting)), "{rule:?}");
    }
}

#[test]
fn a_form_that_asks_for_no_consent_is_not_stopped_by_a_no() {
    let mut b = sip_by(ConsentRule::Nej);
    says(&mut b, "Ann Ask", Says::No);
    let item = item(&b.meeting);
    assert_eq!(b.meeting.consent_standing(item, day()), Standing::NotNeeded);
    assert!(!b.meeting.is_stopped(item) && !b.meeting.is_hidden_from_wall(item, day()));
}

#[test]
fn nothing_stands_on_the_wall_of_what_the_guardians_must_not_know() {
    let mut b = sip();
    says(&mut b, "Ann Ask", Says::Yes);
    guardians_must_not_know(&mut b);
    assert!(b.meeting.is_hidden_from_wall(item(&b.meeting), day()));
}

#[test]
fn a_no_ends_the_meeting_only_where_it_was_the_meetings_only_matter() {
    let meeting = |what| {
        let mut b = sip();
        says(&mut b, "Ann Ask", what);
        b.meeting
    };
    assert!(meeting(Says::No).is_ended_by_no());
    assert!(!meeting(Says::Yes).is_ended_by_no());
    let mut many = meeting(Says::No);
    many.agenda.many = true;
    assert!(!many.is_ended_by_no(), "another ärende may be taken up");
    let mut empty = meeting(Says::No);
    empty.items.clear();
    assert!(!empty.is_ended_by_no(), "nobody has said what it is about");
}

#[test]
fn the_last_word_of_each_counts_to_the_millisecond() {
    // Within one second, and across the turn of a second.
    for (first, then) in [(1_795_436_400_100, 1_795_436_400_200), (1_795_436_400_900, 1_795_436_401_100)] {
        for rows_in_order in [true, false] {
            let mut b = sip();
            says(&mut b, "Ann Ask, mamma", Says::Yes);
            written_at(&mut b, first);
            says(&mut b, "ann  ask, vårdnadshavare", Says::No);
            let last = written_at(&mut b, then);
            if !rows_in_order {
                b.meeting.consents.reverse();
            }
            let meeting = b.meeting;
            let answers: Vec<_> =
                meeting.last_answers(item(&meeting).arende).iter().map(|consent| consent.id).collect();
            assert_eq!(answers, [last], "{first} {then}");
        }
    }
}

#[test]
fn one_guardians_yes_does_not_take_back_the_others_no() {
    let mut b = sip();
    says(&mut b, "Ann Ask", Says::No);
    written_at(&mut b, 1_795_436_400_000);
    says(&mut b, "Per Ask", Says::Yes);
    written_at(&mut b, 1_795_436_460_000);
    assert!(b.meeting.is_stopped(item(&b.meeting)));
}

#[test]
fn a_consent_holds_for_those_it_names_and_for_no_party_of_another_consent() {
    let mut b = sip();
    b.staff("Petra Ås", "Mentor", "Skola", Huvudman::Kommun);
    b.family("Gun Ask", "Mormor", ParticipantKind::Narstaende);
    let bup = b.staff("Nils Ek", "Psykolog", "BUP", Huvudman::Region);
    b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    let yes = says(&mut b, "Ann Ask", Says::Yes);
    b.party(yes, "Skola", "", None);
    b.party(yes, " mormor ", "", None);
    let expired = says(&mut b, "Per Ask", Says::Yes);
    b.meeting.consents.last_mut().unwrap().given_on = day() - TimeDelta::days(400);
    b.party(expired, "BUP", "", None);
    let meeting = b.meeting;
    assert_eq!(meeting.parties_of(yes).collect::<Vec<_>>(), ["Skola", " mormor "]);
    assert_eq!(meeting.consent_standing(item(&meeting), day()), Standing::Valid { unnamed: vec![bup] });
}

#[test]
fn a_reason_that_protects_the_child_covers_its_own_arende_until_a_consent_is_withdrawn() {
    let needs = |what: Says, key: &str, own: bool, hour: u32, minute: u32| {
        let mut b = sip_by(ConsentRule::KravsUtomSkyddsskal);
        says(&mut b, "Ann Ask", what);
        let other = MeetingArendeId(Uuid::from_u128(2));
        b.meeting.overrides.push(Override {
            id: RowId(Uuid::from_u128(1)),
            meeting: b.id(),
            arende: Some(if own { item(&b.meeting).id } else { other }),
            rule: key.to_owned(),
            about: None,
            reason: "barnets skydd".to_owned(),
            at: at(hour, minute),
        });
        b.meeting.needs_consent(item(&b.meeting))
    };
    let b = sip_by(ConsentRule::KravsUtomSkyddsskal);
    assert!(b.meeting.needs_consent(item(&b.meeting)), "no reason is written");
    for (what, key, own, (hour, minute), expected) in [
        (Says::Unreached, rule::CONSENT, true, (13, 5), false),
        (Says::Unreached, rule::CONSENT, false, (13, 5), true),
        (Says::Unreached, rule::GUARDIAN, true, (13, 5), true),
        // The consent is withdrawn at 13.20.
        (Says::TookBack, rule::CONSENT, true, (13, 5), true),
        (Says::TookBack, rule::CONSENT, true, (13, 20), true),
        (Says::TookBack, rule::CONSENT, true, (13, 21), false),
    ] {
        assert_eq!(needs(what, key, own, hour, minute), expected, "{what:?} {key} {own} {hour}.{minute}");
    }
}

#[test]
fn consent_is_asked_for_where_those_in_the_room_belong_to_different_authorities() {
    use Presence::{Distans, Franvarande, Gatt, Plats};
    let crosses = |people: &[(&str, Huvudman, Presence)], closed: bool| {
        let mut b = sip_by(ConsentRule::KravsVidSekretessgrans);
        for (unit, huvudman, presence) in people {
            let id = b.staff("", "", unit, *huvudman);
            b.with(id, |person| person.presence = *presence);
        }
        b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        b.family("Gun Ask", "Mormor", ParticipantKind::Narstaende);
        let meeting = if closed { b.closed(60) } else { b.meeting };
        meeting.needs_consent(item(&meeting))
    };
    let school = ("Skola", Huvudman::Kommun, Plats);
    let bup = |presence| ("BUP", Huvudman::Region, presence);
    let social = ("Socialtjänst", Huvudman::Kommun, Plats);
    for (people, while_held, afterwards) in [
        (vec![], false, false),
        (vec![school], false, false),
        (vec![school, school], false, false),
        (vec![school, social], true, true),
        (vec![school, bup(Plats)], true, true),
        (vec![school, bup(Distans)], true, true),
        (vec![school, bup(Gatt)], false, true),
        (vec![school, bup(Franvarande)], false, false),
        (vec![school, bup(Plats), social], true, true),
    ] {
        assert_eq!((crosses(&people, false), crosses(&people, true)), (while_held, afterwards), "{people:?}");
    }
}

#[test]
fn who_sits_in_another_arende_alone_makes_no_border_in_this_one() {
    let mut b = sip_by(ConsentRule::KravsVidSekretessgrans);
    b.staff("", "Mentor", "Skola", Huvudman::Kommun);
    let bup = b.staff("", "Psykolog", "BUP", Huvudman::Region);
    b.meeting.attendance.push(Attendance {
        id: RowId(Uuid::from_u128(1)),
        meeting: b.id(),
        participant: bup,
        arende: MeetingArendeId(Uuid::from_u128(2)),
    });
    assert!(!b.meeting.needs_consent(item(&b.meeting)));
}

#[test]
fn emi_is_a_border_where_the_form_gives_it_one() {
    for (border, role, needs) in [
        (EmiBorder::Ja, "Skolsköterska", true),
        (EmiBorder::Ja, "Skolpsykolog", true),
        (EmiBorder::Ja, "Kurator", false),
        (EmiBorder::Paminner, "Skolsköterska", false),
        (EmiBorder::Nej, "Skolläkare", false),
    ] {
        let mut b = sip_by(ConsentRule::KravsVidSekretessgrans);
        b.meeting.agenda.emi_border = border;
        b.staff("", "Mentor", "Skola", Huvudman::Kommun);
        let medical = b.staff("Siv", role, "Elevhälsa", Huvudman::Kommun);
        assert_eq!(b.meeting.needs_consent(item(&b.meeting)), needs, "{border:?} {role}");
        // Who has gone is told nothing.
        b.with(medical, |person| person.presence = Presence::Gatt);
        assert!(!b.meeting.needs_consent(item(&b.meeting)), "{border:?} {role}");
    }
}

#[test]
fn the_boards_of_a_municipality_keep_secrets_from_each_other_and_its_schools_do_not() {
    use Huvudman::{Annan, Familj, Kommun, Region, Stat};
    for (huvudman, unit, role, field) in [
        (Kommun, "Skola", "Mentor", "utbildning"),
        (Kommun, "Förskolan Tallen", "Pedagog", "utbildning"),
        (Kommun, "Centrala elevhälsan", "Psykolog", "utbildning"),
        (Kommun, "Socialtjänst", "Handläggare", "social"),
        (Kommun, "IFO barn/unga", "Handläggare", "social"),
        // Where no unit is written the role tells, and one that tells nothing belongs to the house.
        (Kommun, "", "Socialsekreterare", "social"),
        (Kommun, "", "Rektor", "utbildning"),
        (Kommun, " Kultur ", "Socialpedagog", "kultur"),
        (Region, "BUP", "Psykolog", ""),
        (Familj, "", "Mormor", ""),
        (Stat, "Polisen", "Skolpolis", "polisen"),
        (Annan, "Skolan Linden", "Rektor", "skolan linden"),
    ] {
        let mut b = sip();
        b.staff("", role, unit, huvudman);
        assert_eq!(field_of(&b.meeting.participants[0]), field, "{huvudman:?} {unit} {role}");
    }
}

#[test]
fn a_consent_is_withdrawn_here_from_the_first_minute_to_the_last_and_no_longer_when_it_is_given_anew() {
    for (when, open, closed) in [
        (at(12, 59), None, None),
        (at(13, 0), Some(at(13, 0)), Some(at(13, 0))),
        (at(13, 30), Some(at(13, 30)), Some(at(13, 30))),
        (at(14, 0), Some(at(14, 0)), Some(at(14, 0))),
        (at(14, 1), Some(at(14, 1)), None),
    ] {
        let mut b = sip();
        says(&mut b, "Ann Ask", Says::Yes);
        b.meeting.consents[0].withdrawn = Some(when);
        let mut meeting = b.meeting;
        assert_eq!(meeting.withdrawn_here(item(&meeting)), open, "{when}");
        meeting.head.ended = Some(at(14, 0));
        assert_eq!(meeting.withdrawn_here(item(&meeting)), closed, "{when}");
        meeting.head.started = None;
        assert_eq!(meeting.withdrawn_here(item(&meeting)), None, "it hasn't begun");
    }
    let mut b = sip();
    says(&mut b, "Ann Ask", Says::TookBack);
    says(&mut b, "Ann Ask", Says::Yes);
    written_at(&mut b, u64::try_from(at(13, 40).timestamp_millis()).unwrap());
    assert_eq!(b.meeting.withdrawn_here(item(&b.meeting)), None);
}

#[test]
fn who_goes_out_after_a_withdrawal_takes_the_border_along_but_not_the_no() {
    let mut b = sip_by(ConsentRule::KravsVidSekretessgrans);
    b.staff("", "Mentor", "Skola", Huvudman::Kommun);
    let bup = b.staff("", "Psykolog", "BUP", Huvudman::Region);
    says(&mut b, "Ann Ask", Says::TookBack);
    b.with(bup, |person| person.presence = Presence::Gatt);
    assert!(b.meeting.is_stopped(item(&b.meeting)));
}

#[test]
fn each_guardian_is_asked_and_who_was_not_reached_counts_when_the_reason_is_written() {
    let (ann, per) = ("Ann Ask", "Per Ask");
    let (both, one, none) = (vec![ann, per], vec![ann], vec![]);
    let both_silent = Some("Ann Ask och Per Ask");
    let per_silent = Some("Per Ask");
    let (nobody, the_other) = (Some("Vårdnadshavarna"), Some("Den andra vårdnadshavaren"));
    for (called, answers, unasked) in [
        (&both, vec![], both_silent),
        (&both, vec![(ann, Says::Yes)], per_silent),
        (&both, vec![(ann, Says::Yes), (per, Says::Yes)], None),
        (&both, vec![(ann, Says::Yes), ("Bo", Says::ChildYes)], per_silent),
        (&both, vec![(ann, Says::Yes), (per, Says::Unreached)], per_silent),
        (&both, vec![(ann, Says::Yes), (per, Says::UnreachedWithReason)], None),
        (&both, vec![(ann, Says::Yes), (per, Says::No)], None),
        (&both, vec![(ann, Says::Yes), (per, Says::NoWithReason)], None),
        (&both, vec![(ann, Says::Yes), (per, Says::TookBack)], None),
        // Who has the child alone answers for both, but not with a no.
        (&both, vec![(ann, Says::SoleYes)], None),
        (&both, vec![(ann, Says::SoleNo)], per_silent),
        // Two have answered, whatever they are called at the table.
        (&both, vec![("Mamma", Says::Yes), ("Pappa", Says::Yes)], None),
        (&one, vec![(ann, Says::Yes)], the_other),
        (&one, vec![(ann, Says::Yes), (per, Says::Yes)], None),
        (&none, vec![], nobody),
        (&none, vec![("Bo", Says::ChildYes)], nobody),
        (&none, vec![("Mamma", Says::Yes)], the_other),
        (&none, vec![("Mamma", Says::Yes), ("Pappa", Says::Yes)], None),
    ] {
        let mut b = sip();
        b.staff("Petra Ås", "Mentor", "Skola", Huvudman::Kommun);
        for name in called {
            b.family(name, "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        }
        for (who, what) in &answers {
            says(&mut b, who, *what);
        }
        let names: Vec<String> =
            b.meeting.unanswered(item(&b.meeting), day()).into_iter().map(|waited| waited.name).collect();
        let said = (!names.is_empty()).then(|| names.join(" och "));
        assert_eq!(said.as_deref(), unasked, "{called:?} {answers:?}");
    }
}

#[test]
fn the_child_is_asked_where_it_takes_part() {
    let unasked = |presence, answer: Option<Says>| {
        let mut b = sip();
        b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        let child = b.family("Bo", "Barnet", ParticipantKind::Barn);
        b.with(child, |person| person.presence = presence);
        if let Some(what) = answer {
            says(&mut b, "Bo", what);
        }
        b.meeting.unasked_child(item(&b.meeting), day())
    };
    let bo = Some("Bo".to_owned());
    assert_eq!(unasked(Presence::Plats, None), bo);
    assert_eq!(unasked(Presence::Plats, Some(Says::Yes)), bo, "somebody else of the same name answered");
    assert_eq!(unasked(Presence::Plats, Some(Says::ChildYes)), None);
    assert_eq!(unasked(Presence::Franvarande, None), None);
}

#[test]
fn the_last_answer_of_each_takes_the_place_of_those_before_it() {
    let mut b = sip();
    b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    b.staff("Petra Ås", "Mentor", "Skola", Huvudman::Kommun);
    let bup = b.staff("Pia Pil", "Psykolog", "BUP", Huvudman::Region);
    let ms = u64::try_from(at(13, 0).timestamp_millis()).unwrap();
    // A yes that names BUP, a no, and a narrower yes that doesn't.
    for (step, what, parties) in
        [(0, Says::SoleYes, &["Skola", "BUP"][..]), (1, Says::No, &[]), (2, Says::SoleYes, &["Skola"])]
    {
        says(&mut b, "Ann Ask", what);
        let id = written_at(&mut b, ms + step * 60_000);
        for part in parties {
            b.party(id, part, "vardagen", None);
        }
        let standing = b.meeting.consent_standing(item(&b.meeting), day());
        let wanted = match step {
            0 => Standing::Valid { unnamed: Vec::new() },
            1 => Standing::Refused,
            _ => Standing::Valid { unnamed: vec![bup] },
        };
        assert_eq!(standing, wanted, "{step}");
    }
    // That she is asked once more changes nothing of what she said.
    says(&mut b, "Ann Ask", Says::Unreached);
    written_at(&mut b, ms + 200_000);
    assert_eq!(b.meeting.consent_standing(item(&b.meeting), day()), Standing::Valid { unnamed: vec![bup] });
    says(&mut b, "Ann Ask", Says::No);
    written_at(&mut b, ms + 300_000);
    says(&mut b, "Ann Ask", Says::Unreached);
    written_at(&mut b, ms + 400_000);
    assert_eq!(b.meeting.consent_standing(item(&b.meeting), day()), Standing::Refused, "nor of a no");
}

#[test]
fn what_was_said_as_the_only_guardian_holds_no_longer_than_the_answer() {
    let long_ago = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
    let mut b = sip();
    b.family("Per Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    says(&mut b, "Ann Ask", Says::SoleYes);
    let old = b.meeting.consents.last_mut().unwrap();
    (old.given_on, old.valid_until) = (long_ago, latest_day(long_ago));
    assert!(matches!(b.meeting.consent_standing(item(&b.meeting), day()), Standing::Expired(_)));
    // She answers anew, and not as the only one: the other is asked again.
    says(&mut b, "Ann Ask", Says::Yes);
    let names = |b: &Builder| Waited::words(&b.meeting.unanswered(item(&b.meeting), day()));
    assert_eq!(names(&b).as_deref(), Some("Per Ask har inte svarat ännu"));
    says(&mut b, "Ann Ask", Says::SoleYes);
    written_at(&mut b, u64::try_from(at(13, 40).timestamp_millis()).unwrap());
    assert_eq!(names(&b), None, "the last answer is the one that counts");
}

#[test]
fn a_childs_answer_that_has_run_out_or_never_came_is_none() {
    let mut b = sip();
    b.family("Bo", "Barnet", ParticipantKind::Barn);
    let unasked = |b: &Builder| b.meeting.unasked_child(item(&b.meeting), day());
    says(&mut b, "Bo", Says::ChildYes);
    assert_eq!(unasked(&b), None);
    let row = b.meeting.consents.last_mut().unwrap();
    row.valid_until = day() - TimeDelta::days(1);
    assert_eq!(unasked(&b).as_deref(), Some("Bo"), "it ran out");
    let row = b.meeting.consents.last_mut().unwrap();
    (row.valid_until, row.answer) = (day(), ConsentAnswer::Saknas);
    assert_eq!(unasked(&b).as_deref(), Some("Bo"), "it was asked, and hasn't answered");
    b.meeting.consents.last_mut().unwrap().answer = ConsentAnswer::Nej;
    assert_eq!(unasked(&b), None, "a no is an answer");
}

#[test]
fn a_no_is_an_answer() {
    let mut b = sip();
    b.meeting.children[0].born = Some("2010-01-02".to_owned());
    for name in ["Ann Ask", "Per Ask"] {
        b.family(name, "vårdnadshavare", ParticipantKind::Vardnadshavare);
    }
    let waits = |b: &Builder| -> Vec<String> {
        b.meeting.unanswered(item(&b.meeting), day()).into_iter().map(|waited| waited.name).collect()
    };
    assert_eq!(waits(&b).len(), 3);
    says(&mut b, "Ann Ask", Says::Yes);
    says(&mut b, "Per Ask", Says::No);
    assert_eq!(waits(&b), ["Lind"], "the child alone");
    says(&mut b, "Lind", Says::ChildYes);
    b.meeting.consents.last_mut().unwrap().answer = ConsentAnswer::Nej;
    assert!(waits(&b).is_empty());
    b.meeting.consents.last_mut().unwrap().answer = ConsentAnswer::Ja;
    b.meeting.consents.last_mut().unwrap().withdrawn = Some(at(13, 20));
    assert!(waits(&b).is_empty(), "a withdrawal too");
}

#[test]
fn a_party_is_one_in_whichever_form_the_word_stands() {
    for (one, other) in [
        ("socialtjänst", "Socialtjänsten"),
        ("Socialtjänstens", "socialtjänsten"),
        ("skola", "Skolan"),
        ("Skolans", "skola"),
        ("BUP-mottagning", "BUP-mottagningen"),
        ("BUP", "BUP:s"),
        ("elevhälsa", "elevhälsan"),
        ("socialkontor", "Socialkontorets"),
        ("kurator", "kuratorn"),
    ] {
        assert!(one_party(one, other) && one_party(other, one), "{one}, {other}");
    }
    for (one, other) in [
        ("skola", "förskola"),
        ("BUP", "BVC"),
        ("", "s"),
        ("Skolan", "Socialtjänsten"),
        ("elevhälsa", "barnhälsa"),
        ("IF", "IFO"),
    ] {
        assert!(!one_party(one, other), "{one}, {other}");
    }
}

#[test]
fn who_was_asked_again_waits_until_they_answer() {
    let mut b = sip();
    let ms = u64::try_from(at(13, 0).timestamp_millis()).unwrap();
    says(&mut b, "Per Ask", Says::Unreached);
    written_at(&mut b, ms);
    let names = |b: &Builder| -> Vec<String> {
        waiting(b.meeting.consents.iter()).into_iter().map(|row| row.given_by.clone()).collect()
    };
    assert_eq!(names(&b), ["Per Ask"]);
    says(&mut b, "per  ask, pappa", Says::Yes);
    written_at(&mut b, ms + 1000);
    assert!(names(&b).is_empty());
    says(&mut b, "Per Ask", Says::Unreached);
    written_at(&mut b, ms + 2000);
    assert_eq!(names(&b), ["Per Ask"]);
}

#[test]
fn double_negations_are_none() {
    for who in [vec![], vec!["Ann Ask"], vec!["Ann Ask", "Per Ask"]] {
        let mut b = sip();
        for name in &who {
            b.family(name, "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        }
        says(&mut b, "Bo", Says::ChildYes);
        let words = Waited::words(&b.meeting.unanswered(item(&b.meeting), day())).unwrap();
        assert!(!words.contains("Ingen") && words.ends_with("har inte svarat ännu"), "{words}");
    }
}

#[test]
fn a_guardian_is_known_by_name_or_by_role_where_no_name_is_written() {
    for (name, role, by, what, gave) in [
        ("Ann Ask", "Mamma", "Ann Ask, vårdnadshavare", Says::Yes, true),
        ("Ann Ask", "Mamma", " ANN  ask", Says::No, true),
        ("Ann Ask", "Mamma", "Mamma", Says::Yes, false),
        ("Ann Ask", "Mamma", "Per Ask", Says::Yes, false),
        ("", "Mamma", "mamma", Says::Yes, true),
        ("Ann Ask", "Mamma", "Ann Ask", Says::ChildYes, false),
    ] {
        let mut b = sip();
        b.family(name, role, ParticipantKind::Vardnadshavare);
        says(&mut b, by, what);
        let meeting = b.meeting;
        assert_eq!(meeting.participants[0].gave(&meeting.consents[0]), gave, "{name} {role} {by}");
    }
}

#[test]
fn what_is_said_at_a_withdrawal_has_the_time_of_day() {
    let words = withdrawal_words("13.20");
    assert!(words.starts_with("Samtycket återkallat 13.20. Vi slutar prata om ärendet."), "{words}");
}

#[test]
fn a_spoken_yes_where_it_must_be_written_is_an_answer_and_said_to_be_spoken() {
    for (called, name) in [(true, "Per Ask"), (false, "Per Ask")] {
        let mut b = sip();
        b.meeting.agenda.consent_form = AskedForm::Skriftligt;
        b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        if called {
            b.family("Per Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
        }
        says(&mut b, "Ann Ask", Says::Yes);
        b.meeting.consents.last_mut().unwrap().form = ConsentForm::Skriftligt;
        let words = |b: &Builder| Waited::words(&b.meeting.unanswered(item(&b.meeting), day())).unwrap();
        assert!(words(&b).ends_with("har inte svarat ännu"), "{}", words(&b));
        says(&mut b, name, Says::Yes);
        b.meeting.consents.last_mut().unwrap().form = ConsentForm::Muntligt;
        assert_eq!(words(&b), "Per Ask har svarat muntligt och inte skriftligt");
    }
    let waited = |name: &str, spoken| Waited { who: None, name: name.to_owned(), by_child: false, spoken };
    assert_eq!(
        Waited::words(&[waited("Per", true), waited("Ann", false)]).unwrap(),
        "Ann har inte svarat ännu, och Per har svarat muntligt och inte skriftligt"
    );
}
