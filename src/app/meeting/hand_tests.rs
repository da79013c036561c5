//! What the hand does while a meeting goes on: who and when, what a row becomes, back and on, who has spoken, which row.

use super::screen::RowRef;
use super::target::Target;
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::{DRAFT_REASONS, Drafts, Reply};
use crate::app::core::line::Edit;
use crate::app::core::model::{Dialog, Screen};
use crate::app::testing::Desk;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::record::{Entry, Presence};
use crate::domain::session::{Session, SessionKind, SessionPresence};
use chrono::TimeDelta;

fn planering() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3);
    desk
}

fn only(desk: &Desk, kind: EntryKind) -> Entry {
    let all = desk.entries(kind);
    assert_eq!(all.len(), 1, "{}", desk.notice());
    all[0].clone()
}

fn board(desk: &Desk) -> crate::app::board::Board {
    crate::app::board::board(&desk.model).unwrap()
}

#[test]
fn enter_takes_the_marked_owner_and_asks_when() {
    for typed in ["Ringa hem @", "Ringa hem @e", "Ringa hem @Eva Ek", "Ringa hem @rek"] {
        let mut desk = planering();
        desk.types(typed);
        assert_eq!(board(&desk).completion, Some(0), "{typed}: the first row is marked");
        desk.press(Action::Accept);
        assert!(desk.entries(EntryKind::Atgard).is_empty(), "{typed}: not saved without being asked when");
        assert_eq!(desk.screen().line.value(), "Ringa hem @Eva Ek >");
        desk.line("fre");
        let action = only(&desk, EntryKind::Atgard);
        let action = action.action().unwrap();
        assert!(action.owner.is_some() && action.due.is_some());
    }
    // Nobody says when: the next Enter saves it with its owner.
    let mut desk = planering();
    desk.types("Ringa hem @").press(Action::Accept).press(Action::Accept);
    assert!(only(&desk, EntryKind::Atgard).action().unwrap().owner.is_some());
    // The date was written first.
    let mut desk = planering();
    desk.types("Ringa hem >fre @maj").press(Action::Accept);
    let action = only(&desk, EntryKind::Atgard);
    assert!(action.action().unwrap().owner.is_some() && action.action().unwrap().due.is_some());
}

#[test]
fn what_is_no_day_where_one_was_asked_for_is_no_part_of_the_text_and_becomes_a_line_of_its_own() {
    for (next, text, has_day) in [
        ("3 böcker till läshörnan >20/12", "3 böcker till läshörnan", true),
        ("Köpa bok @maja mo >fre", "Köpa bok", true),
        ("Köpa bok", "Köpa bok", false),
    ] {
        for asks in [Action::Accept, Action::Next] {
            let mut desk = planering();
            desk.types("Ringa hem @Eva Ek").press(asks);
            assert_eq!(desk.screen().line.value(), "Ringa hem @Eva Ek >");
            desk.types(next).press(Action::Accept);
            assert!(desk.entries(EntryKind::Atgard).is_empty(), "{next}: {}", desk.notice());
            assert!(desk.notice().starts_with(&format!("”{text}” är ingen dag.")), "{}", desk.notice());
            assert_eq!(desk.screen().line.value(), format!("Ringa hem @Eva Ek >{next}"), "nothing is lost");
            desk.press(Action::Accept);
            let rows = desk.entries(EntryKind::Atgard);
            let said: Vec<(&str, bool)> =
                rows.iter().map(|row| (row.text.as_str(), row.action().unwrap().due.is_some())).collect();
            assert_eq!(said, [("Ringa hem", false), (text, has_day)], "{next}: {}", desk.notice());
            assert!(desk.screen().line.is_empty());
        }
    }
    // A sign that somebody wrote themselves may belong to the text, and what is a day is one.
    for (typed, text) in [
        ("Läsa >3 böcker @Eva Ek >fre", "Läsa >3 böcker"),
        ("Läsa @Eva Ek >varje fre, följs upp 15/1", "Läsa"),
    ] {
        let mut desk = planering();
        desk.line(typed);
        assert_eq!(only(&desk, EntryKind::Atgard).text, text);
    }
    let mut desk = planering();
    desk.types("Läsa @Eva Ek").press(Action::Accept).line("varje fre, följs upp 15/1");
    assert!(only(&desk, EntryKind::Atgard).action().unwrap().follow_up.is_some());
}

#[test]
fn a_list_that_is_put_away_takes_nobody() {
    let mut desk = planering();
    desk.types("Ringa hem @e").press(Action::Back);
    assert_eq!(desk.screen().line.value(), "Ringa hem @e", "the line is as it was");
    assert!(board(&desk).completions.is_empty());
    desk.types("rland");
    assert!(board(&desk).completions.is_empty(), "nobody is called so");
    desk.press(Action::Accept);
    assert_eq!(only(&desk, EntryKind::Atgard).action().unwrap().owner_name.as_deref(), Some("erland"));
}

