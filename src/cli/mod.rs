//! The command line: one file per verb, plain output, no terminal program.
//!
//! [`verbs`] has the table of verbs; each is a function that takes what was written after it and writes to `out`.
//! [`main`] prints the error and returns [`CliError::exit_code`].

pub mod agendor;
pub mod aterstall;
pub mod atgarder;
pub mod demo;
pub mod exportera;
pub mod importera;
pub mod kallelse;
pub mod kontrollera;
pub mod kopior;
mod lists;
pub mod logg;
pub mod losenfras;
pub mod moten;
mod output;
pub mod place;
pub mod program;
pub mod projektor;
pub mod protokoll;
pub mod sakerhetskopiera;
pub mod samtycken;
pub mod skrivare;
pub mod socialtjanstklocka;
pub mod verbs;

use crate::app::Now;
use crate::app::action::name_keys;
use crate::domain::access::Looked;
use crate::domain::ids::{Ids, MeetingArendeId, MeetingId};
use crate::domain::listing::JOURNAL;
use crate::domain::meeting::Meeting;
use crate::domain::progress::Stopped;
use crate::domain::text;
use crate::meeting_file::MeetingFileError;
use crate::runtime::RuntimeError;
use crate::runtime::clock::{self, Clock};
use crate::runtime::memory;
use crate::runtime::terminal::TerminalError;
use crate::store::backup::BackupError;
use crate::store::{Store, StoreError, wake};
use crate::toml_file::TomlFileError;
use place::{Environment, Place, laws_or_warning};
use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use verbs::{Asked, Given, Kind};

/// Why a command wasn't done. Its text is Swedish and says what can be done.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The command isn't written right.
    #[error("{problem}\n  {remedy}")]
    Usage {
        /// What is wrong.
        problem: String,
        /// What can be done.
        remedy: String,
    },
    /// What was asked for couldn't be done.
    #[error("{problem}\n  {remedy}")]
    Failed {
        /// What is wrong.
        problem: String,
        /// What can be done.
        remedy: String,
    },
    /// A meeting form or the settings can't be understood.
    #[error("{0}")]
    Toml(#[from] TomlFileError),
    /// A file isn't a meeting.
    #[error("{0}")]
    Meeting(#[from] MeetingFileError),
    /// The database says no.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A copy for safekeeping couldn't be taken or put back.
    #[error("{0}")]
    Backup(#[from] BackupError),
    /// The program can't be shown here.
    #[error("{0}")]
    Terminal(#[from] TerminalError),
    /// The program ended other than by the user's wish.
    #[error("{0}")]
    Runtime(#[from] RuntimeError),
    /// Somebody stopped it, with Ctrl-C: what is done, if anything is.
    #[error("{0}")]
    Stopped(String),
    /// Several things went wrong, and each has been said already.
    #[error("{0}")]
    Several(String),
    /// Whoever read the output has stopped reading, as `head -1` does. That is no failure.
    #[error("Utmatningen stängdes av mottagaren.")]
    OutputClosed,
    /// The output couldn't be written.
    #[error("Utmatningen gick inte att skriva.\n  Kontrollera att disken inte är full och försök igen.")]
    Output(#[source] io::Error),
}

impl CliError {
    /// The command isn't written right: what is wrong, and what can be done.
    pub fn usage(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Usage { problem: problem.into(), remedy: remedy.into() }
    }

    /// What was asked for couldn't be done: what is wrong, and what can be done.
    pub fn failed(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Failed { problem: problem.into(), remedy: remedy.into() }
    }

    /// What the process returns: 0 when only the reader of the output has gone, 2 for a command that isn't written right,
    /// 130 for one that was stopped, as shells have it, otherwise 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::OutputClosed => 0,
            Self::Usage { .. } => 2,
            Self::Stopped(_) | Self::Store(StoreError::Stopped(_)) | Self::Backup(BackupError::Stopped) => {
                130
            }
            _ => 1,
        }
    }
}

impl From<Stopped> for CliError {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped.to_string())
    }
}

/// For writing to `out`, and only for that: other files' errors are said where they happen.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::OutputClosed } else { Self::Output(error) }
    }
}

