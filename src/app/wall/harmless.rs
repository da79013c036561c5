//! Words that may stand where everybody can read them: aliases instead of names, no personnummer, no numbers to
//! call, no addresses.

use super::places::without_places;
use super::role_word;
use crate::domain::collate::fold;
use crate::domain::meeting::Meeting;
use crate::domain::record::{MeetingArende, Participant, ParticipantKind};
use std::borrow::Cow;

/// A name that is shorter than this is too much like an ordinary word.
const SHORTEST_NAME: usize = 2;

/// What isn't said by name, and what is said instead.
pub(super) struct Harmless {
    /// Parts of names, folded, and the word that stands for each.
    instead: Vec<(String, String)>,
}

impl Harmless {
    /// By a meeting: its children's names, and where aliases are shown those of their families too.
    pub(super) fn of(meeting: &Meeting) -> Self {
        let mut found = Self { instead: Vec::new() };
        for item in &meeting.items {
            let Some(child) = meeting.child_of(item) else { continue };
            let shown = found.name_of(meeting, item);
            if let Some(name) = &child.name {
                found.add(name, &shown);
            }
            if let Some(called) = child.called.as_ref().filter(|_| meeting.agenda.many) {
                found.add(called, &shown);
            }
        }
        if meeting.agenda.many {
            for person in meeting.participants.iter().filter(|person| person.may_be_family()) {
                found.add(&person.name, &role_word(person).to_lowercase());
            }
        }
        found
    }

    fn add(&mut self, name: &str, shown: &str) {
        let own: Vec<String> = words(shown).map(|(_, word)| fold(word)).collect();
        for (_, part) in words(name) {
            let folded = fold(part);
            if part.chars().count() >= SHORTEST_NAME && !own.contains(&folded) {
                self.instead.push((folded, shown.to_owned()));
            }
        }
    }

    /// What an ärende is called. Where several children are spoken of it is the alias; in a child's own meeting what the
    /// child has chosen, else its first name if it is in the room.
    pub(super) fn name_of(&self, meeting: &Meeting, item: &MeetingArende) -> String {
        let label = meeting.arende_of(item).map(|arende| arende.label.clone()).unwrap_or_default();
        let Some(child) = meeting.child_of(item) else { return self.text(&label) };
        let label = without_contact(&label);
        if meeting.agenda.many {
            return label;
        }
        if let Some(called) = child.called.as_ref().filter(|called| !called.trim().is_empty()) {
            return without_contact(called.trim());
        }
        let in_room = |person: &&Participant| person.kind == ParticipantKind::Barn && person.is_here();
        let first = meeting
            .participants
            .iter()
            .find(in_room)
            .and_then(|person| person.name.split_whitespace().next());
        first.filter(|_| !child.protected).map_or(label, str::to_owned)
    }

    /// What somebody is called: their role, which is what the room needs to know; with a first name where two have the same,
    /// if they are there by their profession.
    pub(super) fn person(&self, meeting: &Meeting, person: &Participant) -> String {
        if person.kind == ParticipantKind::Barn {
            let own =
                meeting.items.iter().find(|item| meeting.child_of(item).is_some() && !meeting.agenda.many);
            return own.map_or_else(|| "Barnet".to_owned(), |item| self.name_of(meeting, item));
        }
        let role = self.text(&role_word(person));
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

    /// A text as it may be shown.
    pub(super) fn text(&self, raw: &str) -> String {
        // Addresses first: a street may be called as somebody is.
        let placeless = without_places(raw);
        without_contact(&self.without_names(&placeless))
    }

    fn without_names(&self, raw: &str) -> String {
        if self.instead.is_empty() {
            return raw.to_owned();
        }
        let mut out = String::with_capacity(raw.len());
        let mut from = 0;
        let mut last: Option<String> = None;
        for (at, word) in words(raw) {
            let folded = fold(word);
            let known = self.instead.iter().find_map(|(name, shown)| {
                let end = folded.strip_prefix(name.as_str())?;
                matches!(end, "" | "s").then(|| format!("{shown}{end}"))
            });
            if let Some(shown) = known {
                // First name and surname become one word.
                if raw[from..at].trim().is_empty()
                    && last.as_ref().is_some_and(|last| shown.starts_with(last))
                {
                    out.truncate(out.len() - last.as_ref().map_or(0, String::len));
                } else {
                    out.push_str(&raw[from..at]);
                }
                out.push_str(&shown);
                last = Some(shown);
                from = at + word.len();
            }
        }
        out.push_str(&raw[from..]);
        out
    }
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Without what somebody can be reached or known by.
fn without_contact(text: &str) -> String {
    without_numbers(&without_addresses(&without_places(text)))
}

fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let is_address = |word: &str| {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.trim_end_matches('.').contains('.'))
    };
    let shown: Vec<&str> =
        text.split(' ').map(|word| if is_address(word) { "[adress]" } else { word }).collect();
    Cow::Owned(shown.join(" "))
}

