//! What the screens look like, and that nothing makes drawing them fail.

use super::fixtures;
use super::theme::{self, Meaning};
use super::*;
use crate::app::action::Action;
use crate::app::board::{Column, Tone};
use crate::app::dialog::{
    Choice, Confirm, Copies, CopyRow, Dialog, Field, FieldKind, Form, Pick, PickItem, Purpose, Reader,
    RuleStop, Yes,
};
use crate::app::effect::{CopyWish, Reply};
use crate::app::line::Line;
use crate::app::model::{HomeScreen, Notice, Pending, Theme};
use crate::app::wall::{Agreed, Scene, Talk, Time, Turn, Wall};
use crate::app::{Context, Effect, Message, update};
use crate::domain::agenda::Phase;
use crate::domain::command::{Code, Command};
use crate::domain::copies::{self, Part, Why};
use crate::domain::ids::RowId;
use crate::domain::meeting::Position;
use crate::domain::overview::{ClockRow, Home, SocialClocks};
use crate::domain::record::SocialClock;
use crate::domain::record::{CopyLog, CopyWay};
use crate::domain::rules::{Finding, Fix, Severity, Way};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout;
use ratatui::style::Color;
use uuid::Uuid;

pub(super) const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 20)];

/// What is laid out in another way on 120×40 than on 80×24, and not only with more room around it or shorter wraps.
const WIDE: [&str; 15] = [
    "actions",
    "copies",
    "dialog_form",
    "dialog_help",
    "home",
    "home_action",
    "meeting",
    "on_wall",
    "read_out",
    "rule_many",
    "support",
    "wall_ansvar",
    "wall_closed",
    "wall_nulage",
    "wall_planering",
];

/// The sizes in which a picture of a screen is kept.
pub(super) fn kept_sizes<const N: usize>(
    name: &str,
    of: [(u16, u16); N],
) -> impl Iterator<Item = (u16, u16)> {
    let wide = WIDE.contains(&name);
    of.into_iter().filter(move |size| wide || *size != (120, 40))
}

fn terminal(model: &Model, board: Option<&Board>, size: (u16, u16)) -> (Terminal<TestBackend>, HitMap) {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut hits = HitMap::default();
    terminal.draw(|frame| hits = on_frame(frame, |canvas| draw_with(model, board, canvas))).unwrap();
    (terminal, hits)
}

pub(super) fn screen_text(model: &Model, board: Option<&Board>, size: (u16, u16)) -> String {
    terminal(model, board, size).0.backend().to_string()
}

pub(super) fn snapshots(name: &str, model: &Model, board: Option<&Board>) {
    for size in kept_sizes(name, SIZES) {
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), screen_text(model, board, size));
    }
}

/// Home of the social services, with their clock running for two children.
fn home_with_social_clock() -> Model {
    let mut model = fixtures::home_model();
    let clock =
        |number: u128| SocialClock::new(Uuid::from_u128(number).into(), Uuid::from_u128(number).into());
    let reported = model.now.utc - chrono::TimeDelta::minutes(20 * 60 + 40);
    let rows = vec![
        ClockRow {
            label: "Lind".to_owned(),
            clock: SocialClock { opened: Some("2026-07-20".parse().unwrap()), ..clock(1) },
        },
        ClockRow { label: "Ask".to_owned(), clock: SocialClock { reported: Some(reported), ..clock(2) } },
    ];
    if let Screen::Home(home) = &mut model.screen
        && let Some(data) = &mut home.data
    {
        data.duties.clone_from(&rows);
    }
    model.social_clocks = SocialClocks { is_on: true, rows, arenden: Vec::new() };
    model
}

#[test]
fn the_social_services_clock() {
    let mut model = home_with_social_clock();
    snapshots("home_social_clock", &model, None);
    let clocks = model.social_clocks.clone();
    let now = model.now;
    update(&mut model, Message::Store(Reply::SocialClocks(clocks)), now);
    snapshots("social_clocks", &model, None);
    update(&mut model, Message::Do(Action::Down), now);
    update(&mut model, Message::Do(Action::Accept), now);
    snapshots("social_clock_form", &model, None);
}

