//! The program held in the hand without a terminal: each key, and what it leads to.

use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{DRAFT_LINE, Drafts, Effect, LineDraft, Reply};
use crate::app::core::line::Edit;
use crate::app::core::model::{RowRef, Saving, Screen, Target};
use crate::app::meeting::board;
use crate::app::testing::{Desk, Disk};
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::dates::Due;
use crate::domain::listing::{ListQuery, Listing};
use crate::domain::overview::Known;
use crate::domain::record::{ArendeState, Body, MeetingStatus, ParticipantKind, Person, Presence, VoiceHow};
use crate::domain::rules::Severity;
use chrono::TimeDelta;

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_new_meeting_takes_three_keys_from_home() {
    let mut desk = Desk::new();
    desk.press(Action::NewMeeting).types("e").press(Action::Accept);
    assert_eq!(desk.screen().meeting.head.agenda_id, "eht");
    assert_eq!(desk.screen().meeting.head.title, "EHT Ängsskolan");
    assert_eq!(desk.screen().target, Target::Participant);
}

#[test]
fn nothing_lies_over_the_key_for_the_safe() {
    let mut desk = Desk::new();
    desk.model.person = None;
    let opened = Reply::Opened {
        recovery_key: Some("12345-AB0CD".to_owned()),
        practice: false,
        by_recovery: false,
        home: None,
    };
    desk.send(Message::Store(opened)).send(Message::Store(Reply::Known(Box::default())));
    let front = |desk: &Desk| {
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
        form.title.clone()
    };
    assert_eq!(front(&desk), "Återställningsnyckel");
    desk.types("AB0CD").press(Action::Accept).send(Message::Store(Reply::RecoveryKeyConfirmed));
    assert_eq!(front(&desk), "Vem är du?");
}

#[test]
fn a_participant_line_gives_name_role_unit_and_huvudman() {
    let mut desk = Desk::meeting("sip");
    desk.line("Per Pil, psykolog, BUP")
        .line("Rut, mormor")
        .line("Bo, barnet")
        .line("Ina Is, rektor, skola, distans");
    let per = desk.person("Per Pil");
    assert_eq!((per.role.as_str(), per.unit.as_str(), per.huvudman), ("psykolog", "BUP", Huvudman::Region));
    assert_eq!(desk.person("Rut").kind, ParticipantKind::Narstaende);
    assert_eq!(desk.person("Rut").huvudman, Huvudman::Familj);
    assert_eq!(desk.person("Bo").kind, ParticipantKind::Barn);
    assert_eq!(desk.person("Ina Is").presence, Presence::Distans);
}

#[test]
fn a_participant_seen_before_takes_a_letter_and_tab() {
    let mut desk = Desk::eht();
    desk.known.participants = desk.screen().meeting.participants.clone();
    let mut next = Desk::new();
    next.known = desk.known.clone();
    next.model.ids = crate::domain::ids::Ids::new(8);
    next.press(Action::NewMeeting).types("e").press(Action::Accept);
    next.types("s").press(Action::Next);
    assert_eq!(next.person("Sara Sten").role, "Specialpedagog");
    next.press(Action::SameAsLast);
    assert_eq!(next.screen().meeting.participants.len(), 3, "those who are here already aren't doubled");
}

#[test]
fn one_line_captures_an_action() {
    let mut desk = Desk::eht();
    desk.jump(3);
    desk.line("Gör kartläggning @sara >före v 50");
    let action = desk.entries(EntryKind::Atgard)[0].clone();
    assert_eq!(action.text, "Gör kartläggning");
    let circumstances = action.action().unwrap();
    assert_eq!(circumstances.owner, Some(desk.person("Sara Sten").id));
    assert_eq!(circumstances.due, Some(Due::By(date("2026-12-04"))));
    assert!(desk.screen().line.is_empty());
}

#[test]
fn tab_asks_whom_and_then_when() {
    let mut desk = Desk::eht();
    desk.jump(3);
    desk.types("Ring hemmet")
        .press(Action::Next)
        .types("ma")
        .press(Action::Next)
        .types("fre")
        .press(Action::Accept);
    let action = desk.entries(EntryKind::Atgard)[0].action().unwrap().clone();
    assert_eq!(action.owner, Some(desk.person("Maja Mo").id));
    assert_eq!(action.due, Some(Due::By(date("2026-11-27"))));
}

#[test]
fn a_date_that_cannot_be_understood_is_refused_and_the_line_stays() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >30/2");
    assert!(desk.entries(EntryKind::Atgard).is_empty());
    assert!(desk.notice().contains("30/2"), "{}", desk.notice());
    assert_eq!(desk.screen().line.value(), "Ring hemmet @maja >30/2");
}

#[test]
fn an_owner_who_is_not_here_is_asked_not_confirmed() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Bedömning @BUP Dalsland >om 3v");
    let action = desk.entries(EntryKind::Atgard)[0].action().unwrap().clone();
    assert_eq!((action.owner, action.owner_name.as_deref()), (None, Some("BUP Dalsland")));
    assert!(desk.notice().contains("tillfrågas"), "{}", desk.notice());
}

#[test]
fn two_who_fit_are_asked_about() {
    let mut desk = Desk::eht();
    desk.jump(1).jump(0).line("Sara Ström, kurator").jump(3).line("Ring @sara >fre");
    assert!(desk.notice().contains("Sara Sten") && desk.notice().contains("Sara Ström"), "{}", desk.notice());
    assert!(desk.entries(EntryKind::Atgard).is_empty());
}

#[test]
fn an_action_is_tied_to_its_need() {
    let mut desk = Desk::eht();
    desk.jump(2).line("Lugn lässtund").line("Veta vad som händer");
    desk.jump(3).line("Bildschema #2 @maja >fre").line("Något #7 @maja >fre");
    let needs: Vec<_> = desk.entries(EntryKind::Behov).iter().map(|entry| entry.id).collect();
    let actions = desk.entries(EntryKind::Atgard);
    assert_eq!(actions.len(), 1);
    assert_eq!((actions[0].text.as_str(), actions[0].action().unwrap().need), ("Bildschema", Some(needs[1])));
    assert!(desk.notice().contains("nummer 7"), "{}", desk.notice());
}

#[test]
fn a_sign_in_front_chooses_the_kind() {
    let mut desk = Desk::eht();
    desk.jump(1);
    desk.line("+ Räknar med glädje").line("- Läsa högt").line("= Inläst text");
    desk.line("\"Jag vill läsa för någon som inte skrattar.\" @sara");
    assert_eq!(desk.entries(EntryKind::Fungerar)[0].text, "Räknar med glädje");
    assert_eq!(desk.entries(EntryKind::Svarare)[0].text, "Läsa högt");
    assert_eq!(desk.entries(EntryKind::Stod)[0].text, "Inläst text");
    let voice = desk.entries(EntryKind::Rost)[0].clone();
    assert_eq!(voice.text, "Jag vill läsa för någon som inte skrattar.");
    assert_eq!(voice.body, Body::Rost { how: VoiceHow::Framford });
    assert_eq!(voice.source, Some(desk.person("Sara Sten").id));
}

