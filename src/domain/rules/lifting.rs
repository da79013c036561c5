//! When a question about a child may be taken up so that the child can't be recognised, and what would give it away.

use super::{Finding, Severity, ground, rule};
use crate::domain::agenda::Agenda;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::names::Names;
use crate::domain::record::{Arende, ArendeState, MeetingArende};

/// Whether the question of a child's ärende may be taken up so that nobody can tell which child it is: in a form that
/// takes up several children or groups, before anybody has spoken of it. Never where individuals aren't taken up at all.
///
/// # Errors
/// The finding says why not.
pub fn may_lift_out(meeting: &Meeting, item: &MeetingArende) -> Result<(), Box<Finding>> {
    let no = |what: &str, remedy: &str| {
        Err(Box::new(Finding {
            rule: rule::INDIVIDUAL,
            severity: Severity::Blocking,
            arende: Some(item.id),
            what: what.to_owned(),
            why: ground(&meeting.agenda, rule::INDIVIDUAL, None),
            remedy: remedy.to_owned(),
            fix: None,
            ..Finding::PLAIN
        }))
    };
    if !meeting.agenda.individuals {
        return no(
            "Här tas inga enskilda barn upp, inte heller utan namn.",
            "Tala om gruppen eller platsen, eller ta frågan i ett möte som är till för barnet.",
        );
    }
    if meeting.arende_of(item).is_none_or(|arende| arende.child.is_none()) {
        return no("Ärendet handlar inte om ett enskilt barn.", "Det kan tas upp som det är.");
    }
    if !takes_unrecognisable(&meeting.agenda) {
        return no(
            "Det här mötet handlar om ett enda barn, och alla här vet vilket.",
            "Vänta på samtycket, eller ta frågan i ett möte med flera ärenden.",
        );
    }
    if meeting.withdrawn_here(item).is_some() || has_been_spoken_of(meeting, item.id) {
        return no(
            "Ärendet har redan tagits upp i dag, så alla här vet vilket barn det gäller.",
            "Skjut upp det (‹Postpone›) tills samtycket finns.",
        );
    }
    Ok(())
}

/// Whether an ärende of another meeting may be brought into one by this form.
pub fn may_bring(agenda: &Agenda, arende: &Arende) -> bool {
    if arende.unrecognisable || agenda.is_unidentified() {
        arende.unrecognisable && takes_unrecognisable(agenda)
    } else {
        super::may_take_up(agenda, arende.child.is_some()).is_ok()
    }
}

/// Whether a form takes up questions in which the child can't be recognised.
pub(super) fn takes_unrecognisable(agenda: &Agenda) -> bool {
    agenda.is_unidentified() || agenda.individuals && (agenda.many || agenda.groups)
}

fn has_been_spoken_of(meeting: &Meeting, item: MeetingArendeId) -> bool {
    meeting.entries.iter().any(|entry| entry.arende == Some(item))
        || meeting.stages.iter().any(|stage| stage.arende == Some(item))
        || meeting
            .item(item)
            .is_some_and(|item| matches!(item.state, ArendeState::Pagar | ArendeState::Klart))
}

/// What in a text points out the child of an ärende: its alias, a name, its year of birth, or somebody close to it.
/// Whole words count. An alias counts with the letters as they are written: "blå" is a colour where "Blå" is a child.
pub fn recognisable(meeting: &Meeting, item: &MeetingArende, text: &str) -> Option<String> {
    let mut signs: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    signs.extend(meeting.arende_of(item).map(|arende| arende.label.clone()));
    if let Some(child) = meeting.child_of(item) {
        signs.push(child.alias.clone());
        signs.extend(child.called.clone());
        signs.extend(child.birth_year.map(|year| year.to_string()));
        names.extend(child.called.iter().chain(&child.name).flat_map(|name| names_in(name)));
    }
    // Who nobody has said whose family they are may be this child's.
    let family = meeting.participants.iter().filter(|person| {
        person.may_be_family() && (meeting.is_unplaced(person) || meeting.takes_part(person, item.id))
    });
    names.extend(family.flat_map(|person| names_in(&person.name)));
    let written = signs.into_iter().find(|sign| holds_word(text, sign));
    written.or_else(|| names.into_iter().find(|name| says_name(meeting, text, name)))
}

/// Whether a text says a name: in small letters, without its accents and in compounds too.
fn says_name(meeting: &Meeting, text: &str, name: &str) -> bool {
    let mut names = Names::default();
    names.add(name, "", &meeting.words.names);
    names.are_said_in(text)
}

/// The first of several names that a text holds.
pub fn names_one_of<'a>(text: &str, mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names.find(|name| holds_word(text, name))
}

/// What in a text looks as if it pointed out a person, known or not: a personal number, two names in a row, a family's name,
/// a name with age or class. What the form and those in the room are called is no sign.
pub fn points_out(meeting: &Meeting, text: &str) -> Option<String> {
    if let Some(number) = text.split(|c: char| c.is_whitespace() || ",.;:()".contains(c)).find(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        (digits == 10 || digits == 12) && word.chars().all(|c| c.is_ascii_digit() || "-+".contains(c))
    }) {
        return Some(number.to_owned());
    }
    let roles = meeting.agenda.roles.iter().flat_map(|role| [role.name.as_str(), &role.unit]);
    let people = meeting.participants.iter().flat_map(|who| [who.name.as_str(), &who.role, &who.unit]);
    let known: Vec<&str> = roles.chain(people).flat_map(str::split_whitespace).collect();
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some_and(char::is_lowercase)
            && letters.all(|c| c.is_alphabetic() || c == '-')
            && !known.contains(&word)
            && !BEGINNINGS.contains(&word)
    };
    let has_age = |rest: &[&str]| match rest {
        [age, unit, ..] if age.parse::<u8>().is_ok() => ["år", "åring", "årig"].contains(unit),
        _ => false,
    };
    let is_class = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.len() + 1 == word.len() && digits.parse::<u8>().is_ok_and(|year| year < 10)
    };
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = &words[at + 1..];
        let next = rest.first().copied().unwrap_or_default();
        let pair = format!("{word} {next}");
        if word.to_lowercase() == "familjen" && is_name(next) {
            return Some(pair);
        }
        let named =
            is_name(word) && (is_name(next) || has_age(rest) || is_class(next) || next.ends_with("-åring"));
        named.then_some(pair)
    })
}

/// Words that begin a sentence with a capital letter and are no names, before a place or a verksamhet.
const BEGINNINGS: [&str; 36] = [
    "Att", "Behöver", "Bör", "Den", "Det", "Efter", "En", "Enligt", "Ett", "Finns", "Från", "Får", "För",
    "Har", "Hos", "Hur", "Kan", "Med", "Men", "Måste", "Ni", "När", "Och", "Om", "På", "Ska", "Till", "Vad",
    "Var", "Varför", "Vem", "Vi", "Vid", "Vilka", "Vilken", "Är",
];

fn names_in(name: &str) -> Vec<String> {
    name.split_whitespace().filter(|part| part.chars().count() > 1).map(str::to_owned).collect()
}

/// Whether a text holds a word or several as they are written, not as a part of another; a genitive s belongs to it.
pub(super) fn holds_word(text: &str, sign: &str) -> bool {
    let sign = sign.trim();
    if sign.is_empty() {
        return false;
    }
    text.match_indices(sign).any(|(at, _)| {
        let after = &text[at + sign.len()..];
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let begins = !text[..at].ends_with(char::is_alphanumeric);
        begins && (ends(after) || after.strip_prefix('s').is_some_and(ends))
    })
}
