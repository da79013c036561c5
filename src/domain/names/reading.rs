//! How a text is read for names: each word that could be one, how many of them are one name, and whose it is.

use super::{Name, Names, PARTICLES, Part, Who};
use crate::domain::collate::{fold, same};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::capital;
use crate::domain::text::is_hyphen;
use crate::domain::words::words;
use std::collections::HashSet;

/// A name of so many letters is known also when it begins a longer word.
const LONG_ENOUGH: usize = 4;

/// What a name is put together with in one word: "Majamamman", "Majas-pappa".
const TAILS: [&str; 40] = [
    "mamma",
    "mamman",
    "mammor",
    "mor",
    "pappa",
    "pappan",
    "far",
    "föräldrar",
    "föräldrarna",
    "förälder",
    "familj",
    "familjen",
    "syster",
    "systern",
    "bror",
    "brorsan",
    "syskon",
    "syskonen",
    "morfar",
    "mormor",
    "farfar",
    "farmor",
    "moster",
    "faster",
    "gruppen",
    "grupp",
    "ärendet",
    "ärende",
    "mötet",
    "möte",
    "teamet",
    "planen",
    "schemat",
    "klassen",
    "läraren",
    "mentorn",
    "hem",
    "hemmet",
    "frågan",
    "situationen",
];

/// What stands where it can't be told which of several is meant.
pub const SOMEBODY: &str = "[namn]";

/// How a word fits a part of a name; the best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the part, or the part's genitive.
    Whole,
    /// The part with a word of family or school after it.
    Compound,
    /// It begins like the part: it may be somebody else, or nobody.
    Begins,
}

/// A word of a text that could be a part of a name.
struct Hit<'a> {
    name: usize,
    part: &'a Part,
    fit: Fit,
    /// What comes after the name in the same word: "s", "mamman".
    tail: String,
}

/// A word of a text.
struct Word<'t> {
    start: usize,
    raw: &'t str,
    folded: String,
    capital: bool,
}

/// Words that one name has together.
#[derive(Clone, Copy)]
struct Run {
    name: usize,
    /// The last word's place in the text.
    last: usize,
    /// How many of the name's words it has.
    count: usize,
    /// It has all of them.
    whole: bool,
}

/// What a place in a text is read as.
enum Reading {
    /// Something else is said instead.
    Said(String),
    /// It can't be told who is meant.
    Unclear,
    /// An ordinary word, or perhaps a name.
    Doubtful,
    /// A part of a name, within what looks like somebody else's.
    Anothers,
}

/// Words of a text that are a name, or might be.
struct Found {
    first: usize,
    last: usize,
    /// The parts that were found, folded.
    parts: Vec<String>,
    /// What comes after the name in the last word.
    tail: String,
    /// The names that they could be.
    names: Vec<usize>,
    reading: Reading,
}

impl Names {
    /// The text with what stands instead of each name.
    pub fn replaced(&self, raw: &str) -> String {
        self.replaced_in(raw, None)
    }

    /// The same of a text about an ärende: who is another family's there is nobody's mother or grandmother here.
    pub fn replaced_in(&self, raw: &str, item: Option<MeetingArendeId>) -> String {
        let text = Text::new(self, raw);
        let mut out = String::with_capacity(raw.len());
        let mut from = 0;
        for found in text.names() {
            let said = match &found.reading {
                Reading::Said(_) if item.is_some_and(|item| self.are_others(&found, item)) => SOMEBODY,
                Reading::Said(said) => said,
                Reading::Unclear => SOMEBODY,
                Reading::Doubtful | Reading::Anothers => continue,
            };
            out.push_str(&raw[from..text.words[found.first].start]);
            let before = found.first.checked_sub(1).map(|at| text.words[at].raw);
            if before.is_some_and(|word| out.trim_end().ends_with(word) && same(word, said)) {
                // "mamma Anna" is "mamma", and not "mamma mamma".
                out.truncate(out.trim_end().len());
            } else if out.trim_end().is_empty() || out.trim_end().ends_with(['.', '!', '?']) {
                out.push_str(&capital(said));
            } else {
                out.push_str(said);
            }
            out.push_str(&found.tail);
            from = text.words[found.last].start + text.words[found.last].raw.len();
        }
        out.push_str(&raw[from..]);
        out
    }

    /// Parts of names that stand in the text as ordinary words, or might, and those that several have: nobody can tell but
    /// who reads.
    pub fn doubtful(&self, raw: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for found in Text::new(self, raw).names() {
            if !matches!(found.reading, Reading::Said(_)) {
                all.extend(found.parts);
            }
        }
        let mut seen = HashSet::new();
        all.retain(|part| seen.insert(part.clone()));
        all
    }

