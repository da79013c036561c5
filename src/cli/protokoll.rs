//! `samverkan protokoll MÖTE`: the minutes of a meeting, complete or as one recipient may have them, to a file, to the
//! screen or to a printer.

mod min_plan;

use super::no_randomness;
use super::place::{Place, glossary_or_warning, laws_or_warning};
use super::verbs::Given;
use super::{CliError, meeting_named, shown, write_out};
use crate::app::Now;
use crate::app::effect::{CopyOrder, CopyWish};
use crate::domain::copies::{self, Part, Why};
use crate::domain::ids::{Ids, MeetingArendeId};
use crate::domain::law::Laws;
use crate::domain::meeting::Meeting;
use crate::domain::record::CopyWay;
use crate::domain::text;
use crate::minutes::{Document, Format, Reader};
use crate::runtime::clock;
use crate::runtime::copies::{CopyError, Made, complete, difference, made_when, make, of_version};
use crate::runtime::letterhead::{Letterhead, PaperError};
use crate::runtime::minutes_files::write_files;
use crate::runtime::printing::{self, PrintError, Printing};
use crate::store::Store;
use crate::toml_file::nearest;
use chrono::NaiveDateTime;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

/// The word for all recipients at once.
pub(super) const EVERYBODY: &str = "alla";

impl From<CopyError> for CliError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Store(error) => error.into(),
            CopyError::Paper(error) => error.into(),
            other => Self::failed("Kopian går inte att göra.", other.to_string()),
        }
    }
}

impl From<PaperError> for CliError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Typeset(error) if error.is_about_template() => {
                Self::failed(error.to_string(), "Programmets egen mall tar du med --inbyggd-mall")
            }
            other => Self::failed("Kopian går inte att göra.", other.to_string()),
        }
    }
}

/// Writes the minutes to `out`, to the file that is named, or to a printer.
///
/// # Errors
/// When the format, the meeting or the recipient isn't known, something can't be read, written or printed, or the
/// recipient may not have what is asked for.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let prints = given.has("skriv-ut");
    let format = match given.value("format") {
        Some(name) => format(name)?,
        None if prints || given.has("visa") => paper_format(&Letterhead::of(&place.config)),
        // A file's name says what it is to be.
        None => given
            .value("ut")
            .and_then(|file| Path::new(file).extension())
            .and_then(|ending| format(ending).ok())
            .unwrap_or(Format::Markdown),
    };
    let mut store = place.open()?;
    let meeting = store.meeting(meeting_named(&store, given)?)?;
    let item = given.value("arende").map(|number| item(&meeting, number)).transpose()?;
    let to = given.value("till").map(|who| text::nfc(&who.to_string_lossy()).trim().to_owned());
    let wish = wish(given, place)?;
    if given.has("min-plan") {
        return min_plan::run(given, place, &mut store, &meeting, to.as_deref(), (format, wish), now, out);
    }
    if to.as_deref() == Some(EVERYBODY) {
        return everybody(given, place, &mut store, &meeting, format, wish, now, out);
    }
    if let (Some(who), false) = (&to, given.has("skillnad") || given.has("version")) {
        let order = order(&store, &meeting, who, item, now)?;
        let way = if prints { CopyWay::Utskrift } else { CopyWay::Fil };
        let made = log_and_make((given, place), &mut store, &meeting, &[order], (format, way), now)?;
        let Some(one) = made.into_iter().next() else { return Ok(()) };
        return deliver(given, place, &one, wish, out);
    }
    let reader = match (&to, item) {
        (Some(who), item) => Some(reader(&store, &meeting, who, item, now)?),
        (None, Some(item)) => Some(Reader::of_arende(item)),
        (None, None) => None,
    };
    let letterhead = letterhead(given, place);
    let document = wanted(given, &store, &meeting, reader.as_ref(), (now, letterhead.laws()))?;
    let name = format!("{}.{}", crate::runtime::minutes_files::handle(&store, &meeting), format.ending());
    let bytes = letterhead.write(&document, format, made_at(&meeting, given, now))?;
    let one = Made { who: String::new(), what: String::new(), name, bytes };
    deliver(given, place, &one, wish, out)
}

