//! What is done to the data: a command is one act of one person, made of changes to records.

use super::agenda::EntryKind;
use super::ids::{CommandId, MeetingId};
use super::record::{
    ActionStatus, Arende, Assessment, Attendance, Child, Consent, ConsentParty, CopyLog, Correction,
    EditConflict, Entry, Exemption, FieldValue, FollowUp, Head, Heard, MeetingArende, Opening, Override,
    Participant, Person, PlanAnswer, ProtectionCheck, Recipient, Stage, Version,
};
use super::social_clock::SocialClock;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! records {
    ($($(#[$doc:meta])* $variant:ident($record:ident) = $table:literal,)*) => {
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
    Person(Person) = "person",
    /// A child.
    Child(Child) = "barn",
    /// An ärende.
    Arende(Arende) = "arende",
    /// A meeting's head.
    Head(Head) = "mote",
    /// One meeting's treatment of an ärende.
    MeetingArende(MeetingArende) = "mote_arende",
    /// A participant.
    Participant(Participant) = "deltagare",
    /// That a participant takes part in one ärende only.
    Attendance(Attendance) = "deltar_i",
    /// That somebody was offered the word.
    Heard(Heard) = "ordet",
    /// A note, need, goal, decision or action.
    Entry(Entry) = "post",
    /// That two entries are two texts for the same thing.
    EditConflict(EditConflict) = "tvilling",
    /// A field of the form's own.
    FieldValue(FieldValue) = "falt",
    /// A consent.
    Consent(Consent) = "samtycke",
    /// A party that a consent names.
    ConsentParty(ConsentParty) = "samtycke_part",
    /// Undantag.
    Exemption(Exemption) = "undantag",
    /// An answer to the plan.
    PlanAnswer(PlanAnswer) = "planfraga",
    /// The follow-up that was booked.
    FollowUp(FollowUp) = "uppfoljning",
    /// Who gets the minutes.
    Recipient(Recipient) = "mottagare",
    /// Time spent in a phase.
    Stage(Stage) = "skede",
    /// A rule that was overridden.
    Override(Override) = "avsteg",
    /// That somebody has checked what may be shown of a meeting with a protected child.
    Protection(ProtectionCheck) = "skyddsgranskning",
    /// How an action stands.
    ActionStatus(ActionStatus) = "atgard_status",
    /// What somebody wants changed in the draft.
    Correction(Correction) = "rattelse",
    /// A locked version of the minutes.
    Version(Version) = "protokoll_version",
    /// That locked minutes were opened for a new version.
    Opening(Opening) = "protokoll_oppning",
    /// That a copy was made.
    CopyLog(CopyLog) = "kopia_logg",
    /// How somebody thinks that the team works together.
    Assessment(Assessment) = "avstamning",
    /// What the social services have to do, and when.
    SocialClock(SocialClock) = "socialtjanst_klocka",
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

    /// How many times the row has been written, where that is counted.
    fn rev_mut(&mut self) -> Option<&mut i64> {
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

/// One change to one row. A put of a row that is there replaces it, if the row's `rev` is the one that is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Writes the row; the database sets `rev` one higher than what is given.
    Put(Box<Record>),
    /// Removes the row as it was with this `rev`: one whose words somebody else has changed since stays, and the command is
    /// refused. Without a `rev` it goes whatever has become of it. Removing what isn't there changes nothing.
    Delete(RecordKey, Option<i64>),
}

impl Change {
    /// Writes a row.
    pub fn put(row: impl Into<Record>) -> Self {
        Self::Put(Box::new(row.into()))
    }

    /// The row that is changed.
    pub fn key(&self) -> RecordKey {
        match self {
            Self::Put(record) => record.key(),
            Self::Delete(key, _) => *key,
        }
    }

    /// Removes a row, as it was when it was read.
    pub fn delete(row: impl Into<Record>) -> Self {
        let mut row = row.into();
        let rev = row.rev_mut().copied();
        Self::Delete(row.key(), rev)
    }
}

/// What a person did, in a closed set of words: stands in the journal instead of any text of the user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A meeting was made.
    NewMeeting,
    /// The meeting's head was changed.
    EditHead,
    /// The meeting moved to another phase or ärende.
    Move,
    /// The meeting was taken up again after an interruption.
    Resume,
    /// The meeting was closed.
    Close,
    /// A closed meeting was opened again.
    Reopen,
    /// The meeting goes on by another form.
    TurnInto,
    /// A participant came to the list.
    AddParticipant,
    /// A participant was changed.
    EditParticipant,
    /// A participant was removed from the list.
    RemoveParticipant,
    /// Several participants came to the list at once.
    AddParticipants,
    /// An ärende was added.
    AddArende,
    /// Several ärenden were added at once.
    AddArenden,
    /// An ärende was changed.
    EditArende,
    /// An ärende was removed from the meeting.
    RemoveArende,
    /// An ärende was moved to the next meeting.
    PostponeArende,
    /// Somebody was offered the word, or all were.
    Heard,
    /// The word was marked as not yet offered.
    Unheard,
    /// An entry was written.
    Add(EntryKind),
    /// An entry was changed.
    Edit(EntryKind),
    /// An entry became another kind.
    Convert(EntryKind),
    /// An entry was moved to another ärende or place.
    MoveEntry(EntryKind),
    /// An entry was removed.
    Remove(EntryKind),
    /// An agreed point was confirmed in the read-out, or the confirmation taken back.
    Confirm(EntryKind),
    /// Two changed an entry at the same time, and both texts were kept.
    KeepBoth(EntryKind),
    /// A field of the form's own was filled in.
    SetField,
    /// A consent was written down or changed.
    SetConsent,
    /// A consent was withdrawn.
    WithdrawConsent,
    /// An entry was kept from a party, or shown to it again.
    SetExemption,
    /// An entry was marked as EMI, or the mark was taken away.
    SetEmi,
    /// What may be shown of a meeting with a protected child was checked, or the check taken back.
    SetProtection,
    /// An answer to the plan.
    SetPlanAnswer,
    /// The follow-up was booked or changed.
    SetFollowUp,
    /// Who gets the minutes.
    SetRecipient,
    /// A rule was overridden with a reason.
    Override,
    /// How an action stands.
    SetActionStatus,
    /// Who sits at the keyboard.
    SetPerson,
    /// What somebody wants changed in the draft was written down, or seen to.
    SetCorrection,
    /// The minutes were justerade or godkända, and locked.
    Lock,
    /// Locked minutes were opened for a new version.
    NewVersion,
    /// Copies were made.
    Copies,
    /// Somebody answered how the team works together.
    Assess,
    /// Participants and ärenden came along from an earlier meeting.
    CarryOver,
    /// The social services' clock was started, or something was done by it.
    SetSocialClock,
    /// A meeting came from a file.
    Import,
    /// A command was taken back.
    Undo,
    /// A command that was taken back was done again.
    Redo,
    /// A text was struck for good.
    Strike,
    /// A meeting or an ärende was opened for reading.
    Open,
    /// What an act had taken away was put back from the journal.
    Restore,
}

/// One act of one person: all of it happens, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Key; the same command is never carried out twice.
    pub id: CommandId,
    /// What it was.
    pub code: Code,
    /// The meeting in which it was done; undo looks for commands here.
    pub meeting: Option<MeetingId>,
    /// The form that the meeting is held by (its snapshot), when the meeting is new.
    pub snapshot: Option<Snapshot>,
    /// What changes.
    pub changes: Vec<Change>,
}

/// A form as it was when a meeting began: readable for ever, found by its checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// SHA-256 in hex.
    pub sha: String,
    /// Normalised JSON.
    pub json: String,
}

/// The codes that carry nothing, with their keys in the journal.
const PLAIN: &[(Code, &str)] = &[
    (Code::NewMeeting, "mote.nytt"),
    (Code::EditHead, "mote.andra"),
    (Code::Move, "mote.fas"),
    (Code::Resume, "mote.ateruppta"),
    (Code::Close, "mote.avsluta"),
    (Code::Reopen, "mote.oppna_igen"),
    (Code::TurnInto, "mote.annan_form"),
    (Code::AddParticipant, "deltagare.ny"),
    (Code::EditParticipant, "deltagare.andra"),
    (Code::RemoveParticipant, "deltagare.bort"),
    (Code::AddParticipants, "deltagare.nya"),
    (Code::AddArende, "arende.nytt"),
    (Code::AddArenden, "arende.nya"),
    (Code::EditArende, "arende.andra"),
    (Code::RemoveArende, "arende.bort"),
    (Code::PostponeArende, "arende.skjut_upp"),
    (Code::Heard, "ordet.erbjudet"),
    (Code::Unheard, "ordet.ogjort"),
    (Code::SetField, "falt.satt"),
    (Code::SetConsent, "samtycke.satt"),
    (Code::WithdrawConsent, "samtycke.aterkalla"),
    (Code::SetExemption, "undantag.satt"),
    (Code::SetEmi, "post.emi"),
    (Code::SetProtection, "skydd.granskat"),
    (Code::SetPlanAnswer, "planfraga.svar"),
    (Code::SetFollowUp, "uppfoljning.satt"),
    (Code::SetRecipient, "mottagare.satt"),
    (Code::Override, "avsteg.skal"),
    (Code::SetActionStatus, "atgard.status"),
    (Code::SetPerson, "person.satt"),
    (Code::SetCorrection, "rattelse.satt"),
    (Code::Lock, "protokoll.las"),
    (Code::NewVersion, "protokoll.ny_version"),
    (Code::Copies, "kopia.framstalld"),
    (Code::Assess, "avstamning.svar"),
    (Code::CarryOver, "mote.tagit_med"),
    (Code::SetSocialClock, "socialtjanst_klocka.satt"),
    (Code::Import, "import"),
    (Code::Undo, "angra"),
    (Code::Redo, "gor_om"),
    (Code::Strike, "stryk"),
    (Code::Open, "oppna"),
    (Code::Restore, "aterstall"),
];

/// Makes the code about an entry of a kind.
type AboutEntry = fn(EntryKind) -> Code;

/// The codes about an entry, with the beginnings of their keys.
const ABOUT_ENTRY: &[(AboutEntry, &str)] = &[
    (Code::Add, "post.ny."),
    (Code::Edit, "post.andra."),
    (Code::Convert, "post.blev."),
    (Code::MoveEntry, "post.flytta."),
    (Code::Remove, "post.bort."),
    (Code::Confirm, "post.bekrafta."),
    (Code::KeepBoth, "post.bada."),
];

fn kind_key(kind: EntryKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(key)) => key,
        _ => String::new(),
    }
}

