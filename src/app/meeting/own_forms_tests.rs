//! Forms that a municipality brings, in TOML alone: five that differ in consent, in who can be recognised, in age, in who
//! decides and in how the word goes round, each walked to its minutes and stopped where it wants to be.

use crate::app::core::action::Action;
use crate::app::core::model::{RowRef, Target};
use crate::app::meeting::forms_tests::{consent, printed, share_out, take_up};
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::record::{ArendeState, MeetingStatus};
use crate::domain::rules::rule;

const ELEVHALSA: &str = include_str!("../../../tests/integration/own_forms/elevhalsa-vast.toml");
const KONSULTATION: &str = include_str!("../../../tests/integration/own_forms/konsultation.toml");
const KLASS: &str = include_str!("../../../tests/integration/own_forms/klassgenomgang.toml");
const VUXENLIV: &str = include_str!("../../../tests/integration/own_forms/vuxenblivande.toml");
const FORUM: &str = include_str!("../../../tests/integration/own_forms/foraldraforum.toml");

const REASON: &str = "hon kommer först nästa vecka";

/// What the stop in front says, all of it; nothing where the meeting went on.
fn stop(desk: &Desk) -> String {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => {
            let words = stop.findings.iter().map(|one| format!("{}: {} {}\n", one.rule, one.what, one.why));
            words.collect()
        }
        None => String::new(),
        other => panic!("{other:?}"),
    }
}

/// Goes on, and tells what stands in the way.
fn on(desk: &mut Desk) -> String {
    desk.press(Action::NextPhase);
    if let Some(Dialog::Confirm(_)) = desk.model.dialogs.last() {
        desk.press(Action::Accept);
    }
    stop(desk)
}

fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "”{word}” isn't in: {text}");
    }
}

/// Goes on past what stands in the way, with a reason.
fn with_reason(desk: &mut Desk) {
    desk.press(Action::GoOnAnyway).reasons(REASON);
    assert_eq!(stop(desk), "");
}

/// Writes down a consent for the first ärende.
fn agree(desk: &mut Desk) {
    let item = desk.screen().meeting.items[0].id;
    consent(desk, item);
}

fn fields_of_item(desk: &mut Desk, at: usize, values: &[(&str, &str)]) {
    let id = desk.screen().meeting.items[at].id;
    desk.point(RowRef::Item(id)).press(Action::Fields);
    fill(desk, values);
    desk.point_away();
}

fn fields(desk: &mut Desk, values: &[(&str, &str)]) {
    desk.press(Action::Fields);
    fill(desk, values);
}

fn fill(desk: &mut Desk, values: &[(&str, &str)]) {
    for (key, value) in values {
        desk.fill(&format!("falt.{key}"), value);
    }
    desk.press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
}

/// Somebody comes in while the line stands on something else.
fn person(desk: &mut Desk, line: &str) {
    while desk.screen().target != Target::Participant {
        desk.press(Action::Previous);
    }
    desk.line(line);
}

fn write(desk: &mut Desk, kind: EntryKind, line: &str) {
    for _ in 0..EntryKind::ALL.len() {
        if desk.screen().target == Target::Entry(kind) {
            break;
        }
        desk.press(Action::Previous);
    }
    assert_eq!(desk.screen().target, Target::Entry(kind));
    desk.line(line);
}

/// Closes the meeting past what is left, and gives its minutes.
fn closed(desk: &mut Desk) -> String {
    for _ in 0..4 {
        desk.press(Action::Close);
        match desk.model.dialogs.last() {
            Some(Dialog::Rule(_)) => drop(desk.press(Action::GoOnAnyway).reasons(REASON)),
            Some(Dialog::Confirm(_)) => drop(desk.press(Action::Accept)),
            _ => {}
        }
        if let Some(Dialog::Confirm(_)) = desk.model.dialogs.last() {
            desk.press(Action::Accept);
        }
        if desk.screen().meeting.head.status == MeetingStatus::Avslutat {
            return printed(desk);
        }
    }
    panic!("the meeting can't be closed: {:?}", desk.model.dialogs);
}

fn rail(desk: &Desk) -> Vec<&'static str> {
    crate::app::board::board(&desk.model).unwrap().rail.iter().map(|stop| stop.name).collect()
}

