//! Names in running text: found whole, with their endings, in compounds and without their accents, so that something else
//! can be said instead. A part of a name that is an ordinary word too ("per", "sten") isn't touched where it stands as
//! one; whoever shows the text holds it for a look ([`super::held`]).

use super::collate::fold;
use super::meeting::Meeting;
use super::record::{MeetingArende, Participant, ParticipantKind};
use super::text::is_hyphen;
use super::words::words;

/// A name that is shorter than this is too much like an ordinary word.
const SHORTEST: usize = 2;
/// A name of so many letters is known also when it begins a longer word.
const LONG_ENOUGH: usize = 4;

/// Small words within names. They tell of nobody, and stand in every text.
const PARTICLES: [&str; 24] = [
    "von", "van", "af", "av", "de", "den", "der", "di", "da", "do", "dos", "du", "la", "le", "el", "al",
    "bin", "ibn", "ben", "och", "i", "zu", "ter", "ten",
];

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

/// A part of a name, and what stands for whoever is called so.
#[derive(Clone, Debug)]
struct Part {
    folded: String,
    shown: String,
    /// Which name it is a part of.
    name: usize,
    /// It is an ordinary word too.
    ordinary: bool,
}

/// Names that aren't said, and what is said instead of each.
#[derive(Clone, Debug, Default)]
pub struct Names {
    parts: Vec<Part>,
    names: usize,
}

/// How a word of a text fits a name.
struct Hit<'a> {
    part: &'a Part,
    /// What comes after the name in the same word: "s", "mamman".
    tail: String,
    sure: bool,
}

impl Names {
    /// The names that a meeting keeps from others' eyes: its children's, and where aliases are shown those of their
    /// families too.
    pub fn of(meeting: &Meeting) -> Self {
        let mut found = Self::default();
        for item in &meeting.items {
            let Some(child) = meeting.child_of(item) else { continue };
            let shown = called(meeting, item);
            if let Some(name) = &child.name {
                found.add(name, &shown, &meeting.words.names);
            }
            if let Some(called) = child.called.as_ref().filter(|_| meeting.agenda.many) {
                found.add(called, &shown, &meeting.words.names);
            }
        }
        if meeting.agenda.many {
            for person in meeting.participants.iter().filter(|person| person.may_be_family()) {
                let role = person.role.trim();
                let role = if role.is_empty() { kind_word(person) } else { role };
                found.add(&person.name, &role.to_lowercase(), &meeting.words.names);
            }
        }
        found
    }

    /// One more name, and what stands for it; `ordinary` are the names that are ordinary words too, folded.
    pub fn add(&mut self, name: &str, shown: &str, ordinary: &[String]) {
        let own: Vec<String> = words(shown).map(|(_, word)| fold(word)).collect();
        let parts: Vec<String> = words(name).map(|(_, part)| fold(part)).collect();
        for folded in &parts {
            let particle = parts.len() > 1 && PARTICLES.contains(&folded.as_str());
            if folded.chars().count() >= SHORTEST && !own.contains(folded) && !particle {
                self.parts.push(Part {
                    ordinary: ordinary.contains(folded),
                    folded: folded.clone(),
                    shown: shown.to_owned(),
                    name: self.names,
                });
            }
        }
        self.names += 1;
    }

