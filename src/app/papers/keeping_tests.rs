//! What is chosen of who gets what holds the next time, and can be changed until the minutes are locked.

use crate::app::core::action::Action;
use crate::app::core::effect::Effect;
use crate::app::core::model::Screen;
use crate::app::papers::copies;
use crate::app::testing::Desk;
use crate::app::ui::dialog::{CopyRow, Dialog};
use crate::domain::command::Code;
use crate::domain::copies::{Part, Why};
use crate::domain::ids::RowId;
use crate::domain::record::{Approval, ParticipantKind, Recipient, Version};
use uuid::Uuid;

/// The list, with a row marked by the beginning of a name.
fn marked<'d>(desk: &'d mut Desk, name: &str) -> &'d mut Desk {
    let Some(Dialog::Copies(list)) = desk.model.dialogs.last_mut() else { panic!("the list is open") };
    list.cursor = list.rows.iter().position(|row| row.share.who.starts_with(name)).unwrap();
    desk
}

fn row(desk: &Desk, name: &str) -> CopyRow {
    let Some(Dialog::Copies(list)) = desk.model.dialogs.last() else { panic!("the list is open") };
    list.rows.iter().find(|row| row.share.who.starts_with(name)).unwrap().clone()
}

fn has_changed_list(desk: &Desk) -> bool {
    desk.effects
        .iter()
        .any(|effect| matches!(effect, Effect::Commit(command) if command.code == Code::SetRecipient))
}

fn choose(desk: &mut Desk, name: &str, part: &Part) {
    for _ in 0..6 {
        if row(desk, name).part() == part {
            return;
        }
        marked(desk, name).press(Action::ChoiceRight);
    }
    panic!("{name} can't be given {part:?}: {:?}", row(desk, name));
}

#[test]
fn what_is_chosen_holds_when_the_list_is_opened_again_and_the_journal_has_it() {
    let mut desk = Desk::sip();
    copies::open(&mut desk.model);
    let before: Vec<(String, Part)> = {
        let Some(Dialog::Copies(list)) = desk.model.dialogs.last() else { panic!() };
        list.rows.iter().map(|row| (row.share.who.clone(), row.part().clone())).collect()
    };
    choose(&mut desk, "Ann Ask", &Part::Nothing(Why::Chosen));
    assert!(has_changed_list(&desk), "an act, which the journal has");
    desk.press(Action::Back);
    copies::open(&mut desk.model);
    assert_eq!(row(&desk, "Ann Ask").part(), &Part::Nothing(Why::Chosen));
    assert!(!row(&desk, "Ann Ask").share.plan);
    for (who, part) in before.iter().filter(|(who, _)| !who.starts_with("Ann Ask")) {
        match part {
            Part::Nothing(_) => assert!(matches!(row(&desk, who).part(), Part::Nothing(_)), "{who}"),
            part => assert_eq!(row(&desk, who).part(), part, "{who}"),
        }
    }
    // And back again, by the same keys.
    for part in [Part::Nothing(Why::OnlyPlan), Part::Whole] {
        choose(&mut desk, "Ann Ask", &part);
        desk.press(Action::Back);
        copies::open(&mut desk.model);
        assert_eq!((row(&desk, "Ann Ask").part(), row(&desk, "Ann Ask").share.plan), (&part, true));
    }
}

#[test]
fn the_list_of_recipients_is_opened_again_from_who_gets_what() {
    let mut desk = Desk::sip();
    copies::open(&mut desk.model);
    choose(&mut desk, "Ann Ask", &Part::Nothing(Why::OnlyPlan));
    desk.press(Action::Recipients);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form: {}", desk.notice()) };
    let id = desk.person("Ann Ask").id;
    let field = form.fields.iter().find(|field| field.key == format!("till.{id}")).unwrap();
    assert_eq!(field.value(), "Min plan");
    desk.fill("andra", "Vårdcentralen, per post").press(Action::Save);
    // The list beneath says so at once.
    assert_eq!(row(&desk, "Vårdcentralen").share.way.as_deref(), Some("per post"));
}

#[test]
fn a_locked_list_is_not_changed_and_the_choice_is_for_this_time() {
    let mut desk = Desk::sip();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        let meeting = screen.meeting.id();
        screen.meeting.versions.push(Version {
            id: RowId(Uuid::from_u128(90)),
            meeting,
            number: 1,
            approval: Approval::Justerat,
            by: "Eva Ek".to_owned(),
            registered: "12/26".to_owned(),
            locked_by: None,
            at: desk.now.utc,
            document: String::new(),
            journal_line: 1,
            journal_sha: String::new(),
        });
        assert!(screen.meeting.is_locked());
    }
    copies::open(&mut desk.model);
    choose(&mut desk, "Ann Ask", &Part::Nothing(Why::Chosen));
    assert!(desk.notice().contains("låst"), "{}", desk.notice());
    assert!(!has_changed_list(&desk) && desk.screen().meeting.recipients.is_empty());
    desk.press(Action::Recipients);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Copies(_))), "no form");
}

