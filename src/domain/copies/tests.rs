//! Who gets what of the made-up meetings' papers.

use super::*;
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::ConsentRule;
use crate::domain::consent::Standing;
use crate::domain::ids::RowId;
use crate::domain::record::{Consent, ConsentParty, CopyWay, Recipient};
use uuid::Uuid;

fn day() -> NaiveDate {
    now().date_naive()
}

fn meeting(id: &str) -> Meeting {
    demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == id).unwrap()
}

fn part_of(meeting: &Meeting, role: &str, given: &[CopyLog]) -> Part {
    let all = shares(meeting, day(), given);
    let found = all.into_iter().find(|share| {
        share.participant.and_then(|id| meeting.participant(id)).is_some_and(|p| p.role == role)
    });
    found.unwrap_or_else(|| panic!("{role}")).part
}

fn free(meeting: &Meeting, name: &str) -> Recipient {
    Recipient {
        id: RowId(Uuid::from_u128(7)),
        meeting: meeting.id(),
        participant: None,
        name: name.to_owned(),
        way: None,
        rev: 1,
    }
}

/// A copy that somebody was given before.
fn had(meeting: &Meeting, who: &str) -> CopyLog {
    CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(1)),
        meeting: meeting.id(),
        version: None,
        recipient: who.to_owned(),
        what: "hela protokollet".to_owned(),
        way: CopyWay::Lamnad,
        format: "txt".to_owned(),
        checksum: String::new(),
        by: None,
        at: now(),
    }
}

/// Somebody's share, without saying whose.
fn share(part: Part, plan: bool) -> Share {
    let most = part.clone();
    Share { who: String::new(), participant: None, part, most, reason: None, plan, despite: None, way: None }
}

/// Those of the meeting's ärenden that have these numbers.
fn numbered(meeting: &Meeting, numbers: &[usize]) -> Part {
    Part::Arenden(numbers.iter().map(|number| meeting.items[number - 1].id).collect())
}

#[test]
fn nothing_is_made_for_a_family_that_must_not_know() {
    let mut sip = meeting("sip");
    assert!(shares(&sip, day(), &[]).iter().any(|share| share.plan));
    let item = sip.items[0].id;
    sip.fields.push(crate::domain::record::FieldValue {
        id: RowId(Uuid::from_u128(8)),
        meeting: sip.id(),
        arende: Some(item),
        field: crate::domain::consent::KNOWLEDGE_FIELD.to_owned(),
        value: "nej".to_owned(),
        rev: 1,
    });
    for share in shares(&sip, day(), &[]) {
        let person = share.participant.and_then(|id| sip.participant(id));
        if person.is_some_and(Participant::is_family) {
            assert_eq!((share.part, share.plan), (Part::Nothing(Why::MustNotKnow), false), "{}", share.who);
        }
    }
    let mother = share_of(&sip, "Vårdnadshavare", day(), &[]);
    assert_eq!(mother.part, Part::Nothing(Why::MustNotKnow));
    let unknown = share_of(&sip, "Morbror Sten", day(), &[]);
    assert_eq!(unknown.part, Part::Nothing(Why::MustNotKnow), "a name that nobody can place may be theirs");
    assert_eq!(share_of(&sip, "Skola", day(), &[]).part, Part::Whole);
}

#[test]
fn a_no_stops_a_copy_and_a_consent_that_is_given_anew_lets_it_go() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Whole);
    let given = sip.consents.iter().find(|consent| !consent.by_child).unwrap().clone();
    let at = |consent: &crate::domain::record::Consent, seconds: i64| {
        let stamp = consent.given_on.and_hms_opt(10, 0, 0).unwrap().and_utc();
        Some(stamp + chrono::TimeDelta::seconds(seconds))
    };
    for consent in sip.consents.iter_mut().filter(|consent| consent.id == given.id) {
        consent.withdrawn = at(consent, 0);
    }
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Nothing(Why::Withdrawn));
    let mut anew = given.clone();
    anew.given_on = given.given_on.succ_opt().unwrap();
    anew.id = crate::domain::ids::ConsentId(Uuid::from_u128(9));
    sip.consents.push(anew.clone());
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Whole, "the child's own names the school");
    sip.consents.retain(|consent| consent.id != anew.id);
    anew.answer = crate::domain::record::ConsentAnswer::Nej;
    sip.consents.push(anew);
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Nothing(Why::Refused));
}

#[test]
fn a_narrower_yes_after_a_no_no_longer_names_whom_it_leaves_out() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    let old = sip.consents.iter().find(|consent| !consent.by_child).unwrap().clone();
    sip.consents = vec![old.clone()];
    let parts: Vec<String> = sip.parties_of(old.id).map(str::to_owned).collect();
    assert!(parts.iter().any(|part| part == "BUP") && parts.iter().any(|part| part == "Skola"));
    assert_eq!(share_of(&sip, "BUP", day(), &[]).part, Part::Whole);
    let no = Consent {
        id: crate::domain::ids::ConsentId(Uuid::from_u128(8)),
        answer: ConsentAnswer::Nej,
        given_on: old.given_on.succ_opt().unwrap(),
        ..old.clone()
    };
    let narrower = Consent {
        id: crate::domain::ids::ConsentId(Uuid::from_u128(9)),
        given_on: no.given_on.succ_opt().unwrap(),
        ..old.clone()
    };
    let school = sip.consent_parties.iter().find(|row| row.part == "Skola").unwrap().clone();
    sip.consent_parties.push(ConsentParty { id: RowId(Uuid::from_u128(9)), consent: narrower.id, ..school });
    sip.consents.extend([no, narrower]);
    assert_eq!(share_of(&sip, "Skola", day(), &[]).part, Part::Whole);
    assert_eq!(share_of(&sip, "BUP", day(), &[]).part, Part::Nothing(Why::NotNamed));
}