/// The document that the options ask for: the present one, an older version, or what differs since.
fn wanted(
    given: &Given,
    store: &Store,
    meeting: &Meeting,
    reader: Option<&Reader>,
    (now, laws): (Now, &Laws),
) -> Result<Document, CliError> {
    let for_reader = |document: Document| match reader {
        Some(reader) => document.copy_for(reader),
        None => document,
    };
    let to = given.value("version").map(number).transpose()?;
    Ok(match (given.value("skillnad"), to) {
        (Some(from), to) => difference(store, meeting, (number(from)?, to), reader, (now.local(), laws))?,
        (None, Some(version)) => for_reader(of_version(store, meeting, version)?),
        (None, None) => for_reader(complete(store, meeting, now.local(), laws)?),
    })
}

fn number(word: &OsStr) -> Result<i64, CliError> {
    word.to_str().and_then(|word| word.parse().ok()).filter(|number| *number > 0).ok_or_else(|| {
        CliError::usage(
            format!("”{}” är inget versionsnummer.", shown(word)),
            "Skriv ett tal, till exempel 1.",
        )
    })
}

fn item(meeting: &Meeting, number: &OsStr) -> Result<MeetingArendeId, CliError> {
    let count = meeting.items.len();
    number
        .to_str()
        .and_then(|number| number.parse::<usize>().ok())
        .and_then(|number| meeting.items.get(number.checked_sub(1)?))
        .map(|item| item.id)
        .ok_or_else(|| {
            let remedy = match count {
                0 => "Mötet har inga ärenden.".to_owned(),
                1 => "Mötet har ett ärende: --arende 1".to_owned(),
                count => format!("Mötet har {count} ärenden: --arende 1 till --arende {count}"),
            };
            CliError::usage(format!("Mötet har inget ärende ”{}”.", shown(number)), remedy)
        })
}

/// What one recipient may have; refused where no consent lets them.
fn order(
    store: &Store,
    meeting: &Meeting,
    who: &str,
    item: Option<MeetingArendeId>,
    now: Now,
) -> Result<CopyOrder, CliError> {
    if crate::minutes::find_reader(meeting, who).is_none() {
        one_of_several(meeting, who)?;
        return Err(CopyError::NoReader.into());
    }
    let share = copies::share_of(meeting, who, now.today(), &store.copies(meeting.id())?);
    let choices = copies::choices(meeting, &share);
    let part = match (item, &share.part) {
        (None, part @ (Part::Whole | Part::Arenden(_))) => part.clone(),
        (Some(item), Part::Whole) => Part::Arenden(vec![item]),
        (Some(item), Part::Arenden(own)) if own.contains(&item) => Part::Arenden(vec![item]),
        (Some(item), _) if choices.contains(&Part::Arenden(vec![item])) => Part::Arenden(vec![item]),
        (Some(_), Part::Arenden(_)) => return Err(CopyError::NotTheirs.into()),
        (_, Part::Nothing(why)) => return Err(refused(*why)),
    };
    let number = copies::shares(meeting, now.today(), &[])
        .iter()
        .position(|known| known.who == share.who)
        .map_or(0, |index| index + 1);
    Ok(CopyOrder { number, what: copies::describe(meeting, &part), who: share.who, part, plan: false })
}

/// Refuses a name that several have a part of, and says who they are.
pub(super) fn one_of_several(meeting: &Meeting, who: &str) -> Result<(), CliError> {
    let several: Vec<String> = meeting.called(who).iter().map(|person| person.name_and_role()).collect();
    if several.len() < 2 {
        return Ok(());
    }
    Err(CliError::failed(
        "Flera på mötet heter så.",
        format!(
            "Skriv vem du menar: {}",
            several.iter().map(|name| format!("--till \"{name}\"")).collect::<Vec<_>>().join(" eller ")
        ),
    ))
}

fn refused(why: Why) -> CliError {
    let remedy = match why {
        Why::Unplaced => "Säg vilket ärende mottagaren ska ha: --arende N",
        Why::Untied => {
            "Öppna mötet, markera deltagaren och säg vems familj det är. Heter flera så: skriv hela namnet."
        }
        Why::Withdrawn => "Efter ett återkallat samtycke lämnas det som är antecknat inte till någon ny.",
        Why::Expired | Why::NotNamed => "Be om ett nytt samtycke som nämner mottagaren, och skriv in det.",
        Why::MustNotKnow => "Inget görs till familjen. Kontakta socialtjänsten.",
        Why::Refused => "Det som är antecknat lämnas inte till någon ny.",
        _ => "Se vem som får vad: samverkan kopior MÖTE",
    };
    CliError::failed(format!("Mottagaren får inget: {}.", why.words()), remedy)
}

