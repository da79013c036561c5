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

/// What a wall is called that hasn't said which it is.
const A_WALL: &str = "Vägg";

/// What a wall with this key is called among all that are on: by the lowest number that no other has. It keeps its name for as
/// long as it is on; where two took the same at once, the later key gives way.
pub fn wall_name(key: &str, own: &str, others: &[Session]) -> String {
    let walls = || others.iter().filter(|other| other.here.kind == SessionKind::Wall && other.key != key);
    if !own.is_empty() && !walls().any(|other| other.here.name == own && other.key.as_str() < key) {
        return own.to_owned();
    }
    let named = |number: &usize| format!("{A_WALL} {number}");
    let is_free = |number: &usize| walls().all(|other| other.here.name != named(number));
    (1..=others.len() + 1).find(is_free).map_or_else(|| A_WALL.to_owned(), |number| named(&number))
}

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
    /// Their name, empty where nobody has said who they are; of a wall, which of them it is.
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

    /// Whether it is a wall that is on.
    pub fn is_wall(&self, now: DateTime<Utc>) -> bool {
        self.here.kind == SessionKind::Wall && self.is_fresh(now)
    }

    /// What a wall is called: "Vägg 2".
    pub fn wall_name(&self) -> &str {
        if self.here.name.is_empty() { A_WALL } else { &self.here.name }
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
    fn a_wall_has_the_lowest_number_that_is_free_and_keeps_it_and_of_two_at_once_the_later_gives_way() {
        let wall = |key: &str, name: &str| Session {
            key: key.to_owned(),
            pid: 1,
            here: SessionPresence { name: name.to_owned(), ..SessionPresence::of(SessionKind::Wall, None) },
            seen: "2026-11-23T08:00:00Z".parse().unwrap(),
        };
        for (own, others, called) in [
            ("", vec![], "Vägg 1"),
            ("", vec![wall("a", "Vägg 1")], "Vägg 2"),
            ("", vec![wall("a", "Vägg 2")], "Vägg 1"),
            // The first has been closed: nobody is renamed.
            ("Vägg 2", vec![], "Vägg 2"),
            ("Vägg 1", vec![wall("x", "Vägg 1")], "Vägg 1"),
            ("Vägg 1", vec![wall("a", "Vägg 1")], "Vägg 2"),
            ("Vägg 1", vec![wall("m", "Vägg 1")], "Vägg 1"),
        ] {
            assert_eq!(wall_name("m", own, &others), called, "{own} among {others:?}");
        }
        // Who sits at a program takes no wall's number.
        let mut program = wall("a", "Vägg 1");
        program.here.kind = SessionKind::Program;
        assert_eq!(wall_name("m", "", &[program]), "Vägg 1");
        assert_eq!(wall("a", "").wall_name(), "Vägg");
    }

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
