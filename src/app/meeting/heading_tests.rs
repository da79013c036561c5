//! What a line becomes where the meeting goes on around it, and which row is being changed.

use super::screen::RowRef;
use super::target::{self, Target};
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::Reply;
use crate::app::core::model::Screen;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};

use EntryKind::{Anteckning, Atgard, Behov, Fungerar, Privat, Svarare};

/// Goes on past whatever rules speak, with the line as it is.
fn goes(desk: &mut Desk, action: Action) {
    desk.press(action);
    if let Some(Dialog::Rule(_)) = desk.model.dialogs.last() {
        desk.press(Action::GoOnAnyway).reasons("vi tar det sedan");
    }
}

fn stands(desk: &Desk) -> (Target, String) {
    (desk.screen().target, desk.screen().line.value().to_owned())
}

/// Turns what the line becomes until it is this.
fn turned(desk: &mut Desk, target: Target) {
    for _ in 0..12 {
        if desk.screen().target == target {
            return;
        }
        desk.press(Action::Previous);
    }
    panic!("{target:?} isn't there");
}

#[test]
fn a_half_typed_line_becomes_what_is_written_in_the_phase_that_one_goes_on_to() {
    let mut desk = Desk::eht();
    turned(&mut desk, Target::Participant);
    desk.types("”Jag vill läsa för någon");
    goes(&mut desk, Action::ToNulage);
    assert_eq!(stands(&desk), (Target::Entry(Fungerar), "”Jag vill läsa för någon".to_owned()));
    assert!(desk.notice().contains("står nu under Fungerar"), "{}", desk.notice());
    let people = desk.screen().meeting.participants.len();
    desk.press(Action::Accept);
    assert_eq!(desk.screen().meeting.participants.len(), people, "a sentence is nobody's name");
    let saved = &desk.entries(Fungerar)[0];
    assert_eq!(saved.arende, desk.screen().meeting.head.current, "it belongs where it was finished");
}

#[test]
fn a_kind_that_the_next_phase_has_stays_and_back_again_it_is_what_it_was() {
    let mut desk = Desk::eht();
    desk.jump(1);
    desk.types("Måndagarna är svåra");
    turned(&mut desk, Target::Entry(Svarare));
    goes(&mut desk, Action::ToBehov);
    assert_eq!(desk.screen().target, Target::Entry(Behov), "behov has no such rows");
    goes(&mut desk, Action::ToPlanering);
    assert_eq!(desk.screen().target, Target::Entry(Atgard));
    goes(&mut desk, Action::ToNulage);
    assert_eq!(stands(&desk), (Target::Entry(Svarare), "Måndagarna är svåra".to_owned()));
    // Chosen, and there too.
    turned(&mut desk, Target::Entry(Anteckning));
    goes(&mut desk, Action::ToBehov);
    assert_eq!(desk.screen().target, Target::Entry(Anteckning));
    // Once it is saved the next line is the phase's own.
    desk.press(Action::Accept);
    assert_eq!(stands(&desk), (Target::Entry(Behov), String::new()));
    // The one after it remembers nothing of the one before.
    desk.types("En lugn plats");
    goes(&mut desk, Action::ToNulage);
    assert_eq!(desk.screen().target, Target::Entry(Fungerar));
}

#[test]
fn an_empty_line_leaves_no_heading_behind() {
    let mut desk = Desk::eht();
    desk.jump(1);
    for action in [Action::SomebodyCame, Action::NextArende, Action::PreviousArende] {
        desk.press(action);
    }
    assert_eq!(desk.screen().target, target::first(&desk.screen().meeting));
    // Somebody who was to be written in is left open over a phase.
    desk.press(Action::SomebodyCame);
    goes(&mut desk, Action::ToBehov);
    assert_eq!((desk.screen().target, desk.screen().writing), (Target::Entry(Behov), false));
    desk.press(Action::SomebodyCame).types("”Jag vill");
    goes(&mut desk, Action::ToPlanering);
    assert_eq!(desk.screen().target, Target::Entry(Atgard));
}