    /// The names in a text about one ärende that are another family's: what is said of it here, its own papers don't keep.
    pub fn of_others(&self, raw: &str, item: MeetingArendeId) -> Vec<String> {
        let found = Text::new(self, raw).names().into_iter();
        found.filter(|found| self.are_others(found, item)).flat_map(|found| found.parts).collect()
    }

    /// Whether all that words of a text could mean are another family's than an ärende's.
    fn are_others(&self, found: &Found, item: MeetingArendeId) -> bool {
        let is_others = |name: &usize| match &self.names[*name].who {
            Who::Child(own) => own.is_some_and(|own| own != item),
            Who::Family(own) => !own.is_empty() && !own.contains(&item),
            Who::Other => false,
        };
        !found.names.is_empty() && found.names.iter().all(is_others)
    }

    /// Whether the text says a part of any name, and not the ordinary word that it may be too.
    pub fn are_said_in(&self, raw: &str) -> bool {
        Text::new(self, raw).names().iter().any(|found| !matches!(found.reading, Reading::Doubtful))
    }

    /// Whether the text says a part of any name, or might.
    pub fn may_be_in(&self, raw: &str) -> bool {
        let text = Text::new(self, raw);
        text.hits.iter().flatten().any(|hit| hit.part.alone && self.names[hit.name].shown.is_some())
    }
}

/// A text, and which of its words could be whose.
struct Text<'n, 't> {
    names: &'n Names,
    raw: &'t str,
    words: Vec<Word<'t>>,
    hits: Vec<Vec<Hit<'n>>>,
    shouted: bool,
}

