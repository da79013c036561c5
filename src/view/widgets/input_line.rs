//! A text being typed, with the terminal's cursor in it.
//!
//! ```text
//! Åtgärd> Fråga BUP om bedömning @kar▏
//! ```

use crate::app::line::Line;
use crate::domain::text;
use crate::view::pen::{Pen, cells, count, right_of, top};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// How a text stands in rows of a width: the rows, and the cursor's row and column.
struct Laid {
    rows: Vec<String>,
    cursor: (usize, u16),
}

/// Breaks between words, and within one that is longer than a row; there is always room for the cursor after the text.
fn lay(line: &Line, width: u16) -> Laid {
    let (text, before) = (line.value(), line.before_cursor().len());
    let (mut starts, mut used, mut at) = (vec![0], 0, 0);
    // After the last space of the row, and how much of the row stands before it.
    let mut word: Option<(usize, u16)> = None;
    for grapheme in text::graphemes(text) {
        let wide = cells(grapheme);
        if used + wide > width && used > 0 {
            let (start, left) = word.take().unwrap_or((at, used));
            starts.push(start);
            used -= left;
        }
        used += wide;
        at += grapheme.len();
        if grapheme == " " {
            word = Some((at, used));
        }
    }
    if used >= width {
        starts.push(at);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let rows: Vec<String> =
        starts.iter().zip(ends).map(|(start, end)| text[*start..end].to_owned()).collect();
    let row = starts.partition_point(|start| *start <= before).saturating_sub(1);
    // A cursor inside a grapheme stands on it.
    let (mut column, mut at) = (0, starts[row]);
    for grapheme in text::graphemes(&rows[row]) {
        at += grapheme.len();
        if at > before {
            break;
        }
        column += cells(grapheme);
    }
    Laid { rows, cursor: (row, column) }
}

/// The prompt as it stands in a width: at most a third of it, whatever is in it, so that what is typed is always seen.
fn fitted(prompt: &str, width: u16) -> String {
    let room = usize::from(width / 3).saturating_sub(2).max(1);
    format!("{}> ", text::truncate(prompt, room))
}

/// How many rows the prompt and the text want, at most `most`.
pub(crate) fn rows(prompt: &str, line: &Line, width: u16, most: u16) -> u16 {
    let room = width.saturating_sub(cells(&fitted(prompt, width))).max(1);
    // The row that only the cursor would stand on counts too.
    count(lay(line, room).rows.len()).min(most).max(1)
}

/// Draws the prompt and the text in all rows of `area`; those with the cursor are always seen.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, prompt: &str, line: &Line) {
    let mut rest = pen.put(area, &fitted(prompt, area.width), Meaning::HintKey);
    rest.height = area.height;
    if rest.is_empty() {
        return;
    }
    let laid = lay(line, rest.width);
    let first = (laid.cursor.0 + 1).saturating_sub(usize::from(rest.height));
    let (x, y) = (rest.x, rest.y);
    for row in laid.rows.iter().skip(first) {
        if rest.is_empty() {
            break;
        }
        pen.put(top(&mut rest, 1), row, Meaning::Input);
    }
    pen.cursor_at(x + laid.cursor.1, y.saturating_add(count(laid.cursor.0 - first)));
}

