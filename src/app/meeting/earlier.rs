//! What was promised at an earlier meeting, and how it has gone.

use super::how_it_went;
use super::screen::RowRef;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::ids::EntryId;
use crate::domain::record::ActionStatus;

/// How an action of an earlier meeting has gone.
pub(crate) static EARLIER: FormKind = FormKind::new("Earlier", &About { open, save });

/// How an action of an earlier meeting has gone.
pub(crate) fn open(model: &mut Model, id: EntryId) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == id) else { return };
    let told = row.told.clone();
    let mut intro = vec![row.text.clone()];
    let facts: Vec<String> =
        row.owner.iter().cloned().chain(row.due.as_ref().map(|due| due.in_words(today))).collect();
    intro.push(format!("{} · {}", facts.join(" · "), row.source(today)));
    let fields = how_it_went::fields(told.as_ref(), today);
    form::open(model, &EARLIER, id, "Från förra gången", fields, intro);
}

/// What is told of an action of an earlier meeting.
fn save(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let (status, evaluation, new_due) = how_it_went::told(model, form)?;
    let row_id = model.new_id();
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let mut command = NewCommand::new(Code::SetActionStatus, meeting.id());
    command.changes.push(Change::put(ActionStatus {
        id: row_id,
        entry: id,
        meeting: Some(meeting.id()),
        status,
        evaluation,
        new_due,
        at: model.now.utc,
    }));
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        let next = screen
            .meeting
            .earlier
            .iter()
            .find(|row| row.told.is_none())
            .map(|row| RowRef::Earlier(row.entry));
        screen.cursor = next;
    }
    Ok(())
}
