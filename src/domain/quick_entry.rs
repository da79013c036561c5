//! One line that captures an action: `text @ägare >datum`.
//!
//! A sigil (`@`, `>`) counts only at the start of the line or after white space, so `a@b.se` and `2>1` are text.
//! There, `\@` and `\>` stand for the characters themselves (and `\\@` for a backslash and an at sign); anywhere else
//! a backslash is a backslash. A token runs to the next sigil or the end of the line. A line has one owner and one date:
//! where a sigil stands more than once, the tokens that aren't chosen stay in the text, as they were typed. Positions are
//! counted in characters (`char`s), as the line editor counts them.

use super::collate::{fold, fold_loosely, is_one_word, starts_with_folded};

/// A line as typed, taken apart but not yet looked up. All three are trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuickEntry {
    /// What stands before the first sigil, and the tokens that are neither the owner nor the date.
    pub text: String,
    /// What follows the `@` that counts; empty if nothing does.
    pub owner: Option<String>,
    /// What follows the `>` that counts; empty if nothing does.
    pub due: Option<String>,
}

/// Takes a line apart. Where a sigil is repeated, the last one with words counts, and the others stay in the text.
pub fn split(line: &str) -> QuickEntry {
    split_where(line, |_, _| true)
}

/// Takes a line apart, knowing which words can be an owner or a date. Where a sigil is repeated, the last one whose words
/// can be what it says counts, or the last one if none can. The others stay in the text, as they were typed; a sigil
/// without words holds nothing to keep.
pub fn split_where(line: &str, can_be: impl Fn(Sigil, &str) -> bool) -> QuickEntry {
    let parts = parts(line);
    let chosen = |sigil: Sigil| {
        let own = || parts.iter().enumerate().rev().filter(move |(_, part)| part.sigil == Some(sigil));
        let worded = || own().filter(|(_, part)| !part.content.is_empty());
        let fits = worded().find(|(_, part)| can_be(sigil, &part.content));
        fits.or_else(|| worded().next()).or_else(|| own().next()).map(|(at, _)| at)
    };
    let (owner, due) = (chosen(Sigil::Owner), chosen(Sigil::Due));
    let mut entry = QuickEntry::default();
    for (at, part) in parts.into_iter().enumerate() {
        if Some(at) == owner {
            entry.owner = Some(part.content);
        } else if Some(at) == due {
            entry.due = Some(part.content);
        } else if !part.content.is_empty() {
            if !entry.text.is_empty() {
                entry.text.push(' ');
            }
            entry.text.push_str(&part.as_typed());
        }
    }
    entry
}

/// Whether a line has more than one owner or more than one date, so that some of them stay in its text.
pub fn repeats(line: &str) -> bool {
    let parts = parts(line);
    let count =
        |sigil| parts.iter().filter(|part| part.sigil == Some(sigil) && !part.content.is_empty()).count();
    count(Sigil::Owner) > 1 || count(Sigil::Due) > 1
}

/// The line that [`split`] takes apart into `entry` again.
pub fn join(entry: &QuickEntry) -> String {
    let mut line = escape(entry.text.trim(), true);
    for (sigil, content) in [('@', &entry.owner), ('>', &entry.due)] {
        if let Some(content) = content {
            append(&mut line, sigil);
            line.push_str(&escape(content.trim(), false));
        }
    }
    line
}

/// Where the cursor stands, for completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// In the text, or right before the first sigil.
    Text,
    /// In an owner.
    Owner {
        /// The content's first character in the line, after the `@` and any space.
        start: usize,
        /// Just after the content's last character, before any trailing space.
        end: usize,
        /// The content, read as [`split`] reads it.
        typed: String,
    },
    /// In a date.
    Due {
        /// The content's first character in the line, after the `>` and any space.
        start: usize,
        /// Just after the content's last character, before any trailing space.
        end: usize,
        /// The content, read as [`split`] reads it.
        typed: String,
    },
}

/// The token that the cursor stands in, `cursor` characters into the line.
pub fn token_at(line: &str, cursor: usize) -> Token {
    match parts(line).into_iter().rev().find(|part| part.at < cursor) {
        Some(Part { sigil: Some(Sigil::Owner), start, end, content, .. }) => {
            Token::Owner { start, end, typed: content }
        }
        Some(Part { sigil: Some(Sigil::Due), start, end, content, .. }) => {
            Token::Due { start, end, typed: content }
        }
        _ => Token::Text,
    }
}

