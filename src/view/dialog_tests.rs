//! What lies on top of a screen.

use super::tests::{SIZES, screen_text, snapshots};
use super::{fixtures, *};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::dialog::{Copies, CopyRow, Dialog, Field, FieldKind, Form, Pick, PickItem, Reader, RuleStop};
use crate::app::effect::CopyWish;
use crate::app::line::Line;
use crate::app::meeting::head_form::HEAD;
use crate::app::ui::question::question;
use crate::domain::agenda::Phase;
use crate::domain::copies::{self, Part, Why};
use crate::domain::ids::RowId;
use crate::domain::meeting::Position;
use crate::domain::record::{CopyLog, CopyWay};
use crate::domain::rules::{Finding, Severity, Todo, Way};
use uuid::Uuid;

pub(super) fn form() -> Form {
    let choice = FieldKind::Choice(vec!["ja".to_owned(), "nej".to_owned()]);
    let fields = vec![
        Field::new("plats", "Plats", FieldKind::Text, "Konferensrummet"),
        Field::new("tid", "Börjar", FieldKind::Time, "09.00").hint("Klockslag, till exempel 13.00"),
        Field::new("sekretess", "Sekretess", choice, "nej"),
        Field::new("kod", "Lösenfras", FieldKind::Secret, "hemligt"),
    ];
    let mut form = Form::new("Mötets uppgifter", &HEAD, (), fields);
    form.intro = vec!["Det som står här kommer med i protokollet.".to_owned()];
    form.cursor = 1;
    form
}

#[test]
fn keys_stand_where_a_dialog_names_actions() {
    let mut form = form();
    form.intro = vec!["Se ‹Help›.".to_owned()];
    form.fields[1].hint = "‹Remove› tar bort".to_owned();
    let mut with_fault = form.clone();
    with_fault.fail(("plats".to_owned(), "Spara med ‹Accept›".to_owned()));
    let mut pick = pick();
    pick.intro = vec!["‹Back› lämnar".to_owned()];
    for (dialog, wanted) in [
        (Dialog::Form(form), ["F1", &Action::Remove.key()]),
        (Dialog::Form(with_fault), ["F1", &Action::Accept.key()]),
        (Dialog::Pick(pick), ["Esc", &Action::Back.key()]),
    ] {
        let mut model = fixtures::meeting_model();
        model.dialogs.push(dialog);
        let text = screen_text(&model, None, (80, 24));
        assert!(!text.contains('‹') && wanted.iter().all(|key| text.contains(key)), "{text}");
    }
}

pub(super) fn pick() -> Pick {
    let items = vec![
        PickItem::new("EHT", "Elevhälsoteam", |_| {}),
        PickItem::new("SIP", "Samordnad individuell plan", |_| {}),
        PickItem::read_only("BHT", "filen går inte att läsa, rad 12"),
    ];
    let mut pick = Pick::new("Nytt möte", items);
    pick.cursor = 1;
    pick
}

pub(super) fn finding(severity: Severity) -> Finding {
    Finding {
        rule: "laget_runt",
        severity,
        arende: None,
        what: "Vårdnadshavaren har inte fått ordet.".to_owned(),
        why: "Alla ska få berätta innan vi talar om behov.".to_owned(),
        remedy: "Ge ordet i laget runt.".to_owned(),
        fix: Some(Todo::Round),
        about: Vec::new(),
        at: None,
    }
}

pub(super) fn stop(severity: Severity, reason: Option<&str>) -> Dialog {
    let to = Some((Position { phase: Phase::Behov, arende: None }, Way::On));
    Dialog::Rule(RuleStop {
        findings: vec![finding(severity)],
        to,
        reason: reason.map(Line::new),
        at: 0,
        reasons: Vec::new(),
        top: 0,
        fresh: false,
    })
}

pub(super) fn with_dialog(mut model: Model, dialog: Dialog) -> Model {
    model.dialogs.push(dialog);
    model
}

#[test]
fn dialogs() {
    let board = fixtures::board();
    let all = [
        ("pick", Dialog::Pick(pick())),
        ("form", Dialog::Form(form())),
        ("rule", stop(Severity::Overridable, None)),
        ("rule_reason", stop(Severity::Overridable, Some("Hon fick förhinder"))),
        (
            "confirm",
            Dialog::Confirm(question(
                "Stryka för gott?",
                vec!["Texten försvinner överallt. Det går inte att ångra.".to_owned()],
                "Stryk",
                |_| {},
            )),
        ),
        ("help", Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 })),
    ];
    for (name, dialog) in all {
        snapshots(&format!("dialog_{name}"), &with_dialog(fixtures::writing_model(), dialog), Some(&board));
    }
}

/// The list of the support that the program carries, with the row `cursor` highlighted.
fn support_model(municipality: &str, cursor: usize) -> Model {
    support_in(fixtures::writing_model(), municipality, cursor)
}

