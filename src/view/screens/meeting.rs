//! A meeting under way.
//!
//! ```text
//!  EHT Ängsskolan              Ärende 2 av 4 · 4 av 6 min        09.31 · 31 av 90 min
//!  [x] Sammanhang  [x] Nuläge  [x] Behov  [>] Planering  [ ] Ansvar
//! ─────────────────────────────────────────────────────────────────────────────────────
//!  Ärende 2 av 4  Blå   Vem gör vad, och när ska det vara klart?
//!
//!  BEHOV                              ÅTGÄRDER
//!  1 Lugn lässtund varje dag         >1 Enskild lästräning 15 min om dagen
//!                                         Specialpedagog · från mån 30 nov
//! ── [Åtgärd] Beslut  Fråga hemmet ───────────────── Karin Lund · senast fre 27 nov ───
//!  Åtgärd> Fråga BUP om bedömning @karin >fre▏
//!  Enter spara  Tab fyll i  Ctrl-B beslut                                 sparat 09.31
//! ```
//!
//! On a large screen the phase stands in large type to the left of the question.

use super::read_out;
use crate::app::board::Board;
use crate::app::model::{MeetingScreen, Model};
use crate::app::{Message, line::Line};
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top, within};
use crate::view::screen_hints;
use crate::view::standing::Setting;
use crate::view::theme::Meaning;
use crate::view::widgets::{big, columns, edge, head, input_line, rail, status};
use ratatui::layout::Rect;

/// From this size on, the phase stands in large type.
const LARGE_FROM: (u16, u16) = (120, 35);

/// From this height on, the phase's other questions are shown too.
pub(super) const QUESTIONS_FROM: u16 = 24;

/// They take at most so many rows.
const QUESTION_ROWS: usize = 3;

/// A text that is being written takes at most so many rows.
const INPUT_ROWS: u16 = 3;

/// So many completions are seen at a time.
const COMPLETIONS: u16 = 6;

pub(in crate::view) fn draw(
    pen: &mut Pen<'_>,
    rest: &mut Rect,
    model: &Model,
    screen: &MeetingScreen,
    board: &Board,
) {
    let whole = *rest;
    let mut body = *rest;
    top(&mut body, 1);
    status::draw(pen, &mut body, model, &screen_hints(model));
    let below_head = body;
    // The rail, and the rule under it.
    top(&mut body, 2);
    let line = board.prompt.as_ref().map(|prompt| take_line(pen, &mut body, prompt, &screen.line));
    let edge = bottom(&mut body, 1);
    pen.rule(edge);
    let above = Rect { height: edge.y.saturating_sub(whole.y), ..whole };
    let setting =
        Setting { version: model.version, area: above, whole, theme: pen.theme, cursor: screen.cursor };
    let list = line.is_some() && model.dialogs.is_empty() && lists_completions(board);
    if list {
        let columns = draw_above(pen, setting, model, board);
        draw_completions(pen, columns, edge, board);
    } else if model.dialogs.is_empty() {
        pen.draw_above(setting, |pen| {
            draw_above(pen, setting, model, board);
        });
    } else {
        // A dialog lies over them.
        draw_above(pen, setting, model, board);
    }
    if line.is_some() && model.dialogs.is_empty() {
        draw_edge(pen, edge, board, list);
    }
    *rest = below_head;
}

/// What stands on the rule over the line: what the line can become, what it is understood as, or the only name that fits.
fn draw_edge(pen: &mut Pen<'_>, edge: Rect, board: &Board, list: bool) {
    let said = match (&board.understood, board.completions.as_slice()) {
        (_, [only]) if !list => edge::draw_right(pen, edge, only, Meaning::Good),
        (Some(understood), _) => edge::draw_understood(pen, edge, understood),
        (None, _) => edge,
    };
    edge::draw_kinds(pen, said, (&board.kinds.0, board.kinds.1));
}

/// Draws all that stands while somebody types: what the meeting speaks of and what it has said. Gives back where that is.
fn draw_above(pen: &mut Pen<'_>, setting: Setting, model: &Model, board: &Board) -> Rect {
    let Setting { area, whole, cursor, .. } = setting;
    let mut body = area;
    draw_head(pen, top(&mut body, 1), model, board);
    rail::draw(pen, top(&mut body, 1), &board.rail);
    let under_rail = top(&mut body, 1);
    pen.rule(under_rail);
    if let Some(company) = &board.company {
        pen.put(within(under_rail, 2), &format!(" {company} "), Meaning::Good);
    }
    if whole.width >= LARGE_FROM.0 && whole.height >= LARGE_FROM.1 {
        body = draw_large_question(pen, body, board);
    } else {
        body = draw_question(pen, body, board, whole.height);
    }
    if let Some(point) = &board.point {
        body = read_out::draw(pen, body, point, columns::rows_needed(&board.columns, body.width));
    }
    let columns_area = Rect { width: body.width.saturating_sub(1), ..body };
    columns::draw(pen, columns_area, &board.columns, cursor, &board.in_sight);
    body
}

/// The top line of a meeting.
pub(super) fn draw_head(pen: &mut Pen<'_>, area: Rect, model: &Model, board: &Board) {
    let head = head::Head {
        practice: model.practice,
        title: &board.title,
        day: &board.day,
        middle: &board.middle,
        right: &board.right,
        late: board.over_time,
    };
    head::draw(pen, area, &head);
}