/// Puts a chosen completion in the place of the token's content; returns the line and the cursor after it.
/// A line whose cursor stands in the text is returned as it is, with the cursor at its end.
pub fn accept(line: &str, token: &Token, chosen: &str) -> (String, usize) {
    let (Token::Owner { start, end, .. } | Token::Due { start, end, .. }) = token else {
        return (line.to_owned(), line.chars().count());
    };
    let chosen = escape(chosen.trim(), false);
    let mut completed: String = line.chars().take(*start).collect();
    completed.push_str(&chosen);
    let cursor = completed.chars().count();
    completed.extend(line.chars().skip(*end));
    (completed, cursor)
}

/// A line that has a date and no owner, with room for one before the date, and the cursor there: a name that is typed then
/// doesn't land among the words of the date. Nothing where it has an owner, or no date.
pub fn room_for_owner(line: &str) -> Option<(String, usize)> {
    let mut entry = split(line);
    let due = entry.due.take().filter(|due| !due.is_empty() && entry.owner.is_none())?;
    entry.owner = Some(String::new());
    let cursor = join(&entry).chars().count();
    entry.due = Some(due);
    Some((join(&entry), cursor))
}

/// A line with room for what it lacks of an owner and a date, and the cursor where the first of them is written. Nothing where it
/// lacks neither.
pub fn room_for_missing(line: &str) -> Option<(String, usize)> {
    let mut entry = split(line);
    let has = |part: &Option<String>| part.as_ref().is_some_and(|typed| !typed.is_empty());
    if has(&entry.owner) && has(&entry.due) {
        return None;
    }
    let asks_who = !has(&entry.owner);
    entry.owner.get_or_insert_default();
    let due = entry.due.take().unwrap_or_default();
    let before_due = join(&entry).chars().count();
    entry.due = Some(due);
    let whole = join(&entry);
    let cursor = if asks_who { before_due } else { whole.chars().count() };
    Some((whole, cursor))
}

/// What Tab after the text asks for: the owner first (` @`), before a date that is there, then the date (` >`); a line that has
/// both stays as it is. Returns the line and the cursor, where what is asked for is written.
pub fn tab(line: &str) -> (String, usize) {
    if let Some(asks) = room_for_owner(line) {
        return asks;
    }
    let entry = split(line);
    let sigil = match (entry.owner, entry.due) {
        (None, _) => '@',
        (Some(_), None) => '>',
        (Some(_), Some(_)) => return (line.to_owned(), line.chars().count()),
    };
    let mut line = line.trim_end().to_owned();
    append(&mut line, sigil);
    let cursor = line.chars().count();
    (line, cursor)
}

/// Puts words into the text of a line, at the cursor or after the word that it stands in; at the end of the text if the
/// cursor stands in a token. Nothing else of the line changes, the number of a need (`#2`) included. Returns the line and
/// the cursor, after the words, which hold no sigils.
pub fn insert(line: &str, cursor: usize, words: &str) -> (String, usize) {
    let chars: Vec<char> = line.chars().collect();
    let end = parts(line).first().map_or(0, |text| text.end);
    let number = chars[..end].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let sign = end - number;
    let is_need = number > 0 && sign > 1 && chars[sign - 1] == '#' && chars[sign - 2].is_whitespace();
    let end = if is_need {
        chars[..sign - 1].iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1)
    } else {
        end
    };
    let mut at = cursor.min(end);
    while at < end && !chars[at].is_whitespace() {
        at += 1;
    }
    let mut whole: String = chars[..at].iter().collect();
    if whole.ends_with(|c: char| !c.is_whitespace()) {
        whole.push(' ');
    }
    whole.push_str(words);
    let cursor = whole.chars().count();
    if chars.get(at).is_some_and(|next| !next.is_whitespace()) {
        whole.push(' ');
    }
    whole.extend(&chars[at..]);
    (whole, cursor)
}

/// Adds a sigil after one space, or none at the start of the line.
fn append(line: &mut String, sigil: char) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push(sigil);
}

/// The sign that a token begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// `@`: whose it is.
    Owner,
    /// `>`: when.
    Due,
}

/// The text (without a sigil) or a token.
struct Part {
    sigil: Option<Sigil>,
    /// Where the sigil stands.
    at: usize,
    /// The content without surrounding white space: first character, and the one after the last.
    start: usize,
    end: usize,
    /// The content with escapes read.
    content: String,
}

