//! Meetings in the calendar, ärenden that are sent on, closed minutes that are mended, answers that are changed.

use super::screen::RowRef;
use super::{course, follow_up};
use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{Drafts, Effect, Reply};
use crate::app::core::model::form::FieldKind;
use crate::app::core::model::{AgendaChoice, HomeScreen, Opens, Screen, Todo};
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Change, Code, Command, Record};
use crate::domain::meeting::Meeting;
use crate::domain::overview::{Home, MeetingRow};
use crate::domain::record::{ActionState, ActionStatus, Attendance, Head, MeetingStatus, Participant};

fn planned(mut desk: Desk) -> Desk {
    let mut meeting = desk.screen().meeting.clone();
    (meeting.head.status, meeting.head.started) = (MeetingStatus::Planerat, None);
    meeting.stages.clear();
    desk.effects.clear();
    desk.open(meeting);
    desk
}

fn commands(desk: &Desk) -> Vec<Command> {
    let commands = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Commit(command) => Some((**command).clone()),
        _ => None,
    });
    commands.collect()
}

fn codes(desk: &Desk) -> Vec<Code> {
    commands(desk).iter().map(|command| command.code).collect()
}

fn records(command: &Command) -> Vec<Record> {
    let put = |change: &Change| match change {
        Change::Put(record) => Some(record.as_ref().clone()),
        Change::Delete(..) => None,
    };
    command.changes.iter().filter_map(put).collect()
}

fn head(desk: &Desk) -> &Head {
    &desk.screen().meeting.head
}

fn form_key(desk: &Desk) -> &'static str {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.kind.key,
        other => panic!("no form: {other:?}; {}", desk.notice()),
    }
}

#[test]
fn looking_and_preparing_do_not_start_the_clock_and_beginning_is_an_act_that_can_be_undone() {
    let mut desk = planned(Desk::sip());
    assert_eq!(head(&desk).status, MeetingStatus::Planerat);
    desk.line("Eva Ek, kurator, Skola");
    desk.press(Action::Head).fill("plats", "Rum 4").press(Action::Save);
    for key in [Action::ToNulage, Action::Spoken, Action::Close, Action::Jump] {
        desk.press(key);
        assert_eq!(desk.model.context(), Context::Ask, "{key:?} asks whether to begin");
        desk.press(Action::Back);
    }
    assert!(!codes(&desk).contains(&Code::Begin) && !codes(&desk).contains(&Code::Resume));
    assert_eq!((head(&desk).status, head(&desk).started), (MeetingStatus::Planerat, None));
    assert!(desk.screen().meeting.stages.is_empty());
    desk.press(Action::NextPhase).press(Action::Accept);
    assert_eq!(codes(&desk).last(), Some(&Code::Begin));
    assert!(Code::Begin.is_undoable());
    assert_eq!((head(&desk).status, head(&desk).phase), (MeetingStatus::Pagar, Phase::Sammanhang));
    assert!(head(&desk).started.is_some());
    assert_eq!(desk.screen().meeting.stages.len(), 1);
}

fn at_home(meeting: &Meeting) -> Desk {
    let mut desk = Desk::new();
    let row = MeetingRow {
        id: meeting.id(),
        agenda_id: meeting.head.agenda_id.clone(),
        title: meeting.head.title.clone(),
        planned: meeting.head.planned,
        status: meeting.head.status,
        phase: meeting.head.phase,
        cancelled: meeting.head.is_cancelled(),
        held: None,
        handle: String::new(),
        arenden: Vec::new(),
        place: None,
    };
    desk.model.screen = Screen::Home(HomeScreen {
        data: Some(Home { coming: vec![row], ..Home::default() }),
        cursor: 0,
        ..HomeScreen::default()
    });
    desk
}

#[test]
fn enter_on_a_planned_meeting_asks_and_each_answer_does_its_own() {
    let meeting = planned(Desk::sip()).screen().meeting.clone();
    for (answer, how) in [
        ("Titta", Opens::Look),
        ("Förbered", Opens::Prepare),
        ("Börja", Opens::Begin),
        ("Flytta", Opens::Move),
        ("Ställ in", Opens::Cancel),
    ] {
        let mut desk = at_home(&meeting);
        desk.press(Action::Accept);
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Pick(_))), "{answer}");
        assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::OpenMeeting(_))));
        desk.types(answer).press(Action::Accept);
        assert_eq!(desk.model.opens, Some((meeting.id(), how)), "{answer}");
        desk.open(meeting.clone());
        let begun = desk.screen().meeting.head.status == MeetingStatus::Pagar;
        assert_eq!(begun, how == Opens::Begin, "{answer}");
        match how {
            Opens::Move => assert_eq!(form_key(&desk), "MoveMeeting"),
            Opens::Cancel => assert_eq!(form_key(&desk), "CancelMeeting"),
            _ => assert!(desk.model.dialogs.is_empty(), "{answer}"),
        }
    }
}

#[test]
fn that_nobody_is_written_in_is_said_where_a_planned_meeting_is_opened() {
    let mut meeting = planned(Desk::sip()).screen().meeting.clone();
    for how in [Opens::Look, Opens::Prepare] {
        for (nobody, told) in [(false, false), (true, true)] {
            if nobody {
                meeting.participants.clear();
            }
            let mut desk = at_home(&meeting);
            desk.model.opens = Some((meeting.id(), how));
            desk.open(meeting.clone());
            assert_eq!(desk.notice().contains("Ingen är inskriven ännu"), told, "{}", desk.notice());
        }
        meeting = planned(Desk::sip()).screen().meeting.clone();
    }
}

#[test]
fn a_moved_meeting_gets_its_day_and_one_that_has_passed_is_refused() {
    let mut desk = planned(Desk::sip());
    desk.press(Action::MoveMeeting);
    desk.fill("datum", "2026-11-20").press(Action::Save);
    assert_eq!(form_key(&desk), "MoveMeeting", "a day that was");
    desk.fill("datum", "10 dec").fill("tid", "13.00").fill("plats", "Rum 4").press(Action::Save);
    assert_eq!(codes(&desk).last(), Some(&Code::MoveMeeting));
    assert_eq!(head(&desk).planned.to_string(), "2026-12-10 13:00:00");
    assert!(desk.notice().contains("tor 10 dec 2026 kl. 13.00"), "{}", desk.notice());
}

