//! What the rules say, whole: each finding with its severity, its words, what mends it and what a reason would cover. Kept as
//! text, so that a change of any of it is seen.

use super::*;
use crate::demo::builder::{Builder, Owner, clock};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::{AskedOf, ConsentRule, EntryKind, FieldScope, Huvudman, Round};
use crate::domain::dates::Due;
use crate::domain::record::{ActionItem, ArendeState, Body, ConsentAnswer, PlanAnswerKind, Presence};
use std::fmt::Write as _;

fn today() -> NaiveDate {
    now().date_naive()
}

fn sip() -> Meeting {
    demo::meetings(now(), &agenda).remove(0)
}

/// Findings as text. Keys differ from meeting to meeting and are told by what they are keys of.
fn told(meeting: &Meeting, found: &[Finding]) -> String {
    let mut text = String::new();
    for one in found {
        let label = one.arende.and_then(|id| meeting.item(id)).and_then(|item| meeting.arende_of(item));
        let at = one.at.map(|at| at.phase);
        writeln!(text, "{:?} {} ({})", one.severity, one.rule, rule::word(one.rule).unwrap()).unwrap();
        writeln!(text, "  ärende: {:?}, på väg: {at:?}", label.map(|arende| &arende.label)).unwrap();
        for words in [&one.what, &one.why, &one.remedy] {
            writeln!(text, "  {words}").unwrap();
        }
        let by_name = |words: String| {
            let people = meeting.participants.iter().map(|person| (person.id.0, person.name.as_str()));
            let entries = meeting.entries.iter().map(|entry| (entry.id.0, entry.text.as_str()));
            let items = meeting.items.iter().map(|item| (item.id.0, "ärendet"));
            people
                .chain(entries)
                .chain(items)
                .fold(words, |words, (id, name)| words.replace(&id.to_string(), name))
        };
        writeln!(text, "  {} {}", by_name(format!("{:?}", one.fix)), by_name(one.about.join(" | "))).unwrap();
    }
    text
}

/// A meeting about a child to which nobody has come and in which nothing is written.
fn bare(id: &str) -> Meeting {
    let mut b = Builder::new(&agenda(id).unwrap(), "Möte", today().and_time(clock(9, 0)), 8);
    let child = b.child("Blå", 2015);
    let arende = b.about_child(child);
    b.take_up(arende, "", ArendeState::Pagar);
    b.meeting.head.phase = Phase::Sammanhang;
    b.meeting.head.current = None;
    b.meeting
}

#[test]
fn a_bare_meeting_on_its_way_to_the_end() {
    for id in ["eht", "sip", "barnsamverkan"] {
        let meeting = bare(id);
        let to = Position { phase: Phase::Planering, arende: Some(meeting.items[0].id) };
        let to_the_end = Position { phase: Phase::Ansvar, arende: None };
        let mut text = String::new();
        for to in [to, to_the_end] {
            let found = before_going(&meeting, to, Way::On, today());
            writeln!(text, "== till {:?}\n{}", to.phase, told(&meeting, &found)).unwrap();
        }
        writeln!(text, "== avsluta\n{}", told(&meeting, &before_closing(&meeting, today()))).unwrap();
        insta::assert_snapshot!(format!("bare_{id}"), text);
    }
}

#[test]
fn a_meeting_without_a_subject_and_with_the_wrong_people_in_their_roles() {
    let mut meeting = bare("sip");
    meeting.items.clear();
    let mut b = Builder::new(&agenda("eht").unwrap(), "Möte", today().and_time(clock(9, 0)), 9);
    let rektor = b.staff("Karin Exempel", "Rektor", "Skola", Huvudman::Kommun);
    b.with(rektor, |person| (person.chairs, person.takes_notes) = (true, true));
    let mut text = String::new();
    for meeting in [&mut meeting, &mut b.meeting] {
        for role in &mut meeting.agenda.roles {
            (role.may_chair, role.may_take_notes) = (false, false);
        }
        let found = before_going(
            &standing_in(meeting, Phase::Sammanhang),
            Position { phase: Phase::Nulage, arende: meeting.items.first().map(|item| item.id) },
            Way::On,
            today(),
        );
        text.push_str(&told(meeting, &found));
    }
    insta::assert_snapshot!(text);
}

