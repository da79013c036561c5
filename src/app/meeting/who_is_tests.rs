//! Who is family and who is staff, from the typed line to what each gets.

use super::board;
use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::model::{RowRef, Todo};
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::copies::{PLAN, Share, describe_all, shares};
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{Participant, ParticipantKind, Presence};
use crate::domain::rules;
use crate::minutes::{Options, build, find_reader, plain};

/// What follows from who somebody is, in words: kind and huvudman, whether a consent must name them, whether they are asked
/// about the plan, get Min plan, are called as staff, and read what is for staff.
fn follows(desk: &Desk, name: &str) -> String {
    let meeting = &desk.screen().meeting;
    let person = desk.person(name);
    let all = shares(meeting, desk.now.today(), &[]);
    let share: &Share = all.iter().find(|share| share.participant == Some(person.id)).unwrap();
    let staff = is_reminded(meeting, &person.name_and_role());
    let mut words = vec![person.kind.code(), person.huvudman.code()];
    let plan =
        describe_all((&Callings::of(meeting), &meeting.held_keys()), share, &share.part).contains(PLAN);
    for (is, word) in [
        (person.is_party(), "part"),
        (rules::unasked(meeting).any(|asked| asked.id == person.id), "frågas"),
        (plan, "plan"),
        (meeting.is_called(share), "kallas"),
        (staff, "personalens"),
    ] {
        if is {
            words.push(word);
        }
    }
    words.join(" ")
}

#[test]
fn nobody_hears_of_a_child_before_it_is_said_what_they_are() {
    let stop = |desk: &mut Desk| {
        desk.press(Action::NextPhase);
        match desk.model.dialogs.last() {
            Some(Dialog::Rule(stop)) => {
                stop.findings.iter().any(|one| one.what.contains("inte sagt om Tove"))
            }
            _ => false,
        }
    };
    let mut desk = Desk::sip();
    while desk.screen().target != crate::app::core::model::Target::Participant {
        desk.press(Action::Next);
    }
    desk.line("Tove Ny, vettvilling").press(Action::Back);
    let id = desk.person("Tove Ny").id;
    assert!(desk.screen().meeting.participant(id).unwrap().is_unsettled());
    assert!(stop(&mut desk), "{:?}", desk.model.dialogs.last());
    desk.model.dialogs.clear();
    // One who isn't in the room hears nothing.
    if let crate::app::core::model::Screen::Meeting(screen) = &mut desk.model.screen {
        for person in screen.meeting.participants.iter_mut().filter(|person| person.id == id) {
            person.presence = Presence::Franvarande;
        }
    }
    let found = rules::before_going(
        &desk.screen().meeting,
        crate::domain::meeting::Position { phase: crate::domain::agenda::Phase::Nulage, arende: None },
        rules::Way::On,
        desk.now.today(),
    );
    let of_tove = found.iter().find(|one| one.what.contains("inte sagt om Tove")).map(|one| one.severity);
    assert_ne!(of_tove, Some(rules::Severity::Overridable));
}

/// Whether somebody's copy reminds of the duty to report.
fn is_reminded(meeting: &Meeting, who: &str) -> bool {
    let mut meeting = meeting.clone();
    meeting.agenda.reminds = vec!["anmalningsskyldighet".to_owned()];
    let options = Options { reader: find_reader(&meeting, who), ..Options::made_up() };
    assert!(options.reader.is_some(), "{who}");
    let text = plain::render(&build(&meeting, &options));
    text.split_whitespace().collect::<Vec<_>>().join(" ").contains("utanför mötet")
}

/// What stands for each of them.
const GUARDIAN: &str = "vardnadshavare familj frågas plan";
const CLOSE: &str = "narstaende familj part";
const STAFF: &str = "personal kommun part kallas personalens";
const UNSETTLED: &str = "personal familj part";

fn picks(desk: &Desk) -> Option<&str> {
    match desk.model.dialogs.last() {
        Some(Dialog::Pick(pick)) => Some(&pick.title),
        _ => None,
    }
}

#[test]
fn every_word_for_family_gives_what_is_the_familys_and_nothing_of_the_staffs() {
    let mut desk = Desk::sip();
    for (at, (role, wanted)) in [
        ("vårdnadshavare 1", GUARDIAN),
        ("mamma", GUARDIAN),
        ("god man", GUARDIAN),
        ("särskilt förordnad vårdnadshavare", GUARDIAN),
        ("bonusmamma", CLOSE),
        ("plastpappa", CLOSE),
        ("storasyster", CLOSE),
        ("familjehemsförälder", CLOSE),
        ("skolkurator", STAFF),
        ("socialsekreterare barn och unga", STAFF),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("Namn{at} Ek");
        desk.line(&format!("{name}, {role}"));
        assert_eq!(picks(&desk), None, "{role}");
        assert_eq!(follows(&desk, &name), wanted, "{role}");
    }
}