#[test]
fn a_note_becomes_a_decision_and_a_note_again() {
    let mut desk = Desk::eht();
    desk.jump(3).types("Kartläggningen görs").press(Action::ToDecision).press(Action::Accept);
    let decision = desk.entries(EntryKind::Beslut)[0].clone();
    assert_eq!(
        decision.body,
        Body::Beslut(crate::domain::record::Decision {
            decided_by: Some("Eva Ek, rektor".to_owned()),
            dissent: None
        })
    );
    desk.point(RowRef::Entry(decision.id)).press(Action::ToDecision);
    assert_eq!(desk.screen().meeting.entry(decision.id).unwrap().kind(), EntryKind::Anteckning);
    desk.press(Action::ToAction);
    assert_eq!(desk.screen().meeting.entry(decision.id).unwrap().kind(), EntryKind::Atgard);
}

#[test]
fn an_edit_that_is_broken_off_leaves_the_row_as_it_was() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa femton minuter @maja >från mån");
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Edit);
    assert_eq!(desk.screen().line.value(), "Läsa femton minuter @Maja Mo >från mån 30 nov");
    desk.types(" till").press(Action::Back);
    assert_eq!(desk.screen().meeting.entry(id).unwrap().text, "Läsa femton minuter");
    assert!(desk.screen().line.is_empty() && desk.screen().editing.is_none());
    desk.press(Action::Edit);
    desk.send(Message::Edit(crate::app::core::line::Edit::DeleteToStart))
        .line("Läsa tjugo minuter @maja >från mån");
    assert_eq!(desk.screen().meeting.entry(id).unwrap().text, "Läsa tjugo minuter");
}

#[test]
fn the_key_that_empties_a_line_says_how_a_row_is_exempted_where_its_number_stood_there() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Läsa högt @maja >fre");
    for (typed, is_row) in [("1", true), ("9", false), ("1 bok", false)] {
        desk.types(typed).send(Message::Edit(Edit::DeleteToStart));
        assert!(desk.notice().starts_with("Raden är tömd. Ctrl-Z"), "{}", desk.notice());
        assert_eq!(desk.notice().contains("undanta rad 1: markera den först"), is_row, "{typed}");
    }
}

#[test]
fn a_cleared_line_comes_back_with_undo() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Halv mening").press(Action::Back);
    assert!(desk.screen().line.is_empty());
    desk.press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Halv mening");
}

#[test]
fn a_cleared_line_comes_back_although_something_was_typed_since_and_no_saved_row_is_taken() {
    let mut desk = Desk::eht();
    desk.jump(1).line("- Läser inte").types("Halv mening").press(Action::Back).types("n så");
    desk.press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Halv mening n så");
    assert_eq!(desk.entries(EntryKind::Svarare).len(), 1, "the saved row stands");
    desk.press(Action::Undo);
    assert!(desk.entries(EntryKind::Svarare).is_empty(), "the next one is the row before");
    assert_eq!(desk.screen().line.value(), "Halv mening n så");
    // What is too long together stays apart, both whole.
    let long = "å".repeat(crate::domain::text::MAX_CHARS - 1);
    let mut desk = Desk::eht();
    desk.jump(1).send(Message::Paste(long)).press(Action::Back).types("nu").press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "nu");
    assert!(desk.notice().contains("inte plats"), "{}", desk.notice());
    desk.press(Action::Back).press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "nu");
    // Once the line is saved, nothing of it comes back.
    let mut desk = Desk::eht();
    desk.jump(1).types("Bort").press(Action::Back).line("- Läser inte").press(Action::Undo);
    assert!(desk.screen().line.is_empty() && desk.entries(EntryKind::Svarare).is_empty());
}

#[test]
fn a_sign_for_what_isnt_written_here_is_said_and_nothing_is_kept_under_another_heading() {
    let mut desk = Desk::eht();
    for (phase, line, said) in [
        (1, "!Korta pass", "betyder behov"),
        (3, "- Läser inte", "betyder svårare"),
        (2, "+ Rastvärden", "betyder fungerar"),
    ] {
        desk.jump(phase);
        let before = desk.screen().meeting.entries.len();
        desk.line(line);
        assert!(desk.notice().contains(said), "{line}: {}", desk.notice());
        assert_eq!((desk.screen().line.value(), desk.screen().meeting.entries.len()), (line, before));
        desk.press(Action::Back);
    }
    for (phase, line) in [(3, "\"Läs högt\" varje dag"), (3, "-5 grader på rasten"), (1, "+ Rastvärden")]
    {
        desk.jump(phase);
        let before = desk.screen().meeting.entries.len();
        desk.line(line);
        assert_eq!(desk.screen().meeting.entries.len(), before + 1, "{line}: {}", desk.notice());
    }
}

#[test]
fn of_several_who_may_decide_nobody_is_guessed() {
    let decided = |people: &[&str]| {
        let mut desk = Desk::eht();
        while desk.screen().target != Target::Participant {
            desk.press(Action::Next);
        }
        for person in people {
            desk.line(person);
        }
        desk.jump(3);
        while desk.screen().target != Target::Entry(EntryKind::Beslut) {
            desk.press(Action::Next);
        }
        desk.line("Köpa material");
        let Body::Beslut(decision) = desk.entries(EntryKind::Beslut)[0].body.clone() else { panic!() };
        (decision.decided_by, desk.notice().to_owned())
    };
    assert_eq!(decided(&[]).0.as_deref(), Some("Eva Ek, rektor"));
    let (by, said) = decided(&["Bo Rek, rektor, skola"]);
    assert!(by.is_none() && said.contains("Eva Ek, rektor eller Bo Rek, rektor"), "{by:?} {said}");
    assert_eq!(decided(&["Bo Rek, rektor, skola, återbud"]).0.as_deref(), Some("Eva Ek, rektor"));
}

#[test]
fn of_two_persons_or_two_days_it_is_said_which_the_row_has() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Boka rum @maja @eva >fre");
    assert!(desk.notice().contains("Den här har Eva Ek"), "{}", desk.notice());
    assert!(desk.notice().contains("fre"), "{}", desk.notice());
    desk.line("Ring hem @maja >v 49 >fre");
    assert!(
        desk.notice().contains("Den här har Maja Mo") && desk.notice().contains("fre"),
        "{}",
        desk.notice()
    );
}

#[test]
fn the_list_of_who_comes_and_goes_says_what_enter_does() {
    for phase in [0, 1] {
        let mut desk = Desk::eht();
        desk.jump(phase).point_away();
        for _ in 0..4 {
            desk.press(Action::Presence);
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("the list is shown") };
            let who = pick.items[0].label.clone();
            desk.press(Action::Accept);
            let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("what became of {who}") };
            let promised = pick.items[0].label.clone();
            desk.press(Action::Accept);
            let said = desk.notice();
            let done = match promised.as_str() {
                "Är tillbaka, 09.00" | "Är på plats" => "är på plats",
                "Har gått, 09.00" => "lämnade mötet 09.00",
                "Lämnade återbud, eller kom inte" => "är kallad men frånvarande",
                "Kom 09.00" => "kom 09.00",
                other => panic!("{other}"),
            };
            assert!(said.contains(done), "{who}: {promised} gave {said}");
        }
    }
}

#[test]
fn undo_says_in_words_what_is_so_now() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >fre").press(Action::Undo);
    assert!(desk.entries(EntryKind::Atgard).is_empty());
    assert_eq!(desk.notice(), "Ångrat: åtgärden är borttagen.");
    desk.press(Action::Redo);
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 1);
}

