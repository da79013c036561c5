//! What stands on the screen when something isn't as it should be, and what the journal tells of what was done.

use super::fixtures;
use super::tests::{SIZES, kept_sizes, screen_text, snapshots, text_of};
use super::{Canvas, draw_broken, on_frame};
use crate::app::action::Action;
use crate::app::board;
use crate::app::effect::Reply;
use crate::app::model::Away;
use crate::app::testing::{Desk, Disk};
use crate::app::{Message, Model};
use crate::domain::agenda::EntryKind;
use crate::domain::command::Code;
use crate::domain::ids::CommandId;
use crate::domain::journal::{JournalAct, JournalPage};
use crate::domain::listing::Listing;
use chrono::TimeDelta;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

/// As the whole program shows it.
fn show(name: &str, model: &Model) {
    snapshots(name, model, board::board(model).as_ref());
}

/// An EHT in planering with something agreed.
fn planning() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(3).line("Enskild lästräning @maja >om 3 veckor");
    desk
}

/// The same with a full disk since: one row is new, one is changed.
fn refused() -> Desk {
    let mut desk = planning();
    desk.disk = Disk::Full;
    desk.line("Bildschema hem @maja >varje fre, följs upp 15/1");
    desk.press(Action::Up).press(Action::Up).press(Action::ToDecision).press(Action::Accept).point_away();
    desk.types("Fråga BUP");
    desk
}

fn journal(meeting: bool) -> JournalPage {
    let id = fixtures::home().ongoing[0].id;
    let act = |seq: i64, person: Option<&str>, code, about| JournalAct {
        seq,
        at: fixtures::now().utc - TimeDelta::minutes(40 - seq),
        person: person.map(str::to_owned),
        code: Some(code),
        key: String::new(),
        command: CommandId(Uuid::from_u128(1)),
        meeting: Some(id),
        handle: Some("2026-11-23-eht".to_owned()),
        about,
        looked: None,
        rows: Vec::new(),
    };
    let kind = EntryKind::Atgard;
    let acts = vec![
        act(9, Some("Gunilla Rask"), Code::Undo, Some(Code::Remove(kind))),
        act(8, Some("Gunilla Rask"), Code::Remove(kind), None),
        act(7, Some("Åsa Öberg"), Code::Edit(kind), None),
        act(6, Some("Åsa Öberg"), Code::Add(kind), None),
        act(5, None, Code::Move, None),
        act(4, Some("Åsa Öberg"), Code::Strike, None),
    ];
    JournalPage { meeting: meeting.then_some(id), before: None, acts, more: true }
}

#[test]
fn each_row_that_is_not_saved_says_so_and_why_stands_below() {
    let desk = refused();
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    assert_eq!(text.matches("! inte sparat ·").count(), 2, "{text}");
    assert!(text.contains("! inte sparat (2)"), "{text}");
    show("not_saved", &desk.model);
}

#[test]
fn a_database_that_is_away_is_said_on_every_screen_until_it_is_back() {
    let why = "Databasfilen samverkan.db har flyttats medan programmet kör. Lägg tillbaka den där den låg: det som \
               inte är sparat finns kvar här och sparas då.";
    let mut desk = planning();
    desk.send(Message::Store(Reply::FileAway { why: why.to_owned(), other: false }));
    desk.press(Action::Up);
    show("away", &desk.model);
    let mut home = fixtures::home_model();
    home.away = Some(Away { why: why.to_owned(), other: false });
    for (model, said) in [(&desk.model, "har flyttats"), (&home, "har flyttats")] {
        for size in SIZES {
            let text = screen_text(model, board::board(model).as_ref(), size);
            assert!(text.contains("! databasen är borta") && text.contains(said), "{text}");
            assert!(!text.contains("sparat 09"), "{text}");
        }
    }
    desk.press(Action::ToWall);
    assert!(
        screen_text(&desk.model, board::board(&desk.model).as_ref(), (60, 20)).contains("databasen är borta")
    );
    desk.press(Action::ToWall).send(Message::Store(Reply::FileBack));
    let text = screen_text(&desk.model, board::board(&desk.model).as_ref(), (80, 24));
    assert!(text.contains("tillbaka där den låg") && !text.contains("är borta"), "{text}");
}

