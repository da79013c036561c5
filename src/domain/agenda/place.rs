//! What a role says of somebody at a meeting of this form: the form's own roles first, then the words that people use.

use super::{Agenda, Huvudman, RoleSpec};
use crate::domain::collate::{called, fold, same};
use crate::domain::roles::{self, ParticipantKind};

impl RoleSpec {
    /// What its bearer is to the meeting: as the form says, else by its huvudman and the words of the role.
    pub fn kind(&self) -> ParticipantKind {
        let known = roles::kind_of(&self.name);
        match (self.said_kind, self.huvudman) {
            (Some(kind), _) => kind,
            (None, Huvudman::Familj) => {
                known.filter(|kind| kind.is_family()).unwrap_or(ParticipantKind::Narstaende)
            }
            (None, _) => {
                known.filter(|kind| *kind == ParticipantKind::Tolk).unwrap_or(ParticipantKind::Personal)
            }
        }
    }

    /// Whether it belongs to the family, and the form doesn't say how.
    pub fn is_guessed(&self) -> bool {
        self.huvudman == Huvudman::Familj && self.said_kind.is_none()
    }
}

/// What is known of somebody by their role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// What they are to the meeting.
    pub kind: ParticipantKind,
    /// The authority behind them.
    pub huvudman: Huvudman,
    /// The form's role, if it is one of its own.
    pub role: Option<&'a RoleSpec>,
}

impl Agenda {
    /// The form's own role of this name; where it has several, the one of this verksamhet.
    pub fn role(&self, name: &str, unit: &str) -> Option<&RoleSpec> {
        let found = called(name, &self.roles, |role| vec![role.name.clone()]);
        let of_unit = found.iter().copied().find(|at| same(&self.roles[*at].unit, unit));
        of_unit.or(found.first().copied()).map(|at| &self.roles[at])
    }

    /// What a role says of somebody: by the form's roles, else by the words that people use. Nothing where nobody knows it:
    /// then it is asked for. A verksamhet alone decides nothing: a pupil of 7A comes from a school too.
    pub fn place_of(&self, role: &str, unit: &str) -> Option<Place<'_>> {
        if let Some(spec) = self.role(role, unit) {
            let kind = spec.kind();
            // Who has the form's role elsewhere has another authority behind them.
            let elsewhere = !kind.is_family() && !unit.is_empty() && !same(&spec.unit, unit);
            let huvudman = if elsewhere { self.huvudman_of(unit, role) } else { spec.huvudman };
            return Some(Place { kind, huvudman, role: Some(spec) });
        }
        let kind = roles::kind_of(role)?;
        let huvudman = if kind.is_family() { Huvudman::Familj } else { self.huvudman_of(unit, role) };
        Some(Place { kind, huvudman, role: None })
    }

    /// Whether what somebody is said to be is the opposite of what their role says: a guardian kept as staff, or staff kept
    /// as a guardian. Which copy they get follows from the one, and what it calls them from the other.
    pub fn contradicts(&self, role: &str, unit: &str, kind: ParticipantKind) -> bool {
        match self.role(role, unit).map(RoleSpec::kind).or_else(|| roles::kind_of(role)) {
            Some(says) if says.is_child_or_guardian() => !kind.is_family(),
            Some(ParticipantKind::Personal | ParticipantKind::Tolk) => kind.is_child_or_guardian(),
            _ => false,
        }
    }

    /// The authority behind somebody of staff who works in a verksamhet: as the form's roles there have it, else by its name.
    pub fn huvudman_of(&self, unit: &str, role: &str) -> Huvudman {
        let there = self
            .roles
            .iter()
            .find(|known| !known.kind().is_family() && !unit.is_empty() && same(&known.unit, unit));
        there.map_or_else(|| huvudman_of(unit, role), |known| known.huvudman)
    }
}

/// Which authority a verksamhet or role of staff belongs to, by its usual names.
pub fn huvudman_of(unit: &str, role: &str) -> Huvudman {
    const REGION: [&str; 10] = [
        "bup",
        "bvc",
        "bmm",
        "habilitering",
        "hab",
        "vårdcentral",
        "region",
        "primärvård",
        "sjukhus",
        "barnpsyk",
    ];
    let words = fold(&format!("{unit} {role}"));
    let any =
        |known: &[&str]| words.split([' ', '-', '/']).any(|word| known.iter().any(|k| word.starts_with(k)));
    if any(&REGION) {
        Huvudman::Region
    } else if any(&["polis", "åklagar", "försäkringskassa", "arbetsförmedling"]) {
        Huvudman::Stat
    } else {
        Huvudman::Kommun
    }
}
