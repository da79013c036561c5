//! A fault in the program itself that the program outlives: what panicked is left undone, and its place is told. Only
//! the place: a panic's own words may quote what somebody wrote.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

thread_local! {
    static OUTLIVED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Does some work; if it panics, gives back where.
///
/// # Errors
/// The place in the source, when the work panicked.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    OUTLIVED.set(true);
    // What was half done is either drawn anew, rolled back, or read back from the database.
    let done = catch_unwind(AssertUnwindSafe(work));
    OUTLIVED.set(false);
    done.map_err(|_| PLACE.take())
}

/// For the panic hook: whether this panic is outlived, so that the terminal stays ours and nothing is said.
pub fn is_caught(info: &PanicHookInfo<'_>) -> bool {
    let outlived = OUTLIVED.get();
    if outlived {
        PLACE.set(place(info));
    }
    outlived
}

/// Where in the source a panic happened.
pub fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default()
}

/// Panics on purpose, for the tests: `SAMVERKAN_TEST_PANIK` holds the part of the program and a word, "rita:ord". While
/// drawing it happens each time the word is typed, elsewhere once.
///
/// # Panics
/// When that is what is asked for.
#[cfg(feature = "test-clock")]
pub fn provoke(part: &str, typed: &str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};
    static ASKED: OnceLock<Option<(String, String)>> = OnceLock::new();
    static DONE: AtomicBool = AtomicBool::new(false);
    let asked = ASKED.get_or_init(|| {
        let asked = std::env::var("SAMVERKAN_TEST_PANIK").ok()?;
        asked.split_once(':').map(|(part, word)| (part.to_owned(), word.to_owned()))
    });
    if let Some((wanted, word)) = asked
        && wanted == part
        && typed.contains(word)
        && (part == "rita" || !DONE.swap(true, Ordering::SeqCst))
    {
        panic!("{typed}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_goes_well_gives_its_answer_and_the_next_panic_is_its_own() {
        assert_eq!(catch_panic(|| 7), Ok(7));
        assert!(!OUTLIVED.get());
        assert!(catch_panic(|| -> u8 { panic!("Alma sa något") }).is_err());
        assert!(!OUTLIVED.get());
    }
}