fn support_in(mut model: Model, municipality: &str, cursor: usize) -> Model {
    model.setup.lists.support = crate::agenda_file::support::load(None).0.seen_from(municipality);
    let ages = crate::domain::support::Ages { youngest: 6, oldest: 7 };
    let offered = model.setup.lists.support.offered(Some(ages)).into_iter();
    let item = |(at, support): (usize, &crate::domain::support::Support)| PickItem {
        detail: [support.ages_in_words()]
            .into_iter()
            .filter(|ages| !ages.is_empty())
            .chain(model.setup.lists.support.place_of(support).map(str::to_owned))
            .collect::<Vec<_>>()
            .join(" · "),
        ..crate::app::support::item(&model, at, support)
    };
    let items = offered.map(item).collect();
    let mut pick = Pick::new("Stöd för 6–7 år", items);
    if municipality.is_empty() {
        pick.intro = vec!["Inställningen kommun = \"…\" visar bara er egen kommuns.".to_owned()];
    }
    pick.cursor = cursor;
    with_dialog(model, Dialog::Pick(pick))
}

#[test]
fn the_support_catalogue() {
    let board = fixtures::board();
    snapshots("support", &support_model("Dals-Ed", 0), Some(&board));
    snapshots("support_everywhere", &support_model("", 12), Some(&board));
    let mut none = support_model("Dals-Ed", 0);
    if let Some(Dialog::Pick(pick)) = none.dialogs.last_mut() {
        pick.filter = Line::new("zzz");
    }
    let text = screen_text(&none, Some(&board), (80, 24));
    assert!(text.contains("Inget passar") && !text.contains("Huvudman"), "{text}");
}

#[test]
fn a_support_that_has_a_meeting_form_says_which() {
    let mut model = fixtures::writing_model();
    model.setup.lists.agendas = crate::app::testing::forms();
    let model = support_in(model, "Degerfors", 0);
    let text = screen_text(&model, Some(&fixtures::board()), (80, 24));
    assert!(text.contains("Mötesform: Pinocchio."), "{text}");
}

#[test]
fn what_a_support_is_can_be_read_to_its_end_at_every_size() {
    let board = fixtures::board();
    let forms = crate::app::testing::forms();
    for municipality in ["", "Dals-Ed", "Degerfors", "Linköping", "Vaggeryd", "Helsingborg"] {
        let count = match support_model(municipality, 0).dialogs.last() {
            Some(Dialog::Pick(pick)) => pick.items.len(),
            _ => 0,
        };
        assert!(count > 4, "{municipality}");
        for cursor in 0..count {
            for size in SIZES {
                let mut model = support_model(municipality, cursor);
                model.setup.lists.agendas.clone_from(&forms);
                let text = screen_text(&model, Some(&board), size);
                assert!(text.contains("Huvudman:") && !text.contains("gör fönstret större"), "{text}");
            }
        }
    }
}

#[test]
fn help_tells_what_the_form_reminds_of_and_the_wall_does_not() {
    // Last of all: the view shows its last page.
    let help = || Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 200 });
    let mut model = with_dialog(fixtures::writing_model(), help());
    model.setup.lists.laws = crate::agenda_file::laws::load(None).0;
    let shown = |model: &Model| screen_text(model, Some(&fixtures::board()), (80, 24));
    assert!(!shown(&model).contains("orosanmälan"), "the form reminds of nothing");
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.meeting.agenda.reminds = vec!["anmalningsskyldighet".to_owned()];
    }
    snapshots("help_law", &model, Some(&fixtures::board()));
    assert!(shown(&model).contains("orosanmälan"));
    model.on_wall = true;
    assert!(!shown(&model).contains("orosanmälan"));
}

#[test]
fn who_gets_what() {
    let mut model = fixtures::closed_model();
    let share = |who: &str, part: Part, way: Option<&str>| crate::domain::copies::Share {
        who: who.to_owned(),
        participant: None,
        most: part.clone(),
        part,
        despite: None,
        reason: None,
        plan: who.contains("barnet"),
        way: way.map(str::to_owned),
    };
    let item = crate::domain::ids::MeetingArendeId(Uuid::from_u128(3));
    let shares = [
        share("Vera, barnet", Part::Nothing(Why::OwnPlan), None),
        share("Maria Påhitt, vårdnadshavare", Part::Whole, Some("hem med svarskuvert")),
        share("Petra Modell, mentor", Part::Arenden(vec![item]), None),
        share("Gun Påhitt, mormor", Part::Nothing(Why::NotNamed), None),
        share("Henrik Fiktiv, psykolog", Part::Nothing(Why::Withdrawn), None),
    ];
    let given = CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(1)),
        meeting: fixtures::screen_of(&mut model).meeting.id(),
        version: Some(1),
        recipient: "Petra Modell, mentor".to_owned(),
        what: "ärende 1".to_owned(),
        way: CopyWay::Utskrift,
        format: "pdf".to_owned(),
        checksum: "ab".to_owned(),
        by: None,
        at: fixtures::now().utc,
    };
    let meeting = fixtures::screen_of(&mut model).meeting.clone();
    let rows = shares
        .into_iter()
        .map(|share| CopyRow {
            choices: copies::choices(&meeting, &share),
            share,
            chosen: 0,
            proposed: None,
            despite: None,
        })
        .collect();
    let list = Copies {
        rows,
        cursor: 1,
        given: vec![given],
        printers: Some(vec!["Lärarrummet".to_owned()]),
        wish: CopyWish { printer: Some("Lärarrummet".to_owned()), copies: 1, duplex: true },
    };
    model.dialogs.push(Dialog::Copies(list));
    snapshots("copies", &model, Some(&fixtures::closed_board()));
}

