//! Text as it may enter the program: NFC, without control characters, escape sequences or bidi overrides.
//!
//! Every door (keys, paste, import, agenda files) passes through [`clean`]; everything behind it may trust that a text
//! can be shown in a terminal, written to a file and printed without doing anything but being read.
//! Widths are counted in terminal cells, by what a reader sees as one character.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The longest text that one field holds, in characters. Nothing here makes a text shorter to fit: [`fits`] says what was too
/// long, and whoever wrote it decides what goes.
pub const MAX_CHARS: usize = 10_000;

/// A text that is longer than [`MAX_CHARS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{chars} tecken är fler än de {MAX_CHARS} som får plats")]
pub struct TooLong {
    /// How many characters it has.
    pub chars: usize,
}

/// Sees that a text is no longer than one field holds.
///
/// # Errors
/// When it is.
pub fn fits(text: &str) -> Result<(), TooLong> {
    // No more bytes than characters are allowed, so no more characters either.
    if text.len() <= MAX_CHARS {
        return Ok(());
    }
    let chars = text.chars().count();
    if chars <= MAX_CHARS { Ok(()) } else { Err(TooLong { chars }) }
}

/// A text from outside as one field may keep it: clean, without spaces at its ends, and whole.
///
/// # Errors
/// When it is longer than a field holds.
pub fn kept(raw: &str) -> Result<String, TooLong> {
    let text = clean(raw).trim().to_owned();
    fits(&text).map(|()| text)
}

const ESCAPE: char = '\u{1B}';
const BELL: char = '\u{07}';
const STRING_END: char = '\u{9C}';

/// Makes text from outside safe to keep and to show.
///
/// - NFC;
/// - a run of line ends and tabs (`\r`, `\n`, `\t`, vertical tab, form feed, NEL, LS, PS) becomes one space;
/// - escape sequences vanish whole; one that is never ended loses only its introducer, so that no words go with it;
/// - what [`is_allowed`] refuses vanishes, and so do joiners that don't stand between two letters.
///
/// It is never cut, however long: [`kept`] and [`fits`] say what is too long. Spaces at the ends are kept, since a text that is being typed passes here too. Cleaning twice changes nothing.
pub fn clean(raw: &str) -> String {
    if is_clean(raw) { raw.to_owned() } else { wash(raw) }
}

fn wash(raw: &str) -> String {
    strip(raw).nfc().collect()
}

/// Whether a text surely is clean already, as nearly all are: told at a glance.
fn is_clean(raw: &str) -> bool {
    raw.chars().all(|c| is_allowed(c) && !is_break(c) && !introduces_sequence(c) && !is_joiner(c))
        && is_nfc_quick(raw.chars()) == IsNormalized::Yes
}

/// Removes escape sequences and what isn't allowed, and turns line ends and tabs into spaces.
fn strip(raw: &str) -> String {
    let mut kept = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    let mut after_break = false;
    // A joiner waits until it is known whether a letter follows.
    let mut joiner = None;
    while let Some(c) = chars.next() {
        if is_break(c) {
            if !after_break {
                kept.push(' ');
            }
            after_break = true;
            joiner = None;
        } else if introduces_sequence(c) {
            skip_sequence(c, &mut chars);
        } else if is_joiner(c) {
            joiner = kept.chars().next_back().filter(|before| before.is_alphabetic()).map(|_| c);
        } else if is_allowed(c) {
            if let Some(joiner) = joiner.take()
                && c.is_alphabetic()
            {
                kept.push(joiner);
            }
            kept.push(c);
            after_break = false;
        }
    }
    kept
}

fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{0B}' | '\u{0C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// ESC, and the one-character forms of CSI, DCS, SOS, OSC, PM and APC.
fn introduces_sequence(c: char) -> bool {
    matches!(c, ESCAPE | '\u{90}' | '\u{98}' | '\u{9B}' | '\u{9D}' | '\u{9E}' | '\u{9F}')
}

/// Moves past the escape sequence (ECMA-48) that `introducer` began.
fn skip_sequence(introducer: char, chars: &mut Peekable<Chars<'_>>) {
    let kind = if introducer == ESCAPE {
        match chars.peek() {
            Some('[') => '\u{9B}',
            Some(']' | 'P' | 'X' | '^' | '_') => '\u{9D}',
            _ => {
                // Intermediate bytes and one final byte, such as `ESC ( B`.
                while chars.next_if(|c| (' '..='/').contains(c)).is_some() {}
                chars.next_if(|c| ('0'..='~').contains(c));
                return;
            }
        }
    } else {
        introducer
    };
    if introducer == ESCAPE {
        chars.next();
    }
    if kind == '\u{9B}' {
        while chars.next_if(|c| (' '..='?').contains(c)).is_some() {}
        chars.next_if(|c| ('@'..='~').contains(c));
    } else if let Some(length) = string_length(chars.clone()) {
        chars.by_ref().take(length).for_each(drop);
    }
}

/// How many characters a control string takes with its end mark, if it is ended at all.
fn string_length(chars: Peekable<Chars<'_>>) -> Option<usize> {
    let mut chars = chars.enumerate();
    while let Some((index, c)) = chars.next() {
        match c {
            BELL | STRING_END => return Some(index + 1),
            ESCAPE => return chars.next().filter(|(_, c)| *c == '\\').map(|(index, _)| index + 1),
            c if c.is_control() => return None,
            _ => {}
        }
    }
    None
}

/// Whether `c` may stand in a text at all.
///
/// Refused: control characters, controls of direction (they can make a text read as another), characters of no width,
/// soft hyphens, tags, private use and noncharacters. Joiners are allowed here; [`clean`] judges them by their place.
pub fn is_allowed(c: char) -> bool {
    let code = u32::from(c);
    let invisible = is_invisible(c) && !is_joiner(c) || matches!(c, '\u{2028}' | '\u{2029}');
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    let noncharacter = code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code);
    !(c.is_control() || invisible || private || noncharacter)
}

/// Whether `c` can't be seen where it stands within a word, and is no part of it: joiners, soft hyphens, controls of
/// direction, characters of no width, tags.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFC}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether `c` is a hyphen, a dash or a minus sign: people don't choose which they get.
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Normalises to NFC only.
pub fn nfc(raw: &str) -> String {
    raw.nfc().collect()
}

/// How many terminal cells `text` takes.
pub fn width(text: &str) -> usize {
    if is_simple(text) {
        text.chars().count()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

/// Whether each character of `text` is one to a reader too and takes one terminal cell, as in nearly all Swedish text:
/// letters of Europe, digits, dashes, quotes and frames. Told far quicker than by finding its graphemes.
pub fn is_simple(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{257F}')
    })
}

/// `text` in the characters that a reader counts.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let simple = is_simple(text);
    let characters = simple.then(|| text.split_inclusive(|_| true));
    let graphemes = (!simple).then(|| text.graphemes(true));
    characters.into_iter().flatten().chain(graphemes.into_iter().flatten())
}

/// `text` in at most `cells` terminal cells, ended by `…` where something was left out.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else { return Cow::Borrowed("") };
    let mut used = 0;
    let fitting = graphemes(text).take_while(|grapheme| {
        used += grapheme.width();
        used <= room
    });
    let mut short: String = fitting.collect();
    short.push('…');
    Cow::Owned(short)
}

/// The text in at most `cells` terminal cells, cut after a whole word. Of somebody's name and role the name is left alone where that
/// is what fits; nothing says then that more was cut. A word that would leave half of the room empty is cut itself.
pub fn shorten(text: &str, cells: usize) -> Cow<'_, str> {
    let cut = truncate(text, cells);
    let Some(begun) = cut.strip_suffix('…').filter(|_| cut != text) else { return cut };
    let ends_whole = text[begun.len()..].starts_with(char::is_whitespace);
    let whole =
        if ends_whole { begun } else { begun.rsplit_once(char::is_whitespace).map_or("", |two| two.0) };
    let kept = whole.trim_end_matches(|c: char| !c.is_alphanumeric() && !"?!.”)".contains(c));
    let is_name = |words: &str| words.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    if let Some((name, _)) = text.split_once(", ").filter(|(name, _)| *name == kept && is_name(name)) {
        return Cow::Borrowed(name);
    }
    if width(kept) * 2 < cells { cut } else { Cow::Owned(format!("{kept}…")) }
}

