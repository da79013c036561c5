//! What is written stays: no word of a line or a paste is lost. And whom it is about: a child is nobody else's before somebody
//! says so.

use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{DRAFT_FORM, Drafts, Effect, Reply};
use crate::app::core::model::{RowRef, Screen};
use crate::app::testing::Desk;
use crate::app::ui::dialog::{Dialog, Pick};
use crate::domain::agenda::EntryKind;
use crate::domain::command::Code;
use crate::domain::dates::Due;
use crate::domain::ids::ArendeId;
use crate::domain::overview::{KnownArende, KnownChild};
use crate::domain::record::{Arende, Child, MeetingArende, ParticipantKind};
use chrono::TimeDelta;
use proptest::prelude::*;

/// ”Blå”, whom an EHT spoke of in October with her mother there, and another ”Blå” of the year before.
fn known() -> Vec<KnownArende> {
    let known = |id: u128, title: &str, day: &str, mother: &str| KnownArende {
        id: uuid::Uuid::from_u128(id).into(),
        label: "Blå".to_owned(),
        individual: true,
        agenda_id: "eht".to_owned(),
        child: KnownChild {
            names: vec!["Blå".to_owned(), "Kim".to_owned()],
            meetings: vec![(title.to_owned(), day.parse().unwrap())],
            family: vec![format!("mamma {mother}")],
            birth_year: Some(2014),
            protected: id == 1,
            consent_until: Some("2027-10-01".parse().unwrap()),
        },
    };
    vec![known(1, "EHT", "2026-10-12", "Maria Påhitt"), known(2, "BHT", "2025-11-03", "Siv Saga")]
}

fn knowing(mut desk: Desk) -> Desk {
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.known.arenden = known();
    }
    desk
}

/// An EHT where both are known, and the line takes children.
fn eht() -> Desk {
    let mut desk = knowing(Desk::meeting("eht"));
    desk.line("Eva Ek, rektor").press(Action::Next);
    desk
}

fn pick(desk: &Desk) -> &Pick {
    match desk.model.dialogs.last() {
        Some(Dialog::Pick(pick)) => pick,
        other => panic!("no question: {other:?}"),
    }
}

fn first_known() -> ArendeId {
    uuid::Uuid::from_u128(1).into()
}

#[test]
fn a_child_called_as_an_earlier_one_is_a_new_child_until_somebody_says_otherwise() {
    let unsaid: [&[Action]; 3] = [&[Action::Accept], &[Action::Back], &[Action::Up, Action::Accept]];
    for answer in unsaid {
        let mut desk = eht();
        desk.line("blå");
        let asked = pick(&desk);
        assert_eq!(asked.items[asked.cursor].label, "Nej, ett annat barn");
        let rows: Vec<&str> = asked.items[1..].iter().map(|item| item.label.as_str()).collect();
        assert_eq!(
            rows,
            ["Ja: Blå · EHT 12 okt 2026 · mamma Maria Påhitt", "Ja: Blå · BHT 3 nov 2025 · mamma Siv Saga"]
        );
        let told = asked.items[1].told.join(" ");
        for fact in
            ["EHT 12 okt 2026", "Maria Påhitt", "2014", "Skyddade personuppgifter", "gäller till 1 okt 2027"]
        {
            assert!(told.contains(fact), "{fact}: {told}");
        }
        for key in answer {
            desk.press(*key);
        }
        let meeting = &desk.screen().meeting;
        assert_eq!(meeting.items.len(), 1);
        assert!(known().iter().all(|known| known.id != meeting.items[0].arende));
        assert_eq!(meeting.children[0].alias, "blå");
        assert!(meeting.consents.is_empty());
    }
}