fn reader(
    store: &Store,
    meeting: &Meeting,
    who: &str,
    item: Option<MeetingArendeId>,
    now: Now,
) -> Result<Reader, CliError> {
    let order = order(store, meeting, who, item, now)?;
    let reader = crate::minutes::find_reader(meeting, who).ok_or(CopyError::NoReader)?;
    Ok(match &order.part {
        Part::Arenden(items) => reader.for_arenden(items),
        _ => reader,
    })
}

/// All copies of a meeting in one go, as files beside the database or to the printer.
#[expect(clippy::too_many_arguments, reason = "they are what the command line said and where it works")]
fn everybody(
    given: &Given,
    place: &Place,
    store: &mut Store,
    meeting: &Meeting,
    format: Format,
    wish: Option<CopyWish>,
    now: Now,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if given.has("ut") || given.has("arende") || given.has("skillnad") || given.has("version") {
        return Err(CliError::usage(
            "--till alla gör en kopia för var och en.",
            "Utelämna --ut, --arende, --version och --skillnad. Filerna läggs i mappen protokoll bredvid databasen.",
        ));
    }
    let shares = copies::shares(meeting, now.today(), &store.copies(meeting.id())?);
    let orders: Vec<CopyOrder> = shares
        .into_iter()
        .enumerate()
        .filter(|(_, share)| !matches!(share.part, Part::Nothing(_)) || share.plan)
        .map(|(index, share)| CopyOrder {
            number: index + 1,
            what: copies::describe(meeting, &share.part),
            plan: copies::with_plan(&share, &share.part),
            who: share.who,
            part: share.part,
        })
        .collect();
    let way = if wish.is_some() { CopyWay::Utskrift } else { CopyWay::Fil };
    let made = log_and_make((given, place), store, meeting, &orders, (format, way), now)?;
    deliver_all(&made, place, wish, out)
}

/// To the printer, or as files beside the database.
fn deliver_all(
    made: &[Made],
    place: &Place,
    wish: Option<CopyWish>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if let Some(wish) = wish {
        for one in made {
            print(&one.bytes, &one.name, &wish, place, out, &format!("{}: {}", one.who, one.what))?;
        }
        return Ok(());
    }
    let named: Vec<(String, &[u8])> =
        made.iter().map(|one| (one.name.clone(), one.bytes.as_slice())).collect();
    let files = write_files(&place.database, &named)
        .map_err(|error| CliError::failed("Kopiorna gick inte att skriva.", error.to_string()))?;
    for (one, file) in made.iter().zip(files) {
        writeln!(out, "{}: {}\n  {}", one.who, one.what, shown(&file))?;
    }
    Ok(())
}

/// The letterhead that the settings and the options ask for.
fn letterhead(given: &Given, place: &Place) -> Letterhead {
    let lists = (glossary_or_warning(), laws_or_warning());
    let letterhead = Letterhead::of(&place.config).with_lists(|| lists);
    if given.has("inbyggd-mall") { letterhead.with_own_template() } else { letterhead }
}

/// When what is asked for was made: the older version's own moment, where one is asked for.
fn made_at(meeting: &Meeting, given: &Given, now: Now) -> NaiveDateTime {
    let wanted = given.value("version").and_then(|number| number.to_str()?.parse::<i64>().ok());
    match meeting.versions.iter().find(|version| Some(version.number) == wanted) {
        Some(version) => made_when(meeting, Some(version), now),
        None => made_when(meeting, meeting.latest_version().filter(|_| meeting.is_locked()), now),
    }
}

fn log_and_make(
    (given, place): (&Given, &Place),
    store: &mut Store,
    meeting: &Meeting,
    orders: &[CopyOrder],
    (format, way): (Format, CopyWay),
    now: Now,
) -> Result<Vec<Made>, CliError> {
    let mut ids = Ids::new(clock::seed().map_err(|_| no_randomness())?);
    let command = ids.next(now.unix_ms());
    let how = (format, way, None);
    Ok(make(store, meeting, orders, how, &letterhead(given, place), (command, &mut ids), now)?)
}

