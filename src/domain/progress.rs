//! How far long work has come, told while it goes on; whoever is told says whether it goes on.

/// How far long work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, as the line on the screen begins: "Kontrollerar journalen".
    pub what: &'static str,
    /// So much is done.
    pub done: u64,
    /// Of so much; 0 where nobody knows.
    pub all: u64,
    /// Whether what is counted is told by its number, or by how large a part of it is done.
    pub counted: Counted,
}

/// How work is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// In things that mean something to the reader: "3 av 20".
    Things,
    /// In what doesn't, such as pages of a file: "43 %".
    Parts,
}

impl Progress {
    /// Things of which so many are done: papers, meetings.
    pub fn things(what: &'static str, done: usize, all: usize) -> Self {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self { what, done: number(done), all: number(all), counted: Counted::Things }
    }

    /// Parts of something, such as bytes or pages.
    pub fn parts(what: &'static str, done: u64, all: u64) -> Self {
        Self { what, done, all, counted: Counted::Parts }
    }

    /// Something that nobody knows the size of.
    pub fn of(what: &'static str) -> Self {
        Self::parts(what, 0, 0)
    }

    /// So many hundredths are done; never all of them before it is so. Nothing where nobody knows.
    pub fn percent(self) -> Option<u64> {
        if self.all == 0 {
            return None;
        }
        let hundredths = u128::from(self.done) * 100 / u128::from(self.all);
        Some(u64::try_from(hundredths.min(100)).unwrap_or(100))
    }

    /// "Läser in möten: 3 av 20", "Skriver om databasen: 43 %", "Kontrollerar databasen …".
    pub fn in_words(self) -> String {
        match (self.counted, self.percent()) {
            (_, None) => format!("{} …", self.what),
            (Counted::Things, _) => format!("{}: {} av {}", self.what, self.done, self.all),
            (Counted::Parts, Some(percent)) => format!("{}: {percent} %", self.what),
        }
    }
}

/// Somebody wanted long work to end before it was done. Whoever does the work leaves nothing half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Avbrutet. Det som höll på att göras är inte gjort, och inget är halvt.")]
pub struct Stopped;

/// Who is told how far it has come, and may stop it.
pub type Follow<'f> = dyn FnMut(Progress) -> Result<(), Stopped> + 'f;

/// Nobody follows.
///
/// # Errors
/// Never; the signature is that of who follows.
pub fn unfollowed(_: Progress) -> Result<(), Stopped> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_what_means_something() {
        assert_eq!(Progress::things("Läser in möten", 3, 20).in_words(), "Läser in möten: 3 av 20");
        assert_eq!(
            Progress::parts("Skriver om databasen", 430, 1000).in_words(),
            "Skriver om databasen: 43 %"
        );
        assert_eq!(Progress::of("Kontrollerar").in_words(), "Kontrollerar …");
    }

    #[test]
    fn a_part_is_never_more_than_the_whole_and_not_all_before_it_is() {
        for (done, all, percent) in [
            (0, 1, Some(0)),
            (999, 1000, Some(99)),
            (1000, 1000, Some(100)),
            (2000, 1000, Some(100)),
            (u64::MAX, u64::MAX, Some(100)),
            (u64::MAX - 1, u64::MAX, Some(99)),
            (5, 0, None),
        ] {
            assert_eq!(Progress::parts("x", done, all).percent(), percent, "{done} of {all}");
        }
    }
}
