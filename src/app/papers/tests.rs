//! Closed meetings: corrections, the lock, new versions, and who gets what.

use crate::app::core::action::Action;
use crate::app::core::effect::{CopyTo, Effect, Lying, PaperKind, PaperTo, Reply};
use crate::app::core::line::Line;
use crate::app::core::model::RowRef;
use crate::app::core::model::Screen;
use crate::app::core::model::form::FieldKind;
use crate::app::core::reply::PapersWork;
use crate::app::papers::copies::last_given;
use crate::app::papers::lying;
use crate::app::testing::Desk;
use crate::app::ui::dialog::{Copies, Dialog};
use crate::app::{Message, what_they_get};
use crate::domain::command::{Change, Code, Record};
use crate::domain::copies::Part;
use crate::domain::ids::RowId;
use crate::domain::record::{CopyLog, CopyWay, FileCopy, MeetingStatus};
use uuid::Uuid;

/// An EHT that is over: the mentor took part in the first ärende alone.
fn closed() -> Desk {
    let mut desk = Desk::eht();
    let mentor = desk.person("Maja Mo").id;
    desk.point(RowRef::Participant(mentor)).press(Action::Edit).fill("arenden", "1").press(Action::Save);
    desk.point_away();
    crate::app::meeting::course::closed(&mut desk.model);
    desk.send(Message::Tick);
    assert_eq!(desk.screen().meeting.head.status, MeetingStatus::Avslutat);
    desk
}

fn lock(desk: &mut Desk) {
    desk.press(Action::Approve).press(Action::Accept);
    if desk.screen().meeting.head.file_copy.is_none() {
        // What the akt shows is asked first: only what the child is called.
        desk.press(Action::Down).press(Action::Accept);
    }
    desk.fill("av", "Eva Ek, rektor").fill("registrerad", "BUN 2026/17").press(Action::Save);
    assert!(desk.screen().meeting.is_locked(), "{}", desk.notice());
}

fn last_command(desk: &Desk) -> &crate::domain::command::Command {
    desk.effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Commit(command) => Some(command),
            _ => None,
        })
        .unwrap()
}

fn list(desk: &Desk) -> &crate::app::ui::dialog::Copies {
    let found = desk.model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Copies(copies) => Some(copies),
        _ => None,
    });
    found.expect("the list is open")
}

#[test]
fn what_somebody_wants_changed_is_kept_and_seen_to() {
    let mut desk = closed();
    desk.press(Action::Approve).press(Action::Down).press(Action::Accept);
    desk.fill("fran", "Maja Mo").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it asks for what") };
    assert!(form.error.is_some());
    desk.fill("text", "Det var tjugo minuter").press(Action::Save);
    let rows = &desk.screen().meeting.corrections;
    assert_eq!((rows.len(), rows[0].text.as_str(), rows[0].done), (1, "Det var tjugo minuter", false));
    desk.press(Action::Approve).press(Action::Down).press(Action::Down).press(Action::Accept);
    desk.fill("atgardad", "ja").press(Action::Save);
    assert!(desk.screen().meeting.corrections[0].done);
}

#[test]
fn the_lock_asks_by_whom_and_where_it_is_registered() {
    let mut desk = closed();
    desk.press(Action::Approve).press(Action::Accept).press(Action::Down).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it asks") };
    assert!(form.is(&super::locking::LOCK));
    desk.fill("av", "Eva Ek, rektor").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it asks again") };
    assert!(form.error.as_deref().is_some_and(|why| why.contains("diarienumret")), "{:?}", form.error);
    assert!(!desk.screen().meeting.is_locked());
    desk.fill("registrerad", "BUN 2026/17").press(Action::Save);
    assert!(desk.screen().meeting.is_locked());
    assert!(desk.notice().starts_with("Låst."), "{}", desk.notice());
    let board = crate::app::meeting::board::board(&desk.model).unwrap();
    assert!(board.question.contains("justerat av Eva Ek, rektor (version 1)"), "{}", board.question);
    desk.press(Action::Reopen);
    assert!(desk.model.dialogs.is_empty() && desk.notice().contains("ny version"), "{}", desk.notice());
    desk.press(Action::Approve);
    assert!(desk.model.dialogs.is_empty(), "it isn't locked twice");
}

#[test]
fn a_new_version_asks_why_and_opens_the_meeting_with_its_own_end() {
    let mut desk = closed();
    let ended = desk.screen().meeting.head.ended;
    desk.press(Action::Versions);
    assert!(desk.model.dialogs.is_empty(), "there is no version to show");
    lock(&mut desk);
    desk.press(Action::Versions).press(Action::Accept).press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it asks why") };
    assert!(form.error.is_some());
    desk.fill("skal", "Fel antal minuter").fill("av", "Eva Ek").press(Action::Save);
    let meeting = &desk.screen().meeting;
    assert!(!meeting.is_locked() && meeting.head.status == MeetingStatus::Pagar);
    assert_eq!(meeting.openings[0].reason, "Fel antal minuter");
    assert_eq!(last_command(&desk).code, Code::NewVersion);
    desk.wait(chrono::TimeDelta::days(3));
    crate::app::meeting::course::closed(&mut desk.model);
    desk.send(Message::Tick);
    assert_eq!(desk.screen().meeting.head.ended, ended, "the meeting ended when it did");
    desk.press(Action::Versions);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("the versions are listed") };
    let labels: Vec<&str> = pick.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels, ["Skillnad 1 → utkastet", "Version 1"]);
    desk.press(Action::Accept);
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::OfferPapers(PaperKind::Difference(_, 1, None))))
    );
}

