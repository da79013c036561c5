//! Whose the plan is: the child's name, and what the file copy lacks of it.

use super::Meeting;
use crate::domain::ids::MeetingArendeId;
use crate::domain::record::{FileCopy, MeetingArende, Output, ParticipantKind};

/// Why the file copy wouldn't say whose the plan is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileGap {
    /// Nobody has said what it is to say.
    NotSaid,
    /// It is to say names, and these ärenden have none.
    Nameless(Vec<MeetingArendeId>),
    /// It is to say names, and nobody has looked through what a protected child's papers would show.
    Withheld,
}

impl Meeting {
    /// The real name of the child that an ärende is about: as it was given, or the whole name by which the child itself is
    /// written down among those who take part.
    pub fn name_of(&self, item: &MeetingArende) -> Option<&str> {
        let child = self.child_of(item)?;
        let given = child.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        given.or_else(|| self.name_in_room(item))
    }

    fn name_in_room(&self, item: &MeetingArende) -> Option<&str> {
        let is_it = |kind: ParticipantKind| kind == ParticipantKind::Barn;
        let mut there =
            self.participants.iter().filter(|person| is_it(person.kind) && self.takes_part(person, item.id));
        let name = there.next().map(|person| person.name.trim())?;
        // A first name alone may be what the child wants to be called; of two children nothing tells which it is.
        (there.next().is_none() && name.split_whitespace().count() > 1).then_some(name)
    }

    /// Whether the form takes up children and the meeting has one, so that its file copy is about somebody.
    pub fn is_about_somebody(&self) -> bool {
        self.head.individuals && self.items_about_children().next().is_some()
    }

    /// Why the file copy wouldn't say whose the plan is; nothing where it does, or is meant not to.
    pub fn file_gap(&self) -> Option<FileGap> {
        if !self.is_about_somebody() {
            return None;
        }
        match self.head.file_copy {
            None => Some(FileGap::NotSaid),
            Some(FileCopy::Alias) => None,
            Some(FileCopy::Namn) => {
                let nameless = self.nameless();
                if nameless.is_empty() {
                    self.withholds(Output::Copies).then_some(FileGap::Withheld)
                } else {
                    Some(FileGap::Nameless(nameless))
                }
            }
        }
    }

    /// The ärenden about children whose real name isn't known.
    pub fn nameless(&self) -> Vec<MeetingArendeId> {
        let lacking = |item: &&MeetingArende| self.name_of(item).is_none();
        self.items_about_children().filter(lacking).map(|item| item.id).collect()
    }
}
