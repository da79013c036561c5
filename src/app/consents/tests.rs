//! Consent and the protection of the child, each rule broken once and its words read.

use crate::app::Message;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{Effect, PaperKind, Reply};
use crate::app::core::model::form::FieldKind;
use crate::app::core::model::{RowRef, Screen, Target};
use crate::app::meeting::board::board;
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{AskedForm, ConsentRule, EmiBorder, EntryKind, Phase, Unanswered};
use crate::domain::command::Code;
use crate::domain::consent::{Standing, Waited};
use crate::domain::listing::{ListQuery, Listing};
use crate::domain::overview::ConsentRow;
use crate::domain::record::{
    ArendeState, ConsentAnswer, ConsentForm, MeetingArende, Output, ParticipantKind, Person, Presence,
};
use crate::domain::rules::{self, Finding, Severity, rule};
use crate::minutes::{Options, build, find_reader, plain};
use chrono::{NaiveDate, TimeDelta};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    date("2026-11-23")
}

/// What the rule in front says of consent and what belongs to it.
fn said(desk: &Desk) -> Vec<Finding> {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => stop.findings.clone(),
        other => panic!("no rule spoke: {other:?}"),
    }
}

fn first_item(desk: &Desk) -> MeetingArende {
    desk.screen().meeting.items[0].clone()
}

/// Writes a consent for the ärende: from whom, as what, the answer.
fn consent(desk: &mut Desk, from: &str, as_what: &str, answer: &str) {
    let id = first_item(desk).id;
    desk.point(RowRef::Item(id)).press(Action::Consent);
    if let Some(Dialog::Pick(_)) = desk.model.dialogs.last() {
        desk.types("nytt").press(Action::Accept);
    }
    desk.consents(from, as_what, answer);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    desk.point_away();
}

/// A SIP with the child, both guardians, school and BUP, and no consent yet.
fn sip() -> Desk {
    let mut desk = Desk::meeting("sip");
    desk.line("Bo, barnet").line("Ann Ask, vårdnadshavare").line("Per Ask, vårdnadshavare");
    desk.line("Karin Lund, kurator, skola").line("Pia Pil, psykolog, BUP");
    desk.press(Action::Next).line("Bo");
    desk
}

/// An EHT with somebody from the social services, so that ”Blå” needs a consent.
fn eht_with_social() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(0);
    while desk.screen().target != Target::Participant {
        desk.press(Action::Next);
    }
    desk.line("Siv Sund, socialsekreterare, socialtjänst");
    desk
}

fn minutes(desk: &Desk, reader: Option<&str>) -> String {
    let meeting = &desk.screen().meeting;
    let reader = reader.map(|who| find_reader(meeting, who).unwrap());
    let printed_at = "2026-11-24T08:15:00".parse().unwrap();
    plain::render(&build(meeting, &Options { printed_at, reader, ..Options::made_up() }))
}

#[test]
fn a_second_guardian_who_has_not_answered_is_passed_only_with_who_was_asked_when_and_how() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask, vårdnadshavare", "vårdnadshavare", "ja");
    desk.press(Action::NextPhase);
    let finding = said(&desk).into_iter().find(|finding| finding.rule == rule::GUARDIAN).unwrap();
    assert_eq!(finding.severity, Severity::Overridable);
    assert_eq!(finding.what, "Per Ask har inte svarat ännu på frågan om samtycke.");
    assert!(finding.remedy.contains("vem som fick frågan, när och hur"), "{}", finding.remedy);
    // No reason in a few words: the form asks who, when and how, and refuses each that is missing.
    desk.press(Action::GoOnAnyway);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    assert_eq!((form.value("svar"), form.value("vem")), ("har inte svarat ännu", "Per Ask, vårdnadshavare"));
    // Four facts, of which who is known.
    let asked: Vec<&str> = form.shown().map(|at| form.fields[at].key.as_str()).collect();
    assert_eq!(asked, ["vem", "datum", "fragad", "skal"]);
    for (key, value) in [("datum", "2026-11-20"), ("fragad", "brev hem och telefon")] {
        desk.press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("saved without {key}") };
        assert_eq!(form.fields[form.cursor].key, key, "{:?}", form.error);
        desk.fill(key, value);
    }
    desk.press(Action::Save);
    let asked = desk.screen().meeting.consents.last().unwrap().clone();
    assert_eq!((asked.answer, asked.given_on), (ConsentAnswer::Saknas, date("2026-11-20")));
    // The step goes on by itself, to what else there was; of who answered nothing more is said.
    assert!(said(&desk).iter().all(|finding| finding.rule != rule::GUARDIAN), "{:?}", said(&desk));
    desk.press(Action::GoOnAnyway).reasons("vi tar det sedan");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
    let paper = minutes(&desk, None);
    assert!(paper.contains("Per Ask, vårdnadshavare har inte svarat ännu"), "{paper}");
    assert!(paper.contains("20 november 2026, brev hem och telefon"), "{paper}");
}

#[test]
fn a_form_may_say_that_an_answer_cannot_be_done_without() {
    let mut desk = sip();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.agenda.unanswered = Unanswered::Stopp;
    }
    consent(&mut desk, "Ann Ask, vårdnadshavare", "vårdnadshavare", "ja");
    consent(&mut desk, "Per Ask, vårdnadshavare", "vårdnadshavare", "har inte svarat ännu");
    // What the store reads back doesn't have the rule that the test put there.
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.agenda.unanswered = Unanswered::Stopp;
    }
    desk.press(Action::NextPhase);
    let finding = said(&desk).into_iter().find(|finding| finding.rule == rule::GUARDIAN).unwrap();
    assert_eq!(finding.severity, Severity::Blocking);
    assert!(finding.remedy.contains("väntar ni in svaret"), "{}", finding.remedy);
    desk.press(Action::GoOnAnyway);
    assert!(desk.notice().contains("skyddar barnet"), "{}", desk.notice());
    assert_eq!(desk.screen().meeting.head.phase, Phase::Sammanhang);
}