/// The drafts of forms that were sent to the disk, and where the acts were.
fn sent(desk: &Desk) -> Vec<String> {
    let sent = desk.effects.iter().filter_map(|effect| match effect {
        Effect::SaveDraft { field: crate::app::core::effect::DRAFT_FORM, text, .. } => Some(text.clone()),
        Effect::Commit(command) => Some(command.code.key()),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_form_that_is_finished_is_not_there_when_the_meeting_is_opened_again() {
    let meeting = planned(Desk::sip()).screen().meeting.clone();
    let table = [
        (Opens::Move, "datum", "18 dec", Code::MoveMeeting),
        (Opens::Cancel, "skal", "Sjuk", Code::CancelMeeting),
    ];
    for (how, key, value, code) in table {
        let mut desk = at_home(&meeting);
        desk.open(meeting.clone());
        desk.model.opens = Some((meeting.id(), how));
        desk.open(meeting.clone());
        desk.fill(key, value).wait(chrono::TimeDelta::seconds(1));
        let draft = sent(&desk).pop().unwrap();
        assert!(draft.contains(value), "{draft}");
        desk.press(Action::Save);
        assert!(matches!(desk.model.screen, Screen::Home(_)));
        assert_eq!(sent(&desk)[sent(&desk).len() - 2..], [code.key(), String::new()], "{how:?}");
        // While the act is on its way the draft stays on disk, and is let go where the meeting is opened.
        desk.open(meeting.clone());
        desk.model.opens = Some((meeting.id(), how));
        desk.open(meeting.clone());
        desk.fill(key, value).wait(chrono::TimeDelta::seconds(1));
        desk.disk = crate::app::testing::Disk::Full;
        desk.press(Action::Save);
        desk.send(Message::Store(Reply::OpenedMeeting {
            meeting: Box::new(meeting.clone()),
            drafts: Drafts { form: Some(draft.clone()), ..Drafts::default() },
        }));
        assert!(desk.model.dialogs.is_empty(), "{how:?}");
    }
}

#[test]
fn a_move_that_somebody_else_was_quicker_than_is_told_at_home_too() {
    let meeting = planned(Desk::sip()).screen().meeting.clone();
    let mut desk = at_home(&meeting);
    desk.model.opens = Some((meeting.id(), Opens::Move));
    desk.open(meeting.clone());
    desk.disk = crate::app::testing::Disk::Slow;
    desk.fill("datum", "15 dec").press(Action::Save);
    assert!(matches!(desk.model.screen, Screen::Home(_)) && desk.notice().contains("flyttat"));
    let id = desk.model.outbox[0].id;
    desk.send(Message::Store(Reply::Overtaken { id }));
    assert!(desk.notice().contains("inte sparad"), "{}", desk.notice());
    assert!(
        desk.notice().contains(&crate::domain::dates::full_moment(meeting.head.planned)),
        "{}",
        desk.notice()
    );
    assert!(desk.model.overtaken.is_empty() && desk.model.notice.as_ref().unwrap().bad);
}

#[test]
fn words_that_were_overtaken_are_kept_although_the_meeting_was_left() {
    let mut desk = planned(Desk::sip());
    let theirs = desk.screen().meeting.clone();
    desk.disk = crate::app::testing::Disk::Slow;
    desk.press(Action::Head).fill("syfte", "Att Bo ska komma till skolan").press(Action::Save);
    crate::app::home::show(&mut desk.model);
    let id = desk.model.outbox[0].id;
    desk.effects.clear();
    desk.send(Message::Store(Reply::Overtaken { id }));
    assert!(desk.notice().contains(&theirs.head.title), "{}", desk.notice());
    let kept = commands(&desk).pop().unwrap();
    assert!(matches!(kept.code, Code::KeepBoth(_)) && kept.meeting == Some(theirs.id()));
    let words = records(&kept);
    let [Record::Entry(entry)] = words.as_slice() else { panic!("{words:?}") };
    assert!(entry.text.ends_with("Att Bo ska komma till skolan"), "{}", entry.text);
}

#[test]
fn a_meeting_that_was_called_off_meanwhile_is_not_moved() {
    let mut desk = planned(Desk::sip());
    desk.press(Action::MoveMeeting).fill("datum", "18 dec");
    let mut off = desk.screen().meeting.clone();
    (off.head.cancelled, off.head.cancel_reason) = (Some(desk.now.utc), Some("Sjukdom".to_owned()));
    desk.send(Message::Store(Reply::Meeting(Box::new(off))));
    desk.effects.clear();
    desk.press(Action::Save);
    assert!(codes(&desk).is_empty());
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert!(form.error.as_ref().unwrap().contains("inställt: Sjukdom"), "{:?}", form.error);
}

#[test]
fn what_cant_be_taken_away_is_called_off_instead() {
    let mut desk = Desk::meeting("eht");
    desk.press(Action::RemoveMeeting);
    desk.disk = crate::app::testing::Disk::Refuses;
    desk.press(Action::Accept);
    assert!(matches!(desk.model.screen, Screen::Home(_)));
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))), "{}", desk.notice());
    assert_eq!(desk.model.removed, None, "there is nothing to bring back");
    desk.press(Action::Accept);
    assert_eq!(form_key(&desk), "CancelMeeting");
}

#[test]
fn taking_back_that_a_meeting_began_blames_nobody() {
    let mut desk = planned(Desk::sip());
    desk.press(Action::Begin).press(Action::Accept);
    desk.press(Action::Undo);
    assert_eq!(head(&desk).status, MeetingStatus::Planerat);
    assert!(desk.notice().starts_with("Ångrat"), "{}", desk.notice());
    // Somebody else's doing is told as what it is.
    let mut theirs = desk.screen().meeting.clone();
    theirs.head.status = MeetingStatus::Pagar;
    desk.send(Message::Store(Reply::Meeting(Box::new(theirs.clone()))));
    assert!(desk.notice().contains("började mötet"), "{}", desk.notice());
    theirs.head.status = MeetingStatus::Planerat;
    desk.send(Message::Store(Reply::Meeting(Box::new(theirs))));
    assert!(desk.notice().contains("tog tillbaka"), "{}", desk.notice());
}

#[test]
fn a_meeting_is_called_off_with_a_reason() {
    let mut desk = planned(Desk::meeting("eht"));
    desk.press(Action::CancelMeeting).press(Action::Save);
    assert_eq!(form_key(&desk), "CancelMeeting", "{}", desk.notice());
    assert!(!head(&desk).is_cancelled());
}

#[test]
fn home_comes_back_to_the_meeting_that_was_left() {
    let meeting = planned(Desk::sip()).screen().meeting.clone();
    let mut desk = at_home(&meeting);
    let Screen::Home(home) = &desk.model.screen else { panic!() };
    let mut data = home.data.clone().unwrap();
    data.coming.insert(0, MeetingRow { id: uuid::Uuid::from_u128(5).into(), ..data.coming[0].clone() });
    desk.open(meeting.clone());
    crate::app::home::show(&mut desk.model);
    desk.send(Message::Tick);
    desk.send(Message::Store(Reply::Home(Box::new(data))));
    let Screen::Home(home) = &desk.model.screen else { panic!() };
    assert_eq!(home.selected(), Some(crate::app::core::model::HomeRow::Meeting(meeting.id())));
}