#[test]
fn whose_a_row_is_that_has_no_time_is_said_with_one_enter() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Läser gärna @maj").press(Action::Accept);
    let row = desk.entries(EntryKind::Fungerar)[0].clone();
    assert_eq!(row.source, Some(desk.person("Maja Mo").id));
    assert!(desk.screen().line.is_empty());
}

#[test]
fn a_letter_means_those_who_are_called_so_and_no_whole_school() {
    let mut desk = Desk::eht();
    for person in ["Bo Berg, kurator, skola", "Nils Noll, vaktmästare, skola"] {
        desk.press(Action::SomebodyCame).line(person);
        desk.model.dialogs.clear();
    }
    desk.jump(3).types("Ringa hem @s");
    let names = board(&desk).completions.join("|");
    assert!(names.contains("Sara Sten") && !names.contains("Bo Berg") && !names.contains("Nils"), "{names}");
    desk.types("kola");
    let names = board(&desk).completions.join("|");
    assert!(names.contains("Bo Berg") && names.contains("Nils Noll"), "typed out it is the place: {names}");
}

#[test]
fn what_a_line_is_understood_as_says_who_and_when_and_warns_of_days_off() {
    let mut desk = planering();
    let said = |desk: &Desk| {
        let said = board(desk).understood.unwrap_or_default();
        (said.who.unwrap_or_default(), said.when.unwrap_or_default(), said.warns)
    };
    desk.types(&format!("{} @maja", "en lång text ".repeat(40)));
    assert_eq!(said(&desk), ("Maja Mo".to_owned(), "när?".to_owned(), false));
    for (typed, when, warns) in [
        ("3/12", "senast tor 3 dec", false),
        ("6/12", "senast sön 6 dec: helg", true),
        ("24/12", "senast tor 24 dec: julafton", true),
        ("varje fre", "varje fre från 27 nov", false),
    ] {
        let mut desk = planering();
        desk.types(&format!("{} @maja >{typed}", "en lång text ".repeat(40)));
        assert_eq!(said(&desk), ("Maja Mo".to_owned(), when.to_owned(), warns));
    }
    let mut desk = planering();
    desk.types("Fråga @Ulla Ulv >fre");
    assert_eq!(said(&desk).0, "Ulla Ulv (tillfrågas)");
}

#[test]
fn the_rule_over_the_line_names_what_it_can_become() {
    let mut desk = planering();
    let at = |desk: &Desk| {
        let (kinds, at) = board(desk).kinds;
        kinds[at]
    };
    let prompt = |desk: &Desk| board(desk).prompt.unwrap();
    let count = board(&desk).kinds.0.len();
    assert!(count > 1);
    for _ in 0..count {
        assert_eq!(at(&desk), prompt(&desk));
        desk.press(Action::Next);
    }
    desk.types("Vi prövar").press(Action::ToDecision);
    assert_eq!(at(&desk), "Beslut");
}