/// The command line's own errors, which the library has in English only.
impl From<lexopt::Error> for CliError {
    fn from(error: lexopt::Error) -> Self {
        let remedy = "Se vad som går att skriva: samverkan --hjalp";
        let problem = match error {
            lexopt::Error::MissingValue { option: Some(option) } => {
                format!("{} saknar sitt värde.", shown(&option))
            }
            lexopt::Error::UnexpectedOption(option) => format!("Växeln {} är okänd.", shown(&option)),
            lexopt::Error::UnexpectedArgument(value) => format!("”{}” är ett ord för mycket.", shown(value)),
            lexopt::Error::UnexpectedValue { option, .. } => format!("{} tar inget värde.", shown(&option)),
            _ => "Kommandot går inte att tolka.".to_owned(),
        };
        Self::usage(problem, remedy)
    }
}

/// The operating system has no randomness to give.
fn no_randomness() -> CliError {
    CliError::failed("Datorn lämnar inga slumptal.", "Starta om datorn och försök igen.")
}

/// What somebody wrote, as it may be shown in a terminal: short, and with what is invisible written out.
pub fn shown(raw: impl AsRef<OsStr>) -> String {
    let whole = raw.as_ref().to_string_lossy();
    let mut text = String::new();
    for c in whole.chars().take(60) {
        if text::is_allowed(c) { text.push(c) } else { text.extend(c.escape_unicode()) }
    }
    if whole.chars().count() > 60 {
        text.push('…');
    }
    text
}

/// Does what the arguments ask for, and says in Swedish what couldn't be done.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Before anything secret is read.
    memory::refuse_onlookers();
    let mut out = BufWriter::new(io::stdout());
    let environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let done = obey(args, &environment, &mut out).and_then(|()| Ok(out.flush()?));
    let Err(error) = done else { return ExitCode::SUCCESS };
    // What is still in the buffer goes before the error; that it can't be written is told by the error itself.
    let _ = out.flush();
    if !matches!(error, CliError::OutputClosed) {
        let _ = writeln!(io::stderr(), "{}", name_keys(error.to_string()));
    }
    ExitCode::from(error.exit_code())
}

/// Does what the arguments ask for.
///
/// # Errors
/// When they aren't written right, or what they ask for can't be done.
pub fn obey(
    args: impl IntoIterator<Item = OsString>,
    environment: Environment<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let (globals, rest) = Globals::take(args)?;
    let (kind, verb, given) = match verbs::read(rest)? {
        Asked::Help(verb) => return Ok(out.write_all(verbs::help(verb).as_bytes())?),
        Asked::Version => return Ok(writeln!(out, "samverkan {}", env!("CARGO_PKG_VERSION"))?),
        Asked::Forms(words) => {
            let place = Place::find(globals, environment)?;
            return agendor::run(&words, (place.agendas.as_deref(), &laws_or_warning()), out);
        }
        Asked::Verb(verb, given) => (verb.kind, verb.name, given),
    };
    // Nearly all verbs open the database.
    let _waking = wake();
    let door = (!kind.is_program()).then_some(verb);
    let place = match kind {
        // Settings that can't be read may be what is to be put back.
        Kind::Restore => Place::find_despite_settings(globals, environment)?,
        _ => Place::find(globals, environment)?,
    };
    let place = place.through(door);
    let now = || Clock::new(place.config.zone).now();
    match kind {
        Kind::Program => program::home(&place),
        Kind::Demo => demo::run(&given, &place, now(), out),
        Kind::Start => program::start(&given, &place),
        Kind::Open => program::open(&given, &place),
        Kind::Wall => projektor::run(&given, &place, now(), out),
        Kind::Minutes => protokoll::run(&given, &place, now(), out),
        Kind::Copies => kopior::run(&given, &place, now(), out),
        Kind::Invitation => kallelse::run(&given, &place, now(), out),
        Kind::Printers => skrivare::run(out),
        Kind::Meetings => moten::run(&given, &place, now(), out),
        Kind::Actions => atgarder::run(&given, &place, now(), out),
        Kind::Passphrase => losenfras::run(&given, &place, now(), out),
        Kind::Consents => samtycken::run(&given, &place, now(), out),
        Kind::SocialClock => socialtjanstklocka::run(&given, &place, now(), out),
        Kind::Verify => kontrollera::run(&given, &place, now(), out),
        Kind::Backup => sakerhetskopiera::run(&given, &place, now(), out),
        Kind::Restore => aterstall::run(&given, &place, now(), out),
        Kind::Log => logg::run(&given, &place, now(), out),
        Kind::Import => importera::run(&given, &place, now(), out),
        Kind::Export => exportera::run(&given, &place, now(), out),
        Kind::Forms => agendor::run(&[], (place.agendas.as_deref(), &laws_or_warning()), out),
    }
}