#[test]
fn an_extended_team_with_consent_material_in_time_and_two_who_can_decide() {
    let mut desk = Desk::own_form(ELEVHALSA);
    desk.line("Karin Lund, skolkurator, elevhälsa");
    share_out(&mut desk);
    assert!(take_up(&mut desk, Target::Individual, "Blå"));
    fields_of_item(&mut desk, 0, &[("underlag", "2026-11-16"), ("anpassat", "nej")]);
    let said = on(&mut desk);
    holds(&said, &["roll_saknas: Ingen av dem är här: Rektor eller Biträdande rektor."]);
    holds(&said, &["verksamheter: Minst 2 olika verksamheter ska vara här. Nu är det 1."]);
    holds(
        &said,
        &[
            "”Underlaget inlämnat” är måndag 16 november 2026, 7 dagar före mötet. Det ska vara minst 14 dagar före.",
        ],
    );
    holds(&said, &["”Extra anpassningar är prövade” ska vara ja, men svaret är nej."]);
    holds(&said, &["Var och en ska hinna läsa.", "Källa: Exempelkommuns rutin 2026, avsnitt 4."]);
    desk.press(Action::Back);
    // Somebody who sent word that they can't come isn't here.
    person(&mut desk, "Rut Ask, rektor, skola, återbud");
    holds(&on(&mut desk), &["Ingen av dem är här", "Nu är det 1."]);
    desk.press(Action::Back);
    person(&mut desk, "Bo Lind, biträdande rektor, Skola");
    holds(&on(&mut desk), &["samtycke: ”Blå”: Det finns inget samtycke.", "får vi inte tala om barnet"]);
    desk.press(Action::Back);
    agree(&mut desk);
    let said = on(&mut desk);
    assert!(
        !said.contains("roll_saknas") && !said.contains("verksamheter") && !said.contains("samtycke"),
        "{said}"
    );
    desk.press(Action::Back);
    fields_of_item(&mut desk, 0, &[("underlag", "2026-11-09")]);
    let said = on(&mut desk);
    // What the form says is its own isn't laid on its source.
    holds(&said, &["svaret är nej", "Det är formens egen regel, inte källans."]);
    assert!(!said.contains("Källa:") && !said.contains("underlag"), "{said}");
    with_reason(&mut desk);
    holds(
        &on(&mut desk),
        &["laget_runt: ”Blå”: Alla har inte fått ordet", "Det är formens egen regel, inte källans."],
    );
    desk.press(Action::Back).press(Action::AllSpoken);
    desk.press(Action::NextPhase);
    desk.line("Lugn på rasten");
    assert_eq!(on(&mut desk), "");
    write(&mut desk, EntryKind::Beslut, "Eleven får lästräning @bo");
    write(&mut desk, EntryKind::Atgard, "Ringa hem @karin >fre");
    assert_eq!(on(&mut desk), "", "either of the two decides");
    desk.press(Action::NewPoint);
    write(&mut desk, EntryKind::Beslut, "Vi köper in böcker @karin");
    desk.press(Action::Close);
    holds(
        &stop(&desk),
        &[
            "”Vi köper in böcker” står som fattat av Karin Lund",
            "är det rektor eller biträdande rektor som beslutar",
        ],
    );
    desk.press(Action::Back);
    let text = closed(&mut desk).split_whitespace().collect::<Vec<_>>().join(" ");
    holds(
        &text,
        &["Extra anpassningar är prövade: inte som det krävs", REASON, "Lugn på rasten", "Ringa hem"],
    );
    assert!(!text.contains("Underlaget inlämnat saknas"), "{text}");
}

#[test]
fn a_deviation_names_its_field_or_role_until_it_is_mended() {
    let mut desk = Desk::own_form(ELEVHALSA);
    desk.line("Bo Lind, biträdande rektor, skola").line("Eva Ek, psykolog, BUP");
    share_out(&mut desk);
    assert!(take_up(&mut desk, Target::Individual, "Blå"));
    agree(&mut desk);
    holds(
        &on(&mut desk),
        &["Skolkurator finns inte med", "upp: Underlaget inlämnat.", "upp: Extra anpassningar är prövade."],
    );
    with_reason(&mut desk);
    let text = printed(&desk);
    holds(
        &text,
        &["Skolkurator saknas", "Underlaget inlämnat saknas", "Extra anpassningar är prövade saknas"],
    );
    desk.press(Action::Fields).fill("falt.underlag", "2026-11-02").press(Action::Save);
    let text = printed(&desk);
    assert!(
        text.contains("Extra anpassningar är prövade saknas") && !text.contains("Underlaget inlämnat saknas"),
        "{text}"
    );
    desk.press(Action::Fields).fill("falt.anpassat", "ja").press(Action::Save);
    assert!(!printed(&desk).contains("prövade saknas"), "{}", printed(&desk));
}

