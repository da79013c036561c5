//! What a copy says of consents and of other copies: those whom it is about read it, and nobody else.

use super::{Options, build, find_reader, plain};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::ids::{ConsentId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Attendance, Consent, ConsentAnswer, ParticipantKind, Recipient};
use uuid::Uuid;

fn demo_meeting(is_it: impl Fn(&Meeting) -> bool) -> Meeting {
    demo::meetings(now(), &agenda).into_iter().find(|meeting| is_it(meeting)).unwrap()
}

fn options() -> Options {
    let laws = crate::domain::law::Laws::default();
    Options { printed_at: now().naive_utc(), laws, ..Options::made_up() }
}

/// A consent's limits, and why somebody hasn't answered, are read by those whom they are about.
#[test]
fn the_limits_of_a_consent_are_for_the_family_and_for_the_party_that_they_bind() {
    let mut sip = demo_meeting(|meeting| meeting.agenda.id == "sip");
    // Another limit than this: rows that are kept from somebody.
    sip.exemptions.clear();
    let own = sip.consents[0].clone();
    let parties: Vec<String> = sip.parties_of(own.id).map(str::to_owned).collect();
    for row in sip.consent_parties.iter_mut().filter(|row| row.consent == own.id) {
        row.may_tell = Some(format!("far-{}", row.part));
        row.must_not = Some(format!("inte-{}", row.part));
    }
    sip.consents.push(Consent {
        id: ConsentId(Uuid::from_u128(5)),
        given_by: "Per Ask, pappa".to_owned(),
        answer: ConsentAnswer::Saknas,
        asked: Some("brev hem".to_owned()),
        reason: Some("arbetar till sjöss".to_owned()),
        ..own.clone()
    });
    let whole = build(&sip, &options());
    let file = plain::render(&whole);
    for part in &parties {
        assert!(file.contains(&format!("far-{part}")) && file.contains(&format!("inte-{part}")), "{file}");
    }
    assert!(file.contains("arbetar till sjöss"), "{file}");
    for person in &sip.participants {
        let Some(reader) = find_reader(&sip, &person.name_and_role()) else { continue };
        let copy = plain::render(&whole.copy_for(&reader));
        let family = person.kind.is_child_or_guardian();
        for part in &parties {
            let theirs = family || sip.means(part, person);
            let (may, must_not) =
                (copy.contains(&format!("far-{part}")), copy.contains(&format!("inte-{part}")));
            assert_eq!((may, must_not), (theirs, theirs), "{part} to {}", person.name);
        }
        assert_eq!(copy.contains("arbetar till sjöss"), family, "{}", person.name);
        assert!(copy.contains("har inte svarat ännu"), "that nobody has answered is no secret");
    }
    // To the parents of somebody who has come of age they are as to anybody else.
    sip.children[0].born = Some("2008-01-02".to_owned());
    let parent = sip.participants.iter().find(|one| one.kind == ParticipantKind::Vardnadshavare);
    let reader = find_reader(&sip, &parent.unwrap().name_and_role()).unwrap();
    assert!(!plain::render(&build(&sip, &options()).copy_for(&reader)).contains("arbetar till sjöss"));
}

