//! Who gets what of a meeting's papers, and the keys that make and print them.

pub(crate) mod despite;
mod given;

pub use self::given::{last_given, last_given_in_short};

use super::copy_list::{Copies, CopyRow};
use super::work;
use crate::app::core::action::{Action, name_keys};
use crate::app::core::effect::{CopyOrder, CopyTo, CopyWish, Effect};
use crate::app::core::model::form::{About, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::app::meeting::held;
use crate::app::ui::fields::{is_yes, number, number_in, yes_no};
use crate::app::ui::page::page;
use crate::app::ui::{form, reader};
use crate::domain::command::{Change, Code};
use crate::domain::copies::{self, Part, Share, Wish};
use crate::domain::held::HeldKeys;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::CopyLog;
use chrono::NaiveDate;

/// How copies are printed. It belongs to the list of copies.
pub(crate) static PRINTING: FormKind =
    FormKind::new("Printing", &About { open: |model, ()| printing(model), save: save_printing });

/// Where nothing can be printed: the files can be, elsewhere.
pub const NO_PRINTER: &str = "Ingen skrivare är inlagd på datorn: ‹WriteAll› sparar kopiorna som filer";

/// What stands beside the rows: headings, and what is told of the highlighted one.
const BESIDE: usize = 6;

/// Shows who gets what, and asks for what has been given before and for the printers.
pub(crate) fn open(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = screen.meeting.id();
    let rows = rows(&screen.meeting, model.now.today(), &[]);
    if rows.is_empty() {
        return model.say("Mötet har inga deltagare och inga mottagare.");
    }
    let wish = CopyWish { printer: model.setup.printer.clone(), ..CopyWish::default() };
    model.dialogs.push(Dialog::Copies(Copies { rows, cursor: 0, given: Vec::new(), printers: None, wish }));
    model.ask_for(Effect::LoadCopies(meeting));
    model.ask_for(Effect::ListPrinters);
}

fn rows(meeting: &Meeting, today: NaiveDate, given: &[CopyLog]) -> Vec<CopyRow> {
    let callings = &Callings::of(meeting);
    let row = |share: Share| {
        // What is locked keeps its list: then one chooses within it, for this time.
        let choices = if meeting.is_locked() {
            copies::choices(meeting, &share)
        } else {
            copies::offered(callings, &share, today, given)
        };
        let chosen = choices.iter().position(|part| *part == share.part).unwrap_or(0);
        CopyRow { proposed: proposal(callings, &share, today), choices, share, chosen, despite: None }
    };
    copies::shares_among(callings, today, given).into_iter().map(row).collect()
}

/// What the list of the meeting before proposes for somebody, where it is more than what they get anyway: how, or what.
fn proposal(meeting: &Callings<'_>, share: &Share, today: NaiveDate) -> Option<String> {
    let person = share.participant.and_then(|id| meeting.participant(id)).filter(|_| !meeting.is_locked())?;
    let (wish, way) = copies::proposed(meeting, person, today)?;
    let gets = match share.part {
        Part::Nothing(_) if share.plan => Wish::Plan,
        Part::Nothing(_) => Wish::Nothing,
        _ => Wish::Minutes,
    };
    let what = match wish {
        _ if wish == gets => None,
        Wish::Minutes => Some(copies::describe(meeting, &Part::Whole)),
        Wish::Plan => Some(copies::ONLY_PLAN.to_owned()),
        Wish::Nothing => Some("inget".to_owned()),
    };
    let words: Vec<String> = [what, way].into_iter().flatten().collect();
    Some(words.join(", ")).filter(|words| !words.is_empty())
}

fn front_of(model: &Model) -> Option<&Copies> {
    model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Copies(copies) => Some(copies),
        _ => None,
    })
}

fn front(model: &mut Model) -> Option<&mut Copies> {
    model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Copies(copies) => Some(copies),
        _ => None,
    })
}

/// The copies that have been made: who has had one may have it again after a withdrawal.
pub(crate) fn given(model: &mut Model, given: Vec<CopyLog>) {
    let Some(copies) = front(model) else { return };
    copies.given = given;
    again(model);
}

/// Reads the list again, as the meeting says it now. Who is marked stays so, and each stays where they stand.
pub(crate) fn again(model: &mut Model) {
    let today = model.now.today();
    let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.clone()) else { return };
    let Some(copies) = front(model) else { return };
    let of_same = |one: &CopyRow, other: &CopyRow| {
        one.share.participant == other.share.participant && one.share.who == other.share.who
    };
    let mut fresh = rows(&meeting, today, &copies.given);
    let place = |row: &CopyRow| {
        let old = copies.rows.iter().position(|old| of_same(old, row));
        old.unwrap_or(copies.rows.len())
    };
    fresh.sort_by_key(place);
    // What is chosen already stands, unless what may be chosen is another.
    let stands = |row: CopyRow| copies.rows.iter().find(|old| old.share == row.share).cloned().unwrap_or(row);
    let fresh: Vec<CopyRow> = fresh.into_iter().map(stands).collect();
    let marked = copies.rows.get(copies.cursor);
    let marked = marked.and_then(|marked| fresh.iter().position(|row| of_same(row, marked)));
    copies.cursor = marked.unwrap_or(copies.cursor).min(fresh.len().saturating_sub(1));
    copies.rows = fresh;
}

