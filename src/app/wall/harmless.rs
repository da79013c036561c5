//! Words that may stand where everybody can read them: aliases instead of names, no personnummer, no numbers to
//! call, no addresses.

use super::mail::without_mail;
use super::numbers::{plain, without_numbers};
use super::places::without_places;
use super::role_word;
use crate::app::meeting::board::decider;
use crate::domain::collate::fold;
use crate::domain::held::{HeldWords, Reading, sensitive_in};
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::names::{self, Names, kind_word};
use crate::domain::record::{MeetingArende, Participant, ParticipantKind};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

/// What isn't said by name, and what is said instead. The same people and texts are asked of again and again.
pub(super) struct Harmless<'m> {
    names: Names,
    /// Tells these names from others.
    key: u64,
    words: &'m HeldWords,
    /// What those are called who were asked of.
    people: RefCell<HashMap<ParticipantId, String>>,
}

impl<'m> Harmless<'m> {
    /// By a meeting: its children's names, and where aliases are shown those of their families too.
    pub(super) fn of(meeting: &'m Meeting) -> Self {
        Self::by(Names::of(meeting), &meeting.words)
    }

    fn by(names: Names, words: &'m HeldWords) -> Self {
        let mut key = DefaultHasher::new();
        names.hash(&mut key);
        Self { names, key: key.finish(), words, people: RefCell::default() }
    }

    /// What is found in a text.
    fn read(&self, item: Option<MeetingArendeId>, raw: &str) -> Reading {
        self.words.reading((self.key, item, raw), || Reading {
            held: sensitive_in(raw, self.words, &self.names, item),
            as_it_stands: self.said(item, raw) == raw,
        })
    }

    /// Whether what a row says waits for a look; of an ärende also for the names of another family's.
    pub(super) fn is_held(
        &self,
        meeting: &Meeting,
        about: Uuid,
        item: Option<MeetingArendeId>,
        raw: &str,
    ) -> bool {
        let held = self.read(item, raw).held;
        !held.is_empty() && {
            let about = about.to_string();
            held.iter().any(|word| !meeting.is_let_through(&about, word))
        }
    }

    /// What an ärende is called; nothing while what it is called waits for a look.
    pub(super) fn name_of(&self, meeting: &Meeting, item: &MeetingArende) -> String {
        if self.is_held(meeting, item.id.0, None, &names::called(meeting, item)) {
            return String::new();
        }
        self.label(meeting, item)
    }

    /// The same, as it is shown after a look.
    pub(super) fn label(&self, meeting: &Meeting, item: &MeetingArende) -> String {
        let called = names::called(meeting, item);
        if meeting.child_of(item).is_some() { without_contact(&called) } else { self.text(&called) }
    }

    /// Somebody's role; what kind of person they are where the role waits for a look.
    pub(super) fn role(&self, meeting: &Meeting, person: &Participant) -> String {
        let role = role_word(person);
        let held = self.is_held(meeting, person.id.0, None, &role);
        if held { kind_word(person).to_owned() } else { self.text(&role) }
    }

    /// What somebody is called: their role, which is what the room needs to know; with a first name where two have the same,
    /// if they are there by their profession.
    pub(super) fn person(&self, meeting: &Meeting, person: &Participant) -> String {
        if let Some(called) = self.people.borrow().get(&person.id) {
            return called.clone();
        }
        let called = self.call(meeting, person);
        self.people.borrow_mut().insert(person.id, called.clone());
        called
    }

    /// The same of somebody who takes no part today, and so isn't known by their id.
    pub(super) fn call(&self, meeting: &Meeting, person: &Participant) -> String {
        if person.kind == ParticipantKind::Barn {
            let own =
                meeting.items.iter().find(|item| meeting.child_of(item).is_some() && !meeting.agenda.many);
            // What it is called may wait for a look.
            let called = own.map(|item| self.name_of(meeting, item)).filter(|called| !called.is_empty());
            return called.unwrap_or_else(|| "Barnet".to_owned());
        }
        let role = self.role(meeting, person);
        let same = |other: &&Participant| {
            other.id != person.id && fold(&role_word(other)) == fold(&role_word(person))
        };
        let first = person.name.split_whitespace().next().unwrap_or_default();
        let named = !first.is_empty() && (person.is_staff() || !meeting.agenda.many);
        if named && meeting.participants.iter().any(|other| same(&other)) {
            return format!("{role} {}", self.text(first));
        }
        role
    }