#[test]
fn a_row_that_is_there_is_put_under_another_heading_and_nothing_is_lost() {
    let mut desk = planering();
    desk.line("Lugn lässtund @maja >fre");
    let id = only(&desk, EntryKind::Atgard).id;
    let point = |desk: &mut Desk| {
        if desk.screen().cursor != Some(RowRef::Entry(id)) {
            desk.point(RowRef::Entry(id));
        }
    };
    let change = |desk: &mut Desk, to: &str| {
        point(desk);
        desk.press(Action::Next).types(to).press(Action::Accept);
    };
    change(&mut desk, "Behov");
    let Some(Dialog::Confirm(ask)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    assert!(
        ask.text.iter().any(|line| line.contains("Maja Mo") && line.contains("fre 27 nov")),
        "{:?}",
        ask.text
    );
    desk.press(Action::Back);
    assert_eq!(only(&desk, EntryKind::Atgard).id, id, "a no changes nothing");
    change(&mut desk, "Behov");
    desk.press(Action::Accept);
    let need = only(&desk, EntryKind::Behov);
    assert_eq!((need.id, need.text.as_str()), (id, "Lugn lässtund (ansvarig: Maja Mo, senast fre 27 nov)"));
    assert!(desk.notice().contains("behov"), "{}", desk.notice());
    desk.press(Action::Undo);
    assert!(only(&desk, EntryKind::Atgard).action().unwrap().owner.is_some());
    // The keys that make a row a decision and an action lose nothing either.
    point(&mut desk);
    desk.press(Action::ToDecision).press(Action::Accept);
    assert!(only(&desk, EntryKind::Beslut).text.contains("Maja Mo"));
}

#[test]
fn a_row_with_nothing_more_than_its_text_becomes_another_kind_without_a_question() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Borta på måndagar");
    let id = only(&desk, EntryKind::Fungerar).id;
    desk.point(RowRef::Entry(id)).press(Action::Next).types("Svårare").press(Action::Accept);
    assert_eq!((only(&desk, EntryKind::Svarare).id, desk.model.dialogs.len()), (id, 0));
    // What others answer is let go of, and that is said first.
    let mut desk = planering();
    let arende = desk.screen().meeting.head.current;
    desk.ask_for_phase(2).line("Lugn lässtund").jump(3).line("Läsa högt #1 @maja >fre");
    let need = only(&desk, EntryKind::Behov).id;
    assert_eq!(only(&desk, EntryKind::Atgard).action().unwrap().need, Some(need));
    desk.ask_for_phase(2)
        .point(RowRef::Entry(need))
        .press(Action::ChangeKind)
        .types("Anteckning")
        .press(Action::Accept);
    let Some(Dialog::Confirm(ask)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    assert!(ask.text.iter().any(|line| line.contains("Läsa högt")), "{:?}", ask.text);
    desk.press(Action::Accept);
    assert_eq!(only(&desk, EntryKind::Atgard).action().unwrap().need, None);
    assert_eq!(only(&desk, EntryKind::Atgard).arende, arende);
}

#[test]
fn the_need_that_a_line_names_by_itself_is_no_part_of_the_text_of_what_the_row_becomes() {
    for (text, becomes) in
        [("Läsa högt till jul", "Läsa högt till jul"), ("Läsa högt #1 sidan", "Läsa högt #1 sidan")]
    {
        let mut desk = planering();
        desk.ask_for_phase(2).line("Lugn lässtund").jump(3).line(text);
        let action = only(&desk, EntryKind::Atgard);
        assert!(action.action().unwrap().need.is_some());
        desk.point(RowRef::Entry(action.id)).press(Action::Edit);
        assert!(desk.screen().line.value().contains(" #1"));
        desk.press(Action::ToDecision).press(Action::Accept);
        assert_eq!(only(&desk, EntryKind::Beslut).text, becomes, "{}", desk.notice());
    }
}

#[test]
fn back_is_free_by_every_key() {
    for back in [
        Action::PreviousPhase,
        Action::ToSammanhang,
        Action::ToNulage,
        Action::ToBehov,
        Action::PreviousArende,
    ] {
        let mut desk = planering();
        // The second ärende, with nothing written that its phases want, and somebody who isn't named by anything.
        let second = desk.screen().meeting.items[1].id;
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.head.current = Some(second);
            screen.meeting.head.phase = Phase::Planering;
            screen.meeting.participants.retain(|person| person.role != "rektor");
        }
        let before = desk.screen().meeting.position();
        desk.press(back);
        assert!(desk.model.dialogs.is_empty(), "{back:?}: {:?}", desk.model.dialogs);
        assert_ne!(desk.screen().meeting.position(), before, "{back:?}: {}", desk.notice());
    }
    // Where a consent names too few, one isn't kept in the phase either.
    let mut desk = Desk::sip();
    desk.jump(1);
    desk.press(Action::SomebodyCame).line("Gun Gran, mormor");
    desk.model.dialogs.clear();
    let head = desk.screen().meeting.head.clone();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.phase = Phase::Behov;
    }
    desk.press(Action::PreviousPhase);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    assert_eq!(desk.screen().meeting.head.phase, head.phase);
}

#[test]
fn what_an_arende_lacks_is_asked_in_one_form_and_the_program_goes_on() {
    let mut desk = Desk::meeting("eht");
    desk.takes_forms = true;
    desk.line("Eva Ek, rektor").line("Sara Sten, specialpedagog").line("Maja Mo, mentor");
    desk.press(Action::Next).line("Blå");
    desk.press(Action::ToNulage);
    let form = match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(form.fields[form.cursor].key, "falt.steg1_datum");
    assert!(form.shown().count() <= 3 && form.folded() > 5, "what is needed comes first");
    assert!(form.intro[0].contains("saknas"), "{:?}", form.intro);
    desk.types("igår").press(Action::Accept);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage, "without asking for it again");
    // Left, the rule is there with its other ways.
    for leaves in [true, false] {
        let mut desk = Desk::meeting("eht");
        desk.takes_forms = true;
        desk.line("Eva Ek, rektor").line("Sara Sten, specialpedagog").line("Maja Mo, mentor");
        desk.press(Action::Next).line("Blå").press(Action::ToNulage);
        if leaves {
            desk.press(Action::Back);
            assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{:?}", desk.model.dialogs);
        }
        desk.press(Action::GoOnAnyway).reasons("tas muntligt");
        assert_eq!((desk.screen().meeting.head.phase, desk.model.dialogs.len()), (Phase::Nulage, 0));
        assert_eq!(desk.screen().meeting.overrides.len(), 1);
    }
}