/// The system's printers.
pub(crate) fn printers(model: &mut Model, names: Vec<String>) {
    let Some(copies) = front(model) else { return };
    if copies.wish.printer.as_ref().is_some_and(|wanted| !names.contains(wanted)) {
        copies.wish.printer = None;
    }
    if copies.wish.printer.is_none() {
        copies.wish.printer = names.first().cloned();
    }
    copies.printers = Some(names);
}

/// A key in the list.
pub(crate) fn act(model: &mut Model, action: Action) {
    let page = page(model.size.1, BESIDE);
    let Some(Dialog::Copies(copies)) = model.dialogs.last_mut() else { return };
    let last = copies.rows.len().saturating_sub(1);
    match action {
        Action::Up | Action::Previous => copies.cursor = copies.cursor.saturating_sub(1),
        Action::Down | Action::Next => copies.cursor = (copies.cursor + 1).min(last),
        Action::PageUp => copies.cursor = copies.cursor.saturating_sub(page),
        Action::PageDown => copies.cursor = (copies.cursor + page).min(last),
        Action::ChoiceRight => step(model, 1),
        Action::ChoiceLeft => step(model, -1),
        Action::Back => {
            model.dialogs.pop();
            if model.papers.is_some() {
                model.say("Kopiorna görs klart ändå. ‹StopPapers› avbryter dem.");
            }
        }
        Action::Accept => preview(model),
        Action::PrintAll => print(model, false),
        Action::PrintOne => print(model, true),
        Action::WriteAll => make(model, false, CopyTo::Files),
        Action::OpenCopy => {
            let viewer = model.setup.viewer.clone();
            make(model, true, CopyTo::Viewer(viewer));
        }
        Action::Printing => printing(model),
        Action::Given => given::show(model),
        Action::LetThrough => held::list(model),
        _ => {}
    }
}

/// The next choice of the highlighted row, or the question that stands before it.
fn step(model: &mut Model, by: isize) {
    let Some(copies) = front(model) else { return };
    if !turn(copies, by) {
        return despite::ask(model);
    }
    keep(model);
}

/// Writes what is chosen for the highlighted one in the list of recipients, so that it holds the next time too. Which of
/// several ärenden is chosen for this time, and so is everything where the minutes are locked.
fn keep(model: &mut Model) {
    let (Some(copies), Some(screen)) = (front_of(model), model.meeting_screen()) else { return };
    let Some(row) = copies.rows.get(copies.cursor).filter(|row| row.reason_despite().is_none()) else {
        return;
    };
    let (share, part) = (row.share.clone(), row.part().clone());
    let Some(wish) = copies::wish_of(&share, &part) else { return };
    if screen.meeting.is_locked() {
        return model.say("Protokollet är låst, så valet gäller bara de kopior som du gör nu.");
    }
    let meeting = screen.meeting.clone();
    let today = model.now.today();
    let rows = copies::rows_with(&meeting, &share, wish, today, || model.new_id());
    let mut command = NewCommand::new(Code::SetRecipient, meeting.id());
    command.changes.extend(rows.into_iter().map(Change::put));
    model.commit(command);
    again(model);
    // The one of several ärenden that was chosen on the way there.
    if let Some(row) = front(model).and_then(|copies| copies.rows.get_mut(copies.cursor)) {
        row.chosen = row.choices.iter().position(|choice| *choice == part).unwrap_or(row.chosen);
    }
}

/// The next choice of the highlighted row. False where that is one which has to be asked for: it stands after the last.
fn turn(copies: &mut Copies, by: isize) -> bool {
    let Some(row) = copies.rows.get_mut(copies.cursor) else { return true };
    let asked = usize::from(row.share.despite.is_some() && row.despite.is_none());
    if let Ok(count) = isize::try_from(row.choices.len() + asked)
        && let Ok(at) = isize::try_from(row.chosen)
    {
        let to = usize::try_from((at + by).rem_euclid(count.max(1))).unwrap_or(0);
        if to >= row.choices.len() {
            return false;
        }
        row.chosen = to;
    }
    true
}

