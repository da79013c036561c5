//! Who has gathered, why and until when: what somebody who comes in wants to know first.

use super::sight::Sight;
use crate::app::meeting::timing::ends;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::record::{Output, Participant, ParticipantKind, Presence};

/// Who has gathered, why and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Those who are here, in a child's own meeting the child first.
    pub seats: Vec<Seat>,
    /// What the meeting is for, in its own words.
    pub why: Option<String>,
    /// "14.00": when people part, unless that says something about a child with protected identity.
    pub until: Option<String>,
}

/// Somebody who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// "Sara, specialpedagog"; a family by their role alone, the child by what it wants to be called.
    pub called: String,
    /// "leder mötet"; empty where there is nothing to tell.
    pub part: String,
    /// How many are called so and have the same part: a room full of guardians is one row.
    pub number: usize,
}

impl Seat {
    /// "Vårdnadshavare (12)": where several are called the same, how many they are.
    pub fn in_words(&self) -> String {
        if self.number > 1 { format!("{} ({})", self.called, self.number) } else { self.called.clone() }
    }
}

/// Who is here, in the order in which a wall tells of them.
pub(super) fn of(sight: &Sight<'_>) -> Gathered {
    let meeting = sight.meeting;
    let mut here: Vec<&Participant> = meeting.participants.iter().filter(|person| person.is_here()).collect();
    if is_own(meeting) {
        here.sort_by_key(|person| (person.kind != ParticipantKind::Barn, !person.is_family()));
    }
    let mut seats: Vec<Seat> = Vec::new();
    for person in here {
        let (called, part) = (called(sight, person), part(person));
        match seats.iter_mut().find(|seat| seat.called == called && seat.part == part) {
            Some(seat) => seat.number += 1,
            None => seats.push(Seat { called, part, number: 1 }),
        }
    }
    let until =
        (!meeting.withholds(Output::Wall)).then(|| ends(meeting, sight.now).format("%H.%M").to_string());
    Gathered { seats, why: why(sight), until }
}

/// Whether a meeting is about one child and its family.
fn is_own(meeting: &Meeting) -> bool {
    meeting.agenda.individuals && !meeting.agenda.many
}

/// Whoever works is called by first name and role, so that one can speak to them; nobody's name tells where a protected child
/// is. A first name that is the child's too is left out.
fn called(sight: &Sight<'_>, person: &Participant) -> String {
    let Sight { meeting, harmless, .. } = sight;
    if !person.is_staff() {
        let told_apart = is_own(meeting) || person.kind == ParticipantKind::Barn;
        return if told_apart { harmless.person(meeting, person) } else { harmless.role(meeting, person) };
    }
    let role = harmless.role(meeting, person);
    let first = person.name.split_whitespace().next().unwrap_or_default();
    let is_shown = !first.is_empty()
        && !meeting.withholds(Output::Wall)
        && harmless.text(first) == first
        && !sight.is_held(person.id.0, None, &[first]);
    match is_shown {
        true if person.role.trim().is_empty() => first.to_owned(),
        true => format!("{first}, {}", lower_first(&role)),
        false => role,
    }
}

/// What somebody does in the meeting, and that they aren't in the room.
fn part(person: &Participant) -> String {
    let parts = [
        (person.chairs, "leder mötet"),
        (person.takes_notes, "antecknar"),
        (person.presence == Presence::Distans, "på distans"),
    ];
    let parts: Vec<&str> = parts.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    parts.join(", ")
}

/// What the meeting is for, where it is about one matter, and that may be spoken of here.
fn why(sight: &Sight<'_>) -> Option<String> {
    let meeting = sight.meeting;
    let purpose = purpose(meeting)?;
    let own = meeting.todays_items().next();
    let is_kept = own.is_some_and(|item| sight.is_hidden(item))
        || (own.is_none() && !meeting.items.is_empty())
        || meeting.withholds(Output::Wall)
        || sight.is_held(meeting.head.id.0, own.map(|item| item.id), &[purpose]);
    (!is_kept).then(|| sight.harmless.text_of(own.map(|item| item.id), purpose))
}

/// Whether what the meeting is for isn't seen since the matter isn't for all who are here.
pub(super) fn is_unseen(sight: &Sight<'_>) -> bool {
    let own = sight.meeting.todays_items().next();
    purpose(sight.meeting).is_some() && own.is_some_and(|item| sight.is_hidden(item))
}

/// The purpose that a wall may tell of: of a meeting about one matter, since what stands over several may be about any of them.
pub(super) fn purpose(meeting: &Meeting) -> Option<&str> {
    meeting.purpose().filter(|_| !meeting.agenda.many)
}