#[test]
fn nothing_is_filled_in_beforehand_and_what_is_missing_is_said() {
    for mut desk in [sip(), eht_with_social()] {
        let id = first_item(&desk).id;
        desk.point(RowRef::Item(id)).press(Action::Consent);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
        let filled: Vec<_> =
            form.fields.iter().filter(|field| !field.value().is_empty()).map(|field| &field.key).collect();
        assert!(filled.is_empty(), "{filled:?}");
        let required = desk.screen().meeting.agenda.consent == ConsentRule::Kravs;
        let mut asked = Vec::new();
        for _ in 0..9 {
            desk.press(Action::Save);
            let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { break };
            assert!(form.error.is_some());
            let key = form.fields[form.cursor].key.clone();
            let value = match key.as_str() {
                "vem" => "Ann Ask, vårdnadshavare",
                "givare" => "Mamma",
                "av" => "vårdnadshavare",
                "svar" => "ja",
                "form" => "muntligt",
                "alla" => "alla i rummet",
                "far_beratta" => "alla: vardagen; Skola: frånvaron",
                other => panic!("{other} is asked for"),
            };
            asked.push(key.clone());
            desk.fill(&key, value);
        }
        assert!(desk.model.dialogs.is_empty(), "{asked:?}");
        let wanted: &[&str] = if required {
            &["vem", "svar", "form", "alla", "far_beratta"]
        } else {
            &["givare", "av", "svar", "form", "alla"]
        };
        assert_eq!(asked, wanted);
        let meeting = &desk.screen().meeting;
        let consent = &meeting.consents[0];
        assert_eq!((consent.answer, consent.form), (ConsentAnswer::Ja, ConsentForm::Muntligt));
        assert_eq!(consent.given_on, today());
        if required {
            let told: Vec<_> = meeting.consent_parties.iter().map(|row| row.may_tell.as_deref()).collect();
            assert_eq!(told, [Some("vardagen, frånvaron"), Some("vardagen")], "each tells what all may tell");
        }
    }
}

#[test]
fn a_giver_is_of_the_arendes_own_family_or_written_and_not_what_somebody_else_is() {
    let mut desk = sip();
    let id = first_item(&desk).id;
    desk.point(RowRef::Item(id)).press(Action::Consent);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    let FieldKind::Choice(offered) = &form.fields[0].kind else { panic!("no choice") };
    assert_eq!(offered, &["", "Bo, barnet", "Ann Ask, vårdnadshavare", "Per Ask, vårdnadshavare"]);
    desk.fill("vem", "Ann Ask, vårdnadshavare").fill("av", "barnet");
    desk.fill("svar", "ja").fill("form", "skriftligt").all_parties().press(Action::Save);
    let error = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form.error.clone().unwrap(),
        _ => panic!("saved"),
    };
    assert!(error(&desk).contains("något annat"), "{}", error(&desk));
    desk.fill("av", "").fill("givare", "Moster").press(Action::Save);
    assert!(error(&desk).contains("inte båda"), "{}", error(&desk));
    desk.fill("vem", "").press(Action::Save);
    assert!(error(&desk).contains("vårdnadshavares eller barnets"), "{}", error(&desk));
    desk.fill("givare", "").fill("vem", "Bo, barnet").press(Action::Save);
    assert!(desk.screen().meeting.consents[0].by_child, "what it is follows from who it is");
}

#[test]
fn a_spoken_yes_does_not_do_where_the_form_asks_for_a_written_one() {
    let mut desk = sip();
    let item = first_item(&desk);
    consent(&mut desk, "Ann Ask", "ensam vårdnadshavare", "ja");
    let mut meeting = desk.screen().meeting.clone();
    meeting.agenda.consent_form = AskedForm::Skriftligt;
    assert!(matches!(meeting.consent_standing(&item, today()), Standing::Valid { .. }), "a written one does");
    meeting.consents[0].form = ConsentForm::Muntligt;
    assert_eq!(meeting.consent_standing(&item, today()), Standing::Spoken);
    assert!(meeting.is_hidden_from_wall(&item, today()));
    let finding = rules::consent_finding(&meeting, &item, today()).unwrap();
    assert_eq!(
        (finding.what.as_str(), finding.severity),
        ("Samtycket är muntligt. Här ska det vara skriftligt.", Severity::Blocking)
    );
}

#[test]
fn an_answer_is_of_a_day_that_has_been_and_ends_no_earlier() {
    for (answer, asked) in [("ja", ""), ("nej", ""), ("har inte svarat ännu", "brev hem")] {
        let mut desk = sip();
        let id = first_item(&desk).id;
        desk.point(RowRef::Item(id)).press(Action::Consent);
        desk.fill("givare", "Ann Ask")
            .fill("av", "vårdnadshavare")
            .fill("svar", answer)
            .fill("form", "skriftligt");
        desk.fill("fragad", asked).fill("datum", "2026-11-24").all_parties().press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{answer} was saved") };
        assert_eq!(form.error.as_deref(), Some("Den dagen har inte varit än."), "{answer}");
        desk.fill("datum", "2026-11-20").fill("galler_till", "2026-11-19").press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{answer} was saved") };
        assert!(
            form.error.as_ref().is_some_and(|why| why.contains("före dagen")),
            "{answer}: {:?}",
            form.error
        );
        assert!(desk.screen().meeting.consents.is_empty());
    }
}

#[test]
fn only_a_yes_can_be_taken_back() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask", "vårdnadshavare", "nej");
    consent(&mut desk, "Per Ask", "vårdnadshavare", "har inte svarat ännu");
    let id = first_item(&desk).id;
    let labels = |desk: &mut Desk| -> Vec<String> {
        desk.point(RowRef::Item(id)).press(Action::Consent);
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
        let labels = pick.items.iter().map(|item| item.label.clone()).collect();
        desk.press(Action::Back).point_away();
        labels
    };
    let all = labels(&mut desk);
    assert!(all.iter().any(|label| label.starts_with("Ändra svaret från Ann Ask")), "{all:?}");
    assert!(all.iter().any(|label| label.starts_with("Ändra svaret från Per Ask")), "{all:?}");
    assert!(!all.iter().any(|label| label.starts_with("Återkalla")), "{all:?}");
    consent(&mut desk, "Per Ask", "vårdnadshavare", "ja");
    let all = labels(&mut desk);
    assert_eq!(all.iter().filter(|label| label.starts_with("Återkalla")).count(), 1, "{all:?}");
}

#[test]
fn a_party_that_nobody_in_the_room_is_called_is_said_and_another_form_of_the_word_is_the_same() {
    let mut desk = sip();
    let id = first_item(&desk).id;
    let with = |desk: &mut Desk, parties: &str| -> (Vec<String>, String) {
        desk.point(RowRef::Item(id)).press(Action::Consent);
        if let Some(Dialog::Pick(_)) = desk.model.dialogs.last() {
            desk.types("nytt").press(Action::Accept);
        }
        desk.fill("givare", "Ann Ask")
            .fill("av", "vårdnadshavare")
            .fill("svar", "ja")
            .fill("form", "skriftligt");
        desk.fill("parter", parties).fill("far_beratta", "alla: frånvaron").press(Action::Save);
        assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
        let meeting = &desk.screen().meeting;
        let last = meeting.consents.iter().max_by_key(|row| row.id.0).unwrap().id;
        let told = (meeting.parties_of(last).map(str::to_owned).collect(), desk.notice().to_owned());
        desk.point_away();
        told
    };
    let (parties, said) = with(&mut desk, "skolan, BUP:s");
    assert_eq!(parties, ["Skola", "BUP"], "as those in the room are written");
    assert!(!said.contains("Ingen i rummet"), "{said}");
    let (_, said) = with(&mut desk, "skola, kyrkan");
    assert!(said.contains("Ingen i rummet heter kyrkan"), "{said}");
}