#[test]
fn an_entry_moves_to_another_arende() {
    let mut desk = Desk::eht();
    desk.jump(1).line("+ Rastvärd vid dörren");
    let id = desk.entries(EntryKind::Fungerar)[0].id;
    let other = desk.screen().meeting.items[1].id;
    desk.press(Action::MoveEntry).types("2").press(Action::Accept);
    assert_eq!(desk.screen().meeting.entry(id).unwrap().arende, Some(other));
}

#[test]
fn pasted_lines_become_participants_or_arenden() {
    let mut desk = Desk::meeting("eht");
    desk.send(Message::Paste("Eva Ek, rektor\r\nSara Sten, specialpedagog\rMaja Mo, mentor".to_owned()));
    assert_eq!(desk.model.context(), Context::Pick);
    desk.press(Action::Accept);
    assert_eq!(desk.screen().meeting.participants.len(), 3);
    desk.send(Message::Paste("Röd\nGrön, uppföljning".to_owned()))
        .types("2 ärenden om barn")
        .press(Action::Accept);
    let items = &desk.screen().meeting.items;
    assert_eq!(items.iter().map(|item| item.follow_up).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_child_cannot_be_taken_up_in_sspf() {
    let mut desk = Desk::meeting("sspf");
    let targets = crate::app::meeting::target::all(&desk.screen().meeting);
    assert!(!targets.contains(&Target::Individual));
    // Even if the line were turned to it, the rule answers.
    let Screen::Meeting(screen) = &mut desk.model.screen else { unreachable!() };
    screen.target = Target::Individual;
    desk.line("Blå");
    assert!(desk.screen().meeting.items.is_empty());
    assert!(desk.notice().contains("inga enskilda barn"), "{}", desk.notice());
}

#[test]
fn without_consent_the_sip_stops_and_cannot_be_talked_past() {
    let mut desk = Desk::meeting("sip");
    desk.line("Bo, barnet").line("Per Pil, psykolog, BUP").line("Karin Lund, kurator, skola");
    desk.press(Action::Next).line("Bo").jump(1);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert_eq!(stop.findings[0].severity, Severity::Blocking);
    assert!(stop.findings[0].what.contains("inget samtycke"));
    desk.press(Action::GoOnAnyway);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Sammanhang);
    desk.press(Action::Accept).consents("Ann Ask, vårdnadshavare", "ensam vårdnadshavare", "ja");
    assert_eq!(desk.screen().meeting.consents.len(), 1);
    desk.jump(1);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
}

#[test]
fn a_grandmother_who_comes_unexpectedly_needs_a_consent() {
    let mut desk = Desk::sip();
    desk.jump(1);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
    desk.jump(0).line("Rut, mormor").jump(1);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert!(stop.findings[0].what.contains("Rut"), "{}", stop.findings[0].what);
    desk.press(Action::Accept).types("nytt").press(Action::Accept);
    desk.fill("vem", "Ann Ask, vårdnadshavare").fill("av", "ensam vårdnadshavare");
    desk.fill("svar", "ja").fill("form", "muntligt").fill("parter", "Rut, skola, BUP");
    desk.fill("far_beratta", "alla: vardagen")
        .fill("galler_inte", "det som sagts hos BUP i våras")
        .press(Action::Save);
    assert_eq!(desk.screen().meeting.consents.len(), 2);
    desk.jump(1);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
}

#[test]
fn a_consent_cannot_hold_for_more_than_a_year() {
    let mut desk = Desk::sip();
    desk.press(Action::Consent).types("nytt").press(Action::Accept);
    desk.fill("galler_till", "2027-12-24").consents("Ann Ask", "ensam vårdnadshavare", "ja");
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the form is gone") };
    assert!(form.error.as_ref().is_some_and(|error| error.contains("23 nov 2027")), "{:?}", form.error);
}

#[test]
fn a_consent_that_was_given_before_ends_before() {
    let mut desk = Desk::sip();
    desk.press(Action::Consent).types("nytt").press(Action::Accept).fill("datum", "16/11").consents(
        "Ann Ask",
        "ensam vårdnadshavare",
        "ja",
    );
    let consent = desk.screen().meeting.consents.last().unwrap();
    assert_eq!((consent.given_on, consent.valid_until), (date("2026-11-16"), date("2027-11-16")));
}

#[test]
fn a_withdrawn_consent_stops_the_arende_at_once() {
    let mut desk = Desk::sip();
    desk.jump(1).press(Action::Consent).types("återkalla").press(Action::Accept);
    desk.press(Action::Accept);
    assert!(desk.screen().meeting.consents[0].withdrawn.is_some());
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar);
    assert!(desk.notice().contains("återkallat 09.00"), "{}", desk.notice());
    desk.jump(2);
    assert_ne!(desk.screen().meeting.head.phase, Phase::Behov);
}

#[test]
fn nothing_is_written_about_a_child_whose_consent_is_withdrawn() {
    let mut desk = Desk::sip();
    desk.jump(1).press(Action::Consent).types("återkalla").press(Action::Accept).press(Action::Accept);
    desk.press(Action::NewPoint).line("Ny punkt efter återkallelsen @karin >fre");
    assert!(desk.entries(EntryKind::Atgard).is_empty());
    assert!(desk.notice().contains("återkallat"), "{}", desk.notice());
    assert!(!desk.screen().line.is_empty(), "the words stay with the one who wrote them");
}

#[test]
fn a_form_left_with_esc_holds_what_was_written_when_it_is_opened_again() {
    let mut desk = Desk::eht();
    desk.press(Action::Head).fill("syfte", "En lugnare skola").press(Action::Back).press(Action::Head);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form is open") };
    assert_eq!(form.value("syfte"), "En lugnare skola");
}

#[test]
fn half_a_line_is_not_thrown_away_to_edit_another_row() {
    let mut desk = Desk::eht();
    desk.jump(1).line("+ Räknar").types("Halv men");
    desk.press(Action::Edit);
    assert_eq!(desk.screen().line.value(), "Halv men");
    assert!(desk.screen().editing.is_none());
}

#[test]
fn leaving_the_meeting_takes_esc_twice() {
    let mut desk = Desk::eht();
    desk.press(Action::Back);
    assert_eq!(desk.model.context(), Context::Line);
    desk.press(Action::Spoken).press(Action::Back);
    assert_eq!(desk.model.context(), Context::Line, "another key in between begins anew");
    desk.press(Action::Back);
    assert_eq!(desk.model.context(), Context::Ask);
}

#[test]
fn a_booked_follow_up_is_a_meeting_in_the_calendar() {
    use crate::domain::command::{Change, Record};
    let mut desk = Desk::sip();
    desk.jump(4).point(RowRef::Todo(crate::app::core::model::Todo::FollowUp)).press(Action::Accept);
    desk.fill("datum", "2027-01-18").fill("tid", "13.00").press(Action::Save);
    let booked = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Commit(command) => command.changes.iter().find_map(|change| match change {
            Change::Put(record) => match record.as_ref() {
                Record::Head(head) if head.id != desk.screen().meeting.id() => Some(head.clone()),
                _ => None,
            },
            Change::Delete(..) => None,
        }),
        _ => None,
    });
    let booked = booked.expect("the meeting is booked");
    assert_eq!((booked.agenda_id.as_str(), booked.status), ("sip-uppfoljning", MeetingStatus::Planerat));
    assert_eq!(booked.follows, Some(desk.screen().meeting.id()));
    assert_eq!(booked.planned.to_string(), "2027-01-18 13:00:00");
}

