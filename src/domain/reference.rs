//! What abbreviations stand for, and where in a text they stand.

/// An abbreviation of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is written: "BUP".
    pub short: String,
    /// Spelled out, as it stands within brackets.
    pub long: String,
    /// One plain sentence on what it is.
    pub about: String,
    /// The source that says so.
    pub source: String,
}

/// The abbreviations that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// In the order of the file.
    pub terms: Vec<Term>,
}

impl Glossary {
    /// The term with an abbreviation; capital letters matter, for "sig" is a word.
    pub fn get(&self, short: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.short == short)
    }

    /// The terms whose abbreviations stand in a text as words of their own, each once, as they come.
    pub fn terms_in<'g>(&'g self, text: &str) -> Vec<&'g Term> {
        let mut found: Vec<&Term> = Vec::new();
        for term in words(text).filter_map(|(start, end)| self.get(&text[start..end])) {
            if !found.contains(&term) {
                found.push(term);
            }
        }
        found
    }
}

/// Spells each abbreviation out the first time that it comes, through one paper.
#[derive(Debug)]
pub struct FirstUse<'g> {
    glossary: &'g Glossary,
    met: Vec<&'g Term>,
}

impl<'g> FirstUse<'g> {
    /// Where nothing has been read yet.
    pub fn new(glossary: &'g Glossary) -> Self {
        Self { glossary, met: Vec::new() }
    }

    /// The next text of the paper, with what it is the first to abbreviate spelled out: "BUP (barn- och
    /// ungdomspsykiatrin)", "BUP-kontakt (barn- och ungdomspsykiatrin)". What stands between ” and ” is somebody's
    /// own words and stays as it is.
    pub fn text(&mut self, text: &str) -> String {
        let mut whole = String::with_capacity(text.len());
        let mut copied = 0;
        for (start, end) in words(text) {
            let Some(term) = self.glossary.get(&text[start..end]) else { continue };
            if is_quoted(text, start) || self.met.contains(&term) {
                continue;
            }
            self.met.push(term);
            // "samordnad individuell plan (SIP)" says it already, and so does a text that was written out by hand.
            let after = &text[end..];
            let explained = after.strip_prefix(" (").is_some_and(|said| says(said, &term.long));
            if explained || (text[..start].ends_with('(') && after.starts_with(')')) {
                continue;
            }
            let tail = tail_of(after);
            // Which of them it is, where a compound holds several.
            let before = text[..start].rsplit(|c: char| !c.is_alphanumeric() && c != '-').next();
            let word = format!("{}{}", before.unwrap_or_default(), &text[start..end + tail]);
            let several = word.split(['-', ':']).filter(|part| self.glossary.get(part).is_some()).count() > 1;
            let what = if several { format!("{}: {}", term.short, term.long) } else { term.long.clone() };
            // Within brackets there are no others: "Eva Ek, läkare (BUP – barn- och ungdomspsykiatrin, region)".
            // Two abbreviations in one compound: the first one's words come after the whole, and both in one pair of brackets.
            let at = (end + tail).max(copied);
            if at == copied && whole.ends_with(')') {
                whole.pop();
                whole.extend(["; ", &what, ")"]);
                continue;
            }
            whole.push_str(&text[copied..at]);
            copied = at;
            if is_in_brackets(&text[..start]) {
                whole.extend([" – ", &what]);
            } else if text[at..].starts_with(" (") {
                // "BUP (Kyrkogatan 2)": what stands in brackets already comes after, within the same pair.
                whole.extend([" (", &what, ", "]);
                copied += " (".len();
            } else {
                whole.extend([" (", &what, ")"]);
            }
        }
        whole.push_str(&text[copied..]);
        whole
    }
}

/// Whether what stands in brackets is what an abbreviation stands for, whatever its ending: "barn- och ungdomspsykiatri".
fn says(within: &str, long: &str) -> bool {
    const ENDING: usize = 3;
    let stem: String = long.chars().take(long.chars().count().saturating_sub(ENDING).max(ENDING)).collect();
    within.to_lowercase().starts_with(&stem.to_lowercase())
}

/// How much of what follows an abbreviation belongs to the same word: "-kontakt", ":s".
fn tail_of(after: &str) -> usize {
    let mut length = 0;
    let mut rest = after;
    while let Some(inner) = rest.strip_prefix(['-', ':']) {
        let letters = inner.find(|c: char| !c.is_alphanumeric()).unwrap_or(inner.len());
        if letters == 0 {
            break;
        }
        length += 1 + letters;
        rest = &inner[letters..];
    }
    length
}

