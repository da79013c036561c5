//! What can be turned from outside, by environment variables that stand here and nowhere else.
//!
//! | Variable | What it sets |
//! |---|---|
//! | [`TIMES`] | how many times longer the tests by chance go on; `.ci/run` does it once |
//! | [`SEED`] | where their numbers begin, so that another run meets other things |
//! | [`PROGRAM`] | another build of the program to start, as an optimised one for figures |
//! | [`WRITE`] | `1`: the stored minutes of the scenario are written instead of compared |
//!
//! What the program itself reads where it was built with the feature `test-clock` begins with `SAMVERKAN_TEST_` too, and
//! stands in `runtime::clock`.

use std::env;

pub(crate) const TIMES: &str = "SAMVERKAN_TEST_GANGER";
pub(crate) const SEED: &str = "SAMVERKAN_TEST_TARNING";
#[cfg(feature = "test-clock")]
pub(crate) const PROGRAM: &str = "SAMVERKAN_TEST_PROGRAM";
#[cfg(feature = "test-clock")]
pub(crate) const WRITE: &str = "SAMVERKAN_SKRIV_FACIT";

/// A number from the environment; what isn't a number stops the test rather than being left out.
fn number(name: &str) -> Option<u64> {
    let text = env::var_os(name)?.into_string().ok();
    Some(text.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is a whole number")))
}

/// How many rounds a test by chance goes on: `few`, which takes seconds, or as many times more as [`TIMES`] says.
pub(crate) fn rounds(few: usize) -> usize {
    few * number(TIMES).map_or(1, |times| usize::try_from(times).unwrap().max(1))
}

/// A die that falls the same each time, unless [`SEED`] says otherwise. `which` tells the dice of different tests apart.
pub(crate) fn dice(which: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(which + (number(SEED).unwrap_or(0) << 8))
}

/// One of several, whichever the dice say.
pub(crate) fn one_of<T: Copy>(dice: &mut fastrand::Rng, from: &[T]) -> T {
    *dice.choice(from).expect("there is something to choose from")
}
