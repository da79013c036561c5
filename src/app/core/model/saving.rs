//! What is said of saving, and of a database that can't be reached.

use super::Model;
use crate::app::core::now::Now;
use chrono::{DateTime, Utc};

/// Why the database can't be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// What has happened, and what to do. Swedish.
    pub why: String,
    /// Whether something else lies in its place.
    pub other: bool,
}

impl Model {
    /// What the status line says of saving: nothing is claimed to be saved that isn't.
    pub fn saving(&self) -> Saving {
        if let Some(Away { why, other: true }) = &self.away {
            Saving::Away { why: why.clone(), other: true }
        } else if let Some(why) = self.outbox.iter().find_map(|pending| pending.failed.clone()) {
            Saving::NotSaved { why, count: self.outbox.len() }
        } else if let Some(Away { why, other }) = &self.away {
            Saving::Away { why: why.clone(), other: *other }
        } else if self.outbox.is_empty() {
            self.saved_at.map_or(Saving::Nothing, Saving::Saved)
        } else {
            Saving::UnderWay
        }
    }
}

/// What is known about saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was written yet.
    Nothing,
    /// Everything is on disk since then.
    Saved(DateTime<Utc>),
    /// Something is on its way.
    UnderWay,
    /// Everything was saved, but the file isn't where it was, and nothing can be written; why.
    Away {
        /// Why, and what to do.
        why: String,
        /// Whether something else lies in its place: then nobody knows what of all this is on disk.
        other: bool,
    },
    /// Something couldn't be written and is kept in memory.
    NotSaved {
        /// The reason, in Swedish, as the bottom line shows it.
        why: String,
        /// How many acts.
        count: usize,
    },
}

impl Saving {
    /// What the screens say of it, in a few words.
    pub fn in_words(&self, now: Now) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Saved(at) => format!("sparat {}", now.clock_at(*at)),
            Self::UnderWay => "sparas…".to_owned(),
            Self::Away { other: false, .. } => "! databasen är borta".to_owned(),
            Self::Away { other: true, .. } => "! databasen är överskriven".to_owned(),
            Self::NotSaved { count, .. } => format!("! inte sparat ({count})"),
        }
    }

    /// Whether something can't be written.
    pub fn is_trouble(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::NotSaved { .. })
    }
}
