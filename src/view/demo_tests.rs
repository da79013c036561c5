//! The made-up meetings as the whole program shows them: rows, columns and keys together.

use super::fixtures;
use super::tests::screen_text;
use crate::app::board;
use crate::app::model::{MeetingScreen, Screen};
use crate::app::{self, Model};
use crate::demo;
use crate::domain::agenda::Phase;
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
use crate::input::{self, HitMap};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

fn meetings() -> Vec<Meeting> {
    demo::meetings(fixtures::now().utc, &demo::tests::agenda)
}

fn showing(meeting: Meeting) -> Model {
    let mut model = fixtures::model();
    model.practice = true;
    model.screen = Screen::Meeting(Box::new(MeetingScreen::new(meeting)));
    model
}

/// The meeting that is under way.
fn under_way() -> Meeting {
    meetings().into_iter().find(|meeting| meeting.head.status == MeetingStatus::Pagar).unwrap()
}

#[test]
fn a_meeting_under_way_says_where_it_stands_in_every_phase_and_size() {
    for phase in Phase::ALL {
        let mut meeting = under_way();
        meeting.head.phase = phase;
        if !phase.is_per_arende() {
            meeting.head.current = None;
        }
        let question = meeting.agenda.phase(phase).questions[0].clone();
        let mut model = showing(meeting);
        let board = board::board(&model).unwrap();
        fixtures::screen_of(&mut model).cursor = board.targets().first().copied();
        for size in [(60, 20), (80, 24), (120, 40), (240, 60)] {
            let text = screen_text(&model, Some(&board), size);
            assert!(text.contains("[>]") && text.contains(phase.name()), "{text}");
            let begins: String = question.chars().take(30).collect();
            assert!(text.contains(&begins), "{text}");
            assert!(text.contains("hjälp"), "{text}");
            if !board.targets().is_empty() {
                assert!(text.contains("\n\">") || text.contains(" >"), "{text}");
            }
        }
    }
}

fn press(model: &mut Model, code: KeyCode) {
    let event = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
    let message = input::message(&event, model, &HitMap::default()).unwrap();
    app::update(model, message, fixtures::now());
}

/// Everything between the terminal and the screen: keys, messages, the model, the board, the picture.
#[test]
fn what_is_typed_comes_up_on_the_screen() {
    let mut meeting = under_way();
    meeting.head.phase = Phase::Planering;
    let mut model = showing(meeting);
    "Läs högt för klassen".chars().for_each(|c| press(&mut model, KeyCode::Char(c)));
    let text = screen_text(&model, board::board(&model).as_ref(), (80, 24));
    assert!(text.contains("> Läs högt för klassen"), "{text}");
    press(&mut model, KeyCode::Enter);
    let text = screen_text(&model, board::board(&model).as_ref(), (80, 24));
    assert!(!text.contains("> Läs högt för klassen") && text.contains("Läs högt för klassen"), "{text}");
    assert!(text.contains("sparas…"), "nothing is said to be saved that isn't: {text}");
}

#[test]
fn every_meeting_is_shown_whole_on_a_large_screen() {
    for meeting in meetings() {
        let model = showing(meeting);
        let board = board::board(&model).unwrap();
        let text = screen_text(&model, Some(&board), (240, 100));
        for row in board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows)
        {
            let word = row.text.split_whitespace().next().unwrap_or_default();
            assert!(text.contains(word), "{word} is missing:\n{text}");
        }
    }
}