#[test]
fn a_role_that_nothing_knows_is_asked_and_is_neither_until_it_is_answered() {
    let mut desk = Desk::sip();
    desk.line("Kim Ko, kontaktperson");
    assert!(picks(&desk).is_some_and(|title| title.contains("Kim Ko, kontaktperson")), "{:?}", picks(&desk));
    assert_eq!(follows(&desk, "Kim Ko"), UNSETTLED);
    // A hasty Enter says nothing of anybody.
    desk.press(Action::Accept);
    assert_eq!((picks(&desk), follows(&desk, "Kim Ko").as_str()), (None, UNSETTLED));
    // It stands there, and is asked again from what is missing.
    let id = desk.person("Kim Ko").id;
    let shown = board::board(&desk.model).unwrap();
    assert!(shown.targets().contains(&RowRef::Todo(Todo::WhoIs(id))));
    desk.point(RowRef::Todo(Todo::WhoIs(id))).press(Action::Accept);
    desk.types("närstående").press(Action::Accept);
    assert_eq!(follows(&desk, "Kim Ko"), CLOSE);
    let shown = board::board(&desk.model).unwrap();
    assert!(!shown.targets().contains(&RowRef::Todo(Todo::WhoIs(id))));
    for (answer, wanted) in [("vårdnadshavare", GUARDIAN), ("kommunen", STAFF)] {
        let name = if wanted == STAFF { "Bo Ek" } else { "Ina Is" };
        desk.point_away().line(&format!("{name}, hejduk")).types(answer).press(Action::Accept);
        assert_eq!(follows(&desk, name), wanted);
    }
}

#[test]
fn a_paste_keeps_everybody_and_asks_about_one_after_another() {
    let mut desk = Desk::meeting("sip");
    let rows = "Namn\tRoll\tE-post\nAnn Ask\tmamma\ta@x.se\nKim Ko\thejduk\t\nEva Ek\trektor\te@x.se\nLi Lo\tombud\t";
    desk.send(Message::Paste(rows.to_owned())).types("deltagare").press(Action::Accept);
    assert_eq!(desk.screen().meeting.participants.len(), 4);
    assert!(desk.notice().contains("E-post"), "{}", desk.notice());
    assert!(picks(&desk).is_some_and(|title| title.contains("Kim Ko")));
    desk.types("regionen").press(Action::Accept);
    assert!(picks(&desk).is_some_and(|title| title.contains("Li Lo")));
    desk.press(Action::Back);
    let place = |name: &str| (desk.person(name).kind, desk.person(name).huvudman);
    assert_eq!(place("Kim Ko"), (ParticipantKind::Personal, Huvudman::Region));
    assert!(desk.person("Li Lo").is_unsettled());
    assert_eq!(place("Ann Ask"), (ParticipantKind::Vardnadshavare, Huvudman::Familj));
}

#[test]
fn a_changed_role_changes_all_that_follows_from_it() {
    let mut desk = Desk::sip();
    desk.line("Ina Is, mentor");
    assert_eq!(follows(&desk, "Ina Is"), STAFF);
    let mut change = |role: &str, wanted: &str| {
        let id = desk.person("Ina Is").id;
        desk.point(RowRef::Participant(id)).press(Action::Edit).fill("roll", role).press(Action::Save);
        assert_eq!(follows(&desk, "Ina Is"), wanted, "{role}");
        if wanted == UNSETTLED {
            assert!(picks(&desk).is_some());
            desk.press(Action::Back);
        }
        desk.point_away();
        desk.person("Ina Is").unit.clone()
    };
    assert_eq!(change("bonusmamma", CLOSE), "");
    assert_eq!(change("mamma", GUARDIAN), "");
    assert_eq!(change("hejduk", UNSETTLED), "");
    assert_eq!(change("socialsekreterare", STAFF), "Socialtjänst");
    assert_eq!(change("vårdnadshavare", GUARDIAN), "");
    assert_eq!(change("kurator", STAFF), "");
}

#[test]
fn the_answer_to_the_plan_goes_when_its_giver_is_no_guardian() {
    let mut desk = Desk::sip();
    let id = desk.person("Ann Ask").id;
    desk.jump(4).point(RowRef::Todo(Todo::PlanAnswer(id))).press(Action::Accept);
    desk.fill("svar", "ja, om …").fill("villkor", "läxorna blir färre").press(Action::Save);
    assert_eq!(desk.screen().meeting.plan_answers.len(), 1);
    desk.jump(0)
        .point(RowRef::Participant(id))
        .press(Action::Edit)
        .fill("roll", "mormor")
        .press(Action::Save);
    assert!(desk.screen().meeting.plan_answers.is_empty());
    assert_eq!(desk.entries(EntryKind::Atgard).len(), 1, "no word of theirs is lost");
    assert!(desk.notice().contains("Samtycket"), "{}", desk.notice());
}

#[test]
fn whoever_was_kept_as_staff_comes_back_as_family() {
    let mut desk = Desk::meeting("sip");
    desk.line("Ann Ask, mentor");
    let old = Participant {
        name: "Rut Ro".to_owned(),
        role: "storasyster".to_owned(),
        ..desk.person("Ann Ask").clone()
    };
    super::newcomers::add_known(&mut desk.model, vec![old]);
    assert_eq!(desk.person("Rut Ro").kind, ParticipantKind::Narstaende);
    assert_eq!(desk.person("Rut Ro").huvudman, Huvudman::Familj);
}

