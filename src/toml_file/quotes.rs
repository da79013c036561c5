//! Quotation marks as word processors make them, where a file wants straight ones.

use super::Wrong;
use super::error::short;

/// The marks that word processors put in the place of `"`.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '«', '»', '‘', '’'];

/// The first curly mark that stands round a text on the line of a byte, and the line as it should be. Those inside a text
/// between straight marks are the author's own.
pub(super) fn curly(source: &str, offset: usize) -> Option<Wrong> {
    find(source, offset).map(|(wrong, _)| wrong)
}

/// The same text with straight marks on the line of a byte. All else stands where it stood: a mark is as wide as before.
pub(super) fn mended(source: &str, offset: usize) -> Option<String> {
    let (_, marks) = find(source, offset)?;
    let mut text = String::with_capacity(source.len());
    for (at, c) in source.char_indices() {
        match marks.iter().position(|mark| *mark == at) {
            // What fills up stands outside the text.
            Some(number) if number % 2 == 0 && marks.len() > 1 => {
                text.extend([" ".repeat(c.len_utf8() - 1), "\"".to_owned()]);
            }
            Some(_) => text.extend(["\"".to_owned(), " ".repeat(c.len_utf8() - 1)]),
            None => text.push(c),
        }
    }
    Some(text)
}

/// The curly marks on the line of a byte, by where they stand, and what is said of the first.
fn find(source: &str, offset: usize) -> Option<(Wrong, Vec<usize>)> {
    let offset = source.floor_char_boundary(offset);
    let start = source[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = source[start..].lines().next().unwrap_or_default();
    let (mut inside, mut marks) = (false, Vec::new());
    for (at, c) in line.char_indices() {
        match c {
            '"' => inside = !inside,
            '#' if !inside && marks.len() % 2 == 0 => break,
            c if CURLY.contains(&c) && !inside => marks.push(at),
            _ => {}
        }
    }
    if inside {
        // A text that begins with a straight mark and ends with a curly one.
        let text = line.trim_end().trim_end_matches([',', ']', ' ']);
        let last = text.char_indices().next_back().filter(|(_, c)| CURLY.contains(c));
        marks.extend(last.map(|(at, _)| at));
        marks.sort_unstable();
    }
    let first = *marks.first()?;
    let right: String =
        line.char_indices().map(|(at, c)| if marks.contains(&at) { '"' } else { c }).collect();
    let mark = line[first..].chars().next()?;
    let wrong = Wrong::new(
        start + first,
        format!("citattecknet {mark} är krokigt, så som ordbehandlare skriver det"),
        format!("Skriv raka citattecken: {}", short(right.trim_end().trim_end_matches(','), 60)),
    );
    Some((wrong, marks.into_iter().map(|at| start + at).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curly_marks_round_a_text_are_told_with_the_line_as_it_should_be() {
        for (line, at, right) in [
            ("namn = ”Vårt möte”", 7, "namn = \"Vårt möte\""),
            ("namn = “Vårt möte”   # och så", 7, "namn = \"Vårt möte\"   # och så"),
            ("namn = „Vårt möte“", 7, "namn = \"Vårt möte\""),
            ("namn = »Vårt möte»", 7, "namn = \"Vårt möte\""),
            ("namn = \"Vårt möte”", 17, "namn = \"Vårt möte\""),
            ("fragor = [“Hur?”, \"Vem?\"]", 10, "fragor = [\"Hur?\", \"Vem?\"]"),
            ("    “Hur då?”,", 4, "\"Hur då?\""),
        ] {
            let source = format!("id = \"x\"\n{line}\nrytm = ”senare”\n");
            let found = curly(&source, 9 + line.len() / 2).unwrap_or_else(|| panic!("{line}"));
            let column = source[9..found.at].chars().count();
            assert_eq!(
                (column, found.remedy.as_str()),
                (at, format!("Skriv raka citattecken: {right}").as_str())
            );
        }
    }

    #[test]
    fn what_somebody_says_in_a_text_is_left_alone() {
        for line in ["om = \"Vi säger ”hej”\" x", "om = 5 # ”hej”", "om = \"utan slut", "minuter = 09"]
        {
            assert_eq!(curly(line, 3), None, "{line}");
        }
    }
}
