//! What the screens look like, and that nothing makes drawing them fail.

use super::dialog_tests::{finding, form, pick, stop, with_dialog};
use super::theme::{self, Meaning};
use super::{fixtures, *};
use crate::app::action::Action;
use crate::app::board::{Column, Tone};
use crate::app::dialog::{Confirm, Dialog, Field, FieldKind, Form, Reader, RuleStop};
use crate::app::effect::Reply;
use crate::app::home::door::CREATE_DATABASE;
use crate::app::line::Line;
use crate::app::model::{HomeScreen, Notice, Pending, Theme};
use crate::app::ui::question::question;
use crate::app::{Effect, Message, update};
use crate::domain::agenda::Phase;
use crate::domain::command::{Code, Command};
use crate::domain::listing::Listing;
use crate::domain::overview::{ClockRow, Home, SocialClocks};
use crate::domain::record::SocialClock;
use crate::domain::rules::Severity;
use proptest::prelude::*;
use ratatui::backend::TestBackend;
use ratatui::style::Color;
use ratatui::{Terminal, layout};
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
    terminal.draw(|frame| hits = on_frame(frame, |canvas| draw_with(model, board, canvas, None).0)).unwrap();
    (terminal, hits)
}

pub(super) fn screen_text(model: &Model, board: Option<&Board>, size: (u16, u16)) -> String {
    text_of(terminal(model, board, size).0.backend())
}

/// What a picture shows, in which every action that a text names has become a key.
pub(super) fn text_of(backend: &TestBackend) -> String {
    let text = backend.to_string();
    assert!(!text.contains('‹'), "an action stands where its key should: {text}");
    text
}

/// Compares a picture of a screen with the one that is kept.
pub(super) fn kept(name: &str, size: (u16, u16), text: &str) {
    insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), text);
}

pub(super) fn snapshots(name: &str, model: &Model, board: Option<&Board>) {
    for size in kept_sizes(name, SIZES) {
        kept(name, size, &screen_text(model, board, size));
    }
}

/// Home of the social services, with their clock running for two children.
pub(super) fn home_with_social_clock() -> Model {
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
    update(&mut model, Message::Store(Reply::List(Box::new(Listing::SocialClocks(clocks)))), now);
    snapshots("social_clocks", &model, None);
    update(&mut model, Message::Do(Action::Down), now);
    update(&mut model, Message::Do(Action::Accept), now);
    snapshots("social_clock_form", &model, None);
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
fn home_says_when_everything_was_checked_and_how_it_went() {
    use crate::domain::overview::Checked;
    for (days, faults, said) in [
        (0, 0, "Kontrollerad i dag 09.31"),
        (1, 0, "Kontrollerad i går 09.31"),
        (0, 3, "något stämmer inte. Kör samverkan kontrollera"),
    ] {
        let mut model = fixtures::home_model();
        let at = model.now.utc - chrono::TimeDelta::days(days);
        if let Screen::Home(home) = &mut model.screen
            && let Some(data) = &mut home.data
        {
            data.checked = Some(Checked { at, faults });
        }
        for size in [(80, 24), (120, 40)] {
            let text = screen_text(&model, None, size);
            assert!(text.contains(said), "{text}");
            assert_eq!(text.contains("allt stämmer"), faults == 0, "{text}");
        }
    }
}

#[test]
fn an_empty_home_says_what_to_do_first() {
    let mut model = fixtures::home_model();
    model.screen =
        Screen::Home(HomeScreen { data: Some(Home::default()), cursor: 0, ..HomeScreen::default() });
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
    let mut form = Form::new("Välkommen", &CREATE_DATABASE, (), fields);
    form.intro = vec![
        "Allt som skrivs sparas krypterat på den här datorn.".to_owned(),
        "Lösenfrasen kan inte återskapas. Välj en som du minns.".to_owned(),
    ];
    model.screen = Screen::Start(form);
    snapshots("start", &model, None);
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
fn the_key_that_goes_on_is_there_whatever_a_notice_says() {
    let mut model = fixtures::writing_model();
    for (text, size) in [
        ("v 60 finns inte".to_owned(), (80, 24)),
        ("v 60 finns inte".to_owned(), (60, 20)),
        ("Skriv något som är så långt att det tar hela raden och mer än så ".repeat(2), (80, 24)),
        ("Skriv något som är så långt att det tar hela raden och mer än så ".repeat(9), (120, 36)),
    ] {
        model.notice = Some(Notice::new(text.clone(), (true, true), fixtures::now().utc));
        let (terminal, _) = terminal(&model, Some(&fixtures::board()), size);
        let shown = terminal.backend().to_string();
        let start: String = text.chars().take(15).collect();
        assert!(shown.contains(&format!("! {start}")) && shown.contains("sparat 09.31"), "{shown}");
        assert!(shown.contains("Enter spara"), "{shown}");
    }
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
    board.columns = vec![Column { weight: 1, sections: vec![section], aside: false }];
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
                findings: vec![rule.clone(), rule], to: None, reason: Some(Line::new(&texts[3])), at: 0, reasons: Vec::new(), top: cursor, fresh: false,
            })),
            10 => with_dialog(fixtures::home_model(), Dialog::Confirm(Confirm {
                top: cursor, ..question(&texts[0], texts.clone(), &texts[1], |_| {})
            })),
            11 => with_dialog(fixtures::writing_model(), stop(Severity::Advisory, None)),
            12 => fixtures::model(),
            _ => fixtures::read_out_model(),
        };
        if which == 12 {
            model.screen = Screen::Start(form);
        }
        if which % 2 == 0 {
            model.notice = Some(Notice::new(texts[10].clone(), (plain, plain), fixtures::now().utc));
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