impl Code {
    /// The code as it stands in the journal.
    pub fn key(self) -> String {
        if let Some((_, key)) = PLAIN.iter().find(|(code, _)| *code == self) {
            return (*key).to_owned();
        }
        let (Self::Add(kind)
        | Self::Edit(kind)
        | Self::Convert(kind)
        | Self::MoveEntry(kind)
        | Self::Remove(kind)
        | Self::Confirm(kind)
        | Self::KeepBoth(kind)) = self
        else {
            return String::new();
        };
        ABOUT_ENTRY
            .iter()
            .find(|(make, _)| make(kind) == self)
            .map(|(_, start)| format!("{start}{}", kind_key(kind)))
            .unwrap_or_default()
    }

    /// The inverse of [`Code::key`]; nothing for a key that this version doesn't know.
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some((code, _)) = PLAIN.iter().find(|(_, known)| *known == key) {
            return Some(*code);
        }
        let (make, start) = ABOUT_ENTRY.iter().find(|(_, start)| key.starts_with(start))?;
        let kind = serde_json::from_value(serde_json::Value::String(key[start.len()..].to_owned())).ok()?;
        Some(make(kind))
    }

    /// Whether undo takes it back. What has left the house, and walking between phases, isn't taken back.
    pub fn is_undoable(self) -> bool {
        !matches!(
            self,
            Self::NewMeeting
                | Self::Move
                | Self::Resume
                | Self::Close
                | Self::Reopen
                | Self::WithdrawConsent
                | Self::SetActionStatus
                | Self::SetPerson
                | Self::Lock
                | Self::NewVersion
                | Self::Copies
                | Self::Assess
                | Self::Import
                | Self::Undo
                | Self::Redo
                | Self::Strike
                | Self::Open
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_key_of_its_own_and_comes_back_from_it() {
        let mut codes: Vec<Code> = PLAIN.iter().map(|(code, _)| *code).collect();
        for (make, _) in ABOUT_ENTRY {
            codes.extend([EntryKind::Atgard, EntryKind::Rost, EntryKind::MalLang].map(make));
        }
        let mut keys = std::collections::HashSet::new();
        for code in codes {
            let key = code.key();
            assert_eq!(Code::from_key(&key), Some(code), "{key}");
            assert!(keys.insert(key));
        }
        assert_eq!(Code::from_key("post.ny.okand"), None);
    }
}
