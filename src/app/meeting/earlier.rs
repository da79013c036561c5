//! What was promised at an earlier meeting, and how it has gone: answered by a digit where it stands, or in a form with a
//! few words.

use super::how_it_went;
use super::screen::{MeetingScreen, RowRef};
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::dates::Due;
use crate::domain::earlier::Earlier;
use crate::domain::ids::EntryId;
use crate::domain::quoted::quoted_short;
use crate::domain::record::{ActionState, ActionStatus};

/// How an action of an earlier meeting has gone.
pub(crate) static EARLIER: FormKind = FormKind::new("Earlier", &About { open, save });

/// The answers with their digits, in order: "1 klar  2 pågår  …".
pub(crate) fn answers() -> String {
    let all = ActionState::ALL.into_iter().enumerate();
    all.map(|(at, state)| format!("{} {}", at + 1, state.word())).collect::<Vec<_>>().join("  ")
}

/// What nobody has told of yet, in the order of the screen: the first, or the next below `after`. Goals wait until they are
/// pointed at.
fn unanswered(screen: &MeetingScreen, after: Option<&Earlier>) -> Option<RowRef> {
    let meeting = &screen.meeting;
    let promise = after.is_none_or(Earlier::is_promise);
    let here = meeting.head.current.filter(|_| meeting.head.phase.is_per_arende());
    let shown: Vec<&Earlier> = match here {
        Some(item) => meeting.earlier_of(Some(item)).collect(),
        None => meeting.earlier.iter().collect(),
    };
    let below = after.and_then(|after| shown.iter().position(|row| row.entry == after.entry));
    let mut rest = shown.into_iter().skip(below.map_or(0, |at| at + 1));
    let asked = |row: &Earlier| if promise { row.is_promise() } else { row.is_goal() };
    let next = rest.find(|row| row.told.is_none() && asked(row));
    next.map(|row| RowRef::Earlier(row.entry))
}

/// An ärende that follows something opens on its first promise that nobody has told of.
pub(crate) fn point_at_first(screen: &mut MeetingScreen) {
    if screen.meeting.head.current.is_some() && screen.meeting.head.phase.is_per_arende() {
        screen.cursor = unanswered(screen, None);
    }
}

/// A promise has gone so. A new day is asked for where it needs one.
pub(crate) fn answer(model: &mut Model, id: EntryId, state: ActionState) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let Some(row) = screen.meeting.earlier.iter().find(|row| row.entry == id) else { return };
    if !row.asks_for_day(state, today) {
        let evaluation = row.told.as_ref().and_then(|told| told.evaluation.clone());
        return tell(model, id, state, evaluation, None);
    }
    open(model, id);
    if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
        form.fill(&[("status".to_owned(), state.word().to_owned())]);
        form.cursor = form.fields.len().saturating_sub(1);
    }
}

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
    let promised = model.meeting().and_then(|meeting| meeting.earlier.iter().find(|row| row.entry == id));
    let needs_day = promised.is_none_or(Earlier::is_promise);
    let (status, evaluation, new_due) = how_it_went::told(model, form, needs_day)?;
    tell(model, id, status, evaluation, new_due);
    Ok(())
}

/// Writes it down, and goes on to the next that waits.
fn tell(
    model: &mut Model,
    id: EntryId,
    status: ActionState,
    evaluation: Option<String>,
    new_due: Option<Due>,
) {
    let row_id = model.new_id();
    let Some(meeting) = model.meeting() else { return };
    let Some(promised) = meeting.earlier.iter().find(|row| row.entry == id).cloned() else { return };
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
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.cursor.is_none_or(|row| row == RowRef::Earlier(id))
    {
        screen.cursor = unanswered(screen, Some(&promised));
    }
    let what = quoted_short(&promised.text, 30);
    model.say(format!("{what}: {}. Fel? Markera raden och tryck rätt siffra.", status.word()));
}