    /// Whom words of one's own name, as it may be shown: those who are here as they are called everywhere on the wall.
    pub(super) fn named(&self, meeting: &Meeting, item: Option<MeetingArendeId>, by: &str) -> String {
        let is_others = |person: &Participant| {
            let own = meeting.arenden_of(person).unwrap_or_default();
            person.may_be_family() && !own.is_empty() && item.is_some_and(|item| !own.contains(&item))
        };
        match meeting.called(by).as_slice() {
            [only] if is_others(only) => names::SOMEBODY.to_owned(),
            [only] if only.kind == ParticipantKind::Barn => self.person(meeting, only),
            [only] if only.may_be_family() || only.is_staff() => lower_first(&self.person(meeting, only)),
            _ => self.text_of(item, &decider(meeting, by)),
        }
    }

    /// A text as it may be shown.
    pub(super) fn text(&self, raw: &str) -> String {
        self.text_of(None, raw)
    }

    /// The same, of an ärende: another family's are nobody there, also when somebody has let the row through.
    pub(super) fn text_of(&self, item: Option<MeetingArendeId>, raw: &str) -> String {
        if self.read(item, raw).as_it_stands { raw.to_owned() } else { self.said(item, raw) }
    }

    fn said(&self, item: Option<MeetingArendeId>, raw: &str) -> String {
        // Addresses first: a street may be called as somebody is.
        let placeless = without_places(&plain(raw));
        without_contact(&self.names.replaced_in(&placeless, item))
    }
}

