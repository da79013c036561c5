//! Whom a name means among those who take part.

use super::Meeting;
use crate::domain::collate::{fold, is_one_word, same};
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::quick_entry::{Candidate, Folded, exactly, exactly_among};
use crate::domain::record::{ActionItem, MeetingArende, Participant, ParticipantKind};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

impl Meeting {
    /// The first name of the child, where it sits in the room itself and the meeting is about it alone: there it is never a
    /// code.
    pub fn first_name_in_room(&self) -> Option<String> {
        let child = self.participants.iter().find(|person| person.kind == ParticipantKind::Barn);
        let one = !self.agenda.many && self.items.len() < 2;
        let first = child.filter(|_| one)?.name.split_whitespace().next()?;
        Some(first.to_owned())
    }

    /// Those who are called `who`, as people write it: by name and role, by name, by role, or by a part of the name that
    /// nobody else has as theirs ("Maja" is Maja Ek). Several where it could be any of them.
    pub fn called(&self, who: &str) -> Vec<&Participant> {
        exactly(who, &candidates(self)).into_iter().filter_map(|at| self.participants.get(at)).collect()
    }

    /// A verksamhet as it is written here already, by the form, at anybody else or in a consent; else as it is typed.
    pub fn unit_as_known(&self, typed: &str, but: Option<ParticipantId>) -> String {
        let of_form = self.agenda.roles.iter().map(|role| &role.unit);
        let others = self.participants.iter().filter(|person| Some(person.id) != but);
        let parties = self.consent_parties.iter().map(|row| &row.part);
        let mut known = of_form.chain(others.map(|person| &person.unit)).chain(parties);
        known.find(|known| same(known, typed)).map_or_else(|| typed.trim().to_owned(), String::clone)
    }

    /// Whether a party's name means a participant: their name, role or verksamhet, or what only they are called.
    pub fn means(&self, part: &str, person: &Participant) -> bool {
        person.is_named(part)
            || (!self.participants.iter().any(|other| other.is_named(part))
                && matches!(self.called(part).as_slice(), [only] if only.id == person.id))
    }

    /// Whether a party's name could mean a participant. What is kept from one of two is kept from both.
    pub fn may_mean(&self, part: &str, person: &Participant) -> bool {
        person.is_named(part) || self.called(part).iter().any(|other| other.id == person.id)
    }

    /// The name by which one of the participants is told from the others: the name, or the role where no name is known,
    /// with the role after it where two are called the same.
    pub fn telling_name(&self, person: &Participant) -> String {
        let name = person.short_name();
        match self.called(&name).as_slice() {
            [only] if only.id == person.id => name,
            _ => person.name_and_role(),
        }
    }

    /// Whose an action is, by the name that tells them from the others, or the words where it is nobody's here.
    pub fn owner_named(&self, action: &ActionItem) -> Option<String> {
        let person = action.owner.and_then(|id| self.participant(id));
        person.map(|person| self.telling_name(person)).or_else(|| action.owner_name.clone())
    }
}

/// The participants as those who may be called something, by their places.
fn candidates(meeting: &Meeting) -> Vec<Candidate<'_>> {
    let people = meeting.participants.iter().enumerate();
    people
        .map(|(key, person)| Candidate { key, name: &person.name, role: &person.role, unit: &person.unit })
        .collect()
}

/// A meeting of which the same names are asked again and again, as when a list of all its recipients is made: whom each name
/// means is found once. It is the meeting as it stands, and answers just as the meeting does.
#[derive(Debug)]
pub struct Callings<'m> {
    meeting: &'m Meeting,
    places: HashMap<ParticipantId, usize>,
    folded: Folded,
    /// Name, role and verksamhet as they are compared.
    own: Vec<[String; 3]>,
    known: RefCell<HashMap<String, Rc<Called>>>,
    needs: RefCell<HashMap<MeetingArendeId, bool>>,
}

/// Whom a name means, by their places among the participants.
#[derive(Debug)]
struct Called {
    /// As [`Meeting::called`].
    called: Vec<usize>,
    /// Those who are named so: their name, role or verksamhet.
    named: Vec<usize>,
}

impl Deref for Callings<'_> {
    type Target = Meeting;

    fn deref(&self) -> &Meeting {
        self.meeting
    }
}

impl<'m> Callings<'m> {
    /// Of a meeting, of which nothing has been asked yet.
    pub fn of(meeting: &'m Meeting) -> Self {
        // The first of those with one key, as the meeting itself has it.
        let places = meeting.participants.iter().enumerate().rev().map(|(at, person)| (person.id, at));
        let own = meeting.participants.iter();
        Self {
            meeting,
            places: places.collect(),
            folded: Folded::all(&candidates(meeting)),
            own: own.map(|person| [&person.name, &person.role, &person.unit].map(|own| fold(own))).collect(),
            known: RefCell::default(),
            needs: RefCell::default(),
        }
    }

