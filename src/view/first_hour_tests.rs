//! The screens of a first meeting and of the one after it, as the whole program shows them.

use super::tests::{SIZES, kept_sizes, screen_text};
use crate::app::action::Action;
use crate::app::board;
use crate::app::dialog::{Dialog, RuleStop};
use crate::app::effect::Reply;
use crate::app::model::{DatabaseState, Model};
use crate::app::testing::{Desk, monday, setup};
use crate::app::{Message, update};
use crate::domain::record::MeetingStatus;
use crate::domain::trend::{Judged, Score};
use crate::input;

fn snapshots(name: &str, model: &Model) {
    let board = board::board(model);
    for size in kept_sizes(name, SIZES) {
        let text = screen_text(model, board.as_ref(), size);
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), text);
    }
}

/// A closed EHT.
fn closed() -> Desk {
    let mut desk = Desk::eht();
    let mut meeting = desk.screen().meeting.clone();
    meeting.head.status = MeetingStatus::Avslutat;
    desk.open(meeting);
    desk
}

#[test]
fn the_first_start_offers_practice() {
    let mut setup = setup();
    setup.database = DatabaseState::Missing;
    setup.database_path = "/home/eva/.local/share/samverkan/samverkan.db".to_owned();
    let mut model = Model::new(setup, monday(), (80, 24));
    snapshots("first_start", &model);
    for size in SIZES {
        assert!(screen_text(&model, None, size).contains("F2 öva först"));
    }
    let key = crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::F(2),
        crossterm::event::KeyModifiers::NONE,
    );
    let message = input::message(&crossterm::event::Event::Key(key), &model, &input::HitMap::default());
    assert!(matches!(message, Some(Message::Do(Action::Practise))), "{message:?}");
    update(&mut model, Message::Do(Action::Practise), monday());
}

#[test]
fn what_comes_along_to_the_next_meeting_is_chosen() {
    let mut desk = closed();
    desk.press(Action::NextMeeting);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{}", desk.notice());
    snapshots("carry_over", &desk.model);
}

#[test]
fn how_the_team_has_worked_together_is_shown_as_bars() {
    let mut desk = closed();
    desk.press(Action::Assess);
    snapshots("assess", &desk.model);
    desk.press(Action::Back);
    let day = |text: &str| text.parse().unwrap();
    let score = |count, sum| Score { count, sum };
    let rows = vec![
        Judged { day: day("2026-10-12"), answers: 4, scores: [score(4, 10), score(4, 17), score(3, 9)] },
        Judged { day: day("2026-11-09"), answers: 3, scores: [score(3, 8), score(1, 5), score(2, 6)] },
        Judged { day: day("2026-11-23"), answers: 1, scores: [score(1, 1), score(1, 4), score(1, 3)] },
    ];
    desk.send(Message::Store(Reply::Trend(rows)));
    snapshots("trend", &desk.model);
}

#[test]
fn several_rules_are_read_one_page_at_a_time() {
    let mut desk = Desk::meeting("sip");
    desk.model.size = (60, 20);
    desk.line("Bo, barnet").line("Per Pil, psykolog, BUP").press(Action::Next).line("Bo");
    desk.press(Action::ToNulage);
    let Some(Dialog::Rule(RuleStop { findings, .. })) = desk.model.dialogs.last_mut() else {
        panic!("no rule spoke")
    };
    let first = findings[0].clone();
    findings.extend([first.clone(), first.clone(), first]);
    findings.last_mut().unwrap().remedy = "Det här är det sista.".to_owned();
    let shown = |desk: &Desk| screen_text(&desk.model, board::board(&desk.model).as_ref(), (60, 20));
    let text = shown(&desk);
    assert!(text.contains("läs vidare") && !text.contains("det sista"), "{text}");
    for _ in 0..5 {
        desk.press(Action::PageDown);
    }
    let text = shown(&desk);
    assert!(text.contains("Det här är det sista.") && text.contains("tillbaka upp"), "{text}");
    snapshots("rules_second_page", &desk.model);
}

#[test]
fn what_is_missing_says_how_one_comes_to_it() {
    let mut desk = Desk::meeting("barnsamverkan");
    desk.line("Mona Ali, Socialsekreterare");
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    assert!(text.contains("SAKNAS  (↑, ENTER)"), "{text}");
    desk.press(Action::Up);
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    assert!(text.contains("Enter gör det nu"), "{text}");
}

#[test]
fn a_long_role_is_whole_where_everybody_is_given_the_word() {
    let mut desk = Desk::meeting("trygghetsteam");
    desk.line("Mona Ali, socialsekreterare").line("Siri Holm, BVC-sjuksköterska");
    desk.press(Action::Next).line("Matsalen").jump(1);
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    assert!(text.contains("Socialsekreterare") && text.contains("BVC-sjuksköterska"), "{text}");
}
