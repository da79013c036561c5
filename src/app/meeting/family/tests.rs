//! Whose family somebody is: when it is asked, and what follows.

use crate::app::core::action::Action;
use crate::app::core::model::form::FieldKind;
use crate::app::core::model::list::Pick;
use crate::app::core::model::{Dialog, RowRef};
use crate::app::testing::Desk;
use crate::domain::agenda::EntryKind;
use crate::domain::ids::{MeetingArendeId, MeetingId};
use crate::domain::record::Body;
use crate::domain::rules;

/// A team of staff with so many children's ärenden.
fn team(children: &[&str]) -> Desk {
    let mut desk = Desk::meeting("bht-degerfors");
    desk.line("Eva Ek, specialpedagog, förskola").press(Action::Next);
    for child in children {
        desk.line(child);
    }
    desk.press(Action::Previous);
    desk
}

fn asked(desk: &Desk) -> Option<&Pick> {
    match desk.model.dialogs.last() {
        Some(Dialog::Pick(pick)) => Some(pick),
        _ => None,
    }
}

fn labels(desk: &Desk) -> Vec<&str> {
    asked(desk).map(|pick| pick.items.iter().map(|item| item.label.as_str()).collect()).unwrap_or_default()
}

fn own(desk: &Desk, who: &str) -> Option<Vec<MeetingArendeId>> {
    desk.screen().meeting.arenden_of(desk.person(who))
}

fn item(desk: &Desk, at: usize) -> MeetingArendeId {
    desk.screen().meeting.items[at].id
}

#[test]
fn with_one_child_nothing_is_asked_and_with_two_it_is_asked_once() {
    let mut desk = team(&["Blå"]);
    desk.line("Lena Berg, mamma");
    assert!(asked(&desk).is_none());
    assert_eq!(own(&desk, "Lena Berg"), Some(vec![item(&desk, 0)]));

    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma");
    assert_eq!(asked(&desk).unwrap().title, "Vems familj: Lena Berg, mamma?");
    assert_eq!(labels(&desk), ["Ärende 1 · Blå", "Ärende 2 · Grön", "Flera av dem", "Det får vi säga sedan"]);
    desk.press(Action::Down).press(Action::Down).press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(own(&desk, "Lena Berg"), Some(vec![item(&desk, 1)]));
    desk.line("Per Pil, psykolog, BUP");
    assert!(asked(&desk).is_none(), "who is there by their work takes part in all");
    desk.press(Action::Undo).press(Action::Undo);
    assert_eq!(own(&desk, "Lena Berg"), Some(Vec::new()), "the answer can be taken back");
}

#[test]
fn the_letters_of_the_next_name_choose_nothing() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").line("Siv Ask, mamma");
    assert!(asked(&desk).is_some() && desk.notice().contains("Inget i listan"), "{}", desk.notice());
    assert_eq!(own(&desk, "Lena Berg"), Some(Vec::new()));
}

#[test]
fn enter_alone_is_no_answer_however_often_it_comes() {
    let mut desk = team(&["Blå", "Grön"]);
    let lines = ["Anna Ask, mamma", "Jon Berg, pappa"];
    crate::app::meeting::newcomers::add_participants(&mut desk.model, &lines.map(str::to_owned));
    desk.press(Action::Accept).press(Action::Accept).press(Action::Accept);
    assert!(asked(&desk).unwrap().title.contains("Anna Ask"));
    assert!(desk.notice().contains("pilarna"), "{}", desk.notice());
    assert_eq!(own(&desk, "Anna Ask"), Some(Vec::new()));
    // The Enter that answers for one answers for no other, also when it bounces.
    desk.press(Action::Down).press(Action::Accept).press(Action::Accept);
    assert_eq!(own(&desk, "Anna Ask"), Some(vec![item(&desk, 0)]));
    assert!(asked(&desk).unwrap().title.contains("Jon Berg"));
    assert_eq!(own(&desk, "Jon Berg"), Some(Vec::new()));
    // A letter points, and so does a click.
    desk.types("Ärende 2").press(Action::Accept);
    assert_eq!(own(&desk, "Jon Berg"), Some(vec![item(&desk, 1)]));
    desk.line("Siv Sten, mormor").send(crate::app::Message::ClickIndex(1));
    assert_eq!(own(&desk, "Siv Sten"), Some(vec![item(&desk, 1)]));
}

#[test]
fn siblings_belong_to_both() {
    let mut desk = team(&["Blå", "Grön", "Röd"]);
    desk.line("Ola Berg, pappa").press(Action::Down).press(Action::Down).press(Action::Down);
    desk.press(Action::Down).press(Action::Accept).press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it stays until one is chosen") };
    assert!(form.error.is_some());
    let (first, third) = (item(&desk, 0), item(&desk, 2));
    desk.fill(&format!("arende.{first}"), "ja").fill(&format!("arende.{third}"), "ja").press(Action::Save);
    assert_eq!(own(&desk, "Ola Berg"), Some(vec![first, third]));
}

