//! What everything is drawn with: a canvas, a theme, and what clicks mean.

use super::canvas::{Canvas, columns};
use super::standing::{Above, Setting};
use super::theme::{self, Meaning};
use crate::app::Message;
use crate::app::action::hold_keys;
use crate::app::model::Theme;
use crate::domain::dates::wrap_held;
use crate::domain::text;
use crate::input::HitMap;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use std::borrow::Cow;

/// Draws on a canvas. Nothing that is drawn can fall outside of it.
pub(crate) struct Pen<'a> {
    canvas: &'a mut Canvas,
    pub(crate) theme: Theme,
    pub(crate) hits: HitMap,
    /// What of the frame before may stand.
    before: Option<Above>,
    /// What of this frame may stand in the next.
    pub(super) above: Option<Above>,
}

impl<'a> Pen<'a> {
    /// Begins a frame. `before` is what of the frame before may stand.
    pub(super) fn new(canvas: &'a mut Canvas, theme: Theme, before: Option<Above>) -> Self {
        canvas.begin(theme::base(theme));
        Self { canvas, theme, hits: HitMap::default(), before, above: None }
    }

    /// Draws the rows above the line of a meeting, or lets them stand if the frame before drew them from the same.
    pub(super) fn draw_above(&mut self, setting: Setting, draw: impl FnOnce(&mut Self)) {
        let hits = if let Some(before) = self.before.take().filter(|before| before.setting == setting) {
            self.canvas.keep(setting.area);
            before.hits
        } else {
            let below = std::mem::take(&mut self.hits);
            draw(self);
            std::mem::replace(&mut self.hits, below)
        };
        self.hits.extend(&hits);
        self.above = Some(Above { setting, hits });
    }

    /// What the frame before drew in `area` stands; nothing else may be drawn there.
    pub(super) fn keep(&mut self, area: Rect) {
        self.canvas.keep(area);
    }

    /// What can be drawn on.
    pub(crate) fn area(&self) -> Rect {
        self.canvas.area()
    }

    /// Clears `area`.
    pub(crate) fn clear(&mut self, area: Rect) {
        self.canvas.clear(area, theme::base(self.theme));
    }

    /// Gives the whole `area` a meaning, whatever stands there.
    pub(crate) fn paint(&mut self, area: Rect, meaning: Meaning) {
        self.canvas.paint(area, theme::style(self.theme, meaning));
    }

    /// Makes what stands in `area` less important: something lies on top of it.
    pub(crate) fn dim(&mut self, area: Rect) {
        let style = theme::style(self.theme, Meaning::Quiet).remove_modifier(Modifier::all());
        self.canvas.paint(area, style);
    }

    /// Writes on the first row of `area`, shortened after a whole word if need be; gives back what is left to the right.
    pub(crate) fn put(&mut self, area: Rect, what: &str, meaning: Meaning) -> Rect {
        let area = area.intersection(self.area());
        if area.is_empty() || what.is_empty() {
            return area;
        }
        let style = theme::style(self.theme, meaning);
        // Most texts fit, and show it by their bytes already.
        if what.len() <= usize::from(area.width) && text::is_simple(what) {
            self.canvas.put(area, what, style);
            return right_of(area, count(what.chars().count()));
        }
        let shown = text::shorten(what, usize::from(area.width));
        self.canvas.put(area, &shown, style);
        right_of(area, columns(&shown, area.width))
    }

    /// Writes at the right end of the first row of `area`; gives back what is left to the left of it.
    pub(crate) fn put_right(&mut self, area: Rect, what: &str, meaning: Meaning) -> Rect {
        let width = cells(what).min(area.width);
        self.put(right_of(area, area.width - width), what, meaning);
        Rect { width: area.width - width, ..area }
    }

    /// Writes in the middle of the first row of `area`.
    pub(crate) fn put_centred(&mut self, area: Rect, what: &str, meaning: Meaning) {
        let width = cells(what).min(area.width);
        self.put(right_of(area, (area.width - width) / 2), what, meaning);
    }

