//! A frame on what the frame before left is the same as one drawn from nothing, and what is sent of it makes a terminal
//! show just that.

use super::*;
use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::line::Edit;
use crate::app::testing::Desk;
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::select;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

/// A terminal, drawn on as the program does.
struct Shown {
    canvas: Canvas,
    terminal: TestBackend,
}

impl Shown {
    fn of(size: (u16, u16)) -> Self {
        Self {
            canvas: Canvas::new(Rect::new(0, 0, size.0, size.1)),
            terminal: TestBackend::new(size.0, size.1),
        }
    }

    /// Draws the next frame and compares it with one that knows of none before.
    fn compare(&mut self, draw: impl Fn(&mut Canvas) -> HitMap) {
        let hits = draw(&mut self.canvas);
        self.canvas.end();
        let changes: Vec<(u16, u16, Cell)> =
            self.canvas.changes().map(|(x, y, cell)| (x, y, cell.clone())).collect();
        // A wide letter takes the place of what stood beneath it, as on any terminal.
        let sent: Vec<(u16, u16, Cell)> = changes
            .into_iter()
            .flat_map(|(x, y, cell)| {
                let beneath = (1..cell.cell_width()).map(|right| {
                    let mut blank = cell.clone();
                    blank.set_symbol(" ");
                    (x + right, y, blank)
                });
                std::iter::once((x, y, cell.clone())).chain(beneath.collect::<Vec<_>>())
            })
            .filter(|(x, ..)| *x < self.canvas.area().right())
            .collect();
        self.terminal.draw(sent.iter().map(|(x, y, cell)| (*x, *y, cell))).unwrap();
        let mut fresh = Canvas::new(self.canvas.area());
        let wanted_hits = draw(&mut fresh);
        fresh.end();
        for (x, y) in fresh.area().positions().map(|place| (place.x, place.y)) {
            let meanings = [&hits, &wanted_hits].map(|hits| hits.at(x, y).map(|meant| format!("{meant:?}")));
            assert_eq!(meanings[0], meanings[1], "a click on column {x}, row {y}");
        }
        let mut wanted = Buffer::empty(fresh.area());
        fresh.copy_to(&mut wanted);
        let mut got = Buffer::empty(fresh.area());
        self.canvas.copy_to(&mut got);
        assert_eq!(got, wanted);
        assert_eq!(self.canvas.cursor(), fresh.cursor());
        let shown = self.terminal.buffer();
        for y in wanted.area.top()..wanted.area.bottom() {
            let mut x = wanted.area.left();
            while x < wanted.area.right() {
                assert_eq!(seen(&shown[(x, y)]), seen(&wanted[(x, y)]), "column {x}, row {y}");
                // What lies under the rest of a wide letter isn't seen.
                x += wanted[(x, y)].cell_width().max(1);
            }
        }
    }
}

/// What is seen of a cell: a blank has no letter to be coloured.
fn seen(cell: &Cell) -> (&str, Option<Color>, Color, Modifier) {
    let blank = cell.symbol() == " ";
    (cell.symbol(), (!blank).then_some(cell.fg), cell.bg, cell.modifier)
}

const SIZES: [(u16, u16); 4] = [(80, 24), (60, 20), (130, 40), (30, 8)];

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let letters = select("abcdefåäö  @@>>+-!1-·字e\u{301}😀".chars().collect::<Vec<_>>());
    let edits = select(vec![
        Edit::Backspace,
        Edit::Delete,
        Edit::DeleteWord,
        Edit::DeleteToStart,
        Edit::Left,
        Edit::WordLeft,
        Edit::End,
    ]);
    let actions = select(vec![
        Action::Accept,
        Action::Accept,
        Action::Back,
        Action::Down,
        Action::Up,
        Action::PageDown,
        Action::Next,
        Action::Previous,
        Action::Save,
        Action::ChoiceRight,
        Action::Help,
        Action::Menu,
        Action::Theme,
        Action::ToWall,
        Action::NextPhase,
        Action::PreviousPhase,
        Action::NextArende,
        Action::Spoken,
        Action::Edit,
        Action::Undo,
        Action::Fields,
        Action::Support,
        Action::Jump,
    ]);
    let words =
        select(vec!["@eva >fredag", "Eva Ek, rektor", "Läser gärna i par, 字字字 och mycket mer än så"]);
    let message = prop_oneof![
        12 => letters.prop_map(|letter| Message::Edit(Edit::Insert(letter))),
        4 => edits.prop_map(Message::Edit),
        6 => actions.prop_map(Message::Do),
        2 => words.prop_map(|words| Message::Paste(words.to_owned())),
        1 => Just(Message::Tick),
    ];
    proptest::collection::vec(message, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_drawn_on_the_frame_before_is_what_is_drawn_from_nothing(
        size in select(SIZES.to_vec()), start in 0..4_u8, messages in messages(),
    ) {
        let mut desk = match start {
            0 => Desk::new(),
            1 => Desk::meeting("samverkansmote"),
            2 => Desk::sip(),
            _ => Desk::eht(),
        };
        desk.send(Message::Resize(size.0, size.1));
        let mut shown = Shown::of(size);
        for message in messages {
            if matches!(message, Message::Tick) {
                desk.now.utc += TimeDelta::seconds(20);
            }
            desk.send(message);
            shown.compare(|canvas| draw(&desk.model, canvas));
        }
    }
}