#[test]
fn who_has_had_the_word_is_asked_in_a_list_and_the_program_goes_on() {
    let mut desk = Desk::sip();
    desk.jump(1);
    let todo = crate::domain::rules::Todo::Round;
    super::mend::mend(&mut desk.model, todo);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Pick(_))), "{}", desk.notice());
    let waiting =
        crate::domain::rules::unheard(&desk.screen().meeting, desk.screen().meeting.head.current).len();
    assert!(waiting > 2);
    desk.press(Action::Down).press(Action::Accept);
    let left =
        crate::domain::rules::unheard(&desk.screen().meeting, desk.screen().meeting.head.current).len();
    assert_eq!((left, desk.model.dialogs.len()), (waiting - 1, 1), "the others are asked for");
    desk.press(Action::Accept);
    assert_eq!(desk.model.dialogs.len(), 0);
    assert!(
        crate::domain::rules::unheard(&desk.screen().meeting, desk.screen().meeting.head.current).is_empty()
    );
}

#[test]
fn a_meeting_that_was_to_be_closed_is_when_what_lacked_is_said() {
    let mut desk = planering();
    desk.line("Läsa högt @maja >fre");
    desk.jump(4);
    desk.press(Action::Close);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    let first = stop.findings[0].clone();
    assert!(first.fix.is_some(), "{first:?}");
    desk.press(Action::Accept);
    assert_eq!(
        desk.screen().going.is_some(),
        !desk.model.dialogs.is_empty(),
        "what lies in front is an answer on the way"
    );
}

#[test]
fn one_key_means_the_one_whose_turn_it_is_and_another_all_of_them() {
    let mut desk = Desk::eht();
    let introduced =
        |desk: &Desk| desk.screen().meeting.participants.iter().filter(|one| one.introduced).count();
    desk.press(Action::Spoken);
    assert_eq!(introduced(&desk), 1);
    assert!(desk.notice().contains("Eva Ek") && desk.notice().contains("Sara Sten"), "{}", desk.notice());
    desk.press(Action::AllSpoken);
    assert_eq!(introduced(&desk), 3);
    for phase in [1, 2, 3] {
        let mut desk = Desk::eht();
        desk.jump(phase);
        let heard = |desk: &Desk| desk.screen().meeting.heard.len();
        desk.press(Action::Spoken);
        assert_eq!(heard(&desk), 1, "phase {phase}: one, whatever the form's round");
        desk.press(Action::AllSpoken);
        assert_eq!(heard(&desk), 3, "phase {phase}");
    }
}

#[test]
fn the_same_key_goes_round_from_the_highlighted_one_in_every_phase_and_takes_nothing_back() {
    for phase in [0, 1, 2, 3] {
        let mut desk = Desk::eht();
        desk.jump(phase);
        let done = |desk: &Desk| match phase {
            0 => desk.screen().meeting.participants.iter().filter(|one| one.introduced).count(),
            _ => desk.screen().meeting.heard.len(),
        };
        let second = desk.person("Sara Sten").id;
        desk.point(RowRef::Participant(second));
        for count in 1..=3 {
            desk.press(Action::Spoken);
            assert_eq!(done(&desk), count, "{phase}: {}", desk.notice());
        }
        assert_eq!(desk.screen().cursor, None, "{phase}: all have");
        // Of one who is pointed at and has, it is taken back, and said so.
        desk.point(RowRef::Participant(second)).press(Action::Spoken);
        assert_eq!((done(&desk), desk.screen().cursor), (2, Some(RowRef::Participant(second))), "{phase}");
        assert!(desk.notice().contains("Sara Sten har inte") && desk.notice().contains("Ctrl-Z"));
    }
}