impl Part {
    /// The token with its sigil, and the space after it if there was one.
    fn as_typed(&self) -> String {
        let sigil = match self.sigil {
            None => return self.content.clone(),
            Some(Sigil::Owner) => '@',
            Some(Sigil::Due) => '>',
        };
        let space = if self.start > self.at + 1 { " " } else { "" };
        format!("{sigil}{space}{}", self.content)
    }
}

/// The text first, then the tokens in their order.
fn parts(line: &str) -> Vec<Part> {
    let chars: Vec<char> = line.chars().collect();
    let mut heads = vec![(None, 0)];
    heads.extend((0..chars.len()).filter_map(|index| {
        let sigil = match chars[index] {
            '@' => Sigil::Owner,
            '>' => Sigil::Due,
            _ => return None,
        };
        (index == 0 || chars[index - 1].is_whitespace()).then_some((Some(sigil), index))
    }));
    let ends = heads.iter().skip(1).map(|head| head.1).chain([chars.len()]).collect::<Vec<_>>();
    let parts = heads.into_iter().zip(ends);
    parts.map(|((sigil, at), until)| part(&chars, sigil, at, until)).collect()
}

fn part(chars: &[char], sigil: Option<Sigil>, at: usize, until: usize) -> Part {
    let from = at + usize::from(sigil.is_some());
    let is_visible = |index: &usize| !chars[*index].is_whitespace();
    let start = (from..until).find(is_visible).unwrap_or(until.min(chars.len()).max(from));
    let end = (start..until).rev().find(is_visible).map_or(start, |last| last + 1);
    // Right after a sigil nothing is a sigil, so nothing needs to be escaped there; after white space it does.
    let content = unescape(&chars[start..end], sigil.is_none() || start > from);
    Part { sigil, at, start, end, content }
}

/// Takes one backslash from each run of them that stands before `@` or `>` where a sigil would count.
fn unescape(chars: &[char], at_start: bool) -> String {
    let mut content = String::with_capacity(chars.len());
    let mut sigil_counts = at_start;
    for (index, c) in chars.iter().enumerate() {
        if !(sigil_counts && leads_to_sigil(&chars[index..]) && *c == '\\') {
            content.push(*c);
        }
        sigil_counts = c.is_whitespace();
    }
    content
}

/// Adds a backslash before each `@` or `>`, with the backslashes that lead to it, where a sigil would count.
fn escape(content: &str, at_start: bool) -> String {
    let chars: Vec<char> = content.chars().collect();
    let mut escaped = String::with_capacity(content.len());
    let mut sigil_counts = at_start;
    for (index, c) in chars.iter().enumerate() {
        if sigil_counts && leads_to_sigil(&chars[index..]) {
            escaped.push('\\');
        }
        escaped.push(*c);
        sigil_counts = c.is_whitespace();
    }
    escaped
}

/// Whether `chars` begins with any number of backslashes and a sigil.
fn leads_to_sigil(chars: &[char]) -> bool {
    chars.iter().find(|c| **c != '\\').is_some_and(|c| matches!(c, '@' | '>'))
}

/// Someone who may be meant by an `@`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The caller's own number for this person.
    pub key: usize,
    /// As shown: `Karin L.`
    pub name: &'a str,
    /// As shown: `kurator`
    pub role: &'a str,
    /// The verksamhet: `skola`
    pub unit: &'a str,
}

/// Whom a typed owner means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Exactly one person.
    One(usize),
    /// Several fit; the best first.
    Many(Vec<usize>),
    /// Nobody fits: someone who isn't in the room.
    None,
}