#[test]
fn a_first_meeting_is_planned_to_a_day_to_come() {
    let mut desk = Desk::new();
    desk.press(Action::PlanMeeting).types("SIP-förmöte").press(Action::Accept);
    assert_eq!(form_key(&desk), "PlanMeeting");
    desk.press(Action::Save);
    assert_eq!(form_key(&desk), "PlanMeeting", "a day is asked for");
    desk.fill("datum", "2026-11-20").fill("tid", "13").press(Action::Save);
    assert_eq!(form_key(&desk), "PlanMeeting", "one that has been is refused");
    desk.fill("datum", "om 1 vecka").press(Action::Save);
    assert_eq!(codes(&desk).last(), Some(&Code::PlanMeeting));
    let head = head(&desk);
    assert_eq!((head.status, head.started), (MeetingStatus::Planerat, None));
    assert_eq!(head.planned.to_string(), "2026-11-30 13:00:00");
    assert!(desk.screen().meeting.stages.is_empty());
    desk.line("Eva Ek, kurator, Skola");
    assert!(!codes(&desk).contains(&Code::Begin));
    for words in ["planera", "boka"] {
        let mut desk = Desk::new();
        desk.press(Action::Menu).types(words);
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
        assert!(pick.shown().iter().any(|item| item.label == "planera ett möte"), "{words}");
    }
}

#[test]
fn a_day_that_is_hardly_meant_is_asked_about() {
    let mut desk = Desk::eht();
    for (day, taken) in [("1900-01-01", false), ("2027-03-01", true), ("2026-11-20", true)] {
        desk.press(Action::Head).fill("datum", day).press(Action::Save);
        let asked = matches!(desk.model.dialogs.last(), Some(Dialog::Form(_)));
        assert_eq!(asked, day != "2026-11-20", "{day}");
        if asked {
            desk.press(Action::Save);
        }
        assert_eq!(head(&desk).planned.date().to_string() == day, taken, "{day}");
        desk.model.dialogs.clear();
        desk.model.kept_forms.clear();
    }
    let mut desk = Desk::sip();
    desk.jump(4);
    desk.point(RowRef::Todo(Todo::FollowUp)).press(Action::Accept).fill("datum", "2026-11-20");
    desk.press(Action::Save);
    assert_eq!(form_key(&desk), "FollowUp", "nobody meets again on a day that was");
}

#[test]
fn an_action_in_closed_minutes_may_have_a_day_that_has_passed_since() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ringa BUP @maja >om 2 veckor");
    let id = desk.entries(EntryKind::Atgard)[0].id;
    course::closed(&mut desk.model);
    desk.wait(chrono::TimeDelta::days(10));
    for (typed, due) in [("2026-11-27", "2026-11-27"), ("28/11", "2026-11-28"), ("20/12", "2026-12-20")] {
        desk.point(RowRef::Entry(id)).press(Action::Edit).fill("tid", typed).press(Action::Save);
        assert!(desk.model.dialogs.is_empty(), "{typed}");
        let action = desk.screen().meeting.entry(id).unwrap().action().cloned().unwrap();
        assert_eq!(action.due.unwrap().date().unwrap().to_string(), due, "{typed}");
    }
    desk.point(RowRef::Entry(id)).press(Action::Edit).fill("tid", "2026-11-20").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert!(form.error.as_ref().unwrap().contains("före mötet"), "{:?}", form.error);
}

#[test]
fn the_screen_says_where_the_booked_meeting_is_now() {
    let mut desk = Desk::sip();
    desk.jump(4);
    books(&mut desk, "18/1");
    let booked = desk.screen().meeting.booked.clone().unwrap();
    let shown = |desk: &mut Desk, head: Head| {
        let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
        screen.meeting.booked = Some(head);
        let board = super::board::board(&desk.model).unwrap();
        format!("{board:?}")
    };
    let moved = Head { planned: "2027-01-25T14:30:00".parse().unwrap(), ..booked.clone() };
    let said = shown(&mut desk, moved);
    assert!(said.contains("mån 25 jan kl. 14.30 (flyttat, var 18 jan 2027)"), "{said}");
    assert_eq!(desk.model.date_context().next_meeting, Some("2027-01-25".parse().unwrap()));
    let placed = Head { place: Some("Mariebergsskolan".to_owned()), ..booked.clone() };
    assert!(shown(&mut desk, placed).contains(", Mariebergsskolan"));
    let (cancelled, cancel_reason) = (Some(desk.now.utc), Some("Sjukdom".to_owned()));
    let said = shown(&mut desk, Head { cancelled, cancel_reason, ..booked });
    assert!(said.contains("inställt, var mån 18 jan") && said.contains("Sjukdom"), "{said}");
    assert_eq!(desk.model.date_context().next_meeting, None);
}

#[test]
fn what_is_called_off_says_why_goes_no_further_and_can_be_held_after_all() {
    let mut desk = Desk::sip();
    desk.jump(3).line("Ringa BUP >om 2 veckor");
    desk.press(Action::CancelMeeting).press(Action::Save);
    assert_eq!(form_key(&desk), "CancelMeeting", "there is text: a reason is asked for");
    desk.fill("skal", "Barnet är sjukt").press(Action::Save);
    let head = head(&desk).clone();
    assert!(head.is_cancelled() && head.status == MeetingStatus::Pagar);
    assert_eq!(head.cancel_reason.as_deref(), Some("Barnet är sjukt"));
    assert!(desk.screen().meeting.stages.iter().all(|stage| stage.to.is_some()));
    assert_eq!(desk.screen().meeting.action_status[0].status, ActionState::Inaktuell);
    let board = super::board::board(&desk.model).unwrap();
    assert_eq!(
        (board.middle.as_str(), board.question.as_str()),
        ("inställt", "Mötet är inställt: Barnet är sjukt")
    );
    assert_eq!(desk.screen().meeting.occasion(), None);
    desk.effects.clear();
    desk.open(desk.screen().meeting.clone());
    assert!(codes(&desk).is_empty(), "to open it isn't to take it up");
    desk.press(Action::NextPhase).press(Action::Accept);
    assert_eq!(codes(&desk), [Code::Reinstate]);
    assert!(ActionStatus::standing(&desk.screen().meeting.action_status).is_empty());
    assert!(Code::CancelMeeting.is_undoable() && Code::Reinstate.is_undoable());
}

