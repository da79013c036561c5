//! Large type, four or eight cells to a letter.

use crate::domain::text;
use crate::view::pen::{Pen, cells, count, top};
use crate::view::theme::Meaning;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

/// The width and height of a letter in cells.
pub(crate) const LETTER: u16 = 4;

/// How large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// Eight columns and eight rows to a letter.
    Full,
    /// Four columns and four rows to a letter.
    Quadrant,
}

impl Size {
    /// The largest first.
    pub(crate) const ALL: [Self; 2] = [Self::Full, Self::Quadrant];

    /// How many columns a letter takes.
    pub(crate) fn columns(self) -> u16 {
        match self {
            Self::Full => 2 * LETTER,
            Self::Quadrant => LETTER,
        }
    }

    /// How many rows.
    pub(crate) fn rows(self) -> u16 {
        self.columns()
    }
}

/// The text broken into lines that fit into `width`, if they are at most `lines` and every letter can be drawn.
pub(crate) fn fit(what: &str, width: u16, lines: usize) -> Option<Vec<String>> {
    fit_in(what, width, lines, Size::Quadrant)
}

/// As [`fit`], in a size.
pub(crate) fn fit_in(what: &str, width: u16, lines: usize, size: Size) -> Option<Vec<String>> {
    let known = |c: char| c == ' ' || c.is_ascii_graphic() || ('\u{A1}'..='\u{FF}').contains(&c);
    let letters = usize::from(width / size.columns());
    let longest = what.split_whitespace().map(text::width).max()?;
    if letters == 0 || longest > letters || !what.chars().all(known) {
        return None;
    }
    let broken = text::wrap(what, letters);
    (broken.len() <= lines).then_some(broken)
}

/// Draws lines that [`fit`].
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, lines: &[String], meaning: Meaning) {
    draw_in(pen, area, lines, meaning, Size::Quadrant);
}

/// Draws lines that [`fit_in`].
pub(crate) fn draw_in(pen: &mut Pen<'_>, area: Rect, lines: &[String], meaning: Meaning, size: Size) {
    let rows = count(lines.len()).saturating_mul(size.rows());
    let area = Rect { height: area.height.min(rows), ..area }.intersection(pen.area());
    if area.is_empty() {
        return;
    }
    let mut buffer = Buffer::empty(area);
    BigText::builder()
        .pixel_size(match size {
            Size::Full => PixelSize::Full,
            Size::Quadrant => PixelSize::Quadrant,
        })
        .lines(lines.iter().map(|line| Line::from(line.as_str())).collect::<Vec<_>>())
        .build()
        .render(area, &mut buffer);
    let widths = lines.iter().map(|line| cells(line).saturating_mul(size.columns()));
    let mut rest = area;
    for width in widths.flat_map(|width| std::iter::repeat_n(width, usize::from(size.rows()))) {
        let row = top(&mut rest, 1);
        let letters: String =
            (row.left()..row.right()).take(usize::from(width)).map(|x| buffer[(x, row.y)].symbol()).collect();
        pen.put(row, &letters, meaning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_drawn_whole_is_drawn_large() {
        assert_eq!(fit("Nuläge", 40, 1), Some(vec!["Nuläge".to_owned()]));
        assert_eq!(fit("Ring hem", 24, 2), Some(vec!["Ring".to_owned(), "hem".to_owned()]));
        assert_eq!(fit("Ring hem", 24, 1), None);
        assert_eq!(fit("Specialpedagog", 40, 3), None);
        assert_eq!(fit("kl 9–10", 80, 1), None);
        assert_eq!(fit("", 80, 1), None);
    }
}
