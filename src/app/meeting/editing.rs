//! An entry taken up again, into the line or into a form.

use super::entry_form;
use super::screen::RowRef;
use super::target::Target;
use crate::app::core::model::{Model, Screen};
use crate::app::presence::changes;
use crate::domain::entry_line::as_typed;
use crate::domain::ids::EntryId;
use crate::domain::record::Body;

/// Takes an entry into the line, or into a form where it has more than a line can say.
pub(crate) fn edit_entry(model: &mut Model, id: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(entry) = screen.meeting.entry(id).cloned() else { return };
    let meeting = screen.meeting.id();
    if screen.warned.replace(id) != Some(id)
        && let Some(who) = changes(model, meeting, id)
    {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.cursor = Some(RowRef::Entry(id));
        }
        return model.say(format!(
            "{who} ändrar den raden just nu, så den är inte öppnad. ‹Edit› en gång till öppnar den ändå."
        ));
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    screen.warned = None;
    if !screen.line.is_empty() && screen.editing != Some(id) {
        return model.say("Spara raden först (‹Accept›) eller töm den (‹Back›), så går inget förlorat.");
    }
    if matches!(entry.body, Body::Beslut(_) | Body::Rost { .. }) {
        return entry_form::open(model, id);
    }
    let line = as_typed(&screen.meeting, &entry, model.now.today());
    let cursor = line.chars().count();
    screen.line.set(&line, cursor);
    screen.usual_target = None;
    screen.target = Target::Entry(entry.kind());
    screen.editing = Some(id);
    screen.cursor = Some(RowRef::Entry(id));
    screen.writing = true;
    screen.completing = false;
}