#[test]
fn home_says_where_the_database_should_not_lie() {
    let mut model = fixtures::home_model();
    model.warning = Some(
        "Databasen ligger på en nätverksdisk (nfs4). Två program på olika datorer kan skada den, för de har inget \
         gemensamt minne, och ett avbrott i nätet stoppar sparandet. Lägg den på datorns egen disk."
            .to_owned(),
    );
    show("home_disk", &model);
}

#[test]
fn what_the_database_lacks_is_asked_in_the_meeting() {
    let mut desk = planning();
    let text = "samverkan.db saknar 12 rader efter 10.41: den slutar tidigare än när den sågs här sist (10.58). Har en äldre \
                kopia lagts tillbaka, eller samverkan.db-wal försvunnit? Leta upp den senaste kopian innan du skriver mer.";
    desk.send(Message::Store(Reply::Found { text: text.to_owned(), short: true }));
    show("found_short", &desk.model);
}

#[test]
fn the_journal_of_everything_and_of_a_meeting() {
    let mut desk = Desk::new();
    desk.send(Message::Store(Reply::List(Box::new(Listing::Journal(journal(false))))));
    show("journal_home", &desk.model);
    let mut desk = planning();
    let page = JournalPage { meeting: Some(desk.screen().meeting.id()), ..journal(true) };
    desk.send(Message::Store(Reply::List(Box::new(Listing::Journal(page)))));
    show("journal_meeting", &desk.model);
}

#[test]
fn a_screen_that_cannot_be_drawn() {
    let broken = |name: &str, model: &Model| {
        for size in kept_sizes(name, SIZES) {
            let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
            let draw = |canvas: &mut Canvas| drop(draw_broken(model, "src/view/pen.rs:40", canvas));
            terminal.draw(|frame| on_frame(frame, draw)).unwrap();
            let text = text_of(terminal.backend());
            assert!(text.contains("> Fråga BUP"), "{text}");
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), text);
        }
    };
    let mut desk = planning();
    desk.types("Fråga BUP");
    broken("broken", &desk.model);
    broken("broken_not_saved", &refused().model);
}

#[test]
fn home_says_what_is_amiss_with_the_keys_and_what_to_do() {
    use crate::app::model::Screen;
    use crate::domain::overview::Home;
    use crate::domain::recovery::{Amiss, KeyFile, KeyTrouble};
    let file = |which, amiss, name: &str| KeyTrouble::File { which, amiss, name: name.to_owned() };
    for (trouble, said) in [
        (KeyTrouble::NeverConfirmed, ["Ingen har bekräftat", "ny återställningsnyckel"]),
        (
            file(KeyFile::Recovery, Amiss::Missing, "nyckel-reserv.db"),
            ["nyckel-reserv.db saknas", "ny återställningsnyckel"],
        ),
        (
            file(KeyFile::Recovery, Amiss::Other, "nyckel-reserv.db"),
            ["en annan än den", "prova återställningsnyckeln"],
        ),
        (file(KeyFile::Passphrase, Amiss::Other, "nyckel.db"), ["nyckel.db är en annan", "byt lösenfras"]),
    ] {
        // Also where nobody has met yet.
        for is_new in [false, true] {
            let mut model = fixtures::home_model();
            if let Screen::Home(home) = &mut model.screen
                && let Some(data) = &mut home.data
            {
                if is_new {
                    *data = Home::default();
                }
                data.keys = vec![trouble.clone()];
            }
            // Where that has no room, it is said how one sees it.
            assert!(screen_text(&model, None, (60, 20)).contains("ATT BEVAKA"));
            for size in [(80, 24), (120, 40)] {
                let text = screen_text(&model, None, size);
                // It may be said on several rows, beside what stands in the other column.
                let mut words = said.iter().flat_map(|said| said.split(' '));
                assert!(words.all(|word| text.contains(word)), "{size:?}: {text}");
            }
        }
    }
}

#[test]
fn the_recovery_key_is_shown_whole_and_asks_for_its_end() {
    let key = "AB0C1-DEFGH-JKMNP-QRSTV-WXYZ2-34567-89A0C";
    let mut desk = Desk::new();
    desk.send(Message::Store(Reply::RecoveryKeyShown(crate::app::effect::Secret::new(key.to_owned()))));
    for size in [(80, 24), (60, 20)] {
        let text = screen_text(&desk.model, None, size);
        assert!(text.contains(key) && text.contains("Fem sista"), "{size:?}: {text}");
    }
    show("recovery_key", &desk.model);
}
