//! What is on the screen, row by row, and what each row was drawn with.
//!
//! A frame is drawn whole each time, but as strokes: so much text there, in that style. A row whose strokes are those of
//! the frame before has the cells of the frame before. Only the other rows are made anew and compared with what the
//! terminal shows, so that a letter that is typed costs a row and not a screen.

use super::standing::{Picture, Standing};
use crate::domain::text;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Rows to draw on, with what they showed last.
#[derive(Debug)]
pub struct Canvas {
    area: Rect,
    rows: Vec<Row>,
    /// What of the frame before may stand in the next.
    pub(super) standing: Option<Standing>,
    /// The wall's picture, if the frame before showed it.
    pub(super) picture: Option<Picture>,
    /// Where the terminal's cursor stands in the frame that is being drawn; nowhere when it isn't seen.
    pub(super) cursor: Option<Position>,
}

#[derive(Debug)]
struct Row {
    /// What the frame that is being drawn draws here.
    strokes: Strokes,
    /// What the cells were made by.
    made_by: Strokes,
    cells: Buffer,
    /// The cells of the frame before, while `is_new`.
    before: Buffer,
    is_new: bool,
    /// Whether what was drawn for the frame before stands.
    stands: bool,
}

/// What is drawn on one row, in order.
#[derive(Debug, Default, PartialEq)]
struct Strokes {
    list: Vec<Stroke>,
    /// The texts of the strokes, after each other.
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stroke {
    /// Blank cells in a style.
    Clear { x: u16, width: u16, style: Style },
    /// Another style, whatever stands there.
    Paint { x: u16, width: u16, style: Style },
    /// The text from where the text of the stroke before ends.
    Text { x: u16, width: u16, end: usize, style: Style },
}

impl Strokes {
    fn clear(&mut self) {
        self.list.clear();
        self.text.clear();
    }

    /// Carries the strokes out on a row of `buffer`.
    fn draw(&self, buffer: &mut Buffer, y: u16) {
        let mut start = 0;
        for stroke in &self.list {
            match *stroke {
                Stroke::Clear { x, width, style } => {
                    for cell in cells(buffer, x, y, width) {
                        cell.reset();
                        cell.set_style(style);
                    }
                }
                Stroke::Paint { x, width, style } => {
                    for cell in cells(buffer, x, y, width) {
                        cell.set_style(style);
                    }
                }
                Stroke::Text { x, width, end, style } => {
                    let what = self.text.get(start..end).unwrap_or_default();
                    start = end;
                    if text::is_simple(what) {
                        // As `set_stringn` would, without looking for graphemes.
                        for (cell, c) in cells(buffer, x, y, width).iter_mut().zip(what.chars()) {
                            cell.set_char(c).set_style(style);
                        }
                    } else {
                        buffer.set_stringn(x, y, what, usize::from(width), style);
                    }
                }
            }
        }
    }
}

/// The cells of a part of a row, as far as the buffer has them.
fn cells(buffer: &mut Buffer, x: u16, y: u16, width: u16) -> &mut [Cell] {
    let place = Rect { x, y, width, height: 1 }.intersection(buffer.area);
    if place.is_empty() {
        return &mut [];
    }
    let start = buffer.index_of(place.x, place.y);
    &mut buffer.content[start..start + usize::from(place.width)]
}

/// How many columns of at most `width` a text takes on a row.
pub(super) fn columns(what: &str, width: u16) -> u16 {
    if text::is_simple(what) {
        return u16::try_from(what.chars().count()).map_or(width, |columns| columns.min(width));
    }
    // As `set_stringn` counts.
    text::graphemes(what)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(CellWidth::cell_width)
        .scan(0_u16, |used, columns| {
            *used = used.checked_add(columns).filter(|used| *used <= width)?;
            Some(*used)
        })
        .last()
        .unwrap_or(0)
}

impl Canvas {
    /// A canvas for a terminal that shows nothing.
    pub fn new(area: Rect) -> Self {
        let row = |y| {
            let cells = Buffer::empty(Rect { y, height: 1, ..area });
            Row {
                strokes: Strokes::default(),
                made_by: Strokes::default(),
                before: cells.clone(),
                cells,
                is_new: false,
                stands: false,
            }
        };
        let rows = (area.top()..area.bottom()).map(row).collect();
        Self { area, rows, standing: None, picture: None, cursor: None }
    }

