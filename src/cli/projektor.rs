//! `samverkan projektor [MÖTE] [--text]`: the wall, which follows the meeting that is under way.

use super::no_randomness;
use super::place::Place;
use super::verbs::Given;
use super::{CliError, meeting_named, new_keys};
use crate::app::Now;
use crate::config::theme_for;
use crate::domain::access::Looked;
use crate::runtime::wall::{self, WallStart};
use crate::runtime::wall_store::Wanted;
use crate::runtime::{clock, terminal};
use std::io::Write;

/// Shows the wall, or says it on `out`.
///
/// # Errors
/// When the database can't be opened, there is no such meeting, or the terminal can't show it.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let text = given.has("text");
    if !text {
        terminal::check()?;
    }
    let seed = clock::seed().map_err(|_| no_randomness())?;
    let (mut store, secret) = place.open_keeping()?;
    let meeting = match given.word(0) {
        Some(_) => Some(meeting_named(&store, given)?),
        None => None,
    };
    let told = match meeting {
        Some(id) => Looked::at(store.meeting(id)?.items.iter().map(|item| item.id)),
        None => Looked::default(),
    };
    store.log_opening(meeting, told, new_keys()?.next(now.unix_ms()), now.utc)?;
    let start = WallStart {
        wanted: Wanted { database: place.database.clone(), secret, meeting },
        store,
        zone: place.config.zone,
        seed,
        theme: theme_for(place.config.theme, std::env::var_os("NO_COLOR").as_deref()),
    };
    if text {
        // What has been written so far goes first.
        out.flush()?;
        wall::say(start, out)?;
    } else {
        wall::show(start)?;
    }
    Ok(())
}
