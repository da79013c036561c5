//! Large type from block characters: two narrow faces of our own, their letters as wide as they need to be.
//!
//! A pixel of a face is half a column wide and half a row high, or a multiple of that. So there are many sizes between one
//! row and a whole wall, and all are drawn with half blocks and quadrants, which consoles and Windows' fonts have.

use crate::view::pen::{Pen, count, top};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::char::decompose_canonical;

/// How wide a space is, with what stands on both sides of it.
const SPACE: u16 = 2;
/// A face is at most so many pixels high.
const HIGHEST: usize = 8;

/// A letter: its rows, the leftmost pixel in the highest of `width` bits.
#[derive(Clone, Copy, Debug, Default)]
struct Glyph {
    width: u16,
    rows: [u8; HIGHEST],
}

/// Letters that are drawn alike.
#[derive(Debug)]
struct Face {
    /// How many pixels high a letter is, from what stands over `Å` to what hangs under `g`.
    height: u16,
    glyphs: HashMap<char, Glyph>,
}

/// Letters with room for what stands over and under them.
static HIGH: LazyLock<Face> = LazyLock::new(|| Face::read(8, include_str!("big/high.txt")));
/// Letters that spare rows.
static LOW: LazyLock<Face> = LazyLock::new(|| Face::read(6, include_str!("big/low.txt")));

impl Face {
    /// Reads strips of letters: a row that names them, and under each the rows it is drawn by.
    fn read(height: u16, drawn: &str) -> Self {
        let mut glyphs = HashMap::new();
        for strip in drawn.split("\n\n") {
            let mut lines = strip.trim_matches('\n').lines();
            let letters: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
            let mut strip = vec![Glyph::default(); letters.len()];
            for (y, line) in lines.enumerate().take(HIGHEST) {
                for (glyph, row) in strip.iter_mut().zip(line.split(' ')) {
                    glyph.width = count(row.len());
                    glyph.rows[y] = row.bytes().fold(0, |bits, pixel| bits << 1 | u8::from(pixel == b'#'));
                }
            }
            glyphs.extend(letters.iter().filter_map(|letter| letter.chars().next()).zip(strip));
        }
        for space in [' ', '\u{a0}'] {
            glyphs.insert(space, Glyph { width: SPACE, ..Glyph::default() });
        }
        Self { height, glyphs }
    }

    /// From the top of a line to the top of the next.
    fn pitch(&self) -> u16 {
        self.height + 1
    }

    /// The letter, or where it isn't drawn, that without its accents: a name in another language is as large as others.
    fn glyph(&self, letter: char) -> Option<&Glyph> {
        self.glyphs.get(&letter).or_else(|| {
            let mut base = None;
            decompose_canonical(letter, |part| {
                base.get_or_insert(part);
            });
            let base = match base? {
                'ø' => 'ö',
                'Ø' => 'Ö',
                'æ' => 'ä',
                'Æ' => 'Ä',
                'ł' => 'l',
                'Ł' => 'L',
                'đ' | 'ð' => 'd',
                'Đ' | 'Ð' => 'D',
                'ı' => 'i',
                other => other,
            };
            self.glyphs.get(&base)
        })
    }

    fn letters<'a>(&'a self, line: &'a str) -> impl Iterator<Item = &'a Glyph> {
        line.chars().filter_map(|c| self.glyph(c))
    }

    /// How many pixels wide a line is.
    fn pixels(&self, line: &str) -> u16 {
        let all: u32 = self.letters(line).map(|glyph| u32::from(glyph.width) + 1).sum();
        u16::try_from(all.saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// A line's columns of pixels, the topmost in the lowest bit.
    fn bits(&self, line: &str) -> Vec<u8> {
        let mut columns = Vec::new();
        for glyph in self.letters(line) {
            for x in (0..glyph.width).rev() {
                let pixel = |y: usize| (glyph.rows[y] >> x & 1) << y;
                columns.push((0..HIGHEST).map(pixel).fold(0, |all, one| all | one));
            }
            columns.push(0);
        }
        columns
    }
}

/// How large: of which face, and how many half columns and half rows a pixel takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    low: bool,
    across: u16,
    down: u16,
}

impl Size {
    /// Three rows, two columns and a bit to a letter.
    pub(crate) const LOW: Self = Self { low: true, across: 1, down: 1 };
    /// Four rows, two columns and a bit to a letter.
    pub(crate) const NARROW: Self = Self::high(1, 1);
    /// Four rows, and twice as wide.
    pub(crate) const WIDE: Self = Self::high(2, 1);
    /// All, the largest first.
    pub(crate) const ALL: [Self; 9] = [
        Self::high(6, 4),
        Self::high(4, 3),
        Self::high(3, 3),
        Self::high(4, 2),
        Self::high(3, 2),
        Self::high(2, 2),
        Self::WIDE,
        Self::NARROW,
        Self::LOW,
    ];