/// Draws a text in one row, moved so that the cursor is seen; `secret` shows each letter as a dot. The cursor is put
/// there if the field is `focused`.
pub(crate) fn draw_field(pen: &mut Pen<'_>, area: Rect, line: &Line, secret: bool, focused: bool) {
    if area.is_empty() {
        return;
    }
    let dots = |what: &str| if secret { "•".repeat(what.chars().count()) } else { what.to_owned() };
    let whole = dots(line.value());
    let meaning = if focused { Meaning::Input } else { Meaning::Text };
    if !focused {
        pen.put(area, &whole, meaning);
        return;
    }
    let before = dots(line.before_cursor());
    // The longest end of what stands before the cursor that leaves a cell for the cursor itself.
    let room = usize::from(area.width.saturating_sub(1));
    let mut start = before.len();
    let mut used = 0;
    for (at, grapheme) in before.grapheme_indices(true).rev() {
        used += text::width(grapheme);
        if used > room {
            break;
        }
        start = at;
    }
    let x = area.x + cells(&before[start..]);
    let mut shown = String::new();
    let mut width = 0;
    for grapheme in whole[start..].graphemes(true) {
        width += text::width(grapheme);
        if width > usize::from(area.width) {
            break;
        }
        shown.push_str(grapheme);
    }
    // As what is marked elsewhere: it goes when something is typed.
    let meaning = if line.is_proposal() { Meaning::Selected } else { meaning };
    pen.put(area, &shown, meaning);
    pen.cursor_at(x.min(right_of(area, area.width - 1).x), area.y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stands_after_the_text_also_where_a_row_is_full() {
        let laid = lay(&Line::new("abcd"), 4);
        assert_eq!((laid.rows, laid.cursor), (vec!["abcd".to_owned(), String::new()], (1, 0)));
        let laid = lay(&Line::new("åäö"), 4);
        assert_eq!((laid.rows, laid.cursor), (vec!["åäö".to_owned()], (0, 3)));
        let laid = lay(&Line::default(), 4);
        assert_eq!((laid.rows, laid.cursor), (vec![String::new()], (0, 0)));
    }

    #[test]
    fn a_row_is_broken_between_words_and_the_cursor_goes_with_its_word() {
        let laid = lay(&Line::new("prova på silverfisken"), 12);
        assert_eq!(
            (laid.rows, laid.cursor),
            (vec!["prova på ".to_owned(), "silverfisken".into(), String::new()], (2, 0))
        );
        let laid = lay(&Line::new("prova på silverf"), 12);
        assert_eq!((laid.rows, laid.cursor), (vec!["prova på ".to_owned(), "silverf".into()], (1, 7)));
        for text in ["en två  tre", "abcdefghijklmnop", "  å ä ö ", "ett jättelångtord i mitten av"] {
            for width in 1..20 {
                for cursor in 0..=text.chars().count() {
                    let mut line = Line::default();
                    line.set(text, text.char_indices().nth(cursor).map_or(text.len(), |(at, _)| at));
                    let laid = lay(&line, width);
                    assert_eq!(laid.rows.concat(), text);
                    assert!(laid.rows.iter().all(|row| cells(row) <= width), "{width}: {:?}", laid.rows);
                    assert!(
                        laid.cursor.1 < width.max(1),
                        "{width} {cursor}: {:?} {:?}",
                        laid.rows,
                        laid.cursor
                    );
                }
            }
        }
    }

    #[test]
    fn a_prompt_leaves_two_thirds_of_the_row_to_what_is_typed() {
        let long = "Åtgärd i Nyanlända i årskurs 7 till 9 som läser svenska som andraspråk";
        for width in [20, 58, 78, 118, 198] {
            assert!(cells(&fitted(long, width)) <= width / 3, "{width}: {}", fitted(long, width));
            assert!(fitted(long, width).starts_with("Åtg"), "{width}");
        }
        assert_eq!(fitted("Åtgärd", 58), "Åtgärd> ");
        assert!(fitted(long, 78).ends_with("…> "));
        // Rows are counted as they are drawn.
        assert_eq!(rows(long, &Line::new(&"x".repeat(38)), 58, 3), 1);
        assert_eq!(rows(long, &Line::new(&"x".repeat(40)), 58, 3), 2);
    }

    #[test]
    fn wide_letters_are_not_torn_apart() {
        let mut line = Line::default();
        line.set("a字字", 1);
        let laid = lay(&line, 4);
        assert_eq!((laid.rows, laid.cursor), (vec!["a字".to_owned(), "字".to_owned()], (0, 1)));
    }

    #[test]
    fn a_long_text_asks_for_more_rows_but_not_too_many() {
        assert_eq!(rows("X", &Line::new("kort"), 40, 3), 1);
        assert_eq!(rows("X", &Line::new(&"lång ".repeat(10)), 40, 3), 2);
        assert_eq!(rows("X", &Line::new(&"lång ".repeat(100)), 40, 3), 3);
    }
}