/// Takes the rows of the input line from the bottom of `body` and draws it there.
fn take_line(pen: &mut Pen<'_>, body: &mut Rect, prompt: &str, line: &Line) {
    let most = INPUT_ROWS.min(body.height / 4).max(1);
    let rows = input_line::rows(prompt, line, body.width.saturating_sub(2), most);
    input_line::draw(pen, within(bottom(body, rows), 1), prompt, line);
}

/// The subject and the questions; gives back what is left below.
pub(super) fn draw_question(pen: &mut Pen<'_>, body: Rect, board: &Board, height: u16) -> Rect {
    let mut body = body;
    let mut place = within(body, 1);
    let subject = board.subject.as_deref().unwrap_or_default();
    let one_row = cells(subject) + 3 + cells(&board.question) <= place.width;
    if subject.is_empty() {
        place = pen.put_wrapped(place, &board.question, Meaning::Question);
    } else if one_row {
        let row = top(&mut place, 1);
        let after = pen.put(row, subject, Meaning::Title);
        pen.put(right_of(after, 3), &board.question, Meaning::Question);
    } else {
        // Whose it is goes before how many there are.
        let brief =
            subject.split_once("  ").and_then(|(number, name)| Some((number.split_once(" av ")?.0, name)));
        let brief =
            brief.filter(|_| cells(subject) > place.width).map(|(number, name)| format!("{number}  {name}"));
        pen.put(top(&mut place, 1), brief.as_deref().unwrap_or(subject), Meaning::Title);
        place = pen.put_wrapped(place, &board.question, Meaning::Question);
    }
    if height >= QUESTIONS_FROM {
        draw_more_questions(pen, &mut place, &board.more_questions);
    }
    top(&mut place, 1);
    body.height = place.height;
    body.y = place.y;
    body
}

/// The other questions, several on a row where they fit.
fn draw_more_questions(pen: &mut Pen<'_>, place: &mut Rect, questions: &[String]) {
    let mut rows: Vec<String> = Vec::new();
    for question in questions {
        match rows.last_mut() {
            Some(row) if cells(row) + 2 + cells(question) <= place.width => {
                row.push_str("  ");
                row.push_str(question);
            }
            _ => rows.push(question.clone()),
        }
    }
    for row in rows.iter().take(QUESTION_ROWS) {
        pen.put(top(place, 1), row, Meaning::Quiet);
    }
}

/// The phase in large type, the subject and the questions beside it; gives back what is left below.
fn draw_large_question(pen: &mut Pen<'_>, body: Rect, board: &Board) -> Rect {
    let here = board.rail.iter().find(|stop| stop.here).map(|stop| stop.name);
    let Some((name, lines)) =
        here.and_then(|name| big::fit(name, body.width / 2, 1).map(|lines| (name, lines)))
    else {
        return draw_question(pen, body, board, body.height);
    };
    let mut rest = body;
    top(&mut rest, 1);
    let width = big::Size::WIDE.columns(name);
    let rows = big::Size::WIDE.rows(lines.len());
    let mut beside = within(rest, 2);
    big::draw(pen, Rect { width, height: rows.min(rest.height), ..beside }, &lines, Meaning::Title);
    beside = right_of(beside, width + 3);
    let start = beside.y;
    if let Some(subject) = &board.subject {
        pen.put(top(&mut beside, 1), subject, Meaning::Title);
    }
    beside = pen.put_wrapped(beside, &board.question, Meaning::Question);
    for question in &board.more_questions {
        beside = pen.put_wrapped(beside, question, Meaning::Quiet);
    }
    let used = beside.y.saturating_sub(start).max(rows);
    top(&mut rest, used + 1);
    rest
}

/// Whether there are names to choose from; a single one, or what the line will become, is none.
fn lists_completions(board: &Board) -> bool {
    board.completions.len() > 1 || board.completion.is_some()
}

/// Names to choose from lie over the bottom of the body. Nothing moves while one types.
fn draw_completions(pen: &mut Pen<'_>, body: Rect, edge: Rect, board: &Board) {
    let chosen = board.completion.unwrap_or(0);
    let rows = count(board.completions.len()).min(COMPLETIONS).min(body.height.saturating_sub(1));
    let widest = board.completions.iter().map(|text| cells(text)).max().unwrap_or(0);
    let prompt = board.prompt.as_deref().map_or(0, cells) + 2;
    let width = widest.saturating_add(4).min(body.width.saturating_sub(prompt + 2));
    let place = Rect { x: body.x + prompt, y: edge.y.saturating_sub(rows), width, height: rows };
    // A cell of air to the left, so that no word beneath seems to go on in the list.
    pen.clear(Rect { x: place.x.saturating_sub(1), width: place.width.saturating_add(1), ..place });
    let first = first_shown(board.completions.len(), chosen, rows);
    let mut rest = place;
    for (index, text) in board.completions.iter().enumerate().skip(first).take(usize::from(rows)) {
        let row = top(&mut rest, 1);
        let (mark, of_mark, meaning) = if board.completion == Some(index) {
            (">", Meaning::Selected, Meaning::Selected)
        } else {
            ("│", Meaning::Border, Meaning::Text)
        };
        pen.paint(row, meaning);
        pen.put(row, mark, of_mark);
        pen.put(right_of(row, 2), text, meaning);
        pen.hit(row, Message::ClickIndex(index));
    }
    let left = board.completions.len() - (first + usize::from(rows)).min(board.completions.len());
    if left > 0 {
        // On the list's own last row: the rule beneath says what the line becomes.
        let last = Rect { y: place.y + rows.saturating_sub(1), height: 1, ..place };
        pen.put_right(last, &format!(" ↓ {left} till "), Meaning::Quiet);
    }
}
