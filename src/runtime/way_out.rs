//! The one door through which papers and texts about meetings leave the program: to a file, to a printer, to a screen or
//! another program. What they hold can be had here alone, and everything that goes through stands in the log of copies,
//! with what happened to it.

use super::minutes_files::{self, WriteError, write_new};
use super::printing::{PrintError, Printer};
use crate::app::Now;
use crate::app::effect::CopyWish;
use crate::domain::access::Looked;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code, Command};
use crate::domain::ids::{EntryId, Ids, MeetingArendeId, MeetingId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{CopyLog, CopyWay};
use crate::domain::text;
use crate::store::{MadeOf, NAMED_FILE, SavedPaper, Store, StoreError};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Said above papers that were saved as files.
pub const SAVED: &str = "Sparade som filer, som inte är krypterade:";

/// Why something didn't go out.
#[derive(Debug, thiserror::Error)]
pub enum WayOutError {
    /// It can't be logged: then it doesn't go out.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The file can't be written.
    #[error("{0}")]
    Write(#[from] WriteError),
    /// The file that somebody named can't be written.
    #[error("Filen gick inte att skriva.")]
    Named(#[source] io::Error),
}

/// Of which meeting and ärenden something tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tells {
    /// The meeting.
    pub meeting: Option<MeetingId>,
    /// The version; nothing for what isn't locked.
    pub version: Option<i64>,
    /// The ärenden; all of the meeting's where none are named.
    pub some: Option<Vec<MeetingArendeId>>,
    /// All of the meeting's ärenden.
    pub all: Vec<MeetingArendeId>,
    /// The entries that it may hold.
    pub entries: Arc<[EntryId]>,
}

impl Tells {
    /// Of a meeting as it stands.
    pub fn of(meeting: &Meeting) -> Self {
        Self {
            meeting: Some(meeting.id()),
            version: meeting.latest_version().filter(|_| meeting.is_locked()).map(|version| version.number),
            some: None,
            all: meeting.items.iter().map(|item| item.id).collect(),
            entries: meeting.entries.iter().map(|entry| entry.id).collect(),
        }
    }

    /// The same, of these ärenden alone.
    #[must_use]
    pub fn only(self, items: &[MeetingArendeId]) -> Self {
        Self { some: Some(items.to_vec()), ..self }
    }

    fn arenden(&self) -> &[MeetingArendeId] {
        self.some.as_deref().unwrap_or(&self.all)
    }
}

/// Something that may go out: a copy, an invitation, a text about a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Who it is for.
    pub who: String,
    /// What it is, in words.
    pub what: String,
    /// A file name that says nothing of anybody.
    pub name: String,
    /// Of what it tells.
    tells: Tells,
    /// What it holds; goes out through this file's functions alone.
    bytes: Vec<u8>,
}

/// That something has gone out, to be logged.
#[must_use = "what has gone out must stand in the log"]
#[derive(Clone, Debug)]
pub struct Gone {
    who: String,
    what: String,
    format: String,
    tells: Tells,
    way: CopyWay,
    checksum: String,
    /// Its name in the folder of papers.
    file: Option<String>,
    /// How many and where to, in words.
    note: Option<String>,
}

/// A paper that stands in the log as handed to a printer, and may be handed to it now.
#[derive(Debug)]
pub struct ToPrinter {
    one: Made,
}

impl ToPrinter {
    /// Hands it to `print`, and tells what the printer answered, to be logged too. One that hasn't answered may have it:
    /// that stands in the log already.
    ///
    /// # Errors
    /// What `print` says.
    pub fn print<T>(
        self,
        print: impl FnOnce(&[u8]) -> Result<T, PrintError>,
    ) -> (Result<T, PrintError>, Option<Gone>) {
        let gone = self.one.gone(CopyWay::Utskrift);
        let done = print(&self.one.bytes);
        let gone = match &done {
            Ok(_) => Some(gone),
            Err(PrintError::Slow) => None,
            Err(_) => Some(Gone { format: format!("{}{}", gone.format, CopyLog::REFUSED), ..gone }),
        };
        (done, gone)
    }
}

impl Made {
    /// For a recipient, or for nobody in particular where none is named.
    pub fn new(who: &str, what: impl Into<String>, name: String, tells: Tells, bytes: Vec<u8>) -> Self {
        let who = if who.is_empty() { CopyLog::NOBODY } else { who };
        Self { who: who.to_owned(), what: what.into(), name, tells, bytes }
    }

    /// For whom and what: "Maja Mo, mentor: ärende 1"; what it is alone, where it is for nobody in particular.
    pub fn in_words(&self) -> String {
        if self.who == CopyLog::NOBODY { capital(&self.what) } else { format!("{}: {}", self.who, self.what) }
    }

    /// How the file's name ends.
    pub fn format(&self) -> &str {
        self.name.rsplit_once('.').map_or("txt", |(_, ending)| ending)
    }

    /// What it holds, for tests.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// That its file is shown in another program, to be logged.
    pub fn in_viewer(&self) -> Gone {
        Gone { note: Some("i datorns eget program".to_owned()), ..self.gone(CopyWay::Visad) }
    }

    fn gone(&self, way: CopyWay) -> Gone {
        Gone {
            who: self.who.clone(),
            what: self.what.clone(),
            format: self.format().to_owned(),
            tells: self.tells.clone(),
            way,
            checksum: hex::encode(Sha256::digest(&self.bytes)),
            file: None,
            note: None,
        }
    }
}

/// Logs that a paper is handed to a printer; only then can it be. Whatever becomes of the program after that, the log knows
/// of the paper.
///
/// # Errors
/// When it can't be logged: then it isn't printed.
pub fn to_printer(
    store: &mut Store,
    one: Made,
    (printer, wish): (&Printer, &CopyWish),
    how: (&mut Ids, Now),
) -> Result<ToPrinter, StoreError> {
    store.may_let_out()?;
    let gone = one.gone(CopyWay::Utskrift);
    let format = format!("{}{}", gone.format, CopyLog::UNANSWERED);
    let note = Some(format!("{} ex, skrivare {}", wish.copies.clamp(1, 99), printer.name));
    log_made(store, vec![Gone { format, note, ..gone }], how)?;
    Ok(ToPrinter { one })
}

/// Writes papers beside the database and logs them. A file that is there is never written over: what is to be written is
/// that very paper, or it gets another name. All of them, or none.
///
/// # Errors
/// When one can't be written or they can't be logged; then none of them is there.
pub fn to_files(
    store: &mut Store,
    database: &Path,
    made: &[Made],
    (ids, now): (&mut Ids, Now),
) -> Result<Vec<PathBuf>, WayOutError> {
    store.may_let_out()?;
    let known = store.saved_papers()?;
    let is_ours = |one: &Made, name: &str, there: &str| {
        known.iter().any(|SavedPaper { row, file, place, removed }| {
            Some(row.meeting) == one.tells.meeting
                && row.recipient == one.who
                && row.format == one.format()
                && row.checksum == there
                && place.is_none()
                && !removed
                && file.as_ref().is_none_or(|file| file == name)
        })
    };
    let mut batch = minutes_files::Batch::begin(database)?;
    for one in made {
        batch.add(&one.name, &one.bytes, &|name, there| is_ours(one, name, there))?;
    }
    let new = batch.new_files();
    let written = batch.finish()?;
    let name = |file: &PathBuf| file.file_name().map(|name| name.to_string_lossy().into_owned());
    let gone =
        made.iter().zip(&written).map(|(one, file)| Gone { file: name(file), ..one.gone(CopyWay::Fil) });
    if let Err(error) = log_made(store, gone.collect(), (ids, now)) {
        // What isn't in the log hasn't been written.
        for file in &new {
            let _ = fs::remove_file(file);
        }
        return Err(error.into());
    }
    Ok(written)
}

/// Writes a paper to a file that somebody named, which may not be there, and logs it.
///
/// # Errors
/// When it can't be written or logged; then it isn't there.
pub fn to_named_file(
    store: &mut Store,
    file: &Path,
    one: &Made,
    (ids, now): (&mut Ids, Now),
) -> Result<(), WayOutError> {
    store.may_let_out()?;
    write_new(file, &one.bytes).map_err(WayOutError::Named)?;
    let note = Some(format!("{NAMED_FILE}{}", told_place(store, file, one)));
    if let Err(error) = log_made(store, vec![Gone { note, ..one.gone(CopyWay::Fil) }], (ids, now)) {
        let _ = fs::remove_file(file);
        return Err(error.into());
    }
    Ok(())
}

/// Where a file that somebody named lies, without the names of those whom the meeting is about.
fn told_place(store: &Store, file: &Path, one: &Made) -> String {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let meeting = one.tells.meeting.and_then(|id| store.meeting(id).ok());
    let mut names: Vec<String> = Vec::new();
    if let Some(meeting) = &meeting {
        let people = meeting.participants.iter().map(|person| person.name.as_str());
        let children =
            meeting.children.iter().flat_map(|child| [child.name.as_deref(), child.called.as_deref()]);
        for part in people.chain(children.flatten()).flat_map(|name| name.split([' ', '-'])) {
            names.extend(Some(fold(part)).filter(|part| part.chars().count() > 2));
        }
    }
    let part = |part: std::path::Component<'_>| {
        let said = text::clean(&part.as_os_str().to_string_lossy());
        let folded = fold(&said);
        if names.iter().any(|name| folded.contains(name.as_str())) { "…".to_owned() } else { said }
    };
    let parts: Vec<String> = whole.components().map(part).collect();
    parts.join("/").replacen("//", "/", 1)
}

