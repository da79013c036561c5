//! To whom a plan speaks, and how it names people to them.

use super::super::context::Context;
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionItem, Participant, ParticipantKind};
use crate::minutes::document::Reader;

/// To whom a plan speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// The child: "du", and "mamma".
    Child(ParticipantId),
    /// One of those who have the care of it: "du", and the child by its name.
    Guardian(ParticipantId),
    /// Several at once, or somebody else.
    Anyone,
}

impl Address {
    pub(super) fn of(meeting: &Meeting, readers: &[Reader]) -> Self {
        let [only] = readers else { return Self::Anyone };
        let person = only.person().and_then(|id| meeting.participant(id));
        match person.map(|person| (person.kind, person.id)) {
            Some((ParticipantKind::Barn, id)) => Self::Child(id),
            Some((ParticipantKind::Vardnadshavare, id)) => Self::Guardian(id),
            _ => Self::Anyone,
        }
    }

    /// Whether it is the reader who answers for an action.
    pub(super) fn is(self, context: &Context<'_>, action: &ActionItem) -> bool {
        match self {
            Self::Child(own) | Self::Guardian(own) => {
                action.owner == Some(own) || self.is_called(context, action.owner_name.as_deref())
            }
            Self::Anyone => false,
        }
    }

    /// Whether a name means the reader.
    pub(super) fn is_called(self, context: &Context<'_>, name: Option<&str>) -> bool {
        match self {
            Self::Child(own) | Self::Guardian(own) => {
                name.is_some_and(|name| context.meeting.called(name).iter().any(|one| one.id == own))
            }
            Self::Anyone => false,
        }
    }

    pub(super) fn guardian(self, meeting: &Meeting) -> Option<&Participant> {
        match self {
            Self::Guardian(id) => meeting.participant(id),
            Self::Child(_) | Self::Anyone => None,
        }
    }

    /// How somebody is named to whom it speaks.
    pub(super) fn name(self, context: &Context<'_>, person: &Participant) -> String {
        match self {
            Self::Child(own) | Self::Guardian(own) if own == person.id => "du".to_owned(),
            // What somebody is by law says nothing to a child that knows them by name.
            Self::Child(_) => kin(context, person).unwrap_or_else(|| context.name_to_family(person)),
            Self::Guardian(_) | Self::Anyone => context.full_name(person),
        }
    }
}

/// Who of a child's family does something, by whether the child does and whether others do.
pub(super) fn you_and_yours(who: (bool, bool)) -> &'static str {
    match who {
        (true, false) => "du",
        (true, true) => "du och din familj",
        (false, _) => "din familj",
    }
}

/// What a child says of those close to it, where the role says so and nobody else is called the same: "mamma", "mormor".
fn kin(context: &Context<'_>, person: &Participant) -> Option<String> {
    const STEMS: [&str; 12] = [
        "mamma", "pappa", "mormor", "morfar", "farmor", "farfar", "syster", "bror", "moster", "faster",
        "morbror", "farbror",
    ];
    let word = |person: &Participant| {
        let role = person.role.to_lowercase();
        let mut words = role.split(|c: char| !c.is_alphabetic()).map(str::to_owned);
        words.find(|word| STEMS.iter().any(|stem| word.ends_with(stem)))
    };
    let own = word(person).filter(|_| person.is_family())?;
    let others = context.meeting.participants.iter().filter(|other| other.id != person.id);
    (others.filter_map(word).all(|other| other != own)).then_some(own)
}