#[test]
fn one_of_fifteen_is_asked_itself_and_one_of_eighteen_answers_alone() {
    let born = |desk: &mut Desk, born: &str| {
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.children[0].born = Some(born.to_owned());
        }
    };
    // Fifteen on the day.
    let mut desk = sip();
    consent(&mut desk, "Ann Ask", "ensam vårdnadshavare", "ja");
    let item = first_item(&desk);
    let waits = |desk: &Desk| Waited::words(&desk.screen().meeting.unanswered(&item, today()));
    assert_eq!(waits(&desk), None);
    born(&mut desk, "2011-11-24");
    assert_eq!(waits(&desk), None, "the day before");
    born(&mut desk, "111123-1234");
    assert_eq!(waits(&desk).as_deref(), Some("Bo har inte svarat ännu"));
    let id = item.id;
    desk.point(RowRef::Item(id)).press(Action::Consent).types("nytt").press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    assert!(form.intro.iter().any(|line| line.contains("själv be om en SIP")), "{:?}", form.intro);
    desk.press(Action::Back).point_away();

    // Of age: the guardians' yes does nothing, the own one all.
    born(&mut desk, "2008-11-23");
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.consent_standing(&item, today()), Standing::Missing);
    assert!(rules::unasked(meeting).all(|person| person.kind == ParticipantKind::Barn));
    desk.point(RowRef::Item(id)).press(Action::Consent).types("nytt").press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    let FieldKind::Choice(offered) = &form.fields[0].kind else { panic!("no choice") };
    assert_eq!(offered, &["", "Bo, barnet"]);
    assert!(form.intro.iter().any(|line| line.contains("myndig")), "{:?}", form.intro);
    desk.fill("vem", "Bo, barnet").fill("svar", "ja").fill("form", "skriftligt").all_parties();
    desk.press(Action::Save);
    born(&mut desk, "2008-11-23");
    let meeting = &desk.screen().meeting;
    assert!(matches!(meeting.consent_standing(&item, today()), Standing::Valid { .. }));
    assert_eq!(waits(&desk), None, "no guardian is asked");
    // Only the year is known: they are asked, and that is told.
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        let child = &mut screen.meeting.children[0];
        (child.born, child.birth_year) = (None, Some(2008));
    }
    let meeting = &desk.screen().meeting;
    assert!(!meeting.is_of_age(&item) && meeting.may_be_of_age(&item));
}

#[test]
fn nobody_else_is_asked_when_both_have_answered_or_there_is_only_one() {
    for (answers, silent) in [
        (vec![("Ann Ask, mamma", "vårdnadshavare", "ja"), ("Per Ask", "vårdnadshavare", "ja")], None),
        (
            vec![("Ann Ask", "vårdnadshavare", "ja"), ("Per Ask", "vårdnadshavare", "har inte svarat ännu")],
            None,
        ),
        (vec![("Ann Ask", "ensam vårdnadshavare", "ja")], None),
        (vec![("Bo", "barnet", "ja")], Some("Ann Ask och Per Ask har inte svarat ännu")),
        (vec![("Ann Ask", "vårdnadshavare", "ja")], Some("Per Ask har inte svarat ännu")),
    ] {
        let mut desk = sip();
        for (from, as_what, answer) in answers {
            consent(&mut desk, from, as_what, answer);
        }
        let item = first_item(&desk);
        let meeting = &desk.screen().meeting;
        assert_eq!(Waited::words(&meeting.unanswered(&item, today())).as_deref(), silent);
    }
    // Where no guardian is called, the form's own words ask for both.
    let mut desk = eht_with_social();
    consent(&mut desk, "Mamma", "vårdnadshavare", "ja");
    let item = first_item(&desk);
    let who = Waited::words(&desk.screen().meeting.unanswered(&item, today()));
    assert_eq!(who.as_deref(), Some("Den andra vårdnadshavaren har inte svarat ännu"));
}

#[test]
fn the_childs_own_answer_is_asked_for_when_the_guardians_have_given_theirs() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask, vårdnadshavare", "vårdnadshavare", "ja");
    consent(&mut desk, "Per Ask, vårdnadshavare", "vårdnadshavare", "ja");
    let missing: Vec<String> = board(&desk.model)
        .unwrap()
        .columns
        .iter()
        .flat_map(|column| &column.sections)
        .flat_map(|section| section.rows.iter().map(|row| row.text.clone()))
        .collect();
    assert!(missing.iter().any(|row| row.contains("Bo har inte svarat")), "{missing:?}");
    let id = first_item(&desk).id;
    desk.point(RowRef::Item(id)).press(Action::Consent).types("nytt").press(Action::Accept);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("no form") };
    assert_eq!((form.value("av"), form.value("givare")), ("", ""), "who answers is said");
    desk.consents("Bo", "barnet", "ja");
    assert!(desk.screen().meeting.consents.iter().any(|consent| consent.by_child));
    assert!(minutes(&desk, None).contains("Bo: ja"), "{}", minutes(&desk, None));
}

#[test]
fn a_known_no_stops_whoever_else_said_yes_until_the_same_person_says_otherwise() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask, vårdnadshavare", "vårdnadshavare", "ja");
    consent(&mut desk, "Per Ask, vårdnadshavare", "vårdnadshavare", "nej");
    desk.jump(1);
    let finding = &said(&desk)[0];
    assert_eq!((finding.rule, finding.severity), (rule::CONSENT, Severity::Blocking));
    assert!(finding.what.contains("nej"), "{}", finding.what);
    desk.press(Action::GoOnAnyway);
    assert!(desk.notice().contains("skyddar barnet"), "{}", desk.notice());
    desk.press(Action::Back);
    let item = first_item(&desk);
    assert!(desk.screen().meeting.is_hidden_from_wall(&item, today()));
    desk.wait(TimeDelta::minutes(2));
    consent(&mut desk, "Per Ask", "vårdnadshavare", "ja");
    assert!(matches!(desk.screen().meeting.consent_standing(&item, today()), Standing::Valid { .. }));
    assert!(!desk.screen().meeting.is_hidden_from_wall(&item, today()));
}