#[test]
fn what_is_typed_on_unseeing_joins_nobody() {
    let mut desk = eht();
    desk.line("Kim").types("Ja, samma Blå").press(Action::Accept);
    // The words are the next line, and the Enter after them answers nothing.
    assert_eq!((desk.model.context(), desk.screen().line.value()), (Context::Pick, "Ja, samma Blå"));
    desk.press(Action::Down).types("!").press(Action::Accept).press(Action::Accept);
    assert_eq!(desk.model.context(), Context::Line);
    assert_ne!(desk.screen().meeting.items[0].arende, first_known());
    assert_eq!(desk.screen().meeting.children.len(), 1);
    // Nor where whose family somebody is is asked behind it.
    let mut desk = eht();
    desk.press(Action::Previous).line("Anna Ask, mamma").line("Jon Berg, pappa").press(Action::Next);
    desk.line("Lila").line("Kim");
    assert_eq!(desk.model.dialogs.len(), 2, "{:?}", desk.model.dialogs);
    desk.types("Sol").press(Action::Accept);
    assert_eq!((desk.model.dialogs.len(), desk.screen().line.value()), (2, "Sol"));
    desk.types("Måne").press(Action::Accept);
    assert_eq!((desk.model.dialogs.len(), desk.screen().line.value()), (2, "Sol; Måne"));
    desk.press(Action::Accept).press(Action::Accept);
    assert!(pick(&desk).title.starts_with("Vems familj"), "{}", pick(&desk).title);
    desk.press(Action::Back);
    while desk.model.context() == Context::Pick {
        desk.press(Action::Back);
    }
    desk.press(Action::Accept);
    let aliases: Vec<&str> = desk.screen().meeting.children.iter().map(|one| one.alias.as_str()).collect();
    assert_eq!(aliases, ["Lila", "Kim", "Sol", "Måne"], "{}", desk.notice());
    // A completion is asked about too, whether it was pointed at or taken with Tab.
    for keys in [[Action::Down, Action::Accept], [Action::Next, Action::Accept]] {
        let mut desk = eht();
        desk.types("Bl").press(keys[0]).press(keys[1]);
        if desk.model.context() == Context::Pick {
            desk.press(Action::Accept);
        }
        let items = &desk.screen().meeting.items;
        assert!(items.len() == 1 && items[0].arende != first_known());
    }
}

#[test]
fn whoever_says_that_it_is_the_same_joins_it_and_undo_takes_that_back() {
    let mut desk = eht();
    desk.line("Blå").press(Action::Down).press(Action::Accept);
    let item = desk.screen().meeting.items[0].clone();
    assert_eq!(item.arende, first_known());
    assert!(desk.screen().meeting.children.is_empty(), "the row for a new child goes");
    let codes: Vec<Code> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Commit(command) => Some(command.code),
            _ => None,
        })
        .collect();
    assert_eq!(codes[codes.len() - 2..], [Code::AddArende, Code::SameChild]);
    desk.press(Action::Undo);
    let meeting = &desk.screen().meeting;
    assert_ne!(meeting.items[0].arende, first_known());
    assert_eq!(meeting.children[0].alias, "Blå");
    desk.press(Action::Undo);
    assert!(desk.screen().meeting.items.is_empty());
}

