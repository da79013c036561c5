//! `samverkan protokoll MÖTE`: the minutes of a meeting, complete or as one recipient may have them, to a file, to the
//! screen or to a printer.

mod min_plan;

use super::output::{let_go, paper_words, target, warn_of_lines};
use super::place::{Place, glossary_or_warning, laws_or_warning};
use super::verbs::Given;
use super::{CliError, new_keys, opened_meeting, shown};
use crate::app::Now;
use crate::app::effect::{CopyOrder, CopyWish};
use crate::domain::copies::{self, Part, Why};
use crate::domain::ids::{Ids, MeetingArendeId};
use crate::domain::law::Laws;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::progress::Progress;
use crate::domain::text;
use crate::minutes::{Document, Format, Reader, Whole};
use crate::runtime::copies::{CopyError, allowed, complete, difference, made_when, of_version, papers, set};
use crate::runtime::letterhead::{Letterhead, PaperError};
use crate::runtime::minutes_files::{difference_stem, minutes_stem};
use crate::runtime::paper::Paper;
use crate::runtime::printing::{self, PrintError, Printing};
use crate::runtime::progress::Following;
use crate::runtime::way_out::{self, Made, Tells, to_files};
use crate::store::Store;
use chrono::{DateTime, Utc};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;

/// The word for all recipients at once.
pub(super) const EVERYBODY: &str = "alla";

impl From<CopyError> for CliError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Store(error) => error.into(),
            CopyError::Paper(error) => error.into(),
            CopyError::Stopped(stopped) => stopped.into(),
            CopyError::Refused(why) => refused(why),
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
    let target = target(given, &paper_words())?;
    let wish = wish(given, place)?;
    let to = given.value("till").map(|who| text::nfc(&who.to_string_lossy()).trim().to_owned());
    let everyone = to.as_deref() == Some(EVERYBODY);
    fits_together(given, everyone)?;
    let to_paper = wish.is_some() || given.has("visa") || everyone;
    let format = match target.format {
        Some(format) => format,
        None if to_paper => paper_format(&Letterhead::of(&place.config)),
        None => Format::Markdown,
    };
    let (mut store, mut ids) = (place.open()?, new_keys()?);
    let meeting = opened_meeting(&mut store, given, (&mut ids, now))?;
    let item = given.value("arende").map(|number| item(&meeting, number)).transpose()?;
    let mut desk = PaperDesk { given, place, store, ids, format, file: target.file, wish, now };
    if given.has("min-plan") {
        return min_plan::run(&mut desk, &meeting, to.as_deref(), out);
    }
    if everyone {
        return everybody(&mut desk, &meeting, out);
    }
    let order = to.as_deref().map(|who| order(&desk.store, &meeting, who, item, now)).transpose()?;
    if let (Some(order), false) = (&order, given.has("skillnad") || given.has("version")) {
        let made = desk.make(&meeting, std::slice::from_ref(order))?;
        let Some(one) = made.into_iter().next() else { return Ok(()) };
        return desk.deliver(&one, out);
    }
    let reader = match (&order, item) {
        (Some(order), _) => Some(reader(&meeting, order)?),
        (None, Some(item)) => Some(Reader::of_arende(item)),
        (None, None) => None,
    };
    let letterhead = letterhead(given, place);
    let document = wanted(given, &desk.store, &meeting, reader.as_ref(), (now, letterhead.laws()))?;
    let part = match (&order, item) {
        (Some(order), _) => order.part.clone(),
        (None, Some(item)) => Part::Arenden(vec![item]),
        (None, None) => Part::Whole,
    };
    let mut tells = Tells::of(&meeting);
    let version = given.value("version").map(number).transpose()?;
    tells.version = version.or(tells.version);
    let stem = match given.value("skillnad") {
        Some(from) => difference_stem(&desk.store, &meeting, (number(from)?, version)),
        None => minutes_stem(&desk.store, &meeting, tells.version),
    };
    if let Part::Arenden(items) = &part {
        tells = tells.only(items);
    }
    let what = order.as_ref().map_or_else(|| copies::describe(&meeting, &part), |order| order.what.clone());
    let what = match given.value("skillnad") {
        Some(from) => format!("{} från version {}: {what}", copies::DIFFERENCE, number(from)?),
        None => what,
    };
    let who = order.map(|order| order.who).unwrap_or_default();
    let content = (document, format, made_at(&meeting, given, now));
    desk.set_one(Paper::new((&who, &what), &stem, tells, content), &letterhead, out)
}

/// Papers set, after it is said what somebody has to write on them by hand.
fn set_told(papers: &[Paper], letterhead: &Letterhead) -> Result<Vec<Made>, CliError> {
    warn_of_lines(papers, letterhead);
    let mut following = Following::begin();
    Ok(set(papers, letterhead, &mut |progress| following.tell(progress))?)
}

