//! A file that isn't TOML all through, made so: what somebody meant is put there where it can be told, the rest of that line
//! is left out, and what stands after it is read as if nothing had happened. Lines stay the lines they were.

use super::quotes;
use super::words::Words;
use std::ops::Range;

/// A text with one slip mended.
pub(super) struct Mend {
    /// The text without it.
    pub(super) source: String,
    /// Where the slip stands, in bytes from the beginning of the text as it was.
    pub(super) at: usize,
    /// What is said of it; nothing where the reader's own complaint says it.
    pub(super) words: Option<Words>,
    /// The keys whose values are gone with it.
    pub(super) lost: Vec<String>,
    /// Whether a value stands there now of which its key may say that it should be another.
    pub(super) is_value: bool,
}

/// A line of a text, without its end.
#[derive(Clone, Copy)]
struct Line<'s> {
    start: usize,
    text: &'s str,
}

impl<'s> Line<'s> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// What it says: without the comment and the space at its ends.
    fn said(&self) -> &'s str {
        self.text[..self.comment()].trim()
    }

    /// Where that ends, in the whole text.
    fn end_of_said(&self) -> usize {
        self.start + self.text[..self.comment()].trim_end().len()
    }

    /// Where the comment begins; at the end where there is none.
    fn comment(&self) -> usize {
        let mut quote = None;
        for (at, c) in self.text.char_indices() {
            match quote {
                None if c == '#' => return at,
                None if c == '"' || c == '\'' => quote = Some(c),
                Some(open) if open == c => quote = None,
                _ => {}
            }
        }
        self.text.len()
    }
}

fn lines(source: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    source.split('\n').map(move |text| {
        let line = Line { start, text: text.strip_suffix('\r').unwrap_or(text) };
        start += text.len() + 1;
        line
    })
}

fn line_at(source: &str, offset: usize) -> Line<'_> {
    let offset = source.floor_char_boundary(offset);
    let start = source[..offset].rfind('\n').map_or(0, |at| at + 1);
    Line { start, text: source[start..].lines().next().unwrap_or_default() }
}

/// Whether a line begins with a key and an equals sign.
fn has_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else { return false };
    let key = key.trim();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Whether a line is a section's heading, though perhaps one bracket short.
fn is_heading(said: &str) -> bool {
    let name = said.trim_start_matches('[').trim_end_matches(']');
    said.starts_with('[') && is_name(name)
}

fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The key of a line, as far as it can be told.
fn key_of(line: &str) -> Option<String> {
    let word: String =
        line.trim_start().chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
    (!word.is_empty()).then_some(word)
}