#[test]
fn an_empty_meeting_is_taken_away_whole_and_one_with_text_is_not() {
    let mut desk = Desk::meeting("eht");
    desk.effects.clear();
    desk.press(Action::RemoveMeeting).press(Action::Accept);
    assert!(matches!(desk.model.screen, Screen::Home(_)));
    let all = commands(&desk);
    let command = all.last().unwrap();
    assert_eq!(command.code, Code::RemoveMeeting);
    assert!(command.changes.iter().all(|change| matches!(change, Change::Delete(..))));
    desk.press(Action::Undo);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Undo { .. })));

    let mut desk = Desk::eht();
    desk.effects.clear();
    desk.press(Action::RemoveMeeting);
    assert!(desk.model.dialogs.is_empty() && commands(&desk).is_empty());
    assert!(desk.notice().contains("ställ in mötet"), "{}", desk.notice());
}

#[test]
fn one_arende_is_sent_on_with_its_own_family_and_nothing_of_the_others() {
    let mut desk = Desk::eht();
    let mut meeting = desk.screen().meeting.clone();
    let item = meeting.items[0].clone();
    let staff = meeting.participants[0].clone();
    let mut family = |desk: &mut Desk, name: &str, tied: Option<usize>| {
        let person = Participant {
            id: desk.model.new_id(),
            name: name.to_owned(),
            role: "Vårdnadshavare".to_owned(),
            kind: crate::domain::record::ParticipantKind::Vardnadshavare,
            ..staff.clone()
        };
        if let Some(at) = tied {
            meeting.attendance.push(Attendance {
                id: desk.model.new_id(),
                meeting: meeting.id(),
                participant: person.id,
                arende: meeting.items[at].id,
            });
        }
        meeting.participants.push(person);
    };
    family(&mut desk, "Egen Mamma", Some(0));
    family(&mut desk, "Annan Mamma", Some(1));
    meeting.agenda.leads_to = vec!["sip-formote".to_owned()];
    desk.open(meeting);
    desk.effects.clear();
    desk.point(RowRef::Item(item.id)).press(Action::SendOn);
    assert_eq!(form_key(&desk), "SendOn");
    desk.fill("datum", "10 dec").press(Action::Save);
    let all = commands(&desk);
    let command = all.last().unwrap_or_else(|| panic!("{}", desk.notice()));
    assert_eq!(command.code, Code::SendOn);
    // Where it went stands in these minutes too.
    let notes = desk.entries(EntryKind::Anteckning);
    assert!(
        notes.iter().any(|note| note.arende == Some(item.id) && note.text.starts_with("Skickat vidare till"))
    );
    assert!(command.snapshot.is_some() && Code::SendOn.is_undoable());
    // Nothing more is asked of it here: not on the way, in ansvar nor at the close; of the other one it is.
    let label = "”Blå”";
    let asked = |desk: &Desk| -> Vec<String> {
        let meeting = &desk.screen().meeting;
        let found = crate::domain::rules::before_closing(meeting, desk.model.now.today());
        let found = found.into_iter().map(|finding| finding.what);
        found.chain(super::board::left_undone(meeting)).filter(|what| what.contains(label)).collect()
    };
    assert_eq!(asked(&desk), [""; 0]);
    super::walk::arrive(
        &mut desk.model,
        crate::domain::meeting::Position { phase: Phase::Nulage, arende: Some(item.id) },
    );
    assert_eq!(asked(&desk), [""; 0], "also when it is taken up all the same");
    desk.press(Action::NextPhase);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    let mut unsent = desk.screen().meeting.clone();
    unsent.overrides.clear();
    let found = crate::domain::rules::before_closing(&unsent, desk.model.now.today());
    assert!(found.iter().any(|finding| finding.what.contains(label)), "else it would be: {found:?}");
    assert!(super::forms_tests::printed(&desk).contains("skickat vidare"));
    let rows = records(command);
    let heads: Vec<&Head> = rows
        .iter()
        .filter_map(|row| match row {
            Record::Head(head) => Some(head),
            _ => None,
        })
        .collect();
    assert_eq!(heads.len(), 1);
    assert_eq!(
        (heads[0].agenda_id.as_str(), heads[0].status, heads[0].follows),
        ("sip-formote", MeetingStatus::Planerat, None)
    );
    let people: Vec<&str> = rows
        .iter()
        .filter_map(|row| match row {
            Record::Participant(one) => Some(one.name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(people, ["Egen Mamma"]);
    let arenden: Vec<_> = rows
        .iter()
        .filter_map(|row| match row {
            Record::MeetingArende(one) => Some(one.arende),
            _ => None,
        })
        .collect();
    assert_eq!(arenden, [item.arende]);
    assert_eq!(
        rows.len(),
        5,
        "nothing goes along but these; the note, and that it was sent, stay here: {rows:?}"
    );
}

/// A closed meeting with an action, a decision and something that comes back, all confirmed.
fn closed_and_confirmed() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ringa BPU @maja >om 2 veckor").line("Läsa högt @sara >varje fre");
    desk.types("Passen delas").press(Action::ToDecision).press(Action::Accept);
    let (at, now) = (desk.model.now.utc, desk.model.now.utc);
    let mut meeting = desk.screen().meeting.clone();
    for entry in &mut meeting.entries {
        entry.confirmed = Some(at);
    }
    meeting.head.status = MeetingStatus::Avslutat;
    meeting.head.ended = Some(now);
    (meeting.head.phase, meeting.head.current) = (Phase::Ansvar, None);
    desk.open(meeting);
    desk
}

#[test]
fn a_typo_in_closed_minutes_is_mended_where_it_stands() {
    let mut desk = closed_and_confirmed();
    desk.wait(chrono::TimeDelta::seconds(1));
    let ended = head(&desk).ended;
    let id = desk.entries(EntryKind::Atgard)[0].id;
    let before = desk.screen().meeting.entry(id).cloned().unwrap();
    desk.effects.clear();
    desk.press(Action::Down);
    assert_eq!(desk.screen().cursor, Some(RowRef::Entry(id)));
    desk.press(Action::Edit).fill("text", "Ringa BUP").press(Action::Save);
    assert_eq!(codes(&desk), [Code::Edit(EntryKind::Atgard)]);
    let after = desk.screen().meeting.entry(id).cloned().unwrap();
    assert_eq!(after.text, "Ringa BUP");
    assert_eq!((after.confirmed, after.action()), (None, before.action()));
    assert!(desk.notice().contains("inte längre som bekräftad"), "{}", desk.notice());
    assert_eq!((head(&desk).status, head(&desk).ended), (MeetingStatus::Avslutat, ended));
    assert_eq!(desk.model.context(), Context::Closed);
}

#[test]
fn a_meeting_that_is_opened_again_ended_when_it_was_first_closed_unless_something_was_added() {
    let mut desk = closed_and_confirmed();
    let ended = head(&desk).ended;
    let hours = |desk: &mut Desk| {
        desk.wait(chrono::TimeDelta::hours(4));
    };
    hours(&mut desk);
    // What is mended is nothing new.
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Edit).fill("text", "Ringa BUP").press(Action::Save);
    course::reopened(&mut desk.model);
    let reopened = desk.screen().meeting.reopened.clone();
    assert_eq!(reopened.len(), 1);
    assert_eq!((Some(reopened[0].closed), reopened[0].at), (ended, desk.model.now.utc));
    hours(&mut desk);
    course::closed(&mut desk.model);
    assert_eq!(head(&desk).ended, ended);
    // What is added is said at the meeting, which ends after it.
    hours(&mut desk);
    course::reopened(&mut desk.model);
    hours(&mut desk);
    desk.jump(3).line("Skicka brev @maja >om 2 veckor");
    course::closed(&mut desk.model);
    assert_eq!(head(&desk).ended, Some(desk.model.now.utc));
    // And opened and closed once more that is when it ended.
    let ended = head(&desk).ended;
    hours(&mut desk);
    course::reopened(&mut desk.model);
    course::closed(&mut desk.model);
    assert_eq!(head(&desk).ended, ended);
    assert!(
        desk.screen().cursor.is_none() && desk.screen().latest.is_none(),
        "it is read from its beginning"
    );
}

#[test]
fn whoever_changes_what_was_confirmed_makes_it_unconfirmed_and_looking_does_not() {
    let confirmed = |desk: &Desk, id| desk.screen().meeting.entry(id).unwrap().confirmed.is_some();
    let changes: [(EntryKind, &str, &str); 5] = [
        (EntryKind::Atgard, "agare", "Sara Sten"),
        (EntryKind::Atgard, "agare", ""),
        (EntryKind::Atgard, "tid", "om 3 veckor"),
        (EntryKind::Beslut, "beslutat_av", "Maja Mo"),
        (EntryKind::Beslut, "avvikande", "Maja Mo: hellre i januari"),
    ];
    for (kind, field, value) in changes {
        let mut desk = closed_and_confirmed();
        let id = desk.entries(kind)[0].id;
        desk.point(RowRef::Entry(id)).press(Action::Edit).press(Action::Save);
        assert!(confirmed(&desk, id), "nothing was changed: {kind:?}");
        desk.press(Action::Edit).fill(field, value).press(Action::Save);
        assert!(!confirmed(&desk, id), "{field}: {value}");
    }
    // When it is followed up is read out with it.
    let mut desk = closed_and_confirmed();
    let id = desk.entries(EntryKind::Atgard)[1].id;
    course::reopened(&mut desk.model);
    super::recurring::open(&mut desk.model, id);
    desk.fill("datum", "2027-01-15").press(Action::Save);
    assert!(!confirmed(&desk, id));
}

/// Other meetings' heads that the last act puts down, and how many rows it takes away.
fn other_heads(desk: &Desk) -> (Vec<Head>, usize) {
    let own = desk.screen().meeting.id();
    let changes = commands(desk).pop().unwrap().changes;
    let removed = changes.iter().filter(|change| matches!(change, Change::Delete(..))).count();
    let heads = changes.into_iter().filter_map(|change| match change {
        Change::Put(record) => match *record {
            Record::Head(head) if head.id != own => Some(head),
            _ => None,
        },
        Change::Delete(..) => None,
    });
    (heads.collect(), removed)
}

fn books(desk: &mut Desk, day: &str) {
    desk.point(RowRef::Todo(Todo::FollowUp)).press(Action::Accept).fill("datum", day).press(Action::Save);
}

#[test]
fn a_booking_that_is_moved_is_the_same_meeting_with_all_that_was_prepared_for_it() {
    let mut desk = Desk::sip();
    desk.jump(4);
    books(&mut desk, "18/1");
    let (heads, _) = other_heads(&desk);
    let first = heads[0].clone();
    assert_eq!(desk.screen().meeting.booked.as_ref().map(|head| head.id), Some(first.id));
    // Somebody has opened it since, and given it another title.
    let prepared = Head { title: "Uppföljning för Bo".to_owned(), rev: 4, ..first.clone() };
    let booked = |desk: &mut Desk, head: &Head| {
        let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
        screen.meeting.booked = Some(head.clone());
    };
    booked(&mut desk, &prepared);
    books(&mut desk, "25/1");
    let (heads, removed) = other_heads(&desk);
    let planned = "2027-01-25".parse::<chrono::NaiveDate>().unwrap().and_time(first.planned.time());
    assert_eq!((heads, removed), (vec![Head { planned, ..prepared.clone() }], 0));
    assert_eq!(desk.screen().meeting.follow_up().unwrap().id.0, first.id.0);

    // One that has begun stays on its day; one that was called off is booked anew, and its trace is left.
    booked(&mut desk, &Head { status: MeetingStatus::Pagar, ..prepared.clone() });
    books(&mut desk, "26/1");
    assert_eq!(other_heads(&desk), (Vec::new(), 0));
    assert!(desk.notice().contains("har redan börjat"), "{}", desk.notice());
    let cancelled = Some(desk.now.utc);
    booked(&mut desk, &Head { cancelled, ..prepared });
    books(&mut desk, "27/1");
    let (heads, removed) = other_heads(&desk);
    assert_eq!((heads.len(), removed), (1, 1), "the follow-up's own row alone is taken away");
    assert!(heads[0].id != first.id && heads[0].is_ahead());
}

#[test]
fn a_plan_that_ends_says_what_it_leaves_open() {
    let mut desk = Desk::sip();
    desk.jump(4);
    let holder = |desk: &Desk| {
        super::board::left_undone(&desk.screen().meeting).iter().any(|what| what.contains("huvudansvarig"))
    };
    assert!(holder(&desk), "nobody has been said to hold it together");
    books(&mut desk, "18/1");
    let reason = crate::domain::record::EndReason::IngaNyaBehovVantas.word();
    let end = RowRef::Todo(Todo::EndSip);
    desk.point(end).press(Action::Accept).fill("skal", reason).press(Action::Save);
    assert!(desk.notice().contains("är fortfarande bokad"), "{}", desk.notice());
    assert!(!holder(&desk), "nobody holds together what has ended");
    desk.point(end).press(Action::Accept).fill("skal", "nej, den fortsätter").press(Action::Save);
    assert!(!desk.notice().contains("bokad"), "{}", desk.notice());
}

#[test]
fn no_meeting_is_booked_by_another_form_than_the_users_own() {
    for (form, fault, says) in [
        ("sip-uppfoljning", "broken", "er egen form sip-uppfoljning går inte att läsa"),
        ("sip-uppfoljning", "doubt", "det går inte att se om ni har en egen form"),
        ("sip", "none", "mötesformen sip finns inte"),
    ] {
        let mut desk = Desk::sip();
        desk.jump(4);
        let lists = &mut desk.model.setup.lists.agendas;
        let at = lists.iter().position(|choice| choice.id == form).unwrap();
        match fault {
            "broken" => {
                let follows = lists[at].agenda.as_ref().unwrap().0.follows.clone();
                lists[at] = AgendaChoice {
                    id: form.to_owned(),
                    agenda: Err("rad 3".to_owned()),
                    doubt: None,
                    follows,
                };
            }
            "doubt" => lists[at].doubt = Some("mappen går inte att läsa".to_owned()),
            _ => lists.retain(|choice| choice.id != form && choice.id != "sip-uppfoljning"),
        }
        books(&mut desk, "18/1");
        assert_eq!(other_heads(&desk).0, Vec::new(), "{form} {fault}");
        assert!(desk.screen().meeting.follow_up().is_some(), "the day is kept");
        assert!(desk.notice().contains(says), "{}", desk.notice());
    }
}

#[test]
fn answers_in_ansvar_are_gone_back_to_and_an_ended_plan_is_seen() {
    let mut desk = Desk::sip();
    let child = desk.person("Bo").id;
    let todo = RowRef::Todo(Todo::PlanAnswer(child));
    desk.jump(4).point(todo).press(Action::Accept);
    desk.fill("svar", "ja, om …")
        .fill("villkor", "jag får sitta kvar")
        .fill("agare", "kuratorn")
        .press(Action::Save);
    assert_eq!(desk.screen().cursor, None, "{}", desk.notice());
    desk.point(todo).press(Action::Accept);
    assert_eq!(form_key(&desk), "PlanAnswer");
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert_eq!((form.value("svar"), form.value("agare")), ("ja, om …", "Karin Lund"));
    desk.fill("svar", "nej").press(Action::Save);
    assert_eq!(desk.screen().meeting.plan_answers.len(), 1);

    let follow_up = RowRef::Todo(Todo::FollowUp);
    desk.point(follow_up)
        .press(Action::Accept)
        .fill("datum", "18/1")
        .fill("tid", "13.00")
        .press(Action::Save);
    desk.point(follow_up).press(Action::Accept).fill("datum", "25/1").press(Action::Save);
    assert_eq!(desk.screen().meeting.follow_up().unwrap().date.to_string(), "2027-01-25");

    let end = RowRef::Todo(Todo::EndSip);
    let reason = crate::domain::record::EndReason::IngaNyaBehovVantas.word();
    desk.point(end).press(Action::Accept).fill("skal", reason).press(Action::Save);
    let board = super::board::board(&desk.model).unwrap();
    assert!(board.middle.starts_with("planen avslutas"), "{}", board.middle);
    assert!(board.targets().contains(&end), "the answer can be gone back to");
    desk.point(end).press(Action::Accept).fill("skal", "nej, den fortsätter").press(Action::Save);
    assert_eq!((head(&desk).sip_ended, head(&desk).sip_end_reason), (None, None));
}

#[test]
fn a_plan_ends_for_want_of_consent_only_where_the_consents_say_so() {
    use crate::domain::record::{Consent, ConsentAnswer, EndReason};
    let word = EndReason::SamtycketAterkallat.word();
    let end = RowRef::Todo(Todo::EndSip);
    let consents = |desk: &mut Desk, change: &dyn Fn(&mut Consent)| {
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.consents.iter_mut().for_each(change);
        }
    };
    let offered = |desk: &Desk| {
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
        let field = form.fields.iter().find(|field| field.key == "skal").unwrap();
        let FieldKind::Choice(words) = &field.kind else { panic!("{:?}", field.kind) };
        (words.iter().any(|one| one == word), form.intro.join(" "), field.value().to_owned())
    };
    let mut desk = Desk::sip();
    assert!(!desk.screen().meeting.consents.is_empty());
    desk.jump(4).point(end).press(Action::Accept);
    let (there, said, value) = offered(&desk);
    assert!(!there && said.contains("Samtycket gäller"), "{said}");
    assert_eq!(value, "nej, den fortsätter");
    desk.press(Action::Back);
    // Withdrawn, or a no: proposed, and nothing is chosen beforehand.
    let now = desk.now.utc;
    for change in
        [(&|row: &mut Consent| row.withdrawn = Some(now)) as &dyn Fn(&mut Consent), &|row: &mut Consent| {
            row.answer = ConsentAnswer::Nej;
        }]
    {
        let mut desk = Desk::sip();
        desk.jump(4);
        consents(&mut desk, change);
        let board = super::board::left_undone(&desk.screen().meeting);
        assert!(board.iter().all(|what| !what.contains("avslutas")), "{board:?}");
        follow_up::open_end(&mut desk.model);
        let (there, said, value) = offered(&desk);
        assert!(there && said.contains("därför planen avslutas"), "{said}");
        assert_eq!(value, "nej, den fortsätter");
        desk.fill("skal", word).press(Action::Save);
        assert_eq!(head(&desk).sip_end_reason, Some(EndReason::SamtycketAterkallat), "{}", desk.notice());
        // A new yes: the old reason doesn't pass as it stands.
        consents(&mut desk, &|row| (row.answer, row.withdrawn) = (ConsentAnswer::Ja, None));
        follow_up::open_end(&mut desk.model);
        desk.press(Action::Save);
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "refused");
        desk.fill("skal", EndReason::IngaBehovKvar.word()).press(Action::Save);
        assert_eq!(head(&desk).sip_end_reason, Some(EndReason::IngaBehovKvar));
    }
    // No consent at all, or one that has run out: nobody can say that a yes holds.
    let mut desk = Desk::sip();
    desk.jump(4);
    consents(&mut desk, &|row| row.given_on = row.given_on - chrono::Days::new(800));
    follow_up::open_end(&mut desk.model);
    assert!(offered(&desk).0);
}