    const fn high(across: u16, down: u16) -> Self {
        Self { low: false, across, down }
    }

    fn face(self) -> &'static Face {
        if self.low { &LOW } else { &HIGH }
    }

    /// How many rows so many lines take.
    pub(crate) fn rows(self, lines: usize) -> u16 {
        let pixels = count(lines).saturating_mul(self.face().pitch()).saturating_sub(1);
        pixels.saturating_mul(self.down).div_ceil(2)
    }

    /// How many columns a line takes. What has no letter takes none.
    pub(crate) fn columns(self, line: &str) -> u16 {
        self.face().pixels(line).saturating_mul(self.across).div_ceil(2)
    }
}

/// Whether there is a letter for each of a text's.
pub(crate) fn knows(what: &str) -> bool {
    what.chars().all(|c| c == '\n' || HIGH.glyph(c).is_some())
}

/// The text broken between words into lines that fit into `width`, if each word does and has all its letters.
pub(crate) fn wrap(what: &str, width: u16, size: Size) -> Option<Vec<String>> {
    if what.trim().is_empty() || !knows(what) {
        return None;
    }
    let room = u32::from(width) * 2 / u32::from(size.across);
    let mut lines: Vec<(String, u32)> = Vec::new();
    for word in what.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let long = u32::from(size.face().pixels(word));
        if long > room {
            return None;
        }
        match lines.last_mut() {
            Some((line, used)) if *used + u32::from(SPACE) + 2 + long <= room => {
                line.push(' ');
                line.push_str(word);
                *used += u32::from(SPACE) + 2 + long;
            }
            _ => lines.push((word.to_owned(), long)),
        }
    }
    Some(lines.into_iter().map(|(line, _)| line).collect())
}

/// The text broken into lines that fit into `width`, if they are at most `lines` and every letter can be drawn.
pub(crate) fn fit(what: &str, width: u16, lines: usize) -> Option<Vec<String>> {
    wrap(what, width, Size::WIDE).filter(|broken| broken.len() <= lines)
}

/// Draws lines that [`fit`].
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, lines: &[String], meaning: Meaning) {
    draw_in(pen, area, lines, meaning, Size::WIDE);
}

/// Draws lines in a size, as many rows of them as there is room for.
pub(crate) fn draw_in(pen: &mut Pen<'_>, area: Rect, lines: &[String], meaning: Meaning, size: Size) {
    let face = size.face();
    // A heading is a title once it is large: of several rows each would be underlined, as if it were crossed out.
    let meaning = if meaning == Meaning::Heading { Meaning::Title } else { meaning };
    let drawn: Vec<Vec<u8>> = lines.iter().map(|line| face.bits(line)).collect();
    let lit = |x: u16, y: u16| {
        let (line, row) = (y / size.down / face.pitch(), y / size.down % face.pitch());
        let pixels = drawn.get(usize::from(line)).and_then(|line| line.get(usize::from(x / size.across)));
        row < face.height && pixels.is_some_and(|column| column >> row & 1 == 1)
    };
    let width = lines.iter().map(|line| size.columns(line)).max().unwrap_or(0).min(area.width);
    let mut rest = area;
    for y in 0..size.rows(lines.len()).min(area.height) {
        let blocks: String = (0..width)
            .map(|x| {
                let quarter = |right: u16, lower: u16| usize::from(lit(2 * x + right, 2 * y + lower));
                BLOCKS[quarter(0, 0) | quarter(1, 0) << 1 | quarter(0, 1) << 2 | quarter(1, 1) << 3]
            })
            .collect();
        pen.put(top(&mut rest, 1), blocks.trim_end(), meaning);
    }
}