/// Refuses options that don't go together, before anything is opened.
fn fits_together(given: &Given, everyone: bool) -> Result<(), CliError> {
    let has = |name: &str| given.has(name);
    let refused = |problem: &str, remedy: &str| Err(CliError::usage(problem, remedy));
    if let Some(number) = given.value("arende")
        && number.to_str().is_none_or(|number| number.parse::<usize>().is_err())
    {
        let problem = format!("”{}” är inget ärendes nummer.", shown(number));
        return refused(&problem, "Skriv ett tal: --arende 1");
    }
    for name in ["version", "skillnad"] {
        given.value(name).map(number).transpose()?;
    }
    if (has("skriv-ut") || has("visa")) && has("ut") {
        return refused(
            "--ut skriver en fil, och --skriv-ut och --visa gör något annat med papperet.",
            "Välj en av dem.",
        );
    }
    if has("skriv-ut") && has("visa") {
        return refused("--skriv-ut och --visa gör olika saker med papperet.", "Välj en av dem.");
    }
    for name in ["antal", "enkelsidigt"] {
        if has(name) && !has("skriv-ut") {
            let problem = format!("--{name} säger hur något skrivs ut, och inget skrivs ut här.");
            return refused(&problem, "Lägg till --skriv-ut, eller utelämna den.");
        }
    }
    if everyone && has("visa") {
        return refused(
            "--visa visar ett papper, och --till alla gör ett för var och en.",
            "Utelämna --visa: filerna läggs i mappen protokoll bredvid databasen. Eller säg vems: --till NAMN",
        );
    }
    if has("min-plan") {
        if has("skillnad") || has("version") || has("arende") {
            return refused(
                "--min-plan visar det som gäller nu, för den som ska ha planen.",
                "Utelämna --version, --skillnad och --arende.",
            );
        }
        if has("ut") && everyone {
            return refused(
                "--till alla gör en plan för var och en.",
                "Utelämna --ut. Filerna läggs i mappen protokoll bredvid databasen.",
            );
        }
    } else if everyone && (has("ut") || has("arende") || has("skillnad") || has("version")) {
        return refused(
            "--till alla gör en kopia för var och en.",
            "Utelämna --ut, --arende, --version och --skillnad. Filerna läggs i mappen protokoll bredvid databasen.",
        );
    }
    Ok(())
}

/// What the command line said, and where it works.
struct PaperDesk<'d> {
    given: &'d Given,
    place: &'d Place,
    store: Store,
    ids: Ids,
    format: Format,
    file: Option<PathBuf>,
    wish: Option<CopyWish>,
    now: Now,
}