#[test]
fn one_key_makes_everybodys_copy_and_a_printer_is_used_where_there_is_one() {
    let mut desk = closed();
    desk.press(Action::Copies);
    let gets: Vec<String> = list(&desk)
        .rows
        .iter()
        .map(|row| what_they_get(&desk.model, &desk.screen().meeting.held_keys(), row))
        .collect();
    assert_eq!(gets, ["hela protokollet", "hela protokollet", "ärende 1 (var bara med där)"]);
    desk.press(Action::PrintAll);
    assert!(desk.notice().contains("letar efter skrivare"), "{}", desk.notice());
    desk.send(Message::Store(Reply::Printers(vec!["Lärarrummet".to_owned()])));
    desk.press(Action::PrintAll).press(Action::PrintAll);
    let made: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::MakeCopies { orders, to, .. } => Some((orders.clone(), to.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(made.len(), 1, "a second key while they are made makes nothing twice");
    let (orders, CopyTo::Printer(wish)) = &made[0] else { panic!("they are printed") };
    assert_eq!((orders.len(), wish.printer.as_deref()), (3, Some("Lärarrummet")));
    assert_eq!(orders[2].part, Part::Arenden(vec![desk.screen().meeting.items[0].id]));

    desk.send(Message::Store(Reply::PapersWork(None)));
    desk.send(Message::Store(Reply::CopiesMade { lines: vec!["Maja Mo: ärende 1".to_owned()] }));
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))));
    desk.press(Action::Back).press(Action::Back).press(Action::Copies);
    desk.send(Message::Store(Reply::Printers(Vec::new()))).press(Action::PrintAll);
    assert!(
        desk.notice().contains("Ingen skrivare") && desk.notice().contains("f sparar"),
        "{}",
        desk.notice()
    );
    desk.press(Action::WriteAll);
    let last = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::MakeCopies { to, .. } => Some(to.clone()),
        _ => None,
    });
    assert_eq!(last, Some(CopyTo::Files));
}

#[test]
fn what_somebody_gets_can_be_less_and_never_more() {
    let mut desk = closed();
    desk.press(Action::Copies);
    let shown = |desk: &Desk, row: usize| {
        what_they_get(&desk.model, &desk.screen().meeting.held_keys(), &list(desk).rows[row])
    };
    desk.press(Action::Down).press(Action::Down);
    for _ in 0..4 {
        assert!(
            ["ärende 1 (var bara med där)", "inget: valt så"].contains(&shown(&desk, 2).as_str()),
            "{}",
            shown(&desk, 2)
        );
        desk.press(Action::ChoiceRight);
    }
    desk.press(Action::ChoiceLeft).press(Action::WriteAll);
    let orders = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::MakeCopies { orders, .. } => Some(orders.clone()),
        _ => None,
    });
    let orders = orders.unwrap();
    assert!(orders.iter().all(|order| !order.who.contains("Maja")), "{orders:?}");
    assert_eq!(orders.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn nothing_is_given_out_before_it_is_saved() {
    let mut desk = closed();
    desk.disk = crate::app::testing::Disk::Full;
    desk.press(Action::Approve).press(Action::Down).press(Action::Accept);
    desk.fill("fran", "Maja").fill("text", "Något").press(Action::Save);
    desk.press(Action::Copies).press(Action::WriteAll);
    assert!(desk.notice().contains("inte sparat"), "{}", desk.notice());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::MakeCopies { .. })));
}

#[test]
fn the_copies_that_were_given_are_listed() {
    let mut desk = closed();
    let meeting = desk.screen().meeting.id();
    desk.press(Action::Copies).press(Action::Given);
    assert!(desk.notice().contains("Ingen kopia"), "{}", desk.notice());
    let row = CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(5)),
        meeting,
        version: Some(1),
        recipient: "Maja Mo, mentor".to_owned(),
        what: "ärende 1".to_owned(),
        way: CopyWay::Utskrift,
        format: "pdf".to_owned(),
        checksum: "abcdef".to_owned(),
        by: Some("Eva Ek".to_owned()),
        at: desk.now.utc,
    };
    desk.send(Message::Store(Reply::Copies(vec![row]))).press(Action::Given);
    let Some(Dialog::Pick(log)) = desk.model.dialogs.last() else { panic!("the log is shown") };
    assert_eq!(log.items[0].label, "Maja Mo, mentor: ärende 1, version 1");
    let told = log.items[0].told.join(" ");
    for wanted in ["Maja Mo, mentor: ärende 1, version 1", "utskriven", "av Eva Ek", "abcdef"] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    // Choosing it asks whether it was given over, and says so to the log.
    desk.press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))));
    desk.press(Action::Accept);
    let handed = desk.effects.iter().find_map(|effect| match effect {
        Effect::HandOver(copy) => Some(copy.clone()),
        _ => None,
    });
    assert_eq!(handed.unwrap().recipient, "Maja Mo, mentor");
}