#[test]
fn two_keys_withdraw_a_consent_and_stop_the_arende_at_once() {
    let mut desk = Desk::sip();
    desk.jump(1).line("- Sover dåligt").types("Och sedan sa hon att");
    desk.wait(TimeDelta::minutes(41));
    desk.press(Action::Withdraw);
    assert_eq!(desk.model.context(), Context::Pick);
    desk.press(Action::Accept);

    let words = "Samtycket återkallat 09.41. Vi slutar prata om ärendet. \
                 Det som redan är antecknat lämnas inte till någon ny.";
    assert_eq!(desk.notice(), words);
    let item = first_item(&desk);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.head.phase, Phase::Ansvar, "nobody goes on speaking of it");
    assert_eq!(meeting.consents[0].withdrawn, Some(desk.now.utc), "it is recorded when");
    assert!(meeting.is_hidden_from_wall(&item, today()));
    assert!(!meeting.may_be_on_wall(&meeting.entries[0], |item| meeting.is_hidden_from_wall(item, today())));
    assert!(desk.screen().line.is_empty(), "what was half written is let go");
    assert_eq!(board(&desk.model).unwrap().question, words, "the words stand until the meeting goes on");
    let code = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Commit(command) if command.code == Code::WithdrawConsent => Some(command.code),
        _ => None,
    });
    assert!(code.is_some_and(|code| !code.is_undoable()));
    // No way leads back into it, and nothing more is asked of the family.
    desk.jump(1);
    assert!(said(&desk)[0].what.contains("återkallat"), "{:?}", said(&desk));
    desk.press(Action::Back).press(Action::Close);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))), "{:?}", desk.model.dialogs);
    desk.press(Action::Accept);
    assert_eq!(desk.model.context(), Context::Closed);
    assert!(minutes(&desk, None).contains("kl. 09.41"), "the minutes say when");
}

#[test]
fn a_team_goes_on_with_the_next_arende_when_a_consent_is_withdrawn() {
    let mut desk = eht_with_social();
    consent(&mut desk, "Mamma", "ensam vårdnadshavare", "ja");
    desk.jump(1).jump(3).line("Ringa hem @maja >fre");
    let item = first_item(&desk);
    desk.wait(TimeDelta::minutes(5)).press(Action::Withdraw).press(Action::Accept);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.head.phase, Phase::Sammanhang);
    assert!(meeting.todays_items().all(|other| other.id != item.id), "it isn't walked to any more");
    assert_eq!(rules::agreed(meeting).count(), 0, "what was agreed in it isn't read out");
    assert!(meeting.entries.iter().any(|entry| entry.arende == Some(item.id)), "but it is kept");
    desk.wait(TimeDelta::minutes(1)).press(Action::NextPhase);
    desk.model.dialogs.clear();
    desk.press(Action::NextArende);
    let label = desk.screen().meeting.current_item().and_then(|item| desk.screen().meeting.arende_of(item));
    assert_eq!(label.map(|arende| arende.label.as_str()), Some("Korridoren"));
    assert_ne!(board(&desk.model).unwrap().question, "", "the question is there again");
    assert!(minutes(&desk, None).contains("avbrutet: samtycket är återkallat"));
    // That the social services go out of the room doesn't bring it back.
    let siv = desk.person("Siv Sund").id;
    desk.point(RowRef::Participant(siv)).press(Action::Presence).press(Action::Accept);
    assert_eq!(desk.person("Siv Sund").presence, Presence::Gatt);
    let item = first_item(&desk);
    assert!(desk.screen().meeting.is_hidden_from_wall(&item, today()));
}

#[test]
fn a_border_lies_where_authorities_meet_and_not_within_the_school() {
    for (who, crosses) in [
        ("Siv Sund, socialsekreterare, socialtjänst", true),
        ("Per Pil, psykolog, BUP", true),
        ("Leo Lag, kommunpolis, polis", true),
        ("Fia Fri, fritidsledare, fritid", true),
        ("Nils Natt, familjebehandlare", true),
        ("Siv Holm, skolsköterska, elevhälsa", false),
        ("Mia Mus, pedagog, förskola", false),
        ("Ola Ost, lärare", false),
    ] {
        let mut desk = Desk::eht();
        while desk.screen().target != Target::Participant {
            desk.press(Action::Next);
        }
        desk.line(who);
        let item = first_item(&desk);
        assert_eq!(desk.screen().meeting.needs_consent(&item), crosses, "{who}");
        let id = desk.screen().meeting.participants.last().unwrap().id;
        desk.point(RowRef::Participant(id)).press(Action::Presence).press(Action::Presence);
        let presence = desk.screen().meeting.participant(id).unwrap().presence;
        assert_eq!(presence, Presence::Franvarande);
        assert!(!desk.screen().meeting.needs_consent(&item), "{who} isn't here");
    }
}

#[test]
fn an_exception_for_the_childs_protection_takes_a_reason_that_is_never_shown() {
    let mut desk = eht_with_social();
    let reason = "pappa får inte veta att vi talar med socialtjänsten";
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.agenda.consent = ConsentRule::KravsUtomSkyddsskal;
    }
    desk.press(Action::ToNulage);
    let finding = said(&desk)[0].clone();
    assert_eq!(said(&desk).len(), 1, "the reason that is kept from all papers is given alone");
    assert_eq!(
        (finding.rule, finding.severity),
        (rule::CONSENT, Severity::Overridable),
        "a jump doesn't pass it either"
    );
    assert!(finding.remedy.contains("aldrig på väggen"), "{}", finding.remedy);
    desk.press(Action::GoOnAnyway).types("x").press(Action::Accept);
    assert!(desk.notice().contains("i journalen, aldrig"), "{}", desk.notice());
    desk.types(reason).press(Action::Accept);
    let overrides = &desk.screen().meeting.overrides;
    assert!(overrides.iter().any(|row| row.rule == rule::CONSENT && row.reason.contains(reason)));
    let mut desk_meeting = desk.screen().meeting.clone();
    desk_meeting.agenda.consent = ConsentRule::KravsUtomSkyddsskal;
    let printed_at = "2026-11-24T08:15:00".parse().unwrap();
    let options = Options { printed_at, print_names: true, ..Options::made_up() };
    assert!(!plain::render(&build(&desk_meeting, &options)).contains("pappa"), "no paper tells it");
}