#[test]
fn nobody_has_said_yes_to_the_plan_before_they_have() {
    let mut desk = Desk::sip();
    let child = desk.person("Bo").id;
    desk.jump(4).point(RowRef::Todo(crate::app::core::model::Todo::PlanAnswer(child))).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    assert_eq!(form.value("svar"), "");
    desk.press(Action::Save);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "nothing is saved unsaid");
    assert!(desk.screen().meeting.plan_answers.is_empty());
    desk.fill("svar", "ja").press(Action::Save);
    assert_eq!(desk.screen().meeting.plan_answers.len(), 1);
}

#[test]
fn a_no_to_the_plan_is_not_passed_over_in_silence() {
    let mut desk = Desk::sip();
    desk.jump(4);
    let child = desk.person("Bo").id;
    desk.point(RowRef::Todo(crate::app::core::model::Todo::PlanAnswer(child))).press(Action::Accept);
    desk.fill("svar", "nej").press(Action::Save).press(Action::Close);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert!(
        stop.findings.iter().any(|finding| finding.what == "Bo säger nej till planen."),
        "{:?}",
        stop.findings
    );
}

#[test]
fn leaving_nulage_of_a_sip_with_somebody_unheard_asks_for_a_reason() {
    let mut desk = Desk::sip();
    desk.jump(1).line("+ Bo har två vänner").press(Action::Spoken);
    desk.press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert!(stop.findings[0].what.contains("Ann Ask") && !stop.findings[0].what.contains("Bo,"));
    desk.press(Action::GoOnAnyway).reasons("Tiden tog slut");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Behov);
    assert!(desk.screen().meeting.overrides.iter().any(|row| row.reason == "Tiden tog slut"));
}

#[test]
fn the_child_is_asked_first_and_one_key_marks_who_has_spoken() {
    let mut desk = Desk::sip();
    desk.jump(1).press(Action::Spoken);
    let heard = desk.screen().meeting.heard[0].participant;
    assert_eq!(heard, desk.person("Bo").id);
    desk.press(Action::Spoken).press(Action::Spoken).press(Action::Spoken).press(Action::Spoken);
    assert_eq!(desk.notice(), "Alla har fått ordet.");
}

#[test]
fn in_an_eht_one_key_marks_all_as_heard() {
    let mut desk = Desk::eht();
    desk.jump(1).press(Action::AllSpoken);
    assert_eq!(desk.screen().meeting.heard.len(), 3);
}

#[test]
fn a_pupils_arende_waits_for_steg_1_or_a_reason() {
    let mut desk = Desk::meeting("eht");
    desk.line("Eva Ek, rektor").press(Action::Next).line("Blå").press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert!(stop.findings.iter().any(|finding| finding.what.contains("Steg 1")), "{:?}", stop.findings);
    desk.press(Action::GoOnAnyway).types("x").press(Action::Accept);
    assert!(desk.notice().contains("några ord"));
    desk.types("Mentor är sjuk").press(Action::Accept);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
}

#[test]
fn the_chair_may_jump_freely_forward_and_back() {
    let mut desk = Desk::eht();
    for phase in [4, 0, 3, 1, 2] {
        desk.jump(phase);
        assert_eq!(desk.screen().meeting.head.phase.index(), usize::from(phase));
        assert!(desk.model.dialogs.is_empty());
    }
}

#[test]
fn leaving_an_arende_asks_for_one_nod_and_goes_on() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >fre").press(Action::NextPhase);
    let Some(Dialog::Confirm(confirm)) = desk.model.dialogs.last() else { panic!("nobody asked") };
    assert!(confirm.otherwise.is_some());
    // A point by its number, with air over it.
    assert!(
        confirm.text[1].is_empty() && confirm.text[2].starts_with("1  Ring hemmet"),
        "{:?}",
        confirm.text
    );
    assert!(confirm.text[2].contains("Maja\u{a0}Mo"));
    desk.press(Action::Accept);
    assert!(desk.entries(EntryKind::Atgard)[0].confirmed.is_some());
    assert_eq!(desk.screen().meeting.current_item().unwrap().order, 2);
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Klart);
}

#[test]
fn a_changed_point_must_be_confirmed_again() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >fre").jump(4).press(Action::Accept);
    assert!(desk.entries(EntryKind::Atgard)[0].confirmed.is_some());
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Edit);
    desk.send(Message::Edit(crate::app::core::line::Edit::DeleteToStart)).line("Ring hemmet @maja >om 3v");
    assert!(desk.entries(EntryKind::Atgard)[0].confirmed.is_none());
    assert_eq!(desk.model.context(), Context::ReadOut);
}

#[test]
fn the_read_out_changes_the_point_that_is_read() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >fre").line("Boka tid @sara >fre");
    desk.jump(4).press(Action::Edit);
    assert!(desk.screen().line.value().starts_with("Ring hemmet"), "{}", desk.screen().line.value());
}

#[test]
fn who_leaves_after_a_promise_has_promised() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet @maja >fre").wait(TimeDelta::minutes(5));
    desk.press(Action::Presence).types("maja").press(Action::Accept).press(Action::Accept);
    desk.wait(TimeDelta::minutes(5));
    desk.line("Ring igen @maja >fre").jump(4);
    let remark = |desk: &Desk| board::board(&desk.model).unwrap().point.unwrap().remark;
    assert_eq!(remark(&desk), None);
    desk.press(Action::Accept);
    assert!(remark(&desk).is_some_and(|remark| remark.contains("tillfrågas")));
}

#[test]
fn the_read_out_asks_for_what_is_missing() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet").jump(4).press(Action::Accept);
    assert_eq!(desk.screen().line.value(), "Ring hemmet @ >");
    assert_eq!(desk.model.context(), Context::Line);
    desk.press(Action::Next).types("maja").press(Action::Next).types("fre").press(Action::Accept);
    assert_eq!(desk.model.context(), Context::ReadOut);
    desk.press(Action::Accept);
    assert!(desk.entries(EntryKind::Atgard)[0].confirmed.is_some());
}

#[test]
fn a_sip_is_not_closed_before_the_plan_is_asked_about_and_the_follow_up_booked() {
    let mut desk = Desk::sip();
    desk.jump(3).line("Samtal varje vecka @karin >varje vecka från 2/12");
    desk.jump(4).press(Action::Accept);
    desk.fill("datum", "om 8 veckor").press(Action::Save).press(Action::Accept).press(Action::Close);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    let rules: Vec<&str> = stop.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        ["behov_fran_bada", "planfraga", "planfraga", "huvudansvar", "mottagare", "uppfoljning"]
    );
    let person = desk.person("Bo").id;
    desk.press(Action::Back)
        .point(RowRef::Todo(crate::app::core::model::Todo::PlanAnswer(person)))
        .press(Action::Accept)
        .fill("svar", "ja, om …")
        .fill("villkor", "jag slipper prata i klassen");
    desk.fill("agare", "Karin Lund").press(Action::Save);
    assert!(
        desk.entries(EntryKind::Atgard).iter().any(|entry| entry.text == "”Jag slipper prata i klassen”")
    );
    desk.press(Action::Close).press(Action::Back).press(Action::Close);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("no rule spoke") };
    assert!(
        stop.findings.iter().any(|finding| finding.rule == "upplasning"),
        "the new point is read out too"
    );
}

#[test]
fn what_is_done_is_not_highlighted_any_more() {
    let mut desk = Desk::sip();
    desk.jump(4).point(RowRef::Todo(crate::app::core::model::Todo::FollowUp)).press(Action::Accept);
    desk.fill("datum", "om 8 veckor").press(Action::Save);
    assert_eq!(desk.screen().meeting.follow_ups.len(), 1);
    assert_eq!(desk.screen().cursor, None);
}