#[test]
fn what_was_only_looked_at_is_never_called_given() {
    let mut desk = closed();
    let meeting = desk.screen().meeting.id();
    desk.press(Action::Copies);
    let who = list(&desk).rows[0].share.who.clone();
    let row = |way| CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(5)),
        meeting,
        version: None,
        recipient: who.clone(),
        what: "hela protokollet".to_owned(),
        way,
        format: "txt".to_owned(),
        checksum: "ab".to_owned(),
        by: None,
        at: desk.now.utc,
    };
    let (mut said, ways) = (Vec::new(), [CopyWay::Visad, CopyWay::Fil, CopyWay::Utskrift, CopyWay::Lamnad]);
    for way in ways {
        let copies = Copies { given: vec![row(way)], ..list(&desk).clone() };
        said.push(
            last_given(&desk.model, &copies, &who).map(|words| words.split(' ').next().unwrap().to_owned()),
        );
    }
    let said: Vec<Option<&str>> = said.iter().map(Option::as_deref).collect();
    assert_eq!(said, [None, Some("sparad"), Some("utskriven"), Some("lämnad")]);
}

#[test]
fn papers_that_are_being_made_are_seen_everywhere_and_can_be_stopped() {
    let mut desk = closed();
    let asked = |desk: &Desk, wanted: fn(&Effect) -> bool| desk.effects.iter().filter(|e| wanted(e)).count();
    let makes = |effect: &Effect| matches!(effect, Effect::MakeCopies { .. });
    let stops = |effect: &Effect| matches!(effect, Effect::StopPapers);
    let quits = |effect: &Effect| matches!(effect, Effect::Quit);
    desk.press(Action::StopPapers);
    assert!(desk.notice().contains("Inga papper görs"), "{}", desk.notice());
    desk.press(Action::Copies).press(Action::WriteAll);
    desk.send(Message::Store(Reply::PapersWork(Some(PapersWork { done: 2, all: 6 }))));
    desk.press(Action::WriteAll);
    assert_eq!(asked(&desk, makes), 1, "not twice");
    assert!(desk.notice().contains("2 av 6 är klara"), "{}", desk.notice());
    desk.press(Action::Back);
    assert!(desk.notice().contains("görs klart ändå"), "{}", desk.notice());
    // Leaving the program says what is lost.
    desk.press(Action::Quit);
    assert_eq!(asked(&desk, quits), 0);
    let Some(Dialog::Confirm(confirm)) = desk.model.dialogs.last() else { panic!("it is asked") };
    assert!(confirm.text[0].contains("2 av 6"), "{:?}", confirm.text);
    desk.press(Action::Back).press(Action::StopPapers).press(Action::Accept);
    assert_eq!(asked(&desk, stops), 1);
    desk.send(Message::Store(Reply::PapersWork(None)));
    desk.press(Action::Quit);
    assert_eq!(asked(&desk, quits), 1);
}

#[test]
fn what_became_of_papers_comes_where_somebody_waits_and_covers_nothing_else() {
    let made = |desk: &mut Desk| {
        desk.send(Message::Store(Reply::PapersWork(None)));
        desk.send(Message::Store(Reply::CopiesMade { lines: vec!["Maja: ärende 1".to_owned()] }));
        matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_)))
    };
    let mut desk = closed();
    desk.press(Action::Copies).press(Action::WriteAll);
    assert!(made(&mut desk), "the list is still open");
    let mut desk = closed();
    desk.press(Action::Copies).press(Action::WriteAll).press(Action::Back);
    assert!(made(&mut desk), "the closed meeting is still there");
    let mut elsewhere = Desk::eht();
    assert!(!made(&mut elsewhere), "another meeting is written in");
    assert!(elsewhere.notice().contains("Papperen är klara"), "{}", elsewhere.notice());
    let mut desk = closed();
    desk.press(Action::Approve);
    assert!(!made(&mut desk), "something else lies on top");
}