fn form() -> Form {
    let choice = FieldKind::Choice(vec!["ja".to_owned(), "nej".to_owned()]);
    let fields = vec![
        Field::new("plats", "Plats", FieldKind::Text, "Konferensrummet"),
        Field::new("tid", "Börjar", FieldKind::Time, "09.00").hint("Klockslag, till exempel 13.00"),
        Field::new("sekretess", "Sekretess", choice, "nej"),
        Field::new("kod", "Lösenfras", FieldKind::Secret, "hemligt"),
    ];
    let mut form = Form::new("Mötets uppgifter", Purpose::Head, fields);
    form.intro = vec!["Det som står här kommer med i protokollet.".to_owned()];
    form.cursor = 1;
    form
}

fn pick() -> Pick {
    let item = |label: &str, detail: &str, choice| PickItem {
        label: label.to_owned(),
        detail: detail.to_owned(),
        choice,
    };
    let items = vec![
        item("EHT", "Elevhälsoteam", Some(Choice::Agenda("eht".to_owned()))),
        item("SIP", "Samordnad individuell plan", Some(Choice::Agenda("sip".to_owned()))),
        item("BHT", "filen går inte att läsa, rad 12", None),
    ];
    let mut pick = Pick::new("Nytt möte", items);
    pick.cursor = 1;
    pick
}

fn finding(severity: Severity) -> Finding {
    Finding {
        rule: "laget_runt",
        severity,
        arende: None,
        what: "Vårdnadshavaren har inte fått ordet.".to_owned(),
        why: "Alla ska få berätta innan vi talar om behov.".to_owned(),
        remedy: "Ge ordet i laget runt.".to_owned(),
        fix: Some(Fix::Round),
        about: Vec::new(),
        at: None,
    }
}

fn stop(severity: Severity, reason: Option<&str>) -> Dialog {
    let to = Some((Position { phase: Phase::Behov, arende: None }, Way::On));
    Dialog::Rule(RuleStop { findings: vec![finding(severity)], to, reason: reason.map(Line::new), top: 0 })
}

fn with_dialog(mut model: Model, dialog: Dialog) -> Model {
    model.dialogs.push(dialog);
    model
}

fn failing(mut model: Model) -> Model {
    let command = Command {
        id: fixtures::fresh_id(),
        code: Code::EditHead,
        meeting: None,
        snapshot: None,
        changes: Vec::new(),
    };
    model.outbox.push(Pending {
        id: command.id,
        effect: Effect::Commit(Box::new(command)),
        failed: Some("Disken är full. Frigör plats, så sparas det av sig självt.".to_owned()),
        sent: Some(fixtures::now().utc),
    });
    model
}

#[test]
fn home() {
    snapshots("home", &fixtures::home_model(), None);
}

#[test]
fn an_empty_home_says_what_to_do_first() {
    let mut model = fixtures::home_model();
    model.screen = Screen::Home(HomeScreen { data: Some(Home::default()), cursor: 0 });
    snapshots("home_empty", &model, None);
}

#[test]
fn home_before_it_is_read() {
    let mut model = fixtures::home_model();
    model.screen = Screen::Home(HomeScreen::default());
    assert!(screen_text(&model, None, (80, 24)).contains("Läser in …"));
    model.screen = Screen::Opening;
    assert!(screen_text(&model, None, (80, 24)).contains("Öppnar …"));
}

#[test]
fn writing_in_a_meeting() {
    snapshots("meeting", &fixtures::writing_model(), Some(&fixtures::board()));
}

#[test]
fn nulage_has_four_columns() {
    let mut model = fixtures::meeting_model();
    fixtures::screen_of(&mut model).meeting.head.phase = Phase::Nulage;
    snapshots("nulage", &model, Some(&fixtures::nulage_board()));
}

#[test]
fn reading_out() {
    snapshots("read_out", &fixtures::read_out_model(), Some(&fixtures::read_out_board()));
}

#[test]
fn a_closed_meeting() {
    snapshots("closed", &fixtures::closed_model(), Some(&fixtures::closed_board()));
}