#[test]
fn nothing_of_what_comes_after_is_asked_of_a_plan_that_has_ended() {
    use crate::domain::record::EndReason;
    use crate::domain::rules::rule;
    let mut desk = Desk::sip();
    desk.jump(4);
    let asked = |desk: &Desk| super::board::left_undone(&desk.screen().meeting).join("\n");
    for word in ["planen okej", "huvudansvarig", "samlade ansvaret", "uppföljning"] {
        assert!(asked(&desk).contains(word), "{word}: {}", asked(&desk));
    }
    follow_up::open_end(&mut desk.model);
    desk.fill("skal", EndReason::IngaBehovKvar.word()).press(Action::Save);
    for word in ["planen okej", "huvudansvarig", "samlade ansvaret", "uppföljning", "Ska planen"] {
        assert!(!asked(&desk).contains(word), "{word}: {}", asked(&desk));
    }
    // That it ends is asked about as the plan was.
    assert!(asked(&desk).contains("känns det okej att planen slutar?"), "{}", asked(&desk));
    desk.press(Action::Close);
    if let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() {
        let mut what: Vec<&str> = stop.findings.iter().map(|finding| finding.what.as_str()).collect();
        let asks = [rule::FOLLOW_UP, rule::OVERALL, rule::RECURRING, rule::NEEDS];
        assert!(stop.findings.iter().all(|finding| !asks.contains(&finding.rule)), "{what:?}");
        let all = what.len();
        what.sort_unstable();
        what.dedup();
        assert_eq!(what.len(), all, "each once");
    }
}