/// A wide letter that goes and comes on a row that had something else before it.
#[test]
fn a_wide_letter_that_moves_leaves_nothing_behind() {
    let mut desk = Desk::meeting("samverkansmote");
    desk.send(Message::Resize(80, 24));
    let mut shown = Shown::of((80, 24));
    for message in [
        Message::Edit(Edit::Insert('字')),
        Message::Edit(Edit::Left),
        Message::Do(Action::Help),
        Message::Do(Action::Accept),
        Message::Do(Action::NextPhase),
        Message::Edit(Edit::Insert('a')),
        Message::Edit(Edit::Backspace),
    ] {
        desk.send(message);
        shown.compare(|canvas| draw(&desk.model, canvas));
    }
}

#[test]
fn what_broke_is_drawn_over_what_was_half_drawn() {
    let desk = Desk::eht();
    let mut shown = Shown::of((80, 24));
    shown.compare(|canvas| draw(&desk.model, canvas));
    shown.compare(|canvas| {
        let mut pen = Pen::new(canvas, desk.model.setup.theme, None);
        let area = pen.area();
        pen.put(area, "Halvvägs", theme::Meaning::Strong);
        draw_broken(&desk.model, "src/view/pen.rs:40", canvas)
    });
    shown.compare(|canvas| draw(&desk.model, canvas));
}

#[test]
fn what_stands_above_the_line_is_laid_out_once_while_one_types() {
    let mut desk = Desk::eht();
    let mut canvas = Canvas::new(Rect::new(0, 0, 80, 24));
    let mut laid_out = |desk: &Desk| {
        draw(&desk.model, &mut canvas);
        canvas.end();
        24 - canvas.standing_rows()
    };
    desk.send(Message::Edit(Edit::Insert('L')));
    assert_eq!(laid_out(&desk), 24, "nothing was typed before");
    for letter in "äser".chars() {
        desk.send(Message::Edit(Edit::Insert(letter)));
        assert!(laid_out(&desk) <= 4, "the rule, the line and the keys");
    }
    desk.send(Message::Do(Action::Accept));
    assert_eq!(laid_out(&desk), 24, "a row has come");
    desk.send(Message::Do(Action::Help));
    assert_eq!(laid_out(&desk), 24, "a dialog lies over it");
}

#[test]
fn the_walls_picture_stands_until_it_shows_something_else() {
    let mut desk = Desk::eht();
    desk.jump(1).jump(3);
    desk.send(Message::Do(Action::ToWall));
    let mut canvas = Canvas::new(Rect::new(0, 0, 80, 24));
    let mut stands = |desk: &Desk| {
        draw(&desk.model, &mut canvas);
        canvas.end();
        canvas.standing_rows() == 22
    };
    assert!(!stands(&desk));
    for letter in "Läser".chars() {
        desk.send(Message::Edit(Edit::Insert(letter)));
        assert!(stands(&desk));
    }
    desk.send(Message::Do(Action::Up));
    assert!(stands(&desk), "a key that changes nothing of it");
    desk.send(Message::Do(Action::Accept));
    assert!(!stands(&desk), "a row has come");
    desk.send(Message::Do(Action::ToWall));
    assert!(!stands(&desk), "one's own screen");
    desk.send(Message::Do(Action::ToWall));
    assert!(!stands(&desk), "and the wall's again");
}

#[test]
fn a_letter_costs_a_row() {
    let mut desk = Desk::eht();
    let mut canvas = Canvas::new(Rect::new(0, 0, 80, 24));
    for letter in "Läser".chars() {
        desk.send(Message::Edit(Edit::Insert(letter)));
        draw(&desk.model, &mut canvas);
        canvas.end();
    }
    let mut rows: Vec<u16> = canvas.changes().map(|(_, y, _)| y).collect();
    rows.dedup();
    assert_eq!((rows.len(), canvas.new_rows()), (1, 1), "{rows:?}");
}
