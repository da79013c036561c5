//! Which of two texts holds that were written at once.

use super::board;
use super::chosen::let_go_of_todo;
use super::loose_ends::loose_ends;
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::domain::command::{Change, Code};
use crate::domain::ids::{EntryId, RowId};
use crate::domain::quoted::quoted;

/// Asks which one holds.
pub(crate) fn ask(model: &mut Model, id: RowId) {
    let today = model.now.today();
    let Some(meeting) = model.meeting() else { return };
    let Some((_, one, other)) = meeting.undecided().find(|(row, ..)| row.id == id) else { return };
    let (first, second) = (one.id, other.id);
    let text = |entry| board::one_line(meeting, entry, today);
    let items = vec![
        // In front stands what a hasty Enter can do no harm with.
        PickItem::new("Båda gäller", "de står kvar som två rader", move |model| settle(model, id, None)),
        PickItem::new(text(one), "gäller, den andra tas bort", move |model| settle(model, id, Some(second))),
        PickItem::new(text(other), "gäller, den andra tas bort", move |model| {
            settle(model, id, Some(first));
        }),
    ];
    model.dialogs.push(Dialog::Pick(Pick::new("Skrevs samtidigt av två: vilken gäller?", items)));
}

/// They aren't two texts for the same thing any more; the one that doesn't hold goes away.
fn settle(model: &mut Model, id: RowId, gone: Option<EntryId>) {
    let Some(meeting) = model.meeting() else { return };
    let Some((row, one, _)) = meeting.undecided().find(|(row, ..)| row.id == id) else { return };
    let gone = gone.and_then(|id| meeting.entry(id));
    let code = gone.map_or(Code::Edit(one.kind()), |entry| Code::Remove(entry.kind()));
    let mut command = NewCommand::new(code, meeting.id());
    command.changes.push(Change::delete(row.clone()));
    let words = match gone {
        Some(entry) => {
            command.changes.extend(loose_ends(meeting, entry.id));
            command.changes.push(Change::delete(entry.clone()));
            format!("{} är borttagen. ‹Undo› tar tillbaka.", quoted(&entry.text))
        }
        None => "Båda gäller.".to_owned(),
    };
    model.commit(command);
    let_go_of_todo(model);
    model.say(words);
}