/// The words by which a section that is gone may be missed: its name's and its keys.
fn keys_in(lines: &[Line<'_>]) -> Vec<String> {
    let names = lines.iter().flat_map(|line| {
        let said = line.said();
        if said.starts_with('[') {
            let words = said.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.filter(|word| !word.is_empty()).map(|word| format!("[{word}]")).collect()
        } else {
            key_of(said).into_iter().collect::<Vec<_>>()
        }
    });
    names.collect()
}

/// The text with something else in a place.
fn with(source: &str, place: Range<usize>, instead: &str) -> String {
    format!("{}{instead}{}", &source[..place.start], &source[place.end..])
}

/// The line of a byte, from 1.
pub(super) fn line_of(source: &str, offset: usize) -> usize {
    source.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The key on the line of a byte.
pub(super) fn key_at(source: &str, offset: usize) -> Option<String> {
    key_of(line_at(source, offset).text)
}

/// The line of the first heading after a line; past the end where there is none.
pub(super) fn next_heading(source: &str, line: usize) -> usize {
    let mut after = lines(source).enumerate().skip(line);
    after.find(|(_, line)| is_heading(line.said())).map_or(usize::MAX, |(index, _)| index + 1)
}

/// Whether a line begins as a heading does.
pub(super) fn is_heading_at(source: &str, line: usize) -> bool {
    lines(source).nth(line.saturating_sub(1)).is_some_and(|line| line.said().starts_with('['))
}

/// Whether the reader complains of a value that stands alone and that can be told what was meant by.
pub(super) fn is_a_value(complaint: &str) -> bool {
    ["must be quoted", "invalid boolean", "leading zero", "basic string", "literal string"]
        .iter()
        .any(|part| complaint.contains(part))
}

/// What is said of a text with quotation marks in it, which the reader takes for its end.
pub(super) fn quote_in_text(source: &str, at: usize, complaint: &str) -> Option<Words> {
    let said = line_at(source, at).said();
    let value = said.split_once('=').filter(|_| has_key(said))?.1.trim();
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    (complaint.contains("unexpected key or value") && inner.contains('"') && !inner.contains(['=', ',']))
        .then(|| {
            Words::new(
                "citattecknet inne i texten avslutar den",
                format!("Skriv ” inne i texten: \"{}\"", super::short(&inner.replace('"', "”"), 60)),
            )
        })
}

/// A list or a text in a list that doesn't end before the next key or heading comes: it swallows all that follows.
pub(super) fn open_list(source: &str) -> Option<Mend> {
    let (mut depth, mut last, mut began) = (0_usize, 0, 0);
    for (number, line) in lines(source).enumerate() {
        let said = line.said();
        if depth > 0 && (has_key(said) || is_heading(said)) {
            return Some(closed(source, last, depth, began));
        }
        let mut in_value = depth > 0;
        let mut chars = line.text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '=' => in_value = true,
                '#' => break,
                '[' if in_value => {
                    if depth == 0 {
                        began = number + 1;
                    }
                    depth += 1;
                }
                ']' if in_value => depth = depth.saturating_sub(1),
                '"' | '\'' => {
                    let rest = &line.text[at + 1..];
                    let is_whole = match c {
                        '"' => skip_text(&mut chars),
                        _ => chars.any(|(_, c)| c == '\''),
                    };
                    if !is_whole && depth > 0 {
                        let text = rest.trim_end_matches([']', ',', ' ', '\t']);
                        let end = line.start + at + 1 + text.len();
                        return Some(Mend {
                            source: with(source, end..end, &c.to_string()),
                            at: line.start + at,
                            words: Some(Words::new(
                                "texten saknar sitt citattecken i slutet",
                                "Sätt raka citattecken (\") före och efter texten, och håll den på en rad.",
                            )),
                            lost: Vec::new(),
                            is_value: false,
                        });
                    }
                }
                _ => {}
            }
        }
        if !said.is_empty() {
            last = line.end_of_said();
        }
    }
    (depth > 0).then(|| closed(source, last, depth, began))
}

/// Goes to the end of a text. Tells whether it has one on its line.
fn skip_text(chars: &mut std::str::CharIndices<'_>) -> bool {
    while let Some((_, c)) = chars.next() {
        match c {
            '"' => return true,
            '\\' => drop(chars.next()),
            _ => {}
        }
    }
    false
}

fn closed(source: &str, at: usize, depth: usize, began: usize) -> Mend {
    Mend {
        source: with(source, at..at, &"]".repeat(depth)),
        at: line_at(source, at).end_of_said().min(at),
        words: Some(Words::new(
            format!("listan som börjar på rad {began} saknar sin avslutande hakparentes"),
            "Sätt ] efter det sista i listan: [\"ett\", \"två\"]",
        )),
        lost: Vec::new(),
        is_value: false,
    }
}

/// The text without what the reader complains of at a byte, where the complaint would change how the rest is read.
pub(super) fn mended(source: &str, at: usize, complaint: &str) -> Option<Mend> {
    let kept = |source: String, words: Option<Words>| {
        Some(Mend { source, at, words, lost: Vec::new(), is_value: false })
    };
    if let Some(straight) = quotes::mended(source, at) {
        return kept(straight, None);
    }
    let line = line_at(source, at);
    let said = line.said();
    let says = |part: &str| complaint.contains(part);
    if said.starts_with('[') && !has_key(said) && (says("table") || says("key")) {
        return heading(source, line, at);
    }
    if let Some(word) = bare_word(source, at).filter(|_| !says("must be quoted")) {
        let words = Words::new(
            "texten saknar citattecken",
            "Sätt raka citattecken (\") före och efter texten, och håll den på en rad.",
        );
        let source = with(source, at..at + word.len(), &format!("\"{word}\""));
        return Some(Mend { source, at, words: Some(words), lost: Vec::new(), is_value: true });
    }
    if says("leading zero") {
        return kept(with(source, at..at + 1, " "), None);
    }
    if says("extra `=`") {
        return kept(with(source, at..at + 1, " "), None);
    }
    // These swallow what follows; the line where one begins is left out.
    let before = &source[..line.range().end];
    if says("multi-line") {
        let start = ["\"\"\"", "'''"].iter().filter_map(|mark| before.rfind(mark)).max()?;
        let words = Words::new(
            "texten börjar med tre citattecken och slutar aldrig",
            "Sätt ett rakt citattecken (\") före och efter texten, och håll den på en rad.",
        );
        return Some(Mend { words: Some(words), ..without(source, line_at(source, start), start) });
    }
    if says("inline table") {
        let start = before.rfind('{')?;
        return Some(without(source, line_at(source, start), at));
    }
    if says("recur") || says("missing table open") || says("cannot be empty") {
        return Some(without(source, line, at));
    }
    if says("key with no value") {
        return Some(no_value(source, line, at));
    }
    None
}