#[test]
fn who_comes_and_goes_is_said_without_moving_the_meeting() {
    for phase in [0, 1, 2, 3, 4] {
        let mut desk = Desk::eht();
        desk.jump(phase);
        let stands = desk.screen().meeting.position();
        let moves = |desk: &Desk| desk.screen().meeting.stages.len();
        let before = moves(&desk);
        desk.press(Action::SomebodyCame);
        assert_eq!(desk.screen().target, Target::Participant);
        desk.line("Nina Ny, kurator");
        assert!(desk.person("Nina Ny").is_here());
        assert_eq!(desk.person("Nina Ny").came.is_some(), phase > 0);
        assert_eq!((desk.screen().meeting.position(), moves(&desk)), (stands, before));
        assert_eq!(desk.screen().target, super::target::first(&desk.screen().meeting), "phase {phase}");
        assert_eq!(desk.screen().is_reading_out(), phase == 4, "the read-out goes on");
        // Nobody, after all.
        desk.press(Action::SomebodyCame).press(Action::Back);
        assert_eq!(desk.screen().target, super::target::first(&desk.screen().meeting));
        // One who is on the list never came.
        desk.press(Action::Presence)
            .types("maja")
            .press(Action::Accept)
            .types("återbud")
            .press(Action::Accept);
        assert_eq!(desk.person("Maja Mo").presence, Presence::Franvarande, "{}", desk.notice());
        assert_eq!((desk.screen().meeting.position(), moves(&desk)), (stands, before));
        if phase > 0 {
            desk.press(Action::Presence).types("sara").press(Action::Accept).press(Action::Accept);
            assert_eq!(desk.person("Sara Sten").presence, Presence::Gatt, "{}", desk.notice());
            assert!(desk.person("Sara Sten").left.is_some());
        }
    }
}

#[test]
fn somebody_who_came_is_still_somebody_after_a_break() {
    let mut desk = planering();
    desk.press(Action::SomebodyCame).types("Nina");
    let written = desk.screen().written();
    let mut other = planering();
    let Screen::Meeting(screen) = &mut other.model.screen else { panic!() };
    screen.set_written(&written);
    assert_eq!((screen.target, screen.line.value()), (Target::Participant, "Nina"));
}

#[test]
fn without_a_highlight_only_what_was_written_here_is_changed() {
    let mut desk = planering();
    desk.line("Läsa högt @maja >fre");
    let own = only(&desk, EntryKind::Atgard);
    // Another screen writes a row after it.
    let mut theirs = desk.screen().meeting.clone();
    let id = crate::domain::ids::EntryId(uuid::Uuid::from_u128(u128::MAX));
    theirs.put(Entry { id, text: "Någon annans".to_owned(), ..own.clone() }.into());
    desk.kept.push(theirs.clone());
    desk.send(Message::Store(Reply::Meeting(Box::new(theirs))));
    desk.press(Action::Edit);
    assert_eq!(desk.screen().editing, Some(own.id));
    desk.press(Action::Back);
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.mine.clear();
        screen.cursor = None;
    }
    desk.press(Action::Edit);
    assert_eq!(desk.screen().editing, None);
    assert!(desk.notice().contains("F2"), "{}", desk.notice());
    desk.press(Action::ToDecision);
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 2, "nor does another key take it");
}

#[test]
fn that_somebody_else_is_changing_the_row_is_said_first() {
    let mut desk = planering();
    desk.line("Läsa högt @maja >fre");
    let id = only(&desk, EntryKind::Atgard).id;
    let here = SessionPresence {
        name: "Gunilla Rask".to_owned(),
        edits: Some(id),
        ..SessionPresence::of(SessionKind::Program, Some(desk.screen().meeting.id()))
    };
    let other = Session { key: "a".to_owned(), pid: 1, here, seen: desk.now.utc };
    desk.send(Message::Store(Reply::Others { sessions: vec![other], blank: Vec::new() }));
    desk.press(Action::Edit);
    assert_eq!(desk.screen().editing, None);
    assert!(desk.notice().starts_with("Gunilla Rask ändrar"), "{}", desk.notice());
    desk.press(Action::Edit);
    assert_eq!(desk.screen().editing, Some(id), "asked for again");
    // What is typed right after the refusal may be meant for that row: it is no new row unless one says so.
    desk.press(Action::Back).press(Action::Edit);
    assert_eq!(desk.screen().editing, None);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(id)), "it stays highlighted");
    desk.types("Läsa tyst").press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 1, "{}", desk.notice());
    assert!(desk.notice().contains("Inget är sparat"), "{}", desk.notice());
    assert_eq!(desk.screen().line.value(), "Läsa tyst");
    desk.press(Action::Accept);
    assert_eq!(desk.entries(EntryKind::Atgard).len() + desk.entries(EntryKind::Anteckning).len(), 2);
}

