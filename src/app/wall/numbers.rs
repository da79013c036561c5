//! Numbers that somebody can be reached or known by. What a text looks like is made plain first:
//! digits of other scripts, signs that can't be seen; then each group of digits is looked at together with those beside
//! it, from wherever a number can begin, so that what stands before one ("kl 9", "v 49") neither hides it nor goes with it.

use crate::domain::text::is_hyphen;
use crate::domain::words::visible;

/// What stands instead of a number to call.
const CALL: &str = "[nummer]";
/// What stands instead of a personnummer.
const PERSON: &str = "[personnummer]";

/// The zeros of scripts whose digits are used for numbers, each followed by its one to nine.
const ZEROS: [u32; 21] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8,
];

/// A number may follow such a word without an area in front.
const CALLS: [&str; 28] = [
    "ring",
    "ringa",
    "ringer",
    "ringde",
    "ringt",
    "rings",
    "nå",
    "når",
    "telnr",
    "mobilnr",
    "telefonnr",
    "växel",
    "växeln",
    "jour",
    "jouren",
    "tel",
    "telefon",
    "tfn",
    "mobil",
    "mobilen",
    "nr",
    "nummer",
    "numret",
    "sms",
    "sök",
    "nås",
    "mobilnummer",
    "telefonnummer",
];

/// How many digits each part of a personnummer may have when there is air in it.
const SHAPES: [&[usize]; 7] =
    [&[6, 4], &[8, 4], &[2, 2, 2, 4], &[4, 2, 2, 4], &[4, 4, 4], &[2, 4, 4], &[6, 2, 2]];

/// A text with plain digits and without what can't be seen.
pub(super) fn plain(text: &str) -> String {
    let digit = |c: char| {
        let code = u32::from(c);
        let zero = ZEROS.iter().rev().find(|zero| (**zero..**zero + 10).contains(&code));
        // The mathematical digits are five times ten.
        let mathematical = (0x1d7ce..=0x1d7ff).contains(&code).then(|| (code - 0x1d7ce) % 10);
        mathematical
            .or_else(|| zero.map(|zero| code - zero))
            .and_then(|value| char::from_digit(value, 10))
            .unwrap_or(match c {
                '＠' | '﹫' => '@',
                '＋' | '﹢' => '+',
                '（' => '(',
                '）' => ')',
                '．' | '․' => '.',
                '／' => '/',
                other => other,
            })
    };
    // Joiners within emoji hold a picture together; they do no harm there.
    let seen = if text.chars().any(|c| c.is_numeric() || c.is_alphabetic()) {
        visible(text)
    } else {
        text.to_owned()
    };
    let digits: String = seen.chars().map(digit).collect();
    in_digits(&zero_for_letter(&digits))
}

/// Digits as they are said.
const SAID: [(&str, &str); 12] = [
    ("sjuttio", "70"),
    ("noll", "0"),
    ("ett", "1"),
    ("en", "1"),
    ("två", "2"),
    ("tre", "3"),
    ("fyra", "4"),
    ("fem", "5"),
    ("sex", "6"),
    ("sju", "7"),
    ("åtta", "8"),
    ("nio", "9"),
];

/// A word in digits, if it says nothing but digits: "nollsju".
fn said(word: &str) -> Option<String> {
    let small = word.to_lowercase();
    let mut rest = small.as_str();
    let mut digits = String::new();
    while !rest.is_empty() {
        if let Some(digit) = rest.chars().next().filter(char::is_ascii_digit) {
            digits.push(digit);
            rest = &rest[1..];
        } else {
            let (word, digit) = SAID.iter().find(|(word, _)| rest.starts_with(word))?;
            digits.push_str(digit);
            rest = &rest[word.len()..];
        }
    }
    (!digits.is_empty()).then_some(digits)
}

/// With a number in digits that is written as it is said: "noll sju noll, ett två tre …". What is shorter than a telephone's
/// stays.
fn in_digits(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric();
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
        words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    let mut out = String::with_capacity(text.len());
    let (mut from, mut at) = (0, 0);
    while at < words.len() {
        let starts = words[at].1.to_lowercase().starts_with("noll");
        let run: Vec<String> =
            if starts { words[at..].iter().map_while(|(_, word)| said(word)).collect() } else { Vec::new() };
        if run.iter().map(String::len).sum::<usize>() < 7 {
            at += 1;
            continue;
        }
        let (last, word) = words[at + run.len() - 1];
        out.push_str(&text[from..words[at].0]);
        out.push_str(&run.concat());
        from = last + word.len();
        at += run.len();
    }
    out.push_str(&text[from..]);
    out
}