/// The blocks by which of their quarters are lit: upper left 1, upper right 2, lower left 4, lower right 8.
const BLOCKS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_names_of_other_languages_are_large_too() {
        for text in [
            "Läsa >30 min & #2 <en gång>",
            "Žofia Åström-Nguyễn",
            "José Çelik, Øyvind Sæther",
            "½ timme · 20 °C",
        ] {
            assert!(knows(text), "{text}");
        }
        assert!(!knows("نور"), "what isn't drawn is said as the terminal writes it, whole");
    }

    #[test]
    fn only_what_can_be_drawn_whole_is_drawn_large() {
        assert_eq!(fit("Nuläge", 40, 1), Some(vec!["Nuläge".to_owned()]));
        assert_eq!(fit("Ring hem", 20, 2), Some(vec!["Ring".to_owned(), "hem".to_owned()]));
        assert_eq!(fit("Ring hem", 20, 1), None);
        assert_eq!(fit("Specialpedagog", 40, 3), None);
        assert_eq!(fit("Ring 😀", 80, 1), None);
        assert_eq!(fit("", 80, 1), None);
    }

    #[test]
    fn every_letter_that_a_form_or_a_swedish_text_is_written_with_can_be_drawn_and_none_looks_like_another() {
        let letters =
            || ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("åäöÅÄÖéÉèü.,:;!?-–()/&%+…§@".chars());
        for face in [&*HIGH, &*LOW] {
            assert!(face.glyphs.keys().all(|c| HIGH.glyphs.contains_key(c) && LOW.glyphs.contains_key(c)));
            let mut seen: HashMap<(u16, [u8; HIGHEST]), char> = HashMap::new();
            for c in letters() {
                let glyph = face.glyphs.get(&c).unwrap_or_else(|| panic!("no {c}"));
                assert!(glyph.width > 0 && glyph.rows.iter().any(|row| *row > 0), "{c} is empty");
                assert!(
                    glyph.rows[usize::from(face.height)..].iter().all(|row| *row == 0),
                    "{c} is too high"
                );
                let other = seen.insert((glyph.width, glyph.rows), c);
                // A nought is never taken for a letter where a day or a time stands.
                assert!(other.is_none() || (other, c) == (Some('O'), '0'), "{c} looks like {other:?}");
            }
        }
        for choice in crate::app::testing::forms() {
            let (agenda, _) = choice.agenda.expect("a form of ours");
            for phase in crate::domain::agenda::Phase::ALL {
                for question in &agenda.phase(phase).questions {
                    assert!(knows(question), "{question}");
                }
            }
        }
    }

    #[test]
    fn a_letter_and_what_stands_over_it_are_told_apart() {
        for face in [&*HIGH, &*LOW] {
            for c in "åäöÅÄÖéÉüÜ".chars().filter(|c| face.glyphs.contains_key(c)) {
                let rows = face.glyphs[&c].rows;
                // A low é leans on its letter: it has no row to spare, and is like no other.
                let leans = "éÉ".contains(c) && face.height == LOW.height;
                assert!(rows[0] > 0 && (rows[0] & rows[1] == 0 || leans), "{c} at {}", face.height);
            }
        }
    }

    #[test]
    fn a_capital_stands_on_the_line_and_is_as_high_as_others_whatever_stands_over_it() {
        for face in [&*HIGH, &*LOW] {
            let lit = |c: char| {
                let rows = face.glyphs[&c].rows;
                (rows.iter().position(|row| *row > 0), rows.iter().rposition(|row| *row > 0))
            };
            for c in "ÅÄÖÉÜ".chars() {
                assert_eq!(lit(c), lit('E'), "{c} at {}", face.height);
            }
        }
    }

    #[test]
    fn no_line_runs_through_large_letters_in_a_theme_without_colours() {
        use crate::app::model::Theme;
        use crate::view::canvas::Canvas;
        use ratatui::style::Modifier;
        for theme in [Theme::Plain, Theme::Contrast] {
            let mut canvas = Canvas::new(Rect::new(0, 0, 60, 4));
            let mut pen = Pen::new(&mut canvas, theme, None);
            let area = pen.area();
            draw_in(&mut pen, area, &["BEHOV".to_owned()], Meaning::Heading, Size::LOW);
            canvas.end();
            let mut buffer = ratatui::buffer::Buffer::empty(area);
            canvas.copy_to(&mut buffer);
            let cells = &buffer.content;
            assert!(cells.iter().any(|cell| cell.symbol() != " "), "{theme:?}");
            assert!(cells.iter().all(|cell| !cell.modifier.contains(Modifier::UNDERLINED)), "{theme:?}");
        }
    }

    #[test]
    fn a_line_is_as_wide_as_it_is_drawn_and_never_wider_than_asked_for() {
        for size in Size::ALL {
            for text in ["Vem gör vad, och till när?", "Åtgärd: ÄÖ", "i", "Kartläggning av avkodning (åk 4)"]
            {
                for width in [20, 58, 116, 300] {
                    let Some(lines) = wrap(text, width, size) else { continue };
                    assert_eq!(lines.join(" "), text);
                    assert!(lines.iter().all(|line| size.columns(line) <= width), "{lines:?} in {width}");
                }
            }
        }
        assert_eq!(HIGH.bits("i").len(), 2, "a letter and the air after it");
        assert_eq!((Size::NARROW.rows(1), Size::LOW.rows(1)), (4, 3));
        assert_eq!(Size::NARROW.rows(2), 9, "what hangs from a line doesn't touch the next");
    }
}