/// Breaks `text` into lines of at most `cells` terminal cells, between words; there is always at least one line.
///
/// A word longer than a line is broken between graphemes. Only white space at a break is left out; a no-break space
/// holds its words together. `\n` always breaks. Where `cells` is less than one character, each stands on its own line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = Line::default();
        for (is_space, run) in runs(paragraph) {
            if is_space {
                line.space = run;
            } else if width(run) > cells {
                // No line holds it: it is broken after its hyphens first.
                for part in after_hyphens(run) {
                    line.add(part, cells, &mut lines);
                }
            } else {
                line.add(run, cells, &mut lines);
            }
        }
        lines.push(line.text);
    }
    lines
}

/// The line that [`wrap`] is filling.
#[derive(Default)]
struct Line<'a> {
    text: String,
    width: usize,
    /// White space that is written only if another word follows on the same line.
    space: &'a str,
}

impl Line<'_> {
    fn add(&mut self, word: &str, cells: usize, full: &mut Vec<String>) {
        let space = std::mem::take(&mut self.space);
        let (space_width, word_width) = (width(space), width(word));
        if self.width + space_width + word_width <= cells {
            self.text.push_str(space);
            self.text.push_str(word);
            self.width += space_width + word_width;
            return;
        }
        self.end(full);
        if word_width <= cells {
            self.text.push_str(word);
            self.width = word_width;
            return;
        }
        for grapheme in graphemes(word) {
            if grapheme.width() > cells {
                // Wider than any line, such as a chain of Hangul letters: between its parts, then.
                let mut part = [0; 4];
                grapheme.chars().for_each(|c| self.push(c.encode_utf8(&mut part), cells, full));
            } else {
                self.push(grapheme, cells, full);
            }
        }
    }

    fn push(&mut self, part: &str, cells: usize, full: &mut Vec<String>) {
        if self.width + part.width() > cells {
            self.end(full);
        }
        self.text.push_str(part);
        self.width += part.width();
    }

    fn end(&mut self, full: &mut Vec<String>) {
        if !self.text.is_empty() {
            full.push(std::mem::take(&mut self.text));
            self.width = 0;
        }
    }
}

/// Splits a word after each hyphen.
fn after_hyphens(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut index) = (0, 0);
    for grapheme in graphemes(word) {
        index += grapheme.len();
        if grapheme == "-" {
            parts.push(&word[start..index]);
            start = index;
        }
    }
    if start < word.len() {
        parts.push(&word[start..]);
    }
    parts
}

/// Splits into runs of white space (`true`) and of anything else.
fn runs(text: &str) -> Vec<(bool, &str)> {
    if is_simple(text) {
        // Each character is a grapheme.
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_space = is_breaking_space(first);
            let end = rest.find(|c| is_breaking_space(c) != is_space).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            runs.push((is_space, run));
            rest = after;
        }
        return runs;
    }
    let mut runs: Vec<(bool, &str)> = Vec::new();
    let mut start = 0;
    let mut index = 0;
    for grapheme in text.graphemes(true) {
        let is_space = grapheme.chars().all(is_breaking_space);
        let end = index + grapheme.len();
        match runs.last_mut() {
            Some((kind, run)) if *kind == is_space => *run = &text[start..end],
            _ => {
                start = index;
                runs.push((is_space, grapheme));
            }
        }
        index = end;
    }
    runs
}