#[test]
fn a_number_in_the_line_opens_its_row() {
    let mut desk = planering();
    for text in ["Ett @maja >fre", "Två @maja >fre", "Tre @maja >fre"] {
        desk.line(text);
    }
    desk.types("2").press(Action::Edit);
    assert!(desk.screen().line.value().starts_with("Två"), "{}", desk.screen().line.value());
    desk.press(Action::Back).types("9").press(Action::Edit);
    assert_eq!(desk.screen().editing, None);
    assert_eq!(desk.screen().line.value(), "9", "nothing is lost");
    desk.press(Action::Back);
    desk.send(Message::ToRow(3));
    let third = desk.entries(EntryKind::Atgard)[2].id;
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(third)));
    // What is a sentence that begins with a number is one.
    let mut desk = planering();
    desk.line("2 böcker i veckan @maja >fre");
    assert_eq!(only(&desk, EntryKind::Atgard).text, "2 böcker i veckan");
}

#[test]
fn a_form_gives_way_to_what_is_typed_and_chooses_by_letters() {
    let mut desk = Desk::eht();
    let id = desk.person("Maja Mo").id;
    desk.point(RowRef::Participant(id)).press(Action::Accept);
    let value = |desk: &Desk, key: &str| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.value(key).to_owned(),
        other => panic!("{other:?}"),
    };
    desk.types("Mia");
    assert_eq!(value(&desk, "namn"), "Mia");
    desk.press(Action::Next);
    desk.send(Message::Edit(Edit::End)).types(" åk 5");
    assert_eq!(value(&desk, "roll"), "Mentor åk 5", "gone to with an arrow it is gone on with");
    let shown = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => (form.shown().count(), form.folded()),
        _ => panic!(),
    };
    let (few, waits) = shown(&desk);
    assert!(few <= 4 && waits > 3, "{few} {waits}");
    let written = value_at(&desk);
    desk.press(Action::MoreFields);
    assert_eq!(value_at(&desk), written, "who writes isn't moved");
    assert_eq!(shown(&desk), (few + waits, 0));
    while value_at(&desk) != "leder" {
        desk.press(Action::Next);
    }
    for (letter, is) in [("j", "ja"), ("n", "nej"), (" ", "ja"), (" ", "nej"), ("x", "nej"), ("J", "ja")] {
        desk.wait(TimeDelta::seconds(2)).types(letter);
        assert_eq!(value(&desk, "leder"), is, "{letter:?}");
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
        assert_eq!(form.error.is_some(), letter == "x", "words don't vanish without a sound: {letter:?}");
    }
    while value_at(&desk) != "narvaro" {
        desk.press(Action::Previous);
    }
    desk.types("f");
    let absent = value(&desk, "narvaro");
    assert!(absent.starts_with('f'), "{absent}");
    desk.wait(TimeDelta::seconds(2)).types("p");
    assert!(value(&desk, "narvaro").starts_with('p'));
    desk.types(" ");
    assert!(value(&desk, "narvaro").starts_with('p'), "a choice of more isn't turned by a space");
}

fn value_at(desk: &Desk) -> String {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.fields[form.cursor].key.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_that_begin_alike_are_gone_through_by_their_letter() {
    use crate::app::core::model::form::{Field, FieldKind};
    let words = ["", "skriftligt", "samtal", "muntligt", "sms"].map(str::to_owned).to_vec();
    let mut field = Field::new("a", "A", FieldKind::Choice(words), "");
    let mut said = Vec::new();
    for letter in ['s', 's', 's', 's', 'm', 'S'] {
        field.choose_by(letter);
        said.push(field.value().to_owned());
    }
    assert_eq!(said, ["skriftligt", "samtal", "sms", "skriftligt", "muntligt", "sms"]);
    field.choose_nothing();
    assert_eq!(field.value(), "");
}

#[test]
fn a_field_that_is_wrong_by_itself_says_so_when_it_is_left() {
    use crate::app::action::Action as Do;
    for (opens, key, wrong, right) in [
        (Do::Head, "minuter", "3", "45"),
        (Do::Head, "minuter", "en timme", "60"),
        (Do::Head, "tid", "sen", "13.00"),
        (Do::Fields, "fodelsear", "1700", "2015"),
        (Do::Fields, "fodd", "2015-13-40", "2015-03-04"),
    ] {
        for leave in [Do::Accept, Do::Next] {
            let mut desk = Desk::eht();
            let item = desk.screen().meeting.items[0].id;
            desk.point(RowRef::Item(item)).press(opens);
            let form = |desk: &mut Desk| match desk.model.dialogs.last_mut() {
                Some(Dialog::Form(form)) => form.clone(),
                _ => panic!("{opens:?} {key}"),
            };
            let at = form(&mut desk).fields.iter().position(|field| field.key == key).unwrap();
            let put = |desk: &mut Desk, text: &str| {
                desk.fill(key, text);
                let Some(Dialog::Form(form)) = desk.model.dialogs.last_mut() else { panic!() };
                (form.unfolded, form.cursor) = (true, at);
            };
            put(&mut desk, wrong);
            desk.press(leave);
            let told = form(&mut desk);
            assert!(told.error.is_some() && told.cursor == at, "{key} {wrong}: {:?}", told.error);
            put(&mut desk, right);
            desk.press(leave);
            let gone = form(&mut desk);
            assert!(gone.error.is_none() && gone.cursor != at, "{key} {right}: {:?}", gone.error);
        }
    }
}

#[test]
fn a_mistake_behind_more_fields_is_shown() {
    let mut desk = Desk::eht();
    let item = desk.screen().meeting.items[0].id;
    desk.point(RowRef::Item(item)).press(Action::Fields).fill("fodelsear", "1700").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert!(form.error.is_some() && form.is_shown(form.cursor));
    assert_eq!(form.fields[form.cursor].key, "fodelsear");
}

#[test]
fn a_planned_meeting_does_what_was_asked_when_it_has_begun() {
    let mut desk = Desk::eht();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.status = crate::domain::record::MeetingStatus::Planerat;
        screen.meeting.head.started = None;
        screen.meeting.stages.clear();
    }
    desk.press(Action::Spoken).press(Action::Accept);
    assert_eq!(
        desk.screen().meeting.participants.iter().filter(|one| one.introduced).count(),
        1,
        "{}",
        desk.notice()
    );
}

