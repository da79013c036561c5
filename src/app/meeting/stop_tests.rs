//! What is passed on the way: phases that are jumped over, ärenden that nobody came to, one reason for each stop, and that a
//! hop finishes nothing.

use super::course;
use super::forms_tests::{printed, take_up};
use crate::app::core::action::Action;
use crate::app::core::model::{RowRef, Target, Todo};
use crate::app::testing::Desk;
use crate::app::ui::dialog::Dialog;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Position;
use crate::domain::record::{ArendeState, MeetingStatus};
use crate::domain::rules::{self, Way};

const FORM: &str = r#"
id = "prov"
namn = "Prov"
kortnamn = "Prov"
niva = "individ"
kalla = "Exempelkommuns rutin 2026"
om = "Ett prov."
dokument = "protokoll"
individarenden = true
grupparenden = true
flera_arenden = true
samtycke = "kravs_vid_sekretessgrans"
laget_runt = "nej"
nedrakning = false
uppfoljning_kravs = false
samtycke_till_planen = false
var_regel = ["eget"]
rytm = "Varje vecka."
minuter = 60
[[roller]]
namn = "Rektor"
verksamhet = "Skola"
huvudman = "kommun"
behov = "onskas"
[[roller]]
namn = "Specialpedagog"
verksamhet = "Skola"
huvudman = "kommun"
behov = "kravs"
minst = 2
[[falt]]
id = "kallad"
namn = "Kallelsen skickad"
typ = "datum"
for = "mote"
kravs_fore = "nulage"
dagar_fore = 7
[[falt]]
id = "eget"
namn = "Eget underlag"
typ = "text"
for = "arende"
kravs_fore = "nulage"
varfor = "Vi vill läsa först."
[[falt]]
id = "andras"
namn = "Källans underlag"
typ = "text"
for = "arende"
kravs_fore = "nulage"
varfor = "Rutinen säger så."
[faser.sammanhang]
minuter = 5
fragor = ["Vilka är här?"]
tar = ["anteckning"]
[faser.nulage]
minuter = 5
fragor = ["Vad fungerar, och vad är svårare?"]
tar = ["fungerar", "svarare", "anteckning"]
kravs_alla = ["fungerar", "svarare"]
minst = 2
[faser.behov]
minuter = 5
fragor = ["Vad behövs?"]
tar = ["behov"]
kravs = ["behov"]
[faser.planering]
minuter = 5
fragor = ["Vem gör vad?"]
tar = ["atgard", "beslut", "anteckning"]
[faser.ansvar]
minuter = 5
fragor = ["Stämmer det?"]
tar = ["sammanfattning", "atgard", "beslut"]
"#;

fn findings(desk: &Desk) -> Vec<String> {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => {
            stop.shown().iter().map(|one| format!("{} {}", one.what, one.why)).collect()
        }
        _ => Vec::new(),
    }
}

fn says(desk: &Desk, words: &str) -> bool {
    findings(desk).iter().any(|said| said.contains(words))
}

fn item(desk: &Desk, at: usize) -> MeetingArendeId {
    desk.screen().meeting.items[at].id
}

fn here(desk: &Desk) -> Position {
    desk.screen().meeting.position()
}

fn go(desk: &mut Desk, phase: Phase, at: Option<usize>) {
    let to = Position { phase, arende: at.map(|at| item(desk, at)) };
    super::walk::go(&mut desk.model, to, Way::Aside);
}

/// The meeting stands there, whatever the rules say.
fn arrives(desk: &mut Desk, phase: Phase, at: Option<usize>) {
    let to = Position { phase, arende: at.map(|at| item(desk, at)) };
    super::walk::arrive(&mut desk.model, to);
}