#[test]
fn several_who_are_pasted_are_asked_about_one_after_another() {
    let mut desk = team(&["Blå", "Grön"]);
    let lines = ["Lena Berg, mamma", "Per Pil, psykolog, BUP", "Siv Ask, mamma", "Bo, barnet"];
    crate::app::meeting::newcomers::add_participants(&mut desk.model, &lines.map(str::to_owned));
    for (who, at) in [("Lena Berg", 0), ("Siv Ask", 1), ("Bo", 1)] {
        assert!(asked(&desk).unwrap().title.contains(who), "{who}");
        for _ in 0..=at {
            desk.press(Action::Down);
        }
        desk.press(Action::Accept);
        assert_eq!(own(&desk, who), Some(vec![item(&desk, at)]));
    }
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn when_a_second_child_comes_those_in_the_room_are_proposed_for_the_first_and_asked_about_once() {
    let mut desk = team(&["Blå"]);
    desk.line("Lena Berg, mamma").line("Bo, barnet").press(Action::Next).line("Grön");
    let first = item(&desk, 0);
    let pick = asked(&desk).unwrap();
    assert_eq!(
        (pick.items[0].label.as_str(), pick.items[0].detail.as_str()),
        ("Ärende 1 · Blå", "som hittills")
    );
    assert!(labels(&desk).contains(&"Alla 2: Ärende 1 · Blå"), "{:?}", labels(&desk));
    // Until it is said they belong to none.
    assert_eq!(own(&desk, "Lena Berg"), Some(Vec::new()));
    desk.press(Action::Down).press(Action::Down).press(Action::Down).press(Action::Accept);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!((own(&desk, "Lena Berg"), own(&desk, "Bo")), (Some(vec![first]), Some(vec![first])));
    desk.line("Röd");
    assert!(asked(&desk).is_none(), "a third child changes nothing for those of whom it is said");
}

#[test]
fn what_is_not_said_is_asked_before_sammanhang_is_left_and_answered_there() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    let row = desk.person("Lena Berg").id;
    let board = crate::app::meeting::board::board(&desk.model).unwrap();
    let rows = || board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows);
    assert!(rows().any(|shown| shown.target == Some(RowRef::Participant(row))
        && shown.detail.as_deref().unwrap_or_default().contains("vems familj?")));
    assert!(rows().any(|shown| shown.text == "Vems familj: Lena Berg?"));
    desk.press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    let said = stop.findings.iter().position(|finding| finding.rule == rules::rule::FAMILY).unwrap();
    assert_eq!(said, 0, "it is answered first: {:?}", stop.findings);
    desk.press(Action::Accept);
    assert!(asked(&desk).unwrap().title.contains("Lena Berg"));
    desk.choose();
    assert_eq!(own(&desk, "Lena Berg"), Some(vec![item(&desk, 0)]));
    // A guardian of each child is asked for when it is known whose they are.
    desk.press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    let what: Vec<&str> = stop.findings.iter().map(|finding| finding.what.as_str()).collect();
    assert!(what.contains(&"Vårdnadshavare till ”Grön” finns inte med bland deltagarna."), "{what:?}");
    assert!(!what.iter().any(|what| what.contains("till ”Blå”") || what.contains("vems familj")), "{what:?}");
}

#[test]
fn it_is_changed_in_the_participants_form_and_asked_of_who_becomes_family() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").choose();
    let lena = desk.person("Lena Berg").id;
    desk.point(RowRef::Participant(lena)).press(Action::Edit).fill("arenden", "2").press(Action::Save);
    assert_eq!(own(&desk, "Lena Berg"), Some(vec![item(&desk, 1)]));
    let eva = desk.person("Eva Ek").id;
    desk.point(RowRef::Participant(eva))
        .press(Action::Edit)
        .fill("slag", "vårdnadshavare")
        .press(Action::Save);
    // As what her role says the opposite of she is nothing: both are changed.
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    assert_eq!(form.error.as_deref(), Some(rules::CONTRADICTS));
    desk.fill("roll", "Mamma").press(Action::Save);
    assert!(asked(&desk).unwrap().title.contains("Eva Ek"), "{}", desk.notice());
}

#[test]
fn an_arende_does_not_leave_its_family_to_another_child() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    let (blue, green) = (item(&desk, 0), item(&desk, 1));
    desk.point(RowRef::Item(green)).press(Action::Remove);
    assert!(desk.notice().contains("Lena Berg"), "{}", desk.notice());
    assert_eq!(desk.screen().meeting.items.len(), 2);
    desk.point(RowRef::Item(blue)).press(Action::Remove);
    assert_eq!(desk.screen().meeting.items.len(), 1, "{}", desk.notice());
}

