//! What has to do with minutes, copies and invitations: offered, shown, written or sent off. All of it leaves through
//! [`way_out`].

use super::setting::Then;
use super::{Outcome, Request, StoreWorker, problem, trouble};
use crate::app::action::name_keys;
use crate::app::effect::{CopyOrder, CopyTo, CopyWish, PaperKind, PaperTo, Problem};
use crate::app::{Now, Reply};
use crate::domain::copies::{PLAN, Part, no_plan};
use crate::domain::held::count_words;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::{Callings, Meeting};
use crate::minutes::{Document, plain};
use crate::runtime::invitations::InvitationError;
use crate::runtime::minutes_files::folder_of;
use crate::runtime::outgoing::{PrintLog, send_off, show_files};
use crate::runtime::paper::Paper;
use crate::runtime::papers::{self, Offer};
use crate::runtime::printing::Printer;
use crate::runtime::way_out::{self, Made, SAVED, Tells, ToPrinter, WayOutError};
use crate::runtime::{copies, invitations, lying, printing};
use crate::store::{Store, StoreError};
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};

/// That something of a meeting isn't in the papers, with how it is looked at.
fn held_note(meeting: &Meeting) -> Option<String> {
    let held = meeting.held_named();
    (!held.is_empty()).then(|| {
        name_keys(format!(
            "{} och står inte i dem ({}). Öppna mötet och tryck ‹LetThrough› för att titta.",
            count_words(held.len()),
            held.join(" · ")
        ))
    })
}

impl StoreWorker {
    /// Tells which papers there are of a kind and where they would lie. Nothing is written.
    pub(super) fn offer_papers(
        &self,
        store: &Store,
        kind: &PaperKind,
        now: Now,
    ) -> Result<Reply, StoreError> {
        let offer = match papers::offer(store, kind, &self.letterhead, now) {
            Ok(offer) => offer,
            Err(error) => return refused(error),
        };
        let mut remark: Vec<String> = Vec::new();
        if let PaperKind::Invitations(id) = kind {
            let meeting = store.meeting(*id)?;
            // What has been offered can be called to: an error came before.
            if invitations::calls_nobody(store, &meeting).unwrap_or(false) {
                remark.push(invitations::NOBODY.to_owned());
            }
            remark.extend(held_note(&meeting));
        }
        remark.extend(Paper::lines_to_fill_in(&offer.files, &self.letterhead).map(str::to_owned));
        remark.extend(self.letterhead.why_no_pdf());
        let remark = Some(remark.join(" ")).filter(|remark| !remark.is_empty());
        let folder = folder_of(&self.path);
        let lie = offer.files.iter().filter(|paper| folder.join(&paper.name).exists()).count();
        let about = |paper: &Paper| {
            let who = if paper.who.is_empty() { String::new() } else { format!("{}: ", paper.who) };
            let ending = paper.name.rsplit_once('.').map_or("", |(_, ending)| ending);
            (format!("som {ending}: {who}{}", paper.what), folder.join(&paper.name).display().to_string())
        };
        Ok(Reply::PapersOffered {
            kind: Box::new(kind.clone()),
            title: offer.title,
            readable: offer.screen.is_some(),
            files: offer.files.iter().map(about).collect(),
            lie,
            remark,
        })
    }

    /// Shows or writes papers that were offered. What is written is set first, beside everything else.
    pub(super) fn take_papers(
        &mut self,
        store: &mut Store,
        kind: &PaperKind,
        to: PaperTo,
        now: Now,
    ) -> Result<Option<Reply>, StoreError> {
        let Offer { title, screen, files } = match papers::offer(store, kind, &self.letterhead, now) {
            Ok(offer) => offer,
            Err(error) => return refused(error).map(Some),
        };
        let wanted: Vec<Paper> = match to {
            PaperTo::Screen(columns) => {
                let Some(paper) = screen else { return Ok(Some(trouble("Det finns inget att visa."))) };
                let text = self.show(store, &[paper.to_read(&self.letterhead, columns)], now)?;
                return Ok(Some(Reply::Text { title, text }));
            }
            PaperTo::File(at) => files.into_iter().nth(at).into_iter().collect(),
            PaperTo::AllFiles => files,
        };
        self.set(wanted, true, Then::Papers(title), now);
        Ok(None)
    }

