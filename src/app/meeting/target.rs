//! What the input line can become in each phase.

use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::meeting::Meeting;
use serde::{Deserialize, Serialize};

/// What a line of input becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A participant: "Namn, roll, verksamhet".
    Participant,
    /// An ärende about a child: its alias.
    Individual,
    /// An ärende about a group: its name.
    Group,
    /// An entry.
    Entry(EntryKind),
}

impl Target {
    /// What a draft calls it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Participant => "deltagare",
            Self::Individual => "barn",
            Self::Group => "grupp",
            Self::Entry(kind) => kind.code(),
        }
    }
}

/// Everything that a line can become where the meeting stands, the usual first.
pub fn all(meeting: &Meeting) -> Vec<Target> {
    let phase = meeting.head.phase;
    let takes = meeting.agenda.phase(phase).takes.iter().copied().map(Target::Entry);
    if phase == Phase::Sammanhang {
        let mut targets = vec![Target::Participant];
        if meeting.agenda.individuals && (meeting.agenda.many || meeting.items.is_empty()) {
            targets.push(Target::Individual);
        }
        if meeting.agenda.takes_groups() {
            targets.push(Target::Group);
        }
        targets.extend(takes);
        return targets;
    }
    takes.collect()
}

/// What a line usually becomes where the meeting stands.
pub fn first(meeting: &Meeting) -> Target {
    all(meeting).first().copied().unwrap_or(Target::Entry(EntryKind::Anteckning))
}