/// What the rule asks a reason for now, what stands in the reason, and how many are asked in all.
fn asked(desk: &Desk) -> (String, String, usize) {
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    let said: Vec<&str> = stop.shown().iter().map(|finding| finding.what.as_str()).collect();
    let reason = stop.reason.as_ref().map_or("", |line| line.value());
    (said.join(" "), reason.to_owned(), stop.asked().len())
}

/// A meeting in ansvar that is closed with much left to do.
fn much_left() -> Desk {
    let mut desk = planering();
    for text in ["Läsa högt @maja >", "Ringa hem @eva >fre", "Boka tid @maja >fre", "Skriva brev"] {
        desk.line(text).press(Action::Back).press(Action::Back);
        desk.model.dialogs.clear();
    }
    desk.jump(4);
    desk.press(Action::Close).press(Action::GoOnAnyway);
    desk
}

#[test]
fn esc_among_reasons_goes_one_back_and_loses_none() {
    let mut desk = much_left();
    let (first, _, all) = asked(&desk);
    assert!(all >= 3, "{first}: {all}");
    desk.types("skäl ett").press(Action::Accept).types("skäl två").press(Action::Accept).types("ha");
    desk.press(Action::Back);
    assert_eq!(asked(&desk).1, "skäl två");
    desk.press(Action::Back);
    assert_eq!((asked(&desk).0, asked(&desk).1), (first, "skäl ett".to_owned()));
    // Out of the reasons, out of the rule, and back to close once more: they are where they were.
    desk.press(Action::Back).press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    desk.press(Action::Close).press(Action::GoOnAnyway);
    assert_eq!((asked(&desk).1.as_str(), asked(&desk).2), ("ha", all), "the first that isn't given");
    desk.press(Action::Back);
    assert_eq!(asked(&desk).1, "skäl två");
}

#[test]
fn an_empty_reason_says_what_to_do_and_one_may_stand_for_the_rest() {
    let mut desk = much_left();
    desk.press(Action::Accept);
    assert!(desk.notice().contains("Skriv varför"), "{}", desk.notice());
    let all = asked(&desk).2;
    desk.types("det första").press(Action::Accept).types("klockan tog slut").press(Action::GoOnAnyway);
    assert!(!matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{:?}", desk.model.dialogs);
    let given = |why: &str| desk.screen().meeting.overrides.iter().filter(|row| row.reason == why).count();
    assert!(given("det första") >= 1 && given("klockan tog slut") >= all - 1);
    assert!(desk.screen().reasons.is_empty());
}

#[test]
fn one_action_is_asked_for_one_reason_whatever_it_lacks() {
    let desk = much_left();
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!() };
    let about = |text: &str| {
        stop.asked()
            .into_iter()
            .filter(|with| with.iter().any(|one| one.what.contains(text)))
            .collect::<Vec<_>>()
    };
    let letter = about("”Skriva brev”");
    assert_eq!(letter.len(), 1, "{letter:?}");
    assert!(letter[0].len() >= 2, "{letter:?}");
    assert_eq!(about("”Ringa hem”").len(), 1);
}