#[test]
fn a_meeting_that_the_guardians_must_not_know_of_is_not_started() {
    let mut desk = Desk::new();
    desk.press(Action::NewMeeting).types("Akut möte").press(Action::Accept);
    let Some(Dialog::Confirm(question)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
    assert!(question.title.contains("Får vårdnadshavarna veta"));
    assert!(question.text.join(" ").contains("kontakta socialtjänsten"), "{:?}", question.text);
    desk.press(Action::Back);
    assert!(matches!(desk.model.screen, Screen::Home(_)), "nothing is made");
    let is_commit = |effect: &Effect| matches!(effect, Effect::Commit(_));
    assert!(!desk.effects.iter().any(is_commit));

    // Learnt later, it stops, and nothing is made for the family.
    let mut desk = Desk::meeting("akut");
    desk.line("Siv Sund, socialsekreterare").line("Eva Ek, rektor").press(Action::Next).line("Bo");
    consent(&mut desk, "Ann Ask", "ensam vårdnadshavare", "ja");
    let item = first_item(&desk);
    assert!(!desk.screen().meeting.is_kept_from_family());
    desk.point(RowRef::Item(item.id)).press(Action::Fields).fill("falt.vetskap", "nej").press(Action::Save);
    desk.point_away().jump(1);
    let finding = said(&desk)[0].clone();
    assert_eq!((finding.rule, finding.severity), (rule::KNOWLEDGE, Severity::Blocking));
    assert!(finding.remedy.contains("Kontakta socialtjänsten"), "{}", finding.remedy);
    let meeting = &desk.screen().meeting;
    assert!(meeting.is_kept_from_family() && meeting.is_hidden_from_wall(&item, today()));
    assert!(rules::silenced(meeting, &item, today()).is_some());
    let mut with_mother = meeting.clone();
    let mut mother = with_mother.participants[0].clone();
    (mother.name, mother.role) = ("Ann Ask".to_owned(), "Vårdnadshavare".to_owned());
    mother.kind = ParticipantKind::Vardnadshavare;
    with_mother.participants.push(mother);
    assert!(find_reader(&with_mother, "Ann Ask").is_none(), "no copy is made for the family");
    assert!(find_reader(&with_mother, "Eva Ek").is_some());
    desk.press(Action::Back).point(RowRef::Item(item.id)).press(Action::PrintConsent);
    assert!(desk.notice().contains("ingen blankett görs"), "{}", desk.notice());
    assert!(!matches!(desk.effects.last(), Some(Effect::OfferPapers(_))));
}

#[test]
fn without_consent_the_question_can_be_taken_up_without_the_child() {
    let mut desk = eht_with_social();
    let item = first_item(&desk);
    desk.point(RowRef::Item(item.id)).press(Action::Fields);
    desk.fill("namn", "Lo Lind").fill("fodelsear", "2015").press(Action::Save).point_away();
    desk.jump(1);
    assert!(said(&desk)[0].remedy.contains("Alt-U"), "{}", said(&desk)[0].remedy);
    desk.press(Action::Unrecognisable);
    for given_away in ["Hur hjälper vi Blå?", "Vad gör Blås klass?", "Lo läser inte", "Född 2015, läser inte"]
    {
        desk.fill("fraga", given_away).press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the form is gone") };
        assert!(form.error.as_ref().is_some_and(|why| why.contains("pekar ut barnet")), "{given_away}");
    }
    desk.fill("fraga", "Hur gör man när någon inte vill läsa högt i en blå sal?").press(Action::Save);
    let meeting = &desk.screen().meeting;
    assert!(meeting.items.iter().all(|other| other.id != item.id), "the child isn't on the list");
    let fresh = meeting.items.iter().find(|other| other.order == item.order).unwrap().clone();
    let arende = meeting.arende_of(&fresh).unwrap();
    assert_eq!((arende.child, arende.unrecognisable, arende.label.as_str()), (None, true, "Fråga 1"));
    assert!(!meeting.needs_consent(&fresh));
    // Two commands, so that no line of the journal holds the child and the question together.
    let commands: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Commit(command) => Some((command.code, command.changes.len())),
            _ => None,
        })
        .collect();
    assert!(matches!(
        commands[commands.len() - 3..],
        [(Code::RemoveArende, _), (Code::AddArende, 2), (Code::Move, _)]
    ));
    // Who was on the way to the child's ärende is on the way to the question.
    assert_eq!(desk.screen().meeting.head.current, Some(fresh.id));
    desk.line("- Det var Blå som bad om det");
    assert!(desk.notice().contains("Blå"), "{}", desk.notice());
    assert!(desk.entries(EntryKind::Svarare).is_empty());
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.line.clear();
    }
    desk.line("- Läser inte högt");
    assert_eq!(desk.entries(EntryKind::Svarare).len(), 1);
    let paper = minutes(&desk, None);
    assert!(paper.contains("utan att barnet går att känna igen"), "{paper}");
    assert!(!paper.contains("Blå") && !paper.contains("Lo Lind"), "{paper}");
}

#[test]
fn a_question_is_not_lifted_out_where_all_know_the_child_or_no_child_is_taken_up() {
    let mut desk = sip();
    let item = first_item(&desk);
    desk.point(RowRef::Item(item.id)).press(Action::Unrecognisable);
    assert!(desk.notice().contains("alla här vet vilket"), "{}", desk.notice());

    let mut desk = eht_with_social();
    consent(&mut desk, "Mamma", "ensam vårdnadshavare", "ja");
    desk.jump(1).line("- Läser inte högt").press(Action::Withdraw).press(Action::Accept);
    let item = first_item(&desk);
    desk.point(RowRef::Item(item.id)).press(Action::Unrecognisable);
    assert!(desk.notice().contains("redan tagits upp"), "{}", desk.notice());

    let mut desk = Desk::meeting("sspf");
    desk.press(Action::Next).line("Torget");
    let item = first_item(&desk);
    desk.point(RowRef::Item(item.id)).press(Action::Unrecognisable);
    assert!(desk.notice().contains("inte heller utan namn"), "{}", desk.notice());
    desk.point_away().press(Action::Unrecognisable);
    assert!(desk.notice().contains("inte heller utan namn"), "{}", desk.notice());
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn a_note_from_the_school_nurse_can_be_marked_emi_and_stays_out_of_others_copies() {
    let mut desk = Desk::eht();
    while desk.screen().target != Target::Participant {
        desk.press(Action::Next);
    }
    desk.line("Siv Holm, skolsköterska, elevhälsa").jump(1);
    desk.line("- Läser inte @maja").press(Action::Emi);
    assert!(desk.notice().contains("Raden kommer från Maja Mo"), "{}", desk.notice());
    desk.line("- Synen är nedsatt @siv").press(Action::Emi);
    assert!(desk.notice().contains("EMI"), "{}", desk.notice());
    desk.line("- Hörseln kontrollerad").press(Action::Emi);
    assert_eq!(desk.model.context(), Context::Pick, "who said it is asked, not guessed");
    desk.press(Action::Accept);
    let siv = desk.person("Siv Holm").id;
    let marked: Vec<_> = desk.entries(EntryKind::Svarare).into_iter().filter(|entry| entry.emi).collect();
    assert!(marked.len() == 2 && marked.iter().all(|entry| entry.source == Some(siv)));
    assert!(marked.iter().all(|entry| !desk.screen().meeting.may_be_on_wall(entry, |_| false)));
    let shown = board(&desk.model).unwrap();
    let rows: Vec<_> =
        shown.columns.iter().flat_map(|column| &column.sections).flat_map(|s| &s.rows).collect();
    let of_eyes = rows.iter().find(|row| row.text.contains("Synen")).unwrap();
    assert!(of_eyes.detail.as_ref().is_some_and(|detail| detail.contains("[EMI]")), "{of_eyes:?}");

    assert!(minutes(&desk, None).contains("Synen är nedsatt"));
    assert!(minutes(&desk, Some("Siv Holm")).contains("Synen är nedsatt"));
    for other in ["Maja Mo", "Rektor", "Skola", "kommun"] {
        let copy = minutes(&desk, Some(other));
        assert!(
            !copy.contains("Synen") && !copy.contains("EMI") && copy.contains("Läser inte"),
            "{other}: {copy}"
        );
    }
    desk.press(Action::Emi);
    assert!(desk.notice().contains("inte längre EMI"), "{}", desk.notice());
}

#[test]
fn where_emi_has_a_border_its_rows_are_emi_and_it_neither_leads_nor_takes_notes() {
    let border = |border: EmiBorder| {
        let mut desk = Desk::eht();
        while desk.screen().target != Target::Participant {
            desk.press(Action::Next);
        }
        desk.line("Siv Holm, skolsköterska, elevhälsa");
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.agenda.emi_border = border;
            screen.meeting.agenda.consent = ConsentRule::Nej;
            screen
                .meeting
                .participants
                .iter_mut()
                .for_each(|person| person.takes_notes = person.name == "Siv Holm");
        }
        let meeting = desk.screen().meeting.clone();
        let to = crate::domain::meeting::Position { phase: Phase::Nulage, arende: Some(meeting.items[0].id) };
        let found = rules::before_going(&meeting, to, rules::Way::On, today());
        let severity = found.iter().find(|one| one.what.contains("EMI")).map(|one| one.severity);
        desk.model.dialogs.clear();
        desk.jump(1);
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.agenda.emi_border = border;
            screen.meeting.agenda.consent = ConsentRule::Nej;
        }
        desk.line("- Synen är nedsatt @siv").line("- Läser inte @maja");
        let marked: Vec<bool> = desk.entries(EntryKind::Svarare).iter().map(|entry| entry.emi).collect();
        (severity, marked)
    };
    assert_eq!(border(EmiBorder::Nej), (None, vec![false, false]));
    assert_eq!(border(EmiBorder::Paminner), (Some(Severity::Advisory), vec![false, false]));
    assert_eq!(border(EmiBorder::Ja), (Some(Severity::Overridable), vec![true, false]));
}

