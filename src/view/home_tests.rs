//! What home and the list of actions look like.

use super::tests::{SIZES, kept_sizes, screen_text, text_of};
use super::*;
use crate::app::dialog::{Dialog, Reader};
use crate::app::line::Line;
use crate::app::lock::Lock;
use crate::app::model::Notice;
use crate::app::{Message, Reply, update};
use crate::domain::dates::Due;
use crate::domain::listing::Listing;
use crate::domain::overview::ActionRow;
use crate::domain::record::{ActionState, ActionStatus, Person};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

const LONG: &str =
    "Kartläggning av läsningen, avkodning och förståelse, innan vi bestämmer om en bedömning hos logopeden";

fn shown(model: &Model, size: (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(|frame| drop(draw_frame(model, frame))).unwrap();
    text_of(terminal.backend())
}

fn snapshots(name: &str, model: &Model) {
    for (columns, rows) in kept_sizes(name, SIZES) {
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), shown(model, (columns, rows)));
    }
}

/// Home with a late action that is told at length, highlighted or not.
fn model(cursor: usize) -> Model {
    let mut model = fixtures::home_model();
    if let Screen::Home(home) = &mut model.screen {
        home.cursor = cursor;
        if let Some(data) = &mut home.data {
            data.actions[1].text = LONG.to_owned();
            data.actions[1].label = Some("Blå".to_owned());
        }
    }
    model
}

fn actions(model: &Model) -> Vec<ActionRow> {
    let Screen::Home(home) = &model.screen else { panic!("home is shown") };
    let mut rows = home.data.as_ref().unwrap().actions.clone();
    let usual = rows[2].clone();
    rows.extend((0..30).map(|number| {
        let text = format!("Något mer att göra, nummer {number}");
        ActionRow { text, due: Some(Due::NextMeeting), ..usual.clone() }
    }));
    let told = ActionStatus {
        id: Uuid::from_u128(3).into(),
        entry: rows[0].entry,
        meeting: None,
        status: ActionState::Pagar,
        evaluation: Some("Väntar på svar från hemmet.".to_owned()),
        new_due: None,
        at: fixtures::now().utc,
    };
    rows[1].told = Some(told.clone());
    let done = ActionStatus { status: ActionState::Klar, ..told };
    rows.push(ActionRow { text: "Boka rum".to_owned(), told: Some(done), ..rows[0].clone() });
    rows
}

fn list(cursor: usize, typed: &str) -> Model {
    let mut model = model(1);
    let rows = actions(&model);
    let listed = Message::Store(Reply::List(Box::new(Listing::Actions(rows))));
    let now = model.now;
    update(&mut model, listed, now);
    let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() else { panic!("the list is open") };
    (pick.filter, pick.cursor) = (Line::new(typed), cursor);
    model
}

#[test]
fn an_action_in_turn_stands_on_home_in_full() {
    snapshots("home_action", &model(5));
    for size in [(80, 24), (60, 20)] {
        let screen: String = shown(&model(5), size);
        // Each word is there, whatever the rows.
        assert!(LONG.split_whitespace().all(|word| screen.contains(word)), "{screen}");
    }
}

#[test]
fn a_locked_program_shows_nothing_of_what_it_knows() {
    let mut model = fixtures::writing_model();
    model.person =
        Some(Person { id: fixtures::fresh_id(), name: "Karin Lund".to_owned(), role: String::new(), rev: 1 });
    model.dialogs.push(Dialog::Reader(Reader {
        title: "Protokoll".to_owned(),
        text: "Hemligt".to_owned(),
        top: 0,
    }));
    model.notice = Some(Notice::new("Karin är med", (true, true), fixtures::now().utc));
    let mut lock = Lock::default();
    assert!(lock.typed.paste("tre gröna"));
    lock.error = Some("Fel lösenfras eller skadad nyckelfil (nyckel.db). Försök igen.".to_owned());
    model.lock = Some(lock);
    snapshots("locked", &model);
    for on_wall in [false, true] {
        model.on_wall = on_wall;
        for size in [(80, 24), (60, 20), (240, 60), (20, 5)] {
            let screen = shown(&model, size);
            for hidden in ["EHT", "Karin", "BUP", "Protokoll", "Hemligt", "gröna"] {
                assert!(!screen.contains(hidden), "{hidden}: {screen}");
            }
        }
    }
    model.practice = true;
    model.lock = Some(Lock::default());
    let screen = shown(&model, (80, 24));
    assert!(screen.contains("Tryck Enter") && screen.contains("ÖVNING") && !screen.contains("Lösenfras "));
}