#[test]
fn each_of_a_pasted_list_is_asked_about_and_unanswered_is_new() {
    let mut desk = eht();
    desk.send(Message::Paste("Blå\nGrön\nKim, uppföljning".to_owned()));
    desk.types("3 ärenden om barn").press(Action::Accept);
    assert!(pick(&desk).title.contains("Blå"), "{}", pick(&desk).title);
    desk.press(Action::Down).press(Action::Down).press(Action::Accept);
    assert!(pick(&desk).title.contains("Kim"), "{}", pick(&desk).title);
    desk.press(Action::Back);
    let meeting = &desk.screen().meeting;
    let second: ArendeId = uuid::Uuid::from_u128(2).into();
    assert_eq!(
        meeting.items.iter().map(|item| item.arende == second).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert!(meeting.items.iter().all(|item| item.arende != first_known()));
    assert_eq!(meeting.items.iter().map(|item| item.follow_up).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn joining_never_makes_two_of_one_alias() {
    let mut desk = eht();
    desk.line("Blå").press(Action::Accept);
    // Kim is called Blå at her meetings.
    desk.line("Kim").press(Action::Down).press(Action::Accept);
    assert!(desk.notice().contains("Byt först alias"), "{}", desk.notice());
    let labels: Vec<&str> =
        desk.screen().meeting.arenden.iter().map(|arende| arende.label.as_str()).collect();
    assert_eq!(labels, ["Blå", "Kim"]);
}

#[test]
fn two_children_of_one_meeting_never_bear_one_alias() {
    let mut desk = Desk::eht();
    desk.press(Action::Previous);
    desk.line("BLÅ");
    assert!(desk.notice().contains("Blå 2") || desk.notice().contains("BLÅ 2"), "{}", desk.notice());
    assert_eq!(desk.screen().line.value(), "BLÅ", "the line stays, to be mended");
    assert_eq!(desk.screen().meeting.items.len(), 2);
    desk.types(" 2").press(Action::Accept);
    assert_eq!(desk.screen().meeting.items.len(), 3);
    // Nor by being called otherwise afterwards.
    let id = desk.screen().meeting.items[2].id;
    desk.point(RowRef::Item(id)).press(Action::Fields).fill("benamning", "Blå").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("saved") };
    assert!(form.error.as_ref().unwrap().contains("Blå"), "{:?}", form.error);
    desk.fill("benamning", "Gul").press(Action::Save);
    assert_eq!(desk.screen().meeting.children.iter().filter(|child| child.alias == "Gul").count(), 1);
    // In one paste.
    desk.point_away().send(Message::Paste("Röd\nröd".to_owned()));
    desk.types("2 ärenden om barn").press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("taken up") };
    assert!(form.fields[2].label.starts_with("! "));
}

#[test]
fn two_programs_that_write_one_alias_at_the_same_moment_lose_nothing_and_are_asked() {
    let mut desk = Desk::eht();
    desk.press(Action::Previous).line("Kim");
    // Another program wrote a Kim of its own before it had read this one.
    let mut both = desk.screen().meeting.clone();
    let (item, arende, child) = {
        let item = both.items.last().unwrap().clone();
        (item.clone(), both.arende_of(&item).unwrap().clone(), both.child_of(&item).unwrap().clone())
    };
    let child = Child { id: desk.model.new_id(), alias: "KIM".to_owned(), ..child };
    let arende = Arende { id: desk.model.new_id(), child: Some(child.id), label: "KIM".to_owned(), ..arende };
    let theirs = desk.model.new_id();
    both.put(child.into());
    both.put(MeetingArende { id: theirs, arende: arende.id, order: item.order, ..item }.into());
    both.put(arende.into());
    both.sort();
    desk.kept.push(both.clone());
    desk.send(Message::Store(Reply::Changed(vec![both.id()])));
    assert!(desk.notice().contains("kallas ”KIM”"), "{}", desk.notice());
    assert_eq!(desk.screen().meeting.items.len(), 4, "both are there");
    let asks = |desk: &Desk| {
        let left = super::board::left_undone(&desk.screen().meeting);
        left.iter().any(|what| what.starts_with("Två på listan kallas"))
    };
    assert!(asks(&desk));
    desk.press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("passed") };
    assert!(stop.findings[0].what.contains("”KIM”"), "{:?}", stop.findings);
    // The question takes one to the name of the later one, and it is done.
    desk.press(Action::Accept).fill("benamning", "Kim 2").press(Action::Save);
    assert!(!asks(&desk));
    assert_eq!(desk.screen().meeting.items.len(), 4);
}