fn paper(desk: &Desk) -> String {
    printed(desk).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A meeting by the form above with ”Blå” and ”Röd”; nobody is a specialpedagog, nothing is filled in.
fn begun() -> Desk {
    let mut desk = Desk::own_form(FORM);
    desk.line("Rut Ask, rektor, skola");
    assert!(take_up(&mut desk, Target::Individual, "Blå"));
    assert!(take_up(&mut desk, Target::Individual, "Röd"));
    desk
}

fn closes(desk: &mut Desk) {
    for _ in 0..40 {
        match desk.model.dialogs.last() {
            Some(Dialog::Rule(stop)) if stop.reason.is_none() => drop(desk.press(Action::GoOnAnyway)),
            Some(Dialog::Rule(_)) => drop(desk.types("det får vänta").press(Action::Accept)),
            Some(Dialog::Confirm(_)) => drop(desk.press(Action::Accept)),
            _ if desk.screen().meeting.head.status == MeetingStatus::Avslutat => return,
            _ => course::close(&mut desk.model),
        }
    }
    panic!("the meeting isn't closed: {:?}", desk.model.dialogs);
}

#[test]
fn what_a_phase_insists_on_is_asked_when_it_is_jumped_over_and_when_the_meeting_closes() {
    // F3 within an ärende, into one that waits, and back to one that was laid aside before.
    let mut desk = Desk::eht();
    desk.jump(1);
    go(&mut desk, Phase::Planering, Some(0));
    assert!(says(&desk, "”Blå”: Inget behov är skrivet än."), "{:?}", findings(&desk));
    desk.press(Action::Back);
    go(&mut desk, Phase::Planering, Some(1));
    assert!(says(&desk, "”Korridoren”: Inget behov är skrivet än."), "{:?}", findings(&desk));
    assert!(!says(&desk, "”Blå”"), "what is laid aside can be taken up again: {:?}", findings(&desk));
    desk.press(Action::Back);
    go(&mut desk, Phase::Nulage, Some(1));
    assert_eq!(findings(&desk), [""; 0]);
    go(&mut desk, Phase::Planering, Some(0));
    assert!(says(&desk, "”Blå”: Inget behov är skrivet än."), "{:?}", findings(&desk));
    desk.press(Action::Back);
    // However the meeting came past it: it is asked at the close, and printed with the reason.
    arrives(&mut desk, Phase::Planering, Some(0));
    desk.line("Ringa hem @maja >fre");
    arrives(&mut desk, Phase::Ansvar, None);
    course::close(&mut desk.model);
    assert!(says(&desk, "”Blå”: Inget behov är skrivet än."), "{:?}", findings(&desk));
    closes(&mut desk);
    let paper = paper(&desk);
    assert!(paper.contains("Behov: behov saknas"), "{paper}");
}

#[test]
fn what_nobody_wrote_of_is_not_called_treated() {
    let mut desk = Desk::eht();
    for at in [0, 1] {
        arrives(&mut desk, Phase::Planering, Some(at));
    }
    desk.line("Ringa vakten @maja >fre");
    arrives(&mut desk, Phase::Ansvar, None);
    let state = |desk: &Desk, at: usize| desk.screen().meeting.items[at].state;
    assert_eq!(state(&desk, 0), ArendeState::Pagar);
    closes(&mut desk);
    let paper = paper(&desk);
    assert!(paper.contains("Läge: taget upp, inget antecknat"), "{paper}");
}

#[test]
fn an_arende_that_nobody_came_to_is_named_at_the_close_and_on_the_first_page() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Läser gärna").jump(4);
    let left = super::board::left_undone(&desk.screen().meeting);
    assert!(left.contains(&"”Korridoren” är inte taget upp".to_owned()), "{left:?}");
    let second = item(&desk, 1);
    super::mend::mend(&mut desk.model, Todo::TakeUp(second));
    assert_eq!(here(&desk), Position { phase: Phase::Nulage, arende: Some(second) });
    let mut desk = Desk::eht();
    desk.jump(1).line("Läser gärna").jump(4);
    closes(&mut desk);
    let paper = paper(&desk);
    assert!(paper.contains("Korridoren – togs inte upp") && !paper.contains("Korridoren – nytt"), "{paper}");
}

#[test]
fn closing_tells_apart_what_is_left_what_nobody_came_to_and_what_has_a_reason() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Läser gärna").jump(3).line("Skriva brev >").press(Action::Back).press(Action::Back);
    desk.model.dialogs.clear();
    desk.jump(4).press(Action::Close).press(Action::GoOnAnyway).reasons("tiden tog slut");
    let Some(Dialog::Confirm(question)) = desk.model.dialogs.last() else {
        panic!("{:?}", desk.model.dialogs)
    };
    let text = question.text.join("\n");
    let told: Vec<&str> = text.split("\n\n").collect();
    let of = |heading: &str| told.iter().find(|group| group.starts_with(heading)).copied().unwrap_or("");
    assert!(of("Togs inte upp").contains("”Korridoren”"), "{text}");
    let past = of("Det här gick ni förbi, och skälen står i protokollet:");
    assert!(past.contains("– ”Blå”: Åtgärd 1 har varken ansvarig eller datum"), "{text}");
    assert!(past.contains("– En punkt är inte uppläst"), "{text}");
    let left = of("Det här är inte gjort:");
    assert!(
        !left.contains("Skriva brev") && !left.contains("Korridoren") && left.contains("uppföljning"),
        "{text}"
    );
    desk.press(Action::Accept);
    let board = super::board::board(&desk.model).unwrap();
    let rows = board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows);
    let waiting = rows.filter(|row| row.detail.as_deref().is_some_and(|what| what.contains("togs inte upp")));
    assert!(waiting.count() >= 1, "the closed meeting says it too");
}

