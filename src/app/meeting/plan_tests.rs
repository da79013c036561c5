//! Whose the plan is, whom to call and who has the overall responsibility, as the forms ask for it.

use crate::app::core::action::Action;
use crate::app::core::model::RowRef;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::Huvudman;
use crate::domain::carry;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Child, FileCopy, Head, Participant};
use crate::domain::rules::{before_closing, rule};
use uuid::Uuid;

fn fields(desk: &mut Desk) -> &mut Desk {
    let id = desk.screen().meeting.items[0].id;
    desk.point(RowRef::Item(id)).press(Action::Fields)
}

fn child(desk: &Desk) -> Child {
    desk.screen().meeting.children[0].clone()
}

fn error(desk: &Desk) -> Option<String> {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.error.clone(),
        _ => None,
    }
}

#[test]
fn the_day_of_birth_is_kept_and_the_year_follows_from_it() {
    let mut desk = Desk::eht();
    fields(&mut desk).fill("fodelsear", "").fill("fodd", "140503-0006").press(Action::Save);
    assert_eq!(error(&desk), None);
    assert_eq!((child(&desk).born.as_deref(), child(&desk).birth_year), (Some("20140503-0006"), Some(2014)));
    // Another day brings its year along.
    fields(&mut desk).fill("fodd", "3 maj 2015").press(Action::Save);
    assert_eq!((child(&desk).born.as_deref(), child(&desk).birth_year), (Some("2015-05-03"), Some(2015)));
}

#[test]
fn a_wrong_number_and_a_year_that_says_otherwise_are_refused_without_being_repeated() {
    for (year, born, why) in [
        ("", "140503-0009", "Kontrollsiffran"),
        ("", "2014-02-30", "finns inte"),
        ("", "2036-01-01", "Kontrollera året"),
        ("", "blå", "Skriv ett födelsedatum"),
        ("2013", "140503-0006", "inte samma år"),
    ] {
        let mut desk = Desk::eht();
        let before = child(&desk);
        fields(&mut desk).fill("fodelsear", year).fill("fodd", born).press(Action::Save);
        let said = error(&desk).unwrap_or_default();
        assert!(said.contains(why) && !said.contains("0503") && !said.contains("2014-02"), "{born}: {said}");
        assert_eq!(child(&desk), before);
    }
}

#[test]
fn the_meeting_s_facts_say_what_the_file_copy_shows_and_who_has_the_overall_responsibility() {
    let mut desk = Desk::sip();
    desk.press(Action::Head).fill("huvudansvar", Huvudman::Region.name());
    desk.fill("arkivexemplar", "namn och födelsedatum").press(Action::Save);
    let head = &desk.screen().meeting.head;
    assert_eq!((head.overall, head.file_copy), (Some(Huvudman::Region), Some(FileCopy::Namn)));
    desk.press(Action::Head).fill("huvudansvar", "inte sagt").press(Action::Save);
    assert_eq!(desk.screen().meeting.head.overall, None);
    let mut desk = Desk::eht();
    desk.press(Action::Head);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    assert!(form.fields.iter().all(|field| field.key != "huvudansvar"), "an EHT has one huvudman");
}

#[test]
fn a_sip_that_goes_on_is_not_closed_without_a_word_of_the_overall_responsibility() {
    let lacks = |meeting: &Meeting, desk: &Desk| {
        let found = before_closing(meeting, desk.now.today());
        found.iter().any(|finding| finding.rule == rule::OVERALL)
    };
    let desk = Desk::sip();
    let mut meeting = desk.screen().meeting.clone();
    assert!(lacks(&meeting, &desk));
    meeting.head.overall = Some(Huvudman::Kommun);
    assert!(!lacks(&meeting, &desk));
    meeting.head.overall = None;
    meeting.head.sip_ended = Some(desk.now.today());
    assert!(!lacks(&meeting, &desk), "a plan that has ended has nobody");
    let desk = Desk::eht();
    assert!(!lacks(&desk.screen().meeting, &desk));
}

#[test]
fn an_enter_too_many_gives_nobody_a_task_and_no_huvudman_the_responsibility() {
    let mut desk = Desk::sip();
    let tasks = |desk: &Desk| {
        let people = desk.screen().meeting.participants.clone();
        let of =
            |has: fn(&Participant) -> bool| people.iter().find(|one| has(one)).map(|one| one.name.clone());
        [of(|one| one.chairs), of(|one| one.takes_notes), of(|one| one.main_responsible)]
    };
    let mut people = desk.screen().meeting.clone();
    for person in &mut people.participants {
        (person.chairs, person.takes_notes, person.main_responsible) = (false, false, false);
    }
    desk.open(people);
    desk.press(Action::Roles).press(Action::Accept).press(Action::Accept);
    assert_eq!(tasks(&desk), [None, None, None]);
    for at in 0..3 {
        desk.choose().press(Action::Accept).press(Action::Accept);
        assert_eq!(tasks(&desk).iter().flatten().count(), at + 1, "each by a choice of its own");
    }
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    assert!(pick.title.contains("samlade ansvaret") && pick.selected().is_none(), "{}", pick.title);
    assert_eq!(desk.screen().meeting.head.overall, None);
    desk.press(Action::Down).press(Action::Down).press(Action::Accept);
    assert!(desk.screen().meeting.head.overall.is_some() && desk.model.dialogs.is_empty());
}

#[test]
fn what_was_said_of_plan_and_telephone_comes_along_to_the_follow_up() {
    let mut source = Desk::sip().screen().meeting.clone();
    source.head.overall = Some(Huvudman::Kommun);
    source.head.file_copy = Some(FileCopy::Namn);
    let kurator = source.participants.iter_mut().find(|person| person.name == "Karin Lund").unwrap();
    kurator.phone = Some("0980-222 22 22".to_owned());
    let follows = |follows| {
        let head = Head {
            id: MeetingId(Uuid::from_u128(9)),
            follows,
            overall: None,
            file_copy: None,
            ..source.head.clone()
        };
        let mut target = Meeting::new(source.agenda.clone(), head);
        let mut number = 100;
        let rows = carry::rows(&source, &target, true, &[], || {
            number += 1;
            Uuid::from_u128(number)
        });
        for row in rows {
            target.put(row);
        }
        target
    };
    let next = follows(Some(source.id()));
    assert_eq!((next.head.overall, next.head.file_copy), (Some(Huvudman::Kommun), Some(FileCopy::Namn)));
    assert!(next.participants.iter().any(|person| person.phone.as_deref() == Some("0980-222 22 22")));
    assert_eq!(follows(None).head.overall, None, "another meeting has its own");
}

#[test]
fn a_telephone_is_asked_for_from_staff_alone() {
    let mut desk = Desk::sip();
    let people = desk.screen().meeting.participants.clone();
    for person in people {
        desk.point(RowRef::Participant(person.id)).press(Action::Edit);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
        let asked = form.fields.iter().any(|field| field.key == "telefon");
        assert_eq!(asked, person.is_staff(), "{}", person.role);
        if asked {
            desk.fill("telefon", "0980-222 22 22").press(Action::Save);
            let now = desk.screen().meeting.participant(person.id).unwrap();
            assert_eq!(now.phone.as_deref(), Some("0980-222 22 22"));
        } else {
            desk.press(Action::Back);
        }
    }
}