/// The keys of those who fit what is typed, best first: by the start of the name, of the role, of a word inside either. Where
/// nobody is called so, by the start of the unit; where nobody works there either, by any part of them, if so much is typed
/// that it isn't met everywhere. Where nobody fits at all, those who fit without our letters and signs. Within a rank the
/// order is the caller's. Nothing typed gives all.
pub fn complete(typed: &str, candidates: &[Candidate<'_>]) -> Vec<usize> {
    for how in [fold, fold_loosely] {
        let typed = how(typed);
        let mut ranked: Vec<(u8, usize)> = candidates
            .iter()
            .filter_map(|candidate| rank(&typed, candidate, how).map(|rank| (rank, candidate.key)))
            .collect();
        if let Some(best) = ranked.iter().map(|(rank, _)| *rank).min() {
            // A place or a part of a word is somebody only where no name and no role is.
            let last = best.max(CALLED_SO);
            ranked.retain(|(rank, _)| *rank <= last);
            ranked.sort_by_key(|(rank, _)| *rank);
            return ranked.into_iter().map(|(_, key)| key).collect();
        }
    }
    Vec::new()
}

/// The last rank of those whose name or role begins so.
const CALLED_SO: u8 = 2;

/// So much must be typed before the inside of words is looked through.
const INSIDE_FROM: usize = 3;

fn rank(typed: &str, candidate: &Candidate<'_>, how: fn(&str) -> String) -> Option<u8> {
    let [name, role, unit] = [candidate.name, candidate.role, candidate.unit].map(how);
    let whole = whole(&name, &role);
    if name.starts_with(typed) || (whole.starts_with(typed) && typed.contains(',')) {
        Some(0)
    } else if role.starts_with(typed) {
        Some(1)
    } else if starts_with_folded(&name, typed) || starts_with_folded(&role, typed) {
        Some(CALLED_SO)
    } else if unit.starts_with(typed) {
        Some(CALLED_SO + 1)
    } else if typed.chars().count() >= INSIDE_FROM
        && [name, role, unit].iter().any(|field| field.contains(typed))
    {
        Some(CALLED_SO + 2)
    } else {
        None
    }
}

/// Name and role, as they stand together: what tells two of the same name apart.
fn whole(name: &str, role: &str) -> String {
    format!("{name}, {role}")
}

/// The keys of those who are called just that: name and role, else the name, else the role, else a part of the name that is
/// whole words ("Maja" for Maja Ek). Each is compared as people write it; where nobody is called so, without our letters
/// and signs.
pub fn exactly(typed: &str, candidates: &[Candidate<'_>]) -> Vec<usize> {
    exactly_among(typed, &Folded::all(candidates))
}

/// People as names are compared, so that many names can be asked for and each of them is folded once.
#[derive(Debug)]
pub struct Folded {
    ways: [(Fold, Vec<FoldedName>); 2],
}

#[derive(Debug)]
struct FoldedName {
    key: usize,
    whole: String,
    name: String,
    role: String,
}

impl Folded {
    /// All of these.
    pub fn all(candidates: &[Candidate<'_>]) -> Self {
        let ways = [fold as Fold, fold_loosely].map(|how| {
            let folded = candidates.iter().map(|candidate| FoldedName {
                key: candidate.key,
                whole: how(&whole(candidate.name, candidate.role)),
                name: how(candidate.name),
                role: how(candidate.role),
            });
            (how, folded.collect())
        });
        Self { ways }
    }
}

/// As [`exactly`].
pub fn exactly_among(typed: &str, people: &Folded) -> Vec<usize> {
    let fits: [fn(&FoldedName, &str) -> bool; 6] = [
        |one, typed| one.whole == typed,
        |one, typed| one.name == typed,
        |one, typed| one.role == typed,
        |one, typed| holds_words(&one.name, typed),
        // "kuratorn", "skolsköterskan"
        |one, typed| is_one_word(&one.role, typed),
        // "Eva, rektor" where another Eva is kurator.
        |one, typed| {
            typed
                .split_once(", ")
                .is_some_and(|(part, role)| one.role == role && holds_words(&one.name, part))
        },
    ];
    for (how, people) in &people.ways {
        let wanted = how(typed).split(',').map(str::trim).collect::<Vec<_>>().join(", ");
        for fit in fits.iter().filter(|_| !wanted.is_empty()) {
            let found: Vec<usize> =
                people.iter().filter(|one| fit(one, &wanted)).map(|one| one.key).collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

type Fold = fn(&str) -> String;

/// Whether some words of a name, after each other, are just those.
fn holds_words(name: &str, words: &str) -> bool {
    if !name.contains(words) {
        return false;
    }
    let (name, words): (Vec<&str>, Vec<&str>) = (name.split(' ').collect(), words.split(' ').collect());
    name.windows(words.len()).any(|part| part == words.as_slice())
}

/// Whom `typed` means: whoever is called just that ([`exactly`]), else the only one whom [`complete`] finds. Nothing typed
/// means nobody in particular, so it is never [`Resolved::One`].
pub fn resolve(typed: &str, candidates: &[Candidate<'_>]) -> Resolved {
    let wanted = fold(typed);
    match exactly(&wanted, candidates)[..] {
        [] => {}
        [key] => return Resolved::One(key),
        ref several => return Resolved::Many(several.to_vec()),
    }
    let found = complete(&wanted, candidates);
    match found[..] {
        [] => Resolved::None,
        [key] if !wanted.is_empty() => Resolved::One(key),
        _ => Resolved::Many(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(text: &str, owner: Option<&str>, due: Option<&str>) -> QuickEntry {
        QuickEntry { text: text.into(), owner: owner.map(Into::into), due: due.map(Into::into) }
    }

    #[test]
    fn takes_a_line_apart() {
        assert_eq!(
            split("Fråga BUP om bedömning @karin >om 3v"),
            entry("Fråga BUP om bedömning", Some("karin"), Some("om 3v"))
        );
        assert_eq!(split("Ring hem >fre @karin lind "), entry("Ring hem", Some("karin lind"), Some("fre")));
        assert_eq!(split("@karin Ring hem"), entry("", Some("karin Ring hem"), None));
        assert_eq!(split("  bara text  "), entry("bara text", None, None));
        assert_eq!(split(""), entry("", None, None));
    }

    #[test]
    fn the_last_of_a_repeated_sigil_wins_and_the_others_stay_in_the_text() {
        assert_eq!(split("a @b @c >fre >15/12"), entry("a @b >fre", Some("c"), Some("15/12")));
        assert_eq!(
            split("Ring @eva om boken @bo >fre"),
            entry("Ring @eva om boken", Some("bo"), Some("fre"))
        );
        assert_eq!(split("höj 3 > 4 @bo > 5"), entry("höj 3 > 4", Some("bo"), Some("5")));
        // Nothing stands after the last one.
        assert_eq!(split("a @b @"), entry("a", Some("b"), None));
        assert!(repeats("a @b @c") && repeats("a >b >c") && !repeats("a @b >c @") && !repeats(r"a \@b @c"));
    }

    #[test]
    fn the_last_one_that_can_be_what_it_says_counts() {
        let known = |sigil: Sigil, words: &str| match sigil {
            Sigil::Owner => words == "eva",
            Sigil::Due => words == "fre",
        };
        let read = |line| split_where(line, known);
        assert_eq!(
            read("Mejla @eva >fre om kontot @insta"),
            entry("Mejla @insta", Some("eva"), Some("fre om kontot"))
        );
        assert_eq!(read("Minst > 3 böcker >fre"), entry("Minst > 3 böcker", None, Some("fre")));
        assert_eq!(read("Klart >fre när 4 > 3"), entry("Klart >fre när 4", None, Some("3")));
        assert_eq!(read("Läs >fre > 3 böcker"), entry("Läs > 3 böcker", None, Some("fre")));
    }

    #[test]
    fn a_bare_sigil_is_an_empty_token() {
        assert_eq!(split("a @"), entry("a", Some(""), None));
        assert_eq!(split("a @ > "), entry("a", Some(""), Some("")));
        assert_eq!(split("@"), entry("", Some(""), None));
    }

    #[test]
    fn words_are_put_into_the_text_and_nothing_else_moves() {
        let put = |marked: &str| {
            let cursor = marked.chars().position(|c| c == '|').unwrap();
            let (mut line, cursor) = insert(&marked.replace('|', ""), cursor, "ABC");
            line.insert(line.char_indices().nth(cursor).map_or(line.len(), |(at, _)| at), '|');
            line
        };
        for (before, after) in [
            ("|", "ABC|"),
            ("Erbjud|", "Erbjud ABC|"),
            ("Erbjud |", "Erbjud ABC| "),
            ("Erb|jud till hösten", "Erbjud ABC| till hösten"),
            ("Erbjud | till", "Erbjud ABC| till"),
            ("|Åk hem", "Åk ABC| hem"),
            ("Erbjud @kar|", "Erbjud ABC| @kar"),
            ("Erbjud @karin >fre|", "Erbjud ABC| @karin >fre"),
            ("|@karin >fre", "ABC| @karin >fre"),
            ("Erbjud #2|", "Erbjud ABC| #2"),
            ("Erbjud #2 @karin|", "Erbjud ABC| #2 @karin"),
            ("Erbjud| #2", "Erbjud ABC| #2"),
            ("Rum 2|", "Rum 2 ABC|"),
            ("= |stöd", "= stöd ABC|"),
        ] {
            assert_eq!(put(before), after);
        }
    }

    #[test]
    fn sigils_inside_words_and_after_a_backslash_are_text() {
        assert_eq!(split("mejla a@b.se om 2>1"), entry("mejla a@b.se om 2>1", None, None));
        assert_eq!(split(r"\@alla hör \>10 röster"), entry("@alla hör >10 röster", None, None));
        assert_eq!(split(r"a \\@ b"), entry(r"a \@ b", None, None));
        assert_eq!(split(r"C:\katalog a\@b"), entry(r"C:\katalog a\@b", None, None));
        assert_eq!(split(r"a @ \@x"), entry("a", Some("@x"), None));
        assert_eq!(split("a @@x"), entry("a", Some("@x"), None));
    }

    #[test]
    fn joins_with_escapes() {
        assert_eq!(join(&entry("a", Some("karin"), Some("fre"))), "a @karin >fre");
        assert_eq!(join(&entry("", Some("karin"), None)), "@karin");
        assert_eq!(join(&entry("a", None, Some(""))), "a >");
        assert_eq!(join(&entry("@alla >10", Some("b @c"), None)), r"\@alla \>10 @b \@c");
    }

    #[test]
    fn knows_which_token_the_cursor_stands_in() {
        let line = "Åk @kar  >fre";
        assert_eq!(token_at(line, 0), Token::Text);
        assert_eq!(token_at(line, 3), Token::Text);
        let owner = Token::Owner { start: 4, end: 7, typed: "kar".into() };
        for cursor in 4..=9 {
            assert_eq!(token_at(line, cursor), owner, "cursor {cursor}");
        }
        let due = Token::Due { start: 10, end: 13, typed: "fre".into() };
        assert_eq!(token_at(line, 10), due);
        assert_eq!(token_at(line, 99), due);
        assert_eq!(token_at("@", 1), Token::Owner { start: 1, end: 1, typed: String::new() });
        assert_eq!(token_at("@", 0), Token::Text);
        assert_eq!(token_at("a @ ", 4), Token::Owner { start: 4, end: 4, typed: String::new() });
        assert_eq!(token_at("", 0), Token::Text);
    }

    #[test]
    fn a_chosen_name_replaces_what_was_typed() {
        let line = "Fråga @kar >fre";
        assert_eq!(accept(line, &token_at(line, 9), "Karin L."), ("Fråga @Karin L. >fre".into(), 15));
        let line = "Fråga @";
        assert_eq!(accept(line, &token_at(line, 7), "Åsa"), ("Fråga @Åsa".into(), 10));
        assert_eq!(accept("Fråga", &Token::Text, "Åsa"), ("Fråga".into(), 5));
    }

    #[test]
    fn tab_asks_who_and_then_when() {
        assert_eq!(tab("Ring hem"), ("Ring hem @".into(), 10));
        assert_eq!(tab("Ring hem  "), ("Ring hem @".into(), 10));
        assert_eq!(tab("Ring hem @Åsa "), ("Ring hem @Åsa >".into(), 15));
        assert_eq!(tab("Ring >fre"), ("Ring @ >fre".into(), 6), "before the day, where no name lands in it");
        assert_eq!(tab("Ring @Åsa >fre "), ("Ring @Åsa >fre ".into(), 15));
        assert_eq!(tab(""), ("@".into(), 1));
    }

    const ROOM: [Candidate<'static>; 5] = [
        Candidate { key: 10, name: "Oskar Berg", role: "mentor", unit: "skola" },
        Candidate { key: 11, name: "Karin Lind", role: "kurator", unit: "skola" },
        Candidate { key: 12, name: "Åsa Karlsson", role: "skolsköterska", unit: "elevhälsa" },
        Candidate { key: 13, name: "Per Ek", role: "socialsekreterare", unit: "socialtjänst" },
        Candidate { key: 14, name: "Bo Ek", role: "karriärlärare", unit: "skola" },
    ];

    #[test]
    fn completes_best_first() {
        assert_eq!(complete("kar", &ROOM), [11, 14, 12]);
        // Oskar, where nobody begins so.
        assert_eq!(complete("skar", &ROOM), [10]);
        assert_eq!(complete("sk", &ROOM), [12], "everybody at a school isn't meant by its first letters");
        assert_eq!(complete("s", &ROOM), [12, 13]);
        assert_eq!(complete("elev", &ROOM), [12]);
        assert_eq!(complete("e", &ROOM), [13, 14]);
        assert_eq!(complete("KARIN", &ROOM), [11]);
        assert_eq!(complete("skola", &ROOM), [10, 11, 14]);
        assert_eq!(complete("ek", &ROOM), [13, 14]);
        assert_eq!(complete("", &ROOM), [10, 11, 12, 13, 14]);
        assert_eq!(complete("åsa", &ROOM), [12]);
        assert_eq!(complete("asa", &ROOM), [12]);
        assert_eq!(complete("xyz", &ROOM), [0_usize; 0]);
    }

    #[test]
    fn resolves_what_is_certain() {
        assert_eq!(resolve("karin lind", &ROOM), Resolved::One(11));
        assert_eq!(resolve("Mentor", &ROOM), Resolved::One(10));
        assert_eq!(resolve("per", &ROOM), Resolved::One(13));
        assert_eq!(resolve("Ek", &ROOM), Resolved::Many(vec![13, 14]));
        assert_eq!(resolve("Bup", &ROOM), Resolved::None);
        assert_eq!(resolve(" ", &ROOM), Resolved::Many(vec![10, 11, 12, 13, 14]));
        assert_eq!(resolve("", &ROOM[..1]), Resolved::Many(vec![10]));
        assert_eq!(resolve("", &[]), Resolved::None);
    }

    #[test]
    fn an_exact_name_wins_over_longer_ones() {
        let room = [
            Candidate { key: 1, name: "Karin Lind", role: "vårdnadshavare", unit: "hem" },
            Candidate { key: 2, name: "Karin", role: "barn", unit: "hem" },
            Candidate { key: 3, name: "Bo Lind", role: "vårdnadshavare", unit: "hem" },
        ];
        assert_eq!(resolve("karin", &room), Resolved::One(2));
        assert_eq!(resolve("vårdnadshavare", &room), Resolved::Many(vec![1, 3]));
    }

    fn content() -> impl Strategy<Value = String> {
        r"[a-cåÅ @>\\]{0,12}".prop_map(|content| content.trim().to_owned())
    }

    proptest! {
        #[test]
        fn splitting_undoes_joining(text in content(), owner in prop::option::of(content()), due in prop::option::of(content())) {
            let entry = QuickEntry { text, owner, due };
            prop_assert_eq!(split(&join(&entry)), entry);
        }

        #[test]
        fn any_line_survives_being_rewritten(line in any::<String>()) {
            let entry = split(&line);
            prop_assert_eq!(split(&join(&entry)), entry);
        }

        /// What was typed is what is kept: the words of the text, the owner and the date are those of the line.
        #[test]
        fn no_word_is_lost(
            words in prop::collection::vec(prop::sample::select(vec![
                "@eva", "@", "@ bo", ">fre", ">", "> v 49", ">>", "@@x", "Ring", "hem,", "a@b.se", "2>1", "(kl", "9)",
                "följs", "upp", "15/12", "#2", ":", ";", "varje", "mån", "@Eva Ek", "–", "å",
            ]), 0..14),
            fits in prop::collection::vec(any::<bool>(), 8),
        ) {
            let line = words.join(" ");
            let bare = |text: &str| {
                let mut all: Vec<String> = text
                    .split_whitespace()
                    .map(|word| word.trim_start_matches(['@', '>']).to_owned())
                    .filter(|word| !word.is_empty())
                    .collect();
                all.sort();
                all
            };
            let read = split_where(&line, |_, words| fits[words.len() % fits.len()]);
            let kept = [Some(read.text), read.owner, read.due];
            let kept: Vec<String> = kept.into_iter().flatten().collect();
            prop_assert_eq!(bare(&line), bare(&kept.join(" ")));
        }

        #[test]
        fn tokens_lie_within_the_line(line in r"[aå @>\\]{0,15}", cursor in 0_usize..20) {
            let count = line.chars().count();
            if let Token::Owner { start, end, .. } | Token::Due { start, end, .. } = token_at(&line, cursor) {
                prop_assert!(start <= end && end <= count);
            }
        }

        #[test]
        fn what_is_put_in_leaves_the_rest_as_it_was(line in r"[aå2# @>\\]{0,15}", cursor in 0_usize..20) {
            let (whole, after) = insert(&line, cursor, "ÄÖ");
            let (was, is) = (split(&line), split(&whole));
            prop_assert_eq!((is.owner, is.due), (was.owner, was.due));
            prop_assert!(is.text.contains("ÄÖ"));
            let kept: String = is.text.replacen("ÄÖ", "", 1).split_whitespace().collect();
            prop_assert_eq!(kept, was.text.split_whitespace().collect::<String>());
            let before: String = whole.chars().take(after).collect();
            prop_assert!(before.ends_with("ÄÖ"));
        }

        #[test]
        fn an_accepted_name_is_what_splitting_finds(text in "[a-c ]{0,6}", typed in "[a-c]{0,3}", name in content()) {
            let line = format!("{text} @{typed}");
            let token = token_at(&line, line.chars().count());
            let (line, cursor) = accept(&line, &token, &name);
            prop_assert_eq!(cursor, line.chars().count());
            prop_assert_eq!(split(&line).owner, Some(name));
        }

        #[test]
        fn tab_twice_leaves_both_sigils(text in "[a-cå ]{0,10}") {
            let (once, _) = tab(&text);
            let (twice, cursor) = tab(&once);
            let entry = split(&twice);
            prop_assert_eq!(entry.text, text.trim());
            prop_assert_eq!(entry.owner, Some(String::new()));
            prop_assert_eq!(entry.due, Some(String::new()));
            prop_assert_eq!(cursor, twice.chars().count());
            prop_assert_eq!(&tab(&twice).0, &twice);
        }
    }

    /// Ways in which people and programs write the same name.
    fn variant() -> impl Strategy<Value = fn(&str) -> String> {
        let all: Vec<fn(&str) -> String> = vec![
            |name| name.replace(' ', "\u{A0}"),
            |name| name.replace(' ', "\u{2009}"),
            |name| name.replace(' ', "  "),
            |name| format!(" {name}\t"),
            |name| name.replace('-', "\u{2011}"),
            |name| name.replace('-', "\u{2013}"),
            |name| name.replace('-', " "),
            |name| name.replace('’', "'"),
            |name| name.replace('’', ""),
            str::to_uppercase,
            str::to_lowercase,
            |name| name.nfd_text(),
            |name| name.replace('é', "e"),
            |name| name.replace(['å', 'ä'], "a").replace(['Å', 'Ä'], "A").replace('ö', "o").replace('Ö', "O"),
            |name| name.split(' ').next().unwrap().to_owned(),
            |name| name.rsplit(' ').next().unwrap().to_owned(),
            |name| format!("{name}, rektor"),
        ];
        prop::sample::select(all)
    }

    trait Decomposed {
        fn nfd_text(&self) -> String;
    }

    impl Decomposed for str {
        fn nfd_text(&self) -> String {
            unicode_normalization::UnicodeNormalization::nfd(self).collect()
        }
    }

    proptest! {
        #[test]
        fn any_spelling_of_a_name_resolves_to_the_same_person(
            first in variant(),
            second in variant(),
            at in 0_usize..6,
        ) {
            let names = ["Åsa Öberg", "Anna-Karin Lindén", "Pat O’Hara", "Per Ek", "Élodie Björk-Åhl", "Maja Östh"];
            let room: Vec<Candidate<'_>> = names
                .iter()
                .enumerate()
                .map(|(key, name)| Candidate { key, name, role: "rektor", unit: "skola" })
                .collect();
            // What is cut to a part of a name isn't cut again to less.
            let typed = if names.iter().any(|name| first(name) == name.split(' ').next().unwrap_or_default()) {
                first(names[at])
            } else {
                second(&first(names[at]))
            };
            let folded = fold(&typed);
            if !["", "rektor"].contains(&folded.as_str()) && folded.matches("rektor").count() < 2 {
                prop_assert_eq!(resolve(&typed, &room), Resolved::One(at), "{}", typed);
            }
        }
    }

    #[test]
    fn two_of_the_same_name_are_told_apart_by_their_role() {
        let room = [
            Candidate { key: 1, name: "Eva Ek", role: "kurator", unit: "" },
            Candidate { key: 2, name: "Eva Ek", role: "rektor", unit: "" },
            Candidate { key: 3, name: "Eva Berg", role: "mentor", unit: "" },
            Candidate { key: 4, name: "Maja Ask", role: "mentor", unit: "" },
        ];
        assert_eq!(resolve("eva", &room), Resolved::Many(vec![1, 2, 3]));
        assert_eq!(resolve("eva ek", &room), Resolved::Many(vec![1, 2]));
        assert_eq!(resolve("Eva Ek,  Rektor", &room), Resolved::One(2));
        assert_eq!(resolve("eva, mentor", &room), Resolved::One(3));
        assert_eq!(resolve("maja", &room), Resolved::One(4));
        assert_eq!(complete("eva", &room), [1, 2, 3]);
    }
}