#[test]
fn a_stop_says_whose_it_is_and_one_goes_on_when_it_is_mended() {
    let mut desk = begun();
    desk.jump(1);
    go(&mut desk, Phase::Nulage, Some(1));
    assert!(findings(&desk).iter().all(|said| said.starts_with("”Röd”: ")), "{:?}", findings(&desk));
    desk.press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(_))), "{:?}", desk.model.dialogs);
    desk.fill("falt.eget", "Läst").fill("falt.andras", "Läst").press(Action::Save);
    assert_eq!(here(&desk), Position { phase: Phase::Nulage, arende: Some(item(&desk, 1)) });
    // Whoever leaves the form goes nowhere later.
    let mut desk = begun();
    desk.jump(1);
    let stood = here(&desk);
    go(&mut desk, Phase::Nulage, Some(1));
    desk.press(Action::Accept).press(Action::Back);
    let second = item(&desk, 1);
    super::arende_form::open(&mut desk.model, second);
    desk.fill("falt.eget", "Läst").fill("falt.andras", "Läst").press(Action::Save);
    assert_eq!(here(&desk), stood);
}

#[test]
fn no_consent_says_whose() {
    let mut desk =
        Desk::own_form(&FORM.replace("samtycke = \"kravs_vid_sekretessgrans\"", "samtycke = \"kravs\""));
    desk.line("Rut Ask, rektor, skola");
    assert!(take_up(&mut desk, Target::Individual, "Blå"));
    go(&mut desk, Phase::Nulage, Some(0));
    assert!(says(&desk, "”Blå”: Det finns inget samtycke."), "{:?}", findings(&desk));
    let meeting = &desk.screen().meeting;
    let silent = rules::silenced(meeting, &meeting.items[0], desk.model.now.today()).unwrap();
    assert!(silent.starts_with("”Blå”: "), "{silent}");
}

#[test]
fn putting_off_with_a_stop_at_the_next_one_stays_where_it_stands() {
    let mut desk = begun();
    desk.jump(1);
    let (first, second) = (item(&desk, 0), item(&desk, 1));
    assert_eq!(here(&desk).arende, Some(first));
    desk.press(Action::Postpone).press(Action::Accept);
    assert!(says(&desk, "”Röd”"), "{:?}", findings(&desk));
    assert_eq!(here(&desk), Position { phase: Phase::Nulage, arende: Some(first) });
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Uppskjutet);
    // On from there is to the next one, and what was put off is asked for nothing.
    desk.press(Action::Back).press(Action::NextPhase);
    assert!(says(&desk, "”Röd”") && !says(&desk, "”Blå”"), "{:?}", findings(&desk));
    desk.press(Action::GoOnAnyway).reasons("läses i kväll");
    assert_eq!(here(&desk), Position { phase: Phase::Nulage, arende: Some(second) });
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Uppskjutet);
}

#[test]
fn each_stop_has_its_own_reason_and_its_own_ground() {
    let mut desk = begun();
    desk.press(Action::NextPhase);
    let own =
        "Det här saknas innan ärendet tas upp: Eget underlag. Vi vill läsa först. Det är formens egen regel";
    assert!(says(&desk, own), "{:?}", findings(&desk));
    let theirs = "Källans underlag. Rutinen säger så. Källa: Exempelkommuns rutin 2026.";
    assert!(says(&desk, theirs), "{:?}", findings(&desk));
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!() };
    let all = stop.findings.len();
    desk.press(Action::GoOnAnyway);
    for at in 0..all {
        assert_eq!(findings(&desk).len(), 1, "the one that the reason is for");
        let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!() };
        assert!(stop.reason.as_ref().is_some_and(crate::app::core::line::Line::is_empty));
        desk.types(&format!("skäl nummer {at}")).press(Action::Accept);
    }
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
    let paper = paper(&desk);
    for at in 0..all {
        assert_eq!(paper.matches(&format!("skäl nummer {at}")).count(), 1, "{paper}");
    }
}

#[test]
fn a_deviation_is_printed_as_long_as_it_is_so_and_says_what_was_asked_for() {
    let mut desk = begun();
    desk.press(Action::Fields).fill("falt.kallad", "2026-11-20").press(Action::Save);
    desk.jump(1);
    let said = paper(&desk);
    assert!(said.contains("Färre än 2 i rollen Specialpedagog"), "{said}");
    assert!(
        said.contains("Kallelsen skickad: inte som det krävs (ska vara minst 7 dagar före mötet)"),
        "{said}"
    );
    // Two of what works, one of what is harder.
    desk.line("+ Läser gärna").line("+ Har vänner").line("- Rasterna").press(Action::NextPhase);
    let counted = "minst 2 rader under svårare, men där står 1.";
    assert!(says(&desk, counted), "{:?}", findings(&desk));
    desk.press(Action::GoOnAnyway).reasons("klockan är mycket");
    let said = paper(&desk);
    assert!(said.contains("Nuläge: färre än 2 under svårare") && !said.contains("under fungerar"), "{said}");
    // They come after all, the day is mended, and a row is written.
    desk.ask_for_phase(0);
    for line in ["Sara Sten, specialpedagog, skola", "Siv Sjö, specialpedagog, skola"] {
        for _ in 0..10 {
            if desk.screen().target != Target::Participant {
                desk.press(Action::Previous);
            }
        }
        desk.line(line);
    }
    let said = paper(&desk);
    assert!(!said.contains("Specialpedagog saknas") && !said.contains("i rollen Specialpedagog"), "{said}");
    go(&mut desk, Phase::Nulage, Some(0));
    desk.line("- Morgnarna");
    assert!(!paper(&desk).contains("färre än 2 under svårare"), "{}", paper(&desk));
}

