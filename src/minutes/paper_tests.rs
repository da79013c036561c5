//! Min plan and the invitations: what they say, and what they never say.

use super::{Document, Invited, find_reader, invitation, markdown, plain, plan};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::carry;
use crate::domain::consent::KNOWLEDGE_FIELD;
use crate::domain::copies::{self, Part, Why, share_of};
use crate::domain::ids::{ParticipantId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    Body, FieldValue, FollowUp, Head, MeetingStatus, Participant, ParticipantKind, Presence, Recipient,
    VoiceHow,
};
use chrono::{NaiveDate, NaiveDateTime};
use uuid::Uuid;

fn meeting(id: &str) -> Meeting {
    let all = demo::meetings(now(), &agenda);
    all.into_iter().find(|m| m.head.agenda_id == id && m.head.status == MeetingStatus::Avslutat).unwrap()
}

fn made_at() -> NaiveDateTime {
    "2026-11-23T10:00:00".parse().unwrap()
}

fn flat(document: &Document) -> String {
    plain::render(document).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(meeting: &Meeting, who: &str) -> Option<String> {
    let share = share_of(meeting, who, now().date_naive(), &[]);
    let invited = Invited::new(meeting, &share)?;
    invitation(meeting, Some(&invited), false, made_at()).map(|document| flat(&document))
}

fn planned(id: &str) -> Meeting {
    let mut meeting = meeting(id);
    meeting.head.status = MeetingStatus::Planerat;
    meeting.head.planned = "2026-12-01T13:00:00".parse().unwrap();
    meeting.head.place = Some("Rum 3".to_owned());
    meeting
}

fn guardian(meeting: &Meeting) -> &Participant {
    use crate::domain::record::ParticipantKind::Vardnadshavare;
    meeting.participants.iter().find(|person| person.kind == Vardnadshavare).unwrap()
}

#[test]
fn the_child_has_a_page_of_its_own_in_a_letter_that_is_for_nobody_in_particular() {
    let mut sip = planned("sip");
    sip.consents.clear();
    sip.consent_parties.clear();
    let letter = invitation(&sip, None, false, made_at()).unwrap();
    let at = letter.sections.iter().position(|part| part.heading == "Till dig som det handlar om").unwrap();
    assert!(letter.begins_page(at) && letter.begins_page(at - 1), "{:?}", letter.sections[at - 1].heading);
    let form = flat(&Document { sections: vec![letter.sections[at].clone()], ..letter });
    // Whoever writes what isn't to be spoken of knows who reads it.
    assert!(form.contains("läser de som vill prata med varandra det"), "{form}");
}

fn hide_from_family(meeting: &mut Meeting) {
    meeting.fields.push(FieldValue {
        id: RowId(Uuid::from_u128(8)),
        meeting: meeting.id(),
        arende: Some(meeting.items[0].id),
        field: KNOWLEDGE_FIELD.to_owned(),
        value: "nej".to_owned(),
        rev: 1,
    });
}

#[test]
fn the_plan_says_what_was_agreed_who_does_it_and_when_we_meet_and_nothing_of_risk() {
    let meeting = meeting("sip");
    let reader = find_reader(&meeting, &guardian(&meeting).name_and_role()).unwrap();
    let document = plan(&meeting, std::slice::from_ref(&reader), false).unwrap();
    assert_eq!((document.kind.as_str(), document.marks.len()), (Document::PLAN, 0));
    let text = flat(&document);
    let mut said = 0;
    for entry in &meeting.entries {
        let kept = meeting.exemptions.iter().any(|row| row.entry == entry.id && reader.goes_by(&row.part));
        let words: Vec<&str> = entry.text.split_whitespace().take(4).collect();
        let agreed = matches!(entry.kind(), EntryKind::Beslut | EntryKind::Atgard) && !entry.emi && !kept;
        if agreed {
            said += 1;
            assert!(text.contains(words[0]), "{}: {text}", entry.text);
        } else if matches!(entry.body, Body::Rost { how: VoiceHow::EgnaOrd }) {
            assert!(text.contains(&entry.text), "the child's own words: {text}");
        } else if !matches!(entry.kind(), EntryKind::MalLang | EntryKind::MalKort) {
            assert!(!text.contains(&entry.text), "{}: {text}", entry.text);
        }
    }
    assert!(said > 1, "{text}");
    for wanted in ["VEM GÖR VAD?", "VI SES IGEN", "UNDRAR DU NÅGOT?"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(plan(&meeting, &[], false).is_none(), "a plan that nobody may read isn't made");
}

#[test]
fn the_plan_keeps_what_its_reader_may_not_read_and_is_not_made_where_the_family_must_not_know() {
    let mut meeting = meeting("sip");
    let reader = find_reader(&meeting, &guardian(&meeting).name_and_role()).unwrap();
    let at = meeting.entries.iter().position(|entry| entry.kind() == EntryKind::Atgard).unwrap();
    meeting.entries[at].text = "Ovanligtord ringer".to_owned();
    let made =
        |meeting: &Meeting| plan(meeting, std::slice::from_ref(&reader), false).map(|d| markdown::render(&d));
    assert!(made(&meeting).unwrap().contains("Ovanligtord"));
    meeting.entries[at].emi = true;
    assert!(!made(&meeting).unwrap().contains("Ovanligtord"), "EMI");
    hide_from_family(&mut meeting);
    assert!(made(&meeting).is_none());
}

#[test]
fn a_protected_childs_plan_has_a_day_and_no_time_place_or_school() {
    let mut meeting = meeting("sip");
    let reader = find_reader(&meeting, &guardian(&meeting).name_and_role()).unwrap();
    meeting.follow_ups = vec![FollowUp {
        id: RowId(Uuid::from_u128(9)),
        meeting: meeting.id(),
        date: NaiveDate::from_ymd_opt(2027, 2, 1).unwrap(),
        time: chrono::NaiveTime::from_hms_opt(13, 7, 0),
        place: Some("Platsord".to_owned()),
        called_by: None,
        rev: 1,
    }];
    let open = flat(&plan(&meeting, std::slice::from_ref(&reader), false).unwrap());
    assert!(open.contains("13.07") && open.contains("Platsord"), "{open}");
    meeting.children[0].protected = true;
    let kept = flat(&plan(&meeting, &[reader], false).unwrap());
    assert!(
        kept.contains("1 februari 2027") && !kept.contains("13.07") && !kept.contains("Platsord"),
        "{kept}"
    );
}

#[test]
fn huvudmän_are_called_others_are_invited_and_those_who_are_asked_get_a_form_to_sign() {
    let mut meeting = planned("sip");
    let family = guardian(&meeting).name_and_role();
    let staff = meeting.participants.iter().find(|person| !person.is_family()).unwrap().name_and_role();
    let called = told(&meeting, &staff).unwrap();
    let invited = told(&meeting, &family).unwrap();
    assert!(called.contains("Kallelse") && !called.contains("Inbjudan"), "{called}");
    assert!(invited.contains("Inbjudan") && !invited.contains("Kallelse"), "{invited}");
    for text in [&called, &invited] {
        for wanted in ["1 december 2026", "13.00", "Rum 3", "Syfte"] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        assert!(!text.contains("Namnteckning"), "a consent that holds isn't asked for again: {text}");
    }
    let whole = flat(&invitation(&meeting, None, true, made_at()).unwrap());
    assert!(whole.contains("Namnteckning") && whole.contains("ÖVNING"), "{whole}");

    meeting.consents.clear();
    meeting.consent_parties.clear();
    let share = share_of(&meeting, &staff, now().date_naive(), &[]);
    assert_eq!(share.part, Part::Nothing(Why::NotNamed));
    let called = told(&meeting, &staff).unwrap();
    let purpose = meeting.head.purpose.clone().unwrap();
    assert!(!called.contains(&purpose) && called.contains("när det finns ett samtycke"), "{called}");
    for person in meeting.participants.iter().filter(|person| person.is_family()) {
        assert!(!called.contains(&person.name), "{}: {called}", person.name);
    }
    let invited = told(&meeting, &family).unwrap();
    assert!(invited.contains("Namnteckning") && invited.contains("längst ett år"), "{invited}");
}

#[test]
fn a_closed_meeting_invites_to_its_follow_up_or_to_nothing() {
    let mut meeting = meeting("sip");
    let row = meeting.follow_up().cloned().unwrap();
    let text = flat(&invitation(&meeting, None, false, made_at()).unwrap());
    assert!(text.contains("Uppföljning") && text.contains(&super::words::long_date(row.date)), "{text}");
    meeting.follow_ups.clear();
    assert!(invitation(&meeting, None, false, made_at()).is_none());
}

#[test]
fn nobody_is_invited_who_must_not_know_and_a_protected_child_is_nowhere() {
    let mut meeting = planned("sip");
    meeting.children[0].protected = true;
    let whole = flat(&invitation(&meeting, None, false, made_at()).unwrap());
    assert!(
        !whole.contains("13.00") && !whole.contains("Rum 3") && whole.contains("på annat sätt"),
        "{whole}"
    );
    assert!(!whole.contains("Namnteckning"), "the form would name the family: {whole}");
    assert!(!whole.contains(&guardian(&meeting).name), "{whole}");
    let family = guardian(&meeting).name_and_role();
    hide_from_family(&mut meeting);
    assert!(told(&meeting, &family).is_none());
}

#[test]
fn who_passed_by_or_is_named_by_no_consent_is_not_called_to_what_follows() {
    let mut sip = meeting("sip");
    let at = sip.participants.iter().position(|one| one.kind == ParticipantKind::Narstaende).unwrap();
    let name = sip.participants[at].name_and_role();
    let staff = sip.participants.iter().find(|one| one.is_staff()).unwrap().clone();
    let tells = |sip: &Meeting| {
        let letter = flat(&invitation(sip, None, false, made_at()).unwrap());
        let people =
            letter.split("VI SOM TRÄFFAS").nth(1).unwrap().split("BRA ATT VETA").next().unwrap().to_owned();
        assert!(people.contains(&staff.name), "{people}");
        (people.contains(&name), sip.comes_again(&sip.participants[at]))
    };
    assert_eq!(tells(&sip), (true, true));
    let mut passed = sip.clone();
    (passed.participants[at].came, passed.participants[at].left) = (sip.head.started, sip.head.ended);
    assert_eq!(tells(&passed), (false, false));
    sip.consent_parties.retain(|row| row.part != "Mormor");
    assert_eq!(tells(&sip), (false, false));
}

#[test]
fn who_only_looked_in_is_in_no_list_of_people_or_parties() {
    use crate::domain::consent::ConsentSheet;
    for kind in [ParticipantKind::Personal, ParticipantKind::Narstaende, ParticipantKind::Tolk] {
        let mut sip = meeting("sip");
        let mut trainer = sip.participants.iter().find(|one| one.is_staff()).unwrap().clone();
        trainer.id = ParticipantId(Uuid::from_u128(77));
        (trainer.name, trainer.role, trainer.unit) =
            ("Kim Boll".to_owned(), "Tränare".to_owned(), "Lind IF".to_owned());
        (trainer.chairs, trainer.takes_notes, trainer.main_responsible) = (false, false, false);
        (trainer.kind, trainer.huvudman) = (kind, Huvudman::Annan);
        trainer.phone = Some("070-000 00 77".to_owned());
        sip.participants.push(trainer.clone());
        let at = sip.participants.len() - 1;
        let row = Recipient {
            id: RowId(Uuid::from_u128(78)),
            meeting: sip.id(),
            participant: Some(trainer.id),
            name: trainer.name_and_role(),
            way: Some(copies::A_COPY.to_owned()),
            rev: 0,
        };
        sip.recipients.push(row);
        // The same, there from the beginning to the end.
        let there = sip.clone();
        sip.participants[at].presence = Presence::Gatt;
        let stages = sip.stages.iter().filter(|stage| stage.phase != Phase::Sammanhang);
        let began = stages.map(|stage| stage.from).min();
        sip.participants[at].left = began.or(sip.head.started);
        if began.is_none() {
            sip.head.phase = Phase::Sammanhang;
        }
        assert!(sip.came_and_went(&sip.participants[at]), "{kind:?}");
        let target = Meeting::new(sip.agenda.clone(), Head { follows: Some(sip.id()), ..sip.head.clone() });
        let chosen: Vec<_> = sip.items.iter().map(|item| item.id).collect();
        let lists = |sip: &Meeting| {
            let is = |person: &Participant| person.id == trainer.id;
            let sheet = ConsentSheet::of_meeting(sip, &sip.items[0]).unwrap();
            let child = sip.participants.iter().find(|one| one.kind == ParticipantKind::Barn).unwrap();
            let letters = [None, Some(child.name_and_role()), Some(guardian(sip).name_and_role())];
            let mut lists = vec![
                ("present", sip.present_in(Some(sip.items[0].id)).any(is)),
                ("follow-up", carry::people(sip, &target, &chosen).into_iter().any(is)),
                ("consent form", sheet.parties.iter().any(|party| party.part == "Lind IF")),
                ("told", min_plan_of(sip).contains("070-000 00 77")),
            ];
            for to in letters {
                let letter = match &to {
                    Some(who) => told(sip, who).unwrap(),
                    None => flat(&invitation(sip, None, false, made_at()).unwrap()),
                };
                lists.push(("letter", letter.contains("Kim Boll")));
            }
            lists
        };
        let standing = lists(&sip);
        assert!(standing.iter().all(|(_, stands)| !stands), "{kind:?}: {standing:?}");
        let part = copies::listed(&sip, "Kim Boll", now().date_naive(), &[]).part;
        assert!(matches!(part, Part::Nothing(_)), "{kind:?}: {part:?}");
        assert!(!told(&sip, "Kim Boll").unwrap_or_default().contains("Göra en gemensam plan"), "{kind:?}");
        if kind == ParticipantKind::Personal {
            let standing = lists(&there);
            let lacking = |(list, stands): &&(&str, bool)| !stands && *list != "told";
            assert_eq!(standing.iter().find(lacking), None, "{standing:?}");
        }
    }
}

#[test]
fn a_letter_to_a_follow_up_of_a_follow_up_says_so_once() {
    let mut sip = meeting("sip");
    for (title, said) in [
        ("SIP för Vera", "Möte: Uppföljning: SIP för Vera"),
        ("SIP-uppföljning", "Möte: SIP-uppföljning"),
        ("Uppföljning för Vera", "Möte: Uppföljning för Vera"),
    ] {
        title.clone_into(&mut sip.head.title);
        let letter = flat(&invitation(&sip, None, false, made_at()).unwrap());
        assert!(letter.contains(said), "{letter}");
    }
}

fn min_plan_of(sip: &Meeting) -> String {
    let reader = find_reader(sip, &guardian(sip).name_and_role()).unwrap();
    plan(sip, &[reader], false).map(|document| flat(&document)).unwrap_or_default()
}

#[test]
fn a_follow_up_says_what_it_is_for_and_the_first_purpose_only_as_that() {
    let mut sip = meeting("sip");
    (sip.head.purpose, sip.head.questions) =
        (Some("Göra en gemensam plan".to_owned()), Some("Vem hjälper till?".to_owned()));
    // From the first meeting, while the follow-up has no people of its own.
    for to in [None, Some(guardian(&sip).name_and_role())] {
        let letter = match &to {
            Some(who) => told(&sip, who).unwrap(),
            None => flat(&invitation(&sip, None, false, made_at()).unwrap()),
        };
        assert!(letter.contains("Syfte vid första mötet: Göra en gemensam plan"), "{letter}");
        assert!(!letter.contains("Vem hjälper till?"), "{letter}");
    }
    // The follow-up itself has nothing of the first in its head.
    let mut next = planned("sip");
    (next.head.purpose, next.head.questions) = (None, None);
    assert_eq!(next.purpose(), None);
    next.head.follows = Some(sip.id());
    next.agenda = agenda("sip-uppfoljning").unwrap().0;
    assert!(next.purpose().unwrap().starts_with("Se hur det har gått"));
    let letter = flat(&invitation(&next, None, false, made_at()).unwrap());
    assert!(letter.contains("hur det har gått med det vi kom överens om sist"), "{letter}");
    next.head.purpose = Some("Börja i skolan".to_owned());
    assert_eq!(next.purpose(), Some("Börja i skolan"));
}
