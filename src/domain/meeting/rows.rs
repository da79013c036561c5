//! A meeting's rows, one by one: put in, taken away, in order, and all of them out.

use super::Meeting;
use crate::domain::command::{Change, Record, RecordKey, Table};

macro_rules! rows {
    ($meeting:ident, $table:expr, $with:ident) => {
        match $table {
            Table::Child => $with!($meeting.children, Child),
            Table::Arende => $with!($meeting.arenden, Arende),
            Table::MeetingArende => $with!($meeting.items, MeetingArende),
            Table::Participant => $with!($meeting.participants, Participant),
            Table::Attendance => $with!($meeting.attendance, Attendance),
            Table::Heard => $with!($meeting.heard, Heard),
            Table::Entry => $with!($meeting.entries, Entry),
            Table::EditConflict => $with!($meeting.edit_conflicts, EditConflict),
            Table::FieldValue => $with!($meeting.fields, FieldValue),
            Table::Consent => $with!($meeting.consents, Consent),
            Table::ConsentParty => $with!($meeting.consent_parties, ConsentParty),
            Table::Exemption => $with!($meeting.exemptions, Exemption),
            Table::PlanAnswer => $with!($meeting.plan_answers, PlanAnswer),
            Table::FollowUp => $with!($meeting.follow_ups, FollowUp),
            Table::Recipient => $with!($meeting.recipients, Recipient),
            Table::Stage => $with!($meeting.stages, Stage),
            Table::Override => $with!($meeting.overrides, Override),
            Table::Protection => $with!($meeting.protection, Protection),
            Table::WordCheck => $with!($meeting.word_checks, WordCheck),
            Table::ActionStatus => $with!($meeting.action_status, ActionStatus),
            Table::Correction => $with!($meeting.corrections, Correction),
            Table::Version => $with!($meeting.versions, Version),
            Table::Opening => $with!($meeting.openings, Opening),
            // Of no meeting, or read by themselves.
            Table::Head | Table::Person | Table::CopyLog | Table::Assessment | Table::SocialClock => {}
        }
    };
}

impl Meeting {
    /// Carries out changes in memory, as the database will: shows what is on its way there. Rows of other meetings
    /// and of tables that aren't a meeting's are passed over.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Put(record) => {
                    if let Record::ActionStatus(status) = record.as_ref()
                        && let Some(earlier) = self.earlier.iter_mut().find(|row| row.entry == status.entry)
                    {
                        earlier.hear(status);
                    } else {
                        self.put(record.as_ref().clone().written());
                    }
                }
                Change::Delete(key, _) => self.delete(*key),
            }
        }
        self.sort();
    }

    /// Puts rows into the order in which they are shown and exported.
    pub fn sort(&mut self) {
        self.items.sort_by_key(|item| (item.order, item.id));
        self.participants.sort_by_key(|person| (person.order, person.id));
        self.entries.sort_by_key(|entry| (entry.order, entry.id));
        self.children.sort_by_key(|row| row.id);
        self.arenden.sort_by_key(|row| row.id);
        self.attendance.sort_by_key(|row| row.id);
        self.heard.sort_by_key(|row| row.id);
        self.edit_conflicts.sort_by_key(|row| row.id);
        self.fields.sort_by_key(|row| row.id);
        self.consents.sort_by_key(|row| row.id);
        self.consent_parties.sort_by_key(|row| row.id);
        self.exemptions.sort_by_key(|row| row.id);
        self.plan_answers.sort_by_key(|row| row.id);
        self.follow_ups.sort_by_key(|row| row.id);
        self.recipients.sort_by_key(|row| row.id);
        self.stages.sort_by_key(|row| row.id);
        self.overrides.sort_by_key(|row| row.id);
        self.protection.sort_by_key(|row| row.id);
        self.word_checks.sort_by_key(|row| row.id);
        self.action_status.sort_by_key(|row| row.id);
        self.corrections.sort_by_key(|row| row.id);
        self.versions.sort_by_key(|row| row.number);
        self.openings.sort_by_key(|row| row.number);
    }

    /// Every row, parents first: what an export holds and an import writes. Locked versions aren't among them: a lock
    /// is an act in one database, anchored in its journal.
    pub fn records(&self) -> Vec<Record> {
        let mut all = Vec::new();
        for table in Table::ALL {
            macro_rules! collect {
                ($rows:expr, $variant:ident) => {
                    all.extend($rows.iter().cloned().map(Record::$variant))
                };
            }
            if *table == Table::Head {
                all.push(Record::Head(self.head.clone()));
            }
            if !matches!(table, Table::Version | Table::Opening) {
                rows!(self, *table, collect);
            }
        }
        all
    }

    /// The row with this key, if it is one of the meeting's own.
    pub fn row(&self, key: RecordKey) -> Option<Record> {
        if key == (RecordKey { table: Table::Head, id: self.head.id.0 }) {
            return Some(Record::Head(self.head.clone()));
        }
        let mut found = None;
        macro_rules! find {
            ($rows:expr, $variant:ident) => {
                found = $rows.iter().find(|row| row.id.0 == key.id).cloned().map(Record::$variant)
            };
        }
        rows!(self, key.table, find);
        found
    }

    /// Takes a row into the meeting, replacing the one with the same key.
    pub fn put(&mut self, record: Record) {
        if let Record::Head(head) = record {
            if head.id == self.head.id {
                self.head = head;
            } else if self.follow_ups.iter().any(|row| row.id.0 == head.id.0) {
                self.booked = Some(head);
            }
            return;
        }
        // One act may plan another meeting: its rows are no rows of this one.
        let of = match &record {
            Record::MeetingArende(row) => Some(row.meeting),
            Record::Participant(row) => Some(row.meeting),
            Record::Attendance(row) => Some(row.meeting),
            Record::Entry(row) => Some(row.meeting),
            _ => None,
        };
        if of.is_some_and(|id| id != self.head.id) {
            return;
        }
        macro_rules! put {
            ($rows:expr, $variant:ident) => {
                if let Record::$variant(row) = record {
                    match $rows.iter_mut().find(|old| old.id == row.id) {
                        Some(old) => *old = row,
                        None => $rows.push(row),
                    }
                }
            };
        }
        rows!(self, record.key().table, put);
    }

    fn delete(&mut self, key: RecordKey) {
        self.booked.take_if(|booked| key == RecordKey { table: Table::Head, id: booked.id.0 });
        macro_rules! delete {
            ($rows:expr, $variant:ident) => {
                $rows.retain(|row| row.id.0 != key.id)
            };
        }
        rows!(self, key.table, delete);
    }
}
