//! A closed meeting: what came of it, and where its minutes are.
//!
//! ```text
//!  EHT Ängsskolan                                                          09.31
//! ────────────────────────────────────────────────────────────────────────────────
//!  Mötet är avslutat.
//!  m protokoll  k vem får vad  j justera  f nästa möte  ö öppna mappen
//!
//!  BESLUT                             ÅTGÄRDER
//!  1 Kartläggning görs.               1 Bildschema i klassrummet
//! ────────────────────────────────────────────────────────────────────────────────
//!  m protokoll  o öppna igen  Esc tillbaka
//! ```

use super::meeting::{QUESTIONS_FROM, draw_head, draw_question};
use crate::app::board::Board;
use crate::app::model::{MeetingScreen, Model};
use crate::view::pen::{Pen, bottom, top};
use crate::view::screen_hints;
use crate::view::widgets::{columns, status};
use ratatui::layout::Rect;

pub(in crate::view) fn draw(
    pen: &mut Pen<'_>,
    rest: &mut Rect,
    model: &Model,
    screen: &MeetingScreen,
    board: &Board,
) {
    let height = rest.height;
    draw_head(pen, top(rest, 1), model, board);
    let mut body = *rest;
    status::draw(pen, &mut body, model, &screen_hints(model));
    *rest = body;
    pen.rule(top(&mut body, 1));
    pen.rule(bottom(&mut body, 1));
    // What can be done now belongs to what it says, however low the screen.
    let body = draw_question(pen, body, board, height.max(QUESTIONS_FROM));
    let area = Rect { width: body.width.saturating_sub(1), ..body };
    columns::draw(pen, area, &board.columns, screen.cursor, &board.in_sight);
}