    /// What can be drawn on.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Begins a frame: every row is blank, in a style, and the cursor isn't seen.
    pub(super) fn begin(&mut self, style: Style) {
        self.cursor = None;
        self.standing = None;
        self.picture = None;
        for row in &mut self.rows {
            row.stands = false;
            row.strokes.clear();
            row.strokes.list.push(Stroke::Clear { x: self.area.x, width: self.area.width, style });
        }
    }

    fn rows_of(&mut self, area: Rect) -> &mut [Row] {
        let first = usize::from(area.y.saturating_sub(self.area.y));
        let rows = self.rows.get_mut(first..).unwrap_or_default();
        let most = rows.len().min(usize::from(area.height));
        &mut rows[..most]
    }

    /// The rows of an area stay as they were drawn for the frame before; nothing else may be drawn there.
    pub(super) fn keep(&mut self, area: Rect) {
        for row in self.rows_of(area) {
            row.stands = true;
        }
    }

    /// Makes an area blank again.
    pub(super) fn clear(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.area);
        for row in self.rows_of(area) {
            row.strokes.list.push(Stroke::Clear { x: area.x, width: area.width, style });
        }
    }

    /// Gives an area another style, whatever stands there.
    pub(super) fn paint(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.area);
        for row in self.rows_of(area) {
            row.strokes.list.push(Stroke::Paint { x: area.x, width: area.width, style });
        }
    }

    /// Writes on the first row of an area, as far as it is wide.
    pub(super) fn put(&mut self, area: Rect, what: &str, style: Style) {
        let area = area.intersection(self.area);
        if let Some(Row { strokes, .. }) = self.rows_of(area).first_mut() {
            strokes.text.push_str(what);
            let end = strokes.text.len();
            strokes.list.push(Stroke::Text { x: area.x, width: area.width, end, style });
        }
    }

    /// Makes the cells of the rows that are drawn otherwise than in the frame before; says whether there are any.
    pub fn end(&mut self) -> bool {
        let mut any = false;
        for row in &mut self.rows {
            row.is_new = !row.stands && row.strokes != row.made_by;
            if row.is_new {
                std::mem::swap(&mut row.cells, &mut row.before);
                let y = row.cells.area.y;
                row.strokes.draw(&mut row.cells, y);
                std::mem::swap(&mut row.strokes, &mut row.made_by);
                any = true;
            }
        }
        any
    }

    /// The cells that the frame that has [ended](Self::end) changes on the terminal.
    pub fn changes(&self) -> impl Iterator<Item = (u16, u16, &Cell)> {
        self.rows.iter().filter(|row| row.is_new).flat_map(|row| row.before.diff_iter(&row.cells))
    }

    /// How many rows were made anew for the frame that has ended.
    #[cfg(test)]
    pub(super) fn new_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.is_new).count()
    }

    /// How many rows stood as they were for the frame that has ended.
    #[cfg(test)]
    pub(super) fn standing_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.stands).count()
    }

    /// Where the terminal's cursor is to stand; nowhere when it isn't to be seen.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Copies what the rows show to a buffer of the same size.
    pub fn copy_to(&self, buffer: &mut Buffer) {
        for row in &self.rows {
            let area = row.cells.area.intersection(buffer.area);
            for (to, from) in cells(buffer, area.x, area.y, area.width).iter_mut().zip(&row.cells.content) {
                to.clone_from(from);
            }
        }
    }
}