/// With the zero that somebody has written as a letter: "O70-123 45 67".
fn zero_for_letter(text: &str) -> String {
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let begins = before.is_none_or(|before: char| !before.is_alphanumeric());
        let zero = matches!(c, 'O' | 'o') && begins && chars.peek() == Some(&'7');
        out.push(if zero { '0' } else { c });
        before = Some(c);
    }
    out
}

/// A group of digits, and what stands between it and the one after.
struct Group<'a> {
    start: usize,
    end: usize,
    digits: &'a str,
    /// How it is joined to the next; nothing where it isn't.
    joint: Option<String>,
}

impl Group<'_> {
    fn len(&self) -> usize {
        self.digits.len()
    }

    fn value(&self) -> u32 {
        self.digits.parse().unwrap_or(u32::MAX)
    }
}

fn groups(text: &str) -> Vec<Group<'_>> {
    let mut found: Vec<Group<'_>> = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let end = text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| start + at);
        if let Some(before) = found.last_mut() {
            let between = &text[before.end..start];
            // After a mobile's three digits a comma or a colon joins too.
            let mobile = before.digits.len() == 3 && before.digits.starts_with("07");
            let joined = mobile && matches!(between.trim_end(), "," | ":");
            before.joint = if joined { Some("-".to_owned()) } else { joint(between) };
        }
        found.push(Group { start, end, digits: &text[start..end], joint: None });
        rest = end;
    }
    found
}

/// What joins two groups of digits into one number: a few spaces, hyphens, brackets and the like. A full stop or a bar
/// with a space after it ends what stood before.
fn joint(between: &str) -> Option<String> {
    let plain: String = between
        .chars()
        .map(|c| match c {
            c if is_hyphen(c) || c == '~' => '-',
            c if c.is_whitespace() => ' ',
            '·' | '•' | '_' | '*' => '.',
            other => other,
        })
        .collect();
    let allowed = plain.chars().count() <= 5
        && plain.chars().all(|c| matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+'))
        && !plain.contains(". ")
        && !plain.contains("/ ");
    allowed.then_some(plain)
}

/// Without personnummer and telephone numbers. Days, times, weeks and amounts stay.
pub(super) fn without_numbers(text: &str) -> String {
    let text = &without_unfinished(text);
    let groups = groups(text);
    let mut out = String::with_capacity(text.len());
    let (mut from, mut at) = (0, 0);
    while at < groups.len() {
        let Some((last, word)) = number_at(text, &groups, at) else {
            at += 1;
            continue;
        };
        let end = groups[last].end;
        let mut start = groups[at].start;
        let before = text[from..start].trim_end_matches('+');
        start = from + before.len();
        if text[start..end].contains(')') && text[from..start].ends_with('(') {
            start -= 1;
        }
        out.push_str(&text[from..start]);
        out.push_str(word);
        from = end;
        at = last + 1;
    }
    out.push_str(&text[from..]);
    out
}

/// Without the personnummer whose last four aren't four digits: a reserve number (`220304-TF12`), one that is half hidden
/// (`850304-XXXX`, `850304-**12`) or half known (`19850304-123`).
fn without_unfinished(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for group in groups(text).iter().filter(|group| matches!(group.len(), 6 | 8)) {
        let after = &text[group.end..];
        let joined = after.strip_prefix(|c: char| is_hyphen(c) || c == '+');
        let after = joined.or_else(|| after.strip_prefix([' ', '\u{a0}'])).unwrap_or(after);
        let is_last = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '#' | '•');
        let last = after.len() - after.trim_start_matches(is_last).len();
        let word: Vec<char> = after[..last].chars().collect();
        let is_hidden = |c: &char| matches!(c, '*' | '?' | '#' | '•' | 'x' | 'X' | 'n' | 'N');
        let digits = word.iter().filter(|c| c.is_ascii_digit()).count();
        let like = match word.as_slice() {
            // TF12: two letters and two digits.
            [one, two, three, four] if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
                three.is_ascii_digit() && four.is_ascii_digit()
            }
            _ => false,
        };
        let hidden = matches!(word.len(), 3 | 4) && word.iter().all(|c| is_hidden(c) || c.is_ascii_digit());
        let known = joined.is_some()
            && (digits == 3 && word.len() == 3 || hidden && digits < word.len() || {
                // A reserve number with another shape: "T123".
                word.len() == 4
                    && digits < 4
                    && word.iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
            });
        if group.start < from || !(like || known) || !is_birthday(group.digits, 0) {
            continue;
        }
        out.push_str(&text[from..group.start]);
        out.push_str(PERSON);
        from = text.len() - after.len() + last;
    }
    out.push_str(&text[from..]);
    out
}