#[test]
fn who_has_had_a_copy_is_known_however_the_name_is_written() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    let mentor = sip.participants.iter().find(|person| person.role == "Mentor").unwrap().name_and_role();
    for consent in &mut sip.consents {
        consent.withdrawn = Some(now());
    }
    for written in [format!("  {mentor} "), mentor.to_uppercase(), mentor.replace(' ', "\u{A0}")] {
        assert_eq!(part_of(&sip, "Mentor", &[had(&sip, &written)]), Part::Whole, "{written}");
    }
}

#[test]
fn the_guardians_of_one_who_has_come_of_age_get_what_their_child_lets_them_have_and_no_list_gives_more() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    let of_guardian = |sip: &Meeting| {
        let guardian =
            sip.participants.iter().find(|one| one.kind == ParticipantKind::Vardnadshavare).unwrap();
        let all = shares(sip, day(), &[]);
        (all.into_iter().find(|share| share.participant == Some(guardian.id)).unwrap(), guardian.id)
    };
    assert!(of_guardian(&sip).0.plan);
    sip.children[0].born = Some("2008-01-02".to_owned());
    let (share, id) = of_guardian(&sip);
    assert_eq!((share.part, share.plan), (Part::Nothing(Why::OfAge), false));
    // Neither a place on the list, nor the name alone, nor a form that asks for no consent.
    let name = sip.participant(id).unwrap().name.clone();
    for rule in [ConsentRule::Kravs, ConsentRule::Nej] {
        let mut listed = sip.clone();
        listed.agenda.consent = rule;
        listed.recipients = vec![Recipient { participant: Some(id), ..free(&sip, "") }, free(&sip, &name)];
        let (share, _) = of_guardian(&listed);
        assert_eq!((share.part, share.plan), (Part::Nothing(Why::OfAge), false));
        for door in [name.as_str(), "Vårdnadshavare"] {
            let share = super::listed(&listed, door, day(), &[]);
            assert!(matches!(share.part, Part::Nothing(_)) && !share.plan, "{door}: {share:?}");
        }
        let all = shares(&listed, day(), &[]);
        assert!(
            all.iter().filter(|share| share.who == name).all(|share| share.part == Part::Nothing(Why::OfAge))
        );
    }
    // The child's own consent names her.
    let own = sip.consents.iter().find(|consent| consent.by_child).unwrap().id;
    sip.consent_parties.push(ConsentParty {
        id: RowId(Uuid::from_u128(77)),
        consent: own,
        part: name,
        may_tell: None,
        must_not: None,
        rev: 1,
    });
    let (share, _) = of_guardian(&sip);
    assert!(share.part == Part::Whole && share.plan, "{share:?}");
    // And takes it back.
    for consent in sip.consents.iter_mut().filter(|consent| consent.id == own) {
        consent.withdrawn = Some(now());
    }
    let (share, _) = of_guardian(&sip);
    assert_eq!((share.part, share.plan), (Part::Nothing(Why::Withdrawn), false));
}

#[test]
fn a_guardian_of_one_who_has_come_of_age_is_a_party_like_any_other() {
    let mut sip = meeting("sip");
    let guardian = sip.participants.iter().find(|one| one.kind == ParticipantKind::Vardnadshavare).unwrap();
    let (id, item) = (guardian.id, sip.items[0].clone());
    let unnamed = |sip: &Meeting| match sip.consent_standing(&item, day()) {
        Standing::Valid { unnamed } => unnamed.contains(&id),
        other => panic!("{other:?}"),
    };
    assert!(!unnamed(&sip));
    sip.children[0].born = Some("2008-01-02".to_owned());
    assert!(unnamed(&sip));
    let sheet = crate::domain::consent::ConsentSheet::of_meeting(&sip, &item).unwrap();
    let name = sip.participant(id).unwrap().name.clone();
    assert!(sheet.parties.iter().any(|party| party.part == name), "{:?}", sheet.parties);
    assert!(sheet.givers.iter().all(|giver| !giver.contains(&name)), "{:?}", sheet.givers);
}

#[test]
fn no_plan_is_promised_of_what_may_not_be_spoken_of() {
    for (answer, withdrawn, why) in
        [(ConsentAnswer::Ja, Some(now()), Why::Withdrawn), (ConsentAnswer::Nej, None, Why::Refused)]
    {
        let mut sip = meeting("sip");
        sip.recipients.clear();
        assert_eq!(no_plan(&sip), None);
        for consent in &mut sip.consents {
            (consent.answer, consent.withdrawn) = (answer, withdrawn);
        }
        let all = shares(&sip, day(), &[]);
        assert!(all.iter().all(|share| !share.plan), "{all:?}");
        assert_eq!(part_of(&sip, "Barnet", &[]), Part::Nothing(why));
        sip.children[0].born = Some("2010-01-02".to_owned());
        assert_eq!(part_of(&sip, "Barnet", &[]), Part::Whole, "one of 16 has their own");
        assert_eq!(no_plan(&sip), Some(why));
    }
}

#[test]
fn each_gets_what_they_took_part_in() {
    let mut eht = meeting("eht");
    eht.recipients.clear();
    assert_eq!(part_of(&eht, "Rektor", &[]), Part::Whole);
    assert_eq!(part_of(&eht, "Mentor", &[]), Part::Arenden(vec![eht.items[0].id]));
    assert_eq!(describe(&eht, &part_of(&eht, "Mentor", &[])), "ärende 1");
    assert_eq!(part_of(&eht, "Skolpsykolog", &[]), Part::Nothing(Why::Absent));
}