impl<'n, 't> Text<'n, 't> {
    fn new(names: &'n Names, raw: &'t str) -> Self {
        let words: Vec<Word<'t>> = if names.names.is_empty() {
            Vec::new()
        } else {
            let capital =
                |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
            words(raw)
                .map(|(start, raw)| Word { start, raw, folded: fold(raw), capital: capital(raw) })
                .collect()
        };
        let hits = words.iter().map(|word| hits(names, word)).collect();
        Self { names, raw, words, hits, shouted: is_shouted(raw) }
    }

    fn names(&self) -> Vec<Found> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let found = self.at(at);
            at = found.as_ref().map_or(at, |found| found.last) + 1;
            all.extend(found.filter(|found| !found.parts.is_empty()));
        }
        all
    }

    /// What begins at a word: the longest name, and the whole one where two are as long. Without parts where it stays as it
    /// is.
    fn at(&self, at: usize) -> Option<Found> {
        let runs: Vec<Run> = self.hits[at].iter().map(|hit| self.run(hit.name, at)).collect();
        let longest = *runs.iter().max_by_key(|run| run.rank())?;
        let winners: Vec<usize> =
            runs.iter().filter(|run| run.rank() == longest.rank()).map(|run| run.name).collect();
        if longest.count < 2 {
            return Some(self.single(at, &winners));
        }
        // Another's name that begins in the middle of this one: nobody can tell where the one ends.
        let mut last = longest.last;
        let mut torn = false;
        let mut inside = at + 1;
        while inside <= last {
            let crossing = self.hits[inside].iter().map(|hit| self.run(hit.name, inside));
            let crossing =
                crossing.filter(|run| run.count > 1 && run.last > last && !winners.contains(&run.name));
            if let Some(farthest) = crossing.map(|run| run.last).max() {
                (last, torn) = (farthest, true);
            }
            inside += 1;
        }
        let reading = if torn { Some(Reading::Unclear) } else { self.whose(at, last, &winners) };
        Some(self.found((at, last), &winners, reading))
    }

    /// A word that stands by itself.
    fn single(&self, at: usize, winners: &[usize]) -> Found {
        let word = &self.words[at];
        let hits = || self.hits[at].iter().filter(|hit| winners.contains(&hit.name));
        if !hits().any(|hit| hit.part.alone && self.names.names[hit.name].shown.is_some()) {
            return self.found((at, at), winners, None);
        }
        let ordinary = hits().any(|hit| hit.part.ordinary);
        let sure = match hits().next().map(|hit| hit.fit) {
            Some(Fit::Whole | Fit::Compound) => !ordinary || word.capital && !self.shouted,
            _ => false,
        };
        let reading = match sure {
            // "Per Nilsson", "Lisa von Essen": part of somebody else's name, who happens to share it.
            true if self.is_within_anothers(at, winners) => Some(Reading::Anothers),
            true => self.whose(at, at, winners),
            false => Some(Reading::Doubtful),
        };
        self.found((at, at), winners, reading)
    }

    /// Whether a word stands beside one in capitals that isn't of the same name: after a first name a surname, before a
    /// surname a first name, with the small words of names between.
    fn is_within_anothers(&self, at: usize, winners: &[usize]) -> bool {
        let alias = self.names.names.iter().any(|name| name.own.contains(&self.words[at].folded));
        if self.shouted || !self.words[at].capital || alias {
            return false;
        }
        // What is a name of these, or what one of them is called instead, is no part of a stranger's.
        let is_known = |at: usize| {
            let word = &self.words[at].folded;
            !self.hits[at].is_empty() || self.names.names.iter().any(|name| name.own.contains(word))
        };
        let is_name =
            |at: usize| self.words[at].capital && self.words[at].raw.chars().count() > 1 && !is_known(at);
        let owns = !self.hits[at].iter().all(|hit| hit.tail.is_empty());
        let after = !owns && at + 1 < self.words.len() && self.is_joined(at, at + 1) && is_name(at + 1);
        let is_surname = self.hits[at].iter().filter(|hit| winners.contains(&hit.name)).all(|hit| {
            self.names.names[hit.name].parts.first().is_some_and(|first| first.folded != hit.part.folded)
        });
        let mut before = at;
        while before > 0
            && self.is_joined(before - 1, before)
            && self.is_particle(before - 1)
            && !self.words[before - 1].capital
        {
            before -= 1;
        }
        // "Familjen Ask" is the child's; "familjen von Ask" would tell the name by what is left of it.
        let first = before > 0
            && self.is_joined(before - 1, before)
            && is_name(before - 1)
            && (before < at || !TAILS.contains(&self.words[before - 1].folded.as_str()));
        after || (is_surname && first)
    }

    fn found(&self, (first, last): (usize, usize), names: &[usize], reading: Option<Reading>) -> Found {
        let hit = |at: usize| {
            let hits = self.hits[at].iter().filter(|hit| hit.part.alone);
            hits.map(|hit| hit.part.folded.clone()).max_by_key(String::len)
        };
        let parts = if reading.is_some() { (first..=last).filter_map(hit).collect() } else { Vec::new() };
        let tails = self.hits[last].iter().map(|hit| hit.tail.as_str());
        let tail = tails.min_by_key(|tail| tail.len()).unwrap_or_default().to_owned();
        let reading = reading.unwrap_or(Reading::Doubtful);
        Found { first, last, parts, tail, names: names.to_vec(), reading }
    }

    /// Whose a name is; nothing where it stays as it is.
    fn whose(&self, first: usize, last: usize, winners: &[usize]) -> Option<Reading> {
        let mut said: Vec<Option<String>> = Vec::new();
        for name in winners {
            let now = self.said(first, last, *name);
            if !said.contains(&now) {
                said.push(now);
            }
        }
        match said.as_slice() {
            [Some(only)] if first == last && self.is_anothers_alias(first, only) => Some(Reading::Unclear),
            [only] => only.clone().map(Reading::Said),
            _ => Some(self.of_one_family(winners).map_or(Reading::Unclear, Reading::Said)),
        }
    }

    /// Whether a word is what another child is called instead of its name.
    fn is_anothers_alias(&self, at: usize, shown: &str) -> bool {
        let word = &self.words[at].folded;
        let stem = word.strip_suffix('s').unwrap_or(word);
        self.names.names.iter().any(|name| {
            matches!(name.who, Who::Child(_))
                && name.own.iter().any(|own| own == word || own == stem)
                && name.shown.as_deref() != Some(shown)
        })
    }

    /// What is said where one of these names is meant; nothing where the words stay.
    fn said(&self, first: usize, last: usize, name: usize) -> Option<String> {
        if let Some(shown) = &self.names.names[name].shown {
            let alone = |hit: &Hit<'_>| hit.name == name && hit.part.alone;
            return (first != last || self.hits[first].iter().any(alone)).then(|| shown.clone());
        }
        // Somebody who may be named, but for what would name a child.
        let is_kept = |at: &usize| {
            self.hits[*at].iter().any(|hit| {
                let other = &self.names.names[hit.name];
                matches!(other.who, Who::Child(_)) && other.shown.is_some() && hit.part.alone
            })
        };
        let (kept, said): (Vec<usize>, Vec<usize>) = (first..=last).partition(is_kept);
        if kept.is_empty() || said.is_empty() {
            return None;
        }
        let stem = |at: &usize| {
            let word = &self.words[*at];
            let tail =
                self.hits[*at].iter().find(|hit| hit.name == name).map_or(0, |hit| hit.tail.chars().count());
            let keep = word.raw.chars().count().saturating_sub(tail);
            word.raw.chars().take(keep).collect::<String>()
        };
        Some(said.iter().map(stem).collect::<Vec<_>>().join(" "))
    }

    /// A name that a child shares with those who are its family alone is the child's.
    fn of_one_family(&self, winners: &[usize]) -> Option<String> {
        let all = || winners.iter().map(|name| &self.names.names[*name]);
        let mut children = all().filter_map(|name| match &name.who {
            Who::Child(item) => Some((item, name.shown.as_ref())),
            _ => None,
        });
        let (item, shown) = children.next()?;
        let fits = |name: &Name| match &name.who {
            Who::Child(_) => true,
            Who::Family(own) => own.is_empty() || item.is_some_and(|item| own.contains(&item)),
            Who::Other => false,
        };
        (children.all(|(_, other)| other == shown) && all().all(fits)).then(|| shown.cloned()).flatten()
    }

    /// How many words from `at` on are this name's.
    fn run(&self, name: usize, at: usize) -> Run {
        let parts: usize = self.names.names[name].parts.iter().map(|part| part.times).sum();
        let hit_at = |at: usize| self.hits[at].iter().find(|hit| hit.name == name);
        let mut used: Vec<&str> = Vec::new();
        let mut run = Run { name, last: at, count: 0, whole: false };
        let mut next = at;
        while let Some(hit) = self.hits.get(next).and_then(|_| hit_at(next)) {
            let before = used.iter().filter(|part| **part == hit.part.folded).count();
            if (hit.fit == Fit::Begins && next != at) || before >= hit.part.times {
                break;
            }
            used.push(&hit.part.folded);
            run.last = next;
            // A name that already owns something ends there.
            if !hit.tail.is_empty() {
                break;
            }
            let Some(after) = self.after(next, name) else { break };
            next = after;
        }
        run.count = used.len();
        run.whole = run.count == parts;
        run
    }

    /// The next word, if nothing but a small word of names is between.
    fn after(&self, at: usize, name: usize) -> Option<usize> {
        let mut next = at;
        loop {
            next += 1;
            if next >= self.words.len() || !self.is_joined(next - 1, next) {
                return None;
            }
            if self.hits[next].iter().any(|hit| hit.name == name) {
                return Some(next);
            }
            if !self.is_particle(next) {
                return None;
            }
        }
    }

    /// Whether nothing but air or hyphens is between two words.
    fn is_joined(&self, from: usize, to: usize) -> bool {
        let end = self.words[from].start + self.words[from].raw.len();
        self.raw[end..self.words[to].start].chars().all(|c| c.is_whitespace() || is_hyphen(c))
    }

    /// Whether a word is a small one that can stand within a name, and isn't one between two.
    fn is_particle(&self, at: usize) -> bool {
        let word = self.words[at].folded.as_str();
        PARTICLES.contains(&word) && !["och", "i", "av"].contains(&word)
    }
}

