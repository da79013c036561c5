//! Who gets what of the made-up meetings' papers.

use super::*;
use crate::demo::{self, tests::form, tests::now};
use crate::domain::ids::RowId;
use crate::domain::record::{CopyWay, Recipient};
use uuid::Uuid;

fn day() -> NaiveDate {
    now().date_naive()
}

fn meeting(id: &str) -> Meeting {
    demo::meetings(now(), &form).into_iter().find(|meeting| meeting.head.form == id).unwrap()
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
    assert_eq!(part_of(&sip, "Mormor", &[]), Part::Whole, "the consent at the meeting names her");
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
    let before = CopyLog {
        id: RowId(Uuid::from_u128(1)),
        meeting: sip.id(),
        version: None,
        recipient: mentor.name_and_role(),
        what: "hela protokollet".to_owned(),
        way: CopyWay::Fil,
        format: "txt".to_owned(),
        checksum: String::new(),
        by: None,
        at: now(),
    };
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
    for meeting in demo::meetings(now(), &form) {
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