#[test]
fn a_rule_that_protects_cannot_be_passed() {
    let board = fixtures::board();
    let model = with_dialog(fixtures::writing_model(), stop(Severity::Blocking, None));
    let text = screen_text(&model, Some(&board), (80, 24));
    assert!(text.contains("Stopp: ") && !text.contains("gå vidare ändå"), "{text}");
    let model = with_dialog(fixtures::writing_model(), stop(Severity::Overridable, None));
    assert!(screen_text(&model, Some(&board), (80, 24)).contains("gå vidare ändå"));
}

/// Straight to ansvar with nothing done: all that will be passed is shown, also on a small screen, and then the one whose
/// reason is being written.
#[test]
fn every_rule_that_a_jump_would_pass_is_shown() {
    let mut desk = crate::app::testing::Desk::sip();
    desk.press(Action::ToAnsvar);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last().cloned() else { panic!("no rule speaks") };
    assert!(stop.findings.len() > 3, "{:?}", stop.findings);
    for (name, reason) in [("rule_many", None), ("rule_many_reason", Some(Line::new("Tiden tog slut")))] {
        let asked = if reason.is_some() { &stop.findings[..1] } else { &stop.findings[..] };
        let dialog = Dialog::Rule(RuleStop { reason, ..stop.clone() });
        let model = with_dialog(fixtures::writing_model(), dialog);
        for size in [(60, 20), (80, 24), (120, 40)] {
            let text = screen_text(&model, Some(&fixtures::board()), size);
            for finding in asked {
                let begins: String = finding.what.chars().take(20).collect();
                assert!(text.contains(&begins), "”{begins}” isn't in\n{text}");
            }
            assert!(!text.contains("gör fönstret större"), "{text}");
        }
        snapshots(name, &model, Some(&fixtures::board()));
    }
}

#[test]
fn secrets_are_dots() {
    let mut model = fixtures::model();
    model.screen = Screen::Start(form());
    let text = screen_text(&model, None, (80, 24));
    assert!(!text.contains("hemligt") && text.contains("•••••••"), "{text}");
}

#[test]
fn help_is_about_what_lies_beneath() {
    let reader = || Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 });
    let model = with_dialog(fixtures::home_model(), reader());
    assert_eq!(model.context_below(), Context::Home);
    assert!(screen_text(&model, None, (120, 40)).contains("nytt möte"));
    let model = with_dialog(with_dialog(fixtures::home_model(), Dialog::Form(form())), reader());
    assert_eq!(model.context_below(), Context::Form);
    let text = screen_text(&model, None, (120, 40));
    assert!(!text.contains("nytt möte") && text.contains("Uppgifter att fylla i"), "{text}");
    assert!(!text.contains("Förkortningar"), "{text}");
}

#[test]
fn help_begins_with_the_keys_and_ends_with_the_law() {
    let help = Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 });
    let mut model = with_dialog(fixtures::writing_model(), help);
    model.setup.lists.laws = crate::agenda_file::laws::load(None).0;
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.meeting.agenda.reminds = vec!["anmalningsskyldighet".to_owned()];
    }
    let text = screen_text(&model, Some(&fixtures::board()), (120, 160));
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} isn't in\n{text}"));
    let order = ["spara raden", "ångra", "SÅ SKRIVER DU EN RAD", "Frågor i", "Att komma ihåg"].map(at);
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn help_in_a_meeting_tells_of_abbreviations_after_the_keys_that_are_shown_and_before_the_others() {
    let help = Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 });
    let mut model = with_dialog(fixtures::meeting_model(), help);
    model.setup.lists.glossary = crate::agenda_file::glossary::load(None).0;
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.meeting.head.title = "BUP och BVC".to_owned();
    }
    let text = screen_text(&model, Some(&fixtures::board()), (120, 160));
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} isn't in\n{text}"));
    let order = ["nästa fas", "Förkortningar på skärmen", "SÅ SKRIVER DU EN RAD", "Fler tangenter"].map(at);
    assert!(order.is_sorted(), "{text}");
}

#[test]
fn help_over_a_form_begins_with_the_field_that_one_is_in() {
    let mut lying = form();
    lying.fields.push(crate::app::dialog::Field::new(
        "svar",
        "Svaret",
        crate::app::dialog::FieldKind::Choice(vec![String::new(), "ja".to_owned(), "nej".to_owned()]),
        "",
    ));
    lying.fields[0].hint = "det första".to_owned();
    lying.cursor = lying.fields.len() - 1;
    let help = Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 });
    let model = with_dialog(with_dialog(fixtures::home_model(), Dialog::Form(lying)), help);
    let text = screen_text(&model, None, (120, 40));
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} isn't in\n{text}"));
    assert!(at("Svaret: ja · nej") < at("det första"), "{text}");
}
