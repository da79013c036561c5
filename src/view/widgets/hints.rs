//! The keys that work now, as many as fit; each can be clicked. The key that shows all the others always fits.
//!
//! ```text
//! Enter spara  Tab fyll i  Ctrl-B beslut  F1 hjälp
//! ```

use crate::app::{Action, Message};
use crate::view::pen::{Pen, cells, count, right_of, top};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// A key's name, a short label, and what a click on it does.
pub(crate) type Hint = (String, String, Action);

/// Cells between two of them.
const BETWEEN: u16 = 2;

/// The cells that a hint takes.
fn width_of((key, label, _): &Hint) -> u16 {
    cells(key) + 1 + cells(label)
}

/// The cells it takes to say the first of them, and the key that shows all the others.
pub(crate) fn least_of(hints: &[Hint]) -> u16 {
    let help = hints.iter().skip(1).find(|(.., action)| *action == Action::Help);
    hints.first().map_or(0, width_of) + help.map_or(0, |help| BETWEEN + width_of(help))
}

/// Draws as many hints as fit on the first row of `area`, the first first.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, hints: &[Hint]) {
    lay(pen, Rect { height: area.height.min(1), ..area }, hints, &[Action::Help]);
}

/// The same of what lies over a screen, on all rows of `area`: the way out of it always fits too.
pub(crate) fn draw_over(pen: &mut Pen<'_>, area: Rect, hints: &[Hint]) {
    lay(pen, area, hints, &[Action::Back, Action::Quit, Action::Help]);
}

/// How many rows it takes to say all of them in a width.
pub(crate) fn rows(hints: &[Hint], width: u16) -> u16 {
    let mut used = 0;
    let breaks = hints.iter().map(width_of).filter(|own| {
        let breaks = used > 0 && own.saturating_add(used) > width;
        used = if breaks { 0 } else { used } + own + BETWEEN;
        breaks
    });
    1 + count(breaks.count())
}

/// Draws what fits. Of those that are `kept` there is always room for as many as can be, whatever else must go.
fn lay(pen: &mut Pen<'_>, area: Rect, hints: &[Hint], kept: &[Action]) {
    let mut rows = area;
    let mut rest = top(&mut rows, 1);
    let mut full = false;
    for (at, hint) in hints.iter().enumerate() {
        let (key, label, action) = hint;
        let width = width_of(hint);
        let is_kept = kept.contains(action);
        // Those that come after and are worth more: all that are kept, or those that are kept before this one.
        let worth = kept.iter().take_while(|other| !is_kept || *other != action);
        let after = hints[at + 1..].iter().filter(|(.., other)| worth.clone().any(|kept| kept == other));
        let reserved: u16 =
            if rows.is_empty() { after.map(|hint| width_of(hint) + BETWEEN).sum() } else { 0 };
        if (full && !is_kept) || width.saturating_add(reserved) > rest.width {
            if rows.is_empty() {
                full = true;
                continue;
            }
            rest = top(&mut rows, 1);
        }
        let after = pen.put(rest, key, Meaning::HintKey);
        pen.put(right_of(after, 1), label, Meaning::Text);
        pen.hit(Rect { width: width.min(rest.width), ..rest }, Message::Do(*action));
        rest = right_of(rest, width + BETWEEN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::Theme;
    use crate::view::canvas::Canvas;

    fn hints() -> Vec<Hint> {
        let hint = |key: &str, label: &str, action| (key.to_owned(), label.to_owned(), action);
        vec![
            hint("Enter", "gå vidare", Action::Accept),
            hint("Ctrl-G", "gå vidare ändå", Action::GoOnAnyway),
            hint("Tab", "nästa", Action::Next),
            hint("Esc", "nej", Action::Back),
            hint("F1", "hjälp", Action::Help),
        ]
    }

    fn drawn(width: u16, rows: u16, draw: fn(&mut Pen<'_>, Rect, &[Hint])) -> Vec<String> {
        let mut canvas = Canvas::new(Rect::new(0, 0, width, rows));
        let mut pen = Pen::new(&mut canvas, Theme::Dark, None);
        draw(&mut pen, Rect::new(0, 0, width, rows), &hints());
        let mut buffer = ratatui::buffer::Buffer::empty(Rect::new(0, 0, width, rows));
        canvas.end();
        canvas.copy_to(&mut buffer);
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..rows).map(row).collect()
    }

    #[test]
    fn the_way_out_of_a_dialog_is_shown_before_anything_that_can_be_done_in_it() {
        for width in 7..=80 {
            let row = &drawn(width, 1, draw_over)[0];
            assert!(row.contains("Esc nej"), "{width}: {row}");
            assert!(width < 17 || row.contains("F1 hjälp"), "{width}: {row}");
        }
        for width in 8..=80 {
            let row = &drawn(width, 1, draw)[0];
            assert!(row.contains("F1 hjälp"), "{width}: {row}");
        }
    }

    #[test]
    fn with_rows_enough_each_key_is_said() {
        let hints = hints();
        for width in 22..=80 {
            let needed = rows(&hints, width);
            let all = drawn(width, needed, draw_over).join("  ");
            assert!(
                hints.iter().all(|(key, label, _)| all.contains(&format!("{key} {label}"))),
                "{width}: {all}"
            );
        }
        assert_eq!((rows(&hints, 80), rows(&hints, 40)), (1, 2));
    }
}
