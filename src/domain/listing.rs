//! The lists over all meetings: what is asked for, and what comes back. A list more is a row in each of the two.

use super::ids::MeetingId;
use super::journal::JournalPage;
use super::overview::{ActionRow, ConsentRow, SocialClocks};

/// A list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListQuery {
    /// What was promised at all meetings.
    Actions,
    /// The consents of all ärenden.
    Consents,
    /// The social services' clocks.
    SocialClocks,
    /// A page of the journal, newest first.
    Journal {
        /// Of this meeting, or of everything.
        meeting: Option<MeetingId>,
        /// Only acts before this number.
        before: Option<i64>,
    },
}

/// The journal, in the journal.
pub const JOURNAL: &str = "journalen";

impl ListQuery {
    /// What it is called where it is logged that it was read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actions => "åtgärder",
            Self::Consents => "samtycken",
            Self::SocialClocks => "socialtjänstens klocka",
            Self::Journal { .. } => JOURNAL,
        }
    }

    /// Whether it shows more of what is open already: a further page, or the journal of the meeting on screen.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Journal { meeting: Some(_), .. } | Self::Journal { before: Some(_), .. })
    }
}

/// A list as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Open actions, the earliest date first, then those that were settled last.
    Actions(Vec<ActionRow>),
    /// The consents, the newest first, as many as one looks through by hand.
    Consents(Vec<ConsentRow>),
    /// The clocks, and whether they are in use.
    SocialClocks(SocialClocks),
    /// A page of the journal.
    Journal(JournalPage),
}