#[test]
fn an_answer_belongs_to_the_question_that_was_asked() {
    use crate::app::meeting::board::{left_undone, taken_first};
    use crate::domain::record::{EndReason, Override};
    use crate::domain::rules::rule;
    let mut desk = Desk::sip();
    let (child, guardian) = (desk.person("Bo").id, desk.person("Ann Ask").id);
    let open = |desk: &Desk| left_undone(&desk.screen().meeting).join("\n");
    let ends = |desk: &mut Desk, word: &str| {
        follow_up::open_end(&mut desk.model);
        desk.fill("skal", word).press(Action::Save);
    };
    let points = desk.jump(4).entries(EntryKind::Atgard).len();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        let meeting = &mut screen.meeting;
        let row = Override {
            id: crate::domain::ids::RowId(meeting.head.id.0),
            meeting: meeting.head.id,
            rule: rule::PLAN.to_owned(),
            arende: None,
            about: Some(guardian.0.to_string()),
            reason: "Hon fick gå.".to_owned(),
            at: desk.model.now.utc,
        };
        meeting.overrides.push(row);
    }
    super::plan_answer::open(&mut desk.model, child);
    desk.fill("svar", "ja, om …").fill("villkor", "jag får sitta kvar").press(Action::Save);
    super::plan_answer::open(&mut desk.model, guardian);
    desk.fill("svar", "ja").press(Action::Save);
    let excused = desk.screen().meeting.overrides.iter().any(|row| row.rule == rule::PLAN);
    assert!(!excused, "there is an answer: no reason for there being none");
    assert_eq!(desk.entries(EntryKind::Atgard).len(), points + 1);
    assert!(!open(&desk).contains("okej"), "{}", open(&desk));

    let told = |desk: &Desk| desk.notice().to_owned();
    ends(&mut desk, EndReason::IngaBehovKvar.word());
    assert!(desk.screen().meeting.plan_answers.is_empty(), "nobody has been asked of the end");
    assert_eq!(
        desk.entries(EntryKind::Atgard).len(),
        points,
        "what made the plan all right was asked of the plan"
    );
    assert!(told(&desk).contains("Fråga igen (Bo, Ann"), "{}", told(&desk));
    assert_eq!(open(&desk).matches("känns det okej att planen slutar?").count(), 2, "{}", open(&desk));
    // Another reason or day of the same end asks nothing anew.
    super::plan_answer::open(&mut desk.model, child);
    desk.fill("svar", "ja").press(Action::Save);
    ends(&mut desk, EndReason::IngaNyaBehovVantas.word());
    assert_eq!(desk.screen().meeting.plan_answers.len(), 1);
    ends(&mut desk, "nej, den fortsätter");
    assert!(desk.screen().meeting.plan_answers.is_empty(), "nor of the plan by who was asked of its end");
    assert_eq!(open(&desk).matches("är planen okej?").count(), 2, "{}", open(&desk));
    desk.press(Action::Undo);
    assert_eq!(desk.screen().meeting.plan_answers.len(), 1, "{}", told(&desk));
    // A no that ends the plan is an answer to the plan.
    let mut head = desk.screen().meeting.head.clone();
    (head.sip_ended, head.sip_end_reason) = (Some(desk.now.today()), Some(EndReason::SamtycketAterkallat));
    assert!(!head.asks_of_the_end());
    assert_ne!(taken_first(desk.screen()), Some(Todo::EndSip), "a choice is never what is left");
}