/// A word without quotation marks that begins at a byte, where the reader takes it for a number or a truth that is misspelt.
fn bare_word(source: &str, at: usize) -> Option<&str> {
    let before = source[..at].trim_end_matches([' ', '\t']);
    let word = source[at..].split([',', ']', '#', '\r', '\n', '"']).next()?.trim_end();
    let is_true = ["true", "false"].contains(&word.to_lowercase().as_str());
    (before.ends_with(['=', '[', ',']) && word.starts_with(char::is_alphabetic) && !is_true).then_some(word)
}

/// A heading with too few brackets or with a space in its name.
fn heading(source: &str, line: Line<'_>, at: usize) -> Option<Mend> {
    let said = line.said();
    let name = said.trim_matches(['[', ']']).trim();
    let brackets = |c: char| said.chars().filter(|one| *one == c).count();
    let depth = brackets('[').max(brackets(']')).clamp(1, 2);
    let dotted = name.split_whitespace().collect::<Vec<_>>().join(".");
    if is_name(&dotted) {
        let right = format!("{}{dotted}{}", "[".repeat(depth), "]".repeat(depth));
        if right == said {
            return None;
        }
        let start = line.start + (line.text.len() - line.text.trim_start().len());
        let problem = if brackets('[') == brackets(']') {
            "rubriken är inte rätt skriven"
        } else {
            "rubriken saknar en hakparentes"
        };
        return Some(Mend {
            source: with(source, start..line.end_of_said(), &right),
            at,
            words: Some(Words::new(problem, format!("Skriv så här: {right}"))),
            lost: Vec::new(),
            is_value: false,
        });
    }
    // What stands under a heading that can't be told belongs to no section that is known.
    let under: Vec<Line<'_>> = lines(source)
        .skip_while(|one| one.start < line.start)
        .enumerate()
        .take_while(|(number, one)| *number == 0 || !is_heading(one.said()))
        .map(|(_, one)| one)
        .collect();
    let lost = keys_in(&under);
    let mut text = source.to_owned();
    for one in under {
        text = with(&text, one.range(), &" ".repeat(one.text.len()));
    }
    Some(Mend { source: text, at, words: None, lost, is_value: false })
}

