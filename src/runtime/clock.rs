//! The clock on the wall, and where new keys begin. Nothing else in the program asks for the time.

use crate::app::Now;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// A clock that hangs in a zone.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: Tz,
    #[cfg(feature = "test-clock")]
    set: Option<test::Set>,
}

impl Clock {
    /// The computer's clock, seen in `zone`.
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            #[cfg(feature = "test-clock")]
            set: test::Set::from_environment(),
        }
    }

    /// The present moment.
    pub fn now(&self) -> Now {
        #[cfg(feature = "test-clock")]
        if let Some(set) = &self.set {
            return Now { utc: set.utc(), zone: self.zone };
        }
        Now { utc: computer(), zone: self.zone }
    }
}

#[allow(clippy::disallowed_methods, reason = "the one place that asks the computer's clock")]
fn computer() -> DateTime<Utc> {
    Utc::now()
}

/// Where new keys begin: random, so that two programs at work at once never make the same key.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn seed() -> Result<u64, getrandom::Error> {
    #[cfg(feature = "test-clock")]
    if let Some(seed) = test::seed(std::env::var("SAMVERKAN_TEST_FRO").ok().as_deref()) {
        return Ok(seed);
    }
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// A clock that a test has set.
#[cfg(feature = "test-clock")]
mod test {
    use chrono::{DateTime, TimeDelta, Utc};
    use std::path::PathBuf;
    use std::time::Instant;

    /// The moment it was set to, and when; a clock that stands still has no `since`. A clock whose hands the test moves
    /// stands still at the moment that its file names.
    #[derive(Clone, Debug)]
    pub(super) struct Set {
        start: DateTime<Utc>,
        since: Option<Instant>,
        hands: Option<PathBuf>,
    }

    impl Set {
        pub(super) fn from_environment() -> Option<Self> {
            let start = std::env::var("SAMVERKAN_TEST_NU").ok()?;
            let still = std::env::var_os("SAMVERKAN_TEST_STILLA").is_some_and(|value| value == "1");
            let hands = std::env::var_os("SAMVERKAN_TEST_VISARE").map(PathBuf::from);
            Some(Self { hands, ..Self::new(&start, still)? })
        }

        pub(super) fn new(start: &str, still: bool) -> Option<Self> {
            let start = DateTime::parse_from_rfc3339(start).ok()?.to_utc();
            Some(Self { start, since: (!still).then(Instant::now), hands: None })
        }

        pub(super) fn utc(&self) -> DateTime<Utc> {
            let moved = self.hands.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
            if let Some(moment) = moved.and_then(|text| DateTime::parse_from_rfc3339(text.trim()).ok()) {
                return moment.to_utc();
            }
            let passed = self.since.map(|since| since.elapsed()).unwrap_or_default();
            self.start + TimeDelta::from_std(passed).unwrap_or_default()
        }
    }

    pub(super) fn seed(value: Option<&str>) -> Option<u64> {
        value?.parse().ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_set_clock_starts_where_it_was_set() {
            let still = Set::new("2026-11-23T08:30:00+01:00", true).unwrap();
            assert_eq!(still.utc().to_rfc3339(), "2026-11-23T07:30:00+00:00");
            assert_eq!(still.utc(), still.utc());
            let running = Set::new("2026-11-23T08:30:00+01:00", false).unwrap();
            let first = running.utc();
            std::thread::sleep(std::time::Duration::from_millis(2));
            assert!(running.utc() > first && first >= still.utc());
        }

        #[test]
        fn the_hands_are_moved_from_outside() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("visare");
            let clock =
                Set { hands: Some(file.clone()), ..Set::new("2026-11-23T08:30:00+01:00", true).unwrap() };
            assert_eq!(clock.utc().to_rfc3339(), "2026-11-23T07:30:00+00:00");
            std::fs::write(&file, "2026-11-23T09:31:00+01:00\n").unwrap();
            assert_eq!(clock.utc().to_rfc3339(), "2026-11-23T08:31:00+00:00");
        }

        #[test]
        fn nonsense_sets_nothing() {
            assert!(Set::new("i morgon", true).is_none());
            assert_eq!((seed(Some("x")), seed(None), seed(Some("7"))), (None, None, Some(7)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_hangs_in_its_zone() {
        let clock = Clock::new(chrono_tz::Europe::Stockholm);
        let now = clock.now();
        let offset = now.local() - now.utc.naive_utc();
        assert!([1, 2].contains(&offset.num_hours()), "{offset}");
        assert!(clock.now().utc >= now.utc);
    }

    #[test]
    fn two_programs_begin_their_keys_apart() {
        assert_ne!(seed().unwrap(), seed().unwrap());
    }
}