    /// The text with what stands instead of each name.
    pub fn replaced(&self, raw: &str) -> String {
        if self.parts.is_empty() {
            return raw.to_owned();
        }
        let all: Vec<(usize, &str)> = words(raw).collect();
        let shouted = is_shouted(raw);
        let mut out = String::with_capacity(raw.len());
        let mut from = 0;
        // What was put last, and whose it is: first name and surname become one word.
        let mut last: Option<(usize, String)> = None;
        for (at, (start, word)) in all.iter().enumerate() {
            let Some(hit) = self.hit(word).filter(|hit| self.is_meant(hit, &all, at, shouted)) else {
                continue;
            };
            let said = format!("{}{}", hit.part.shown, hit.tail);
            let between = &raw[from..*start];
            let joined = last.as_ref().is_some_and(|(name, _)| {
                *name == hit.part.name
                    && words(between).all(|(_, word)| {
                        let folded = fold(word);
                        PARTICLES.contains(&folded.as_str()) && !["och", "i", "av"].contains(&folded.as_str())
                    })
                    && between.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || is_hyphen(c))
            });
            match last.as_ref().filter(|_| joined) {
                Some((_, before)) => out.truncate(out.len() - before.len()),
                None => out.push_str(between),
            }
            out.push_str(&said);
            // A name that already owns something ends there.
            last = hit.tail.is_empty().then_some((hit.part.name, said));
            from = start + word.len();
        }
        out.push_str(&raw[from..]);
        out
    }

    /// Parts of names that stand in the text as ordinary words, or might: nobody can tell but who reads.
    pub fn doubtful(&self, raw: &str) -> Vec<String> {
        if self.parts.is_empty() {
            return Vec::new();
        }
        let all: Vec<(usize, &str)> = words(raw).collect();
        let shouted = is_shouted(raw);
        let mut found: Vec<String> = Vec::new();
        for (at, (_, word)) in all.iter().enumerate() {
            if let Some(hit) = self.hit(word)
                && !self.is_meant(&hit, &all, at, shouted)
                && !found.contains(&hit.part.folded)
            {
                found.push(hit.part.folded.clone());
            }
        }
        found
    }

    /// Whether the text says a part of any name, and not the ordinary word that it may be too.
    pub fn are_said_in(&self, raw: &str) -> bool {
        let all: Vec<(usize, &str)> = words(raw).collect();
        let shouted = is_shouted(raw);
        all.iter()
            .enumerate()
            .any(|(at, (_, word))| self.hit(word).is_some_and(|hit| self.is_meant(&hit, &all, at, shouted)))
    }

    /// Whether the text says a part of any name, or might.
    pub fn may_be_in(&self, raw: &str) -> bool {
        words(raw).any(|(_, word)| self.hit(word).is_some())
    }

    fn hit(&self, word: &str) -> Option<Hit<'_>> {
        let folded = fold(word);
        let capital = word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let whole = |part: &'_ &Part| part.folded == folded || folded.strip_prefix(&part.folded) == Some("s");
        if let Some(part) = self.parts.iter().find(whole) {
            return Some(Hit {
                part,
                tail: folded[part.folded.len()..].to_owned(),
                sure: !part.ordinary || capital,
            });
        }
        self.parts.iter().find_map(|part| {
            let tail = folded.strip_prefix(part.folded.as_str())?;
            let put_together =
                TAILS.contains(&tail.strip_prefix('s').unwrap_or(tail)) || TAILS.contains(&tail);
            let long = part.folded.chars().count() >= LONG_ENOUGH;
            if put_together && (long || capital) {
                return Some(Hit { part, tail: tail.to_owned(), sure: capital || !part.ordinary });
            }
            // "Majagrejen", "Adamsson": it may be somebody else, or nobody.
            (long && capital && !part.ordinary).then(|| Hit { part, tail: tail.to_owned(), sure: false })
        })
    }

    /// Whether a hit is the name and not the ordinary word: it has a large letter, or stands with the rest of the name.
    fn is_meant(&self, hit: &Hit<'_>, all: &[(usize, &str)], at: usize, shouted: bool) -> bool {
        let beside = |other: Option<&(usize, &str)>| {
            other.and_then(|(_, word)| self.hit(word)).is_some_and(|other| {
                other.part.name == hit.part.name
                    && other.part.folded != hit.part.folded
                    && other.tail.is_empty()
            })
        };
        let ordinary = hit.part.ordinary;
        (hit.sure && !(ordinary && shouted))
            || (ordinary
                && matches!(hit.tail.as_str(), "" | "s")
                && (at.checked_sub(1).is_some_and(|before| beside(all.get(before)))
                    || beside(all.get(at + 1))))
    }
}

/// Whether a text is written in large letters alone, so that they tell nothing.
fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// What an ärende about a child is called where others can read it: the alias where several children are spoken of; in a
/// child's own meeting what the child has chosen, else its first name if it is in the room.
pub fn called(meeting: &Meeting, item: &MeetingArende) -> String {
    let label = meeting.arende_of(item).map(|arende| arende.label.clone()).unwrap_or_default();
    let Some(child) = meeting.child_of(item).filter(|_| !meeting.agenda.many) else { return label };
    if let Some(called) = child.called.as_ref().filter(|called| !called.trim().is_empty()) {
        return called.trim().to_owned();
    }
    let in_room = |person: &&Participant| person.kind == ParticipantKind::Barn && person.is_here();
    let first =
        meeting.participants.iter().find(in_room).and_then(|person| person.name.split_whitespace().next());
    first.filter(|_| !child.protected).map_or(label, str::to_owned)
}

