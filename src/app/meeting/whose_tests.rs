//! No row in any list of a meeting with several ärenden concerns one of them without saying which.

use super::board::{self, Board};
use super::chosen::item_of;
use crate::app::core::action::Action;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::record::{ArendeState, MeetingStatus};
use crate::domain::rules::{self, Way};

/// Fifteen that share no letters' beginning, so that none is found in another.
const LABELS: [&str; 15] = [
    "Alfa", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Teta", "Jota", "Kappa", "Lambda", "My",
    "Ny", "Xi", "Omikron",
];

/// An EHT with fifteen ärenden, in each of which something of each kind is missing, held back or unsaid.
fn desk() -> Desk {
    let mut desk = Desk::meeting("eht");
    desk.line("Eva Ek, rektor").line("Sara Sten, specialpedagog");
    desk.press(Action::Next);
    for label in LABELS {
        desk.line(label);
    }
    for at in 0..LABELS.len() {
        desk.press(Action::NextArende);
        while let Some(Dialog::Rule(_)) = desk.model.dialogs.last() {
            desk.press(Action::GoOnAnyway).reasons("vi tar det sedan");
        }
        assert_eq!(desk.screen().meeting.head.current, Some(desk.screen().meeting.items[at].id));
        desk.jump(3);
        desk.line(&format!("Tydlig sak {at}")).line(&format!("Ständig sak {at} @sara >varje dag"));
        desk.line(&format!("Orosanmälan i sak {at} @sara >fre"));
        desk.types(&format!("Beslut i sak {at} @sara")).press(Action::ToDecision).press(Action::Accept);
    }
    desk
}

/// The ärende whose words stand in a text.
fn spoken_of(meeting: &Meeting, text: &str) -> Option<MeetingArendeId> {
    let words = |at: usize| {
        text.split(|c: char| !c.is_alphanumeric())
            .collect::<Vec<_>>()
            .windows(2)
            .any(|pair| pair[0] == "sak" && pair[1] == at.to_string())
    };
    (0..LABELS.len()).rev().find(|at| words(*at)).map(|at| meeting.items[at].id)
}

fn names(meeting: &Meeting, item: MeetingArendeId, text: &str) -> bool {
    let label = LABELS[meeting.number_of(item) - 1];
    let numbered = format!("Ärende {} ", meeting.number_of(item));
    text.contains(&format!("”{label}”"))
        || text.contains(&numbered)
        || text.split_whitespace().any(|word| word == label)
}

fn assert_named(meeting: &Meeting, board: &Board) {
    for section in board.columns.iter().flat_map(|column| &column.sections) {
        for row in &section.rows {
            let text = format!("{} {}", row.text, row.detail.as_deref().unwrap_or_default());
            let Some(item) =
                row.target.and_then(|row| item_of(meeting, row)).or_else(|| spoken_of(meeting, &text))
            else {
                continue;
            };
            let subject = board.subject.as_deref().unwrap_or_default();
            let named = [text.as_str(), section.heading.as_str(), subject]
                .iter()
                .any(|text| names(meeting, item, text));
            assert!(named, "{:?} under {:?} doesn't say whose it is", text, section.heading);
        }
    }
    if let Some(point) = &board.point {
        let item = item_of(meeting, point.target).expect("a point of an ärende");
        assert!(names(meeting, item, &point.heading), "{point:?}");
    }
}

#[test]
fn each_row_of_fifteen_arenden_says_whose_it_is() {
    let mut desk = desk();
    for at in (0..LABELS.len()).rev() {
        for phase in [1, 2, 3] {
            desk.jump(phase);
            let board = board::board(&desk.model).unwrap();
            assert!(board.subject.as_ref().is_some_and(|subject| subject.contains(LABELS[at])), "{board:?}");
            assert_named(&desk.screen().meeting, &board);
        }
        desk.press(Action::PreviousArende);
    }
    for phase in [0, 4] {
        desk.jump(phase);
        assert_named(&desk.screen().meeting, &board::board(&desk.model).unwrap());
    }
    // Point by point, and with all shown.
    for _ in 0..4 {
        desk.press(Action::Down);
        assert_named(&desk.screen().meeting, &board::board(&desk.model).unwrap());
    }
    desk.press(Action::ShowAll);
    let board = board::board(&desk.model).unwrap();
    assert!(board.targets().len() > LABELS.len() * 4, "nothing is left out: {}", board.targets().len());
    assert_named(&desk.screen().meeting, &board);
    let mut meeting = desk.screen().meeting.clone();
    meeting.head.status = MeetingStatus::Avslutat;
    desk.open(meeting);
    assert_named(&desk.screen().meeting, &board::board(&desk.model).unwrap());
}

#[test]
fn each_rule_and_each_question_says_whose_it_is() {
    let mut desk = desk();
    desk.jump(4);
    let meeting = desk.screen().meeting.clone();
    let today = desk.model.now.today();
    let mut untouched = meeting.clone();
    untouched.overrides.clear();
    untouched.items.iter_mut().for_each(|item| item.state = ArendeState::Pagar);
    untouched.head.phase = crate::domain::agenda::Phase::Planering;
    untouched.head.current = untouched.items.first().map(|item| item.id);
    let mut found = rules::before_closing(&untouched, today);
    for to in untouched.walk() {
        found.extend(rules::before_going(&untouched, to, Way::On, today));
    }
    let ansvar = Position { phase: crate::domain::agenda::Phase::Ansvar, arende: None };
    found.extend(rules::before_going(&untouched, ansvar, Way::On, today));
    let of_arende: Vec<_> = found.iter().filter(|finding| finding.arende.is_some()).collect();
    assert!(of_arende.len() > LABELS.len() * 3, "{}", of_arende.len());
    for finding in of_arende {
        let item = finding.arende.unwrap();
        assert!(names(&meeting, item, &finding.what), "{finding:?}");
    }
    for finding in found.iter().filter(|finding| finding.arende.is_none()) {
        assert_eq!(spoken_of(&meeting, &finding.what), None, "{finding:?}");
    }
    for what in board::left_undone(&meeting) {
        if let Some(item) = spoken_of(&meeting, &what) {
            assert!(names(&meeting, item, &what), "{what}");
        }
    }
    // What is held back, in its list.
    desk.press(Action::LetThrough);
    desk.model.dialogs.clear();
    super::held::list(&mut desk.model);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("nothing is held") };
    let items = &pick.items;
    assert!(items.len() >= LABELS.len());
    for item in items {
        if let Some(of) = spoken_of(&meeting, &item.label) {
            assert!(names(&meeting, of, &item.label), "{}", item.label);
        }
    }
    // And where one can go.
    desk.model.dialogs.clear();
    desk.press(Action::Jump);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    for label in LABELS {
        assert!(pick.items.iter().any(|item| item.label.contains(label)), "{label}");
    }
}
