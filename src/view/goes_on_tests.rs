//! Whatever phase and state a meeting stands in, the bottom of the screen has the key that goes on.

use super::tests::screen_text;
use crate::app::action::Action;
use crate::app::board;
use crate::app::model::Screen;
use crate::app::testing::Desk;
use crate::domain::agenda::EntryKind;

/// The rows at the bottom: from the last rule on.
fn bottom(desk: &Desk, size: (u16, u16)) -> String {
    let board = board::board(&desk.model);
    let text = screen_text(&desk.model, board.as_ref(), size);
    let rows: Vec<&str> = text.lines().collect();
    rows[rows.len().saturating_sub(5)..].join("\n")
}

fn says(desk: &Desk, state: &str, keys: &[&str]) {
    for size in [(60, 20), (80, 24), (120, 36), (200, 50)] {
        let shown = bottom(desk, size);
        assert!(keys.iter().all(|key| shown.contains(key)), "{state} {size:?}, not {keys:?}:\n{shown}");
    }
}

/// In ansvar, with one point to read out.
fn ansvar() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @maja >fre").jump(4);
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 1);
    desk
}

#[test]
fn each_phase_has_the_key_that_goes_on() {
    for phase in 0..4 {
        let mut desk = Desk::eht();
        if phase > 0 {
            desk.jump(phase);
        }
        // It says where it goes: the last phase of an ärende is followed by the next one.
        let goes = if phase == 3 { "F8 nästa ärende" } else { "F8 nästa fas" };
        says(&desk, "nothing typed", &[goes]);
        desk.types("Något");
        says(&desk, "something typed", &["Enter spara"]);
        desk.press(Action::NextPhase);
        // A rule that speaks has its own keys in its frame.
        if desk.model.dialogs.is_empty() {
            says(&desk, "something said of it", &["Enter"]);
        }
    }
}

#[test]
fn ansvar_has_the_key_that_goes_on_from_the_first_point_to_the_closed_meeting() {
    let mut desk = ansvar();
    says(&desk, "read out", &["Enter bekräfta"]);
    desk.press(Action::Accept);
    says(&desk, "all confirmed", &["Enter gör det nu", "c avsluta mötet"]);
    let board = board::board(&desk.model).unwrap();
    let said: Vec<&str> = board
        .columns
        .iter()
        .flat_map(|column| &column.sections)
        .filter_map(|section| section.empty.as_deref())
        .collect();
    assert!(said.iter().any(|words| words.starts_with("Inget nytt att bekräfta.")), "{said:?}");
    assert!(said.iter().any(|words| words.contains("c avslutar")), "{said:?}");
    // A rule speaks, and nobody goes on: as before.
    desk.press(Action::Close);
    assert!(!desk.model.dialogs.is_empty());
    desk.press(Action::Back);
    says(&desk, "after a refused close", &["c avsluta mötet"]);
    desk.press(Action::ToWall);
    for size in [(60, 20), (80, 24)] {
        assert!(bottom(&desk, size).contains("F11 din skärm"));
    }
    desk.press(Action::ToWall);
    desk.press(Action::Close);
    while !desk.model.dialogs.is_empty() {
        if matches!(desk.model.dialogs.last(), Some(crate::app::dialog::Dialog::Rule(_))) {
            desk.press(Action::GoOnAnyway).reasons("det tar vi sedan");
        } else {
            desk.press(Action::Accept);
        }
    }
    says(&desk, "closed, with a word about it", &["m protokoll"]);
    desk.model.notice = None;
    says(&desk, "closed", &["m protokoll"]);
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    let steps = "m protokoll  k vem får vad  j justera  f nästa möte  ö öppna mappen";
    assert!(text.lines().nth(3).is_some_and(|row| row.contains(steps)), "{text}");
    desk.press(Action::ToWall);
    assert!(
        bottom(&desk, (80, 24)).contains("F11 din skärm") && !bottom(&desk, (80, 24)).contains("bekräftar")
    );
    desk.press(Action::ToWall).press(Action::Reopen);
    while !desk.model.dialogs.is_empty() {
        desk.press(Action::Accept);
    }
    says(&desk, "after a reopen", &["Enter gör det nu"]);
    assert!(matches!(desk.model.screen, Screen::Meeting(_)));
}