fn is_breaking_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// A pasted list, one item per line: each cleaned and trimmed, without list marks (`- `, `* `, `• `, `1. `, `1) `);
/// empty lines are left out.
pub fn lines_of_paste(raw: &str) -> Vec<String> {
    raw.split(['\r', '\n'])
        .map(clean)
        .map(|line| without_list_mark(line.trim()).to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// A pasted list as [`lines_of_paste`] has it, with the tabs that stand between the cells of a table.
pub fn rows_of_paste(raw: &str) -> Vec<String> {
    raw.split(['\r', '\n'])
        .map(|line| line.split('\t').map(|cell| clean(cell).trim().to_owned()).collect::<Vec<_>>().join("\t"))
        .map(|line| without_list_mark(line.trim_end()).to_owned())
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn without_list_mark(line: &str) -> &str {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // A longer number is a year or a reference, not a place in a list.
    let rest = if (1..=3).contains(&digits) {
        line[digits..].strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '•', '–', '·'])
    };
    match rest {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn composes_decomposed_letters() {
        assert_eq!(clean("A\u{30A}sa o\u{308}ver a\u{308}ngen"), "Åsa över ängen");
        assert_eq!(nfc("a\u{30A}"), "å");
    }

    #[test]
    fn line_ends_and_tabs_become_one_space() {
        assert_eq!(
            clean("ett\r\ntvå\rtre\nfyra\tfem\u{85}sex\u{2028}sju\u{2029}åtta"),
            "ett två tre fyra fem sex sju åtta"
        );
        assert_eq!(clean("ett\n\n\ttvå"), "ett två");
        assert_eq!(clean("ett  två "), "ett  två ");
    }

    #[test]
    fn escape_sequences_vanish_whole() {
        assert_eq!(clean("\u{1B}[31;1mröd\u{1B}[0m text"), "röd text");
        assert_eq!(clean("före\u{1B}]0;ny titel\u{7}efter"), "föreefter");
        assert_eq!(clean("\u{1B}]8;;http://x\u{1B}\\länk\u{1B}]8;;\u{1B}\\"), "länk");
        assert_eq!(clean("\u{1B}P1$r0m\u{1B}\\kvar"), "kvar");
        assert_eq!(clean("\u{9B}2Jkvar"), "kvar");
        assert_eq!(clean("\u{9D}0;titel\u{9C}kvar"), "kvar");
        assert_eq!(clean("\u{1B}(Bkvar\u{1B}c"), "kvar");
        assert_eq!(clean("\u{1B}\u{1B}[2Jkvar"), "kvar");
    }

    #[test]
    fn a_sequence_that_is_never_ended_takes_no_words() {
        assert_eq!(clean("a\u{1B}]allt detta\nstår kvar"), "aallt detta står kvar");
        assert_eq!(clean("a\u{1B}"), "a");
        assert_eq!(clean("a\u{1B}["), "a");
        assert_eq!(clean("\u{1B}]a\u{1B}]b"), "ab");
    }

    #[test]
    fn what_cannot_be_seen_vanishes() {
        assert_eq!(clean("a\u{202E}b\u{2066}c\u{2069}d\u{200E}e\u{200F}f\u{61C}g"), "abcdefg");
        assert_eq!(clean("\u{FEFF}a\u{200B}b\u{2060}c\u{AD}d"), "abcd");
        assert_eq!(clean("a\u{E0041}b\u{E000}c\u{FFFF}d\u{1FFFE}e\u{FDD0}f\u{10FFFD}g"), "abcdefg");
        assert_eq!(clean("a\0b\u{8}c\u{7F}d"), "abcd");
    }

    #[test]
    fn joiners_stay_only_between_letters() {
        assert_eq!(clean("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(clean("a\u{200D} b\u{200C}"), "a b");
        assert_eq!(clean("\u{200D}a"), "a");
        assert_eq!(clean("e\u{200D}\u{301}"), "é");
    }

    #[test]
    fn nothing_is_cut_however_long_and_what_is_too_long_is_said() {
        for part in ["x", "å", "x\u{30C}", "a\u{30A}", "ett\ttvå ", "b\u{200D}c", "😀"] {
            let long = part.repeat(MAX_CHARS * 11);
            let once = clean(part);
            assert_eq!(clean(&long).chars().count(), once.chars().count() * MAX_CHARS * 11, "{part:?}");
            assert_eq!(kept(&long), Err(TooLong { chars: clean(&long).trim().chars().count() }));
        }
        let most = "å".repeat(MAX_CHARS);
        assert_eq!(kept(&format!(" {most}\n")), Ok(most.clone()));
        assert_eq!(kept(&format!("{most}å")).unwrap_err().chars, MAX_CHARS + 1);
        assert_eq!(fits(&most), Ok(()));
        assert_eq!(TooLong { chars: 12_345 }.to_string(), "12345 tecken är fler än de 10000 som får plats");
        // What only takes place as it is written is not counted.
        assert_eq!(kept(&format!("{}\u{30A}", "a\u{30A}".repeat(6_000))).unwrap().chars().count(), 6_001);
    }

    #[test]
    fn allowed_letters() {
        assert!("åäöÅÄÖéüß½ €”–…łأ😀".chars().all(is_allowed));
        assert!(!"\u{0}\u{1B}\n\u{202A}\u{2069}\u{FEFF}\u{E0001}\u{FFFE}".chars().any(is_allowed));
    }

    #[test]
    fn widths_are_what_a_reader_sees() {
        assert_eq!(width("åäö"), 3);
        assert_eq!(width("a\u{30A}"), 1);
        assert_eq!(width("漢字"), 4);
        assert_eq!(width(""), 0);
    }

    #[test]
    fn what_is_shortened_ends_with_a_whole_word_and_a_name_goes_before_its_role() {
        for (text, cells, said) in [
            ("Karin Lund, specialpedagog", 26, "Karin Lund, specialpedagog"),
            ("Karin Lund, specialpedagog", 20, "Karin Lund"),
            ("Karin Lund, lärare och mentor", 20, "Karin Lund, lärare…"),
            ("Röd · Skicka underlag till skolan", 20, "Röd · Skicka…"),
            ("Röd · Skicka underlag till skolan", 22, "Röd · Skicka underlag…"),
            ("Blå · Specialpedagogiska", 16, "Blå · Specialpe…"),
            ("Specialpedagog", 8, "Special…"),
            ("Vad? Hur då, menar du", 13, "Vad? Hur då…"),
            ("", 4, ""),
            ("ab", 0, ""),
        ] {
            assert_eq!(shorten(text, cells), said, "{text} in {cells}");
        }
    }

    #[test]
    fn truncates_with_an_ellipsis() {
        assert_eq!(truncate("Ängsskolan", 10), "Ängsskolan");
        assert!(matches!(truncate("Ängsskolan", 10), Cow::Borrowed(_)));
        assert_eq!(truncate("Ängsskolan", 5), "Ängs…");
        assert_eq!(truncate("Ängsskolan", 1), "…");
        assert_eq!(truncate("Ängsskolan", 0), "");
        assert_eq!(truncate("漢字漢字", 4), "漢…");
    }

    #[test]
    fn wraps_between_words() {
        assert_eq!(wrap("Veta vad som händer under dagen", 12), ["Veta vad som", "händer under", "dagen"]);
        assert_eq!(wrap("ett", 10), ["ett"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("ett\n\ntvå", 10), ["ett", "", "två"]);
        assert_eq!(wrap("ett  två", 10), ["ett  två"]);
        assert_eq!(wrap("ett två  ", 3), ["ett", "två"]);
    }

    #[test]
    fn breaks_a_word_longer_than_the_line() {
        assert_eq!(wrap("en specialpedagog", 7), ["en", "special", "pedagog"]);
        assert_eq!(wrap("kl\u{A0}13 här", 5), ["kl\u{A0}13", "här"]);
        assert_eq!(wrap("en BVC-sjuksköterska", 14), ["en BVC-", "sjuksköterska"]);
        assert_eq!(wrap("漢字", 1), ["漢", "字"]);
        assert_eq!(wrap("ab", 0), ["a", "b"]);
        assert_eq!(wrap("ᄀᄀ", 2), ["ᄀ", "ᄀ"]);
    }

    #[test]
    fn a_pasted_list_loses_its_marks() {
        let paste = "- Karin Lind, kurator\r\n* Per\r\r  • Åsa\n\n1. Bo\n12) Eva\n–\n2026. Året\n-3 grader\n1.5 timme\n";
        assert_eq!(
            lines_of_paste(paste),
            ["Karin Lind, kurator", "Per", "Åsa", "Bo", "Eva", "2026. Året", "-3 grader", "1.5 timme"]
        );
        assert!(lines_of_paste(" \n\t\n").is_empty());
    }

    /// Strings thick with what [`clean`] has to judge.
    fn hostile() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "a",
            "å",
            "e",
            "\u{301}",
            "\u{30A}",
            " ",
            "\n",
            "\r",
            "\t",
            "\u{1B}",
            "[",
            "]",
            "31",
            "m",
            "\\",
            "\u{7}",
            "\u{9B}",
            "\u{9C}",
            "\u{9D}",
            "P",
            "\u{200C}",
            "\u{200D}",
            "\u{202E}",
            "\u{FEFF}",
            "\u{2028}",
            "😀",
            "\u{1F1F8}",
            "\u{1F1EA}",
            "漢",
            "ᄀ",
            "ᅡ",
            "\u{E000}",
            "\u{AD}",
            "\u{A0}",
        ]);
        prop_oneof![prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat()), any::<String>()]
    }

    proptest! {
        #[test]
        fn what_is_told_clean_at_a_glance_is(raw in hostile(), plain in "[a-zåäöÅÄÖé –”0-9]{0,40}") {
            for text in [raw, plain] {
                if is_clean(&text) {
                    prop_assert_eq!(wash(&text), text);
                }
            }
        }

        #[test]
        fn simple_text_is_cut_into_its_characters(text in "[ -~\u{a0}-\u{ac}\u{ae}-\u{2ff}\u{2010}-\u{2027}\u{2500}-\u{257f}]{0,20}") {
            prop_assert!(is_simple(&text));
            prop_assert!(text.graphemes(true).eq(graphemes(&text)));
            prop_assert_eq!(text.graphemes(true).map(UnicodeWidthStr::width).sum::<usize>(), width(&text));
        }

        #[test]
        fn other_text_is_cut_into_its_graphemes(text in hostile()) {
            prop_assert!(text.graphemes(true).eq(graphemes(&text)));
            prop_assert_eq!(text.graphemes(true).map(UnicodeWidthStr::width).sum::<usize>(), width(&text));
        }

        #[test]
        fn cleaning_twice_changes_nothing(raw in hostile()) {
            let once = clean(&raw);
            prop_assert_eq!(&clean(&once), &once);
            prop_assert!(once.chars().all(is_allowed));
            prop_assert_eq!(&nfc(&once), &once);
        }

        #[test]
        fn cleaning_keeps_plain_text(text in "[a-zåäöA-ZÅÄÖ0-9 .,!?@>/-]{0,80}") {
            prop_assert_eq!(clean(&text), text);
        }

        #[test]
        fn wrapped_lines_fit_and_lose_only_space(raw in hostile(), cells in 2_usize..20) {
            let text = clean(&raw);
            let lines = wrap(&text, cells);
            prop_assert!(!lines.is_empty());
            for line in &lines {
                prop_assert!(width(line) <= cells, "{line:?} is wider than {cells}");
            }
            let visible = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(visible(&lines.concat()), visible(&text));
        }

        #[test]
        fn truncated_text_fits(raw in hostile(), cells in 0_usize..20) {
            let text = clean(&raw);
            for short in [truncate(&text, cells), shorten(&text, cells)] {
                prop_assert!(width(&short) <= cells);
                prop_assert!(text.starts_with(short.trim_end_matches('…')));
            }
        }

        #[test]
        fn pasted_lines_are_clean_and_not_empty(raw in hostile()) {
            for line in lines_of_paste(&raw) {
                prop_assert_eq!(clean(&line), line.clone());
                prop_assert!(!line.trim().is_empty());
            }
        }
    }
}
