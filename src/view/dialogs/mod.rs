//! What lies on top of a screen. The top line and the bottom lines are never covered.
//!
//! ```text
//! ┌ Gå till ──────────────────────────────┐
//! │ Sök> nu▏                              │
//! │>Nuläge            Ärende 2 av 4  Blå  │
//! │                                       │
//! │ Enter välj  Esc tillbaka              │
//! └───────────────────────────────────────┘
//! ```

mod ask;
mod columns;
mod copies;
pub(super) mod form;
mod pick;
pub(super) mod reader;

use super::pen::{Pen, bottom, right_of, top, within};
use super::theme::Meaning;
use crate::app::dialog::Dialog;
use crate::app::model::Model;
use crate::domain::text;
use ratatui::layout::{Margin, Rect};
use std::borrow::Cow;

/// So many cells are left of a name in a title, however little room there is.
const LEAST_NAME: usize = 6;

/// Draws the dialog in front, somewhere in `area`.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, dialog: &Dialog, model: &Model) {
    match dialog {
        Dialog::Pick(pick) if pick.has_columns() => columns::draw(pen, area, pick, model),
        Dialog::Pick(pick) => pick::draw(pen, area, pick, model),
        Dialog::Form(form) => form::draw(pen, area, form, model),
        Dialog::Confirm(confirm) => ask::draw_confirm(pen, area, confirm, model),
        Dialog::Rule(stop) => ask::draw_rule(pen, area, stop, model),
        Dialog::Reader(reader) => reader::draw(pen, area, reader, model),
        Dialog::Copies(list) => copies::draw(pen, area, list, model),
    }
}

/// The width inside a frame that may be as wide as `widest`.
fn inner_width(area: Rect, widest: u16) -> u16 {
    widest.min(area.width.saturating_sub(2)).saturating_sub(4)
}

/// A title in so many cells: what it names between marks is shortened before the question that it asks.
fn title_in(title: &str, cells: usize) -> Cow<'_, str> {
    let over = text::width(title).saturating_sub(cells);
    if over == 0 {
        return Cow::Borrowed(title);
    }
    let marks: Vec<usize> = title.match_indices('”').map(|(at, _)| at).collect();
    let names = marks.chunks_exact(2).map(|pair| (pair[0] + '”'.len_utf8(), pair[1]));
    let Some((from, to)) = names.max_by_key(|(from, to)| text::width(&title[*from..*to])) else {
        return text::truncate(title, cells);
    };
    let name = &title[from..to];
    let short = text::truncate(name, text::width(name).saturating_sub(over).max(LEAST_NAME));
    Cow::Owned(format!("{}{short}{}", &title[..from], &title[to..]))
}

/// Draws a frame round `width` × `height` cells in the middle of `area`; gives back the inside.
fn frame(pen: &mut Pen<'_>, area: Rect, width: u16, height: u16, title: &str) -> Rect {
    let width = width.saturating_add(4).min(area.width);
    let height = height.saturating_add(2).min(area.height);
    let outer =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    // A cell of air at the sides keeps the words beneath from running into the frame.
    let aired = Rect { x: outer.x.saturating_sub(1), width: outer.width.saturating_add(2), ..outer };
    pen.clear(aired.intersection(area));
    let inside = outer.inner(Margin::new(1, 1));
    let mut sides = outer;
    let lines = "─".repeat(usize::from(inside.width));
    pen.put(top(&mut sides, 1), &format!("┌{lines}┐"), Meaning::Border);
    pen.put(bottom(&mut sides, 1), &format!("└{lines}┘"), Meaning::Border);
    while !sides.is_empty() {
        let row = top(&mut sides, 1);
        pen.put(row, "│", Meaning::Border);
        pen.put(right_of(row, row.width.saturating_sub(1)), "│", Meaning::Border);
    }
    let top_edge = Rect { height: outer.height.min(1), ..within(outer, 1) };
    let title = title_in(title, usize::from(inside.width.saturating_sub(2)));
    pen.put(top_edge, &format!(" {title} "), Meaning::Title);
    within(inside, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_shortens_the_name_in_it_before_the_question() {
        let name =
            "Nyanlända i årskurs 7 till 9 som läser svenska som andraspråk och saknar studiehandledning";
        for asks in ["Skjuta upp ”…”?", "”…”: är vi överens?", "Är ”…” samma barn som förut?", "Ta bort ”…”?"]
        {
            let title = asks.replace('…', name);
            for cells in [50, 72, 90] {
                let short = title_in(&title, cells);
                assert!(text::width(&short) <= cells, "{short}");
                let (before, after) = asks.split_once('…').unwrap();
                assert!(
                    short.starts_with(before) && short.ends_with(after) && short.contains("Ny"),
                    "{short}"
                );
            }
            assert_eq!(title_in(asks, 50), asks);
        }
        assert_eq!(title_in("Samtycke för alla", 9), "Samtycke…");
    }
}