#[test]
fn each_kind_is_counted_by_itself() {
    let mut desk = begun();
    desk.jump(1).line("+ Läser gärna").press(Action::NextPhase);
    let counted = "minst 2 rader under var och en av fungerar och svårare, men där står 1 under fungerar och inget \
                   under svårare.";
    assert!(says(&desk, counted), "{:?}", findings(&desk));
}

#[test]
fn a_hop_to_sammanhang_comes_back_to_where_it_came_from_and_finishes_nothing() {
    let mut desk = Desk::eht();
    desk.jump(1).line("Läser gärna").jump(2).line("Lugn och ro").jump(3).line("Ringa hem @maja >fre");
    let stood = here(&desk);
    desk.ask_for_phase(0);
    assert_eq!(here(&desk).phase, Phase::Sammanhang);
    assert_eq!(desk.screen().meeting.items[0].state, ArendeState::Pagar);
    desk.ask_for_phase(3);
    assert_eq!(here(&desk), stood);
    // From the second one too, with the first one laid aside.
    go(&mut desk, Phase::Nulage, Some(1));
    desk.line("Trångt").wait(chrono::TimeDelta::minutes(1));
    desk.ask_for_phase(0).ask_for_phase(1);
    assert_eq!(here(&desk), Position { phase: Phase::Nulage, arende: Some(item(&desk, 1)) });
    assert_eq!(findings(&desk), [""; 0]);
}

#[test]
fn who_leads_and_who_takes_the_notes_can_be_changed() {
    let mut desk = Desk::meeting("eht");
    desk.line("Eva Ek, rektor").line("Sara Sten, specialpedagog").line("Maja Mo, specialpedagog");
    let chosen = |desk: &Desk| -> Vec<String> {
        let people = &desk.screen().meeting.participants;
        let of = |has: fn(&crate::domain::record::Participant) -> bool| {
            people.iter().filter(|person| has(person)).map(|person| person.name.clone()).collect::<Vec<_>>()
        };
        vec![of(|person| person.chairs).join("+"), of(|person| person.takes_notes).join("+")]
    };
    desk.press(Action::Roles).types("eva").press(Action::Accept).types("sara").press(Action::Accept);
    assert_eq!(chosen(&desk), ["Eva Ek", "Sara Sten"]);
    // Today's answers are marked, and Enter keeps them.
    desk.press(Action::Roles);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
    assert_eq!(
        (pick.items[pick.cursor].label.as_str(), pick.items[pick.cursor].detail.as_str()),
        ("Eva Ek, rektor", "nu")
    );
    desk.press(Action::Accept).press(Action::Accept);
    assert_eq!(chosen(&desk), ["Eva Ek", "Sara Sten"]);
    desk.press(Action::Roles).types("maja").press(Action::Accept).types("eva").press(Action::Accept);
    assert_eq!(chosen(&desk), ["Maja Mo", "Eva Ek"]);
    assert!(desk.model.dialogs.is_empty());
}

#[test]
fn what_was_taken_back_is_what_the_same_key_confirms_again() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Ringa hem @maja >fre").line("Ordna läshjälp @eva >fre").jump(4);
    let second = desk.entries(EntryKind::Atgard)[1].id;
    desk.point(RowRef::Entry(second)).press(Action::Accept);
    let confirmed = |desk: &Desk| -> Vec<bool> {
        desk.entries(EntryKind::Atgard).iter().map(|entry| entry.confirmed.is_some()).collect()
    };
    assert_eq!(confirmed(&desk), [false, true]);
    // The key that confirms takes nothing back; another does, and the key after that confirms that one.
    desk.point(RowRef::Entry(second)).press(Action::Accept);
    assert_eq!((confirmed(&desk), desk.model.dialogs.len()), (vec![false, true], 0));
    desk.point(RowRef::Entry(second)).press(Action::Unconfirm);
    assert_eq!(confirmed(&desk), [false, false]);
    desk.press(Action::Accept);
    assert_eq!(confirmed(&desk), [false, true]);
}