#[test]
fn only_the_own_family_has_the_word_and_is_found_by_name_in_an_arende() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").choose();
    desk.line("Siv Ask, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    desk.jump(1);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.head.current, Some(item(&desk, 0)), "{}", desk.notice());
    let round: Vec<String> =
        rules::round(meeting, meeting.head.current).iter().map(|person| person.short_name()).collect();
    assert_eq!(round, ["Lena Berg", "Eva Ek"]);
    let company = || crate::app::meeting::board::board(&desk.model).unwrap().company;
    assert_eq!(
        company().as_deref(),
        Some("väggen visar inte ärendet: Siv Ask är här men hör till ett annat ärende")
    );
    desk.jump(3).line("Läsa högt hemma @mamma >fre");
    let action = desk.entries(EntryKind::Atgard)[0].clone();
    let Body::Atgard(action) = action.body else { panic!() };
    assert_eq!(action.owner, Some(desk.person("Lena Berg").id), "each ärende has its own mamma");
}

#[test]
fn what_makes_the_plan_all_right_belongs_to_that_familys_arende() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    let lena = desk.person("Lena Berg").id;
    desk.jump(4);
    crate::app::meeting::plan_answer::open(&mut desk.model, lena);
    desk.fill("svar", "ja, om …").fill("villkor", "vi börjar efter lovet").press(Action::Save);
    let point = desk.entries(EntryKind::Atgard)[0];
    assert_eq!(point.arende, Some(item(&desk, 1)), "{}", desk.notice());
    // With her there it isn't read out of another child's.
    let board = crate::app::meeting::board::board(&desk.model).unwrap();
    let point = board.point.unwrap();
    assert!(
        point.heading.contains("ärende 2 ”") && point.remark.is_some_and(|it| it.contains("ingen ansvarig"))
    );
}

#[test]
fn the_consent_for_a_child_is_asked_of_its_own_guardian() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").choose();
    desk.line("Siv Ask, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    desk.line("Gun Ask, mormor").press(Action::Down).press(Action::Down).press(Action::Accept);
    for (at, mother, parties) in
        [(0, "Lena Berg, mamma", "Förskola"), (1, "Siv Ask, mamma", "Förskola, mormor")]
    {
        let item = desk.screen().meeting.items[at].clone();
        crate::app::consents::form::open(&mut desk.model, &item, None);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
        let field = |key: &str| form.fields.iter().find(|field| field.key == key).unwrap();
        assert_eq!(field("vem").kind, FieldKind::Choice(vec![String::new(), mother.to_owned()]));
        assert_eq!(
            (field("alla").kind.choices().unwrap()[1..].join(", ").as_str(), form.value("alla")),
            (if parties.contains(',') { parties } else { "" }, "")
        );
        desk.model.dialogs.clear();
    }
}

#[test]
fn a_family_comes_along_to_the_next_meeting_as_its_own_childs() {
    let mut desk = team(&["Blå", "Grön"]);
    desk.line("Lena Berg, mamma").choose();
    desk.line("Siv Ask, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    desk.line("Gun Ask, mormor").press(Action::Back);
    let source = desk.screen().meeting.clone();
    let target = Desk::meeting("bht-degerfors").screen().meeting.clone();
    let names = |chosen: &[MeetingArendeId]| -> Vec<String> {
        let people = crate::domain::carry::people(&source, &target, chosen).into_iter();
        people.map(|person| person.name.clone()).collect()
    };
    let both: Vec<MeetingArendeId> = source.items.iter().map(|item| item.id).collect();
    assert_eq!(names(&both), ["Eva Ek", "Lena Berg", "Siv Ask"], "nobody has said whose Gun is");
    assert_eq!(names(&both[1..]), ["Eva Ek", "Siv Ask"]);
    let mut ids = crate::domain::ids::Ids::new(3);
    let rows = crate::domain::carry::rows(&source, &target, true, &both, || ids.next::<MeetingId>(1).0);
    let mut next = target.clone();
    for row in rows {
        next.put(row);
    }
    // Also when the rows came of themselves, from a meeting with one child.
    for (who, at) in [("Lena Berg", 0), ("Siv Ask", 1)] {
        let person = next.participants.iter().find(|person| person.name == who).unwrap();
        assert_eq!(next.arenden_of(person), Some(vec![next.items[at].id]), "{who}");
    }
}

#[test]
fn a_family_from_a_meeting_about_one_child_is_tied_where_there_are_others() {
    let source = Desk::sip().screen().meeting.clone();
    let mut desk = team(&["Grön"]);
    let target = desk.screen().meeting.clone();
    let chosen = [source.items[0].id];
    let rows =
        crate::domain::carry::rows(&source, &target, true, &chosen, || desk.model.new_id::<MeetingId>().0);
    let mut next = target.clone();
    for row in rows {
        next.put(row);
    }
    let fresh = next.items.iter().find(|item| item.arende == source.items[0].arende).unwrap().id;
    let ann = next.participants.iter().find(|person| person.name == "Ann Ask").unwrap();
    assert_eq!(next.arenden_of(ann), Some(vec![fresh]));
}
