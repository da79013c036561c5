//! Programs that are at work on the same database: who sits at each, and where they are. Kept beside the journal, and
//! gone as soon as the program is.

use super::agenda::Phase;
use super::ids::{EntryId, MeetingArendeId, MeetingId, PersonId};
use chrono::{DateTime, TimeDelta, Utc};

/// How often a program that stands still says that it is there.
pub const SAYS_EVERY: TimeDelta = TimeDelta::seconds(15);

/// After so long without a word, a program isn't there any more.
const GONE_AFTER: TimeDelta = TimeDelta::seconds(60);

/// The field in which the reasons stand that are being given for going past a rule. A line that is sent empties no such draft.
pub const DRAFT_REASONS: &str = "skäl";

/// What somebody is called who hasn't said who they are.
pub const SOMEBODY: &str = "Någon vid en annan skärm";

/// What a program shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// The program with its keyboard.
    Program,
    /// The wall: `samverkan projektor`.
    Wall,
}

impl SessionKind {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Wall => "vagg",
        }
    }

    /// The inverse of [`SessionKind::word`].
    pub fn from_word(word: &str) -> Self {
        if word == "vagg" { Self::Wall } else { Self::Program }
    }
}

/// An entry that somebody is changing, and how many times it had been written when they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Editing {
    /// The entry that is being changed.
    pub entry: EntryId,
    /// Its `rev` then.
    pub rev: i64,
}

/// Who sits at a program, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPresence {
    /// What the program shows.
    pub kind: SessionKind,
    /// Who sits there; none until they have said.
    pub person: Option<PersonId>,
    /// Their name; empty where nobody has said who they are.
    pub name: String,
    /// Their role.
    pub role: String,
    /// The meeting on screen.
    pub meeting: Option<MeetingId>,
    /// The ärende.
    pub arende: Option<MeetingArendeId>,
    /// The phase.
    pub phase: Option<Phase>,
    /// The entry that they are changing.
    pub edits: Option<EntryId>,
    /// The row that everybody is to look at, where the meeting itself doesn't tell which: what they point at while it is
    /// read out or answered.
    pub points: Option<EntryId>,
}

impl SessionPresence {
    /// A program of a kind with a meeting on screen, where nobody has said who they are or what they do.
    pub fn of(kind: SessionKind, meeting: Option<MeetingId>) -> Self {
        Self {
            kind,
            person: None,
            name: String::new(),
            role: String::new(),
            meeting,
            arende: None,
            phase: None,
            edits: None,
            points: None,
        }
    }
}

/// A program at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its key: the one that its drafts and its lines in the journal carry.
    pub key: String,
    /// The number that the operating system knows it by.
    pub pid: u32,
    /// Who, and where.
    pub here: SessionPresence,
    /// When it last said so.
    pub seen: DateTime<Utc>,
}

impl Session {
    /// Whether it has said something lately, also by a clock that was set back.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        (now - self.seen).abs() < GONE_AFTER
    }

    /// Whether somebody sits here with this meeting in front of them.
    pub fn is_in(&self, meeting: MeetingId) -> bool {
        self.here.kind == SessionKind::Program && self.here.meeting == Some(meeting)
    }

    /// The row that they change or point at.
    pub fn in_hand(&self) -> Option<EntryId> {
        self.here.edits.or(self.here.points)
    }

    /// "Gunilla Rask", or what can be said of somebody who hasn't said who they are.
    pub fn called(&self) -> &str {
        if self.here.name.is_empty() { SOMEBODY } else { &self.here.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_been_silent_for_a_minute_is_gone_whichever_way_the_clock_went() {
        let now: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
        let here = SessionPresence::of(SessionKind::Program, None);
        let session = |seconds: i64| Session {
            key: "a".to_owned(),
            pid: 1,
            here: here.clone(),
            seen: now + TimeDelta::seconds(seconds),
        };
        assert!(session(-59).is_fresh(now) && session(20).is_fresh(now));
        assert!(!session(-61).is_fresh(now) && !session(3600).is_fresh(now));
    }
}