#[test]
fn an_invitation_is_no_copy_and_the_plan_is_told_apart() {
    let mut desk = closed();
    let meeting = desk.screen().meeting.id();
    desk.press(Action::Copies);
    let who = list(&desk).rows[0].share.who.clone();
    let row = |what: &str, way, format: &str| CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(5)),
        meeting,
        version: None,
        recipient: who.clone(),
        what: what.to_owned(),
        way,
        format: format.to_owned(),
        checksum: "ab".to_owned(),
        by: None,
        at: desk.now.utc,
    };
    let says = |given: Vec<CopyLog>| {
        let copies = Copies { given, ..list(&desk).clone() };
        last_given(&desk.model, &copies, &who).unwrap_or_default()
    };
    for other in ["Inbjudan", "Kallelse", "samtyckesblankett", "kalenderfil, utan barnets namn"] {
        assert_eq!(says(vec![row(other, CopyWay::Fil, "pdf")]), "", "{other}");
    }
    assert!(
        says(vec![row("ärende 1", CopyWay::Fil, "pdf"), row("Inbjudan", CopyWay::Utskrift, "pdf")])
            .starts_with("sparad som fil")
    );
    assert!(says(vec![row("Min plan", CopyWay::Fil, "pdf")]).starts_with("Min plan sparad som fil"));
    let both = says(vec![row("ärende 1", CopyWay::Lamnad, "pdf"), row("Min plan", CopyWay::Fil, "pdf")]);
    assert!(both.starts_with("lämnad") && both.contains("· Min plan sparad som fil"), "{both}");
    let unanswered = says(vec![row("ärende 1", CopyWay::Utskrift, "pdf, svar okänt")]);
    assert!(unanswered.starts_with("skickad till skrivaren, svar okänt"), "{unanswered}");
}

#[test]
fn who_gets_nothing_is_not_put_on_the_list_by_being_shown_in_it() {
    let mut desk = Desk::sip();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.children[0].born = Some("2008-01-02".to_owned());
    }
    crate::app::papers::recipients::open(&mut desk.model);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    let field = |name: &str| {
        let id = desk.person(name).id;
        form.fields.iter().find(|field| field.key == format!("till.{id}")).unwrap().clone()
    };
    assert_eq!(
        (field("Ann Ask").value(), field("Ann Ask").hint.as_str()),
        ("", "får inget: barnet är myndigt")
    );
    assert_eq!(field("Bo").value(), "Min plan", "the child gets its plan all the same");
    let shares = crate::domain::copies::shares(&desk.screen().meeting, desk.now.today(), &[]);
    for share in &shares {
        let Some(id) = share.participant else { continue };
        let field = form.fields.iter().find(|field| field.key == format!("till.{id}")).unwrap();
        let gets = !matches!(share.part, Part::Nothing(_));
        let listed = !["", "inget", "Min plan"].contains(&field.value());
        assert_eq!(gets, listed, "{}: {:?}", share.who, share.part);
    }
    // Saved untouched it changes nothing for those who get nothing.
    let before: Vec<_> =
        shares.iter().filter(|share| matches!(share.part, Part::Nothing(_))).cloned().collect();
    desk.press(Action::Save);
    let after = crate::domain::copies::shares(&desk.screen().meeting, desk.now.today(), &[]);
    for share in before {
        let now = after.iter().find(|other| other.participant == share.participant).unwrap();
        assert!(matches!(now.part, Part::Nothing(_)), "{}: {:?}", now.who, now.part);
    }
}

/// What each gets, by the start of their name, after the form of recipients was filled in so and saved.
fn given_so(desk: &mut Desk, filled: &[(&str, &str, &str)]) {
    crate::app::papers::recipients::open(&mut desk.model);
    for (name, chosen, how) in filled {
        let id = desk.person(name).id;
        let Some(Dialog::Form(form)) = desk.model.dialogs.last_mut() else { panic!("no form") };
        let field = form.fields.iter_mut().find(|field| field.key == format!("till.{id}")).unwrap();
        let FieldKind::Choice(words) = &field.kind else { panic!("{name} has no choice") };
        field.chosen = words.iter().position(|word| word == chosen).unwrap();
        let field = form.fields.iter_mut().find(|field| field.key == format!("hur.{id}")).unwrap();
        field.line = Line::new(how);
    }
    desk.press(Action::Save);
}

#[test]
fn each_of_the_family_gets_what_is_chosen_for_them_and_no_more() {
    let mut desk = Desk::sip();
    let share = |desk: &Desk, name: &str| {
        let id = desk.person(name).id;
        let all = crate::domain::copies::shares(&desk.screen().meeting, desk.now.today(), &[]);
        all.into_iter().find(|share| share.participant == Some(id)).unwrap()
    };
    let all = "hela protokollet och Min plan";
    given_so(&mut desk, &[("Bo", "Min plan", "i handen"), ("Ann Ask", all, "hem med svarskuvert")]);
    let child = share(&desk, "Bo");
    assert!(child.plan && matches!(child.part, Part::Nothing(_)), "{child:?}");
    assert_eq!(child.way.as_deref(), Some("i handen"));
    let mother = share(&desk, "Ann Ask");
    assert!(mother.plan && mother.part == Part::Whole, "{mother:?}");
    // In the list of copies one can still give less: the plan alone.
    let choices = crate::domain::copies::choices(&desk.screen().meeting, &mother);
    assert!(
        choices.iter().any(|part| {
            matches!(part, Part::Nothing(_)) && crate::domain::copies::with_plan(&mother, part)
        })
    );

    given_so(&mut desk, &[("Bo", "inget", ""), ("Ann Ask", "Min plan", "")]);
    let child = share(&desk, "Bo");
    assert!(!child.plan && matches!(child.part, Part::Nothing(_)), "{child:?}");
    let mother = share(&desk, "Ann Ask");
    assert!(mother.plan && matches!(mother.part, Part::Nothing(_)), "{mother:?}");
    assert!(!crate::domain::copies::choices(&desk.screen().meeting, &mother).contains(&Part::Whole));

    given_so(&mut desk, &[("Bo", all, ""), ("Ann Ask", "inget", "")]);
    let child = share(&desk, "Bo");
    assert!(child.plan && child.part == Part::Whole, "{child:?}");
    let mother = share(&desk, "Ann Ask");
    assert!(!mother.plan && matches!(mother.part, Part::Nothing(_)), "{mother:?}");
}