#[test]
fn first_start() {
    let mut model = fixtures::model();
    let fields = vec![
        Field::new("losen", "Lösenfras", FieldKind::Secret, "hemlig fras").hint("Minst tolv tecken."),
        Field::new("igen", "En gång till", FieldKind::Secret, ""),
    ];
    let mut form = Form::new("Välkommen", Purpose::CreateDatabase, fields);
    form.intro = vec![
        "Allt som skrivs sparas krypterat på den här datorn.".to_owned(),
        "Lösenfrasen kan inte återskapas. Välj en som du minns.".to_owned(),
    ];
    model.screen = Screen::Start(form);
    snapshots("start", &model, None);
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
            Dialog::Confirm(Confirm {
                title: "Stryka för gott?".to_owned(),
                text: vec!["Texten försvinner överallt. Det går inte att ångra.".to_owned()],
                yes: "Stryk".to_owned(),
                then: Yes::LeaveMeeting,
                top: 0,
            }),
        ),
        ("help", Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 })),
    ];
    for (name, dialog) in all {
        snapshots(&format!("dialog_{name}"), &with_dialog(fixtures::writing_model(), dialog), Some(&board));
    }
}

/// The list of the support that the program carries, with the row `cursor` highlighted.
fn support_model(municipality: &str, cursor: usize) -> Model {
    let mut model = fixtures::writing_model();
    model.setup.support = crate::agenda_file::support::load(None).0.seen_from(municipality);
    let ages = crate::domain::support::Ages { youngest: 6, oldest: 7 };
    let items = model.setup.support.offered(Some(ages)).into_iter().map(|(at, support)| PickItem {
        label: support.name.clone(),
        detail: [support.ages_in_words()]
            .into_iter()
            .filter(|ages| !ages.is_empty())
            .chain(model.setup.support.place_of(support).map(str::to_owned))
            .collect::<Vec<_>>()
            .join(" · "),
        choice: Some(Choice::Support(at)),
    });
    let mut pick = Pick::new("Stöd för 6–7 år", items.collect());
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
    let mut model = support_model("Degerfors", 0);
    model.setup.agendas = crate::app::testing::forms();
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
                model.setup.agendas.clone_from(&forms);
                let text = screen_text(&model, Some(&board), size);
                assert!(text.contains("Huvudman:") && !text.contains("gör fönstret större"), "{text}");
            }
        }
    }
}