#[test]
fn nothing_of_a_protected_childs_place_is_shown_before_a_named_person_has_checked_it() {
    let mut desk = Desk::sip();
    let item = first_item(&desk);
    desk.press(Action::Head).fill("plats", "Ängsskolan, rum 12").press(Action::Save);
    desk.press(Action::Protection);
    assert!(desk.notice().contains("Inget barn"), "{}", desk.notice());
    desk.point(RowRef::Item(item.id)).press(Action::Fields).fill("skyddad", "ja").press(Action::Save);
    desk.point_away();
    let outputs = [Output::Wall, Output::Invitation, Output::Calendar, Output::Copies];
    assert!(outputs.iter().all(|output| desk.screen().meeting.withholds(*output)));
    assert!(!minutes(&desk, None).contains("rum 12"));

    desk.press(Action::Protection).types("protokollet").press(Action::Accept);
    assert!(desk.notice().contains("ska stå med namn"), "{}", desk.notice());
    let id = uuid::Uuid::from_u128(5).into();
    desk.model.person =
        Some(Person { id, name: "Karin Lund".to_owned(), role: "Kurator".to_owned(), rev: 1 });
    desk.press(Action::Protection).types("protokollet").press(Action::Accept);
    let Some(Dialog::Confirm(question)) = desk.model.dialogs.last() else { panic!("nothing is asked") };
    let shown = question.text.join("\n");
    for wanted in ["rum 12", "Skola, BUP", "Ann Ask, vårdnadshavare", "Karin Lund", "Läs också igenom"] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    desk.press(Action::Accept);
    let meeting = &desk.screen().meeting;
    let check = meeting.check_for(Output::Copies).unwrap();
    assert_eq!((check.by.as_str(), check.at), ("Karin Lund, kurator", desk.now.utc));
    assert!(meeting.withholds(Output::Wall), "each output is checked on its own");
    assert!(minutes(&desk, None).contains("rum 12"));

    // What was checked counts only as long as it stands there.
    desk.press(Action::Head).fill("plats", "Björkskolan").press(Action::Save);
    assert!(desk.screen().meeting.withholds(Output::Copies));
    assert!(!minutes(&desk, None).contains("Björkskolan"));
    desk.press(Action::Protection).types("protokollet").press(Action::Accept).press(Action::Accept);
    assert!(!desk.screen().meeting.withholds(Output::Copies));
    assert_eq!(desk.screen().meeting.protection.len(), 1, "the old check makes room");
    desk.press(Action::Protection).types("protokollet").press(Action::Accept);
    assert!(desk.screen().meeting.withholds(Output::Copies), "and it can be taken back");
}

#[test]
fn home_lists_consents_and_withdraws_and_prints_from_there() {
    let mut meeting = Desk::sip();
    meeting.press(Action::PrintConsent);
    assert!(
        matches!(meeting.effects.last(), Some(Effect::OfferPapers(PaperKind::ConsentForm(sheet))) if sheet.parties.len() == 2)
    );
    let given = meeting.screen().meeting.consents[0].clone();
    let parties = meeting.screen().meeting.consent_parties.clone();
    let row = ConsentRow { consent: given.clone(), label: "Blå".to_owned(), parties };

    let mut desk = Desk::new();
    desk.press(Action::Consents);
    assert!(matches!(desk.effects.last(), Some(Effect::OpenList(ListQuery::Consents))));
    desk.send(Message::Store(Reply::List(Box::new(Listing::Consents(Vec::new())))));
    assert!(desk.notice().contains("Inga samtycken"), "{}", desk.notice());
    desk.send(Message::Store(Reply::List(Box::new(Listing::Consents(vec![row])))));
    let Some(Dialog::Pick(list)) = desk.model.dialogs.last() else { panic!("no list") };
    assert!(list.items[0].label.contains("Blå") && list.items[0].detail.contains("gäller till 23 nov 2027"));
    desk.press(Action::Accept).types("skriv ut").press(Action::Accept);
    assert!(
        matches!(desk.effects.last(), Some(Effect::OfferPapers(PaperKind::ConsentForm(sheet))) if sheet.child == "Blå")
    );
    desk.send(Message::Store(Reply::Text { title: "Samtyckesblankett".to_owned(), text: "X".to_owned() }));
    assert_eq!(desk.model.context(), Context::Reader);
    let rows = desk.model.consents.clone();
    desk.press(Action::Back).send(Message::Store(Reply::List(Box::new(Listing::Consents(rows)))));
    desk.press(Action::Accept).types("återkalla").press(Action::Accept).press(Action::Accept);
    let withdrawn = desk.effects.iter().find_map(|effect| match effect {
        Effect::Commit(command) if command.code == Code::WithdrawConsent => Some(command.clone()),
        _ => None,
    });
    assert_eq!(withdrawn.unwrap().changes[0].key().id, given.id.0);
    assert!(desk.notice().contains("återkallat 09.00"), "{}", desk.notice());
}