    /// Writes broken lines from the top of `area`; gives back what is left below.
    pub(crate) fn put_wrapped(&mut self, area: Rect, what: &str, meaning: Meaning) -> Rect {
        let mut rest = area;
        for line in wrap(what, area.width) {
            if rest.is_empty() {
                break;
            }
            self.put(top(&mut rest, 1), &line, meaning);
        }
        rest
    }

    /// Draws a line across the first row of `area`.
    pub(crate) fn rule(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        self.canvas.put(
            area,
            &"─".repeat(usize::from(area.width)),
            theme::style(self.theme, Meaning::Border),
        );
    }

    /// From now on a click in `area` means `message`.
    pub(crate) fn hit(&mut self, area: Rect, message: Message) {
        self.hits.add(area.intersection(self.area()), message);
    }

    /// Puts the terminal's cursor somewhere.
    pub(crate) fn cursor_at(&mut self, x: u16, y: u16) {
        let place = Position::new(x, y);
        if self.area().contains(place) {
            self.canvas.cursor = Some(place);
        }
    }

    /// Nothing is typed in what has been drawn so far, and nothing clicked.
    pub(super) fn lay_aside(&mut self) {
        self.hits.clear();
        self.canvas.cursor = None;
    }
}

/// How many cells a text takes, as far as a screen can be wide.
pub(crate) fn cells(what: &str) -> u16 {
    u16::try_from(text::width(what)).unwrap_or(u16::MAX)
}

/// A number of rows or columns, as far as a screen can reach.
pub(crate) fn count(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// How many rows a text takes.
pub(crate) fn rows_of(text: &str, width: u16) -> u16 {
    count(wrap(text, width).len())
}

/// Lines of at most `width` cells, in which no day, name or other short fact is broken, nor a key from its word. A text of fewer bytes than that fits for
/// certain: most rows take this short cut.
pub(crate) fn wrap(what: &str, width: u16) -> Vec<Cow<'_, str>> {
    let width = usize::from(width);
    if what.len() <= width && !what.contains(['\n', '\u{a0}']) {
        return vec![Cow::Borrowed(what)];
    }
    wrap_held(&hold_keys(what), width).into_iter().map(Cow::Owned).collect()
}

/// Takes `rows` from the top of `area`.
pub(crate) fn top(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect { height: rows, ..*area };
    area.y = area.y.saturating_add(rows);
    area.height -= rows;
    taken
}

/// Takes `rows` from the bottom of `area`.
pub(crate) fn bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect { y: area.y.saturating_add(area.height), height: rows, ..*area }
}

/// What is left of `area` when `columns` are taken from its left.
pub(crate) fn right_of(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x.saturating_add(columns), width: area.width - columns, ..area }
}

/// `area` without so many columns at its sides.
pub(crate) fn within(area: Rect, columns: u16) -> Rect {
    let inner = right_of(area, columns);
    Rect { width: inner.width.saturating_sub(columns), ..inner }
}

/// The first row of a list of `total` rows that is shown when `selected` must be seen in `height` rows.
pub(crate) fn first_shown(total: usize, selected: usize, height: u16) -> usize {
    let height = usize::from(height);
    if total <= height { 0 } else { (selected + 1).saturating_sub(height).min(total - height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_moved_no_further_than_needed() {
        assert_eq!(first_shown(5, 4, 5), 0);
        assert_eq!(first_shown(10, 0, 5), 0);
        assert_eq!(first_shown(10, 4, 5), 0);
        assert_eq!(first_shown(10, 5, 5), 1);
        assert_eq!(first_shown(10, 9, 5), 5);
        assert_eq!(first_shown(10, 90, 5), 5);
        assert_eq!(first_shown(10, 3, 0), 4);
    }

    #[test]
    fn pieces_are_taken_from_both_ends_and_never_more_than_there_is() {
        let mut area = Rect::new(0, 0, 10, 5);
        assert_eq!(top(&mut area, 2), Rect::new(0, 0, 10, 2));
        assert_eq!(bottom(&mut area, 1), Rect::new(0, 4, 10, 1));
        assert_eq!(area, Rect::new(0, 2, 10, 2));
        assert_eq!(bottom(&mut area, 9), Rect::new(0, 2, 10, 2));
        assert!(top(&mut area, 1).is_empty());
        assert!(within(Rect::new(0, 0, 3, 1), 2).is_empty());
    }
}
