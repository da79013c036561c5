//! Undo where one stands in a meeting: what it takes back, what it asks about first, and how a line that was cleared comes back.

use super::screen::{MeetingScreen, RowRef};
use super::{board, chosen, editing, new_point, pasted, target};
use crate::app::core::model::{Model, Screen};
use crate::app::ui::question::confirm;
use crate::domain::command::Code;
use crate::domain::text;

/// Takes back what was done last: a line that was cleared, what was pasted, or an act.
pub(crate) fn undo(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if let Some(cleared) = screen.cleared.take() {
        return bring_back(model, cleared);
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

/// Puts a cleared line back. What was typed since stands after it: no word is lost for another.
fn bring_back(model: &mut Model, cleared: String) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (words, changes) = MeetingScreen::cleared_words(&cleared);
    if let Some(id) = changes.filter(|id| screen.meeting.entry(*id).is_some()) {
        if !editing::take_up_again(model, id, words)
            && let Screen::Meeting(screen) = &mut model.screen
        {
            screen.cleared = Some(cleared);
        }
        return;
    }
    let since = screen.written();
    // The read-out gives way to it: it is of the ärende that is read, as it was.
    new_point::open_line(model);
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if since.is_empty() {
        screen.target = target::first(&screen.meeting);
    }
    screen.set_written(words);
    if since.is_empty() {
        return model.say("Raden är tillbaka.");
    }
    let (before, kept_from) = (screen.line.value().trim_end().to_owned(), screen.line_exempt.clone());
    screen.set_written(&since);
    let whole = format!("{before} {}", screen.line.value().trim_start());
    if whole.chars().count() > text::MAX_CHARS {
        screen.cleared = Some(cleared);
        return model
            .complain("Raden som du tömde får inte plats med det du har skrivit sedan. Spara först.");
    }
    screen.line.set(&whole, whole.chars().count());
    screen
        .line_exempt
        .extend(kept_from.into_iter().filter(|kept| !screen.line_exempt.contains(kept)).collect::<Vec<_>>());
    model.say("Raden är tillbaka, med det du skrev efter.");
}

/// What was to be taken back somebody else has built on: asked again, undo goes on to what came before.
pub(crate) fn undo_refused(model: &mut Model) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.undo_refused = true;
    }
    model.complain("Någon annan har ändrat det du gjorde sist. ‹Undo› igen ångrar det före.");
}

/// Asks whether something is to be taken back that can't be seen where one is, or that changes the whole meeting.
pub(crate) fn ask_about_hidden(model: &mut Model, code: Code) {
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
    if was.is_none() || !screen.line.is_empty() || !model.dialogs.is_empty() {
        return;
    }
    let number = was.as_ref().and_then(|was| was.trim().parse::<usize>().ok());
    screen.cleared = was;
    // A number before other keys is a row's; this one has emptied the line.
    let row = number.filter(|number| chosen::numbered(model, *number).is_some());
    let exempts = row.map_or_else(String::new, |number| {
        format!(" Vill du undanta rad {number}: markera den först, sedan ‹Exempt›.")
    });
    model.say(format!("Raden är tömd. ‹Undo› tar tillbaka den.{exempts}"));
}
