//! What is kept, row by row. Each record is flat, so that one description serves the database, the journal and the
//! JSON form of a meeting: the serde names are the columns. A record and its columns stand side by side; what a column is
//! stands in [`columns`].

mod assessment;
pub mod columns;
mod consent;
mod entry;
pub mod handover;
mod head;
mod minutes;
mod people;
mod protection;
mod social_clock;
mod subject;

pub use assessment::Assessment;
pub use consent::{Consent, ConsentAnswer, ConsentForm, ConsentParty, Exemption};
pub use entry::{ActionItem, ActionState, ActionStatus, Body, Decision, EditConflict, Entry, Need, VoiceHow};
pub use head::{
    EndReason, FieldValue, FileCopy, FollowUp, Head, MeetingStatus, Override, PlanAnswer, PlanAnswerKind,
    Recipient, Stage,
};
pub use minutes::{Approval, CopyLog, CopyWay, Correction, Opening, Version};
pub use people::{Attendance, Heard, Participant, ParticipantKind, Person, Presence};
pub use protection::{Output, ProtectionCheck, WordCheck};
pub use social_clock::SocialClock;
pub use subject::{Arende, ArendeState, Child, Classification, MeasureLevel, MeetingArende};

use columns::Column;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! records {
    ($($(#[$doc:meta])* $variant:ident($record:ident) = $table:literal, $word:literal;)*) => {
        /// The tables that hold records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Table {
            $($(#[$doc])* $variant,)*
        }

        impl Table {
            /// All tables, in an order in which rows can be written (parents first).
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The table's name in the database.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $table,)*
                }
            }

            /// What a row of it is called in Swedish, at the head of what is told of it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The table's columns, the key first.
            pub const fn columns(self) -> &'static [Column] {
                match self {
                    $(Self::$variant => <$record>::COLUMNS,)*
                }
            }
        }

        /// A row of any table.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record {
            $($(#[$doc])* $variant($record),)*
        }

        impl Record {
            /// Which row of which table.
            pub fn key(&self) -> RecordKey {
                match self {
                    $(Self::$variant(row) => RecordKey { table: Table::$variant, id: row.id.0 },)*
                }
            }

            /// The row as JSON; its keys are the table's columns (columns that are null may be absent).
            ///
            /// # Errors
            /// None in practice: every record is made of plain values.
            pub fn to_json(&self) -> serde_json::Result<serde_json::Value> {
                match self {
                    $(Self::$variant(row) => serde_json::to_value(row),)*
                }
            }

            /// The row of `table` from JSON.
            ///
            /// # Errors
            /// When a column is missing or holds what the record can't hold.
            pub fn from_json(table: Table, value: serde_json::Value) -> serde_json::Result<Self> {
                Ok(match table {
                    $(Table::$variant => Self::$variant(serde_json::from_value(value)?),)*
                })
            }
        }

        $(impl From<$record> for Record {
            fn from(row: $record) -> Self {
                Self::$variant(row)
            }
        })*
    };
}

records! {
    /// Somebody who sits at the keyboard.
    Person(Person) = "person", "Person vid tangentbordet";
    /// A child.
    Child(Child) = "barn", "Barn";
    /// An ärende.
    Arende(Arende) = "arende", "Ärende";
    /// A meeting's head.
    Head(Head) = "mote", "Mötet";
    /// One meeting's treatment of an ärende.
    MeetingArende(MeetingArende) = "mote_arende", "Ärende";
    /// A participant.
    Participant(Participant) = "deltagare", "Deltagare";
    /// That a participant takes part in one ärende only.
    Attendance(Attendance) = "deltar_i", "Deltar i ärende";
    /// That somebody was offered the word.
    Heard(Heard) = "ordet", "Laget runt";
    /// A note, need, goal, decision or action.
    Entry(Entry) = "post", "Anteckning";
    /// That two entries are two texts for the same thing.
    EditConflict(EditConflict) = "tvilling", "Två texter för samma sak";
    /// A field of the form's own.
    FieldValue(FieldValue) = "falt", "Mötesformens uppgift";
    /// A consent.
    Consent(Consent) = "samtycke", "Samtycke";
    /// A party that a consent names.
    ConsentParty(ConsentParty) = "samtycke_part", "Part i samtycket";
    /// Undantag.
    Exemption(Exemption) = "undantag", "Undantag";
    /// An answer to the plan.
    PlanAnswer(PlanAnswer) = "planfraga", "Svar på planen";
    /// The follow-up that was booked.
    FollowUp(FollowUp) = "uppfoljning", "Uppföljning";
    /// Who gets the minutes.
    Recipient(Recipient) = "mottagare", "Mottagare";
    /// Time spent in a phase.
    Stage(Stage) = "skede", "Tid i en fas";
    /// A rule that was overridden.
    Override(Override) = "avsteg", "Avsteg från en regel";
    /// That somebody has checked what may be shown of a meeting with a protected child.
    Protection(ProtectionCheck) = "skyddsgranskning", "Granskning av skyddade uppgifter";
    /// That somebody has looked at words that are held back.
    WordCheck(WordCheck) = "ordgranskning", "Ord som får visas";
    /// How an action stands.
    ActionStatus(ActionStatus) = "atgard_status", "Hur åtgärden har gått";
    /// What somebody wants changed in the draft.
    Correction(Correction) = "rattelse", "Rättelse";
    /// A locked version of the minutes.
    Version(Version) = "protokoll_version", "Protokollets version";
    /// That locked minutes were opened for a new version.
    Opening(Opening) = "protokoll_oppning", "Protokollets version";
    /// That a copy was made.
    CopyLog(CopyLog) = "kopia_logg", "Kopia";
    /// How somebody thinks that the team works together.
    Assessment(Assessment) = "avstamning", "Svar om samarbetet";
    /// What the social services have to do, and when.
    SocialClock(SocialClock) = "socialtjanst_klocka", "Socialtjänstens klocka";
}

impl Table {
    /// One column by its name.
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// The table by its name in the database.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|table| table.name() == name)
    }
}