#[test]
fn in_a_sip_the_child_gets_its_plan_and_a_party_what_the_consent_names() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    assert_eq!(part_of(&sip, "Vårdnadshavare", &[]), Part::Whole);
    let child = shares(&sip, day(), &[]).into_iter().find(|share| {
        share.participant.and_then(|id| sip.participant(id)).is_some_and(|p| p.kind == ParticipantKind::Barn)
    });
    let child = child.unwrap();
    assert_eq!((child.part, child.plan), (Part::Nothing(Why::OwnPlan), true));
    let of_mormor = |sip: &Meeting| {
        let all = shares(sip, day(), &[]);
        let share = all.into_iter().find(|share| share.who.contains("mormor")).unwrap();
        (share.part, share.most)
    };
    // The consent at the meeting names her, so that she may have it; whether she is to, is for the family to say.
    assert_eq!(of_mormor(&sip), (Part::Nothing(Why::CameAlong), Part::Whole));
    let mormor: Vec<_> =
        sip.consent_parties.iter().filter(|row| row.part == "Mormor").map(|row| row.id).collect();
    assert!(!mormor.is_empty());
    sip.consent_parties.retain(|row| !mormor.contains(&row.id));
    assert_eq!(part_of(&sip, "Mormor", &[]), Part::Nothing(Why::NotNamed));
}

#[test]
fn after_a_withdrawal_nobody_new_gets_anything() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    for consent in &mut sip.consents {
        consent.withdrawn = Some(now());
    }
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Nothing(Why::Withdrawn));
    assert_eq!(part_of(&sip, "Vårdnadshavare", &[]), Part::Whole, "who gave it may have their own");
    let mentor = sip.participants.iter().find(|person| person.role == "Mentor").unwrap();
    let before = had(&sip, &mentor.name_and_role());
    assert_eq!(part_of(&sip, "Mentor", &[before]), Part::Whole, "who has had it may have it again");
    let mut sip = meeting("sip");
    sip.recipients.clear();
    for consent in &mut sip.consents {
        consent.valid_until = day().pred_opt().unwrap();
    }
    assert_eq!(part_of(&sip, "Mentor", &[]), Part::Nothing(Why::Expired));
}

#[test]
fn a_list_of_recipients_decides_who_gets_something() {
    let mut eht = meeting("eht");
    let rektor = eht.participants.iter().find(|person| person.role == "Rektor").unwrap().id;
    eht.recipients =
        vec![Recipient { participant: Some(rektor), ..free(&eht, "Rektor") }, free(&eht, "Bibliotekarien")];
    assert_eq!(part_of(&eht, "Rektor", &[]), Part::Whole);
    assert_eq!(part_of(&eht, "Mentor", &[]), Part::Nothing(Why::NotListed));
    let all = shares(&eht, day(), &[]);
    let stranger = all.iter().find(|share| share.participant.is_none()).unwrap();
    assert_eq!(stranger.part, Part::Nothing(Why::Unplaced));
    let offered = choices(&eht, stranger);
    assert!(!offered.contains(&Part::Whole), "nobody unplaced gets every child's ärende");
    assert!(offered.contains(&Part::Arenden(vec![eht.items[1].id])));
}