#[test]
fn a_withdrawn_consent_is_read_not_changed() {
    let mut desk = Desk::sip();
    desk.wait(TimeDelta::minutes(5)).press(Action::Withdraw).press(Action::Accept);
    let item = first_item(&desk);
    desk.jump(0).point(RowRef::Item(item.id)).press(Action::Consent);
    let Some(Dialog::Pick(list)) = desk.model.dialogs.last() else { panic!("no list") };
    let row = list.items.iter().find(|row| row.label.contains("Ann Ask")).unwrap();
    assert!(row.choice.is_none() && row.detail.contains("återkallat"), "{row:?}");
    assert_eq!(list.items.iter().filter(|row| row.label.contains("Ann Ask")).count(), 1);
    desk.press(Action::Back).press(Action::Withdraw);
    assert!(desk.notice().contains("inget samtycke att återkalla"), "{}", desk.notice());
    assert_eq!(desk.screen().meeting.consents[0].answer, ConsentAnswer::Ja);
    assert_eq!(first_item(&desk).state, ArendeState::Vantar);
}

#[test]
fn a_no_said_in_the_middle_of_the_meeting_stops_the_arende_too() {
    let mut desk = Desk::sip();
    desk.jump(1).line("- Sover dåligt").types("Hon sa också");
    desk.wait(TimeDelta::minutes(3)).press(Action::Consent).types("nytt").press(Action::Accept);
    desk.consents("Bo", "barnet", "nej");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Ansvar);
    assert!(desk.notice().contains("Svaret är nej"), "{}", desk.notice());
    assert!(desk.screen().line.is_empty(), "what was half written is let go");
    let item = first_item(&desk);
    assert!(desk.screen().meeting.is_hidden_from_wall(&item, today()));
}

#[test]
fn a_silenced_arende_takes_no_row_by_the_side_ways_either() {
    let mut desk = eht_with_social();
    consent(&mut desk, "Mamma", "ensam vårdnadshavare", "ja");
    desk.jump(1).line("\"Jag vill läsa\" @maja").line("- Läser inte högt");
    let item = first_item(&desk);
    let other = desk.screen().meeting.items[1].id;
    desk.wait(TimeDelta::minutes(5)).press(Action::Withdraw).press(Action::Accept);
    let (voice, note) = (desk.entries(EntryKind::Rost)[0].id, desk.entries(EntryKind::Svarare)[0].id);
    // As a click on a row that still was on screen would: the form, another kind, another ärende.
    desk.point(RowRef::Entry(voice)).press(Action::Edit).fill("text", "Något nytt").press(Action::Save);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("the form is gone") };
    assert!(form.error.as_ref().is_some_and(|why| why.contains("återkallat")), "{:?}", form.error);
    desk.model.dialogs.clear();
    desk.point(RowRef::Entry(note)).press(Action::ToDecision);
    assert!(desk.notice().contains("återkallat"), "{}", desk.notice());
    assert!(desk.entries(EntryKind::Beslut).is_empty());
    desk.point_away().press(Action::NextArende);
    assert_eq!(desk.screen().meeting.head.current, Some(other));
    desk.line("- Stökigt").press(Action::MoveEntry).types("Blå").press(Action::Accept);
    assert!(desk.notice().contains("återkallat"), "{}", desk.notice());
    let moved = desk.screen().meeting.entries.iter().filter(|entry| entry.arende == Some(item.id)).count();
    assert_eq!(moved, 2, "nothing came to what was there");
}

#[test]
fn another_ground_than_consent_is_said_in_the_room_and_on_paper() {
    let mut desk = eht_with_social();
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.agenda.consent = ConsentRule::Nej;
        screen.meeting.agenda.other_ground = "Samma nämnd, enligt delegationen".to_owned();
        screen.meeting.agenda.ground_assessed_by = "Kommunjuristen 2026-11-02".to_owned();
    }
    let shown = format!("{:?}", board(&desk.model).unwrap().columns);
    assert!(
        shown.contains("Samma nämnd, enligt delegationen (bedömd av Kommunjuristen 2026-11-02)"),
        "{shown}"
    );
    let paper = minutes(&desk, None);
    assert!(paper.contains("Annan grund än samtycke") && paper.contains("Kommunjuristen"), "{paper}");
}

/// Opens what one has answered for a change, and saves it as it stands.
fn saved_again(desk: &mut Desk, id: crate::domain::ids::ConsentId) {
    let item = first_item(desk);
    crate::app::consents::form::open(&mut desk.model, &item, Some(id));
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "it is opened");
    desk.press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs.last());
}

#[test]
fn what_was_enough_for_a_consent_when_it_was_given_is_enough_when_it_is_changed() {
    // The made-up ones, of which the child's own doesn't say what each may tell.
    for demo in crate::demo::meetings(crate::demo::tests::now(), &crate::demo::tests::agenda) {
        let mut desk = Desk::sip();
        desk.open(demo.clone());
        for old in demo.consents.iter().filter(|row| row.withdrawn.is_none()) {
            if demo.items.first().is_none_or(|item| item.arende != old.arende) {
                continue;
            }
            saved_again(&mut desk, old.id);
            let rows = |meeting: &crate::domain::meeting::Meeting| -> Vec<_> {
                let own = meeting.consent_parties.iter().filter(|row| row.consent == old.id);
                own.map(|row| (row.id, row.part.clone(), row.may_tell.clone(), row.must_not.clone()))
                    .collect()
            };
            assert_eq!(rows(&desk.screen().meeting), rows(&demo), "{}", demo.head.agenda_id);
        }
    }
    // Given by whatever a place of work is called.
    for unit in ["Barn- och unga, BUP", "Team 2: unga", "Skola", "a, b, c", "Enheten för stöd; öppenvård"]
    {
        let mut desk = sip();
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            for person in &mut screen.meeting.participants {
                if person.kind == ParticipantKind::Personal {
                    person.unit = unit.to_owned();
                }
            }
        }
        consent(&mut desk, "Ann Ask", "vårdnadshavare", "ja");
        let before = desk.screen().meeting.clone();
        let id = before.consents[0].id;
        saved_again(&mut desk, id);
        let after = &desk.screen().meeting;
        assert_eq!(
            after.parties_of(id).collect::<Vec<_>>(),
            before.parties_of(id).collect::<Vec<_>>(),
            "{unit}"
        );
        let told = |meeting: &crate::domain::meeting::Meeting| -> Vec<_> {
            meeting.consent_parties.iter().map(|row| row.may_tell.clone()).collect()
        };
        assert_eq!(told(after), told(&before), "{unit}");
    }
}

