//! `samverkan`, `samverkan starta AGENDA` and `samverkan oppna MÖTE`: the program itself.

use super::agendor::find_to_start;
use super::no_randomness;
use super::place::{Place, lists};
use super::verbs::Given;
use super::{CliError, meeting_named, shown};
use crate::app::model::{DatabaseState, Lists, Setup, StartWith};
use crate::config::theme_for;
use crate::domain::text;
use crate::runtime::backup::Arrangement;
use crate::runtime::letterhead::Letterhead;
use crate::runtime::store_thread::Opening;
use crate::runtime::{self, Start, clock, terminal};
use crate::store::{FileKind, kind_in_place};
use std::ffi::OsStr;
use std::path::PathBuf;

/// Opens the program at home.
///
/// # Errors
/// When the terminal or the database doesn't let us.
pub fn home(place: &Place) -> Result<(), CliError> {
    terminal::check()?;
    let opening = opening(place)?;
    run(place, place.database.clone(), opening, None)
}

/// Opens the program with a new meeting.
///
/// # Errors
/// As [`home`], and when there is no such agenda.
pub fn start(given: &Given, place: &Place) -> Result<(), CliError> {
    let catalogue = place.catalogue();
    let word = given.word(0).unwrap_or_default().to_string_lossy().to_lowercase();
    let form = find_to_start(&catalogue, &text::nfc(&word))?.agenda.id.clone();
    let title = given.value("titel").map(title_from).transpose()?;
    terminal::check()?;
    let opening = opening(place)?;
    run(place, place.database.clone(), opening, Some(StartWith::New { form, title }))
}

/// A title as it was written; one that is longer than any text is refused before anything begins.
fn title_from(raw: &OsStr) -> Result<String, CliError> {
    text::kept(&raw.to_string_lossy()).map_err(|long| {
        CliError::usage(
            format!("Titeln är för lång: {long}."),
            format!("Korta den till högst {} tecken.", text::MAX_CHARS),
        )
    })
}

/// Opens the program with a meeting that is there.
///
/// # Errors
/// As [`home`], and when there is no such meeting.
pub fn open(given: &Given, place: &Place) -> Result<(), CliError> {
    terminal::check()?;
    // Only an open database knows the meeting, so that the passphrase is asked for here.
    let (store, _) = place.open_untold()?;
    let meeting = meeting_named(&store, given)?;
    let opening = Opening::Ready(Box::new(store));
    run(place, place.database.clone(), opening, Some(StartWith::Open(meeting)))
}

/// How the database is opened, by what it is.
fn opening(place: &Place) -> Result<Opening, CliError> {
    Ok(match kind_in_place(&place.database)? {
        FileKind::Missing => Opening::Ask,
        FileKind::Encrypted => place.passphrase()?.map_or(Opening::Ask, Opening::With),
        // What isn't ours is refused by the opening, with its reason.
        FileKind::Practice | FileKind::Empty | FileKind::PlainNotOurs => Opening::Practice,
    })
}

/// Runs the program on a database.
///
/// # Errors
/// When the terminal doesn't let us, or something couldn't be saved.
pub fn run(
    place: &Place,
    database: PathBuf,
    opening: Opening,
    open: Option<StartWith>,
) -> Result<(), CliError> {
    let seed = clock::seed().map_err(|_| no_randomness())?;
    let state = match opening {
        Opening::Ask if database.exists() => DatabaseState::Locked,
        Opening::Ask => DatabaseState::Missing,
        _ => DatabaseState::Opening,
    };
    let database_path = shown(&database);
    let setup = Setup {
        lists: Lists::default(),
        workplace: place.config.workplace.clone(),
        named_days: place.config.named_days.clone(),
        theme: theme_for(place.config.theme, std::env::var_os("NO_COLOR").as_deref()),
        database: state,
        database_path,
        seed,
        open,
        printer: place.config.printer.clone(),
        viewer: place.config.viewer.clone(),
        on_wall: place.config.on_wall,
        lock_after: place.config.lock_after,
        person: place.person.clone(),
    };
    let letterhead = Letterhead::of(&place.config);
    let backups = Arrangement::of(&place.config, place.agendas.as_deref());
    let start = Start { zone: place.config.zone, database, opening, seed, letterhead, backups };
    let (folder, municipality) = (place.agendas.clone(), place.config.municipality.clone());
    let emi_border = place.config.emi_border;
    Ok(runtime::run(start, setup, move || lists(folder.as_deref(), &municipality, emi_border))?)
}