#[test]
fn only_the_word_for_a_follow_up_is_taken_from_the_name() {
    let mut desk = eht();
    for (line, label, follow_up) in [
        ("Röd, uppföljning", "Röd", true),
        ("Gul, uppf.", "Gul", true),
        ("Vit, uppfinnaren", "Vit, uppfinnaren", false),
        ("Grå, syskon till Vit", "Grå, syskon till Vit", false),
    ] {
        desk.line(line);
        let meeting = &desk.screen().meeting;
        let item = meeting.items.last().unwrap();
        assert_eq!((meeting.arende_of(item).unwrap().label.as_str(), item.follow_up), (label, follow_up));
    }
    desk.line(", uppföljning");
    assert_eq!(desk.screen().line.value(), ", uppföljning");
    assert_eq!(desk.screen().meeting.items.len(), 4);
}

#[test]
fn a_second_owner_and_a_second_date_stay_in_the_text() {
    for (line, text, owner, due) in [
        ("Ring hem @eva om boken @maja >fre", "Ring hem @eva om boken", "Maja Mo", "2026-11-27"),
        ("Mejla om kontot @insta @maja >fre", "Mejla om kontot @insta", "Maja Mo", "2026-11-27"),
        ("Mejla @maja >fre @insta", "Mejla @insta", "Maja Mo", "2026-11-27"),
        ("Läs > 3 böcker @eva >fre", "Läs > 3 böcker", "Eva Ek", "2026-11-27"),
        ("Läs >fre @eva > 3 böcker", "Läs > 3 böcker", "Eva Ek", "2026-11-27"),
    ] {
        let mut desk = planning();
        desk.line(line);
        let rows = desk.entries(EntryKind::Atgard);
        assert_eq!(rows.len(), 1, "{line}: {}", desk.notice());
        assert_eq!(rows[0].text, text);
        let action = rows[0].action().unwrap();
        assert_eq!(desk.screen().meeting.participant(action.owner.unwrap()).unwrap().name, owner);
        assert_eq!(action.due, Some(Due::By(due.parse().unwrap())));
        assert!(desk.notice().contains("står kvar i texten"), "{}", desk.notice());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was typed is what is kept, or it was refused whole and stands in the line.
    #[test]
    fn a_line_is_kept_with_all_its_words_or_refused_whole(
        words in prop::collection::vec(prop::sample::select(vec![
            "@eva", "@Bo Bo", "@", ">fre", ">", "> v 49", ">3 st", "Ring", "hem,", "a@b.se", "2>1", "(kl", "9)", "15/12",
            ":", ";", "@maja", "följs", "upp", "varje", "\\@x", "\\>", "om", "3", "v",
        ]), 1..10),
        kind in prop::sample::select(vec![EntryKind::Atgard, EntryKind::Anteckning, EntryKind::Beslut]),
    ) {
        let line = words.join(" ");
        let mut desk = Desk::eht();
        desk.jump(1).jump(3);
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.target = super::target::Target::Entry(kind);
            screen.writing = true;
        }
        let before = desk.screen().meeting.entries.len();
        desk.types(&line);
        // A list of owners is put away: what is typed is what is meant.
        if desk.screen().completing {
            desk.press(Action::Back);
        }
        desk.press(Action::Accept);
        let meeting = &desk.screen().meeting;
        if meeting.entries.len() == before {
            prop_assert_eq!(desk.screen().line.value(), line.as_str(), "{}", desk.notice());
        } else {
            let entry = meeting.entries.last().unwrap();
            let read = crate::domain::entry_line::read(meeting, &desk.model.date_context(), kind, &line);
            prop_assert_eq!(&entry.text, &read.text);
            // The text, the owner and the date are the line: tried word for word beside `split_where`. What is an owner
            // or a date has come into the row as such.
            if let Some(action) = entry.action() {
                let named = action.owner.is_some() || action.owner_name.is_some();
                prop_assert_eq!(named, read.owner.is_some_and(|words| !words.is_empty()));
                prop_assert_eq!(action.due.is_some(), read.due.is_some_and(|words| !words.is_empty()));
            } else if kind == EntryKind::Anteckning {
                prop_assert_eq!(entry.source.is_some(), read.owner.is_some_and(|words| !words.is_empty()));
                prop_assert!(read.due.is_none_or(|words| words.is_empty()));
            }
        }
    }
}