#[test]
fn help_tells_what_the_form_reminds_of_and_the_wall_does_not() {
    let help = || Dialog::Reader(Reader { title: "Hjälp".to_owned(), text: String::new(), top: 0 });
    let mut model = with_dialog(fixtures::writing_model(), help());
    model.setup.laws = crate::agenda_file::laws::load(None).0;
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
    let share = |who: &str, part, way: Option<&str>| crate::domain::copies::Share {
        who: who.to_owned(),
        participant: None,
        part,
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
        .map(|share| CopyRow { choices: copies::choices(&meeting, &share), share, chosen: 0 })
        .collect();
    let list = Copies {
        rows,
        cursor: 1,
        given: vec![given],
        printers: Some(vec!["Lärarrummet".to_owned()]),
        wish: CopyWish { printer: Some("Lärarrummet".to_owned()), copies: 1, duplex: true },
        making: false,
    };
    model.dialogs.push(Dialog::Copies(list));
    snapshots("copies", &model, Some(&fixtures::closed_board()));
}

#[test]
fn too_small_says_how_large_it_must_be() {
    let text = screen_text(&fixtures::home_model(), None, (59, 19));
    insta::assert_snapshot!("too_small", text);
    let tiny = screen_text(&fixtures::home_model(), None, (20, 6));
    assert!(tiny.contains("60"), "{tiny}");
}

#[test]
fn what_is_not_saved_is_said_with_its_reason() {
    let model = failing(fixtures::writing_model());
    let text = screen_text(&model, Some(&fixtures::board()), (80, 24));
    assert!(text.contains("! inte sparat (1): Disken är full. Frigör plats"), "{text}");
    assert!(!text.contains("sparat 09.31"), "{text}");
}

#[test]
fn a_notice_stands_in_place_of_the_keys() {
    let mut model = fixtures::writing_model();
    model.notice = Some(Notice { text: "v 60 finns inte".to_owned(), bad: true, at: fixtures::now().utc });
    let (terminal, _) = terminal(&model, Some(&fixtures::board()), (80, 24));
    let text = terminal.backend().to_string();
    assert!(text.contains("! v 60 finns inte") && text.contains("sparat 09.31"), "{text}");
    assert!(!text.contains("Enter spara"), "{text}");
}

#[test]
fn practice_is_said_everywhere() {
    let board = fixtures::board();
    let mut start = fixtures::model();
    start.screen = Screen::Start(form());
    let long = "Lång text. ".repeat(900);
    let reader = Dialog::Reader(Reader { title: "Protokoll".to_owned(), text: long, top: 3 });
    let models = [
        fixtures::home_model(),
        fixtures::writing_model(),
        fixtures::closed_model(),
        fixtures::read_out_model(),
        fixtures::model(),
        start,
        with_dialog(fixtures::writing_model(), reader),
        with_dialog(fixtures::home_model(), Dialog::Form(form())),
    ];
    for mut model in models {
        assert!(!screen_text(&model, Some(&board), (60, 20)).contains("ÖVNING"));
        model.practice = true;
        for size in [(60, 20), (80, 24), (120, 40), (40, 10)] {
            assert!(screen_text(&model, Some(&board), size).contains("ÖVNING"));
        }
    }
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

/// Straight to ansvar with nothing done: all that the reason will cover is shown, also on a small screen.
#[test]
fn every_rule_that_a_jump_would_pass_is_shown() {
    let mut desk = crate::app::testing::Desk::sip();
    desk.press(Action::ToAnsvar);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last().cloned() else { panic!("no rule speaks") };
    assert!(stop.findings.len() > 3, "{:?}", stop.findings);
    for (name, reason) in [("rule_many", None), ("rule_many_reason", Some(Line::new("Tiden tog slut")))] {
        let dialog = Dialog::Rule(RuleStop { reason, ..stop.clone() });
        let model = with_dialog(fixtures::writing_model(), dialog);
        for size in [(60, 20), (80, 24), (120, 40)] {
            let text = screen_text(&model, Some(&fixtures::board()), size);
            for finding in &stop.findings {
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
    assert!(!screen_text(&model, None, (120, 40)).contains("nytt möte"));
}

#[test]
fn meanings_have_their_colours() {
    let board = fixtures::board();
    let (terminal, _) = terminal(&fixtures::writing_model(), Some(&board), (80, 24));
    let cells = terminal.backend().buffer();
    let place_of = |what: &str| {
        let text = terminal.backend().to_string();
        let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(what)).unwrap();
        // Each line of the text begins with a quotation mark.
        let column = line[..line.find(what).unwrap()].chars().count() - 1;
        layout::Position::new(u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    };
    let expected = [
        ("EHT", Meaning::Title),
        ("[x] Samm", Meaning::Good),
        ("[>] Plan", Meaning::Strong),
        ("[ ] Ansvar", Meaning::Quiet),
        ("Vem gör", Meaning::Question),
        ("BEHOV", Meaning::Heading),
        ("Bildschema", Meaning::Selected),
        ("Pedagogisk", Meaning::Good),
        ("Fråga BUP", Meaning::Input),
        ("Enter", Meaning::HintKey),
        ("sparat", Meaning::Good),
        ("──────", Meaning::Border),
    ];
    for (what, meaning) in expected {
        let style = theme::style(Theme::Dark, meaning);
        let cell = &cells[place_of(what)];
        assert_eq!(
            (Some(cell.fg), Some(cell.bg), cell.modifier),
            (style.fg, style.bg, style.add_modifier),
            "{what}"
        );
    }
}

#[test]
fn no_color_means_no_colour_on_any_screen() {
    let board = fixtures::board();
    let models = [
        fixtures::home_model(),
        fixtures::writing_model(),
        failing(fixtures::read_out_model()),
        with_dialog(fixtures::writing_model(), Dialog::Pick(pick())),
        with_dialog(fixtures::writing_model(), Dialog::Form(form())),
    ];
    for mut model in models {
        model.practice = true;
        model.setup.theme = Theme::Plain;
        for size in [(60, 20), (130, 45)] {
            let (terminal, _) = terminal(&model, Some(&board), size);
            let coloured = |cell: &ratatui::buffer::Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
            assert!(!terminal.backend().buffer().content().iter().any(coloured));
        }
    }
}

#[test]
fn the_cursor_stands_where_one_types() {
    let board = fixtures::board();
    let (mut terminal, _) = terminal(&fixtures::writing_model(), Some(&board), (80, 24));
    let position = terminal.get_cursor_position().unwrap();
    // " Åtgärd> " and the text, in the row above the keys.
    assert_eq!((position.x, position.y), (9 + 27, 22));
}

#[test]
fn clicks_find_rows_phases_keys_and_completions() {
    let board = fixtures::board();
    let (_, hits) = terminal(&fixtures::writing_model(), Some(&board), (80, 24));
    assert!(matches!(hits.at(2, 1), Some(Message::Do(Action::ToSammanhang))));
    assert!(matches!(hits.at(2, 23), Some(Message::Do(Action::Accept))));
    let rows: Vec<_> = (0..24).filter_map(|row| hits.at(50, row)).collect();
    assert!(
        rows.iter().any(|message| matches!(message, Message::Click(target) if *target == fixtures::entry(2)))
    );
    let beside: Vec<_> = (0..24).filter_map(|row| hits.at(12, row)).collect();
    assert!(beside.iter().any(|message| matches!(message, Message::ClickIndex(1))));
    let model = with_dialog(fixtures::writing_model(), Dialog::Pick(pick()));
    let (_, hits) = terminal(&model, Some(&board), (80, 24));
    assert!(hits.at(2, 1).is_none(), "what lies beneath a dialog can't be clicked");
}

#[test]
fn the_highlighted_row_of_a_long_meeting_is_seen() {
    let mut board = fixtures::board();
    let rows = (0..400).map(|number| {
        fixtures::row(
            Some(fixtures::entry(number)),
            "+",
            &format!("Rad nummer {number}."),
            None,
            Tone::Normal,
        )
    });
    let section = fixtures::section("Fungerar", rows.collect(), None);
    board.columns = vec![Column { weight: 1, sections: vec![section] }];
    board.completions.clear();
    let mut model = fixtures::meeting_model();
    for number in [0, 5, 200, 399] {
        fixtures::screen_of(&mut model).cursor = Some(fixtures::entry(number));
        let text = screen_text(&model, Some(&board), (80, 24));
        assert!(text.contains(&format!(">+ Rad nummer {number}.")), "{text}");
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zåäö ]{0,200}",
        ".{0,60}",
        Just("\u{1100}\u{1161}\u{11a8}".repeat(20)),
        Just("字".repeat(50)),
        Just("a\u{30a}e\u{301} ".repeat(30)),
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_makes_drawing_fail(
        size in (1u16..300, 1u16..100),
        texts in prop::collection::vec(any_text(), 12),
        cursor in 0usize..40,
        which in 0usize..14,
        plain in any::<bool>(),
    ) {
        let mut board = match which % 3 {
            0 => fixtures::board(),
            1 => fixtures::nulage_board(),
            _ => fixtures::read_out_board(),
        };
        board.title.clone_from(&texts[0]);
        board.question.clone_from(&texts[1]);
        board.middle.clone_from(&texts[2]);
        board.completions = texts[3..9].to_vec();
        board.completion = board.completion.map(|_| cursor % 6);
        if let Some(point) = &mut board.point {
            point.text.clone_from(&texts[4]);
            point.remark = Some(texts[5].clone());
        }
        for column in &mut board.columns {
            for (section, text) in column.sections.iter_mut().zip(&texts[6..]) {
                section.heading.clone_from(text);
                for (number, text) in texts.iter().enumerate() {
                    let target = Some(fixtures::entry(number as u128));
                    section.rows.push(fixtures::row(target, &text.chars().take(9).collect::<String>(), text, Some(text), Tone::Warn));
                }
            }
        }
        let mut form = form();
        form.cursor = cursor;
        form.intro = texts[..3].to_vec();
        form.error = Some(texts[3].clone());
        for (field, text) in form.fields.iter_mut().zip(&texts) {
            field.label.clone_from(text);
            field.line = Line::new(text);
            field.chosen = cursor;
        }
        let mut pick = pick();
        pick.cursor = cursor;
        pick.filter = Line::new(&texts[7]);
        for (item, text) in pick.items.iter_mut().zip(&texts) {
            item.label.clone_from(text);
            item.detail.clone_from(text);
        }
        let mut rule = finding(Severity::Overridable);
        rule.what.clone_from(&texts[8]);
        rule.why.clone_from(&texts[9]);
        let reader = Reader { title: texts[0].clone(), text: texts.join("\n"), top: cursor };
        let mut model = match which {
            0..=2 => fixtures::writing_model(),
            3 => fixtures::home_model(),
            4 => fixtures::closed_model(),
            5 => failing(fixtures::read_out_model()),
            6 => with_dialog(fixtures::writing_model(), Dialog::Form(form.clone())),
            7 => with_dialog(fixtures::home_model(), Dialog::Pick(pick)),
            8 => with_dialog(fixtures::home_model(), Dialog::Reader(reader)),
            9 => with_dialog(fixtures::home_model(), Dialog::Rule(RuleStop {
                findings: vec![rule.clone(), rule], to: None, reason: Some(Line::new(&texts[3])), top: cursor,
            })),
            10 => with_dialog(fixtures::home_model(), Dialog::Confirm(Confirm {
                title: texts[0].clone(), text: texts.clone(), yes: texts[1].clone(), then: Yes::Close, top: cursor,
            })),
            11 => with_dialog(fixtures::writing_model(), stop(Severity::Advisory, None)),
            12 => fixtures::model(),
            _ => fixtures::read_out_model(),
        };
        if which == 12 {
            model.screen = Screen::Start(form);
        }
        if which % 2 == 0 {
            model.notice = Some(Notice { text: texts[10].clone(), bad: plain, at: fixtures::now().utc });
        }
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.line = Line::new(&texts[11]);
            screen.cursor = Some(fixtures::entry(cursor as u128));
        }
        if let Screen::Home(home) = &mut model.screen {
            home.cursor = cursor;
        }
        model.setup.workplace.clone_from(&texts[5]);
        model.practice = plain;
        model.setup.theme = if plain { Theme::Plain } else { Theme::Light };
        let (_, hits) = terminal(&model, Some(&board), size);
        for x in [0, size.0 / 2, size.0] {
            for y in 0..=size.1 {
                hits.at(x, y);
            }
        }
    }
}

const WALL_SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (240, 60)];

fn wall_terminal(wall: &Wall, theme: Theme, size: (u16, u16)) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| on_frame(frame, |canvas| draw_wall(wall, theme, canvas))).unwrap();
    terminal
}

fn wall_snapshots(name: &str, wall: &Wall) {
    let name = format!("wall_{name}");
    for size in kept_sizes(&name, WALL_SIZES) {
        let shown = wall_terminal(wall, Theme::Dark, size).backend().to_string();
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shown);
    }
}