#[test]
fn a_line_never_comes_into_another_arende_and_a_note_of_ones_own_stays_ones_own() {
    let mut desk = Desk::eht();
    desk.jump(1);
    let blue = desk.screen().meeting.head.current;
    desk.types("Räknar med glädje");
    goes(&mut desk, Action::NextArende);
    assert_ne!(desk.screen().meeting.head.current, blue);
    assert_eq!(desk.screen().target, Target::Entry(Fungerar));
    desk.press(Action::Accept);
    assert_eq!(desk.entries(Fungerar)[0].arende, blue);

    let mut desk = Desk::eht();
    desk.jump(1);
    desk.types("Ring efteråt");
    turned(&mut desk, Target::Entry(Privat));
    for action in [Action::ToBehov, Action::ToPlanering, Action::ToAnsvar, Action::ToSammanhang] {
        goes(&mut desk, action);
        assert_eq!(desk.screen().target, Target::Entry(Privat), "{action:?}");
    }
    let draft = desk.screen().written();
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    screen.meeting.agenda.phases.sammanhang.takes.retain(|kind| *kind != Privat);
    screen.target = target::first(&screen.meeting);
    screen.set_written(&draft);
    assert_eq!(screen.target, Target::Entry(Privat), "after a restart too");
}

#[test]
fn a_sentence_that_is_taken_back_to_sammanhang_is_nobodys_name() {
    let mut desk = Desk::sip();
    desk.jump(1);
    desk.types("Läser gärna tillsammans");
    goes(&mut desk, Action::ToSammanhang);
    assert!(matches!(desk.screen().target, Target::Entry(_)), "{:?}", desk.screen().target);
}

#[test]
fn by_somebody_elses_key_nobodys_line_becomes_something_else() {
    let mut desk = Desk::eht();
    turned(&mut desk, Target::Participant);
    desk.types("Eva Ek, rek");
    let mut moved = desk.screen().meeting.clone();
    moved.head.phase = Phase::Nulage;
    moved.head.current = Some(moved.items[0].id);
    desk.model.written_by_others = true;
    desk.send(Message::Store(Reply::Meeting(Box::new(moved))));
    assert_eq!(stands(&desk), (Target::Participant, "Eva Ek, rek".to_owned()));
    // The list of roles first, then the line.
    desk.press(Action::Back).press(Action::Back);
    assert_eq!(desk.screen().target, Target::Entry(Fungerar), "and the next line is the place's own");
}

#[test]
fn while_a_row_is_changed_the_arrows_leave_it_the_highlighted_one() {
    for (phase, lines) in [
        (1, ["+ Matte", "+ Rita"]),
        (2, ["En lugn plats", "Veta vad som händer"]),
        (3, ["Ringa hem @maja >fre", "Boka tid @maja >fre"]),
        (4, ["Ringa hem @maja >fre", "Boka tid @maja >fre"]),
    ] {
        let mut desk = Desk::eht();
        desk.jump(phase.min(3));
        for line in lines {
            desk.line(line);
        }
        let arende = desk.screen().meeting.head.current;
        let rows: Vec<_> = desk.screen().meeting.entries.iter().map(|entry| entry.id).collect();
        if phase == 4 {
            desk.jump(4);
        }
        let row = RowRef::Entry(rows[0]);
        desk.point(row).press(Action::Edit);
        assert_eq!(desk.screen().editing, Some(rows[0]), "{phase} {}", desk.notice());
        let text = desk.screen().line.value().to_owned();
        for action in [Action::Down, Action::Up, Action::Down] {
            desk.press(action);
            assert_eq!(
                (desk.screen().cursor, desk.screen().editing, desk.screen().line.value()),
                (Some(row), Some(rows[0]), text.as_str()),
                "{phase} {action:?}"
            );
        }
        desk.send(Message::ToRow(2));
        assert_eq!(desk.screen().cursor, Some(row), "{phase}");
        // In another phase it is still that row.
        if phase == 2 {
            goes(&mut desk, Action::ToPlanering);
            assert_eq!((desk.screen().cursor, desk.screen().editing), (Some(row), Some(rows[0])));
        }
        desk.press(Action::Accept);
        let entries = &desk.screen().meeting.entries;
        assert_eq!(entries.len(), rows.len(), "{phase}");
        assert!(entries.iter().all(|entry| entry.arende == arende), "{phase}");
    }
}

#[test]
fn one_key_saves_the_line_and_goes_on() {
    let mut desk = Desk::eht();
    desk.jump(1);
    desk.types("+ Matte").press(Action::SaveAndGoOn);
    assert_eq!(desk.entries(Fungerar).len(), 1);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
    // A line that can't be saved keeps the meeting where it is.
    desk.types("En plats @Zlatan").press(Action::SaveAndGoOn);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
    assert_eq!(desk.screen().line.value(), "En plats @Zlatan");
    desk.press(Action::Back);
    // Without a line it only goes on; what the way asks is asked.
    desk.press(Action::SaveAndGoOn);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{}", desk.notice());
}