/// Whether a word from the command line says nothing.
fn is_blank(word: &OsStr) -> bool {
    word.to_str().is_some_and(|word| word.trim().is_empty())
}

/// An option's value, which must say something.
fn filled(value: OsString, option: &str) -> Result<OsString, CliError> {
    if is_blank(&value) {
        return Err(lexopt::Error::MissingValue { option: Some(option.to_owned()) }.into());
    }
    Ok(value)
}

/// The meeting that the first word after a verb names.
fn meeting_named(store: &Store, given: &Given) -> Result<MeetingId, CliError> {
    let word = given.word(0).unwrap_or_default().to_string_lossy();
    Ok(store.resolve(&text::nfc(&word))?)
}

/// Where new keys come from, and when it is: what the log of what goes out needs.
type Keys<'k> = (&'k mut Ids, Now);

/// New keys for a command.
fn new_keys() -> Result<Ids, CliError> {
    Ok(Ids::new(clock::seed().map_err(|_| no_randomness())?))
}

/// The meeting that the first word names, whose opening is logged.
fn opened_meeting(store: &mut Store, given: &Given, (ids, now): Keys<'_>) -> Result<Meeting, CliError> {
    let id = meeting_named(store, given)?;
    Ok(store.open_meeting(id, ids.next(now.unix_ms()), now.utc)?)
}

/// That somebody was to read something, and nothing came out.
const NOTHING_CAME: &str = "inget: utmatningen gick inte att skriva";

/// Sees that what was read came out, and logs where it didn't. Somebody who stops reading has read what came first.
fn came_out(
    store: &mut Store,
    meeting: Option<MeetingId>,
    written: Result<(), CliError>,
    (now, out): (Now, &mut dyn Write),
) -> Result<(), CliError> {
    let written = written.and_then(|()| Ok(out.flush()?));
    if let Err(CliError::Output(_)) = written {
        let of = Looked { note: Some(NOTHING_CAME.to_owned()), ..Looked::default() };
        store.log_opening(meeting, of, new_keys()?.next(now.unix_ms()), now.utc)?;
    }
    written
}

/// Logs that the journal is read: of a meeting, or all of it.
fn log_read(store: &mut Store, meeting: Option<MeetingId>, now: Now) -> Result<(), CliError> {
    let items =
        meeting.map(|id| store.meeting(id)).transpose()?.map(|meeting| meeting.items).unwrap_or_default();
    let of = Looked { note: Some(JOURNAL.to_owned()), ..Looked::at(items.iter().map(|item| item.id)) };
    Ok(store.log_opening(meeting, of, new_keys()?.next(now.unix_ms()), now.utc)?)
}

/// Logs that a list over all meetings is read, with the ärenden that it tells of.
fn log_list(store: &mut Store, arenden: Vec<MeetingArendeId>, now: Now) -> Result<(), CliError> {
    let mut ids = new_keys()?;
    Ok(store.log_opening(None, Looked::at(arenden), ids.next(now.unix_ms()), now.utc)?)
}

/// What holds for every verb, wherever on the line it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Globals {
    /// The user's own folder of meeting forms: `--agendor KATALOG`.
    pub agendas: Option<PathBuf>,
    /// The database: `--databas FIL`.
    pub database: Option<PathBuf>,
    /// The file with the passphrase on its first line: `--losenfras-fil FIL`.
    pub passphrase_file: Option<PathBuf>,
    /// Who does it: `--person NAMN`.
    pub person: Option<PathBuf>,
}

