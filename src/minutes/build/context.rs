//! What all parts of the minutes need to know: who may be named how, and whose entries are looked at.

use crate::domain::agenda::{EntryKind, Level};
use crate::domain::collate::fold;
use crate::domain::held::entry_texts;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::names::Names;
use crate::domain::record::{
    ActionItem, ArendeState, Child, Entry, MeetingArende, Output, Participant, ParticipantKind,
};
use crate::domain::text::clean;
use crate::minutes::document::{Audience, Fact, Held};
use crate::minutes::words::Clocks;
use chrono::NaiveDate;
use uuid::Uuid;

/// A user's text as it is printed. It was cleaned at the door; here once more, since paper can't be called back.
pub(super) fn text(raw: &str) -> String {
    clean(raw).trim().to_owned()
}

/// A fact with a user's text, unless it is empty.
pub(super) fn fact(label: &str, value: &str) -> Option<Fact> {
    let value = text(value);
    (!value.is_empty()).then(|| Fact::new(text(label), value))
}

/// Whose rows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of the meeting's, where it is about one matter.
    All,
    /// Those that belong to the meeting as a whole.
    Common,
    /// Those of one ärende.
    Item(MeetingArendeId),
}

impl Scope {
    pub(super) fn covers(self, arende: Option<MeetingArendeId>) -> bool {
        match self {
            Self::All => true,
            Self::Common => arende.is_none(),
            Self::Item(id) => arende == Some(id),
        }
    }
}

pub(super) struct Context<'a> {
    pub(super) meeting: &'a Meeting,
    pub(super) clocks: Clocks,
    /// A child with skyddade personuppgifter is spoken of, and nobody has checked what may be printed: no place, school
    /// or time of day is.
    pub(super) protected: bool,
    pub(super) print_names: bool,
    /// The day on which this is made, where it matters which consents hold.
    pub(super) today: NaiveDate,
}

impl<'a> Context<'a> {
    /// Whether the family's own part stands in a section of its own.
    pub(super) fn has_family_part(&self) -> bool {
        self.meeting.agenda.level == Level::Individ && self.meeting.head.individuals
    }

    pub(super) fn new(meeting: &'a Meeting, print_names: bool) -> Self {
        Self::for_output(meeting, print_names, Output::Copies)
    }

    /// For something else than copies of the minutes: what it may show of a protected child is checked by itself.
    pub(super) fn for_output(meeting: &'a Meeting, print_names: bool, output: Output) -> Self {
        Self {
            meeting,
            clocks: Clocks::new(&meeting.head.zone),
            protected: meeting.withholds(output),
            print_names,
            today: meeting.head.planned.date(),
        }
    }

    /// The day on which the meeting was held.
    pub(super) fn held_on(&self) -> NaiveDate {
        let head = &self.meeting.head;
        head.started.map_or(head.planned.date(), |at| self.clocks.day(at))
    }

    /// Whether each ärende gets a sheet of its own.
    pub(super) fn has_sheets(&self) -> bool {
        self.meeting.agenda.many || self.meeting.items.len() > 1
    }

    /// Whether this ärende gets one: not one that was put off without a word.
    pub(super) fn has_own_sheet(&self, item: &MeetingArende) -> bool {
        item.state != ArendeState::Uppskjutet || self.is_spoken_of(item)
    }