/// Whether digits that end with a day of birth and `after` more of them have a month and a day.
fn is_birthday(all: &str, after: usize) -> bool {
    let Some(from) = all.len().checked_sub(after + 4) else { return false };
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (month, day) = (number(all.get(from..from + 2)), number(all.get(from + 2..from + 4)));
    // A samordningsnummer has sixty added to its day.
    (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day))
}

/// The number that begins with the group at `at`: its last group, and what stands instead of it.
fn number_at(text: &str, groups: &[Group<'_>], at: usize) -> Option<(usize, &'static str)> {
    if let Some(last) = day_at(groups, at) {
        // A day of birth with the four last after it is no day.
        let call = groups.get(last + 1).and_then(|_| call_at(text, groups, last + 1));
        let to_a_day = day_at(groups, last + 1).is_some();
        return person_at(groups, at)
            .filter(|until| *until > last && call.is_none() && !to_a_day)
            .map(|last| (last, PERSON));
    }
    if is_within_day(groups, at) {
        return None;
    }
    if groups[at].len() == 4 && is_last_four(text, groups[at].start) {
        return Some((at, PERSON));
    }
    let dialled = groups[at].digits.starts_with('0') || text[..groups[at].start].ends_with('+');
    if let Some(last) = person_at(groups, at).filter(|_| !dialled) {
        return Some((last, PERSON));
    }
    if let Some(last) = call_at(text, groups, at) {
        return Some((last, CALL));
    }
    person_at(groups, at).map(|last| (last, PERSON))
}

/// Whether what stands before says that the last four of a personnummer follow: "fyra sista: 1234".
fn is_last_four(text: &str, start: usize) -> bool {
    let before = text[..start].to_lowercase();
    let words: Vec<&str> =
        before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = &words[words.len().saturating_sub(4)..];
    near.windows(2).any(|two| {
        matches!(
            two,
            ["fyra" | "4", "sista" | "siffror" | "siffrorna"]
                | ["sista" | "sist", "fyra" | "4" | "siffrorna"]
        )
    })
}

/// The last group of a day that is written out from `at`: 2026-12-15, 15.12.2026, 15/12/2026.
fn day_at(groups: &[Group<'_>], at: usize) -> Option<usize> {
    let three = groups.get(at..at + 3)?;
    let joints = [three[0].joint.as_deref()?, three[1].joint.as_deref()?];
    if joints[0] != joints[1] || !matches!(joints[0], "-" | "." | "/") {
        return None;
    }
    let joined_before = at
        .checked_sub(1)
        .and_then(|before| groups[before].joint.as_deref())
        .is_some_and(|joint| joint == joints[0]);
    let year = |group: &Group<'_>| group.len() == 4 && (1900..2100).contains(&group.value());
    let part = |group: &Group<'_>, most: u32| group.len() <= 2 && (1..=most).contains(&group.value());
    let forward = year(&three[0]) && part(&three[1], 12) && part(&three[2], 31);
    let back = part(&three[0], 31) && part(&three[1], 12) && year(&three[2]);
    (!joined_before && (forward || back)).then_some(at + 2)
}

fn is_within_day(groups: &[Group<'_>], at: usize) -> bool {
    (1..=2).any(|back| {
        at.checked_sub(back).and_then(|first| day_at(groups, first)).is_some_and(|last| last >= at)
    })
}

/// Whether the group and the next are a time of day: "08.30". Followed by more digits, it may be a telephone's.
fn time_at(groups: &[Group<'_>], at: usize) -> bool {
    let Some([hour, minute]) = groups.get(at..at + 2) else { return false };
    hour.joint.as_deref() == Some(".")
        && hour.len() <= 2
        && minute.len() == 2
        && hour.value() < 24
        && minute.value() < 60
}

/// Whether a time of day stands from `at`, by what is said before or by a range to another.
fn is_surely_time(text: &str, groups: &[Group<'_>], at: usize) -> bool {
    let range = |at: usize| {
        let joint = groups.get(at + 1).and_then(|minute| minute.joint.as_deref());
        time_at(groups, at) && joint.is_some_and(|joint| joint.trim() == "-") && time_at(groups, at + 2)
    };
    // Times in a row: "09.30 10.30 11.30".
    let row = |at: usize| {
        let joint = groups.get(at + 1).and_then(|minute| minute.joint.as_deref());
        time_at(groups, at) && joint == Some(" ") && time_at(groups, at + 2)
    };
    let in_a_row = |at: usize| row(at) && row(at + 2);
    let clock = matches!(
        word_before(text, groups[at].start).as_str(),
        "kl" | "klockan" | "kl." | "till" | "från" | "före" | "efter"
    );
    let rows = [Some(at), at.checked_sub(2), at.checked_sub(4)];
    time_at(groups, at)
        && (clock
            || range(at)
            || at.checked_sub(2).is_some_and(range)
            || rows.into_iter().flatten().any(in_a_row))
}

fn word_before(text: &str, start: usize) -> String {
    let before = text[..start].trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.to_lowercase()
}

/// Whether what stands before says that a number to call follows: "ring", "nås på".
fn is_to_call(text: &str, start: usize) -> bool {
    let word = word_before(text, start);
    if matches!(word.as_str(), "på" | "till" | "via" | "är") {
        let before = text[..start].trim_end_matches(|c: char| !c.is_alphanumeric());
        return CALLS.contains(&word_before(text, before.len() - word.len()).as_str());
    }
    CALLS.contains(&word.as_str())
}

/// The last of nine or ten digits with air between each: "0 7 0 1 2 3 4 5 6 7".
fn one_by_one(groups: &[Group<'_>], at: usize) -> Option<usize> {
    let alone = |group: &&Group<'_>| group.len() == 1;
    let mut count = 0;
    for group in groups[at..].iter().take_while(alone) {
        count += 1;
        if group.joint.as_deref() != Some(" ") {
            break;
        }
    }
    (groups[at].digits == "0" && (9..=10).contains(&count)).then(|| at + count - 1)
}

/// The last group of a telephone number that begins at `at`.
fn call_at(text: &str, groups: &[Group<'_>], at: usize) -> Option<usize> {
    if let Some(last) = one_by_one(groups, at) {
        return Some(last);
    }
    let first = &groups[at];
    let plus = text[..first.start].ends_with('+');
    let abroad = plus || (first.digits.starts_with("00") && !first.digits.starts_with("000"));
    let national = first.len() >= 2 && first.digits.starts_with('0') && !first.digits.starts_with("00");
    let country = first.digits == "46" || first.digits.starts_with("467");
    if matches!(first.len(), 10 | 12) && !abroad && !national && !country {
        return None;
    }
    let (least, most) = match () {
        () if abroad => (8, 15),
        () if national && first.digits.starts_with("07") => (7, 10),
        () if national => (7, 10),
        () if country => (10, 12),
        () if is_to_call(text, first.start) => (6, 10),
        () => (9, 9),
    };
    // A long row of digits without any air is somebody's, whatever it begins with; of ten or twelve it is a person's.
    if !abroad && !national && !country && most == 9 {
        let long = first.len() >= 9 && !matches!(first.len(), 10 | 12);
        return long.then_some(at);
    }
    if is_surely_time(text, groups, at) {
        return None;
    }
    let (mut total, mut until) = (first.len(), at);
    while let Some(joint) = groups[until].joint.as_deref() {
        let next = until + 1;
        // The zero in +46 (0)70 isn't dialled.
        let zero = groups[next].digits == "0" && joint.ends_with('(');
        let adds = if zero { 0 } else { groups[next].len() };
        let other =
            joint.contains('+') || day_at(groups, next).is_some() || is_surely_time(text, groups, next);
        if total + adds > most || other || (joint.contains('/') && total >= least) {
            break;
        }
        total += adds;
        until = next;
    }
    let whole = &text[first.start..groups[until].end];
    let area = first.joint.as_deref().is_some_and(|joint| joint.contains('-') || joint.contains('/'));
    let enough = total >= least && (total > 7 || abroad || area || first.len() == total || !national);
    // Tens in a row, "05 10 15 20", are counted; an area of two digits is Stockholm's or a mobile's.
    let pairs = national && first.len() == 2 && !matches!(first.digits, "08" | "07") && total < 9;
    (enough && !pairs && !are_times(whole)).then_some(until)
}

/// The last group of a personnummer that begins at `at`, with or without its century, with air anywhere.
fn person_at(groups: &[Group<'_>], at: usize) -> Option<usize> {
    let first = &groups[at];
    if matches!(first.len(), 10 | 12) {
        return Some(at);
    }
    let lengths: Vec<usize> = groups[at..].iter().take(5).map(Group::len).collect();
    let joined = |count: usize| (0..count - 1).all(|step| groups[at + step].joint.is_some());
    let digits = |count: usize| groups[at..at + count].iter().map(|group| group.digits).collect::<String>();
    let strong = |count: usize| {
        groups[at + count - 2].joint.as_deref().is_some_and(|joint| joint.contains(['-', '+']))
    };
    SHAPES.iter().find_map(|shape| {
        let count = shape.len();
        let fits = lengths.get(..count) == Some(*shape) && joined(count);
        (fits && (count == 2 && strong(count) || is_birthday(&digits(count), 4))).then_some(at + count - 1)
    })
}

/// Whether a run of digits is times of day and nothing else: "08.30–09.15".
fn are_times(run: &str) -> bool {
    let is_time = |word: &str| {
        word.split_once('.').is_some_and(|(hour, minute)| {
            minute.len() == 2
                && hour.parse::<u8>().is_ok_and(|hour| hour < 24)
                && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
        })
    };
    let mut words =
        run.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| is_time(word.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::super::mail::without_mail;
    use super::*;
    use proptest::prelude::*;

    fn shown(raw: &str) -> String {
        without_numbers(&without_mail(&plain(raw)))
    }

    #[test]
    fn a_number_is_found_whatever_stands_before_it_and_however_it_is_written() {
        for (raw, said) in [
            ("kl 9 070-123 45 67", "kl 9 [nummer]"),
            ("v 49 0701234567", "v 49 [nummer]"),
            ("2010 0305 1234", "[personnummer]"),
            ("20100305-1234", "[personnummer]"),
            ("2010-03-05-1234", "[personnummer]"),
            ("2010-03-05 1234", "[personnummer]"),
            ("född 100305+1234", "född [personnummer]"),
            ("100365-1234 och 100305 1234", "[personnummer] och [personnummer]"),
            ("+46 (0)70-123 45 67", "[nummer]"),
            ("0046 70 123 45 67", "[nummer]"),
            ("46701234567", "[nummer]"),
            ("070\u{2011}123\u{a0}45\u{2009}67", "[nummer]"),
            ("\u{ff10}70-123 45 67", "[nummer]"),
            ("０７０１２３４５６７", "[nummer]"),
            ("٠٧٠١٢٣٤٥٦٧", "[nummer]"),
            ("07\u{200b}01\u{ad}234567", "[nummer]"),
            ("ring 3 gånger på 08-123 456 78", "ring 3 gånger på [nummer]"),
            ("Ring 123 45 67", "Ring [nummer]"),
            ("070-123 45 67 20 minuter", "[nummer] 20 minuter"),
            ("070-123 45 67 073-765 43 21", "[nummer] [nummer]"),
            ("070-1234567/073-7654321", "[nummer]/[nummer]"),
            ("070-123 45 67. 12 elever", "[nummer]. 12 elever"),
            ("(070) 123 45 67 eller (0701234567)", "[nummer] eller ([nummer])"),
            ("15/12 070-123 45 67", "15/12 [nummer]"),
            ("2026-12-15 070-123 45 67", "2026-12-15 [nummer]"),
            ("kl 08.30 070-123 45 67", "kl 08.30 [nummer]"),
            ("kl 08.30–09.15 20 minuter", "kl 08.30–09.15 20 minuter"),
            ("eva\u{ff20}skolan.se", "[adress]"),
            ("Mejla eva(at)skolan.se.", "Mejla [adress]."),
            ("Mejla eva @ skolan.se nu", "Mejla [adress] nu"),
            ("Mejla:eva.ek@skolan.se;bo@b.se", "Mejla:[adress];[adress]"),
            ("Mejla\u{a0}eva@skolan.se", "Mejla\u{a0}[adress]"),
            ("Mejla eva snabel-a skolan.se", "Mejla [adress]"),
            ("Ringa 123 45 67 nu", "Ringa [nummer] nu"),
            ("Nås på 123 45 67", "Nås på [nummer]"),
            ("Ringa 12 34 56 på kontoret", "Ringa [nummer] på kontoret"),
            ("Mobilnumret är 070, 123 45 67", "Mobilnumret är [nummer]"),
            ("070:1234567 gäller", "[nummer] gäller"),
            ("O70-1234567", "[nummer]"),
            ("0 7 0 1 2 3 4 5 6 7", "[nummer]"),
            ("220304-TF12", "[personnummer]"),
            ("född 850304-XXXX", "född [personnummer]"),
            ("19850304-123 och 20100305–xxxx", "[personnummer] och [personnummer]"),
            ("140304-tf12, 140304TF12, 20140304 TF12", "[personnummer], [personnummer], [personnummer]"),
            (
                "140304-**** och 140304-xx12 och 140304-??12",
                "[personnummer] och [personnummer] och [personnummer]",
            ),
            ("samordningsnr 701063-2391", "samordningsnr [personnummer]"),
            ("14-03-04-1234 pnr:140304.1234", "[personnummer] pnr:[personnummer]"),
            (
                "fyra sista 1234, de sista fyra är 2391",
                "fyra sista [personnummer], de sista fyra är [personnummer]",
            ),
            ("noll sju noll ett två tre fyra fem sex sju", "[nummer]"),
            ("Ring nollsju noll 123 45 67 nu", "Ring [nummer] nu"),
            ("Nollsjuttio, 123 45 67", "[nummer]"),
            ("tel:0701234567 mob0701234567", "tel:[nummer] mob[nummer]"),
            ("070*123*45*67", "[nummer]"),
            ("+46(0)70-123 45 67", "[nummer]"),
            ("00 46 70 123 45 67", "[nummer]"),
            ("07\u{200d}0-123 45 67", "[nummer]"),
            ("+358 40 1234567 eller 0047 91234567", "[nummer] eller [nummer]"),
            ("0531-12345 eller växel 61 82 00", "[nummer] eller växel [nummer]"),
            ("mamma:0701234567;0737654321", "mamma:[nummer];[nummer]"),
            ("eva(at)skolan(dot)se", "[adress]"),
            ("eva snabela skolan punkt se", "[adress]"),
            ("eva@skolan . se, eva @skolan.se, eva@ skolan.se", "[adress], [adress], [adress]"),
            ("eva{at}skolan.se <bo(a)skolan.se>", "[adress] <[adress]>"),
            ("Mejla eva AT skolan.se", "Mejla [adress]"),
            ("bo_ek@gmail,com", "[adress],com"),
        ] {
            assert_eq!(shown(raw), said, "{raw}");
        }
    }

    #[test]
    fn ordinary_numbers_stay() {
        for text in [
            "Före 2026-12-15 kl 13.00",
            "2026-12-15 13.00–14.30",
            "15/12 och v 49, rum 304",
            "Senast 05.12.2026",
            "09 2026-12-15",
            "Kl 08.30–09.15, inte 07.45",
            "08.30 09.15",
            "05 10 15 20",
            "20 minuter, 3 gånger, 100 000 kr, 12 500 kronor",
            "0,5 timmar, 0–6 år, klass 7–9",
            "v 49–51, 2026/2027, åk 1–3",
            "Ring 1177 eller 112",
            "Ring 3 gånger",
            "Fråga @karin.l nu, eva@jobbet vet",
            "sidan 12, 13 och 14",
            "09.30 10.30 11.30",
            "från 2026-12-01--2026-12-15",
            "2026-12-01 – 2026-12-15",
            "Ring 3 gånger om 1 2 3",
            "Blankett 120345-AB12 och dnr 220304-12",
            "Oktober 7, o 7 till",
            "Noll tolerans, noll två, ett två tre fyra",
            "1 177, kap 19 § 1, 3 av 5, åk 7B, B304",
            "12 345 678 kr, 2026 2027, läsår 2026/27",
            "Född 4/3-14, kl 0730 till 0815",
            "eva at hemma, vi ses at 9.30, tre punkt två",
            "140304 elever, blankett 140304 A",
            "m² och 😀",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    /// A number as one of the ways to write it: digits of a script, in groups with something between.
    fn written(digits: &str, cuts: &[usize], between: &str, zero: char) -> String {
        let mut out = String::new();
        for (at, c) in digits.chars().enumerate() {
            if cuts.contains(&at) {
                out.push_str(between);
            }
            let value = c.to_digit(10).unwrap_or(0);
            out.push(char::from_u32(u32::from(zero) + value).unwrap_or(c));
        }
        out
    }

    const BEFORE: [&str; 9] =
        ["", "kl 9 ", "v 49 ", "Ring ", "15/12 ", "2026-12-15 ", "kl 08.30 ", "3 gånger: ", "(se rum 304) "];
    const AFTER: [&str; 6] = ["", ".", ", 3 gånger", " i kväll", ")", " kl 13.00"];

    proptest! {
        #[test]
        fn no_telephone_is_left_and_what_stands_round_it_stays(
            rest in "[1-9][0-9]{7}",
            cuts in prop::sample::select(vec![vec![], vec![3], vec![3, 6, 8], vec![3, 5, 7, 9], vec![4, 7]]),
            between in prop::sample::select(vec![" ", "-", "\u{a0}", "\u{2011}", "–", " - ", "\u{2009}", "\u{200b}", "."]),
            zero in prop::sample::select(vec!['0', '\u{ff10}', '\u{660}']),
            before in prop::sample::select(BEFORE.to_vec()),
            after in prop::sample::select(AFTER.to_vec()),
        ) {
            let number = written(&format!("07{rest}"), &cuts, between, zero);
            let said = shown(&format!("{before}{number}{after}"));
            prop_assert_eq!(said, format!("{before}[nummer]{after}"));
        }

        #[test]
        fn no_personnummer_is_left_and_what_stands_round_it_stays(
            century in prop::sample::select(vec!["", "19", "20"]),
            (year, month, day) in (10_u32..99, 1_u32..=12, 1_u32..=28),
            last in "[0-9]{4}",
            between in prop::sample::select(vec!["", "-", " ", "\u{2011}", "–", "+", " - ", "\u{a0}"]),
            before in prop::sample::select(BEFORE.to_vec()),
            after in prop::sample::select(AFTER.to_vec()),
        ) {
            let said = shown(&format!("{before}{century}{year}{month:02}{day:02}{between}{last}{after}"));
            prop_assert_eq!(said, format!("{before}[personnummer]{after}"));
        }

        #[test]
        fn any_text_is_taken_and_what_is_shown_stays(text in any::<String>()) {
            let once = shown(&text);
            prop_assert_eq!(shown(&once), once);
        }

        #[test]
        fn days_times_weeks_and_amounts_stay(
            (day, month, hour, minute) in (1_u32..=28, 1_u32..=12, 0_u32..24, 0_u32..60),
            (week, amount) in (1_u32..=53, 1_u32..1_000_000),
        ) {
            for text in [
                format!("{day}/{month} kl {hour:02}.{minute:02}"),
                format!("2026-{month:02}-{day:02} {hour:02}.{minute:02}"),
                format!("{day}.{month}.2026, v {week}"),
                format!("v {week} {day}/{month}"),
                format!("{amount} kr"),
                format!("kl {hour}.{minute:02}–{hour}.{minute:02}"),
            ] {
                prop_assert_eq!(shown(&text), text.clone());
            }
        }
    }
}