/// Whether a bracket is open after this text.
fn is_in_brackets(before: &str) -> bool {
    before.matches('(').count() > before.matches(')').count()
}

/// Whether a place lies between ” and ”.
fn is_quoted(text: &str, at: usize) -> bool {
    text[..at].matches('”').count() % 2 == 1 && text[at..].contains('”')
}

/// Where the runs of letters and digits begin and end, in bytes.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        at = end;
        Some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let term = |short: &str, long: &str| Term {
            short: short.to_owned(),
            long: long.to_owned(),
            about: String::new(),
            source: String::new(),
        };
        Glossary {
            terms: vec![
                term("BUP", "barn- och ungdomspsykiatrin"),
                term("SIP", "samordnad individuell plan"),
                term("SIG", "social insatsgrupp"),
            ],
        }
    }

    #[test]
    fn within_brackets_there_are_no_others() {
        let glossary = glossary();
        let said = |text: &str| FirstUse::new(&glossary).text(text);
        assert_eq!(
            said("Eva Ek, läkare (BUP, region)"),
            "Eva Ek, läkare (BUP – barn- och ungdomspsykiatrin, region)"
        );
        assert_eq!(
            said("Eva (läkare) på BUP"),
            "Eva (läkare) på BUP (barn- och ungdomspsykiatrin)",
            "a bracket that is closed is none"
        );
        assert_eq!(
            said("Ring BUP (Kyrkogatan 2) i dag"),
            "Ring BUP (barn- och ungdomspsykiatrin, Kyrkogatan 2) i dag"
        );
        assert_eq!(said("BUP (Barn- och ungdomspsykiatri)"), "BUP (Barn- och ungdomspsykiatri)");
        assert_eq!(said("Eva (BUP-kontakt)"), "Eva (BUP-kontakt – barn- och ungdomspsykiatrin)");
    }

    #[test]
    fn an_abbreviation_is_spelled_out_the_first_time_only() {
        let glossary = glossary();
        let mut first = FirstUse::new(&glossary);
        assert_eq!(
            first.text("Vi ringer BUP. BUP svarar."),
            "Vi ringer BUP (barn- och ungdomspsykiatrin). BUP svarar."
        );
        assert_eq!(first.text("BUP och SIP"), "BUP och SIP (samordnad individuell plan)");
        assert_eq!(FirstUse::new(&glossary).text("BUP"), "BUP (barn- och ungdomspsykiatrin)");
    }

    #[test]
    fn a_compound_stays_whole_and_names_what_is_spelled_out() {
        let glossary = glossary();
        let first = |text: &str| FirstUse::new(&glossary).text(text);
        assert_eq!(first("Ett SIP-möte nu"), "Ett SIP-möte (samordnad individuell plan) nu");
        assert_eq!(first("BUP:s råd"), "BUP:s (barn- och ungdomspsykiatrin) råd");
        assert_eq!(
            first("BUP-SIP"),
            "BUP-SIP (BUP: barn- och ungdomspsykiatrin; SIP: samordnad individuell plan)"
        );
    }

    #[test]
    fn words_that_only_look_like_it_and_words_of_others_are_left_alone() {
        let glossary = glossary();
        for text in ["Hen lär sig läsa", "SIPPOR och BUPP", "Hon sa ”BUP är bra” i dag", ""] {
            assert_eq!(FirstUse::new(&glossary).text(text), text);
        }
    }

    #[test]
    fn what_is_spelled_out_already_is_not_spelled_out_again() {
        let glossary = glossary();
        for text in
            ["En samordnad individuell plan (SIP), sedan SIP", "SIP (samordnad individuell plan) och SIP"]
        {
            assert_eq!(FirstUse::new(&glossary).text(text), text);
        }
    }

    #[test]
    fn a_quotation_is_no_first_use() {
        let glossary = glossary();
        let mut first = FirstUse::new(&glossary);
        first.text("”BUP”");
        assert_eq!(first.text("BUP"), "BUP (barn- och ungdomspsykiatrin)");
    }

    #[test]
    fn terms_are_found_once_each_in_their_order() {
        let glossary = glossary();
        let found: Vec<_> =
            glossary.terms_in("SIG, BUP-kontakt, SIG").iter().map(|term| &term.short).collect();
        assert_eq!(found, ["SIG", "BUP"]);
    }
}