/// What somebody is called when nothing else is known.
pub fn kind_word(person: &Participant) -> &'static str {
    match person.kind {
        _ if person.is_unsettled() => "Deltagare",
        ParticipantKind::Personal => "Personal",
        ParticipantKind::Barn => "Barnet",
        ParticipantKind::Vardnadshavare => "Vårdnadshavare",
        ParticipantKind::Narstaende => "Närstående",
        ParticipantKind::Tolk => "Tolk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(list: &[(&str, &str)]) -> Names {
        let ordinary = ["per", "bo", "sten", "lind", "max"].map(str::to_owned);
        let mut names = Names::default();
        for (name, shown) in list {
            names.add(name, shown, &ordinary);
        }
        names
    }

    #[test]
    fn a_name_is_replaced_whole_with_its_endings_in_compounds_and_without_its_accents() {
        let names =
            names(&[("Noël José von Ahlström", "Blå"), ("Per-Olof Sten", "Röd"), ("Maja Ek", "Grön")]);
        for (raw, shown) in [
            ("Ring hem till Noël.", "Ring hem till Blå."),
            ("Noel och jose", "Blå och Blå"),
            ("Noëls schema; NOELS", "Blås schema; Blås"),
            ("No\u{eb}l, Noe\u{308}l och No\u{200b}el", "Blå, Blå och Blå"),
            ("Fråga Noel José von Ahlström", "Fråga Blå"),
            ("Ahlström von", "Blå von"),
            ("Per-Olofs schema", "Röds schema"),
            ("Per\u{2011}Olof Stens mamma", "Röds mamma"),
            ("per-olof sten", "Röd"),
            ("Per vill byta plats", "Röd vill byta plats"),
            ("Möte med Per", "Möte med Röd"),
            ("Maja-mamman och Majamamman", "Grön-mamman och Grönmamman"),
            ("Majas pappa, majaspappa", "Gröns pappa, Grönspappa"),
            ("Maja:s bok", "Grön:s bok"),
        ] {
            assert_eq!(names.replaced(raw), shown, "{raw}");
        }
    }

    #[test]
    fn a_part_that_is_an_ordinary_word_is_left_and_told() {
        let names = names(&[("Per Lind", "Blå"), ("Adam", "Röd")]);
        for (raw, told) in [
            ("en gång per vecka", vec!["per"]),
            ("två samtal per termin, under en lind", vec!["per", "lind"]),
            ("EN GÅNG PER VECKA", vec!["per"]),
            ("Fråga Adamsson", vec!["adam"]),
            ("perfekt, lindrig, superadam", vec![]),
            ("Samtal med kurator", vec![]),
        ] {
            assert_eq!(names.replaced(raw), raw);
            assert_eq!(names.doubtful(raw), told, "{raw}");
        }
        assert_eq!(names.doubtful("Per får hjälp av Adam"), Vec::<String>::new());
        assert_eq!(names.replaced("per lind"), "Blå");
    }

    #[test]
    fn accents_go_and_the_swedish_letters_stay() {
        for (word, folded) in [
            ("Noël", "noel"),
            ("ÅSA", "åsa"),
            ("Örjan", "örjan"),
            ("Amélie", "amelie"),
            ("Zoë", "zoe"),
            ("Øystein", "öystein"),
            ("Þór", "thor"),
            ("Łukasz", "lukasz"),
            ("Şirin", "sirin"),
            ("A\u{30a}sa", "åsa"),
            ("Ｍａｊａ", "maja"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }

    proptest! {
        #[test]
        fn no_name_is_ever_left_with_a_large_letter(
            before in "([a-zåäö]{1,6} ){0,3}",
            name in prop::sample::select(vec!["Noël", "Noel", "José", "Per", "Ahlström", "NOËL", "Ahlstro\u{308}m"]),
            tail in prop::sample::select(vec!["", "s", "-mamman", "mamman", "smamma", ":s", "’s"]),
            after in prop::sample::select(vec!["", " i går", ".", ", sedan", " och så"]),
        ) {
            let names = names(&[("Noël José Ahlström", "Blå"), ("Per", "Blå")]);
            let shown = names.replaced(&format!("x {before}{name}{tail}{after}"));
            prop_assert!(!words(&shown).any(|(_, word)| fold(word).starts_with(&fold(name))), "{}", shown);
        }

        #[test]
        fn a_text_without_names_stays_as_it_is(text in "[b-dx-zåäö .,-]{0,40}") {
            prop_assert_eq!(names(&[("Noël José", "Blå")]).replaced(&text), text);
        }
    }
}