impl Globals {
    /// Takes the options that hold for every verb out of the arguments and gives back the rest. What follows `--` is left
    /// alone.
    ///
    /// # Errors
    /// When one of them lacks its value.
    pub fn take(args: impl IntoIterator<Item = OsString>) -> Result<(Self, Vec<OsString>), CliError> {
        let mut globals = Self::default();
        let mut rest = Vec::new();
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            if arg == "--" {
                rest.push(arg);
                rest.extend(args.by_ref());
                break;
            }
            let written = text::nfc(&arg.to_string_lossy());
            let (name, value) = match written.split_once('=') {
                // The value is cut from what was written, so that a name that isn't Unicode stays whole.
                Some((name, _)) => (name.to_owned(), Some(after_equals(&arg))),
                None => (written, None),
            };
            let Some(place) = globals.place(&name) else {
                rest.push(arg);
                continue;
            };
            let missing = || lexopt::Error::MissingValue { option: Some(name.clone()) };
            if place.is_some() {
                return Err(verbs::twice(name.trim_start_matches('-')));
            }
            *place = Some(filled(value.or_else(|| args.next()).ok_or_else(missing)?, &name)?.into());
        }
        Ok((globals, rest))
    }

    fn place(&mut self, name: &str) -> Option<&mut Option<PathBuf>> {
        match name {
            "--agendor" => Some(&mut self.agendas),
            "--databas" => Some(&mut self.database),
            "--person" => Some(&mut self.person),
            "--losenfras-fil" | "--lösenfras-fil" => Some(&mut self.passphrase_file),
            _ => None,
        }
    }
}

/// What stands after the first `=`.
fn after_equals(arg: &OsStr) -> OsString {
    let bytes = arg.as_encoded_bytes();
    let start = bytes.iter().position(|byte| *byte == b'=').map_or(bytes.len(), |at| at + 1);
    match std::str::from_utf8(&bytes[start..]) {
        Ok(text) => text.into(),
        Err(_) => not_unicode(&bytes[start..]),
    }
}

#[cfg(unix)]
fn not_unicode(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn not_unicode(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn os(words: &[&str]) -> Vec<OsString> {
        words.iter().map(Into::into).collect()
    }

    #[test]
    fn what_holds_for_all_verbs_may_stand_anywhere() {
        let wanted = Globals { agendas: Some("m".into()), ..Globals::default() };
        for line in [["--agendor", "m", "agendor", "lista"], ["agendor", "lista", "--agendor", "m"]] {
            assert_eq!(Globals::take(os(&line)).unwrap(), (wanted.clone(), os(&["agendor", "lista"])));
        }
        assert_eq!(Globals::take(os(&["--agendor=m", "x"])).unwrap(), (wanted, os(&["x"])));
        let (all, rest) = Globals::take(os(&["--databas", "d.db", "moten", "--lösenfras-fil=f"])).unwrap();
        assert_eq!((all.database, all.passphrase_file), (Some("d.db".into()), Some("f".into())));
        assert_eq!(rest, os(&["moten"]));
        let rest = os(&["x", "--", "--agendor", "m"]);
        assert_eq!(Globals::take(rest.clone()).unwrap(), (Globals::default(), rest));
    }

    #[test]
    fn what_holds_for_all_verbs_stands_once() {
        for line in [["--databas", "a", "--databas=b"], ["--lösenfras-fil=a", "--losenfras-fil", "b"]] {
            let error = Globals::take(os(&line)).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains("två gånger"), "{error}");
        }
    }

    #[test]
    fn a_missing_value_is_said_in_swedish() {
        let error = Globals::take(os(&["--agendor"])).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().starts_with("--agendor saknar sitt värde."), "{error}");
        for words in [&["--databas", ""][..], &["--losenfras-fil="], &["--person", " "]] {
            let error = Globals::take(os(words)).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains("saknar sitt värde"), "{error}");
        }
    }

    #[test]
    fn a_reader_who_has_gone_is_no_failure() {
        let gone = CliError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((gone.exit_code(), CliError::from(io::Error::other("full")).exit_code()), (0, 1));
    }

    #[test]
    fn what_is_shown_is_short_and_harmless() {
        assert_eq!(shown("a\u{1b}b\u{202e}"), "a\\u{1b}b\\u{202e}");
        assert_eq!(shown("a".repeat(100)).chars().count(), 61);
    }
}