fn wall_of(scene: Scene) -> Wall {
    Wall { practice: false, form: "Elevhälsoteam".to_owned(), clock: "09.31".to_owned(), scene }
}

fn agreed(number: u128, what: &str, who: &str, when: &str) -> Agreed {
    Agreed {
        entry: uuid::Uuid::from_u128(number).into(),
        decision: false,
        what: what.to_owned(),
        who: who.to_owned(),
        when: when.to_owned(),
        place: None,
        new: false,
        confirmed: false,
        in_turn: false,
    }
}

fn talk(phase: Phase) -> Talk {
    let mut points = vec![
        agreed(1, "Enskild lästräning 20 min om dagen", "Mentor", "från mån 30 nov"),
        agreed(2, "Kartläggningen görs", "Beslut av rektor", ""),
        agreed(3, "Bildschema hem", "Mentor", "varje fre från 27 nov"),
        agreed(4, "Återkommer om synen", "Skolsköterska", "senast mån 14 dec"),
    ];
    points[1].decision = true;
    points[3].new = true;
    Talk {
        phase,
        subject: Some("Ärende 1 av 2 · Blå".to_owned()),
        question: "Vem gör vad, och till vilken dag?".to_owned(),
        more: vec!["Vad beslutar rektor?".to_owned(), "Vad behöver vi fråga hemma?".to_owned()],
        turn: None,
        agreed: points,
        only: None,
        time: Time::Spent { spent: 4, given: 6 },
    }
}