/// An EHT in planering, where a line is an action.
fn planning() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(1).jump(3);
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.target = super::target::Target::Entry(EntryKind::Atgard);
    }
    desk
}

const LIST: &str = "Ring hem @maja >fre\nKartlägg läsningen @sara >31/2\nBoka rum @eva >v 49";

fn texts(desk: &Desk) -> Vec<&str> {
    desk.screen().meeting.entries.iter().map(|entry| entry.text.as_str()).collect()
}

fn form_draft(desk: &Desk) -> String {
    let last = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft { field, text, .. } if *field == DRAFT_FORM => Some(text.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

#[test]
fn a_bad_line_of_a_paste_is_marked_and_all_of_them_wait() {
    let mut desk = planning();
    desk.send(Message::Paste(LIST.to_owned())).press(Action::Accept);
    assert!(texts(&desk).is_empty(), "one act, when all is understood");
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("nothing waits") };
    let rows: Vec<(&str, &str)> =
        form.fields[1..4].iter().map(|field| (field.label.as_str(), field.value())).collect();
    let expected: Vec<&str> = LIST.lines().collect();
    assert_eq!(rows, [("Rad 1", expected[0]), ("! Rad 2", expected[1]), ("Rad 3", expected[2])]);
    assert_eq!(form.cursor, 2);
    assert!(form.error.as_ref().unwrap().contains("31/2") || form.error.as_ref().unwrap().contains("31"));
    desk.fill("rad.1", "Kartlägg läsningen @sara >30/11").press(Action::Save);
    assert!(desk.model.dialogs.is_empty());
    assert_eq!(texts(&desk), ["Ring hem", "Kartlägg läsningen", "Boka rum"]);
    assert!(desk.screen().pasted.is_empty());
    desk.press(Action::Undo);
    assert!(texts(&desk).is_empty(), "undo takes the paste as one");
}

#[test]
fn a_bad_line_can_be_left_as_a_note_with_all_its_words() {
    let mut desk = planning();
    desk.send(Message::Paste(LIST.to_owned())).press(Action::Accept);
    desk.fill("resten", "blir anteckningar").press(Action::Save);
    assert_eq!(texts(&desk), ["Ring hem", "Kartlägg läsningen @sara >31/2", "Boka rum"]);
    assert_eq!(desk.screen().meeting.entries[1].kind(), EntryKind::Anteckning);
    desk.press(Action::Undo);
    assert!(texts(&desk).is_empty());
}

#[test]
fn neither_esc_nor_a_kill_takes_a_paste_and_undo_brings_it_out() {
    let mut desk = planning();
    desk.send(Message::Paste(LIST.to_owned())).press(Action::Back);
    assert!(desk.notice().contains("väntar"), "{}", desk.notice());
    desk.wait(TimeDelta::seconds(1));
    let draft = form_draft(&desk);
    assert!(LIST.lines().all(|line| draft.contains(line)), "{draft}");
    desk.press(Action::Close);
    assert!(desk.notice().contains("klistrade in"), "{}", desk.notice());
    desk.press(Action::Undo).fill("rad.0", "Ring mormor @maja >fre").press(Action::Back);
    assert!(desk.model.dialogs.is_empty());
    desk.wait(TimeDelta::seconds(1));
    let draft = form_draft(&desk);
    assert!(draft.contains("Ring mormor"));

    // Another program goes on with what the killed one left.
    let meeting = desk.screen().meeting.clone();
    let mut again = Desk::new();
    again.open(meeting.clone());
    let meeting = Box::new(meeting);
    let drafts = Drafts { form: Some(draft), ..Drafts::default() };
    again.send(Message::Store(Reply::OpenedMeeting { meeting, drafts }));
    let Some(Dialog::Form(form)) = again.model.dialogs.last() else { panic!("the paste is gone") };
    assert_eq!(form.value("rad.0"), "Ring mormor @maja >fre");
    assert_eq!(form.value("rad.2"), LIST.lines().last().unwrap());
    again.press(Action::Back).press(Action::Undo).fill("rad.1", "").fill("slag", "åtgärd");
    again.press(Action::Save);
    assert_eq!(texts(&again), ["Ring mormor", "Boka rum"]);
    again.wait(TimeDelta::seconds(1));
    assert!(form_draft(&again).is_empty(), "nothing waits any more");
}

#[test]
fn a_paste_on_top_of_one_that_waits_keeps_both_and_only_a_choice_throws_them_away() {
    let mut desk = planning();
    desk.send(Message::Paste("Ett\nTvå".to_owned())).press(Action::Back);
    desk.send(Message::Paste("Tre\nFyra".to_owned())).press(Action::Accept);
    assert_eq!(texts(&desk), ["Ett", "Två", "Tre", "Fyra"]);
    desk.send(Message::Paste("Fem\nSex".to_owned())).types("kasta").press(Action::Accept);
    assert!(desk.screen().pasted.is_empty() && texts(&desk).len() == 4);
}

#[test]
fn pasted_people_and_arenden_wait_too() {
    let mut desk = Desk::meeting("sspf");
    desk.send(Message::Paste("Eva Ek, rektor\nBo, elev\nSara Sten, polis".to_owned())).press(Action::Accept);
    assert!(desk.screen().meeting.participants.is_empty());
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("lost") };
    assert!(form.fields[2].label.starts_with("! "), "{:?}", form.fields[2].label);
    desk.fill("rad.1", "").press(Action::Save);
    assert_eq!(desk.screen().meeting.participants.len(), 2);
    assert!(desk.screen().meeting.participants.iter().all(|person| person.kind != ParticipantKind::Barn));
    desk.press(Action::Undo);
    assert!(desk.screen().meeting.participants.is_empty());
}