/// Printer, number and sides, where something is to be printed.
fn wish(given: &Given, place: &Place) -> Result<Option<CopyWish>, CliError> {
    let Some(printer) = given.value("skriv-ut") else { return Ok(None) };
    let copies = match given.value("antal") {
        None => 1,
        Some(word) => word
            .to_str()
            .and_then(|word| word.parse().ok())
            .filter(|count| (1..=99).contains(count))
            .ok_or_else(|| {
                CliError::usage(
                    format!("”{}” är inget antal.", shown(word)),
                    "Skriv ett tal mellan 1 och 99.",
                )
            })?,
    };
    let printer = Some(printer.to_string_lossy().into_owned())
        .filter(|name| !name.is_empty())
        .or_else(|| place.config.printer.clone());
    Ok(Some(CopyWish { printer, copies, duplex: !given.has("enkelsidigt") }))
}

/// To the printer, to the viewer, to the file that is named, or to `out`.
fn deliver(
    given: &Given,
    place: &Place,
    one: &Made,
    wish: Option<CopyWish>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if let Some(wish) = wish {
        return print(&one.bytes, &one.name, &wish, place, out, "Utskriften är skickad");
    }
    if given.has("visa") {
        let file = as_file(&one.name, &one.bytes, place)?;
        writeln!(out, "{}", shown(&file))?;
        return printing::show(&file, place.config.viewer.as_deref())
            .map_err(|error| CliError::failed(error.to_string(), format!("Filen finns: {}", shown(&file))));
    }
    write_out(given.value("ut").map(Path::new), &one.bytes, out)
}

fn as_file(name: &str, bytes: &[u8], place: &Place) -> Result<std::path::PathBuf, CliError> {
    let written = write_files(&place.database, &[(name.to_owned(), bytes)])
        .map_err(|error| CliError::failed("Filen gick inte att skriva.", error.to_string()))?;
    Ok(written.into_iter().next().unwrap_or_default())
}

/// Prints, and says which job it became; where it can't be printed, the file is there instead.
fn print(
    bytes: &[u8],
    name: &str,
    wish: &CopyWish,
    place: &Place,
    out: &mut dyn Write,
    what: &str,
) -> Result<(), CliError> {
    match Printing::new().print(bytes, wish) {
        Ok(job) => Ok(writeln!(out, "{what} ({}).", job.0)?),
        Err(error @ PrintError::Unknown { .. }) => {
            Err(CliError::usage(error.to_string(), "Se dem alla: samverkan skrivare"))
        }
        Err(error) => {
            let file = as_file(name, bytes, place)?;
            Err(CliError::failed(error.to_string(), format!("Filen finns att skriva ut: {}", shown(&file))))
        }
    }
}

/// What paper is printed from; said, where it isn't PDF.
pub(super) fn paper_format(letterhead: &Letterhead) -> Format {
    if let Some(why) = letterhead.why_no_pdf() {
        let _ = writeln!(io::stderr(), "{why}");
    }
    letterhead.paper_format()
}

pub(super) fn format(name: &OsStr) -> Result<Format, CliError> {
    if let Some(format) = name.to_str().and_then(Format::of_ending) {
        return Ok(format);
    }
    let words = || Format::words().map(|(word, _)| word);
    let meant = name.to_str().and_then(|word| nearest(word, words()));
    let remedy = match Format::words().find(|(word, _)| Some(*word) == meant) {
        Some((_, format)) => format!("Menade du --format {}?", format.ending()),
        None => format!("Skriv {}.", Format::alternatives(Format::ending)),
    };
    Err(CliError::usage(format!("Formatet ”{}” finns inte.", shown(name)), remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_format_is_answered_with_those_that_are() {
        for (name, remedy) in [
            ("markdown", "--format md"),
            ("text", "--format txt"),
            ("odt", "pdf, md, txt eller json"),
            ("pfd", "--format pdf"),
        ] {
            let error = format(OsStr::new(name)).map(|_| ()).unwrap_err();
            assert!(error.exit_code() == 2 && error.to_string().contains(remedy), "{error}");
        }
        assert!(format(OsStr::new("txt")).is_ok());
    }
}