impl Record {
    /// The row as it will stand in the database once it is written: its `rev` one higher.
    #[must_use]
    pub fn written(mut self) -> Self {
        if let Some(rev) = self.rev_mut() {
            *rev += 1;
        }
        self
    }

    /// Whether it is the same row, one that was written before, and says the same.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let given = other.clone().rev_mut().map_or(0, |rev| *rev);
        if self.key() != other.key() || given == 0 {
            return false;
        }
        let mut like = self.clone();
        if let Some(rev) = like.rev_mut() {
            *rev = given;
        }
        like == *other
    }

    /// How many times the row has been written, where that is counted.
    pub(super) fn rev_mut(&mut self) -> Option<&mut i64> {
        Some(match self {
            Self::Person(row) => &mut row.rev,
            Self::Child(row) => &mut row.rev,
            Self::Arende(row) => &mut row.rev,
            Self::Head(row) => &mut row.rev,
            Self::MeetingArende(row) => &mut row.rev,
            Self::Participant(row) => &mut row.rev,
            Self::Entry(row) => &mut row.rev,
            Self::FieldValue(row) => &mut row.rev,
            Self::Consent(row) => &mut row.rev,
            Self::ConsentParty(row) => &mut row.rev,
            Self::PlanAnswer(row) => &mut row.rev,
            Self::FollowUp(row) => &mut row.rev,
            Self::Recipient(row) => &mut row.rev,
            Self::Correction(row) => &mut row.rev,
            Self::SocialClock(row) => &mut row.rev,
            Self::Attendance(_)
            | Self::Heard(_)
            | Self::Exemption(_)
            | Self::Stage(_)
            | Self::Override(_)
            | Self::EditConflict(_)
            | Self::Protection(_)
            | Self::WordCheck(_)
            | Self::ActionStatus(_)
            | Self::Version(_)
            | Self::Opening(_)
            | Self::CopyLog(_)
            | Self::Assessment(_) => return None,
        })
    }
}

/// Which row of which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey {
    /// The table.
    pub table: Table,
    /// The row.
    pub id: Uuid,
}

#[cfg(test)]
mod tests {
    use super::columns::{Kind, Only, Says};
    use super::{Body, Table};
    use crate::domain::agenda::EntryKind;
    use std::collections::HashSet;

    #[test]
    fn every_column_is_called_something_in_swedish_and_so_is_every_code() {
        for table in Table::ALL {
            let mut names = HashSet::new();
            for column in table.columns() {
                let place = format!("{}.{}", table.name(), column.name);
                assert!(names.insert(column.name), "{place} stands twice");
                assert!(!column.label.is_empty() && !column.label.contains('_'), "{place}: {}", column.label);
                assert_eq!(column.kind == Kind::Flag, matches!(column.says, Says::YesNo), "{place}");
                let is_key = column.name == "id" || column.name.ends_with("_id");
                assert_eq!(is_key, matches!(column.says, Says::Key), "{place}");
                assert!(column.target.is_none() || matches!(column.says, Says::Key), "{place}");
                assert_eq!(!column.words.is_empty(), matches!(column.says, Says::Code(_)), "{place}");
                if let Says::Code(word_of) = column.says {
                    for code in column.words {
                        let word = word_of(code);
                        assert!(word.is_some_and(|word| !word.contains('_')), "{place}, {code}: {word:?}");
                    }
                }
            }
            assert_eq!(table.columns()[0].name, "id", "{table:?}");
        }
    }

    #[test]
    fn what_only_some_entries_have_is_what_their_bodies_hold() {
        for kind in EntryKind::ALL {
            let body = serde_json::to_value(Body::empty(kind)).unwrap();
            let held: HashSet<&str> =
                body.as_object().unwrap().keys().map(String::as_str).filter(|name| *name != "slag").collect();
            let own = |only: Only| only.kind == kind;
            let columns = Table::Entry.columns().iter().filter(|column| column.only.is_some_and(own));
            let always = columns.clone().filter(|column| column.only.is_some_and(|only| only.always));
            assert!(always.clone().all(|column| !body[column.name].is_null()), "{kind:?}");
            assert_eq!(held, columns.map(|column| column.name).collect(), "{kind:?}");
        }
    }

    #[test]
    fn what_means_something_only_together_is_more_than_one_column() {
        for table in Table::ALL {
            let together = table.columns().iter().filter(|column| column.together).count();
            assert_ne!(together, 1, "{table:?}");
        }
    }
}