#[cfg(test)]
mod tests {
    use super::super::after_a_look;
    use super::*;
    use crate::app::testing::monday;
    use crate::demo;

    /// A child's own meeting, with the child in the room.
    fn sip() -> Meeting {
        let mut meeting = demo::meetings(demo::tests::now(), &demo::tests::agenda).remove(0);
        meeting.words = crate::agenda_file::held::carried();
        meeting
    }

    fn gathered(meeting: &Meeting) -> Gathered {
        of(&Sight::of(meeting, monday()))
    }

    fn called(meeting: &Meeting) -> Vec<String> {
        gathered(meeting).seats.iter().map(Seat::in_words).collect()
    }

    #[test]
    fn the_child_comes_first_the_family_by_role_and_who_works_by_first_name_and_role() {
        let mut meeting = sip();
        let told = gathered(&meeting);
        let seats: Vec<(&str, &str)> =
            told.seats.iter().map(|seat| (seat.called.as_str(), seat.part.as_str())).collect();
        assert_eq!(seats[0], ("Vera", ""));
        assert!(seats[1..3].iter().all(|(called, _)| !called.contains(',')), "the family by role: {seats:?}");
        assert!(seats.contains(&("Jonas, skolkurator", "leder mötet")), "{seats:?}");
        assert!(seats.iter().any(|(_, part)| *part == "antecknar"), "{seats:?}");
        assert!(told.why.is_some_and(|why| why.contains("Vera")));
        // Nobody by surname, and nobody who isn't here.
        for person in &meeting.participants {
            let last = person.name.split_whitespace().last().unwrap_or_default();
            let is_said = seats.iter().any(|(called, _)| called.contains(last));
            assert!(last.is_empty() || last == "Vera" || !is_said, "{last} in {seats:?}");
        }
        let number = seats.len();
        let here = meeting.participants.iter_mut().rfind(|person| person.is_here());
        here.unwrap().presence = Presence::Franvarande;
        assert_eq!(gathered(&meeting).seats.len(), number - 1);
        // A first name that is the child's, who is called something else here, is left out.
        meeting.children[0].called = Some("  ".to_owned());
        let jonas = meeting.participants.iter_mut().find(|person| person.chairs).unwrap();
        "Vera Sten".clone_into(&mut jonas.name);
        assert!(called(&meeting).contains(&"Skolkurator".to_owned()), "{:?}", called(&meeting));
    }

    #[test]
    fn a_room_of_guardians_is_one_row_and_in_others_meetings_they_have_no_name() {
        let mut meeting = sip();
        (meeting.agenda.individuals, meeting.children) = (false, Vec::new());
        for person in &mut meeting.participants {
            (person.kind, person.chairs, person.takes_notes) =
                (ParticipantKind::Vardnadshavare, false, false);
            "Vårdnadshavare".clone_into(&mut person.role);
        }
        let here = meeting.participants.iter().filter(|person| person.is_here()).count();
        assert_eq!(called(&meeting), [format!("Vårdnadshavare ({here})")]);
    }

    #[test]
    fn where_a_child_is_protected_nobodys_name_no_time_and_no_purpose_is_told() {
        let mut meeting = sip();
        meeting.children[0].protected = true;
        let told = gathered(&meeting);
        assert!(told.until.is_none() && told.why.is_none());
        assert!(told.seats.iter().all(|seat| !seat.called.contains(',')), "{:?}", told.seats);
    }

    #[test]
    fn why_people_meet_is_told_where_the_matter_may_be_spoken_of_and_nothing_in_it_waits_for_a_look() {
        let mut meeting = sip();
        assert!(gathered(&meeting).why.is_some());
        meeting.head.purpose = Some("Tala om misshandel".to_owned());
        assert_eq!(gathered(&meeting).why, None);
        // Whoever looks at it sees what will stand there.
        let row = meeting.rows_to_look_at().into_iter().find(|row| row.about == meeting.head.id.0).unwrap();
        assert_eq!(after_a_look(&meeting, &row).as_deref(), Some("Tala om misshandel"));
        meeting.head.purpose = Some("Ring 070-123 45 67 om planen".to_owned());
        assert_eq!(gathered(&meeting).why.as_deref(), Some("Ring [nummer] om planen"));
        let mut silent = meeting.clone();
        silent.consents.clear();
        silent.consent_parties.clear();
        assert_eq!(gathered(&silent).why, None, "without a consent");
        // Nobody looks for what isn't there in vain.
        let unseen = |meeting: &Meeting| is_unseen(&Sight::of(meeting, monday()));
        assert!(unseen(&silent) && !unseen(&meeting));
        meeting.agenda.many = true;
        assert_eq!(gathered(&meeting).why, None, "over several ärenden it may be of any");
    }
}