/// Without what somebody can be reached or known by.
fn without_contact(text: &str) -> String {
    without_numbers(&without_mail(&without_places(&plain(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::domain::record::Presence;

    #[test]
    fn numbers_that_point_at_somebody_are_not_shown_and_days_are() {
        for (raw, shown) in [
            ("Ring 070-123 45 67 i kväll", "Ring [nummer] i kväll"),
            ("Ring 08-1234567.", "Ring [nummer]."),
            ("Ring +46 70 123 45 67", "Ring [nummer]"),
            ("Hör av dig på 0701234567, tack", "Hör av dig på [nummer], tack"),
            ("Född 150203-1234", "Född [personnummer]"),
            ("Född 150203 - 1234", "Född [personnummer]"),
            ("20150203-1234 och 1502031234", "[personnummer]"),
            ("Före 2026-12-15 kl 13.00", "Före 2026-12-15 kl 13.00"),
            ("15/12 och v 49, rum 304", "15/12 och v 49, rum 304"),
            ("20 minuter, 3 gånger", "20 minuter, 3 gånger"),
            ("09 2026-12-15", "09 2026-12-15"),
            ("Mejla eva@skolan.se nu", "Mejla [adress] nu"),
            ("Mejla @eva nu", "Mejla @eva nu"),
            ("Fråga @karin.l nu", "Fråga @karin.l nu"),
            ("eva@jobbet vet", "eva@jobbet vet"),
            ("Ring 070.123.45.67.", "Ring [nummer]."),
            ("Ring 08.12 34 56 78", "Ring [nummer]"),
            ("Ring (070) 123 45 67", "Ring [nummer]"),
            ("Ring henne (0701234567).", "Ring henne ([nummer])."),
            ("Ring 070/123 45 67", "Ring [nummer]"),
            ("Kl 08.30–09.15, inte 07.45", "Kl 08.30–09.15, inte 07.45"),
            ("Senast 05.12.2026", "Senast 05.12.2026"),
        ] {
            let shown_now = without_contact(raw);
            if raw.contains(" och 15") {
                assert!(!shown_now.contains("1234"), "{shown_now}");
            } else {
                assert_eq!(shown_now, shown);
            }
        }
    }

    #[test]
    fn a_name_becomes_the_alias_also_when_it_owns_something() {
        let (mut names, words) = (Names::default(), HeldWords::default());
        names.add("Vera Viklund", "Blå", &[]);
        let harmless = Harmless::by(names, &words);
        assert_eq!(harmless.text("Ring hem till Vera."), "Ring hem till Blå.");
        assert_eq!(harmless.text("VERAS bildschema; veranda"), "Blås bildschema; veranda");
        assert_eq!(harmless.text("Fråga Vera Viklund själv"), "Fråga Blå själv");
        assert_eq!(harmless.text("Vera Viklunds mamma"), "Blås mamma");
    }

    #[test]
    fn each_child_has_its_own_word_and_what_isnt_a_name_stays() {
        let (mut names, words) = (Names::default(), HeldWords::default());
        names.add("Vera X Blå", "Blå fågel", &[]);
        names.add("Adam", "Röd", &[]);
        let harmless = Harmless::by(names, &words);
        for (raw, shown) in [
            ("Vera och Vera", "Blå fågel och Blå fågel"),
            ("Vera Adam", "Blå fågel Röd"),
            ("Vera, Adam", "Blå fågel, Röd"),
            ("X är okänt", "X är okänt"),
            ("en Blå jacka", "en Blå jacka"),
        ] {
            assert_eq!(harmless.text(raw), shown);
        }
    }

    /// A child's own meeting, with the child in the room.
    fn sip() -> Meeting {
        demo::meetings(demo::tests::now(), &demo::tests::agenda).remove(0)
    }

    fn child_of(meeting: &mut Meeting) -> &mut crate::domain::record::Child {
        meeting.children.first_mut().unwrap()
    }

    #[test]
    fn a_child_is_called_what_it_chose_or_what_was_written_for_the_wall() {
        let shown = |change: &dyn Fn(&mut Meeting)| {
            let mut meeting = sip();
            change(&mut meeting);
            Harmless::of(&meeting).name_of(&meeting, &meeting.items[0])
        };
        let in_room = |meeting: &mut Meeting, here: Presence| {
            for person in
                meeting.participants.iter_mut().filter(|person| person.kind == ParticipantKind::Barn)
            {
                "Stina Påhitt".clone_into(&mut person.name);
                person.presence = here;
            }
            // Nobody else's name is taken for the child's.
            meeting.participants.rotate_left(1);
        };
        assert_eq!(shown(&|_| {}), "Vera");
        let blank = |meeting: &mut Meeting| child_of(meeting).called = Some("  ".to_owned());
        assert_eq!(
            shown(&|meeting| {
                blank(meeting);
                in_room(meeting, Presence::Plats);
            }),
            "Lind",
            "what was written for the wall stands there, whoever is in the room"
        );
        assert_eq!(
            shown(&|meeting| {
                child_of(meeting).called = None;
                child_of(meeting).protected = true;
                in_room(meeting, Presence::Plats);
            }),
            "Lind",
            "a protected child's name isn't shown"
        );
        assert_eq!(shown(&|meeting| meeting.agenda.many = true), "Lind", "where several are spoken of");
    }

    #[test]
    fn people_are_called_by_their_roles_and_told_apart_by_first_names() {
        let meeting = sip();
        let called = |meeting: &Meeting| -> Vec<String> {
            let harmless = Harmless::of(meeting);
            meeting.participants.iter().map(|person| harmless.person(meeting, person)).collect()
        };
        let roles = called(&meeting);
        assert!(roles.contains(&"Vera".to_owned()), "{roles:?}");
        let mut unique = roles.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), roles.len(), "{roles:?}");

        let mut many = meeting.clone();
        many.agenda.many = true;
        assert!(called(&many).contains(&"Barnet".to_owned()));

        // Two with the same role: by first name, the family only in the child's own meeting.
        let mut twins = meeting.clone();
        for person in &mut twins.participants {
            match person.kind {
                ParticipantKind::Personal => "Kurator".clone_into(&mut person.role),
                ParticipantKind::Vardnadshavare | ParticipantKind::Narstaende => {
                    person.kind = ParticipantKind::Vardnadshavare;
                    "Förälder".clone_into(&mut person.role);
                }
                _ => {}
            }
        }
        let named = called(&twins);
        assert!(named.iter().filter(|name| name.starts_with("Kurator ")).count() > 1, "{named:?}");
        assert_eq!(named.iter().filter(|name| name.starts_with("Förälder ")).count(), 2, "{named:?}");
        twins.agenda.many = true;
        let named = called(&twins);
        assert!(named.iter().filter(|name| name.starts_with("Kurator ")).count() > 1, "{named:?}");
        assert_eq!(named.iter().filter(|name| *name == "Förälder").count(), 2, "{named:?}");
        twins.participants.iter_mut().for_each(|person| person.name.clear());
        assert!(called(&twins).iter().all(|name| !name.ends_with(' ')), "who has no name has a role alone");
    }
}