#[test]
fn what_is_put_together_to_more_than_a_row_holds_is_refused_whole() {
    let most = crate::domain::text::MAX_CHARS;
    let mut desk = planning();
    // Longer than what can be typed, as where a row's owner and day are written out, or two lines have become one.
    let long = "å".repeat(most + 1);
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.line.set(&long, long.chars().count());
    }
    let rows = desk.screen().meeting.entries.len();
    desk.press(Action::Accept);
    assert_eq!(desk.screen().meeting.entries.len(), rows);
    assert_eq!(desk.screen().line.value(), long, "what was refused stands");
    assert!(desk.notice().contains("Inget är sparat: dela den"), "{}", desk.notice());
    // The text alone has to fit.
    let line = format!("{} >2026-12-18", "å".repeat(most));
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.line.set(&line, line.chars().count());
    }
    desk.press(Action::Accept);
    let kept = desk.screen().meeting.entries.iter().any(|entry| entry.text == "å".repeat(most));
    assert!(kept, "{}", desk.notice());
}

#[test]
fn a_form_that_was_filled_in_with_more_than_is_kept_is_not_saved() {
    let mut desk = planning();
    let (fits, long) = ("å".repeat(10_000), "å".repeat(10_001));
    for (title, saved) in [(&long, false), (&fits, true)] {
        desk.press(Action::Head);
        desk.fill("titel", title).press(Action::Save);
        assert_eq!(&desk.screen().meeting.head.title == title, saved);
        let error = match desk.model.dialogs.last() {
            Some(Dialog::Form(form)) => form.error.clone().unwrap_or_default(),
            _ => String::new(),
        };
        assert_eq!(error.contains("10001 tecken är fler än de 10000"), !saved, "{error}");
        desk.model.dialogs.clear();
    }
}

#[test]
fn a_paste_longer_than_a_line_is_refused_whole() {
    let mut desk = planning();
    let long = "å ".repeat(crate::domain::text::MAX_CHARS);
    desk.types("Ring").send(Message::Paste(long.clone()));
    assert_eq!(desk.screen().line.value(), "Ring");
    assert!(desk.notice().contains("Inget är inklistrat"), "{}", desk.notice());
    desk.send(Message::Paste(format!("Kort\n{long}")));
    assert!(desk.model.dialogs.is_empty() && desk.notice().contains("Inget är inklistrat"));
}