#[test]
fn the_list_of_actions() {
    snapshots("actions", &list(1, ""));
    snapshots("actions_found", &list(0, "klar"));
    assert!(shown(&list(0, "xyz"), (80, 24)).contains("Ingen åtgärd passar"));
    let last = shown(&list(35, ""), (60, 20));
    assert!(last.contains(">klar") && last.contains("36 av 36"), "{last}");
}

#[test]
fn a_list_cuts_no_row_as_long_as_there_is_a_margin() {
    let screen = shown(&list(35, ""), (200, 60));
    let row = |line: &&str| line.contains("Blå · ");
    let first = screen.lines().find(row).unwrap_or_else(|| panic!("{screen}"));
    assert!(!first.contains('…') && LONG.split_whitespace().all(|word| first.contains(word)), "{screen}");
}

#[test]
fn the_row_in_turn_is_told_in_full_in_every_size() {
    for size in [(80, 24), (60, 20), (200, 60)] {
        let screen = shown(&list(1, ""), size);
        let below = screen.rsplit("Bildschema").next().unwrap();
        assert!(LONG.split_whitespace().all(|word| below.contains(word)), "{screen}");
    }
}

/// Each that asks for an act, beside others that have no room: a key file that is damaged, one that is another, a key that nobody
/// has confirmed, and no copy.
#[test]
fn what_asks_for_an_act_is_never_what_has_no_room() {
    use crate::domain::backup::LastCopy;
    use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
    let file = |which, amiss, name: &str| KeyTrouble::File { which, amiss, name: name.to_owned() };
    let all = [
        KeyTrouble::NeverConfirmed,
        file(KeyFile::Recovery, Amiss::Damaged, "nyckel-reserv.db"),
        file(KeyFile::Passphrase, Amiss::Other, "nyckel.db"),
    ];
    let of = |troubles: &[KeyTrouble], cursor: usize, empty: bool| {
        // Others that are to be watched: the social services' clock.
        let mut model = super::tests::home_with_social_clock();
        model.practice = false;
        let begun = fixtures::now().utc - chrono::TimeDelta::days(30);
        if let Screen::Home(home) = &mut model.screen
            && let Some(data) = &mut home.data
        {
            home.cursor = cursor;
            data.actions[1].text = LONG.to_owned();
            data.keys = troubles.to_vec();
            data.last_copy = LastCopy { begun: Some(begun), ..LastCopy::default() };
            if empty {
                (data.ongoing, data.coming, data.recent) = (Vec::new(), Vec::new(), Vec::new());
            }
        }
        model
    };
    let flat =
        |screen: &str| screen.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    for troubles in [&all[..1], &all[1..2], &all[..2], &all] {
        for (cursor, empty) in [(0, false), (5, false), (0, true)] {
            let model = of(troubles, cursor, empty);
            for size in [(60, 20), (80, 24), (75, 20), (200, 60)] {
                let screen = shown(&model, size);
                // Beside other columns a line's words don't follow each other.
                let words = flat(&screen);
                for trouble in troubles {
                    for word in trouble.to_string().split_whitespace() {
                        assert!(words.contains(word), "{size:?} {trouble}: {screen}");
                    }
                }
                assert!(
                    screen.contains("ATT BEVAKA") && screen.contains("säkerhetskopi"),
                    "{size:?}: {screen}"
                );
                if !empty && cursor == 0 {
                    assert!(screen.contains('>'), "a meeting to open: {screen}");
                }
            }
        }
    }
    snapshots("home_keys", &of(&all[..2], 0, false));
    snapshots("home_keys_empty", &of(&all[..2], 0, true));
}