#[test]
fn the_wall_in_planering() {
    wall_snapshots("planering", &wall_of(Scene::Talk(Box::new(talk(Phase::Planering)))));
}

#[test]
fn the_wall_in_nulage() {
    let talk = Talk {
        question: "Vad fungerar? Vad är svårare? Vilket stöd finns i dag, och från vem?".to_owned(),
        more: vec!["Vad säger eleven själv?".to_owned(), "Vad ser du från ditt håll?".to_owned()],
        turn: Some(Turn::Of("Kurator".to_owned())),
        agreed: Vec::new(),
        subject: Some("Bo".to_owned()),
        time: Time::Ends("14.00".to_owned()),
        ..talk(Phase::Nulage)
    };
    wall_snapshots("nulage", &Wall { practice: true, ..wall_of(Scene::Talk(Box::new(talk))) });
}

#[test]
fn the_wall_in_ansvar() {
    let mut talk = Talk {
        subject: None,
        question: "Stämmer namn och dag?".to_owned(),
        only: Some("Skärmen visar bara ärende 1.".to_owned()),
        time: Time::Spent { spent: 12, given: 10 },
        ..talk(Phase::Ansvar)
    };
    for (at, point) in talk.agreed.iter_mut().enumerate() {
        (point.new, point.place, point.confirmed, point.in_turn) = (false, Some(1), at < 2, at == 2);
    }
    wall_snapshots("ansvar", &wall_of(Scene::Talk(Box::new(talk))));
}