impl Run {
    /// A whole name of several words goes before as many words of a longer one.
    fn rank(&self) -> (usize, bool) {
        (self.count, self.whole && self.count > 1)
    }
}

/// All that a word could be: those that fit it best.
fn hits<'n>(names: &'n Names, word: &Word<'_>) -> Vec<Hit<'n>> {
    let mut found: Vec<Hit<'n>> = Vec::new();
    for (name, own) in names.names.iter().enumerate() {
        let best = own.parts.iter().filter_map(|part| fit(part, word).map(|fit| (fit, part)));
        // The exact word before the genitive of a shorter one.
        let best = best.min_by_key(|(fit, part)| (*fit, std::cmp::Reverse(part.folded.len())));
        found.extend(best.map(|(fit, part)| Hit {
            name,
            part,
            fit,
            tail: word.folded[part.folded.len()..].to_owned(),
        }));
    }
    let best = found.iter().map(|hit| hit.fit).min();
    found.retain(|hit| Some(hit.fit) == best);
    found
}

fn fit(part: &Part, word: &Word<'_>) -> Option<Fit> {
    let tail = word.folded.strip_prefix(part.folded.as_str())?;
    if matches!(tail, "" | "s") {
        return Some(Fit::Whole);
    }
    let long = part.folded.chars().count() >= LONG_ENOUGH;
    let put_together = TAILS.contains(&tail.strip_prefix('s').unwrap_or(tail)) || TAILS.contains(&tail);
    match put_together {
        _ if !part.alone => None,
        true if long || word.capital => Some(Fit::Compound),
        // "Majagrejen", "Adamsson": it may be somebody else, or nobody.
        _ => (long && word.capital && !part.ordinary).then_some(Fit::Begins),
    }
}

/// Whether a text is written in large letters alone, so that they tell nothing.
fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}
