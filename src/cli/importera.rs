//! `samverkan importera FIL [--som-kopia] [--barn fil|har]`: a meeting from a JSON file. The same file twice does nothing the
//! second time.

use super::no_randomness;
use super::place::Place;
use super::verbs::Given;
use super::{CliError, shown};
use crate::agenda_file::{Origin, snapshot_of};
use crate::app::Now;
use crate::domain::collate::fold;
use crate::domain::ids::{Ids, MeetingId};
use crate::meeting_file::{MAX_BYTES, from_json};
use crate::runtime::clock;
use crate::runtime::minutes_files::handle;
use crate::runtime::progress::Following;
use crate::store::{Holds, Imported, Reading, Store};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Takes in the meeting.
///
/// # Errors
/// When the file can't be read or isn't a meeting, when it differs from what is here, and when it can't be saved.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let holds = holds(given)?;
    let meeting = from_json(&content(Path::new(given.word(0).unwrap_or_default()))?)?;
    let mut store = place.open()?;
    let mut ids = Ids::new(clock::seed().map_err(|_| no_randomness())?);
    let command = ids.next(now.unix_ms());
    let copy = given.has("som-kopia").then_some(&mut ids);
    let catalogue = place.catalogue();
    let own = catalogue.iter().filter(|entry| entry.origin != Origin::Embedded);
    let own_forms: Vec<String> = own.map(|entry| snapshot_of(&entry.agenda).sha).collect();
    let reading = Reading { copy, holds, own_forms: &own_forms };
    let stop = store.interrupter();
    let mut following = Following::begin();
    let done = following.during("Läser in mötet", stop, || {
        store.import(&meeting, &snapshot_of(&meeting.agenda), reading, command, now.utc)
    })?;
    drop(following);
    let (what, id) = match done.what {
        Imported::Same(id) if !done.differs.is_empty() => ("Mötet finns redan och är likadant", id),
        Imported::New(id) => ("Mötet är inläst", id),
        Imported::Same(id) => ("Mötet finns redan och är likadant; inget har ändrats", id),
        Imported::Copy(id) => ("Mötet fanns redan och är inläst som en kopia", id),
    };
    writeln!(out, "{what}: {}", name(&store, id)?)?;
    if !done.differs.is_empty() {
        let what_holds = if holds == Some(Holds::File) {
            "filens uppgifter gäller nu"
        } else {
            "det som stod här gäller"
        };
        let differs = done.differs.join(", ");
        writeln!(out, "Om barnet eller ärendet sa filen något annat ({differs}): {what_holds}.")?;
    }
    Ok(())
}

/// What holds of a child that is here already.
fn holds(given: &Given) -> Result<Option<Holds>, CliError> {
    let Some(word) = given.value("barn") else { return Ok(None) };
    match fold(&word.to_string_lossy()).as_str() {
        "fil" | "filen" => Ok(Some(Holds::File)),
        "har" | "här" => Ok(Some(Holds::Here)),
        _ => Err(CliError::usage(
            "--barn tar fil (filens uppgifter gäller) eller har (det som står här gäller).".to_owned(),
            "Se samverkan importera --hjalp".to_owned(),
        )),
    }
}

fn name(store: &Store, id: MeetingId) -> Result<String, CliError> {
    Ok(handle(store, &store.meeting(id)?))
}

fn content(path: &Path) -> Result<Vec<u8>, CliError> {
    let name = shown(path);
    let mut bytes = Vec::new();
    // One byte more than is allowed is enough to be refused as too large.
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    let (problem, remedy) = match read {
        Ok(_) => return Ok(bytes),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound => ("finns inte", "Kontrollera namnet och mappen."),
            io::ErrorKind::IsADirectory => ("är en mapp", "Ange en fil i mappen."),
            _ => ("går inte att läsa", "Kontrollera att du har rätt att läsa den."),
        },
    };
    Err(CliError::failed(format!("Filen {name} {problem}."), remedy))
}