    /// Writes papers beside the database: a line for each, and the files.
    fn as_files(
        &mut self,
        store: &mut Store,
        made: &[Made],
        now: Now,
    ) -> Result<(Vec<String>, Vec<PathBuf>), Problem> {
        let files = way_out::to_files(store, &self.path, made, (&mut self.ids, now)).map_err(unwritten)?;
        self.count_papers(store);
        Ok((file_lines(made, &files), files))
    }

    /// What papers say, logged as shown.
    fn show(&mut self, store: &mut Store, made: &[Made], now: Now) -> Result<String, StoreError> {
        let texts = way_out::shown(store, made, (&mut self.ids, now))?;
        let texts: Vec<String> =
            texts.into_iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        Ok(texts.join("\n\n"))
    }

    /// Shows a recipient's copy without making it.
    pub(super) fn preview_copy(
        &mut self,
        store: &mut Store,
        id: MeetingId,
        (order, columns): (&CopyOrder, usize),
        now: Now,
    ) -> Result<Reply, StoreError> {
        let meeting = store.meeting(id)?;
        if let Err(error) = copies::allowed(&meeting, order, now.today(), &store.copies(id)?) {
            return Ok(trouble(&error.to_string()));
        }
        let complete = copies::complete(store, &meeting, now.local(), self.letterhead.laws())?;
        let plan = copies::plan(&meeting, order, store.is_practice());
        let copy = match copies::copy(&Callings::of(&meeting), &complete, order) {
            Ok(None) if plan.is_none() => {
                return Ok(trouble(&match no_plan(&meeting) {
                    Some(why) => format!("Mottagaren får inget: {}.", why.words()),
                    None => "Mottagaren får inget av protokollet, och det finns inget överenskommet att göra Min plan av.".to_owned(),
                }));
            }
            Ok(copy) => copy,
            Err(error) => return Ok(trouble(&error.to_string())),
        };
        let tells = match &order.part {
            Part::Arenden(items) => Tells::of(&meeting).only(items),
            _ => Tells::of(&meeting),
        };
        let plan = plan.map(|plan| (PLAN, plan, copies::plan_tells(&meeting, order)));
        let made = plan.into_iter().chain(copy.map(|copy| (order.what.as_str(), copy, tells)));
        let made: Vec<Made> = made
            .map(|(what, document, tells)| self.text((&order.who, what), tells, &document, columns))
            .collect();
        let text = self.show(store, &made, now)?;
        Ok(Reply::Text { title: format!("Till {}", order.who), text })
    }

    /// Makes copies for these and lets them go there.
    pub(super) fn make_copies(
        &mut self,
        store: &mut Store,
        meeting: MeetingId,
        (orders, to): (&[CopyOrder], &CopyTo),
        now: Now,
    ) -> Outcome {
        let whole = store.meeting(meeting)?;
        let paper = (self.letterhead.paper_format(), self.letterhead.laws());
        match copies::papers(store, &whole, orders, paper, now) {
            Ok(papers) => {
                let remark = Paper::lines_to_fill_in(&papers, &self.letterhead).map(str::to_owned);
                self.set(papers, false, Then::Copies(to.clone(), remark), now);
            }
            Err(error) => self.answer(trouble(&error.to_string())),
        }
        Ok(())
    }

    /// Papers that were offered are set: they are written.
    pub(super) fn write_papers(
        &mut self,
        store: &mut Store,
        title: String,
        (made, remarks): (&[Made], Vec<String>),
        now: Now,
    ) {
        let reply = match self.as_files(store, made, now) {
            Ok((mut lines, _)) => {
                for remark in remarks {
                    lines.extend([String::new(), remark]);
                }
                Reply::PapersMade { title, lines }
            }
            Err(problem) => Reply::Trouble(problem),
        };
        self.answer(reply);
    }