#[test]
fn whether_a_followed_plan_ends_is_asked_before_what_depends_on_it() {
    let mut desk = Desk::sip();
    desk.jump(4);
    let place = |desk: &Desk, wanted: fn(&Todo) -> bool| {
        let board = super::board::board(&desk.model).unwrap();
        let targets = board.targets();
        targets.iter().position(|row| matches!(row, RowRef::Todo(todo) if wanted(todo))).unwrap()
    };
    let ends = |todo: &Todo| *todo == Todo::EndSip;
    let answers = |todo: &Todo| matches!(todo, Todo::PlanAnswer(_));
    assert!(place(&desk, ends) > place(&desk, answers), "a plan that is made today hardly ends today");
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.follows = Some(crate::domain::ids::MeetingId(uuid::Uuid::from_u128(7)));
        screen.meeting.agenda.follows = Vec::new();
    }
    assert!(desk.screen().meeting.is_follow_up());
    assert!(place(&desk, ends) < place(&desk, answers));
    let child = desk.person("Bo").id;
    super::plan_answer::open(&mut desk.model, child);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert!(form.intro.join(" ").contains("Ska planen avslutas i dag?"), "{:?}", form.intro);
}

#[test]
fn an_arende_that_waits_says_so_on_its_screen() {
    let set = |desk: &mut Desk| {
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            let id = screen.meeting.items[0].id;
            screen.meeting.items[0].state = crate::domain::record::ArendeState::Uppskjutet;
            screen.meeting.head.current = Some(id);
            screen.meeting.head.phase = Phase::Nulage;
        }
    };
    for mut desk in [Desk::eht(), Desk::sip()] {
        let before = super::board::board(&desk.model).unwrap();
        assert!(!before.middle.contains("uppskjutet"), "{}", before.middle);
        set(&mut desk);
        let board = super::board::board(&desk.model).unwrap();
        assert!(board.middle.starts_with("uppskjutet · "), "{}", board.middle);
        assert!(
            board.subject.as_deref().unwrap().ends_with("(uppskjutet till nästa möte)"),
            "{:?}",
            board.subject
        );
    }
}

#[test]
fn words_that_stand_in_marks_already_get_no_more_on_any_screen() {
    for condition in ["jag får sitta kvar", "”jag får sitta kvar”", "\"jag får sitta kvar\""] {
        let mut desk = Desk::sip();
        let child = desk.person("Bo").id;
        desk.jump(4).point(RowRef::Todo(Todo::PlanAnswer(child))).press(Action::Accept);
        desk.fill("svar", "ja, om …").fill("villkor", condition).press(Action::Save);
        let meeting = &desk.screen().meeting;
        let entry = meeting.actions().find(|entry| entry.text.contains("sitta kvar")).unwrap();
        assert_eq!(entry.text, "”Jag får sitta kvar”");
        let mut said = super::board::left_undone(meeting);
        let found = crate::domain::rules::before_closing(meeting, desk.now.today());
        said.extend(found.into_iter().map(|finding| finding.what));
        assert!(said.iter().any(|what| what.contains("”Jag får sitta kvar”")), "{said:?}");
        assert!(said.iter().all(|what| !what.contains("””")), "{said:?}");
    }
}

