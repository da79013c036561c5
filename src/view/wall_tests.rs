//! What the wall looks like, in its own terminal and on the secretary's screen.

use super::dialog_tests::stop;
use super::tests::{kept, kept_sizes, screen_text, snapshots, text_of};
use super::theme::{self, Meaning};
use super::{fixtures, *};
use crate::app::model::Theme;
use crate::app::wall::{Again, Agreed, Noted, NotedKind, Scene, Talk, Time, Turn, Wall};
use crate::domain::agenda::Phase;
use crate::domain::rules::Severity;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

const WALL_SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (240, 60)];

fn wall_terminal(wall: &Wall, theme: Theme, size: (u16, u16)) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| on_frame(frame, |canvas| draw_wall(wall, theme, canvas))).unwrap();
    terminal
}

fn wall_snapshots(name: &str, wall: &Wall) {
    let name = format!("wall_{name}");
    for size in kept_sizes(&name, WALL_SIZES) {
        let shown = text_of(wall_terminal(wall, Theme::Dark, size).backend());
        kept(&name, size, &shown);
    }
}

fn wall_of(scene: Scene) -> Wall {
    Wall {
        practice: false,
        agenda_name: "Elevhälsoteam".to_owned(),
        clock: "09.31".to_owned(),
        scene,
        name: None,
        told: false,
    }
}

/// A proposal, of nobody's family.
pub(super) fn agreed(number: u128, what: &str, who: &str, when: &str) -> Agreed {
    Agreed {
        asked: false,
        entry: uuid::Uuid::from_u128(number).into(),
        decision: false,
        number: None,
        family: false,
        what: what.to_owned(),
        who: who.to_owned(),
        when: when.to_owned(),
        place: None,
        alias: String::new(),
        need: None,
        new: false,
        confirmed: false,
        in_turn: false,
    }
}

fn talk(phase: Phase) -> Talk {
    let mut points = vec![
        agreed(1, "Enskild lästräning 20 min om dagen", "Mentor", "från mån 30 nov"),
        agreed(2, "Kartläggningen görs", "Beslut av rektor", ""),
        agreed(3, "Bildschema hem", "Mentor", "varje fre från 27 nov"),
        agreed(4, "Återkommer om synen", "Skolsköterska", "senast mån 14 dec"),
    ];
    points[1].decision = true;
    points[3].new = true;
    Talk {
        phase,
        walked: Phase::ALL.to_vec(),
        subject: Some("Ärende 1 av 2 · Blå".to_owned()),
        question: "Vem gör vad, och till vilken dag?".to_owned(),
        more: vec!["Vad beslutar rektor?".to_owned(), "Vad behöver vi fråga hemma?".to_owned()],
        turn: None,
        gathered: None,
        agreed: points,
        noted: Vec::new(),
        again: None,
        only: None,
        time: Time::Spent { spent: 4, given: 6 },
    }
}

#[test]
fn the_wall_in_planering() {
    wall_snapshots("planering", &wall_of(Scene::Talk(Box::new(talk(Phase::Planering)))));
}

#[test]
fn the_wall_in_behov() {
    let needs = [
        "Lugn lässtund varje dag",
        "Veta vad som händer under dagen",
        "Stöd vid raster",
        "Någon vuxen att gå till",
        "Kortare instruktioner",
        "En plats utan ljud",
        "Synen kontrollerad",
        "Mindre läxor på onsdagar",
        "Att lärarna vet samma sak",
    ];
    let noted = needs.iter().zip(50..).map(|(what, number)| Noted::made_up(number, NotedKind::Need, what));
    let mut talk = Talk { noted: noted.collect(), ..talk(Phase::Behov) };
    "Vilka behov är viktigast nu?".clone_into(&mut talk.question);
    "Ärende 3 av 5 · Röd".clone_into(talk.subject.get_or_insert_default());
    talk.agreed.truncate(3);
    talk.agreed.iter_mut().for_each(|point| point.confirmed = true);
    wall_snapshots("behov", &wall_of(Scene::Talk(Box::new(talk))));
}

#[test]
fn the_wall_in_nulage() {
    let talk = Talk {
        question: "Vad fungerar? Vad är svårare? Vilket stöd finns i dag, och från vem?".to_owned(),
        more: vec!["Vad säger eleven själv?".to_owned(), "Vad ser du från ditt håll?".to_owned()],
        turn: Some(Turn::Of("Kurator".to_owned())),
        agreed: Vec::new(),
        subject: Some("Bo".to_owned()),
        time: Time::Ends("14.00".to_owned()),
        ..talk(Phase::Nulage)
    };
    wall_snapshots("nulage", &Wall { practice: true, ..wall_of(Scene::Talk(Box::new(talk))) });
}