    /// Copies are set: they go where they are to go.
    pub(super) fn let_copies_go(
        &mut self,
        store: &mut Store,
        (to, remark): (&CopyTo, Option<String>),
        made: Vec<Made>,
        now: Now,
    ) {
        let remarks: Vec<String> = remark.into_iter().chain(self.letterhead.why_no_pdf()).collect();
        let remark = Some(remarks.join(" ")).filter(|remark| !remark.is_empty());
        if let CopyTo::Printer(wish) = to {
            self.printing += 1;
            let log = Logging { to: self.changes.clone(), now };
            send_off(made, wish.clone(), remark, self.listener.clone(), log);
            return;
        }
        match self.as_files(store, &made, now) {
            Ok((mut lines, files)) => {
                lines.splice(0..0, [SAVED.to_owned(), String::new()]);
                if let Some(remark) = remark {
                    lines.extend([String::new(), remark]);
                }
                match to {
                    CopyTo::Viewer(viewer) => {
                        let gone = made.iter().map(Made::in_viewer);
                        let files = files.into_iter().zip(gone).collect();
                        let log = Logging { to: self.changes.clone(), now };
                        show_files(files, lines, viewer.clone(), self.listener.clone(), log);
                    }
                    _ => self.answer(Reply::CopiesMade { lines }),
                }
            }
            Err(problem) => self.answer(Reply::Trouble(problem)),
        }
    }

    /// A paper may be handed to a printer once that is logged.
    pub(super) fn may_print(&mut self, PrintWish { one, printer, wish, now, answer }: PrintWish) {
        let Some(mut store) = self.store.take() else { return };
        let ready = way_out::to_printer(&mut store, one, (&printer, &wish), (&mut self.ids, now));
        self.store = Some(store);
        let why = |error| format!("Utskriften går inte att logga, så inget mer skrivs ut. {error}");
        let _ = answer.send(ready.map_err(why));
    }

    /// What a printer has answered is logged.
    pub(super) fn print_answered(&mut self, gone: way_out::Gone, now: Now) {
        let Some(mut store) = self.store.take() else { return };
        if let Err(error) = way_out::log(&mut store, vec![gone], (&mut self.ids, now)) {
            self.answer(trouble(&format!("Skrivarens svar står inte i loggen. {error}")));
        }
        self.store = Some(store);
    }

    /// What the printer didn't take is written as files instead, so that it can be printed elsewhere.
    pub(super) fn printed(&mut self, done: PrintedCopies) {
        self.printing = self.printing.saturating_sub(1);
        let PrintedCopies { left, mut lines, now } = done;
        let Some(mut store) = self.store.take() else { return };
        if !left.is_empty() {
            match self.as_files(&mut store, &left, now) {
                Ok((files, _)) => {
                    lines.extend([SAVED.to_owned(), String::new()]);
                    lines.extend(files);
                }
                Err(problem) => lines.push(problem.text),
            }
        }
        self.store = Some(store);
        self.answer(Reply::CopiesMade { lines });
    }

    /// Logs that a copy has been given over, and tells the log anew.
    pub(super) fn hand_over(
        &mut self,
        store: &mut Store,
        copy: &crate::domain::record::CopyLog,
        now: Now,
    ) -> Result<Reply, StoreError> {
        way_out::handed_over(store, copy, (&mut self.ids, now))?;
        Ok(Reply::Copies(store.copies(copy.meeting)?))
    }

    /// Shows a locked version.
    pub(super) fn show_version(
        &mut self,
        store: &mut Store,
        (id, number): (MeetingId, i64),
        columns: usize,
        now: Now,
    ) -> Result<Reply, StoreError> {
        let meeting: Meeting = store.meeting(id)?;
        let document = copies::of_version(store, &meeting, number)?.file_copy();
        let tells = Tells { version: Some(number), ..Tells::of(&meeting) };
        let made = self.text(("", &copies::whole_in_words(&meeting)), tells, &document, columns);
        let text = self.show(store, &[made], now)?;
        Ok(Reply::Text { title: format!("Version {number}"), text })
    }