/// A line that has no equals sign where one should be.
fn no_value(source: &str, line: Line<'_>, at: usize) -> Mend {
    let start = line.start + (line.text.len() - line.text.trim_start().len());
    let said = line.said();
    let mend =
        |source: String, words: Option<Words>| Mend { source, at, words, lost: Vec::new(), is_value: false };
    if ["//", ";", "--", "%", "/*", "*"].iter().any(|mark| said.starts_with(mark)) {
        let words = Words::new("en kommentar börjar med #", "Skriv # först på raden.");
        return mend(with(source, start..start + 1, "#"), Some(words));
    }
    if said.ends_with(']') && is_name(said.trim_end_matches(']')) {
        let depth = said.len() - said.trim_end_matches(']').len();
        let words = Words::new(
            "rubriken saknar sina inledande hakparenteser",
            format!("Skriv så här: {}{said}", "[".repeat(depth)),
        );
        return mend(with(source, start..start, &"[".repeat(depth)), Some(words));
    }
    let equals = said.find('=').unwrap_or(said.len());
    if let Some(colon) = said[..equals].find(':')
        && is_name(said[..colon].trim())
    {
        return mend(with(source, start + colon..start + colon + 1, "="), None);
    }
    if equals < said.len() {
        let key = said[..equals].trim_end();
        let joined = key.split_whitespace().collect::<Vec<_>>().join("_");
        if key != joined && is_name(&joined) {
            let words = Words::new(
                "en nyckel är ett enda ord, utan mellanslag",
                format!("Skriv så här: {joined} = …"),
            );
            let padded = format!("{joined}{}", " ".repeat(key.len() - joined.len()));
            return mend(with(source, start..start + key.len(), &padded), Some(words));
        }
    } else if let Some(space) = said.find(char::is_whitespace)
        && is_name(&said[..space])
        && said[space..]
            .trim_start()
            .starts_with(['"', '\'', '[', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    {
        return mend(with(source, start + space..start + space + 1, "="), None);
    }
    without(source, line, at)
}

/// The text without a line.
fn without(source: &str, line: Line<'_>, at: usize) -> Mend {
    let lost = key_of(line.text).into_iter().collect();
    Mend {
        source: with(source, line.range(), &" ".repeat(line.text.len())),
        at,
        words: None,
        lost,
        is_value: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    /// The text when all that changes how the rest is read is mended.
    fn whole(source: &str) -> String {
        let mut text = source.to_owned();
        for _ in 0..20 {
            let (_, errors) = DeTable::parse_recoverable(&text);
            let mend = open_list(&text).filter(|_| !errors.is_empty()).or_else(|| {
                errors.iter().find_map(|error| mended(&text, error.span()?.start, error.message()))
            });
            let Some(mend) = mend else { break };
            assert_eq!(mend.source.matches('\n').count(), source.matches('\n').count(), "{source}");
            text = mend.source;
        }
        text
    }

    #[test]
    fn what_was_meant_is_put_there_and_the_next_lines_are_what_they_were() {
        for (slip, meant) in [
            ("b: \"x\"", "b= \"x\""),
            ("b \"x\"", "b=\"x\""),
            ("b = = \"x\"", "b =   \"x\""),
            ("min nyckel = 3", "min_nyckel = 3"),
            ("// om", "#/ om"),
            ("b = [\"x\", \"y\"", "b = [\"x\", \"y\"]"),
            ("b = [\"x\", \"y\"   # två", "b = [\"x\", \"y\"]   # två"),
            ("b = [\n  \"x\",\n  \"y\",\n", "b = [\n  \"x\",\n  \"y\",]\n"),
            ("b = [\"x\", \"y]", "b = [\"x\", \"y\"]"),
            ("b = [\n  \"x,\n  \"y\",\n]", "b = [\n  \"x\",\n  \"y\",\n]"),
            ("b = [[\"x\", \"y\"", "b = [[\"x\", \"y\"]]"),
            ("[faser.nulage", "[faser.nulage]"),
            ("[faser nulage]", "[faser.nulage]"),
            ("faser.nulage]", "[faser.nulage]"),
            ("[[roller]", "[[roller]]"),
            ("[roller]]", "[[roller]]"),
            ("roller]]", "[[roller]]"),
            ("b", " "),
            ("]", " "),
            ("b = \"\"\"x", "        "),
            ("b = ”x”", "b =   \"x\"  "),
            ("b = tolk", "b = \"tolk\""),
            ("b = 09", "b =  9"),
        ] {
            let around = |middle: &str| format!("a = 1\n{middle}\nc = 3\n[s]\nd = 4\n[[r]]\ne = 5\n");
            assert_eq!(whole(&around(slip)), around(meant), "{slip}");
            let (table, errors) = {
                let text = whole(&around(slip));
                let (table, errors) = DeTable::parse_recoverable(&text);
                (format!("{table:?}").contains("\"4\""), errors.len())
            };
            assert!(table && errors == 0, "{slip}");
        }
    }

    #[test]
    fn what_stands_under_a_heading_that_cannot_be_told_is_no_other_sections() {
        let text = "a = 1\n[s]\nd = 4\n[= ?]\nd = 5\nx = 6\n[[r]]\ne = 5\n";
        let (_, errors) = DeTable::parse_recoverable(text);
        let mend =
            errors.iter().find_map(|error| mended(text, error.span()?.start, error.message())).unwrap();
        assert!(mend.source.starts_with("a = 1\n[s]\nd = 4\n") && mend.source.ends_with("\n[[r]]\ne = 5\n"));
        assert_eq!(mend.lost, ["d", "x"]);
        let text = text.replace("[= ?]", "[faser.be?hov]");
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mend =
            errors.iter().find_map(|error| mended(&text, error.span()?.start, error.message())).unwrap();
        assert_eq!(mend.lost, ["[faser]", "[be]", "[hov]", "d", "x"]);
    }

    #[test]
    fn a_text_that_is_whole_is_left_alone() {
        for text in [
            "a = [\n  \"x = 1\",\n  [\"y\", \"]\"], # [\n]\n[b]\n",
            "a = \"[\" # [\nb = 1",
            "a = 'x[' \nb = [[\"a\"], [\"b\"]]\n[[c]]\n",
        ] {
            assert!(open_list(text).is_none(), "{text}");
        }
    }
}