#[test]
fn nobody_gets_anything_where_the_list_says_so_of_all() {
    let mut desk = Desk::sip();
    crate::app::papers::recipients::open(&mut desk.model);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last_mut() else { panic!("no form") };
    for field in &mut form.fields {
        field.chosen = 0;
        field.line = Line::default();
    }
    desk.press(Action::Save);
    let all = crate::domain::copies::shares(&desk.screen().meeting, desk.now.today(), &[]);
    assert!(all.iter().all(|share| matches!(share.part, Part::Nothing(_)) && !share.plan), "{all:?}");
}

#[test]
fn nothing_is_written_before_a_row_is_chosen() {
    let mut desk = closed();
    let id = desk.screen().meeting.id();
    desk.press(Action::Accept);
    assert!(matches!(desk.effects.last(), Some(Effect::OfferPapers(PaperKind::Minutes(of))) if *of == id));
    let files =
        ["md", "txt"].map(|end| (format!("hela protokollet ({end})"), format!("/m/protokoll/a.{end}")));
    desk.send(Message::Store(Reply::PapersOffered {
        kind: Box::new(PaperKind::Minutes(id)),
        title: "Protokoll".to_owned(),
        readable: true,
        files: files.to_vec(),
        lie: 0,
        remark: None,
    }));
    let taken = |desk: &Desk| -> Vec<PaperTo> {
        desk.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::TakePapers(PaperKind::Minutes(_), to) => Some(*to),
                _ => None,
            })
            .collect()
    };
    assert_eq!(taken(&desk), []);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("they are listed") };
    assert!(pick.intro[0].contains("/m/protokoll") && pick.items[1].detail == "a.md", "{:?}", pick.intro);
    let rows = pick.items.len();
    let pick = pick.clone();
    for at in 0..rows {
        desk.model.dialogs.clear();
        desk.model.dialogs.push(Dialog::Pick(pick.clone()));
        for _ in 0..at {
            desk.press(Action::Down);
        }
        desk.press(Action::Accept);
        desk.send(Message::Store(Reply::PapersWork(None)));
    }
    assert_eq!(taken(&desk), [PaperTo::Screen(74), PaperTo::File(0), PaperTo::File(1), PaperTo::AllFiles]);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::OpenFolder)));
}

#[test]
fn home_says_which_papers_lie_and_asks_before_they_go() {
    let mut desk = Desk::new();
    assert_eq!(lying::in_words(&desk.model, 78), None);
    desk.press(Action::RemovePapers);
    assert!(desk.notice().contains("Inga papper"), "{}", desk.notice());
    desk.send(Message::Store(Reply::PapersLying(Lying {
        changed: Vec::new(),
        unknown: 0,
        names: (1..=10).map(|number| format!("2026-11-12-eht-v1-kopia-{number:02}.pdf")).collect(),
        folder: "/home/nagon/.local/share/samverkan/protokoll".to_owned(),
        since: Some("2026-11-12T09:00:00Z".parse().unwrap()),
    })));
    for width in [78, 200] {
        let said = crate::app::action::name_keys(lying::in_words(&desk.model, width).unwrap());
        assert!(said.chars().count() <= width, "{width}: {said}");
        for words in ["10 papper ligger okrypterade i ", "/protokoll sedan ", "12 nov", "x tar bort dem"] {
            assert!(said.contains(words), "{width}: {said}");
        }
    }
    desk.press(Action::RemovePapers);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::RemovePapers)));
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("it asks") };
    assert_eq!(
        asked.text.iter().filter(|line| line.starts_with("2026-11-12-eht")).count(),
        10,
        "all can be scrolled to"
    );
    desk.press(Action::Accept);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::RemovePapers)));
}

#[test]
fn ansvar_ends_with_who_gets_what() {
    let mut desk = Desk::eht();
    desk.jump(4);
    let todo = RowRef::Todo(crate::app::core::model::Todo::Copies);
    let offers =
        |desk: &Desk| crate::app::meeting::board::board(&desk.model).unwrap().targets().contains(&todo);
    assert!(!offers(&desk), "first it asks who is to get something");
    desk.point(RowRef::Todo(crate::app::core::model::Todo::Recipients))
        .press(Action::Accept)
        .press(Action::Save);
    assert!(offers(&desk));
    desk.point(todo).press(Action::Accept);
    assert_eq!(list(&desk).rows.len(), 3);
}