    /// A document as plain text, to read on screen.
    fn text(&self, (who, what): (&str, &str), tells: Tells, document: &Document, columns: usize) -> Made {
        let text = plain::render_in(&self.letterhead.spelled_out(document), columns);
        Made::new(who, what, "text.txt".to_owned(), tells, text.into_bytes())
    }

    /// Tells home which papers lie in the folder.
    pub(super) fn count_papers(&mut self, store: &Store) {
        if let Ok(Some(lying)) = self.lying.look(store, &self.path) {
            self.answer(Reply::PapersLying(lying));
        }
    }

    /// Removes the papers of ours that lie as we wrote them, and logs it.
    pub(super) fn remove_papers(&mut self, store: &mut Store, now: Now) -> Result<Reply, StoreError> {
        let removed = lying::remove(store, &self.path, (&mut self.ids, now))?;
        self.count_papers(store);
        Ok(removed.told())
    }

    /// Shows the folder in the platform's own program, or says where it is.
    pub(super) fn open_folder(&self) -> Reply {
        let folder = folder_of(&self.path);
        let place = folder.display();
        if !folder.is_dir() {
            return Reply::PrintState(format!("Inga papper är sparade än. De läggs i {place}"));
        }
        match printing::show(&folder, None) {
            Ok(()) => Reply::PrintState(format!("Papperen ligger i {place}")),
            Err(error) => trouble(&format!("{error} Papperen ligger i {place}")),
        }
    }
}

/// What became of copies that were sent to a printer.
#[derive(Debug)]
pub(super) struct PrintedCopies {
    /// What it didn't take.
    left: Vec<Made>,
    /// In words.
    lines: Vec<String>,
    /// When it was asked for.
    now: Now,
}

/// A paper that is to be handed to a printer.
#[derive(Debug)]
pub(super) struct PrintWish {
    one: Made,
    printer: Printer,
    wish: CopyWish,
    now: Now,
    /// Where the answer goes; none comes when the program ends.
    answer: Sender<Result<ToPrinter, String>>,
}

/// The log, as the thread that prints sees it: the thread with the database writes it, and waits for the end of the printing
/// before it ends itself.
struct Logging {
    to: Sender<Request>,
    now: Now,
}

impl PrintLog for Logging {
    fn to_printer(
        &self,
        one: &Made,
        printer: &Printer,
        wish: &CopyWish,
    ) -> Result<ToPrinter, Option<String>> {
        let (answer, comes) = mpsc::channel();
        let (one, printer, wish) = (one.clone(), printer.clone(), wish.clone());
        let asked = PrintWish { one, printer, wish, now: self.now, answer };
        self.to.send(Request::ToPrinter(Box::new(asked))).map_err(|_| None)?;
        comes.recv().map_err(|_| None)?.map_err(Some)
    }

    fn answered(&self, gone: way_out::Gone) {
        let _ = self.to.send(Request::Answered(Box::new(gone), self.now));
    }

    fn done(&self, left: Vec<Made>, lines: Vec<String>) {
        let _ = self.to.send(Request::Printed(Box::new(PrintedCopies { left, lines, now: self.now })));
    }
}

/// A line for each, and where it lies.
fn file_lines(made: &[Made], files: &[PathBuf]) -> Vec<String> {
    let each = made.iter().zip(files);
    each.flat_map(|(one, file)| [one.in_words(), format!("  {}", file.display())]).collect()
}

fn unwritten(error: WayOutError) -> Problem {
    match error {
        WayOutError::Store(error) => problem(&error),
        other => Problem { text: other.to_string(), passing: true },
    }
}

fn refused(error: InvitationError) -> Result<Reply, StoreError> {
    match error {
        InvitationError::Store(error) => Err(error),
        other => Ok(trouble(&other.to_string())),
    }
}