/// Logs that what was logged as shown couldn't be shown after all.
///
/// # Errors
/// As [`Store::commit`].
pub fn not_shown(store: &mut Store, made: &[Made], how: (&mut Ids, Now)) -> Result<(), StoreError> {
    let gone = made.iter().map(|one| one.gone(CopyWay::Visad));
    log(
        store,
        gone.map(|gone| Gone { format: format!("{}{}", gone.format, CopyLog::UNSHOWN), ..gone }).collect(),
        how,
    )
}

/// What papers say, to be shown on a screen or given to another program, once that stands in the log.
///
/// # Errors
/// When it can't be logged.
pub fn shown<'m>(
    store: &mut Store,
    made: &'m [Made],
    (ids, now): (&mut Ids, Now),
) -> Result<Vec<&'m [u8]>, StoreError> {
    log(store, made.iter().map(|one| one.gone(CopyWay::Visad)).collect(), (ids, now))?;
    Ok(made.iter().map(|one| one.bytes.as_slice()).collect())
}

/// Logs that a copy which was made before has been given over to whoever it is for.
///
/// # Errors
/// As [`Store::commit`].
pub fn handed_over(store: &mut Store, copy: &CopyLog, (ids, now): (&mut Ids, Now)) -> Result<(), StoreError> {
    let by = store.who()?;
    let at = now.utc;
    let row = CopyLog { id: ids.next(now.unix_ms()), way: CopyWay::Lamnad, by: Some(by), at, ..copy.clone() };
    let told = row.arenden.as_deref().unwrap_or_default().split(' ').filter_map(|key| key.parse().ok());
    let mut told: Vec<MeetingArendeId> = told.map(MeetingArendeId).collect();
    if row.arenden.is_none() {
        told = store.meeting(row.meeting)?.items.iter().map(|item| item.id).collect();
    }
    let command = Command {
        id: ids.next(now.unix_ms()),
        code: Code::HandedOver,
        meeting: Some(row.meeting),
        snapshot: None,
        changes: vec![Change::put(row)],
    };
    store.commit_copies(&command, Looked::at(told), None, at).map(drop)
}