#[test]
fn a_meeting_is_closed_and_opened_again() {
    let mut desk = Desk::eht();
    desk.jump(4).press(Action::Close).press(Action::Accept);
    assert_eq!(desk.screen().meeting.head.status, MeetingStatus::Avslutat);
    assert_eq!(desk.model.context(), Context::Closed);
    assert!(desk.screen().meeting.stages.iter().all(|stage| stage.to.is_some()));
    desk.press(Action::Minutes);
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::OfferPapers(crate::app::effect::PaperKind::Minutes(_)))
    ));
    desk.press(Action::Reopen).press(Action::Accept);
    assert_eq!(desk.model.context(), Context::ReadOut);
}

#[test]
fn a_postponed_arende_leaves_todays_walk() {
    let mut desk = Desk::eht();
    desk.jump(1).press(Action::Postpone);
    assert_eq!(desk.model.context(), Context::Ask, "a slip beside F8 postpones nothing");
    desk.press(Action::Accept);
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Uppskjutet);
    assert_eq!(desk.screen().meeting.current_item().unwrap().order, 2);
    assert_eq!(desk.screen().meeting.todays_items().count(), 1);
}

#[test]
fn a_follow_up_goes_straight_to_planering() {
    let mut desk = Desk::meeting("eht");
    desk.line("Eva Ek, rektor").press(Action::Next).line("Grön, uppföljning").press(Action::NextPhase);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Planering);
}

#[test]
fn a_full_disk_keeps_everything_in_order_and_says_so() {
    let mut desk = Desk::eht();
    desk.jump(1);
    desk.disk = Disk::Full;
    desk.line("+ Ett").line("+ Två");
    assert_eq!(desk.entries(EntryKind::Fungerar).len(), 2, "it stays on screen");
    let Saving::NotSaved { why, count } = desk.model.saving() else { panic!("claimed to be saved") };
    assert_eq!((why.as_str(), count), ("Disken är full.", 2));
    desk.press(Action::Quit);
    assert!(!desk.model.quit, "leaving is asked about");
    desk.press(Action::Back);
    desk.disk = Disk::Works;
    desk.wait(TimeDelta::seconds(3));
    assert!(matches!(desk.model.saving(), Saving::Saved(_)));
    let texts: Vec<&str> =
        desk.entries(EntryKind::Fungerar).iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(texts, ["Ett", "Två"]);
}

#[test]
fn a_text_that_was_refused_is_given_back() {
    let mut desk = Desk::eht();
    desk.jump(1);
    desk.disk = Disk::Refuses;
    desk.line("+ Det här ville jag säga");
    assert_eq!(desk.screen().line.value(), "Det här ville jag säga");
    assert!(desk.entries(EntryKind::Fungerar).is_empty());
    assert!(desk.model.notice.as_ref().is_some_and(|notice| notice.bad));
    assert_eq!(desk.model.saving(), Saving::Nothing, "what was refused is never called saved");
}

#[test]
fn half_a_sentence_is_on_disk_within_a_second() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Halv men");
    desk.wait(TimeDelta::milliseconds(250)).types("i").wait(TimeDelta::milliseconds(250));
    let draft = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft { field, text, .. } => Some((*field, text.as_str())),
        _ => None,
    });
    assert_eq!(draft, Some((DRAFT_LINE, "Halv meni")));
    desk.press(Action::Accept).wait(TimeDelta::seconds(1));
    let last = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(last, Some(""), "what was saved is no draft any more");
}

#[test]
fn a_meeting_resumes_where_it_stood_with_the_half_typed_line() {
    let mut desk = Desk::eht();
    desk.jump(2).line("Lugn lässtund");
    let meeting = Box::new(desk.screen().meeting.clone());
    let mut again = Desk::new();
    again.now.utc += TimeDelta::hours(3);
    let draft = Some(LineDraft { text: "Veta vad so".to_owned(), edits: None, then: None });
    let drafts = Drafts { line: draft, ..Drafts::default() };
    again.send(Message::Store(Reply::OpenedMeeting { meeting, drafts }));
    assert_eq!(again.screen().meeting.head.phase, Phase::Behov);
    assert_eq!(again.screen().line.value(), "Veta vad so");
    let open: Vec<_> = again.screen().meeting.stages.iter().filter(|stage| stage.to.is_none()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].from, again.now.utc, "the hours in between don't count");
}

#[test]
fn a_too_small_terminal_takes_no_commands_and_loses_nothing() {
    let mut desk = Desk::eht();
    desk.jump(1).types("Hal");
    desk.send(Message::Resize(40, 10)).types("va").press(Action::Accept);
    desk.send(Message::Resize(80, 24));
    assert_eq!(
        desk.screen().line.value(),
        "Halva",
        "what is typed blind is kept, what is commanded blind isn't done"
    );
}

#[test]
fn strike_asks_first_and_is_sent_with_the_text_gone_from_the_line() {
    let mut desk = Desk::eht();
    desk.jump(1).line("- Ett namn som inte skulle stå här");
    desk.press(Action::Strike);
    assert!(desk.model.dialogs.is_empty(), "not what nobody pointed at");
    assert_eq!(desk.notice(), "Markera raden med pilarna först.");
    desk.press(Action::Up).press(Action::Strike);
    assert_eq!(desk.model.context(), Context::Ask);
    desk.press(Action::Accept);
    assert!(matches!(desk.effects.last(), Some(Effect::Strike { .. })));
}

#[test]
fn a_mentor_leaves_and_the_time_is_noted() {
    let mut desk = Desk::eht();
    desk.jump(1).wait(TimeDelta::minutes(31)).press(Action::Presence).types("maja");
    desk.press(Action::Accept).press(Action::Accept);
    assert_eq!(desk.person("Maja Mo").presence, Presence::Gatt);
    assert!(desk.person("Maja Mo").left.is_some());
    assert_eq!(desk.notice(), "Maja Mo lämnade mötet 09.31.");
}

#[test]
fn who_looked_in_before_it_began_goes_again_and_isnt_called_absent() {
    let mut desk = Desk::eht();
    desk.jump(0).point_away().press(Action::Presence).types("maja").press(Action::Accept);
    desk.types("skulle inte").press(Action::Accept);
    let maja = desk.person("Maja Mo").clone();
    assert_eq!((maja.presence, desk.notice()), (Presence::Gatt, "Maja Mo lämnade mötet 09.00."));
    assert!(desk.screen().meeting.came_and_went(&maja));
    desk.jump(1);
    assert!(desk.screen().meeting.came_and_went(&maja), "what was before the beginning is so still");
    // A highlighted row is turned through the same.
    desk.jump(0).press(Action::Presence).types("maja").press(Action::Accept).press(Action::Accept);
    assert_eq!(desk.person("Maja Mo").presence, Presence::Plats);
}

#[test]
fn dissent_is_written_with_the_decision() {
    let mut desk = Desk::eht();
    desk.jump(3).types("Kartläggning görs").press(Action::ToDecision).press(Action::Accept);
    desk.press(Action::Edit)
        .fill("avvikande", "Kuratorn vill begära samverkan med BUP nu")
        .press(Action::Save);
    let Body::Beslut(decision) = &desk.entries(EntryKind::Beslut)[0].body else { panic!("no decision") };
    assert_eq!(decision.dissent.as_deref(), Some("Kuratorn vill begära samverkan med BUP nu"));
}