#[test]
fn a_lock_that_another_session_made_is_said() {
    let mut desk = closed();
    desk.disk = crate::app::testing::Disk::Refuses;
    desk.press(Action::Approve).press(Action::Down).press(Action::Accept);
    desk.fill("fran", "Maja").fill("text", "Något").press(Action::Save);
    let put =
        |change: &Change| matches!(change, Change::Put(row) if matches!(row.as_ref(), Record::Correction(_)));
    assert!(last_command(&desk).changes.iter().any(put));
    assert!(desk.model.outbox.is_empty(), "what is refused for good isn't tried again");
}

#[test]
fn a_key_calls_to_the_follow_up_and_says_when_there_is_none() {
    let mut desk = closed();
    let id = desk.screen().meeting.id();
    let asked = |desk: &Desk| {
        desk.effects.iter().any(|e| matches!(e, Effect::OfferPapers(PaperKind::Invitations(of)) if *of == id))
    };
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("a meeting") };
    let booked = std::mem::take(&mut screen.meeting.follow_ups);
    desk.press(Action::Invite);
    assert!(!asked(&desk) && desk.notice().contains("Inget nästa möte"), "{}", desk.notice());
    let row = booked.into_iter().next().unwrap_or_else(|| crate::domain::record::FollowUp {
        id: RowId(Uuid::from_u128(6)),
        meeting: id,
        date: desk.model.now.today(),
        time: None,
        place: None,
        called_by: None,
        rev: 1,
    });
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("a meeting") };
    screen.meeting.follow_ups.push(row);
    desk.press(Action::Invite);
    assert!(asked(&desk));
}

#[test]
fn the_lock_asks_whose_the_plan_is_and_offers_to_write_it_down() {
    let mut desk = closed();
    desk.press(Action::Approve).press(Action::Accept);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("it asks") };
    assert!(pick.title.contains("Vems är planen"), "{}", pick.title);
    desk.press(Action::Accept);
    let children = desk.screen().meeting.children.clone();
    let child = |desk: &Desk, at: usize| desk.screen().meeting.child(children[at].id).unwrap().clone();
    let key = |what: &str, at: usize| format!("{what}.{}", children[at].id);
    desk.fill(&key("namn", 0), "Alva Påhittad").fill(&key("fodd", 0), "140503-0009").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the digit is wrong") };
    let why = form.error.clone().unwrap();
    assert!(why.contains("Kontrollsiffran") && !why.contains("0009"), "{why}");
    desk.fill(&key("fodd", 0), "140503-0006");
    for at in 1..children.len() {
        desk.fill(&key("namn", at), "Bo Påhittad");
    }
    desk.press(Action::Save);
    let first = child(&desk, 0);
    assert_eq!(
        (first.name.as_deref(), first.born.as_deref()),
        (Some("Alva Påhittad"), Some("20140503-0006"))
    );
    assert_eq!(first.birth_year, Some(2014));
    assert_eq!(desk.screen().meeting.head.file_copy, Some(FileCopy::Namn));
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it goes on to the lock") };
    assert!(form.is(&super::locking::LOCK));
    desk.fill("av", "Eva Ek, rektor").fill("registrerad", "BUN 2026/17").press(Action::Save);
    assert!(desk.screen().meeting.is_locked(), "{}", desk.notice());
}

#[test]
fn a_lock_without_a_name_is_said_and_a_choice_already_made_is_not_asked_again() {
    let mut desk = closed();
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("no meeting") };
    screen.meeting.head.file_copy = Some(FileCopy::Namn);
    desk.press(Action::Approve).press(Action::Accept).press(Action::Down).press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("it locks all the same") };
    assert!(form.intro.join(" ").contains("namn saknas"), "{:?}", form.intro);
    let mut desk = closed();
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("no meeting") };
    screen.meeting.head.file_copy = Some(FileCopy::Alias);
    desk.press(Action::Approve).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(form)) if form.is(&super::locking::LOCK)));
}