/// Logs what has gone out, an act for each meeting, way and choice of ärenden: what an act tells of, each of its papers
/// tells of.
///
/// # Errors
/// As [`Store::commit`].
pub fn log(store: &mut Store, gone: Vec<Gone>, how: (&mut Ids, Now)) -> Result<(), StoreError> {
    log_all(store, gone, false, how)
}

/// The same, of what doesn't go out where it holds what was struck after it was made. A paper that is written while somebody
/// strikes stands in the log before the strike, which then finds it, or isn't let out.
fn log_made(store: &mut Store, gone: Vec<Gone>, how: (&mut Ids, Now)) -> Result<(), StoreError> {
    log_all(store, gone, true, how)
}

fn log_all(
    store: &mut Store,
    gone: Vec<Gone>,
    may_be_refused: bool,
    (ids, now): (&mut Ids, Now),
) -> Result<(), StoreError> {
    // Up to where each meeting's journal has been looked through.
    let mut looked: HashMap<Option<MeetingId>, i64> = HashMap::new();
    let by = store.who()?;
    let mut waiting = gone;
    while let Some(first) = waiting.first() {
        let (meeting, way) = (first.tells.meeting, first.way);
        let arenden = first.tells.arenden().to_vec();
        let (same, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|one| {
            one.tells.meeting == meeting && one.way == way && one.tells.arenden() == arenden.as_slice()
        });
        waiting = rest;
        let of: Vec<Arc<[EntryId]>> = same.iter().map(|one| Arc::clone(&one.tells.entries)).collect();
        let entries: Vec<&[EntryId]> = of.iter().map(|of| &**of).collect();
        let up_to = looked.get(&meeting).copied().unwrap_or(0);
        let made = may_be_refused.then_some(MadeOf { entries: &entries, up_to });
        let files = same.iter().filter_map(|one| one.file.clone()).collect();
        let mut notes: Vec<String> = same.iter().filter_map(|one| one.note.clone()).collect();
        notes.dedup();
        let note = Some(notes.join("; ")).filter(|note| !note.is_empty());
        let rows = same.into_iter().filter_map(|one| row(one, &by, ids, now.unix_ms(), now.utc));
        let changes: Vec<Change> = rows.map(Change::put).collect();
        let code = match way {
            CopyWay::Fil => Code::Copies,
            CopyWay::Utskrift => Code::Printed,
            CopyWay::Visad => Code::Shown,
            CopyWay::Lamnad => Code::HandedOver,
        };
        let command = Command { id: ids.next(now.unix_ms()), code, meeting, snapshot: None, changes };
        let about = Looked { files, note, ..Looked::at(arenden) };
        let done = store.commit_copies(&command, about, made, now.utc)?;
        looked.insert(meeting, done.seq);
    }
    Ok(())
}