/// Without personnummer and telephone numbers. Days and times are left as they are.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c == '+') {
        out.push_str(&rest[..start]);
        let run_end = rest[start..]
            .find(|c: char| {
                !(c.is_ascii_digit() || matches!(c, '+' | '-' | '–' | ' ' | '\u{a0}' | '/' | '.' | '(' | ')'))
            })
            .map_or(rest.len(), |at| start + at);
        let run = &rest[start..run_end];
        let kept = run.trim_end_matches(|c: char| !c.is_ascii_digit());
        match number_word(kept) {
            Some(word) => {
                // "(070) 123 45 67" goes with both its brackets.
                if kept.contains(')') && out.ends_with('(') {
                    out.pop();
                }
                out.push_str(word);
                out.push_str(&run[kept.len()..]);
            }
            None => out.push_str(run),
        }
        rest = &rest[run_end..];
    }
    out.push_str(rest);
    out
}

/// What stands instead of a run of digits, if it may not be shown.
fn number_word(run: &str) -> Option<&'static str> {
    let lengths: Vec<usize> =
        run.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|length| *length > 0).collect();
    let is_person = lengths.iter().any(|length| matches!(length, 10 | 12))
        || lengths.windows(2).any(|pair| matches!(pair, [6 | 8, 4]));
    let first = run.trim_start_matches('+').chars().next();
    let total: usize = lengths.iter().sum();
    let is_day = lengths.windows(3).any(|three| matches!(three, [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4]));
    let is_call = (run.starts_with('+') || first == Some('0')) && total >= 7 && !is_day && !are_times(run);
    if is_call {
        Some("[nummer]")
    } else if is_person {
        Some("[personnummer]")
    } else {
        None
    }
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
        let mut harmless = Harmless { instead: Vec::new() };
        harmless.add("Vera Viklund", "Blå");
        assert_eq!(harmless.text("Ring hem till Vera."), "Ring hem till Blå.");
        assert_eq!(harmless.text("VERAS bildschema; veranda"), "Blås bildschema; veranda");
        assert_eq!(harmless.text("Fråga Vera Viklund själv"), "Fråga Blå själv");
        assert_eq!(harmless.text("Vera Viklunds mamma"), "Blås mamma");
    }

    #[test]
    fn each_child_has_its_own_word_and_what_isnt_a_name_stays() {
        let mut harmless = Harmless { instead: Vec::new() };
        harmless.add("Vera X Blå", "Blå fågel");
        harmless.add("Adam", "Röd");
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
    fn a_child_is_called_what_it_chose_or_by_its_name_in_its_own_room_alone() {
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
            "Stina"
        );
        assert_eq!(
            shown(&|meeting| {
                blank(meeting);
                in_room(meeting, Presence::Gatt);
            }),
            "Lind",
            "it isn't there any more"
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
