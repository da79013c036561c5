//! The wall's picture on one's own screen, for a laptop that is projected itself: above the wall and nothing else, at the
//! bottom one small row to write on.
//!
//! ```text
//!  Elevhälsoteam                                      09.31
//!   ███╗   ██╗██╗   ██╗
//!  …
//! ──────────────────────────────────────────────────────────
//!  Åtgärd> Fråga BUP om bed▏          sparat 09.31  F11 din skärm
//! ```

use crate::app::Context;
use crate::app::action::name_keys;
use crate::app::board::Board;
use crate::app::model::{MeetingScreen, Model};
use crate::app::wall;
use crate::view::pen::{Pen, bottom, cells, within};
use crate::view::standing::Picture;
use crate::view::theme::Meaning;
use crate::view::widgets::input_line;
use ratatui::layout::Rect;

/// Draws it; the picture stands if it is the one that the frame `before` showed.
pub(in crate::view) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    model: &Model,
    board: Option<&Board>,
    before: Option<Picture>,
) -> Picture {
    let mut rest = area;
    let row = within(bottom(&mut rest, 1), 1);
    pen.rule(bottom(&mut rest, 1));
    let before = before.filter(|before| (before.area, before.theme) == (rest, pen.theme));
    let wall = match before {
        // Nothing but letters on the row below.
        Some(before) if before.version == model.version => {
            pen.keep(rest);
            before.wall
        }
        before => {
            let wall = wall::of_model(model);
            if before.is_some_and(|before| before.wall == wall) {
                pen.keep(rest);
            } else {
                crate::view::wall::draw(pen, rest, &wall);
            }
            wall
        }
    };
    draw_row(pen, row, model, board);
    Picture { wall, version: model.version, area: rest, theme: pen.theme }
}

/// The row for the one who writes. It says nothing that isn't for the room, only that there is something to see elsewhere.
fn draw_row(pen: &mut Pen<'_>, row: Rect, model: &Model, board: Option<&Board>) {
    let saving = model.saving();
    let asks = !model.dialogs.is_empty() || model.notice.as_ref().is_some_and(|notice| notice.bad);
    let key = if asks { "! se din skärm: ‹ToWall›" } else { "‹ToWall› din skärm" };
    let meaning = if asks { Meaning::Warn } else { Meaning::Quiet };
    let mut left = pen.put_right(row, &name_keys(key), meaning);
    left.width = left.width.saturating_sub(2);
    let meaning = if saving.is_trouble() { Meaning::Warn } else { Meaning::Quiet };
    left = pen.put_right(left, &saving.in_words(model.now), meaning);
    left.width = left.width.saturating_sub(2);
    // Nothing is typed or read out under a dialog, nor in a meeting that is closed: the way back is the key that goes on.
    if matches!(model.context(), Context::Veiled | Context::Closed) {
        return;
    }
    let line = board.and_then(|board| board.prompt.as_ref()).zip(model.meeting_screen());
    match line {
        Some((prompt, screen)) if cells(prompt) + 8 < left.width => {
            input_line::draw(pen, left, prompt, &screen.line);
        }
        _ => {
            let left_to_do = model.meeting_screen().is_some_and(MeetingScreen::does_what_is_left);
            let does =
                if left_to_do { "‹Accept› gör det nu" } else { "‹Accept› bekräftar punkten" };
            pen.put(left, &name_keys(does), Meaning::Quiet);
        }
    }
}