#[test]
fn the_wall_when_nothing_goes_on() {
    wall_snapshots("waiting", &wall_of(Scene::Waiting { when: Some("13.00".to_owned()) }));
    wall_snapshots("paused", &wall_of(Scene::Paused));
    wall_snapshots("closed", &wall_of(Scene::Closed));
    // The database went away before any meeting was seen: as calm, and still practice.
    wall_snapshots(
        "gone",
        &Wall { practice: true, form: String::new(), ..wall_of(Scene::Waiting { when: None }) }.paused(),
    );
}

#[test]
fn the_wall_shows_by_sign_and_word_what_it_shows_by_colour() {
    let wall = wall_of(Scene::Talk(Box::new(talk(Phase::Planering))));
    let dark = wall_terminal(&wall, Theme::Dark, (60, 20));
    let plain = wall_terminal(&wall, Theme::Plain, (60, 20));
    assert_eq!(dark.backend().to_string(), plain.backend().to_string());
    assert!(
        plain
            .backend()
            .buffer()
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    let text = dark.backend().to_string();
    let row = text.lines().position(|line| line.contains("nyss")).expect("the newest is marked by a word");
    let cell = |terminal: &Terminal<TestBackend>, what: &str| {
        let line = text.lines().nth(row).unwrap();
        let at = line.chars().position(|c| c == what.chars().next().unwrap()).unwrap() - 1;
        terminal.backend().buffer()[(u16::try_from(at).unwrap(), u16::try_from(row).unwrap())].clone()
    };
    let strong = theme::style(Theme::Dark, Meaning::Strong);
    assert_eq!(Some(cell(&dark, ">").fg), strong.fg);
    assert!(cell(&plain, ">").modifier.contains(ratatui::style::Modifier::BOLD));
}

#[test]
fn a_wall_of_any_size_and_content_is_drawn() {
    let mut long = talk(Phase::Ansvar);
    for number in 10..40 {
        long.agreed.push(agreed(
            number,
            &"Ett mycket långt löfte om nästan allting ".repeat(6),
            "Rektor",
            "fre",
        ));
    }
    long.agreed[20].in_turn = true;
    let scene = Scene::Talk(Box::new(long));
    for size in [(1, 1), (5, 3), (20, 5), (60, 20), (61, 21), (300, 90)] {
        wall_terminal(&wall_of(scene.clone()), Theme::Light, size);
        wall_terminal(&wall_of(Scene::Paused), Theme::Light, size);
    }
    let shown = wall_terminal(&wall_of(scene), Theme::Dark, (80, 24)).backend().to_string();
    assert!(
        shown.contains("[>]") && shown.contains("till ovanför") && shown.contains("till nedanför"),
        "{shown}"
    );
}

#[test]
fn the_secretarys_screen_as_a_wall() {
    let mut model = fixtures::writing_model();
    model.on_wall = true;
    snapshots("on_wall", &model, Some(&fixtures::board()));
    model.dialogs.push(stop(Severity::Overridable, None));
    let shown = screen_text(&model, Some(&fixtures::board()), (80, 24));
    assert!(shown.contains("! se din skärm: F11") && !shown.contains("har inte fått ordet"), "{shown}");
}
