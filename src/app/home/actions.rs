//! What was promised, from home: the list of all meetings' actions, and how one of them has gone.

use super::action_list::ActionList;
use crate::app::core::action::Action;
use crate::app::core::effect::Effect;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, NewCommand, Pending, Screen};
use crate::app::meeting::how_it_went;
use crate::app::ui::form;
use crate::domain::command::{Change, Code, Record};
use crate::domain::ids::EntryId;
use crate::domain::overview::{ActionRow, Home};
use crate::domain::record::ActionStatus;

/// How an action has gone, told between meetings. It belongs to the list of actions, or to home.
pub(crate) static TOLD: FormKind = FormKind::new("Told", &About { open: follow_up, save });

/// A page of the list, in rows.
const PAGE: usize = 10;

/// Asks for what was promised at all meetings, to be listed.
pub(crate) fn load(model: &mut Model) {
    model.ask_for(Effect::LoadActions);
}

fn front(model: &mut Model) -> Option<&mut ActionList> {
    model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Actions(list) => Some(list),
        _ => None,
    })
}

/// The list as it was read, with what is still on its way to the disk. Where it is open already, the highlight stays on
/// its row.
pub(crate) fn list(model: &mut Model, rows: Vec<ActionRow>) {
    let rows = with_pending(model, rows);
    let today = model.now.today();
    if let Some(list) = front(model) {
        let here = list.selected(today).map(|row| row.entry);
        list.rows = rows;
        let shown = list.shown(today);
        let at = here.and_then(|here| shown.iter().position(|row| row.entry == here));
        list.cursor = at.unwrap_or(list.cursor).min(shown.len().saturating_sub(1));
        return;
    }
    if !matches!(model.screen, Screen::Home(_)) || !model.dialogs.is_empty() {
        return;
    }
    if rows.is_empty() {
        return model.say("Inga åtgärder är skrivna än. De skrivs i mötet, i planering.");
    }
    model.dialogs.push(Dialog::Actions(ActionList::new(rows)));
}

/// What home shows has been read.
pub(crate) fn home_read(model: &mut Model, mut data: Home) {
    data.actions = with_pending(model, data.actions);
    if let Screen::Home(home) = &mut model.screen {
        home.read(data);
    }
}

/// What is told and not known to be on disk counts here, so that nothing has to be told twice.
fn with_pending(model: &Model, mut rows: Vec<ActionRow>) -> Vec<ActionRow> {
    let changes = model.outbox.iter().filter_map(Pending::command).flat_map(|command| &command.changes);
    for change in changes {
        if let Change::Put(record) = change
            && let Record::ActionStatus(told) = record.as_ref()
            && let Some(row) = rows.iter_mut().find(|row| row.entry == told.entry)
        {
            row.take(told.clone());
        }
    }
    rows
}

/// A key in the list.
pub(crate) fn act(model: &mut Model, action: Action) {
    let today = model.now.today();
    let Some(Dialog::Actions(list)) = model.dialogs.last_mut() else { return };
    let lowest = list.shown(today).len().saturating_sub(1);
    let chosen = list.selected(today).map(|row| (row.entry, row.meeting));
    match action {
        Action::Up | Action::Previous => list.cursor = list.cursor.saturating_sub(1),
        Action::Down | Action::Next => list.cursor = (list.cursor + 1).min(lowest),
        Action::PageUp => list.cursor = list.cursor.saturating_sub(PAGE),
        Action::PageDown => list.cursor = (list.cursor + PAGE).min(lowest),
        Action::Accept => match chosen {
            Some((entry, _)) => follow_up(model, entry),
            None => model.complain("Ingen åtgärd passar det som är skrivet."),
        },
        Action::Jump => {
            if let Some((_, meeting)) = chosen {
                model.ask_for(Effect::OpenMeeting(meeting));
            }
        }
        // What is typed goes first, then the list.
        Action::Back if !list.filter.is_empty() => {
            list.filter.clear();
            list.cursor = 0;
        }
        Action::Back => drop(model.dialogs.pop()),
        _ => {}
    }
}

/// An action that is listed here, or on home.
fn row(model: &Model, entry: EntryId) -> Option<&ActionRow> {
    let listed = model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Actions(list) => Some(&list.rows),
        _ => None,
    });
    let at_home = match &model.screen {
        Screen::Home(home) => home.data.as_ref().map(|data| &data.actions),
        _ => None,
    };
    listed.into_iter().chain(at_home).flatten().find(|row| row.entry == entry)
}

/// Asks how an action has gone.
pub(crate) fn follow_up(model: &mut Model, entry: EntryId) {
    let today = model.now.today();
    let Some(row) = row(model, entry).cloned() else { return };
    let intro = vec![row.text_and_label(), row.facts(today)];
    // What was said here today can be mended; what was said earlier is followed by something new.
    let today_s = |told: &&ActionStatus| told.meeting.is_none() && model.now.day_at(told.at) == today;
    let told = row.told.as_ref().filter(today_s);
    let fields = how_it_went::fields(told, today);
    form::open(model, &TOLD, entry, "Hur har det gått?", fields, intro);
}

/// What is told of an action between meetings. It is only ever added: a wrong word is followed by a right one.
fn save(model: &mut Model, form: &Form, entry: EntryId) -> Result<(), Wrong> {
    let (status, evaluation, new_due) = how_it_went::told(model, form)?;
    let today = model.now.today();
    let Some(row) = row(model, entry).cloned() else { return Ok(()) };
    // Sorts after the last word, whatever the clock says.
    if let Some(told) = &row.told {
        model.ids.after(told.id.0);
    }
    let told = ActionStatus {
        id: model.new_id(),
        entry,
        meeting: None,
        status,
        evaluation,
        new_due,
        at: model.now.utc,
    };
    // Stands in the journal of the meeting at which it was agreed.
    let mut command = NewCommand::new(Code::SetActionStatus, row.meeting);
    command.changes.push(Change::put(told));
    let next = front(model).and_then(|list| {
        let shown = list.shown(today);
        let at = shown.iter().position(|row| row.entry == entry)?;
        shown.get(at + 1).or_else(|| shown.get(at.checked_sub(1)?)).map(|row| row.entry)
    });
    model.commit(command);
    // One action after the other: the highlight goes on to the next.
    if let (Some(next), Some(list)) = (next, front(model)) {
        list.cursor = list.shown(today).iter().position(|row| row.entry == next).unwrap_or(list.cursor);
    }
    if front(model).is_some() {
        load(model);
    }
    model.ask_for(Effect::LoadHome(today));
    model.say(format!("Antecknat som {}: {}", status.word(), row.text));
    Ok(())
}