#[test]
fn an_exemption_keeps_an_entry_from_a_party() {
    let mut desk = Desk::sip();
    desk.jump(1).line("- Det som sades hos BUP").press(Action::Exempt).types("skola").press(Action::Accept);
    assert_eq!(desk.screen().meeting.exemptions[0].part, "Skola");
    desk.press(Action::Exempt).types("skola").press(Action::Accept);
    assert!(desk.screen().meeting.exemptions.is_empty());
}

#[test]
fn no_countdown_in_a_sip() {
    let desk = Desk::sip();
    let board = board::board(&desk.model).unwrap();
    assert_eq!(board.middle, "Vi slutar 10.00");
    assert_eq!(board.right, "09.00");
}

#[test]
fn the_time_of_an_arende_is_counted_in_all_its_phases() {
    let mut desk = Desk::eht();
    desk.jump(1).wait(TimeDelta::minutes(2)).jump(2).wait(TimeDelta::minutes(2));
    let board = board::board(&desk.model).unwrap();
    assert_eq!(board.middle, "Ärende 1 av 2 · 4 av 6 min · 1 kvar");
    assert!(!board.over_time);
    desk.wait(TimeDelta::minutes(4));
    assert!(board::board(&desk.model).unwrap().over_time);
}

#[test]
fn what_is_missing_stands_there_with_its_key() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hemmet");
    let board = board::board(&desk.model).unwrap();
    let missing: Vec<&str> = board
        .columns
        .iter()
        .flat_map(|column| &column.sections)
        .filter(|section| section.heading.starts_with("Saknas"))
        .flat_map(|section| &section.rows)
        .map(|row| row.text.as_str())
        .collect();
    assert_eq!(missing, ["Åtgärd 1 har varken ansvarig eller datum"]);
}

#[test]
fn a_form_that_was_being_filled_in_comes_back() {
    let mut desk = Desk::sip();
    desk.press(Action::Head).fill("syfte", "En lugnare morg").wait(TimeDelta::milliseconds(600));
    desk.wait(TimeDelta::milliseconds(400));
    let form = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft { field, text, .. } if *field == crate::app::core::effect::DRAFT_FORM => {
            Some(text.clone())
        }
        _ => None,
    });
    let meeting = Box::new(desk.screen().meeting.clone());
    let mut again = Desk::new();
    let drafts = Drafts { form, ..Drafts::default() };
    again.send(Message::Store(Reply::OpenedMeeting { meeting, drafts }));
    let Some(Dialog::Form(open)) = again.model.dialogs.last() else { panic!("the form is gone") };
    assert_eq!(open.value("syfte"), "En lugnare morg");
    again.press(Action::Save).wait(TimeDelta::milliseconds(250)).wait(TimeDelta::milliseconds(400));
    let last = again.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft { field, text, .. } if *field == crate::app::core::effect::DRAFT_FORM => {
            Some(text.as_str())
        }
        _ => None,
    });
    assert_eq!(last, Some(""), "a saved form leaves no draft");
}

fn promise(text: &str, id: u128) -> crate::domain::earlier::Earlier {
    use crate::domain::earlier::Earlier;
    Earlier { owner: Some("Ines Is".to_owned()), ..Earlier::made_up(id, text) }
}

#[test]
fn a_meeting_opens_on_what_was_promised_and_each_is_told() {
    let mut desk = Desk::meeting("eht");
    desk.earlier(vec![promise("Flytta borden", 1), promise("Läskartläggning", 2)]);
    let row = |id: u128| RowRef::Earlier(uuid::Uuid::from_u128(id).into());
    desk.point(row(1)).press(Action::Accept).fill("status", "klar").fill("utvardering", "Det blev lugnare");
    desk.press(Action::Save);
    assert_eq!(desk.screen().cursor, Some(row(2)), "the next promise stands ready");
    desk.press(Action::Accept).fill("status", "ändrad").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("saved without a new time") };
    assert_eq!(form.error.as_deref(), Some("Skriv den nya tiden, eller vem som tar över."));
    desk.fill("tid", "nästa fre").press(Action::Save);
    let board = board::board(&desk.model).unwrap();
    let rows: Vec<(&str, Option<&str>)> = board
        .columns
        .iter()
        .flat_map(|column| &column.sections)
        .filter(|section| section.heading == "Från förra gången  2 av 2")
        .flat_map(|section| &section.rows)
        .map(|row| (row.text.as_str(), row.detail.as_deref()))
        .collect();
    assert_eq!(desk.screen().cursor, None, "nothing is left to answer");
    assert_eq!(
        rows,
        [
            ("Flytta borden", Some("Ines Is · klar · Det blev lugnare · lovat 9 nov")),
            ("Läskartläggning", Some("Ines Is · ändrad · senast fre 4 dec · lovat 9 nov")),
        ]
    );
}

#[test]
fn what_was_kept_from_somebody_is_marked_also_when_it_comes_along_to_the_next_meeting() {
    let mut desk = Desk::meeting("eht");
    let kept = crate::domain::earlier::Earlier {
        kept_from: vec!["Skola".to_owned(), "BUP".to_owned()],
        emi: true,
        ..promise("Orosanmälan följs upp", 1)
    };
    desk.earlier(vec![kept, promise("Läskartläggning", 2)]);
    let board = board::board(&desk.model).unwrap();
    let rows: Vec<String> = board
        .columns
        .iter()
        .flat_map(|column| &column.sections)
        .flat_map(|section| &section.rows)
        .filter(|row| matches!(row.target, Some(RowRef::Earlier(_))))
        .map(|row| row.detail.clone().unwrap_or_default())
        .collect();
    assert!(
        rows[0].contains("undantag: Skola, BUP") && rows[0].contains("hålls inne: orosanmälan"),
        "{rows:?}"
    );
    assert!(rows[0].contains("EMI"), "{rows:?}");
    assert!(!rows[1].contains("undantag") && !rows[1].contains("EMI"), "{rows:?}");
}

mod monkey {
    use super::*;
    use crate::app::testing::forms;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Move {
        Do(Action),
        Type(String),
        Edit(Edit),
        Paste(String),
        Row(usize),
        Index(usize),
        Wait(i64),
        Size(u16, u16),
    }

    /// Any action; the one that most often means something comes more often. The program isn't left.
    fn action() -> impl Strategy<Value = Action> {
        let any = Action::ALL.iter().copied().filter(|action| *action != Action::Quit);
        prop::sample::select(any.chain([Action::Accept; 4]).collect::<Vec<_>>())
    }

    fn step() -> impl Strategy<Value = Move> {
        prop_oneof![
            6 => action().prop_map(Move::Do),
            3 => prop::sample::select(vec![
                "Ring hemmet @maja >fre", "Eva Ek, rektor", "Blå", "+ Bra", "- Svårt #1", "om 3v", "ja", "1",
                "\u{202e}x\u{1b}[31m", "a\u{30a}", "@", ">", "#", "e",
            ]).prop_map(|text| Move::Type(text.to_owned())),
            1 => prop::sample::select(vec![Edit::Backspace, Edit::DeleteWord, Edit::DeleteToStart, Edit::Left])
                .prop_map(Move::Edit),
            1 => "[a-zåäö,@> \r\n]{0,30}".prop_map(Move::Paste),
            2 => (0_usize..20).prop_map(Move::Row),
            1 => (0_usize..10).prop_map(Move::Index),
            1 => (0_i64..5_000).prop_map(Move::Wait),
            1 => (30_u16..200, 10_u16..70).prop_map(|(columns, rows)| Move::Size(columns, rows)),
        ]
    }