/// Who else gets the minutes is told to those who get the same.
#[test]
fn a_copy_names_no_recipient_of_an_arende_that_it_is_not_about() {
    let mut eht = demo_meeting(|meeting| meeting.agenda.many && meeting.items.len() > 1);
    let (first, second) = (eht.items[0].id, eht.items[1].id);
    eht.recipients.clear();
    let staff: Vec<_> = eht.participants.iter().filter(|one| one.is_staff()).map(|one| one.id).collect();
    let [one, other, all] = staff[..3] else { panic!("three are there") };
    eht.attendance.retain(|row| ![one, other, all].contains(&row.participant));
    for (key, (who, item)) in [(one, first), (other, second)].into_iter().enumerate() {
        eht.attendance.push(Attendance {
            id: RowId(Uuid::from_u128(900 + key as u128)),
            meeting: eht.id(),
            participant: who,
            arende: item,
        });
    }
    for (key, who) in [one, other, all].into_iter().enumerate() {
        eht.recipients.push(Recipient {
            id: RowId(Uuid::from_u128(800 + key as u128)),
            meeting: eht.id(),
            participant: Some(who),
            name: String::new(),
            way: Some(format!("vag{key}")),
            rev: 1,
        });
    }
    let whole = build(&eht, &options());
    let copy = |who| {
        let name = eht.participant(who).unwrap().name_and_role();
        plain::render(&whole.copy_for(&find_reader(&eht, &name).unwrap()))
    };
    let names = [one, other, all].map(|who| eht.participant(who).unwrap().name_and_role());
    let told = |text: &str| {
        let copies = text.split("\nKopior\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
        names.each_ref().map(|name| copies.contains(name))
    };
    assert_eq!(told(&copy(one)), [true, false, true]);
    assert_eq!(told(&copy(other)), [false, true, true]);
    assert_eq!(told(&copy(all)), [true, true, true]);
    assert_eq!(told(&plain::render(&whole)), [true, true, true]);
    // How each gets theirs may hold an address: the akt alone says it.
    assert!(!copy(all).contains("vag0") && !copy(all).contains("vag2"));
    assert!(plain::render(&whole).contains("vag0"));
}

/// At the follow-up nothing of what was exempted stands there any more, but the consent's own words say from whom.
#[test]
fn a_limit_that_names_a_party_is_kept_from_it_also_where_nothing_is_exempted() {
    let limits = [
        ("att skolan får veta vad som sades hos BUP i våras", "Skola", "BUP"),
        ("det som sagts om pappa, till socialtjänsten", "Socialtjänst", "Skola"),
        ("BUP: samtalen från skolan", "BUP", "Skola"),
    ];
    for (limit, kept_from, others) in limits {
        let mut sip = demo_meeting(|meeting| meeting.agenda.id == "sip");
        sip.exemptions.clear();
        sip.consents[0].not_covered = Some(limit.to_owned());
        let whole = build(&sip, &options());
        let copy = |part: &str| {
            let person = sip.participants.iter().find(|person| person.is_staff() && sip.means(part, person));
            let reader = find_reader(&sip, &person.unwrap().name_and_role()).unwrap();
            plain::render(&whole.copy_for(&reader)).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert!(!copy(kept_from).contains(limit), "{kept_from}: {}", copy(kept_from));
        assert!(copy(others).contains(limit), "{others}: {}", copy(others));
    }
}

/// A row that is exempt for a party takes away itself, and not the limits that the party is bound by.
#[test]
fn a_row_that_is_exempt_takes_no_limit_away_that_does_not_repeat_it() {
    let limit = "Mammas egen hälsa";
    for (row, told) in
        [("Mamma ringer BUP om sin hälsa", true), ("Mammas egen hälsa tas upp", true), (limit, false)]
    {
        let mut sip = demo_meeting(|meeting| meeting.agenda.id == "sip");
        let consent = sip.consents[0].id;
        sip.consents[0].not_covered = Some(limit.to_owned());
        for party in sip.consent_parties.iter_mut().filter(|party| party.consent == consent) {
            party.must_not = Some(format!("{limit} hemma"));
        }
        let mut exempt = sip.exemptions[0].clone();
        exempt.part = "Skola".to_owned();
        sip.exemptions = vec![exempt.clone()];
        sip.entries.iter_mut().find(|entry| entry.id == exempt.entry).unwrap().text = row.to_owned();
        let person = sip.participants.iter().find(|person| person.is_staff() && sip.means("Skola", person));
        let reader = find_reader(&sip, &person.unwrap().name_and_role()).unwrap();
        let copy = plain::render(&build(&sip, &options()).copy_for(&reader));
        let copy = copy.split_whitespace().collect::<Vec<_>>().join(" ");
        let told_of =
            [format!("Gäller inte: {limit}"), format!("{limit} hemma")].map(|one| copy.contains(&one));
        assert_eq!(told_of, [told, told], "{row}: {copy}");
        assert!(!copy.contains(row), "{copy}");
    }
}

#[test]
fn who_has_the_custody_alone_is_said_where_their_consent_stands() {
    let mut sip = demo_meeting(|meeting| meeting.agenda.id == "sip");
    assert!(!plain::render(&build(&sip, &options())).contains("ensam vårdnadshavare"));
    sip.consents[0].sole = true;
    for (given_by, said) in [
        ("Maria Påhitt, vårdnadshavare", "Maria Påhitt, ensam vårdnadshavare: ja"),
        ("Maria Påhitt, mamma", "Maria Påhitt, mamma, ensam vårdnadshavare: ja"),
        ("Vårdnadshavare", "Ensam vårdnadshavare: ja"),
    ] {
        sip.consents[0].given_by = given_by.to_owned();
        let paper = plain::render(&build(&sip, &options()));
        assert!(paper.contains(said), "{paper}");
    }
}

/// The minutes say of copies what the list of them says: who gets nothing gets it no way.
#[test]
fn who_gets_nothing_has_no_way_by_which_they_get_it() {
    let mut sip = demo_meeting(|meeting| meeting.agenda.id == "sip");
    let (staff, part) = sip
        .participants
        .iter()
        .filter(|person| person.is_staff())
        .find_map(|person| {
            let mut parts = sip.consent_parties.iter().map(|row| row.part.clone());
            Some((person.id, parts.find(|part| sip.means(part, person))?))
        })
        .unwrap();
    sip.recipients.clear();
    sip.recipients.push(Recipient {
        id: RowId(Uuid::from_u128(800)),
        meeting: sip.id(),
        participant: Some(staff),
        name: String::new(),
        way: Some("i internposten".to_owned()),
        rev: 1,
    });
    let copies = |sip: &Meeting| {
        let text = plain::render(&build(sip, &options()));
        text.split("\nKopior\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned()
    };
    assert!(copies(&sip).contains("i internposten"), "{}", copies(&sip));
    sip.consent_parties.retain(|row| row.part != part);
    let told = copies(&sip);
    assert!(told.contains("inget: samtycket nämner dem inte"), "{told}");
    assert!(!told.contains("i internposten"), "{told}");
}