/// What is written in the field where the cursor stands, in the reason, or in the line.
fn written(desk: &Desk) -> String {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.fields[form.cursor].value().to_owned(),
        Some(Dialog::Rule(stop)) => {
            stop.reason.as_ref().map(|line| line.value().to_owned()).unwrap_or_default()
        }
        _ => desk.screen().line.value().to_owned(),
    }
}

type Act = fn(&mut Desk);

/// Where words are written: what comes before, how they are begun, how often Esc leaves them, and how they are found again.
const WORDS: [(&str, Act, Act, usize, Act); 7] = [
    (
        "a line",
        |desk| {
            desk.jump(1);
        },
        |_| {},
        1,
        |desk| {
            desk.press(Action::Undo);
        },
    ),
    (
        "a row that is being changed",
        |desk| {
            desk.jump(3).line("Ring hem @maja >fre");
        },
        |desk| {
            let row = desk.screen().meeting.entries[0].id;
            desk.point(RowRef::Entry(row)).press(Action::Edit);
        },
        1,
        |desk| {
            desk.press(Action::Undo);
        },
    ),
    (
        "a point during the read-out",
        |desk| {
            desk.jump(4);
        },
        |desk| {
            desk.press(Action::NewPoint);
        },
        2,
        |desk| {
            desk.press(Action::Undo);
        },
    ),
    (
        "who came in",
        |desk| {
            desk.jump(3);
        },
        |desk| {
            desk.press(Action::SomebodyCame);
        },
        2,
        |desk| {
            desk.press(Action::Undo);
        },
    ),
    (
        "a form",
        |_| {},
        |desk| {
            desk.press(Action::Head).press(Action::Next);
        },
        1,
        |desk| {
            desk.press(Action::Head).press(Action::Next);
        },
    ),
    (
        "a form, and another after it",
        |_| {},
        |desk| {
            desk.press(Action::Head).press(Action::Next);
        },
        1,
        |desk| {
            let person = desk.screen().meeting.participants[0].id;
            desk.point(RowRef::Participant(person)).press(Action::Edit).types("Zz").press(Action::Back);
            desk.press(Action::Head).press(Action::Next);
        },
    ),
    (
        "a reason",
        |desk| {
            desk.jump(2);
        },
        |desk| {
            desk.press(Action::NextPhase).press(Action::GoOnAnyway);
        },
        2,
        |desk| {
            desk.press(Action::NextPhase).press(Action::GoOnAnyway);
        },
    ),
];

#[test]
fn esc_loses_no_words_wherever_they_are_written() {
    for (what, before, begins, escapes, again) in WORDS {
        let mut desk = Desk::eht();
        before(&mut desk);
        begins(&mut desk);
        desk.types("zebrafink");
        let words = written(&desk);
        assert!(words.contains("zebrafink"), "{what}: {words} {}", desk.notice());
        for _ in 0..escapes {
            desk.press(Action::Back);
        }
        assert!(!written(&desk).contains("zebrafink"), "{what}");
        again(&mut desk);
        assert_eq!(written(&desk), words, "{what}: {}", desk.notice());
    }
}

#[test]
fn a_point_of_an_arende_that_esc_left_comes_back_as_that_arendes() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ring hem @maja >fre");
    desk.jump(4).point_away().press(Action::NewPoint).types("Läsa högt");
    let (from, target) = (desk.screen().line_from, desk.screen().target);
    assert!(from.is_some_and(|from| from.arende.is_some()), "{}", desk.notice());
    desk.press(Action::Back).press(Action::Back).press(Action::Undo);
    assert_eq!(desk.screen().line.value(), "Läsa högt");
    assert_eq!((desk.screen().line_from, desk.screen().target), (from, target));
}
