//! Words of somebody's within quotation marks: once, also where they came with marks of their own.

use super::collate::fold;
use super::text::truncate;

/// The marks that people put around words.
pub const MARKS: [char; 7] = ['"', '”', '“', '„', '‟', '»', '«'];

/// The words within quotation marks: ”Blå”. Words that stand in marks as a whole get no more, and marks inside them are
/// single: ”Bo sa ’nej’ igen”.
pub fn quoted(words: &str) -> String {
    let mut said = String::with_capacity(words.len() + 6);
    said.push('”');
    said.extend(unquoted(words).chars().map(|c| if MARKS.contains(&c) { '’' } else { c }));
    said.push('”');
    said
}

/// The same of the beginning of a text, as much as there is room for.
pub fn quoted_short(words: &str, cells: usize) -> String {
    quoted(&truncate(unquoted(words), cells))
}

/// The words without the marks around them, where one pair stands around all of it, or half of one at an end; as they are
/// otherwise.
pub fn unquoted(words: &str) -> &str {
    let words = words.trim();
    let before = words.strip_prefix(MARKS).unwrap_or(words);
    let inner = before.strip_suffix(MARKS).unwrap_or(before).trim();
    if inner.is_empty() || inner.contains(MARKS) { words } else { inner }
}

/// A text without the word that is put before it where it is told, for whoever wrote it too: "om jag slipper" after
/// "ja, om". The case of letters doesn't matter; a word of which it is only the beginning is another, and what would be nothing
/// without it is left as it is.
pub fn without_word<'t>(text: &'t str, word: &str) -> &'t str {
    let text = text.trim();
    let Some(start) = text.get(..word.len()).filter(|start| fold(start) == fold(word)) else { return text };
    let rest = &text[start.len()..];
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '…');
    if rest.is_empty() || !text[start.len()..].starts_with(|c: char| !c.is_alphanumeric()) {
        text
    } else {
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_word_before_is_said_once() {
        for (typed, word, said) in [
            ("om jag slipper", "om", "jag slipper"),
            ("Om … jag slipper", "om", "jag slipper"),
            ("ja, om jag slipper", "ja", "om jag slipper"),
            ("område", "om", "område"),
            ("om", "om", "om"),
            ("av rektor", "av", "rektor"),
            ("avdelningschefen", "av", "avdelningschefen"),
            ("", "om", ""),
            ("åm", "om", "åm"),
        ] {
            assert_eq!(without_word(typed, word), said, "{typed}");
        }
    }

    #[test]
    fn marks_stand_once() {
        for (words, said) in [
            ("Blå", "”Blå”"),
            ("”Blå”", "”Blå”"),
            ("\"Blå\"", "”Blå”"),
            ("“jag vill sitta kvar”", "”jag vill sitta kvar”"),
            ("»Blå«", "”Blå”"),
            (" ” Blå ” ", "”Blå”"),
            ("Bo sa ”nej” igen", "”Bo sa ’nej’ igen”"),
            ("”nej” sa Bo, sen ”ja”", "”’nej’ sa Bo, sen ’ja’”"),
            ("Blå”", "”Blå”"),
            ("”Blå", "”Blå”"),
            ("Bo sa ”nej”", "”Bo sa ’nej’”"),
            ("”", "”’”"),
            ("", "””"),
        ] {
            assert_eq!(quoted(words), said, "{words}");
        }
        assert_eq!(quoted_short("”Jag får sitta kvar på rasten”", 12), "”Jag får sit…”");
        assert_eq!(unquoted("”nej” sa Bo, sen ”ja”"), "”nej” sa Bo, sen ”ja”");
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_marks_are_never_doubled(words in "[\"”“»a-zå ]{0,12}") {
            let said = quoted(&words);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&said), letters(&words));
            prop_assert_eq!(quoted(&said), quoted(&quoted(&said)));
            let inner = said.strip_prefix('”').and_then(|rest| rest.strip_suffix('”')).unwrap();
            prop_assert!(!inner.contains(MARKS), "{}", said);
        }
    }
}