/// What is to be made: for everybody who gets something, or for the highlighted one.
fn orders(model: &Model, one: bool) -> Vec<CopyOrder> {
    let (Some(Dialog::Copies(copies)), Some(screen)) = (model.dialogs.last(), model.meeting_screen()) else {
        return Vec::new();
    };
    let (held, meeting) = (screen.meeting.held_keys(), &Callings::of(&screen.meeting));
    copies
        .rows
        .iter()
        .enumerate()
        .filter(|(index, _)| !one || *index == copies.cursor)
        .filter(|(_, row)| {
            !matches!(row.part(), Part::Nothing(_)) || copies::with_plan(&row.share, row.part())
        })
        .map(|(index, row)| CopyOrder {
            number: index + 1,
            who: row.share.who.clone(),
            part: row.part().clone(),
            what: despite_too(copies::describe_for((meeting, &held), &row.share.who, row.part()), row),
            plan: copies::with_plan(&row.share, row.part()),
            despite: row.reason_despite().is_some(),
        })
        .collect()
}

fn preview(model: &mut Model) {
    let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    if let Some(order) = orders(model, true).into_iter().next() {
        let columns = reader::columns(model);
        return model.ask_for(Effect::PreviewCopy { meeting, order, columns });
    }
    let row = match model.dialogs.last() {
        Some(Dialog::Copies(copies)) => copies.rows.get(copies.cursor),
        _ => None,
    };
    let why = match row.map(CopyRow::part) {
        Some(Part::Nothing(why)) => format!(" ({})", why.words()),
        _ => String::new(),
    };
    model.say(format!(
        "Den markerade får inget av protokollet{why}. Pilarna åt sidan ändrar, om något kan lämnas."
    ));
}

fn print(model: &mut Model, one: bool) {
    let Some(Dialog::Copies(copies)) = model.dialogs.last() else { return };
    match &copies.printers {
        None => model.say("Datorn letar efter skrivare. Vänta ett ögonblick och tryck igen."),
        Some(printers) if printers.is_empty() => model.say(format!("{NO_PRINTER}.")),
        Some(_) => {
            let wish = copies.wish.clone();
            make(model, one, CopyTo::Printer(wish));
        }
    }
}

fn make(model: &mut Model, one: bool, to: CopyTo) {
    let orders = orders(model, one);
    if orders.is_empty() {
        return model.say("Ingen får något med de val som är gjorda.");
    }
    // A copy is of what is on disk: nothing may be on its way there.
    if !model.outbox.is_empty() {
        return model.complain("Allt är inte sparat än. Vänta tills det står ”sparat”, och tryck igen.");
    }
    let Some(meeting): Option<MeetingId> = model.meeting_screen().map(|screen| screen.meeting.id()) else {
        return;
    };
    if work::is_busy(model) {
        return;
    }
    model.say("Kopiorna görs …");
    work::begin(model, Effect::MakeCopies { meeting, orders, to });
}

/// The copies are made: tells what became of each, and reads the log again.
pub(crate) fn made(model: &mut Model, lines: &[String]) {
    if let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.id()) {
        model.ask_for(Effect::LoadCopies(meeting));
    }
    // Who made them is told what they lack: nobody else sees that it isn't there.
    let held = model.meeting_screen().map(|screen| screen.meeting.held_named()).unwrap_or_default();
    let held = (!held.is_empty()).then(|| {
        let what = held.join(" · ");
        name_keys(format!("Hålls inne, och saknas i kopiorna och Min plan: {what} (‹LetThrough› tittar)"))
    });
    let lines: Vec<String> = lines.iter().cloned().chain(held).collect();
    work::made(model, work::COPIES, &lines);
}

/// Printer, number and sides.
fn printing(model: &mut Model) {
    let Some(Dialog::Copies(copies)) = model.dialogs.last() else { return };
    let Some(printers) = copies.printers.as_ref().filter(|printers| !printers.is_empty()) else {
        return model.say(format!("{NO_PRINTER}."));
    };
    let wish = &copies.wish;
    let fields = vec![
        Field::new(
            "skrivare",
            "Skrivare",
            FieldKind::Choice(printers.clone()),
            wish.printer.as_deref().unwrap_or(""),
        ),
        number("antal", "Antal av varje", (1, 99), Some(wish.copies.into())),
        yes_no("dubbelsidigt", "På båda sidor", wish.duplex),
    ];
    form::open(model, &PRINTING, (), "Utskrift", fields, Vec::new());
}

fn save_printing(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let copies = number_in(form, "antal")?.and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
    let printer = form.given("skrivare");
    let duplex = is_yes(form, "dubbelsidigt");
    if let Some(list) = front(model) {
        list.wish = CopyWish { printer, copies, duplex };
    }
    Ok(())
}

/// "hela protokollet och Min plan"; `held` are the rows that the meeting holds.
pub fn what_they_get(model: &Model, held: &HeldKeys, row: &CopyRow) -> String {
    let Some(screen) = model.meeting_screen() else { return String::new() };
    despite_too(copies::describe_all((&Callings::of(&screen.meeting), held), &row.share, row.part()), row)
}

/// With the reason, where it is given though the child has said no: it stands in the list and in the log.
fn despite_too(what: String, row: &CopyRow) -> String {
    match row.reason_despite() {
        Some(reason) => format!("{what}, fast barnet har sagt nej: {reason}"),
        None => what,
    }
}