fn standing_in(meeting: &Meeting, phase: Phase) -> Meeting {
    let mut meeting = meeting.clone();
    (meeting.head.phase, meeting.head.current) = (phase, None);
    meeting
}

/// A SIP that lacks all that can be lacking at its end.
fn unfinished() -> Meeting {
    let mut meeting = sip();
    let action = |entry: &mut Entry, change: &dyn Fn(&mut ActionItem)| {
        if let Body::Atgard(action) = &mut entry.body {
            change(action);
        }
    };
    let actions = meeting.entries.iter_mut().filter(|entry| entry.kind() == EntryKind::Atgard);
    for (number, entry) in actions.enumerate() {
        action(entry, &|action| {
            action.follow_up = None;
            if number == 0 || number == 2 {
                (action.owner, action.owner_name) = (None, None);
            }
            if number == 0 || number == 3 {
                action.due = None;
            }
        });
    }
    meeting.entries.iter_mut().for_each(|entry| entry.confirmed = None);
    meeting.entries.retain(|entry| entry.kind() != EntryKind::EjOverens);
    meeting.head.overall = None;
    meeting.recipients.clear();
    meeting.follow_ups.clear();
    meeting.fields.clear();
    let [first, ..] = meeting.plan_answers.as_mut_slice() else { panic!("nobody has answered") };
    first.answer = PlanAnswerKind::Nej;
    meeting.plan_answers.truncate(1);
    meeting.agenda.phases.ansvar.requires_all = vec![EntryKind::Riskfaktor];
    meeting
}

#[test]
fn a_plan_that_lacks_all_that_can_be_lacking_at_its_end() {
    let meeting = unfinished();
    insta::assert_snapshot!(told(&meeting, &before_closing(&meeting, today())));
}

