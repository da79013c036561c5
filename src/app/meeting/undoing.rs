//! Undo where one stands in a meeting: what it takes back, what it asks about first, and how a line that was emptied comes back.

use super::emptied::EmptiedLine;
use super::screen::{MeetingScreen, RowRef};
use super::typed_line::carry_line;
use super::{board, chosen, editing, pasted};
use crate::app::core::model::{Model, Screen};
use crate::app::ui::question::confirm;
use crate::domain::agenda::Phase;
use crate::domain::command::Code;
use crate::domain::text;

/// Takes back what was done last: a line that was emptied, what was pasted, or an act.
pub(crate) fn undo(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if let Some(line) = screen.emptied.next() {
        return bring_back(model, line);
    }
    let (id, past) = (screen.meeting.id(), std::mem::take(&mut screen.undo_refused));
    if pasted::bring_out(model) {
        return;
    }
    let shown = board::board(model).map(|board| board.targets()).unwrap_or_default();
    let shown = shown.into_iter().filter_map(|row| match row {
        RowRef::Participant(id) => Some(id.0),
        RowRef::Item(id) => Some(id.0),
        RowRef::Entry(id) => Some(id.0),
        RowRef::Earlier(_) | RowRef::Todo(_) => None,
    });
    let shown = shown.collect();
    model.undo(id, Some(shown), past);
}

/// Puts an emptied line back where it was. What was typed since stands after it: no word is lost for another.
fn bring_back(model: &mut Model, line: EmptiedLine) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let of = line.of.filter(|id| screen.meeting.entry(*id).is_some());
    if screen.editing.is_some() && screen.editing != of {
        screen.emptied.put_back(line);
        return model.say("Spara raden först (‹Accept›) eller lämna den (‹Back›). Sedan tar ‹Undo› tillbaka den som du tömde.");
    }
    if let Some(id) = of.filter(|id| screen.editing != Some(*id)) {
        if !editing::take_up_again(model, id, &line.words)
            && let Screen::Meeting(screen) = &mut model.screen
        {
            screen.emptied.put_back(line);
        }
        return;
    }
    let since = screen.written();
    if since.is_empty() {
        fill_again(screen, &line);
        return model.say("Raden är tillbaka.");
    }
    let target = screen.target;
    screen.set_written(&line.words);
    let (before, kept_from) = (screen.line.value().trim_end().to_owned(), screen.line_exempt.clone());
    screen.target = target;
    screen.set_written(&since);
    let whole = format!("{before} {}", screen.line.value().trim_start());
    if whole.chars().count() > text::MAX_CHARS {
        screen.emptied.put_back(line);
        return model
            .complain("Raden som du tömde får inte plats med det du har skrivit sedan. Spara först.");
    }
    screen.line.set(&whole, whole.chars().count());
    screen
        .line_exempt
        .extend(kept_from.into_iter().filter(|kept| !screen.line_exempt.contains(kept)).collect::<Vec<_>>());
    model.say("Raden är tillbaka, med det du skrev efter.");
}

/// No act is left to take back: a line that was emptied may be.
pub(crate) fn nothing_left(model: &mut Model) {
    let line = match &mut model.screen {
        Screen::Meeting(screen) => {
            screen.emptied.no_acts();
            screen.emptied.next()
        }
        _ => None,
    };
    match line {
        Some(line) => bring_back(model, line),
        None => model.say("Det finns inget mer att ångra i det här mötet."),
    }
}

/// The empty line is as it was before it was emptied, and where it was.
fn fill_again(screen: &mut MeetingScreen, line: &EmptiedLine) {
    if screen.editing.is_some() {
        return screen.set_written(&line.words);
    }
    (screen.target, screen.usual_target) = (line.target, line.usual_target);
    (screen.line_from, screen.line_was) = (line.from, None);
    screen.set_written(&line.words);
    // The read-out gives way to it.
    screen.writing |= screen.meeting.head.phase == Phase::Ansvar;
    screen.held_open = false;
    if screen.meeting.position() != line.at {
        carry_line(screen, line.at, true);
    }
}

/// There is nothing to do again.
pub(crate) fn nothing_again(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.emptied.taken_back();
    }
    model.say("Det finns inget att göra om.");
}

/// What was to be taken back somebody else has built on: asked again, undo goes on to what came before.
pub(crate) fn undo_refused(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.undo_refused = true;
        screen.emptied.stands();
    }
    model.complain("Någon annan har ändrat det du gjorde sist. ‹Undo› igen ångrar det före.");
}

/// Asks whether something is to be taken back that can't be seen where one is, or that changes the whole meeting.
pub(crate) fn ask_about_hidden(model: &mut Model, code: Code) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.emptied.stands();
    }
    let (title, text) = match code.asked_first() {
        Some(title) => (
            title,
            vec![
                format!("Det senaste du gjorde: du {}.", code.done()),
                format!("Ångrar du det: {} ‹Redo› gör om det.", code.undone()),
            ],
        ),
        None => (
            "Ångra något som inte syns här?",
            vec![
                format!("Det senaste du gjorde i mötet syns inte där du är nu: du {}.", code.done()),
                "Ångrar du det försvinner det ur mötet. ‹Redo› lägger tillbaka det.".to_owned(),
            ],
        ),
    };
    confirm(model, title, text, "Ångra", |model| {
        if let Some(id) = model.meeting_screen().map(|screen| screen.meeting.id()) {
            model.undo(id, None, true);
        }
    });
}

/// Does again what was taken back.
pub(crate) fn redo(model: &mut Model) {
    if let Some(id) = model.meeting_screen().map(|screen| screen.meeting.id()) {
        model.redo(id);
    }
}

/// The line was emptied by one key: undo brings back what stood in it.
pub(crate) fn emptied(model: &mut Model, was: Option<String>) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(was) = was.filter(|_| screen.line.is_empty() && model.dialogs.is_empty()) else { return };
    let number = was.trim().parse::<usize>().ok();
    screen.has_emptied(was);
    // A number before other keys is a row's; this one has emptied the line.
    let row = number.filter(|number| chosen::numbered(model, *number).is_some());
    let exempts = row.map_or_else(String::new, |number| {
        format!(" Vill du undanta rad {number}: markera den först, sedan ‹Exempt›.")
    });
    model.say(format!("Raden är tömd. ‹Undo› tar tillbaka den.{exempts}"));
}