#[test]
fn somebody_who_came_along_is_not_put_on_the_list_by_itself() {
    let mut desk = Desk::sip();
    let id = desk.person("Ann Ask").id;
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        let person = screen.meeting.participants.iter_mut().find(|person| person.id == id).unwrap();
        person.kind = ParticipantKind::Narstaende;
        "Mormor".clone_into(&mut person.role);
    }
    crate::app::papers::recipients::open(&mut desk.model);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    let field = form.fields.iter().find(|field| field.key == format!("till.{id}")).unwrap();
    assert_eq!(field.value(), "");
}

/// A follow-up of a meeting whose list said this of these.
fn followed(before: &[(&str, Option<&str>)]) -> Desk {
    let mut desk = Desk::sip();
    let today = desk.now.today();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        let rows = before.iter().zip(700..).map(|((name, way), id)| Recipient {
            id: RowId(Uuid::from_u128(id)),
            meeting: screen.meeting.id(),
            participant: None,
            name: (*name).to_owned(),
            way: way.map(str::to_owned),
            rev: 1,
        });
        screen.meeting.list_before = Some((today.pred_opt().unwrap(), rows.collect()));
    }
    desk
}

#[test]
fn who_had_it_before_is_proposed_in_the_form_and_nothing_of_it_holds_before_it_is_saved() {
    let mut desk = followed(&[("Ann Ask", Some("bara Min plan, Lena lämnar den i skolan"))]);
    copies::open(&mut desk.model);
    assert_eq!(row(&desk, "Ann Ask").part(), &Part::Whole, "a proposal is no choice");
    let proposed = row(&desk, "Ann Ask").proposed.unwrap();
    assert_eq!(proposed, "bara Min plan, Lena lämnar den i skolan");
    desk.press(Action::Recipients);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form: {}", desk.notice()) };
    let id = desk.person("Ann Ask").id;
    let field = |key: String| form.fields.iter().find(|field| field.key == key).unwrap();
    let what = field(format!("till.{id}"));
    assert_eq!((what.value(), field(format!("hur.{id}")).value()), ("Min plan", "Lena lämnar den i skolan"));
    assert!(what.hint.starts_with("förslag"), "{}", what.hint);
    assert!(!has_changed_list(&desk));
    desk.press(Action::Save);
    let kept = row(&desk, "Ann Ask");
    assert_eq!((kept.part(), kept.proposed.as_deref()), (&Part::Nothing(Why::OnlyPlan), None));
    assert_eq!(kept.share.way.as_deref(), Some("Lena lämnar den i skolan"));
}

#[test]
fn whose_verksamhet_had_it_for_all_of_them_is_not_proposed_beside_it() {
    let mut desk = followed(&[("Skola", Some("till elevakten"))]);
    crate::app::papers::recipients::open(&mut desk.model);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    let meeting = &desk.screen().meeting;
    let staff = meeting.participants.iter().filter(|person| person.unit == "Skola");
    let mut count = 0;
    for person in staff {
        let field = form.fields.iter().find(|field| field.key == format!("till.{}", person.id)).unwrap();
        assert_eq!((field.value(), field.hint.as_str()), ("", "Skola står under Andra"));
        count += 1;
    }
    assert!(count > 0);
    assert_eq!(form.value("andra"), "Skola, till elevakten");
}

#[test]
fn a_proposal_that_is_turned_down_does_not_come_back() {
    let mut desk = followed(&[("Ann Ask", Some("per post"))]);
    copies::open(&mut desk.model);
    desk.press(Action::Recipients);
    let id = desk.person("Ann Ask").id;
    let Some(Dialog::Form(form)) = desk.model.dialogs.last_mut() else { panic!("no form") };
    for field in &mut form.fields {
        if field.key == format!("till.{id}") {
            field.chosen = 0;
        }
    }
    desk.press(Action::Save);
    let kept = row(&desk, "Ann Ask");
    assert_eq!((kept.part(), kept.proposed.as_deref()), (&Part::Nothing(Why::Chosen), None));
    // How it would be sent stands there still.
    choose(&mut desk, "Ann Ask", &Part::Whole);
    assert_eq!(row(&desk, "Ann Ask").share.way.as_deref(), Some("per post"));
}

#[test]
fn the_way_it_is_sent_outlives_a_step_over_nothing() {
    let mut desk = Desk::sip();
    copies::open(&mut desk.model);
    desk.press(Action::Recipients).press(Action::Save);
    let way = |desk: &Desk| row(desk, "Ann Ask").share.way;
    assert_eq!(way(&desk).as_deref(), Some("hem med svarskuvert"));
    for part in [Part::Nothing(Why::Chosen), Part::Nothing(Why::OnlyPlan), Part::Whole] {
        choose(&mut desk, "Ann Ask", &part);
        desk.press(Action::Back);
        copies::open(&mut desk.model);
    }
    assert_eq!(way(&desk).as_deref(), Some("hem med svarskuvert"));
}
