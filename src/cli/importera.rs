//! `samverkan importera FIL… [--som-kopia] [--barn fil|har]`: meetings from JSON files, each by itself: one that is refused
//! hinders no other. The same file twice does nothing the second time.

use super::no_randomness;
use super::place::Place;
use super::verbs::Given;
use super::{CliError, shown};
use crate::agenda_file::{Origin, snapshot_of};
use crate::app::Now;
use crate::domain::collate::fold;
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::progress::Progress;
use crate::meeting_file::{MAX_BYTES, from_json};
use crate::runtime::clock;
use crate::runtime::minutes_files::handle;
use crate::runtime::progress::Following;
use crate::store::{Holds, Imported, Reading, Store};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Takes in the meetings, file by file.
///
/// # Errors
/// When a file can't be read or isn't a meeting, when it differs from what is here, and when it can't be saved. Of several
/// files all that are right are taken in before the others are told. When somebody stops it between two.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let holds = holds(given)?;
    let files: Vec<&Path> = given.words().iter().map(Path::new).collect();
    let mut first = files.first().map(|file| read(file, now));
    if let ([_], Some(Err(_))) = (files.as_slice(), &first) {
        // Nobody is asked for a passphrase in vain.
        return first.map_or(Ok(()), |first| first.map(drop));
    }
    let catalogue = place.catalogue();
    let own = catalogue.iter().filter(|entry| entry.origin != Origin::Embedded);
    let own_forms = own.map(|entry| snapshot_of(&entry.agenda).sha).collect();
    let ids = Ids::new(clock::seed().map_err(|_| no_randomness())?);
    let mut desk = Desk { store: place.open()?, ids, own_forms, holds, as_copy: given.has("som-kopia"), now };
    let mut following = Following::begin();
    if let [_] = files.as_slice() {
        let meeting = first.take().unwrap_or_else(|| read(files[0], now))?;
        let stop = desk.store.interrupter();
        let done = following.during("Läser in mötet", stop, || desk.take(&meeting))?;
        drop(following);
        return Ok(writeln!(out, "{done}")?);
    }
    let (mut refused, mut told) = (Vec::new(), Ok(()));
    for (at, file) in files.iter().enumerate() {
        if following.tell(Progress::things("Läser in möten", at, files.len())).is_err() {
            return Err(CliError::Stopped(stopped(at, &files, &refused)));
        }
        let meeting = first.take().unwrap_or_else(|| read(file, now));
        let done = meeting.and_then(|meeting| desk.take(&meeting));
        following.clear();
        match done {
            Ok(done) => {
                // At once: what is in is known also where something ends the program. That nobody reads it hinders no file.
                let written = writeln!(out, "{}: {done}", shown(file)).and_then(|()| out.flush());
                told = told.and(written);
            }
            Err(why) => refused.push(format!("{}: {why}", shown(file))),
        }
    }
    match refused.len() {
        0 => Ok(told?),
        _ => Err(CliError::Several(format!("{}\n{}", not_in(&refused, files.len()), refused.join("\n")))),
    }
}

/// "2 av 5 filer är inte inlästa:"
fn not_in(refused: &[String], all: usize) -> String {
    let are = if refused.len() == 1 { "är inte inläst" } else { "är inte inlästa" };
    format!("{} av {all} filer {are}:", refused.len())
}

/// That somebody stopped it before the file at a place.
fn stopped(at: usize, files: &[&Path], refused: &[String]) -> String {
    let next = files.get(at).map(shown).unwrap_or_default();
    let taken = at - refused.len();
    let mut said = format!(
        "Avbrutet: {taken} av {} filer är inlästa. {next} och de som står efter den är inte lästa.",
        files.len()
    );
    if !refused.is_empty() {
        said = format!("{said}\n{}\n{}", not_in(refused, files.len()), refused.join("\n"));
    }
    said
}

fn read(file: &Path, now: Now) -> Result<Meeting, CliError> {
    Ok(from_json(&content(file)?, now.utc)?)
}

/// Where meetings are taken in.
struct Desk {
    store: Store,
    ids: Ids,
    /// The forms of the user's own, by their checksums.
    own_forms: Vec<String>,
    holds: Option<Holds>,
    as_copy: bool,
    now: Now,
}

impl Desk {
    /// Takes in one meeting, all of it or nothing; says what became of it.
    fn take(&mut self, meeting: &Meeting) -> Result<String, CliError> {
        let command = self.ids.next(self.now.unix_ms());
        let copy = self.as_copy.then_some(&mut self.ids);
        let reading = Reading { copy, holds: self.holds, own_forms: &self.own_forms };
        let done =
            self.store.import(meeting, &snapshot_of(&meeting.agenda), reading, command, self.now.utc)?;
        let (what, id) = match done.what {
            Imported::Same(id) if !done.differs.is_empty() || done.protected_by.is_some() => {
                ("Mötet finns redan och är likadant", id)
            }
            Imported::New(id) => ("Mötet är inläst", id),
            Imported::Same(id) => ("Mötet finns redan och är likadant; inget har ändrats", id),
            Imported::Copy(id) => ("Mötet fanns redan och är inläst som en kopia", id),
        };
        let mut said = format!("{what}: {}", name(&self.store, id)?);
        if !done.differs.is_empty() {
            let what_holds = if self.holds == Some(Holds::File) {
                "filens uppgifter gäller nu"
            } else {
                "det som stod här gäller"
            };
            let differs = done.differs.join(", ");
            said = format!("{said}\nOm barnet eller ärendet sa filen något annat ({differs}): {what_holds}.");
        }
        if let Some(by) = done.protected_by {
            said = format!("{said}\n{}", protection(by));
        }
        Ok(said)
    }
}

/// What holds of a child that only one side says has skyddade personuppgifter.
fn protection(by: Holds) -> &'static str {
    match by {
        Holds::Here => {
            "Filen sa att ett barn inte har skyddade personuppgifter. Här har det dem, och det står kvar: ingen fil tar bort dem."
        }
        Holds::File => "Filen sa att ett barn har skyddade personuppgifter. Det gäller nu här också.",
    }
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