fn rules_at_the_end(meeting: &Meeting) -> Vec<&'static str> {
    let mut rules: Vec<&str> = before_closing(meeting, today()).iter().map(|one| one.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn what_is_asked_at_the_end_is_asked_for_a_reason() {
    use rule::{COMPLETE, CONTENT, FOLLOW_UP, NEEDS, OVERALL, PLAN, READ_OUT, RECIPIENTS, RECURRING};
    let meeting = unfinished();
    let mut all = vec![COMPLETE, CONTENT, FOLLOW_UP, OVERALL, PLAN, READ_OUT, RECIPIENTS, RECURRING];
    all.sort_unstable();
    assert_eq!(rules_at_the_end(&meeting), all);

    // Nothing asks the region any more.
    let mut lacking = meeting.clone();
    lacking.entries.retain(|entry| entry.need().is_none_or(|need| need.from != [Huvudman::Region]));
    assert!(rules_at_the_end(&lacking).contains(&NEEDS));
    lacking.head.sip_ended = meeting.head.ended.map(|at| at.date_naive());
    let ended = rules_at_the_end(&lacking);
    assert!(
        !ended.contains(&NEEDS) && !ended.contains(&FOLLOW_UP),
        "a SIP that ends needs neither: {ended:?}"
    );

    // A known no ends the only ärende, and with it all that would be said about it.
    let mut stopped = meeting.clone();
    for consent in &mut stopped.consents {
        consent.answer = ConsentAnswer::Nej;
    }
    assert!(stopped.is_ended_by_no());
    assert_eq!(rules_at_the_end(&stopped), [PLAN], "only that somebody said no to the plan");
    assert_eq!(unasked(&stopped).count(), 0);
    assert_eq!(agreed(&stopped).count(), 0);

    let mut done = sip();
    done.agenda.phases.ansvar.requires_all = vec![EntryKind::Sammanfattning];
    assert!(before_closing(&done, today()).is_empty());
    done.agenda.phases.ansvar.requires_all = vec![EntryKind::Riskfaktor];
    assert_eq!(rules_at_the_end(&done), [CONTENT]);
    let mut other = done.clone();
    (other.agenda.plan_consent, other.agenda.follow_up_required) = (false, false);
    (other.recipients, other.follow_ups, other.plan_answers) = (Vec::new(), Vec::new(), Vec::new());
    assert_eq!(rules_at_the_end(&other), [CONTENT], "where the form doesn't ask for them");
}

#[test]
fn everybody_in_the_family_who_was_there_is_asked_of_the_plan() {
    let mut meeting = sip();
    assert_eq!(unasked(&meeting).count(), 0, "both have answered");
    meeting.plan_answers.clear();
    let names = |meeting: &Meeting| unasked(meeting).map(|person| person.role.clone()).collect::<Vec<_>>();
    assert_eq!(names(&meeting).len(), 2, "the child and its mother, and no other: {:?}", names(&meeting));
    let child = meeting.participants.iter_mut().find(|person| person.kind == ParticipantKind::Barn).unwrap();
    child.presence = Presence::Franvarande;
    assert_eq!(names(&meeting).len(), 1);
}

#[test]
fn what_was_agreed_is_read_arende_by_arende_actions_before_decisions() {
    let meeting = demo::meetings(now(), &agenda).remove(1);
    let order = |entry: &Entry| {
        let item = entry.arende.and_then(|id| meeting.item(id)).map_or(i64::MAX, |item| item.order);
        (item, entry.kind() == EntryKind::Beslut, entry.order)
    };
    let read: Vec<_> = agreed(&meeting).map(order).collect();
    assert!(read.is_sorted() && read.len() > 8, "{read:?}");
    assert!(read.iter().any(|(_, decision, _)| *decision) && read.iter().any(|(_, decision, _)| !decision));
}

#[test]
fn what_an_action_lacks_is_told_in_words() {
    let mut b = Builder::new(&agenda("eht").unwrap(), "Möte", today().and_time(clock(9, 0)), 8);
    let who = b.staff("Karin Exempel", "Rektor", "Skola", Huvudman::Kommun);
    let daily = Due::Daily { start: today() };
    let whole = b.action(None, &Owner::Of(who), daily, "Möta vid dörren");
    let asked = b.action(None, &Owner::Asked("Fritidsledaren"), Due::NextMeeting, "Berätta");
    let note = b.noted(EntryKind::Anteckning, "En anteckning");
    let mut entry = b.meeting.entry(whole).unwrap().clone();
    assert_eq!((incomplete(&entry), unfollowed(&entry)), (None, true));
    let mut change = |of: &dyn Fn(&mut ActionItem)| {
        if let Body::Atgard(action) = &mut entry.body {
            of(action);
        }
        (incomplete(&entry), unfollowed(&entry))
    };
    assert_eq!(change(&|action| action.follow_up = Some(today())), (None, false));
    assert_eq!(change(&|action| action.owner = None), (Some("ingen ansvarig"), false));
    assert_eq!(change(&|action| action.due = None), (Some("varken ansvarig eller datum"), false));
    assert_eq!(change(&|action| action.owner = Some(who)), (Some("inget datum"), false));
    assert_eq!(incomplete(b.meeting.entry(asked).unwrap()), None, "who is to be asked is an owner");
    assert!(!unfollowed(b.meeting.entry(asked).unwrap()), "it doesn't come back");
    assert_eq!(incomplete(b.meeting.entry(note).unwrap()), None);
}

#[test]
fn consent_and_the_guardians_in_all_their_words() {
    let mut text = String::new();
    let mut say = |heading: &str, change: &dyn Fn(&mut Meeting)| {
        let mut meeting = sip();
        change(&mut meeting);
        let to = Position { phase: Phase::Nulage, arende: Some(meeting.items[0].id) };
        let found = before_going(&standing_in(&meeting, Phase::Sammanhang), to, Way::On, today());
        let silent = silenced(&meeting, &meeting.items[0], today());
        writeln!(text, "== {heading}\n{}  {silent:?}\n", told(&meeting, &found)).unwrap();
    };
    say("som det är", &|_| {});
    say("inget samtycke", &|meeting| meeting.consents.clear());
    say("nej", &|meeting| meeting.consents[0].answer = ConsentAnswer::Nej);
    say("återkallat", &|meeting| meeting.consents[0].withdrawn = meeting.head.started);
    say("utgånget", &|meeting| {
        meeting.consents.iter_mut().for_each(|consent| consent.valid_until = today().pred_opt().unwrap());
    });
    say("alla är inte nämnda", &|meeting| meeting.consent_parties.retain(|party| party.part != "BUP"));
    say("bara barnet har svarat", &|meeting| meeting.consents.retain(|consent| consent.by_child));
    say("får inte veta", &|meeting| {
        let arende = Some(meeting.items[0].id);
        let mut field = meeting.fields[0].clone();
        (field.arende, field.field, field.value) =
            (arende, crate::domain::consent::KNOWLEDGE_FIELD.to_owned(), "nej".to_owned());
        meeting.fields.push(field);
    });
    say("med undantag för skyddsskäl", &|meeting| {
        meeting.agenda.consent = ConsentRule::KravsUtomSkyddsskal;
        meeting.consents.clear();
    });
    insta::assert_snapshot!(text);
}

#[test]
fn fields_are_asked_for_where_they_are_missing_and_of_whom_they_are_asked() {
    let meeting = bare("eht");
    let item = meeting.items[0].id;
    let to = Position { phase: Phase::Nulage, arende: Some(item) };
    let asked = |meeting: &Meeting| {
        let found = before_going(&standing_in(meeting, Phase::Sammanhang), to, Way::On, today());
        found.into_iter().filter(|one| one.rule == rule::FIELD).flat_map(|one| one.about).collect::<Vec<_>>()
    };
    let all = asked(&meeting);
    assert!(!all.is_empty());
    let mut filled = Builder::new(&agenda("eht").unwrap(), "Möte", today().and_time(clock(9, 0)), 8);
    filled.meeting = meeting.clone();
    filled.at_item(Some(item));
    for field in &all {
        filled.field(FieldScope::Arende, field, "  ");
    }
    assert_eq!(asked(&filled.meeting), all, "blanks are nothing");
    filled.meeting.fields.iter_mut().for_each(|field| field.value = "2026-11-20".to_owned());
    assert!(asked(&filled.meeting).is_empty());

    let mut follow_up = meeting.clone();
    follow_up.items[0].follow_up = true;
    assert!(asked(&follow_up).is_empty(), "they were asked for when it was new");
    let late = |meeting: &mut Meeting| {
        for field in &mut meeting.agenda.fields {
            field.required_before = Some(Phase::Planering);
        }
    };
    let to_planering =
        |meeting: &Meeting| missing_fields(meeting, &meeting.items[0], Some(Phase::Planering)).count();
    assert_eq!(to_planering(&follow_up), 0);
    late(&mut follow_up);
    assert!(to_planering(&follow_up) > 0, "what planering asks for is asked of a follow-up too");

    // A group has no fields of a child's.
    let mut group = Builder::new(&agenda("eht").unwrap(), "Möte", today().and_time(clock(9, 0)), 8);
    let corridor = group.about_group("Korridoren");
    let of_group = group.take_up(corridor, "", ArendeState::Pagar);
    assert_eq!(
        missing_fields(&group.meeting, group.meeting.item(of_group).unwrap(), Some(Phase::Nulage)).count(),
        0
    );
}

#[test]
fn at_the_end_all_that_were_taken_up_and_may_be_spoken_of_must_have_their_fields() {
    let mut meeting = demo::meetings(now(), &agenda).pop().unwrap();
    meeting.fields.clear();
    for field in &mut meeting.agenda.fields {
        (field.required_before, field.asked_of) = (Some(Phase::Planering), AskedOf::Alla);
    }
    let asked = |meeting: &Meeting| {
        let mut all: Vec<_> = entering::everybodys_fields(meeting, today(), None, "nu")
            .map(|one| one.arende.unwrap())
            .collect();
        all.dedup();
        all
    };
    let items: Vec<_> = meeting.items.iter().map(|item| item.id).collect();
    assert_eq!(asked(&meeting), items[..2], "the two that wait were never taken up");
    meeting.agenda.many = false;
    assert_eq!(asked(&meeting), items, "where there is one, it was");
    meeting.agenda.many = true;
    meeting.agenda.consent = ConsentRule::Kravs;
    assert_eq!(asked(&meeting), [], "nobody has said yes");
}

#[test]
fn who_decides_is_the_role_or_somebody_who_has_it() {
    let meeting = demo::meetings(now(), &agenda).remove(1);
    let Some(decision) = meeting.entries.iter().find(|entry| entry.kind() == EntryKind::Beslut) else {
        panic!("nothing was decided")
    };
    for (by, is_right) in [
        ("Rektor", true),
        ("rektor", true),
        ("Karin Exempel, rektor", true),
        ("Karin Exempel", true),
        ("biträdande rektor", true),
        ("vicerektor", false),
        ("Eva Modell", false),
        ("", false),
    ] {
        let mut meeting = meeting.clone();
        for entry in meeting.entries.iter_mut().filter(|entry| entry.id == decision.id) {
            if let Body::Beslut(decision) = &mut entry.body {
                decision.decided_by = Some(by.to_owned());
            }
        }
        assert_eq!(others_decide(&meeting).next().is_none(), is_right, "{by:?}");
    }
}

#[test]
fn what_a_form_is_not_for() {
    let meeting = bare("sip");
    let mut agenda = meeting.agenda.clone();
    (agenda.individuals, agenda.groups) = (false, false);
    let refused = [
        may_take_up(&agenda, true).unwrap_err(),
        may_take_up(&agenda, false).unwrap_err(),
        may_take_part(&agenda, ParticipantKind::Barn).unwrap_err(),
    ];
    insta::assert_snapshot!(told(&meeting, &refused.map(|one| *one)));
}

#[test]
fn when_a_question_may_be_taken_up_without_its_child() {
    let meeting = demo::meetings(now(), &agenda).pop().unwrap();
    let [.., waiting, group] = meeting.items.as_slice() else { panic!("too few") };
    assert!(may_lift_out(&meeting, waiting).is_ok());
    let mut text = String::new();
    let mut refused = |meeting: &Meeting, item: &crate::domain::record::MeetingArende| {
        text.push_str(&told(meeting, &[*may_lift_out(meeting, item).unwrap_err()]));
    };
    refused(&meeting, group);
    refused(&meeting, &meeting.items[1]);
    let mut one_child = meeting.clone();
    (one_child.agenda.many, one_child.agenda.groups) = (false, false);
    refused(&one_child, waiting);
    let mut no_children = meeting.clone();
    no_children.agenda.individuals = false;
    refused(&no_children, waiting);
    insta::assert_snapshot!(text);

    // Each sign alone that it has been spoken of.
    let signs: [&dyn Fn(&mut Meeting); 4] = [
        &|meeting| meeting.items[2].state = ArendeState::Pagar,
        &|meeting| meeting.items[2].state = ArendeState::Klart,
        &|meeting| meeting.stages[0].arende = Some(meeting.items[2].id),
        &|meeting| meeting.entries[0].arende = Some(meeting.items[2].id),
    ];
    for (number, sign) in signs.into_iter().enumerate() {
        let mut meeting = meeting.clone();
        sign(&mut meeting);
        assert!(may_lift_out(&meeting, &meeting.items[2]).is_err(), "sign {number}");
    }
    for (many, groups, may) in [(true, false, true), (false, true, true), (false, false, false)] {
        let mut meeting = meeting.clone();
        (meeting.agenda.many, meeting.agenda.groups) = (many, groups);
        assert_eq!(may_lift_out(&meeting, &meeting.items[2]).is_ok(), may, "{many} {groups}");
    }
}

#[test]
fn which_arenden_a_form_takes_over_from_another() {
    let meeting = demo::meetings(now(), &agenda).pop().unwrap();
    let child = meeting.arende_of(&meeting.items[0]).unwrap().clone();
    let group = meeting.arende_of(&meeting.items[3]).unwrap().clone();
    let mut unrecognisable = group.clone();
    unrecognisable.unrecognisable = true;
    for (individuals, groups, many, may) in [
        (true, true, true, [true, true, true]),
        (true, false, true, [true, false, true]),
        (true, false, false, [true, false, false]),
        (false, true, true, [false, true, false]),
    ] {
        let mut agenda = meeting.agenda.clone();
        (agenda.individuals, agenda.groups, agenda.many) = (individuals, groups, many);
        let takes = [&child, &group, &unrecognisable].map(|arende| may_bring(&agenda, arende));
        assert_eq!(takes, may, "{individuals} {groups} {many}");
    }
}

#[test]
fn what_points_out_a_child_is_a_whole_word_as_it_is_written() {
    let mut meeting = sip();
    let child = meeting.children.first_mut().unwrap();
    child.alias = "Blå".to_owned();
    child.called = Some("Vera".to_owned());
    child.name = Some("Vera Li X Påhitt".to_owned());
    child.birth_year = Some(2015);
    let item = meeting.items[0].clone();
    for (text, sign) in [
        ("Frågan gäller Blå.", Some("Blå")),
        ("Blås hörlurar", Some("Blå")),
        ("en blå jacka", None),
        ("Blåsten", None),
        ("MörkBlå", None),
        ("Veras mamma", Some("Vera")),
        ("Li-Anna", Some("Li")),
        ("Lisa", None),
        ("X är okänt", None),
        ("född 2015", Some("2015")),
        ("kod 12015", None),
        ("Marias syster", Some("Maria")),
        ("hemma hos vera", Some("Vera")),
        ("Veramamman och påhitts", Some("Vera")),
        ("Påhìtts lillebror", Some("Påhitt")),
        ("Skolan ringer", None),
        ("", None),
    ] {
        assert_eq!(recognisable(&meeting, &item, text).as_deref(), sign, "{text:?}");
    }
    assert_eq!(names_one_of("Karin ringer Vera", ["Eva", "Vera", "Karin"].into_iter()), Some("Vera"));
    assert_eq!(names_one_of("Karin ringer", ["", " "].into_iter()), None);
}

/// What the rules say when a phase is left for the next of the same ärende.
fn leaving_one(meeting: &Meeting, phase: Phase) -> Vec<Finding> {
    let mut found = Vec::new();
    leaving::leaving(meeting, Position { phase, arende: Some(meeting.items[0].id) }, &mut found);
    found
}

#[test]
fn a_field_of_the_meeting_is_asked_for_before_the_phase_that_needs_it() {
    let mut meeting = bare("sip");
    let Some(field) = meeting.agenda.fields.iter_mut().find(|field| field.scope == FieldScope::Mote) else {
        panic!("the form has no field of the meeting's")
    };
    field.required_before = Some(Phase::Behov);
    let id = field.id.clone();
    let about = |meeting: &Meeting, phase| {
        let to = Position { phase, arende: Some(meeting.items[0].id) };
        let found = before_going(&standing_in(meeting, Phase::Sammanhang), to, Way::On, today());
        found.into_iter().filter(|one| one.rule == rule::FIELD && one.arende.is_none()).collect::<Vec<_>>()
    };
    assert!(about(&meeting, Phase::Nulage).is_empty());
    insta::assert_snapshot!(told(&meeting, &about(&meeting, Phase::Behov)));
    let mut b = Builder::new(&agenda("sip").unwrap(), "Möte", today().and_time(clock(9, 0)), 8);
    b.meeting = meeting;
    b.field(FieldScope::Mote, &id, " ");
    assert_eq!(about(&b.meeting, Phase::Behov).len(), 1, "blanks are nothing");
    b.meeting.fields.iter_mut().for_each(|field| field.value = "ja".to_owned());
    assert!(about(&b.meeting, Phase::Behov).is_empty());
}

#[test]
fn each_is_to_have_had_the_word_where_the_form_says_so() {
    let mut meeting = sip();
    let asked =
        |meeting: &Meeting| leaving_one(meeting, Phase::Nulage).iter().any(|one| one.rule == rule::ROUND);
    meeting.agenda.round = Round::VarOchEn;
    assert!(!asked(&meeting), "all have had it");
    let heard = std::mem::take(&mut meeting.heard);
    insta::assert_snapshot!(told(&meeting, &leaving_one(&meeting, Phase::Nulage)));
    assert_eq!(
        unheard(&meeting, Some(meeting.items[0].id)).len(),
        round(&meeting, Some(meeting.items[0].id)).len()
    );
    meeting.heard = heard;
    let last = meeting.heard.pop().unwrap();
    let waiting: Vec<_> =
        unheard(&meeting, Some(meeting.items[0].id)).iter().map(|person| person.id).collect();
    assert_eq!(waiting, [last.participant]);
    meeting.agenda.round = Round::Nej;
    assert!(!asked(&meeting));
}

#[test]
fn needs_are_weighed_when_there_are_any_and_decisions_where_they_were_made() {
    let mut meeting = sip();
    let rules =
        |meeting: &Meeting, phase| leaving_one(meeting, phase).iter().map(|one| one.rule).collect::<Vec<_>>();
    assert_eq!(rules(&meeting, Phase::Behov), [""; 0]);
    meeting.entries.retain(|entry| entry.need().is_none_or(|need| need.from != [Huvudman::Region]));
    assert_eq!(rules(&meeting, Phase::Behov), [rule::NEEDS]);
    meeting.entries.retain(|entry| entry.kind() != EntryKind::Behov);
    assert_eq!(rules(&meeting, Phase::Behov), [rule::CONTENT], "that there are none is said instead");

    let mut meeting = demo::meetings(now(), &agenda).remove(1);
    assert_eq!(rules(&meeting, Phase::Planering), [""; 0]);
    let (one, other) = (Some(meeting.items[0].id), Some(meeting.items[1].id));
    for entry in &mut meeting.entries {
        if let Body::Beslut(decision) = &mut entry.body {
            decision.decided_by = Some("Eva Modell".to_owned());
            entry.arende = other;
        }
    }
    assert_eq!(rules(&meeting, Phase::Planering), [""; 0], "another ärende's");
    for entry in meeting.entries.iter_mut().filter(|entry| entry.kind() == EntryKind::Beslut) {
        entry.arende = one;
    }
    let decided: Vec<Finding> = others_decide(&meeting).collect();
    assert!(rules(&meeting, Phase::Planering).contains(&rule::DECIDER));
    for entry in &mut meeting.entries {
        if let Body::Beslut(decision) = &mut entry.body {
            decision.decided_by = Some(" ".to_owned());
        }
    }
    let nobody: Vec<Finding> = others_decide(&meeting).collect();
    insta::assert_snapshot!(told(&meeting, &[&decided[..1], &nobody[..1]].concat()));
}

#[test]
fn a_need_that_asks_nothing_of_anybody_is_asked_about_first() {
    let mut meeting = sip();
    assert!(unplaced_need(&meeting).is_none());
    for entry in &mut meeting.entries {
        if let Body::Behov(need) = &mut entry.body {
            need.from.clear();
        }
    }
    // A plan is ended at a follow-up: the first SIP after a förmöte is none.
    meeting.agenda.follows.push(meeting.agenda.id.clone());
    meeting.head.follows = Some(meeting.id());
    let mut text = told(&meeting, &leaving_one(&meeting, Phase::Behov));
    let mut b = meeting.clone();
    b.agenda.otherwise = None;
    for entry in &mut b.entries {
        if let Body::Behov(need) = &mut entry.body {
            need.from = vec![Huvudman::Kommun];
        }
    }
    text.push_str(&told(&b, &leaving_one(&b, Phase::Behov)));
    b.agenda.can_end = true;
    b.agenda.otherwise = Some("samverkansmote".to_owned());
    text.push_str(&told(&b, &leaving_one(&b, Phase::Behov)));
    b.head.follows = None;
    text.push_str(&told(&b, &leaving_one(&b, Phase::Behov)));
    insta::assert_snapshot!(text);
    let mut any = meeting.clone();
    any.agenda.required_huvudman.clear();
    assert!(unplaced_need(&any).is_none(), "the form needn't know");
}

#[test]
fn who_has_a_task_that_the_role_may_not_have_is_told_by_that_task() {
    let does = |tasks: (bool, bool), may: (bool, bool)| {
        let mut b = Builder::new(&agenda("eht").unwrap(), "Möte", today().and_time(clock(9, 0)), 9);
        let rektor = b.staff("Karin Exempel", "Rektor", "Skola", Huvudman::Kommun);
        b.with(rektor, |person| (person.chairs, person.takes_notes) = tasks);
        for role in &mut b.meeting.agenda.roles {
            (role.may_chair, role.may_take_notes) = may;
        }
        let mut found = Vec::new();
        leaving::leaving(&b.meeting, Position { phase: Phase::Sammanhang, arende: None }, &mut found);
        let wrong = found.iter().find(|one| one.rule == rule::ROLES && one.severity == Severity::Overridable);
        wrong.map(|one| if one.what.ends_with("leda mötet.") { "leda" } else { "anteckna" })
    };
    for (tasks, may, told) in [
        ((true, false), (true, false), None),
        ((true, false), (false, true), Some("leda")),
        ((false, true), (false, true), None),
        ((false, true), (true, false), Some("anteckna")),
        ((true, true), (true, false), Some("anteckna")),
        ((true, true), (false, false), Some("leda")),
        ((true, true), (true, true), None),
        ((false, false), (false, false), None),
    ] {
        assert_eq!(does(tasks, may), told, "{tasks:?} {may:?}");
    }
}