#[test]
fn the_page_keys_walk_through_a_closed_meeting() {
    let mut desk = Desk::sip();
    desk.jump(3);
    for number in 0..20 {
        desk.line(&format!("Ringa nummer {number} @Karin >fre"));
    }
    crate::app::meeting::course::closed(&mut desk.model);
    desk.send(Message::Tick).press(Action::Down);
    let at = |desk: &Desk| {
        let columns = crate::app::board::board(&desk.model).unwrap().targets_by_column();
        let place = |column: &Vec<_>| column.iter().position(|row| Some(*row) == desk.screen().cursor);
        columns.iter().enumerate().find_map(|(number, column)| Some((number, place(column)?))).unwrap()
    };
    let (column, first) = at(&desk);
    desk.press(Action::PageDown);
    let (same, later) = at(&desk);
    assert!(same == column && later >= first + 5, "{first} {later}");
    for _ in 0..9 {
        desk.press(Action::PageDown);
    }
    let last = at(&desk);
    desk.press(Action::PageDown);
    assert_eq!((at(&desk), last.0), (last, column), "it stays at the end of its column");
    desk.press(Action::PageUp);
    assert!(at(&desk).1 < last.1);
}

#[test]
fn a_reason_left_half_written_counts_for_nothing_and_stays_as_a_draft() {
    let mut desk = much_left();
    let (first, _, all) = asked(&desk);
    // The first is given, the second left half-written with Esc, out of the rule and back.
    desk.types("klockan tog slut").press(Action::Accept).types("vi glömde att frå").press(Action::Back);
    desk.press(Action::Back).press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    desk.press(Action::Close).press(Action::GoOnAnyway);
    let (second, draft, _) = asked(&desk);
    assert_ne!(second, first);
    assert_eq!(draft, "vi glömde att frå", "it waits where it was left");
    // A reason for the rest, given at another: it stands for what was never given one.
    desk.press(Action::Accept);
    assert_ne!(asked(&desk).0, second, "with Enter it is given");
    desk.press(Action::Back);
    desk.press(Action::Back).press(Action::Back);

    let mut desk = much_left();
    desk.types("klockan tog slut").press(Action::Accept).types("vi glömde att frå").press(Action::Back);
    assert_eq!(asked(&desk).0, first);
    desk.press(Action::GoOnAnyway);
    // What somebody has begun to write is theirs: it is asked for, and no other reason is put in its place.
    assert_eq!((asked(&desk).0, asked(&desk).1), (second, draft));
    desk.press(Action::Accept);
    assert!(!matches!(desk.model.dialogs.last(), Some(Dialog::Rule(_))), "{:?}", desk.model.dialogs);
    let mut overrides = desk.screen().meeting.overrides.clone();
    overrides.retain(|row| row.rule != crate::domain::rules::rule::CONTENT);
    let own = overrides.iter().filter(|row| row.reason == "vi glömde att frå").count();
    let rest = overrides.iter().filter(|row| row.reason == "klockan tog slut").count();
    assert!(own > 0 && rest > 0 && own + rest == overrides.len(), "{overrides:?}");
    assert!(overrides.len() >= all, "{overrides:?}");
}

#[test]
fn a_given_reason_that_is_changed_and_left_is_asked_for_once_more() {
    let mut desk = much_left();
    let (first, ..) = asked(&desk);
    desk.types("klockan tog slut").press(Action::Accept).press(Action::Back);
    desk.types(" och").press(Action::Back).press(Action::GoOnAnyway);
    assert_eq!((asked(&desk).0, asked(&desk).1), (first, "klockan tog slut och".to_owned()));
}

#[test]
fn reasons_outlive_the_program() {
    let mut desk = much_left();
    let (_, _, all) = asked(&desk);
    desk.types("klockan tog slut").press(Action::Accept).types("vi gl").wait(TimeDelta::seconds(1));
    let kept = desk.drafts.get(DRAFT_REASONS).map(|(text, _)| text.clone()).unwrap();
    let meeting = desk.screen().meeting.clone();
    let mut again = Desk::new();
    let drafts = Drafts { reasons: Some(kept), ..Drafts::default() };
    again.open(meeting.clone());
    again.send(Message::Store(Reply::OpenedMeeting { meeting: Box::new(meeting), drafts }));
    again.press(Action::Close).press(Action::GoOnAnyway);
    assert_eq!((asked(&again).1.as_str(), asked(&again).2), ("vi gl", all));
    again.press(Action::Back);
    assert_eq!(asked(&again).1, "klockan tog slut");
    // Once they are used nothing of them is kept.
    again.press(Action::GoOnAnyway);
    assert_eq!(asked(&again).1, "vi gl");
    again.press(Action::Accept).wait(TimeDelta::seconds(1));
    assert_eq!(again.drafts.get(DRAFT_REASONS).map(|(text, _)| text.as_str()), Some(""));
}