#[test]
fn the_wall_in_ansvar() {
    let mut talk = Talk {
        subject: None,
        question: "Stämmer namn och dag?".to_owned(),
        only: Some("Skärmen visar bara ärende 1.".to_owned()),
        time: Time::Spent { spent: 12, given: 10 },
        ..talk(Phase::Ansvar)
    };
    for (at, point) in talk.agreed.iter_mut().enumerate() {
        (point.new, point.place, point.confirmed, point.in_turn) = (false, Some(1), at < 2, at == 2);
        "Blå".clone_into(&mut point.alias);
    }
    wall_snapshots("ansvar", &wall_of(Scene::Talk(Box::new(talk))));
}

#[test]
fn the_wall_when_nothing_goes_on() {
    wall_snapshots("waiting", &wall_of(Scene::Waiting { when: Some("13.00".to_owned()) }));
    wall_snapshots("paused", &wall_of(Scene::Paused));
    wall_snapshots("closed", &wall_of(Scene::Closed { again: None }));
    let again = Some(Again { when: "torsdag 21 januari 13.00".to_owned(), place: "Rum 2".to_owned() });
    wall_snapshots("again", &wall_of(Scene::Closed { again }));
    // The database went away before any meeting was seen: as calm, and still practice.
    wall_snapshots(
        "gone",
        &Wall { practice: true, agenda_name: String::new(), ..wall_of(Scene::Waiting { when: None }) }
            .paused(),
    );
}

#[test]
fn the_wall_shows_by_sign_and_word_what_it_shows_by_colour() {
    let wall = wall_of(Scene::Talk(Box::new(talk(Phase::Planering))));
    let dark = wall_terminal(&wall, Theme::Dark, (60, 20));
    let plain = wall_terminal(&wall, Theme::Plain, (60, 20));
    assert_eq!(dark.backend().to_string(), plain.backend().to_string());
    assert!(
        plain
            .backend()
            .buffer()
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    // What is asked and agreed is in full contrast: in bold where nothing else can say so.
    let text = plain.backend().to_string();
    for words in ["FÖRSLAG", "Bildschema hem", "Skolsköterska", "senast mån 14 dec"] {
        let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect(words);
        let at = line.chars().count() - line[line.find(words).unwrap()..].chars().count() - 1;
        let cell = &plain.backend().buffer()[(u16::try_from(at).unwrap(), u16::try_from(row).unwrap())];
        assert!(cell.modifier.contains(ratatui::style::Modifier::BOLD), "{words}: {cell:?}");
        let cell = &dark.backend().buffer()[(u16::try_from(at).unwrap(), u16::try_from(row).unwrap())];
        assert_ne!(Some(cell.fg), theme::style(Theme::Dark, Meaning::Quiet).fg, "{words} is grey");
    }
    for sign in ["[x]", "[>]", "[ ]", "+ ", "> ", "! "] {
        assert!(!text.contains(sign), "nobody has explained {sign}");
    }
}

#[test]
fn a_wall_of_any_size_and_content_is_drawn() {
    let mut long = talk(Phase::Ansvar);
    for number in 10..40 {
        long.agreed.push(agreed(
            number,
            &"Ett mycket långt löfte om nästan allting ".repeat(6),
            "Rektor",
            "fre",
        ));
    }
    long.agreed[20].in_turn = true;
    let scene = Scene::Talk(Box::new(long));
    for size in [(1, 1), (5, 3), (20, 5), (60, 20), (61, 21), (300, 90)] {
        wall_terminal(&wall_of(scene.clone()), Theme::Light, size);
        wall_terminal(&wall_of(Scene::Paused), Theme::Light, size);
    }
    let shown = wall_terminal(&wall_of(scene), Theme::Dark, (80, 24)).backend().to_string();
    assert!(shown.contains("FÖRSLAG · 30 till"), "{shown}");
}

#[test]
fn what_the_window_is_stands_lowest_whole_at_every_size_and_covers_nothing_higher_up() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (120, 36), (200, 50)] {
        let calm = wall_of(Scene::Talk(Box::new(talk(Phase::Planering))));
        let told = Wall { told: true, ..calm.clone() };
        let [calm, told] =
            [calm, told].map(|wall| text_of(wall_terminal(&wall, Theme::Dark, (width, height)).backend()));
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ").replace("\" \"", "");
        for part in ["Väggen visar mötet", "F12 byter färger", "Ctrl-Q stänger", "större text"] {
            let lone = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(lone.contains(part), "{part} {width}×{height}: {told}");
        }
        let covered = calm.lines().zip(told.lines()).filter(|(one, other)| one != other).count();
        assert!(covered <= 6 || width < 60, "{width}×{height}: {covered}");
    }
}

#[test]
fn the_secretarys_screen_as_a_wall() {
    let mut model = fixtures::writing_model();
    model.on_wall = true;
    snapshots("on_wall", &model, Some(&fixtures::board()));
    model.dialogs.push(stop(Severity::Overridable, None));
    let shown = screen_text(&model, Some(&fixtures::board()), (80, 24));
    assert!(shown.contains("! se din skärm: F11") && !shown.contains("har inte fått ordet"), "{shown}");
}