    fn make(desk: &mut Desk, step: Move) {
        match step {
            Move::Do(action) => {
                desk.press(action);
            }
            Move::Type(text) => {
                desk.types(&text);
            }
            Move::Edit(edit) => {
                desk.send(Message::Edit(edit));
            }
            Move::Paste(text) => {
                desk.send(Message::Paste(text));
            }
            Move::Row(at) => {
                let row = board::board(&desk.model).and_then(|board| board.targets().get(at).copied());
                if let Some(row) = row {
                    desk.point(row);
                }
            }
            Move::Index(index) => {
                desk.send(Message::ClickIndex(index));
            }
            Move::Wait(ms) => {
                desk.wait(TimeDelta::milliseconds(ms));
            }
            Move::Size(columns, rows) => {
                desk.send(Message::Resize(columns, rows));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_pressed_nothing_breaks(
            form in prop::sample::select(forms()),
            steps in prop::collection::vec(step(), 0..120),
        ) {
            let mut desk = Desk::meeting(&form.id);
            for step in steps {
                make(&mut desk, step);
                let _ = board::board(&desk.model);
                prop_assert!(desk.model.outbox.is_empty(), "the disk works, so nothing waits");
                let Some(screen) = desk.model.meeting_screen() else { continue };
                let meeting = &screen.meeting;
                if !meeting.head.individuals {
                    prop_assert!(meeting.arenden.iter().all(|arende| arende.child.is_none()));
                }
                for entry in &meeting.entries {
                    prop_assert!(entry.arende.is_none_or(|id| meeting.item(id).is_some()));
                    prop_assert!(entry.source.is_none_or(|id| meeting.participant(id).is_some()));
                }
                let holds = meeting.participants.iter().filter(|person| person.chairs).count();
                prop_assert!(holds <= 1, "one leads");
                prop_assert!(meeting.stages.iter().filter(|stage| stage.to.is_none()).count() <= 1);
            }
        }
    }
}

mod journal {
    use super::*;
    use crate::app::Reply;
    use crate::domain::command::{Code, Table};
    use crate::domain::ids::{CommandId, MeetingId};
    use crate::domain::journal::{JournalAct, JournalDetail, JournalPage, RowChange, RowOp};

    fn act(seq: i64, meeting: Option<MeetingId>, code: Code) -> JournalAct {
        JournalAct {
            seq,
            at: crate::app::testing::monday().utc,
            person: Some("Åsa Öberg".to_owned()),
            code: Some(code),
            key: code.key(),
            command: CommandId(uuid::Uuid::nil()),
            meeting,
            handle: Some("2026-11-23-eht".to_owned()),
            about: None,
            looked: None,
            rows: Vec::new(),
        }
    }

    fn page(meeting: Option<MeetingId>, before: Option<i64>, seqs: &[i64], more: bool) -> Message {
        let acts = seqs.iter().map(|seq| act(*seq, meeting, Code::Open)).collect();
        Message::Store(Reply::List(Box::new(Listing::Journal(JournalPage { meeting, before, acts, more }))))
    }

    fn labels(desk: &Desk) -> Vec<String> {
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list is shown") };
        pick.items.iter().map(|item| format!("{} {}", item.label, item.detail)).collect()
    }

    fn detail(meeting: MeetingId, op: RowOp, restorable: bool) -> Message {
        let text = |text: &str| {
            let serde_json::Value::Object(map) = serde_json::json!({"text": text}) else { panic!() };
            Some(map)
        };
        let row = RowChange {
            table: Table::Entry,
            id: uuid::Uuid::nil(),
            op,
            before: text("Borttagen av misstag"),
            after: None,
            gone: false,
        };
        let act = act(8, Some(meeting), Code::Remove(EntryKind::Anteckning));
        Message::Store(Reply::JournalAct(Box::new(JournalDetail { act, rows: vec![row], restorable })))
    }

    #[test]
    fn the_list_grows_page_by_page_and_stays_while_one_reads() {
        let mut desk = Desk::new();
        desk.press(Action::Journal);
        assert!(matches!(
            desk.effects.last(),
            Some(Effect::OpenList(ListQuery::Journal { meeting: None, before: None }))
        ));
        desk.send(page(None, None, &[9, 8], true));
        assert_eq!(labels(&desk)[0], "mån 23 nov 09.00  Åsa Öberg 2026-11-23-eht  öppnade mötet");
        assert_eq!(labels(&desk).len(), 3);
        desk.press(Action::PageDown).press(Action::Accept);
        assert!(matches!(
            desk.effects.last(),
            Some(Effect::LoadList(ListQuery::Journal { before: Some(8), .. }))
        ));
        desk.send(page(None, Some(8), &[5], false));
        assert_eq!(labels(&desk).len(), 3);
        // At home nobody's words are shown.
        desk.press(Action::Up).press(Action::Accept);
        assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::LoadJournalAct(_))));
        let Some(Dialog::Reader(row)) = desk.model.dialogs.last() else { panic!("the row is shown whole") };
        assert!(row.text.contains("2026-11-23-eht") && row.text.contains("öppnade mötet"), "{}", row.text);
    }

    #[test]
    fn a_page_for_somebody_who_has_gone_on_is_not_shown() {
        let mut desk = Desk::eht();
        desk.send(page(None, None, &[9], false));
        assert!(desk.model.dialogs.is_empty());
    }

    #[test]
    fn what_went_is_put_back_after_a_yes() {
        let mut desk = Desk::eht();
        let id = desk.screen().meeting.id();
        desk.press(Action::Journal).send(page(Some(id), None, &[8], false)).press(Action::Accept);
        assert!(matches!(desk.effects.last(), Some(Effect::LoadJournalAct(8))));
        desk.send(detail(id, RowOp::Removed, true));
        let Some(Dialog::Confirm(confirm)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
        assert!(confirm.text.iter().any(|line| line.contains("”Borttagen av misstag”")));
        desk.press(Action::Accept);
        assert!(desk.model.dialogs.is_empty());
        let Some(Effect::Restore { meeting, seq: 8, id: command }) = desk.effects.last() else { panic!() };
        assert_eq!(*meeting, id);
        assert_eq!(desk.model.outbox.len(), 1, "nothing is claimed before the store has answered");
        let at = desk.now.utc;
        let command = *command;
        desk.send(Message::Store(Reply::Restored { id: command, at }));
        assert!(desk.model.outbox.is_empty());
        assert!(desk.model.notice.as_ref().unwrap().text.contains("tillbaka"));
    }

    #[test]
    fn what_cannot_be_put_back_is_only_read() {
        let mut desk = Desk::eht();
        let id = desk.screen().meeting.id();
        desk.send(detail(id, RowOp::Removed, false));
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))));
    }
}