    /// The meeting.
    pub fn meeting(&self) -> &'m Meeting {
        self.meeting
    }

    fn find(&self, name: &str) -> Rc<Called> {
        if let Some(known) = self.known.borrow().get(name) {
            return Rc::clone(known);
        }
        let wanted = fold(name);
        let is_named = |[name, role, unit]: &[String; 3]| {
            !wanted.is_empty()
                && (*name == wanted || [role, unit].into_iter().any(|own| is_one_word(own, &wanted)))
        };
        let people = self.own.iter().enumerate();
        let named = people.filter(|(_, own)| is_named(own)).map(|(at, _)| at).collect();
        let found = Rc::new(Called { called: exactly_among(name, &self.folded), named });
        self.known.borrow_mut().insert(name.to_owned(), Rc::clone(&found));
        found
    }

    /// As [`Meeting::needs_consent`].
    pub fn needs_consent(&self, item: &MeetingArende) -> bool {
        let known = self.needs.borrow().get(&item.id).copied();
        known.unwrap_or_else(|| {
            let needs = self.meeting.needs_consent(item);
            self.needs.borrow_mut().insert(item.id, needs);
            needs
        })
    }

    /// As [`Meeting::called`].
    pub fn called(&self, who: &str) -> Vec<&'m Participant> {
        let people = &self.meeting.participants;
        self.find(who).called.iter().filter_map(|at| people.get(*at)).collect()
    }

    /// As [`Meeting::means`].
    pub fn means(&self, part: &str, person: &Participant) -> bool {
        let (found, own) = (self.find(part), self.places.get(&person.id));
        match own {
            Some(own) if found.named.binary_search(own).is_ok() => true,
            Some(own) => found.named.is_empty() && found.called.as_slice() == [*own],
            None => self.meeting.means(part, person),
        }
    }

    /// As [`Meeting::may_mean`].
    pub fn may_mean(&self, part: &str, person: &Participant) -> bool {
        match self.places.get(&person.id) {
            Some(own) => {
                let found = self.find(part);
                found.named.binary_search(own).is_ok() || found.called.contains(own)
            }
            None => self.meeting.may_mean(part, person),
        }
    }
}

/// A name as people in the room say it: `Sara S`. What isn't two capitalised words or more is said whole.
fn brief(name: &str) -> Cow<'_, str> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    match words.as_slice() {
        [first, .., last] if words.iter().all(capital) => {
            Cow::Owned(format!("{first} {}", last.chars().next().unwrap_or_default()))
        }
        _ => Cow::Borrowed(name),
    }
}

/// The brief name where nobody else among `all` has the same, and the whole name otherwise.
pub fn brief_among<'a>(name: &'a str, mut all: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let short = brief(name);
    let is_alike = |other: &str| fold(other) != fold(name) && fold(&brief(other)) == fold(&short);
    if all.any(is_alike) { Cow::Borrowed(name) } else { short }
}

impl Meeting {
    /// A participant as briefly as can be said here: `Sara S`, or the role where no name is known.
    pub fn brief_name(&self, person: &Participant) -> String {
        if person.name.is_empty() {
            return person.short_name();
        }
        let telling = self.telling_name(person);
        if telling != person.name {
            return telling;
        }
        let all = self.participants.iter().map(|other| other.name.as_str());
        brief_among(&person.name, all).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now};
    use proptest::prelude::*;

    /// Names that are alike, so that parts of them, roles and verksamheter fit several.
    const WORDS: [&str; 12] =
        ["Maja", "Ek", "Maja Ek", "Lund", "Eva", "mentor", "kurator", "skola", "Skolan", "BUP", "BUP:s", ""];

    proptest! {
        /// Asked of many names at once a meeting answers as when it is asked of one.
        #[test]
        fn what_is_found_once_is_what_is_found_each_time(
            people in proptest::collection::vec((0..WORDS.len(), 0..WORDS.len(), 0..WORDS.len()), 1..8),
            asked in proptest::collection::vec((0..WORDS.len(), 0..WORDS.len()), 1..12),
        ) {
            let mut meeting = demo::meetings(now(), &agenda).remove(0);
            let one = meeting.participants[0].clone();
            meeting.participants = people
                .iter()
                .zip(1_u128..)
                .map(|((name, role, unit), key)| Participant {
                    id: ParticipantId(uuid::Uuid::from_u128(key)),
                    name: WORDS[*name].to_owned(),
                    role: WORDS[*role].to_owned(),
                    unit: WORDS[*unit].to_owned(),
                    ..one.clone()
                })
                .collect();
            let callings = Callings::of(&meeting);
            for (first, second) in asked {
                for name in [WORDS[first].to_owned(), format!("{}, {}", WORDS[first], WORDS[second])] {
                    prop_assert_eq!(callings.called(&name), meeting.called(&name));
                    for person in &meeting.participants {
                        prop_assert_eq!(callings.means(&name, person), meeting.means(&name, person));
                        prop_assert_eq!(callings.may_mean(&name, person), meeting.may_mean(&name, person));
                    }
                }
            }
        }
    }
}