#[test]
fn what_is_new_in_a_changed_consent_must_be_told_as_in_a_new_one() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask", "vårdnadshavare", "ja");
    let (item, id) = (first_item(&desk), desk.screen().meeting.consents[0].id);
    let refused = |desk: &mut Desk, key: &str, value: &str| {
        crate::app::consents::form::open(&mut desk.model, &item, Some(id));
        desk.fill(key, value).press(Action::Save);
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { return None };
        let said = form.error.clone();
        desk.model.dialogs.clear();
        said
    };
    assert!(refused(&mut desk, "parter", "Skola, BUP, kyrkan").is_some(), "a new party");
    assert!(
        refused(&mut desk, "far_beratta", "Skola: frånvaron").is_some(),
        "what BUP may tell is taken away"
    );
    assert!(refused(&mut desk, "far_beratta", "alla: frånvaron; betygen").is_none());
    let told: Vec<_> =
        desk.screen().meeting.consent_parties.iter().map(|row| row.may_tell.clone().unwrap()).collect();
    assert!(told.iter().all(|told| told == "frånvaron; betygen"), "{told:?}");
    // What names no party is said of all; a party without its colon isn't all.
    assert!(refused(&mut desk, "far_beratta", "frånvaron och skolgången").is_none());
    let told: Vec<_> =
        desk.screen().meeting.consent_parties.iter().map(|row| row.may_tell.clone().unwrap()).collect();
    assert!(told.iter().all(|told| told == "frånvaron och skolgången"), "{told:?}");
    assert!(refused(&mut desk, "far_beratta", "BUP bedömningen").is_some());
    // An answer that waited becomes a yes: a new yes.
    let mut desk = sip();
    consent(&mut desk, "Ann Ask", "vårdnadshavare", "ja");
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.consents[0].answer = ConsentAnswer::Nej;
        screen.meeting.consent_parties.iter_mut().for_each(|row| row.may_tell = None);
    }
    let id = desk.screen().meeting.consents[0].id;
    crate::app::consents::form::open(&mut desk.model, &item, Some(id));
    desk.fill("svar", "ja").press(Action::Save);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))));
}

#[test]
fn a_childs_own_yes_says_the_same_as_its_guardians_by_one_choice() {
    let mut desk = sip();
    consent(&mut desk, "Ann Ask, vårdnadshavare", "vårdnadshavare", "ja");
    let first = desk.screen().meeting.consents[0].clone();
    let rows = |desk: &Desk, id| {
        let meeting = &desk.screen().meeting;
        let mut rows: Vec<_> = meeting
            .consent_parties
            .iter()
            .filter(|row| row.consent == id)
            .map(|row| (row.part.clone(), row.may_tell.clone(), row.must_not.clone()))
            .collect();
        rows.sort();
        rows
    };
    assert!(rows(&desk, first.id).iter().all(|(_, may_tell, _)| may_tell.is_some()));
    let id = first_item(&desk).id;
    desk.point(RowRef::Item(id)).press(Action::Consent);
    if let Some(Dialog::Pick(_)) = desk.model.dialogs.last() {
        desk.types("nytt").press(Action::Accept);
    }
    desk.fill("vem", "Bo, barnet").fill("svar", "ja").fill("form", "muntligt");
    desk.fill("alla", "som Ann Ask").press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    let own = desk.screen().meeting.consents.iter().find(|consent| consent.by_child).unwrap().clone();
    assert_eq!(rows(&desk, own.id), rows(&desk, first.id), "nothing is read out again");
    assert_eq!(own.not_covered, first.not_covered);
}

#[test]
fn whose_answer_is_waited_for_is_known_where_it_is_filled_in_and_what_belongs_to_an_answer_comes_with_it() {
    use crate::app::core::model::Todo;
    let mut desk = sip();
    consent(&mut desk, "Ann Ask", "vårdnadshavare", "ja");
    let id = first_item(&desk).id;
    crate::app::meeting::mend::mend(&mut desk.model, Todo::Consent(id));
    let shown = |desk: &Desk| {
        let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
        let keys: Vec<String> = form.shown().map(|at| form.fields[at].key.clone()).collect();
        (form.value("vem").to_owned(), form.fields[form.cursor].key.clone(), keys)
    };
    let (who, at, keys) = shown(&desk);
    assert_eq!((who.as_str(), at.as_str()), ("Per Ask, vårdnadshavare", "svar"));
    assert!(keys.len() <= 3, "{keys:?}");
    desk.fill("svar", "ja");
    assert!(["form", "alla", "far_beratta"].iter().all(|key| shown(&desk).2.contains(&(*key).to_owned())));
    desk.fill("svar", "har inte svarat ännu");
    let keys = shown(&desk).2;
    assert!(keys.contains(&"fragad".to_owned()) && !keys.contains(&"alla".to_owned()), "{keys:?}");
    // Each party by itself, or all.
    desk.fill("svar", "ja").fill("form", "muntligt").fill("alla", "BUP").fill("far_beratta", "frånvaron");
    desk.press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    let meeting = &desk.screen().meeting;
    let given = meeting.consents.iter().find(|row| row.given_by.starts_with("Per")).unwrap().id;
    assert_eq!(meeting.parties_of(given).collect::<Vec<_>>(), ["BUP"]);
}

#[test]
fn a_new_consent_asks_who_and_what_first() {
    let mut desk = sip();
    let item = first_item(&desk);
    super::form::open(&mut desk.model, &item, None);
    let Some(Dialog::Form(form)) = desk.model.dialogs.last() else { panic!() };
    assert_eq!((form.shown().count(), form.fields[form.cursor].key.as_str()), (2, "vem"));
}

#[test]
fn who_only_looked_in_is_no_party_of_those_in_the_room() {
    let mut desk = Desk::sip();
    let item = first_item(&desk);
    let parties = |desk: &Desk| super::form::parties_here(desk.screen(), &item);
    let all = parties(&desk);
    let left = desk.model.now.utc;
    let Screen::Meeting(screen) = &mut desk.model.screen else { panic!() };
    screen.meeting.head.phase = Phase::Sammanhang;
    screen.meeting.stages.clear();
    let is_party = |kind: ParticipantKind| matches!(kind, ParticipantKind::Personal);
    for person in screen.meeting.participants.iter_mut().filter(|person| is_party(person.kind)) {
        (person.presence, person.left) = (Presence::Gatt, Some(left));
    }
    assert!(!all.is_empty());
    let rest = parties(&desk);
    let staff = |part: &String| {
        desk.screen().meeting.participants.iter().any(|person| person.is_staff() && person.is_named(part))
    };
    assert!(!rest.iter().any(staff), "{rest:?} of {all:?}");
}
