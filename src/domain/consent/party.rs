//! Whom a consent names: by name, role or verksamhet, in whichever form it is written.

use super::super::agenda::Huvudman;
use super::super::collate::{fold, is_one_word};
use super::super::meeting::Meeting;
use super::super::record::{Consent, MeetingArende, Participant, ParticipantKind};
use super::giver_name;

/// Whether two words for a party are one: as [`fold`] has it, or the same word in another form ("socialtjänst",
/// "Socialtjänsten", "socialtjänstens").
pub fn one_party(one: &str, other: &str) -> bool {
    is_one_word(&fold(one), &fold(other))
}

/// How the units of social services are called.
const SOCIAL: [&str; 7] = ["social", "ifo", "individ", "familjebehandl", "familjehem", "lss", "bistånd"];

/// How the units of education are called.
const EDUCATION: [&str; 11] = [
    "skol",
    "förskol",
    "grundskol",
    "gymnasie",
    "elevhälsa",
    "barnhälsa",
    "barnomsorg",
    "utbildning",
    "fritidshem",
    "anpassad",
    "familjecentral",
];

/// What somebody works with within their authority, where it may be parted: a municipality's boards, a state's
/// authorities, others each for themselves.
pub(super) fn field_of(person: &Participant) -> String {
    let unit = fold(person.unit.trim());
    match person.huvudman {
        Huvudman::Region | Huvudman::Familj => return String::new(),
        Huvudman::Stat | Huvudman::Annan => return unit,
        Huvudman::Kommun => {}
    }
    // Where no unit is written the role tells; one that tells nothing belongs to the house.
    let words = if unit.is_empty() { fold(&person.role) } else { unit.clone() };
    let any = |known: &[&str]| words.split([' ', '/']).any(|word| known.iter().any(|k| word.starts_with(k)));
    if any(&SOCIAL) {
        "social".to_owned()
    } else if unit.is_empty() || any(&EDUCATION) {
        "utbildning".to_owned()
    } else {
        unit
    }
}

impl Meeting {
    /// Whether a consent must name somebody before they take part in an ärende: as [`Participant::is_party`], and a
    /// guardian of a child who has come of age, who is like anybody else then.
    pub fn is_party_in(&self, person: &Participant, item: &MeetingArende) -> bool {
        person.is_party() || (person.kind == ParticipantKind::Vardnadshavare && self.is_of_age(item))
    }
}

impl Participant {
    /// Whether a consent must name them: everybody but the child, its guardians and an interpreter.
    pub fn is_party(&self) -> bool {
        matches!(self.kind, ParticipantKind::Personal | ParticipantKind::Narstaende)
    }

    /// Whether a party in a consent means them, by name, or by role or verksamhet in whichever form it is written.
    pub fn is_named(&self, part: &str) -> bool {
        let folded = fold(part);
        !folded.is_empty()
            && (fold(&self.name) == folded
                || [&self.role, &self.unit].into_iter().any(|own| one_party(own, part)))
    }

    /// Whether this guardian gave a consent, by name, or by role where the name isn't known.
    pub fn gave(&self, consent: &Consent) -> bool {
        !consent.by_child && giver_name(&consent.given_by) == giver_name(&self.short_name())
    }
}
