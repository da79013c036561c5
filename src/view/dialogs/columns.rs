//! A list over all meetings whose rows tell in columns: what was promised, first of all. What the row in turn says stands in
//! full beneath.
//!
//! ```text
//! ┌ Åtgärder: 7 öppna, 2 försenade ──────────────────────────────────────┐
//! │ Sök> maja▏                                                           │
//! │                                                                      │
//! │>försenad 3 dagar  Blå · Kartläggning läsning före jullov…  Maja M    │
//! │ fre               Blå · Bildschema i klassrummet           Maja M    │
//! │ klar              Röd · Boka tolk                          Maja M    │
//! │                                                                      │
//! │ Blå · Kartläggning läsning före jullovet                             │
//! │ Maja Mo · senast fre 20 nov · EHT Ängsskolan, mån 9 nov              │
//! │ Sagt fre 20 nov: pågår. Hann inte.                                   │
//! │ Enter följ upp  F3 till mötet  Esc tillbaka                 1 av 3   │
//! └──────────────────────────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::Message;
use crate::app::action::name_keys;
use crate::app::dialog::{Columns, Pick, PickItem};
use crate::app::model::Model;
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top, wrap};
use crate::view::theme::Meaning;
use crate::view::widgets::{hints as hint_line, input_line};
use ratatui::layout::Rect;

/// The list is as wide as its rows, and no narrower or wider than this.
const WIDTHS: (u16, u16) = (76, 170);

/// Who is to do it has so many cells where the list is narrow.
const LEAST_WHO: u16 = 16;

/// The rows of the list that are left whatever the row in turn has to say.
const FEWEST: u16 = 3;

/// What stands round the rows of the list: the search, what the row in turn says, the keys.
const AROUND: u16 = 10;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, list: &Pick, model: &Model) {
    let shown = list.shown();
    let width = inner_width(area, WIDTHS.1 + 4).min(wanted(&list.items).max(WIDTHS.0));
    // The frame stands still while one types and walks.
    let height = count(list.items.len()).saturating_add(AROUND);
    let mut rest = frame(pen, area, width, height, &list.title);

    let typed = pen.put(top(&mut rest, 1), "Sök> ", Meaning::HintKey);
    input_line::draw_field(pen, typed, &list.filter, false, true);
    top(&mut rest, 1);
    let mut keys = bottom(&mut rest, 1);
    if !shown.is_empty() {
        let place = format!("{} av {}", (list.cursor + 1).min(shown.len()), shown.len());
        keys = pen.put_right(keys, &place, Meaning::Quiet);
    }
    hint_line::draw_over(pen, keys, &hints(model));
    let Some(selected) = shown.get(list.cursor) else {
        let nothing = list.kind.map_or("Inget passar det som är skrivet.", |kind| kind.nothing_fits);
        pen.put(rest, &name_keys(nothing), Meaning::Quiet);
        return;
    };
    draw_whole(pen, &mut rest, selected);

    let widest = |of: fn(&Columns) -> &str| {
        shown.iter().filter_map(|row| row.columns.as_ref()).map(|row| cells(of(row))).max().unwrap_or(0)
    };
    let standing = widest(|row| &row.standing).min(rest.width / 3);
    let who = widest(|row| &row.who).min((rest.width / 4).max(LEAST_WHO));
    let first = first_shown(shown.len(), list.cursor, rest.height);
    for (index, row) in shown.iter().enumerate().skip(first).take(usize::from(rest.height)) {
        let place = top(&mut rest, 1);
        draw_row(pen, place, row, (standing, who), index == list.cursor);
        pen.hit(place, Message::ClickIndex(index));
    }
}

/// How wide the rows are, said whole.
fn wanted(items: &[PickItem]) -> u16 {
    let widest = |of: &dyn Fn(&PickItem) -> u16| items.iter().map(of).max().unwrap_or(0);
    let of =
        |item: &PickItem, part: fn(&Columns) -> &str| item.columns.as_ref().map_or(0, |row| cells(part(row)));
    let standing = widest(&|item| of(item, |row| &row.standing));
    let who = widest(&|item| of(item, |row| &row.who));
    let label = widest(&|item| cells(&item.label));
    // A mark in front, and two cells between.
    [1, standing, 2, label, 2, who].into_iter().fold(0, u16::saturating_add)
}

/// Takes its rows from the bottom of `rest`.
fn draw_whole(pen: &mut Pen<'_>, rest: &mut Rect, row: &PickItem) {
    let mut lines: Vec<(String, Meaning)> = Vec::new();
    let mut add = |text: &str, meaning| {
        lines.extend(wrap(text, rest.width).into_iter().map(|line| (line.into_owned(), meaning)));
    };
    add(&row.label, Meaning::Strong);
    if let Some(columns) = &row.columns {
        for line in wrap(&columns.facts, rest.width) {
            add(&line, Meaning::Text);
        }
        if let Some(said) = &columns.said {
            add(said, Meaning::Quiet);
        }
    }
    let room = rest.height.saturating_sub(FEWEST + 1).max(1);
    let rows = count(lines.len()).min(room);
    let mut place = bottom(rest, rows);
    if rest.height > FEWEST {
        bottom(rest, 1);
    }
    for (line, meaning) in lines.iter().take(usize::from(rows)) {
        pen.put(top(&mut place, 1), line, *meaning);
    }
}

fn draw_row(pen: &mut Pen<'_>, place: Rect, row: &PickItem, (standing, who): (u16, u16), highlighted: bool) {
    let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
    if highlighted {
        pen.paint(place, Meaning::Selected);
        pen.put(place, ">", Meaning::Selected);
    }
    let mut rest = right_of(place, 1);
    let Some(columns) = &row.columns else {
        pen.put(rest, &row.label, chosen(Meaning::Text));
        return;
    };
    let own = if columns.settled { Meaning::Quiet } else { Meaning::Text };
    let when = if columns.late { Meaning::Warn } else { own };
    pen.put(Rect { width: standing.min(rest.width), ..rest }, &columns.standing, chosen(when));
    rest = right_of(rest, standing + 2);
    let of_who = if columns.nobody { Meaning::Warn } else { own };
    // At the edge, and the text has what that leaves.
    let who = cells(&columns.who).min(who);
    pen.put(right_of(rest, rest.width.saturating_sub(who)), &columns.who, chosen(of_who));
    rest.width = rest.width.saturating_sub(who + 2);
    pen.put(rest, &row.label, chosen(own));
}