impl PaperDesk<'_> {
    fn make(&self, meeting: &Meeting, orders: &[CopyOrder]) -> Result<Vec<Made>, CliError> {
        let letterhead = letterhead(self.given, self.place);
        let papers = papers(&self.store, meeting, orders, (self.format, letterhead.laws()), self.now)?;
        set_told(&papers, &letterhead)
    }

    /// One paper set and let go.
    fn set_one(
        &mut self,
        paper: Paper,
        letterhead: &Letterhead,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let made = set_told(&[paper], letterhead)?;
        made.first().map_or(Ok(()), |one| self.deliver(one, out))
    }

    /// To the printer, to the viewer, to the file that is named, or to `out`.
    fn deliver(&mut self, one: &Made, out: &mut dyn Write) -> Result<(), CliError> {
        if self.wish.is_some() {
            return self.print(one, out, "Utskriften är skickad");
        }
        if self.given.has("visa") {
            let file = self.as_file(one)?;
            writeln!(out, "Sparad, inte krypterad: {}", file.display())?;
            printing::show(&file, self.place.config.viewer.as_deref()).map_err(|error| {
                CliError::failed(error.to_string(), format!("Filen finns: {}", file.display()))
            })?;
            return Ok(way_out::log(&mut self.store, vec![one.in_viewer()], (&mut self.ids, self.now))?);
        }
        let keys = (&mut self.ids, self.now);
        let_go(&mut self.store, self.file.as_deref(), one, keys, out)
    }

    /// To the printer, or as files beside the database.
    fn deliver_all(&mut self, made: &[Made], out: &mut dyn Write) -> Result<(), CliError> {
        if self.wish.is_some() {
            return self.print_all(made, out);
        }
        as_files(&mut self.store, self.place, made, (&mut self.ids, self.now), out)
    }

    fn as_file(&mut self, one: &Made) -> Result<PathBuf, CliError> {
        let keys = (&mut self.ids, self.now);
        let written = to_files(&mut self.store, &self.place.database, std::slice::from_ref(one), keys)?;
        Ok(written.into_iter().next().unwrap_or_default())
    }

    /// Prints each, also after one that failed, and says for whom it failed.
    fn print_all(&mut self, made: &[Made], out: &mut dyn Write) -> Result<(), CliError> {
        let mut failed = Vec::new();
        let mut following = Following::begin();
        for (done, one) in made.iter().enumerate() {
            if following.tell(Progress::things("Skriver ut", done, made.len())).is_err() {
                let left = made.len() - done;
                return Err(CliError::Stopped(format!(
                    "Avbrutet. {done} av {} utskrifter är lämnade till skrivaren; {left} är inte det.",
                    made.len()
                )));
            }
            following.clear();
            match self.print(one, out, &one.in_words()) {
                Ok(()) => {}
                Err(CliError::Failed { problem, remedy }) => {
                    writeln!(out, "{}: inte utskriven. {problem}\n  {remedy}", one.in_words())?;
                    failed.push(one.who.clone());
                }
                Err(error) => return Err(error),
            }
        }
        if failed.is_empty() {
            return Ok(());
        }
        Err(CliError::failed(
            format!("{} av {} utskrifter blev inte av.", failed.len(), made.len()),
            format!("Det gäller {}.", failed.join("; ")),
        ))
    }

    /// Prints, logs it and says which job it became; where it can't be printed, the file is there instead.
    fn print(&mut self, one: &Made, out: &mut dyn Write, what: &str) -> Result<(), CliError> {
        let Some(wish) = &self.wish else { return Ok(()) };
        self.store.may_let_out()?;
        let system = Printing::new();
        let answer = match system.find(wish.printer.as_deref()) {
            Err(error) => Err(error),
            Ok(printer) => {
                let (on, keys) = ((&printer, wish), (&mut self.ids, self.now));
                let ready = way_out::to_printer(&mut self.store, one.clone(), on, keys)?;
                let (answer, gone) = ready.print(|bytes| system.print(bytes, &printer, wish));
                way_out::log(&mut self.store, gone.into_iter().collect(), (&mut self.ids, self.now))?;
                answer
            }
        };
        match answer {
            Ok(job) => Ok(writeln!(out, "{what} ({}).", job.0)?),
            Err(error @ PrintError::Unknown { .. }) => {
                Err(CliError::usage(error.to_string(), "Se dem alla: samverkan skrivare"))
            }
            Err(error @ PrintError::Slow) => {
                // It is with the printing system, and may come out: no second paper of it is made.
                Err(CliError::failed(error.to_string(), "I loggen står att skrivaren inte har svarat."))
            }
            Err(error) => {
                let file = self.as_file(one)?;
                Err(CliError::failed(
                    error.to_string(),
                    format!("Filen finns att skriva ut, inte krypterad: {}", file.display()),
                ))
            }
        }
    }
}

/// As files beside the database, each told with where it lies.
pub(super) fn as_files(
    store: &mut Store,
    place: &Place,
    made: &[Made],
    keys: super::Keys<'_>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let files = to_files(store, &place.database, made, keys)?;
    if !files.is_empty() {
        writeln!(out, "{}", way_out::SAVED)?;
    }
    for (one, file) in made.iter().zip(files) {
        writeln!(out, "{}\n  {}", one.in_words(), file.display())?;
    }
    Ok(())
}