#[test]
fn what_the_young_person_has_said_no_to_is_given_to_a_guardian_only_with_a_reason_that_the_log_has() {
    let mut desk = Desk::sip_refused_by_the_child();
    desk.press(Action::Copies);
    let row = |desk: &Desk| list(desk).rows.iter().position(|row| row.share.who.contains("Ann Ask")).unwrap();
    while list(&desk).cursor != row(&desk) {
        desk.press(Action::Down);
    }
    let said = |desk: &Desk| {
        let row = &list(desk).rows[row(desk)];
        (what_they_get(&desk.model, &crate::domain::held::HeldKeys::new(), row), row.part().clone())
    };
    let first = said(&desk);
    assert!(first.0.contains("barnet har sagt nej, OSL 12 kap. 3 §"), "{first:?}");
    let made = |desk: &mut Desk| {
        desk.effects.clear();
        desk.press(Action::WriteAll);
        let all = desk.effects.iter().rev().find_map(|effect| match effect {
            Effect::MakeCopies { orders, .. } => Some(orders.clone()),
            _ => None,
        });
        desk.model.papers = None;
        all.unwrap().into_iter().find(|order| order.who.contains("Ann Ask"))
    };
    assert_eq!(made(&mut desk), None, "nothing by default");
    // By somebody who stands with their name.
    desk.press(Action::ChoiceRight);
    assert!(desk.notice().contains("ska stå med namn"), "{}", desk.notice());
    desk.sit_down();
    // Asked for; leaving the question leaves the no.
    desk.press(Action::ChoiceRight);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk.press(Action::Back);
    assert_eq!(said(&desk), first);
    // No reason, no copy.
    desk.press(Action::ChoiceLeft).press(Action::Save);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
    desk.fill("skal", "prövat av jurist Lo Ek").press(Action::Save);
    assert_eq!(said(&desk).1, Part::Whole);
    let order = made(&mut desk).unwrap();
    assert!(order.despite && !order.plan, "{order:?}");
    assert!(crate::domain::copies::is_of_minutes(&order.what), "{order:?}");
    assert!(order.what.ends_with("fast barnet har sagt nej: prövat av jurist Lo Ek"), "{order:?}");
    // Back to nothing, and it isn't asked twice.
    desk.press(Action::ChoiceRight);
    assert_eq!(said(&desk), first);
    desk.press(Action::ChoiceRight);
    assert_eq!(said(&desk).1, Part::Whole);
    // The list is asked once more before anything is made, and an order without a reason is refused.
    let meeting = desk.screen().meeting.clone();
    let ok = |order: &crate::app::core::effect::CopyOrder| {
        crate::domain::copies::listed(&meeting, &order.who, desk.now.today(), &[]).despite
            == Some(order.part.clone())
    };
    assert!(ok(&order));
}

#[test]
fn a_question_about_papers_says_how_it_is_now_and_goes_when_they_are_done() {
    let at = |done| PapersWork { done, all: 6 };
    let quits = |effect: &Effect| matches!(effect, Effect::Quit);
    let asked =
        |desk: &Desk, wanted: fn(&Effect) -> bool| desk.effects.iter().filter(|one| wanted(one)).count();
    let text = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Confirm(confirm)) => confirm.text.join(" "),
        other => panic!("{other:?}"),
    };
    let mut desk = closed();
    let below = desk.model.dialogs.len();
    desk.send(Message::Store(Reply::PapersWork(Some(at(2))))).press(Action::StopPapers);
    desk.send(Message::Store(Reply::PapersWork(Some(at(3)))));
    assert!(text(&desk).contains("3 av 6"), "{}", text(&desk));
    desk.send(Message::Store(Reply::PapersWork(None)));
    assert_eq!(desk.model.dialogs.len(), below, "nothing is left to stop");
    // While papers are set, then while they go to the printer.
    desk.send(Message::Store(Reply::PapersWork(Some(at(5))))).press(Action::Quit);
    assert!(text(&desk).contains("inget skrivs ut"), "{}", text(&desk));
    desk.send(Message::Store(Reply::Printing(Some(at(2)))));
    desk.send(Message::Store(Reply::PapersWork(None)));
    let said = text(&desk);
    assert!(said.contains("2 av 6 papper är redan lämnade") && !said.contains("inget skrivs ut"), "{said}");
    desk.send(Message::Store(Reply::Printing(None)));
    assert_eq!(desk.model.dialogs.len(), below);
    desk.send(Message::Store(Reply::Printing(Some(at(0))))).press(Action::Quit);
    assert!(text(&desk).contains("Det första av 6"), "{}", text(&desk));
    assert_eq!(asked(&desk, quits), 0);
    desk.press(Action::Accept);
    assert_eq!(asked(&desk, quits), 1);
}

#[test]
fn the_list_says_which_version_somebody_has_and_that_another_holds_now() {
    let mut desk = closed();
    desk.press(Action::Copies);
    let who = list(&desk).rows[0].share.who.clone();
    desk.press(Action::Back);
    lock(&mut desk);
    let meeting = desk.screen().meeting.clone();
    let locked = meeting.versions[0].at;
    desk.press(Action::Copies);
    let row = |version, way, at| CopyLog {
        arenden: None,
        id: RowId(Uuid::from_u128(5)),
        meeting: meeting.id(),
        version,
        recipient: who.clone(),
        what: "hela protokollet".to_owned(),
        way,
        format: "pdf".to_owned(),
        checksum: "ab".to_owned(),
        by: None,
        at,
    };
    let minute = chrono::TimeDelta::minutes(1);
    let says = |desk: &Desk, given: Vec<CopyLog>| {
        let copies = Copies { given, ..list(desk).clone() };
        last_given(&desk.model, &copies, &who).unwrap_or_default()
    };
    let draft = row(None, CopyWay::Lamnad, locked - minute);
    let said = says(&desk, vec![draft.clone()]);
    assert!(said.starts_with("lämnad") && said.ends_with(", utkast, inte v1"), "{said}");
    let printed = row(Some(1), CopyWay::Utskrift, locked + minute);
    assert!(says(&desk, vec![draft.clone(), printed.clone()]).ends_with(", inte v1"));
    let said = says(&desk, vec![draft, printed, row(Some(1), CopyWay::Lamnad, locked + minute)]);
    assert!(said.ends_with(", v1"), "{said}");
}