#[test]
fn a_choice_is_never_more_than_the_share() {
    for meeting in demo::meetings(now(), &agenda) {
        for share in shares(&meeting, day(), &[]) {
            let offered = choices(&meeting, &share);
            assert_eq!(offered[0], share.part);
            match &share.part {
                Part::Arenden(own) => assert!(offered.iter().all(|choice| match choice {
                    Part::Whole => false,
                    Part::Arenden(some) => some.iter().all(|item| own.contains(item)),
                    Part::Nothing(_) => true,
                })),
                // Who gets the plan alone may get nothing at all.
                Part::Nothing(why) if *why != Why::Unplaced => {
                    assert_eq!(offered.len(), 1 + usize::from(share.plan));
                    assert!(offered.iter().all(|choice| matches!(choice, Part::Nothing(_))));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn those_who_get_something_stand_first_in_the_order_round_the_table() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    let mother = sip.participants.iter_mut().find(|p| p.kind == ParticipantKind::Vardnadshavare).unwrap();
    mother.presence = Presence::Franvarande;
    let first_names: Vec<String> = shares(&sip, day(), &[])
        .iter()
        .map(|share| share.who.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    // Vera gets no minutes but her plan. Her mother and the nurse weren't there, and her grandmother came along.
    assert_eq!(first_names, ["Vera", "Jonas", "Petra", "Amina", "Henrik", "Maria", "Gun", "Siv"]);
}

#[test]
fn the_plan_goes_to_the_child_and_to_those_who_have_the_care_of_it() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    let with_plan = |sip: &Meeting| -> Vec<String> {
        shares(sip, day(), &[]).into_iter().filter(|share| share.plan).map(|share| share.who).collect()
    };
    assert_eq!(with_plan(&sip), ["Vera Påhitt, barnet", "Maria Påhitt, vårdnadshavare"]);
    sip.head.individuals = false;
    assert!(with_plan(&sip).is_empty(), "there is no plan for a child in a meeting about none");
}

#[test]
fn a_child_gets_the_minutes_too_when_it_is_on_the_list_of_recipients() {
    let mut sip = meeting("sip");
    let vera = sip.participants.iter().find(|person| person.kind == ParticipantKind::Barn).unwrap().id;
    sip.recipients.clear();
    assert_eq!(part_of(&sip, "Barnet", &[]), Part::Nothing(Why::OwnPlan));
    sip.recipients = vec![Recipient { participant: Some(vera), ..free(&sip, "Vera") }];
    assert_eq!(part_of(&sip, "Barnet", &[]), Part::Whole);
    sip.recipients.clear();
    sip.head.individuals = false;
    assert_eq!(part_of(&sip, "Barnet", &[]), Part::Whole, "no plan is made that it could get instead");
}

#[test]
fn a_share_can_be_changed_to_one_arende_of_several_or_to_nothing() {
    let sip = meeting("sip");
    let mut eht = meeting("eht");
    let nothing = Part::Nothing(Why::Chosen);
    let unplaced = Part::Nothing(Why::Unplaced);
    let one = |number| numbered(&eht, &[number]);
    for (meeting, part, plan, others) in [
        (&sip, Part::Whole, false, vec![nothing.clone()]),
        (&eht, Part::Whole, false, vec![one(1), one(2), one(3), one(4), nothing.clone()]),
        (&eht, one(2), false, vec![nothing.clone()]),
        (&eht, numbered(&eht, &[2, 4]), false, vec![one(2), one(4), nothing.clone()]),
        (&eht, unplaced.clone(), false, vec![one(1), one(2), one(3), one(4)]),
        (&eht, Part::Nothing(Why::NotListed), false, vec![]),
        (&sip, Part::Nothing(Why::OwnPlan), true, vec![nothing.clone()]),
    ] {
        let offered = choices(meeting, &share(part.clone(), plan));
        assert_eq!(offered[0], part);
        assert_eq!(offered[1..], others, "{part:?}");
    }
    // Of the four, only the one about a corridor asks for no consent now.
    let corridor = one(3);
    eht.agenda.consent = ConsentRule::Kravs;
    assert_eq!(choices(&eht, &share(unplaced.clone(), false)), [unplaced, corridor]);
}

#[test]
fn who_is_asked_for_by_name_or_role_gets_what_the_list_says() {
    let mut eht = meeting("eht");
    let rektor = eht.participants.iter().find(|person| person.role == "Rektor").unwrap().id;
    for part in [Part::Nothing(Why::NotListed), Part::Whole] {
        for who in ["Rektor", " rektor", "karin exempel", "Karin Exempel, rektor"] {
            let share = listed(&eht, who, day(), &[]);
            assert_eq!((share.participant, &share.part), (Some(rektor), &part), "{who}");
            assert_eq!(share.who, "Karin Exempel, rektor");
        }
        let unknown = listed(&eht, " Bibliotekarien ", day(), &[]);
        assert_eq!((unknown.participant, unknown.part), (None, Part::Nothing(Why::NotListed)));
        eht.recipients.clear();
    }
}

#[test]
fn two_of_the_same_role_are_told_apart_by_name_alone() {
    let mut sip = meeting("sip");
    let curator = sip.participants.iter_mut().find(|person| person.role == "Skolkurator").unwrap();
    curator.role = "Mentor".to_owned();
    assert_eq!(share_of(&sip, "Mentor", day(), &[]).participant, None);
    assert!(share_of(&sip, "Petra Modell", day(), &[]).participant.is_some());
}

#[test]
fn a_part_is_described_by_the_numbers_of_its_arenden_and_with_the_plan() {
    let eht = meeting("eht");
    for (numbers, words) in [
        (vec![1], "ärende 1"),
        (vec![1, 3], "ärende 1 och 3"),
        // In the meeting's order, however they were chosen.
        (vec![4, 1, 2], "ärende 1, 2 och 4"),
    ] {
        assert_eq!(describe(&eht, &numbered(&eht, &numbers)), words);
    }
    let sip = meeting("sip");
    let whole = describe(&sip, &Part::Whole);
    for (plan, part, words) in [
        (true, Part::Whole, format!("{whole} och Min plan")),
        (false, Part::Whole, whole),
        (true, Part::Nothing(Why::OwnPlan), "Min plan".to_owned()),
        (true, Part::Nothing(Why::Chosen), "inget: valt så".to_owned()),
        (false, Part::Nothing(Why::Absent), "inget: var inte med".to_owned()),
    ] {
        assert_eq!(
            describe_all((&Callings::of(&sip), &sip.held_keys()), &share(Part::Whole, plan), &part),
            words,
            "{part:?}"
        );
    }
}

#[test]
fn a_party_from_outside_gets_the_arenden_whose_consent_names_it_and_no_others() {
    let mut sip = meeting("sip");
    // The consent is the same, but the one from BUP wasn't called.
    sip.participants.retain(|person| person.unit != "BUP");
    assert_eq!(share_of(&sip, " bup", day(), &[]).part, Part::Whole);
    assert_eq!(share_of(&sip, "Fotbollsklubben", day(), &[]).part, Part::Nothing(Why::NotNamed));
    // A child, whose consent it now is, and a group, which needs none.
    let mut bht = meeting("bht");
    assert_eq!(bht.items.len(), 2);
    bht.agenda.consent = ConsentRule::Kravs;
    bht.consents = sip.consents;
    bht.consent_parties = sip.consent_parties;
    for consent in &mut bht.consents {
        consent.arende = bht.items[0].arende;
    }
    assert_eq!(share_of(&bht, "BUP", day(), &[]).part, numbered(&bht, &[1]));
    assert_eq!(share_of(&bht, "Fotbollsklubben", day(), &[]).part, Part::Nothing(Why::Unplaced));
}

#[test]
fn a_stranger_who_has_had_a_copy_may_have_it_again_but_not_every_childs_arende() {
    let mut sip = meeting("sip");
    for consent in &mut sip.consents {
        consent.withdrawn = Some(now());
    }
    let before = [had(&sip, "Skolnämnden")];
    assert_eq!(share_of(&sip, "Skolnämnden", day(), &[]).part, Part::Nothing(Why::Withdrawn));
    assert_eq!(share_of(&sip, "Skolnämnden", day(), &before).part, Part::Whole);
    let eht = meeting("eht");
    let before = [had(&eht, "Skolnämnden")];
    assert_eq!(share_of(&eht, "Skolnämnden", day(), &before).part, Part::Nothing(Why::Unplaced));
}

/// A closed EHT whose four ärenden were taken up a quarter of an hour each, and nobody listed.
fn timed() -> Meeting {
    let mut eht = meeting("eht");
    eht.recipients.clear();
    eht.attendance.clear();
    eht.stages.clear();
    for (at, item) in eht.items.clone().into_iter().enumerate() {
        let from = quarter(&eht, at);
        eht.stages.push(Stage {
            id: RowId(Uuid::from_u128(500 + at as u128)),
            meeting: eht.id(),
            arende: Some(item.id),
            phase: crate::domain::agenda::Phase::Nulage,
            from,
            to: Some(quarter(&eht, at + 1)),
        });
    }
    eht
}

fn quarter(meeting: &Meeting, at: usize) -> chrono::DateTime<chrono::Utc> {
    meeting.head.started.unwrap() + chrono::TimeDelta::minutes(15 * i64::try_from(at).unwrap())
}

#[test]
fn who_came_late_or_left_early_gets_what_was_taken_up_while_they_were_there_unless_more_is_chosen() {
    let minutes = chrono::TimeDelta::minutes(5);
    for (came, left, got, why) in [
        (None, None, vec![], ""),
        (None, Some(2), vec![1, 2, 3], "gick tidigare"),
        (Some(1), None, vec![2, 3, 4], "kom senare"),
        (Some(1), Some(2), vec![2, 3], "kom senare och gick tidigare"),
    ] {
        let mut eht = timed();
        let rektor = eht.participants.iter_mut().find(|person| person.role == "Rektor").unwrap();
        let start = eht.head.started.unwrap();
        let at = |quarter: i64| start + chrono::TimeDelta::minutes(15 * quarter) + minutes;
        rektor.came = came.map(at);
        rektor.left = left.map(at);
        rektor.presence = if left.is_some() { Presence::Gatt } else { Presence::Plats };
        let name = rektor.name_and_role();
        let all = shares(&eht, day(), &[]);
        let listed = all.into_iter().find(|share| share.who == name).unwrap();
        assert_eq!(listed, share_of(&eht, &name, day(), &[]), "asked for by name it is the same");
        assert_eq!(listed, super::listed(&eht, &name, day(), &[]), "at every door");
        if got.is_empty() {
            assert_eq!((&listed.part, listed.reason), (&Part::Whole, None));
            continue;
        }
        let part = numbered(&eht, &got);
        assert_eq!((&listed.part, &listed.most, listed.reason), (&part, &Part::Whole, Some(why)));
        assert!(
            describe_all((&Callings::of(&eht), &eht.held_keys()), &listed, &part)
                .ends_with(&format!("({why})"))
        );
        let offered = choices(&eht, &listed);
        assert_eq!(offered[..2], [part, Part::Whole]);
        assert!(offered.contains(&numbered(&eht, &[1])), "what they missed can be chosen too");
        assert_eq!(
            describe_all((&Callings::of(&eht), &eht.held_keys()), &listed, &Part::Whole),
            "hela protokollet"
        );
    }
}

#[test]
fn who_left_before_anything_was_taken_up_gets_nothing_unless_it_is_chosen() {
    let mut eht = timed();
    let start = eht.head.started;
    let rektor = eht.participants.iter_mut().find(|person| person.role == "Rektor").unwrap();
    (rektor.left, rektor.presence) = (start, Presence::Gatt);
    let share = share_of(&eht, "Rektor", day(), &[]);
    assert_eq!((&share.part, &share.most), (&Part::Nothing(Why::Absent), &Part::Whole));
    assert!(choices(&eht, &share).contains(&Part::Whole));
    // Where nobody noted when the ärenden were taken up, nobody's share is cut.
    eht.stages.clear();
    assert_eq!(share_of(&eht, "Rektor", day(), &[]).part, Part::Whole);
}

#[test]
fn a_guardian_who_left_early_never_gets_more_than_the_own_childs() {
    let mut eht = timed();
    let (id, item, start) = (eht.id(), eht.items[1].id, eht.head.started);
    let mother = eht.participants.iter_mut().find(|person| person.role == "Rektor").unwrap();
    mother.kind = ParticipantKind::Vardnadshavare;
    (mother.left, mother.presence) = (start, Presence::Gatt);
    let who = mother.id;
    assert_eq!(share_of(&eht, "Rektor", day(), &[]).part, Part::Nothing(Why::Untied));
    eht.attendance.push(crate::domain::record::Attendance {
        id: RowId(Uuid::from_u128(1)),
        meeting: id,
        participant: who,
        arende: item,
    });
    let share = share_of(&eht, "Rektor", day(), &[]);
    assert_eq!(choices(&eht, &share)[..2], [Part::Nothing(Why::Absent), numbered(&eht, &[2])]);
    assert!(!choices(&eht, &share).contains(&Part::Whole));
}

/// All of the made-up meetings, and each with the list of recipients emptied.
fn meetings() -> Vec<Meeting> {
    let mut all = demo::meetings(now(), &agenda);
    let without = all.clone().into_iter().map(|mut meeting| {
        meeting.recipients.clear();
        meeting
    });
    all.extend(without);
    all
}

#[test]
fn what_a_door_gives_is_what_the_list_says() {
    for meeting in meetings() {
        for share in shares(&meeting, day(), &[]) {
            assert_eq!(listed(&meeting, &share.who, day(), &[]), share, "{}", share.who);
            // By role or unit it is never more than each of those who are meant gets.
            let people = meant(&meeting, &share.who);
            // A verksamhet that is itself on the list has a share of its own.
            let itself = |name: &str| meeting.recipients.iter().any(|row| fold(&row.name) == fold(name));
            let names = people.iter().flat_map(|person| [&person.role, &person.unit]);
            for name in names.filter(|name| !itself(name)) {
                let door = listed(&meeting, name, day(), &[]).part;
                let own = meant(&meeting, name).iter().all(|person| {
                    let own = listed(&meeting, &person.name_and_role(), day(), &[]).part;
                    match (&door, &own) {
                        (Part::Nothing(_), _) | (_, Part::Whole) => true,
                        (Part::Whole, _) | (_, Part::Nothing(_)) => false,
                        (Part::Arenden(door), Part::Arenden(own)) => {
                            door.iter().all(|item| own.contains(item))
                        }
                    }
                });
                assert!(own, "{name}: {door:?}");
            }
        }
        let stranger = listed(&meeting, "Någon Helt Annan", day(), &[]);
        assert!(matches!(stranger.part, Part::Nothing(_)) && !stranger.plan);
    }
}

#[test]
fn only_what_was_handed_over_has_been_had_and_only_of_its_arenden() {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    for consent in &mut sip.consents {
        consent.withdrawn = Some(now());
    }
    let mentor = sip.participants.iter().find(|person| person.role == "Mentor").unwrap();
    let row = had(&sip, &mentor.name_and_role());
    for way in [CopyWay::Visad, CopyWay::Fil, CopyWay::Utskrift] {
        assert_eq!(part_of(&sip, "Mentor", &[CopyLog { way, ..row.clone() }]), Part::Nothing(Why::Withdrawn));
    }
    for what in [PLAN, "Kallelse", "samtyckesblankett"] {
        let other = CopyLog { what: what.to_owned(), ..row.clone() };
        assert_eq!(part_of(&sip, "Mentor", &[other]), Part::Nothing(Why::Withdrawn), "{what}");
    }
    let here = CopyLog { arenden: Some(sip.items[0].id.to_string()), ..row.clone() };
    assert_eq!(part_of(&sip, "Mentor", &[here]), Part::Whole);
    let elsewhere = CopyLog { arenden: Some(Uuid::from_u128(3).to_string()), ..row };
    assert_eq!(part_of(&sip, "Mentor", &[elsewhere]), Part::Nothing(Why::Withdrawn));
}

#[test]
fn what_is_not_made_of_the_minutes_is_no_draft_of_them() {
    let told = |who: &str, what: &str, version, before| CopyLog::told(who, what, version, before);
    let whole = "hela protokollet";
    assert_eq!(told("Ann Ask", whole, None, 1), "Ann Ask: hela protokollet, utkast till version 2");
    assert_eq!(told(CopyLog::NOBODY, whole, Some(1), 1), "hela protokollet, version 1");
    assert_eq!(told("Ann Ask", PLAN, None, 0), "Ann Ask: Min plan, utkast");
    for what in
        [CopyLog::CALL, CopyLog::INVITATION, CopyLog::CALENDAR, "samtyckesblankett att skriva på, Lila"]
    {
        assert_eq!(told(CopyLog::NOBODY, what, None, 1), what);
        assert_eq!(told("Ann Ask", what, None, 0), format!("Ann Ask: {what}"));
    }
}

#[test]
fn a_copy_that_lacks_rows_says_so() {
    let mut eht = meeting("eht");
    eht.recipients.clear();
    let rektor = eht.participants.iter().find(|person| person.role == "Rektor").unwrap().name_and_role();
    let before = left_out((&Callings::of(&eht), &eht.held_keys()), &rektor, &Part::Whole);
    let told = |count: usize| match count {
        0 => "hela protokollet".to_owned(),
        1 => "hela protokollet utom 1 rad".to_owned(),
        count => format!("hela protokollet utom {count} rader"),
    };
    let mut marked = 0;
    for at in 0..eht.entries.len() {
        let entry = &mut eht.entries[at];
        if entry.kind() == crate::domain::agenda::EntryKind::Privat || entry.emi || entry.text.is_empty() {
            continue;
        }
        entry.emi = true;
        marked += 1;
        assert_eq!(
            describe_for((&Callings::of(&eht), &eht.held_keys()), &rektor, &Part::Whole),
            told(before + marked)
        );
    }
    assert!(marked > 3);
    let one = Part::Arenden(vec![eht.items[0].id]);
    assert!(left_out((&Callings::of(&eht), &eht.held_keys()), &rektor, &one) < before + marked);
    assert!(
        describe_for((&Callings::of(&eht), &eht.held_keys()), &rektor, &one).starts_with("ärende 1 utom ")
    );
}

#[test]
fn one_of_several_guardians_is_given_nothing_by_their_common_role_and_a_familys_row_is_counted_as_theirs() {
    let mut eht = timed();
    let (id, item) = (eht.id(), eht.items[1].id);
    let mut mothers = Vec::new();
    for person in eht.participants.iter_mut().filter(|person| person.is_staff()).take(2) {
        (person.kind, person.role) = (ParticipantKind::Vardnadshavare, "Vårdnadshavare".to_owned());
        mothers.push((person.id, person.name_and_role()));
    }
    for (index, (mother, _)) in mothers.iter().enumerate() {
        eht.attendance.push(crate::domain::record::Attendance {
            id: RowId(Uuid::from_u128(1 + index as u128)),
            meeting: id,
            participant: *mother,
            arende: eht.items[1 + index].id,
        });
    }
    assert_eq!(listed(&eht, "vårdnadshavare", day(), &[]).part, Part::Nothing(Why::Untied));
    let own = Part::Arenden(vec![item]);
    assert_eq!(listed(&eht, &mothers[0].1, day(), &[]).part, own);
    let before = left_out((&Callings::of(&eht), &eht.held_keys()), &mothers[0].1, &own);
    let kinds = [crate::domain::agenda::EntryKind::Fungerar, crate::domain::agenda::EntryKind::Behov];
    let mut row = eht.entries.iter().find(|entry| kinds.contains(&entry.kind())).unwrap().clone();
    (row.id, row.arende, row.emi, row.source) =
        (crate::domain::ids::EntryId(Uuid::from_u128(77)), None, true, None);
    row.text = "Sagt i hela mötet".to_owned();
    eht.entries.push(row);
    assert_eq!(
        left_out((&Callings::of(&eht), &eht.held_keys()), &mothers[0].1, &own),
        before,
        "what is common isn't theirs"
    );
    eht.entries.last_mut().unwrap().source = Some(mothers[1].0);
    assert_eq!(
        left_out((&Callings::of(&eht), &eht.held_keys()), &mothers[0].1, &own),
        before,
        "nor what another family said"
    );
    eht.entries.last_mut().unwrap().source = Some(mothers[0].0);
    assert_eq!(left_out((&Callings::of(&eht), &eht.held_keys()), &mothers[0].1, &own), before + 1);
}

/// The answers of a family in the made-up SIP: of the child, born on a day, and of its guardian.
fn answered(born: &str, child: Option<ConsentAnswer>, guardian: ConsentAnswer) -> Meeting {
    let mut sip = meeting("sip");
    sip.recipients.clear();
    sip.children[0].born = Some(born.to_owned());
    sip.consents.retain(|consent| !consent.by_child || child.is_some());
    for consent in &mut sip.consents {
        consent.answer = if consent.by_child { child.unwrap() } else { guardian };
    }
    sip
}

fn share_with(meeting: &Meeting, kind: ParticipantKind) -> Share {
    let person = meeting.participants.iter().find(|person| person.kind == kind).unwrap();
    shares(meeting, day(), &[]).into_iter().find(|share| share.participant == Some(person.id)).unwrap()
}

#[test]
fn what_a_child_of_fifteen_says_no_to_its_guardians_get_only_when_somebody_says_why() {
    use ConsentAnswer::{Ja, Nej, Saknas};
    let (whole, kept) = (Part::Whole, Part::Nothing(Why::ChildRefused));
    let (plan, no) = (Part::Nothing(Why::OwnPlan), Part::Nothing(Why::Refused));
    for (born, child, guardian, of_guardian, of_child) in [
        // 14: the guardian answers; a child's no stops the talk, but is no secret from who has the care of it.
        ("2012-06-01", Some(Nej), Ja, &whole, &no),
        ("2011-11-30", Some(Nej), Ja, &whole, &no),
        // 15 to 17.
        ("2011-06-01", Some(Nej), Ja, &kept, &whole),
        ("2011-06-01", Some(Nej), Nej, &kept, &whole),
        ("2011-06-01", Some(Nej), Saknas, &kept, &whole),
        ("2009-06-01", None, Ja, &whole, &plan),
        ("2009-06-01", Some(Saknas), Ja, &whole, &plan),
        ("2009-06-01", Some(Ja), Nej, &whole, &whole),
        ("2009-06-01", Some(Ja), Ja, &whole, &plan),
        // 18: alone.
        ("2008-06-01", Some(Nej), Ja, &Part::Nothing(Why::OfAge), &whole),
        ("2008-06-01", Some(Ja), Nej, &Part::Nothing(Why::OfAge), &plan),
    ] {
        let sip = answered(born, child, guardian);
        let (mother, own) =
            (share_with(&sip, ParticipantKind::Vardnadshavare), share_with(&sip, ParticipantKind::Barn));
        let about = format!("{born} {child:?} {guardian:?}: {mother:?} {own:?}");
        assert_eq!((&mother.part, &own.part), (of_guardian, of_child), "{about}");
        assert_eq!(own.plan, *of_child == plan, "{about}");
        let is_kept = mother.part == kept;
        assert_eq!(mother.despite, is_kept.then_some(Part::Whole), "{about}");
        if is_kept {
            assert!(!mother.plan && choices(&sip, &mother) == [kept.clone()], "{about}");
            // No other door gives it: by name, by role, on the list, or with a copy from before.
            for door in [mother.who.as_str(), "Vårdnadshavare"] {
                assert_eq!(listed(&sip, door, day(), &[]).part, kept, "{door}");
                assert_eq!(share_of(&sip, door, day(), &[]).part, kept, "{door}");
            }
            let mut on_list = sip.clone();
            on_list.recipients = vec![
                Recipient { participant: mother.participant, ..free(&sip, "") },
                free(&sip, mother.who.split(',').next().unwrap()),
            ];
            let had = [had(&sip, &mother.who)];
            let all = shares(&on_list, day(), &had);
            assert!(all.iter().all(|share| share.part != Part::Whole || share.who == own.who), "{about}");
            assert!(
                describe_all(
                    (&Callings::of(&sip), &crate::domain::held::HeldKeys::new()),
                    &mother,
                    &mother.part
                )
                .contains("OSL 12 kap. 3 §")
            );
        }
    }
}

#[test]
fn a_no_taken_back_or_told_of_in_another_form_counts_as_much() {
    let mut sip = answered("2010-06-01", Some(ConsentAnswer::Ja), ConsentAnswer::Ja);
    sip.agenda.consent = ConsentRule::Nej;
    let of = |sip: &Meeting| share_with(sip, ParticipantKind::Vardnadshavare);
    assert!(of(&sip).part == Part::Whole && of(&sip).plan && of(&sip).despite.is_none());
    for consent in sip.consents.iter_mut().filter(|consent| consent.by_child) {
        consent.withdrawn = Some(now());
    }
    let kept = of(&sip);
    assert_eq!(
        (&kept.part, kept.plan),
        (&Part::Nothing(Why::ChildRefused), false),
        "no plan by the back door"
    );
    // A birth year alone: from the year in which the child turns 15.
    sip.children[0].born = None;
    for (year, part) in [(2011, Part::Nothing(Why::ChildRefused)), (2012, Part::Whole)] {
        sip.children[0].birth_year = Some(year);
        assert_eq!(of(&sip).part, part, "{year}");
    }
}

#[test]
fn of_two_children_the_one_who_says_no_is_kept_from_the_guardian_and_the_other_is_not() {
    let mut sip = answered("2010-06-01", Some(ConsentAnswer::Nej), ConsentAnswer::Ja);
    let mut second = sip.items[0].clone();
    second.id = MeetingArendeId(Uuid::from_u128(901));
    second.arende = crate::domain::ids::ArendeId(Uuid::from_u128(902));
    let mut arende = sip.arenden[0].clone();
    arende.id = second.arende;
    sip.arenden.push(arende);
    let of_first = sip.attendance.clone();
    sip.attendance.extend(
        of_first.into_iter().map(|row| crate::domain::record::Attendance { arende: second.id, ..row }),
    );
    sip.items.push(second.clone());
    let mother = share_with(&sip, ParticipantKind::Vardnadshavare);
    assert_eq!(mother.part, Part::Arenden(vec![second.id]), "{mother:?}");
    assert_eq!((mother.despite, mother.reason), (Some(Part::Whole), Some(CHILD_REFUSED)));
}

#[test]
fn the_paragraph_in_the_list_is_the_one_in_the_file() {
    let laws = crate::agenda_file::laws::load(None).0;
    let law = laws.get("sekretess-mot-vardnadshavare").unwrap();
    assert!(CHILD_REFUSED.contains(law.section.as_deref().unwrap()), "{CHILD_REFUSED}");
}

#[test]
fn what_was_told_after_the_meeting_isnt_held_in_its_papers() {
    use crate::domain::ids::{MeetingId, RowId};
    use crate::domain::record::{ActionState, ActionStatus, MeetingStatus};
    let mut sip = meeting("sip");
    sip.words = crate::agenda_file::held::carried();
    let ended = sip.head.ended.or(sip.head.started).unwrap();
    sip.head.status = MeetingStatus::Avslutat;
    sip.head.ended = Some(ended);
    let before = sip.held_count();
    let entry = sip.actions().next().unwrap().id;
    let word = |number: u128, of: Option<MeetingId>, at| ActionStatus {
        id: RowId(uuid::Uuid::from_u128(number)),
        entry,
        meeting: of,
        status: ActionState::Pagar,
        evaluation: Some("Orosanmälan är gjord".to_owned()),
        new_due: None,
        at,
    };
    let later = ended + chrono::TimeDelta::days(56);
    sip.action_status.push(word(u128::MAX - 1, Some(MeetingId(uuid::Uuid::from_u128(9))), later));
    assert_eq!(sip.held_count(), before, "it stands in the later meeting's papers");
    let own = sip.id();
    sip.action_status.push(word(u128::MAX, Some(own), ended));
    assert_eq!(sip.held_count(), before + 1, "its own waits for a look");
    assert!(sip.held_named().iter().any(|row| row.starts_with("Hur det gick: ”Orosanmälan")));
}

#[test]
fn the_plan_says_what_it_lacks_while_a_row_waits_for_a_look() {
    let mut sip = meeting("sip");
    let child = sip.participants.iter().find(|person| person.kind == ParticipantKind::Barn).unwrap().clone();
    let says = |sip: &Meeting| {
        let callings = Callings::of(sip);
        let rows = super::shares_among(&callings, sip.head.planned.date(), &[]);
        let own = rows.iter().find(|share| share.participant == Some(child.id)).unwrap();
        super::describe_all((&callings, &sip.held_keys()), own, &own.part)
    };
    assert!(!says(&sip).contains("utan"), "{}", says(&sip));
    sip.words = crate::agenda_file::held::carried();
    let voice = sip.entries.iter_mut().find(|entry| entry.kind() == crate::domain::agenda::EntryKind::Rost);
    voice.unwrap().text = "Det finns en orosanmälan".to_owned();
    assert!(says(&sip).contains("Min plan utan barnets röst"), "{}", says(&sip));
}

#[test]
fn who_was_absent_and_gets_no_paper_is_told_of_what_they_promised() {
    let mut sip = meeting("sip");
    let today = sip.head.planned.date();
    let (who, action) = sip.actions().find_map(|entry| Some((entry.action()?.owner?, entry.id))).unwrap();
    assert!(super::untold_words(&sip, today).is_empty());
    for person in sip.participants.iter_mut().filter(|person| person.id == who) {
        person.presence = Presence::Franvarande;
        person.kind = ParticipantKind::Narstaende;
    }
    sip.recipients.retain(|row| row.participant != Some(who));
    let told = super::untold_words(&sip, today);
    assert!(told.len() == 1 && told[0].contains("får inget papper, men ska göra"), "{told:?} {action}");
}