    /// Entries of a kind, in order, without empty ones. Private notes are never found.
    pub(super) fn entries(&self, scope: Scope, kind: EntryKind) -> impl Iterator<Item = &'a Entry> {
        self.meeting.entries.iter().filter(move |entry| {
            kind != EntryKind::Privat
                && entry.kind() == kind
                && scope.covers(entry.arende)
                && !text(&entry.text).is_empty()
        })
    }

    /// The actions, by their numbers.
    pub(super) fn actions(&self, scope: Scope) -> impl Iterator<Item = (&'a Entry, &'a ActionItem)> {
        let mut all: Vec<&Entry> = self.entries(scope, EntryKind::Atgard).collect();
        all.sort_by_cached_key(|entry| self.meeting.place_of_point(entry));
        all.into_iter().filter_map(|entry| entry.action().map(|action| (entry, action)))
    }

    /// Whether anything was written about an ärende.
    pub(super) fn is_spoken_of(&self, item: &MeetingArende) -> bool {
        self.meeting.is_written_of(item.id)
    }

    /// Who may read an entry.
    pub(super) fn audience(&self, entry: &Entry) -> Audience {
        let except = self
            .meeting
            .exemptions
            .iter()
            .filter(|row| row.entry == entry.id)
            .map(|row| text(&row.part))
            .collect();
        let held = self.held(entry.id, &entry_texts(entry));
        let people = [entry.source, entry.action().and_then(|action| action.owner)];
        let who = match entry.arende {
            None => self.audience_in_common(people.into_iter().flatten()),
            Some(_) => Audience::everyone(),
        };
        Audience { except, medical: entry.emi, held, ..who }
    }

    /// Who may read what belongs to no ärende and these people said, promised or are spoken of in: where somebody of a
    /// family is among them, those alone who take part in that family's ärende.
    pub(super) fn audience_in_common(&self, people: impl Iterator<Item = ParticipantId>) -> Audience {
        match self.meeting.arenden_of_families(people).filter(|_| self.has_sheets()) {
            Some(own) => limited_to(Some(own)),
            None => self.in_common(),
        }
    }

    /// Who may read what the meeting says of all its ärenden at once, in anybody's own words: where there are several it
    /// may tell of any child, so those alone who take part in everything.
    pub(super) fn in_common(&self) -> Audience {
        if self.meeting.items.len() > 1 { nobody_limited() } else { Audience::everyone() }
    }

    /// A fact in somebody's own words that is said of the meeting as a whole.
    pub(super) fn common(&self, fact: Fact) -> Fact {
        Fact { audience: Audience { held: fact.audience.held, ..self.in_common() }, ..fact }
    }

    /// Whether somebody may be named to those who take part in an ärende: everybody but another ärende's family.
    pub(super) fn may_be_named_in(&self, person: &Participant, arende: Option<MeetingArendeId>) -> bool {
        !person.is_family() || arende.is_none_or(|item| self.meeting.takes_part(person, item))
    }

    /// The words that wait for a look in what a row says; whether somebody has looked is asked when a copy is made.
    pub(super) fn held(&self, row: impl Into<Uuid>, texts: &[&str]) -> Vec<Held> {
        let words = self.meeting.sensitive(texts);
        let row = row.into().to_string();
        if words.is_empty() { Vec::new() } else { vec![Held { row, words }] }
    }

    /// A fact with a user's text that stands in a row, unless it is empty.
    pub(super) fn told(&self, row: impl Into<Uuid>, label: &str, value: &str) -> Option<Fact> {
        let told = fact(label, value)?;
        let held = self.held(row, &[value]);
        Some(Fact { audience: Audience { held, ..told.audience.clone() }, ..told })
    }

    /// Who may know that somebody took part: in a meeting with several ärenden, a guardian's name tells whose child was
    /// spoken of.
    pub(super) fn audience_of_person(&self, person: &Participant) -> Audience {
        limited_to(self.meeting.arenden_of(person))
    }

    /// What a child is called on paper. Somebody who sits in the room is never a code there.
    pub(super) fn child_name(&self, child: &Child) -> String {
        if let (true, Some(name)) = (self.print_names, non_empty(child.name.as_deref())) {
            return name;
        }
        non_empty(child.called.as_deref())
            .filter(|_| !self.has_sheets())
            .or_else(|| self.meeting.first_name_in_room().filter(|_| !self.protected).map(|name| text(&name)))
            .unwrap_or_else(|| text(&child.alias))
    }

    /// The words for which an ärende's name waits for a look.
    pub(super) fn held_name(&self, item: &MeetingArende) -> Vec<Held> {
        let label = self.meeting.arende_of(item).map(|arende| arende.label.as_str()).unwrap_or_default();
        self.held(item.id, &[label])
    }

    /// An ärende's name on paper: its reference, with the child's name if it is to be printed.
    pub(super) fn item_name(&self, item: &MeetingArende) -> String {
        let label = self.meeting.arende_of(item).map(|arende| text(&arende.label)).unwrap_or_default();
        let child = self.meeting.child_of(item);
        let label = match child {
            Some(child) if label.is_empty() => text(&child.alias),
            _ => label,
        };
        match child.and_then(|child| non_empty(child.name.as_deref())) {
            Some(name) if self.print_names => format!("{label} ({name})"),
            _ => label,
        }
    }

    /// The family of a protected child is named by role only, and a child by what it is called.
    fn hidden_name(&self, person: &Participant) -> Option<String> {
        if self.print_names {
            return None;
        }
        let role = || non_empty(Some(&person.role));
        match person.kind {
            ParticipantKind::Barn => match self.meeting.children.as_slice() {
                [only] => Some(self.child_name(only)),
                _ => Some(role().unwrap_or_else(|| "Barnet".to_owned())),
            },
            ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende if self.protected => {
                Some(role().unwrap_or_else(|| "Närstående".to_owned()))
            }
            _ if self.protected && person.is_unsettled() => {
                Some(role().unwrap_or_else(|| "Deltagare".to_owned()))
            }
            _ => None,
        }
    }

    /// "Karin Lund, kurator".
    pub(super) fn full_name(&self, person: &Participant) -> String {
        self.hidden_name(person).unwrap_or_else(|| text(&person.name_and_role()))
    }

    /// The name alone of somebody in the family, to the family itself: "Maria Påhitt"; everybody else as on any paper.
    pub(super) fn name_to_family(&self, person: &Participant) -> String {
        let name = text(&person.name);
        let alone = person.kind == ParticipantKind::Vardnadshavare && !self.protected && !name.is_empty();
        let others = self.meeting.participants.iter().filter(|other| other.id != person.id);
        let is_shared = others.into_iter().any(|other| fold(&other.name) == fold(&name));
        if alone && !is_shared { name } else { self.full_name(person) }
    }

    /// The role, which is enough where nobody else has it; otherwise name and role.
    pub(super) fn short_name(&self, person: &Participant) -> String {
        if let Some(name) = self.hidden_name(person) {
            return name;
        }
        let shared = self.meeting.participants.iter().filter(|other| other.role == person.role).count() > 1;
        if person.kind == ParticipantKind::Barn {
            text(&person.name_and_role())
        } else if shared || person.role.trim().is_empty() {
            self.full_name(person)
        } else {
            text(&person.role)
        }
    }

    /// Whom words of one's own name, as the papers name them: a child by what it is called.
    pub(super) fn named(&self, raw: &str) -> String {
        if let [only] = self.meeting.called(raw).as_slice() {
            return self.hidden_name(only).unwrap_or_else(|| text(raw));
        }
        if self.print_names {
            return text(raw);
        }
        // Words around the name, or a child that isn't in the room.
        let mut names = Names::default();
        let written = fold(raw);
        let mut put = |name: &str, shown: &str| {
            if !name.trim().is_empty() && written.contains(&fold(name)) {
                names.add(name, shown, &[]);
            }
        };
        for child in &self.meeting.children {
            put(child.name.as_deref().unwrap_or_default(), &self.child_name(child));
        }
        let own = |name: &str| self.meeting.children.iter().any(|child| child.name.as_deref() == Some(name));
        for person in self.meeting.participants.iter().filter(|person| person.kind == ParticipantKind::Barn) {
            if !own(&person.name) {
                put(&person.name, &self.full_name(person));
            }
        }
        text(&names.replaced(raw))
    }

    /// [`Context::short_name`] within a sentence: a role in lower case, a name as it is.
    pub(super) fn name_in_sentence(&self, person: &Participant) -> String {
        let name = self.short_name(person);
        if name == text(&person.role) { lower_first(&name) } else { name }
    }

    /// "Karin Lund, kurator (Skola, kommun)": one pair of brackets, and nothing that the role says already.
    pub(super) fn name_and_unit(&self, person: &Participant) -> String {
        let name = self.full_name(person);
        let Some(belongs) = self.belongs_to(person) else { return name };
        let said = fold(&name);
        let words: Vec<&str> =
            said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let is_said = |part: &str| {
            let part = fold(part);
            let mut own =
                part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
            own.peek().is_some() && own.all(|word| words.contains(&word))
        };
        let left: Vec<&str> = belongs.split(", ").filter(|part| !is_said(part)).collect();
        match name.strip_suffix(')').filter(|open| open.contains('(')) {
            _ if left.is_empty() => name,
            Some(open) => format!("{open}, {})", left.join(", ")),
            None => format!("{name} ({})", left.join(", ")),
        }
    }

    /// "Skola, kommun". A protected child's school is never named.
    fn belongs_to(&self, person: &Participant) -> Option<String> {
        if person.may_be_family() || person.kind == ParticipantKind::Tolk {
            return None;
        }
        let unit = if self.protected { None } else { non_empty(Some(&person.unit)) };
        let huvudman = person.huvudman.name();
        // "BUP region" says it already.
        let unit = unit.map(|unit| match unit.rsplit_once(' ') {
            Some((own, last)) if fold(last) == fold(huvudman) => own.trim_end().to_owned(),
            _ => unit,
        });
        let says_it = |unit: &String| unit.split_whitespace().any(|word| fold(word) == fold(huvudman));
        Some(match unit {
            Some(unit) if says_it(&unit) => unit,
            Some(unit) => format!("{unit}, {huvudman}"),
            None => huvudman.to_owned(),
        })
    }
}

/// Those who take part in one of the ärenden; those alone who take part in everything, where nobody has said which.
fn limited_to(own: Option<Vec<MeetingArendeId>>) -> Audience {
    match own {
        None => Audience::everyone(),
        Some(own) if own.is_empty() => nobody_limited(),
        Some(own) => Audience { only_in: own, ..Audience::everyone() },
    }
}

/// Those alone who take part in everything.
pub(super) fn nobody_limited() -> Audience {
    Audience::of_arende(Some(MeetingArendeId(uuid::Uuid::nil())))
}

pub(super) fn non_empty(raw: Option<&str>) -> Option<String> {
    raw.map(text).filter(|text| !text.is_empty())
}