#[test]
fn what_lies_already_is_not_said_to_be_unsaved() {
    let mut desk = closed();
    let kind = PaperKind::Minutes(desk.screen().meeting.id());
    for (lie, said) in [(0, "De här är inte sparade än"), (1, "1 av filnamnen finns redan")] {
        desk.model.dialogs.clear();
        desk.send(Message::Store(Reply::PapersOffered {
            kind: Box::new(kind.clone()),
            title: "Protokoll".to_owned(),
            readable: true,
            files: vec![("som md: hela protokollet".to_owned(), "/m/protokoll/a.md".to_owned())],
            lie,
            remark: None,
        }));
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("they are listed") };
        assert!(pick.intro[0].contains(said), "{:?}", pick.intro);
    }
}

#[test]
fn papers_that_somebody_has_changed_are_told_of_and_said_to_stay() {
    let mut desk = Desk::new();
    let told = |names: usize, changed: usize| {
        let name = |number: usize| format!("2026-11-12-eht-{number}.pdf");
        Message::Store(Reply::PapersLying(Lying {
            names: (0..names).map(name).collect(),
            changed: (20..20 + changed).map(name).collect(),
            unknown: 0,
            folder: "/m/protokoll".to_owned(),
            since: None,
        }))
    };
    desk.send(told(3, 2));
    let said = lying::in_words(&desk.model, 200).unwrap();
    assert!(said.contains("5 papper") && said.contains("2 är ändrade"), "{said}");
    desk.press(Action::RemovePapers);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("it asks") };
    assert!(asked.text.iter().any(|line| line.contains("2 ändrade ligger kvar")), "{:?}", asked.text);
    desk.press(Action::Back).send(told(0, 1));
    assert!(lying::in_words(&desk.model, 200).unwrap().contains("1 papper"));
    desk.press(Action::RemovePapers);
    assert!(desk.notice().contains("1 ändrat ligger kvar"), "{}", desk.notice());
}

#[test]
fn what_is_not_known_as_ours_is_told_as_a_number() {
    let mut desk = Desk::new();
    let told = |names: usize, changed: usize, unknown: usize| {
        let name = |number: usize| format!("2026-11-12-eht-{number}.pdf");
        Message::Store(Reply::PapersLying(Lying {
            names: (0..names).map(name).collect(),
            changed: (20..20 + changed).map(name).collect(),
            unknown,
            folder: "/home/nagon/.local/share/samverkan/protokoll".to_owned(),
            since: Some("2026-11-12T09:00:00Z".parse().unwrap()),
        }))
    };
    let at_home = |desk: &Desk| crate::app::action::name_keys(lying::in_words(&desk.model, 78).unwrap());
    for (names, changed, unknown, wanted) in [
        (14, 6, 5, vec!["20 papper ligger okrypterade i ", "protokoll, och 5 filer till", "x tar bort 14"]),
        (1, 0, 1, vec!["1 papper ligger okrypterat i ", ", och 1 fil till", "x tar bort det"]),
        (0, 1, 1, vec!["1 papper", ", och 1 fil till", "ändrat för hand"]),
        (0, 0, 5, vec!["5 filer i ", "/protokoll känner programmet inte igen"]),
        (0, 0, 1, vec!["1 fil i ", "/protokoll känner programmet inte igen"]),
    ] {
        desk.send(told(names, changed, unknown));
        let said = at_home(&desk);
        assert!(said.chars().count() <= 78, "{said}");
        assert!(wanted.iter().all(|words| said.contains(words)), "{said}");
    }
    desk.send(told(2, 0, 5)).press(Action::RemovePapers);
    let Some(Dialog::Confirm(asked)) = desk.model.dialogs.last() else { panic!("it asks") };
    assert!(asked.text.iter().any(|line| line.starts_with("5 filer till i mappen")), "{:?}", asked.text);
    desk.press(Action::Back).send(told(0, 0, 5)).press(Action::RemovePapers);
    assert!(desk.notice().contains("5 filer till i mappen känner programmet inte igen"), "{}", desk.notice());
    assert!(!desk.notice().contains("Inga papper ligger"), "{}", desk.notice());
}

#[test]
fn what_could_not_be_removed_is_read_before_one_goes_on() {
    let mut desk = Desk::new();
    let removed =
        |all| Message::Store(Reply::PapersRemoved { said: "1 papper är borttaget.".to_owned(), all });
    desk.send(removed(true));
    assert!(desk.model.dialogs.is_empty() && desk.notice() == "1 papper är borttaget.");
    desk.send(removed(false));
    assert!(
        matches!(desk.model.dialogs.last(), Some(Dialog::Reader(reader)) if reader.text.contains("1 papper"))
    );
}
