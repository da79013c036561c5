//! Reads what a screen says in large type, letter by letter, by the faces that it is drawn with.

/// The faces, and how high they are.
const FACES: [(usize, &str); 2] = [
    (8, include_str!("../../../src/view/widgets/big/high.txt")),
    (6, include_str!("../../../src/view/widgets/big/low.txt")),
];
/// The blocks by which of their quarters are lit.
const BLOCKS: &str = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";
/// So many half columns and half rows to a pixel, as the program has them.
const SIZES: [(usize, usize); 8] = [(6, 4), (4, 3), (3, 3), (4, 2), (3, 2), (2, 2), (2, 1), (1, 1)];

/// A letter: its columns, the topmost pixel in the lowest bit.
type Glyph = (char, Vec<u16>);

/// A screen with what it says in large type after it, one row for each size.
pub(crate) fn with_large(screen: String) -> String {
    if !screen.contains(['▀', '▄', '▌', '▐', '▙', '▛']) {
        return screen;
    }
    let lit: Vec<Vec<u8>> = screen
        .lines()
        .map(|line| {
            line.chars()
                .map(|c| u8::try_from(BLOCKS.chars().position(|b| b == c).unwrap_or(0)).unwrap_or(0))
                .collect()
        })
        .collect();
    let at = |x: usize, y: usize| {
        let cell = lit.get(y / 2).and_then(|row| row.get(x / 2)).copied().unwrap_or(0);
        cell >> (x % 2 + 2 * (y % 2)) & 1 == 1
    };
    let width = 2 * lit.iter().map(Vec::len).max().unwrap_or(0);
    let mut said = String::new();
    for (height, drawn) in FACES {
        let glyphs = glyphs(drawn);
        for (across, down) in SIZES.into_iter().filter(|size| height == 8 || *size == (1, 1)) {
            let mut y = 0;
            let mut lines: Vec<String> = Vec::new();
            while y < 2 * lit.len() {
                // Centred lines begin in any column, all lines in a whole cell.
                let line = (0..across * 2).step_by(2).find_map(|x0| {
                    let columns: Vec<u16> = (0..width.saturating_sub(x0) / across)
                        .map(|x| {
                            (0..height)
                                .fold(0, |all, p| all | u16::from(at(x0 + x * across, y + p * down)) << p)
                        })
                        .collect();
                    read(&columns, &glyphs)
                });
                match line {
                    Some(line) => {
                        lines.push(line);
                        y += height * down;
                    }
                    None => y += 1,
                }
            }
            if !lines.is_empty() {
                said = format!("{said}\n{}", lines.join(" "));
            }
        }
    }
    screen + &said
}

/// The letters of a face, the widest first.
fn glyphs(drawn: &str) -> Vec<Glyph> {
    let mut all: Vec<Glyph> = Vec::new();
    for strip in drawn.trim().split("\n\n") {
        let mut lines = strip.lines();
        let letters: Vec<char> =
            lines.next().unwrap().split(' ').map(|c| c.chars().next().unwrap()).collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(' ').collect()).collect();
        for (at, letter) in letters.into_iter().enumerate() {
            let pixel = |x: usize, y: usize| u16::from(rows[y][at].as_bytes()[x] == b'#') << y;
            let columns = (0..rows[0][at].len())
                .map(|x| (0..rows.len()).fold(0, |bits, y| bits | pixel(x, y)))
                .collect();
            all.push((letter, columns));
        }
    }
    all.sort_by_key(|(_, columns)| std::cmp::Reverse(columns.len()));
    all
}

/// A row of pixels as letters, if all of it is letters and at least three of them.
fn read(columns: &[u16], glyphs: &[Glyph]) -> Option<String> {
    let end = columns.iter().rposition(|column| *column != 0)? + 1;
    let columns = &columns[..end];
    let (mut said, mut x, mut blank) = (String::new(), 0, 0);
    while x < columns.len() {
        let starts = |glyph: &&Glyph| {
            let own = &glyph.1;
            // Some letters begin or end with an empty column.
            columns[x..].len() + own.iter().rev().take_while(|column| **column == 0).count() >= own.len()
                && own
                    .iter()
                    .enumerate()
                    .all(|(at, column)| columns.get(x + at).copied().unwrap_or(0) == *column)
                && columns.get(x + own.len()).copied().unwrap_or(0) == 0
                && own[0] != 0
        };
        if columns[x] == 0 {
            (x, blank) = (x + 1, blank + 1);
            continue;
        }
        let glyph = glyphs.iter().find(starts)?;
        if blank >= 3 && !said.is_empty() {
            said.push(' ');
        }
        said.push(glyph.0);
        (x, blank) = (x + glyph.1.len(), 0);
    }
    (said.chars().filter(|c| c.is_alphanumeric()).count() >= 3).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_read_again() {
        let drawn = [
            "▌ ▌         ▝ ▘          ▐        ▐    ▖▝▐ ▌",
            "▌ ▌▞▚▐▜▚  ▞▜▗▀▖▙▘ ▐ ▐ ▀▖▞▜   ▗▀▖▞▀▐▀▖ ▝▛▐▐ ▌",
            "▐▐ ▛▀▐▐▐  ▚▟▐ ▌▌   ▌▌▗▀▌▌▐   ▐ ▌▌ ▐ ▌  ▌▐▐ ▌",
            " ▘ ▝▀▝▝▝  ▄▞ ▀ ▘   ▝  ▀▘▝▀▗▘  ▀ ▝▀▝ ▘  ▝▝ ▘▝",
        ];
        let screen = format!("  rad\n  {}", drawn.join("\n  "));
        assert!(with_large(screen).contains("Vem gör vad, och till"));
        assert_eq!(with_large("rad".to_owned()), "rad");
    }
}
