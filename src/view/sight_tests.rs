//! That what was written last is seen, wherever it stands and however large the screen is, and that no row says less of itself
//! than it has room for.

use super::tests::screen_text;
use super::*;
use crate::app::action::Action;
use crate::app::board::{Column, board};
use crate::app::meeting::target::{self, Target};
use crate::app::model::{RowRef, Screen};
use crate::app::testing::Desk;
use crate::app::{Message, Reply};
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::record::MeetingStatus;
use proptest::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

const ALL_SIZES: [(u16, u16); 6] = [(60, 20), (70, 20), (80, 24), (120, 36), (132, 43), (200, 50)];

fn sees(desk: &Desk, text: &str) {
    let board = board(&desk.model);
    for size in ALL_SIZES {
        let screen = screen_text(&desk.model, board.as_ref(), size);
        assert!(screen.contains(text), "{text} at {size:?}:\n{screen}");
    }
}

/// The next line is to become this, whatever was asked about the one before.
fn becomes(desk: &mut Desk, target: Target) {
    while !desk.model.dialogs.is_empty() {
        desk.press(Action::Back);
    }
    fixtures::screen_of(&mut desk.model).target = target;
}

#[test]
fn the_newest_row_is_seen_in_every_list_of_every_phase_and_size() {
    for form in ["eht", "sip"] {
        let mut desk = if form == "eht" { Desk::eht() } else { Desk::sip() };
        for phase in 0..4 {
            desk.jump(phase);
            for target in target::all(&desk.screen().meeting) {
                if matches!(target, Target::Participant | Target::Individual) && form == "sip" {
                    continue;
                }
                for number in 0..22 {
                    becomes(&mut desk, target);
                    let text = format!("Ord{number}x{phase}");
                    desk.line(&match target {
                        Target::Participant => format!("{text}, lärare, skola"),
                        _ => text.clone(),
                    });
                    if number % 7 == 0 || number == 21 {
                        sees(&desk, &text);
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_taken_back_or_written_by_somebody_else_is_seen() {
    let mut desk = Desk::eht();
    desk.jump(1);
    for number in 0..25 {
        desk.line(&format!("+ Fungerar{number}x"));
    }
    let third = desk.entries(EntryKind::Fungerar)[2].id;
    desk.point(RowRef::Entry(third)).press(Action::Remove).point_away();
    desk.line("+ Därefter");
    sees(&desk, "Därefter");
    desk.press(Action::Undo).press(Action::Undo).point_away();
    sees(&desk, "Fungerar2x");
    // Another program has written.
    let mut theirs = desk.screen().meeting.clone();
    let mut row = theirs.entries.last().unwrap().clone();
    (row.id, row.text) = (EntryId(Uuid::from_u128(u128::MAX >> 1)), "Annanstans".to_owned());
    theirs.entries.push(row);
    desk.kept.push(theirs.clone());
    desk.send(Message::Store(Reply::Meeting(Box::new(theirs))));
    sees(&desk, "Annanstans");
    // Somebody who opens the meeting, or comes back to the phase, sees what is newest there.
    desk.jump(0).jump(1);
    sees(&desk, "Annanstans");
}

#[test]
fn what_is_hidden_is_counted_and_what_is_missing_among_it() {
    let mut desk = Desk::eht();
    becomes(&mut desk, Target::Individual);
    for number in 0..20 {
        desk.line(&format!("Alias{number}x"));
    }
    let board = board(&desk.model);
    let screen = screen_text(&desk.model, board.as_ref(), (80, 24));
    assert!(screen.contains("↑ ") && screen.contains(" saknas"), "{screen}");
    // On a wide screen they stand beside each other, and nothing is hidden.
    let screen = screen_text(&desk.model, board.as_ref(), (200, 50));
    assert!(!screen.contains("↓ "), "{screen}");
}

#[test]
fn an_action_is_one_row_where_it_fits_with_owner_and_day_at_the_edge() {
    let mut desk = Desk::eht();
    desk.jump(3).line("Kartläggning av avkodning @Sara >4/12").line("Vila @Maja >27/11");
    let board = board(&desk.model);
    for size in [(80, 24), (120, 36), (200, 50)] {
        let screen = screen_text(&desk.model, board.as_ref(), size);
        let row = |text: &str| {
            screen.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {screen}"))
        };
        let (first, second) = (row("Kartläggning av avkodning"), row("Vila"));
        let end = |line: &str, text: &str| line.find(text).map(|at| line[..at + text.len()].chars().count());
        let ends = (end(first, "Sara S · 4 dec"), end(second, "Maja M · 27 nov"));
        assert!(ends.0.is_some() && ends.0 == ends.1, "{size:?}: {screen}");
    }
    // Two with the same brief name are told apart.
    desk.jump(0);
    becomes(&mut desk, Target::Participant);
    desk.line("Sara Skog, kurator").jump(3);
    let screen = screen_text(&desk.model, crate::app::board::board(&desk.model).as_ref(), (120, 36));
    assert!(screen.contains("Sara Sten · 4 dec") && screen.contains("Maja M · 27 nov"), "{screen}");
}

/// A text of so many words, each of which is only here: "ärende3x0a", "mellanlång3x1" and so on.
fn long(name: &str, words: usize) -> String {
    const ENDS: [&str; 5] = ["", "bo", "lärare", "skolan", "a"];
    let words = (0..words).map(|at| format!("{name}x{at}{}", ENDS[(at + words) % ENDS.len()]));
    words.collect::<Vec<_>>().join(" ")
}

/// How many rows a screen says that it doesn't show.
fn counted(screen: &str) -> usize {
    let after = |mark: char| {
        screen.split(mark).skip(1).filter_map(|rest| rest.split_whitespace().next()?.parse::<usize>().ok())
    };
    after('↑').chain(after('↓')).sum()
}

/// Each word of each row of the columns stands on the screen, or the row is counted as one that isn't seen. Of one that is
/// longer than its column it is said that it goes on.
fn loses_nothing(desk: &Desk, size: (u16, u16)) -> Result<(), TestCaseError> {
    let board = board(&desk.model).expect("a meeting is on screen");
    let screen = screen_text(&desk.model, Some(&board), size);
    let seen: HashSet<&str> = screen.split_whitespace().collect();
    let mut hidden = 0;
    for row in board.columns.iter().filter(|column| !column.aside || size.0 > 150).flat_map(Column::rows) {
        let words: Vec<&str> = row.text.split_whitespace().collect();
        // Of words that stand in other rows too nothing can be told.
        let is_only_here = |word: &&&str| word.contains('x') && word.contains(|c: char| c.is_ascii_digit());
        // What is to be done names rows that may stand elsewhere.
        let is_todo = matches!(row.target, Some(RowRef::Todo(_)));
        let Some(first) = words.iter().find(is_only_here).filter(|_| !is_todo) else { continue };
        if seen.contains(first) {
            // The point that is read out says its words above, and who and when in its own way.
            let detail = row.detail.as_deref().filter(|_| board.point.is_none()).unwrap_or_default();
            let lost = words.iter().position(|word| !seen.contains(word));
            let ends = |at: usize| at > 0 && !words[at..].iter().any(|word| seen.contains(word));
            let goes_on = |at: usize| ends(at) && screen.split_whitespace().any(|word| word == "…");
            if lost.is_some_and(goes_on) {
                continue;
            }
            for word in words.into_iter().chain(detail.split_whitespace()) {
                prop_assert!(seen.contains(word), "{word} of {row:?} at {size:?}:\n{screen}");
            }
        } else {
            hidden += 1;
        }
    }
    prop_assert!(hidden <= counted(&screen), "{hidden} not seen at {size:?}:\n{screen}");
    Ok(())
}

/// An EHT with rows of all lengths: in this phase, or closed.
fn worded(phase: u8, closed: bool, words: &[usize]) -> Desk {
    let mut desk = Desk::eht();
    let writes: &[(u8, &[&str])] = &[(1, &["+ ", "- ", ""]), (2, &["", "mk ", "ml "]), (3, &[""])];
    for (at, prefixes) in writes {
        desk.jump(*at);
        for (number, words) in words.iter().enumerate() {
            let prefix = prefixes[number % prefixes.len()];
            // What lacks nothing is named by no reminder.
            let who = if *at == 3 { " @Sara >4/12" } else { "" };
            desk.line(&format!("{prefix}{}{who}", long(&format!("R{at}q{number}"), *words)));
            while !desk.model.dialogs.is_empty() {
                desk.press(Action::Back);
            }
        }
    }
    desk.jump(phase);
    desk.model.dialogs.clear();
    if closed {
        fixtures::screen_of(&mut desk.model).meeting.head.status = MeetingStatus::Avslutat;
    }
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_a_row_is_lost_at_any_size(
        phase in 0u8..5,
        closed in any::<bool>(),
        words in prop::collection::vec(1usize..24, 1..9),
        sizes in prop::collection::vec((40u16..=220, 16u16..=60), 24),
    ) {
        let desk = worded(phase, closed, &words);
        for size in sizes {
            if size.0 >= MIN_SIZE.0 && size.1 >= MIN_SIZE.1 {
                loses_nothing(&desk, size)?;
            }
        }
    }

    #[test]
    fn no_word_of_the_row_in_turn_is_lost_at_home(words in 1usize..20, size in (60u16..=220, 20u16..=60)) {
        let mut model = fixtures::home_model();
        let text = long("Hemq", words);
        if let Screen::Home(home) = &mut model.screen
            && let Some(data) = &mut home.data
        {
            data.actions[1].text.clone_from(&text);
            home.cursor = data.ongoing.len() + data.coming.len() + data.recent.len() + 1;
        }
        let screen = screen_text(&model, None, size);
        let seen: HashSet<&str> = screen.split_whitespace().collect();
        for word in text.split_whitespace() {
            prop_assert!(seen.contains(word), "{word} at {size:?}:\n{screen}");
        }
    }
}

#[test]
fn nobody_says_yes_to_what_has_not_been_on_the_screen() {
    for size in ALL_SIZES {
        for points in [1, 6, 9] {
            let mut desk = Desk::eht();
            desk.model.size = size;
            let blue = desk.screen().meeting.items[0].arende;
            let before = Earlier {
                arende: Some(blue),
                label: Some("Blå".to_owned()),
                ..Earlier::made_up(1, "Kartlägga läsningen")
            };
            desk.earlier(vec![before]);
            desk.jump(3);
            desk.point_away().point(RowRef::Earlier(EntryId(Uuid::from_u128(1))));
            desk.types("@maja fre").press(Action::Accept).point_away();
            for number in 0..points {
                desk.line(&format!("{} @sara >2026-12-11", long(&format!("R{number}"), 9)));
            }
            desk.press(Action::NextPhase);
            let confirmed = |desk: &Desk| {
                desk.screen().meeting.entries.iter().filter(|row| row.confirmed.is_some()).count()
            };
            let mut seen = String::new();
            let mut pages = 0;
            while !desk.model.dialogs.is_empty() {
                assert_eq!(confirmed(&desk), 0);
                let screen = screen_text(&desk.model, board(&desk.model).as_ref(), size);
                // What lies beneath the box isn't what is asked.
                let inside = |row: &str| Some(row.split_once('│')?.1.rsplit_once('│')?.0.trim().to_owned());
                seen.extend(screen.lines().filter_map(inside).map(|row| row + " "));
                let all = (0..points).all(|at| seen.contains(&format!("R{at}x8")));
                let all = all && seen.contains("nu Maja");
                let says = |word: &str| screen.contains(&format!("Enter {word}"));
                assert_eq!((says("alla bekräftar"), says("läs vidare")), (all, !all), "{size:?}:\n{screen}");
                desk.press(Action::Accept);
                pages += 1;
            }
            assert_eq!(confirmed(&desk), points, "{size:?}");
            assert!(pages < 6, "{pages} at {size:?}");
        }
    }
}
