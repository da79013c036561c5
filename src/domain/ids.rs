//! Keys of everything that is kept: UUID version 7, so that rows from two machines never collide and sort by birth.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// A meeting.
    MeetingId,
    /// A child, across all meetings.
    ChildId,
    /// A matter about a child or a group, across all meetings.
    ArendeId,
    /// One meeting's treatment of an ärende.
    MeetingArendeId,
    /// A participant of one meeting.
    ParticipantId,
    /// A note, need, goal, decision or action.
    EntryId,
    /// A consent.
    ConsentId,
    /// One command: what a person did in one act, and what undo takes back.
    CommandId,
    /// Somebody who sits at the keyboard.
    PersonId,
    /// Any other row.
    RowId,
}

/// When a key was made; nothing for one that doesn't tell.
pub fn made_at(key: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = key.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

/// Where new keys come from. Deterministic: the same seed and the same times give the same keys.
#[derive(Clone, Debug)]
pub struct Ids {
    state: u64,
    counter: u16,
    last_ms: u64,
}

impl Ids {
    /// A source of keys; `seed` is random in the program and fixed in tests.
    pub fn new(seed: u64) -> Self {
        Self { state: seed, counter: 0, last_ms: 0 }
    }

    /// The next key for the moment `unix_ms` (milliseconds since 1970). Keys of one source sort in the order in
    /// which they were made, also within a millisecond and when the clock is set back.
    pub fn next<T: From<Uuid>>(&mut self, unix_ms: u64) -> T {
        if unix_ms > self.last_ms {
            self.last_ms = unix_ms;
            self.counter = 0;
        } else if self.counter >= 0x0fff {
            self.last_ms += 1;
            self.counter = 0;
        } else {
            self.counter += 1;
        }
        let random = self.split_mix().to_be_bytes();
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&self.last_ms.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&(0x7000 | self.counter).to_be_bytes());
        bytes[8..].copy_from_slice(&random);
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        T::from(Uuid::from_bytes(bytes))
    }

    /// From now on every key sorts after `known`, also when the clock has been set back since that one was made: the latest
    /// word on an action is the one with the last key.
    pub fn after(&mut self, known: Uuid) {
        if let Some((seconds, nanos)) = known.get_timestamp().map(|stamp| stamp.to_unix()) {
            let ms = seconds.saturating_mul(1000).saturating_add(u64::from(nanos) / 1_000_000);
            if ms >= self.last_ms {
                self.last_ms = ms + 1;
                self.counter = 0;
            }
        }
    }

    /// SplitMix64: enough to keep keys of two sources apart; nothing secret is made from it.
    fn split_mix(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_version_7_and_sort_in_the_order_they_were_made() {
        let mut ids = Ids::new(7);
        let made: Vec<Uuid> = [5, 5, 5, 9, 3, 10].iter().map(|ms| ids.next(*ms)).collect();
        assert!(made.iter().all(|id| id.get_version_num() == 7));
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]), "{made:?}");
    }

    #[test]
    fn a_source_that_knows_a_later_key_goes_on_from_it() {
        let before: Uuid = Ids::new(1).next(1_700_000_000_000);
        let mut ids = Ids::new(2);
        ids.after(before);
        let made: Uuid = ids.next(1_600_000_000_000);
        assert!(made > before && made.get_version_num() == 7);
        let later: Uuid = ids.next(1_800_000_000_000);
        assert!(later > made);
    }

    #[test]
    fn a_source_can_be_asked_more_often_than_the_counter_holds() {
        let mut ids = Ids::new(7);
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.next(1)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