#[test]
fn a_consultation_in_which_no_child_can_be_recognised() {
    let mut desk = Desk::own_form(KONSULTATION);
    desk.line("Ida Vik, konsult, resursteam");
    share_out(&mut desk);
    for (line, why) in [
        ("Stina Ek, vårdnadshavare", "deltar ingen från familjen"),
        ("Kalle, barnet", "deltar ingen från familjen"),
    ] {
        desk.line(line);
        assert!(desk.notice().contains(why), "{}", desk.notice());
        assert_eq!(desk.screen().meeting.participants.len(), 1);
        desk.press(Action::Back);
    }
    assert!(!take_up(&mut desk, Target::Individual, "Blå"), "no child is linked");
    assert!(take_up(&mut desk, Target::Group, "Kalle Svensson biter andra"));
    for (line, sign) in [
        ("", "Kalle Svensson"),
        ("Vera 4 år rymmer", "Vera 4"),
        ("Familjen Ek svarar inte", "Familjen Ek"),
        ("Barn 220403-1234 bits", "220403-1234"),
    ] {
        if !line.is_empty() {
            desk.line(line);
        }
        assert!(desk.notice().contains(&format!("”{sign}” pekar ut någon")), "{line}: {}", desk.notice());
        assert!(desk.screen().meeting.items.is_empty(), "{line}");
        desk.press(Action::Back);
    }
    desk.line("Ett barn som biter andra").line("Hur gör vi vid lämning på Ängsskolan?");
    let meeting = &desk.screen().meeting;
    assert!(
        meeting.children.is_empty()
            && meeting.arenden.iter().all(|row| row.unrecognisable && row.child.is_none())
    );
    assert_eq!(meeting.items.len(), 2);
    let said = on(&mut desk);
    holds(&said, &["Minst 2 i rollen Konsult ska vara här. Nu är det 1.", "avsnitt 7"]);
    assert!(!said.contains("samtycke"), "{said}");
    desk.press(Action::Back);
    person(&mut desk, "Per Dal, konsult, resursteam");
    assert_eq!(on(&mut desk), "");
    // The phase that is left out stands nowhere.
    assert_eq!(rail(&desk), ["Sammanhang", "Nuläge", "Planering", "Ansvar"]);
    desk.press(Action::ToBehov);
    assert_eq!(desk.screen().meeting.head.phase, Phase::Nulage);
    assert!(desk.notice().contains("Konsultation har ingen fas som heter behov"), "{}", desk.notice());
    desk.line("Elsa Ek biter mest på gården");
    assert!(desk.notice().contains("”Elsa Ek” pekar ut någon") && desk.screen().meeting.entries.is_empty());
    desk.press(Action::Back).line("Biter mest på gården");
    desk.press(Action::AllSpoken);
    holds(&on(&mut desk), &["Det här saknas", "Ungefärlig ålder"]);
    desk.press(Action::Back);
    desk.press(Action::Fields).fill("falt.alder", "3–5 år").press(Action::Save);
    assert_eq!(on(&mut desk), "");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Planering);
    write(&mut desk, EntryKind::Atgard, "Pröva två lugna stunder @ida >fre");
    assert_eq!(on(&mut desk), "");
    let meeting = &desk.screen().meeting;
    assert_eq!(
        (meeting.items[0].state, meeting.head.current),
        (ArendeState::Klart, Some(meeting.items[1].id))
    );
    desk.jump(4);
    desk.press(Action::NewPoint).line("Vi provar lugna stunder till nästa gång");
    let text = closed(&mut desk);
    holds(
        &text,
        &["Ett barn som biter andra", "utan att barnet går att känna igen", "Pröva två lugna stunder"],
    );
    assert!(!text.contains("BEHOV") && !text.contains("Behov"), "{text}");
}

#[test]
fn a_class_of_twenty_six_with_a_line_for_each() {
    let mut desk = Desk::own_form(KLASS);
    desk.line("Mia Mo, mentor, skola").line("Ove Ö, fritidslärare, fritidshem");
    share_out(&mut desk);
    for number in 1..=26 {
        assert!(take_up(&mut desk, Target::Individual, &format!("Elev {number}")));
    }
    let told = "26 ärenden på 20 minuter: 46 sekunder var";
    assert_eq!(desk.screen().meeting.time_of_round().as_deref(), Some(told));
    let board = format!("{:?}", crate::app::board::board(&desk.model).unwrap());
    // Also where the list is longer than the screen.
    assert!(
        board.contains(told) && board.contains("\"Ärenden  46 sekunder var\""),
        "it is told before the round"
    );
    assert_eq!(on(&mut desk), "");
    assert!(desk.notice().contains(told), "{}", desk.notice());
    assert_eq!(rail(&desk), ["Sammanhang", "Nuläge", "Ansvar"]);
    for number in 1..=26 {
        let meeting = &desk.screen().meeting;
        assert_eq!(meeting.head.current, Some(meeting.items[number - 1].id));
        match number {
            3 => write(&mut desk, EntryKind::Atgard, "Syn och hörsel kollas @mia >fre"),
            // Nothing is skipped by an Enter too many.
            4 => {
                desk.press(Action::Accept);
                assert_eq!(desk.screen().meeting.head.current, Some(desk.screen().meeting.items[3].id));
                desk.line("Trivs");
            }
            _ => drop(desk.line(&format!("Trivs i bänk {number}"))),
        }
    }
    let meeting = &desk.screen().meeting;
    assert_eq!((meeting.head.phase, meeting.entries.len()), (Phase::Ansvar, 26));
    assert!(meeting.items.iter().all(|item| item.state == ArendeState::Klart));
    assert!(desk.model.dialogs.is_empty());
    // A follow-up in such a round has its line too.
    let phases: Vec<Phase> = meeting.agenda.arende_phases(true).collect();
    assert_eq!(phases, [Phase::Nulage]);
    let text = closed(&mut desk);
    holds(&text, &["Trivs i bänk 26", "Syn och hörsel kollas", "Elev 26"]);
}