/// Home as it often is: few meetings with many ärenden, and many actions.
fn busy() -> Model {
    let mut model = fixtures::home_model();
    if let Screen::Home(home) = &mut model.screen
        && let Some(data) = &mut home.data
    {
        data.ongoing[0].arenden = ["Blå", "Röd", "matsalen", "Grön", "Gul"].map(str::to_owned).to_vec();
        let usual = data.actions[2].clone();
        data.actions = (0..12)
            .map(|number| ActionRow {
                text: format!("Skicka underlaget till skolpsykologen inför samtalet, nummer {number}"),
                label: Some(["Blå", "Korridoren efter lunch"][number % 2].to_owned()),
                owner: Some(["Karin Lund", "Fritidsledaren på Kojan"][number % 2].to_owned()),
                ..usual.clone()
            })
            .collect();
        data.open_actions = data.actions.len();
    }
    model
}

#[test]
fn home_says_whose_and_cuts_nothing_that_there_is_room_for() {
    let model = busy();
    for size in [(120, 36), (160, 40), (200, 50)] {
        let screen = shown(&model, size);
        assert!(!screen.contains('…'), "{size:?}: {screen}");
        assert!(screen.contains("· Blå, Röd"), "{size:?}: {screen}");
        // Each is whole, on one row or several.
        assert_eq!(screen.matches("Skicka").count(), 12, "{screen}");
        assert_eq!(screen.matches("nummer").count(), 12, "{screen}");
    }
    // On a wide one each is one row, and on the widest it says at which meeting it was agreed.
    let screen = shown(&model, (200, 50));
    assert!(screen.contains("EHT Ängsskolan · Blå, Röd, matsalen, Grön, Gul"), "{screen}");
    let rows: Vec<&str> = screen.lines().filter(|line| line.contains("nummer")).collect();
    assert!(rows.iter().all(|row| row.contains("Skicka") && row.contains(['K', 'F'])), "{screen}");
    let screen = shown(&model, (240, 60));
    assert_eq!(screen.matches("EHT Ängsskolan, ").count(), 12, "{screen}");
    // On a small one too each is whole, and how many there are besides is said.
    for size in [(80, 24), (60, 20)] {
        let screen = shown(&model, size);
        assert!(screen.contains("Blå · Skicka") && screen.contains("· Blå"), "{size:?}: {screen}");
        assert!(!screen.contains('…') && screen.contains("till"), "{size:?}: {screen}");
        assert_eq!(screen.matches("Skicka").count(), screen.matches("nummer").count(), "{size:?}: {screen}");
    }
    assert!(shown(&model, (80, 24)).contains("EHT Ängsskolan · Blå, Röd, matsalen, Grön, Gul"));
}

#[test]
fn fifteen_meetings_and_thirty_actions_cut_neither_a_time_nor_a_name_at_any_size() {
    for size in [(60, 20), (80, 24), (99, 30), (100, 30), (120, 36), (200, 50)] {
        for cursor in [0, 8, 14, 15, 26, 44] {
            let mut model = busy();
            let Screen::Home(home) = &mut model.screen else { panic!() };
            home.cursor = cursor;
            let data = home.data.as_mut().unwrap();
            let (usual, action) = (data.coming[0].clone(), data.actions[0].clone());
            let day = usual.planned;
            data.coming = (0..14)
                .map(|number| crate::domain::overview::MeetingRow {
                    title: format!("EHT Ängsskolan {number} med mellanstadiet"),
                    arenden: vec!["Blå".to_owned(), format!("Ljudet i matsalen {number}")],
                    planned: day + chrono::TimeDelta::days(1 + number),
                    ..usual.clone()
                })
                .collect();
            data.recent.clear();
            data.actions = (0..30).map(|_| action.clone()).collect();
            data.open_actions = 30;
            let screen = shown(&model, size);
            // Each row that says when it is says at what time, too, and each that says what says who.
            let said = |line: &&str| line.contains("EHT Ängsskolan") || line.contains("EHT ·");
            let cut: Vec<_> = screen.lines().filter(said).filter(|line| line.contains(" till ")).collect();
            // Beside each other the actions have a mark of their own.
            assert!(size.0 >= 100 || cut.is_empty(), "{size:?} {cursor}: {screen}");
            assert_eq!(
                screen.matches("Skicka").count(),
                screen.matches("Karin").count(),
                "{size:?} {cursor}: {screen}"
            );
        }
    }
}