/// The document that the options ask for: the present one, an older version, or what differs since.
fn wanted(
    given: &Given,
    store: &Store,
    meeting: &Meeting,
    reader: Option<&Reader>,
    (now, laws): (Now, &Laws),
) -> Result<Document, CliError> {
    let for_reader = |whole: Whole| match reader {
        Some(reader) => whole.copy_for(reader),
        None => whole.file_copy(),
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
        .and_then(|number| meeting.numbered(number))
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
    let given = store.copies(meeting.id())?;
    // Each of a family has a paper of their own.
    if meeting.called(who).iter().any(|person| person.may_be_family()) {
        one_of_several(meeting, who)?;
    }
    let share = copies::listed(meeting, who, now.today(), &given);
    let known = !copies::meant(meeting, who).is_empty()
        || share.part != Part::Nothing(Why::NotListed)
        || crate::minutes::find_reader(meeting, who).is_some();
    if !known {
        one_of_several(meeting, who)?;
        return Err(CopyError::NoReader.into());
    }
    let part = match (item, &share.part) {
        (None, part) => part.clone(),
        (Some(item), _) => Part::Arenden(vec![item]),
    };
    if let (Part::Nothing(why), None) = (&part, item) {
        return Err(if share.plan { gets_plan(who) } else { refused(*why) });
    }
    let number = copies::shares(meeting, now.today(), &[])
        .iter()
        .position(|known| known.who == share.who)
        .map_or(0, |index| index + 1);
    let what = copies::describe_for((&Callings::of(meeting), &meeting.held_keys()), &share.who, &part);
    let order = CopyOrder { number, what, who: share.who, part, plan: false, despite: false };
    allowed(meeting, &order, now.today(), &given)?;
    Ok(order)
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

/// Refuses the minutes to somebody who gets the plan instead, and says how it is made.
fn gets_plan(who: &str) -> CliError {
    CliError::failed(
        "Mottagaren får inget av protokollet, men en egen plan.",
        format!("Så görs den: samverkan protokoll MÖTE --min-plan --till \"{who}\""),
    )
}

/// How one changes who gets something.
const CHANGE_LIST: &str = "Ändra det i mötet: öppna det, visa vem som får vad och välj där, eller ändra listan. Se den: samverkan kopior MÖTE";

fn refused(why: Why) -> CliError {
    let remedy = match why {
        Why::Unplaced => "Säg vilket ärende mottagaren ska ha: --arende N",
        Why::Untied => {
            "Öppna mötet, markera deltagaren och säg vems familj det är. Heter flera så: skriv hela namnet."
        }
        Why::Withdrawn => "Efter ett återkallat samtycke lämnas det som är antecknat inte till någon ny.",
        Why::Expired | Why::NotNamed => "Be om ett nytt samtycke som nämner mottagaren, och skriv in det.",
        Why::MustNotKnow => "Inget görs till familjen. Kontakta socialtjänsten.",
        Why::NotListed | Why::Chosen | Why::OnlyPlan | Why::Absent | Why::CameAlong => CHANGE_LIST,
        Why::Interpreter => "En tolk har ingen del i det som mötet gäller, och får inget protokoll.",
        Why::OfAge => "Den som är myndig bestämmer själv. Ett samtycke som nämner mottagaren öppnar för det.",
        Why::Spoken => "Mötesformen ber om ett skriftligt samtycke. Skriv in det när det är underskrivet.",
        Why::Refused => "Det som är antecknat lämnas inte till någon ny.",
        Why::ChildRefused => {
            "Läs offentlighets- och sekretesslagen 12 kap. 3 § och fråga er jurist. Ska det lämnas ut ändå: öppna mötet, visa vem som får vad och skriv skälet där."
        }
        Why::OwnPlan => "Se vem som får vad: samverkan kopior MÖTE",
    };
    CliError::failed(format!("Mottagaren får inget: {}.", why.words()), remedy)
}

fn reader(meeting: &Meeting, order: &CopyOrder) -> Result<Reader, CliError> {
    let reader = crate::minutes::find_reader(meeting, &order.who).ok_or(CopyError::NoReader)?;
    Ok(match &order.part {
        Part::Arenden(items) => reader.for_arenden(items),
        _ => reader,
    })
}

/// All copies of a meeting in one go, as files beside the database or to the printer.
fn everybody(desk: &mut PaperDesk<'_>, meeting: &Meeting, out: &mut dyn Write) -> Result<(), CliError> {
    let (now, store) = (desk.now, &desk.store);
    let callings = &Callings::of(meeting);
    let shares = copies::shares_among(callings, now.today(), &store.copies(meeting.id())?);
    let held = meeting.held_keys();
    let orders: Vec<CopyOrder> = shares
        .into_iter()
        .enumerate()
        .filter(|(_, share)| !matches!(share.part, Part::Nothing(_)) || share.plan)
        .map(|(index, share)| CopyOrder {
            number: index + 1,
            what: copies::describe_for((callings, &held), &share.who, &share.part),
            plan: copies::with_plan(&share, &share.part),
            who: share.who,
            part: share.part,
            despite: false,
        })
        .collect();
    let made = desk.make(meeting, &orders)?;
    desk.deliver_all(&made, out)
}

/// The letterhead that the settings and the options ask for.
fn letterhead(given: &Given, place: &Place) -> Letterhead {
    let lists = (glossary_or_warning(), laws_or_warning());
    let letterhead = Letterhead::of(&place.config).with_lists(|| lists);
    if given.has("inbyggd-mall") { letterhead.with_own_template() } else { letterhead }
}

/// When what is asked for was made: the older version's own moment, where one is asked for.
fn made_at(meeting: &Meeting, given: &Given, now: Now) -> DateTime<Utc> {
    let wanted = given.value("version").and_then(|number| number.to_str()?.parse::<i64>().ok());
    match meeting.versions.iter().find(|version| Some(version.number) == wanted) {
        Some(version) => made_when(Some(version), now),
        None => made_when(meeting.latest_version().filter(|_| meeting.is_locked()), now),
    }
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

/// What paper is printed from; said, where it isn't PDF.
pub(super) fn paper_format(letterhead: &Letterhead) -> Format {
    if let Some(why) = letterhead.why_no_pdf() {
        let _ = writeln!(io::stderr(), "{why}");
    }
    letterhead.paper_format()
}