/// The row of the log; what belongs to no meeting stands in the journal alone.
fn row(one: Gone, by: &str, ids: &mut Ids, ms: u64, at: DateTime<Utc>) -> Option<CopyLog> {
    let told = one.tells.some.as_ref();
    Some(CopyLog {
        id: ids.next(ms),
        meeting: one.tells.meeting?,
        version: one.tells.version,
        recipient: one.who,
        what: one.what,
        arenden: told.map(|some| some.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        way: one.way,
        format: one.format,
        checksum: one.checksum,
        by: Some(by.to_owned()),
        at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::practice::filled;
    use crate::store::Access;

    fn closed(store: &Store) -> MeetingId {
        let all = store.meetings(&crate::store::MeetingFilter::default()).unwrap();
        all.into_iter().find(|row| row.agenda_id == "sip").unwrap().id
    }

    #[test]
    fn from_what_is_only_read_nothing_goes_out_but_to_the_screen() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("ovning.db");
        let now = Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm };
        drop(filled(&database, now).unwrap());
        let mut store = Store::open_to_read(&database, &Access::Practice).unwrap();
        let meeting = closed(&store);
        let tells = Tells::of(&store.meeting(meeting).unwrap());
        let one = Made::new("", "hela protokollet", "a.txt".to_owned(), tells, b"text".to_vec());
        let mut ids = Ids::new(4);
        assert_eq!(shown(&mut store, std::slice::from_ref(&one), (&mut ids, now)).unwrap(), [b"text"]);
        let file = folder.path().join("ut.txt");
        let named = to_named_file(&mut store, &file, &one, (&mut ids, now)).unwrap_err();
        let beside = to_files(&mut store, &database, &[one], (&mut ids, now)).unwrap_err();
        for error in [named, beside] {
            assert!(matches!(&error, WayOutError::Store(StoreError::OnlyRead(_))), "{error}");
            assert!(error.to_string().contains("den riktiga databasen"), "{error}");
        }
        assert!(!file.exists() && !folder.path().join("protokoll").exists());
        assert!(matches!(store.may_let_out(), Err(StoreError::OnlyRead(_))), "nor to a printer");
    }

    #[test]
    fn what_a_printer_has_not_answered_stands_in_the_log_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let now = Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm };
        let mut store = filled(&folder.path().join("ovning.db"), now).unwrap();
        let meeting = closed(&store);
        let tells = Tells::of(&store.meeting(meeting).unwrap());
        let one = Made::new("Karin Lund", "hela protokollet", "a.pdf".to_owned(), tells, b"text".to_vec());
        let printer = Printer { name: "Lokal".to_owned(), usual: true, ready: true };
        let wish = CopyWish { copies: 2, ..CopyWish::default() };
        let mut ids = Ids::new(4);
        let mut told = |answer: Result<(), PrintError>| {
            let before = store.copies(meeting).unwrap().len();
            let ready = to_printer(&mut store, one.clone(), (&printer, &wish), (&mut ids, now)).unwrap();
            // It stands there before it is handed over.
            let act = store.journal(None, None, 1).unwrap().acts.remove(0);
            assert_eq!(act.code, Some(Code::Printed));
            assert_eq!(act.looked.unwrap().note.as_deref(), Some("2 ex, skrivare Lokal"));
            let row = store.copies(meeting).unwrap().pop().unwrap();
            assert_eq!(
                (row.way_in_words(), row.file_format()),
                ("skickad till skrivaren, svar okänt", "pdf")
            );
            let (_, gone) = ready.print(|bytes| {
                assert_eq!(bytes, b"text");
                answer
            });
            log(&mut store, gone.into_iter().collect(), (&mut ids, now)).unwrap();
            let rows = store.copies(meeting).unwrap();
            (rows.len() - before, rows.last().map(CopyLog::way_in_words))
        };
        assert_eq!(told(Err(PrintError::Slow)), (1, Some("skickad till skrivaren, svar okänt")));
        assert_eq!(told(Ok(())), (1, Some("utskriven")));
        assert_eq!(told(Err(PrintError::Refused("nej".to_owned()))), (0, Some("utskriven")));
    }
}