#[test]
fn a_young_adult_asked_for_consent_and_plan_with_two_goals() {
    let mut desk = Desk::own_form(VUXENLIV);
    desk.line("Sam, eleven").line("Siv Ny, studie- och yrkesvägledare, gymnasieskola");
    desk.line("Ann Al, socialsekreterare, socialtjänst");
    share_out(&mut desk);
    assert!(take_up(&mut desk, Target::Individual, "Sam"));
    agree(&mut desk);
    holds(&on(&mut desk), &["Den ungas ålder"]);
    desk.press(Action::Back);
    fields(&mut desk, &[("alder", "18–20 år"), ("eget_exemplar", "nej")]);
    let said = on(&mut desk);
    assert!(!said.contains("Den unga har fått"), "that is asked at the close: {said}");
    if !said.is_empty() {
        with_reason(&mut desk);
    }
    desk.press(Action::AllSpoken);
    assert_eq!(on(&mut desk), "");
    write(&mut desk, EntryKind::MalKort, "Körkort");
    holds(
        &on(&mut desk),
        &["ska det stå minst 2 rader under mål på kort sikt eller mål på lång sikt, men där står 1."],
    );
    desk.press(Action::Back);
    write(&mut desk, EntryKind::MalLang, "Eget boende");
    assert_eq!(on(&mut desk), "");
    write(&mut desk, EntryKind::Atgard, "Boka studiebesök @siv >fre");
    assert_eq!(on(&mut desk), "");
    desk.press(Action::Close);
    let said = stop(&desk);
    holds(
        &said,
        &[
            "”Den unga har fått planen på lättläst svenska” ska vara ja, men svaret är nej.",
            "Planen är den ungas.",
        ],
    );
    holds(&said, &["uppfoljning: Uppföljningen är inte bokad.", "planfraga: "]);
    holds(&said, &["upplasning: ", "mottagare: ", "Det är programmets regel och gäller i alla mötesformer."]);
    desk.press(Action::Back);
    fields(&mut desk, &[("eget_exemplar", "ja")]);
    desk.press(Action::Close);
    assert!(!stop(&desk).contains("lättläst"));
    desk.press(Action::Back);
    let text = closed(&mut desk);
    holds(&text, &["Körkort", "Eget boende", "18–20 år", "Boka studiebesök"]);
}

#[test]
fn a_parents_forum_without_children_with_themes_and_one_of_two() {
    let mut desk = Desk::own_form(FORUM);
    desk.line("Lo Ek, fritidsledare, fritid");
    share_out(&mut desk);
    fields(&mut desk, &[("inbjudan", "2026-11-25")]);
    desk.press(Action::Fields).fill("falt.teman.1", "ja").press(Action::Save);
    let said = on(&mut desk);
    holds(&said, &["Ingen av dem är här: Rektor eller Förskolechef."]);
    holds(&said, &["I ”Kvällens teman” ska minst 2 vara valda, men det är 1."]);
    holds(
        &said,
        &[
            "”Inbjudan gick ut” är onsdag 25 november 2026, 2 dagar efter mötet. Det ska vara minst 7 dagar före.",
        ],
    );
    assert!(!said.contains("Fritidsledare eller Skolkurator"), "{said}");
    desk.press(Action::Back);
    person(&mut desk, "Rut Ask, rektor, skola");
    desk.press(Action::Fields)
        .fill("falt.teman.0", "ja")
        .fill("falt.inbjudan", "2026-11-16")
        .press(Action::Save);
    assert_eq!(on(&mut desk), "");
    desk.line("Skärmfria middagar");
    assert_eq!(on(&mut desk), "");
    assert_eq!(desk.screen().meeting.head.phase, Phase::Planering);
    desk.line("Vi ringer varandra när barnen är ute sent");
    assert_eq!(on(&mut desk), "");
    holds(
        &{
            desk.press(Action::Close);
            stop(&desk)
        },
        &["sammanfattning", rule::CONTENT],
    );
    desk.press(Action::Back);
    let text = closed(&mut desk);
    holds(&text, &["Skärmar; Sömn", "Skärmfria middagar", "Vi ringer varandra", "saknas"]);
}