/// A workplace with so much to do that it doesn't fit beneath each other: fifteen ärenden, and some of each kind of day.
fn crowded(cursor: usize) -> Model {
    let mut model = fixtures::home_model();
    let today = model.now.today();
    if let Screen::Home(home) = &mut model.screen {
        home.cursor = cursor;
        if let Some(data) = &mut home.data {
            let usual = data.actions[2].clone();
            data.actions = (0..50_u64)
                .map(|number| ActionRow {
                    text: format!("Gör {number}:e"),
                    label: (number != 49).then(|| format!("Barn{}", number % 15)),
                    owner: Some("Karin Lund".to_owned()),
                    due: Some(match number {
                        0..10 => Due::By(today - chrono::Days::new(20 - number)),
                        10..20 => Due::By(today + chrono::Days::new((number - 10) / 2)),
                        20..30 => Due::By(today + chrono::Days::new(number)),
                        _ => Due::NextMeeting,
                    }),
                    entry: Uuid::from_u128(u128::from(number) + 700).into(),
                    ..usual.clone()
                })
                .collect();
            data.open_actions = 65;
        }
    }
    model
}

#[test]
fn many_actions_stand_under_headings_and_beside_each_other_where_it_is_wide() {
    let headings = ["Försenat", "Inom en vecka", "Senare", "Utan slutdatum"];
    let first = match &crowded(0).screen {
        Screen::Home(home) => home.rows().len() - 50,
        _ => 0,
    };
    let wide = shown(&crowded(0), (200, 50));
    for heading in headings {
        assert_eq!(wide.matches(heading).count(), 1, "{wide}");
    }
    for number in 0..50 {
        assert!(wide.contains(&format!("Gör {number}:e")), "{number}: {wide}");
    }
    assert!(wide.lines().any(|line| line.matches("Gör ").count() == 2), "{wide}");
    // That there are more isn't told by the arrows alone, which don't reach them.
    assert!(wide.contains("↓ 15 till (a visar alla)"), "{wide}");
    for size in [(60, 20), (80, 24), (120, 36), (200, 50), (240, 60)] {
        for index in [0, 9, 10, 29, 30, 49] {
            let screen = shown(&crowded(first + index), size);
            assert!(screen.contains(&format!("Gör {index}:e")), "{size:?} {index}: {screen}");
            // Every row says whose it is.
            for line in screen.lines().filter(|line| line.contains("Gör ")) {
                for row in line.split("Gör ").take(line.matches("Gör ").count()) {
                    let row = row.trim_end();
                    let said = row.ends_with("Mötet ·")
                        || row.rsplit("Barn").next().is_some_and(|end| end.len() <= 6);
                    assert!(said, "{size:?} {index}: {line}");
                }
            }
        }
    }
    assert!(headings.iter().all(|heading| !shown(&crowded(0), (60, 20)).contains(heading)));
}