#[test]
fn a_row_that_another_rewrote_while_it_was_removed_stands_and_is_said() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Räknar med glädje");
    let entry = desk.screen().meeting.entries.last().unwrap().clone();
    desk.point(RowRef::Entry(entry.id));
    let mut theirs = desk.screen().meeting.clone();
    let effects = crate::app::update(&mut desk.model, Message::Do(Action::Remove), desk.now);
    let id = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Commit(command) => Some(command.id),
            _ => None,
        })
        .expect("it is removed");
    assert!(desk.screen().meeting.entry(entry.id).is_none());
    theirs.put(
        crate::domain::record::Entry { text: "Räknar hellre ute".into(), rev: 2, ..entry.clone() }.into(),
    );
    crate::app::update(&mut desk.model, Message::Store(Reply::Overtaken { id }), desk.now);
    crate::app::update(&mut desk.model, Message::Store(Reply::Meeting(Box::new(theirs))), desk.now);
    assert_eq!(desk.screen().meeting.entry(entry.id).unwrap().text, "Räknar hellre ute");
    assert!(desk.model.notice.as_ref().is_some_and(|notice| notice.bad && notice.text.contains("står kvar")));
    assert!(desk.model.outbox.is_empty());
}

#[test]
fn whoever_said_somebody_else_by_mistake_comes_back_to_those_who_are_known() {
    let mut desk = Desk::new();
    let persons = ["Eva", "Siv"].map(|name| {
        let id = uuid::Uuid::from_u128(name.len() as u128 + u128::from(name.as_bytes()[0]));
        Person { id: id.into(), name: name.to_owned(), role: String::new(), rev: 1 }
    });
    let known = Known { persons: persons.to_vec(), ..Known::default() };
    desk.send(Message::Store(Reply::Known(Box::new(known))));
    desk.types("någon annan").press(Action::Accept);
    assert!(
        matches!(desk.model.dialogs.last(), Some(Dialog::Form(form)) if form.is(&crate::app::home::persons::PERSON))
    );
    desk.press(Action::Back);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    assert!(pick.items.iter().any(|item| item.label == "Siv"));
    desk.types("siv").press(Action::Accept);
    assert_eq!(desk.model.person.as_ref().map(|person| person.name.as_str()), Some("Siv"));
}

#[test]
fn what_is_saved_as_it_was_opened_is_no_act() {
    let mut desk = Desk::eht();
    let acts = |desk: &Desk| desk.effects.iter().filter(|effect| matches!(effect, Effect::Commit(_))).count();
    for (phase, text) in [
        (1, "Läsning fungerar"),
        (2, "Mer stöd i läsning"),
        (3, "Läsa högt @maja >fre"),
        (3, "Bara en anteckning"),
    ] {
        desk.jump(phase).line(text);
        let id = desk.screen().meeting.entries.iter().map(|entry| entry.id).max().unwrap();
        let (before, was) = (acts(&desk), desk.screen().meeting.clone());
        desk.point(RowRef::Entry(id)).press(Action::Edit).press(Action::Accept);
        assert!(desk.screen().editing.is_none(), "{text}");
        assert_eq!(acts(&desk), before, "{text}");
        assert_eq!(desk.screen().meeting, was);
    }
    // A change is one.
    let id = desk.entries(EntryKind::Atgard)[0].id;
    let before = acts(&desk);
    desk.point(RowRef::Entry(id)).press(Action::Edit);
    desk.send(Message::Edit(crate::app::core::line::Edit::DeleteToStart)).line("Läsa varje dag @maja >fre");
    assert_eq!(acts(&desk), before + 1);
    // Forms of people and ärenden too.
    desk.point_away().jump(0);
    let person = desk.person("Maja Mo").id;
    let item = desk.screen().meeting.items[0].id;
    for row in [RowRef::Participant(person), RowRef::Item(item)] {
        let before = acts(&desk);
        desk.point(row).press(Action::Edit);
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{row:?}");
        desk.press(Action::Save);
        assert!(desk.model.dialogs.is_empty(), "{row:?}: {:?}", desk.model.dialogs);
        assert_eq!(acts(&desk), before, "{row:?}");
    }
}

#[test]
fn at_home_a_row_of_the_journal_is_shown_whole() {
    use crate::domain::access::Looked;
    use crate::domain::command::Code;
    use crate::domain::journal::{JournalAct, JournalPage};
    let mut desk = Desk::new();
    let act = JournalAct {
        seq: 12,
        at: desk.now.utc,
        person: Some("Eva Ek".to_owned()),
        code: Some(Code::Printed),
        key: Code::Printed.key(),
        command: uuid::Uuid::nil().into(),
        meeting: None,
        handle: None,
        about: None,
        looked: Some(Looked {
            papers: vec!["Ann Ask, mamma: hela protokollet, version 1, pdf, svar okänt".to_owned()],
            note: Some("2 ex, skrivare Lokal".to_owned()),
            account: Some("tjanst".to_owned()),
            ..Looked::default()
        }),
        rows: Vec::new(),
    };
    let page = JournalPage { meeting: None, before: None, acts: vec![act], more: false };
    desk.press(Action::Journal);
    desk.send(Message::Store(Reply::List(Box::new(Listing::Journal(page))))).press(Action::Accept);
    let Some(Dialog::Reader(reader)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    for said in ["Eva Ek (kontot tjanst)", "lämnade papper till skrivaren", "Ann Ask", "2 ex, skrivare Lokal"]
    {
        assert!(reader.text.contains(said), "{said}: {}", reader.text);
    }
    assert!(!reader.text.contains("mötets egen journal"), "{}", reader.text);
}

/// What somebody else does meanwhile, at the next screen.
#[test]
fn a_closing_looks_once_more_when_somebody_has_written_while_it_asked() {
    for writes in [false, true] {
        let mut desk = Desk::eht();
        desk.jump(3);
        crate::app::meeting::course::confirm_close(&mut desk.model);
        if writes {
            // As it comes when the meeting is read back.
            let mut other = Desk::eht();
            other.jump(3).line("Ring hem");
            let entry = other.screen().meeting.actions().next().unwrap().clone();
            let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
            screen.meeting.put(entry.into());
        }
        desk.press(Action::Accept);
        let closed = desk.screen().meeting.head.status == MeetingStatus::Avslutat;
        assert_eq!(closed, !writes, "{}", desk.notice());
        assert_eq!(desk.notice().contains("medan frågan stod"), writes, "{}", desk.notice());
    }
}

#[test]
fn a_meeting_that_somebody_else_removes_is_left_with_the_line_on_screen() {
    let mut desk = Desk::meeting("bht");
    let id = desk.screen().meeting.id();
    desk.types("Kim Test, mentor").send(Message::Store(Reply::MeetingGone(id)));
    assert!(matches!(desk.model.screen, Screen::Home(_)));
    assert!(desk.notice().contains("tog bort mötet") && desk.notice().contains("Kim Test, mentor"));
    assert!(
        !desk
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveDraft { text, .. } if !text.is_empty()))
    );
}

#[test]
fn a_draft_comes_back_as_what_it_was_to_become() {
    let mut desk = Desk::meeting("eht");
    for (target, line) in [
        (Target::Participant, "Kim Test, mentor"),
        (Target::Individual, "Magenta"),
        (Target::Group, "Klass 5"),
        (Target::Entry(EntryKind::Privat), "Bara för mig"),
    ] {
        while desk.screen().target != target {
            desk.press(Action::Next);
        }
        desk.types(line);
        let draft = desk.screen().written();
        // The usual is kept as it is typed.
        assert_eq!(draft == line, target == Target::Participant, "{draft:?}");
        let mut again = crate::app::core::model::MeetingScreen::new(desk.screen().meeting.clone());
        again.set_written(&draft);
        assert_eq!((again.target, again.line.value()), (target, line));
        desk.press(Action::Back);
    }
}