#[test]
fn the_same_person_twice_is_told_and_the_line_stays() {
    let mut desk = Desk::meeting("eht");
    desk.line("Eva Ek, rektor").line("eva\u{A0}ek, Rektor");
    assert_eq!(desk.screen().meeting.participants.len(), 1);
    assert!(desk.notice().contains("Eva Ek står redan på listan"), "{}", desk.notice());
    assert!(!desk.screen().line.is_empty());
    desk.press(Action::Back).line("Eva Ek, mentor");
    assert_eq!(desk.screen().meeting.participants.len(), 2);
    assert!(desk.notice().contains("rektor och mentor"), "{}", desk.notice());
    // And @ tells them apart.
    desk.jump(3).line("Ring hem @eva ek >fre");
    assert!(desk.notice().contains("rektor") && desk.notice().contains("mentor"), "{}", desk.notice());
    desk.press(Action::Back).types("Ring hem @eva").press(Action::Next);
    assert!(desk.screen().line.value().contains("Eva Ek, "), "{}", desk.screen().line.value());
    desk.types("fre").press(Action::Accept);
    let owner = desk.entries(EntryKind::Atgard)[0].action().unwrap().owner;
    assert!(desk.screen().meeting.participants.iter().any(|person| Some(person.id) == owner));
    // Two guardians without names are two.
    let mut desk = Desk::meeting("sip");
    desk.line("vårdnadshavare").line("vårdnadshavare");
    assert_eq!(desk.screen().meeting.participants.len(), 2);
}

#[test]
fn an_address_alone_waits_and_a_child_who_may_not_come_does_too() {
    let mut desk = Desk::meeting("sspf");
    desk.line("eva.ek@skola.se");
    assert!(desk.screen().meeting.participants.is_empty());
    assert_eq!(desk.screen().line.value(), "eva.ek@skola.se");
    desk.press(Action::Back);
    let rows = "Eva Ek, rektor\nBo, barnet\nPer Pil, polis, på länk";
    desk.send(Message::Paste(rows.to_owned())).types("deltagare").press(Action::Accept);
    // All of a paste waits until who may not come is taken out of it.
    assert!(desk.screen().meeting.participants.is_empty());
    assert_eq!(desk.model.context(), Context::Form);
    desk.fill("rad.1", "").press(Action::Save);
    assert_eq!(desk.screen().meeting.participants.len(), 2);
    assert_eq!(desk.person("Per Pil").presence, Presence::Distans);
    assert_eq!(desk.model.context(), Context::Line);
}

#[test]
fn a_consent_is_tied_to_who_is_called_so() {
    let mut desk = Desk::sip();
    let id = desk.screen().meeting.items[0].id;
    desk.line("Maja Mo, mamma").line("Maja Ek, mormor");
    desk.point(RowRef::Item(id)).press(Action::Consent).types("nytt").press(Action::Accept);
    desk.fill("av", "vårdnadshavare").fill("svar", "ja").fill("form", "muntligt");
    desk.fill("far_beratta", "alla: vardagen").fill("givare", "maja").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("saved") };
    assert!(form.error.as_ref().is_some_and(|why| why.contains("Maja Mo") && why.contains("Maja Ek")));
    desk.fill("givare", "maja  mo").fill("parter", "SKOLA, Skola, bup, rut").press(Action::Save);
    let meeting = &desk.screen().meeting;
    let consent = meeting.consents.last().unwrap();
    assert_eq!(consent.given_by, "Maja Mo, mamma");
    assert_eq!(meeting.parties_of(consent.id).collect::<Vec<_>>(), ["Skola", "BUP", "rut"]);
}

#[test]
fn who_was_passed_over_is_not_asked_about_again_at_the_next_participant() {
    let mut desk = Desk::meeting("eht");
    desk.line("Nora Nord, hejduk");
    assert!(!desk.model.dialogs.is_empty(), "asked once");
    desk.press(Action::Back);
    desk.line("Karin Lund, kurator");
    assert!(desk.model.dialogs.is_empty(), "the next is written without a question in between");
    desk.line("Olle Ost, rektor");
    assert_eq!(desk.person("Olle Ost").role, "Rektor");
    desk.line("Pia Palm, snickare");
    let Some(crate::app::ui::dialog::Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
    assert!(pick.title.starts_with("Pia Palm"), "{}", pick.title);
}

#[test]
fn a_line_that_is_no_name_is_refused_in_words_that_fit() {
    for (typed, words) in
        [("20140503-0006", "Personnummer skrivs inte"), (",,,", "inget namn"), ("eva@x.se", "E-postadresser")]
    {
        let mut desk = Desk::meeting("eht");
        let before = desk.screen().meeting.participants.len();
        desk.line(typed);
        assert!(desk.notice().contains(words), "{typed}: {}", desk.notice());
        assert_eq!(desk.screen().meeting.participants.len(), before);
        assert_eq!(desk.screen().line.value(), typed, "nothing is thrown away");
    }
}