#[test]
fn the_page_keys_move_about_what_is_seen() {
    use crate::app::Action;
    for (size, least, most) in [((60, 20), 4, 8), ((80, 24), 8, 16), ((120, 36), 20, 28), ((200, 50), 34, 42)]
    {
        let mut model = crowded(0);
        model.size = size;
        let now = model.now;
        let at = |model: &Model| match &model.screen {
            Screen::Home(home) => home.cursor,
            _ => 0,
        };
        update(&mut model, Message::Do(Action::ChoiceRight), now);
        let before = at(&model);
        update(&mut model, Message::Do(Action::PageDown), now);
        let moved = at(&model) - before;
        assert!((least..=most).contains(&moved), "{size:?}: {moved}");
        update(&mut model, Message::Do(Action::PageUp), now);
        assert_eq!(at(&model), before, "{size:?}");
    }
}

#[test]
fn a_meeting_to_come_says_where_it_is_to_be() {
    let mut model = fixtures::home_model();
    let crate::app::model::Screen::Home(home) = &mut model.screen else { panic!("not at home") };
    home.data.as_mut().unwrap().coming[0].place = Some("Stora konferensrummet".to_owned());
    for size in [(80, 24), (120, 36)] {
        let screen = shown(&model, size);
        assert!(screen.contains("Stora konferens"), "{screen}");
    }
}

#[test]
fn what_is_highlighted_at_home_stands_under_its_heading_and_no_heading_stands_alone() {
    let groups = ["PÅGÅR", "KOMMANDE", "AVSLUTADE"];
    for (coming, recent) in [(2, 1), (1, 12), (9, 9), (0, 14)] {
        let mut model = fixtures::home_model();
        let Screen::Home(home) = &mut model.screen else { panic!() };
        let data = home.data.as_mut().unwrap();
        data.coming = vec![data.coming[0].clone(); coming];
        data.recent = vec![data.recent[0].clone(); recent];
        let meetings = 1 + coming + recent;
        for cursor in 0..meetings + 3 {
            let Screen::Home(home) = &mut model.screen else { panic!() };
            home.cursor = cursor;
            for size in [(60, 20), (80, 24), (120, 36)] {
                let screen = screen_text(&model, None, size);
                // Beside the actions, the meetings stand to the left.
                let width = if size.0 == 120 { 34 } else { usize::from(size.0) };
                let rows: Vec<String> =
                    screen.lines().map(|row| row.chars().skip(1).take(width).collect::<String>()).collect();
                let heading =
                    |row: &String| groups.iter().position(|group| row.starts_with(&format!(" {group}")));
                for at in (0..rows.len()).filter(|at| heading(&rows[*at]).is_some()) {
                    let under = rows[at + 1].trim();
                    assert!(
                        !under.is_empty() && !under.starts_with(['↓', '─']),
                        "{cursor} {size:?}:\n{screen}"
                    );
                }
                if cursor < meetings {
                    let at = rows.iter().position(|row| row.starts_with('>')).unwrap();
                    let over = rows[..at].iter().rev().find_map(heading);
                    let own = if cursor == 0 {
                        0
                    } else if cursor <= coming {
                        1
                    } else {
                        2
                    };
                    assert_eq!(over, Some(own), "{cursor} {size:?}:\n{screen}");
                }
            }
        }
    }
}

#[test]
fn day_and_clock_stand_in_the_top_line_whoever_sits_there_and_wherever() {
    for name in ["", "Karin Lund", "Anna-Karin Bergström Svensson"] {
        for workplace in ["", "Ängsskolan", "Lärkbackens grundskola och fritidshem"] {
            for practice in [false, true] {
                let mut model = fixtures::home_model();
                model.practice = practice;
                workplace.clone_into(&mut model.setup.workplace);
                model.person = (!name.is_empty()).then(|| Person {
                    id: fixtures::fresh_id(),
                    name: name.to_owned(),
                    role: String::new(),
                    rev: 1,
                });
                for size in [(60, 20), (80, 24), (120, 36)] {
                    let screen = screen_text(&model, None, size);
                    let first = screen.lines().next().unwrap();
                    assert!(first.contains("23 nov") && first.contains("09.31"), "{size:?} {first}");
                }
            }
        }
    }
}