#[test]
fn the_word_before_a_condition_is_said_once_however_it_is_typed() {
    for (typed, said) in [
        ("om jag slipper prata", "ja, om jag slipper prata"),
        ("ja, om jag slipper prata", "ja, om jag slipper prata"),
        ("jag slipper prata", "ja, om jag slipper prata"),
        ("området är lugnt", "ja, om området är lugnt"),
    ] {
        let mut desk = Desk::sip();
        let child = desk.person("Bo").id;
        desk.jump(4);
        super::plan_answer::open(&mut desk.model, child);
        desk.fill("svar", "ja, om …").fill("villkor", typed).press(Action::Save);
        let answer = desk.screen().meeting.plan_answers[0].clone();
        assert_eq!(answer.said(), said);
        let board = super::board::board(&desk.model).unwrap();
        assert!(board.rows().any(|row| row.text == format!("Bo: {said}")), "{typed}");
        let point = desk.entries(EntryKind::Atgard);
        assert!(point.iter().all(|entry| !entry.text.to_lowercase().starts_with("”om ")), "{point:?}");
    }
}

#[test]
fn a_day_off_is_said_when_it_is_saved_however_it_was_typed() {
    let mut desk = Desk::sip();
    desk.jump(4);
    for (typed, said) in
        [("24/12", "julafton"), ("25/12", "juldagen"), ("5/12", "helg"), ("6/1", "trettondedag jul")]
    {
        follow_up::open(&mut desk.model);
        desk.fill("datum", typed).press(Action::Save);
        assert!(desk.model.dialogs.is_empty() && desk.notice().contains(said), "{typed}: {}", desk.notice());
    }
    follow_up::open(&mut desk.model);
    desk.fill("datum", "7/1").press(Action::Save);
    assert!(!desk.notice().contains(" är "), "{}", desk.notice());
}

#[test]
fn closing_names_what_is_held() {
    let mut desk = Desk::sip();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.words = crate::agenda_file::held::carried();
    }
    desk.jump(2).line("Det finns en orosanmälan").jump(4);
    let told = super::board::told_at_close(&desk.screen().meeting, desk.now.today()).join("\n");
    assert!(told.contains("Det här hålls inne") && told.contains("”Det finns en orosanmälan”"), "{told}");
}

#[test]
fn a_closed_meeting_shows_the_key_that_calls_to_what_is_booked() {
    let mut desk = Desk::sip();
    desk.jump(4);
    let steps = |desk: &mut Desk| {
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.head.status = crate::domain::record::MeetingStatus::Avslutat;
            screen.meeting.head.ended = Some(desk.now.utc);
        }
        super::board::board(&desk.model).unwrap().more_questions.join("  ")
    };
    let mut closed = Desk::sip();
    assert!(!steps(&mut closed).contains("kallelse"), "there is nothing to call to");
    books(&mut desk, "18/1");
    assert!(steps(&mut desk).contains("i kallelse"), "{}", steps(&mut desk));
}

#[test]
fn a_meeting_whose_day_has_passed_asks_at_home_what_became_of_it() {
    let mut meeting = planned(Desk::sip()).screen().meeting.clone();
    meeting.head.planned -= chrono::TimeDelta::days(7);
    for (choice, key) in
        [("Ny dag", Some("MoveMeeting")), ("Det blir inte av", Some("CancelMeeting")), ("Håll det nu", None)]
    {
        let mut desk = at_home(&meeting);
        desk.press(Action::Accept);
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
        assert!(pick.title.ends_with(": blev det av?"), "{}", pick.title);
        assert_eq!(pick.items[0].label, "Ny dag");
        desk.types(choice).press(Action::Accept).open(meeting.clone());
        match key {
            Some(key) => assert_eq!(form_key(&desk), key),
            None => assert_eq!(head(&desk).status, MeetingStatus::Pagar),
        }
    }
}

/// The minutes spent where the meeting stands, and in all.
fn spent(desk: &Desk) -> (i64, i64) {
    let meeting = &desk.screen().meeting;
    let (_, fits) = crate::app::meeting::timing::budget(meeting);
    let spent = |fits: &dyn Fn(&crate::domain::record::Stage) -> bool| {
        crate::app::meeting::timing::minutes_spent(desk.now.utc, meeting, fits)
    };
    (spent(&*fits), spent(&|_| true))
}

#[test]
fn a_look_at_home_takes_no_time_from_the_meeting_and_a_long_pause_gives_it_none() {
    let mut desk = Desk::eht();
    desk.jump(4);
    let before = spent(&desk);
    desk.wait(chrono::TimeDelta::minutes(2));
    assert_eq!(spent(&desk), (before.0 + 2, before.1 + 2));
    let home = |desk: &mut Desk, minutes: i64| {
        let meeting = desk.screen().meeting.clone();
        crate::app::home::show(&mut desk.model);
        desk.wait(chrono::TimeDelta::minutes(minutes)).open(meeting);
    };
    let acts = codes(&desk).len();
    home(&mut desk, 5);
    assert_eq!((spent(&desk), codes(&desk).len()), ((before.0 + 7, before.1 + 7), acts), "nothing is lost");
    // What was interrupted had come so far as when it was left.
    home(&mut desk, 90);
    assert_eq!(codes(&desk).last(), Some(&Code::Resume));
    assert_eq!(spent(&desk), (before.0 + 7, before.1 + 7));
    // A program that is started anew knows what was written.
    desk.wait(chrono::TimeDelta::minutes(3));
    desk.press(Action::Recipients).press(Action::Back);
    desk.line("Ringa hem @karin >fre");
    desk.model.left = None;
    desk.wait(chrono::TimeDelta::minutes(2));
    let meeting = desk.screen().meeting.clone();
    desk.open(meeting);
    assert_eq!(spent(&desk), (before.0 + 12, before.1 + 12), "{}", desk.notice());
}

#[test]
fn a_meeting_is_planned_to_the_minute_also_one_that_begins_at_once() {
    let desk = Desk::eht();
    let meeting = &desk.screen().meeting;
    let at = "2026-11-27T11:02:32.5".parse().unwrap();
    let head = Head::new(meeting.id(), &meeting.agenda, "", at, &meeting.head.zone);
    assert_eq!(head.planned.to_string(), "2026-11-27 11:02:00");
}
