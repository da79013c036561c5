//! The program locked: calm, and nothing of what it knows. Also where the laptop itself is projected.
//!
//! ```text
//!  samverkan · Ängsskolan                                          mån 23 nov 2026  08.47
//! ────────────────────────────────────────────────────────────────────────────────────────
//!
//!          Låst
//!
//!          Skriv lösenfrasen för att fortsätta där du var.
//!
//!          Lösenfras  ••••••••▏
//!
//!          Enter lås upp  Ctrl-Q avsluta                                   sparat 08.36
//! ```

use super::home;
use crate::app::Model;
use crate::app::action::name_keys;
use crate::app::lock::{Closing, Lock, holds};
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, right_of, top, within};
use crate::view::theme::Meaning;
use crate::view::widgets::hints as hint_line;
use crate::view::widgets::status;
use ratatui::layout::Rect;

/// The page is no wider than this.
const WIDEST: u16 = 64;

const CLOSED: &str = "Databasen är stängd, och inget av det som stod här finns kvar i datorns minne.";

const FIELD: &str = "Lösenfras  ";

pub(in crate::view) fn draw(pen: &mut Pen<'_>, area: Rect, model: &Model, lock: &Lock) {
    let mut rest = area;
    home::draw_head_of(pen, top(&mut rest, 1), model, None);
    let mut keys = within(bottom(&mut rest, 1), 1);
    pen.rule(top(&mut rest, 1));
    pen.rule(bottom(&mut rest, 1));
    let saving = model.saving();
    keys = pen.put_right(keys, &saving.in_words(model.now), status::meaning_of(&saving));
    hint_line::draw(pen, keys, &hints(model));

    let width = WIDEST.min(rest.width.saturating_sub(4));
    let mut place = Rect { x: rest.x + (rest.width - width) / 2, width, ..rest };
    let above = place.height / 3;
    top(&mut place, above);
    pen.put(top(&mut place, 1), "Låst", Meaning::Title);
    top(&mut place, 1);
    let said = if model.practice {
        "Tryck ‹Accept› för att fortsätta där du var."
    } else {
        "Skriv lösenfrasen, eller nyckeln från kassaskåpet, för att fortsätta där du var."
    };
    place = pen.put_wrapped(place, &name_keys(said), Meaning::Text);
    top(&mut place, 1);
    if !model.practice {
        let row = top(&mut place, 1);
        pen.put(row, FIELD, Meaning::Quiet);
        let field = right_of(row, cells(FIELD));
        // The end of a long one is what shows that a key was taken.
        let dots = lock.typed.count().min(usize::from(field.width.saturating_sub(1)));
        pen.put(field, &"•".repeat(dots), Meaning::Input);
        pen.cursor_at(field.x + count(dots), field.y);
        top(&mut place, 1);
    }
    match &lock.error {
        Some(error) => place = pen.put_wrapped(place, &format!("! {error}"), Meaning::Warn),
        None if lock.checking => {
            pen.put(top(&mut place, 1), "Låser upp …", Meaning::Quiet);
        }
        None => {}
    }
    top(&mut place, 1);
    if let Some(why) = holds(model) {
        pen.put_wrapped(place, why, Meaning::Warn);
    } else if matches!(lock.closing, Closing::Closed(_)) && !lock.checking && lock.error.is_none() {
        pen.put_wrapped(place, CLOSED, Meaning::Quiet);
    }
}
